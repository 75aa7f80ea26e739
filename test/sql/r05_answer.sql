--
-- Provision 5: the answer, within ten working days, signed by the head or the acting head.
--
\i test/fixtures/start.sql

-- An answer presupposes the receipt: not received, received after it, on its day, before it.
SELECT take('K1', 'requested', '{"carriers": ["M-1/1", "M-2/1", "A-1/1"]}');
SELECT may_enter('decisions', '{"case_no": "K1"}');
SELECT change('requests', '{"case_no": "K1"}', '{"received_on": "2025-02-12"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-11"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-12"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-13"}');
-- a refusal of the body is an answer like any other
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-11", "outcome": "refused", "reasons": "not needed"}');
-- and an answer to a request that was not entered is none
SELECT may_enter('decisions', '{"case_no": "K1", "request_no": "R7"}');

-- A body in liquidation does not answer: the day before its liquidation, on its day.  A body that changes otherwise does.
SELECT enter('parties', '{"idn": "@spare2", "kind": "state_body", "disposes_of_secrets": true}');
SELECT take('K9', 'received', '{"authority": "@spare2"}');
SELECT enter('party_changes', '{"party": "@spare2", "change_no": "1", "kind": "ownership", "effective_on": "2025-02-03"}');
SELECT enter('party_changes', '{"party": "@spare2", "change_no": "2", "effective_on": "2025-02-20"}');
SELECT may_enter('decisions', '{"case_no": "K9", "sent_on": "2025-02-19"}');
SELECT may_enter('decisions', '{"case_no": "K9", "sent_on": "2025-02-20"}');
SELECT may_enter('decisions', '{"case_no": "K9", "sent_on": "2025-02-20", "outcome": "refused", "reasons": "not needed"}');
SELECT enter('decisions', '{"case_no": "K9", "sent_on": "2025-02-19"}');
SELECT may_change('decisions', '{"case_no": "K9"}', '{"sent_on": "2025-02-20"}');
SELECT words(update_of('decisions', '{"case_no": "K9"}', '{"sent_on": "2025-02-20"}'));

-- In time: received on Wednesday 12 February 2025, so the tenth working day is Wednesday 26 February.
SELECT answer_due('2025-02-12');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-25"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-26"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-27"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-27", "late_reason": "illness"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-27", "late_reason": "  "}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-27", "outcome": "refused", "reasons": "not needed"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-27", "outcome": "refused", "reasons": "not needed", "late_reason": "illness"}');
-- a reason stated without need does no harm
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-26", "late_reason": "illness"}');

-- The term runs over holidays, moved days and the turn of the year.
CREATE FUNCTION fixture.answered(received date, answered date) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM secretxfer.decisions WHERE case_no = 'K2';
	UPDATE secretxfer.requests SET received_on = received WHERE case_no = 'K2';
	RETURN fixture.may_enter('decisions', jsonb_build_object('case_no', 'K2', 'sent_on', answered));
END $$;
SELECT take('K2', 'opened', '{"opened_on": "2024-01-15"}');
SELECT enter('requests', '{"case_no": "K2", "sent_on": "2024-01-15"}');
SELECT enter('request_items', '{"case_no": "K2"}');
-- received 22 April 2024, due 6 May: Saturday 4 May 2024 was worked
SELECT answered('2024-04-22', '2024-05-06');
SELECT answered('2024-04-22', '2024-05-07');
-- received 24 December 2024, due 10 January 2025
SELECT answered('2024-12-24', '2025-01-10');
SELECT answered('2024-12-24', '2025-01-11');
-- received 3 January 2025, due 17 January
SELECT answered('2025-01-03', '2025-01-17');
SELECT answered('2025-01-03', '2025-01-18');
-- received 14 March 2025, due 2 April
SELECT answered('2025-03-14', '2025-04-02');
SELECT answered('2025-03-14', '2025-04-03');
-- received on a Saturday and on a Sunday: the term begins on Monday
SELECT answered('2025-02-15', '2025-02-28');
SELECT answered('2025-02-15', '2025-03-01');
SELECT answered('2025-02-16', '2025-02-28');
SELECT answered('2025-02-16', '2025-03-01');

-- The due day can be told from the calendar only for years it knows.
SELECT enter('permits', '{"permit_no": "P-23", "issued_on": "2022-01-10", "valid_until": "2023-12-31"}');
SELECT take('K3', 'opened', '{"opened_on": "2023-05-01"}');
SELECT enter('requests', '{"case_no": "K3", "sent_on": "2023-06-01", "permit_no": "P-23"}');
SELECT enter('request_items', '{"case_no": "K3"}');
SELECT change('requests', '{"case_no": "K3"}', '{"received_on": "2023-06-01"}');
SELECT may_enter('decisions', '{"case_no": "K3", "sent_on": "2023-06-02"}');
SELECT words(insert_of('decisions', entry('decisions', '{"case_no": "K3", "sent_on": "2023-06-02"}')));
-- a term from a known year into an unknown one is not known either, one from an unknown year neither
SELECT change('requests', '{"case_no": "K3"}', '{"received_on": "2023-12-25"}');
SELECT may_enter('decisions', '{"case_no": "K3", "sent_on": "2024-01-04"}');
-- once the year is entered it is
SELECT enter('calendar_years', '{"year": 2023, "confirmed_on": "2022-12-01", "basis": "a list of holidays"}');
SELECT may_enter('decisions', '{"case_no": "K3", "sent_on": "2024-01-04"}');

-- The due day is stamped: what the client supplies is overwritten, and a later change of the calendar leaves it.
SELECT enter('decisions', '{"case_no": "K1", "due_on": "2024-01-01"}');
SELECT due_on FROM decisions WHERE case_no = 'K1';
SELECT enter('calendar_days', '{"day": "2025-02-24", "working": false, "basis": "a decree"}');
SELECT answer_due('2025-02-12');
SELECT due_on FROM decisions WHERE case_no = 'K1';
SELECT change('decisions', '{"case_no": "K1"}', '{"due_on": "2025-03-31"}');
SELECT due_on FROM decisions WHERE case_no = 'K1';
-- a correction of the answer leaves it too, unless the answer was sent on another day
SELECT change('decisions', '{"case_no": "K1"}', '{"decision_no": "D-1/1"}');
SELECT due_on FROM decisions WHERE case_no = 'K1';
SELECT change('decisions', '{"case_no": "K1"}', '{"sent_on": "2025-02-27"}');
SELECT due_on FROM decisions WHERE case_no = 'K1';
-- an open term follows the calendar as it stands
SELECT take('K4', 'received', '{"carriers": ["M-5/1"]}');
SELECT may_enter('decisions', '{"case_no": "K4", "sent_on": "2025-02-27"}');
SELECT withdraw('calendar_days', '{"day": "2025-02-24"}');
SELECT may_enter('decisions', '{"case_no": "K4", "sent_on": "2025-02-27"}');
-- what was in time by the calendar of its day stays in time, what was late stays late; so under a basis
SELECT change('decisions', '{"case_no": "K1"}', '{"signed_by": "Name Surname"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"sent_on": "2025-02-28"}');
SELECT enter('decisions', '{"case_no": "K4", "sent_on": "2025-02-27", "late_reason": "illness"}');
SELECT enter('calendar_days', '{"day": "2025-02-24", "working": false, "basis": "a decree"}');
SELECT change('decisions', '{"case_no": "K4"}', '{"signed_by": "Name Surname"}');
SELECT may_change('decisions', '{"case_no": "K4"}', '{"late_reason": null}');
BEGIN;
SELECT rectify('the signature');
UPDATE decisions SET signed_as = 'acting_head' WHERE case_no IN ('K1', 'K4');
COMMIT;
SELECT d.case_no, d.sent_on, d.due_on, b.breach FROM decisions d LEFT JOIN breaches b ON b.case_no = d.case_no AND b.breach = 'late_answer'
 WHERE d.case_no IN ('K1', 'K4') ORDER BY 1;
SELECT severity, rule, key, detail FROM verify() WHERE rule ~ 'r05' ORDER BY key;
SELECT withdraw('calendar_days', '{"day": "2025-02-24"}'), withdraw('decisions', '{"case_no": "K1"}'), withdraw('decisions', '{"case_no": "K4"}');

-- Signed by the head or the acting head, both kinds of answer.
SELECT may_enter('decisions', '{"case_no": "K1", "signed_as": "acting_head"}');
SELECT may_enter('decisions', '{"case_no": "K1", "signed_as": null}');
SELECT may_enter('decisions', '{"case_no": "K1", "signed_by": null}');
SELECT may_enter('decisions', '{"case_no": "K1", "signed_by": " "}');
SELECT may_enter('decisions', '{"case_no": "K1", "signed_by": null, "signed_as": null}');
SELECT may_enter('decisions', '{"case_no": "K1", "outcome": "refused", "reasons": "not needed", "signed_by": null}');
SELECT try($$INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
	VALUES ('K1', 'R1', 'D', '2025-02-20', 'permitted', 'Somebody', 'deputy')$$);

-- A refusal states its reasons; a permission need not.
SELECT may_enter('decisions', '{"case_no": "K1", "outcome": "refused"}');
SELECT may_enter('decisions', '{"case_no": "K1", "outcome": "refused", "reasons": "\t"}');
SELECT may_enter('decisions', '{"case_no": "K1", "outcome": "refused", "reasons": "not needed"}');
SELECT may_enter('decisions', '{"case_no": "K1", "outcome": "permitted", "reasons": "needed"}');

-- Excluded lines are lines of this request, and not all of them.
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": []}');
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": [2]}');
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": [2, 3]}');
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": [3, 2, 3]}');
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": [4]}');
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": [0]}');
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": [1, 2, 3]}');
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": [1, 1, 1]}');
SELECT may_enter('decisions', '{"case_no": "K1", "excluded_items": [null]}');

-- Corrections are judged like entries, as long as no contract relies on the answer.
SELECT enter('decisions', '{"case_no": "K1"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"sent_on": "2025-02-11"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"sent_on": "2025-02-27"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"sent_on": "2025-02-27", "late_reason": "illness"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"outcome": "refused"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"outcome": "refused", "reasons": "not needed"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"signed_by": null}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"excluded_items": [9]}');
-- the request is relied on by its answer
SELECT may_change('requests', '{"case_no": "K1"}', '{"received_on": "2025-02-13"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"received_on": null}');
SELECT may_withdraw('request_items', '{"case_no": "K1", "item_no": 2}');
SELECT may_withdraw('decisions', '{"case_no": "K1"}');
-- one request has one answer
SELECT may_enter('decisions', '{"case_no": "K1", "decision_no": "D-2"}');

-- A request is marked as answered while its answer stands, by whatever way that comes, goes or is moved to another.
CREATE VIEW fixture.marks AS SELECT request_no, answered FROM secretxfer.requests WHERE case_no = 'K5' ORDER BY 1;
SELECT take('K5', 'requested', '{"carriers": ["M-6/1"]}'), enter('requests', '{"case_no": "K5", "request_no": "R2"}'),
	   enter('request_items', '{"case_no": "K5", "request_no": "R2", "carrier_id": "#M-6/1"}');
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K5';
SELECT max(changed_at) AS received_at FROM requests WHERE case_no = 'K5' \gset
TABLE marks;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('K5', 'R1', '1', '2025-02-20', 'permitted', 'A head', 'head'), ('K5', 'R2', '2', '2025-02-20', 'permitted', 'A head', 'head');
TABLE marks;
DELETE FROM decisions WHERE case_no = 'K5' AND request_no = 'R1';
TABLE marks;
UPDATE decisions SET request_no = 'R1' WHERE case_no = 'K5';
TABLE marks;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('K5', 'R1', '1', '2025-02-20', 'permitted', 'A head', 'head'), ('K5', 'R2', '2', '2025-02-20', 'permitted', 'A head', 'head')
ON CONFLICT (case_no, request_no) DO UPDATE SET decision_no = excluded.decision_no;
TABLE marks;
DELETE FROM decisions WHERE case_no = 'K5';
TABLE marks;
COPY decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as) FROM STDIN;
K5	R2	2	2025-02-20	permitted	A head	head
\.
TABLE marks;
-- what is rolled back was not marked, and a refused answer neither
BEGIN;
SAVEPOINT before;
DELETE FROM decisions WHERE case_no = 'K5';
TABLE marks;
ROLLBACK TO before;
SELECT enter('decisions', '{"case_no": "K5", "sent_on": "2025-02-27"}');
TABLE marks;
COMMIT;
-- a client cannot set it, neither on entry nor on a change
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, answered)
VALUES ('K5', 'R3', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', true);
UPDATE requests SET answered = NOT answered WHERE case_no = 'K5';
UPDATE requests SET answered = NULL WHERE case_no = 'K5';
TABLE marks;
-- who may enter answers and no more has it marked, whatever policies hide; and a user's own columns have their part in it
CREATE ROLE regress_secretxfer_keeper;
CREATE ROLE regress_secretxfer_authority;
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_keeper, regress_secretxfer_authority;
GRANT INSERT, DELETE, SELECT ON decisions TO regress_secretxfer_authority;
ALTER TABLE requests OWNER TO regress_secretxfer_keeper;
ALTER TABLE requests ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY,
	ADD state text GENERATED ALWAYS AS (CASE WHEN answered THEN 'answered' ELSE 'waits' END) STORED;
SET ROLE regress_secretxfer_authority;
SET search_path = pg_temp;
INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('K5', 'R1', '1', '2025-02-20', 'permitted', 'A head', 'head');
DELETE FROM secretxfer.decisions WHERE case_no = 'K5' AND request_no = 'R2';
SELECT current_user;
RESET ROLE;
SET search_path = secretxfer, fixture, public;
SELECT request_no, answered, state FROM requests WHERE case_no = 'K5' ORDER BY 1;
ALTER TABLE requests OWNER TO CURRENT_USER, DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY, DROP state;
DROP OWNED BY regress_secretxfer_keeper, regress_secretxfer_authority;
DROP ROLE regress_secretxfer_keeper, regress_secretxfer_authority;
-- where a trigger of the user's own keeps the mark away, so that it would be wrong, the answer is not recorded
CREATE FUNCTION fixture.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER keep BEFORE UPDATE ON requests FOR EACH ROW EXECUTE FUNCTION fixture.keep();
DELETE FROM decisions WHERE case_no = 'K5';
DROP TRIGGER keep ON requests;
-- a CHECK of the user's own judges the mark; an index of the user's own finds it
ALTER TABLE requests ADD CONSTRAINT stays_answered CHECK (answered OR request_no <> 'R1' OR case_no <> 'K5');
DELETE FROM decisions WHERE case_no = 'K5';
ALTER TABLE requests DROP CONSTRAINT stays_answered;
ALTER TABLE requests ADD CONSTRAINT stays_answered CHECK ((to_jsonb(requests.*) ->> 'answered')::boolean OR request_no <> 'R1' OR case_no <> 'K5');
DELETE FROM decisions WHERE case_no = 'K5';
ALTER TABLE requests DROP CONSTRAINT stays_answered;
-- a foreign key of the user's own follows the mark
ALTER TABLE requests ADD CONSTRAINT with_mark UNIQUE (case_no, request_no, answered);
CREATE TABLE fixture.follows (case_no text, request_no text, answered boolean,
	FOREIGN KEY (case_no, request_no, answered) REFERENCES requests (case_no, request_no, answered) ON UPDATE CASCADE);
INSERT INTO follows SELECT case_no, request_no, answered FROM requests WHERE case_no = 'K5' AND request_no = 'R1';
BEGIN;
DELETE FROM decisions WHERE case_no = 'K5';
SELECT request_no, answered FROM follows;
ROLLBACK;
DROP TABLE follows;
ALTER TABLE requests DROP CONSTRAINT with_mark;
CREATE INDEX by_mark ON requests ((CASE WHEN answered THEN 'answered' ELSE 'waits' END));
SET enable_seqscan = off;
BEGIN;
DELETE FROM decisions WHERE case_no = 'K5';
SELECT request_no FROM requests WHERE CASE WHEN answered THEN 'answered' ELSE 'waits' END = 'waits' AND case_no = 'K5' ORDER BY 1;
SELECT request_no FROM requests WHERE NOT answered AND withdrawn_on IS NULL AND case_no = 'K5' ORDER BY 1;
ROLLBACK;
SELECT request_no FROM requests WHERE CASE WHEN answered THEN 'answered' ELSE 'waits' END = 'waits' AND case_no = 'K5' ORDER BY 1;
SELECT request_no FROM requests WHERE NOT answered AND withdrawn_on IS NULL AND case_no = 'K5' ORDER BY 1;
RESET enable_seqscan;
DROP INDEX by_mark;
-- no index of the register reads the mark, so that an answer writes no entries into indexes for it
SELECT count(*) AS that_read_the_mark FROM pg_index WHERE indrelid = 'requests'::regclass AND pg_get_indexdef(indexrelid) LIKE '%answered%';
-- entered behind the triggers' back it is not marked, which any change of the request mends, even one that changes nothing
SET session_replication_role = replica;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, recorded_at, recorded_by)
VALUES ('K5', 'R2', '2', '2025-02-20', 'permitted', 'A head', 'head', now(), 'somebody');
RESET session_replication_role;
TABLE marks;
UPDATE requests SET request_no = request_no WHERE case_no = 'K5';
TABLE marks;
-- the mark is no change of the request
SELECT max(changed_at) = :'received_at' FROM requests WHERE case_no = 'K5';

-- Silence is never permission: received in February, and in May there is still no answer.
SELECT may_enter('contracts', '{"case_no": "K4", "concluded_on": "2025-05-30"}');

-- The words of refusals, several at once, and the full shape.
SELECT words(insert_of('decisions', entry('decisions', '{"case_no": "K4", "sent_on": "2025-03-20", "outcome": "refused", "signed_by": null, "excluded_items": [7]}')));
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('K4', 'R1', 'D-1', '2025-02-27', 'permitted', 'Surname Name', 'head');
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('K4', 'R1', 'D-1', '2025-02-20', 'refused', 'Surname Name', 'head');

-- 5 ¶2, r05_request_stands: a request that was taken back is answered by nobody; a further one is.
SELECT take('taken_back', 'received');
SELECT change('requests', '{"case_no": "taken_back"}', '{"withdrawn_on": "2025-02-14"}');
SELECT may_enter('decisions', '{"case_no": "taken_back"}');
SELECT enter('requests', '{"case_no": "taken_back", "request_no": "R2", "sent_on": "2025-02-17"}');
SELECT enter('request_items', '{"case_no": "taken_back", "request_no": "R2"}');
SELECT change('requests', '{"case_no": "taken_back", "request_no": "R2"}', '{"received_on": "2025-02-18"}');
SELECT may_enter('decisions', '{"case_no": "taken_back", "request_no": "R2", "sent_on": "2025-02-20"}');

\i test/fixtures/finish.sql
