--
-- A refusal inside COPY tells the number of the line, and nothing of the line itself.
--
\i test/fixtures/start.sql
\set VERBOSITY terse
SELECT take('K1', 'received', '{"carriers": ["M-1/1", "M-5/1"]}');
SELECT take('K2', 'opened');

-- Lines of cases for COPY: the words are the customer and the contractor, "canary" stands for what must not be told.
CREATE FUNCTION fixture.lines(VARIADIC given text[]) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(concat_ws(',', split_part(g, ' ', 1), coalesce(p(split_part(g, ' ', 2)), split_part(g, ' ', 2)), coalesce(p(split_part(g, ' ', 3)), split_part(g, ' ', 3)),
			'canary works', 'Almaty', '2025-02-03'), '\n' ORDER BY n)
	  FROM unnest(given) WITH ORDINALITY AS u (g, n)
$$;
-- The statement that copies such lines, or any text.
CREATE FUNCTION fixture.copy_of(tbl text, columns text, lines text, options text DEFAULT 'FORMAT csv') RETURNS text LANGUAGE sql AS $$
	SELECT format('COPY %s (%s) FROM PROGRAM %L (%s)', tbl, columns, 'printf ''' || lines || '\n''', options)
$$;
-- Rule, context and leaks of what a statement, or the judgement at COMMIT, meets.
CREATE FUNCTION fixture.context_of(sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; rule text; context text; report text;
BEGIN
	EXECUTE sql;
	SET CONSTRAINTS ALL IMMEDIATE;
	RAISE SQLSTATE 'UNDO1';
EXCEPTION
	WHEN SQLSTATE 'UNDO1' THEN
		SET CONSTRAINTS ALL DEFERRED;
		RETURN 'accepted';
	WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, rule = CONSTRAINT_NAME, context = PG_EXCEPTION_CONTEXT;
		-- a refusal has no more than this line; the lines of this very function follow only what is no refusal
		report := regexp_replace(context, E'(^|\n)(SQL statement .*|PL/pgSQL function fixture\\.context_of.*)', '');
		RETURN concat_ws(' ', state, rule, coalesce('[' || nullif(report, '') || ']', 'without a context'));
END $$;
CREATE FUNCTION fixture.copied(VARIADIC given text[]) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.context_of(fixture.copy_of('secretxfer.cases', 'case_no, customer, contractor, subject, works_settlement, opened_on', fixture.lines(VARIADIC given)))
$$;

-- What the row shows by itself, what the index finds, what is judged when all rows are stored.
SELECT copied('A customer builder', 'B customer', 'C customer builder');
SELECT copied('A customer builder', 'B customer builder', 'K1 customer builder', 'C customer builder');
SELECT copied('A customer builder', 'B customer builder', 'B customer builder');
SELECT copied('A customer builder', 'B customer bureau', 'C customer builder', 'D customer builder');
SELECT copied('A canary builder', 'B customer builder');
SELECT copied('A customer builder', 'B customer builder', 'C customer builder', 'D customer customer');
SELECT copied('A customer builder', 'B customer builder');
-- of several wrong rows the first, as each row was entered
SELECT copied('A customer builder', 'B customer bureau', 'C customer bureau');

-- Lines are counted as PostgreSQL counts them: with the header, with line breaks inside a value, rows in the binary format.
SELECT context_of(copy_of('cases', 'case_no, customer, contractor, subject, works_settlement, opened_on', 'canary\n' || lines('A customer builder', 'B customer bureau'), 'FORMAT csv, HEADER'));
SELECT context_of(copy_of('cases', 'case_no, customer, contractor, subject, works_settlement, opened_on',
	replace(lines('A customer builder', 'B customer bureau', 'C customer builder'), 'canary works', '"canary\nworks"')));
SELECT context_of(copy_of('cases', 'case_no, customer, contractor, subject, works_settlement, opened_on',
	replace(lines('A customer builder', 'B customer bureau', 'C customer builder'), ',', '\t'), 'FORMAT text'));
-- rows that COPY leaves out keep their numbers
SELECT context_of(copy_of('cases', 'case_no, customer, contractor, subject, works_settlement, opened_on',
	lines('A customer builder', 'K1 customer builder', 'B customer builder', 'K2 customer builder', 'C customer bureau', 'D customer builder'), 'FORMAT csv') || $$ WHERE case_no NOT LIKE 'K%'$$);
-- and so do rows between which another number was given out
CREATE FUNCTION fixture.take_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM nextval('secretxfer.entry_ids');
	RETURN CASE WHEN NEW.case_no <> 'X' THEN NEW END;
END $$;
CREATE TRIGGER a_number BEFORE INSERT ON cases FOR EACH ROW WHEN (NEW.case_no IN ('B', 'X')) EXECUTE FUNCTION take_number();
CREATE TRIGGER zzz_number BEFORE INSERT ON cases FOR EACH ROW WHEN (NEW.case_no IN ('D', 'X')) EXECUTE FUNCTION take_number();
SELECT copied('A customer builder', 'B customer builder', 'X customer builder', 'C customer builder', 'D customer builder', 'E customer builder', 'F customer bureau');
SELECT copied('A customer bureau', 'B customer builder', 'X customer builder', 'C customer builder', 'D customer builder');
SELECT copied('A customer builder', 'B customer bureau', 'X customer builder', 'C customer builder', 'D customer builder');
SELECT copied('A customer builder', 'B customer builder', 'X customer builder', 'C customer bureau', 'D customer builder');
SELECT copied('A customer builder', 'B customer builder', 'X customer builder', 'C customer builder', 'D customer bureau');
DROP TRIGGER a_number ON cases;
DROP TRIGGER zzz_number ON cases;

-- Many rows.
SELECT context_of(format('COPY secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM PROGRAM %L (FORMAT csv)',
	format('seq -f "N%%.0f,%s,%s,canary works,Almaty,2025-02-03" 1 3000; echo N3001,%1$s,%1$s,canary works,Almaty,2025-02-03; echo N3002,%1$s,%2$s,canary works,Almaty,2025-02-03', p('customer'), p('builder'))));

-- What waits for COMMIT tells the line of the request that has no list.
SELECT context_of(copy_of('requests', 'case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on',
	format('K2,R1,%s,2025-02-10,canary,2025-03-01,2025-12-31,P-builder,draft,\nK2,R2,%1$s,2025-02-10,canary,2025-03-01,2025-12-31,P-builder,draft,2025-02-12', p('ministry'))));

-- In the same transaction: another COPY, then statements that are no COPY.
BEGIN;
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM PROGRAM 'echo A,351240000040,351240000060,canary,Almaty,2025-02-03' (FORMAT csv);
SELECT copied('B customer builder', 'C customer bureau');
SELECT context_of($$UPDATE cases SET contractor = p('bureau') WHERE case_no = 'A'$$);
SELECT context_of($$DELETE FROM cases WHERE case_no = 'K1'$$);
SELECT context_of(insert_of('cases', entry('cases', '{"contractor": "@bureau"}')));
SELECT context_of(insert_of('cases', entry('cases', '{"case_no": "A"}')));
COMMIT;
SELECT context_of($$UPDATE cases SET contractor = p('bureau') WHERE case_no = 'A'$$);

-- Into another relation, whose trigger enters each row: the line of that COPY, while it stands at the row.
CREATE VIEW fixture.incoming AS SELECT * FROM cases;
CREATE FUNCTION fixture.enter_incoming() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
	VALUES (NEW.case_no, NEW.customer, NEW.contractor, NEW.subject, NEW.works_settlement, NEW.opened_on);
	RETURN NEW;
END $$;
CREATE TRIGGER instead INSTEAD OF INSERT ON incoming FOR EACH ROW EXECUTE FUNCTION enter_incoming();
SELECT context_of(copy_of('fixture.incoming', 'case_no, customer, contractor, subject, works_settlement, opened_on', lines('D customer builder', 'K1 customer builder')));
SELECT context_of(copy_of('fixture.incoming', 'case_no, customer, contractor, subject, works_settlement, opened_on', lines('D customer builder', 'E customer bureau', 'F customer builder')));

-- A constraint of the user's own.
ALTER TABLE cases ADD CONSTRAINT cases_no_f CHECK (case_no <> 'F');
SELECT copied('E customer builder', 'F customer builder');
ALTER TABLE cases DROP CONSTRAINT cases_no_f;

-- As a client sees it.
\set VERBOSITY default
\set SHOW_CONTEXT always
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
E,351240000040,351240000060,canary,Almaty,2025-02-03
F,351240000040,351240000030,canary,Almaty,2025-02-03
G,351240000040,351240000060,canary,Almaty,2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
E,351240000040,351240000060,canary,Almaty,2025-02-03
K1,351240000040,351240000060,canary,Almaty,2025-02-03
\.

\i test/fixtures/finish.sql
