-- every_table.sql
--
-- What every table of the register has: the server's stamps, a natural key and the guard.
-- sql/assemble repeats this file for each table and writes the name of the table for @table@.
--
-- recorded_at and recorded_by are mandatory: zz_secretxfer_enter stamps them, whatever the
-- client supplied.  So a table that lost this trigger refuses entries without stamps.
--
-- PostgreSQL fires triggers of one kind in the order of their names, byte by byte.
-- zz_secretxfer_enter is the last BEFORE ROW trigger, so that it sees the row as a user's own
-- triggers left the row.  "A_secretxfer_judge" is the first AFTER ROW trigger, before PostgreSQL's
-- own "RI_ConstraintTrigger_...", whose message would print the key (see docs/errors.md).
-- The triggers have the state ORIGIN: a logical replica and a restore repeat entries that were
-- judged already, and a second judgement would only hinder them.

CREATE TRIGGER zz_secretxfer_enter BEFORE INSERT OR UPDATE ON secretxfer.@table@
	FOR EACH ROW EXECUTE FUNCTION secretxfer.enter_entry();
CREATE TRIGGER "A_secretxfer_judge" AFTER INSERT OR UPDATE OR DELETE ON secretxfer.@table@
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_entry();
CREATE TRIGGER secretxfer_refuse_truncate BEFORE TRUNCATE ON secretxfer.@table@
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.refuse_truncate();

COMMENT ON COLUMN secretxfer.@table@.recorded_at IS
'When the entry was recorded. Stamped by the server; what is supplied is dropped.';
COMMENT ON COLUMN secretxfer.@table@.recorded_by IS
'Who recorded the entry. Stamped by the server; what is supplied is dropped.';
COMMENT ON COLUMN secretxfer.@table@.changed_at IS
'When the entry was changed last: corrected, or closed; null until the first change. Stamped by the server; what is '
'supplied is dropped.';
COMMENT ON COLUMN secretxfer.@table@.changed_by IS
'Who changed the entry last; null until the first change. Stamped by the server; what is supplied is dropped.';
COMMENT ON INDEX secretxfer.@table@_pkey IS
'An entry by its key.';
COMMENT ON CONSTRAINT @table@_pkey ON secretxfer.@table@ IS
'The key of an entry is not entered twice.';
COMMENT ON TRIGGER zz_secretxfer_enter ON secretxfer.@table@ IS
'Stamps an entry and judges what it shows by itself.';
COMMENT ON TRIGGER "A_secretxfer_judge" ON secretxfer.@table@ IS
'Judges an entry by the Rules.';
COMMENT ON TRIGGER secretxfer_refuse_truncate ON secretxfer.@table@ IS
'Refuses TRUNCATE, which would pass by the other triggers.';
COMMENT ON COLUMN secretxfer.@table@.entry_id IS
'Number of the entry in the whole register. Given by the server for as long as the entry stands; what is supplied is '
'dropped.';
COMMENT ON INDEX secretxfer.@table@_entry_id_key IS
'An entry by its number in the register.';
COMMENT ON CONSTRAINT @table@_entry_id_key ON secretxfer.@table@ IS
'A number is given once.';
