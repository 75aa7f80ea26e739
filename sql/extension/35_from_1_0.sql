-- 35_from_1_0.sql
--
-- Takes a register that version 1.0 made to this version; create_register() calls these functions.
--
-- What is to be done is not listed by hand, but follows from two definitions: that of 1.0
-- (definition_of_1_0(), taken from the script of 1.0 as it was released) and that of this version
-- (register_definition()).  What 1.0 defined and this version defines no more, or otherwise, is
-- dropped; what this version adds is added.  All else in the tables is their owner's and stays.
-- Only what the old rows have in the new columns is said here.
--
-- Both definitions are read by their layout, as verify/definition.sql says.  One transaction does
-- everything:
--
--   begin_upgrade()    locked tables: triggers out of force, columns, numbers, keys
--   create_register()  what is missing: tables, indexes, triggers, policies; and all views anew
--   finish_upgrade()   affiliations, other constraints, policies, comments, grants, triggers as they were

-- ---- the two definitions ----

CREATE FUNCTION secretxfer.statements_of(definition text) RETURNS TABLE (place bigint, statement text)
IMMUTABLE PARALLEL SAFE ROWS 1500
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT s.place, btrim(s.statement, E'\n')
	FROM regexp_split_to_table(regexp_replace(definition, '^--[^\n]*\n', '', 'gn'), ';\n')
		WITH ORDINALITY AS s (statement, place)
	WHERE s.statement ~ '\S'
$$;
COMMENT ON FUNCTION secretxfer.statements_of(text) IS
'The statements of a definition of the register, in their order.';

CREATE FUNCTION secretxfer.elements_of(definition text)
RETURNS TABLE (place bigint, "table" text, is_column boolean, name text, element text)
IMMUTABLE PARALLEL SAFE ROWS 500
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT row_number() OVER (ORDER BY t.place, e.place), t.m[1], e.element NOT LIKE 'CONSTRAINT %',
		btrim(split_part(e.element, ' ', CASE WHEN e.element LIKE 'CONSTRAINT %' THEN 2 ELSE 1 END), '"'),
		rtrim(e.element, ',')
	FROM regexp_matches(definition, '^CREATE TABLE secretxfer\.(\w+) \(\n\t((?:[^\n]+\n\t)*[^\n]+)\n\);', 'gn')
		WITH ORDINALITY AS t (m, place)
	CROSS JOIN LATERAL unnest(string_to_array(replace(t.m[2], E'\n\t\t', ' '), E'\n\t'))
		WITH ORDINALITY AS e (element, place)
$$;
COMMENT ON FUNCTION secretxfer.elements_of(text) IS
'The columns and constraints of the tables that a definition of the register makes. One row a column or constraint.';

-- Relations that a definition makes, with the indexes behind keys.
CREATE FUNCTION secretxfer.relations_of(definition text)
RETURNS TABLE (place bigint, kind "char", name text, "table" text, statement text)
IMMUTABLE PARALLEL SAFE ROWS 150
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT s.place, v.kind::"char", v.m[1], v.m[2], s.statement
	FROM secretxfer.statements_of(definition) s
	CROSS JOIN LATERAL (
		SELECT 'r', regexp_match(s.statement, '^CREATE TABLE secretxfer\.((\w+)) ')
		UNION ALL SELECT 'v', regexp_match(s.statement, '^CREATE VIEW secretxfer\.(\w+)')
		UNION ALL SELECT 'S', regexp_match(s.statement, '^CREATE SEQUENCE secretxfer\.(\w+)')
		UNION ALL SELECT 'i', regexp_match(s.statement, '^CREATE (?:UNIQUE )?INDEX (\w+)\s+ON secretxfer\.(\w+)')
	) AS v (kind, m)
	WHERE v.m IS NOT NULL
	UNION ALL
	SELECT NULL, 'i', e.name, e."table", NULL
	FROM secretxfer.elements_of(definition) e
	WHERE NOT e.is_column AND e.element ~ '^CONSTRAINT \w+ (PRIMARY KEY|UNIQUE) '
$$;
COMMENT ON FUNCTION secretxfer.relations_of(text) IS
'The tables (r), views (v), sequences (S) and indexes (i) that a definition of the register makes. One row a relation; '
'without a statement the index of a key.';

-- Elements of the tables of 1.0, in either definition or in both.
CREATE FUNCTION secretxfer.changed_elements()
RETURNS TABLE (place bigint, "table" text, is_column boolean, name text, old text, new text)
STABLE PARALLEL SAFE ROWS 100
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH old AS MATERIALIZED (
		SELECT * FROM secretxfer.elements_of(secretxfer.definition_of_1_0())
	), new AS MATERIALIZED (
		SELECT * FROM secretxfer.elements_of(secretxfer.table_definition())
	)
	SELECT coalesce(n.place, o.place), coalesce(n."table", o."table"), coalesce(n.is_column, o.is_column),
		coalesce(n.name, o.name), o.element, n.element
	FROM old o
	FULL JOIN new n ON n."table" = o."table" AND n.is_column = o.is_column AND n.name = o.name
	WHERE o.element IS DISTINCT FROM n.element
	  AND coalesce(n."table", o."table") IN (SELECT x."table" FROM old x)
$$;
COMMENT ON FUNCTION secretxfer.changed_elements() IS
'The columns and constraints of the tables of 1.0 that this version defines otherwise: as it was, null if new, and as '
'it is, null if gone. One row a column or constraint.';

-- ---- what stands in the way ----

CREATE FUNCTION secretxfer.obstacles_to_upgrade() RETURNS TABLE ("table" text, object text, what text)
STABLE PARALLEL UNSAFE ROWS 10
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH changed AS MATERIALIZED (
		SELECT * FROM secretxfer.changed_elements()
	), old_relations AS MATERIALIZED (
		SELECT * FROM secretxfer.relations_of(secretxfer.definition_of_1_0())
	), new_relations AS MATERIALIZED (
		SELECT * FROM secretxfer.relations_of(secretxfer.register_definition())
	), existing AS MATERIALIZED (
		SELECT c.* FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace
	), owner AS MATERIALIZED (
		SELECT relowner AS role FROM existing WHERE relname = 'cases'
	), going AS MATERIALIZED (
		-- columns, constraints, indexes and sequences that are dropped, with the table of each
		SELECT t.relname, 'pg_class'::regclass AS class, t.oid AS object, a.attnum::integer AS part, c.name
		FROM changed c JOIN existing t ON t.relname = c."table"
		JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = c.name AND NOT a.attisdropped
		WHERE c.is_column AND c.new IS NULL
		UNION ALL
		-- the sequence of an identity column
		SELECT t.relname, 'pg_class'::regclass, d.objid, 0, s.relname
		FROM changed c JOIN existing t ON t.relname = c."table"
		JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = c.name AND NOT a.attisdropped
		JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid AND d.refobjsubid = a.attnum
			AND d.classid = 'pg_class'::regclass AND d.deptype = 'i'
		JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
		WHERE c.is_column AND c.old LIKE '% GENERATED BY DEFAULT AS IDENTITY' AND c.new IS NOT NULL
		UNION ALL
		SELECT t.relname, v.class, v.object, 0, c.name
		FROM changed c JOIN existing t ON t.relname = c."table"
		JOIN pg_constraint k ON k.conrelid = t.oid AND k.conname = c.name
		CROSS JOIN LATERAL (VALUES
			('pg_constraint'::regclass, k.oid),
			('pg_class'::regclass, CASE WHEN k.contype IN ('p', 'u') THEN k.conindid END)) AS v (class, object)
		WHERE NOT c.is_column AND c.old IS NOT NULL AND v.object IS NOT NULL
	)
	SELECT c."table", c.name, 'The table has a column of its own by the name of a new one: rename that column.'
	FROM changed c JOIN existing t ON t.relname = c."table"
	JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = c.name AND NOT a.attisdropped
	WHERE c.is_column AND c.old IS NULL
	UNION ALL
	SELECT c."table", c.name, 'The table has a constraint of its own by the name of a new one: rename that constraint.'
	FROM changed c JOIN existing t ON t.relname = c."table"
	JOIN pg_constraint k ON k.conrelid = t.oid AND k.conname = c.name
	WHERE NOT c.is_column AND c.old IS NULL
	UNION ALL
	SELECT coalesce(n."table", n.name), n.name, 'The schema has a relation of its own by the name of a new one: rename it.'
	FROM (
		SELECT n."table", n.name FROM new_relations n UNION ALL SELECT NULL, unnest('{entries_of_1_0,view_of_1_0}'::text[])
	) AS n
	JOIN existing x ON x.relname = n.name
	WHERE n.name NOT IN (SELECT o.name FROM old_relations o)
	UNION ALL
	SELECT c."table", c.name, 'The column is missing: restore it.'
	FROM secretxfer.elements_of(secretxfer.definition_of_1_0()) c JOIN existing t ON t.relname = c."table"
	WHERE c.is_column AND NOT EXISTS (
		SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = c.name AND NOT a.attisdropped)
	UNION ALL
	SELECT o.name, NULL, 'The table is missing: restore it.'
	FROM old_relations o WHERE o.kind = 'r' AND o.name NOT IN (SELECT x.relname FROM existing x)
	UNION ALL
	SELECT o.name, NULL, v.what
	FROM old_relations o JOIN existing x ON x.relname = o.name CROSS JOIN owner
	CROSS JOIN LATERAL (VALUES
		(x.relowner <> owner.role, 'It belongs to another role than the register: ALTER it to the same OWNER.'),
		(x.relkind <> o.kind, 'It is not what the register made: rename it.'),
		(o.kind = 'r' AND EXISTS (SELECT FROM pg_rewrite w WHERE w.ev_class = x.oid),
			'A rewrite rule of its own would change what is written: drop the rule.'),
		(EXISTS (SELECT FROM pg_inherits h WHERE x.oid IN (h.inhparent, h.inhrelid)) AND o.kind = 'r',
			'The table has heirs: detach them.')
	) AS v (broken, what)
	WHERE o.kind IN ('r', 'v') AND v.broken
	UNION ALL
	SELECT o.name, a.attname, 'The view has a column of its own: drop the view, and make your own under another name.'
	FROM old_relations o
	JOIN existing x ON x.relname = o.name AND x.relkind = 'v'
	JOIN pg_attribute a ON a.attrelid = x.oid AND a.attnum > 0
	WHERE o.kind = 'v' AND NOT EXISTS (
		SELECT FROM secretxfer.statements_of(secretxfer.register_definition()) s
		WHERE starts_with(s.statement, format('COMMENT ON COLUMN secretxfer.%I.%I IS', o.name, a.attname)))
	UNION ALL
	-- Whatever depends on what goes: views, foreign keys, indexes, policies, triggers, statistics, publications.
	SELECT DISTINCT g.relname, g.name, 'It is dropped or made anew, and needed by '
		|| coalesce(pg_describe_object('pg_class'::regclass, w.ev_class, 0),
			pg_describe_object(d.classid, d.objid, d.objsubid))
		|| ': drop that, and make it again afterwards.'
	FROM going g
	JOIN pg_depend d ON d.refclassid = g.class AND d.refobjid = g.object AND d.refobjsubid = g.part AND d.deptype <> 'i'
	LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
	LEFT JOIN pg_class c ON c.oid = CASE WHEN d.classid = 'pg_class'::regclass THEN d.objid ELSE w.ev_class END
	LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
	WHERE NOT EXISTS (
			-- what 1.0 made goes along, or is made anew
			SELECT FROM old_relations o WHERE c.relnamespace = 'secretxfer'::regnamespace AND o.name = c.relname)
	  AND NOT EXISTS (SELECT FROM changed x JOIN existing t ON t.relname = x."table"
			WHERE t.oid = k.conrelid AND x.name = k.conname AND x.old IS NOT NULL)
	  AND (d.classid, d.objid) NOT IN (SELECT y.class, y.object FROM going y)
	ORDER BY 1, 2, 3
$$;
COMMENT ON FUNCTION secretxfer.obstacles_to_upgrade() IS
'What stands in the way of taking a register of 1.0 to this version: the table, the column, constraint or relation '
'concerned, and what is to be done. One row an obstacle.';

-- ---- what the office altered, and what it granted ----

-- PostgreSQL prints a view in its own words, which differ from version to version.  So the view of 1.0 is
-- made once more under another name, printed likewise and rolled back.  A view that was restored from a
-- dump was read from what PostgreSQL printed, and may print otherwise than the text of 1.0; so both are
-- read from print once more.
CREATE FUNCTION secretxfer.printed_view(query text, OUT printed text, OUT columns text[])
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	printed := query;
	FOR turn IN 1 .. 2 LOOP
		BEGIN
			EXECUTE 'CREATE VIEW secretxfer.view_of_1_0 AS ' || printed;
			printed := pg_get_viewdef('secretxfer.view_of_1_0'::regclass);
			columns := ARRAY(SELECT concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation)
				FROM pg_attribute a WHERE a.attrelid = 'secretxfer.view_of_1_0'::regclass AND a.attnum > 0 ORDER BY a.attnum);
			RAISE SQLSTATE 'SX000';
		EXCEPTION WHEN SQLSTATE 'SX000' THEN NULL;
		END;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.printed_view(text) IS
'Upgrade: a query in the words in which PostgreSQL prints a view of that query after a dump and a restore, and the '
'columns of the view. Makes the view and takes it back.';

CREATE FUNCTION secretxfer.altered_since_1_0()
RETURNS TABLE (kind text, "table" text, object text, definition text, replaceable boolean)
VOLATILE PARALLEL UNSAFE ROWS 10
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'view', o.name, NULL::text,
		concat_ws(' ', 'CREATE OR REPLACE VIEW', c.oid::regclass, v.options, E'AS\n') || pg_get_viewdef(c.oid),
		-- a view is replaced by one that has its columns first
		is_now.columns = was.columns[1:cardinality(is_now.columns)]
	FROM secretxfer.relations_of(secretxfer.definition_of_1_0()) o
	JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = o.name AND c.relkind = 'v'
	CROSS JOIN LATERAL regexp_match(o.statement, '^[^\n]* WITH \((\w+) = true\) AS\n(.*)$') AS m (m)
	-- before PostgreSQL 15 create_register() left security_invoker out
	CROSS JOIN LATERAL (SELECT 'WITH (' || string_agg(x, ', ') || ')',
			string_agg(x, ' ') FILTER (WHERE x <> 'security_invoker=true')
		FROM unnest(c.reloptions) AS x) AS v (options, others)
	CROSS JOIN LATERAL secretxfer.printed_view(pg_get_viewdef(c.oid)) AS is_now
	CROSS JOIN LATERAL secretxfer.printed_view(m.m[2]) AS was
	WHERE o.kind = 'v'
	  AND (v.others IS DISTINCT FROM CASE WHEN m.m[1] <> 'security_invoker' THEN m.m[1] || '=true' END
		   OR is_now.printed <> was.printed)
	UNION ALL
	SELECT 'policy', p."table", p.policy, format('ALTER POLICY %I ON secretxfer.%I %s (%s)', p.policy, p."table",
		v.clause, v.condition), true
	FROM secretxfer.policies_of_1_0() p
	JOIN pg_policy s ON s.polrelid = to_regclass('secretxfer.' || p."table") AND s.polname = p.policy
	CROSS JOIN LATERAL (SELECT CASE p.command WHEN 'INSERT' THEN 'WITH CHECK' ELSE 'USING' END,
		pg_get_expr(CASE p.command WHEN 'INSERT' THEN s.polwithcheck ELSE s.polqual END, s.polrelid)) AS v (clause, condition)
	WHERE v.condition IS DISTINCT FROM p.condition
	ORDER BY 1 DESC, 2, 3
$$;
COMMENT ON FUNCTION secretxfer.altered_since_1_0() IS
'Views and policies of 1.0 that were altered since 1.0 made them, and that the upgrade replaces: kind, the table or '
'view, the policy, the statement that makes it as it is, and whether it can be replaced. One row a view or policy. '
'Needs CREATE on the schema, and a transaction that may write.';

CREATE FUNCTION secretxfer.all_obstacles_to_upgrade() RETURNS TABLE ("table" text, object text, what text)
VOLATILE PARALLEL UNSAFE ROWS 10
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT o."table", o.object, o.what FROM secretxfer.obstacles_to_upgrade() o
	UNION ALL
	SELECT a."table", a.object, 'The view has other columns than 1.0 gave it, and cannot be replaced: drop the view.'
	FROM secretxfer.altered_since_1_0() a
	WHERE NOT a.replaceable
$$;
COMMENT ON FUNCTION secretxfer.all_obstacles_to_upgrade() IS
'obstacles_to_upgrade(), and the views that cannot be replaced. Needs what altered_since_1_0() needs.';

-- In 1.0 an analyst had whole tables where no column was hidden, and elsewhere all columns that there
-- were.  What admit() gave so is taken back, because a column that the matrix does not list is hidden
-- from analysts.  What admit() did not give was granted by the office and stays: columns that 1.0 hid,
-- columns beside a whole table, a whole table with hidden columns, and what may be granted further.
CREATE FUNCTION secretxfer.grants_to_analysts()
RETURNS TABLE (role name, "table" text, was_whole boolean, kept text[], lost text[])
STABLE PARALLEL SAFE ROWS 30
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH analysts AS MATERIALIZED (
		SELECT r.oid, r.rolname,
			ARRAY(SELECT b.duty FROM secretxfer.admissions b WHERE b.role = r.rolname) AS duties
		FROM pg_roles r WHERE r.rolname IN (SELECT a.role FROM secretxfer.admissions a WHERE a.duty = 'analyst')
	), grants AS (
		SELECT a.rolname, a.duties, m."table", m.but_columns, c.oid AS relation,
			(SELECT bool_or(x.is_grantable) FROM aclexplode(c.relacl) AS x
			 WHERE x.grantee = a.oid AND x.privilege_type = 'SELECT') AS whole_and_further,
			ARRAY(SELECT t.attname::text FROM pg_attribute t CROSS JOIN LATERAL aclexplode(t.attacl) AS x
				WHERE t.attrelid = c.oid AND x.grantee = a.oid AND x.privilege_type = 'SELECT') AS columns
		FROM analysts a
		CROSS JOIN secretxfer.duty_matrix_of_1_0() m
		JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = m."table"
		WHERE m.duty = 'analyst' AND m.by_policy
	), judged AS (
		SELECT g.*, coalesce(g.whole_and_further OR g.whole_and_further IS NOT NULL AND g.but_columns IS NOT NULL, false)
				AS stays,
			ARRAY(SELECT unnest(g.columns) INTERSECT SELECT unnest(coalesce(g.but_columns, g.columns)) ORDER BY 1) AS kept
		FROM grants g
		-- another duty gives the whole table
		WHERE NOT EXISTS (SELECT FROM secretxfer.duty_matrix() n
			WHERE n.duty = ANY (g.duties) AND n."table" = g."table" AND n.act = 'see'
			  AND num_nonnulls(n.only_columns, n.but_columns) = 0)
	)
	SELECT j.rolname, j."table", j.whole_and_further IS NOT NULL, j.kept, ARRAY(
		SELECT t.attname::text FROM pg_attribute t
		WHERE t.attrelid = j.relation AND t.attnum > 0 AND NOT t.attisdropped
		  AND (j.whole_and_further IS NOT NULL OR t.attname = ANY (j.columns))
		  AND t.attname <> ALL (j.kept)
		  AND t.attname NOT IN (
			SELECT unnest(n.only_columns) FROM secretxfer.duty_matrix() n
			WHERE n.duty = 'analyst' AND n."table" = j."table")
		  AND (j."table", t.attname) NOT IN (
			SELECT e."table", e.name FROM secretxfer.changed_elements() e
			WHERE e.is_column AND num_nulls(e.old, e.new) = 1)
		ORDER BY t.attnum)
	FROM judged j
	WHERE NOT j.stays AND (j.whole_and_further IS NOT NULL OR j.columns <> '{}')
	ORDER BY 1, 2
$$;
COMMENT ON FUNCTION secretxfer.grants_to_analysts() IS
'The SELECT that analysts have by admit() of 1.0, and that the upgrade narrows: the role, the table, whether the whole '
'table, which columns the office granted beside, which stay, and which columns the role loses. One row a role '
'and table.';

-- ---- what is done ----

CREATE FUNCTION secretxfer.number_of_entry(of_table regclass, place tid) RETURNS bigint
VOLATILE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_number_of_entry';
COMMENT ON FUNCTION secretxfer.number_of_entry(regclass, tid) IS
'Upgrade: the number that number_entries() gave the row in this place of a table.';

-- phase 1: before the rows are numbered; 2: the numbers are filled in; 3: when all tables exist; 4: at
-- the end.  All that one phase does to a table is one ALTER TABLE: phase 2 rewrites each table once, and
-- builds its indexes and checks its rows on the way.  printed_no is the key, as it is for a new entry
-- that states none.
CREATE FUNCTION secretxfer.steps_of_upgrade() RETURNS TABLE (phase integer, place bigint, "table" text, statement text)
STABLE PARALLEL UNSAFE ROWS 100
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH changed AS MATERIALIZED (
		SELECT c.*, t.oid AS relation, c.new LIKE '% NOT NULL%' AND c.new NOT LIKE '% DEFAULT %' AS filled,
			c.is_column OR EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.conname = c.name) AS exists
		FROM secretxfer.changed_elements() c
		JOIN pg_class t ON t.relnamespace = 'secretxfer'::regnamespace AND t.relname = c."table"
	), parts AS (
		SELECT 1 AS phase, 0 AS turn, c.place, c."table", format('DROP CONSTRAINT %I', c.name) AS part
		FROM changed c WHERE NOT c.is_column AND c.old IS NOT NULL AND c.exists
		UNION ALL
		SELECT 1, 1, c.place, c."table",
			'ADD COLUMN ' || CASE WHEN c.filled THEN replace(c.new, ' NOT NULL', '') ELSE c.new END
		FROM changed c WHERE c.is_column AND c.old IS NULL
		UNION ALL
		SELECT 1, 2, c.place, c."table", format('ALTER COLUMN %I SET DEFAULT %s', c.name, split_part(c.new, ' DEFAULT ', 2))
		FROM changed c WHERE c.is_column AND c.old || ' DEFAULT ' || split_part(c.new, ' DEFAULT ', 2) = c.new
		UNION ALL
		SELECT 1, v.turn, c.place, c."table", format('ALTER COLUMN %I ', c.name) || v.part
		FROM changed c CROSS JOIN LATERAL (VALUES
			(2, 'DROP IDENTITY'), (3, 'SET DEFAULT ' || split_part(c.new, ' DEFAULT ', 2))) AS v (turn, part)
		WHERE c.is_column AND c.old = split_part(c.new, ' DEFAULT ', 1) || ' GENERATED BY DEFAULT AS IDENTITY'
		UNION ALL
		SELECT 2, 0, c.place, c."table", format('ALTER COLUMN entry_id TYPE bigint USING '
			'secretxfer.number_of_entry(%L, ctid)', 'secretxfer.' || c."table")
		FROM changed c WHERE c.is_column AND c.name = 'entry_id'
		UNION ALL
		SELECT 2, 0, c.place, c."table", format('ALTER COLUMN printed_no TYPE text COLLATE "C" USING %I', k."column")
		FROM changed c JOIN secretxfer.defined_columns() k ON k."table" = c."table"
		WHERE c.is_column AND c.name = 'printed_no' AND k.key_position = (
			SELECT max(m.key_position) FROM secretxfer.defined_columns() m WHERE m."table" = c."table")
		UNION ALL
		SELECT 2, 1, c.place, c."table", format('ALTER COLUMN %I SET NOT NULL', c.name)
		FROM changed c WHERE c.is_column AND c.old IS NULL AND c.filled
		UNION ALL
		SELECT CASE WHEN c.new LIKE '% FOREIGN KEY (%' THEN 3 ELSE 2 END, 2, c.place, c."table", 'ADD ' || c.new
		FROM changed c WHERE NOT c.is_column AND c.new IS NOT NULL
		UNION ALL
		SELECT 4, 0, c.place, c."table", format('DROP COLUMN %I', c.name)
		FROM changed c WHERE c.is_column AND c.new IS NULL
	), old_relations AS MATERIALIZED (
		SELECT * FROM secretxfer.relations_of(secretxfer.definition_of_1_0())
	), new_relations AS MATERIALIZED (
		SELECT * FROM secretxfer.relations_of(secretxfer.register_definition())
	)
	SELECT p.phase, min(p.place), p."table",
		format('ALTER TABLE secretxfer.%I %s', p."table", string_agg(p.part, ', ' ORDER BY p.turn, p.place))
	FROM parts p GROUP BY p.phase, p."table"
	UNION ALL
	SELECT 1, 0, NULL, n.statement FROM new_relations n
	WHERE n.kind = 'S' AND n.name NOT IN (SELECT o.name FROM old_relations o)
	UNION ALL
	SELECT 1, 0, o."table", format('DROP INDEX secretxfer.%I', o.name)
	FROM old_relations o LEFT JOIN new_relations n ON n.name = o.name
	WHERE o.kind = 'i' AND o.statement IS NOT NULL AND n.statement IS DISTINCT FROM o.statement
	  AND to_regclass(format('secretxfer.%I', o.name)) IS NOT NULL
	ORDER BY 1, 2, 4
$$;
COMMENT ON FUNCTION secretxfer.steps_of_upgrade() IS
'The statements that alter the tables of 1.0, in their order.';

-- An entry gets the number that it would have got: in the order in which the entries of the whole
-- register were recorded.
CREATE FUNCTION secretxfer.number_entries() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET work_mem = '256MB' SET jit = off AS $$
DECLARE
	numbered bigint;
BEGIN
	CREATE UNLOGGED TABLE secretxfer.entries_of_1_0 (of_table oid, place tid, entry_id bigint);
	EXECUTE 'INSERT INTO secretxfer.entries_of_1_0 SELECT of_table, place, row_number() OVER (ORDER BY recorded_at, turn, '
		'place) FROM (' || (
			SELECT string_agg(format('SELECT tableoid, ctid, recorded_at, %s FROM ONLY secretxfer.%I', c.place, c."table"),
				' UNION ALL ')
			FROM secretxfer.changed_elements() c WHERE c.is_column AND c.name = 'entry_id')
		|| ') AS entries (of_table, place, recorded_at, turn)';
	GET DIAGNOSTICS numbered = ROW_COUNT;
	CREATE INDEX ON secretxfer.entries_of_1_0 (of_table, place);
	ANALYZE secretxfer.entries_of_1_0;
	IF numbered > 0 THEN
		PERFORM setval('secretxfer.entry_ids', numbered);
	END IF;
	RAISE NOTICE '% entries numbered', numbered;
END
$$;
COMMENT ON FUNCTION secretxfer.number_entries() IS
'Upgrade: numbers the entries of the tables of 1.0 in the order in which they were recorded, in the table '
'entries_of_1_0, which exists only meanwhile.';

CREATE FUNCTION secretxfer.carry_out_steps(wanted integer) RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	step record;
BEGIN
	FOR step IN SELECT s."table", s.statement FROM secretxfer.steps_of_upgrade() s WHERE s.phase = wanted LOOP
		EXECUTE step.statement;
		IF wanted IN (2, 3) THEN
			RAISE NOTICE 'table "%": %', step."table", CASE wanted WHEN 2 THEN 'rewritten' ELSE 'references checked' END;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.carry_out_steps(integer) IS
'Upgrade: carries out the steps of one phase of steps_of_upgrade().';

-- ALTER TABLE fires no trigger, but the triggers are out of force, so that none judges or hinders what
-- is done meanwhile.  Under FORCE ROW LEVEL SECURITY the policies would hide rows from the owner;
-- row_security = off, which create_register() sets, makes that an error, and so FORCE is taken off
-- meanwhile.
--
-- Result: the statements that put triggers, row-level security, comments on keys and replica identities by
-- keys back as they were.
CREATE FUNCTION secretxfer.begin_upgrade() RETURNS text[]
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	obstacles text;
	put_back text[];
	altered record;
	statement text;
BEGIN
	SELECT string_agg(format('%s: %s', concat_ws('.', o."table", nullif(o.object, o."table")), o.what), E'\n')
	INTO obstacles FROM secretxfer.all_obstacles_to_upgrade() o;
	IF obstacles IS NOT NULL THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = 'the register cannot be taken to this version yet',
			DETAIL = obstacles, HINT = 'Clear this away, then run create_register() again. Nothing was changed.';
	END IF;
	SELECT array_agg(s.statement ORDER BY s.relname, s.tgname) INTO put_back FROM (
		SELECT c.relname, t.tgname, format('ALTER TABLE secretxfer.%I %s TRIGGER %I', c.relname,
			CASE t.tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
				ELSE 'ENABLE ALWAYS' END,
			t.tgname) AS statement
		FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
		WHERE c.relnamespace = 'secretxfer'::regnamespace
		  AND c.relname IN (SELECT r.name FROM secretxfer.relations_of(secretxfer.definition_of_1_0()) r WHERE r.kind = 'r')
		UNION ALL
		-- comments on keys that are made anew
		SELECT t.relname, NULL, format('COMMENT ON %s IS %L', v.object, v.words)
		FROM secretxfer.changed_elements() e
		JOIN pg_class t ON t.relnamespace = 'secretxfer'::regnamespace AND t.relname = e."table"
		JOIN pg_constraint k ON k.conrelid = t.oid AND k.conname = e.name
		CROSS JOIN LATERAL (VALUES
			(format('CONSTRAINT %I ON secretxfer.%I', k.conname, t.relname), obj_description(k.oid, 'pg_constraint')),
			(format('INDEX secretxfer.%I', k.conname),
				CASE WHEN k.contype IN ('p', 'u') THEN obj_description(k.conindid, 'pg_class') END)) AS v (object, words)
		WHERE NOT e.is_column AND e.old IS NOT NULL AND e.new IS NOT NULL AND v.words IS NOT NULL
		UNION ALL
		-- a replica identity by a key that is made anew
		SELECT c.relname, NULL, format('ALTER TABLE secretxfer.%I REPLICA IDENTITY USING INDEX %I', c.relname, x.relname)
		FROM secretxfer.changed_elements() e
		JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = e."table" AND c.relreplident = 'i'
		JOIN pg_class x ON x.relnamespace = c.relnamespace AND x.relname = e.name
		JOIN pg_index i ON i.indexrelid = x.oid AND i.indrelid = c.oid AND i.indisreplident
		WHERE NOT e.is_column AND e.old IS NOT NULL AND e.new IS NOT NULL
		UNION ALL
		SELECT c.relname, NULL, format('ALTER TABLE secretxfer.%I FORCE ROW LEVEL SECURITY', c.relname)
		FROM pg_class c
		WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relforcerowsecurity
		  AND c.relname IN (SELECT r.name FROM secretxfer.relations_of(secretxfer.definition_of_1_0()) r WHERE r.kind = 'r')
	) AS s;
	FOR altered IN SELECT * FROM secretxfer.altered_since_1_0() LOOP
		RAISE WARNING '% was altered since version 1.0 made it, and is replaced', concat_ws(' ', altered.kind, altered.object,
			CASE altered.kind WHEN 'policy' THEN 'on table' END, altered."table") USING DETAIL = altered.definition;
	END LOOP;
	FOR statement IN
		SELECT format('ALTER TABLE secretxfer.%I DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY', r.name)
		FROM secretxfer.relations_of(secretxfer.definition_of_1_0()) r WHERE r.kind = 'r' ORDER BY r.place
	LOOP
		EXECUTE statement;
	END LOOP;
	PERFORM secretxfer.carry_out_steps(1);
	PERFORM secretxfer.number_entries();
	PERFORM secretxfer.carry_out_steps(2);
	DROP TABLE secretxfer.entries_of_1_0;
	RETURN put_back;
END
$$;
COMMENT ON FUNCTION secretxfer.begin_upgrade() IS
'create_register(), before it makes what is missing in a register of 1.0. Result: what finish_upgrade() puts back.';

-- An affiliation was a column of the party, recorded and changed with the party, so it has the party's
-- stamps.  A party that named itself was affiliated with nobody.
CREATE FUNCTION secretxfer.move_affiliations() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	moved bigint;
BEGIN
	ALTER TABLE secretxfer.affiliations DISABLE TRIGGER USER;
	INSERT INTO secretxfer.affiliations (party, quasi_state, recorded_at, recorded_by, changed_at, changed_by, entry_id)
	SELECT p.idn, p.affiliated_with, p.recorded_at, p.recorded_by, p.changed_at, p.changed_by,
		nextval('secretxfer.entry_ids')
	FROM (SELECT * FROM secretxfer.parties ORDER BY entry_id) AS p
	WHERE p.affiliated_with <> p.idn;
	GET DIAGNOSTICS moved = ROW_COUNT;
	ALTER TABLE secretxfer.affiliations ENABLE TRIGGER USER;
	RAISE NOTICE 'table "affiliations": % entries from parties.affiliated_with', moved;
END
$$;
COMMENT ON FUNCTION secretxfer.move_affiliations() IS
'Upgrade: the affiliations of a register of 1.0.';

-- The words of 1.0 are replaced by those of this version, the owner's own words stay.
CREATE FUNCTION secretxfer.renew_comments() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	change record;
	words text;
	object record;
BEGIN
	FOR change IN
		WITH old AS (
			SELECT split_part(s.statement, E' IS\n', 1) AS object, s.statement
			FROM secretxfer.statements_of(secretxfer.definition_of_1_0()) s WHERE s.statement LIKE E'COMMENT ON % IS\n%'
		), new AS (
			SELECT split_part(s.statement, E' IS\n', 1) AS object, s.statement
			FROM secretxfer.statements_of(secretxfer.register_definition()) s WHERE s.statement LIKE E'COMMENT ON % IS\n%'
		)
		SELECT m.m[1] AS kind, m.m[2] AS name, m.m[3] AS on_table, n.statement,
			'SELECT ' || split_part(o.statement, E' IS\n', 2) AS old_words
		FROM old o
		JOIN new n USING (object)
		CROSS JOIN LATERAL regexp_match(n.object, '^COMMENT ON (\w+) (\S+)(?: ON (\S+))?$') AS m (m)
		WHERE n.statement <> o.statement
	LOOP
		BEGIN
			SELECT a.* INTO object FROM pg_get_object_address(
				CASE change.kind WHEN 'COLUMN' THEN 'table column' WHEN 'CONSTRAINT' THEN 'table constraint'
					ELSE lower(change.kind) END,
				CASE WHEN change.on_table IS NULL THEN parse_ident(change.name)
					ELSE parse_ident(change.on_table) || parse_ident(change.name) END, '{}') a;
		EXCEPTION WHEN undefined_object OR undefined_table OR undefined_column THEN
			CONTINUE;
		END;
		EXECUTE change.old_words INTO words;
		IF words = (SELECT d.description FROM pg_description d
			WHERE (d.classoid, d.objoid, d.objsubid) = (object.classid, object.objid, object.objsubid)) THEN
			EXECUTE change.statement;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.renew_comments() IS
'Upgrade: gives the comments of 1.0 the words of this version.';

-- The policies of 1.0 keep their roles; what they allow is what this version's duties give.
CREATE FUNCTION secretxfer.renew_policies() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	statement text;
BEGIN
	FOR statement IN
		SELECT v.statement
		FROM secretxfer.policies() p
		JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = p."table"
		JOIN pg_policy o ON o.polrelid = c.oid AND o.polname = p.policy
		CROSS JOIN LATERAL (VALUES
			(true, format('ALTER POLICY %I ON secretxfer.%I %s (%s)', p.policy, p."table",
				CASE p.command WHEN 'INSERT' THEN 'WITH CHECK' ELSE 'USING' END, p.condition)),
			(obj_description(o.oid, 'pg_policy') =
				'Analysts see all rows, but not all columns; so not who by another duty sees the columns.',
				format('COMMENT ON POLICY %I ON secretxfer.%I IS %L', p.policy, p."table", p.comment))
		) AS v (wanted, statement)
		WHERE v.wanted
		ORDER BY p."table", p.policy
	LOOP
		EXECUTE statement;
	END LOOP;
	-- In the new tables row-level security comes into force as it is in the old ones.
	FOR statement IN
		SELECT format('ALTER TABLE secretxfer.%I ENABLE ROW LEVEL SECURITY', c.relname)
		FROM pg_class c
		WHERE c.relnamespace = 'secretxfer'::regnamespace AND NOT c.relrowsecurity
		  AND c.relname IN (SELECT p."table" FROM secretxfer.policies() p)
		  AND EXISTS (SELECT FROM secretxfer.admissions a WHERE a.duty IN ('customer', 'authority'))
		ORDER BY c.relname
	LOOP
		EXECUTE statement;
	END LOOP;
	IF EXISTS (SELECT FROM secretxfer.admissions a WHERE a.duty = 'analyst') THEN
		PERFORM secretxfer.admit_analysts();
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.renew_policies() IS
'Upgrade: the policies of 1.0 as this version defines them, and row-level security in the new tables.';

CREATE FUNCTION secretxfer.grant_of_columns(columns text[], "table" text, role name) RETURNS text
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT format('GRANT SELECT (%s) ON secretxfer.%I TO %I', string_agg(quote_ident(c.name), ', ' ORDER BY c.at), "table",
		role)
	FROM unnest(columns) WITH ORDINALITY AS c (name, at)
$$;
COMMENT ON FUNCTION secretxfer.grant_of_columns(text[], text, name) IS
'Upgrade: the statement that lets a role read columns of a table.';

-- Analysts get the columns that this version lists, and keep what the office granted.
CREATE FUNCTION secretxfer.renew_grants() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	narrowed record;
	statement text;
BEGIN
	FOR narrowed IN SELECT * FROM secretxfer.grants_to_analysts() LOOP
		IF narrowed.was_whole THEN
			EXECUTE format('REVOKE SELECT ON secretxfer.%I FROM %I', narrowed."table", narrowed.role);
			IF narrowed.kept <> '{}' THEN
				EXECUTE secretxfer.grant_of_columns(narrowed.kept, narrowed."table", narrowed.role);
			END IF;
		ELSIF narrowed.lost <> '{}' THEN
			EXECUTE format('REVOKE SELECT (%s) ON secretxfer.%I FROM %I',
				(SELECT string_agg(quote_ident(c), ', ') FROM unnest(narrowed.lost) AS c), narrowed."table", narrowed.role);
		END IF;
		IF narrowed.lost <> '{}' THEN
			RAISE NOTICE 'role "%" reads columns of table "%" no more, which admit() of version 1.0 gave it: %', narrowed.role,
				narrowed."table", array_to_string(narrowed.lost, ', ')
				USING HINT = secretxfer.grant_of_columns(narrowed.lost, narrowed."table", narrowed.role) || ' gives them back.';
		END IF;
	END LOOP;
	FOR statement IN
		WITH admitted AS MATERIALIZED (
			SELECT DISTINCT a.role, a.duty FROM secretxfer.admissions a JOIN pg_roles r ON r.rolname = a.role
		)
		SELECT g.statement FROM admitted a
		CROSS JOIN LATERAL secretxfer.grants_of_duty(a.duty, a.role, true) AS g
		WHERE NOT g.by_extension
		ORDER BY a.role, g.statement
	LOOP
		EXECUTE statement;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.renew_grants() IS
'Upgrade: grants the admitted roles what their duties give in this version.';

CREATE FUNCTION secretxfer.finish_upgrade(put_back text[]) RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	statement text;
BEGIN
	PERFORM secretxfer.move_affiliations();
	PERFORM secretxfer.carry_out_steps(3);
	PERFORM secretxfer.renew_policies();
	PERFORM secretxfer.carry_out_steps(4);
	-- as in a new register, unless the office chose another one
	IF (SELECT c.relreplident = 'd' FROM pg_class c WHERE c.oid = 'secretxfer.admissions'::regclass) THEN
		ALTER TABLE secretxfer.admissions REPLICA IDENTITY FULL;
	END IF;
	RAISE NOTICE '% entries and admissions are the first lines of the journal',
		secretxfer.journal_adopt('taken over from version 1.0 of the extension');
	FOREACH statement IN ARRAY put_back LOOP
		EXECUTE statement;
	END LOOP;
	PERFORM secretxfer.renew_comments();
	PERFORM secretxfer.renew_grants();
	RAISE NOTICE 'the register is of version 1.1; next step: VACUUM (ANALYZE)';
END
$$;
COMMENT ON FUNCTION secretxfer.finish_upgrade(text[]) IS
'create_register(), after it made what was missing in a register of 1.0.';

-- ---- what would be done ----

CREATE FUNCTION secretxfer.missing_statements() RETURNS TABLE (place integer, statement text)
VOLATILE PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_missing_statements';
COMMENT ON FUNCTION secretxfer.missing_statements() IS
'The statements of register_definition() that create_register() would carry out now, and their places in the '
'definition. One row a statement.';

CREATE FUNCTION secretxfer.create_register(dry_run boolean)
RETURNS TABLE (stands_in_the_way boolean, "table" text, object text, what text)
VOLATILE PARALLEL UNSAFE ROWS 100
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	earlier constant boolean := secretxfer.register_is_earlier();
BEGIN
	IF dry_run IS NOT TRUE THEN
		PERFORM secretxfer.create_register();
		RETURN;
	END IF;
	IF earlier THEN
		IF has_schema_privilege('secretxfer', 'CREATE') AND NOT current_setting('transaction_read_only')::boolean THEN
			RETURN QUERY SELECT true, o."table", o.object, o.what FROM secretxfer.all_obstacles_to_upgrade() o;
			RETURN QUERY SELECT false, a."table", a.object,
				format('This %s was altered since version 1.0 made it, and is replaced. It is: %s', a.kind, a.definition)
				FROM secretxfer.altered_since_1_0() a WHERE a.replaceable;
		ELSE
			RETURN QUERY SELECT true, o."table", o.object, o.what FROM secretxfer.obstacles_to_upgrade() o;
			RETURN QUERY SELECT false, NULL::text, NULL::text, 'Altered views and policies of 1.0 are replaced. Which these '
				'are is told to who may create in schema secretxfer, in a transaction that may write.';
		END IF;
		RETURN QUERY SELECT false, s."table", NULL::text, s.statement FROM secretxfer.steps_of_upgrade() s WHERE s.phase < 3;
	END IF;
	RETURN QUERY SELECT false, NULL::text, NULL::text, split_part(m.statement, E'\n', 1)
		FROM secretxfer.missing_statements() m WHERE m.statement NOT LIKE 'COMMENT ON %'
		ORDER BY m.place;
	IF earlier THEN
		RETURN QUERY SELECT false, s."table", NULL::text, s.statement FROM secretxfer.steps_of_upgrade() s WHERE s.phase >= 3;
		RETURN QUERY SELECT false, v."table", v.object, v.what FROM (VALUES
			('affiliations', NULL, 'Filled from parties.affiliated_with.'),
			(NULL, NULL, 'The policies of 1.0 allow what this version''s duties give.'),
			(NULL, NULL, 'The comments of 1.0 have the words of this version.'),
			('admissions', NULL, 'Admitted roles are granted what their duties give in this version.')
			) AS v ("table", object, what);
	END IF;
	IF earlier AND has_table_privilege('secretxfer.admissions', 'SELECT') THEN
		RETURN QUERY SELECT false, g."table", g.role::text,
			format('This role reads columns no more that admit() of version 1.0 gave it: %s. To give them back afterwards: %s.',
				array_to_string(g.lost, ', '), secretxfer.grant_of_columns(g.lost, g."table", g.role))
			FROM secretxfer.grants_to_analysts() g WHERE g.lost <> '{}';
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.create_register(boolean) IS
'create_register(dry_run => true) changes nothing and lists what create_register() would do, first of all what stands '
'in its way and has to be cleared away by hand: the table and the object concerned, and what to do about it. In a '
'register of 1.0 it lists what the owner altered and what is replaced, and what roles read no more. Without dry_run: '
'create_register().';
