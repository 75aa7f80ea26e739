-- case_timeline.sql
--
-- The events of a case in the order in which they happened.

-- The end of an entry (a return, a closing) is an event of its own.  Who recorded the end, and when,
-- is known only from the stamps of the last change of the entry.
CREATE VIEW secretxfer.case_timeline WITH (security_invoker = true) AS
	SELECT e.case_no, e.happened_on, secretxfer.translated(e.event) AS event, e.entered_in, e.entry,
		e.recorded_at, e.recorded_by, e.changed_at, e.changed_by
	FROM secretxfer.dated_entries() e
	UNION ALL
	SELECT x.case_no, v.happened_on,
		secretxfer.translated(CASE x.side WHEN 'customer' THEN v.of_customer ELSE v.of_contractor END || ': ' || x.kind),
		'party_changes', x.party || '/' || x.change_no,
		v.recorded_at, CASE WHEN v.recorded_at IS NOT NULL THEN p.recorded_by END, p.changed_at, p.changed_by
	FROM secretxfer.changes_by_case() x
	JOIN secretxfer.party_changes p ON p.party = x.party AND p.change_no = x.change_no
	CROSS JOIN LATERAL (VALUES
		(x.effective_on, /* translated */ 'customer changed', /* translated */ 'contractor changed', x.recorded_at),
		(x.completed_on, /* translated */ 'customer''s change completed',
			/* translated */ 'contractor''s change completed', NULL),
		(x.called_off_on, /* translated */ 'customer''s change called off',
			/* translated */ 'contractor''s change called off', NULL)) AS v (happened_on, of_customer, of_contractor, recorded_at)
	WHERE v.happened_on IS NOT NULL AND (x.supplemented_on IS NOT NULL OR (x.called_off_on < x.opened_on) IS NOT TRUE)
	UNION ALL
	SELECT case_no, concluded_on, secretxfer.translated('contract amended'), 'contract_amendments', amendment_no,
		recorded_at, recorded_by, changed_at, changed_by
	FROM secretxfer.contract_amendments
	UNION ALL
	SELECT case_no, received_on, secretxfer.translated('request received'), 'requests', request_no,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.requests WHERE received_on IS NOT NULL
	UNION ALL
	SELECT DISTINCT r.case_no, s.effective_on, secretxfer.translated('disposal passed'), 'disposal_successions',
		s.body || ' -> ' || s.successor,
		s.recorded_at, s.recorded_by, s.changed_at, s.changed_by
	FROM secretxfer.disposal_successions s
	JOIN secretxfer.requests r ON s.effective_on > r.sent_on
		AND s.body = secretxfer.asked_body(r.authority, r.sent_on, s.effective_on - 1)
	WHERE s.carrier_id IS NULL
	UNION ALL
	SELECT case_no, withdrawn_on, secretxfer.translated('request taken back'), 'requests', request_no,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.requests WHERE withdrawn_on IS NOT NULL
	UNION ALL
	SELECT case_no, withdrawn_on, secretxfer.translated('permission withdrawn'), 'decisions', request_no,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.decisions WHERE withdrawn_on IS NOT NULL
	UNION ALL
	SELECT case_no, contractor_permit_marked_on, secretxfer.translated('service marked in the contractor''s permit'),
		'protections', NULL, NULL, NULL, changed_at, changed_by
	FROM secretxfer.protections WHERE contractor_permit_marked_on IS NOT NULL
	UNION ALL
	SELECT case_no, provider_permit_marked_on, secretxfer.translated('service marked in the provider''s permit'),
		'protections', NULL, NULL, NULL, changed_at, changed_by
	FROM secretxfer.protections WHERE provider_permit_marked_on IS NOT NULL
	UNION ALL
	SELECT case_no, returned_on, secretxfer.translated('carrier returned'), 'handovers', carrier_id::text,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.handovers WHERE returned_on IS NOT NULL
	UNION ALL
	SELECT case_no, written_off_on, CASE written_off_as WHEN 'lost' THEN secretxfer.translated('carrier lost')
		ELSE secretxfer.translated('carrier destroyed') END, 'handovers', carrier_id::text,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.handovers WHERE written_off_on IS NOT NULL
	UNION ALL
	SELECT h.case_no, o.held_since, secretxfer.translated('carrier passed on'), 'holders', h.carrier_id::text,
		o.recorded_at, o.recorded_by,
		o.changed_at, o.changed_by
	FROM secretxfer.holders o JOIN secretxfer.handovers h ON h.entry_id = o.handover
	UNION ALL
	-- of carriers that are out
	SELECT h.case_no, m.marked_on,
		secretxfer.translated('mark changed: ' || coalesce(m.mark::text, /* translated */ 'no longer secret')),
		'carrier_marks', m.carrier_id::text, m.recorded_at, m.recorded_by, m.changed_at, m.changed_by
	FROM secretxfer.carrier_marks m
	JOIN secretxfer.handovers h ON h.carrier_id = m.carrier_id AND h.handed_on <= m.marked_on
		AND (least(h.returned_on, h.written_off_on) > m.marked_on) IS NOT FALSE
	UNION ALL
	SELECT case_no, ended_on, secretxfer.translated('access ended'), 'system_accesses', clearance_no,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.system_accesses WHERE ended_on IS NOT NULL
	UNION ALL
	SELECT case_no, remedied_on, secretxfer.translated('breach remedied'), 'violations', violation_no,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.violations WHERE remedied_on IS NOT NULL
	UNION ALL
	SELECT case_no, lifted_on, secretxfer.translated('suspension lifted'), 'suspensions', violation_no,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.suspensions WHERE lifted_on IS NOT NULL
	UNION ALL
	SELECT case_no, order_annulled_on, secretxfer.translated('order annulled'), 'annulments', NULL,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.annulments WHERE order_annulled_on IS NOT NULL
	UNION ALL
	SELECT case_no, rejected_on, secretxfer.translated('annulment rejected'), 'annulments', NULL,
		NULL, NULL, changed_at, changed_by
	FROM secretxfer.annulments WHERE rejected_on IS NOT NULL
	UNION ALL
	SELECT case_no, closed_on, secretxfer.translated('case closed'), 'cases', NULL, NULL, NULL, changed_at, changed_by
	FROM secretxfer.cases WHERE closed_on IS NOT NULL;

COMMENT ON VIEW secretxfer.case_timeline IS
'Everything that happened in a case; ask for one case, ORDER BY happened_on, recorded_at. One row an event. Without '
'texts of the entries: those stand in the tables.';
COMMENT ON COLUMN secretxfer.case_timeline.case_no IS
'The case.';
COMMENT ON COLUMN secretxfer.case_timeline.happened_on IS
'Date on which it happened, by the document.';
COMMENT ON COLUMN secretxfer.case_timeline.event IS
'What happened, in the language that the session asks for.';
COMMENT ON COLUMN secretxfer.case_timeline.entered_in IS
'Table in which it stands.';
COMMENT ON COLUMN secretxfer.case_timeline.entry IS
'Number of the entry within its case: of the request, notice, breach, annex line; the carrier of a hand-over, a '
'passing on or a mark, the clearance of an access; party and number of a change. Null where the day alone tells the '
'entries of a case apart, or a case has one only.';
COMMENT ON COLUMN secretxfer.case_timeline.recorded_at IS
'When the entry was recorded; null for the end of an entry, which is a change of that entry.';
COMMENT ON COLUMN secretxfer.case_timeline.recorded_by IS
'Who recorded the entry; null where recorded_at is null. history() tells every line.';
COMMENT ON COLUMN secretxfer.case_timeline.changed_at IS
'When the entry was changed last: corrected, or closed; null until the first change.';
COMMENT ON COLUMN secretxfer.case_timeline.changed_by IS
'Who changed the entry last; null where changed_at is null. history() tells every line.';
