-- 07_permissions.sql
--
-- Provision 7: no step before the permission.

CREATE FUNCTION secretxfer.verify_provision_7() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r07_permission_first', 'contracts', k.case_no,
		'No permission had been sent by the day of the contract.'
	FROM secretxfer.contracts k
	WHERE NOT EXISTS (
		SELECT FROM secretxfer.decisions d
		JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (d.case_no, d.request_no)
		WHERE d.case_no = k.case_no AND d.outcome = 'permitted' AND r.received_on <= d.sent_on
		  AND d.sent_on <= k.concluded_on)
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r07_within_permission', 'contract_items', concat_ws(', ', u.case_no, u.annex_no),
		'The carrier is not covered by a permission of its owner, sent by the day of the line.'
	FROM secretxfer.unpermitted_lines() u
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_7() IS
'verify(), provision 7: no contract and no annex line before the permission.';
