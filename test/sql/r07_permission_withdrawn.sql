--
-- Provision 7: the body withdraws its permission.
--
SET fixture.until = '2099-12-31';
\i test/fixtures/start.sql

-- A permission, never a refusal; not before it was sent; with reasons, which need a day; and once.
SELECT take('K1', 'permitted', '{"carriers": ["M-1/1", "M-2/1"]}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-19", "withdrawal_reasons": "raised"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-20", "withdrawal_reasons": "raised"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-20"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-20", "withdrawal_reasons": "  "}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"withdrawal_reasons": "raised"}');
SELECT words(update_of('decisions', '{"case_no": "K1"}', '{"withdrawn_on": "2025-02-20"}'));
SELECT take('K2', 'received');
SELECT may_enter('decisions', '{"case_no": "K2", "outcome": "refused", "reasons": "no", "withdrawn_on": "2025-02-21", "withdrawal_reasons": "x"}');
SELECT may_enter('decisions', '{"case_no": "K2", "withdrawn_on": "2025-02-21", "withdrawal_reasons": "x"}');
SELECT enter('decisions', '{"case_no": "K2", "outcome": "refused", "reasons": "no"}');
SELECT may_change('decisions', '{"case_no": "K2"}', '{"withdrawn_on": "2025-02-21", "withdrawal_reasons": "x"}');
SELECT words(update_of('decisions', '{"case_no": "K2"}', '{"withdrawn_on": "2025-02-21", "withdrawal_reasons": "x"}'));

-- No contract from the day of the withdrawal on; the day before there was one.
SELECT change('decisions', '{"case_no": "K1"}', '{"withdrawn_on": "2025-03-04", "withdrawal_reasons": "raised"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"withdrawn_on": "2025-03-05"}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"withdrawn_on": null, "withdrawal_reasons": null}');
SELECT may_change('decisions', '{"case_no": "K1"}', '{"decision_no": "D-2"}');
SELECT may_withdraw('decisions', '{"case_no": "K1"}');
SELECT may_enter('contracts', '{"case_no": "K1", "concluded_on": "2025-03-04"}');
SELECT words(insert_of('contracts', entry('contracts', '{"case_no": "K1", "concluded_on": "2025-03-04"}')));
SELECT stage, turn FROM case_status WHERE case_no = 'K1';
SELECT step, rule, what FROM next_steps('K1') WHERE step = 1;
SELECT enter('contracts', '{"case_no": "K1", "concluded_on": "2025-03-03"}');
SELECT may_enter('contract_items', '{"case_no": "K1", "annexed_on": "2025-03-04"}');
SELECT words(insert_of('contract_items', entry('contract_items', '{"case_no": "K1", "annexed_on": "2025-03-04"}')));
SELECT enter('contract_items', '{"case_no": "K1", "annexed_on": "2025-03-03"}');
SELECT enter('notices', '{"case_no": "K1"}');
SELECT enter('protections', '{"case_no": "K1"}');
SELECT may_enter('handovers', '{"case_no": "K1"}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K1"}')));
SELECT step, rule, who, what FROM next_steps('K1') WHERE step = 1;
-- a further permission opens the way again
SELECT enter('requests', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-03-05"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R2"}');
SELECT change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-03-06"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-03-07"}');
SELECT may_enter('handovers', '{"case_no": "K1"}');
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-07"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "N2", "sent_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K1"}');

-- What is out is due back: one permission of two bodies, carriers of both.
SELECT take('K3', 'handed', '{"carriers": ["M-5/1"]}');
SELECT enter('requests', '{"case_no": "K3", "request_no": "R2", "authority": "@agency", "sent_on": "2025-03-05"}');
SELECT enter('request_items', '{"case_no": "K3", "request_no": "R2", "carrier_id": "#A-1/1"}');
SELECT change('requests', '{"case_no": "K3", "request_no": "R2"}', '{"received_on": "2025-03-06"}');
SELECT enter('decisions', '{"case_no": "K3", "request_no": "R2", "sent_on": "2025-03-07"}');
SELECT enter('contract_items', '{"case_no": "K3", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-07"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N2", "sent_on": "2025-03-10"}');
SELECT enter('handovers', '{"case_no": "K3", "carrier_id": "#A-1/1"}');
SELECT count(*) FROM returns_due WHERE case_no = 'K3';
SELECT change('decisions', '{"case_no": "K3", "request_no": "R1"}', '{"withdrawn_on": "2025-04-01", "withdrawal_reasons": "raised"}');
SELECT carrier_id = c('M-5/1') AS it, due_since, reasons, provisions FROM returns_due WHERE case_no = 'K3';
SELECT debtor, act, provision, arose_on, carrier_id = c('M-5/1') AS it FROM duties WHERE case_no = 'K3';
SELECT step, rule, who, what FROM next_steps('K3');
SELECT happened_on, event, entry FROM case_timeline WHERE case_no = 'K3' AND event ~ 'permission' ORDER BY 1, 2;
-- the contract stands, under which the other body's carriers still go
SELECT enter('handovers', '{"case_no": "K3", "carrier_id": "#A-1/1", "handed_on": "2025-04-02"}');
SELECT change('handovers', '{"case_no": "K3", "carrier_id": "#A-1/1"}', '{"returned_on": "2025-04-02", "return_act_no": "r"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#A-1/1", "handed_on": "2025-04-02", "act_no": "b"}');
-- a permission of the same carrier serves: the return is due no more
SELECT enter('requests', '{"case_no": "K3", "request_no": "R3", "sent_on": "2025-04-02"}');
SELECT enter('request_items', '{"case_no": "K3", "request_no": "R3", "carrier_id": "#M-5/1"}');
SELECT change('requests', '{"case_no": "K3", "request_no": "R3"}', '{"received_on": "2025-04-03"}');
SELECT enter('decisions', '{"case_no": "K3", "request_no": "R3", "sent_on": "2025-04-04"}');
SELECT count(*) FROM returns_due WHERE case_no = 'K3';
SELECT enter('contract_items', '{"case_no": "K3", "annex_no": "3", "request_no": "R3", "annexed_on": "2025-04-04"}');
SELECT count(*) FROM returns_due WHERE case_no = 'K3';
-- until that is withdrawn too, from its own day
SELECT change('decisions', '{"case_no": "K3", "request_no": "R3"}', '{"withdrawn_on": "2025-05-05", "withdrawal_reasons": "raised again"}');
SELECT due_since FROM returns_due WHERE case_no = 'K3';
SELECT change('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1"}', '{"returned_on": "2025-05-06", "return_act_no": "r"}');
SELECT count(*) FROM returns_due WHERE case_no = 'K3';
SELECT step, rule FROM next_steps('K3') WHERE who = 'contractor';

-- Once all is back, the case may be closed, or go on with a further request, if the contractor has a valid permit for it.
SELECT take('K30', 'handed', '{"carriers": ["M-9/1"]}');
SELECT change('decisions', '{"case_no": "K30"}', '{"withdrawn_on": "2025-04-01", "withdrawal_reasons": "raised"}');
SELECT change('handovers', '{"case_no": "K30"}', '{"returned_on": "2025-04-02", "return_act_no": "r"}');
SELECT step, rule, provision, who, what FROM next_steps('K30');
SELECT may_enter('requests', jsonb_build_object('case_no', 'K30', 'request_no', 'R2', 'sent_on', today(), 'transfer_from', today(), 'transfer_until', '2099-12-31'));
BEGIN;
SELECT change('permits', '{"permit_no": "P-builder"}', '{"revoked_on": "2026-01-12"}');
SELECT step, rule, provision, who, what FROM next_steps('K30');
ROLLBACK;

-- An event: recorded although something was handed over after it; then it shows, and is irregular.
SELECT take('K4', 'handed', '{"carriers": ["M-6/1"]}');
SELECT change('decisions', '{"case_no": "K4"}', '{"withdrawn_on": "2025-03-12", "withdrawal_reasons": "learnt of late"}');
SELECT provision, breach, occurred_on, days, entry = c('M-6/1')::text AS it FROM breaches WHERE case_no = 'K4';
SELECT take('K5', 'annexed', '{"carriers": ["M-7/1"]}');
SELECT change('decisions', '{"case_no": "K5"}', '{"withdrawn_on": "2025-03-03", "withdrawal_reasons": "learnt of late"}');
SELECT severity, rule, "table", split_part(key, ',', 1), detail FROM verify() WHERE rule ~ 'r07' ORDER BY 2, 3, 4;

-- In service of an information system: accesses need a permission that stands, and end without one.
SELECT take('S1', 'handed', '{"service": true}');
SELECT change('decisions', '{"case_no": "S1"}', '{"withdrawn_on": "2025-04-01", "withdrawal_reasons": "raised"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-31"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-01"}');
SELECT words(insert_of('system_accesses', entry('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-01"}')));
SELECT entered_in, clearance_no, due_since, reasons FROM returns_due WHERE case_no = 'S1';
SELECT act, provision FROM duties WHERE case_no = 'S1';
SELECT step, rule, who FROM next_steps('S1');

-- The customer's successor is no new ground; the withdrawn body is still one whose secrets were used.
SELECT enter('party_changes', '{"party": "@customer", "effective_on": "2025-05-12"}');
SELECT enter('supplements', '{"case_no": "S1", "concluded_on": "2025-05-13"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-05-14"}');
SELECT act, debtor_idn = p('successor') AS it FROM duties WHERE case_no = 'S1' AND act ~ 'Notify the disposing';

-- In a closed case the withdrawal is still recorded.
SELECT take('K8', 'permitted');
SELECT change('cases', '{"case_no": "K8"}', '{"closed_on": "2025-03-03"}');
SELECT may_change('decisions', '{"case_no": "K8"}', '{"withdrawn_on": "2025-03-04", "withdrawal_reasons": "raised"}');

-- An answer keeps its due day when its permission is withdrawn, though the calendar has changed.
SELECT enter('calendar_days', '{"day": "2025-02-17", "basis": "a decree"}');
SELECT take('K9', 'permitted');
SELECT withdraw('calendar_days', '{"day": "2025-02-17"}');
SELECT change('decisions', '{"case_no": "K9"}', '{"withdrawn_on": "2025-03-04", "withdrawal_reasons": "raised"}');
SELECT due_on FROM decisions WHERE case_no = 'K9';

-- Who: the body that permitted, and nobody else.
CREATE ROLE regress_secretxfer_pw_body;
CREATE ROLE regress_secretxfer_pw_other;
CREATE ROLE regress_secretxfer_pw_customer;
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_pw_body, regress_secretxfer_pw_other, regress_secretxfer_pw_customer;
SELECT admit('regress_secretxfer_pw_body', p('ministry'), 'authority');
SELECT admit('regress_secretxfer_pw_other', p('agency'), 'authority');
SELECT admit('regress_secretxfer_pw_customer', p('client'), 'customer');
SELECT take('L1', 'permitted', '{"customer": "@client"}');
SELECT try_as('regress_secretxfer_pw_other', $$UPDATE decisions SET withdrawn_on = '2025-03-04', withdrawal_reasons = 'x' WHERE case_no = 'L1'$$);
SELECT try_as('regress_secretxfer_pw_customer', $$UPDATE decisions SET withdrawn_on = '2025-03-04', withdrawal_reasons = 'x' WHERE case_no = 'L1'$$);
SELECT try_as('regress_secretxfer_pw_body', $$UPDATE decisions SET withdrawn_on = '2025-03-04', withdrawal_reasons = 'x' WHERE case_no = 'L1'$$);
DROP OWNED BY regress_secretxfer_pw_body, regress_secretxfer_pw_other, regress_secretxfer_pw_customer;
SELECT dismiss('regress_secretxfer_pw_body', p('ministry'), 'authority');
SELECT dismiss('regress_secretxfer_pw_other', p('agency'), 'authority');
SELECT dismiss('regress_secretxfer_pw_customer', p('client'), 'customer');
DROP ROLE regress_secretxfer_pw_body, regress_secretxfer_pw_other, regress_secretxfer_pw_customer;

-- Put right: withdrawn by mistake.
BEGIN;
SELECT rectify('Order 2 of 3 March 2025');
UPDATE decisions SET withdrawn_on = NULL, withdrawal_reasons = NULL WHERE case_no = 'K4';
COMMIT;
SELECT count(*) FROM breaches WHERE case_no = 'K4' AND breach ~ 'permission';
SELECT count(*) FROM returns_due WHERE case_no = 'K4';

\i test/fixtures/finish.sql
