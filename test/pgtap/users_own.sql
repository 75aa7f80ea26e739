--
-- What users have beside the register, or make of it: libraries, tables, columns and indexes of their own, and rows that came
-- in without being judged.
--
LOAD 'auto_explain';  -- it hooks into the executor as the extension does
SET auto_explain.log_min_duration = 0;
BEGIN;
\ir prepare.psql
\set ECHO none
\ir ../fixtures/fixture.sql
SET fixture.until = '2099-12-31';
CALL fixture.people();
SET search_path = secretxfer, fixture, public;
SELECT plan(24);

SELECT fixture.take('K1', 'protected', '{"carriers": ["M-1/1", "M-5/1"]}'), fixture.take('K2', 'received', '{"carriers": ["M-4/1"]}') \g /dev/null

-- A library loaded before ours is called, and ours still replaces the reports of duplicates and references.
SELECT is(may_enter('cases', '{"case_no": "K1"}'), 'refused: secretxfer_r00_entered_once on cases', 'another library: a duplicate is refused');
SELECT is(may_enter('handovers', '{"case_no": "K1"}'), 'accepted', 'another library: a lawful entry is accepted');

-- Tables of one's own that refer to the register.
CREATE TABLE public.notes (case_no text COLLATE "C" REFERENCES secretxfer.cases, note text);
SELECT throws_ok($$INSERT INTO public.notes VALUES ('none', 'x')$$, '23503', NULL, 'a reference of one''s own to nothing is PostgreSQL''s affair');

-- Columns of one's own: one that was dropped, one whose type speaks when it reads.
CREATE FUNCTION public.speaks(text) RETURNS boolean LANGUAGE plpgsql AS $$BEGIN RAISE NOTICE 'read'; RETURN true; END$$;
CREATE DOMAIN public.remark AS text CHECK (public.speaks(VALUE));
ALTER TABLE secretxfer.violations ADD gone int, ADD remark public.remark, ADD papers jsonb;
ALTER TABLE secretxfer.violations DROP gone;
SET client_min_messages = notice;  -- or the notice would not come as far as to be taken for an error
SELECT is(foretold('violations', entry('violations', '{"case_no": "K1", "remark": "own"}')), '{}', 'check_entry() passes over a dropped column and reads one''s own');
SELECT is(foretold('violations', entry('violations', '{"case_no": "K1", "papers": ["a", {"b": [1]}]}')), '{}', 'check_entry() reads a list as what the column is');

-- Columns that a change leaves out, of every type.
SELECT is(foretold('request_items', '{"case_no": "K1", "request_no": "R1", "item_no": 1}'), '{}', 'check_entry(): nothing is changed where nothing is given');

-- A register that is not as it was made.
SAVEPOINT made;
ALTER TABLE secretxfer.notices RENAME sent_on TO posted_on;
SELECT throws_like($$SELECT fixture.write('handovers', '{"case_no": "K1"}')$$, 'column "sent_on" of table "secretxfer.notices" does not exist', 'a column that is missing is named');
ROLLBACK TO made;
ALTER TABLE secretxfer.notices RENAME recipient TO addressee;
ALTER TABLE secretxfer.notices ADD recipient int;
SELECT throws_like($$SELECT fixture.write('handovers', '{"case_no": "K1"}')$$, 'column "recipient" of table "secretxfer.notices" has an unexpected data type', 'a column of another type is named');
ROLLBACK TO made;
ALTER TABLE secretxfer.notices RENAME TO letters;
SELECT throws_like($$SELECT fixture.write('handovers', '{"case_no": "K1"}')$$, 'table "secretxfer.notices" does not exist', 'a table that is missing is named');
ROLLBACK TO made;

ALTER TABLE secretxfer.violations ALTER description SET DEFAULT 'as' || ' found', ALTER found_on SET DEFAULT '2025-04-01', ALTER damage SET DEFAULT nullif(1, 1);
SELECT is(foretold('violations', '{"case_no": "K1", "violation_no": "V1"}'), '{}', 'check_entry() takes defaults of one''s own for what is left out');
ALTER TABLE secretxfer.violations ALTER description SET DEFAULT nullif('x', 'x');
SELECT is(foretold('violations', '{"case_no": "K1", "violation_no": "V1"}'), '{secretxfer_r00_mandatory}', 'also if they come to nothing');
ALTER TABLE secretxfer.violations DROP description CASCADE;
ALTER TABLE secretxfer.violations ADD description text GENERATED ALWAYS AS (case_no || ' ' || violation_no) STORED;
SELECT is(foretold('violations', '{"case_no": "K1", "violation_no": "V1"}'), '{secretxfer_r00_mandatory}', 'what PostgreSQL generates is not there when the rules are asked');
SELECT is(try($$INSERT INTO secretxfer.violations (case_no, violation_no) VALUES ('K1', 'V1')$$), 'refused: secretxfer_r00_mandatory on violations.description', 'nor when it is entered');
ROLLBACK TO made;

-- A table that inherits from one of the register's has rows of its own, which are none of the register's.
CREATE TABLE public.more_violations () INHERITS (secretxfer.violations);
INSERT INTO public.more_violations (case_no, violation_no, found_on, description, recorded_at, recorded_by)
	SELECT 'K1', n, '2025-04-01', repeat('x', 500), now(), 'me' FROM generate_series(1, 40) AS n;
SELECT fixture.write('violations', '{"case_no": "K1"}') \g /dev/null
SELECT lives_ok($$UPDATE secretxfer.violations SET description = 'another'$$, 'both are changed by one statement');
SELECT is((SELECT count(*)::int FROM secretxfer.violations WHERE description = 'another'), 41, 'all of them');
ROLLBACK TO made;

-- Indexes of one's own do not serve where their order is not that of the keys, or where they may not know every row.
ALTER TABLE secretxfer.permits DROP CONSTRAINT permits_pkey CASCADE;
CREATE INDEX ON secretxfer.permits (permit_no COLLATE "POSIX");
CREATE INDEX ON secretxfer.permits (permit_no text_pattern_ops);
CREATE INDEX ON secretxfer.permits (upper(permit_no));
CREATE INDEX ON secretxfer.permits (permit_no) WHERE permit_no > 'Q';
SELECT is(may_enter('contracts', '{"case_no": "K2"}'), 'refused: secretxfer_r07_permission_first on contracts', 'indexes of another order: the permit is found');
ROLLBACK TO made;
ALTER TABLE secretxfer.permits DROP CONSTRAINT permits_pkey CASCADE;
UPDATE secretxfer.permits SET issued_by = 'another body' WHERE permit_no = 'P-other';
CREATE INDEX ON secretxfer.permits (permit_no);
SELECT is(may_enter('contracts', '{"case_no": "K2"}'), 'refused: secretxfer_r07_permission_first on contracts', 'an index made after changes of this transaction: the permit is found');
ROLLBACK TO made;

-- Rows that were not judged, as of a restore: what they lack makes no error of a question, and nothing lawful of an entry.
SET session_replication_role = replica;
UPDATE secretxfer.requests SET received_on = 'infinity' WHERE case_no = 'K2';
SET session_replication_role = origin;
SELECT is(fixture.told(fixture.run(fixture.insert_of('decisions', fixture.entry('decisions', '{"case_no": "K2"}')), true)) LIKE 'refused: %', true, 'a request received on no real day has no answer');
ROLLBACK TO made;
SET session_replication_role = replica;
DELETE FROM secretxfer.request_items WHERE case_no = 'K1' AND item_no = 1;
SET session_replication_role = origin;
SELECT is_empty($$SELECT FROM secretxfer.next_steps('K1') WHERE rule IS NOT NULL$$, 'next_steps() passes over a line of the annex without its line of the list');
ROLLBACK TO made;
SET session_replication_role = replica;
DELETE FROM secretxfer.request_items WHERE case_no = 'K1' AND item_no = 2;
SET session_replication_role = origin;
SELECT is(may_withdraw('contract_items', '{"case_no": "K1", "item_no": 2}'), 'refused: secretxfer_r00_settled on contract_items', 'a line of the annex that was notified stays');
DELETE FROM secretxfer.protections WHERE case_no = 'K1';
DELETE FROM secretxfer.notices WHERE case_no = 'K1';
SELECT is(may_withdraw('contract_items', '{"case_no": "K1", "item_no": 2}'), 'accepted', 'one that was not may go');
ROLLBACK TO made;
SET session_replication_role = replica;
DELETE FROM secretxfer.parties WHERE idn = fixture.p('customer');
SET session_replication_role = origin;
SELECT matches(may_enter('handovers', '{"case_no": "K1"}'), '^(accepted|refused)', 'a case without its customer is no error');
ROLLBACK TO made;
SET session_replication_role = replica;
DELETE FROM secretxfer.permits WHERE permit_no = 'P-builder';
SET session_replication_role = origin;
SELECT matches(may_enter('handovers', '{"case_no": "K1"}'), '^refused: secretxfer_r11_permit', 'a contract without its permit: nothing is handed over');
SELECT fixture.write('permits', '{"permit_no": "P-later"}');
SELECT is(may_enter('handovers', '{"case_no": "K1"}'), 'accepted', 'but under another one of the contractor');
ROLLBACK TO made;

ROLLBACK;
