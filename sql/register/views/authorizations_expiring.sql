-- authorizations_expiring.sql
--
-- Provision 11: permits and clearances that will end, and what depends on them.

CREATE VIEW secretxfer.authorizations_expiring WITH (security_invoker = true) AS
	SELECT 'permit' AS kind, p.permit_no AS authorization_no, p.holder AS party, p.highest_mark,
		p.issued_on, p.valid_until,
		secretxfer.days_between(secretxfer.today(), p.valid_until) AS days_left,
		EXISTS (SELECT FROM secretxfer.permits q
				WHERE q.holder = p.holder AND q.highest_mark >= p.highest_mark AND q.valid_until > p.valid_until
				  AND q.issued_on <= p.valid_until + 1 AND q.revoked_on IS NULL) AS renewed,
		(SELECT count(*) FROM secretxfer.cases c CROSS JOIN LATERAL secretxfer.transfers(c.case_no) t
		 WHERE c.contractor = p.holder AND t.ended_on IS NULL)
		+ (SELECT count(*) FROM secretxfer.protections a CROSS JOIN LATERAL secretxfer.transfers(a.case_no) t
		 WHERE a.provider_permit_no = p.permit_no AND t.ended_on IS NULL
		   AND NOT EXISTS (SELECT FROM secretxfer.protections q
						   WHERE q.case_no = a.case_no AND q.arranged_on > a.arranged_on)) AS transfers_out
	FROM secretxfer.permits p
	WHERE p.valid_until >= secretxfer.today() AND p.revoked_on IS NULL
	UNION ALL
	SELECT 'clearance', a.clearance_no, a.party, a.highest_mark, a.issued_on, a.valid_until,
		secretxfer.days_between(secretxfer.today(), a.valid_until),
		EXISTS (SELECT FROM secretxfer.clearances b
				WHERE b.party = a.party AND secretxfer.same_person(b.clearance_no, a.clearance_no)
					AND b.highest_mark >= a.highest_mark
				  AND b.valid_until > a.valid_until AND b.issued_on <= a.valid_until + 1 AND b.revoked_on IS NULL),
		(SELECT count(*) FROM secretxfer.holdings() t WHERE t.clearance_no = a.clearance_no AND t.until IS NULL)
		+ (SELECT count(*) FROM secretxfer.system_accesses s WHERE s.clearance_no = a.clearance_no AND s.ended_on IS NULL)
	FROM secretxfer.clearances a
	WHERE a.valid_until >= secretxfer.today() AND a.revoked_on IS NULL;

COMMENT ON VIEW secretxfer.authorizations_expiring IS
'Permits and clearances in force, by when they end; ask for a span, WHERE valid_until <= ... One row an authorisation.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.kind IS
'permit or clearance.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.authorization_no IS
'Number of the permit or clearance.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.party IS
'Holder of the permit; employer of the cleared person, or the citizen; by its idn.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.highest_mark IS
'Highest degree of secrecy it covers.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.issued_on IS
'Date of issue.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.valid_until IS
'Last day of validity.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.days_left IS
'Days until then; null where that day is infinite.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.renewed IS
'Whether another of the same holder or person, of no lower degree, takes over without a gap.';
COMMENT ON COLUMN secretxfer.authorizations_expiring.transfers_out IS
'Carriers and accesses that are out under it: for a permit all of the holder''s and, where it bears the mark of a '
'provider''s service (provision 8(4)), those under the arrangement; for a clearance those of the person.';
