-- 03_notices.sql
--
-- Provision 3: permission, contract, notice.

CREATE FUNCTION secretxfer.verify_provision_3() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT secretxfer.later(p.kind <> 'state_body'), 'secretxfer_r03_owner_disposes', 'carriers', k.carrier_id::text,
		'The owner does not dispose of state secrets.', NULL::text COLLATE "C"
	FROM secretxfer.carriers k
	JOIN secretxfer.parties p ON p.idn = k.owner
	-- where all has passed to another body, the owner need not dispose of secrets any more
	WHERE NOT p.disposes_of_secrets AND p.idn <> ALL (ARRAY(
		SELECT s.body FROM secretxfer.disposals() s WHERE s.carrier_id IS NULL))
	UNION ALL
	SELECT v.severity, v.rule, 'disposal_successions', concat_ws(', ', s.body, s.effective_on, s.carrier_id), v.detail,
		NULL
	FROM secretxfer.disposal_successions s
	LEFT JOIN secretxfer.parties b ON b.idn = s.body
	LEFT JOIN secretxfer.parties n ON n.idn = s.successor
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = s.carrier_id
	CROSS JOIN LATERAL (VALUES
		(secretxfer.later(n.kind <> 'state_body'), 'secretxfer_r03_successor_disposes',
			NOT n.disposes_of_secrets AND NOT EXISTS (SELECT FROM secretxfer.disposal_successions o
				WHERE o.body = n.idn AND o.carrier_id IS NULL AND o.effective_on >= s.effective_on),
			'The successor does not dispose of state secrets.'),
		('unlawful', 'secretxfer_r03_successor_disposes', s.body = s.successor, 'The secrets pass to the same body.'),
		(secretxfer.later((SELECT min(greatest(l.recorded_at, l.changed_at)) < s.recorded_at
				FROM secretxfer.party_changes l
				WHERE l.party = s.successor AND l.kind = 'liquidation'
				  AND secretxfer.stands_on(l.effective_on, l.called_off_on, s.effective_on))),
			'secretxfer_r03_successor_disposes',
			EXISTS (SELECT FROM secretxfer.party_changes l
				WHERE l.party = s.successor AND l.kind = 'liquidation'
				  AND secretxfer.stands_on(l.effective_on, l.called_off_on, s.effective_on)),
			'The successor was in liquidation on that day.'),
		('unlawful', 'secretxfer_r03_body_disposes', b.kind <> 'state_body', 'No state body passes the secrets on.'),
		-- the body had the carrier the day before, or got it on that day
		(secretxfer.later((SELECT max(greatest(o.recorded_at, o.changed_at)) <= s.recorded_at
				FROM secretxfer.disposal_successions o)), 'secretxfer_r03_body_disposes',
			CASE WHEN s.effective_on > '4714-11-24 BC' AND isfinite(s.effective_on)
				THEN s.body <> secretxfer.disposing_body(k.owner, NULL, k.carrier_id, s.effective_on - 1)
				AND NOT EXISTS (SELECT FROM secretxfer.disposal_successions o
					WHERE o.successor = s.body AND o.effective_on = s.effective_on) END,
			'The body did not dispose of the carrier until that day.')) AS v (severity, rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r03_notice_after_contract', 'notices',
		concat_ws(', ', n.case_no, n.notice_no, n.sent_on, n.recipient),
		'No contract was concluded by the day of the notice.', n.case_no
	FROM secretxfer.notices n
	LEFT JOIN secretxfer.contracts k ON k.case_no = n.case_no AND k.concluded_on <= n.sent_on
	WHERE n.kind = 'contract' AND k.case_no IS NULL
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_3() IS
'verify(), provision 3: permission, contract, notice, in that order.';
