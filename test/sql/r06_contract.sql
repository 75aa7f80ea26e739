--
-- Provision 6: the contract, what it settles, and its annex.
--
\i test/fixtures/start.sql

-- 6(1) Control during the works and after them, and the contractor's liability.
SELECT take('K1', 'permitted', '{"carriers": ["M-1/1", "M-2/1"]}');
SELECT take('C1', 'permitted', '{"contractor": "@citizen", "carriers": ["M-1/1"]}');
SELECT may_enter('contracts', '{"case_no": "K1"}');
SELECT may_enter('contracts', '{"case_no": "K1", "control_during_works": null}');
SELECT may_enter('contracts', '{"case_no": "K1", "control_after_works": ""}');
SELECT may_enter('contracts', '{"case_no": "K1", "contractor_liability": "\n"}');
SELECT words(insert_of('contracts', entry('contracts', '{"case_no": "K1", "control_during_works": null, "control_after_works": null, "contractor_liability": null}')));

-- 6(2) Financing.
SELECT may_enter('contracts', '{"case_no": "K1", "protection_financing": null}');
SELECT may_enter('contracts', '{"case_no": "K1", "protection_financing": " "}');

-- 6 (4th paragraph) The responsible unit and the order that designates it.
SELECT may_enter('contracts', '{"case_no": "K1", "responsible_unit": null}');
SELECT may_enter('contracts', '{"case_no": "K1", "unit_designated_by": null}');
SELECT words(insert_of('contracts', entry('contracts', '{"case_no": "K1", "responsible_unit": null, "unit_designated_by": "", "protection_financing": null}')));

-- 6(3) Permit or clearance, valid on the day of the contract.
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": null}');
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": "P-other"}');
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": null, "clearance_no": "C-builder"}');
SELECT may_enter('contracts', '{"case_no": "K1", "clearance_no": "C-builder"}');
SELECT may_enter('contracts', '{"case_no": "K1", "clearance_no": "C-citizen"}');
SELECT may_enter('contracts', '{"case_no": "C1"}');
SELECT may_enter('contracts', '{"case_no": "C1", "clearance_no": null}');
SELECT may_enter('contracts', '{"case_no": "C1", "clearance_no": "C-student"}');
SELECT may_enter('contracts', '{"case_no": "C1", "permit_no": "P-builder"}');
SELECT enter('permits', '{"permit_no": "P-short", "issued_on": "2025-03-03", "valid_until": "2025-03-07"}');
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": "P-short", "concluded_on": "2025-03-02"}');
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": "P-short", "concluded_on": "2025-03-03"}');
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": "P-short", "concluded_on": "2025-03-07"}');
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": "P-short", "concluded_on": "2025-03-08"}');
SELECT change('permits', '{"permit_no": "P-short"}', '{"revoked_on": "2025-03-05"}');
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": "P-short", "concluded_on": "2025-03-04"}');
SELECT may_enter('contracts', '{"case_no": "K1", "permit_no": "P-short", "concluded_on": "2025-03-05"}');
SELECT enter('clearances', '{"clearance_no": "C-short", "party": "@citizen", "issued_on": "2025-03-03", "valid_until": "2025-03-07"}');
SELECT may_enter('contracts', '{"case_no": "C1", "clearance_no": "C-short", "concluded_on": "2025-03-02"}');
SELECT may_enter('contracts', '{"case_no": "C1", "clearance_no": "C-short", "concluded_on": "2025-03-03"}');
SELECT may_enter('contracts', '{"case_no": "C1", "clearance_no": "C-short", "concluded_on": "2025-03-07"}');
SELECT may_enter('contracts', '{"case_no": "C1", "clearance_no": "C-short", "concluded_on": "2025-03-08"}');

-- 6 (1st paragraph) The annex belongs to a contract.
SELECT may_enter('contract_items', '{"case_no": "K1", "annexed_on": "2025-03-03"}');
SELECT may_enter('contract_items', '{"case_no": "K1"}');

-- 6(4) The day of an annex line: by default the contract's; the day before the contract, its day, the day after.
SELECT enter('contracts', '{"case_no": "K1"}');
SELECT may_enter('contract_items', '{"case_no": "K1", "annexed_on": "2025-03-02"}');
SELECT may_enter('contract_items', '{"case_no": "K1", "annexed_on": "2025-03-03"}');
SELECT may_enter('contract_items', '{"case_no": "K1", "annexed_on": "2025-03-04"}');
SELECT enter('contract_items', '{"case_no": "K1"}');
SELECT annexed_on FROM contract_items WHERE case_no = 'K1';
SELECT may_change('contract_items', '{"case_no": "K1", "annex_no": "1"}', '{"annexed_on": "2025-03-02"}');
SELECT may_change('contract_items', '{"case_no": "K1", "annex_no": "1"}', '{"annexed_on": "2025-03-04"}');
-- nor can the contract be moved past a line of its annex
SELECT may_change('contracts', '{"case_no": "K1"}', '{"concluded_on": "2025-03-04"}');
SELECT may_change('contracts', '{"case_no": "K1"}', '{"concluded_on": "2025-02-28"}');
SELECT may_change('contracts', '{"case_no": "K1"}', '{"control_after_works": ""}');
SELECT may_change('contracts', '{"case_no": "K1"}', '{"permit_no": "P-other"}');
SELECT may_change('contracts', '{"case_no": "K1"}', '{"responsible_unit": null}');

-- 6(4) At least one annex line before the notice: none, one of the day after, one of the day.
SELECT take('K2', 'contracted', '{"carriers": ["M-1/2", "M-5/1"]}');
SELECT may_enter('notices', '{"case_no": "K2"}');
SELECT enter('contract_items', '{"case_no": "K2", "annexed_on": "2025-03-06"}');
SELECT may_enter('notices', '{"case_no": "K2", "sent_on": "2025-03-05"}');
SELECT may_enter('notices', '{"case_no": "K2", "sent_on": "2025-03-06"}');
SELECT may_enter('notices', '{"case_no": "K2", "sent_on": "2025-03-07"}');
-- and before a hand-over: the annex of another case is none of this one
SELECT take('K3', 'contracted', '{"carriers": ["M-6/1"]}');
SELECT enter('protections', '{"case_no": "K3"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1"}');

-- 3(2), 6 (1st paragraph) No hand-over without a contract: none, concluded the day after, on the day.
SELECT take('K4', 'permitted', '{"carriers": ["M-6/1"]}');
SELECT may_enter('handovers', '{"case_no": "K4", "carrier_id": "#M-6/1"}');
SELECT take('K5', 'protected', '{"carriers": ["M-6/1"]}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-03-02"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-03-06"}');
-- a contract of one day with annex, notice, protection and hand-over
SELECT take('K6', 'permitted', '{"carriers": ["M-6/1"]}');
SELECT enter('contracts', '{"case_no": "K6"}');
SELECT enter('contract_items', '{"case_no": "K6"}');
SELECT enter('notices', '{"case_no": "K6", "sent_on": "2025-03-03"}');
SELECT enter('protections', '{"case_no": "K6", "arranged_on": "2025-03-03"}');
SELECT may_enter('handovers', '{"case_no": "K6", "carrier_id": "#M-6/1", "handed_on": "2025-03-02"}');
SELECT may_enter('handovers', '{"case_no": "K6", "carrier_id": "#M-6/1", "handed_on": "2025-03-03"}');

-- 6 (3rd paragraph) Service of an information system: a statement instead of the list, in such a case only.
SELECT enter('cases', '{"case_no": "S1", "information_system_service": true, "system_mark": "secret"}');
SELECT may_enter('requests', '{"case_no": "S1", "information_statement": "what circulates"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "information_statement": "what circulates"}');
SELECT enter('requests', '{"case_no": "S1", "information_statement": "what circulates"}');
-- such a request needs no list, one without the statement does
SELECT may_change('requests', '{"case_no": "S1"}', '{"received_on": "2025-02-12"}');
SELECT may_change('requests', '{"case_no": "S1"}', '{"information_statement": null, "received_on": "2025-02-12"}');
SELECT may_change('requests', '{"case_no": "S1"}', '{"information_statement": " ", "received_on": "2025-02-12"}');
SELECT change('requests', '{"case_no": "S1"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "S1"}');
-- the contract in such a case bears the statement
SELECT may_enter('contracts', '{"case_no": "S1"}');
SELECT may_enter('contracts', '{"case_no": "S1", "information_statement": "  "}');
SELECT may_enter('contracts', '{"case_no": "S1", "information_statement": "what circulates"}');
SELECT may_enter('contracts', '{"case_no": "K4", "information_statement": "what circulates"}');
SELECT enter('contracts', '{"case_no": "S1", "information_statement": "what circulates"}');
SELECT may_change('contracts', '{"case_no": "S1"}', '{"information_statement": null}');
-- the annex is optional: the notice needs none
SELECT may_enter('notices', '{"case_no": "S1"}');
SELECT enter('notices', '{"case_no": "S1"}');
SELECT enter('protections', '{"case_no": "S1"}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
-- access in a case of the ordinary kind
SELECT may_enter('system_accesses', '{"case_no": "K5"}');
-- no access without a contract, nor before it
SELECT take('S2', 'permitted', '{"service": true}');
SELECT may_enter('system_accesses', '{"case_no": "S2"}');
SELECT take('S3', 'protected', '{"service": true}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "granted_on": "2025-03-02"}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "granted_on": "2025-03-06"}');
-- the case cannot lose its mark while papers rely on it
SELECT may_change('cases', '{"case_no": "S3"}', '{"information_system_service": false}');
-- a case of this kind may have carriers in a list and an annex too
SELECT enter('cases', '{"case_no": "S4", "information_system_service": true, "system_mark": "secret"}');
SELECT enter('requests', '{"case_no": "S4", "information_statement": "what circulates"}');
SELECT enter('request_items', '{"case_no": "S4", "carrier_id": "#M-6/1"}');
SELECT change('requests', '{"case_no": "S4"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "S4"}');
SELECT enter('contracts', '{"case_no": "S4", "information_statement": "what circulates"}');
SELECT enter('contract_items', '{"case_no": "S4"}');
SELECT enter('notices', '{"case_no": "S4"}');
SELECT enter('protections', '{"case_no": "S4"}');
SELECT may_enter('handovers', '{"case_no": "S4", "carrier_id": "#M-6/1"}');
SELECT may_enter('system_accesses', '{"case_no": "S4"}');
-- but a carrier still needs its line
SELECT may_enter('handovers', '{"case_no": "S1", "carrier_id": "#M-6/1"}');

-- The contract is amended: what an amendment states replaces the term from its day on.
SELECT take('A1', 'handed', '{"carriers": ["M-5/1"]}');
SELECT contract_no FROM contract_on('A1', '2025-03-02');
SELECT responsible_unit, unit_designated_by, contractor_liability, permit_no FROM contract_on('A1', '2025-03-03');
-- at least one term, none by nothing, unit and order together
SELECT may_enter('contract_amendments', '{"case_no": "A1", "responsible_unit": null, "unit_designated_by": null}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "responsible_unit": null, "unit_designated_by": null, "permit_no": "P-builder"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "contractor_liability": " "}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "unit_designated_by": null}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "responsible_unit": " "}');
SELECT words(insert_of('contract_amendments', entry('contract_amendments', '{"case_no": "A1", "responsible_unit": null, "unit_designated_by": null}')));
SELECT words(insert_of('contract_amendments', entry('contract_amendments', '{"case_no": "A1", "unit_designated_by": null, "contractor_liability": ""}')));
-- of a contract, not before it; not in the future
SELECT may_enter('contract_amendments', '{"case_no": "K4"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "concluded_on": "2025-03-02"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "concluded_on": "2025-03-03"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "concluded_on": null}');
-- a permit or clearance that is stated is the contractor's, and valid on the day of the amendment
SELECT enter('permits', '{"permit_no": "P-next", "issued_on": "2025-04-10", "valid_until": "2025-12-31"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "permit_no": "P-joint"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "permit_no": "P-none"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "clearance_no": "C-joint"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "permit_no": "P-next", "concluded_on": "2025-04-09"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "permit_no": "P-next"}');
-- a statement in information-system service only
SELECT may_enter('contract_amendments', '{"case_no": "A1", "information_statement": "what circulates"}');
SELECT may_enter('contract_amendments', '{"case_no": "S3", "information_statement": "what circulates now"}');
-- each term once a day; another one of that day, or the same one of another
SELECT enter('contract_amendments', '{"case_no": "A1"}');
-- an amendment that stands is not corrected to a day before the contract either
SELECT may_change('contract_amendments', '{"case_no": "A1"}', '{"concluded_on": "2025-03-02"}');
SELECT may_change('contract_amendments', '{"case_no": "A1"}', '{"concluded_on": "2025-03-03"}');
SELECT may_enter('contract_amendments', '{"case_no": "A1", "amendment_no": "A2"}');
SELECT words(insert_of('contract_amendments', entry('contract_amendments', '{"case_no": "A1", "amendment_no": "A2"}')));
SELECT may_enter('contract_amendments', '{"case_no": "A1", "amendment_no": "A2", "concluded_on": "2025-04-11"}');
SELECT enter('contract_amendments', '{"case_no": "A1", "amendment_no": "A2", "responsible_unit": null, "unit_designated_by": null, "contractor_liability": "more", "permit_no": "P-next"}');
SELECT enter('contract_amendments', '{"case_no": "A1", "amendment_no": "A3", "concluded_on": "2025-04-20", "responsible_unit": "a third unit", "unit_designated_by": "a third order"}');
SELECT may_change('contract_amendments', '{"case_no": "A1", "amendment_no": "A3"}', '{"concluded_on": "2025-04-10"}');
SELECT day, responsible_unit, unit_designated_by, contractor_liability, permit_no, control_during_works
  FROM unnest('{2025-04-09,2025-04-10,2025-04-19,2025-04-20}'::date[]) AS day CROSS JOIN LATERAL contract_on('A1', day) ORDER BY 1;
SELECT happened_on, event, entry FROM case_timeline WHERE case_no = 'A1' AND entered_in = 'contract_amendments' ORDER BY 1, 3;
-- the permit of the contract of the day is the one that a hand-over names; an amendment is settled by the hand-overs since
SELECT change('handovers', '{"case_no": "A1"}', '{"returned_on": "2025-03-20", "return_act_no": "back"}');
SELECT enter('handovers', '{"case_no": "A1", "carrier_id": "#M-5/1", "handed_on": "2025-04-09", "returned_on": "2025-04-09", "return_act_no": "back"}');
SELECT enter('handovers', '{"case_no": "A1", "carrier_id": "#M-5/1", "handed_on": "2025-04-10"}');
SELECT handed_on, permit_no FROM handovers WHERE case_no = 'A1' ORDER BY 1;
SELECT may_change('contract_amendments', '{"case_no": "A1", "amendment_no": "A2"}', '{"contractor_liability": "less"}');
SELECT may_withdraw('contract_amendments', '{"case_no": "A1", "amendment_no": "A2"}');
SELECT may_change('contract_amendments', '{"case_no": "A1", "amendment_no": "A3"}', '{"responsible_unit": "a fourth unit"}');
SELECT may_withdraw('contract_amendments', '{"case_no": "A1", "amendment_no": "A3"}');
-- the contract is settled by its amendments, and so are permits and clearances
SELECT take('A4', 'annexed', '{"carriers": ["M-6/1"]}');
SELECT may_change('contracts', '{"case_no": "A4"}', '{"contractor_liability": "more"}');
SELECT enter('permits', '{"permit_no": "P-third"}');
SELECT may_withdraw('permits', '{"permit_no": "P-third"}');
SELECT enter('contract_amendments', '{"case_no": "A4", "permit_no": "P-third"}');
SELECT may_change('contracts', '{"case_no": "A4"}', '{"contractor_liability": "more"}');
SELECT may_withdraw('permits', '{"permit_no": "P-third"}');
-- the case is closed not before its last amendment, and then takes none
SELECT may_change('cases', '{"case_no": "A4"}', '{"closed_on": "2025-04-09"}');
SELECT change('cases', '{"case_no": "A4"}', '{"closed_on": "2025-04-10"}');
SELECT may_enter('contract_amendments', '{"case_no": "A4", "amendment_no": "A2"}');
SELECT severity, rule, "table", key FROM verify() WHERE key ~ '^A[14]';

-- The mark of the serviced system: stated in such a case, and only there; corrected while nothing relies on the case.
SELECT may_enter('cases', '{"information_system_service": true}');
SELECT may_enter('cases', '{"system_mark": "secret"}');
SELECT words(insert_of('cases', entry('cases', '{"system_mark": "secret"}')));
SELECT words(insert_of('cases', entry('cases', '{"information_system_service": true}')));
SELECT enter('cases', '{"case_no": "S5", "information_system_service": true, "system_mark": "top_secret"}');
SELECT may_change('cases', '{"case_no": "S5"}', '{"system_mark": "secret"}');
SELECT may_change('cases', '{"case_no": "S5"}', '{"system_mark": null}');
SELECT may_change('cases', '{"case_no": "S5"}', '{"information_system_service": false}');
SELECT may_change('cases', '{"case_no": "S5"}', '{"information_system_service": false, "system_mark": null}');
SELECT enter('requests', '{"case_no": "S5", "information_statement": "what circulates"}');
SELECT may_change('cases', '{"case_no": "S5"}', '{"system_mark": "secret"}');
SELECT may_change('cases', '{"case_no": "S5"}', '{"system_mark": null}');
-- a case that stands from before 1.1 states none; that may stay so, or the mark is stated, once, also in a closed case
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE cases SET system_mark = NULL WHERE case_no IN ('S3', 'S5');
UPDATE cases SET closed_on = '2025-06-02' WHERE case_no = 'S3';
SET LOCAL session_replication_role = origin;
SELECT may_change('cases', '{"case_no": "S5"}', '{"closed_on": "2025-06-02"}');
SELECT change('cases', '{"case_no": "S5"}', '{"system_mark": "secret"}');
SELECT may_change('cases', '{"case_no": "S5"}', '{"system_mark": "top_secret"}');
-- the closing is not judged again by what became known since
SELECT enter('violations', '{"case_no": "S3"}');
SELECT enter('party_changes', '{"effective_on": "2025-03-20"}');
SET LOCAL session_replication_role = replica;
SELECT enter('system_accesses', '{"case_no": "S3", "entry_id": 900000, "recorded_at": "2025-06-03", "recorded_by": "x"}');
SET LOCAL session_replication_role = origin;
SELECT may_change('cases', '{"case_no": "S3"}', '{"system_mark": "secret"}');
ROLLBACK;

-- The full shape of two refusals.
INSERT INTO contracts (case_no, contract_no, concluded_on) VALUES ('K4', '42', '2025-03-03');
INSERT INTO contract_items (case_no, annex_no, request_no, item_no, annexed_on) VALUES ('K1', '2', 'R1', 2, '2025-03-02');

\i test/fixtures/finish.sql
