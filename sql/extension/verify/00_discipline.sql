-- 00_discipline.sql
--
-- The register's own discipline, which every provision needs: fields, references, numbers, order.

CREATE FUNCTION secretxfer.entries_of_case() RETURNS TABLE ("table" text, condition text)
STABLE PARALLEL SAFE ROWS 15
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT d."table", CASE d."column" WHEN 'case_no' THEN 't.case_no = $1'
		ELSE 't.handover IN (SELECT h.entry_id FROM secretxfer.handovers h WHERE h.case_no = $1)' END
	FROM secretxfer.defined_columns() d
	WHERE d."column" IN ('case_no', 'handover')
$$;
COMMENT ON FUNCTION secretxfer.entries_of_case() IS
'verify(): the tables that have entries of cases, and the condition by which a query finds those of the case $1 in such '
'a table, t. One row a table.';

CREATE FUNCTION secretxfer.columns_of(alias text, columns text[]) RETURNS text
IMMUTABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT string_agg(format('%s.%I', alias, c.name), ', ' ORDER BY c.at)
	FROM unnest(columns) WITH ORDINALITY AS c (name, at)
$$;
COMMENT ON FUNCTION secretxfer.columns_of(text, text[]) IS
'Columns as a query writes them: with the alias of their table, separated by commas.';

-- The fields of each entry by themselves.  Which columns are mandatory, which are the key and
-- which are dates is read from the definition of the register.  Said here is only what the
-- definition does not tell of a table:
--
-- own_rule		mandatory columns for which a provision has a rule of its own: see that provision
-- planned		dates that may lie in the future
-- reversed		whether an end lies before the start
-- out_of_range	the numbers that are not possible
-- day			the day of an event, which is never corrected
--
-- The rules are asked together: one query for a table goes through its rows once.
CREATE FUNCTION secretxfer.verify_fields(of_case text DEFAULT NULL) RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	t record;
	-- not unlawful: the server's clock may have been ahead, and set back
	ahead CONSTANT text := 'greatest(t.recorded_at, t.changed_at) > clock_timestamp()';
	misstamped CONSTANT text := 'isfinite(t.recorded_at) IS NOT TRUE OR secretxfer.is_blank(t.recorded_by::text)'
		' OR t.changed_at < t.recorded_at'
		' OR num_nulls(t.changed_at, t.changed_by) = 1'
		' OR t.changed_by IS NOT NULL AND secretxfer.is_blank(t.changed_by::text) OR (t.entry_id > 0) IS NOT TRUE';
	-- most numbers are of ASCII and Cyrillic letters, with no space at the start or end, and are not looked at further
	usual_number CONSTANT text := '^[!-~\u0400-\u0481\u048a-\u052f]+( +[!-~\u0400-\u0481\u048a-\u052f]+)*$';
BEGIN
	FOR t IN
		WITH described (name, own_rule, planned, reversed, out_of_range, day) AS (VALUES
			('parties', '{full_name}'::text[], '{}'::text[], NULL, 'NOT t.state_share BETWEEN 0 AND 100', NULL),
			('affiliations', '{}', '{until}', 't.since > t.until', NULL, NULL),
			('permits', '{}', '{valid_until}', NULL, NULL, NULL),
			('clearances', '{}', '{valid_until}', NULL, NULL, NULL),
			('carriers', '{title,mark,account_no,copy_no}', '{}', NULL, 't.sheets <= 0', NULL),
			('carrier_marks', '{}', '{}', NULL, NULL, 'marked_on'),
			('disposal_successions', '{}', '{}', NULL, NULL, 'effective_on'),
			('cases', '{}', '{}', 't.opened_on > t.closed_on', NULL, NULL),
			('requests', '{justification,transfer_from,transfer_until,draft_contract}', '{transfer_from,transfer_until}',
				't.sent_on > least(t.received_on, t.withdrawn_on)', NULL, NULL),
			('request_items', '{}', '{}', NULL, 't.item_no <= 0', NULL),
			('decisions', '{signed_by,signed_as}', '{due_on}', 't.sent_on > t.withdrawn_on', NULL, NULL),
			('contracts',
				'{control_during_works,control_after_works,contractor_liability,protection_financing,responsible_unit,'
				'unit_designated_by}', '{}', NULL, NULL, NULL),
			('contract_amendments', '{}', '{}', NULL, NULL, NULL),
			('protections', '{}', '{}', NULL, NULL, NULL),
			('handovers', '{}', '{}', 't.handed_on > least(t.returned_on, t.written_off_on) OR t.written_off_on > t.returned_on',
				NULL, NULL),
			('holders', '{}', '{}', NULL, NULL, 'held_since'),
			('system_accesses', '{}', '{}', 't.granted_on > t.ended_on', NULL, 'granted_on'),
			('violations', '{}', '{}', 't.found_on > t.remedied_on',
				't.damage::text !~ ''^\d'' OR t.damage_recovered::text !~ ''^\d'''
				' OR t.damage_recovered > coalesce(t.damage, 0)', NULL),
			('suspensions', '{}', '{}', 't.suspended_on > t.lifted_on', NULL, 'suspended_on'),
			('annulments', '{}', '{}', 't.raised_on > least(t.order_annulled_on, t.rejected_on)', NULL, NULL),
			('party_changes', '{}', '{}', 't.effective_on > least(t.completed_on, t.called_off_on)', NULL, 'effective_on'),
			('supplements', '{successor_powers}', '{}', NULL, NULL, NULL),
			('calendar_days', '{}', '{day}', NULL, NULL, NULL),
			('calendar_years', '{}', '{}', NULL, 'NOT t.year BETWEEN 1992 AND 2200', NULL)
		), columns AS (
			SELECT c."table" AS name, c."column" AS field, array_position(k.columns, c."column") AS key_position,
				c.type = 'text' AS is_text, c.type = 'date' AS is_date,
				c.mandatory AND c."column" <> ALL (coalesce(d.own_rule, '{}')) AS required,
				c."column" <> ALL (coalesce(d.planned, '{}')) AS past,
				-- version 1.0 demanded no normal form; what refers to such a number is written like the number
				getdatabaseencoding() = 'UTF8' AND NOT EXISTS (
					SELECT FROM secretxfer.defined_constraints() r
					WHERE r."table" = c."table" AND r.kind = 'FOREIGN KEY' AND c."column" = ANY (r.columns)) AS composed
			FROM secretxfer.defined_columns() c
			JOIN secretxfer.defined_keys() k ON k."table" = c."table"
			LEFT JOIN described d ON d.name = c."table"
			WHERE c."column" NOT IN ('recorded_at', 'recorded_by', 'entry_id')
		)
		SELECT c.name, d.out_of_range, d.reversed,
			CASE WHEN of_case IS NULL THEN 'true' ELSE o.condition END AS of_case,
			string_agg(format('t.%I', field), ', ' ORDER BY key_position) FILTER (WHERE key_position IS NOT NULL)
				AS key_columns,
			string_agg(format(CASE WHEN is_text THEN 'secretxfer.is_blank(t.%I)' ELSE 't.%I IS NULL' END, field), ' OR ')
				FILTER (WHERE required) AS blank,
			string_agg(format('t.%I = ''not in the document''', field), ' OR ') FILTER (WHERE is_text) AS lacking,
			string_agg(format('(octet_length(t.%1$I) > 200 OR t.%1$I COLLATE "C" !~ %2$L)'
					' AND secretxfer.is_malformed(t.%1$I)', field, usual_number), ' OR ')
				FILTER (WHERE is_text AND (key_position IS NOT NULL OR field IN ('printed_no', 'account_no', 'copy_no')))
				AS malformed,
			string_agg(format('octet_length(t.%1$I) > length(t.%1$I) AND t.%1$I IS NOT NFC NORMALIZED', field), ' OR ')
				FILTER (WHERE is_text AND composed
					AND (key_position IS NOT NULL OR field IN ('printed_no', 'account_no', 'copy_no'))) AS decomposed,
			string_agg(format('(t.%1$I > %2$L AND isfinite(t.%1$I))', field, secretxfer.today()), ' OR ')
				FILTER (WHERE is_date AND past) AS future,
			'secretxfer.days_until_recorded(greatest('
				|| string_agg(format('t.%I', field), ', ') FILTER (WHERE is_date AND past)
				|| '), greatest(t.recorded_at, t.changed_at)) < 0'
				|| coalesce(' OR secretxfer.days_until_recorded(t.' || d.day || ', t.recorded_at) < 0', '') AS foretold,
			string_agg(format('NOT t.%I BETWEEN ''1991-12-16'' AND %L', field, secretxfer.today() + 36525), ' OR ')
				FILTER (WHERE is_date) AS implausible
		FROM columns c
		LEFT JOIN described d ON d.name = c.name
		LEFT JOIN secretxfer.entries_of_case() o ON o."table" = c.name
		WHERE of_case IS NULL OR o.condition IS NOT NULL
		GROUP BY c.name, d.reversed, d.out_of_range, d.day, o.condition
		ORDER BY c.name
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT coalesce(v.severity, 'unlawful')::secretxfer.severity, 'secretxfer_' || v.rule, %L, concat_ws(', ', %s),
				v.detail
			FROM secretxfer.%I t
			CROSS JOIN LATERAL (VALUES
				('r00_mandatory', %s, 'A mandatory field is missing or blank.', NULL),
				('r00_in_document', %s, 'It says that the document lacks a text.', NULL),
				('r00_key_form', %s, 'A number is not what it looks like, or too long.', NULL),
				('r00_key_form', %s, 'A number of before version 1.1 is not in Unicode normal form C.', 'warning'),
				('r00_not_in_future', %s, 'A date lies after today.', NULL),
				('r00_not_in_future', %s, 'It was recorded before a day that it states.', NULL),
				('r00_plausible_date', %s, 'A date is none that a document can bear.', NULL),
				('r00_value_range', %s, 'A number lies outside of its possible values.', NULL),
				('r00_date_order', %s, 'It ends before it began.', NULL),
				-- no rule: what a client states is dropped, so that such a stamp was written past the guard
				(NULL, %s, 'Its stamps are not as the server sets them.', NULL),
				(NULL, %s, 'Its stamps lie in the future: the clock of the server was ahead.', 'warning')) AS v (rule, broken, detail, severity)
			WHERE %s AND (%s) AND v.broken
			$query$, t.name, t.key_columns, t.name,
			t.blank, coalesce(t.lacking, 'false'), coalesce(t.malformed, 'false'), coalesce(t.decomposed, 'false'),
			coalesce(t.future, 'false'),
			coalesce(t.foretold, 'false'), coalesce(t.implausible, 'false'), coalesce(t.out_of_range, 'false'),
			coalesce(t.reversed, 'false'), misstamped, ahead, t.of_case,
			concat_ws(' OR ', t.blank, t.lacking, t.malformed, t.decomposed, t.future, t.foretold, t.implausible, t.out_of_range,
				t.reversed, misstamped, ahead)) USING of_case;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_fields(text) IS
'verify(), the register''s own discipline: the fields of each entry by themselves, or those of the entries of a case.';

-- A reference that leads nowhere, and a reference to an entry that was recorded after the last
-- change of the entry that refers to it: the former entry was withdrawn and entered anew.  The
-- references are the foreign keys of the definition.  One query for a table goes through its rows
-- once, with all that they refer to.
CREATE FUNCTION secretxfer.verify_references(of_case text DEFAULT NULL) RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	r record;
BEGIN
	FOR r IN
		SELECT f."table" AS name, p.own_key,
			CASE WHEN of_case IS NULL THEN 'true' ELSE e.condition END AS of_case,
			string_agg(format('LEFT JOIN secretxfer.%I %s ON %s', f.to_table, f.alias, p.joined), ' ') AS joins,
			string_agg(format('%s AND (%s.recorded_at <= greatest(t.recorded_at, t.changed_at)) IS NOT TRUE',
				p.stated, f.alias), ' OR ') AS suspicious,
			string_agg(format('(%L, %s.recorded_at, %s, concat_ws('', '', %s))', f.to_table, f.alias, p.stated, p.to_key),
				', ') AS referred
		FROM (
			SELECT *, 'o' || row_number() OVER () AS alias FROM secretxfer.defined_constraints()
			-- an annex without its contract: secretxfer_r06_contract_first
			WHERE kind = 'FOREIGN KEY' AND "constraint" <> 'contract_items_case_no_fkey'
		) AS f
		JOIN secretxfer.defined_keys() own ON own."table" = f."table"
		JOIN secretxfer.defined_keys() there ON there."table" = f.to_table
		CROSS JOIN LATERAL (
			SELECT string_agg(format('%s.%I = t.%I', f.alias, c.there, c.here), ' AND ') AS joined,
				string_agg(format('t.%I IS NOT NULL', c.here), ' AND ') AS stated,
				secretxfer.columns_of('t', own.columns) AS own_key, secretxfer.columns_of(f.alias, there.columns) AS to_key
			FROM unnest(f.columns, f.to_columns) AS c (here, there)
		) AS p
		LEFT JOIN secretxfer.entries_of_case() e ON e."table" = f."table"
		WHERE of_case IS NULL OR e.condition IS NOT NULL
		GROUP BY f."table", p.own_key, e.condition
		ORDER BY f."table"
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT v.severity::secretxfer.severity, v.rule, v.name, v.key, v.detail
			FROM secretxfer.%1$I t %2$s
			CROSS JOIN LATERAL (VALUES %3$s) AS o (name, recorded_at, stated, key)
			CROSS JOIN LATERAL (VALUES
				('unlawful', 'secretxfer_r00_reference', %1$L, concat_ws(', ', %4$s), o.recorded_at IS NULL,
					format('It refers to an entry of %%s that does not stand in the register.', o.name)),
				('warning', 'secretxfer_r00_settled', o.name, o.key, o.recorded_at > greatest(t.recorded_at, t.changed_at),
					%6$L)) AS v (severity, rule, name, key, broken, detail)
			WHERE %7$s AND (%5$s) AND o.stated AND v.broken
			$query$, r.name, r.joins, r.referred, r.own_key, r.suspicious,
			format('It was recorded after an entry of %s that relies on it.', r.name), r.of_case) USING of_case;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_references(text) IS
'verify(), the register''s own discipline: what entries refer to, or the entries of a case.';

-- The keys and the other unique numbers of the definition.  Where a unique index stands and is
-- valid, nothing can stand twice, so only numbers without such an index are counted.  No index
-- compares the numbers of entries of several tables.
CREATE FUNCTION secretxfer.verify_numbers(of_case text DEFAULT NULL) RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	n record;
	twice bigint[];
	asked bigint[]; -- the entries of the case
	condition text;
BEGIN
	FOR n IN
		SELECT u."table" AS name, secretxfer.columns_of('t', k.columns) AS key,
			secretxfer.columns_of('t', u.columns) AS columns,
			CASE u."constraint" WHEN 'request_items_case_no_request_no_carrier_id_key' THEN 'secretxfer_r04_listed_once'
				ELSE 'secretxfer_r00_entered_once' END AS rule,
			CASE u.kind WHEN 'PRIMARY KEY' THEN 'It stands' ELSE 'Its number stands' END AS says
		FROM secretxfer.defined_constraints() u
		JOIN secretxfer.defined_keys() k ON k."table" = u."table"
		WHERE u.kind IN ('PRIMARY KEY', 'UNIQUE') AND NOT EXISTS (
			SELECT FROM pg_index i
			WHERE i.indrelid = format('secretxfer.%I', u."table")::regclass
			  AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
			  AND u.columns = (SELECT array_agg(a.attname::text ORDER BY k.at)
				  FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (n, at)
				  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n))
		UNION ALL
		SELECT u."table", secretxfer.columns_of('t', k.columns), u.columns,
			'secretxfer_r00_entered_once', 'Its number stands'
		FROM secretxfer.defined_unique_indexes() u
		JOIN secretxfer.defined_keys() k ON k."table" = u."table"
		WHERE NOT EXISTS (
			SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
			WHERE i.indrelid = format('secretxfer.%I', u."table")::regclass
			  AND c.relname = u.index AND i.indisunique AND i.indisvalid AND i.indpred IS NULL)
	LOOP
		condition := CASE WHEN of_case IS NULL THEN 'true'
			ELSE (SELECT o.condition FROM secretxfer.entries_of_case() o WHERE o."table" = n.name) END;
		CONTINUE WHEN condition IS NULL;
		RETURN QUERY EXECUTE format($query$
			SELECT DISTINCT 'unlawful'::secretxfer.severity, %L, %L, key, concat(%L, ' ', times, ' times.')
			FROM (SELECT concat_ws(', ', %s) AS key, count(*) OVER (PARTITION BY %s) AS times, %s AS asked
				FROM secretxfer.%I t) AS e
			WHERE times > 1 AND asked
			$query$, n.rule, n.name, n.says, n.key, n.columns, condition, n.name) USING of_case;
	END LOOP;
	-- a role without a privilege on a sequence does not see how far the sequence is
	RETURN QUERY
	SELECT 'warning'::secretxfer.severity, NULL::text, NULL::text, s.sequencename::text, 'Half of all numbers are used up.'
	FROM pg_sequences s
	WHERE of_case IS NULL AND s.schemaname = 'secretxfer' AND s.sequencename = 'entry_ids' AND s.last_value > 4611686018427387904;
	IF of_case IS NOT NULL THEN
		EXECUTE (
			SELECT format('SELECT array_agg(entry_id) FROM (%s) AS e',
				string_agg(format('SELECT t.entry_id FROM secretxfer.%I t WHERE %s', o."table", o.condition), ' UNION ALL '))
			FROM secretxfer.entries_of_case() o) INTO asked USING of_case;
	END IF;
	EXECUTE (
		SELECT format('SELECT array_agg(entry_id) FROM (SELECT entry_id FROM (%s) AS e WHERE entry_id > 0 GROUP BY entry_id'
				' HAVING count(*) > 1) AS twice',
			string_agg(format('SELECT t.entry_id FROM secretxfer.%I t', k."table")
				|| CASE WHEN of_case IS NULL THEN '' ELSE ' WHERE t.entry_id = ANY ($1)' END, ' UNION ALL '))
		FROM secretxfer.defined_keys() k) INTO twice USING asked;
	IF twice IS NULL THEN
		RETURN;
	END IF;
	FOR n IN
		SELECT k."table" AS name, secretxfer.columns_of('t', k.columns) AS key,
			CASE WHEN of_case IS NULL THEN 'true' ELSE o.condition END AS of_case
		FROM secretxfer.defined_keys() k
		LEFT JOIN secretxfer.entries_of_case() o ON o."table" = k."table"
		WHERE of_case IS NULL OR o.condition IS NOT NULL
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r00_entered_once', %L, concat_ws(', ', %s),
				'Another entry of the register has the same entry_id.'
			FROM secretxfer.%I t WHERE %s AND t.entry_id = ANY ($2)
			$query$, n.name, n.key, n.name, n.of_case) USING of_case, twice;
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_numbers(text) IS
'verify(), the register''s own discipline: numbers that stand once, or those of the entries of a case.';

-- The days of entries compared with those of their case.
CREATE FUNCTION secretxfer.verify_dates(of_case text DEFAULT NULL) RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	keys CONSTANT text := (
		SELECT string_agg(format('SELECT concat_ws('', '', %s) FROM secretxfer.%I t'
				' WHERE m.name = %2$L AND t.entry_id = m.entry_id::bigint',
			secretxfer.columns_of('t', k.columns), k."table"), ' UNION ALL ')
		FROM secretxfer.defined_keys() k);
BEGIN
	RETURN QUERY EXECUTE format($query$
		WITH misdated AS MATERIALIZED (
			SELECT v.rule, e.entered_in AS name, e.entry_id, v.detail
			FROM (
				-- the notices of a provider's services may be older than the case
				SELECT entered_in, case_no, CASE WHEN event IN ('notice sent: courier_service', 'notice sent: postal_service')
						THEN NULL ELSE happened_on END AS happened_on, recorded_at, entry_id
				FROM secretxfer.dated_entries()
				UNION ALL
				SELECT 'request_items', case_no, NULL, recorded_at, entry_id::text FROM secretxfer.request_items
				UNION ALL
				SELECT 'contract_amendments', case_no, concluded_on, recorded_at, entry_id::text
				FROM secretxfer.contract_amendments
			) AS e
			JOIN secretxfer.cases c ON c.case_no = e.case_no
			CROSS JOIN LATERAL (VALUES
				('secretxfer_r00_date_order', e.happened_on < c.opened_on, 'It is dated before the case was opened.'),
				('secretxfer_r00_case_open',
					e.happened_on > c.closed_on AND e.entered_in NOT IN ('violations', 'protection_measures'),
					'It is dated after the case was closed.'),
				('secretxfer_r00_case_open',
					c.closed_on IS NOT NULL AND e.recorded_at > greatest(c.recorded_at, c.changed_at)
					AND e.entered_in NOT IN ('violations', 'protection_measures'),
					'It was recorded after the case was closed.')) AS v (rule, broken, detail)
			WHERE (e.happened_on < c.opened_on OR e.happened_on > c.closed_on
				   OR c.closed_on IS NOT NULL AND e.recorded_at > greatest(c.recorded_at, c.changed_at)) AND v.broken%s
		)
		SELECT 'unlawful'::secretxfer.severity, m.rule, m.name, k.key, m.detail
		FROM misdated m
		LEFT JOIN LATERAL (%s) AS k (key) ON true
		$query$, CASE WHEN of_case IS NULL THEN '' ELSE ' AND c.case_no = $1' END, keys) USING of_case;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_dates(text) IS
'verify(), the register''s own discipline: the days of entries, or those of one case, compared with those of their case.';

-- Entries compared with others: the order in time, closed cases, validity, and where a carrier is.
CREATE FUNCTION secretxfer.verify_order() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL UNSAFE
LANGUAGE sql AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r00_date_order', v.name, v.key, v.detail, v.case_no
	FROM (
		SELECT 'carrier_marks', concat_ws(', ', m.carrier_id, m.marked_on), m.marked_on < k.registered_on,
			'It is dated before the carrier was registered.', NULL::text COLLATE "C"
		FROM secretxfer.carrier_marks m JOIN secretxfer.carriers k ON k.carrier_id = m.carrier_id
		UNION ALL
		SELECT 'holders', concat_ws(', ', o.handover, o.held_since),
			o.held_since < h.handed_on OR o.held_since > least(h.returned_on, h.written_off_on),
			'It is dated before the hand-over or after its end.', h.case_no
		FROM secretxfer.holders o JOIN secretxfer.handovers h ON h.entry_id = o.handover
	) AS v (name, key, broken, detail, case_no)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_case_open', 'holders', concat_ws(', ', o.handover, o.held_since),
		'It was recorded after the case was closed.', h.case_no
	FROM secretxfer.holders o
	JOIN secretxfer.handovers h ON h.entry_id = o.handover
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	WHERE c.closed_on IS NOT NULL AND o.recorded_at > greatest(c.recorded_at, c.changed_at)
	UNION ALL
	-- a mark that was recorded later may have made a secret of it again
	SELECT secretxfer.later(bool_or(m.since IS NULL OR m.known_at < greatest(c.recorded_at, c.changed_at))),
		'secretxfer_r00_date_order', 'cases', c.case_no, 'It is closed before something came back.',
		c.case_no
	FROM secretxfer.transfers() t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = t.carrier_id AND m.since <= c.closed_on
		AND c.closed_on < m.until
	WHERE t.ended_on > c.closed_on AND (m.since IS NULL OR m.mark IS NOT NULL)
	GROUP BY c.case_no
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_date_order', 'cases', c.case_no, 'It is closed before the end of its works.', c.case_no
	FROM secretxfer.party_changes x
	JOIN secretxfer.cases c ON c.case_no = x.case_no
	WHERE x.effective_on > c.closed_on
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_validity_period', a.name, a.key, 'It ends, or is revoked, before its issue.', NULL
	FROM (
		SELECT 'permits', permit_no, issued_on, valid_until, revoked_on FROM secretxfer.permits
		UNION ALL
		SELECT 'clearances', clearance_no, issued_on, valid_until, revoked_on FROM secretxfer.clearances
	) AS a (name, key, issued_on, valid_until, revoked_on)
	WHERE a.valid_until < a.issued_on OR a.revoked_on < a.issued_on
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_carrier_out', 'handovers', concat_ws(', ', h.case_no, h.carrier_id, h.handed_on, h.act_no),
		'It came back after it was destroyed under another hand-over.', h.case_no
	FROM secretxfer.handovers h
	JOIN secretxfer.handovers d ON d.carrier_id = h.carrier_id AND d.entry_id <> h.entry_id
	WHERE d.written_off_as = 'destroyed' AND h.returned_on > d.written_off_on
	UNION ALL
	SELECT secretxfer.later(NOT (outer_one.was_within AND outer_one.handed_on)), 'secretxfer_r00_carrier_out', 'handovers',
		concat_ws(', ', h.case_no, h.carrier_id, h.handed_on, h.act_no), 'The carrier was out at that time.',
		h.case_no
	FROM secretxfer.handovers h
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	-- the hand-overs during which this one began, the innermost first
	JOIN LATERAL (
		SELECT bool_and(v.within AND (o.written_off_on IS NULL OR o.written_off_on > h.handed_on)) AS within,
			-- a write-off may become known after the carrier was handed on
			bool_and(v.within AND (o.written_off_on IS NULL OR o.written_off_on > h.handed_on
				OR o.changed_at > CASE WHEN num_nonnulls(h.returned_on, h.return_act_no, h.written_off_on) = 0
					THEN greatest(h.recorded_at, h.changed_at) ELSE h.recorded_at END)) AS was_within,
			(array_agg(v.handed_on ORDER BY o.handed_on DESC, v.handed_on DESC))[1] AS handed_on
		FROM secretxfer.handovers o
		JOIN secretxfer.cases oc ON oc.case_no = o.case_no
		CROSS JOIN LATERAL (SELECT oc.contractor = coalesce(
				(SELECT s.successor FROM secretxfer.last_supplement(h.case_no, h.handed_on) s), c.customer) AS handed_on,
			(h.returned_on <= o.returned_on OR o.returned_on IS NULL) IS TRUE AS within) AS v
		WHERE o.carrier_id = h.carrier_id AND o.entry_id <> h.entry_id
		  AND (o.handed_on < h.handed_on
			   OR o.handed_on = h.handed_on AND (v.handed_on OR o.entry_id < h.entry_id AND c.contractor <> coalesce(
				(SELECT s.successor FROM secretxfer.last_supplement(o.case_no, o.handed_on) s), oc.customer)))
		  AND coalesce(o.returned_on, 'infinity') > h.handed_on
		  AND (h.returned_on IS NULL OR h.returned_on > o.handed_on)
	) AS outer_one ON outer_one.within IS NOT NULL
	WHERE NOT (outer_one.within AND outer_one.handed_on)
	  -- few began while their carrier was out
	  AND EXISTS (SELECT FROM secretxfer.handovers e
		WHERE e.carrier_id = h.carrier_id AND e.entry_id <> h.entry_id AND e.handed_on <= h.handed_on
		  AND coalesce(e.returned_on, 'infinity') > h.handed_on)
$$;
COMMENT ON FUNCTION secretxfer.verify_order() IS
'verify(), the register''s own discipline: entries compared with others.';
