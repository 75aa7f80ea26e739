-- verify.sql
--
-- verify() itself: all the parts, one after the other.
--
-- verify(): judges the register once more, as a whole, after a restore, a repair or any doubt.
--
-- It says in SQL what the triggers say in C and asks them nothing, so that each can witness
-- against the other.  One function for each provision, in the order of the Rules; they read
-- the tables and 80_reading.sql only, never the views, which are their owner's to change.
--
-- What severity a finding has follows from what can have come later.  What an entry relies on
-- settles with it, so where that is missing or wrong the entry would have been refused:
-- unlawful.  Events come when they come, and what was lawful before becomes irregular by
-- them: the stamps tell which of the two was first.  A fact counts from its last change, for
-- it may have been corrected to an earlier day; so what its correction or end came after is
-- irregular at the most.  An act counts from its last correction, where the stamp of its last
-- change can only be that; its end is not judged with it.  Which of several permits served,
-- and what a party was like at the time, no stamp tells; by them an entry is irregular.
--
-- Five rules judge a change and not a state: set once, never deleted, not emptied, damage
-- once recovered, and (but for what recorded_at betrays) settled.  Whether those were kept
-- only the guard can answer for: verify_guard().

-- It joins whole tables with each other, which wants memory, and is over sooner than a compiler
-- would be that takes the planner's guesses for granted.
CREATE FUNCTION secretxfer.verify()
RETURNS TABLE (
	severity secretxfer.severity,
	rule text,
	"table" text,
	key text,
	detail text)
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' SET jit = off AS $$
DECLARE
	guard constant secretxfer.finding[] := ARRAY(SELECT g FROM secretxfer.verify_guard() g);
BEGIN
	RETURN QUERY SELECT * FROM unnest(guard) UNION ALL SELECT * FROM secretxfer.verify_settings();
	-- without all its tables and columns the register cannot be read as a whole
	IF EXISTS (SELECT FROM unnest(guard) g WHERE g.detail IN ('The table is missing.', 'The column is missing.')) THEN
		RETURN;
	END IF;
	IF EXISTS (SELECT FROM secretxfer.duty_matrix() m
			   JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = m."table" AND c.relkind = 'r'
			   WHERE m.duty = 'auditor' AND NOT has_table_privilege(c.oid, 'SELECT'))
		OR row_security_active('secretxfer.cases') AND (secretxfer.acts_as('customer') OR secretxfer.acts_as('authority'))
		AND NOT (secretxfer.acts_as('security') OR secretxfer.acts_as('auditor')) THEN
		RAISE insufficient_privilege USING MESSAGE = 'the register can only be judged by who sees all of it',
			HINT = 'Ask as a role that is admitted as an auditor, or as the owner of the register.';
	END IF;
	RETURN QUERY SELECT * FROM secretxfer.verify_policies();
	RETURN QUERY
		SELECT * FROM secretxfer.verify_fields() UNION ALL SELECT * FROM secretxfer.verify_references()
		UNION ALL SELECT * FROM secretxfer.verify_numbers() UNION ALL SELECT * FROM secretxfer.verify_order()
		UNION ALL SELECT * FROM secretxfer.verify_provision_2() UNION ALL SELECT * FROM secretxfer.verify_provision_3()
		UNION ALL SELECT * FROM secretxfer.verify_provision_4() UNION ALL SELECT * FROM secretxfer.verify_authorizations()
		UNION ALL SELECT * FROM secretxfer.verify_provision_5() UNION ALL SELECT * FROM secretxfer.verify_provision_6()
		UNION ALL SELECT * FROM secretxfer.verify_provision_7() UNION ALL SELECT * FROM secretxfer.verify_cover()
		UNION ALL SELECT * FROM secretxfer.verify_provision_8() UNION ALL SELECT * FROM secretxfer.verify_provision_9()
		UNION ALL SELECT * FROM secretxfer.verify_events() UNION ALL SELECT * FROM secretxfer.verify_provision_10()
		UNION ALL SELECT * FROM secretxfer.verify_provision_11();
END
$$;
COMMENT ON FUNCTION secretxfer.verify() IS
'Judges the whole register once more, the guard itself, and settings. Result: how serious a finding is, the rule '
'that is broken (null for guard and settings), the table and the key of the entry, and what is wrong. Needs SELECT '
'on all tables; lawful registers give no row but for what is irregular, and warnings. Where a table or column is '
'missing, only the guard and the settings are judged.';
