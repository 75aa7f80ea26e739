--
-- A clerk who may read, insert and update, and wants to get something unlawful into the register.
--
\i test/fixtures/start.sql
\set VERBOSITY terse
SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-1/2"]}');
SELECT take('K2', 'received', '{"carriers": ["A-1/1", "A-2/1"], "authority": "@agency"}');
SELECT take('K3', 'handed', '{"carriers": ["M-4/1"]}');
SELECT take('K4', 'opened');
CREATE VIEW fixture.standing AS
	SELECT (SELECT count(*) FROM secretxfer.cases) AS cases, (SELECT count(*) FROM secretxfer.requests) AS requests,
		   (SELECT count(*) FROM secretxfer.decisions) AS decisions, (SELECT count(*) FROM secretxfer.contracts) AS contracts,
		   (SELECT count(*) FROM secretxfer.handovers) AS handovers, (SELECT count(*) FROM secretxfer.violations) AS violations;
TABLE fixture.standing;

SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_clerk;
CREATE ROLE regress_secretxfer_office;
CREATE ROLE regress_secretxfer_colleague;
GRANT regress_secretxfer_office TO regress_secretxfer_clerk;
CREATE SCHEMA regress_hostile AUTHORIZATION regress_secretxfer_clerk;
GRANT USAGE ON SCHEMA secretxfer, fixture TO regress_secretxfer_clerk, regress_secretxfer_office, regress_secretxfer_colleague;
GRANT USAGE ON SCHEMA regress_hostile TO regress_secretxfer_colleague;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA secretxfer TO regress_secretxfer_clerk, regress_secretxfer_office;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO regress_secretxfer_clerk, regress_secretxfer_office, regress_secretxfer_colleague;
RESET client_min_messages;

-- Two unlawful statements, tried over and over: a contract without a permission, a hand-over of what is out.
CREATE FUNCTION fixture.attack(way text DEFAULT '%s') RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' / ',
		fixture.try(format(way, fixture.insert_of('contracts', fixture.entry('contracts', '{"case_no": "K2"}')))),
		fixture.try(format(way, fixture.insert_of('handovers', fixture.entry('handovers', '{"case_no": "K1", "carrier_id": "#M-4/1"}')))))
$$;
-- The same under a setting.
CREATE FUNCTION fixture.under(setting text, sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	before text := current_setting(split_part(setting, '=', 1), true);
	result text;
BEGIN
	IF before IS NOT NULL OR setting LIKE '%.%' THEN  -- else another version's
		PERFORM set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), false);
	END IF;
	EXECUTE sql INTO result;
	IF before IS NOT NULL THEN
		PERFORM set_config(split_part(setting, '=', 1), before, false);
	END IF;
	RETURN result;
END $$;
-- Whether the report of a statement repeats a word of it.
CREATE FUNCTION fixture.repeats(sql text, word text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; message text; detail text; hint text; context text;
BEGIN
	EXECUTE sql;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
	RETURN CASE WHEN concat(message, detail, hint, split_part(context, E'SQL statement "SELECT', 1)) LIKE '%' || word || '%'
				THEN 'LEAK: ' || concat_ws(' | ', message, detail) ELSE 'refused, nothing repeated' END;
END $$;
SELECT c('M-1/1') AS carrier, c('M-4/1') AS carrier_out, c('A-1/1') AS carrier_asked,
	   insert_of('contracts', entry('contracts', '{"case_no": "K2"}')) AS contract,
	   insert_of('handovers', entry('handovers', '{"case_no": "K1", "carrier_id": "#M-4/1"}')) AS hand_over,
	   insert_of('violations', entry('violations', jsonb_build_object('case_no', 'K1', 'found_on', today() + 1))) AS tomorrow \gset
SET SESSION AUTHORIZATION regress_secretxfer_clerk;
SELECT attack();

--
-- What belongs to the owner: none of it is in the power of who may insert and update.
--
CREATE TABLE regress_hostile.twin (LIKE secretxfer.cases INCLUDING ALL);
CREATE TABLE regress_hostile.divided (LIKE secretxfer.cases) PARTITION BY LIST (case_no);
SELECT label, left(attempt(sql), 11) FROM (VALUES
	('a table that inherits from ours', 'CREATE TABLE regress_hostile.heir () INHERITS (secretxfer.cases)'),
	('a table made to inherit from ours', 'ALTER TABLE regress_hostile.twin INHERIT secretxfer.cases'),
	('ours made to inherit', 'ALTER TABLE secretxfer.cases INHERIT regress_hostile.twin'),
	('ours as a partition', 'ALTER TABLE regress_hostile.divided ATTACH PARTITION secretxfer.cases DEFAULT'),
	('a partition of ours', 'ALTER TABLE secretxfer.cases ATTACH PARTITION regress_hostile.twin DEFAULT'),
	('a rule', 'CREATE RULE nothing AS ON INSERT TO secretxfer.suspensions DO INSTEAD NOTHING'),
	('a trigger', 'CREATE TRIGGER zzz BEFORE INSERT ON secretxfer.cases FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry()'),
	('a policy', 'CREATE POLICY nobody ON secretxfer.cases USING (false)'),
	('row security', 'ALTER TABLE secretxfer.cases ENABLE ROW LEVEL SECURITY'),
	('an index with a function of mine', 'CREATE INDEX ON secretxfer.cases (lower(subject))'),
	('statistics', 'CREATE STATISTICS regress_hostile.s ON case_no, customer FROM secretxfer.cases'),
	('a key that refers to ours', 'CREATE TABLE regress_hostile.referring (case_no text COLLATE "C" REFERENCES secretxfer.cases)'),
	('disabled triggers', 'ALTER TABLE secretxfer.cases DISABLE TRIGGER ALL'),
	('a dropped trigger', 'DROP TRIGGER "A_secretxfer_judge" ON secretxfer.cases'),
	('a renamed table', 'ALTER TABLE secretxfer.cases RENAME TO other'),
	('a moved table', 'ALTER TABLE secretxfer.cases SET SCHEMA regress_hostile'),
	('a rewritten trigger function', $$CREATE OR REPLACE FUNCTION secretxfer.enter_entry() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'$$),
	('a function beside it', $$CREATE FUNCTION secretxfer.enter_entry(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'$$),
	('the library by another name', $$CREATE FUNCTION regress_hostile.f() RETURNS void LANGUAGE c AS 'secretxfer', 'secretxfer_enter_entry'$$),
	('an event trigger', 'CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION secretxfer.enter_entry()'),
	('a cast to a value list', 'CREATE CAST (text AS secretxfer.secrecy_mark) WITH INOUT AS ASSIGNMENT'),
	('a value more', $$ALTER TYPE secretxfer.secrecy_mark RENAME VALUE 'secret' TO 'nothing'$$),
	('the register once more', 'SELECT secretxfer.create_register()'),
	('truncation', 'TRUNCATE secretxfer.violations'),
	('a deletion', 'DELETE FROM secretxfer.violations'),
	('a file', $$COPY secretxfer.violations FROM '/dev/null'$$),
	('a program', $$COPY secretxfer.violations FROM PROGRAM 'true'$$),
	('rows without triggers', 'SET session_replication_role = replica'),
	('... for a function', 'CREATE FUNCTION regress_hostile.g() RETURNS int LANGUAGE sql SET session_replication_role = replica AS ''SELECT 1'''),
	('... for the next session', 'ALTER ROLE regress_secretxfer_clerk SET session_replication_role = replica'),
	('a leakproof function', 'CREATE FUNCTION regress_hostile.l() RETURNS int LEAKPROOF LANGUAGE sql AS ''SELECT 1'''),
	('a log of statements', 'SET log_statement = ''all'''),
	('other messages', 'SET lc_messages = ''C'''),
	('a large object of a file', $$SELECT lo_import('/etc/hostname')$$),
	('another''s role', 'SET ROLE regress_secretxfer_colleague')) AS v (label, sql);

--
-- The register's functions, called as they are not meant to be.
--
CREATE VIEW regress_hostile.seen AS SELECT * FROM secretxfer.cases;
CREATE TEMP TABLE cases (LIKE secretxfer.cases INCLUDING ALL);
CREATE FUNCTION regress_hostile.guard(relation text, occasion text, function text, of text DEFAULT 'ROW') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TRIGGER t %s ON %s FOR EACH %s EXECUTE FUNCTION secretxfer.%s()', occasion, relation, of, function);
	TRUNCATE regress_hostile.twin;
	INSERT INTO regress_hostile.twin SELECT * FROM secretxfer.cases WHERE case_no = 'K4';
	INSERT INTO pg_temp.cases SELECT * FROM secretxfer.cases WHERE case_no = 'K4';
	INSERT INTO regress_hostile.seen SELECT * FROM secretxfer.cases WHERE case_no = 'K4';
	UPDATE regress_hostile.twin SET subject = 'x';
	RETURN 'nothing happened';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END $$;
SELECT relation, occasion, function, regress_hostile.guard(relation, occasion, function, CASE WHEN occasion ~ 'TRUNCATE|STAT' THEN 'STATEMENT' ELSE 'ROW' END) FROM (VALUES
	('regress_hostile.twin', 'BEFORE INSERT', 'enter_entry'), ('regress_hostile.twin', 'AFTER INSERT', 'enter_entry'),
	('regress_hostile.twin', 'BEFORE INSERT', 'judge_entry'), ('regress_hostile.twin', 'AFTER INSERT OR UPDATE', 'judge_entry'),
	('regress_hostile.twin', 'AFTER INSERT', 'judge_at_commit'), ('regress_hostile.twin', 'BEFORE TRUNCATE', 'refuse_truncate'),
	('regress_hostile.twin', 'BEFORE TRUNCATE', 'enter_entry'), ('pg_temp.cases', 'BEFORE INSERT', 'enter_entry'),
	('pg_temp.cases', 'AFTER INSERT', 'judge_entry'), ('regress_hostile.seen', 'INSTEAD OF INSERT', 'enter_entry'),
	('regress_hostile.seen', 'INSTEAD OF INSERT', 'judge_entry')) AS v (relation, occasion, function);
SELECT secretxfer.enter_entry();
SELECT secretxfer.judge_entry();
SELECT secretxfer.judge_at_commit();
SELECT secretxfer.refuse_truncate();
SELECT * FROM secretxfer.check_entry('pg_temp.cases', '{}');
SELECT * FROM secretxfer.check_entry('regress_hostile.twin', '{}');
SELECT * FROM secretxfer.check_entry('secretxfer.cases_pkey', '{}');
SELECT * FROM secretxfer.check_entry('secretxfer.rules', '{}');
SELECT * FROM secretxfer.check_entry('pg_authid', '{}');
SELECT * FROM secretxfer.check_entry(0, '{}');
SELECT * FROM secretxfer.check_entry(4294967295, '{}');

--
-- Names: operators, functions, tables and types of my own before those of the server.
--
CREATE FUNCTION regress_hostile.yes(text, text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION regress_hostile.yes(date, date) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION regress_hostile.yes(secretxfer.decision_outcome, secretxfer.decision_outcome) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR regress_hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = regress_hostile.yes);
CREATE OPERATOR regress_hostile.<= (LEFTARG = date, RIGHTARG = date, FUNCTION = regress_hostile.yes);
CREATE OPERATOR regress_hostile.= (LEFTARG = secretxfer.decision_outcome, RIGHTARG = secretxfer.decision_outcome, FUNCTION = regress_hostile.yes);
CREATE FUNCTION regress_hostile.now() RETURNS timestamptz LANGUAGE sql AS $$SELECT timestamptz '2100-01-01'$$;
CREATE FUNCTION regress_hostile.today() RETURNS date LANGUAGE sql AS $$SELECT date '2100-01-01'$$;
CREATE FUNCTION regress_hostile.recorder() RETURNS name LANGUAGE sql AS $$SELECT name 'nobody'$$;
CREATE TABLE regress_hostile.decisions AS SELECT * FROM secretxfer.decisions;
CREATE TABLE regress_hostile.handovers (LIKE secretxfer.handovers);
CREATE TEMP TABLE handovers (LIKE secretxfer.handovers);
CREATE DOMAIN pg_temp.date AS text;
CREATE DOMAIN regress_hostile.secrecy_mark AS text;
SET search_path = pg_temp, regress_hostile, pg_catalog, secretxfer, fixture;
:contract;
:hand_over;
:tomorrow;
SELECT secretxfer.check_entry('secretxfer.cases', '{}') IS NULL LIMIT 1;
SET search_path = secretxfer, fixture, public;
DROP TABLE pg_temp.handovers, pg_temp.cases;
DROP DOMAIN pg_temp.date;
-- a cast that lies where it is written down: the register judges what is stored
CREATE TYPE regress_hostile.label AS (x int);
CREATE FUNCTION regress_hostile.as_text(regress_hostile.label) RETURNS text LANGUAGE sql AS $$SELECT 'K' || ($1).x$$;
CREATE CAST (regress_hostile.label AS text) WITH FUNCTION regress_hostile.as_text(regress_hostile.label) AS ASSIGNMENT;
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES (ROW(2)::regress_hostile.label, :carrier_asked, '2025-03-12', 'act', 'C-builder');
-- a domain and an array of domains
CREATE DOMAIN regress_hostile.line AS integer;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, excluded_items)
VALUES ('K2', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head', ARRAY[1, 2]::regress_hostile.line[]);

--
-- Settings.
--
SELECT setting, under(setting, 'SELECT fixture.attack()')
  FROM unnest(ARRAY['TimeZone=Pacific/Kiritimati', 'TimeZone=<+12>-12', 'DateStyle=SQL, DMY', 'IntervalStyle=sql_standard', 'row_security=off',
	'default_transaction_isolation=serializable', 'default_transaction_deferrable=on', 'enable_indexscan=off', 'enable_seqscan=off',
	'force_parallel_mode=on', 'jit_above_cost=0', 'plan_cache_mode=force_generic_plan', 'transform_null_equals=on', 'array_nulls=off', 'quote_all_identifiers=on',
	'client_encoding=LATIN1', 'default_toast_compression=pglz', 'work_mem=64', 'check_function_bodies=off', 'constraint_exclusion=on',
	'synchronous_commit=off', 'xmloption=content', 'bytea_output=escape', 'secretxfer.off=on', 'backslash_quote=on']) AS setting;
SET row_security = off;
SELECT attack();
RESET row_security;

--
-- Doors of my own: functions, triggers on my tables, views, rules, cursors, what runs late.
--
CREATE FUNCTION regress_hostile.write(sql text) RETURNS int LANGUAGE plpgsql AS 'BEGIN EXECUTE sql; RETURN 1; END';
CREATE FUNCTION regress_hostile.write_as_owner(sql text) RETURNS int SECURITY DEFINER LANGUAGE plpgsql SET search_path = regress_hostile AS 'BEGIN EXECUTE sql; RETURN 1; END';
CREATE FUNCTION regress_hostile.write_stably(sql text) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT regress_hostile.write(sql)';
CREATE FUNCTION regress_hostile.on_mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM regress_hostile.write(NEW.sql); RETURN NEW; END';
CREATE TABLE regress_hostile.mine (sql text);
CREATE TRIGGER at_once BEFORE INSERT ON regress_hostile.mine FOR EACH ROW EXECUTE FUNCTION regress_hostile.on_mine();
CREATE TABLE regress_hostile.mine_late (sql text);
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON regress_hostile.mine_late DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION regress_hostile.on_mine();
CREATE VIEW regress_hostile.doors AS SELECT ''::text AS sql;
CREATE TRIGGER instead INSTEAD OF INSERT ON regress_hostile.doors FOR EACH ROW EXECUTE FUNCTION regress_hostile.on_mine();
CREATE TABLE regress_hostile.ruled (case_no text);
CREATE RULE also AS ON INSERT TO regress_hostile.ruled DO ALSO INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on) VALUES (NEW.case_no, '42', '2025-03-03');
SELECT way, attack(replace(way, '?', '%L'))
  FROM unnest(ARRAY['SELECT regress_hostile.write(?)', 'SELECT regress_hostile.write_as_owner(?)', 'SELECT regress_hostile.write_stably(?)',
	'INSERT INTO regress_hostile.mine VALUES (?)', 'INSERT INTO regress_hostile.mine_late VALUES (?)', 'INSERT INTO regress_hostile.doors VALUES (?)',
	'UPDATE secretxfer.cases SET subject = subject WHERE case_no = ''K4'' AND regress_hostile.write(?) = 1',
	'UPDATE secretxfer.cases SET subject = subject WHERE case_no = ''K4'' RETURNING regress_hostile.write(?)',
	'CREATE TABLE regress_hostile.made AS SELECT regress_hostile.write(?)']) AS way;
INSERT INTO regress_hostile.ruled VALUES ('K2');
CREATE TABLE regress_hostile.ruled_change (case_no text, handed_on date);
CREATE RULE also AS ON INSERT TO regress_hostile.ruled_change DO ALSO UPDATE secretxfer.handovers SET handed_on = NEW.handed_on WHERE case_no = NEW.case_no;
SELECT try(format('INSERT INTO regress_hostile.ruled_change SELECT ''K3'', %s FROM secretxfer.handovers WHERE case_no = ''K3''', day)) FROM unnest('{handed_on - 100,handed_on}'::text[]) AS day;
SELECT try($$INSERT INTO regress_hostile.seen (case_no, customer, contractor, subject, works_settlement, opened_on)
	VALUES ('K9', fixture.p('builder'), fixture.p('builder'), 'works', 'Almaty', '2025-02-03')$$);
SELECT try($$UPDATE regress_hostile.seen SET customer = contractor WHERE case_no = 'K4'$$);
SELECT try($$UPDATE secretxfer.handovers h SET received_by = c.clearance_no FROM secretxfer.clearances c WHERE h.case_no = 'K3' AND c.clearance_no = 'C-other'$$);
SELECT try(format('UPDATE secretxfer.handovers SET handed_on = ''2025-03-01'' WHERE ctid = %L', (SELECT ctid FROM handovers WHERE case_no = 'K3')));
SELECT try($$INSERT INTO secretxfer.handovers SELECT * FROM secretxfer.handovers WHERE case_no = 'K3'
	ON CONFLICT (case_no, carrier_id, handed_on, act_no) DO UPDATE SET handed_on = '2025-03-01' WHERE handovers.returned_on IS NULL$$);
SELECT try(format($$WITH a AS (UPDATE secretxfer.handovers SET returned_on = '2025-03-20', return_act_no = 'back' WHERE case_no = 'K3' RETURNING *)
	INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by) SELECT 'K1', carrier_id, '2025-03-21', 'act', 'C-builder' FROM a$$));
SELECT try(format($$WITH a AS (INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V1', '2025-03-10', 'a breach') RETURNING *),
	b AS (INSERT INTO secretxfer.suspensions (case_no, suspended_on, violation_no) SELECT case_no, found_on, violation_no FROM a RETURNING *)
	INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by) SELECT case_no, %s, '2025-03-12', 'act', 'C-builder' FROM b$$, :carrier));
-- a cursor that runs when the transaction commits
CREATE FUNCTION regress_hostile.empty_request(no text) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
	VALUES ('K4', no, fixture.p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
	RETURN 1;
END $$;
BEGIN;
DECLARE late CURSOR WITH HOLD FOR SELECT regress_hostile.empty_request('R1');
COMMIT;
-- a deferred trigger of mine that queues a deferred judgement
INSERT INTO regress_hostile.mine_late VALUES ('SELECT regress_hostile.empty_request(''R1'')');

--
-- Refusals swallowed.
--
-- what waits for COMMIT, asked for and swallowed, waits still
BEGIN;
DO $$
BEGIN
	PERFORM regress_hostile.empty_request('R1');
	BEGIN
		SET CONSTRAINTS ALL IMMEDIATE;
	EXCEPTION WHEN check_violation THEN
		RAISE NOTICE 'swallowed';
	END;
END $$;
SET CONSTRAINTS ALL DEFERRED;
COMMIT;
BEGIN;
SELECT regress_hostile.empty_request('R1');
SAVEPOINT a;
SET CONSTRAINTS ALL IMMEDIATE;
ROLLBACK TO a;
RELEASE a;
COMMIT;
-- what was entered before it stands, what was refused does not, and later entries do not rely on it
DO $$
DECLARE
	rule text;
BEGIN
	FOR i IN 1 .. 3 LOOP
		BEGIN
			INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
			VALUES ('K2', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head');
			PERFORM fixture.write('contracts', '{"case_no": "K2", "concluded_on": "2025-02-19"}');
		EXCEPTION WHEN check_violation THEN
			GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
			RAISE NOTICE '%', rule;
		END;
		BEGIN
			PERFORM fixture.write('contracts', '{"case_no": "K2"}');
		EXCEPTION WHEN check_violation THEN
			GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
			RAISE NOTICE '%', rule;
		END;
	END LOOP;
END $$;
-- asked in the middle of a statement, the register is not remembered as it was before it
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V1', '2025-03-08', 'a breach');
DO $$
DECLARE
	ask constant jsonb := fixture.entry('handovers', '{"case_no": "K1"}');
	n bigint;
BEGIN
	INSERT INTO secretxfer.suspensions (case_no, suspended_on, violation_no) VALUES ('K1', '2025-03-09', 'V1')
		RETURNING (SELECT count(*) FROM secretxfer.check_entry('secretxfer.handovers', ask)) INTO n;
	PERFORM fixture.write('handovers', '{"case_no": "K1"}');
END $$;
UPDATE violations SET remedied_on = '2025-03-09' WHERE case_no = 'K1';
DO $$
DECLARE
	ask constant jsonb := fixture.entry('contracts', '{"case_no": "K2"}');
	n bigint;
BEGIN
	INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
	VALUES ('K2', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head');
	UPDATE secretxfer.decisions SET outcome = 'refused', reasons = 'none' WHERE case_no = 'K2'
		RETURNING (SELECT count(*) FROM secretxfer.check_entry('secretxfer.contracts', ask)) INTO n;
	PERFORM fixture.write('contracts', '{"case_no": "K2"}');
END $$;
-- a refusal of my own making, or a notice that looks like one of the server, stays what it is
DO $$ BEGIN RAISE NOTICE 'a notice' USING ERRCODE = '23505', SCHEMA = 'secretxfer', TABLE = 'cases'; END $$;
CREATE FUNCTION regress_hostile.noticing() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'a notice' USING ERRCODE = '23505', SCHEMA = 'secretxfer', TABLE = 'cases'; RETURN 1; END $$;
SELECT regress_hostile.noticing();
TABLE fixture.standing;

--
-- Stamps.
--
SELECT current_user = recorded_by, recorded_at > now() - interval '1 hour' FROM violations WHERE case_no = 'K1';
COPY violations (case_no, violation_no, found_on, description, recorded_at, recorded_by) FROM STDIN;
K3	V1	2025-04-01	a breach	2020-01-01 00:00:00+00	postgres
\.
COPY violations (case_no, violation_no, found_on, description, recorded_at, recorded_by) FROM STDIN (FORMAT csv, HEADER);
case_no,violation_no,found_on,description,recorded_at,recorded_by
K3,V2,2025-04-01,a breach,infinity,pg_write_all_data
\.
INSERT INTO violations (case_no, violation_no, found_on, description, recorded_at, recorded_by)
VALUES ('K3', 'V3', '2025-04-01', 'a breach', '-infinity', 'regress_secretxfer_colleague');
SET ROLE regress_secretxfer_office;
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V4', '2025-04-01', 'a breach');
RESET ROLE;
CREATE FUNCTION regress_hostile.record(no text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = secretxfer AS
	$$INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K3', no, '2025-04-01', 'a breach')$$;
GRANT EXECUTE ON FUNCTION regress_hostile.record(text) TO regress_secretxfer_colleague;
-- a function of mine in an index of mine, which the server or a superuser calls one day
CREATE FUNCTION regress_hostile.record_one(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM regress_hostile.record('V' || n); RETURN n; END $$;
CREATE FUNCTION regress_hostile.indexed(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT n';
CREATE TABLE regress_hostile.bait AS SELECT generate_series(10, 12) AS n;
CREATE INDEX bait_idx ON regress_hostile.bait (regress_hostile.indexed(n));
CREATE OR REPLACE FUNCTION regress_hostile.indexed(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN PERFORM regress_hostile.record_one(n); RETURN n; END';
SET SESSION AUTHORIZATION regress_secretxfer_colleague;
SELECT regress_hostile.record('V5');
RESET SESSION AUTHORIZATION;
BEGIN;
DO $$ BEGIN EXECUTE 'ANALYZE regress_hostile.bait'; EXCEPTION WHEN OTHERS THEN NULL; END $$;
SELECT count(*) FROM violations WHERE recorded_by NOT LIKE 'regress_secretxfer%';
ROLLBACK;
UPDATE violations SET remedied_on = '2025-04-02' WHERE case_no = 'K3' AND violation_no = 'V1';
-- recorded is who acts: the clerk, the role that the clerk took, the colleague who called; and nobody who did not
SELECT violation_no, recorded_by FROM violations WHERE case_no = 'K3' AND violation_no IN ('V1', 'V2', 'V3', 'V4', 'V5') ORDER BY 1;
SELECT count(*) FROM violations WHERE recorded_at < now() - interval '1 hour' OR recorded_at > clock_timestamp();
SET SESSION AUTHORIZATION regress_secretxfer_clerk;
SELECT try(format('UPDATE secretxfer.violations SET %s WHERE case_no = ''K3''', change)) FROM unnest(ARRAY[
	'recorded_by = ''nobody''', 'recorded_at = now()', 'recorded_at = NULL', 'recorded_by = NULL', 'recorded_by = recorded_by || '' ''', 'recorded_by = DEFAULT, recorded_at = recorded_at']) AS change;
SELECT count(*) FROM check_entry('violations', (SELECT to_jsonb(v) || '{"recorded_by": "nobody"}' FROM violations v WHERE case_no = 'K3' AND violation_no = 'V2')) WHERE verdict = 'failed';

--
-- Lies: numbers, dates, arrays, texts.
--
SELECT d, may_enter('violations', jsonb_build_object('case_no', 'K3', 'violation_no', 'V9', 'damage', d)) FROM unnest(ARRAY['NaN', '-1']) AS d;
SELECT d, may_change('parties', '{"idn": "@builder"}', jsonb_build_object('state_share', d)) FROM unnest(ARRAY['NaN', '-0.1', '100.0000000000000000001']) AS d;
SET TimeZone = 'Asia/Almaty'; -- for tomorrow
SELECT d, fixture.told(fixture.run(format('INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description)
	VALUES (''K3'', ''V9'', %L, ''a breach'')', d), true))
  FROM unnest(ARRAY['infinity', '-infinity', '5874897-12-31', '4713-01-01 BC', 'tomorrow', '1991-12-15']) AS d;
RESET TimeZone;
SELECT d, may_enter('handovers', jsonb_build_object('case_no', 'K1', 'handed_on', d)) FROM unnest(ARRAY['2025-03-04', '2025-03-05', '2025-02-28', '2026-01-01']) AS d;
SELECT d, may_enter('contracts', jsonb_build_object('case_no', 'K2', 'concluded_on', d)) FROM unnest(ARRAY['2025-02-11', '2090-01-01']) AS d;
SELECT l, fixture.told(fixture.run(format('INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, excluded_items)
	VALUES (''K2'', ''R1'', ''D'', ''2025-02-20'', ''permitted'', ''Surname Name'', ''head'', %L)', l), true))
  FROM unnest(ARRAY['{1}', '[7:7]={1}', '{1,1}', '{NULL}', '{1,NULL}', '{{1,2}}', '{{1},{2}}', '{{{{{{1}}}}}}', '{3}', '{1,2}', '{-1}', '{2147483647}']) AS l;
SELECT y, may_enter('calendar_years', jsonb_build_object('year', y)) FROM unnest(ARRAY['-2147483648', '0', '2147483647']) AS y;
-- nothing that looks like a blank states anything, nothing that looks like a digit counts as one
SELECT n, may_enter('cases', jsonb_build_object('subject', t)) FROM (VALUES ('no-break', U&'\00A0'), ('zero width', U&'\200B'), ('byte order mark', U&'\FEFF'),
	('ideographic', U&'\3000'), ('line separator', U&'\2028'), ('all of them', U&' \00A0\200B\FEFF\3000\2028')) AS v (n, t);
SELECT n, may_enter('parties', jsonb_build_object('idn', t)) FROM (VALUES ('full width', U&'\FF13\FF15\FF11\FF12\FF14\FF10\FF10\FF10\FF10\FF11\FF12\FF12'),
	('Arabic-Indic', U&'\0663\0665\0661\0662\0664\0660\0660\0660\0660\0661\0662\0662'), ('a line end', E'351240000122\n'), ('zero width', U&'351240000122\200B')) AS v (n, t);
-- what looks like a case is not that case: Cyrillic, full width, joined, combined, lower
SELECT n, may_enter('handovers', jsonb_build_object('case_no', t, 'received_by', 'C-builder')) FROM (VALUES ('Cyrillic', U&'\041A1'), ('full width', U&'\FF2B1'),
	('a joiner', U&'K\200D1'), ('combining', U&'K1\0301'), ('lower', 'k1'), ('a blank', 'K1 '), ('a tab', E'K1\t')) AS v (n, t);
-- nor is a number with something hidden in it another number
SELECT n, may_enter('carriers', jsonb_build_object('account_no', t)) FROM (VALUES ('soft hyphen', U&'M-1\00AD'), ('direction', U&'\202EM-1'), ('variation', U&'M-1\FE0F'),
	('tag', U&'M-1\+0E0041'), ('filler', U&'\3164'), ('line end', E'M\n1'), ('escape', E'\x1b[2JM-1'), ('a plain blank inside', 'M 1')) AS v (n, t);
SELECT chr(0);
-- texts that come packed out of a table of mine, and very long ones
CREATE TABLE regress_hostile.packed (case_no text, subject text, customer text);
ALTER TABLE regress_hostile.packed ALTER subject SET STORAGE EXTERNAL;
INSERT INTO regress_hostile.packed VALUES ('K8', repeat('works ', 200000), p('customer')), ('K9', repeat(' ', 200000), p('customer')), (repeat('K', 200), 'works', p('citizen')), (repeat('K', 201), 'works', p('customer'));
SELECT length(case_no), length(subject), repeats(format('INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
	SELECT case_no, customer, %L, subject, ''Almaty'', ''2025-02-03'' FROM regress_hostile.packed WHERE case_no = %L', p('builder'), case_no), 'KKK') FROM regress_hostile.packed;

--
-- check_entry() with what is deep, huge or odd.
--
SELECT rule FROM check_entry('decisions', jsonb_build_object('case_no', 'K2', 'request_no', 'R1', 'excluded_items', (repeat('[', 500) || repeat(']', 500))::jsonb));
SELECT count(*) > 0 FROM check_entry('cases', jsonb_build_object('case_no', 'K9', 'subject', (repeat('[', 5000) || repeat(']', 5000))::jsonb)) WHERE verdict = 'failed';
SELECT count(*) > 0 FROM check_entry('cases', jsonb_build_object('case_no', 'K9', 'subject', repeat('x', 10000000))) WHERE verdict = 'failed';
SELECT rule FROM check_entry('cases', (SELECT jsonb_object_agg('field ' || i, i) FROM generate_series(1, 20000) AS i));
SELECT rule FROM check_entry('cases', jsonb_build_object(repeat('field', 100000), 1));
SELECT rule FROM check_entry('carriers', '{"carrier_id": 1e100000}');
SELECT rule FROM check_entry('carriers', '{"carrier_id": 1.5}');
SELECT rule FROM check_entry('carriers', '{"sheets": {"a": [{}]}}');
SELECT rule FROM check_entry('cases', '{"ctid": "(0,1)"}');
SELECT rule FROM check_entry('cases', '{"tableoid": 1}');
SELECT rule FROM check_entry('cases', '{"": 1}');
SELECT rule FROM check_entry('cases', '[]');
SELECT rule FROM check_entry('cases', 'null');
SELECT rule FROM check_entry('cases', NULL);
SELECT rule FROM check_entry(NULL, '{}');
-- a long list is judged in no time, and can be cancelled
SELECT clock_timestamp() AS before \gset
SELECT rule FROM check_entry('decisions', jsonb_build_object('case_no', 'K2', 'request_no', 'R1', 'decision_no', 'D', 'sent_on', '2025-02-20', 'outcome', 'permitted',
	'signed_by', 'Surname Name', 'signed_as', 'head', 'excluded_items', (SELECT jsonb_agg(i) FROM generate_series(1, 120000) AS i))) WHERE verdict = 'failed';
SELECT clock_timestamp() - :'before' < interval '3 seconds';

--
-- Locks of mine: advisory ones hinder nobody.  Of the others, see test/t/050_hostile.pl.
--
SELECT count(pg_advisory_lock(i)) FROM generate_series(1, 100) AS i;
SELECT try(insert_of('violations', entry('violations', '{"case_no": "K3", "violation_no": "V9"}')));
SELECT pg_advisory_unlock_all();
RESET SESSION AUTHORIZATION;

--
-- Grants of columns: the server's stamps need none, and what is not granted is not written.
--
SET client_min_messages = warning;
DROP OWNED BY regress_secretxfer_colleague;
GRANT USAGE ON SCHEMA secretxfer, fixture TO regress_secretxfer_colleague;
GRANT SELECT ON fixture.numbers TO regress_secretxfer_colleague;
GRANT SELECT (case_no), UPDATE (returned_on, return_act_no) ON handovers TO regress_secretxfer_colleague;
GRANT INSERT (case_no, violation_no, found_on, description) ON violations TO regress_secretxfer_colleague;
RESET client_min_messages;
SET SESSION AUTHORIZATION regress_secretxfer_colleague;
SELECT try($$UPDATE secretxfer.handovers SET returned_on = '2025-03-20', return_act_no = 'back' WHERE case_no = 'K3'$$);
SELECT try($$UPDATE secretxfer.handovers SET returned_on = '2025-03-11', return_act_no = 'back' WHERE case_no = 'K3'$$);
SELECT try($$UPDATE secretxfer.handovers SET handed_on = '2025-03-13' WHERE case_no = 'K3'$$);
SELECT try($$INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V9', '2025-04-01', 'a breach')$$);
SELECT try($$INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description, recorded_by) VALUES ('K3', 'V9', '2025-04-01', 'a breach', 'x')$$);
SELECT * FROM check_entry('contracts', '{"case_no": "K1"}');
SELECT * FROM next_steps('K1');
RESET SESSION AUTHORIZATION;

--
-- What who reads may step into: an operator of another's for a value list, in a schema of the reader's path.
--
SET SESSION AUTHORIZATION regress_secretxfer_clerk;
CREATE FUNCTION regress_hostile.trap() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'trapped'; RETURN true; END $$;
SELECT format('CREATE FUNCTION regress_hostile.trap(secretxfer.%1$I, secretxfer.%1$I) RETURNS boolean LANGUAGE sql AS ''SELECT regress_hostile.trap()''', typname),
	   format('CREATE OPERATOR regress_hostile.%s (LEFTARG = secretxfer.%I, RIGHTARG = secretxfer.%2$I, FUNCTION = regress_hostile.trap)', op, typname)
  FROM pg_type, unnest(ARRAY['=']) AS op WHERE typnamespace = 'secretxfer'::regnamespace AND typtype = 'e' AND typname <> 'decision_outcome' ORDER BY typname \gexec
RESET SESSION AUTHORIZATION;
SELECT write('party_changes', '{"party": "@builder", "kind": "functions"}') \g /dev/null
SET search_path = "$user", secretxfer, fixture, regress_hostile;
SELECT format('SELECT count(*) >= 0 AS %I FROM secretxfer.%1$I', relname)
  FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v' ORDER BY relname \gexec
SELECT count(*) FROM verify() WHERE severity OPERATOR(pg_catalog.=) 'guard';
SET search_path = secretxfer, fixture, public;

--
-- A table of the user's own that refers to ours: its report repeats no key.
--
CREATE TABLE fixture.papers (case_no text COLLATE "C" REFERENCES secretxfer.cases);
INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES ('canary', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
INSERT INTO papers VALUES ('canary');
SELECT repeats($$DELETE FROM secretxfer.cases WHERE case_no LIKE 'can%'$$, 'canary');
SELECT repeats($$UPDATE secretxfer.cases SET case_no = 'other' WHERE case_no LIKE 'can%'$$, 'canary');
DROP TABLE papers;

--
-- What must not be granted: TRIGGER.  Unlawful content is judged even behind such a trigger; a forged stamp and a dropped event get through,
-- and verify() names the one.
--
GRANT TRIGGER ON cases, violations TO regress_secretxfer_clerk;
SET SESSION AUTHORIZATION regress_secretxfer_clerk;
CREATE FUNCTION regress_hostile.after_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_TABLE_NAME = 'cases' THEN NEW.customer := NEW.contractor; ELSE NEW.recorded_by := 'nobody'; END IF;
	RETURN NEW;
END $$;
CREATE FUNCTION regress_hostile.never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION regress_hostile.rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE secretxfer.cases SET customer = contractor WHERE case_no = NEW.case_no;
	RETURN NULL;
END $$;
CREATE TRIGGER zzz BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION regress_hostile.after_all();
SELECT try(insert_of('cases', entry('cases')));
DROP TRIGGER zzz ON cases;
RESET SESSION AUTHORIZATION;
DROP TRIGGER zzz ON cases;
SET SESSION AUTHORIZATION regress_secretxfer_clerk;
CREATE TRIGGER "A" AFTER INSERT ON cases FOR EACH ROW EXECUTE FUNCTION regress_hostile.rewrite();
SELECT try(insert_of('cases', entry('cases')));
CREATE TRIGGER zzz BEFORE INSERT ON violations FOR EACH ROW EXECUTE FUNCTION regress_hostile.after_all();
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V8', '2025-04-01', 'a breach');
SELECT recorded_by FROM violations WHERE violation_no = 'V8';
RESET SESSION AUTHORIZATION;
SELECT severity, "table", key, detail FROM verify() WHERE severity <> 'warning';
DROP TRIGGER zzz ON violations;
CREATE TRIGGER never BEFORE INSERT ON violations FOR EACH ROW EXECUTE FUNCTION regress_hostile.never();
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V7', '2025-04-01', 'a breach');
SELECT count(*) FROM violations WHERE violation_no = 'V7';
DROP TRIGGER never ON violations;
DROP TRIGGER "A" ON cases;
REVOKE TRIGGER ON cases, violations FROM regress_secretxfer_clerk;
-- Nor CREATE on the schema: what stands there besides the extension's functions is named.
BEGIN;
GRANT CREATE ON SCHEMA secretxfer TO regress_secretxfer_clerk;
SET LOCAL SESSION AUTHORIZATION regress_secretxfer_clerk;
CREATE FUNCTION secretxfer.idn_valid(idn varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true';
RESET SESSION AUTHORIZATION;
SELECT DISTINCT severity, key FROM verify() WHERE severity = 'guard';
ROLLBACK;
-- A call without types takes the function that looks like the extension's, a call with types does not.
BEGIN;
GRANT CREATE ON SCHEMA secretxfer TO regress_secretxfer_clerk;
SET LOCAL SESSION AUTHORIZATION regress_secretxfer_clerk;
CREATE FUNCTION secretxfer.admit(role text, party text, duty text) RETURNS text LANGUAGE sql AS 'SELECT concat(''run by a superuser: '', rolsuper) FROM pg_roles WHERE rolname = current_user';
RESET SESSION AUTHORIZATION;
SELECT secretxfer.admit('regress_secretxfer_office', NULL, 'analyst');
SELECT secretxfer.admit('regress_secretxfer_office'::name, NULL::text, 'analyst'::secretxfer.duty);
SELECT DISTINCT severity, key, detail FROM verify() WHERE severity = 'guard' ORDER BY 2, 3;
ROLLBACK;
-- A value list that its owner altered: the rules say that they do not know the value, on entry and where it stands.
BEGIN;
ALTER TYPE protection_kind RENAME VALUE 'contractor' TO 'contractors_own';
SELECT try('UPDATE protections SET arranged_on = arranged_on');
SELECT try(insert_of('protections', entry('protections', '{"case_no": "K2", "kind": "contractors_own"}')));
SELECT try(insert_of('handovers', entry('handovers', '{"case_no": "K1"}')));
SELECT severity, key, detail FROM verify() WHERE severity = 'guard' AND "table" IS NULL;
ROLLBACK;
-- Nor the setting by which triggers rest: what was entered meanwhile is named, if it is unlawful.
BEGIN;
CREATE FUNCTION fixture.replication_role(role text) RETURNS text SECURITY DEFINER LANGUAGE sql AS $$SELECT set_config('session_replication_role', role, true)$$;
SET LOCAL SESSION AUTHORIZATION regress_secretxfer_clerk;
SELECT fixture.replication_role('replica');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by, recorded_at, recorded_by)
VALUES ('K2', :carrier_asked, '2025-03-12', 'act', 'C-builder', now(), 'nobody');
SELECT fixture.replication_role('origin');
RESET SESSION AUTHORIZATION;
SELECT DISTINCT severity, "table" FROM verify() WHERE severity <> 'warning';
ROLLBACK;

-- Nothing unlawful got in.
TABLE fixture.standing;
SELECT severity, rule, "table", detail FROM verify() WHERE severity <> 'warning' ORDER BY 1, 2, 3;

\set ECHO none
SET client_min_messages = warning;
DROP SCHEMA regress_hostile CASCADE;
DROP OWNED BY regress_secretxfer_clerk, regress_secretxfer_office, regress_secretxfer_colleague;
DROP ROLE regress_secretxfer_clerk, regress_secretxfer_office, regress_secretxfer_colleague;
\i test/fixtures/finish.sql
