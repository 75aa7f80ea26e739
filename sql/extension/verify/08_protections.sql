-- 08_protections.sql
--
-- Provision 8: who protects the secrets.

-- What stands of parties is compared with the arrangement that stands, in open cases only: a party may have changed
-- after a case was closed or an arrangement was replaced.  A transfer is judged by the arrangement of its day: the last
-- one by then.  Where there was none, the first arrangement tells how late it came.
CREATE FUNCTION secretxfer.verify_provision_8() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	WITH arrangements AS NOT MATERIALIZED (
		-- few have others before or after them; window functions would keep parallel workers away
		SELECT p.*, CASE WHEN others.earlier_on IS NULL THEN '-infinity' ELSE p.arranged_on END AS since,
			others.earlier_on, others.replaced_on
		FROM secretxfer.protections p
		LEFT JOIN (
			SELECT one.case_no, one.arranged_on,
				max(other.arranged_on) FILTER (WHERE other.arranged_on < one.arranged_on) AS earlier_on,
				min(other.arranged_on) FILTER (WHERE other.arranged_on > one.arranged_on) AS replaced_on
			FROM secretxfer.protections one
			JOIN secretxfer.protections other ON other.case_no = one.case_no AND other.arranged_on <> one.arranged_on
			GROUP BY one.case_no, one.arranged_on
		) AS others ON (others.case_no, others.arranged_on) = (p.case_no, p.arranged_on)
	)
	SELECT v.severity::secretxfer.severity, v.rule, 'protections', concat_ws(', ', p.case_no, p.arranged_on), v.detail,
		p.case_no
	FROM arrangements p
	JOIN secretxfer.cases c ON c.case_no = p.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.parties o ON o.idn = p.organizer
	LEFT JOIN secretxfer.permits theirs ON theirs.permit_no = p.contractor_permit_no
	LEFT JOIN secretxfer.permits its ON its.permit_no = p.provider_permit_no
	CROSS JOIN LATERAL (SELECT c.closed_on IS NULL AND p.replaced_on IS NULL AS stands,
		greatest(p.contractor_permit_marked_on, p.arranged_on) AS theirs_on,
		greatest(p.provider_permit_marked_on, p.arranged_on) AS its_on) AS it
	CROSS JOIN LATERAL (SELECT
		p.kind IN ('quasi_state', 'provider') AND secretxfer.is_blank(p.organizer) AS without_organizer,
		p.kind = 'contractor' AND p.organizer <> c.contractor AS of_another,
		p.kind = 'customer' AND p.organizer <> coalesce(
			(SELECT s.successor FROM secretxfer.last_supplement(p.case_no, p.arranged_on) s), c.customer) AS not_of_customer,
		p.kind = 'contractor' AND contractor.kind = 'citizen' AS without_unit,
		it.stands AND p.kind = 'contractor' AND contractor.foreign_participation AS foreign_contractor,
		CASE WHEN it.stands AND p.kind = 'customer' THEN NOT secretxfer.is_same_place(
			CASE WHEN secretxfer.is_blank(p.unit_settlement) THEN (SELECT u.settlement FROM secretxfer.parties u
				WHERE u.idn = secretxfer.present_customer(c.case_no, c.customer)) ELSE p.unit_settlement END,
			c.works_settlement) END AS elsewhere,
		it.stands AND p.kind = 'quasi_state' AND NOT o.quasi_state AS not_quasi_state,
		it.stands AND p.kind = 'quasi_state'
			-- on the day of the arrangement and now
			AND NOT EXISTS (SELECT FROM secretxfer.affiliations a
				WHERE a.party = c.contractor AND a.quasi_state = p.organizer
				HAVING bool_or((a.since <= p.arranged_on) IS NOT FALSE)
				   AND bool_or((secretxfer.today() BETWEEN a.since AND a.until) IS NOT FALSE)) AS not_affiliated,
		p.kind = 'provider' AND contractor.kind = 'citizen' AS provider_of_citizen,
		p.kind = 'provider' AND (o.kind <> 'organization' OR p.organizer = c.contractor) AS no_other_organization,
		it.stands AND p.kind = 'provider' AND NOT secretxfer.is_same_place(o.settlement, contractor.settlement)
			AS provider_elsewhere,
		it.stands AND p.kind = 'provider' AND o.foreign_participation AS foreign_provider,
		it.stands AND p.kind = 'provider' AND o.state_share IS DISTINCT FROM 100 AS not_state_owned,
		it.stands AND p.kind = 'provider' AND secretxfer.is_blank(o.protection_mandate) AS without_mandate,
		p.kind = 'provider' AND (secretxfer.is_blank(p.service_contract_no) OR p.service_contract_on IS NULL
			OR p.service_contract_on > p.arranged_on) AS without_service_contract,
		p.kind = 'provider' AND least(p.contractor_permit_marked_on, p.provider_permit_marked_on) < p.service_contract_on
			AS marked_before,
		p.contractor_permit_marked_on IS NULL AND NOT secretxfer.is_blank(p.contractor_permit_no)
			OR p.provider_permit_marked_on IS NULL AND NOT secretxfer.is_blank(p.provider_permit_no) AS named_unmarked,
		p.contractor_permit_marked_on IS NOT NULL AND p.contractor_permit_no IS NULL
			OR p.provider_permit_marked_on IS NOT NULL AND p.provider_permit_no IS NULL AS marked_unnamed,
		theirs.holder <> c.contractor OR it.theirs_on NOT BETWEEN theirs.issued_on AND theirs.valid_until
			OR its.holder <> p.organizer OR it.its_on NOT BETWEEN its.issued_on AND its.valid_until AS wrong_permit,
		theirs.revoked_on <= it.theirs_on OR its.revoked_on <= it.its_on AS revoked_permit) AS is_
	CROSS JOIN LATERAL (VALUES
		('unlawful', 'secretxfer_r08_organizer', is_.without_organizer, 'The organizer is not named.'),
		('unlawful', 'secretxfer_r08_organizer', is_.of_another, 'The organizer is not the contractor.'),
		(CASE WHEN (SELECT s.known_at FROM secretxfer.last_supplement(p.case_no, p.arranged_on) s) > p.recorded_at
			THEN 'irregular' ELSE 'unlawful' END, 'secretxfer_r08_organizer', is_.not_of_customer,
			'The organizer is not the customer.'),
		-- irregular: version 1.0 accepted these arrangements, and nothing tells which version recorded one
		('irregular', 'secretxfer_r08_contractor_has_unit', is_.without_unit,
			'The contractor is a citizen, who has no protection unit.'),
		('irregular', 'secretxfer_r08_contractor_without_foreign_participation', is_.foreign_contractor,
			'The contractor works with foreign participation.'),
		('irregular', 'secretxfer_r08_customer_at_place', is_.elsewhere, 'The unit is not at the place of the works.'),
		('irregular', 'secretxfer_r08_quasi_state', is_.not_quasi_state, 'The organizer is not of the quasi-state sector.'),
		('irregular', 'secretxfer_r08_affiliated', is_.not_affiliated,
			'The contractor is not affiliated with the organizer.'),
		('unlawful', 'secretxfer_r08_provider_serves_organization', is_.provider_of_citizen, 'The contractor is a citizen.'),
		('unlawful', 'secretxfer_r08_provider_other_organization', is_.no_other_organization,
			'The provider is not an organisation other than the contractor.'),
		('irregular', 'secretxfer_r08_provider_settlement', is_.provider_elsewhere,
			'The provider is not in the contractor''s settlement.'),
		('irregular', 'secretxfer_r08_provider_foreign_participation', is_.foreign_provider,
			'The provider works with foreign participation.'),
		('irregular', 'secretxfer_r08_provider_state_owned', is_.not_state_owned, 'The provider is not the state''s alone.'),
		('irregular', 'secretxfer_r08_provider_mandate', is_.without_mandate, 'The provider is not empowered.'),
		('unlawful', 'secretxfer_r08_service_contract', is_.without_service_contract,
			'There was no contract for services by that day.'),
		('unlawful', 'secretxfer_r08_permits_marked', is_.marked_before,
			'A permit is marked before the contract for services.'),
		-- a mark of before version 1.1 names no permit
		('unlawful', 'secretxfer_r08_permits_marked', is_.named_unmarked, 'A permit is named and no mark in the permit.'),
		('warning', 'secretxfer_r08_permits_marked', is_.marked_unnamed,
			'The permit that bears a mark of before version 1.1 is not known.'),
		('unlawful', 'secretxfer_r08_permits_marked', is_.wrong_permit,
			'A permit that bears the mark is not the party''s, or was not valid on the day.'),
		('irregular', 'secretxfer_r08_permits_marked', is_.revoked_permit,
			'A permit that bears the mark is revoked as of the day.')) AS v (severity, rule, broken, detail)
	-- most contractors protect themselves; for these few of the conditions above can be broken
	WHERE (p.kind <> 'contractor' OR p.organizer <> c.contractor OR contractor.kind = 'citizen'
		OR contractor.foreign_participation
		OR num_nonnulls(p.contractor_permit_no, p.provider_permit_no, p.contractor_permit_marked_on,
			p.provider_permit_marked_on) > 0)
	  AND (is_.without_organizer OR is_.of_another OR is_.not_of_customer OR is_.without_unit OR is_.foreign_contractor
		OR is_.elsewhere OR is_.not_quasi_state OR is_.not_affiliated OR is_.provider_of_citizen
		OR is_.no_other_organization OR is_.provider_elsewhere OR is_.foreign_provider OR is_.not_state_owned
		OR is_.without_mandate OR is_.without_service_contract OR is_.marked_before OR is_.named_unmarked
		OR is_.marked_unnamed OR is_.wrong_permit OR is_.revoked_permit) AND v.broken
	UNION ALL
	SELECT 'unlawful', v.rule, t.entered_in,
		concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on, t.act_no), v.detail, t.case_no
	FROM secretxfer.transfers() t
	LEFT JOIN arrangements p ON p.case_no = t.case_no AND t.started_on >= p.since
		AND (t.started_on >= p.replaced_on) IS NOT TRUE
	LEFT JOIN (
		SELECT case_no, min(sent_on) FILTER (WHERE kind = 'courier_service') AS courier_on,
			min(sent_on) FILTER (WHERE kind = 'postal_service') AS postal_on
		FROM secretxfer.notices
		WHERE kind IN ('courier_service', 'postal_service')
		GROUP BY case_no
	) AS first ON first.case_no = t.case_no AND p.kind = 'provider'
	LEFT JOIN secretxfer.cases c ON c.case_no = t.case_no AND p.kind = 'provider'
	LEFT JOIN secretxfer.permits theirs ON theirs.permit_no = p.contractor_permit_no
	LEFT JOIN secretxfer.permits its ON its.permit_no = p.provider_permit_no
	-- every permit reaches the lowest mark
	LEFT JOIN secretxfer.carriers k ON p.kind = 'provider' AND k.carrier_id = t.carrier_id AND k.mark > 'secret'
	-- marks that were changed are events: verify_events()
	LEFT JOIN secretxfer.changed_marks() m ON p.kind = 'provider' AND m.carrier_id = t.carrier_id
		AND m.since <= t.started_on AND t.started_on < m.until
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r08_arrangement_first', coalesce(p.arranged_on > t.started_on, true),
			'The protection was not arranged by that day.'),
		('secretxfer_r08_permits_marked', p.kind = 'provider'
			AND (p.contractor_permit_marked_on <= t.started_on AND p.provider_permit_marked_on <= t.started_on) IS NOT TRUE,
			'The permits of both were not marked by that day.'),
		-- a revocation is an event: verify_events() judges it
		('secretxfer_r08_permits_marked', p.kind = 'provider'
			AND p.contractor_permit_marked_on <= t.started_on AND p.provider_permit_marked_on <= t.started_on
			AND (p.contractor_permit_no IS NOT NULL
				AND (theirs.holder = c.contractor AND t.started_on BETWEEN theirs.issued_on AND theirs.valid_until) IS NOT TRUE
				OR p.provider_permit_no IS NOT NULL
				AND (its.holder = p.organizer AND t.started_on BETWEEN its.issued_on AND its.valid_until) IS NOT TRUE),
			'A permit that bears the mark was not valid on that day.'),
		('secretxfer_r08_permits_marked', p.kind = 'provider' AND m.since IS NULL AND theirs.highest_mark < k.mark,
			'The permit that bears the mark does not reach the secrecy mark.'),
		-- anew of each contract for services
		('secretxfer_r08_service_notices', p.kind = 'provider'
			AND (secretxfer.services_notified_on(p.case_no, p.arranged_on) <= t.started_on) IS NOT TRUE,
			'The courier service and the special postal service were not both notified of the contract by that day.'))
			AS v (rule, broken, detail)
	WHERE (p.kind = 'provider' OR coalesce(p.arranged_on > t.started_on, true))
	  -- of most transfers under a provider, too, one look tells that all is well: the first notices of the case count
	  -- for the contract for services where that is of a later day than the arrangement before
	  AND (p.arranged_on <= t.started_on AND coalesce(p.earlier_on < p.service_contract_on, true)
		AND first.courier_on BETWEEN p.service_contract_on AND t.started_on
		AND first.postal_on BETWEEN p.service_contract_on AND t.started_on
		AND p.contractor_permit_marked_on <= t.started_on AND p.provider_permit_marked_on <= t.started_on
		AND theirs.holder = c.contractor AND t.started_on BETWEEN theirs.issued_on AND theirs.valid_until
		AND its.holder = p.organizer AND t.started_on BETWEEN its.issued_on AND its.valid_until
		AND (k.mark IS NULL OR theirs.highest_mark >= k.mark)) IS NOT TRUE
	  AND v.broken
	UNION ALL
	-- who is in liquidation protects nothing; of a transfer under such an arrangement: verify_events()
	SELECT secretxfer.later(greatest(l.recorded_at, l.changed_at) < greatest(p.recorded_at, p.changed_at)),
		'secretxfer_r08_organizer_exists', 'protections', concat_ws(', ', p.case_no, p.arranged_on),
		'The organizer was in liquidation on that day.', p.case_no
	FROM secretxfer.protections p
	JOIN secretxfer.party_changes l ON l.party = p.organizer AND l.kind = 'liquidation'
		AND secretxfer.stands_on(l.effective_on, l.called_off_on, p.arranged_on)
	WHERE p.kind IN ('quasi_state', 'provider')
	UNION ALL
	-- irregular, because the arrangement may have been changed after the notice
	SELECT 'irregular', 'secretxfer_r08_notice_after_service_contract', 'notices',
		concat_ws(', ', n.case_no, n.notice_no, n.sent_on, n.recipient),
		'No contract for a provider''s services was concluded by that day.', n.case_no
	FROM secretxfer.notices n
	LEFT JOIN secretxfer.protections p
		ON p.case_no = n.case_no AND p.kind = 'provider' AND p.service_contract_on <= n.sent_on
	WHERE n.kind IN ('courier_service', 'postal_service') AND p.case_no IS NULL
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_8() IS
'verify(), provision 8: the arrangement of the protection.';
