-- contractor_exposure.sql
--
-- What each contractor holds, and how the contractor has kept its obligations.

CREATE VIEW secretxfer.contractor_exposure WITH (security_invoker = true) AS
	SELECT c.contractor, c.cases, c.cases_open,
		coalesce(o.secret, 0) AS carriers_secret, coalesce(o.top_secret, 0) AS carriers_top_secret,
		coalesce(o.special_importance, 0) AS carriers_special_importance,
		coalesce(o.secret + o.top_secret + o.special_importance, 0) AS carriers_out, o.oldest_on,
		coalesce(s.accesses, 0) AS accesses_open,
		coalesce(v.violations, 0) AS violations, coalesce(v.unremedied, 0) AS violations_unremedied, v.damage_outstanding,
		(SELECT max(p.valid_until) FROM secretxfer.permits p
		 WHERE p.holder = c.contractor AND p.revoked_on IS NULL) AS permit_valid_until
	FROM (
		SELECT contractor, count(*) AS cases, count(*) FILTER (WHERE closed_on IS NULL) AS cases_open
		FROM secretxfer.cases GROUP BY contractor
	) AS c
	LEFT JOIN (
		SELECT contractor, min(handed_on) AS oldest_on,
			count(*) FILTER (WHERE mark = 'secret') AS secret,
			count(*) FILTER (WHERE mark = 'top_secret') AS top_secret,
			count(*) FILTER (WHERE mark = 'special_importance') AS special_importance
		FROM secretxfer.outstanding_carriers GROUP BY contractor
	) AS o ON o.contractor = c.contractor
	LEFT JOIN (
		SELECT k.contractor, count(*) AS accesses
		FROM secretxfer.system_accesses a JOIN secretxfer.cases k ON k.case_no = a.case_no
		WHERE a.ended_on IS NULL GROUP BY k.contractor
	) AS s ON s.contractor = c.contractor
	LEFT JOIN (
		SELECT k.contractor, count(*) AS violations, count(*) FILTER (WHERE b.remedied_on IS NULL) AS unremedied,
			-- huge amounts could not be added up
			sum(CASE WHEN o.amount < 1e100 THEN o.amount WHEN o.amount >= 1e100 THEN 'NaN' END) AS damage_outstanding
		FROM secretxfer.violations b
		JOIN secretxfer.cases k ON k.case_no = b.case_no
		CROSS JOIN LATERAL (SELECT secretxfer.damage_outstanding(b.damage, b.damage_recovered)) AS o (amount)
		GROUP BY k.contractor
	) AS v ON v.contractor = c.contractor;

COMMENT ON VIEW secretxfer.contractor_exposure IS
'What each contractor holds of others'' secrets, and its breaches (provisions 9, 11). One row a contractor.';
COMMENT ON COLUMN secretxfer.contractor_exposure.contractor IS
'The contractor, by its idn.';
COMMENT ON COLUMN secretxfer.contractor_exposure.cases IS
'Its cases.';
COMMENT ON COLUMN secretxfer.contractor_exposure.cases_open IS
'Its cases that are not closed.';
COMMENT ON COLUMN secretxfer.contractor_exposure.carriers_secret IS
'Carriers marked secret that it has.';
COMMENT ON COLUMN secretxfer.contractor_exposure.carriers_top_secret IS
'Carriers marked top secret that it has.';
COMMENT ON COLUMN secretxfer.contractor_exposure.carriers_special_importance IS
'Carriers marked of special importance that it has.';
COMMENT ON COLUMN secretxfer.contractor_exposure.carriers_out IS
'All carriers that it has.';
COMMENT ON COLUMN secretxfer.contractor_exposure.oldest_on IS
'Date of the oldest hand-over of these.';
COMMENT ON COLUMN secretxfer.contractor_exposure.accesses_open IS
'Accesses to information systems that last.';
COMMENT ON COLUMN secretxfer.contractor_exposure.violations IS
'Breaches that customers found.';
COMMENT ON COLUMN secretxfer.contractor_exposure.violations_unremedied IS
'Those of them that are not remedied.';
COMMENT ON COLUMN secretxfer.contractor_exposure.damage_outstanding IS
'Damage still to be recovered, in tenge; null when there is none, NaN when an amount is none that can be.';
COMMENT ON COLUMN secretxfer.contractor_exposure.permit_valid_until IS
'Until when its longest permit that is not revoked is valid; null if it has none.';
