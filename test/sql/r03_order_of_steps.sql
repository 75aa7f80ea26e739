--
-- Provision 3: permission, contract, notice, in this order, and only then the hand-over.
--
\i test/fixtures/start.sql

-- 3(1) Only a body that disposes of state secrets owns carriers.
SELECT may_enter('carriers', '{"owner": "@ministry"}');
SELECT may_enter('carriers', '{"owner": "@bureau"}');
SELECT may_enter('carriers', '{"owner": "@customer"}');
SELECT may_enter('carriers', '{"owner": "@citizen"}');
SELECT enter('carriers', '{"owner": "@ministry"}');
SELECT may_change('carriers', '{"account_no": "N-1", "copy_no": "1"}', '{"owner": "@agency"}');
SELECT may_change('carriers', '{"account_no": "N-1", "copy_no": "1"}', '{"owner": "@bureau"}');

-- 3(3) The notice of the contract: without a contract, the day before it, on its day, after it.
SELECT take('K0', 'permitted');
SELECT may_enter('notices', '{"case_no": "K0"}');
SELECT take('K1', 'annexed');
SELECT may_enter('notices', '{"case_no": "K1", "sent_on": "2025-03-02"}');
SELECT may_enter('notices', '{"case_no": "K1", "sent_on": "2025-03-03"}');
SELECT may_enter('notices', '{"case_no": "K1", "sent_on": "2025-03-04"}');
SELECT enter('notices', '{"case_no": "K1", "sent_on": "2025-03-04"}');
SELECT may_change('notices', '{"case_no": "K1", "notice_no": "N1"}', '{"sent_on": "2025-03-02"}');
SELECT may_change('notices', '{"case_no": "K1", "notice_no": "N1"}', '{"sent_on": "2025-03-03"}');

-- No hand-over without the notice.
SELECT take('K2', 'annexed');
SELECT enter('protections', '{"case_no": "K2"}');
SELECT may_enter('handovers', '{"case_no": "K2"}');
SELECT enter('notices', '{"case_no": "K2", "sent_on": "2025-03-10"}');

-- The notice is sent on or before the day of the hand-over: the day before it, on its day, after it.
SELECT may_enter('handovers', '{"case_no": "K2", "handed_on": "2025-03-09"}');
SELECT may_enter('handovers', '{"case_no": "K2", "handed_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K2", "handed_on": "2025-03-11"}');

-- A hand-over between the contract and the notice can be entered later only when a notice preceded it.
SELECT enter('handovers', '{"case_no": "K2", "handed_on": "2025-03-10"}');
SELECT may_change('handovers', '{"case_no": "K2"}', '{"handed_on": "2025-03-09"}');
-- The notice is relied on now: neither withdrawn nor given another day.
SELECT may_withdraw('notices', '{"case_no": "K2", "notice_no": "N1"}');
SELECT may_change('notices', '{"case_no": "K2", "notice_no": "N1"}', '{"sent_on": "2025-03-11"}');

-- The annex grows by a carrier on the 20th of March: the notice of the 5th does not cover it, one of
-- the 19th neither, one of the 20th does; the carrier annexed first needs no other notice.
SELECT take('K3', 'protected', '{"carriers": ["M-1/2", "M-5/1"]}');
DELETE FROM notices WHERE case_no = 'K3';
DELETE FROM contract_items WHERE case_no = 'K3' AND item_no = 2;
SELECT enter('notices', '{"case_no": "K3"}');
SELECT enter('contract_items', '{"case_no": "K3", "annex_no": "2", "item_no": 2, "annexed_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-03-25"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-1/2", "handed_on": "2025-03-25"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N2", "sent_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-03-25"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N3", "sent_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-03-25"}');

-- A carrier with two lines, the second for a further period: the notice of the first line does not tell of the second.
-- One line has to satisfy the period and the notice.
SELECT take('K7', 'protected', '{"carriers": ["M-8/1"]}');
SELECT enter('requests', '{"case_no": "K7", "request_no": "R2", "sent_on": "2025-03-10", "transfer_from": "2026-01-01", "transfer_until": "2026-03-31"}');
SELECT enter('request_items', '{"case_no": "K7", "request_no": "R2", "carrier_id": "#M-8/1"}');
SELECT change('requests', '{"case_no": "K7", "request_no": "R2"}', '{"received_on": "2025-03-11"}');
SELECT enter('decisions', '{"case_no": "K7", "request_no": "R2", "sent_on": "2025-03-14"}');
SELECT enter('contract_items', '{"case_no": "K7", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-17"}');
SELECT may_enter('handovers', '{"case_no": "K7", "carrier_id": "#M-8/1", "handed_on": "2025-12-31"}');
SELECT may_enter('handovers', '{"case_no": "K7", "carrier_id": "#M-8/1", "handed_on": "2026-01-12"}');
SELECT enter('notices', '{"case_no": "K7", "notice_no": "N2", "sent_on": "2025-03-17"}');
SELECT may_enter('handovers', '{"case_no": "K7", "carrier_id": "#M-8/1", "handed_on": "2026-01-12"}');

-- Notices of another kind do not replace it.
SELECT take('K6', 'annexed', '{"contractor": "@joint", "carriers": ["M-6/1"]}');
SELECT enter('protections', '{"case_no": "K6", "kind": "provider", "organizer": "@provider", "service_contract_no": "7",
	"service_contract_on": "2025-03-05", "contractor_permit_marked_on": "2025-03-06", "provider_permit_marked_on": "2025-03-06",
	"contractor_permit_no": "P-joint", "provider_permit_no": "P-provider"}');
SELECT enter('notices', '{"case_no": "K6", "notice_no": "N2", "kind": "courier_service"}');
SELECT enter('notices', '{"case_no": "K6", "notice_no": "N3", "kind": "postal_service"}');
SELECT may_enter('handovers', '{"case_no": "K6", "carrier_id": "#M-6/1"}');
SELECT enter('notices', '{"case_no": "K6"}');
SELECT may_enter('handovers', '{"case_no": "K6", "carrier_id": "#M-6/1"}');

-- A notice of another case is none of this case.
SELECT take('K4', 'annexed', '{"carriers": ["M-6/1"]}');
SELECT enter('protections', '{"case_no": "K4"}');
SELECT may_enter('handovers', '{"case_no": "K4", "carrier_id": "#M-6/1"}');

-- The same for a citizen.
SELECT take('K5', 'annexed', '{"contractor": "@citizen", "carriers": ["M-6/1"], "protection": "customer", "settlement": "Astana"}');
SELECT enter('protections', '{"case_no": "K5", "kind": "customer"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1"}');
SELECT enter('notices', '{"case_no": "K5"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1"}');

-- The same for access to an information system.
SELECT take('S1', 'contracted', '{"service": true}');
SELECT enter('protections', '{"case_no": "S1"}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
SELECT enter('notices', '{"case_no": "S1", "sent_on": "2025-03-10"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-09"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-10"}');

-- The words of the refusals, and their full shape.
SELECT words(insert_of('carriers', entry('carriers', '{"owner": "@bureau"}')));
SELECT words(insert_of('notices', entry('notices', '{"case_no": "K0"}')));
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K4", "carrier_id": "#M-6/1"}')));
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on)
VALUES ('K0', 'N1', 'contract', 'the security body', '2025-03-03');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K4', c('M-6/1'), '2025-03-12', 'act', 'C-builder');

\i test/fixtures/finish.sql
