-- 12_journal.sql
--
-- The journal, as far as that is quick: whether what was sealed still stands, and whether everything
-- that has a chain has a first line.  journal_verify() verifies every line.

-- Of each chain the last sealed line is looked at.
CREATE FUNCTION secretxfer.verify_journal() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'guard'::secretxfer.severity, NULL::text, 'journal', concat_ws(', ', h.chain, h.place),
		format('The line under seal %s %s.', h.seal_no, CASE WHEN j.hash IS NULL THEN 'is missing' ELSE 'was altered' END)
	FROM (
		SELECT DISTINCT ON (l.chain) l.chain, l.seal_no, l.place, l.hash FROM secretxfer.journal_heads l
		ORDER BY l.chain, l.seal_no DESC
	) AS h
	LEFT JOIN secretxfer.journal j ON j.chain = h.chain AND j.place = h.place
	WHERE j.hash IS DISTINCT FROM h.hash
	UNION ALL
	SELECT 'guard', NULL, 'journal_seals', n::text, 'The seal is missing.'
	FROM (
		SELECT greatest((SELECT max(s.seal_no) FROM secretxfer.journal_seals s),
			(SELECT max(h.seal_no) FROM secretxfer.journal_heads h)) AS last
	) AS v
	CROSS JOIN LATERAL generate_series(1, v.last) AS n
	WHERE NOT EXISTS (SELECT FROM secretxfer.journal_seals s WHERE s.seal_no = n)
	UNION ALL
	SELECT 'guard', NULL, o."table", o.key, 'The journal has no line of it.'
	FROM (
		SELECT 'cases' AS "table", c.case_no AS key, c.entry_id FROM secretxfer.cases c
		UNION ALL SELECT 'parties', p.idn, p.entry_id FROM secretxfer.parties p
		UNION ALL SELECT 'permits', p.permit_no, p.entry_id FROM secretxfer.permits p
		UNION ALL SELECT 'clearances', c.clearance_no, c.entry_id FROM secretxfer.clearances c
		UNION ALL SELECT 'carriers', c.carrier_id::text, c.entry_id FROM secretxfer.carriers c
	) AS o
	WHERE NOT EXISTS (SELECT FROM secretxfer.journal j WHERE j.chain = o.entry_id AND j.place = 1)
$$;
COMMENT ON FUNCTION secretxfer.verify_journal() IS
'verify(), the journal: sealed lines that are missing or altered, seals that are missing, and cases, parties, permits, '
'clearances and carriers that the journal does not know.';
