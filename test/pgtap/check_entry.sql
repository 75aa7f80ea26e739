--
-- check_entry(): the dry run foretells what the write meets, rule by rule, and writes nothing.
--
BEGIN;
\ir prepare.psql
\set ECHO none
\ir ../fixtures/fixture.sql
CALL fixture.people();
SET search_path = secretxfer, fixture, public;
SELECT no_plan();

-- The rules a write meets: DETAIL has a line for each, and CONSTRAINT NAME is the first.
CREATE FUNCTION fixture.met(sql text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	result fixture.outcome := fixture.run(sql, true);
	names text[];
BEGIN
	IF result.verdict <> 'refused' THEN
		RETURN CASE result.verdict WHEN 'accepted' THEN '{}' ELSE ARRAY[result.verdict] END;
	END IF;
	SELECT array_agg(m[1] ORDER BY n) INTO names
	  FROM regexp_matches(result.detail, 'secretxfer_r\d\d_\w+', 'g') WITH ORDINALITY AS r (m, n);
	IF names[1] IS DISTINCT FROM result.rule THEN
		names := ARRAY['DETAIL does not begin with ' || result.rule] || names;
	END IF;
	RETURN names;
END $$;
CREATE FUNCTION fixture.agrees(tbl text, given jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	entry jsonb := fixture.entry(tbl, given);
BEGIN
	RETURN is(fixture.met(fixture.insert_of(tbl, entry)), fixture.foretold(tbl, entry), format('%s %s', tbl, left(given::text, 80)));
END $$;

SELECT take('K1', 'handed', '{"carriers": ["M-1/1", "M-1/2"]}');
SELECT take('K2', 'protected', '{"carriers": ["M-5/1", "M-2/1", "M-3/1"]}');
SELECT take('K3', 'received', '{"carriers": ["M-6/1", "A-1/1"]}');
SELECT take('K4', 'opened');
SELECT take('C1', 'protected', '{"contractor": "@citizen", "carriers": ["M-5/1"]}');
SELECT take('S1', 'protected', '{"service": true}');
SELECT take('P1', 'noticed', '{"contractor": "@joint", "carriers": ["M-5/1"]}');
INSERT INTO violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V1', '2025-04-01', 'x');

-- Every field of a lawful entry of every table left out, blank, of long ago, to come, infinite.
SELECT agrees(tbl, of || jsonb_build_object(key, value))
  FROM (VALUES ('parties', jsonb '{}'), ('parties', '{"kind": "citizen"}'), ('permits', '{}'), ('clearances', '{}'), ('carriers', '{}'), ('cases', '{}'),
			   ('requests', '{"case_no": "K4"}'), ('request_items', '{"case_no": "K3", "item_no": 3, "carrier_id": "#A-2/1"}'), ('decisions', '{"case_no": "K3"}'),
			   ('contracts', '{"case_no": "K3"}'), ('contract_items', '{"case_no": "K2", "annex_no": "9"}'), ('notices', '{"case_no": "K2", "notice_no": "N9"}'),
			   ('protections', '{"case_no": "P1", "kind": "provider", "organizer": "@provider", "service_contract_no": "7", "service_contract_on": "2025-03-05"}'),
			   ('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1"}'), ('system_accesses', '{"case_no": "S1"}'), ('violations', '{"case_no": "K2"}'),
			   ('suspensions', '{"case_no": "K1"}'), ('annulments', '{"case_no": "K1"}'), ('party_changes', '{}'), ('calendar_days', '{}'), ('calendar_years', '{}'))
	   AS usual (tbl, of)
 CROSS JOIN LATERAL jsonb_object_keys(entry(tbl, of)) AS key
 CROSS JOIN LATERAL (SELECT CASE WHEN a.atttypid = 'date'::regtype THEN ARRAY['null', '"1990-01-01"', '"2024-02-29"', '"infinity"', '"2200-01-01"']
								 WHEN a.atttypid = 'text'::regtype THEN ARRAY['null', '" "', '" x"', '"unknown"']
								 WHEN a.atttypid IN ('int'::regtype, 'bigint'::regtype, 'numeric'::regtype) THEN ARRAY['null', '-1', '0', '1000000']
								 ELSE ARRAY['null'] END AS values
					   FROM pg_attribute a WHERE a.attrelid = ('secretxfer.' || tbl)::regclass AND a.attname = key) AS v
 CROSS JOIN LATERAL unnest(v.values::jsonb[]) AS value;

-- Lawful entries and entries that break one rule of each provision.
SELECT agrees(tbl, given)
  FROM (VALUES ('parties', jsonb '{}'), ('cases', '{}'), ('cases', '{"customer": "@citizen"}'), ('cases', '{"contractor": "@bureau"}'),
			   ('requests', '{"case_no": "K4"}'), ('requests', '{"case_no": "K4", "authority": "@bureau", "justification": null}'),
			   ('requests', '{"case_no": "K4", "permit_no": "P-other"}'), ('request_items', '{"case_no": "K3", "item_no": 3, "carrier_id": "#A-2/1"}'),
			   ('decisions', '{"case_no": "K3"}'), ('decisions', '{"case_no": "K3", "sent_on": "2025-03-20"}'),
			   ('decisions', '{"case_no": "K3", "outcome": "refused", "signed_by": null, "excluded_items": [9]}'), ('contracts', '{"case_no": "K3"}'),
			   ('contracts', '{"case_no": "K4", "control_after_works": null}'), ('contract_items', '{"case_no": "K3"}'),
			   ('notices', '{"case_no": "K3"}'), ('protections', '{"case_no": "P1"}'), ('protections', '{"case_no": "P1", "kind": "customer"}'),
			   ('protections', '{"case_no": "P1", "kind": "quasi_state", "organizer": "@holding"}'), ('protections', '{"case_no": "P1", "kind": "provider", "organizer": "@holding"}'),
			   ('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1"}'), ('handovers', '{"case_no": "K2", "carrier_id": "#M-3/1"}'),
			   ('handovers', '{"case_no": "K4"}'), ('handovers', '{"case_no": "K2", "carrier_id": "#M-1/1"}'), ('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1"}'),
			   ('handovers', '{"case_no": "C1", "carrier_id": "#M-5/1", "received_by": "C-builder"}'), ('handovers', '{"case_no": "P1", "carrier_id": "#M-5/1"}'),
			   ('system_accesses', '{"case_no": "S1"}'), ('system_accesses', '{"case_no": "K2"}'), ('suspensions', '{"case_no": "K1"}'),
			   ('suspensions', '{"case_no": "K1", "lifted_on": "2025-04-05"}'), ('annulments', '{"case_no": "K1"}'), ('party_changes', '{}'),
			   ('supplements', '{"case_no": "K1"}'), ('protection_measures', '{"case_no": "K1"}')) AS v (tbl, given);

-- Changes of entries that stand, field by field.
SELECT is(met(update_of(tbl, key, jsonb_build_object(field, value))),
		  foretold(tbl, row || resolved(jsonb_build_object(field, value))), format('%s.%s := %s', tbl, field, left(value::text, 30)))
  FROM (VALUES ('cases', jsonb '{"case_no": "K1"}'), ('cases', '{"case_no": "K4"}'), ('requests', '{"case_no": "K3", "request_no": "R1"}'),
			   ('requests', '{"case_no": "K1", "request_no": "R1"}'), ('decisions', '{"case_no": "K1", "request_no": "R1"}'), ('contracts', '{"case_no": "K1"}'),
			   ('notices', '{"case_no": "K1", "notice_no": "N1"}'), ('protections', '{"case_no": "K1"}'), ('protections', '{"case_no": "C1"}'),
			   ('violations', '{"case_no": "K1", "violation_no": "V1"}'), ('permits', '{"permit_no": "P-builder"}'), ('permits', '{"permit_no": "P-other"}'),
			   ('parties', '{"idn": "@builder"}'), ('parties', '{"idn": "@student"}'), ('carriers', '{"account_no": "M-4"}'), ('carriers', '{"account_no": "M-5"}')) AS e (tbl, key)
 CROSS JOIN LATERAL (SELECT CASE tbl WHEN 'cases' THEN (SELECT to_jsonb(t) FROM cases t WHERE case_no = key ->> 'case_no')
		WHEN 'requests' THEN (SELECT to_jsonb(t) FROM requests t WHERE case_no = key ->> 'case_no')
		WHEN 'decisions' THEN (SELECT to_jsonb(t) FROM decisions t WHERE case_no = key ->> 'case_no')
		WHEN 'contracts' THEN (SELECT to_jsonb(t) FROM contracts t WHERE case_no = key ->> 'case_no')
		WHEN 'notices' THEN (SELECT to_jsonb(t) FROM notices t WHERE case_no = key ->> 'case_no')
		WHEN 'protections' THEN (SELECT to_jsonb(t) FROM protections t WHERE case_no = key ->> 'case_no')
		WHEN 'violations' THEN (SELECT to_jsonb(t) FROM violations t WHERE case_no = key ->> 'case_no')
		WHEN 'permits' THEN (SELECT to_jsonb(t) FROM permits t WHERE permit_no = key ->> 'permit_no')
		WHEN 'parties' THEN (SELECT to_jsonb(t) FROM parties t WHERE idn = p(substr(key ->> 'idn', 2)))
		WHEN 'carriers' THEN (SELECT to_jsonb(t) FROM carriers t WHERE account_no = key ->> 'account_no') END - 'recorded_at' - 'recorded_by' AS row) AS r
 CROSS JOIN LATERAL jsonb_object_keys(row) AS field
 CROSS JOIN LATERAL (SELECT CASE WHEN a.atttypid = 'date'::regtype THEN ARRAY['null', '"2025-02-28"', '"2025-03-12"', '"2025-06-30"', '"2200-01-01"']
								 WHEN a.atttypid = 'text'::regtype THEN ARRAY['null', '" "', '"another"']
								 WHEN a.atttypid = 'boolean'::regtype THEN ARRAY['null', 'true', 'false']
								 WHEN a.atttypid IN ('int'::regtype, 'numeric'::regtype) THEN ARRAY['null', '-1', '5']
								 ELSE ARRAY['null'] END AS values
					   FROM pg_attribute a WHERE a.attrelid = ('secretxfer.' || tbl)::regclass AND a.attname = field
						AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))) AS v
 CROSS JOIN LATERAL unnest(v.values::jsonb[]) AS value;

-- The shape of the answer.
SELECT is((SELECT count(*)::int FROM check_entry('handovers', entry('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1"}')) WHERE verdict = 'failed'), 0, 'a lawful hand-over fails nothing');
SELECT ok((SELECT count(*) > 10 FROM check_entry('handovers', entry('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1"}')) WHERE verdict = 'passed'), 'and passes many rules');
SELECT is_empty($$SELECT c.rule FROM check_entry('handovers', entry('handovers', '{"case_no": "K4"}')) c
	WHERE NOT EXISTS (SELECT FROM rules r WHERE r.name = c.rule)$$, 'every rule is one of the catalogue');
SELECT is_empty($$SELECT c.rule FROM check_entry('handovers', entry('handovers', '{"case_no": "K4"}')) c
	WHERE NOT EXISTS (SELECT FROM rules r WHERE r.name = c.rule AND 'handovers' = ANY (r.tables))$$, 'that guards the table');
SELECT is_empty($$SELECT c.rule FROM check_entry('handovers', entry('handovers', '{"case_no": "K4"}')) c
	WHERE verdict = 'failed' AND (coalesce(detail, '') = '' OR coalesce(hint, '') = '')$$, 'a failure says what is wrong and what is lawful');
SELECT is_empty($$SELECT rule FROM check_entry('handovers', entry('handovers', '{"case_no": "K4"}')) GROUP BY rule HAVING count(*) > 1$$, 'a rule is told once');

-- The fields that a finding is about.
CREATE FUNCTION fixture.fields_of(tbl text, entry jsonb, the_rule text) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce((SELECT coalesce(e.fields::text, 'none') FROM secretxfer.check_entry(('secretxfer.' || tbl)::regclass, entry) AS e
					  WHERE e.rule = 'secretxfer_' || the_rule AND e.verdict = 'failed'), 'not failed')
$$;
SELECT is(fields_of('cases', entry('cases', '{"subject": " ", "works_settlement": null}'), 'r00_mandatory'), '{subject,works_settlement}', 'all fields that are missing');
SELECT is(fields_of('cases', entry('cases', '{"subject": null}'), 'r00_mandatory'), '{subject}', 'the only one');
SELECT is(fields_of('contracts', '{"case_no": "K3", "contract_no": "42", "concluded_on": "2025-03-03"}', 'r06_responsible_unit'), '{responsible_unit,unit_designated_by}', 'of a provision, too');
SELECT is(fields_of('cases', entry('cases', '{"customer": "@spare", "contractor": "@spare2"}'), 'r00_reference'), '{customer,contractor}', 'all references to nothing');
SELECT is(fields_of('cases', entry('cases', '{"customer": "@builder"}'), 'r02_parties_differ'), '{customer,contractor}', 'two fields that do not go together');
SELECT is(fields_of('suspensions', entry('suspensions', '{"case_no": "none"}'), 'r00_reference'), '{violation_no}', 'a reference of two columns stands at the last');
SELECT is(fields_of('carriers', entry('carriers', '{"account_no": "M-1"}'), 'r00_entered_once'), '{owner,account_no,copy_no,registered_on}', 'what stands already: the columns of a number');
SELECT is(fields_of('carriers', (SELECT jsonb_build_object('carrier_id', carrier_id, 'account_no', 'M-1') FROM carriers WHERE account_no = 'M-12'), 'r00_entered_once'),
	'{owner,account_no,copy_no,registered_on}', '... by a change');
SELECT is((SELECT detail FROM check_entry('carriers', (SELECT jsonb_build_object('carrier_id', carrier_id, 'account_no', 'M-1') FROM carriers WHERE account_no = 'M-12')) WHERE rule = 'secretxfer_r00_entered_once'),
	'Register (secretxfer_r00_entered_once): The change would make two entries with the same key or number.', '... and says that the change does it');
SELECT is(fields_of('permits', entry('permits', '{"printed_no": "P-builder"}'), 'r00_entered_once'), '{printed_no,issued_on,issued_by}', '... of a permit');
SELECT is(fields_of('clearances', entry('clearances', '{"printed_no": "C-builder"}'), 'r00_entered_once'), '{printed_no,issued_on,issued_by,party}', '... of a clearance');
SELECT is(fields_of('contract_items', entry('contract_items', '{"case_no": "K1", "annex_no": "9"}'), 'r00_entered_once'), '{case_no,request_no,item_no}', '... a list line');
SELECT is(fields_of('request_items', entry('request_items', '{"case_no": "K3", "item_no": 3, "carrier_id": "#M-6/1"}'), 'r04_listed_once'), '{carrier_id}', 'the field that can repair the entry');
SELECT is(fields_of('cases', entry('cases', '{"contractor": "@bureau"}'), 'r02_contractor_kind'), '{contractor}', '... and of a provision');
SELECT is(fields_of('handovers', entry('handovers', '{"case_no": "P1", "carrier_id": "#M-5/1"}'), 'r08_arrangement_first'), 'none', 'none, where no field can');
-- ... the day, where another day repairs the entry; the field that is missing beside another one
SELECT take('F1', 'permitted', '{"contractor": "@other", "carriers": ["M-7/1"]}'), take('F2', 'protected', '{"contractor": "@other", "carriers": ["M-8/1"]}');
SELECT is(fields_of('contracts', entry('contracts', '{"case_no": "F1", "concluded_on": "2025-02-13"}'), 'r07_permission_first'), '{concluded_on}', 'a contract of before the permission');
SELECT is(fields_of('contracts', entry('contracts', '{"case_no": "K3"}'), 'r07_permission_first'), 'none', 'without a permission none');
SELECT is(fields_of('handovers', entry('handovers', '{"case_no": "F2", "carrier_id": "#M-8/1", "handed_on": "2026-01-12"}'), 'r04_within_period'), '{handed_on}', 'a hand-over after the period');
SELECT is(fields_of('contract_amendments', entry('contract_amendments', '{"case_no": "F2", "unit_designated_by": null}'), 'r06_amended_terms'), '{unit_designated_by}', 'a unit without its order');
SELECT is(fields_of('contract_amendments', entry('contract_amendments', '{"case_no": "F2", "responsible_unit": null}'), 'r06_amended_terms'), '{responsible_unit}', 'an order without its unit');
SELECT fixture.write('requests', '{"case_no": "F2", "request_no": "R2"}'), fixture.write('request_items', '{"case_no": "F2", "request_no": "R2", "carrier_id": "#M-9/1"}');
UPDATE requests SET received_on = '2025-03-20' WHERE case_no = 'F2' AND request_no = 'R2';
SELECT is(fields_of('contract_items', entry('contract_items', '{"case_no": "F2", "annex_no": "2", "request_no": "R2"}'), 'r07_within_permission'), 'none', 'an annex line that is not permitted');
SELECT fixture.write('decisions', '{"case_no": "F2", "request_no": "R2", "sent_on": "2025-03-24"}');
SELECT is(fields_of('contract_items', entry('contract_items', '{"case_no": "F2", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-21"}'), 'r07_within_permission'), '{annexed_on}', '... of before the permission');
SELECT is(fields_of('permits', entry('permits', '{"valid_until": "2023-01-01", "revoked_on": "2023-01-01"}'), 'r00_validity_period'), '{valid_until,revoked_on}', 'of several findings of one rule');
SELECT is(fields_of('cases', '{"case_no": "K1", "opened_on": "2025-06-01", "closed_on": "2025-03-01"}', 'r00_date_order'), '{closed_on}', '... each field once');
SELECT is_empty($$SELECT rule FROM check_entry('handovers', entry('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1"}')) WHERE verdict = 'passed' AND fields IS NOT NULL$$, 'what is passed is about no field');
SELECT is_empty($$SELECT e.rule, field FROM check_entry('requests', '{}') AS e, unnest(e.fields) AS field
	WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = 'requests'::regclass AND a.attname = field)$$, 'fields are columns of the table');

-- A key that stands but is hidden is a duplicate: the columns of the key.
SAVEPOINT hidden;
SET CONSTRAINTS ALL IMMEDIATE;
CREATE ROLE regress_secretxfer_other;
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_other;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO regress_secretxfer_other;
SELECT admit('regress_secretxfer_other', p('client'), 'customer');
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fixture TO regress_secretxfer_other;
SET ROLE regress_secretxfer_other;
CREATE TEMP TABLE told AS SELECT fields_of('cases', entry('cases', '{"case_no": "K1", "customer": "@client"}'), 'r00_entered_once') AS one;
RESET ROLE;
SELECT is(one, '{case_no}', 'a hidden entry under the key: the columns of the key') FROM told;
ROLLBACK TO hidden;

-- Nothing is written, so who may not write may ask.
SELECT is((SELECT count(*)::int FROM handovers WHERE case_no = 'K2'), 0, 'nothing was written');
SET TRANSACTION READ ONLY;
SELECT is((SELECT count(*)::int FROM check_entry('handovers', entry('handovers', '{"case_no": "K2", "carrier_id": "#M-5/1"}')) WHERE verdict = 'failed'), 0, 'in a read-only transaction too');
SELECT * FROM finish();
ROLLBACK;
