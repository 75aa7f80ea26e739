-- policies.sql
--
-- Row-level security: the policies follow from duty_matrix().  Row-level security must be enabled as
-- soon as a role is admitted that is limited to rows.
CREATE FUNCTION secretxfer.verify_policies() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH limited AS MATERIALIZED (
		SELECT count(*) > 0 AS anybody FROM secretxfer.admissions WHERE duty IN ('customer', 'authority')
	), policies AS MATERIALIZED (
		SELECT p.*, c.oid AS relation, c.relowner, c.relrowsecurity
		FROM secretxfer.policies() p
		JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = p."table"
	)
	SELECT 'guard'::secretxfer.severity, NULL::text, p."table", p.policy,
		CASE WHEN s.oid IS NULL THEN 'The policy is missing.' ELSE 'The policy was altered.' END
	FROM policies p
	LEFT JOIN pg_policy s ON s.polrelid = p.relation AND s.polname = p.policy
	WHERE (s.polpermissive
		AND s.polcmd = CASE p.command WHEN 'SELECT' THEN 'r' WHEN 'INSERT' THEN 'a' WHEN 'UPDATE' THEN 'w' ELSE 'd' END
		   AND num_nonnulls(s.polqual, s.polwithcheck) = 1
		   AND pg_get_expr(coalesce(s.polqual, s.polwithcheck), p.relation) = p.condition
		   AND CASE WHEN p.for_analysts THEN NOT EXISTS (
				SELECT FROM unnest(s.polroles) AS r
				WHERE r <> p.relowner
				  AND NOT EXISTS (SELECT FROM pg_roles n WHERE n.oid = r
					  AND (n.rolsuper OR n.rolname IN (SELECT a.role FROM secretxfer.admissions a WHERE a.duty = 'analyst'))))
			   ELSE s.polroles = '{0}' END) IS NOT TRUE
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, p."table", NULL,
		'Row-level security is not in force, although roles are limited to rows.'
	FROM policies p CROSS JOIN limited
	WHERE limited.anybody AND NOT p.relrowsecurity
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, p."table", s.polname::text,
		'Another policy gives rows beside those of the duties.'
	FROM policies p
	CROSS JOIN limited
	JOIN pg_policy s ON s.polrelid = p.relation
	WHERE limited.anybody AND s.polpermissive
	  AND NOT EXISTS (SELECT FROM policies o WHERE o.relation = s.polrelid AND o.policy = s.polname)
	UNION ALL
	SELECT 'warning', NULL, 'admissions', concat_ws(', ', a.role, a.duty, a.party), v.detail
	FROM secretxfer.admissions a
	CROSS JOIN LATERAL (VALUES
		(NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = a.role), 'The role does not exist any more.'),
		(a.party IS NOT NULL AND NOT EXISTS (SELECT FROM secretxfer.parties p WHERE p.idn = a.party),
			'The party does not stand in the register.')) AS v (broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_policies() IS
'verify(), the guard: policies that are missing, altered, out of force or beside those of the duties, and roles '
'admitted that are gone.';
