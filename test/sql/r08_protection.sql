--
-- Provision 8: who organises the protection of the secrets at the contractor.
--
\i test/fixtures/start.sql

-- No hand-over without an arrangement: none, made the day after, on the day, the day before.
SELECT take('K1', 'noticed');
SELECT may_enter('handovers', '{"case_no": "K1"}');
SELECT enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-09"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-11"}');
-- exactly one arrangement per case
SELECT may_enter('protections', '{"case_no": "K1", "kind": "provider"}');
-- no access either
SELECT take('S1', 'noticed', '{"service": true}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
SELECT enter('protections', '{"case_no": "S1", "arranged_on": "2025-03-10"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-09"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-10"}');

-- 8(1) The contractor itself, without foreign participation; the organizer is the contractor or left out.
SELECT take('K2', 'noticed');
SELECT may_enter('protections', '{"case_no": "K2"}');
SELECT may_enter('protections', '{"case_no": "K2", "organizer": "@builder"}');
SELECT may_enter('protections', '{"case_no": "K2", "organizer": "@other"}');
SELECT may_enter('protections', '{"case_no": "K2", "organizer": "@customer"}');
SELECT take('K3', 'noticed', '{"contractor": "@joint"}');
SELECT may_enter('protections', '{"case_no": "K3"}');
SELECT take('C1', 'noticed', '{"contractor": "@citizen"}');
SELECT may_enter('protections', '{"case_no": "C1"}');
-- judged again at each hand-over, because the facts may have changed
SELECT change('parties', '{"idn": "@builder"}', '{"foreign_participation": true}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-10"}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
SELECT change('parties', '{"idn": "@builder"}', '{"foreign_participation": false}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-10"}');

-- 8(2) The customer, at the place of the works.
SELECT may_enter('protections', '{"case_no": "K2", "kind": "customer"}');
SELECT take('K4', 'noticed', '{"contractor": "@joint", "settlement": "Astana"}');
SELECT may_enter('protections', '{"case_no": "K4", "kind": "customer"}');
SELECT may_enter('protections', '{"case_no": "K4", "kind": "customer", "organizer": "@customer"}');
SELECT may_enter('protections', '{"case_no": "K4", "kind": "customer", "organizer": "@joint"}');
SELECT enter('protections', '{"case_no": "K4", "kind": "customer"}');
SELECT may_enter('handovers', '{"case_no": "K4"}');
SELECT change('parties', '{"idn": "@customer"}', '{"settlement": "Shymkent"}');
SELECT may_enter('handovers', '{"case_no": "K4"}');
SELECT change('parties', '{"idn": "@customer"}', '{"settlement": "Astana"}');
SELECT may_enter('handovers', '{"case_no": "K4"}');
SELECT take('C2', 'noticed', '{"contractor": "@citizen", "settlement": "Astana"}');
SELECT may_enter('protections', '{"case_no": "C2", "kind": "customer"}');
SELECT take('S2', 'protected', '{"service": true, "contractor": "@joint", "settlement": "Astana", "protection": "customer"}');
SELECT may_enter('system_accesses', '{"case_no": "S2"}');
