--
-- Provision 8(4): what is handed over under a provider is handed over under the permit that bears the provider's mark,
-- also where another permit is of a higher degree.  8(3): the affiliation is that of the day of the hand-over.
--
\i test/fixtures/start.sql
\i test/fixtures/valid_today.sql
SELECT enter('permits', '{"permit_no": "P-3", "holder": "@joint", "issued_on": "2025-02-01", "highest_mark": "secret"}');
SELECT take('K1', 'noticed', '{"contractor": "@joint"}');
SELECT enter('protections', '{"case_no": "K1", "kind": "provider", "organizer": "@provider", "service_contract_no": "7", "service_contract_on": "2025-03-05", "contractor_permit_no": "P-3", "contractor_permit_marked_on": "2025-03-06", "provider_permit_no": "P-provider", "provider_permit_marked_on": "2025-03-06"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "N2", "kind": "courier_service", "recipient": "its branch", "sent_on": "2025-03-07"}'), enter('notices', '{"case_no": "K1", "notice_no": "N3", "kind": "postal_service", "recipient": "its branch", "sent_on": "2025-03-07"}');
SELECT enter('handovers', '{"case_no": "K1"}');
-- the mark is raised while the carrier is out
BEGIN;
SELECT enter('carrier_marks', '{"marked_on": "2025-03-20"}');
SELECT * FROM found();
SELECT breach, provision, occurred_on, entered_in FROM breaches WHERE provision LIKE '8%';
SELECT debtor, act, provision, arose_on FROM duties;
SELECT step, rule, who, what FROM next_steps('K1');
-- the permit of the higher degree is marked
SELECT enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-24", "kind": "provider", "organizer": "@provider", "service_contract_no": "7", "service_contract_on": "2025-03-05", "contractor_permit_no": "P-joint", "contractor_permit_marked_on": "2025-03-24", "provider_permit_no": "P-provider", "provider_permit_marked_on": "2025-03-24"}');
SELECT count(*) FROM breaches WHERE provision LIKE '8%';
SELECT count(*) FROM duties;
ROLLBACK;
-- a mark of a day before the hand-over is learnt of later
BEGIN;
SELECT enter('carrier_marks', '{"marked_on": "2025-03-11"}');
SELECT * FROM found();
SELECT breach, translated(breach), provision, occurred_on, CASE WHEN breach ~ '^transfer' THEN days END, entered_in, entry FROM breaches WHERE provision LIKE '8%' ORDER BY 1;
SELECT debtor, act, provision, arose_on FROM duties;
-- it stays so when the carrier is back
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-03-25", "return_act_no": "r"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-26", "act_no": "2"}');
SELECT * FROM found();
SELECT breach FROM breaches WHERE provision LIKE '8%';
ROLLBACK;
-- the mark of a serviced system is stated later, as in a register of 1.0
BEGIN;
SELECT take('S1', 'handed', '{"contractor": "@joint", "service": true, "protection": "provider"}');
SET LOCAL session_replication_role = replica;
UPDATE protections SET contractor_permit_no = 'P-3' WHERE case_no = 'S1';
UPDATE cases SET system_mark = NULL WHERE case_no = 'S1';
SET LOCAL session_replication_role = origin;
SELECT count(*) FROM breaches WHERE provision LIKE '8%';
SELECT change('cases', '{"case_no": "S1"}', '{"system_mark": "top_secret"}');
SELECT breach, provision, occurred_on, entered_in, entry FROM breaches WHERE provision LIKE '8%' ORDER BY 1;
ROLLBACK;

-- The affiliation had ended before the hand-over, as is learnt later; another arrangement takes its place since.
SELECT take('K2', 'protected', '{"contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "carriers": ["M-4/1"]}');
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-4/1", "handed_on": "2025-05-05"}');
SELECT change('affiliations', '{"party": "@subsidiary"}', '{"until": "2025-05-05"}');
SELECT * FROM found() WHERE "table" = 'handovers';
SELECT change('affiliations', '{"party": "@subsidiary"}', '{"until": "2025-04-01"}');
SELECT * FROM found();
SELECT enter('protections', '{"case_no": "K2", "kind": "customer", "arranged_on": "2025-06-02", "unit_settlement": "Almaty"}');
SELECT * FROM found();
SELECT breach, translated(breach), provision, occurred_on, days, entered_in, entry = c('M-4/1')::text AS it FROM breaches WHERE provision LIKE '8%';
\i test/fixtures/finish.sql
