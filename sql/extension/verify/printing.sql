-- printing.sql
--
-- Whether conditions and views that stand are those of the definition, as PostgreSQL prints both.

CREATE FUNCTION secretxfer.printed_condition("table" regclass, condition text) RETURNS text
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C SET search_path = pg_catalog, pg_temp AS 'MODULE_PATHNAME', 'secretxfer_printed_condition';
COMMENT ON FUNCTION secretxfer.printed_condition(regclass, text) IS
'A condition on the rows of a table, or a list of values of a row, as pg_get_expr() prints it.';

CREATE FUNCTION secretxfer.is_view_of("view" regclass, query text) RETURNS boolean
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C SET search_path = pg_catalog, pg_temp AS 'MODULE_PATHNAME', 'secretxfer_is_view_of';
COMMENT ON FUNCTION secretxfer.is_view_of(regclass, text) IS
'Whether a view has this query; true before PostgreSQL 15, which cannot tell.';

-- What the text needs may be missing or of another type.
CREATE FUNCTION secretxfer.has_condition("table" regclass, condition text, printed text) RETURNS boolean
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN secretxfer.printed_condition("table", condition) = printed;
EXCEPTION WHEN OTHERS THEN
	RETURN false;
END
$$;
COMMENT ON FUNCTION secretxfer.has_condition(regclass, text, text) IS
'Whether PostgreSQL prints a condition on the rows of a table so; false also where it cannot be read.';

CREATE FUNCTION secretxfer.has_query("view" regclass, query text) RETURNS boolean
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN secretxfer.is_view_of("view", query);
EXCEPTION WHEN OTHERS THEN
	RETURN false;
END
$$;
COMMENT ON FUNCTION secretxfer.has_query(regclass, text) IS
'Whether a view has this query; false also where the query cannot be read.';
