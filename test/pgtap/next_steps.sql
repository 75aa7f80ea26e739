--
-- next_steps(): what is still missing before the next hand-over or, when winding up, before the closing; and what can be done when
-- nothing is missing. test/sql/walks.sql does what the steps say.
--
BEGIN;
\ir prepare.psql
\set ECHO none
\ir ../fixtures/fixture.sql
-- The next step is one of today.
SET fixture.until = '2099-12-31';
CALL fixture.people();
SET search_path = secretxfer, fixture, public;
SELECT no_plan();

-- The rules that next_steps() names for a case.
CREATE FUNCTION fixture.missing(no text) RETURNS text[] LANGUAGE sql AS $$
	SELECT coalesce(array_agg(DISTINCT replace(rule, 'secretxfer_', '') ORDER BY replace(rule, 'secretxfer_', '')), '{}') FROM secretxfer.next_steps(no) WHERE rule IS NOT NULL
$$;
CREATE FUNCTION fixture.lacks(no text, rules text[], what text) RETURNS text LANGUAGE sql AS
	$$SELECT is(fixture.missing(no), rules, what)$$;
-- What can be done: the rows without a rule.
CREATE FUNCTION fixture.ends(no text) RETURNS text LANGUAGE sql AS
	$$SELECT string_agg(concat_ws(' ', step, provision, who, what), '; ') FROM secretxfer.next_steps(no) WHERE rule IS NULL$$;
CREATE FUNCTION fixture.ends_in(no text, "end" text, what text) RETURNS text LANGUAGE sql AS $$SELECT is(fixture.ends(no), "end", what)$$;

-- Step by step: what stands in the way becomes less until nothing does, and then the hand-over is accepted.
SELECT take('K1', 'opened');
SELECT ok(cardinality(missing('K1')) > 0, 'a case just opened lacks something');
SELECT ok('r07_permission_first' = ANY (missing('K1')) OR EXISTS (SELECT FROM next_steps('K1') WHERE provision ~ '^(3|4|5|7)'), 'the permission, or the request for it, is named');
SELECT fixture.write('requests', '{"case_no": "K1"}');
SELECT fixture.write('request_items', '{"case_no": "K1"}');
SELECT ok(cardinality(missing('K1')) > 0, 'requested: it lacks something');
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K1';
SELECT is((SELECT max(due) FROM next_steps('K1')), '2025-02-26'::date, 'received: the answer is due on the tenth working day');
SELECT fixture.write('decisions', '{"case_no": "K1"}');
SELECT ok('r06_contract_first' = ANY (missing('K1')), 'permitted: the contract is missing');
SELECT is((SELECT max(due) FROM next_steps('K1')), NULL, 'and nothing is due any more');
SELECT fixture.write('contracts', '{"case_no": "K1"}');
SELECT ok(NOT 'r06_contract_first' = ANY (missing('K1')), 'contracted: the contract is no longer missing');
SELECT ok('r06_annex_first' = ANY (missing('K1')) OR 'r07_within_annex' = ANY (missing('K1')), 'the annex is');
SELECT fixture.write('contract_items', '{"case_no": "K1"}');
SELECT ok('r03_notice_first' = ANY (missing('K1')), 'annexed: the notice is missing');
SELECT fixture.write('notices', '{"case_no": "K1"}');
SELECT lacks('K1', '{r08_arrangement_first}', 'noticed: nothing but the arrangement is missing');
SELECT ends_in('K1', NULL, 'and as long as something is missing, no row says what can be done');
SELECT fixture.write('protections', '{"case_no": "K1"}');
SELECT lacks('K1', '{}', 'protected: nothing is missing');
SELECT ends_in('K1', '1 3 customer Hand over the next carrier.', 'the last row says that a carrier can be handed over');
SELECT is(may_enter('handovers', '{"case_no": "K1"}'), 'accepted', 'and the hand-over is accepted');

-- A provider: the marks and both notices.
SELECT take('K2', 'noticed', '{"contractor": "@joint", "carriers": ["M-1/2"]}');
SELECT fixture.write('protections', '{"case_no": "K2", "kind": "provider", "organizer": "@provider", "service_contract_no": "7", "service_contract_on": "2025-03-05"}');
SELECT lacks('K2', '{r08_permits_marked,r08_service_notices}', 'with a provider: marks and notices are missing');
UPDATE protections SET contractor_permit_marked_on = '2025-03-06', provider_permit_marked_on = '2025-03-06', contractor_permit_no = 'P-joint', provider_permit_no = 'P-provider' WHERE case_no = 'K2';
SELECT lacks('K2', '{r08_service_notices}', 'marked: the notices are missing');
SELECT fixture.write('notices', '{"case_no": "K2", "notice_no": "N2", "kind": "courier_service"}');
SELECT lacks('K2', '{r08_service_notices}', 'one notice: the other is missing');
SELECT fixture.write('notices', '{"case_no": "K2", "notice_no": "N3", "kind": "postal_service"}');
SELECT lacks('K2', '{}', 'nothing is missing');

-- Suspended: the remedy, then the lifting.
SELECT take('K3', 'protected', '{"carriers": ["M-5/1"]}');
SELECT fixture.write('violations', '{"case_no": "K3"}');
SELECT lacks('K3', '{}', 'a breach alone stands in no way');
SELECT fixture.write('suspensions', '{"case_no": "K3"}');
SELECT lacks('K3', '{r09_lifting_after_remedy,r09_suspended}', 'suspended: the remedy, then the lifting');
UPDATE violations SET remedied_on = '2025-04-10' WHERE case_no = 'K3';
SELECT lacks('K3', '{r09_suspended}', 'remedied, but not lifted');
UPDATE suspensions SET lifted_on = '2025-04-11' WHERE case_no = 'K3';
SELECT lacks('K3', '{}', 'lifted');

-- The permit runs out or is revoked.
SELECT take('K4', 'protected', '{"contractor": "@other", "carriers": ["M-6/1"]}');
SELECT lacks('K4', '{}', 'a valid permit');
UPDATE permits SET revoked_on = '2025-04-01' WHERE permit_no = 'P-other';
SELECT ok('r11_permit' = ANY (missing('K4')), 'revoked: a permit is missing');


-- Of the contractor's permits a valid one is taken, of the clearances the valid one that covers most, in whatever order they were
-- entered.
SELECT take('P1', 'permitted', '{"contractor": "@other", "carriers": ["M-12/1"]}');
SELECT ok('r06_authorization' = ANY (missing('P1')), 'the only permit is revoked: it is missing for the contract');
SELECT fixture.write('permits', '{"permit_no": "P-renewed", "holder": "@other", "highest_mark": "secret"}');
SELECT ok(NOT 'r06_authorization' = ANY (missing('P1')), 'another one is valid');
SELECT take('P2', 'protected', '{"contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "carriers": ["M-2/1"]}');
SELECT lacks('P2', '{}', 'a clearance that covers the mark');
SELECT fixture.write('clearances', '{"clearance_no": "C-low", "party": "@subsidiary", "highest_mark": "secret"}');
SELECT lacks('P2', '{}', 'then one that does not');
UPDATE clearances SET revoked_on = '2025-04-01' WHERE clearance_no = 'C-subsidiary';
SELECT lacks('P2', '{r11_clearance_degree}', 'the one that does is revoked');
SELECT fixture.write('clearances', '{"clearance_no": "C-high", "party": "@subsidiary"}');
SELECT lacks('P2', '{}', 'another one does');

-- A carrier that is out in another case is passed over while there are others; then its return is missing. What was handed over in
-- the case itself is not asked for again.
SELECT take('P3', 'handed', '{"contractor": "@citizen", "carriers": ["M-11/1"]}');
SELECT lacks('P3', '{r10_all_returned}', 'the only carrier is handed over: its return is missing before the end');
SELECT take('P4', 'protected', '{"contractor": "@student", "carriers": ["M-11/1", "M-12/1"]}');
SELECT lacks('P4', '{}', 'one carrier is out in another case, the other is not');
SELECT take('P5', 'handed', '{"contractor": "@citizen", "carriers": ["M-12/1"]}');
SELECT lacks('P4', '{r00_carrier_out}', 'both are out in other cases');
UPDATE handovers SET returned_on = '2025-03-14', return_act_no = 'back' WHERE case_no = 'P5';
SELECT lacks('P4', '{}', 'the second is back');
SELECT is(may_enter('handovers', '{"case_no": "P4", "carrier_id": "#M-12/1", "handed_on": "2025-03-14"}'), 'accepted', 'and may be handed over');

-- The customer changes: supplement, then notices.
SELECT take('K5', 'protected', '{"customer": "@bureau", "carriers": ["A-1/1"], "authority": "@agency"}');
SELECT fixture.write('party_changes', '{"party": "@bureau", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT ok('r10_customer_changed' = ANY (missing('K5')), 'the customer changed: the supplement is missing');
SELECT fixture.write('supplements', '{"case_no": "K5", "party": "@bureau", "successor": "@bureau", "concluded_on": "2025-04-08"}');
SELECT lacks('K5', '{r10_succession_notices}', 'then the notices');
SELECT fixture.write('notices', '{"case_no": "K5", "notice_no": "N5", "kind": "succession_security", "party": "@bureau", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT lacks('K5', '{r10_succession_notices}', 'one of them is not enough');
SELECT fixture.write('notices', '{"case_no": "K5", "notice_no": "N6", "kind": "succession_authority", "authority": "@agency", "party": "@bureau", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT lacks('K5', '{}', 'then nothing');

-- The contractor is liquidated: the case winds up; one return for each outstanding carrier, measures, then nothing.
SELECT take('K6', 'handed', '{"contractor": "@joint", "settlement": "Astana", "protection": "customer", "carriers": ["M-2/1", "M-4/1"]}');
SELECT fixture.write('party_changes', '{"party": "@joint"}');
SELECT lacks('K6', '{r10_all_returned,r10_measures_taken}', 'returns and measures are missing');
UPDATE handovers SET returned_on = '2025-06-10', return_act_no = 'back' WHERE case_no = 'K6' AND carrier_id = c('M-2/1');
SELECT lacks('K6', '{r10_all_returned,r10_measures_taken}', 'one carrier is back, the other not');
SELECT fixture.write('protection_measures', '{"case_no": "K6", "party": "@joint"}');
SELECT lacks('K6', '{r10_all_returned}', 'measures taken');
UPDATE handovers SET returned_on = '2025-06-10', return_act_no = 'back' WHERE case_no = 'K6' AND carrier_id = c('M-4/1');
SELECT ok(NOT missing('K6') && '{r10_all_returned,r10_measures_taken}', 'everything is back');
SELECT ends_in('K6', '1 customer Close the case.', 'the last row says that the case can be closed');
SELECT is(change('cases', '{"case_no": "K6"}', '{"closed_on": "2025-06-20"}'), 'accepted', 'and it can be');
SELECT lacks('K6', '{}', 'a closed case needs nothing');
SELECT ends_in('K6', 'The case is closed.', 'and says so');

-- Service of an information system.
SELECT take('S1', 'noticed', '{"service": true}');
SELECT lacks('S1', '{r08_arrangement_first}', 'service of a system: the arrangement is missing');
SELECT fixture.write('protections', '{"case_no": "S1"}');
SELECT lacks('S1', '{}', 'then nothing');

-- ... with a carrier in the annex: that is handed over first.
SELECT take('S2', 'opened', '{"contractor": "@citizen", "service": true}');
SELECT fixture.write('requests', '{"case_no": "S2", "information_statement": "what circulates"}');
SELECT fixture.write('request_items', '{"case_no": "S2", "carrier_id": "#M-3/1"}');
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'S2';
SELECT fixture.write('decisions', '{"case_no": "S2"}');
SELECT fixture.write('contracts', '{"case_no": "S2", "information_statement": "what circulates"}');
SELECT fixture.write('contract_items', '{"case_no": "S2"}');
SELECT fixture.write('notices', '{"case_no": "S2"}');
SELECT fixture.write('protections', '{"case_no": "S2", "kind": "customer"}');
SELECT lacks('S2', '{r11_clearance_degree}', 'the clearance does not cover the mark of the carrier');
SELECT fixture.write('clearances', '{"clearance_no": "C-unit", "party": "@customer", "highest_mark": "special_importance"}');
SELECT lacks('S2', '{}', 'a person of the customer, whose unit protects, may receive it');
UPDATE clearances SET revoked_on = '2025-03-01' WHERE clearance_no = 'C-unit';
SELECT lacks('S2', '{r11_clearance_degree}', 'not under a revoked clearance');
SELECT fixture.write('clearances', '{"clearance_no": "C-highest", "party": "@citizen", "highest_mark": "special_importance"}');
SELECT lacks('S2', '{}', 'another one does');

-- In what order: the first step is that of who has to act now, whatever else will be missing then.
CREATE FUNCTION fixture.turns(no text) RETURNS text LANGUAGE sql AS
	$$SELECT string_agg(format('%s %s: %s', step, coalesce(replace(rule, 'secretxfer_', ''), what), who), E'\n' ORDER BY place) FROM secretxfer.next_steps(no) WITH ORDINALITY AS n (rule, provision, who, what, due, step, place)$$;
CREATE FUNCTION fixture.turn(no text) RETURNS text[] LANGUAGE sql AS 'SELECT turn FROM secretxfer.case_status WHERE case_no = no';
SELECT take('T1', 'opened');
SELECT is(turns('T1'), E'1 r07_permission_first: customer\n2 r06_contract_first: customer\n3 r06_annex_first: customer\n4 r03_notice_first: customer\n5 r08_arrangement_first: contractor', 'opened: all steps in their order, the request first');
SELECT is(turn('T1'), '{customer}', 'and is the customer''s');
SELECT take('T2', 'received', '{"carriers": ["M-7/1"]}');
SELECT is(turn('T2'), '{"disposing body"}', 'received: the answer is the disposing body''s');
SELECT is((SELECT due FROM next_steps('T2') WHERE step = 1), '2025-02-26'::date, 'by its day');
SELECT take('T3', 'annexed', '{"carriers": ["M-8/1"]}');
SELECT is(turns('T3'), E'1 r03_notice_first: customer\n2 r08_arrangement_first: contractor', 'annexed: the notice, then the arrangement');
SELECT fixture.write('violations', '{"case_no": "T3"}');
SELECT fixture.write('suspensions', '{"case_no": "T3"}');
SELECT is(turns('T3'), E'1 r09_lifting_after_remedy: contractor\n2 r09_suspended: customer\n3 r03_notice_first: customer\n4 r08_arrangement_first: contractor', 'what holds up everything comes before all');
SELECT is((SELECT blocked_by FROM case_status WHERE case_no = 'T3'), '{secretxfer_r03_notice_first,secretxfer_r08_arrangement_first,secretxfer_r09_lifting_after_remedy,secretxfer_r09_suspended}', 'all of it stands in the way');
SELECT take('T4', 'handed', '{"contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "carriers": ["M-9/1"]}');
SELECT fixture.write('party_changes', '{"party": "@subsidiary"}');
SELECT is(turn('T4'), '{contractor,"customer and contractor"}', 'returns and measures do not wait for each other');
SELECT take('T5', 'protected', '{"customer": "@client", "carriers": ["M-10/1"]}');
SELECT fixture.write('party_changes', '{"party": "@client", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT is(turns('T5'), '1 r10_customer_changed: customer', 'a customer that changed');
SELECT fixture.write('party_changes', '{"party": "@client", "change_no": "2", "effective_on": "2025-05-01", "completed_on": "2025-06-02"}');
SELECT is(turns('T5'), '1 Close the case.: customer', 'and then was liquidated has left nothing but to close the case');
-- What is out past the period of its request comes last; what is back is out no more.
SET fixture.until = '2025-12-31';
SELECT fixture.write('carriers', '{"carrier_id": 400, "account_no": "N-400"}');
SELECT take('T6', 'handed', '{"carriers": ["N-400/1"]}');
SET fixture.until = '2099-12-31';
SELECT is(turns('T6'), E'1 r10_all_returned: contractor\n2 r04_within_period: customer', 'a carrier is out past the period');
SELECT is((SELECT due FROM next_steps('T6') WHERE step = 2), '2025-12-31'::date, 'which ended on that day');
SELECT is((SELECT transfer_until FROM outstanding_carriers WHERE case_no = 'T6'), '2025-12-31'::date, 'and the view says so');
SELECT fixture.write('violations', '{"case_no": "T6"}');
SELECT fixture.write('suspensions', '{"case_no": "T6"}');
SELECT is(turns('T6'), E'1 r10_all_returned: contractor\n2 r04_within_period: customer', 'what holds up a hand-over does not matter any more');
UPDATE handovers SET returned_on = '2026-01-10', return_act_no = 'back' WHERE case_no = 'T6';
SELECT is(turns('T6'), '1 Close the case.: customer', 'nothing is out any more');
SELECT is_empty($$SELECT c.case_no FROM cases c WHERE EXISTS (SELECT FROM next_steps(c.case_no))
	AND NOT EXISTS (SELECT FROM next_steps(c.case_no) WHERE step = 1) AND c.closed_on IS NULL$$, 'what is not closed has a first step');
SELECT is_empty($$SELECT c.case_no FROM cases c WHERE NOT EXISTS (SELECT FROM next_steps(c.case_no))$$, 'no case without a row');
SELECT is_empty($$SELECT c.case_no FROM cases c WHERE (SELECT max(step) <> count(DISTINCT step) FROM next_steps(c.case_no))$$, 'steps are counted without gaps');

-- What was handed over and is back can be handed over again, or the case can be closed.
SELECT take('B1', 'handed', '{"contractor": "@student", "customer": "@office", "carriers": ["A-2/1"], "authority": "@agency"}');
SELECT lacks('B1', '{r10_all_returned}', 'handed over: the return is missing');
UPDATE handovers SET returned_on = '2025-04-02', return_act_no = 'back' WHERE case_no = 'B1';
SELECT ends_in('B1', '1 3 customer Hand over the next carrier.; 1 customer Close the case.', 'back: it may be handed over again, or the case closed');
SELECT is(may_enter('handovers', '{"case_no": "B1", "carrier_id": "#A-2/1", "handed_on": "2025-04-03"}'), 'accepted', 'it may');
-- ... also while the works are suspended, which is lifted before the next hand-over.
SELECT fixture.write('violations', '{"case_no": "B1"}'), fixture.write('suspensions', '{"case_no": "B1"}');
SELECT is(turns('B1'), E'1 r09_lifting_after_remedy: contractor\n2 r09_suspended: customer\n1 Close the case.: customer', 'suspended: the remedy, then the lifting; or the closing');
UPDATE violations SET remedied_on = '2025-04-10' WHERE case_no = 'B1';
SELECT is(turns('B1'), E'1 r09_suspended: customer\n1 Close the case.: customer', 'remedied: the lifting; or the closing');
UPDATE suspensions SET lifted_on = '2025-04-11' WHERE case_no = 'B1';
SELECT is(turns('B1'), E'1 Hand over the next carrier.: customer\n1 Close the case.: customer', 'lifted: as before');

-- A further permission: of several bodies, and after the period.
SELECT take('B2', 'handed', '{"contractor": "@student", "customer": "@office", "carriers": ["A-1/1"], "authority": "@agency"}');
SELECT fixture.write('requests', '{"case_no": "B2", "request_no": "R2", "authority": "@ministry"}');
SELECT is(turns('B2'), '1 r04_list_not_empty: customer', 'a further request without a list: the list');
SELECT fixture.write('request_items', '{"case_no": "B2", "request_no": "R2", "carrier_id": "#M-1/2"}');
SELECT is(turns('B2'), '1 r05_received_first: disposing body', 'then its receipt');
UPDATE requests SET received_on = '2025-03-20' WHERE case_no = 'B2' AND request_no = 'R2';
SELECT is(turns('B2'), '1 r05_in_time: disposing body', 'then its answer');
SELECT fixture.write('decisions', '{"case_no": "B2", "request_no": "R2", "sent_on": "2025-03-24"}');
SELECT is(turns('B2'), E'1 r07_within_annex: customer\n2 r03_notice_first: customer', 'then the annex and another notice');
SELECT fixture.write('contract_items', '{"case_no": "B2", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-25"}');
SELECT fixture.write('notices', '{"case_no": "B2", "notice_no": "N2", "sent_on": "2025-03-26"}');
SELECT ends_in('B2', '1 3 customer Hand over the next carrier.', 'then that carrier can be handed over');

-- What is permitted is no longer secret, all of it: nothing is to be handed over.
SELECT fixture.write('carriers', jsonb_build_object('carrier_id', n, 'account_no', 'N-' || n)) FROM generate_series(410, 419) AS n;
SELECT take('N1', 'protected', '{"contractor": "@student", "customer": "@office", "carriers": ["N-410/1", "N-411/1"]}');
SELECT fixture.write('carrier_marks', '{"carrier_id": 410, "mark": null}');
SELECT ends_in('N1', '1 3 customer Hand over the next carrier.', 'one of two carriers is no longer secret');
SELECT fixture.write('carrier_marks', '{"carrier_id": 411, "mark": null}');
SELECT lacks('N1', '{}', 'none of them is: no request');
SELECT ends_in('N1', '1 customer Close the case.', 'the case can be closed');
SELECT is(change('cases', '{"case_no": "N1"}', '{"closed_on": "2025-06-20"}'), 'accepted', 'and it can be');
SELECT take('N2', 'permitted', '{"contractor": "@student", "customer": "@office", "carriers": ["N-412/1"]}');
SELECT fixture.write('carrier_marks', '{"carrier_id": 412, "mark": null}');
SELECT ends_in('N2', '1 customer Close the case.', 'nor for a contract');
SELECT fixture.write('requests', '{"case_no": "N2", "request_no": "R2"}');
SELECT is(turns('N2'), '1 r04_list_not_empty: customer', 'a further request that waits goes on');

-- One carrier is out and another one is back; an access is open: what the next one lacks, and the end, do not wait for each other.
SELECT take('N3', 'handed', '{"contractor": "@student", "customer": "@office", "carriers": ["N-418/1", "N-419/1"]}');
SELECT is(turns('N3'), '1 r10_all_returned: contractor', 'both are out');
UPDATE handovers SET returned_on = '2025-04-02', return_act_no = 'back' WHERE case_no = 'N3' AND carrier_id = 418;
SELECT take('N4', 'permitted', '{"contractor": "@other", "service": true}');
SELECT fixture.write('contracts', '{"case_no": "N4", "information_statement": "what circulates"}'), fixture.write('notices', '{"case_no": "N4"}'), fixture.write('protections', '{"case_no": "N4"}'),
	   fixture.write('system_accesses', '{"case_no": "N4"}');
SELECT is(turns('N4'), '1 Grant access to the system.: customer', 'an access is open: another one can be granted');
SELECT fixture.write('violations', jsonb_build_object('case_no', no)), fixture.write('suspensions', jsonb_build_object('case_no', no)) FROM unnest('{N3,N4}'::text[]) AS no;
SELECT is(turns(no), E'1 r09_lifting_after_remedy: contractor\n1 r10_all_returned: contractor\n2 r09_suspended: customer', 'suspended: the remedy, then the lifting; or the end, ' || no) FROM unnest('{N3,N4}'::text[]) AS no;
SELECT is((SELECT blocked_by FROM case_status WHERE case_no = 'N4'), '{secretxfer_r09_lifting_after_remedy,secretxfer_r09_suspended,secretxfer_r10_all_returned}', 'as the status says');
UPDATE violations SET remedied_on = '2025-04-10' WHERE case_no IN ('N3', 'N4');
UPDATE suspensions SET lifted_on = '2025-04-11' WHERE case_no IN ('N3', 'N4');

-- The contract is withdrawn under a basis: another one is the first step to the next hand-over or access.
SET session_replication_role = replica;
DELETE FROM contract_items WHERE case_no IN ('N3', 'N4');
DELETE FROM contracts WHERE case_no IN ('N3', 'N4');
SET session_replication_role = origin;
SELECT is(turns('N3'), E'1 r06_contract_first: customer\n2 r06_annex_first: customer', 'a carrier is out: the contract, then its annex');
SELECT is(turns('N4'), E'1 r06_contract_first: customer\n1 r10_all_returned: contractor', 'an access is open: the contract, or the end');
SELECT is(may_enter('contracts', jsonb_build_object('case_no', no, 'concluded_on', '2025-04-14') || CASE no WHEN 'N4' THEN '{"permit_no": "P-renewed", "information_statement": "what circulates"}' ELSE '{}' END::jsonb), 'accepted', 'the contract can be concluded, ' || no)
  FROM unnest('{N3,N4}'::text[]) AS no;
SELECT fixture.write('contracts', '{"case_no": "N3", "concluded_on": "2025-04-14"}');
SELECT is((SELECT array_agg(rule) FROM next_steps('N3') WHERE step = 1), '{secretxfer_r07_within_annex}', 'and then the annex');

-- All is out, and the arrangement has lost a condition.
SELECT fixture.write('parties', '{"idn": "@spare2"}');
SELECT fixture.write('permits', '{"permit_no": "P-spare2", "holder": "@spare2"}'), fixture.write('clearances', '{"clearance_no": "C-spare2", "party": "@spare2"}');
SELECT take('L1', 'handed', '{"contractor": "@spare2", "customer": "@office", "carriers": ["N-413/1"]}');
SELECT is(turns('L1'), '1 r10_all_returned: contractor', 'all is out');
UPDATE parties SET foreign_participation = true WHERE idn = p('spare2');
SELECT is((SELECT array_agg(act) FROM duties WHERE case_no = 'L1'), '{"Arrange the protection of the secrets anew."}', 'protection is owed anew');
SELECT is(turns('L1'), E'1 r08_contractor_without_foreign_participation: contractor\n1 r10_all_returned: contractor', 'and is a step');
SELECT is(may_enter('protections', '{"case_no": "L1", "kind": "customer", "unit_settlement": "Almaty", "arranged_on": "2025-06-02"}'), 'accepted', 'that can be taken');
UPDATE handovers SET returned_on = '2025-06-10', return_act_no = 'back' WHERE case_no = 'L1';
SELECT ok(NOT EXISTS (SELECT FROM next_steps('L1') WHERE rule LIKE '%r08%' AND step = 1 AND provision = '8'), 'nothing is out: no arrangement is owed');
SELECT ok('1 customer Close the case.' = fixture.ends('L1'), 'the case can be closed');

-- A permission is withdrawn and given anew: the annex, then the notice; nothing to return.
SELECT take('W1', 'handed', '{"contractor": "@student", "customer": "@office", "carriers": ["N-414/1"]}');
UPDATE decisions SET withdrawn_on = '2025-04-01', withdrawal_reasons = 'reasons' WHERE case_no = 'W1';
SELECT is(turns('W1'), E'1 r07_within_permission: contractor\n1 r10_all_returned: contractor', 'withdrawn: the return');
SELECT fixture.write('requests', '{"case_no": "W1", "request_no": "R2", "sent_on": "2025-04-03"}');
SELECT fixture.write('request_items', '{"case_no": "W1", "request_no": "R2", "carrier_id": 414}');
UPDATE requests SET received_on = '2025-04-07' WHERE case_no = 'W1' AND request_no = 'R2';
SELECT fixture.write('decisions', '{"case_no": "W1", "request_no": "R2", "sent_on": "2025-04-09"}');
SELECT is(turns('W1'), E'1 r07_within_annex: customer\n1 r10_all_returned: contractor', 'given anew: the annex');
SELECT fixture.write('contract_items', '{"case_no": "W1", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-04-10"}');
SELECT is(turns('W1'), '1 r10_all_returned: contractor', 'annexed');
SELECT is_empty($$SELECT * FROM returns_due WHERE case_no = 'W1'$$, 'nothing is due back');
-- ... likewise for what was never handed over, or is back.
SELECT take('W2', 'protected', '{"contractor": "@student", "customer": "@office", "carriers": ["N-415/1"]}');
SELECT take('W3', 'handed', '{"contractor": "@student", "customer": "@office", "carriers": ["N-416/1"]}');
UPDATE handovers SET returned_on = '2025-04-02', return_act_no = 'back' WHERE case_no = 'W3';
UPDATE decisions SET withdrawn_on = '2025-04-02', withdrawal_reasons = 'reasons' WHERE case_no IN ('W2', 'W3');
SELECT fixture.write('requests', jsonb_build_object('case_no', no, 'request_no', 'R2', 'sent_on', '2025-04-03')) FROM unnest('{W2,W3}'::text[]) AS no;
SELECT fixture.write('request_items', jsonb_build_object('case_no', no, 'request_no', 'R2', 'carrier_id', '#N-' || n || '/1')) FROM (VALUES ('W2', 415), ('W3', 416)) AS v (no, n);
UPDATE requests SET received_on = '2025-04-07' WHERE case_no IN ('W2', 'W3') AND request_no = 'R2';
SELECT fixture.write('decisions', jsonb_build_object('case_no', no, 'request_no', 'R2', 'sent_on', '2025-04-09')) FROM unnest('{W2,W3}'::text[]) AS no;
SELECT is(turns(no), E'1 r07_within_annex: customer\n2 r03_notice_first: customer', 'given anew: the annex and the notice, ' || no) FROM unnest('{W2,W3}'::text[]) AS no;

-- ... and what was annexed anew is the next carrier, too; but not what is destroyed, or lost and not found.
SELECT fixture.write('contract_items', '{"case_no": "W3", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-04-10"}');
SELECT is(turns('W3'), '1 r03_notice_first: customer', 'annexed anew, and back before: the notice');
SELECT fixture.write('notices', '{"case_no": "W3", "notice_no": "N2", "sent_on": "2025-04-11"}');
SELECT ends_in('W3', '1 3 customer Hand over the next carrier.', 'notified: it can be handed over again');
SELECT is(may_enter('handovers', '{"case_no": "W3", "carrier_id": "#N-416/1", "handed_on": "2025-04-11", "act_no": "2"}'), 'accepted', 'and is');
SELECT fixture.write('carriers', '{"account_no": "D", "copy_no": "1"}');
SELECT take('W5', 'handed', '{"contractor": "@student", "customer": "@office", "carriers": ["D/1"]}');
UPDATE handovers SET written_off_on = '2025-04-02', written_off_as = 'destroyed', write_off_act_no = 'W' WHERE case_no = 'W5';
SELECT fixture.write('requests', '{"case_no": "W5", "request_no": "R2", "sent_on": "2025-04-03"}'), fixture.write('request_items', '{"case_no": "W5", "request_no": "R2", "carrier_id": "#D/1"}');
UPDATE requests SET received_on = '2025-04-07' WHERE case_no = 'W5' AND request_no = 'R2';
SELECT fixture.write('decisions', '{"case_no": "W5", "request_no": "R2", "sent_on": "2025-04-09"}');
SELECT is(turns('W5'), '1 Close the case.: customer', 'destroyed, and permitted anew: nothing is left to be handed over');

-- What is out without permission and no longer secret is not asked back.
SELECT take('W4', 'handed', '{"contractor": "@student", "customer": "@office", "carriers": ["N-417/1"]}');
UPDATE decisions SET withdrawn_on = '2025-04-01', withdrawal_reasons = 'reasons' WHERE case_no = 'W4';
SELECT fixture.write('carrier_marks', '{"carrier_id": 417, "mark": null, "marked_on": "2025-04-02"}');
SELECT is(turns('W4'), '1 Close the case.: customer', 'no longer secret');

-- A carrier that passes by name takes no request along: the answer of the body that has it now leads on, the other is owed.
SELECT take('B5', 'received', '{"contractor": "@student", "customer": "@office", "carriers": ["M-9/1"]}');
SELECT fixture.write('disposal_successions', '{"carrier_id": "#M-9/1", "effective_on": "2025-02-14"}');
CREATE FUNCTION fixture.first_steps(no text) RETURNS text LANGUAGE sql AS $$SELECT string_agg(concat_ws(' ', replace(rule, 'secretxfer_', ''), due), '; ') FROM next_steps(no) WHERE step = 1$$;
SELECT is(first_steps('B5'), 'r07_permission_first; r05_in_time 2025-02-26', 'passed by name: first a request to its body');
SELECT fixture.write('requests', '{"case_no": "B5", "request_no": "R2", "authority": "@agency", "sent_on": "2025-02-17"}'), fixture.write('request_items', '{"case_no": "B5", "request_no": "R2", "carrier_id": "#M-9/1"}');
SELECT is(first_steps('B5'), 'r05_received_first; r05_in_time 2025-02-26', 'requested: the receipt of this request');
UPDATE requests SET received_on = '2025-02-18' WHERE case_no = 'B5' AND request_no = 'R2';
SELECT is(first_steps('B5'), 'r05_in_time 2025-03-04; r05_in_time 2025-02-26', 'received: the answer of its body, though that of the other is due before');
SELECT set_eq($$SELECT debtor_idn, due_on FROM duties WHERE case_no = 'B5'$$, $$VALUES (p('ministry'), '2025-02-26'::date), (p('agency'), '2025-03-04')$$, 'both bodies owe their answers');
SELECT fixture.write('decisions', '{"case_no": "B5", "request_no": "R2"}');
SELECT is(first_steps('B5'), 'r06_contract_first', 'permitted: the contract');
-- a request that was not received, for nothing that its body has: nobody waits for the receipt
SELECT take('B6', 'requested', '{"contractor": "@student", "customer": "@office", "carriers": ["M-9/1"]}');
SELECT is(first_steps('B6'), 'r07_permission_first', 'not received: another request');

-- a customer that does not see the carrier is not told whose it is
SAVEPOINT limited;
CREATE ROLE regress_secretxfer_office;
SELECT admit('regress_secretxfer_office', p('office'), 'customer');
SELECT take('B7', 'received', '{"contractor": "@student", "customer": "@office", "carriers": ["M-9/1"]}');
SELECT is(first_steps('B7'), 'r07_permission_first; r05_in_time 2025-02-26', 'the carrier has passed by name: who sees it is told so');
GRANT USAGE ON SCHEMA secretxfer, fixture TO regress_secretxfer_office;
SELECT is(ask_as('regress_secretxfer_office', $$SELECT rule FROM secretxfer.next_steps('B7') LIMIT 1$$), 'secretxfer_r05_in_time', 'who does not is told of the answer');
ROLLBACK TO limited;

-- A request to a body that came to its end waits in vain.
SELECT take('B3', 'requested', '{"contractor": "@student", "customer": "@office", "carriers": ["A-2/1"], "authority": "@agency"}');
SELECT is((SELECT rule FROM next_steps('B3') LIMIT 1), 'secretxfer_r05_received_first', 'requested: the receipt');
SELECT fixture.write('party_changes', '{"party": "@agency", "effective_on": "2025-03-01"}');
SELECT is((SELECT array_agg(replace(rule, 'secretxfer_', '')) FROM next_steps('B3') WHERE step = 1), '{r05_body_exists,r07_permission_first}', 'the body is in liquidation: taken back, and another request');
UPDATE requests SET received_on = '2025-02-14' WHERE case_no = 'B3';
SELECT is((SELECT array_agg(replace(rule, 'secretxfer_', '')) FROM next_steps('B3') WHERE step = 1), '{r05_body_exists,r07_permission_first}', 'received before: likewise');
SELECT is_empty($$SELECT * FROM answers_due WHERE case_no = 'B3'$$, 'nobody owes the answer');
SELECT is((SELECT (debtor, act, arose_on)::text FROM duties WHERE case_no = 'B3'), '(customer,"Take the request back, and ask the body that disposes of the secrets now.",2025-03-01)', 'the customer takes it back');
SELECT is((SELECT (breach, occurred_on, days)::text FROM breaches WHERE case_no = 'B3' AND provision = '5'), '(no_answer,2025-03-01,1)', 'late by the day on which the body came to its end');
SAVEPOINT passed;
SELECT fixture.write('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-03-03"}');
SELECT is((SELECT authority FROM answers_due WHERE case_no = 'B3'), p('ministry'), 'the body to which the secrets pass owes the answer');
SELECT is((SELECT array_agg(debtor) FROM duties WHERE case_no = 'B3'), '{"disposing body"}', 'and the customer nothing');
ROLLBACK TO passed;
SELECT is(change('requests', '{"case_no": "B3"}', '{"withdrawn_on": "2025-03-10"}'), 'accepted', 'it can be taken back');
SELECT is((SELECT rule FROM next_steps('B3') LIMIT 1), 'secretxfer_r07_permission_first', 'then another request');
SELECT is((SELECT (breach, occurred_on, days)::text FROM breaches WHERE case_no = 'B3' AND provision = '5'), '(no_answer,2025-03-01,1)', 'the breach stays as it was');
SELECT is_empty($$SELECT * FROM duties WHERE case_no = 'B3'$$, 'nothing is owed');

-- A case that winds up: the answer to what the body received is owed (5), unless the request is taken back; nothing waits for it.
SELECT fixture.write('carriers', jsonb_build_object('account_no', 'E', 'copy_no', no)) FROM unnest('{3,4,5}'::text[]) AS no;
SELECT take(no, stage, '{"contractor": "@other", "carriers": ["E/3"]}') FROM (VALUES ('E1', 'requested'), ('E2', 'received'), ('E3', 'received')) AS v (no, stage);
SELECT take('E4', 'handed', '{"contractor": "@other", "carriers": ["E/4"]}');
SELECT fixture.write('requests', '{"case_no": "E4", "request_no": "R2"}'), fixture.write('request_items', '{"case_no": "E4", "request_no": "R2", "carrier_id": "#E/3"}');
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'E4' AND request_no = 'R2';
SELECT fixture.write('party_changes', '{"party": "@other"}');
SELECT is(ends('E1') || coalesce(first_steps('E1'), ''), '1 customer Close the case.', 'winding up, not received: the closing');
SELECT is(turns('E2'), E'1 r05_in_time: disposing body\n1 Close the case.: customer', 'received: the answer, and the closing');
SELECT is((SELECT (act, due_on)::text FROM duties WHERE case_no = 'E2'), '("Send the written answer to the request.",2025-02-26)', 'as the duties say');
SELECT is(first_steps('E4'), 'r10_all_returned; r10_measures_taken; r05_in_time 2025-02-26', 'something is out: its return, measures, and the answer');
SELECT is(may_enter('decisions', '{"case_no": "E2", "outcome": "refused", "reasons": "the contractor is in liquidation"}'), 'accepted', 'it can be answered');
UPDATE requests SET withdrawn_on = '2025-06-03' WHERE case_no = 'E3';
SELECT is(turns('E3'), '1 Close the case.: customer', 'taken back: the closing');
SELECT is_empty($$SELECT * FROM duties WHERE case_no = 'E3'$$, 'and nothing is owed');
-- what is out is protected until it is back
UPDATE parties SET foreign_participation = true WHERE idn = p('other');
SELECT is(first_steps('E4'), 'r08_contractor_without_foreign_participation; r10_all_returned; r10_measures_taken; r05_in_time 2025-02-26', 'the arrangement has lost a condition');
SELECT is((SELECT act FROM duties WHERE case_no = 'E4' AND discharged_by = 'protections'), 'Arrange the protection of the secrets anew.', 'as the duties say');
SELECT is(may_enter('protections', '{"case_no": "E4", "arranged_on": "2025-06-05", "kind": "customer", "unit_settlement": "Almaty"}'), 'accepted', 'another one can be made');
UPDATE parties SET foreign_participation = false WHERE idn = p('other');
-- all that was permitted is back, and a request waits at a body that is gone
SELECT take('E5', 'handed', '{"contractor": "@builder", "carriers": ["E/5"]}');
UPDATE handovers SET returned_on = '2025-04-02', return_act_no = 'back' WHERE case_no = 'E5';
UPDATE decisions SET withdrawn_on = '2025-04-02', withdrawal_reasons = 'reasons' WHERE case_no = 'E5';
SELECT fixture.write('requests', '{"case_no": "E5", "request_no": "R2", "authority": "@agency"}');
SELECT is(turns('E5'), E'1 r05_body_exists: customer\n1 Send the disposing body a written request for its permission.: customer\n1 Close the case.: customer',
	'back: the request is taken back, and another one sent, or the closing');

-- No valid permit for a request.
SELECT fixture.write('parties', '{}');
SELECT take('B4', 'opened', '{"contractor": "@spare"}');
SELECT is((SELECT array_agg(replace(rule, 'secretxfer_', '')) FROM (SELECT rule FROM next_steps('B4') LIMIT 2) r), '{r04_authorization,r07_permission_first}', 'the permit, then the request');

-- The shape of the answer: rules of the catalogue, a provision, somebody who acts, something to do.
SELECT is_empty($$SELECT n.* FROM cases c CROSS JOIN LATERAL next_steps(c.case_no) AS n
	WHERE n.rule IS NOT NULL AND (NOT EXISTS (SELECT FROM rules r WHERE r.name = n.rule) OR coalesce(n.provision, '') = '' OR coalesce(n.who, '') = '')
	OR coalesce(n.what, '') = ''$$,
	'every step is complete');
SELECT is_empty($$SELECT n.* FROM cases c CROSS JOIN LATERAL next_steps(c.case_no) AS n WHERE n.due IS NOT NULL AND n.provision NOT LIKE '5%' AND n.provision <> '4(4)'$$,
	'only provisions 4(4) and 5 have a day');
SELECT throws_ok($$SELECT * FROM next_steps('unknown')$$, NULL, NULL, 'an unknown case is an error');

SELECT * FROM finish();
ROLLBACK;
