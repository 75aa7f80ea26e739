--
-- Which bases verify() tells: those of what an entry itself relies on, and of these all; what was planted stays unlawful
-- beside whatever else was put right in the case.
--
\i test/fixtures/start.sql
SET client_min_messages = warning;
CREATE FUNCTION fixture.judged() RETURNS SETOF text STABLE LANGUAGE sql AS $$
	SELECT regexp_replace(concat_ws(' | ', severity, rule, "table", key, detail), '[.] (Its b|B)', E'.\n\t\\1')
	FROM fixture.findings() ORDER BY 1
$$;

-- Each rule that a basis may excuse, and that asks other entries, says which tables.
SELECT name FROM rule_catalogue() r
WHERE set_aside <> 'never' AND NOT EXISTS (SELECT FROM tables_asked_by_rules() a WHERE a.rule = r.name) ORDER BY name;
SELECT rule FROM tables_asked_by_rules() WHERE rule NOT IN (SELECT name FROM rule_catalogue())
   OR array_length(asked, 1) IS NULL OR EXISTS (SELECT FROM unnest(asked) a
	WHERE regexp_replace(a, '^other ', '') NOT IN (
		SELECT concat_ws('.', "table", CASE WHEN "table" IN ('cases', 'parties') THEN "column" END) FROM defined_columns()));

-- A line of the list is planted: what was put right is a breach, another request and its line, the place of the works.
SELECT take('A', 'handed', '{"carriers": ["M-1/1", "M-2/1"]}');
SELECT enter('requests', '{"case_no": "A", "request_no": "R2", "sent_on": "2025-04-02"}'),
	   enter('request_items', '{"case_no": "A", "request_no": "R2", "carrier_id": "#M-5/1"}'),
	   enter('violations', '{"case_no": "A", "found_on": "2025-04-07"}');
BEGIN;
SELECT rectify('Order 1: no breach, other carriers') \g /dev/null
DELETE FROM violations WHERE case_no = 'A';
UPDATE request_items SET carrier_id = c('M-6/1') WHERE case_no = 'A' AND request_no = 'R2';
UPDATE requests SET transfer_until = '2026-06-30' WHERE case_no = 'A' AND request_no = 'R2';
UPDATE cases SET works_settlement = 'Astana' WHERE case_no = 'A';
COMMIT;
SELECT judged();
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE request_items SET carrier_id = c('M-7/1') WHERE case_no = 'A' AND carrier_id = c('M-1/1');
UPDATE contracts SET permit_no = 'P-joint' WHERE case_no = 'A';
RESET session_replication_role;
SELECT judged();
ROLLBACK;
-- Another carrier in its own line is what the hand-over relies on.
BEGIN;
SELECT rectify('Order 2: the second line') \g /dev/null
UPDATE request_items SET carrier_id = c('M-7/1') WHERE case_no = 'A' AND carrier_id = c('M-1/1');
COMMIT;
SELECT judged();
-- A hand-over that was entered under a basis is excused where the rule was set aside, and not of what is planted.
SELECT take('B', 'annexed', '{"carriers": ["M-8/1"]}');
BEGIN;
SELECT rectify('Order 3: handed over without notice') \g /dev/null
INSERT INTO protections (case_no, kind, arranged_on) VALUES ('B', 'contractor', '2025-03-06');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('B', c('M-8/1'), '2025-03-12', 'a', 'C-builder');
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] B';
SET session_replication_role = replica;
UPDATE protections SET arranged_on = '2025-03-14' WHERE case_no = 'B';
RESET session_replication_role;
SELECT judged FROM judged() WHERE judged ~ '[|] B';

-- A passing of secrets between other bodies is none on which a permission relies.
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "settlement": "Astana", "disposes_of_secrets": true}'),
	   enter('disposal_successions', '{"body": "@agency", "carrier_id": "#A-1/1", "successor": "@spare", "effective_on": "2025-01-20"}');
SELECT take('P', 'handed', '{"carriers": ["M-4/1"]}');
BEGIN;
SELECT rectify('Order P: nothing passed') \g /dev/null
DELETE FROM disposal_successions;
COMMIT;
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE decisions SET sent_on = '2025-03-04' WHERE case_no = 'P';
RESET session_replication_role;
SELECT judged FROM judged() WHERE judged ~ '[|] P';
ROLLBACK;

-- What is irregular by a newer fact, and under a basis, tells the basis, too.
SELECT take('C', 'opened', '{"service": true}'), take('D', 'noticed', '{"carriers": ["M-12/1"]}');
SELECT write('protections', '{"case_no": "D", "kind": "provider", "organizer": "@provider", "service_contract_no": "7",
	"service_contract_on": "2025-03-05", "contractor_permit_marked_on": "2025-03-06", "provider_permit_marked_on": "2025-03-06",
	"provider_permit_no": "P-provider", "contractor_permit_no": "P-builder"}');
BEGIN;
SELECT rectify('Order 4') \g /dev/null
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, information_statement)
VALUES ('C', 'R1', p('bureau'), '2025-02-10', 'n', '2025-03-01', '2025-12-31', 'P-builder', 'd', 'what');
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on) VALUES ('D', 'N2', 'courier_service', 'x', '2025-03-01');
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] [CD]';
-- So does a lifting whose remedy is taken back, and a hand-over after the lifting.
SELECT take('E', 'handed', '{"carriers": ["M-9/1"]}');
SELECT enter('violations', '{"case_no": "E", "found_on": "2025-03-20"}'),
	   enter('suspensions', '{"case_no": "E", "suspended_on": "2025-03-21"}'),
	   change('handovers', '{"case_no": "E"}', '{"returned_on": "2025-03-25", "return_act_no": "back"}'),
	   change('violations', '{"case_no": "E"}', '{"remedied_on": "2025-04-02"}'),
	   change('suspensions', '{"case_no": "E"}', '{"lifted_on": "2025-04-03"}'),
	   enter('handovers', '{"case_no": "E", "carrier_id": "#M-9/1", "handed_on": "2025-04-07", "act_no": "2"}');
BEGIN;
SELECT rectify('Order 5: the remedy of another breach') \g /dev/null
UPDATE violations SET remedied_on = NULL WHERE case_no = 'E';
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] E';
BEGIN;
SELECT rectify('Order 6: never lifted') \g /dev/null
UPDATE suspensions SET lifted_on = NULL WHERE case_no = 'E';
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] E';
-- A newer fact without a basis has none.
SELECT change('clearances', '{"clearance_no": "C-builder"}', '{"revoked_on": "2025-03-12"}');
SELECT judged FROM judged() WHERE judged ~ 'r11_clearance';

-- A return that is taken back after the liquidation was completed: the hand-over had been recorded before.
SELECT take('F', 'handed', '{"contractor": "@other", "carriers": ["M-10/1"]}');
SELECT change('handovers', '{"case_no": "F"}', '{"returned_on": "2025-04-02", "return_act_no": "back"}'),
	   enter('party_changes', '{"party": "@other", "effective_on": "2025-05-02"}'),
	   change('party_changes', '{"party": "@other"}', '{"completed_on": "2025-05-10"}');
BEGIN;
SELECT rectify('Order 7: it is not back') \g /dev/null
UPDATE handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'F';
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] F|party_changes';

\i test/fixtures/finish.sql
