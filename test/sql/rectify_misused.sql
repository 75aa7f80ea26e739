--
-- A rectification opens nothing: not to whom it is not given, not beyond its own transaction, not to what the client
-- did not write itself, and not what is never set aside.
--
\i test/fixtures/start.sql

SELECT take('A', 'handed', '{"carriers": ["M-1/1", "M-1/2"]}'), take('B', 'protected', '{"carriers": ["M-5/1", "M-6/1"]}'),
	   take('C', 'handed', '{"customer": "@client", "authority": "@agency", "carriers": ["A-1/1"]}') \g /dev/null
UPDATE handovers SET returned_on = '2025-05-12', return_act_no = 'B-1' WHERE case_no = 'A' AND carrier_id = c('M-1/1');
SET client_min_messages = warning;
CREATE ROLE misused_customer; CREATE ROLE misused_body; CREATE ROLE misused_analyst; CREATE ROLE misused_security;
CREATE ROLE misused_auditor; CREATE ROLE misused_registrar; CREATE ROLE misused_of_client; CREATE ROLE misused_of_agency;
CREATE ROLE misused_group; CREATE ROLE misused_both IN ROLE misused_group; CREATE ROLE misused_nobody;
SELECT admit('misused_customer', p('customer'), 'customer'), admit('misused_body', p('ministry'), 'authority'),
	   admit('misused_analyst', NULL, 'analyst'), admit('misused_security', NULL, 'security'),
	   admit('misused_auditor', NULL, 'auditor'), admit('misused_registrar', NULL, 'registrar'),
	   admit('misused_of_client', p('client'), 'registrar'), admit('misused_of_agency', p('agency'), 'registrar'),
	   admit('misused_group', p('client'), 'customer'), admit('misused_both', NULL, 'registrar') \g /dev/null
GRANT USAGE ON SCHEMA secretxfer, fixture TO misused_customer, misused_body, misused_analyst, misused_security,
	misused_auditor, misused_registrar, misused_of_client, misused_of_agency, misused_both, misused_nobody;
GRANT SELECT ON fixture.numbers TO PUBLIC;
GRANT CREATE ON SCHEMA public TO PUBLIC;
RESET client_min_messages;
\set right 'UPDATE handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = ''A'' AND returned_on IS NOT NULL'

-- Who: nobody but the owner and registrars, and no registrar who is customer or authority by whatever group.
BEGIN; SET LOCAL ROLE misused_customer; SELECT rectify('an order'); ROLLBACK;
BEGIN; SET LOCAL ROLE misused_body; SELECT rectify('an order'); ROLLBACK;
BEGIN; SET LOCAL ROLE misused_analyst; SELECT rectify('an order'); ROLLBACK;
BEGIN; SET LOCAL ROLE misused_security; SELECT rectify('an order'); ROLLBACK;
BEGIN; SET LOCAL ROLE misused_auditor; SELECT rectify('an order'); ROLLBACK;
BEGIN; SET LOCAL ROLE misused_both; SELECT rectify('an order'); ROLLBACK;
BEGIN; SET LOCAL ROLE misused_nobody; SELECT secretxfer.rectify('an order'); ROLLBACK;
-- A registrar does, also as a role taken for the transaction: to take a role is no write.
SET client_min_messages = warning;
BEGIN; SET LOCAL ROLE misused_registrar; SELECT rectify('an order');
:right;
RESET ROLE;
SELECT count(*) FROM rectifications WHERE basis = 'an order';
ROLLBACK;
-- Without a basis a registrar is bound as everybody is.
BEGIN; SET LOCAL ROLE misused_registrar;
:right;
ROLLBACK;

-- When: in a transaction block that has written nothing, and under a basis that says something.
SELECT rectify('an order');
SELECT rectify('an order')\; UPDATE parties SET head_name = 'Another' WHERE idn = p('builder') \g /dev/null
BEGIN; UPDATE parties SET head_name = 'Another' WHERE idn = p('builder'); SELECT rectify('an order'); ROLLBACK;
BEGIN; SELECT rectify('an order'); SELECT rectify('another order'); ROLLBACK;
BEGIN; SAVEPOINT s; SELECT rectify('an order'); ROLLBACK TO s; SELECT rectify('an order'); ROLLBACK;
BEGIN; SELECT rectify(''); ROLLBACK;
BEGIN; SELECT rectify(E' \t\n'); ROLLBACK;
BEGIN; SELECT rectify(U&'\00a0\200b'); ROLLBACK;
BEGIN; SELECT rectify(NULL); ROLLBACK;
BEGIN READ ONLY; SELECT rectify('an order'); ROLLBACK;
DO $$ BEGIN PERFORM rectify('an order'); END $$;
BEGIN; DO $$ BEGIN PERFORM rectify('an order'); END $$; ROLLBACK;
-- Nobody else begins a rectification for the client: a view, a function that the planner puts into the statement.
CREATE VIEW public.trap AS SELECT count(*) FROM (SELECT secretxfer.rectify('their order') IS NULL AS begun) AS s WHERE begun;
CREATE FUNCTION public.trap() RETURNS void LANGUAGE sql AS $$ SELECT secretxfer.rectify('their order') $$;
BEGIN; SELECT * FROM public.trap; ROLLBACK;
BEGIN; SELECT public.trap(); ROLLBACK;
DROP VIEW public.trap; DROP FUNCTION public.trap();
PREPARE begin_it AS SELECT rectify($1);
BEGIN; EXECUTE begin_it('an order'); ROLLBACK;
DEALLOCATE begin_it;
BEGIN; SELECT count(*) FROM (SELECT rectify('an order') FROM generate_series(1, 2)) AS twice; ROLLBACK;

-- Until when: the transaction, or the savepoint before the call.
BEGIN; SELECT rectify('an order'); COMMIT;
:right;
BEGIN; SAVEPOINT s; SELECT rectify('an order'); :right; ROLLBACK TO s;
:right;
ROLLBACK;
BEGIN; SAVEPOINT s; SELECT rectify('an order'); RELEASE s; SAVEPOINT t; :right; ROLLBACK TO t; :right; ROLLBACK;
BEGIN; SELECT rectify('an order'); SAVEPOINT s; SELECT 1/0; ROLLBACK TO s; :right; ROLLBACK;
BEGIN; SAVEPOINT s; SAVEPOINT t; SELECT rectify('an order'); RELEASE t; ROLLBACK TO s; :right; ROLLBACK;

-- As whom: another role in between ends it for good.
BEGIN; SELECT rectify('an order'); SET ROLE misused_registrar; :right; ROLLBACK;
BEGIN; SELECT rectify('an order'); SET ROLE misused_registrar; SELECT 1; RESET ROLE; :right; ROLLBACK;
BEGIN; SELECT rectify('an order'); SET LOCAL ROLE misused_registrar; RESET ROLE; :right; ROLLBACK;
BEGIN; SELECT rectify('an order'); SET SESSION AUTHORIZATION misused_registrar; :right; ROLLBACK;
BEGIN; SELECT rectify('an order'); SET SESSION AUTHORIZATION misused_registrar; RESET SESSION AUTHORIZATION; :right; ROLLBACK;
BEGIN; SET LOCAL ROLE misused_registrar; SELECT rectify('an order'); SAVEPOINT s; SET LOCAL ROLE misused_security; SELECT 1;
ROLLBACK TO s; :right; ROLLBACK;

-- What: the client's own statements.  Not those of blocks, functions, triggers, rules, views.
BEGIN; SELECT rectify('an order');
DO $$ BEGIN UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A'; END $$;
ROLLBACK;
BEGIN; SELECT rectify('an order'); SELECT change('handovers', '{"case_no": "A", "act_no": "act"}', '{"returned_on": null, "return_act_no": null}'); ROLLBACK;
CREATE FUNCTION fixture.in_sql() RETURNS void LANGUAGE sql AS $$
	UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A' $$;
CREATE FUNCTION fixture.of_owner() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
	UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A' $$;
CREATE PROCEDURE fixture.called() LANGUAGE plpgsql AS $$ BEGIN
	UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A'; END $$;
BEGIN; SELECT rectify('an order'); SELECT in_sql(); ROLLBACK;
BEGIN; SELECT rectify('an order'); SELECT of_owner(); ROLLBACK;
BEGIN; SELECT rectify('an order'); CALL called(); ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE parties SET head_name = 'Another' WHERE idn = p('builder') AND in_sql() IS NULL; ROLLBACK;
CREATE TABLE fixture.things (n int);
CREATE FUNCTION fixture.triggered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM fixture.in_sql(); RETURN NEW; END $$;
CREATE TRIGGER before BEFORE INSERT ON fixture.things FOR EACH ROW EXECUTE FUNCTION fixture.triggered();
BEGIN; SELECT rectify('an order'); INSERT INTO things VALUES (1); ROLLBACK;
DROP TRIGGER before ON fixture.things;
CREATE TRIGGER after AFTER INSERT ON fixture.things FOR EACH ROW EXECUTE FUNCTION fixture.triggered();
BEGIN; SELECT rectify('an order'); INSERT INTO things VALUES (1); ROLLBACK;
BEGIN; SELECT rectify('an order'); COPY things FROM STDIN;
1
\.
ROLLBACK;
DROP TRIGGER after ON fixture.things;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON fixture.things DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION fixture.triggered();
BEGIN; SELECT rectify('an order'); INSERT INTO things VALUES (1); COMMIT;
BEGIN; SELECT rectify('an order'); INSERT INTO things VALUES (1); SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK;
DROP TRIGGER late ON fixture.things;
CREATE RULE also AS ON INSERT TO fixture.things DO ALSO
	UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A';
BEGIN; SELECT rectify('an order'); INSERT INTO things VALUES (1); ROLLBACK;
CREATE OR REPLACE RULE also AS ON INSERT TO fixture.things DO INSTEAD
	UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A';
BEGIN; SELECT rectify('an order'); INSERT INTO things VALUES (1); ROLLBACK;
CREATE VIEW fixture.seen AS SELECT * FROM secretxfer.handovers;
BEGIN; SELECT rectify('an order'); UPDATE seen SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A'; ROLLBACK;

-- The client's own statement in whatever form.
BEGIN; SELECT rectify('an order'); PREPARE once AS :right; EXECUTE once; ROLLBACK;
PREPARE again(text) AS UPDATE handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = $1 AND returned_on IS NOT NULL;
SET plan_cache_mode = force_generic_plan;
EXECUTE again('A');
BEGIN; SELECT rectify('an order'); EXECUTE again('A'); ROLLBACK;
EXECUTE again('A');
DEALLOCATE again; RESET plan_cache_mode;
BEGIN; SELECT rectify('an order'); WITH written AS (:right RETURNING 1) SELECT count(*) FROM written; ROLLBACK;
BEGIN; SELECT rectify('an order'); DECLARE found CURSOR FOR SELECT FROM handovers WHERE case_no = 'A' AND returned_on IS NOT NULL FOR UPDATE;
MOVE found; UPDATE handovers SET returned_on = NULL, return_act_no = NULL WHERE CURRENT OF found; ROLLBACK;
BEGIN; SELECT rectify('an order');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) SELECT case_no, carrier_id, handed_on, act_no, received_by
	FROM handovers WHERE case_no = 'A' AND returned_on IS NOT NULL
	ON CONFLICT (case_no, carrier_id, handed_on, act_no) DO UPDATE SET returned_on = NULL, return_act_no = NULL;
ROLLBACK;
BEGIN; SELECT rectify('an order'); COPY handovers (case_no, carrier_id, handed_on, act_no, received_by) FROM STDIN;
B	6	2025-03-05	early	C-builder
\.
SELECT "table", act, set_aside FROM rectifications WHERE basis = 'an order'; ROLLBACK;
-- A statement that calls a function of a cursor does not: the client fetches, the function writes.
BEGIN; SELECT rectify('an order'); DECLARE of CURSOR FOR SELECT in_sql(); FETCH of; ROLLBACK;
-- Nor does what runs before the statement itself: when the statement is planned, and for the parameters of EXECUTE.
CREATE FUNCTION fixture.in_block() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
	UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A'; RETURN 1; END $$;
CREATE FUNCTION fixture.in_loop() RETURNS int LANGUAGE plpgsql AS $$ DECLARE r record; BEGIN
	FOR r IN UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A' RETURNING 1 LOOP END LOOP;
	RETURN 1; END $$;
CREATE FUNCTION fixture.in_statement() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'EXECUTE prepared'; RETURN 1; END $$;
CREATE FUNCTION fixture.in_several() RETURNS int LANGUAGE sql AS $$
	UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A'; SELECT 1 $$;
CREATE FUNCTION fixture.planned(what int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN
	RETURN CASE what WHEN 1 THEN fixture.in_block() WHEN 2 THEN fixture.in_loop() WHEN 3 THEN fixture.in_statement()
		ELSE fixture.in_several() END; END $$;
PREPARE prepared AS UPDATE secretxfer.handovers SET returned_on = NULL, return_act_no = NULL WHERE case_no = 'A';
PREPARE one(int) AS SELECT $1;
BEGIN; SELECT rectify('an order'); SELECT planned(1); ROLLBACK;
BEGIN; SELECT rectify('an order'); SELECT planned(2); ROLLBACK;
BEGIN; SELECT rectify('an order'); SELECT planned(3); ROLLBACK;
BEGIN; SELECT rectify('an order'); SELECT planned(4); ROLLBACK;
BEGIN; SELECT rectify('an order'); EXECUTE one(in_block()); ROLLBACK;
BEGIN; SELECT rectify('an order'); EXECUTE one(in_loop()); ROLLBACK;
BEGIN; SELECT rectify('an order'); EXECUTE one(in_statement()); ROLLBACK;
BEGIN; SELECT rectify('an order'); EXECUTE one(in_several()); ROLLBACK;
DEALLOCATE ALL;

-- Whose: a party's registrar puts right what the party writes, in its present cases, and nothing else.
SET ROLE misused_of_client;
SELECT case_no FROM cases;
BEGIN; SELECT rectify('an order'); DELETE FROM handovers RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM handovers WHERE case_no = 'A' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM decisions RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE decisions SET sent_on = '2025-02-19' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE requests SET received_on = NULL RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE requests SET received_on = '2025-02-11' WHERE case_no = 'C' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE requests SET justification = 'other' WHERE case_no = 'C' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE permits SET valid_until = '2026-07-30' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE parties SET kind = 'organization' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE carriers SET mark = 'secret' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM party_changes RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('Z', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03'); ROLLBACK;
SELECT count(*) FROM verify();
SET ROLE misused_of_agency;
SELECT case_no, request_no FROM requests;
BEGIN; SELECT rectify('an order'); UPDATE requests SET received_on = '2025-02-11' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE requests SET justification = 'other' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE decisions SET sent_on = '2025-02-19' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM handovers RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE handovers SET act_no = 'other' RETURNING 'written'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE carriers SET mark = 'top_secret' RETURNING 'written'; ROLLBACK;
RESET ROLE;

-- Never: form, references, keys entered once, identity, TRUNCATE. And who entered it is dropped, under a basis as ever.
BEGIN; SELECT rectify('an order'); UPDATE violations SET case_no = NULL; UPDATE handovers SET act_no = ' ' WHERE case_no = 'A'; ROLLBACK;
BEGIN; SELECT rectify('an order'); INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('A', c('M-5/1'), '2025-03-12', 'act', 'C-nobody'); ROLLBACK;
BEGIN; SELECT rectify('an order'); INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
SELECT case_no, carrier_id, handed_on, act_no, received_by FROM handovers WHERE case_no = 'A'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE handovers SET carrier_id = c('M-5/1') WHERE carrier_id = c('M-1/2'); ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE handovers SET recorded_by = 'another' WHERE case_no = 'A' RETURNING recorded_by = session_user; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE handovers SET handed_on = '2999-01-01' WHERE case_no = 'A'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE handovers SET returned_on = '2025-03-11', return_act_no = 'B' WHERE carrier_id = c('M-1/2'); ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE handovers SET handed_on = 'infinity' WHERE case_no = 'A'; ROLLBACK;
BEGIN; SELECT rectify('an order'); TRUNCATE handovers CASCADE; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM permits WHERE permit_no = 'P-builder'; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM journal; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM request_items WHERE case_no = 'A'; COMMIT;

-- What is referred to is withdrawn, or renumbered, after what refers to it: this is named, and a registrar, also of a party,
-- is not sent to a registrar.
INSERT INTO holders (handover, held_since, held_by) SELECT entry_id, '2025-03-20', 'C-builder' FROM handovers WHERE case_no = 'C';
SELECT write('violations', '{"case_no": "C"}'), write('suspensions', '{"case_no": "C"}'), write('party_changes', '{"party": "@builder", "effective_on": "2025-06-02"}'),
	   write('protection_measures', '{"case_no": "C", "party": "@builder"}') \g /dev/null
BEGIN; SELECT rectify('an order'); DELETE FROM violations WHERE case_no = 'C'; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM party_changes; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM clearances WHERE clearance_no = 'C-builder'; ROLLBACK;
BEGIN; SELECT rectify('an order'); UPDATE cases SET case_no = 'C/2025' WHERE case_no = 'C'; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM suspensions; DELETE FROM violations WHERE case_no = 'C' RETURNING 'withdrawn'; ROLLBACK;
SET ROLE misused_of_client;
DELETE FROM handovers WHERE case_no = 'C';
BEGIN; SELECT rectify('an order'); DELETE FROM handovers WHERE case_no = 'C'; ROLLBACK;
BEGIN; SELECT rectify('an order'); DELETE FROM holders; DELETE FROM handovers WHERE case_no = 'C' RETURNING 'withdrawn'; ROLLBACK;
-- whoever took the carrier over refers to the hand-over by its number, which the day and the act do not change
BEGIN; SELECT rectify('an order'); UPDATE handovers SET handed_on = handed_on - 1, act_no = 'act 2' WHERE case_no = 'C' RETURNING 'corrected'; COMMIT;
SELECT h.act_no, o.held_by FROM handovers h JOIN holders o ON o.handover = h.entry_id WHERE h.case_no = 'C';
BEGIN; SELECT rectify('an order'); DELETE FROM cases WHERE case_no = 'C'; ROLLBACK;
RESET ROLE;

-- A carrier out twice is refused at COMMIT, and so is what is prepared.
BEGIN; SELECT rectify('an order'); INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('B', c('M-1/2'), '2025-03-12', 'twice', 'C-builder'); COMMIT;
BEGIN; SELECT rectify('an order'); INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('B', c('M-1/2'), '2025-03-12', 'twice', 'C-builder'); PREPARE TRANSACTION 'misused';
BEGIN; SELECT rectify('an order'); INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('B', c('M-1/2'), '2025-03-12', 'twice', 'C-builder'); SET ROLE misused_registrar; COMMIT; RESET ROLE;

SELECT count(*) FROM rectifications;
SELECT count(*) FROM journal_verify();
\set ECHO none
SET client_min_messages = warning;
DO $$ DECLARE r name; BEGIN
	FOR r IN SELECT rolname FROM pg_roles WHERE rolname LIKE 'misused%' LOOP
		EXECUTE format('DROP OWNED BY %1$I; DROP ROLE %1$I', r);
	END LOOP; END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
\i test/fixtures/finish.sql
