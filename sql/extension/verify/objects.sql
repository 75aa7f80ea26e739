-- objects.sql
--
-- What the extension consists of, in a form that can be compared.  as_installed() is the same as the script of the
-- extension left it.

CREATE FUNCTION secretxfer.objects_of_extension()
RETURNS TABLE (kind text, object text, content text, attributes text)
STABLE PARALLEL SAFE ROWS 200
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'function', p.oid::regprocedure::text,
		md5(concat_ws(' ', l.lanname, pg_get_function_result(p.oid), p.prosrc)),
		md5(concat_ws(' ', p.prokind, p.provolatile, p.proisstrict, p.prosecdef, p.proleakproof, p.proparallel, p.prosupport,
			p.proconfig))
	FROM pg_proc p
	JOIN pg_language l ON l.oid = p.prolang
	JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
	WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.proname <> 'as_installed'
	UNION ALL
	SELECT 'value list', t.oid::regtype::text, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder), NULL
	FROM pg_type t
	JOIN pg_enum e ON e.enumtypid = t.oid
	WHERE t.typnamespace = 'secretxfer'::regnamespace
	GROUP BY t.oid
	UNION ALL
	SELECT 'view', c.oid::regclass::text, pg_get_viewdef(c.oid), c.reloptions::text
	FROM pg_class c
	JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'v'
$$;
COMMENT ON FUNCTION secretxfer.objects_of_extension() IS
'The functions, value lists and views of the extension: of a function digests of what it does and of its attributes, '
'of a value list its values in their order, of a view its query and its options. One row an object.';
