-- 20_triggers.sql
--
-- The trigger functions of the guard.  When what is judged:
--
-- BEFORE ROW	the row by itself, so that the refusal comes before PostgreSQL checks the table's
--				own constraints, whose message would print the row
-- AFTER ROW	the row together with other entries, after the statement
-- COMMIT		only what cannot be known earlier

CREATE FUNCTION secretxfer.enter_entry() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_enter_entry_1_1';
COMMENT ON FUNCTION secretxfer.enter_entry() IS
'Trigger, before each inserted or updated row: stamps the entry (recorded_at, recorded_by, changed_at, changed_by), '
'writes what the server states (entry_id, carrier_id, answered, due_on, permit_no) and what the client left out '
'(printed_no, annexed_on, entered_for), and judges what the row shows by itself. Raises check_violation (23514) with '
'the name of the rule; a duplicate '
'raises unique_violation (23505), a missing entry foreign_key_violation (23503).';

CREATE FUNCTION secretxfer.judge_entry() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_judge_entry_1_1';
COMMENT ON FUNCTION secretxfer.judge_entry() IS
'Trigger, after each inserted, updated or deleted row: judges the entry among the others by the provisions of the '
'Rules. Raises check_violation (23514) with the name of the rule; a missing entry raises foreign_key_violation '
'(23503).';

CREATE FUNCTION secretxfer.judge_at_commit() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_judge_at_commit_1_1';
COMMENT ON FUNCTION secretxfer.judge_at_commit() IS
'Constraint trigger, at the end of the transaction: a request that has been received lists at least one carrier '
'(provision 4(2)). Raises check_violation (23514) with the name of the rule.';

CREATE FUNCTION secretxfer.refuse_truncate() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_refuse_truncate_1_1';
COMMENT ON FUNCTION secretxfer.refuse_truncate() IS
'Trigger, before truncation: TRUNCATE would pass by every row trigger, so the register refuses it. '
'Raises check_violation (23514) with the name of the rule.';
