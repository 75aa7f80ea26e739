-- invariants.sql
--
-- What must hold of any register, said once more without a word of the extension: any row is a breach.
-- recorded_at tells what stood when an act was recorded; the closing of a case and the completion of a
-- change bear no stamp of their own, but settle what went before.
SELECT 'one carrier out twice at once', h.case_no, h.carrier_id::text, h.handed_on::text
FROM secretxfer.handovers h JOIN secretxfer.handovers o ON o.carrier_id = h.carrier_id AND o.ctid <> h.ctid
WHERE daterange(h.handed_on, h.returned_on) && daterange(o.handed_on, o.returned_on)
UNION ALL
SELECT 'out of a closed case', h.case_no, h.carrier_id::text, h.handed_on::text
FROM secretxfer.handovers h JOIN secretxfer.cases c USING (case_no)
WHERE c.closed_on IS NOT NULL AND (h.returned_on IS NULL OR h.returned_on > c.closed_on OR h.handed_on > c.closed_on)
UNION ALL
SELECT 'access left in a closed case', a.case_no, a.clearance_no, a.granted_on::text
FROM secretxfer.system_accesses a JOIN secretxfer.cases c USING (case_no)
WHERE c.closed_on IS NOT NULL AND (a.ended_on IS NULL OR a.ended_on > c.closed_on)
UNION ALL
SELECT 'out after a completed liquidation', h.case_no, h.carrier_id::text, h.handed_on::text
FROM secretxfer.handovers h JOIN secretxfer.cases c USING (case_no)
JOIN secretxfer.party_changes x ON x.party = c.contractor AND x.kind = 'liquidation' AND x.completed_on IS NOT NULL
WHERE h.returned_on IS NULL OR h.handed_on > x.completed_on
UNION ALL
SELECT 'handed over without permission, contract, annex, notice and arrangement', h.case_no, h.carrier_id::text, h.handed_on::text
FROM secretxfer.handovers h
WHERE NOT EXISTS (
	SELECT FROM secretxfer.contracts k
	JOIN secretxfer.contract_items a USING (case_no)
	JOIN secretxfer.request_items i USING (case_no, request_no, item_no)
	JOIN secretxfer.requests r USING (case_no, request_no)
	JOIN secretxfer.decisions d USING (case_no, request_no)
	JOIN secretxfer.carriers m USING (carrier_id)
	JOIN secretxfer.notices n USING (case_no)
	JOIN secretxfer.protections p USING (case_no)
	WHERE k.case_no = h.case_no AND i.carrier_id = h.carrier_id AND m.owner = r.authority
	  AND d.outcome = 'permitted' AND i.item_no <> ALL (coalesce(d.excluded_items, '{}'))
	  AND r.received_on <= d.sent_on AND d.sent_on <= a.annexed_on AND k.concluded_on <= a.annexed_on
	  AND n.kind = 'contract' AND n.sent_on BETWEEN a.annexed_on AND h.handed_on
	  AND p.arranged_on <= h.handed_on AND h.handed_on BETWEEN r.transfer_from AND r.transfer_until)
UNION ALL
SELECT 'a contract before any permission', k.case_no, k.contract_no, k.concluded_on::text
FROM secretxfer.contracts k
WHERE NOT EXISTS (SELECT FROM secretxfer.decisions d WHERE d.case_no = k.case_no AND d.outcome = 'permitted' AND d.sent_on <= k.concluded_on)
UNION ALL
SELECT 'handed over while suspended, and it was known', h.case_no, h.carrier_id::text, h.handed_on::text
FROM secretxfer.handovers h JOIN secretxfer.suspensions s USING (case_no)
WHERE s.recorded_at < h.recorded_at AND h.handed_on >= s.suspended_on AND (s.lifted_on IS NULL OR h.handed_on < s.lifted_on)
UNION ALL
SELECT 'a received request that lists nothing', r.case_no, r.request_no, r.received_on::text
FROM secretxfer.requests r
WHERE r.received_on IS NOT NULL AND r.information_statement IS NULL
  AND NOT EXISTS (SELECT FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (r.case_no, r.request_no))
UNION ALL
SELECT 'received by a person without a clearance', h.case_no, h.carrier_id::text, h.handed_on::text
FROM secretxfer.handovers h JOIN secretxfer.cases c USING (case_no) JOIN secretxfer.carriers m USING (carrier_id)
JOIN secretxfer.clearances l ON l.clearance_no = h.received_by
WHERE l.party <> c.contractor OR h.handed_on NOT BETWEEN l.issued_on AND l.valid_until OR l.highest_mark < m.mark
