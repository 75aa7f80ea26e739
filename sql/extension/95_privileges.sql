-- 95_privileges.sql
--
-- PUBLIC has no privilege on the tables and views of the register and on the schema.  Functions may
-- stay executable by PUBLIC: functions in SQL read the tables with the privileges of the caller, and
-- functions in C check these privileges.  Only the functions that admit roles are revoked from
-- PUBLIC; create_register() grants them to the owner of the register.

DO $$
DECLARE
	function regprocedure;
BEGIN
	FOR function IN
		SELECT p.oid FROM pg_catalog.pg_proc p
		WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.proname = ANY (secretxfer.functions_that_admit())
	LOOP
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function);
	END LOOP;
END
$$;
