-- grants.sql
--
-- Grants and attributes by which a role passes by the guard: see docs/security.md, "What must not be granted".

-- A role that dumps needs BYPASSRLS and pg_read_all_data, and a role that replicates needs REPLICATION and SELECT.  Such
-- roles have no duty and write nothing.
CREATE FUNCTION secretxfer.verify_grants() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	owner CONSTANT oid := (SELECT relowner FROM pg_class WHERE oid = 'secretxfer.cases'::regclass);
	tables CONSTANT oid[] := ARRAY(SELECT to_regclass('secretxfer.' || k."table") FROM secretxfer.defined_keys() k);
BEGIN
	RETURN QUERY
	SELECT CASE x.privilege_type WHEN 'TRIGGER' THEN 'guard' ELSE 'warning' END::secretxfer.severity, NULL::text,
		c.relname::text, coalesce(r.rolname, 'PUBLIC')::text,
		CASE x.privilege_type WHEN 'TRIGGER' THEN 'The role may attach triggers, which run as the role that writes.'
			ELSE 'The role may refer to the table, and so prevent withdrawals.' END
	FROM pg_class c
	CROSS JOIN LATERAL aclexplode(c.relacl) AS x
	LEFT JOIN pg_roles r ON r.oid = x.grantee
	WHERE c.oid IN (SELECT unnest(tables) UNION SELECT 'secretxfer.admissions'::regclass)
	  AND x.privilege_type IN ('TRIGGER', 'REFERENCES') AND x.grantee <> c.relowner AND r.rolsuper IS NOT TRUE
	UNION ALL
	SELECT 'guard', NULL, NULL, r.rolname, 'The schema belongs to another role than the extension.'
	FROM pg_namespace n
	JOIN pg_roles r ON r.oid = n.nspowner
	JOIN pg_extension e ON e.extname = 'secretxfer'
	WHERE n.oid = 'secretxfer'::regnamespace AND n.nspowner <> e.extowner AND NOT r.rolsuper
	UNION ALL
	-- the owner of the register needs the privilege for create_register() only
	SELECT CASE x.grantee WHEN owner THEN 'warning' ELSE 'guard' END::secretxfer.severity, NULL, NULL,
		coalesce(r.rolname, 'PUBLIC'), 'The role may create functions in the schema that look like the extension''s.'
	FROM pg_namespace n
	CROSS JOIN LATERAL aclexplode(n.nspacl) AS x
	LEFT JOIN pg_roles r ON r.oid = x.grantee
	WHERE n.oid = 'secretxfer'::regnamespace AND x.privilege_type = 'CREATE' AND x.grantee <> n.nspowner
	  AND r.rolsuper IS NOT TRUE
	UNION ALL
	SELECT CASE WHEN v.needed_by_some AND NOT d.has_duty AND NOT d.writes THEN 'warning' ELSE 'guard' END
			::secretxfer.severity, NULL, NULL, r.rolname, v.detail
	FROM pg_roles r
	CROSS JOIN LATERAL (SELECT
		EXISTS (SELECT FROM secretxfer.admissions a JOIN pg_roles o ON o.rolname = a.role
				WHERE pg_has_role(r.oid, o.oid, 'MEMBER')) AS has_duty,
		EXISTS (SELECT FROM unnest(tables) AS t WHERE has_table_privilege(r.oid, t, 'INSERT, UPDATE, DELETE')
				OR has_any_column_privilege(r.oid, t, 'INSERT, UPDATE')) AS writes,
		EXISTS (SELECT FROM unnest(tables) AS t WHERE has_any_column_privilege(r.oid, t, 'SELECT')) AS reads,
		EXISTS (SELECT FROM pg_roles o  -- since PostgreSQL 14
				WHERE o.rolname = 'pg_read_all_data' AND pg_has_role(r.oid, o.oid, 'USAGE')) AS dumps) AS d
	CROSS JOIN LATERAL (VALUES
		(r.rolbypassrls AND (d.has_duty OR d.writes OR d.reads), d.dumps,
			'The role has BYPASSRLS, and no duty limits it to rows.'),
		(r.rolreplication, true, 'The role has REPLICATION, and can copy everything.'),
		(d.has_duty AND pg_has_role(r.oid, owner, 'MEMBER'), false, 'The role may act as the owner of the register.'),
		((d.has_duty OR d.writes) AND (pg_has_role(r.oid, 'pg_execute_server_program', 'MEMBER')
			OR pg_has_role(r.oid, 'pg_write_server_files', 'MEMBER')), false, 'The role can change the files of the server.')
		) AS v (broken, needed_by_some, detail)
	WHERE NOT r.rolsuper AND r.oid <> owner AND NOT starts_with(r.rolname, 'pg_') AND v.broken;

	IF to_regclass('pg_catalog.pg_parameter_acl') IS NOT NULL THEN  -- since PostgreSQL 15
		RETURN QUERY EXECUTE $query$
			SELECT 'guard'::secretxfer.severity, NULL::text, NULL::text, coalesce(r.rolname, 'PUBLIC')::text,
				'The role may set session_replication_role, and write past the triggers.'
			FROM pg_parameter_acl p
			CROSS JOIN LATERAL aclexplode(p.paracl) AS x
			LEFT JOIN pg_roles r ON r.oid = x.grantee
			WHERE p.parname = 'session_replication_role' AND x.privilege_type = 'SET' AND r.rolsuper IS NOT TRUE
			$query$;
	END IF;

	-- what a subscription writes fires no trigger of the register
	RETURN QUERY
	SELECT 'warning'::secretxfer.severity, NULL::text, NULL::text, NULL::text,
		'A subscription writes into the register, past the triggers.'
	WHERE EXISTS (SELECT FROM pg_subscription_rel s WHERE s.srrelid = ANY (tables));
	IF EXISTS (SELECT FROM pg_attribute a  -- since PostgreSQL 16
			   WHERE a.attrelid = 'pg_subscription'::regclass AND a.attname = 'subrunasowner') THEN
		RETURN QUERY EXECUTE $query$
			SELECT DISTINCT 'guard'::secretxfer.severity, NULL::text, NULL::text, s.subname::text,
				'The subscription writes into the register with all rights of its owner.'
			FROM pg_subscription s JOIN pg_subscription_rel r ON r.srsubid = s.oid
			WHERE s.subrunasowner AND r.srrelid = ANY ($1)
			$query$ USING tables;
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_grants() IS
'verify(), the guard: privileges, attributes of roles and subscriptions by which something passes by the triggers or '
'the policies.';
