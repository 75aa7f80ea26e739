-- 40_judging.sql
--
-- What clients ask before they write.  These functions call the code that the triggers call.

-- VOLATILE: like the triggers check_entry() judges by what is committed now, not by an old snapshot.
CREATE FUNCTION secretxfer.check_entry("table" regclass, entry jsonb)
RETURNS TABLE (
	rule text,
	verdict secretxfer.verdict,
	detail text,
	hint text,
	fields text[])
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_check_entry_1_1';
COMMENT ON FUNCTION secretxfer.check_entry(regclass, jsonb) IS
'Every rule that recording this row now would meet, passed and failed, without writing anything. table: a table of '
'the register; entry: an object of its columns. An entry whose key exists is judged as the change of that row. '
'Result: the rule''s public name, what it says, what is wrong, the next lawful step, and all fields that this is '
'about (null if about none). If values cannot be read: a row for each of them, with the SQLSTATE in place of the rule. '
'Raises an error when the table is not one of the register or the object has a field that is no column.';

CREATE FUNCTION secretxfer.next_steps(case_no text)
RETURNS TABLE (
	rule text,
	provision text,
	who text,
	what text,
	due date,
	step integer)
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_next_steps';
COMMENT ON FUNCTION secretxfer.next_steps(text) IS
'The steps of a case: what is missing before the next carrier can be handed over or, when nothing more is handed over, '
'before the case can be closed. Result: the rule that asks for the step, its provision, who has to act, what to do, by '
'which day (provision 5 only), and the place in the order of steps: those of step 1 can be taken now. If nothing is '
'missing, rows without a rule say what can be done: hand over or grant access (provision 3), close the case (no '
'provision), or, without a step, that the case is closed. There is always a row. Raises an error for an '
'unknown case.';

CREATE FUNCTION secretxfer.import_entries("table" regclass, staging regclass, dry_run boolean)
RETURNS TABLE (
	line bigint,
	rule text,
	fields text[],
	detail text,
	hint text)
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_import_entries';
COMMENT ON FUNCTION secretxfer.import_entries(regclass, regclass, boolean) IS
'Enters the rows of a staging table into a table of the register, each row by an INSERT of its own, with the rights '
'of the caller. staging: a table of texts, its columns named as the columns of the table; a column "line" numbers '
'the rows and gives their order. dry_run: nothing stays entered. Result: one row for each rule that a row breaks, '
'and for each value that cannot be read: the line, the public name of the rule or the SQLSTATE, the fields, what is '
'wrong, and the next lawful step. What is not named there was entered. Raises undefined_column (42703) for a column '
'that the table does not have; an error that is not of one row, such as insufficient_privilege (42501), ends the '
'whole import.';
