-- 1.0.sql
--
-- What CREATE OR REPLACE cannot change of the extension of version 1.0.

-- A function that is made anew loses its grants.  Those of the register's owner create_register() makes
-- again, and those of admitted roles.  Grants made by this script would be missing in later dumps.
DO $$
DECLARE
	lost constant text := (
		SELECT concat_ws(' ',
			CASE WHEN bool_and(x.grantee <> 0) THEN 'REVOKE EXECUTE ON FUNCTION secretxfer.check_entry FROM PUBLIC;' END,
			string_agg(format('GRANT EXECUTE ON FUNCTION secretxfer.check_entry TO %s%s;', x.grantee::regrole,
					CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), ' ')
				FILTER (WHERE x.grantee <> 0 AND x.grantee <> f.proowner AND x.grantee IS DISTINCT FROM (
					SELECT c.relowner FROM pg_catalog.pg_class c
					WHERE c.relnamespace = f.pronamespace AND c.relname = 'cases')))
		FROM pg_catalog.pg_proc f CROSS JOIN LATERAL pg_catalog.aclexplode(f.proacl) AS x
		WHERE f.oid = 'secretxfer.check_entry(regclass, jsonb)'::pg_catalog.regprocedure);
BEGIN
	IF lost <> '' THEN
		RAISE WARNING 'function secretxfer.check_entry() is made anew, without its grants'
			USING HINT = 'Run afterwards: ' || lost;
	END IF;
END
$$;
DROP FUNCTION secretxfer.check_entry(regclass, jsonb);
-- The parts of verify() tell the case of an entry now, or are asked for one.
DROP FUNCTION secretxfer.verify_fields(), secretxfer.verify_references(), secretxfer.verify_order(),
	secretxfer.verify_provision_2(), secretxfer.verify_provision_3(), secretxfer.verify_provision_4(),
	secretxfer.verify_authorizations(), secretxfer.verify_provision_5(), secretxfer.verify_provision_6(),
	secretxfer.verify_provision_7(), secretxfer.verify_cover(), secretxfer.verify_provision_8(),
	secretxfer.verify_provision_9(), secretxfer.verify_events(), secretxfer.verify_provision_10(),
	secretxfer.verify_provision_11();
ALTER TYPE secretxfer.transfer ADD ATTRIBUTE act_no text;
ALTER TYPE secretxfer.dated_entry ADD ATTRIBUTE entry_id text;
ALTER TYPE secretxfer.case_change ADD ATTRIBUTE called_off_on date, ADD ATTRIBUTE open_until date,
	ADD ATTRIBUTE since date;
-- A view cannot get a column by CREATE OR REPLACE from a function of another result.
DROP VIEW secretxfer.rules;
DROP FUNCTION secretxfer.rule_catalogue();
ALTER TYPE secretxfer.duty ADD VALUE 'registrar';
ALTER TYPE secretxfer.verdict ADD VALUE 'set_aside';
