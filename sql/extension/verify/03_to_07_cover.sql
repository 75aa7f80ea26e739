-- 03_to_07_cover.sql
--
-- Provisions 3(3), 4(4), 6 and 7: what covers a transfer.

-- A permission that was withdrawn later may have covered what the ones left do not; a passing of secrets that was
-- recorded later may have taken the carrier, or the request, from the body that answered, and a liquidation the power to
-- answer.
CREATE FUNCTION secretxfer.permission_lost_later(case_no text, carrier_id bigint, day date, judged_at timestamptz)
RETURNS boolean
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT EXISTS (
		SELECT FROM secretxfer.requests r
		JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
		LEFT JOIN (
			secretxfer.annexed_carriers() a
			JOIN secretxfer.carriers k ON k.carrier_id = a.carrier_id
		) ON (a.case_no, a.request_no) = (r.case_no, r.request_no)
			AND a.carrier_id = permission_lost_later.carrier_id AND a.annexed_on <= permission_lost_later.day
		WHERE r.case_no = permission_lost_later.case_no
		  AND (permission_lost_later.carrier_id IS NULL OR a.carrier_id IS NOT NULL)
		  AND secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, permission_lost_later.day)
		  AND r.withdrawn_on IS NULL
		  AND (d.withdrawn_on <= permission_lost_later.day
				AND greatest(d.recorded_at, d.changed_at) > permission_lost_later.judged_at
			OR EXISTS (
				SELECT FROM secretxfer.answers_in_liquidation() x
				WHERE (x.case_no, x.request_no) = (d.case_no, d.request_no)
				  AND x.known_at > permission_lost_later.judged_at)
			OR EXISTS (
				SELECT FROM secretxfer.disposal_successions s
				WHERE s.effective_on <= permission_lost_later.day AND s.recorded_at > permission_lost_later.judged_at
				  AND s.successor IN (secretxfer.disposing_body(k.owner, NULL, k.carrier_id, s.effective_on),
					secretxfer.asked_body(r.authority, r.sent_on, s.effective_on)))))
$$;
COMMENT ON FUNCTION secretxfer.permission_lost_later(text, bigint, date, timestamptz) IS
'verify(): whether a permission may have covered a hand-over, or an access (carrier_id null), when it was judged, and '
'lost its force by what was recorded later: its withdrawal, a passing of secrets, the liquidation of its body.';

-- Whether a notice was sent, and for which period the transfer was requested, does not depend on what became of the
-- permissions since.  Few are withdrawn, few bodies liquidated, and few pass their secrets on.
CREATE FUNCTION secretxfer.never_covered(case_no text, carrier_id bigint, day date, judged_at timestamptz)
RETURNS TABLE (rule text, detail text)
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM secretxfer.disposal_successions) AND NOT EXISTS (
		SELECT FROM secretxfer.requests r
		JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
		WHERE r.case_no = never_covered.case_no AND (d.withdrawn_on IS NOT NULL OR EXISTS (
			SELECT FROM secretxfer.party_changes l WHERE l.party = r.authority AND l.kind = 'liquidation')))
	THEN
		RETURN;
	END IF;
	RETURN QUERY
	SELECT m.rule, m.detail
	FROM secretxfer.missing_cover(never_covered.case_no, never_covered.carrier_id, never_covered.day, true) m
	WHERE m.rule IN ('secretxfer_r03_notice_first', 'secretxfer_r04_within_period')
	  AND secretxfer.permission_lost_later(never_covered.case_no, never_covered.carrier_id, never_covered.day,
		never_covered.judged_at);
END
$$;
COMMENT ON FUNCTION secretxfer.never_covered(text, bigint, date, timestamptz) IS
'verify(): notice and period of a hand-over, or of an access (carrier_id null), that were missing also when its '
'permission, lost since, still had its force. One row a broken rule.';

-- Most hand-overs are covered by a notice and by one line of the annex, which the carrier's owner permitted, a body that
-- neither passed its secrets on nor was in liquidation.  One join sets these aside, and only the other
-- hand-overs are judged rule by rule.
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
			SELECT FROM secretxfer.contract_items a
			JOIN secretxfer.request_items i ON (i.case_no, i.request_no, i.item_no) = (a.case_no, a.request_no, a.item_no)
			JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (a.case_no, a.request_no)
			JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (a.case_no, a.request_no)
			JOIN secretxfer.carriers c ON c.carrier_id = i.carrier_id
			JOIN secretxfer.contracts k ON k.case_no = a.case_no
			JOIN secretxfer.notices n ON n.case_no = a.case_no AND n.kind = 'contract'
			WHERE i.case_no = h.case_no AND i.carrier_id = h.carrier_id
			  -- nullif(condition, false) IS NOT NULL means the same as the condition; but the planner estimates that it is true
			  -- for most rows, as here it is
			  AND nullif(n.sent_on >= greatest(a.annexed_on, k.concluded_on)
				AND secretxfer.is_permission_by(d.outcome, r.received_on, d.sent_on, a.annexed_on)
				AND num_nonnulls(r.withdrawn_on, d.withdrawn_on) = 0
				AND (d.excluded_items IS NULL OR a.item_no <> ALL (d.excluded_items))
				AND greatest(i.recorded_at, i.changed_at) <= d.recorded_at
				AND c.owner = r.authority AND r.authority <> ALL (ARRAY(SELECT s.body FROM secretxfer.disposals() s)),
				false) IS NOT NULL
			  AND NOT EXISTS (
				SELECT FROM secretxfer.party_changes l WHERE l.party = r.authority AND l.kind = 'liquidation')
			  AND h.handed_on BETWEEN greatest(k.concluded_on, n.sent_on, r.transfer_from) AND r.transfer_until)
		UNION ALL
		SELECT 'system_accesses', case_no, NULL, granted_on, concat_ws(', ', case_no, clearance_no, granted_on),
			CASE WHEN ended_on IS NULL THEN greatest(recorded_at, changed_at) ELSE recorded_at END
		FROM secretxfer.system_accesses
	)
	SELECT secretxfer.later(bool_or(v.always OR v.rule NOT IN (
				'secretxfer_r03_notice_first', 'secretxfer_r04_within_period', 'secretxfer_r07_within_permission')
			OR NOT secretxfer.permission_lost_later(t.case_no, t.carrier_id, t.day, t.judged_at))),
		v.rule, t.name, t.key, v.detail, t.case_no
	FROM suspects t
	CROSS JOIN LATERAL (
		SELECT m.rule, m.detail, false FROM secretxfer.missing_cover(t.case_no, t.carrier_id, t.day, false) AS m
		UNION ALL
		SELECT m.rule, m.detail, true FROM secretxfer.never_covered(t.case_no, t.carrier_id, t.day, t.judged_at) AS m
	) AS v (rule, detail, always)
	GROUP BY v.rule, t.name, t.key, v.detail, t.case_no
$$;
COMMENT ON FUNCTION secretxfer.verify_cover() IS
'verify(), provisions 3(3), 4(4), 6, 7: contract, annex, permission, notice and period of each hand-over and access.';
