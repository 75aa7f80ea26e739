-- guard.sql
--
-- The guard: whether the triggers, and all that they depend on, are as they were made.
--
-- Some rules judge a change of an entry, not its state: docs/rules.md lists these rules.  Whether they
-- were kept cannot be seen in the entries, so for these rules an intact guard is the only evidence.

CREATE FUNCTION secretxfer.names_of_columns(relation oid, numbers smallint[]) RETURNS text[]
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT array_agg(a.attname::text ORDER BY n.at)
	FROM unnest(numbers) WITH ORDINALITY AS n (number, at)
	JOIN pg_attribute a ON a.attrelid = relation AND a.attnum = n.number
$$;
COMMENT ON FUNCTION secretxfer.names_of_columns(oid, smallint[]) IS
'The names of columns of a relation, by their numbers.';

-- Tables, columns, constraints and views are read from the definition of the register, which is part of
-- the extension.  The triggers are listed here.
CREATE FUNCTION secretxfer.verify_guard() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH columns AS MATERIALIZED (
		SELECT * FROM secretxfer.defined_columns()
	), definition AS MATERIALIZED (
		SELECT "table" AS name, to_regclass('secretxfer.' || "table") AS relation FROM columns GROUP BY "table"
	), tables AS MATERIALIZED (
		SELECT d.name, c.* FROM definition d JOIN pg_class c ON c.oid = d.relation
	), expected_triggers AS MATERIALIZED (
		SELECT t.name, t.oid AS relation, v.trigger, v.function, v.type, v.deferred
		FROM tables t
		JOIN (VALUES
			(NULL, 'zz_secretxfer_enter', 'enter_entry', 23, false),
			(NULL, 'A_secretxfer_judge', 'judge_entry', 29, false),
			(NULL, 'secretxfer_refuse_truncate', 'refuse_truncate', 34, false),
			('admissions', 'secretxfer_renew_admissions', 'renew_admissions', 60, false),
			('journal', 'secretxfer_guard_journal', 'guard_journal', 62, false),
			('journal_seals', 'secretxfer_guard_journal', 'guard_journal', 62, false),
			('journal_heads', 'secretxfer_guard_journal', 'guard_journal', 62, false),
			('journal_grown', 'secretxfer_guard_journal', 'guard_journal', 62, false),
			('requests', 'A_secretxfer_judge_at_commit', 'judge_at_commit', 21, true),
			('request_items', 'A_secretxfer_judge_at_commit', 'judge_at_commit', 25, true)
		) AS v (only_on, trigger, function, type, deferred)
			ON v.only_on = t.name
			OR v.only_on IS NULL AND t.name IN (SELECT e."table" FROM columns e WHERE e."column" = 'entry_id')
	), elements AS MATERIALIZED (
		SELECT * FROM secretxfer.defined_elements()
	), extension AS MATERIALIZED (
		SELECT e.oid, e.extowner FROM pg_extension e WHERE e.extname = 'secretxfer'
	), owner AS (
		-- the owner of the register: the role that owns most tables
		SELECT relowner AS role FROM tables GROUP BY relowner ORDER BY count(*) DESC, relowner LIMIT 1
	)
	SELECT 'guard'::secretxfer.severity, NULL::text, d.name, NULL::text, 'The table is missing.'
	FROM definition d WHERE d.relation IS NULL
	UNION ALL
	SELECT 'guard', NULL, t.name, c."column",
		CASE WHEN a.attname IS NULL THEN 'The column is missing.' WHEN c.mandatory AND (NOT a.attnotnull OR n.is_doubtful)
			THEN 'The column may be null.' ELSE 'The column is of another type.' END
	FROM columns c
	JOIN tables t ON t.name = c."table"
	JOIN elements e ON e."table" = c."table" AND starts_with(e.element, c."column" || ' ')
	LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = c."column" AND NOT a.attisdropped
	-- since 18 NOT NULL may say nothing of the rows that were there before
	CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM pg_constraint k
		WHERE k.conrelid = t.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated) AS is_doubtful) AS n
	WHERE a.attname IS NULL OR c.mandatory AND (NOT a.attnotnull OR n.is_doubtful) OR (a.atttypid = to_regtype(c.type)) IS NOT TRUE
	   OR a.atttypmod <> -1 OR e.element LIKE '% COLLATE "C"%' AND a.attcollation <> '"C"'::regcollation
	UNION ALL
	SELECT 'guard', NULL, t.name, d."constraint", 'The constraint is missing, not validated or another one.'
	FROM secretxfer.defined_constraints() d
	JOIN tables t ON t.name = d."table"
	JOIN elements e ON e."table" = d."table" AND starts_with(e.element, format('CONSTRAINT %s ', d."constraint"))
	WHERE NOT EXISTS (
		SELECT FROM pg_constraint c
		WHERE c.conrelid = t.oid AND c.conname = d."constraint" AND c.convalidated AND NOT c.condeferrable
		  AND CASE c.contype
			WHEN 'c' THEN d.kind = 'CHECK' AND secretxfer.has_condition(t.oid::regclass,
				substr(e.element, length(format('CONSTRAINT %s CHECK ', d."constraint"))), pg_get_expr(c.conbin, c.conrelid))
			WHEN 'f' THEN d.kind = 'FOREIGN KEY' AND c.confrelid = to_regclass('secretxfer.' || d.to_table)
				AND secretxfer.names_of_columns(c.confrelid, c.confkey) = d.to_columns
				AND secretxfer.names_of_columns(c.conrelid, c.conkey) = d.columns
				AND (c.confupdtype, c.confdeltype, c.confmatchtype) = ('a', 'a', 's')
			ELSE c.contype = CASE d.kind WHEN 'PRIMARY KEY' THEN 'p' WHEN 'UNIQUE' THEN 'u' END
				AND secretxfer.names_of_columns(c.conrelid, c.conkey) = d.columns END)
	UNION ALL
	SELECT 'guard', NULL, t.name, d.index, 'The unique index is missing, not valid or another one.'
	FROM secretxfer.defined_unique_indexes() d
	JOIN tables t ON t.name = d."table"
	WHERE NOT EXISTS (
		SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE i.indrelid = t.oid AND c.relname = d.index AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
		  AND secretxfer.has_condition(t.oid::regclass, format('ROW(%s)', d.columns),
				(SELECT format('ROW(%s)', string_agg(pg_get_indexdef(i.indexrelid, n, false), ', ' ORDER BY n))
				 FROM generate_series(1, i.indnkeyatts) AS n)))
	UNION ALL
	SELECT 'guard', NULL, v.name, NULL, d.detail
	FROM secretxfer.statements_of(secretxfer.register_definition()) s
	CROSS JOIN LATERAL regexp_match(s.statement, '^CREATE VIEW secretxfer\.(\w+)(?: WITH \(([^\n]*)\))? AS\n(.*)$') AS m
	CROSS JOIN LATERAL (SELECT m[1] AS name, to_regclass('secretxfer.' || m[1]) AS relation) AS v
	LEFT JOIN pg_class c ON c.oid = v.relation
	CROSS JOIN owner
	CROSS JOIN LATERAL (VALUES
		(c.oid IS NULL, 'The view is missing.'),
		(c.oid IS NOT NULL AND NOT secretxfer.has_query(c.oid::regclass, m[3]), 'The view was replaced by another.'),
		(c.oid IS NOT NULL AND c.reloptions::text IS DISTINCT FROM '{' || replace(m[2], ' = ', '=') || '}',
			'The view''s options were altered.'),
		(c.relowner <> owner.role, 'The view belongs to another role than the register.')) AS d (broken, detail)
	WHERE m IS NOT NULL AND d.broken
	UNION ALL
	SELECT 'guard', NULL, x.name, x.trigger,
		CASE WHEN g.oid IS NULL THEN 'The trigger is missing.'
			WHEN g.tgenabled NOT IN ('O', 'A') THEN 'The trigger is disabled.'
			ELSE 'The trigger was replaced by another.' END
	FROM expected_triggers x
	LEFT JOIN pg_trigger g ON g.tgrelid = x.relation AND g.tgname = x.trigger
	LEFT JOIN pg_proc p ON p.oid = g.tgfoid
	WHERE (g.tgenabled IN ('O', 'A') AND g.tgtype = x.type AND g.tgqual IS NULL
		AND cardinality(g.tgattr::int2[]) = 0 AND g.tgnargs = 0
		   AND g.tgdeferrable = x.deferred AND g.tginitdeferred = x.deferred
		   AND p.pronamespace = 'secretxfer'::regnamespace AND p.proname = x.function) IS NOT TRUE
	UNION ALL
	SELECT 'guard', NULL, t.name, g.tgname, 'Another trigger changes the entry after it was stamped and judged.'
	FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid
	WHERE NOT g.tgisinternal AND g.tgtype & 3 = 3 AND g.tgtype & 20 <> 0 AND g.tgenabled <> 'D'
	  AND g.tgname COLLATE "C" > 'zz_secretxfer_enter'
	UNION ALL
	-- a function in another language than PL/pgSQL does not show what it returns
	SELECT CASE WHEN l.lanname = 'plpgsql' AND p.prosrc ~* '\mreturn\s+null\M' THEN 'guard' ELSE 'warning' END
			::secretxfer.severity, NULL, t.name, g.tgname, 'Another trigger can drop what is written.'
	FROM tables t
	JOIN pg_trigger g ON g.tgrelid = t.oid
	JOIN pg_proc p ON p.oid = g.tgfoid
	JOIN pg_language l ON l.oid = p.prolang
	WHERE NOT g.tgisinternal AND g.tgtype & 3 = 3 AND g.tgenabled <> 'D'
	  AND NOT EXISTS (SELECT FROM expected_triggers x WHERE x.relation = t.oid AND x.trigger = g.tgname)
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, t.name, c.conname, 'The foreign key is not enforced.'
	FROM tables t
	JOIN pg_trigger g ON g.tgrelid = t.oid
	JOIN pg_constraint c ON c.oid = g.tgconstraint
	WHERE g.tgisinternal AND g.tgenabled NOT IN ('O', 'A')
	UNION ALL
	SELECT 'guard', NULL, t.name, NULL, v.detail
	FROM tables t
	CROSS JOIN owner
	CROSS JOIN LATERAL (VALUES
		(t.relowner <> owner.role, 'The table belongs to another role than the register.'),
		(t.relkind <> 'r', 'It is not a plain table.'),
		(t.relpersistence <> 'p', 'It does not survive a crash.'),
		(t.relhasrules AND EXISTS (SELECT FROM pg_rewrite w WHERE w.ev_class = t.oid),
			'A rewrite rule passes by the triggers.'),
		(EXISTS (SELECT FROM pg_inherits i WHERE t.oid IN (i.inhparent, i.inhrelid)), 'Inheritance passes by the triggers.')
	) AS v (broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'guard', NULL, NULL, p.proname, v.detail
	FROM pg_proc p
	JOIN pg_language l ON l.oid = p.prolang
	CROSS JOIN extension e
	CROSS JOIN LATERAL (VALUES
		(l.lanname = 'c' AND p.probin IS DISTINCT FROM
			(SELECT r.probin FROM pg_proc r WHERE r.oid = 'secretxfer.rule_catalogue()'::regprocedure),
			'The function comes from another library.'),
		(p.proowner <> e.extowner, 'The function belongs to another role than the extension.'),
		(NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
					 AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'),
			'The function is not the extension''s.')) AS v (broken, detail)
	WHERE p.pronamespace = 'secretxfer'::regnamespace AND v.broken
	UNION ALL
	SELECT 'guard', NULL, NULL, substring(i.object FROM 'secretxfer\.(\w+)'), v.detail
	FROM secretxfer.as_installed() i
	LEFT JOIN secretxfer.objects_of_extension() o ON o.kind = i.kind AND o.object = i.object
	CROSS JOIN LATERAL (VALUES
		(o.object IS NULL, format('The %s is missing.', i.kind)),
		(i.kind = 'function' AND o.content <> i.content, 'The function was replaced by another.'),
		(i.kind = 'function' AND o.attributes <> i.attributes, 'The function''s attributes were altered.'),
		(i.kind = 'view' AND NOT secretxfer.has_query(to_regclass(o.object), i.content), 'The view was replaced by another.'),
		(i.kind = 'value list' AND o.content <> i.content,
			CASE WHEN string_to_array(o.content, ',') @> string_to_array(i.content, ',')
				THEN 'The value list was altered.' ELSE 'The value list lacks a value.' END)) AS v (broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'guard', NULL, NULL, v.name, CASE WHEN s.seqrelid IS NULL THEN 'The sequence is missing.'
		ELSE 'The sequence was altered.' END
	FROM unnest('{entry_ids}'::text[]) AS v (name)
	LEFT JOIN pg_sequence s ON s.seqrelid = to_regclass('secretxfer.' || v.name)
	WHERE (s.seqtypid = 'bigint'::regtype AND s.seqincrement = 1 AND s.seqmin = 1 AND s.seqmax = 9223372036854775807
		   AND NOT s.seqcycle) IS NOT TRUE
	UNION ALL
	SELECT 'guard', NULL, NULL, 'session_replication_role',
		'Triggers do not fire, here or by a setting kept for a role or database.'
	WHERE current_setting('session_replication_role') = 'replica'
	   OR EXISTS (SELECT FROM pg_db_role_setting s WHERE 'session_replication_role=replica' = ANY (s.setconfig))
$$;
COMMENT ON FUNCTION secretxfer.verify_guard() IS
'verify(), the guard: tables, columns, constraints, unique indexes, views, sequences, triggers, functions and value '
'lists that are missing, disabled, replaced or altered, and changed owners.';
