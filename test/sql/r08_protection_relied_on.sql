--
-- Provision 8: who takes a carrier over relies on the arrangement of the day, and on who is the customer then; and
-- a hand-over under a provider on the notices of its service contract.
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
SELECT enter('contract_amendments', '{"case_no": "K1"}');
SELECT DISTINCT entered_in FROM recorded_late WHERE case_no = 'K1' ORDER BY 1;
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

-- 8 ¶2 A new service contract does not ride on the notices of the one before: they count from its first arrangement on.
SELECT take('K3', 'handed', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-5/1", "M-6/1"]}');
SELECT change('handovers', '{"case_no": "K3"}', '{"returned_on": "2025-03-20", "return_act_no": "back"}');
SELECT enter('parties', '{"idn": "@spare", "state_share": 100, "protection_mandate": "an act"}');
SELECT enter('permits', '{"permit_no": "P-sp", "holder": "@spare"}');
CREATE FUNCTION fixture.spare(given jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb '{"case_no": "K3", "kind": "provider", "organizer": "@spare", "arranged_on": "2025-04-01", "service_contract_no": "99",
		"service_contract_on": "2025-03-06", "contractor_permit_marked_on": "2025-04-01", "contractor_permit_no": "P-joint",
		"provider_permit_marked_on": "2025-04-01", "provider_permit_no": "P-sp"}' || given
$$;
SELECT enter('protections', spare());
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-04-02"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-03-31"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N4", "kind": "courier_service", "sent_on": "2025-03-31"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N5", "kind": "postal_service", "sent_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-04-02"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N6", "kind": "courier_service", "sent_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-04-02"}');
-- another number or another day is another contract, too; under the same contract the notices hold on
SELECT enter('protections', spare('{"arranged_on": "2025-04-05"}'));
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-04-06"}');
BEGIN;
SELECT change('protections', '{"case_no": "K3", "arranged_on": "2025-04-05"}', '{"service_contract_no": "100"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-04-06"}');
SELECT change('protections', '{"case_no": "K3", "arranged_on": "2025-04-05"}', '{"service_contract_no": "99", "service_contract_on": "2025-03-07"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-04-06"}');
ROLLBACK;
-- so a hand-over relies on the first arrangement under its contract, and no other contract comes between
SELECT may_withdraw('protections', '{"case_no": "K3", "arranged_on": "2025-04-01"}');
SELECT enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-04-06"}');
SELECT may_withdraw('protections', '{"case_no": "K3", "arranged_on": "2025-04-01"}');
SELECT may_enter('protections', spare('{"arranged_on": "2025-04-03", "service_contract_no": "100"}'));
SELECT may_enter('protections', spare('{"arranged_on": "2025-04-03"}'));
-- (a further one under the same contract is no first one: no notice counts from its day)
BEGIN;
SELECT enter('protections', spare('{"arranged_on": "2025-04-03"}'));
SELECT may_withdraw('protections', '{"case_no": "K3", "arranged_on": "2025-04-03"}');
SELECT may_change('protections', '{"case_no": "K3", "arranged_on": "2025-04-03"}', '{"arranged_on": "2025-04-04"}');
ROLLBACK;
SELECT severity, rule, "table", key FROM verify() WHERE severity IN ('unlawful', 'irregular');

\i test/fixtures/finish.sql
