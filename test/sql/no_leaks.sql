--
-- A refusal never repeats what was written: canaries in every field, every shape of refusal, every door.
--
\i test/fixtures/start.sql
\set VERBOSITY terse

-- Everything that is stored or submitted here contains the word "canary" or is one of the numbers watched.
CREATE TABLE fixture.watched (word text);
INSERT INTO watched VALUES ('canary');

-- Run a statement that must be refused; tell the rule, and whatever part of the report repeats something.
CREATE FUNCTION fixture.leak(sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; message text; detail text; hint text; context text; rule text; col text; leaks text;
BEGIN
	EXECUTE sql;
	SET CONSTRAINTS ALL IMMEDIATE;
	RAISE SQLSTATE 'UNDO1';
EXCEPTION
	WHEN SQLSTATE 'UNDO1' THEN
		RETURN 'accepted';
	WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT,
			context = PG_EXCEPTION_CONTEXT, rule = CONSTRAINT_NAME, col = COLUMN_NAME;
		-- the lines of this very function are not the report's
		context := regexp_replace(context, '(SQL statement "SELECT fixture\.leak.*"\n?)?PL/pgSQL function fixture\.leak.*', '');
		SELECT string_agg(format('%s: %s', part, left(report, 200)), E'\n' ORDER BY part) INTO leaks
		  FROM (VALUES ('message', message), ('detail', detail), ('hint', hint), ('context', context), ('column', col)) AS r (part, report)
		 WHERE EXISTS (SELECT 1 FROM watched WHERE report ILIKE '%' || word || '%');
		RETURN format('%s %s', state, rule) || CASE WHEN context <> '' THEN ' with a context' ELSE '' END
			   || coalesce(E'\nLEAK ' || leaks, '');
END $$;

-- A case full of canaries.
INSERT INTO parties (idn, kind, full_name, head_name, legal_address, settlement)
VALUES (p('spare'), 'organization', 'canary name', 'canary head', 'canary address', 'canary town');
INSERT INTO permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
VALUES ('canary permit', p('spare'), '2024-01-10', '2026-06-30', 'canary office', 'top_secret');
INSERT INTO clearances (clearance_no, party, person_name, issued_on, valid_until, issued_by, highest_mark)
VALUES ('canary clearance', p('spare'), 'canary person', '2024-01-10', '2026-06-30', 'canary office', 'top_secret');
INSERT INTO carriers (owner, title, kind, mark, account_no, copy_no, sheets)
VALUES (p('ministry'), 'canary title', 'document', 'secret', 'canary account', 'canary copy', 10),
	   (p('ministry'), 'canary title', 'document', 'secret', 'canary account', 'canary copy 2', 10),
	   (p('ministry'), 'canary title', 'document', 'special_importance', 'canary account', 'canary copy 3', 10);
SELECT carrier_id AS carrier FROM carriers WHERE copy_no = 'canary copy' \gset
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('canary case', p('customer'), p('spare'), 'canary subject', 'canary town', '2025-02-03'),
	   ('canary case 2', p('customer'), p('spare'), 'canary subject', 'canary town', '2025-02-03');
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
VALUES ('canary case', 'canary request', p('ministry'), '2025-02-10', 'canary justification', '2025-03-01', '2025-12-31', 'canary permit', 'canary draft'),
	   ('canary case 2', 'canary request', p('ministry'), '2025-02-10', 'canary justification', '2025-03-01', '2025-12-31', 'canary permit', 'canary draft');
INSERT INTO request_items SELECT 'canary case', 'canary request', row_number() OVER (ORDER BY copy_no), carrier_id FROM carriers WHERE account_no = 'canary account';
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'canary case';
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, reasons, signed_by, signed_as)
VALUES ('canary case', 'canary request', 'canary decision', '2025-02-20', 'permitted', 'canary reasons', 'canary head', 'head');
INSERT INTO contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
	protection_financing, permit_no, responsible_unit, unit_designated_by)
VALUES ('canary case', 'canary contract', '2025-03-03', 'canary', 'canary', 'canary', 'canary', 'canary permit', 'canary unit', 'canary order');
INSERT INTO contract_items SELECT 'canary case', 'canary annex ' || item_no, 'canary request', item_no FROM request_items WHERE case_no = 'canary case';
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on)
VALUES ('canary case', 'canary notice', 'contract', 'canary body', '2025-03-05');
INSERT INTO protections (case_no, kind, arranged_on) VALUES ('canary case', 'contractor', '2025-03-06');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('canary case', :carrier, '2025-03-12', 'canary act', 'canary clearance');
INSERT INTO violations (case_no, violation_no, found_on, description, damage)
VALUES ('canary case', 'canary breach', '2025-04-01', 'canary description', 123456789);
INSERT INTO suspensions (case_no, suspended_on, violation_no) VALUES ('canary case', '2025-04-02', 'canary breach');
INSERT INTO party_changes (party, change_no, kind, effective_on, document)
VALUES (p('spare'), 'canary change', 'functions', '2025-06-02', 'canary document');
INSERT INTO watched VALUES ('351240000122'), ('123456789'), ('canar');

-- One statement for each shape of refusal.
CREATE TABLE fixture.shapes (no serial, shape text, sql text);
INSERT INTO shapes (shape, sql)
SELECT 'a key once more', format('INSERT INTO secretxfer.%I SELECT * FROM secretxfer.%1$I WHERE %s', tbl,
			CASE tbl WHEN 'parties' THEN 'full_name = ''canary name''' WHEN 'permits' THEN 'issued_by = ''canary office'''
				 WHEN 'clearances' THEN 'issued_by = ''canary office''' WHEN 'carriers' THEN 'copy_no = ''canary copy'''
				 WHEN 'party_changes' THEN 'change_no = ''canary change''' ELSE 'case_no = ''canary case''' END)
  FROM unnest(ARRAY['parties', 'permits', 'clearances', 'carriers', 'cases', 'requests', 'request_items', 'decisions', 'contracts', 'contract_items',
					'notices', 'protections', 'handovers', 'violations', 'suspensions', 'party_changes']) AS tbl;
INSERT INTO shapes (shape, sql) VALUES
('a number and copy once more', $$INSERT INTO secretxfer.carriers (owner, title, kind, mark, account_no, copy_no, sheets)
	VALUES (fixture.p('ministry'), 'canary', 'document', 'secret', 'canary account', 'canary copy', 1)$$),
('a list line once more', $$INSERT INTO secretxfer.contract_items (case_no, annex_no, request_no, item_no) VALUES ('canary case', 'canary 9', 'canary request', 1)$$),
('a key changed to one that stands', $$UPDATE secretxfer.cases SET case_no = 'canary case' WHERE case_no = 'canary case 2'$$),
('a number changed to one that stands', $$UPDATE secretxfer.carriers SET copy_no = 'canary copy' WHERE copy_no = 'canary copy 2'$$),
('two of one key in one statement', $$INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
	SELECT 'canary twice', fixture.p('customer'), fixture.p('spare'), 'canary', 'canary', '2025-02-03' FROM generate_series(1, 2)$$),
('missing fields', $$INSERT INTO secretxfer.cases (case_no, subject) VALUES ('canary new', 'canary')$$),
('missing fields', $$INSERT INTO secretxfer.contracts (case_no, contract_no, control_during_works) VALUES ('canary case 2', 'canary', 'canary')$$),
('missing fields', $$INSERT INTO secretxfer.parties (idn, kind, full_name) VALUES ('351240000122', 'organization', 'canary')$$),
('missing fields', $$INSERT INTO secretxfer.carriers (owner, kind, title, account_no) VALUES (fixture.p('ministry'), 'document', 'canary', 'canary')$$),
('a field taken away', $$UPDATE secretxfer.carriers SET title = NULL WHERE account_no = 'canary account'$$),
('a field taken away', $$UPDATE secretxfer.handovers SET act_no = NULL WHERE case_no = 'canary case'$$),
('blanks around a key', $$INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
	VALUES (' canary ', fixture.p('spare'), '2024-01-10', '2026-06-30', 'canary', 'secret')$$),
('a wrong number', $$INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement)
	VALUES ('canary', 'organization', 'canary', 'canary', 'canary', 'canary')$$),
('a range', $$UPDATE secretxfer.parties SET state_share = 123456789 WHERE full_name = 'canary name'$$),
('a range', $$UPDATE secretxfer.violations SET damage_recovered = 1234567890 WHERE case_no = 'canary case'$$),
('a range', $$INSERT INTO secretxfer.carriers (owner, title, kind, mark, account_no, copy_no, sheets)
	VALUES (fixture.p('ministry'), 'canary', 'document', 'secret', 'canary', 'canary', -123456789)$$),
('a validity', $$INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
	VALUES ('canary', fixture.p('spare'), '2024-01-10', '2023-06-30', 'canary', 'secret')$$),
('a period', $$UPDATE secretxfer.requests SET transfer_until = '2025-01-01' WHERE case_no = 'canary case 2'$$),
('an infinite date', $$UPDATE secretxfer.requests SET transfer_until = 'infinity' WHERE case_no = 'canary case 2'$$),
('a missing reference', $$INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
	VALUES ('canary', 'canary party', '2024-01-10', '2026-06-30', 'canary', 'secret')$$),
('a missing reference', $$INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
	VALUES ('canary unknown', 'canary', fixture.p('ministry'), '2025-02-10', 'canary', '2025-03-01', '2025-12-31', 'canary permit', 'canary')$$),
('a missing reference', $$INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
	VALUES ('canary case 2', 'canary', fixture.p('ministry'), '2025-02-10', 'canary', '2025-03-01', '2025-12-31', 'canary unknown', 'canary')$$),
('a missing reference', $$INSERT INTO secretxfer.request_items VALUES ('canary case 2', 'canary unknown', 1, 123456789)$$),
('a missing reference', $$INSERT INTO secretxfer.request_items VALUES ('canary case 2', 'canary request', 1, 123456789)$$),
('a missing reference', $$INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, sent_on, authority, party, change_no)
	VALUES ('canary case', 'canary', 'succession_authority', 'canary', '2025-06-10', 'canary body', 'canary party', 'canary change')$$),
('a missing reference', $$UPDATE secretxfer.cases SET customer = 'canary party' WHERE case_no = 'canary case 2'$$),
('still referred to', $$DELETE FROM secretxfer.parties WHERE full_name = 'canary name'$$),
('still referred to', $$DELETE FROM secretxfer.permits WHERE permit_no = 'canary permit'$$),
('still referred to', $$DELETE FROM secretxfer.carriers WHERE copy_no = 'canary copy'$$),
('still referred to', $$UPDATE secretxfer.parties SET idn = fixture.p('spare2') WHERE full_name = 'canary name'$$),
('still referred to', $$UPDATE secretxfer.requests SET request_no = 'canary other' WHERE case_no = 'canary case'$$),
('still referred to', $$DELETE FROM secretxfer.requests WHERE case_no = 'canary case'$$),
('settled', $$UPDATE secretxfer.cases SET subject = 'canary other' WHERE case_no = 'canary case'$$),
('settled', $$DELETE FROM secretxfer.cases WHERE case_no = 'canary case'$$),
('settled', $$DELETE FROM secretxfer.contracts WHERE case_no = 'canary case'$$),
('never deleted', $$DELETE FROM secretxfer.handovers WHERE case_no = 'canary case'$$),
('never deleted', $$DELETE FROM secretxfer.violations WHERE case_no = 'canary case'$$),
('truncation', $$TRUNCATE secretxfer.handovers, secretxfer.holders$$),
('out of order', $$INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
	protection_financing, permit_no, responsible_unit, unit_designated_by)
	VALUES ('canary case 2', 'canary', '2025-03-03', 'canary', 'canary', 'canary', 'canary', 'canary permit', 'canary', 'canary')$$),
('suspended', $$INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
	SELECT 'canary case', carrier_id, '2025-04-03', 'canary', 'canary clearance' FROM secretxfer.carriers WHERE copy_no = 'canary copy 2'$$),
('of too high a degree', $$INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
	SELECT 'canary case', carrier_id, '2025-03-13', 'canary', 'canary clearance' FROM secretxfer.carriers WHERE copy_no = 'canary copy 3'$$),
('out already', $$INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
	SELECT 'canary case', carrier_id, '2025-03-13', 'canary', 'canary clearance' FROM secretxfer.carriers WHERE copy_no = 'canary copy'$$),
('nobody''s clearance', $$INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
	SELECT 'canary case', carrier_id, '2025-03-13', 'canary', 'canary unknown' FROM secretxfer.carriers WHERE copy_no = 'canary copy 2'$$),
('not closable', $$UPDATE secretxfer.cases SET closed_on = '2025-07-01' WHERE case_no = 'canary case'$$),
('an empty list (at COMMIT)', $$UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = 'canary case 2'$$),
('a key once more, among others', $$INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, opened_on)
	VALUES ('canary case', 'canary party', fixture.p('spare'), 'canary', '2025-02-03')$$),
('a number changed to one that stands, among others', $$UPDATE secretxfer.carriers SET copy_no = 'canary copy', sheets = -123456789 WHERE copy_no = 'canary copy 2'$$),
('a printed number once more', $$INSERT INTO secretxfer.permits (permit_no, printed_no, holder, issued_on, valid_until, issued_by, highest_mark)
	VALUES ('canary permit 2', 'canary permit', fixture.p('builder'), '2024-01-10', '2026-06-30', 'canary office', 'top_secret')$$),
('a key once more, beside ON CONFLICT', $$INSERT INTO secretxfer.carriers (owner, title, kind, mark, account_no, copy_no, sheets)
	VALUES (fixture.p('ministry'), 'canary', 'document', 'secret', 'canary account', 'canary copy', 1) ON CONFLICT (carrier_id) DO NOTHING$$),
('a key once more, by ON CONFLICT', $$INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
	VALUES ('canary case 2', fixture.p('customer'), fixture.p('spare'), 'canary', 'canary', '2025-02-03') ON CONFLICT (case_no) DO UPDATE SET case_no = 'canary case'$$),
('a carrier listed twice', $$INSERT INTO secretxfer.request_items
	SELECT 'canary case 2', 'canary request', n, carrier_id FROM secretxfer.carriers, generate_series(1, 2) AS n WHERE copy_no = 'canary copy'$$),
('a carrier listed twice', $$UPDATE secretxfer.request_items SET carrier_id = (SELECT carrier_id FROM secretxfer.carriers WHERE copy_no = 'canary copy') WHERE case_no = 'canary case' AND item_no = 2$$),
('several, with a missing reference', $$INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
	VALUES ('canary new', 'canary party', fixture.p('ministry'), 'canary', 'canary', '2025-02-03')$$),
('several', $$INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, excluded_items)
	VALUES ('canary case 2', 'canary request', 'canary', '2025-05-30', 'refused', ' ', '{123456789}')$$);

-- Every shape through a plain statement.
CREATE TABLE fixture.plainly AS SELECT no, shape, leak(sql) AS told FROM shapes;
TABLE plainly ORDER BY no;
-- Through DO, a function in SQL called by one in PL/pgSQL, and a WITH it is refused with the same words: no row is shown.
CREATE FUNCTION fixture.through_a_function(sql text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE FUNCTION fixture.written() RETURNS void LANGUAGE sql AS %L', sql);
	PERFORM fixture.written();
END $$;
CREATE VIEW fixture.other_doors AS
	SELECT no, door, leak(format(way, CASE way WHEN 'DO %L' THEN format('BEGIN %s; END', sql) ELSE sql END)) AS told
	  FROM shapes CROSS JOIN (VALUES ('a block', 'DO %L'), ('a function', 'SELECT fixture.through_a_function(%L)'),
									 ('a WITH', 'WITH w AS (%s RETURNING 1) SELECT count(*) FROM w')) AS d (door, way)
	 WHERE sql NOT LIKE 'TRUNCATE%' OR way = 'DO %L';
SELECT door, count(*) FROM other_doors GROUP BY door ORDER BY door;
SELECT o.* FROM other_doors o JOIN plainly p USING (no) WHERE o.told <> p.told ORDER BY no, door;
-- Nor with a savepoint round it, and after an error in the same transaction.
BEGIN;
SAVEPOINT s;
SELECT o.* FROM other_doors o JOIN plainly p USING (no) WHERE o.told <> p.told ORDER BY no, door;
ROLLBACK TO s;
SELECT no, leak(sql) FROM shapes JOIN plainly USING (no) WHERE leak(sql) <> told ORDER BY no;
COMMIT;

-- Two prepared values: neither is repeated.
CREATE FUNCTION fixture.with_parameters() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	number text := 'canary case'; subject text := 'canary subject';
BEGIN
	EXECUTE 'INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES ($1, $2, $3, $4, $4, $5)'
		USING number, fixture.p('customer'), fixture.p('spare'), subject, '2025-02-03'::date;
END $$;
SELECT leak('SELECT fixture.with_parameters()');

-- COPY, whose own CONTEXT shows the line: a refusal tells no more than its number, whichever line it is.
\set VERBOSITY default
\set SHOW_CONTEXT always
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
canary case,351240000040,351240000122,canary subject,canary town,2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
canary new,351240000040,,canary subject,canary town,2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
canary new,351240000040,351240000134,canary subject,canary town,2025-02-03
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
canary new,351240000040,351240000010,canary subject,canary town,2025-02-03
\.
COPY carriers (owner, title, kind, mark, account_no, copy_no, sheets) FROM STDIN (FORMAT csv);
351240000010,canary title,document,secret,canary account,canary new copy,1
351240000010,canary title,document,secret,canary account,canary copy,1
\.
COPY handovers (case_no, carrier_id, handed_on, act_no, received_by) FROM STDIN (FORMAT csv);
canary case,123456789,2025-03-13,canary,canary clearance
\.
COPY contracts (case_no, contract_no, concluded_on, control_during_works) FROM STDIN (FORMAT csv);
canary case 2,canary contract,2025-03-03,canary control
\.
COPY cases (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN (FORMAT csv);
canary new,351240000040,351240000122,canary subject,canary town,2025-02-03
canary newer,351240000040,351240000010,"canary
subject",canary town,2025-02-03
canary newest,351240000040,351240000122,canary subject,canary town,2025-02-03
\.
-- and with statements of several rows
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('canary 8', p('customer'), p('spare'), 'canary', 'canary', '2025-02-03'), ('canary case', p('customer'), p('spare'), 'canary', 'canary', '2025-02-03');
DO $$ BEGIN
	UPDATE secretxfer.cases SET customer = 'canary party' WHERE case_no = 'canary case 2';
END $$;
BEGIN;
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'canary case 2';
COMMIT;

-- The other door tells as little.
CREATE FUNCTION fixture.told_beforehand(tbl text, entry jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(e.rule, ', '), 'accepted')
		   || coalesce(E'\nLEAK ' || string_agg(e.detail || coalesce(e.hint, ''), ' ') FILTER
				(WHERE EXISTS (SELECT 1 FROM fixture.watched w WHERE concat(e.rule, e.detail, e.hint) ILIKE '%' || w.word || '%')), '')
	  FROM secretxfer.check_entry(('secretxfer.' || tbl)::regclass, entry) AS e WHERE e.verdict = 'failed'
$$;
SELECT told_beforehand('cases', '{"case_no": "canary case 9", "customer": "canary party", "subject": "canary"}');
SELECT told_beforehand('cases', (SELECT to_jsonb(c) || '{"subject": "canary other"}' FROM cases c WHERE case_no = 'canary case'));
SELECT told_beforehand('permits', '{"permit_no": " canary ", "holder": "canary"}');
SELECT told_beforehand('handovers', (SELECT to_jsonb(h) || '{"handed_on": "2025-03-13"}' FROM handovers h WHERE case_no = 'canary case'));
SELECT * FROM check_entry('secretxfer.cases', '{"canary": 1}');
SELECT * FROM check_entry('secretxfer.cases', '{"opened_on": "canary"}');
SELECT * FROM check_entry('secretxfer.parties', '{"kind": "canary"}');
SELECT * FROM check_entry('secretxfer.request_items', '{"item_no": "canary"}');
SELECT * FROM next_steps('canary unknown');
SELECT count(*) FROM next_steps('canary case') AS n JOIN watched ON n::text ILIKE '%' || word || '%';

-- A constraint that the user declared reports through the same door: neither row nor key.
ALTER TABLE cases ADD CONSTRAINT cases_subject_short CHECK (length(subject) < 30);
ALTER TABLE cases ADD CONSTRAINT cases_subject_once UNIQUE (subject, case_no);
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('canary 8', p('customer'), p('spare'), 'canary subject that is much too long', 'canary', '2025-02-03');
ALTER TABLE cases DROP CONSTRAINT cases_subject_short, DROP CONSTRAINT cases_subject_once;

\i test/fixtures/finish.sql
