--
-- What is settled is put right under a basis, and each correction leaves its trace.
--
\i test/fixtures/start.sql

-- What the last rectification did.
CREATE FUNCTION fixture.trace() RETURNS SETOF text STABLE LANGUAGE sql AS $$
	SELECT concat_ws(' | ', r."table", r.act, array_to_string(r.columns, ','), array_to_string(r.set_aside, ','), r.basis)
	FROM secretxfer.rectifications r
	WHERE r.basis = (SELECT basis FROM secretxfer.journal WHERE act = 'rectifying' ORDER BY recorded_at DESC LIMIT 1)
	ORDER BY r.recorded_at, r.place
$$;
-- What verify() says of entries.
CREATE FUNCTION fixture.judged() RETURNS SETOF text STABLE LANGUAGE sql AS $$
	SELECT concat_ws(' | ', severity, rule, "table", key, detail)
	FROM secretxfer.verify() WHERE severity IN ('unlawful', 'irregular') ORDER BY 1
$$;
SELECT take('A', 'handed', '{"carriers": ["M-1/1", "M-1/2"]}'), take('B', 'noticed', '{"carriers": ["M-5/1"]}'),
	   take('C', 'handed', '{"carriers": ["M-6/1", "M-7/1"]}'), take('D', 'protected', '{"contractor": "@other", "carriers": ["M-8/1"]}')
	   \g /dev/null
SELECT judged();

-- The wrong return was ticked.
UPDATE handovers SET returned_on = '2025-05-12', return_act_no = 'B-1' WHERE case_no = 'A' AND carrier_id = c('M-1/1');
UPDATE handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A' AND carrier_id = c('M-1/1');
BEGIN;
SELECT rectify('Order 1: return ticked on the wrong carrier');
UPDATE handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A' AND carrier_id = c('M-1/1');
UPDATE handovers SET returned_on = '2025-05-12', return_act_no = 'B-1' WHERE case_no = 'A' AND carrier_id = c('M-1/2');
COMMIT;
SELECT trace();
SELECT judged();

-- The wrong case was closed, and one too early.
UPDATE cases SET closed_on = '2025-05-01' WHERE case_no = 'B';
BEGIN;
SELECT rectify('Order 2: the wrong case was closed');
UPDATE cases SET closed_on = NULL WHERE case_no = 'B';
COMMIT;
SELECT trace();
SELECT enter('protections', '{"case_no": "B"}');
SELECT enter('handovers', '{"case_no": "B", "carrier_id": "#M-5/1"}');
UPDATE handovers SET returned_on = '2025-05-12', return_act_no = 'B-2' WHERE case_no = 'B';
UPDATE cases SET closed_on = '2025-06-01' WHERE case_no = 'B';
BEGIN;
SELECT rectify('Order 3: a step of the closed case is entered after all');
INSERT INTO notices (case_no, notice_no, sent_on, recipient, kind)
VALUES ('B', 'N9', '2025-06-02', 'the security body in Almaty', 'contract');
COMMIT;
SELECT trace();
SELECT judged();

-- A permit was mistyped, found after its use; and one was revoked by mistake.
UPDATE permits SET valid_until = '2026-07-30' WHERE permit_no = 'P-builder';
BEGIN;
SELECT rectify('Order 4: permit mistyped');
UPDATE permits SET valid_until = '2026-07-30' WHERE permit_no = 'P-builder';
COMMIT;
SELECT trace();
UPDATE permits SET revoked_on = '2025-03-01' WHERE permit_no = 'P-builder';
SELECT count(*) FROM judged();
BEGIN;
SELECT rectify('Order 5: another permit is revoked');
UPDATE permits SET revoked_on = NULL WHERE permit_no = 'P-builder';
COMMIT;
SELECT trace();
SELECT count(*) FROM judged() WHERE judged LIKE '%r11%';

-- A hand-over is found that took place without notice; it comes back, and the case is closed.
SELECT take('E', 'annexed', '{"carriers": ["M-9/1"]}');
SELECT may_enter('handovers', '{"case_no": "E", "carrier_id": "#M-9/1", "handed_on": "2025-03-04"}');
BEGIN;
SELECT rectify('Order 6: hand-over found');
SELECT rule, verdict, detail FROM check_entry('handovers', entry('handovers', '{"case_no": "E", "carrier_id": "#M-9/1", "handed_on": "2025-03-04"}'))
 WHERE verdict <> 'passed';
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('E', c('M-9/1'), '2025-03-04', 'H-0', 'C-builder');
COMMIT;
SELECT trace();
SELECT judged();
SELECT may_change('handovers', '{"case_no": "E"}', '{"returned_on": "2025-05-20", "return_act_no": "B-3"}');
SELECT change('handovers', '{"case_no": "E"}', '{"returned_on": "2025-05-20", "return_act_no": "B-3"}');
SELECT change('cases', '{"case_no": "E"}', '{"closed_on": "2025-05-21"}');

-- A hand-over that never was; and a breach of the wrong case.
BEGIN;
SELECT rectify('Order 7: never handed over');
DELETE FROM handovers WHERE case_no = 'C' AND carrier_id = c('M-7/1');
COMMIT;
SELECT trace();
SELECT enter('violations', '{"case_no": "C"}');
SELECT may_change('violations', '{"case_no": "C"}', '{"case_no": "A"}');
BEGIN;
SELECT rectify('Order 8: breach of another case');
UPDATE violations SET case_no = 'A' WHERE case_no = 'C';
ROLLBACK;
BEGIN;
SELECT rectify('Order 8: breach of another case');
DELETE FROM violations WHERE case_no = 'C';
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('A', 'V1', '2025-04-01', 'a breach');
COMMIT;
SELECT trace();

-- A liquidation of the wrong firm: the right one can be entered, and works of the other go on.
SELECT enter('party_changes', '{"party": "@other", "effective_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "D", "carrier_id": "#M-8/1", "handed_on": "2025-03-25"}');
BEGIN;
SELECT rectify('Order 9: liquidation of the wrong firm');
DELETE FROM party_changes WHERE party = p('other');
INSERT INTO party_changes (party, change_no, kind, effective_on, document)
VALUES (p('joint'), '1', 'liquidation', '2025-03-20', 'a decision');
COMMIT;
SELECT trace();
SELECT may_enter('handovers', '{"case_no": "D", "carrier_id": "#M-8/1", "handed_on": "2025-03-25"}');

-- The day of an event was mistyped.
SELECT enter('suspensions', '{"case_no": "A"}');
SELECT may_change('violations', '{"case_no": "A"}', '{"found_on": "2025-03-31"}');
BEGIN;
SELECT rectify('Order 10: day of the breach mistyped');
UPDATE violations SET found_on = '2025-03-31' WHERE case_no = 'A';
COMMIT;
SELECT trace();
SELECT judged();

-- Something that the paper lacks is entered by the fixed words.
SELECT may_change('violations', '{"case_no": "A"}', '{"description": "not in the document"}');
BEGIN;
SELECT rectify('Order 11: the act has no description');
UPDATE violations SET description = 'not in the document' WHERE case_no = 'A';
COMMIT;
SELECT trace();
SELECT judged FROM judged() WHERE judged LIKE '%in_document%';
SELECT case_no, provision, breach, occurred_on, entered_in, entry FROM breaches WHERE breach <> 'violation'
 ORDER BY case_no, breach;
-- Without a basis the words are unlawful.
SET session_replication_role = replica;
UPDATE parties SET head_name = 'not in the document' WHERE idn = p('joint');
RESET session_replication_role;
SELECT judged FROM judged() WHERE judged LIKE '%unlawful%';
BEGIN;
SELECT rectify('Order 12: no head is named');
UPDATE parties SET head_name = 'not in the document' WHERE idn = p('other');
COMMIT;
SELECT case_no, provision, breach, occurred_on, entered_in, entry IS NOT NULL FROM breaches WHERE entered_in = 'parties';

-- A permission that was never given: the answer is withdrawn, and every later act is judged by what now stands.
SELECT take('F', 'handed', '{"carriers": ["M-2/1"]}'), take('G', 'protected', '{"carriers": ["M-10/1", "M-11/1"]}') \g /dev/null
SELECT enter('handovers', '{"case_no": "G", "carrier_id": "#M-10/1"}');
SELECT may_enter('handovers', '{"case_no": "G", "carrier_id": "#M-11/1"}');
BEGIN;
SELECT rectify('Order 12: never permitted');
DELETE FROM decisions WHERE case_no = 'G';
COMMIT;
SELECT trace();
SELECT may_enter('handovers', '{"case_no": "G", "carrier_id": "#M-11/1"}');
SELECT judged FROM judged() WHERE judged ~ ' G(,| )';
-- An entry that nobody judged stays unlawful in the same case: before and after the correction.
SET session_replication_role = replica;
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by, recorded_by, entry_id)
SELECT v.case_no, c('M-11/1'), '2025-03-12', 'planted in ' || v.case_no, 'C-builder', 'nobody', nextval('entry_ids')
FROM (VALUES ('F'), ('G')) AS v (case_no);
RESET session_replication_role;
SELECT judged FROM judged() WHERE judged LIKE '%planted%';
-- Put right, by the permission that was given after all.
BEGIN;
SELECT rectify('Order 13: the permission was found');
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('G', 'R1', 'D-1', '2025-02-20', 'permitted', 'Surname Name', 'head');
COMMIT;
SELECT trace();
SELECT may_change('handovers', '{"case_no": "G", "act_no": "act"}', '{"returned_on": "2025-05-20", "return_act_no": "B-4"}');
SELECT judged FROM judged() WHERE judged ~ ' G(,| )' AND judged NOT LIKE '%planted%';

-- A hand-over was ascribed to the wrong case: the carrier is out twice between two statements, but not at COMMIT.
BEGIN;
SELECT rectify('Order 14: handed over in another case');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('A', c('M-6/1'), '2025-03-12', 'act', 'C-builder');
DELETE FROM handovers WHERE case_no = 'C' AND carrier_id = c('M-6/1');
COMMIT;
SELECT trace();
BEGIN;
SELECT rectify('Order 15: handed over in another case');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('C', c('M-6/1'), '2025-03-12', 'act', 'C-builder');
COMMIT;

-- Who reads neither the journal nor texts is told by breaches all the same, of the rows that the duties show.
BEGIN;
SELECT rectify('Order 16: no justification in two requests');
UPDATE requests SET justification = 'not in the document' WHERE case_no IN ('A', 'B');
COMMIT;
SET client_min_messages = warning;
CREATE ROLE rectify_client;
CREATE ROLE rectify_analyst;
SELECT admit('rectify_client', p('client'), 'customer'), admit('rectify_analyst', NULL, 'analyst') \g /dev/null
RESET client_min_messages;
\set lacking 'SELECT case_no, provision, breach, entered_in, entry FROM breaches WHERE breach = ''not_in_document'' AND case_no IS NOT NULL ORDER BY 1, 4'
SET ROLE rectify_analyst;
:lacking;
SELECT count(*) FROM rectifications;
RESET ROLE;
SELECT ask_view_as('rectify_client', format('SELECT count(*) FROM (%s) AS l', :'lacking'), format('case_no IN (SELECT case_no FROM cases WHERE customer = %L)', p('client')));
DROP OWNED BY rectify_client, rectify_analyst;
DROP ROLE rectify_client, rectify_analyst;

-- A party's registrar is told of the party's cases what a registrar of the whole register is told, and no values.
\set of_cases 'SELECT md5(string_agg((to_jsonb(r) - ''columns'')::text, chr(10) ORDER BY chain, place)) AS told FROM rectifications r WHERE chain IN (SELECT entry_id FROM cases)'
:of_cases \gset
SET client_min_messages = warning;
CREATE ROLE rectify_of_customer;
CREATE ROLE rectify_of_client;
CREATE ROLE rectify_customer;
SELECT admit('rectify_of_customer', p('customer'), 'registrar'), admit('rectify_of_client', p('client'), 'registrar'),
	   admit('rectify_customer', p('customer'), 'customer') \g /dev/null
RESET client_min_messages;
\set seen 'chain IN (SELECT entry_id FROM cases WHERE customer = %L)'
SELECT ask_view_as('rectify_of_customer', $$SELECT string_agg(format('%s %s %s %s %s', basis, "table", act, array_remove(array_remove(columns, 'recorded_at'), 'recorded_by'), set_aside), '; ' ORDER BY chain, place)
	FILTER (WHERE basis LIKE 'Order 14%') FROM rectifications$$, format(:'seen', p('customer')));
SELECT ask_view_as('rectify_of_customer', format('SELECT told = %L FROM (%s) AS t', :'told', :'of_cases'), 'true') AS told_all;
SELECT ask_view_as('rectify_of_client', 'SELECT count(*) FROM rectifications', format(:'seen', p('client')));
SET ROLE rectify_of_customer;
SELECT count(*) > 0 AS told, count("values") AS with_values, count(login_role) AS with_login FROM history('C') WHERE basis IS NOT NULL;
SELECT count(*) FROM journal;
SET ROLE rectify_customer;
SELECT count(basis) AS bases, count(*) FILTER (WHERE act = 'withdrawn') AS withdrawn FROM history('C');
RESET ROLE;
DROP OWNED BY rectify_of_customer, rectify_of_client, rectify_customer;
DROP ROLE rectify_of_customer, rectify_of_client, rectify_customer;

-- The journal stands.
SELECT count(*) FROM journal_verify() WHERE "table" <> 'handovers';
-- Of one day one mark counts, and one access of a person: the mark of a wrong order, the end of an access by mistake.
SELECT enter('carrier_marks', '{"carrier_id": "#M-6/1"}');
INSERT INTO carrier_marks (carrier_id, marked_on, mark, document) VALUES (c('M-6/1'), '2025-03-20', 'secret', 'the order of the afternoon');
BEGIN;
SELECT rectify('Order 12: the order of the morning never held');
DELETE FROM carrier_marks WHERE carrier_id = c('M-6/1');
INSERT INTO carrier_marks (carrier_id, marked_on, mark, document) VALUES (c('M-6/1'), '2025-03-20', 'secret', 'the order of the afternoon');
COMMIT;
SELECT trace();
SELECT take('S', 'permitted', '{"service": true, "contractor": "@other"}');
SELECT enter(v.tbl, '{"case_no": "S"}' || v.given)
  FROM (VALUES ('contracts', '{"information_statement": "what circulates"}'::jsonb), ('notices', '{}'), ('protections', '{}'), ('system_accesses', '{}')) AS v (tbl, given);
SELECT change('system_accesses', '{"case_no": "S"}', '{"ended_on": "2025-03-12"}');
INSERT INTO system_accesses (case_no, clearance_no, granted_on) VALUES ('S', 'C-other', '2025-03-12');
BEGIN;
SELECT rectify('Order 13: the access went on');
UPDATE system_accesses SET ended_on = NULL WHERE case_no = 'S';
COMMIT;
SELECT trace();
SELECT judged FROM judged() WHERE judged LIKE '%marks%' OR judged LIKE '%accesses%';

\i test/fixtures/finish.sql
