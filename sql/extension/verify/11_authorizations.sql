-- 11_authorizations.sql
--
-- Provision 11: permit and clearance.

-- Revocations are events: verify_events() judges them.
CREATE FUNCTION secretxfer.verify_provision_11() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r11_permit_holder', 'permits', p.permit_no, 'A citizen holds it.'
	FROM secretxfer.permits p
	JOIN secretxfer.parties h ON h.idn = p.holder
	WHERE h.kind = 'citizen'
	UNION ALL
	SELECT 'unlawful', v.rule, t.entered_in,
		concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on, t.act_no), v.detail
	FROM secretxfer.transfers() t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.clearances a ON a.clearance_no = t.clearance_no
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
	LEFT JOIN secretxfer.contracts s ON s.case_no = t.case_no
	LEFT JOIN secretxfer.permits stated ON stated.permit_no = s.permit_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r11_receiver', a.party <> c.contractor, 'The person is neither the contractor nor of its staff.'),
		('secretxfer_r11_clearance', t.started_on NOT BETWEEN a.issued_on AND a.valid_until,
			'The clearance is not valid on that day.'),
		('secretxfer_r11_clearance_degree', a.highest_mark < k.mark, 'The clearance does not reach the secrecy mark.'),
		('secretxfer_r11_permit', contractor.kind <> 'citizen' AND NOT EXISTS (
			SELECT FROM secretxfer.permits q
			WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
			  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on)),
			'The contractor had no valid permit on that day.'),
		('secretxfer_r11_permit_degree', contractor.kind <> 'citizen'
			AND EXISTS (
				SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
				  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on))
			AND NOT EXISTS (
				SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
				  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on) AND q.highest_mark >= k.mark)
			AND k.mark IS NOT NULL,
			'The contractor''s permit does not reach the secrecy mark.')) AS v (rule, broken, detail)
	-- mostly the permit that the contract states is valid; only else other permits are looked for
	WHERE (a.party <> c.contractor OR t.started_on NOT BETWEEN a.issued_on AND a.valid_until OR a.highest_mark < k.mark
		   OR contractor.kind <> 'citizen'
			AND (stated.holder = c.contractor AND t.started_on BETWEEN stated.issued_on AND stated.valid_until
												AND (k.mark IS NULL OR stated.highest_mark >= k.mark)) IS NOT TRUE)
	  AND v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_11() IS
'verify(), provision 11: permit and clearance of each hand-over and access.';
