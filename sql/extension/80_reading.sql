-- 80_reading.sql
--
-- What both the views and verify() need to know of the Rules.
--
-- Whoever can disable the triggers can enter whatever the types of the columns allow, and then verify() and the views
-- must still answer.  So nothing here may raise an error for a value: differences of days are asked of days_between(),
-- because PostgreSQL refuses to subtract infinite dates.
--
-- Each function is one plain query without SET and not STRICT, so that the planner can inline it and
-- a condition on a case or a party reaches the indexes.  For this the numbers must keep their
-- collation, which a composite type can state and RETURNS TABLE cannot.  The bodies are strings,
-- because the tables that they name do not exist yet when the extension is created.
--
-- But what is inlined is planned again by each query, also where a case has nothing of the kind.  So what few cases or
-- transfers need stands in functions of one case in PL/pgSQL, which keep their plans for the session, and are called
-- for those cases alone that a short query finds.

CREATE TYPE secretxfer.case_stage AS ENUM (
	'opened', 'requested', 'received', 'refused', 'permitted', 'contracted', 'annexed', 'notified', 'protected',
	'works', 'returned', 'suspended', 'winding_up', 'closed');
COMMENT ON TYPE secretxfer.case_stage IS
'How far a case has come: opened; requested, not received yet; received, not answered yet; refused; permitted; '
'contracted; annexed; notified to the national security body; protected, so that nothing is missing but the '
'transfer; works, while something is out; returned; or out of that order: suspended; winding_up, after an annulment '
'or a change of a party that no supplement settles; closed.';

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

CREATE FUNCTION secretxfer.days_between(first_day date, last_day date) RETURNS integer
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT CASE WHEN isfinite(first_day) AND isfinite(last_day) THEN last_day - first_day END
$$;
COMMENT ON FUNCTION secretxfer.days_between(date, date) IS
'The number of days from one day to another, negative when the other day is earlier; null where a day is null or '
'infinite.';

-- An index asks this function.  Therefore no function of the schema is named here: while a dump is restored, the owner
-- of the table has no privilege on the schema yet.  In Asia/Almaty the last day of type timestamptz ends after the last
-- moment of type timestamp.
CREATE FUNCTION secretxfer.days_until_recorded(happened_on date, recorded_at timestamptz) RETURNS integer
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT CASE WHEN isfinite(happened_on) AND recorded_at > '-infinity' AND recorded_at < '294276-12-31 00:00:00+00'
		THEN (recorded_at AT TIME ZONE 'Asia/Almaty')::date - happened_on END
$$;
COMMENT ON FUNCTION secretxfer.days_until_recorded(date, timestamptz) IS
'How many days after the day that an entry states the entry was recorded; null where one of the two is infinite.';

-- Provision 5 -------------------------------------------------------------------------------

-- A year outside of 1992 to 2200 is none that the calendar knows: verify() names such a year.  This function has
-- SET, so that the planner does not inline it and uses its ROWS: its own estimate of the number of days would be far
-- too high.
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
		CROSS JOIN LATERAL (VALUES (CASE WHEN y.year BETWEEN 1992 AND 2200 THEN make_date(y.year, 1, 1) END)) AS first (day)
		JOIN generate_series(0, 365) AS n ON first.day + n < first.day + interval '1 year'
		LEFT JOIN secretxfer.calendar_days x ON x.day = first.day + n
	) AS d
	WINDOW days AS (ORDER BY d.day)
$$;
COMMENT ON FUNCTION secretxfer.working_calendar() IS
'Every day of the years in calendar_years, as the calendar stands: whether it is worked, whether its year is '
'confirmed, and how many known days (day_no) and working days (working_day_no) there were up to and including it.';

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
'What the annexes list (provision 6(4)): each line with its carrier and the period planned in the request that '
'lists it.';

CREATE TYPE secretxfer.contract_of_day AS (
	case_no text COLLATE "C",
	contract_no text,
	concluded_on date,
	control_during_works text,
	control_after_works text,
	contractor_liability text,
	protection_financing text,
	permit_no text COLLATE "C",
	clearance_no text COLLATE "C",
	responsible_unit text,
	unit_designated_by text,
	information_statement text);
COMMENT ON TYPE secretxfer.contract_of_day IS
'A contract as it stands on a day; see contract_on().';

-- The last amendment that states a term counts, so the terms are gathered one by one.
CREATE FUNCTION secretxfer.contract_on(case_no text, day date) RETURNS SETOF secretxfer.contract_of_day
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT k.case_no, k.contract_no, k.concluded_on,
		coalesce(a.control_during_works, k.control_during_works),
		coalesce(a.control_after_works, k.control_after_works),
		coalesce(a.contractor_liability, k.contractor_liability),
		coalesce(a.protection_financing, k.protection_financing),
		coalesce(a.permit_no, k.permit_no),
		coalesce(a.clearance_no, k.clearance_no),
		coalesce(a.responsible_unit, k.responsible_unit),
		coalesce(a.unit_designated_by, k.unit_designated_by),
		coalesce(a.information_statement, k.information_statement)
	FROM secretxfer.contracts k
	CROSS JOIN LATERAL (
		SELECT
			(array_agg(x.control_during_works ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.control_during_works IS NOT NULL))[1] AS control_during_works,
			(array_agg(x.control_after_works ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.control_after_works IS NOT NULL))[1] AS control_after_works,
			(array_agg(x.contractor_liability ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.contractor_liability IS NOT NULL))[1] AS contractor_liability,
			(array_agg(x.protection_financing ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.protection_financing IS NOT NULL))[1] AS protection_financing,
			(array_agg(x.permit_no ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.permit_no IS NOT NULL))[1] AS permit_no,
			(array_agg(x.clearance_no ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.clearance_no IS NOT NULL))[1] AS clearance_no,
			(array_agg(x.responsible_unit ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.responsible_unit IS NOT NULL))[1] AS responsible_unit,
			(array_agg(x.unit_designated_by ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.unit_designated_by IS NOT NULL))[1] AS unit_designated_by,
			(array_agg(x.information_statement ORDER BY x.concluded_on DESC)
				FILTER (WHERE x.information_statement IS NOT NULL))[1] AS information_statement
		FROM secretxfer.contract_amendments x
		WHERE x.case_no = k.case_no AND x.concluded_on <= contract_on.day
	) AS a
	WHERE k.case_no = contract_on.case_no AND k.concluded_on <= contract_on.day
$$;
COMMENT ON FUNCTION secretxfer.contract_on(text, date) IS
'The contract of a case as it stands on a day: as concluded, with the terms that amendments replaced by then '
'(provision 6); no row before it was concluded.';

CREATE FUNCTION secretxfer.is_permission_by(
	outcome secretxfer.decision_outcome, received_on date, sent_on date, day date)
RETURNS boolean
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT outcome OPERATOR(pg_catalog.=) 'permitted' AND received_on <= sent_on AND sent_on <= day
$$;
COMMENT ON FUNCTION secretxfer.is_permission_by(secretxfer.decision_outcome, date, date, date) IS
'Whether an answer is a permission by a day (provisions 5, 7): sent by then, by a body that had received the request. '
'Null where the answer or the receipt is missing.';

-- A passing of secrets that was recorded later may have taken the request to the body in liquidation.
CREATE FUNCTION secretxfer.answers_in_liquidation() RETURNS TABLE (case_no text, request_no text, known_at timestamptz)
STABLE PARALLEL SAFE ROWS 10
LANGUAGE sql AS $$
	SELECT d.case_no, d.request_no, greatest(l.recorded_at, l.changed_at, (
		SELECT max(s.recorded_at) FROM secretxfer.disposals() s
		WHERE s.successor = l.party AND s.carrier_id IS NULL AND s.effective_on <= d.sent_on AND r.authority <> l.party))
	FROM (SELECT p.*, ARRAY(SELECT s.body FROM secretxfer.disposals() s) AS passed_on
		FROM secretxfer.changes_of_parties() p
		  WHERE p.kind OPERATOR(pg_catalog.=) 'liquidation') AS l
	JOIN secretxfer.requests r ON r.authority = ANY (l.party || l.passed_on)
	JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
	WHERE secretxfer.stands_on(l.effective_on, l.called_off_on, d.sent_on)
	  AND l.party = CASE WHEN r.authority = ANY (l.passed_on)
		THEN secretxfer.asked_body(r.authority, r.sent_on, d.sent_on) ELSE r.authority END
$$;
COMMENT ON FUNCTION secretxfer.answers_in_liquidation() IS
'The answers of bodies that were in liquidation on the day of the answer, and vested with nothing (provisions 5, 7), '
'as may have been learnt later. known_at is when the register came to know it. One row an answer and liquidation.';

-- What permission.c says of a line: a body that had received the request, which the customer did not take back,
-- permitted the line, which stood in the list when the answer was entered, by the day of the annex, for a carrier of
-- which the body disposed on the day of its answer, and was not in liquidation then.  Few bodies ever are, so what they
-- answered is asked apart.
CREATE FUNCTION secretxfer.unpermitted_lines() RETURNS TABLE (case_no text, annex_no text, reason text)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	WITH lines AS NOT MATERIALIZED (
		SELECT a.case_no, a.annex_no, a.request_no, CASE
			WHEN (secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, a.annexed_on)
				  AND r.withdrawn_on IS NULL AND a.item_no <> ALL (coalesce(d.excluded_items, '{}'))
				  AND greatest(i.recorded_at, i.changed_at) <= d.recorded_at) IS NOT TRUE THEN 'not_permitted'
			-- few bodies pass their secrets on; what a role does not see of the carrier it cannot judge
			WHEN k.carrier_id IS NOT NULL AND CASE
				WHEN k.owner = r.authority AND k.owner <> ALL (ARRAY(SELECT s.body FROM secretxfer.disposals() s)) THEN true
				WHEN k.owner <> ALL (ARRAY(SELECT s.body FROM secretxfer.disposals() s))
					AND r.authority <> ALL (ARRAY(SELECT s.body FROM secretxfer.disposals() s)) THEN false
				ELSE secretxfer.disposing_body(k.owner, NULL, k.carrier_id, d.sent_on)
					= secretxfer.asked_body(r.authority, r.sent_on, d.sent_on) END IS NOT TRUE
				THEN 'permission_of_another_body' END AS reason
		FROM secretxfer.contract_items a
		JOIN secretxfer.request_items i ON (i.case_no, i.request_no, i.item_no) = (a.case_no, a.request_no, a.item_no)
		JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (a.case_no, a.request_no)
		LEFT JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id
		LEFT JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (a.case_no, a.request_no)
	)
	SELECT l.case_no, l.annex_no, l.reason FROM lines l WHERE l.reason IS NOT NULL
	UNION ALL
	SELECT l.case_no, l.annex_no, 'permission_in_liquidation'
	FROM lines l
	WHERE l.reason IS NULL
	  AND (l.case_no, l.request_no) IN (SELECT x.case_no, x.request_no FROM secretxfer.answers_in_liquidation() x)
$$;
COMMENT ON FUNCTION secretxfer.unpermitted_lines() IS
'The lines of annexes that no permission covers (provision 7), and why: not_permitted; permission_of_another_body, '
'which did not dispose of the carrier; permission_in_liquidation of the body.';

CREATE TYPE secretxfer.withdrawn_permission AS (
	case_no text COLLATE "C",
	request_no text COLLATE "C",
	withdrawn_on date,
	known_at timestamptz);
COMMENT ON TYPE secretxfer.withdrawn_permission IS
'A permission that its body withdrew; see withdrawn_permissions(). known_at is when the register came to know it.';

CREATE FUNCTION secretxfer.withdrawn_permissions() RETURNS SETOF secretxfer.withdrawn_permission
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT d.case_no, d.request_no, d.withdrawn_on, greatest(d.recorded_at, d.changed_at)
	FROM secretxfer.decisions d
	WHERE d.withdrawn_on IS NOT NULL AND d.outcome OPERATOR(pg_catalog.=) 'permitted'
$$;
COMMENT ON FUNCTION secretxfer.withdrawn_permissions() IS
'The permissions that their bodies withdrew (provision 7), with the day from which nothing more has a ground in them. '
'One row a permission.';

-- Which permission serves is not asked of a line: for a carrier in the annex every line of the carrier counts.
CREATE FUNCTION secretxfer.lost_permission(case_no text, carrier_id bigint, day date)
RETURNS TABLE (withdrawn_on date, known_at timestamptz)
STABLE PARALLEL SAFE ROWS 1
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT max(w.withdrawn_on),
		-- another permission lost its force by a passing or a liquidation, which may have been recorded last
		CASE WHEN EXISTS (
			SELECT FROM secretxfer.annexed_carriers() a
			JOIN secretxfer.unpermitted_lines() u ON u.case_no = a.case_no AND u.annex_no = a.annex_no
			WHERE a.case_no = lost_permission.case_no AND a.carrier_id = lost_permission.carrier_id
			  AND a.annexed_on <= lost_permission.day AND u.reason <> 'not_permitted'
		) THEN 'infinity' ELSE max(w.known_at) END
	FROM (
		SELECT a.case_no, a.request_no
		FROM secretxfer.annexed_carriers() a
		WHERE a.case_no = lost_permission.case_no AND a.carrier_id = lost_permission.carrier_id
		  AND a.annexed_on <= lost_permission.day
		  AND NOT EXISTS (
			SELECT FROM secretxfer.unpermitted_lines() u WHERE u.case_no = a.case_no AND u.annex_no = a.annex_no)
		UNION ALL
		SELECT r.case_no, r.request_no
		FROM secretxfer.requests r
		JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
		WHERE r.case_no = lost_permission.case_no AND lost_permission.carrier_id IS NULL
		  AND secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, lost_permission.day)
		  AND r.withdrawn_on IS NULL
		  AND NOT EXISTS (SELECT FROM secretxfer.answers_in_liquidation() x
			WHERE x.case_no = d.case_no AND x.request_no = d.request_no)
	) AS p
	LEFT JOIN secretxfer.withdrawn_permissions() w
		ON (w.case_no, w.request_no) = (p.case_no, p.request_no) AND w.withdrawn_on <= lost_permission.day
	HAVING count(*) > 0 AND count(*) = count(w.withdrawn_on)
$$;
COMMENT ON FUNCTION secretxfer.lost_permission(text, bigint, date) IS
'Whether what covers a carrier of a case or an access (carrier_id null) by a day is all withdrawn by that day '
'(provision 7): the day of the last withdrawal, and when the register came to know of all, infinity where that cannot be '
'told. No row while a permission stands, or where none ever did.';

CREATE TYPE secretxfer.transfer AS (
	entered_in text,
	case_no text COLLATE "C",
	carrier_id bigint,
	clearance_no text COLLATE "C",
	started_on date,
	ended_on date,
	judged_at timestamptz,
	act_no text);
COMMENT ON TYPE secretxfer.transfer IS
'A hand-over or an access; see transfers(). ended_on is the day on which the carrier came back, or was destroyed or '
'lost, or the access ended. judged_at is when it was last judged as a whole: recorded, or '
'corrected; its end is not judged. act_no is null for an access.';

-- The views of 1.0 call these functions, as dated_entries() below: there the name of a column that 1.0 had not means
-- the null of the outer query.
CREATE FUNCTION secretxfer.transfers() RETURNS SETOF secretxfer.transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT h.* FROM (SELECT NULL::date AS written_off_on) AS of_1_0 CROSS JOIN LATERAL (
		SELECT 'handovers'::text, h.case_no, h.carrier_id, h.received_by, h.handed_on,
			least(h.returned_on, written_off_on),
			CASE WHEN num_nonnulls(h.returned_on, h.return_act_no, written_off_on) = 0
				THEN greatest(h.recorded_at, h.changed_at)
				ELSE h.recorded_at END,
			h.act_no
		FROM secretxfer.handovers h
	) AS h
	UNION ALL
	SELECT 'system_accesses'::text, a.case_no, NULL::bigint, a.clearance_no, a.granted_on, a.ended_on,
		CASE WHEN a.ended_on IS NULL THEN greatest(a.recorded_at, a.changed_at) ELSE a.recorded_at END,
		NULL::text
	FROM secretxfer.system_accesses a
$$;
COMMENT ON FUNCTION secretxfer.transfers() IS
'Hand-overs of carriers and, in information-system service, accesses instead of hand-overs (provision 6 paragraph 3): '
'the Rules treat both alike.';

-- For queries that go from a few cases to their transfers.  The planner has statistics of each of the
-- two tables, but not of their UNION, and would overestimate a join with transfers().  So the
-- condition on the case stands in each part.
CREATE FUNCTION secretxfer.transfers(case_no text) RETURNS SETOF secretxfer.transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT h.* FROM (SELECT NULL::date AS written_off_on) AS of_1_0 CROSS JOIN LATERAL (
		SELECT 'handovers'::text, h.case_no, h.carrier_id, h.received_by, h.handed_on,
			least(h.returned_on, written_off_on),
			CASE WHEN num_nonnulls(h.returned_on, h.return_act_no, written_off_on) = 0
				THEN greatest(h.recorded_at, h.changed_at)
				ELSE h.recorded_at END,
			h.act_no
		FROM secretxfer.handovers h
		WHERE h.case_no = transfers.case_no
	) AS h
	UNION ALL
	SELECT 'system_accesses'::text, a.case_no, NULL::bigint, a.clearance_no, a.granted_on, a.ended_on,
		CASE WHEN a.ended_on IS NULL THEN greatest(a.recorded_at, a.changed_at) ELSE a.recorded_at END,
		NULL::text
	FROM secretxfer.system_accesses a
	WHERE a.case_no = transfers.case_no
$$;
COMMENT ON FUNCTION secretxfer.transfers(text) IS
'Hand-overs and accesses of one case.';

-- The condition is that of the indexes of what is out.
CREATE FUNCTION secretxfer.transfers_out(case_no text) RETURNS SETOF secretxfer.transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'handovers'::text, h.case_no, h.carrier_id, h.received_by, h.handed_on, NULL::date,
		CASE WHEN h.return_act_no IS NULL THEN greatest(h.recorded_at, h.changed_at) ELSE h.recorded_at END, h.act_no
	FROM secretxfer.handovers h
	WHERE h.case_no = transfers_out.case_no AND h.returned_on IS NULL AND h.written_off_on IS NULL
	UNION ALL
	SELECT 'system_accesses'::text, a.case_no, NULL::bigint, a.clearance_no, a.granted_on, NULL::date,
		greatest(a.recorded_at, a.changed_at), NULL::text
	FROM secretxfer.system_accesses a
	WHERE a.case_no = transfers_out.case_no AND a.ended_on IS NULL
$$;
COMMENT ON FUNCTION secretxfer.transfers_out(text) IS
'Hand-overs and accesses of one case that have not ended; see transfers().';

-- The mark of a carrier ---------------------------------------------------------------------

CREATE FUNCTION secretxfer.changed_marks()
RETURNS TABLE (carrier_id bigint, since date, until date, mark secretxfer.secrecy_mark, known_at timestamptz)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	-- a window function could only be asked for all carriers, and joins take longer to plan; parallel workers would not ask
	-- for min(), which PostgreSQL plans apart
	SELECT m.carrier_id, m.marked_on, coalesce((
			SELECT next.marked_on FROM secretxfer.carrier_marks next
			WHERE next.carrier_id = m.carrier_id AND next.marked_on > m.marked_on
			ORDER BY next.marked_on LIMIT 1), 'infinity'),
		m.mark, greatest(m.recorded_at, m.changed_at)
	FROM secretxfer.carrier_marks m
$$;
COMMENT ON FUNCTION secretxfer.changed_marks() IS
'The marks that carriers got after their registration: from the first day up to the day before until; null for a '
'carrier that is no longer secret. Before the first of them a carrier bears the mark of its registration. known_at is '
'when the register came to know the mark. One row a change of a mark.';

-- Who holds a carrier -----------------------------------------------------------------------

CREATE FUNCTION secretxfer.passings_on()
RETURNS TABLE (handover bigint, clearance_no text, since date, until date)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT o.handover, o.held_by, o.held_since, coalesce(next.held_since, 'infinity')
	FROM secretxfer.holders o
	LEFT JOIN secretxfer.holders next ON next.handover = o.handover AND next.held_since > o.held_since
		AND NOT EXISTS (SELECT FROM secretxfer.holders n
			WHERE n.handover = o.handover AND n.held_since > o.held_since AND n.held_since < next.held_since)
$$;
COMMENT ON FUNCTION secretxfer.passings_on() IS
'Who took a carrier over inside the contractor, from which day up to the day before until (provision 11). handover is '
'the entry_id of the hand-over. One row a passing on.';

CREATE TYPE secretxfer.holding AS (
	case_no text COLLATE "C",
	carrier_id bigint,
	handed_on date,
	act_no text,
	clearance_no text COLLATE "C",
	since date,
	until date,
	passed_on boolean);
COMMENT ON TYPE secretxfer.holding IS
'A time in which one person held a carrier; see holdings().';

CREATE FUNCTION secretxfer.holdings() RETURNS SETOF secretxfer.holding
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT h.case_no, h.carrier_id, h.handed_on, h.act_no, h.received_by, h.handed_on,
		least(h.returned_on, h.written_off_on, first.held_since), false
	FROM secretxfer.handovers h
	LEFT JOIN secretxfer.holders first ON first.handover = h.entry_id
		AND NOT EXISTS (SELECT FROM secretxfer.holders o WHERE o.handover = first.handover
			AND o.held_since < first.held_since)
	UNION ALL
	SELECT h.case_no, h.carrier_id, h.handed_on, h.act_no, p.clearance_no, p.since,
		least(h.returned_on, h.written_off_on, nullif(p.until, 'infinity')), true
	FROM secretxfer.passings_on() p
	JOIN secretxfer.handovers h ON h.entry_id = p.handover
$$;
COMMENT ON FUNCTION secretxfer.holdings() IS
'Who held each carrier that was handed over, since when and until when (null while the person holds the carrier): '
'first the person who received the carrier, then those who took it over (provision 11). One row a person and time.';

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
	supplemented_on date,
	called_off_on date,
	open_until date,
	since date);
COMMENT ON TYPE secretxfer.case_change IS
'A change of a party that concerns a case; see case_changes(). stands_since is when it was recorded, corrected, '
'completed or called off last; known_at is when the register came to know that it concerns the case: a successor''s '
'earlier change does so by the supplement only. open_until is the day from which the change asks for nothing more in '
'the case, because it was called off or because of its supplement, or its own day where it asks for none; null while '
'it does. since is the day from which the party is a side of the case.';

CREATE TYPE secretxfer.party_change AS (
	party text COLLATE "C",
	change_no text COLLATE "C",
	kind secretxfer.party_change_kind,
	effective_on date,
	completed_on date,
	case_no text COLLATE "C",
	called_off_on date,
	recorded_at timestamptz,
	changed_at timestamptz);
-- The first line is for PostGraphile, which would take the name for that of a row of party_changes.
COMMENT ON TYPE secretxfer.party_change IS
'@name change_of_party
An event at a party; see changes_of_parties().';

-- The views of 1.0 ask this by case_changes() until create_register() has replaced them: there the names mean the nulls
-- of the outer query; or the office has columns of its own with these names.
CREATE FUNCTION secretxfer.changes_of_parties() RETURNS SETOF secretxfer.party_change
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT c.party, c.change_no, c.kind, c.effective_on, c.completed_on, c.of_case, c.called_off, c.recorded_at,
		c.changed_at
	FROM (SELECT NULL AS case_no, NULL AS called_off_on) AS of_1_0
	CROSS JOIN LATERAL (
		SELECT p.party, p.change_no, p.kind, p.effective_on, p.completed_on, case_no::text AS of_case,
			called_off_on::text::date AS called_off, p.recorded_at, p.changed_at
		FROM secretxfer.party_changes p) AS c
$$;
COMMENT ON FUNCTION secretxfer.changes_of_parties() IS
'The changes of parties (provision 10). One row a change.';

CREATE FUNCTION secretxfer.stands_on(effective_on date, called_off_on date, day date) RETURNS boolean
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT effective_on <= day AND (called_off_on IS NULL OR called_off_on > day)
$$;
COMMENT ON FUNCTION secretxfer.stands_on(date, date, date) IS
'Whether a change of a party has taken effect by a day and was not called off by then.';

CREATE FUNCTION secretxfer.concerns(
	kind secretxfer.party_change_kind, effective_on date, of_case text, case_no text, since date)
RETURNS boolean
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT (of_case IS NULL OR of_case = case_no)
		AND (kind OPERATOR(pg_catalog.=) 'liquidation' OR effective_on >= since)
$$;
COMMENT ON FUNCTION secretxfer.concerns(secretxfer.party_change_kind, date, text, text, date) IS
'Whether a change of a party concerns a case in which the party takes part since a day (provision 10): a change that '
'takes effect on that day or later, and a liquidation whenever; the end of the works of one case concerns this case '
'alone.';

CREATE FUNCTION secretxfer.lives_on_after(kind secretxfer.party_change_kind) RETURNS boolean
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT kind OPERATOR(pg_catalog.=) ANY ('{functions,ownership}'::secretxfer.party_change_kind[])
$$;
COMMENT ON FUNCTION secretxfer.lives_on_after(secretxfer.party_change_kind) IS
'Whether a party goes on with works after a change (provision 10 paragraph 1): not after a liquidation or the end of '
'the works.';

CREATE FUNCTION secretxfer.met_by_contract(
	kind secretxfer.party_change_kind, effective_on date, case_no text)
RETURNS date
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT effective_on
	WHERE secretxfer.lives_on_after(kind) AND NOT EXISTS (
		SELECT FROM secretxfer.contracts k
		WHERE k.case_no = met_by_contract.case_no AND k.concluded_on <= effective_on)
$$;
COMMENT ON FUNCTION secretxfer.met_by_contract(secretxfer.party_change_kind, date, text) IS
'The day of a change of a customer that asks for no supplement (provision 10 paragraph 1), because the customer lives '
'on and no contract of the case had been concluded by then; null otherwise.';

CREATE TYPE secretxfer.settled_change AS (
	case_no text COLLATE "C",
	party text COLLATE "C",
	change_no text COLLATE "C",
	named_change_no text COLLATE "C",
	successor text COLLATE "C",
	concluded_on date,
	known_at timestamptz);
COMMENT ON TYPE secretxfer.settled_change IS
'A change of a customer and the supplement that settles the change in a case; see settled_changes(). known_at is when '
'the register came to know the supplement.';

CREATE FUNCTION secretxfer.settled_changes() RETURNS SETOF secretxfer.settled_change
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT s.case_no, pc.party, pc.change_no, s.change_no, s.successor, s.concluded_on,
		greatest(s.recorded_at, s.changed_at)
	FROM secretxfer.supplements s
	JOIN secretxfer.party_changes named ON (named.party, named.change_no) = (s.party, s.change_no)
	JOIN secretxfer.changes_of_parties() pc
		ON pc.party = s.party AND (pc.change_no = s.change_no OR pc.effective_on <= named.effective_on)
	WHERE (pc.case_no IS NULL OR pc.case_no = s.case_no) AND (s.successor <> s.party OR secretxfer.lives_on_after(pc.kind))
	  AND s.concluded_on >= named.effective_on
	  AND NOT EXISTS (
		SELECT FROM secretxfer.supplements first
		JOIN secretxfer.party_changes of ON (of.party, of.change_no) = (first.party, first.change_no)
		WHERE first.case_no = s.case_no AND first.party = s.party AND first.concluded_on >= of.effective_on
		  AND (first.successor <> first.party OR secretxfer.lives_on_after(pc.kind))
		  AND (first.change_no = pc.change_no OR of.effective_on >= pc.effective_on)
		  AND (first.change_no <> pc.change_no, first.concluded_on, first.supplement_no)
			< (s.change_no <> pc.change_no, s.concluded_on, s.supplement_no))
$$;
COMMENT ON FUNCTION secretxfer.settled_changes() IS
'The changes of customers that a supplement settles in a case (provision 10 paragraph 1): the change that the '
'supplement names, and those of the same party of that day or earlier ones; but where the customer is named as its own '
'successor, none after which it does not live on. A supplement that is dated before its change settles nothing. One row '
'a case and change, with the first supplement for the change itself, or else the first that settles the change.';

CREATE FUNCTION secretxfer.changes_of_contractors() RETURNS SETOF secretxfer.case_change
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on, 'contractor'::text,
		pc.party, pc.change_no, pc.kind, pc.effective_on, pc.completed_on, pc.recorded_at,
		greatest(pc.recorded_at, pc.changed_at), greatest(pc.recorded_at, pc.changed_at), NULL::text, NULL::date,
		pc.called_off_on, pc.called_off_on, c.opened_on
	FROM secretxfer.changes_of_parties() pc
	JOIN secretxfer.cases c ON c.contractor = pc.party
	WHERE secretxfer.concerns(pc.kind, pc.effective_on, pc.case_no, c.case_no, c.opened_on)
	  AND (c.closed_on IS NULL OR pc.effective_on <= c.closed_on)
$$;
COMMENT ON FUNCTION secretxfer.changes_of_contractors() IS
'The changes of contractors that concern a case; see case_changes().';

-- The customer of a case is the party that ordered the works, until a supplement names another party.
-- From then on the changes of the successor concern the case, and later changes of the former
-- customer do not; a change that took effect between the change and its supplement asks for nothing from the supplement
-- on.  The changes of one day are one event.  A liquidation counts whenever it took effect; where it was settled before
-- its party came back as a successor, it counts once.
CREATE FUNCTION secretxfer.changes_of_customers() RETURNS SETOF secretxfer.case_change
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on, 'customer'::text,
		pc.party, pc.change_no, pc.kind, pc.effective_on, pc.completed_on, pc.recorded_at,
		greatest(pc.recorded_at, pc.changed_at), greatest(pc.recorded_at, pc.changed_at, c.recorded_at),
		coalesce(replaced.successor, s.successor), coalesce(replaced.since, s.concluded_on), pc.called_off_on,
		least(pc.called_off_on, replaced.since, s.concluded_on,
			secretxfer.met_by_contract(pc.kind, pc.effective_on, c.case_no)), c.opened_on
	FROM secretxfer.changes_of_parties() pc
	JOIN secretxfer.cases c ON c.customer = pc.party
	LEFT JOIN secretxfer.settled_changes() s
		ON (s.case_no, s.party, s.change_no) = (c.case_no, pc.party, pc.change_no)
	LEFT JOIN LATERAL (
		SELECT earlier.successor, earlier.concluded_on AS since
		FROM secretxfer.supplements earlier
		JOIN secretxfer.changes_of_parties() e ON (e.party, e.change_no) = (earlier.party, earlier.change_no)
		WHERE earlier.case_no = c.case_no AND earlier.party = pc.party AND earlier.successor <> earlier.party
		  AND earlier.concluded_on >= e.effective_on
		  AND secretxfer.concerns(e.kind, e.effective_on, e.case_no, c.case_no, c.opened_on)
		  AND e.effective_on < pc.effective_on
		ORDER BY earlier.concluded_on, earlier.supplement_no
		LIMIT 1) AS replaced ON true
	WHERE secretxfer.concerns(pc.kind, pc.effective_on, pc.case_no, c.case_no, c.opened_on)
	  AND (c.closed_on IS NULL OR pc.effective_on <= c.closed_on)
	  AND (replaced.since IS NULL OR pc.effective_on < replaced.since)
	UNION ALL
	SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on, 'customer',
		pc.party, pc.change_no, pc.kind, pc.effective_on, pc.completed_on, pc.recorded_at,
		greatest(pc.recorded_at, pc.changed_at), greatest(pc.recorded_at, pc.changed_at, k.recorded_at, k.changed_at),
		coalesce(replaced.successor, s.successor), coalesce(replaced.since, s.concluded_on), pc.called_off_on,
		least(pc.called_off_on, replaced.since, s.concluded_on,
			secretxfer.met_by_contract(pc.kind, pc.effective_on, k.case_no)), k.concluded_on
	FROM secretxfer.supplements k
	JOIN secretxfer.changes_of_parties() pc ON pc.party = k.successor
	JOIN secretxfer.cases c ON c.case_no = k.case_no
	LEFT JOIN secretxfer.settled_changes() s
		ON (s.case_no, s.party, s.change_no) = (k.case_no, pc.party, pc.change_no)
	LEFT JOIN LATERAL (
		SELECT earlier.successor, earlier.concluded_on AS since
		FROM secretxfer.supplements earlier
		JOIN secretxfer.changes_of_parties() e ON (e.party, e.change_no) = (earlier.party, earlier.change_no)
		WHERE earlier.case_no = k.case_no AND earlier.party = pc.party AND earlier.successor <> earlier.party
		  AND earlier.concluded_on >= e.effective_on
		  AND secretxfer.concerns(e.kind, e.effective_on, e.case_no, k.case_no, k.concluded_on)
		  AND (e.effective_on >= k.concluded_on OR earlier.concluded_on >= k.concluded_on)
		  AND e.effective_on < pc.effective_on
		ORDER BY earlier.concluded_on, earlier.supplement_no
		LIMIT 1) AS replaced ON true
	WHERE k.successor <> k.party
	  AND NOT EXISTS (SELECT FROM secretxfer.party_changes named
		WHERE (named.party, named.change_no) = (k.party, k.change_no) AND named.effective_on > k.concluded_on)
	  AND secretxfer.concerns(pc.kind, pc.effective_on, pc.case_no, k.case_no, k.concluded_on)
	  AND (pc.effective_on >= k.concluded_on OR (s.concluded_on < k.concluded_on) IS NOT TRUE)
	  AND (c.closed_on IS NULL OR pc.effective_on <= c.closed_on)
	  AND (replaced.since IS NULL OR pc.effective_on < replaced.since)
$$;
COMMENT ON FUNCTION secretxfer.changes_of_customers() IS
'The changes of customers and of their successors that concern a case, with the supplement that settles a change and '
'all earlier ones of the same party; see case_changes().';

CREATE FUNCTION secretxfer.case_changes() RETURNS SETOF secretxfer.case_change
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT * FROM secretxfer.changes_of_contractors()
	UNION ALL
	SELECT * FROM secretxfer.changes_of_customers()
$$;
COMMENT ON FUNCTION secretxfer.case_changes() IS
'The changes of parties that concern a case (provision 10): of its contractor, and of its customer and the successors '
'of the customer, with the supplement that settles a change of the latter and all earlier ones of the same party, and '
'the day from which the change is called off. One row a case and change.';

CREATE FUNCTION secretxfer.changes_of_customers(case_no text) RETURNS SETOF secretxfer.case_change
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
	RETURN QUERY SELECT * FROM secretxfer.changes_of_customers() x WHERE x.case_no = changes_of_customers.case_no;
END
$$;
COMMENT ON FUNCTION secretxfer.changes_of_customers(text) IS
'The changes of customers that concern one case; see case_changes().';

-- Columns of the case are those of the outer query, so that conditions on them find the case.
CREATE FUNCTION secretxfer.changes_of_customers_by_case() RETURNS SETOF secretxfer.case_change
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT g.case_no, g.customer, g.contractor, g.opened_on, g.closed_on, x.side, x.party, x.change_no, x.kind,
		x.effective_on, x.completed_on, x.recorded_at, x.stands_since, x.known_at, x.successor, x.supplemented_on,
		x.called_off_on, x.open_until, x.since
	FROM (
		SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on
		FROM secretxfer.party_changes p
		JOIN secretxfer.cases c ON c.customer = p.party
		WHERE secretxfer.concerns(p.kind, p.effective_on, p.case_no, c.case_no, c.opened_on)
		  AND (c.closed_on IS NULL OR p.effective_on <= c.closed_on)
		UNION
		SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on
		FROM secretxfer.supplements s
		JOIN secretxfer.cases c ON c.case_no = s.case_no
	) AS g
	CROSS JOIN LATERAL secretxfer.changes_of_customers(g.case_no) x
$$;
COMMENT ON FUNCTION secretxfer.changes_of_customers_by_case() IS
'The same as changes_of_customers(), asked case by case: for one case or some, and for all cases where few have '
'changes.';

CREATE FUNCTION secretxfer.changes_by_case() RETURNS SETOF secretxfer.case_change
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT * FROM secretxfer.changes_of_contractors()
	UNION ALL
	SELECT * FROM secretxfer.changes_of_customers_by_case()
$$;
COMMENT ON FUNCTION secretxfer.changes_by_case() IS
'The same as case_changes(); those of customers are asked case by case.';

-- The views of 1.0 ask this by succession_notices(): there the name means the null of the outer query.
CREATE FUNCTION secretxfer.bodies_asked(case_no text, by_day date)
RETURNS TABLE (authority text, sent_on date, known_at timestamptz)
STABLE PARALLEL SAFE ROWS 2
LANGUAGE sql AS $$
	SELECT r.authority, r.sent_on, r.known_at
	FROM (SELECT NULL AS withdrawn_on) AS of_1_0
	CROSS JOIN LATERAL (
		SELECT q.authority, q.sent_on, greatest(q.recorded_at, q.changed_at) AS known_at,
			withdrawn_on::text::date AS taken_back_on
		FROM secretxfer.requests q
		WHERE q.case_no = bodies_asked.case_no AND q.sent_on <= by_day) AS r
	WHERE r.taken_back_on IS NULL OR r.taken_back_on > by_day
$$;
COMMENT ON FUNCTION secretxfer.bodies_asked(text, date) IS
'The disposing bodies to which requests of a case were sent by a day, and not taken back by then. One row a request.';

CREATE FUNCTION secretxfer.bodies_whose_secrets_are_used(case_no text, by_day date)
RETURNS TABLE (authority text, known_at timestamptz)
STABLE PARALLEL SAFE ROWS 2
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	-- a passing may become known later than what it is of
	SELECT used.authority, min(greatest(used.known_at, (
		SELECT max(s.recorded_at) FROM secretxfer.disposals() s
		WHERE s.successor = used.authority AND s.effective_on <= by_day AND used.authority <> used.asked)))
	FROM (
		-- few bodies pass their secrets on
		SELECT CASE WHEN r.authority = ANY (ARRAY(SELECT s.body FROM secretxfer.disposals() s)
				|| ARRAY(SELECT s.successor FROM secretxfer.disposals() s))
			THEN (SELECT secretxfer.disposing_body(k.owner, NULL, k.carrier_id, by_day)
				  FROM secretxfer.request_items i JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id
				  WHERE (i.case_no, i.request_no, i.item_no) = (a.case_no, a.request_no, a.item_no))
			ELSE r.authority END AS authority,
			greatest(a.recorded_at, a.changed_at) AS known_at, r.authority AS asked
		FROM secretxfer.contract_items a
		JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (a.case_no, a.request_no)
		JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (a.case_no, a.request_no)
		WHERE a.case_no = bodies_whose_secrets_are_used.case_no AND a.annexed_on <= by_day
		  AND secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, by_day)
		UNION ALL
		SELECT CASE WHEN r.authority = ANY (ARRAY(SELECT s.body FROM secretxfer.disposals() s))
			THEN secretxfer.asked_body(r.authority, r.sent_on, by_day) ELSE r.authority END,
			greatest(d.recorded_at, d.changed_at), r.authority
		FROM secretxfer.cases c
		JOIN secretxfer.requests r ON r.case_no = c.case_no
		JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
		WHERE c.case_no = bodies_whose_secrets_are_used.case_no
		  AND c.information_system_service AND secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, by_day)
		UNION ALL
		-- while neither an annex nor, for a system, a contract says what is used
		SELECT CASE WHEN r.authority = ANY (ARRAY(SELECT s.body FROM secretxfer.disposals() s))
			THEN secretxfer.asked_body(r.authority, r.sent_on, by_day) ELSE r.authority END, r.known_at, r.authority
		FROM secretxfer.cases c
		CROSS JOIN LATERAL secretxfer.bodies_asked(c.case_no, by_day) r
		WHERE c.case_no = bodies_whose_secrets_are_used.case_no AND CASE WHEN c.information_system_service
			THEN NOT EXISTS (
				SELECT FROM secretxfer.contracts k WHERE k.case_no = c.case_no AND k.concluded_on <= by_day)
			ELSE NOT EXISTS (
				SELECT FROM secretxfer.contract_items a WHERE a.case_no = c.case_no AND a.annexed_on <= by_day) END
	) AS used
	WHERE used.authority IS NOT NULL
	GROUP BY used.authority;
END
$$;
COMMENT ON FUNCTION secretxfer.bodies_whose_secrets_are_used(text, date) IS
'The disposing bodies whose secrets are used in a case by a day (provision 10 paragraph 1): the bodies that permitted '
'what is annexed and, for information-system service, all that permitted; before the annex or, for such service, the '
'contract, all that were asked; or the bodies to which their secrets have passed by that day. known_at is when the '
'register came to know it.';

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

-- A supplement that settles several changes has its notices once: they are of the change that the supplement names.
CREATE FUNCTION secretxfer.succession_notices() RETURNS SETOF secretxfer.succession_notice
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT x.case_no, x.customer, x.contractor, x.closed_on, x.party, x.change_no,
		greatest(x.known_at, due.known_at, CASE WHEN passed.on_since THEN (
			SELECT max(s.recorded_at) FROM secretxfer.disposals() s
			WHERE s.body = due.authority AND s.carrier_id IS NULL AND s.effective_on > x.supplemented_on) END),
		x.successor, x.supplemented_on, due.kind,
		-- where secrets have passed since, their body is notified that disposes of them on the day of the notice
		CASE WHEN passed.on_since THEN secretxfer.asked_body(due.authority, x.supplemented_on, secretxfer.today())
			ELSE due.authority END,
		-- whose body was notified before the secrets came to it, that is on the day on which they came
		(SELECT min(reached.day) FROM secretxfer.notices n
		 CROSS JOIN LATERAL (
			SELECT n.sent_on AS day
			UNION ALL
			SELECT s.effective_on FROM secretxfer.disposals() s
			WHERE passed.on_since AND s.successor = n.authority AND s.effective_on > n.sent_on) AS reached
		 WHERE n.case_no = x.case_no AND n.kind OPERATOR(pg_catalog.=) due.kind
		   AND (n.party, n.change_no) = (x.party, x.change_no)
		   AND (due.authority IS NULL OR n.authority = CASE WHEN passed.on_since
				THEN secretxfer.asked_body(due.authority, x.supplemented_on, reached.day) ELSE due.authority END))
	FROM (
		SELECT DISTINCT ON (c.case_no, c.party, s.named_change_no) c.case_no, c.customer, c.contractor, c.closed_on,
			c.party, s.named_change_no AS change_no, greatest(c.known_at, s.known_at) AS known_at, c.successor,
			c.supplemented_on
		FROM secretxfer.changes_of_customers() c
		JOIN secretxfer.settled_changes() s
			ON (s.case_no, s.party, s.change_no, s.concluded_on) = (c.case_no, c.party, c.change_no, c.supplemented_on)
		WHERE c.supplemented_on IS NOT NULL
		ORDER BY c.case_no, c.party, s.named_change_no, c.change_no = s.named_change_no DESC
	) AS x
	CROSS JOIN LATERAL (
		SELECT 'succession_security'::secretxfer.notice_kind AS kind, NULL::text AS authority, NULL::timestamptz AS known_at
		UNION ALL
		SELECT 'succession_authority', b.authority, b.known_at
		FROM secretxfer.bodies_whose_secrets_are_used(x.case_no, x.supplemented_on) b) AS due
	CROSS JOIN LATERAL (
		SELECT due.authority = ANY (ARRAY(SELECT s.body FROM secretxfer.disposals() s)) AS on_since) AS passed
$$;
COMMENT ON FUNCTION secretxfer.succession_notices() IS
'The notices that a succession demands (provision 10 paragraph 1): to the national security body and to each body '
'whose secrets are used, with the day by which it was first sent, null while it is owed.';

CREATE FUNCTION secretxfer.succession_notices(case_no text) RETURNS SETOF secretxfer.succession_notice
STABLE PARALLEL SAFE ROWS 2
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
	RETURN QUERY SELECT * FROM secretxfer.succession_notices() n WHERE n.case_no = succession_notices.case_no;
END
$$;
COMMENT ON FUNCTION secretxfer.succession_notices(text) IS
'The notices that a succession demands in one case; see succession_notices().';

CREATE FUNCTION secretxfer.succession_notices_by_case() RETURNS SETOF secretxfer.succession_notice
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT c.case_no, c.customer, c.contractor, c.closed_on, n.party, n.change_no, n.known_at, n.successor,
		n.supplemented_on, n.kind, n.authority, n.sent_on
	FROM (SELECT DISTINCT s.case_no FROM secretxfer.supplements s) AS g
	JOIN secretxfer.cases c ON c.case_no = g.case_no
	CROSS JOIN LATERAL secretxfer.succession_notices(g.case_no) n
$$;
COMMENT ON FUNCTION secretxfer.succession_notices_by_case() IS
'The same as succession_notices(), asked case by case; few cases have supplements.';

-- From change to change, as the supplements settle them.  Most cases have no supplement, and nothing is followed.
CREATE FUNCTION secretxfer.customers_in_turn(case_no text, by_day date)
RETURNS TABLE (place integer, customer text, party text, change_no text, known_at timestamptz)
STABLE PARALLEL SAFE ROWS 2
LANGUAGE sql AS $$
	WITH RECURSIVE turns AS (
		SELECT 0 AS place, c.customer, c.opened_on AS since, NULL::text COLLATE "C" AS party,
			NULL::text COLLATE "C" AS change_no,
			NULL::timestamptz AS known_at, ARRAY[]::text[] COLLATE "C" AS gone_through -- what the supplements name
		FROM secretxfer.cases c
		WHERE c.case_no = customers_in_turn.case_no
		  AND EXISTS (SELECT FROM secretxfer.supplements s WHERE s.case_no = c.case_no)
		UNION ALL
		SELECT t.place + 1, n.successor, CASE WHEN n.successor = t.customer THEN t.since ELSE n.concluded_on END, t.customer,
			n.named_change_no, n.known_at, t.gone_through || concat_ws('/', t.customer, n.named_change_no)
		FROM turns t
		CROSS JOIN LATERAL (
			SELECT s.named_change_no, s.successor, s.concluded_on, s.known_at
			FROM secretxfer.changes_of_parties() pc
			LEFT JOIN secretxfer.settled_changes() s
				ON (s.case_no, s.party, s.change_no) = (customers_in_turn.case_no, pc.party, pc.change_no)
			WHERE pc.party = t.customer AND pc.effective_on <= by_day
			  AND secretxfer.concerns(pc.kind, pc.effective_on, pc.case_no, customers_in_turn.case_no, t.since)
			  AND concat_ws('/', pc.party, s.named_change_no) <> ALL (t.gone_through)
			  -- passed over: a change that asks for no supplement
			  AND (s.concluded_on <= by_day OR (pc.called_off_on IS NULL OR pc.called_off_on > by_day)
				AND secretxfer.met_by_contract(pc.kind, pc.effective_on, customers_in_turn.case_no) IS NULL)
			ORDER BY pc.effective_on, pc.change_no
			LIMIT 1
		) AS n
		WHERE n.concluded_on <= by_day
	)
	SELECT place, customer, party, change_no, known_at FROM turns
$$;
COMMENT ON FUNCTION secretxfer.customers_in_turn(text, date) IS
'Who was the customer of a case by a day, one after the other (provision 10 paragraph 1): at place 0 the party that '
'ordered the works, then whom each supplement names, with the change (party, change_no) that the supplement names, and '
'when the register came to know it. No rows for a case without supplements.';

CREATE FUNCTION secretxfer.last_supplement(case_no text, by_day date)
RETURNS TABLE (successor text, known_at timestamptz)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT t.customer, t.known_at
	FROM secretxfer.customers_in_turn(last_supplement.case_no, by_day) t
	WHERE t.place > 0
	ORDER BY t.place DESC
	LIMIT 1
$$;
COMMENT ON FUNCTION secretxfer.last_supplement(text, date) IS
'The successor that the last supplement of a case by a day names (provision 10 paragraph 1), and when the register '
'came to know it; no row when there is none.';

-- The session keeps the plan, which takes longer to make than to carry out.
CREATE FUNCTION secretxfer.present_customer(case_no text, customer text) RETURNS text
STABLE PARALLEL SAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
	RETURN coalesce(
		(SELECT s.successor FROM secretxfer.last_supplement(present_customer.case_no, 'infinity') s), customer);
END
$$;
COMMENT ON FUNCTION secretxfer.present_customer(text, text) IS
'Who is the customer of a case now: the successor named by the last supplement, or the party that ordered the works.';

-- Provision 8 -------------------------------------------------------------------------------

CREATE FUNCTION secretxfer.is_same_place(text, text) RETURNS boolean
IMMUTABLE STRICT PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_is_same_place';
COMMENT ON FUNCTION secretxfer.is_same_place(text, text) IS
'Whether two texts name the same city or settlement (provision 8): capital and small letters, Latin and Cyrillic with '
'the letters of Kazakh, and white space around the name make no difference, in whatever locale.';

CREATE FUNCTION secretxfer.organizer_on(case_no text, day date) RETURNS text
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT CASE p.kind::text
		WHEN 'contractor' THEN c.contractor
		WHEN 'customer' THEN coalesce((SELECT s.successor FROM secretxfer.last_supplement(c.case_no, day) s), c.customer)
		ELSE p.organizer END
	FROM secretxfer.protections p
	JOIN secretxfer.cases c ON c.case_no = p.case_no
	WHERE p.case_no = organizer_on.case_no AND p.arranged_on <= day
	ORDER BY p.arranged_on DESC
	LIMIT 1
$$;
COMMENT ON FUNCTION secretxfer.organizer_on(text, date) IS
'The party whose unit protects the secrets of a case on a day (provision 8), by its idn; null where none does.';

CREATE FUNCTION secretxfer.service_notices_from(case_no text, arranged_on date) RETURNS date
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT CASE WHEN before.day IS NULL OR p.service_contract_on > before.day THEN p.service_contract_on
		ELSE greatest(p.service_contract_on, (
			SELECT min(own.arranged_on) FROM secretxfer.protections own
			WHERE own.case_no = p.case_no AND own.kind OPERATOR(pg_catalog.=) 'provider' AND own.arranged_on > before.day
			  AND (own.organizer, own.service_contract_no, own.service_contract_on)
				  IS NOT DISTINCT FROM (p.organizer, p.service_contract_no, p.service_contract_on))) END
	FROM secretxfer.protections p
	CROSS JOIN LATERAL (
		SELECT max(other.arranged_on) AS day FROM secretxfer.protections other
		WHERE other.case_no = p.case_no AND other.kind OPERATOR(pg_catalog.=) 'provider' AND other.arranged_on < p.arranged_on
		  AND (other.organizer, other.service_contract_no, other.service_contract_on)
			  IS DISTINCT FROM (p.organizer, p.service_contract_no, p.service_contract_on)) AS before
	WHERE p.case_no = service_notices_from.case_no AND p.arranged_on = service_notices_from.arranged_on
$$;
COMMENT ON FUNCTION secretxfer.service_notices_from(text, date) IS
'The day from which notices of a provider''s services count for an arrangement (provision 8 paragraph 2): that of its '
'contract for services. Where another contract stood before in the case, and the new one is no later than the '
'arrangement of then, notices count from the first arrangement under the new contract on.';

-- In PL/pgSQL, because a query inside a condition would keep parallel workers away.
CREATE FUNCTION secretxfer.services_notified_on(case_no text, arranged_on date) RETURNS date
STABLE PARALLEL SAFE COST 1000
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	RETURN (
		SELECT CASE WHEN count(DISTINCT n.kind) = 2 THEN greatest(
			min(n.sent_on) FILTER (WHERE n.kind = 'courier_service'),
			min(n.sent_on) FILTER (WHERE n.kind = 'postal_service')) END
		FROM secretxfer.notices n
		WHERE n.case_no = services_notified_on.case_no AND n.kind IN ('courier_service', 'postal_service')
		  AND n.sent_on >= secretxfer.service_notices_from(
			services_notified_on.case_no, services_notified_on.arranged_on));
END
$$;
COMMENT ON FUNCTION secretxfer.services_notified_on(text, date) IS
'The day since when both services are notified of the contract under which a provider protects the secrets '
'(provision 8 paragraph 2); null while one is not. Named by the case and the day of the arrangement.';

CREATE TYPE secretxfer.lost_arrangement AS (
	case_no text COLLATE "C",
	customer text COLLATE "C",
	contractor text COLLATE "C",
	organizer text COLLATE "C",
	arranged_on date,
	rule text,
	provision text,
	lost_on date);
COMMENT ON TYPE secretxfer.lost_arrangement IS
'An arrangement that stands, and a condition that it has lost; see lost_arrangements(). lost_on is the day of the loss '
'as far as the register tells: of a fact of a party, the day on which that entry was changed.';

-- Most contractors protect the secrets themselves, so that few arrangements are left to ask.
CREATE FUNCTION secretxfer.lost_arrangements() RETURNS SETOF secretxfer.lost_arrangement
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT p.case_no, c.customer, c.contractor, coalesce(p.organizer, x.unit_of), p.arranged_on, v.rule, v.provision,
		greatest(v.lost_on, p.arranged_on)
	FROM secretxfer.protections p
	JOIN secretxfer.cases c ON c.case_no = p.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.parties o ON o.idn = p.organizer AND p.kind::text IN ('quasi_state', 'provider')
	CROSS JOIN LATERAL (
		SELECT CASE p.kind::text WHEN 'contractor' THEN c.contractor
			WHEN 'customer' THEN secretxfer.present_customer(c.case_no, c.customer) END AS unit_of) AS x
	LEFT JOIN secretxfer.parties customer ON p.kind::text = 'customer' AND customer.idn = x.unit_of
	LEFT JOIN secretxfer.permits theirs ON p.kind::text = 'provider' AND theirs.permit_no = p.contractor_permit_no
	LEFT JOIN secretxfer.permits its ON p.kind::text = 'provider' AND its.permit_no = p.provider_permit_no
	CROSS JOIN LATERAL (SELECT
		CASE WHEN contractor.changed_at < '294276-01-01' THEN secretxfer.recorded_on(contractor.changed_at) END
			AS contractor_on,
		CASE WHEN o.changed_at < '294276-01-01' THEN secretxfer.recorded_on(o.changed_at) END AS organizer_on,
		-- the works, too, may have moved
		greatest(CASE WHEN customer.changed_at < '294276-01-01' THEN secretxfer.recorded_on(customer.changed_at) END,
			CASE WHEN c.changed_at < '294276-01-01' THEN secretxfer.recorded_on(c.changed_at) END) AS customer_on,
		least(theirs.valid_until + 1, theirs.revoked_on, its.valid_until + 1, its.revoked_on) AS permit_on)
		AS known
	-- the mark of what is out was raised above the degree of the permit that bears the provider's mark
	CROSS JOIN LATERAL (
		SELECT min(greatest(t.started_on, m.since)) AS degree_on
		FROM secretxfer.transfers_out(p.case_no) t
		LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
		LEFT JOIN secretxfer.system_marks() s ON s.case_no = CASE WHEN t.carrier_id IS NULL THEN t.case_no END
		LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = t.carrier_id AND m.since <= secretxfer.today()
			AND secretxfer.today() < m.until
		WHERE p.kind::text = 'provider'
		  AND theirs.highest_mark < CASE WHEN m.since IS NULL THEN coalesce(k.mark, s.mark) ELSE m.mark END) AS exceeded
	CROSS JOIN LATERAL (
		SELECT min(l.effective_on) AS since FROM secretxfer.changes_of_parties() l
		WHERE l.party = o.idn AND l.kind OPERATOR(pg_catalog.=) 'liquidation'
		  AND secretxfer.stands_on(l.effective_on, l.called_off_on, secretxfer.today())) AS gone
	CROSS JOIN LATERAL (SELECT
		p.kind::text = 'contractor' AND contractor.kind::text = 'citizen' AS without_unit,
		p.kind::text = 'contractor' AND contractor.foreign_participation AS foreign_contractor,
		p.kind::text = 'customer' AND NOT secretxfer.is_same_place(
			coalesce(nullif(btrim(p.unit_settlement), ''), customer.settlement), c.works_settlement) AS elsewhere,
		p.kind::text = 'quasi_state' AND NOT o.quasi_state AS not_quasi_state,
		p.kind::text = 'quasi_state' AND NOT EXISTS (SELECT FROM secretxfer.affiliations a
			WHERE a.party = c.contractor AND a.quasi_state = p.organizer
			  AND (secretxfer.today() BETWEEN a.since AND a.until) IS NOT FALSE) AS not_affiliated,
		p.kind::text = 'provider' AND contractor.kind::text = 'citizen' AS provider_of_citizen,
		p.kind::text = 'provider' AND (o.kind::text <> 'organization' OR p.organizer = c.contractor)
			AS no_other_organization,
		p.kind::text = 'provider' AND NOT secretxfer.is_same_place(o.settlement, contractor.settlement)
			AS provider_elsewhere,
		p.kind::text = 'provider' AND o.foreign_participation AS foreign_provider,
		p.kind::text = 'provider' AND o.state_share IS DISTINCT FROM 100 AS not_state_owned,
		p.kind::text = 'provider' AND NOT secretxfer.has_mandate(o.idn) AS without_mandate,
		gone.since IS NOT NULL AS organizer_gone,
		known.permit_on <= secretxfer.today() OR exceeded.degree_on IS NOT NULL AS permit_lost) AS is_
	-- a list is dear, and computed whole: only where something is broken
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r08_contractor_has_unit', '8(1)', is_.without_unit, p.arranged_on),
		('secretxfer_r08_contractor_without_foreign_participation', '8(1)', is_.foreign_contractor, known.contractor_on),
		('secretxfer_r08_customer_at_place', '8(2)', is_.elsewhere, known.customer_on),
		('secretxfer_r08_quasi_state', '8(3)', is_.not_quasi_state, known.organizer_on),
		('secretxfer_r08_affiliated', '8(3)', is_.not_affiliated,
			CASE p.kind::text WHEN 'quasi_state' THEN (
				SELECT max(CASE WHEN a.until < '5874897-12-31' THEN a.until + 1 ELSE a.until END)
				FROM secretxfer.affiliations a
				WHERE a.party = c.contractor AND a.quasi_state = p.organizer) END),
		('secretxfer_r08_provider_serves_organization', '8(4)', is_.provider_of_citizen, p.arranged_on),
		('secretxfer_r08_provider_other_organization', '8(4)', is_.no_other_organization, p.arranged_on),
		('secretxfer_r08_provider_settlement', '8(4)', is_.provider_elsewhere,
			greatest(known.organizer_on, known.contractor_on)),
		('secretxfer_r08_provider_foreign_participation', '8(4)', is_.foreign_provider, known.organizer_on),
		('secretxfer_r08_provider_state_owned', '8(4)', is_.not_state_owned, known.organizer_on),
		('secretxfer_r08_provider_mandate', '8(4)', is_.without_mandate, known.organizer_on),
		('secretxfer_r08_organizer_exists', CASE p.kind::text WHEN 'provider' THEN '8(4)' ELSE '8(3)' END,
			is_.organizer_gone, gone.since),
		('secretxfer_r08_permits_marked', '8(4)', is_.permit_lost, least(known.permit_on, exceeded.degree_on)))
		AS v (rule, provision, broken, lost_on)
	WHERE c.closed_on IS NULL
	  AND (p.kind::text <> 'contractor' OR contractor.foreign_participation OR contractor.kind::text = 'citizen')
	  AND (is_.without_unit OR is_.foreign_contractor OR is_.elsewhere OR is_.not_quasi_state OR is_.not_affiliated
		OR is_.provider_of_citizen OR is_.no_other_organization OR is_.provider_elsewhere OR is_.foreign_provider
		OR is_.not_state_owned OR is_.without_mandate OR is_.organizer_gone OR is_.permit_lost)
	  AND v.broken
	  AND NOT EXISTS (SELECT FROM secretxfer.protections q WHERE q.case_no = p.case_no AND q.arranged_on > p.arranged_on)
	  AND EXISTS (SELECT FROM secretxfer.transfers_out(p.case_no))
$$;
COMMENT ON FUNCTION secretxfer.lost_arrangements() IS
'Arrangements that stand in open cases in which something is out, and that have lost a condition (provision 8). One '
'row an arrangement and condition.';

-- What later facts do to transfers ----------------------------------------------------------

CREATE FUNCTION secretxfer.marked_permits() RETURNS TABLE (case_no text, arranged_on date, permit_no text)
STABLE PARALLEL SAFE ROWS 100
LANGUAGE sql AS $$
	SELECT p.case_no, p.arranged_on, unnest(ARRAY[p.contractor_permit_no, p.provider_permit_no])
	FROM secretxfer.protections p
	WHERE p.kind OPERATOR(pg_catalog.=) 'provider'
$$;
COMMENT ON FUNCTION secretxfer.marked_permits() IS
'The permits that bear the marks of the arrangements under a provider (provision 8(4)): two rows an arrangement.';

CREATE FUNCTION secretxfer.system_marks() RETURNS TABLE (case_no text, mark secretxfer.secrecy_mark)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT c.case_no, c.system_mark
	FROM secretxfer.cases c
	WHERE c.information_system_service
$$;
COMMENT ON FUNCTION secretxfer.system_marks() IS
'The marks of the serviced information systems (provisions 6 paragraph 3, 11), null where not known. One row a case '
'of information-system service.';

CREATE TYPE secretxfer.case_to_ask AS (
	case_no text COLLATE "C",
	customer text COLLATE "C",
	contractor text COLLATE "C");
COMMENT ON TYPE secretxfer.case_to_ask IS
'A case with its parties, in which a question may find something; see cases_of_changed_marks().';

CREATE TYPE secretxfer.fact_against_transfer AS (
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
	known_before boolean,
	act_no text);
COMMENT ON TYPE secretxfer.fact_against_transfer IS
'A hand-over or access and a fact that stands against it; see facts_against_transfers().';

CREATE FUNCTION secretxfer.has_rectification(chain bigint) RETURNS boolean
STABLE CALLED ON NULL INPUT PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_has_rectification';
COMMENT ON FUNCTION secretxfer.has_rectification(bigint) IS
'Whether a rectification wrote into a chain of the journal, or, for null, into any. The chain is the entry_id of a '
'case, party, permit, clearance or carrier that the current role sees; of others nothing is told.';

CREATE FUNCTION secretxfer.papers_put_right() RETURNS TABLE (chain bigint, "table" text)
STABLE PARALLEL SAFE COST 100 ROWS 10
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_papers_put_right';
COMMENT ON FUNCTION secretxfer.papers_put_right() IS
'Where a rectification changed or withdrew something on which cases rely: the chain, which is the entry_id of a party, '
'permit, clearance or carrier that the current role sees, and the table. One row a chain and table.';

-- Most marks are ones for which permits and clearances suffice.  These conditions keep every case that
-- transfers_after_mark() and past_marks() find something in, and few others; and those in which never_authorized()
-- does, because the mark of a carrier was put right.
CREATE FUNCTION secretxfer.cases_of_changed_marks() RETURNS SETOF secretxfer.case_to_ask
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT DISTINCT c.case_no, c.customer, c.contractor
	FROM (
		SELECT carrier_id, marked_on, mark FROM secretxfer.carrier_marks
		UNION ALL
		SELECT k.carrier_id, '-infinity', k.mark
		FROM secretxfer.papers_put_right() r
		JOIN secretxfer.carriers k ON k.entry_id = r.chain
		WHERE k.mark OPERATOR(pg_catalog.>) 'secret'
	) AS m
	JOIN secretxfer.handovers h ON h.carrier_id = m.carrier_id
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	WHERE greatest(h.handed_on, coalesce(least(h.returned_on, h.written_off_on), 'infinity')) >= m.marked_on
	  AND CASE
		WHEN m.mark IS NULL THEN h.handed_on >= m.marked_on
		ELSE m.mark OPERATOR(pg_catalog.>) 'secret' AND (
				EXISTS (SELECT FROM secretxfer.permits q
					WHERE q.holder = c.contractor AND q.highest_mark OPERATOR(pg_catalog.<) m.mark)
				OR EXISTS (SELECT FROM secretxfer.clearances a
					WHERE a.clearance_no = h.received_by AND a.highest_mark OPERATOR(pg_catalog.<) m.mark)
				OR EXISTS (SELECT FROM secretxfer.holders o
					JOIN secretxfer.clearances a ON a.clearance_no = o.held_by
					WHERE o.handover = h.entry_id AND a.highest_mark OPERATOR(pg_catalog.<) m.mark))
			OR EXISTS (SELECT FROM secretxfer.carrier_marks before
				WHERE before.carrier_id = m.carrier_id AND before.mark IS NULL)
		END
$$;
COMMENT ON FUNCTION secretxfer.cases_of_changed_marks() IS
'The cases in which a carrier got another mark that a permit or clearance may not suffice for, or that makes a carrier '
'a secret again, or was handed over although no longer secret (provisions 4, 11). One row a case.';

CREATE FUNCTION secretxfer.transfers_after_mark(case_no text) RETURNS SETOF secretxfer.fact_against_transfer
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT h.entered_in, c.case_no, c.customer, c.contractor, h.carrier_id, h.clearance_no, h.started_on,
		v.rule, v.provision, m.since, m.known_at < h.judged_at, h.act_no
	FROM secretxfer.transfers(transfers_after_mark.case_no) h
	JOIN secretxfer.changed_marks() m
		ON m.carrier_id = h.carrier_id AND h.started_on >= m.since AND h.started_on < m.until
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	LEFT JOIN secretxfer.clearances a ON a.clearance_no = h.clearance_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r04_no_longer_secret', '4(2)', m.mark IS NULL),
		('secretxfer_r11_clearance_degree', '11', a.highest_mark OPERATOR(pg_catalog.<) m.mark),
		('secretxfer_r11_permit_degree', '11', EXISTS (
			SELECT FROM secretxfer.permits q
			WHERE q.holder = c.contractor AND h.started_on BETWEEN q.issued_on AND q.valid_until
			HAVING max(q.highest_mark) OPERATOR(pg_catalog.<) m.mark))) AS v (rule, provision, broken)
	WHERE v.broken;
END
$$;
COMMENT ON FUNCTION secretxfer.transfers_after_mark(text) IS
'The part of facts_against_transfers() that follows from marks that carriers got after their registration, for one '
'case.';

CREATE FUNCTION secretxfer.suspensions_by_case(case_no text)
RETURNS TABLE (case_no text, suspended_on date, violation_no text, recorded_at timestamptz, changed_at timestamptz,
	ended_on date)
STABLE PARALLEL SAFE ROWS 1
LANGUAGE sql AS $$
	SELECT s.case_no, s.suspended_on, s.violation_no, s.recorded_at, s.changed_at,
		-- of a breach that the role does not see, the lifting tells
		CASE WHEN s.lifted_on IS NOT NULL AND (b.violation_no IS NULL OR b.remedied_on IS NOT NULL)
			THEN greatest(s.lifted_on, b.remedied_on) END
	FROM secretxfer.suspensions s
	LEFT JOIN secretxfer.violations b ON (b.case_no, b.violation_no) = (s.case_no, s.violation_no)
	WHERE s.case_no = suspensions_by_case.case_no
$$;
COMMENT ON FUNCTION secretxfer.suspensions_by_case(text) IS
'The suspensions of a case and the day on which each ended (provision 9): the lifting, or the remedy of the breach that '
'it names, where it was lifted before. One row a suspension.';

-- Works that are suspended twice on one day are suspended once, and an order is annulled once, so of several such
-- facts the first one counts.  Each kind of fact is a statement of its own: to start one plan for all of them would
-- take longer than to carry out the few that find something.
CREATE FUNCTION secretxfer.facts_against_transfers(case_no text) RETURNS SETOF secretxfer.fact_against_transfer
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	IF EXISTS (SELECT FROM secretxfer.suspensions s WHERE s.case_no = facts_against_transfers.case_no) THEN
		RETURN QUERY
		SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
			'secretxfer_r09_suspended'::text, '9'::text, s.suspended_on, greatest(s.recorded_at, s.changed_at) < t.judged_at,
			t.act_no
		FROM secretxfer.suspensions_by_case(facts_against_transfers.case_no) s
		JOIN secretxfer.cases c ON c.case_no = s.case_no
		CROSS JOIN LATERAL secretxfer.transfers(s.case_no) t
		WHERE t.started_on >= s.suspended_on AND (s.ended_on IS NULL OR t.started_on < s.ended_on)
		  AND NOT EXISTS (
			SELECT FROM secretxfer.suspensions_by_case(s.case_no) first
			WHERE first.suspended_on = s.suspended_on
			  AND (first.ended_on IS NULL OR t.started_on < first.ended_on)
			  AND (greatest(first.recorded_at, first.changed_at), first.violation_no)
				< (greatest(s.recorded_at, s.changed_at), s.violation_no));
	END IF;
	IF EXISTS (SELECT FROM secretxfer.annulments a WHERE a.case_no = facts_against_transfers.case_no) THEN
		RETURN QUERY
		SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
			'secretxfer_r09_annulled', '9', a.order_annulled_on, greatest(a.recorded_at, a.changed_at) < t.judged_at,
			t.act_no
		FROM secretxfer.annulments a
		JOIN secretxfer.cases c ON c.case_no = a.case_no
		CROSS JOIN LATERAL secretxfer.transfers(a.case_no) t
		WHERE a.case_no = facts_against_transfers.case_no AND t.started_on >= a.order_annulled_on
		  AND NOT EXISTS (
			SELECT FROM secretxfer.annulments first
			WHERE first.case_no = a.case_no
			  AND (first.order_annulled_on, first.raised_on) < (a.order_annulled_on, a.raised_on));
	END IF;
	RETURN QUERY
	SELECT t.entered_in, x.case_no, x.customer, x.contractor, t.carrier_id, t.clearance_no, t.started_on,
		v.rule, '10', v.fact_on, x.known_at < t.judged_at, t.act_no
	FROM secretxfer.case_changes() x
	CROSS JOIN LATERAL secretxfer.transfers(x.case_no) t
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r10_contractor_changed', x.effective_on,
			x.side = 'contractor' AND (x.open_until IS NULL OR x.open_until > t.started_on)),
		('secretxfer_r10_customer_changed', x.effective_on,
			x.side = 'customer' AND (x.open_until IS NULL OR x.open_until > t.started_on)),
		('secretxfer_r10_liquidation_completed', x.completed_on,
			x.kind OPERATOR(pg_catalog.=) 'liquidation' AND (x.supplemented_on IS NULL OR x.supplemented_on > t.started_on)
			AND x.completed_on < t.started_on)) AS v (rule, fact_on, broken)
	WHERE x.case_no = facts_against_transfers.case_no AND t.started_on >= x.effective_on AND t.started_on >= x.since
	  AND v.broken;
	IF EXISTS (SELECT FROM secretxfer.supplements s WHERE s.case_no = facts_against_transfers.case_no) THEN
		RETURN QUERY
		SELECT t.entered_in, n.case_no, n.customer, n.contractor, t.carrier_id, t.clearance_no, t.started_on,
			'secretxfer_r10_succession_notices', '10', n.supplemented_on, n.known_at < t.judged_at, t.act_no
		FROM secretxfer.succession_notices() n
		CROSS JOIN LATERAL secretxfer.transfers(n.case_no) t
		WHERE n.case_no = facts_against_transfers.case_no AND t.started_on >= n.supplemented_on
		  AND (n.sent_on IS NULL OR n.sent_on > t.started_on);
	END IF;
	IF EXISTS (SELECT FROM secretxfer.withdrawn_permissions() w WHERE w.case_no = facts_against_transfers.case_no) THEN
		RETURN QUERY
		SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
			'secretxfer_r07_within_permission', '7', l.withdrawn_on, l.known_at < t.judged_at, t.act_no
		FROM (
			SELECT w.case_no, min(w.withdrawn_on) AS since FROM secretxfer.withdrawn_permissions() w GROUP BY w.case_no
		) AS w
		JOIN secretxfer.cases c ON c.case_no = w.case_no
		CROSS JOIN LATERAL secretxfer.transfers(w.case_no) t
		CROSS JOIN LATERAL secretxfer.lost_permission(t.case_no, t.carrier_id, t.started_on) l
		WHERE c.case_no = facts_against_transfers.case_no AND t.started_on >= w.since;
	END IF;
	IF EXISTS (SELECT FROM secretxfer.cases c JOIN secretxfer.permits p ON p.holder = c.contractor
		WHERE c.case_no = facts_against_transfers.case_no AND p.revoked_on IS NOT NULL) THEN
		RETURN QUERY
		SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
			'secretxfer_r11_permit', '11', p.revoked_on, false, t.act_no
		FROM secretxfer.permits p
		JOIN secretxfer.cases c ON c.contractor = p.holder
		CROSS JOIN LATERAL secretxfer.transfers(c.case_no) t
		LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
		LEFT JOIN secretxfer.system_marks() s ON s.case_no = c.case_no AND t.carrier_id IS NULL
		LEFT JOIN secretxfer.changed_marks() m
			ON m.carrier_id = t.carrier_id AND m.since <= t.started_on AND t.started_on < m.until
		CROSS JOIN LATERAL (SELECT CASE WHEN m.since IS NULL THEN coalesce(k.mark, s.mark) ELSE m.mark END AS mark) AS it
		WHERE c.case_no = facts_against_transfers.case_no AND p.revoked_on IS NOT NULL
		  AND t.started_on BETWEEN p.revoked_on AND p.valid_until
		  AND (it.mark IS NULL OR p.highest_mark OPERATOR(pg_catalog.>=) it.mark)
		  AND NOT EXISTS (
			SELECT FROM secretxfer.permits q
			WHERE q.holder = p.holder AND (it.mark IS NULL OR q.highest_mark OPERATOR(pg_catalog.>=) it.mark)
			  AND secretxfer.in_force(q.issued_on, q.valid_until, q.revoked_on, t.started_on));
	END IF;
	IF EXISTS (SELECT FROM secretxfer.marked_permits() a WHERE a.case_no = facts_against_transfers.case_no) THEN
		RETURN QUERY
		SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
			'secretxfer_r08_permits_marked', '8(4)', p.revoked_on, greatest(p.recorded_at, p.changed_at) < t.judged_at,
			t.act_no
		FROM secretxfer.marked_permits() a
		JOIN secretxfer.permits p ON p.permit_no = a.permit_no
		JOIN secretxfer.cases c ON c.case_no = a.case_no
		CROSS JOIN LATERAL secretxfer.transfers(a.case_no) t
		WHERE c.case_no = facts_against_transfers.case_no AND p.revoked_on IS NOT NULL AND t.started_on >= a.arranged_on
		  AND t.started_on BETWEEN p.revoked_on AND p.valid_until
		  AND NOT EXISTS (
			SELECT FROM secretxfer.protections next
			WHERE next.case_no = a.case_no AND next.arranged_on > a.arranged_on AND next.arranged_on <= t.started_on);
	END IF;
	RETURN QUERY
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		'secretxfer_r08_organizer_exists', CASE a.kind::text WHEN 'provider' THEN '8(4)' ELSE '8(3)' END, l.effective_on,
		greatest(l.recorded_at, l.changed_at) < t.judged_at, t.act_no
	FROM secretxfer.changes_of_parties() l
	JOIN secretxfer.protections a ON a.organizer = l.party AND a.kind::text IN ('quasi_state', 'provider')
	JOIN secretxfer.cases c ON c.case_no = a.case_no
	CROSS JOIN LATERAL secretxfer.transfers(a.case_no) t
	WHERE a.case_no = facts_against_transfers.case_no AND l.kind OPERATOR(pg_catalog.=) 'liquidation'
	  AND t.started_on >= a.arranged_on
	  AND secretxfer.stands_on(l.effective_on, l.called_off_on, t.started_on)
	  AND NOT EXISTS (
		SELECT FROM secretxfer.protections next
		WHERE next.case_no = a.case_no AND next.arranged_on > a.arranged_on AND next.arranged_on <= t.started_on);
	RETURN QUERY
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		'secretxfer_r11_clearance', '11', k.revoked_on, greatest(k.recorded_at, k.changed_at) < t.judged_at,
		t.act_no
	FROM secretxfer.clearances k
	JOIN secretxfer.transfers(facts_against_transfers.case_no) t ON t.clearance_no = k.clearance_no
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	WHERE k.revoked_on IS NOT NULL AND t.started_on BETWEEN k.revoked_on AND k.valid_until;
END
$$;
COMMENT ON FUNCTION secretxfer.facts_against_transfers(text) IS
'The part of facts_against_transfers() that does not follow from changed marks, for one case.';

-- A fact stands against a transfer of its day or of a later one.  In a lawful register few cases have both, and only
-- these are asked.  Here and below each part of a UNION joins the cases: PostgreSQL takes a condition on the contractor
-- into each part, but would compute the parts of a join with the UNION for the whole register.
CREATE FUNCTION secretxfer.facts_against_transfers() RETURNS SETOF secretxfer.fact_against_transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT x.entered_in, g.case_no, g.customer, g.contractor, x.carrier_id, x.clearance_no, x.started_on, x.rule,
		x.provision, x.fact_on, x.known_before, x.act_no
	FROM (
		SELECT DISTINCT f.case_no, f.customer, f.contractor
		FROM (
			SELECT c.case_no, c.customer, c.contractor, s.suspended_on AS day
			FROM secretxfer.suspensions s
			JOIN secretxfer.cases c ON c.case_no = s.case_no
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, a.order_annulled_on
			FROM secretxfer.annulments a
			JOIN secretxfer.cases c ON c.case_no = a.case_no
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, w.withdrawn_on
			FROM secretxfer.withdrawn_permissions() w
			JOIN secretxfer.cases c ON c.case_no = w.case_no
			UNION ALL
			SELECT x.case_no, x.customer, x.contractor, x.effective_on FROM secretxfer.changes_of_contractors() x
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, p.effective_on
			FROM secretxfer.party_changes p
			JOIN secretxfer.cases c ON c.customer = p.party
			WHERE secretxfer.concerns(p.kind, p.effective_on, p.case_no, c.case_no, c.opened_on)
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, s.concluded_on
			FROM secretxfer.supplements s
			JOIN secretxfer.cases c ON c.case_no = s.case_no
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, p.effective_on
			FROM secretxfer.supplements s
			JOIN secretxfer.party_changes p ON p.party = s.successor
			JOIN secretxfer.cases c ON c.case_no = s.case_no
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, p.revoked_on
			FROM secretxfer.permits p
			JOIN secretxfer.cases c ON c.contractor = p.holder
			WHERE p.revoked_on IS NOT NULL
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, p.revoked_on
			FROM secretxfer.permits p
			JOIN secretxfer.protections a ON p.permit_no IN (a.contractor_permit_no, a.provider_permit_no)
			JOIN secretxfer.cases c ON c.case_no = a.case_no
			WHERE p.revoked_on IS NOT NULL
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, p.effective_on
			FROM secretxfer.party_changes p
			JOIN secretxfer.protections a ON a.organizer = p.party
			JOIN secretxfer.cases c ON c.case_no = a.case_no
			WHERE p.kind OPERATOR(pg_catalog.=) 'liquidation'
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, k.revoked_on
			FROM secretxfer.clearances k
			JOIN secretxfer.handovers h ON h.received_by = k.clearance_no
			JOIN secretxfer.cases c ON c.case_no = h.case_no
			WHERE k.revoked_on IS NOT NULL
			UNION ALL
			SELECT c.case_no, c.customer, c.contractor, k.revoked_on
			FROM secretxfer.clearances k
			JOIN secretxfer.system_accesses s ON s.clearance_no = k.clearance_no
			JOIN secretxfer.cases c ON c.case_no = s.case_no
			WHERE k.revoked_on IS NOT NULL
		) AS f
		WHERE EXISTS (SELECT FROM secretxfer.transfers(f.case_no) t WHERE t.started_on >= f.day)
	) AS g
	CROSS JOIN LATERAL secretxfer.facts_against_transfers(g.case_no) x
	UNION ALL
	SELECT x.entered_in, g.case_no, g.customer, g.contractor, x.carrier_id, x.clearance_no, x.started_on, x.rule,
		x.provision, x.fact_on, x.known_before, x.act_no
	FROM secretxfer.cases_of_changed_marks() g
	CROSS JOIN LATERAL secretxfer.transfers_after_mark(g.case_no) x
$$;
COMMENT ON FUNCTION secretxfer.facts_against_transfers() IS
'Hand-overs and accesses that a suspension, an annulment, a change of a party, the liquidation of who protects, a '
'revocation, a changed mark or the withdrawal of a permission stands against, by the rule that is broken. known_before '
'tells whether that fact had been '
'recorded, and stood as it stands, before '
'the transfer was judged; false where that cannot be told. One row a transfer and fact.';

CREATE FUNCTION secretxfer.transfers_against_arrangement(case_no text) RETURNS SETOF secretxfer.fact_against_transfer
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		v.rule, v.provision, v.fact_on, v.known_before, t.act_no
	FROM secretxfer.protections p
	JOIN secretxfer.cases c ON c.case_no = p.case_no
	CROSS JOIN LATERAL secretxfer.transfers(p.case_no) t
	LEFT JOIN secretxfer.permits marked ON p.kind::text = 'provider' AND marked.permit_no = p.contractor_permit_no
		AND secretxfer.in_force(marked.issued_on, marked.valid_until, marked.revoked_on, t.started_on)
	LEFT JOIN secretxfer.changed_marks() m
		ON m.carrier_id = t.carrier_id AND m.since <= t.started_on AND t.started_on < m.until
	CROSS JOIN LATERAL (VALUES
		-- the mark of a carrier, or of a serviced system, that was recorded later; that of the registration:
		-- verify_provision_8()
		('secretxfer_r08_permits_marked', '8(4)', marked.highest_mark < CASE WHEN t.carrier_id IS NULL THEN (
				SELECT s.mark FROM secretxfer.system_marks() s WHERE s.case_no = t.case_no)
			ELSE m.mark END, coalesce(m.since, t.started_on), m.known_at < t.judged_at),
		-- how a party was at the time, no stamp tells
		('secretxfer_r08_affiliated', '8(3)', p.kind::text = 'quasi_state' AND NOT EXISTS (
				SELECT FROM secretxfer.affiliations a
				WHERE a.party = c.contractor AND a.quasi_state = p.organizer
				  AND (t.started_on BETWEEN a.since AND a.until) IS NOT FALSE),
			-- CASE: PostgreSQL computes the day also where nothing is broken
			CASE p.kind::text WHEN 'quasi_state' THEN coalesce((SELECT max(a.until) + 1 FROM secretxfer.affiliations a
				WHERE a.party = c.contractor AND a.quasi_state = p.organizer AND a.until < t.started_on), t.started_on) END, false)
		) AS v (rule, provision, broken, fact_on, known_before)
	WHERE p.case_no = transfers_against_arrangement.case_no AND p.kind::text IN ('quasi_state', 'provider')
	  AND p.arranged_on <= t.started_on AND v.broken
	  AND NOT EXISTS (
		SELECT FROM secretxfer.protections next
		WHERE next.case_no = p.case_no AND next.arranged_on > p.arranged_on AND next.arranged_on <= t.started_on);
END
$$;
COMMENT ON FUNCTION secretxfer.transfers_against_arrangement(text) IS
'The hand-overs and accesses of one case under an arrangement that did not cover them; see '
'transfers_against_arrangement().';

-- Few contractors have their secrets protected by others, fewer under a permit below a mark or without an affiliation
-- that lasts, so that few cases are left to ask.
CREATE FUNCTION secretxfer.transfers_against_arrangement() RETURNS SETOF secretxfer.fact_against_transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT x.entered_in, g.case_no, g.customer, g.contractor, x.carrier_id, x.clearance_no, x.started_on, x.rule,
		x.provision, x.fact_on, x.known_before, x.act_no
	FROM (
		SELECT DISTINCT c.case_no, c.customer, c.contractor
		FROM secretxfer.protections p
		JOIN secretxfer.cases c ON c.case_no = p.case_no
		LEFT JOIN secretxfer.permits marked ON p.kind::text = 'provider' AND marked.permit_no = p.contractor_permit_no
		WHERE CASE p.kind::text
			WHEN 'provider' THEN marked.highest_mark < c.system_mark OR EXISTS (
				SELECT FROM secretxfer.handovers h
				JOIN secretxfer.carrier_marks m ON m.carrier_id = h.carrier_id
				WHERE h.case_no = c.case_no AND m.mark > marked.highest_mark)
			WHEN 'quasi_state' THEN NOT EXISTS (
				SELECT FROM secretxfer.affiliations a
				WHERE a.party = c.contractor AND a.quasi_state = p.organizer AND (a.since <= p.arranged_on) IS NOT FALSE
				  AND coalesce(a.until, 'infinity') = 'infinity')
			END
	) AS g
	CROSS JOIN LATERAL secretxfer.transfers_against_arrangement(g.case_no) x
$$;
COMMENT ON FUNCTION secretxfer.transfers_against_arrangement() IS
'Hand-overs and accesses under an arrangement that did not cover them on their day, as was recorded later (provision '
'8): the contractor''s permit that bears the mark is of a lower degree, or the contractor was not affiliated with the '
'organizer. Like facts_against_transfers().';

CREATE FUNCTION secretxfer.missing_cover(case_no text, carrier_id bigint, day date, had_all_stood boolean)
RETURNS TABLE (rule text, provision text, detail text)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT v.rule, v.provision, v.detail
	FROM (SELECT missing_cover.case_no, missing_cover.carrier_id, missing_cover.day) AS t
	LEFT JOIN secretxfer.contracts k ON k.case_no = t.case_no
	CROSS JOIN LATERAL (
		-- the line to whose period the transfer keeps is the line that the notice must tell of
		SELECT count(*) FILTER (WHERE s.stands) > 0 AS covered, count(*) > 0 AS listed, bool_or(c.permitted) AS permitted,
			bool_or(s.stands AND p.in_period) AS in_period,
			bool_or(s.stands AND n.notified) AS notified,
			bool_or(s.stands AND n.notified AND p.in_period) AS notified_in_period
		FROM (
			SELECT a.case_no, a.request_no, a.transfer_from, a.transfer_until, a.annexed_on AS since,
				NOT EXISTS (
					SELECT FROM secretxfer.unpermitted_lines() u
					WHERE u.case_no = a.case_no AND u.annex_no = a.annex_no) AS permitted
			FROM secretxfer.annexed_carriers() a
			WHERE a.case_no = t.case_no AND a.carrier_id = t.carrier_id AND a.annexed_on <= t.day
			UNION ALL
			SELECT r.case_no, r.request_no, r.transfer_from, r.transfer_until, '-infinity', true
			FROM secretxfer.requests r
			JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
			WHERE r.case_no = t.case_no AND t.carrier_id IS NULL
			  AND secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, t.day)
			  AND (had_all_stood OR r.withdrawn_on IS NULL AND NOT EXISTS (
				SELECT FROM secretxfer.answers_in_liquidation() x
				WHERE x.case_no = d.case_no AND x.request_no = d.request_no))
		) AS c
		-- what is withdrawn by the day covers nothing; facts_against_transfers() tells of it
		CROSS JOIN LATERAL (
			SELECT had_all_stood OR c.permitted AND NOT EXISTS (
				SELECT FROM secretxfer.withdrawn_permissions() w
				WHERE w.case_no = c.case_no AND w.request_no = c.request_no AND w.withdrawn_on <= t.day) AS stands) AS s
		CROSS JOIN LATERAL (SELECT t.day BETWEEN c.transfer_from AND c.transfer_until AS in_period) AS p
		CROSS JOIN LATERAL (
			SELECT EXISTS (SELECT FROM secretxfer.notices n
				WHERE n.case_no = t.case_no AND n.kind OPERATOR(pg_catalog.=) 'contract'
				  AND n.sent_on BETWEEN greatest(c.since, CASE WHEN k.concluded_on <= t.day THEN k.concluded_on END) AND t.day)
				AS notified) AS n
	) AS cover
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r03_notice_first', '3(3)', k.case_no IS NOT NULL AND cover.covered
			AND NOT CASE WHEN cover.in_period THEN cover.notified_in_period ELSE cover.notified END,
			'The national security body had not been notified of the contract and this transfer.'),
		('secretxfer_r04_within_period', '4(4)', cover.covered AND NOT cover.in_period,
			'It lies outside of the period for which the transfer was requested.'),
		('secretxfer_r06_contract_first', '6', coalesce(k.concluded_on > t.day, true),
			'No contract was concluded by that day.'),
		('secretxfer_r07_within_permission', '7', t.carrier_id IS NOT NULL AND cover.listed AND NOT cover.permitted,
			'The carrier stood in the annex without a permission of its owner.'),
		('secretxfer_r07_within_permission', '7', t.carrier_id IS NULL AND k.concluded_on <= t.day AND cover.permitted IS NULL
			AND (SELECT c.information_system_service FROM secretxfer.cases c WHERE c.case_no = t.case_no),
			'No permission had been given by that day.'),
		('secretxfer_r06_annex_first', '6(4)', k.case_no IS NOT NULL AND t.carrier_id IS NOT NULL AND NOT cover.listed
			AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = t.case_no AND a.annexed_on <= t.day),
			'The annex listed no carrier by that day.'),
		('secretxfer_r07_within_annex', '7', k.case_no IS NOT NULL AND t.carrier_id IS NOT NULL AND NOT cover.listed
			AND EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = t.case_no),
			'The carrier did not stand in the annex by that day.')) AS v (rule, provision, broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.missing_cover(text, bigint, date, boolean) IS
'What covers a hand-over or an access (carrier_id null) on its day, and is missing: contract, annex, permission, '
'notice, period (provisions 3(3), 4(4), 6, 7). had_all_stood: notice and period as if a permission stood for each line '
'of the annex, and none were withdrawn. One row a broken rule.';

CREATE FUNCTION secretxfer.early_contracts(case_no text DEFAULT NULL) RETURNS TABLE (case_no text, concluded_on date)
STABLE CALLED ON NULL INPUT PARALLEL SAFE ROWS 1
LANGUAGE sql AS $$
	SELECT k.case_no, k.concluded_on
	FROM secretxfer.contracts k
	WHERE (early_contracts.case_no IS NULL OR k.case_no = early_contracts.case_no)
	  AND NOT EXISTS (
		SELECT FROM secretxfer.requests r
		JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
		WHERE r.case_no = k.case_no AND r.withdrawn_on IS NULL
		  AND secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, k.concluded_on))
$$;
COMMENT ON FUNCTION secretxfer.early_contracts(text) IS
'The contracts, of one case or of all, that were concluded before every permission, withdrawn later or not (provision 7).';

CREATE FUNCTION secretxfer.transfers_without_cover(case_no text)
RETURNS TABLE (entered_in text, carrier_id bigint, clearance_no text, started_on date, rule text, provision text)
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT t.entered_in, t.carrier_id, t.clearance_no, t.started_on, v.rule, v.provision
	FROM secretxfer.transfers(transfers_without_cover.case_no) t
	CROSS JOIN LATERAL (
		SELECT m.rule, m.provision FROM secretxfer.missing_cover(t.case_no, t.carrier_id, t.started_on, false) m
		UNION ALL
		SELECT 'secretxfer_r07_permission_first', '7'
		FROM secretxfer.early_contracts(t.case_no) e
		WHERE e.concluded_on <= t.started_on
		  AND (SELECT p.permitted FROM secretxfer.permission_of_transfer(t.case_no, t.carrier_id, t.started_on) p)
		UNION ALL
		SELECT 'secretxfer_r08_arrangement_first', '8'
		WHERE NOT EXISTS (
			SELECT FROM secretxfer.protections p WHERE p.case_no = t.case_no AND p.arranged_on <= t.started_on)
		UNION ALL
		-- what verify_provision_8() judges of a transfer under a provider's unit; a permit that the role does not see is
		-- taken for one that serves
		SELECT l.rule, l.provision
		FROM secretxfer.protections p
		JOIN secretxfer.cases c ON c.case_no = p.case_no
		LEFT JOIN secretxfer.permits theirs ON theirs.permit_no = p.contractor_permit_no
		LEFT JOIN secretxfer.permits its ON its.permit_no = p.provider_permit_no
		CROSS JOIN LATERAL (VALUES
			('secretxfer_r08_permits_marked', '8(4)', p.contractor_permit_marked_on <= t.started_on
				AND p.provider_permit_marked_on <= t.started_on
				AND (theirs.permit_no IS NULL
					OR theirs.holder = c.contractor AND t.started_on BETWEEN theirs.issued_on AND theirs.valid_until)
				AND (its.permit_no IS NULL
					OR its.holder = p.organizer AND t.started_on BETWEEN its.issued_on AND its.valid_until)),
			('secretxfer_r08_service_notices', '8',
				secretxfer.services_notified_on(p.case_no, p.arranged_on) <= t.started_on)) AS l (rule, provision, holds)
		WHERE p.case_no = t.case_no AND p.kind OPERATOR(pg_catalog.=) 'provider' AND p.arranged_on <= t.started_on
		  AND l.holds IS NOT TRUE
		  AND NOT EXISTS (
			SELECT FROM secretxfer.protections next
			WHERE next.case_no = p.case_no AND next.arranged_on > p.arranged_on AND next.arranged_on <= t.started_on)
	) AS v;
END
$$;
COMMENT ON FUNCTION secretxfer.transfers_without_cover(text) IS
'The hand-overs and accesses of one case that lack the steps before (provisions 3(3), 4(4), 6, 7, 8). One row a '
'transfer and broken rule.';

CREATE FUNCTION secretxfer.texts_not_in_document(chain bigint) RETURNS TABLE ("table" text, entry text, "column" text)
STABLE CALLED ON NULL INPUT PARALLEL SAFE ROWS 5
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_texts_not_in_document';
COMMENT ON FUNCTION secretxfer.texts_not_in_document(bigint) IS
'Which texts are replaced by the words ''not in the document'', in entries that a rectification wrote and the current '
'role sees: of one chain of the journal, or, for null, of all that belong to no case. Result: table, entry_id, column. '
'One row a text.';

CREATE TYPE secretxfer.lost_authorization AS (
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
	lost_on date,
	from_start boolean,
	rule text);
COMMENT ON TYPE secretxfer.lost_authorization IS
'A hand-over or access that outlasted its authorisation; see lost_authorizations().';

CREATE FUNCTION secretxfer.permitted_again(contractor text, carrier_id bigint, mark secretxfer.secrecy_mark, day date)
RETURNS date
STABLE PARALLEL SAFE COST 1000
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
	RETURN (SELECT min(d.day)
	FROM (
		SELECT q.issued_on AS day FROM secretxfer.permits q
		WHERE q.holder = permitted_again.contractor AND q.issued_on > permitted_again.day
		UNION ALL
		SELECT n.since FROM secretxfer.changed_marks() n
		WHERE n.carrier_id = permitted_again.carrier_id AND n.since > permitted_again.day
	) AS d
	LEFT JOIN secretxfer.changed_marks() m
		ON m.carrier_id = permitted_again.carrier_id AND m.since <= d.day AND d.day < m.until
	CROSS JOIN LATERAL (
		SELECT CASE WHEN m.since IS NULL THEN permitted_again.mark ELSE m.mark END AS mark) AS it
	WHERE m.since IS NOT NULL AND m.mark IS NULL OR EXISTS (
		SELECT FROM secretxfer.permits q
		WHERE q.holder = permitted_again.contractor
		  AND (it.mark IS NULL OR q.highest_mark OPERATOR(pg_catalog.>=) it.mark)
		  AND secretxfer.in_force(q.issued_on, q.valid_until, q.revoked_on, d.day)));
END
$$;
COMMENT ON FUNCTION secretxfer.permitted_again(text, bigint, secretxfer.secrecy_mark, date) IS
'The first day after a day from which a permit of the contractor covers a carrier again, or a serviced system '
'(carrier_id null), because another permit was issued or the mark was changed (provision 11); null if there is none. '
'mark is that of the registration, or of the system; null where that is not known.';

CREATE FUNCTION secretxfer.changes_of_unit() RETURNS TABLE (case_no text, day date)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT p.case_no, p.arranged_on
	FROM secretxfer.protections p
	WHERE EXISTS (SELECT FROM secretxfer.protections q WHERE q.case_no = p.case_no AND q.arranged_on < p.arranged_on)
	UNION
	SELECT s.case_no, s.concluded_on
	FROM secretxfer.supplements s
	WHERE s.successor <> s.party AND EXISTS (
		SELECT FROM secretxfer.protections p WHERE p.case_no = s.case_no AND p.kind OPERATOR(pg_catalog.=) 'customer')
$$;
COMMENT ON FUNCTION secretxfer.changes_of_unit() IS
'The days on which another party''s unit may have come to protect the secrets of a case (provision 8): of an '
'arrangement after another, and of a supplement that names another customer. One row a case and day.';

CREATE FUNCTION secretxfer.has_protected(case_no text, party text, day date) RETURNS boolean
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT EXISTS (
		SELECT FROM (
			SELECT p.arranged_on AS day FROM secretxfer.protections p WHERE p.case_no = has_protected.case_no
			UNION ALL
			SELECT s.concluded_on FROM secretxfer.supplements s WHERE s.case_no = has_protected.case_no
		) AS d
		WHERE d.day <= has_protected.day
		  AND secretxfer.organizer_on(has_protected.case_no, d.day) = has_protected.party)
$$;
COMMENT ON FUNCTION secretxfer.has_protected(text, text, date) IS
'Whether the unit of a party protected the secrets of a case on that day or before (provision 8).';

CREATE FUNCTION secretxfer.past_permits(case_no text) RETURNS SETOF secretxfer.lost_authorization
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		least(t.ended_on, secretxfer.permitted_again(p.holder, t.carrier_id, coalesce(k.mark, s.mark), lost.lost_on)),
		'permit_ended'::text, p.permit_no, lost.lost_on, lost.lost_on <= t.started_on, NULL::text
	FROM (
		SELECT permit_no, holder, highest_mark, valid_until, revoked_on, least(valid_until + 1, revoked_on) AS lost_on
		FROM secretxfer.permits
	) AS p
	JOIN secretxfer.cases c ON c.contractor = p.holder
	CROSS JOIN LATERAL secretxfer.transfers(c.case_no) t
	CROSS JOIN LATERAL (SELECT greatest(p.lost_on, t.started_on) AS lost_on) AS lost
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
	LEFT JOIN secretxfer.system_marks() s ON s.case_no = c.case_no AND t.carrier_id IS NULL
	LEFT JOIN secretxfer.changed_marks() m
		ON m.carrier_id = t.carrier_id AND m.since <= lost.lost_on AND lost.lost_on < m.until
	CROSS JOIN LATERAL (SELECT CASE WHEN m.since IS NULL THEN coalesce(k.mark, s.mark) ELSE m.mark END AS mark) AS it
	WHERE c.case_no = past_permits.case_no AND p.lost_on <= secretxfer.today()
	  -- the permit ended meanwhile; or it was revoked by the day of the transfer, which was recorded before that was known
	  AND (t.started_on < p.lost_on OR t.started_on BETWEEN p.revoked_on AND p.valid_until)
	  AND (t.ended_on IS NULL OR t.ended_on > lost.lost_on)
	  AND (it.mark IS NULL AND m.since IS NULL OR it.mark OPERATOR(pg_catalog.<=) p.highest_mark)
	  AND NOT EXISTS (
		SELECT FROM secretxfer.permits q
		WHERE q.holder = p.holder AND (it.mark IS NULL OR q.highest_mark OPERATOR(pg_catalog.>=) it.mark)
		  AND secretxfer.in_force(q.issued_on, q.valid_until, q.revoked_on, lost.lost_on));
END
$$;
COMMENT ON FUNCTION secretxfer.past_permits(text) IS
'The part of lost_authorizations() that follows from the permits of the contractor, for one case.';

CREATE FUNCTION secretxfer.people_of_former_units(case_no text) RETURNS SETOF secretxfer.lost_authorization
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		least(t.until, (
			SELECT min(e.day) FROM secretxfer.changes_of_unit() e
			WHERE e.case_no = c.case_no AND e.day > lost.lost_on
			  AND secretxfer.organizer_on(c.case_no, e.day) = a.party)),
		'unit_changed', a.clearance_no, lost.lost_on, false, NULL::text
	FROM secretxfer.changes_of_unit() u
	JOIN secretxfer.cases c ON c.case_no = u.case_no
	CROSS JOIN LATERAL (
		SELECT 'handovers' AS entered_in, h.carrier_id, h.clearance_no, h.handed_on AS started_on, h.since, h.until
		FROM secretxfer.holdings() h WHERE h.case_no = c.case_no
		UNION ALL
		SELECT 'system_accesses', NULL, s.clearance_no, s.granted_on, s.granted_on, s.ended_on
		FROM secretxfer.system_accesses s WHERE s.case_no = c.case_no
	) AS t
	JOIN secretxfer.clearances a ON a.clearance_no = t.clearance_no AND a.party <> c.contractor
	CROSS JOIN LATERAL (SELECT greatest(u.day, t.since) AS lost_on) AS lost
	WHERE c.case_no = people_of_former_units.case_no AND (t.until IS NULL OR t.until > lost.lost_on)
	  AND secretxfer.organizer_on(c.case_no, lost.lost_on) IS DISTINCT FROM a.party
	  AND CASE WHEN u.day > t.since THEN secretxfer.organizer_on(c.case_no, u.day - 1) = a.party
		ELSE secretxfer.has_protected(c.case_no, a.party, u.day) AND NOT EXISTS (
			SELECT FROM secretxfer.changes_of_unit() e WHERE e.case_no = c.case_no AND e.day > u.day AND e.day <= t.since) END
	  AND NOT EXISTS (SELECT FROM secretxfer.changed_marks() m
		WHERE m.carrier_id = t.carrier_id AND m.since <= lost.lost_on AND lost.lost_on < m.until AND m.mark IS NULL);
END
$$;
COMMENT ON FUNCTION secretxfer.people_of_former_units(text) IS
'The part of lost_authorizations() that follows from changes of the unit that protects the secrets, for one case.';

CREATE FUNCTION secretxfer.past_clearances(case_no text) RETURNS SETOF secretxfer.lost_authorization
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT 'handovers', h.case_no, c.customer, c.contractor, h.carrier_id, h.clearance_no, h.handed_on, h.until,
		'clearance_ended', a.clearance_no, lost.lost_on, lost.lost_on <= h.since AND NOT h.passed_on, NULL::text
	FROM (
		SELECT clearance_no, valid_until, revoked_on, least(valid_until + 1, revoked_on) AS lost_on FROM secretxfer.clearances
	) AS a
	JOIN secretxfer.holdings() h ON h.clearance_no = a.clearance_no
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	CROSS JOIN LATERAL (SELECT greatest(a.lost_on, h.since) AS lost_on) AS lost
	WHERE h.case_no = past_clearances.case_no AND a.lost_on <= secretxfer.today()
		AND (h.since < a.lost_on OR h.since BETWEEN a.revoked_on AND a.valid_until)
		AND (h.until IS NULL OR h.until > lost.lost_on)
		AND NOT EXISTS (SELECT FROM secretxfer.changed_marks() m
			WHERE m.carrier_id = h.carrier_id AND m.since <= lost.lost_on AND lost.lost_on < m.until AND m.mark IS NULL)
	UNION ALL
	SELECT 'system_accesses', s.case_no, c.customer, c.contractor, NULL, s.clearance_no, s.granted_on, s.ended_on,
		'clearance_ended', a.clearance_no, lost.lost_on, lost.lost_on <= s.granted_on, NULL
	FROM (
		SELECT clearance_no, valid_until, revoked_on, least(valid_until + 1, revoked_on) AS lost_on FROM secretxfer.clearances
	) AS a
	JOIN secretxfer.system_accesses s ON s.clearance_no = a.clearance_no
	JOIN secretxfer.cases c ON c.case_no = s.case_no
	CROSS JOIN LATERAL (SELECT greatest(a.lost_on, s.granted_on) AS lost_on) AS lost
	WHERE s.case_no = past_clearances.case_no AND a.lost_on <= secretxfer.today()
		AND (s.granted_on < a.lost_on OR s.granted_on BETWEEN a.revoked_on AND a.valid_until)
		AND (s.ended_on IS NULL OR s.ended_on > lost.lost_on);
END
$$;
COMMENT ON FUNCTION secretxfer.past_clearances(text) IS
'The part of lost_authorizations() that follows from the end of clearances, for one case.';

CREATE FUNCTION secretxfer.past_marks(case_no text) RETURNS SETOF secretxfer.lost_authorization
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	-- the mark was changed while the carrier was out; what was lost while the carrier was no secret shows with the new
	-- mark
	SELECT h.entered_in, h.case_no, c.customer, c.contractor, h.carrier_id, h.clearance_no, h.started_on,
		least(h.ended_on, nullif(m.until, 'infinity'),
			secretxfer.permitted_again(c.contractor, m.carrier_id, NULL, lost.lost_on)),
		CASE WHEN v.degree IS NULL THEN 'permit_ended' ELSE 'permit_too_low' END, v.permit_no, lost.lost_on,
		m.since <= h.started_on, NULL::text
	FROM secretxfer.changed_marks() m
	JOIN secretxfer.transfers(past_marks.case_no) h ON h.carrier_id = m.carrier_id
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.changed_marks() before ON before.carrier_id = m.carrier_id AND before.until = m.since
	CROSS JOIN LATERAL (SELECT greatest(h.started_on, m.since) AS lost_on) AS lost
	CROSS JOIN LATERAL (
		SELECT coalesce(max(q.permit_no) FILTER (WHERE f.serves), max(q.permit_no)) AS permit_no,
			max(q.highest_mark) FILTER (WHERE f.serves) AS degree
		FROM secretxfer.permits q
		CROSS JOIN LATERAL (
			SELECT secretxfer.in_force(q.issued_on, q.valid_until, q.revoked_on, lost.lost_on) AS serves) AS f
		WHERE q.holder = c.contractor
	) AS v
	WHERE h.started_on < m.until AND (h.ended_on IS NULL OR h.ended_on > lost.lost_on)
		AND (v.degree OPERATOR(pg_catalog.<) m.mark
			OR v.degree IS NULL AND contractor.kind OPERATOR(pg_catalog.<>) 'citizen' AND m.mark IS NOT NULL
			AND before.since IS NOT NULL AND before.mark IS NULL AND h.started_on < m.since)
	UNION ALL
	-- or while a person held the carrier
	SELECT 'handovers', h.case_no, c.customer, c.contractor, h.carrier_id, h.clearance_no, h.handed_on,
		least(h.until, nullif(m.until, 'infinity')),
		CASE WHEN a.highest_mark OPERATOR(pg_catalog.<) m.mark THEN 'clearance_too_low' ELSE 'clearance_ended' END,
		a.clearance_no, lost.lost_on, m.since <= h.since AND NOT h.passed_on, NULL
	FROM secretxfer.changed_marks() m
	JOIN secretxfer.holdings() h ON h.carrier_id = m.carrier_id
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	JOIN secretxfer.clearances a ON a.clearance_no = h.clearance_no
	LEFT JOIN secretxfer.changed_marks() before ON before.carrier_id = m.carrier_id AND before.until = m.since
	CROSS JOIN LATERAL (SELECT greatest(h.since, m.since) AS lost_on) AS lost
	WHERE h.case_no = past_marks.case_no AND h.since < m.until AND (h.until IS NULL OR h.until > lost.lost_on)
		AND (a.highest_mark OPERATOR(pg_catalog.<) m.mark OR m.mark IS NOT NULL AND h.since < m.since
			AND before.since IS NOT NULL AND before.mark IS NULL
			AND NOT secretxfer.in_force(a.issued_on, a.valid_until, a.revoked_on, m.since))
	UNION ALL
	-- the mark of a serviced system was stated after the access
	SELECT 'system_accesses', c.case_no, c.customer, c.contractor, NULL, t.clearance_no, t.granted_on,
		least(t.ended_on, v.again_on), v.reason, v.authorization_no, t.granted_on, true, NULL
	FROM secretxfer.system_marks() s
	JOIN secretxfer.cases c ON c.case_no = s.case_no
	JOIN secretxfer.system_accesses t ON t.case_no = s.case_no
	CROSS JOIN LATERAL (
		SELECT 'clearance_too_low' AS reason, a.clearance_no AS authorization_no, NULL::date AS again_on
		FROM secretxfer.clearances a
		WHERE a.clearance_no = t.clearance_no AND a.highest_mark OPERATOR(pg_catalog.<) s.mark
		UNION ALL
		SELECT 'permit_too_low', q.permit_no, secretxfer.permitted_again(c.contractor, NULL, s.mark, t.granted_on)
		FROM (
			SELECT max(p.permit_no) AS permit_no FROM secretxfer.permits p
			WHERE p.holder = c.contractor AND secretxfer.in_force(p.issued_on, p.valid_until, p.revoked_on, t.granted_on)
			HAVING max(p.highest_mark) OPERATOR(pg_catalog.<) s.mark) AS q
	) AS v
	WHERE c.case_no = past_marks.case_no AND s.mark OPERATOR(pg_catalog.>) 'secret'
		AND (t.ended_on IS NULL OR t.ended_on > t.granted_on);
END
$$;
COMMENT ON FUNCTION secretxfer.past_marks(text) IS
'The part of lost_authorizations() that follows from other marks of carriers, and from marks of systems that were '
'stated later, for one case.';

-- The parts above tell what was lost, by a fact of whatever day.  After a correction of the papers, or of a transfer
-- that was entered under a basis, the papers say that the transfer never had what it needed.  So this part judges what
-- verify_provision_11() does, which leaves revocations and changed marks to events, too.
CREATE FUNCTION secretxfer.never_authorized(case_no text) RETURNS SETOF secretxfer.lost_authorization
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		least(t.until, v.again_on), v.reason, a.clearance_no, t.since, NOT t.passed_on,
		CASE WHEN NOT t.passed_on THEN v.rule END
	FROM secretxfer.cases c
	CROSS JOIN LATERAL (
		SELECT 'handovers' AS entered_in, h.carrier_id, h.clearance_no, h.handed_on AS started_on, h.since, h.until,
			h.passed_on
		FROM secretxfer.holdings() h WHERE h.case_no = c.case_no
		UNION ALL
		SELECT 'system_accesses', NULL, s.clearance_no, s.granted_on, s.granted_on, s.ended_on, false
		FROM secretxfer.system_accesses s WHERE s.case_no = c.case_no
	) AS t
	JOIN secretxfer.clearances a ON a.clearance_no = t.clearance_no
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = t.carrier_id AND m.since <= t.since AND t.since < m.until
	CROSS JOIN LATERAL (
		-- of people of a former unit people_of_former_units() tells
		SELECT 'unit_changed' AS reason, 'secretxfer_r11_receiver' AS rule, (
			SELECT min(d.day)
			FROM (SELECT p.arranged_on AS day FROM secretxfer.protections p WHERE p.case_no = c.case_no
				UNION ALL SELECT s.concluded_on FROM secretxfer.supplements s WHERE s.case_no = c.case_no) AS d
			WHERE d.day > t.since AND secretxfer.organizer_on(c.case_no, d.day) = a.party) AS again_on
		WHERE a.party <> c.contractor AND NOT secretxfer.has_protected(c.case_no, a.party, t.since)
		UNION ALL
		SELECT 'clearance_ended', 'secretxfer_r11_clearance', CASE WHEN a.issued_on > t.since THEN a.issued_on END
		WHERE t.since NOT BETWEEN a.issued_on AND a.valid_until
		  AND NOT (t.passed_on AND m.since IS NOT NULL AND m.mark IS NULL)
		UNION ALL
		SELECT 'clearance_too_low', 'secretxfer_r11_clearance_degree', (
			SELECT min(n.since) FROM secretxfer.changed_marks() n
			WHERE n.carrier_id = t.carrier_id AND n.since > t.since)
		WHERE a.highest_mark OPERATOR(pg_catalog.<) k.mark AND m.since IS NULL
	) AS v
	WHERE c.case_no = never_authorized.case_no
	UNION ALL
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, t.carrier_id, t.clearance_no, t.started_on,
		least(t.ended_on, v.until, secretxfer.permitted_again(c.contractor, t.carrier_id, k.mark, t.started_on)),
		v.reason, NULL, t.started_on, true, v.rule
	FROM secretxfer.cases c
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	CROSS JOIN LATERAL secretxfer.transfers(c.case_no) t
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
	LEFT JOIN secretxfer.changed_marks() m
		ON m.carrier_id = t.carrier_id AND m.since <= t.started_on AND t.started_on < m.until
	CROSS JOIN LATERAL (
		SELECT max(q.highest_mark) AS degree FROM secretxfer.permits q
		WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until) AS p
	CROSS JOIN LATERAL (
		SELECT 'permit_ended' AS reason, 'secretxfer_r11_permit' AS rule, NULL::date AS until
		WHERE p.degree IS NULL
		UNION ALL
		SELECT 'permit_too_low', 'secretxfer_r11_permit_degree', (
			SELECT min(n.since) FROM secretxfer.changed_marks() n
			WHERE n.carrier_id = t.carrier_id AND n.since > t.started_on)
		WHERE p.degree OPERATOR(pg_catalog.<) k.mark AND m.since IS NULL
	) AS v
	WHERE c.case_no = never_authorized.case_no AND contractor.kind OPERATOR(pg_catalog.<>) 'citizen'
	  -- a role that does not see the permit of a hand-over cannot tell
	  AND NOT EXISTS (
		SELECT FROM secretxfer.handovers h
		WHERE h.case_no = t.case_no AND h.carrier_id = t.carrier_id AND h.handed_on = t.started_on
		  AND h.permit_no IS NOT NULL
		  AND NOT EXISTS (SELECT FROM secretxfer.permits q WHERE q.permit_no = h.permit_no));
END
$$;
COMMENT ON FUNCTION secretxfer.never_authorized(text) IS
'The part of lost_authorizations() that follows from papers that were not sufficient from the first day, for one case.';

CREATE FUNCTION secretxfer.lost_authorizations(case_no text) RETURNS SETOF secretxfer.lost_authorization
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN QUERY SELECT * FROM secretxfer.past_permits(lost_authorizations.case_no);
	RETURN QUERY SELECT * FROM secretxfer.past_clearances(lost_authorizations.case_no);
	RETURN QUERY SELECT * FROM secretxfer.past_marks(lost_authorizations.case_no);
	RETURN QUERY SELECT * FROM secretxfer.people_of_former_units(lost_authorizations.case_no);
	IF secretxfer.has_rectification(NULL) THEN
		RETURN QUERY SELECT * FROM secretxfer.never_authorized(lost_authorizations.case_no);
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.lost_authorizations(text) IS
'The same as lost_authorizations(), for one case.';

-- Mostly another permit of the same degree takes over and nothing was outlived, so that few cases are left to ask.
-- What is lost by today, or was changed, is told by <, <= and IS NOT NULL alone, which row-level security lets come
-- before its policies; the day of the loss, which + computes, comes after.  A paper that was put right may have been
-- insufficient on any day, for which never_authorized() is asked: so it counts as lost before all days.
CREATE FUNCTION secretxfer.lost_authorizations() RETURNS SETOF secretxfer.lost_authorization
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT x.entered_in, g.case_no, g.customer, g.contractor, x.carrier_id, x.clearance_no, x.started_on, x.ended_on,
		x.reason, x.authorization_no, x.lost_on, x.from_start, x.rule
	FROM (
		WITH lost_clearances AS NOT MATERIALIZED (
			SELECT clearance_no,
				CASE WHEN changed_at IS NOT NULL AND secretxfer.has_rectification(entry_id) THEN '-infinity'
					ELSE least(valid_until + 1, revoked_on) END AS lost_on
			FROM secretxfer.clearances
			WHERE valid_until < secretxfer.today() OR revoked_on <= secretxfer.today() OR changed_at IS NOT NULL
		)
		SELECT c.case_no, c.customer, c.contractor
		FROM (
			SELECT holder, highest_mark, revoked_on,
				CASE WHEN changed_at IS NOT NULL AND secretxfer.has_rectification(entry_id) THEN '-infinity'
					ELSE least(valid_until + 1, revoked_on) END AS lost_on
			FROM secretxfer.permits
			WHERE valid_until < secretxfer.today() OR revoked_on <= secretxfer.today() OR changed_at IS NOT NULL
		) AS p
		JOIN secretxfer.cases c ON c.contractor = p.holder
		WHERE (p.revoked_on IS NOT NULL OR NOT EXISTS (
			SELECT FROM secretxfer.permits q
			WHERE q.holder = p.holder AND q.highest_mark OPERATOR(pg_catalog.>=) p.highest_mark
			  AND secretxfer.in_force(q.issued_on, q.valid_until, q.revoked_on, p.lost_on)))
		UNION
		SELECT c.case_no, c.customer, c.contractor
		FROM lost_clearances a
		JOIN secretxfer.handovers h ON h.received_by = a.clearance_no
		JOIN secretxfer.cases c ON c.case_no = h.case_no
		WHERE (least(h.returned_on, h.written_off_on) > a.lost_on) IS NOT FALSE
		UNION
		SELECT c.case_no, c.customer, c.contractor
		FROM lost_clearances a
		JOIN secretxfer.holders o ON o.held_by = a.clearance_no
		JOIN secretxfer.handovers h ON h.entry_id = o.handover
		JOIN secretxfer.cases c ON c.case_no = h.case_no
		WHERE (least(h.returned_on, h.written_off_on) > a.lost_on) IS NOT FALSE
		UNION
		SELECT c.case_no, c.customer, c.contractor
		FROM lost_clearances a
		JOIN secretxfer.system_accesses s ON s.clearance_no = a.clearance_no
		JOIN secretxfer.cases c ON c.case_no = s.case_no
		WHERE (s.ended_on > a.lost_on) IS NOT FALSE
		UNION
		SELECT m.case_no, m.customer, m.contractor FROM secretxfer.cases_of_changed_marks() m
		UNION
		-- the mark of a serviced system may have been stated after the access
		SELECT c.case_no, c.customer, c.contractor
		FROM secretxfer.cases c
		JOIN secretxfer.system_accesses s ON s.case_no = c.case_no
		WHERE c.system_mark OPERATOR(pg_catalog.>) 'secret' AND (
			EXISTS (SELECT FROM secretxfer.clearances a
				WHERE a.clearance_no = s.clearance_no AND a.highest_mark OPERATOR(pg_catalog.<) c.system_mark)
			OR EXISTS (SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND q.highest_mark OPERATOR(pg_catalog.<) c.system_mark))
		UNION
		-- the cases of changes_of_unit(), which names no contractor
		SELECT c.case_no, c.customer, c.contractor
		FROM secretxfer.protections p
		JOIN secretxfer.cases c ON c.case_no = p.case_no
		WHERE EXISTS (SELECT FROM secretxfer.protections q
			WHERE q.case_no = p.case_no AND q.arranged_on < p.arranged_on)
		UNION
		SELECT c.case_no, c.customer, c.contractor
		FROM secretxfer.supplements s
		JOIN secretxfer.protections p ON p.case_no = s.case_no AND p.kind OPERATOR(pg_catalog.=) 'customer'
		JOIN secretxfer.cases c ON c.case_no = s.case_no
		WHERE s.successor <> s.party
		UNION
		-- what was entered under a basis; and contractors, and permits of others by now, that were put right
		SELECT c.case_no, c.customer, c.contractor
		FROM secretxfer.cases c
		WHERE secretxfer.has_rectification(NULL) AND secretxfer.has_rectification(c.entry_id)
		UNION
		SELECT c.case_no, c.customer, c.contractor
		FROM secretxfer.papers_put_right() r
		JOIN secretxfer.parties p ON p.entry_id = r.chain
		JOIN secretxfer.cases c ON c.contractor = p.idn
		WHERE r."table" = 'parties'
		UNION
		SELECT c.case_no, c.customer, c.contractor
		FROM secretxfer.papers_put_right() r
		JOIN secretxfer.permits p ON p.entry_id = r.chain
		CROSS JOIN LATERAL (
			SELECT h.case_no FROM secretxfer.handovers h WHERE h.permit_no = p.permit_no
			UNION ALL
			SELECT k.case_no FROM secretxfer.contracts k WHERE k.permit_no = p.permit_no
		) AS t
		JOIN secretxfer.cases c ON c.case_no = t.case_no
	) AS g
	CROSS JOIN LATERAL secretxfer.lost_authorizations(g.case_no) x
$$;
COMMENT ON FUNCTION secretxfer.lost_authorizations() IS
'Carriers and accesses that were still out when the contractor''s permit, with no other of sufficient degree to take '
'over, or the clearance of the person who held the carrier ended (provision 11); and carriers that were still out '
'when their mark was raised above these, or when the unit of the holder''s party ceased to protect the secrets. '
'lost_on is the first day without sufficient authorisation, ended_on the end of the hand-over or of that mark, or the '
'day from which the authorisation is sufficient. from_start tells that the authorisation lacked from the first day: as '
'a fact tells that was recorded later, or, where rule names the broken rule, as the papers tell since something was '
'put right. One row a transfer and authorisation.';

CREATE FUNCTION secretxfer.permission_of_transfer(case_no text, carrier_id bigint, day date)
RETURNS TABLE (listed boolean, permitted boolean, permitted_now boolean, reason text)
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT permission_of_transfer.carrier_id IS NULL OR coalesce(bool_or(l.since <= permission_of_transfer.day), false),
		coalesce(bool_or(l.since <= permission_of_transfer.day AND l.reason IS NULL), false),
		coalesce(bool_or(l.reason IS NULL), false), coalesce(max(l.reason), 'not_permitted')
	FROM (
		SELECT a.annexed_on AS since, u.reason
		FROM secretxfer.annexed_carriers() a
		LEFT JOIN secretxfer.unpermitted_lines() u ON u.case_no = a.case_no AND u.annex_no = a.annex_no
		WHERE a.case_no = permission_of_transfer.case_no AND a.carrier_id = permission_of_transfer.carrier_id
		UNION ALL
		SELECT d.sent_on, CASE WHEN EXISTS (
				SELECT FROM secretxfer.answers_in_liquidation() x WHERE x.case_no = d.case_no AND x.request_no = d.request_no)
			THEN 'permission_in_liquidation' END
		FROM secretxfer.requests r
		JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
		WHERE r.case_no = permission_of_transfer.case_no AND permission_of_transfer.carrier_id IS NULL
		  AND secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, d.sent_on) AND r.withdrawn_on IS NULL
	) AS l;
END
$$;
COMMENT ON FUNCTION secretxfer.permission_of_transfer(text, bigint, date) IS
'Whether the annex of a case lists a carrier by a day, whether the permission of such a line stands, withdrawn later '
'or not, and whether that of any line does; reason is why none does, as in unpermitted_lines(). carrier_id null: the '
'same of an access and the permissions of the case. One row.';

CREATE TYPE secretxfer.unpermitted_transfer AS (
	entered_in text,
	case_no text COLLATE "C",
	customer text COLLATE "C",
	contractor text COLLATE "C",
	closed_on date,
	case_entry bigint,
	carrier_id bigint,
	clearance_no text COLLATE "C",
	started_on date,
	ended_on date,
	permitted_now boolean,
	reason text);
COMMENT ON TYPE secretxfer.unpermitted_transfer IS
'A hand-over or access under no permission; see unpermitted_transfers().';

-- The rules refuse such a transfer, unless a passing or a liquidation was recorded later, or something was put right;
-- so only these cases are asked after.
CREATE FUNCTION secretxfer.unpermitted_transfers() RETURNS SETOF secretxfer.unpermitted_transfer
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT t.entered_in, c.case_no, c.customer, c.contractor, c.closed_on, c.entry_id, t.carrier_id, t.clearance_no,
		t.started_on, t.ended_on, l.permitted_now, l.reason
	FROM (
		SELECT c.case_no, c.customer, c.contractor, c.closed_on, c.entry_id
		FROM secretxfer.carriers k
		JOIN secretxfer.handovers h ON h.carrier_id = k.carrier_id
		JOIN secretxfer.cases c ON c.case_no = h.case_no
		WHERE k.owner = ANY (ARRAY(SELECT s.body FROM secretxfer.disposals() s))
		UNION
		SELECT c.case_no, c.customer, c.contractor, c.closed_on, c.entry_id
		FROM secretxfer.answers_in_liquidation() x
		JOIN secretxfer.cases c ON c.case_no = x.case_no
		UNION
		SELECT c.case_no, c.customer, c.contractor, c.closed_on, c.entry_id
		FROM secretxfer.cases c
		WHERE secretxfer.has_rectification(c.entry_id)
		UNION
		-- the owner of a carrier, or what a body passed on, was put right
		SELECT c.case_no, c.customer, c.contractor, c.closed_on, c.entry_id
		FROM secretxfer.papers_put_right() r
		CROSS JOIN LATERAL (
			SELECT k.carrier_id FROM secretxfer.carriers k WHERE r."table" = 'carriers' AND k.entry_id = r.chain
			UNION ALL
			SELECT k.carrier_id
			FROM secretxfer.parties b
			JOIN secretxfer.carriers k ON k.owner = b.idn
			WHERE r."table" = 'disposal_successions' AND b.entry_id = r.chain
		) AS k
		JOIN secretxfer.handovers h ON h.carrier_id = k.carrier_id
		JOIN secretxfer.cases c ON c.case_no = h.case_no
	) AS c
	CROSS JOIN LATERAL secretxfer.transfers(c.case_no) t
	CROSS JOIN LATERAL secretxfer.permission_of_transfer(t.case_no, t.carrier_id, t.started_on) l
	WHERE NOT l.permitted AND (l.listed OR secretxfer.has_rectification(c.entry_id))
$$;
COMMENT ON FUNCTION secretxfer.unpermitted_transfers() IS
'Hand-overs and accesses without a permission (provision 7): every one there was came from a body that did not '
'dispose of the carrier on the day of its answer, or was in liquidation, as was recorded later; or something was put '
'right. permitted_now tells whether there is one since. One row a hand-over or access.';

-- next_steps() in one value -----------------------------------------------------------------

-- STABLE, so that the planner leaves the call out where a query does not show its result.
CREATE FUNCTION secretxfer.blocked_by(case_no text) RETURNS text[]
STABLE PARALLEL UNSAFE
LANGUAGE sql AS $$
	SELECT ARRAY(SELECT DISTINCT n.rule FROM secretxfer.next_steps(case_no) n WHERE n.rule IS NOT NULL ORDER BY 1)
$$;
COMMENT ON FUNCTION secretxfer.blocked_by(text) IS
'The rules that stand before the next hand-over of a case or, when the case winds up, before its end: those of '
'next_steps(), each once.';

CREATE FUNCTION secretxfer.whose_turn(case_no text) RETURNS text[]
STABLE PARALLEL UNSAFE
LANGUAGE sql AS $$
	SELECT ARRAY(SELECT DISTINCT n.who FROM secretxfer.next_steps(case_no) n
		WHERE n.step OPERATOR(pg_catalog.=) 1 ORDER BY 1)
$$;
COMMENT ON FUNCTION secretxfer.whose_turn(text) IS
'Who has to act now in a case: those who take the first steps of next_steps(); several where these steps need not '
'wait for each other.';

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
	changed_by name,
	entry_id text);
COMMENT ON TYPE secretxfer.dated_entry IS
'An entry of a case with its date; see dated_entries(). entry_id is its number in the whole register.';

-- The views of 1.0 call this function until create_register() has replaced them.  There the tables have no entry_id,
-- and the name means the null of the outer query; or the office has a column of its own with this name, of any type.
CREATE FUNCTION secretxfer.dated_entries() RETURNS SETOF secretxfer.dated_entry
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	-- events; the timeline shows them in the language that is asked for
	SELECT e.* FROM (SELECT NULL AS entry_id) AS of_1_0 CROSS JOIN LATERAL (
	SELECT 'cases'::text, case_no, NULL::text, /* translated */ 'case opened'::text, opened_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.cases
	UNION ALL
	SELECT 'requests', case_no, request_no::text, /* translated */ 'request sent', sent_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.requests
	UNION ALL
	SELECT 'decisions', case_no, request_no, /* translated */ 'answer sent: ' || outcome, sent_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.decisions
	UNION ALL
	SELECT 'contracts', case_no, NULL, /* translated */ 'contract concluded', concluded_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.contracts
	UNION ALL
	SELECT 'contract_items', case_no, annex_no, /* translated */ 'carrier annexed', annexed_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.contract_items
	UNION ALL
	SELECT 'notices', case_no, notice_no, /* translated */ 'notice sent: ' || kind, sent_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.notices
	UNION ALL
	SELECT 'protections', case_no, NULL, /* translated */ 'protection arranged: ' || kind, arranged_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.protections
	UNION ALL
	SELECT 'handovers', case_no, carrier_id::text, /* translated */ 'carrier handed over', handed_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.handovers
	UNION ALL
	SELECT 'system_accesses', case_no, clearance_no, /* translated */ 'access granted', granted_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.system_accesses
	UNION ALL
	SELECT 'violations', case_no, violation_no, /* translated */ 'breach found', found_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.violations
	UNION ALL
	SELECT 'suspensions', case_no, violation_no, /* translated */ 'works suspended', suspended_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.suspensions
	UNION ALL
	SELECT 'annulments', case_no, NULL, /* translated */ 'annulment proposed', raised_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.annulments
	UNION ALL
	SELECT 'supplements', case_no, supplement_no, /* translated */ 'supplement concluded', concluded_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.supplements
	UNION ALL
	SELECT 'protection_measures', case_no, party || '/' || change_no, /* translated */ 'measures taken', taken_on,
		recorded_at, recorded_by, changed_at, changed_by, entry_id::text
	FROM secretxfer.protection_measures
	) AS e
$$;
COMMENT ON FUNCTION secretxfer.dated_entries() IS
'Everything that was entered for a case under a date of its own: what it was, when it happened, when it was '
'recorded and last changed, and by whom. entry is its number within the case; for a hand-over the carrier, for an '
'access the clearance, null where the day alone tells the entries of a case apart. One row an entry.';

-- Few entries are asked after, so their plan is not made by each query.
CREATE FUNCTION secretxfer.entry_of_case(case_no text, "table" text, entry_id text)
RETURNS TABLE (happened_on date, entry text)
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT d.happened_on, d.entry
	FROM secretxfer.dated_entries() d
	WHERE d.case_no = entry_of_case.case_no AND d.entered_in = entry_of_case."table"
	  AND d.entry_id = entry_of_case.entry_id;
END
$$;
COMMENT ON FUNCTION secretxfer.entry_of_case(text, text, text) IS
'The date and the number within its case of an entry that has a date of its own, told by its table and entry_id; see '
'dated_entries().';

-- A case's page --------------------------------------------------------------------------------

-- One call for what an application shows of a case.  The session keeps the plans of all views, which take longer to
-- make than to carry out.  Each view is asked by a statement of its own, so that the next one is planned in the memory
-- of the one before.  What comes back is a duty, so without such a duty returns_due is not even planned.  No merge join
-- serves a question about one case, and to estimate what it would cost takes a tenth of the planning.
CREATE FUNCTION secretxfer.case_page(case_no text) RETURNS json
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off
SET enable_mergejoin = off AS $$
DECLARE
	steps json[];
	first_ones text[];
	in_the_way text[];
	carriers json[] := '{}';
	status json;
	timeline json[];
	duties json[];
	to_return boolean;
	returns json[] := '{}';
	breaches json[];
BEGIN
	-- NULL is for a session that is to be ready: everything is asked of no case, so that the plans are made.
	IF case_page.case_no IS NOT NULL THEN
		-- next_steps() is asked once: turn and blocked_by of the status follow from its rows. Their order is stated,
		-- because since PostgreSQL 16 an aggregate that sorts the rows sorts them for the others, too.
		SELECT array_agg(to_json(s.n) ORDER BY s.place),
			coalesce(array_agg(DISTINCT (s.n).who ORDER BY (s.n).who) FILTER (WHERE (s.n).step = 1), '{}'),
			coalesce(array_agg(DISTINCT (s.n).rule ORDER BY (s.n).rule) FILTER (WHERE (s.n).rule IS NOT NULL), '{}')
		INTO steps, first_ones, in_the_way
		FROM (SELECT n, row_number() OVER () AS place FROM secretxfer.next_steps(case_page.case_no) n) AS s;
	END IF;
	IF case_page.case_no IS NULL OR EXISTS (SELECT FROM secretxfer.transfers_out(case_page.case_no)) THEN
		carriers := ARRAY(
			SELECT to_json(o) FROM secretxfer.outstanding_carriers o WHERE o.case_no = case_page.case_no);
	END IF;
	status := (
		SELECT to_json(s)
		FROM (
			SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on, c.present_customer, c.stage,
				first_ones AS turn, in_the_way AS blocked_by, c.requests_unanswered, c.carriers_annexed,
				c.carriers_out, c.accesses_open, c.violations_unremedied, c.next_due
			FROM secretxfer.case_status c WHERE c.case_no = case_page.case_no
		) AS s);
	timeline := ARRAY(SELECT to_json(t) FROM secretxfer.case_timeline t WHERE t.case_no = case_page.case_no
		ORDER BY t.happened_on, t.recorded_at);
	SELECT coalesce(array_agg(to_json(d)), '{}'), bool_or(d.discharged_by IN ('handovers', 'system_accesses'))
	INTO duties, to_return
	FROM secretxfer.duties d WHERE d.case_no = case_page.case_no;
	IF case_page.case_no IS NULL OR to_return THEN
		returns := ARRAY(SELECT to_json(r) FROM secretxfer.returns_due r WHERE r.case_no = case_page.case_no);
	END IF;
	breaches := ARRAY(SELECT to_json(b) FROM secretxfer.breaches b WHERE b.case_no = case_page.case_no);
	RETURN CASE WHEN case_page.case_no IS NOT NULL THEN json_build_object(
		'status', status,
		'next_steps', steps,
		'duties', duties,
		'timeline', timeline,
		'breaches', breaches,
		'outstanding_carriers', carriers,
		'returns_due', returns) END;
END
$$;
COMMENT ON FUNCTION secretxfer.case_page(text) IS
'What an application shows of a case, in one value: status, and arrays of next_steps, duties, timeline, breaches, '
'outstanding_carriers and returns_due, each with the rows and columns of the view or function of this name. Needs '
'SELECT on these views, and shows what they show the role; an error, as of next_steps(), if there is no such case. '
'NULL of a null: only the plans are made, which the session keeps.';
