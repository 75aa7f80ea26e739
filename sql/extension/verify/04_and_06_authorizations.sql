-- 04_and_06_authorizations.sql
--
-- Provisions 4(5) and 6(3): the permit or clearance that requests and contracts state.

-- An organisation states its permit, a citizen its clearance.  What is stated besides (the clearance
-- of an organisation) must be the contractor's and valid, too.
CREATE FUNCTION secretxfer.verify_authorizations() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT v.severity::secretxfer.severity, e.rule, e.name, e.key, v.detail, e.case_no
	FROM (
		SELECT 'secretxfer_r04_authorization', 'requests', concat_ws(', ', case_no, request_no),
			case_no, permit_no, clearance_no, sent_on
		FROM secretxfer.requests
		UNION ALL
		SELECT 'secretxfer_r06_authorization', 'contracts', case_no, case_no, permit_no, clearance_no, concluded_on
		FROM secretxfer.contracts
		UNION ALL
		-- an amendment need not state any
		SELECT 'secretxfer_r06_authorization', 'contract_amendments', concat_ws(', ', case_no, amendment_no), case_no,
			permit_no, clearance_no, concluded_on
		FROM secretxfer.contract_amendments
	) AS e (rule, name, key, case_no, permit_no, clearance_no, day)
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.permits p ON p.permit_no = e.permit_no
	LEFT JOIN secretxfer.clearances k ON k.clearance_no = e.clearance_no
	CROSS JOIN LATERAL (SELECT
		e.name <> 'contract_amendments'
			AND CASE contractor.kind WHEN 'citizen' THEN e.clearance_no ELSE e.permit_no END IS NULL AS not_stated,
		p.holder <> c.contractor OR k.party <> c.contractor AS of_another,
		e.day NOT BETWEEN p.issued_on AND p.valid_until OR e.day NOT BETWEEN k.issued_on AND k.valid_until AS invalid,
		least(p.revoked_on, k.revoked_on) <= e.day AS revoked) AS is_
	CROSS JOIN LATERAL (VALUES
		('unlawful', is_.not_stated, 'The contractor''s permit or clearance is not stated.'),
		('unlawful', is_.of_another, 'The permit or clearance is not the contractor''s.'),
		('unlawful', is_.invalid, 'The permit or clearance is not valid on that day.'),
		('irregular', is_.revoked, 'The permit or clearance is revoked as of that day.')) AS v (severity, broken, detail)
	WHERE (is_.not_stated OR is_.of_another OR is_.invalid OR is_.revoked) AND v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_authorizations() IS
'verify(), provisions 4(5) and 6(3): the permit or clearance that requests and contracts state.';
