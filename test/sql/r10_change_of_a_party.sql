--
-- Provision 10: what a change of the customer or of the contractor brings about.
--
\i test/fixtures/start.sql

--
-- Paragraph 1: the customer.
--

-- From the change on no hand-over in its cases: the day before it, on its day, after it.
SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-2/1"]}');
SELECT take('K2', 'protected', '{"carriers": ["M-1/2"], "customer": "@bureau"}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-31"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-02"}');
-- the cases of another customer are not concerned
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-04-02"}');
-- nor is a change of the same party a hindrance where it is neither customer nor contractor: it only disposes of the secrets
SELECT enter('party_changes', '{"party": "@ministry", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-04-02"}');

-- A supplement names a change of the case's customer that has taken effect.
SELECT may_enter('supplements', '{"case_no": "K1", "successor": "@customer", "concluded_on": "2025-03-31"}');
SELECT may_enter('supplements', '{"case_no": "K1", "successor": "@customer", "concluded_on": "2025-04-01"}');
SELECT may_enter('supplements', '{"case_no": "K1", "party": "@ministry", "successor": "@customer"}');
SELECT may_enter('supplements', '{"case_no": "K1", "party": "@ministry", "successor": "@ministry"}');
SELECT may_enter('supplements', '{"case_no": "K2", "successor": "@successor"}');
SELECT may_enter('supplements', '{"case_no": "K1", "change_no": "9"}');
-- a case without a contract has one, too (r10_before_the_contract)
SELECT take('K3', 'permitted', '{"carriers": ["M-5/1"]}');
SELECT may_enter('supplements', '{"case_no": "K3"}');
-- states the successor's powers
SELECT may_enter('supplements', '{"case_no": "K1", "successor_powers": null}');
SELECT may_enter('supplements', '{"case_no": "K1", "successor_powers": "  "}');
-- where the customer lives on it may succeed itself; where it does not, it may not
SELECT may_enter('supplements', '{"case_no": "K1", "successor": "@customer"}');
SELECT take('K4', 'protected', '{"carriers": ["M-5/1", "M-9/1"], "customer": "@provider"}');
SELECT enter('party_changes', '{"party": "@provider", "kind": "liquidation", "effective_on": "2025-04-01"}');
SELECT may_enter('supplements', '{"case_no": "K4", "party": "@provider", "successor": "@provider"}');
SELECT may_enter('supplements', '{"case_no": "K4", "party": "@provider", "successor": "@customer"}');
SELECT enter('party_changes', '{"party": "@bureau", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT may_enter('supplements', '{"case_no": "K2", "party": "@bureau", "successor": "@bureau"}');
SELECT may_enter('supplements', '{"case_no": "K2", "party": "@bureau", "successor": "@successor"}');

-- With the supplement, the notices are missing; each body whose secrets are in the annex is notified.
SELECT enter('supplements', '{"case_no": "K1", "successor": "@customer", "concluded_on": "2025-04-08"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-07"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-08"}');
-- a succession notice names the change of the case's customer and is not sent before it; to an authority: which
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "party": "@customer", "change_no": "1", "sent_on": "2025-03-31"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "party": "@customer", "change_no": "1", "sent_on": "2025-04-01"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "sent_on": "2025-04-09"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "party": "@customer", "sent_on": "2025-04-09"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "party": "@ministry", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_authority", "party": "@customer", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_authority", "authority": "@ministry", "party": "@customer", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "authority": "@ministry", "party": "@customer", "change_no": "1", "sent_on": "2025-04-09"}');
-- the other notices name neither
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "party": "@customer", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N5", "authority": "@ministry", "sent_on": "2025-04-09"}');
-- one after the other: security body, then the body whose secrets they are; another body does not count,
-- nor need a body be notified that has not answered yet, or has refused
SELECT enter('requests', '{"case_no": "K1", "request_no": "R2", "authority": "@agency"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R2", "carrier_id": "#A-1/1"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "party": "@customer", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-14"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "N6", "kind": "succession_authority", "authority": "@agency", "party": "@customer", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-14"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "N7", "kind": "succession_authority", "authority": "@ministry", "party": "@customer", "change_no": "1", "sent_on": "2025-04-11"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-14"}');
SELECT change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2", "outcome": "refused", "reasons": "not needed"}');
SELECT withdraw('notices', '{"case_no": "K1", "notice_no": "N6"}');
-- the day before the last notice, its day
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-10"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-11"}');
-- between the change and the supplement it stays barred, before the change it is not
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-07"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-31"}');

-- Several bodies: each is notified.
SELECT take('K5', 'contracted', '{"carriers": ["M-6/1"], "customer": "@provider"}');
SELECT enter('requests', '{"case_no": "K5", "request_no": "R2", "authority": "@agency"}');
SELECT enter('request_items', '{"case_no": "K5", "request_no": "R2", "carrier_id": "#A-1/1"}');
SELECT change('requests', '{"case_no": "K5", "request_no": "R2"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "K5", "request_no": "R2"}');
SELECT enter('contract_items', '{"case_no": "K5"}');
SELECT enter('contract_items', '{"case_no": "K5", "annex_no": "2", "request_no": "R2"}');
SELECT enter('notices', '{"case_no": "K5"}');
SELECT enter('protections', '{"case_no": "K5"}');
SELECT enter('supplements', '{"case_no": "K5", "party": "@provider", "concluded_on": "2025-04-08"}');
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N5", "kind": "succession_security", "party": "@provider", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@provider", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-04-14"}');
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N7", "kind": "succession_authority", "authority": "@agency", "party": "@provider", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-04-14"}');

-- The successor may change in its turn; a second supplement and its notices follow.
SELECT enter('party_changes', '{"party": "@successor", "kind": "liquidation", "effective_on": "2025-05-12"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-05-11"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-05-12"}');
SELECT may_enter('supplements', '{"case_no": "K5", "supplement_no": "S2", "party": "@successor", "successor": "@successor", "concluded_on": "2025-05-13"}');
SELECT enter('supplements', '{"case_no": "K5", "supplement_no": "S2", "party": "@successor", "successor": "@bureau", "concluded_on": "2025-05-13"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-05-19"}');
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N8", "kind": "succession_security", "party": "@successor", "change_no": "1", "sent_on": "2025-05-14"}');
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N9", "kind": "succession_authority", "authority": "@ministry", "party": "@successor", "change_no": "1", "sent_on": "2025-05-14"}');
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N10", "kind": "succession_authority", "authority": "@agency", "party": "@successor", "change_no": "1", "sent_on": "2025-05-14"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-05-19"}');

-- A change concerns the cases opened on or before its day: opened the day before, on it, the day after.
SELECT enter('party_changes', '{"party": "@holding", "kind": "works_terminated", "effective_on": "2025-02-04"}');
SELECT take('K6', 'permitted', '{"carriers": ["A-2/1"], "authority": "@agency", "customer": "@holding", "opened_on": "2025-02-04"}');
SELECT may_enter('contracts', '{"case_no": "K6"}');
SELECT take('K7', 'protected', '{"carriers": ["A-2/1"], "authority": "@agency", "customer": "@holding", "opened_on": "2025-02-05"}');
SELECT may_enter('handovers', '{"case_no": "K7", "carrier_id": "#A-2/1"}');
SELECT may_enter('supplements', '{"case_no": "K6", "party": "@holding", "successor": "@client"}');
SELECT may_enter('supplements', '{"case_no": "K6", "party": "@holding", "successor": "@client", "concluded_on": "2025-03-02"}');
SELECT may_enter('supplements', '{"case_no": "K6", "party": "@holding", "successor": "@client", "concluded_on": "2025-03-03"}');
SELECT may_enter('supplements', '{"case_no": "K7", "party": "@holding", "successor": "@client"}');
SELECT may_enter('notices', '{"case_no": "K6", "notice_no": "N5", "kind": "succession_security", "party": "@holding", "change_no": "1"}');
SELECT may_enter('notices', '{"case_no": "K7", "notice_no": "N5", "kind": "succession_security", "party": "@holding", "change_no": "1"}');

-- Service of an information system: the bodies that gave permission are notified.
SELECT take('S1', 'permitted', '{"service": true, "customer": "@holding", "opened_on": "2025-02-03"}');
SELECT enter('supplements', '{"case_no": "S1", "party": "@holding", "successor": "@client", "concluded_on": "2025-02-25"}');
SELECT enter('contracts', '{"case_no": "S1", "information_statement": "what circulates"}'), enter('notices', '{"case_no": "S1"}'),
	enter('protections', '{"case_no": "S1", "kind": "contractor"}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
SELECT enter('notices', '{"case_no": "S1", "notice_no": "N5", "kind": "succession_security", "party": "@holding", "change_no": "1", "sent_on": "2025-03-10"}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
SELECT enter('notices', '{"case_no": "S1", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@holding", "change_no": "1", "sent_on": "2025-03-12"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-11"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-12"}');

-- After its liquidation the customer can open no case, send no request, conclude no contract: the day before, on the day.
SELECT may_enter('cases', '{"case_no": "L1", "customer": "@provider", "opened_on": "2025-03-31"}');
SELECT may_enter('cases', '{"case_no": "L1", "customer": "@provider", "opened_on": "2025-04-01"}');
SELECT may_enter('cases', '{"case_no": "L1", "customer": "@provider", "opened_on": "2025-04-02"}');
SELECT enter('cases', '{"case_no": "L1", "customer": "@provider"}');
SELECT may_enter('requests', '{"case_no": "L1", "sent_on": "2025-03-31"}');
SELECT may_enter('requests', '{"case_no": "L1", "sent_on": "2025-04-01"}');
SELECT take('L2', 'permitted', '{"customer": "@provider", "carriers": ["M-4/1"]}');
SELECT may_enter('contracts', '{"case_no": "L2", "concluded_on": "2025-03-31"}');
SELECT may_enter('contracts', '{"case_no": "L2", "concluded_on": "2025-04-01"}');
-- after the other changes it can
SELECT may_enter('cases', '{"case_no": "L3", "customer": "@customer", "opened_on": "2025-04-01"}');
SELECT may_enter('cases', '{"case_no": "L3", "customer": "@bureau", "opened_on": "2025-04-02"}');
-- nor can a liquidated party succeed: the supplement on the day before, on the day
SELECT enter('party_changes', '{"party": "@other", "kind": "liquidation", "effective_on": "2025-04-10"}');
SELECT may_enter('supplements', '{"case_no": "K4", "party": "@provider", "successor": "@other", "concluded_on": "2025-04-09"}');
SELECT may_enter('supplements', '{"case_no": "K4", "party": "@provider", "successor": "@other", "concluded_on": "2025-04-10"}');

-- Without an empowered successor the case winds up: completing the change waits for what is outstanding.
SELECT enter('handovers', '{"case_no": "K4", "carrier_id": "#M-5/1"}');
SELECT may_change('party_changes', '{"party": "@provider", "change_no": "1"}', '{"completed_on": "2025-07-01"}');
SELECT change('handovers', '{"case_no": "K4"}', '{"returned_on": "2025-06-20", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K4", "carrier_id": "#M-9/1", "handed_on": "2025-03-25"}');
SELECT may_change('party_changes', '{"party": "@provider", "change_no": "1"}', '{"completed_on": "2025-06-19"}');
SELECT may_change('party_changes', '{"party": "@provider", "change_no": "1"}', '{"completed_on": "2025-06-20"}');
SELECT may_change('party_changes', '{"party": "@provider", "change_no": "1"}', '{"completed_on": "2025-03-31"}');
SELECT change('party_changes', '{"party": "@provider", "change_no": "1"}', '{"completed_on": "2025-07-01"}');
-- then nothing more is handed over in its cases, whatever the date; where it was succeeded it goes on
SELECT may_enter('handovers', '{"case_no": "K4", "carrier_id": "#M-9/1", "handed_on": "2025-03-25"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-05-19"}');
-- a completed change stands
SELECT may_change('party_changes', '{"party": "@provider", "change_no": "1"}', '{"completed_on": "2025-07-02"}');
SELECT may_change('party_changes', '{"party": "@provider", "change_no": "1"}', '{"completed_on": null}');
SELECT may_withdraw('party_changes', '{"party": "@provider", "change_no": "1"}');

--
-- Paragraph 2: the contractor.
--

-- From the event on no hand-over to it in any case opened before it, whoever the customer is.
SELECT take('B1', 'handed', '{"contractor": "@joint", "protection": "customer", "settlement": "Astana", "carriers": ["M-2/1"], "customer": "@client"}');
SELECT take('B2', 'protected', '{"contractor": "@joint", "protection": "customer", "settlement": "Astana", "carriers": ["M-1/1", "M-1/2"], "customer": "@office"}');
SELECT take('B3', 'requested', '{"contractor": "@joint", "customer": "@client", "carriers": ["M-1/1"]}');
SELECT take('S2', 'handed', '{"contractor": "@joint", "protection": "customer", "settlement": "Astana", "customer": "@client", "service": true}');
SELECT enter('handovers', '{"case_no": "B2", "carrier_id": "#M-1/1"}');
SELECT enter('party_changes', '{"party": "@joint", "effective_on": "2025-06-02"}');
SELECT may_enter('handovers', '{"case_no": "B2", "carrier_id": "#M-1/2", "handed_on": "2025-06-01"}');
SELECT may_enter('handovers', '{"case_no": "B2", "carrier_id": "#M-1/2", "handed_on": "2025-06-02"}');
SELECT may_enter('handovers', '{"case_no": "B2", "carrier_id": "#M-1/2", "handed_on": "2025-06-03"}');
SELECT may_enter('system_accesses', '{"case_no": "S2", "granted_on": "2025-06-01"}');
SELECT may_enter('system_accesses', '{"case_no": "S2", "granted_on": "2025-06-02"}');
-- no new case, request or contract
SELECT may_enter('cases', '{"case_no": "B9", "contractor": "@joint", "customer": "@client", "opened_on": "2025-06-01"}');
SELECT may_enter('cases', '{"case_no": "B9", "contractor": "@joint", "customer": "@client", "opened_on": "2025-06-02"}');
SELECT may_enter('requests', '{"case_no": "B3", "request_no": "R2", "sent_on": "2025-06-01"}');
SELECT may_enter('requests', '{"case_no": "B3", "request_no": "R2", "sent_on": "2025-06-02"}');
-- a supplement does not name a change of the contractor
SELECT may_enter('supplements', '{"case_no": "B1", "party": "@joint"}');
-- nor a succession notice
SELECT may_enter('notices', '{"case_no": "B1", "notice_no": "N5", "kind": "succession_security", "party": "@joint", "change_no": "1", "sent_on": "2025-06-03"}');

-- No case is closed and the liquidation not completed while a carrier or an access is outstanding or measures are missing.
SELECT may_change('cases', '{"case_no": "B1"}', '{"closed_on": "2025-07-01"}');
SELECT may_change('party_changes', '{"party": "@joint", "change_no": "1"}', '{"completed_on": "2025-07-01"}');
-- measures name a change of the case's contractor that has taken effect
SELECT may_enter('protection_measures', '{"case_no": "B1", "party": "@customer"}');
SELECT may_enter('protection_measures', '{"case_no": "K1", "party": "@joint"}');
SELECT may_enter('protection_measures', '{"case_no": "B1", "party": "@joint", "taken_on": "2025-06-01"}');
SELECT may_enter('protection_measures', '{"case_no": "B1", "party": "@joint", "taken_on": "2025-06-02"}');
SELECT enter('protection_measures', '{"case_no": "B1", "party": "@joint"}');
SELECT may_change('cases', '{"case_no": "B1"}', '{"closed_on": "2025-07-01"}');
-- returns are accepted; then this case can be closed, the other ones still wait
SELECT change('handovers', '{"case_no": "B1"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "B1"}', '{"closed_on": "2025-07-01"}');
SELECT may_change('cases', '{"case_no": "B2"}', '{"closed_on": "2025-07-01"}');
SELECT may_change('party_changes', '{"party": "@joint", "change_no": "1"}', '{"completed_on": "2025-07-01"}');
-- everything is back, but measures are missing in the case in which the carrier came back
SELECT change('handovers', '{"case_no": "B2"}', '{"returned_on": "2025-06-11", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "B2"}', '{"closed_on": "2025-07-01"}');
SELECT change('system_accesses', '{"case_no": "S2"}', '{"ended_on": "2025-06-11"}');
SELECT may_change('party_changes', '{"party": "@joint", "change_no": "1"}', '{"completed_on": "2025-07-01"}');
SELECT enter('protection_measures', '{"case_no": "B2", "party": "@joint"}');
SELECT may_change('party_changes', '{"party": "@joint", "change_no": "1"}', '{"completed_on": "2025-07-01"}');
SELECT enter('protection_measures', '{"case_no": "S2", "party": "@joint"}');
SELECT may_change('cases', '{"case_no": "S2"}', '{"closed_on": "2025-06-10"}');
SELECT may_change('cases', '{"case_no": "S2"}', '{"closed_on": "2025-06-11"}');
-- where nothing was handed over no measures are needed (B3)
SELECT may_change('cases', '{"case_no": "B3"}', '{"closed_on": "2025-07-01"}');
-- until the completion a hand-over of before the liquidation can still be entered, after it none
SELECT may_enter('handovers', '{"case_no": "B2", "carrier_id": "#M-1/2", "handed_on": "2025-06-01"}');
SELECT may_change('party_changes', '{"party": "@joint", "change_no": "1"}', '{"completed_on": "2025-06-01"}');
SELECT may_change('party_changes', '{"party": "@joint", "change_no": "1"}', '{"completed_on": "2025-06-10"}');
SELECT may_withdraw('protection_measures', '{"case_no": "B2", "party": "@joint", "change_no": "1"}');
SELECT may_change('protection_measures', '{"case_no": "B2", "party": "@joint", "change_no": "1"}', '{"taken_on": "2025-06-06"}');
SELECT change('party_changes', '{"party": "@joint", "change_no": "1"}', '{"completed_on": "2025-07-01"}');
SELECT may_enter('handovers', '{"case_no": "B2", "carrier_id": "#M-1/2", "handed_on": "2025-06-01"}');
SELECT may_enter('system_accesses', '{"case_no": "S2", "granted_on": "2025-06-01"}');
-- the completed change relies on the measures
SELECT may_withdraw('protection_measures', '{"case_no": "B2", "party": "@joint", "change_no": "1"}');
SELECT may_change('protection_measures', '{"case_no": "B2", "party": "@joint", "change_no": "1"}', '{"taken_on": "2025-06-06"}');
SELECT change('cases', '{"case_no": "B1"}', '{"closed_on": "2025-07-01"}');

-- After the other changes a new case of the contractor runs afresh.
SELECT take('D1', 'handed', '{"contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "customer": "@client", "carriers": ["M-7/1", "M-8/1"]}');
SELECT enter('party_changes', '{"party": "@subsidiary", "kind": "works_terminated", "effective_on": "2025-03-17"}');
SELECT change('handovers', '{"case_no": "D1", "carrier_id": "#M-8/1"}', '{"returned_on": "2025-03-14", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "D1", "carrier_id": "#M-8/1", "handed_on": "2025-03-16"}');
SELECT may_enter('handovers', '{"case_no": "D1", "carrier_id": "#M-8/1", "handed_on": "2025-03-17"}');
SELECT enter('cases', '{"case_no": "D2", "contractor": "@subsidiary", "customer": "@client", "opened_on": "2025-03-18"}');
SELECT may_enter('requests', '{"case_no": "D2", "sent_on": "2025-03-18"}');
SELECT may_enter('requests', '{"case_no": "D1", "request_no": "R2", "sent_on": "2025-03-18"}');
SELECT may_change('party_changes', '{"party": "@subsidiary", "change_no": "1"}', '{"completed_on": "2025-04-01"}');
SELECT change('handovers', '{"case_no": "D1", "carrier_id": "#M-7/1"}', '{"returned_on": "2025-03-24", "return_act_no": "back"}');
SELECT may_change('party_changes', '{"party": "@subsidiary", "change_no": "1"}', '{"completed_on": "2025-04-01"}');
SELECT enter('protection_measures', '{"case_no": "D1", "party": "@subsidiary", "taken_on": "2025-03-20"}');
SELECT change('party_changes', '{"party": "@subsidiary", "change_no": "1"}', '{"completed_on": "2025-04-01"}');
-- what was barred stays barred in the old case
SELECT may_enter('handovers', '{"case_no": "D1", "carrier_id": "#M-8/1", "handed_on": "2025-04-02"}');

-- A citizen as contractor who stops such works.
SELECT take('C1', 'handed', '{"contractor": "@citizen", "customer": "@client", "carriers": ["M-6/1"]}');
SELECT enter('party_changes', '{"party": "@citizen", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT may_change('cases', '{"case_no": "C1"}', '{"closed_on": "2025-05-01"}');
SELECT change('handovers', '{"case_no": "C1"}', '{"returned_on": "2025-04-03", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "C1"}', '{"closed_on": "2025-05-01"}');
SELECT enter('protection_measures', '{"case_no": "C1", "party": "@citizen", "taken_on": "2025-04-02"}');
SELECT change('cases', '{"case_no": "C1"}', '{"closed_on": "2025-05-01"}');

-- Without any change too, a case is closed only when everything is back.
SELECT take('E1', 'handed', '{"customer": "@client", "carriers": ["M-9/1"]}');
SELECT may_change('cases', '{"case_no": "E1"}', '{"closed_on": "2025-07-01"}');
SELECT change('handovers', '{"case_no": "E1"}', '{"returned_on": "2025-06-30", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "E1"}', '{"closed_on": "2025-07-01"}');

-- Several changes of one contractor: each one bars, each needs its measures.
SELECT enter('party_changes', '{"party": "@builder", "change_no": "F1", "kind": "functions", "effective_on": "2025-07-07"}');
SELECT enter('party_changes', '{"party": "@builder", "change_no": "F2", "kind": "liquidation", "effective_on": "2025-08-04"}');
-- where all was back before a change, none are needed: the day before the first change, on its day, after both
SELECT may_change('cases', '{"case_no": "E1"}', '{"closed_on": "2025-07-06"}');
SELECT may_change('cases', '{"case_no": "E1"}', '{"closed_on": "2025-07-07"}');
SELECT may_change('cases', '{"case_no": "E1"}', '{"closed_on": "2025-08-11"}');
-- back on the very day of a change is back, the day after is not
SELECT enter('carriers', '{"account_no": "E-1"}');
SELECT take('E3', 'handed', '{"customer": "@client", "carriers": ["E-1/1"]}');
SELECT take('E4', 'handed', '{"customer": "@client", "service": true}');
BEGIN;
SELECT change('handovers', '{"case_no": "E3"}', '{"returned_on": "2025-07-07", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "E3"}', '{"closed_on": "2025-08-11"}');
SELECT change('system_accesses', '{"case_no": "E4"}', '{"ended_on": "2025-07-07"}');
SELECT may_change('cases', '{"case_no": "E4"}', '{"closed_on": "2025-08-11"}');
ROLLBACK;
BEGIN;
SELECT change('handovers', '{"case_no": "E3"}', '{"returned_on": "2025-07-08", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "E3"}', '{"closed_on": "2025-08-11"}');
SELECT enter('protection_measures', '{"case_no": "E3", "change_no": "F1", "taken_on": "2025-07-08"}');
SELECT may_change('cases', '{"case_no": "E3"}', '{"closed_on": "2025-08-11"}');
SELECT change('system_accesses', '{"case_no": "E4"}', '{"ended_on": "2025-07-08"}');
SELECT may_change('cases', '{"case_no": "E4"}', '{"closed_on": "2025-08-11"}');
ROLLBACK;
-- out at both: each needs its measures
SELECT change('handovers', '{"case_no": "E3"}', '{"returned_on": "2025-08-05", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "E3"}', '{"closed_on": "2025-08-11"}');
SELECT enter('protection_measures', '{"case_no": "E3", "change_no": "F1", "taken_on": "2025-07-08"}');
SELECT may_change('cases', '{"case_no": "E3"}', '{"closed_on": "2025-08-11"}');
SELECT enter('protection_measures', '{"case_no": "E3", "change_no": "F2", "taken_on": "2025-08-05"}');
SELECT may_change('cases', '{"case_no": "E3"}', '{"closed_on": "2025-08-11"}');
SELECT change('system_accesses', '{"case_no": "E4"}', '{"ended_on": "2025-08-05"}');

-- Events are recorded whenever they come to be known, also before hand-overs that stand.
SELECT take('E2', 'handed', '{"customer": "@client", "contractor": "@student", "carriers": ["A-2/1"], "authority": "@agency"}');
SELECT may_enter('party_changes', '{"party": "@student", "effective_on": "2025-03-01"}');
SELECT may_enter('party_changes', '{"party": "@client", "effective_on": "2025-03-01"}');
SELECT may_enter('party_changes', '{"party": "@ministry", "change_no": "2", "effective_on": "2025-01-01"}');

-- After a succession the successor is the customer: its settlement counts for 8(2), it sends the further requests.
SELECT take('G1', 'protected', '{"customer": "@successor", "contractor": "@student", "settlement": "Astana", "protection": "customer", "carriers": ["M-4/1"]}');
SELECT may_enter('requests', '{"case_no": "G1", "request_no": "R2", "sent_on": "2025-05-12"}');
SELECT enter('supplements', '{"case_no": "G1", "party": "@successor", "successor": "@client", "concluded_on": "2025-05-13"}');
SELECT may_enter('requests', '{"case_no": "G1", "request_no": "R2", "sent_on": "2025-05-12"}');
SELECT may_enter('requests', '{"case_no": "G1", "request_no": "R2", "sent_on": "2025-05-13"}');
SELECT enter('notices', '{"case_no": "G1", "notice_no": "N5", "kind": "succession_security", "party": "@successor", "change_no": "1", "sent_on": "2025-05-13"}');
SELECT enter('notices', '{"case_no": "G1", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@successor", "change_no": "1", "sent_on": "2025-05-13"}');
SELECT may_enter('handovers', '{"case_no": "G1", "carrier_id": "#M-4/1", "handed_on": "2025-05-13"}');
SELECT change('parties', '{"idn": "@client"}', '{"settlement": "Shymkent"}');
SELECT may_enter('handovers', '{"case_no": "G1", "carrier_id": "#M-4/1", "handed_on": "2025-05-13"}');
SELECT may_enter('handovers', '{"case_no": "G1", "carrier_id": "#M-4/1", "handed_on": "2025-05-11"}');
SELECT change('parties', '{"idn": "@client"}', '{"settlement": "Astana"}');
SELECT change('parties', '{"idn": "@successor"}', '{"settlement": "Shymkent"}');
SELECT may_enter('handovers', '{"case_no": "G1", "carrier_id": "#M-4/1", "handed_on": "2025-05-13"}');
-- until something relies on it the supplement may be withdrawn: a request of the successor;
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT enter('requests', '{"case_no": "G1", "request_no": "R2", "sent_on": "2025-05-13"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT may_change('supplements', '{"case_no": "G1", "supplement_no": "S1"}', '{"concluded_on": "2025-05-14"}');
SELECT withdraw('requests', '{"case_no": "G1", "request_no": "R2"}');
SELECT may_change('supplements', '{"case_no": "G1", "supplement_no": "S1"}', '{"concluded_on": "2025-05-14"}');
-- an amendment of the contract that the successor concludes, on the day of the supplement or later;
SELECT enter('contract_amendments', '{"case_no": "G1", "concluded_on": "2025-05-13"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT may_change('supplements', '{"case_no": "G1", "supplement_no": "S1"}', '{"concluded_on": "2025-05-14"}');
SELECT change('contract_amendments', '{"case_no": "G1"}', '{"concluded_on": "2025-04-30"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT withdraw('contract_amendments', '{"case_no": "G1", "amendment_no": "A1"}');
-- the successor's arrangement, named or not;
SELECT change('protections', '{"case_no": "G1"}', '{"arranged_on": "2025-05-13", "organizer": "@client"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT change('protections', '{"case_no": "G1"}', '{"organizer": null}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
-- a notice and a supplement of a change of the successor, as long as nothing else makes it a customer of the case;
SELECT enter('party_changes', '{"party": "@client", "change_no": "G", "kind": "functions", "effective_on": "2025-05-20"}');
SELECT enter('notices', '{"case_no": "G1", "notice_no": "N7", "kind": "succession_security", "party": "@client", "change_no": "G", "sent_on": "2025-05-21"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT withdraw('notices', '{"case_no": "G1", "notice_no": "N7"}');
SELECT enter('supplements', '{"case_no": "G1", "supplement_no": "S2", "party": "@client", "change_no": "G", "successor": "@customer", "concluded_on": "2025-05-21"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S2"}');
SELECT change('supplements', '{"case_no": "G1", "supplement_no": "S2"}', '{"successor": "@client"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT withdraw('supplements', '{"case_no": "G1", "supplement_no": "S2"}');
-- a hand-over; then it stands, and so does the change
SELECT enter('handovers', '{"case_no": "G1", "carrier_id": "#M-4/1", "handed_on": "2025-05-13"}');
SELECT may_withdraw('supplements', '{"case_no": "G1", "supplement_no": "S1"}');
SELECT may_change('supplements', '{"case_no": "G1", "supplement_no": "S1"}', '{"successor": "@customer"}');
SELECT may_change('party_changes', '{"party": "@successor", "change_no": "1"}', '{"effective_on": "2025-05-13"}');
-- a succeeded case does not hinder the completion of the change, though a carrier is out
SELECT may_change('party_changes', '{"party": "@successor", "change_no": "1"}', '{"completed_on": "2025-06-02"}');

-- The same at the contractor: opened on the day of the change, which becomes known after a hand-over, and the day after it.
SELECT take('H1', 'handed', '{"customer": "@client", "contractor": "@student", "carriers": ["M-10/1"], "opened_on": "2025-02-04"}');
SELECT enter('party_changes', '{"party": "@student", "kind": "functions", "effective_on": "2025-02-04"}');
SELECT take('H2', 'protected', '{"customer": "@client", "contractor": "@student", "carriers": ["M-11/1"], "opened_on": "2025-02-05"}');
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": "#M-11/1"}');
SELECT enter('handovers', '{"case_no": "H2", "carrier_id": "#M-11/1"}');
SELECT may_enter('protection_measures', '{"case_no": "H1", "party": "@student", "taken_on": "2025-02-04"}');
SELECT may_enter('protection_measures', '{"case_no": "H2", "party": "@student", "taken_on": "2025-02-05"}');
SELECT change('handovers', '{"case_no": "H1"}', '{"returned_on": "2025-03-14", "return_act_no": "back"}');
SELECT change('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-03-14", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "H1", "carrier_id": "#M-10/1", "handed_on": "2025-03-17"}');
SELECT may_change('cases', '{"case_no": "H1"}', '{"closed_on": "2025-03-20"}');
SELECT may_change('cases', '{"case_no": "H2"}', '{"closed_on": "2025-03-20"}');
SELECT enter('protection_measures', '{"case_no": "H1", "party": "@student", "taken_on": "2025-03-20"}');
SELECT may_change('cases', '{"case_no": "H1"}', '{"closed_on": "2025-03-19"}');
SELECT may_change('cases', '{"case_no": "H1"}', '{"closed_on": "2025-03-20"}');

-- The bodies whose secrets are in use when the supplement is concluded are notified: annexed on its day, the day after it;
-- for the service of a system, permitted on its day, the day after it.
CREATE FUNCTION fixture.of_two_bodies(no text, permitted_on date, annexed_on date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	service boolean := annexed_on IS NULL;
	of jsonb := jsonb_build_object('case_no', no);
BEGIN
	PERFORM take(no, 'protected', jsonb_build_object('customer', '@ministry', 'contractor', '@spare citizen', 'carriers', '["M-12/1"]'::jsonb, 'service', service));
	PERFORM write('requests', of || '{"request_no": "R2", "authority": "@agency"}' ||
		CASE WHEN service THEN '{"information_statement": "what circulates"}' ELSE '{}' END::jsonb);
	IF NOT service THEN
		PERFORM write('request_items', of || '{"request_no": "R2", "carrier_id": "#A-1/1"}');
	END IF;
	UPDATE secretxfer.requests SET received_on = '2025-04-01' WHERE case_no = no AND request_no = 'R2';
	PERFORM write('decisions', of || jsonb_build_object('request_no', 'R2', 'sent_on', permitted_on));
	IF NOT service THEN
		PERFORM write('contract_items', of || jsonb_build_object('annex_no', '2', 'request_no', 'R2', 'annexed_on', annexed_on));
	END IF;
	PERFORM write('supplements', of || '{"party": "@ministry", "successor": "@ministry", "concluded_on": "2025-04-08"}');
	PERFORM write('notices', of || '{"notice_no": "N5", "kind": "succession_security", "party": "@ministry", "change_no": "1", "sent_on": "2025-04-08"}');
	PERFORM write('notices', of || '{"notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@ministry", "change_no": "1", "sent_on": "2025-04-08"}');
	RETURN CASE WHEN service THEN may_enter('system_accesses', jsonb_build_object('case_no', no, 'clearance_no', 'C-spare citizen', 'granted_on', '2025-04-14'))
				ELSE may_enter('handovers', jsonb_build_object('case_no', no, 'carrier_id', '#M-12/1', 'received_by', 'C-spare citizen', 'handed_on', '2025-04-14')) END;
END $$;
SELECT enter('parties', '{"kind": "citizen"}');
SELECT enter('clearances', '{"clearance_no": "C-spare citizen", "party": "@spare citizen"}');
SELECT of_two_bodies('J1', '2025-04-07', '2025-04-08');
SELECT of_two_bodies('J2', '2025-04-07', '2025-04-09');
SELECT of_two_bodies('J3', '2025-04-08', NULL);
SELECT of_two_bodies('J4', '2025-04-09', NULL);

-- A customer's change on the day its case was opened, and a successor's on the day of its succession, concern the case.
SELECT enter('parties', '{"idn": "@spare", "settlement": "Astana"}');
SELECT enter('parties', '{"idn": "@spare2", "settlement": "Astana"}');
SELECT take('M1', 'handed', '{"customer": "@spare", "contractor": "@spare citizen", "carriers": ["M-12/1"], "opened_on": "2025-02-04"}');
SELECT enter('party_changes', '{"party": "@spare", "kind": "works_terminated", "effective_on": "2025-02-04"}');
SELECT may_change('party_changes', '{"party": "@spare", "change_no": "1"}', '{"completed_on": "2025-05-02"}');
SELECT change('handovers', '{"case_no": "M1"}', '{"returned_on": "2025-03-13", "return_act_no": "back"}');
SELECT change('party_changes', '{"party": "@spare", "change_no": "1"}', '{"completed_on": "2025-05-02"}');
SELECT take('M2', 'protected', '{"customer": "@spare2", "contractor": "@spare citizen", "carriers": ["M-12/1"]}');
SELECT enter('party_changes', '{"party": "@spare2", "kind": "functions", "effective_on": "2025-03-10"}');
SELECT enter('supplements', '{"case_no": "M2", "party": "@spare2", "successor": "@spare", "concluded_on": "2025-03-11"}');
SELECT enter('notices', '{"case_no": "M2", "notice_no": "N5", "kind": "succession_security", "party": "@spare2", "change_no": "1", "sent_on": "2025-03-11"}');
SELECT enter('notices', '{"case_no": "M2", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@spare2", "change_no": "1", "sent_on": "2025-03-11"}');
SELECT enter('handovers', '{"case_no": "M2", "carrier_id": "#M-12/1", "handed_on": "2025-03-14"}');
SELECT enter('party_changes', '{"party": "@spare", "change_no": "2", "kind": "functions", "effective_on": "2025-03-10"}');
SELECT enter('party_changes', '{"party": "@spare", "change_no": "3", "kind": "functions", "effective_on": "2025-03-11"}');
SELECT may_change('party_changes', '{"party": "@spare", "change_no": "2"}', '{"completed_on": "2025-05-02"}');
SELECT may_change('party_changes', '{"party": "@spare", "change_no": "3"}', '{"completed_on": "2025-05-02"}');

-- Two customers that succeed each other in turn, all on one day: every change needs its own supplement and notices.
SELECT enter('parties', '{"idn": "351240000171", "settlement": "Astana"}');
SELECT enter('parties', '{"idn": "351240000183", "settlement": "Astana"}');
SELECT take('N1', 'protected', '{"customer": "351240000171", "contractor": "@spare citizen", "carriers": ["M-11/1"]}');
SELECT enter('party_changes', '{"party": "351240000171", "kind": "functions", "effective_on": "2025-03-17"}');
SELECT enter('party_changes', '{"party": "351240000183", "kind": "functions", "effective_on": "2025-03-17"}');
SELECT enter('supplements', '{"case_no": "N1", "party": "351240000171", "successor": "351240000183", "concluded_on": "2025-03-17"}');
SELECT may_enter('handovers', '{"case_no": "N1", "carrier_id": "#M-11/1", "handed_on": "2025-03-17"}');
SELECT enter('supplements', '{"case_no": "N1", "supplement_no": "S2", "party": "351240000183", "successor": "351240000171", "concluded_on": "2025-03-17"}');
SELECT enter('notices', '{"case_no": "N1", "notice_no": "N5", "kind": "succession_security", "party": "351240000171", "change_no": "1", "sent_on": "2025-03-17"}');
SELECT enter('notices', '{"case_no": "N1", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "351240000171", "change_no": "1", "sent_on": "2025-03-17"}');
SELECT may_enter('handovers', '{"case_no": "N1", "carrier_id": "#M-11/1", "handed_on": "2025-03-17"}');
SELECT enter('notices', '{"case_no": "N1", "notice_no": "N7", "kind": "succession_security", "party": "351240000183", "change_no": "1", "sent_on": "2025-03-17"}');
SELECT enter('notices', '{"case_no": "N1", "notice_no": "N8", "kind": "succession_authority", "authority": "@ministry", "party": "351240000183", "change_no": "1", "sent_on": "2025-03-17"}');
SELECT may_enter('handovers', '{"case_no": "N1", "carrier_id": "#M-11/1", "handed_on": "2025-03-17"}');
-- a successor withdrawn in the statement that hands over, and a case in the one that completes a change: the withdrawal is refused
SELECT try(format('WITH gone AS (DELETE FROM secretxfer.parties WHERE idn = ''351240000183'') %s', insert_of('handovers', entry('handovers', '{"case_no": "N1", "carrier_id": "#M-11/1", "handed_on": "2025-03-17"}'))));
SELECT try(format('WITH gone AS (DELETE FROM secretxfer.cases WHERE case_no = ''M2'') %s', update_of('party_changes', '{"party": "@spare", "change_no": "3"}', '{"completed_on": "2025-05-02"}')));
-- a second change of the same customer on the same day: its supplement settles that one, too
SELECT enter('party_changes', '{"party": "351240000171", "change_no": "2", "kind": "ownership", "effective_on": "2025-03-17"}');
SELECT may_enter('handovers', '{"case_no": "N1", "carrier_id": "#M-11/1", "handed_on": "2025-03-17"}');

-- Several changes of one customer: the supplement for the last settles the earlier ones too, and the notices are those of
-- the change that the supplement names; a later change waits for a supplement of its own.
SELECT enter('carriers', '{"account_no": "N-1"}');
SELECT enter('carriers', '{"account_no": "N-2"}');
BEGIN;
SELECT enter('parties', '{"idn": "351240000195", "settlement": "Astana"}');
SELECT take('N2', 'protected', '{"customer": "351240000195", "contractor": "@citizen", "carriers": ["N-1/1"]}');
SELECT enter('party_changes', '{"party": "351240000195", "change_no": "a", "kind": "functions", "effective_on": "2025-03-10"}');
SELECT enter('party_changes', '{"party": "351240000195", "change_no": "b", "kind": "ownership", "effective_on": "2025-03-17"}');
SELECT enter('party_changes', '{"party": "351240000195", "change_no": "c", "kind": "functions", "effective_on": "2025-03-24"}');
SELECT enter('supplements', '{"case_no": "N2", "party": "351240000195", "change_no": "b", "successor": "351240000195", "concluded_on": "2025-03-18"}');
SELECT enter('notices', '{"case_no": "N2", "notice_no": "N5", "kind": "succession_security", "party": "351240000195", "change_no": "a", "sent_on": "2025-03-18"}');
SELECT enter('notices', '{"case_no": "N2", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "351240000195", "change_no": "a", "sent_on": "2025-03-18"}');
SELECT may_enter('handovers', '{"case_no": "N2", "carrier_id": "#N-1/1", "handed_on": "2025-03-20"}');
SELECT enter('notices', '{"case_no": "N2", "notice_no": "N7", "kind": "succession_security", "party": "351240000195", "change_no": "b", "sent_on": "2025-03-18"}');
SELECT enter('notices', '{"case_no": "N2", "notice_no": "N8", "kind": "succession_authority", "authority": "@ministry", "party": "351240000195", "change_no": "b", "sent_on": "2025-03-18"}');
SELECT may_enter('handovers', '{"case_no": "N2", "carrier_id": "#N-1/1", "handed_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "N2", "carrier_id": "#N-1/1", "handed_on": "2025-03-24"}');
ROLLBACK;

-- A liquidation of the customer that was learnt of late, of before the case was opened: it stops the case all the same.
BEGIN;
SELECT enter('parties', '{"idn": "351240000195", "settlement": "Astana"}');
SELECT take('N3', 'protected', '{"customer": "351240000195", "contractor": "@citizen", "carriers": ["N-1/1", "N-2/1"]}');
SELECT enter('handovers', '{"case_no": "N3", "carrier_id": "#N-1/1"}');
SELECT may_enter('handovers', '{"case_no": "N3", "carrier_id": "#N-2/1"}');
SELECT enter('party_changes', '{"party": "351240000195", "kind": "liquidation", "effective_on": "2025-01-20"}');
SELECT may_enter('handovers', '{"case_no": "N3", "carrier_id": "#N-2/1"}');
SELECT may_change('party_changes', '{"party": "351240000195"}', '{"completed_on": "2025-05-05"}');
SELECT change('handovers', '{"case_no": "N3"}', '{"returned_on": "2025-05-05", "return_act_no": "back"}');
SELECT may_change('party_changes', '{"party": "351240000195"}', '{"completed_on": "2025-05-05"}');
ROLLBACK;
-- other changes of before the opening concern the case no more
BEGIN;
SELECT enter('parties', '{"idn": "351240000195", "settlement": "Astana"}');
SELECT take('N3', 'protected', '{"customer": "351240000195", "contractor": "@citizen", "carriers": ["N-1/1"]}');
SELECT enter('party_changes', '{"party": "351240000195", "kind": "works_terminated", "effective_on": "2025-01-20"}');
SELECT may_enter('handovers', '{"case_no": "N3", "carrier_id": "#N-1/1"}');
ROLLBACK;

-- A carrier that is no longer secret is not due: the day before the lifting, its day; a new mark makes it due again.
BEGIN;
SELECT enter('parties', '{"idn": "351240000209", "settlement": "Almaty"}');
SELECT enter('permits', '{"permit_no": "P-lifted", "holder": "351240000209"}');
SELECT enter('clearances', '{"clearance_no": "C-lifted", "party": "351240000209"}');
SELECT enter('carriers', '{"carrier_id": 200, "account_no": "N-200"}');
SELECT enter('cases', '{"case_no": "U1", "contractor": "351240000209"}');
SELECT enter('requests', '{"case_no": "U1", "permit_no": "P-lifted"}');
SELECT enter('request_items', '{"case_no": "U1", "carrier_id": 200}');
SELECT change('requests', '{"case_no": "U1"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "U1"}');
SELECT enter('contracts', '{"case_no": "U1", "permit_no": "P-lifted"}');
SELECT enter('contract_items', '{"case_no": "U1"}');
SELECT enter('notices', '{"case_no": "U1"}');
SELECT enter('protections', '{"case_no": "U1"}');
SELECT enter('handovers', '{"case_no": "U1", "carrier_id": 200, "received_by": "C-lifted"}');
SELECT enter('party_changes', '{"party": "351240000209"}');
SELECT enter('protection_measures', '{"case_no": "U1", "party": "351240000209"}');
SELECT 'contractor_liquidation' = ANY (reasons) AS due FROM returns_due WHERE case_no = 'U1';
SELECT enter('carrier_marks', '{"carrier_id": 200, "marked_on": "2025-06-10", "mark": null}');
SELECT 'contractor_liquidation' = ANY (reasons) AS due FROM returns_due WHERE case_no = 'U1';
SELECT may_change('party_changes', '{"party": "351240000209"}', '{"completed_on": "2025-06-09"}');
SELECT may_change('party_changes', '{"party": "351240000209"}', '{"completed_on": "2025-06-10"}');
SELECT may_change('cases', '{"case_no": "U1"}', '{"closed_on": "2025-06-09"}');
SELECT may_change('cases', '{"case_no": "U1"}', '{"closed_on": "2025-06-10"}');
SELECT enter('carrier_marks', '{"carrier_id": 200, "marked_on": "2025-06-12", "mark": "secret"}');
SELECT may_change('party_changes', '{"party": "351240000209"}', '{"completed_on": "2025-06-11"}');
SELECT may_change('party_changes', '{"party": "351240000209"}', '{"completed_on": "2025-06-12"}');
SELECT may_change('cases', '{"case_no": "U1"}', '{"closed_on": "2025-06-12"}');
-- closed, and found marked later for an earlier day: irregular; the carrier may come back then
SELECT change('party_changes', '{"party": "351240000209"}', '{"completed_on": "2025-06-11"}');
SELECT change('cases', '{"case_no": "U1"}', '{"closed_on": "2025-06-11"}');
SELECT severity, rule, "table" FROM verify() WHERE severity IN ('unlawful', 'irregular') AND (key LIKE 'U1%' OR key LIKE '351240000209%');
SELECT enter('carrier_marks', '{"carrier_id": 200, "marked_on": "2025-06-11", "mark": "secret"}');
SELECT severity, rule, "table" FROM verify() WHERE severity IN ('unlawful', 'irregular') AND (key LIKE 'U1%' OR key LIKE '351240000209%');
SELECT may_change('handovers', '{"case_no": "U1"}', '{"returned_on": "2025-07-01", "return_act_no": "back"}');
ROLLBACK;

-- A write-off: day, kind and act together, while the carrier is out; what was destroyed does not come back.
BEGIN;
SELECT enter('parties', '{"idn": "351240000209", "settlement": "Almaty"}');
SELECT enter('permits', '{"permit_no": "P-lost", "holder": "351240000209"}');
SELECT enter('clearances', '{"clearance_no": "C-lost", "party": "351240000209"}');
SELECT enter('carriers', jsonb_build_object('carrier_id', 200 + n, 'account_no', 'N-' || 200 + n)) FROM generate_series(1, 2) AS n;
SELECT enter('cases', '{"case_no": "U2", "contractor": "351240000209"}');
SELECT enter('requests', '{"case_no": "U2", "permit_no": "P-lost"}');
SELECT enter('request_items', jsonb_build_object('case_no', 'U2', 'item_no', n, 'carrier_id', 200 + n)) FROM generate_series(1, 2) AS n;
SELECT change('requests', '{"case_no": "U2"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "U2"}');
SELECT enter('contracts', '{"case_no": "U2", "permit_no": "P-lost"}');
SELECT enter('contract_items', jsonb_build_object('case_no', 'U2', 'annex_no', n::text, 'item_no', n)) FROM generate_series(1, 2) AS n;
SELECT enter('notices', '{"case_no": "U2"}');
SELECT enter('protections', '{"case_no": "U2"}');
SELECT enter('handovers', jsonb_build_object('case_no', 'U2', 'carrier_id', 200 + n, 'received_by', 'C-lost')) FROM generate_series(1, 2) AS n;
SELECT enter('violations', '{"case_no": "U2"}');
SELECT enter('party_changes', '{"party": "351240000209"}');
SELECT enter('protection_measures', '{"case_no": "U2", "party": "351240000209"}');
SELECT may_change('handovers', '{"case_no": "U2", "carrier_id": 201}', '{"written_off_on": "2025-06-10"}');
SELECT may_change('handovers', '{"case_no": "U2", "carrier_id": 201}', '{"written_off_on": "2025-06-10", "written_off_as": "destroyed", "write_off_act_no": " "}');
SELECT may_change('handovers', '{"case_no": "U2", "carrier_id": 201}', '{"written_off_on": "2025-03-11", "written_off_as": "destroyed", "write_off_act_no": "W"}');
SELECT may_change('handovers', '{"case_no": "U2", "carrier_id": 201}', '{"written_off_on": "2025-06-10", "written_off_as": "destroyed", "write_off_act_no": "W", "returned_on": "2025-06-10", "return_act_no": "back"}');
SELECT change('handovers', '{"case_no": "U2", "carrier_id": 201}', '{"written_off_on": "2025-06-10", "written_off_as": "destroyed", "write_off_act_no": "W"}');
SELECT may_change('handovers', '{"case_no": "U2", "carrier_id": 201}', '{"written_off_on": "2025-06-11"}');
SELECT may_change('handovers', '{"case_no": "U2", "carrier_id": 201}', '{"act_no": "another"}');
SELECT may_change('handovers', '{"case_no": "U2", "carrier_id": 201}', '{"returned_on": "2025-06-12", "return_act_no": "back"}');
-- the case, and the change of the contractor, end on the day of the last write-off
SELECT count(*) FROM outstanding_carriers WHERE case_no = 'U2';
SELECT change('handovers', '{"case_no": "U2", "carrier_id": 202}', '{"written_off_on": "2025-06-12", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT carriers_out FROM case_status WHERE case_no = 'U2';
SELECT carrier_id FROM outstanding_carriers WHERE case_no = 'U2' UNION ALL SELECT carrier_id FROM returns_due WHERE case_no = 'U2';
SELECT may_change('party_changes', '{"party": "351240000209"}', '{"completed_on": "2025-06-11"}');
SELECT may_change('party_changes', '{"party": "351240000209"}', '{"completed_on": "2025-06-12"}');
SELECT may_change('cases', '{"case_no": "U2"}', '{"closed_on": "2025-06-11"}');
SELECT change('cases', '{"case_no": "U2"}', '{"closed_on": "2025-06-12"}');
SELECT happened_on, event FROM case_timeline WHERE case_no = 'U2' AND event ~ '^carrier (destroyed|lost|returned)' ORDER BY 1;
-- neither goes out again; what was lost and is found comes back first, also after the closing, and not before its loss
SELECT take('U3', 'protected', '{"carriers": ["N-201/1", "N-202/1"]}');
SELECT may_enter('handovers', '{"case_no": "U3", "carrier_id": 201, "handed_on": "2025-07-01"}');
SELECT may_enter('handovers', '{"case_no": "U3", "carrier_id": 202, "handed_on": "2025-07-01"}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "U3", "carrier_id": 202, "handed_on": "2025-07-01"}')));
SELECT may_change('handovers', '{"case_no": "U2", "carrier_id": 202}', '{"returned_on": "2025-06-11", "return_act_no": "found"}');
SELECT change('handovers', '{"case_no": "U2", "carrier_id": 202}', '{"returned_on": "2025-06-23", "return_act_no": "found"}');
SELECT may_enter('handovers', '{"case_no": "U3", "carrier_id": 202, "handed_on": "2025-06-22"}');
SELECT may_enter('handovers', '{"case_no": "U3", "carrier_id": 202, "handed_on": "2025-06-23"}');
SELECT breach, days FROM breaches WHERE case_no = 'U2' AND breach = 'carrier_lost';
SELECT severity, rule, "table" FROM verify() WHERE severity IN ('unlawful', 'irregular') AND (key LIKE 'U2%' OR key LIKE '351240000209%');
ROLLBACK;

-- The words of refusals, and their full shape.
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": "2025-04-02"}')));
SELECT words(update_of('party_changes', '{"party": "@builder", "change_no": "F2"}', '{"completed_on": "2025-12-01"}'));
UPDATE party_changes SET completed_on = '2025-12-01' WHERE change_no = 'F2';
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('B2', c('M-1/2'), '2025-06-03', 'act', 'C-joint');

-- 10, r10_write_off and r10_destroyed: day, kind and act together; what was destroyed does not come back.
SELECT enter('carriers', '{"account_no": "X-1"}');
SELECT take('destroyed', 'handed', '{"contractor": "@other", "carriers": ["X-1/1"]}');
SELECT may_change('handovers', '{"case_no": "destroyed"}', '{"written_off_on": "2025-04-02"}');
SELECT change('handovers', '{"case_no": "destroyed"}', '{"written_off_on": "2025-04-02", "written_off_as": "destroyed", "write_off_act_no": "W"}');
SELECT may_change('handovers', '{"case_no": "destroyed"}', '{"returned_on": "2025-04-03", "return_act_no": "back"}');

\i test/fixtures/finish.sql
