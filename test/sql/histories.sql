--
-- Random case histories: every step is put to the extension, by the real write and by
-- check_entry(), and to an independent statement of the Rules in plain SQL.
--
\set ECHO none
SET client_min_messages = warning;
\pset format unaligned
\pset tuples_only on
\i test/fixtures/fixture.sql
CALL fixture.remove_register();
SELECT secretxfer.create_register() \g /dev/null
\i test/histories/model.sql
\i test/histories/generate.sql
RESET client_min_messages;
\set ECHO all

CALL histories.run(seed => 90, steps => 2000);
CALL histories.run(seed => 91, steps => 2000);
CALL histories.run(seed => 92, steps => 2000);

-- Where the three verdicts differ: nowhere.
SELECT * FROM histories.disagreements;

-- Both kinds of outcome occur often enough to mean something.
SELECT count(*) FILTER (WHERE refused_by IS NULL) >= 1000 AS accepted,
	   count(*) FILTER (WHERE refused_by IS NOT NULL) >= 1000 AS refused
FROM histories.steps;

-- The rules of single entries that no step broke: two, which r00_discipline and r08_protection break.
SELECT name FROM histories.rules_not_broken;

-- Who is the customer of a case on a day: the views and the rules say what the model says.
SELECT * FROM histories.customers_differ();

-- A passing whose document is corrected is no second entry: the model says so, too. There are passings.
SELECT count(*) FILTER (WHERE 'r00_entered_once' = ANY (model.verdict('disposal_successions', to_jsonb(d), to_jsonb(d) || '{"document": "another"}'))), count(*) > 0
FROM secretxfer.disposal_successions d;

-- An arrangement of an earlier day and another kind: the model compares days as days, in whatever form the session writes
-- them. Some of these change what was handed over.
CREATE FUNCTION histories.moved_arrangements() RETURNS TABLE (entry_id bigint, kind text, verdict text[]) LANGUAGE sql AS $$
	SELECT p.entry_id, k, model.verdict('protections', to_jsonb(p), to_jsonb(p) || jsonb_build_object('kind', k, 'arranged_on', p.arranged_on - 1))
	FROM secretxfer.protections p, unnest('{contractor,customer}'::text[]) AS k
$$;
SET DateStyle = 'German';
CREATE TABLE histories.moved AS SELECT * FROM histories.moved_arrangements();
SET DateStyle = 'ISO, DMY';
SELECT count(*) FILTER (WHERE m.verdict <> n.verdict), bool_or('r08_earlier_arrangement' = ANY (n.verdict))
FROM histories.moved m JOIN histories.moved_arrangements() n USING (entry_id, kind);
RESET DateStyle;

-- No two entries of the register have the same number.
SELECT * FROM histories.numbers_shared();

-- The extension knows no rule of single entries that the model does not know.
SELECT DISTINCT unnest(dry_run) FROM histories.steps
EXCEPT SELECT DISTINCT unnest(model) FROM histories.steps;

\set ECHO none
SET client_min_messages = warning;
DROP SCHEMA histories, model CASCADE;
CALL fixture.remove_register();
DROP SCHEMA fixture CASCADE;
