--
-- Every hint at its word: for each rule an entry that breaks it; then what the hint says is done, and the entry, or the
-- other entry that the hint names, is accepted.
--
-- A rule needs one row at least; a rule with several hints has several. What the rows need in common stands in the cases
-- below, each of which is named after the stage it has reached.
--
\i test/fixtures/start.sql
\set ECHO none
SELECT take(stage, stage, jsonb_build_object('carriers', jsonb_build_array(carrier)))
  FROM (VALUES ('opened', 'M-1/1'), ('requested', 'M-7/1'), ('received', 'M-8/1'), ('permitted', 'M-9/1'), ('contracted', 'M-10/1'),
			   ('annexed', 'M-11/1'), ('noticed', 'M-12/1'), ('protected', 'M-1/2'), ('handed', 'M-1/1')) AS v (stage, carrier) \g /dev/null
SELECT take('closed', 'handed', '{"carriers": ["M-6/1"]}'), take('again', 'protected', '{"contractor": "@other", "carriers": ["M-1/1"]}'),
	   take('of citizen', 'noticed', '{"contractor": "@citizen", "carriers": ["M-6/1"]}'), take('of system', 'permitted', '{"contractor": "@other", "service": true}'),
	   take('of joint', 'noticed', '{"contractor": "@joint", "carriers": ["M-5/1"]}'), take('of client', 'protected', '{"customer": "@client", "carriers": ["M-5/1"]}'),
	   take('of subsidiary', 'noticed', '{"contractor": "@subsidiary", "carriers": ["M-6/1"]}'), take('special', 'protected', '{"carriers": ["M-3/1"]}'),
	   take('of other', 'protected', '{"contractor": "@other", "carriers": ["M-4/1", "M-2/1"]}'),
	   write('handovers', '{"case_no": "of other", "carrier_id": "#M-4/1"}') \g /dev/null
UPDATE secretxfer.handovers SET returned_on = '2025-06-10', return_act_no = 'back' WHERE case_no = 'closed';
UPDATE secretxfer.cases SET closed_on = '2025-06-11' WHERE case_no = 'closed';
SET search_path = secretxfer, fixture;

-- A further permission for a carrier, up to the annex and the notice; of this body, for these days of transfer.
CREATE FUNCTION fixture.further(no text, carrier text, period jsonb DEFAULT '{}', papers jsonb DEFAULT '{}') RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[i('requests', jsonb_build_object('case_no', no, 'request_no', 'R2') || period || papers),
		i('request_items', jsonb_build_object('case_no', no, 'request_no', 'R2', 'carrier_id', carrier)),
		u('requests', jsonb_build_object('case_no', no, 'request_no', 'R2'), '{"received_on": "2025-02-12"}'),
		i('decisions', jsonb_build_object('case_no', no, 'request_no', 'R2')),
		i('contract_items', jsonb_build_object('case_no', no, 'annex_no', '2', 'request_no', 'R2')),
		i('notices', jsonb_build_object('case_no', no, 'notice_no', 'N9', 'sent_on', '2025-03-10'))]
$$;
-- The arrangement with the provider in the case of joint, and what such an arrangement needs.
CREATE FUNCTION fixture.provider(given jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT i('protections', '{"case_no": "of joint", "kind": "provider", "organizer": "@provider", "service_contract_no": "7", "service_contract_on": "2025-03-05"}' || given)
$$;
CREATE FUNCTION fixture.marks() RETURNS text LANGUAGE sql AS $$
	SELECT u('protections', '{"case_no": "of joint"}', '{"contractor_permit_marked_on": "2025-03-06", "provider_permit_marked_on": "2025-03-06",
		"contractor_permit_no": "P-joint", "provider_permit_no": "P-provider"}')
$$;
CREATE FUNCTION fixture.services() RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[i('notices', '{"case_no": "of joint", "notice_no": "N2", "kind": "courier_service", "sent_on": "2025-03-07"}'),
		i('notices', '{"case_no": "of joint", "notice_no": "N3", "kind": "postal_service", "sent_on": "2025-03-07"}')]
$$;
CREATE FUNCTION fixture.succession(kind text DEFAULT 'functions') RETURNS text LANGUAGE sql AS $$
	SELECT i('party_changes', jsonb_build_object('party', '@client', 'kind', kind, 'effective_on', '2025-04-01'))
$$;
CREATE FUNCTION fixture.supplement(given jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT i('supplements', '{"case_no": "of client", "party": "@client", "concluded_on": "2025-04-08"}' || given)
$$;
CREATE FUNCTION fixture.of_succession(change text DEFAULT '1') RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[i('notices', '{"case_no": "of client", "notice_no": "N5", "kind": "succession_security", "party": "@client", "sent_on": "2025-04-09"}' || jsonb_build_object('change_no', change)),
		i('notices', '{"case_no": "of client", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@client", "sent_on": "2025-04-09"}' || jsonb_build_object('change_no', change))]
$$;
CREATE FUNCTION fixture.breached(no text, suspended boolean DEFAULT true) RETURNS text[] LANGUAGE sql AS $$
	SELECT i('violations', jsonb_build_object('case_no', no)) || CASE WHEN suspended THEN ARRAY[i('suspensions', jsonb_build_object('case_no', no))] ELSE '{}' END
$$;
CREATE FUNCTION fixture.liquidated(party text, day text DEFAULT '2025-06-02') RETURNS text LANGUAGE sql AS
	$$SELECT i('party_changes', jsonb_build_object('party', '@' || party, 'effective_on', day))$$;

CREATE FUNCTION fixture.handed_on() RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[format('SELECT take(%L, %L, %L)', 'further', 'protected', '{"customer": "@builder", "contractor": "@other", "carriers": ["M-1/1"]}'),
		fixture.insert_of('handovers', fixture.entry('handovers', '{"case_no": "further", "handed_on": "2025-03-20", "received_by": "C-other"}'))]
$$;

-- The case of a system up to its arrangement for protection, or up to the access; an order whose annulment is asked for; a
-- carrier that somebody else at the contractor takes over; what changes an entry past the rules.
CREATE FUNCTION fixture.system_up_to(step text) RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[i('contracts', '{"case_no": "of system", "information_statement": "what circulates"}'), i('protections', '{"case_no": "of system"}')]
		   || CASE WHEN step = 'access' THEN ARRAY[i('notices', '{"case_no": "of system"}'), i('system_accesses', '{"case_no": "of system"}')] ELSE '{}' END
$$;
CREATE FUNCTION fixture.asked() RETURNS text[] LANGUAGE sql AS
	$$SELECT breached('handed', false) || ARRAY[i('violations', '{"case_no": "handed", "violation_no": "V2"}'), i('annulments', '{"case_no": "handed"}')]$$;
CREATE FUNCTION fixture.held(since text) RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO secretxfer.holders (handover, held_since, held_by) SELECT entry_id, %L, %L FROM secretxfer.handovers WHERE case_no = %L', since, 'C-new', 'handed')
$$;
CREATE FUNCTION fixture.past_the_rules(sql text) RETURNS text[] LANGUAGE sql AS
	$$SELECT ARRAY['SELECT set_config(''session_replication_role'', ''replica'', true)', sql, 'SELECT set_config(''session_replication_role'', ''origin'', true)']$$;

-- The rows. before: what must have happened; broken: the entry that breaks the rule; done: what the hint says; again: the
-- entry that is then accepted, the same one if none is stated. A hint that only next_steps() gives, asked of a case, is
-- followed in the same way.
CREATE TABLE fixture.hints (place int GENERATED ALWAYS AS IDENTITY, rule text NOT NULL, hint text NOT NULL, broken text, asked_of text,
	done text[] NOT NULL DEFAULT '{}', again text, before text[] NOT NULL DEFAULT '{}', CHECK (num_nonnulls(broken, asked_of) = 1));
CREATE FUNCTION fixture.hint(rule text, hint text, broken text, again text DEFAULT NULL, done text[] DEFAULT '{}', before text[] DEFAULT '{}') RETURNS void LANGUAGE sql AS
	$$INSERT INTO fixture.hints (rule, hint, broken, done, again, before) VALUES ('secretxfer_' || rule, hint, broken, done, again, before)$$;
CREATE FUNCTION fixture.step(rule text, hint text, asked_of text, again text, done text[], before text[]) RETURNS void LANGUAGE sql AS
	$$INSERT INTO fixture.hints (rule, hint, asked_of, done, again, before) VALUES ('secretxfer_' || rule, hint, asked_of, done, again, before)$$;
\o /dev/null

-- r00: the register's own discipline.
SELECT hint('r00_mandatory', 'State every mandatory field.', i('parties', '{"settlement": null}'), i('parties'));
SELECT hint('r00_in_document', 'State what the document says. For a document that lacks it, a', i('cases', '{"subject": "not in the document"}'), i('cases'));
SELECT hint('r00_key_form', 'Write the number as the document shows it.', i('cases', '{"case_no": " new"}'), i('cases'));
SELECT hint('r00_key_form', 'Write a letter and its mark as one character, as normalize() in', i('cases', jsonb_build_object('case_no', U&'\0418\0306')), i('cases', jsonb_build_object('case_no', normalize(U&'\0418\0306'))));
SELECT hint('r00_key_form', 'State the number as the document bears it.', i('cases', jsonb_build_object('case_no', repeat('x', 201))), i('cases'));
SELECT hint('r00_not_in_future', 'State the day on which it happened; what is still to happen is', i('cases', jsonb_build_object('opened_on', fixture.today() + 1)), i('cases', jsonb_build_object('opened_on', fixture.today())));
SELECT hint('r00_plausible_date', 'State a real date, from 16 December 1991 to a hundred years', i('cases', '{"opened_on": "1990-01-01"}'), i('cases'));
SELECT hint('r00_value_range', 'State a share from 0 to 100.', i('parties', '{"state_share": 101}'), i('parties', '{"state_share": 100}'));
SELECT hint('r00_value_range', 'State a positive number of sheets.', i('carriers', '{"sheets": 0}'), i('carriers', '{"sheets": 1}'));
SELECT hint('r00_value_range', 'State a positive number of the list line.', i('request_items', '{"case_no": "requested", "item_no": 0, "carrier_id": "#M-6/1"}'), i('request_items', '{"case_no": "requested", "item_no": 2, "carrier_id": "#M-6/1"}'));
SELECT hint('r00_value_range', 'State damage of 0 or more, and no more recovered than the', i('violations', '{"case_no": "handed", "damage": -1}'), i('violations', '{"case_no": "handed", "damage": 0}'));
SELECT hint('r00_value_range', 'State a year from 1992 to 2200.', i('calendar_years', '{"year": 2201}'), i('calendar_years', '{"year": 2200}'));
SELECT hint('r00_validity_period', 'State the last day of validity as the document does.', i('permits', '{"valid_until": "2024-01-09"}'), i('permits'));
SELECT hint('r00_validity_period', 'State the day of the revocation as the document does.', i('permits', '{"revoked_on": "2024-01-09"}'), i('permits', '{"revoked_on": "2024-01-10"}'));
SELECT hint('r00_reference', 'Check the number; if it is right, first record the entry it', i('requests', '{"case_no": "opened", "authority": "@spare"}'), NULL,
	ARRAY[i('parties', '{"kind": "state_body", "disposes_of_secrets": true}')]);
SELECT hint('r00_entered_once', 'Look up that entry, and correct it if it may be corrected. If a', i('cases', '{"case_no": "opened"}'), i('cases', '{"case_no": "opened/2025", "printed_no": "opened"}'));
-- the carrier passed on twice on one day
SELECT hint('r00_entered_once', 'Correct held_by in the entry of that day: of each day the', h2, u('holders', jsonb_build_object('handover', entry_id), '{"held_by": "C-builder"}'),
	before => ARRAY[i('clearances', '{"clearance_no": "C-7", "printed_no": "C-7"}'), h])
FROM handovers CROSS JOIN LATERAL (SELECT i('holders', jsonb_build_object('handover', entry_id, 'held_by', 'C-7')), i('holders', jsonb_build_object('handover', entry_id))) AS h (h, h2)
WHERE case_no = 'handed';
-- entries whose day tells them apart
SELECT hint('r00_entered_once', 'Of each day one such entry counts. If it is wrong, a registrar', i('carrier_marks', '{"carrier_id": "#M-6/1", "mark": "top_secret"}'), i('carrier_marks', '{"carrier_id": "#M-6/1", "mark": "top_secret", "marked_on": "2025-06-02"}'),
	before => ARRAY[i('carrier_marks', '{"carrier_id": "#M-6/1"}')]);
SELECT hint('r00_entered_once', 'Of each day one such entry counts. If it is wrong, a registrar', i('system_accesses', '{"case_no": "of system", "granted_on": "2025-03-12"}'), i('system_accesses', '{"case_no": "of system", "granted_on": "2025-03-13"}'),
	before => system_up_to('access') || ARRAY[u('system_accesses', '{"case_no": "of system"}', '{"ended_on": "2025-03-12"}')]);
SELECT hint('r00_entered_once', 'Correct the entry of that day, if nothing settles it, or state', i('protections', '{"case_no": "protected", "kind": "customer"}'), u('protections', '{"case_no": "protected"}', '{"kind": "customer", "unit_settlement": "Almaty"}'));
SELECT hint('r00_entered_once', 'Correct the entry of that day, if nothing settles it, or state', i('annulments', '{"case_no": "handed", "addressed_to": "another body"}'), i('annulments', '{"case_no": "handed", "addressed_to": "another body", "raised_on": "2025-05-06"}'),
	before => asked());
-- what is told apart otherwise than by its key, and of what there is one
SELECT hint('r00_entered_once', 'Look up that entry, and correct it if it may be corrected. Another', i('carriers', '{"account_no": "M-1"}'), i('carriers', '{"account_no": "M-1", "registered_on": "2025-01-20"}'));
SELECT hint('r00_entered_once', 'Look up that line. A line for another carrier gets an item_no', i('request_items', '{"case_no": "requested", "carrier_id": "#M-6/1"}'), i('request_items', '{"case_no": "requested", "item_no": 2, "carrier_id": "#M-6/1"}'));
SELECT hint('r00_entered_once', 'Look up that line: each list line is annexed once. Another list', i('contract_items', '{"case_no": "annexed", "annex_no": "1/2027"}'), i('contract_items', '{"case_no": "annexed", "annex_no": "1/2027", "request_no": "R2"}'),
	before => (further('annexed', '#M-6/1'))[:4]);
SELECT hint('r00_entered_once', 'Look up that entry, and correct it if it may be corrected: there', i('contracts', '{"case_no": "contracted", "contract_no": "78"}'), u('contracts', '{"case_no": "contracted"}', '{"contract_no": "78"}'));
SELECT hint('r00_date_order', 'State the day that the document bears; if this day is right,', i('requests', '{"case_no": "opened", "sent_on": "2025-02-02"}'), i('requests', '{"case_no": "opened"}'));
SELECT hint('r00_date_order', 'State the day that the document bears; if this day is right,', u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-03-11", "return_act_no": "back"}'),
	u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-03-12", "return_act_no": "back"}'));
SELECT hint('r00_date_order', 'State the day that the document bears; if this day is right,', u('cases', '{"case_no": "protected"}', '{"closed_on": "2025-02-10"}'), u('cases', '{"case_no": "protected"}', '{"closed_on": "2025-03-10"}'));
SELECT hint('r00_case_open', 'Nothing more can be entered in it; for further works open a new', i('requests', '{"case_no": "closed", "request_no": "R2"}'), i('requests', '{"case_no": "new", "permit_no": "P-builder"}'), ARRAY[i('cases')]);
SELECT hint('r00_settled', 'First correct or withdraw that entry, if it is not settled. A', u('contract_items', '{"case_no": "noticed"}', '{"annexed_on": "2025-03-04"}'), NULL, ARRAY[d('notices', '{"case_no": "noticed"}')]);
SELECT hint('r00_settled', 'If that entry is wrong, correct it first; it is never withdrawn.', d('contract_amendments', '{"case_no": "handed"}'), NULL, ARRAY[u('handovers', '{"case_no": "handed"}', '{"handed_on": "2025-03-11"}')],
	ARRAY[i('contract_amendments', '{"case_no": "handed", "concluded_on": "2025-03-12"}')]);
SELECT hint('r00_settled', 'For anything else send a further request. A registrar can put', u('requests', '{"case_no": "received"}', '{"justification": "another one"}'),
	i('requests', '{"case_no": "received", "request_no": "R2", "justification": "another one"}'));
SELECT hint('r00_settled', 'For anything else send a further request. A registrar can put', d('request_items', '{"case_no": "received"}'), i('requests', '{"case_no": "received", "request_no": "R2"}'));
SELECT hint('r00_settled', 'Leave the entry as it is. A registrar can put it right under a', d('notices', '{"case_no": "closed"}'), u('notices', '{"case_no": "closed"}', '{"sent_on": "2025-03-05"}'));
SELECT hint('r00_settled', 'Leave the entry as it is. A registrar can put it right under a', d('annulments', '{"case_no": "handed"}'), u('annulments', '{"case_no": "handed"}', '{"rejected_on": "2025-05-12"}'),
	before => asked() || ARRAY[u('annulments', '{"case_no": "handed"}', '{"rejected_on": "2025-05-12", "rejected_by": "the body"}')]);
-- a number that was mistyped, and a request that the body has received
SELECT hint('r00_settled', 'The number stays as it is. If it was mistyped, correct printed_no,', u(tbl, key, number), u(tbl, key, jsonb_build_object('printed_no', 'corrected')))
FROM (VALUES ('permits', '{"permit_no": "P-builder"}'::jsonb, '{"permit_no": "corrected"}'::jsonb), ('clearances', '{"clearance_no": "C-builder"}', '{"clearance_no": "corrected"}'),
			 ('cases', '{"case_no": "closed"}', '{"case_no": "corrected"}'), ('requests', '{"case_no": "received"}', '{"request_no": "corrected"}')) AS v (tbl, key, number);
SELECT hint('r00_settled', 'The customer takes back a request that was received: state', d('requests', '{"case_no": "received"}'), u('requests', '{"case_no": "received"}', '{"withdrawn_on": "2025-03-10"}'));
-- what has changed in life since: a mark, a term of the contract, who has a carrier
SELECT hint('r00_settled', 'A mark that changed since is entered in carrier_marks, a passing', u('carriers', '{"carrier_id": "#M-1/1"}', '{"mark": "top_secret"}'),
	i('carrier_marks', '{"carrier_id": "#M-1/1", "mark": "top_secret", "marked_on": "2025-06-02"}'));
SELECT hint('r00_settled', 'A mark that changed since is entered in carrier_marks, a passing', u('carriers', '{"carrier_id": "#M-1/1"}', '{"owner": "@agency"}'),
	i('disposal_successions', '{"carrier_id": "#M-1/1", "effective_on": "2025-06-02"}'));
SELECT hint('r00_settled', 'A term that changed since is entered in contract_amendments.', u('contracts', '{"case_no": "handed"}', '{"responsible_unit": "Department 9"}'),
	i('contract_amendments', '{"case_no": "handed", "responsible_unit": "Department 9", "unit_designated_by": "Order 32"}'));
SELECT hint('r00_settled', 'A term that changed since is entered in contract_amendments.', u('contracts', '{"case_no": "noticed"}', '{"responsible_unit": "Department 9"}'),
	done => ARRAY[d('notices', '{"case_no": "noticed"}')]);
SELECT hint('r00_settled', 'Who takes the carrier over next inside the contractor is entered', u('handovers', '{"case_no": "handed"}', '{"received_by": "C-new"}'), held('2025-05-05'),
	before => ARRAY[i('clearances'), held('2025-04-01')]);
SELECT hint('r00_identity', 'Leave these fields as they are. Who takes the carrier over', u('handovers', '{"case_no": "handed"}', '{"received_by": "C-new"}'), held('2025-04-01'),
	before => ARRAY[i('clearances')]);
SELECT hint('r00_identity', 'Leave these fields as they are, and enter the other event as an', u('violations', '{"case_no": "handed"}', '{"violation_no": "V2"}'), i('violations', '{"case_no": "handed", "violation_no": "V2"}'),
	before => breached('handed', false));
SELECT hint('r00_set_once', 'Leave these fields as they are. A registrar can put them right', u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-06-11"}'), u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-06-10"}'),
	before => ARRAY[u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}')]);
SELECT hint('r00_never_deleted', 'Correct the entry while nothing relies on it; later record its', d('handovers', '{"case_no": "handed"}'), u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}'));
-- events of which all but a document and the end is identity
SELECT hint('r00_never_deleted', 'What changed again since is entered with its own day. If this', d('carrier_marks', '{"carrier_id": "#M-6/1"}'), i('carrier_marks', '{"carrier_id": "#M-6/1", "mark": "secret", "marked_on": "2025-06-02"}'),
	before => ARRAY[i('carrier_marks', '{"carrier_id": "#M-6/1"}')]);
SELECT hint('r00_never_deleted', 'What changed again since is entered with its own day. If this', d('disposal_successions', '{"body": "@ministry"}'), i('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-06-02"}'),
	before => ARRAY[i('disposal_successions')]);
SELECT hint('r00_identity', 'Leave these fields as they are. What happened on another day is', u('carrier_marks', '{"carrier_id": "#M-6/1"}', '{"mark": "special_importance"}'),
	i('carrier_marks', '{"carrier_id": "#M-6/1", "mark": "special_importance", "marked_on": "2025-06-02"}'), before => ARRAY[i('carrier_marks', '{"carrier_id": "#M-6/1"}')]);
SELECT hint('r00_never_deleted', 'When it ends, is lifted, is completed or is called off, record', d('suspensions', '{"case_no": "handed"}'), u('suspensions', '{"case_no": "handed"}', '{"lifted_on": "2025-05-06"}'),
	ARRAY[u('violations', '{"case_no": "handed"}', '{"remedied_on": "2025-05-05"}')], breached('handed'));
SELECT hint('r00_never_deleted', 'When it ends, is lifted, is completed or is called off, record', d('party_changes', '{"party": "@builder"}'), u('party_changes', '{"party": "@builder"}', '{"called_off_on": "2025-06-05", "call_off_document": "a decision"}'),
	before => ARRAY[liquidated('builder')]);
SELECT hint('r00_never_deleted', 'Correct held_by while nothing relies on the entry; who takes the', d('holders', '{"held_by": "C-new"}'), held('2025-05-05'),
	ARRAY[u('holders', '{"held_by": "C-new"}', '{"held_by": "C-builder"}')], ARRAY[i('clearances'), held('2025-04-01')]);
SELECT hint('r00_settled', 'Who takes the carrier over next inside the contractor is entered', u('holders', '{"held_since": "2025-04-01"}', '{"held_by": "C-builder"}'), held('2025-06-02'),
	before => ARRAY[i('clearances'), held('2025-04-01'), held('2025-05-05')]);
SELECT hint('r00_settled', 'That entry is neither corrected nor withdrawn. A registrar can put', u('violations', '{"case_no": "handed"}', '{"found_on": "2025-04-02"}'), u('violations', '{"case_no": "handed"}', '{"damage": 1}'),
	before => breached('handed'));
SELECT hint('r00_no_truncate', 'Withdraw entries one by one, as far as nothing relies on them.', 'TRUNCATE secretxfer.notices', d('notices', '{"case_no": "noticed"}'));
-- lost, and found
SELECT hint('r00_carrier_out', 'What was lost and is found is returned first, under the', i('handovers', '{"case_no": "again", "handed_on": "2025-05-20"}'), NULL,
	ARRAY[u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-05-15", "return_act_no": "found"}')],
	breached('handed', false) || ARRAY[u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-10", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}')]);
SELECT hint('r00_carrier_out', 'What was destroyed is not handed over: name the carrier that', i('handovers', '{"case_no": "of other", "carrier_id": "#M-4/1", "handed_on": "2025-04-20"}'),
	i('handovers', '{"case_no": "of other", "carrier_id": "#M-2/1", "handed_on": "2025-04-20"}'), before => ARRAY[u('handovers', '{"case_no": "of other"}', '{"written_off_on": "2025-04-10", "written_off_as": "destroyed", "write_off_act_no": "W"}')]);
SELECT hint('r00_carrier_out', 'Record the return under the other hand-over, or state in this', i('handovers', '{"case_no": "again", "handed_on": "2025-03-20"}'), NULL,
	ARRAY[u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-03-19", "return_act_no": "back"}')]);
-- the carrier is handed on in a case of the contractor
SELECT hint('r00_carrier_out', 'First record the return in the case in which the carrier was', u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-04-10", "return_act_no": "back"}'), NULL,
	ARRAY[u('handovers', '{"case_no": "further"}', '{"returned_on": "2025-04-10", "return_act_no": "back"}')], handed_on());
SELECT hint('r00_carrier_out', 'Write the carrier off in this case, too; what was lost and is', u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-04-10", "return_act_no": "back"}'),
	u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-10", "written_off_as": "destroyed", "write_off_act_no": "W"}'),
	before => handed_on() || ARRAY[u('handovers', '{"case_no": "further"}', '{"written_off_on": "2025-04-10", "written_off_as": "destroyed", "write_off_act_no": "W"}')]);
SELECT hint('r00_carrier_out', 'State in this hand-over, too, that the carrier was destroyed;', u('handovers', '{"case_no": "further"}', '{"returned_on": "2025-04-11", "return_act_no": "back"}'),
	u('handovers', '{"case_no": "further"}', '{"written_off_on": "2025-04-10", "written_off_as": "destroyed", "write_off_act_no": "W"}'),
	before => handed_on() || ARRAY[u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-10", "written_off_as": "destroyed", "write_off_act_no": "W"}')]);
SELECT hint('r00_carrier_out', 'State the day on which the carrier was destroyed.', u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-10", "written_off_as": "destroyed", "write_off_act_no": "W"}'),
	u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-11", "written_off_as": "destroyed", "write_off_act_no": "W"}'),
	before => handed_on() || ARRAY[u('handovers', '{"case_no": "further"}', '{"returned_on": "2025-04-11", "return_act_no": "back"}')]);

-- 2, 3.
SELECT hint('r02_customer_kind', 'Name the state body or organisation that orders the works.', i('cases', '{"customer": "@citizen"}'), i('cases'));
SELECT hint('r02_contractor_kind', 'Name the non-state organisation or the citizen that performs', i('cases', '{"contractor": "@office"}'), i('cases', '{"contractor": "@citizen"}'));
SELECT hint('r02_parties_differ', 'Name a customer, or a successor, other than the contractor.', i('cases', '{"customer": "@builder"}'), i('cases'));
SELECT hint('r03_owner_disposes', 'Name the state body whose secrets the carrier holds, or set', i('carriers', '{"owner": "@bureau"}'), NULL, ARRAY[u('parties', '{"idn": "@bureau"}', '{"disposes_of_secrets": true}')]);
SELECT hint('r03_notice_after_contract', 'Record the contract, then the notice of it.', i('notices', '{"case_no": "permitted"}'), NULL, ARRAY[i('contracts', '{"case_no": "permitted"}'), i('contract_items', '{"case_no": "permitted"}')]);
SELECT hint('r03_notice_first', 'Once the carrier is in the annex, send the national security', i('handovers', '{"case_no": "annexed", "carrier_id": "#M-11/1"}'), NULL, ARRAY[i('notices', '{"case_no": "annexed"}')],
	ARRAY[i('protections', '{"case_no": "annexed"}')]);
SELECT hint('r03_successor_disposes', 'Name the body to which the secrets pass.', i('disposal_successions', '{"successor": "@ministry"}'), i('disposal_successions'));
SELECT hint('r03_successor_disposes', 'Name the state body that disposes of the secrets now, or set', i('disposal_successions', '{"successor": "@bureau"}'), NULL, ARRAY[u('parties', '{"idn": "@bureau"}', '{"disposes_of_secrets": true}')]);
SELECT hint('r03_body_disposes', 'Name the body that disposes of the carrier until that day.', i('disposal_successions', '{"body": "@agency", "carrier_id": "#M-6/1", "successor": "@spare"}'),
	i('disposal_successions', '{"carrier_id": "#M-6/1", "successor": "@spare"}'), before => ARRAY[i('parties', '{"idn": "@spare", "kind": "state_body", "disposes_of_secrets": true}')]);
SELECT hint('r03_body_disposes', 'Name the state body from which the secrets pass.', i('disposal_successions', '{"body": "@builder"}'), i('disposal_successions'));

-- 4.
SELECT hint('r04_addressee', 'Address the request to the body that disposes of the secrets', i('requests', '{"case_no": "opened", "sent_on": "2025-05-06"}'), i('requests', '{"case_no": "opened", "sent_on": "2025-05-06", "authority": "@agency"}'),
	before => ARRAY[i('disposal_successions')]);
SELECT hint('r04_addressee', 'Name the body that disposes of the secrets; if this one does,', i('requests', '{"case_no": "opened", "authority": "@bureau"}'), NULL, ARRAY[u('parties', '{"idn": "@bureau"}', '{"disposes_of_secrets": true}')]);
SELECT hint('r04_addressee_exists', 'Address the request to the body that disposes of the secrets', i('requests', '{"case_no": "opened"}'), i('requests', '{"case_no": "opened", "authority": "@agency"}'), before => ARRAY[liquidated('ministry', '2025-02-10')]);
SELECT hint('r04_disposing_body', 'Set disposes_of_secrets to false, or correct the kind of the', i('parties', '{"disposes_of_secrets": true}'), i('parties', '{"disposes_of_secrets": true, "kind": "state_body"}'));
SELECT hint('r04_identification_number', 'Copy the twelve digits from the document: the last one checks', i('parties', '{"idn": "351240000011"}'), i('parties'));
SELECT hint('r04_organization_data', 'State the full name, the head and the legal address.', i('parties', '{"head_name": null}'), i('parties'));
SELECT hint('r04_citizen_data', 'State the full name, place of work or study, position,', i('parties', '{"kind": "citizen", "workplace": null}'), i('parties', '{"kind": "citizen"}'));
SELECT hint('r04_list_not_empty', 'Enter the list first and then the receipt; a request entered as', u('requests', '{"case_no": "opened"}', '{"received_on": "2025-02-12"}'), NULL, ARRAY[i('request_items', '{"case_no": "opened"}')],
	ARRAY[i('requests', '{"case_no": "opened"}')]);
SELECT hint('r04_listed_once', 'List each carrier once.', i('request_items', '{"case_no": "requested", "item_no": 2, "carrier_id": "#M-7/1"}'), i('request_items', '{"case_no": "requested", "item_no": 2}'));
SELECT hint('r04_list_before_receipt', 'Send a further request for further carriers.', i('request_items', '{"case_no": "received", "item_no": 2}'), i('request_items', '{"case_no": "received", "request_no": "R2"}'),
	ARRAY[i('requests', '{"case_no": "received", "request_no": "R2"}')]);
SELECT hint('r04_carrier_data', 'State the name, secrecy mark, registration number and copy', i('carriers', '{"sheets": null}'), i('carriers'));
SELECT hint('r04_justification', 'State the justification.', i('requests', '{"case_no": "opened", "justification": null}'), i('requests', '{"case_no": "opened"}'));
SELECT hint('r04_transfer_period', 'State the first and the last day planned for the transfer.', i('requests', '{"case_no": "opened", "transfer_until": null}'), i('requests', '{"case_no": "opened"}'));
SELECT hint('r04_within_period', 'State the day on the act of hand-over; if it is right, a', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2026-01-12"}'), NULL,
	further('protected', '#M-1/2', '{"transfer_from": "2026-01-01", "transfer_until": "2026-03-31"}'));
SELECT hint('r04_within_period', 'State the day on the act of hand-over; if it is right, a', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2026-01-12"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2"}'));
SELECT hint('r04_authorization', 'State the number of the organisation''s permit.', i('requests', '{"case_no": "opened", "permit_no": null}'), i('requests', '{"case_no": "opened"}'));
SELECT hint('r04_authorization', 'State the contractor''s own permit.', i('requests', '{"case_no": "opened", "permit_no": "P-other"}'), i('requests', '{"case_no": "opened"}'));
SELECT hint('r04_authorization', 'State a permit that is valid on the day of the document.', i('requests', '{"case_no": "opened"}'), i('requests', '{"case_no": "opened", "permit_no": "P-new"}'), ARRAY[i('permits')],
	ARRAY[u('permits', '{"permit_no": "P-builder"}', '{"revoked_on": "2025-02-03"}')]);
SELECT hint('r04_draft_contract', 'Attach the draft contract and state its reference.', i('requests', '{"case_no": "opened", "draft_contract": null}'), i('requests', '{"case_no": "opened"}'));
SELECT hint('r04_taken_back', 'Leave withdrawn_on out; a permission that is no longer needed', u('requests', '{"case_no": "contracted"}', '{"withdrawn_on": "2025-03-10"}'),
	u('decisions', '{"case_no": "contracted"}', '{"withdrawn_on": "2025-03-10", "withdrawal_reasons": "not needed"}'));
SELECT hint('r04_taken_back', 'Leave withdrawn_on out: the refusal has ended the request. A', u('requests', '{"case_no": "received"}', '{"withdrawn_on": "2025-03-10"}'), i('requests', '{"case_no": "received", "request_no": "R2"}'),
	before => ARRAY[i('decisions', '{"case_no": "received", "outcome": "refused", "reasons": "the works need none"}')]);
SELECT hint('r04_taken_back', 'Leave received_on out: the body need not answer.', u('requests', '{"case_no": "requested"}', '{"received_on": "2025-02-12"}'),
	i('requests', '{"case_no": "requested", "request_no": "R2"}'), before => ARRAY[u('requests', '{"case_no": "requested"}', '{"withdrawn_on": "2025-02-12"}')]);
SELECT hint('r04_no_longer_secret', 'Leave the hand-over out: what is no longer secret goes', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2"}'), u('cases', '{"case_no": "protected"}', '{"closed_on": "2025-03-12"}'),
	before => ARRAY[i('carrier_marks', '{"carrier_id": "#M-1/2", "marked_on": "2025-03-11", "mark": null}')]);

-- 5.
SELECT hint('r05_received_first', 'Record the day on which the body received the request.', i('decisions', '{"case_no": "requested"}'), NULL, ARRAY[u('requests', '{"case_no": "requested"}', '{"received_on": "2025-02-12"}')]);
SELECT hint('r05_body_exists', 'State the day on which the answer was sent; if it is right,', i('decisions', '{"case_no": "received"}'), i('decisions', '{"case_no": "received", "request_no": "R2"}'),
	ARRAY[i('requests', '{"case_no": "received", "request_no": "R2", "authority": "@agency"}'), i('request_items', '{"case_no": "received", "request_no": "R2", "carrier_id": "#A-1/1"}'),
		u('requests', '{"case_no": "received", "request_no": "R2"}', '{"received_on": "2025-02-14"}')], ARRAY[liquidated('ministry', '2025-02-13')]);
SELECT hint('r05_calendar_known', 'Call secretxfer.propose_calendar() for the year and enter what', i('decisions', '{"case_no": "received"}'), NULL, '{SELECT secretxfer.propose_calendar(2025)}', ARRAY[d('calendar_years', '{"year": 2025}')]);
SELECT hint('r05_in_time', 'State the reason for the delay; the answer is then recorded as', i('decisions', '{"case_no": "received", "sent_on": "2025-02-27"}'), i('decisions', '{"case_no": "received", "sent_on": "2025-02-27", "late_reason": "a fire"}'));
SELECT hint('r05_request_stands', 'Leave the answer out; for the permission a further request', i('decisions', '{"case_no": "received"}'), i('requests', '{"case_no": "received", "request_no": "R2"}'),
	before => ARRAY[u('requests', '{"case_no": "received"}', '{"withdrawn_on": "2025-02-14"}')]);
SELECT hint('r05_signature', 'State who signed, as the head or as the acting head.', i('decisions', '{"case_no": "received", "signed_by": null}'), i('decisions', '{"case_no": "received"}'));
SELECT hint('r05_reasons', 'State the reasons that stand in the way of the transfer.', i('decisions', '{"case_no": "received", "outcome": "refused"}'), i('decisions', '{"case_no": "received", "outcome": "refused", "reasons": "no need"}'));
SELECT hint('r05_excluded_items', 'State the numbers of lines of this request.', i('decisions', '{"case_no": "received", "excluded_items": [9]}'), i('decisions', '{"case_no": "received"}'));
SELECT hint('r05_excluded_items', 'Record the answer as a refusal, with its reasons.', i('decisions', '{"case_no": "received", "excluded_items": [1]}'), i('decisions', '{"case_no": "received", "outcome": "refused", "reasons": "no need"}'));

-- 6, 7.
SELECT hint('r06_contract_first', 'Once the permission is there, conclude the contract and record', i('contract_items', '{"case_no": "permitted"}'), NULL, ARRAY[i('contracts', '{"case_no": "permitted"}')]);
-- a hand-over of a day before what it needs, which stands with a later day: the hint says from which day on
SELECT hint('r06_contract_first', 'Once the permission is there, conclude the contract and record', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-03-02"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-03-06"}'));
SELECT hint('r03_notice_first', 'Once the carrier is in the annex, send the national security', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-03-04"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-03-06"}'));
SELECT hint('r08_arrangement_first', 'Record whose unit protects the secrets; hand over from the day', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-03-05"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-03-06"}'));
SELECT hint('r09_suspended', 'Wait until the breaches are remedied and the suspension is', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-04-07"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-04-11"}'),
	before => breached('protected') || ARRAY[u('violations', '{"case_no": "protected"}', '{"remedied_on": "2025-04-10"}'), u('suspensions', '{"case_no": "protected"}', '{"lifted_on": "2025-04-11"}')]);
SELECT hint('r10_customer_changed', 'Hand over and grant access from the day of the supplement on; if', i('handovers', '{"case_no": "of client", "carrier_id": "#M-5/1", "handed_on": "2025-04-07"}'), i('handovers', '{"case_no": "of client", "carrier_id": "#M-5/1", "handed_on": "2025-04-09"}'),
	before => ARRAY[succession(), supplement()] || of_succession());
SELECT hint('r07_within_permission', 'Hand over only carriers that their owner permitted, from the day', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-03-21"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-03-27"}'),
	before => ARRAY[u('decisions', '{"case_no": "protected"}', '{"withdrawn_on": "2025-03-20", "withdrawal_reasons": "an order"}'),
		i('requests', '{"case_no": "protected", "request_no": "R2", "sent_on": "2025-03-21"}'), i('request_items', '{"case_no": "protected", "request_no": "R2", "carrier_id": "#M-1/2"}'),
		u('requests', '{"case_no": "protected", "request_no": "R2"}', '{"received_on": "2025-03-21"}'), i('decisions', '{"case_no": "protected", "request_no": "R2", "sent_on": "2025-03-25"}'),
		i('contract_items', '{"case_no": "protected", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-25"}'), i('notices', '{"case_no": "protected", "notice_no": "N9", "sent_on": "2025-03-26"}')]);
SELECT hint('r06_control_and_liability', 'Settle the missing terms in the contract and state them.', i('contracts', '{"case_no": "permitted", "contractor_liability": null}'), i('contracts', '{"case_no": "permitted"}'));
SELECT hint('r06_financing', 'Settle the missing terms in the contract and state them.', i('contracts', '{"case_no": "permitted", "protection_financing": null}'), i('contracts', '{"case_no": "permitted"}'));
SELECT hint('r06_authorization', 'State the number of the organisation''s permit.', i('contracts', '{"case_no": "permitted", "permit_no": null}'), i('contracts', '{"case_no": "permitted"}'));
SELECT hint('r06_annex_first', 'Enter in the annex, line by line, what was permitted.', i('notices', '{"case_no": "contracted"}'), NULL, ARRAY[i('contract_items', '{"case_no": "contracted"}')]);
SELECT hint('r06_annex_after_contract', 'Date the annex line on the day of the contract or later.', i('contract_items', '{"case_no": "contracted", "annexed_on": "2025-03-02"}'), i('contract_items', '{"case_no": "contracted"}'));
SELECT hint('r06_annex_after_contract', 'Withdraw those lines, correct the contract, and enter them', u('contracts', '{"case_no": "annexed"}', '{"concluded_on": "2025-03-04"}'), NULL, ARRAY[d('contract_items', '{"case_no": "annexed"}')]);
SELECT hint('r06_information_system', 'List and hand over carriers, or correct', i('system_accesses', '{"case_no": "protected"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2"}'));
SELECT hint('r06_information_system', 'List and hand over carriers, or correct', i('requests', '{"case_no": "opened", "information_statement": "what circulates"}'), NULL,
	ARRAY[u('cases', '{"case_no": "opened"}', '{"information_system_service": true, "system_mark": "secret"}')]);
SELECT hint('r06_system_mark', 'State the highest mark of the information that circulates in', i('cases', '{"information_system_service": true}'), i('cases', '{"information_system_service": true, "system_mark": "secret"}'));
SELECT hint('r06_system_mark', 'Leave system_mark out, or state that the works service an', i('cases', '{"system_mark": "secret"}'), i('cases'));
SELECT hint('r06_annex_after_contract', 'Correct the day of the line or of the contract, whichever is', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2"}'), NULL,
	ARRAY[d('notices', '{"case_no": "protected"}'), u('contract_items', '{"case_no": "protected"}', '{"annexed_on": "2025-03-03"}'), i('notices', '{"case_no": "protected"}')],
	past_the_rules('UPDATE secretxfer.contract_items SET annexed_on = ''2025-03-01'' WHERE case_no = ''protected'''));
SELECT hint('r06_information_statement', 'Describe the circulating information in an amendment of', i('system_accesses', '{"case_no": "of system"}'), NULL,
	ARRAY[i('contract_amendments', '{"case_no": "of system", "information_statement": "what circulates", "concluded_on": "2025-03-10"}')],
	system_up_to('protection') || i('notices', '{"case_no": "of system"}') || past_the_rules('UPDATE secretxfer.contracts SET information_statement = NULL WHERE case_no = ''of system'''));
SELECT hint('r06_information_statement', 'Describe the circulating information in free form.', i('contracts', '{"case_no": "of system"}'), i('contracts', '{"case_no": "of system", "information_statement": "what circulates"}'));
SELECT hint('r06_responsible_unit', 'State the unit and the order by which the customer''s head', i('contracts', '{"case_no": "permitted", "responsible_unit": null}'), i('contracts', '{"case_no": "permitted"}'));
SELECT hint('r06_amended_terms', 'State the new term, or leave the field out.', i('contract_amendments', '{"case_no": "handed", "control_during_works": " "}'), i('contract_amendments', '{"case_no": "handed"}'));
SELECT hint('r06_amended_terms', 'State the terms that the amendment replaces.', i('contract_amendments', '{"case_no": "handed", "responsible_unit": null, "unit_designated_by": null}'), i('contract_amendments', '{"case_no": "handed"}'));
SELECT hint('r06_amended_terms', 'State the unit and the order', i('contract_amendments', '{"case_no": "handed", "unit_designated_by": null}'), i('contract_amendments', '{"case_no": "handed"}'));
SELECT hint('r06_amendment_after_contract', 'Date the amendment on the day of the contract or later.', i('contract_amendments', '{"case_no": "handed", "concluded_on": "2025-03-02"}'), i('contract_amendments', '{"case_no": "handed", "concluded_on": "2025-03-03"}'));
SELECT hint('r06_amended_once_a_day', 'State each term in one of the amendments of the day.', i('contract_amendments', '{"case_no": "handed", "amendment_no": "A2"}'),
	i('contract_amendments', '{"case_no": "handed", "amendment_no": "A2", "responsible_unit": null, "unit_designated_by": null, "protection_financing": "paid"}'), before => ARRAY[i('contract_amendments', '{"case_no": "handed"}')]);
SELECT hint('r07_secrets_passed_on', 'Record in disposal_successions to which body', u('party_changes', '{"party": "@agency"}', '{"completed_on": "2025-06-10"}'), NULL,
	ARRAY[i('disposal_successions', '{"body": "@agency", "effective_on": "2025-06-05", "successor": "@ministry"}')], ARRAY[liquidated('agency')]);
SELECT hint('r07_permission_first', 'Wait for the permission; the contract may be concluded on the', i('contracts', '{"case_no": "received"}'), NULL, ARRAY[i('decisions', '{"case_no": "received"}')]);
SELECT hint('r07_permission_first', 'Conclude the contract on the day on which a further permission', i('contracts', '{"case_no": "permitted"}'), i('contracts', '{"case_no": "permitted", "concluded_on": "2025-06-20"}'),
	(further('permitted', '#M-6/1'))[:4], ARRAY[u('decisions', '{"case_no": "permitted"}', '{"withdrawn_on": "2025-02-25", "withdrawal_reasons": "not needed"}')]);
SELECT hint('r07_permission_first', 'Conclude the contract on the day on which a further permission', i('contracts', '{"case_no": "permitted"}'), i('contracts', '{"case_no": "permitted", "concluded_on": "2025-06-20"}'),
	ARRAY[i('requests', '{"case_no": "permitted", "request_no": "R2", "sent_on": "2025-03-17"}'), i('request_items', '{"case_no": "permitted", "request_no": "R2", "carrier_id": "#M-6/1"}'),
		u('requests', '{"case_no": "permitted", "request_no": "R2"}', '{"received_on": "2025-03-18"}'), i('decisions', '{"case_no": "permitted", "request_no": "R2", "sent_on": "2025-03-19"}')],
	ARRAY[i('party_changes', '{"party": "@ministry", "effective_on": "2025-02-15"}'), u('party_changes', '{"party": "@ministry"}', '{"called_off_on": "2025-03-10", "call_off_document": "a ruling"}')]);
-- a request that was taken back and answered all the same; a contract of before the permission
SELECT hint('r07_permission_first', 'Conclude the contract on the day on which a further permission', i('contracts', '{"case_no": "permitted"}'), NULL,
	(further('permitted', '#M-6/1'))[:4], past_the_rules('UPDATE secretxfer.requests SET withdrawn_on = ''2025-02-19'' WHERE case_no = ''permitted'''));
SELECT hint('r07_permission_first', 'Withdraw the contract, and enter the one that was concluded', i('contract_items', '{"case_no": "contracted", "annexed_on": "2025-03-03"}'), NULL,
	ARRAY[d('contracts', '{"case_no": "contracted"}'), i('contracts', '{"case_no": "contracted"}')], past_the_rules('UPDATE secretxfer.contracts SET concluded_on = ''2025-02-19'' WHERE case_no = ''contracted'''));
SELECT hint('r07_withdrawal', 'State the day and the reasons of the withdrawal together.', u('decisions', '{"case_no": "contracted"}', '{"withdrawn_on": "2025-03-10"}'),
	u('decisions', '{"case_no": "contracted"}', '{"withdrawn_on": "2025-03-10", "withdrawal_reasons": "not needed"}'));
SELECT hint('r07_withdrawal', 'Leave the withdrawal out; a new permission answers a new', i('decisions', '{"case_no": "received", "outcome": "refused", "reasons": "no need", "withdrawn_on": "2025-03-10", "withdrawal_reasons": "not needed"}'),
	i('requests', '{"case_no": "received", "request_no": "R2"}'), ARRAY[i('decisions', '{"case_no": "received", "outcome": "refused", "reasons": "no need"}')]);
SELECT hint('r07_within_permission', 'Enter in the annex only carriers that their owner permitted, on', i('contract_items', '{"case_no": "contracted", "annex_no": "2", "request_no": "R2"}'), NULL,
	(further('contracted', '#M-6/1'))[4:4], (further('contracted', '#M-6/1'))[:3]);
SELECT hint('r07_within_permission', 'Hand over only carriers that their owner permitted, from the day', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2"}'), NULL, further('protected', '#M-1/2'),
	ARRAY[u('decisions', '{"case_no": "protected"}', '{"withdrawn_on": "2025-03-10", "withdrawal_reasons": "reasons"}')]);
SELECT hint('r07_within_permission', 'Grant access only under a written permission, from its day on;', i('system_accesses', '{"case_no": "of system"}'), NULL,
	ARRAY[i('requests', '{"case_no": "of system", "request_no": "R2", "information_statement": "what circulates"}'), u('requests', '{"case_no": "of system", "request_no": "R2"}', '{"received_on": "2025-02-12"}'),
		i('decisions', '{"case_no": "of system", "request_no": "R2"}')],
	system_up_to('protection') || i('notices', '{"case_no": "of system"}') || u('decisions', '{"case_no": "of system"}', '{"withdrawn_on": "2025-03-10", "withdrawal_reasons": "not needed"}'));
SELECT hint('r07_within_permission', 'If the body answered for this carrier, too, a registrar enters', i('contract_items', '{"case_no": "contracted", "annex_no": "2", "item_no": 2}'),
	i('contract_items', '{"case_no": "contracted", "annex_no": "2", "request_no": "R2"}'), (further('contracted', '#M-6/1'))[:4],
	past_the_rules('INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id, entry_id, recorded_at, recorded_by)
		SELECT case_no, request_no, 2, fixture.c(''M-6/1''), -1, clock_timestamp(), current_user FROM secretxfer.request_items WHERE case_no = ''contracted'''));
SELECT hint('r07_within_permission', 'Name a line of a request of this case.', i('contract_items', '{"case_no": "contracted", "item_no": 9}'), i('contract_items', '{"case_no": "contracted"}'));
SELECT hint('r07_within_annex', 'Enter the carrier in the annex if it is permitted; otherwise', i('handovers', '{"case_no": "protected", "carrier_id": "#M-6/1", "handed_on": "2025-06-20"}'), NULL, further('protected', '#M-6/1'));

-- 8.
SELECT hint('r08_arrangement_first', 'Record whose unit protects the secrets; hand over from the day', i('handovers', '{"case_no": "noticed", "carrier_id": "#M-12/1"}'), NULL, ARRAY[i('protections', '{"case_no": "noticed"}')]);
SELECT hint('r08_earlier_arrangement', 'State the day from which the arrangement stands, or', provider('{"case_no": "handed", "arranged_on": "2025-03-08"}'), provider('{"case_no": "handed", "arranged_on": "2025-03-13"}'));
SELECT hint('r08_organizer', 'Name the quasi-state entity or the provider.', provider('{"organizer": null}'), provider());
SELECT hint('r08_organizer', 'Name that party as the organizer, or leave the organizer out.', i('protections', '{"case_no": "noticed", "organizer": "@other"}'), i('protections', '{"case_no": "noticed", "organizer": "@builder"}'));
SELECT hint('r08_organizer_exists', 'Arrange the protection with a unit of another party.', provider(), i('protections', '{"case_no": "of joint", "kind": "customer", "unit_settlement": "Almaty"}'), before => ARRAY[liquidated('provider', '2025-03-03')]);
SELECT hint('r08_contractor_has_unit', 'Choose the customer''s unit at the place of the works, or a', i('protections', '{"case_no": "of citizen"}'), i('protections', '{"case_no": "of citizen", "kind": "customer"}'));
SELECT hint('r08_contractor_without_foreign_participation', 'Arrange the protection with a unit that may protect, or', i('protections', '{"case_no": "of joint"}'), provider());
SELECT hint('r08_customer_at_place', 'Arrange the protection with a unit that is where the works are', i('protections', '{"case_no": "noticed", "kind": "customer"}'),
	i('protections', '{"case_no": "noticed", "kind": "customer", "unit_settlement": "Almaty"}'));
-- the works have moved: the unit at the new place, another unit, or the case is put right
SELECT hint('r08_customer_at_place', 'Arrange the protection with a unit that is where the works are', i('handovers', '{"case_no": "noticed", "carrier_id": "#M-12/1"}'), NULL, ARRAY[done], moved)
FROM (SELECT ARRAY[i('protections', '{"case_no": "noticed", "kind": "customer", "unit_settlement": "Almaty"}'), u('cases', '{"case_no": "noticed"}', '{"works_settlement": "Atyrau"}')]) AS works (moved),
	unnest(ARRAY[i('protections', '{"case_no": "noticed", "arranged_on": "2025-03-12", "kind": "customer", "unit_settlement": "Atyrau"}'), i('protections', '{"case_no": "noticed", "arranged_on": "2025-03-12"}'),
	u('cases', '{"case_no": "noticed"}', '{"works_settlement": "Almaty"}')]) AS done;
SELECT hint('r08_quasi_state', 'Arrange the protection with a unit that may protect, or', i('protections', '{"case_no": "of subsidiary", "kind": "quasi_state", "organizer": "@other"}'),
	i('protections', '{"case_no": "of subsidiary", "kind": "quasi_state", "organizer": "@holding"}'));
SELECT hint('r08_affiliated', 'Record the affiliation of that day, or arrange the protection', i('protections', '{"case_no": "noticed", "kind": "quasi_state", "organizer": "@holding"}'), NULL, ARRAY[i('affiliations', '{"party": "@builder"}')]);
SELECT hint('r08_affiliated', 'State the quasi-state entity with which the party is affiliated.', i('affiliations', '{"party": "@holding"}'), i('affiliations', '{"party": "@builder"}'));
SELECT hint('r08_provider_settlement', 'Arrange the protection with a unit that may protect, or', provider(), NULL, ARRAY[u('parties', '{"idn": "@provider"}', '{"settlement": "Almaty"}')], ARRAY[u('parties', '{"idn": "@provider"}', '{"settlement": "Astana"}')]);
SELECT hint('r08_provider_foreign_participation', 'Arrange the protection with a unit that may protect, or', provider(), NULL, ARRAY[u('parties', '{"idn": "@provider"}', '{"foreign_participation": false}')],
	ARRAY[u('parties', '{"idn": "@provider"}', '{"foreign_participation": true}')]);
SELECT hint('r08_provider_state_owned', 'State the share in the provider''s party entry, or choose', provider(), NULL, ARRAY[u('parties', '{"idn": "@provider"}', '{"state_share": 100}')], ARRAY[u('parties', '{"idn": "@provider"}', '{"state_share": 99}')]);
SELECT hint('r08_provider_mandate', 'State the act in protection_mandate of the provider''s party', provider(), NULL, ARRAY[u('parties', '{"idn": "@provider"}', '{"protection_mandate": "an act"}')],
	ARRAY[u('parties', '{"idn": "@provider"}', '{"protection_mandate": null}')]);
SELECT hint('r08_provider_other_organization', 'Name another organisation that may protect the secrets of', provider('{"organizer": "@office"}'), provider());
SELECT hint('r08_service_contract', 'State the number and the day of the contract for services.', provider('{"service_contract_no": null}'), provider());
SELECT hint('r08_service_contract', 'State the day from which the provider protects the secrets.', provider('{"service_contract_on": "2025-03-07"}'), provider('{"service_contract_on": "2025-03-07", "arranged_on": "2025-03-07"}'));
SELECT hint('r08_provider_serves_organization', 'Choose another kind of arrangement: providers serve', i('protections', '{"case_no": "of citizen", "kind": "provider", "organizer": "@provider", "service_contract_no": "7", "service_contract_on": "2025-03-05"}'),
	i('protections', '{"case_no": "of citizen", "kind": "customer"}'));
SELECT hint('r08_permits_marked', 'Have the service marked in the contractor''s and in the', i('handovers', '{"case_no": "of joint", "carrier_id": "#M-5/1"}'), NULL, ARRAY[marks()], provider() || services());
SELECT hint('r08_permits_marked', 'State the days on which the permits were marked, not before the', provider('{"contractor_permit_marked_on": "2025-03-04", "contractor_permit_no": "P-joint"}'),
	provider('{"contractor_permit_marked_on": "2025-03-05", "contractor_permit_no": "P-joint"}'));
SELECT hint('r08_permits_marked', 'Name a permit of the contractor, or of the provider, that is', provider('{"contractor_permit_marked_on": "2025-03-06", "contractor_permit_no": "P-builder"}'),
	provider('{"contractor_permit_marked_on": "2025-03-06", "contractor_permit_no": "P-joint"}'));
-- the marked permit is revoked, and another one there; the mark of the carrier is raised above the marked permit
CREATE FUNCTION fixture.another_permit(degree text) RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[i('permits', jsonb_build_object('permit_no', 'P-7', 'holder', '@joint', 'highest_mark', degree)),
		provider('{"contractor_permit_marked_on": "2025-03-06", "provider_permit_marked_on": "2025-03-06", "contractor_permit_no": "P-7", "provider_permit_no": "P-provider"}')] || services()
$$;
CREATE FUNCTION fixture.marked_anew() RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY[provider('{"arranged_on": "2025-03-11", "contractor_permit_marked_on": "2025-03-11", "provider_permit_marked_on": "2025-03-11", "contractor_permit_no": "P-joint", "provider_permit_no": "P-provider"}')]
$$;
SELECT hint('r08_permits_marked', 'Have the service marked in the renewed permits, and record an', i('handovers', '{"case_no": "of joint", "carrier_id": "#M-5/1"}'), NULL, marked_anew(),
	another_permit('top_secret') || ARRAY[u('permits', '{"permit_no": "P-7"}', '{"revoked_on": "2025-03-10"}')]);
SELECT hint('r08_permits_marked', 'Have the service marked in the permit of the higher degree, and', i('handovers', '{"case_no": "of joint", "carrier_id": "#M-5/1"}'), NULL, marked_anew(),
	another_permit('secret') || ARRAY[i('carrier_marks', '{"carrier_id": "#M-5/1", "marked_on": "2025-03-08", "mark": "top_secret"}')]);
SELECT hint('r08_permits_marked', 'State for each mark its day and the number of the permit.', u('protections', '{"case_no": "of joint"}', '{"contractor_permit_marked_on": "2025-03-06"}'),
	u('protections', '{"case_no": "of joint"}', '{"contractor_permit_marked_on": "2025-03-06", "contractor_permit_no": "P-joint"}'), before => ARRAY[provider()]);
SELECT hint('r08_service_notices', 'Record the provider''s written notices to both services.', i('handovers', '{"case_no": "of joint", "carrier_id": "#M-5/1"}'), NULL, services(), ARRAY[provider(), marks()]);
SELECT hint('r08_notice_after_service_contract', 'Record the arrangement with the provider first, then its', (services())[1], NULL, ARRAY[provider()]);

-- 9.
SELECT hint('r09_suspension_names_breach', 'Record the breach in this case first, and name it.', i('suspensions', '{"case_no": "handed"}'), NULL, breached('handed', false));
SELECT hint('r09_lifting_after_remedy', 'Record the remedy of every breach, then lift the suspension.', u('suspensions', '{"case_no": "handed"}', '{"lifted_on": "2025-04-11"}'), NULL, ARRAY[u('violations', '{"case_no": "handed"}', '{"remedied_on": "2025-04-10"}')],
	breached('handed'));
SELECT hint('r09_suspended', 'Wait until the breaches are remedied and the suspension is', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-04-07"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-04-14"}'),
	ARRAY[u('violations', '{"case_no": "protected"}', '{"remedied_on": "2025-04-10"}'), u('suspensions', '{"case_no": "protected"}', '{"lifted_on": "2025-04-11"}')], breached('protected'));
SELECT hint('r09_repeated_breach', 'Record every breach that was found; after only one the works', i('annulments', '{"case_no": "handed"}'), NULL, ARRAY[i('violations', '{"case_no": "handed", "violation_no": "V2"}')], breached('handed', false));
SELECT hint('r09_annulment_rejected', 'State who rejected the annulment.', u('annulments', '{"case_no": "handed"}', '{"rejected_on": "2025-05-06"}'), u('annulments', '{"case_no": "handed"}', '{"rejected_on": "2025-05-06", "rejected_by": "a body"}'),
	before => breached('handed', false) || ARRAY[i('violations', '{"case_no": "handed", "violation_no": "V2"}'), i('annulments', '{"case_no": "handed"}')]);
SELECT hint('r09_annulment_rejected', 'State the day on which the annulment was rejected.', u('annulments', '{"case_no": "handed"}', '{"rejected_by": "a body"}'), u('annulments', '{"case_no": "handed"}', '{"rejected_on": "2025-05-06", "rejected_by": "a body"}'),
	before => breached('handed', false) || ARRAY[i('violations', '{"case_no": "handed", "violation_no": "V2"}'), i('annulments', '{"case_no": "handed"}')]);
SELECT hint('r09_annulment_rejected', 'Record the other answer under the question to which it was', u('annulments', '{"case_no": "handed"}', '{"order_annulled_on": "2025-05-07"}'), u('annulments', '{"case_no": "handed", "raised_on": "2025-05-06"}', '{"order_annulled_on": "2025-05-07"}'),
	ARRAY[i('annulments', '{"case_no": "handed", "raised_on": "2025-05-06"}')],
	breached('handed', false) || ARRAY[i('violations', '{"case_no": "handed", "violation_no": "V2"}'), i('annulments', '{"case_no": "handed", "rejected_on": "2025-05-06", "rejected_by": "a body"}')]);
SELECT hint('r09_annulled', 'Take back what was handed over, and close the case.', i('handovers', '{"case_no": "of other", "carrier_id": "#M-2/1", "handed_on": "2025-06-03"}'), u('cases', '{"case_no": "of other"}', '{"closed_on": "2025-06-12"}'),
	ARRAY[u('handovers', '{"case_no": "of other"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}')],
	breached('of other', false) || ARRAY[i('violations', '{"case_no": "of other", "violation_no": "V2"}'), i('annulments', '{"case_no": "of other", "order_annulled_on": "2025-06-02"}')]);
SELECT hint('r09_damage_recovered', 'Record further damage as a breach of its own.', u('violations', '{"case_no": "handed"}', '{"damage": 150}'), i('violations', '{"case_no": "handed", "violation_no": "V2", "damage": 50}'),
	before => ARRAY[i('violations', '{"case_no": "handed", "damage": 100, "damage_recovered": 100}')]);
SELECT hint('r09_damage_recovered', 'State all that has been recovered so far.', u('violations', '{"case_no": "handed"}', '{"damage_recovered": 50}'), u('violations', '{"case_no": "handed"}', '{"damage_recovered": 70}'),
	before => ARRAY[i('violations', '{"case_no": "handed", "damage": 100, "damage_recovered": 60}')]);
SELECT hint('r09_loss_is_breach', 'Record the loss as a breach of this case first, and name the', u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-02", "written_off_as": "lost", "write_off_act_no": "W"}'),
	u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-02", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}'), breached('handed', false));
SELECT hint('r09_loss_is_breach', 'Leave loss_violation_no out, or state that the carrier was', u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-02", "written_off_as": "destroyed", "write_off_act_no": "W", "loss_violation_no": "V1"}'),
	u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-02", "written_off_as": "destroyed", "write_off_act_no": "W"}'), before => breached('handed', false));

-- 10.
SELECT hint('r10_party_liquidated', 'Name a party that is not in liquidation; an existing case can', i('cases', '{"opened_on": "2025-06-02"}'), i('cases', '{"opened_on": "2025-06-02", "contractor": "@other"}'), before => ARRAY[liquidated('builder')]);
SELECT hint('r10_party_liquidated', 'Wind the case up: nothing more is concluded with this contractor', i('contracts', '{"case_no": "permitted", "concluded_on": "2025-06-02"}'), u('cases', '{"case_no": "permitted"}', '{"closed_on": "2025-06-02"}'), before => ARRAY[liquidated('builder')]);
SELECT hint('r10_party_liquidated', 'Conclude a supplement with the successor that has the powers', i('contract_amendments', '{"case_no": "of client"}'), NULL, ARRAY[supplement()] || of_succession(), ARRAY[succession('liquidation')]);
SELECT hint('r10_successor_powers', 'State what the powers are based on; without them the case can', supplement('{"successor_powers": null}'), supplement(), before => ARRAY[succession()]);
SELECT hint('r10_successor_powers', 'State what the powers are based on; without them the case can', supplement('{"successor_powers": null}'), u('cases', '{"case_no": "of client"}', '{"closed_on": "2025-04-08"}'), before => ARRAY[succession()]);
SELECT hint('r10_successor', 'Name another party that has the powers.', supplement('{"successor": "@client"}'), supplement(), before => ARRAY[succession('works_terminated')]);
SELECT hint('r10_earlier_supplement', 'State the day from which the successor is the customer;', i('supplements', '{"case_no": "handed", "concluded_on": "2025-03-12"}'), i('supplements', '{"case_no": "handed", "concluded_on": "2025-03-13"}'),
	before => ARRAY[i('party_changes', '{"party": "@customer", "kind": "functions", "effective_on": "2025-03-01"}')]);
SELECT hint('r10_works_of_one_case', 'Leave the case out, or state that the works were terminated.', i('party_changes', '{"case_no": "handed"}'), i('party_changes', '{"case_no": "handed", "kind": "works_terminated"}'));
SELECT hint('r10_works_of_one_case', 'State the day on which the works of this case ended.', i('party_changes', '{"case_no": "handed", "kind": "works_terminated", "effective_on": "2025-02-02"}'), i('party_changes', '{"case_no": "handed", "kind": "works_terminated"}'));
SELECT hint('r10_works_of_one_case', 'Name a side of the case, or leave the case out if the event', i('party_changes', '{"case_no": "handed", "party": "@other", "kind": "works_terminated"}'), i('party_changes', '{"party": "@other", "kind": "works_terminated"}'));
SELECT hint('r10_called_off', 'State the document of the court or of the founders.', i('party_changes', '{"called_off_on": "2025-06-10"}'), i('party_changes', '{"called_off_on": "2025-06-10", "call_off_document": "a ruling"}'));
SELECT hint('r10_called_off', 'State the day from which the event was called off.', i('party_changes', '{"call_off_document": "a ruling"}'), i('party_changes', '{"called_off_on": "2025-06-10", "call_off_document": "a ruling"}'));
SELECT hint('r10_called_off', 'State what happened; what was completed by mistake', i('party_changes', '{"party": "@spare", "called_off_on": "2025-06-10", "call_off_document": "a ruling", "completed_on": "2025-06-10"}'), i('party_changes', '{"party": "@spare", "completed_on": "2025-06-10"}'),
	before => ARRAY[i('parties')]);
SELECT hint('r10_supplement_names_change', 'From that day the case goes on with its customer, without a', supplement(), i('handovers', '{"case_no": "of client", "carrier_id": "#M-5/1", "handed_on": "2025-04-14"}'),
	before => ARRAY[succession(), u('party_changes', '{"change_no": "1"}', '{"called_off_on": "2025-04-08", "call_off_document": "a ruling"}')]);
SELECT hint('r10_supplement_names_change', 'Name the change of this case''s customer.', supplement('{"party": "@builder"}'), supplement(), before => ARRAY[succession(), liquidated('builder')]);
SELECT hint('r10_supplement_names_change', 'State the day of the supplement, not before the change took', supplement('{"concluded_on": "2025-03-31"}'), supplement(), before => ARRAY[succession()]);
SELECT hint('r10_customer_changed', 'Hand over and grant access from the day of the supplement on; if', i('handovers', '{"case_no": "of client", "carrier_id": "#M-5/1", "handed_on": "2025-04-14"}'), NULL, supplement() || of_succession(), ARRAY[succession()]);
SELECT hint('r10_customer_changed', 'Hand over and grant access from the day of the supplement on; if', i('handovers', '{"case_no": "of client", "carrier_id": "#M-5/1", "handed_on": "2025-04-14"}'), u('cases', '{"case_no": "of client"}', '{"closed_on": "2025-04-14"}'), before => ARRAY[succession()]);
SELECT hint('r10_notice_names_change', 'Name the change of the customer, and the body that is notified.', i('notices', '{"case_no": "of client", "notice_no": "N5", "kind": "succession_security", "sent_on": "2025-04-09"}'), (of_succession())[1], before => ARRAY[succession()]);
SELECT hint('r10_notice_names_change', 'Leave these fields out, or correct the kind of the notice.', i('notices', '{"case_no": "of client", "notice_no": "N5", "party": "@client", "change_no": "1", "sent_on": "2025-04-09"}'),
	i('notices', '{"case_no": "of client", "notice_no": "N5", "sent_on": "2025-04-09"}'), before => ARRAY[succession()]);
SELECT hint('r10_succession_notices', 'Notify the national security body and every body whose secrets', i('handovers', '{"case_no": "of client", "carrier_id": "#M-5/1", "handed_on": "2025-04-14"}'), NULL, of_succession(), ARRAY[succession(), supplement()]);
-- two changes of one day: the notices are of the one that the supplement does not name
SELECT hint('r10_succession_notices', 'Notify the national security body and every body whose secrets are used of the change that', i('handovers', '{"case_no": "of client", "carrier_id": "#M-5/1", "handed_on": "2025-04-14"}'), NULL,
	ARRAY[u('notices', '{"case_no": "of client", "party": "@client"}', '{"change_no": "1"}')],
	ARRAY[succession(), i('party_changes', '{"party": "@client", "change_no": "2", "kind": "liquidation", "effective_on": "2025-04-01"}'), supplement()] || of_succession('2'));
SELECT hint('r10_succession_notices', 'First record the notice of the succession to the body whose secrets', (further('of client', '#A-1/1'))[5], NULL,
	ARRAY[i('notices', '{"case_no": "of client", "notice_no": "N7", "kind": "succession_authority", "authority": "@agency", "party": "@client", "change_no": "1", "sent_on": "2025-04-14"}')],
	ARRAY[succession(), supplement()] || of_succession() || i('handovers', '{"case_no": "of client", "carrier_id": "#M-5/1", "handed_on": "2025-04-14"}') || (further('of client', '#A-1/1', papers => '{"authority": "@agency"}'))[:4]);
SELECT hint('r10_customer_changed', 'Conclude a supplement with the successor that has the powers; then conclude', i('contracts', '{"case_no": "permitted", "concluded_on": "2025-06-02"}'), i('contracts', '{"case_no": "permitted", "concluded_on": "2025-06-12"}'),
	ARRAY[i('supplements', '{"case_no": "permitted", "concluded_on": "2025-06-10"}')], ARRAY[i('party_changes', '{"party": "@customer", "kind": "works_terminated", "effective_on": "2025-05-20"}')]);
SELECT hint('r10_contractor_changed', 'With a contractor that still exists, open a new case and begin', i('contracts', '{"case_no": "permitted", "concluded_on": "2025-06-02"}'), i('cases', '{"opened_on": "2025-06-02"}'), before => ARRAY[i('party_changes', '{"kind": "ownership"}')]);
SELECT hint('r10_contractor_changed', 'Take protection measures and take everything back; with a', i('handovers', '{"case_no": "of other", "carrier_id": "#M-2/1", "handed_on": "2025-06-20"}'), i('cases', '{"contractor": "@other", "opened_on": "2025-06-20"}'),
	ARRAY[i('protection_measures', '{"case_no": "of other", "party": "@other"}'), u('handovers', '{"case_no": "of other"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}')],
	ARRAY[i('party_changes', '{"party": "@other", "kind": "functions"}')]);
SELECT hint('r10_measures_name_change', 'Name the change of the contractor that the measures are for.', i('protection_measures', '{"case_no": "of other", "party": "@builder"}'), i('protection_measures', '{"case_no": "of other", "party": "@other"}'),
	before => ARRAY[liquidated('other'), liquidated('builder')]);
SELECT hint('r10_measures_name_change', 'State the day on which the measures were taken.', i('protection_measures', '{"case_no": "of other", "party": "@other", "taken_on": "2025-06-01"}'), i('protection_measures', '{"case_no": "of other", "party": "@other"}'),
	before => ARRAY[liquidated('other')]);
SELECT hint('r10_measures_taken', 'Record in protection_measures what the customer and the', u('cases', '{"case_no": "of other"}', '{"closed_on": "2025-06-20"}'), NULL, ARRAY[i('protection_measures', '{"case_no": "of other", "party": "@other"}')],
	ARRAY[liquidated('other'), u('handovers', '{"case_no": "of other"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}')]);
SELECT hint('r10_all_returned', 'Record the return of every carrier and the end of every access', u('cases', '{"case_no": "handed"}', '{"closed_on": "2025-06-20"}'), NULL, ARRAY[u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}')]);
SELECT hint('r10_liquidation_completed', 'Record what has come back, then close the case.', i('handovers', '{"case_no": "again"}'), u('cases', '{"case_no": "again"}', '{"closed_on": "2025-06-20"}'),
	before => ARRAY[liquidated('other'), u('handovers', '{"case_no": "of other"}', '{"returned_on": "2025-05-10", "return_act_no": "back"}'), u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-03-12", "return_act_no": "back"}'),
		u('party_changes', '{"party": "@other"}', '{"completed_on": "2025-06-10"}')]);
SELECT hint('r10_write_off', 'State the day, what became of the carrier, and the number of', u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-02"}'),
	u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-02", "written_off_as": "destroyed", "write_off_act_no": "W"}'));
SELECT hint('r10_destroyed', 'State the one that happened.', u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-02", "written_off_as": "destroyed", "write_off_act_no": "W", "returned_on": "2025-04-02", "return_act_no": "back"}'),
	u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-02", "written_off_as": "destroyed", "write_off_act_no": "W"}'));

-- 11.
SELECT hint('r11_permit_holder', 'Record the citizen''s clearance instead.', i('permits', '{"holder": "@citizen"}'), i('clearances', '{"party": "@citizen"}'));
SELECT hint('r11_permit', 'Record the contractor''s renewed permit, if it has one; without', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2"}'), NULL, ARRAY[i('permits')], ARRAY[u('permits', '{"permit_no": "P-builder"}', '{"revoked_on": "2025-03-11"}')]);
SELECT hint('r11_permit_degree', 'Hand over only what the permit covers, or record the', i('handovers', '{"case_no": "special", "carrier_id": "#M-3/1", "received_by": "C-new"}'), NULL, ARRAY[i('permits', '{"highest_mark": "special_importance"}')],
	ARRAY[i('clearances', '{"highest_mark": "special_importance"}')]);
SELECT hint('r11_receiver', 'Hand over to a person of the contractor, or of the party whose', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "received_by": "C-other"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2"}'));
SELECT hint('r11_clearance', 'Hand over to a person whose clearance is valid.', i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2"}'), i('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "received_by": "C-new"}'), ARRAY[i('clearances')],
	ARRAY[u('clearances', '{"clearance_no": "C-builder"}', '{"revoked_on": "2025-03-11"}')]);
-- no entry has this hint: a person who has no clearance at all receives nothing
SELECT step('r11_clearance', 'Have a clearance issued to the person who is to receive.', 'noticed',
	i('handovers', jsonb_build_object('case_no', 'noticed', 'carrier_id', '#M-6/1', 'handed_on', fixture.today(), 'received_by', 'C-long')), ARRAY[i('clearances', '{"clearance_no": "C-long", "valid_until": "2099-12-31"}')],
	further('noticed', '#M-6/1', '{"transfer_until": "2099-12-31"}') || ARRAY[i('permits', '{"permit_no": "P-long", "valid_until": "2099-12-31"}'), i('protections', '{"case_no": "noticed"}'), u('clearances', '{"party": "@builder"}', '{"revoked_on": "2026-01-12"}')]);
-- nor this one: the person who has the carrier has a new clearance
SELECT step('r11_clearance', 'Return the carriers, and give up the accesses, of persons without a sufficient clearance, or enter in holders', 'handed',
	held(fixture.today()::text), ARRAY[i('clearances', '{"valid_until": "2099-12-31"}')], ARRAY[u('clearances', '{"party": "@builder"}', '{"revoked_on": "2026-01-12"}')]);
SELECT hint('r11_clearance_degree', 'Hand over to a person whose clearance covers the mark.', i('handovers', '{"case_no": "special", "carrier_id": "#M-3/1"}'), i('handovers', '{"case_no": "special", "carrier_id": "#M-3/1", "received_by": "C-new"}'),
	ARRAY[i('clearances', '{"highest_mark": "special_importance"}')], ARRAY[i('permits', '{"highest_mark": "special_importance"}')]);
-- Further reasons of these rules, with their hints; where another row follows the same hint, the reason alone.
CREATE FUNCTION fixture.reason(rule text, broken text, before text[] DEFAULT '{}') RETURNS void LANGUAGE sql AS
	$$SELECT hint(rule, '', broken, 'SELECT', before => before)$$;
SELECT reason('r00_date_order', u('cases', '{"case_no": "opened"}', '{"closed_on": "2025-02-02"}'));
SELECT reason('r00_date_order', u('requests', '{"case_no": "requested"}', '{"received_on": "2025-02-09"}'));
SELECT reason('r00_date_order', u('requests', '{"case_no": "requested"}', '{"withdrawn_on": "2025-02-09"}'));
SELECT reason('r00_date_order', u('decisions', '{"case_no": "permitted"}', '{"withdrawn_on": "2025-02-19", "withdrawal_reasons": "not needed"}'));
SELECT reason('r00_date_order', u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-03-11", "written_off_as": "destroyed", "write_off_act_no": "W"}'));
SELECT reason('r00_date_order', u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-04-02", "return_act_no": "back"}'),
	breached('handed', false) || u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-03", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}'));
SELECT reason('r00_date_order', u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-04-02", "return_act_no": "back"}'),
	ARRAY[u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-03", "written_off_as": "destroyed", "write_off_act_no": "W"}')]);
SELECT reason('r00_date_order', u('system_accesses', '{"case_no": "of system"}', '{"ended_on": "2025-03-11"}'), system_up_to('access'));
SELECT reason('r00_date_order', u('violations', '{"case_no": "handed"}', '{"remedied_on": "2025-03-31"}'), breached('handed', false));
SELECT reason('r00_date_order', u('suspensions', '{"case_no": "handed"}', '{"lifted_on": "2025-04-01"}'), breached('handed'));
SELECT reason('r00_date_order', u('annulments', '{"case_no": "handed"}', '{"order_annulled_on": "2025-05-04"}'), asked());
SELECT reason('r00_date_order', u('annulments', '{"case_no": "handed"}', '{"rejected_on": "2025-05-04", "rejected_by": "a body"}'), asked());
SELECT reason('r00_date_order', u('party_changes', '{"party": "@client"}', '{"completed_on": "2025-03-31"}'), ARRAY[succession()]);
SELECT reason('r00_date_order', u('party_changes', '{"party": "@client"}', '{"called_off_on": "2025-03-31", "call_off_document": "a ruling"}'), ARRAY[succession()]);
SELECT reason('r00_date_order', i('affiliations', '{"party": "@builder", "since": "2025-03-02", "until": "2025-03-01"}'));
SELECT reason('r00_date_order', i('carrier_marks', '{"carrier_id": 99}'), ARRAY[i('carriers', '{"carrier_id": 99, "registered_on": "2025-03-21"}')]);
SELECT reason('r00_date_order', held('2025-03-11'));
SELECT reason('r00_date_order', u('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-03-19", "return_act_no": "back"}'), ARRAY[i('clearances'), held('2025-03-20')]);
SELECT reason('r00_date_order', u('cases', '{"case_no": "opened"}', '{"closed_on": "2025-03-10"}'),
	ARRAY[i('party_changes', '{"case_no": "opened", "kind": "works_terminated", "effective_on": "2025-03-11"}')]);
SELECT hint('r03_successor_disposes', 'Name the body that disposes of the secrets now.', i('disposal_successions', '{"effective_on": "2025-06-02"}'),
	i('disposal_successions', '{"effective_on": "2025-06-01"}'), before => ARRAY[liquidated('agency')]);
SELECT hint('r03_notice_first', 'Send the national security body a written notice of the contract', i('system_accesses', '{"case_no": "of system"}'), NULL, ARRAY[i('notices', '{"case_no": "of system"}')], system_up_to('protection'));
SELECT reason('r04_identification_number', i('parties', '{"kind": "citizen", "idn": "810101100016"}'));
SELECT reason('r04_identification_number', i('parties', '{"kind": null, "idn": "810101100016"}'));
SELECT hint('r04_list_not_empty', 'Enter the list or state information_statement;', u('requests', '{"case_no": "of system", "request_no": "R2"}', '{"received_on": "2025-02-12"}'),
	u('requests', '{"case_no": "of system", "request_no": "R2"}', '{"received_on": "2025-02-12", "information_statement": "what circulates"}'), before => ARRAY[i('requests', '{"case_no": "of system", "request_no": "R2"}')]);
SELECT reason('r04_transfer_period', i('requests', '{"case_no": "opened", "transfer_from": "2026-01-01"}'));
SELECT hint('r04_authorization', 'State the clearance of a person of the contractor''s staff', i('requests', '{"case_no": "of citizen", "request_no": "R2", "clearance_no": "C-student"}'), i('requests', '{"case_no": "of citizen", "request_no": "R2"}'));
SELECT hint('r04_authorization', 'State a clearance that is valid on the day of the document.', i('requests', '{"case_no": "of citizen", "request_no": "R2"}'), i('requests', '{"case_no": "of citizen", "request_no": "R2", "clearance_no": "C-new"}'),
	ARRAY[i('clearances', '{"party": "@citizen"}')], ARRAY[u('clearances', '{"clearance_no": "C-citizen"}', '{"revoked_on": "2025-02-09"}')]);
SELECT hint('r04_authorization', 'State the number of the citizen''s clearance.', i('requests', '{"case_no": "of citizen", "request_no": "R2", "clearance_no": null}'), i('requests', '{"case_no": "of citizen", "request_no": "R2"}'));
SELECT hint('r05_received_first', 'State the day on which the answer was sent.', i('decisions', '{"case_no": "received", "sent_on": "2025-02-11"}'), i('decisions', '{"case_no": "received", "sent_on": "2025-02-12"}'));
SELECT hint('r05_excluded_items', 'State the numbers of the excluded lines, each once.', i('decisions', '{"case_no": "received", "excluded_items": [1, 1]}'), i('decisions', '{"case_no": "received"}'));
SELECT reason('r07_withdrawal', u('decisions', '{"case_no": "contracted"}', '{"withdrawal_reasons": "not needed"}'));
SELECT reason('r07_within_permission', i('system_accesses', '{"case_no": "of system"}'), system_up_to('protection') || past_the_rules($$DELETE FROM secretxfer.decisions WHERE case_no = 'of system'$$) || i('decisions', '{"case_no": "received"}'));
SELECT reason('r07_within_permission', i('contract_items', '{"case_no": "contracted", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-04"}'),
	(further('contracted', '#M-6/1'))[:3] || i('decisions', '{"case_no": "contracted", "request_no": "R2", "sent_on": "2025-03-05", "late_reason": "a fire"}'));
SELECT reason('r07_within_permission', i('contract_items', '{"case_no": "contracted", "annex_no": "2", "request_no": "R2"}'),
	(further('contracted', '#M-6/1'))[:4] || past_the_rules($$UPDATE secretxfer.requests SET received_on = '2025-02-21' WHERE (case_no, request_no) = ('contracted', 'R2')$$));
SELECT reason('r07_within_permission', i('contract_items', '{"case_no": "contracted", "annex_no": "2", "request_no": "R2", "item_no": 2}'),
	(further('contracted', '#M-6/1'))[:2] || i('request_items', '{"case_no": "contracted", "request_no": "R2", "item_no": 2, "carrier_id": "#M-7/1"}') || (further('contracted', '#M-6/1'))[3:3] ||
	i('decisions', '{"case_no": "contracted", "request_no": "R2", "excluded_items": [2]}'));
SELECT reason('r07_within_permission', i('contract_items', '{"case_no": "contracted", "annex_no": "2", "request_no": "R2"}'), (further('contracted', '#A-1/1'))[:4]);
SELECT hint('r09_suspension_names_breach', 'Name a breach that was found and not yet remedied on the day', i('suspensions', '{"case_no": "handed", "suspended_on": "2025-03-31"}'), i('suspensions', '{"case_no": "handed", "suspended_on": "2025-04-01"}'),
	before => breached('handed', false));
SELECT hint('r09_loss_is_breach', 'State the day of the act; it is not before the day on which', u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-03-31", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}'),
	u('handovers', '{"case_no": "handed"}', '{"written_off_on": "2025-04-01", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}'), before => breached('handed', false));
SELECT reason('r10_party_liquidated', i('cases', '{"opened_on": "2025-06-02"}'), ARRAY[liquidated('customer')]);
SELECT reason('r10_party_liquidated', supplement(), ARRAY[succession(), liquidated('successor', '2025-04-01')]);
SELECT hint('r10_supplement_names_change', 'Correct the standing supplement if it may be corrected.', supplement('{"supplement_no": "S2"}'), u('supplements', '{"case_no": "of client"}', '{"successor_powers": "another act"}'),
	before => ARRAY[succession(), supplement()]);
SELECT hint('r10_notice_names_change', 'Name the change of the customer that the notice is of.', i('notices', '{"case_no": "of client", "notice_no": "N5", "kind": "succession_security", "party": "@builder", "change_no": "1", "sent_on": "2025-06-09"}'),
	i('notices', '{"case_no": "of client", "notice_no": "N5", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-06-09"}'), before => ARRAY[succession(), liquidated('builder')]);
SELECT hint('r10_notice_names_change', 'State the day on which the notice was sent.', i('notices', '{"case_no": "of client", "notice_no": "N5", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-03-31"}'),
	i('notices', '{"case_no": "of client", "notice_no": "N5", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-04-01"}'), before => ARRAY[succession()]);
\o

-- What becomes of a row: what the refusal told, and what is not as the row says; the latter is null if all is.
CREATE TYPE fixture.taken AS (told text[], complaint text);
CREATE FUNCTION fixture.taken_at_its_word(h fixture.hints) RETURNS fixture.taken LANGUAGE plpgsql AS $$
DECLARE
	refusal fixture.outcome;
	result fixture.taken;
	statement text;
BEGIN
	FOREACH statement IN ARRAY h.before LOOP
		result.complaint := coalesce(result.complaint, 'before: ' || nullif(fixture.attempt(statement), 'accepted') || ' by ' || statement);
	END LOOP;
	IF result.complaint IS NULL AND h.asked_of IS NOT NULL THEN
		result.told := ARRAY(SELECT '-> ' || what FROM secretxfer.next_steps(h.asked_of) WHERE rule = h.rule);
		result.complaint := CASE WHEN array_to_string(result.told, ' ') NOT LIKE '-> ' || h.hint || '%' THEN 'another step: ' || array_to_string(result.told, '; ') END;
	ELSIF result.complaint IS NULL THEN
		refusal := fixture.run(h.broken, false);
		result.told := string_to_array(refusal.detail, E'\n') || array_agg('-> ' || l) FROM regexp_split_to_table(refusal.hint, E'\n') AS l;
		result.complaint := CASE WHEN coalesce(position(h.rule || ')' IN refusal.detail), 0) = 0 THEN 'not broken: ' || fixture.told(refusal)
			WHEN position(h.hint IN refusal.hint) = 0 THEN 'another hint: ' || refusal.hint END;
	END IF;
	FOREACH statement IN ARRAY h.done || coalesce(h.again, h.broken) LOOP
		result.complaint := coalesce(result.complaint, nullif(fixture.attempt(statement), 'accepted') || ' by ' || statement);
	END LOOP;
	RAISE SQLSTATE 'UNDO1';
EXCEPTION WHEN SQLSTATE 'UNDO1' THEN
	RETURN result;
END $$;
CREATE TABLE fixture.taken_hints AS SELECT h.*, t.* FROM hints h, taken_at_its_word(h) AS t;
-- What next_steps() tells, each text once: of the cases above, whose periods are over, and of cases whose papers are valid.
CREATE FUNCTION fixture.steps(case_no text, before text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	statement text;
	told text[];
BEGIN
	FOREACH statement IN ARRAY before LOOP
		EXECUTE statement;
	END LOOP;
	told := ARRAY(SELECT concat_ws(': ', who, what) FROM secretxfer.next_steps(steps.case_no));
	RAISE SQLSTATE 'UNDO1';
EXCEPTION WHEN SQLSTATE 'UNDO1' THEN
	RETURN told;
END $$;
CREATE TABLE fixture.told_steps AS SELECT row_number() OVER () AS place, steps(c.case_no, '{}') AS told FROM cases c ORDER BY c.case_no;
SET fixture.until = '2099-12-31';
CREATE TABLE fixture.situations (place int GENERATED ALWAYS AS IDENTITY, case_no text, before text[]);
INSERT INTO situations (case_no, before)
SELECT v.case_no, ARRAY[i('permits', '{"permit_no": "P-long"}'), i('clearances', '{"clearance_no": "C-long"}'),
		i('permits', '{"permit_no": "P-of-joint", "holder": "@joint"}'), i('permits', '{"permit_no": "P-of-provider", "holder": "@provider"}'), i('clearances', '{"clearance_no": "C-of-joint", "party": "@joint"}')] || v.before
  FROM (VALUES
	('opened', ARRAY[i('requests', '{"case_no": "opened"}')]),
	('annexed', '{}'), ('contracted', '{}'), ('received', '{}'),
	('noticed', ARRAY[u('permits', '{"holder": "@builder"}', '{"revoked_on": "2026-01-12"}')]),
	('noticed', ARRAY[u('clearances', '{"party": "@builder"}', '{"revoked_on": "2026-01-12"}')] || further('noticed', '#M-6/1')),
	('protected', further('protected', '#M-6/1')),
	('new', ARRAY[i('cases'), i('requests', '{"case_no": "new", "permit_no": "P-long", "transfer_from": "2099-01-01"}'), i('request_items', '{"case_no": "new", "carrier_id": "#M-6/1"}'),
		u('requests', '{"case_no": "new"}', '{"received_on": "2025-02-12"}'), i('decisions', '{"case_no": "new"}'), i('contracts', '{"case_no": "new", "permit_no": "P-long"}'),
		i('contract_items', '{"case_no": "new"}'), i('notices', '{"case_no": "new"}'), i('protections', '{"case_no": "new"}')]),
	('protected', (further('protected', '#M-6/1'))[:4]),
	('noticed', breached('noticed')),
	('of joint', further('of joint', '#M-6/1') || provider()),
	('handed', further('handed', '#M-6/1'))) AS v (case_no, before);
INSERT INTO told_steps SELECT 1000 + place, steps(case_no, before) FROM situations ORDER BY place;
RESET fixture.until;
\set ECHO all

-- Hints that cannot be followed: none.
SELECT rule, hint, complaint FROM taken_hints WHERE complaint IS NOT NULL ORDER BY place;

-- Rules without a row, and rows without a rule: none.
SELECT name FROM rules EXCEPT SELECT rule FROM hints;
SELECT rule FROM hints EXCEPT SELECT name FROM rules;

-- The hints that were taken at their word. test/t/013_translations.pl compares these with the hints of the sources.
SELECT DISTINCT rule || ': ' || substr(line, 4) COLLATE "C" AS taken FROM taken_hints, unnest(told) AS line
 WHERE complaint IS NULL AND hint <> '' AND starts_with(line, '-> ' || hint) ORDER BY taken;

-- What the refusals of these rows tell, each text once.
SELECT line FROM taken_hints, unnest(told) WITH ORDINALITY AS t (line, n) GROUP BY line ORDER BY min(1000 * place + n);

-- What next_steps() tells, each text once: of the cases above, whose periods are over, and of cases with valid papers.
SELECT line FROM told_steps, unnest(told) WITH ORDINALITY AS t (line, n) GROUP BY line ORDER BY min(1000 * place + n);

-- The sentences of the catalogue.
SELECT sentence FROM rules;

\i test/fixtures/finish.sql
