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

-- Which tables a rule asks, beyond the entry itself, for the entries of a table, or (null) of all others.  A
-- rectification elsewhere makes no entry wrong that kept the rule.  Of cases and parties, of which the rules ask many
-- things, the columns are told.  Whoever is customer on a day follows from cases,
-- changes and supplements; whether a permission stands, also from passings of secrets and from liquidations.  Where a
-- rule asks of an annex line or a hand-over also what is of other requests, lines or carriers, "other" says so.  Rules
-- that ask the entry alone are not listed.
CREATE FUNCTION secretxfer.tables_asked_by_rules() RETURNS TABLE (rule text, "table" text, asked text[])
IMMUTABLE PARALLEL SAFE ROWS 100
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'secretxfer_' || v.rule, v."table", v.asked::text[]
	FROM (VALUES
		('r00_carrier_out', NULL, '{cases.customer, cases.contractor, cases.opened_on, handovers, supplements,
			party_changes}'),
		('r00_case_open', NULL, '{cases.closed_on}'),
		('r00_date_order', NULL, '{cases.opened_on}'),
		('r00_date_order', 'carrier_marks', '{carriers}'),
		('r00_date_order', 'holders', '{handovers}'),
		('r00_date_order', 'cases', '{handovers, system_accesses, carrier_marks, party_changes}'),
		('r02_customer_kind', NULL, '{parties.kind, cases.customer}'),
		('r02_contractor_kind', NULL, '{parties.kind}'),
		('r02_parties_differ', NULL, '{cases.contractor}'),
		('r03_body_disposes', NULL, '{parties.kind, carriers, disposal_successions}'),
		('r03_notice_after_contract', NULL, '{contracts}'),
		('r03_notice_first', NULL, '{requests, request_items, decisions, contracts, contract_items, notices,
			carriers, disposal_successions, party_changes}'),
		('r03_owner_disposes', NULL, '{parties.kind, parties.disposes_of_secrets, disposal_successions}'),
		('r03_successor_disposes', NULL, '{parties.kind, parties.disposes_of_secrets, disposal_successions,
			party_changes}'),
		('r04_addressee', NULL, '{parties.kind, parties.disposes_of_secrets, disposal_successions}'),
		('r04_addressee_exists', NULL, '{disposal_successions, party_changes}'),
		('r04_authorization', NULL, '{cases.contractor, parties.kind, permits, clearances}'),
		('r04_list_before_receipt', NULL, '{requests, decisions}'),
		('r04_list_not_empty', NULL, '{request_items}'),
		('r04_listed_once', NULL, '{request_items}'),
		('r04_no_longer_secret', NULL, '{carriers, carrier_marks}'),
		('r04_taken_back', NULL, '{decisions}'),
		('r04_within_period', NULL, '{requests, request_items, decisions, contracts, contract_items, carriers,
			disposal_successions, party_changes}'),
		('r05_body_exists', NULL, '{requests, disposal_successions, party_changes}'),
		('r05_calendar_known', NULL, '{requests}'),
		('r05_excluded_items', NULL, '{request_items}'),
		('r05_in_time', NULL, '{calendar_days, requests}'),
		('r05_received_first', NULL, '{requests}'),
		('r05_request_stands', NULL, '{requests}'),
		('r06_amended_once_a_day', NULL, '{contract_amendments}'),
		('r06_amendment_after_contract', NULL, '{contracts}'),
		('r06_annex_after_contract', NULL, '{contracts}'),
		('r06_annex_first', NULL, '{cases.information_system_service, contracts, contract_items, request_items,
			other contract_items}'),
		('r06_authorization', NULL, '{cases.contractor, parties.kind, permits, clearances}'),
		('r06_contract_first', NULL, '{contracts}'),
		('r06_information_statement', NULL, '{cases.information_system_service}'),
		('r06_information_system', NULL, '{cases.information_system_service}'),
		('r07_permission_first', NULL, '{requests, request_items, decisions, contracts, contract_items,
			carriers, disposal_successions, party_changes, other requests, other decisions}'),
		('r07_secrets_passed_on', NULL, '{cases.closed_on, carriers, carrier_marks, disposal_successions,
			requests, decisions}'),
		('r07_within_annex', NULL, '{contracts, contract_items, request_items}'),
		('r07_within_permission', NULL, '{cases.information_system_service, requests, request_items, decisions,
			contracts, contract_items, carriers, disposal_successions, party_changes}'),
		('r08_affiliated', NULL, '{cases.contractor, cases.closed_on, affiliations, protections}'),
		('r08_arrangement_first', NULL, '{protections}'),
		('r08_contractor_has_unit', NULL, '{parties.kind, cases.contractor}'),
		('r08_contractor_without_foreign_participation', NULL, '{parties.foreign_participation,
			cases.contractor, cases.closed_on, protections}'),
		('r08_customer_at_place', NULL, '{parties.settlement, cases.works_settlement, cases.customer,
			cases.opened_on, cases.closed_on, protections, supplements, party_changes}'),
		('r08_notice_after_service_contract', NULL, '{protections}'),
		('r08_organizer', NULL, '{cases.customer, cases.contractor, cases.opened_on, supplements,
			party_changes}'),
		('r08_organizer_exists', NULL, '{protections, party_changes}'),
		('r08_permits_marked', NULL, '{cases.contractor, cases.information_system_service, cases.system_mark,
			protections, permits, carriers, carrier_marks}'),
		('r08_provider_foreign_participation', NULL, '{parties.foreign_participation, cases.closed_on,
			protections}'),
		('r08_provider_mandate', NULL, '{parties.protection_mandate, cases.closed_on, protections}'),
		('r08_provider_other_organization', NULL, '{parties.kind, cases.contractor}'),
		('r08_provider_serves_organization', NULL, '{parties.kind, cases.contractor}'),
		('r08_provider_settlement', NULL, '{parties.settlement, cases.contractor, cases.closed_on,
			protections}'),
		('r08_provider_state_owned', NULL, '{parties.state_share, cases.closed_on, protections}'),
		('r08_quasi_state', NULL, '{parties.quasi_state, cases.closed_on, protections}'),
		('r08_service_notices', NULL, '{protections, notices}'),
		('r09_annulled', NULL, '{annulments}'),
		('r09_lifting_after_remedy', NULL, '{violations}'),
		('r09_loss_is_breach', NULL, '{violations}'),
		('r09_repeated_breach', NULL, '{violations}'),
		('r09_suspended', NULL, '{suspensions, violations}'),
		('r09_suspension_names_breach', NULL, '{violations}'),
		('r10_all_returned', NULL, '{cases.customer, cases.contractor, cases.opened_on, handovers,
			system_accesses, carriers, carrier_marks, supplements, party_changes}'),
		('r10_contractor_changed', NULL, '{cases.contractor, cases.opened_on, party_changes}'),
		('r10_customer_changed', NULL, '{cases.customer, cases.opened_on, supplements, party_changes,
			contracts}'),
		('r10_liquidation_completed', NULL, '{cases.customer, cases.contractor, cases.opened_on, supplements,
			party_changes}'),
		('r10_measures_name_change', NULL, '{cases.contractor, cases.opened_on, party_changes}'),
		('r10_measures_taken', NULL, '{cases.contractor, cases.opened_on, cases.closed_on, protection_measures,
			handovers, system_accesses, party_changes}'),
		('r10_notice_names_change', NULL, '{cases.customer, cases.opened_on, supplements, party_changes}'),
		('r10_party_liquidated', NULL, '{cases.customer, cases.contractor, cases.opened_on, supplements,
			party_changes}'),
		('r10_succession_notices', NULL, '{cases.customer, cases.opened_on, notices, supplements, party_changes,
			requests, request_items, decisions, contract_items, handovers, carriers, disposal_successions,
			other requests, other request_items, other decisions, other contract_items, other handovers}'),
		('r10_successor', NULL, '{cases.customer, cases.opened_on, supplements, party_changes}'),
		('r10_supplement_names_change', NULL, '{cases.customer, cases.opened_on, supplements, party_changes,
			contracts}'),
		('r10_works_of_one_case', NULL, '{cases.customer, cases.contractor, cases.opened_on, cases.closed_on,
			supplements, party_changes}'),
		('r11_clearance', NULL, '{clearances, carrier_marks, handovers}'),
		('r11_clearance_degree', NULL, '{cases.information_system_service, cases.system_mark, clearances,
			carriers, carrier_marks, handovers}'),
		('r11_permit', NULL, '{parties.kind, cases.contractor, contracts, permits, carriers, carrier_marks}'),
		('r11_permit_degree', NULL, '{parties.kind, cases.contractor, cases.information_system_service,
			cases.system_mark, contracts, permits, carriers, carrier_marks}'),
		('r11_permit_holder', NULL, '{parties.kind}'),
		('r11_receiver', NULL, '{cases.customer, cases.contractor, cases.opened_on, clearances, protections,
			handovers, supplements, party_changes}')
		) AS v (rule, "table", asked)
$$;
COMMENT ON FUNCTION secretxfer.tables_asked_by_rules() IS
'verify(): the tables, and of cases and parties the columns, that a rule asks beyond the entry that it judges. One row '
'a rule, and one more for each table of whose entries it asks others.';

CREATE FUNCTION secretxfer.values_of_line("values" json, "column" text) RETURNS SETOF text
IMMUTABLE PARALLEL SAFE ROWS 2
LANGUAGE sql AS $$
	SELECT json_array_elements_text(CASE json_typeof("values" -> "column")
		WHEN 'array' THEN "values" -> "column" ELSE json_build_array("values" -> "column") END)
	WHERE "values" -> "column" IS NOT NULL
$$;
COMMENT ON FUNCTION secretxfer.values_of_line(json, text) IS
'verify(): what a line of the journal tells of a column: the old and the new value of a changed one, or the value. No '
'row where it tells nothing.';

-- The bases of wrong entries of one table, named by their keys.
--
-- An entry was judged when it was entered, and when it was corrected without a basis; its end, and the number on paper,
-- are not judged with the entry. So what no basis of its own made wrong became wrong only through a later rectification
-- of what it relies on: its case, what the entry, the case and the contract refer to, its carrier, the carrier's owner,
-- the passings of secrets, and what is said below of single tables. Each of these has a chain, of which the broken rule
-- asks a part: tables_asked_by_rules(). What is not there any more, or belongs to another party now, only the journal
-- knows.
--
-- An entry that the journal never saw entered, or that differs from its last line, was never judged.
CREATE FUNCTION secretxfer.bases_of("table" text, keys text[])
RETURNS TABLE (key text, basis text, since timestamptz, is_own boolean, was_changed boolean, set_aside text[],
	changed_in text[])
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
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
			-- which body disposed of what is in the case may follow from any passing from one body to the next, and from one
			-- that was withdrawn
			SELECT format('SELECT p.entry_id FROM secretxfer.parties p WHERE p.idn IN (WITH RECURSIVE bodies (idn) AS (%s '
				'UNION SELECT v.idn FROM bodies b JOIN passed s ON b.idn IN (s.body, s.successor) '
				'CROSS JOIN LATERAL (VALUES (s.body), (s.successor)) AS v (idn)) SELECT idn FROM bodies)',
				CASE bases_of."table" WHEN 'party_changes' THEN 'SELECT e.party COLLATE "C"'
					ELSE 'SELECT r.authority COLLATE "C" FROM secretxfer.requests r WHERE r.case_no = c.case_no UNION '
						'SELECT k.owner FROM secretxfer.request_items i '
						'JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id WHERE i.case_no = c.case_no UNION '
						'SELECT k.owner FROM secretxfer.handovers h '
						'JOIN secretxfer.carriers k ON k.carrier_id = h.carrier_id WHERE h.case_no = c.case_no'
				END), 'disposal_successions'
			FROM secretxfer.defined_columns() d
			WHERE d."table" = bases_of."table" AND d."column" = 'case_no'
			UNION ALL
			-- the changes of who became the customer, of who was asked, and of who protects
			SELECT 'SELECT p.entry_id FROM secretxfer.parties p WHERE p.idn IN ('
				'SELECT s.successor FROM secretxfer.supplements s WHERE s.case_no = c.case_no UNION ALL '
				'SELECT r.authority FROM secretxfer.requests r WHERE r.case_no = c.case_no UNION ALL '
				'SELECT o.organizer FROM secretxfer.protections o WHERE o.case_no = c.case_no)', NULL
			FROM secretxfer.defined_columns() d
			WHERE d."table" = bases_of."table" AND d."column" IN ('case_no', 'handover')
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
	-- the names by which what was put right in the case is of the entry, and not of another request, line or carrier
	names CONSTANT text := coalesce((
		SELECT format('ARRAY(%s)', n.query)
		FROM (VALUES
			('{requests, decisions}'::text[], 'VALUES (''request '' || e.request_no), (''list '' || e.request_no)'),
			('{request_items}', 'VALUES (''request '' || e.request_no), (''carrier '' || e.carrier_id)'),
			('{contract_items}', 'VALUES (''request '' || e.request_no), (format(''line %s/%s'', e.request_no, e.item_no))'),
			('{handovers}', 'SELECT ''carrier '' || e.carrier_id UNION ALL SELECT v.name FROM ('
				'SELECT i.request_no, i.item_no::text FROM secretxfer.request_items i '
				'WHERE (i.case_no, i.carrier_id) = (e.case_no, e.carrier_id) UNION ALL '
				'SELECT r, i FROM put_right p CROSS JOIN unnest(p.requests) r CROSS JOIN unnest(p.items) i '
				'WHERE p.chain = e.chain AND p."table" = ''request_items'' AND e.carrier_id::text = ANY (p.carriers)'
				') AS l (request_no, item_no) CROSS JOIN LATERAL (VALUES '
				'(''request '' || l.request_no), (format(''line %s/%s'', l.request_no, l.item_no))) AS v (name)'),
			('{holders}', 'VALUES (''handover '' || e.handover)')
		) AS n (tables, query)
		WHERE bases_of."table" = ANY (n.tables)), 'NULL::text[]');
BEGIN
	RETURN QUERY EXECUTE format($query$
		WITH gone AS MATERIALIZED (
			SELECT j.chain, j."table", j."values" FROM secretxfer.journal j
			WHERE j."table" = 'calendar_days' AND j.act = 'withdrawn' AND j.basis IS NOT NULL
			   OR j."table" = 'permits' AND j.act IN ('changed', 'withdrawn') AND j.basis IS NOT NULL
		), passings AS MATERIALIZED (
			-- the bodies that a passing which was put right ever named
			SELECT j.entry, b.idn COLLATE "C" AS idn
			FROM (
				SELECT DISTINCT j.chain, j."table", j.entry FROM secretxfer.journal j
				WHERE j."table" = 'disposal_successions' AND j.basis IS NOT NULL
				  AND j.act IN ('entered', 'changed', 'withdrawn')
			) AS j
			JOIN secretxfer.journal h ON (h.chain, h."table", h.entry) = (j.chain, j."table", j.entry)
			CROSS JOIN unnest('{body, successor}'::text[]) AS c (name)
			CROSS JOIN LATERAL secretxfer.values_of_line(h."values", c.name) AS b (idn)
		), passed AS MATERIALIZED (
			SELECT s.body COLLATE "C" AS body, s.successor COLLATE "C" AS successor FROM secretxfer.disposal_successions s
			UNION
			SELECT b.idn, n.idn FROM passings b JOIN passings n ON n.entry = b.entry AND n.idn <> b.idn
		), many_facts AS MATERIALIZED (
			SELECT d."table", d."column" FROM secretxfer.defined_columns() d WHERE d."table" IN ('cases', 'parties')
		), e AS MATERIALIZED (
			SELECT concat_ws(', ', %1$s) AS written, secretxfer.journal_chain(%2$L, t.entry_id) AS chain, t.*
			FROM secretxfer.%2$I t WHERE concat_ws(', ', %1$s) = ANY ($1)
		), put_right AS MATERIALIZED (
			-- what was put right in the chains of these entries, with all numbers that it ever had; blanked lines hide them
			SELECT h.chain, h."table", h.entry, bool_or(h."values" IS NULL) AS hidden,
				array_agg(v.value) FILTER (WHERE v.name = 'request_no') AS requests,
				array_agg(v.value) FILTER (WHERE v.name = 'item_no') AS items,
				array_agg(v.value) FILTER (WHERE v.name = 'carrier_id') AS carriers
			FROM (
				SELECT DISTINCT j.chain, j."table", j.entry FROM secretxfer.journal j
				WHERE j.chain IN (SELECT e.chain FROM e) AND j.basis IS NOT NULL
				  AND j.act IN ('entered', 'changed', 'withdrawn')
				  AND j."table" IN ('requests', 'decisions', 'request_items', 'contract_items', 'handovers')
			) AS j
			JOIN secretxfer.journal h ON (h.chain, h."table", h.entry) = (j.chain, j."table", j.entry)
			LEFT JOIN LATERAL (
				SELECT c.name, v.value
				FROM unnest('{request_no, item_no, carrier_id}'::text[]) AS c (name)
				CROSS JOIN LATERAL secretxfer.values_of_line(h."values", c.name) AS v (value)) AS v ON true
			GROUP BY h.chain, h."table", h.entry
		), named AS MATERIALIZED (
			SELECT p.chain, p."table", p.entry, ARRAY(
				SELECT CASE p."table" WHEN 'request_items' THEN 'list ' ELSE 'request ' END || r
				FROM unnest(p.requests) r WHERE p."table" <> 'contract_items'
				UNION ALL
				SELECT format('line %%s/%%s', r, i) FROM unnest(p.requests) r CROSS JOIN unnest(p.items) i
				UNION ALL
				SELECT 'carrier ' || k FROM unnest(p.carriers) k
				UNION ALL
				SELECT 'handover ' || p.entry WHERE p."table" = 'handovers') AS names
			FROM put_right p
			WHERE NOT p.hidden
		)
		SELECT e.written, j.basis, min(j.recorded_at), bool_or(is_.own), bool_or(is_.own AND j.act = 'changed'),
			array_agg(s.rule) FILTER (WHERE is_.own), array_agg(DISTINCT concat(
				CASE WHEN (n.names && its.names) IS FALSE THEN 'other ' END, concat_ws('.', j."table", f."column")))
				FILTER (WHERE NOT is_.own)
		FROM e
		LEFT JOIN secretxfer.cases c ON c.entry_id = e.chain
		CROSS JOIN LATERAL (
			SELECT max(j.recorded_at) AS judged_at FROM secretxfer.journal j
			WHERE j.chain = e.chain AND j."table" = %2$L AND j.entry = e.entry_id
			  AND (j.act IN ('entered', 'adopted') OR j.act = 'changed' AND j.basis IS NULL AND EXISTS (
				SELECT FROM json_object_keys(j."values") AS k (name) WHERE k.name <> ALL ($2)))
		) AS last
		CROSS JOIN LATERAL (SELECT %4$s AS names) AS its
		CROSS JOIN LATERAL (SELECT e.chain, NULL::text %3$s) AS r (chain, only_of)
		JOIN secretxfer.journal j ON j.chain = r.chain AND j.basis IS NOT NULL
			AND j.act IN ('entered', 'changed', 'withdrawn') AND (r.only_of IS NULL OR j."table" = r.only_of)
		LEFT JOIN many_facts f ON f."table" = j."table"
			AND (j.act <> 'changed' OR j."values" IS NULL OR j."values" -> f."column" IS NOT NULL)
		LEFT JOIN named n ON (n.chain, n."table", n.entry) = (j.chain, j."table", j.entry)
		CROSS JOIN LATERAL (SELECT (j."table", j.entry) = (%2$L, e.entry_id) AS own) AS is_
		LEFT JOIN LATERAL unnest(j.set_aside) AS s (rule) ON true
		WHERE (is_.own OR j.recorded_at > last.judged_at)
		  AND (is_.own OR secretxfer.may_make_wrong(j."table", j.act, j."values", $3))
		  AND secretxfer.journal_knows(%2$L, e.entry_id)
		GROUP BY e.written, e.entry_id, j.basis
		$query$, own_key, "table", relied_on, names) USING keys, secretxfer.unjudged_columns(),
			secretxfer.uncompared_texts();
END
$$;
COMMENT ON FUNCTION secretxfer.bases_of(text, text[]) IS
'verify(): under which bases entries stand, named by table and keys: their own, with the rules that were set aside, and '
'those of later rectifications of what they rely on, with what these changed, named as in tables_asked_by_rules(). One '
'row an entry and basis.';

-- What a rectification never sets aside has no basis of its own; but some of these rules ask other entries, and an
-- entry that kept them may be made wrong by a later rectification of what it relies on.  A basis of its own tells of
-- the rules that it set aside and, because each correction moves the stamp of the entry, of facts that were recorded
-- before.  What is irregular by a newer fact may be so under a basis, too, and tells it.  That a due day is not that of
-- the calendar stays a warning, and tells under which basis the calendar was put right.
--
-- Where a basis set aside the very rule, no other is told.
CREATE FUNCTION secretxfer.with_bases(findings secretxfer.finding[]) RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH found AS MATERIALIZED (
		SELECT f.*, r.set_aside <> 'never' AS may_have_own,
			coalesce(of_table.asked, of_all.asked) AS asked,
			(f.severity IN ('unlawful', 'irregular') OR f.rule = 'secretxfer_r05_in_time')
			AND (r.set_aside <> 'never' OR f.rule IN ('secretxfer_r02_parties_differ',
				'secretxfer_r08_organizer', 'secretxfer_r10_notice_names_change', 'secretxfer_r10_works_of_one_case'))
				AS may_have_basis
		FROM unnest(findings) WITH ORDINALITY AS f (severity, rule, "table", key, detail, place)
		LEFT JOIN secretxfer.rule_catalogue() r ON r.name = f.rule
		LEFT JOIN secretxfer.tables_asked_by_rules() of_table ON (of_table.rule, of_table."table") = (f.rule, f."table")
		LEFT JOIN secretxfer.tables_asked_by_rules() of_all ON of_all.rule = f.rule AND of_all."table" IS NULL
	), bases AS MATERIALIZED (
		SELECT t."table", b.*
		FROM (
			SELECT f."table", array_agg(DISTINCT f.key) AS keys FROM found f
			WHERE f.may_have_basis AND f."table" IN (SELECT k."table" FROM secretxfer.defined_keys() k)
			GROUP BY f."table"
		) AS t
		CROSS JOIN LATERAL secretxfer.bases_of(t."table", t.keys) AS b
	), serving AS (
		SELECT f.place, b.basis, b.since, is_.own, is_.own AND is_.ground AS is_ground
		FROM found f
		JOIN bases b ON b."table" = f."table" AND b.key = f.key
		CROSS JOIN LATERAL (SELECT f.rule = ANY (b.set_aside) IS TRUE AS ground) AS g
		CROSS JOIN LATERAL (SELECT g.ground, b.is_own AND f.may_have_own
			AND (g.ground OR b.was_changed AND f.severity <> 'irregular') AS own) AS is_
		WHERE f.may_have_basis AND (is_.own OR b.changed_in && f.asked)
	), told AS (
		SELECT b.place, coalesce(
			'Its basis: ' || string_agg(b.basis, '; ' ORDER BY b.since) FILTER (WHERE b.is_ground),
			concat_ws('. ', 'Its basis: ' || string_agg(b.basis, '; ' ORDER BY b.since) FILTER (WHERE b.own),
				'Basis of what it relies on: ' || string_agg(b.basis, '; ' ORDER BY b.since) FILTER (WHERE NOT b.own)))
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
