-- recorded_late.sql
--
-- What was recorded long after its day. The Rules set no day for that, and an entry that is late may be lawful, so
-- these entries are no breaches: without a breach the view breaches is empty.

CREATE VIEW secretxfer.recorded_late WITH (security_invoker = true) AS
	SELECT c.case_no, c.customer, c.contractor, e.happened_on,
		secretxfer.days_until_recorded(e.happened_on, e.recorded_at) AS days, e.entered_in, e.entry, e.recorded_at,
		e.recorded_by
	FROM secretxfer.dated_entries() e
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	-- what is older than its case, the notices of a provider's services, could not be recorded in time
	WHERE secretxfer.days_until_recorded(e.happened_on, e.recorded_at) > 30 AND e.happened_on >= c.opened_on
	UNION ALL
	SELECT c.case_no, c.customer, c.contractor, e.happened_on,
		secretxfer.days_until_recorded(e.happened_on, e.recorded_at), e.entered_in, e.entry, e.recorded_at,
		e.recorded_by
	FROM (
		SELECT case_no, 'contract_amendments' AS entered_in, amendment_no AS entry, concluded_on, recorded_at,
			recorded_by
		FROM secretxfer.contract_amendments
		UNION ALL
		SELECT h.case_no, 'holders' AS entered_in, h.carrier_id::text AS entry, o.held_since, o.recorded_at,
			o.recorded_by
		FROM secretxfer.holders o JOIN secretxfer.handovers h ON h.entry_id = o.handover
	) AS e (case_no, entered_in, entry, happened_on, recorded_at, recorded_by)
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	WHERE secretxfer.days_until_recorded(e.happened_on, e.recorded_at) > 30;

COMMENT ON VIEW secretxfer.recorded_late IS
'Entries of cases that were recorded more than 30 days after their date. One row an entry.';
COMMENT ON COLUMN secretxfer.recorded_late.case_no IS
'Case to which the entry belongs.';
COMMENT ON COLUMN secretxfer.recorded_late.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.recorded_late.contractor IS
'Party that performs the works, by its idn.';
COMMENT ON COLUMN secretxfer.recorded_late.happened_on IS
'Date of the entry, by the document.';
COMMENT ON COLUMN secretxfer.recorded_late.days IS
'Days from this date until the entry was recorded.';
COMMENT ON COLUMN secretxfer.recorded_late.entered_in IS
'Table of the entry.';
COMMENT ON COLUMN secretxfer.recorded_late.entry IS
'Number of the entry within its case: of the request, breach, notice, annex line; the carrier of a hand-over, the '
'clearance of an access. Null where the day alone tells the entries of a case apart, or a case has one only.';
COMMENT ON COLUMN secretxfer.recorded_late.recorded_at IS
'Time of the server at which the entry was recorded.';
COMMENT ON COLUMN secretxfer.recorded_late.recorded_by IS
'Role that recorded the entry.';
