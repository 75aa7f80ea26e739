-- 60_identification_numbers.sql
--
-- BIN and IIN, the identification numbers that provision 4(1) demands.

CREATE FUNCTION secretxfer.idn_valid(idn text) RETURNS boolean
IMMUTABLE STRICT PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_idn_valid';
COMMENT ON FUNCTION secretxfer.idn_valid(text) IS
'Whether the text is a possible BIN or IIN: twelve ASCII digits, not all zero, with a right check digit. Never an '
'error.';

CREATE FUNCTION secretxfer.idn_valid(idn text, kind secretxfer.party_kind) RETURNS boolean
IMMUTABLE STRICT PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_idn_valid_for_kind';
COMMENT ON FUNCTION secretxfer.idn_valid(text, secretxfer.party_kind) IS
'Whether the text is a possible number of such a party: an IIN for a citizen; for a state body or an organisation a '
'BIN, which also has a month in digits 3 and 4, one of 4, 5, 6 in digit 5 and one of 0 to 3 in digit 6. No '
'text is an error; a kind that somebody has added to the value list is (datatype_mismatch, 42804).';
