-- definition.sql
--
-- The columns and constraints of the register, as table_definition() declares them.
--
-- verify() must find what is missing when somebody dropped a NOT NULL or a key.  Therefore its
-- parts read the definition, which belongs to the extension, and not the catalog of the tables,
-- which belong to their owner.  The definition is read by its layout, as sql/register has it: a
-- column or a constraint begins on a line of its own after one tab, and what continues a
-- constraint stands after two.  A constraint may also be added to its table later, and unique
-- indexes stand outside of the tables.  A test compares the result with the tables of a new register.

CREATE FUNCTION secretxfer.defined_elements() RETURNS TABLE ("table" text, element text)
STABLE PARALLEL SAFE ROWS 350
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT t.m[1], rtrim(e.element, ',')
	FROM regexp_matches(secretxfer.table_definition(),
		'^CREATE TABLE secretxfer\.(\w+) \(\n\t((?:[^\n]+\n\t)*[^\n]+)\n\);', 'gn') AS t (m)
	CROSS JOIN LATERAL unnest(string_to_array(replace(t.m[2], E'\n\t\t', ' '), E'\n\t')) AS e (element)
	UNION ALL
	SELECT t.m[1], replace(t.m[2], E'\n\t\t', ' ')
	FROM regexp_matches(secretxfer.table_definition(),
		'^ALTER TABLE secretxfer\.(\w+)\n\tADD (CONSTRAINT (?:[^;]|\n)+);', 'gn') AS t (m)
$$;
COMMENT ON FUNCTION secretxfer.defined_elements() IS
'The columns and constraints of the register''s tables in the words of table_definition(). One row a column or '
'constraint.';

CREATE FUNCTION secretxfer.defined_columns()
RETURNS TABLE ("table" text, "column" text, type text, mandatory boolean, key_position integer)
STABLE PARALLEL SAFE ROWS 250
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH elements AS MATERIALIZED (
		SELECT * FROM secretxfer.defined_elements()
	), keys AS (
		SELECT "table", string_to_array(split_part(split_part(element, ' PRIMARY KEY (', 2), ')', 1), ', ') AS columns
		FROM elements WHERE element LIKE 'CONSTRAINT % PRIMARY KEY (%'
	)
	SELECT e."table", c.name, split_part(e.element, ' ', 2),
		e.element LIKE '% NOT NULL%' OR c.name = ANY (coalesce(k.columns, '{}')), array_position(k.columns, c.name)
	FROM elements e
	CROSS JOIN LATERAL (SELECT btrim(split_part(e.element, ' ', 1), '"') AS name) AS c
	LEFT JOIN keys k ON k."table" = e."table"
	WHERE e.element NOT LIKE 'CONSTRAINT %'
$$;
COMMENT ON FUNCTION secretxfer.defined_columns() IS
'The columns of the register as table_definition() declares them: type, whether mandatory (NOT NULL or part of the '
'primary key), and the position in the primary key, null outside of it. One row a column.';

CREATE FUNCTION secretxfer.defined_constraints()
RETURNS TABLE ("table" text, "constraint" text, kind text, columns text[], to_table text, to_columns text[])
STABLE PARALLEL SAFE ROWS 100
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT e."table", split_part(e.element, ' ', 2), k.kind,
		CASE WHEN k.kind <> 'CHECK' THEN string_to_array(split_part(split_part(e.element, '(', 2), ')', 1), ', ') END,
		CASE k.kind WHEN 'FOREIGN KEY'
			THEN split_part(split_part(e.element, ' REFERENCES secretxfer.', 2), ' ', 1) END,
		CASE k.kind WHEN 'FOREIGN KEY' THEN string_to_array(split_part(split_part(e.element, '(', 3), ')', 1), ', ') END
	FROM secretxfer.defined_elements() e
	JOIN (VALUES ('PRIMARY KEY'), ('UNIQUE'), ('CHECK'), ('FOREIGN KEY')) AS k (kind)
		ON starts_with(e.element, concat_ws(' ', 'CONSTRAINT', split_part(e.element, ' ', 2), k.kind, '('))
$$;
COMMENT ON FUNCTION secretxfer.defined_constraints() IS
'The named constraints of the register as table_definition() declares them: kind (PRIMARY KEY, UNIQUE, CHECK, '
'FOREIGN KEY), columns, null for a CHECK, and what a foreign key refers to. One row a constraint.';

CREATE FUNCTION secretxfer.defined_unique_indexes() RETURNS TABLE ("table" text, index text, columns text)
STABLE PARALLEL SAFE ROWS 5
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT i.m[2], i.m[1], i.m[3]
	FROM regexp_matches(secretxfer.table_definition(),
		'^CREATE UNIQUE INDEX (\w+)\s+ON secretxfer\.(\w+) \((.+)\);', 'gn') AS i (m)
$$;
COMMENT ON FUNCTION secretxfer.defined_unique_indexes() IS
'The unique indexes of the register that belong to no constraint, as table_definition() declares them, with their '
'columns and expressions. One row an index.';

-- Part of the key of an affiliation and of a passing of secrets may be null, so entry_id is the primary key there.
CREATE FUNCTION secretxfer.defined_keys() RETURNS TABLE ("table" text, columns text[])
STABLE PARALLEL SAFE ROWS 30
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT "table", CASE "table" WHEN 'disposal_successions' THEN '{body,effective_on,carrier_id}'
		WHEN 'affiliations' THEN '{party,quasi_state,since}' ELSE columns END
	FROM secretxfer.defined_constraints()
	WHERE kind = 'PRIMARY KEY'
	  AND "table" IN (SELECT c."table" FROM secretxfer.defined_columns() c WHERE c."column" = 'entry_id')
$$;
COMMENT ON FUNCTION secretxfer.defined_keys() IS
'The columns that tell the entries of a table apart on paper. One row a table of entries.';
