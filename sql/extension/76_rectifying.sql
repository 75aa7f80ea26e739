-- 76_rectifying.sql
--
-- How a mistake is put right that is settled.  src/security/rectification.c says when a rule is set
-- aside.

CREATE FUNCTION secretxfer.rectify(basis text) RETURNS void
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_rectify';
COMMENT ON FUNCTION secretxfer.rectify(text) IS
'Begins a rectification: until the end of the transaction, rules that the client''s own statements break are set aside '
'as the catalogue allows (rules.set_aside), and kept in the journal with the basis. Raises insufficient_privilege '
'(42501) unless the caller is the owner of the register or admitted as registrar, and neither customer nor authority; '
'check_violation (23514) for a blank basis; no_active_sql_transaction (25P01) outside of a transaction block; '
'active_sql_transaction (25001) after the transaction wrote something.';
