--
-- Provision 9: an annulment is rejected, and asked for again; damage is assessed; works are suspended twice on a day.
--
\i test/fixtures/start.sql

SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-2/1"]}');
SELECT enter('violations', '{"case_no": "K1", "violation_no": "V1", "found_on": "2025-04-01"}');
SELECT enter('violations', '{"case_no": "K1", "violation_no": "V2", "found_on": "2025-05-05"}');
SELECT enter('annulments', '{"case_no": "K1"}');

-- A rejection has a day and says who rejected; not before the question was raised; and not beside the annulment.
SELECT may_change('annulments', '{"case_no": "K1"}', '{"rejected_on": "2025-05-12"}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"rejected_on": "2025-05-12", "rejected_by": " "}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"rejected_by": "a security body"}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"rejected_by": ""}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"rejected_on": "2025-05-04", "rejected_by": "a security body"}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"rejected_on": "2025-05-05", "rejected_by": "a security body"}');
SELECT words(update_of('annulments', '{"case_no": "K1"}', '{"rejected_on": "2025-05-12", "rejected_by": "a security body", "order_annulled_on": "2025-05-12"}'));
SELECT words(update_of('annulments', '{"case_no": "K1"}', '{"rejected_on": "2025-05-12"}'));

-- It blocks nothing, is set once, and settles the question.
SELECT change('annulments', '{"case_no": "K1"}', '{"rejected_on": "2025-05-12", "rejected_by": "a security body"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-05-13"}');
SELECT stage FROM case_status WHERE case_no = 'K1';
SELECT happened_on, event FROM case_timeline WHERE case_no = 'K1' AND entered_in = 'annulments' ORDER BY 1;
SELECT may_change('annulments', '{"case_no": "K1"}', '{"order_annulled_on": "2025-05-13"}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"rejected_on": "2025-05-13"}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"rejected_on": null, "rejected_by": null}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"addressed_to": "another"}');
SELECT may_withdraw('annulments', '{"case_no": "K1", "raised_on": "2025-05-05"}');

-- A second question is accepted, on another day, also while the first one waits; the breaches that either counts are settled.
SELECT may_enter('annulments', '{"case_no": "K1", "raised_on": "2025-05-05"}');
SELECT may_enter('annulments', '{"case_no": "K1", "raised_on": "2025-05-04"}');
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V2"}', '{"found_on": "2025-05-06"}');
SELECT enter('violations', '{"case_no": "K1", "violation_no": "V3", "found_on": "2025-05-20"}');
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V3"}', '{"found_on": "2025-05-21"}');
SELECT enter('annulments', '{"case_no": "K1", "raised_on": "2025-05-20"}');
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V3"}', '{"found_on": "2025-05-21"}');
SELECT enter('annulments', '{"case_no": "K1", "raised_on": "2025-05-21", "addressed_to": "another body"}');
SELECT change('annulments', '{"case_no": "K1", "raised_on": "2025-05-21"}', '{"order_annulled_on": "2025-06-02"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-06-01"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-06-02"}');
SELECT stage FROM case_status WHERE case_no = 'K1';
-- the question that still waits may end later, in either way, also when the case is closed
SELECT may_change('annulments', '{"case_no": "K1", "raised_on": "2025-05-20"}', '{"rejected_on": "2025-06-03", "rejected_by": "a security body"}');
SELECT may_change('annulments', '{"case_no": "K1", "raised_on": "2025-05-20"}', '{"order_annulled_on": "2025-06-03"}');
SELECT change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-06-10"}');
SELECT may_change('annulments', '{"case_no": "K1", "raised_on": "2025-05-20"}', '{"rejected_on": "2025-06-11", "rejected_by": "a security body"}');
SELECT may_enter('annulments', '{"case_no": "K1", "raised_on": "2025-05-22"}');
-- a case is not closed before a rejection
SELECT take('K2', 'protected', '{"carriers": ["M-5/1"]}');
SELECT enter('violations', '{"case_no": "K2", "violation_no": "V1", "found_on": "2025-04-01"}');
SELECT enter('violations', '{"case_no": "K2", "violation_no": "V2", "found_on": "2025-04-01"}');
SELECT enter('annulments', '{"case_no": "K2", "rejected_on": "2025-05-12", "rejected_by": "a security body"}');
SELECT may_change('cases', '{"case_no": "K2"}', '{"closed_on": "2025-05-11"}');
SELECT may_change('cases', '{"case_no": "K2"}', '{"closed_on": "2025-05-12"}');

-- Damage is estimated, then assessed, up and down, until all of it is recovered.
SELECT enter('violations', '{"case_no": "K2", "violation_no": "D1"}');
SELECT change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": 1000}');
SELECT change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": 1500}');
SELECT change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": 800, "damage_recovered": 300}');
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": 299.99}');
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": null}');
SELECT change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": 900}');
SELECT amount FROM breaches WHERE case_no = 'K2' AND breach = 'damage_not_recovered';
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": 300}');
SELECT change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage_recovered": 900.00}');
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": 900.0}');
SELECT words(update_of('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": 1000}'));
SELECT words(update_of('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage_recovered": 800}'));
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "D1"}', '{"damage": null, "damage_recovered": null}');
-- the remedy and the closing of the case do not end it; nothing recovered of no damage ends it neither
SELECT enter('violations', '{"case_no": "K2", "violation_no": "D2", "damage": 0, "damage_recovered": 0, "remedied_on": "2025-04-02"}');
SELECT change('cases', '{"case_no": "K2"}', '{"closed_on": "2025-06-10"}');
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "D2"}', '{"damage": 50}');
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "D2"}', '{"description": "another"}');
-- a registrar puts right what was recovered; the journal remembers each amount
BEGIN;
SELECT rectify('Order 6: the payment was for another breach') \g /dev/null
UPDATE violations SET damage_recovered = 300 WHERE violation_no = 'D1';
COMMIT;
SELECT set_aside FROM rectifications WHERE "table" = 'violations';
SELECT h.act, h."values"::jsonb -> 'damage' AS damage FROM entry_history('violations', '{"case_no": "K2", "violation_no": "D1"}') h ORDER BY h.place;

-- Two suspensions of one day, for two breaches: each is lifted by itself, and both hold.
SELECT take('K3', 'protected', '{"carriers": ["M-6/1"]}');
SELECT enter('violations', '{"case_no": "K3", "violation_no": "V1"}');
SELECT enter('violations', '{"case_no": "K3", "violation_no": "V2"}');
SELECT enter('suspensions', '{"case_no": "K3"}');
SELECT may_enter('suspensions', '{"case_no": "K3"}');
SELECT enter('suspensions', '{"case_no": "K3", "violation_no": "V2"}');
SELECT change('violations', '{"case_no": "K3", "violation_no": "V1"}', '{"remedied_on": "2025-04-10"}');
SELECT may_change('suspensions', '{"case_no": "K3", "violation_no": "V1"}', '{"lifted_on": "2025-04-10"}');
SELECT change('violations', '{"case_no": "K3", "violation_no": "V2"}', '{"remedied_on": "2025-04-15"}');
SELECT may_change('suspensions', '{"case_no": "K3", "violation_no": "V1"}', '{"lifted_on": "2025-04-14"}');
SELECT change('suspensions', '{"case_no": "K3", "violation_no": "V1"}', '{"lifted_on": "2025-04-15"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-04-15"}');
SELECT stage FROM case_status WHERE case_no = 'K3';
SELECT rule FROM next_steps('K3') WHERE rule LIKE '%r09%';
SELECT change('suspensions', '{"case_no": "K3", "violation_no": "V2"}', '{"lifted_on": "2025-04-20"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-04-19"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-04-20"}');
SELECT happened_on, event, entry FROM case_timeline WHERE case_no = 'K3' AND entered_in = 'suspensions' ORDER BY 1, 2, 3;

SELECT severity, rule, "table", key FROM verify() WHERE severity IN ('unlawful', 'irregular');

\i test/fixtures/finish.sql
