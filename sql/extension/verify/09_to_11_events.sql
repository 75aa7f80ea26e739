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
	-- whatever its date: who is no more hands over nothing and receives nothing
	SELECT DISTINCT 'unlawful'::secretxfer.severity, 'secretxfer_r10_liquidation_completed', t.entered_in,
		concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on, t.act_no),
		'It was recorded after the liquidation of a party was completed.', x.case_no
	FROM secretxfer.case_changes() x
	CROSS JOIN LATERAL secretxfer.transfers(x.case_no) t
	WHERE x.kind = 'liquidation' AND x.completed_on IS NOT NULL AND t.judged_at > x.known_at AND t.started_on >= x.since
	  AND (x.supplemented_on IS NULL OR x.supplemented_on > x.completed_on AND x.supplemented_on > t.started_on)
$$;
COMMENT ON FUNCTION secretxfer.verify_events() IS
'verify(), provisions 9 to 11: hand-overs and accesses while suspended, after an annulment, a change of a party, a '
'revocation, a change of the mark.';
