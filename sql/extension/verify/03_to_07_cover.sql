-- 03_to_07_cover.sql
--
-- Provisions 3(3), 4(4), 6 and 7: what covers a transfer.

-- Most hand-overs are covered by the first notice and by one line of the annex.  One join sets these
-- aside, and only the other hand-overs are judged rule by rule.
CREATE FUNCTION secretxfer.verify_cover() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH unpermitted AS MATERIALIZED (
		SELECT case_no, annex_no FROM secretxfer.unpermitted_lines()
	), suspects AS MATERIALIZED (
		SELECT 'handovers' AS name, h.case_no, h.carrier_id, h.handed_on AS day,
			concat_ws(', ', h.case_no, h.carrier_id, h.handed_on, h.act_no) AS key
		FROM secretxfer.handovers h
		WHERE NOT EXISTS (
			SELECT FROM secretxfer.annexed_carriers() a
			JOIN secretxfer.contracts k ON k.case_no = a.case_no
			JOIN (SELECT case_no, min(sent_on) AS first_on FROM secretxfer.notices WHERE kind = 'contract' GROUP BY case_no) AS n
				ON n.case_no = a.case_no AND n.first_on >= a.annexed_on
			WHERE a.case_no = h.case_no AND a.carrier_id = h.carrier_id
			  AND NOT EXISTS (SELECT FROM unpermitted u WHERE (u.case_no, u.annex_no) = (a.case_no, a.annex_no))
			  AND h.handed_on BETWEEN greatest(k.concluded_on, n.first_on, a.transfer_from) AND a.transfer_until)
		UNION ALL
		SELECT 'system_accesses', case_no, NULL, granted_on, concat_ws(', ', case_no, clearance_no, granted_on)
		FROM secretxfer.system_accesses
	)
	SELECT 'unlawful'::secretxfer.severity, v.rule, t.name, t.key, v.detail
	FROM suspects t
	LEFT JOIN secretxfer.contracts k ON k.case_no = t.case_no
	CROSS JOIN LATERAL (
		-- the line to whose period the transfer keeps is the line that the notice must tell of
		SELECT count(*) FILTER (WHERE c.permitted) > 0 AS covered, count(*) > 0 AS listed,
			bool_or(c.permitted AND p.in_period) AS in_period,
			bool_or(c.permitted AND n.notified) AS notified,
			bool_or(c.permitted AND n.notified AND p.in_period) AS notified_in_period
		FROM (
			SELECT a.transfer_from, a.transfer_until, a.annexed_on AS since,
				NOT EXISTS (SELECT FROM unpermitted u WHERE (u.case_no, u.annex_no) = (a.case_no, a.annex_no)) AS permitted
			FROM secretxfer.annexed_carriers() a
			WHERE a.case_no = t.case_no AND a.carrier_id = t.carrier_id AND a.annexed_on <= t.day
			UNION ALL
			SELECT r.transfer_from, r.transfer_until, '-infinity', true
			FROM secretxfer.requests r
			JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
			WHERE r.case_no = t.case_no AND t.carrier_id IS NULL AND d.outcome = 'permitted'
			  AND r.received_on <= d.sent_on AND d.sent_on <= t.day
		) AS c
		CROSS JOIN LATERAL (SELECT t.day BETWEEN c.transfer_from AND c.transfer_until AS in_period) AS p
		CROSS JOIN LATERAL (
			SELECT EXISTS (SELECT FROM secretxfer.notices n
				WHERE n.case_no = t.case_no AND n.kind = 'contract' AND n.sent_on BETWEEN c.since AND t.day) AS notified) AS n
	) AS cover
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r03_notice_first', k.case_no IS NOT NULL AND cover.covered
			AND NOT CASE WHEN cover.in_period THEN cover.notified_in_period ELSE cover.notified END,
			'The national security body had not been notified of the contract and this transfer.'),
		('secretxfer_r04_within_period', cover.covered AND NOT cover.in_period,
			'It lies outside of the period for which the transfer was requested.'),
		('secretxfer_r06_contract_first', coalesce(k.concluded_on > t.day, true), 'No contract was concluded by that day.'),
		('secretxfer_r07_within_permission', t.carrier_id IS NOT NULL AND cover.listed AND NOT cover.covered,
			'The carrier stood in the annex without a permission of its owner.'),
		('secretxfer_r06_annex_first', k.case_no IS NOT NULL AND t.carrier_id IS NOT NULL AND NOT cover.listed
			AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = t.case_no AND a.annexed_on <= t.day),
			'The annex listed no carrier by that day.'),
		('secretxfer_r07_within_annex', k.case_no IS NOT NULL AND t.carrier_id IS NOT NULL AND NOT cover.listed
			AND EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = t.case_no),
			'The carrier did not stand in the annex by that day.')) AS v (rule, broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_cover() IS
'verify(), provisions 3(3), 4(4), 6, 7: contract, annex, permission, notice and period of each hand-over and access.';
