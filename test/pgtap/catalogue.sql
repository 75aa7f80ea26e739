--
-- The catalogue of the rules, secretxfer.rules: the list below is the one in docs/rules.md.
--
BEGIN;
\ir prepare.psql
SELECT no_plan();

CREATE TEMP TABLE listed (name text);
INSERT INTO listed VALUES
('secretxfer_r00_mandatory'),
('secretxfer_r00_key_form'),
('secretxfer_r00_not_in_future'),
('secretxfer_r00_plausible_date'),
('secretxfer_r00_value_range'),
('secretxfer_r00_validity_period'),
('secretxfer_r00_entered_once'),
('secretxfer_r00_reference'),
('secretxfer_r00_date_order'),
('secretxfer_r00_case_open'),
('secretxfer_r00_settled'),
('secretxfer_r00_set_once'),
('secretxfer_r00_never_deleted'),
('secretxfer_r00_no_truncate'),
('secretxfer_r00_stamped_by_server'),
('secretxfer_r00_carrier_out'),
('secretxfer_r00_not_in_use'),
('secretxfer_r02_customer_kind'),
('secretxfer_r02_contractor_kind'),
('secretxfer_r02_parties_differ'),
('secretxfer_r03_owner_disposes'),
('secretxfer_r03_notice_after_contract'),
('secretxfer_r03_notice_first'),
('secretxfer_r04_addressee'),
('secretxfer_r04_disposing_body'),
('secretxfer_r04_identification_number'),
('secretxfer_r04_organization_data'),
('secretxfer_r04_citizen_data'),
('secretxfer_r04_carrier_data'),
('secretxfer_r04_listed_once'),
('secretxfer_r04_list_before_receipt'),
('secretxfer_r04_list_not_empty'),
('secretxfer_r04_justification'),
('secretxfer_r04_transfer_period'),
('secretxfer_r04_within_period'),
('secretxfer_r04_authorization'),
('secretxfer_r04_draft_contract'),
('secretxfer_r05_received_first'),
('secretxfer_r05_calendar_known'),
('secretxfer_r05_in_time'),
('secretxfer_r05_signature'),
('secretxfer_r05_reasons'),
('secretxfer_r05_excluded_items'),
('secretxfer_r06_contract_first'),
('secretxfer_r06_control_and_liability'),
('secretxfer_r06_financing'),
('secretxfer_r06_authorization'),
('secretxfer_r06_annex_first'),
('secretxfer_r06_annex_after_contract'),
('secretxfer_r06_information_system'),
('secretxfer_r06_information_statement'),
('secretxfer_r06_responsible_unit'),
('secretxfer_r07_permission_first'),
('secretxfer_r07_within_permission'),
('secretxfer_r07_within_annex'),
('secretxfer_r08_arrangement_first'),
('secretxfer_r08_organizer'),
('secretxfer_r08_contractor_without_foreign_participation'),
('secretxfer_r08_customer_at_place'),
('secretxfer_r08_quasi_state'),
('secretxfer_r08_affiliated'),
('secretxfer_r08_provider_serves_organization'),
('secretxfer_r08_provider_other_organization'),
('secretxfer_r08_provider_settlement'),
('secretxfer_r08_provider_foreign_participation'),
('secretxfer_r08_provider_state_owned'),
('secretxfer_r08_provider_mandate'),
('secretxfer_r08_service_contract'),
('secretxfer_r08_permits_marked'),
('secretxfer_r08_service_notices'),
('secretxfer_r08_notice_after_service_contract'),
('secretxfer_r09_suspension_names_breach'),
('secretxfer_r09_lifting_after_remedy'),
('secretxfer_r09_suspended'),
('secretxfer_r09_repeated_breach'),
('secretxfer_r09_annulled'),
('secretxfer_r09_damage_recovered'),
('secretxfer_r10_party_liquidated'),
('secretxfer_r10_customer_changed'),
('secretxfer_r10_succession_notices'),
('secretxfer_r10_supplement_names_change'),
('secretxfer_r10_successor_powers'),
('secretxfer_r10_successor'),
('secretxfer_r10_notice_names_change'),
('secretxfer_r10_contractor_changed'),
('secretxfer_r10_liquidation_completed'),
('secretxfer_r10_all_returned'),
('secretxfer_r10_measures_taken'),
('secretxfer_r10_measures_name_change'),
('secretxfer_r11_permit_holder'),
('secretxfer_r11_permit'),
('secretxfer_r11_permit_degree'),
('secretxfer_r11_receiver'),
('secretxfer_r11_clearance'),
('secretxfer_r11_clearance_degree');

SELECT set_eq('SELECT name FROM secretxfer.rules', 'SELECT name FROM listed', 'these names and no others');
SELECT results_eq('SELECT substr(name, 1, 14) FROM secretxfer.rules', 'SELECT substr(name, 1, 14) FROM secretxfer.rules ORDER BY 1', 'in the order of the Rules');
SELECT is((SELECT count(DISTINCT name) FROM secretxfer.rules), (SELECT count(*) FROM secretxfer.rules), 'each name once');
SELECT is_empty($$SELECT name FROM secretxfer.rules WHERE name !~ '^secretxfer_r(00|02|03|04|05|06|07|08|09|10|11)_[a-z]+(_[a-z]+)*$'$$,
	'names of one form');
SELECT is_empty($$SELECT name FROM secretxfer.rules WHERE length(name) > 63$$, 'that fit into an identifier');
SELECT is_empty($$SELECT name, provision FROM secretxfer.rules
	WHERE name !~ '_r00_' AND (substring(provision FROM '^\d+') IS NULL OR substring(provision FROM '^\d+')::int <> substring(name FROM '_r(\d\d)_')::int)
	   OR provision IS NULL OR provision = ''$$, 'the provision is the one in the name');
SELECT is_empty($$SELECT name FROM secretxfer.rules WHERE coalesce(cardinality(tables), 0) = 0$$, 'every rule guards a table');
SELECT is_empty($$SELECT name, t FROM secretxfer.rules CROSS JOIN unnest(tables) AS t
	WHERE NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname = t)$$, 'of the register');
SELECT is_empty($$SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname <> 'admissions'
	AND NOT EXISTS (SELECT FROM secretxfer.rules WHERE relname = ANY (tables) AND name NOT IN ('secretxfer_r00_mandatory'))$$, 'and every table is guarded');
SELECT is_empty(format($$SELECT name FROM secretxfer.rules WHERE %1$I IS NULL OR %1$I !~ '^[[:upper:]«"(].*\.$' OR %1$I ~ '\n|  '$$, col),
	format('%s is one line that is a sentence', col))
  FROM unnest(ARRAY['sentence_en', 'sentence_kk', 'sentence_ru']) AS col;
SELECT is_empty($$SELECT name FROM secretxfer.rules WHERE sentence_en ~ '[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]'$$, 'English in English');
SELECT is_empty($$SELECT name FROM secretxfer.rules WHERE sentence_kk = sentence_ru OR sentence_kk !~ '[ӘәҒғҚқҢңӨөҰұҮүҺһІі]'$$, 'Kazakh in Kazakh');
SELECT is_empty($$SELECT name FROM secretxfer.rules WHERE sentence_ru !~ '[А-Яа-я]' OR sentence_ru ~ '[ӘәҒғҚқҢңӨөҰұҮүҺһІі]'$$, 'Russian in Russian');
SELECT is_empty($$SELECT count(*) FROM secretxfer.rules GROUP BY sentence_en HAVING count(*) > 1$$, 'no sentence twice in English');
SELECT is_empty($$SELECT count(*) FROM secretxfer.rules GROUP BY sentence_kk HAVING count(*) > 1$$, 'nor in Kazakh');
SELECT is_empty($$SELECT count(*) FROM secretxfer.rules GROUP BY sentence_ru HAVING count(*) > 1$$, 'nor in Russian');

-- Which rule guards which table, where docs/rules.md names one.
SELECT ok(tbl = ANY (r.tables), format('%s guards %s', v.name, tbl))
  FROM (VALUES ('r02_customer_kind', 'cases'), ('r02_customer_kind', 'supplements'), ('r03_notice_first', 'handovers'), ('r03_notice_first', 'system_accesses'),
			   ('r04_list_not_empty', 'requests'), ('r04_list_not_empty', 'decisions'), ('r04_identification_number', 'parties'),
			   ('r06_information_system', 'requests'), ('r06_information_system', 'contracts'), ('r06_information_system', 'system_accesses'),
			   ('r07_permission_first', 'contracts'), ('r07_within_permission', 'contract_items'), ('r07_within_annex', 'handovers'),
			   ('r08_arrangement_first', 'handovers'), ('r08_provider_mandate', 'protections'), ('r08_provider_mandate', 'handovers'),
			   ('r09_suspended', 'system_accesses'), ('r09_lifting_after_remedy', 'suspensions'), ('r10_all_returned', 'cases'),
			   ('r10_all_returned', 'party_changes'), ('r10_measures_taken', 'cases'), ('r11_permit_holder', 'permits'), ('r11_clearance', 'handovers'),
			   ('r00_never_deleted', 'handovers'), ('r00_carrier_out', 'handovers'), ('r00_value_range', 'calendar_years')) AS v (name, tbl)
  LEFT JOIN secretxfer.rules r ON r.name = 'secretxfer_' || v.name;

-- Public law: who may enter the schema may read it.
CREATE ROLE regress_secretxfer_reader;
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_reader;
SET ROLE regress_secretxfer_reader;
SELECT count(*) AS read FROM secretxfer.rules \gset
RESET ROLE;
SELECT is(:read, (SELECT count(*)::int FROM listed), 'anybody who may enter the schema reads the catalogue');

SELECT * FROM finish();
ROLLBACK;
