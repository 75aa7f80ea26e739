-- 10_succession.sql
--
-- Provision 10: changes of a party.

CREATE FUNCTION secretxfer.verify_provision_10() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	-- a party in liquidation takes no more steps
	SELECT secretxfer.later(greatest(l.recorded_at, l.changed_at) < e.judged_at AND NOT EXISTS (
			SELECT FROM secretxfer.supplements s
			WHERE s.case_no = e.case_no AND greatest(s.recorded_at, s.changed_at) > e.judged_at)),
		'secretxfer_r10_party_liquidated', e.name, e.key, 'A party was in liquidation on that day.', e.case_no
	FROM secretxfer.party_changes l
	JOIN (
		SELECT case_no, contractor, opened_on, NULL::date FROM secretxfer.cases
		UNION ALL
		SELECT case_no, customer, opened_on, '-infinity' FROM secretxfer.cases
		UNION ALL
		SELECT s.case_no, s.successor, s.concluded_on, s.concluded_on
		FROM secretxfer.supplements s JOIN secretxfer.cases c ON c.case_no = s.case_no
	) AS takes_part (case_no, party, since, replaced_from) ON takes_part.party = l.party
	JOIN (
		SELECT 'cases', case_no, case_no, opened_on,
			CASE WHEN closed_on IS NULL THEN secretxfer.judged_at(entry_id, 'cases', entry_id, recorded_at, changed_at)
				ELSE recorded_at END
		FROM secretxfer.cases
		UNION ALL
		SELECT 'requests', concat_ws(', ', case_no, request_no), case_no, sent_on, recorded_at FROM secretxfer.requests
		UNION ALL
		SELECT 'contracts', case_no, case_no, concluded_on, greatest(recorded_at, changed_at) FROM secretxfer.contracts
		UNION ALL
		SELECT 'contract_amendments', concat_ws(', ', case_no, amendment_no), case_no, concluded_on,
			greatest(recorded_at, changed_at)
		FROM secretxfer.contract_amendments
	) AS e (name, key, case_no, day, judged_at) ON e.case_no = takes_part.case_no
		AND e.day >= takes_part.since AND secretxfer.stands_on(l.effective_on, l.called_off_on, e.day)
		-- a customer or successor until a supplement of its day or later names another one
		AND e.day < coalesce((
			SELECT min(s.concluded_on) FROM secretxfer.supplements s
			WHERE s.case_no = takes_part.case_no AND s.party = takes_part.party AND s.successor <> s.party
			  AND s.concluded_on >= takes_part.replaced_from), 'infinity')
	WHERE l.kind = 'liquidation'
	UNION ALL
	SELECT secretxfer.later(greatest(l.recorded_at, l.changed_at) < greatest(s.recorded_at, s.changed_at)),
		'secretxfer_r10_party_liquidated', 'supplements',
		concat_ws(', ', s.case_no, s.supplement_no), 'The successor was in liquidation on that day.', s.case_no
	FROM secretxfer.supplements s
	JOIN secretxfer.party_changes l ON l.party = s.successor AND l.kind = 'liquidation'
		AND secretxfer.stands_on(l.effective_on, l.called_off_on, s.concluded_on)
	UNION ALL
	-- the events themselves
	SELECT 'unlawful', v.rule, 'party_changes', concat_ws(', ', x.party, x.change_no), v.detail, x.case_no
	FROM secretxfer.party_changes x
	LEFT JOIN secretxfer.cases c ON c.case_no = x.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r10_works_of_one_case', x.case_no IS NOT NULL AND x.kind <> 'works_terminated',
			'It is of one case, and not the end of its works.'),
		('secretxfer_r10_works_of_one_case', x.effective_on < c.opened_on OR x.effective_on > c.closed_on,
			'The case was not open on that day.'),
		('secretxfer_r10_called_off', (x.called_off_on IS NULL) <> secretxfer.is_blank(x.call_off_document),
			'It is called off without a document, or on no day.'),
		('secretxfer_r10_called_off', x.called_off_on IS NOT NULL AND x.completed_on IS NOT NULL,
			'It was completed and called off.')) AS v (rule, broken, detail)
	WHERE (x.case_no IS NOT NULL OR num_nonnulls(x.called_off_on, x.call_off_document) > 0) AND v.broken
	UNION ALL
	-- a supplement may become known after the end of the works of a party that it replaced
	SELECT secretxfer.later(NOT EXISTS (
			SELECT FROM secretxfer.supplements s
			WHERE s.case_no = x.case_no AND greatest(s.recorded_at, s.changed_at) > x.recorded_at)),
		'secretxfer_r10_works_of_one_case', 'party_changes', concat_ws(', ', x.party, x.change_no),
		'The party was no side of the case on that day.', x.case_no
	FROM secretxfer.party_changes x
	JOIN secretxfer.cases c ON c.case_no = x.case_no
	WHERE x.party <> c.contractor AND x.party <> coalesce(
		(SELECT s.successor FROM secretxfer.last_supplement(c.case_no, x.effective_on) s), c.customer)
	UNION ALL
	-- paragraph 1: supplements
	SELECT 'unlawful', v.rule, 'supplements', concat_ws(', ', s.case_no, s.supplement_no), v.detail, s.case_no
	FROM secretxfer.supplements s
	JOIN secretxfer.cases c ON c.case_no = s.case_no
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (s.party, s.change_no)
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r10_supplement_names_change', x.effective_on > s.concluded_on, 'The change took effect later.'),
		('secretxfer_r10_supplement_names_change',
			EXISTS (SELECT FROM secretxfer.supplements h
					WHERE (h.case_no, h.party, h.change_no) = (s.case_no, s.party, s.change_no)
					  AND h.supplement_no < s.supplement_no
					  AND h.concluded_on >= x.effective_on),
			'Another supplement settles this change.'),
		('secretxfer_r10_supplement_names_change',
			EXISTS (SELECT FROM secretxfer.supplements h
					JOIN secretxfer.party_changes y ON (y.party, y.change_no) = (h.party, h.change_no)
					WHERE h.case_no = s.case_no AND h.party = s.party AND h.concluded_on > s.concluded_on
					  AND y.effective_on < x.effective_on
					  AND (s.successor <> s.party OR secretxfer.lives_on_after(y.kind))),
			'A supplement of a later day is for an earlier change.'),
		('secretxfer_r10_successor_powers', secretxfer.is_blank(s.successor_powers),
			'The successor''s powers are not stated.'),
		('secretxfer_r10_successor', x.kind IN ('liquidation', 'works_terminated') AND s.successor = s.party,
			'A customer that does not go on is its own successor.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	-- of a liquidation r10_party_liquidated speaks
	SELECT secretxfer.later(x.known_at < greatest(s.recorded_at, s.changed_at)), 'secretxfer_r10_successor',
		'supplements', concat_ws(', ', s.case_no, s.supplement_no),
		'The works of the customer, its own successor, had ended by that day.', s.case_no
	FROM secretxfer.case_changes() x
	JOIN secretxfer.supplements s ON (s.case_no, s.party, s.successor) = (x.case_no, x.party, x.party)
		AND s.change_no <> x.change_no
	WHERE x.side = 'customer' AND x.kind = 'works_terminated' AND x.effective_on <= s.concluded_on
	  AND (x.open_until IS NULL OR x.open_until > s.concluded_on)
	UNION ALL
	SELECT secretxfer.later(greatest(x.recorded_at, x.changed_at) < greatest(s.recorded_at, s.changed_at)),
		'secretxfer_r10_supplement_names_change', 'supplements', concat_ws(', ', s.case_no, s.supplement_no),
		'The change had been called off by that day.', s.case_no
	FROM secretxfer.supplements s
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (s.party, s.change_no)
	WHERE x.called_off_on <= s.concluded_on
	UNION ALL
	-- a supplement may be entered past another one
	SELECT secretxfer.later(NOT EXISTS (
			SELECT FROM secretxfer.supplements h
			WHERE h.case_no = s.case_no AND greatest(h.recorded_at, h.changed_at) > greatest(s.recorded_at, s.changed_at))),
		'secretxfer_r10_supplement_names_change', 'supplements', concat_ws(', ', s.case_no, s.supplement_no),
		'The change is not one of a customer of this case.', s.case_no
	FROM secretxfer.supplements s
	WHERE NOT EXISTS (
		SELECT FROM secretxfer.customers_in_turn(s.case_no, 'infinity') t
		WHERE (t.party, t.change_no) = (s.party, s.change_no))
	-- of who does not go on and is named as its own successor, r10_successor speaks
	  AND NOT EXISTS (
		SELECT FROM secretxfer.party_changes x
		WHERE (x.party, x.change_no) = (s.party, s.change_no) AND s.successor = s.party
		  AND NOT secretxfer.lives_on_after(x.kind))
	-- nor is a supplement wrong because the customer ended before and the end stays open
	  AND NOT EXISTS (
		SELECT FROM secretxfer.case_changes() x
		WHERE x.case_no = s.case_no AND x.side = 'customer' AND x.party = s.party AND x.effective_on <= s.concluded_on
		  AND NOT secretxfer.lives_on_after(x.kind) AND (x.open_until IS NULL OR x.open_until > s.concluded_on))
	UNION ALL
	-- a supplement settles the earlier changes of its party, too; version 1.0 did not say so of those of the same day
	SELECT secretxfer.later(
			greatest(h.recorded_at, h.changed_at, x.recorded_at, x.changed_at, named.recorded_at, named.changed_at)
			< greatest(s.recorded_at, s.changed_at) AND named.effective_on > x.effective_on),
		'secretxfer_r10_supplement_names_change', 'supplements', concat_ws(', ', s.case_no, s.supplement_no),
		'An earlier supplement for a later change settles this change.', s.case_no
	FROM secretxfer.supplements s
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (s.party, s.change_no)
	JOIN secretxfer.supplements h ON h.case_no = s.case_no AND h.party = s.party AND h.recorded_at < s.recorded_at
	JOIN secretxfer.party_changes named ON (named.party, named.change_no) = (h.party, h.change_no)
		AND named.effective_on BETWEEN x.effective_on AND h.concluded_on AND named.change_no <> x.change_no
	WHERE h.successor <> h.party OR secretxfer.lives_on_after(x.kind)
	UNION ALL
	-- paragraph 1: notices
	SELECT 'unlawful', 'secretxfer_r10_notice_names_change', 'notices',
		concat_ws(', ', n.case_no, n.notice_no, n.sent_on, n.recipient), v.detail, n.case_no
	FROM secretxfer.notices n
	LEFT JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (n.party, n.change_no)
	CROSS JOIN LATERAL (SELECT n.kind IN ('succession_security', 'succession_authority') AS of_succession) AS is_
	CROSS JOIN LATERAL (VALUES
		(is_.of_succession AND num_nulls(n.party, n.change_no) > 0 OR n.kind = 'succession_authority' AND n.authority IS NULL,
			'It does not say of which change, or to which body, it is.'),
		(NOT is_.of_succession AND num_nonnulls(n.party, n.change_no) > 0, 'It is of no change and names one.'),
		(is_.of_succession AND x.effective_on > n.sent_on, 'It is dated before the change took effect.')) AS v (broken, detail)
	WHERE (is_.of_succession OR num_nonnulls(n.party, n.change_no) > 0) AND v.broken
	UNION ALL
	-- a supplement may become known after the notice of a change of a party that it replaced
	SELECT secretxfer.later(NOT EXISTS (
			SELECT FROM secretxfer.supplements s
			WHERE s.case_no = n.case_no AND greatest(s.recorded_at, s.changed_at) > greatest(n.recorded_at, n.changed_at))),
		'secretxfer_r10_notice_names_change', 'notices', concat_ws(', ', n.case_no, n.notice_no, n.sent_on, n.recipient),
		'The change is not one of a customer of this case.', n.case_no
	FROM secretxfer.notices n
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (n.party, n.change_no)
	WHERE n.kind IN ('succession_security', 'succession_authority') AND NOT EXISTS (
		SELECT FROM secretxfer.case_changes() y
		WHERE (y.case_no, y.party, y.change_no) = (n.case_no, x.party, x.change_no) AND y.side = 'customer')
	UNION ALL
	-- paragraph 1: a customer whose works have ended concludes no contract
	SELECT secretxfer.later(x.known_at < greatest(k.recorded_at, k.changed_at) AND NOT EXISTS (
			SELECT FROM secretxfer.supplements s
			WHERE s.case_no = k.case_no AND greatest(s.recorded_at, s.changed_at) > greatest(k.recorded_at, k.changed_at))),
		'secretxfer_r10_customer_changed', 'contracts', k.case_no, 'The works of the customer had ended by that day.',
		k.case_no
	FROM secretxfer.case_changes() x
	JOIN secretxfer.contracts k ON k.case_no = x.case_no
	WHERE x.side = 'customer' AND x.kind = 'works_terminated' AND x.effective_on <= k.concluded_on
	  AND (x.open_until IS NULL OR x.open_until > k.concluded_on)
	UNION ALL
	-- paragraph 2: with a contractor that has changed no contract is concluded
	SELECT secretxfer.later(x.stands_since < greatest(k.recorded_at, k.changed_at)), 'secretxfer_r10_contractor_changed',
		'contracts', k.case_no, 'The contractor had changed by that day.', k.case_no
	FROM secretxfer.case_changes() x
	JOIN secretxfer.contracts k ON k.case_no = x.case_no
	WHERE x.side = 'contractor' AND secretxfer.stands_on(x.effective_on, x.called_off_on, k.concluded_on)
	UNION ALL
	-- paragraph 2: measures
	SELECT 'unlawful', 'secretxfer_r10_measures_name_change', 'protection_measures',
		concat_ws(', ', m.case_no, m.party, m.change_no), v.detail, m.case_no
	FROM secretxfer.protection_measures m
	JOIN secretxfer.cases c ON c.case_no = m.case_no
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (m.party, m.change_no)
	CROSS JOIN LATERAL (VALUES
		(m.party <> c.contractor
			OR NOT secretxfer.concerns(x.kind, x.effective_on, x.case_no, c.case_no, c.opened_on),
			'The change is not one of the contractor of this case.'),
		(x.effective_on > m.taken_on, 'They are dated before the change took effect.')) AS v (broken, detail)
	WHERE v.broken
	UNION ALL
	-- a case is closed, and a change completed, only when nothing is out and the measures are taken
	SELECT secretxfer.later(bool_or(m.since IS NULL
			OR m.known_at < secretxfer.closed_at(c.entry_id, c.recorded_at, c.changed_at))),
		'secretxfer_r10_all_returned', 'cases', c.case_no, 'It is closed while something is out.', c.case_no
	FROM secretxfer.cases c
	JOIN secretxfer.transfers() t ON t.case_no = c.case_no
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = t.carrier_id AND m.since <= c.closed_on
		AND c.closed_on < m.until
	WHERE c.closed_on IS NOT NULL AND t.ended_on IS NULL AND (m.since IS NULL OR m.mark IS NOT NULL)
	GROUP BY c.case_no
	UNION ALL
	SELECT secretxfer.later(bool_or(t.judged_at < x.stands_since AND x.known_at = x.stands_since
			AND (m.since IS NULL OR m.known_at < x.stands_since))),
		'secretxfer_r10_all_returned', 'party_changes',
		concat_ws(', ', x.party, x.change_no), 'It was completed while something was out.', NULL
	FROM secretxfer.case_changes() x
	CROSS JOIN LATERAL secretxfer.transfers(x.case_no) t
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = t.carrier_id AND m.since <= x.completed_on
		AND x.completed_on < m.until
	WHERE x.completed_on IS NOT NULL AND (x.open_until IS NULL OR x.open_until > x.completed_on)
	  AND (t.ended_on <= x.completed_on) IS NOT TRUE
	  -- what was handed over after a later supplement is not left
	  AND (x.supplemented_on IS NULL OR t.started_on < x.supplemented_on)
	  AND (m.since IS NULL OR m.mark IS NOT NULL)
	GROUP BY x.party, x.change_no
	UNION ALL
	SELECT secretxfer.later(bool_or(x.stands_since < secretxfer.closed_at(c.entry_id, c.recorded_at, c.changed_at))),
		'secretxfer_r10_measures_taken', 'cases', c.case_no,
		'It is closed without measures after a change of the contractor.', c.case_no
	FROM secretxfer.case_changes() x
	JOIN secretxfer.cases c ON c.case_no = x.case_no
	LEFT JOIN secretxfer.protection_measures m ON (m.case_no, m.party, m.change_no) = (x.case_no, x.party, x.change_no)
	WHERE x.side = 'contractor' AND x.closed_on IS NOT NULL
	  AND (m.taken_on BETWEEN x.effective_on AND x.closed_on) IS NOT TRUE
	  AND (x.called_off_on <= x.closed_on) IS NOT TRUE
	  AND EXISTS (SELECT FROM secretxfer.transfers(x.case_no) t WHERE (t.ended_on <= x.effective_on) IS NOT TRUE)
	GROUP BY c.case_no
	UNION ALL
	SELECT secretxfer.later(bool_or(t.judged_at < x.stands_since)), 'secretxfer_r10_measures_taken', 'party_changes',
		concat_ws(', ', x.party, x.change_no), 'It was completed without measures in one of the cases.', NULL
	FROM secretxfer.case_changes() x
	CROSS JOIN LATERAL secretxfer.transfers(x.case_no) t
	LEFT JOIN secretxfer.protection_measures m ON (m.case_no, m.party, m.change_no) = (x.case_no, x.party, x.change_no)
	WHERE x.side = 'contractor' AND x.completed_on IS NOT NULL
	  AND (m.taken_on BETWEEN x.effective_on AND x.completed_on) IS NOT TRUE
	  AND (t.ended_on <= x.effective_on) IS NOT TRUE
	GROUP BY x.party, x.change_no
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_10() IS
'verify(), provision 10: changes of a party. What stands against a hand-over: verify_events().';
