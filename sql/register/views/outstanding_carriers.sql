-- outstanding_carriers.sql
--
-- Which carriers are out, with whom, since when, and under which permit and clearance.

-- All tables but handovers and cases are joined by LEFT JOIN on a unique key, so that PostgreSQL
-- leaves out the joins that a query, as a count of carriers, does not need; not so the changed marks
-- and the passings on, which are few.
CREATE VIEW secretxfer.outstanding_carriers WITH (security_invoker = true) AS
	SELECT h.case_no, h.carrier_id, h.handed_on, c.customer, c.contractor,
		-- few bodies pass their secrets on
		CASE WHEN k.owner = ANY (ARRAY(SELECT d.body FROM secretxfer.disposals() d))
			THEN secretxfer.disposing_body(k.owner, NULL, k.carrier_id, secretxfer.today()) ELSE k.owner END AS owner, k.kind,
		CASE WHEN m.since IS NULL THEN k.mark ELSE m.mark END AS mark,
		secretxfer.days_between(h.handed_on, secretxfer.today()) AS days_out,
		h.received_by, a.valid_until AS clearance_valid_until, a.revoked_on AS clearance_revoked_on,
		coalesce(h.permit_no, s.permit_no) AS permit_no, p.valid_until AS permit_valid_until,
		p.revoked_on AS permit_revoked_on,
		(SELECT l.request_no FROM secretxfer.annexed_carriers() l
		 WHERE l.case_no = h.case_no AND l.carrier_id = h.carrier_id AND l.annexed_on <= h.handed_on
		 ORDER BY h.handed_on BETWEEN l.transfer_from AND l.transfer_until DESC, l.annexed_on DESC, l.request_no
		 LIMIT 1) AS request_no,
		coalesce(o.clearance_no, h.received_by) AS held_by,
		(SELECT max(l.transfer_until) FROM secretxfer.annexed_carriers() l
		 WHERE l.case_no = h.case_no AND l.carrier_id = h.carrier_id) AS transfer_until,
		k.owner AS registered_owner
	FROM secretxfer.handovers h
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = h.carrier_id
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = h.carrier_id AND m.since <= secretxfer.today()
		AND secretxfer.today() < m.until
	LEFT JOIN secretxfer.passings_on() o ON o.handover = h.entry_id AND o.until = 'infinity'
	LEFT JOIN secretxfer.clearances a ON a.clearance_no = coalesce(o.clearance_no, h.received_by)
	LEFT JOIN secretxfer.contracts s ON s.case_no = h.case_no
	LEFT JOIN secretxfer.permits p ON p.permit_no = coalesce(h.permit_no, s.permit_no)
	WHERE h.returned_on IS NULL AND h.written_off_on IS NULL;

COMMENT ON VIEW secretxfer.outstanding_carriers IS
'Carriers that were handed over and have neither come back nor been written off. One row a hand-over. Without titles '
'and registration numbers: those stand in carriers.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.case_no IS
'Case in which the carrier was handed over.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.carrier_id IS
'The carrier.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.handed_on IS
'Date of the hand-over.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.customer IS
'Party that ordered the works, by its idn: to it the carrier returns.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.contractor IS
'Party that has the carrier, by its idn.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.owner IS
'State body that disposes of the secrets that it carries today, by its idn.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.kind IS
'Document or other material.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.mark IS
'Secrecy mark of the carrier today; null if the carrier is no longer secret.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.days_out IS
'Days since the hand-over; null where its date is infinite.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.received_by IS
'Clearance of the person who received it.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.clearance_valid_until IS
'Last day of validity of the clearance of the person who holds the carrier.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.clearance_revoked_on IS
'Date on which the clearance of the person who holds the carrier was revoked, if it was.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.permit_no IS
'Permit of the contractor under which the carrier was handed over, or that the contract names where the hand-over '
'names none; null for a citizen.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.permit_valid_until IS
'Last day of that permit''s validity.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.permit_revoked_on IS
'Date on which that permit was revoked, if it was.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.request_no IS
'Request of the case that the owner permitted and under which the carrier was handed over.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.held_by IS
'Clearance of the person who holds the carrier now: who received it, unless somebody took it over.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.transfer_until IS
'Last day of the period for which the carrier was requested in the case (provision 4(4)), the latest of several. The '
'period is of the transfer: a carrier that is out afterwards is no breach.';
COMMENT ON COLUMN secretxfer.outstanding_carriers.registered_owner IS
'State body under whose numbers the carrier was registered, by its idn.';
