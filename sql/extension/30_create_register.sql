-- 30_create_register.sql
--
-- The extension brings the rules, create_register() the records: ordinary tables that belong
-- to their user.  Tables that were members of the extension would lose the user's columns,
-- indexes and policies in a dump, and all their rows in DROP EXTENSION.  Their definition is
-- the function register_definition(), put together from the files in sql/register.

CREATE FUNCTION secretxfer.create_register() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_create_register';
COMMENT ON FUNCTION secretxfer.create_register() IS
'Creates the register in schema secretxfer: tables, indexes, triggers, comments and the seed of the calendar, owned '
'by the caller. Called again it adds what is missing and changes nothing else; a table that lacks a column is named '
'in a warning. Raises insufficient_privilege (42501) unless the caller may create in schema secretxfer.';
