--
-- The register that create_register() makes: tables, keys, types, comments, guards, privileges.
--
BEGIN;
\ir prepare.psql
SELECT no_plan();

-- The columns of 1.0, or of a table that 1.1 added, stand before the stamps; what 1.1 added stands behind entry_id.
CREATE TEMP TABLE described (tbl text, columns text[], key text[], added text[]);
INSERT INTO described VALUES
('parties', '{idn text, kind party_kind, full_name text, head_name text, legal_address text, workplace text, position text, residence text, id_document_issuer text, settlement text, foreign_participation boolean, state_share numeric, quasi_state boolean, disposes_of_secrets boolean, protection_mandate text}', '{idn}', '{}'),
('affiliations', '{party text, quasi_state text, since date, until date}', '{entry_id}', '{}'),
('permits', '{permit_no text, holder text, issued_on date, valid_until date, issued_by text, highest_mark secrecy_mark, revoked_on date}', '{permit_no}', '{printed_no text}'),
('clearances', '{clearance_no text, party text, person_name text, issued_on date, valid_until date, issued_by text, highest_mark secrecy_mark, revoked_on date}', '{clearance_no}', '{printed_no text}'),
('carriers', '{carrier_id bigint, owner text, title text, kind carrier_kind, mark secrecy_mark, account_no text, copy_no text, sheets integer}', '{carrier_id}', '{registered_on date, entered_for text}'),
('carrier_marks', '{carrier_id bigint, marked_on date, mark secrecy_mark, document text}', '{carrier_id, marked_on}', '{}'),
('disposal_successions', '{body text, effective_on date, carrier_id bigint, successor text, document text}', '{entry_id}', '{}'),
('cases', '{case_no text, customer text, contractor text, subject text, works_settlement text, information_system_service boolean, opened_on date, closed_on date}', '{case_no}', '{printed_no text, system_mark secrecy_mark}'),
('requests', '{case_no text, request_no text, authority text, sent_on date, justification text, transfer_from date, transfer_until date, permit_no text, clearance_no text, draft_contract text, information_statement text, received_on date, answered boolean}', '{case_no, request_no}', '{printed_no text, withdrawn_on date}'),
('request_items', '{case_no text, request_no text, item_no integer, carrier_id bigint}', '{case_no, request_no, item_no}', '{}'),
('decisions', '{case_no text, request_no text, decision_no text, sent_on date, outcome decision_outcome, reasons text, signed_by text, signed_as signatory, excluded_items integer[], late_reason text, due_on date}', '{case_no, request_no}', '{withdrawn_on date, withdrawal_reasons text}'),
('contracts', '{case_no text, contract_no text, concluded_on date, control_during_works text, control_after_works text, contractor_liability text, protection_financing text, permit_no text, clearance_no text, responsible_unit text, unit_designated_by text, information_statement text}', '{case_no}', '{}'),
('contract_items', '{case_no text, annex_no text, request_no text, item_no integer, annexed_on date}', '{case_no, annex_no}', '{}'),
('contract_amendments', '{case_no text, amendment_no text, concluded_on date, control_during_works text, control_after_works text, contractor_liability text, protection_financing text, permit_no text, clearance_no text, responsible_unit text, unit_designated_by text, information_statement text}', '{case_no, amendment_no}', '{}'),
('notices', '{case_no text, notice_no text, kind notice_kind, recipient text, authority text, sent_on date, party text, change_no text}', '{case_no, notice_no, sent_on, recipient}', '{}'),
('protections', '{case_no text, kind protection_kind, organizer text, arranged_on date, service_contract_no text, service_contract_on date, contractor_permit_marked_on date, provider_permit_marked_on date}', '{case_no, arranged_on}', '{unit_settlement text, contractor_permit_no text, provider_permit_no text}'),
('handovers', '{case_no text, carrier_id bigint, handed_on date, act_no text, received_by text, returned_on date, return_act_no text}', '{case_no, carrier_id, handed_on, act_no}', '{permit_no text, written_off_on date, written_off_as write_off_kind, write_off_act_no text, loss_violation_no text}'),
('holders', '{handover bigint, held_since date, held_by text}', '{handover, held_since}', '{}'),
('system_accesses', '{case_no text, clearance_no text, granted_on date, ended_on date}', '{case_no, clearance_no, granted_on}', '{}'),
('violations', '{case_no text, violation_no text, found_on date, description text, remedied_on date, damage numeric, damage_recovered numeric}', '{case_no, violation_no}', '{}'),
('suspensions', '{case_no text, suspended_on date, violation_no text, lifted_on date}', '{case_no, suspended_on, violation_no}', '{}'),
('annulments', '{case_no text, raised_on date, addressed_to text, order_annulled_on date}', '{case_no, raised_on}', '{rejected_on date, rejected_by text}'),
('party_changes', '{party text, change_no text, kind party_change_kind, effective_on date, document text, completed_on date}', '{party, change_no}', '{case_no text, called_off_on date, call_off_document text}'),
('supplements', '{case_no text, supplement_no text, party text, change_no text, successor text, successor_powers text, concluded_on date}', '{case_no, supplement_no}', '{}'),
('protection_measures', '{case_no text, party text, change_no text, taken_on date, measures text}', '{case_no, party, change_no}', '{}'),
('calendar_days', '{day date, working boolean, basis text}', '{day}', '{}'),
('calendar_years', '{year integer, confirmed_on date, basis text}', '{year}', '{}');

-- Tables, columns in their order with their types, keys.
SELECT set_eq($$SELECT relname::text FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind IN ('r', 'p')$$,
	'SELECT tbl FROM described UNION ALL VALUES (''admissions''), (''journal''), (''journal_seals''), (''journal_heads''), (''journal_grown'')', 'these tables and no others');
SELECT is((SELECT array_agg(format('%s %s', a.attname, replace(format_type(a.atttypid, a.atttypmod), 'secretxfer.', '')) ORDER BY a.attnum)
			 FROM pg_attribute a WHERE a.attrelid = format('secretxfer.%I', tbl)::regclass AND a.attnum > 0 AND NOT a.attisdropped),
		  columns || ARRAY['recorded_at timestamp with time zone', 'recorded_by name', 'changed_at timestamp with time zone', 'changed_by name', 'entry_id bigint'] || added, format('columns of %s', tbl))
  FROM described;
SELECT col_is_pk('secretxfer', tbl, key::name[], format('key of %s', tbl)) FROM described;
-- What is unique beside the keys.
SELECT set_eq($$SELECT regexp_replace(pg_get_indexdef(indexrelid), '.* USING btree ', indrelid::regclass || ' ') FROM pg_index JOIN pg_class c ON c.oid = indrelid
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND indisunique AND NOT indisprimary$$,
	$$SELECT format('secretxfer.%s (entry_id)', tbl) FROM described WHERE key <> '{entry_id}' UNION ALL
	SELECT 'secretxfer.' || v FROM unnest(ARRAY[
		'permits (printed_no, issued_on, issued_by)', 'clearances (printed_no, issued_on, issued_by, party)',
		'carriers (owner, account_no, copy_no, COALESCE(registered_on, ''-infinity''::date))',
		'affiliations (party, quasi_state, COALESCE(since, ''-infinity''::date))',
		'disposal_successions (body, effective_on, COALESCE(carrier_id, (0)::bigint))',
		'request_items (case_no, request_no, carrier_id)', 'contract_items (case_no, request_no, item_no)',
		'admissions (role, duty, COALESCE(party, ''''::text))']) AS v$$, 'unique numbers');
SELECT is_empty($$SELECT t.tbl FROM described t WHERE NOT EXISTS (SELECT FROM pg_constraint c
	WHERE c.conrelid = format('secretxfer.%I', t.tbl)::regclass AND c.contype IN ('p', 'u')
	  AND c.conkey = ARRAY[(SELECT attnum FROM pg_attribute WHERE attrelid = c.conrelid AND attname = 'entry_id')])$$, 'an entry is found by its number');
SELECT is_empty($$SELECT t.tbl, k FROM described t CROSS JOIN unnest(t.key) AS k
	JOIN pg_attribute a ON a.attrelid = format('secretxfer.%I', t.tbl)::regclass AND a.attname = k
	WHERE a.atttypid = 'text'::regtype AND a.attcollation <> '"C"'::regcollation
	  AND (t.tbl, k) NOT IN (('handovers', 'act_no'), ('notices', 'recipient'))$$,
	'keys are texts in collation C, but for columns of 1.0 that became part of a key');
SELECT is_empty($$SELECT c.conrelid::regclass, k.a FROM pg_constraint c CROSS JOIN unnest(c.conkey, c.confkey) AS k (a, b)
	JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.a JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.b
	WHERE c.contype = 'f' AND c.connamespace = 'secretxfer'::regnamespace
	  AND (a.atttypid <> b.atttypid OR a.attcollation <> b.attcollation)$$, 'references have the type and collation of what they name');

-- Mandatory columns are declared so, so that tools can read it.
SELECT is_empty($$SELECT v.tbl, v.col FROM (VALUES
	('parties', '{kind,full_name,settlement,foreign_participation,quasi_state,disposes_of_secrets}'::text[]),
	('affiliations', '{party,quasi_state}'),
	('permits', '{holder,issued_on,valid_until,issued_by,highest_mark,printed_no}'),
	('clearances', '{party,person_name,issued_on,valid_until,issued_by,highest_mark,printed_no}'),
	('carriers', '{owner,title,kind,mark,account_no,copy_no}'), ('carrier_marks', '{document}'),
	('disposal_successions', '{body,effective_on,successor,document}'),
	('cases', '{customer,contractor,subject,works_settlement,information_system_service,opened_on,printed_no}'),
	('requests', '{authority,sent_on,justification,transfer_from,transfer_until,draft_contract,printed_no}'), ('request_items', '{carrier_id}'),
	('decisions', '{decision_no,sent_on,outcome,signed_by,signed_as}'),
	('contracts', '{contract_no,concluded_on,control_during_works,control_after_works,contractor_liability,protection_financing,responsible_unit,unit_designated_by}'),
	('contract_items', '{request_no,item_no,annexed_on}'), ('contract_amendments', '{concluded_on}'), ('holders', '{held_by}'), ('notices', '{kind,recipient,sent_on}'), ('protections', '{kind,arranged_on}'),
	('handovers', '{act_no,received_by}'), ('violations', '{found_on,description}'), ('suspensions', '{violation_no}'),
	('annulments', '{raised_on,addressed_to}'), ('party_changes', '{kind,effective_on,document}'),
	('supplements', '{party,change_no,successor,successor_powers,concluded_on}'), ('protection_measures', '{taken_on,measures}'),
	('calendar_days', '{working,basis}')) AS m (tbl, cols) CROSS JOIN unnest(cols) AS v0 (col)
	CROSS JOIN LATERAL (SELECT m.tbl, v0.col) AS v
	JOIN pg_attribute a ON a.attrelid = format('secretxfer.%I', v.tbl)::regclass AND a.attname = v.col WHERE NOT a.attnotnull$$,
	'mandatory columns are NOT NULL');
SELECT is_empty($$SELECT attrelid::regclass FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND attname IN ('recorded_at', 'recorded_by', 'entry_id') AND NOT attnotnull$$,
	'the stamps and numbers are NOT NULL');

-- Defaults, for tools that ask whoever inserts for what is NOT NULL; the server writes the stamps and the number itself.
SELECT set_eq($$SELECT d.adrelid::regclass::text, a.attname::text, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
	JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN pg_class c ON c.oid = d.adrelid WHERE c.relnamespace = 'secretxfer'::regnamespace$$,
	$$SELECT 'secretxfer.' || tbl, col, value FROM described CROSS JOIN (VALUES ('recorded_at', 'now()'), ('recorded_by', 'CURRENT_USER'), ('entry_id', '0')) AS v (col, value) UNION ALL
	SELECT 'secretxfer.' || tbl, col, 'false' FROM (VALUES ('parties', 'foreign_participation'), ('parties', 'quasi_state'), ('parties', 'disposes_of_secrets'),
		('cases', 'information_system_service'), ('requests', 'answered')) AS v (tbl, col) UNION ALL
	SELECT 'secretxfer.carriers', 'carrier_id', 'secretxfer.new_carrier_id()'$$, 'defaults');
SELECT ok((SELECT count(*) > 50 AND count(*) = count(DISTINCT entry_id) AND min(entry_id) > 0
			 FROM (SELECT entry_id FROM secretxfer.calendar_days UNION ALL SELECT entry_id FROM secretxfer.calendar_years) AS e), 'the seed has numbers of the register');

-- What a row shows by itself, declared too.
SELECT set_eq($$SELECT conname::text FROM pg_constraint WHERE contype = 'c' AND connamespace = 'secretxfer'::regnamespace AND conrelid <> 0$$,
	$$SELECT regexp_split_to_table('parties_citizen_described, parties_idn_twelve_digits, parties_organization_described, parties_state_share_percent, affiliations_period,
		affiliations_two_parties, disposal_successions_two_bodies, permits_permit_no_trimmed, permits_revoked_after_issue, permits_validity,
		clearances_clearance_no_trimmed, clearances_revoked_after_issue, clearances_validity, cases_case_no_trimmed, cases_closed_after_opening,
		cases_system_marked, cases_two_parties, carriers_document_sheets, carriers_sheets_counted, requests_received_after_sending,
		requests_request_no_trimmed, requests_transfer_period, requests_withdrawn_after_sending, request_items_item_no_counted, decisions_refusal_reasoned,
		decisions_withdrawal_reasoned, decisions_withdrawn_after_sending, contract_items_annex_no_trimmed, contract_amendments_amendment_no_trimmed,
		contract_amendments_term, party_changes_call_off_documented, party_changes_called_off_after_effect, party_changes_change_no_trimmed,
		party_changes_completed_after_effect, party_changes_completed_or_called_off, party_changes_of_one_case, supplements_supplement_no_trimmed, notices_authority_named, notices_change_named,
		notices_notice_no_trimmed, protections_organizer_named, violations_damage_amount, violations_damage_recovered_amount,
		violations_remedied_after_finding, violations_violation_no_trimmed, suspensions_lifted_after_suspension, annulments_annulled_after_raising,
		annulments_one_outcome, annulments_rejected_after_raising, annulments_rejection_named, handovers_loss_is_breach, handovers_returned_after_handover,
		handovers_write_off_described, handovers_written_off_after_handover, system_accesses_ended_after_grant, calendar_years_possible,
		admissions_party_named', ',\s+')$$, 'checks');

-- Foreign keys, declared so that tools can reflect them.
SELECT set_eq($$SELECT format('%s(%s) -> %s', replace(conrelid::regclass::text, 'secretxfer.', ''),
			(SELECT string_agg(a.attname, ',' ORDER BY ord) FROM unnest(conkey) WITH ORDINALITY AS k (n, ord) JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = n),
			replace(confrelid::regclass::text, 'secretxfer.', ''))
		FROM pg_constraint WHERE contype = 'f' AND connamespace = 'secretxfer'::regnamespace$$,
	$$VALUES ('affiliations(party) -> parties'), ('affiliations(quasi_state) -> parties'), ('permits(holder) -> parties'), ('clearances(party) -> parties'), ('carriers(owner) -> parties'), ('carriers(entered_for) -> parties'),
		('cases(customer) -> parties'), ('cases(contractor) -> parties'), ('requests(case_no) -> cases'), ('requests(authority) -> parties'),
		('requests(permit_no) -> permits'), ('requests(clearance_no) -> clearances'), ('request_items(case_no,request_no) -> requests'),
		('request_items(carrier_id) -> carriers'), ('decisions(case_no,request_no) -> requests'), ('contracts(case_no) -> cases'),
		('contracts(permit_no) -> permits'), ('contracts(clearance_no) -> clearances'), ('contract_items(case_no) -> contracts'),
		('contract_items(case_no,request_no,item_no) -> request_items'), ('notices(case_no) -> cases'), ('notices(authority) -> parties'),
		('notices(party,change_no) -> party_changes'), ('protections(case_no) -> cases'), ('protections(organizer) -> parties'),
		('handovers(case_no) -> cases'), ('handovers(carrier_id) -> carriers'), ('handovers(received_by) -> clearances'),
		('system_accesses(case_no) -> cases'), ('system_accesses(clearance_no) -> clearances'), ('violations(case_no) -> cases'),
		('suspensions(case_no,violation_no) -> violations'), ('annulments(case_no) -> cases'),
		('party_changes(party) -> parties'), ('supplements(case_no) -> cases'), ('supplements(party,change_no) -> party_changes'),
		('supplements(successor) -> parties'), ('protection_measures(case_no) -> cases'), ('protection_measures(party,change_no) -> party_changes'),
		('carrier_marks(carrier_id) -> carriers'), ('disposal_successions(carrier_id) -> carriers'), ('disposal_successions(body) -> parties'), ('disposal_successions(successor) -> parties'),
		('contract_amendments(case_no) -> contracts'), ('contract_amendments(permit_no) -> permits'), ('contract_amendments(clearance_no) -> clearances'),
		('protections(contractor_permit_no) -> permits'), ('protections(provider_permit_no) -> permits'), ('handovers(permit_no) -> permits'),
		('handovers(case_no,loss_violation_no) -> violations'), ('holders(handover) -> handovers'), ('holders(held_by) -> clearances'),
		('party_changes(case_no) -> cases')$$,
	'foreign keys');
SELECT is_empty($$SELECT c.conname FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'secretxfer'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND (i.indkey::int2[])[0] = c.conkey[1])$$,
	'an index leads with every reference');

-- What verify() and its parts read of the definition is what a new register has.
SELECT set_eq($$SELECT * FROM secretxfer.defined_columns()$$,
	$$SELECT c.relname::text, a.attname::text, replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz'),
			a.attnotnull, array_position(k.conkey, a.attnum)
		FROM pg_class c
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
		WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r'$$, 'the columns of the definition');
SELECT set_eq($$SELECT * FROM secretxfer.defined_constraints()$$,
	$$SELECT replace(c.conrelid::regclass::text, 'secretxfer.', '') AS tbl, c.conname::text AS name, k.kind,
			CASE WHEN k.kind <> 'CHECK' THEN (SELECT array_agg(a.attname::text ORDER BY ord) FROM unnest(c.conkey) WITH ORDINALITY AS n (attnum, ord)
				JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = n.attnum) END AS columns,
			replace(nullif(c.confrelid, 0::oid)::regclass::text, 'secretxfer.', '') AS to_tbl,
			(SELECT array_agg(a.attname::text ORDER BY ord) FROM unnest(c.confkey) WITH ORDINALITY AS n (attnum, ord)
				JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = n.attnum) AS to_columns
		FROM pg_constraint c
		JOIN (VALUES ('p', 'PRIMARY KEY'), ('u', 'UNIQUE'), ('c', 'CHECK'), ('f', 'FOREIGN KEY')) AS k (type, kind) ON k.type = c.contype::text
		WHERE c.connamespace = 'secretxfer'::regnamespace AND c.conrelid <> 0$$, 'the constraints of the definition');

-- Value lists are enums, with these values in this order.
SELECT is((SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = format('secretxfer.%I', type)::regtype), labels, type)
  FROM (VALUES ('secrecy_mark', '{secret,top_secret,special_importance}'::text[]), ('party_kind', '{state_body,organization,citizen}'),
			   ('carrier_kind', '{document,other}'), ('decision_outcome', '{permitted,refused}'), ('signatory', '{head,acting_head}'),
			   ('notice_kind', '{contract,courier_service,postal_service,succession_security,succession_authority}'),
			   ('protection_kind', '{contractor,customer,quasi_state,provider}'),
			   ('party_change_kind', '{functions,ownership,liquidation,works_terminated}'), ('write_off_kind', '{destroyed,lost}'), ('verdict', '{passed,failed,set_aside}')) AS v (type, labels);
SELECT ok('secret'::secretxfer.secrecy_mark < 'top_secret' AND 'top_secret'::secretxfer.secrecy_mark < 'special_importance', 'marks are ordered');

-- Every object and every column is commented.
SELECT is_empty($$SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'v', 'S', 'i')
	AND obj_description(c.oid, 'pg_class') IS NULL$$, 'tables, views, sequences and indexes are commented');
SELECT is_empty($$SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'v') AND col_description(c.oid, a.attnum) IS NULL$$, 'columns are commented');
SELECT is_empty($$SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'secretxfer'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL$$,
	'functions are commented');
SELECT is_empty($$SELECT t.typname FROM pg_type t WHERE t.typnamespace = 'secretxfer'::regnamespace AND t.typtype = 'e'
	AND obj_description(t.oid, 'pg_type') IS NULL$$, 'types are commented');
SELECT is_empty($$SELECT conname FROM pg_constraint WHERE connamespace = 'secretxfer'::regnamespace AND conrelid <> 0
	AND contype <> 'n' -- NOT NULL is a constraint of its own since PostgreSQL 18; its column is commented
	AND obj_description(oid, 'pg_constraint') IS NULL$$,
	'constraints are commented');
SELECT is_empty($$SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE c.relnamespace = 'secretxfer'::regnamespace AND NOT tgisinternal
	AND obj_description(pg_trigger.oid, 'pg_trigger') IS NULL$$, 'triggers are commented');
SELECT isnt(obj_description((SELECT oid FROM pg_extension WHERE extname = 'secretxfer'), 'pg_extension'), NULL, 'the extension is commented');

-- The guard: on every table before and after each row and before TRUNCATE, enabled, functions of the extension.
SELECT is_empty($$SELECT tbl, what FROM described CROSS JOIN (VALUES ('enter_entry', 7 + 16), ('judge_entry', 1 + 4 + 8 + 16), ('refuse_truncate', 2 + 32)) AS v (what, type)
	WHERE NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE t.tgrelid = format('secretxfer.%I', tbl)::regclass AND p.pronamespace = 'secretxfer'::regnamespace AND p.proname = what
		  AND t.tgtype = v.type AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND cardinality(t.tgattr::int2[]) = 0)$$, 'the guard stands on every table');
SELECT is((SELECT count(*)::int FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
			WHERE t.tgrelid = 'secretxfer.requests'::regclass AND p.proname = 'judge_at_commit' AND t.tgdeferrable AND t.tginitdeferred), 1,
	'the list of a request is judged at COMMIT');
SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
	WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.prorettype = 'trigger'::regtype AND l.lanname <> 'c'$$, 'the rules are in C');

-- Whose is what: the rules are the extension's, the records are the user's.
SELECT is_empty($$SELECT c.relname FROM pg_class c JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'S', 'i', 'm')$$, 'no table is a member of the extension');
SELECT is_empty($$SELECT t.tgname FROM pg_trigger t JOIN pg_depend d ON d.classid = 'pg_trigger'::regclass AND d.objid = t.oid AND d.deptype = 'e'$$,
	'no trigger is');
SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'secretxfer'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')$$, 'every function is');
SELECT is_empty($$SELECT t.typname FROM pg_type t WHERE t.typnamespace = 'secretxfer'::regnamespace AND t.typtype = 'e'
	AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')$$, 'every value list is');
SELECT is_empty($$SELECT e.extname FROM pg_extension e WHERE e.extname = 'secretxfer' AND e.extrelocatable$$, 'the extension is not relocatable');
SELECT table_owner_is('secretxfer', tbl::name, current_user, format('%s belongs to the caller', tbl)) FROM described WHERE tbl IN ('parties', 'handovers');
SELECT throws_ok('DROP EXTENSION secretxfer', '2BP01', NULL, 'the extension stays while there is a register');

-- A register of another role.
CREATE ROLE regress_secretxfer_keeper;
CREATE ROLE regress_secretxfer_stranger;
SELECT is_empty($$SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND a.grantee = 0 AND c.relname <> 'rules'$$, 'PUBLIC has no privilege on the tables');
SELECT ok(NOT has_schema_privilege('regress_secretxfer_stranger', 'secretxfer', 'CREATE'), 'a stranger cannot create in the schema');
CREATE FUNCTION pg_temp.as_role(role text, sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	told text := 'done';
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	BEGIN
		EXECUTE sql;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS told = CONSTRAINT_NAME;
		told := concat_ws(' ', SQLSTATE, nullif(told, ''));
	END;
	RESET ROLE;
	RETURN told;
END $$;
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT FROM secretxfer.' || tbl), '42501', format('a stranger cannot read %s', tbl)) FROM described;
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT secretxfer.create_register()'), '42501', 'nor create a register');

-- Idempotent: what stands stays, with what its user changed; what is missing comes back.
CREATE TEMP TABLE before AS SELECT oid, relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace;
ALTER TABLE secretxfer.cases ADD COLUMN remark text;
CREATE INDEX cases_remark_idx ON secretxfer.cases (remark);
COMMENT ON TABLE secretxfer.cases IS 'our own words';
ALTER TABLE secretxfer.permits DISABLE TRIGGER secretxfer_refuse_truncate;
SELECT ok((SELECT 'n_distinct=-0.1' = ANY (attoptions) FROM pg_attribute WHERE attrelid = 'secretxfer.handovers'::regclass AND attname = 'case_no'), 'a case has some ten carriers');
ALTER TABLE secretxfer.handovers ALTER case_no SET (n_distinct = -0.02);
DELETE FROM secretxfer.calendar_days WHERE day = '2026-12-16';
UPDATE secretxfer.calendar_days SET basis = 'our own words' WHERE day = '2025-12-16';
DROP TRIGGER secretxfer_refuse_truncate ON secretxfer.notices;
DROP INDEX secretxfer.cases_customer_idx;
SELECT lives_ok('SELECT secretxfer.create_register()', 'a second time');
SELECT is_empty('SELECT relname FROM before b WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = b.oid) AND relname <> ''cases_customer_idx''', 'every object stands');
SELECT has_column('secretxfer', 'cases', 'remark', 'a column of the user stands');
SELECT is(obj_description('secretxfer.cases'::regclass, 'pg_class'), 'our own words', 'a comment of the user stands');
SELECT is((SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = 'secretxfer.permits'::regclass AND tgname = 'secretxfer_refuse_truncate'), 'D', 'what the user disabled stays so');
SELECT ok((SELECT 'n_distinct=-0.02' = ANY (attoptions) FROM pg_attribute WHERE attrelid = 'secretxfer.handovers'::regclass AND attname = 'case_no'), 'what the user set stays so');
SELECT is_empty('SELECT FROM secretxfer.calendar_days WHERE day = ''2026-12-16''', 'what the user withdrew is not seeded again');
SELECT is((SELECT basis FROM secretxfer.calendar_days WHERE day = '2025-12-16'), 'our own words', 'nor what the user corrected');
SELECT has_trigger('secretxfer', 'notices', 'secretxfer_refuse_truncate', 'a missing trigger comes back');
SELECT has_index('secretxfer', 'cases', 'cases_customer_idx', 'a missing index comes back');
SET search_path = pg_temp;
SELECT secretxfer.create_register() \g /dev/null
RESET search_path;
SELECT is_empty('SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname IN (SELECT tbl FROM described)',
	'with a foreign search_path it makes nothing elsewhere');

-- Owned by whoever calls it, who needs no more than CREATE on the schema.
DO $$
DECLARE
	name text;
BEGIN
	FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v' AND relname <> 'rules' LOOP
		EXECUTE format('DROP VIEW IF EXISTS secretxfer.%I CASCADE', name);
	END LOOP;
	FOR name IN SELECT tbl FROM described LOOP
		EXECUTE format('DROP TABLE secretxfer.%I CASCADE', name);
	END LOOP;
	DROP TABLE secretxfer.admissions, secretxfer.journal, secretxfer.journal_seals, secretxfer.journal_heads, secretxfer.journal_grown;
	DROP SEQUENCE secretxfer.entry_ids;
END $$;
GRANT USAGE, CREATE ON SCHEMA secretxfer TO regress_secretxfer_keeper;
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', 'SELECT secretxfer.create_register()'), 'done', 'by a role with CREATE on the schema');
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', $$INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement)
	VALUES ('351240000010', 'organization', 'an organisation', 'Surname Name', '1 Some Street', 'Almaty')$$), 'done', 'which then keeps it');
SELECT is((SELECT recorded_by::text FROM secretxfer.parties), 'regress_secretxfer_keeper', 'and stands in its entries');
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', $$INSERT INTO secretxfer.cases VALUES ('K', '351240000010', '351240000010', 'works', 'Almaty', false, '2025-02-03')$$),
	'23514 secretxfer_r02_parties_differ', 'under the same rules');
SELECT is_empty($$SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'S')
	AND c.relowner <> 'regress_secretxfer_keeper'::regrole$$, 'all of it belongs to that role');
SELECT is_empty($$SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND a.grantee = 0 AND c.relname <> 'rules'$$, 'and PUBLIC has nothing on it');

-- It admits others, to what the extension's owner let it use; whom it did not admit cannot.
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', 'SELECT FROM secretxfer.duties, secretxfer.next_steps(''none'')'), 'P0002', 'the owner may call what it needs');
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')'), '42501', 'a stranger cannot admit itself');
SELECT is(pg_temp.as_role('regress_secretxfer_keeper', 'SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')'), 'done', 'the owner admits it');
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT FROM secretxfer.parties, secretxfer.verify()'), 'done', 'then it may read and verify');
SELECT is((SELECT recorded_by::text FROM secretxfer.admissions), 'regress_secretxfer_keeper', 'and stands who admitted it');
GRANT regress_secretxfer_keeper TO regress_secretxfer_stranger;
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT secretxfer.admit(''regress_secretxfer_stranger'', ''351240000010'', ''customer'')'), '22023', 'who is a member of the owner cannot be limited');
SELECT is(pg_temp.as_role('regress_secretxfer_stranger', 'SELECT secretxfer.dismiss(''regress_secretxfer_stranger'', NULL, ''auditor'')'), 'done', 'but may dismiss');
REVOKE regress_secretxfer_keeper FROM regress_secretxfer_stranger;
SELECT is_empty($$SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a WHERE a.grantee = 'regress_secretxfer_stranger'::regrole
	UNION ALL SELECT p.proname FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) AS a WHERE a.grantee = 'regress_secretxfer_stranger'::regrole
	UNION ALL SELECT n.nspname FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a WHERE a.grantee = 'regress_secretxfer_stranger'::regrole$$, 'nothing is left of its grants');
-- A superuser admits in the owner's name, and nothing that the owner put there runs as superuser.
CREATE FUNCTION public.seize() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'ALTER ROLE regress_secretxfer_keeper SUPERUSER'; RETURN NEW; END $$;
CREATE TRIGGER seize BEFORE INSERT ON secretxfer.admissions FOR EACH ROW EXECUTE FUNCTION public.seize();
SELECT throws_ok('SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')', '42501', NULL, 'a trigger of the owner has the owner''s rights');
DROP TRIGGER seize ON secretxfer.admissions;
CREATE CONSTRAINT TRIGGER seize AFTER INSERT ON secretxfer.admissions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.seize();
SELECT throws_ok('SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')', '42501', NULL, 'nor is it put off until it would have others');
DROP TRIGGER seize ON secretxfer.admissions;
SELECT lives_ok('SELECT secretxfer.admit(''regress_secretxfer_stranger'', NULL, ''auditor'')', 'a superuser admits');
SELECT is_empty($$SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
	WHERE a.grantee = 'regress_secretxfer_stranger'::regrole AND a.grantor <> 'regress_secretxfer_keeper'::regrole$$, 'the grants are the owner''s');

SELECT * FROM finish();
ROLLBACK;
