--
-- verify(): finds nothing in a lawful register, and each kind of breach that is planted in it behind the
-- triggers' back; and whether the guard still stands.
--
\set ECHO none
\i test/fixtures/start.sql
\set ECHO none

\i test/fixtures/every_stage.sql

-- Run statements, tell what verify() finds then, and undo them.
CREATE TABLE fixture.planted (rule text);
-- What verify() finds in the entries of cases must be what verify(case_no) finds: in that case, and not in another one.
CREATE FUNCTION fixture.of_case(f secretxfer.finding) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	case_no text;
BEGIN
	CASE
		WHEN f."table" IN (SELECT c.table_name FROM information_schema.columns c
				WHERE c.table_schema = 'secretxfer' AND c.column_name = 'case_no' AND c.table_name <> 'party_changes') THEN
			RETURN split_part(f.key, ', ', 1);
		WHEN f."table" = 'party_changes' THEN
			EXECUTE 'SELECT x.case_no FROM party_changes x WHERE concat_ws('', '', x.party, x.change_no) = $1
				AND ($2 IS NULL OR $2 <> ALL (ARRAY[''secretxfer_r10_all_returned'', ''secretxfer_r10_measures_taken'']))'
				INTO case_no USING f.key, f.rule;
		WHEN f."table" = 'holders' THEN
			SELECT h.case_no INTO case_no FROM handovers h WHERE h.entry_id::text = split_part(f.key, ', ', 1);
		ELSE
	END CASE;
	RETURN case_no;
END $$;
CREATE FUNCTION fixture.compare_cases(findings secretxfer.finding[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	entries CONSTANT jsonb := (
		SELECT coalesce(jsonb_agg(jsonb_build_object('case_no', fixture.of_case(f), 'finding', to_jsonb(f))), '[]')
		FROM unnest(findings) f
		WHERE (f.severity <> 'guard' OR f."table" = 'requests') AND f.detail <> 'The journal has no line of it.');
	c text;
	single jsonb;
	differing jsonb;
BEGIN
	FOR c IN
		SELECT e ->> 'case_no' FROM jsonb_array_elements(entries) e WHERE e ->> 'case_no' IN (SELECT case_no FROM cases)
		UNION SELECT 'received'
	LOOP
		single := (SELECT coalesce(jsonb_agg(f), '[]') FROM secretxfer.verify(c) f);
		differing := (
			SELECT jsonb_agg(e) FROM jsonb_array_elements(entries) e
			WHERE e ->> 'case_no' = c AND NOT single @> jsonb_build_array(e -> 'finding')
			   OR single @> jsonb_build_array(e -> 'finding') AND e ->> 'case_no' <> c
				-- what was recorded after an entry of the case
				AND e #>> '{finding,rule}' IS DISTINCT FROM 'secretxfer_r00_settled');
		IF differing IS NOT NULL OR jsonb_array_length(single) <> (
			SELECT count(*) FROM jsonb_array_elements(single) s
			WHERE entries @> jsonb_build_array(jsonb_build_object('finding', s))) THEN
			RAISE WARNING 'verify(%) differs: % of %', c, differing, single;
		END IF;
	END LOOP;
END $$;
CREATE FUNCTION fixture.find_after(statements text[], triggers text DEFAULT 'origin') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	statement text;
	result text;
	rules text[];
	findings secretxfer.finding[];
BEGIN
	BEGIN
		PERFORM set_config('session_replication_role', triggers, true);
		FOREACH statement IN ARRAY statements LOOP
			EXECUTE statement;
		END LOOP;
		SET LOCAL session_replication_role = origin;
		findings := ARRAY(SELECT (v.severity, v.rule, v."table", v.key, v.detail)::secretxfer.finding FROM secretxfer.verify() v);
		SELECT string_agg(DISTINCT format('%s: %s %s', coalesce(replace(f.rule, 'secretxfer_', ''), f.detail), f.severity, concat_ws(' ', f."table", f.key)), E'\n'),
			array_agg(DISTINCT f.rule)
		INTO result, rules
		-- that the journal has no lines of what is planted here is tested by test/t/100_journal.pl
		FROM unnest(findings) f WHERE (f.severity <> 'warning' OR f.rule IS NOT NULL OR f.detail ~ 'the clock') AND f.detail <> 'The journal has no line of it.';
		-- where these are missing, verify() judges no entry
		IF NOT EXISTS (SELECT FROM unnest(findings) f WHERE f.detail IN ('The table is missing.', 'The column is missing.',
				'The column is of another type.', 'The value list is missing.', 'The value list lacks a value.')) THEN
			PERFORM fixture.compare_cases(findings);
		END IF;
		RAISE SQLSTATE 'UNDO1';
	EXCEPTION WHEN SQLSTATE 'UNDO1' THEN NULL;
	END;
	INSERT INTO fixture.planted SELECT unnest(rules);
	RETURN coalesce(result, 'NOTHING FOUND');
END $$;
-- The same behind the triggers' back.
CREATE FUNCTION fixture.plant(VARIADIC statements text[]) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.find_after(statements, 'replica')
$$;
-- The statement that plants a lawful entry, and what the server would add, with what is given put in its place.
CREATE FUNCTION fixture.e(tbl text, given jsonb DEFAULT '{}', recorded_at timestamptz DEFAULT clock_timestamp()) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.insert_of(tbl, CASE WHEN tbl IN ('permits', 'clearances', 'cases', 'requests') THEN '{"printed_no": "planted"}' ELSE '{}' END::jsonb
		|| jsonb_build_object('entry_id', nextval('secretxfer.entry_ids'), 'recorded_at', recorded_at, 'recorded_by', 'planter')
		|| fixture.entry(tbl, given) || fixture.resolved(given))
$$;
CREATE FUNCTION fixture.planted(tbl text, given jsonb) RETURNS text LANGUAGE sql AS 'SELECT fixture.plant(fixture.e(tbl, given))';
\set ECHO all

-- A lawful register.
SELECT * FROM verify() WHERE severity <> 'warning' OR rule IS NOT NULL;

-- The register's own discipline.
SELECT planted('cases', '{"subject": " "}');
SELECT plant('UPDATE parties SET head_name = ''not in the document'' WHERE idn = p(''bureau'')');
SELECT plant('ALTER TABLE cases DROP CONSTRAINT cases_case_no_trimmed', e('cases', '{"case_no": "new "}'));
-- (a number of before version 1.1 in decomposed letters, and what refers to the number; a composed number)
SELECT plant(e('cases', '{"case_no": "\u0418\u0306-12"}'), e('notices', '{"case_no": "\u0418\u0306-12"}'));
SELECT plant(e('cases', '{"case_no": "\u0419-12"}'));
SELECT planted('cases', '{"opened_on": "2100-01-01"}');
SELECT planted('cases', '{"opened_on": "1991-12-15"}');
SELECT plant('ALTER TABLE carriers DROP CONSTRAINT carriers_sheets_counted', e('carriers', '{"carrier_id": 900, "sheets": 0}'));
SELECT planted('violations', '{"case_no": "protected", "damage": 1, "damage_recovered": 2}');
SELECT plant('ALTER TABLE permits DROP CONSTRAINT permits_validity', e('permits', '{"valid_until": "2023-01-01"}'));
SELECT plant('ALTER TABLE notices DROP CONSTRAINT notices_pkey', e('notices', '{"case_no": "handed"}'));
SELECT plant(e('suspensions', '{"case_no": "protected", "violation_no": "V9"}'));
SELECT plant('DELETE FROM violations WHERE violation_no = ''V1''');
SELECT planted('requests', '{"case_no": "opened", "sent_on": "2025-02-01"}');
SELECT plant('UPDATE cases SET closed_on = ''2025-06-09'' WHERE case_no = ''closed''');
SELECT planted('requests', '{"case_no": "closed", "request_no": "R2", "sent_on": "2025-07-01", "transfer_from": "2025-07-01"}');
SELECT plant('UPDATE permits SET recorded_at = now() + interval ''1 year'' WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE permits SET changed_at = now() + interval ''1 year'', changed_by = ''x'' WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE permits SET changed_at = now() WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE requests SET recorded_at = clock_timestamp(), changed_at = clock_timestamp() WHERE case_no = ''handed''');
-- (or what relies on it was corrected to name it)
SELECT plant('UPDATE requests SET recorded_at = clock_timestamp(), changed_at = clock_timestamp() WHERE case_no = ''handed''',
			 'UPDATE request_items SET changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no = ''handed''',
			 'UPDATE decisions SET recorded_at = clock_timestamp(), changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no = ''handed''');
SELECT plant(e('handovers', '{"case_no": "handed", "handed_on": "2025-03-20"}'));
-- (what is mandatory and a key is read from the definition: the tables may have lost the declaration)
SELECT plant('ALTER TABLE requests ALTER answered DROP NOT NULL', 'UPDATE requests SET answered = NULL WHERE case_no = ''received''');
SELECT plant('ALTER TABLE permits ALTER recorded_by DROP NOT NULL', 'UPDATE permits SET recorded_by = NULL WHERE permit_no = ''P-customer''');
SELECT plant('ALTER TABLE violations DROP CONSTRAINT violations_pkey CASCADE', 'ALTER TABLE violations ALTER violation_no DROP NOT NULL',
			 'UPDATE violations SET violation_no = NULL WHERE violation_no = ''V2''');
SELECT plant('UPDATE decisions SET due_on = ''infinity'' WHERE case_no = ''annexed''');
-- (numbers: on paper, of entries; those that an index keeps apart are counted where the index is gone)
SELECT plant('UPDATE permits SET printed_no = '' '' WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE permits SET printed_no = ''12 '' WHERE permit_no = ''P-customer''');
SELECT plant('ALTER TABLE permits DROP CONSTRAINT permits_printed_no_issued_on_issued_by_key', e('permits', '{"printed_no": "P-builder"}'));
SELECT plant('DROP INDEX carriers_number_idx', e('carriers', '{"carrier_id": 900, "account_no": "M-1"}'), e('carriers', '{"carrier_id": 901, "account_no": "M-1", "registered_on": "2025-01-09"}'));
SELECT plant('DROP INDEX disposal_successions_once_idx', e('disposal_successions', '{"body": "@ministry", "effective_on": "2025-04-01", "successor": "@agency", "document": "a decree"}'),
			 e('disposal_successions', '{"body": "@ministry", "effective_on": "2025-04-01", "successor": "@bureau", "document": "a decree"}'));
SELECT plant('UPDATE permits SET entry_id = 0 WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE permits SET entry_id = -1 WHERE permit_no = ''P-customer''', 'UPDATE clearances SET entry_id = -1 WHERE clearance_no = ''C-customer''');
SELECT plant('UPDATE permits p SET entry_id = h.entry_id FROM handovers h WHERE p.permit_no = ''P-customer'' AND h.case_no = ''handed''');
SELECT plant('ALTER TABLE permits DROP CONSTRAINT permits_entry_id_key', 'UPDATE permits SET entry_id = 0 WHERE permit_no IN (''P-customer'', ''P-builder'')',
			 'UPDATE permits SET entry_id = 900000 WHERE permit_no IN (''P-joint'', ''P-other'')');
-- (an end before its start)
SELECT plant('ALTER TABLE requests DROP CONSTRAINT requests_withdrawn_after_sending', 'UPDATE requests SET withdrawn_on = ''2025-02-09'' WHERE case_no = ''requested''');
SELECT plant('ALTER TABLE decisions DROP CONSTRAINT decisions_withdrawn_after_sending', 'UPDATE decisions SET withdrawn_on = ''2025-02-19'', withdrawal_reasons = ''x'' WHERE case_no = ''annexed''');
SELECT plant('ALTER TABLE handovers DROP CONSTRAINT handovers_written_off_after_handover',
			 'UPDATE handovers SET written_off_on = ''2025-03-11'', written_off_as = ''destroyed'', write_off_act_no = ''x'' WHERE case_no = ''handed''');
SELECT plant('ALTER TABLE annulments DROP CONSTRAINT annulments_rejected_after_raising', e('annulments', '{"case_no": "handed", "rejected_on": "2025-05-04", "rejected_by": "x"}'));
SELECT plant('ALTER TABLE party_changes DROP CONSTRAINT party_changes_called_off_after_effect',
			 'UPDATE party_changes SET called_off_on = ''2025-03-31'', call_off_document = ''x'' WHERE party = p(''client'')');
SELECT plant('ALTER TABLE affiliations DROP CONSTRAINT affiliations_period', 'UPDATE affiliations SET since = ''2025-02-01'', until = ''2025-01-31''');
SELECT plant('UPDATE carriers SET registered_on = ''2025-01-10'' WHERE carrier_id = 1', e('carrier_marks', '{"carrier_id": "#M-1/1", "marked_on": "2025-01-09", "document": "an order"}'));
SELECT plant('UPDATE handovers SET entry_id = 900001 WHERE case_no = ''closed''', e('holders', '{"handover": 900001, "held_since": "2025-03-11", "held_by": "C-builder"}'),
			 e('holders', '{"handover": 900001, "held_since": "2025-06-01", "held_by": "C-builder"}'), e('holders', '{"handover": 900001, "held_since": "2025-06-11", "held_by": "C-builder"}'));
SELECT plant('UPDATE affiliations SET since = ''2100-01-01''');
SELECT plant('UPDATE carriers SET registered_on = ''1900-01-01'' WHERE carrier_id = 1');
-- (references of the tables and fields to come)
SELECT plant(e('holders', '{"handover": 900000, "held_since": "2025-04-01", "held_by": "C-nobody"}'));
SELECT plant(e('disposal_successions', '{"body": "@ministry", "effective_on": "2025-04-01", "carrier_id": 900, "successor": "@agency", "document": "a decree"}'));
SELECT plant('UPDATE party_changes SET case_no = ''none'', kind = ''works_terminated'' WHERE party = p(''other'')');
SELECT plant('UPDATE protections SET provider_permit_no = ''none'' WHERE case_no = ''provider''');
SELECT plant('UPDATE handovers SET recorded_at = clock_timestamp(), entry_id = 900001 WHERE case_no = ''handed''',
			 e('holders', '{"handover": 900001, "held_since": "2025-04-01", "held_by": "C-builder"}', '2025-04-02'));
-- (a second arrangement; a hand-over is judged by the arrangement of its day)
SELECT plant(e('protections', '{"case_no": "handed", "arranged_on": "2025-04-01", "kind": "customer"}'));
SELECT plant(e('protections', '{"case_no": "provider", "arranged_on": "2025-03-11", "kind": "customer"}'), 'UPDATE parties SET settlement = ''Almaty'' WHERE idn = p(''customer'')', 'DELETE FROM notices WHERE case_no = ''provider'' AND kind <> ''contract''');
SELECT plant(e('protections', '{"case_no": "provider", "arranged_on": "2025-03-13", "kind": "customer"}'), 'UPDATE parties SET settlement = ''Almaty'' WHERE idn = p(''customer'')', 'DELETE FROM notices WHERE case_no = ''provider'' AND kind <> ''contract''');
-- (stamps)
SELECT plant('UPDATE permits SET changed_at = recorded_at - interval ''1 second'', changed_by = ''x'' WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE permits SET recorded_by = '''' WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE permits SET changed_at = clock_timestamp(), changed_by = E''\u00A0'' WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE permits SET recorded_at = ''-infinity'' WHERE permit_no = ''P-customer''');
-- (recorded before the day that it states: of an event that is never corrected by the entry, else also by the last change)
SELECT plant('UPDATE permits SET recorded_at = ''2024-01-09 23:59+06'' WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE permits SET recorded_at = ''2024-01-10 00:01+06'' WHERE permit_no = ''P-customer''');
SELECT plant(e('violations', '{"case_no": "protected", "found_on": "2025-04-02"}', '2025-04-01'));
SELECT plant(e('party_changes', '{"party": "@joint", "kind": "functions", "effective_on": "2025-04-02"}', '2025-04-01'),
			 'UPDATE party_changes SET changed_at = clock_timestamp(), changed_by = ''x'' WHERE party = p(''joint'')');
SELECT plant('UPDATE violations SET recorded_at = ''2025-04-01 12:00+05'', changed_at = ''2025-04-09 12:00+05'' WHERE violation_no = ''V1''');
-- (characters that do not show: a blank text, a number; a letter and its mark apart; too long)
SELECT plant('UPDATE cases SET subject = E''\u200B\u3164'' WHERE case_no = ''opened''');
SELECT plant('UPDATE cases SET subject = E''\u200B\u049A'' WHERE case_no = ''opened''');
SELECT plant('UPDATE cases SET subject = E''\u00AB'' WHERE case_no = ''opened''');
SELECT plant(e('permits', '{"permit_no": "P-\u200Bbuilder"}'));
SELECT plant(e('permits', '{"permit_no": "\u0418\u0306-1"}'));
SELECT plant(e('permits', '{"permit_no": "\u0419-1 \u2116 2"}'));
SELECT plant('UPDATE permits SET printed_no = E''12\u00A0'' WHERE permit_no = ''P-customer''');
SELECT plant('UPDATE carriers SET account_no = repeat(''1'', 201) WHERE carrier_id = 1');
SELECT plant('UPDATE carriers SET copy_no = E''1\u2028'' WHERE carrier_id = 1');
SELECT plant('UPDATE violations SET damage = ''NaN'' WHERE violation_no = ''V1''');
SELECT plant('ALTER TABLE violations DROP CONSTRAINT violations_damage_amount', 'UPDATE violations SET damage = -1, damage_recovered = NULL WHERE violation_no = ''V1''');
-- (recorded after the closing, under an earlier date: acts, not events; by the closing or the last change after it)
SELECT planted('requests', '{"case_no": "closed", "request_no": "R2"}');
SELECT planted('request_items', '{"case_no": "closed", "item_no": 2, "carrier_id": "#M-7/1"}');
SELECT planted('handovers', '{"case_no": "closed", "carrier_id": "#A-2/1", "handed_on": "2025-06-10", "returned_on": "2025-06-10"}');
SELECT planted('violations', '{"case_no": "closed"}');
SELECT plant('UPDATE notices SET recorded_at = c.changed_at FROM cases c WHERE c.case_no = notices.case_no AND c.case_no = ''closed''');

-- Provision 2.
SELECT planted('cases', '{"customer": "@citizen"}');
SELECT planted('cases', '{"contractor": "@bureau"}');
SELECT plant('ALTER TABLE cases DROP CONSTRAINT cases_two_parties', e('cases', '{"customer": "@builder"}'));

-- Provision 3.
SELECT planted('carriers', '{"carrier_id": 900, "owner": "@bureau"}');
SELECT planted('carriers', '{"carrier_id": 900, "owner": "@customer"}');
SELECT planted('notices', '{"case_no": "opened"}');
SELECT plant('UPDATE notices SET sent_on = ''2025-03-13'' WHERE case_no = ''handed''');
SELECT plant('DELETE FROM notices WHERE case_no = ''system''');
-- (a further period has a further line, of which the notice of the old one does not tell)
CREATE FUNCTION fixture.longer(also text) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.plant('UPDATE requests SET transfer_until = ''2025-03-31'' WHERE case_no = ''handed''', 'UPDATE handovers SET returned_on = ''2025-03-20'' WHERE case_no = ''handed''',
		fixture.e('requests', '{"case_no": "handed", "request_no": "R2", "sent_on": "2025-03-13", "received_on": "2025-03-14", "transfer_from": "2025-07-01", "answered": true}'),
		fixture.e('request_items', '{"case_no": "handed", "request_no": "R2"}'),
		fixture.e('decisions', '{"case_no": "handed", "request_no": "R2", "sent_on": "2025-03-20", "due_on": "2025-04-01"}'),
		fixture.e('contract_items', '{"case_no": "handed", "annex_no": "2", "request_no": "R2", "annexed_on": "2025-03-21"}'),
		fixture.e('handovers', '{"case_no": "handed", "handed_on": "2025-07-10"}'), also)
$$;
SELECT longer('SELECT');
SELECT longer(e('notices', '{"case_no": "handed", "notice_no": "N2", "sent_on": "2025-03-21"}'));

-- (a carrier passes on from a body that does not dispose of it; a body ends with its carriers, and with a request)
SELECT planted('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-06-02", "carrier_id": "#M-1/1"}');
SELECT plant(e('party_changes', '{"party": "@agency", "effective_on": "2025-06-02", "completed_on": "2025-06-20"}'));

-- Provision 4.
SELECT planted('requests', '{"case_no": "opened", "authority": "@bureau"}');
SELECT plant(e('party_changes', '{"party": "@agency", "effective_on": "2025-02-10"}', '2025-02-10'));
SELECT plant(e('party_changes', '{"party": "@agency", "effective_on": "2025-02-12"}'));
SELECT plant('UPDATE parties SET disposes_of_secrets = true WHERE idn = p(''other'')');
SELECT planted('parties', '{"idn": "351240000011"}');
SELECT planted('parties', '{"idn": "351340000014"}');
SELECT plant('UPDATE parties SET head_name = '' '' WHERE idn = p(''bureau'')');
SELECT plant('UPDATE parties SET position = '''' WHERE idn = p(''student'')');
SELECT plant('UPDATE carriers SET title = '''' WHERE carrier_id = 1');
SELECT plant('ALTER TABLE request_items DROP CONSTRAINT request_items_case_no_request_no_carrier_id_key',
			 e('request_items', '{"case_no": "requested", "item_no": 2, "carrier_id": "#M-7/1"}'));
SELECT planted('request_items', '{"case_no": "handed", "item_no": 2, "carrier_id": "#M-7/1"}');
SELECT plant('DELETE FROM request_items WHERE case_no = ''received''');
-- (a line after the receipt is certain after a day, and a doubt before if another line was there in time)
SELECT planted('request_items', '{"case_no": "received", "item_no": 2, "carrier_id": "#M-7/1"}');
SELECT plant('UPDATE request_items SET changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no = ''received''');
SELECT plant('UPDATE cases SET recorded_at = ''2025-02-12'', changed_at = NULL, changed_by = NULL WHERE case_no = ''received''',
			 'UPDATE requests SET recorded_at = ''2025-02-12'', changed_at = ''2025-02-13'' WHERE case_no = ''received''');
SELECT plant('UPDATE parties SET head_name = E''\u2003'' WHERE idn = p(''bureau'')');
SELECT plant('UPDATE parties SET residence = E''\u2800'' WHERE idn = p(''student'')');
SELECT planted('requests', '{"case_no": "opened", "justification": ""}');
SELECT plant('ALTER TABLE requests DROP CONSTRAINT requests_transfer_period', e('requests', '{"case_no": "opened", "transfer_until": "2025-01-01"}'));
SELECT plant('UPDATE requests SET transfer_from = ''2025-03-13'' WHERE case_no = ''handed''');
SELECT plant('UPDATE requests SET transfer_until = ''2025-03-11'' WHERE case_no = ''system''');
SELECT planted('requests', '{"case_no": "opened", "permit_no": null}');
SELECT planted('requests', '{"case_no": "opened", "permit_no": "P-joint"}');
SELECT planted('requests', '{"case_no": "opened", "sent_on": "2026-07-01"}');
SELECT plant('UPDATE permits SET revoked_on = ''2025-02-10'' WHERE permit_no = ''P-subsidiary''');
SELECT planted('requests', '{"case_no": "opened", "draft_contract": " "}');
SELECT plant('UPDATE requests SET withdrawn_on = ''2025-02-14'' WHERE case_no = ''annexed''');

-- Provision 5.
SELECT planted('decisions', '{"case_no": "received", "sent_on": "2025-02-11", "due_on": "2025-02-26"}');
SELECT planted('decisions', '{"case_no": "received"}');
SELECT planted('decisions', '{"case_no": "received", "sent_on": "2025-02-27", "due_on": "2025-02-26"}');
SELECT planted('decisions', '{"case_no": "received", "due_on": "2025-02-28"}');
SELECT planted('decisions', '{"case_no": "received", "due_on": "2025-02-26", "signed_by": " "}');
SELECT planted('decisions', '{"case_no": "received", "due_on": "2025-02-26", "outcome": "refused", "reasons": ""}');
SELECT planted('decisions', '{"case_no": "received", "due_on": "2025-02-26", "excluded_items": [1]}');
SELECT planted('decisions', '{"case_no": "received", "due_on": "2025-02-26", "excluded_items": [2]}');
SELECT plant('UPDATE requests SET answered = true WHERE case_no = ''received''');
SELECT plant(e('party_changes', '{"party": "@agency", "effective_on": "2025-02-13"}', '2025-02-13'));
SELECT plant(e('party_changes', '{"party": "@agency", "effective_on": "2025-02-20"}'));
SELECT plant(e('party_changes', '{"party": "@agency", "effective_on": "2025-02-21"}', '2025-02-13'));

-- Provision 6.
SELECT plant('UPDATE contracts SET concluded_on = ''2025-03-13'' WHERE case_no = ''system''');
SELECT plant('DELETE FROM contracts WHERE case_no = ''annexed''');
SELECT plant('UPDATE contracts SET contractor_liability = '''' WHERE case_no = ''handed''');
SELECT plant('UPDATE contracts SET protection_financing = '''' WHERE case_no = ''handed''');
SELECT plant('UPDATE contracts SET permit_no = ''P-joint'' WHERE case_no = ''handed''');
SELECT plant('DELETE FROM contract_items WHERE case_no = ''handed''');
SELECT plant('UPDATE contract_items SET annexed_on = ''2025-03-02'' WHERE case_no = ''handed''');
SELECT plant('UPDATE contracts SET information_statement = ''x'' WHERE case_no = ''handed''');
SELECT planted('system_accesses', '{"case_no": "handed"}');
SELECT plant('UPDATE contracts SET information_statement = NULL WHERE case_no = ''system''');
SELECT plant('UPDATE contracts SET responsible_unit = '''' WHERE case_no = ''handed''');

-- (amendments: before the contract, without terms, a term by nothing, unit without order, twice on a day, another's permit, a statement)
SELECT planted('contract_amendments', '{"case_no": "handed", "concluded_on": "2025-03-02"}');
SELECT plant('ALTER TABLE contract_amendments DROP CONSTRAINT contract_amendments_term', e('contract_amendments', '{"case_no": "handed", "responsible_unit": null, "unit_designated_by": null}'));
SELECT planted('contract_amendments', '{"case_no": "handed", "contractor_liability": " "}');
SELECT planted('contract_amendments', '{"case_no": "handed", "unit_designated_by": null}');
SELECT plant(e('contract_amendments', '{"case_no": "handed"}'), e('contract_amendments', '{"case_no": "handed", "amendment_no": "A2"}'));
SELECT plant(e('contract_amendments', '{"case_no": "handed"}'), e('contract_amendments', '{"case_no": "handed", "amendment_no": "A2", "concluded_on": "2025-04-11"}'));
SELECT planted('contract_amendments', '{"case_no": "handed", "permit_no": "P-joint"}');
SELECT planted('contract_amendments', '{"case_no": "handed", "information_statement": "x"}');
SELECT planted('contract_amendments', '{"case_no": "closed", "concluded_on": "2025-06-12"}');
-- (the mark of the serviced system: not known, stated of other works)
SELECT plant('UPDATE cases SET system_mark = NULL WHERE case_no = ''system''');
SELECT plant('ALTER TABLE cases DROP CONSTRAINT cases_system_marked', 'UPDATE cases SET system_mark = ''secret'' WHERE case_no = ''opened''');

-- Provision 7.
SELECT plant('UPDATE decisions SET sent_on = ''2025-02-26'' WHERE case_no = ''handed''', 'UPDATE contracts SET concluded_on = ''2025-02-25'' WHERE case_no = ''handed''');
SELECT plant('UPDATE decisions SET outcome = ''refused'', reasons = ''x'' WHERE case_no = ''annexed''');
SELECT plant('UPDATE requests SET authority = p(''agency'') WHERE case_no = ''annexed''');
SELECT planted('handovers', '{"case_no": "protected", "carrier_id": "#M-7/1"}');
-- (each act asks for the permission again; the answer of a body that has not received the request is none)
SELECT plant('UPDATE decisions SET outcome = ''refused'', reasons = ''x'' WHERE case_no = ''handed''');
SELECT plant('UPDATE requests SET received_on = ''2025-02-21'' WHERE case_no IN (''handed'', ''system'')');
SELECT plant('UPDATE decisions SET excluded_items = ''{1}'' WHERE case_no = ''handed''', e('request_items', '{"case_no": "handed", "item_no": 2, "carrier_id": "#M-7/1"}', '2025-02-11'));
SELECT plant('UPDATE carriers SET owner = p(''agency'') WHERE carrier_id = c(''M-1/1'')');
-- (what another body passed on, and a permission of other carriers that was withdrawn, excuse nothing)
SELECT plant('DELETE FROM decisions WHERE case_no = ''handed''', e('disposal_successions', '{"body": "@agency", "successor": "@ministry", "effective_on": "2025-02-15"}'));
SELECT plant('DELETE FROM notices WHERE case_no = ''handed''', e('requests', '{"case_no": "handed", "request_no": "R2", "received_on": "2025-02-12", "answered": true}'),
			 e('request_items', '{"case_no": "handed", "request_no": "R2", "carrier_id": "#M-7/1"}'),
			 e('decisions', '{"case_no": "handed", "request_no": "R2", "due_on": "2025-02-26", "withdrawn_on": "2025-03-01", "withdrawal_reasons": "x"}'));

-- (a permission that was withdrawn: before the act was recorded, after it, on the day of it and the day after it)
SELECT plant('UPDATE decisions SET withdrawn_on = ''2025-03-12'', withdrawal_reasons = ''x'' WHERE case_no IN (''handed'', ''system'')');
SELECT plant('UPDATE decisions SET withdrawn_on = ''2025-03-12'', withdrawal_reasons = ''x'', changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no IN (''handed'', ''system'')');
SELECT plant('UPDATE decisions SET withdrawn_on = ''2025-03-13'', withdrawal_reasons = ''x'' WHERE case_no IN (''handed'', ''system'')');
SELECT plant('UPDATE decisions SET withdrawn_on = ''2025-03-03'', withdrawal_reasons = ''x'' WHERE case_no = ''annexed''');
SELECT plant('UPDATE decisions SET withdrawn_on = ''2025-03-03'', withdrawal_reasons = ''x'', changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no = ''annexed''');
SELECT plant('UPDATE decisions SET outcome = ''refused'', reasons = ''x'', withdrawn_on = ''2025-06-12'', withdrawal_reasons = ''x'' WHERE case_no = ''annexed''');
SELECT plant('UPDATE decisions SET withdrawn_on = ''2025-06-12'', withdrawal_reasons = '' '' WHERE case_no = ''annexed''');

-- Provision 8.
SELECT plant('DELETE FROM protections WHERE case_no = ''handed''');
SELECT plant('UPDATE protections SET organizer = p(''holding'') WHERE case_no = ''handed''');
SELECT plant('UPDATE protections SET organizer = p(''holding'') WHERE case_no = ''customer''');
SELECT plant('UPDATE protections SET kind = ''contractor'' WHERE case_no = ''system''');
SELECT plant('UPDATE parties SET foreign_participation = true WHERE idn = p(''builder'')');
SELECT plant('UPDATE parties SET settlement = ''Aktau'' WHERE idn = p(''customer'')');
SELECT plant('UPDATE parties SET quasi_state = false WHERE idn = p(''holding'')');
SELECT plant('DELETE FROM affiliations WHERE party = p(''subsidiary'')');
SELECT plant('UPDATE protections SET kind = ''provider'', organizer = p(''provider'') WHERE case_no = ''system''');
SELECT plant('UPDATE protections SET organizer = p(''joint'') WHERE case_no = ''provider''');
SELECT plant('UPDATE parties SET settlement = ''Aktau'' WHERE idn = p(''provider'')');
SELECT plant('UPDATE parties SET foreign_participation = true WHERE idn = p(''provider'')');
SELECT plant('UPDATE parties SET state_share = 99 WHERE idn = p(''provider'')');
SELECT plant('UPDATE parties SET protection_mandate = NULL WHERE idn = p(''provider'')');
SELECT plant('UPDATE protections SET service_contract_no = NULL WHERE case_no = ''provider''');
SELECT plant('UPDATE protections SET provider_permit_marked_on = NULL WHERE case_no = ''provider''');
SELECT plant('UPDATE protections SET provider_permit_marked_on = ''2025-03-04'' WHERE case_no = ''provider''');
SELECT plant('DELETE FROM notices WHERE case_no = ''provider'' AND kind = ''postal_service''');
SELECT plant('DELETE FROM notices WHERE case_no = ''provider'' AND kind = ''courier_service''');
-- (another contract for services asks for notices of its own, and so does the first one again; the same contract does not)
CREATE FUNCTION fixture.replaced(day date, no text) RETURNS text LANGUAGE sql AS $$
	SELECT e('protections', jsonb_build_object('case_no', 'provider', 'kind', 'provider', 'organizer', '@provider', 'arranged_on', day, 'service_contract_no', no,
		'service_contract_on', '2025-03-05', 'contractor_permit_marked_on', day, 'contractor_permit_no', 'P-joint', 'provider_permit_marked_on', day, 'provider_permit_no', 'P-provider'))
$$;
SELECT plant(replaced('2025-03-08', '8'));
SELECT plant(replaced('2025-03-08', '8'), replaced('2025-03-10', '7'));
SELECT plant(replaced('2025-03-08', '7'));
SELECT planted('notices', '{"case_no": "handed", "notice_no": "N2", "kind": "courier_service"}');
-- (the mark is in a permit, of the party, and in force; a mark of before version 1.1 names no permit)
SELECT plant('UPDATE protections SET contractor_permit_no = NULL, provider_permit_no = NULL WHERE case_no = ''provider''');
SELECT plant('UPDATE protections SET contractor_permit_marked_on = NULL WHERE case_no = ''provider''');
SELECT plant('UPDATE protections SET contractor_permit_no = ''P-provider'' WHERE case_no = ''provider''');
SELECT plant('UPDATE permits SET valid_until = ''2025-03-05'' WHERE permit_no = ''P-provider''');
SELECT plant('UPDATE permits SET valid_until = ''2025-03-11'' WHERE permit_no = ''P-provider''');
SELECT plant('UPDATE permits SET revoked_on = ''2025-03-06'' WHERE permit_no = ''P-provider''');
SELECT plant('UPDATE permits SET revoked_on = ''2025-03-12'' WHERE permit_no = ''P-provider''');
SELECT plant('UPDATE permits SET revoked_on = ''2025-03-12'', changed_at = clock_timestamp(), changed_by = ''x'' WHERE permit_no = ''P-provider''');
SELECT plant('UPDATE permits SET revoked_on = ''2025-03-13'' WHERE permit_no = ''P-provider''');
SELECT plant(e('party_changes', '{"party": "@provider", "kind": "liquidation", "effective_on": "2025-03-06"}'));

-- Provision 9: what had been recorded before makes a hand-over unlawful, what came later irregular.
SELECT planted('suspensions', '{"case_no": "handed", "suspended_on": "2025-03-31", "violation_no": "V2", "lifted_on": "2025-04-11"}');
SELECT plant('UPDATE violations SET remedied_on = NULL WHERE violation_no = ''V2''');
SELECT plant(e('violations', '{"case_no": "handed", "violation_no": "V3"}'));
SELECT planted('handovers', '{"case_no": "handed", "carrier_id": "#M-1/1", "handed_on": "2025-04-05", "returned_on": "2025-04-05"}');
SELECT plant(e('violations', '{"case_no": "provider", "found_on": "2025-03-11"}'), e('suspensions', '{"case_no": "provider", "suspended_on": "2025-03-11"}'));
SELECT planted('annulments', '{"case_no": "protected"}');
SELECT plant(e('annulments', '{"case_no": "handed", "order_annulled_on": "2025-05-06"}'),
			 e('handovers', '{"case_no": "handed", "handed_on": "2025-06-01"}'), 'UPDATE handovers SET returned_on = ''2025-05-31'' WHERE case_no = ''handed'' AND returned_on IS NULL AND handed_on < ''2025-06-01''');
SELECT plant('ALTER TABLE annulments DROP CONSTRAINT annulments_rejection_named', e('annulments', '{"case_no": "handed", "rejected_on": "2025-05-06"}'));

-- Provision 10.
SELECT plant('ALTER TABLE party_changes DROP CONSTRAINT party_changes_completed_or_called_off',
			 'UPDATE party_changes SET called_off_on = ''2025-06-01'', call_off_document = ''x'', completed_on = ''2025-06-01'' WHERE party = p(''client'')');
SELECT plant(e('party_changes', '{"party": "@provider", "case_no": "handed", "kind": "works_terminated", "effective_on": "2025-04-01"}'));
SELECT plant(e('party_changes', '{"party": "@builder", "case_no": "handed", "kind": "works_terminated", "effective_on": "2025-02-02"}'));
SELECT plant(e('party_changes', '{"party": "@joint", "effective_on": "2025-02-01"}'));
SELECT plant(e('party_changes', '{"party": "@joint", "effective_on": "2025-02-01"}', '2025-02-02'));
SELECT plant(e('party_changes', '{"party": "@customer", "kind": "ownership", "effective_on": "2025-03-12"}'));
SELECT plant('DELETE FROM notices WHERE notice_no = ''N6''');
SELECT plant('UPDATE supplements SET concluded_on = ''2025-03-31''');
SELECT planted('supplements', '{"case_no": "succeeded", "supplement_no": "S2", "party": "@client", "concluded_on": "2025-06-10"}');
SELECT plant('UPDATE supplements SET successor_powers = ''''');
SELECT plant('UPDATE party_changes SET kind = ''works_terminated'' WHERE party = p(''client'')', 'UPDATE supplements SET successor = party');
SELECT plant('ALTER TABLE notices DROP CONSTRAINT notices_change_named', e('notices', '{"case_no": "succeeded", "notice_no": "N7", "kind": "succession_security"}'));
SELECT planted('notices', '{"case_no": "handed", "notice_no": "N7", "kind": "succession_security", "party": "@client", "change_no": "1", "sent_on": "2025-04-09"}');
SELECT plant(e('party_changes', '{"party": "@subsidiary", "kind": "functions", "effective_on": "2025-03-11"}'));
SELECT plant(e('party_changes', '{"party": "@subsidiary", "effective_on": "2025-03-10", "completed_on": "2025-03-11"}', '2025-03-12'));
SELECT plant('UPDATE cases SET closed_on = ''2025-12-31'', changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no = ''quasi''');
SELECT plant('DELETE FROM protection_measures');
SELECT planted('protection_measures', '{"case_no": "handed", "party": "@other"}');
SELECT plant('UPDATE protection_measures SET taken_on = ''2025-06-01''');
-- (after the completion of a liquidation nothing is recorded, whatever its date; before it, all the same)
SELECT plant('UPDATE cases SET closed_on = NULL WHERE case_no = ''wound up''', 'UPDATE handovers SET recorded_at = clock_timestamp(), changed_at = clock_timestamp() WHERE case_no = ''wound up''');
SELECT plant('UPDATE cases SET closed_on = NULL WHERE case_no = ''wound up''', 'UPDATE handovers h SET recorded_at = x.changed_at, changed_at = x.changed_at FROM party_changes x WHERE x.party = p(''other'') AND h.case_no = ''wound up''');
-- (a customer's liquidation counts whenever the case was opened, until a supplement settles it)
SELECT plant('DELETE FROM notices WHERE party = p(''client'')', 'DELETE FROM supplements', 'DELETE FROM party_changes WHERE party = p(''client'')',
			 e('party_changes', '{"party": "@client", "effective_on": "2025-01-15", "completed_on": "2025-05-01"}'));
SELECT plant('UPDATE party_changes SET kind = ''liquidation'', effective_on = ''2025-01-15'', completed_on = ''2025-05-01'' WHERE party = p(''client'')');
SELECT plant(e('party_changes', '{"party": "@successor", "effective_on": "2025-01-15"}'));
-- (an amendment in the liquidation: before the supplement; from its day on; entered before the liquidation was known)
SELECT plant('UPDATE party_changes SET kind = ''liquidation'' WHERE party = p(''client'')', e('contract_amendments', '{"case_no": "succeeded", "concluded_on": "2025-04-07"}'));
SELECT plant('UPDATE party_changes SET kind = ''liquidation'' WHERE party = p(''client'')', e('contract_amendments', '{"case_no": "succeeded", "concluded_on": "2025-04-08"}'));
SELECT plant('UPDATE party_changes SET kind = ''liquidation'' WHERE party = p(''client'')', e('contract_amendments', '{"case_no": "succeeded", "concluded_on": "2025-04-07"}', '2025-04-07'));
-- (a supplement settles the earlier changes of its party, too, with the notices of the change that it names)
SELECT plant(e('party_changes', '{"party": "@client", "change_no": "0", "kind": "ownership", "effective_on": "2025-03-20"}'));
SELECT plant(e('party_changes', '{"party": "@client", "change_no": "2", "kind": "ownership", "effective_on": "2025-04-01"}'));
SELECT plant(e('party_changes', '{"party": "@client", "change_no": "0", "kind": "ownership", "effective_on": "2025-03-20"}'), 'DELETE FROM notices WHERE notice_no = ''N6''');
SELECT plant(e('party_changes', '{"party": "@client", "change_no": "0", "kind": "ownership", "effective_on": "2025-03-20"}', '2025-03-21'),
			 e('supplements', '{"case_no": "succeeded", "supplement_no": "S0", "party": "@client", "change_no": "0", "concluded_on": "2025-04-08"}'));
-- (measures, where anything was out on the day of the change or later)
SELECT plant('DELETE FROM protection_measures', 'UPDATE handovers SET returned_on = ''2025-06-02'' WHERE case_no = ''wound up''');
SELECT plant('DELETE FROM protection_measures', 'UPDATE handovers SET returned_on = ''2025-06-03'' WHERE case_no = ''wound up''');

-- Provision 11.
-- (an access to a system of a higher mark; the mark stated before the access, and after it)
SELECT plant('UPDATE cases SET system_mark = ''special_importance'' WHERE case_no = ''system''');
SELECT plant('UPDATE cases SET system_mark = ''special_importance'', changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no = ''system''');
SELECT planted('permits', '{"holder": "@citizen"}');
SELECT plant('UPDATE permits SET valid_until = ''2025-03-11'' WHERE permit_no = ''P-subsidiary''');
SELECT plant('UPDATE permits SET revoked_on = ''2025-03-12'' WHERE permit_no = ''P-subsidiary''');
SELECT plant('UPDATE carriers SET mark = ''special_importance'' WHERE carrier_id = c(''M-4/1'')');
-- (any valid permit of sufficient degree serves, and the hand-over names the permit)
CREATE FUNCTION fixture.older(given jsonb, VARIADIC also text[]) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.plant(VARIADIC fixture.e('permits', '{"permit_no": "P-old", "holder": "@subsidiary", "issued_on": "2023-01-10"}' || given, '2023-01-11') || also)
$$;
SELECT older('{}', 'UPDATE permits SET valid_until = ''2025-03-11'' WHERE permit_no = ''P-subsidiary''', 'UPDATE handovers SET permit_no = ''P-old'' WHERE case_no = ''quasi''');
SELECT older('{}', 'UPDATE permits SET valid_until = ''2025-03-11'' WHERE permit_no = ''P-subsidiary''');
SELECT older('{}', 'UPDATE permits SET revoked_on = ''2025-03-12'' WHERE permit_no = ''P-subsidiary''');
SELECT older('{"highest_mark": "secret"}', 'UPDATE permits SET revoked_on = ''2025-03-12'' WHERE permit_no = ''P-subsidiary''', 'UPDATE carriers SET mark = ''top_secret'' WHERE carrier_id = c(''M-4/1'')');
SELECT older('{"highest_mark": "secret"}', 'UPDATE handovers SET permit_no = ''P-old'' WHERE case_no = ''quasi''', 'UPDATE carriers SET mark = ''top_secret'' WHERE carrier_id = c(''M-4/1'')');
SELECT plant('UPDATE handovers SET permit_no = ''P-joint'' WHERE case_no = ''handed''');
SELECT plant('UPDATE handovers SET permit_no = ''none'' WHERE case_no = ''handed''');
SELECT plant('UPDATE handovers SET permit_no = NULL');
SELECT plant('UPDATE handovers SET received_by = ''C-builder'' WHERE case_no = ''quasi''');
SELECT plant('UPDATE clearances SET valid_until = ''2025-03-11'' WHERE clearance_no = ''C-citizen''');
SELECT plant('UPDATE clearances SET revoked_on = ''2025-03-12'' WHERE clearance_no = ''C-joint''');
SELECT plant('UPDATE clearances SET revoked_on = ''2025-03-12'', changed_at = clock_timestamp(), changed_by = ''x'' WHERE clearance_no = ''C-joint''');

-- (a mark of the day of the hand-over or before, known before the hand-over or not; one that came later; one that was lifted)
CREATE FUNCTION fixture.marked(given jsonb, recorded_at timestamptz, VARIADIC also text[] DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT fixture.plant(VARIADIC fixture.e('carrier_marks', '{"carrier_id": "#M-4/1", "marked_on": "2025-03-12"}' || given, recorded_at) || also)
$$;
SELECT marked('{"mark": "special_importance"}', '2025-03-12');
SELECT marked('{"mark": "special_importance"}', clock_timestamp());
SELECT marked('{"mark": "special_importance", "marked_on": "2025-03-13"}', '2025-03-13');
SELECT marked('{"mark": null}', '2025-03-12');
SELECT marked('{"mark": "secret"}', '2025-03-12', 'UPDATE carriers SET mark = ''special_importance'' WHERE carrier_id = c(''M-4/1'')');
-- (what is no longer secret need not come back; a new mark makes it due, known before the closing or not)
CREATE FUNCTION fixture.lifted(VARIADIC also text[]) RETURNS text LANGUAGE sql AS $$
	SELECT fixture.marked('{"mark": null, "marked_on": "2025-05-05"}', clock_timestamp(),
		VARIADIC ARRAY['UPDATE cases SET closed_on = ''2025-06-09'', changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no = ''quasi'''] || also)
$$;
SELECT lifted('SELECT');
SELECT lifted(e('carrier_marks', '{"carrier_id": "#M-4/1", "marked_on": "2025-06-09", "mark": "secret"}'));
SELECT lifted(e('carrier_marks', '{"carrier_id": "#M-4/1", "marked_on": "2025-06-09", "mark": "secret"}'), 'UPDATE carrier_marks SET recorded_at = clock_timestamp()');
SELECT lifted('UPDATE handovers SET returned_on = ''2025-06-20'' WHERE case_no = ''quasi''');
SELECT lifted(e('party_changes', '{"party": "@subsidiary", "kind": "functions", "effective_on": "2025-05-12", "completed_on": "2025-06-12"}'),
	e('protection_measures', '{"case_no": "quasi", "party": "@subsidiary", "taken_on": "2025-05-12"}'));
-- (write-offs: of a destroyed carrier, of a lost one; without act or breach; of a breach found later; what was destroyed and came back)
CREATE FUNCTION fixture.written_off(fields text, VARIADIC also text[] DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT fixture.plant(VARIADIC ARRAY['ALTER TABLE handovers DROP CONSTRAINT handovers_write_off_described, DROP CONSTRAINT handovers_loss_is_breach',
		format('UPDATE handovers SET written_off_on = ''2025-04-22'', written_off_as = ''destroyed'', write_off_act_no = ''W'' WHERE case_no = ''handed'''),
		format('UPDATE handovers SET %s WHERE case_no = ''handed''', fields)] || also)
$$;
SELECT written_off('returned_on = NULL');
SELECT written_off('write_off_act_no = NULL');
SELECT written_off('write_off_act_no = '' ''');
SELECT written_off('written_off_as = ''lost''');
SELECT written_off('written_off_as = ''lost'', loss_violation_no = ''V1''');
SELECT written_off('written_off_as = ''lost'', loss_violation_no = ''V1'', written_off_on = ''2025-03-31''');
SELECT written_off('loss_violation_no = ''V1''');
SELECT written_off('returned_on = ''2025-05-05''');
SELECT written_off('written_off_as = ''lost'', loss_violation_no = ''V1'', returned_on = ''2025-04-21''');
SELECT written_off('written_off_as = ''lost'', loss_violation_no = ''V1''', e('handovers', '{"case_no": "handed", "handed_on": "2025-05-05"}'));
SELECT written_off('written_off_as = ''lost'', loss_violation_no = ''V1'', returned_on = ''2025-05-05''', e('handovers', '{"case_no": "handed", "handed_on": "2025-05-05"}'));

-- (who took a carrier over: of others' staff, before the clearance, after its revocation, with too low a degree; in a closed case)
CREATE FUNCTION fixture.held(given jsonb, VARIADIC also text[] DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT fixture.plant(VARIADIC ARRAY[fixture.e('holders', jsonb_build_object('handover', h.entry_id) || given)] || also)
	  FROM secretxfer.handovers h WHERE h.case_no = 'handed' AND h.carrier_id = fixture.c('M-1/1')
$$;
SELECT held('{}') ~ 'holders' AS named;
SELECT regexp_replace(held('{"held_by": "C-joint"}'), '\d+(?=, 03)', 'h');
SELECT regexp_replace(held('{}', 'UPDATE clearances SET issued_on = ''2025-03-21'' WHERE clearance_no = ''C-builder'''), '\d+(?=, 03-20)', 'h') ~ 'r11_clearance: unlawful holders h' AS named;
SELECT regexp_replace(held('{}', 'UPDATE clearances SET revoked_on = ''2025-03-20'' WHERE clearance_no = ''C-builder'''), '\d+(?=, 03-20)', 'h') ~ 'r11_clearance: unlawful holders h' AS named;
SELECT regexp_replace(held('{}', e('carrier_marks', '{"carrier_id": "#M-1/1", "mark": "special_importance"}', '2025-03-20')), '\d+(?=, 03-20)', 'h');
SELECT regexp_replace(held('{}', e('carrier_marks', '{"carrier_id": "#M-1/1", "mark": "special_importance"}'), 'UPDATE carrier_marks SET recorded_at = clock_timestamp()'), '\d+(?=, 03-20)', 'h');

-- What is learnt late, or corrected to an earlier day, by the way all go, makes irregular what was lawful when it was recorded.
SELECT find_after(ARRAY[
	e('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-04-22"}'),
	e('party_changes', '{"party": "@builder", "kind": "functions", "effective_on": "2025-04-01"}')]);
SELECT find_after(ARRAY[
	e('violations', '{"case_no": "protected"}'),
	e('handovers', '{"case_no": "protected", "carrier_id": "#M-1/2", "handed_on": "2025-04-22"}'),
	e('suspensions', '{"case_no": "protected", "suspended_on": "2025-04-10"}')]);
SELECT find_after(ARRAY[
	e('violations', '{"case_no": "protected"}'), e('suspensions', '{"case_no": "protected"}'),
	e('violations', '{"case_no": "protected", "violation_no": "V2", "found_on": "2025-05-01"}'),
	'UPDATE violations SET remedied_on = ''2025-04-10'' WHERE (case_no, violation_no) = (''protected'', ''V1'')',
	'UPDATE suspensions SET lifted_on = ''2025-04-11'' WHERE case_no = ''protected''',
	'UPDATE violations SET found_on = ''2025-04-05'' WHERE (case_no, violation_no) = (''protected'', ''V2'')']);
-- Known before the act was recorded, or corrected last, it makes it unlawful; an end is no correction.
SELECT plant(e('party_changes', '{"party": "@joint", "effective_on": "2025-02-01"}', '2025-02-02'),
			 'UPDATE party_changes SET changed_at = ''2025-02-03'', changed_by = ''x'' WHERE party = p(''joint'')');
SELECT plant(e('party_changes', '{"party": "@joint", "effective_on": "2025-02-01"}'),
			 'UPDATE handovers SET changed_at = clock_timestamp(), changed_by = ''x'' WHERE case_no = ''provider''');
SELECT plant(e('party_changes', '{"party": "@joint", "effective_on": "2025-02-01"}'),
			 'UPDATE handovers SET changed_at = clock_timestamp(), changed_by = ''x'', returned_on = ''2025-06-01'' WHERE case_no = ''provider''');
SELECT plant(e('violations', '{"case_no": "protected"}'), e('violations', '{"case_no": "protected", "violation_no": "V2"}'), e('suspensions', '{"case_no": "protected"}'),
			 'UPDATE violations SET remedied_on = ''2025-04-10'' WHERE (case_no, violation_no) = (''protected'', ''V1'')',
			 'UPDATE suspensions SET lifted_on = ''2025-04-11'' WHERE case_no = ''protected''');

-- The rules that were planted by no one: those that judge a change, of which what stands shows nothing.
SELECT name FROM rules EXCEPT SELECT rule FROM planted ORDER BY 1;

-- The guard.
SET client_min_messages = warning;
SELECT plant('DROP TABLE annulments CASCADE');
SELECT plant('ALTER TABLE cases DROP COLUMN subject CASCADE');
SELECT plant('ALTER TABLE cases ALTER COLUMN subject DROP NOT NULL');
-- Since 18 a constraint may say nothing of the rows that were there before, or of any.
SELECT plant('ALTER TABLE cases ALTER COLUMN subject DROP NOT NULL', CASE WHEN current_setting('server_version_num')::integer >= 180000
			 THEN 'ALTER TABLE cases ADD CONSTRAINT from_now_on NOT NULL subject NOT VALID' ELSE 'SELECT' END);
SELECT plant(format('ALTER TABLE cases %s CONSTRAINT cases_customer_fkey %s', VARIADIC CASE WHEN current_setting('server_version_num')::integer >= 180000
			 THEN '{ALTER, NOT ENFORCED}' ELSE '{DROP, ""}' END::text[]));
SELECT plant('ALTER TABLE cases DROP CONSTRAINT cases_customer_fkey');
SELECT plant('DROP TRIGGER "A_secretxfer_judge" ON handovers');
SELECT plant('ALTER TABLE handovers DISABLE TRIGGER zz_secretxfer_enter');
SELECT plant('ALTER TABLE handovers ENABLE REPLICA TRIGGER zz_secretxfer_enter');
SELECT plant('ALTER TABLE handovers DISABLE TRIGGER ALL');
SELECT plant('DROP TRIGGER "A_secretxfer_judge" ON cases',
			 'CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON cases FOR EACH ROW WHEN (false) EXECUTE FUNCTION judge_entry()');
SELECT plant('CREATE FUNCTION public.mine() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN NEW; END''',
			 'CREATE TRIGGER zzz BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION public.mine()');
SELECT plant('CREATE OR REPLACE FUNCTION secretxfer.judge_entry() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN NEW; END''');
SELECT plant('ALTER FUNCTION secretxfer.enter_entry() OWNER TO pg_monitor');
SELECT plant('ALTER FUNCTION secretxfer.verify() SECURITY DEFINER');
SELECT plant('ALTER FUNCTION secretxfer.own_case(text) LEAKPROOF');
-- (something else under the same name: a constraint, a key, a reference, an index, a column, a view, a function that is no trigger)
SELECT plant('ALTER TABLE cases DROP CONSTRAINT cases_two_parties', 'ALTER TABLE cases ADD CONSTRAINT cases_two_parties CHECK (customer <> contractor OR true)');
SELECT plant('ALTER TABLE cases DROP CONSTRAINT cases_two_parties', 'ALTER TABLE cases ADD CONSTRAINT cases_two_parties CHECK ((customer) <> (contractor))');
SELECT plant('ALTER TABLE permits DROP CONSTRAINT permits_printed_no_issued_on_issued_by_key', 'ALTER TABLE permits ADD CONSTRAINT permits_printed_no_issued_on_issued_by_key UNIQUE (permit_no, issued_on, issued_by)');
SELECT plant('ALTER TABLE cases DROP CONSTRAINT cases_customer_fkey', 'ALTER TABLE cases ADD CONSTRAINT cases_customer_fkey FOREIGN KEY (contractor) REFERENCES parties');
SELECT plant('ALTER TABLE cases DROP CONSTRAINT cases_customer_fkey', 'ALTER TABLE cases ADD CONSTRAINT cases_customer_fkey FOREIGN KEY (customer) REFERENCES parties ON DELETE CASCADE');
SELECT plant('ALTER TABLE cases ALTER CONSTRAINT cases_customer_fkey DEFERRABLE');
SELECT plant('DROP INDEX carriers_number_idx', 'CREATE UNIQUE INDEX carriers_number_idx ON carriers (owner, account_no, copy_no, carrier_id)');
SELECT plant('ALTER TABLE parties ALTER legal_address TYPE varchar');
SELECT plant('ALTER TABLE parties ALTER state_share TYPE numeric(5, 2)');
SELECT plant('DROP VIEW contractor_exposure');
SELECT plant('ALTER VIEW breaches OWNER TO pg_monitor');
SELECT plant('CREATE OR REPLACE FUNCTION secretxfer.own_case(case_no text) RETURNS boolean STABLE STRICT PARALLEL SAFE COST 100 LANGUAGE sql AS ''SELECT true''');
SELECT plant('CREATE OR REPLACE FUNCTION secretxfer.acts_as(duty secretxfer.duty) RETURNS boolean STABLE STRICT PARALLEL SAFE SUPPORT answered_when_planned LANGUAGE sql AS ''SELECT true''');
SELECT plant('CREATE OR REPLACE FUNCTION secretxfer.admit(role name, party text, duty secretxfer.duty) RETURNS void LANGUAGE sql AS ''SELECT''');
SELECT plant('CREATE OR REPLACE FUNCTION secretxfer.damage_outstanding(damage numeric, damage_recovered numeric) RETURNS numeric IMMUTABLE PARALLEL SAFE LANGUAGE sql AS ''SELECT NULL::numeric''');
SELECT plant('CREATE FUNCTION secretxfer.admit(role text, party text, duty text) RETURNS void LANGUAGE sql AS ''SELECT''');
SELECT plant('ALTER EXTENSION secretxfer DROP FUNCTION idn_valid(text, party_kind)', 'DROP FUNCTION idn_valid(text, party_kind)');
-- (value lists: where a value is missing, entries are not judged, and that is no error)
SELECT plant('ALTER TYPE secrecy_mark ADD VALUE ''more''');
SELECT plant('ALTER TYPE signatory RENAME VALUE ''head'' TO ''x''', 'ALTER TYPE signatory RENAME VALUE ''acting_head'' TO ''head''', 'ALTER TYPE signatory RENAME VALUE ''x'' TO ''acting_head''');
SELECT plant('ALTER TYPE party_change_kind RENAME VALUE ''liquidation'' TO ''bankruptcy''');
SELECT plant('ALTER TYPE signatory RENAME TO old_signatory', 'CREATE TYPE signatory AS ENUM (''head'', ''acting_head'')');
-- (sequences)
SELECT plant('ALTER SEQUENCE entry_ids CYCLE');
SELECT plant('ALTER SEQUENCE entry_ids INCREMENT 1000');
-- (triggers of one's own, before each row)
CREATE FUNCTION fixture.drops() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION fixture.passes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
SELECT plant('CREATE TRIGGER a BEFORE INSERT ON suspensions FOR EACH ROW EXECUTE FUNCTION fixture.drops()');
SELECT plant('CREATE TRIGGER a BEFORE DELETE ON suspensions FOR EACH ROW EXECUTE FUNCTION fixture.drops()');
SELECT plant('CREATE TRIGGER a AFTER INSERT ON suspensions FOR EACH ROW EXECUTE FUNCTION fixture.drops()');
-- (the schema)
CREATE ROLE regress_secretxfer_other;
SELECT plant('ALTER SCHEMA secretxfer OWNER TO regress_secretxfer_other');
SELECT plant('GRANT CREATE ON SCHEMA secretxfer TO regress_secretxfer_other');
SELECT plant('GRANT CREATE ON SCHEMA secretxfer TO PUBLIC');
-- (grants and attributes)
SELECT plant('GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA secretxfer TO regress_secretxfer_other');
SELECT plant('GRANT TRIGGER ON handovers TO regress_secretxfer_other');
SELECT plant('GRANT ALL ON handovers TO PUBLIC');
SELECT plant('ALTER ROLE regress_secretxfer_other BYPASSRLS', 'GRANT SELECT (case_no) ON cases TO regress_secretxfer_other');
SELECT plant('ALTER ROLE regress_secretxfer_other BYPASSRLS REPLICATION', 'SELECT admit(''regress_secretxfer_other'', NULL, ''security'')');
SELECT plant('ALTER ROLE regress_secretxfer_other REPLICATION', 'GRANT UPDATE (closed_on) ON cases TO regress_secretxfer_other');
SELECT plant('SELECT admit(''regress_secretxfer_other'', p(''customer''), ''customer'')', format('GRANT %I TO regress_secretxfer_other', current_user));
SELECT plant('GRANT INSERT ON cases TO regress_secretxfer_other', 'GRANT pg_write_server_files TO regress_secretxfer_other');
-- (doubts: what some roles need, and what may be in order)
CREATE FUNCTION fixture.doubted(VARIADIC statements text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	statement text;
BEGIN
	FOREACH statement IN ARRAY statements LOOP
		EXECUTE statement;
	END LOOP;
	RETURN QUERY SELECT concat_ws(': ', f.severity, f."table", replace(f.key, current_user, 'this role'), f.detail)
		FROM (SELECT * FROM verify_guard() UNION ALL SELECT * FROM verify_grants() UNION ALL SELECT * FROM verify_numbers()) AS f;
	RAISE SQLSTATE 'UNDO1';
EXCEPTION WHEN SQLSTATE 'UNDO1' THEN NULL;
END $$;
SELECT doubted('SELECT');
SELECT doubted('ALTER ROLE regress_secretxfer_other BYPASSRLS');
SELECT doubted('ALTER ROLE regress_secretxfer_other REPLICATION', 'GRANT SELECT ON cases TO regress_secretxfer_other');
SELECT doubted('GRANT REFERENCES ON cases TO regress_secretxfer_other');
SELECT doubted('CREATE TRIGGER a BEFORE INSERT ON suspensions FOR EACH ROW EXECUTE FUNCTION fixture.passes()');
SELECT doubted('GRANT CREATE ON SCHEMA secretxfer TO regress_secretxfer_other', format('ALTER TABLE cases OWNER TO regress_secretxfer_other'));
SELECT doubted('INSERT INTO pg_subscription_rel (srsubid, srrelid, srsubstate) VALUES (1, ''handovers''::regclass, ''r'')');
SELECT doubted('INSERT INTO carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets) SELECT 1000000, owner, title, kind, mark, ''ahead'', copy_no, sheets FROM carriers WHERE carrier_id = 1');
SELECT doubted('SELECT setval(''entry_ids'', 9000000000000000000)');
DROP ROLE regress_secretxfer_other;
SELECT plant('ALTER TABLE handovers OWNER TO pg_monitor');
SELECT plant('CREATE RULE away AS ON INSERT TO violations DO INSTEAD NOTHING');
SELECT plant('CREATE TABLE public.child () INHERITS (secretxfer.handovers)');
SELECT plant('ALTER ROLE CURRENT_USER SET session_replication_role = replica');

-- Settings by which what is entered would get into the server's log, or a day would be mistaken: of the session, and kept for
-- roles and databases.
CREATE FUNCTION fixture.warned(VARIADIC settings text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	setting text;
BEGIN
	FOREACH setting IN ARRAY ARRAY['DateStyle = ''ISO, DMY''', 'log_statement = none', 'log_min_duration_statement = -1', 'log_min_duration_sample = -1', 'log_transaction_sample_rate = 0',
		'log_parameter_max_length_on_error = 0', 'log_min_messages = warning', 'debug_print_parse = off', 'debug_print_rewritten = off', 'debug_print_plan = off'] || settings LOOP
		EXECUTE CASE WHEN setting ~ '^(ALTER|CREATE) ' THEN setting ELSE 'SET LOCAL ' || setting END;
	END LOOP;
	RETURN QUERY SELECT format('%s: %s: %s', severity, key, detail) FROM secretxfer.verify_settings() AS f WHERE f.key NOT LIKE '%stat_statements%' OR settings[1] LIKE '%stat_statements%';
	RAISE SQLSTATE 'UNDO1';
EXCEPTION WHEN SQLSTATE 'UNDO1' THEN NULL;
END $$;
SELECT warned('log_statement = none');
SELECT warned('log_statement = ddl', 'log_min_messages = error');
SELECT warned('log_statement = mod');
SELECT warned('log_statement = ''all''');
SELECT warned('log_min_duration_statement = 0');
SELECT warned('log_min_duration_sample = 250');
SELECT warned('log_transaction_sample_rate = 0.1');
SELECT warned('log_parameter_max_length_on_error = -1');
SELECT warned('log_min_messages = debug2');
SELECT warned('debug_print_parse = on', 'debug_print_rewritten = on', 'debug_print_plan = on');
SELECT warned('DateStyle = ''SQL, US''');
LOAD 'auto_explain';
SELECT warned('log_statement = none');
SELECT warned('auto_explain.log_min_duration = 0');
SELECT warned('pgaudit.log = ''ddl, role''', 'pgaudit.role = ''''');
SELECT warned('pgaudit.log = ''ddl, write''', 'pgaudit.role = auditor');
SELECT warned('pgaudit.log = ''all''', 'pgaudit.role = auditor', 'pgaudit.log_statement = off');
SELECT warned('pgaudit.log = ''write''', 'pgaudit.log_statement = off', 'CREATE ROLE regress_secretxfer_clerk', 'ALTER ROLE regress_secretxfer_clerk SET pgaudit.log_statement = on');
SELECT warned('CREATE ROLE regress_secretxfer_clerk', 'ALTER ROLE regress_secretxfer_clerk SET pgaudit.log = write', 'ALTER ROLE regress_secretxfer_clerk SET pgaudit.log_statement = off');
SELECT warned('pgaudit.log_statement = off', 'CREATE ROLE regress_secretxfer_clerk', 'ALTER ROLE regress_secretxfer_clerk SET pgaudit.log = write');
SELECT warned('pg_qualstats.track_constants = on');
SELECT warned('pg_qualstats.track_constants = on', 'pg_qualstats.enabled = off');
SELECT warned('pg_qualstats.track_constants = off', 'pg_qualstats.enabled = on');
SELECT warned('cron.log_statement = on', 'cron.log_run = on');
SELECT warned('cron.log_statement = off', 'cron.log_run = off');
SELECT warned('pg_stat_statements.track_utility = off');
SELECT warned('pg_stat_statements.track_utility = on');
SELECT warned('CREATE ROLE regress_secretxfer_clerk', 'ALTER ROLE regress_secretxfer_clerk SET log_statement = ''all''');
SELECT warned('CREATE ROLE regress_secretxfer_clerk', 'ALTER ROLE regress_secretxfer_clerk SET log_statement = ''none''');
SELECT replace(w, current_database(), 'this one') FROM warned(format('ALTER DATABASE %I SET log_min_duration_statement = 100', current_database()),
	'CREATE ROLE regress_secretxfer_clerk', format('ALTER ROLE regress_secretxfer_clerk IN DATABASE %I SET debug_print_plan = on', current_database()),
	'ALTER ROLE regress_secretxfer_clerk IN DATABASE template1 SET debug_print_plan = on') AS w;

SELECT warned('CREATE ROLE regress_secretxfer_clerk', 'ALTER ROLE regress_secretxfer_clerk SET jit = on');
SELECT warned('CREATE ROLE regress_secretxfer_clerk', 'ALTER ROLE regress_secretxfer_clerk SET jit = off');

-- Others see in pg_stat_activity what verify() is at; its own session keeps its name.
BEGIN;
CREATE OR REPLACE FUNCTION secretxfer.verify_provision_2() RETURNS SETOF secretxfer.finding_of_case STABLE LANGUAGE sql AS $$
	SELECT 'warning'::secretxfer.severity, NULL, NULL, NULL, a.application_name, NULL FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()
$$;
SET LOCAL application_name = 'an application';
SELECT detail FROM verify() WHERE detail LIKE 'secretxfer.verify%';
SHOW application_name;
ROLLBACK;

-- It needs no more than to read, under any search_path, and writes nothing.
CREATE ROLE regress_secretxfer_reader;
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA secretxfer TO regress_secretxfer_reader;
SET ROLE regress_secretxfer_reader;
SET search_path = pg_temp;
BEGIN READ ONLY;
SELECT count(*) FROM secretxfer.verify() WHERE severity <> 'warning';
COMMIT;
RESET ROLE;
DROP OWNED BY regress_secretxfer_reader;
DROP ROLE regress_secretxfer_reader;
\i test/fixtures/finish.sql
