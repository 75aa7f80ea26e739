--
-- What is out without permit, clearance, permission or protecting unit is due back, on whatever day the fact was entered;
-- and it is due no more once it has them again.
--
\i test/fixtures/start.sql
\set ECHO none
-- What is due back; and the first steps that say so.
CREATE FUNCTION fixture.due(no text) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' -> ',
		(SELECT string_agg(format('%s since %s: %s (%s)', coalesce((SELECT account_no FROM secretxfer.carriers k WHERE k.carrier_id = r.carrier_id), r.clearance_no),
			r.due_since, array_to_string(r.reasons, ', '), array_to_string(r.provisions, ', ')), '; ' ORDER BY r.carrier_id) FROM secretxfer.returns_due r WHERE case_no = no),
		(SELECT string_agg(replace(rule, 'secretxfer_', ''), ', ' ORDER BY rule, what) FROM secretxfer.next_steps(no) WHERE step = 1 AND what ~ '^Return'))
$$;
CREATE FUNCTION fixture.breached(no text) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format('%s on %s%s', breach, occurred_on, CASE WHEN occurred_on + days < today() THEN format(' for %s', days) END), '; ' ORDER BY occurred_on, breach COLLATE "C", days) FROM secretxfer.breaches
	WHERE case_no = no AND provision IN ('7', '11')
$$;
\i test/fixtures/valid_today.sql
\set ECHO all

-- The facts are of the day of the hand-over or before, and are entered after it: a revoked permit,
BEGIN;
SELECT take('K1', 'handed');
SELECT due('K1');
SELECT change('permits', '{"permit_no": "P-builder"}', '{"revoked_on": "2025-03-12"}');
SELECT breached('K1');
SELECT due('K1');
SELECT debtor, act, provision, arose_on FROM duties WHERE case_no = 'K1';
-- until another permit is sufficient
SELECT enter('permits', '{"permit_no": "P-2", "issued_on": "2025-04-01", "highest_mark": "secret"}');
SELECT due('K1');
ROLLBACK;
-- a revoked clearance, until a colleague takes the carrier over,
BEGIN;
SELECT take('K1', 'handed');
SELECT change('clearances', '{"clearance_no": "C-builder"}', '{"revoked_on": "2025-03-10"}');
SELECT breached('K1');
SELECT due('K1');
SELECT enter('clearances', '{"clearance_no": "C-2"}');
SELECT enter('holders', jsonb_build_object('handover', entry_id, 'held_by', 'C-2')) FROM handovers WHERE case_no = 'K1';
SELECT due('K1');
-- whose own clearance is then revoked as of the day on which the colleague took it over,
SELECT change('clearances', '{"clearance_no": "C-2"}', '{"revoked_on": "2025-03-20"}');
SELECT breached('K1');
SELECT due('K1');
ROLLBACK;
-- a raised mark,
BEGIN;
SELECT take('K1', 'handed');
SELECT enter('carrier_marks', '{"marked_on": "2025-03-11", "mark": "special_importance"}');
SELECT breached('K1');
SELECT due('K1');
SELECT enter('permits', '{"permit_no": "P-2", "issued_on": "2025-04-01", "highest_mark": "special_importance"}');
SELECT due('K1');
SELECT enter('carrier_marks', '{"marked_on": "2025-04-07", "mark": "top_secret"}');
SELECT due('K1');
ROLLBACK;
-- a revoked clearance of an access,
BEGIN;
SELECT take('S1', 'handed', '{"service": true}');
SELECT change('clearances', '{"clearance_no": "C-builder"}', '{"revoked_on": "2025-03-10"}');
SELECT breached('S1');
SELECT due('S1');
ROLLBACK;
-- the mark of a serviced system that was not known in version 1.0,
BEGIN;
SELECT take('S1', 'handed', '{"service": true}');
SET LOCAL session_replication_role = replica;
UPDATE cases SET system_mark = NULL WHERE case_no = 'S1';
SET LOCAL session_replication_role = origin;
SELECT due('S1');
SELECT change('cases', '{"case_no": "S1"}', '{"system_mark": "special_importance"}');
SELECT breached('S1');
SELECT due('S1');
ROLLBACK;
-- and a passing of the carrier to another body, until the permission of that body is in the annex.
BEGIN;
SELECT take('K1', 'handed');
SELECT enter('disposal_successions', '{"effective_on": "2025-02-14", "carrier_id": "#M-1/1"}');
SELECT breached('K1');
SELECT due('K1');
SELECT what FROM next_steps('K1') WHERE step = 1 AND what LIKE 'Return%';
SELECT write('requests', '{"case_no": "K1", "request_no": "R2", "authority": "@agency"}'), write('request_items', '{"case_no": "K1", "request_no": "R2"}') \g /dev/null
UPDATE requests SET received_on = '2025-04-14' WHERE request_no = 'R2';
SELECT enter('decisions', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-04-15"}');
SELECT due('K1');
SELECT enter('contract_items', '{"case_no": "K1", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-04-16"}');
SELECT due('K1');
SELECT breached('K1');
ROLLBACK;

-- What was lost while the carrier was out is due until it is there again; the breach is over then.
BEGIN;
SELECT take('K1', 'handed');
SELECT change('permits', '{"permit_no": "P-builder"}', '{"revoked_on": "2025-04-01"}');
SELECT breached('K1'), due('K1');
SELECT enter('permits', '{"permit_no": "P-2", "issued_on": "2025-04-11", "highest_mark": "secret"}');
SELECT breached('K1'), due('K1');
-- a raise, a sufficient permit, its revocation, a lower mark
SELECT enter('carrier_marks', '{"marked_on": "2025-05-05", "mark": "top_secret"}');
SELECT breached('K1'), due('K1');
SELECT enter('permits', '{"permit_no": "P-3", "issued_on": "2025-05-15", "highest_mark": "top_secret"}');
SELECT enter('contract_amendments', '{"case_no": "K1", "concluded_on": "2025-05-16", "permit_no": "P-3", "responsible_unit": null, "unit_designated_by": null}');
SELECT breached('K1'), due('K1');
SELECT change('permits', '{"permit_no": "P-3"}', '{"revoked_on": "2025-06-02"}');
SELECT breached('K1'), due('K1');
SELECT enter('carrier_marks', '{"marked_on": "2025-06-12", "mark": "secret"}');
SELECT breached('K1'), due('K1');
-- unmarked, and marked again when permit and clearance have ended
SELECT enter('carrier_marks', '{"marked_on": "2025-07-01", "mark": null}');
SELECT change('permits', '{"permit_no": "P-2"}', '{"revoked_on": "2025-07-04"}');
SELECT change('clearances', '{"clearance_no": "C-builder"}', '{"revoked_on": "2025-07-04"}');
SELECT due('K1');
SELECT enter('carrier_marks', '{"marked_on": "2025-07-21", "mark": "secret"}');
SELECT due('K1');
ROLLBACK;

-- A change of a party that is learnt of late: nothing is due back before it went out.
BEGIN;
SELECT take('K1', 'handed');
SELECT enter('party_changes', '{"kind": "ownership", "party": "@builder", "effective_on": "2025-03-07"}'),
	   enter('party_changes', '{"kind": "functions", "party": "@customer", "effective_on": "2025-03-10"}');
SELECT due('K1');
SELECT act, arose_on FROM duties WHERE case_no = 'K1' AND carrier_id IS NOT NULL;
ROLLBACK;

-- A permission that was withdrawn as of the day of the annex line.
BEGIN;
SELECT take('K1', 'handed');
SELECT change('decisions', '{"case_no": "K1"}', jsonb_build_object('withdrawn_on', annexed_on, 'withdrawal_reasons', 'x')) FROM contract_items WHERE case_no = 'K1';
SELECT due('K1');
ROLLBACK;
-- A carrier that was no secret when the case was closed, and is marked again.
BEGIN;
SELECT take('K1', 'handed');
SELECT enter('carrier_marks', '{"marked_on": "2025-04-01", "mark": null}');
SELECT change('cases', '{"case_no": "K1"}', '{"closed_on": "2025-04-07"}');
SELECT due('K1');
SELECT enter('carrier_marks', '{"marked_on": "2025-05-05", "mark": "secret"}');
SELECT due('K1');
SELECT who, what FROM next_steps('K1');
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}');
SELECT due('K1');
SELECT who, what FROM next_steps('K1');
ROLLBACK;

-- Persons of a party whose unit protects no more give back what they have, unless a person of the contractor takes it over.
BEGIN;
SELECT take('K1', 'protected', '{"settlement": "Astana", "protection": "customer", "carriers": ["M-1/1", "M-5/1", "M-6/1"]}');
SELECT enter('handovers', '{"case_no": "K1", "received_by": "C-customer"}');
SELECT enter('handovers', '{"case_no": "K1", "carrier_id": "#M-5/1", "received_by": "C-customer"}');
SELECT enter('handovers', '{"case_no": "K1", "carrier_id": "#M-6/1"}');
SELECT due('K1'), breached('K1');
SELECT enter('protections', '{"case_no": "K1", "arranged_on": "2025-05-05"}');
SELECT breached('K1'), due('K1');
SELECT DISTINCT act, provision, arose_on FROM duties WHERE case_no = 'K1';
SELECT enter('holders', jsonb_build_object('handover', entry_id, 'held_since', '2025-05-15')) FROM handovers WHERE carrier_id = c('M-1/1');
SELECT breached('K1'), due('K1');
-- the customer protects again
SELECT enter('protections', '{"case_no": "K1", "kind": "customer", "arranged_on": "2025-05-25"}');
SELECT breached('K1'), due('K1');
ROLLBACK;
-- likewise accesses, and where the customer's unit protects and another party becomes the customer.
BEGIN;
SELECT take('S1', 'protected', '{"service": true, "settlement": "Astana", "protection": "customer"}');
SELECT enter('system_accesses', '{"case_no": "S1", "clearance_no": "C-customer"}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "functions", "effective_on": "2025-05-01"}');
SELECT enter('supplements', '{"case_no": "S1", "concluded_on": "2025-05-12"}');
SELECT due('S1');
SELECT change('system_accesses', '{"case_no": "S1"}', '{"ended_on": "2025-05-15"}');
SELECT breached('S1'), due('S1');
ROLLBACK;

-- A customer sees what is due back, and from whom, also where the person is of the party whose unit protects; nothing of
-- others of that party, and of other customers nothing.
BEGIN;
\set ECHO none
CREATE ROLE regress_secretxfer_orderer;
CREATE ROLE regress_secretxfer_another;
CREATE ROLE regress_secretxfer_before;
CREATE ROLE regress_secretxfer_after;
CREATE ROLE regress_secretxfer_registrar;
GRANT USAGE ON SCHEMA secretxfer, fixture TO regress_secretxfer_orderer, regress_secretxfer_another, regress_secretxfer_before, regress_secretxfer_after, regress_secretxfer_registrar;
GRANT SELECT ON fixture.numbers TO PUBLIC;
SELECT admit('regress_secretxfer_orderer', p('customer'), 'customer'), admit('regress_secretxfer_another', p('client'), 'customer'), admit('regress_secretxfer_before', p('ministry'), 'authority'),
	admit('regress_secretxfer_after', p('agency'), 'authority'), admit('regress_secretxfer_registrar', NULL, 'registrar') \g /dev/null
\set ECHO all
SELECT take('K1', 'protected', '{"contractor": "@joint", "protection": "provider"}');
SELECT enter('clearances', '{"clearance_no": "C-provider", "party": "@provider"}'), enter('clearances', '{"clearance_no": "C-provider 2", "party": "@provider"}');
SELECT ask_as('regress_secretxfer_orderer', $$SELECT count(*) FROM secretxfer.clearances WHERE clearance_no LIKE 'C-provider%'$$);
SELECT try_as('regress_secretxfer_orderer', insert_of('handovers', entry('handovers', '{"case_no": "K1", "received_by": "C-provider"}')));
SELECT enter('handovers', '{"case_no": "K1", "received_by": "C-provider"}');
-- an entry that may still be rolled back shows nothing, so this one is of another transaction
SET LOCAL session_replication_role = replica;
UPDATE clearances SET revoked_on = '2025-04-01' WHERE clearance_no = 'C-provider';
UPDATE permits SET revoked_on = '2025-04-03' WHERE permit_no = 'P-provider';
SET LOCAL session_replication_role = origin;
COMMIT;
SELECT r.role, ask_as('regress_secretxfer_' || r.role, $$SELECT string_agg(clearance_no, ', ') FROM secretxfer.clearances WHERE clearance_no LIKE 'C-provider%'$$) AS clearances,
	ask_view_as('regress_secretxfer_' || r.role, $$SELECT string_agg(fixture.due(case_no), '; ') FROM secretxfer.returns_due$$, of_cases) AS due,
	ask_view_as('regress_secretxfer_' || r.role, $$SELECT string_agg(act || ' ' || provision, '; ' ORDER BY act) FROM secretxfer.duties$$, of_cases) AS duties
  FROM (VALUES ('orderer', 'customer'), ('another', 'client')) AS r (role, customer),
	format('case_no IN (SELECT case_no FROM secretxfer.cases WHERE customer = %L)', p(customer)) AS of_cases;

-- The body of the day of a mark enters it, also after the carrier has passed on; the view names today's body.
SELECT enter('disposal_successions', '{"effective_on": "2025-05-05", "carrier_id": "#M-1/1"}');
SELECT r.role, d.day, try_as('regress_secretxfer_' || r.role, insert_of('carrier_marks', entry('carrier_marks', jsonb_build_object('marked_on', d.day))))
  FROM unnest('{before,after}'::text[]) AS r (role), unnest('{2025-05-02,2025-05-05}'::date[]) AS d (day);
SELECT try_as('regress_secretxfer_after', $$INSERT INTO secretxfer.carrier_marks (carrier_id, mark, document) VALUES (1, 'secret', 'an act')$$);
SELECT enter('carrier_marks', '{"marked_on": "2025-05-02", "mark": "secret"}');
SELECT r.role, try_as('regress_secretxfer_' || r.role, update_of('carrier_marks', '{"carrier_id": "#M-1/1"}', '{"document": "another act"}')),
	ask_as('regress_secretxfer_' || r.role, 'SELECT count(*) FROM secretxfer.carrier_marks')
  FROM unnest('{before,after}'::text[]) AS r (role);
SELECT owner = p('agency') AS of_today, registered_owner = p('ministry') AS of_registration FROM outstanding_carriers;

-- Who sees not all of the register is told who may judge it.
SELECT ask_as('regress_secretxfer_registrar', 'SELECT count(*) FROM secretxfer.verify()');
\set ECHO none
SET client_min_messages = warning;
SELECT dismiss(('regress_secretxfer_' || r)::name, party, d::duty) FROM (VALUES ('orderer', 'customer', p('customer')), ('another', 'customer', p('client')), ('before', 'authority', p('ministry')),
	('after', 'authority', p('agency')), ('registrar', 'registrar', NULL)) AS v (r, d, party) \g /dev/null

\i test/fixtures/finish.sql
\set ECHO none
DROP OWNED BY regress_secretxfer_orderer, regress_secretxfer_another, regress_secretxfer_before, regress_secretxfer_after, regress_secretxfer_registrar;
DROP ROLE regress_secretxfer_orderer, regress_secretxfer_another, regress_secretxfer_before, regress_secretxfer_after, regress_secretxfer_registrar;
