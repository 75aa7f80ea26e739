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

-- A text that no rule compares makes nothing else wrong: neither a reference nor part of a key, nor a settlement.  Whether
-- a text stands at all is asked, and whether the document has the text.  The entry itself is stamped by each correction,
-- so facts that were recorded before count as known: there the basis of any correction is told.
CREATE FUNCTION secretxfer.uncompared_texts() RETURNS text[]
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT array_agg(concat_ws('.', d."table", d."column"))
	FROM secretxfer.defined_columns() d
	WHERE d.type = 'text' AND d.key_position IS NULL AND d."column" !~ 'settlement$'
	  AND NOT EXISTS (SELECT FROM secretxfer.defined_constraints() f
		WHERE f.kind = 'FOREIGN KEY' AND f."table" = d."table" AND d."column" = ANY (f.columns))
$$;
COMMENT ON FUNCTION secretxfer.uncompared_texts() IS
'verify(): the columns whose texts no rule compares with anything, each behind the name of its table.';

CREATE FUNCTION secretxfer.may_make_wrong("table" text, act secretxfer.journal_act, "values" json, uncompared text[])
RETURNS boolean
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT act <> 'changed' OR "values" IS NULL OR EXISTS (
		SELECT FROM json_each("values") AS c (name, pair)
		CROSS JOIN LATERAL (VALUES (c.pair ->> 0), (c.pair ->> 1)) AS v (value)
		WHERE concat_ws('.', "table", c.name) <> ALL (uncompared) OR secretxfer.is_blank(v.value)
			OR v.value = 'not in the document')
$$;
COMMENT ON FUNCTION secretxfer.may_make_wrong(text, secretxfer.journal_act, json, text[]) IS
'verify(): whether what a line of the journal tells may make an entry wrong, and is no mere change of uncompared_texts().';

-- The bases of wrong entries of one table, named by their keys.
--
-- An entry was judged when it was entered, and when it was corrected without a basis; its end, and the number on paper,
-- are not judged with the entry. So what no basis of its own made wrong became wrong only through a later rectification
-- of what it relies on: its case, what the entry, the case and the contract refer to, its carrier, the carrier's owner,
-- the passings of secrets, and what is said below of single tables. Each of these has a chain. What is not there any
-- more, or belongs to another party now, only the journal knows.
--
-- An entry that the journal never saw entered, or that differs from its last line, was never judged.
CREATE FUNCTION secretxfer.bases_of("table" text, keys text[])
RETURNS TABLE (key text, basis text, since timestamptz, is_own boolean, set_aside text[], changed_in text[])
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	not_judged CONSTANT text[] := '{returned_on, return_act_no, written_off_on, written_off_as, write_off_act_no,
		loss_violation_no, ended_on, withdrawn_on, withdrawal_reasons, revoked_on, lifted_on, printed_no}';
	own_key CONSTANT text := (
		SELECT secretxfer.columns_of('t', k.columns) FROM secretxfer.defined_keys() k WHERE k."table" = bases_of."table");
	relied_on CONSTANT text := (
		SELECT string_agg(format(' UNION SELECT x.entry_id, %L FROM (%s) AS x (entry_id)', q.only_of, q.query), '')
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
				-- the days of the calendar that the term runs through
				('{decisions}'::text[], 'SELECT d.chain FROM secretxfer.requests r CROSS JOIN LATERAL ('
					'SELECT o.entry_id, o.day FROM secretxfer.calendar_days o UNION ALL '
					'SELECT g.chain, (g."values" ->> ''day'')::date FROM gone g WHERE g."table" = ''calendar_days'''
					') AS d (chain, day) '
					'WHERE (r.case_no, r.request_no) = (e.case_no, e.request_no) '
					'AND d.day > r.received_on AND d.day <= greatest(e.due_on, e.sent_on)'),
				('{holders}', 'SELECT k.entry_id FROM secretxfer.handovers h '
					'JOIN secretxfer.carriers k ON k.carrier_id = h.carrier_id WHERE h.entry_id = e.handover'),
				('{contract_items}', 'SELECT o.entry_id FROM secretxfer.request_items i '
					'JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id '
					'JOIN secretxfer.parties p ON p.idn = k.owner '
					'CROSS JOIN LATERAL (VALUES (k.entry_id), (p.entry_id)) AS o (entry_id) '
					'WHERE (i.case_no, i.request_no, i.item_no) = (e.case_no, e.request_no, e.item_no)'),
				-- any permit of the contractor, where none is named
				('{handovers, system_accesses}', 'SELECT p.entry_id FROM secretxfer.permits p '
					'WHERE p.holder = c.contractor AND to_jsonb(e) ->> ''permit_no'' IS NULL UNION ALL '
					'SELECT g.chain FROM gone g WHERE g."table" = ''permits'' AND to_jsonb(e) ->> ''permit_no'' IS NULL '
					'AND c.contractor = coalesce(g."values" #>> ''{holder, 0}'', g."values" ->> ''holder'')'),
				-- the permits that bear the mark of the arrangement
				('{handovers, system_accesses}', 'SELECT m.entry_id FROM secretxfer.protections p '
					'CROSS JOIN LATERAL (VALUES (p.contractor_permit_no), (p.provider_permit_no)) AS n (permit_no) '
					'JOIN secretxfer.permits m ON m.permit_no = n.permit_no WHERE p.case_no = e.case_no'),
				-- what is handed over when a case is closed
				('{cases}', 'SELECT k.entry_id FROM secretxfer.handovers h '
					'JOIN secretxfer.carriers k ON k.carrier_id = h.carrier_id WHERE h.case_no = e.case_no'),
				-- of a change of a party its case or, if it is of all works, the cases in which something was out then
				('{party_changes}', 'SELECT x.entry_id FROM ('
					'SELECT o.case_no FROM secretxfer.cases o WHERE o.customer = e.party UNION '
					'SELECT o.case_no FROM secretxfer.cases o WHERE o.contractor = e.party UNION '
					'SELECT s.case_no FROM secretxfer.supplements s WHERE s.successor = e.party UNION '
					'SELECT e.case_no) AS n JOIN secretxfer.cases o ON o.case_no = n.case_no '
					'CROSS JOIN LATERAL (SELECT o.entry_id UNION ALL SELECT k.entry_id FROM secretxfer.handovers h '
					'JOIN secretxfer.carriers k ON k.carrier_id = h.carrier_id WHERE h.case_no = o.case_no) AS x '
					'WHERE o.case_no = e.case_no OR e.case_no IS NULL AND EXISTS ('
					'SELECT FROM secretxfer.transfers(o.case_no) t WHERE (t.ended_on <= e.effective_on) IS NOT TRUE)'),
				-- what a body leaves when its liquidation is completed: carriers, and requests that wait
				('{party_changes}', 'SELECT x.entry_id FROM ('
					'SELECT e.party || ARRAY(SELECT s.body FROM secretxfer.disposals() s) AS bodies) AS own '
					'CROSS JOIN LATERAL (SELECT k.entry_id FROM secretxfer.carriers k WHERE k.owner = ANY (own.bodies) '
					'AND secretxfer.has_rectification(k.entry_id) '
					'AND secretxfer.disposing_body(k.owner, NULL, k.carrier_id, e.completed_on) = e.party UNION ALL '
					'SELECT o.entry_id FROM secretxfer.requests r JOIN secretxfer.cases o ON o.case_no = r.case_no '
					'WHERE r.authority = ANY (own.bodies) AND NOT r.answered AND r.withdrawn_on IS NULL) AS x '
					'WHERE e.kind OPERATOR(pg_catalog.=) ''liquidation'' AND e.completed_on IS NOT NULL')
			) AS o (names, query)
			WHERE bases_of."table" = ANY (o.names)
		) AS q (query, only_of));
BEGIN
	RETURN QUERY EXECUTE format($query$
		WITH gone AS MATERIALIZED (
			SELECT j.chain, j."table", j."values" FROM secretxfer.journal j
			WHERE j."table" = 'calendar_days' AND j.act = 'withdrawn' AND j.basis IS NOT NULL
			   OR j."table" = 'permits' AND j.act IN ('changed', 'withdrawn') AND j.basis IS NOT NULL
		)
		SELECT e.written, j.basis, min(j.recorded_at), bool_or(is_.own), array_agg(s.rule) FILTER (WHERE is_.own),
			array_agg(j."table") FILTER (WHERE NOT is_.own)
		FROM (
			SELECT concat_ws(', ', %1$s) AS written, secretxfer.journal_chain(%2$L, t.entry_id) AS chain, t.*
			FROM secretxfer.%2$I t WHERE concat_ws(', ', %1$s) = ANY ($1)
		) AS e
		LEFT JOIN secretxfer.cases c ON c.entry_id = e.chain
		CROSS JOIN LATERAL (
			SELECT max(j.recorded_at) AS judged_at FROM secretxfer.journal j
			WHERE j.chain = e.chain AND j."table" = %2$L AND j.entry = e.entry_id
			  AND (j.act IN ('entered', 'adopted') OR j.act = 'changed' AND j.basis IS NULL AND EXISTS (
				SELECT FROM json_object_keys(j."values") AS k (name) WHERE k.name <> ALL ($2)))
		) AS last
		CROSS JOIN LATERAL (SELECT e.chain, NULL::text %3$s) AS r (chain, only_of)
		JOIN secretxfer.journal j ON j.chain = r.chain AND j.basis IS NOT NULL
			AND j.act IN ('entered', 'changed', 'withdrawn') AND (r.only_of IS NULL OR j."table" = r.only_of)
		CROSS JOIN LATERAL (SELECT (j."table", j.entry) = (%2$L, e.entry_id) AS own) AS is_
		LEFT JOIN LATERAL unnest(j.set_aside) AS s (rule) ON true
		WHERE (is_.own OR j.recorded_at > last.judged_at)
		  AND (is_.own OR secretxfer.may_make_wrong(j."table", j.act, j."values", $3))
		  AND secretxfer.journal_knows(%2$L, e.entry_id)
		GROUP BY e.written, e.entry_id, j.basis
		$query$, own_key, "table", relied_on) USING keys, not_judged, secretxfer.uncompared_texts();
END
$$;
COMMENT ON FUNCTION secretxfer.bases_of(text, text[]) IS
'verify(): under which bases entries stand, named by table and keys: their own, with the rules that were set aside, and '
'those of later rectifications of what they rely on, with the tables that these changed. One row an entry and basis.';

-- What a rectification never sets aside has no basis of its own; but some of these rules ask other entries, and an
-- entry that kept them may be made wrong by a later rectification of what it relies on.  No entry but the own lacks a
-- text of its document.  That a due day is not that of the calendar stays a warning, and tells under which basis the
-- calendar was put right.
--
-- Where a basis set aside the very rule, no other is told.
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
		FROM unnest(findings) WITH ORDINALITY AS f (severity, rule, "table", key, detail, place)
	), bases AS MATERIALIZED (
		SELECT t."table", b.*
		FROM (
			SELECT f."table", array_agg(DISTINCT f.key) AS keys FROM found f
			WHERE f.may_have_basis AND f."table" IN (SELECT k."table" FROM secretxfer.defined_keys() k)
			GROUP BY f."table"
		) AS t
		CROSS JOIN LATERAL secretxfer.bases_of(t."table", t.keys) AS b
	), serving AS (
		SELECT f.place, b.basis, b.since, b.is_own AND f.may_have_own AS is_own, f.rule = ANY (b.set_aside) AS is_ground
		FROM found f
		JOIN bases b ON b."table" = f."table" AND b.key = f.key
		WHERE f.may_have_basis AND (b.is_own AND f.may_have_own
			OR CASE f.rule WHEN 'secretxfer_r00_in_document' THEN false
				WHEN 'secretxfer_r05_in_time' THEN b.changed_in && '{calendar_days, requests}'
				ELSE b.changed_in IS NOT NULL END)
	), told AS (
		SELECT b.place, coalesce(
			'Its basis: ' || string_agg(b.basis, '; ' ORDER BY b.since) FILTER (WHERE b.is_own AND b.is_ground),
			concat_ws('. ', 'Its basis: ' || string_agg(b.basis, '; ' ORDER BY b.since) FILTER (WHERE b.is_own),
				'Basis of what it relies on: ' || string_agg(b.basis, '; ' ORDER BY b.since) FILTER (WHERE NOT b.is_own)))
			AS bases
		FROM serving b GROUP BY b.place
	)
	SELECT CASE WHEN t.bases IS NULL OR f.severity = 'warning' THEN f.severity ELSE 'irregular' END, f.rule, f."table",
		f.key, concat_ws(' ', f.detail, t.bases)
	FROM found f
	LEFT JOIN told t ON t.place = f.place
	ORDER BY f.place
$$;
COMMENT ON FUNCTION secretxfer.with_bases(secretxfer.finding[]) IS
'verify(): the findings; what was put right under a basis, or made wrong by that, is irregular and tells all bases.';
