--
-- Who may do what: duties, row by row and act by act, and what those from whom rows are hidden can learn of them.
--
\i test/fixtures/start.sql
\set VERBOSITY terse

-- Two customers, two disposing bodies; each has something in every table.
SELECT take('K1', 'handed'), take('K2', 'handed', '{"customer": "@client", "contractor": "@joint", "authority": "@agency", "settlement": "Astana", "protection": "customer", "carriers": ["A-1/1"]}'),
	   take('S1', 'handed', '{"contractor": "@citizen", "service": true}'),
	   take('S2', 'handed', '{"customer": "@client", "contractor": "@student", "authority": "@agency", "service": true}'),
	   take('K3', 'received', '{"carriers": ["M-4/1"]}') \g /dev/null
DO $$
DECLARE
	of record;
BEGIN
	FOR of IN SELECT * FROM (VALUES ('K1', '@customer', '@builder', '@ministry'), ('K2', '@client', '@joint', '@agency')) AS v (case_no, customer, contractor, authority) LOOP
		PERFORM write('violations', jsonb_build_object('case_no', of.case_no)), write('violations', jsonb_build_object('case_no', of.case_no, 'violation_no', 'V2')),
			write('suspensions', jsonb_build_object('case_no', of.case_no)), write('annulments', jsonb_build_object('case_no', of.case_no)),
			write('party_changes', jsonb_build_object('party', of.contractor)),
			write('protection_measures', jsonb_build_object('case_no', of.case_no, 'party', of.contractor)),
			write('party_changes', jsonb_build_object('party', of.customer, 'kind', 'functions', 'effective_on', '2025-06-03')),
			write('supplements', jsonb_build_object('case_no', of.case_no, 'party', of.customer, 'successor', of.customer));
	END LOOP;
	PERFORM write('affiliations', '{"party": "@student"}');
END $$;
-- what is not in use yet, as a later version enters it
SET session_replication_role = replica;
INSERT INTO carrier_marks (carrier_id, marked_on, mark, document, entry_id)
SELECT c(label), '2025-06-02', 'secret', 'an act', nextval('entry_ids') FROM unnest('{M-1/1,A-1/1}'::text[]) AS label;
INSERT INTO disposal_successions (body, effective_on, successor, document, entry_id)
SELECT p(body), '2100-06-02', p('bureau'), 'a decree', nextval('entry_ids') FROM unnest('{ministry,agency}'::text[]) AS body; -- not in force
INSERT INTO contract_amendments (case_no, amendment_no, concluded_on, protection_financing, entry_id)
SELECT case_no, 'A1', '2025-06-02', 'paid', nextval('entry_ids') FROM contracts WHERE case_no IN ('K1', 'K2');
INSERT INTO holders (handover, held_since, held_by, entry_id) SELECT entry_id, '2025-06-02', received_by, nextval('entry_ids') FROM handovers;
RESET session_replication_role;

SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_customer;
CREATE ROLE regress_secretxfer_client;
CREATE ROLE regress_secretxfer_ministry;
CREATE ROLE regress_secretxfer_agency;
CREATE ROLE regress_secretxfer_security;
CREATE ROLE regress_secretxfer_analyst;
CREATE ROLE regress_secretxfer_auditor;
CREATE ROLE regress_secretxfer_registrar;
CREATE ROLE regress_secretxfer_plain;
CREATE ROLE regress_secretxfer_stranger;
CREATE SCHEMA regress_mine;
GRANT USAGE ON SCHEMA fixture TO PUBLIC;
GRANT ALL ON SCHEMA regress_mine TO PUBLIC;

-- Plain grants came first.
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_plain;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA secretxfer TO regress_secretxfer_plain;

SELECT admit('regress_secretxfer_customer', p('customer'), 'customer'), admit('regress_secretxfer_client', p('client'), 'customer'),
	   admit('regress_secretxfer_ministry', p('ministry'), 'authority'), admit('regress_secretxfer_agency', p('agency'), 'authority'),
	   admit('regress_secretxfer_security', NULL, 'security'), admit('regress_secretxfer_analyst', NULL, 'analyst'),
	   admit('regress_secretxfer_auditor', NULL, 'auditor'), admit('regress_secretxfer_registrar', NULL, 'registrar') \g /dev/null
RESET client_min_messages;
SELECT role, duty, p.name AS party, recorded_at <= clock_timestamp() AS recorded, recorded_by = current_user AS by_me
  FROM admissions LEFT JOIN fixture.numbers p ON p.idn = party ORDER BY role;

-- A row of each table of the first customer and body, and one of the others.
CREATE TABLE fixture.things (tbl text, mine boolean, key jsonb, entry jsonb, PRIMARY KEY (tbl, mine));
CREATE FUNCTION fixture.note(tbl text, mine boolean, condition text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($q$INSERT INTO fixture.things SELECT %1$L, %2$L, (
			SELECT jsonb_object_agg(a.attname, to_jsonb(t) -> a.attname::text) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
			WHERE i.indrelid = 'secretxfer.%1$I'::regclass AND i.indisprimary),
			to_jsonb(t) - 'recorded_at' - 'recorded_by' - 'received_on' FROM secretxfer.%1$I t WHERE %3$s LIMIT 1$q$, tbl, mine, condition);
END $$;
SELECT note(tbl, true, format('case_no IN (%L, %L)', 'K1', 'S1')), note(tbl, false, format('case_no IN (%L, %L)', 'K2', 'S2'))
  FROM unnest('{cases,requests,request_items,decisions,contracts,contract_items,contract_amendments,notices,protections,handovers,system_accesses,violations,suspensions,annulments,supplements,protection_measures}'::text[]) AS tbl \g /dev/null
SELECT note('carriers', true, 'account_no = ''M-1'' AND copy_no = ''1'''), note('carriers', false, 'account_no = ''A-1'''),
	   note('permits', true, 'permit_no = ''P-builder'''), note('permits', false, 'permit_no = ''P-joint'''),
	   note('clearances', true, 'clearance_no = ''C-citizen'''), note('clearances', false, 'clearance_no = ''C-student'''),
	   note('parties', true, 'idn = fixture.p(''customer'')'), note('parties', false, 'idn = fixture.p(''client'')'),
	   note('party_changes', true, 'party = fixture.p(''customer'')'), note('party_changes', false, 'party = fixture.p(''client'')'),
	   note('affiliations', true, 'party = fixture.p(''subsidiary'')'), note('affiliations', false, 'party = fixture.p(''student'')'),
	   note('carrier_marks', true, 'carrier_id = fixture.c(''M-1/1'')'), note('carrier_marks', false, 'carrier_id = fixture.c(''A-1/1'')'),
	   note('disposal_successions', true, 'body = fixture.p(''ministry'')'), note('disposal_successions', false, 'body = fixture.p(''agency'')'),
	   note('holders', true, 'handover = (SELECT entry_id FROM secretxfer.handovers WHERE case_no = ''K1'')'),
	   note('holders', false, 'handover = (SELECT entry_id FROM secretxfer.handovers WHERE case_no = ''K2'')'),
	   note('calendar_days', true, 'day = ''2025-12-16'''), note('calendar_days', false, 'day = ''2026-12-16'''),
	   note('calendar_years', true, 'year = 2025'), note('calendar_years', false, 'year = 2026') \g /dev/null
SELECT count(*) FROM fixture.things;

-- What a role may do to a row: see, enter, change, withdraw.  That a rule refuses it shows that the role may try.
CREATE FUNCTION fixture.may(role text, tbl text, mine boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	thing fixture.things;
	statement text;
	told text;
	result text := '';
	seen constant text := CASE tbl WHEN 'requests' THEN 'case_no' ELSE '*' END;
BEGIN
	SELECT * INTO thing FROM fixture.things t WHERE t.tbl = may.tbl AND t.mine = may.mine;
	FOREACH statement IN ARRAY ARRAY[
		-- by its number in the register, which every role may read, as not every role may read the key
		format('SELECT FROM secretxfer.%I WHERE entry_id = %s', tbl, thing.entry -> 'entry_id'),
		fixture.insert_of(tbl, thing.entry),
		format('UPDATE secretxfer.%I SET %s = %2$s WHERE %3$s', tbl,
			CASE WHEN tbl = 'requests' AND role ~ 'ministry|agency' THEN 'received_on' ELSE (SELECT quote_ident(k) FROM jsonb_object_keys(thing.entry) AS k WHERE NOT thing.key ? k UNION ALL SELECT quote_ident(k) FROM jsonb_object_keys(thing.key) AS k LIMIT 1) END,
			fixture.condition_of(tbl, thing.key)),
		fixture.delete_of(tbl, thing.key)]
	LOOP
		told := fixture.try_as(role, statement);
		result := result || CASE WHEN told IN ('not granted', 'hidden', 'nothing done') THEN '-'
								 WHEN told = 'accepted' OR told LIKE 'refused: %' THEN substr('SECW', length(result) + 1, 1)
								 ELSE told END;
	END LOOP;
	RETURN result;
END $$;
CREATE VIEW fixture.matrix AS
	SELECT r.role, t.tbl, fixture.may('regress_secretxfer_' || r.role, t.tbl, true) AS own, fixture.may('regress_secretxfer_' || r.role, t.tbl, false) AS others
	FROM unnest('{customer,ministry,security,analyst,auditor,plain}'::text[]) WITH ORDINALITY AS r (role, at), (SELECT DISTINCT tbl FROM fixture.things) AS t
	ORDER BY r.at, t.tbl;
TABLE fixture.matrix;

-- What the policies of the new tables ask: whose is a carrier, whose case is a hand-over's.
SELECT r.role, v.label, ask_as('regress_secretxfer_' || r.role, format('SELECT secretxfer.own_carrier(%L)', c(v.label))) AS carrier,
	   ask_as('regress_secretxfer_' || r.role, format('SELECT secretxfer.own_handover(%L)', (SELECT h.entry_id FROM secretxfer.handovers h WHERE h.case_no = v.case_no))) AS handover
  FROM unnest('{customer,client,ministry,agency,security,plain,stranger}'::text[]) WITH ORDINALITY AS r (role, at), (VALUES ('M-1/1', 'K1'), ('A-1/1', 'K2')) AS v (label, case_no)
 ORDER BY r.at, v.case_no;
SELECT own_carrier(0), own_handover(0), own_carrier(NULL), own_handover(NULL);
-- the number of an entry may be stated by who may write the entry, and is dropped
SELECT try_as('regress_secretxfer_customer', $$WITH e AS (INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description, entry_id) VALUES ('K1', 'V3', '2025-04-01', 'a breach', 1) RETURNING entry_id)
	SELECT FROM e WHERE 1 / (entry_id - 1) IS NOT NULL$$);
SELECT try_as('regress_secretxfer_customer', $$UPDATE secretxfer.violations SET entry_id = 0 WHERE case_no = 'K1'$$), try_as('regress_secretxfer_customer', $$UPDATE secretxfer.violations SET entry_id = 0 WHERE case_no = 'K2'$$);
SELECT ask_as('regress_secretxfer_customer', 'SELECT nextval(''secretxfer.entry_ids'')');

-- The same stands in the view, act by act (of its carriers a customer changes those that it entered, and this one was permitted).
SELECT m.role, m.tbl, m.own, m.others, p.acts
  FROM fixture.matrix m
  LEFT JOIN LATERAL (SELECT replace(replace(replace(replace(string_agg(DISTINCT act, '' ORDER BY act), 'change', 'C'), 'enter', 'E'), 'see', 'S'), 'withdraw', 'W') AS acts
					   FROM privileges p WHERE p.role = 'regress_secretxfer_' || m.role AND p."table" = m.tbl) AS p ON true
 WHERE m.role <> 'plain' AND translate(m.own, 'SECW-', 'SECW') <> coalesce((SELECT string_agg(l, '' ORDER BY position(l IN 'SECW')) FROM regexp_split_to_table(p.acts, '') AS l), '');
SELECT DISTINCT role FROM privileges WHERE which_rows = 'all' AND act <> 'see' ORDER BY 1;
SELECT role, ask_as(role, 'SELECT string_agg(DISTINCT role, '', '' ORDER BY role) FROM secretxfer.privileges')
  FROM unnest('{regress_secretxfer_customer,regress_secretxfer_ministry,regress_secretxfer_security,regress_secretxfer_analyst,regress_secretxfer_auditor,regress_secretxfer_plain,regress_secretxfer_stranger}'::name[]) AS role;
-- every table and view of the register is somebody's, and every view is readable by whom it is for
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'v') AND c.relname <> 'rules'
   AND NOT EXISTS (SELECT FROM duty_matrix() m WHERE m."table" = c.relname AND m.duty = 'auditor');
SELECT duty, "table", ask_as('regress_secretxfer_' || CASE duty WHEN 'authority' THEN 'ministry' ELSE duty::text END, format('SELECT ''unread'' FROM (SELECT count(t) FROM secretxfer.%I t) AS t WHERE t.count < 0', "table"))
  FROM duty_matrix() WHERE NOT by_policy AND ask_as('regress_secretxfer_' || CASE duty WHEN 'authority' THEN 'ministry' ELSE duty::text END, format('SELECT ''unread'' FROM (SELECT count(t) FROM secretxfer.%I t) AS t WHERE t.count < 0', "table")) IS NOT NULL;
-- a view that shows everything to whoever reads it, as one that was made before PostgreSQL 15, is for nobody from whom rows are hidden
BEGIN;
DO $$
DECLARE
	view regclass;
BEGIN
	FOR view IN SELECT oid FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v' AND reloptions IS NOT NULL LOOP
		EXECUTE format('ALTER VIEW %s RESET (security_invoker)', view);
	END LOOP;
END $$;
CREATE ROLE regress_secretxfer_late;
SELECT admit('regress_secretxfer_late', p('customer'), 'customer'), admit('regress_secretxfer_late', p('ministry'), 'authority') \g /dev/null
SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v' AND has_table_privilege('regress_secretxfer_late', oid, 'SELECT') ORDER BY 1;
ROLLBACK;

-- Columns: when it was received is the body's to say, all else of a request the customer's; an analyst reads no texts.
SELECT try_as('regress_secretxfer_customer', 'UPDATE secretxfer.requests SET received_on = ''2025-02-13'' WHERE case_no = ''K3''');
SELECT try_as('regress_secretxfer_ministry', 'UPDATE secretxfer.requests SET justification = ''another'' WHERE case_no = ''K3''');
SELECT try_as('regress_secretxfer_customer', insert_of('requests', entry('requests', '{"case_no": "K3", "request_no": "R2", "received_on": "2025-02-12"}')));
SELECT try_as('regress_secretxfer_customer', insert_of('requests', entry('requests', '{"case_no": "K3", "request_no": "R2"}')));
SELECT tbl, col, try_as('regress_secretxfer_analyst', format('SELECT %I FROM secretxfer.%I', col, tbl)), try_as('regress_secretxfer_auditor', format('SELECT %I FROM secretxfer.%I', col, tbl))
  FROM (VALUES ('cases', 'subject'), ('carriers', 'title'), ('carriers', 'account_no'), ('requests', 'justification'), ('decisions', 'reasons'), ('contracts', 'information_statement'),
	('violations', 'description'), ('clearances', 'person_name'), ('parties', 'full_name'), ('cases', 'customer')) AS v (tbl, col);
-- of the texts that stand in the register none is left to analysts but numbers and names of bodies
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'text'::regtype AND a.attcollation <> '"C"'::regcollation
   AND has_column_privilege('regress_secretxfer_analyst', c.oid, a.attnum, 'SELECT') ORDER BY 1, 2;

-- What an analyst sees is listed column by column. These columns are not listed; and no column is that comes later.
SELECT c.relname, string_agg(a.attname, ', ' ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND NOT has_column_privilege('regress_secretxfer_analyst', c.oid, a.attnum, 'SELECT') GROUP BY 1 ORDER BY 1;
SELECT "table" FROM duty_matrix() WHERE duty = 'analyst' AND by_policy AND (only_columns IS NULL OR but_columns IS NOT NULL);
SELECT m."table", o FROM duty_matrix() m CROSS JOIN unnest(m.only_columns) AS o
 WHERE m.duty = 'analyst' AND (m."table", o) NOT IN (SELECT d."table", d."column" FROM defined_columns() d);
BEGIN;
DO $$
DECLARE
	tbl regclass;
BEGIN
	FOR tbl IN SELECT oid FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname !~ '^(admissions|journal)' LOOP
		EXECUTE format('ALTER TABLE %s ADD added text, ADD number_added integer', tbl);
	END LOOP;
END $$;
SELECT admit('regress_secretxfer_analyst', NULL, 'analyst'), admit('regress_secretxfer_auditor', NULL, 'auditor') \g /dev/null
SELECT r.role, count(*) > 0 AS added, count(*) FILTER (WHERE has_column_privilege(r.role, a.attrelid, a.attnum, 'SELECT')) > 0 AS seen
  FROM unnest('{regress_secretxfer_analyst,regress_secretxfer_auditor}'::name[]) AS r (role), pg_attribute a WHERE a.attname IN ('added', 'number_added') GROUP BY 1 ORDER BY 1;
-- dismissed, it keeps no column, whatever an earlier version granted on the whole table
CREATE ROLE regress_secretxfer_late;
SELECT admit('regress_secretxfer_late', NULL, 'analyst'), admit('regress_secretxfer_late', p('ministry'), 'authority') \g /dev/null
GRANT SELECT ON protections TO regress_secretxfer_late;
SELECT dismiss('regress_secretxfer_late', NULL, 'analyst') \g /dev/null
SELECT "table" AS seen_without_duty FROM (SELECT DISTINCT "table" FROM duty_matrix() WHERE by_policy) AS t WHERE has_any_column_privilege('regress_secretxfer_late', 'secretxfer.' || "table", 'SELECT')
 EXCEPT SELECT "table" FROM duty_matrix() WHERE duty = 'authority';
ROLLBACK;

-- The rules see the whole register, whatever the writer may see: a carrier that is out in a case of another.
SELECT take('K4', 'protected', '{"carriers": ["M-5/1"], "contractor": "@other"}'), take('K5', 'handed', '{"customer": "@client", "contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "carriers": ["M-5/1"]}') \g /dev/null
SELECT ask_as('regress_secretxfer_customer', 'SELECT count(*) FROM secretxfer.handovers WHERE case_no = ''K5''');
SELECT fixture.insert_of('handovers', entry('handovers', '{"case_no": "K4", "carrier_id": "#M-5/1"}')) AS hand_over \gset
SELECT try_as('regress_secretxfer_customer', :'hand_over');
\set VERBOSITY default
SET ROLE regress_secretxfer_customer;
:hand_over;
SELECT rule, detail, hint FROM check_entry('handovers', jsonb_build_object('case_no', 'K4', 'carrier_id', (SELECT carrier_id FROM request_items WHERE case_no = 'K4'), 'handed_on', '2025-03-12', 'act_no', 'act', 'received_by', 'C-other')) WHERE verdict = 'failed';
RESET ROLE;
\set VERBOSITY terse
UPDATE handovers SET returned_on = '2025-03-12', return_act_no = 'back' WHERE case_no = 'K5';
SELECT try_as('regress_secretxfer_customer', :'hand_over');
-- ... and what security enters about permits and parties
BEGIN;
SELECT try_as('regress_secretxfer_customer', $$UPDATE secretxfer.permits SET revoked_on = '2025-03-10' WHERE permit_no = 'P-other'$$);
SET ROLE regress_secretxfer_security;
UPDATE permits SET revoked_on = '2025-03-10' WHERE permit_no = 'P-other';
INSERT INTO party_changes (party, change_no, kind, effective_on, document) SELECT idn, '1', 'liquidation', '2025-03-11', 'a decision' FROM parties WHERE idn = '351240000110';
RESET ROLE;
SELECT foretold('handovers', entry('handovers', '{"case_no": "K4", "carrier_id": "#M-5/1"}'));
SELECT try_as('regress_secretxfer_customer', :'hand_over');
ROLLBACK;

-- A case's life, each step by whom it is for; keys are looked after although rows are hidden, and every way of writing serves but COPY FROM.
SELECT c('M-6/1') AS carrier, p('customer') AS customer, p('other') AS other, p('ministry') AS ministry, p('client') AS client, p('agency') AS agency, p('successor') AS successor \gset
SET ROLE regress_secretxfer_customer;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES ('L1', :'customer', :'other', 'works', 'Almaty', '2025-02-03') RETURNING case_no;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES ('L1', :'customer', :'other', 'the works', 'Almaty', '2025-02-03')
	ON CONFLICT (case_no) DO UPDATE SET subject = excluded.subject RETURNING subject;
WITH r AS (
	INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
	VALUES ('L1', 'R1', :'ministry', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-other', 'draft') RETURNING case_no, request_no)
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) SELECT case_no, request_no, 1, :carrier FROM r;
SELECT count(*) AS titles FROM carriers WHERE carrier_id = :carrier;
SET ROLE regress_secretxfer_ministry;
UPDATE requests SET received_on = '2025-02-12' WHERE received_on IS NULL RETURNING case_no;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as) VALUES ('L1', 'R1', 'D', '2025-02-20', 'permitted', 'Surname Name', 'head');
UPDATE decisions SET signed_as = 'acting_head' WHERE case_no = 'L1' RETURNING due_on;
SET ROLE regress_secretxfer_customer;
SELECT count(*) AS titles FROM carriers WHERE carrier_id = :carrier;
INSERT INTO contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability, protection_financing, permit_no, responsible_unit, unit_designated_by)
VALUES ('L1', '42', '2025-03-03', 'control', 'control', 'liable', 'paid', 'P-other', 'a unit', 'an order');
INSERT INTO contract_items (case_no, annex_no, request_no, item_no) VALUES ('L1', '1', 'R1', 1) RETURNING annexed_on;
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on) VALUES ('L1', 'N1', 'contract', 'the security body', '2025-03-05');
INSERT INTO protections (case_no, kind, arranged_on) VALUES ('L1', 'contractor', '2025-03-06');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) SELECT 'L1', carrier_id, '2025-03-12', 'act', 'C-other' FROM request_items WHERE case_no = 'L1';
UPDATE handovers SET returned_on = '2025-03-20', return_act_no = 'back' WHERE case_no = 'L1';
UPDATE cases SET closed_on = '2025-03-21' WHERE case_no = 'L1';
INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on) VALUES ('L1', 'N2', 'contract', 'the security body', '2025-03-22');
DELETE FROM handovers WHERE case_no = 'L1';
COPY (SELECT case_no, returned_on FROM handovers WHERE case_no LIKE 'L%') TO STDOUT;
\copy violations (case_no, violation_no, found_on, description) FROM '/dev/null'
RESET ROLE;

-- What hides a row hides it from every way of writing.  In K2, of the other customer:
CREATE FUNCTION regress_mine.write(sql text) RETURNS int SECURITY DEFINER LANGUAGE plpgsql AS 'BEGIN EXECUTE sql; RETURN 1; END';
ALTER FUNCTION regress_mine.write(text) OWNER TO regress_secretxfer_customer;
SELECT what, try_as('regress_secretxfer_customer', sql) FROM (VALUES
	('an entry', insert_of('violations', entry('violations', '{"case_no": "K2", "violation_no": "V3"}'))),
	('an entry in no case', insert_of('violations', entry('violations', '{"case_no": "none"}'))),
	('an entry with all that can be wrong', $$INSERT INTO secretxfer.contracts (case_no) VALUES ('K2')$$),
	('... in no case', $$INSERT INTO secretxfer.contracts (case_no) VALUES ('none')$$),
	('... that stands', $$INSERT INTO secretxfer.violations (case_no, violation_no) VALUES ('K2', 'V1')$$),
	('a case for another', insert_of('cases', entry('cases', '{"case_no": "new", "customer": "@client"}'))),
	('a change', $$UPDATE secretxfer.violations SET description = 'x' WHERE case_no = 'K2'$$),
	('a withdrawal', $$DELETE FROM secretxfer.notices WHERE case_no = 'K2'$$),
	('a change by a join', $$UPDATE secretxfer.violations v SET description = 'x' FROM secretxfer.cases c WHERE v.case_no <> 'K1'$$),
	('an entry moved there', $$UPDATE secretxfer.notices SET case_no = 'K2', notice_no = 'N9' WHERE case_no = 'K1'$$),
	('... with all that can be wrong', $$UPDATE secretxfer.violations SET case_no = 'K2', found_on = NULL WHERE case_no = 'K1' AND violation_no = 'V2'$$),
	('an own case given away', format('UPDATE secretxfer.cases SET customer = %L WHERE case_no = ''K3''', :'client')),
	('ON CONFLICT', $$INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES ('K2', 'V1', '2025-04-01', 'x') ON CONFLICT (case_no, violation_no) DO UPDATE SET description = 'x'$$),
	('a function of its own', $$SELECT regress_mine.write('UPDATE secretxfer.violations SET description = ''x'' WHERE case_no = ''K2''')$$),
	('... that enters', $$SELECT regress_mine.write('INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES (''K2'', ''V3'', ''2025-04-01'', ''x'')')$$),
	('a row lock', $$SELECT FROM secretxfer.cases WHERE case_no = 'K2' FOR UPDATE$$),
	('an answer to itself', insert_of('decisions', entry('decisions', '{"case_no": "K3"}'))),
	('an admission', $$INSERT INTO secretxfer.admissions VALUES ('regress_secretxfer_customer', 'auditor', NULL, now(), 'me')$$),
	('... by the function', $$SELECT secretxfer.admit('regress_secretxfer_customer', NULL, 'auditor')$$),
	('... by its part', $$SELECT secretxfer.enter_admission('regress_secretxfer_customer', NULL, 'auditor', 'me')$$),
	('a policy', 'CREATE POLICY all_of_it ON secretxfer.cases USING (true)')) AS v (what, sql);
SELECT try_as('regress_secretxfer_plain', $$INSERT INTO secretxfer.admissions VALUES ('regress_secretxfer_plain', 'auditor', NULL, now(), 'me')$$), try_as('regress_secretxfer_plain', $$DELETE FROM secretxfer.admissions$$);
SELECT try_as('regress_secretxfer_agency', sql) FROM unnest(ARRAY[
	insert_of('decisions', entry('decisions', '{"case_no": "K3"}')), $$INSERT INTO secretxfer.decisions (case_no, request_no) VALUES ('K1', 'R1')$$,
	$$UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = 'K1'$$, insert_of('carriers', entry('carriers', '{"account_no": "M-99"}')),
	format('INSERT INTO secretxfer.carriers (owner, account_no, copy_no) VALUES (%L, ''M-1'', ''1'')', :'ministry'),
	format('UPDATE secretxfer.carriers SET owner = %L WHERE account_no = ''A-2''', :'ministry')]) AS sql;
SET ROLE regress_secretxfer_customer;
SET row_security = off;
SELECT count(*) FROM cases;
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K2', 'V3', '2025-04-01', 'x');
RESET row_security;
-- a lent view: the rows are those of who reads, the columns those of its owner, and no more comes of both than each has
CREATE VIEW regress_mine.lent AS SELECT * FROM secretxfer.cases;
GRANT ALL ON regress_mine.lent TO PUBLIC;
RESET ROLE;
SELECT role, ask_as(role, 'SELECT string_agg(case_no || '': '' || subject, '', '' ORDER BY case_no) FROM regress_mine.lent'), try_as(role, 'UPDATE regress_mine.lent SET subject = ''x'''),
	   try_as(role, 'DELETE FROM regress_mine.lent')
  FROM unnest('{regress_secretxfer_customer,regress_secretxfer_client,regress_secretxfer_analyst,regress_secretxfer_ministry,regress_secretxfer_stranger}'::name[]) AS role;
DROP VIEW regress_mine.lent;

-- Neither of the functions that see everything tells of what is hidden.
SELECT what, ask_as('regress_secretxfer_customer', sql) FROM (VALUES
	('a guess at a hidden case', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "K2", "subject": "works"}')$$),
	('a wrong one', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "K2", "subject": "a bridge"}')$$),
	('... at one that is not there', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "none", "subject": "a bridge"}')$$),
	('a step of a hidden case', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.contracts', '{"case_no": "K2", "contract_no": "42"}')$$),
	('... of one that is not there', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.contracts', '{"case_no": "none", "contract_no": "42"}')$$),
	('a guess at a decision of its own', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.decisions', '{"case_no": "K1", "request_no": "R1", "signed_by": "x"}')$$),
	('at a permit', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.permits', '{"permit_no": "P-joint", "issued_by": "x"}')$$),
	('an own case given away', format($$SELECT count(*) FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "K3", "customer": "%s"}')$$, :'client')),
	('an own case', $$SELECT count(*) > 0 FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "K3", "subject": "a bridge"}')$$),
	('what is missing in a hidden case', $$SELECT count(*) FROM secretxfer.next_steps('K2')$$),
	('... in none', $$SELECT count(*) FROM secretxfer.next_steps('none')$$),
	('... in an own one', $$SELECT count(*) FROM secretxfer.next_steps('K3')$$),
	('verify()', 'SELECT count(*) FROM secretxfer.verify()')) AS v (what, sql);
SELECT ask_as('regress_secretxfer_ministry', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.requests', '{"case_no": "K3", "request_no": "R1", "justification": "a guess"}')$$),
	   ask_as('regress_secretxfer_ministry', $$SELECT count(*) FROM secretxfer.next_steps('K1')$$), ask_as('regress_secretxfer_analyst', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "K1", "subject": "a guess"}')$$);
SELECT duty, ask_as('regress_secretxfer_' || duty, 'SELECT count(*) > 0 FROM secretxfer.verify()') FROM unnest('{security,analyst,auditor}'::text[]) AS duty;
-- who may write some of the columns may ask about these: the key that tells the entry is none of them, but for a new one
SELECT role, fields, ask_as('regress_secretxfer_' || role, format('SELECT count(*) > 0 FROM secretxfer.check_entry(''secretxfer.requests'', %L)', fields))
  FROM (VALUES (1, 'ministry', '{"case_no": "K3", "request_no": "R1", "received_on": "2025-02-12"}'), (2, 'ministry', '{"case_no": "K3", "request_no": "R1", "received_on": "2025-02-12", "draft_contract": "x"}'),
	(3, 'ministry', '{"case_no": "K3", "request_no": "R2", "received_on": "2025-02-12"}'), (4, 'customer', '{"case_no": "K3", "request_no": "R1", "draft_contract": "x"}'),
	(5, 'customer', '{"case_no": "K3", "request_no": "R1", "received_on": "2025-02-13"}'), (6, 'customer', '{"case_no": "K3", "request_no": "R2"}'),
	(7, 'customer', '{"case_no": "K3", "request_no": "R2", "received_on": "2025-02-12"}')) AS v (place, role, fields) ORDER BY place;
-- nor to a role without a duty that was granted less than all of the table, for which PostgreSQL shows no row
BEGIN;
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_stranger;
GRANT SELECT (case_no) ON cases TO regress_secretxfer_stranger;
GRANT INSERT (description) ON violations TO regress_secretxfer_stranger;
SELECT ask_as('regress_secretxfer_stranger', 'SELECT count(case_no) FROM secretxfer.cases'), ask_as('regress_secretxfer_stranger', $$SELECT count(*) FROM secretxfer.next_steps('K3')$$),
	   ask_as('regress_secretxfer_stranger', $$SELECT count(*) FROM secretxfer.check_entry('secretxfer.violations', '{"case_no": "K3", "description": "x"}')$$);
ROLLBACK;
-- a role without a duty, but with all of the table, is told
SELECT ask_as('regress_secretxfer_plain', $$SELECT count(*) FROM secretxfer.next_steps('K2')$$), ask_as('regress_secretxfer_plain', $$SELECT count(*) FROM secretxfer.next_steps('none')$$);
-- lists cannot be used to read titles
SELECT try_as('regress_secretxfer_customer', format($$WITH asked AS (INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ('K3', 'R1', 2, %s) RETURNING carrier_id)
	SELECT title FROM secretxfer.carriers JOIN asked USING (carrier_id)$$, c('M-3/1')));
-- nor those of carriers that the body left out, or did not permit at all; nor, until it is committed, of one that it permitted
BEGIN;
SELECT take('E1', 'received', '{"carriers": ["M-7/1", "M-8/1"]}'), take('E2', 'received', '{"carriers": ["M-9/1"]}') \g /dev/null
SELECT write('decisions', '{"case_no": "E1", "excluded_items": [2]}'), write('decisions', '{"case_no": "E2", "outcome": "refused", "reasons": "a reason"}') \g /dev/null
SELECT name, ask_as('regress_secretxfer_customer', format('SELECT count(title) FROM secretxfer.carriers WHERE carrier_id = %s', c(name))) FROM unnest('{M-7/1,M-8/1,M-9/1}'::text[]) AS name;
ROLLBACK;

-- What the policies ask can be asked directly; the answer is no for who has not the duty, and for others' rows.
SELECT question, string_agg(role || ': ' || ask_as('regress_secretxfer_' || role, 'SELECT secretxfer.' || question), ', ' ORDER BY at)
  FROM unnest(ARRAY[format('permitted_carrier(%s)', c('M-1/1')), format('permitted_carrier(%s)', c('M-4/1')), 'own_case(''K1'')', 'asked_in_case(''K1'')', 'asked_by(''K1'', ''R1'')', 'asked_by(''K2'', ''R1'')',
	'asked_by(''K1'', ''R2'')', 'asked_under_permit(''P-builder'')', 'asked_under_clearance(''C-citizen'')', 'same_person(''C-builder'', ''C-builder'')', 'same_person(''C-joint'', ''C-joint'')',
	'same_person(''C-citizen'', ''C-citizen'')', 'same_person(''C-builder'', ''C-citizen'')', 'same_person(''C-none'', ''C-none'')']) WITH ORDINALITY AS q (question, place),
	unnest('{customer,client,ministry,agency,security,plain}'::text[]) WITH ORDINALITY AS r (role, at) GROUP BY question, place ORDER BY place;
SELECT ask_as('regress_secretxfer_customer', 'SELECT string_agg(DISTINCT concat_ws('' '', duty, secretxfer.acts_as(duty), secretxfer.admitted_for(duty)), '', '') FROM unnest(enum_range(NULL::secretxfer.duty)) AS duty, secretxfer.cases');

-- Restrictive policies of the owner's own come before the rules as well; one with a query in it PostgreSQL asks by itself, after them.
BEGIN;
CREATE TABLE fixture.words (word text);
INSERT INTO fixture.words VALUES ('a breach');
GRANT SELECT ON fixture.words TO PUBLIC;
CREATE POLICY lately ON violations AS RESTRICTIVE FOR INSERT WITH CHECK (found_on >= '2025-04-01');
CREATE POLICY others ON violations AS RESTRICTIVE FOR INSERT TO regress_secretxfer_client WITH CHECK (false);
CREATE POLICY words ON violations AS RESTRICTIVE FOR INSERT WITH CHECK (violation_no <> 'V5' OR description IN (SELECT word FROM fixture.words));
SELECT given, try_as('regress_secretxfer_customer', insert_of('violations', entry('violations', given))),
	   ask_as('regress_secretxfer_customer', format('SELECT string_agg(rule, '', '') FROM secretxfer.check_entry(''secretxfer.violations'', %L) WHERE verdict = ''failed''', entry('violations', given)))
  FROM unnest(ARRAY['{"case_no": "K3", "violation_no": "V4"}', '{"case_no": "K3", "violation_no": "V4", "found_on": "2025-03-31"}', '{"case_no": "K3", "violation_no": "V4", "found_on": "2025-03-31", "description": " "}',
	'{"case_no": "K3", "violation_no": "V4", "description": " "}', '{"case_no": "K3", "violation_no": "V5", "description": "a breach"}', '{"case_no": "K3", "violation_no": "V5", "description": "another"}',
	'{"case_no": "K2", "violation_no": "V5", "description": "a breach"}']::jsonb[]) AS given;
ROLLBACK;
-- and what gives rows as they would be written gives none that stand, even if they are seen
BEGIN;
CREATE POLICY seen ON violations FOR SELECT USING (true);
CREATE POLICY half ON violations FOR UPDATE WITH CHECK (true);
CREATE POLICY other ON violations FOR UPDATE USING (false) WITH CHECK (true);
SELECT try_as('regress_secretxfer_customer', 'UPDATE secretxfer.violations SET description = ''x'' WHERE case_no = ''K2'''),
	   ask_as('regress_secretxfer_customer', 'SELECT count(*) FROM secretxfer.check_entry(''secretxfer.violations'', ''{"case_no": "K2", "violation_no": "V1", "description": "x"}'')');
ROLLBACK;

-- Succession: the case goes over with the supplement, and comes back with another.
SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_successor;
SELECT admit('regress_secretxfer_successor', p('successor'), 'customer') \g /dev/null
RESET client_min_messages;
CREATE FUNCTION fixture.who_sees(case_no text) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(role || coalesce(': ' || nullif(seen, 'case, request'), ''), '; ') FROM unnest('{customer,client,successor}'::text[]) AS role,
		fixture.ask_as('regress_secretxfer_' || role, format('SELECT concat_ws('', '', (SELECT ''case'' FROM secretxfer.cases WHERE case_no = %1$L), (SELECT min(''request'') FROM secretxfer.requests WHERE case_no = %1$L))', who_sees.case_no)) AS seen
	 WHERE seen <> ''
$$;
SELECT who_sees('K4');
SET ROLE regress_secretxfer_customer;
INSERT INTO supplements (case_no, supplement_no, party, change_no, successor, successor_powers, concluded_on) VALUES ('K4', 'S1', :'customer', '1', :'successor', 'an act', '2025-06-10') RETURNING successor;
RESET ROLE;
SELECT who_sees('K4'), try_as('regress_secretxfer_customer', 'UPDATE secretxfer.cases SET subject = subject WHERE case_no = ''K4'''),
	   try_as('regress_secretxfer_successor', 'UPDATE secretxfer.cases SET subject = subject WHERE case_no = ''K4'''),
	   try_as('regress_secretxfer_customer', insert_of('violations', entry('violations', '{"case_no": "K4"}'))),
	   try_as('regress_secretxfer_successor', insert_of('violations', entry('violations', '{"case_no": "K4"}'))),
	   ask_as('regress_secretxfer_successor', 'SELECT string_agg(permit_no, '', '') FROM secretxfer.permits'), ask_as('regress_secretxfer_successor', 'SELECT string_agg(title, '', '') FROM secretxfer.carriers');
SELECT try_as('regress_secretxfer_successor', $$INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, sent_on, party, change_no) VALUES ('K4', 'N9', 'succession_security', 'the security body', '2025-06-11', '351240000040', '1')$$);
-- ... and on the same day to a third, whatever the numbers of the supplements
SELECT write('party_changes', '{"party": "@successor", "kind": "functions", "effective_on": "2025-06-10"}'),
	   write('supplements', '{"case_no": "K4", "supplement_no": "S0", "party": "@successor", "successor": "@client"}') \g /dev/null
SELECT who_sees('K4'), (SELECT name FROM fixture.numbers n WHERE n.idn = s.present_customer) FROM case_status s WHERE case_no = 'K4';
-- (one that stays what it is passes nothing on)
SELECT write('party_changes', '{"party": "@client", "change_no": "2", "kind": "ownership", "effective_on": "2025-06-10"}'),
	   write('supplements', '{"case_no": "K4", "supplement_no": "R0", "party": "@client", "change_no": "2", "successor": "@client"}') \g /dev/null
SELECT who_sees('K4'), (SELECT name FROM fixture.numbers n WHERE n.idn = s.present_customer) FROM case_status s WHERE case_no = 'K4';
DELETE FROM supplements WHERE supplement_no IN ('R0', 'S0');
SELECT write('supplements', '{"case_no": "K4", "supplement_no": "S2", "party": "@successor", "successor": "@client"}') \g /dev/null
SELECT who_sees('K4'), (SELECT name FROM fixture.numbers n WHERE n.idn = s.present_customer) FROM case_status s WHERE case_no = 'K4';
DELETE FROM supplements WHERE case_no = 'K4';
SELECT who_sees('K4');
-- ... who that is the view case_status says in its own way
SELECT count(*) FROM case_status s WHERE who_sees(s.case_no) IS DISTINCT FROM (SELECT name FROM fixture.numbers n WHERE n.idn = s.present_customer);

-- A group's admission is its members'; one may act for several; plain grants widen no rows.
SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_member IN ROLE regress_secretxfer_customer, regress_secretxfer_client, regress_secretxfer_plain;
RESET client_min_messages;
SELECT ask_as('regress_secretxfer_member', 'SELECT string_agg(case_no, '', '' ORDER BY case_no) FROM secretxfer.cases'), ask_as('regress_secretxfer_plain', 'SELECT string_agg(case_no, '', '' ORDER BY case_no) FROM secretxfer.cases');
PREPARE mine AS SELECT string_agg(case_no, ', ' ORDER BY case_no) FROM cases;
SET ROLE regress_secretxfer_member;
EXECUTE mine;
RESET ROLE;
REVOKE regress_secretxfer_client FROM regress_secretxfer_member;
SET ROLE regress_secretxfer_member;
EXECUTE mine;
SET ROLE regress_secretxfer_plain;
EXECUTE mine;
RESET ROLE;
-- a prepared statement hears of an admission
SELECT admit('regress_secretxfer_plain', :'client', 'customer') \g /dev/null
SET ROLE regress_secretxfer_plain;
EXECUTE mine;
RESET ROLE;
-- ... and of what the owner writes into the table by hand; what names no role or no duty says nothing
SET ROLE regress_secretxfer_customer;
EXECUTE mine;
RESET ROLE;
BEGIN;
INSERT INTO admissions VALUES ('regress_secretxfer_customer', 'customer', :'client', now(), 'me');
ALTER TABLE admissions ALTER role DROP NOT NULL, ALTER duty DROP NOT NULL, DROP CONSTRAINT admissions_party_named;
INSERT INTO admissions VALUES (NULL, 'auditor', NULL, now(), 'me'), ('regress_secretxfer_customer', NULL, NULL, now(), 'me');
SET ROLE regress_secretxfer_customer;
EXECUTE mine;
ROLLBACK;
SET ROLE regress_secretxfer_customer;
EXECUTE mine;
RESET ROLE;

-- Dismissed: nothing is left but what came otherwise, and that is told.
SELECT dismiss('regress_secretxfer_plain', :'client', 'customer') \g /dev/null
SELECT ask_as('regress_secretxfer_plain', 'SELECT count(*) FROM secretxfer.cases');
SELECT dismiss('regress_secretxfer_member', NULL, 'auditor') \g /dev/null
CREATE ROLE regress_secretxfer_everybody;
GRANT regress_secretxfer_everybody TO regress_secretxfer_stranger;
GRANT SELECT ON cases TO regress_secretxfer_everybody;
SELECT admit('regress_secretxfer_stranger', NULL, 'auditor') \g /dev/null
SELECT dismiss('regress_secretxfer_stranger', NULL, 'auditor') \g /dev/null
DROP OWNED BY regress_secretxfer_everybody;
SELECT admit('regress_secretxfer_stranger', NULL, 'analyst') \g /dev/null
SELECT admit('regress_secretxfer_stranger', :'customer', 'customer') \g /dev/null
SELECT ask_as('regress_secretxfer_stranger', 'SELECT count(customer) FROM secretxfer.cases'), ask_as('regress_secretxfer_stranger', 'SELECT count(subject) FROM secretxfer.cases'),
	   ask_as('regress_secretxfer_stranger', 'SELECT count(*) FROM secretxfer.next_steps(''K2'')');
SELECT dismiss('regress_secretxfer_stranger', :'customer', 'customer'), admit('regress_secretxfer_stranger', :'ministry', 'authority') \g /dev/null
SELECT ask_as('regress_secretxfer_stranger', 'SELECT count(*) FROM secretxfer.next_steps(''K2'')');
SELECT dismiss('regress_secretxfer_stranger', :'ministry', 'authority') \g /dev/null
SELECT ask_as('regress_secretxfer_stranger', 'SELECT count(customer) FROM secretxfer.cases'), ask_as('regress_secretxfer_stranger', 'SELECT count(subject) FROM secretxfer.cases'),
	   ask_as('regress_secretxfer_stranger', 'SELECT count(*) FROM secretxfer.next_steps(''K2'')');
SELECT dismiss('regress_secretxfer_stranger', NULL, 'analyst') \g /dev/null
DROP ROLE regress_secretxfer_stranger;
-- a role is dismissed before it is dropped; one that is gone, by its name
DROP ROLE regress_secretxfer_successor;
DROP OWNED BY regress_secretxfer_successor;
DROP ROLE regress_secretxfer_successor;
SELECT severity, "table", key, detail FROM verify() WHERE "table" = 'admissions';
SELECT dismiss('regress_secretxfer_successor', :'successor', 'customer') \g /dev/null
SELECT role FROM admissions WHERE role = 'regress_secretxfer_successor';

-- Nobody gets out of the limits by a new name, nor because somebody deleted the admission, or all of them.
BEGIN;
ALTER ROLE regress_secretxfer_client RENAME TO regress_secretxfer_renamed;
SELECT ask_as('regress_secretxfer_renamed', 'SELECT count(*) FROM secretxfer.cases'), try_as('regress_secretxfer_renamed', insert_of('violations', entry('violations', '{"case_no": "K2", "violation_no": "V3"}')));
SELECT admit('regress_secretxfer_renamed', :'client', 'customer'), dismiss('regress_secretxfer_client', :'client', 'customer') \g /dev/null
SELECT ask_as('regress_secretxfer_renamed', 'SELECT string_agg(case_no, '', '' ORDER BY case_no) FROM secretxfer.cases');
DELETE FROM admissions WHERE role = 'regress_secretxfer_customer';
SELECT ask_as('regress_secretxfer_customer', 'SELECT count(*) FROM secretxfer.cases');
TRUNCATE admissions;
SELECT ask_as('regress_secretxfer_renamed', 'SELECT count(*) FROM secretxfer.cases');
DROP TABLE admissions CASCADE;
SELECT ask_as('regress_secretxfer_renamed', 'SELECT count(*) FROM secretxfer.cases');
SELECT try('SELECT secretxfer.admit(''regress_secretxfer_renamed'', NULL, ''auditor'')');
ROLLBACK;
-- Supplements whose case is gone, as after a restore of some of the tables, give nobody a case
BEGIN;
SET LOCAL session_replication_role = replica;
DELETE FROM cases WHERE case_no = 'K1';
RESET session_replication_role;
SELECT role, ask_as('regress_secretxfer_' || role, 'SELECT string_agg(case_no, '', '' ORDER BY case_no) FROM secretxfer.cases'), ask_as('regress_secretxfer_' || role, 'SELECT secretxfer.own_case(''K1'')')
  FROM unnest('{customer,client}'::text[]) AS role;
ROLLBACK;
-- Another table in the place of that of admissions is not read.
BEGIN;
SAVEPOINT made;
ALTER TABLE admissions RENAME TO former;
CREATE VIEW admissions AS TABLE former;
SELECT ask_as('regress_secretxfer_client', 'SELECT count(*) FROM secretxfer.cases');
ROLLBACK TO made;
ALTER TABLE admissions RENAME TO former;
CREATE TABLE admissions (role name, duty duty);
SELECT ask_as('regress_secretxfer_client', 'SELECT count(*) FROM secretxfer.cases');
DROP TABLE admissions;
CREATE TABLE admissions (role text, duty duty, party text, recorded_at timestamptz, recorded_by name);
SELECT ask_as('regress_secretxfer_client', 'SELECT count(*) FROM secretxfer.cases');
DROP TABLE admissions;
CREATE TABLE admissions (role name, duty duty, party bigint, recorded_at timestamptz, recorded_by name);
INSERT INTO admissions VALUES ('regress_secretxfer_client', 'customer', 1);
SELECT ask_as('regress_secretxfer_client', 'SELECT count(*) FROM secretxfer.cases');
ROLLBACK;

-- Who may admit, and whom.
SELECT try_as('regress_secretxfer_security', $$SELECT secretxfer.admit('regress_secretxfer_security', NULL, 'auditor')$$);
BEGIN;
GRANT EXECUTE ON FUNCTION admit(name, text, duty) TO regress_secretxfer_security;
SELECT try_as('regress_secretxfer_security', $$SELECT secretxfer.admit('regress_secretxfer_security', NULL, 'auditor')$$);
ROLLBACK;
SELECT try(sql) FROM unnest(ARRAY[
	$$SELECT secretxfer.admit('regress_secretxfer_nobody', NULL, 'auditor')$$, $$SELECT secretxfer.admit('regress_secretxfer_plain', NULL, 'customer')$$,
	$$SELECT secretxfer.admit('regress_secretxfer_plain', fixture.p('client'), 'auditor')$$, $$SELECT secretxfer.admit('regress_secretxfer_plain', fixture.p('citizen'), 'customer')$$,
	$$SELECT secretxfer.admit('regress_secretxfer_plain', fixture.p('spare'), 'customer')$$, $$SELECT secretxfer.admit('regress_secretxfer_plain', fixture.p('bureau'), 'authority')$$,
	$$SELECT secretxfer.admit(NULL, NULL, 'auditor')$$, $$SELECT secretxfer.admit('regress_secretxfer_plain', NULL, NULL)$$,
	$$SELECT secretxfer.dismiss('regress_secretxfer_plain', NULL, 'security')$$]) AS sql;
SELECT left(try($$SELECT secretxfer.admit(current_user, fixture.p('client'), 'customer')$$), 19);

-- The guard sees a policy that is not as it was.
CREATE FUNCTION fixture.found(sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	BEGIN
		EXECUTE sql;
		SELECT string_agg(format('%s %s: %s', "table", key, detail), '; ' ORDER BY "table", key, detail) INTO result FROM secretxfer.verify() WHERE severity = 'guard';
		RAISE SQLSTATE 'UNDO1';
	EXCEPTION WHEN SQLSTATE 'UNDO1' THEN NULL;
	END;
	RETURN coalesce(result, 'nothing');
END $$;
SELECT found(sql) FROM unnest(ARRAY['SELECT', 'ALTER TABLE secretxfer.cases DISABLE ROW LEVEL SECURITY', 'DROP POLICY secretxfer_see ON secretxfer.cases',
	'ALTER POLICY secretxfer_see ON secretxfer.cases USING (true)', 'ALTER POLICY secretxfer_enter ON secretxfer.decisions TO regress_secretxfer_customer',
	'ALTER POLICY secretxfer_analyse ON secretxfer.cases TO PUBLIC', 'ALTER POLICY secretxfer_analyse ON secretxfer.cases TO regress_secretxfer_customer',
	'CREATE POLICY more ON secretxfer.cases USING (true)', 'CREATE POLICY less ON secretxfer.cases AS RESTRICTIVE USING (true)']) AS sql;
BEGIN;
DROP POLICY secretxfer_see ON cases;
SELECT create_register() \g /dev/null
SELECT count(*) FROM verify() WHERE severity = 'guard';
ROLLBACK;

-- Many rows: a query that goes through a table shows each customer its own.
SELECT take('Q' || n, 'requested', jsonb_build_object('customer', CASE n % 2 WHEN 0 THEN '@customer' ELSE '@client' END)) FROM generate_series(1, 60) AS n \g /dev/null
SELECT role, ask_as('regress_secretxfer_' || role, 'SELECT concat_ws('' of '', count(*) FILTER (WHERE secretxfer.own_case(case_no)), count(*)) FROM secretxfer.requests WHERE case_no LIKE ''Q%''')
  FROM unnest('{customer,client,security}'::text[]) AS role;
-- ... as of each row, where the query gives cases away while it asks
SELECT take('G' || n, 'opened') FROM generate_series(1, 30) AS n \g /dev/null
CREATE FUNCTION fixture.give_away(case_no text) RETURNS void SECURITY DEFINER LANGUAGE sql AS
	$$UPDATE secretxfer.cases SET customer = fixture.p('client') WHERE cases.case_no = give_away.case_no$$;
SELECT ask_as('regress_secretxfer_customer', 'SELECT concat_ws('', '', count(*) FILTER (WHERE before), count(*) FILTER (WHERE after))
	FROM (SELECT secretxfer.own_case(''G'' || n) AS before, fixture.give_away(''G'' || n), secretxfer.own_case(''G'' || n) AS after FROM generate_series(1, 30) AS n OFFSET 0) AS asked');
-- An analyst learns that a clearance was renewed, not whose it is.
SELECT fixture.write('clearances', jsonb_build_object('clearance_no', no, 'party', '@other', 'person_name', 'One and the same', 'issued_on', today() - 9, 'valid_until', today() + days))
  FROM (VALUES ('C-first', 10), ('C-second', 400)) AS v (no, days) \g /dev/null
SELECT ask_as('regress_secretxfer_analyst', 'SELECT string_agg(authorization_no || '' '' || renewed, '', '' ORDER BY 1) FROM secretxfer.authorizations_expiring WHERE authorization_no IN (''C-first'', ''C-second'')'),
	   ask_as('regress_secretxfer_analyst', 'SELECT secretxfer.same_person(''C-first'', ''C-second'')'), ask_as('regress_secretxfer_analyst', 'SELECT secretxfer.same_person(''C-first'', ''C-other'')'),
	   ask_as('regress_secretxfer_analyst', 'SELECT person_name FROM secretxfer.clearances WHERE clearance_no = ''C-first''');

-- Of two duties each holds for its own rows: of B1 the role is the customer, of B2 the body that is asked, of B3 both.
SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_both;
SELECT admit('regress_secretxfer_both', p('client'), 'customer'), admit('regress_secretxfer_both', p('ministry'), 'authority') \g /dev/null
RESET client_min_messages;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
	SELECT v.case_no, v.customer, c.contractor, c.subject, c.works_settlement, c.opened_on
	  FROM cases c, (VALUES ('B1', p('client')), ('B2', p('customer')), ('B3', p('client'))) AS v (case_no, customer) WHERE c.case_no = 'K1';
SELECT write('requests', jsonb_build_object('case_no', v.case_no, 'authority', v.authority)), write('request_items', jsonb_build_object('case_no', v.case_no, 'carrier_id', v.carrier))
  FROM (VALUES ('B1', '@agency', '#A-1/1'), ('B2', '@ministry', '#M-1/1'), ('B3', '@ministry', '#M-1/1')) AS v (case_no, authority, carrier) \g /dev/null
CREATE TABLE fixture.changes AS SELECT * FROM (VALUES ('justification', 'justification = ''another''', '"justification": "another"'), ('receipt', 'received_on = ''2025-02-12''', '"received_on": "2025-02-12"'),
	('both', 'justification = ''another'', received_on = ''2025-02-12''', '"justification": "another", "received_on": "2025-02-12"')) AS v (change, assignment, field);
SELECT b.case_no, c.change, try_as('regress_secretxfer_both', format('UPDATE secretxfer.requests SET %s WHERE case_no = %L', c.assignment, b.case_no)),
	   ask_as('regress_secretxfer_both', format('SELECT count(*) FROM secretxfer.check_entry(''secretxfer.requests'', ''{"case_no": "%s", "request_no": "R1", %s}'')', b.case_no, c.field))
  FROM unnest('{B1,B2,B3}'::text[]) AS b (case_no), fixture.changes c ORDER BY 1, 2;
SELECT try_as('regress_secretxfer_both', insert_of('requests', entry('requests', jsonb_build_object('case_no', 'B1', 'request_no', 'R2', 'authority', v.authority) || v.more)))
  FROM (VALUES ('@agency', '{}'::jsonb), ('@agency', '{"received_on": "2025-02-12"}'), ('@ministry', '{"received_on": "2025-02-12"}')) AS v (authority, more);

-- ... in every direction: the addressee too, to and from the own body, with and without the receipt; the case, to and from
-- the own one; before the receipt, and after it
SELECT change, string_agg(b.case_no || ' ' || try_as('regress_secretxfer_both', format('UPDATE secretxfer.requests SET %s WHERE case_no = %L AND request_no = ''R1''', assignment, b.case_no)), ', ' ORDER BY b.case_no)
  FROM unnest('{B1,B2,B3}'::text[]) AS b (case_no), (VALUES (1, 'to own', 'authority = ''351240000010'''), (2, 'to another', 'authority = ''351240000020'''),
	(3, 'to own, received', 'authority = ''351240000010'', received_on = ''2025-02-12'''), (4, 'to another, received', 'authority = ''351240000020'', received_on = ''2025-02-12'''),
	(5, 'to the own case', 'case_no = ''B3'', request_no = ''R3'''), (6, 'to another case', 'case_no = ''B2'', request_no = ''R3'''), (7, 'to another case, received', 'case_no = ''B2'', request_no = ''R3'', received_on = ''2025-02-12''')) AS v (place, change, assignment)
 GROUP BY place, change ORDER BY place;
UPDATE requests SET received_on = '2025-02-12' WHERE case_no ~ '^B\d$';
SELECT change, string_agg(b.case_no || ' ' || try_as('regress_secretxfer_both', format('UPDATE secretxfer.requests SET %s WHERE case_no = %L', assignment, b.case_no)), ', ' ORDER BY b.case_no)
  FROM unnest('{B1,B2,B3}'::text[]) AS b (case_no), (VALUES (1, 'corrected', 'received_on = ''2025-02-13'''), (2, 'taken back', 'received_on = NULL'), (3, 'to own', 'authority = ''351240000010'''),
	(4, 'to another', 'authority = ''351240000020'''), (5, 'to own, corrected', 'authority = ''351240000010'', received_on = ''2025-02-13'''), (6, 'to another, taken back', 'authority = ''351240000020'', received_on = NULL'),
	(7, 'justification', 'justification = ''another'''), (8, 'number on paper', 'printed_no = ''another''')) AS v (place, change, assignment)
 GROUP BY place, change ORDER BY place;
-- ... and in the transaction that enters the request, in which the request is still open
CREATE FUNCTION fixture.entered_by_both(VARIADIC assignments text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text := '';
	assignment text;
BEGIN
	BEGIN
		FOREACH assignment IN ARRAY assignments LOOP
			IF result ~ 'not granted' THEN
				EXIT;
			END IF;
			result := result || '; ' || assignment;
			SET LOCAL ROLE regress_secretxfer_both;
			IF assignment = 'entered' THEN
				INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
				VALUES ('B1', 'R9', '351240000010', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft');
				INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ('B1', 'R9', 1, 1);
			ELSE
				BEGIN
					EXECUTE format('UPDATE secretxfer.requests SET %s WHERE request_no = ''R9''', assignment);
				EXCEPTION WHEN insufficient_privilege THEN
					result := result || ': not granted';
				END;
			END IF;
			RESET ROLE;
		END LOOP;
		RAISE SQLSTATE 'UNDO1';
	EXCEPTION WHEN SQLSTATE 'UNDO1' THEN RETURN substr(result, 3);
	END;
END $$;
SELECT entered_by_both('entered', 'received_on = ''2025-02-12''', 'justification = ''another''', 'received_on = ''2025-02-13''', 'received_on = NULL', 'authority = ''351240000020''', 'received_on = ''2025-02-12''');
SELECT entered_by_both('entered', 'received_on = ''2025-02-12''', 'authority = ''351240000020''');
SELECT entered_by_both('entered', 'received_on = ''2025-02-12''', 'authority = ''351240000020'', received_on = NULL');
SELECT entered_by_both('entered', 'authority = ''351240000020'', received_on = ''2025-02-12''');

-- A customer sees permits and clearances of its contractor once a case is permitted, a permit that its request names, and the
-- carriers that their owner permitted: not by entries of the running transaction, which it may roll back, but once committed.
-- A body sees permits and clearances of requests to it in the same way.
SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_office;
SELECT admit('regress_secretxfer_office', p('office'), 'customer') \g /dev/null
RESET client_min_messages;
SELECT write('parties', '{"idn": "351240000171", "kind": "state_body", "disposes_of_secrets": true}'), write('parties', '{"idn": "351240000183"}'),
	   write('permits', '{"permit_no": "P-v", "holder": "351240000183"}'), write('permits', '{"permit_no": "P-v2", "holder": "351240000183"}'), write('clearances', '{"clearance_no": "C-v", "party": "351240000183"}'),
	   write('carriers', '{"account_no": "V-1", "owner": "351240000171"}'), write('carriers', '{"account_no": "V-2", "owner": "351240000171"}') \g /dev/null
CREATE ROLE regress_secretxfer_body;
SELECT admit('regress_secretxfer_body', '351240000171', 'authority') \g /dev/null
CREATE FUNCTION fixture.seen() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT role || ': ' || ask_as('regress_secretxfer_' || role, $q$SELECT concat_ws(', ', (SELECT string_agg(permit_no, ', ' ORDER BY permit_no) FROM secretxfer.permits WHERE permit_no LIKE 'P-v%'),
		(SELECT string_agg(clearance_no, ', ') FROM secretxfer.clearances WHERE clearance_no = 'C-v'), (SELECT string_agg(account_no, ', ' ORDER BY account_no) FROM secretxfer.carriers WHERE account_no LIKE 'V-_' OR account_no = 'M-10'))$q$)
	  FROM unnest('{office,body}'::text[]) AS role
$$;
BEGIN;
SELECT write('cases', '{"case_no": "V1", "customer": "@office", "contractor": "351240000183"}') \g /dev/null
SELECT seen();
COMMIT;
SELECT seen();
BEGIN;
SELECT write('requests', '{"case_no": "V1", "authority": "351240000171", "permit_no": "P-v"}'), write('request_items', jsonb_build_object('case_no', 'V1', 'carrier_id', c('V-1/1'))),
	   write('request_items', jsonb_build_object('case_no', 'V1', 'item_no', 2, 'carrier_id', c('V-2/1'))), write('request_items', '{"case_no": "V1", "item_no": 3, "carrier_id": "#M-10/1"}') \g /dev/null
SELECT seen();
COMMIT;
SELECT seen();
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'V1';
BEGIN;
SELECT write('decisions', '{"case_no": "V1", "excluded_items": [2]}') \g /dev/null
SELECT seen();
SAVEPOINT before;
UPDATE decisions SET late_reason = 'none' WHERE case_no = 'V1';
SELECT seen();
COMMIT;
SELECT seen();

-- PUBLIC has nothing of the register: of tables and views only the law.
SELECT relname, a.privilege_type FROM pg_class c CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) AS a
 WHERE c.relnamespace = 'secretxfer'::regnamespace AND a.grantee = 0
UNION ALL
SELECT attname, a.privilege_type FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid CROSS JOIN LATERAL aclexplode(t.attacl) AS a WHERE c.relnamespace = 'secretxfer'::regnamespace AND a.grantee = 0
UNION ALL
SELECT nspname, a.privilege_type FROM pg_namespace CROSS JOIN LATERAL aclexplode(nspacl) AS a WHERE nspname = 'secretxfer' AND a.grantee = 0;
-- Functions give no more than the caller has on the tables, and those that admit are the owner's.
CREATE ROLE regress_secretxfer_stranger;
GRANT USAGE ON SCHEMA secretxfer, fixture TO regress_secretxfer_stranger;
SELECT call, ask_as('regress_secretxfer_stranger', 'SELECT count(*) FROM secretxfer.' || call)
  FROM unnest(ARRAY['check_entry(''secretxfer.cases'', ''{}'')', 'next_steps(''K1'')', 'blocked_by(''K1'')', 'whose_turn(''K1'')', 'same_person(''C-other'', ''C-other'')',
	'verify()', 'verify(''K1'')', 'verify_guard()', 'verify_fields()', 'transfers()', 'case_changes()', 'dated_entries()', 'present_customer(''K1'', '''')', 'own_contractors()',
	'own_case(''K1'')', 'admitted_for(''customer'')']) AS call;
SELECT p.oid::regprocedure AS closed_to_all FROM pg_proc p
 WHERE p.pronamespace = 'secretxfer'::regnamespace AND NOT EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a WHERE a.grantee = 0)
 ORDER BY p.oid::regprocedure::text COLLATE "C";

SET client_min_messages = warning;
DROP SCHEMA regress_mine CASCADE;
DO $$
DECLARE
	name name;
BEGIN
	FOR name IN SELECT rolname FROM pg_roles WHERE rolname LIKE 'regress\_secretxfer\_%' LOOP
		EXECUTE format('DROP OWNED BY %I', name);
		EXECUTE format('DROP ROLE %I', name);
	END LOOP;
END $$;
\i test/fixtures/finish.sql
