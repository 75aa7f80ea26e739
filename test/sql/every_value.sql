--
-- verify() and every view answer whatever stands in the tables: each kind of value that a type has is planted in
-- each column of each table in turn, behind the triggers' back and without the constraints.  What an index cannot
-- hold is left out.
--
\set ECHO none
\i test/fixtures/start.sql
\set ECHO none
\i test/fixtures/every_stage.sql

-- Every table holds something.
SET session_replication_role = replica;
INSERT INTO carrier_marks (carrier_id, marked_on, document, entry_id) VALUES (c('M-1/1'), '2025-04-01', 'an order', nextval('entry_ids'));
INSERT INTO disposal_successions (body, effective_on, successor, document, entry_id) VALUES (p('ministry'), '2025-04-01', p('agency'), 'a decree', nextval('entry_ids'));
INSERT INTO contract_amendments (case_no, amendment_no, concluded_on, responsible_unit, entry_id) VALUES ('handed', '1', '2025-04-01', 'another', nextval('entry_ids'));
INSERT INTO holders (handover, held_since, held_by, entry_id) SELECT entry_id, '2025-04-01', 'C-builder', nextval('entry_ids') FROM handovers WHERE case_no = 'handed';
INSERT INTO annulments (case_no, raised_on, addressed_to, order_annulled_on, entry_id) VALUES ('handed', '2025-05-05', 'a security body', '2025-05-06', nextval('entry_ids'));
SET session_replication_role = origin;

-- Without the constraints a column holds more, and verify() is asked when they are gone.
CREATE TABLE fixture.nullable AS
SELECT c.oid::regclass AS tbl, a.attname AS col FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attnotnull;
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
 WHERE connamespace = 'secretxfer'::regnamespace AND conrelid <> 0 AND contype IN ('c', 'f') AND conrelid <> 'secretxfer.admissions'::regclass
\gexec

-- The kinds of values, beside null.  One row gets a text of 10 MB or, where an index holds less, of 200 kB.
CREATE TABLE fixture.kinds (type text, kind text, value text, instead text);
INSERT INTO fixture.kinds
SELECT type, value, value, CASE value WHEN '5874897-12-31' THEN '5874897-12-30' END FROM (VALUES
	('date', '{infinity,-infinity,5874897-12-31,4714-11-24 BC}'::text[]),
	('timestamp with time zone', '{infinity,294276-12-31 23:59:59.999999+00}'),
	('numeric', '{NaN,Infinity,-Infinity,9e131071,-9e131071,1e-16383}'),
	('integer', '{2147483647,-2147483648}'),
	('bigint', '{9223372036854775807,-9223372036854775808}'),
	('integer[]', ARRAY['{}', '{NULL}', '{{1,2},{3,4}}', '[0:1]={1,2}', '{2147483647,-2147483648}']),
	('name', '{""}'),
	('text', '{""}')) AS v (type, values), unnest(values) AS value
UNION ALL SELECT 'text', 'a long text', repeat('7', 10000000), repeat('7', 200000);

-- Each reading is planned once.
SELECT format('PREPARE %I AS SELECT * FROM %s', 'read ' || name, name)
  FROM (SELECT 'secretxfer.verify()' AS name UNION ALL
		SELECT format('secretxfer.%I', relname) FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v' AND relname NOT IN ('rules', 'privileges')) AS readings
\gexec

-- Plants a value in a column, in as many rows as can take it, and tells who does not answer then.
CREATE FUNCTION fixture.silent(tbl regclass, col name, type text, kind text, value text, instead text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	reading text;
	failed text[] = '{}';
BEGIN
	BEGIN
		SET LOCAL session_replication_role = replica;
		BEGIN
			EXECUTE format('UPDATE %s SET %I = $1::%s WHERE $2 OR ctid = (SELECT max(ctid) FROM %1$s)', tbl, col, type) USING value, kind IS DISTINCT FROM 'a long text';
		EXCEPTION WHEN unique_violation OR check_violation THEN  -- the same key twice
			EXECUTE format('UPDATE %s SET %I = $1::%s WHERE ctid = (SELECT max(ctid) FROM %1$s)', tbl, col, type) USING value;
		END;
		SET LOCAL session_replication_role = origin;
		FOR reading IN SELECT name FROM pg_prepared_statements WHERE name LIKE 'read %' ORDER BY name LOOP
			BEGIN
				EXECUTE format('EXECUTE %I', reading);
			EXCEPTION WHEN OTHERS THEN
				failed := failed || format('%s.%s := %s: %s: %s %s', tbl, col, coalesce(kind, 'null'), reading, SQLSTATE, SQLERRM);
			END;
		END LOOP;
		RAISE SQLSTATE 'UNDO1';
	EXCEPTION
		WHEN SQLSTATE 'UNDO1' THEN
			INSERT INTO fixture.planted VALUES (tbl, col);
		WHEN program_limit_exceeded OR datetime_field_overflow OR invalid_text_representation THEN  -- the column cannot hold the value
			IF instead IS NOT NULL THEN
				RETURN QUERY SELECT * FROM fixture.silent(tbl, col, type, kind, instead, NULL);
			END IF;
	END;
	RETURN QUERY SELECT unnest(failed);
END $$;
CREATE TABLE fixture.planted (tbl regclass, col name);

-- The kinds of values that a column takes.
CREATE FUNCTION fixture.kinds_of(tbl regclass, col name, type text) RETURNS TABLE (kind text, value text, instead text) LANGUAGE sql AS $$
	SELECT kind, value, instead FROM fixture.kinds k WHERE k.type = kinds_of.type
	UNION ALL
	SELECT NULL, NULL, NULL WHERE (tbl, col) IN (SELECT n.tbl, n.col FROM fixture.nullable n)
$$;

-- Plants all kinds of values in a column, each in rows of its own. Whether everybody answers then; else the kinds are
-- planted one by one.
CREATE FUNCTION fixture.all_answer(tbl regclass, col name, type text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	kinds text[] = ARRAY(SELECT k.value FROM fixture.kinds_of(tbl, col, type) k WHERE k.kind IS DISTINCT FROM 'a long text');
	reading text;
BEGIN
	BEGIN
		SET LOCAL session_replication_role = replica;
		EXECUTE format('UPDATE %s t SET %I = ($1)[n %% cardinality($1) + 1]::%s FROM (SELECT ctid AS place, row_number() OVER () AS n FROM %1$s) AS r WHERE t.ctid = r.place', tbl, col, type) USING kinds;
		SET LOCAL session_replication_role = origin;
		FOR reading IN SELECT name FROM pg_prepared_statements WHERE name LIKE 'read %' ORDER BY name LOOP
			EXECUTE format('EXECUTE %I', reading);
		END LOOP;
		RAISE SQLSTATE 'UNDO1';
	EXCEPTION
		WHEN SQLSTATE 'UNDO1' THEN
			INSERT INTO fixture.planted VALUES (tbl, col);
			RETURN cardinality(kinds) <= (SELECT n_rows FROM fixture.sizes s WHERE s.tbl = all_answer.tbl);
		WHEN OTHERS THEN
			RETURN false;
	END;
END $$;

-- A long text is planted alone, and each kind of a column where several at once do not tell enough.
CREATE FUNCTION fixture.try_all(tbl regclass) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT f FROM pg_attribute a
	 CROSS JOIN LATERAL (SELECT format_type(a.atttypid, NULL) AS type) AS t
	 CROSS JOIN LATERAL (SELECT fixture.all_answer(tbl, a.attname, t.type) AS together OFFSET 0) AS g
	  JOIN LATERAL fixture.kinds_of(tbl, a.attname, t.type) AS k ON k.kind = 'a long text' OR NOT g.together
	 CROSS JOIN LATERAL fixture.silent(tbl, a.attname, t.type, k.kind, k.value, k.instead) AS f
	 WHERE a.attrelid = tbl AND a.attnum > 0 AND NOT a.attisdropped
	   AND EXISTS (SELECT FROM fixture.kinds_of(tbl, a.attname, t.type))
$$;
CREATE TABLE fixture.sizes (tbl regclass, n_rows bigint);
SELECT format('INSERT INTO fixture.sizes SELECT %L, count(*) FROM %1$s', c.oid::regclass) FROM pg_class c
 WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' \gexec
\set ECHO all

-- Nobody fails.
SELECT format('SELECT fixture.try_all(%L)', c.oid::regclass) FROM pg_class c
 WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)' ORDER BY c.relname \gexec

-- Every column took something, but what can be neither null nor anything but its list.
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)' AND a.attnum > 0 AND NOT a.attisdropped
   AND NOT EXISTS (SELECT FROM fixture.planted p WHERE p.tbl = c.oid AND p.col = a.attname)
   AND a.atttypid <> 'boolean'::regtype AND NOT EXISTS (SELECT FROM pg_type t WHERE t.oid = a.atttypid AND t.typtype = 'e');
\i test/fixtures/finish.sql
