-- returns_due.sql
--
-- Which carriers must come back, and which accesses must end:
-- after a change of a party (provision 10), an annulled order (9), a permission withdrawn, of a body that did not
-- dispose of the carrier or was in liquidation, or without a permission (7), the end of a permit or clearance, a raised mark, or a change of the unit that protects (11);
-- or in a case that is closed (10).

CREATE VIEW secretxfer.returns_due WITH (security_invoker = true) AS
	SELECT r.case_no, r.entered_in, r.carrier_id, coalesce(min(p.clearance_no), min(r.clearance_no)) AS clearance_no,
		r.started_on, r.customer, r.contractor, greatest(min(r.since), r.started_on) AS due_since,
		array_agg(DISTINCT r.reason ORDER BY r.reason) AS reasons,
		array_agg(DISTINCT r.provision ORDER BY r.provision) AS provisions
	FROM (
		SELECT x.case_no, t.entered_in, t.carrier_id, t.clearance_no, t.started_on, x.customer, x.contractor,
			x.effective_on AS since, x.side || '_' || x.kind AS reason, '10' AS provision
		FROM secretxfer.changes_by_case() x
		-- CASE: the planner must not ask for the changes once for each transfer
		CROSS JOIN LATERAL secretxfer.transfers_out(CASE WHEN x.side IS NOT NULL THEN x.case_no END) t
		WHERE x.open_until IS NULL
		UNION ALL
		SELECT c.case_no, t.entered_in, t.carrier_id, t.clearance_no, t.started_on, c.customer, c.contractor,
			a.order_annulled_on AS since, 'order_annulled' AS reason, '9' AS provision
		FROM secretxfer.annulments a
		JOIN secretxfer.cases c ON c.case_no = a.case_no
		CROSS JOIN LATERAL secretxfer.transfers_out(a.case_no) t
		WHERE a.order_annulled_on IS NOT NULL
		UNION ALL
		SELECT c.case_no, t.entered_in, t.carrier_id, t.clearance_no, t.started_on, c.customer, c.contractor,
			l.withdrawn_on AS since, 'permission_withdrawn' AS reason, '7' AS provision
		FROM (SELECT DISTINCT p.case_no FROM secretxfer.withdrawn_permissions() p) AS w
		JOIN secretxfer.cases c ON c.case_no = w.case_no
		CROSS JOIN LATERAL secretxfer.transfers_out(w.case_no) t
		CROSS JOIN LATERAL secretxfer.lost_permission(t.case_no, t.carrier_id, 'infinity') l
		UNION ALL
		SELECT o.case_no, o.entered_in, o.carrier_id, o.clearance_no, o.started_on, o.customer, o.contractor,
			o.lost_on AS since, o.reason, '11' AS provision
		FROM secretxfer.lost_authorizations() o
		WHERE o.ended_on IS NULL
		UNION ALL
		SELECT u.case_no, u.entered_in, u.carrier_id, u.clearance_no, u.started_on, u.customer, u.contractor,
			u.started_on AS since, u.reason, '7' AS provision
		FROM secretxfer.unpermitted_transfers() u
		WHERE u.ended_on IS NULL AND NOT u.permitted_now
		UNION ALL
		-- nothing stays out in a closed case; what was no longer secret then, since a mark made it a secret again
		SELECT c.case_no, t.entered_in, t.carrier_id, t.clearance_no, t.started_on, c.customer, c.contractor,
			greatest(c.closed_on, t.started_on, (
				SELECT max(m.until) FROM secretxfer.changed_marks() m WHERE m.carrier_id = t.carrier_id AND m.mark IS NULL)),
			'case_closed' AS reason, '10' AS provision
		FROM (
			SELECT 'handovers' AS entered_in, case_no, carrier_id, received_by AS clearance_no, handed_on AS started_on,
				returned_on, written_off_on
			FROM secretxfer.handovers
			UNION ALL
			SELECT 'system_accesses' AS entered_in, case_no, NULL AS carrier_id, clearance_no, granted_on, ended_on,
				NULL AS written_off_on
			FROM secretxfer.system_accesses
		) AS t
		JOIN secretxfer.cases c ON c.case_no = t.case_no
		WHERE c.closed_on IS NOT NULL AND t.returned_on IS NULL AND t.written_off_on IS NULL
	) AS r
	-- what is no longer secret need not come back
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = r.carrier_id AND m.since <= secretxfer.today()
		AND secretxfer.today() < m.until
	-- who has the carrier now, in this case or in the case into which it was handed on
	LEFT JOIN LATERAL (
		SELECT coalesce((
				SELECT o.held_by FROM secretxfer.holders o WHERE o.handover = h.entry_id ORDER BY o.held_since DESC LIMIT 1),
			h.received_by) AS clearance_no
		FROM secretxfer.handovers h
		WHERE h.carrier_id = r.carrier_id AND h.returned_on IS NULL AND h.written_off_on IS NULL
		ORDER BY h.handed_on DESC, h.entry_id DESC
		LIMIT 1) AS p ON true
	WHERE m.since IS NULL OR m.mark IS NOT NULL
	GROUP BY r.case_no, r.entered_in, r.carrier_id, r.started_on, r.customer, r.contractor,
		CASE WHEN r.carrier_id IS NULL THEN r.clearance_no END;

COMMENT ON VIEW secretxfer.returns_due IS
'Carriers that must come back, and accesses that must end, each with the reasons (provisions 9, 10, 11); without '
'carriers that are no longer secret. One row a carrier or access.';
COMMENT ON COLUMN secretxfer.returns_due.case_no IS
'Case in which it was handed over or granted.';
COMMENT ON COLUMN secretxfer.returns_due.entered_in IS
'Table of the entry: handovers, or system_accesses.';
COMMENT ON COLUMN secretxfer.returns_due.carrier_id IS
'Carrier that must come back; null for an access.';
COMMENT ON COLUMN secretxfer.returns_due.clearance_no IS
'Clearance of the person who has the carrier or the access.';
COMMENT ON COLUMN secretxfer.returns_due.started_on IS
'Date of the hand-over, or first day of the access.';
COMMENT ON COLUMN secretxfer.returns_due.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.returns_due.contractor IS
'Party that owes the return, by its idn.';
COMMENT ON COLUMN secretxfer.returns_due.due_since IS
'Date of the first reason, or that of the hand-over or access, if later.';
COMMENT ON COLUMN secretxfer.returns_due.reasons IS
'Why: contractor_ or customer_ with the kind of change (a customer''s without a supplement), order_annulled, '
'permission_withdrawn; permission_of_another_body, if the carrier had passed to another body before the answer; '
'permission_in_liquidation of its body; not_permitted, if there never was one; permit_ended, clearance_ended; '
'permit_too_low, clearance_too_low since the mark was raised; unit_changed, if another party''s unit protects the '
'secrets now, and not that of the holder''s party. Of these the last five may hold from the first day, since something '
'was put right. case_closed.';
COMMENT ON COLUMN secretxfer.returns_due.provisions IS
'Provisions from which that follows.';
