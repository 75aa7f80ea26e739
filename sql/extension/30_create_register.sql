-- 30_create_register.sql
--
-- The extension brings the rules.  create_register() makes the tables: ordinary tables that belong
-- to the role that calls it.  If the tables were members of the extension, a dump would lose the
-- user's columns, indexes and policies, and DROP EXTENSION would drop all rows.  The definition of
-- the tables is the function register_definition(), put together from the files in sql/register.

CREATE FUNCTION secretxfer.create_register() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_create_register_1_1';
COMMENT ON FUNCTION secretxfer.create_register() IS
'Creates the register in schema secretxfer: tables, indexes, triggers, comments and the seed of the calendar, owned '
'by the caller. Called again it adds what is missing and changes nothing else; a table that lacks a column is named '
'in a warning. A register that version 1.0 made is taken to this version, all or nothing. Raises '
'insufficient_privilege (42501) unless the caller may create in schema secretxfer and, for a register of 1.0, is its '
'owner.';

CREATE FUNCTION secretxfer.register_is_earlier() RETURNS boolean
STABLE PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_register_is_earlier';
COMMENT ON FUNCTION secretxfer.register_is_earlier() IS
'Whether the register is still as version 1.0 made it. Until create_register() is run it can be read, but not written.';
