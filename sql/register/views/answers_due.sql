-- answers_due.sql
--
-- Provision 5: which requests wait for the disposing body's answer, and until which day the answer
-- is due.

CREATE VIEW secretxfer.answers_due WITH (security_invoker = true) AS
	SELECT r.case_no, r.request_no, c.customer, c.contractor,
		CASE WHEN r.authority = ANY (ARRAY(SELECT s.body FROM secretxfer.disposals() s))
			THEN secretxfer.asked_body(r.authority, r.sent_on, secretxfer.today()) ELSE r.authority END AS authority,
		r.sent_on, r.received_on,
		t.due_on, t.working_days_left, t.due_on < secretxfer.today() AS overdue, t.provisional
	FROM secretxfer.requests r
	JOIN secretxfer.cases c ON c.case_no = r.case_no
	LEFT JOIN LATERAL secretxfer.answer_term_of(r.case_no, r.request_no, r.received_on) AS t ON true
	WHERE NOT r.answered AND r.withdrawn_on IS NULL AND r.received_on IS NOT NULL AND c.closed_on IS NULL
		AND secretxfer.nobody_answers_since(r.authority, r.sent_on, secretxfer.today()) IS NULL;

COMMENT ON VIEW secretxfer.answers_due IS
'Requests that were received and are not answered yet, in open cases (provision 5), at a body that can answer: not one in '
'liquidation whose secrets have not passed on. One row a request.';
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
'Last day for the answer by the calendar as it stands; null where the calendar does not reach.';
COMMENT ON COLUMN secretxfer.answers_due.working_days_left IS
'Working days from tomorrow up to and including the due day; negative when it has passed.';
COMMENT ON COLUMN secretxfer.answers_due.overdue IS
'Whether the due day has passed.';
COMMENT ON COLUMN secretxfer.answers_due.provisional IS
'Whether the term runs through a year whose calendar is not confirmed, so that the due day may still move.';
