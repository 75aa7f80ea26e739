--
-- What lookups found is remembered, and not beyond what may have changed it.
--
\i test/fixtures/start.sql

-- A function, or a block as here, is one statement of the client. What the block writes itself is seen by what follows.
SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-2/1"]}');
BEGIN;
DO $$ BEGIN
	PERFORM enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
	PERFORM enter('party_changes', '{"effective_on": "2025-03-10"}');
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
END $$;
ROLLBACK;

-- What was rolled back is not.
BEGIN;
DO $$ BEGIN
	PERFORM enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
	BEGIN
		PERFORM write('party_changes', '{"effective_on": "2025-03-10"}');
		PERFORM write('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
	EXCEPTION WHEN check_violation THEN
		RAISE NOTICE 'refused, and rolled back';
	END;
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
END $$;
ROLLBACK;

-- What is written while the guard is out of force is seen: the table was altered.
BEGIN;
DO $$ BEGIN
	PERFORM enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
	ALTER TABLE secretxfer.party_changes DISABLE TRIGGER USER;
	INSERT INTO secretxfer.party_changes
		(entry_id, party, change_no, kind, effective_on, document, recorded_at, recorded_by)
		VALUES (nextval('secretxfer.entry_ids'), p('builder'), '1', 'liquidation', '2025-03-10', 'a document',
				clock_timestamp(), current_user);
	ALTER TABLE secretxfer.party_changes ENABLE TRIGGER USER;
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
END $$;
ROLLBACK;

-- The next statement of the client sees what was written past the guard in between.
BEGIN;
SELECT enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
SET LOCAL session_replication_role = replica;
INSERT INTO party_changes (entry_id, party, change_no, kind, effective_on, document, recorded_at, recorded_by)
	VALUES (nextval('entry_ids'), p('builder'), '1', 'liquidation', '2025-03-10', 'a document', clock_timestamp(),
			current_user);
SET LOCAL session_replication_role = origin;
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
ROLLBACK;

-- What statements found is remembered between them. So whatever ends or is written in between must be seen: what was rolled
-- back; what was written past the guard, by a statement, a function or COPY,
-- or while the triggers of the table are disabled.
SELECT take('K3', 'protected', '{"carriers": ["M-1/2"]}');
CREATE FUNCTION public.lend(day date) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.attempt(fixture.insert_of('handovers', fixture.entry('handovers', jsonb_build_object('case_no', 'K3',
		'carrier_id', '#M-1/2', 'handed_on', day, 'returned_on', day, 'return_act_no', 'back'))))$$;
CREATE FUNCTION public.liquidate() RETURNS void LANGUAGE plpgsql SET search_path = secretxfer AS $$BEGIN
	INSERT INTO party_changes (entry_id, party, change_no, kind, effective_on, document, recorded_at, recorded_by)
	VALUES (nextval('entry_ids'), fixture.p('builder'), '1', 'liquidation', '2025-03-10', 'a document', clock_timestamp(),
			current_user);
END$$;
CREATE FUNCTION public.liquidate_past_guard() RETURNS void LANGUAGE sql SET session_replication_role = replica AS
	$$SELECT public.liquidate()$$;
CREATE FUNCTION public.take_back_past_guard() RETURNS void LANGUAGE sql SET session_replication_role = replica AS
	$$DELETE FROM secretxfer.party_changes$$;
SELECT lend('2025-03-12');
BEGIN;
SELECT enter('party_changes', '{"effective_on": "2025-03-10"}');
SELECT count(*) FROM party_changes;
ROLLBACK;
SELECT lend('2025-03-13');
SET session_replication_role = replica;
SELECT public.liquidate();
RESET session_replication_role;
SELECT lend('2025-03-14');
SELECT public.take_back_past_guard();
SELECT lend('2025-03-14');
SELECT public.liquidate_past_guard();
SELECT lend('2025-03-15');
SELECT public.take_back_past_guard();
SELECT lend('2025-03-15');
SET session_replication_role = replica;
COPY party_changes (entry_id, party, change_no, kind, effective_on, document, recorded_at, recorded_by) FROM STDIN;
1000000	351240000060	1	liquidation	2025-03-10	a document	2025-03-10 12:00:00+05	postgres
\.
RESET session_replication_role;
SELECT lend('2025-03-16');
SELECT public.take_back_past_guard();
SELECT lend('2025-03-16');
-- The statement itself puts the guard out of force, until its transaction ends.
INSERT INTO party_changes (entry_id, party, change_no, kind, effective_on, document, recorded_at, recorded_by)
	SELECT 1000000, p('builder'), '1', 'liquidation', '2025-03-10', set_config('session_replication_role', 'replica', true),
		   clock_timestamp(), current_user;
SELECT lend('2025-03-18');
SELECT public.take_back_past_guard();
ALTER TABLE party_changes DISABLE TRIGGER USER;
SELECT lend('2025-03-18');
SELECT public.liquidate();
SELECT lend('2025-03-19');
SELECT public.take_back_past_guard();
ALTER TABLE party_changes ENABLE TRIGGER USER;
BEGIN;
SELECT enter('violations', '{"case_no": "K3", "found_on": "2025-03-10"}');
ALTER TABLE suspensions DISABLE TRIGGER USER;
DO $$ BEGIN
	RAISE NOTICE '%', public.lend('2025-03-20');
	INSERT INTO suspensions (entry_id, case_no, violation_no, suspended_on, recorded_at, recorded_by)
		SELECT nextval('entry_ids'), case_no, violation_no, '2025-03-10', clock_timestamp(), current_user FROM violations;
	RAISE NOTICE '%', public.lend('2025-03-21');
END $$;
ROLLBACK;
DROP FUNCTION public.lend(date);
DROP FUNCTION public.liquidate_past_guard();
DROP FUNCTION public.take_back_past_guard();
DROP FUNCTION public.liquidate();

-- Rows of one statement see each other, in the order of their checks: one carrier goes out once.
SELECT words($$INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
	VALUES ('K1', c('M-1/1'), '2025-03-12', 'act', 'C-builder'),
		   ('K1', c('M-1/1'), '2025-03-13', 'act', 'C-builder')$$);

-- A user's trigger after ours asks about the entry before its row is written; the row is then seen all the same.
CREATE FUNCTION public.asks() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
	IF NEW.effective_on = '2025-03-10' THEN
		PERFORM fixture.enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
	END IF;
	RETURN NEW;
END$$;
CREATE TRIGGER zzz_asks BEFORE INSERT ON party_changes FOR EACH ROW EXECUTE FUNCTION public.asks();
BEGIN;
DO $$ BEGIN
	PERFORM enter('party_changes', '{"effective_on": "2025-03-10"}');
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
END $$;
ROLLBACK;
DROP TRIGGER zzz_asks ON party_changes;
DROP FUNCTION public.asks();

-- Rows are deleted one by one, and judged at the end. A user's trigger before the second row sees that the first is
-- gone.
CREATE FUNCTION public.asks() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
	IF OLD.holder = fixture.p('builder') THEN
		PERFORM fixture.enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
	ELSE
		RAISE NOTICE '%', fixture.may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
	END IF;
	RETURN OLD;
END$$;
CREATE TRIGGER asks BEFORE DELETE ON permits FOR EACH ROW EXECUTE FUNCTION public.asks();
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE carriers SET mark = 'special_importance' WHERE carrier_id = c('M-2/1');
UPDATE clearances SET highest_mark = 'special_importance';
SET LOCAL session_replication_role = origin;
INSERT INTO permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark) VALUES
	('X1', p('builder'), '2025-01-10', '2026-06-30', 'a body', 'special_importance'),
	('X2', p('other'), '2025-01-10', '2026-06-30', 'a body', 'special_importance');
SAVEPOINT rows;
DELETE FROM permits WHERE permit_no IN ('X1', 'X2');
ROLLBACK TO rows;
-- (and what the statement returns sees that its row is gone)
DELETE FROM permits WHERE permit_no = 'X1'
	RETURNING try(insert_of('handovers', entry('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}')));
ROLLBACK;
DROP TRIGGER asks ON permits;
DROP FUNCTION public.asks();

-- A user's trigger asks in a parallel query, which may not take the latest snapshot, while the answer marks its
-- request.
CREATE FUNCTION public.asks() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
	PERFORM FROM secretxfer.carriers WHERE secretxfer.permitted_carrier(carrier_id);
	RETURN NULL;
END$$;
CREATE TRIGGER asks AFTER UPDATE ON requests FOR EACH ROW WHEN (NEW.answered) EXECUTE FUNCTION public.asks();
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers = 0;
SELECT take('K2', 'permitted');
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers;
DROP TRIGGER asks ON requests;
DROP FUNCTION public.asks();

-- The form of a row is judged again where the row may not be what was judged: after a user's later trigger, and where
-- ours did not fire.
CREATE FUNCTION public.blanks() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
	NEW.act_no := ' ';
	RETURN NEW;
END$$;
CREATE TRIGGER zzz_blanks BEFORE INSERT OR UPDATE ON handovers FOR EACH ROW EXECUTE FUNCTION public.blanks();
SELECT try(insert_of('handovers', entry('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}')));
DROP TRIGGER zzz_blanks ON handovers;
CREATE TRIGGER a_blanks BEFORE INSERT ON handovers FOR EACH ROW EXECUTE FUNCTION public.blanks();
SELECT try(insert_of('handovers', entry('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}')));
DROP TRIGGER a_blanks ON handovers;
DROP FUNCTION public.blanks();
BEGIN;
ALTER TABLE handovers ENABLE REPLICA TRIGGER zz_secretxfer_enter;
INSERT INTO handovers (entry_id, case_no, carrier_id, handed_on, act_no, received_by, recorded_at, recorded_by)
	VALUES (nextval('entry_ids'), 'K1', c('M-1/1'), '2025-03-12', '  ', 'C-builder', clock_timestamp(), current_user);
ROLLBACK;

-- While a row is about to be stored, a user's trigger behind ours reads the case, and a policy asks who the customer is.
-- What they find is not remembered for the entries of the same statement.
SELECT take('A1', 'protected', '{"contractor": "@other", "carriers": ["M-8/1", "M-9/1"]}'),
	   take('A2', 'opened', '{"customer": "@client", "contractor": "@other"}');
SELECT enter('violations', '{"case_no": "A1", "found_on": "2025-03-10"}'), enter('violations', '{"case_no": "A2", "found_on": "2025-03-10"}');
CREATE FUNCTION public.reads() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
	PERFORM secretxfer.next_steps(NEW.case_no);
	RETURN NEW;
END$$;
CREATE TRIGGER zzzz_reads BEFORE INSERT ON suspensions FOR EACH ROW EXECUTE FUNCTION public.reads();
CREATE FUNCTION public.hand_over(carrier text) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.attempt(fixture.insert_of('handovers', fixture.entry('handovers', jsonb_build_object('case_no', 'A1',
		'carrier_id', fixture.c(carrier), 'received_by', 'C-other'))))
$$;
-- (in a table in which nothing was ever written, and in one that has had a row)
VACUUM suspensions;
SELECT pg_relation_size('suspensions');
BEGIN;
INSERT INTO suspensions (case_no, violation_no, suspended_on) VALUES ('A1', 'V1', '2025-03-11') RETURNING public.hand_over('M-8/1');
ROLLBACK;
BEGIN;
SELECT enter('suspensions', '{"case_no": "A2", "suspended_on": "2025-03-11"}');
INSERT INTO suspensions (case_no, violation_no, suspended_on) VALUES ('A1', 'V1', '2025-03-11') RETURNING public.hand_over('M-8/1');
ROLLBACK;
BEGIN;
WITH h AS (
	INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
	VALUES ('A1', c('M-9/1'), '2025-03-12', 'act', 'C-other') RETURNING case_no)
INSERT INTO suspensions (case_no, violation_no, suspended_on) SELECT case_no, 'V1', '2025-03-11' FROM h;
ROLLBACK;
DROP TRIGGER zzzz_reads ON suspensions;
SELECT hand_over('M-8/1');
DROP FUNCTION public.hand_over, public.reads;

CREATE ROLE regress_secretxfer_client;
SELECT admit('regress_secretxfer_client', p('client'), 'customer'), admit('regress_secretxfer_client', p('successor'), 'customer');
SELECT enter('party_changes', '{"party": "@client", "effective_on": "2025-02-05"}');
BEGIN;
WITH r AS (
	INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
	VALUES ('A2', 'R1', '351240000010', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-other', 'draft') RETURNING case_no)
INSERT INTO supplements (case_no, supplement_no, party, change_no, successor, successor_powers, concluded_on)
SELECT case_no, 'S1', '351240000146', '1', '351240000050', 'an act', '2025-02-06' FROM r RETURNING supplement_no;
ROLLBACK;
BEGIN;
SET LOCAL ROLE regress_secretxfer_client;
WITH r AS (
	INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
	VALUES ('A2', 'R1', '351240000010', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-other', 'draft') RETURNING case_no)
INSERT INTO supplements (case_no, supplement_no, party, change_no, successor, successor_powers, concluded_on)
SELECT case_no, 'S1', '351240000146', '1', '351240000050', 'an act', '2025-02-06' FROM r RETURNING supplement_no;
ROLLBACK;
DROP OWNED BY regress_secretxfer_client;
DROP ROLE regress_secretxfer_client;
