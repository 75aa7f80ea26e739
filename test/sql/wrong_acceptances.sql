--
-- What version 1.0 accepted and must not: eleven stories, each from its lawful start to the entry that is refused.
-- The tests of the provisions have the rules one by one; here each story is told as somebody would try it.
--
\i test/fixtures/start.sql
\set VERBOSITY terse
SELECT take('K1', 'handed', '{"carriers": ["M-1/1", "M-1/2"]}'), take('K2', 'protected', '{"customer": "@client", "contractor": "@other", "carriers": ["M-5/1", "M-6/1", "M-1/1"]}');

-- 1. A carrier that is out disappears: its hand-over becomes that of another carrier, which then comes back.
BEGIN;
SELECT enter('party_changes', '{"party": "@builder", "effective_on": "2025-05-01"}');
SELECT enter('protection_measures', '{"case_no": "K1", "taken_on": "2025-05-02"}');
SELECT change('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}', '{"returned_on": "2025-05-03", "return_act_no": "back"}');
SELECT change('handovers', '{"case_no": "K1", "carrier_id": "#M-1/2"}', '{"carrier_id": "#M-5/1", "returned_on": "2025-05-03", "return_act_no": "back"}');
SELECT change('party_changes', '{"party": "@builder"}', '{"completed_on": "2025-06-01"}');
SELECT case_no, account_no, copy_no FROM outstanding_carriers JOIN carriers USING (carrier_id);
ROLLBACK;

-- 2. A breach, a suspension and an access move to another case.
BEGIN;
SELECT take('S1', 'handed', '{"service": true}'), take('S2', 'protected', '{"service": true}');
SELECT enter('violations', '{"case_no": "K1"}');
SELECT change('violations', '{"case_no": "K1"}', '{"case_no": "K2"}');
SELECT enter('suspensions', '{"case_no": "K1"}');
SELECT enter('violations', '{"case_no": "K2"}');
SELECT change('suspensions', '{"case_no": "K1"}', '{"case_no": "K2"}');
SELECT change('system_accesses', '{"case_no": "S1"}', '{"case_no": "S2"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-03", "act_no": "again"}');
ROLLBACK;

-- 3. A liquidation moves to another party, or becomes a change of another kind or day.
BEGIN;
SELECT enter('party_changes', '{"party": "@other", "effective_on": "2025-03-10"}');
SELECT change('party_changes', '{"party": "@other"}', '{"party": "@student"}');
SELECT change('party_changes', '{"party": "@other"}', '{"kind": "functions"}');
SELECT change('party_changes', '{"party": "@other"}', '{"effective_on": "2025-12-01"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1"}');
ROLLBACK;

-- 4. The list changes after its receipt, by a transaction of the same message that first touches the request.
\set message 'BEGIN; INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract) VALUES (''K2'', ''R4'', ''351240000010'', ''2025-03-10'', ''needed'', ''2025-03-12'', ''2025-12-31'', ''P-other'', ''draft''); INSERT INTO secretxfer.request_items SELECT ''K2'', ''R4'', 1, fixture.c(''M-7/1''); COMMIT; BEGIN; UPDATE secretxfer.requests SET received_on = ''2025-03-11'' WHERE request_no = ''R4''; COMMIT; BEGIN; UPDATE secretxfer.requests SET request_no = request_no WHERE request_no = ''R4''; '
:message DELETE FROM secretxfer.request_items WHERE request_no = 'R4';
ROLLBACK;
BEGIN\; UPDATE secretxfer.requests SET request_no = request_no WHERE request_no = 'R4'\; INSERT INTO secretxfer.request_items SELECT 'K2', 'R4', 2, fixture.c('M-8/1')\; COMMIT;
ROLLBACK;
SELECT received_on, account_no FROM requests JOIN request_items USING (case_no, request_no) JOIN carriers USING (carrier_id) WHERE request_no = 'R4';

-- 5. A received request gets another addressee, period, reason, draft, and is then taken back.
BEGIN;
SELECT change('requests', '{"request_no": "R4"}', '{"authority": "@agency"}');
SELECT change('requests', '{"request_no": "R4"}', '{"transfer_until": "2030-12-31"}');
SELECT change('requests', '{"request_no": "R4"}', '{"justification": "another"}');
SELECT change('requests', '{"request_no": "R4"}', '{"draft_contract": "another"}');
SELECT change('requests', '{"request_no": "R4"}', '{"received_on": null}');
SELECT withdraw('requests', '{"request_no": "R4"}');
SELECT change('requests', '{"request_no": "R4"}', '{"received_on": "2025-03-12"}');
ROLLBACK;

-- 6. A body that is no more receives and permits.
BEGIN;
SELECT enter('requests', '{"case_no": "K2", "request_no": "R6", "authority": "@agency"}');
SELECT enter('requests', '{"case_no": "K2", "request_no": "R7", "authority": "@agency"}');
SELECT enter('request_items', '{"case_no": "K2", "request_no": "R6", "carrier_id": "#A-1/1"}');
SELECT enter('request_items', '{"case_no": "K2", "request_no": "R7", "carrier_id": "#A-1/1"}');
SELECT change('requests', '{"request_no": "R6"}', '{"received_on": "2025-02-12"}');
SELECT enter('party_changes', '{"party": "@agency", "effective_on": "2025-02-14"}');
SELECT change('requests', '{"request_no": "R7"}', '{"received_on": "2025-02-14"}');
SELECT enter('requests', '{"case_no": "K2", "request_no": "R8", "authority": "@agency", "sent_on": "2025-02-14"}');
SELECT enter('decisions', '{"case_no": "K2", "request_no": "R6"}');
-- what was answered before stands
SELECT enter('decisions', '{"case_no": "K2", "request_no": "R6", "sent_on": "2025-02-13"}');
ROLLBACK;

-- 7. A liquidation of the customer that took effect before the case was opened stops nothing.
BEGIN;
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1"}');
SELECT enter('party_changes', '{"party": "@client", "effective_on": "2025-01-20"}');
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-6/1"}');
SELECT change('party_changes', '{"party": "@client"}', '{"completed_on": "2025-05-01"}');
SELECT change('handovers', '{"case_no": "K2"}', '{"returned_on": "2025-05-01", "return_act_no": "back"}');
SELECT change('party_changes', '{"party": "@client"}', '{"completed_on": "2025-05-01"}');
ROLLBACK;

-- 8. A further period rides on the notice of the old line.
BEGIN;
SELECT change('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}', '{"returned_on": "2025-03-20", "return_act_no": "back"}');
SELECT enter('requests', '{"case_no": "K1", "request_no": "R8", "sent_on": "2025-03-21", "transfer_from": "2026-01-05", "transfer_until": "2026-03-31"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R8"}');
SELECT change('requests', '{"request_no": "R8"}', '{"received_on": "2025-03-25"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R8", "sent_on": "2025-04-01"}');
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "8", "request_no": "R8", "annexed_on": "2025-04-02"}');
SELECT enter('handovers', '{"case_no": "K1", "handed_on": "2026-01-12", "act_no": "again"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "N8", "sent_on": "2025-04-03"}');
SELECT enter('handovers', '{"case_no": "K1", "handed_on": "2026-01-12", "act_no": "again"}');
ROLLBACK;

-- 9. A provider without a permit, with a revoked one, or with a mark in a permit of somebody else.
BEGIN;
SELECT enter('parties', '{"idn": "@spare", "state_share": 100, "protection_mandate": "an act"}');
SELECT take('K3', 'noticed', '{"customer": "@client", "contractor": "@other", "carriers": ["M-7/1"]}');
CREATE FUNCTION fixture.by(provider text, permit text) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.enter('protections', jsonb_build_object('case_no', 'K3', 'kind', 'provider', 'organizer', provider, 'service_contract_no', '7', 'service_contract_on', '2025-03-05',
		'contractor_permit_marked_on', '2025-03-06', 'contractor_permit_no', 'P-other', 'provider_permit_marked_on', '2025-03-06', 'provider_permit_no', permit))
$$;
SELECT fixture.by('@spare', NULL);
SELECT fixture.by('@spare', 'P-provider');
SELECT enter('permits', '{"permit_no": "P-revoked", "holder": "@spare", "revoked_on": "2025-03-06"}');
SELECT fixture.by('@spare', 'P-revoked');
SELECT fixture.by('@provider', 'P-provider');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N2", "kind": "courier_service", "sent_on": "2025-03-07"}'), enter('notices', '{"case_no": "K3", "notice_no": "N3", "kind": "postal_service", "sent_on": "2025-03-07"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-7/1"}');
SELECT change('permits', '{"permit_no": "P-provider"}', '{"revoked_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-7/1"}');
ROLLBACK;

-- 10. Who is customer and body at once receives, or clears the receipt of, a request to another body.
SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_duo;
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_duo;
GRANT SELECT ON fixture.numbers TO regress_secretxfer_duo;
SELECT admit('regress_secretxfer_duo', p('agency'), 'customer'), admit('regress_secretxfer_duo', p('agency'), 'authority') \g /dev/null
RESET client_min_messages;
SELECT take('U1', 'requested', '{"customer": "@agency"}'), take('U2', 'received', '{"customer": "@agency"}');
SET ROLE regress_secretxfer_duo;
UPDATE requests SET authority = '351240000020', received_on = '2025-02-12' WHERE case_no = 'U1';
UPDATE requests SET authority = '351240000010', received_on = '2025-02-12' WHERE case_no = 'U1';
UPDATE requests SET received_on = NULL WHERE case_no = 'U2';
UPDATE requests SET authority = '351240000020', received_on = NULL WHERE case_no = 'U2';
BEGIN;
UPDATE requests SET authority = '351240000020' WHERE case_no = 'U1';
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'U1';
UPDATE requests SET authority = '351240000010' WHERE case_no = 'U1';
ROLLBACK;
-- ... in one transaction: to its own body, received, and then sent to another one
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
VALUES ('U1', 'R2', '351240000020', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft');
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('U1', 'R2', 1, 8);
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'U1' AND request_no = 'R2';
SAVEPOINT received;
UPDATE requests SET authority = '351240000010' WHERE case_no = 'U1' AND request_no = 'R2';
ROLLBACK TO received;
UPDATE requests SET authority = '351240000010', received_on = NULL WHERE case_no = 'U1' AND request_no = 'R2';
ROLLBACK TO received;
UPDATE requests SET received_on = NULL WHERE case_no = 'U1' AND request_no = 'R2';
UPDATE requests SET authority = '351240000010' WHERE case_no = 'U1' AND request_no = 'R2';
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'U1' AND request_no = 'R2';
ROLLBACK;
RESET ROLE;
SELECT case_no, received_on FROM requests WHERE case_no IN ('U1', 'U2') ORDER BY 1;

-- 11. It reads the carriers of other bodies, and clearances of any firm, by entries that it rolls back.
SET ROLE regress_secretxfer_duo;
BEGIN;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES ('U3', '351240000020', '351240000110', 'works', 'Almaty', '2025-02-03');
SELECT count(*) FROM clearances WHERE party = '351240000110';
SELECT count(*) FROM permits WHERE holder = '351240000110';
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
VALUES ('U3', 'R', '351240000020', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-other', 'draft');
SELECT count(*) FROM permits WHERE holder = '351240000110';
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) SELECT 'U3', 'R', n, n FROM generate_series(1, 12) AS n;
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'U3';
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as) VALUES ('U3', 'R', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head');
SELECT count(*) FILTER (WHERE owner = '351240000020') > 0 AS own, count(*) FILTER (WHERE owner <> '351240000020') AS others FROM carriers;
SELECT count(*) FROM clearances WHERE party = '351240000110';
-- ... nor by those that it commits: only the owner of a carrier permits it
COMMIT;
SELECT count(*) FILTER (WHERE owner <> '351240000020') AS others FROM carriers;
RESET ROLE;

DROP OWNED BY regress_secretxfer_duo;
DROP ROLE regress_secretxfer_duo;
\i test/fixtures/finish.sql
