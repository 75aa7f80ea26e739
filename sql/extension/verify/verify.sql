-- verify.sql
--
-- verify() judges the register once more, as a whole: after a restore, a repair or any doubt.
--
-- verify() says in SQL what the triggers say in C, so that each of the two can find faults of the
-- other.  Only two answers come from code that the triggers call, too: the number of working days of
-- an answer's term (answer_term()), and whether two texts name one settlement (is_same_place()).
-- Each provision has its function, in a file that bears the number of the provision:
-- 08_protections.sql judges provision 8.  Rules of several provisions stand in files that bear all
-- their numbers: 03_to_07_cover.sql, 04_and_06_authorizations.sql and 09_to_11_events.sql.  The
-- functions read the tables and the functions of 80_reading.sql, never the views, which their owner
-- may replace.

-- The entries, whatever their basis.  A large register takes minutes, so verify() tells in application_name, which others
-- see in pg_stat_activity, what it is at; and puts the name back.
CREATE FUNCTION secretxfer.verify_entries() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	parts constant text[] := ARRAY['verify_fields', 'verify_references', 'verify_numbers', 'verify_dates', 'verify_order',
		'verify_provision_2', 'verify_provision_3', 'verify_provision_4', 'verify_authorizations', 'verify_provision_5',
		'verify_provision_6', 'verify_provision_7', 'verify_cover', 'verify_provision_8', 'verify_provision_9',
		'verify_events', 'verify_provision_10', 'verify_provision_11'];
	part text;
BEGIN
	FOREACH part IN ARRAY parts LOOP
		PERFORM set_config('application_name', format('secretxfer.%s() %s of %s', part, array_position(parts, part),
			array_length(parts, 1)), true);
		RETURN QUERY EXECUTE format('SELECT severity, rule, "table", key, detail FROM secretxfer.%I()', part);
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_entries() IS
'verify(): the entries, by the register''s own discipline and all provisions.';

-- The same of one case.  The session keeps the plans, which take longer to make than to carry out.
CREATE FUNCTION secretxfer.verify_entries(of_case text) RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	RETURN QUERY SELECT * FROM secretxfer.verify_numbers(of_case);
	RETURN QUERY
	SELECT f.severity, f.rule, f."table", f.key, f.detail
	FROM (
		SELECT * FROM secretxfer.verify_fields()
		UNION ALL SELECT * FROM secretxfer.verify_references()
		UNION ALL SELECT * FROM secretxfer.verify_dates()
		UNION ALL SELECT * FROM secretxfer.verify_order()
		UNION ALL SELECT * FROM secretxfer.verify_provision_2()
		UNION ALL SELECT * FROM secretxfer.verify_provision_3()
		UNION ALL SELECT * FROM secretxfer.verify_provision_4()
		UNION ALL SELECT * FROM secretxfer.verify_authorizations()
		UNION ALL SELECT * FROM secretxfer.verify_provision_5()
		UNION ALL SELECT * FROM secretxfer.verify_provision_6()
		UNION ALL SELECT * FROM secretxfer.verify_provision_7()
		UNION ALL SELECT * FROM secretxfer.verify_cover()
		UNION ALL SELECT * FROM secretxfer.verify_provision_8()
		UNION ALL SELECT * FROM secretxfer.verify_provision_9()
		UNION ALL SELECT * FROM secretxfer.verify_events()
		UNION ALL SELECT * FROM secretxfer.verify_provision_10()
		UNION ALL SELECT * FROM secretxfer.verify_provision_11()
	) AS f
	WHERE f.case_no = of_case;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_entries(text) IS
'verify(): the entries of one case, by the register''s own discipline and all provisions.';

CREATE FUNCTION secretxfer.demand_sight_of_all() RETURNS void
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM secretxfer.duty_matrix() m
			   JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = m."table" AND c.relkind = 'r'
			   WHERE m.duty = 'auditor' AND NOT has_table_privilege(c.oid, 'SELECT'))
		OR row_security_active('secretxfer.cases') AND (secretxfer.acts_as('customer') OR secretxfer.acts_as('authority')
			OR secretxfer.acts_as('registrar') AND NOT secretxfer.registrar_of_all())
		AND NOT (secretxfer.acts_as('security') OR secretxfer.acts_as('auditor')) THEN
		RAISE insufficient_privilege USING MESSAGE = 'the register can only be judged by who sees all of it',
			HINT = secretxfer.translated('Ask as a role that is admitted as an auditor, or as the owner of the register.');
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.demand_sight_of_all() IS
'verify(): an error, unless the current role sees the whole register.';

-- work_mem: the parts join whole tables.  jit: to compile the queries, whose costs the planner
-- estimates too high, would take longer than to run them.  parallel_tuple_cost: the planner expects parallel
-- workers to find many rows, and they find next to none.
CREATE FUNCTION secretxfer.verify()
RETURNS TABLE (
	severity secretxfer.severity,
	rule text,
	"table" text,
	key text,
	detail text)
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' SET jit = off
SET parallel_tuple_cost = 0 SET application_name = 'secretxfer.verify()' AS $$
DECLARE
	guard constant secretxfer.finding[] := ARRAY(SELECT g FROM secretxfer.verify_guard() g);
BEGIN
	RETURN QUERY SELECT * FROM unnest(guard) UNION ALL SELECT * FROM secretxfer.verify_settings();
	-- the other parts read all tables and columns and name values, so these must exist
	IF EXISTS (SELECT FROM unnest(guard) g WHERE g.detail IN ('The table is missing.', 'The column is missing.',
			'The column is of another type.', 'The value list is missing.', 'The value list lacks a value.')) THEN
		RETURN;
	END IF;
	PERFORM secretxfer.demand_sight_of_all();
	RETURN QUERY SELECT * FROM secretxfer.verify_policies() UNION ALL SELECT * FROM secretxfer.verify_grants()
		UNION ALL SELECT * FROM secretxfer.verify_journal() UNION ALL SELECT * FROM secretxfer.verify_calendar();
	-- the index of rectifications is empty in most registers
	IF EXISTS (SELECT FROM secretxfer.journal j
			   WHERE j.basis IS NOT NULL AND j.act IN ('entered', 'changed', 'withdrawn')) THEN
		RETURN QUERY SELECT * FROM secretxfer.with_bases(ARRAY(SELECT e FROM secretxfer.verify_entries() e));
	ELSE
		RETURN QUERY SELECT * FROM secretxfer.verify_entries();
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.verify() IS
'Judges the whole register once more, the guard itself, the calendar and settings. Result: how serious a finding is, the rule '
'that is broken (null for guard and settings), the table and the key of the entry, and what is wrong. Needs SELECT '
'on all tables; lawful registers give no row but for what is irregular, and warnings. What stands '
'under a basis of rectify() is irregular at the most. Where a table, a column or a value is missing, only the guard and '
'the settings are judged.';

-- The guard, the journal, the calendar and the settings belong to no case.  Parallel workers take longer to start than
-- one case takes.
CREATE FUNCTION secretxfer.verify(case_no text)
RETURNS TABLE (
	severity secretxfer.severity,
	rule text,
	"table" text,
	key text,
	detail text)
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
	found secretxfer.finding[];
BEGIN
	PERFORM secretxfer.demand_sight_of_all();
	found := ARRAY(SELECT e FROM secretxfer.verify_entries(verify.case_no) e);
	IF found = '{}' AND NOT EXISTS (SELECT FROM secretxfer.cases c WHERE c.case_no = verify.case_no) THEN
		RAISE no_data_found USING MESSAGE = 'case does not exist in the register';
	END IF;
	RETURN QUERY SELECT * FROM secretxfer.with_bases(found);
END
$$;
COMMENT ON FUNCTION secretxfer.verify(text) IS
'Judges the entries of one case once more, as verify() judges those of all cases, with the same result. Not judged are '
'what belongs to no case alone (parties, permits, clearances, carriers), the guard, the journal, the calendar and the '
'settings: where a table, a column or a value list may be missing, ask verify(). Needs SELECT on all tables; an error '
'if there is no such case.';
