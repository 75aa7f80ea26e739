--
-- A body in liquidation permits nothing, although its liquidation is learnt of after its answer (provisions 5, 7): every act
-- asks for it, and what is out is due back.  Likewise where there never was a permission.
--
\i test/fixtures/start.sql
\i test/fixtures/valid_today.sql
SELECT take('K1', 'handed', '{"carriers": ["M-1/1", "M-1/2"]}'), take('K2', 'permitted', '{"carriers": ["M-5/1"]}'), take('K3', 'contracted', '{"carriers": ["M-6/1"]}'), take('S1', 'handed', '{"service": true}');
SELECT enter('party_changes', '{"party": "@ministry", "effective_on": "2025-02-15"}');
SELECT * FROM found();
SELECT case_no, breach, occurred_on, entered_in, entry FROM breaches WHERE provision = '7' ORDER BY 1, 5;
SELECT case_no, carrier_id, clearance_no, due_since, reasons, translated(reasons[1]) FROM returns_due ORDER BY 1, 2;
SELECT case_no, debtor, act, provision, arose_on FROM duties WHERE provision = '7' ORDER BY 1, 3, carrier_id;
SELECT step, rule, who, what FROM next_steps('K1');
SELECT step, rule, who, what FROM next_steps('S1');
-- nothing further goes under such a permission
SELECT change('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}', '{"returned_on": "2025-04-01", "return_act_no": "r"}');
SELECT change('system_accesses', '{"case_no": "S1"}', '{"ended_on": "2025-04-01"}');
SELECT * FROM found() WHERE "table" IN ('handovers', 'system_accesses');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-02", "act_no": "2"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-02"}');
SELECT words(insert_of('contract_items', entry('contract_items', '{"case_no": "K3"}')));
SELECT words(insert_of('contracts', entry('contracts', '{"case_no": "K2"}')));
-- called off before the answer, it was none
BEGIN;
SELECT change('party_changes', '{"party": "@ministry"}', '{"called_off_on": "2025-02-19", "call_off_document": "a ruling"}');
SELECT * FROM found();
SELECT may_enter('contracts', '{"case_no": "K2"}');
SELECT count(*) FROM returns_due;
ROLLBACK;
-- a permission of the body to which the secrets pass serves
SELECT enter('disposal_successions', '{"successor": "@agency", "effective_on": "2025-04-03"}');
SELECT write('requests', '{"case_no": "K1", "request_no": "R2", "authority": "@agency", "sent_on": "2025-04-07"}'), write('request_items', '{"case_no": "K1", "request_no": "R2", "carrier_id": "#M-1/2"}') \g /dev/null
UPDATE requests SET received_on = '2025-04-08' WHERE request_no = 'R2';
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-04-09"}');
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "3", "request_no": "R2", "annexed_on": "2025-04-10"}');
SELECT count(*) FROM returns_due WHERE case_no = 'K1';
\i test/fixtures/finish.sql

-- The answer was a refusal, as is put right under a basis.
\i test/fixtures/start.sql
\i test/fixtures/valid_today.sql
SELECT take('K1', 'handed'), take('S1', 'handed', '{"service": true}');
BEGIN;
SELECT rectify('Order 1') \g /dev/null
UPDATE decisions SET outcome = 'refused', reasons = 'not to be transferred';
COMMIT;
SELECT case_no, breach, occurred_on FROM breaches WHERE provision = '7' ORDER BY 1;
SELECT case_no, carrier_id, clearance_no, due_since, reasons, translated(reasons[1]) FROM returns_due ORDER BY 1;
SELECT case_no, act, provision, arose_on FROM duties WHERE provision = '7' ORDER BY 1;
SELECT step, rule, who, what FROM next_steps('K1');
SELECT v.severity, v.rule, v."table", v.key FROM verify() v WHERE v.severity IN ('unlawful', 'irregular') ORDER BY 2, 3, 4;
\i test/fixtures/finish.sql
