-- 07_permissions.sql
--
-- Provision 7: no step before the permission.

CREATE FUNCTION secretxfer.verify_provision_7() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT secretxfer.later(p.last_known_at IS NULL OR p.last_known_at < greatest(k.recorded_at, k.changed_at)),
		'secretxfer_r07_permission_first', 'contracts', k.case_no,
		CASE WHEN p.last_known_at IS NULL THEN 'No permission had been sent by the day of the contract.'
			ELSE 'The permission was withdrawn by the day of the contract, or its body was in liquidation.' END, k.case_no
	FROM secretxfer.contracts k
	CROSS JOIN LATERAL (
		-- when the register came to know of the last withdrawal, or liquidation, of those that had been sent
		SELECT max(greatest(d.recorded_at, d.changed_at, x.known_at)) AS last_known_at
		FROM secretxfer.decisions d
		JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (d.case_no, d.request_no)
		LEFT JOIN secretxfer.answers_in_liquidation() x ON x.case_no = d.case_no AND x.request_no = d.request_no
		WHERE d.case_no = k.case_no AND d.outcome = 'permitted' AND r.withdrawn_on IS NULL
		  AND r.received_on <= d.sent_on
		  AND d.sent_on <= k.concluded_on) AS p
	WHERE NOT EXISTS (
		SELECT FROM secretxfer.decisions d
		JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (d.case_no, d.request_no)
		WHERE d.case_no = k.case_no AND d.outcome = 'permitted' AND r.withdrawn_on IS NULL
		  AND r.received_on <= d.sent_on
		  AND d.sent_on <= k.concluded_on AND (d.withdrawn_on IS NULL OR d.withdrawn_on > k.concluded_on)
		  AND NOT EXISTS (SELECT FROM secretxfer.answers_in_liquidation() x
			WHERE x.case_no = d.case_no AND x.request_no = d.request_no))
	UNION ALL
	-- what followed such a contract
	SELECT 'unlawful', 'secretxfer_r07_permission_first', f.name, f.key,
		'No permission had been sent by the day of the contract.', e.case_no
	FROM secretxfer.early_contracts() e
	CROSS JOIN LATERAL (
		SELECT 'contract_items', concat_ws(', ', a.case_no, a.annex_no)
		FROM secretxfer.contract_items a
		WHERE a.case_no = e.case_no AND NOT EXISTS (
			SELECT FROM secretxfer.unpermitted_lines() u WHERE u.case_no = a.case_no AND u.annex_no = a.annex_no)
		UNION ALL
		SELECT t.entered_in,
			concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on, t.act_no)
		FROM secretxfer.transfers(e.case_no) t
		CROSS JOIN LATERAL secretxfer.permission_of_transfer(t.case_no, t.carrier_id, t.started_on) p
		WHERE p.permitted AND t.started_on >= e.concluded_on) AS f (name, key)
	UNION ALL
	SELECT secretxfer.later(w.known_at < greatest(a.recorded_at, a.changed_at)), 'secretxfer_r07_within_permission',
		'contract_items', concat_ws(', ', a.case_no, a.annex_no),
		'The permission was withdrawn by the day of the line.', a.case_no
	FROM secretxfer.withdrawn_permissions() w
	JOIN secretxfer.contract_items a ON (a.case_no, a.request_no) = (w.case_no, w.request_no)
	WHERE a.annexed_on >= w.withdrawn_on
	UNION ALL
	SELECT secretxfer.later(left_with.before), 'secretxfer_r07_secrets_passed_on', 'party_changes',
		concat_ws(', ', l.party, l.change_no),
		'The body disposed of a carrier, or a request waited at the body, on that day.', NULL
	FROM secretxfer.party_changes l
	CROSS JOIN LATERAL (
		-- a passing, or a mark, of before that was recorded later may have left it with the body
		SELECT bool_or(greatest(e.recorded_at, (
				SELECT max(s.recorded_at) FROM secretxfer.disposals() s
				WHERE s.successor = l.party AND s.effective_on <= l.completed_on AND e.body <> l.party
				  AND (s.carrier_id IS NULL OR s.carrier_id = e.carrier_id))) < greatest(l.recorded_at, l.changed_at)) AS before
		FROM (SELECT l.party || ARRAY(SELECT s.body FROM secretxfer.disposals() s) AS bodies) AS own
		CROSS JOIN LATERAL (
			SELECT k.owner, k.carrier_id, CASE WHEN EXISTS (
					SELECT FROM secretxfer.carrier_marks o
					WHERE o.carrier_id = k.carrier_id AND o.marked_on <= l.completed_on
					  AND o.recorded_at < greatest(l.recorded_at, l.changed_at) AND o.mark IS NULL
					  AND NOT EXISTS (SELECT FROM secretxfer.carrier_marks n
						WHERE n.carrier_id = o.carrier_id AND n.marked_on > o.marked_on AND n.marked_on <= l.completed_on
						  AND n.recorded_at < greatest(l.recorded_at, l.changed_at)))
				THEN 'infinity' ELSE k.recorded_at END
			FROM secretxfer.carriers k
			WHERE k.owner = ANY (own.bodies)
			  AND secretxfer.disposing_body(k.owner, NULL, k.carrier_id, l.completed_on) = l.party
			  AND NOT EXISTS (SELECT FROM secretxfer.changed_marks() m
				WHERE m.carrier_id = k.carrier_id AND m.since <= l.completed_on AND m.until > l.completed_on AND m.mark IS NULL)
			UNION ALL
			SELECT r.authority, NULL, r.recorded_at FROM secretxfer.requests r
			JOIN secretxfer.cases c ON c.case_no = r.case_no
			WHERE r.authority = ANY (own.bodies) AND NOT r.answered AND r.withdrawn_on IS NULL AND c.closed_on IS NULL
			  AND secretxfer.asked_body(r.authority, r.sent_on, l.completed_on) = l.party) AS e (body, carrier_id, recorded_at)
	) AS left_with
	WHERE l.kind = 'liquidation' AND l.completed_on IS NOT NULL AND left_with.before IS NOT NULL
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r07_withdrawal', 'decisions', concat_ws(', ', d.case_no, d.request_no),
		'It is no permission that is withdrawn on a day and for reasons.', d.case_no
	FROM secretxfer.decisions d
	WHERE num_nonnulls(d.withdrawn_on, d.withdrawal_reasons) > 0
	  AND (d.outcome <> 'permitted' OR d.withdrawn_on IS NULL OR secretxfer.is_blank(d.withdrawal_reasons))
	UNION ALL
	-- a passing of secrets that was recorded later may have taken the carrier from the body that answered, or a liquidation
	-- the power to answer from the body
	SELECT secretxfer.later(NOT EXISTS (
			SELECT FROM secretxfer.contract_items a
			JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (a.case_no, a.request_no)
			JOIN secretxfer.disposal_successions s ON s.effective_on <= d.sent_on
				AND s.recorded_at > greatest(a.recorded_at, a.changed_at)
			WHERE a.case_no = u.case_no AND a.annex_no = u.annex_no)
		AND NOT EXISTS (
			SELECT FROM secretxfer.contract_items a
			JOIN secretxfer.answers_in_liquidation() x ON x.case_no = a.case_no AND x.request_no = a.request_no
			WHERE a.case_no = u.case_no AND a.annex_no = u.annex_no AND x.known_at > greatest(a.recorded_at, a.changed_at))),
		'secretxfer_r07_within_permission', 'contract_items',
		concat_ws(', ', u.case_no, u.annex_no),
		'The carrier is not covered by a permission of its owner, sent by the day of the line.', u.case_no
	FROM secretxfer.unpermitted_lines() u
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_7() IS
'verify(), provision 7: no contract and no annex line before the permission.';
