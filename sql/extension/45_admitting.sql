-- 45_admitting.sql
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

-- What the policies ask ----------------------------------------------------------------------

CREATE FUNCTION secretxfer.answered_when_planned(internal) RETURNS internal
LANGUAGE C STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'secretxfer_answered_when_planned';
COMMENT ON FUNCTION secretxfer.answered_when_planned(internal) IS
'Planner support: in a query under row-level security, what has one answer for a whole statement is answered when it is planned.';

CREATE FUNCTION secretxfer.acts_as(duty secretxfer.duty) RETURNS boolean
STABLE STRICT PARALLEL SAFE SUPPORT secretxfer.answered_when_planned
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_acts_as';
COMMENT ON FUNCTION secretxfer.acts_as(secretxfer.duty) IS
'Whether the current role is admitted to a duty, by itself or as a member of a group.';

CREATE FUNCTION secretxfer.unlimited("table" regclass, privilege text) RETURNS boolean
STABLE STRICT PARALLEL SAFE SUPPORT secretxfer.answered_when_planned
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_unlimited';
COMMENT ON FUNCTION secretxfer.unlimited(regclass, text) IS
'Whether the current role is admitted to no duty and was granted the privilege on the table otherwise: then it has it on all rows.';

CREATE FUNCTION secretxfer.admitted_for(duty secretxfer.duty) RETURNS text[]
STABLE STRICT PARALLEL SAFE SUPPORT secretxfer.answered_when_planned
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_admitted_for';
COMMENT ON FUNCTION secretxfer.admitted_for(secretxfer.duty) IS
'The parties for which the current role is admitted to a duty, by their idn.';

CREATE FUNCTION secretxfer.own_case(case_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_own_case';
COMMENT ON FUNCTION secretxfer.own_case(text) IS
'Whether the current role acts for the present customer of a case.';

CREATE FUNCTION secretxfer.cases_taken_over() RETURNS text[]
STABLE PARALLEL SAFE COST 10
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_cases_taken_over';
COMMENT ON FUNCTION secretxfer.cases_taken_over() IS
'The cases of which a supplement made a party of the current role the customer (provision 10 paragraph 1).';

CREATE FUNCTION secretxfer.cases_passed_on() RETURNS text[]
STABLE PARALLEL SAFE COST 10
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_cases_passed_on';
COMMENT ON FUNCTION secretxfer.cases_passed_on() IS
'The cases in which a supplement named another in the place of a party of the current role (provision 10 paragraph 1).';

CREATE FUNCTION secretxfer.own_contractors() RETURNS text[]
STABLE PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_own_contractors';
COMMENT ON FUNCTION secretxfer.own_contractors() IS
'The contractors of the cases whose present customer the current role acts for, by their idn.';

CREATE FUNCTION secretxfer.permitted_carrier(carrier_id bigint) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_permitted_carrier';
COMMENT ON FUNCTION secretxfer.permitted_carrier(bigint) IS
'Whether a disposing body permitted the carrier in a case whose present customer the current role acts for.';

CREATE FUNCTION secretxfer.asked_in_case(case_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_in_case';
COMMENT ON FUNCTION secretxfer.asked_in_case(text) IS
'Whether a request of the case is addressed to a disposing body that the current role acts for.';

CREATE FUNCTION secretxfer.asked_by(case_no text, request_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_by';
COMMENT ON FUNCTION secretxfer.asked_by(text, text) IS
'Whether the request is addressed to a disposing body that the current role acts for.';

CREATE FUNCTION secretxfer.asked_under_permit(permit_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_under_permit';
COMMENT ON FUNCTION secretxfer.asked_under_permit(text) IS
'Whether a request to a disposing body that the current role acts for names the permit.';

CREATE FUNCTION secretxfer.asked_under_clearance(clearance_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_under_clearance';
COMMENT ON FUNCTION secretxfer.asked_under_clearance(text) IS
'Whether a request to a disposing body that the current role acts for names the clearance.';

-- For the view authorizations_expiring, which analysts read without reading names.
CREATE FUNCTION secretxfer.same_person(clearance_no text, other_clearance_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_same_person';
COMMENT ON FUNCTION secretxfer.same_person(text, text) IS
'Whether two clearances are of one person, without telling whose.';

-- Who may do what ----------------------------------------------------------------------------

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

-- Admitting and dismissing -------------------------------------------------------------------

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

-- Row-level security comes into force with the first role that it limits, and stays: until then
-- roles with plain grants need not do without COPY FROM, which PostgreSQL does not have under it.
CREATE FUNCTION secretxfer.enter_admission(role name, party text, duty secretxfer.duty, recorded_by name) RETURNS secretxfer.duty[]
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	statement text;
BEGIN
	LOCK TABLE secretxfer.admissions IN SHARE ROW EXCLUSIVE MODE;
	PERFORM secretxfer.require_admissible(role, party, duty);
	INSERT INTO secretxfer.admissions (role, duty, party, recorded_at, recorded_by)
	VALUES (role, duty, party, now(), recorded_by) ON CONFLICT DO NOTHING;
	FOR statement IN SELECT g.statement FROM secretxfer.grants_of_duty(duty, role, true) g WHERE NOT g.by_extension LOOP
		EXECUTE statement;
	END LOOP;
	IF duty IN ('customer', 'authority') THEN
		FOR statement IN
			SELECT format('ALTER TABLE secretxfer.%I ENABLE ROW LEVEL SECURITY', c.relname)
			FROM pg_class c
			WHERE c.relnamespace = 'secretxfer'::regnamespace AND NOT c.relrowsecurity
			  AND c.relname IN (SELECT p."table" FROM secretxfer.policies() p)
			ORDER BY c.relname
		LOOP
			EXECUTE statement;
		END LOOP;
	ELSIF duty = 'analyst' THEN
		PERFORM secretxfer.admit_analysts();
	END IF;
	RETURN ARRAY[duty];
END
$$;
COMMENT ON FUNCTION secretxfer.enter_admission(name, text, secretxfer.duty, name) IS
'admit(), as the owner of the register. Result: the duties whose functions are to be granted.';

CREATE FUNCTION secretxfer.require_admissible(role name, party text, duty secretxfer.duty) RETURNS void
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF role IS NULL OR duty IS NULL THEN
		RAISE null_value_not_allowed USING MESSAGE = 'a role and a duty must be named';
	ELSIF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role) THEN
		RAISE undefined_object USING MESSAGE = format('role "%s" does not exist', role);
	ELSIF (party IS NOT NULL) <> (duty IN ('customer', 'authority')) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the duty "%s" is %s', duty, CASE WHEN party IS NULL THEN 'for a party' ELSE 'for no party' END),
			HINT = 'Name the party of a customer or an authority by its idn; give null for the other duties.';
	ELSIF duty = 'customer' AND NOT EXISTS (SELECT FROM secretxfer.parties p WHERE p.idn = party AND p.kind <> 'citizen') THEN
		RAISE invalid_parameter_value USING MESSAGE = 'the party is no state body or organisation in the register',
			HINT = 'Enter the party first (provision 2(2)).';
	ELSIF duty = 'authority' AND NOT EXISTS (SELECT FROM secretxfer.parties p WHERE p.idn = party AND p.kind = 'state_body' AND p.disposes_of_secrets) THEN
		RAISE invalid_parameter_value USING MESSAGE = 'the party is no body in the register that disposes of secrets',
			HINT = 'Enter the party first, as a body that disposes of secrets (provision 4).';
	ELSIF duty IN ('customer', 'authority') AND EXISTS (
		SELECT FROM pg_roles r JOIN pg_class c ON c.oid = 'secretxfer.cases'::regclass
		WHERE r.rolname = role AND (r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, c.relowner, 'USAGE'))) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('role "%s" cannot be limited to rows', role),
			HINT = 'Admit a role that is no superuser, has not BYPASSRLS and is no member of the register''s owner.';
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.require_admissible(name, text, secretxfer.duty) IS
'admit(): whether a role can be admitted to this duty.';

-- What is left of a role's other duties is granted again, for a table''s privilege takes those
-- on its columns with it.
CREATE FUNCTION secretxfer.end_admission(role name, party text, duty secretxfer.duty, ended_by name) RETURNS secretxfer.duty[]
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	statement text;
	others secretxfer.duty[];
BEGIN
	LOCK TABLE secretxfer.admissions IN SHARE ROW EXCLUSIVE MODE;
	DELETE FROM secretxfer.admissions a
	WHERE a.role = end_admission.role AND a.duty = end_admission.duty AND a.party IS NOT DISTINCT FROM end_admission.party;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('role "%s" is not admitted so', role), HINT = 'Look it up in secretxfer.admissions.';
	END IF;
	IF duty = 'analyst' THEN
		PERFORM secretxfer.admit_analysts();
	END IF;
	IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role) THEN
		others := ARRAY(SELECT DISTINCT a.duty FROM secretxfer.admissions a WHERE a.role = end_admission.role);
		FOR statement IN
			SELECT g.statement FROM secretxfer.grants_of_duty(duty, role, false) g WHERE NOT g.by_extension
			UNION ALL
			SELECT format('REVOKE ALL ON secretxfer.%I FROM %I', c.relname, role) FROM pg_class c
			WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'v') AND pg_has_role(c.relowner, 'USAGE')
			  AND others = '{}'
			UNION ALL
			SELECT g.statement FROM unnest(others) AS o CROSS JOIN LATERAL secretxfer.grants_of_duty(o, role, true) AS g WHERE NOT g.by_extension
		LOOP
			EXECUTE statement;
		END LOOP;
		PERFORM secretxfer.warn_of_other_grants(role);
	END IF;
	RETURN others;
END
$$;
COMMENT ON FUNCTION secretxfer.end_admission(name, text, secretxfer.duty, name) IS
'dismiss(), as the owner of the register. Result: the duties that the role still has; null if it does not exist.';

-- This runs with the rights of the extension's owner, so it touches nothing that is not the
-- extension's or the catalog's.
CREATE FUNCTION secretxfer.grant_of_extension(role name, taken secretxfer.duty, given secretxfer.duty[]) RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	statement text;
BEGIN
	FOR statement IN
		SELECT g.statement FROM secretxfer.grants_of_duty(taken, role, false) g WHERE g.by_extension
		UNION ALL
		SELECT g.statement FROM unnest(given) AS d CROSS JOIN LATERAL secretxfer.grants_of_duty(d, role, true) AS g WHERE g.by_extension
	LOOP
		EXECUTE statement;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.grant_of_extension(name, secretxfer.duty, secretxfer.duty[]) IS
'admit() and dismiss(), as the owner of the extension: its schema and functions.';

-- A role without a duty is not limited, whatever it was granted otherwise.
CREATE FUNCTION secretxfer.warn_of_other_grants(role name) RETURNS void
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM secretxfer.admissions a JOIN pg_roles r ON r.rolname = a.role
				   WHERE pg_has_role(warn_of_other_grants.role, r.oid, 'USAGE'))
		AND EXISTS (SELECT FROM secretxfer.policies() p
					WHERE has_table_privilege(role, 'secretxfer.' || p."table", 'SELECT, INSERT, UPDATE, DELETE')) THEN
		RAISE WARNING 'role "%" still has privileges on tables of the register, and no duty limits it to rows any more', role
			USING HINT = 'It has them as a member of other roles, or as everybody: REVOKE them.';
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.warn_of_other_grants(name) IS
'dismiss(): warns if privileges remain that admit() did not give.';

-- The policies for analysts are for the owner, who needs none, and for the roles admitted so.
CREATE FUNCTION secretxfer.admit_analysts() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	policy record;
BEGIN
	FOR policy IN
		SELECT format('ALTER POLICY %I ON secretxfer.%I TO CURRENT_USER%s', p.policy, p."table",
			(SELECT string_agg(format(', %I', a.role), '' ORDER BY a.role) FROM secretxfer.admissions a
			 WHERE a.duty = 'analyst' AND EXISTS (SELECT FROM pg_roles r WHERE r.rolname = a.role))) AS alteration
		FROM secretxfer.policies() p WHERE p.for_analysts ORDER BY p."table"
	LOOP
		EXECUTE policy.alteration;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.admit_analysts() IS
'admit() and dismiss(): names the analysts'' roles in the policies for them.';

CREATE FUNCTION secretxfer.admit(role name, party text, duty secretxfer.duty) RETURNS void
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_admit';
COMMENT ON FUNCTION secretxfer.admit(name, text, secretxfer.duty) IS
'Admits a role to a duty: customer or authority for a party, named by its idn, or security, analyst or auditor, for none (null). '
'Grants it what the duty needs and limits it to the rows of its duties; said again, it grants what is new. '
'Raises insufficient_privilege (42501) unless the caller may act as the register''s owner.';

CREATE FUNCTION secretxfer.dismiss(role name, party text, duty secretxfer.duty) RETURNS void
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_dismiss';
COMMENT ON FUNCTION secretxfer.dismiss(name, text, secretxfer.duty) IS
'Ends what admit() began with the same arguments, and takes the grants back; with the last duty all that the role was granted on the register''s tables. '
'A role that is gone is dismissed by its name. Raises insufficient_privilege (42501) unless the caller may act as the register''s owner.';

CREATE FUNCTION secretxfer.renew_admissions() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_renew_admissions';
COMMENT ON FUNCTION secretxfer.renew_admissions() IS
'Trigger, after each statement that writes admissions: lets nobody do so but the owner, and has every session ask anew what its role may do.';
