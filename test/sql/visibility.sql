--
-- What a customer sees of carriers, and of the papers of its contractors, and by what numbers: each attack as the role
-- that would try it, with the docs in hand.
--
\i test/fixtures/start.sql
\set VERBOSITY terse

SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_customer;
CREATE ROLE regress_secretxfer_client;
CREATE ROLE regress_secretxfer_office;
CREATE ROLE regress_secretxfer_ministry;
CREATE ROLE regress_secretxfer_agency;
CREATE ROLE regress_secretxfer_security;
CREATE ROLE regress_secretxfer_analyst;
CREATE ROLE regress_secretxfer_auditor;
CREATE ROLE regress_secretxfer_plain;
CREATE ROLE regress_secretxfer_stranger;
GRANT USAGE ON SCHEMA fixture TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO PUBLIC;
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_plain, regress_secretxfer_stranger;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA secretxfer TO regress_secretxfer_plain;
GRANT SELECT (carrier_id, owner, account_no, copy_no) ON carriers TO regress_secretxfer_stranger;
SELECT admit('regress_secretxfer_customer', p('customer'), 'customer'), admit('regress_secretxfer_client', p('client'), 'customer'),
	   admit('regress_secretxfer_ministry', p('ministry'), 'authority'), admit('regress_secretxfer_agency', p('agency'), 'authority'),
	   admit('regress_secretxfer_security', NULL, 'security'), admit('regress_secretxfer_analyst', NULL, 'analyst'),
	   admit('regress_secretxfer_auditor', NULL, 'auditor') \g /dev/null
RESET client_min_messages;
CREATE VIEW fixture.everybody AS
	SELECT role, at FROM unnest('{customer,client,ministry,agency,security,analyst,auditor,plain,stranger}'::text[]) WITH ORDINALITY AS r (role, at);

-- The numbers of carriers are drawn by lot: none follows another, all are positive and exact in JavaScript.
SELECT enter('carriers', jsonb_build_object('account_no', 'L-' || n)) FROM generate_series(1, 50) AS n GROUP BY 1;
SELECT count(DISTINCT carrier_id), min(carrier_id) >= 0, max(carrier_id) < 2 ^ 53, max(carrier_id) > 2 ^ 50,
	   count(*) FILTER (WHERE EXISTS (SELECT FROM carriers o WHERE o.carrier_id BETWEEN c.carrier_id - 1000 AND c.carrier_id + 1000 AND o.carrier_id <> c.carrier_id)) AS neighbours
  FROM carriers c WHERE account_no LIKE 'L-%';
-- A number that is stated is kept; so a body that takes up numbers takes none that anybody else would get
SELECT try_as('regress_secretxfer_ministry', $$INSERT INTO secretxfer.carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets)
	SELECT n, '351240000010', 'x', 'document', 'secret', 'T-' || n, '1', 1 FROM generate_series(100, 1100) AS n$$);
-- The dry run draws a number, too
SELECT count(*) FROM check_entry('carriers', entry('carriers')) WHERE verdict = 'failed';

-- Whoever knows all numbers of a paper finds the carrier.
SELECT write('carriers', '{"carrier_id": 91, "account_no": "Y-1"}'), write('carriers', '{"carrier_id": 92, "account_no": "Y-1", "registered_on": "2024-01-09"}'),
	   write('carriers', '{"carrier_id": 93, "account_no": "Y-1", "registered_on": "2025-01-09"}') \g /dev/null
SELECT carrier_by_number(p('ministry'), 'Y-1', '1', NULL), carrier_by_number(p('ministry'), 'Y-1', '1'), carrier_by_number(p('ministry'), 'Y-1', '1', '2024-01-09'),
	   carrier_by_number(p('ministry'), 'Y-1', '1', '2025-01-09'), carrier_by_number(p('ministry'), 'Y-1', '1', '2025-01-10') IS NULL AS other_day;
SELECT carrier_by_number(p('agency'), 'Y-1', '1') IS NULL AS owner, carrier_by_number(p('ministry'), 'Y-2', '1') IS NULL AS number, carrier_by_number(p('ministry'), 'Y-1', '2') IS NULL AS copy,
	   carrier_by_number(NULL, 'Y-1', '1') IS NULL AS no_owner, carrier_by_number(p('ministry'), NULL, '1') IS NULL AS no_number, carrier_by_number(p('ministry'), 'Y-1', NULL) IS NULL AS no_copy,
	   carrier_by_number(p('ministry'), ' Y-1', '1') IS NULL AS padded, carrier_by_number(p('ministry'), 'y-1', '1') IS NULL AS small_letter;
-- ... a customer any, a body its own, who sees everything everything; but not who may not read these numbers
SELECT role, ask_as('regress_secretxfer_' || role, format('SELECT secretxfer.carrier_by_number(%L, ''M-1'', ''1'')', p('ministry'))) AS of_ministry,
	   ask_as('regress_secretxfer_' || role, format('SELECT secretxfer.carrier_by_number(%L, ''A-1'', ''1'')', p('agency'))) AS of_agency
  FROM fixture.everybody ORDER BY at;
REVOKE SELECT (copy_no) ON carriers FROM regress_secretxfer_stranger;
GRANT SELECT (registered_on) ON carriers TO regress_secretxfer_stranger;
SELECT ask_as('regress_secretxfer_stranger', format('SELECT secretxfer.carrier_by_number(%L, ''M-1'', ''1'')', p('ministry')));
SET ROLE regress_secretxfer_customer;
SELECT count(*) AS seen FROM carriers;
RESET ROLE;

-- A customer enters the carriers that it requests: for itself, whatever it states; it sees them, and nobody but their owner and who sees all does.
CREATE FUNCTION fixture.new_carrier(account_no text, more text DEFAULT '', more_values text DEFAULT '') RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO secretxfer.carriers (owner, title, kind, mark, account_no, copy_no, sheets%s) VALUES (%L, ''a canary plan'', ''document'', ''secret'', %L, ''1'', 10%s)',
				  more, fixture.p('ministry'), account_no, more_values)
$$;
SELECT role, try_as('regress_secretxfer_' || role, new_carrier('E-0')) AS of_ministry, try_as('regress_secretxfer_' || role, new_carrier('E-0', ', entered_for', ', ''351240000146''')) AS for_client,
	   try_as('regress_secretxfer_' || role, new_carrier('E-0', ', entered_for', ', NULL')) AS for_nobody
  FROM fixture.everybody ORDER BY at;
SET ROLE regress_secretxfer_customer;
SELECT new_carrier('E-1', ', entered_for', ', ''351240000146''') AS statement \gset
:statement RETURNING account_no, entered_for;
SELECT new_carrier('E-2') AS statement \gset
:statement RETURNING account_no, entered_for;
SET ROLE regress_secretxfer_ministry;
SELECT new_carrier('E-3', ', entered_for', ', ''351240000146''') AS statement \gset
:statement RETURNING account_no, entered_for;
SET ROLE regress_secretxfer_plain;
SELECT new_carrier('E-4', ', entered_for', ', ''351240000146''') AS statement \gset
:statement RETURNING account_no, entered_for;
RESET ROLE;
SELECT enter('carriers', '{"account_no": "E-5", "entered_for": "none"}');
CREATE FUNCTION fixture.seen(pattern text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT role || ': ' || fixture.ask_as('regress_secretxfer_' || role, format($q$SELECT coalesce(string_agg(account_no || ' ' || title, ', ' ORDER BY account_no), '') FROM secretxfer.carriers WHERE account_no ~ %L$q$, pattern))
	  FROM fixture.everybody ORDER BY at
$$;
SELECT seen('^E-');
-- the number that stands is told; nothing else, by whatever way of writing
SET ROLE regress_secretxfer_client;
SELECT new_carrier('E-1') AS statement \gset
:statement;
:statement ON CONFLICT DO NOTHING RETURNING title;
:statement ON CONFLICT (owner, account_no, copy_no, coalesce(registered_on, '-infinity')) DO UPDATE SET sheets = 11 RETURNING title;
RESET ROLE;
-- ... nor a row of others by its number in the register, which the customer may state
SELECT try_as('regress_secretxfer_customer', new_carrier('E-6', ', carrier_id', ', 1')), try_as('regress_secretxfer_customer', new_carrier('E-6', ', carrier_id', ', 777'));

-- It corrects and withdraws what it entered, and nothing else; the owner corrects everything of its own.
CREATE VIEW fixture.corrections AS
	SELECT e.role, a.act, fixture.try_as('regress_secretxfer_' || e.role, format(a.sql, 'E-1')) AS entered, fixture.try_as('regress_secretxfer_' || e.role, format(a.sql, 'E-3')) AS others
	  FROM fixture.everybody e, (VALUES (1, 'title', 'UPDATE secretxfer.carriers SET title = ''x'' WHERE account_no = %L'), (2, 'mark', 'UPDATE secretxfer.carriers SET mark = ''top_secret'' WHERE account_no = %L'),
			(3, 'number', 'UPDATE secretxfer.carriers SET account_no = ''E-9'' WHERE account_no = %L'), (4, 'withdrawal', 'DELETE FROM secretxfer.carriers WHERE account_no = %L')) AS a (place, act, sql)
	 WHERE e.role IN ('customer', 'client', 'ministry', 'agency') ORDER BY e.at, a.place;
TABLE fixture.corrections;
-- to another owner neither; nor for another customer; and back by an application that writes back all it read
SELECT try_as('regress_secretxfer_customer', $$UPDATE secretxfer.carriers SET owner = '351240000020' WHERE account_no = 'E-2' RETURNING owner$$),
	   try_as('regress_secretxfer_ministry', $$UPDATE secretxfer.carriers SET owner = '351240000020' WHERE account_no = 'E-2' RETURNING owner$$);
BEGIN;
SET ROLE regress_secretxfer_customer;
UPDATE carriers SET entered_for = v.customer FROM (VALUES ('351240000146'), (NULL), ('351240000040')) AS v (customer) WHERE account_no = 'E-1' RETURNING entered_for;
UPDATE carriers SET entered_for = NULL WHERE account_no = 'E-1' RETURNING entered_for;
SELECT count(*) FROM carriers, (VALUES ('351240000146'), (NULL)) AS v (customer), check_entry('carriers', jsonb_build_object('carrier_id', carrier_id, 'entered_for', v.customer)) AS e
 WHERE account_no = 'E-1' AND e.verdict = 'failed';
SET ROLE regress_secretxfer_ministry;
UPDATE carriers SET entered_for = '351240000146' WHERE account_no IN ('E-1', 'E-3') RETURNING account_no, entered_for;
ROLLBACK;

-- Its list shows nothing of a carrier that it did not enter, in no table or view, before its owner's permission.
SELECT take('K1', 'requested', '{"carriers": ["M-2/1"]}'), take('K2', 'requested', '{"customer": "@client", "carriers": ["M-4/1"]}') \g /dev/null
SET ROLE regress_secretxfer_customer;
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('K1', 'R1', 2, carrier_by_number('351240000020', 'A-2', '1')), ('K1', 'R1', 3, carrier_by_number('351240000010', 'E-1', '1'));
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('K1', 'R1', 4, carrier_by_number('351240000010', 'E-none', '1'));
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) SELECT 'K1', 'R1', 4, carrier_id + 1 FROM request_items WHERE item_no = 3 AND case_no = 'K1';
SELECT item_no, (SELECT account_no || ' ' || title FROM carriers c WHERE c.carrier_id = i.carrier_id) AS shown FROM request_items i ORDER BY item_no;
RESET ROLE;
UPDATE carriers SET title = 'canary ' || account_no WHERE account_no IN ('M-2', 'A-2');
CREATE FUNCTION fixture.canaries(role text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	relation name;
	found bigint;
BEGIN
	FOR relation IN SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind IN ('r', 'v') AND has_any_column_privilege('regress_secretxfer_' || role, oid, 'SELECT') ORDER BY relname COLLATE "C" LOOP
		found := fixture.ask_as('regress_secretxfer_' || role, format($q$SELECT count(*) FROM secretxfer.%I t WHERE to_jsonb(t)::text ~ 'canary|A-2|M-2'$q$, relation));
		IF found > 0 THEN
			RETURN NEXT relation || ': ' || found;
		END IF;
	END LOOP;
END $$;
SELECT canaries('customer'); -- what it entered itself
SELECT canaries('client');
SELECT canaries('ministry');

-- What a hand-over without a permission is refused for tells nothing of the carrier: neither its mark nor where it is.
SELECT take('K3', 'protected', '{"carriers": ["M-1/1"], "contractor": "@other"}'), take('K4', 'handed', '{"customer": "@client", "contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "carriers": ["M-5/1"]}') \g /dev/null
UPDATE clearances SET highest_mark = 'secret' WHERE clearance_no = 'C-other';
-- M-2 is top secret, M-3 of special importance, M-5 is out, A-1 is another body's
SELECT ask_as('regress_secretxfer_customer', format($$SELECT string_agg(DISTINCT rule || ' ' || verdict, ', ' ORDER BY rule || ' ' || verdict) FROM secretxfer.check_entry('secretxfer.handovers', %L) WHERE verdict = 'failed' OR rule ~ 'degree|carrier_out'$$,
		entry('handovers', jsonb_build_object('case_no', 'K3', 'carrier_id', '#' || carrier)))) AS told, string_agg(carrier, ', ')
  FROM unnest('{M-2/1,M-3/1,M-5/1,A-1/1,M-7/1}'::text[]) AS carrier GROUP BY 1;
SELECT try_as('regress_secretxfer_customer', insert_of('handovers', entry('handovers', jsonb_build_object('case_no', 'K3', 'carrier_id', '#' || carrier)))) AS told, string_agg(carrier, ', ')
  FROM unnest('{M-2/1,M-3/1,M-5/1,A-1/1,M-7/1}'::text[]) AS carrier GROUP BY 1;
SELECT insert_of('handovers', entry('handovers', '{"case_no": "K3", "carrier_id": "#M-3/1"}')) AS secret, insert_of('handovers', entry('handovers', '{"case_no": "K3", "carrier_id": "#M-5/1"}')) AS out,
	   insert_of('handovers', entry('handovers', '{"case_no": "K3", "carrier_id": "#M-3/1", "handed_on": null}')) AS without_day \gset
\set VERBOSITY default
SET ROLE regress_secretxfer_customer;
:secret;
:out;
:without_day;
SET ROLE regress_secretxfer_plain;
:secret;
:out;
RESET ROLE;
\set VERBOSITY terse
-- of a carrier that the owner permitted all is told
UPDATE clearances SET highest_mark = 'top_secret' WHERE clearance_no = 'C-other';
SELECT ask_as('regress_secretxfer_customer', format($$SELECT string_agg(rule || ' ' || verdict, ', ' ORDER BY rule) FROM secretxfer.check_entry('secretxfer.handovers', %L) WHERE verdict = 'failed' OR rule ~ 'degree|carrier_out'$$,
		entry('handovers', '{"case_no": "K3", "carrier_id": "#M-1/1"}')));

-- The owner corrects until its answer, the customer until the receipt; what the customer entered it sees until the answer.
CREATE FUNCTION fixture.state() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT role || ': ' || concat_ws(', ', 'corrects: ' || fixture.try_as('regress_secretxfer_' || role, 'UPDATE secretxfer.carriers SET sheets = 11 WHERE account_no = ''E-1'''),
		   'withdraws: ' || fixture.try_as('regress_secretxfer_' || role, 'DELETE FROM secretxfer.carriers WHERE account_no = ''E-1'''),
		   'renumbers: ' || fixture.try_as('regress_secretxfer_' || role, 'UPDATE secretxfer.carriers SET carrier_id = 999 WHERE account_no = ''E-1'''),
		   'sees: ' || fixture.ask_as('regress_secretxfer_' || role, 'SELECT count(*) FROM secretxfer.carriers WHERE account_no = ''E-1'''))
	  FROM unnest('{customer,ministry}'::text[]) AS role
$$;
SELECT state(); -- listed
-- what settles the carrier is named to whom it is shown, and to nobody else
CREATE FUNCTION fixture.detail_as(role name, command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	BEGIN
		EXECUTE command;
	EXCEPTION WHEN check_violation OR foreign_key_violation THEN
		GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	END;
	RESET ROLE;
	RETURN regexp_replace(detail, 'entry_id [0-9]+', 'entry_id …') || E'\n' || hint;
END $$;
SELECT role, detail_as('regress_secretxfer_' || role, 'DELETE FROM secretxfer.carriers WHERE account_no = ''E-1''')
  FROM unnest('{customer,ministry}'::text[]) AS role;
-- another customer's list names the carrier by its numbers, so these stay
BEGIN;
SET ROLE regress_secretxfer_client;
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('K2', 'R1', 2, carrier_by_number('351240000010', 'E-1', '1'));
RESET ROLE;
SELECT state();
ROLLBACK;
UPDATE requests SET received_on = '2025-02-12' WHERE case_no = 'K1';
SELECT state(); -- received
SET ROLE regress_secretxfer_ministry;
UPDATE carriers SET title = 'a corrected plan' WHERE account_no = 'E-1' RETURNING entered_for;
SET ROLE regress_secretxfer_customer;
SELECT title FROM carriers ORDER BY title;
-- who takes the entry over shows no more of it
BEGIN;
SET ROLE regress_secretxfer_ministry;
UPDATE carriers SET title = 'another plan', entered_for = NULL WHERE account_no = 'E-1' RETURNING entered_for;
SET ROLE regress_secretxfer_customer;
SELECT count(*) FROM carriers WHERE title ~ 'plan';
ROLLBACK;
SET ROLE regress_secretxfer_ministry;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, reasons, signed_by, signed_as) VALUES ('K1', 'R1', 'D', '2025-02-20', 'refused', 'a reason', 'Surname Name', 'head');
RESET ROLE;
SELECT state(); -- refused
BEGIN;
UPDATE decisions SET outcome = 'permitted', excluded_items = '{1}' WHERE case_no = 'K1';
SELECT seen('^(E-1|M-2|A-2)$');
COMMIT;
SELECT seen('^(E-1|M-2|A-2)$'); -- permitted: of the three the ministry's second one
-- An answer that is withdrawn leaves what was before
BEGIN;
DELETE FROM decisions WHERE case_no = 'K1';
SELECT state();
ROLLBACK;

-- What the policies ask can be asked directly: of what others entered or asked for, no more is told than of nothing.
SELECT role, string_agg(ask_as('regress_secretxfer_' || role, format('SELECT concat(secretxfer.answered_carrier(%1$s), secretxfer.relied_on_carrier(%1$s))', id)), ' ' ORDER BY place)
  FROM unnest('{customer,client,ministry,security,plain}'::text[]) WITH ORDINALITY AS r (role, at), unnest(ARRAY[c('E-1/1'), c('E-2/1'), c('E-3/1'), c('M-2/1'), c('M-5/1'), -1]) WITH ORDINALITY AS i (id, place)
 GROUP BY role, at ORDER BY at;

-- A role that acts for two customers says for which; as for a body and a customer at once, its own carriers are the body's.
SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_two IN ROLE regress_secretxfer_customer, regress_secretxfer_client;
CREATE ROLE regress_secretxfer_same IN ROLE regress_secretxfer_customer;
CREATE ROLE regress_secretxfer_both IN ROLE regress_secretxfer_client, regress_secretxfer_ministry;
SELECT admit('regress_secretxfer_same', p('customer'), 'customer') \g /dev/null
RESET client_min_messages;
SELECT role, try_as('regress_secretxfer_' || role, new_carrier('E-7')), try_as('regress_secretxfer_' || role, new_carrier('E-7', ', entered_for', ', ''351240000146''')),
	   ask_as('regress_secretxfer_' || role, 'WITH e AS (' || new_carrier('E-7', ', entered_for', ', ''351240000146''') || ' RETURNING entered_for) SELECT entered_for FROM e')
  FROM unnest('{two,same,both}'::text[]) AS role;
SELECT ask_as('regress_secretxfer_both', new_carrier('E-8') || ' RETURNING coalesce(entered_for, ''nobody'')');
SELECT seen('^E-[78]');

-- The papers of a contractor: not by entries that are rolled back, not in the statement that writes them either.
SELECT take('P1', 'permitted', '{"contractor": "@builder", "carriers": ["M-6/1"]}'), take('P2', 'opened', '{"contractor": "@builder"}') \g /dev/null
CREATE FUNCTION fixture.papers(role text) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.ask_as('regress_secretxfer_' || role, 'SELECT concat_ws('', '', (SELECT string_agg(permit_no, '', '' ORDER BY permit_no) FROM secretxfer.permits), (SELECT string_agg(clearance_no, '', '' ORDER BY clearance_no) FROM secretxfer.clearances))')
$$;
SELECT papers('customer');
CREATE FUNCTION fixture.looked() RETURNS text SECURITY INVOKER VOLATILE LANGUAGE plpgsql AS $$
BEGIN
	RAISE NOTICE 'clearances of others: %', (SELECT count(*) FROM secretxfer.clearances WHERE clearance_no IN ('C-joint', 'C-subsidiary'));
	RETURN 'looked';
END $$;
SELECT ask_as('regress_secretxfer_customer', format('UPDATE secretxfer.cases SET contractor = %L WHERE case_no IN (''P1'', ''P2'') RETURNING fixture.looked()', p('joint')));
BEGIN;
SET ROLE regress_secretxfer_customer;
UPDATE cases SET contractor = '351240000070' WHERE case_no = 'P2';
SELECT looked();
ROLLBACK;
-- a contractor of the case that changes is seen again once that is committed
BEGIN;
UPDATE cases SET printed_no = '3' WHERE case_no = 'K3';
SELECT papers('customer');
COMMIT;
SELECT papers('customer');

-- Nor does the dry run of the next steps tell whether a firm has a permit and somebody with a clearance.
SELECT write('parties', '{"idn": "@spare"}'), write('parties', '{"idn": "@spare2"}'), write('permits', '{"permit_no": "P-spare", "holder": "@spare"}'), write('clearances', '{"clearance_no": "C-spare", "party": "@spare"}'),
	   take('N1', 'opened', '{"contractor": "@spare"}'), take('N2', 'opened', '{"contractor": "@spare2"}'),
	   take('N3', 'opened', '{"contractor": "@spare", "service": true, "mark": "special_importance"}') \g /dev/null
UPDATE permits SET valid_until = today() + 100 WHERE permit_no = 'P-spare';
UPDATE clearances SET valid_until = today() + 100 WHERE clearance_no = 'C-spare';
SELECT role, case_no, ask_as('regress_secretxfer_' || role, format('SELECT string_agg(rule, '', '') FROM secretxfer.next_steps(%L)', case_no))
  FROM unnest('{customer,security}'::text[]) AS role, unnest('{N1,N2,N3}'::text[]) AS case_no ORDER BY 1, 2;
-- (from a permission on it does, once that is committed)
UPDATE clearances SET revoked_on = '2025-06-02' WHERE clearance_no = 'C-builder';
SELECT ask_as('regress_secretxfer_customer', 'SELECT count(*) FROM secretxfer.next_steps(''P1'') WHERE rule = ''secretxfer_r11_clearance''');
BEGIN;
UPDATE decisions SET late_reason = 'none' WHERE case_no = 'P1';
SELECT ask_as('regress_secretxfer_customer', 'SELECT count(*) FROM secretxfer.next_steps(''P1'') WHERE rule = ''secretxfer_r11_clearance''');
ROLLBACK;

-- A number that is entered again after a withdrawal: of the former life nothing.
SELECT take('W1', 'permitted', '{"contractor": "@joint", "carriers": ["M-11/1"]}') \g /dev/null
SELECT papers('customer'), papers('client'), ask_as('regress_secretxfer_customer', 'SELECT string_agg(account_no, '', '' ORDER BY account_no) FROM secretxfer.carriers');
DELETE FROM decisions WHERE case_no = 'W1';
SELECT papers('customer'), ask_as('regress_secretxfer_customer', 'SELECT string_agg(account_no, '', '' ORDER BY account_no) FROM secretxfer.carriers');
SET session_replication_role = replica; -- a receipt is not taken back
UPDATE requests SET received_on = NULL WHERE case_no = 'W1';
RESET session_replication_role;
-- by the same customer: the request anew, in one transaction and committed
BEGIN;
SET ROLE regress_secretxfer_customer;
DELETE FROM request_items WHERE case_no = 'W1';
DELETE FROM requests WHERE case_no = 'W1';
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
VALUES ('W1', 'R1', '351240000010', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-joint', 'draft');
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('W1', 'R1', 1, carrier_by_number('351240000010', 'M-12', '1'));
RESET ROLE;
SELECT papers('customer'), ask_as('regress_secretxfer_customer', 'SELECT string_agg(account_no, '', '' ORDER BY account_no) FROM secretxfer.carriers');
COMMIT;
SELECT papers('customer'), ask_as('regress_secretxfer_customer', 'SELECT string_agg(account_no, '', '' ORDER BY account_no) FROM secretxfer.carriers');
-- by another customer: the case anew
SET ROLE regress_secretxfer_customer;
DELETE FROM request_items WHERE case_no = 'W1';
DELETE FROM requests WHERE case_no = 'W1';
DELETE FROM cases WHERE case_no = 'W1';
SET ROLE regress_secretxfer_client;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES ('W1', '351240000146', '351240000070', 'works', 'Almaty', '2025-02-03');
RESET ROLE;
SELECT papers('customer'), papers('client'), ask_as('regress_secretxfer_client', 'SELECT string_agg(account_no, '', '' ORDER BY account_no) FROM secretxfer.carriers'),
	   ask_view_as('regress_secretxfer_client', 'SELECT string_agg(entered_in || '' '' || entry, '', '' ORDER BY entered_in) FROM (SELECT * FROM secretxfer.case_timeline WHERE case_no = ''W1'') AS t', 'true');
-- the number of a carrier that the customer entered and withdrew, entered again by the owner
SET ROLE regress_secretxfer_customer;
SELECT carrier_id AS before FROM carriers WHERE account_no = 'E-2' \gset
DELETE FROM carriers WHERE account_no = 'E-2';
SET ROLE regress_secretxfer_ministry;
SELECT new_carrier('E-2') AS statement \gset
:statement RETURNING carrier_id <> :before AS another_number;
SET ROLE regress_secretxfer_customer;
SELECT count(*) AS seen FROM carriers WHERE account_no = 'E-2';
RESET ROLE;

-- A body is not told what settles its answer where the body does not see that paper, nor sent to correct it.
SELECT take('K9', 'contracted', '{"carriers": ["M-3/1"]}');
SELECT detail_as('regress_secretxfer_ministry', 'UPDATE secretxfer.decisions SET signed_by = ''another'' WHERE case_no = ''K9''');
-- Who withdraws or renumbers what is its own is told what stands in the way: the customer, a successor, the body.
SELECT take('K10', 'contracted', '{"customer": "@client", "carriers": ["M-5/1"]}'), write('party_changes', '{"party": "@client", "kind": "functions", "effective_on": "2025-04-01"}'),
	   write('supplements', '{"case_no": "K10", "party": "@client", "successor": "@customer", "concluded_on": "2025-04-08"}'),
	   write('carriers', '{"account_no": "Y-3"}'), write('carrier_marks', '{"carrier_id": "#Y-3/1"}') \g /dev/null
SELECT role, command, detail_as('regress_secretxfer_' || role, command)
  FROM (VALUES ('customer', 'DELETE FROM secretxfer.cases WHERE case_no = ''K9'''), ('customer', 'UPDATE secretxfer.cases SET case_no = ''K9/2025'' WHERE case_no = ''K9'''),
			   ('customer', 'DELETE FROM secretxfer.cases WHERE case_no = ''K10'''), ('client', 'DELETE FROM secretxfer.cases WHERE case_no = ''K10'''),
			   ('ministry', 'DELETE FROM secretxfer.carriers WHERE account_no = ''Y-3''')) AS v (role, command);
-- ... but not where a policy of the owner's own hides that
BEGIN;
CREATE POLICY hides ON requests AS RESTRICTIVE FOR SELECT USING (case_no <> 'K9');
SELECT detail_as('regress_secretxfer_customer', 'DELETE FROM secretxfer.cases WHERE case_no = ''K9''');
ROLLBACK;

-- Passings of secrets name single carriers by their number: only to whom these carriers are shown, or to the two bodies.
SET session_replication_role = replica;
INSERT INTO disposal_successions (body, effective_on, successor, carrier_id, document, entry_id)
SELECT p('ministry'), '2025-06-02', p('agency'), v.carrier, 'a decree', nextval('entry_ids') FROM (VALUES (NULL), (c('M-1/1')), (c('M-9/1'))) AS v (carrier);
RESET session_replication_role;
SELECT role, ask_as('regress_secretxfer_' || role, 'SELECT count(*) FROM secretxfer.disposal_successions') FROM fixture.everybody WHERE role <> 'stranger' ORDER BY at;
SET client_min_messages = warning;
SELECT admit('regress_secretxfer_stranger', '351240000171', 'authority') FROM write('parties', '{"idn": "351240000171", "kind": "state_body", "disposes_of_secrets": true}') \g /dev/null
RESET client_min_messages;
SELECT ask_as('regress_secretxfer_stranger', 'SELECT count(*) FROM secretxfer.disposal_successions');

-- The end of the works of one case names the case: only to whom the case is shown, and to who sees all.
SELECT enter('party_changes', '{"party": "@builder", "kind": "works_terminated", "case_no": "K9", "effective_on": "2025-06-10"}'),
	   enter('party_changes', '{"party": "@builder", "change_no": "2", "kind": "ownership", "effective_on": "2025-06-10"}');
SELECT role, ask_as('regress_secretxfer_' || role, 'SELECT count(*) || '' '' || count(case_no) FROM secretxfer.party_changes WHERE party = ''351240000060''')
  FROM unnest('{customer,client,security,auditor}'::text[]) AS role;

-- What was put right is told of cases, permits and carriers that are seen; and of what was withdrawn, to nobody.
SELECT enter('permits', '{"permit_no": "P-none"}');
SELECT array_agg(entry_id) AS entries FROM (SELECT entry_id FROM cases WHERE case_no IN ('K9', 'K10')
	UNION ALL SELECT entry_id FROM permits WHERE permit_no IN ('P-builder', 'P-none')
	UNION ALL SELECT entry_id FROM carriers WHERE carrier_id IN (c('M-1/1'), c('M-9/1'))) AS e \gset
BEGIN;
SELECT rectify('Order 1');
UPDATE permits SET issued_by = 'another body' WHERE permit_no = 'P-builder';
DELETE FROM permits WHERE permit_no = 'P-none';
UPDATE carriers SET sheets = 11 WHERE carrier_id IN (c('M-1/1'), c('M-9/1'));
UPDATE cases SET subject = 'other works' WHERE case_no IN ('K9', 'K10');
COMMIT;
SELECT role, seen, ask_as('regress_secretxfer_' || role, format(
		'SELECT count(*) FROM unnest(%L::bigint[]) AS n WHERE secretxfer.has_rectification(n)', :'entries')) AS told,
	papers, ask_as('regress_secretxfer_' || role, 'SELECT count(*) FROM secretxfer.papers_put_right()') AS papers_told
FROM fixture.everybody
CROSS JOIN LATERAL ask_as('regress_secretxfer_' || role, format(
	'SELECT count(*) FROM (SELECT entry_id FROM secretxfer.carriers UNION ALL SELECT entry_id FROM secretxfer.permits) AS e WHERE entry_id = ANY (%L)', :'entries')) AS papers
CROSS JOIN LATERAL ask_as('regress_secretxfer_' || role, format('SELECT %s + count(*) FROM secretxfer.cases WHERE entry_id = ANY (%L)', papers, :'entries')) AS seen
WHERE role <> 'stranger'
ORDER BY at;
SELECT ask_as('regress_secretxfer_stranger', 'SELECT count(*) FROM secretxfer.papers_put_right()');

SELECT severity, rule, "table", detail FROM verify() WHERE severity IN ('guard', 'unlawful');

SET client_min_messages = warning;
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
