-- 45_duties.sql
--
-- Who may write what without owning the tables: roles are admitted to duties.
--
-- What a duty gives stands once, in duty_matrix().  Three things follow from the matrix: the
-- grants that admit() makes, the policies on the tables, which create_register() makes, and the
-- view privileges.
--
-- Policies choose rows for the role that asks.  Privileges are those of the owner of a view.  So
-- with a view one role can lend its columns to another, and the view must not show the rows of
-- that other role.  Therefore a policy gives every row only to a role that has all columns of the
-- table by itself.  Analysts have not all columns; the policies for analysts name their roles,
-- and PostgreSQL compares these with the owner of the view.

CREATE TYPE secretxfer.duty AS ENUM ('customer', 'authority', 'security', 'analyst', 'auditor', 'registrar');
COMMENT ON TYPE secretxfer.duty IS
'What a role does in the register. customer: acts for a customer in its cases; authority: answers for a disposing '
'body; security: keeps parties, permits, clearances, changes and the calendar, and sees all; analyst: reads the '
'views, without what texts tell; auditor: reads everything; registrar: puts right what is settled, by rectify(), in the '
'whole register or for one party.';

-- row_sets are the rows that lines of the matrix name; a line that names no row_set gives nothing.
-- A condition of null gives every row.
-- Conditions are written exactly as PostgreSQL prints them, because verify_policies() compares
-- them with what PostgreSQL prints of the policies.
CREATE FUNCTION secretxfer.duty_matrix()
RETURNS TABLE (
	duty secretxfer.duty,
	"table" text,
	act text,
	only_columns text[],
	but_columns text[],
	which_rows text,
	condition text,
	by_policy boolean)
STABLE PARALLEL SAFE ROWS 200
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH row_sets (name, which_rows, condition) AS (VALUES
		('all', 'all', NULL),
		-- a customer's
		('own cases', 'its cases, until a supplement names another customer',
			'((case_no = ANY (secretxfer.cases_taken_over())) OR '
			|| $c$((customer = ANY (secretxfer.admitted_for('customer'::secretxfer.duty)))$c$
			|| ' AND (case_no <> ALL (secretxfer.cases_passed_on()))))'),
		('entries of own cases', 'of its cases', 'secretxfer.own_case(case_no)'),
		('carriers permitted in own cases', 'that their owner permitted in its cases',
			'secretxfer.permitted_carrier(carrier_id)'),
		('carriers permitted or entered', 'that their owner permitted in its cases, and that it entered, until an answer',
			'(secretxfer.permitted_carrier(carrier_id) OR '
			|| $c$((entered_for = ANY (secretxfer.admitted_for('customer'::secretxfer.duty)))$c$
			|| ' AND (NOT secretxfer.answered_carrier(carrier_id))))'),
		('carriers entered', 'that it requests',
			$c$(entered_for = ANY (secretxfer.admitted_for('customer'::secretxfer.duty)))$c$),
		('carriers entered and not relied on', 'that it entered, until a request that lists them is received',
			$c$((entered_for = ANY (secretxfer.admitted_for('customer'::secretxfer.duty)))$c$
			|| ' AND (NOT secretxfer.relied_on_carrier(carrier_id)))'),
		('changes but of hidden cases', 'all but the ends of the works of single cases that it does not see',
			'((case_no IS NULL) OR secretxfer.own_case(case_no))'),
		('passings but of hidden carriers', 'all but those of single carriers that it does not see',
			'((carrier_id IS NULL) OR secretxfer.permitted_carrier(carrier_id))'),
		('permits of own contractors', 'of its contractors, once the works are permitted, and those that its requests, '
			'and its arrangements of the provider, name',
			'((holder = ANY (secretxfer.own_contractors())) OR secretxfer.permit_of_own_request(permit_no)'
			|| ' OR secretxfer.permit_of_own_arrangement(permit_no))'),
		('clearances of own contractors', 'of its contractors, once the works are permitted, and of whoever holds its secrets',
			'((party = ANY (secretxfer.own_contractors())) OR secretxfer.held_in_own_case(clearance_no))'),
		('entries of own hand-overs', 'of its cases', 'secretxfer.own_handover(handover)'),
		-- a registrar's
		('all for the registrar of all', 'all, or as the party whose registrar it is', 'secretxfer.registrar_of_all()'),
		('events of own cases', 'all, or of the cases of the party whose registrar it is',
			'(secretxfer.registrar_of_all() OR secretxfer.own_case(case_no))'),
		('holders of own hand-overs', 'all, or of the cases of the party whose registrar it is',
			'(secretxfer.registrar_of_all() OR secretxfer.own_handover(handover))'),
		-- a disposing body's
		('requests to own body', 'that wait at it, or that it answered',
			'((authority = ANY (secretxfer.bodies_of_own_secrets())) AND secretxfer.asked_now(authority, sent_on))'),
		('requests of own secrets', 'that wait at it, or that it answered, and those that permit only carriers that are its own now',
			'((authority = ANY (secretxfer.bodies_of_own_secrets())) AND (secretxfer.asked_now(authority, sent_on) OR '
			'secretxfer.permits_own_carriers(case_no, request_no, NULL::date)))'),
		('lines of requests of own secrets', 'of the requests that it sees',
			'(secretxfer.asked_by(case_no, request_no) OR secretxfer.permits_own_carriers(case_no, request_no, NULL::date))'),
		('answers of own body', 'on requests to it', 'secretxfer.asked_by(case_no, request_no)'),
		('answers to withdraw', 'on requests to it; of those that permit only carriers that are its own now, the withdrawal',
			'(secretxfer.asked_by(case_no, request_no) OR '
			'secretxfer.permits_own_carriers(case_no, request_no, withdrawn_on))'),
		('marks of own carriers', 'of carriers of which it disposes, or did on the day of the mark',
			'(secretxfer.own_carrier(carrier_id) OR secretxfer.own_carrier_on(carrier_id, marked_on))'),
		('own marks', 'of carriers of which it disposed on the day of the mark',
			'secretxfer.own_carrier_on(carrier_id, marked_on)'),
		('passings but of others'' carriers', 'all but those of single carriers of others',
			$c$((carrier_id IS NULL) OR (body = ANY (secretxfer.admitted_for('authority'::secretxfer.duty)))$c$
			|| $c$ OR (successor = ANY (secretxfer.admitted_for('authority'::secretxfer.duty))))$c$),
		('own carriers', 'of which it disposes',
			'((owner = ANY (secretxfer.bodies_of_own_secrets())) AND secretxfer.disposes_now(owner, carrier_id))'),
		('changes of own body', 'its own', $c$(party = ANY (secretxfer.admitted_for('authority'::secretxfer.duty)))$c$),
		('cases of requests to own body', 'of the requests that it sees', 'secretxfer.asked_in_case(case_no)'),
		('permits named to own body', 'named in the requests that it sees', 'secretxfer.asked_under_permit(permit_no)'),
		('clearances named to own body', 'named in the requests that it sees', 'secretxfer.asked_under_clearance(clearance_no)')
	),
	lines (duty, tables, acts, only_columns, but_columns, row_set) AS (VALUES
		-- A customer takes every step of its cases but the answer and its receipt, which are the
		-- disposing body's (provision 5), and enters the carriers that it requests and that do not stand in
		-- the register yet.  What happened is never deleted.
		('customer', '{cases}', '{see,enter,change,withdraw}', NULL, NULL, 'own cases'),
		('customer', '{requests}', '{see,withdraw}', NULL, NULL, 'entries of own cases'),
		('customer', '{requests}', '{enter,change}', NULL, '{received_on}', 'entries of own cases'),
		('customer',
			'{request_items,contracts,contract_items,contract_amendments,notices,protections,annulments,supplements,'
			'protection_measures}',
			'{see,enter,change,withdraw}', NULL, NULL, 'entries of own cases'),
		('customer', '{handovers,system_accesses,violations,suspensions}', '{see,enter,change}', NULL, NULL,
			'entries of own cases'),
		('customer', '{holders}', '{see,enter,change}', NULL, NULL, 'entries of own hand-overs'),
		-- the end of the works of its case; what calls an event off is security's
		('customer', '{party_changes}', '{enter,change}', NULL, '{called_off_on,call_off_document}',
			'entries of own cases'),
		('customer', '{decisions}', '{see}', NULL, NULL, 'entries of own cases'),
		('customer', '{carriers}', '{see}', NULL, NULL, 'carriers permitted or entered'),
		('customer', '{carriers}', '{enter}', NULL, NULL, 'carriers entered'),
		('customer', '{carriers}', '{change,withdraw}', NULL, NULL, 'carriers entered and not relied on'),
		('customer', '{carrier_marks}', '{see}', NULL, NULL, 'carriers permitted in own cases'),
		('customer', '{permits}', '{see}', NULL, NULL, 'permits of own contractors'),
		('customer', '{clearances}', '{see}', NULL, NULL, 'clearances of own contractors'),
		('customer', '{disposal_successions}', '{see}', NULL, NULL, 'passings but of hidden carriers'),
		('customer', '{party_changes}', '{see}', NULL, NULL, 'changes but of hidden cases'),
		('customer', '{parties,affiliations,calendar_days,calendar_years}', '{see}', NULL, NULL, 'all'),
		-- A disposing body answers the requests to it, and keeps its carriers.
		('authority', '{requests}', '{see}', NULL, NULL, 'requests of own secrets'),
		('authority', '{requests}', '{change}', '{received_on}', NULL, 'requests to own body'),
		-- a carrier that passes by name takes no request along, but its new body may withdraw what was permitted
		('authority', '{request_items,decisions}', '{see}', NULL, NULL, 'lines of requests of own secrets'),
		('authority', '{decisions}', '{enter,withdraw}', NULL, NULL, 'answers of own body'),
		('authority', '{decisions}', '{change}', NULL, NULL, 'answers to withdraw'),
		('authority', '{carriers}', '{see,enter,change,withdraw}', NULL, NULL, 'own carriers'),
		('authority', '{carrier_marks}', '{see}', NULL, NULL, 'marks of own carriers'),
		('authority', '{carrier_marks}', '{enter,change}', NULL, NULL, 'own marks'),
		('authority', '{cases}', '{see}', NULL, NULL, 'cases of requests to own body'),
		('authority', '{permits}', '{see}', NULL, NULL, 'permits named to own body'),
		('authority', '{clearances}', '{see}', NULL, NULL, 'clearances named to own body'),
		('authority', '{disposal_successions}', '{see}', NULL, NULL, 'passings but of others'' carriers'),
		('authority', '{party_changes}', '{see}', NULL, NULL, 'changes of own body'),
		('authority', '{parties,affiliations,calendar_days,calendar_years}', '{see}', NULL, NULL, 'all'),
		-- Security keeps what all cases share, and sees all cases.
		('security', '{parties,affiliations,permits,clearances,calendar_days,calendar_years}', '{see,enter,change,withdraw}',
			NULL, NULL, 'all'),
		('security', '{party_changes,disposal_successions}', '{see,enter,change}', NULL, NULL, 'all'),
		('security',
			'{carriers,carrier_marks,cases,requests,request_items,decisions,contracts,contract_items,contract_amendments,'
			'notices,protections,handovers,holders,system_accesses,violations,suspensions,annulments,supplements,'
			'protection_measures}',
			'{see}', NULL, NULL, 'all'),
		('auditor',
			'{parties,affiliations,permits,clearances,carriers,carrier_marks,disposal_successions,cases,requests,request_items,'
			'decisions,contracts,contract_items,contract_amendments,notices,protections,handovers,holders,system_accesses,'
			'violations,suspensions,annulments,party_changes,supplements,'
			'protection_measures,calendar_days,calendar_years}',
			'{see}', NULL, NULL, 'all'),
		-- A registrar of the whole register writes everything.  A party's registrar writes what the party's own
		-- duty writes, for which acts_as() counts it among the customers and the bodies, and withdraws events too.
		('registrar',
			'{parties,affiliations,permits,clearances,carriers,carrier_marks,disposal_successions,cases,requests,request_items,'
			'decisions,contracts,contract_items,contract_amendments,notices,protections,annulments,supplements,'
			'protection_measures,calendar_days,calendar_years}',
			'{see,enter,change,withdraw}', NULL, NULL, 'all for the registrar of all'),
		('registrar', '{handovers,system_accesses,violations,suspensions,party_changes,holders}', '{see,enter,change}',
			NULL, NULL, 'all for the registrar of all'),
		('registrar', '{handovers,system_accesses,violations,suspensions,party_changes}', '{withdraw}', NULL, NULL,
			'events of own cases'),
		('registrar', '{holders}', '{withdraw}', NULL, NULL, 'holders of own hand-overs'),
		('registrar', '{journal,journal_seals,journal_heads,journal_grown}', '{see}', NULL, NULL,
			'all for the registrar of all'),
		('security', '{journal,journal_seals,journal_heads,journal_grown}', '{see}', NULL, NULL, 'all'),
		('auditor', '{journal,journal_seals,journal_heads,journal_grown}', '{see}', NULL, NULL, 'all')
	),
	-- An analyst counts and compares.  Names, and what texts tell, are not needed for that.  A column
	-- that is not listed here is hidden from analysts, so that a new column is hidden until somebody
	-- decides to list it.
	analysts_columns ("table", columns) AS (VALUES
		('parties',
			'{idn,kind,settlement,foreign_participation,state_share,quasi_state,disposes_of_secrets}'),
		('affiliations', '{party,quasi_state,since,until}'),
		('permits', '{permit_no,holder,issued_on,valid_until,issued_by,highest_mark,revoked_on,printed_no}'),
		('clearances', '{clearance_no,party,issued_on,valid_until,issued_by,highest_mark,revoked_on,printed_no}'),
		('carriers', '{carrier_id,owner,kind,mark,sheets,registered_on}'),
		('carrier_marks', '{carrier_id,marked_on,mark}'),
		('disposal_successions', '{body,effective_on,carrier_id,successor}'),
		('cases',
			'{case_no,customer,contractor,works_settlement,information_system_service,opened_on,closed_on,printed_no,'
			'system_mark}'),
		('requests',
			'{case_no,request_no,authority,sent_on,transfer_from,transfer_until,permit_no,clearance_no,received_on,answered,'
			'printed_no,withdrawn_on}'),
		('request_items', '{case_no,request_no,item_no,carrier_id}'),
		('decisions', '{case_no,request_no,decision_no,sent_on,outcome,signed_as,excluded_items,due_on,withdrawn_on}'),
		('contracts', '{case_no,contract_no,concluded_on,permit_no,clearance_no}'),
		('contract_items', '{case_no,annex_no,request_no,item_no,annexed_on}'),
		('contract_amendments', '{case_no,amendment_no,concluded_on,permit_no,clearance_no}'),
		('notices', '{case_no,notice_no,kind,authority,sent_on,party,change_no}'),
		('protections',
			'{case_no,kind,organizer,arranged_on,service_contract_no,service_contract_on,contractor_permit_marked_on,'
			'provider_permit_marked_on,unit_settlement,contractor_permit_no,provider_permit_no}'),
		('handovers',
			'{case_no,carrier_id,handed_on,act_no,received_by,returned_on,return_act_no,permit_no,written_off_on,'
			'written_off_as,write_off_act_no,loss_violation_no}'),
		('holders', '{handover,held_since,held_by}'),
		('system_accesses', '{case_no,clearance_no,granted_on,ended_on}'),
		('violations', '{case_no,violation_no,found_on,remedied_on,damage,damage_recovered}'),
		('suspensions', '{case_no,suspended_on,violation_no,lifted_on}'),
		('annulments', '{case_no,raised_on,order_annulled_on,rejected_on}'),
		('party_changes', '{party,change_no,kind,effective_on,completed_on,case_no,called_off_on}'),
		('supplements', '{case_no,supplement_no,party,change_no,successor,concluded_on}'),
		('protection_measures', '{case_no,party,change_no,taken_on}'),
		('calendar_days', '{day,working,basis}'),
		('calendar_years', '{year,confirmed_on,basis}')
	),
	-- A view shows of the tables what these show to the role that reads the view.  A view made before
	-- PostgreSQL 15 shows everything, so it is not for roles from which rows are hidden.
	views (duties, views, which_rows) AS (VALUES
		('{customer}',
			'{answers_due,outstanding_carriers,returns_due,duties,case_status,authorizations_expiring,breaches,'
			'recorded_late,case_timeline,contractor_exposure}', 'as far as it sees the tables'),
		('{registrar}',
			'{answers_due,outstanding_carriers,returns_due,duties,case_status,authorizations_expiring,breaches,'
			'recorded_late,case_timeline,contractor_exposure,rectifications}', 'as far as it sees the tables'),
		('{authority}', '{answers_due}', 'as far as it sees the tables'),
		('{security,analyst,auditor}',
			'{answers_due,outstanding_carriers,returns_due,duties,case_status,authorizations_expiring,breaches,'
			'recorded_late,case_timeline,contractor_exposure}', 'all'),
		('{security,auditor}', '{rectifications}', 'all'),
		('{customer,authority,analyst,registrar}', '{privileges}', 'its own'),
		('{security}', '{privileges}', 'all'),
		('{auditor}', '{privileges,admissions}', 'all')
	)
	SELECT l.duty::secretxfer.duty, t, a, l.only_columns::text[], l.but_columns::text[], r.which_rows, r.condition, true
	FROM lines l
	JOIN row_sets r ON r.name = l.row_set
	CROSS JOIN LATERAL unnest(l.tables::text[]) AS t
	CROSS JOIN LATERAL unnest(l.acts::text[]) AS a
	UNION ALL
	SELECT 'analyst', c."table", 'see', c.columns::text[] || '{recorded_at,recorded_by,changed_at,changed_by,entry_id}',
		NULL, 'all', NULL, true
	FROM analysts_columns c
	UNION ALL
	SELECT d.duty, t, 'see', NULL, NULL, v.which_rows, NULL, false
	FROM views v
	CROSS JOIN LATERAL unnest(v.duties::secretxfer.duty[]) AS d (duty)
	CROSS JOIN LATERAL unnest(v.views::text[]) AS t
	WHERE v.which_rows <> 'as far as it sees the tables' OR EXISTS (
		SELECT FROM pg_class c CROSS JOIN LATERAL pg_options_to_table(c.reloptions) AS o
		WHERE c.oid = to_regclass('secretxfer.' || t)
		  AND o.option_name = 'security_invoker' AND o.option_value::boolean)
$$;
COMMENT ON FUNCTION secretxfer.duty_matrix() IS
'What each duty gives: act (see, enter, change, withdraw) by act, the columns to which it extends '
'(only_columns, or all but but_columns), the rows in words and as a condition, null for all, and whether policies '
'choose them. One row a duty, table or view, and act.';

-- Each table has one policy for each act, for all roles, and one policy for analysts, which names the
-- owner, and to which admit() adds the analysts' roles.
CREATE FUNCTION secretxfer.policies()
RETURNS TABLE ("table" text, policy text, command text, condition text, for_analysts boolean, comment text)
STABLE PARALLEL SAFE ROWS 110
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH matrix AS MATERIALIZED (
		SELECT *, format($c$secretxfer.acts_as('%s'::secretxfer.duty)$c$, duty) AS acts_so
		FROM secretxfer.duty_matrix() WHERE by_policy
	)
	SELECT t.name, 'secretxfer_' || a.act, a.command,
		format(CASE WHEN count(m.duty) > 0 THEN '(%s)' ELSE '%s' END, concat_ws(' OR ',
			format($c$secretxfer.unlimited('secretxfer.%s'::regclass, '%s'::text)$c$, t.name, a.command),
			string_agg(CASE WHEN m.condition IS NULL THEN m.acts_so ELSE format('(%s AND %s)', m.acts_so, m.condition) END,
				' OR ' ORDER BY m.duty))),
		false, format('On which rows a role may act (%s): on all if no duty limits it, else on those of its duties.', a.act)
	FROM (SELECT DISTINCT "table" AS name FROM matrix) AS t
	CROSS JOIN (VALUES
		('see', 'SELECT'), ('enter', 'INSERT'), ('change', 'UPDATE'), ('withdraw', 'DELETE')) AS a (act, command)
	LEFT JOIN matrix m ON m."table" = t.name AND m.act = a.act AND m.duty <> 'analyst'
	GROUP BY t.name, a.act, a.command
	UNION ALL
	SELECT "table", 'secretxfer_analyse', 'SELECT',
		$c$(NOT (secretxfer.acts_as('customer'::secretxfer.duty) OR secretxfer.acts_as('authority'::secretxfer.duty)))$c$,
		true, 'Analysts see all rows, but not all columns; so not roles that see the columns by another duty.'
	FROM matrix WHERE duty = 'analyst'
$$;
COMMENT ON FUNCTION secretxfer.policies() IS
'The policies that the register''s tables have. One row a table and policy.';

CREATE FUNCTION secretxfer.policy_definition() RETURNS text
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT string_agg(
		format(E'CREATE POLICY %1$s ON secretxfer.%2$s FOR %3$s TO %4$s %5$s (%6$s);\n'
			'COMMENT ON POLICY %1$s ON secretxfer.%2$s IS %7$L;\n',
			policy, "table", command, CASE WHEN for_analysts THEN 'CURRENT_USER' ELSE 'PUBLIC' END,
			CASE command WHEN 'INSERT' THEN 'WITH CHECK' ELSE 'USING' END, condition, comment), '' ORDER BY "table", policy)
	FROM secretxfer.policies()
$$;
COMMENT ON FUNCTION secretxfer.policy_definition() IS
'The policies'' part of register_definition().';

CREATE FUNCTION secretxfer.functions_that_admit() RETURNS name[]
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT ARRAY['admit', 'dismiss', 'enter_admission', 'end_admission', 'require_admissible', 'limit_to_rows',
		'warn_of_other_grants', 'admit_analysts', 'grants_of_duty', 'grant_of_extension', 'journal_admission',
		'adopt_entry', 'adopt_chain', 'open_journal', 'blank_lines', 'journal_adopt', 'journal_blank',
		'journal_seal']::name[]
$$;
COMMENT ON FUNCTION secretxfer.functions_that_admit() IS
'The functions that are for the owner of the register alone, whatever a duty gives.';

-- Functions are granted, too, as far as a DBA revoked them from PUBLIC.  Each grant is made by
-- the owner of its object: other grants pg_restore would have to put in order first.
--
-- Who may write a table may list all its columns, because many clients write all columns of a row back.  Which of them
-- change, enter_entry() compares with the matrix.
--
-- What is revoked is revoked on the whole table, which takes the grants on its columns along:
-- those columns are not known any more that an earlier version of the matrix gave.
CREATE FUNCTION secretxfer.grants_of_duty(duty secretxfer.duty, role name, given boolean)
RETURNS TABLE (statement text, by_extension boolean)
STABLE PARALLEL SAFE ROWS 100
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT format(CASE WHEN given THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END,
		p.privilege, p.object, role), p.by_extension
	FROM (
		SELECT CASE m.act WHEN 'see' THEN 'SELECT' WHEN 'enter' THEN 'INSERT' WHEN 'change' THEN 'UPDATE' ELSE 'DELETE' END
			|| CASE WHEN given AND m.act = 'see' AND m.only_columns IS NOT NULL THEN (
				SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' FROM pg_attribute a
				WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY (m.only_columns))
			ELSE '' END AS privilege,
			format('secretxfer.%I', m."table") AS object, false AS by_extension
		FROM secretxfer.duty_matrix() m
		JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = m."table"
		WHERE m.duty = grants_of_duty.duty
		UNION ALL
		-- this privilege serves only to tell who was admitted, whatever becomes of the role's name
		SELECT 'REFERENCES (role)', 'secretxfer.admissions', false
		UNION ALL
		SELECT 'EXECUTE', 'FUNCTION ' || f.oid::regprocedure, true
		FROM pg_proc f
		WHERE f.pronamespace = 'secretxfer'::regnamespace
		  AND f.proname <> ALL (secretxfer.functions_that_admit())
		  AND NOT EXISTS (
			SELECT FROM aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) AS x WHERE x.grantee = 0)
		UNION ALL
		SELECT 'USAGE', 'SCHEMA secretxfer', true
	) AS p
	WHERE p.privilege IS NOT NULL
$$;
COMMENT ON FUNCTION secretxfer.grants_of_duty(secretxfer.duty, name, boolean) IS
'The statements that give a role what a duty needs, or take it back, and whether they are on objects of the extension.';
