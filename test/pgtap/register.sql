--
-- The register that create_register() makes: tables, keys, types, comments, guards, privileges.
--
BEGIN;
\ir prepare.psql
SELECT no_plan();

-- What docs/register.md says of the tables, in the way that its section "How to read the tables" explains. A number that
-- refers to another table has the type that it has there.
\set page `cat docs/register.md`
CREATE TEMP TABLE cells AS
	SELECT line[1] AS tbl, line[2] AS key, line[3] AS columns
	FROM regexp_matches(:'page', '^\| `(\w+)` \| (`.*?) \| (.*) \|$', 'gn') AS line
	WHERE line[1] <> 'admissions';
CREATE TEMP TABLE documented AS
	WITH said AS (
		SELECT c.tbl, col, in_key, (place, at, n) AS place, substring(words[2] FROM '^[★†]? (boolean|integer\[\]|integer|bigint|numeric|date)') AS type,
			substring(words[2] FROM '^[★†]? \*(\w+)\*') AS value_list,
			words[2] ~ '^★|^ boolean, default' AND piece ~ '^`' AS mandatory
		FROM cells c
		CROSS JOIN LATERAL (VALUES (true, key), (false, columns)) AS cell (in_key, text)
		CROSS JOIN LATERAL regexp_split_to_table(text, ' · ') WITH ORDINALITY AS p (piece, place)
		CROSS JOIN LATERAL regexp_matches(piece, '`([^`]+)`([^`]*)', 'g') WITH ORDINALITY AS w (words, at)
		CROSS JOIN LATERAL regexp_split_to_table(words[1], ', ') WITH ORDINALITY AS names (col, n)
	)
	SELECT DISTINCT ON (tbl, col) tbl, col, in_key, mandatory, row_number() OVER (ORDER BY NOT in_key, place) AS place,
		coalesce(type, value_list, (SELECT min(k.type) FROM said k WHERE k.col = s.col AND k.in_key),
			CASE WHEN col ~ '_(on|from|until)$' THEN 'date' ELSE 'text' END) AS type
	FROM said s
	ORDER BY tbl, col, NOT in_key, s.place;
CREATE TEMP TABLE described AS
	SELECT tbl, array_agg(format('%s %s', col, type) ORDER BY place) AS columns, array_agg(col ORDER BY place) FILTER (WHERE in_key) AS key
	FROM documented GROUP BY tbl;

-- Tables, columns in their order with their types, keys.
SELECT set_eq($$SELECT relname::text FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind IN ('r', 'p')$$,
	'SELECT tbl FROM described UNION ALL SELECT ''admissions''', 'these tables and no others');
SELECT is((SELECT array_agg(format('%s %s', a.attname, replace(format_type(a.atttypid, a.atttypmod), 'secretxfer.', '')) ORDER BY a.attnum)
			 FROM pg_attribute a WHERE a.attrelid = format('secretxfer.%I', tbl)::regclass AND a.attnum > 0 AND NOT a.attisdropped),
		  columns || ARRAY['recorded_at timestamp with time zone', 'recorded_by name', 'changed_at timestamp with time zone', 'changed_by name'], format('columns of %s', tbl))
  FROM described;
SELECT col_is_pk('secretxfer', tbl, key::name[], format('key of %s', tbl)) FROM described;
SELECT col_is_unique('secretxfer', 'carriers', ARRAY['owner', 'account_no', 'copy_no']::name[], 'a copy is registered once');
SELECT is_empty($$SELECT t.tbl, k FROM described t CROSS JOIN unnest(t.key) AS k
	JOIN pg_attribute a ON a.attrelid = format('secretxfer.%I', t.tbl)::regclass AND a.attname = k
	WHERE a.atttypid = 'text'::regtype AND a.attcollation <> '"C"'::regcollation$$, 'keys are texts in collation C');
SELECT is_empty($$SELECT c.conrelid::regclass, k.a FROM pg_constraint c CROSS JOIN unnest(c.conkey, c.confkey) AS k (a, b)
	JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.a JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.b
	WHERE c.contype = 'f' AND c.connamespace = 'secretxfer'::regnamespace
	  AND (a.atttypid <> b.atttypid OR a.attcollation <> b.attcollation)$$, 'references have the type and collation of what they name');

-- Mandatory columns are declared so, so that tools can read it.
SELECT is_empty($$SELECT tbl, col FROM documented
	JOIN pg_attribute ON attrelid = format('secretxfer.%I', tbl)::regclass AND attname = col WHERE mandatory AND NOT attnotnull$$,
	'mandatory columns are NOT NULL');
SELECT is_empty($$SELECT attrelid::regclass FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND attname IN ('recorded_at', 'recorded_by') AND NOT attnotnull$$,
	'the stamps are NOT NULL');

-- Foreign keys, declared so that tools can reflect them.
SELECT set_eq($$SELECT format('%s(%s) -> %s', replace(conrelid::regclass::text, 'secretxfer.', ''),
			(SELECT string_agg(a.attname, ',' ORDER BY ord) FROM unnest(conkey) WITH ORDINALITY AS k (n, ord) JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = n),
			replace(confrelid::regclass::text, 'secretxfer.', ''))
		FROM pg_constraint WHERE contype = 'f' AND connamespace = 'secretxfer'::regnamespace$$,
	$$VALUES ('parties(affiliated_with) -> parties'), ('permits(holder) -> parties'), ('clearances(party) -> parties'), ('carriers(owner) -> parties'),
		('cases(customer) -> parties'), ('cases(contractor) -> parties'), ('requests(case_no) -> cases'), ('requests(authority) -> parties'),
		('requests(permit_no) -> permits'), ('requests(clearance_no) -> clearances'), ('request_items(case_no,request_no) -> requests'),
		('request_items(carrier_id) -> carriers'), ('decisions(case_no,request_no) -> requests'), ('contracts(case_no) -> cases'),
		('contracts(permit_no) -> permits'), ('contracts(clearance_no) -> clearances'), ('contract_items(case_no) -> contracts'),
		('contract_items(case_no,request_no,item_no) -> request_items'), ('notices(case_no) -> cases'), ('notices(authority) -> parties'),
		('notices(party,change_no) -> party_changes'), ('protections(case_no) -> cases'), ('protections(organizer) -> parties'),
		('handovers(case_no) -> cases'), ('handovers(carrier_id) -> carriers'), ('handovers(received_by) -> clearances'),
		('system_accesses(case_no) -> cases'), ('system_accesses(clearance_no) -> clearances'), ('violations(case_no) -> cases'),
		('suspensions(case_no,violation_no) -> violations'), ('annulments(case_no) -> cases'),
		('party_changes(party) -> parties'), ('supplements(case_no) -> cases'), ('supplements(party,change_no) -> party_changes'),
		('supplements(successor) -> parties'), ('protection_measures(case_no) -> cases'), ('protection_measures(party,change_no) -> party_changes')$$,
	'foreign keys');
SELECT is_empty($$SELECT c.conname FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'secretxfer'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND (i.indkey::int2[])[0] = c.conkey[1])$$,
	'an index leads with every reference');

-- What verify() and its parts read of the definition is what a new register has.
SELECT set_eq($$SELECT * FROM secretxfer.defined_columns()$$,
	$$SELECT c.relname::text, a.attname::text, replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz'),
			a.attnotnull, array_position(k.conkey, a.attnum)
		FROM pg_class c
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
		WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r'$$, 'the columns of the definition');
SELECT set_eq($$SELECT * FROM secretxfer.defined_constraints()$$,
	$$SELECT replace(c.conrelid::regclass::text, 'secretxfer.', '') AS tbl, c.conname::text AS name, k.kind,
			CASE WHEN k.kind <> 'CHECK' THEN (SELECT array_agg(a.attname::text ORDER BY ord) FROM unnest(c.conkey) WITH ORDINALITY AS n (attnum, ord)
				JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = n.attnum) END AS columns,
			replace(nullif(c.confrelid, 0::oid)::regclass::text, 'secretxfer.', '') AS to_tbl,
			(SELECT array_agg(a.attname::text ORDER BY ord) FROM unnest(c.confkey) WITH ORDINALITY AS n (attnum, ord)
				JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = n.attnum) AS to_columns
		FROM pg_constraint c
		JOIN (VALUES ('p', 'PRIMARY KEY'), ('u', 'UNIQUE'), ('c', 'CHECK'), ('f', 'FOREIGN KEY')) AS k (type, kind) ON k.type = c.contype::text
		WHERE c.connamespace = 'secretxfer'::regnamespace AND c.conrelid <> 0$$, 'the constraints of the definition');

-- Value lists are enums, with these values in this order.
SELECT is((SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
		  (SELECT regexp_split_to_array(regexp_replace(list[1], ' \([^)]*\)', '', 'g'), ', ')
			 FROM regexp_matches(:'page', format('^\| `%s`[^|]* \| ([^|]*) \|$', typname), 'n') AS list), typname::text)
  FROM pg_type t WHERE typnamespace = 'secretxfer'::regnamespace AND typtype = 'e';
SELECT ok('secret'::secretxfer.secrecy_mark < 'top_secret' AND 'top_secret'::secretxfer.secrecy_mark < 'special_importance', 'marks are ordered');

-- Every object and every column is commented.
SELECT is_empty($$SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'v', 'S', 'i')
	AND obj_description(c.oid, 'pg_class') IS NULL$$, 'tables, views, sequences and indexes are commented');
SELECT is_empty($$SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'v') AND col_description(c.oid, a.attnum) IS NULL$$, 'columns are commented');
SELECT is_empty($$SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'secretxfer'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL$$,
	'functions are commented');
SELECT is_empty($$SELECT t.typname FROM pg_type t WHERE t.typnamespace = 'secretxfer'::regnamespace AND t.typtype = 'e'
	AND obj_description(t.oid, 'pg_type') IS NULL$$, 'types are commented');
SELECT is_empty($$SELECT conname FROM pg_constraint WHERE connamespace = 'secretxfer'::regnamespace AND conrelid <> 0
	AND contype <> 'n' -- NOT NULL is a constraint of its own since PostgreSQL 18; its column is commented
	AND obj_description(oid, 'pg_constraint') IS NULL$$,
	'constraints are commented');
SELECT is_empty($$SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE c.relnamespace = 'secretxfer'::regnamespace AND NOT tgisinternal
	AND obj_description(pg_trigger.oid, 'pg_trigger') IS NULL$$, 'triggers are commented');
SELECT isnt(obj_description((SELECT oid FROM pg_extension WHERE extname = 'secretxfer'), 'pg_extension'), NULL, 'the extension is commented');

-- The guard: on every table before and after each row and before TRUNCATE, enabled, functions of the extension.
SELECT is_empty($$SELECT tbl, what FROM described CROSS JOIN (VALUES ('enter_entry', 7 + 16), ('judge_entry', 1 + 4 + 8 + 16), ('refuse_truncate', 2 + 32)) AS v (what, type)
	WHERE NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE t.tgrelid = format('secretxfer.%I', tbl)::regclass AND p.pronamespace = 'secretxfer'::regnamespace AND p.proname = what
		  AND t.tgtype = v.type AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND cardinality(t.tgattr::int2[]) = 0)$$, 'the guard stands on every table');
SELECT is((SELECT count(*)::int FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
			WHERE t.tgrelid = 'secretxfer.requests'::regclass AND p.proname = 'judge_at_commit' AND t.tgdeferrable AND t.tginitdeferred), 1,
	'the list of a request is judged at COMMIT');
SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
	WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.prorettype = 'trigger'::regtype AND l.lanname <> 'c'$$, 'the rules are in C');

-- Whose is what: the rules are the extension's, the records are the user's.
SELECT is_empty($$SELECT c.relname FROM pg_class c JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'S', 'i', 'm')$$, 'no table is a member of the extension');
SELECT is_empty($$SELECT t.tgname FROM pg_trigger t JOIN pg_depend d ON d.classid = 'pg_trigger'::regclass AND d.objid = t.oid AND d.deptype = 'e'$$,
	'no trigger is');
SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'secretxfer'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')$$, 'every function is');
SELECT is_empty($$SELECT t.typname FROM pg_type t WHERE t.typnamespace = 'secretxfer'::regnamespace AND t.typtype = 'e'
	AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')$$, 'every value list is');
SELECT is_empty($$SELECT e.extname FROM pg_extension e WHERE e.extname = 'secretxfer' AND e.extrelocatable$$, 'the extension is not relocatable');
SELECT table_owner_is('secretxfer', tbl::name, current_user, format('%s belongs to the caller', tbl)) FROM described WHERE tbl IN ('parties', 'handovers');
SELECT throws_ok('DROP EXTENSION secretxfer', '2BP01', NULL, 'the extension stays while there is a register');

-- A register of another role.
CREATE ROLE regress_secretxfer_keeper;
CREATE ROLE regress_secretxfer_stranger;
SELECT is_empty($$SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND a.grantee = 0 AND c.relname <> 'rules'$$, 'PUBLIC has no privilege on the tables');
SELECT ok(NOT has_schema_privilege('regress_secretxfer_stranger', 'secretxfer', 'CREATE'), 'a stranger cannot create in the schema');
CREATE FUNCTION pg_temp.as_role(role text, sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	told text := 'done';
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	BEGIN
		EXECUTE sql;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS told = CONSTRAINT_NAME;
		told := concat_ws(' ', SQLSTATE, nullif(told, ''));
	END;
	RESET ROLE;
	RETURN told;
END $$;
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT FROM secretxfer.' || tbl), '42501', format('a stranger cannot read %s', tbl)) FROM described;
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT secretxfer.create_register()'), '42501', 'nor create a register');

-- Idempotent: what stands stays, with what its user changed; what is missing comes back.
CREATE TEMP TABLE before AS SELECT oid, relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace;
ALTER TABLE secretxfer.cases ADD COLUMN remark text;
CREATE INDEX cases_remark_idx ON secretxfer.cases (remark);
COMMENT ON TABLE secretxfer.cases IS 'our own words';
ALTER TABLE secretxfer.permits DISABLE TRIGGER secretxfer_refuse_truncate;
SELECT ok((SELECT 'n_distinct=-0.1' = ANY (attoptions) FROM pg_attribute WHERE attrelid = 'secretxfer.handovers'::regclass AND attname = 'case_no'), 'a case has some ten carriers');
ALTER TABLE secretxfer.handovers ALTER case_no SET (n_distinct = -0.02);
DELETE FROM secretxfer.calendar_days WHERE day = '2026-12-16';
UPDATE secretxfer.calendar_days SET basis = 'our own words' WHERE day = '2025-12-16';
DROP TRIGGER secretxfer_refuse_truncate ON secretxfer.notices;
DROP INDEX secretxfer.cases_customer_idx;
SELECT lives_ok('SELECT secretxfer.create_register()', 'a second time');
SELECT is_empty('SELECT relname FROM before b WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = b.oid) AND relname <> ''cases_customer_idx''', 'every object stands');
SELECT has_column('secretxfer', 'cases', 'remark', 'a column of the user stands');
SELECT is(obj_description('secretxfer.cases'::regclass, 'pg_class'), 'our own words', 'a comment of the user stands');
SELECT is((SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = 'secretxfer.permits'::regclass AND tgname = 'secretxfer_refuse_truncate'), 'D', 'what the user disabled stays so');
SELECT ok((SELECT 'n_distinct=-0.02' = ANY (attoptions) FROM pg_attribute WHERE attrelid = 'secretxfer.handovers'::regclass AND attname = 'case_no'), 'what the user set stays so');
SELECT is_empty('SELECT FROM secretxfer.calendar_days WHERE day = ''2026-12-16''', 'what the user withdrew is not seeded again');
SELECT is((SELECT basis FROM secretxfer.calendar_days WHERE day = '2025-12-16'), 'our own words', 'nor what the user corrected');
SELECT has_trigger('secretxfer', 'notices', 'secretxfer_refuse_truncate', 'a missing trigger comes back');
SELECT has_index('secretxfer', 'cases', 'cases_customer_idx', 'a missing index comes back');
SET search_path = pg_temp;
SELECT secretxfer.create_register() \g /dev/null
RESET search_path;
SELECT is_empty('SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname IN (SELECT tbl FROM described)',
	'with a foreign search_path it makes nothing elsewhere');

-- Owned by whoever calls it, who needs no more than CREATE on the schema.
DO $$
DECLARE
	name text;
BEGIN
	FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v' AND relname <> 'rules' LOOP
		EXECUTE format('DROP VIEW IF EXISTS secretxfer.%I CASCADE', name);
	END LOOP;
	FOR name IN SELECT tbl FROM described LOOP
		EXECUTE format('DROP TABLE secretxfer.%I CASCADE', name);
	END LOOP;
	DROP TABLE secretxfer.admissions;
END $$;
GRANT USAGE, CREATE ON SCHEMA secretxfer TO regress_secretxfer_keeper;
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', 'SELECT secretxfer.create_register()'), 'done', 'by a role with CREATE on the schema');
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', $$INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement)
	VALUES ('351240000010', 'organization', 'an organisation', 'Surname Name', '1 Some Street', 'Almaty')$$), 'done', 'which then keeps it');
SELECT is((SELECT recorded_by::text FROM secretxfer.parties), 'regress_secretxfer_keeper', 'and stands in its entries');
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', $$INSERT INTO secretxfer.cases VALUES ('K', '351240000010', '351240000010', 'works', 'Almaty', false, '2025-02-03')$$),
	'23514 secretxfer_r02_parties_differ', 'under the same rules');
SELECT is_empty($$SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'S')
	AND c.relowner <> 'regress_secretxfer_keeper'::regrole$$, 'all of it belongs to that role');
SELECT is_empty($$SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND a.grantee = 0 AND c.relname <> 'rules'$$, 'and PUBLIC has nothing on it');

-- It admits others, to what the extension's owner let it use; whom it did not admit cannot.
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', 'SELECT FROM secretxfer.duties, secretxfer.next_steps(''none'')'), 'P0002', 'the owner may call what it needs');
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')'), '42501', 'a stranger cannot admit itself');
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', 'SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')'), 'done', 'the owner admits it');
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT FROM secretxfer.parties, secretxfer.verify()'), 'done', 'then it may read and verify');
SELECT is((SELECT recorded_by::text FROM secretxfer.admissions), 'regress_secretxfer_keeper', 'and stands who admitted it');
GRANT regress_secretxfer_keeper TO regress_secretxfer_stranger;
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT secretxfer.admit(''regress_secretxfer_stranger'', ''351240000010'', ''customer'')'), '22023', 'who is a member of the owner cannot be limited');
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT secretxfer.dismiss(''regress_secretxfer_stranger'', NULL, ''auditor'')'), 'done', 'but may dismiss');
REVOKE regress_secretxfer_keeper FROM regress_secretxfer_stranger;
SELECT is_empty($$SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a WHERE a.grantee = 'regress_secretxfer_stranger'::regrole
	UNION ALL SELECT p.proname FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) AS a WHERE a.grantee = 'regress_secretxfer_stranger'::regrole
	UNION ALL SELECT n.nspname FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a WHERE a.grantee = 'regress_secretxfer_stranger'::regrole$$, 'nothing is left of its grants');
-- A superuser admits in the owner's name, and nothing that the owner put there runs as superuser.
CREATE FUNCTION public.seize() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'ALTER ROLE regress_secretxfer_keeper SUPERUSER'; RETURN NEW; END $$;
CREATE TRIGGER seize BEFORE INSERT ON secretxfer.admissions FOR EACH ROW EXECUTE FUNCTION public.seize();
SELECT throws_ok('SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')', '42501', NULL, 'a trigger of the owner has the owner''s rights');
DROP TRIGGER seize ON secretxfer.admissions;
CREATE CONSTRAINT TRIGGER seize AFTER INSERT ON secretxfer.admissions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.seize();
SELECT throws_ok('SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')', '42501', NULL, 'nor is it put off until it would have others');
DROP TRIGGER seize ON secretxfer.admissions;
SELECT lives_ok('SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')', 'a superuser admits');
SELECT is_empty($$SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
	WHERE a.grantee = 'regress_secretxfer_stranger'::regrole AND a.grantor <> 'regress_secretxfer_keeper'::regrole$$, 'the grants are the owner''s');

SELECT * FROM finish();
ROLLBACK;
