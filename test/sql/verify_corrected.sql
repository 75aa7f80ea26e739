--
-- What verify() says of a register in which something was put right: the basis of what became wrong by that, and nothing
-- of what did not; and what no basis sets aside.
--
\i test/fixtures/start.sql

CREATE FUNCTION fixture.judged() RETURNS SETOF text STABLE LANGUAGE sql AS $$
	SELECT concat_ws(' | ', severity, rule, "table", key, detail)
	FROM fixture.findings() ORDER BY 1
$$;
SELECT take('A', 'contracted', '{"carriers": ["M-1/1"]}'), take('B', 'permitted', '{"carriers": ["M-1/2"]}'),
	   take('C', 'handed', '{"contractor": "@other", "carriers": ["M-5/1"]}'), take('D', 'opened', '{"contractor": "@joint"}'),
	   take('E', 'requested', '{"contractor": "@subsidiary", "authority": "@agency", "carriers": ["A-1/1"]}') \g /dev/null
SELECT judged();

-- A reference that leads nowhere is never set aside. The rule says so that demands the reference, not PostgreSQL's foreign
-- key, also where the transaction has an older snapshot.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT rectify('Order 1: a line of no list');
INSERT INTO contract_items (case_no, annex_no, request_no, item_no) VALUES ('A', '1', 'R1', 9);
ROLLBACK;
BEGIN;
SELECT rectify('Order 1: an annex to no contract');
INSERT INTO contract_items (case_no, annex_no, request_no, item_no, annexed_on) VALUES ('B', '1', 'R1', 1, '2025-03-03');
ROLLBACK;
BEGIN;
SELECT rectify('Order 1: a suspension for no breach');
INSERT INTO suspensions (case_no, suspended_on, violation_no) VALUES ('A', '2025-04-02', 'V9');
ROLLBACK;
-- Nor is a contract withdrawn from above its annex.
SELECT enter('contract_items', '{"case_no": "A"}');
BEGIN;
SELECT rectify('Order 1: the contract is that of another case');
UPDATE contracts SET case_no = 'B' WHERE case_no = 'A';
ROLLBACK;
BEGIN;
SELECT rectify('Order 1: never concluded');
DELETE FROM contracts WHERE case_no = 'A';
ROLLBACK;
BEGIN;
SELECT rectify('Order 1: never concluded');
DELETE FROM contract_items WHERE case_no = 'A';
DELETE FROM contracts WHERE case_no = 'A';
COMMIT;

-- The calendar: an order has no text, a day off was none. The answers keep their due day, and verify() tells why it is not
-- that of the calendar.
BEGIN;
SELECT rectify('Order 2: 24 February 2025 was a day off');
INSERT INTO calendar_days (day, working, basis) VALUES ('2025-02-24', false, 'not in the document');
COMMIT;
SELECT judged();
BEGIN;
SELECT rectify('Order 3: it was not, but 25 February was');
DELETE FROM calendar_days WHERE day = '2025-02-24';
INSERT INTO calendar_days (day, working, basis) VALUES ('2025-02-25', false, 'Order 3');
COMMIT;
SELECT judged();
DELETE FROM calendar_days WHERE day = '2025-02-25';
SELECT judged();

-- Measures that never were, under a change that was completed upon them: the change is irregular from then on. A change
-- of another party is not.
SELECT enter('party_changes', '{"party": "@other"}'), enter('party_changes', '{"party": "@joint"}'),
	   enter('protection_measures', '{"case_no": "C", "party": "@other"}'),
	   change('handovers', '{"case_no": "C"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}'),
	   change('party_changes', '{"party": "@other"}', '{"completed_on": "2025-06-20"}');
BEGIN;
SELECT rectify('Order 4: no measures were taken');
DELETE FROM protection_measures WHERE case_no = 'C';
COMMIT;
SELECT judged();

-- The number on paper is corrected after a liquidation: the case and the request were lawful before and are irregular now,
-- as cases and requests of a party that is liquidated are. What was entered past the rules stays unlawful.
SELECT enter('party_changes', '{"party": "@agency", "effective_on": "2025-02-01"}') \g /dev/null
SELECT judged FROM judged() WHERE judged ~ 'requests|cases';
UPDATE cases SET printed_no = '4/2025' WHERE case_no = 'D';
UPDATE requests SET printed_no = '5/2025' WHERE case_no = 'E';
SELECT enter('party_changes', '{"party": "@subsidiary", "effective_on": "2025-01-20"}');
UPDATE cases SET printed_no = 'E/2025' WHERE case_no = 'E';
SET session_replication_role = replica;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on, printed_no, recorded_by, entry_id)
VALUES ('planted', p('customer'), p('subsidiary'), 'works', 'Almaty', '2025-02-03', 'planted', 'nobody', nextval('entry_ids'));
RESET session_replication_role;
UPDATE cases SET printed_no = '6/2025' WHERE case_no = 'planted';
SELECT judged FROM judged() WHERE judged ~ 'requests|cases';

-- The same of a closed case: what is learnt after its closing stays irregular when the number on paper is corrected.
BEGIN;
SELECT take('G', 'handed', '{"carriers": ["M-8/1", "M-9/1", "M-10/1"]}'),
	   enter('carrier_marks', '{"carrier_id": "#M-8/1", "marked_on": "2025-04-01", "mark": null}'),
	   enter('carrier_marks', '{"carrier_id": "#M-9/1", "marked_on": "2025-04-01", "mark": null}'),
	   change('handovers', '{"case_no": "G", "carrier_id": "#M-10/1"}', '{"returned_on": "2025-04-10", "return_act_no": "back"}'),
	   change('cases', '{"case_no": "G"}', '{"closed_on": "2025-05-05"}'),
	   change('handovers', '{"case_no": "G", "carrier_id": "#M-9/1"}', '{"returned_on": "2025-05-10", "return_act_no": "back"}'),
	   enter('party_changes', '{"kind": "functions", "effective_on": "2025-04-03"}'),
	   enter('carrier_marks', '{"carrier_id": "#M-8/1", "marked_on": "2025-04-15", "mark": "secret"}'),
	   enter('carrier_marks', '{"carrier_id": "#M-9/1", "marked_on": "2025-04-15", "mark": "secret"}');
SELECT judged FROM judged() WHERE judged ~ 'cases . G';
UPDATE cases SET printed_no = '7/2025' WHERE case_no = 'G';
SELECT judged FROM judged() WHERE judged ~ 'cases . G';
ROLLBACK;

-- A rule that a rectification never sets aside, asked of entries that kept it: a supplement is withdrawn, and what its
-- successor was told of, arranged and ended was never the customer's. What is planted stays unlawful.
SELECT take('F', 'contracted', '{"customer": "@client", "carriers": ["M-12/1"]}');
SELECT enter('party_changes', '{"party": "@client", "kind": "functions", "effective_on": "2025-03-01"}'),
	   enter('supplements', '{"case_no": "F", "party": "@client", "concluded_on": "2025-03-02"}'),
	   enter('protections', '{"case_no": "F", "kind": "customer", "organizer": "@successor", "unit_settlement": "Almaty", "arranged_on": "2025-03-03"}'),
	   enter('party_changes', '{"party": "@successor", "change_no": "7", "kind": "works_terminated", "case_no": "F", "effective_on": "2025-03-05"}'),
	   enter('notices', '{"case_no": "F", "notice_no": "N7", "kind": "succession_security", "party": "@successor", "change_no": "7", "sent_on": "2025-03-06"}');
SELECT judged FROM judged() WHERE judged ~ 'r02|r08|r10_(notice|works)';
BEGIN;
SELECT rectify('Order 5: the supplement is that of another case');
DELETE FROM supplements WHERE case_no = 'F';
COMMIT;
SELECT judged FROM judged() WHERE judged ~ 'r02|r08|r10_(notice|works)';
SET session_replication_role = replica;
INSERT INTO notices (case_no, notice_no, kind, recipient, party, change_no, sent_on, entry_id)
VALUES ('F', 'planted', 'succession_security', 'a body', p('successor'), '7', '2025-03-06', nextval('entry_ids'));
RESET session_replication_role;
SELECT judged FROM judged() WHERE judged ~ 'r10_notice';

-- Secrets that never passed: what the other body permitted, and what was annexed and handed over under that.
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "settlement": "Astana", "disposes_of_secrets": true}'),
	   enter('disposal_successions', '{"carrier_id": "#M-7/1", "successor": "@spare", "effective_on": "2025-01-20"}');
SELECT take('G', 'handed', '{"authority": "@spare", "carriers": ["M-7/1"]}');
SELECT judged FROM judged() WHERE judged ~ '[|] G';
BEGIN;
SELECT rectify('Order 6: nothing passed');
DELETE FROM disposal_successions;
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] G';

-- The mark of a carrier, and its owner: who holds the carrier inside the contractor, and the line of the annex.
SELECT take('H', 'handed', '{"carriers": ["M-11/1"]}'),
	   enter('clearances', '{"clearance_no": "C-low", "highest_mark": "secret"}');
SELECT enter('holders', jsonb_build_object('handover', (SELECT entry_id FROM secretxfer.handovers WHERE case_no = 'H'), 'held_by', 'C-low', 'held_since', '2025-03-14'));
SELECT judged FROM judged() WHERE judged ~ 'holders|[|] H';
BEGIN;
SELECT rectify('Order 7: the mark');
UPDATE carriers SET mark = 'top_secret' WHERE carrier_id = c('M-11/1');
COMMIT;
SELECT regexp_replace(judged, '[|] [0-9]+, ', '| #, ') FROM judged() WHERE judged ~ 'holders|[|] H';
BEGIN;
SELECT rectify('Order 8: the owner');
UPDATE carriers SET mark = 'secret', owner = p('agency') WHERE carrier_id = c('M-11/1');
COMMIT;
SELECT judged FROM judged() WHERE judged ~ 'holders|[|] H';

\i test/fixtures/finish.sql
