-- 03_to_07_cover.sql
--
-- Provisions 3(3), 4(4), 6 and 7: what covers a transfer.

-- Most hand-overs are covered by the first notice and by one line of the annex.  One join sets these
-- aside, and only the other hand-overs are judged rule by rule.
CREATE FUNCTION secretxfer.verify_cover() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	WITH suspects AS NOT MATERIALIZED (
		SELECT 'handovers' AS name, h.case_no, h.carrier_id, h.handed_on AS day,
			concat_ws(', ', h.case_no, h.carrier_id, h.handed_on, h.act_no) AS key,
			-- a return is not judged with the hand-over
			CASE WHEN num_nonnulls(h.returned_on, h.return_act_no, h.written_off_on) = 0
				THEN greatest(h.recorded_at, h.changed_at) ELSE h.recorded_at END AS judged_at
		FROM secretxfer.handovers h
		WHERE NOT EXISTS (
			SELECT FROM secretxfer.annexed_carriers() a
			JOIN secretxfer.contracts k ON k.case_no = a.case_no
			JOIN (SELECT case_no, min(sent_on) AS first_on FROM secretxfer.notices WHERE kind = 'contract' GROUP BY case_no) AS n
				ON n.case_no = a.case_no AND n.first_on >= a.annexed_on
			LEFT JOIN secretxfer.withdrawn_permissions() w ON (w.case_no, w.request_no) = (a.case_no, a.request_no)
			WHERE a.case_no = h.case_no AND a.carrier_id = h.carrier_id
			  AND NOT EXISTS (
				SELECT FROM secretxfer.unpermitted_lines() u WHERE u.case_no = a.case_no AND u.annex_no = a.annex_no)
			  AND h.handed_on BETWEEN greatest(k.concluded_on, n.first_on, a.transfer_from)
				AND least(a.transfer_until,
					CASE WHEN w.withdrawn_on > '4714-11-24 BC' THEN w.withdrawn_on - 1 ELSE w.withdrawn_on END))
		UNION ALL
		SELECT 'system_accesses', case_no, NULL, granted_on, concat_ws(', ', case_no, clearance_no, granted_on),
			CASE WHEN ended_on IS NULL THEN greatest(recorded_at, changed_at) ELSE recorded_at END
		FROM secretxfer.system_accesses
	)
	-- a permission that was withdrawn later may have covered what the one left does not, a passing of secrets that was
	-- recorded later may have taken the carrier from the body that answered, and a liquidation the power to answer
	SELECT secretxfer.later(NOT EXISTS (
				SELECT FROM secretxfer.withdrawn_permissions() w WHERE w.case_no = t.case_no AND w.withdrawn_on <= t.day)
			AND (v.rule <> 'secretxfer_r07_within_permission' OR NOT EXISTS (
				SELECT FROM secretxfer.disposal_successions s WHERE s.effective_on <= t.day AND s.recorded_at > t.judged_at))
			AND NOT EXISTS (
				SELECT FROM secretxfer.answers_in_liquidation() x WHERE x.case_no = t.case_no AND x.known_at > t.judged_at)),
		v.rule, t.name, t.key, v.detail, t.case_no
	FROM suspects t
	CROSS JOIN LATERAL secretxfer.missing_cover(t.case_no, t.carrier_id, t.day) AS v
$$;
COMMENT ON FUNCTION secretxfer.verify_cover() IS
'verify(), provisions 3(3), 4(4), 6, 7: contract, annex, permission, notice and period of each hand-over and access.';
