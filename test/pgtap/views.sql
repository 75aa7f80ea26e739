--
-- The views for analysts: their names and columns, and what they say of a small register.
--
BEGIN;
\ir prepare.psql
\set ECHO none
\ir ../fixtures/fixture.sql
CALL fixture.people();
UPDATE secretxfer.permits SET valid_until = fixture.today() + 400;
UPDATE secretxfer.clearances SET valid_until = fixture.today() + 400;
SET search_path = secretxfer, fixture, public;
SELECT no_plan();

-- A dump reads a view's definition back: every column in it has a name, or else the view that is read back is defined
-- in other words than verify() knows.
CREATE FUNCTION fixture.read_back(name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE VIEW fixture.%I AS %s', name, pg_get_viewdef(format('secretxfer.%I', name)::regclass));
	RETURN pg_get_viewdef(format('fixture.%I', name)::regclass);
END
$$;
SELECT is(read_back(relname), pg_get_viewdef(oid), format('%s is defined in the same words when read back', relname))
FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v';

-- Names and columns are a contract.
CREATE TEMP TABLE described (name text, columns text);
INSERT INTO described VALUES
('answers_due', 'case_no text, request_no text, customer text, contractor text, authority text, sent_on date, received_on date, due_on date, working_days_left bigint, overdue boolean, provisional boolean'),
('authorizations_expiring', 'kind text, authorization_no text, party text, highest_mark secrecy_mark, issued_on date, valid_until date, days_left integer, renewed boolean, transfers_out bigint'),
('breaches', 'case_no text, customer text, contractor text, provision text, breach text, party text, occurred_on date, days integer, amount numeric, entered_in text, entry text'),
('case_status', 'case_no text, customer text, contractor text, opened_on date, closed_on date, present_customer text, stage case_stage, turn text[], blocked_by text[], requests_unanswered bigint, carriers_annexed bigint, carriers_out bigint, accesses_open bigint, violations_unremedied bigint, next_due date'),
('case_timeline', 'case_no text, happened_on date, event text, entered_in text, entry text, recorded_at timestamp with time zone, recorded_by name, changed_at timestamp with time zone, changed_by name'),
('contractor_exposure', 'contractor text, cases bigint, cases_open bigint, carriers_secret bigint, carriers_top_secret bigint, carriers_special_importance bigint, carriers_out bigint, oldest_on date, accesses_open bigint, violations bigint, violations_unremedied bigint, damage_outstanding numeric, permit_valid_until date'),
('duties', 'case_no text, customer text, contractor text, debtor text, debtor_idn text, act text, provision text, arose_on date, due_on date, working_days_left bigint, overdue boolean, provisional boolean, entry text, carrier_id bigint, reasons text[], discharged_by text'),
('outstanding_carriers', 'case_no text, carrier_id bigint, handed_on date, customer text, contractor text, owner text, kind carrier_kind, mark secrecy_mark, days_out integer, received_by text, clearance_valid_until date, clearance_revoked_on date, permit_no text, permit_valid_until date, permit_revoked_on date, request_no text, held_by text, transfer_until date, registered_owner text'),
('returns_due', 'case_no text, entered_in text, carrier_id bigint, clearance_no text, started_on date, customer text, contractor text, due_since date, reasons text[], provisions text[]'),
('privileges', 'role name, duty duty, party text, table text, act text, only_columns text[], but_columns text[], which_rows text, admitted_at timestamp with time zone, admitted_by name'),
('recorded_late', 'case_no text, customer text, contractor text, happened_on date, days integer, entered_in text, entry text, recorded_at timestamp with time zone, recorded_by name'),
('rectifications', 'recorded_at timestamp with time zone, recorded_by name, end_user text, basis text, table text, entry bigint, act journal_act, columns text[], set_aside text[], chain bigint, place bigint'),
('rules', 'name text, provision text, tables text[], sentence_en text, sentence_kk text, sentence_ru text, set_aside text, sentence text');
SELECT set_eq($$SELECT relname::text FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v'$$, 'SELECT name FROM described', 'these views and no others');
SELECT is((SELECT string_agg(format('%s %s', a.attname, replace(format_type(a.atttypid, a.atttypmod), 'secretxfer.', '')), ', ' ORDER BY a.attnum)
			 FROM pg_attribute a WHERE a.attrelid = format('secretxfer.%I', name)::regclass AND a.attnum > 0), columns, format('columns of %s', name))
  FROM described;
SELECT is_empty($$SELECT relname FROM pg_class c WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v' AND relname NOT IN ('rules', 'privileges')
	AND current_setting('server_version_num')::int >= 150000 AND NOT coalesce(reloptions, '{}') @> '{security_invoker=true}'$$, 'they ask with the rights of whoever reads them');
SELECT is_empty($$SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'v' AND c.relname <> 'rules'
	  AND a.attname IN ('title', 'account_no', 'copy_no', 'subject', 'justification', 'description', 'reasons_text', 'person_name', 'information_statement')$$,
	'no view shows titles, registration numbers, justifications, descriptions');

CREATE FUNCTION fixture.acts(no text) RETURNS text[] LANGUAGE sql AS
	$$SELECT coalesce(array_agg(debtor || ': ' || act ORDER BY provision COLLATE "C", act, debtor), '{}') FROM secretxfer.duties WHERE case_no = no$$;
CREATE FUNCTION fixture.stage(no text) RETURNS text LANGUAGE sql AS
	'SELECT stage::text FROM secretxfer.case_status WHERE case_no = no';

-- Working days are counted to today, whatever day the server's clock shows.
DO $$ BEGIN PERFORM propose_calendar(y) FROM generate_series(2028, extract(year FROM today())::int) AS y; END $$;

-- From stage to stage.
SELECT take('K1', 'opened');
SELECT is(stage('K1'), 'opened', 'opened');
SELECT is(acts('K1'), '{}', 'to request is a right');
SELECT fixture.write('requests', jsonb_build_object('case_no', 'K1', 'transfer_until', today() + 100));
SELECT fixture.write('request_items', '{"case_no": "K1"}');
SELECT is(stage('K1'), 'requested', 'requested');
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K1';
SELECT is(stage('K1'), 'received', 'received');
SELECT is(acts('K1'), ARRAY['disposing body: Send the written answer to the request.'], 'then the answer is owed');
SELECT is((SELECT (due_on, overdue, provisional, provision, arose_on, debtor_idn, discharged_by)::text FROM duties WHERE case_no = 'K1'),
	format('(2025-02-26,t,f,5,2025-02-12,%s,decisions)', p('ministry')), 'by the tenth working day');
SELECT is((SELECT working_days_left::int FROM answers_due WHERE case_no = 'K1'), working_days_between(today(), '2025-02-26'), 'working days left');
SELECT is((SELECT (turn @> '{disposing body}', requests_unanswered, next_due)::text FROM case_status WHERE case_no = 'K1'), '(t,1,2025-02-26)', 'whose turn');
SELECT is((SELECT (breach, days, party)::text FROM breaches WHERE case_no = 'K1' AND provision = '5'),
	format('(no_answer,%s,%s)', today() - '2025-02-26', p('ministry')), 'no answer is a breach');
UPDATE calendar_years SET confirmed_on = NULL WHERE year = 2025;
SELECT ok((SELECT provisional FROM answers_due WHERE case_no = 'K1'), 'provisional while the year is not confirmed');
UPDATE calendar_years SET confirmed_on = '2025-12-31' WHERE year = 2025;
SELECT fixture.write('decisions', '{"case_no": "K1", "sent_on": "2025-02-28", "late_reason": "ill"}');
SELECT is(stage('K1'), 'permitted', 'permitted');
SELECT is(acts('K1'), '{}', 'to conclude a contract is no duty');
SELECT is((SELECT (breach, days)::text FROM breaches WHERE case_no = 'K1' AND provision = '5'), '(late_answer,2)', 'late');
SELECT fixture.write('contracts', '{"case_no": "K1"}');
SELECT is(stage('K1'), 'contracted', 'contracted');
SELECT is(acts('K1'), ARRAY['contractor: Arrange the protection of the secrets.'], 'the arrangement is owed');
SELECT fixture.write('contract_items', '{"case_no": "K1"}');
SELECT is(stage('K1'), 'annexed', 'annexed');
SELECT is(acts('K1'), ARRAY['customer: Notify the national security body of the contract and the transfer.', 'contractor: Arrange the protection of the secrets.'], 'and the notice');
SELECT fixture.write('notices', '{"case_no": "K1"}');
SELECT is(stage('K1'), 'notified', 'notified');
SELECT fixture.write('protections', '{"case_no": "K1"}');
SELECT is(stage('K1'), 'protected', 'protected');
SELECT is(acts('K1'), '{}', 'nothing is owed');
SELECT is((SELECT blocked_by FROM case_status WHERE case_no = 'K1'), '{}', 'nothing stands in the way');
SELECT fixture.write('handovers', '{"case_no": "K1"}');
SELECT is((SELECT (stage, carriers_annexed, carriers_out)::text FROM case_status WHERE case_no = 'K1'), '(works,1,1)', 'works');
SELECT is((SELECT (carrier_id, contractor, mark, received_by, permit_no, request_no)::text FROM outstanding_carriers WHERE case_no = 'K1'),
	format('(%s,%s,secret,C-builder,P-builder,R1)', c('M-1/1'), p('builder')), 'out: what, with whom, under what');

-- Breaches: a suspension is a right; remedy and damage are owed.
SELECT fixture.write('violations', '{"case_no": "K1", "damage": 100, "damage_recovered": 60}');
SELECT fixture.write('suspensions', '{"case_no": "K1"}');
SELECT is(stage('K1'), 'suspended', 'suspended');
SELECT is(acts('K1'), ARRAY['contractor: Make good the damage.', 'contractor: Remedy the breach.'], 'remedy and damage');
SELECT is((SELECT amount FROM breaches WHERE case_no = 'K1' AND breach = 'damage_not_recovered'), 40::numeric, 'what is to be recovered');
UPDATE violations SET remedied_on = '2025-04-10', damage_recovered = 100 WHERE case_no = 'K1';
UPDATE suspensions SET lifted_on = '2025-04-11' WHERE case_no = 'K1';
SELECT is(acts('K1'), '{}', 'made good');
UPDATE handovers SET returned_on = '2025-05-05', return_act_no = 'back' WHERE case_no = 'K1';
SELECT is(stage('K1'), 'returned', 'returned');
UPDATE cases SET closed_on = '2025-05-06' WHERE case_no = 'K1';
SELECT is(stage('K1'), 'closed', 'closed');
SELECT results_eq($$SELECT event FROM case_timeline WHERE case_no = 'K1' ORDER BY happened_on, recorded_at$$,
	ARRAY['case opened', 'request sent', 'request received', 'answer sent: permitted', 'contract concluded', 'carrier annexed', 'notice sent: contract',
		'protection arranged: contractor', 'carrier handed over', 'breach found', 'works suspended', 'breach remedied', 'suspension lifted',
		'carrier returned', 'case closed'], 'the timeline');
SELECT is_empty('SELECT DISTINCT event FROM case_timeline WHERE num_nulls(recorded_at, recorded_by) = 1 OR num_nulls(changed_at, changed_by) = 1 '
	'OR num_nulls(recorded_by, changed_by) = 2', 'each event tells who recorded or changed it, and when');
SELECT ok((SELECT bool_and(days > 30) FROM recorded_late WHERE case_no = 'K1'), 'everything was recorded late');

-- Refused.
SELECT take('K2', 'received', '{"carriers": ["M-1/2"]}');
SELECT fixture.write('decisions', '{"case_no": "K2", "outcome": "refused", "reasons": "none of theirs"}');
SELECT is(stage('K2'), 'refused', 'refused');

-- A provider's duties.
SELECT take('K3', 'noticed', '{"contractor": "@joint", "carriers": ["M-2/1"]}');
SELECT fixture.write('protections', '{"case_no": "K3", "kind": "provider", "organizer": "@provider", "service_contract_no": "7", "service_contract_on": "2025-03-05"}');
SELECT is(acts('K3'), ARRAY['provider: Notify the courier service of the services.', 'provider: Notify the special postal service of the services.',
	'contractor: Have the service marked in the contractor''s permit.', 'provider: Have the service marked in the provider''s permit.'], 'a provider');

-- A succession.
SELECT take('K4', 'handed', '{"customer": "@client", "contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "carriers": ["M-4/1"]}');
SELECT fixture.write('party_changes', '{"party": "@client", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT is(stage('K4'), 'winding_up', 'a change of the customer');
SELECT is(acts('K4'), ARRAY['customer: Conclude a supplement with the successor that has the powers, or wind the case up.', 'contractor: Return the carrier.'], 'supplement or return');
SELECT is((SELECT reasons FROM returns_due WHERE case_no = 'K4'), '{customer_functions}', 'why it must come back');
SELECT fixture.write('supplements', '{"case_no": "K4", "party": "@client", "concluded_on": "2025-04-08"}');
SELECT is(acts('K4'), ARRAY['customer: Notify the disposing body of the succession.', 'customer: Notify the national security body of the succession.'], 'then the notices');
SELECT is((SELECT present_customer FROM case_status WHERE case_no = 'K4'), p('successor'), 'the present customer');
SELECT is_empty($$SELECT * FROM returns_due WHERE case_no = 'K4'$$, 'and nothing comes back');
SELECT fixture.write('notices', '{"case_no": "K4", "notice_no": "N5", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT fixture.write('notices', '{"case_no": "K4", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@client", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT is(acts('K4'), '{}', 'all notified');

-- An earlier change of the same party that is learnt of later: the supplement settles that change, too.
SELECT fixture.write('party_changes', '{"party": "@client", "change_no": "0", "kind": "ownership", "effective_on": "2025-03-20"}');
SELECT is((stage('K4'), acts('K4'))::text, '(works,{})', 'settled, and nothing to be notified of');

-- A customer whose liquidation took effect before the case was opened.
SELECT take('K9', 'handed', '{"customer": "@office", "contractor": "@other", "carriers": ["M-12/1"]}');
SELECT fixture.write('party_changes', '{"party": "@office", "effective_on": "2025-01-15"}');
SELECT is(stage('K9'), 'winding_up', 'a customer that had ended');
SELECT is(acts('K9'), ARRAY['customer: Conclude a supplement with the successor that has the powers, or wind the case up.', 'contractor: Return the carrier.'], 'supplement or return');
SELECT is((SELECT reasons FROM returns_due WHERE case_no = 'K9'), '{customer_liquidation}', 'why it must come back');
SELECT is((SELECT (breach, occurred_on)::text FROM breaches WHERE case_no = 'K9' AND breach LIKE 'transfer%'), '(transfer_customer_changed,2025-03-12)', 'irregular by a later fact');

-- Recall, one row a carrier, with all reasons; measures; a hand-over that a later fact makes irregular.
SELECT take('K5', 'handed', '{"contractor": "@other", "carriers": ["M-5/1", "M-6/1"]}');
SELECT fixture.write('party_changes', '{"party": "@other", "effective_on": "2025-03-11"}');
UPDATE clearances SET revoked_on = '2025-06-20' WHERE clearance_no = 'C-other';
SELECT is(acts('K5'), ARRAY['customer and contractor: Take measures to protect the secrets.', 'contractor: Return the carrier.', 'contractor: Return the carrier.'], 'liquidation');
SELECT results_eq($$SELECT carrier_id, due_since, reasons FROM returns_due WHERE case_no = 'K5' ORDER BY 1$$,
	$$SELECT c(label), '2025-03-12'::date, '{clearance_ended,contractor_liquidation}'::text[] FROM unnest(ARRAY['M-5/1', 'M-6/1']) AS label ORDER BY 1$$, 'each carrier, each reason');
SELECT results_eq($$SELECT breach, occurred_on, days FROM breaches WHERE case_no = 'K5' AND breach LIKE 'transfer%' AND entry = c('M-5/1')::text$$,
	$$VALUES ('transfer_contractor_changed'::text, '2025-03-12'::date, 1)$$, 'irregular by a later fact');
SELECT results_eq($$SELECT breach, occurred_on, days FROM breaches WHERE case_no = 'K5' AND breach LIKE '%while_out' AND entry = c('M-5/1')::text$$,
	$$VALUES ('clearance_ended_while_out'::text, '2025-06-20'::date, today() - '2025-06-20')$$, 'and a clearance that ended');

-- An annulled order.
SELECT take('K6', 'handed', '{"carriers": ["M-7/1"]}');
SELECT fixture.write('violations', '{"case_no": "K6", "remedied_on": "2025-04-02"}');
SELECT fixture.write('violations', '{"case_no": "K6", "violation_no": "V2", "remedied_on": "2025-04-02"}');
SELECT fixture.write('annulments', '{"case_no": "K6"}');
SELECT is(acts('K6'), '{}', 'to raise the question is a right');
UPDATE annulments SET order_annulled_on = '2025-05-20' WHERE case_no = 'K6';
SELECT is(acts('K6'), ARRAY['contractor: Return the carrier.'], 'an annulled order');

-- An information system.
SELECT take('S1', 'handed', '{"service": true, "contractor": "@citizen"}');
SELECT is((SELECT (stage, accesses_open)::text FROM case_status WHERE case_no = 'S1'), '(works,1)', 'access');
UPDATE clearances SET revoked_on = '2025-05-05' WHERE clearance_no = 'C-citizen';
SELECT is(acts('S1'), ARRAY['contractor: Give the access up.'], 'is given up when the clearance ends');

-- A permit that ends: renewed in time it recalls nothing.
SELECT take('K7', 'handed', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-8/1"]}');
UPDATE permits SET revoked_on = '2025-07-01' WHERE permit_no = 'P-joint';
SELECT is((SELECT reasons FROM returns_due WHERE case_no = 'K7'), '{permit_ended}', 'a revoked permit');
SELECT fixture.write('permits', jsonb_build_object('permit_no', 'P-joint 2', 'holder', '@joint', 'issued_on', '2025-06-30', 'valid_until', today() + 400));
SELECT is_empty($$SELECT * FROM returns_due WHERE case_no = 'K7'$$, 'another takes over');

-- A hand-over that is recorded only after the change that followed on it was completed.
SELECT take('K8', 'protected', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-9/1"]}');
UPDATE handovers SET returned_on = '2025-07-10' WHERE case_no = 'K7';
SELECT fixture.write('party_changes', '{"party": "@joint", "kind": "ownership", "change_no": "1", "effective_on": "2025-07-05"}');
SELECT fixture.write('protection_measures', jsonb_build_object('case_no', case_no, 'party', '@joint', 'change_no', '1', 'taken_on', '2025-07-11')) FROM cases WHERE contractor = p('joint');
UPDATE party_changes SET completed_on = '2025-07-12' WHERE party = p('joint');
SELECT fixture.write('handovers', '{"case_no": "K8", "carrier_id": "#M-9/1"}');
SELECT is((SELECT reasons FROM returns_due WHERE case_no = 'K8'), '{contractor_ownership}', 'completed or not: it must come back');

-- What came back by the very day of the change is protected by no measures.
SELECT take('K10', 'handed', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-11/1"]}');
UPDATE handovers SET returned_on = '2025-07-05', return_act_no = 'back' WHERE case_no = 'K10';
SELECT is(acts('K10'), '{}', 'nothing was out');

-- What expires.
SELECT fixture.write('permits', jsonb_build_object('permit_no', 'P-soon', 'holder', '@provider', 'valid_until', today() + 10));
SELECT is((SELECT (kind, days_left, renewed, transfers_out)::text FROM authorizations_expiring WHERE authorization_no = 'P-soon'), '(permit,10,t,0)', 'an expiring permit');

-- Exposure.
SELECT is((SELECT (cases, cases_open, carriers_secret, carriers_out, violations, violations_unremedied, damage_outstanding)::text FROM contractor_exposure WHERE contractor = p('builder')),
	'(3,2,1,1,3,0,)', 'exposure');

-- The permit that bears the mark of a provider's service is revoked as of a day before the hand-over.
SELECT results_eq($$SELECT DISTINCT provision, breach FROM breaches WHERE case_no = 'K10' AND breach LIKE 'transfer%'$$, 'SELECT NULL::text, NULL::text WHERE false', 'nothing yet');
UPDATE permits SET revoked_on = '2025-03-12' WHERE permit_no = 'P-provider';
SELECT results_eq($$SELECT provision, breach, occurred_on, days FROM breaches WHERE case_no = 'K10' AND breach LIKE 'transfer%'$$,
	$$VALUES ('8(4)'::text, 'transfer_permits_marked'::text, '2025-03-12'::date, 0)$$, 'irregular by a later fact');

-- The same answer as next_steps().
SELECT is_empty($$SELECT s.case_no FROM case_status s
	WHERE s.blocked_by <> ARRAY(SELECT DISTINCT n.rule FROM next_steps(s.case_no) n WHERE n.rule IS NOT NULL ORDER BY 1)
	   OR s.turn <> ARRAY(SELECT DISTINCT n.who FROM next_steps(s.case_no) n WHERE n.step = 1 ORDER BY 1)$$, 'blocked by what next_steps() names');

-- Several arrangements, questions of annulment, suspensions of a day and notices of a number multiply nothing.  They
-- are planted, and taken out again.
SET session_replication_role = replica;
INSERT INTO protections (case_no, kind, arranged_on, entry_id) VALUES ('K3', 'contractor', '2025-03-10', 900001), ('K6', 'contractor', '2025-03-07', 900002);
INSERT INTO annulments (case_no, raised_on, addressed_to, order_annulled_on, entry_id) VALUES ('K6', '2025-05-06', 'a body', '2025-05-20', 900003), ('K6', '2025-05-07', 'a body', NULL, 900004);
INSERT INTO suspensions (case_no, suspended_on, violation_no, lifted_on, entry_id) VALUES ('K6', '2025-03-11', 'V1', NULL, 900005), ('K6', '2025-03-11', 'V2', NULL, 900006), ('K6', '2025-03-10', 'V3', '2025-03-11', 900007);
INSERT INTO violations (case_no, violation_no, found_on, description, remedied_on, entry_id) VALUES ('K6', 'V3', '2025-03-10', 'a breach', '2025-03-11', 900010);
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by, entry_id) VALUES ('K6', c('M-10/1'), '2025-06-01', 'act 2', 'C-builder', 900008);
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on, party, change_no, entry_id) VALUES ('K4', 'N5', 'succession_security', 'another body', '2025-04-09', p('client'), '1', 900009);
SET session_replication_role = origin;
SELECT is_empty('SELECT case_no FROM case_status GROUP BY case_no HAVING count(*) > 1', 'one row a case');
SELECT is_empty('SELECT d::text FROM duties d GROUP BY 1 HAVING count(*) > 1', 'one row a duty');
SELECT is_empty($$SELECT b::text FROM breaches b GROUP BY 1 HAVING count(*) > 1$$, 'one row a breach');
SELECT is_empty('SELECT r::text FROM returns_due r GROUP BY 1 HAVING count(*) > 1', 'one row a return');
SELECT is_empty('SELECT o::text FROM outstanding_carriers o GROUP BY 1 HAVING count(*) > 1', 'one row a carrier');
SELECT is(acts('K3'), '{}', 'the latest arrangement counts');
SELECT is(acts('K4'), '{}', 'a notice sent twice is owed no more');
SELECT is((SELECT array_agg(format('%s of %s', breach, occurred_on) ORDER BY breach COLLATE "C", occurred_on) FROM breaches WHERE case_no = 'K6' AND breach LIKE 'transfer%'),
	ARRAY['transfer_annulled of 2025-06-01', 'transfer_suspended of 2025-03-12', 'transfer_suspended of 2025-06-01'], 'suspended once, annulled once');
-- What the views tell by a name or a text has words in each language.
CREATE VIEW pg_temp.untranslated AS
	SELECT n FROM (
		SELECT DISTINCT breach FROM breaches UNION SELECT DISTINCT r FROM returns_due, unnest(reasons) AS r
		UNION SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typnamespace = 'secretxfer'::regnamespace AND t.typname <> 'journal_act'
		UNION SELECT unnest(ARRAY['carrier_lost', 'protection_lost_provider_settlement', 'permit_ended_while_out'])) AS t (n)
	WHERE secretxfer.translated(n) = n
	UNION ALL
	SELECT x FROM (SELECT event FROM case_timeline UNION SELECT act FROM duties UNION SELECT debtor FROM duties) AS t (x)
	WHERE x ~ '[a-z]';
SET secretxfer.language = 'kk';
SELECT is_empty('TABLE pg_temp.untranslated', 'every name, event and duty has words in Kazakh');
SET secretxfer.language = 'ru';
SELECT is_empty('TABLE pg_temp.untranslated', 'every name, event and duty has words in Russian');
RESET secretxfer.language;
SET session_replication_role = replica;
SELECT lives_ok(format('DELETE FROM %I WHERE entry_id BETWEEN 900001 AND 900009', name), 'taken out again')
  FROM unnest(ARRAY['protections', 'annulments', 'suspensions', 'handovers', 'notices']) AS name;
SET session_replication_role = origin;

-- A case's page is what the views show of the case.
CREATE FUNCTION fixture.rows_of(name text, case_no text) RETURNS jsonb[] LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT array_agg(j ORDER BY j) FROM jsonb_array_elements(secretxfer.case_page(case_no)::jsonb -> name) AS j);
END $$;
CREATE FUNCTION fixture.rows_shown(name text, case_no text) RETURNS jsonb[] LANGUAGE plpgsql AS $$
DECLARE
	found jsonb[];
BEGIN
	EXECUTE format(CASE name WHEN 'next_steps' THEN 'SELECT array_agg(to_jsonb(v) ORDER BY to_jsonb(v)) FROM %1$s(%2$L) v'
		ELSE 'SELECT array_agg(to_jsonb(v) ORDER BY to_jsonb(v)) FROM %1$s v WHERE case_no = %2$L' END,
		CASE name WHEN 'timeline' THEN 'case_timeline' ELSE name END, case_no) INTO found;
	RETURN found;
END $$;
SELECT is((SELECT array_agg(k ORDER BY k) FROM json_object_keys(case_page('K1')) AS k),
	'{breaches,duties,next_steps,outstanding_carriers,returns_due,status,timeline}', 'parts of a page');
SELECT is_empty(format($$SELECT case_no FROM cases WHERE rows_of(%1$L, case_no) IS DISTINCT FROM rows_shown(%1$L, case_no)$$, name), name || ' of every case''s page')
  FROM unnest('{next_steps,duties,timeline,breaches,outstanding_carriers,returns_due}'::text[]) AS name;
SELECT isnt_empty(format($$SELECT case_no FROM cases WHERE rows_of(%1$L, case_no) IS NOT NULL$$, name), name || ' has rows somewhere')
  FROM unnest('{next_steps,duties,timeline,breaches,outstanding_carriers,returns_due}'::text[]) AS name;
SELECT is_empty($$SELECT case_no FROM cases WHERE (case_page(case_no) -> 'status')::jsonb IS DISTINCT FROM (SELECT to_jsonb(s) FROM case_status s WHERE s.case_no = cases.case_no)$$, 'the status of every case''s page');
SELECT throws_ok($$SELECT case_page('none')$$, 'case does not exist in the register');
SELECT is(case_page(NULL)::text, NULL, 'the page of no case, which makes the plans');

-- Nothing of the register is irregular but what was meant to be.
SELECT results_eq($$SELECT DISTINCT severity::text, rule FROM verify() WHERE severity <> 'warning' ORDER BY 2$$,
	$$SELECT 'irregular', 'secretxfer_' || rule FROM unnest('{r08_permits_marked,r10_all_returned,r10_contractor_changed,r10_customer_changed,r10_party_liquidated}'::text[]) AS rule$$, 'verify() finds the later facts');

-- Whoever reads needs the privilege to read.
CREATE ROLE regress_secretxfer_analyst;
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_analyst;
GRANT SELECT ON duties TO regress_secretxfer_analyst;
SET ROLE regress_secretxfer_analyst;
SELECT throws_ok('SELECT count(*) FROM secretxfer.duties', '42501', NULL, 'the view gives no rights on the tables');
RESET ROLE;
GRANT SELECT ON ALL TABLES IN SCHEMA secretxfer TO regress_secretxfer_analyst;
GRANT SELECT ON described TO regress_secretxfer_analyst;
SET ROLE regress_secretxfer_analyst;
SELECT lives_ok(format('SELECT * FROM secretxfer.%I', name), format('a reader reads %s', name)) FROM described;
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
