--
-- Provision 10: a change of a party that is called off; the end of the works of one case.
--
\i test/fixtures/start.sql

-- A liquidation is called off by a document: not before it took effect, on its day, later; never without the document.
SELECT take('K1', 'handed', '{"carriers": ["M-1/1", "M-2/1"]}');
SELECT take('K2', 'protected', '{"carriers": ["M-1/2"], "customer": "@client"}');
SELECT enter('party_changes', '{"effective_on": "2025-04-01"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-03-31", "call_off_document": "a judgement"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-04-01", "call_off_document": "a judgement"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-05-05"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-05-05", "call_off_document": " "}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"call_off_document": "a judgement"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"call_off_document": ""}');
SELECT words(update_of('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-05-05", "completed_on": "2025-05-05", "call_off_document": "a judgement"}'));
-- as a step
SELECT detail FROM check_entry('party_changes', jsonb_build_object('party', p('builder'), 'change_no', '1', 'called_off_on', '2025-05-05')) WHERE verdict = 'failed';

-- While it stands everything is blocked; from the day of the calling off nothing is, and what lies between stays blocked.
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-05-06"}');
SELECT rule, who FROM next_steps('K1') ORDER BY rule;
SELECT stage FROM case_status WHERE case_no = 'K2';
SELECT act FROM duties WHERE case_no = 'K1' AND provision = '10' ORDER BY 1;
SELECT count(*) FROM returns_due WHERE case_no = 'K1' AND 'contractor_liquidation' = ANY (reasons);
SELECT change('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-05-05", "call_off_document": "a judgement"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-03-31"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-05-04"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-05-05"}');
SELECT may_enter('cases', '{"case_no": "N1", "opened_on": "2025-05-04"}');
SELECT may_enter('cases', '{"case_no": "N1", "opened_on": "2025-05-05"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-05-04"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-05-05"}');
SELECT count(*) FROM next_steps('K2') WHERE rule LIKE '%r10%';
SELECT stage FROM case_status WHERE case_no = 'K2';
SELECT act FROM duties WHERE case_no = 'K1' AND provision = '10' ORDER BY 1;
SELECT count(*) FROM returns_due WHERE case_no = 'K1' AND 'contractor_liquidation' = ANY (reasons);
SELECT happened_on, event FROM case_timeline WHERE case_no = 'K1' AND entered_in = 'party_changes' ORDER BY happened_on;
-- measures are not asked for any more where the case is closed from that day on
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-05-02", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-05-04"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-05-05"}');

-- It is called off once, is then never completed, and stands.
SELECT may_change('party_changes', '{"party": "@builder"}', '{"completed_on": "2025-06-02"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-05-06"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"called_off_on": null, "call_off_document": null}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"document": "another"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"call_off_document": "another"}');
-- nor is a completed one called off
SELECT enter('party_changes', '{"party": "@joint", "effective_on": "2025-04-01", "completed_on": "2025-05-05"}');
SELECT may_change('party_changes', '{"party": "@joint"}', '{"called_off_on": "2025-04-15", "call_off_document": "a judgement"}');
SELECT may_change('party_changes', '{"party": "@joint"}', '{"called_off_on": "2025-05-06", "call_off_document": "a judgement"}');

-- A second liquidation after the one that was called off blocks like any other; each needs its measures.
SELECT take('K3', 'handed', '{"carriers": ["M-6/1"], "customer": "@client"}');
SELECT enter('party_changes', '{"change_no": "2", "effective_on": "2025-07-01"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-06-30"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-07-01"}');
SELECT change('handovers', '{"case_no": "K3"}', '{"returned_on": "2025-07-02", "return_act_no": "back"}');
SELECT may_change('party_changes', '{"party": "@builder", "change_no": "2"}', '{"completed_on": "2025-08-01"}');
SELECT enter('protection_measures', '{"case_no": "K3", "change_no": "2", "taken_on": "2025-07-02"}');
SELECT change('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}', '{"returned_on": "2025-05-02", "return_act_no": "back"}');
SELECT change('party_changes', '{"party": "@builder", "change_no": "2"}', '{"completed_on": "2025-08-01"}');

-- A customer: between the two days the works wait for a supplement, and go on from the calling off without one.
SELECT take('C1', 'protected', '{"carriers": ["M-5/1", "M-9/1"], "customer": "@office", "contractor": "@other"}');
SELECT enter('party_changes', '{"party": "@office", "effective_on": "2025-04-01"}');
SELECT enter('party_changes', '{"party": "@office", "change_no": "2", "kind": "functions", "effective_on": "2025-06-10"}');
SELECT change('party_changes', '{"party": "@office", "change_no": "1"}', '{"called_off_on": "2025-05-05", "call_off_document": "an order"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1", "handed_on": "2025-05-04"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1", "handed_on": "2025-05-05"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1", "handed_on": "2025-06-09"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1", "handed_on": "2025-06-10"}');
-- a supplement names it only while it stands
SELECT may_enter('supplements', '{"case_no": "C1", "party": "@office", "concluded_on": "2025-05-04"}');
SELECT words(insert_of('supplements', entry('supplements', '{"case_no": "C1", "party": "@office", "concluded_on": "2025-05-05"}')));
-- a supplement that stands keeps its successor: the case goes on with it, and needs the notices
SELECT enter('supplements', '{"case_no": "C1", "party": "@office", "concluded_on": "2025-04-15"}');
SELECT present_customer FROM case_status WHERE case_no = 'C1';
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1", "handed_on": "2025-05-05"}');
SELECT enter('notices', '{"case_no": "C1", "notice_no": "N5", "kind": "succession_security", "party": "@office", "change_no": "1", "sent_on": "2025-05-06"}');
SELECT enter('notices', '{"case_no": "C1", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@office", "change_no": "1", "sent_on": "2025-05-06"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1", "handed_on": "2025-05-06"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1", "handed_on": "2025-06-11"}');
SELECT count(*) FROM duties WHERE case_no = 'C1' AND provision = '10';
-- the former customer, which was not liquidated after all, may succeed in its turn
SELECT enter('party_changes', '{"party": "@successor", "effective_on": "2025-07-01"}');
SELECT may_enter('supplements', '{"case_no": "C1", "supplement_no": "S2", "party": "@successor", "successor": "@office", "concluded_on": "2025-07-02"}');

-- A disposing body whose liquidation is called off receives and answers again; a citizen's and a system's works go on.
SELECT take('B1', 'requested', '{"carriers": ["A-2/1"], "authority": "@agency", "customer": "@client", "contractor": "@other"}');
SELECT enter('party_changes', '{"party": "@agency", "effective_on": "2025-02-11", "called_off_on": "2025-02-13", "call_off_document": "a decree"}');
SELECT may_change('requests', '{"case_no": "B1"}', '{"received_on": "2025-02-12"}');
SELECT may_change('requests', '{"case_no": "B1"}', '{"received_on": "2025-02-13"}');
SELECT take('S1', 'protected', '{"service": true, "customer": "@client", "contractor": "@student"}');
SELECT enter('party_changes', '{"party": "@student", "kind": "works_terminated", "effective_on": "2025-04-01", "called_off_on": "2025-04-10", "call_off_document": "a statement"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-09"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-10"}');
-- what was called off on its very day blocked nothing
SELECT enter('party_changes', '{"party": "@student", "change_no": "2", "effective_on": "2025-05-05", "called_off_on": "2025-05-05", "call_off_document": "a statement"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-05-05"}');

-- A registrar takes it back under a basis; what was granted on its strength is then shown.
SELECT enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-12"}');
BEGIN;
SELECT rectify('Order 5: the statement was of another person') \g /dev/null
UPDATE party_changes SET called_off_on = NULL, call_off_document = NULL WHERE party = p('student') AND change_no = '1';
COMMIT;
SELECT set_aside FROM rectifications WHERE "table" = 'party_changes';
SELECT case_no, breach, occurred_on FROM breaches WHERE case_no = 'S1' AND provision = '10';
SELECT severity, rule, "table", key FROM verify() WHERE severity IN ('unlawful', 'irregular');

\i test/fixtures/finish.sql
