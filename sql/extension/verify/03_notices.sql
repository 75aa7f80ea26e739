-- 03_notices.sql
--
-- Provision 3: permission, contract, notice.

CREATE FUNCTION secretxfer.verify_provision_3() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT secretxfer.later(p.kind <> 'state_body'), 'secretxfer_r03_owner_disposes', 'carriers', k.carrier_id::text,
		'The owner does not dispose of state secrets.'
	FROM secretxfer.carriers k
	JOIN secretxfer.parties p ON p.idn = k.owner
	WHERE NOT p.disposes_of_secrets
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r03_notice_after_contract', 'notices',
		concat_ws(', ', n.case_no, n.notice_no, n.sent_on, n.recipient),
		'No contract was concluded by the day of the notice.'
	FROM secretxfer.notices n
	LEFT JOIN secretxfer.contracts k ON k.case_no = n.case_no AND k.concluded_on <= n.sent_on
	WHERE n.kind = 'contract' AND k.case_no IS NULL
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_3() IS
'verify(), provision 3: permission, contract, notice, in that order.';
