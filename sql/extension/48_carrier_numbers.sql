-- 48_carrier_numbers.sql
--
-- The numbers of carriers in the register, and how a carrier is found by the numbers on its paper.

CREATE FUNCTION secretxfer.new_carrier_id() RETURNS bigint
VOLATILE PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_new_carrier_id';
COMMENT ON FUNCTION secretxfer.new_carrier_id() IS
'A number for a new carrier, drawn by lot, so that nobody finds carriers by trying one number after the other; the '
'default of carriers.carrier_id.';

CREATE FUNCTION secretxfer.carrier_by_number(
	owner text, account_no text, copy_no text, registered_on date DEFAULT NULL) RETURNS bigint
STABLE PARALLEL SAFE COST 100
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_carrier_by_number';
COMMENT ON FUNCTION secretxfer.carrier_by_number(text, text, text, date) IS
'The carrier_id of the carrier with all these numbers on its paper, or null; a carrier without a day of registration '
'is found without a day. A customer finds in this way the carriers that it lists and does not see; all other roles '
'find the carriers that they see.';
