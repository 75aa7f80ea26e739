--
-- Values that cannot be read: a word that is no value of a list, a date as written here, a number with blanks. What is
-- told, by each way in, with the values or the form expected.
--
\i test/fixtures/start.sql
SELECT take('K1', 'opened') \g /dev/null
ALTER TABLE violations ADD seen_by inet;

-- check_entry() names the column and the form, and repeats no value.
SELECT * FROM check_entry('parties', '{"idn": "351240000122", "kind": "company"}');
SELECT * FROM check_entry('carriers', '{"mark": "ДСП"}');
SELECT * FROM check_entry('violations', '{"case_no": "K1", "violation_no": "V1", "found_on": "03.04.2026"}');
SELECT * FROM check_entry('violations', '{"case_no": "K1", "violation_no": "V1", "found_on": "2026-02-30"}');
SELECT * FROM check_entry('violations', '{"case_no": "K1", "violation_no": "V1", "damage": "1 000 000"}');
SELECT * FROM check_entry('violations', '{"case_no": "K1", "violation_no": "V1", "seen_by": "the office"}');
SELECT * FROM check_entry('carriers', '{"sheets": "12 pages"}');
SELECT * FROM check_entry('parties', '{"idn": "351240000122", "quasi_state": "иә"}');
SELECT * FROM check_entry('decisions', '{"case_no": "K1", "excluded_items": "1, 2"}');
SET DateStyle = 'ISO, DMY';
SELECT * FROM check_entry('violations', '{"case_no": "K1", "violation_no": "V1", "found_on": "03.04.2026"}');
SELECT count(*) FROM check_entry('violations', '{"case_no": "K1", "violation_no": "V1", "found_on": "2026-04-03", "damage": "1000000.50"}');
-- each such value is told, and no rule is asked; also for an entry that exists, and for one whose key cannot be read
SELECT rule, fields FROM check_entry('violations', '{"case_no": "K1", "found_on": "03.04.2026", "description": " ", "damage": "1 000"}');
SELECT rule, fields FROM check_entry('cases', '{"case_no": "K1", "opened_on": "soon"}');
SELECT rule, fields FROM check_entry('request_items', '{"case_no": "K1", "request_no": "R1", "item_no": "first", "carrier_id": 1}');
SELECT count(*) FROM check_entry('cases', '{"case_no": "K1", "subject": "other works"}') WHERE verdict = 'failed';

-- import_entries() says the same of each value, and enters the rest.
CREATE TABLE fixture.staged (case_no text, violation_no text, found_on text, description text, damage text, seen_by text);
INSERT INTO fixture.staged VALUES ('K1', 'V1', '03.04.2025', 'a breach', '1 000', 'the office'), ('K1', 'V2', '2025-04-03', 'a breach', '1000', NULL);
SELECT * FROM import_entries('violations', 'fixture.staged', false);
CREATE TABLE fixture.parties AS SELECT '351240000122' AS idn, 'company' AS kind, 'x' AS full_name, 'иә' AS quasi_state;
SELECT line, fields, hint FROM import_entries('parties', 'fixture.parties', true);
SELECT violation_no, found_on, damage FROM violations;

-- A plain INSERT meets PostgreSQL before any trigger: its own report, with the values of the list or the form
-- of a number, a date or a flag.
INSERT INTO parties (idn, kind, full_name) VALUES ('351240000122', 'company', 'x');
INSERT INTO parties (idn, kind, full_name) VALUES ('351240000122', 'secrecy_mark', 'x');
PREPARE p (text) AS UPDATE carriers SET mark = $1::secrecy_mark;
EXECUTE p ('duty');
COPY carriers (owner, title, kind, mark) FROM STDIN;
351240000010	a plan	document	ДСП
\.
SET search_path = fixture, public;
INSERT INTO secretxfer.notices (case_no, notice_no, kind) VALUES ('K1', 'N1', 'letter');
SET search_path = secretxfer, fixture;
INSERT INTO violations (case_no, violation_no, found_on, description, damage) VALUES ('K1', 'V3', '2025-04-03', 'a breach', '1 000 000');
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V3', '31.04.2025', 'a breach');
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V3', 'in April', 'a breach');
INSERT INTO carriers (carrier_id) VALUES ('one');
INSERT INTO carriers (sheets) VALUES ('1 000');
UPDATE parties SET quasi_state = 'иә';
-- the value is not taken for the name of a type
INSERT INTO violations (case_no, violation_no, found_on, description, seen_by) VALUES ('K1', 'V3', '2025-04-03', 'a breach', ' numeric: "');
-- in the language of the client
SET secretxfer.language = 'ru';
INSERT INTO carriers (carrier_id) VALUES ('one');
INSERT INTO parties (idn, kind, full_name) VALUES ('351240000122', 'company', 'x');
SELECT * FROM check_entry('violations', '{"case_no": "K1", "violation_no": "V1", "found_on": "03.04.2026"}');
SET secretxfer.language = 'kk';
SELECT line, fields, hint FROM import_entries('parties', 'fixture.parties', true);
RESET secretxfer.language;
-- PostgreSQL's other reports are as they are; and so are those about other lists
CREATE TYPE fixture.party AS ENUM ('guest');
SELECT 'host'::fixture.party FROM cases;
-- a number that is too large
INSERT INTO carriers (carrier_id) VALUES ('10000000000000000000');
-- a date in dots is a date of either order: the setting decides, and nobody is told
SET DateStyle = 'ISO, MDY';
SELECT '03.04.2025'::date;
SET DateStyle = 'ISO, DMY';
SELECT '03.04.2025'::date;
\i test/fixtures/finish.sql
