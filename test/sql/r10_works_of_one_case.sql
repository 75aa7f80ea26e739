--
-- Provision 10: the works of one contract end early.
--
\i test/fixtures/start.sql

SELECT take('K1', 'handed', '{"carriers": ["M-1/1"]}');
SELECT take('K2', 'protected', '{"carriers": ["M-2/1"]}');

-- Of one case only works end, of a side of the case, on a day on which it is open.
SELECT may_enter('party_changes', '{"case_no": "K1", "kind": "liquidation", "effective_on": "2025-04-01"}');
SELECT may_enter('party_changes', '{"case_no": "K1", "kind": "functions", "effective_on": "2025-04-01"}');
-- a blank is no case, and no way to leave the case out
SELECT may_enter('party_changes', '{"case_no": "  ", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT may_enter('party_changes', '{"case_no": "  ", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT may_enter('party_changes', '{"case_no": "none", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT words(insert_of('party_changes', entry('party_changes', '{"case_no": "K1", "party": "@other", "kind": "works_terminated", "effective_on": "2025-04-01"}')));
SELECT may_enter('party_changes', '{"case_no": "K1", "party": "@ministry", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT words(insert_of('party_changes', entry('party_changes', '{"case_no": "K1", "kind": "works_terminated", "effective_on": "2025-02-02"}')));
SELECT may_enter('party_changes', '{"case_no": "K1", "kind": "works_terminated", "effective_on": "2025-02-03"}');
SELECT may_enter('party_changes', '{"case_no": "K1", "party": "@customer", "kind": "works_terminated", "effective_on": "2025-04-01"}');

-- It concerns that case alone, and the case cannot change its sides any more.
SELECT enter('party_changes', '{"case_no": "K1", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "K1", "act_no": "2", "carrier_id": "#M-1/1", "handed_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-2/1", "handed_on": "2025-04-01"}');
SELECT may_enter('protection_measures', '{"case_no": "K2", "taken_on": "2025-04-02"}');
SELECT case_no, stage FROM case_status ORDER BY case_no;
SELECT case_no, act FROM duties WHERE provision = '10' ORDER BY 1, 2;
SELECT case_no, 'contractor_works_terminated' = ANY (reasons) AS by_end_of_works FROM returns_due;
SELECT case_no, event FROM case_timeline WHERE entered_in = 'party_changes';
SELECT take('K8', 'opened');
SELECT enter('party_changes', '{"change_no": "8", "case_no": "K8", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT may_change('cases', '{"case_no": "K8"}', '{"contractor": "@other"}');
SELECT may_withdraw('cases', '{"case_no": "K8"}');
SELECT may_change('party_changes', '{"party": "@builder", "change_no": "1"}', '{"case_no": null}');
SELECT may_change('party_changes', '{"party": "@builder", "change_no": "1"}', '{"case_no": "K2"}');
SELECT may_withdraw('party_changes', '{"party": "@builder", "change_no": "1"}');
-- a case is not closed before the works end
SELECT may_change('cases', '{"case_no": "K8"}', '{"closed_on": "2025-03-31"}');
SELECT may_change('cases', '{"case_no": "K8"}', '{"closed_on": "2025-04-01"}');

-- Closing and completion ask for the returns and the measures of this case alone.
SELECT enter('handovers', '{"case_no": "K2", "carrier_id": "#M-2/1", "handed_on": "2025-04-01"}');
SELECT may_change('party_changes', '{"party": "@builder", "change_no": "1"}', '{"completed_on": "2025-05-05"}');
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-04-10", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-05-05"}');
SELECT may_change('party_changes', '{"party": "@builder", "change_no": "1"}', '{"completed_on": "2025-05-05"}');
SELECT enter('protection_measures', '{"case_no": "K1", "taken_on": "2025-04-09"}');
SELECT change('party_changes', '{"party": "@builder", "change_no": "1"}', '{"completed_on": "2025-05-05"}');
SELECT change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-05-05"}');
SELECT may_enter('party_changes', '{"change_no": "2", "case_no": "K1", "kind": "works_terminated", "effective_on": "2025-05-06"}');
SELECT may_enter('party_changes', '{"change_no": "2", "case_no": "K1", "kind": "works_terminated", "effective_on": "2025-05-05"}');

-- Works ended, then the whole party is liquidated: every other case of the party, too.
SELECT enter('party_changes', '{"change_no": "3", "effective_on": "2025-06-02"}');
SELECT may_enter('handovers', '{"case_no": "K2", "act_no": "2", "carrier_id": "#M-2/1", "handed_on": "2025-06-02"}');
SELECT change('handovers', '{"case_no": "K2"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}');
SELECT may_change('party_changes', '{"party": "@builder", "change_no": "3"}', '{"completed_on": "2025-07-01"}');
SELECT enter('protection_measures', '{"case_no": "K2", "change_no": "3", "taken_on": "2025-06-03"}');
SELECT change('party_changes', '{"party": "@builder", "change_no": "3"}', '{"completed_on": "2025-07-01"}');

-- The customer's works: a supplement with another customer, in this case alone.
SELECT take('L1', 'protected', '{"customer": "@client", "contractor": "@other", "carriers": ["M-5/1"]}');
SELECT take('L2', 'protected', '{"customer": "@client", "contractor": "@other", "carriers": ["M-9/1"]}');
SELECT enter('party_changes', '{"party": "@client", "case_no": "L1", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT may_enter('handovers', '{"case_no": "L1", "carrier_id": "#M-5/1", "handed_on": "2025-04-02"}');
SELECT may_enter('handovers', '{"case_no": "L2", "carrier_id": "#M-9/1", "handed_on": "2025-04-02"}');
SELECT may_enter('supplements', '{"case_no": "L2", "party": "@client"}');
SELECT may_enter('notices', '{"case_no": "L2", "notice_no": "N5", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('supplements', '{"case_no": "L1", "party": "@client", "successor": "@client"}');
SELECT enter('supplements', '{"case_no": "L1", "party": "@client", "concluded_on": "2025-04-08"}');
-- a supplement in the other case, for a later change of the party, does not settle it: completion sees both cases
SELECT enter('party_changes', '{"party": "@client", "change_no": "2", "kind": "ownership", "effective_on": "2025-05-05"}');
SELECT enter('supplements', '{"case_no": "L2", "party": "@client", "change_no": "2", "concluded_on": "2025-05-06"}');
SELECT change('party_changes', '{"party": "@client", "change_no": "1"}', '{"completed_on": "2025-06-02"}');
SELECT may_withdraw('supplements', '{"case_no": "L2", "supplement_no": "S1"}');
SELECT may_withdraw('supplements', '{"case_no": "L1", "supplement_no": "S1"}');
-- from the supplement on the successor is the side of the case, before it was not; and its end of works settles the supplement
SELECT may_enter('party_changes', '{"party": "@successor", "case_no": "L2", "kind": "works_terminated", "effective_on": "2025-05-05"}');
SELECT may_enter('party_changes', '{"party": "@client", "change_no": "3", "case_no": "L2", "kind": "works_terminated", "effective_on": "2025-05-07"}');
SELECT enter('party_changes', '{"party": "@successor", "case_no": "L2", "kind": "works_terminated", "effective_on": "2025-05-07"}');
SELECT may_withdraw('supplements', '{"case_no": "L2", "supplement_no": "S1"}');

-- A citizen's works in a system.
SELECT take('S1', 'handed', '{"service": true, "customer": "@office", "contractor": "@student"}');
SELECT enter('party_changes', '{"party": "@student", "case_no": "S1", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-01"}');
SELECT may_change('cases', '{"case_no": "S1"}', '{"closed_on": "2025-05-05"}');

-- The customer's role enters the end of the works of its own case, and of no other; it neither enters what concerns the
-- whole party nor calls anything off.  Security does both.
GRANT USAGE ON SCHEMA fixture TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO PUBLIC;
CREATE ROLE r10_client;
CREATE ROLE r10_security;
CREATE ROLE r10_registrar;
SELECT admit('r10_client', p('client'), 'customer'), admit('r10_registrar', p('client'), 'registrar'), admit('r10_security', NULL, 'security') \g /dev/null
SELECT take('M1', 'protected', '{"customer": "@client", "contractor": "@other", "carriers": ["M-3/1"]}');
CREATE FUNCTION fixture.end_of_works(given jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT insert_of('party_changes', entry('party_changes', given || '{"kind": "works_terminated", "effective_on": "2025-04-01"}'))
$$;
SELECT r, try_as(r, end_of_works('{"party": "@other", "case_no": "M1"}')), try_as(r, end_of_works('{"party": "@client", "change_no": "7", "case_no": "M1"}')),
	try_as(r, end_of_works('{"party": "@successor", "change_no": "7", "case_no": "L2"}')), try_as(r, end_of_works('{"party": "@other"}'))
FROM unnest('{r10_client,r10_registrar,r10_security}'::text[]) AS r;
SELECT enter('party_changes', '{"party": "@other", "case_no": "M1", "kind": "works_terminated", "effective_on": "2025-04-01"}');
SELECT r, try_as(r, update_of('party_changes', '{"party": "@other", "change_no": "1"}', '{"document": "another"}')),
	try_as(r, update_of('party_changes', '{"party": "@other", "change_no": "1"}', '{"completed_on": "2025-05-05"}')),
	try_as(r, update_of('party_changes', '{"party": "@other", "change_no": "1"}', '{"called_off_on": "2025-05-05", "call_off_document": "x"}')),
	try_as(r, update_of('party_changes', '{"party": "@builder", "change_no": "8"}', '{"document": "another"}'))
FROM unnest('{r10_client,r10_registrar,r10_security}'::text[]) AS r;
SELECT dismiss('r10_client', p('client'), 'customer'), dismiss('r10_registrar', p('client'), 'registrar'), dismiss('r10_security', NULL, 'security') \g /dev/null

\i test/fixtures/finish.sql
DROP ROLE r10_client, r10_registrar, r10_security;
