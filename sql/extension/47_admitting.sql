-- 47_admitting.sql
--
-- Admitting roles to duties, and dismissing them.

-- The first admission of a customer or an authority enables row-level security, and it stays
-- enabled.  It is not enabled from the start, because PostgreSQL has no COPY FROM under row-level
-- security, and roles with plain grants shall keep COPY FROM as long as nobody is limited.
--
-- The tables are altered before anything is granted on them.  A grant writes the table's row in pg_class, and autovacuum,
-- which holds a lock on the table, waits for whoever has written that row: a deadlock, if the table is altered after that.
CREATE FUNCTION secretxfer.enter_admission(role name, party text, duty secretxfer.duty, recorded_by name)
RETURNS secretxfer.duty[]
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	statement text;
	unlimited regclass;
BEGIN
	LOCK TABLE secretxfer.admissions IN SHARE ROW EXCLUSIVE MODE;
	PERFORM secretxfer.require_admissible(role, party, duty);
	INSERT INTO secretxfer.admissions (role, duty, party, recorded_at, recorded_by)
	VALUES (role, duty, party, now(), recorded_by) ON CONFLICT DO NOTHING;
	IF FOUND THEN
		PERFORM secretxfer.journal_admission('admitted', role, duty::text, party, recorded_by, NULL);
	END IF;
	IF party IS NOT NULL THEN
		FOR unlimited IN
			SELECT c.oid
			FROM pg_class c
			WHERE c.relnamespace = 'secretxfer'::regnamespace AND NOT c.relrowsecurity
			  AND c.relname IN (SELECT p."table" FROM secretxfer.policies() p)
			ORDER BY c.relname
		LOOP
			PERFORM secretxfer.limit_to_rows(unlimited);
		END LOOP;
	ELSIF duty = 'analyst' THEN
		PERFORM secretxfer.admit_analysts();
	END IF;
	FOR statement IN SELECT g.statement FROM secretxfer.grants_of_duty(duty, role, true) g WHERE NOT g.by_extension LOOP
		EXECUTE statement;
	END LOOP;
	RETURN ARRAY[duty];
END
$$;
COMMENT ON FUNCTION secretxfer.enter_admission(name, text, secretxfer.duty, name) IS
'admit(), as the owner of the register. Result: the duties whose functions are to be granted.';

CREATE FUNCTION secretxfer.limit_to_rows("table" regclass) RETURNS void
VOLATILE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_limit_to_rows';
COMMENT ON FUNCTION secretxfer.limit_to_rows(regclass) IS
'admit(): ALTER TABLE ... ENABLE ROW LEVEL SECURITY, also while a query of the session reads the table. Raises '
'insufficient_privilege (42501) unless the caller may act as the owner of the table.';

CREATE FUNCTION secretxfer.require_admissible(role name, party text, duty secretxfer.duty) RETURNS void
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF role IS NULL OR duty IS NULL THEN
		RAISE null_value_not_allowed USING MESSAGE = 'a role and a duty must be named';
	ELSIF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role) THEN
		RAISE undefined_object USING MESSAGE = format('role "%s" does not exist', role);
	ELSIF duty <> 'registrar' AND (party IS NOT NULL) <> (duty IN ('customer', 'authority')) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the duty "%s" is %s', duty,
				CASE WHEN party IS NULL THEN 'for a party' ELSE 'for no party' END),
			HINT = secretxfer.translated(
				'Name the party of a customer or an authority by its idn; give null for the other duties.');
	ELSIF party IS NOT NULL AND duty <> 'authority' AND NOT EXISTS (
		SELECT FROM secretxfer.parties p WHERE p.idn = party AND p.kind <> 'citizen') THEN
		RAISE invalid_parameter_value USING MESSAGE = 'the party is no state body or organisation in the register',
			HINT = secretxfer.translated('Enter the party first (provision 2(2)).');
	ELSIF duty = 'authority' AND NOT EXISTS (
		SELECT FROM secretxfer.parties p
		WHERE p.idn = party AND p.kind = 'state_body' AND p.disposes_of_secrets) THEN
		RAISE invalid_parameter_value USING MESSAGE = 'the party is no body in the register that disposes of secrets',
			HINT = secretxfer.translated('Enter the party first, as a body that disposes of secrets (provision 4).');
	ELSIF party IS NOT NULL AND EXISTS (
		SELECT FROM pg_roles r JOIN pg_class c ON c.oid = 'secretxfer.cases'::regclass
		WHERE r.rolname = role AND (r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, c.relowner, 'USAGE'))) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('role "%s" cannot be limited to rows', role),
			HINT = secretxfer.translated(
				'Admit a role that is no superuser, has not BYPASSRLS and is no member of the register''s owner.');
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.require_admissible(name, text, secretxfer.duty) IS
'admit(): whether a role can be admitted to this duty.';

-- REVOKE on a table takes the privileges on its columns along, so what the role's other duties give
-- is granted again.
CREATE FUNCTION secretxfer.end_admission(role name, party text, duty secretxfer.duty, ended_by name)
RETURNS secretxfer.duty[]
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	statement text;
	others secretxfer.duty[];
BEGIN
	LOCK TABLE secretxfer.admissions IN SHARE ROW EXCLUSIVE MODE;
	DELETE FROM secretxfer.admissions a
	WHERE a.role = end_admission.role AND a.duty = end_admission.duty AND a.party IS NOT DISTINCT FROM end_admission.party;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('role "%s" is not admitted so', role),
			HINT = secretxfer.translated('Look it up in secretxfer.admissions.');
	END IF;
	PERFORM secretxfer.journal_admission('dismissed', role, duty::text, party, ended_by, NULL);
	IF duty = 'analyst' THEN
		PERFORM secretxfer.admit_analysts();
	END IF;
	IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role) THEN
		others := ARRAY(SELECT DISTINCT a.duty FROM secretxfer.admissions a WHERE a.role = end_admission.role);
		FOR statement IN
			SELECT g.statement FROM secretxfer.grants_of_duty(duty, role, false) g WHERE NOT g.by_extension
			UNION ALL
			SELECT format('REVOKE ALL ON secretxfer.%I FROM %I', c.relname, role) FROM pg_class c
			WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind IN ('r', 'v') AND pg_has_role(c.relowner, 'USAGE')
			  AND others = '{}'
			UNION ALL
			SELECT g.statement FROM unnest(others) AS o
			CROSS JOIN LATERAL secretxfer.grants_of_duty(o, role, true) AS g
			WHERE NOT g.by_extension
		LOOP
			EXECUTE statement;
		END LOOP;
		PERFORM secretxfer.warn_of_other_grants(role);
	END IF;
	RETURN others;
END
$$;
COMMENT ON FUNCTION secretxfer.end_admission(name, text, secretxfer.duty, name) IS
'dismiss(), as the owner of the register. Result: the duties that the role still has; null if it does not exist.';

-- This function runs with the rights of the extension's owner, so it uses only objects of the
-- extension and of the catalog.
CREATE FUNCTION secretxfer.grant_of_extension(role name, taken secretxfer.duty, given secretxfer.duty[]) RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	statement text;
BEGIN
	FOR statement IN
		SELECT g.statement FROM secretxfer.grants_of_duty(taken, role, false) g WHERE g.by_extension
		UNION ALL
		SELECT g.statement FROM unnest(given) AS d
		CROSS JOIN LATERAL secretxfer.grants_of_duty(d, role, true) AS g
		WHERE g.by_extension
	LOOP
		EXECUTE statement;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.grant_of_extension(name, secretxfer.duty, secretxfer.duty[]) IS
'admit() and dismiss(), as the owner of the extension: its schema and functions.';

-- A role without a duty is not limited to rows, so privileges that somebody else granted give it
-- all rows.
CREATE FUNCTION secretxfer.warn_of_other_grants(role name) RETURNS void
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM secretxfer.admissions a JOIN pg_roles r ON r.rolname = a.role
				   WHERE pg_has_role(warn_of_other_grants.role, r.oid, 'USAGE'))
		AND EXISTS (SELECT FROM secretxfer.policies() p
					WHERE has_table_privilege(role, 'secretxfer.' || p."table", 'SELECT, INSERT, UPDATE, DELETE')) THEN
		RAISE WARNING 'role "%" still has privileges on tables of the register, and no duty limits it to rows any more', role
			USING HINT = secretxfer.translated(
				'It has them as a member of other roles, or as everybody: REVOKE them.');
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.warn_of_other_grants(name) IS
'dismiss(): warns if privileges remain that admit() did not give.';

-- A policy must name at least one role.  The policies for analysts name the owner, who needs no
-- policy, and the roles that are admitted as analysts.
CREATE FUNCTION secretxfer.admit_analysts() RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	policy record;
BEGIN
	FOR policy IN
		SELECT format('ALTER POLICY %I ON secretxfer.%I TO CURRENT_USER%s', p.policy, p."table",
			(SELECT string_agg(format(', %I', a.role), '' ORDER BY a.role) FROM secretxfer.admissions a
			 WHERE a.duty = 'analyst' AND EXISTS (SELECT FROM pg_roles r WHERE r.rolname = a.role))) AS alteration
		FROM secretxfer.policies() p WHERE p.for_analysts ORDER BY p."table"
	LOOP
		EXECUTE policy.alteration;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.admit_analysts() IS
'admit() and dismiss(): names the analysts'' roles in the policies for them.';

CREATE FUNCTION secretxfer.admit(role name, party text, duty secretxfer.duty) RETURNS void
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_admit';
COMMENT ON FUNCTION secretxfer.admit(name, text, secretxfer.duty) IS
'Admits a role to a duty: customer or authority for a party, named by its idn; security, analyst or auditor for none '
'(null); registrar for a party or for the whole register (null). Grants it what the duty needs and limits it to the rows of its duties; said again, it grants what is '
'new. Raises insufficient_privilege (42501) unless the caller may act as the register''s owner.';

CREATE FUNCTION secretxfer.dismiss(role name, party text, duty secretxfer.duty) RETURNS void
VOLATILE PARALLEL UNSAFE CALLED ON NULL INPUT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_dismiss';
COMMENT ON FUNCTION secretxfer.dismiss(name, text, secretxfer.duty) IS
'Ends what admit() began with the same arguments, and takes the grants back; with the last duty all that the role '
'was granted on the register''s tables. A role that is gone is dismissed by its name. Raises insufficient_privilege '
'(42501) unless the caller may act as the register''s owner.';

CREATE FUNCTION secretxfer.renew_admissions() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_renew_admissions_1_1';
COMMENT ON FUNCTION secretxfer.renew_admissions() IS
'Trigger, after each statement that writes admissions: refuses all roles but the owner, and makes every session look '
'up again what its role may do.';
