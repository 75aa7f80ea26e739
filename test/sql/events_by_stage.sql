--
-- What happens in an office, at every stage of a case: each event of the table is tried in a case of each stage, as one
-- would enter it, and undone. A cell of the grid says
--
--     +   accepted; after it next_steps() has a row, and the case can be wound up and closed, unless it is closed already
--     .   there is nothing to which the event could happen
--     a   refused; the list below the grid says by which rule, what the hint says, and what is accepted then
--
-- A further event is one row of grid.events, a further stage one of grid.stages. A refusal that grid.ways does not know,
-- and a way that is refused in its turn, is a dead end, and stands as such in the last table.
--
\i test/fixtures/start.sql
\set ECHO none
SET client_min_messages = warning;
CREATE SCHEMA grid;
SET check_function_bodies = off;
SET search_path = secretxfer, grid, fixture, public;

-- ---- the stages: the case, its day, and what has happened in it ----

-- The statements that a query gives for a case on a day.
CREATE FUNCTION grid.statements_of(query text, no text, day date) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	found text[];
BEGIN
	EXECUTE format('SELECT array_agg(s) FROM (SELECT $1 AS no, $2 AS day) AS this CROSS JOIN LATERAL (%s) AS x (s) WHERE s IS NOT NULL', query) INTO found USING no, day;
	RETURN coalesce(found, '{}');
END $$;

-- day is the day of the events in that case; take() leads the case up to a step, and then happens what a query gives.
CREATE TABLE grid.stages (place int GENERATED ALWAYS AS IDENTITY, stage text PRIMARY KEY, case_no text NOT NULL, day date NOT NULL DEFAULT '2025-06-16');
CREATE FUNCTION grid.stage(stage text, upto text, happened text DEFAULT 'SELECT NULL', of jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	statement text;
BEGIN
	INSERT INTO grid.stages (stage, case_no) VALUES (stage, stage);
	PERFORM fixture.write('carriers', jsonb_build_object('account_no', 'S ' || stage, 'copy_no', copy)) FROM unnest('{1,2}'::text[]) AS copy;
	PERFORM fixture.take(stage, upto, jsonb_build_object('carriers', jsonb_build_array('S ' || stage || '/1', 'S ' || stage || '/2')) || of);
	FOREACH statement IN ARRAY statements_of(happened, stage, NULL) LOOP
		EXECUTE statement;
	END LOOP;
END $$;
CREATE FUNCTION grid.hand(no text) RETURNS text LANGUAGE sql AS
	$$SELECT i('handovers', jsonb_build_object('case_no', no, 'carrier_id', '#S ' || no || '/1'))$$;
CREATE FUNCTION grid.pass_on(no text, day text DEFAULT '2025-04-01') RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO secretxfer.holders (handover, held_since, held_by) SELECT entry_id, %L, ''C-colleague'' FROM secretxfer.handovers WHERE case_no = %L', day, no)
$$;
CREATE FUNCTION grid.breach(no text, violation text DEFAULT 'V1', day text DEFAULT '2025-04-01') RETURNS text LANGUAGE sql AS
	$$SELECT i('violations', jsonb_build_object('case_no', no, 'violation_no', violation, 'found_on', day))$$;
CREATE FUNCTION grid.back(no text, day text) RETURNS text LANGUAGE sql AS
	$$SELECT u('handovers', jsonb_build_object('case_no', no), jsonb_build_object('returned_on', day, 'return_act_no', 'back'))$$;
CREATE FUNCTION grid.lost(no text, violation text, day text) RETURNS text LANGUAGE sql AS $$
	SELECT u('handovers', jsonb_build_object('case_no', no), jsonb_build_object('written_off_on', day, 'written_off_as', 'lost', 'write_off_act_no', 'W', 'loss_violation_no', violation))
$$;
CREATE FUNCTION grid.succession(no text, supplement text DEFAULT 'S1', day text DEFAULT '2025-04-08') RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[i('supplements', jsonb_build_object('case_no', no, 'supplement_no', supplement, 'party', '@client', 'concluded_on', day)),
		i('notices', jsonb_build_object('case_no', no, 'notice_no', 'N5', 'kind', 'succession_security', 'party', '@client', 'change_no', '1', 'sent_on', day)),
		i('notices', jsonb_build_object('case_no', no, 'notice_no', 'N6', 'kind', 'succession_authority', 'authority', '@ministry', 'party', '@client', 'change_no', '1', 'sent_on', day))]
$$;

-- A carrier of another body, too, up to its hand-over.
CREATE FUNCTION grid.of_agency(no text) RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[i('requests', r || '{"authority": "@agency"}'), i('request_items', r || '{"carrier_id": "#A-1/1"}'), u('requests', r, '{"received_on": "2025-02-12"}'), i('decisions', r), i('contract_items', r || '{"annex_no": "3"}'),
		i('notices', jsonb_build_object('case_no', no, 'notice_no', 'N2')), i('handovers', jsonb_build_object('case_no', no, 'carrier_id', '#A-1/1'))] FROM (SELECT jsonb_build_object('case_no', no, 'request_no', 'R2') AS r) AS request
$$;

SELECT write('clearances', jsonb_build_object('clearance_no', 'C-' || name, 'party', '@' || name)) FROM unnest('{client,successor}'::text[]) AS name \g /dev/null
SELECT write('clearances', '{"clearance_no": "C-colleague"}'), write('clearances', '{"clearance_no": "C-colleague of other", "party": "@other"}'),
	   write('affiliations', '{"party": "@builder", "quasi_state": "@holding", "since": "2024-01-10"}') \g /dev/null
SELECT stage(v, v) FROM unnest('{opened,requested,received}'::text[]) AS v \g /dev/null
SELECT stage('refused', 'received', $$SELECT i('decisions', '{"case_no": "refused", "outcome": "refused", "reasons": "no need"}')$$) \g /dev/null
SELECT stage(v, v) FROM unnest('{permitted,contracted,annexed,noticed,protected}'::text[]) AS v \g /dev/null
SELECT stage('handed', 'protected', 'VALUES (hand(no))'), stage('passed on', 'protected', 'VALUES (hand(no)), (pass_on(no))'),
	   stage('back', 'protected', $$VALUES (hand(no)), (back(no, '2025-05-05'))$$), stage('lost', 'protected', $$VALUES (hand(no)), (breach(no)), (lost(no, 'V1', '2025-04-02'))$$),
	   stage('suspended', 'protected', $$VALUES (hand(no)), (breach(no)), (i('suspensions', '{"case_no": "suspended"}'))$$),
	   stage('question', 'protected', $$VALUES (hand(no)), (breach(no)), (breach(no, 'V2')), (i('annulments', '{"case_no": "question"}'))$$),
	   stage('annulled', 'protected', $$VALUES (hand(no)), (breach(no)), (breach(no, 'V2')), (i('annulments', '{"case_no": "annulled", "order_annulled_on": "2025-05-12"}'))$$),
	   stage('changed', 'protected', $$VALUES (hand(no)), (i('party_changes', '{"party": "@client", "kind": "functions", "effective_on": "2025-04-01"}'))$$, '{"customer": "@client"}'),
	   stage('succeeded', 'protected', $$SELECT unnest(succession(no)) UNION ALL SELECT hand(no)$$, '{"customer": "@client"}'),
	   stage('winding up', 'protected', $$VALUES (hand(no)), (i('party_changes', '{"party": "@other"}'))$$, '{"contractor": "@other"}'),
	   stage('closed', 'protected', $$VALUES (hand(no)), (back(no, '2025-05-05')), (u('cases', '{"case_no": "closed"}', '{"closed_on": "2025-06-11"}'))$$),
	   stage('handed to a citizen', 'protected', 'VALUES (hand(no))', '{"contractor": "@citizen"}'), stage('two bodies', 'protected', 'SELECT hand(no) UNION ALL SELECT unnest(of_agency(no))'),
	   stage('access', 'handed', of => '{"contractor": "@citizen", "service": true}') \g /dev/null
-- What becomes known only now, of a day before the hand-over, and of a day before the closing.
INSERT INTO grid.stages (stage, case_no, day) VALUES ('handed, learnt late', 'handed', '2025-03-11'), ('closed, learnt late', 'closed', '2025-04-10');

-- ---- the events: statements of the case no on a day ----

CREATE TABLE grid.events (place int GENERATED ALWAYS AS IDENTITY, event text PRIMARY KEY, statements text NOT NULL);
CREATE FUNCTION grid.carrier(no text, copy text DEFAULT '1') RETURNS text LANGUAGE sql AS $$SELECT '#S ' || no || '/' || copy$$;
-- The hand-over of the carrier of a case to which the events happen.
CREATE VIEW grid.custody AS SELECT h.*, c.contractor FROM secretxfer.handovers h JOIN secretxfer.cases c USING (case_no) JOIN secretxfer.carriers k USING (carrier_id) WHERE k.account_no = 'S ' || case_no;
CREATE FUNCTION grid.contractor_of(no text) RETURNS text LANGUAGE sql AS 'SELECT contractor FROM secretxfer.cases WHERE case_no = no';
CREATE FUNCTION grid.customer_of(no text) RETURNS text LANGUAGE sql AS
	'SELECT coalesce((SELECT successor FROM secretxfer.supplements WHERE case_no = no), (SELECT customer FROM secretxfer.cases WHERE case_no = no))';
CREATE FUNCTION grid.arranged(no text, day date, given jsonb) RETURNS text LANGUAGE sql AS
	$$SELECT i('protections', jsonb_build_object('case_no', no, 'arranged_on', day) || given)$$;
-- With the provider, whose contract, marks and notices are older than the case.
CREATE FUNCTION grid.under_contract(no text, day date) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT arranged(no, day, jsonb_build_object('kind', 'provider', 'organizer', '@provider', 'service_contract_no', '7', 'service_contract_on', '2024-12-16', 'contractor_permit_marked_on', '2024-12-18',
		'provider_permit_marked_on', '2024-12-18', 'provider_permit_no', 'P-provider', 'contractor_permit_no', 'P-' || contractor(no))) WHERE contractor_of(no) <> p('citizen')
$$;
CREATE FUNCTION grid.of_contract(no text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT i('notices', jsonb_build_object('case_no', no, 'notice_no', kind, 'kind', kind, 'sent_on', '2024-12-20')) FROM unnest('{courier_service,postal_service}'::text[]) AS kind WHERE contractor_of(no) <> p('citizen')
$$;
CREATE FUNCTION grid.name_of(party text) RETURNS text LANGUAGE sql AS 'SELECT name FROM fixture.numbers WHERE idn = party';
-- The contractor orders a part of the works from another party, up to where the carrier can be handed on, and hands it on.
CREATE FUNCTION grid.hand_on(no text, handed jsonb) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT unnest(ARRAY[format('SELECT fixture.take(''further'', ''protected'', %L)', jsonb_build_object('customer', contractor, 'contractor', '@subsidiary', 'protection', 'quasi_state', 'organizer', '@holding',
			'carriers', jsonb_build_array(substr(carrier(no), 2)))),
		format('SELECT fixture.write(''handovers'', %L)', jsonb_build_object('case_no', 'further', 'carrier_id', carrier(no), 'received_by', 'C-subsidiary') || handed)]) FROM custody WHERE case_no = no AND contractor <> p('citizen')
$$;
CREATE FUNCTION grid.changed(no text, day date, party text, given jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS
	$$SELECT i('party_changes', jsonb_build_object('party', party, 'change_no', '9', 'effective_on', day) || given)$$;
CREATE FUNCTION grid.is_service(no text) RETURNS boolean LANGUAGE sql AS 'SELECT information_system_service FROM secretxfer.cases WHERE case_no = no';
INSERT INTO grid.events (event, statements) VALUES
('the secrets of the body pass to another', $$SELECT i('disposal_successions', jsonb_build_object('effective_on', day))$$),
('the carrier passes by name', $$SELECT i('disposal_successions', jsonb_build_object('effective_on', day, 'carrier_id', carrier(no))) WHERE NOT is_service(no)$$),
('the body is liquidated', $$SELECT changed(no, day, '@ministry')$$),
('... and its liquidation is completed', $$SELECT changed(no, day, '@ministry') UNION ALL SELECT i('disposal_successions', jsonb_build_object('effective_on', day))
	UNION ALL SELECT u('party_changes', '{"party": "@ministry"}', jsonb_build_object('completed_on', day + 1))$$),
('the mark is raised', $$SELECT i('carrier_marks', jsonb_build_object('carrier_id', carrier(no), 'marked_on', day, 'mark', 'top_secret')) WHERE NOT is_service(no)$$),
('the mark is raised above the clearance', $$SELECT i('carrier_marks', jsonb_build_object('carrier_id', carrier(no), 'marked_on', day, 'mark', 'special_importance')) WHERE NOT is_service(no)$$),
('the mark is lifted', $$SELECT i('carrier_marks', jsonb_build_object('carrier_id', carrier(no), 'marked_on', day, 'mark', null)) WHERE NOT is_service(no)$$),
('a colleague takes the carrier over', $$SELECT format('INSERT INTO secretxfer.holders (handover, held_since, held_by) VALUES (%s, %L, %L)', entry_id, day,
	CASE contractor WHEN p('other') THEN 'C-colleague of other' WHEN p('citizen') THEN 'C-' || name_of((SELECT customer FROM secretxfer.cases WHERE case_no = no)) ELSE 'C-colleague' END) FROM custody WHERE case_no = no$$),
('the contract is amended', $$SELECT i('contract_amendments', jsonb_build_object('case_no', no, 'concluded_on', day))$$),
('the contractor is liquidated', $$SELECT changed(no, day, contractor_of(no)) WHERE NOT is_service(no)$$),
('the customer''s functions pass', $$SELECT changed(no, day, customer_of(no), '{"kind": "functions"}')$$),
('the customer is liquidated', $$SELECT changed(no, day, customer_of(no))$$),
('the change is called off', $$SELECT format('UPDATE secretxfer.party_changes SET called_off_on = %L, call_off_document = ''a ruling'' WHERE entry_id = %s', day, p.entry_id)
	FROM secretxfer.party_changes p JOIN secretxfer.cases c ON p.party IN (c.customer, c.contractor) WHERE c.case_no = no$$),
('a successor takes the case over', $$SELECT (succession(no, 'S2', day::text))[1] FROM secretxfer.party_changes p WHERE p.party = customer_of(no)$$),
('the works of the case end, the contractor''s', $$SELECT changed(no, day, contractor_of(no), jsonb_build_object('case_no', no, 'kind', 'works_terminated'))$$),
('the works of the case end, the customer''s', $$SELECT changed(no, day, customer_of(no), jsonb_build_object('case_no', no, 'kind', 'works_terminated'))$$),
('the carrier is destroyed', $$SELECT format('UPDATE secretxfer.handovers SET written_off_on = %L, written_off_as = ''destroyed'', write_off_act_no = ''W'' WHERE entry_id = %s', day, entry_id) FROM custody WHERE case_no = no$$),
('the carrier is lost', $$SELECT breach(no, 'V9', day::text) FROM custody WHERE case_no = no UNION ALL SELECT lost(no, 'V9', day::text) FROM custody WHERE case_no = no$$),
('the carrier comes back', $$SELECT back(no, day::text) FROM custody WHERE case_no = no$$),
('... after the period of the transfer', $$SELECT back(no, '2026-01-15') FROM custody WHERE case_no = no$$),
('the access ends', $$SELECT u('system_accesses', jsonb_build_object('case_no', no), jsonb_build_object('ended_on', day)) WHERE is_service(no)$$),
('the request is taken back', $$SELECT u('requests', jsonb_build_object('case_no', no), jsonb_build_object('withdrawn_on', day)) FROM secretxfer.requests WHERE case_no = no$$),
('the permission is withdrawn', $$SELECT u('decisions', jsonb_build_object('case_no', no), jsonb_build_object('withdrawn_on', day, 'withdrawal_reasons', 'reasons')) FROM secretxfer.decisions WHERE case_no = no$$),
('a further carrier is requested', $$SELECT i('requests', jsonb_build_object('case_no', no, 'request_no', 'R9', 'sent_on', day))$$),
('a breach is found', $$SELECT breach(no, 'V9', day::text)$$),
('the works are suspended', $$SELECT breach(no, 'V9', day::text) UNION ALL SELECT i('suspensions', jsonb_build_object('case_no', no, 'violation_no', 'V9', 'suspended_on', day))$$),
('the suspension is lifted', $$SELECT u('violations', jsonb_build_object('case_no', no), jsonb_build_object('remedied_on', day)) FROM secretxfer.suspensions WHERE case_no = no
	UNION ALL SELECT u('suspensions', jsonb_build_object('case_no', no), jsonb_build_object('lifted_on', day)) FROM secretxfer.suspensions WHERE case_no = no$$),
('the question of annulment is raised', $$SELECT breach(no, v, day::text) FROM unnest('{V8,V9}'::text[]) AS v UNION ALL SELECT i('annulments', jsonb_build_object('case_no', no, 'raised_on', day))$$),
('the annulment is rejected', $$SELECT u('annulments', jsonb_build_object('case_no', no), jsonb_build_object('rejected_on', day, 'rejected_by', 'a body')) FROM secretxfer.annulments WHERE case_no = no$$),
('the order is annulled', $$SELECT u('annulments', jsonb_build_object('case_no', no), jsonb_build_object('order_annulled_on', day)) FROM secretxfer.annulments WHERE case_no = no$$),
('the protection is arranged anew', $$SELECT arranged(no, day, CASE contractor_of(no) WHEN p('citizen') THEN '{"kind": "customer"}' ELSE '{}' END::jsonb)$$),
('... with the customer''s unit at the place', $$SELECT arranged(no, day, jsonb_build_object('kind', 'customer', 'unit_settlement', c.works_settlement)) FROM secretxfer.cases c WHERE c.case_no = no$$),
('... with a provider under a standing contract', 'SELECT under_contract(no, day) UNION ALL SELECT of_contract(no)'),
('a person of the customer''s unit receives', $$SELECT arranged(no, day, jsonb_build_object('kind', 'customer', 'unit_settlement', c.works_settlement)) FROM secretxfer.cases c WHERE c.case_no = no
	UNION ALL SELECT i('handovers', jsonb_build_object('case_no', no, 'carrier_id', carrier(no, '2'), 'handed_on', day, 'received_by', 'C-' || name_of(customer_of(no)))) WHERE NOT is_service(no)$$),
('the contractor hands the carrier on', $$SELECT hand_on(no, jsonb_build_object('handed_on', day)) FROM custody WHERE case_no = no AND (returned_on IS NULL OR returned_on > day)$$),
('the mark of a system is stated', $$SELECT u('cases', jsonb_build_object('case_no', no), '{"system_mark": "top_secret"}') WHERE is_service(no)$$),
('an affiliation begins', $$SELECT i('affiliations', jsonb_build_object('party', contractor_of(no), 'quasi_state', '@successor', 'since', day))$$),
('the affiliation ends', $$SELECT u('affiliations', '{"party": "@builder"}', jsonb_build_object('until', day))$$),
('the permit is revoked', $$SELECT format('UPDATE secretxfer.permits SET revoked_on = %L WHERE holder = %L', day, contractor_of(no)) WHERE contractor_of(no) <> p('citizen')$$),
('the receiver''s clearance is revoked', $$SELECT format('UPDATE secretxfer.clearances SET revoked_on = %L WHERE clearance_no = %L', day, 'C-' || contractor(no))$$),
('the case is closed', $$SELECT u('cases', jsonb_build_object('case_no', no), jsonb_build_object('closed_on', day))$$);

-- ---- what to do after a refusal: what the hint says ----

-- Of a rule, and of one event or any: what is done, in words and as statements. Then the event is entered again, or on
-- another day, or not at all. by_basis: a registrar enters the event under a basis, or what is done instead of the event;
-- that is tried below, in transactions of their own. Several ways are tried in their order.
CREATE TABLE grid.ways (place int GENERATED ALWAYS AS IDENTITY, rule text NOT NULL, event text REFERENCES grid.events, said text NOT NULL, statements text, again boolean NOT NULL DEFAULT false,
	again_on date, by_basis boolean NOT NULL DEFAULT false);

-- The steps that a case lacks up to the notice of the contract.
CREATE FUNCTION grid.up_to_notice(no text) RETURNS SETOF text LANGUAGE sql AS $$
	WITH this AS (SELECT jsonb_build_object('case_no', no) AS key, CASE WHEN EXISTS (SELECT FROM secretxfer.decisions WHERE case_no = no AND outcome = 'refused') THEN 'R9' ELSE 'R1' END AS r),
	asked AS (SELECT key || jsonb_build_object('request_no', r) AS key, r FROM this)
	SELECT i('requests', key) FROM asked WHERE NOT EXISTS (SELECT FROM secretxfer.requests WHERE (case_no, request_no) = (no, r))
	UNION ALL SELECT i('request_items', key || jsonb_build_object('item_no', n, 'carrier_id', carrier(no, n::text))) FROM asked CROSS JOIN generate_series(1, 2) AS n
		WHERE NOT EXISTS (SELECT FROM secretxfer.request_items WHERE (case_no, request_no) = (no, r))
	UNION ALL SELECT u('requests', key, '{"received_on": "2025-02-12"}') FROM asked WHERE NOT EXISTS (SELECT FROM secretxfer.requests WHERE (case_no, request_no) = (no, r) AND received_on IS NOT NULL)
	UNION ALL SELECT i('decisions', key) FROM asked WHERE NOT EXISTS (SELECT FROM secretxfer.decisions WHERE (case_no, request_no) = (no, r))
	UNION ALL SELECT i('contracts', key - 'request_no') FROM asked WHERE NOT EXISTS (SELECT FROM secretxfer.contracts WHERE case_no = no)
	UNION ALL SELECT i('contract_items', key || jsonb_build_object('annex_no', n, 'item_no', n)) FROM asked CROSS JOIN generate_series(1, 2) AS n WHERE NOT EXISTS (SELECT FROM secretxfer.contract_items WHERE case_no = no)
	UNION ALL SELECT i('notices', key - 'request_no') FROM asked
$$;
INSERT INTO grid.ways (rule, event, said, statements, again) VALUES
('r06_contract_first', NULL, 'the steps up to the notice are taken, then the same', 'SELECT up_to_notice(no)', true), ('r06_annex_first', NULL, 'the annex and the notice, then the same', 'SELECT up_to_notice(no)', true),
('r03_notice_first', NULL, 'the notice of the contract, then the same', 'SELECT up_to_notice(no)', true),
('r00_reference', 'the contract is amended', 'the contract, then the same', 'SELECT up_to_notice(no)', true),
('r04_taken_back', NULL, 'the body withdraws its permission', $$SELECT u('decisions', jsonb_build_object('case_no', no), jsonb_build_object('withdrawn_on', day, 'withdrawal_reasons', 'not needed'))$$, false),
('r04_taken_back', NULL, 'nothing: the refusal ended the request', NULL, false),
('r00_case_open', 'the request is taken back', 'the body withdraws its permission', $$SELECT u('decisions', jsonb_build_object('case_no', no), jsonb_build_object('withdrawn_on', '2025-06-16', 'withdrawal_reasons', 'not needed'))$$, false),
('r07_withdrawal', NULL, 'a further request', $$SELECT i('requests', jsonb_build_object('case_no', no, 'request_no', 'R9', 'sent_on', day))$$, false),
('r00_case_open', 'a further carrier is requested', 'a new case, and the request in that', $$SELECT i('cases', '{"opened_on": "2025-06-16"}') UNION ALL SELECT i('requests', '{"case_no": "new", "sent_on": "2025-06-17", "permit_no": "P-builder"}')$$, false),
('r09_suspended', NULL, 'the remedy and the lifting, then the same', $$SELECT u('violations', jsonb_build_object('case_no', no), '{"remedied_on": "2025-06-10"}') UNION ALL SELECT u('suspensions', jsonb_build_object('case_no', no), '{"lifted_on": "2025-06-11"}')$$, true),
('r09_annulled', NULL, 'everything comes back, and the case is closed', NULL, false),
('r09_annulment_rejected', NULL, 'another question, which is rejected', $$SELECT i('annulments', jsonb_build_object('case_no', no, 'raised_on', '2025-06-10', 'rejected_on', day, 'rejected_by', 'a body'))$$, false),
('r10_customer_changed', 'a person of the customer''s unit receives', 'the supplement and its notices, then the same', 'SELECT unnest(succession(no))', true),
('r10_customer_changed', 'the contractor hands the carrier on', 'everything comes back, and both cases are closed', NULL, false),
('r10_contractor_changed', NULL, 'measures, everything comes back, and the case is closed', NULL, false),
('r10_party_liquidated', NULL, 'measures, everything comes back, and the case is closed', NULL, false),
('r10_all_returned', NULL, 'everything comes back, and the case is closed', NULL, false),
('r08_earlier_arrangement', '... with a provider under a standing contract', 'first the notices that were sent by then, then the arrangement', 'SELECT of_contract(no) UNION ALL SELECT under_contract(no, day)', false),
('r00_carrier_out', 'the contractor hands the carrier on', 'what was lost is found, and comes back', $$SELECT back(no, '2025-06-10') FROM custody WHERE case_no = no AND written_off_on IS NOT NULL$$, false),
('r00_date_order', 'the case is closed', 'the day of the paper, which is not before the last step', NULL, false);
INSERT INTO grid.ways (rule, event, said, again_on) VALUES
('r10_works_of_one_case', NULL, 'the same, with the day on which the works ended', '2025-06-10'), ('r00_date_order', NULL, 'the same, with the day of the paper, on which the carrier was out', '2025-03-20'),
('r00_carrier_out', 'the contractor hands the carrier on', 'the same, with the day of the paper, on which the carrier was out', '2025-03-20');
INSERT INTO grid.ways (rule, event, said, statements) VALUES
('r00_carrier_out', 'the contractor hands the carrier on', 'the same, with the day on which the carrier came back', $$SELECT hand_on(no, jsonb_build_object('handed_on', day, 'returned_on', day + 9, 'return_act_no', 'back')) WHERE no = 'closed'$$);
-- Under a basis; with its own statements where the event itself would have no form.
CREATE FUNCTION grid.not_back(no text, day date, written_off text, violation text) RETURNS text LANGUAGE sql AS $$
	SELECT format('UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL, written_off_on = %L, written_off_as = %L, write_off_act_no = ''W'', loss_violation_no = %L WHERE entry_id = %s',
		day, written_off, violation, entry_id) FROM custody WHERE case_no = no
$$;
INSERT INTO grid.ways (rule, event, said, statements, by_basis)
SELECT rule, event, said, statements, true FROM (VALUES
('r00_case_open', NULL, 'the same', NULL), ('r00_date_order', NULL, 'the same, with the day of the paper', $$SELECT pass_on(no)$$), ('r00_set_once', NULL, 'the same', NULL),
('r00_set_once', 'the carrier is destroyed', 'instead of the loss, the destruction', $$SELECT not_back(no, day, 'destroyed', NULL)$$),
('r00_date_order', 'the carrier is destroyed', 'instead of the return, the destruction', $$SELECT not_back(no, day, 'destroyed', NULL)$$),
('r10_destroyed', 'the carrier is destroyed', 'instead of the return, the destruction', $$SELECT not_back(no, day, 'destroyed', NULL)$$)) AS v (rule, event, said, statements);

-- ---- one cell ----

CREATE TYPE grid.cell AS (mark text, rule text, hint text, way int, under_basis text[], dead_end text);

-- Runs statements; what refused one, and then nothing of them stays.
CREATE FUNCTION grid.run_all(statements text[]) RETURNS fixture.outcome LANGUAGE plpgsql AS $$
DECLARE
	outcome fixture.outcome;
	statement text;
BEGIN
	FOREACH statement IN ARRAY statements LOOP
		outcome := fixture.run(statement, false);
		IF outcome.verdict <> 'accepted' THEN
			RAISE SQLSTATE 'UNDO1';
		END IF;
	END LOOP;
	outcome.verdict := 'accepted';
	RETURN outcome;
EXCEPTION WHEN SQLSTATE 'UNDO1' THEN
	RETURN outcome;
END $$;

-- What stands in the way of winding the case up and closing it, or that next_steps() knows nothing to do; else null.
CREATE FUNCTION grid.hindered(no text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	outcome fixture.outcome;
BEGIN
	IF NOT EXISTS (SELECT FROM secretxfer.next_steps(no)) THEN
		RETURN 'next_steps() has no row';
	END IF;
	outcome := run_all(statements_of($q$
		SELECT format('UPDATE secretxfer.handovers SET returned_on = ''2026-02-02'', return_act_no = ''back'' WHERE entry_id = %s', entry_id) FROM (
			SELECT h.entry_id FROM secretxfer.handovers h WHERE h.case_no IN ('further', no) AND h.returned_on IS NULL AND h.written_off_on IS NULL ORDER BY h.case_no <> 'further') AS outstanding
		UNION ALL SELECT format('UPDATE secretxfer.system_accesses SET ended_on = ''2026-02-02'' WHERE entry_id = %s', entry_id) FROM secretxfer.system_accesses WHERE case_no = no AND ended_on IS NULL
		UNION ALL SELECT i('protection_measures', jsonb_build_object('case_no', no, 'party', party, 'change_no', change_no, 'taken_on', '2026-02-02')) FROM secretxfer.party_changes
			WHERE party = contractor_of(no) AND case_no IS NULL OR (case_no = no AND party = contractor_of(no))
		UNION ALL SELECT u('cases', jsonb_build_object('case_no', no), '{"closed_on": "2026-02-02"}') $q$, no, NULL));
	RETURN CASE WHEN outcome.verdict <> 'accepted' AND NOT EXISTS (SELECT FROM secretxfer.cases WHERE case_no = no AND closed_on IS NOT NULL)
		THEN concat_ws(' ', 'cannot be closed:', outcome.verdict, outcome.rule, outcome.detail) END;
END $$;

CREATE FUNCTION grid.try_cell(event text, query text, no text, day date) RETURNS grid.cell LANGUAGE plpgsql AS $$
DECLARE
	result grid.cell;
	outcome fixture.outcome;
	way grid.ways;
	statements CONSTANT text[] := statements_of(query, no, day);
BEGIN
	IF statements = '{}' THEN
		RETURN ROW('.', NULL, NULL, NULL, NULL, NULL)::grid.cell;
	END IF;
	outcome := run_all(statements);
	IF outcome.verdict = 'accepted' THEN
		result := ROW('+', NULL, NULL, NULL, NULL, hindered(no))::grid.cell;
		RAISE SQLSTATE 'UNDO1';
	END IF;
	result.rule := replace(coalesce(outcome.rule, outcome.verdict), 'secretxfer_', '');
	result.hint := outcome.hint;
	result.dead_end := 'no way is known: ' || outcome.detail;
	FOR way IN SELECT * FROM grid.ways w WHERE w.rule = result.rule AND coalesce(w.event, try_cell.event) = try_cell.event ORDER BY w.by_basis, w.event, w.place LOOP
		result.way := way.place;
		CONTINUE WHEN way.statements IS NOT NULL AND statements_of(way.statements, no, day) = '{}';
		IF way.by_basis THEN
			result.under_basis := CASE WHEN way.statements IS NULL THEN statements ELSE statements_of(way.statements, no, day) END;
			result.dead_end := NULL;
		ELSE
			outcome := run_all(statements_of(coalesce(way.statements, 'SELECT NULL'), no, day));
			IF outcome.verdict = 'accepted' AND (way.again OR way.again_on IS NOT NULL) THEN
				outcome := run_all(statements_of(query, no, coalesce(way.again_on, day)));
			END IF;
			result.dead_end := CASE WHEN outcome.verdict <> 'accepted' THEN concat_ws(' ', 'refused after the hint was followed:', outcome.verdict, outcome.rule, outcome.detail) ELSE hindered(no) END;
		END IF;
		EXIT WHEN result.dead_end IS NULL;
	END LOOP;
	RAISE SQLSTATE 'UNDO1';
EXCEPTION WHEN SQLSTATE 'UNDO1' THEN
	RETURN result;
END $$;
CREATE TABLE grid.cells AS
SELECT e.place AS row, s.place AS col, e.event, s.stage, c.* FROM grid.events e CROSS JOIN grid.stages s CROSS JOIN LATERAL try_cell(e.event, e.statements, s.case_no, s.day) AS c;

-- What is refused, each rule and way with a letter, in the order of the grid.
CREATE TABLE grid.refusals AS
SELECT rule, way, min(row * 100 + col) AS place, substr('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', row_number() OVER (ORDER BY min(row * 100 + col))::int, 1) AS letter, string_agg(DISTINCT split_part(hint, E'\n', 1), ' / ') AS hint
  FROM grid.cells WHERE rule IS NOT NULL GROUP BY rule, way;

-- The ways under a basis, each in a transaction of its own. What is refused there shows itself, and is not counted.
CREATE SEQUENCE grid.put_right;
CREATE TABLE grid.under_basis AS
SELECT row, col, n, statement FROM grid.cells CROSS JOIN LATERAL unnest(ARRAY['BEGIN', format('SELECT secretxfer.rectify(%L)', event || ', ' || stage)] || under_basis || ARRAY['SELECT nextval(''grid.put_right'')', 'ROLLBACK'])
	WITH ORDINALITY AS t (statement, n) WHERE under_basis IS NOT NULL AND dead_end IS NULL;
\o /dev/null
SELECT statement FROM grid.under_basis ORDER BY row, col, n \gexec
\o
\set ECHO all

-- The stages.
SELECT lpad(place::text, 2) || '  ' || stage FROM stages ORDER BY place;

-- The grid.
SELECT rpad('', 45) || string_agg(lpad(place::text, 3), '' ORDER BY place) FROM stages;
SELECT rpad(c.event, 45) || string_agg(lpad(coalesce(r.letter, c.mark), 3), '' ORDER BY col) FROM cells c LEFT JOIN refusals r ON (r.rule, r.way) = (c.rule, c.way) GROUP BY row, c.event ORDER BY row;

-- What is refused: the rule, the hint; then what is done, and accepted.
SELECT concat_ws(' ', letter, r.rule || ':', r.hint || E'\n    ->', CASE WHEN by_basis THEN 'under a basis:' END, said) FROM refusals r JOIN ways w ON w.place = r.way ORDER BY r.place;

-- Dead ends: none. Ways that nothing needed: none. Ways under a basis that were refused: none.
SELECT event, stage, rule, dead_end FROM cells WHERE dead_end IS NOT NULL ORDER BY row, col;
SELECT rule, said FROM ways WHERE place NOT IN (SELECT way FROM refusals) ORDER BY place;
SELECT count(*) - (SELECT last_value FROM put_right) FROM under_basis WHERE statement = 'BEGIN';

\set ECHO none
DROP SCHEMA grid CASCADE;
\i test/fixtures/finish.sql
