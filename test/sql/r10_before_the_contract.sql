--
-- Provision 10: a customer or a contractor changes before the contract.
--
\i test/fixtures/start.sql

-- Where the customer lives on, a change before the day of the contract asks for nothing; on its day it asks for a supplement.
SELECT take('K1', 'permitted', '{"carriers": ["M-1/1", "M-1/2"]}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "functions", "effective_on": "2025-02-25"}');
SELECT enter('contracts', '{"case_no": "K1", "concluded_on": "2025-02-26"}');
SELECT enter('contract_items', '{"case_no": "K1"}');
SELECT enter('notices', '{"case_no": "K1"}');
SELECT enter('protections', '{"case_no": "K1"}');
SELECT may_enter('handovers', '{"case_no": "K1"}');
SELECT count(*) FROM next_steps('K1') WHERE rule LIKE '%r10%';
SELECT stage FROM case_status WHERE case_no = 'K1';
SELECT count(*) FROM duties WHERE case_no = 'K1' AND provision = '10';
SELECT take('K2', 'protected', '{"customer": "@client", "carriers": ["M-2/1"], "contractor": "@other"}');
SELECT enter('party_changes', '{"party": "@client", "kind": "ownership", "effective_on": "2025-03-03"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-2/1"}');
SELECT act FROM duties WHERE case_no = 'K2' AND provision = '10';
-- what is out does not stand in the way of completing it
SELECT enter('handovers', '{"case_no": "K1"}');
SELECT count(*) FROM returns_due WHERE case_no = 'K1' AND '10' = ANY (provisions);
SELECT change('party_changes', '{"party": "@customer"}', '{"completed_on": "2025-03-20"}');

-- A supplement before the contract names who is customer from its day, and that one concludes the contract.
SELECT take('L1', 'permitted', '{"customer": "@office", "contractor": "@student", "carriers": ["M-4/1"], "settlement": "Astana"}');
SELECT enter('party_changes', '{"party": "@office", "effective_on": "2025-02-25"}');
SELECT may_enter('contracts', '{"case_no": "L1", "concluded_on": "2025-02-26"}');
SELECT act FROM duties WHERE case_no = 'L1' AND provision = '10';
SELECT may_enter('supplements', '{"case_no": "L1", "party": "@office", "successor": "@provider", "concluded_on": "2025-02-24"}');
SELECT enter('supplements', '{"case_no": "L1", "party": "@office", "successor": "@provider", "concluded_on": "2025-02-26"}');
SELECT may_enter('contracts', '{"case_no": "L1", "concluded_on": "2025-02-25"}');
SELECT may_enter('contracts', '{"case_no": "L1", "concluded_on": "2025-02-26"}');
-- until something relies on it, it may be withdrawn
SELECT may_withdraw('supplements', '{"case_no": "L1", "supplement_no": "S1"}');
SELECT enter('contracts', '{"case_no": "L1"}');
SELECT may_withdraw('supplements', '{"case_no": "L1", "supplement_no": "S1"}');
SELECT may_change('supplements', '{"case_no": "L1", "supplement_no": "S1"}', '{"concluded_on": "2025-03-04"}');
-- the contract does not rest on the supplement of before, but is the one that a later supplement supplements
SELECT may_withdraw('contracts', '{"case_no": "L1"}');
-- Its notices are due as ever; as long as there is no annex, to the bodies that were asked.
SELECT act, entry FROM duties WHERE case_no = 'L1' AND provision = '10' ORDER BY 1;
SELECT rule, what FROM next_steps('L1') LIMIT 1;
SELECT enter('contract_items', '{"case_no": "L1"}');
SELECT enter('notices', '{"case_no": "L1"}');
SELECT enter('protections', '{"case_no": "L1", "kind": "quasi_state", "organizer": "@holding"}');
SELECT enter('affiliations', '{"party": "@student"}');
SELECT enter('protections', '{"case_no": "L1", "kind": "quasi_state", "organizer": "@holding"}');
SELECT enter('notices', '{"case_no": "L1", "notice_no": "N5", "kind": "succession_security", "party": "@office", "change_no": "1", "sent_on": "2025-02-26"}');
SELECT may_enter('handovers', '{"case_no": "L1", "carrier_id": "#M-4/1"}');
SELECT enter('notices', '{"case_no": "L1", "notice_no": "N6", "kind": "succession_authority", "authority": "@ministry", "party": "@office", "change_no": "1", "sent_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "L1", "carrier_id": "#M-4/1", "handed_on": "2025-03-09"}');
SELECT may_enter('handovers', '{"case_no": "L1", "carrier_id": "#M-4/1", "handed_on": "2025-03-10"}');
-- several bodies were asked: one that has not answered yet, too; not one that was asked later
SELECT take('L2', 'requested', '{"customer": "@bureau", "contractor": "@other", "carriers": ["M-5/1"]}');
SELECT enter('requests', '{"case_no": "L2", "request_no": "R2", "authority": "@agency", "sent_on": "2025-02-26"}');
SELECT enter('party_changes', '{"party": "@bureau", "kind": "works_terminated", "effective_on": "2025-02-12"}');
SELECT enter('supplements', '{"case_no": "L2", "party": "@bureau", "concluded_on": "2025-02-25"}');
SELECT act, entry = p('ministry') FROM duties WHERE case_no = 'L2' AND act LIKE 'Notify%' ORDER BY 1;
SELECT change('supplements', '{"case_no": "L2", "supplement_no": "S1"}', '{"concluded_on": "2025-02-24"}');
SELECT withdraw('requests', '{"case_no": "L2", "request_no": "R2"}');
SELECT change('supplements', '{"case_no": "L2", "supplement_no": "S1"}', '{"concluded_on": "2025-02-24"}');
SELECT enter('requests', '{"case_no": "L2", "request_no": "R2", "authority": "@agency", "sent_on": "2025-02-24"}');
SELECT act FROM duties WHERE case_no = 'L2' AND act LIKE 'Notify%' ORDER BY 1;
-- a system: before the contract the bodies asked, from the contract on those that permitted
SELECT take('S1', 'permitted', '{"service": true, "customer": "@provider", "contractor": "@other"}');
SELECT enter('requests', '{"case_no": "S1", "request_no": "R2", "authority": "@agency", "information_statement": "a statement", "sent_on": "2025-02-21"}');
SELECT enter('party_changes', '{"party": "@provider", "kind": "works_terminated", "case_no": "S1", "effective_on": "2025-02-21"}');
SELECT enter('supplements', '{"case_no": "S1", "party": "@provider", "concluded_on": "2025-02-24"}');
SELECT act FROM duties WHERE case_no = 'S1' AND act LIKE 'Notify%' ORDER BY 1;
BEGIN;
SELECT enter('contracts', '{"case_no": "S1", "concluded_on": "2025-02-24", "information_statement": "a statement"}');
SELECT act FROM duties WHERE case_no = 'S1' AND act LIKE 'Notify%' AND provision = '10' ORDER BY 1;
ROLLBACK;

-- Several changes before the contract: the supplement settles its change and the earlier ones.
SELECT take('L3', 'permitted', '{"customer": "@holding", "contractor": "@other", "carriers": ["M-9/1"]}');
SELECT enter('party_changes', '{"party": "@holding", "kind": "works_terminated", "effective_on": "2025-02-21"}');
SELECT enter('party_changes', '{"party": "@holding", "change_no": "2", "effective_on": "2025-02-24"}');
SELECT enter('supplements', '{"case_no": "L3", "party": "@holding", "change_no": "2", "concluded_on": "2025-02-25"}');
SELECT may_enter('supplements', '{"case_no": "L3", "supplement_no": "S2", "party": "@holding", "concluded_on": "2025-02-25"}');
SELECT count(*) FROM duties WHERE case_no = 'L3' AND act LIKE 'Conclude%';

-- A customer whose works have ended concludes no contract; the successor does, from the supplement on, or the customer
-- once the end of the works was called off.
SELECT may_enter('contracts', '{"case_no": "L3", "concluded_on": "2025-02-20"}');
SELECT may_enter('contracts', '{"case_no": "L3", "concluded_on": "2025-02-21"}');
SELECT may_enter('contracts', '{"case_no": "L3", "concluded_on": "2025-02-25"}');
SELECT words(insert_of('contracts', entry('contracts', '{"case_no": "L3", "concluded_on": "2025-02-21"}')));
BEGIN;
SET session_replication_role = replica;
SELECT write('contracts', '{"case_no": "L3", "concluded_on": "2025-02-21"}');
RESET session_replication_role;
SELECT * FROM findings() WHERE key = 'L3';
ROLLBACK;

-- A contractor's change on or before the day of the contract asks for a new case.
SELECT take('N1', 'permitted', '{"contractor": "@subsidiary", "customer": "@successor", "carriers": ["M-6/1"]}');
SELECT enter('party_changes', '{"party": "@subsidiary", "kind": "ownership", "effective_on": "2025-02-25"}');
SELECT may_enter('contracts', '{"case_no": "N1", "concluded_on": "2025-02-24"}');
SELECT may_enter('contracts', '{"case_no": "N1", "concluded_on": "2025-02-25"}');
SELECT words(insert_of('contracts', entry('contracts', '{"case_no": "N1"}')));
SELECT what FROM next_steps('N1');
SELECT may_change('cases', '{"case_no": "N1"}', '{"closed_on": "2025-03-03"}');
-- a contract that stands is not moved behind the change
SELECT enter('contracts', '{"case_no": "N1", "concluded_on": "2025-02-24"}');
SELECT may_change('contracts', '{"case_no": "N1"}', '{"concluded_on": "2025-02-25"}');
-- unless the change was called off
SELECT change('party_changes', '{"party": "@subsidiary"}', '{"called_off_on": "2025-02-27", "call_off_document": "a decision"}');
SELECT may_change('contracts', '{"case_no": "N1"}', '{"concluded_on": "2025-02-26"}');
SELECT may_change('contracts', '{"case_no": "N1"}', '{"concluded_on": "2025-02-27"}');
-- a change of before the case was opened is none of this case
SELECT take('N2', 'permitted', '{"contractor": "@joint", "customer": "@successor", "carriers": ["M-7/1"]}');
SELECT enter('party_changes', '{"party": "@joint", "kind": "ownership", "effective_on": "2025-02-02"}');
SELECT may_enter('contracts', '{"case_no": "N2"}');

SELECT severity, rule, "table", key FROM verify() WHERE severity IN ('unlawful', 'irregular');

\i test/fixtures/finish.sql
