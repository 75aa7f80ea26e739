--
-- Provision 7: no contract and no transfer before the permission, and no more than is permitted.
--
\i test/fixtures/start.sql

-- No contract without a permission: no request, no answer, a refusal; the day before it, on its day, after it.
SELECT enter('cases', '{"case_no": "K0"}');
SELECT may_enter('contracts', '{"case_no": "K0"}');
SELECT take('K1', 'received', '{"carriers": ["M-1/1", "M-2/1", "A-1/1"]}');
SELECT may_enter('contracts', '{"case_no": "K1"}');
SELECT enter('decisions', '{"case_no": "K1", "outcome": "refused", "reasons": "not needed"}');
SELECT may_enter('contracts', '{"case_no": "K1"}');
SELECT withdraw('decisions', '{"case_no": "K1"}');
SELECT enter('decisions', '{"case_no": "K1", "excluded_items": [2]}');
SELECT may_enter('contracts', '{"case_no": "K1", "concluded_on": "2025-02-19"}');
SELECT may_enter('contracts', '{"case_no": "K1", "concluded_on": "2025-02-20"}');
SELECT may_enter('contracts', '{"case_no": "K1", "concluded_on": "2025-02-21"}');
-- a permission of one of several bodies is enough for the contract; a refusal of another does not take it away
SELECT enter('requests', '{"case_no": "K1", "request_no": "R2", "authority": "@agency"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R2", "carrier_id": "#A-1/1"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R2", "item_no": 2, "carrier_id": "#M-5/1"}');
SELECT change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2", "outcome": "refused", "reasons": "not needed"}');
SELECT may_enter('contracts', '{"case_no": "K1"}');
-- a permission in another case is none in this one
SELECT take('K2', 'received', '{"carriers": ["M-1/1"]}');
SELECT may_enter('contracts', '{"case_no": "K2"}');
-- a citizen needs it alike, and so does the service of an information system
SELECT take('C1', 'received', '{"contractor": "@citizen"}');
SELECT may_enter('contracts', '{"case_no": "C1"}');
SELECT take('S1', 'received', '{"service": true}');
SELECT may_enter('contracts', '{"case_no": "S1", "information_statement": "what circulates"}');
-- access to a system on the very day of the permission, when all the rest is of that day too; not on the day before
SELECT enter('cases', '{"case_no": "S2", "information_system_service": true, "system_mark": "secret"}');
SELECT enter('requests', '{"case_no": "S2", "information_statement": "what circulates", "transfer_from": "2025-02-10"}');
SELECT change('requests', '{"case_no": "S2"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "S2"}');
SELECT enter('contracts', '{"case_no": "S2", "concluded_on": "2025-02-20", "information_statement": "what circulates"}');
SELECT enter('notices', '{"case_no": "S2", "sent_on": "2025-02-20"}');
SELECT enter('protections', '{"case_no": "S2", "arranged_on": "2025-02-20"}');
SELECT may_enter('system_accesses', '{"case_no": "S2", "granted_on": "2025-02-19"}');
SELECT may_enter('system_accesses', '{"case_no": "S2", "granted_on": "2025-02-20"}');
-- only what was permitted covers an access: a second request, for another period, unanswered, refused, permitted
SELECT take('S3', 'protected', '{"service": true}');
SELECT enter('requests', '{"case_no": "S3", "request_no": "R2", "information_statement": "what circulates", "transfer_from": "2026-01-05", "transfer_until": "2026-01-30"}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "granted_on": "2026-01-12"}');
SELECT change('requests', '{"case_no": "S3", "request_no": "R2"}', '{"received_on": "2025-03-03"}');
SELECT enter('decisions', '{"case_no": "S3", "request_no": "R2", "sent_on": "2025-03-04", "outcome": "refused", "reasons": "not needed"}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "granted_on": "2026-01-12"}');
SELECT withdraw('decisions', '{"case_no": "S3", "request_no": "R2"}');
SELECT enter('decisions', '{"case_no": "S3", "request_no": "R2", "sent_on": "2025-03-04"}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "granted_on": "2026-01-12"}');
-- the permission is relied on by the contract
SELECT enter('contracts', '{"case_no": "K1", "concluded_on": "2025-02-24"}');
SELECT may_withdraw('decisions', '{"case_no": "K1", "request_no": "R1"}');
SELECT may_change('decisions', '{"case_no": "K1", "request_no": "R1"}', '{"outcome": "refused", "reasons": "not needed"}');
SELECT may_change('decisions', '{"case_no": "K1", "request_no": "R1"}', '{"excluded_items": []}');
-- the refusal by the other body is not
SELECT may_withdraw('decisions', '{"case_no": "K1", "request_no": "R2"}');
-- the contract cannot be moved before the permission
SELECT may_change('contracts', '{"case_no": "K1"}', '{"concluded_on": "2025-02-19"}');
SELECT may_change('contracts', '{"case_no": "K1"}', '{"concluded_on": "2025-02-20"}');

-- The annex is within the permissions: permitted; excluded; the carrier of another body in this list;
-- in the list of a body that refused.
SELECT may_enter('contract_items', '{"case_no": "K1", "item_no": 1}');
SELECT may_enter('contract_items', '{"case_no": "K1", "item_no": 2}');
SELECT may_enter('contract_items', '{"case_no": "K1", "item_no": 3}');
SELECT may_enter('contract_items', '{"case_no": "K1", "request_no": "R2", "item_no": 1}');
-- a line that is in no request
SELECT may_enter('contract_items', '{"case_no": "K1", "item_no": 9}');
-- once its own body permits, the carrier of the other body may be annexed, under the line of the request to that body
SELECT withdraw('decisions', '{"case_no": "K1", "request_no": "R2"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-02-25"}');
SELECT may_enter('contract_items', '{"case_no": "K1", "request_no": "R2", "item_no": 1, "annexed_on": "2025-02-25"}');
-- not before that permission: the day before it, its day; without a day it is that of the contract, the 24th
SELECT may_enter('contract_items', '{"case_no": "K1", "request_no": "R2", "item_no": 1, "annexed_on": "2025-02-24"}');
SELECT may_enter('contract_items', '{"case_no": "K1", "request_no": "R2", "item_no": 1}');
SELECT may_enter('contract_items', '{"case_no": "K1", "item_no": 3, "annexed_on": "2025-02-25"}');
-- a carrier of the first body in the list to the second one is not covered
SELECT may_enter('contract_items', '{"case_no": "K1", "request_no": "R2", "item_no": 2, "annexed_on": "2025-02-25"}');
-- a correction is judged alike
SELECT enter('contract_items', '{"case_no": "K1", "item_no": 1}');
SELECT may_change('contract_items', '{"case_no": "K1", "annex_no": "1"}', '{"item_no": 2}');
SELECT may_change('contract_items', '{"case_no": "K1", "annex_no": "1"}', '{"request_no": "R2", "item_no": 2, "annexed_on": "2025-02-25"}');

-- The hand-over is within the annex: listed and permitted but not annexed; annexed the day after; on the day.
SELECT take('K3', 'protected', '{"carriers": ["M-1/2", "M-5/1", "M-6/1"]}');
DELETE FROM notices WHERE case_no = 'K3';
DELETE FROM contract_items WHERE case_no = 'K3' AND item_no > 1;
SELECT enter('notices', '{"case_no": "K3"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-1/2"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1"}');
SELECT enter('contract_items', '{"case_no": "K3", "annex_no": "2", "item_no": 2, "annexed_on": "2025-03-13"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N2", "sent_on": "2025-03-13"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1", "handed_on": "2025-03-13"}');
-- neither requested nor annexed; annexed in another case only
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-2/1"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-1/1"}');

-- Two bodies, two permissions, one annex; one carrier handed over under each.
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "2", "request_no": "R2", "item_no": 1, "annexed_on": "2025-02-25"}');
SELECT enter('notices', '{"case_no": "K1"}');
SELECT enter('protections', '{"case_no": "K1"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#A-1/1"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
-- the second permission is relied on by the annex line under it, though it came after the contract
SELECT may_withdraw('decisions', '{"case_no": "K1", "request_no": "R2"}');
-- a line that nobody relies on may be withdrawn, one handed over under may not
SELECT enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
SELECT may_withdraw('contract_items', '{"case_no": "K1", "annex_no": "1"}');

-- A request that was refused may be followed by a new one that is granted.
SELECT take('K4', 'received', '{"carriers": ["A-2/1"], "authority": "@agency"}');
SELECT enter('decisions', '{"case_no": "K4", "outcome": "refused", "reasons": "not needed"}');
SELECT enter('requests', '{"case_no": "K4", "request_no": "R2", "authority": "@agency", "sent_on": "2025-02-21"}');
SELECT enter('request_items', '{"case_no": "K4", "request_no": "R2", "carrier_id": "#A-2/1"}');
SELECT change('requests', '{"case_no": "K4", "request_no": "R2"}', '{"received_on": "2025-02-22"}');
SELECT enter('decisions', '{"case_no": "K4", "request_no": "R2", "sent_on": "2025-02-27"}');
SELECT enter('contracts', '{"case_no": "K4"}');
SELECT may_enter('contract_items', '{"case_no": "K4", "request_no": "R1"}');
SELECT may_enter('contract_items', '{"case_no": "K4", "request_no": "R2"}');

-- The words of refusals, and their full shape.
SELECT words(insert_of('contract_items', entry('contract_items', '{"case_no": "K4", "request_no": "R1"}')));
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1"}')));
INSERT INTO contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
	protection_financing, permit_no, responsible_unit, unit_designated_by)
VALUES ('K2', '42', '2025-03-03', 'inspections', 'inspections', 'liable', 'paid', 'P-builder', 'a unit', 'an order');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K3', c('M-6/1'), '2025-03-12', 'act', 'C-builder');

-- Every act asks for the permission again, though the annex could not have been entered without: entries changed past
-- the rules, each by itself.  A hand-over, an access, a contract, an annex line become possible by none.
SELECT take('P1', 'protected', '{"carriers": ["M-9/1", "M-10/1"]}'), take('P2', 'protected', '{"service": true}'), take('P3', 'permitted', '{"carriers": ["M-9/1", "M-10/1"]}');
CREATE FUNCTION fixture.without(sql text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	EXECUTE sql;
	SET LOCAL session_replication_role = origin;
	RETURN QUERY VALUES ('hand-over: ' || fixture.may_enter('handovers', '{"case_no": "P1", "carrier_id": "#M-9/1"}')),
		('access: ' || fixture.may_enter('system_accesses', '{"case_no": "P2"}')), ('contract: ' || fixture.may_enter('contracts', '{"case_no": "P3"}'));
END $$;
SELECT * FROM without('SELECT');
BEGIN;
SELECT * FROM without('UPDATE secretxfer.decisions SET outcome = ''refused'', reasons = ''not needed'' WHERE case_no LIKE ''P_''');
ROLLBACK;
BEGIN;
SELECT * FROM without('DELETE FROM secretxfer.decisions WHERE case_no LIKE ''P_''');
ROLLBACK;
BEGIN;
SELECT * FROM without('UPDATE secretxfer.decisions SET sent_on = ''2025-03-20'' WHERE case_no LIKE ''P_''');
ROLLBACK;
BEGIN;
SELECT * FROM without('UPDATE secretxfer.decisions SET excluded_items = ''{1}'' WHERE case_no LIKE ''P_''');
-- (the other line of the list is still permitted)
SELECT may_enter('handovers', '{"case_no": "P1", "carrier_id": "#M-10/1"}');
ROLLBACK;
BEGIN;
SELECT * FROM without('UPDATE secretxfer.requests SET received_on = NULL WHERE case_no LIKE ''P_''');
ROLLBACK;
BEGIN;
SELECT * FROM without('UPDATE secretxfer.requests SET received_on = ''2025-02-21'' WHERE case_no LIKE ''P_''');
ROLLBACK;
BEGIN;
SELECT * FROM without('UPDATE secretxfer.requests SET authority = fixture.p(''agency'') WHERE case_no LIKE ''P_''');
ROLLBACK;
BEGIN;
SELECT * FROM without('UPDATE secretxfer.requests SET withdrawn_on = ''2025-02-21'' WHERE case_no LIKE ''P_''');
ROLLBACK;
BEGIN;
SELECT * FROM without('DELETE FROM secretxfer.requests WHERE case_no LIKE ''P_''');
ROLLBACK;
BEGIN;
SET LOCAL session_replication_role = replica;
DELETE FROM decisions WHERE case_no = 'P1';
SET LOCAL session_replication_role = origin;
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "P1", "carrier_id": "#M-9/1"}')));
ROLLBACK;

-- 7, r07_secrets_passed_on: the liquidation of a body is completed when its secrets have passed to another body.
SELECT enter('party_changes', '{"party": "@ministry", "effective_on": "2025-06-02"}');
SELECT may_change('party_changes', '{"party": "@ministry"}', '{"completed_on": "2025-07-01"}');
SELECT enter('disposal_successions', '{"effective_on": "2025-06-02"}');
SELECT may_change('party_changes', '{"party": "@ministry"}', '{"completed_on": "2025-07-01"}');

\i test/fixtures/finish.sql
