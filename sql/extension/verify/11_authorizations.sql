-- 11_authorizations.sql
--
-- Provision 11: permit and clearance.

-- Revocations and changed marks are events: verify_events() judges them.
CREATE FUNCTION secretxfer.verify_provision_11() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r11_permit_holder', 'permits', p.permit_no, 'A citizen holds it.',
		NULL::text COLLATE "C"
	FROM secretxfer.permits p
	JOIN secretxfer.parties h ON h.idn = p.holder
	WHERE h.kind = 'citizen'
	UNION ALL
	-- irregular: the mark of a serviced system may have been stated after the access
	SELECT CASE WHEN v.of_mark AND t.carrier_id IS NULL AND c.changed_at > t.judged_at THEN 'irregular' ELSE 'unlawful' END
		::secretxfer.severity, v.rule, t.entered_in,
		concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on, t.act_no), v.detail,
		t.case_no
	FROM (
		SELECT 'handovers', case_no, carrier_id, received_by, handed_on, NULL::timestamptz, act_no, permit_no
		FROM secretxfer.handovers
		UNION ALL
		SELECT 'system_accesses', case_no, NULL, clearance_no, granted_on,
			CASE WHEN ended_on IS NULL THEN greatest(recorded_at, changed_at) ELSE recorded_at END, NULL, NULL
		FROM secretxfer.system_accesses
	) AS t (entered_in, case_no, carrier_id, clearance_no, started_on, judged_at, act_no, permit_no)
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.clearances a ON a.clearance_no = t.clearance_no
	-- every permit and clearance reaches the lowest mark
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id AND k.mark > 'secret'
	-- a hand-over of before version 1.1 names no permit, and an access never does
	LEFT JOIN secretxfer.contracts s ON s.case_no = CASE WHEN t.permit_no IS NULL THEN t.case_no END
	LEFT JOIN secretxfer.permits stated ON stated.permit_no = coalesce(t.permit_no, s.permit_no)
	CROSS JOIN LATERAL (SELECT CASE WHEN t.carrier_id IS NULL THEN c.system_mark ELSE k.mark END AS mark) AS at_first
	-- marks that were changed are events: verify_events()
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = t.carrier_id AND m.since <= t.started_on
		AND t.started_on < m.until
	CROSS JOIN LATERAL (SELECT CASE WHEN m.since IS NULL THEN at_first.mark END AS mark) AS it
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r11_receiver', false,
			a.party <> c.contractor AND a.party IS DISTINCT FROM secretxfer.organizer_on(t.case_no, t.started_on),
			'The person is neither the contractor nor of its staff, nor of the party whose unit protects.'),
		('secretxfer_r11_clearance', false, t.started_on NOT BETWEEN a.issued_on AND a.valid_until,
			'The clearance is not valid on that day.'),
		('secretxfer_r11_clearance_degree', true, a.highest_mark < it.mark, 'The clearance does not reach the secrecy mark.'),
		('secretxfer_r11_permit', false, contractor.kind <> 'citizen' AND NOT EXISTS (
			SELECT FROM secretxfer.permits q
			WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until),
			'The contractor had no valid permit on that day.'),
		('secretxfer_r11_permit_degree', true, contractor.kind <> 'citizen'
			AND EXISTS (
				SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until)
			AND NOT EXISTS (
				SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
				  AND q.highest_mark >= it.mark)
			AND it.mark IS NOT NULL,
			'The contractor''s permit does not reach the secrecy mark.'),
		('secretxfer_r11_permit', false, t.permit_no IS NOT NULL
			AND (stated.holder <> c.contractor OR t.started_on NOT BETWEEN stated.issued_on AND stated.valid_until),
			'The permit that it names is not the contractor''s, or was not valid on that day.'),
		('secretxfer_r11_permit_degree', false, t.permit_no IS NOT NULL AND stated.highest_mark < it.mark,
			'The permit that it names does not reach the secrecy mark.')) AS v (rule, of_mark, broken, detail)
	-- any valid permit serves; mostly the one that is named is valid and reaches the first mark of the carrier, and only
	-- else other permits, and later marks, are looked for
	WHERE (a.party <> c.contractor OR t.started_on NOT BETWEEN a.issued_on AND a.valid_until
		   OR a.highest_mark < at_first.mark
		   OR (contractor.kind <> 'citizen' OR t.permit_no IS NOT NULL)
			AND (stated.holder = c.contractor AND t.started_on BETWEEN stated.issued_on AND stated.valid_until
				AND (at_first.mark IS NULL OR stated.highest_mark >= at_first.mark)) IS NOT TRUE)
	  AND v.broken
	UNION ALL
	-- who took a carrier over
	SELECT secretxfer.later(v.known_before), v.rule, 'holders', concat_ws(', ', o.handover, o.held_since), v.detail,
		h.case_no
	FROM secretxfer.holders o
	JOIN secretxfer.handovers h ON h.entry_id = o.handover
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	JOIN secretxfer.clearances a ON a.clearance_no = o.held_by
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = h.carrier_id
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = h.carrier_id AND m.since <= o.held_since AND o.held_since < m.until
	CROSS JOIN LATERAL (
		SELECT m.known_at < greatest(o.recorded_at, o.changed_at) OR NOT EXISTS (
			SELECT FROM secretxfer.changed_marks() n
			WHERE n.carrier_id = h.carrier_id AND n.since <= o.held_since AND n.mark IS NULL) AS was_secret) AS before
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r11_receiver',
			a.party <> c.contractor AND a.party IS DISTINCT FROM secretxfer.organizer_on(h.case_no, o.held_since), true,
			'The person is neither the contractor nor of its staff, nor of the party whose unit protects.'),
		-- what is no longer secret needs none, as far as it was known
		('secretxfer_r11_clearance',
			o.held_since NOT BETWEEN a.issued_on AND a.valid_until AND (m.since IS NULL OR m.mark IS NOT NULL),
			before.was_secret, 'The clearance is not valid on that day.'),
		('secretxfer_r11_clearance',
			o.held_since BETWEEN a.revoked_on AND a.valid_until AND (m.since IS NULL OR m.mark IS NOT NULL),
			before.was_secret AND greatest(a.recorded_at, a.changed_at) < greatest(o.recorded_at, o.changed_at),
			'The clearance is not valid on that day.'),
		('secretxfer_r11_clearance_degree', a.highest_mark < CASE WHEN m.since IS NULL THEN k.mark ELSE m.mark END,
			m.since IS NULL OR m.known_at < greatest(o.recorded_at, o.changed_at),
			'The clearance does not reach the secrecy mark.')) AS v (rule, broken, known_before, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_11() IS
'verify(), provision 11: permit and clearance of each hand-over and access, and of who took a carrier over.';
