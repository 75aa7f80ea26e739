--
-- A carrier that goes from hand to hand on one day: the parties tell which hand-over was first and, where they go round
-- in a ring, the order of the entries does.  What was handed on last comes back first.
--
\i test/fixtures/start.sql
SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-5/1"]}');
SELECT take('K2', 'protected', '{"customer": "@builder", "contractor": "@other", "carriers": ["M-1/1", "M-5/1"]}');
SELECT enter('clearances', '{"clearance_no": "C-provider", "party": "@provider"}');
SELECT take('K3', 'protected', '{"customer": "@other", "contractor": "@provider", "carriers": ["M-1/1", "M-5/1"]}');
SELECT take('K4', 'protected', '{"customer": "@other", "carriers": ["M-1/1", "M-5/1"]}');
CREATE FUNCTION fixture.handed_over(case_no text, carrier text) RETURNS text LANGUAGE sql AS $$
	SELECT enter('handovers', jsonb_build_object('case_no', case_no, 'carrier_id', carrier)) $$;
CREATE FUNCTION fixture.returned(case_no text, carrier text) RETURNS text LANGUAGE sql AS $$
	SELECT change('handovers', jsonb_build_object('case_no', case_no, 'carrier_id', c(substr(carrier, 2))),
		'{"returned_on": "2025-04-01", "return_act_no": "b"}') $$;

-- through three contractors, and not before the one between
SELECT handed_over('K1', '#M-1/1'), handed_over('K3', '#M-1/1'), handed_over('K2', '#M-1/1');
BEGIN;
SELECT handed_over('K1', '#M-5/1'), handed_over('K2', '#M-5/1'), handed_over('K3', '#M-5/1');
SELECT returned('K1', '#M-5/1'), returned('K2', '#M-5/1');
SELECT step, rule FROM next_steps('K1') WHERE rule LIKE '%carrier_out';
SELECT step, rule FROM next_steps('K3') WHERE rule LIKE '%carrier_out';
SELECT returned('K3', '#M-5/1'), returned('K2', '#M-5/1'), returned('K1', '#M-5/1');
SELECT * FROM findings();
ROLLBACK;

-- round in a ring of two, and of three: the contractor hands on to its own customer
BEGIN;
SELECT handed_over('K2', '#M-5/1'), handed_over('K4', '#M-5/1');
SELECT returned('K2', '#M-5/1');
SELECT returned('K4', '#M-5/1'), returned('K2', '#M-5/1');
SELECT * FROM findings();
ROLLBACK;
BEGIN;
SELECT handed_over('K1', '#M-5/1'), handed_over('K2', '#M-5/1'), handed_over('K4', '#M-5/1');
SELECT returned('K1', '#M-5/1'), returned('K2', '#M-5/1');
SELECT returned('K4', '#M-5/1');
UPDATE handovers SET returned_on = '2025-04-02' WHERE case_no = 'K2';
UPDATE handovers SET returned_on = '2025-04-03' WHERE case_no = 'K1';
SELECT * FROM findings();
-- past the rules: not in the reverse order
SET session_replication_role = replica;
UPDATE handovers SET returned_on = '2025-04-05' WHERE case_no = 'K4';
RESET session_replication_role;
SELECT * FROM findings() WHERE rule LIKE '%carrier_out';
ROLLBACK;

-- Under a basis: what lies one within the other by the parties of its cases does so at COMMIT, whichever entry was
-- corrected; of another contractor, customer or successor, without what lay between, or where that came back too early.
BEGIN;
SELECT rectify('Order 1: another contractor') \g /dev/null
UPDATE cases SET contractor = p('joint') WHERE case_no = 'K1';
COMMIT;
BEGIN;
SELECT rectify('Order 2: another customer') \g /dev/null
UPDATE cases SET customer = p('client') WHERE case_no = 'K2';
COMMIT;
BEGIN;
SELECT rectify('Order 3: another contractor, and so another customer') \g /dev/null
UPDATE cases SET contractor = p('joint') WHERE case_no = 'K1';
UPDATE cases SET customer = p('joint') WHERE case_no = 'K2';
COMMIT;
BEGIN;
SELECT rectify('Order 4: the first parties after all') \g /dev/null
UPDATE cases SET customer = p('builder') WHERE case_no = 'K2';
UPDATE cases SET contractor = p('builder') WHERE case_no = 'K1';
COMMIT;
SELECT handed_over('K3', '#M-1/1');
BEGIN;
SELECT rectify('Order 5: never handed over there') \g /dev/null
DELETE FROM handovers WHERE case_no = 'K2' AND carrier_id = c('M-1/1');
COMMIT;
SELECT change('handovers', jsonb_build_object('case_no', k, 'carrier_id', c('M-1/1')), '{"returned_on": "2025-04-01", "return_act_no": "b"}') FROM unnest('{K3,K2}'::text[]) k;
BEGIN;
SELECT rectify('Order 6: came back on the day of the hand-over') \g /dev/null
UPDATE handovers SET returned_on = '2025-03-12' WHERE case_no = 'K2';
COMMIT;
SELECT take('K6', 'protected', '{"contractor": "@other", "carriers": ["M-6/1"]}'), take('K7', 'protected', '{"customer": "@client", "carriers": ["M-6/1"]}');
SELECT enter('party_changes', '{"party": "@client"}'), enter('supplements', '{"case_no": "K7", "party": "@client", "successor": "@other"}');
SELECT enter('notices', '{"case_no": "K7", "notice_no": "N2", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-06-11"}'),
	enter('notices', '{"case_no": "K7", "notice_no": "N3", "kind": "succession_authority", "authority": "@ministry", "party": "@client", "change_no": "1", "sent_on": "2025-06-11"}');
SELECT handed_over('K6', '#M-6/1'), enter('handovers', '{"case_no": "K7", "carrier_id": "#M-6/1", "handed_on": "2025-06-12"}');
BEGIN;
SELECT rectify('Order 7: another successor') \g /dev/null
UPDATE supplements SET successor = p('successor') WHERE case_no = 'K7';
COMMIT;
SELECT * FROM findings();

\i test/fixtures/finish.sql
