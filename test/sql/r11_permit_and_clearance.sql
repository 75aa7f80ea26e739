--
-- Provision 11: no transfer without permit and clearance.
--
\i test/fixtures/start.sql

-- A permit is held by an organisation or a body, not by a citizen.
SELECT may_enter('permits', '{"holder": "@builder"}');
SELECT may_enter('permits', '{"holder": "@bureau"}');
SELECT may_enter('permits', '{"holder": "@citizen"}');
SELECT enter('permits', '{"permit_no": "P-1"}');
SELECT may_change('permits', '{"permit_no": "P-1"}', '{"holder": "@other"}');
SELECT may_change('permits', '{"permit_no": "P-1"}', '{"holder": "@student"}');
SELECT withdraw('permits', '{"permit_no": "P-1"}');

-- An organisation's own permit, valid on the day of the hand-over: the contract's or any other.
-- The contract's is valid until 14 March 2025.
SELECT take('K1', 'permitted', '{"contractor": "@joint", "protection": "customer", "settlement": "Astana", "carriers": ["M-1/1", "M-2/1", "M-3/1"]}');
SELECT enter('permits', '{"permit_no": "P-2", "holder": "@joint", "issued_on": "2025-02-03", "valid_until": "2025-03-14"}');
SELECT enter('contracts', '{"case_no": "K1", "permit_no": "P-2"}');
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "1", "item_no": 1}');
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "2", "item_no": 2}');
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "3", "item_no": 3}');
SELECT enter('notices', '{"case_no": "K1"}');
SELECT enter('protections', '{"case_no": "K1", "kind": "customer"}');
-- P-joint, issued earlier, is valid all the time, hence the contract's may run out; once P-joint is revoked, it may not: the
-- last day, the day after
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-15"}');
SELECT change('permits', '{"permit_no": "P-joint"}', '{"revoked_on": "2025-03-01"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-14"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-15"}');
-- a later permit: the day before its issue, its day
SELECT enter('permits', '{"permit_no": "P-3", "holder": "@joint", "issued_on": "2025-03-18", "valid_until": "2025-12-31", "highest_mark": "secret"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-17"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-18"}');
-- another organisation's permit does not help
SELECT enter('permits', '{"permit_no": "P-4", "holder": "@builder", "issued_on": "2025-03-03"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-17"}');
-- of a degree not below the mark: secret covers secret, not top secret; the permit of the contract covers both, but no more
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1", "handed_on": "2025-03-18"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1", "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-3/1", "handed_on": "2025-03-12"}');
-- revoked: an event, recorded; the day before, on its day
SELECT change('permits', '{"permit_no": "P-3"}', '{"revoked_on": "2025-03-25"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-24"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-25"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-26"}');

-- The clearance of the person who receives: of the contractor's own staff.
SELECT enter('clearances', '{"clearance_no": "C-1", "party": "@joint", "issued_on": "2025-03-10", "valid_until": "2025-03-13", "highest_mark": "special_importance"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-joint"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-builder"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-customer"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-citizen"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-unknown"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": null}');
-- valid on the day: the day before the issue, its day, the last day, the day after
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-1", "handed_on": "2025-03-09"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-1", "handed_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-1", "handed_on": "2025-03-13"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-1", "handed_on": "2025-03-14"}');
-- of a degree not below the mark; a higher one covers the lower
SELECT enter('clearances', '{"clearance_no": "C-2", "party": "@joint", "highest_mark": "secret"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-2"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1", "received_by": "C-2"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1", "received_by": "C-joint"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1", "received_by": "C-1"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-3/1", "received_by": "C-1"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-3/1", "received_by": "C-2"}');
-- with both of the highest degree it is lawful
SELECT enter('permits', '{"permit_no": "P-5", "holder": "@joint", "issued_on": "2025-03-10", "highest_mark": "special_importance"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-3/1", "received_by": "C-1"}');
-- revoked: the day before, on its day
SELECT change('clearances', '{"clearance_no": "C-1"}', '{"revoked_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-1", "handed_on": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-1", "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K1", "received_by": "C-joint", "handed_on": "2025-03-12"}');

-- A citizen: its own clearance, of a sufficient degree; no permit is asked for.
SELECT take('C1', 'protected', '{"contractor": "@citizen", "carriers": ["M-1/1", "M-2/1", "M-3/1"]}');
SELECT may_enter('handovers', '{"case_no": "C1"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-2/1"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-3/1"}');
SELECT may_enter('handovers', '{"case_no": "C1", "received_by": "C-student"}');
SELECT may_enter('handovers', '{"case_no": "C1", "received_by": "C-builder"}');
-- a renewed clearance will do
SELECT enter('clearances', '{"clearance_no": "C-3", "party": "@citizen", "issued_on": "2025-03-12", "highest_mark": "special_importance"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-3/1", "received_by": "C-3", "handed_on": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "C1", "carrier_id": "#M-3/1", "received_by": "C-3", "handed_on": "2025-03-12"}');
SELECT change('clearances', '{"clearance_no": "C-citizen"}', '{"revoked_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "C1", "handed_on": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "C1", "handed_on": "2025-03-12"}');

-- Where another party's unit protects the secrets, a person of that party may receive, too: the customer's until the
-- successor's supplement, the successor's from then on; the quasi-state entity's; the provider's.
SELECT enter('clearances', '{"clearance_no": "C-successor", "party": "@successor"}');
SELECT enter('clearances', '{"clearance_no": "C-holding", "party": "@holding"}');
SELECT enter('clearances', '{"clearance_no": "C-provider", "party": "@provider", "highest_mark": "secret"}');
SELECT may_enter('handovers', '{"case_no": "C1", "received_by": "C-customer"}');
SELECT may_enter('handovers', '{"case_no": "C1", "received_by": "C-successor"}');
BEGIN;
SELECT enter('party_changes', '{"party": "@customer", "effective_on": "2025-03-20"}');
SELECT enter('supplements', '{"case_no": "C1", "concluded_on": "2025-03-21"}');
SELECT enter('notices', '{"case_no": "C1", "notice_no": "N8", "kind": "succession_security", "party": "@customer", "change_no": "1", "sent_on": "2025-03-22"}');
SELECT enter('notices', '{"case_no": "C1", "notice_no": "N9", "kind": "succession_authority", "authority": "@ministry", "party": "@customer", "change_no": "1", "sent_on": "2025-03-22"}');
SELECT may_enter('handovers', '{"case_no": "C1", "received_by": "C-customer", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "C1", "received_by": "C-customer", "handed_on": "2025-03-22"}');
SELECT may_enter('handovers', '{"case_no": "C1", "received_by": "C-successor", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "C1", "received_by": "C-successor", "handed_on": "2025-03-22"}');
ROLLBACK;
SELECT take('Q1', 'protected', '{"contractor": "@subsidiary", "carriers": ["M-1/1", "M-2/1"], "protection": "quasi_state", "organizer": "@holding"}');
SELECT may_enter('handovers', '{"case_no": "Q1", "received_by": "C-holding"}');
SELECT may_enter('handovers', '{"case_no": "Q1", "received_by": "C-subsidiary"}');
SELECT may_enter('handovers', '{"case_no": "Q1", "received_by": "C-customer"}');
SELECT take('V1', 'protected', '{"contractor": "@other", "carriers": ["M-1/1", "M-2/1"], "protection": "provider"}');
SELECT may_enter('handovers', '{"case_no": "V1", "received_by": "C-provider"}');
SELECT may_enter('handovers', '{"case_no": "V1", "received_by": "C-provider", "carrier_id": "#M-2/1"}');
SELECT may_enter('handovers', '{"case_no": "V1", "received_by": "C-holding"}');
-- not where the contractor protects itself
SELECT take('B1', 'protected');
SELECT may_enter('handovers', '{"case_no": "B1", "received_by": "C-customer"}');

-- Access to an information system: permit and clearance, but there is no mark to compare.
SELECT take('S1', 'permitted', '{"service": true, "contractor": "@subsidiary"}');
SELECT enter('permits', '{"permit_no": "P-6", "holder": "@subsidiary", "issued_on": "2025-03-03", "valid_until": "2025-03-14", "highest_mark": "secret"}');
SELECT enter('contracts', '{"case_no": "S1", "permit_no": "P-6", "information_statement": "what circulates"}');
SELECT enter('notices', '{"case_no": "S1"}');
SELECT enter('protections', '{"case_no": "S1", "kind": "quasi_state", "organizer": "@holding"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-15"}');
SELECT change('permits', '{"permit_no": "P-subsidiary"}', '{"revoked_on": "2025-03-01"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-14"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-15"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "clearance_no": "C-builder"}');
SELECT enter('clearances', '{"clearance_no": "C-4", "party": "@subsidiary", "issued_on": "2025-03-12", "valid_until": "2025-03-13", "highest_mark": "secret"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "clearance_no": "C-4", "granted_on": "2025-03-11"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "clearance_no": "C-4", "granted_on": "2025-03-12"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "clearance_no": "C-4", "granted_on": "2025-03-14"}');

-- The mark of the system is that of an access: permit and clearance cover it.
SELECT take('S2', 'protected', '{"service": true, "mark": "top_secret"}');
SELECT take('S3', 'protected', '{"service": true, "mark": "special_importance"}');
SELECT enter('clearances', '{"clearance_no": "C-low", "party": "@builder", "highest_mark": "secret"}');
SELECT may_enter('system_accesses', '{"case_no": "S2"}');
SELECT may_enter('system_accesses', '{"case_no": "S2", "clearance_no": "C-low"}');
SELECT may_enter('system_accesses', '{"case_no": "S3"}');
SELECT words(insert_of('system_accesses', entry('system_accesses', '{"case_no": "S3"}')));
SELECT enter('clearances', '{"clearance_no": "C-high", "party": "@builder", "highest_mark": "special_importance"}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "clearance_no": "C-high"}');
BEGIN;
SELECT enter('permits', '{"permit_no": "P-high", "highest_mark": "special_importance", "issued_on": "2025-03-03"}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "clearance_no": "C-high"}');
-- and the permit that reaches the mark is relied on; when it is revoked, the access is due
SELECT enter('system_accesses', '{"case_no": "S3", "clearance_no": "C-high"}');
SELECT may_withdraw('permits', '{"permit_no": "P-high"}');
SELECT may_change('permits', '{"permit_no": "P-high"}', '{"valid_until": "2025-12-31"}');
SELECT lost_on FROM lost_authorizations() WHERE case_no = 'S3' AND reason = 'permit_ended' ORDER BY 1;
SELECT change('permits', '{"permit_no": "P-high"}', '{"revoked_on": "2025-04-01"}');
SELECT lost_on FROM lost_authorizations() WHERE case_no = 'S3' AND reason = 'permit_ended' ORDER BY 1;
ROLLBACK;
-- a citizen needs no permit
SELECT take('S4', 'protected', '{"service": true, "contractor": "@citizen", "mark": "special_importance"}');
SELECT may_enter('system_accesses', '{"case_no": "S4"}');
SELECT may_enter('system_accesses', '{"case_no": "S4", "clearance_no": "C-3"}');
-- a case of before 1.1 states no mark, and any degree serves; a mark stated later shows what it forbids
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE cases SET system_mark = NULL WHERE case_no IN ('S2', 'S3');
SET LOCAL session_replication_role = origin;
SELECT enter('system_accesses', '{"case_no": "S2", "clearance_no": "C-low"}');
SELECT enter('system_accesses', '{"case_no": "S3"}');
SELECT change('cases', '{"case_no": "S2"}', '{"system_mark": "top_secret"}');
SELECT change('cases', '{"case_no": "S3"}', '{"system_mark": "special_importance"}');
SELECT case_no, provision, breach, entered_in, entry FROM breaches WHERE case_no IN ('S2', 'S3') ORDER BY 1, 3;
SELECT severity, rule, key FROM verify() WHERE "table" = 'system_accesses' ORDER BY 2, 3;
ROLLBACK;

-- The same carrier in two cases: under each the contractor of that case needs its own papers.
SELECT enter('handovers', '{"case_no": "C1", "carrier_id": "#M-1/1", "received_by": "C-3"}');
SELECT change('handovers', '{"case_no": "C1"}', '{"returned_on": "2025-03-13", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-13", "received_by": "C-3"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-13"}');

-- Permits and clearances that something relies on are not changed, but for their revocation.
SELECT enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-13"}');
SELECT may_change('permits', '{"permit_no": "P-2"}', '{"valid_until": "2025-12-31"}');
SELECT may_change('clearances', '{"clearance_no": "C-joint"}', '{"highest_mark": "secret"}');
SELECT may_withdraw('clearances', '{"clearance_no": "C-joint"}');
SELECT may_withdraw('permits', '{"permit_no": "P-2"}');
SELECT may_withdraw('permits', '{"permit_no": "P-4"}');
SELECT may_change('permits', '{"permit_no": "P-2"}', '{"revoked_on": "2025-03-10"}');
SELECT may_change('clearances', '{"clearance_no": "C-joint"}', '{"revoked_on": "2025-03-10"}');

-- A hand-over names the permit under which it was judged: the contract's, if that serves, else the latest issued one that
-- does.  That permit is relied on, whatever others would have served: issued before, issued too late, issued on that day.
SELECT enter('permits', '{"permit_no": "P-7", "holder": "@joint", "issued_on": "2025-01-10"}');
SELECT enter('permits', '{"permit_no": "P-8", "holder": "@joint", "issued_on": "2025-03-20"}');
SELECT enter('permits', '{"permit_no": "P-9", "holder": "@joint", "issued_on": "2025-03-19"}');
SELECT may_withdraw('permits', '{"permit_no": "P-9"}');
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-03-17", "return_act_no": "back"}');
SELECT enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-19"}');
SELECT handed_on, permit_no FROM handovers WHERE case_no = 'K1' ORDER BY 1;
SELECT may_withdraw('permits', '{"permit_no": "P-5"}');
SELECT may_withdraw('permits', '{"permit_no": "P-7"}');
SELECT may_withdraw('permits', '{"permit_no": "P-8"}');
SELECT may_withdraw('permits', '{"permit_no": "P-9"}');
SELECT may_change('permits', '{"permit_no": "P-9"}', '{"highest_mark": "special_importance"}');
SELECT may_change('permits', '{"permit_no": "P-9"}', '{"revoked_on": "2025-04-01"}');
-- of several permits of one day, P-8 among them, the first by number, in whatever order they were entered
BEGIN;
SELECT enter('permits', jsonb_build_object('permit_no', no, 'holder', '@joint', 'issued_on', '2025-03-20')) FROM unnest('{Р-8,P-9/a,P-10}'::text[]) AS no;
SELECT change('handovers', '{"case_no": "K1", "handed_on": "2025-03-19"}', '{"returned_on": "2025-03-20", "return_act_no": "back"}');
SELECT enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-20"}');
SELECT permit_no FROM handovers WHERE case_no = 'K1' AND handed_on = '2025-03-20';
ROLLBACK;
-- what a client states is overwritten, and a correction of the day or the act is judged and stamped anew
SELECT try($$UPDATE secretxfer.handovers SET permit_no = 'P-builder' WHERE case_no = 'K1'$$);
BEGIN;
UPDATE handovers SET permit_no = 'P-7' WHERE case_no = 'K1' AND handed_on = '2025-03-19';
SELECT permit_no FROM handovers WHERE case_no = 'K1' AND handed_on = '2025-03-19';
UPDATE handovers SET handed_on = '2025-03-18' WHERE case_no = 'K1' AND handed_on = '2025-03-19';
SELECT permit_no FROM handovers WHERE case_no = 'K1' AND handed_on = '2025-03-18';
ROLLBACK;

-- ... or was of too low a degree: the carrier above the contract's degree rests on the permit that reaches it.
SELECT enter('permits', '{"permit_no": "P-11", "holder": "@joint", "issued_on": "2025-03-11", "valid_until": "2025-03-14", "highest_mark": "special_importance"}');
SELECT may_withdraw('permits', '{"permit_no": "P-11"}');
SELECT enter('handovers', '{"case_no": "K1", "carrier_id": "#M-3/1", "received_by": "C-1", "handed_on": "2025-03-11", "returned_on": "2025-03-11", "return_act_no": "back"}');
SELECT permit_no FROM handovers WHERE case_no = 'K1' AND carrier_id = c('M-3/1');
SELECT may_withdraw('permits', '{"permit_no": "P-11"}');
-- A hand-over of before 1.1 names no permit: all relied on that could have served where the contract's could not.
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE handovers SET permit_no = NULL WHERE case_no = 'K1';
SET LOCAL session_replication_role = origin;
SELECT permit_no, may_withdraw('permits', jsonb_build_object('permit_no', permit_no)) FROM permits WHERE holder = p('joint') ORDER BY permit_no;
ROLLBACK;
SELECT permit_no, may_withdraw('permits', jsonb_build_object('permit_no', permit_no)) FROM permits WHERE holder = p('joint') ORDER BY permit_no;

-- ... and so is one by an access to an information system, which has no mark.
SELECT enter('permits', '{"permit_no": "P-12", "holder": "@subsidiary", "issued_on": "2025-03-14"}');
SELECT enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-14"}');
SELECT may_withdraw('permits', '{"permit_no": "P-12"}');
SELECT enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-15"}');
SELECT may_withdraw('permits', '{"permit_no": "P-12"}');
SELECT may_change('permits', '{"permit_no": "P-12"}', '{"valid_until": "2025-12-31"}');

-- The mark of the day: raised, lowered, lifted by the body that owns the carrier.  P-2 and C-joint cover top secret.
SELECT take('K2', 'protected', '{"contractor": "@other", "carriers": ["M-5/1", "M-6/1", "M-7/1"]}');
SELECT enter('clearances', '{"clearance_no": "C-5", "party": "@other", "highest_mark": "secret"}');
SELECT enter('clearances', '{"clearance_no": "C-6", "party": "@other", "highest_mark": "special_importance"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-5/1", "marked_on": "2025-03-13", "mark": "top_secret"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-5/1", "marked_on": "2025-03-17", "mark": "special_importance"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-5/1", "marked_on": "2025-03-19", "mark": "secret"}');
-- the day before and the day of each: the clearance, then the permit
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1", "received_by": "C-5", "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1", "received_by": "C-5", "handed_on": "2025-03-13"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1", "received_by": "C-6", "handed_on": "2025-03-16"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1", "received_by": "C-6", "handed_on": "2025-03-17"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1", "received_by": "C-5", "handed_on": "2025-03-18"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1", "received_by": "C-5", "handed_on": "2025-03-19"}');
-- the permit that is stamped covers the mark of the day
SELECT enter('permits', '{"permit_no": "P-13", "holder": "@other", "issued_on": "2024-03-01", "highest_mark": "special_importance"}');
BEGIN;
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1", "received_by": "C-6", "handed_on": "2025-03-18"}');
SELECT permit_no FROM handovers WHERE case_no = 'K2';
-- a mark that a hand-over of its day or later was judged by stays as it was entered; one from after it is corrected
SELECT may_change('carrier_marks', '{"carrier_id": "#M-5/1", "marked_on": "2025-03-17"}', '{"document": "another act"}');
SELECT may_change('carrier_marks', '{"carrier_id": "#M-5/1", "marked_on": "2025-03-19"}', '{"document": "another act"}');
SELECT may_change('carriers', '{"carrier_id": "#M-5/1"}', '{"title": "another plan"}');
ROLLBACK;
-- a mark, too, settles what the entry says of its carrier; none is older than the registration
SELECT enter('carriers', '{"carrier_id": 100, "account_no": "N-100", "registered_on": "2025-02-05"}');
SELECT may_change('carriers', '{"carrier_id": 100}', '{"title": "another plan"}');
SELECT may_enter('carrier_marks', '{"carrier_id": 100, "marked_on": "2025-02-04"}');
SELECT enter('carrier_marks', '{"carrier_id": 100, "marked_on": "2025-02-05"}');
SELECT may_change('carriers', '{"carrier_id": 100}', '{"title": "another plan"}');

-- A raise is an event, entered while the carrier is out with a person, or under a permit, of a lower degree.
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-6/1", "received_by": "C-5"}');
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-7/1", "received_by": "C-other"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-6/1", "marked_on": "2025-03-24", "mark": "top_secret"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-6/1", "marked_on": "2025-04-03", "mark": "secret"}');
SELECT change('permits', '{"permit_no": "P-13"}', '{"revoked_on": "2025-04-01"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-7/1", "marked_on": "2025-04-10", "mark": "special_importance"}');
SELECT breach, provision, party = p('other') AS of_contractor, occurred_on, CASE WHEN entry = c('M-6/1')::text THEN days END AS days
	FROM breaches WHERE case_no = 'K2' AND breach LIKE '%too_low%' ORDER BY 4, 1;
SELECT carrier_id = c('M-7/1') AS raised, due_since, ARRAY(SELECT r FROM unnest(reasons) AS r WHERE r LIKE '%too_low') AS reasons
	FROM returns_due WHERE case_no = 'K2' AND due_since < '2026-01-01';
SELECT carrier_id = c('M-7/1') AS raised, mark FROM outstanding_carriers WHERE case_no = 'K2' ORDER BY 1;
SELECT carriers_secret, carriers_special_importance, carriers_out FROM contractor_exposure WHERE contractor = p('other');
SELECT happened_on, event, entered_in FROM case_timeline WHERE case_no = 'K2' AND entered_in = 'carrier_marks' ORDER BY 1;
-- entered late, for a day before the hand-over: irregular, not unlawful
SELECT severity, rule, "table" FROM verify() WHERE severity IN ('unlawful', 'irregular') AND key LIKE 'K2%' ORDER BY 2;
SELECT enter('carrier_marks', '{"carrier_id": "#M-6/1", "marked_on": "2025-03-11", "mark": "special_importance"}');
SELECT severity, rule, "table" FROM verify() WHERE severity IN ('unlawful', 'irregular') AND key LIKE 'K2%' ORDER BY 2;
SELECT breach, provision FROM breaches WHERE case_no = 'K2' AND breach LIKE 'transfer%' ORDER BY 1;

-- Who takes a carrier over inside the contractor has a clearance like who received it: the contractor's own, valid on the
-- day, of a degree not below the mark of the day.
SELECT take('P1', 'protected', '{"contractor": "@builder", "carriers": ["M-8/1", "M-9/1"]}');
SELECT enter('handovers', '{"case_no": "P1", "carrier_id": "#M-8/1"}');
SELECT entry_id AS h FROM handovers WHERE case_no = 'P1' \gset
SELECT enter('clearances', '{"clearance_no": "C-7", "party": "@builder", "issued_on": "2025-03-20", "valid_until": "2025-04-30", "highest_mark": "secret"}');
SELECT may_enter('holders', jsonb_build_object('handover', 0));
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_by', 'C-joint'));
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_by', 'C-7', 'held_since', '2025-03-19'));
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_by', 'C-7', 'held_since', '2025-03-20'));
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_by', 'C-7', 'held_since', '2025-05-01'));
-- not before the hand-over; on its day
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-11'));
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-12'));
-- by the mark of the day; a raise while the person holds the carrier is an event
SELECT enter('carrier_marks', '{"carrier_id": "#M-8/1", "marked_on": "2025-03-26", "mark": "top_secret"}');
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_by', 'C-7', 'held_since', '2025-03-25'));
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_by', 'C-7', 'held_since', '2025-03-26'));
SELECT enter('holders', jsonb_build_object('handover', :h, 'held_by', 'C-7', 'held_since', '2025-03-24'));
SELECT breach, occurred_on FROM breaches WHERE case_no = 'P1' AND breach LIKE '%too_low%';
SELECT received_by, held_by, clearance_valid_until FROM outstanding_carriers WHERE case_no = 'P1';
SELECT clearance_no FROM returns_due WHERE case_no = 'P1';
-- passed on to a person with a sufficient clearance, the breach is over; who held the carrier before is settled
SELECT may_change('holders', jsonb_build_object('handover', :h), '{"held_by": "C-builder"}');
SELECT enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-31'));
SELECT breach, occurred_on, days FROM breaches WHERE case_no = 'P1' AND breach LIKE '%too_low%';
SELECT count(*) FROM returns_due WHERE case_no = 'P1' AND 'clearance_too_low' = ANY (reasons);
SELECT may_change('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-24'), '{"held_by": "C-builder"}');
SELECT may_change('clearances', '{"clearance_no": "C-7"}', '{"highest_mark": "top_secret"}');
SELECT may_change('clearances', '{"clearance_no": "C-7"}', '{"revoked_on": "2025-03-25"}');
SELECT happened_on, event, entered_in FROM case_timeline WHERE case_no = 'P1' AND entered_in IN ('holders', 'carrier_marks') ORDER BY 1;
-- the day of the hand-over stays; the return is not before the passing on; after it nobody takes the carrier over
SELECT may_change('handovers', '{"case_no": "P1"}', '{"handed_on": "2025-03-13"}');
SELECT may_change('handovers', '{"case_no": "P1"}', '{"returned_on": "2025-03-30", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "P1"}', '{"written_off_on": "2025-03-30", "written_off_as": "destroyed", "write_off_act_no": "W"}');
SELECT change('handovers', '{"case_no": "P1"}', '{"returned_on": "2025-04-10", "return_act_no": "back"}');
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-04-10'));
SELECT may_enter('holders', jsonb_build_object('handover', :h, 'held_since', '2025-04-11'));
SELECT may_change('holders', jsonb_build_object('handover', :h, 'held_since', '2025-03-31'), '{"held_by": "C-7"}');
SELECT words(insert_of('holders', entry('holders', jsonb_build_object('handover', :h, 'held_by', 'C-joint', 'held_since', '2025-04-11'))));
-- in a closed case nobody does, though the case may be closed while a carrier that is no secret any more is out
SELECT enter('handovers', '{"case_no": "P1", "carrier_id": "#M-9/1"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-9/1", "marked_on": "2025-04-10", "mark": null}');
SELECT change('cases', '{"case_no": "P1"}', '{"closed_on": "2025-04-22"}');
SELECT may_enter('holders', jsonb_build_object('handover', entry_id)) FROM handovers WHERE case_no = 'P1' AND returned_on IS NULL;
SELECT severity, rule, "table" FROM verify() WHERE severity IN ('unlawful', 'irregular') AND (key LIKE 'P1%' OR "table" = 'holders') ORDER BY 2;
-- marked again after the closing, the carrier is due back, and no liquidation is completed, until it is back or unmarked
SELECT count(*) FROM returns_due WHERE case_no = 'P1';
SELECT enter('carrier_marks', '{"carrier_id": "#M-9/1", "marked_on": "2025-04-24", "mark": "secret"}');
SELECT carrier_id = c('M-9/1') AS it, due_since, reasons, provisions FROM returns_due WHERE case_no = 'P1';
SELECT debtor, act, provision, arose_on FROM duties WHERE case_no = 'P1' AND carrier_id = c('M-9/1');
BEGIN;
SELECT enter('party_changes', '{"party": "@builder", "change_no": "9", "effective_on": "2025-05-01"}');
SELECT may_change('party_changes', '{"party": "@builder", "change_no": "9"}', '{"completed_on": "2025-05-05"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-9/1", "marked_on": "2025-04-28", "mark": null}');
SELECT count(*) FROM returns_due WHERE case_no = 'P1';
ROLLBACK;
SELECT change('handovers', '{"case_no": "P1", "carrier_id": "#M-9/1"}', '{"returned_on": "2025-05-05", "return_act_no": "back"}');
SELECT count(*) FROM returns_due WHERE case_no = 'P1';

-- The words of refusals, and their full shape.
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K1", "carrier_id": "#M-3/1", "received_by": "C-2", "handed_on": "2025-03-09", "returned_on": "2025-03-09"}')));
INSERT INTO permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
VALUES ('P-10', '810101100015', '2025-01-01', '2025-12-31', 'a security body', 'secret');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K1', c('M-2/1'), '2025-03-12', 'act', 'C-builder');

\i test/fixtures/finish.sql
