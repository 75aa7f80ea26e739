-- Put together from sql/extension and sql/register by sql/assemble; edit those.

-- complain if the script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION secretxfer" to load this file. \quit

-- 10_types.sql
--
-- The value lists of the register.  They are enums, never bare texts, so that a list cannot
-- be widened by a slip of the pen.  Their order is the order of the C enums in src/tables.h;
-- only that of secrecy_mark has a meaning.

CREATE TYPE secretxfer.secrecy_mark AS ENUM ('secret', 'top_secret', 'special_importance');
COMMENT ON TYPE secretxfer.secrecy_mark IS
'Degree of secrecy, ascending (Law "On State Secrets", art. 18 and 29): a permit or clearance covers its own degree and the lower ones.';

CREATE TYPE secretxfer.party_kind AS ENUM ('state_body', 'organization', 'citizen');
COMMENT ON TYPE secretxfer.party_kind IS
'What a party is (provision 2): a state body, a non-state organisation, or a citizen of Kazakhstan.';

CREATE TYPE secretxfer.carrier_kind AS ENUM ('document', 'other');
COMMENT ON TYPE secretxfer.carrier_kind IS
'What a carrier is (provision 4(2)): a document, whose sheets are counted, or another material.';

CREATE TYPE secretxfer.decision_outcome AS ENUM ('permitted', 'refused');
COMMENT ON TYPE secretxfer.decision_outcome IS
'The disposing body''s answer to a request (provision 5).';

CREATE TYPE secretxfer.signatory AS ENUM ('head', 'acting_head');
COMMENT ON TYPE secretxfer.signatory IS
'In which capacity an answer was signed (provision 5): nobody but the head or the acting head may sign.';

CREATE TYPE secretxfer.notice_kind AS ENUM (
	'contract', 'courier_service', 'postal_service', 'succession_security', 'succession_authority');
COMMENT ON TYPE secretxfer.notice_kind IS
'What is notified to whom: contract and transfer to the national security body (provision 3(3)); '
'services of a provider to the courier and the special postal service (8(4)); '
'a succession to the national security body and to each disposing body (10).';

CREATE TYPE secretxfer.protection_kind AS ENUM ('contractor', 'customer', 'quasi_state', 'provider');
COMMENT ON TYPE secretxfer.protection_kind IS
'Whose protection unit protects the secrets at the contractor (provision 8(1) to 8(4)).';

CREATE TYPE secretxfer.party_change_kind AS ENUM (
	'functions', 'ownership', 'liquidation', 'works_terminated');
COMMENT ON TYPE secretxfer.party_change_kind IS
'What happened to a party (provision 10): its functions or its form of ownership changed, it is liquidated, or it stops such works.';

CREATE TYPE secretxfer.verdict AS ENUM ('passed', 'failed');
COMMENT ON TYPE secretxfer.verdict IS
'What a rule says of an entry.';
-- 20_triggers.sql
--
-- The trigger functions that stand on every table of the register.  What is judged where:
-- a row by itself before it is stored, so that the register's own message comes before that
-- of a native constraint, which would print the row; a row among the others right after the
-- statement; and only what cannot be known earlier at the end of the transaction.

CREATE FUNCTION secretxfer.enter_entry() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_enter_entry';
COMMENT ON FUNCTION secretxfer.enter_entry() IS
'Trigger, before each inserted or updated row: stamps the entry (recorded_at, recorded_by, due_on, annexed_on) '
'and judges what the row shows by itself. Raises check_violation (23514) with the name of the rule.';

CREATE FUNCTION secretxfer.judge_entry() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_judge_entry';
COMMENT ON FUNCTION secretxfer.judge_entry() IS
'Trigger, after each inserted, updated or deleted row: judges the entry among the others by the provisions of the Rules. '
'Raises check_violation (23514) with the name of the rule.';

CREATE FUNCTION secretxfer.judge_at_commit() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_judge_at_commit';
COMMENT ON FUNCTION secretxfer.judge_at_commit() IS
'Constraint trigger, at the end of the transaction: a request that has been received lists at least one carrier (provision 4(2)). '
'Raises check_violation (23514) with the name of the rule.';

CREATE FUNCTION secretxfer.refuse_truncate() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_refuse_truncate';
COMMENT ON FUNCTION secretxfer.refuse_truncate() IS
'Trigger, before truncation: TRUNCATE would pass by every row trigger, so the register refuses it. '
'Raises check_violation (23514) with the name of the rule.';
-- 30_create_register.sql
--
-- The extension brings the rules, create_register() the records: ordinary tables that belong
-- to their user.  Tables that were members of the extension would lose the user's columns,
-- indexes and policies in a dump, and all their rows in DROP EXTENSION.  Their definition is
-- the function register_definition(), put together from the files in sql/register.

CREATE FUNCTION secretxfer.create_register() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_create_register';
COMMENT ON FUNCTION secretxfer.create_register() IS
'Creates the register in schema secretxfer: tables, indexes, triggers, comments and the seed of the calendar, owned by the caller. '
'Called again it adds what is missing and changes nothing else; a table that lacks a column is named in a warning. '
'Raises insufficient_privilege (42501) unless the caller may create in schema secretxfer.';
-- 40_judging.sql
--
-- The second door of the evaluator: the code that the triggers call, asked beforehand.

-- Volatile: like the triggers it judges by what is committed now, not by an old snapshot.
CREATE FUNCTION secretxfer.check_entry("table" regclass, entry jsonb)
RETURNS TABLE (
	rule text,
	verdict secretxfer.verdict,
	detail text,
	hint text)
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_check_entry';
COMMENT ON FUNCTION secretxfer.check_entry(regclass, jsonb) IS
'Every rule that recording this row now would meet, passed and failed, without writing anything. '
'table: a table of the register; entry: an object of its columns. An entry whose key exists is judged as the change of that row. '
'Result: the rule''s public name, what it says, what is wrong, and the next lawful step. '
'Raises an error when the table is not one of the register or the object does not fit its columns.';

CREATE FUNCTION secretxfer.next_steps(case_no text)
RETURNS TABLE (
	rule text,
	provision text,
	who text,
	what text,
	due date,
	step integer)
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_next_steps';
COMMENT ON FUNCTION secretxfer.next_steps(text) IS
'What is still missing before the next carrier of the case can be handed over or, when the case winds up, before it can be closed. '
'Result: the rule that asks for it, its provision, who has to act, what to do, by which day (provision 5 only), and the place in the order of steps: '
'those of step 1 can be taken now. '
'Raises an error for an unknown case.';
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
-- 50_calendar.sql
--
-- Kazakhstan's working days, as the terms of provision 5 need them.  The calendar is data
-- (tables calendar_days and calendar_years); a day beyond the years it knows is an error and
-- never a guess.  Parallel unsafe, because the calendar is looked up with the latest snapshot,
-- which a parallel query cannot take.

CREATE FUNCTION secretxfer.is_working_day(day date) RETURNS boolean
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_is_working_day';
COMMENT ON FUNCTION secretxfer.is_working_day(date) IS
'Whether the day is a working day: Monday to Friday unless calendar_days says otherwise. '
'Raises an error for a day outside the years in calendar_years.';

CREATE FUNCTION secretxfer.add_working_days(day date, days integer) RETURNS date
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_add_working_days';
COMMENT ON FUNCTION secretxfer.add_working_days(date, integer) IS
'The last of so many working days counted from the day after the given one (Civil Code, art. 173); backwards when negative. '
'Raises an error when the count leaves the years in calendar_years.';

CREATE FUNCTION secretxfer.working_days_between(from_day date, to_day date) RETURNS integer
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_working_days_between';
COMMENT ON FUNCTION secretxfer.working_days_between(date, date) IS
'The number of working days after from_day up to and including to_day; negative when to_day is earlier. '
'Raises an error for a day outside the years in calendar_years.';

CREATE FUNCTION secretxfer.answer_due(received_on date) RETURNS date
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_answer_due';
COMMENT ON FUNCTION secretxfer.answer_due(date) IS
'The day by whose end a request received on this day must be answered (provision 5): the tenth working day after receipt. '
'Raises an error when the term leaves the years in calendar_years.';
-- 60_identification_numbers.sql
--
-- BIN and IIN, the identification numbers that provision 4(1) demands.

CREATE FUNCTION secretxfer.idn_valid(idn text) RETURNS boolean
IMMUTABLE STRICT PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_idn_valid';
COMMENT ON FUNCTION secretxfer.idn_valid(text) IS
'Whether the text is a possible BIN or IIN: twelve ASCII digits, not all zero, with a right check digit. Never an error.';

CREATE FUNCTION secretxfer.idn_valid(idn text, kind secretxfer.party_kind) RETURNS boolean
IMMUTABLE STRICT PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_idn_valid_for_kind';
COMMENT ON FUNCTION secretxfer.idn_valid(text, secretxfer.party_kind) IS
'Whether the text is a possible number of such a party: an IIN for a citizen; for a state body or an organisation a BIN, '
'which also has a month in digits 3 and 4, one of 4, 5, 6 in digit 5 and one of 0 to 3 in digit 6. Never an error.';
-- 70_rules.sql
--
-- The catalogue of the rules: the public names that stand in CONSTRAINT NAME of a refusal.

CREATE FUNCTION secretxfer.rule_catalogue()
RETURNS TABLE (
	name text,
	provision text,
	tables text[],
	sentence_en text,
	sentence_kk text,
	sentence_ru text)
IMMUTABLE PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_rule_catalogue';
COMMENT ON FUNCTION secretxfer.rule_catalogue() IS
'All rules of the register as the evaluator knows them; better read through the view secretxfer.rules.';

CREATE VIEW secretxfer.rules AS
	SELECT name, provision, tables, sentence_en, sentence_kk, sentence_ru
	FROM secretxfer.rule_catalogue();
COMMENT ON VIEW secretxfer.rules IS
'The catalogue of the rules. One row a rule.';
COMMENT ON COLUMN secretxfer.rules.name IS
'Public name, given as CONSTRAINT NAME in a refusal: secretxfer_rNN_word, NN being the provision, 00 the register''s own discipline.';
COMMENT ON COLUMN secretxfer.rules.provision IS
'Provision of the Rules from which the rule follows.';
COMMENT ON COLUMN secretxfer.rules.tables IS
'Tables whose entries the rule guards.';
COMMENT ON COLUMN secretxfer.rules.sentence_en IS
'The rule in one sentence, in English.';
COMMENT ON COLUMN secretxfer.rules.sentence_kk IS
'The rule in one sentence, in Kazakh.';
COMMENT ON COLUMN secretxfer.rules.sentence_ru IS
'The rule in one sentence, in Russian.';

-- The rules are public law; who may enter the schema may read them.
GRANT SELECT ON secretxfer.rules TO PUBLIC;
-- 80_reading.sql
--
-- How the register is read: what the views and verify() both have to know of the Rules.
--
-- Each function is one plain query, declared so that the planner puts it into the query that
-- asks (no SET, not STRICT): a condition on a case or a party goes down to the indexes.  For
-- that the numbers must keep their collation, which a type can say and RETURNS TABLE cannot.
-- They name register tables that do not exist yet when the extension is created; as text they
-- may.

CREATE TYPE secretxfer.case_stage AS ENUM (
	'opened', 'requested', 'received', 'refused', 'permitted', 'contracted', 'annexed', 'notified', 'protected',
	'works', 'returned', 'suspended', 'winding_up', 'closed');
COMMENT ON TYPE secretxfer.case_stage IS
'How far a case has come: opened; requested, not received yet; received, not answered yet; refused; permitted; contracted; annexed; '
'notified to the national security body; protected, so that nothing is missing but the transfer; works, while something is out; returned; '
'or out of that order: suspended; winding_up, after an annulment or a change of a party that no supplement settles; closed.';

CREATE FUNCTION secretxfer.today() RETURNS date
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT (pg_catalog.statement_timestamp() AT TIME ZONE 'Asia/Almaty')::pg_catalog.date
$$;
COMMENT ON FUNCTION secretxfer.today() IS
'Today where the Rules apply: in Asia/Almaty, whatever the time zone of the session.';

CREATE FUNCTION secretxfer.recorded_on(recorded_at timestamptz) RETURNS date
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT (recorded_at AT TIME ZONE 'Asia/Almaty')::pg_catalog.date
$$;
COMMENT ON FUNCTION secretxfer.recorded_on(timestamptz) IS
'The day, in Asia/Almaty, on which an entry was recorded.';

-- Provision 5 -------------------------------------------------------------------------------

-- These two are worth calling once for a query and not going into: how many days the calendar
-- knows, the planner would guess far too high.
CREATE FUNCTION secretxfer.working_calendar()
RETURNS TABLE (day date, working boolean, confirmed boolean, day_no bigint, working_day_no bigint)
STABLE PARALLEL SAFE ROWS 1500
LANGUAGE sql SET search_path = pg_catalog, pg_temp SET jit = off AS $$
	SELECT d.day, d.working, d.confirmed,
		row_number() OVER days,
		sum(d.working::int) OVER days
	FROM (
		SELECT first.day + n AS day, y.confirmed_on IS NOT NULL AS confirmed,
			coalesce(x.working, extract(isodow FROM first.day + n) < 6) AS working
		FROM secretxfer.calendar_years y
		CROSS JOIN LATERAL (VALUES (make_date(y.year, 1, 1))) AS first (day)
		JOIN generate_series(0, 365) AS n ON first.day + n < make_date(y.year + 1, 1, 1)
		LEFT JOIN secretxfer.calendar_days x ON x.day = first.day + n
	) AS d
	WINDOW days AS (ORDER BY d.day)
$$;
COMMENT ON FUNCTION secretxfer.working_calendar() IS
'Every day of the years in calendar_years, as the calendar stands: whether it is worked, whether its year is confirmed, '
'and how many known days (day_no) and working days (working_day_no) there were up to and including it.';

-- Two days lie in one run of known years if as many known days lie between them as days at all.
-- Declared to be fewer than they are, as only a few of the days have requests that wait.
CREATE FUNCTION secretxfer.answer_terms()
RETURNS TABLE (received_on date, due_on date, working_days_left bigint, provisional boolean)
STABLE PARALLEL SAFE ROWS 100
LANGUAGE sql SET search_path = pg_catalog, pg_temp SET jit = off AS $$
	WITH calendar AS MATERIALIZED (SELECT * FROM secretxfer.working_calendar()),
		today AS MATERIALIZED (SELECT * FROM calendar WHERE day = (SELECT secretxfer.today()))
	SELECT r.day, due.day, due.working_day_no - today.working_day_no, NOT (r.confirmed AND due.confirmed)
	FROM calendar r
	JOIN calendar due ON due.working AND due.working_day_no = r.working_day_no + 10
		AND due.day_no - r.day_no = due.day - r.day
	LEFT JOIN today ON due.day_no - today.day_no = due.day - today.day
$$;
COMMENT ON FUNCTION secretxfer.answer_terms() IS
'The term of provision 5 for every day of receipt from which it can be told: the tenth working day after it, the working days '
'left until then (negative when it has passed), and whether a year it runs through is not confirmed yet. No row where the calendar does not reach.';

-- Provisions 3 to 7 -------------------------------------------------------------------------

CREATE TYPE secretxfer.annexed_carrier AS (
	case_no text COLLATE "C",
	annex_no text COLLATE "C",
	carrier_id bigint,
	annexed_on date,
	request_no text COLLATE "C",
	item_no integer,
	transfer_from date,
	transfer_until date);
COMMENT ON TYPE secretxfer.annexed_carrier IS
'A carrier in an annex to a contract; see annexed_carriers().';

CREATE FUNCTION secretxfer.annexed_carriers() RETURNS SETOF secretxfer.annexed_carrier
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT a.case_no, a.annex_no, i.carrier_id, a.annexed_on, a.request_no, a.item_no, r.transfer_from, r.transfer_until
	FROM secretxfer.contract_items a
	JOIN secretxfer.request_items i ON (i.case_no, i.request_no, i.item_no) = (a.case_no, a.request_no, a.item_no)
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (a.case_no, a.request_no)
$$;
COMMENT ON FUNCTION secretxfer.annexed_carriers() IS
'What the annexes list (provision 6(4)): each line with its carrier and the period planned in the request that lists it.';

CREATE TYPE secretxfer.transfer AS (
	entered_in text,
	case_no text COLLATE "C",
	carrier_id bigint,
	clearance_no text COLLATE "C",
	started_on date,
	ended_on date,
	judged_at timestamptz);
COMMENT ON TYPE secretxfer.transfer IS
'A hand-over or an access; see transfers(). judged_at is when it was last judged as a whole: recorded, or corrected; its end is not judged.';

CREATE FUNCTION secretxfer.transfers() RETURNS SETOF secretxfer.transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'handovers'::text, h.case_no, h.carrier_id, h.received_by, h.handed_on, h.returned_on,
		CASE WHEN num_nonnulls(h.returned_on, h.return_act_no) = 0 THEN greatest(h.recorded_at, h.changed_at) ELSE h.recorded_at END
	FROM secretxfer.handovers h
	UNION ALL
	SELECT 'system_accesses'::text, a.case_no, NULL::bigint, a.clearance_no, a.granted_on, a.ended_on,
		CASE WHEN a.ended_on IS NULL THEN greatest(a.recorded_at, a.changed_at) ELSE a.recorded_at END
	FROM secretxfer.system_accesses a
$$;
COMMENT ON FUNCTION secretxfer.transfers() IS
'Hand-overs of carriers and, in information-system service, accesses instead of them (provision 6 paragraph 3): what the Rules say of the one holds for the other.';

-- From few cases to what was handed over in them.  Of the two tables put together the planner has
-- no statistics, so that a join with transfers() looks dear to it; of each it has, so the case is
-- looked for in each.
CREATE FUNCTION secretxfer.transfers(case_no text) RETURNS SETOF secretxfer.transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'handovers'::text, h.case_no, h.carrier_id, h.received_by, h.handed_on, h.returned_on,
		CASE WHEN num_nonnulls(h.returned_on, h.return_act_no) = 0 THEN greatest(h.recorded_at, h.changed_at) ELSE h.recorded_at END
	FROM secretxfer.handovers h
	WHERE h.case_no = transfers.case_no
	UNION ALL
	SELECT 'system_accesses'::text, a.case_no, NULL::bigint, a.clearance_no, a.granted_on, a.ended_on,
		CASE WHEN a.ended_on IS NULL THEN greatest(a.recorded_at, a.changed_at) ELSE a.recorded_at END
	FROM secretxfer.system_accesses a
	WHERE a.case_no = transfers.case_no
$$;
COMMENT ON FUNCTION secretxfer.transfers(text) IS
'Hand-overs and accesses of one case.';

-- Provision 11 ------------------------------------------------------------------------------

CREATE FUNCTION secretxfer.in_force(issued_on date, valid_until date, revoked_on date, day date) RETURNS boolean
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT day BETWEEN issued_on AND valid_until AND (revoked_on IS NULL OR revoked_on > day)
$$;
COMMENT ON FUNCTION secretxfer.in_force(date, date, date, date) IS
'Whether a permit or clearance is in force on a day.';

-- Provision 9 -------------------------------------------------------------------------------

CREATE FUNCTION secretxfer.damage_outstanding(damage numeric, damage_recovered numeric) RETURNS numeric
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT nullif(greatest(damage - coalesce(damage_recovered, 0), 0), 0)
$$;
COMMENT ON FUNCTION secretxfer.damage_outstanding(numeric, numeric) IS
'What of a breach''s damage is still to be recovered (provision 9 paragraph 2); null when nothing is.';

-- Provision 10 ------------------------------------------------------------------------------

CREATE TYPE secretxfer.case_change AS (
	case_no text COLLATE "C",
	customer text COLLATE "C",
	contractor text COLLATE "C",
	opened_on date,
	closed_on date,
	side text,
	party text COLLATE "C",
	change_no text COLLATE "C",
	kind secretxfer.party_change_kind,
	effective_on date,
	completed_on date,
	recorded_at timestamptz,
	stands_since timestamptz,
	known_at timestamptz,
	successor text COLLATE "C",
	supplemented_on date);
COMMENT ON TYPE secretxfer.case_change IS
'A change of a party that concerns a case; see case_changes(). stands_since is when it was recorded, corrected or completed last; '
'known_at is when the register came to know that it concerns the case: a successor''s earlier change does so by the supplement only.';

-- The customer of a case is the one that ordered the works until a supplement names another,
-- whose own changes count from then on.  What happens to a customer after the change in which
-- another succeeded it is no concern of the case.
CREATE FUNCTION secretxfer.case_changes() RETURNS SETOF secretxfer.case_change
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on, 'contractor'::text,
		pc.party, pc.change_no, pc.kind, pc.effective_on, pc.completed_on, pc.recorded_at,
		greatest(pc.recorded_at, pc.changed_at), greatest(pc.recorded_at, pc.changed_at), NULL::text, NULL::date
	FROM secretxfer.party_changes pc
	JOIN secretxfer.cases c ON c.contractor = pc.party
	WHERE (pc.kind OPERATOR(pg_catalog.=) 'liquidation' OR pc.effective_on >= c.opened_on)
	  AND (c.closed_on IS NULL OR pc.effective_on <= c.closed_on)
	UNION ALL
	SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on, 'customer',
		pc.party, pc.change_no, pc.kind, pc.effective_on, pc.completed_on, pc.recorded_at,
		greatest(pc.recorded_at, pc.changed_at), greatest(pc.recorded_at, pc.changed_at, c.recorded_at), s.successor, s.concluded_on
	FROM secretxfer.party_changes pc
	JOIN secretxfer.cases c ON c.customer = pc.party AND c.opened_on <= pc.effective_on
	LEFT JOIN secretxfer.supplements s ON (s.case_no, s.party, s.change_no) = (c.case_no, pc.party, pc.change_no)
	WHERE (c.closed_on IS NULL OR pc.effective_on <= c.closed_on)
	  AND NOT EXISTS (
		SELECT FROM secretxfer.supplements earlier
		JOIN secretxfer.party_changes e ON (e.party, e.change_no) = (earlier.party, earlier.change_no)
		WHERE earlier.case_no = c.case_no AND earlier.party = pc.party AND earlier.successor <> earlier.party
		  AND e.effective_on >= c.opened_on
		  AND (e.effective_on, e.change_no) < (pc.effective_on, pc.change_no))
	UNION ALL
	SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on, 'customer',
		pc.party, pc.change_no, pc.kind, pc.effective_on, pc.completed_on, pc.recorded_at,
		greatest(pc.recorded_at, pc.changed_at), greatest(pc.recorded_at, pc.changed_at, k.recorded_at, k.changed_at), s.successor, s.concluded_on
	FROM secretxfer.supplements k
	JOIN secretxfer.party_changes pc ON pc.party = k.successor AND pc.effective_on >= k.concluded_on
	JOIN secretxfer.cases c ON c.case_no = k.case_no
	LEFT JOIN secretxfer.supplements s ON (s.case_no, s.party, s.change_no) = (k.case_no, pc.party, pc.change_no)
	WHERE k.successor <> k.party AND (c.closed_on IS NULL OR pc.effective_on <= c.closed_on)
	  AND NOT EXISTS (
		SELECT FROM secretxfer.supplements earlier
		JOIN secretxfer.party_changes e ON (e.party, e.change_no) = (earlier.party, earlier.change_no)
		WHERE earlier.case_no = k.case_no AND earlier.party = pc.party AND earlier.successor <> earlier.party
		  AND e.effective_on >= k.concluded_on
		  AND (e.effective_on, e.change_no) < (pc.effective_on, pc.change_no))
$$;
COMMENT ON FUNCTION secretxfer.case_changes() IS
'The changes of parties that concern a case (provision 10): of its contractor, and of its customer and that one''s successors, '
'with the supplement that settles the latter. One row a case and change.';

CREATE FUNCTION secretxfer.bodies_whose_secrets_are_used(case_no text, by_day date)
RETURNS TABLE (authority text, known_at timestamptz)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT used.authority, min(used.known_at)
	FROM (
		SELECT k.owner AS authority, greatest(a.recorded_at, a.changed_at) AS known_at
		FROM secretxfer.contract_items a
		JOIN secretxfer.request_items i ON (i.case_no, i.request_no, i.item_no) = (a.case_no, a.request_no, a.item_no)
		JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id
		WHERE a.case_no = bodies_whose_secrets_are_used.case_no AND a.annexed_on <= by_day
		UNION ALL
		SELECT r.authority, greatest(d.recorded_at, d.changed_at)
		FROM secretxfer.cases c
		JOIN secretxfer.requests r ON r.case_no = c.case_no
		JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
		WHERE c.case_no = bodies_whose_secrets_are_used.case_no
		  AND c.information_system_service AND d.outcome OPERATOR(pg_catalog.=) 'permitted' AND d.sent_on <= by_day
	) AS used
	GROUP BY used.authority
$$;
COMMENT ON FUNCTION secretxfer.bodies_whose_secrets_are_used(text, date) IS
'The disposing bodies whose secrets are used in a case by a day (provision 10 paragraph 1): the owners of annexed carriers and, '
'for information-system service, the bodies that permitted. known_at is when the register came to know it.';

CREATE TYPE secretxfer.succession_notice AS (
	case_no text COLLATE "C",
	customer text COLLATE "C",
	contractor text COLLATE "C",
	closed_on date,
	party text COLLATE "C",
	change_no text COLLATE "C",
	known_at timestamptz,
	successor text COLLATE "C",
	supplemented_on date,
	kind secretxfer.notice_kind,
	authority text COLLATE "C",
	sent_on date);
COMMENT ON TYPE secretxfer.succession_notice IS
'A notice that a succession demands; see succession_notices(). known_at is when the register came to know of it.';

CREATE FUNCTION secretxfer.succession_notices() RETURNS SETOF secretxfer.succession_notice
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT x.case_no, x.customer, x.contractor, x.closed_on, x.party, x.change_no, greatest(x.known_at, due.known_at),
		x.successor, x.supplemented_on, due.kind, due.authority,
		(SELECT min(n.sent_on) FROM secretxfer.notices n
		 WHERE n.case_no = x.case_no AND n.kind OPERATOR(pg_catalog.=) due.kind AND (n.party, n.change_no) = (x.party, x.change_no)
		   AND (due.authority IS NULL OR n.authority = due.authority))
	FROM secretxfer.case_changes() x
	CROSS JOIN LATERAL (
		SELECT 'succession_security'::secretxfer.notice_kind AS kind, NULL::text AS authority, NULL::timestamptz AS known_at
		UNION ALL
		SELECT 'succession_authority', b.authority, b.known_at
		FROM secretxfer.bodies_whose_secrets_are_used(x.case_no, x.supplemented_on) b) AS due
	WHERE x.supplemented_on IS NOT NULL
$$;
COMMENT ON FUNCTION secretxfer.succession_notices() IS
'The notices that a succession demands (provision 10 paragraph 1): to the national security body and to each body whose secrets are used, '
'with the day on which it was first sent, null while it is owed.';

-- On one day the works may pass on twice: then the last supplement is the one whose successor
-- did not pass them on.
CREATE FUNCTION secretxfer.last_supplement(case_no text, by_day date)
RETURNS TABLE (successor text, known_at timestamptz)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT s.successor, greatest(s.recorded_at, s.changed_at)
	FROM secretxfer.supplements s
	WHERE s.case_no = last_supplement.case_no AND s.concluded_on <= by_day
	ORDER BY s.concluded_on DESC,
		EXISTS (SELECT FROM secretxfer.supplements onward
				WHERE onward.case_no = s.case_no AND onward.concluded_on = s.concluded_on
				  AND onward.party = s.successor AND onward.successor <> onward.party),
		s.supplement_no DESC
	LIMIT 1
$$;
COMMENT ON FUNCTION secretxfer.last_supplement(text, date) IS
'The successor that the last supplement of a case by a day names (provision 10 paragraph 1), and when the register came to know it; '
'no row when there is none.';

CREATE FUNCTION secretxfer.present_customer(case_no text, customer text) RETURNS text
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT coalesce((SELECT s.successor FROM secretxfer.last_supplement(present_customer.case_no, 'infinity') s), customer)
$$;
COMMENT ON FUNCTION secretxfer.present_customer(text, text) IS
'Who is the customer of a case now: the successor named by the last supplement, or the one that ordered the works.';

-- What later facts do to transfers ----------------------------------------------------------

CREATE TYPE secretxfer.irregular_transfer AS (
	entered_in text,
	case_no text COLLATE "C",
	customer text COLLATE "C",
	contractor text COLLATE "C",
	carrier_id bigint,
	clearance_no text COLLATE "C",
	started_on date,
	rule text,
	provision text,
	fact_on date,
	known_before boolean);
COMMENT ON TYPE secretxfer.irregular_transfer IS
'A hand-over or access and a fact that stands against it; see irregular_transfers().';

CREATE FUNCTION secretxfer.irregular_transfers() RETURNS SETOF secretxfer.irregular_transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		'secretxfer_r09_suspended'::text, '9'::text, s.suspended_on, greatest(s.recorded_at, s.changed_at) < t.judged_at
	FROM secretxfer.suspensions s
	JOIN secretxfer.cases c ON c.case_no = s.case_no
	CROSS JOIN LATERAL secretxfer.transfers(s.case_no) t
	WHERE t.started_on >= s.suspended_on AND (s.lifted_on IS NULL OR t.started_on < s.lifted_on)
	UNION ALL
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		'secretxfer_r09_annulled', '9', a.order_annulled_on, greatest(a.recorded_at, a.changed_at) < t.judged_at
	FROM secretxfer.annulments a
	JOIN secretxfer.cases c ON c.case_no = a.case_no
	CROSS JOIN LATERAL secretxfer.transfers(a.case_no) t
	WHERE t.started_on >= a.order_annulled_on
	UNION ALL
	SELECT t.entered_in, x.case_no, x.customer, x.contractor, t.carrier_id, t.clearance_no, t.started_on,
		v.rule, '10', v.fact_on, x.known_at < t.judged_at
	FROM secretxfer.case_changes() x
	CROSS JOIN LATERAL secretxfer.transfers(x.case_no) t
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r10_contractor_changed', x.effective_on,
			x.side = 'contractor' AND x.effective_on <= t.started_on),
		('secretxfer_r10_customer_changed', x.effective_on,
			x.side = 'customer' AND x.effective_on <= t.started_on
			AND (x.supplemented_on IS NULL OR x.supplemented_on > t.started_on)),
		('secretxfer_r10_liquidation_completed', x.completed_on,
			x.kind OPERATOR(pg_catalog.=) 'liquidation' AND x.supplemented_on IS NULL AND x.completed_on < t.started_on)) AS v (rule, fact_on, broken)
	WHERE t.started_on >= x.effective_on AND v.broken
	UNION ALL
	SELECT t.entered_in, n.case_no, n.customer, n.contractor, t.carrier_id, t.clearance_no, t.started_on,
		'secretxfer_r10_succession_notices', '10', n.supplemented_on, n.known_at < t.judged_at
	FROM secretxfer.succession_notices() n
	CROSS JOIN LATERAL secretxfer.transfers(n.case_no) t
	WHERE t.started_on >= n.supplemented_on AND (n.sent_on IS NULL OR n.sent_on > t.started_on)
	UNION ALL
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		'secretxfer_r11_permit', '11', p.revoked_on, false
	FROM secretxfer.permits p
	JOIN secretxfer.cases c ON c.contractor = p.holder
	CROSS JOIN LATERAL secretxfer.transfers(c.case_no) t
	WHERE p.revoked_on IS NOT NULL AND t.started_on BETWEEN p.revoked_on AND p.valid_until
	  AND NOT EXISTS (
		SELECT FROM secretxfer.permits q
		WHERE q.holder = p.holder AND t.started_on BETWEEN q.issued_on AND q.valid_until
		  AND (q.revoked_on IS NULL OR q.revoked_on > t.started_on))
	UNION ALL
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		'secretxfer_r11_clearance', '11', k.revoked_on, greatest(k.recorded_at, k.changed_at) < t.judged_at
	FROM secretxfer.clearances k
	JOIN secretxfer.transfers() t ON t.clearance_no = k.clearance_no
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	WHERE k.revoked_on IS NOT NULL AND t.started_on BETWEEN k.revoked_on AND k.valid_until
$$;
COMMENT ON FUNCTION secretxfer.irregular_transfers() IS
'Hand-overs and accesses that a suspension, an annulment, a change of a party or a revocation stands against, by the rule that is broken. '
'known_before tells whether that fact had been recorded, and stood as it stands, before the transfer was judged; false where that cannot be told. '
'One row a transfer and fact.';

CREATE TYPE secretxfer.outlived_authorization AS (
	entered_in text,
	case_no text COLLATE "C",
	customer text COLLATE "C",
	contractor text COLLATE "C",
	carrier_id bigint,
	clearance_no text COLLATE "C",
	started_on date,
	ended_on date,
	reason text,
	authorization_no text COLLATE "C",
	lost_on date);
COMMENT ON TYPE secretxfer.outlived_authorization IS
'A hand-over or access that outlasted its authorisation; see outlived_authorizations().';

-- A permit of the same degree that takes over keeps all in order, which is the common case and
-- so is asked first.  nullif(..., false) IS NOT NULL says no more than what stands inside, but
-- the planner takes it for the rule and not for a rare coincidence, and so looks at what is out
-- from the few permits that remain.
CREATE FUNCTION secretxfer.outlived_authorizations() RETURNS SETOF secretxfer.outlived_authorization
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on, t.ended_on,
		'permit_ended'::text, p.permit_no, p.lost_on
	FROM (SELECT *, least(valid_until + 1, revoked_on) AS lost_on FROM secretxfer.permits) p
	JOIN secretxfer.cases c ON c.contractor = p.holder
	CROSS JOIN LATERAL secretxfer.transfers(c.case_no) t
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
	WHERE p.lost_on <= secretxfer.today()
	  AND NOT EXISTS (
		SELECT FROM secretxfer.permits q
		WHERE q.holder = p.holder
		  AND nullif(q.highest_mark OPERATOR(pg_catalog.>=) p.highest_mark AND secretxfer.in_force(q.issued_on, q.valid_until, q.revoked_on, p.lost_on), false) IS NOT NULL)
	  AND t.started_on < p.lost_on AND (t.ended_on IS NULL OR t.ended_on > p.lost_on)
	  AND (k.mark IS NULL OR k.mark OPERATOR(pg_catalog.<=) p.highest_mark)
	  AND NOT EXISTS (
		SELECT FROM secretxfer.permits q
		WHERE q.holder = p.holder AND (k.mark IS NULL OR q.highest_mark OPERATOR(pg_catalog.>=) k.mark)
		  AND secretxfer.in_force(q.issued_on, q.valid_until, q.revoked_on, p.lost_on))
	UNION ALL
	SELECT 'handovers', h.case_no, c.customer, c.contractor, h.carrier_id, h.received_by, h.handed_on, h.returned_on,
		'clearance_ended', a.clearance_no, a.lost_on
	FROM (SELECT clearance_no, least(valid_until + 1, revoked_on) AS lost_on FROM secretxfer.clearances) a
	JOIN secretxfer.handovers h ON h.received_by = a.clearance_no
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	WHERE a.lost_on <= secretxfer.today() AND h.handed_on < a.lost_on AND (h.returned_on IS NULL OR h.returned_on > a.lost_on)
	UNION ALL
	SELECT 'system_accesses', s.case_no, c.customer, c.contractor, NULL, s.clearance_no, s.granted_on, s.ended_on,
		'clearance_ended', a.clearance_no, a.lost_on
	FROM (SELECT clearance_no, least(valid_until + 1, revoked_on) AS lost_on FROM secretxfer.clearances) a
	JOIN secretxfer.system_accesses s ON s.clearance_no = a.clearance_no
	JOIN secretxfer.cases c ON c.case_no = s.case_no
	WHERE a.lost_on <= secretxfer.today() AND s.granted_on < a.lost_on AND (s.ended_on IS NULL OR s.ended_on > a.lost_on)
$$;
COMMENT ON FUNCTION secretxfer.outlived_authorizations() IS
'Carriers and accesses that were still out when the contractor''s permit, with no other of sufficient degree to take over, or the receiver''s clearance ended (provision 11). '
'lost_on is the first day without it. One row a transfer and authorisation.';

-- next_steps(), in one word -----------------------------------------------------------------

-- Declared stable, so that a query that does not show the answer does not ask for it.
CREATE FUNCTION secretxfer.blocked_by(case_no text) RETURNS text[]
STABLE PARALLEL UNSAFE
LANGUAGE sql AS $$
	SELECT ARRAY(SELECT DISTINCT n.rule FROM secretxfer.next_steps(case_no) n ORDER BY 1)
$$;
COMMENT ON FUNCTION secretxfer.blocked_by(text) IS
'The rules that stand before the next hand-over of a case or, when it winds up, before its end: those of next_steps(), each once.';

CREATE FUNCTION secretxfer.whose_turn(case_no text) RETURNS text[]
STABLE PARALLEL UNSAFE
LANGUAGE sql AS $$
	SELECT ARRAY(SELECT DISTINCT n.who FROM secretxfer.next_steps(case_no) n WHERE n.step OPERATOR(pg_catalog.=) 1 ORDER BY 1)
$$;
COMMENT ON FUNCTION secretxfer.whose_turn(text) IS
'Who has to act now in a case: whose the first of the steps is that next_steps() names; several where they need not wait for each other.';

-- Every entry of a case ---------------------------------------------------------------------

CREATE TYPE secretxfer.dated_entry AS (
	entered_in text,
	case_no text COLLATE "C",
	entry text,
	event text,
	happened_on date,
	recorded_at timestamptz,
	recorded_by name,
	changed_at timestamptz,
	changed_by name);
COMMENT ON TYPE secretxfer.dated_entry IS
'An entry of a case with its date; see dated_entries().';

CREATE FUNCTION secretxfer.dated_entries() RETURNS SETOF secretxfer.dated_entry
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'cases', case_no, NULL::text, 'case opened', opened_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.cases
	UNION ALL
	SELECT 'requests', case_no, request_no::text, 'request sent', sent_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.requests
	UNION ALL
	SELECT 'decisions', case_no, request_no, 'answer sent: ' || outcome, sent_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.decisions
	UNION ALL
	SELECT 'contracts', case_no, NULL, 'contract concluded', concluded_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.contracts
	UNION ALL
	SELECT 'contract_items', case_no, annex_no, 'carrier annexed', annexed_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.contract_items
	UNION ALL
	SELECT 'notices', case_no, notice_no, 'notice sent: ' || kind, sent_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.notices
	UNION ALL
	SELECT 'protections', case_no, NULL, 'protection arranged: ' || kind, arranged_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.protections
	UNION ALL
	SELECT 'handovers', case_no, carrier_id::text, 'carrier handed over', handed_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.handovers
	UNION ALL
	SELECT 'system_accesses', case_no, clearance_no, 'access granted', granted_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.system_accesses
	UNION ALL
	SELECT 'violations', case_no, violation_no, 'breach found', found_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.violations
	UNION ALL
	SELECT 'suspensions', case_no, violation_no, 'works suspended', suspended_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.suspensions
	UNION ALL
	SELECT 'annulments', case_no, NULL, 'annulment proposed', raised_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.annulments
	UNION ALL
	SELECT 'supplements', case_no, supplement_no, 'supplement concluded', concluded_on, recorded_at, recorded_by, changed_at, changed_by FROM secretxfer.supplements
	UNION ALL
	SELECT 'protection_measures', case_no, party || '/' || change_no, 'measures taken', taken_on, recorded_at, recorded_by, changed_at, changed_by
	FROM secretxfer.protection_measures
$$;
COMMENT ON FUNCTION secretxfer.dated_entries() IS
'Everything that was entered for a case under a date of its own: what it was, when it happened, when it was recorded and last changed, and by whom. '
'entry is its number within the case; for a hand-over the carrier, for an access the clearance. One row an entry.';
-- 85_verify.sql
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

CREATE TYPE secretxfer.severity AS ENUM ('unlawful', 'irregular', 'guard', 'warning');
COMMENT ON TYPE secretxfer.severity IS
'What a finding of verify() is: an entry that would have been refused when it was recorded; one that later facts made irregular; '
'a hole in what guards the register; something to know of.';

CREATE TYPE secretxfer.finding AS (
	severity secretxfer.severity,
	rule text,
	"table" text,
	key text,
	detail text);
COMMENT ON TYPE secretxfer.finding IS
'One finding of verify(): how serious, which rule, the table and the key of the entry, and what is wrong with it.';

CREATE FUNCTION secretxfer.later(known_before boolean) RETURNS secretxfer.severity
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT CASE WHEN known_before THEN 'unlawful' ELSE 'irregular' END::secretxfer.severity
$$;
COMMENT ON FUNCTION secretxfer.later(boolean) IS
'How serious it is that a fact stands against an entry: unlawful if the fact had been recorded before, irregular if it came later.';

-- A regular expression is dear, so it is asked only of what does not start with a plain character.
CREATE FUNCTION secretxfer.is_blank(field text) RETURNS boolean
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT (ascii(field) BETWEEN 33 AND 126 OR field ~ '\S') IS NOT TRUE
$$;
COMMENT ON FUNCTION secretxfer.is_blank(text) IS
'Whether a field is null, empty or nothing but white space.';

-- The register's own discipline -------------------------------------------------------------

-- What the tables demand of their own fields.  "order" names pairs of dates of which the first
-- does not come after the second.
CREATE FUNCTION secretxfer.verify_fields() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	t record;
	blank text;
	untrimmed text;
	future text;
	implausible text;
	reversed text;
	misstamped CONSTANT text := 'greatest(t.recorded_at, t.changed_at) > clock_timestamp() OR num_nulls(t.changed_at, t.changed_by) = 1';
BEGIN
	FOR t IN
		SELECT *, (SELECT string_agg(format('t.%I', k), ', ') FROM unnest(v.key) AS k) AS key_columns
		FROM (VALUES
			('parties', '{idn}'::text[], '{kind,settlement,foreign_participation,quasi_state,disposes_of_secrets}'::text[],
				'{}'::text[], '{}'::text[], '{}'::text[],
				'NOT t.state_share BETWEEN 0 AND 100'),
			('permits', '{permit_no}', '{holder,issued_on,valid_until,issued_by,highest_mark}',
				'{issued_on,revoked_on}', '{valid_until}', '{}', NULL),
			('clearances', '{clearance_no}', '{party,person_name,issued_on,valid_until,issued_by,highest_mark}',
				'{issued_on,revoked_on}', '{valid_until}', '{}', NULL),
			('carriers', '{carrier_id}', '{owner,kind}', '{}', '{}', '{}', 't.sheets <= 0'),
			('cases', '{case_no}', '{customer,contractor,subject,works_settlement,information_system_service,opened_on}',
				'{opened_on,closed_on}', '{}', '{opened_on,closed_on}', NULL),
			('requests', '{case_no,request_no}', '{authority,sent_on}',
				'{sent_on,received_on}', '{transfer_from,transfer_until}', '{sent_on,received_on}', NULL),
			('request_items', '{case_no,request_no,item_no}', '{carrier_id}', '{}', '{}', '{}', 't.item_no <= 0'),
			('decisions', '{case_no,request_no}', '{decision_no,sent_on,outcome}', '{sent_on}', '{}', '{}', NULL),
			('contracts', '{case_no}', '{contract_no,concluded_on}', '{concluded_on}', '{}', '{}', NULL),
			('contract_items', '{case_no,annex_no}', '{request_no,item_no,annexed_on}', '{annexed_on}', '{}', '{}', NULL),
			('notices', '{case_no,notice_no}', '{kind,recipient,sent_on}', '{sent_on}', '{}', '{}', NULL),
			('protections', '{case_no}', '{kind,arranged_on}',
				'{arranged_on,service_contract_on,contractor_permit_marked_on,provider_permit_marked_on}', '{}', '{}', NULL),
			('handovers', '{case_no,carrier_id,handed_on}', '{act_no,received_by}',
				'{handed_on,returned_on}', '{}', '{handed_on,returned_on}', NULL),
			('system_accesses', '{case_no,clearance_no,granted_on}', '{}',
				'{granted_on,ended_on}', '{}', '{granted_on,ended_on}', NULL),
			('violations', '{case_no,violation_no}', '{found_on,description}',
				'{found_on,remedied_on}', '{}', '{found_on,remedied_on}',
				't.damage < 0 OR t.damage = ''NaN'' OR t.damage_recovered < 0 OR t.damage_recovered > coalesce(t.damage, 0)'),
			('suspensions', '{case_no,suspended_on}', '{violation_no}',
				'{suspended_on,lifted_on}', '{}', '{suspended_on,lifted_on}', NULL),
			('annulments', '{case_no}', '{raised_on,addressed_to}',
				'{raised_on,order_annulled_on}', '{}', '{raised_on,order_annulled_on}', NULL),
			('party_changes', '{party,change_no}', '{kind,effective_on,document}',
				'{effective_on,completed_on}', '{}', '{effective_on,completed_on}', NULL),
			('supplements', '{case_no,supplement_no}', '{party,change_no,successor,concluded_on}',
				'{concluded_on}', '{}', '{}', NULL),
			('protection_measures', '{case_no,party,change_no}', '{taken_on,measures}', '{taken_on}', '{}', '{}', NULL),
			('calendar_days', '{day}', '{working,basis}', '{}', '{day}', '{}', NULL),
			('calendar_years', '{year}', '{}', '{confirmed_on}', '{}', '{}', 'NOT t.year BETWEEN 1992 AND 2200')
		) AS v (name, key, mandatory, past, planned, "order", out_of_range)
	LOOP
		SELECT string_agg(format(CASE WHEN a.atttypid = 'text'::regtype THEN 'secretxfer.is_blank(t.%1$I)' ELSE 't.%1$I IS NULL' END, f), ' OR '),
			string_agg(format('(ascii(t.%1$I) BETWEEN 33 AND 126 AND ascii(right(t.%1$I, 1)) BETWEEN 33 AND 126) IS NOT TRUE AND t.%1$I ~ ''^\s|\s$''', f), ' OR ')
				FILTER (WHERE a.atttypid = 'text'::regtype AND f = ANY (t.key))
		INTO blank, untrimmed
		FROM unnest(t.key || t.mandatory) AS f
		JOIN pg_attribute a ON a.attrelid = format('secretxfer.%I', t.name)::regclass AND a.attname = f;
		SELECT string_agg(format('(t.%1$I > %2$L AND isfinite(t.%1$I))', f, secretxfer.today()), ' OR ') INTO future FROM unnest(t.past) AS f;
		SELECT string_agg(format('NOT t.%I BETWEEN ''1991-12-16'' AND %L', f, secretxfer.today() + 36525), ' OR ')
		INTO implausible FROM unnest(t.past || t.planned) AS f;
		reversed := CASE WHEN t."order" <> '{}' THEN format('t.%I > t.%I', t."order"[1], t."order"[2]) END;

		RETURN QUERY EXECUTE format($query$
			SELECT 'unlawful'::secretxfer.severity, 'secretxfer_' || v.rule, %L, concat_ws(', ', %s), v.detail
			FROM secretxfer.%I t
			CROSS JOIN LATERAL (VALUES
				('r00_mandatory', %s, 'A mandatory field is missing or blank.'),
				('r00_key_form', %s, 'White space stands before or after the key.'),
				('r00_not_in_future', %s, 'A date lies after today.'),
				('r00_plausible_date', %s, 'A date is none that a document can bear.'),
				('r00_value_range', %s, 'A number lies outside of its possible values.'),
				('r00_date_order', %s, 'It ends before it began.'),
				('r00_stamped_by_server', %s, 'Its stamps are not as the server sets them.')) AS v (rule, broken, detail)
			WHERE (%s) AND v.broken
			$query$, t.name, t.key_columns, t.name,
			blank, coalesce(untrimmed, 'false'), coalesce(future, 'false'), coalesce(implausible, 'false'),
			coalesce(t.out_of_range, 'false'), coalesce(reversed, 'false'), misstamped,
			concat_ws(' OR ', blank, untrimmed, future, implausible, t.out_of_range, reversed, misstamped));
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_fields() IS
'verify(), the register''s own discipline: the fields of each entry by themselves.';

-- A reference that leads nowhere, and one to an entry that was recorded later than what relies
-- on it was recorded or changed: that one was withdrawn and entered anew.
CREATE FUNCTION secretxfer.verify_references() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	r record;
BEGIN
	-- a table is gone through once, with all that it refers to
	FOR r IN
		SELECT v.name,
			(SELECT string_agg(format('t.%I', a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
			 WHERE a.attrelid = format('secretxfer.%I', v.name)::regclass AND a.attnum BETWEEN 1 AND min(v.key_count)) AS key_columns,
			string_agg(format('LEFT JOIN secretxfer.%I o%s ON %s', v.to_name, v.at,
				(SELECT string_agg(format('o%s.%I = t.%I', v.at, o, f), ' AND ') FROM unnest(v.columns, v.to_columns) AS c (f, o))), ' ') AS joins,
			string_agg(format('%s AND (o%s.recorded_at <= greatest(t.recorded_at, t.changed_at)) IS NOT TRUE',
				(SELECT string_agg(format('t.%I IS NOT NULL', f), ' AND ') FROM unnest(v.columns) AS f), v.at), ' OR ') AS suspicious,
			string_agg(format('(%L, o%s.recorded_at, %s, concat_ws('', '', %s))', v.to_name, v.at,
				(SELECT string_agg(format('t.%I IS NOT NULL', f), ' AND ') FROM unnest(v.columns) AS f),
				(SELECT string_agg(format('o%s.%I', v.at, c), ', ') FROM unnest(v.to_columns) AS c)), ', ') AS referred
		FROM (SELECT *, row_number() OVER () AS at FROM (VALUES
			('parties', 1, '{affiliated_with}'::text[], 'parties', '{idn}'::text[]),
			('permits', 1, '{holder}', 'parties', '{idn}'),
			('clearances', 1, '{party}', 'parties', '{idn}'),
			('carriers', 1, '{owner}', 'parties', '{idn}'),
			('cases', 1, '{customer}', 'parties', '{idn}'),
			('cases', 1, '{contractor}', 'parties', '{idn}'),
			('requests', 2, '{case_no}', 'cases', '{case_no}'),
			('requests', 2, '{authority}', 'parties', '{idn}'),
			('requests', 2, '{permit_no}', 'permits', '{permit_no}'),
			('requests', 2, '{clearance_no}', 'clearances', '{clearance_no}'),
			('request_items', 3, '{case_no,request_no}', 'requests', '{case_no,request_no}'),
			('request_items', 3, '{carrier_id}', 'carriers', '{carrier_id}'),
			('decisions', 2, '{case_no,request_no}', 'requests', '{case_no,request_no}'),
			('contracts', 1, '{case_no}', 'cases', '{case_no}'),
			('contracts', 1, '{permit_no}', 'permits', '{permit_no}'),
			('contracts', 1, '{clearance_no}', 'clearances', '{clearance_no}'),
			('contract_items', 2, '{case_no,request_no,item_no}', 'request_items', '{case_no,request_no,item_no}'),
			('notices', 2, '{case_no}', 'cases', '{case_no}'),
			('notices', 2, '{authority}', 'parties', '{idn}'),
			('notices', 2, '{party,change_no}', 'party_changes', '{party,change_no}'),
			('protections', 1, '{case_no}', 'cases', '{case_no}'),
			('protections', 1, '{organizer}', 'parties', '{idn}'),
			('handovers', 3, '{case_no}', 'cases', '{case_no}'),
			('handovers', 3, '{carrier_id}', 'carriers', '{carrier_id}'),
			('handovers', 3, '{received_by}', 'clearances', '{clearance_no}'),
			('system_accesses', 3, '{case_no}', 'cases', '{case_no}'),
			('system_accesses', 3, '{clearance_no}', 'clearances', '{clearance_no}'),
			('violations', 2, '{case_no}', 'cases', '{case_no}'),
			('suspensions', 2, '{case_no,violation_no}', 'violations', '{case_no,violation_no}'),
			('annulments', 1, '{case_no}', 'cases', '{case_no}'),
			('party_changes', 2, '{party}', 'parties', '{idn}'),
			('supplements', 2, '{case_no}', 'cases', '{case_no}'),
			('supplements', 2, '{party,change_no}', 'party_changes', '{party,change_no}'),
			('supplements', 2, '{successor}', 'parties', '{idn}'),
			('protection_measures', 3, '{case_no}', 'cases', '{case_no}'),
			('protection_measures', 3, '{party,change_no}', 'party_changes', '{party,change_no}')
		) AS v (name, key_count, columns, to_name, to_columns)) AS v
		GROUP BY v.name
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT v.severity::secretxfer.severity, v.rule, v.name, v.key, v.detail
			FROM secretxfer.%1$I t %2$s
			CROSS JOIN LATERAL (VALUES %3$s) AS o (name, recorded_at, stated, key)
			CROSS JOIN LATERAL (VALUES
				('unlawful', 'secretxfer_r00_reference', %1$L, concat_ws(', ', %4$s), o.recorded_at IS NULL,
					format('It refers to an entry of %%s that does not stand in the register.', o.name)),
				('warning', 'secretxfer_r00_settled', o.name, o.key, o.recorded_at > greatest(t.recorded_at, t.changed_at),
					%6$L)) AS v (severity, rule, name, key, broken, detail)
			WHERE (%5$s) AND o.stated AND v.broken
			$query$, r.name, r.joins, r.referred, r.key_columns, r.suspicious,
			format('It was recorded after an entry of %s that relies on it.', r.name));
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_references() IS
'verify(), the register''s own discipline: what entries refer to.';

-- Where a unique index stands and is valid, nothing can stand twice.
CREATE FUNCTION secretxfer.verify_numbers() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	n record;
BEGIN
	FOR n IN
		SELECT v.name, v.rule, string_agg(format('t.%I', c.name), ', ' ORDER BY c.at) AS columns
		FROM (VALUES
			('parties', '{idn}'::text[], 'r00_entered_once'), ('permits', '{permit_no}', 'r00_entered_once'),
			('clearances', '{clearance_no}', 'r00_entered_once'), ('carriers', '{carrier_id}', 'r00_entered_once'),
			('carriers', '{owner,account_no,copy_no}', 'r00_entered_once'), ('cases', '{case_no}', 'r00_entered_once'),
			('requests', '{case_no,request_no}', 'r00_entered_once'), ('request_items', '{case_no,request_no,item_no}', 'r00_entered_once'),
			('request_items', '{case_no,request_no,carrier_id}', 'r04_listed_once'), ('decisions', '{case_no,request_no}', 'r00_entered_once'),
			('contracts', '{case_no}', 'r00_entered_once'), ('contract_items', '{case_no,annex_no}', 'r00_entered_once'),
			('contract_items', '{case_no,request_no,item_no}', 'r00_entered_once'), ('notices', '{case_no,notice_no}', 'r00_entered_once'),
			('protections', '{case_no}', 'r00_entered_once'), ('handovers', '{case_no,carrier_id,handed_on}', 'r00_entered_once'),
			('system_accesses', '{case_no,clearance_no,granted_on}', 'r00_entered_once'), ('violations', '{case_no,violation_no}', 'r00_entered_once'),
			('suspensions', '{case_no,suspended_on}', 'r00_entered_once'), ('annulments', '{case_no}', 'r00_entered_once'),
			('party_changes', '{party,change_no}', 'r00_entered_once'), ('supplements', '{case_no,supplement_no}', 'r00_entered_once'),
			('protection_measures', '{case_no,party,change_no}', 'r00_entered_once'), ('calendar_days', '{day}', 'r00_entered_once'),
			('calendar_years', '{year}', 'r00_entered_once')
		) AS v (name, columns, rule)
		CROSS JOIN LATERAL unnest(v.columns) WITH ORDINALITY AS c (name, at)
		WHERE NOT EXISTS (
			SELECT FROM pg_index i
			WHERE i.indrelid = format('secretxfer.%I', v.name)::regclass AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
			  AND v.columns = (SELECT array_agg(a.attname::text ORDER BY k.at)
				  FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (n, at)
				  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n))
		GROUP BY v.name, v.columns, v.rule
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT 'unlawful'::secretxfer.severity, 'secretxfer_' || %L, %L, concat_ws(', ', %s), 'It stands ' || count(*) || ' times.'
			FROM secretxfer.%I t GROUP BY %s HAVING count(*) > 1
			$query$, n.rule, n.name, n.columns, n.name, n.columns);
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_numbers() IS
'verify(), the register''s own discipline: numbers that stand once.';

-- Among the entries: the order in time, closed cases, validity, and where a carrier is.
CREATE FUNCTION secretxfer.verify_order() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, v.name, v.key, v.detail
	FROM secretxfer.dated_entries() e
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r00_date_order', e.entered_in, concat_ws(', ', e.case_no, e.entry), e.happened_on < c.opened_on,
			'It is dated before the case was opened.'),
		('secretxfer_r00_case_open', e.entered_in, concat_ws(', ', e.case_no, e.entry),
			e.happened_on > c.closed_on AND e.entered_in NOT IN ('violations', 'protection_measures'),
			'It is dated after the case was closed.')) AS v (rule, name, key, broken, detail)
	WHERE (e.happened_on < c.opened_on OR e.happened_on > c.closed_on) AND v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_date_order', 'cases', c.case_no, 'It is closed before something came back.'
	FROM secretxfer.transfers() t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	WHERE t.ended_on > c.closed_on
	GROUP BY c.case_no
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_validity_period', a.name, a.key, 'It ends, or is revoked, before its issue.'
	FROM (
		SELECT 'permits', permit_no, issued_on, valid_until, revoked_on FROM secretxfer.permits
		UNION ALL
		SELECT 'clearances', clearance_no, issued_on, valid_until, revoked_on FROM secretxfer.clearances
	) AS a (name, key, issued_on, valid_until, revoked_on)
	WHERE a.valid_until < a.issued_on OR a.revoked_on < a.issued_on
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_carrier_out', 'handovers', concat_ws(', ', h.case_no, h.carrier_id, h.handed_on),
		'The carrier was out at that time.'
	FROM (
		SELECT case_no, carrier_id, handed_on,
			max(coalesce(returned_on, 'infinity')) OVER (
				PARTITION BY carrier_id ORDER BY handed_on, returned_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS back_on
		FROM secretxfer.handovers
		WHERE carrier_id IN (SELECT carrier_id FROM secretxfer.handovers GROUP BY carrier_id HAVING count(*) > 1)
	) AS h
	WHERE h.handed_on < h.back_on
$$;
COMMENT ON FUNCTION secretxfer.verify_order() IS
'verify(), the register''s own discipline: entries among each other.';

-- Provision 2: who takes part ---------------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_2() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, v.name, v.key, v.detail
	FROM (
		SELECT 'cases', case_no, customer, contractor FROM secretxfer.cases
		UNION ALL
		SELECT 'supplements', concat_ws(', ', s.case_no, s.supplement_no), s.successor, c.contractor
		FROM secretxfer.supplements s JOIN secretxfer.cases c ON c.case_no = s.case_no
	) AS e (name, key, customer, contractor)
	JOIN secretxfer.parties customer ON customer.idn = e.customer
	JOIN secretxfer.parties contractor ON contractor.idn = e.contractor
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r02_customer_kind', e.name, e.key, customer.kind = 'citizen',
			'The customer is a citizen.'),
		('secretxfer_r02_contractor_kind', e.name, e.key, e.name = 'cases' AND contractor.kind = 'state_body',
			'The contractor is a state body.'),
		('secretxfer_r02_parties_differ', e.name, e.key, e.customer = e.contractor,
			'Customer and contractor are one.')) AS v (rule, name, key, broken, detail)
	WHERE (customer.kind = 'citizen' OR contractor.kind = 'state_body' OR e.customer = e.contractor) AND v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_2() IS
'verify(), provision 2: who takes part.';

-- Provision 3: permission, contract, notice -------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_3() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT secretxfer.later(p.kind <> 'state_body'), 'secretxfer_r03_owner_disposes', 'carriers', k.carrier_id::text,
		'The owner does not dispose of state secrets.'
	FROM secretxfer.carriers k
	JOIN secretxfer.parties p ON p.idn = k.owner
	WHERE NOT p.disposes_of_secrets
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r03_notice_after_contract', 'notices', concat_ws(', ', n.case_no, n.notice_no),
		'No contract was concluded by the day of the notice.'
	FROM secretxfer.notices n
	LEFT JOIN secretxfer.contracts k ON k.case_no = n.case_no AND k.concluded_on <= n.sent_on
	WHERE n.kind = 'contract' AND k.case_no IS NULL
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_3() IS
'verify(), provision 3: permission, contract, notice, in that order.';

-- Provision 4: the request ------------------------------------------------------------------

-- Twelve digits of which the last checks the others, by one series of weights or a second.
CREATE FUNCTION secretxfer.verify_provision_4() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, 'parties', p.idn, v.detail
	FROM secretxfer.parties p
	CROSS JOIN LATERAL (
		SELECT sum(d * at) % 11 AS first_pass, sum(d * (1 + (at + 1) % 11)) % 11 AS second_pass
		FROM generate_series(1, 11) AS at
		CROSS JOIN LATERAL (SELECT substr(translate(p.idn, translate(p.idn, '0123456789', ''), ''), at, 1)) AS digit (c)
		CROSS JOIN LATERAL (SELECT nullif(digit.c, '')::int) AS n (d)
	) AS s
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r04_disposing_body', p.disposes_of_secrets AND p.kind <> 'state_body',
			'It disposes of state secrets and is no state body.'),
		('secretxfer_r04_identification_number',
			p.idn !~ '^[0-9]{12}$' OR p.idn = '000000000000'
			OR right(p.idn, 1) <> CASE s.first_pass WHEN 10 THEN s.second_pass ELSE s.first_pass END::text
			OR p.kind <> 'citizen' AND p.idn !~ '^..(0[1-9]|1[0-2])[456][0-3]',
			'Its number is none that can be.'),
		('secretxfer_r04_organization_data',
			p.kind <> 'citizen' AND num_nulls(nullif(btrim(p.full_name), ''), nullif(btrim(p.head_name), ''), nullif(btrim(p.legal_address), '')) > 0,
			'Data of a body or an organisation are missing.'),
		('secretxfer_r04_citizen_data',
			p.kind = 'citizen' AND num_nulls(nullif(btrim(p.full_name), ''), nullif(btrim(p.workplace), ''), nullif(btrim(p.position), ''),
				nullif(btrim(p.residence), ''), nullif(btrim(p.id_document_issuer), '')) > 0,
			'Data of a citizen are missing.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r04_carrier_data', 'carriers', carrier_id::text, 'Data that the list must show are missing.'
	FROM secretxfer.carriers
	WHERE mark IS NULL OR secretxfer.is_blank(title) OR secretxfer.is_blank(account_no) OR secretxfer.is_blank(copy_no)
	   OR kind = 'document' AND sheets IS NULL
	UNION ALL
	SELECT 'unlawful', v.rule, 'requests', concat_ws(', ', r.case_no, r.request_no), v.detail
	FROM secretxfer.requests r
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r04_justification', secretxfer.is_blank(r.justification), 'It gives no justification.'),
		('secretxfer_r04_transfer_period', r.transfer_from IS NULL OR r.transfer_until IS NULL OR r.transfer_until < r.transfer_from,
			'The period planned for the transfer is missing or reversed.'),
		('secretxfer_r04_draft_contract', secretxfer.is_blank(r.draft_contract), 'No draft contract is attached.'),
		('secretxfer_r04_list_not_empty',
			r.received_on IS NOT NULL AND secretxfer.is_blank(r.information_statement)
			AND NOT EXISTS (SELECT FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (r.case_no, r.request_no)),
			'It was received and lists no carrier.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT secretxfer.later(p.kind <> 'state_body'), 'secretxfer_r04_addressee', 'requests', concat_ws(', ', r.case_no, r.request_no),
		'The addressee does not dispose of state secrets.'
	FROM secretxfer.requests r
	JOIN secretxfer.parties p ON p.idn = r.authority
	WHERE NOT p.disposes_of_secrets
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r04_list_before_receipt', 'request_items', concat_ws(', ', i.case_no, i.request_no, i.item_no),
		'It was listed, or changed, after the request was answered.'
	FROM secretxfer.request_items i
	JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (i.case_no, i.request_no)
	WHERE greatest(i.recorded_at, i.changed_at) > d.recorded_at
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_4() IS
'verify(), provision 4: the request.';

-- 4(5), 6(3): an organisation states its own permit, a citizen the own clearance; what is
-- stated beyond that must be the contractor's and valid, too.
CREATE FUNCTION secretxfer.verify_authorizations() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, e.rule, e.name, e.key, v.detail
	FROM (
		SELECT 'secretxfer_r04_authorization', 'requests', concat_ws(', ', case_no, request_no), case_no, permit_no, clearance_no, sent_on
		FROM secretxfer.requests
		UNION ALL
		SELECT 'secretxfer_r06_authorization', 'contracts', case_no, case_no, permit_no, clearance_no, concluded_on
		FROM secretxfer.contracts
	) AS e (rule, name, key, case_no, permit_no, clearance_no, day)
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.permits p ON p.permit_no = e.permit_no
	LEFT JOIN secretxfer.clearances k ON k.clearance_no = e.clearance_no
	CROSS JOIN LATERAL (VALUES
		('unlawful', CASE contractor.kind WHEN 'citizen' THEN e.clearance_no ELSE e.permit_no END IS NULL,
			'The contractor''s permit or clearance is not stated.'),
		('unlawful', p.holder <> c.contractor OR k.party <> c.contractor, 'The permit or clearance is not the contractor''s.'),
		('unlawful', e.day NOT BETWEEN p.issued_on AND p.valid_until OR e.day NOT BETWEEN k.issued_on AND k.valid_until,
			'The permit or clearance is not valid on that day.'),
		('irregular', least(p.revoked_on, k.revoked_on) <= e.day, 'The permit or clearance is revoked as of that day.')
	) AS v (severity, broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_authorizations() IS
'verify(), provisions 4(5) and 6(3): the permit or clearance that requests and contracts state.';

-- Provision 5: the answer -------------------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_5() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, v.rule, 'decisions', concat_ws(', ', d.case_no, d.request_no), v.detail
	FROM secretxfer.decisions d
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (d.case_no, d.request_no)
	LEFT JOIN secretxfer.answer_terms() t ON t.received_on = r.received_on
	CROSS JOIN LATERAL (VALUES
		('unlawful', 'secretxfer_r05_received_first', r.received_on IS NULL OR r.received_on > d.sent_on,
			'The request had not been received by that day.'),
		('unlawful', 'secretxfer_r05_calendar_known', d.due_on IS NULL AND r.received_on IS NOT NULL,
			'The day by which it was due is not told.'),
		('unlawful', 'secretxfer_r05_in_time', d.sent_on > d.due_on AND secretxfer.is_blank(d.late_reason),
			'It was sent after the tenth working day and does not say why.'),
		('warning', 'secretxfer_r05_in_time', d.due_on <> t.due_on,
			'The due day kept with it is not that of the calendar as it stands.'),
		('unlawful', 'secretxfer_r05_signature', d.signed_as IS NULL OR secretxfer.is_blank(d.signed_by),
			'It is not signed.'),
		('unlawful', 'secretxfer_r05_reasons', d.outcome = 'refused' AND secretxfer.is_blank(d.reasons),
			'It refuses without reasons.')) AS v (severity, rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r05_excluded_items', 'decisions', concat_ws(', ', d.case_no, d.request_no),
		'It excludes what is not listed, or one line twice, or permits none.'
	FROM secretxfer.decisions d
	CROSS JOIN LATERAL (
		SELECT count(*) AS listed, count(*) FILTER (WHERE i.item_no = ANY (d.excluded_items)) AS excluded
		FROM secretxfer.request_items i
		WHERE (i.case_no, i.request_no) = (d.case_no, d.request_no)) AS n
	WHERE cardinality(d.excluded_items) > 0
	  AND (n.excluded <> cardinality(d.excluded_items) OR d.outcome = 'permitted' AND n.excluded = n.listed)
	UNION ALL
	SELECT 'guard', NULL, 'requests', concat_ws(', ', r.case_no, r.request_no),
		CASE WHEN r.answered THEN 'It is marked as answered and has no answer.' ELSE 'It has an answer and is not marked as answered.' END
	FROM secretxfer.requests r
	LEFT JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
	WHERE r.answered <> (d.case_no IS NOT NULL)
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_5() IS
'verify(), provision 5: the answer.';

-- Provision 6: the contract -----------------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_6() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, 'contracts', k.case_no, v.detail
	FROM secretxfer.contracts k
	JOIN secretxfer.cases c ON c.case_no = k.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r06_control_and_liability',
			secretxfer.is_blank(k.control_during_works) OR secretxfer.is_blank(k.control_after_works)
			OR secretxfer.is_blank(k.contractor_liability), 'Control and liability are not settled.'),
		('secretxfer_r06_financing', secretxfer.is_blank(k.protection_financing), 'The financing is not settled.'),
		('secretxfer_r06_responsible_unit',
			secretxfer.is_blank(k.responsible_unit) OR secretxfer.is_blank(k.unit_designated_by), 'No unit is designated.'),
		('secretxfer_r06_information_system',
			NOT c.information_system_service AND NOT secretxfer.is_blank(k.information_statement),
			'It bears a statement and is not of information-system service.'),
		('secretxfer_r06_information_statement',
			c.information_system_service AND secretxfer.is_blank(k.information_statement),
			'It is of information-system service and bears no statement.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r06_information_system', e.name, e.key, 'The case is not one of information-system service.'
	FROM (
		SELECT 'requests', concat_ws(', ', case_no, request_no), case_no
		FROM secretxfer.requests WHERE NOT secretxfer.is_blank(information_statement)
		UNION ALL
		SELECT 'system_accesses', concat_ws(', ', case_no, clearance_no, granted_on), case_no
		FROM secretxfer.system_accesses
	) AS e (name, key, case_no)
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	WHERE NOT c.information_system_service
	UNION ALL
	SELECT 'unlawful', v.rule, 'contract_items', concat_ws(', ', a.case_no, a.annex_no), v.detail
	FROM secretxfer.contract_items a
	LEFT JOIN secretxfer.contracts k ON k.case_no = a.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r06_contract_first', k.case_no IS NULL, 'There is no contract to which it could be annexed.'),
		('secretxfer_r06_annex_after_contract', a.annexed_on < k.concluded_on, 'It is dated before the contract.')) AS v (rule, broken, detail)
	WHERE (k.case_no IS NULL OR a.annexed_on < k.concluded_on) AND v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r06_annex_first', 'notices', concat_ws(', ', n.case_no, n.notice_no),
		'The annex listed no carrier by the day of the notice.'
	FROM secretxfer.notices n
	JOIN secretxfer.cases c ON c.case_no = n.case_no
	WHERE n.kind = 'contract' AND NOT c.information_system_service
	  AND EXISTS (SELECT FROM secretxfer.contracts k WHERE k.case_no = n.case_no)
	  AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = n.case_no AND a.annexed_on <= n.sent_on)
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_6() IS
'verify(), provision 6: the contract and its annex.';

-- Provision 7: no step before the permission ------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_7() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r07_permission_first', 'contracts', k.case_no,
		'No permission had been sent by the day of the contract.'
	FROM secretxfer.contracts k
	WHERE NOT EXISTS (
		SELECT FROM secretxfer.decisions d
		WHERE d.case_no = k.case_no AND d.outcome = 'permitted' AND d.sent_on <= k.concluded_on)
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r07_within_permission', 'contract_items', concat_ws(', ', a.case_no, a.annex_no),
		'The carrier is not covered by a permission of its owner, sent by the day of the line.'
	FROM secretxfer.contract_items a
	JOIN secretxfer.request_items i ON (i.case_no, i.request_no, i.item_no) = (a.case_no, a.request_no, a.item_no)
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (a.case_no, a.request_no)
	JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id
	LEFT JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (a.case_no, a.request_no)
	WHERE (d.outcome = 'permitted' AND d.sent_on <= a.annexed_on AND a.item_no <> ALL (coalesce(d.excluded_items, '{}'))
		   AND k.owner = r.authority) IS NOT TRUE
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_7() IS
'verify(), provision 7: no contract and no annex line before the permission.';

-- Provisions 3(3), 4(4), 6, 7: what covers a transfer ---------------------------------------

-- Most hand-overs are covered by the first notice and one line, so those are set aside in one
-- join, and each rule is only asked about the rest.
CREATE FUNCTION secretxfer.verify_cover() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH suspects AS MATERIALIZED (
		SELECT 'handovers' AS name, h.case_no, h.carrier_id, h.handed_on AS day, concat_ws(', ', h.case_no, h.carrier_id, h.handed_on) AS key
		FROM secretxfer.handovers h
		WHERE NOT EXISTS (
			SELECT FROM secretxfer.annexed_carriers() a
			JOIN secretxfer.contracts k ON k.case_no = a.case_no
			JOIN (SELECT case_no, min(sent_on) AS first_on FROM secretxfer.notices WHERE kind = 'contract' GROUP BY case_no) AS n
				ON n.case_no = a.case_no AND n.first_on >= a.annexed_on
			WHERE a.case_no = h.case_no AND a.carrier_id = h.carrier_id
			  AND h.handed_on BETWEEN greatest(k.concluded_on, n.first_on, a.transfer_from) AND a.transfer_until)
		UNION ALL
		SELECT 'system_accesses', case_no, NULL, granted_on, concat_ws(', ', case_no, clearance_no, granted_on)
		FROM secretxfer.system_accesses
	)
	SELECT 'unlawful'::secretxfer.severity, v.rule, t.name, t.key, v.detail
	FROM suspects t
	LEFT JOIN secretxfer.contracts k ON k.case_no = t.case_no
	CROSS JOIN LATERAL (
		SELECT count(*) > 0 AS covered,
			bool_or(t.day BETWEEN c.transfer_from AND c.transfer_until) AS in_period,
			bool_or(EXISTS (SELECT FROM secretxfer.notices n
							WHERE n.case_no = t.case_no AND n.kind = 'contract' AND n.sent_on BETWEEN c.since AND t.day)) AS notified
		FROM (
			SELECT a.transfer_from, a.transfer_until, a.annexed_on AS since
			FROM secretxfer.annexed_carriers() a
			WHERE a.case_no = t.case_no AND a.carrier_id = t.carrier_id AND a.annexed_on <= t.day
			UNION ALL
			SELECT r.transfer_from, r.transfer_until, '-infinity'
			FROM secretxfer.requests r
			JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
			WHERE r.case_no = t.case_no AND t.carrier_id IS NULL AND d.outcome = 'permitted' AND d.sent_on <= t.day
		) AS c) AS cover
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r03_notice_first', k.case_no IS NOT NULL AND cover.covered AND NOT cover.notified,
			'The national security body had not been notified of the contract and this transfer.'),
		('secretxfer_r04_within_period', cover.covered AND NOT cover.in_period,
			'It lies outside of the period for which the transfer was requested.'),
		('secretxfer_r06_contract_first', coalesce(k.concluded_on > t.day, true), 'No contract was concluded by that day.'),
		('secretxfer_r06_annex_first', k.case_no IS NOT NULL AND t.carrier_id IS NOT NULL AND NOT cover.covered
			AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = t.case_no AND a.annexed_on <= t.day),
			'The annex listed no carrier by that day.'),
		('secretxfer_r07_within_annex', k.case_no IS NOT NULL AND t.carrier_id IS NOT NULL AND NOT cover.covered
			AND EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = t.case_no),
			'The carrier did not stand in the annex by that day.')) AS v (rule, broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_cover() IS
'verify(), provisions 3(3), 4(4), 6, 7: contract, annex, notice and period of each hand-over and access.';

-- Provision 8: who protects -----------------------------------------------------------------

-- The facts about parties are asked of open cases only: what has become of a party since a
-- case was closed is no concern of that case.
CREATE FUNCTION secretxfer.verify_provision_8() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, v.rule, 'protections', p.case_no, v.detail
	FROM secretxfer.protections p
	JOIN secretxfer.cases c ON c.case_no = p.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.parties o ON o.idn = p.organizer
	LEFT JOIN LATERAL secretxfer.last_supplement(p.case_no, p.arranged_on) AS s ON true
	JOIN secretxfer.parties customer ON customer.idn = secretxfer.present_customer(c.case_no, c.customer)
	CROSS JOIN LATERAL (VALUES
		('unlawful', 'secretxfer_r08_organizer', p.kind IN ('quasi_state', 'provider') AND secretxfer.is_blank(p.organizer),
			'The organizer is not named.'),
		('unlawful', 'secretxfer_r08_organizer', p.kind = 'contractor' AND p.organizer <> c.contractor,
			'The organizer is not the contractor.'),
		(CASE WHEN s.known_at > p.recorded_at THEN 'irregular' ELSE 'unlawful' END, 'secretxfer_r08_organizer',
			p.kind = 'customer' AND p.organizer <> coalesce(s.successor, c.customer), 'The organizer is not the customer.'),
		('irregular', 'secretxfer_r08_contractor_without_foreign_participation',
			c.closed_on IS NULL AND p.kind = 'contractor' AND contractor.foreign_participation,
			'The contractor works with foreign participation.'),
		('irregular', 'secretxfer_r08_customer_at_place',
			c.closed_on IS NULL AND p.kind = 'customer' AND customer.settlement <> c.works_settlement,
			'The customer is not at the place of the works.'),
		('irregular', 'secretxfer_r08_quasi_state', c.closed_on IS NULL AND p.kind = 'quasi_state' AND NOT o.quasi_state,
			'The organizer is not of the quasi-state sector.'),
		('irregular', 'secretxfer_r08_affiliated',
			c.closed_on IS NULL AND p.kind = 'quasi_state'
			AND (contractor.affiliated_with IS DISTINCT FROM p.organizer OR p.organizer = c.contractor),
			'The contractor is not affiliated with the organizer.'),
		('unlawful', 'secretxfer_r08_provider_serves_organization', p.kind = 'provider' AND contractor.kind = 'citizen',
			'The contractor is a citizen.'),
		('unlawful', 'secretxfer_r08_provider_other_organization',
			p.kind = 'provider' AND (o.kind <> 'organization' OR p.organizer = c.contractor),
			'The provider is not an organisation other than the contractor.'),
		('irregular', 'secretxfer_r08_provider_settlement',
			c.closed_on IS NULL AND p.kind = 'provider' AND o.settlement <> contractor.settlement,
			'The provider is not in the contractor''s settlement.'),
		('irregular', 'secretxfer_r08_provider_foreign_participation',
			c.closed_on IS NULL AND p.kind = 'provider' AND o.foreign_participation, 'The provider works with foreign participation.'),
		('irregular', 'secretxfer_r08_provider_state_owned',
			c.closed_on IS NULL AND p.kind = 'provider' AND o.state_share IS DISTINCT FROM 100, 'The provider is not the state''s alone.'),
		('irregular', 'secretxfer_r08_provider_mandate',
			c.closed_on IS NULL AND p.kind = 'provider' AND secretxfer.is_blank(o.protection_mandate), 'The provider is not empowered.'),
		('unlawful', 'secretxfer_r08_service_contract',
			p.kind = 'provider' AND (secretxfer.is_blank(p.service_contract_no) OR p.service_contract_on IS NULL
				OR p.service_contract_on > p.arranged_on), 'There was no contract for services by that day.'),
		('unlawful', 'secretxfer_r08_permits_marked',
			p.kind = 'provider' AND least(p.contractor_permit_marked_on, p.provider_permit_marked_on) < p.service_contract_on,
			'A permit is marked before the contract for services.')) AS v (severity, rule, broken, detail)
	-- of a contractor that protects itself, as most do, only two of them are asked
	WHERE (p.kind <> 'contractor' OR p.organizer <> c.contractor OR contractor.foreign_participation) AND v.broken
	UNION ALL
	SELECT 'unlawful', v.rule, t.entered_in, concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on), v.detail
	FROM secretxfer.transfers() t
	LEFT JOIN secretxfer.protections p ON p.case_no = t.case_no
	LEFT JOIN (
		SELECT case_no, greatest(min(sent_on) FILTER (WHERE kind = 'courier_service'), coalesce(min(sent_on) FILTER (WHERE kind = 'postal_service'), 'infinity')) AS notified_on,
			count(DISTINCT kind) AS notices
		FROM secretxfer.notices WHERE kind IN ('courier_service', 'postal_service') GROUP BY case_no
	) AS n ON n.case_no = t.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r08_arrangement_first', coalesce(p.arranged_on > t.started_on, true), 'The protection was not arranged by that day.'),
		('secretxfer_r08_permits_marked', p.kind = 'provider'
			AND (p.contractor_permit_marked_on <= t.started_on AND p.provider_permit_marked_on <= t.started_on) IS NOT TRUE,
			'The permits of both were not marked by that day.'),
		('secretxfer_r08_service_notices', p.kind = 'provider' AND (n.notices = 2 AND n.notified_on <= t.started_on) IS NOT TRUE,
			'The courier service and the special postal service were not both notified by that day.')) AS v (rule, broken, detail)
	WHERE (p.kind = 'provider' OR coalesce(p.arranged_on > t.started_on, true)) AND v.broken
	UNION ALL
	-- the arrangement may have been another when the notice was sent
	SELECT 'irregular', 'secretxfer_r08_notice_after_service_contract', 'notices', concat_ws(', ', n.case_no, n.notice_no),
		'No contract for a provider''s services was concluded by that day.'
	FROM secretxfer.notices n
	LEFT JOIN secretxfer.protections p ON p.case_no = n.case_no AND p.kind = 'provider' AND p.service_contract_on <= n.sent_on
	WHERE n.kind IN ('courier_service', 'postal_service') AND p.case_no IS NULL
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_8() IS
'verify(), provision 8: the arrangement of the protection.';

-- Provision 9: breaches ---------------------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_9() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, 'secretxfer_r09_suspension_names_breach', 'suspensions',
		concat_ws(', ', s.case_no, s.suspended_on), v.detail
	FROM secretxfer.suspensions s
	JOIN secretxfer.violations b ON (b.case_no, b.violation_no) = (s.case_no, s.violation_no)
	CROSS JOIN LATERAL (VALUES
		('unlawful', b.found_on > s.suspended_on, 'The breach was found later.'),
		('irregular', b.remedied_on < s.suspended_on, 'The breach was remedied before.')) AS v (severity, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT secretxfer.later(greatest(b.recorded_at, b.changed_at) < greatest(s.recorded_at, s.changed_at)), 'secretxfer_r09_lifting_after_remedy', 'suspensions',
		concat_ws(', ', s.case_no, s.suspended_on), 'A breach of the case was not remedied by the day of the lifting.'
	FROM secretxfer.suspensions s
	JOIN secretxfer.violations b ON b.case_no = s.case_no AND b.found_on <= s.lifted_on
	WHERE (b.remedied_on <= s.lifted_on) IS NOT TRUE
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r09_repeated_breach', 'annulments', a.case_no, 'There were not two breaches by that day.'
	FROM secretxfer.annulments a
	WHERE (SELECT count(*) FROM secretxfer.violations b WHERE b.case_no = a.case_no AND b.found_on <= a.raised_on) < 2
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_9() IS
'verify(), provision 9: suspensions and annulments. What stands against a hand-over: verify_events().';

-- Provisions 9 to 11: events that stand against a transfer ----------------------------------

CREATE FUNCTION secretxfer.verify_events() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT DISTINCT secretxfer.later(t.known_before), t.rule, t.entered_in,
		concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on),
		'A fact of its day or before stands against it.'
	FROM secretxfer.irregular_transfers() t
$$;
COMMENT ON FUNCTION secretxfer.verify_events() IS
'verify(), provisions 9 to 11: hand-overs and accesses while suspended, after an annulment, a change of a party, a revocation.';

-- Provision 10: changes of a party ----------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_10() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	-- who is in liquidation acts no more
	SELECT secretxfer.later(greatest(l.recorded_at, l.changed_at) < e.judged_at AND NOT EXISTS (
			SELECT FROM secretxfer.supplements s WHERE s.case_no = e.case_no AND greatest(s.recorded_at, s.changed_at) > e.judged_at)),
		'secretxfer_r10_party_liquidated', e.name, e.key, 'A party was in liquidation on that day.'
	FROM secretxfer.party_changes l
	JOIN (
		SELECT case_no, contractor, opened_on, closed_on, 'infinity'::date FROM secretxfer.cases
		UNION ALL
		SELECT c.case_no, c.customer, c.opened_on, c.closed_on,
			coalesce((SELECT min(s.concluded_on) FROM secretxfer.supplements s
					  WHERE s.case_no = c.case_no AND s.party = c.customer AND s.successor <> s.party), 'infinity')
		FROM secretxfer.cases c
		UNION ALL
		SELECT h.case_no, h.successor, h.concluded_on, c.closed_on,
			coalesce((SELECT min(s.concluded_on) FROM secretxfer.supplements s
					  WHERE s.case_no = h.case_no AND s.party = h.successor AND s.successor <> s.party AND s.concluded_on >= h.concluded_on), 'infinity')
		FROM secretxfer.supplements h JOIN secretxfer.cases c ON c.case_no = h.case_no
	) AS takes_part (case_no, party, since, closed_on, until) ON takes_part.party = l.party
	JOIN (
		SELECT 'cases', case_no, case_no, opened_on, CASE WHEN closed_on IS NULL THEN greatest(recorded_at, changed_at) ELSE recorded_at END
		FROM secretxfer.cases
		UNION ALL
		SELECT 'requests', concat_ws(', ', case_no, request_no), case_no, sent_on, recorded_at FROM secretxfer.requests
		UNION ALL
		SELECT 'contracts', case_no, case_no, concluded_on, greatest(recorded_at, changed_at) FROM secretxfer.contracts
	) AS e (name, key, case_no, day, judged_at) ON e.case_no = takes_part.case_no
		AND e.day >= takes_part.since AND e.day >= l.effective_on AND e.day < takes_part.until
	WHERE l.kind = 'liquidation'
	UNION ALL
	SELECT secretxfer.later(greatest(l.recorded_at, l.changed_at) < greatest(s.recorded_at, s.changed_at)), 'secretxfer_r10_party_liquidated', 'supplements',
		concat_ws(', ', s.case_no, s.supplement_no), 'The successor was in liquidation on that day.'
	FROM secretxfer.supplements s
	JOIN secretxfer.party_changes l ON l.party = s.successor AND l.kind = 'liquidation' AND l.effective_on <= s.concluded_on
	UNION ALL
	-- paragraph 1: supplements
	SELECT 'unlawful', v.rule, 'supplements', concat_ws(', ', s.case_no, s.supplement_no), v.detail
	FROM secretxfer.supplements s
	JOIN secretxfer.cases c ON c.case_no = s.case_no
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (s.party, s.change_no)
	LEFT JOIN secretxfer.contracts k ON k.case_no = s.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r10_supplement_names_change', (k.concluded_on <= s.concluded_on) IS NOT TRUE, 'By that day there was no contract to supplement.'),
		('secretxfer_r10_supplement_names_change', x.effective_on > s.concluded_on, 'The change took effect later.'),
		('secretxfer_r10_supplement_names_change',
			x.effective_on < c.opened_on AND x.kind <> 'liquidation' OR s.party <> c.customer
			AND NOT EXISTS (SELECT FROM secretxfer.supplements h WHERE h.case_no = s.case_no AND h.successor = s.party AND h.supplement_no <> s.supplement_no),
			'The change is not one of a customer of this case.'),
		('secretxfer_r10_supplement_names_change',
			EXISTS (SELECT FROM secretxfer.supplements h
					WHERE (h.case_no, h.party, h.change_no) = (s.case_no, s.party, s.change_no) AND h.supplement_no < s.supplement_no),
			'Another supplement settles this change.'),
		('secretxfer_r10_successor_powers', secretxfer.is_blank(s.successor_powers), 'The successor''s powers are not stated.'),
		('secretxfer_r10_successor', x.kind IN ('liquidation', 'works_terminated') AND s.successor = s.party,
			'A customer that does not go on is its own successor.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	-- paragraph 1: notices
	SELECT 'unlawful', 'secretxfer_r10_notice_names_change', 'notices', concat_ws(', ', n.case_no, n.notice_no), v.detail
	FROM secretxfer.notices n
	JOIN secretxfer.cases c ON c.case_no = n.case_no
	LEFT JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (n.party, n.change_no)
	CROSS JOIN LATERAL (SELECT n.kind IN ('succession_security', 'succession_authority') AS of_succession) AS is_
	CROSS JOIN LATERAL (VALUES
		(is_.of_succession AND num_nulls(n.party, n.change_no) > 0 OR n.kind = 'succession_authority' AND n.authority IS NULL,
			'It does not say of which change, or to which body, it is.'),
		(NOT is_.of_succession AND num_nonnulls(n.party, n.change_no) > 0, 'It is of no change and names one.'),
		(is_.of_succession AND x.effective_on > n.sent_on, 'It is dated before the change took effect.'),
		(is_.of_succession AND (x.effective_on < c.opened_on AND x.kind <> 'liquidation' OR x.party <> c.customer
			AND NOT EXISTS (SELECT FROM secretxfer.supplements h WHERE h.case_no = n.case_no AND h.successor = x.party)),
			'The change is not one of a customer of this case.')) AS v (broken, detail)
	WHERE (is_.of_succession OR num_nonnulls(n.party, n.change_no) > 0) AND v.broken
	UNION ALL
	-- paragraph 2: measures
	SELECT 'unlawful', 'secretxfer_r10_measures_name_change', 'protection_measures', concat_ws(', ', m.case_no, m.party, m.change_no), v.detail
	FROM secretxfer.protection_measures m
	JOIN secretxfer.cases c ON c.case_no = m.case_no
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (m.party, m.change_no)
	CROSS JOIN LATERAL (VALUES
		(m.party <> c.contractor OR x.effective_on < c.opened_on AND x.kind <> 'liquidation', 'The change is not one of the contractor of this case.'),
		(x.effective_on > m.taken_on, 'They are dated before the change took effect.')) AS v (broken, detail)
	WHERE v.broken
	UNION ALL
	-- what ends, ends with nothing out and measures taken
	SELECT 'unlawful', 'secretxfer_r10_all_returned', 'cases', c.case_no, 'It is closed while something is out.'
	FROM secretxfer.cases c
	WHERE c.closed_on IS NOT NULL
	  AND EXISTS (SELECT FROM secretxfer.transfers() t WHERE t.case_no = c.case_no AND t.ended_on IS NULL)
	UNION ALL
	SELECT secretxfer.later(bool_or(t.judged_at < x.stands_since AND x.known_at = x.stands_since)), 'secretxfer_r10_all_returned', 'party_changes',
		concat_ws(', ', x.party, x.change_no), 'It was completed while something was out.'
	FROM secretxfer.case_changes() x
	JOIN secretxfer.transfers() t ON t.case_no = x.case_no
	WHERE x.completed_on IS NOT NULL AND x.supplemented_on IS NULL AND (t.ended_on <= x.completed_on) IS NOT TRUE
	GROUP BY x.party, x.change_no
	UNION ALL
	SELECT secretxfer.later(x.stands_since < greatest(c.recorded_at, c.changed_at)), 'secretxfer_r10_measures_taken', 'cases', c.case_no,
		'It is closed without measures after a change of the contractor.'
	FROM secretxfer.case_changes() x
	JOIN secretxfer.cases c ON c.case_no = x.case_no
	LEFT JOIN secretxfer.protection_measures m ON (m.case_no, m.party, m.change_no) = (x.case_no, x.party, x.change_no)
	WHERE x.side = 'contractor' AND x.closed_on IS NOT NULL AND (m.taken_on <= x.closed_on) IS NOT TRUE
	  AND EXISTS (SELECT FROM secretxfer.transfers() t WHERE t.case_no = x.case_no)
	UNION ALL
	SELECT secretxfer.later(bool_or(t.judged_at < x.stands_since)), 'secretxfer_r10_measures_taken', 'party_changes',
		concat_ws(', ', x.party, x.change_no), 'It was completed without measures in one of the cases.'
	FROM secretxfer.case_changes() x
	JOIN secretxfer.transfers() t ON t.case_no = x.case_no
	LEFT JOIN secretxfer.protection_measures m ON (m.case_no, m.party, m.change_no) = (x.case_no, x.party, x.change_no)
	WHERE x.side = 'contractor' AND x.completed_on IS NOT NULL AND (m.taken_on <= x.completed_on) IS NOT TRUE
	GROUP BY x.party, x.change_no
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_10() IS
'verify(), provision 10: changes of a party. What stands against a hand-over: verify_events().';

-- Provision 11: permit and clearance --------------------------------------------------------

-- Revocations come later and are left to verify_events().
CREATE FUNCTION secretxfer.verify_provision_11() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r11_permit_holder', 'permits', p.permit_no, 'A citizen holds it.'
	FROM secretxfer.permits p
	JOIN secretxfer.parties h ON h.idn = p.holder
	WHERE h.kind = 'citizen'
	UNION ALL
	SELECT 'unlawful', v.rule, t.entered_in, concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on), v.detail
	FROM secretxfer.transfers() t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.clearances a ON a.clearance_no = t.clearance_no
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
	LEFT JOIN secretxfer.contracts s ON s.case_no = t.case_no
	LEFT JOIN secretxfer.permits stated ON stated.permit_no = s.permit_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r11_receiver', a.party <> c.contractor, 'The person is neither the contractor nor of its staff.'),
		('secretxfer_r11_clearance', t.started_on NOT BETWEEN a.issued_on AND a.valid_until, 'The clearance is not valid on that day.'),
		('secretxfer_r11_clearance_degree', a.highest_mark < k.mark, 'The clearance does not reach the secrecy mark.'),
		('secretxfer_r11_permit', contractor.kind <> 'citizen' AND NOT EXISTS (
			SELECT FROM secretxfer.permits q
			WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
			  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on)),
			'The contractor had no valid permit on that day.'),
		('secretxfer_r11_permit_degree', contractor.kind <> 'citizen'
			AND EXISTS (
				SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
				  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on))
			AND NOT EXISTS (
				SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
				  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on) AND q.highest_mark >= k.mark)
			AND k.mark IS NOT NULL,
			'The contractor''s permit does not reach the secrecy mark.')) AS v (rule, broken, detail)
	-- mostly the permit that the contract states still serves, so that no other need be looked for
	WHERE (a.party <> c.contractor OR t.started_on NOT BETWEEN a.issued_on AND a.valid_until OR a.highest_mark < k.mark
		   OR contractor.kind <> 'citizen' AND (stated.holder = c.contractor AND t.started_on BETWEEN stated.issued_on AND stated.valid_until
												AND (k.mark IS NULL OR stated.highest_mark >= k.mark)) IS NOT TRUE)
	  AND v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_11() IS
'verify(), provision 11: permit and clearance of each hand-over and access.';

-- The guard ---------------------------------------------------------------------------------

-- What ought to stand is read from the register's own definition, which is part of the
-- extension; what the triggers ought to be is said here.
CREATE FUNCTION secretxfer.verify_guard() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH definition AS MATERIALIZED (
		SELECT m[1] AS name, m[2] AS body, to_regclass('secretxfer.' || m[1]) AS relation
		FROM regexp_matches(secretxfer.register_definition(), '^CREATE TABLE secretxfer\.(\w+) \(\n((?:\t[^\n]*\n)+)', 'gn') AS m
	), tables AS MATERIALIZED (
		SELECT d.name, d.body, c.* FROM definition d JOIN pg_class c ON c.oid = d.relation
	), expected_triggers AS MATERIALIZED (
		SELECT t.name, t.oid AS relation, v.trigger, v.function, v.type, v.deferred
		FROM tables t
		JOIN (VALUES
			(NULL, 'zz_secretxfer_enter', 'enter_entry', 23, false),
			(NULL, 'A_secretxfer_judge', 'judge_entry', 29, false),
			(NULL, 'secretxfer_refuse_truncate', 'refuse_truncate', 34, false),
			('admissions', 'secretxfer_renew_admissions', 'renew_admissions', 60, false),
			('requests', 'A_secretxfer_judge_at_commit', 'judge_at_commit', 21, true),
			('request_items', 'A_secretxfer_judge_at_commit', 'judge_at_commit', 25, true)
		) AS v (only_on, trigger, function, type, deferred) ON v.only_on = t.name OR v.only_on IS NULL AND t.name <> 'admissions'
	), extension AS MATERIALIZED (
		SELECT e.oid, e.extowner FROM pg_extension e WHERE e.extname = 'secretxfer'
	), owner AS (
		-- whose the register is: most of it
		SELECT relowner AS role FROM tables GROUP BY relowner ORDER BY count(*) DESC, relowner LIMIT 1
	)
	SELECT 'guard'::secretxfer.severity, NULL::text, d.name, NULL::text, 'The table is missing.'
	FROM definition d WHERE d.relation IS NULL
	UNION ALL
	SELECT 'guard', NULL, t.name, m[1], 'The column is missing.'
	FROM tables t CROSS JOIN LATERAL regexp_matches(t.body, '^\t([a-z_]+) [a-z]', 'gn') AS m
	WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = m[1] AND NOT a.attisdropped)
	UNION ALL
	SELECT 'guard', NULL, t.name, m[1], 'The column may be null.'
	FROM tables t CROSS JOIN LATERAL regexp_matches(t.body, '^\t([a-z_]+) [a-z][^,\n]* NOT NULL', 'gn') AS m
	JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = m[1]
	WHERE NOT a.attnotnull
	UNION ALL
	SELECT 'guard', NULL, t.name, m[1], 'The constraint is missing, not validated or another one.'
	FROM tables t
	CROSS JOIN LATERAL regexp_matches(t.body, '^\tCONSTRAINT (\w+)\s+(PRIMARY|UNIQUE|CHECK|FOREIGN)', 'gn') AS m
	WHERE NOT EXISTS (
		SELECT FROM pg_constraint c
		WHERE c.conrelid = t.oid AND c.conname = m[1] AND c.convalidated
		  AND c.contype = CASE m[2] WHEN 'PRIMARY' THEN 'p' WHEN 'UNIQUE' THEN 'u' WHEN 'CHECK' THEN 'c' ELSE 'f' END)
	UNION ALL
	SELECT 'guard', NULL, x.name, x.trigger,
		CASE WHEN g.oid IS NULL THEN 'The trigger is missing.'
			WHEN g.tgenabled NOT IN ('O', 'A') THEN 'The trigger is disabled.'
			ELSE 'The trigger was replaced by another.' END
	FROM expected_triggers x
	LEFT JOIN pg_trigger g ON g.tgrelid = x.relation AND g.tgname = x.trigger
	LEFT JOIN pg_proc p ON p.oid = g.tgfoid
	WHERE (g.tgenabled IN ('O', 'A') AND g.tgtype = x.type AND g.tgqual IS NULL AND cardinality(g.tgattr::int2[]) = 0 AND g.tgnargs = 0
		   AND g.tgdeferrable = x.deferred AND g.tginitdeferred = x.deferred
		   AND p.pronamespace = 'secretxfer'::regnamespace AND p.proname = x.function) IS NOT TRUE
	UNION ALL
	SELECT 'guard', NULL, t.name, g.tgname, 'Another trigger changes the entry after it was stamped and judged.'
	FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid
	WHERE NOT g.tgisinternal AND g.tgtype & 3 = 3 AND g.tgtype & 20 <> 0 AND g.tgenabled <> 'D'
	  AND g.tgname COLLATE "C" > 'zz_secretxfer_enter'
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, t.name, c.conname, 'The foreign key is not enforced.'
	FROM tables t
	JOIN pg_trigger g ON g.tgrelid = t.oid
	JOIN pg_constraint c ON c.oid = g.tgconstraint
	WHERE g.tgisinternal AND g.tgenabled NOT IN ('O', 'A')
	UNION ALL
	SELECT 'guard', NULL, t.name, NULL, v.detail
	FROM tables t
	CROSS JOIN owner
	CROSS JOIN LATERAL (VALUES
		(t.relowner <> owner.role, 'The table belongs to another role than the register.'),
		(t.relkind <> 'r', 'It is not a plain table.'),
		(t.relpersistence <> 'p', 'It does not survive a crash.'),
		(t.relhasrules AND EXISTS (SELECT FROM pg_rewrite w WHERE w.ev_class = t.oid), 'A rewrite rule passes by the triggers.'),
		(EXISTS (SELECT FROM pg_inherits i WHERE t.oid IN (i.inhparent, i.inhrelid)), 'Inheritance passes by the triggers.')
	) AS v (broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'guard', NULL, NULL, p.proname, v.detail
	FROM pg_proc p
	JOIN pg_language l ON l.oid = p.prolang
	CROSS JOIN extension e
	CROSS JOIN LATERAL (VALUES
		(p.prorettype = 'trigger'::regtype AND (l.lanname <> 'c' OR p.prosrc <> 'secretxfer_' || p.proname), 'The function was replaced by another.'),
		(p.prorettype = 'trigger'::regtype AND p.probin IS DISTINCT FROM
			(SELECT r.probin FROM pg_proc r WHERE r.oid = 'secretxfer.rule_catalogue()'::regprocedure), 'The function comes from another library.'),
		(p.prosecdef OR p.prorettype = 'trigger'::regtype AND p.proconfig IS NOT NULL, 'The function''s attributes were altered.'),
		(p.proowner <> e.extowner, 'The function belongs to another role than the extension.'),
		(NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
					 AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'),
			'The function is not the extension''s.')) AS v (broken, detail)
	WHERE p.pronamespace = 'secretxfer'::regnamespace AND v.broken
	UNION ALL
	SELECT 'guard', NULL, NULL, v.name, 'The trigger function is missing.'
	FROM (SELECT DISTINCT function AS name FROM expected_triggers) AS v
	WHERE NOT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.proname = v.name)
	UNION ALL
	SELECT 'guard', NULL, NULL, 'session_replication_role', 'Triggers do not fire, here or by a setting kept for a role or database.'
	WHERE current_setting('session_replication_role') = 'replica'
	   OR EXISTS (SELECT FROM pg_db_role_setting s WHERE 'session_replication_role=replica' = ANY (s.setconfig))
$$;
COMMENT ON FUNCTION secretxfer.verify_guard() IS
'verify(), the guard: tables, columns, constraints, triggers and functions that are missing, disabled, replaced or altered, and changed owners.';

-- Settings ----------------------------------------------------------------------------------

-- Values by which a setting lets nothing out are said as patterns.  A role without privileges does not see every
-- setting; of what it cannot see nothing is said.
CREATE FUNCTION secretxfer.verify_settings() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'warning'::secretxfer.severity, NULL::text, NULL::text, concat(v.name, k.kept_for), v.detail
	FROM (
		SELECT unnest(names), harmless, detail
		FROM (VALUES
			('{log_statement}'::text[], 'none|ddl', 'The server logs statements, and with them what is entered.'),
			('{log_min_duration_statement,log_min_duration_sample}', '-1', 'The server logs slow statements, and with them what is entered.'),
			('{log_transaction_sample_rate}', '0(\.0*)?', 'The server logs the statements of some transactions, and with them what is entered.'),
			('{log_parameter_max_length_on_error}', '0', 'The server logs the parameters of statements that fail.'),
			('{log_min_messages}', 'debug1|info|notice|warning|error|log|fatal|panic', 'The server logs messages for its developers, which show statements.'),
			('{debug_print_parse,debug_print_rewritten,debug_print_plan}', 'off|false|no|0', 'The server logs parsed statements, and with them what is entered.'),
			('{auto_explain.log_min_duration}', '-1', 'The server logs the plans of slow statements, and with them what is entered.'),
			('{pgaudit.log}', '(none|ddl|role|misc_set|[-, ])*', 'The audit log shows statements, and with them what is entered.'),
			('{pgaudit.role}', '', 'The audit log shows statements, and with them what is entered.'),
			('{pg_stat_statements.track_utility}', 'off|false|no|0', 'The statistics of statements keep the texts of blocks and calls, and with them what is entered.')
		) AS g (names, harmless, detail)
	) AS v (name, harmless, detail)
	CROSS JOIN LATERAL (
		SELECT NULL, current_setting(v.name, true)
		UNION ALL
		SELECT concat(' for role ' || pg_get_userbyid(nullif(s.setrole, 0)), ' in database ' || d.datname), substr(c, length(v.name) + 2)
		FROM pg_db_role_setting s
		LEFT JOIN pg_database d ON d.oid = s.setdatabase
		CROSS JOIN unnest(s.setconfig) AS c
		WHERE starts_with(c, v.name || '=') AND (s.setdatabase = 0 OR d.datname = current_database())
	) AS k (kept_for, value)
	WHERE k.value !~* concat('^(', v.harmless, ')$')
$$;
COMMENT ON FUNCTION secretxfer.verify_settings() IS
'verify(), settings: those of the session, and those kept for roles and databases, by which the server would log what is entered.';

-- Row-level security: the policies follow from duty_matrix(), and must be in force as soon as
-- a role is admitted that they limit.
CREATE FUNCTION secretxfer.verify_policies() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH limited AS MATERIALIZED (
		SELECT count(*) > 0 AS anybody FROM secretxfer.admissions WHERE duty IN ('customer', 'authority')
	), policies AS MATERIALIZED (
		SELECT p.*, c.oid AS relation, c.relowner, c.relrowsecurity
		FROM secretxfer.policies() p
		JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = p."table"
	)
	SELECT 'guard'::secretxfer.severity, NULL::text, p."table", p.policy,
		CASE WHEN s.oid IS NULL THEN 'The policy is missing.' ELSE 'The policy was altered.' END
	FROM policies p
	LEFT JOIN pg_policy s ON s.polrelid = p.relation AND s.polname = p.policy
	WHERE (s.polpermissive AND s.polcmd = CASE p.command WHEN 'SELECT' THEN 'r' WHEN 'INSERT' THEN 'a' WHEN 'UPDATE' THEN 'w' ELSE 'd' END
		   AND num_nonnulls(s.polqual, s.polwithcheck) = 1
		   AND pg_get_expr(coalesce(s.polqual, s.polwithcheck), p.relation) = p.condition
		   AND CASE WHEN p.for_analysts THEN NOT EXISTS (
				SELECT FROM unnest(s.polroles) AS r
				WHERE r <> p.relowner
				  AND NOT EXISTS (SELECT FROM pg_roles n WHERE n.oid = r
					  AND (n.rolsuper OR n.rolname IN (SELECT a.role FROM secretxfer.admissions a WHERE a.duty = 'analyst'))))
			   ELSE s.polroles = '{0}' END) IS NOT TRUE
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, p."table", NULL, 'Row-level security is not in force, although roles are limited to rows.'
	FROM policies p CROSS JOIN limited
	WHERE limited.anybody AND NOT p.relrowsecurity
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, p."table", s.polname::text, 'Another policy gives rows beside those of the duties.'
	FROM policies p
	CROSS JOIN limited
	JOIN pg_policy s ON s.polrelid = p.relation
	WHERE limited.anybody AND s.polpermissive
	  AND NOT EXISTS (SELECT FROM policies o WHERE o.relation = s.polrelid AND o.policy = s.polname)
	UNION ALL
	SELECT 'warning', NULL, 'admissions', concat_ws(', ', a.role, a.duty, a.party), v.detail
	FROM secretxfer.admissions a
	CROSS JOIN LATERAL (VALUES
		(NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = a.role), 'The role does not exist any more.'),
		(a.party IS NOT NULL AND NOT EXISTS (SELECT FROM secretxfer.parties p WHERE p.idn = a.party), 'The party does not stand in the register.')) AS v (broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_policies() IS
'verify(), the guard: policies that are missing, altered, out of force or beside those of the duties, and roles admitted that are gone.';

-- All of it ---------------------------------------------------------------------------------

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
'Judges the whole register once more, the guard itself, and settings. Result: how serious a finding is, the rule that is broken (null for guard and '
'settings), the table and the key of the entry, and what is wrong. Needs SELECT on all tables; lawful registers give no row but for what is '
'irregular, and warnings. Where a table or column is missing, only the guard and the settings are judged.';

-- The register, as create_register() will make it.  Before PostgreSQL 15 a view could not ask
-- with the rights of whoever reads it, so there it is left out.
CREATE FUNCTION secretxfer.register_definition() RETURNS text
STABLE PARALLEL SAFE
LANGUAGE sql AS $definition$ SELECT pg_catalog.replace($register$
-- 02_parties.sql
--
-- Who takes part (provision 2), with the data that provision 4(1) demands of each.

CREATE TABLE secretxfer.parties (
	idn text COLLATE "C",
	kind secretxfer.party_kind NOT NULL,
	full_name text NOT NULL,
	head_name text,
	legal_address text,
	workplace text,
	position text,
	residence text,
	id_document_issuer text,
	settlement text NOT NULL,
	foreign_participation boolean NOT NULL DEFAULT false,
	state_share numeric,
	quasi_state boolean NOT NULL DEFAULT false,
	affiliated_with text COLLATE "C",
	disposes_of_secrets boolean NOT NULL DEFAULT false,
	protection_mandate text,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT parties_pkey PRIMARY KEY (idn),
	CONSTRAINT parties_idn_twelve_digits CHECK (idn ~ '^[0-9]{12}$'),
	CONSTRAINT parties_organization_described CHECK (
		kind = 'citizen' OR num_nulls(head_name, legal_address) = 0),
	CONSTRAINT parties_citizen_described CHECK (
		kind <> 'citizen' OR num_nulls(workplace, position, residence, id_document_issuer) = 0),
	CONSTRAINT parties_state_share_percent CHECK (state_share BETWEEN 0 AND 100),
	CONSTRAINT parties_affiliated_with_fkey
		FOREIGN KEY (affiliated_with) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX parties_affiliated_with_idx ON secretxfer.parties (affiliated_with);

COMMENT ON TABLE secretxfer.parties IS
'Everybody who takes part: customers, contractors, disposing bodies, organisers of protection (provisions 2, 4(1), 8). One row a party.';
COMMENT ON COLUMN secretxfer.parties.idn IS
'BIN of a state body or organisation, IIN of a citizen: twelve digits, the last one a check digit (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.kind IS
'State body, organisation or citizen: decides who may order and who may perform the works (provision 2).';
COMMENT ON COLUMN secretxfer.parties.full_name IS
'Full name of the body or organisation; surname, name and patronymic, if any, of a citizen (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.head_name IS
'Surname, name and patronymic, if any, of the head; mandatory for bodies and organisations (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.legal_address IS
'Legal address; mandatory for bodies and organisations (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.workplace IS
'Place of work or study; mandatory for citizens (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.position IS
'Position held, or the status of a student; mandatory for citizens (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.residence IS
'Place of residence; mandatory for citizens (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.id_document_issuer IS
'Body that issued the identity document; mandatory for citizens (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.settlement IS
'City or settlement of the activity: decides which national security body is notified (3(3)) and which provider may serve (8(4)).';
COMMENT ON COLUMN secretxfer.parties.foreign_participation IS
'Whether foreigners hold a share; then the party cannot organise protection (provision 8(1), 8(4)).';
COMMENT ON COLUMN secretxfer.parties.state_share IS
'The state''s share in the charter capital in per cent, 0 to 100; a provider needs 100 (provision 8(4)).';
COMMENT ON COLUMN secretxfer.parties.quasi_state IS
'Whether the party is an entity of the quasi-state sector, which may organise protection for its affiliates (provision 8(3)).';
COMMENT ON COLUMN secretxfer.parties.affiliated_with IS
'Party with which this one is affiliated, by its idn (provision 8(3)).';
COMMENT ON COLUMN secretxfer.parties.disposes_of_secrets IS
'Whether the body may classify information and so disposes of secrets (Law "On State Secrets", art. 15): the addressee of requests (provision 4).';
COMMENT ON COLUMN secretxfer.parties.protection_mandate IS
'Act of the Government that empowers the party to protect secrets for others (provision 8(4)).';
COMMENT ON INDEX secretxfer.parties_affiliated_with_idx IS
'The affiliates of a party (provision 8(3)).';
COMMENT ON CONSTRAINT parties_idn_twelve_digits ON secretxfer.parties IS
'Form of a BIN or IIN; the check digit is the rules'' affair (provision 4(1)).';
COMMENT ON CONSTRAINT parties_organization_described ON secretxfer.parties IS
'Data of a body or organisation (provision 4(1)).';
COMMENT ON CONSTRAINT parties_citizen_described ON secretxfer.parties IS
'Data of a citizen (provision 4(1)).';
COMMENT ON CONSTRAINT parties_state_share_percent ON secretxfer.parties IS
'A share is a percentage.';
COMMENT ON CONSTRAINT parties_affiliated_with_fkey ON secretxfer.parties IS
'An affiliate''s principal is a known party.';
-- 11_authorizations.sql
--
-- KNB's permits for organisations and the clearances of persons, without which nothing is
-- handed over (provision 11; their data: 4(5)).  Requests and contracts refer to them, so
-- they are created early.

CREATE TABLE secretxfer.permits (
	permit_no text COLLATE "C",
	holder text COLLATE "C" NOT NULL,
	issued_on date NOT NULL,
	valid_until date NOT NULL,
	issued_by text NOT NULL,
	highest_mark secretxfer.secrecy_mark NOT NULL,
	revoked_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT permits_pkey PRIMARY KEY (permit_no),
	CONSTRAINT permits_permit_no_trimmed CHECK (permit_no = btrim(permit_no) AND permit_no <> ''),
	CONSTRAINT permits_validity CHECK (valid_until >= issued_on),
	CONSTRAINT permits_revoked_after_issue CHECK (revoked_on >= issued_on),
	CONSTRAINT permits_holder_fkey FOREIGN KEY (holder) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX permits_holder_idx ON secretxfer.permits (holder);
CREATE INDEX permits_valid_until_idx ON secretxfer.permits (valid_until);
CREATE INDEX permits_lost_idx ON secretxfer.permits (least(valid_until + 1, revoked_on));
CREATE INDEX permits_revoked_idx ON secretxfer.permits (revoked_on) WHERE revoked_on IS NOT NULL;

COMMENT ON TABLE secretxfer.permits IS
'The national security body''s permits for organisations to work with state secrets (provisions 4(5), 11). One row a permit.';
COMMENT ON COLUMN secretxfer.permits.permit_no IS
'Number of the permit, as printed on it.';
COMMENT ON COLUMN secretxfer.permits.holder IS
'Party that holds the permit, by its idn.';
COMMENT ON COLUMN secretxfer.permits.issued_on IS
'Date of issue.';
COMMENT ON COLUMN secretxfer.permits.valid_until IS
'Last day of validity.';
COMMENT ON COLUMN secretxfer.permits.issued_by IS
'Body that issued the permit.';
COMMENT ON COLUMN secretxfer.permits.highest_mark IS
'Highest degree of secrecy the permit covers; the lower ones are covered too.';
COMMENT ON COLUMN secretxfer.permits.revoked_on IS
'Date of revocation; from that day the permit is not valid. Set once.';
COMMENT ON INDEX secretxfer.permits_holder_idx IS
'The permits of a party.';
COMMENT ON INDEX secretxfer.permits_valid_until_idx IS
'The permits by their end.';
COMMENT ON INDEX secretxfer.permits_lost_idx IS
'The permits by the first day without them.';
COMMENT ON INDEX secretxfer.permits_revoked_idx IS
'The revoked permits.';
COMMENT ON CONSTRAINT permits_permit_no_trimmed ON secretxfer.permits IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT permits_validity ON secretxfer.permits IS
'A permit does not end before it begins.';
COMMENT ON CONSTRAINT permits_revoked_after_issue ON secretxfer.permits IS
'A permit is not revoked before it is issued.';
COMMENT ON CONSTRAINT permits_holder_fkey ON secretxfer.permits IS
'The holder is a known party.';

CREATE TABLE secretxfer.clearances (
	clearance_no text COLLATE "C",
	party text COLLATE "C" NOT NULL,
	person_name text NOT NULL,
	issued_on date NOT NULL,
	valid_until date NOT NULL,
	issued_by text NOT NULL,
	highest_mark secretxfer.secrecy_mark NOT NULL,
	revoked_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT clearances_pkey PRIMARY KEY (clearance_no),
	CONSTRAINT clearances_clearance_no_trimmed CHECK (
		clearance_no = btrim(clearance_no) AND clearance_no <> ''),
	CONSTRAINT clearances_validity CHECK (valid_until >= issued_on),
	CONSTRAINT clearances_revoked_after_issue CHECK (revoked_on >= issued_on),
	CONSTRAINT clearances_party_fkey FOREIGN KEY (party) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX clearances_party_idx ON secretxfer.clearances (party);
CREATE INDEX clearances_valid_until_idx ON secretxfer.clearances (valid_until);
CREATE INDEX clearances_lost_idx ON secretxfer.clearances (least(valid_until + 1, revoked_on));
CREATE INDEX clearances_revoked_idx ON secretxfer.clearances (revoked_on) WHERE revoked_on IS NOT NULL;

COMMENT ON TABLE secretxfer.clearances IS
'Clearances of persons to state secrets (provisions 4(5), 11). One row a clearance.';
COMMENT ON COLUMN secretxfer.clearances.clearance_no IS
'Number of the clearance.';
COMMENT ON COLUMN secretxfer.clearances.party IS
'The person''s employer, or the citizen as a party, by idn.';
COMMENT ON COLUMN secretxfer.clearances.person_name IS
'Surname, name and patronymic, if any, of the cleared person.';
COMMENT ON COLUMN secretxfer.clearances.issued_on IS
'Date of issue.';
COMMENT ON COLUMN secretxfer.clearances.valid_until IS
'Last day of validity.';
COMMENT ON COLUMN secretxfer.clearances.issued_by IS
'Body that issued the clearance.';
COMMENT ON COLUMN secretxfer.clearances.highest_mark IS
'Highest degree of secrecy the clearance covers; the lower ones are covered too (Law "On State Secrets", art. 29).';
COMMENT ON COLUMN secretxfer.clearances.revoked_on IS
'Date of revocation; from that day the clearance is not valid. Set once.';
COMMENT ON INDEX secretxfer.clearances_party_idx IS
'The clearances of a party''s staff.';
COMMENT ON INDEX secretxfer.clearances_valid_until_idx IS
'The clearances by their end.';
COMMENT ON INDEX secretxfer.clearances_lost_idx IS
'The clearances by the first day without them.';
COMMENT ON INDEX secretxfer.clearances_revoked_idx IS
'The revoked clearances.';
COMMENT ON CONSTRAINT clearances_clearance_no_trimmed ON secretxfer.clearances IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT clearances_validity ON secretxfer.clearances IS
'A clearance does not end before it begins.';
COMMENT ON CONSTRAINT clearances_revoked_after_issue ON secretxfer.clearances IS
'A clearance is not revoked before it is issued.';
COMMENT ON CONSTRAINT clearances_party_fkey ON secretxfer.clearances IS
'The employer, or the citizen, is a known party.';
-- 02_cases.sql
--
-- The joint secret works (provision 2(1)): each is a case, ordered by a customer from a
-- contractor.

CREATE TABLE secretxfer.cases (
	case_no text COLLATE "C",
	customer text COLLATE "C" NOT NULL,
	contractor text COLLATE "C" NOT NULL,
	subject text NOT NULL,
	works_settlement text NOT NULL,
	information_system_service boolean NOT NULL DEFAULT false,
	opened_on date NOT NULL,
	closed_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT cases_pkey PRIMARY KEY (case_no),
	CONSTRAINT cases_case_no_trimmed CHECK (case_no = btrim(case_no) AND case_no <> ''),
	CONSTRAINT cases_two_parties CHECK (customer <> contractor),
	CONSTRAINT cases_closed_after_opening CHECK (closed_on >= opened_on),
	CONSTRAINT cases_customer_fkey FOREIGN KEY (customer) REFERENCES secretxfer.parties (idn),
	CONSTRAINT cases_contractor_fkey FOREIGN KEY (contractor) REFERENCES secretxfer.parties (idn)
);
-- What concerns a party concerns its open cases, which these tell without the table.
CREATE INDEX cases_customer_idx ON secretxfer.cases (customer, closed_on) INCLUDE (case_no, contractor, opened_on);
CREATE INDEX cases_contractor_idx ON secretxfer.cases (contractor, closed_on) INCLUDE (case_no, customer, opened_on);

COMMENT ON TABLE secretxfer.cases IS
'Joint secret works (provision 2(1)). One row a case: works of one contractor for one customer.';
COMMENT ON COLUMN secretxfer.cases.case_no IS
'Number of the case, given by its keeper.';
COMMENT ON COLUMN secretxfer.cases.customer IS
'Party that orders the works, by its idn: a state body or an organisation (provision 2(2)).';
COMMENT ON COLUMN secretxfer.cases.contractor IS
'Party that performs the works, by its idn: a non-state organisation or a citizen (provision 2(3)).';
COMMENT ON COLUMN secretxfer.cases.subject IS
'What the works are about.';
COMMENT ON COLUMN secretxfer.cases.works_settlement IS
'City or settlement where the works are performed (provision 8(2)).';
COMMENT ON COLUMN secretxfer.cases.information_system_service IS
'Whether the works service the customer''s protected information systems (provision 6 paragraph 3): then a statement may take the place of the list of carriers.';
COMMENT ON COLUMN secretxfer.cases.opened_on IS
'Date on which the case was opened.';
COMMENT ON COLUMN secretxfer.cases.closed_on IS
'Date on which the case was closed, with nothing outstanding. Set once.';
COMMENT ON INDEX secretxfer.cases_customer_idx IS
'The cases of a customer (provision 10 paragraph 1).';
COMMENT ON INDEX secretxfer.cases_contractor_idx IS
'The cases of a contractor (provision 10 paragraph 2).';
COMMENT ON CONSTRAINT cases_case_no_trimmed ON secretxfer.cases IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT cases_two_parties ON secretxfer.cases IS
'Nobody orders works from itself (provision 2).';
COMMENT ON CONSTRAINT cases_closed_after_opening ON secretxfer.cases IS
'A case is not closed before it is opened.';
COMMENT ON CONSTRAINT cases_customer_fkey ON secretxfer.cases IS
'The customer is a known party.';
COMMENT ON CONSTRAINT cases_contractor_fkey ON secretxfer.cases IS
'The contractor is a known party.';
-- 04_requests.sql
--
-- The carriers, and the written request to the body that disposes of them (provision 4).

-- carrier_id is generated BY DEFAULT, not ALWAYS: a register that is loaded from another one
-- keeps its numbers, to which lists and hand-overs refer.
CREATE TABLE secretxfer.carriers (
	carrier_id bigint GENERATED BY DEFAULT AS IDENTITY,
	owner text COLLATE "C" NOT NULL,
	title text NOT NULL,
	kind secretxfer.carrier_kind NOT NULL,
	mark secretxfer.secrecy_mark NOT NULL,
	account_no text COLLATE "C" NOT NULL,
	copy_no text COLLATE "C" NOT NULL,
	sheets integer,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT carriers_pkey PRIMARY KEY (carrier_id),
	CONSTRAINT carriers_owner_account_no_copy_no_key UNIQUE (owner, account_no, copy_no),
	CONSTRAINT carriers_document_sheets CHECK (kind <> 'document' OR sheets IS NOT NULL),
	CONSTRAINT carriers_sheets_counted CHECK (sheets > 0),
	CONSTRAINT carriers_owner_fkey FOREIGN KEY (owner) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX carriers_owner_idx ON secretxfer.carriers (owner);

COMMENT ON TABLE secretxfer.carriers IS
'Carriers of state secrets with the data of provision 4(2). One row a numbered copy.';
COMMENT ON COLUMN secretxfer.carriers.carrier_id IS
'Number of the row, given by the register.';
COMMENT ON COLUMN secretxfer.carriers.owner IS
'State body that disposes of the secrets, by its idn: its permission is needed (provisions 3(1), 7).';
COMMENT ON COLUMN secretxfer.carriers.title IS
'Name of the carrier (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.kind IS
'Document or other material: only a document has sheets (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.mark IS
'Secrecy mark on the carrier (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.account_no IS
'Registration number of the carrier at its owner (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.copy_no IS
'Number of the copy (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.sheets IS
'Number of sheets; mandatory for a document (provision 4(2)).';
COMMENT ON SEQUENCE secretxfer.carriers_carrier_id_seq IS
'Numbers the carriers.';
COMMENT ON INDEX secretxfer.carriers_owner_account_no_copy_no_key IS
'A carrier by its owner, registration number and copy number.';
COMMENT ON INDEX secretxfer.carriers_owner_idx IS
'The carriers of a disposing body.';
COMMENT ON CONSTRAINT carriers_owner_account_no_copy_no_key ON secretxfer.carriers IS
'A copy is registered once at its owner (provision 4(2)).';
COMMENT ON CONSTRAINT carriers_document_sheets ON secretxfer.carriers IS
'The sheets of a document are counted (provision 4(2)).';
COMMENT ON CONSTRAINT carriers_sheets_counted ON secretxfer.carriers IS
'A number of sheets is positive.';
COMMENT ON CONSTRAINT carriers_owner_fkey ON secretxfer.carriers IS
'The owner is a known party.';

CREATE TABLE secretxfer.requests (
	case_no text COLLATE "C",
	request_no text COLLATE "C",
	authority text COLLATE "C" NOT NULL,
	sent_on date NOT NULL,
	justification text NOT NULL,
	transfer_from date NOT NULL,
	transfer_until date NOT NULL,
	permit_no text COLLATE "C",
	clearance_no text COLLATE "C",
	draft_contract text NOT NULL,
	information_statement text,
	received_on date,
	answered boolean NOT NULL DEFAULT false,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT requests_pkey PRIMARY KEY (case_no, request_no),
	CONSTRAINT requests_request_no_trimmed CHECK (request_no = btrim(request_no) AND request_no <> ''),
	CONSTRAINT requests_transfer_period CHECK (transfer_until >= transfer_from),
	CONSTRAINT requests_received_after_sending CHECK (received_on >= sent_on),
	CONSTRAINT requests_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT requests_authority_fkey FOREIGN KEY (authority) REFERENCES secretxfer.parties (idn),
	CONSTRAINT requests_permit_no_fkey FOREIGN KEY (permit_no) REFERENCES secretxfer.permits (permit_no),
	CONSTRAINT requests_clearance_no_fkey
		FOREIGN KEY (clearance_no) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX requests_authority_idx ON secretxfer.requests (authority);
CREATE INDEX requests_permit_no_idx ON secretxfer.requests (permit_no);
CREATE INDEX requests_clearance_no_idx ON secretxfer.requests (clearance_no);
CREATE INDEX requests_unanswered_idx ON secretxfer.requests (case_no) WHERE NOT answered;

COMMENT ON TABLE secretxfer.requests IS
'Written requests to disposing bodies for their permission (provision 4). One row a request; a case may need several.';
COMMENT ON COLUMN secretxfer.requests.case_no IS
'Case for which the permission is asked.';
COMMENT ON COLUMN secretxfer.requests.request_no IS
'Number of the request within its case.';
COMMENT ON COLUMN secretxfer.requests.authority IS
'Disposing body to which the request is addressed, by its idn (provision 4).';
COMMENT ON COLUMN secretxfer.requests.sent_on IS
'Date on which the request was sent.';
COMMENT ON COLUMN secretxfer.requests.justification IS
'Why the information must be transferred (provision 4(3)).';
COMMENT ON COLUMN secretxfer.requests.transfer_from IS
'First day of the planned transfer (provision 4(4)).';
COMMENT ON COLUMN secretxfer.requests.transfer_until IS
'Last day of the planned transfer (provision 4(4)).';
COMMENT ON COLUMN secretxfer.requests.permit_no IS
'The contractor''s permit, for an organisation (provision 4(5)).';
COMMENT ON COLUMN secretxfer.requests.clearance_no IS
'The contractor''s clearance, for a citizen (provision 4(5)).';
COMMENT ON COLUMN secretxfer.requests.draft_contract IS
'Reference to the attached draft of the contract (provision 4, end).';
COMMENT ON COLUMN secretxfer.requests.information_statement IS
'Statement that describes the circulating information in place of the list, for service of information systems (provision 6 paragraph 3).';
COMMENT ON COLUMN secretxfer.requests.received_on IS
'Date on which the body received the request; the term for the answer runs from the next working day (provision 5). Set once.';
COMMENT ON COLUMN secretxfer.requests.answered IS
'Whether the answer stands in decisions. Kept by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.requests_authority_idx IS
'The requests to a disposing body.';
COMMENT ON INDEX secretxfer.requests_permit_no_idx IS
'The requests that rely on a permit.';
COMMENT ON INDEX secretxfer.requests_clearance_no_idx IS
'The requests that rely on a clearance.';
COMMENT ON INDEX secretxfer.requests_unanswered_idx IS
'The requests that wait: few, however many there are.';
COMMENT ON CONSTRAINT requests_request_no_trimmed ON secretxfer.requests IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT requests_transfer_period ON secretxfer.requests IS
'The planned period does not end before it begins (provision 4(4)).';
COMMENT ON CONSTRAINT requests_received_after_sending ON secretxfer.requests IS
'A request is not received before it is sent.';
COMMENT ON CONSTRAINT requests_case_no_fkey ON secretxfer.requests IS
'A request belongs to a case.';
COMMENT ON CONSTRAINT requests_authority_fkey ON secretxfer.requests IS
'The addressee is a known party.';
COMMENT ON CONSTRAINT requests_permit_no_fkey ON secretxfer.requests IS
'The permit is known.';
COMMENT ON CONSTRAINT requests_clearance_no_fkey ON secretxfer.requests IS
'The clearance is known.';

CREATE TABLE secretxfer.request_items (
	case_no text COLLATE "C",
	request_no text COLLATE "C",
	item_no integer,
	carrier_id bigint NOT NULL,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT request_items_pkey PRIMARY KEY (case_no, request_no, item_no),
	CONSTRAINT request_items_case_no_request_no_carrier_id_key UNIQUE (case_no, request_no, carrier_id),
	CONSTRAINT request_items_item_no_counted CHECK (item_no > 0),
	CONSTRAINT request_items_request_fkey
		FOREIGN KEY (case_no, request_no) REFERENCES secretxfer.requests (case_no, request_no),
	CONSTRAINT request_items_carrier_id_fkey
		FOREIGN KEY (carrier_id) REFERENCES secretxfer.carriers (carrier_id)
);
CREATE INDEX request_items_carrier_id_idx ON secretxfer.request_items (carrier_id);
-- see handovers
ALTER TABLE secretxfer.request_items ALTER case_no SET (n_distinct = -0.1);

COMMENT ON TABLE secretxfer.request_items IS
'The list of carriers in a request (provision 4(2)). One row a line of the list.';
COMMENT ON COLUMN secretxfer.request_items.case_no IS
'Case of the request.';
COMMENT ON COLUMN secretxfer.request_items.request_no IS
'Request to which the list belongs.';
COMMENT ON COLUMN secretxfer.request_items.item_no IS
'Number of the line, from 1.';
COMMENT ON COLUMN secretxfer.request_items.carrier_id IS
'Carrier that is asked for.';
COMMENT ON INDEX secretxfer.request_items_case_no_request_no_carrier_id_key IS
'The line of a carrier in a request.';
COMMENT ON INDEX secretxfer.request_items_carrier_id_idx IS
'The requests in which a carrier is listed.';
COMMENT ON CONSTRAINT request_items_case_no_request_no_carrier_id_key ON secretxfer.request_items IS
'A carrier is listed once in a request.';
COMMENT ON CONSTRAINT request_items_item_no_counted ON secretxfer.request_items IS
'Lines are counted from 1.';
COMMENT ON CONSTRAINT request_items_request_fkey ON secretxfer.request_items IS
'A list belongs to a request.';
COMMENT ON CONSTRAINT request_items_carrier_id_fkey ON secretxfer.request_items IS
'A line names a known carrier.';

-- A list is entered after its request, line by line, so only at the end of the transaction
-- can it be said that a received request has none.
CREATE CONSTRAINT TRIGGER "A_secretxfer_judge_at_commit"
	AFTER INSERT OR UPDATE ON secretxfer.requests
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_at_commit();
CREATE CONSTRAINT TRIGGER "A_secretxfer_judge_at_commit"
	AFTER UPDATE OR DELETE ON secretxfer.request_items
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_at_commit();
COMMENT ON TRIGGER "A_secretxfer_judge_at_commit" ON secretxfer.requests IS
'A request that has been received lists at least one carrier (provision 4(2)).';
COMMENT ON TRIGGER "A_secretxfer_judge_at_commit" ON secretxfer.request_items IS
'A list that has been received does not become empty (provision 4(2)).';
COMMENT ON CONSTRAINT "A_secretxfer_judge_at_commit" ON secretxfer.requests IS
'A request that has been received lists at least one carrier (provision 4(2)).';
COMMENT ON CONSTRAINT "A_secretxfer_judge_at_commit" ON secretxfer.request_items IS
'A list that has been received does not become empty (provision 4(2)).';
-- 05_decisions.sql
--
-- The disposing body's written answer (provision 5).

-- due_on is stamped by the server and then stays: an answer keeps the due day by which it was
-- judged, whatever becomes of the calendar.
CREATE TABLE secretxfer.decisions (
	case_no text COLLATE "C",
	request_no text COLLATE "C",
	decision_no text NOT NULL,
	sent_on date NOT NULL,
	outcome secretxfer.decision_outcome NOT NULL,
	reasons text,
	signed_by text NOT NULL,
	signed_as secretxfer.signatory NOT NULL,
	excluded_items integer[],
	late_reason text,
	due_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT decisions_pkey PRIMARY KEY (case_no, request_no),
	CONSTRAINT decisions_refusal_reasoned CHECK (outcome <> 'refused' OR reasons IS NOT NULL),
	CONSTRAINT decisions_request_fkey
		FOREIGN KEY (case_no, request_no) REFERENCES secretxfer.requests (case_no, request_no)
);
CREATE INDEX decisions_late_idx ON secretxfer.decisions (case_no) WHERE sent_on > due_on;

COMMENT ON TABLE secretxfer.decisions IS
'The disposing bodies'' written answers (provision 5). One row an answer; silence is never a permission.';
COMMENT ON COLUMN secretxfer.decisions.case_no IS
'Case of the request that is answered.';
COMMENT ON COLUMN secretxfer.decisions.request_no IS
'Request that is answered.';
COMMENT ON COLUMN secretxfer.decisions.decision_no IS
'Number of the answer at the disposing body.';
COMMENT ON COLUMN secretxfer.decisions.sent_on IS
'Date on which the answer was sent; this day keeps or misses the term (provision 5).';
COMMENT ON COLUMN secretxfer.decisions.outcome IS
'Permitted or refused.';
COMMENT ON COLUMN secretxfer.decisions.reasons IS
'Reasons; mandatory for a refusal (provision 5).';
COMMENT ON COLUMN secretxfer.decisions.signed_by IS
'Surname, name and patronymic, if any, of who signed (provision 5).';
COMMENT ON COLUMN secretxfer.decisions.signed_as IS
'Capacity in which the answer was signed: head or acting head (provision 5).';
COMMENT ON COLUMN secretxfer.decisions.excluded_items IS
'Lines of the request''s list (item_no) that a permission does not cover; null when it covers all (provision 7).';
COMMENT ON COLUMN secretxfer.decisions.late_reason IS
'Why the answer comes after its term; then it is accepted and stands as a breach (provision 5).';
COMMENT ON COLUMN secretxfer.decisions.due_on IS
'Last day of the term by which the answer was judged: the tenth working day after receipt (provision 5). Stamped by the server.';
COMMENT ON INDEX secretxfer.decisions_late_idx IS
'The answers that came late.';
COMMENT ON CONSTRAINT decisions_refusal_reasoned ON secretxfer.decisions IS
'A refusal gives its reasons (provision 5).';
COMMENT ON CONSTRAINT decisions_request_fkey ON secretxfer.decisions IS
'An answer belongs to a request.';
-- 06_contracts.sql
--
-- The contract for the works, and its annex: the list of the carriers (provision 6).

CREATE TABLE secretxfer.contracts (
	case_no text COLLATE "C",
	contract_no text NOT NULL,
	concluded_on date NOT NULL,
	control_during_works text NOT NULL,
	control_after_works text NOT NULL,
	contractor_liability text NOT NULL,
	protection_financing text NOT NULL,
	permit_no text COLLATE "C",
	clearance_no text COLLATE "C",
	responsible_unit text NOT NULL,
	unit_designated_by text NOT NULL,
	information_statement text,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT contracts_pkey PRIMARY KEY (case_no),
	CONSTRAINT contracts_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT contracts_permit_no_fkey FOREIGN KEY (permit_no) REFERENCES secretxfer.permits (permit_no),
	CONSTRAINT contracts_clearance_no_fkey
		FOREIGN KEY (clearance_no) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX contracts_permit_no_idx ON secretxfer.contracts (permit_no);
CREATE INDEX contracts_clearance_no_idx ON secretxfer.contracts (clearance_no);

COMMENT ON TABLE secretxfer.contracts IS
'Contracts for joint secret works (provisions 3(2), 6). One row a contract; a case has one.';
COMMENT ON COLUMN secretxfer.contracts.case_no IS
'Case of the contract.';
COMMENT ON COLUMN secretxfer.contracts.contract_no IS
'Number of the contract.';
COMMENT ON COLUMN secretxfer.contracts.concluded_on IS
'Date on which the contract was concluded, after the permission (provisions 3, 7).';
COMMENT ON COLUMN secretxfer.contracts.control_during_works IS
'The customer''s control of the protection during the works (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contracts.control_after_works IS
'The customer''s control of the protection after the works (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contracts.contractor_liability IS
'The contractor''s liability (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contracts.protection_financing IS
'Financing of the protection (provision 6(2)).';
COMMENT ON COLUMN secretxfer.contracts.permit_no IS
'The contractor''s permit, for an organisation (provision 6(3)).';
COMMENT ON COLUMN secretxfer.contracts.clearance_no IS
'The contractor''s clearance, for a citizen (provision 6(3)).';
COMMENT ON COLUMN secretxfer.contracts.responsible_unit IS
'The customer''s unit responsible for the contract and its control (provisions 6 paragraph 4, 9).';
COMMENT ON COLUMN secretxfer.contracts.unit_designated_by IS
'Order of the customer''s head that designates the unit (provision 6 paragraph 4).';
COMMENT ON COLUMN secretxfer.contracts.information_statement IS
'Statement that describes the circulating information; mandatory for service of information systems (provision 6 paragraph 3).';
COMMENT ON INDEX secretxfer.contracts_permit_no_idx IS
'The contracts that rely on a permit.';
COMMENT ON INDEX secretxfer.contracts_clearance_no_idx IS
'The contracts that rely on a clearance.';
COMMENT ON CONSTRAINT contracts_case_no_fkey ON secretxfer.contracts IS
'A contract belongs to a case.';
COMMENT ON CONSTRAINT contracts_permit_no_fkey ON secretxfer.contracts IS
'The permit is known.';
COMMENT ON CONSTRAINT contracts_clearance_no_fkey ON secretxfer.contracts IS
'The clearance is known.';

-- A line names the line of the request, so that what is annexed was requested (provision 7).
-- annexed_on needs no default: before the row is stored the server fills in the contract's date.
CREATE TABLE secretxfer.contract_items (
	case_no text COLLATE "C",
	annex_no text COLLATE "C",
	request_no text COLLATE "C" NOT NULL,
	item_no integer NOT NULL,
	annexed_on date NOT NULL,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT contract_items_pkey PRIMARY KEY (case_no, annex_no),
	CONSTRAINT contract_items_case_no_request_no_item_no_key UNIQUE (case_no, request_no, item_no),
	CONSTRAINT contract_items_annex_no_trimmed CHECK (annex_no = btrim(annex_no) AND annex_no <> ''),
	CONSTRAINT contract_items_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.contracts (case_no),
	CONSTRAINT contract_items_request_item_fkey
		FOREIGN KEY (case_no, request_no, item_no)
		REFERENCES secretxfer.request_items (case_no, request_no, item_no)
);
CREATE INDEX contract_items_annexed_on_idx ON secretxfer.contract_items (case_no, annexed_on);
CREATE INDEX contract_items_recorded_late_idx ON secretxfer.contract_items (case_no)
	WHERE secretxfer.recorded_on(recorded_at) - annexed_on > 30;
-- see handovers
ALTER TABLE secretxfer.contract_items ALTER case_no SET (n_distinct = -0.1);

COMMENT ON TABLE secretxfer.contract_items IS
'The annex of the contract: the list of carriers (provision 6(4)). One row a line; the annex may grow by carriers of a later permission.';
COMMENT ON COLUMN secretxfer.contract_items.case_no IS
'Case of the contract.';
COMMENT ON COLUMN secretxfer.contract_items.annex_no IS
'Number of the line in the annex.';
COMMENT ON COLUMN secretxfer.contract_items.request_no IS
'Request in which the carrier was asked for.';
COMMENT ON COLUMN secretxfer.contract_items.item_no IS
'Line of that request; names the carrier, whose data are its own (provision 6(4)).';
COMMENT ON COLUMN secretxfer.contract_items.annexed_on IS
'Date on which the line was agreed; when left out, the contract''s date.';
COMMENT ON INDEX secretxfer.contract_items_case_no_request_no_item_no_key IS
'The line of the annex for a line of a request.';
COMMENT ON INDEX secretxfer.contract_items_annexed_on_idx IS
'The annex of a case in the order in which it grew.';
COMMENT ON INDEX secretxfer.contract_items_recorded_late_idx IS
'What was recorded long after it was annexed.';
COMMENT ON CONSTRAINT contract_items_case_no_request_no_item_no_key ON secretxfer.contract_items IS
'What was requested once is annexed once.';
COMMENT ON CONSTRAINT contract_items_annex_no_trimmed ON secretxfer.contract_items IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT contract_items_case_no_fkey ON secretxfer.contract_items IS
'An annex belongs to a contract.';
COMMENT ON CONSTRAINT contract_items_request_item_fkey ON secretxfer.contract_items IS
'What is annexed was requested (provision 7).';
-- 10_succession.sql
--
-- What happens to the parties, and what must be done then (provision 10).  Notices of a
-- succession refer to the change, so these tables are created before them.

CREATE TABLE secretxfer.party_changes (
	party text COLLATE "C",
	change_no text COLLATE "C",
	kind secretxfer.party_change_kind NOT NULL,
	effective_on date NOT NULL,
	document text NOT NULL,
	completed_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT party_changes_pkey PRIMARY KEY (party, change_no),
	CONSTRAINT party_changes_change_no_trimmed CHECK (change_no = btrim(change_no) AND change_no <> ''),
	CONSTRAINT party_changes_completed_after_effect CHECK (completed_on >= effective_on),
	CONSTRAINT party_changes_party_fkey FOREIGN KEY (party) REFERENCES secretxfer.parties (idn)
);

COMMENT ON TABLE secretxfer.party_changes IS
'Changes of functions or ownership, liquidations and ends of such works at a customer or contractor (provision 10). One row an event; never deleted.';
COMMENT ON COLUMN secretxfer.party_changes.party IS
'Party to which it happened, by its idn.';
COMMENT ON COLUMN secretxfer.party_changes.change_no IS
'Number of the event within its party.';
COMMENT ON COLUMN secretxfer.party_changes.kind IS
'What happened (provision 10).';
COMMENT ON COLUMN secretxfer.party_changes.effective_on IS
'Date from which it takes effect; from then on nothing is handed over in the cases it concerns.';
COMMENT ON COLUMN secretxfer.party_changes.document IS
'Document from which the event follows.';
COMMENT ON COLUMN secretxfer.party_changes.completed_on IS
'Date on which the liquidation or other change was completed, everything being returned and the measures taken. Set once.';
COMMENT ON CONSTRAINT party_changes_change_no_trimmed ON secretxfer.party_changes IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT party_changes_completed_after_effect ON secretxfer.party_changes IS
'A change is not completed before it takes effect.';
COMMENT ON CONSTRAINT party_changes_party_fkey ON secretxfer.party_changes IS
'The party is known.';

CREATE TABLE secretxfer.supplements (
	case_no text COLLATE "C",
	supplement_no text COLLATE "C",
	party text COLLATE "C" NOT NULL,
	change_no text COLLATE "C" NOT NULL,
	successor text COLLATE "C" NOT NULL,
	successor_powers text NOT NULL,
	concluded_on date NOT NULL,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT supplements_pkey PRIMARY KEY (case_no, supplement_no),
	CONSTRAINT supplements_supplement_no_trimmed CHECK (
		supplement_no = btrim(supplement_no) AND supplement_no <> ''),
	CONSTRAINT supplements_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT supplements_change_fkey
		FOREIGN KEY (party, change_no) REFERENCES secretxfer.party_changes (party, change_no),
	CONSTRAINT supplements_successor_fkey FOREIGN KEY (successor) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX supplements_change_idx ON secretxfer.supplements (party, change_no);
CREATE INDEX supplements_successor_idx ON secretxfer.supplements (successor);

COMMENT ON TABLE secretxfer.supplements IS
'Supplements to contracts that name the customer''s empowered successor (provision 10 paragraph 1). One row a supplement.';
COMMENT ON COLUMN secretxfer.supplements.case_no IS
'Case whose contract is supplemented.';
COMMENT ON COLUMN secretxfer.supplements.supplement_no IS
'Number of the supplement within its case.';
COMMENT ON COLUMN secretxfer.supplements.party IS
'Customer to which the change happened, by its idn.';
COMMENT ON COLUMN secretxfer.supplements.change_no IS
'The change that is followed.';
COMMENT ON COLUMN secretxfer.supplements.successor IS
'Successor, by its idn; a customer that lives on may succeed itself.';
COMMENT ON COLUMN secretxfer.supplements.successor_powers IS
'From what the successor''s powers for such works follow (provision 10 paragraph 1).';
COMMENT ON COLUMN secretxfer.supplements.concluded_on IS
'Date on which the supplement was concluded.';
COMMENT ON INDEX secretxfer.supplements_change_idx IS
'The supplements that follow a change.';
COMMENT ON INDEX secretxfer.supplements_successor_idx IS
'The cases a successor took over.';
COMMENT ON CONSTRAINT supplements_supplement_no_trimmed ON secretxfer.supplements IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT supplements_case_no_fkey ON secretxfer.supplements IS
'A supplement belongs to a case.';
COMMENT ON CONSTRAINT supplements_change_fkey ON secretxfer.supplements IS
'A supplement follows a recorded change.';
COMMENT ON CONSTRAINT supplements_successor_fkey ON secretxfer.supplements IS
'The successor is a known party.';

CREATE TABLE secretxfer.protection_measures (
	case_no text COLLATE "C",
	party text COLLATE "C",
	change_no text COLLATE "C",
	taken_on date NOT NULL,
	measures text NOT NULL,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT protection_measures_pkey PRIMARY KEY (case_no, party, change_no),
	CONSTRAINT protection_measures_case_no_fkey
		FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT protection_measures_change_fkey
		FOREIGN KEY (party, change_no) REFERENCES secretxfer.party_changes (party, change_no)
);
CREATE INDEX protection_measures_change_idx ON secretxfer.protection_measures (party, change_no);

COMMENT ON TABLE secretxfer.protection_measures IS
'Measures that customer and contractor take together after a change at the contractor (provision 10 paragraph 2). One row a case and change.';
COMMENT ON COLUMN secretxfer.protection_measures.case_no IS
'Case whose secrets are protected.';
COMMENT ON COLUMN secretxfer.protection_measures.party IS
'Contractor to which the change happened, by its idn.';
COMMENT ON COLUMN secretxfer.protection_measures.change_no IS
'The change that made the measures necessary.';
COMMENT ON COLUMN secretxfer.protection_measures.taken_on IS
'Date on which the measures were taken.';
COMMENT ON COLUMN secretxfer.protection_measures.measures IS
'What was done.';
COMMENT ON INDEX secretxfer.protection_measures_change_idx IS
'The measures taken after a change.';
COMMENT ON CONSTRAINT protection_measures_case_no_fkey ON secretxfer.protection_measures IS
'Measures belong to a case.';
COMMENT ON CONSTRAINT protection_measures_change_fkey ON secretxfer.protection_measures IS
'Measures follow a recorded change.';
-- 03_notices.sql
--
-- Written notices: of the contract and the transfer (provision 3(3)), of a provider's
-- services (8(4)) and of a succession (10 paragraph 1).

CREATE TABLE secretxfer.notices (
	case_no text COLLATE "C",
	notice_no text COLLATE "C",
	kind secretxfer.notice_kind NOT NULL,
	recipient text NOT NULL,
	authority text COLLATE "C",
	sent_on date NOT NULL,
	party text COLLATE "C",
	change_no text COLLATE "C",
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT notices_pkey PRIMARY KEY (case_no, notice_no),
	CONSTRAINT notices_notice_no_trimmed CHECK (notice_no = btrim(notice_no) AND notice_no <> ''),
	CONSTRAINT notices_authority_named CHECK (kind <> 'succession_authority' OR authority IS NOT NULL),
	CONSTRAINT notices_change_named CHECK (
		kind NOT IN ('succession_security', 'succession_authority') OR num_nulls(party, change_no) = 0),
	CONSTRAINT notices_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT notices_authority_fkey FOREIGN KEY (authority) REFERENCES secretxfer.parties (idn),
	CONSTRAINT notices_change_fkey
		FOREIGN KEY (party, change_no) REFERENCES secretxfer.party_changes (party, change_no)
);
CREATE INDEX notices_authority_idx ON secretxfer.notices (authority);
CREATE INDEX notices_change_idx ON secretxfer.notices (party, change_no);

COMMENT ON TABLE secretxfer.notices IS
'Written notices (provisions 3(3), 8(4), 10 paragraph 1). One row a notice.';
COMMENT ON COLUMN secretxfer.notices.case_no IS
'Case of which the notice tells.';
COMMENT ON COLUMN secretxfer.notices.notice_no IS
'Number of the notice within its case.';
COMMENT ON COLUMN secretxfer.notices.kind IS
'What is notified to whom.';
COMMENT ON COLUMN secretxfer.notices.recipient IS
'Body or branch to which the notice was sent, by name.';
COMMENT ON COLUMN secretxfer.notices.authority IS
'Disposing body that is notified of a succession, by its idn (provision 10 paragraph 1).';
COMMENT ON COLUMN secretxfer.notices.sent_on IS
'Date on which the notice was sent.';
COMMENT ON COLUMN secretxfer.notices.party IS
'Customer whose succession is notified, by its idn (provision 10 paragraph 1).';
COMMENT ON COLUMN secretxfer.notices.change_no IS
'The change that is notified (provision 10 paragraph 1).';
COMMENT ON INDEX secretxfer.notices_authority_idx IS
'The notices to a disposing body.';
COMMENT ON INDEX secretxfer.notices_change_idx IS
'The notices of a change.';
COMMENT ON CONSTRAINT notices_notice_no_trimmed ON secretxfer.notices IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT notices_authority_named ON secretxfer.notices IS
'A notice to a disposing body names it (provision 10 paragraph 1).';
COMMENT ON CONSTRAINT notices_change_named ON secretxfer.notices IS
'A notice of a succession names the change (provision 10 paragraph 1).';
COMMENT ON CONSTRAINT notices_case_no_fkey ON secretxfer.notices IS
'A notice belongs to a case.';
COMMENT ON CONSTRAINT notices_authority_fkey ON secretxfer.notices IS
'The disposing body is a known party.';
COMMENT ON CONSTRAINT notices_change_fkey ON secretxfer.notices IS
'A notice of a succession follows a recorded change.';
-- 08_protections.sql
--
-- Whose protection unit protects the secrets at the contractor (provision 8).

CREATE TABLE secretxfer.protections (
	case_no text COLLATE "C",
	kind secretxfer.protection_kind NOT NULL,
	organizer text COLLATE "C",
	arranged_on date NOT NULL,
	service_contract_no text,
	service_contract_on date,
	contractor_permit_marked_on date,
	provider_permit_marked_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT protections_pkey PRIMARY KEY (case_no),
	CONSTRAINT protections_organizer_named CHECK (
		kind NOT IN ('quasi_state', 'provider') OR organizer IS NOT NULL),
	CONSTRAINT protections_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT protections_organizer_fkey FOREIGN KEY (organizer) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX protections_organizer_idx ON secretxfer.protections (organizer);

COMMENT ON TABLE secretxfer.protections IS
'Arrangements for the protection of secrets at the contractor (provision 8). One row an arrangement; a case has exactly one.';
COMMENT ON COLUMN secretxfer.protections.case_no IS
'Case whose secrets are protected.';
COMMENT ON COLUMN secretxfer.protections.kind IS
'Whose unit protects them (provision 8(1) to 8(4)).';
COMMENT ON COLUMN secretxfer.protections.organizer IS
'Party whose unit it is, by its idn; mandatory for a quasi-state entity (8(3)) and a provider (8(4)).';
COMMENT ON COLUMN secretxfer.protections.arranged_on IS
'Date from which the protection is in place.';
COMMENT ON COLUMN secretxfer.protections.service_contract_no IS
'Number of the contract for services with the provider (provision 8(4)).';
COMMENT ON COLUMN secretxfer.protections.service_contract_on IS
'Date of the contract for services with the provider (provision 8(4)).';
COMMENT ON COLUMN secretxfer.protections.contractor_permit_marked_on IS
'Date of the mark in the contractor''s permit (provision 8(4)). Set once.';
COMMENT ON COLUMN secretxfer.protections.provider_permit_marked_on IS
'Date of the mark in the provider''s permit (provision 8(4)). Set once.';
COMMENT ON INDEX secretxfer.protections_organizer_idx IS
'The cases in which a party organises the protection.';
COMMENT ON CONSTRAINT protections_organizer_named ON secretxfer.protections IS
'Who protects for others is named (provision 8(3), 8(4)).';
COMMENT ON CONSTRAINT protections_case_no_fkey ON secretxfer.protections IS
'An arrangement belongs to a case.';
COMMENT ON CONSTRAINT protections_organizer_fkey ON secretxfer.protections IS
'The organiser is a known party.';
-- 11_handovers.sql
--
-- The transfer itself, towards which all the rest leads (provisions 3, 7, 11): carriers that
-- are handed over and come back, and access to the customer's information systems.

CREATE TABLE secretxfer.handovers (
	case_no text COLLATE "C",
	carrier_id bigint,
	handed_on date,
	act_no text NOT NULL,
	received_by text COLLATE "C" NOT NULL,
	returned_on date,
	return_act_no text,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT handovers_pkey PRIMARY KEY (case_no, carrier_id, handed_on),
	CONSTRAINT handovers_returned_after_handover CHECK (returned_on >= handed_on),
	CONSTRAINT handovers_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT handovers_carrier_id_fkey FOREIGN KEY (carrier_id) REFERENCES secretxfer.carriers (carrier_id),
	CONSTRAINT handovers_received_by_fkey
		FOREIGN KEY (received_by) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX handovers_carrier_id_idx ON secretxfer.handovers (carrier_id);
CREATE INDEX handovers_received_by_idx ON secretxfer.handovers (received_by);
CREATE INDEX handovers_outstanding_case_idx ON secretxfer.handovers (case_no) WHERE returned_on IS NULL;
CREATE INDEX handovers_outstanding_receiver_idx ON secretxfer.handovers (received_by) WHERE returned_on IS NULL;
CREATE INDEX handovers_recorded_late_idx ON secretxfer.handovers (case_no)
	WHERE secretxfer.recorded_on(recorded_at) - handed_on > 30;
-- A case has some ten carriers, and so has who receives them.  Of a large table ANALYZE sees too
-- little to tell, takes them for many more, and has all that is out read through for one case.
ALTER TABLE secretxfer.handovers ALTER case_no SET (n_distinct = -0.1), ALTER received_by SET (n_distinct = -0.1);

COMMENT ON TABLE secretxfer.handovers IS
'Carriers handed over to contractors and returned (provisions 3, 7, 10, 11). One row a hand-over; never deleted.';
COMMENT ON COLUMN secretxfer.handovers.case_no IS
'Case in which the carrier is handed over.';
COMMENT ON COLUMN secretxfer.handovers.carrier_id IS
'Carrier that is handed over.';
COMMENT ON COLUMN secretxfer.handovers.handed_on IS
'Date of the hand-over.';
COMMENT ON COLUMN secretxfer.handovers.act_no IS
'Number of the act of hand-over.';
COMMENT ON COLUMN secretxfer.handovers.received_by IS
'Clearance of the person who received the carrier (provision 11).';
COMMENT ON COLUMN secretxfer.handovers.returned_on IS
'Date of the return; null while the carrier is out. Set once, accepted at any time.';
COMMENT ON COLUMN secretxfer.handovers.return_act_no IS
'Number of the act of return. Set once.';
COMMENT ON INDEX secretxfer.handovers_carrier_id_idx IS
'The hand-overs of a carrier.';
COMMENT ON INDEX secretxfer.handovers_received_by_idx IS
'The carriers that a person received.';
COMMENT ON INDEX secretxfer.handovers_outstanding_case_idx IS
'What is out, by case.';
COMMENT ON INDEX secretxfer.handovers_outstanding_receiver_idx IS
'What is out, by who received it.';
COMMENT ON INDEX secretxfer.handovers_recorded_late_idx IS
'What was recorded long after it happened.';
COMMENT ON CONSTRAINT handovers_returned_after_handover ON secretxfer.handovers IS
'A carrier is not returned before it is handed over.';
COMMENT ON CONSTRAINT handovers_case_no_fkey ON secretxfer.handovers IS
'A hand-over belongs to a case.';
COMMENT ON CONSTRAINT handovers_carrier_id_fkey ON secretxfer.handovers IS
'The carrier is known.';
COMMENT ON CONSTRAINT handovers_received_by_fkey ON secretxfer.handovers IS
'The receiver''s clearance is known.';

CREATE TABLE secretxfer.system_accesses (
	case_no text COLLATE "C",
	clearance_no text COLLATE "C",
	granted_on date,
	ended_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT system_accesses_pkey PRIMARY KEY (case_no, clearance_no, granted_on),
	CONSTRAINT system_accesses_ended_after_grant CHECK (ended_on >= granted_on),
	CONSTRAINT system_accesses_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT system_accesses_clearance_no_fkey
		FOREIGN KEY (clearance_no) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX system_accesses_clearance_no_idx ON secretxfer.system_accesses (clearance_no);
CREATE INDEX system_accesses_outstanding_idx ON secretxfer.system_accesses (case_no) WHERE ended_on IS NULL;

COMMENT ON TABLE secretxfer.system_accesses IS
'Access to the customer''s protected information systems, granted instead of carriers (provision 6 paragraph 3). One row a grant; never deleted.';
COMMENT ON COLUMN secretxfer.system_accesses.case_no IS
'Case in which access is granted.';
COMMENT ON COLUMN secretxfer.system_accesses.clearance_no IS
'Clearance of the person who gets access (provision 11).';
COMMENT ON COLUMN secretxfer.system_accesses.granted_on IS
'First day of access.';
COMMENT ON COLUMN secretxfer.system_accesses.ended_on IS
'Day on which access was withdrawn; null while it lasts. Set once, accepted at any time.';
COMMENT ON INDEX secretxfer.system_accesses_clearance_no_idx IS
'The systems to which a person has access.';
COMMENT ON INDEX secretxfer.system_accesses_outstanding_idx IS
'Accesses that last, by case.';
COMMENT ON CONSTRAINT system_accesses_ended_after_grant ON secretxfer.system_accesses IS
'Access does not end before it is granted.';
COMMENT ON CONSTRAINT system_accesses_case_no_fkey ON secretxfer.system_accesses IS
'Access belongs to a case.';
COMMENT ON CONSTRAINT system_accesses_clearance_no_fkey ON secretxfer.system_accesses IS
'The person''s clearance is known.';
-- 09_breaches.sql
--
-- Breaches found by the customer's control, and what it may do about them (provision 9
-- paragraph 2).

CREATE TABLE secretxfer.violations (
	case_no text COLLATE "C",
	violation_no text COLLATE "C",
	found_on date NOT NULL,
	description text NOT NULL,
	remedied_on date,
	damage numeric,
	damage_recovered numeric,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT violations_pkey PRIMARY KEY (case_no, violation_no),
	CONSTRAINT violations_violation_no_trimmed CHECK (
		violation_no = btrim(violation_no) AND violation_no <> ''),
	CONSTRAINT violations_remedied_after_finding CHECK (remedied_on >= found_on),
	CONSTRAINT violations_damage_amount CHECK (damage >= 0),
	CONSTRAINT violations_damage_recovered_amount CHECK (damage_recovered >= 0),
	CONSTRAINT violations_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no)
);

COMMENT ON TABLE secretxfer.violations IS
'Breaches by the contractor (provision 9 paragraph 2). One row a breach; never deleted.';
COMMENT ON COLUMN secretxfer.violations.case_no IS
'Case in which the breach was found.';
COMMENT ON COLUMN secretxfer.violations.violation_no IS
'Number of the breach within its case.';
COMMENT ON COLUMN secretxfer.violations.found_on IS
'Date on which the breach was found.';
COMMENT ON COLUMN secretxfer.violations.description IS
'What was breached.';
COMMENT ON COLUMN secretxfer.violations.remedied_on IS
'Date on which the breach was remedied. Set once.';
COMMENT ON COLUMN secretxfer.violations.damage IS
'Material damage in tenge. Set once.';
COMMENT ON COLUMN secretxfer.violations.damage_recovered IS
'Amount recovered so far in tenge.';
COMMENT ON CONSTRAINT violations_violation_no_trimmed ON secretxfer.violations IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT violations_remedied_after_finding ON secretxfer.violations IS
'A breach is not remedied before it is found.';
COMMENT ON CONSTRAINT violations_damage_amount ON secretxfer.violations IS
'Damage is not negative.';
COMMENT ON CONSTRAINT violations_damage_recovered_amount ON secretxfer.violations IS
'A recovered amount is not negative.';
COMMENT ON CONSTRAINT violations_case_no_fkey ON secretxfer.violations IS
'A breach belongs to a case.';

CREATE TABLE secretxfer.suspensions (
	case_no text COLLATE "C",
	suspended_on date,
	violation_no text COLLATE "C" NOT NULL,
	lifted_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT suspensions_pkey PRIMARY KEY (case_no, suspended_on),
	CONSTRAINT suspensions_lifted_after_suspension CHECK (lifted_on >= suspended_on),
	CONSTRAINT suspensions_violation_fkey
		FOREIGN KEY (case_no, violation_no) REFERENCES secretxfer.violations (case_no, violation_no)
);
CREATE INDEX suspensions_open_idx ON secretxfer.suspensions (case_no) WHERE lifted_on IS NULL;

COMMENT ON TABLE secretxfer.suspensions IS
'Suspensions of works by the customer because of a breach (provision 9 paragraph 2). One row a suspension; never deleted.';
COMMENT ON COLUMN secretxfer.suspensions.case_no IS
'Case that is suspended.';
COMMENT ON COLUMN secretxfer.suspensions.suspended_on IS
'First day of the suspension.';
COMMENT ON COLUMN secretxfer.suspensions.violation_no IS
'Breach of this case because of which it is suspended.';
COMMENT ON COLUMN secretxfer.suspensions.lifted_on IS
'Date on which the suspension was lifted, the breach being remedied; null while it lasts. Set once.';
COMMENT ON INDEX secretxfer.suspensions_open_idx IS
'The works that are suspended.';
COMMENT ON CONSTRAINT suspensions_lifted_after_suspension ON secretxfer.suspensions IS
'A suspension is not lifted before it begins.';
COMMENT ON CONSTRAINT suspensions_violation_fkey ON secretxfer.suspensions IS
'A suspension has its cause in a breach of the same case.';

CREATE TABLE secretxfer.annulments (
	case_no text COLLATE "C",
	raised_on date NOT NULL,
	addressed_to text NOT NULL,
	order_annulled_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT annulments_pkey PRIMARY KEY (case_no),
	CONSTRAINT annulments_annulled_after_raising CHECK (order_annulled_on >= raised_on),
	CONSTRAINT annulments_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no)
);

COMMENT ON TABLE secretxfer.annulments IS
'Questions of annulling the order and the permit after a repeated breach (provision 9 paragraph 2). One row a case.';
COMMENT ON COLUMN secretxfer.annulments.case_no IS
'Case whose order is in question.';
COMMENT ON COLUMN secretxfer.annulments.raised_on IS
'Date on which the customer raised the question.';
COMMENT ON COLUMN secretxfer.annulments.addressed_to IS
'Body before which it was raised.';
COMMENT ON COLUMN secretxfer.annulments.order_annulled_on IS
'Date on which the order was annulled; from then on nothing is handed over and carriers are due back. Set once.';
COMMENT ON CONSTRAINT annulments_annulled_after_raising ON secretxfer.annulments IS
'An order is not annulled before the question is raised.';
COMMENT ON CONSTRAINT annulments_case_no_fkey ON secretxfer.annulments IS
'An annulment belongs to a case.';
-- 05_calendar.sql
--
-- The working days in which provision 5 counts.  The calendar is data, each row with its
-- basis, because it changes while terms run: a day off has been ordered or cancelled days
-- before it came.

CREATE TABLE secretxfer.calendar_days (
	day date,
	working boolean NOT NULL,
	basis text NOT NULL,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT calendar_days_pkey PRIMARY KEY (day)
);

COMMENT ON TABLE secretxfer.calendar_days IS
'Exceptions to the five-day week, and all holidays by name (provision 5). One row a day; any other day works Monday to Friday.';
COMMENT ON COLUMN secretxfer.calendar_days.day IS
'The day.';
COMMENT ON COLUMN secretxfer.calendar_days.working IS
'Whether the day is worked.';
COMMENT ON COLUMN secretxfer.calendar_days.basis IS
'Law, decree or order from which this follows.';

CREATE TABLE secretxfer.calendar_years (
	year integer,
	confirmed_on date,
	basis text,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT calendar_years_pkey PRIMARY KEY (year),
	CONSTRAINT calendar_years_possible CHECK (year BETWEEN 1992 AND 2200)
);

COMMENT ON TABLE secretxfer.calendar_years IS
'Years whose exceptions are in calendar_days (provision 5). One row a year; a term that leaves them is an error, never a guess.';
COMMENT ON COLUMN secretxfer.calendar_years.year IS
'The year, four digits.';
COMMENT ON COLUMN secretxfer.calendar_years.confirmed_on IS
'Date on which the year was compared with a published calendar; null while it follows from the law alone.';
COMMENT ON COLUMN secretxfer.calendar_years.basis IS
'From what the year''s days follow.';
COMMENT ON CONSTRAINT calendar_years_possible ON secretxfer.calendar_years IS
'A year of the republic, and no slip of the pen.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.parties
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.parties
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.parties
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.parties.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.parties.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.parties.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.parties.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.parties_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT parties_pkey ON secretxfer.parties IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.parties IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.parties IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.parties IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.permits
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.permits
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.permits
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.permits.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.permits.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.permits.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.permits.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.permits_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT permits_pkey ON secretxfer.permits IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.permits IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.permits IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.permits IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.clearances
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.clearances
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.clearances
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.clearances.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.clearances.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.clearances.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.clearances.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.clearances_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT clearances_pkey ON secretxfer.clearances IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.clearances IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.clearances IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.clearances IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.cases
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.cases
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.cases
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.cases.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.cases.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.cases.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.cases.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.cases_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT cases_pkey ON secretxfer.cases IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.cases IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.cases IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.cases IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.carriers
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.carriers
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.carriers
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.carriers.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.carriers.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.carriers.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.carriers.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.carriers_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT carriers_pkey ON secretxfer.carriers IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.carriers IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.carriers IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.carriers IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.requests
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.requests
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.requests
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.requests.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.requests.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.requests.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.requests.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.requests_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT requests_pkey ON secretxfer.requests IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.requests IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.requests IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.requests IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.request_items
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.request_items
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.request_items
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.request_items.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.request_items.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.request_items.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.request_items.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.request_items_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT request_items_pkey ON secretxfer.request_items IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.request_items IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.request_items IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.request_items IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.decisions
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.decisions
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.decisions
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.decisions.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.decisions.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.decisions.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.decisions.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.decisions_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT decisions_pkey ON secretxfer.decisions IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.decisions IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.decisions IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.decisions IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.contracts
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.contracts
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.contracts
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.contracts.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.contracts.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.contracts.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.contracts.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.contracts_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT contracts_pkey ON secretxfer.contracts IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.contracts IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.contracts IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.contracts IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.contract_items
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.contract_items
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.contract_items
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.contract_items.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.contract_items.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.contract_items.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.contract_items.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.contract_items_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT contract_items_pkey ON secretxfer.contract_items IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.contract_items IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.contract_items IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.contract_items IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.party_changes
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.party_changes
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.party_changes
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.party_changes.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.party_changes.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.party_changes.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.party_changes.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.party_changes_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT party_changes_pkey ON secretxfer.party_changes IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.party_changes IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.party_changes IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.party_changes IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.supplements
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.supplements
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.supplements
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.supplements.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.supplements.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.supplements.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.supplements.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.supplements_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT supplements_pkey ON secretxfer.supplements IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.supplements IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.supplements IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.supplements IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.protection_measures
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.protection_measures
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.protection_measures
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.protection_measures.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.protection_measures.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.protection_measures.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.protection_measures.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.protection_measures_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT protection_measures_pkey ON secretxfer.protection_measures IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.protection_measures IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.protection_measures IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.protection_measures IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.notices
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.notices
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.notices
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.notices.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.notices.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.notices.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.notices.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.notices_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT notices_pkey ON secretxfer.notices IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.notices IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.notices IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.notices IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.protections
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.protections
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.protections
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.protections.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.protections.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.protections.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.protections.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.protections_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT protections_pkey ON secretxfer.protections IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.protections IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.protections IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.protections IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.handovers
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.handovers
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.handovers
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.handovers.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.handovers.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.handovers.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.handovers.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.handovers_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT handovers_pkey ON secretxfer.handovers IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.handovers IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.handovers IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.handovers IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.system_accesses
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.system_accesses
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.system_accesses
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.system_accesses.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.system_accesses.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.system_accesses.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.system_accesses.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.system_accesses_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT system_accesses_pkey ON secretxfer.system_accesses IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.system_accesses IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.system_accesses IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.system_accesses IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.violations
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.violations
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.violations
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.violations.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.violations.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.violations.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.violations.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.violations_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT violations_pkey ON secretxfer.violations IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.violations IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.violations IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.violations IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.suspensions
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.suspensions
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.suspensions
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.suspensions.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.suspensions.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.suspensions.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.suspensions.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.suspensions_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT suspensions_pkey ON secretxfer.suspensions IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.suspensions IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.suspensions IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.suspensions IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.annulments
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.annulments
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.annulments
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.annulments.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.annulments.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.annulments.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.annulments.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.annulments_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT annulments_pkey ON secretxfer.annulments IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.annulments IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.annulments IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.annulments IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.calendar_days
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.calendar_days
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.calendar_days
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.calendar_days.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.calendar_days.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.calendar_days.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.calendar_days.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.calendar_days_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT calendar_days_pkey ON secretxfer.calendar_days IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.calendar_days IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.calendar_days IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.calendar_days IS
'Refuses TRUNCATE, which would pass by the other triggers.';

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.calendar_years
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.calendar_years
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.calendar_years
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.calendar_years.recorded_at IS
'When the entry was recorded. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.calendar_years.recorded_by IS
'Who recorded the entry. Stamped by the server; cannot be supplied or changed.';
COMMENT ON COLUMN secretxfer.calendar_years.changed_at IS
'When the entry was changed last: corrected, or closed; null as long as it stands as it was recorded. Stamped by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.calendar_years.changed_by IS
'Who changed the entry last. Stamped by the server; what is supplied is overwritten.';
COMMENT ON INDEX secretxfer.calendar_years_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT calendar_years_pkey ON secretxfer.calendar_years IS
'What is recorded once stands once.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.calendar_years IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.calendar_years IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.calendar_years IS
'Refuses TRUNCATE, which would pass by the other triggers.';
-- 05_calendar_seed.sql
--
-- The seed of the calendar: 2024 to 2027.  It names every holiday and day off of the law,
-- also those on a weekend, the days to which a holiday on a weekend moves its day off, and
-- the days moved by order.
--
-- Not here, because ordinary working days: 16 March and 31 August 2026.  Calendars printed
-- before March 2026 show them as days off moved from Constitution Day, which that year is
-- kept neither on 15 March nor on 30 August.
--
-- The law: Law "On Holidays in the Republic of Kazakhstan" of 13 December 2001, No. 267; Labour
-- Code of 23 November 2015.

INSERT INTO secretxfer.calendar_years (year, confirmed_on, basis) VALUES
	(2024, '2024-12-31', 'Seed of the register: Law "On Holidays" as in force in 2024, one day moved by order, known when the year ended'),
	(2025, '2025-12-31', 'Seed of the register: Law "On Holidays" as in force in 2025, one day moved by order, known when the year ended'),
	(2026, '2026-04-01', 'Seed of the register: Law "On Holidays" as in force since March 2026, no day moved by order'),
	(2027, NULL, 'Seed of the register: Law "On Holidays" as in force since March 2026; no calendar published yet, first day of Qurban Ait estimated');

INSERT INTO secretxfer.calendar_days (day, working, basis) VALUES
	('2024-01-01', false, 'Law "On Holidays", art. 3: New Year'),
	('2024-01-02', false, 'Law "On Holidays", art. 3: New Year'),
	('2024-01-07', false, 'Labour Code, art. 84(5): Orthodox Christmas, a day off that never moves'),
	('2024-03-08', false, 'Law "On Holidays", art. 3: International Women''s Day'),
	('2024-03-21', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2024-03-22', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2024-03-23', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2024-03-25', false, 'Law "On Holidays", art. 5: day off moved from Nauryz, Saturday 23 March'),
	('2024-05-01', false, 'Law "On Holidays", art. 3: Holiday of the Unity of the People of Kazakhstan'),
	('2024-05-04', true, 'Order of the labour ministry (Labour Code, art. 85(3)): Saturday worked for Wednesday 8 May'),
	('2024-05-07', false, 'Law "On Holidays", art. 3: Defender of the Fatherland Day'),
	('2024-05-08', false, 'Order of the labour ministry (Labour Code, art. 85(3)): day off moved from Saturday 4 May'),
	('2024-05-09', false, 'Law "On Holidays", art. 3: Victory Day'),
	('2024-06-16', false, 'Labour Code, art. 84(5): first day of Qurban Ait, a day off that never moves'),
	('2024-07-06', false, 'Law "On Holidays", art. 3: Capital Day'),
	('2024-07-08', false, 'Law "On Holidays", art. 5: day off moved from Capital Day, Saturday 6 July'),
	('2024-08-30', false, 'Law "On Holidays", art. 3: Constitution Day (on 30 August up to 2025)'),
	('2024-10-25', false, 'Law "On Holidays", art. 2: Republic Day'),
	('2024-12-16', false, 'Law "On Holidays", art. 3: Independence Day'),
	('2025-01-01', false, 'Law "On Holidays", art. 3: New Year'),
	('2025-01-02', false, 'Law "On Holidays", art. 3: New Year'),
	('2025-01-03', false, 'Order of the labour ministry (Labour Code, art. 85(3)): day off moved from Sunday 5 January'),
	('2025-01-05', true, 'Order of the labour ministry (Labour Code, art. 85(3)): Sunday worked for Friday 3 January'),
	('2025-01-07', false, 'Labour Code, art. 84(5): Orthodox Christmas, a day off that never moves'),
	('2025-03-08', false, 'Law "On Holidays", art. 3: International Women''s Day'),
	('2025-03-10', false, 'Law "On Holidays", art. 5: day off moved from International Women''s Day, Saturday 8 March'),
	('2025-03-21', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2025-03-22', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2025-03-23', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2025-03-24', false, 'Law "On Holidays", art. 5: day off moved from Nauryz, Saturday 22 March'),
	('2025-03-25', false, 'Law "On Holidays", art. 5: day off moved from Nauryz, Sunday 23 March'),
	('2025-05-01', false, 'Law "On Holidays", art. 3: Holiday of the Unity of the People of Kazakhstan'),
	('2025-05-07', false, 'Law "On Holidays", art. 3: Defender of the Fatherland Day'),
	('2025-05-09', false, 'Law "On Holidays", art. 3: Victory Day'),
	('2025-06-06', false, 'Labour Code, art. 84(5): first day of Qurban Ait, a day off that never moves'),
	('2025-07-06', false, 'Law "On Holidays", art. 3: Capital Day'),
	('2025-07-07', false, 'Law "On Holidays", art. 5: day off moved from Capital Day, Sunday 6 July'),
	('2025-08-30', false, 'Law "On Holidays", art. 3: Constitution Day (on 30 August up to 2025)'),
	('2025-09-01', false, 'Law "On Holidays", art. 5: day off moved from Constitution Day, Saturday 30 August'),
	('2025-10-25', false, 'Law "On Holidays", art. 2: Republic Day'),
	('2025-10-27', false, 'Law "On Holidays", art. 5: day off moved from Republic Day, Saturday 25 October'),
	('2025-12-16', false, 'Law "On Holidays", art. 3: Independence Day'),
	('2026-01-01', false, 'Law "On Holidays", art. 3: New Year'),
	('2026-01-02', false, 'Law "On Holidays", art. 3: New Year'),
	('2026-01-07', false, 'Labour Code, art. 84(5): Orthodox Christmas, a day off that never moves'),
	('2026-03-08', false, 'Law "On Holidays", art. 3: International Women''s Day'),
	('2026-03-09', false, 'Law "On Holidays", art. 5: day off moved from International Women''s Day, Sunday 8 March'),
	('2026-03-21', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2026-03-22', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2026-03-23', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2026-03-24', false, 'Law "On Holidays", art. 5: day off moved from Nauryz, Saturday 21 March'),
	('2026-03-25', false, 'Law "On Holidays", art. 5: day off moved from Nauryz, Sunday 22 March'),
	('2026-05-01', false, 'Law "On Holidays", art. 3: Holiday of the Unity of the People of Kazakhstan'),
	('2026-05-07', false, 'Law "On Holidays", art. 3: Defender of the Fatherland Day'),
	('2026-05-09', false, 'Law "On Holidays", art. 3: Victory Day'),
	('2026-05-11', false, 'Law "On Holidays", art. 5: day off moved from Victory Day, Saturday 9 May'),
	('2026-05-27', false, 'Labour Code, art. 84(5): first day of Qurban Ait, a day off that never moves'),
	('2026-07-06', false, 'Law "On Holidays", art. 3: Capital Day'),
	('2026-10-25', false, 'Law "On Holidays", art. 2: Republic Day'),
	('2026-10-26', false, 'Law "On Holidays", art. 5: day off moved from Republic Day, Sunday 25 October'),
	('2026-12-16', false, 'Law "On Holidays", art. 3: Independence Day'),
	('2027-01-01', false, 'Law "On Holidays", art. 3: New Year'),
	('2027-01-02', false, 'Law "On Holidays", art. 3: New Year'),
	('2027-01-04', false, 'Law "On Holidays", art. 5: day off moved from New Year, Saturday 2 January'),
	('2027-01-07', false, 'Labour Code, art. 84(5): Orthodox Christmas, a day off that never moves'),
	('2027-03-08', false, 'Law "On Holidays", art. 3: International Women''s Day'),
	('2027-03-15', false, 'Law "On Holidays": Constitution Day (on 15 March from 2027)'),
	('2027-03-21', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2027-03-22', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2027-03-23', false, 'Law "On Holidays", art. 3: Nauryz'),
	('2027-03-24', false, 'Law "On Holidays", art. 5: day off moved from Nauryz, Sunday 21 March'),
	('2027-05-01', false, 'Law "On Holidays", art. 3: Holiday of the Unity of the People of Kazakhstan'),
	('2027-05-03', false, 'Law "On Holidays", art. 5: day off moved from the Holiday of the Unity of the People of Kazakhstan, Saturday 1 May'),
	('2027-05-07', false, 'Law "On Holidays", art. 3: Defender of the Fatherland Day'),
	('2027-05-09', false, 'Law "On Holidays", art. 3: Victory Day'),
	('2027-05-10', false, 'Law "On Holidays", art. 5: day off moved from Victory Day, Sunday 9 May'),
	('2027-05-16', false, 'Labour Code, art. 84(5): first day of Qurban Ait, estimated, a day off that never moves'),
	('2027-07-06', false, 'Law "On Holidays", art. 3: Capital Day'),
	('2027-10-25', false, 'Law "On Holidays", art. 2: Republic Day'),
	('2027-12-16', false, 'Law "On Holidays", art. 3: Independence Day');
-- 12_admissions.sql
--
-- Who acts for whom.  The Rules give every step to somebody: the customer, the disposing body,
-- the bodies that keep permits and clearances.  Roles are named, not referred to: a dump is
-- restored where they may have other numbers.  No entry of the register, so it has none of the
-- triggers of the others; its own lets nobody write but the owner.

CREATE TABLE secretxfer.admissions (
	role name NOT NULL,
	duty secretxfer.duty NOT NULL,
	party text COLLATE "C",
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	CONSTRAINT admissions_party_named CHECK ((duty IN ('customer', 'authority')) = (party IS NOT NULL))
);
CREATE UNIQUE INDEX admissions_once_idx ON secretxfer.admissions (role, duty, coalesce(party, ''));
CREATE INDEX admissions_party_idx ON secretxfer.admissions (party);
CREATE TRIGGER secretxfer_renew_admissions AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON secretxfer.admissions
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.renew_admissions();

COMMENT ON TABLE secretxfer.admissions IS
'Roles and the duties they are admitted to, written by admit() and dismiss(). One row a role, duty and party; what follows from it: privileges.';
COMMENT ON COLUMN secretxfer.admissions.role IS
'The role, by its name; for a group it counts for all who have the group''s privileges.';
COMMENT ON COLUMN secretxfer.admissions.duty IS
'What the role does.';
COMMENT ON COLUMN secretxfer.admissions.party IS
'For which party, by its idn; null where the duty is for no party.';
COMMENT ON COLUMN secretxfer.admissions.recorded_at IS
'When the role was admitted.';
COMMENT ON COLUMN secretxfer.admissions.recorded_by IS
'Who admitted it.';
COMMENT ON INDEX secretxfer.admissions_once_idx IS
'An admission by its role, duty and party.';
COMMENT ON INDEX secretxfer.admissions_party_idx IS
'Who acts for a party.';
COMMENT ON CONSTRAINT admissions_party_named ON secretxfer.admissions IS
'Customers and disposing bodies are parties; the other duties are for none.';
COMMENT ON TRIGGER secretxfer_renew_admissions ON secretxfer.admissions IS
'Has every session ask anew what its role may do.';
-- answers_due.sql
--
-- Provision 5: which requests wait for the disposing body's answer, and how long they may.

CREATE VIEW secretxfer.answers_due WITH (security_invoker = true) AS
	SELECT r.case_no, r.request_no, c.customer, c.contractor, r.authority, r.sent_on, r.received_on,
		t.due_on, t.working_days_left, t.due_on < secretxfer.today() AS overdue, t.provisional
	FROM secretxfer.requests r
	JOIN secretxfer.cases c ON c.case_no = r.case_no
	LEFT JOIN secretxfer.answer_terms() t ON t.received_on = r.received_on
	WHERE NOT r.answered AND r.received_on IS NOT NULL AND c.closed_on IS NULL;

COMMENT ON VIEW secretxfer.answers_due IS
'Requests that were received and are not answered yet, in open cases (provision 5). One row a request.';
COMMENT ON COLUMN secretxfer.answers_due.case_no IS
'Case of the request.';
COMMENT ON COLUMN secretxfer.answers_due.request_no IS
'Number of the request within its case.';
COMMENT ON COLUMN secretxfer.answers_due.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.answers_due.contractor IS
'Party that performs the works, by its idn.';
COMMENT ON COLUMN secretxfer.answers_due.authority IS
'Disposing body that owes the answer, by its idn.';
COMMENT ON COLUMN secretxfer.answers_due.sent_on IS
'Date on which the request was sent.';
COMMENT ON COLUMN secretxfer.answers_due.received_on IS
'Date on which the body received it.';
COMMENT ON COLUMN secretxfer.answers_due.due_on IS
'Last day for the answer by the calendar as it stands: the tenth working day after receipt; null where the calendar does not reach.';
COMMENT ON COLUMN secretxfer.answers_due.working_days_left IS
'Working days from tomorrow up to and including the due day; negative when it has passed.';
COMMENT ON COLUMN secretxfer.answers_due.overdue IS
'Whether the due day has passed.';
COMMENT ON COLUMN secretxfer.answers_due.provisional IS
'Whether the term runs through a year whose calendar is not confirmed, so that the due day may still move.';
-- outstanding_carriers.sql
--
-- What is out, with whom, since when, and under which authorisation.

-- All but the hand-over and its case is joined from the outside, so that a count of carriers
-- does not pay for what it does not show.
CREATE VIEW secretxfer.outstanding_carriers WITH (security_invoker = true) AS
	SELECT h.case_no, h.carrier_id, h.handed_on, c.customer, c.contractor, k.owner, k.kind, k.mark,
		secretxfer.today() - h.handed_on AS days_out,
		h.received_by, a.valid_until AS clearance_valid_until, a.revoked_on AS clearance_revoked_on,
		s.permit_no, p.valid_until AS permit_valid_until, p.revoked_on AS permit_revoked_on,
		(SELECT l.request_no FROM secretxfer.annexed_carriers() l
		 WHERE l.case_no = h.case_no AND l.carrier_id = h.carrier_id AND l.annexed_on <= h.handed_on
		 ORDER BY l.annexed_on DESC, l.request_no LIMIT 1) AS request_no
	FROM secretxfer.handovers h
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = h.carrier_id
	LEFT JOIN secretxfer.clearances a ON a.clearance_no = h.received_by
	LEFT JOIN secretxfer.contracts s ON s.case_no = h.case_no
	LEFT JOIN secretxfer.permits p ON p.permit_no = s.permit_no
	WHERE h.returned_on IS NULL;

COMMENT ON VIEW secretxfer.outstanding_carriers IS
'Carriers that were handed over and have not come back. One row a carrier. Without titles and registration numbers: those stand in carriers.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.case_no IS
'Case in which the carrier was handed over.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.carrier_id IS
'The carrier.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.handed_on IS
'Date of the hand-over.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.customer IS
'Party that ordered the works, by its idn: to it the carrier returns.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.contractor IS
'Party that has the carrier, by its idn.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.owner IS
'State body whose secrets it carries, by its idn.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.kind IS
'Document or other material.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.mark IS
'Secrecy mark of the carrier.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.days_out IS
'Days since the hand-over.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.received_by IS
'Clearance of the person who received it.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.clearance_valid_until IS
'Last day of that clearance''s validity.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.clearance_revoked_on IS
'Date on which that clearance was revoked, if it was.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.permit_no IS
'Permit of the contractor that the contract names; null for a citizen.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.permit_valid_until IS
'Last day of that permit''s validity.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.permit_revoked_on IS
'Date on which that permit was revoked, if it was.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.request_no IS
'Request of the case that the owner permitted and under which the carrier was handed over.';
-- returns_due.sql
--
-- What must come back although nobody has closed the case: after a change of a party
-- (provision 10), an annulled order (9), an authorisation that ended (11).

CREATE VIEW secretxfer.returns_due WITH (security_invoker = true) AS
	SELECT r.case_no, r.entered_in, r.carrier_id, r.clearance_no, r.started_on, r.customer, r.contractor,
		min(r.since) AS due_since, array_agg(DISTINCT r.reason ORDER BY r.reason) AS reasons,
		array_agg(DISTINCT r.provision ORDER BY r.provision) AS provisions
	FROM (
		SELECT x.case_no, t.entered_in, t.carrier_id, t.clearance_no, t.started_on, x.customer, x.contractor,
			x.effective_on AS since, x.side || '_' || x.kind AS reason, '10' AS provision
		FROM secretxfer.case_changes() x
		CROSS JOIN LATERAL secretxfer.transfers(x.case_no) t
		WHERE t.ended_on IS NULL AND x.supplemented_on IS NULL AND x.closed_on IS NULL
		UNION ALL
		SELECT c.case_no, t.entered_in, t.carrier_id, t.clearance_no, t.started_on, c.customer, c.contractor,
			a.order_annulled_on AS since, 'order_annulled' AS reason, '9' AS provision
		FROM secretxfer.annulments a
		JOIN secretxfer.cases c ON c.case_no = a.case_no
		CROSS JOIN LATERAL secretxfer.transfers(a.case_no) t
		WHERE t.ended_on IS NULL AND a.order_annulled_on IS NOT NULL AND c.closed_on IS NULL
		UNION ALL
		SELECT o.case_no, o.entered_in, o.carrier_id, o.clearance_no, o.started_on, o.customer, o.contractor,
			o.lost_on AS since, o.reason, '11' AS provision
		FROM secretxfer.outlived_authorizations() o
		WHERE o.ended_on IS NULL
	) AS r
	GROUP BY r.case_no, r.entered_in, r.carrier_id, r.clearance_no, r.started_on, r.customer, r.contractor;

COMMENT ON VIEW secretxfer.returns_due IS
'Carriers that must come back, and accesses that must end, each with the reasons (provisions 9, 10, 11). One row a carrier or access.';
COMMENT ON COLUMN secretxfer.returns_due.case_no IS
'Case in which it was handed over or granted.';
COMMENT ON COLUMN secretxfer.returns_due.entered_in IS
'Table of the entry: handovers, or system_accesses.';
COMMENT ON COLUMN secretxfer.returns_due.carrier_id IS
'Carrier that must come back; null for an access.';
COMMENT ON COLUMN secretxfer.returns_due.clearance_no IS
'Clearance of the person who has the carrier or the access.';
COMMENT ON COLUMN secretxfer.returns_due.started_on IS
'Date of the hand-over, or first day of the access.';
COMMENT ON COLUMN secretxfer.returns_due.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.returns_due.contractor IS
'Party that owes the return, by its idn.';
COMMENT ON COLUMN secretxfer.returns_due.due_since IS
'Date of the first reason.';
COMMENT ON COLUMN secretxfer.returns_due.reasons IS
'Why: contractor_ or customer_ with the kind of change (a customer''s without a supplement), order_annulled, permit_ended, clearance_ended.';
COMMENT ON COLUMN secretxfer.returns_due.provisions IS
'Provisions from which that follows.';
-- duties.sql
--
-- Who owes what.  Duties follow from the entries and end with the entry that discharges them;
-- what somebody may do is no duty, so suspending, lifting, annulling and closing are not here.

CREATE VIEW secretxfer.duties WITH (security_invoker = true) AS
	-- 5: the answer
	SELECT a.case_no, a.customer, a.contractor, 'disposing body' AS debtor, a.authority AS debtor_idn,
		'Send the written answer to the request.' AS act, '5' AS provision, a.received_on AS arose_on,
		a.due_on, a.working_days_left, a.overdue, a.provisional,
		a.request_no AS entry, NULL::bigint AS carrier_id, NULL::text[] AS reasons, 'decisions' AS discharged_by
	FROM secretxfer.answers_due a
	UNION ALL
	-- 3(3), 8: what a concluded contract calls for before anything is handed over
	SELECT c.case_no, c.customer, c.contractor, v.debtor,
		CASE v.debtor WHEN 'customer' THEN secretxfer.present_customer(c.case_no, c.customer) ELSE v.debtor_idn END,
		v.act, v.provision, v.arose_on,
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, v.discharged_by
	FROM secretxfer.contracts k
	JOIN secretxfer.cases c ON c.case_no = k.case_no
	LEFT JOIN secretxfer.protections p ON p.case_no = k.case_no
	CROSS JOIN LATERAL (
		SELECT max(n.sent_on) FILTER (WHERE n.kind = 'contract') AS contract_on,
			max(n.sent_on) FILTER (WHERE n.kind = 'courier_service') AS courier_on,
			max(n.sent_on) FILTER (WHERE n.kind = 'postal_service') AS postal_on
		FROM secretxfer.notices n WHERE n.case_no = k.case_no) AS n
	CROSS JOIN LATERAL (
		SELECT CASE WHEN c.information_system_service AND n.contract_on IS NULL THEN k.concluded_on ELSE min(i.annexed_on) END AS arose_on
		FROM secretxfer.contract_items i
		WHERE i.case_no = k.case_no AND (n.contract_on IS NULL OR i.annexed_on > n.contract_on)) AS unnotified
	CROSS JOIN LATERAL (VALUES
		('customer', NULL,
			'Notify the national security body of the contract and the transfer.', '3(3)', unnotified.arose_on, 'notices',
			unnotified.arose_on IS NOT NULL),
		('contractor', c.contractor, 'Arrange the protection of the secrets.', '8', k.concluded_on, 'protections',
			p.case_no IS NULL),
		('contractor', c.contractor, 'Have the service marked in the contractor''s permit.', '8(4)', p.service_contract_on, 'protections',
			p.kind = 'provider' AND p.contractor_permit_marked_on IS NULL),
		('provider', p.organizer, 'Have the service marked in the provider''s permit.', '8(4)', p.service_contract_on, 'protections',
			p.kind = 'provider' AND p.provider_permit_marked_on IS NULL),
		('provider', p.organizer, 'Notify the courier service of the services.', '8', p.service_contract_on, 'notices',
			p.kind = 'provider' AND n.courier_on IS NULL),
		('provider', p.organizer, 'Notify the special postal service of the services.', '8', p.service_contract_on, 'notices',
			p.kind = 'provider' AND n.postal_on IS NULL)
	) AS v (debtor, debtor_idn, act, provision, arose_on, discharged_by, owed)
	WHERE v.owed AND c.closed_on IS NULL
	  AND NOT EXISTS (SELECT FROM secretxfer.annulments x WHERE x.case_no = k.case_no AND x.order_annulled_on IS NOT NULL)
	  AND NOT EXISTS (SELECT FROM secretxfer.party_changes x
					  WHERE x.party = c.contractor AND (x.kind = 'liquidation' OR x.effective_on >= c.opened_on))
	UNION ALL
	-- 9: breaches and damage
	SELECT b.case_no, c.customer, c.contractor, 'contractor', c.contractor, v.act, '9', b.found_on,
		NULL, NULL, NULL, NULL, b.violation_no, NULL, NULL, 'violations'
	FROM secretxfer.violations b
	JOIN secretxfer.cases c ON c.case_no = b.case_no
	CROSS JOIN LATERAL (VALUES
		('Remedy the breach.', b.remedied_on IS NULL AND c.closed_on IS NULL),
		('Make good the damage.', secretxfer.damage_outstanding(b.damage, b.damage_recovered) IS NOT NULL)) AS v (act, owed)
	WHERE (b.remedied_on IS NULL OR secretxfer.damage_outstanding(b.damage, b.damage_recovered) IS NOT NULL) AND v.owed
	UNION ALL
	-- 10 paragraph 1: succession
	SELECT x.case_no, x.customer, x.contractor, 'customer', x.party,
		'Conclude a supplement with the successor that has the powers, or wind the case up.', '10', x.effective_on,
		NULL, NULL, NULL, NULL, x.party || '/' || x.change_no, NULL, NULL, 'supplements'
	FROM secretxfer.case_changes() x
	WHERE x.side = 'customer' AND x.supplemented_on IS NULL AND x.closed_on IS NULL
	  AND EXISTS (SELECT FROM secretxfer.contracts k WHERE k.case_no = x.case_no)
	UNION ALL
	SELECT n.case_no, n.customer, n.contractor, 'customer', n.successor,
		CASE n.kind WHEN 'succession_security' THEN 'Notify the national security body of the succession.'
			ELSE 'Notify the disposing body of the succession.' END, '10', n.supplemented_on,
		NULL, NULL, NULL, NULL, coalesce(n.authority, n.party || '/' || n.change_no), NULL, NULL, 'notices'
	FROM secretxfer.succession_notices() n
	WHERE n.sent_on IS NULL AND n.closed_on IS NULL
	UNION ALL
	-- 10 paragraph 2: measures
	SELECT x.case_no, x.customer, x.contractor, 'customer and contractor', x.contractor,
		'Take measures to protect the secrets.', '10', x.effective_on,
		NULL, NULL, NULL, NULL, x.party || '/' || x.change_no, NULL, NULL, 'protection_measures'
	FROM secretxfer.case_changes() x
	WHERE x.side = 'contractor' AND x.closed_on IS NULL
	  AND EXISTS (SELECT FROM secretxfer.transfers(x.case_no) t)
	  AND NOT EXISTS (SELECT FROM secretxfer.protection_measures m
					  WHERE (m.case_no, m.party, m.change_no) = (x.case_no, x.party, x.change_no))
	UNION ALL
	-- 9, 10, 11: recall
	SELECT r.case_no, r.customer, r.contractor, 'contractor', r.contractor,
		CASE r.entered_in WHEN 'handovers' THEN 'Return the carrier.' ELSE 'Give the access up.' END,
		array_to_string(r.provisions, ', '), r.due_since,
		NULL, NULL, NULL, NULL, r.clearance_no, r.carrier_id, r.reasons, r.entered_in
	FROM secretxfer.returns_due r;

COMMENT ON VIEW secretxfer.duties IS
'All open duties that follow from the entries; rights never appear. One row a duty. Only provision 5 has a day by which.';
COMMENT ON COLUMN secretxfer.duties.case_no IS
'Case from which the duty follows.';
COMMENT ON COLUMN secretxfer.duties.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.duties.contractor IS
'Party that performs the works, by its idn.';
COMMENT ON COLUMN secretxfer.duties.debtor IS
'In which part the duty is owed: disposing body, customer, contractor, provider, customer and contractor.';
COMMENT ON COLUMN secretxfer.duties.debtor_idn IS
'Party that owes it, by its idn; of a duty of both, the contractor. A customer''s duty is its successor''s.';
COMMENT ON COLUMN secretxfer.duties.act IS
'What is to be done.';
COMMENT ON COLUMN secretxfer.duties.provision IS
'Provision from which it follows; for a recall there may be several.';
COMMENT ON COLUMN secretxfer.duties.arose_on IS
'Date on which the duty arose.';
COMMENT ON COLUMN secretxfer.duties.due_on IS
'Last day for it (provision 5); null where the Rules set none, or the calendar does not reach.';
COMMENT ON COLUMN secretxfer.duties.working_days_left IS
'Working days from tomorrow up to and including the due day; negative when it has passed.';
COMMENT ON COLUMN secretxfer.duties.overdue IS
'Whether the due day has passed; null where there is none.';
COMMENT ON COLUMN secretxfer.duties.provisional IS
'Whether the due day may still move, because the calendar of a year is not confirmed.';
COMMENT ON COLUMN secretxfer.duties.entry IS
'Number of the entry it follows from within the case: of the request or breach; the disposing body to be notified; party and number of a change; for a recall the clearance of whoever has it.';
COMMENT ON COLUMN secretxfer.duties.carrier_id IS
'Carrier that is recalled.';
COMMENT ON COLUMN secretxfer.duties.reasons IS
'Why it is recalled; see returns_due.';
COMMENT ON COLUMN secretxfer.duties.discharged_by IS
'Table whose entry discharges the duty.';
-- case_status.sql
--
-- Where a case stands.

-- What one row can tell by itself is joined; what must be counted is asked for by the row, so
-- that a query pays only for the columns it shows.
CREATE VIEW secretxfer.case_status WITH (security_invoker = true) AS
	SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on,
		secretxfer.present_customer(c.case_no, c.customer) AS present_customer,
		CASE
			WHEN c.closed_on IS NOT NULL THEN 'closed'
			WHEN a.order_annulled_on IS NOT NULL
				OR EXISTS (SELECT FROM secretxfer.case_changes() x WHERE x.case_no = c.case_no AND x.supplemented_on IS NULL AND x.closed_on IS NULL)
				THEN 'winding_up'
			WHEN EXISTS (SELECT FROM secretxfer.suspensions s WHERE s.case_no = c.case_no AND s.lifted_on IS NULL)
				THEN 'suspended'
			WHEN k.case_no IS NOT NULL THEN
				CASE
					WHEN EXISTS (SELECT FROM secretxfer.transfers(c.case_no) t WHERE t.ended_on IS NULL) THEN 'works'
					WHEN EXISTS (SELECT FROM secretxfer.transfers(c.case_no) t) THEN 'returned'
					WHEN NOT EXISTS (SELECT FROM secretxfer.contract_items i WHERE i.case_no = c.case_no)
						AND NOT c.information_system_service THEN 'contracted'
					WHEN NOT EXISTS (SELECT FROM secretxfer.notices n WHERE n.case_no = c.case_no AND n.kind = 'contract') THEN 'annexed'
					WHEN p.case_no IS NULL THEN 'notified'
					ELSE 'protected'
				END
			WHEN EXISTS (SELECT FROM secretxfer.decisions d WHERE d.case_no = c.case_no AND d.outcome = 'permitted') THEN 'permitted'
			WHEN EXISTS (SELECT FROM secretxfer.requests r WHERE r.case_no = c.case_no AND NOT r.answered AND r.received_on IS NOT NULL) THEN 'received'
			WHEN EXISTS (SELECT FROM secretxfer.requests r WHERE r.case_no = c.case_no AND r.received_on IS NULL) THEN 'requested'
			WHEN EXISTS (SELECT FROM secretxfer.decisions d WHERE d.case_no = c.case_no) THEN 'refused'
			ELSE 'opened'
		END::secretxfer.case_stage AS stage,
		secretxfer.whose_turn(c.case_no) AS turn,
		secretxfer.blocked_by(c.case_no) AS blocked_by,
		(SELECT count(*) FROM secretxfer.requests r WHERE r.case_no = c.case_no AND NOT r.answered AND r.received_on IS NOT NULL) AS requests_unanswered,
		(SELECT count(*) FROM secretxfer.contract_items i WHERE i.case_no = c.case_no) AS carriers_annexed,
		(SELECT count(*) FROM secretxfer.handovers h WHERE h.case_no = c.case_no AND h.returned_on IS NULL) AS carriers_out,
		(SELECT count(*) FROM secretxfer.system_accesses s WHERE s.case_no = c.case_no AND s.ended_on IS NULL) AS accesses_open,
		(SELECT count(*) FROM secretxfer.violations v WHERE v.case_no = c.case_no AND v.remedied_on IS NULL) AS violations_unremedied,
		(SELECT min(w.due_on) FROM secretxfer.answers_due w WHERE w.case_no = c.case_no) AS next_due
	FROM secretxfer.cases c
	LEFT JOIN secretxfer.contracts k ON k.case_no = c.case_no
	LEFT JOIN secretxfer.protections p ON p.case_no = c.case_no
	LEFT JOIN secretxfer.annulments a ON a.case_no = c.case_no;

COMMENT ON VIEW secretxfer.case_status IS
'How far each case has come, whose turn it is and what stands in the way. One row a case. turn and blocked_by ask next_steps() case by case: for one case or some, not for a count of all.';
COMMENT ON COLUMN secretxfer.case_status.case_no IS
'The case.';
COMMENT ON COLUMN secretxfer.case_status.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.case_status.contractor IS
'Party that performs the works, by its idn.';
COMMENT ON COLUMN secretxfer.case_status.opened_on IS
'Date on which the case was opened.';
COMMENT ON COLUMN secretxfer.case_status.closed_on IS
'Date on which it was closed.';
COMMENT ON COLUMN secretxfer.case_status.present_customer IS
'Customer now: the successor named by the last supplement, if there is one, by its idn.';
COMMENT ON COLUMN secretxfer.case_status.stage IS
'How far it has come.';
COMMENT ON COLUMN secretxfer.case_status.turn IS
'Who has to act now, so that the next hand-over or, when it winds up, its end comes nearer: whose the first of the steps is that next_steps() names.';
COMMENT ON COLUMN secretxfer.case_status.blocked_by IS
'Rules that stand before that; as next_steps() says.';
COMMENT ON COLUMN secretxfer.case_status.requests_unanswered IS
'Requests received and not answered.';
COMMENT ON COLUMN secretxfer.case_status.carriers_annexed IS
'Lines of the annex to the contract.';
COMMENT ON COLUMN secretxfer.case_status.carriers_out IS
'Carriers handed over and not back.';
COMMENT ON COLUMN secretxfer.case_status.accesses_open IS
'Accesses to the customer''s information systems that last.';
COMMENT ON COLUMN secretxfer.case_status.violations_unremedied IS
'Breaches found and not remedied.';
COMMENT ON COLUMN secretxfer.case_status.next_due IS
'First day on which an answer is due (provision 5), also when it has passed; null when none is.';
-- authorizations_expiring.sql
--
-- Provision 11: permits and clearances that will end, and what depends on them.

CREATE VIEW secretxfer.authorizations_expiring WITH (security_invoker = true) AS
	SELECT 'permit' AS kind, p.permit_no AS authorization_no, p.holder AS party, p.highest_mark, p.issued_on, p.valid_until,
		p.valid_until - secretxfer.today() AS days_left,
		EXISTS (SELECT FROM secretxfer.permits q
				WHERE q.holder = p.holder AND q.highest_mark >= p.highest_mark AND q.valid_until > p.valid_until
				  AND q.issued_on <= p.valid_until + 1 AND q.revoked_on IS NULL) AS renewed,
		(SELECT count(*) FROM secretxfer.cases c CROSS JOIN LATERAL secretxfer.transfers(c.case_no) t
		 WHERE c.contractor = p.holder AND t.ended_on IS NULL) AS transfers_out
	FROM secretxfer.permits p
	WHERE p.valid_until >= secretxfer.today() AND p.revoked_on IS NULL
	UNION ALL
	SELECT 'clearance', a.clearance_no, a.party, a.highest_mark, a.issued_on, a.valid_until,
		a.valid_until - secretxfer.today(),
		EXISTS (SELECT FROM secretxfer.clearances b
				WHERE b.party = a.party AND secretxfer.same_person(b.clearance_no, a.clearance_no) AND b.highest_mark >= a.highest_mark
				  AND b.valid_until > a.valid_until AND b.issued_on <= a.valid_until + 1 AND b.revoked_on IS NULL),
		(SELECT count(*) FROM secretxfer.transfers() t
		 WHERE t.clearance_no = a.clearance_no AND t.ended_on IS NULL)
	FROM secretxfer.clearances a
	WHERE a.valid_until >= secretxfer.today() AND a.revoked_on IS NULL;

COMMENT ON VIEW secretxfer.authorizations_expiring IS
'Permits and clearances in force, by when they end; ask for a span, WHERE valid_until <= ... One row an authorisation.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.kind IS
'permit or clearance.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.authorization_no IS
'Number of the permit or clearance.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.party IS
'Holder of the permit; employer of the cleared person, or the citizen; by its idn.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.highest_mark IS
'Highest degree of secrecy it covers.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.issued_on IS
'Date of issue.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.valid_until IS
'Last day of validity.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.days_left IS
'Days until then.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.renewed IS
'Whether another of the same holder or person, of no lower degree, takes over without a gap.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.transfers_out IS
'Carriers and accesses that are out under it: all of the holder''s for a permit, those of the person for a clearance.';
-- breaches.sql
--
-- Every irregularity the register knows of, with its provision and its day.

CREATE VIEW secretxfer.breaches WITH (security_invoker = true) AS
	-- 5: answers that came late, or have not come
	SELECT d.case_no, c.customer, c.contractor, '5' AS provision, 'late_answer' AS breach, r.authority AS party,
		d.sent_on AS occurred_on, d.sent_on - d.due_on AS days, NULL::numeric AS amount,
		'decisions' AS entered_in, d.request_no AS entry
	FROM secretxfer.decisions d
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (d.case_no, d.request_no)
	JOIN secretxfer.cases c ON c.case_no = d.case_no
	WHERE d.sent_on > d.due_on
	UNION ALL
	SELECT a.case_no, a.customer, a.contractor, '5', 'no_answer', a.authority,
		a.due_on + 1, secretxfer.today() - a.due_on, NULL, 'requests', a.request_no
	FROM secretxfer.answers_due a
	WHERE a.overdue
	UNION ALL
	-- 9: the contractor's breaches of its obligations
	SELECT v.case_no, c.customer, c.contractor, '9', 'violation', c.contractor,
		v.found_on, coalesce(v.remedied_on, secretxfer.today()) - v.found_on, v.damage, 'violations', v.violation_no
	FROM secretxfer.violations v
	JOIN secretxfer.cases c ON c.case_no = v.case_no
	UNION ALL
	SELECT v.case_no, c.customer, c.contractor, '9', 'damage_not_recovered', c.contractor,
		v.found_on, secretxfer.today() - v.found_on, secretxfer.damage_outstanding(v.damage, v.damage_recovered),
		'violations', v.violation_no
	FROM secretxfer.violations v
	JOIN secretxfer.cases c ON c.case_no = v.case_no
	WHERE secretxfer.damage_outstanding(v.damage, v.damage_recovered) IS NOT NULL
	UNION ALL
	-- 9, 10, 11: hand-overs and accesses against a fact that was recorded later
	SELECT t.case_no, t.customer, t.contractor, t.provision,
		replace(regexp_replace(t.rule, '^secretxfer_r\d\d_', 'transfer_'), 'transfer_permit', 'transfer_permit_revoked'), t.customer,
		t.started_on, t.started_on - t.fact_on, NULL, t.entered_in, coalesce(t.carrier_id::text, t.clearance_no)
	FROM secretxfer.irregular_transfers() t
	UNION ALL
	SELECT o.case_no, o.customer, o.contractor, '11', o.reason || '_while_out', o.contractor,
		o.lost_on, coalesce(o.ended_on, secretxfer.today()) - o.lost_on, NULL, o.entered_in, coalesce(o.carrier_id::text, o.clearance_no)
	FROM secretxfer.outlived_authorizations() o
	UNION ALL
	-- the register's own discipline
	SELECT e.case_no, c.customer, c.contractor, 'register', 'recorded_late', NULL,
		e.happened_on, secretxfer.recorded_on(e.recorded_at) - e.happened_on, NULL, e.entered_in, e.entry
	FROM secretxfer.dated_entries() e
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	WHERE secretxfer.recorded_on(e.recorded_at) - e.happened_on > 30;

COMMENT ON VIEW secretxfer.breaches IS
'Everything irregular, with its provision and day: breaches of the Rules and entries recorded more than 30 days after their date. One row a breach.';
COMMENT ON COLUMN secretxfer.breaches.case_no IS
'Case in which it happened.';
COMMENT ON COLUMN secretxfer.breaches.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.breaches.contractor IS
'Party that performs the works, by its idn.';
COMMENT ON COLUMN secretxfer.breaches.provision IS
'Provision that is breached; register for its own discipline.';
COMMENT ON COLUMN secretxfer.breaches.breach IS
'What it is: late_answer, no_answer; violation, damage_not_recovered; transfer_... for a hand-over or access that a fact recorded later stands against, with the name of the rule; permit_ or clearance_ended_while_out; recorded_late.';
COMMENT ON COLUMN secretxfer.breaches.party IS
'Party whose breach it is, by its idn; null where nobody in particular.';
COMMENT ON COLUMN secretxfer.breaches.occurred_on IS
'Date of the breach: of the late answer, the first day overdue, the finding, the hand-over, the first day without authorisation, the entry''s own date.';
COMMENT ON COLUMN secretxfer.breaches.days IS
'How many days: late; until the remedy, or open so far; after the fact that stands against it; out without authorisation; until it was recorded.';
COMMENT ON COLUMN secretxfer.breaches.amount IS
'Damage in tenge; of damage_not_recovered, what is still to be recovered.';
COMMENT ON COLUMN secretxfer.breaches.entered_in IS
'Table of the entry from which it follows.';
COMMENT ON COLUMN secretxfer.breaches.entry IS
'Number of that entry within its case: of the request, breach, notice, annex line; the carrier of a hand-over, the clearance of an access. Null where a case has but one.';
-- case_timeline.sql
--
-- The file of a case, leafed through in the order in which it happened.

-- What came to its end later is an event of its own; who recorded that, and when, only the
-- last change of its entry tells.
CREATE VIEW secretxfer.case_timeline WITH (security_invoker = true) AS
	SELECT e.case_no, e.happened_on, e.event, e.entered_in, e.entry, e.recorded_at, e.recorded_by, e.changed_at, e.changed_by
	FROM secretxfer.dated_entries() e
	UNION ALL
	SELECT x.case_no, v.happened_on, x.side || v.event || x.kind, 'party_changes', x.party || '/' || x.change_no,
		v.recorded_at, NULL, nullif(x.stands_since, x.recorded_at), NULL
	FROM secretxfer.case_changes() x
	CROSS JOIN LATERAL (VALUES
		(x.effective_on, ' changed: ', x.recorded_at),
		(x.completed_on, '''s change completed: ', NULL)) AS v (happened_on, event, recorded_at)
	WHERE v.happened_on IS NOT NULL
	UNION ALL
	SELECT case_no, received_on, 'request received', 'requests', request_no, NULL, NULL, changed_at, changed_by
	FROM secretxfer.requests WHERE received_on IS NOT NULL
	UNION ALL
	SELECT case_no, contractor_permit_marked_on, 'service marked in the contractor''s permit', 'protections', NULL, NULL, NULL, changed_at, changed_by
	FROM secretxfer.protections WHERE contractor_permit_marked_on IS NOT NULL
	UNION ALL
	SELECT case_no, provider_permit_marked_on, 'service marked in the provider''s permit', 'protections', NULL, NULL, NULL, changed_at, changed_by
	FROM secretxfer.protections WHERE provider_permit_marked_on IS NOT NULL
	UNION ALL
	SELECT case_no, returned_on, 'carrier returned', 'handovers', carrier_id::text, NULL, NULL, changed_at, changed_by
	FROM secretxfer.handovers WHERE returned_on IS NOT NULL
	UNION ALL
	SELECT case_no, ended_on, 'access ended', 'system_accesses', clearance_no, NULL, NULL, changed_at, changed_by
	FROM secretxfer.system_accesses WHERE ended_on IS NOT NULL
	UNION ALL
	SELECT case_no, remedied_on, 'breach remedied', 'violations', violation_no, NULL, NULL, changed_at, changed_by
	FROM secretxfer.violations WHERE remedied_on IS NOT NULL
	UNION ALL
	SELECT case_no, lifted_on, 'suspension lifted', 'suspensions', violation_no, NULL, NULL, changed_at, changed_by
	FROM secretxfer.suspensions WHERE lifted_on IS NOT NULL
	UNION ALL
	SELECT case_no, order_annulled_on, 'order annulled', 'annulments', NULL, NULL, NULL, changed_at, changed_by
	FROM secretxfer.annulments WHERE order_annulled_on IS NOT NULL
	UNION ALL
	SELECT case_no, closed_on, 'case closed', 'cases', NULL, NULL, NULL, changed_at, changed_by
	FROM secretxfer.cases WHERE closed_on IS NOT NULL;

COMMENT ON VIEW secretxfer.case_timeline IS
'Everything that happened in a case; ask for one case, ORDER BY happened_on, recorded_at. One row an event. Without texts of the entries: those stand in the tables.';
COMMENT ON COLUMN secretxfer.case_timeline.case_no IS
'The case.';
COMMENT ON COLUMN secretxfer.case_timeline.happened_on IS
'Date on which it happened, by the document.';
COMMENT ON COLUMN secretxfer.case_timeline.event IS
'What happened.';
COMMENT ON COLUMN secretxfer.case_timeline.entered_in IS
'Table in which it stands.';
COMMENT ON COLUMN secretxfer.case_timeline.entry IS
'Number of the entry within its case: of the request, notice, breach, annex line; the carrier of a hand-over, the clearance of an access; party and number of a change. Null where a case has but one.';
COMMENT ON COLUMN secretxfer.case_timeline.recorded_at IS
'When it was recorded; null for the end of something, which is a change of its entry.';
COMMENT ON COLUMN secretxfer.case_timeline.recorded_by IS
'Who recorded it; null where recorded_at is, and for changes of a party.';
COMMENT ON COLUMN secretxfer.case_timeline.changed_at IS
'When the entry was last changed, corrected or closed; null as long as it stands as it was recorded.';
COMMENT ON COLUMN secretxfer.case_timeline.changed_by IS
'Who changed it last; null where changed_at is, and for changes of a party.';
-- contractor_exposure.sql
--
-- What each contractor holds, and how it has kept its obligations.

CREATE VIEW secretxfer.contractor_exposure WITH (security_invoker = true) AS
	SELECT c.contractor, c.cases, c.cases_open,
		coalesce(o.secret, 0) AS carriers_secret, coalesce(o.top_secret, 0) AS carriers_top_secret,
		coalesce(o.special_importance, 0) AS carriers_special_importance,
		coalesce(o.secret + o.top_secret + o.special_importance, 0) AS carriers_out, o.oldest_on,
		coalesce(s.accesses, 0) AS accesses_open,
		coalesce(v.violations, 0) AS violations, coalesce(v.unremedied, 0) AS violations_unremedied, v.damage_outstanding,
		(SELECT max(p.valid_until) FROM secretxfer.permits p
		 WHERE p.holder = c.contractor AND p.revoked_on IS NULL) AS permit_valid_until
	FROM (
		SELECT contractor, count(*) AS cases, count(*) FILTER (WHERE closed_on IS NULL) AS cases_open
		FROM secretxfer.cases GROUP BY contractor
	) AS c
	LEFT JOIN (
		SELECT contractor, min(handed_on) AS oldest_on,
			count(*) FILTER (WHERE mark = 'secret') AS secret,
			count(*) FILTER (WHERE mark = 'top_secret') AS top_secret,
			count(*) FILTER (WHERE mark = 'special_importance') AS special_importance
		FROM secretxfer.outstanding_carriers GROUP BY contractor
	) AS o ON o.contractor = c.contractor
	LEFT JOIN (
		SELECT k.contractor, count(*) AS accesses
		FROM secretxfer.system_accesses a JOIN secretxfer.cases k ON k.case_no = a.case_no
		WHERE a.ended_on IS NULL GROUP BY k.contractor
	) AS s ON s.contractor = c.contractor
	LEFT JOIN (
		SELECT k.contractor, count(*) AS violations, count(*) FILTER (WHERE b.remedied_on IS NULL) AS unremedied,
			sum(secretxfer.damage_outstanding(b.damage, b.damage_recovered)) AS damage_outstanding
		FROM secretxfer.violations b JOIN secretxfer.cases k ON k.case_no = b.case_no
		GROUP BY k.contractor
	) AS v ON v.contractor = c.contractor;

COMMENT ON VIEW secretxfer.contractor_exposure IS
'What each contractor holds of others'' secrets, and its breaches (provisions 9, 11). One row a contractor.';
COMMENT ON COLUMN secretxfer.contractor_exposure.contractor IS
'The contractor, by its idn.';
COMMENT ON COLUMN secretxfer.contractor_exposure.cases IS
'Its cases.';
COMMENT ON COLUMN secretxfer.contractor_exposure.cases_open IS
'Its cases that are not closed.';
COMMENT ON COLUMN secretxfer.contractor_exposure.carriers_secret IS
'Carriers marked secret that it has.';
COMMENT ON COLUMN secretxfer.contractor_exposure.carriers_top_secret IS
'Carriers marked top secret that it has.';
COMMENT ON COLUMN secretxfer.contractor_exposure.carriers_special_importance IS
'Carriers marked of special importance that it has.';
COMMENT ON COLUMN secretxfer.contractor_exposure.carriers_out IS
'All carriers that it has.';
COMMENT ON COLUMN secretxfer.contractor_exposure.oldest_on IS
'Date of the oldest hand-over of these.';
COMMENT ON COLUMN secretxfer.contractor_exposure.accesses_open IS
'Accesses to information systems that last.';
COMMENT ON COLUMN secretxfer.contractor_exposure.violations IS
'Breaches that customers found.';
COMMENT ON COLUMN secretxfer.contractor_exposure.violations_unremedied IS
'Those of them that are not remedied.';
COMMENT ON COLUMN secretxfer.contractor_exposure.damage_outstanding IS
'Damage still to be recovered, in tenge; null when there is none.';
COMMENT ON COLUMN secretxfer.contractor_exposure.permit_valid_until IS
'Until when its longest permit that is not revoked is valid; null if it has none.';
-- privileges.sql
--
-- Who may do what.  It answers with its owner's rights, because it shows whoever asks the part
-- that concerns it.

CREATE VIEW secretxfer.privileges WITH (security_barrier = true) AS
	SELECT a.role, a.duty, a.party, m."table", m.act, m.only_columns, m.but_columns, m.which_rows,
		a.recorded_at AS admitted_at, a.recorded_by AS admitted_by
	FROM secretxfer.admissions a
	JOIN secretxfer.duty_matrix() m ON m.duty = a.duty
	WHERE secretxfer.acts_as('auditor') OR secretxfer.acts_as('security')
	   OR EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = a.role AND pg_catalog.pg_has_role(r.oid, 'USAGE'))
	   OR pg_catalog.pg_has_role((SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = 'secretxfer.admissions'::regclass), 'USAGE');

COMMENT ON VIEW secretxfer.privileges IS
'What roles may do in the register by their duties. One row a role, duty, party, table and act. Its owner, security and auditors see all of it, other roles what they may do themselves.';
COMMENT ON COLUMN secretxfer.privileges.role IS
'The admitted role; for a group it holds for all who have the group''s privileges.';
COMMENT ON COLUMN secretxfer.privileges.duty IS
'The duty from which it follows.';
COMMENT ON COLUMN secretxfer.privileges.party IS
'The party for which the role has the duty, by its idn; null where it is for none.';
COMMENT ON COLUMN secretxfer.privileges."table" IS
'Table or view of the register.';
COMMENT ON COLUMN secretxfer.privileges.act IS
'What it may do there: see, enter, change, withdraw. The rules say what of that is lawful when.';
COMMENT ON COLUMN secretxfer.privileges.only_columns IS
'The only columns to which that extends; null where it is all, or all but some.';
COMMENT ON COLUMN secretxfer.privileges.but_columns IS
'Columns to which it does not extend; null where there are none.';
COMMENT ON COLUMN secretxfer.privileges.which_rows IS
'On which rows.';
COMMENT ON COLUMN secretxfer.privileges.admitted_at IS
'When the role was admitted.';
COMMENT ON COLUMN secretxfer.privileges.admitted_by IS
'Who admitted it.';
$register$, CASE WHEN pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 150000
	THEN ' WITH (security_invoker = true)' ELSE '' END, '')
	OPERATOR(pg_catalog.||) secretxfer.policy_definition() $definition$;
COMMENT ON FUNCTION secretxfer.register_definition() IS
'The definition of the register in SQL, which create_register() carries out where it is missing.';

-- 90_next_step.sql
--
-- CREATE EXTENSION leaves no register behind yet, so it says how to get one.  While its script
-- runs it holds all notices back, so the level is lowered for this one.
DO $$
DECLARE
	level text := current_setting('client_min_messages');
BEGIN
	PERFORM set_config('client_min_messages', 'notice', true);
	RAISE NOTICE 'the rules are installed; next step: SELECT secretxfer.create_register();'
		USING DETAIL = 'It creates the register in schema secretxfer as ordinary tables of whoever runs it. '
			'A backup that is being restored brings its register along.';
	PERFORM set_config('client_min_messages', level, true);
END
$$;
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
