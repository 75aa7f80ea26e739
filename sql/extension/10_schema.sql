-- 10_schema.sql
--
-- A schema that stood before belongs to whoever made it.  Its owner could drop it, and put functions into it that look
-- like the extension's and that a superuser calls.

DO $$
DECLARE
	owner name := (SELECT r.rolname FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner
		WHERE n.nspname = 'secretxfer' AND NOT r.rolsuper AND r.rolname <> current_user);
BEGIN
	IF owner IS NOT NULL AND pg_catalog.to_regprocedure('secretxfer.verify()') IS NULL THEN
		RAISE insufficient_privilege USING MESSAGE = pg_catalog.format('schema "secretxfer" belongs to role "%s"', owner),
			HINT = 'The owner of the schema could replace what the extension puts into it. Drop the schema, or give it to a '
				'superuser, and see what stands in it.';
	END IF;
END
$$;
