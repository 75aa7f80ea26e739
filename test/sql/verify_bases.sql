--
-- Under which bases an entry is wrong, as verify() tells it: all that may have made it wrong, each once, the oldest first.
--
\i test/fixtures/start.sql
SET client_min_messages = warning;
CREATE FUNCTION fixture.judged() RETURNS SETOF text STABLE LANGUAGE sql AS $$
	SELECT regexp_replace(concat_ws(' | ', severity, rule, "table", key, detail), '[.] B', E'.\n\tB') FROM fixture.findings() ORDER BY 1
$$;

-- An access names no permit, and the contract another one: the permit on which it relied is put right, is another
-- party's, or was none.
SELECT enter('permits', '{"permit_no": "P-2", "issued_on": "2025-03-01"}'),
	   change('permits', '{"permit_no": "P-builder"}', '{"valid_until": "2025-03-10"}'),
	   take('S', 'handed', '{"service": true}');
SELECT judged();
BEGIN;
SELECT rectify('Order 1: valid until 11 March') \g /dev/null
UPDATE permits SET valid_until = '2025-03-11' WHERE permit_no = 'P-2';
SELECT judged();
ROLLBACK;
BEGIN;
SELECT rectify('Order 1: a permit of another') \g /dev/null
UPDATE permits SET holder = p('other') WHERE permit_no = 'P-2';
SELECT judged();
ROLLBACK;
BEGIN;
SELECT rectify('Order 1: no permit at all') \g /dev/null
DELETE FROM permits WHERE permit_no = 'P-2';
SELECT judged();
ROLLBACK;

-- The marks in the permits of both, under a provider.
SELECT take('P', 'handed', '{"contractor": "@joint", "carriers": ["M-1/1"], "protection": "provider"}');
SELECT judged();
BEGIN;
SELECT rectify('Order 2: the permit had ended') \g /dev/null
UPDATE permits SET valid_until = '2025-03-11' WHERE permit_no IN (SELECT provider_permit_no FROM protections WHERE case_no = 'P');
SELECT judged();
ROLLBACK;

-- A case that was closed, and liquidations that were completed, when a carrier was no longer secret, or of another body.
SELECT take('C', 'handed', '{"contractor": "@other", "carriers": ["M-2/1"]}'),
	   take('D', 'handed', '{"contractor": "@other", "carriers": ["M-6/1"]}'),
	   change('handovers', '{"case_no": "D"}', '{"returned_on": "2025-04-02", "return_act_no": "back"}'),
	   enter('carrier_marks', '{"carrier_id": "#M-2/1", "marked_on": "2025-04-01", "mark": null}'),
	   enter('party_changes', '{"party": "@other", "effective_on": "2025-05-02"}'),
	   enter('protection_measures', '{"case_no": "C", "party": "@other", "taken_on": "2025-05-03"}'),
	   change('party_changes', '{"party": "@other"}', '{"completed_on": "2025-05-10"}'),
	   change('cases', '{"case_no": "C"}', '{"closed_on": "2025-05-12"}');
SELECT enter('carrier_marks', jsonb_build_object('carrier_id', carrier_id, 'marked_on', '2025-04-01', 'mark', null))
FROM carriers WHERE owner = p('agency');
SELECT enter('party_changes', '{"party": "@agency", "effective_on": "2025-05-02"}'),
	   change('party_changes', '{"party": "@agency"}', '{"completed_on": "2025-05-10"}');
SELECT judged();
BEGIN;
SELECT rectify('Order 3: it remained a secret') \g /dev/null
DELETE FROM carrier_marks WHERE carrier_id IN (c('M-2/1'), c('A-1/1'));
SELECT judged();
ROLLBACK;
BEGIN;
SELECT rectify('Order 3: the owner') \g /dev/null
UPDATE carriers SET owner = p('agency') WHERE carrier_id = c('M-9/1');
SELECT judged();
ROLLBACK;

-- A change of a party relies on no other case than those in which something was out.
BEGIN;
SELECT rectify('Order 4: it remained a secret') \g /dev/null
DELETE FROM carrier_marks WHERE carrier_id = c('M-2/1');
COMMIT;
BEGIN;
SELECT rectify('Order 5: of another case') \g /dev/null
UPDATE handovers SET returned_on = '2025-04-03' WHERE case_no = 'D';
COMMIT;
SELECT judged();

-- All that may have made an entry wrong since it was judged, also where a basis of its own is for something else; and not
-- what corrected texts that no rule compares. A return is not judged with its hand-over.
SELECT take('E', 'handed', '{"carriers": ["M-5/1"]}');
BEGIN;
SELECT rectify('Order 6: of degree secret') \g /dev/null
UPDATE permits SET highest_mark = 'secret' WHERE permit_no = 'P-2';
COMMIT;
BEGIN;
SELECT rectify('Order 7: a title, a subject, a name, a number on paper') \g /dev/null
UPDATE carriers SET title = 'Plan II' WHERE carrier_id = c('M-5/1');
UPDATE cases SET subject = 'other works', printed_no = 'E/1' WHERE case_no = 'E';
UPDATE parties SET head_name = 'another' WHERE idn = p('builder');
COMMIT;
BEGIN;
SELECT rectify('Order 8: top secret') \g /dev/null
UPDATE carriers SET mark = 'top_secret' WHERE carrier_id = c('M-5/1');
COMMIT;
SELECT change('handovers', '{"case_no": "E"}', '{"returned_on": "2025-04-02", "return_act_no": "back"}');
SELECT judged FROM judged() WHERE judged ~ '[|] E, ';
BEGIN;
SELECT rectify('Order 9: back on the next day') \g /dev/null
UPDATE handovers SET returned_on = '2025-04-03' WHERE case_no = 'E';
UPDATE contracts SET protection_financing = 'not in the document' WHERE case_no = 'E';
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] E';
-- Where a basis set aside the very rule, no other is told.
BEGIN;
SELECT rectify('Order 10: handed over once more') \g /dev/null
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
SELECT case_no, carrier_id, '2025-04-10', 'again', received_by FROM handovers WHERE case_no = 'E';
COMMIT;
BEGIN;
SELECT rectify('Order 11: valid until 2029') \g /dev/null
UPDATE permits SET valid_until = '2029-12-31' WHERE permit_no = 'P-2';
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] E, .*again';

-- A text of the entry itself that was put right moves the stamp of its last change: its basis tells of that.
SELECT take('T', 'protected', '{"contractor": "@other", "carriers": ["M-6/1"]}');
SELECT enter('party_changes', '{"party": "@other", "change_no": "9", "effective_on": "2025-01-20"}');
SELECT judged FROM judged() WHERE judged ~ '[|] cases [|] T';
BEGIN;
SELECT rectify('Order 12: a misspelt subject') \g /dev/null
UPDATE cases SET subject = 'the same works' WHERE case_no = 'T';
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] cases [|] T';

\i test/fixtures/finish.sql
