--
-- Provision 10 ¶1: a supplement, or what decides on the notices of a succession, that is entered late, under an earlier
-- day, makes nothing unlawful that stands.
--
\i test/fixtures/start.sql
SELECT enter('clearances', '{"clearance_no": "C-successor", "party": "@successor"}');
CREATE FUNCTION fixture.settles(case_no text, day date, given jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT may_enter('supplements', jsonb_build_object('case_no', case_no, 'concluded_on', day) || given)
$$;

-- A person of the customer received, under the customer's arrangement; the change, before the contract, asked for nothing.
SELECT take('K1', 'protected', '{"settlement": "Astana", "protection": "customer", "carriers": ["M-1/1", "M-1/2"]}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "functions", "effective_on": "2025-03-01"}');
SELECT enter('handovers', '{"case_no": "K1", "received_by": "C-customer"}');
-- with the successor the person would be of no side, and the successor's unit in another place
SELECT settles('K1', '2025-03-13');
SELECT settles('K1', '2025-03-12');
SELECT settles('K1', '2025-03-02');
-- (the customer itself as its successor: only the notices would be missing)
SELECT settles('K1', '2025-03-02', '{"successor": "@customer"}');
-- the arrangement by itself: with another customer it is one of the customer's no more
SELECT take('K2', 'noticed', '{"settlement": "Astana", "contractor": "@builder", "carriers": ["M-2/1"]}');
BEGIN;
SELECT enter('protections', '{"case_no": "K2", "kind": "customer"}');
SELECT settles('K2', '2025-03-06');
SELECT change('parties', '{"idn": "@successor"}', '{"settlement": "Almaty"}');
SELECT settles('K2', '2025-03-06');
ROLLBACK;
SELECT enter('protections', '{"case_no": "K2", "kind": "customer", "organizer": "@customer"}');
SELECT settles('K2', '2025-03-07');
SELECT settles('K2', '2025-03-06');
-- a person of the contractor received: only a person of the customer who takes the carrier over is one
SELECT change('protections', '{"case_no": "K2"}', '{"organizer": null}');
SELECT enter('notices', '{"case_no": "K2", "notice_no": "N5", "kind": "succession_security", "party": "@customer", "change_no": "1", "sent_on": "2025-03-10"}');
SELECT enter('notices', '{"case_no": "K2", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@customer", "change_no": "1", "sent_on": "2025-03-10"}');
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-2/1"}');
SELECT settles('K2', '2025-03-06');
SELECT entry_id AS h FROM handovers WHERE case_no = 'K2' \gset
SELECT enter('holders', jsonb_build_object('handover', :h, 'held_by', 'C-customer'));
SELECT settles('K2', '2025-03-21');
SELECT settles('K2', '2025-03-20');
SELECT settles('K2', '2025-03-06');

-- The notices of the succession are missing, or the successor has changed itself: what stands would be unlawful.
SELECT take('K3', 'handed', '{"customer": "@client", "contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "carriers": ["M-5/1", "M-6/1"]}');
SELECT enter('party_changes', '{"party": "@client", "kind": "ownership", "effective_on": "2025-03-01"}');
SELECT settles('K3', '2025-03-12', '{"party": "@client"}');
SELECT settles('K3', '2025-03-13', '{"party": "@client"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N5", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-03-12"}');
SELECT settles('K3', '2025-03-12', '{"party": "@client"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@client", "change_no": "1", "sent_on": "2025-03-12"}');
BEGIN;
SELECT enter('party_changes', '{"party": "@successor", "kind": "functions", "effective_on": "2025-03-12"}');
SELECT settles('K3', '2025-03-12', '{"party": "@client"}');
ROLLBACK;
SELECT enter('supplements', '{"case_no": "K3", "party": "@client", "concluded_on": "2025-03-11"}');
SELECT may_change('supplements', '{"case_no": "K3"}', '{"successor_powers": "another act"}');
-- a paper of the customer, whose successor was in liquidation by then
SELECT take('K4', 'requested', '{"customer": "@bureau", "contractor": "@student", "carriers": ["M-4/1"]}');
SELECT enter('party_changes', '{"party": "@bureau", "kind": "functions", "effective_on": "2025-02-05"}');
SELECT enter('party_changes', '{"party": "@office", "effective_on": "2025-02-09"}');
SELECT settles('K4', '2025-02-08', '{"party": "@bureau", "successor": "@office"}');
SELECT settles('K4', '2025-02-08', '{"party": "@bureau"}');

-- Where something stands that was not lawful before, the supplement is not hindered: the change was learnt of late.
SELECT take('K5', 'handed', '{"customer": "@holding", "contractor": "@citizen", "carriers": ["M-7/1"]}');
SELECT enter('party_changes', '{"party": "@holding", "kind": "functions", "effective_on": "2025-03-10"}');
SELECT enter('supplements', '{"case_no": "K5", "party": "@holding", "concluded_on": "2025-03-11"}');

-- What was handed on as the contractor of another case was handed on by nobody else.
SELECT take('outer', 'handed', '{"contractor": "@other", "carriers": ["M-8/1"]}');
SELECT take('inner', 'protected', '{"customer": "@other", "contractor": "@joint", "carriers": ["M-8/1"], "protection": "provider"}');
SELECT enter('party_changes', '{"party": "@other", "change_no": "2", "kind": "functions", "effective_on": "2025-03-01"}');
SELECT enter('notices', '{"case_no": "inner", "notice_no": "N5", "kind": "succession_security", "party": "@other", "change_no": "2", "sent_on": "2025-03-06"}');
SELECT enter('notices', '{"case_no": "inner", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@other", "change_no": "2", "sent_on": "2025-03-06"}');
SELECT enter('handovers', '{"case_no": "inner", "carrier_id": "#M-8/1", "handed_on": "2025-03-14"}');
SELECT settles('inner', '2025-03-14', '{"party": "@other", "change_no": "2"}');
SELECT settles('inner', '2025-03-15', '{"party": "@other", "change_no": "2"}');
SELECT settles('inner', '2025-03-14', '{"party": "@other", "change_no": "2", "successor": "@other"}');

-- A line of another body's carrier, entered late under a day before the supplement, would ask for a notice to that body.
SELECT take('L1', 'contracted', '{"customer": "@provider", "contractor": "@student", "carriers": ["M-9/1"]}');
SELECT enter('requests', '{"case_no": "L1", "request_no": "R2", "authority": "@agency"}');
SELECT enter('request_items', '{"case_no": "L1", "request_no": "R2", "carrier_id": "#A-1/1"}');
SELECT change('requests', '{"case_no": "L1", "request_no": "R2"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "L1", "request_no": "R2"}');
SELECT enter('contract_items', '{"case_no": "L1"}');
SELECT enter('notices', '{"case_no": "L1"}');
SELECT enter('party_changes', '{"party": "@provider", "kind": "functions", "effective_on": "2025-03-05"}');
SELECT enter('supplements', '{"case_no": "L1", "party": "@provider", "concluded_on": "2025-03-06"}');
SELECT enter('protections', '{"case_no": "L1", "kind": "customer", "unit_settlement": "Almaty"}');
SELECT enter('notices', '{"case_no": "L1", "notice_no": "N5", "kind": "succession_security", "party": "@provider", "change_no": "1", "sent_on": "2025-03-07"}');
SELECT enter('notices', '{"case_no": "L1", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@provider", "change_no": "1", "sent_on": "2025-03-07"}');
SELECT may_enter('contract_items', '{"case_no": "L1", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-06"}');
SELECT enter('handovers', '{"case_no": "L1", "carrier_id": "#M-9/1"}');
SELECT may_enter('contract_items', '{"case_no": "L1", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-06"}');
SELECT may_enter('contract_items', '{"case_no": "L1", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-07"}');
SELECT words(insert_of('contract_items', entry('contract_items', '{"case_no": "L1", "annex_no": "2", "request_no": "R2"}')));
SELECT enter('notices', '{"case_no": "L1", "notice_no": "N7", "kind": "succession_authority", "authority": "@agency", "party": "@provider", "change_no": "1", "sent_on": "2025-03-12"}');
SELECT may_enter('contract_items', '{"case_no": "L1", "annex_no": "2", "request_no": "R2"}');

-- The same of an answer where access to a system is granted, and of a request as long as there is no annex.
SELECT take('L2', 'contracted', '{"customer": "@successor", "contractor": "@builder", "service": true}');
SELECT enter('requests', '{"case_no": "L2", "request_no": "R2", "authority": "@agency", "information_statement": "what circulates"}');
SELECT change('requests', '{"case_no": "L2", "request_no": "R2"}', '{"received_on": "2025-02-12"}');
SELECT enter('notices', '{"case_no": "L2"}');
SELECT enter('protections', '{"case_no": "L2"}');
SELECT enter('party_changes', '{"party": "@successor", "kind": "functions", "effective_on": "2025-03-05"}');
SELECT enter('supplements', '{"case_no": "L2", "party": "@successor", "successor": "@client", "concluded_on": "2025-03-06"}');
SELECT enter('notices', '{"case_no": "L2", "notice_no": "N5", "kind": "succession_security", "party": "@successor", "change_no": "1", "sent_on": "2025-03-07"}');
SELECT enter('notices', '{"case_no": "L2", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@successor", "change_no": "1", "sent_on": "2025-03-07"}');
SELECT may_enter('decisions', '{"case_no": "L2", "request_no": "R2"}');
SELECT enter('system_accesses', '{"case_no": "L2"}');
SELECT may_enter('decisions', '{"case_no": "L2", "request_no": "R2"}');
SELECT may_enter('decisions', '{"case_no": "L2", "request_no": "R2", "outcome": "refused", "reasons": "not needed"}');
SELECT take('L3', 'permitted', '{"customer": "@ministry", "contractor": "@joint", "carriers": ["M-10/1"]}');
SELECT enter('party_changes', '{"party": "@ministry", "kind": "functions", "effective_on": "2025-02-21"}');
SELECT enter('supplements', '{"case_no": "L3", "party": "@ministry", "successor": "@agency", "concluded_on": "2025-02-24"}');
SELECT enter('contracts', '{"case_no": "L3"}');
SELECT enter('contract_items', '{"case_no": "L3"}');
SELECT enter('notices', '{"case_no": "L3"}');
SELECT enter('notices', '{"case_no": "L3", "notice_no": "N5", "kind": "succession_security", "party": "@ministry", "change_no": "1", "sent_on": "2025-03-07"}');
SELECT enter('notices', '{"case_no": "L3", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@ministry", "change_no": "1", "sent_on": "2025-03-07"}');
SELECT enter('affiliations', '{"party": "@joint"}');
SELECT enter('protections', '{"case_no": "L3", "kind": "quasi_state", "organizer": "@holding"}');
SELECT may_enter('requests', '{"case_no": "L3", "request_no": "R2", "authority": "@agency", "sent_on": "2025-02-24"}');
SELECT enter('handovers', '{"case_no": "L3", "carrier_id": "#M-10/1"}');
SELECT may_enter('requests', '{"case_no": "L3", "request_no": "R2", "authority": "@agency", "sent_on": "2025-02-24"}');
SELECT may_enter('requests', '{"case_no": "L3", "request_no": "R2", "authority": "@agency", "sent_on": "2025-02-25"}');
SELECT may_enter('requests', '{"case_no": "L3", "request_no": "R2", "sent_on": "2025-02-24"}');
SELECT severity, rule, "table", key FROM verify() WHERE severity IN ('unlawful', 'irregular');

\i test/fixtures/finish.sql

-- What is moved from one case to another is judged there like what is entered there: it was not part of that case before.
\i test/fixtures/start.sql
SELECT take('K1', 'protected', '{"carriers": ["M-1/1"]}'), take('K2', 'handed', '{"contractor": "@other", "carriers": ["M-1/2"]}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "functions", "effective_on": "2025-03-01"}');
SELECT enter('supplements', '{"case_no": "K1", "concluded_on": "2025-03-04"}');
SELECT may_enter('supplements', '{"case_no": "K2", "concluded_on": "2025-03-04"}');
SELECT may_change('supplements', '{"case_no": "K1"}', '{"case_no": "K2"}');
-- an arrangement of before a hand-over to a person of the customer
SELECT take('K3', 'protected', '{"customer": "@client", "settlement": "Astana", "protection": "customer", "carriers": ["M-6/1"]}'),
	   take('K4', 'noticed', '{"carriers": ["M-5/1"]}');
SELECT enter('clearances', '{"clearance_no": "C-client", "party": "@client"}'),
	   enter('protections', '{"case_no": "K4", "kind": "contractor", "arranged_on": "2025-03-08"}');
SELECT enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "received_by": "C-client"}');
SELECT may_enter('protections', '{"case_no": "K3", "kind": "contractor", "arranged_on": "2025-03-08"}');
SELECT may_change('protections', '{"case_no": "K4"}', '{"case_no": "K3"}');
-- a line of the annex by which another body would have to be notified, of before a hand-over
SELECT take('K5', 'received', '{"contractor": "@other", "customer": "@holding", "carriers": ["M-7/1"]}'),
	   take('K6', 'received', '{"customer": "@office", "carriers": ["M-8/1"]}');
SELECT enter('requests', jsonb_build_object('case_no', case_no, 'request_no', 'R2', 'authority', '@agency')),
	   enter('request_items', jsonb_build_object('case_no', case_no, 'request_no', 'R2', 'carrier_id', '#A-' || n || '/1')),
	   change('requests', jsonb_build_object('case_no', case_no, 'request_no', 'R2'), '{"received_on": "2025-02-12"}'),
	   enter('decisions', jsonb_build_object('case_no', case_no)),
	   enter('decisions', jsonb_build_object('case_no', case_no, 'request_no', 'R2', 'decision_no', 'D-2')),
	   enter('contracts', jsonb_build_object('case_no', case_no))
FROM (VALUES ('K5', 1), ('K6', 2)) AS v (case_no, n);
SELECT enter('contract_items', '{"case_no": "K5"}'), enter('notices', '{"case_no": "K5"}'), enter('protections', '{"case_no": "K5"}'),
	   enter('party_changes', '{"party": "@holding", "kind": "functions", "effective_on": "2025-03-07"}');
SELECT enter('supplements', '{"case_no": "K5", "party": "@holding", "concluded_on": "2025-03-07"}');
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N8", "kind": "succession_security", "party": "@holding", "change_no": "1", "sent_on": "2025-03-08"}'),
	   enter('notices', '{"case_no": "K5", "notice_no": "N9", "kind": "succession_authority", "authority": "@ministry", "party": "@holding", "change_no": "1", "sent_on": "2025-03-08"}');
SELECT enter('handovers', '{"case_no": "K5", "carrier_id": "#M-7/1"}');
SELECT may_enter('contract_items', '{"case_no": "K5", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-06"}');
SELECT enter('contract_items', '{"case_no": "K6", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-06"}');
SELECT may_change('contract_items', '{"case_no": "K6", "annex_no": "2"}', '{"case_no": "K5"}');
\i test/fixtures/finish.sql
