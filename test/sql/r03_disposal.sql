--
-- Provisions 3(1), 4, 5 and 7: secrets pass to another body, and which body is vested with them on a day.
--
SET fixture.until = '2099-12-31';
\i test/fixtures/start.sql
\set ECHO none
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "disposes_of_secrets": true}') \g /dev/null
SELECT enter('parties', '{"idn": "@spare2", "kind": "state_body", "disposes_of_secrets": true}') \g /dev/null

-- What is not stated is told by r00_mandatory alone, also of a carrier that passes by name.
SELECT may_enter('disposal_successions', '{"carrier_id": "#M-1/1", "body": null}');
SELECT may_enter('disposal_successions', '{"carrier_id": "#M-1/1", "effective_on": null}');
-- Names of bodies.
CREATE FUNCTION fixture.called(idn text) RETURNS text LANGUAGE sql AS 'SELECT n.name FROM fixture.numbers n WHERE n.idn = called.idn';
\set ECHO all

-- To a state body that disposes of secrets, another one, that is not in liquidation on that day.
SELECT may_enter('disposal_successions', '{"successor": "@bureau"}');
SELECT may_enter('disposal_successions', '{"successor": "@customer"}');
SELECT may_enter('disposal_successions', '{"successor": "@ministry"}');
SELECT may_enter('disposal_successions', '{"body": "@customer"}');
SELECT may_enter('disposal_successions', '{"successor": "351240000999"}');
SELECT may_enter('disposal_successions', '{"document": " "}');
SELECT may_enter('disposal_successions', '{"effective_on": "2100-01-01"}');
SELECT enter('party_changes', '{"party": "@spare2", "effective_on": "2025-05-05"}');
SELECT may_enter('disposal_successions', '{"successor": "@spare2"}');
SELECT may_enter('disposal_successions', '{"successor": "@spare2", "effective_on": "2025-05-04"}');
SELECT words(insert_of('disposal_successions', entry('disposal_successions', '{"body": "@customer", "successor": "@bureau"}')));
SELECT words(insert_of('disposal_successions', entry('disposal_successions', '{"successor": "@ministry"}')));
-- a carrier only from the body that disposes of it
SELECT may_enter('disposal_successions', '{"carrier_id": "#A-1/1"}');
SELECT words(insert_of('disposal_successions', entry('disposal_successions', '{"carrier_id": "#A-1/1"}')));
SELECT may_enter('disposal_successions', '{"carrier_id": "#M-1/1"}');

-- Chains, followed by the day; what is named goes its own way; two carriers of one day.
SELECT enter('disposal_successions', '{"effective_on": "2025-05-05", "carrier_id": "#M-1/1", "successor": "@spare"}');
SELECT enter('disposal_successions', '{"effective_on": "2025-05-05", "carrier_id": "#M-2/1", "successor": "@spare"}');
SELECT enter('disposal_successions', '{"effective_on": "2025-05-05"}');
SELECT enter('disposal_successions', '{"effective_on": "2025-05-05"}');
SELECT enter('disposal_successions', '{"effective_on": "2025-05-05", "carrier_id": "#M-1/1"}');
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-06-02"}');
SELECT enter('disposal_successions', '{"body": "@spare", "successor": "@agency", "effective_on": "2025-06-02", "carrier_id": "#M-2/1"}');
SELECT label, to_char(day, 'MM-DD') AS day, called(disposing_body(k.owner, NULL, k.carrier_id, day)) AS body
FROM unnest('{M-1/1,M-2/1,M-5/1,A-1/1}'::text[]) AS label JOIN carriers k ON k.carrier_id = c(label)
CROSS JOIN unnest('{2025-05-04,2025-05-05,2025-06-01,2025-06-02}'::date[]) AS day ORDER BY 1, 2;
-- what came by name on a day is not taken along by what else passes from its body on that day; later it is
BEGIN;
SELECT enter('disposal_successions', '{"effective_on": "2025-04-01", "carrier_id": "#M-7/1", "successor": "@spare"}');
SELECT enter('disposal_successions', '{"body": "@spare", "effective_on": "2025-04-01", "successor": "@agency"}');
SELECT called(disposing_body(k.owner, NULL, k.carrier_id, '2025-04-01')) FROM carriers k WHERE k.carrier_id = c('M-7/1');
SELECT may_enter('disposal_successions', '{"body": "@agency", "effective_on": "2025-04-02", "carrier_id": "#M-7/1", "successor": "@ministry"}');
SELECT may_enter('disposal_successions', '{"body": "@spare", "effective_on": "2025-04-02", "carrier_id": "#M-7/1", "successor": "@ministry"}');
SELECT enter('disposal_successions', '{"body": "@spare", "effective_on": "2025-04-02", "successor": "@ministry"}');
SELECT called(disposing_body(k.owner, NULL, k.carrier_id, '2025-04-02')) FROM carriers k WHERE k.carrier_id = c('M-7/1');
ROLLBACK;
-- a carrier passes on only from where it is by then
SELECT may_enter('disposal_successions', '{"effective_on": "2025-06-03", "carrier_id": "#M-1/1"}');
SELECT may_enter('disposal_successions', '{"body": "@spare", "effective_on": "2025-06-03", "carrier_id": "#M-1/1"}');

-- An event: kept as it is but for its document, never deleted.
SELECT try(update_of('disposal_successions', '{"successor": "@spare", "carrier_id": "#M-1/1"}', '{"effective_on": "2025-05-06"}'));
SELECT may_change('disposal_successions', '{"successor": "@spare", "carrier_id": "#M-1/1"}', '{"successor": "@agency"}');
SELECT may_change('disposal_successions', '{"successor": "@spare", "carrier_id": "#M-1/1"}', '{"document": "another decree"}');
SELECT may_withdraw('disposal_successions', '{"successor": "@spare", "carrier_id": "#M-1/1"}');
-- the owner of a carrier that passed by name stays, other data may be corrected
SELECT may_change('carriers', '{"account_no": "M-2"}', '{"owner": "@agency"}');
SELECT may_change('carriers', '{"account_no": "M-2", "copy_no": "1"}', '{"title": "another title"}');
\i test/fixtures/finish.sql

\i test/fixtures/start.sql
\set ECHO none
CREATE FUNCTION fixture.called(idn text) RETURNS text LANGUAGE sql AS 'SELECT n.name FROM fixture.numbers n WHERE n.idn = called.idn';
\set ECHO all

-- A request waits at the old body: the new one receives and answers, and the term runs on.
SELECT take('K1', 'requested', '{"carriers": ["M-1/1", "M-2/1"]}');
SELECT take('K2', 'received', '{"carriers": ["M-5/1"]}');
SELECT take('K3', 'handed', '{"carriers": ["M-6/1"]}');
SELECT take('K4', 'contracted', '{"carriers": ["M-7/1"]}');
SELECT enter('disposal_successions', '{"effective_on": "2025-02-17"}');
SELECT case_no, called(authority) AS authority, due_on FROM answers_due ORDER BY 1;
SELECT case_no, called(debtor_idn) AS debtor, act FROM duties WHERE case_no = 'K2';
SELECT change('requests', '{"case_no": "K1"}', '{"received_on": "2025-02-18"}');
SELECT enter('decisions', '{"case_no": "K1", "sent_on": "2025-02-20"}');
SELECT enter('contracts', '{"case_no": "K1"}');
SELECT enter('contract_items', '{"case_no": "K1"}');
-- what the old body permitted stays permitted, before and after the secrets passed; and the new body permits as its own
SELECT may_enter('contract_items', '{"case_no": "K4"}');
SELECT enter('notices', '{"case_no": "K1"}');
SELECT enter('protections', '{"case_no": "K1"}');
SELECT may_enter('handovers', '{"case_no": "K1"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-03-13", "act_no": "b"}');
SELECT rule, severity, "table", key FROM verify() WHERE rule IS NOT NULL AND rule NOT LIKE '%r00_settled' ORDER BY 1, 4;
-- no request to the old body any more, from that day on; the new one is asked
SELECT take('K5', 'opened');
SELECT may_enter('requests', '{"case_no": "K5", "sent_on": "2025-02-16"}');
SELECT may_enter('requests', '{"case_no": "K5", "sent_on": "2025-02-17"}');
SELECT words(insert_of('requests', entry('requests', '{"case_no": "K5", "sent_on": "2025-02-17"}')));
SELECT enter('requests', '{"case_no": "K5", "sent_on": "2025-02-17", "authority": "@agency"}');
SELECT enter('request_items', '{"case_no": "K5", "carrier_id": "#M-8/1"}');
SELECT change('requests', '{"case_no": "K5"}', '{"received_on": "2025-02-18"}');
SELECT enter('decisions', '{"case_no": "K5", "sent_on": "2025-02-20"}');
SELECT enter('contracts', '{"case_no": "K5"}');
SELECT enter('contract_items', '{"case_no": "K5"}');
-- until secrets come to it again
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-04-01", "carrier_id": "#A-1/1"}');
SELECT may_enter('requests', '{"case_no": "K5", "request_no": "R2", "sent_on": "2025-03-31"}');
SELECT may_enter('requests', '{"case_no": "K5", "request_no": "R2", "sent_on": "2025-04-01"}');
SELECT happened_on, event, entry = p('ministry') || ' -> ' || p('agency') AS it FROM case_timeline WHERE event = 'disposal passed' AND case_no = 'K1';

-- A carrier that passed by name before the answer is not the body's to permit.
SELECT take('K6', 'received', '{"carriers": ["A-2/1"], "authority": "@agency"}');
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-02-19", "carrier_id": "#A-2/1"}');
SELECT enter('decisions', '{"case_no": "K6"}');
SELECT enter('contracts', '{"case_no": "K6"}');
SELECT may_enter('contract_items', '{"case_no": "K6"}');
-- learnt of late, the passing makes irregular what was annexed; nothing more is handed over under that answer
SELECT enter('carriers', '{"owner": "@agency", "account_no": "A-3"}');
SELECT take('K7', 'protected', '{"carriers": ["A-3/1"], "authority": "@agency"}');
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-02-20", "carrier_id": "#A-3/1"}');
SELECT may_enter('handovers', '{"case_no": "K7", "carrier_id": "#A-3/1"}');
SELECT rule, severity, "table", key FROM verify() WHERE rule IS NOT NULL AND rule NOT LIKE '%r00_settled' ORDER BY 1, 4;

-- Notices of the customer's succession: to the body of the day of the notice.
SELECT enter('party_changes', '{"party": "@customer", "kind": "ownership", "effective_on": "2025-04-07"}');
SELECT enter('supplements', '{"case_no": "K3", "concluded_on": "2025-04-08"}');
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-04-10"}');
SELECT act, called(entry) AS body FROM duties WHERE case_no = 'K3' AND act ~ 'disposing body';
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N5", "kind": "succession_security", "party": "@customer", "change_no": "1", "sent_on": "2025-04-11"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N6", "kind": "succession_authority", "authority": "@agency", "party": "@customer", "change_no": "1", "sent_on": "2025-04-11"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-04-14", "act_no": "b"}');
SELECT change('handovers', '{"case_no": "K3"}', '{"returned_on": "2025-04-11", "return_act_no": "r"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-04-14", "act_no": "b"}');
SELECT enter('notices', '{"case_no": "K3", "notice_no": "N7", "kind": "succession_authority", "authority": "@ministry", "party": "@customer", "change_no": "1", "sent_on": "2025-04-11"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-04-14", "act_no": "b"}');
SELECT act FROM duties WHERE case_no = 'K3' AND act ~ 'disposing body';
\i test/fixtures/finish.sql

-- Who sees and writes: the successor from that day on, the body before it no more.
\i test/fixtures/start.sql
CREATE ROLE regress_secretxfer_dp_old;
CREATE ROLE regress_secretxfer_dp_new;
CREATE ROLE regress_secretxfer_dp_security;
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_dp_old, regress_secretxfer_dp_new, regress_secretxfer_dp_security;
GRANT SELECT ON fixture.numbers TO regress_secretxfer_dp_old, regress_secretxfer_dp_new, regress_secretxfer_dp_security;
SELECT admit('regress_secretxfer_dp_old', p('ministry'), 'authority');
SELECT admit('regress_secretxfer_dp_new', p('agency'), 'authority');
SELECT admit('regress_secretxfer_dp_security', NULL, 'security');
SELECT take('K1', 'requested', '{"carriers": ["M-1/1"]}');
SELECT take('K2', 'permitted', '{"carriers": ["M-5/1"]}');
CREATE FUNCTION fixture.seen() RETURNS TABLE (role text, requests text, lines text, answers text, cases text, carriers text, permits text, due text) LANGUAGE sql AS $$
	SELECT r, ask_as(r, 'SELECT count(*) FROM secretxfer.requests'), ask_as(r, 'SELECT count(*) FROM secretxfer.request_items'),
		ask_as(r, 'SELECT count(*) FROM secretxfer.decisions'), ask_as(r, 'SELECT count(*) FROM secretxfer.cases'),
		ask_as(r, 'SELECT count(*) FROM secretxfer.carriers'), ask_as(r, 'SELECT count(*) FROM secretxfer.permits'),
		ask_view_as(r, 'SELECT count(*) FROM secretxfer.answers_due', format('authority = %L', p(body)))
	FROM (VALUES ('regress_secretxfer_dp_old', 'ministry'), ('regress_secretxfer_dp_new', 'agency')) AS v (r, body)
$$;
SELECT * FROM seen();
SELECT try_as('regress_secretxfer_dp_old', insert_of('disposal_successions', entry('disposal_successions')));
SELECT try_as('regress_secretxfer_dp_new', insert_of('disposal_successions', entry('disposal_successions')));
SELECT try_as('regress_secretxfer_dp_security', insert_of('disposal_successions', entry('disposal_successions')));
SELECT enter('disposal_successions');
SELECT * FROM seen();
SELECT try_as('regress_secretxfer_dp_old', $$UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K1'$$);
SELECT try_as('regress_secretxfer_dp_new', $$UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K1'$$);
SELECT change('requests', '{"case_no": "K1"}', '{"received_on": "2025-02-12"}');
SELECT * FROM seen();
SELECT try_as('regress_secretxfer_dp_old', insert_of('decisions', entry('decisions', '{"case_no": "K1"}')));
SELECT try_as('regress_secretxfer_dp_new', insert_of('decisions', entry('decisions', '{"case_no": "K1"}')));
SELECT try_as('regress_secretxfer_dp_old', $$UPDATE decisions SET withdrawn_on = '2025-06-02', withdrawal_reasons = 'x' WHERE case_no = 'K2'$$);
SELECT try_as('regress_secretxfer_dp_new', $$UPDATE decisions SET withdrawn_on = '2025-06-02', withdrawal_reasons = 'x' WHERE case_no = 'K2'$$);
SELECT try_as('regress_secretxfer_dp_old', $$UPDATE carriers SET title = 'another' WHERE carrier_id = (SELECT min(carrier_id) FROM carriers)$$);
SELECT try_as('regress_secretxfer_dp_new', $$UPDATE carriers SET title = 'another' WHERE account_no = 'M-9'$$);
SELECT try_as('regress_secretxfer_dp_old', insert_of('carriers', entry('carriers')));
SELECT try_as('regress_secretxfer_dp_new', insert_of('carriers', entry('carriers')));
DROP OWNED BY regress_secretxfer_dp_old, regress_secretxfer_dp_new, regress_secretxfer_dp_security;
SELECT dismiss('regress_secretxfer_dp_old', p('ministry'), 'authority');
SELECT dismiss('regress_secretxfer_dp_new', p('agency'), 'authority');
SELECT dismiss('regress_secretxfer_dp_security', NULL, 'security');
DROP ROLE regress_secretxfer_dp_old, regress_secretxfer_dp_new, regress_secretxfer_dp_security;

-- A body in liquidation: not asked, answers nothing; its successor does.  Completed once nothing is left with it.
SELECT enter('party_changes', '{"party": "@agency", "effective_on": "2025-06-02"}');
SELECT may_change('party_changes', '{"party": "@agency"}', '{"completed_on": "2025-07-01"}');
SELECT words(update_of('party_changes', '{"party": "@agency"}', '{"completed_on": "2025-07-01"}'));
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-06-01", "late_reason": "the decree"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-06-02", "late_reason": "the decree"}');
SELECT rule, who, what FROM next_steps('K1') WHERE step = 1;
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "disposes_of_secrets": true}');
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@spare", "effective_on": "2025-06-10"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-06-09", "late_reason": "the decree"}');
SELECT may_enter('decisions', '{"case_no": "K1", "sent_on": "2025-06-10", "late_reason": "the decree"}');
SELECT may_change('party_changes', '{"party": "@agency"}', '{"completed_on": "2025-06-09"}');
SELECT may_change('party_changes', '{"party": "@agency"}', '{"completed_on": "2025-06-10"}');
-- its successor, at which all of this waits now
SELECT enter('party_changes', '{"party": "@spare", "effective_on": "2025-06-16"}');
SELECT may_change('party_changes', '{"party": "@spare"}', '{"completed_on": "2025-07-01"}');
SELECT enter('parties', '{"idn": "@spare2", "kind": "state_body", "disposes_of_secrets": true}');
SELECT take('K3', 'requested', '{"authority": "@spare2"}');
SELECT enter('party_changes', '{"party": "@spare2", "effective_on": "2025-06-16"}');
SELECT may_change('party_changes', '{"party": "@spare2"}', '{"completed_on": "2025-07-01"}');
SELECT change('requests', '{"case_no": "K3"}', '{"withdrawn_on": "2025-06-16"}');
SELECT may_change('party_changes', '{"party": "@spare2"}', '{"completed_on": "2025-07-01"}');
SELECT rule, severity, "table", key FROM verify() WHERE rule IS NOT NULL AND rule NOT LIKE '%r00_settled' ORDER BY 1, 4;
\i test/fixtures/finish.sql

-- A carrier that passed by name: its new body withdraws the permission that covers nothing else.
\i test/fixtures/start.sql
CREATE ROLE regress_secretxfer_dp_old;
CREATE ROLE regress_secretxfer_dp_new;
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_dp_old, regress_secretxfer_dp_new;
GRANT SELECT ON fixture.numbers TO regress_secretxfer_dp_old, regress_secretxfer_dp_new;
SELECT admit('regress_secretxfer_dp_old', p('ministry'), 'authority');
SELECT admit('regress_secretxfer_dp_new', p('agency'), 'authority');
CREATE FUNCTION fixture.seen(query text) RETURNS TABLE (role text, sees text) LANGUAGE sql AS $$
	SELECT r, ask_as(r, query) FROM unnest('{regress_secretxfer_dp_old,regress_secretxfer_dp_new}'::text[]) AS r
$$;
SELECT take('K1', 'permitted', '{"carriers": ["M-1/1"]}');
-- of two carriers; of two, one left out; the agency's own carrier in the list, which the permission does not cover
SELECT take('K2', 'handed', '{"carriers": ["M-2/1", "M-9/1"]}');
SELECT take('K3', 'received', '{"carriers": ["M-4/1", "M-5/1"]}');
SELECT enter('decisions', '{"case_no": "K3", "excluded_items": "{2}"}');
SELECT take('K4', 'permitted', '{"carriers": ["M-6/1", "A-1/1"]}');
-- refused; not answered; an information system, of which the permission is more than of the carriers
SELECT take('K5', 'received', '{"carriers": ["M-7/1"]}');
SELECT enter('decisions', '{"case_no": "K5", "outcome": "refused", "reasons": "x"}');
SELECT take('K6', 'received', '{"carriers": ["M-8/1"]}');
SELECT take('K7', 'opened', '{"service": true}');
SELECT enter('requests', '{"case_no": "K7"}');
SELECT enter('request_items', '{"case_no": "K7", "carrier_id": "#M-3/1"}');
SELECT change('requests', '{"case_no": "K7"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "K7"}');
SELECT * FROM seen($$SELECT string_agg(DISTINCT case_no, ' ' ORDER BY case_no) FROM secretxfer.decisions$$);
SELECT enter('disposal_successions', format('{"effective_on": "2025-06-02", "carrier_id": "#%s"}', label)::jsonb)
FROM unnest('{M-1/1,M-2/1,M-3/1,M-4/1,M-6/1,M-7/1,M-8/1}'::text[]) AS label;
SELECT * FROM seen($$SELECT string_agg(DISTINCT case_no, ' ' ORDER BY case_no) FROM secretxfer.decisions$$);
SELECT * FROM seen($$SELECT string_agg(DISTINCT case_no, ' ' ORDER BY case_no) FROM secretxfer.requests$$);
SELECT * FROM seen($$SELECT string_agg(DISTINCT case_no, ' ' ORDER BY case_no) FROM secretxfer.request_items$$);
SELECT * FROM seen($$SELECT string_agg(DISTINCT case_no, ' ' ORDER BY case_no) FROM secretxfer.cases$$);
SELECT * FROM seen($$SELECT count(*) FROM secretxfer.permits$$);
-- the withdrawal, from the day on which the carrier came; nothing else of the other body's letter
CREATE FUNCTION fixture.withdrawn(case_no text, withdrawn_on text) RETURNS text LANGUAGE sql AS $$
	SELECT format('UPDATE secretxfer.decisions SET withdrawn_on = %L, withdrawal_reasons = %L WHERE case_no = %L', $2, 'x', $1)
$$;
SELECT try_as('regress_secretxfer_dp_new', withdrawn('K1', '2025-06-01'));
SELECT try_as('regress_secretxfer_dp_new', withdrawn('K1', '2025-06-02') || ' AND decision_no IS NOT NULL');
SELECT try_as('regress_secretxfer_dp_new', $$UPDATE secretxfer.decisions SET decision_no = 'x' WHERE case_no = 'K1'$$);
SELECT try_as('regress_secretxfer_dp_new', $$UPDATE secretxfer.decisions SET decision_no = 'x', withdrawn_on = '2025-06-02', withdrawal_reasons = 'x' WHERE case_no = 'K1'$$);
SELECT try_as('regress_secretxfer_dp_new', $$UPDATE secretxfer.decisions SET decision_no = decision_no, withdrawn_on = '2025-06-02', withdrawal_reasons = 'x' WHERE case_no = 'K1'$$);
SELECT try_as('regress_secretxfer_dp_new', $$DELETE FROM secretxfer.decisions WHERE case_no = 'K1'$$);
SELECT try_as('regress_secretxfer_dp_new', $$UPDATE secretxfer.requests SET received_on = '2025-02-11' WHERE case_no = 'K1'$$);
SELECT try_as('regress_secretxfer_dp_new', insert_of('decisions', entry('decisions', '{"case_no": "K6"}')));
SELECT try_as('regress_secretxfer_dp_new', withdrawn('K3', '2025-06-02'));
SELECT try_as('regress_secretxfer_dp_new', withdrawn('K2', '2025-06-02'));
SELECT try_as('regress_secretxfer_dp_new', withdrawn('K7', '2025-06-02'));
-- the body whose letter it is may still correct it, and withdraw it
SELECT try_as('regress_secretxfer_dp_old', $$UPDATE secretxfer.decisions SET decision_no = 'y' WHERE case_no = 'K1'$$);
SELECT try_as('regress_secretxfer_dp_old', withdrawn('K1', '2025-06-02'));
-- a mark is entered by the body of its day; who writes for all bodies enters the mark of any, because a mark names none
CREATE FUNCTION fixture.marked(marked_on date) RETURNS text LANGUAGE sql AS $$
	SELECT insert_of('carrier_marks', entry('carrier_marks', jsonb_build_object('carrier_id', '#M-1/1', 'marked_on', marked_on)))
$$;
SELECT r AS role, try_as(r, marked('2025-06-01')) AS before, try_as(r, marked('2025-06-02')) AS since
FROM unnest('{regress_secretxfer_dp_old,regress_secretxfer_dp_new}'::text[]) AS r;
SELECT enter('carrier_marks', '{"carrier_id": "#M-1/1", "marked_on": "2025-06-01"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-1/1", "marked_on": "2025-06-02"}');
SELECT rule, severity, "table", key FROM verify() WHERE "table" = 'carrier_marks';
-- a permission of several bodies' carriers is withdrawn as a whole by the body whose letter it is, and each body is asked anew
SELECT try_as('regress_secretxfer_dp_old', withdrawn('K2', '2025-06-02'));
SELECT change('decisions', '{"case_no": "K2"}', '{"withdrawn_on": "2025-06-02", "withdrawal_reasons": "one of the carriers is the agency''s now"}');
SELECT carrier_id = c('M-2/1') AS passed, reasons FROM returns_due WHERE case_no = 'K2' ORDER BY 1;
SELECT enter('requests', '{"case_no": "K2", "request_no": "R2", "sent_on": "2025-06-02", "transfer_from": "2025-06-02"}');
SELECT enter('request_items', '{"case_no": "K2", "request_no": "R2", "carrier_id": "#M-9/1"}');
SELECT enter('requests', '{"case_no": "K2", "request_no": "R3", "authority": "@agency", "sent_on": "2025-06-02", "transfer_from": "2025-06-02"}');
SELECT enter('request_items', '{"case_no": "K2", "request_no": "R3", "carrier_id": "#M-2/1"}');
SELECT change('requests', '{"case_no": "K2", "request_no": "R2"}', '{"received_on": "2025-06-02"}');
SELECT change('requests', '{"case_no": "K2", "request_no": "R3"}', '{"received_on": "2025-06-02"}');
SELECT enter('decisions', '{"case_no": "K2", "request_no": "R2", "decision_no": "D2", "sent_on": "2025-06-03"}');
SELECT enter('decisions', '{"case_no": "K2", "request_no": "R3", "decision_no": "D3", "sent_on": "2025-06-03", "outcome": "refused", "reasons": "x"}');
SELECT enter('contract_items', '{"case_no": "K2", "annex_no": "3", "request_no": "R2", "annexed_on": "2025-06-03"}');
SELECT carrier_id = c('M-2/1') AS passed, reasons FROM returns_due WHERE case_no = 'K2' ORDER BY 1;
-- a passing that is changed is not in its own way
SELECT words(format('UPDATE disposal_successions SET effective_on = %L WHERE carrier_id = %s', fixture.today() + 1, c('M-5/1')))
FROM (SELECT enter('disposal_successions', '{"effective_on": "2025-06-02", "carrier_id": "#M-5/1"}')) AS passing (entered) WHERE entered = 'accepted';
-- what passes on leaves the sight of the body; what it withdrew stays withdrawn
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "disposes_of_secrets": true}');
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@spare", "effective_on": "2025-06-16"}');
SELECT * FROM seen($$SELECT string_agg(DISTINCT case_no, ' ' ORDER BY case_no) FROM secretxfer.decisions$$);
SELECT try_as('regress_secretxfer_dp_new', withdrawn('K1', '2025-06-02'));
DROP OWNED BY regress_secretxfer_dp_old, regress_secretxfer_dp_new;
SELECT dismiss('regress_secretxfer_dp_old', p('ministry'), 'authority');
SELECT dismiss('regress_secretxfer_dp_new', p('agency'), 'authority');
DROP ROLE regress_secretxfer_dp_old, regress_secretxfer_dp_new;
\i test/fixtures/finish.sql

-- A passing learnt of late: the body had no secrets any more on the day of the request, and its permission would count
-- for nothing. The customer takes the request back and asks the body that has the secrets.
\i test/fixtures/start.sql
SELECT take('K1', 'requested', '{"carriers": ["M-1/1"]}'), take('K2', 'received', '{"carriers": ["M-2/1"]}');
SELECT enter('disposal_successions', '{"effective_on": "2025-02-10"}');
SELECT case_no, rule, who, what FROM cases CROSS JOIN next_steps(case_no) WHERE step = 1;
SELECT change('requests', '{"case_no": "K2"}', '{"withdrawn_on": "2025-03-03"}');
SELECT case_no, rule, who, what FROM cases CROSS JOIN next_steps(case_no) WHERE step = 1 AND case_no = 'K2';
SELECT may_enter('requests', '{"case_no": "K2", "request_no": "R2", "sent_on": "2025-03-03"}');
SELECT enter('requests', '{"case_no": "K2", "request_no": "R2", "sent_on": "2025-03-03", "authority": "@agency"}');
SELECT enter('request_items', '{"case_no": "K2", "request_no": "R2", "carrier_id": "#M-2/1"}');
SELECT change('requests', '{"case_no": "K2", "request_no": "R2"}', '{"received_on": "2025-03-04"}');
SELECT enter('decisions', '{"case_no": "K2", "request_no": "R2", "sent_on": "2025-03-05"}');
SELECT enter('contracts', '{"case_no": "K2", "concluded_on": "2025-03-05"}');
SELECT enter('contract_items', '{"case_no": "K2", "request_no": "R2"}');
-- what the body of before permits all the same is annexed by nobody
SELECT change('requests', '{"case_no": "K1"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "K1"}');
SELECT enter('contracts', '{"case_no": "K1"}');
SELECT words(insert_of('contract_items', entry('contract_items', '{"case_no": "K1"}')));
SELECT case_no, rule, who, what FROM cases CROSS JOIN next_steps(case_no) WHERE step = 1 AND case_no = 'K1';
\i test/fixtures/finish.sql

-- A body that was notified of a succession is not notified again when another body's secrets come to it (10 ¶1).
\i test/fixtures/start.sql
SELECT take('K1', 'contracted', '{"carriers": ["M-1/1"], "customer": "@client"}');
SELECT enter('requests', '{"case_no": "K1", "request_no": "R2", "authority": "@agency"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R2", "carrier_id": "#A-1/1"}');
SELECT change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-12"}');
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2"}');
SELECT enter('contract_items', '{"case_no": "K1"}');
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "2", "request_no": "R2"}');
SELECT enter('notices', '{"case_no": "K1"}');
SELECT enter('protections', '{"case_no": "K1"}');
SELECT enter('party_changes', '{"party": "@client", "kind": "functions", "effective_on": "2025-04-01"}');
SELECT enter('supplements', '{"case_no": "K1", "party": "@client", "concluded_on": "2025-04-08"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "N5", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "N6", "kind": "succession_authority", "authority": "@agency", "party": "@client", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-04-14"}');
SELECT act FROM duties WHERE act LIKE 'Notify%';
SELECT enter('disposal_successions');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-05-04"}');
SELECT enter('handovers', '{"case_no": "K1", "handed_on": "2025-05-05"}');
SELECT act FROM duties WHERE act LIKE 'Notify%';
SELECT kind, sent_on FROM succession_notices('K1') ORDER BY 1, 2;
SELECT rule, severity FROM findings() WHERE rule LIKE '%r10%';
-- what passes on from there takes the notice along
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "disposes_of_secrets": true}');
SELECT enter('disposal_successions', '{"body": "@agency", "successor": "@spare", "effective_on": "2025-05-12"}');
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#A-1/1", "handed_on": "2025-05-12"}');
SELECT act FROM duties WHERE act LIKE 'Notify%';
-- before the secrets came, the body of then was not notified, and verify() says so
SET session_replication_role = replica;
SELECT write('handovers', '{"case_no": "K1", "carrier_id": "#A-1/1", "handed_on": "2025-05-04"}');
RESET session_replication_role;
SELECT rule, severity FROM findings() WHERE rule LIKE '%r10%';
\i test/fixtures/finish.sql
