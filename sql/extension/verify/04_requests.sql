-- 04_requests.sql
--
-- Provision 4: the request.

-- An identification number has twelve digits.  The last digit is a check digit, computed with a first
-- series of weights and, where the result is 10, with a second series.
CREATE FUNCTION secretxfer.verify_provision_4() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, 'parties', p.idn, v.detail, NULL::text COLLATE "C"
	FROM secretxfer.parties p
	CROSS JOIN LATERAL (
		SELECT sum(d * at) % 11 AS first_pass, sum(d * (1 + (at + 1) % 11)) % 11 AS second_pass
		FROM generate_series(1, 11) AS at
		CROSS JOIN LATERAL (SELECT substr(translate(p.idn, translate(p.idn, '0123456789', ''), ''), at, 1)) AS digit (c)
		CROSS JOIN LATERAL (SELECT nullif(digit.c, '')::int) AS n (d)
	) AS s
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r04_disposing_body', p.disposes_of_secrets AND p.kind <> 'state_body',
			'It disposes of state secrets and is no state body.'),
		('secretxfer_r04_identification_number',
			p.idn !~ '^[0-9]{12}$' OR p.idn = '000000000000'
			OR right(p.idn, 1) <> CASE s.first_pass WHEN 10 THEN s.second_pass ELSE s.first_pass END::text
			OR p.kind <> 'citizen' AND p.idn !~ '^..(0[1-9]|1[0-2])[456][0-3]',
			'Its number is none that can be.'),
		('secretxfer_r04_organization_data',
			p.kind <> 'citizen'
			AND (secretxfer.is_blank(p.full_name) OR secretxfer.is_blank(p.head_name)
				OR secretxfer.is_blank(p.legal_address)),
			'Data of a body or an organisation are missing.'),
		('secretxfer_r04_citizen_data',
			p.kind = 'citizen'
			AND (secretxfer.is_blank(p.full_name) OR secretxfer.is_blank(p.workplace) OR secretxfer.is_blank(p.position)
				OR secretxfer.is_blank(p.residence) OR secretxfer.is_blank(p.id_document_issuer)),
			'Data of a citizen are missing.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r04_carrier_data', 'carriers', carrier_id::text,
		'Data that the list must show are missing.', NULL
	FROM secretxfer.carriers
	WHERE mark IS NULL OR secretxfer.is_blank(title) OR secretxfer.is_blank(account_no) OR secretxfer.is_blank(copy_no)
	   OR kind = 'document' AND sheets IS NULL
	UNION ALL
	SELECT 'unlawful', v.rule, 'requests', concat_ws(', ', r.case_no, r.request_no), v.detail, r.case_no
	FROM secretxfer.requests r
	CROSS JOIN LATERAL (SELECT
		secretxfer.is_blank(r.justification) AS without_justification,
		r.transfer_from IS NULL OR r.transfer_until IS NULL OR r.transfer_until < r.transfer_from AS without_period,
		secretxfer.is_blank(r.draft_contract) AS without_draft,
		r.withdrawn_on IS NOT NULL AND r.answered AS taken_back) AS is_
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r04_justification', is_.without_justification, 'It gives no justification.'),
		('secretxfer_r04_transfer_period', is_.without_period,
			'The period planned for the transfer is missing or reversed.'),
		('secretxfer_r04_draft_contract', is_.without_draft, 'No draft contract is attached.'),
		('secretxfer_r04_taken_back', is_.taken_back, 'It was taken back and is answered.')) AS v (rule, broken, detail)
	WHERE (is_.without_justification OR is_.without_period OR is_.without_draft OR is_.taken_back) AND v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r04_list_not_empty', 'requests', concat_ws(', ', r.case_no, r.request_no),
		'It was received and lists no carrier.', r.case_no
	FROM secretxfer.requests r
	WHERE r.received_on IS NOT NULL AND secretxfer.is_blank(r.information_statement)
	  AND NOT EXISTS (
		SELECT FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (r.case_no, r.request_no))
	UNION ALL
	SELECT secretxfer.later(p.kind <> 'state_body'), 'secretxfer_r04_addressee', 'requests',
		concat_ws(', ', r.case_no, r.request_no),
		'The addressee does not dispose of state secrets.', r.case_no
	FROM secretxfer.requests r
	JOIN secretxfer.parties p ON p.idn = r.authority
	WHERE NOT p.disposes_of_secrets AND p.idn <> ALL (ARRAY(
		SELECT s.body FROM secretxfer.disposals() s WHERE s.carrier_id IS NULL))
	UNION ALL
	SELECT secretxfer.later(bool_or(v.known_before)), 'secretxfer_r04_addressee_exists', 'requests',
		concat_ws(', ', r.case_no, r.request_no),
		'The addressee was in liquidation on the day of the request or of its receipt.', r.case_no
	FROM (SELECT p.*, greatest(p.recorded_at, p.changed_at) AS known_at, ARRAY(SELECT s.body FROM secretxfer.disposals() s) AS passed_on
		  FROM secretxfer.party_changes p WHERE p.kind = 'liquidation') AS l
	JOIN secretxfer.requests r ON r.authority = ANY (l.party || l.passed_on)
	LEFT JOIN secretxfer.cases c ON c.case_no = r.case_no
	-- it was asked when the request was entered, and received when the receipt was
	CROSS JOIN LATERAL (
		SELECT l.known_at < CASE WHEN num_nonnulls(r.received_on, r.withdrawn_on) = 0
			THEN secretxfer.judged_at(c.entry_id, 'requests', r.entry_id, r.recorded_at, r.changed_at) ELSE r.recorded_at END
		WHERE l.party = r.authority AND secretxfer.stands_on(l.effective_on, l.called_off_on, r.sent_on)
		UNION ALL
		-- a passing that was recorded later may have taken the request to the body
		SELECT r.withdrawn_on IS NULL AND greatest(l.known_at, (SELECT max(s.recorded_at) FROM secretxfer.disposals() s
				WHERE s.successor = l.party AND s.carrier_id IS NULL AND s.effective_on <= r.received_on AND r.authority <> l.party))
			< secretxfer.judged_at(c.entry_id, 'requests', r.entry_id, r.recorded_at, r.changed_at)
		WHERE secretxfer.stands_on(l.effective_on, l.called_off_on, r.received_on)
		  AND l.party = CASE WHEN r.authority = ANY (l.passed_on)
			THEN secretxfer.asked_body(r.authority, r.sent_on, r.received_on) ELSE r.authority END
	) AS v (known_before)
	GROUP BY r.case_no, r.request_no
	UNION ALL
	SELECT secretxfer.later(s.recorded_at < CASE WHEN num_nonnulls(r.received_on, r.withdrawn_on) = 0
			THEN secretxfer.judged_at(c.entry_id, 'requests', r.entry_id, r.recorded_at, r.changed_at) ELSE r.recorded_at END),
		'secretxfer_r04_addressee', 'requests', concat_ws(', ', r.case_no, r.request_no),
		'The addressee had passed its secrets to another body by the day of the request.', r.case_no
	FROM secretxfer.disposal_successions s
	JOIN secretxfer.requests r ON r.authority = s.body AND r.sent_on >= s.effective_on
	LEFT JOIN secretxfer.cases c ON c.case_no = r.case_no
	WHERE s.carrier_id IS NULL
	  AND NOT EXISTS (
		SELECT FROM secretxfer.disposal_successions later
		WHERE later.effective_on BETWEEN s.effective_on AND r.sent_on
		  AND (later.successor = s.body
			   OR later.body = s.body AND later.carrier_id IS NULL AND later.effective_on > s.effective_on))
	UNION ALL
	SELECT v.severity::secretxfer.severity, 'secretxfer_r04_list_before_receipt', 'request_items',
		concat_ws(', ', i.case_no, i.request_no, i.item_no), v.detail, i.case_no
	FROM secretxfer.request_items i
	LEFT JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (i.case_no, i.request_no)
	LEFT JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (i.case_no, i.request_no)
	CROSS JOIN LATERAL (SELECT greatest(i.recorded_at, i.changed_at) AS listed_at,
		CASE WHEN r.received_on IS NOT NULL THEN greatest(r.recorded_at, r.changed_at) END AS received_at) AS it
	CROSS JOIN LATERAL (VALUES
		('unlawful', it.listed_at > d.recorded_at, 'It was listed, or changed, after the request was answered.'),
		-- One transaction may enter a request as received and then its lines, and no stamp tells which transaction entered a
		-- row.  But no transaction takes a day, and a receipt that is recorded later finds a list.
		(CASE WHEN it.listed_at > it.received_at + interval '1 day' THEN 'unlawful' ELSE 'warning' END,
			it.listed_at > it.received_at AND (it.listed_at > d.recorded_at) IS NOT TRUE
			AND (it.listed_at > it.received_at + interval '1 day' OR EXISTS (
				SELECT FROM secretxfer.request_items o
				WHERE (o.case_no, o.request_no) = (i.case_no, i.request_no)
				  AND greatest(o.recorded_at, o.changed_at) <= it.received_at)),
			'It was listed, or changed, after the receipt was recorded.')) AS v (severity, broken, detail)
	WHERE (it.listed_at > d.recorded_at OR it.listed_at > it.received_at) AND v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_4() IS
'verify(), provision 4: the request.';
