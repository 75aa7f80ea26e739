--
-- What never had a sufficient permit or clearance (11), since a transfer was entered under a basis or papers were put
-- right: breaches, returns_due, the next steps and verify() agree.
--
\i test/fixtures/start.sql
\set ECHO none
-- What each of them says of provision 11 in a case.
CREATE FUNCTION fixture.told(no text) RETURNS TABLE (asked text, answer text) LANGUAGE sql AS $$
	SELECT 'breaches', string_agg(format('%s of %s on %s%s', breach, coalesce((SELECT account_no FROM secretxfer.carriers k WHERE k.carrier_id::text = b.entry), entry),
		occurred_on, CASE WHEN occurred_on + days < today() THEN format(' for %s', days) END), '; ' ORDER BY occurred_on, breach COLLATE "C", entry)
	FROM secretxfer.breaches b WHERE case_no = no AND provision = '11'
	UNION ALL
	SELECT 'due back', string_agg(format('%s since %s: %s', coalesce((SELECT account_no FROM secretxfer.carriers k WHERE k.carrier_id = r.carrier_id), r.clearance_no), due_since, array_to_string(reasons, ', ')),
		'; ' ORDER BY carrier_id)
	FROM secretxfer.returns_due r WHERE case_no = no AND '11' = ANY (provisions)
	UNION ALL
	SELECT 'first steps', string_agg(replace(rule, 'secretxfer_', ''), ', ' ORDER BY rule) FROM secretxfer.next_steps(no) WHERE step = 1 AND rule ~ '_r11_'
	UNION ALL
	SELECT 'verify()', string_agg(DISTINCT format('%s %s %s', severity, "table", replace(rule, 'secretxfer_', '')), ', ')
	FROM secretxfer.verify(no) WHERE severity <> 'warning' AND rule ~ '_r11_'
$$;
\i test/fixtures/valid_today.sql
SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-5/1", "M-6/1"]}'), take('K2', 'handed', '{"carriers": ["M-2/1"]}'), take('S1', 'protected', '{"service": true}'),
	take('P1', 'protected', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-7/1"]}') \g /dev/null
-- papers with which no rule allows a hand-over of 12 March to the contractor
SELECT enter('clearances', '{"clearance_no": "expired", "issued_on": "2020-01-10", "valid_until": "2025-03-01"}'),
	enter('clearances', '{"clearance_no": "later", "issued_on": "2025-04-10"}'),
	enter('clearances', '{"clearance_no": "other", "party": "@other"}'),
	enter('clearances', '{"clearance_no": "colleague"}') \g /dev/null
\set ECHO all

-- A hand-over that is entered under a basis, to a person whose clearance had expired; due until a colleague takes over.
BEGIN;
SELECT rectify('Order 1') \g /dev/null
SELECT i('handovers', '{"case_no": "K1", "received_by": "expired"}') \gexec
SELECT * FROM told('K1');
COMMIT;
SELECT enter('holders', jsonb_build_object('handover', entry_id, 'held_since', '2025-04-20', 'held_by', 'colleague')) FROM handovers WHERE case_no = 'K1';
SELECT * FROM told('K1');
-- to a person whose clearance was issued later, and who may have the carrier since,
BEGIN;
SELECT rectify('Order 2') \g /dev/null
SELECT i('handovers', '{"case_no": "K1", "carrier_id": "#M-5/1", "received_by": "later"}') \gexec
SELECT * FROM told('K1');
ROLLBACK;
-- of another party,
BEGIN;
SELECT rectify('Order 3') \g /dev/null
SELECT i('handovers', '{"case_no": "K1", "carrier_id": "#M-5/1", "received_by": "other"}') \gexec
SELECT * FROM told('K1');
-- whose unit comes to protect the secrets then
SELECT i('protections', jsonb_build_object('case_no', 'K1', 'kind', 'quasi_state', 'organizer', p('other'), 'arranged_on', '2025-05-05')) \gexec
SELECT answer FROM told('K1') WHERE asked = 'due back';
ROLLBACK;
-- and likewise an access.
BEGIN;
SELECT rectify('Order 4') \g /dev/null
SELECT i('system_accesses', jsonb_build_object('case_no', 'S1', 'clearance_no', clearance_no)) FROM clearances WHERE clearance_no IN ('expired', 'later', 'other') \gexec
SELECT * FROM told('S1');
ROLLBACK;
-- who takes over inside the contractor
BEGIN;
SELECT rectify('Order 5') \g /dev/null
SELECT i('holders', jsonb_build_object('handover', h.entry_id, 'held_by', a.clearance_no, 'held_since', a.day))
FROM handovers h, (VALUES ('expired', '2025-03-20'), ('later', '2025-03-21'), ('other', '2025-03-22'), ('colleague', '2025-03-23')) AS a (clearance_no, day)
WHERE h.case_no = 'K2' \gexec
SELECT * FROM told('K2');
ROLLBACK;
BEGIN;
SELECT rectify('Order 6') \g /dev/null
SELECT i('holders', jsonb_build_object('handover', entry_id, 'held_by', 'other')) FROM handovers WHERE case_no = 'K2' \gexec
SELECT * FROM told('K2');
ROLLBACK;
-- a hand-over without a permit, which was returned since
BEGIN;
SELECT rectify('Order 7') \g /dev/null
UPDATE permits SET valid_until = '2025-03-10' WHERE permit_no = 'P-builder';
SELECT i('handovers', '{"case_no": "K1", "carrier_id": "#M-5/1", "returned_on": "2025-04-01", "return_act_no": "back"}') \gexec
SELECT * FROM told('K1');
ROLLBACK;

-- Papers that are put right after the hand-over: the end of a clearance,
BEGIN;
SELECT rectify('Order 11') \g /dev/null
UPDATE clearances SET valid_until = '2025-03-01' WHERE clearance_no = 'C-builder';
SELECT * FROM told('K2');
ROLLBACK;
-- its issue, its party, its degree,
BEGIN;
SELECT rectify('Order 12') \g /dev/null
UPDATE clearances SET issued_on = '2025-04-01' WHERE clearance_no = 'C-builder';
SELECT * FROM told('K2');
ROLLBACK;
BEGIN;
SELECT rectify('Order 13') \g /dev/null
UPDATE clearances SET party = p('other') WHERE clearance_no = 'C-builder';
SELECT * FROM told('K2');
ROLLBACK;
BEGIN;
SELECT rectify('Order 14') \g /dev/null
UPDATE clearances SET highest_mark = 'secret' WHERE clearance_no = 'C-builder';
SELECT * FROM told('K2');
ROLLBACK;
-- the end of a permit, until another one serves; and its issue
BEGIN;
SELECT rectify('Order 15') \g /dev/null
UPDATE permits SET valid_until = '2025-03-10' WHERE permit_no = 'P-builder';
SELECT * FROM told('K2');
SELECT i('permits', '{"permit_no": "P-2", "issued_on": "2025-04-01"}') \gexec
SELECT * FROM told('K2');
ROLLBACK;
BEGIN;
SELECT rectify('Order 16') \g /dev/null
UPDATE permits SET issued_on = '2025-04-01' WHERE permit_no = 'P-builder';
SELECT * FROM told('K2');
ROLLBACK;
-- its degree, and the mark of a carrier as registered, until the mark is changed to one that suffices
BEGIN;
SELECT rectify('Order 17') \g /dev/null
UPDATE permits SET highest_mark = 'secret' WHERE permit_no = 'P-builder';
SELECT * FROM told('K2');
ROLLBACK;
BEGIN;
SELECT rectify('Order 18') \g /dev/null
UPDATE carriers SET mark = 'special_importance' WHERE carrier_id = c('M-2/1');
SELECT * FROM told('K2');
SELECT i('carrier_marks', '{"carrier_id": "#M-2/1", "marked_on": "2025-05-05", "mark": "secret"}') \gexec
SELECT * FROM told('K2');
ROLLBACK;
-- a person of the provider is not of the contractor, and may have what the provider protects
BEGIN;
SELECT rectify('Order 19') \g /dev/null
SELECT i('clearances', '{"clearance_no": "C-provider", "party": "@provider"}') \gexec
SELECT i('handovers', '{"case_no": "P1", "carrier_id": "#M-7/1", "received_by": "C-provider"}') \gexec
SELECT * FROM told('P1');
ROLLBACK;

-- Asked of all cases, lost_authorizations() leaves out none of those in which, or in whose papers, something was put right.
BEGIN;
SELECT rectify('Order 21') \g /dev/null
UPDATE clearances SET party = p('other') WHERE clearance_no = 'C-builder';
SELECT i('system_accesses', jsonb_build_object('case_no', 'S1', 'clearance_no', clearance_no)) FROM clearances WHERE clearance_no IN ('later', 'other') \gexec
SELECT case_no, reason, count(*) FROM lost_authorizations() GROUP BY 1, 2 ORDER BY 1, 2;
(SELECT x.* FROM cases c, lost_authorizations(c.case_no) x) EXCEPT ALL SELECT * FROM lost_authorizations();
ROLLBACK;

-- Of what is put right the papers tell it, whatever was recorded of them before: a mark that was never lowered,
SELECT take('K3', 'protected', '{"carriers": ["M-3/1"]}'), take('K4', 'handed', '{"carriers": ["M-4/1"], "contractor": "@other"}') \g /dev/null
SELECT enter('clearances', '{"clearance_no": "low", "highest_mark": "secret"}') \g /dev/null
BEGIN;
SELECT rectify('Order 31') \g /dev/null
UPDATE carriers SET mark = 'top_secret', registered_on = NULL WHERE carrier_id = c('M-3/1');
SELECT i('carrier_marks', '{"carrier_id": "#M-3/1", "marked_on": "2025-03-08", "mark": "secret"}') \gexec
SELECT i('handovers', '{"case_no": "K3", "carrier_id": "#M-3/1", "received_by": "low"}') \gexec
SELECT * FROM told('K3');
COMMIT;
BEGIN;
SELECT rectify('Order 32') \g /dev/null
DELETE FROM carrier_marks WHERE carrier_id = c('M-3/1');
SELECT * FROM told('K3');
-- the permit of another firm, so that the contractor never had one; also where the mark was lifted and put back since
UPDATE permits SET holder = p('joint') WHERE permit_no = 'P-other';
SELECT * FROM told('K4');
SELECT i('carrier_marks', jsonb_build_object('carrier_id', c('M-4/1'), 'marked_on', m.day, 'mark', m.mark))
FROM (VALUES ('2025-04-01', NULL), ('2025-05-01', 'secret')) AS m (day, mark) \gexec
SELECT * FROM told('K4');
ROLLBACK;
-- a contractor that is no citizen
\set ECHO none
SELECT enter('parties', '{"idn": "351240000134", "kind": "citizen", "settlement": "Astana"}'), enter('clearances', '{"clearance_no": "of K5", "party": "351240000134"}'),
	take('K5', 'permitted', '{"contractor": "@citizen", "carriers": ["M-8/1"]}') \g /dev/null
BEGIN;
SELECT rectify('Order 33') \g /dev/null
UPDATE cases SET contractor = '351240000134', works_settlement = 'Astana' WHERE case_no = 'K5';
UPDATE requests SET clearance_no = 'of K5' WHERE case_no = 'K5';
COMMIT;
SELECT enter('contracts', '{"case_no": "K5", "permit_no": null, "clearance_no": "of K5"}'), enter('contract_items', '{"case_no": "K5"}'), enter('notices', '{"case_no": "K5"}'),
	enter('protections', '{"case_no": "K5", "kind": "customer"}'), enter('handovers', '{"case_no": "K5", "carrier_id": "#M-8/1", "received_by": "of K5"}') \g /dev/null
\set ECHO all
BEGIN;
SELECT rectify('Order 34') \g /dev/null
UPDATE parties SET kind = 'organization', head_name = 'Head', legal_address = 'Almaty, 1' WHERE idn = '351240000134';
SELECT * FROM told('K5');
ROLLBACK;
-- a person of a party that never protected the secrets, after two arrangements alike
SELECT enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-08"}') \g /dev/null
BEGIN;
SELECT rectify('Order 35') \g /dev/null
SELECT i('handovers', '{"case_no": "K1", "carrier_id": "#M-5/1", "received_by": "other"}') \gexec
SELECT i('handovers', '{"case_no": "K1", "carrier_id": "#M-6/1", "received_by": "other", "returned_on": "2025-03-12", "return_act_no": "back"}') \gexec
SELECT * FROM told('K1') WHERE asked IN ('breaches', 'due back');
ROLLBACK;

-- Provision 7: the owner of the carrier, or a passing of its secrets, that was put right.
CREATE FUNCTION fixture.told_of_permission(no text) RETURNS TABLE (asked text, answer text) LANGUAGE sql AS $$
	SELECT 'breaches', string_agg(breach, '; ') FROM secretxfer.breaches b WHERE case_no = no AND provision = '7'
	UNION ALL
	SELECT 'due back', string_agg(array_to_string(reasons, ', '), '; ') FROM secretxfer.returns_due r WHERE case_no = no AND '7' = ANY (provisions)
	UNION ALL
	SELECT 'first steps', string_agg(replace(rule, 'secretxfer_', ''), ', ' ORDER BY rule) FROM secretxfer.next_steps(no) WHERE step = 1 AND rule ~ '_r07_'
$$;
BEGIN;
SELECT rectify('Order 41') \g /dev/null
UPDATE carriers SET owner = p('agency') WHERE carrier_id = c('M-2/1');
SELECT * FROM told_of_permission('K2');
ROLLBACK;
-- A customer that loses sight of permit and carrier with the permission is told what it can see.
CREATE ROLE regress_secretxfer_customer;
SELECT admit('regress_secretxfer_customer', p('customer'), 'customer') \g /dev/null
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_customer;
BEGIN;
SELECT rectify('Order 42') \g /dev/null
DELETE FROM decisions WHERE case_no = 'K2';
SET LOCAL ROLE regress_secretxfer_customer;
SELECT 'K2', reasons FROM returns_due WHERE case_no = 'K2';
SELECT provision, breach FROM breaches WHERE case_no = 'K2' ORDER BY 1, 2;
ROLLBACK;
DROP OWNED BY regress_secretxfer_customer;
DROP ROLE regress_secretxfer_customer;

-- Provision 8: a provider's marks and notices that were put right after the carrier came back.
SELECT take('P2', 'handed', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-9/1"]}') \g /dev/null
UPDATE handovers SET returned_on = '2025-03-20', return_act_no = 'back' WHERE case_no = 'P2';
SELECT provision, breach FROM breaches WHERE case_no = 'P2';
BEGIN;
SELECT rectify('Order 51') \g /dev/null
UPDATE permits SET valid_until = '2025-03-11' WHERE permit_no = 'P-provider';
SELECT provision, breach FROM breaches WHERE case_no = 'P2';
ROLLBACK;
BEGIN;
SELECT rectify('Order 52') \g /dev/null
UPDATE protections SET provider_permit_marked_on = '2025-03-15' WHERE case_no = 'P2';
SELECT provision, breach FROM breaches WHERE case_no = 'P2';
ROLLBACK;
BEGIN;
SELECT rectify('Order 53') \g /dev/null
DELETE FROM notices WHERE case_no = 'P2' AND kind = 'courier_service';
SELECT provision, breach FROM breaches WHERE case_no = 'P2';
ROLLBACK;

\i test/fixtures/finish.sql
