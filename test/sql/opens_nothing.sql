--
-- A rectification opens nothing: what was entered under a basis against a rule makes no later act possible that would be
-- refused without. What is learnt of late changes nothing.
--
\i test/fixtures/start.sql
SET client_min_messages = warning;

-- 9: a lifting although the breach that the suspension names is not remedied. Other breaches are not asked for.
SELECT take('S', 'protected', '{"carriers": ["M-1/1"]}'), take('S2', 'protected', '{"contractor": "@citizen", "service": true}') \g /dev/null
SELECT enter('violations', jsonb_build_object('case_no', k)), enter('violations', jsonb_build_object('case_no', k, 'violation_no', 'V2')),
	enter('suspensions', jsonb_build_object('case_no', k)) FROM unnest('{S,S2}'::text[]) k;
BEGIN;
SELECT rectify('Order 1: lifted all the same') \g /dev/null
UPDATE suspensions SET lifted_on = '2025-04-05';
COMMIT;
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "S", "handed_on": "2025-04-10"}')));
SELECT may_enter('system_accesses', '{"case_no": "S2", "granted_on": "2025-04-10"}');
SELECT may_enter('handovers', '{"case_no": "S", "handed_on": "2025-04-01"}');
SELECT rule, what FROM next_steps('S') WHERE provision ~ '^9' ORDER BY step;
-- the hand-over that took place all the same is one while the works were suspended
BEGIN;
SELECT rectify('Order 2: handed over all the same') \g /dev/null
SELECT enter('violations', '{"case_no": "S", "violation_no": "V3"}') \g /dev/null
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('S', c('M-1/1'), '2025-04-10', 'act', 'C-builder');
SELECT DISTINCT severity, rule, "table" FROM verify() WHERE rule ~ 'r09' ORDER BY 2;
SELECT provision, breach FROM breaches WHERE case_no = 'S' AND breach ~ '^transfer';
ROLLBACK;
-- once the breach is remedied, the works go on, whatever else was breached
SELECT change('violations', '{"case_no": "S", "violation_no": "V1"}', '{"remedied_on": "2025-04-08"}');
SELECT may_enter('handovers', '{"case_no": "S", "handed_on": "2025-04-07"}');
SELECT may_enter('handovers', '{"case_no": "S", "handed_on": "2025-04-08"}');

-- 7: a contract of before every permission. Its annex, a hand-over and an access need one of the day of a permission.
SELECT take('C', 'contracted', '{"carriers": ["M-5/1", "M-6/1"]}'), take('C2', 'protected', '{"contractor": "@citizen", "service": true}') \g /dev/null
BEGIN;
SELECT rectify('Order 3: concluded before the permission') \g /dev/null
UPDATE contracts SET concluded_on = '2025-02-19' WHERE case_no ~ '^C';
COMMIT;
SELECT words(insert_of('contract_items', entry('contract_items', '{"case_no": "C", "annexed_on": "2025-03-03"}')));
SELECT may_enter('system_accesses', '{"case_no": "C2"}');
BEGIN;
SELECT rectify('Order 4: annexed all the same') \g /dev/null
INSERT INTO contract_items (case_no, annex_no, request_no, item_no, annexed_on) VALUES ('C', '1', 'R1', 1, '2025-03-03');
COMMIT;
SELECT enter('notices', '{"case_no": "C"}'), enter('protections', '{"case_no": "C"}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "C", "carrier_id": "#M-5/1"}')));
SELECT what FROM next_steps('C') WHERE rule ~ 'r07_permission_first';
-- what took place all the same is a breach
BEGIN;
SELECT rectify('Order 4: handed over all the same') \g /dev/null
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('C', c('M-5/1'), '2025-03-12', 'act', 'C-builder');
INSERT INTO system_accesses (case_no, clearance_no, granted_on) VALUES ('C2', 'C-citizen', '2025-03-12');
SELECT severity, rule, "table", detail FROM verify() WHERE rule ~ 'r07' ORDER BY 3, 4;
SELECT case_no, breach FROM breaches WHERE case_no ~ '^C' AND breach ~ '^transfer' ORDER BY 1;
ROLLBACK;
-- the day was wrong, or the contract was concluded anew
BEGIN;
SELECT rectify('Order 5: the day was wrong') \g /dev/null
UPDATE contracts SET concluded_on = '2025-03-03' WHERE case_no = 'C';
SELECT may_enter('handovers', '{"case_no": "C", "carrier_id": "#M-5/1"}');
ROLLBACK;
SELECT take('C3', 'contracted', '{"carriers": ["M-7/1"]}') \g /dev/null
BEGIN;
SELECT rectify('Order 6: concluded before the permission') \g /dev/null
UPDATE contracts SET concluded_on = '2025-02-19' WHERE case_no = 'C3';
COMMIT;
SELECT withdraw('contracts', '{"case_no": "C3"}'), enter('contracts', '{"case_no": "C3"}'), enter('contract_items', '{"case_no": "C3"}');
-- a permission that is withdrawn as of the day of the contract, or before, was one
SELECT change('decisions', '{"case_no": "C3"}', '{"withdrawn_on": "2025-03-01", "withdrawal_reasons": "x"}');
SELECT enter('requests', '{"case_no": "C3", "request_no": "R2", "sent_on": "2025-03-04"}'), enter('request_items', '{"case_no": "C3", "request_no": "R2", "carrier_id": "#M-7/1"}');
SELECT change('requests', '{"case_no": "C3", "request_no": "R2"}', '{"received_on": "2025-03-05"}'), enter('decisions', '{"case_no": "C3", "request_no": "R2", "sent_on": "2025-03-06"}');
SELECT enter('contract_items', '{"case_no": "C3", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-07"}');

-- 3(3): a notice of before the contract.
SELECT take('N', 'contracted', '{"contractor": "@citizen", "service": true}') \g /dev/null
BEGIN;
SELECT rectify('Order 7: the notice came first') \g /dev/null
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on) VALUES ('N', 'N1', 'contract', 'the security body in Almaty', '2025-02-28');
COMMIT;
SELECT enter('protections', '{"case_no": "N", "kind": "customer"}');
SELECT may_enter('system_accesses', '{"case_no": "N"}');
SELECT enter('notices', '{"case_no": "N", "notice_no": "N2"}');
SELECT may_enter('system_accesses', '{"case_no": "N"}');

-- 5: excluded lines that are no simple list.
SELECT take('E', 'contracted', '{"carriers": ["M-8/1", "M-9/1", "M-10/1"]}') \g /dev/null
BEGIN;
SELECT rectify('Order 8: as the answer says') \g /dev/null
UPDATE decisions SET excluded_items = '{1,1,2}' WHERE case_no = 'E';
SELECT may_enter('contract_items', jsonb_build_object('case_no', 'E', 'item_no', n)) FROM generate_series(2, 3) n;
UPDATE decisions SET excluded_items = '{1,null}' WHERE case_no = 'E';
SELECT may_enter('contract_items', jsonb_build_object('case_no', 'E', 'item_no', n)) FROM generate_series(2, 3) n;
ROLLBACK;

-- 8(4): a provider that is the contractor itself.
SELECT take('P', 'noticed', '{"carriers": ["M-11/1"]}') \g /dev/null
BEGIN;
SELECT rectify('Order 9: the contractor is its own provider') \g /dev/null
UPDATE parties SET state_share = 100, protection_mandate = 'an act' WHERE idn = p('builder');
INSERT INTO permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark) VALUES ('P-more', p('builder'), '2024-01-10', '2026-06-30', 'a body', 'top_secret');
INSERT INTO protections (case_no, kind, arranged_on, organizer, service_contract_no, service_contract_on, contractor_permit_no, contractor_permit_marked_on, provider_permit_no, provider_permit_marked_on)
VALUES ('P', 'provider', '2025-03-06', p('builder'), '7', '2025-03-05', 'P-builder', '2025-03-06', 'P-more', '2025-03-06');
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on) VALUES ('P', 'N2', 'courier_service', 'x', '2025-03-06'), ('P', 'N3', 'postal_service', 'x', '2025-03-06');
COMMIT;
SELECT may_enter('handovers', '{"case_no": "P", "carrier_id": "#M-11/1"}');

-- 10 paragraph 2: measures of before the change.
SELECT take('M', 'handed', '{"contractor": "@other", "carriers": ["M-12/1"]}') \g /dev/null
SELECT enter('party_changes', '{"party": "@other"}');
BEGIN;
SELECT rectify('Order 10: measures of before') \g /dev/null
INSERT INTO protection_measures (case_no, party, change_no, taken_on, measures) VALUES ('M', p('other'), '1', '2025-05-30', 'taken');
COMMIT;
SELECT change('handovers', '{"case_no": "M"}', '{"returned_on": "2025-06-10", "return_act_no": "b"}');
SELECT may_change('cases', '{"case_no": "M"}', '{"closed_on": "2025-06-11"}');
SELECT count(*) FROM duties WHERE case_no = 'M' AND act ~ 'measures';
SELECT change('protection_measures', '{"case_no": "M"}', '{"taken_on": "2025-06-02"}');
SELECT may_change('cases', '{"case_no": "M"}', '{"closed_on": "2025-06-11"}');

-- 10 paragraph 1: a supplement of before the change that it names.
SELECT take('U', 'protected', '{"customer": "@client", "carriers": ["M-2/1"]}') \g /dev/null
SELECT enter('party_changes', '{"party": "@client", "kind": "functions"}');
BEGIN;
SELECT rectify('Order 11: a supplement of before') \g /dev/null
INSERT INTO supplements (case_no, supplement_no, party, change_no, successor, successor_powers, concluded_on) VALUES ('U', 'S1', p('client'), '1', p('successor'), 'an act', '2025-05-30');
COMMIT;
SELECT enter('notices', '{"case_no": "U", "notice_no": "N2", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-06-11"}'),
	enter('notices', '{"case_no": "U", "notice_no": "N3", "kind": "succession_authority", "authority": "@ministry", "party": "@client", "change_no": "1", "sent_on": "2025-06-11"}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "U", "carrier_id": "#M-2/1", "handed_on": "2025-06-12"}')));
SELECT present_customer('U', p('client')) = p('client') AS still_customer;
SELECT enter('supplements', '{"case_no": "U", "supplement_no": "S2", "party": "@client"}');
SELECT may_enter('handovers', '{"case_no": "U", "carrier_id": "#M-2/1", "handed_on": "2025-06-12"}');

-- 4(2), 7: a carrier that came into the list after the answer: the body was not asked for it. The answer that is entered
-- anew is about the list as it is.
SELECT take('L', 'protected', '{"carriers": ["M-5/1"]}') \g /dev/null
BEGIN;
SELECT rectify('Order 12: a further line') \g /dev/null
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('L', 'R1', 2, c('M-4/1'));
COMMIT;
SELECT words(insert_of('contract_items', entry('contract_items', '{"case_no": "L", "annex_no": "2", "item_no": 2, "annexed_on": "2025-03-12"}')));
SELECT may_enter('handovers', '{"case_no": "L", "carrier_id": "#M-5/1"}');
BEGIN;
SELECT rectify('Order 12: annexed, noticed and handed over all the same') \g /dev/null
INSERT INTO contract_items (case_no, annex_no, request_no, item_no, annexed_on) VALUES ('L', '2', 'R1', 2, '2025-03-12');
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on) VALUES ('L', 'N2', 'contract', 'x', '2025-03-12');
COMMIT;
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "L", "carrier_id": "#M-4/1", "handed_on": "2025-03-13"}')));
BEGIN;
SELECT rectify('Order 12: handed over all the same') \g /dev/null
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('L', c('M-4/1'), '2025-03-13', 'act', 'C-builder');
SELECT severity, rule, "table", detail FROM verify() WHERE rule ~ 'r0[47]' ORDER BY 3;
SELECT breach FROM breaches WHERE case_no = 'L' AND breach ~ '^transfer';
SELECT carrier_id = c('M-4/1') AS listed_late, reasons FROM returns_due WHERE case_no = 'L';
ROLLBACK;
BEGIN;
SELECT rectify('Order 13: the body answered for both') \g /dev/null
CREATE TEMP TABLE answer ON COMMIT DROP AS SELECT * FROM decisions WHERE case_no = 'L';
DELETE FROM decisions WHERE case_no = 'L';
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
	SELECT case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as FROM answer;
COMMIT;
SELECT may_enter('handovers', '{"case_no": "L", "carrier_id": "#M-4/1", "handed_on": "2025-03-13"}');
-- the line that gets another carrier is a line of after the answer
BEGIN;
SELECT rectify('Order 14: another carrier') \g /dev/null
UPDATE request_items SET carrier_id = c('M-6/1') WHERE case_no = 'L' AND item_no = 2;
SELECT may_enter('handovers', '{"case_no": "L", "carrier_id": "#M-6/1", "handed_on": "2025-03-13"}');
ROLLBACK;

-- 4 paragraph 1: a request to a body that disposes of no secrets, and one that only pretends to.
SELECT take('A', 'opened', '{"service": true}'), take('A2', 'opened', '{"service": true}') \g /dev/null
BEGIN;
SELECT rectify('Order 15: to whom it was sent') \g /dev/null
UPDATE parties SET disposes_of_secrets = true WHERE idn = p('successor');
SELECT enter('requests', '{"case_no": "A", "authority": "@client", "information_statement": "what circulates"}'),
	enter('requests', '{"case_no": "A2", "authority": "@successor", "information_statement": "what circulates"}');
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, information_statement)
	VALUES ('A', 'R1', p('client'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', 'what circulates'),
		('A2', 'R1', p('successor'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', 'what circulates');
COMMIT;
SELECT change('requests', '{"case_no": "A"}', '{"received_on": "2025-02-12"}'), change('requests', '{"case_no": "A2"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "A"}'), enter('decisions', '{"case_no": "A2"}');
SELECT words(insert_of('contracts', entry('contracts', jsonb_build_object('case_no', k, 'information_statement', 'what circulates')))) FROM unnest('{A,A2}'::text[]) k;
SELECT may_enter('carriers', '{"owner": "@successor", "account_no": "S-1"}');

-- what a body permitted that disposes of nothing any more, and says so, stays permitted
SELECT take('Y', 'protected', '{"contractor": "@citizen", "service": true}') \g /dev/null
BEGIN;
SELECT change('parties', '{"idn": "@ministry"}', '{"disposes_of_secrets": false}');
SELECT may_enter('system_accesses', '{"case_no": "Y"}');
ROLLBACK;

-- 2: a state body is no contractor, a citizen no customer.
SELECT take('K', 'protected', '{"carriers": ["M-7/1"]}'), take('K2', 'protected', '{"carriers": ["M-7/1"], "customer": "@client"}') \g /dev/null
BEGIN;
SELECT rectify('Order 16: kinds of parties') \g /dev/null
UPDATE cases SET customer = p('citizen') WHERE case_no = 'K2';
COMMIT;
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-7/1"}');
BEGIN;
SELECT rectify('Order 16: kinds of parties') \g /dev/null
UPDATE parties SET kind = 'state_body' WHERE idn = p('builder');
SELECT may_enter('handovers', '{"case_no": "K", "carrier_id": "#M-7/1"}');
ROLLBACK;
SELECT may_enter('handovers', '{"case_no": "K", "carrier_id": "#M-7/1"}');

-- 6 paragraph 3: a service contract without its statement. 6(4): an annex of before the contract.
SELECT take('I', 'protected', '{"contractor": "@citizen", "service": true}'), take('X', 'protected', '{"carriers": ["M-8/1", "M-9/1"]}') \g /dev/null
SELECT may_enter('system_accesses', '{"case_no": "I"}');
BEGIN;
SELECT rectify('Order 17: the statement was none') \g /dev/null
UPDATE contracts SET information_statement = NULL WHERE case_no = 'I';
UPDATE contract_items SET annexed_on = '2025-03-01' WHERE case_no = 'X' AND item_no = 1;
COMMIT;
SELECT words(insert_of('system_accesses', entry('system_accesses', '{"case_no": "I"}')));
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "X", "carrier_id": "#M-8/1"}')));
SELECT may_enter('handovers', '{"case_no": "X", "carrier_id": "#M-9/1"}');
-- nor by a further line of another period
SELECT enter('requests', '{"case_no": "X", "request_no": "R2", "transfer_from": "2025-06-01"}'), enter('request_items', '{"case_no": "X", "request_no": "R2", "carrier_id": "#M-8/1"}'),
	change('requests', '{"case_no": "X", "request_no": "R2"}', '{"received_on": "2025-02-12"}'), enter('decisions', '{"case_no": "X", "request_no": "R2"}'),
	enter('contract_items', '{"case_no": "X", "annex_no": "9", "request_no": "R2"}'), enter('notices', '{"case_no": "X", "notice_no": "N9", "sent_on": "2025-03-05"}');
SELECT may_enter('handovers', '{"case_no": "X", "carrier_id": "#M-8/1"}');
SELECT may_enter('handovers', '{"case_no": "X", "carrier_id": "#M-8/1", "handed_on": "2025-06-02"}');

-- 7: a permission that leaves everything out.
SELECT take('E2', 'permitted', '{"carriers": ["M-10/1"]}') \g /dev/null
BEGIN;
SELECT rectify('Order 18: nothing was permitted') \g /dev/null
UPDATE decisions SET excluded_items = '{1}' WHERE case_no = 'E2';
COMMIT;
SELECT may_enter('contracts', '{"case_no": "E2"}');
BEGIN;
SELECT rectify('Order 18: a line that was never asked for') \g /dev/null
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('E2', 'R1', 2, c('M-12/1'));
SELECT may_enter('contracts', '{"case_no": "E2"}');
ROLLBACK;

-- 8(4): permits marked before the contract for services. 8(3): nobody is its own affiliate, under a basis neither.
SELECT take('W', 'noticed', '{"contractor": "@joint", "carriers": ["M-11/1"]}') \g /dev/null
INSERT INTO protections (case_no, kind, arranged_on, organizer, service_contract_no, service_contract_on, contractor_permit_no, contractor_permit_marked_on, provider_permit_no, provider_permit_marked_on)
VALUES ('W', 'provider', '2025-03-06', p('provider'), '7', '2025-03-05', 'P-joint', '2025-03-06', 'P-provider', '2025-03-06');
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on) VALUES ('W', 'N2', 'courier_service', 'x', '2025-03-06'), ('W', 'N3', 'postal_service', 'x', '2025-03-06');
SELECT may_enter('handovers', '{"case_no": "W", "carrier_id": "#M-11/1"}');
BEGIN;
SELECT rectify('Order 19: marked before') \g /dev/null
UPDATE protections SET provider_permit_marked_on = '2025-03-04' WHERE case_no = 'W';
COMMIT;
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "W", "carrier_id": "#M-11/1"}')));
BEGIN;
SELECT rectify('Order 20: its own affiliate') \g /dev/null
SELECT words(insert_of('affiliations', jsonb_build_object('party', p('builder'), 'quasi_state', p('builder'), 'since', '2024-01-10')));
ROLLBACK;

SELECT DISTINCT severity, rule FROM verify() WHERE severity NOT IN ('warning', 'guard') ORDER BY 2;
\i test/fixtures/finish.sql
