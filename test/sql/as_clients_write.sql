--
-- Writes as clients make them: a mapper reads a row and writes all of its columns back, with stamps in milliseconds, with
-- its own number for the row, with a null where a default would stand.
--
\i test/fixtures/start.sql
\set ECHO none
\i test/fixtures/every_stage.sql
SELECT write('carrier_marks', '{"carrier_id": "#M-3/1", "mark": "secret"}'), write('disposal_successions', '{"carrier_id": "#M-3/1"}'),
	   write('contract_amendments', '{"case_no": "customer"}'), write('annulments', '{"case_no": "handed"}'),
	   write('holders', jsonb_build_object('handover', (SELECT entry_id FROM secretxfer.handovers WHERE case_no = 'handed'))) \g /dev/null
\set VERBOSITY terse

-- A row of a table as a client writes it back that thinks little of what the server keeps.
CREATE FUNCTION fixture.of_a_client(tbl text, r jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT r || jsonb_build_object('recorded_at', date_trunc('milliseconds', (r ->> 'recorded_at')::timestamptz) - interval '1 year',
		'recorded_by', 'somebody', 'changed_at', '2020-01-01', 'changed_by', NULL,
		-- the number of the entry is the key of these two tables, whose own keys may be null
		'entry_id', (r ->> 'entry_id')::bigint + CASE WHEN tbl IN ('disposal_successions', 'affiliations') THEN 0 ELSE 1000000 END) || CASE tbl WHEN 'requests' THEN jsonb_build_object('answered', r -> 'answered' = 'false')
			WHEN 'decisions' THEN '{"due_on": "2024-12-31"}' WHEN 'handovers' THEN '{"permit_no": "P-1"}' ELSE '{}'::jsonb END
$$;

-- All rows of a table so written back, one by one: how many rows, and what came of that other than nothing.
CREATE FUNCTION fixture.written_back(tbl text, way text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	all_columns CONSTANT text[] := ARRAY(SELECT attname::text FROM pg_attribute
		WHERE attrelid = ('secretxfer.' || tbl)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum);
	listed CONSTANT text := array_to_string(all_columns, ', ');
	key CONSTANT text[] := ARRAY(SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
		WHERE i.indrelid = ('secretxfer.' || tbl)::regclass AND i.indisprimary);
	sent CONSTANT text := format('(SELECT * FROM jsonb_populate_record(NULL::secretxfer.%I, $1)) AS s', tbl);
	same CONSTANT text := (SELECT string_agg(format('t.%1$I = s.%1$I', k), ' AND ') FROM unnest(key) AS k);
	before jsonb[];
	afterwards jsonb[];
	r jsonb;
	number int;
BEGIN
	EXECUTE format('SELECT array_agg(to_jsonb(t) ORDER BY entry_id) FROM secretxfer.%I t', tbl) INTO before;
	FOREACH r IN ARRAY coalesce(before, '{}') LOOP
		EXECUTE CASE
			WHEN way = 'update' OR current_setting('server_version_num')::int < 150000 AND way = 'merge' THEN
				format('UPDATE secretxfer.%I t SET (%s) = (SELECT %2$s FROM %s) FROM %3$s WHERE %4$s', tbl, listed, sent, same)
			WHEN way = 'upsert' THEN
				format('INSERT INTO secretxfer.%I (%s) SELECT * FROM %s ON CONFLICT (%s) DO UPDATE SET (%2$s) = ROW (%5$s)', tbl, listed, sent,
					CASE tbl WHEN 'disposal_successions' THEN 'body, effective_on, coalesce(carrier_id, 0)'
					WHEN 'affiliations' THEN 'party, quasi_state, coalesce(since, ''-infinity''::date)' ELSE array_to_string(key, ', ') END, 'excluded.' || array_to_string(all_columns, ', excluded.'))
			ELSE format('MERGE INTO secretxfer.%I t USING %s ON %s WHEN MATCHED THEN UPDATE SET (%s) = ROW (%s)', tbl, sent, same, listed,
					's.' || array_to_string(all_columns, ', s.')) END
		USING fixture.of_a_client(tbl, r);
		GET DIAGNOSTICS number = ROW_COUNT;
		IF number <> 1 THEN
			RETURN number || ' rows';
		END IF;
	END LOOP;
	EXECUTE format('SELECT array_agg(to_jsonb(t) ORDER BY entry_id) FROM secretxfer.%I t', tbl) INTO afterwards;
	RETURN CASE WHEN before IS NULL THEN 'no row' WHEN before = afterwards THEN 'as it was' ELSE 'changed' END;
EXCEPTION WHEN integrity_constraint_violation THEN
	RETURN SQLERRM;
END $$;
SET search_path = secretxfer, fixture;
\set ECHO all

-- What changes nothing is accepted whatever stands in what the server keeps, also of an entry that is settled or closed.
SELECT c.relname, written_back(c.relname, 'update'), written_back(c.relname, 'upsert'), written_back(c.relname, 'merge')
  FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)'
 ORDER BY c.relname COLLATE "C";

-- One field changed: the change counts, and what the server keeps is the server's.
UPDATE cases t SET (customer, contractor, subject, recorded_at, recorded_by, changed_at, changed_by, entry_id) =
	(SELECT customer, contractor, 'other works', '2020-01-01'::timestamptz, 'somebody', '2020-01-01'::timestamptz, 'somebody', -1)
 WHERE case_no = 'opened'
RETURNING subject, recorded_at > now() - interval '1 hour', recorded_by = session_user, changed_at >= now(), changed_by = session_user, entry_id > 0;
-- but what is settled stays settled
UPDATE cases t SET (subject, recorded_at, entry_id) = (SELECT 'other works', '2020-01-01'::timestamptz, 1) WHERE case_no = 'handed';

-- What a client states of a new entry is dropped, too: by INSERT, by COPY, by an upsert of what stands already.
INSERT INTO violations (case_no, violation_no, found_on, description, recorded_at, recorded_by, changed_at, changed_by, entry_id)
VALUES ('customer', 'V5', '2025-04-03', 'a breach', '2020-01-01', 'somebody', '2020-01-01', 'somebody', 1)
RETURNING recorded_at >= now(), recorded_by = session_user, changed_at, changed_by, entry_id > 1;
COPY violations (case_no, violation_no, found_on, description, recorded_at, recorded_by, changed_at, changed_by, entry_id) FROM STDIN;
customer	V6	2025-04-03	a breach	2020-01-01	somebody	2020-01-01	somebody	1
\.
SELECT recorded_by = session_user, changed_at, changed_by, entry_id > 1 FROM violations WHERE violation_no = 'V6';
INSERT INTO violations (case_no, violation_no, found_on, description, recorded_at, recorded_by, entry_id)
VALUES ('customer', 'V6', '2025-04-03', 'another breach', '2020-01-01', 'somebody', 2)
ON CONFLICT (case_no, violation_no) DO UPDATE SET description = excluded.description, recorded_at = excluded.recorded_at,
	recorded_by = 'nobody', entry_id = excluded.entry_id
RETURNING description, recorded_by = session_user, changed_by = session_user, entry_id = (SELECT max(entry_id) FROM violations);
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, answered)
VALUES ('opened', 'R1', p('ministry'), '2025-02-10', 'needed', '2025-03-01', '2026-12-31', 'P-builder', 'draft', true) RETURNING answered;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, due_on)
VALUES ('received', 'R1', '9', '2025-02-19', 'permitted', 'A Name', 'head', '2025-02-13') RETURNING due_on;
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by, permit_no)
VALUES ('protected', c('M-1/2'), '2025-03-12', 'act', 'C-builder', 'P-other') RETURNING permit_no;

-- A null where the server gives the number: by INSERT, by COPY, in check_entry().
INSERT INTO carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets, entry_id)
VALUES (NULL, p('ministry'), 'a plan', 'document', 'secret', 'N-1', '1', 10, NULL) RETURNING carrier_id > 9, entry_id > 0;
COPY carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets, entry_id) FROM STDIN;
\N	351240000010	a plan	document	secret	N-2	1	10	\N
\.
SELECT carrier_id > 9 AND entry_id > 0 FROM carriers WHERE account_no = 'N-2';
SELECT count(*) FROM check_entry('carriers', entry('carriers', '{"account_no": "N-3", "carrier_id": null, "entry_id": null}')) WHERE verdict = 'failed';
-- but a number that was given stays, and no other key is given
UPDATE carriers SET carrier_id = NULL WHERE account_no = 'N-1';
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('customer', NULL, '2025-04-03', 'a breach');

-- A request is entered as a whole: its list comes last, whatever is changed in the request meanwhile.
CREATE TABLE fixture.new AS SELECT r.* FROM jsonb_populate_record(NULL::requests, entry('requests', '{"case_no": "opened", "request_no": "R9", "received_on": "2025-02-12"}')) AS r;
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
SELECT case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on FROM fixture.new;
UPDATE requests SET justification = 'other words' WHERE request_no = 'R9' RETURNING 'written';
UPDATE requests SET received_on = '2025-02-13' WHERE request_no = 'R9' RETURNING 'written';
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
SELECT case_no, request_no, authority, sent_on, 'upserted', transfer_from, transfer_until, permit_no, draft_contract, '2025-02-13' FROM fixture.new
ON CONFLICT (case_no, request_no) DO UPDATE SET justification = excluded.justification RETURNING justification;
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('opened', 'R9', 1, c('M-10/1'));
COMMIT;
-- entered without receipt, received before the list comes
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
SELECT case_no, 'R8', authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract FROM fixture.new;
UPDATE requests SET received_on = '2025-02-12' WHERE request_no = 'R8' RETURNING 'written';
SAVEPOINT before;
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('opened', 'R8', 1, c('M-11/1'));
ROLLBACK TO before;
INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('opened', 'R8', 1, c('M-12/1'));
COMMIT;
SELECT request_no, justification, received_on, (SELECT count(*) FROM request_items i WHERE (i.case_no, i.request_no) = (requests.case_no, requests.request_no)) FROM requests WHERE case_no = 'opened' AND request_no > 'R7' ORDER BY 1;
-- without a list at COMMIT it is refused; so is an answer before the list
BEGIN;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
SELECT case_no, 'R7', authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on FROM fixture.new;
UPDATE requests SET justification = 'other words' WHERE request_no = 'R7' RETURNING 'written';
SAVEPOINT before;
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as) VALUES ('opened', 'R7', '7', '2025-02-19', 'permitted', 'A Name', 'head');
ROLLBACK TO before;
COMMIT;
-- and in a later transaction a receipt finds its list
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
SELECT case_no, 'R7', authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract FROM fixture.new;
UPDATE requests SET received_on = '2025-02-12' WHERE request_no = 'R7';

-- check_entry() says the same.
SELECT count(*) FROM check_entry('handovers', (SELECT of_a_client('handovers', to_jsonb(h)) FROM handovers h WHERE case_no = 'handed')) WHERE verdict = 'failed';
SELECT rule FROM check_entry('handovers', (SELECT of_a_client('handovers', to_jsonb(h)) || '{"act_no": "act", "returned_on": "2025-03-11"}' FROM handovers h WHERE case_no = 'handed')) WHERE verdict = 'failed';

-- Columns of another duty: listed unchanged, or as nothing, they hinder nobody; what counts is what would change.
SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_customer;
CREATE ROLE regress_secretxfer_ministry;
-- the first admission of all, by a query over the parties, in a connection that has not used the register yet
\c -
SET client_min_messages = warning;
SET search_path = secretxfer, fixture;
SELECT n.name, secretxfer.admit('regress_secretxfer_' || n.name, t.idn, CASE n.name WHEN 'customer' THEN 'customer' ELSE 'authority' END::secretxfer.duty)
  FROM secretxfer.parties t JOIN fixture.numbers n USING (idn) WHERE n.name IN ('customer', 'ministry') ORDER BY 1;
SELECT count(*), bool_and(relrowsecurity) FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relname IN (SELECT "table" FROM policies());
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_customer, regress_secretxfer_ministry;
GRANT SELECT ON fixture.numbers TO regress_secretxfer_customer, regress_secretxfer_ministry;
RESET client_min_messages;
ALTER TABLE requests ADD note text;
SELECT entry('requests', '{"case_no": "requested", "request_no": "R2", "printed_no": "R2"}') AS new_request \gset
SET ROLE regress_secretxfer_customer;
SELECT count(*), count(received_on) FROM requests;
SELECT written_back('requests', 'update'), written_back('requests', 'upsert'), written_back('requests', 'merge');
UPDATE requests t SET (justification, received_on, answered, note, recorded_by, entry_id) = (SELECT 'another', received_on, answered, 'mine', recorded_by, entry_id)
 WHERE case_no = 'requested' RETURNING justification, received_on, note;
UPDATE requests SET justification = 'a third', received_on = '2025-02-12' WHERE case_no = 'requested';
UPDATE requests SET received_on = NULL WHERE case_no = 'received';
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
SELECT case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on
  FROM jsonb_populate_record(NULL::requests, :'new_request') RETURNING request_no, received_on;
-- a new request that comes with a receipt, plainly and by an upsert that finds nothing
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
SELECT case_no, 'R3', authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, '2025-02-12'
  FROM jsonb_populate_record(NULL::requests, :'new_request');
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
SELECT case_no, 'R3', authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, '2025-02-12'
  FROM jsonb_populate_record(NULL::requests, :'new_request')
ON CONFLICT (case_no, request_no) DO UPDATE SET received_on = excluded.received_on;
INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
SELECT case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, '2025-02-12'
  FROM jsonb_populate_record(NULL::requests, :'new_request')
ON CONFLICT (case_no, request_no) DO UPDATE SET received_on = excluded.received_on;
INSERT INTO party_changes (party, change_no, kind, effective_on, document, case_no, called_off_on, call_off_document)
VALUES (p('builder'), '7', 'works_terminated', '2025-06-02', 'an act', 'opened', NULL, NULL) RETURNING called_off_on;
UPDATE party_changes SET document = 'another act', called_off_on = NULL, call_off_document = NULL WHERE change_no = '7' RETURNING document;
UPDATE party_changes SET called_off_on = '2025-06-03', call_off_document = 'an act' WHERE change_no = '7';
RESET ROLE;
-- the body, likewise: a column of the user's own is none of its business either
SET ROLE regress_secretxfer_ministry;
SELECT written_back('requests', 'update');
UPDATE requests t SET (request_no, justification, draft_contract, note, received_on, recorded_by, entry_id) =
	(SELECT request_no, justification, draft_contract, note, '2025-02-12'::date, 'somebody', -1) WHERE case_no = 'requested' AND request_no = 'R1' RETURNING received_on;
UPDATE requests SET justification = 'a fourth', received_on = '2025-02-13' WHERE case_no = 'requested' AND request_no = 'R1';
UPDATE requests SET note = 'ours' WHERE case_no = 'requested' AND request_no = 'R1';
UPDATE requests SET note = note, received_on = '2025-02-13' WHERE case_no = 'requested' AND request_no = 'R1' RETURNING received_on;
-- check_entry() says the same, of what a form sends
SELECT count(*) FROM check_entry('requests', (SELECT to_jsonb(r) FROM requests r WHERE case_no = 'requested' AND request_no = 'R1')) WHERE verdict = 'failed';
SELECT count(*) FROM check_entry('requests', (SELECT to_jsonb(r) || '{"note": "ours"}' FROM requests r WHERE case_no = 'requested' AND request_no = 'R1')) WHERE verdict = 'failed';
RESET ROLE;
-- with row-level security out of force, too
ALTER TABLE requests DISABLE ROW LEVEL SECURITY;
SET ROLE regress_secretxfer_customer;
UPDATE requests SET received_on = '2025-02-14' WHERE case_no = 'requested' AND request_no = 'R1';
RESET ROLE;
SET client_min_messages = warning;
DROP OWNED BY regress_secretxfer_customer, regress_secretxfer_ministry;
DROP ROLE regress_secretxfer_customer, regress_secretxfer_ministry;
\i test/fixtures/finish.sql
