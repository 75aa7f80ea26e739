-- 85_answer_term.sql
--
-- Provision 5: the term of an answer, for clients, for the views and for verify().

CREATE FUNCTION secretxfer.answer_term() RETURNS integer
IMMUTABLE PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_answer_term';
COMMENT ON FUNCTION secretxfer.answer_term() IS
'The term in which a request must be answered (provision 5), in working days from the day after receipt.';

-- PARALLEL UNSAFE as the functions of the calendar are (50_calendar.sql).
CREATE FUNCTION secretxfer.answer_due(received_on date) RETURNS date
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_answer_due';
COMMENT ON FUNCTION secretxfer.answer_due(date) IS
'The day by whose end a request received on this day must be answered (provision 5): the last of its answer_term(). '
'Raises an error when the term leaves the years in calendar_years.';

-- Two days are in one unbroken run of known years if the number of known days between them is the
-- number of all days between them.  SET keeps the planner from inlining, so that the planner uses
-- ROWS; ROWS is lower than the real number, because requests wait on a few days only.
CREATE FUNCTION secretxfer.answer_terms()
RETURNS TABLE (received_on date, due_on date, working_days_left bigint, provisional boolean)
STABLE PARALLEL SAFE ROWS 100
LANGUAGE sql SET search_path = pg_catalog, pg_temp SET jit = off AS $$
	WITH calendar AS MATERIALIZED (SELECT * FROM secretxfer.working_calendar()),
		today AS MATERIALIZED (SELECT * FROM calendar WHERE day = (SELECT secretxfer.today()))
	SELECT r.day, due.day, due.working_day_no - today.working_day_no, NOT (r.confirmed AND due.confirmed)
	FROM calendar r
	JOIN calendar due ON due.working AND due.working_day_no = r.working_day_no + secretxfer.answer_term()
		AND due.day_no - r.day_no = due.day - r.day
	LEFT JOIN today ON due.day_no - today.day_no = due.day - today.day
$$;
COMMENT ON FUNCTION secretxfer.answer_terms() IS
'The term of provision 5 for every day of receipt from which it can be told: its last day, the working days '
'left until then (negative when it has passed), and whether a year it runs through is not confirmed yet. No row where '
'the calendar does not reach.';

-- Whoever asks for the term names the request, so that only this function changes if the term comes to
-- depend on more than the receipt.  The planner inlines it.  LIMIT keeps the planner from asking for all terms where no
-- request waits; where many wait, it remembers the term of a day.
CREATE FUNCTION secretxfer.answer_term_of(case_no text, request_no text, received_on date)
RETURNS TABLE (due_on date, working_days_left bigint, provisional boolean)
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT t.due_on, t.working_days_left, t.provisional
	FROM secretxfer.answer_terms() t
	WHERE t.received_on = answer_term_of.received_on
	LIMIT 1
$$;
COMMENT ON FUNCTION secretxfer.answer_term_of(text, text, date) IS
'The term of provision 5 for a request that was received on this day: the row of answer_terms(), if there is one.';
