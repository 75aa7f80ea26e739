-- 05_decisions.sql
--
-- The disposing body's written answer (provision 5).

-- The server stamps due_on once: an answer keeps the due day by which it was judged, also when the
-- calendar changes later.
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
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	withdrawn_on date,
	withdrawal_reasons text,
	CONSTRAINT decisions_pkey PRIMARY KEY (case_no, request_no),
	CONSTRAINT decisions_entry_id_key UNIQUE (entry_id),
	CONSTRAINT decisions_refusal_reasoned CHECK (outcome <> 'refused' OR reasons IS NOT NULL),
	CONSTRAINT decisions_withdrawal_reasoned CHECK (num_nulls(withdrawn_on, withdrawal_reasons) <> 1),
	CONSTRAINT decisions_withdrawn_after_sending CHECK (withdrawn_on >= sent_on),
	CONSTRAINT decisions_request_fkey
		FOREIGN KEY (case_no, request_no) REFERENCES secretxfer.requests (case_no, request_no)
);
CREATE INDEX decisions_late_idx ON secretxfer.decisions (case_no) WHERE sent_on > due_on;
CREATE INDEX decisions_withdrawn_idx ON secretxfer.decisions (case_no) WHERE withdrawn_on IS NOT NULL;

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
'Last day of the term by which the answer was judged (provision 5). Stamped by the server.';
COMMENT ON COLUMN secretxfer.decisions.withdrawn_on IS
'Date from which the body took its permission back; what is out under it is due back. Set once.';
COMMENT ON COLUMN secretxfer.decisions.withdrawal_reasons IS
'Why the permission was taken back; mandatory with the date. Set once.';
COMMENT ON INDEX secretxfer.decisions_late_idx IS
'The answers that came late.';
COMMENT ON INDEX secretxfer.decisions_withdrawn_idx IS
'The permissions that were withdrawn.';
COMMENT ON CONSTRAINT decisions_refusal_reasoned ON secretxfer.decisions IS
'A refusal gives its reasons (provision 5).';
COMMENT ON CONSTRAINT decisions_request_fkey ON secretxfer.decisions IS
'An answer belongs to a request.';
COMMENT ON CONSTRAINT decisions_withdrawal_reasoned ON secretxfer.decisions IS
'A withdrawal gives reasons.';
COMMENT ON CONSTRAINT decisions_withdrawn_after_sending ON secretxfer.decisions IS
'A permission is not taken back before it is sent.';
