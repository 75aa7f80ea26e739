-- 95_privileges.sql
--
-- PUBLIC has no privilege on the tables and views of the register and on the schema.  Functions may
-- stay executable by PUBLIC: functions in SQL read the tables with the privileges of the caller, and
-- functions in C check these privileges.  Only the functions that admit roles are revoked from
-- PUBLIC; create_register() grants them to the owner of the register.
--
-- PostgreSQL takes the privileges that a function has after this script for the extension's own, and
-- pg_dump leaves them out.  So after an update nothing is revoked that is revoked already: pg_dump would
-- leave out the grants to the owner.

DO $$
DECLARE
	function regprocedure;
BEGIN
	FOR function IN
		SELECT p.oid FROM pg_catalog.pg_proc p
		WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.proname = ANY (secretxfer.functions_that_admit())
		  AND EXISTS (SELECT FROM pg_catalog.aclexplode(
				coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) AS x WHERE x.grantee = 0)
	LOOP
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function);
	END LOOP;
END
$$;
