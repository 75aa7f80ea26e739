-- 45_duties.sql
--
-- Who may write what, without owning the tables: roles are admitted to duties.
--
-- What a duty gives is said once, in duty_matrix().  From it follow the grants that admit()
-- makes, the policies on the tables, which create_register() makes, and the view privileges.
--
-- Policies choose rows for the role that asks, privileges are those of a view's owner.  So a
-- view by which one role lends its columns to another must not show the rows of that other:
-- a policy gives every row only to a role that has all columns of the table by itself.  An
-- analyst has not; the policies for analysts name their roles, and PostgreSQL asks there for
-- the view's owner.

CREATE TYPE secretxfer.duty AS ENUM ('customer', 'authority', 'security', 'analyst', 'auditor');
COMMENT ON TYPE secretxfer.duty IS
'What a role does in the register. customer: acts for a customer in its cases; authority: answers for a disposing body; '
'security: keeps parties, permits, clearances, changes and the calendar, and sees all; analyst: reads the views, without what texts tell; '
'auditor: reads everything.';

-- A condition of null gives every row.  Conditions stand as PostgreSQL prints them, so that
-- verify() can tell an altered policy.
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
	WITH lines (duty, tables, acts, only_columns, but_columns, which_rows, condition) AS (VALUES
		-- A customer takes every step of its cases but the answer and its receipt, which are the
		-- disposing body's (provision 5).  What happened is never deleted.
		('customer', '{cases}', '{see,enter,change,withdraw}', NULL, NULL, 'its cases, until a supplement names another customer',
			'((case_no = ANY (secretxfer.cases_taken_over())) OR ((customer = ANY (secretxfer.admitted_for(''customer''::secretxfer.duty))) AND (case_no <> ALL (secretxfer.cases_passed_on()))))'),
		('customer', '{requests}', '{see,withdraw}', NULL, NULL, 'of its cases', 'secretxfer.own_case(case_no)'),
		('customer', '{requests}', '{enter,change}', NULL, '{received_on}', 'of its cases', 'secretxfer.own_case(case_no)'),
		('customer', '{request_items,contracts,contract_items,notices,protections,annulments,supplements,protection_measures}',
			'{see,enter,change,withdraw}', NULL, NULL, 'of its cases', 'secretxfer.own_case(case_no)'),
		('customer', '{handovers,system_accesses,violations,suspensions}', '{see,enter,change}', NULL, NULL, 'of its cases', 'secretxfer.own_case(case_no)'),
		('customer', '{decisions}', '{see}', NULL, NULL, 'of its cases', 'secretxfer.own_case(case_no)'),
		('customer', '{carriers}', '{see}', NULL, NULL, 'permitted in its cases', 'secretxfer.permitted_carrier(carrier_id)'),
		('customer', '{permits}', '{see}', NULL, NULL, 'of its contractors', '(holder = ANY (secretxfer.own_contractors()))'),
		('customer', '{clearances}', '{see}', NULL, NULL, 'of its contractors', '(party = ANY (secretxfer.own_contractors()))'),
		('customer', '{parties,party_changes,calendar_days,calendar_years}', '{see}', NULL, NULL, 'all', NULL),
		-- A disposing body answers the requests to it, and keeps its carriers.
		('authority', '{requests}', '{see}', NULL, NULL, 'addressed to it', '(authority = ANY (secretxfer.admitted_for(''authority''::secretxfer.duty)))'),
		('authority', '{requests}', '{change}', '{received_on}', NULL, 'addressed to it', '(authority = ANY (secretxfer.admitted_for(''authority''::secretxfer.duty)))'),
		('authority', '{request_items}', '{see}', NULL, NULL, 'of requests to it', 'secretxfer.asked_by(case_no, request_no)'),
		('authority', '{decisions}', '{see,enter,change,withdraw}', NULL, NULL, 'on requests to it', 'secretxfer.asked_by(case_no, request_no)'),
		('authority', '{carriers}', '{see,enter,change,withdraw}', NULL, NULL, 'its own', '(owner = ANY (secretxfer.admitted_for(''authority''::secretxfer.duty)))'),
		('authority', '{cases}', '{see}', NULL, NULL, 'of requests to it', 'secretxfer.asked_in_case(case_no)'),
		('authority', '{permits}', '{see}', NULL, NULL, 'named in requests to it', 'secretxfer.asked_under_permit(permit_no)'),
		('authority', '{clearances}', '{see}', NULL, NULL, 'named in requests to it', 'secretxfer.asked_under_clearance(clearance_no)'),
		('authority', '{parties,calendar_days,calendar_years}', '{see}', NULL, NULL, 'all', NULL),
		-- Whoever keeps what all cases share sees them all.
		('security', '{parties,permits,clearances,calendar_days,calendar_years}', '{see,enter,change,withdraw}', NULL, NULL, 'all', NULL),
		('security', '{party_changes}', '{see,enter,change}', NULL, NULL, 'all', NULL),
		('security', '{carriers,cases,requests,request_items,decisions,contracts,contract_items,notices,protections,handovers,system_accesses,violations,suspensions,annulments,supplements,protection_measures}',
			'{see}', NULL, NULL, 'all', NULL),
		-- An analyst counts and compares; names and what texts tell are not needed for that.
		('analyst', '{parties}', '{see}', NULL, '{full_name,head_name,legal_address,workplace,position,residence,id_document_issuer,protection_mandate}', 'all', NULL),
		('analyst', '{clearances}', '{see}', NULL, '{person_name}', 'all', NULL),
		('analyst', '{carriers}', '{see}', NULL, '{title,account_no,copy_no}', 'all', NULL),
		('analyst', '{cases}', '{see}', NULL, '{subject}', 'all', NULL),
		('analyst', '{requests}', '{see}', NULL, '{justification,draft_contract,information_statement}', 'all', NULL),
		('analyst', '{decisions}', '{see}', NULL, '{reasons,signed_by,late_reason}', 'all', NULL),
		('analyst', '{contracts}', '{see}', NULL, '{control_during_works,control_after_works,contractor_liability,protection_financing,responsible_unit,unit_designated_by,information_statement}', 'all', NULL),
		('analyst', '{notices}', '{see}', NULL, '{recipient}', 'all', NULL),
		('analyst', '{violations}', '{see}', NULL, '{description}', 'all', NULL),
		('analyst', '{annulments}', '{see}', NULL, '{addressed_to}', 'all', NULL),
		('analyst', '{party_changes}', '{see}', NULL, '{document}', 'all', NULL),
		('analyst', '{supplements}', '{see}', NULL, '{successor_powers}', 'all', NULL),
		('analyst', '{protection_measures}', '{see}', NULL, '{measures}', 'all', NULL),
		('analyst', '{permits,request_items,contract_items,protections,handovers,system_accesses,suspensions,calendar_days,calendar_years}',
			'{see}', NULL, NULL, 'all', NULL),
		('auditor', '{parties,permits,clearances,carriers,cases,requests,request_items,decisions,contracts,contract_items,notices,protections,handovers,system_accesses,violations,suspensions,annulments,party_changes,supplements,protection_measures,calendar_days,calendar_years}',
			'{see}', NULL, NULL, 'all', NULL)
	),
	-- Views show of the tables what these show to who reads them.  One made before PostgreSQL 15
	-- shows everything, and so is not for those from whom rows are hidden.
	views (duty, tables, which_rows) AS (VALUES
		('customer', '{answers_due,outstanding_carriers,returns_due,duties,case_status,authorizations_expiring,breaches,case_timeline,contractor_exposure}',
			'as far as it sees the tables'),
		('authority', '{answers_due}', 'as far as it sees the tables'),
		('security', '{answers_due,outstanding_carriers,returns_due,duties,case_status,authorizations_expiring,breaches,case_timeline,contractor_exposure}', 'all'),
		('analyst', '{answers_due,outstanding_carriers,returns_due,duties,case_status,authorizations_expiring,breaches,case_timeline,contractor_exposure}', 'all'),
		('auditor', '{answers_due,outstanding_carriers,returns_due,duties,case_status,authorizations_expiring,breaches,case_timeline,contractor_exposure}', 'all'),
		('customer', '{privileges}', 'its own'), ('authority', '{privileges}', 'its own'), ('analyst', '{privileges}', 'its own'),
		('security', '{privileges}', 'all'), ('auditor', '{privileges,admissions}', 'all')
	)
	SELECT l.duty::secretxfer.duty, t, a, l.only_columns::text[], l.but_columns::text[], l.which_rows, l.condition, true
	FROM lines l
	CROSS JOIN LATERAL unnest(l.tables::text[]) AS t
	CROSS JOIN LATERAL unnest(l.acts::text[]) AS a
	UNION ALL
	SELECT v.duty::secretxfer.duty, t, 'see', NULL, NULL, v.which_rows, NULL, false
	FROM views v
	CROSS JOIN LATERAL unnest(v.tables::text[]) AS t
	WHERE v.which_rows <> 'as far as it sees the tables' OR EXISTS (
		SELECT FROM pg_class c CROSS JOIN LATERAL pg_options_to_table(c.reloptions) AS o
		WHERE c.oid = to_regclass('secretxfer.' || t) AND o.option_name = 'security_invoker' AND o.option_value::boolean)
$$;
COMMENT ON FUNCTION secretxfer.duty_matrix() IS
'What each duty gives: act (see, enter, change, withdraw) by act, the columns to which it extends (only_columns, or all but but_columns), '
'the rows in words and as a condition, null for all, and whether policies choose them. One row a duty, table or view, and act.';

-- One policy for each table and act, for every role; and one for analysts, whose roles admit()
-- adds to the owner's.
CREATE FUNCTION secretxfer.policies()
RETURNS TABLE ("table" text, policy text, command text, condition text, for_analysts boolean, comment text)
STABLE PARALLEL SAFE ROWS 110
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH matrix AS MATERIALIZED (SELECT * FROM secretxfer.duty_matrix() WHERE by_policy)
	SELECT t.name, 'secretxfer_' || a.act, a.command,
		format(CASE WHEN count(m.duty) > 0 THEN '(%s)' ELSE '%s' END,
			concat_ws(' OR ', format('secretxfer.unlimited(''secretxfer.%s''::regclass, ''%s''::text)', t.name, a.command),
			string_agg(format(CASE WHEN m.condition IS NULL THEN 'secretxfer.acts_as(''%s''::secretxfer.duty)'
				ELSE '(secretxfer.acts_as(''%s''::secretxfer.duty) AND %s)' END, m.duty, m.condition), ' OR ' ORDER BY m.duty) FILTER (WHERE m.duty IS NOT NULL))),
		false, format('On which rows a role may act (%s): on all if no duty limits it, else on those of its duties.', a.act)
	FROM (SELECT DISTINCT "table" AS name FROM matrix) AS t
	CROSS JOIN (VALUES ('see', 'SELECT'), ('enter', 'INSERT'), ('change', 'UPDATE'), ('withdraw', 'DELETE')) AS a (act, command)
	LEFT JOIN matrix m ON m."table" = t.name AND m.act = a.act AND m.duty <> 'analyst'
	GROUP BY t.name, a.act, a.command
	UNION ALL
	SELECT "table", 'secretxfer_analyse', 'SELECT',
		'(NOT (secretxfer.acts_as(''customer''::secretxfer.duty) OR secretxfer.acts_as(''authority''::secretxfer.duty)))',
		true, 'Analysts see all rows, but not all columns; so not who by another duty sees the columns.'
	FROM matrix WHERE duty = 'analyst'
$$;
COMMENT ON FUNCTION secretxfer.policies() IS
'The policies that the register''s tables have. One row a table and policy.';

CREATE FUNCTION secretxfer.policy_definition() RETURNS text
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT string_agg(format(E'CREATE POLICY %1$s ON secretxfer.%2$s FOR %3$s TO %4$s %5$s (%6$s);\nCOMMENT ON POLICY %1$s ON secretxfer.%2$s IS %7$L;\n',
		policy, "table", command, CASE WHEN for_analysts THEN 'CURRENT_USER' ELSE 'PUBLIC' END,
		CASE command WHEN 'INSERT' THEN 'WITH CHECK' ELSE 'USING' END, condition, comment), '' ORDER BY "table", policy)
	FROM secretxfer.policies()
$$;
COMMENT ON FUNCTION secretxfer.policy_definition() IS
'The policies'' part of register_definition().';

CREATE FUNCTION secretxfer.functions_that_admit() RETURNS name[]
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT ARRAY['admit', 'dismiss', 'enter_admission', 'end_admission', 'require_admissible', 'warn_of_other_grants',
		'admit_analysts', 'grants_of_duty', 'grant_of_extension']::name[]
$$;
COMMENT ON FUNCTION secretxfer.functions_that_admit() IS
'The functions that are for the owner of the register alone, whatever a duty gives.';

-- Functions, too, as far as a DBA took them from PUBLIC.  Each grant is made by the owner of what
-- it is on, or pg_restore would have to find out an order.
CREATE FUNCTION secretxfer.grants_of_duty(duty secretxfer.duty, role name, given boolean)
RETURNS TABLE (statement text, by_extension boolean)
STABLE PARALLEL SAFE ROWS 100
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT format(CASE WHEN given THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END, p.privilege, p.object, role), p.by_extension
	FROM (
		SELECT CASE m.act WHEN 'see' THEN 'SELECT' WHEN 'enter' THEN 'INSERT' WHEN 'change' THEN 'UPDATE' ELSE 'DELETE' END
			|| coalesce((
				SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' FROM pg_attribute a
				WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
				  AND (a.attname = ANY (m.only_columns) OR a.attname <> ALL (m.but_columns))), '') AS privilege,
			format('secretxfer.%I', m."table") AS object, false AS by_extension
		FROM secretxfer.duty_matrix() m
		JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = m."table"
		WHERE m.duty = grants_of_duty.duty
		UNION ALL
		-- good for nothing but to tell who was admitted, whatever becomes of the role's name
		SELECT 'REFERENCES (role)', 'secretxfer.admissions', false
		UNION ALL
		SELECT 'EXECUTE', 'FUNCTION ' || f.oid::regprocedure, true
		FROM pg_proc f
		WHERE f.pronamespace = 'secretxfer'::regnamespace
		  AND f.proname <> ALL (secretxfer.functions_that_admit())
		  AND NOT EXISTS (SELECT FROM aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) AS x WHERE x.grantee = 0)
		UNION ALL
		SELECT 'USAGE', 'SCHEMA secretxfer', true
	) AS p
$$;
COMMENT ON FUNCTION secretxfer.grants_of_duty(secretxfer.duty, name, boolean) IS
'The statements that give a role what a duty needs, or take it back, and whether they are on objects of the extension.';
