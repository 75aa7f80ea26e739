--
-- import_entries(): each row of a staging table of texts is entered, or told with all that is wrong with it.
--
\i test/fixtures/start.sql
\set VERBOSITY terse
SELECT take('K1', 'opened');

-- What an import tells, one line a finding; the hint only on demand.
CREATE FUNCTION fixture.import(tbl text, staging regclass, dry_run boolean DEFAULT false) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT concat_ws(' | ', line, rule, fields, replace(detail, E'\n', ' / '))
	  FROM secretxfer.import_entries(('secretxfer.' || tbl)::regclass, staging, dry_run)
$$;

-- A thousand rows, three of them wrong: the others are entered.
CREATE TABLE fixture.thousand (line text, case_no text, customer text, contractor text, subject text, works_settlement text, opened_on text);
INSERT INTO thousand SELECT n, 'T' || n, p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03' FROM generate_series(1, 1000) AS n;
UPDATE thousand SET opened_on = '03.02.2025' WHERE line = '17';
UPDATE thousand SET customer = '351240000134', subject = ' ' WHERE line = '500';
UPDATE thousand SET case_no = 'T999' WHERE line = '1000';
SELECT * FROM import('cases', 'thousand', true);
SELECT count(*) FROM cases WHERE case_no LIKE 'T%';
SELECT * FROM import_entries('cases', 'thousand', false);
SELECT count(*), count(*) FILTER (WHERE case_no IN ('T17', 'T500', 'T1000')) FROM cases WHERE case_no LIKE 'T%';
-- All of them once more: each is a double.
SELECT rule, count(*) FROM import_entries('cases', 'thousand', false) GROUP BY rule ORDER BY rule;
-- Nothing but errors, and the journal has a line for what was entered only.
SELECT count(*) FROM journal WHERE "table" = 'cases' AND "values" ->> 'case_no' LIKE 'T%';
SELECT * FROM journal_verify();

-- Values: an unreadable day, number, value list, array, amount; all of one row are told, and by the column.
CREATE TABLE fixture.values_of_carriers (owner text, title text, kind text, mark text, account_no text, copy_no text, sheets text, registered_on text);
INSERT INTO values_of_carriers VALUES
	(p('ministry'), 'a plan', 'document', 'secret', 'V-1', '1', '10', '2025-02-03'),
	(p('ministry'), 'a plan', 'Document', 'secret', 'V-2', '1', '1 000', '2025-02-30'),
	(p('ministry'), 'a plan', 'document', 'secret', 'V-3', '1', ' 12 ', ' 2025-02-03 '),
	(p('ministry'), 'a plan', 'document', 'secret', 'V-4', '1', '', '2025.02.03'),
	(p('ministry'), 'a plan', 'document', NULL, 'V-5', '1', NULL, NULL),
	(p('ministry'), 'a plan', 'document', 'secret', 'V-1', '1', '10', '2025-02-03'),
	(p('ministry'), 'a plan', 'document', 'secret', 'M-1', '1', '-3', NULL),
	(p('ministry'), 'a plan', 'document', 'secret', 'V-6', '1', '3', 'infinity'),
	(p('ministry'), 'a plan', 'document', 'secret', 'V-7', '1', '3', 'tomorrow'),
	(p('ministry'), 'a plan', 'document', 'secret', 'V-8', '1', '3', '20250203'),
	(p('ministry'), 'a plan', 'document', 'secret', 'V-9', '1', '3', '3 Feb 2025');
SELECT * FROM import('carriers', 'values_of_carriers');
SELECT account_no, sheets, registered_on, carrier_id > 0 AS numbered FROM carriers WHERE account_no LIKE 'V-%' ORDER BY account_no;
-- Whatever the client's DateStyle: the same.
SET DateStyle = 'SQL, DMY';
CREATE TABLE fixture.days (party text, quasi_state text, since text);
INSERT INTO days VALUES (p('joint'), p('holding'), '03/04/2025'), (p('builder'), p('holding'), '2025-04-03');
SELECT * FROM import('affiliations', 'days');
SELECT since = make_date(2025, 4, 3) FROM affiliations WHERE party = p('builder');
SELECT detail, hint FROM import_entries('affiliations', 'days', true) WHERE line = 1;
RESET DateStyle;
-- check_entry() reads as import_entries() does.
SELECT * FROM check_entry('affiliations', jsonb_build_object('party', p('joint'), 'quasi_state', p('holding'), 'since', '03.04.2025'));
SELECT rule FROM check_entry('affiliations', jsonb_build_object('party', p('joint'), 'quasi_state', p('holding'), 'since', '2025-04-03')) WHERE verdict = 'failed';

-- The column line numbers the rows and gives their order, text or number. What is no number is told.
CREATE TABLE fixture.ordered (line int, request_no text, case_no text, authority text, sent_on text, justification text, transfer_from text,
	transfer_until text, permit_no text, draft_contract text, received_on text);
INSERT INTO ordered SELECT n, 'R' || n, 'K1', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft', NULL
  FROM generate_series(20, 11, -1) AS n;
UPDATE ordered SET sent_on = '2024-02-10' WHERE line IN (15, 12);
SELECT * FROM import('requests', 'ordered');
SELECT array_agg(request_no ORDER BY entry_id) FROM requests WHERE case_no = 'K1';
CREATE TABLE fixture.badly_numbered (line text, party text, quasi_state text, since text);
INSERT INTO badly_numbered VALUES ('x', p('joint'), p('holding'), NULL), (NULL, p('joint'), p('holding'), NULL), ('-1', p('joint'), p('holding'), NULL),
	(' 7', p('builder'), p('holding'), '2025-04-03');
SELECT * FROM import('affiliations', 'badly_numbered');
-- Without it they are numbered as read.
CREATE VIEW fixture.seen AS SELECT party, quasi_state, since FROM badly_numbered;
SELECT line, rule FROM import_entries('affiliations', 'seen', true);

-- Missing columns take their defaults; a null is a null.
CREATE TABLE fixture.few (idn text, kind text, full_name text, head_name text, legal_address text, settlement text);
INSERT INTO few VALUES (p('spare'), 'organization', 'an organisation', 'Surname Name', '1 Some Street', 'Almaty');
SELECT * FROM import('parties', 'few');
SELECT foreign_participation, quasi_state FROM parties WHERE idn = p('spare');
DELETE FROM parties WHERE idn = p('spare');
ALTER TABLE few ADD foreign_participation text;
SELECT * FROM import('parties', 'few');
-- Columns that the table does not know, or no column.
ALTER TABLE few ADD "full name" text;
SELECT * FROM import('parties', 'few');
ALTER TABLE few DROP "full name";
SELECT * FROM import('permits', 'few');
CREATE TABLE fixture.none (line int);
SELECT * FROM import('parties', 'none');
-- Wrong arguments.
SELECT * FROM import_entries(NULL, 'few', false);
SELECT * FROM import_entries('parties', NULL, false);
SELECT * FROM import_entries('parties', 'few', NULL);
SELECT * FROM import_entries('fixture.few', 'few', false);
SELECT * FROM import_entries('parties', 0::regclass, false);
SELECT * FROM import_entries('journal', 'few', false);
-- Stamps and numbers are the server's, whatever is stated.
CREATE TABLE fixture.stamped (party text, quasi_state text, recorded_by text, recorded_at text, entry_id text);
INSERT INTO stamped VALUES (p('provider'), p('holding'), 'nobody', '2020-01-01', '1'), (p('other'), p('holding'), 'nobody', 'once', '1');
SELECT * FROM import('affiliations', 'stamped');
SELECT recorded_by = current_user, recorded_at > '2025-01-01', entry_id > 1 FROM affiliations WHERE party = p('provider');

-- The user's own triggers, defaults and constraints: what they refuse is told, without the values.
ALTER TABLE affiliations ADD note text CHECK (note <> 'canary'), ADD number int DEFAULT 7;
CREATE FUNCTION fixture.own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	CASE NEW.note
		WHEN 'drop' THEN RETURN NULL;
		WHEN 'raise' THEN RAISE 'not on Mondays' USING HINT = 'wait', DETAIL = NEW.note;
		WHEN 'compute' THEN NEW.number := ('canary')::int;
		WHEN 'lock' THEN RAISE 'serialization' USING ERRCODE = '40001';
		WHEN 'other table' THEN INSERT INTO fixture.once VALUES (NEW.note), (NEW.note);
		ELSE NULL;
	END CASE;
	RETURN NEW;
END $$;
CREATE TABLE fixture.once (word text PRIMARY KEY);
CREATE TRIGGER own BEFORE INSERT ON affiliations FOR EACH ROW EXECUTE FUNCTION fixture.own();
CREATE TABLE fixture.noted (line int, party text, quasi_state text, note text, number text);
INSERT INTO noted SELECT n, p('student'), p('holding'), note, '1' FROM unnest('{drop,raise,compute,other table,canary,fine}'::text[]) WITH ORDINALITY AS u (note, n);
SELECT line, rule, fields, detail, hint FROM import_entries('affiliations', 'noted', true);
SELECT line, rule, fields, detail FROM import_entries('affiliations', 'noted', false);
SELECT party = p('student'), note, number FROM affiliations WHERE note IS NOT NULL;
-- What another session causes ends the import; nothing of it stays.
INSERT INTO noted VALUES (0, p('spare2'), p('holding'), NULL, '1'), (9, p('office'), p('holding'), 'lock', '1');
\set VERBOSITY default
SELECT * FROM import_entries('affiliations', 'noted', false);
-- also in a dry run, and within a transaction that goes on
BEGIN;
SAVEPOINT s;
SELECT * FROM import_entries('affiliations', 'noted', true);
ROLLBACK TO s;
UPDATE noted SET note = NULL WHERE note = 'lock';
SELECT line, rule FROM import_entries('affiliations', 'noted', true);
ROLLBACK;
SELECT count(*) FROM affiliations WHERE party IN (p('spare2'), p('office'));
\set VERBOSITY terse
DROP TRIGGER own ON affiliations;
ALTER TABLE affiliations DROP note, DROP number;

-- A rule of the user that leaves rows out.
CREATE RULE nothing AS ON INSERT TO affiliations DO INSTEAD NOTHING;
SELECT line, rule, detail FROM import_entries('affiliations', 'days', true);
DROP RULE nothing ON affiliations;

-- Under a rectification the rows are the client's own; what its triggers write is not.
CREATE TABLE fixture.settled (line int, case_no text, violation_no text, found_on text, description text);
INSERT INTO settled VALUES (1, 'K1', 'V1', '2025-01-02', 'before the case'), (2, 'K1', 'V2', '2025-03-02', 'not in the document'), (3, 'K1', 'V3', '2090-03-02', 'to come');
SELECT line, rule FROM import_entries('violations', 'settled', true);
BEGIN;
SELECT rectify('Order 1');
SELECT line, rule FROM import_entries('violations', 'settled', false);
SELECT count(*) AS set_aside FROM rectifications WHERE "table" = 'violations' AND set_aside <> '{}';
-- somebody else's function, view, table with a policy and utility command are not the client's statement
DELETE FROM settled WHERE line = 3;
UPDATE settled SET violation_no = violation_no || 'b';
CREATE FUNCTION fixture.lent() RETURNS TABLE (line bigint, rule text) STABLE LANGUAGE sql AS
	$$ SELECT line, rule FROM secretxfer.import_entries('secretxfer.violations', 'fixture.settled', false) $$;
CREATE VIEW fixture.lent_view AS SELECT line, rule FROM secretxfer.import_entries('secretxfer.violations', 'fixture.settled', false);
CREATE FUNCTION fixture.lent_block() RETURNS SETOF text LANGUAGE plpgsql AS
	$$ BEGIN RETURN QUERY SELECT line || rule FROM secretxfer.import_entries('secretxfer.violations', 'fixture.settled', false); END $$;
SELECT * FROM lent();
SELECT * FROM lent_view;
SELECT * FROM lent_block();
CREATE TABLE fixture.told AS SELECT line, rule FROM import_entries('violations', 'settled', false);
SELECT * FROM told;
DECLARE told CURSOR FOR SELECT line, rule FROM import_entries('violations', 'settled', false);
FETCH ALL FROM told;
-- its own, prepared, and kept in a table
PREPARE again AS SELECT line, rule FROM import_entries('violations', $1, $2);
EXECUTE again('settled', true);
INSERT INTO told SELECT line, rule FROM "secretxfer" . "import_entries"('violations', 'settled', true);
TABLE told;
-- a trigger's own statements are judged as ever
CREATE FUNCTION fixture.also() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.violation_no NOT LIKE 'also%' THEN
		INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES (NEW.case_no, 'also ' || NEW.violation_no, NEW.found_on, NEW.description);
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER also AFTER INSERT ON violations FOR EACH ROW EXECUTE FUNCTION fixture.also();
SELECT line, rule FROM import_entries('violations', 'settled', false);
DROP TRIGGER also ON violations;
-- a savepoint and an error do not end the rectification, nor leave anything of the import behind
SAVEPOINT s;
SELECT line, rule FROM import_entries('violations', 'few', false);
ROLLBACK TO s;
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V8', '2025-01-02', 'before the case');
SELECT line, rule FROM import_entries('violations', 'settled', false);
COMMIT;
SELECT violation_no, found_on FROM violations ORDER BY violation_no;
-- afterwards nothing is set aside
UPDATE settled SET violation_no = violation_no || 'c';
SELECT line, rule FROM import_entries('violations', 'settled', true);
SELECT * FROM journal_verify();

-- With the rights of the caller: its privileges on both tables, and its rows only.
SET client_min_messages = warning;
DROP ROLE IF EXISTS import_customer, import_security, import_nobody;
CREATE ROLE import_customer; CREATE ROLE import_security; CREATE ROLE import_nobody;
REVOKE EXECUTE ON FUNCTION import_entries(regclass, regclass, boolean) FROM PUBLIC;
SELECT admit('import_customer', p('customer'), 'customer'), admit('import_security', NULL, 'security') \g /dev/null
RESET client_min_messages;
GRANT USAGE ON SCHEMA fixture TO import_customer, import_security, import_nobody;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO import_security;
CREATE TABLE fixture.cases_of_two (case_no text, customer text, contractor text, subject text, works_settlement text, opened_on text);
INSERT INTO cases_of_two SELECT 'Z' || n, p(CASE n WHEN 3 THEN 'client' ELSE 'customer' END), p('builder'), 'works', 'Almaty', '2025-02-03' FROM generate_series(1, 4) AS n;
SET ROLE import_nobody;
SELECT * FROM secretxfer.import_entries('fixture.few', 'fixture.few', false);
SET ROLE import_customer;
SELECT * FROM import_entries('cases', 'cases_of_two', false);
RESET ROLE;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO import_customer;
SET ROLE import_customer;
SELECT * FROM import_entries('parties', 'few', false);
\set VERBOSITY default
SELECT * FROM import_entries('cases', 'cases_of_two', false);
\set VERBOSITY terse
SELECT count(*) FROM cases WHERE case_no LIKE 'Z%';
RESET ROLE;
DELETE FROM cases_of_two WHERE case_no = 'Z3';
SET ROLE import_customer;
SELECT * FROM import_entries('cases', 'cases_of_two', false);
SELECT count(*), min(recorded_by) FROM cases WHERE case_no LIKE 'Z%';
-- What another customer has is a double, and tells no more.
RESET ROLE;
SELECT take('Z9', 'opened', '{"customer": "@client"}');
UPDATE cases_of_two SET case_no = 'Z9';
SET ROLE import_customer;
SELECT DISTINCT rule, fields, detail FROM import_entries('cases', 'cases_of_two', false);
-- A column that the duty does not write.
RESET ROLE;
SET ROLE import_security;
SELECT line, rule FROM import_entries('parties', 'few', false);
SELECT * FROM import_entries('requests', 'ordered', false);
RESET ROLE;
GRANT EXECUTE ON FUNCTION import_entries(regclass, regclass, boolean) TO PUBLIC;

-- A registrar of the whole register, who has no COPY.
SET client_min_messages = warning;
DROP ROLE IF EXISTS import_registrar;
CREATE ROLE import_registrar;
SELECT admit('import_registrar', NULL, 'registrar') \g /dev/null
GRANT USAGE ON SCHEMA fixture TO import_registrar;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO import_registrar;
RESET client_min_messages;
SET ROLE import_registrar;
BEGIN;
SELECT rectify('Order 2');
SELECT line, rule FROM import_entries('violations', 'settled', false);
COMMIT;
RESET ROLE;
SELECT recorded_by, basis, set_aside FROM rectifications WHERE basis = 'Order 2' ORDER BY entry;

-- No canary: neither in what is returned nor in an error.
CREATE TABLE fixture.canaries (line int, case_no text, customer text, contractor text, subject text, works_settlement text, opened_on text, closed_on text, printed_no text);
INSERT INTO canaries VALUES
	(1, 'canary', p('customer'), p('builder'), 'canary', 'canary', '2025-02-03', 'canary', 'canary'),
	(2, 'canary', p('customer'), 'canary', 'canary', 'canary', '2025-02-03', NULL, 'canary'),
	(3, ' canary', p('customer'), p('builder'), 'canary', 'canary', '2090-02-03', NULL, 'canary'),
	(4, 'canary', p('customer'), p('builder'), 'canary', 'canary', '2025-02-03', NULL, 'canary'),
	(5, 'canary', p('customer'), p('builder'), 'canary', 'canary', '2025-02-03', NULL, 'canary');
SELECT line, rule, fields FROM import_entries('cases', 'canaries', true);
SELECT count(*) FROM import_entries('cases', 'canaries', true) AS i WHERE i::text ILIKE '%canar%';
ALTER TABLE cases ADD CONSTRAINT cases_subject_short CHECK (subject <> 'canary'), ADD own date DEFAULT current_date;
ALTER TABLE canaries ADD own text DEFAULT 'canary';
SELECT line, rule, fields, detail FROM import_entries('cases', 'canaries', true) WHERE line > 2;
ALTER TABLE cases DROP CONSTRAINT cases_subject_short, DROP own;
\set VERBOSITY default
\set SHOW_CONTEXT always
SELECT * FROM import_entries('cases', 'canaries', true);

SET client_min_messages = warning;
DROP OWNED BY import_customer, import_security, import_nobody, import_registrar;
\i test/fixtures/finish.sql
DROP ROLE import_customer, import_security, import_nobody, import_registrar;
