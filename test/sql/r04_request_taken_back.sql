--
-- Provisions 4 and 5: the customer takes a request back, while nobody has answered it.
--
SET fixture.until = '2099-12-31';
\i test/fixtures/start.sql

-- Before the receipt and after it, also of a day before the receipt: letters cross; not before the request was sent.
SELECT take('K1', 'requested');
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-09"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-10"}');
SELECT change('requests', '{"case_no": "K1"}', '{"received_on": "2025-02-12"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-11"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-12"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2100-01-01"}');
-- in the case no answer stands: with an answer never, whatever the answer is, and after the answer is withdrawn again
SELECT enter('decisions', '{"case_no": "K1"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-21"}');
SELECT words(update_of('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-21"}'));
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-19"}');
SELECT change('decisions', '{"case_no": "K1"}', '{"outcome": "refused", "reasons": "not needed"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-21"}');
SELECT withdraw('decisions', '{"case_no": "K1"}');

-- From then on no answer, of whatever day; no receipt where there was none; and the day stays.
SELECT count(*) FROM answers_due WHERE case_no = 'K1';
SELECT stage, turn, requests_unanswered FROM case_status WHERE case_no = 'K1';
SELECT change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-14"}');
SELECT may_enter('decisions', '{"case_no": "K1"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-13"}');
SELECT words(insert_of('decisions', entry('decisions', '{"case_no": "K1"}')));
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-15"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"withdrawn_on": null}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"received_on": "2025-02-13"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"received_on": null}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"justification": "other"}');
SELECT may_change('requests', '{"case_no": "K1"}', '{"printed_no": "17/1"}');
SELECT may_withdraw('requests', '{"case_no": "K1"}');
SELECT may_enter('request_items', '{"case_no": "K1", "item_no": 2, "carrier_id": "#M-2/1"}');
SELECT may_change('request_items', '{"case_no": "K1"}', '{"carrier_id": "#M-2/1"}');
SELECT may_withdraw('request_items', '{"case_no": "K1"}');
SELECT take('K2', 'requested');
SELECT change('requests', '{"case_no": "K2"}', '{"withdrawn_on": "2025-02-14"}');
SELECT may_change('requests', '{"case_no": "K2"}', '{"received_on": "2025-02-12"}');
SELECT may_change('requests', '{"case_no": "K2"}', '{"received_on": "2025-02-17"}');
SELECT words(update_of('requests', '{"case_no": "K2"}', '{"received_on": "2025-02-13"}'));
SELECT may_enter('decisions', '{"case_no": "K2"}');
SELECT words(insert_of('request_items', entry('request_items', '{"case_no": "K2", "item_no": 2, "carrier_id": "#M-2/1"}')));
SELECT may_withdraw('request_items', '{"case_no": "K2"}');

-- Nothing is due any more, nobody waits, and the next step is a further request, which takes its course.
SELECT count(*) FROM answers_due WHERE case_no IN ('K1', 'K2');
SELECT count(*) FROM duties WHERE case_no IN ('K1', 'K2');
SELECT case_no, stage, turn, requests_unanswered FROM case_status WHERE case_no IN ('K1', 'K2') ORDER BY 1;
SELECT step, rule, who, what FROM next_steps('K1');
SELECT happened_on, event, entry FROM case_timeline WHERE case_no = 'K1' ORDER BY 1, 2;
SELECT may_enter('contracts', '{"case_no": "K1"}');
SELECT enter('requests', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-02-17"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R2"}');
SELECT step, rule, who, what FROM next_steps('K1') WHERE step = 1;
SELECT change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-18"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2"}');
SELECT enter('contracts', '{"case_no": "K1"}');
-- the line of what was taken back is annexed by nobody
SELECT may_enter('contract_items', '{"case_no": "K1"}');
SELECT enter('contract_items', '{"case_no": "K1", "request_no": "R2"}');

-- The body that let its term pass broke it until the request was taken back: received on 12 February, due on the 26th.
SELECT take('K3', 'received');
SELECT count(*) FROM breaches WHERE case_no = 'K3' AND breach = 'no_answer';
SELECT change('requests', '{"case_no": "K3"}', '{"withdrawn_on": "2025-03-03"}');
SELECT provision, breach, occurred_on, days FROM breaches WHERE case_no = 'K3' AND breach = 'no_answer';
SELECT take('K4', 'received');
SELECT change('requests', '{"case_no": "K4"}', '{"withdrawn_on": "2025-02-26"}');
SELECT count(*) FROM breaches WHERE case_no = 'K4' AND breach = 'no_answer';

-- Entered as a whole: taken back at once, received and taken back; the list may follow until COMMIT.
SELECT take('K5', 'opened');
SELECT may_enter('requests', '{"case_no": "K5", "withdrawn_on": "2025-02-11"}');
BEGIN;
SELECT enter('requests', '{"case_no": "K5", "request_no": "R3", "withdrawn_on": "2025-02-14"}');
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on, withdrawn_on)
SELECT case_no, 'R1', authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, '2025-02-12', '2025-02-14' FROM requests WHERE case_no = 'K5';
INSERT INTO request_items VALUES ('K5', 'R1', 1, c('M-1/1'));
COMMIT;
SELECT may_enter('decisions', '{"case_no": "K5"}');

-- In a closed case nothing is taken back any more, but a receipt is still recorded.
SELECT take('K6', 'requested');
SELECT change('cases', '{"case_no": "K6"}', '{"closed_on": "2025-06-02"}');
SELECT may_change('requests', '{"case_no": "K6"}', '{"withdrawn_on": "2025-02-14"}');
SELECT may_change('requests', '{"case_no": "K6"}', '{"received_on": "2025-02-14"}');
SELECT may_change('requests', '{"case_no": "K6"}', '{"received_on": "2025-02-14", "withdrawn_on": "2025-02-14"}');

-- A case is not closed before its request was taken back.
SELECT may_change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-02-13"}');

-- Who: the customer, not the body; the body the receipt, and neither the other's.  The successor of the customer.
CREATE ROLE regress_secretxfer_tb_customer;
CREATE ROLE regress_secretxfer_tb_successor;
CREATE ROLE regress_secretxfer_tb_body;
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_tb_customer, regress_secretxfer_tb_successor, regress_secretxfer_tb_body;
GRANT SELECT ON fixture.numbers TO regress_secretxfer_tb_customer, regress_secretxfer_tb_successor, regress_secretxfer_tb_body;
SELECT admit('regress_secretxfer_tb_customer', p('customer'), 'customer');
SELECT admit('regress_secretxfer_tb_successor', p('successor'), 'customer');
SELECT admit('regress_secretxfer_tb_body', p('ministry'), 'authority');
SELECT take('K7', 'contracted');
SELECT enter('requests', '{"case_no": "K7", "request_no": "R2", "sent_on": "2025-03-10"}');
SELECT try_as('regress_secretxfer_tb_body', $$UPDATE requests SET withdrawn_on = '2025-03-11' WHERE case_no = 'K7' AND request_no = 'R2'$$);
SELECT try_as('regress_secretxfer_tb_customer', $$UPDATE requests SET withdrawn_on = '2025-03-11' WHERE case_no = 'K7' AND request_no = 'R2'$$);
SELECT enter('party_changes', '{"party": "@customer", "effective_on": "2025-04-01"}');
SELECT enter('supplements', '{"case_no": "K7", "concluded_on": "2025-04-02"}');
SELECT try_as('regress_secretxfer_tb_customer', $$UPDATE requests SET withdrawn_on = '2025-04-03' WHERE case_no = 'K7' AND request_no = 'R2'$$);
SELECT try_as('regress_secretxfer_tb_successor', $$UPDATE requests SET withdrawn_on = '2025-04-03' WHERE case_no = 'K7' AND request_no = 'R2'$$);
DROP OWNED BY regress_secretxfer_tb_customer, regress_secretxfer_tb_successor, regress_secretxfer_tb_body;
SELECT dismiss('regress_secretxfer_tb_customer', p('customer'), 'customer');
SELECT dismiss('regress_secretxfer_tb_successor', p('successor'), 'customer');
SELECT dismiss('regress_secretxfer_tb_body', p('ministry'), 'authority');
DROP ROLE regress_secretxfer_tb_customer, regress_secretxfer_tb_successor, regress_secretxfer_tb_body;

-- Put right: taken back by mistake, and the answer follows.
BEGIN;
SELECT rectify('Order 1 of 3 March 2025');
UPDATE requests SET withdrawn_on = NULL WHERE case_no = 'K4';
COMMIT;
SELECT may_enter('decisions', '{"case_no": "K4"}');
SELECT rule, severity, "table", key FROM verify() WHERE rule IS NOT NULL AND rule NOT LIKE '%r00_settled' ORDER BY 1, 4;

-- Letters cross: taken back on one day, received on the next.
SELECT take('K9', 'received', '{"contractor": "@joint", "carriers": ["M-12/1"]}');
SELECT change('requests', '{"case_no": "K9"}', '{"withdrawn_on": "2025-02-11"}');
SELECT count(*) FROM answers_due WHERE case_no = 'K9';
SELECT severity, rule, key FROM verify() WHERE key LIKE 'K9%';

-- An answer that came all the same is entered under a basis, and permits nothing: no contract, no annex line, no hand-over,
-- no access becomes possible by it.
SELECT take('T1', 'received', '{"contractor": "@other", "carriers": ["M-10/1", "M-11/1"]}'), take('T2', 'received', '{"contractor": "@other", "service": true}');
UPDATE requests SET withdrawn_on = '2025-02-14' WHERE case_no IN ('T1', 'T2');
BEGIN;
SELECT rectify('Order 2 of 3 March 2025') \g /dev/null
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
SELECT c, 'R1', 'D-1', '2025-02-20', 'permitted', 'Surname Name', 'head' FROM unnest('{T1,T2}'::text[]) c;
COMMIT;
SELECT words(insert_of('contracts', entry('contracts', '{"case_no": "T1"}')));
SELECT case_no, rule, what FROM unnest('{T1,T2}'::text[]) case_no, LATERAL next_steps(case_no) WHERE rule ~ 'r0[67]' ORDER BY case_no, step;
BEGIN;
SELECT rectify('Order 3 of 4 March 2025: concluded all the same') \g /dev/null
INSERT INTO contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
	protection_financing, permit_no, responsible_unit, unit_designated_by, information_statement)
SELECT c, '42', '2025-03-03', 'inspections', 'inspections', 'liable', 'paid', 'P-other', 'a unit', 'an order',
	CASE c WHEN 'T2' THEN 'what circulates' END FROM unnest('{T1,T2}'::text[]) c;
INSERT INTO contract_items (case_no, annex_no, request_no, item_no) VALUES ('T1', '1', 'R1', 1);
COMMIT;
SELECT enter('notices', jsonb_build_object('case_no', c)), enter('protections', jsonb_build_object('case_no', c)) FROM unnest('{T1,T2}'::text[]) c;
SELECT words(insert_of('contract_items', entry('contract_items', '{"case_no": "T1", "annex_no": "2", "item_no": 2}')));
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "T1", "carrier_id": "#M-10/1"}')));
SELECT may_enter('system_accesses', '{"case_no": "T2"}');
-- what was handed over all the same is a breach and due back, until another permission covers it
BEGIN;
SELECT rectify('Order 4 of 5 March 2025: handed over all the same') \g /dev/null
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('T1', c('M-10/1'), '2025-03-12', 'act', 'C-other');
INSERT INTO system_accesses (case_no, clearance_no, granted_on) VALUES ('T2', 'C-other', '2025-03-12');
COMMIT;
SELECT severity, rule, "table", split_part(key, ',', 1), detail FROM verify() WHERE key ~ '^T' AND rule !~ 'r04_taken_back' ORDER BY 3, 2, 4;
SELECT case_no, provision, breach FROM breaches WHERE case_no ~ '^T' ORDER BY 1, 3;
SELECT case_no, reasons FROM returns_due WHERE case_no ~ '^T' ORDER BY 1;
SELECT case_no, rule, what FROM unnest('{T1,T2}'::text[]) case_no, LATERAL next_steps(case_no) WHERE rule ~ 'r0[67]' ORDER BY case_no, step;

\i test/fixtures/finish.sql
