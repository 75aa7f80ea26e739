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

SELECT DISTINCT severity, rule FROM verify() WHERE severity NOT IN ('warning', 'guard') ORDER BY 2;
\i test/fixtures/finish.sql
