-- 99_as_installed.sql
--
-- Keeps what this script made, so that verify() sees what was replaced since.

DO $$
BEGIN
	EXECUTE (
		SELECT pg_catalog.format('CREATE OR REPLACE FUNCTION secretxfer.as_installed() '
			'RETURNS TABLE (kind text, object text, content text, attributes text) '
			'IMMUTABLE PARALLEL SAFE ROWS 200 LANGUAGE sql AS %L',
			'VALUES ' || pg_catalog.string_agg(pg_catalog.format('(%L, %L, %L, %L)', o.kind, o.object, o.content, o.attributes),
				E',\n' ORDER BY o.kind, o.object COLLATE "C"))
		FROM secretxfer.objects_of_extension() o);
END
$$;
COMMENT ON FUNCTION secretxfer.as_installed() IS
'objects_of_extension() as the script of the extension left it.';
