--
-- A long campaign by hand, on a database that has the extension and may be thrown away:
--
--     psql -X -f test/histories/campaign.sql -v seed=1000 -v worlds=10 -v steps=1000 DATABASE
--
-- Writes the histories of the seeds from 1000 on, one world each, into one register, and shows
-- what the tests would show, and the disagreements with all that is needed to see why.  The
-- register, the model and the steps stay for a closer look.
--
\set ON_ERROR_STOP on
\if :{?seed} \else \set seed 1000 \endif
\if :{?worlds} \else \set worlds 10 \endif
\if :{?steps} \else \set steps 1000 \endif
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS secretxfer;
SELECT secretxfer.create_register() \g /dev/null
DROP SCHEMA IF EXISTS histories, model CASCADE;
\ir model.sql
\ir generate.sql

SELECT format('CALL histories.run(%s, %s)', s, :steps)
FROM generate_series(:seed, :seed + :worlds - 1) AS s \gexec

\x on
TABLE histories.disagreements;
\x off
SELECT * FROM histories.customers_differ();
SELECT * FROM histories.numbers_shared();
-- What was accepted step by step should be lawful as a whole, says the third witness.
SELECT severity, rule, "table", key, detail FROM secretxfer.verify() WHERE severity IN ('guard', 'unlawful');
SELECT count(*) FILTER (WHERE refused_by IS NULL) AS accepted, count(refused_by) AS refused FROM histories.steps;
SELECT tbl, count(*) FILTER (WHERE refused_by IS NULL) AS accepted, count(refused_by) AS refused
FROM histories.steps GROUP BY tbl ORDER BY tbl;
SELECT unnest(model) AS rule, count(*) AS broken FROM histories.steps GROUP BY rule ORDER BY rule;
SELECT name AS never_broken FROM histories.rules_not_broken;
