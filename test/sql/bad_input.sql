--
-- Bad input: a clear error each, the session and the data unharmed.
--
\i test/fixtures/start.sql
\set VERBOSITY terse
SELECT take('K1', 'protected', '{"carriers": ["M-1/1"]}');
SELECT take('K2', 'permitted', '{"carriers": ["M-1/2"]}');
SELECT take('K3', 'received', '{"carriers": ["M-1/1", "M-1/2", "M-2/1", "M-3/1", "M-5/1"]}');
-- a fingerprint of the register, compared at the end
CREATE FUNCTION fixture.fingerprint() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	tbl text; part text; whole text := '';
BEGIN
	FOR tbl IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)' ORDER BY 1 LOOP
		EXECUTE format('SELECT md5(coalesce(string_agg(t::text, '','' ORDER BY t::text), '''')) FROM secretxfer.%I t', tbl) INTO part;
		whole := whole || part;
	END LOOP;
	RETURN md5(whole);
END $$;
SELECT fingerprint() AS before \gset

--
-- Identification numbers.
--
SELECT number, may_enter('parties', jsonb_build_object('idn', number, 'kind', kind))
  FROM (VALUES ('351240000122', 'organization'), ('351240000011', 'organization'), ('351240000100', 'organization'),
			   ('351340000014', 'organization'), ('351239000015', 'state_body'), ('810101100016', 'citizen'),
			   ('000000000000', 'citizen'), ('000000000000', 'organization'), ('81010110003', 'citizen'),
			   ('8101011000355', 'citizen'), ('81010110003O', 'citizen'), ('８１０１０１１０００３５', 'citizen'),
			   ('-81010110003', 'citizen'), ('+81010110003', 'citizen'), ('8.1010110003', 'citizen'), ('', 'citizen'),
			   ('            ', 'citizen'), ('810101100035', 'citizen')) AS v (number, kind);
SELECT may_enter('parties', '{"idn": null}');
SELECT may_enter('parties', jsonb_build_object('idn', repeat('1', 1000000)));

--
-- Blank texts: spaces, tabs, line ends, no-break and ideographic spaces.
--
SELECT may_enter('cases', jsonb_build_object('subject', blank))
  FROM unnest(ARRAY['', ' ', E'\t', E'\n\r\f\x0B', U&'\00A0', U&'\2003\3000', U&' \FEFF', 'x']) AS blank;
SELECT may_enter('cases', jsonb_build_object('case_no', blank))
  FROM unnest(ARRAY['', ' ', U&'\00A0', U&'x\00A0', E'\tx', 'x']) AS blank;
SELECT may_enter('contracts', jsonb_build_object('case_no', 'K2', 'control_after_works', U&'\00A0'));

--
-- Keys are what they look like. Each text is entered as a key and as a number, and put in their place by corrections.
--
CREATE TABLE fixture.texts (n int GENERATED ALWAYS AS IDENTITY, what text, value text);
INSERT INTO fixture.texts (what, value) VALUES
	('Kazakh letters', 'ӘҒҚҢӨҰҮҺІ-әғқңөұүһі 7'), ('composed letters', U&'\0439\0451\00C9'), ('signs', '№ 12/3 «Д» – “a” €₸'),
	('a mark that no letter has', U&'\0445\0306'), ('another script', '機密12号'), ('Latin in Cyrillic', U&'\0041\0410'),
	('a sign for a smile', U&'\+01F600'), ('ideographs beyond the first plane', U&'\+020000'),
	('decomposed Cyrillic', U&'\0438\0306'), ('decomposed Latin', U&'E\0301'), ('marks in another order', U&'a\0301\0323'),
	('a sign that is a letter', U&'\212B'), ('a Greek question mark', U&'\037E'), ('an old ideograph', U&'\F900'),
	('a replacement', U&'x\FFFD'), ('an object', U&'x\FFFC'), ('private', U&'x\E000'), ('private, plane 15', U&'x\+0F0000'),
	('private, plane 16', U&'x\+10FFFD'), ('no character', U&'x\FFFF'), ('no character either', U&'x\FDD0'),
	('no character, last', U&'x\+10FFFF'), ('unassigned', U&'x\0378'), ('unassigned, plane 4', U&'x\+040000'),
	('newer than the table', U&'x\+01FAE0'), ('a no-break space', U&'x\00A0y'), ('a tab', E'x\ty'), ('a control', U&'x\0085y'),
	('a soft hyphen', U&'x\00ADy'), ('right to left', U&'x\202Ey'), ('isolate', U&'x\2066y'), ('Arabic mark', U&'x\061Cy'),
	('a joiner', U&'x\200Dy'), ('a non-joiner', U&'x\200Cy'), ('no width', U&'x\200By'), ('word joiner', U&'x\2060y'),
	('a variation', U&'x\FE0F'), ('another variation', U&'x\+0E0100'), ('a Mongolian variation', U&'x\180B'),
	('a tag', U&'x\+0E0041'), ('Hangul filler', U&'x\3164'), ('half Hangul filler', U&'x\FFA0'), ('grapheme joiner', U&'x\034F'),
	('empty Braille', U&'x\2800'), ('Khitan filler', U&'x\+016FE4'), ('a note without a head', U&'x\+01D159'),
	('a byte order mark', U&'\FEFFx'), ('a space before', ' x'), ('a space after', 'x '), ('spaces within', 'x y  z');
SELECT what, (SELECT string_agg(DISTINCT regexp_replace(outcome, ' on \S+', ''), E'\n  OR ') FROM unnest(ARRAY[
		may_enter('cases', jsonb_build_object('case_no', value)),
		may_enter('carriers', jsonb_build_object('copy_no', value)),
		may_change('carriers', '{"account_no": "M-12"}', jsonb_build_object('account_no', value)),
		may_change('permits', '{"permit_no": "P-other"}', jsonb_build_object('printed_no', value))]) AS outcome)
  FROM texts ORDER BY n;
-- PostgreSQL itself takes no surrogates
SELECT U&'\D800';
SELECT words(insert_of('cases', entry('cases', jsonb_build_object('case_no', value)))) FROM texts WHERE what IN ('decomposed Cyrillic', 'private');
-- both faults at once, and only one field to repair; two fields
SELECT words(insert_of('cases', entry('cases', jsonb_build_object('case_no', U&'\0438\0306\FFFD'))));
SELECT may_enter('carriers', jsonb_build_object('account_no', U&'\0438\0306', 'copy_no', U&'E\0301'));
-- COPY
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN;
\xD0\xB8\xCC\x86	351240000040	351240000060	works	Almaty	2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN;
x\xEF\xBF\xBD	351240000040	351240000060	works	Almaty	2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN;
x\xEE\x80\x80	351240000040	351240000060	works	Almaty	2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN;
x\xEF\xBF\xBF	351240000040	351240000060	works	Almaty	2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN;
x\xCD\xB8	351240000040	351240000060	works	Almaty	2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN;
x\xE2\x80\x8D	351240000040	351240000060	works	Almaty	2025-02-03
\.
BEGIN;
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN;
\xD0\xB9	351240000040	351240000060	works	Almaty	2025-02-03
\.
SELECT case_no FROM cases WHERE case_no = 'й';
ROLLBACK;
-- a text of nothing but such characters states nothing; one letter in whatever form does
SELECT what, may_enter('cases', jsonb_build_object('subject', value)) FROM (VALUES
	('replacements', U&'\FFFD\FFFD'), ('private', U&'\E000'), ('no character', U&'\FFFF'), ('unassigned', U&'\0378\+040000'),
	('joiners', U&'\200D\2060'), ('a tag', U&'\+0E0041'), ('decomposed', U&'\0438\0306'), ('a replacement in a text', U&'a\FFFD')) AS v (what, value);
-- A key of 1.0 that would be refused today: its entry is referred to, changed and ended as ever.
BEGIN;
ALTER TABLE cases DISABLE TRIGGER USER;
INSERT INTO cases (case_no, printed_no, customer, contractor, subject, works_settlement, opened_on)
VALUES (U&'\0438\0306', U&'\0438\0306', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
ALTER TABLE cases ENABLE TRIGGER USER;
SELECT enter('requests', jsonb_build_object('case_no', U&'\0438\0306'));
SELECT enter('request_items', jsonb_build_object('case_no', U&'\0438\0306'));
SELECT may_enter('requests', jsonb_build_object('case_no', U&'\0438\0306', 'request_no', U&'\0438\0306'));
SELECT may_enter('requests', jsonb_build_object('case_no', U&'E\0301'));
SELECT may_change('cases', jsonb_build_object('case_no', U&'\0438\0306'), '{"printed_no": "7"}');
SELECT may_change('cases', jsonb_build_object('case_no', U&'\0438\0306'), '{"closed_on": "2025-02-11"}');
ROLLBACK;
DROP TABLE fixture.texts;

--
-- Reversed periods and strange dates.
--
SELECT may_enter('permits', '{"issued_on": "2025-02-01", "valid_until": "2025-01-01"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "transfer_from": "2025-12-31", "transfer_until": "2025-03-01"}');
SELECT may_enter('cases', '{"opened_on": "9999-12-31"}');
SELECT may_enter('cases', '{"opened_on": "5874897-12-31"}');
SELECT may_enter('cases', '{"opened_on": "4714-11-24 BC"}');
SELECT may_enter('cases', '{"opened_on": "infinity"}');
SELECT may_enter('cases', '{"opened_on": "-infinity"}');
SELECT may_enter('cases', '{"opened_on": "0001-01-01"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "infinity"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "-infinity"}');
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V1', '2025-02-30', 'a breach');
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V1', 'someday', 'a breach');

--
-- NULLs everywhere, and nothing at all.
--
SELECT c.relname, try(format('INSERT INTO secretxfer.%I DEFAULT VALUES', c.relname))
  FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)' ORDER BY c.relname COLLATE "C";
-- every field of entries that stand: nothing done where no table has one
SELECT enter('violations', '{"case_no": "K1", "violation_no": "V0"}');
SELECT enter('suspensions', '{"case_no": "K1", "violation_no": "V0"}');
SELECT enter('party_changes', '{"party": "@bureau"}');
SELECT fingerprint() AS before \gset
SELECT c.relname, a.attname, try(format('UPDATE secretxfer.%I SET %I = NULL', c.relname, a.attname))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)' ORDER BY c.relname COLLATE "C", a.attnum;

--
-- A megabyte of text: stored where text is free, no key that an index could not hold.
--
SELECT may_enter('violations', jsonb_build_object('case_no', 'K1', 'description', repeat('ә', 524288)));
SELECT may_enter('cases', jsonb_build_object('subject', repeat('x', 1048576), 'works_settlement', repeat('y', 1048576)));
SELECT verdict FROM fixture.run(format('INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES (%L, %L, %L, %L)',
	'K1', 'V1', '2025-04-01', repeat('x', 1048576)), true);
-- incompressible texts in keys and references
SELECT string_agg(md5(i::text), '') AS long FROM generate_series(1, 32768) AS i \gset
SELECT length(:'long');
SELECT left(may_enter('cases', jsonb_build_object('case_no', :'long')), 150);
SELECT left(may_enter('permits', jsonb_build_object('permit_no', :'long')), 150);
SELECT left(may_enter('notices', jsonb_build_object('case_no', 'K1', 'notice_no', :'long')), 150);
SELECT left(may_enter('carriers', jsonb_build_object('account_no', :'long')), 150);
SELECT may_enter('requests', jsonb_build_object('case_no', :'long'));
SELECT may_enter('cases', jsonb_build_object('customer', :'long'));

--
-- Words outside the value lists, numbers outside the types.
--
INSERT INTO parties (idn, kind, full_name, settlement) VALUES (p('spare'), 'company', 'x', 'Almaty');
INSERT INTO permits (permit_no, highest_mark) VALUES ('P-new', 'confidential');
INSERT INTO request_items VALUES ('K1', 'R1', 99999999999, 1);
INSERT INTO request_items VALUES ('K1', 'R1', 2147483647, 9223372036854775807);
INSERT INTO request_items VALUES ('K1', 'R1', -2147483648, -9223372036854775808);
SELECT try($$INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, excluded_items)
	VALUES ('K3', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head', '{{1,2},{3,4}}')$$);
SELECT try($$INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, excluded_items)
	VALUES ('K3', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head', '[5:6]={1,2}')$$);
SELECT may_enter('decisions', jsonb_build_object('case_no', 'K3', 'excluded_items', (SELECT jsonb_agg(i) FROM generate_series(1, 10000) AS i)));
SELECT may_enter('parties', '{"state_share": 1e1000}');

--
-- check_entry(): not a table of the register, not an object, not its columns, not their types.
--
SELECT * FROM check_entry('pg_class', '{}');
SELECT * FROM check_entry('secretxfer.rules', '{}');
SELECT * FROM check_entry('secretxfer.nothing', '{}');
SELECT * FROM check_entry(0, '{}');
SELECT * FROM check_entry(NULL, '{}');
SELECT * FROM check_entry('secretxfer.cases', NULL);
SELECT * FROM check_entry('secretxfer.cases', 'null');
SELECT * FROM check_entry('secretxfer.cases', '[]');
SELECT * FROM check_entry('secretxfer.cases', '[{"case_no": "K2"}]');
SELECT * FROM check_entry('secretxfer.cases', '"K2"');
SELECT * FROM check_entry('secretxfer.cases', '1');
SELECT * FROM check_entry('secretxfer.cases', '{"number": "K2"}');
SELECT * FROM check_entry('secretxfer.cases', '{"opened_on": "someday"}');
SELECT rule FROM check_entry('secretxfer.cases', '{"opened_on": 20250203}') WHERE verdict = 'failed';
SELECT * FROM check_entry('secretxfer.cases', '{"opened_on": {"year": 2025}}');
SELECT * FROM check_entry('secretxfer.cases', '{"information_system_service": "perhaps"}');
SELECT * FROM check_entry('secretxfer.parties', '{"kind": "company"}');
SELECT * FROM check_entry('secretxfer.decisions', '{"excluded_items": "1"}');
SELECT * FROM check_entry('secretxfer.request_items', '{"item_no": 1.5}');
SELECT * FROM check_entry('secretxfer.request_items', '{"item_no": 99999999999}');
SELECT * FROM check_entry('secretxfer.cases', '{');
-- an empty object lacks everything
SELECT c.relname, foretold(c.relname::text, '{}')
  FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)' ORDER BY c.relname COLLATE "C";
-- a megabyte
SELECT foretold('violations', jsonb_build_object('case_no', 'K1', 'violation_no', 'V1', 'found_on', '2025-04-01', 'description', repeat('x', 1048576)));

--
-- next_steps(): an unknown case.
--
SELECT * FROM next_steps('unknown');
SELECT * FROM next_steps('');
SELECT * FROM next_steps(NULL);
SELECT * FROM next_steps(:'long');

--
-- The trigger functions are no functions to call, and guard no other table.
--
SELECT enter_entry();
SELECT renew_admissions();
CREATE TABLE fixture.stranger (case_no text);
CREATE TRIGGER t BEFORE INSERT ON fixture.stranger FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
INSERT INTO fixture.stranger VALUES ('x');
DROP TRIGGER t ON fixture.stranger;
CREATE TRIGGER t AFTER INSERT ON fixture.stranger FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
INSERT INTO fixture.stranger VALUES ('x');
DROP TRIGGER t ON fixture.stranger;
CREATE TRIGGER t BEFORE INSERT ON fixture.stranger FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.judge_entry();
INSERT INTO fixture.stranger VALUES ('x');
DROP TRIGGER t ON fixture.stranger;
CREATE TRIGGER t BEFORE TRUNCATE ON fixture.stranger FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();
TRUNCATE fixture.stranger;
DROP TRIGGER t ON fixture.stranger;
CREATE TRIGGER t AFTER INSERT ON fixture.stranger FOR EACH ROW EXECUTE FUNCTION secretxfer.renew_admissions();
INSERT INTO fixture.stranger VALUES ('x');
DROP TABLE fixture.stranger;
-- What verify() asks of a condition and of a view is one expression, and one query.
SELECT secretxfer.printed_condition('secretxfer.cases', words)
  FROM unnest(ARRAY['case_no IS NOT NULL', 'case_no || subject', 'ROW(case_no, subject)']) AS words;
SELECT secretxfer.printed_condition('secretxfer.cases', '');
SELECT secretxfer.printed_condition('secretxfer.cases', 'true, false');
SELECT secretxfer.printed_condition('secretxfer.cases', 'true UNION SELECT false');
SELECT secretxfer.printed_condition('secretxfer.cases', 'true; SELECT false');
SELECT secretxfer.printed_condition('secretxfer.cases', '*');
SELECT secretxfer.printed_condition('secretxfer.cases', 'nothing');
SELECT secretxfer.printed_condition(1::oid, 'true');
SELECT secretxfer.has_condition('secretxfer.cases', words, 'true')
  FROM unnest(ARRAY['true', '', 'true, false', 'true UNION SELECT false', 'DEFAULT', '$1', 'count(*) > 0', '(SELECT true)']) AS words;
SELECT secretxfer.has_query('secretxfer.cases', words)
  FROM unnest(ARRAY['SELECT 1', '', 'SELECT', 'DROP TABLE secretxfer.cases', 'VALUES (1)', 'TABLE secretxfer.duties']) AS words;
SELECT secretxfer.has_query('secretxfer.duties', words)
  FROM unnest(ARRAY['SELECT 1', '', 'SELECT', 'DROP TABLE secretxfer.cases', 'VALUES (1)', 'SELECT 1 UNION SELECT 2 UNION (SELECT 3 INTERSECT SELECT 4)', 'INSERT INTO secretxfer.cases (case_no) SELECT 1 UNION SELECT 2', 'EXPLAIN SELECT 1', 'LISTEN x']) AS words;
-- Whoever may load libraries may declare their functions anew; one that returns rows has no place to put them then.
DO $$
BEGIN
	EXECUTE format('CREATE FUNCTION fixture.check_entry(regclass, jsonb) RETURNS record LANGUAGE c AS %L, ''secretxfer_check_entry_1_1''',
		(SELECT probin FROM pg_proc WHERE oid = 'secretxfer.check_entry'::regproc));
END $$;
SELECT fixture.check_entry('secretxfer.cases', '{}');
DROP FUNCTION fixture.check_entry;

-- The session and the data are unharmed.
SELECT fingerprint() = :'before';
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-31"}');

\i test/fixtures/finish.sql
