--
-- What was lawful when it was recorded, and is so no more by an event that was learnt of later, is irregular, not unlawful:
-- marks, passings of disposal, write-offs and liquidations that are recorded late, under an earlier day.
--
\i test/fixtures/start.sql
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "disposes_of_secrets": true}');
SELECT enter('parties', '{"idn": "@spare2", "kind": "state_body", "disposes_of_secrets": true}');

-- A write-off of a day before the carrier was handed on.
SELECT take('outer', 'handed', '{"contractor": "@other", "carriers": ["M-8/1", "M-9/1"]}');
SELECT take('inner', 'protected', '{"customer": "@other", "contractor": "@joint", "carriers": ["M-8/1", "M-9/1"], "protection": "provider"}');
SELECT enter('handovers', '{"case_no": "inner", "carrier_id": "#M-8/1", "handed_on": "2025-03-14"}');
SELECT change('handovers', '{"case_no": "outer", "carrier_id": "#M-8/1"}', '{"written_off_on": "2025-03-13", "written_off_as": "destroyed", "write_off_act_no": "1"}');
SELECT * FROM found();
-- (known before, it stands against handing on)
SELECT change('handovers', '{"case_no": "outer", "carrier_id": "#M-9/1"}', '{"written_off_on": "2025-03-13", "written_off_as": "destroyed", "write_off_act_no": "1"}');
SELECT may_enter('handovers', '{"case_no": "inner", "carrier_id": "#M-9/1", "handed_on": "2025-03-14"}');
\i test/fixtures/finish.sql

-- A body whose liquidation is completed: a carrier that came to it, or was marked again, before.
\i test/fixtures/start.sql
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "disposes_of_secrets": true}');
SELECT enter('parties', '{"idn": "@spare2", "kind": "state_body", "disposes_of_secrets": true}');
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@spare", "effective_on": "2025-05-20", "carrier_id": "#A-1/1"}');
SELECT enter('carrier_marks', '{"carrier_id": "#A-2/1", "marked_on": "2025-05-20", "mark": null}');
SELECT enter('party_changes', '{"party": "@agency", "effective_on": "2025-06-02"}');
SELECT change('party_changes', '{"party": "@agency"}', '{"completed_on": "2025-07-01"}');
SELECT * FROM found();
BEGIN;
SELECT enter('disposal_successions', '{"successor": "@agency", "effective_on": "2025-05-25", "carrier_id": "#M-1/1"}');
SELECT * FROM found();
ROLLBACK;
BEGIN;
SELECT enter('carrier_marks', '{"carrier_id": "#A-2/1", "marked_on": "2025-06-05", "mark": "secret"}');
SELECT * FROM found();
ROLLBACK;
-- Requests and answers: a liquidation, or a passing, of before their day.
SELECT take('K1', 'requested', '{"authority": "@spare", "carriers": ["A-1/1"]}');
SELECT take('K2', 'requested', '{"authority": "@spare2", "contractor": "@other", "carriers": ["M-1/1"]}');
SELECT take('K3', 'received', '{"authority": "@spare2", "contractor": "@joint", "carriers": ["M-1/2"]}');
SELECT take('K4', 'permitted', '{"authority": "@spare2", "contractor": "@subsidiary", "carriers": ["M-2/1"]}');
SELECT enter('disposal_successions', '{"body": "@spare", "successor": "@ministry", "effective_on": "2025-02-09"}');
SELECT change('requests', '{"case_no": "K1"}', '{"received_on": "2025-02-12"}');
SELECT enter('party_changes', '{"party": "@spare2", "effective_on": "2025-02-10"}');
SELECT * FROM found();
-- the customer takes back what nobody can answer any more, received or not
SELECT may_change('requests', '{"case_no": "K2"}', '{"received_on": "2025-02-12"}');
SELECT change('requests', '{"case_no": "K2"}', '{"withdrawn_on": "2025-02-13"}');
SELECT change('requests', '{"case_no": "K3"}', '{"withdrawn_on": "2025-02-13"}');
SELECT change('decisions', '{"case_no": "K4"}', '{"withdrawn_on": "2025-03-01", "withdrawal_reasons": "no more"}');
SELECT * FROM found();
\i test/fixtures/finish.sql

\i test/fixtures/start.sql
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "disposes_of_secrets": true}');
SELECT take('K1', 'received', '{"contractor": "@student", "carriers": ["M-3/1"]}');
SELECT enter('party_changes', '{"party": "@spare", "effective_on": "2025-02-15"}');
SELECT enter('decisions', '{"case_no": "K1"}');
-- Notices of a succession: to the body of the day of the notice; a passing of before that day makes them notices to nobody.
SELECT take('K2', 'protected', '{"carriers": ["M-6/1"]}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "ownership", "effective_on": "2025-04-07"}');
SELECT enter('supplements', '{"case_no": "K2", "concluded_on": "2025-04-08"}');
SELECT enter('notices', '{"case_no": "K2", "notice_no": "N5", "kind": "succession_security", "party": "@customer", "change_no": "1", "sent_on": "2025-04-11"}');
SELECT enter('notices', '{"case_no": "K2", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@customer", "change_no": "1", "sent_on": "2025-04-11"}');
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-6/1", "handed_on": "2025-04-14"}');
SELECT * FROM found();
BEGIN;
SELECT enter('disposal_successions', '{"effective_on": "2025-04-10"}');
SELECT * FROM found();
ROLLBACK;
BEGIN;
SELECT enter('disposal_successions', '{"effective_on": "2025-04-07"}');
SELECT * FROM found();
ROLLBACK;
-- An answer that turns out to be one of a body in liquidation.
BEGIN;
SELECT enter('disposal_successions', '{"successor": "@spare", "effective_on": "2025-02-14"}');
SELECT * FROM found();
ROLLBACK;

-- A body from which all has passed need not dispose of secrets any more: its carriers, requests and successions stay right,
-- and may be corrected.
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-04-10"}');
SELECT change('parties', '{"idn": "@agency"}', '{"disposes_of_secrets": false}');
SELECT change('carriers', '{"carrier_id": "#A-1/1"}', '{"title": "another title"}');
SELECT may_enter('carriers', '{"owner": "@agency", "account_no": "A-9"}');
SELECT may_enter('carriers', '{"owner": "@bureau", "account_no": "A-9"}');
SELECT take('K3', 'opened', '{"contractor": "@other"}');
SELECT enter('requests', '{"case_no": "K3", "authority": "@agency"}');
SELECT may_enter('requests', '{"case_no": "K3", "request_no": "R2", "authority": "@agency", "sent_on": "2025-04-10"}');
SELECT * FROM found();
\i test/fixtures/finish.sql

-- A successor that was gone before its supplement was entered: the register did not know that it succeeds in the case.
\i test/fixtures/start.sql
SELECT take('K1', 'protected', '{"carriers": ["M-1/1"]}');
SELECT enter('party_changes', '{"party": "@successor", "effective_on": "2025-03-12"}');
SELECT change('party_changes', '{"party": "@successor"}', '{"completed_on": "2025-03-13"}');
SELECT enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1", "handed_on": "2025-03-14"}');
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-03-20", "return_act_no": "R"}');
SELECT enter('party_changes', '{"party": "@customer", "effective_on": "2025-03-11"}');
SELECT enter('supplements', '{"case_no": "K1", "concluded_on": "2025-03-11"}');
SELECT * FROM found();
\i test/fixtures/finish.sql

-- A first permission was withdrawn, and a second one served, until a passing of before its answer was learnt of.
\i test/fixtures/start.sql
SELECT take('K1', 'protected', '{"carriers": ["M-1/1"]}');
SELECT change('decisions', '{"case_no": "K1"}', '{"withdrawn_on": "2025-03-10", "withdrawal_reasons": "reasons"}');
SELECT enter('requests', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-03-11"}'), enter('request_items', '{"case_no": "K1", "request_no": "R2", "carrier_id": "#M-1/1"}');
SELECT change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-03-12"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-03-13"}'),
	   enter('contract_items', '{"case_no": "K1", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-13"}'),
	   enter('notices', '{"case_no": "K1", "notice_no": "N2", "sent_on": "2025-03-13"}'),
	   enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1", "handed_on": "2025-03-13"}');
SELECT * FROM found();
SELECT enter('disposal_successions', '{"successor": "@agency", "effective_on": "2025-03-10"}');
SELECT * FROM found();
-- Two changes of the contractor, learnt of after the case was closed without measures: it is told once.
SELECT take('W', 'handed', '{"contractor": "@other", "carriers": ["M-12/1"]}');
SELECT change('handovers', '{"case_no": "W"}', '{"returned_on": "2025-04-02", "return_act_no": "back"}'),
	   change('cases', '{"case_no": "W"}', '{"closed_on": "2025-04-07"}'),
	   enter('party_changes', '{"party": "@other", "change_no": "8", "kind": "ownership", "effective_on": "2025-03-25"}'),
	   enter('party_changes', '{"party": "@other", "change_no": "9", "kind": "functions", "effective_on": "2025-03-27"}');
SELECT severity, rule, "table", key, detail FROM findings() WHERE rule ~ 'r10_measures';

\i test/fixtures/finish.sql
