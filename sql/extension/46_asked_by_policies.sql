-- 46_asked_by_policies.sql
--
-- What the conditions of the policies ask about the role that reads or writes, and about the case.

CREATE FUNCTION secretxfer.answered_when_planned(internal) RETURNS internal
LANGUAGE C STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'secretxfer_answered_when_planned';
COMMENT ON FUNCTION secretxfer.answered_when_planned(internal) IS
'Planner support function: in a query under row-level security a call that has one result for the whole statement is '
'replaced by its result when the query is planned.';

CREATE FUNCTION secretxfer.acts_as(duty secretxfer.duty) RETURNS boolean
STABLE STRICT PARALLEL SAFE SUPPORT secretxfer.answered_when_planned
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_acts_as';
COMMENT ON FUNCTION secretxfer.acts_as(secretxfer.duty) IS
'Whether the current role is admitted to a duty, by itself or as a member of a group. The registrar of a party counts '
'among the customers and the disposing bodies.';

CREATE FUNCTION secretxfer.registrar_of_all() RETURNS boolean
STABLE PARALLEL SAFE SUPPORT secretxfer.answered_when_planned
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_registrar_of_all';
COMMENT ON FUNCTION secretxfer.registrar_of_all() IS
'Whether the current role is registrar of the whole register, not of one party.';

CREATE FUNCTION secretxfer.unlimited("table" regclass, privilege text) RETURNS boolean
STABLE STRICT PARALLEL SAFE SUPPORT secretxfer.answered_when_planned
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_unlimited';
COMMENT ON FUNCTION secretxfer.unlimited(regclass, text) IS
'Whether the current role is admitted to no duty and was granted the privilege on the table otherwise: then the role '
'has the privilege on all rows.';

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
'The cases in which a supplement named another party in the place of a party of the current role (provision 10 '
'paragraph 1).';

CREATE FUNCTION secretxfer.own_contractors() RETURNS text[]
STABLE PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_own_contractors';
COMMENT ON FUNCTION secretxfer.own_contractors() IS
'The contractors of the permitted cases whose present customer the current role acts for, by their idn.';

CREATE FUNCTION secretxfer.permitted_carrier(carrier_id bigint) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_permitted_carrier';
COMMENT ON FUNCTION secretxfer.permitted_carrier(bigint) IS
'Whether its owner permitted the carrier in a case whose present customer the current role acts for.';

CREATE FUNCTION secretxfer.answered_carrier(carrier_id bigint) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_answered_carrier';
COMMENT ON FUNCTION secretxfer.answered_carrier(bigint) IS
'Whether a request that lists the carrier was answered; answers for carriers that a customer of the current role '
'entered.';

CREATE FUNCTION secretxfer.relied_on_carrier(carrier_id bigint) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_relied_on_carrier';
COMMENT ON FUNCTION secretxfer.relied_on_carrier(bigint) IS
'Whether the carrier is listed in a received request, or in a case whose present customer the current role does not '
'act for; answers for carriers that a customer of the current role entered.';

CREATE FUNCTION secretxfer.permit_of_own_request(permit_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_permit_of_own_request';
COMMENT ON FUNCTION secretxfer.permit_of_own_request(text) IS
'Whether a committed request in a case whose present customer the current role acts for names the permit.';

CREATE FUNCTION secretxfer.permit_of_own_arrangement(permit_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_permit_of_own_arrangement';
COMMENT ON FUNCTION secretxfer.permit_of_own_arrangement(text) IS
'Whether a committed arrangement of a case whose present customer the current role acts for names the permit as the '
'provider''s.';

CREATE FUNCTION secretxfer.held_in_own_case(clearance_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_held_in_own_case';
COMMENT ON FUNCTION secretxfer.held_in_own_case(text) IS
'Whether somebody received, took over or was granted something under the clearance, by a committed entry of a case whose '
'present customer the current role acts for.';

CREATE FUNCTION secretxfer.bodies_of_own_secrets() RETURNS text[]
STABLE PARALLEL SAFE COST 10
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_bodies_of_own_secrets';
COMMENT ON FUNCTION secretxfer.bodies_of_own_secrets() IS
'The disposing bodies that the current role acts for, and the bodies from which secrets may have passed to them, by '
'their idn.';

CREATE FUNCTION secretxfer.asked_now(authority text, sent_on date) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 50
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_now';
COMMENT ON FUNCTION secretxfer.asked_now(text, date) IS
'Whether a request that was sent to a body on a day waits today at a body that the current role acts for, or was answered '
'by it: the secrets of the addressee may have passed since.';

CREATE FUNCTION secretxfer.disposes_now(owner text, carrier_id bigint) RETURNS boolean
STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_disposes_now';
COMMENT ON FUNCTION secretxfer.disposes_now(text, bigint) IS
'Whether a body that the current role acts for disposes of a carrier of this owner today; carrier_id is null for a carrier '
'that has no number yet.';

CREATE FUNCTION secretxfer.own_carrier(carrier_id bigint) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_own_carrier';
COMMENT ON FUNCTION secretxfer.own_carrier(bigint) IS
'Whether the current role acts for the body that disposes of the carrier today.';

CREATE FUNCTION secretxfer.own_carrier_on(carrier_id bigint, day date) RETURNS boolean
STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_own_carrier_on';
COMMENT ON FUNCTION secretxfer.own_carrier_on(bigint, date) IS
'Whether the current role acts for the body that disposed of the carrier on a day, null for today.';

CREATE FUNCTION secretxfer.own_handover(handover bigint) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_own_handover';
COMMENT ON FUNCTION secretxfer.own_handover(bigint) IS
'Whether the current role acts for the present customer of the case of a hand-over, which is named by its entry_id.';

CREATE FUNCTION secretxfer.asked_in_case(case_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_in_case';
COMMENT ON FUNCTION secretxfer.asked_in_case(text) IS
'Whether a request of the case waits at, or was answered by, a disposing body that the current role acts for; or '
'all that was permitted on a request is of such a body now.';

CREATE FUNCTION secretxfer.asked_by(case_no text, request_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_by';
COMMENT ON FUNCTION secretxfer.asked_by(text, text) IS
'Whether the request waits at, or was answered by, a disposing body that the current role acts for.';

CREATE FUNCTION secretxfer.permits_own_carriers(case_no text, request_no text, day date) RETURNS boolean
STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_permits_own_carriers';
COMMENT ON FUNCTION secretxfer.permits_own_carriers(text, text, date) IS
'Whether the current role acts for the bodies that disposed on a day, null for today, of all carriers that the answer to '
'the request permits, not in information-system service.';

CREATE FUNCTION secretxfer.asked_under_permit(permit_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_under_permit';
COMMENT ON FUNCTION secretxfer.asked_under_permit(text) IS
'Whether a request to a disposing body that the current role acts for, or on which all that was permitted is of such a '
'body now, names the permit.';

CREATE FUNCTION secretxfer.asked_under_clearance(clearance_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_asked_under_clearance';
COMMENT ON FUNCTION secretxfer.asked_under_clearance(text) IS
'Whether a request to a disposing body that the current role acts for, or on which all that was permitted is of such a '
'body now, names the clearance.';

-- For the views breaches and duties: analysts read the views, but not what texts tell.
CREATE FUNCTION secretxfer.has_mandate(idn text) RETURNS boolean
STABLE STRICT PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_has_mandate';
COMMENT ON FUNCTION secretxfer.has_mandate(text) IS
'Whether a party states the act of the Government by which it protects the secrets of others (provision 8(4)). For '
'roles that may not read the text.';

-- For the view authorizations_expiring: analysts read the view, but not the names of persons.
CREATE FUNCTION secretxfer.same_person(clearance_no text, other_clearance_no text) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 200
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_same_person';
COMMENT ON FUNCTION secretxfer.same_person(text, text) IS
'Whether two clearances are of one person, without telling whose.';
