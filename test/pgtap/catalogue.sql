--
-- The catalogue of the rules, secretxfer.rules. That it has the names of docs/rules.md is tested in test/t/010_catalogue.pl.
--
BEGIN;
\ir prepare.psql
SELECT no_plan();

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
SELECT is_empty($$SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname !~ '^(admissions|journal)'
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
			   ('r07_permission_first', 'contracts'), ('r07_within_permission', 'contract_items'), ('r07_within_permission', 'handovers'), ('r07_within_permission', 'system_accesses'), ('r07_within_annex', 'handovers'),
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
SELECT is(:read, (SELECT count(*)::int FROM secretxfer.rules), 'anybody who may enter the schema reads the catalogue');

SELECT * FROM finish();
ROLLBACK;
