-- duties.sql
--
-- Who owes what.  A duty follows from an entry and ends with the entry that discharges the duty.
-- What somebody may do, but need not do, is no duty: to suspend, to lift, to annul, to close.

CREATE VIEW secretxfer.duties WITH (security_invoker = true) AS
	-- 5: the answer
	SELECT a.case_no, a.customer, a.contractor, secretxfer.translated('disposing body') AS debtor,
		a.authority AS debtor_idn,
		secretxfer.translated('Send the written answer to the request.') AS act, '5' AS provision,
		a.received_on AS arose_on, a.due_on, a.working_days_left, a.overdue, a.provisional,
		a.request_no AS entry, NULL::bigint AS carrier_id, NULL::text[] AS reasons, 'decisions' AS discharged_by
	FROM secretxfer.answers_due a
	UNION ALL
	-- 5: a request that nobody answers
	SELECT r.case_no, c.customer, c.contractor, secretxfer.translated('customer'),
		secretxfer.present_customer(c.case_no, c.customer),
		secretxfer.translated('Take the request back, and ask the body that disposes of the secrets now.'), '5', g.since,
		NULL, NULL, NULL, NULL, r.request_no, NULL, NULL, 'requests'
	FROM secretxfer.requests r
	JOIN secretxfer.cases c ON c.case_no = r.case_no
	CROSS JOIN LATERAL (
		SELECT secretxfer.nobody_answers_since(r.authority, r.sent_on, secretxfer.today()) AS since) AS g
	WHERE NOT r.answered AND r.withdrawn_on IS NULL AND c.closed_on IS NULL AND g.since IS NOT NULL
	UNION ALL
	-- 3(3), 8: what must be done after the contract and before the first hand-over
	SELECT c.case_no, c.customer, c.contractor, secretxfer.translated(v.debtor),
		CASE v.debtor WHEN 'customer' THEN secretxfer.present_customer(c.case_no, c.customer) ELSE v.debtor_idn END,
		secretxfer.translated(v.act), v.provision, v.arose_on,
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, v.discharged_by
	FROM secretxfer.contracts k
	JOIN secretxfer.cases c ON c.case_no = k.case_no
	-- the latest arrangement counts
	LEFT JOIN secretxfer.protections p ON p.case_no = k.case_no
		AND NOT EXISTS (SELECT FROM secretxfer.protections q WHERE q.case_no = p.case_no AND q.arranged_on > p.arranged_on)
	CROSS JOIN LATERAL (
		SELECT CASE p.kind WHEN 'provider' THEN secretxfer.service_notices_from(p.case_no, p.arranged_on) END
			AS notices_from) AS s
	CROSS JOIN LATERAL (
		-- a contract for services asks for notices of its own
		SELECT max(n.sent_on) FILTER (WHERE n.kind = 'contract') AS contract_on,
			max(n.sent_on) FILTER (WHERE n.kind = 'courier_service' AND n.sent_on >= s.notices_from) AS courier_on,
			max(n.sent_on) FILTER (WHERE n.kind = 'postal_service' AND n.sent_on >= s.notices_from) AS postal_on
		FROM secretxfer.notices n WHERE n.case_no = k.case_no) AS n
	CROSS JOIN LATERAL (
		SELECT CASE WHEN c.information_system_service AND n.contract_on IS NULL THEN k.concluded_on
			ELSE min(i.annexed_on) END AS arose_on
		FROM secretxfer.contract_items i
		WHERE i.case_no = k.case_no AND (n.contract_on IS NULL OR i.annexed_on > n.contract_on)) AS unnotified
	CROSS JOIN LATERAL (VALUES
		('customer', NULL,
			/* translated */ 'Notify the national security body of the contract and the transfer.', '3(3)',
			unnotified.arose_on, 'notices',
			unnotified.arose_on IS NOT NULL),
		('contractor', c.contractor, /* translated */ 'Arrange the protection of the secrets.', '8', k.concluded_on,
			'protections', p.case_no IS NULL),
		('contractor', c.contractor, /* translated */ 'Have the service marked in the contractor''s permit.',
			'8(4)', p.service_contract_on, 'protections',
			p.kind = 'provider' AND p.contractor_permit_marked_on IS NULL),
		(/* translated */ 'provider', p.organizer, /* translated */ 'Have the service marked in the provider''s permit.',
			'8(4)', p.service_contract_on, 'protections',
			p.kind = 'provider' AND p.provider_permit_marked_on IS NULL),
		('provider', p.organizer, /* translated */ 'Notify the courier service of the services.', '8',
			p.service_contract_on, 'notices', p.kind = 'provider' AND n.courier_on IS NULL),
		('provider', p.organizer, /* translated */ 'Notify the special postal service of the services.', '8',
			p.service_contract_on, 'notices', p.kind = 'provider' AND n.postal_on IS NULL)
	) AS v (debtor, debtor_idn, act, provision, arose_on, discharged_by, owed)
	WHERE v.owed AND c.closed_on IS NULL
	  AND NOT EXISTS (SELECT FROM secretxfer.annulments x WHERE x.case_no = k.case_no AND x.order_annulled_on IS NOT NULL)
	  AND NOT EXISTS (SELECT FROM secretxfer.changes_of_contractors() x
					  WHERE x.case_no = k.case_no AND x.open_until IS NULL)
	UNION ALL
	-- 8: something is out, and the arrangement has lost a condition
	SELECT a.case_no, a.customer, a.contractor, secretxfer.translated('contractor'), a.contractor,
		secretxfer.translated('Arrange the protection of the secrets anew.'), string_agg(DISTINCT a.provision, ', '),
		min(a.lost_on), NULL::date, NULL::integer, NULL::boolean, NULL::boolean,
		NULL, NULL::bigint, NULL::text[], 'protections'
	FROM secretxfer.lost_arrangements() a
	GROUP BY a.case_no, a.customer, a.contractor
	UNION ALL
	-- 9: breaches and damage
	SELECT b.case_no, c.customer, c.contractor, secretxfer.translated('contractor'), c.contractor,
		secretxfer.translated(v.act), '9', b.found_on,
		NULL, NULL, NULL, NULL, b.violation_no, NULL, NULL, 'violations'
	FROM secretxfer.violations b
	JOIN secretxfer.cases c ON c.case_no = b.case_no
	CROSS JOIN LATERAL (VALUES
		(/* translated */ 'Remedy the breach.', b.remedied_on IS NULL AND c.closed_on IS NULL),
		(/* translated */ 'Make good the damage.',
			secretxfer.damage_outstanding(b.damage, b.damage_recovered) IS NOT NULL)) AS v (act, owed)
	WHERE (b.remedied_on IS NULL OR secretxfer.damage_outstanding(b.damage, b.damage_recovered) IS NOT NULL) AND v.owed
	UNION ALL
	-- 10 paragraph 1: succession
	SELECT x.case_no, x.customer, x.contractor, secretxfer.translated('customer'), x.party,
		secretxfer.translated('Conclude a supplement with the successor that has the powers, or wind the case up.'), '10',
		x.effective_on, NULL, NULL, NULL, NULL, x.party || '/' || x.change_no, NULL, NULL, 'supplements'
	FROM secretxfer.changes_of_customers_by_case() x
	WHERE x.open_until IS NULL AND x.closed_on IS NULL
	UNION ALL
	SELECT n.case_no, n.customer, n.contractor, secretxfer.translated('customer'), n.successor,
		CASE n.kind
			WHEN 'succession_security' THEN secretxfer.translated('Notify the national security body of the succession.')
			ELSE secretxfer.translated('Notify the disposing body of the succession.') END, '10', n.supplemented_on,
		NULL, NULL, NULL, NULL, coalesce(n.authority, n.party || '/' || n.change_no), NULL, NULL, 'notices'
	FROM secretxfer.succession_notices_by_case() n
	WHERE n.sent_on IS NULL AND n.closed_on IS NULL
	UNION ALL
	-- 10 paragraph 2: measures
	SELECT x.case_no, x.customer, x.contractor, secretxfer.translated('customer and contractor'), x.contractor,
		secretxfer.translated('Take measures to protect the secrets.'), '10', x.effective_on,
		NULL, NULL, NULL, NULL, x.party || '/' || x.change_no, NULL, NULL, 'protection_measures'
	FROM secretxfer.changes_of_contractors() x
	WHERE x.open_until IS NULL
	  -- also in a case that was closed before the change was learnt of, until the change is completed
	  AND (x.closed_on IS NULL OR x.completed_on IS NULL)
	  AND EXISTS (SELECT FROM secretxfer.transfers(x.case_no) t WHERE t.ended_on IS NULL OR t.ended_on > x.effective_on)
	  AND NOT EXISTS (SELECT FROM secretxfer.protection_measures m
					  WHERE m.case_no = x.case_no AND m.party = x.party AND m.change_no = x.change_no
					    AND m.taken_on >= x.effective_on)
	UNION ALL
	-- 7, 9, 10, 11: recall
	SELECT r.case_no, r.customer, r.contractor, secretxfer.translated('contractor'), r.contractor,
		CASE r.entered_in WHEN 'handovers' THEN secretxfer.translated('Return the carrier.')
			ELSE secretxfer.translated('Give the access up.') END,
		array_to_string(r.provisions, ', '), r.due_since,
		NULL, NULL, NULL, NULL, r.clearance_no, r.carrier_id, r.reasons, r.entered_in
	FROM secretxfer.returns_due r;

-- The first line is for PostGraphile, whose schema would have two types of one name, of this view and of the type "duty".
COMMENT ON VIEW secretxfer.duties IS
'@name open_duties
All open duties that follow from the entries; rights never appear. One row a duty. Only provision 5 has a day by '
'which.';
COMMENT ON COLUMN secretxfer.duties.case_no IS
'Case from which the duty follows.';
COMMENT ON COLUMN secretxfer.duties.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.duties.contractor IS
'Party that performs the works, by its idn.';
COMMENT ON COLUMN secretxfer.duties.debtor IS
'In which part the duty is owed: disposing body, customer, contractor, provider, customer and contractor; in the '
'language that the session asks for.';
COMMENT ON COLUMN secretxfer.duties.debtor_idn IS
'Party that owes the duty, by its idn: the contractor, where both parties owe it; the successor, where a customer '
'was succeeded.';
COMMENT ON COLUMN secretxfer.duties.act IS
'What is to be done, in the language that the session asks for.';
COMMENT ON COLUMN secretxfer.duties.provision IS
'Provision from which the duty follows; a recall may follow from several.';
COMMENT ON COLUMN secretxfer.duties.arose_on IS
'Date on which the duty arose.';
COMMENT ON COLUMN secretxfer.duties.due_on IS
'Last day for the act (provision 5); null where the Rules set no day, or the calendar does not reach.';
COMMENT ON COLUMN secretxfer.duties.working_days_left IS
'Working days from tomorrow up to and including the due day; negative when it has passed.';
COMMENT ON COLUMN secretxfer.duties.overdue IS
'Whether the due day has passed; null where there is none.';
COMMENT ON COLUMN secretxfer.duties.provisional IS
'Whether the due day may still move, because the calendar of a year is not confirmed.';
COMMENT ON COLUMN secretxfer.duties.entry IS
'Number of the entry it follows from within the case: of the request or breach; the disposing body to be notified; '
'party and number of a change; for a recall the clearance of whoever has it.';
COMMENT ON COLUMN secretxfer.duties.carrier_id IS
'Carrier that is recalled.';
COMMENT ON COLUMN secretxfer.duties.reasons IS
'Why it is recalled; see returns_due.';
COMMENT ON COLUMN secretxfer.duties.discharged_by IS
'Table whose entry discharges the duty.';
