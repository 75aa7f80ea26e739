--
-- What is out in a closed case is due back (provision 10), whatever closed the case; and what was owed before stays a
-- breach.
--
\i test/fixtures/start.sql
\i test/fixtures/valid_today.sql
-- Closed under a basis, with a carrier and an access out.
BEGIN;
SELECT take('K1', 'handed'), take('K2', 'handed', '{"carriers": ["M-1/2"]}'), take('S1', 'handed', '{"service": true, "contractor": "@other"}');
SELECT enter('party_changes', '{"party": "@other", "kind": "functions", "effective_on": "2025-05-12"}');
SELECT enter('protection_measures', '{"case_no": "S1", "party": "@other", "taken_on": "2025-05-13"}');
SET LOCAL session_replication_role = replica;
UPDATE cases SET closed_on = '2025-06-02' WHERE case_no IN ('K1', 'S1');
SET LOCAL session_replication_role = origin;
SELECT case_no, carrier_id, due_since, reasons, provisions FROM returns_due ORDER BY 1;
SELECT case_no, act, provision, arose_on FROM duties WHERE act ~ 'Return|Give' ORDER BY 1;
SELECT step, rule, who, what FROM next_steps('S1');
SELECT case_no, breach, translated(breach), provision, occurred_on, entered_in, entry FROM breaches ORDER BY 1;
-- what a later change of the contractor waits for is named
SELECT enter('party_changes', '{"effective_on": "2025-07-01"}');
SELECT change('handovers', '{"case_no": "K2"}', '{"returned_on": "2025-07-05", "return_act_no": "r"}');
SELECT enter('protection_measures', '{"case_no": "K2", "taken_on": "2025-07-05"}');
SELECT change('party_changes', '{"party": "@builder"}', '{"completed_on": "2025-08-01"}');
SELECT case_no, reasons FROM returns_due ORDER BY 1;
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-07-07", "return_act_no": "r"}');
SELECT case_no, reasons FROM returns_due ORDER BY 1;
SELECT case_no, breach, occurred_on, days FROM breaches WHERE breach ~ 'closed' AND case_no = 'K1';
ROLLBACK;
-- Closed over a carrier that was no longer secret; a mark of before is learnt of later, and the carrier comes back.
BEGIN;
SELECT take('K1', 'handed');
SELECT enter('carrier_marks', '{"marked_on": "2025-04-25", "mark": null}');
SELECT change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-05-02"}');
SELECT count(*) FROM returns_due;
SELECT enter('carrier_marks', '{"marked_on": "2025-04-28", "mark": "secret"}');
SELECT * FROM found();
SELECT due_since, reasons FROM returns_due;
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-06-02", "return_act_no": "r"}');
SELECT * FROM found();
ROLLBACK;
-- A change of the contractor of before the closing is learnt of later: the measures that its completion waits for are
-- owed in the closed case, too, until it is completed or called off.
BEGIN;
SELECT take('K1', 'handed'), take('K2', 'handed', '{"carriers": ["M-1/2"]}');
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-04-20", "return_act_no": "r"}');
SELECT change('handovers', '{"case_no": "K2"}', '{"returned_on": "2025-04-10", "return_act_no": "r"}');
SELECT change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-05-02"}'), change('cases', '{"case_no": "K2"}', '{"closed_on": "2025-05-02"}');
SELECT enter('party_changes', '{"effective_on": "2025-04-15"}');
SELECT may_change('party_changes', '{"party": "@builder"}', '{"completed_on": "2025-06-02"}');
SELECT case_no, act FROM duties;
SELECT step, rule, who, what FROM next_steps('K1');
SELECT step, rule, who, what FROM next_steps('K2');
SAVEPOINT called_off;
SELECT change('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-06-02", "call_off_document": "a ruling"}');
SELECT case_no, act FROM duties;
SELECT step, rule FROM next_steps('K1');
ROLLBACK TO called_off;
SELECT enter('protection_measures', '{"case_no": "K1", "taken_on": "2025-04-18"}');
SELECT case_no, act FROM duties;
SELECT step, rule FROM next_steps('K1');
SELECT change('party_changes', '{"party": "@builder"}', '{"completed_on": "2025-06-02"}');
ROLLBACK;
-- A succession that was never notified: the step before the closing; the breach after it.  No notice is entered any more
-- but under a basis.
BEGIN;
SELECT take('K1', 'handed');
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-04-01", "return_act_no": "r"}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "functions", "effective_on": "2025-04-02"}');
SELECT enter('supplements', '{"case_no": "K1", "concluded_on": "2025-04-03"}');
SELECT act FROM duties ORDER BY 1;
SELECT step, rule, who, what FROM next_steps('K1');
-- also where the case is wound up, after a change of the contractor or an annulment
SAVEPOINT wound_up;
SELECT enter('party_changes', '{"effective_on": "2025-04-15"}');
SELECT step, rule, what FROM next_steps('K1');
SELECT enter('notices', jsonb_build_object('case_no', 'K1', 'notice_no', 'N2' || k, 'kind', k, 'party', '@customer', 'change_no', '1',
	'authority', CASE k WHEN 'succession_authority' THEN '@ministry' END, 'sent_on', '2025-04-20'))
FROM unnest('{succession_security,succession_authority}'::text[]) k;
SELECT step, rule, what FROM next_steps('K1');
ROLLBACK TO wound_up;
SELECT change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-05-02"}');
SELECT breach, translated(breach), provision, occurred_on, days, entered_in, entry = p('ministry') AS to_body FROM breaches ORDER BY 7;
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "party": "@customer", "change_no": "1", "sent_on": "2025-04-09"}');
COMMIT;
BEGIN;
SELECT rectify('Order 1: the notice of 9 April was not entered') \g /dev/null
INSERT INTO notices (case_no, notice_no, kind, recipient, party, change_no, sent_on) VALUES ('K1', 'N5', 'succession_security', 'a body', p('customer'), '1', '2025-04-09');
SELECT entry = p('ministry') AS to_body FROM breaches WHERE breach = 'succession_not_notified';
ROLLBACK;
-- A body that never answered.
SELECT take('K2', 'received', '{"carriers": ["M-1/2"]}'), take('K3', 'requested', '{"carriers": ["M-5/1"]}');
SELECT case_no, breach, occurred_on FROM breaches WHERE breach = 'no_answer';
SELECT change('cases', '{"case_no": "K2"}', '{"closed_on": "2025-05-02"}'), change('cases', '{"case_no": "K3"}', '{"closed_on": "2025-05-02"}');
SELECT case_no, breach, occurred_on, days FROM breaches WHERE breach = 'no_answer';
\i test/fixtures/finish.sql
