--
-- Provision 8: who takes a carrier over relies on the arrangement of the day, and on who is the customer then.
--
\i test/fixtures/start.sql

-- A person of the customer takes a carrier over under the customer's arrangement, which is then settled.
SELECT take('K1', 'handed', '{"settlement": "Astana"}');
SELECT enter('protections', '{"case_no": "K1", "kind": "customer", "arranged_on": "2025-03-15"}');
SELECT may_withdraw('protections', '{"case_no": "K1", "arranged_on": "2025-03-15"}');
SELECT entry_id AS h FROM handovers WHERE case_no = 'K1' \gset
-- (a person of the contractor does not rely on the arrangement)
BEGIN;
SELECT enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-20'));
SELECT may_withdraw('protections', '{"case_no": "K1", "arranged_on": "2025-03-15"}');
SELECT may_change('protections', '{"case_no": "K1", "arranged_on": "2025-03-15"}', '{"arranged_on": "2025-03-25"}');
ROLLBACK;
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-14', 'held_by', 'C-customer'));
SELECT enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-20', 'held_by', 'C-customer'));
SELECT may_withdraw('protections', '{"case_no": "K1", "arranged_on": "2025-03-15"}');
SELECT may_change('protections', '{"case_no": "K1", "arranged_on": "2025-03-15"}', '{"arranged_on": "2025-03-25"}');
SELECT may_change('protections', '{"case_no": "K1", "arranged_on": "2025-03-15"}', '{"arranged_on": "2025-03-19"}');
SELECT may_change('protections', '{"case_no": "K1", "arranged_on": "2025-03-15"}', '{"kind": "contractor"}');
-- an arrangement under an earlier day: of the contractor, by the day of the passing on, after it; of the customer
SELECT may_enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-18"}');
SELECT may_enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-20"}');
SELECT may_enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-21"}');
SELECT may_enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-18", "kind": "customer"}');
SELECT enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-21"}');
SELECT attempt(update_of('protections', '{"case_no": "K1", "arranged_on": "2025-03-21"}', '{"arranged_on": "2025-03-18"}'));
-- the arrangement before is settled only until the next one
SELECT enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-13"}');
SELECT may_withdraw('protections', '{"case_no": "K1", "arranged_on": "2025-03-13"}');
SELECT severity, rule, "table", key FROM verify() WHERE severity IN ('unlawful', 'irregular');

-- The same of the successor, who is the customer by a supplement: a person of the successor takes the carrier over.
SELECT enter('clearances', '{"clearance_no": "C-successor", "party": "@successor"}');
SELECT take('K2', 'handed', '{"settlement": "Astana", "protection": "customer", "customer": "@bureau", "carriers": ["M-2/1"]}');
SELECT enter('party_changes', '{"party": "@bureau", "effective_on": "2025-03-14"}');
SELECT enter('supplements', '{"case_no": "K2", "party": "@bureau", "concluded_on": "2025-03-15"}');
SELECT entry_id AS h FROM handovers WHERE case_no = 'K2' \gset
-- (an arrangement with the customer that names no organizer is with the successor)
BEGIN;
SELECT may_withdraw('supplements', '{"case_no": "K2"}');
SELECT change('parties', '{"idn": "@successor"}', '{"settlement": "Astana"}');
SELECT enter('protections', '{"case_no": "K2", "arranged_on": "2025-03-18", "kind": "customer"}');
SELECT may_withdraw('supplements', '{"case_no": "K2"}');
SELECT may_change('supplements', '{"case_no": "K2"}', '{"concluded_on": "2025-03-22"}');
ROLLBACK;
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-14', 'held_by', 'C-successor'));
SELECT enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-20', 'held_by', 'C-successor'));
SELECT may_withdraw('supplements', '{"case_no": "K2"}');
SELECT may_change('supplements', '{"case_no": "K2"}', '{"concluded_on": "2025-03-22"}');
SELECT may_change('supplements', '{"case_no": "K2"}', '{"successor": "@client"}');
SELECT severity, rule, "table", key FROM verify() WHERE severity IN ('unlawful', 'irregular');

\i test/fixtures/finish.sql
