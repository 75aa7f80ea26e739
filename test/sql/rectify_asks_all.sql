--
-- Under a basis every rule is asked and every lock taken: which rules, and which locks, is the same with a basis and
-- without. Only what follows from a broken rule differs.
--
\i test/fixtures/start.sql
SET client_min_messages = warning;
CREATE EXTENSION pgrowlocks SCHEMA public;
RESET client_min_messages;

SELECT take('opened', 'opened'), take('requested', 'requested', '{"carriers": ["M-7/1"]}'), take('received', 'received', '{"carriers": ["M-8/1"]}'),
	   take('permitted', 'permitted', '{"carriers": ["M-9/1"]}'), take('contracted', 'contracted', '{"carriers": ["M-9/1"]}'),
	   take('annexed', 'annexed', '{"carriers": ["M-10/1"]}'), take('protected', 'protected', '{"carriers": ["M-5/1"]}'),
	   take('handed', 'handed', '{"carriers": ["M-6/1"]}'), take('system', 'protected', '{"contractor": "@citizen", "service": true}'),
	   take('of the client', 'protected', '{"customer": "@client", "carriers": ["M-11/1"]}'),
	   enter('violations', '{"case_no": "handed"}'), enter('party_changes', '{"party": "@client", "kind": "functions"}') \g /dev/null

-- The rules: an entry of each kind in each case, most of them unlawful.
CREATE TABLE fixture.tried AS
SELECT DISTINCT t.relname::text AS tbl, entry(t.relname, CASE WHEN a.attname IS NULL THEN '{}' ELSE jsonb_build_object('case_no', c.case_no) END) AS entry
FROM pg_class t
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'case_no'
CROSS JOIN cases c
WHERE t.relnamespace = 'secretxfer'::regnamespace AND t.relkind = 'r' AND t.relname !~ '^(admissions|journal)'
UNION ALL SELECT 'handovers', entry('handovers', '{"case_no": "annexed", "carrier_id": "#M-10/1"}')
-- what never is set aside of a rule that otherwise is
UNION ALL SELECT v.tbl, entry(v.tbl, v.given) FROM (VALUES
	('cases', '{"case_no": "x", "system_mark": "secret"}'::jsonb),
	('requests', '{"case_no": "opened", "received_on": "2025-02-09"}'),
	('contract_amendments', '{"case_no": "contracted", "responsible_unit": null, "unit_designated_by": null}'),
	('handovers', '{"case_no": "protected", "carrier_id": "#M-5/1", "written_off_on": "2025-03-12", "written_off_as": "lost", "write_off_act_no": "1"}'),
	('disposal_successions', '{"successor": "@ministry"}')) AS v (tbl, given);
CREATE TABLE fixture.asked AS
SELECT t.tbl, t.entry, e.rule, e.verdict FROM tried t CROSS JOIN LATERAL check_entry(('secretxfer.' || t.tbl)::regclass, t.entry) AS e;
SELECT count(DISTINCT tbl) >= 20 AS tables, count(*) > 2000 AS questions, count(DISTINCT rule) FILTER (WHERE verdict = 'failed') >= 15 AS broken FROM asked;
CREATE TABLE fixture.asked_now (LIKE fixture.asked);
BEGIN;
SELECT rectify('an order') \g /dev/null
-- Where a rule is missing or added, or has another outcome: nowhere.
INSERT INTO asked_now
SELECT t.tbl, t.entry, e.rule, e.verdict FROM tried t CROSS JOIN LATERAL check_entry(('secretxfer.' || t.tbl)::regclass, t.entry) AS e;
SELECT tbl, rule, w.verdict AS without, n.verdict AS "with", count(*)
FROM asked w FULL JOIN asked_now n USING (tbl, entry, rule)
WHERE w.verdict IS NULL OR n.verdict IS NULL OR (w.verdict = 'passed') <> (n.verdict = 'passed') OR w.verdict = 'set_aside'
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2;
SELECT count(*) > 50 AS set_aside, bool_and(r.set_aside <> 'never') AS as_the_catalogue_allows
FROM asked_now n JOIN rules r ON r.name = n.rule WHERE n.verdict = 'set_aside';
-- (what refers to nothing is refused whichever rule says so)
SELECT DISTINCT n.rule, r.set_aside FROM asked_now n JOIN rules r ON r.name = n.rule
WHERE n.verdict = 'failed' AND n.tbl NOT IN ('contract_items', 'suspensions') ORDER BY 1;
ROLLBACK;

-- A write asks what check_entry() asks: what it sets aside is what was found broken.
BEGIN;
SELECT rectify('an order') \g /dev/null
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('annexed', c('M-10/1'), '2025-03-12', 'act', 'C-builder');
INSERT INTO contracts SELECT r.* FROM (SELECT (jsonb_populate_record(NULL::contracts, entry('contracts', '{"case_no": "received"}'))).*) AS r;
INSERT INTO notices SELECT r.* FROM (SELECT (jsonb_populate_record(NULL::notices, entry('notices', '{"case_no": "permitted"}'))).*) AS r;
SELECT r."table", r.set_aside = ARRAY(SELECT a.rule FROM asked a WHERE a.tbl = r."table" AND a.verdict = 'failed'
		AND a.entry ->> 'case_no' = CASE r."table" WHEN 'handovers' THEN 'annexed' WHEN 'contracts' THEN 'received' ELSE 'permitted' END
		AND (a.tbl <> 'handovers' OR a.entry ->> 'carrier_id' = c('M-10/1')::text)) AS the_same, cardinality(r.set_aside) > 0 AS some
FROM rectifications r WHERE r.basis = 'an order' ORDER BY 1;
ROLLBACK;

-- The locks: a lawful write locks the same rows in the same modes. A rectification begins with a statement of the client, so
-- the statements of each write are written into a script.
CREATE FUNCTION fixture.locks() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	name text;
	found text;
	result text := '';
BEGIN
	FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' ORDER BY relname COLLATE "C" LOOP
		-- an entry that the write itself enters has another number each time
		EXECUTE format('SELECT string_agg(format(''%%s %%s %%s'', %1$L, v.entry, l.modes), E''\n'' ORDER BY v.entry)
			FROM public.pgrowlocks(''secretxfer.%1$I'') AS l JOIN secretxfer.%1$I t ON t.ctid = l.locked_row
			CROSS JOIN LATERAL (SELECT (to_jsonb(t) - ''{entry_id,recorded_at,changed_at}''::text[])::text) AS v (entry)', name) INTO found;
		result := concat_ws(E'\n', nullif(result, ''), found);
	END LOOP;
	RETURN result;
END $$;
SELECT format($q$
BEGIN;
%1$s;
SELECT locks() AS without \gset
ROLLBACK;
BEGIN;
SELECT rectify('an order') \g /dev/null
%1$s;
SELECT %2$L AS write, CASE WHEN locks() = :'without' THEN 'the same' ELSE concat_ws(E'\n', :'without', 'but now', locks()) END AS locks, :'without' <> '' AS some;
ROLLBACK;
$q$, w.sql, w.name)
FROM (VALUES
	(1, 'a case', insert_of('cases', entry('cases'))),
	(2, 'a receipt', update_of('requests', '{"case_no": "requested"}', '{"received_on": "2025-02-12"}')),
	(3, 'a list line', insert_of('request_items', entry('request_items', '{"case_no": "requested", "item_no": 2}'))),
	(4, 'an answer', insert_of('decisions', entry('decisions', '{"case_no": "received"}'))),
	(5, 'a contract', insert_of('contracts', entry('contracts', '{"case_no": "permitted"}'))),
	(6, 'an annex line', insert_of('contract_items', entry('contract_items', '{"case_no": "contracted"}'))),
	(7, 'a notice', insert_of('notices', entry('notices', '{"case_no": "annexed"}'))),
	(8, 'a hand-over', insert_of('handovers', entry('handovers', '{"case_no": "protected", "carrier_id": "#M-5/1"}'))),
	(9, 'a correction of a hand-over', update_of('handovers', '{"case_no": "handed"}', '{"handed_on": "2025-03-13"}')),
	(10, 'a return', update_of('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-05-13", "return_act_no": "back"}')),
	(11, 'an access', insert_of('system_accesses', entry('system_accesses', '{"case_no": "system"}'))),
	(12, 'a suspension', insert_of('suspensions', entry('suspensions', '{"case_no": "handed"}'))),
	(13, 'a closing', update_of('cases', '{"case_no": "protected"}', '{"closed_on": "2025-05-13"}')),
	(14, 'a supplement', insert_of('supplements', entry('supplements', '{"case_no": "of the client", "party": "@client"}'))),
	(15, 'a change of a party', insert_of('party_changes', entry('party_changes', '{"party": "@builder"}'))),
	(16, 'a party', update_of('parties', '{"idn": "@builder"}', '{"head_name": "another head"}')),
	(17, 'a permit', insert_of('permits', entry('permits'))),
	(18, 'a revocation', update_of('permits', '{"permit_no": "P-builder"}', '{"revoked_on": "2025-06-13"}')),
	(19, 'a carrier', update_of('carriers', '{"carrier_id": "#M-7/1"}', '{"title": "another plan"}')),
	(20, 'a day of the calendar', insert_of('calendar_days', entry('calendar_days', '{"day": "2027-02-02"}'))),
	(21, 'a withdrawal', delete_of('notices', '{"case_no": "of the client"}'))) AS w (n, name, sql)
ORDER BY n \g results/rectify_asks_all.psql
\set ECHO none
SET client_min_messages = warning;
\i results/rectify_asks_all.psql
\set ECHO all
SET client_min_messages = warning;
DROP EXTENSION pgrowlocks;
\i test/fixtures/finish.sql
