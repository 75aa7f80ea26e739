-- 1.0.sql
--
-- What CREATE OR REPLACE cannot change of the extension of version 1.0.

DROP FUNCTION secretxfer.check_entry(regclass, jsonb);
ALTER TYPE secretxfer.transfer ADD ATTRIBUTE act_no text;
ALTER TYPE secretxfer.irregular_transfer ADD ATTRIBUTE act_no text;
ALTER TYPE secretxfer.dated_entry ADD ATTRIBUTE entry_id text;
-- A view cannot get a column by CREATE OR REPLACE from a function of another result.
DROP VIEW secretxfer.rules;
DROP FUNCTION secretxfer.rule_catalogue();
ALTER TYPE secretxfer.duty ADD VALUE 'registrar';
ALTER TYPE secretxfer.verdict ADD VALUE 'set_aside';
