--
-- Every way of writing meets the same rules: the same unlawful entries by each of them.
--
\i test/fixtures/start.sql
\set VERBOSITY terse
SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-1/2", "M-5/1", "M-6/1", "M-2/1"]}');
SELECT take('K2', 'received', '{"carriers": ["A-1/1"], "authority": "@agency"}');
SELECT take('K3', 'handed', '{"carriers": ["M-4/1"]}');
-- what stands, to be compared after each section: nothing unlawful has slipped in
CREATE VIEW fixture.standing AS
	SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM contracts) AS contracts,
		   (SELECT count(*) FROM handovers) AS handovers, (SELECT count(*) FROM handovers WHERE returned_on IS NULL) AS out;
TABLE fixture.standing;

--
-- INSERT: of several rows one unlawful row refuses all, wherever it stands.
--
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K2', c('A-1/1'), '2025-03-12', 'act', 'C-builder');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K1', c('M-1/1'), '2025-03-12', 'act', 'C-builder'),
	   ('K2', c('A-1/1'), '2025-03-12', 'act', 'C-builder');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K2', c('A-1/1'), '2025-03-12', 'act', 'C-builder'),
	   ('K1', c('M-1/1'), '2025-03-12', 'act', 'C-builder');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
SELECT 'K2', carrier_id, '2025-03-12', 'act', 'C-builder' FROM carriers WHERE account_no = 'A-1';
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K2', c('A-1/1'), '2025-03-12', 'act', 'C-builder') RETURNING case_no;
INSERT INTO contracts DEFAULT VALUES;
-- rows of one statement that need each other are judged together
INSERT INTO request_items SELECT 'K2', 'R1', 2, c('A-2/1');
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
VALUES ('K2', 'R2', p('agency'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft'),
	   ('K2', 'R3', p('agency'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft');
INSERT INTO request_items VALUES ('K2', 'R2', 1, c('A-2/1')), ('K2', 'R3', 1, c('A-2/1')), ('K2', 'R3', 2, c('A-2/1'));
ROLLBACK;
TABLE fixture.standing;

--
-- UPDATE: of one row, of all rows, with FROM, of a key.
--
UPDATE requests SET received_on = '2025-02-13' WHERE case_no = 'K1';
UPDATE contracts SET concluded_on = '2025-02-19';
UPDATE handovers h SET handed_on = '2025-03-01' FROM cases c WHERE c.case_no = h.case_no;
UPDATE handovers SET case_no = 'K2' WHERE case_no = 'K3';
UPDATE handovers SET case_no = 'K1' WHERE case_no = 'K3';
UPDATE cases SET case_no = case_no || 'x';
UPDATE parties SET kind = 'state_body' WHERE idn = p('builder');
-- an entry that would have been lawful under the other key may be put right, unless it is an event that becomes another one
SELECT try($$UPDATE secretxfer.handovers SET handed_on = '2025-03-13', act_no = 'another' WHERE case_no = 'K3'$$);
SELECT try($$UPDATE secretxfer.handovers SET case_no = 'K1', carrier_id = fixture.c('M-1/1') WHERE case_no = 'K3'$$);
-- explained, it changes nothing
DO $$ BEGIN EXECUTE 'EXPLAIN UPDATE secretxfer.handovers SET act_no = ''another'''; END $$;
-- what changes nothing is no change
UPDATE handovers SET act_no = act_no;
UPDATE contracts SET concluded_on = concluded_on, contract_no = contract_no;
-- DELETE
DELETE FROM handovers;
DELETE FROM contracts WHERE case_no = 'K1';
DELETE FROM cases c USING contracts k WHERE k.case_no = c.case_no;
DELETE FROM parties;
-- TRUNCATE
TRUNCATE handovers, holders;
SET client_min_messages = warning;
TRUNCATE parties CASCADE;
RESET client_min_messages;
TRUNCATE calendar_years, calendar_days;
TABLE fixture.standing;

--
-- COPY FROM: an unlawful row, a lawful one before it, text and csv, a column list, a WHERE.
--
COPY contracts (case_no, contract_no, concluded_on) FROM STDIN;
K2	42	2025-03-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
K7,351240000040,351240000060,works,Almaty,2025-02-03
K8,810101100015,351240000060,works,Almaty,2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv) WHERE case_no = 'K8';
K7,351240000040,351240000060,works,Almaty,2025-02-03
K8,810101100015,351240000060,works,Almaty,2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
K1,351240000040,351240000060,works,Almaty,2025-02-03
\.
-- stamps that COPY brings along are overwritten
BEGIN;
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on, recorded_at, recorded_by) FROM STDIN (FORMAT csv);
K7,351240000040,351240000060,works,Almaty,2025-02-03,2020-01-01,somebody
\.
SELECT recorded_at >= now(), recorded_by = session_user FROM cases WHERE case_no = 'K7';
ROLLBACK;
-- a lawful one
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
K7,351240000040,351240000060,works,Almaty,2025-02-03
\.
TABLE fixture.standing;

--
-- ON CONFLICT.
--
-- DO NOTHING on a row that stands does nothing, though that row could not be entered a second time, nor now
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K3', c('M-4/1'), '2025-03-12', 'act', 'C-other') ON CONFLICT DO NOTHING;
INSERT INTO contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
	protection_financing, permit_no, responsible_unit, unit_designated_by)
VALUES ('K1', '43', '2025-03-04', 'inspections', 'inspections', 'liable', 'paid', 'P-builder', 'a unit', 'an order') ON CONFLICT (case_no) DO NOTHING;
INSERT INTO carriers (owner, title, kind, mark, account_no, copy_no, sheets)
VALUES (p('ministry'), 'another', 'document', 'secret', 'M-1', '1', 5) ON CONFLICT (owner, account_no, copy_no, coalesce(registered_on, '-infinity')) DO NOTHING;
-- on a new row it is judged; another act of the day is another hand-over
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K3', c('M-4/1'), '2025-03-12', 'another act', 'C-builder') ON CONFLICT DO NOTHING;
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K2', c('A-1/1'), '2025-03-12', 'act', 'C-builder') ON CONFLICT DO NOTHING;
INSERT INTO contracts (case_no, contract_no, concluded_on) VALUES ('K2', '42', '2025-03-03') ON CONFLICT DO NOTHING;
-- DO UPDATE: unlawful as an entry, unlawful as a change, lawful as both
INSERT INTO contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
	protection_financing, permit_no, responsible_unit, unit_designated_by)
VALUES ('K2', '43', '2025-03-04', 'inspections', 'inspections', 'liable', 'paid', 'P-builder', 'a unit', 'an order')
ON CONFLICT (case_no) DO UPDATE SET contract_no = excluded.contract_no;
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K3', c('M-4/1'), '2025-03-12', 'act', 'C-builder')
ON CONFLICT (case_no, carrier_id, handed_on, act_no) DO UPDATE SET handed_on = '2025-03-01';
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('K7', p('customer'), p('builder'), 'third works', 'Almaty', '2025-02-03'),
	   ('K5', p('customer'), p('builder'), 'new works', 'Almaty', '2025-02-03')
ON CONFLICT (case_no) DO UPDATE SET subject = excluded.subject;
SELECT case_no, subject FROM cases WHERE case_no IN ('K5', 'K7') ORDER BY case_no;
INSERT INTO parties (idn, kind, full_name, head_name, legal_address, settlement)
VALUES (p('builder'), 'organization', 'a new name', 'Surname Name', '1 Some Street', 'Almaty')
ON CONFLICT (idn) DO UPDATE SET full_name = excluded.full_name;
SELECT full_name FROM parties WHERE idn = p('builder');
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('K7', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03')
ON CONFLICT (case_no) DO UPDATE SET customer = p('citizen');
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('K7', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03')
ON CONFLICT (case_no) DO UPDATE SET customer = p('citizen') WHERE false;
TABLE fixture.standing;

--
-- Data-modifying WITH: an unlawful entry in any of its parts.
--
WITH unlawful AS (INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
	VALUES ('K2', c('A-1/1'), '2025-03-12', 'act', 'C-builder') RETURNING 1)
SELECT count(*) FROM unlawful;
WITH lawful AS (UPDATE cases SET subject = 'fourth works' WHERE case_no = 'K7' RETURNING 1)
INSERT INTO contracts (case_no, contract_no, concluded_on) VALUES ('K2', '42', '2025-03-03');
WITH gone AS (DELETE FROM decisions WHERE case_no = 'K1' RETURNING 1) SELECT count(*) FROM gone;
-- a request with its list in one statement, received
WITH request AS (INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
	VALUES ('K5', 'R1', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12')
	RETURNING case_no, request_no)
INSERT INTO request_items SELECT case_no, request_no, 1, c('M-6/1') FROM request;
-- contract and hand-over in one statement: the steps between are missing
WITH request AS (INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
	VALUES ('K5', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head') RETURNING 1)
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K5', c('M-6/1'), '2025-03-12', 'act', 'C-builder');
-- one part changes the case that guards what the other changes
BEGIN;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('K8', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
INSERT INTO violations (case_no, violation_no, found_on, description, damage) VALUES ('K8', 'V1', '2025-04-01', 'a breach', 5);
WITH closed AS (UPDATE cases SET closed_on = '2025-06-02' WHERE case_no = 'K8' RETURNING case_no)
UPDATE violations v SET damage_recovered = 5 FROM closed WHERE v.case_no = closed.case_no RETURNING damage_recovered;
ROLLBACK;
TABLE fixture.standing;

--
-- Prepared statements, generic plans too.
--
PREPARE hand (text, bigint, date) AS
	INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ($1, $2, $3, 'act', 'C-builder');
EXECUTE hand('K2', 0, '2025-03-12');
SET plan_cache_mode = force_generic_plan;
EXECUTE hand('K1', c('M-1/1'), '2025-03-04');
EXECUTE hand('K1', c('M-1/1'), '2025-03-12');
EXECUTE hand('K1', c('M-1/1'), '2025-03-13');
RESET plan_cache_mode;
DEALLOCATE hand;
TABLE fixture.standing;

--
-- DO, functions of every language level, and their exception blocks.
--
DO $$ BEGIN
	INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on) VALUES ('K2', '42', '2025-03-03');
END $$;
CREATE FUNCTION fixture.in_sql() RETURNS void LANGUAGE sql AS
	$$DELETE FROM secretxfer.handovers WHERE case_no = 'K1'$$;
SELECT in_sql();
CREATE FUNCTION fixture.dynamically() RETURNS void LANGUAGE plpgsql AS
	$$BEGIN EXECUTE 'TRUNCATE secretxfer.handovers, secretxfer.holders'; END$$;
SELECT dynamically();
CREATE FUNCTION fixture.caught() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	rule text;
BEGIN
	UPDATE secretxfer.cases SET subject = 'fifth works' WHERE case_no = 'K7';
	BEGIN
		INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on) VALUES ('K2', '42', '2025-03-03');
	EXCEPTION WHEN check_violation THEN
		GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
		RETURN rule;
	END;
	RETURN 'accepted';
END $$;
SELECT caught();
SELECT subject FROM cases WHERE case_no = 'K7';
-- a procedure that commits on its way keeps what was lawful
CREATE PROCEDURE fixture.committing() LANGUAGE plpgsql AS $$
BEGIN
	UPDATE secretxfer.cases SET subject = 'sixth works' WHERE case_no = 'K7';
	COMMIT;
	UPDATE secretxfer.cases SET customer = contractor WHERE case_no = 'K7';
END $$;
CALL committing();
SELECT subject FROM cases WHERE case_no = 'K7';
-- through a view
CREATE VIEW fixture.hand_overs AS SELECT * FROM secretxfer.handovers;
INSERT INTO fixture.hand_overs (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K2', c('A-1/1'), '2025-03-12', 'act', 'C-builder');
UPDATE fixture.hand_overs SET handed_on = '2025-03-01' WHERE case_no = 'K3';
DELETE FROM fixture.hand_overs;
-- a trigger of the user that makes a lawful row unlawful: the register sees what is written
CREATE FUNCTION fixture.spoil() RETURNS trigger LANGUAGE plpgsql AS
	$$BEGIN NEW.customer := NEW.contractor; RETURN NEW; END$$;
CREATE TRIGGER spoil BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION fixture.spoil();
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('K9', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
DROP TRIGGER spoil ON cases;
-- ... even one whose name sorts behind the register's own
CREATE TRIGGER zzz_spoil BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION fixture.spoil();
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('K9', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
DROP TRIGGER zzz_spoil ON cases;
TABLE fixture.standing;

--
-- Cursors.
--
BEGIN;
DECLARE one CURSOR FOR SELECT * FROM handovers WHERE case_no = 'K3' FOR UPDATE;
FETCH 1 FROM one \g /dev/null
SAVEPOINT s;
UPDATE handovers SET handed_on = '2025-03-01' WHERE CURRENT OF one;
ROLLBACK TO s;
DELETE FROM handovers WHERE CURRENT OF one;
ROLLBACK TO s;
UPDATE handovers SET returned_on = '2025-03-11', return_act_no = 'back' WHERE CURRENT OF one;
ROLLBACK TO s;
UPDATE handovers SET returned_on = '2025-03-20', return_act_no = 'back' WHERE CURRENT OF one;
ROLLBACK;
TABLE fixture.standing;

--
-- Savepoints: what was rolled back is not there to rely on, what was released is.
--
BEGIN;
SAVEPOINT a;
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K2';
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('K2', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head');
ROLLBACK TO a;
SELECT may_enter('contracts', '{"case_no": "K2"}');
SAVEPOINT b;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('K2', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head');
RELEASE b;
SELECT may_enter('contracts', '{"case_no": "K2"}');
ROLLBACK TO a;
SELECT may_enter('contracts', '{"case_no": "K2"}');
ROLLBACK;
-- a hand-over whose return is rolled back is out again
BEGIN;
SAVEPOINT a;
UPDATE handovers SET returned_on = '2025-03-20', return_act_no = 'back' WHERE case_no = 'K3';
SELECT may_change('cases', '{"case_no": "K3"}', '{"closed_on": "2025-03-21"}');
ROLLBACK TO a;
SELECT may_change('cases', '{"case_no": "K3"}', '{"closed_on": "2025-03-21"}');
COMMIT;
-- a case closed in a transaction that was rolled back is open
BEGIN;
UPDATE cases SET closed_on = '2025-05-30' WHERE case_no = 'K7';
SELECT may_enter('requests', '{"case_no": "K7"}');
ROLLBACK;
SELECT may_enter('requests', '{"case_no": "K7"}');
TABLE fixture.standing;

--
-- The list that must not be empty is judged at COMMIT, and the whole transaction goes.
--
BEGIN;
UPDATE cases SET subject = 'seventh works' WHERE case_no = 'K7';
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K7', 'R1', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
COMMIT;
SELECT subject FROM cases WHERE case_no = 'K7';
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K7', 'R1', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
SET CONSTRAINTS ALL IMMEDIATE;
COMMIT;
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
VALUES ('K7', 'R1', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');
PREPARE TRANSACTION 'secretxfer';
SELECT count(*) FROM requests WHERE case_no = 'K7';

--
-- Isolation levels.
--
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/2"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#A-1/1"}');
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/2"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#A-1/1"}');
COMMIT;
BEGIN READ ONLY;
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V1', '2025-04-01', 'a breach');
ROLLBACK;
BEGIN READ ONLY;
SELECT rule, verdict FROM check_entry('contracts', '{"case_no": "K2", "contract_no": "42", "concluded_on": "2025-03-03"}') WHERE verdict = 'failed';
SELECT count(*) > 0 FROM next_steps('K2');
ROLLBACK;

--
-- A foreign search_path with other tables, operators and functions.
--
CREATE SCHEMA regress_hostile;
CREATE FUNCTION regress_hostile.always(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION regress_hostile.always(date, date) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR regress_hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = regress_hostile.always);
CREATE OPERATOR regress_hostile.<= (LEFTARG = date, RIGHTARG = date, FUNCTION = regress_hostile.always);
CREATE FUNCTION regress_hostile.now() RETURNS timestamptz LANGUAGE sql AS $$SELECT '2100-01-01'::timestamptz$$;
CREATE TABLE regress_hostile.decisions AS SELECT * FROM secretxfer.decisions;
SET search_path = regress_hostile, pg_catalog;
INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
	protection_financing, permit_no, responsible_unit, unit_designated_by)
VALUES ('K2', '43', '2025-03-04', 'inspections', 'inspections', 'liable', 'paid', 'P-builder', 'a unit', 'an order');
INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description)
VALUES ('K1', 'V1', fixture.today() + 1, 'a breach');
SELECT rule FROM secretxfer.check_entry('secretxfer.contracts', '{"case_no": "K2", "contract_no": "42", "concluded_on": "2025-03-03"}') WHERE verdict = 'failed';
SET search_path = pg_catalog;
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K2', fixture.c('A-1/1'), '2025-03-12', 'act', 'C-builder');
SET search_path = '';
INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('K4', fixture.p('customer'), fixture.p('builder'), 'works', 'Almaty', '2025-02-03');
SET search_path = secretxfer, fixture, public;
-- temporary tables of the same name do not stand in for the register's
CREATE TEMP TABLE decisions AS SELECT * FROM secretxfer.decisions WHERE case_no = 'K1';
UPDATE pg_temp.decisions SET case_no = 'K2';
SELECT may_enter('contracts', '{"case_no": "K2"}');
DROP TABLE pg_temp.decisions;
SET client_min_messages = warning;
DROP SCHEMA regress_hostile CASCADE;
RESET client_min_messages;

--
-- TimeZone and DateStyle of the session.
--
SET TimeZone = 'Pacific/Kiritimati';
SET DateStyle = 'SQL, DMY';
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V1', '02/02/2025', 'a breach');
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V1', '03/02/2025', 'a breach');
SELECT may_enter('violations', jsonb_build_object('case_no', 'K3', 'violation_no', 'V2', 'found_on', today() + 1));
SET TimeZone = 'Etc/GMT+12';
SET DateStyle = 'Postgres, MDY';
SELECT may_enter('violations', jsonb_build_object('case_no', 'K3', 'violation_no', 'V2', 'found_on', today()));
SELECT may_enter('violations', jsonb_build_object('case_no', 'K3', 'violation_no', 'V2', 'found_on', today() + 1));
RESET TimeZone;
RESET DateStyle;

--
-- Roles of few rights: the judgement does not depend on what the writer may read.
--
CREATE ROLE regress_secretxfer_writer;
GRANT USAGE ON SCHEMA secretxfer, fixture TO regress_secretxfer_writer;
GRANT SELECT ON fixture.numbers TO regress_secretxfer_writer;
GRANT INSERT ON handovers, contracts, violations TO regress_secretxfer_writer;
SELECT c('M-1/2') AS carrier, c('A-1/1') AS other_carrier \gset
SET ROLE regress_secretxfer_writer;
SELECT count(*) FROM handovers;
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('K1', :carrier, '2025-03-12', 'act', 'C-builder');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('K2', :other_carrier, '2025-03-12', 'act', 'C-builder');
INSERT INTO contracts (case_no, contract_no, concluded_on) VALUES ('K1', '42', '2025-03-03');
INSERT INTO violations (case_no, violation_no, found_on, description, recorded_by) VALUES ('K3', 'V3', '2025-04-01', 'a breach', 'somebody');
UPDATE handovers SET returned_on = '2025-03-13';
DELETE FROM violations;
TRUNCATE violations;
RESET ROLE;
SELECT recorded_by FROM violations WHERE violation_no = 'V3';
-- row-level security hides rows from the writer, not from the judgement
ALTER TABLE decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE contracts ENABLE ROW LEVEL SECURITY;
ALTER TABLE handovers ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_may_enter ON handovers FOR INSERT TO regress_secretxfer_writer WITH CHECK (true);
SET ROLE regress_secretxfer_writer;
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('K3', :carrier, '2025-03-13', 'act', 'C-builder');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('K1', :carrier, '2025-03-14', 'act', 'C-builder');
RESET ROLE;
ALTER TABLE decisions DISABLE ROW LEVEL SECURITY;
ALTER TABLE contracts DISABLE ROW LEVEL SECURITY;
ALTER TABLE handovers DISABLE ROW LEVEL SECURITY;
DROP POLICY all_may_enter ON handovers;
-- a function with its owner's rights: recorded is who asked, not who owns it
CREATE FUNCTION fixture.record_breach(no text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = secretxfer AS
	$$INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K3', no, '2025-04-01', 'a breach')$$;
SET ROLE regress_secretxfer_writer;
SELECT fixture.record_breach('V4');
RESET ROLE;
SELECT recorded_by FROM violations WHERE violation_no = 'V4';
DROP OWNED BY regress_secretxfer_writer;
DROP ROLE regress_secretxfer_writer;

--
-- Forged stamps.
--
INSERT INTO violations (case_no, violation_no, found_on, description, recorded_at, recorded_by)
VALUES ('K3', 'V5', '2025-04-01', 'a breach', '-infinity', 'nobody');
SELECT recorded_at <= clock_timestamp() AND recorded_at > clock_timestamp() - interval '1 minute', recorded_by = session_user FROM violations WHERE violation_no = 'V5';
UPDATE violations SET recorded_at = '2020-01-01', recorded_by = 'nobody' WHERE violation_no = 'V5'
RETURNING recorded_at > clock_timestamp() - interval '1 minute', recorded_by = session_user, changed_at;
INSERT INTO violations (case_no, violation_no, found_on, description)
VALUES ('K3', 'V5', '2025-04-01', 'a breach') ON CONFLICT (case_no, violation_no) DO UPDATE SET recorded_by = 'nobody'
RETURNING recorded_by = session_user, changed_at;
-- one entered without stamps has them
SELECT count(*) FROM violations WHERE recorded_at IS NULL OR recorded_by IS NULL;

--
-- What users add to the tables is no hindrance: triggers, columns, physical order, indexes.
--
-- a trigger that writes to the register within a statement that does, whose refusal ends both; then each as ever
CREATE FUNCTION fixture.correct_others() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE secretxfer.handovers SET act_no = nullif(NEW.description, 'no act') WHERE case_no = NEW.case_no;
	RETURN NULL;
END $$;
CREATE TRIGGER correct_others AFTER UPDATE ON violations FOR EACH ROW EXECUTE FUNCTION fixture.correct_others();
UPDATE violations SET description = 'no act' WHERE violation_no = 'V5';
UPDATE violations SET description = 'an act' WHERE violation_no = 'V5';
SELECT act_no, description FROM handovers JOIN violations USING (case_no) WHERE violation_no = 'V5';
DROP TRIGGER correct_others ON violations;
ALTER TABLE handovers ADD COLUMN remark text, ADD COLUMN note text DEFAULT 'none';
ALTER TABLE handovers DROP COLUMN remark;
ALTER TABLE cases ADD COLUMN note text;
CREATE INDEX handovers_note_idx ON handovers (note);
INSERT INTO handovers (note, received_by, act_no, handed_on, carrier_id, case_no)
VALUES ('x', 'C-builder', 'act', '2025-03-12', c('A-1/1'), 'K2');
INSERT INTO handovers (note, received_by, act_no, handed_on, carrier_id, case_no)
VALUES ('x', 'C-builder', 'act', '2025-03-12', c('M-6/1'), 'K1');
UPDATE handovers SET note = 'y' WHERE note = 'x';
UPDATE cases SET note = 'z';
TABLE fixture.standing;

\i test/fixtures/finish.sql
