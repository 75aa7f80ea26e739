-- 95_privileges.sql
--
-- PUBLIC gets nothing of the register.  What it may call tells nothing that is entered there:
-- the law, what the register is made of, its calendar, arithmetic, and what the current role
-- itself is admitted to.  Trigger functions cannot be called; who creates a register needs them.
-- A function not named here is closed, until admit() or a plain grant opens it.

DO $$
DECLARE
	opened constant text[] := ARRAY[
		-- the law
		'rule_catalogue', 'idn_valid',
		-- what a register is made of
		'create_register', 'register_definition', 'policy_definition', 'policies', 'duty_matrix',
		'enter_entry', 'judge_entry', 'judge_at_commit', 'refuse_truncate', 'renew_admissions',
		-- the calendar, and arithmetic with what the caller gives
		'is_working_day', 'add_working_days', 'working_days_between', 'answer_due', 'today', 'recorded_on', 'damage_outstanding', 'later',
		-- what the policies ask of whoever reads or writes
		'answered_when_planned', 'acts_as', 'unlimited', 'admitted_for', 'own_case', 'cases_taken_over', 'cases_passed_on', 'own_contractors',
		'permitted_carrier', 'asked_in_case', 'asked_by', 'asked_under_permit', 'asked_under_clearance'];
	function regprocedure;
BEGIN
	FOR function IN
		SELECT p.oid FROM pg_catalog.pg_proc p
		WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.proname <> ALL (opened)
	LOOP
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function);
	END LOOP;
END
$$;
