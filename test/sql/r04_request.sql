--
-- Provision 4: the request, and the parties and carriers it describes.
--
\i test/fixtures/start.sql

-- The addressee is a body that disposes of state secrets; the customer may be that body itself.
SELECT enter('cases', '{"case_no": "K1"}');
SELECT enter('cases', '{"case_no": "C1", "contractor": "@citizen"}');
SELECT may_enter('requests', '{"case_no": "K1"}');
SELECT may_enter('requests', '{"case_no": "K1", "authority": "@bureau"}');
SELECT may_enter('requests', '{"case_no": "K1", "authority": "@customer"}');
SELECT enter('cases', '{"case_no": "O1", "customer": "@ministry"}');
SELECT may_enter('requests', '{"case_no": "O1", "authority": "@ministry"}');
-- several requests in one case, to one body and to another
SELECT enter('requests', '{"case_no": "K1"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "authority": "@agency"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R1"}', '{"authority": "@agency"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R1"}', '{"authority": "@bureau"}');
SELECT withdraw('requests', '{"case_no": "K1", "request_no": "R1"}');

-- A body in liquidation is neither asked nor receives: the request the day before the liquidation, on its day; the
-- receipt the day before, on its day.  A body that changes otherwise goes on.
SELECT enter('parties', '{"idn": "@spare2", "kind": "state_body", "disposes_of_secrets": true}');
SELECT enter('requests', '{"case_no": "K1", "request_no": "R2", "authority": "@spare2"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R2"}');
SELECT enter('party_changes', '{"party": "@spare2", "change_no": "1", "kind": "functions", "effective_on": "2025-02-03"}');
SELECT enter('party_changes', '{"party": "@spare2", "change_no": "2", "effective_on": "2025-02-17"}');
SELECT may_enter('requests', '{"case_no": "K1", "authority": "@spare2", "sent_on": "2025-02-16"}');
SELECT may_enter('requests', '{"case_no": "K1", "authority": "@spare2", "sent_on": "2025-02-17"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-16"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-17"}');
SELECT words(update_of('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-17"}'));
SELECT enter('requests', '{"case_no": "K1", "sent_on": "2025-02-17"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R1"}', '{"authority": "@spare2"}');
SELECT withdraw('requests', '{"case_no": "K1", "request_no": "R1"}');
-- a received request stays received: the liquidation is an event
SELECT change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-12"}');
SELECT may_enter('party_changes', '{"party": "@spare2", "change_no": "3", "effective_on": "2025-02-11"}');

-- Only a state body disposes of state secrets.
SELECT may_enter('parties', '{"kind": "state_body", "disposes_of_secrets": true}');
SELECT may_enter('parties', '{"kind": "organization", "disposes_of_secrets": true}');
SELECT may_enter('parties', '{"kind": "citizen", "disposes_of_secrets": true}');
SELECT may_change('parties', '{"idn": "@bureau"}', '{"disposes_of_secrets": true}');
SELECT may_change('parties', '{"idn": "@other"}', '{"disposes_of_secrets": true}');

-- 4(1) Identification numbers: right, second pass of the check digit, wrong digit, the impossible second pass,
-- all zeros, eleven and thirteen digits, letters, full-width digits, blanks inside.
SELECT may_enter('parties', '{"idn": "370660000124"}');
SELECT may_enter('parties', '{"idn": "351240000122"}');
SELECT may_enter('parties', '{"idn": "351240000123"}');
SELECT may_enter('parties', '{"idn": "351240000011"}');
SELECT may_enter('parties', '{"idn": "351240000100"}');
SELECT may_enter('parties', '{"idn": "351240000160"}');
SELECT may_enter('parties', '{"idn": "000000000000"}');
SELECT may_enter('parties', '{"idn": "35124000012"}');
SELECT may_enter('parties', '{"idn": "3512400001220"}');
SELECT may_enter('parties', '{"idn": "35124000012a"}');
SELECT may_enter('parties', '{"idn": "３５１２４００００１２２"}');
SELECT may_enter('parties', '{"idn": "351240 000122"}');
SELECT may_enter('parties', '{"idn": "BIN"}');
-- the shape of a BIN, for bodies and organisations: a month in digits 3 and 4, digit 5 one of 4, 5, 6, digit 6 one of 0 to 3
SELECT may_enter('parties', '{"idn": "351340000014"}');
SELECT may_enter('parties', '{"idn": "351239000015"}');
SELECT may_enter('parties', '{"kind": "state_body", "idn": "351340000014"}');
SELECT may_enter('parties', '{"idn": "810101100035"}');
SELECT may_enter('parties', '{"kind": "citizen", "idn": "751231102008"}');
SELECT may_enter('parties', '{"kind": "citizen", "idn": "810101100602"}');
SELECT may_enter('parties', '{"kind": "citizen", "idn": "810101100016"}');
-- since 2013 the digits of an IIN tell no date of birth, so one without a month is no error
SELECT may_enter('parties', '{"kind": "citizen", "idn": "351340000014"}');
-- a number that does not fit the kind
SELECT may_change('parties', '{"idn": "@bureau"}', '{"idn": "351240000011"}');
SELECT may_change('parties', '{"idn": "@bureau"}', '{"idn": "351240000122"}');

-- 4(1) What the request says of an organisation or a body: all that is missing is named at once; blank is missing.
SELECT may_enter('parties', '{"head_name": null}');
SELECT may_enter('parties', '{"legal_address": " \t\n "}');
SELECT may_enter('parties', '{"full_name": ""}');
SELECT words(insert_of('parties', entry('parties', '{"full_name": null, "head_name": "", "legal_address": null}')));
SELECT may_enter('parties', '{"kind": "state_body", "legal_address": null}');
SELECT may_enter('parties', '{"workplace": null, "position": null, "residence": null, "id_document_issuer": null}');
SELECT may_change('parties', '{"idn": "@builder"}', '{"head_name": null}');
SELECT may_change('parties', '{"idn": "@builder"}', '{"head_name": "Another Head", "legal_address": "2 Some Street"}');

-- 4(1) What it says of a citizen.
SELECT may_enter('parties', '{"kind": "citizen"}');
SELECT may_enter('parties', '{"kind": "citizen", "position": "student", "workplace": "a university"}');
SELECT may_enter('parties', '{"kind": "citizen", "full_name": null}');
SELECT may_enter('parties', '{"kind": "citizen", "workplace": null}');
SELECT may_enter('parties', '{"kind": "citizen", "position": "  "}');
SELECT may_enter('parties', '{"kind": "citizen", "residence": null}');
SELECT may_enter('parties', '{"kind": "citizen", "id_document_issuer": null}');
SELECT may_enter('parties', '{"kind": "citizen", "head_name": null, "legal_address": null}');
SELECT words(insert_of('parties', entry('parties', '{"kind": "citizen", "full_name": null, "workplace": null,
	"position": null, "residence": null, "id_document_issuer": null}')));
SELECT may_change('parties', '{"idn": "@citizen"}', '{"residence": ""}');

-- 4(2) What the list says of a carrier; sheets are counted in documents only.
SELECT may_enter('carriers', '{"title": null}');
SELECT may_enter('carriers', '{"mark": null}');
SELECT may_enter('carriers', '{"account_no": " "}');
SELECT may_enter('carriers', '{"copy_no": null}');
SELECT may_enter('carriers', '{"sheets": null}');
SELECT may_enter('carriers', '{"kind": "other", "sheets": null}');
SELECT may_enter('carriers', '{"kind": "other", "sheets": 3}');
SELECT words(insert_of('carriers', entry('carriers', '{"title": null, "mark": null, "account_no": null, "copy_no": null, "sheets": null}')));
SELECT may_change('carriers', '{"account_no": "M-6"}', '{"sheets": null}');
SELECT may_change('carriers', '{"account_no": "M-6"}', '{"kind": "other", "sheets": null}');

-- 4(2) A carrier stands once in a request's list; in another request it may stand again.
SELECT enter('requests', '{"case_no": "K1"}');
SELECT enter('requests', '{"case_no": "K1", "request_no": "R22"}');
SELECT enter('request_items', '{"case_no": "K1"}');
SELECT may_enter('request_items', '{"case_no": "K1", "item_no": 2}');
SELECT may_enter('request_items', '{"case_no": "K1", "item_no": 2, "carrier_id": "#M-1/2"}');
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R22"}');
SELECT enter('request_items', '{"case_no": "K1", "item_no": 2, "carrier_id": "#M-2/1"}');
SELECT may_change('request_items', '{"case_no": "K1", "item_no": 2}', '{"carrier_id": "#M-1/1"}');
SELECT may_change('request_items', '{"case_no": "K1", "item_no": 2}', '{"carrier_id": "#M-3/1"}');
-- carriers of another body may stand in the list (they are not covered by the permission, see provision 7)
SELECT may_enter('request_items', '{"case_no": "K1", "item_no": 3, "carrier_id": "#A-1/1"}');

-- 4(2) The list must not be empty once the request is received.  A receipt recorded later is judged at once.
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R1"}', '{"received_on": "2025-02-12"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R22"}', '{"received_on": "2025-02-12"}');
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K1' AND request_no = 'R22';
-- A receipt recorded with the request is judged at COMMIT, when the list has had its chance.
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R3', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
COMMIT;
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R3', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
INSERT INTO request_items VALUES ('K1', 'R3', 1, c('M-1/1'));
DELETE FROM request_items WHERE case_no = 'K1' AND request_no = 'R3';
COMMIT;
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R3', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
INSERT INTO request_items VALUES ('K1', 'R3', 1, c('M-1/1')), ('K1', 'R3', 2, c('M-1/2'));
DELETE FROM request_items WHERE case_no = 'K1' AND request_no = 'R3' AND item_no = 2;
COMMIT;
-- what was received and withdrawn again in one transaction need not have had a list
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R4', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
DELETE FROM requests WHERE case_no = 'K1' AND request_no = 'R4';
COMMIT;
-- nor what was received by mistake and put right
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R4', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
UPDATE requests SET received_on = NULL WHERE case_no = 'K1' AND request_no = 'R4';
COMMIT;
-- what gets another number after it was entered is judged by that number
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R31', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
UPDATE requests SET request_no = 'R32' WHERE case_no = 'K1' AND request_no = 'R31';
COMMIT;
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
VALUES ('K1', 'R31', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft');
INSERT INTO request_items VALUES ('K1', 'R31', 1, c('M-1/1'));
DELETE FROM request_items WHERE case_no = 'K1' AND request_no = 'R31';
UPDATE requests SET request_no = 'R32', received_on = '2025-02-12' WHERE case_no = 'K1' AND request_no = 'R31';
COMMIT;
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R31', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
UPDATE requests SET request_no = 'R32' WHERE case_no = 'K1' AND request_no = 'R31';
INSERT INTO request_items VALUES ('K1', 'R32', 1, c('M-1/1'));
COMMIT;
-- nor does a basis let the list go with the number
BEGIN;
SELECT rectify('Order 1');
DELETE FROM request_items WHERE case_no = 'K1' AND request_no = 'R32';
UPDATE requests SET request_no = 'R31' WHERE case_no = 'K1' AND request_no = 'R32';
ROLLBACK;
-- the list of what is given another number stands under the old one: it is not missing
SELECT words(update_of('requests', '{"case_no": "K1", "request_no": "R3"}', '{"request_no": "R33"}'));
-- once received the list is closed: nothing is added, changed or withdrawn
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R3", "item_no": 3, "carrier_id": "#M-2/1"}');
SELECT may_change('request_items', '{"case_no": "K1", "request_no": "R3", "item_no": 1}', '{"carrier_id": "#M-2/1"}');
SELECT may_withdraw('request_items', '{"case_no": "K1", "request_no": "R3", "item_no": 1}');
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R4", "item_no": 1, "carrier_id": "#M-2/1"}');
-- ... not even by a transaction that touches the request first, or answers it on the way
BEGIN;
UPDATE requests SET printed_no = 'R-3', request_no = request_no WHERE case_no = 'K1' AND request_no = 'R3';
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R3", "item_no": 3, "carrier_id": "#M-2/1"}');
SELECT may_withdraw('request_items', '{"case_no": "K1", "request_no": "R3", "item_no": 1}');
ROLLBACK;
BEGIN;
UPDATE requests SET received_on = '2025-02-13' WHERE case_no = 'K1' AND request_no = 'R3';
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R3", "item_no": 3, "carrier_id": "#M-2/1"}');
SELECT may_withdraw('request_items', '{"case_no": "K1", "request_no": "R3", "item_no": 1}');
ROLLBACK;
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R5', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
INSERT INTO request_items VALUES ('K1', 'R5', 1, c('M-1/1')), ('K1', 'R5', 2, c('M-1/2'));
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R5", "item_no": 3, "carrier_id": "#M-2/1"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R5"}');
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R5", "item_no": 3, "carrier_id": "#M-2/1"}');
SELECT may_change('request_items', '{"case_no": "K1", "request_no": "R5", "item_no": 2}', '{"carrier_id": "#M-2/1"}');
SELECT may_withdraw('request_items', '{"case_no": "K1", "request_no": "R5", "item_no": 2}');
ROLLBACK;
-- an answer needs the list at once
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R5', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
SELECT may_enter('decisions', '{"case_no": "K1", "request_no": "R5"}');
ROLLBACK;
SELECT may_enter('decisions', '{"case_no": "K1", "request_no": "R3"}');

-- A request is closed by its receipt, in all that the body received; only the day of the receipt is corrected until the
-- answer, and is not taken back.
SELECT enter('permits', '{"permit_no": "P-2"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R3"}', fields)
  FROM unnest(ARRAY['{"authority": "@agency"}', '{"sent_on": "2025-02-11"}', '{"justification": "another"}', '{"transfer_from": "2025-03-02"}', '{"transfer_until": "2026-01-31"}',
	'{"permit_no": "P-2"}', '{"clearance_no": "C-builder"}', '{"draft_contract": "another"}', '{"request_no": "R33"}', '{"case_no": "O1"}', '{"received_on": "2025-02-13"}', '{"received_on": null}',
	'{"printed_no": "R-3"}']::jsonb[]) AS fields;
SELECT may_withdraw('requests', '{"case_no": "K1", "request_no": "R3"}');
SELECT words(update_of('requests', '{"case_no": "K1", "request_no": "R3"}', '{"received_on": null}'));
SELECT take('S4', 'received', '{"service": true}');
SELECT may_change('requests', '{"case_no": "S4"}', '{"information_statement": "what else circulates"}');
SELECT may_change('requests', '{"case_no": "S4"}', '{"received_on": "2025-02-13"}');
-- the transaction that enters the request may still correct all of it, also in a savepoint; one that enters it anew too
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K1', 'R5', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
INSERT INTO request_items VALUES ('K1', 'R5', 1, c('M-1/1'));
SAVEPOINT corrected;
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R5"}', fields)
  FROM unnest(ARRAY['{"authority": "@agency"}', '{"justification": "another"}', '{"transfer_until": "2026-01-31"}', '{"draft_contract": "another"}', '{"received_on": null}']::jsonb[]) AS fields;
UPDATE requests SET authority = p('agency') WHERE request_no = 'R5';
ROLLBACK TO corrected;
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R5"}', '{"justification": "another"}');
-- (but not another one, which stood before)
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R3"}', '{"justification": "another"}');
ROLLBACK;
-- several transactions in one message, of one time: the last is not the one that entered the request
BEGIN\; INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract) VALUES ('K1', 'R6', '351240000010', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft')\; INSERT INTO secretxfer.request_items SELECT 'K1', 'R6', 1, min(carrier_id) FROM secretxfer.carriers\; COMMIT\; BEGIN\; UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE request_no = 'R6'\; COMMIT\; BEGIN\; UPDATE secretxfer.requests SET request_no = request_no WHERE request_no = 'R6'\; DELETE FROM secretxfer.request_items WHERE request_no = 'R6'\; COMMIT;
ROLLBACK;
SELECT received_on, (SELECT count(*) FROM request_items i WHERE i.request_no = r.request_no) AS listed FROM requests r WHERE request_no = 'R6';

-- 4(3) Justification.
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "justification": null}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "justification": "   "}');

-- 4(4) The period of the transfer: both days, not reversed; one day is a period.
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "transfer_from": null}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "transfer_until": null}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "transfer_from": "2025-04-02", "transfer_until": "2025-04-01"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "transfer_from": "2025-04-01", "transfer_until": "2025-04-01"}');

-- 4 (end) The draft contract.
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "draft_contract": null}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "draft_contract": ""}');
SELECT words(insert_of('requests', entry('requests', '{"case_no": "K1", "request_no": "R9", "justification": null,
	"transfer_from": null, "draft_contract": null, "permit_no": null}')));

-- 4(5) An organisation states its own permit, a citizen its own clearance.
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": null}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": null, "clearance_no": "C-builder"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": "P-other"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": "P-unknown"}');
SELECT may_enter('requests', '{"case_no": "C1"}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": null}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": null, "permit_no": "P-builder"}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": "C-student"}');
-- what is stated beyond must be the contractor's too
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "clearance_no": "C-builder"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "clearance_no": "C-other"}');
SELECT may_enter('requests', '{"case_no": "C1", "permit_no": "P-builder"}');
-- valid on the day of the request: the day before the issue, the day of it, the last day, the day after
SELECT enter('permits', '{"permit_no": "P-short", "issued_on": "2025-02-10", "valid_until": "2025-02-14"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": "P-short", "sent_on": "2025-02-09"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": "P-short", "sent_on": "2025-02-10"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": "P-short", "sent_on": "2025-02-14"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": "P-short", "sent_on": "2025-02-15"}');
SELECT enter('clearances', '{"clearance_no": "C-short", "party": "@citizen", "issued_on": "2025-02-10", "valid_until": "2025-02-14"}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": "C-short", "sent_on": "2025-02-09"}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": "C-short", "sent_on": "2025-02-10"}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": "C-short", "sent_on": "2025-02-14"}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": "C-short", "sent_on": "2025-02-15"}');
-- not revoked on or before it: the day before the revocation, the day of it
SELECT change('permits', '{"permit_no": "P-short"}', '{"revoked_on": "2025-02-12"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": "P-short", "sent_on": "2025-02-11"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "permit_no": "P-short", "sent_on": "2025-02-12"}');
SELECT change('clearances', '{"clearance_no": "C-short"}', '{"revoked_on": "2025-02-12"}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": "C-short", "sent_on": "2025-02-11"}');
SELECT may_enter('requests', '{"case_no": "C1", "clearance_no": "C-short", "sent_on": "2025-02-12"}');
-- beyond the citizen's clearance nothing need be stated; an organisation's staff clearance must be valid too
SELECT enter('clearances', '{"clearance_no": "C-old", "valid_until": "2024-12-31"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R9", "clearance_no": "C-old"}');
-- a correction is judged the same
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R4"}', '{"permit_no": null}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R4"}', '{"permit_no": "P-other"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R4"}', '{"justification": "needed still"}');

-- 4(4) Within the period of the request: the day before it, its first day, its last day, the day after it.
SELECT take('K5', 'opened');
SELECT enter('requests', '{"case_no": "K5", "transfer_from": "2025-03-10", "transfer_until": "2025-03-14"}');
SELECT enter('request_items', '{"case_no": "K5"}');
SELECT enter('requests', '{"case_no": "K5", "request_no": "R2", "authority": "@agency", "transfer_from": "2025-03-24", "transfer_until": "2025-03-28"}');
SELECT enter('request_items', '{"case_no": "K5", "request_no": "R2", "carrier_id": "#A-1/1"}');
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K5';
SELECT enter('decisions', '{"case_no": "K5"}');
SELECT enter('decisions', '{"case_no": "K5", "request_no": "R2"}');
SELECT enter('contracts', '{"case_no": "K5"}');
SELECT enter('contract_items', '{"case_no": "K5"}');
SELECT enter('contract_items', '{"case_no": "K5", "annex_no": "2", "request_no": "R2"}');
SELECT enter('notices', '{"case_no": "K5"}');
SELECT enter('protections', '{"case_no": "K5"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-03-09"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-03-14"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-03-15"}');
-- each carrier under the period of its own request
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#A-1/1", "handed_on": "2025-03-14"}');
SELECT may_enter('handovers', '{"case_no": "K5", "carrier_id": "#A-1/1", "handed_on": "2025-03-24"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-03-24"}');
-- a later request for the same carrier opens another period
SELECT enter('requests', '{"case_no": "K5", "request_no": "R3", "sent_on": "2025-03-17", "transfer_from": "2025-04-07", "transfer_until": "2025-04-11"}');
SELECT enter('request_items', '{"case_no": "K5", "request_no": "R3"}');
SELECT change('requests', '{"case_no": "K5", "request_no": "R3"}', '{"received_on": "2025-03-18"}');
SELECT enter('decisions', '{"case_no": "K5", "request_no": "R3", "sent_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-04-08"}');
SELECT enter('contract_items', '{"case_no": "K5", "annex_no": "3", "request_no": "R3", "annexed_on": "2025-03-20"}');
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N2", "sent_on": "2025-03-21"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-04-06"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-04-08"}');
-- access to an information system
SELECT enter('cases', '{"case_no": "S1", "information_system_service": true, "system_mark": "secret"}');
SELECT enter('requests', '{"case_no": "S1", "information_statement": "what circulates", "transfer_from": "2025-03-10", "transfer_until": "2025-03-14"}');
SELECT change('requests', '{"case_no": "S1"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "S1"}');
SELECT enter('contracts', '{"case_no": "S1", "information_statement": "what circulates"}');
SELECT enter('notices', '{"case_no": "S1"}');
SELECT enter('protections', '{"case_no": "S1"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-09"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-10"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-14"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-15"}');

-- 4(2): what bears no mark any more is no secret, and is not handed over here: the day before the lifting, its day, the
-- day of a new mark.
SELECT take('L1', 'protected', '{"carriers": ["M-12/1", "M-11/1"]}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-12/1", "marked_on": "2025-03-13", "mark": null}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-12/1", "marked_on": "2025-03-17", "mark": "secret"}');
SELECT may_enter('handovers', '{"case_no": "L1", "carrier_id": "#M-12/1", "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "L1", "carrier_id": "#M-12/1", "handed_on": "2025-03-13"}');
SELECT may_enter('handovers', '{"case_no": "L1", "carrier_id": "#M-12/1", "handed_on": "2025-03-16"}');
SELECT may_enter('handovers', '{"case_no": "L1", "carrier_id": "#M-12/1", "handed_on": "2025-03-17"}');
-- what is left of a case is found without it: the carrier that is no longer secret is not the next one
SELECT enter('carrier_marks', '{"carrier_id": "#M-12/1", "marked_on": "2025-04-01", "mark": null}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "L1", "carrier_id": "#M-12/1", "handed_on": "2025-04-01"}')));

-- The full shape of two refusals.
INSERT INTO parties (idn, kind, full_name, head_name, legal_address, settlement)
VALUES ('351240000011', 'organization', 'an organisation', 'Surname Name', '1 Some Street', 'Almaty');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K5', c('M-1/1'), '2025-03-15', 'act', 'C-builder');

\i test/fixtures/finish.sql
