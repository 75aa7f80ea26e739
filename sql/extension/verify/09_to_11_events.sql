-- 09_to_11_events.sql
--
-- Provisions 9 to 11: events that stand against a transfer.

CREATE FUNCTION secretxfer.verify_events() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT DISTINCT secretxfer.later(t.known_before), t.rule, t.entered_in,
		concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on, t.act_no),
		'A fact of its day or before stands against it.', t.case_no
	FROM (SELECT * FROM secretxfer.facts_against_transfers()
		  UNION ALL SELECT * FROM secretxfer.transfers_against_arrangement()) AS t
	UNION ALL
	-- whatever its date: who is no more hands over nothing and receives nothing; of what is dated after the completion
	-- the part above speaks, and an end that was taken back since is not judged with the transfer
	SELECT DISTINCT 'unlawful'::secretxfer.severity, 'secretxfer_r10_liquidation_completed', t.entered_in,
		concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on, t.act_no),
		'It was recorded after the liquidation of a party was completed.', x.case_no
	FROM secretxfer.case_changes() x
	JOIN secretxfer.cases c ON c.case_no = x.case_no
	CROSS JOIN LATERAL secretxfer.transfers(x.case_no) t
	WHERE x.kind = 'liquidation' AND x.completed_on IS NOT NULL AND t.judged_at > x.known_at AND t.started_on >= x.since
	  AND (x.supplemented_on IS NULL OR x.supplemented_on > x.completed_on AND x.supplemented_on > t.started_on)
	  AND (t.started_on <= x.completed_on OR t.started_on < x.effective_on)
	  AND x.known_at < (
		SELECT greatest(h.recorded_at, secretxfer.judged_at(c.entry_id, 'handovers', h.entry_id, h.recorded_at, h.changed_at))
		FROM secretxfer.handovers h
		WHERE t.entered_in = 'handovers'
		  AND (h.case_no, h.carrier_id, h.handed_on, h.act_no) = (t.case_no, t.carrier_id, t.started_on, t.act_no)
		UNION ALL
		SELECT greatest(a.recorded_at,
			secretxfer.judged_at(c.entry_id, 'system_accesses', a.entry_id, a.recorded_at, a.changed_at))
		FROM secretxfer.system_accesses a
		WHERE t.entered_in = 'system_accesses'
		  AND (a.case_no, a.clearance_no, a.granted_on) = (t.case_no, t.clearance_no, t.started_on))
$$;
COMMENT ON FUNCTION secretxfer.verify_events() IS
'verify(), provisions 9 to 11: hand-overs and accesses while suspended, after an annulment, a change of a party, a '
'revocation, a change of the mark.';
