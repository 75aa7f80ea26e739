-- 95_privileges.sql
--
-- PUBLIC gets nothing of the register: no table, no view, not the schema.  Functions need not be
-- closed for that.  Those in SQL read with the caller's own privileges on the tables, and those
-- in C ask for them.  Only what admits roles is for the owner of the register, to whom
-- create_register() grants it.

DO $$
DECLARE
	closed constant text[] := ARRAY[
		'admit', 'dismiss', 'enter_admission', 'end_admission', 'require_admissible', 'warn_of_other_grants', 'admit_analysts',
		'grants_of_duty', 'grant_of_extension'];
	function regprocedure;
BEGIN
	FOR function IN
		SELECT p.oid FROM pg_catalog.pg_proc p
		WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.proname = ANY (closed)
	LOOP
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function);
	END LOOP;
END
$$;
