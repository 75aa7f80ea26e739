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
		WHERE d.case_no = k.case_no AND d.outcome = 'permitted' AND d.sent_on <= k.concluded_on)
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r07_within_permission', 'contract_items', concat_ws(', ', a.case_no, a.annex_no),
		'The carrier is not covered by a permission of its owner, sent by the day of the line.'
	FROM secretxfer.contract_items a
	JOIN secretxfer.request_items i ON (i.case_no, i.request_no, i.item_no) = (a.case_no, a.request_no, a.item_no)
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (a.case_no, a.request_no)
	JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id
	LEFT JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (a.case_no, a.request_no)
	WHERE (d.outcome = 'permitted' AND d.sent_on <= a.annexed_on AND a.item_no <> ALL (coalesce(d.excluded_items, '{}'))
		   AND k.owner = r.authority) IS NOT TRUE
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_7() IS
'verify(), provision 7: no contract and no annex line before the permission.';
