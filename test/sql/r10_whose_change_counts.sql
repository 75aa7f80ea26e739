--
-- Provision 10 ¶1: whose change a supplement settles, and what it settles.  The rules, the policies and the views name
-- one customer.
--
\i test/fixtures/start.sql
-- Who is the customer of a case on a day: for whom the rules accept an arrangement, and what the views say.
CREATE FUNCTION fixture.customer_on(case_no text, day date) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(', ',
		(SELECT string_agg(n.name, '/' ORDER BY n.name) FROM numbers n JOIN parties p USING (idn)
		 WHERE NOT EXISTS (SELECT FROM check_entry('secretxfer.protections'::regclass,
				jsonb_build_object('case_no', customer_on.case_no, 'kind', 'customer', 'organizer', n.idn, 'arranged_on', day)) e
			WHERE e.verdict = 'failed' AND e.rule = 'secretxfer_r08_organizer')),
		(SELECT n.name FROM numbers n JOIN cases c ON c.case_no = customer_on.case_no
		 WHERE n.idn = coalesce((SELECT s.successor FROM last_supplement(c.case_no, day) s), c.customer)),
		(SELECT n.name FROM numbers n JOIN cases c ON c.case_no = customer_on.case_no
		 WHERE n.idn = present_customer(c.case_no, c.customer)))
$$;
CREATE FUNCTION fixture.succession_notified(case_no text, party text, change_no text, day date) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT may_enter('notices', jsonb_build_object('case_no', case_no, 'notice_no', 'N' || change_no || k, 'kind', k,
		'authority', CASE k WHEN 'succession_authority' THEN '@ministry' END, 'party', party, 'change_no', change_no, 'sent_on', day))
	FROM unnest('{succession_security,succession_authority}'::text[]) k
$$;

-- A party that is the customer no more: its later changes are no business of the case.
SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-1/2"]}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT enter('supplements', '{"case_no": "K1", "concluded_on": "2025-04-05"}');
SELECT enter('party_changes', '{"party": "@customer", "change_no": "2", "kind": "liquidation", "effective_on": "2025-05-01"}');
SELECT may_enter('supplements', '{"case_no": "K1", "supplement_no": "S2", "change_no": "2", "successor": "@client", "concluded_on": "2025-05-05"}');
SELECT succession_notified('K1', '@customer', '2', '2025-05-05');
SELECT succession_notified('K1', '@customer', '1', '2025-05-05');
SELECT customer_on('K1', '2025-04-04'), customer_on('K1', '2025-04-05'), customer_on('K1', '2025-05-06');
-- nor, but for a liquidation, the changes of a successor from before it was the customer; what followed, counts
SELECT enter('party_changes', '{"party": "@successor", "kind": "ownership", "effective_on": "2025-04-04"}');
SELECT may_enter('supplements', '{"case_no": "K1", "supplement_no": "S2", "party": "@successor", "successor": "@client", "concluded_on": "2025-05-05"}');
SELECT succession_notified('K1', '@successor', '1', '2025-05-05');
SELECT enter('party_changes', '{"party": "@successor", "change_no": "2", "kind": "ownership", "effective_on": "2025-04-05"}');
SELECT may_enter('supplements', '{"case_no": "K1", "supplement_no": "S2", "party": "@successor", "change_no": "2", "successor": "@client", "concluded_on": "2025-05-05"}');
BEGIN;
SELECT enter('party_changes', '{"party": "@successor", "change_no": "3", "kind": "liquidation", "effective_on": "2025-03-01"}');
SELECT may_enter('supplements', '{"case_no": "K1", "supplement_no": "S2", "party": "@successor", "change_no": "3", "successor": "@client", "concluded_on": "2025-04-04"}');
SELECT enter('supplements', '{"case_no": "K1", "supplement_no": "S2", "party": "@successor", "change_no": "3", "successor": "@client", "concluded_on": "2025-05-05"}');
SELECT customer_on('K1', '2025-04-05'), customer_on('K1', '2025-05-05');
ROLLBACK;
-- on one day from customer to customer, and back, whatever the numbers of the supplements
BEGIN;
SELECT enter('supplements', '{"case_no": "K1", "supplement_no": "S0", "party": "@successor", "change_no": "2", "successor": "@customer", "concluded_on": "2025-04-05"}');
SELECT customer_on('K1', '2025-04-04'), customer_on('K1', '2025-04-05');
ROLLBACK;
-- a notice of the change that the supplement names, also where an earlier change of the party led to the successor
SELECT take('K2', 'handed', '{"customer": "@client", "carriers": ["M-2/1"]}');
SELECT enter('party_changes', '{"party": "@client", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT enter('party_changes', '{"party": "@client", "change_no": "2", "kind": "ownership", "effective_on": "2025-05-01"}');
SELECT enter('supplements', '{"case_no": "K2", "party": "@client", "change_no": "2", "concluded_on": "2025-05-05"}');
SELECT succession_notified('K2', '@client', '2', '2025-05-05');
SELECT succession_notified('K2', '@client', '1', '2025-05-05');

-- The supplements follow each other as the changes do, in whatever order they are entered.
SELECT take('K3', 'protected', '{"customer": "@client", "opened_on": "2025-02-03", "carriers": ["M-4/1"]}');
BEGIN;
SELECT enter('supplements', '{"case_no": "K3", "party": "@client", "successor": "@client", "concluded_on": "2025-06-05"}');
SELECT words(insert_of('supplements', entry('supplements', '{"case_no": "K3", "supplement_no": "S2", "party": "@client", "change_no": "2", "concluded_on": "2025-06-04"}')));
SELECT may_enter('supplements', '{"case_no": "K3", "supplement_no": "S2", "party": "@client", "change_no": "2", "concluded_on": "2025-06-05"}');
SELECT enter('supplements', '{"case_no": "K3", "supplement_no": "S2", "party": "@client", "change_no": "2", "concluded_on": "2025-06-06"}');
SELECT may_change('supplements', '{"case_no": "K3", "supplement_no": "S2"}', '{"concluded_on": "2025-06-04"}');
SELECT customer_on('K3', '2025-06-05'), customer_on('K3', '2025-06-06');
ROLLBACK;
BEGIN;
SELECT enter('supplements', '{"case_no": "K3", "supplement_no": "S2", "party": "@client", "change_no": "2", "concluded_on": "2025-05-05"}');
SELECT may_enter('supplements', '{"case_no": "K3", "party": "@client", "successor": "@client", "concluded_on": "2025-06-05"}');
ROLLBACK;

-- Several changes of one day are one event: one supplement settles them, whichever it names.
SELECT take('K4', 'protected', '{"customer": "@office", "carriers": ["M-5/1"]}');
SELECT enter('party_changes', '{"party": "@office", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT enter('party_changes', '{"party": "@office", "change_no": "2", "kind": "liquidation", "effective_on": "2025-04-01"}');
BEGIN;
SELECT enter('supplements', '{"case_no": "K4", "party": "@office", "change_no": "1", "successor": "@provider", "concluded_on": "2025-04-05"}');
SELECT enter('notices', '{"case_no": "K4", "notice_no": "N5", "kind": "succession_security", "party": "@office", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT enter('notices', '{"case_no": "K4", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@office", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('handovers', '{"case_no": "K4", "carrier_id": "#M-5/1", "handed_on": "2025-04-20"}');
SELECT act FROM duties WHERE case_no = 'K4';
SELECT may_enter('supplements', '{"case_no": "K4", "supplement_no": "S2", "party": "@office", "change_no": "2", "successor": "@provider", "concluded_on": "2025-04-05"}');
SELECT customer_on('K4', '2025-04-04'), customer_on('K4', '2025-04-05');
SELECT * FROM findings() WHERE key LIKE 'K4%';
ROLLBACK;
BEGIN;
SELECT enter('supplements', '{"case_no": "K4", "party": "@office", "change_no": "2", "successor": "@provider", "concluded_on": "2025-04-05"}');
SELECT enter('notices', '{"case_no": "K4", "notice_no": "N5", "kind": "succession_security", "party": "@office", "change_no": "2", "sent_on": "2025-04-09"}');
SELECT enter('notices', '{"case_no": "K4", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@office", "change_no": "2", "sent_on": "2025-04-09"}');
SELECT may_enter('handovers', '{"case_no": "K4", "carrier_id": "#M-5/1", "handed_on": "2025-04-20"}');
SELECT act FROM duties WHERE case_no = 'K4';
SELECT may_enter('supplements', '{"case_no": "K4", "supplement_no": "S2", "party": "@office", "change_no": "1", "successor": "@provider", "concluded_on": "2025-04-05"}');
SELECT customer_on('K4', '2025-04-04'), customer_on('K4', '2025-04-05');
SELECT * FROM findings() WHERE key LIKE 'K4%';
ROLLBACK;
-- two supplements of one day: version 1.0 accepted the second one
BEGIN;
SET session_replication_role = replica;
SELECT write('supplements', '{"case_no": "K4", "party": "@office", "successor": "@office", "concluded_on": "2025-04-05", "entry_id": "9001"}');
SELECT write('party_changes', '{"party": "@office", "change_no": "3", "kind": "ownership", "effective_on": "2025-04-01", "entry_id": "9003"}');
SELECT write('supplements', '{"case_no": "K4", "supplement_no": "S2", "party": "@office", "change_no": "3", "successor": "@provider", "concluded_on": "2025-04-05", "entry_id": "9002"}');
UPDATE supplements SET recorded_at = recorded_at + interval '1 s' WHERE supplement_no = 'S2';
RESET session_replication_role;
SELECT customer_on('K4', '2025-04-05');
SELECT * FROM findings() WHERE rule LIKE '%names_change';
ROLLBACK;

-- A liquidation that was completed stays so: a supplement of a later day opens no day before it, and a case that is
-- succeeded later was not succeeded on the day of the completion.
SELECT change('handovers', '{"case_no": "K2"}', '{"returned_on": "2025-05-02", "return_act_no": "b"}');
SELECT take('K5', 'protected', '{"customer": "@bureau", "contractor": "@other", "carriers": ["M-6/1"]}');
SELECT enter('party_changes', '{"party": "@bureau", "kind": "liquidation", "effective_on": "2025-05-01"}');
BEGIN;
SELECT enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1"}');
SELECT enter('supplements', '{"case_no": "K5", "party": "@bureau", "concluded_on": "2025-06-05"}');
SELECT may_change('party_changes', jsonb_build_object('party', p('bureau'), 'change_no', '1'), '{"completed_on": "2025-06-04"}');
SELECT may_change('party_changes', jsonb_build_object('party', p('bureau'), 'change_no', '1'), '{"completed_on": "2025-06-05"}');
-- past the rules: verify() finds it
SET session_replication_role = replica;
UPDATE party_changes SET completed_on = '2025-06-04' WHERE party = p('bureau');
RESET session_replication_role;
SELECT * FROM findings() WHERE rule LIKE '%r10%';
ROLLBACK;
SELECT change('party_changes', jsonb_build_object('party', p('bureau'), 'change_no', '1'), '{"completed_on": "2025-05-20"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1"}');
SELECT enter('supplements', '{"case_no": "K5", "party": "@bureau", "concluded_on": "2025-06-05"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-05-25"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1", "handed_on": "2025-06-05"}');
BEGIN;
SET session_replication_role = replica;
SELECT write('handovers', '{"case_no": "K5", "carrier_id": "#M-6/1"}');
RESET session_replication_role;
UPDATE handovers SET act_no = act_no WHERE case_no = 'K5';
SELECT * FROM findings() WHERE rule LIKE '%r10%';
ROLLBACK;

-- Between the change and the supplement the customer is who it was: its works in the case may end.
SELECT take('K6', 'protected', '{"customer": "@holding", "contractor": "@joint", "protection": "provider", "carriers": ["M-7/1"]}');
SELECT enter('party_changes', '{"party": "@holding", "kind": "functions", "effective_on": "2025-03-13"}');
SELECT enter('supplements', '{"case_no": "K6", "party": "@holding", "concluded_on": "2025-05-20"}');
SELECT enter('party_changes', '{"party": "@holding", "change_no": "2", "kind": "works_terminated", "case_no": "K6", "effective_on": "2025-05-19"}');
SELECT may_enter('party_changes', '{"party": "@holding", "change_no": "3", "kind": "works_terminated", "case_no": "K6", "effective_on": "2025-05-20"}');
SELECT * FROM findings();
-- verify() sees what was completed past the rules while the party still was the customer, and what it had was out
BEGIN;
SET session_replication_role = replica;
SELECT write('handovers', '{"case_no": "K6", "carrier_id": "#M-7/1"}');
UPDATE party_changes SET completed_on = '2025-05-19' WHERE party = p('holding') AND change_no = '2';
RESET session_replication_role;
SELECT * FROM findings() WHERE "table" = 'party_changes';
ROLLBACK;

-- Who does not live on is not its own successor, whatever change the supplement is for: so a supplement for a change of
-- functions settles no liquidation of that day or before that is learnt of later.
SELECT take('K7', 'protected', '{"customer": "@subsidiary", "carriers": ["M-8/1", "M-9/1"]}');
SELECT enter('handovers', '{"case_no": "K7", "carrier_id": "#M-8/1"}');
SELECT enter('party_changes', '{"party": "@subsidiary", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT enter('supplements', '{"case_no": "K7", "party": "@subsidiary", "successor": "@subsidiary", "concluded_on": "2025-04-05"}');
SELECT enter('notices', jsonb_build_object('case_no', 'K7', 'notice_no', 'N2' || k, 'kind', k, 'party', '@subsidiary', 'change_no', '1',
	'authority', CASE k WHEN 'succession_authority' THEN '@ministry' END, 'sent_on', '2025-04-05'))
FROM unnest('{succession_security,succession_authority}'::text[]) k;
SELECT may_enter('handovers', '{"case_no": "K7", "carrier_id": "#M-9/1", "handed_on": "2025-04-10"}');
SELECT enter('party_changes', '{"party": "@subsidiary", "change_no": "2", "kind": "liquidation", "effective_on": "2025-03-25"}');
SELECT may_enter('handovers', '{"case_no": "K7", "carrier_id": "#M-9/1", "handed_on": "2025-04-10"}');
SELECT step, rule FROM next_steps('K7');
SELECT act, entry, reasons FROM duties WHERE case_no = 'K7' AND provision = '10';
SELECT may_enter('supplements', '{"case_no": "K7", "supplement_no": "S2", "party": "@subsidiary", "change_no": "2", "successor": "@subsidiary", "concluded_on": "2025-05-05"}');
SELECT enter('supplements', '{"case_no": "K7", "supplement_no": "S2", "party": "@subsidiary", "change_no": "2", "concluded_on": "2025-05-05"}');
SELECT customer_on('K7', '2025-04-05'), customer_on('K7', '2025-05-05');
SELECT * FROM findings();
SELECT change('handovers', '{"case_no": "K7"}', '{"returned_on": "2025-05-06", "return_act_no": "b"}');

-- What the successor hands over after the supplement was not left by the customer before: its liquidation had been
-- completed, and may be entered as completed later.
SELECT take('K8', 'protected', '{"customer": "@subsidiary", "contractor": "@other", "carriers": ["M-10/1"]}');
SELECT enter('supplements', '{"case_no": "K8", "party": "@subsidiary", "change_no": "2", "concluded_on": "2025-05-20"}');
SELECT enter('notices', jsonb_build_object('case_no', 'K8', 'notice_no', 'N2' || k, 'kind', k, 'party', '@subsidiary', 'change_no', '2',
	'authority', CASE k WHEN 'succession_authority' THEN '@ministry' END, 'sent_on', '2025-05-20'))
FROM unnest('{succession_security,succession_authority}'::text[]) k;
SELECT enter('handovers', '{"case_no": "K8", "carrier_id": "#M-10/1", "handed_on": "2025-05-25"}');
SELECT may_change('party_changes', jsonb_build_object('party', p('subsidiary'), 'change_no', '2'), '{"completed_on": "2025-05-10"}');
SELECT change('party_changes', jsonb_build_object('party', p('subsidiary'), 'change_no', '2'), '{"completed_on": "2025-05-10"}');
SELECT * FROM findings();

-- What was handed over under such a supplement was lawful then: verify() calls nothing unlawful, before the supplement
-- for the liquidation and after.
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "settlement": "Astana"}');
SELECT take('K9', 'protected', '{"customer": "@spare", "contractor": "@other", "carriers": ["M-11/1", "M-12/1"]}');
SELECT enter('party_changes', '{"party": "@spare", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT enter('supplements', '{"case_no": "K9", "party": "@spare", "successor": "@spare", "concluded_on": "2025-04-05"}');
SELECT enter('notices', jsonb_build_object('case_no', 'K9', 'notice_no', 'N2' || k, 'kind', k, 'party', '@spare', 'change_no', '1',
	'authority', CASE k WHEN 'succession_authority' THEN '@ministry' END, 'sent_on', '2025-04-05'))
FROM unnest('{succession_security,succession_authority}'::text[]) k;
SELECT enter('handovers', '{"case_no": "K9", "carrier_id": "#M-11/1", "handed_on": "2025-04-10"}');
SELECT enter('party_changes', '{"party": "@spare", "change_no": "2", "kind": "liquidation", "effective_on": "2025-03-25"}');
SELECT * FROM findings() WHERE key LIKE 'K9%';
SELECT enter('supplements', '{"case_no": "K9", "supplement_no": "S2", "party": "@spare", "change_no": "2", "concluded_on": "2025-05-05"}');
SELECT * FROM findings() WHERE key LIKE 'K9%';

-- Nor is a customer whose works have ended by the day of the supplement its own successor, whichever change the
-- supplement names: whether the end is known before, or is learnt of later and the supplement then changed.
SELECT take('P1', 'protected', '{"customer": "@provider", "carriers": ["M-1/1"]}');
BEGIN;
SELECT enter('party_changes', '{"party": "@provider", "kind": "works_terminated", "effective_on": "2025-04-03", "case_no": "P1"}');
SELECT enter('party_changes', '{"party": "@provider", "change_no": "2", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT enter('party_changes', '{"party": "@provider", "change_no": "3", "kind": "functions", "effective_on": "2025-04-04"}');
SELECT may_enter('supplements', '{"case_no": "P1", "party": "@provider", "change_no": "2", "successor": "@provider", "concluded_on": "2025-04-02"}');
SELECT may_enter('supplements', '{"case_no": "P1", "party": "@provider", "change_no": "2", "successor": "@provider", "concluded_on": "2025-04-03"}');
SELECT may_enter('supplements', '{"case_no": "P1", "party": "@provider", "change_no": "3", "successor": "@provider", "concluded_on": "2025-04-05"}');
SELECT may_enter('supplements', '{"case_no": "P1", "party": "@provider", "change_no": "3", "concluded_on": "2025-04-05"}');
-- verify() names the same rule of what was written past the rules
SET session_replication_role = replica;
SELECT write('supplements', '{"case_no": "P1", "party": "@provider", "change_no": "3", "successor": "@provider", "concluded_on": "2025-04-05", "entry_id": "9001", "recorded_at": "2100-01-01"}');
RESET session_replication_role;
SELECT * FROM findings() WHERE key LIKE 'P1%' AND rule LIKE 'secretxfer_r10%';
ROLLBACK;
BEGIN;
SELECT enter('party_changes', '{"party": "@provider", "kind": "functions", "effective_on": "2025-04-04"}');
SELECT enter('supplements', '{"case_no": "P1", "party": "@provider", "successor": "@provider", "concluded_on": "2025-04-05"}');
SELECT enter('party_changes', '{"party": "@provider", "change_no": "2", "kind": "works_terminated", "effective_on": "2025-04-03"}');
SELECT * FROM findings() WHERE key LIKE 'P1%';
SELECT may_change('supplements', '{"case_no": "P1"}', '{"supplement_no": "S2"}');
SELECT change('party_changes', jsonb_build_object('party', p('provider'), 'change_no', '2'), '{"called_off_on": "2025-04-05", "call_off_document": "a decision"}');
SELECT change('supplements', '{"case_no": "P1"}', '{"supplement_no": "S2"}');
SELECT * FROM findings() WHERE key LIKE 'P1%';
ROLLBACK;

-- A supplement by which the first customer came back is settled by what follows from its changes since.
BEGIN;
SELECT enter('party_changes', '{"party": "@provider", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT enter('supplements', '{"case_no": "P1", "party": "@provider", "concluded_on": "2025-04-05"}');
SELECT enter('party_changes', '{"party": "@successor", "change_no": "9", "kind": "functions", "effective_on": "2025-04-06"}');
SELECT enter('supplements', '{"case_no": "P1", "supplement_no": "S2", "party": "@successor", "change_no": "9", "successor": "@provider", "concluded_on": "2025-04-07"}');
SELECT enter('notices', '{"case_no": "P1", "notice_no": "N5", "kind": "succession_security", "party": "@provider", "change_no": "1", "sent_on": "2025-04-08"}');
SELECT may_withdraw('supplements', '{"case_no": "P1", "supplement_no": "S2"}');
SELECT enter('party_changes', '{"party": "@provider", "change_no": "2", "kind": "functions", "effective_on": "2025-04-08"}');
SAVEPOINT changed;
SELECT enter('supplements', '{"case_no": "P1", "supplement_no": "S3", "party": "@provider", "change_no": "2", "successor": "@client", "concluded_on": "2025-04-09"}');
SELECT may_withdraw('supplements', '{"case_no": "P1", "supplement_no": "S2"}');
SELECT may_change('supplements', '{"case_no": "P1", "supplement_no": "S2"}', '{"concluded_on": "2025-04-09"}');
SELECT may_change('supplements', '{"case_no": "P1", "supplement_no": "S2"}', '{"supplement_no": "S4", "concluded_on": "2025-04-09"}');
SELECT may_change('supplements', '{"case_no": "P1", "supplement_no": "S2"}', '{"successor": "@bureau"}');
SELECT may_withdraw('supplements', '{"case_no": "P1", "supplement_no": "S3"}');
SELECT try('DELETE FROM supplements WHERE case_no = ''P1'' AND supplement_no > ''S1''');
ROLLBACK TO changed;
SELECT enter('notices', '{"case_no": "P1", "notice_no": "N6", "kind": "succession_security", "party": "@provider", "change_no": "2", "sent_on": "2025-04-09"}');
SELECT may_withdraw('supplements', '{"case_no": "P1", "supplement_no": "S2"}');
ROLLBACK TO changed;
SELECT enter('party_changes', '{"party": "@provider", "change_no": "3", "kind": "works_terminated", "case_no": "P1", "effective_on": "2025-04-09"}');
SELECT may_withdraw('supplements', '{"case_no": "P1", "supplement_no": "S2"}');
ROLLBACK;

-- Of the changes of one day the end of the works comes first, whatever their numbers: a contract of that day, by which a
-- change of functions would ask for a supplement, too, is not concluded.
SELECT take('P2', 'permitted', '{"customer": "@client", "carriers": ["M-1/2"]}');
BEGIN;
SELECT enter('party_changes', '{"party": "@client", "change_no": "8", "kind": "functions", "effective_on": "2025-03-03"}');
SELECT may_enter('contracts', '{"case_no": "P2", "concluded_on": "2025-03-03"}');
SELECT enter('party_changes', '{"party": "@client", "change_no": "9", "kind": "works_terminated", "effective_on": "2025-03-03"}');
SELECT may_enter('contracts', '{"case_no": "P2", "concluded_on": "2025-03-03"}');
ROLLBACK;

-- A liquidation of the successor stands against nothing of the time in which another party was the customer.
BEGIN;
SELECT enter('party_changes', '{"party": "@provider", "kind": "works_terminated", "effective_on": "2025-04-05", "case_no": "P1"}');
SELECT enter('supplements', '{"case_no": "P1", "party": "@provider", "successor": "@bureau", "concluded_on": "2025-04-05"}');
SAVEPOINT succeeded;
SELECT enter('party_changes', '{"party": "@bureau", "change_no": "9", "kind": "liquidation", "effective_on": "2025-03-01"}');
SELECT enter('handovers', '{"case_no": "P1", "handed_on": "2025-04-04"}');
SELECT * FROM findings() WHERE key LIKE 'P1%';
SELECT breach FROM breaches WHERE case_no = 'P1' AND breach LIKE 'transfer%';
ROLLBACK TO succeeded;
SELECT enter('party_changes', '{"party": "@bureau", "change_no": "9", "kind": "liquidation", "effective_on": "2025-03-01", "completed_on": "2025-03-02"}');
SELECT enter('handovers', '{"case_no": "P1", "handed_on": "2025-04-04"}');
SELECT * FROM findings() WHERE key LIKE 'P1%';
SELECT breach FROM breaches WHERE case_no = 'P1' AND breach LIKE 'transfer%';
ROLLBACK;

-- The changes of one day are one event, of which a supplement of that day may name one and a notice another.
BEGIN;
SELECT enter('party_changes', '{"party": "@provider", "kind": "functions", "effective_on": "2025-04-05"}');
SELECT enter('party_changes', '{"party": "@provider", "change_no": "2", "kind": "liquidation", "effective_on": "2025-04-05"}');
SELECT enter('supplements', '{"case_no": "P1", "party": "@provider", "concluded_on": "2025-04-05"}');
SELECT enter('notices', '{"case_no": "P1", "notice_no": "N5", "kind": "succession_security", "party": "@provider", "change_no": "2", "sent_on": "2025-04-08"}');
SELECT * FROM findings() WHERE key LIKE 'P1%';
SELECT change_no, successor = p('successor') AS succeeded, supplemented_on FROM case_changes() WHERE case_no = 'P1' AND party = p('provider') ORDER BY 1;
ROLLBACK;

-- What was handed over before the supplement was learnt of lacks its notices, and is irregular for that, not unlawful.
BEGIN;
SELECT enter('party_changes', '{"party": "@provider", "kind": "functions", "effective_on": "2025-03-01"}');
SELECT enter('handovers', '{"case_no": "P1"}');
SELECT enter('party_changes', '{"party": "@provider", "change_no": "2", "kind": "works_terminated", "case_no": "P1", "effective_on": "2025-03-08"}');
SELECT enter('supplements', '{"case_no": "P1", "party": "@provider", "concluded_on": "2025-03-04"}');
SELECT * FROM findings() WHERE key LIKE 'P1%';
ROLLBACK;

-- Past the rules, or put right under a basis: the rules and the views name one customer all the same.
BEGIN;
SET session_replication_role = replica;
SELECT write('supplements', '{"case_no": "K1", "supplement_no": "S2", "change_no": "2", "successor": "@client", "concluded_on": "2025-05-05", "entry_id": "9002"}');
SELECT write('supplements', '{"case_no": "K3", "party": "@client", "successor": "@client", "concluded_on": "2025-06-05", "entry_id": "9001"}');
SELECT write('supplements', '{"case_no": "K3", "supplement_no": "S2", "party": "@client", "change_no": "2", "concluded_on": "2025-05-05", "entry_id": "9003"}');
RESET session_replication_role;
SELECT customer_on('K1', '2025-04-05'), customer_on('K1', '2025-05-05');
SELECT customer_on('K3', '2025-05-05'), customer_on('K3', '2025-06-04'), customer_on('K3', '2025-06-05');
SELECT * FROM findings() WHERE "table" = 'supplements';
ROLLBACK;
-- also where two supplements are for one change: the earlier one counts, whatever their numbers
BEGIN;
SET session_replication_role = replica;
SELECT write('supplements', '{"case_no": "K1", "supplement_no": "S2", "change_no": "1", "successor": "@client", "concluded_on": "2025-04-04", "entry_id": "9002"}');
RESET session_replication_role;
SELECT customer_on('K1', '2025-04-03'), customer_on('K1', '2025-04-04'), customer_on('K1', '2025-04-05');
ROLLBACK;
-- a supplement for a change of the time before the party was the customer stays wrong, whatever ends afterwards
BEGIN;
SET session_replication_role = replica;
SELECT write('supplements', '{"case_no": "K1", "supplement_no": "S2", "party": "@successor", "change_no": "1", "successor": "@client", "concluded_on": "2025-05-05", "entry_id": "9002"}');
RESET session_replication_role;
SELECT * FROM findings() WHERE "table" = 'supplements';
SELECT enter('party_changes', '{"party": "@successor", "change_no": "4", "kind": "works_terminated", "effective_on": "2025-05-10"}');
SELECT * FROM findings() WHERE "table" = 'supplements';
ROLLBACK;

\i test/fixtures/finish.sql
