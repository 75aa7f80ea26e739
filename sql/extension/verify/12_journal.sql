-- 12_journal.sql
--
-- The journal, as far as that is quick: whether what was sealed still stands, and whether everything
-- that has a chain has a first line.  journal_verify() verifies every line.
--
-- And what the journal says of findings: what was put right under a basis is irregular, not unlawful.

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

-- The basis of wrong entries of one table, named by their keys.
--
-- An entry was judged when its last line was written. So an entry without a basis of its own became wrong only
-- through a later rectification of what it relies on: its case, what the entry, the case and the contract refer to,
-- its carrier, the carrier's owner, the passings of secrets; of an answer the days of the calendar that its term
-- runs through, also withdrawn ones; of a change of a party the cases of the party, and the case whose works end.
-- Each of these has a chain. An entry that the journal does not know was never judged.
CREATE FUNCTION secretxfer.bases_of("table" text, keys text[]) RETURNS TABLE (key text, basis text, is_own boolean)
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	own_key CONSTANT text := (
		SELECT secretxfer.columns_of('t', k.columns) FROM secretxfer.defined_keys() k WHERE k."table" = bases_of."table");
	relied_on CONSTANT text := (
		SELECT string_agg(format(' UNION ALL SELECT x.entry_id, %L FROM (%s) AS x (entry_id)', q.only_of, q.query), '')
		FROM (
			SELECT format(CASE f."table" WHEN bases_of."table" THEN 'SELECT o.entry_id FROM secretxfer.%I o WHERE o.%I = e.%I'
					ELSE 'SELECT o.entry_id FROM secretxfer.%I o JOIN secretxfer.%4$I s ON o.%2$I = s.%3$I'
						' WHERE s.case_no = c.case_no'
				END, f.to_table, f.to_columns[1], f.columns[1], f."table"), NULL
			FROM secretxfer.defined_constraints() f
			WHERE f.kind = 'FOREIGN KEY' AND f.to_table IN ('parties', 'permits', 'clearances', 'carriers')
			  AND f."table" IN (bases_of."table", 'cases', 'contracts')
			UNION ALL
			SELECT 'SELECT p.entry_id FROM secretxfer.carriers k JOIN secretxfer.parties p ON p.idn = k.owner'
				' WHERE k.carrier_id = e.carrier_id', NULL
			FROM secretxfer.defined_columns() d
			WHERE d."table" = bases_of."table" AND d."column" = 'carrier_id' AND d."table" <> 'carriers'
			UNION ALL
			-- which body disposed of what is in the case may follow from any passing, and from one that was withdrawn
			SELECT 'SELECT p.entry_id FROM secretxfer.parties p WHERE p.kind OPERATOR(pg_catalog.=) ''state_body''',
				'disposal_successions'
			FROM secretxfer.defined_columns() d
			WHERE d."table" = bases_of."table" AND d."column" = 'case_no'
			UNION ALL
			SELECT o.query, NULL
			FROM (VALUES
				('decisions', 'SELECT d.chain FROM secretxfer.requests r CROSS JOIN LATERAL ('
					'SELECT o.entry_id, o.day FROM secretxfer.calendar_days o UNION ALL '
					'SELECT w.chain, (w."values" ->> ''day'')::date FROM secretxfer.journal w '
					'WHERE w."table" = ''calendar_days'' AND w.act = ''withdrawn'' AND w.basis IS NOT NULL'
					') AS d (chain, day) '
					'WHERE (r.case_no, r.request_no) = (e.case_no, e.request_no) '
					'AND d.day > r.received_on AND d.day <= greatest(e.due_on, e.sent_on)'),
				('holders', 'SELECT k.entry_id FROM secretxfer.handovers h '
					'JOIN secretxfer.carriers k ON k.carrier_id = h.carrier_id WHERE h.entry_id = e.handover'),
				('contract_items', 'SELECT o.entry_id FROM secretxfer.request_items i '
					'JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id '
					'JOIN secretxfer.parties p ON p.idn = k.owner '
					'CROSS JOIN LATERAL (VALUES (k.entry_id), (p.entry_id)) AS o (entry_id) '
					'WHERE (i.case_no, i.request_no, i.item_no) = (e.case_no, e.request_no, e.item_no)'),
				('party_changes', 'SELECT o.entry_id FROM secretxfer.cases o '
					'WHERE o.case_no = e.case_no OR e.party IN (o.customer, o.contractor) OR EXISTS '
					'(SELECT FROM secretxfer.supplements s WHERE s.case_no = o.case_no AND s.successor = e.party)')
			) AS o (name, query)
			WHERE o.name = bases_of."table"
		) AS q (query, only_of));
BEGIN
	RETURN QUERY EXECUTE format($query$
		SELECT e.written, b.basis, b.is_own
		FROM (
			SELECT concat_ws(', ', %1$s) AS written, secretxfer.journal_chain(%2$L, t.entry_id) AS chain, t.*
			FROM secretxfer.%2$I t WHERE concat_ws(', ', %1$s) = ANY ($1)
		) AS e
		LEFT JOIN LATERAL (
			SELECT j.basis FROM secretxfer.journal j
			WHERE j.chain = e.chain AND j."table" = %2$L AND j.entry = e.entry_id AND j.basis IS NOT NULL
			  AND j.act IN ('entered', 'changed', 'withdrawn')
			ORDER BY j.recorded_at DESC, j.place DESC LIMIT 1
		) AS own ON true
		LEFT JOIN LATERAL (
			SELECT b.basis
			FROM (
				SELECT max(j.recorded_at) AS recorded_at FROM secretxfer.journal j
				WHERE j.chain = e.chain AND j."table" = %2$L AND j.entry = e.entry_id
			) AS last
			LEFT JOIN secretxfer.cases c ON c.entry_id = e.chain
			CROSS JOIN LATERAL (SELECT e.chain, NULL::text %3$s) AS r (chain, only_of)
			JOIN secretxfer.journal b ON b.chain = r.chain AND b.recorded_at > last.recorded_at AND b.basis IS NOT NULL
				AND b.act IN ('entered', 'changed', 'withdrawn') AND (r.only_of IS NULL OR b."table" = r.only_of)
			ORDER BY b.recorded_at DESC, b.place DESC LIMIT 1
		) AS later ON true
		CROSS JOIN LATERAL (VALUES (own.basis, true), (later.basis, false)) AS b (basis, is_own)
		WHERE b.basis IS NOT NULL
		$query$, own_key, "table", relied_on) USING keys;
END
$$;
COMMENT ON FUNCTION secretxfer.bases_of(text, text[]) IS
'verify(): under which bases entries stand, named by table and keys: their own, and that of a later rectification of '
'what they rely on. One row an entry and basis, two at most.';

-- What a rectification never sets aside has no basis of its own; but some of these rules ask other entries, and an
-- entry that kept them may be made wrong by a later rectification of what it relies on.  No entry but the own lacks a
-- text of its document.  That a due day is not that of the calendar stays a warning, and tells under which basis the
-- calendar was put right.
CREATE FUNCTION secretxfer.with_bases(findings secretxfer.finding[]) RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH found AS MATERIALIZED (
		SELECT f.*, EXISTS (SELECT FROM secretxfer.rule_catalogue() r WHERE r.name = f.rule AND r.set_aside <> 'never')
			AS may_have_own,
			(f.severity = 'unlawful' OR f.rule = 'secretxfer_r05_in_time') AND EXISTS (
			SELECT FROM secretxfer.rule_catalogue() r
			WHERE r.name = f.rule AND (r.set_aside <> 'never' OR r.name IN ('secretxfer_r02_parties_differ',
				'secretxfer_r08_organizer', 'secretxfer_r10_notice_names_change', 'secretxfer_r10_works_of_one_case'))
			) AS may_have_basis
		FROM unnest(findings) AS f
	), bases AS MATERIALIZED (
		SELECT t."table", b.key, b.basis, b.is_own
		FROM (
			SELECT f."table", array_agg(DISTINCT f.key) AS keys FROM found f
			WHERE f.may_have_basis AND f."table" IN (SELECT k."table" FROM secretxfer.defined_keys() k)
			GROUP BY f."table"
		) AS t
		CROSS JOIN LATERAL secretxfer.bases_of(t."table", t.keys) AS b
	)
	SELECT CASE WHEN b.key IS NULL OR f.severity = 'warning' THEN f.severity ELSE 'irregular' END, f.rule, f."table", f.key,
		concat_ws(' ', f.detail, CASE WHEN b.is_own THEN 'Its basis: ' ELSE 'Basis of what it relies on: ' END || b.basis)
	FROM found f
	LEFT JOIN LATERAL (
		SELECT * FROM bases o
		WHERE f.may_have_basis AND o."table" = f."table" AND o.key = f.key
		  AND CASE WHEN o.is_own THEN f.may_have_own ELSE f.rule <> 'secretxfer_r00_in_document' END
		ORDER BY o.is_own DESC LIMIT 1) AS b ON true
$$;
COMMENT ON FUNCTION secretxfer.with_bases(secretxfer.finding[]) IS
'verify(): the findings; what was put right under a basis, or made wrong by that, is irregular and tells the basis.';
