-- 95_privileges.sql
--
-- PUBLIC gets nothing of the register: no table, no view, not the schema.  Functions need not be
-- closed for that.  Those in SQL read with the caller's own privileges on the tables, and those
-- in C ask for them.  Only what admits roles is for the owner of the register, to whom
-- create_register() grants it.

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
