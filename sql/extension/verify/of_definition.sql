-- of_definition.sql
--
-- The parts of verify() that follow from the definition of the register: fields, references, numbers.
--
-- Their queries are made here once, when the extension is created, and not by each call: the definition is read by
-- regular expressions, which take longer than to judge a case, and no session could keep the plans of queries that are
-- made anew.  This file stands behind the definition.

-- An entry bears the number of its case, or leads to a hand-over of the case.
CREATE FUNCTION secretxfer.defined_sources() RETURNS TABLE ("table" text, key text, source text, case_no text)
STABLE PARALLEL SAFE ROWS 30
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT k."table", secretxfer.columns_of('t', k.columns),
		format(CASE WHEN bool_or(d."column" = 'handover')
			THEN 'secretxfer.%I t LEFT JOIN secretxfer.handovers owner ON owner.entry_id = t.handover'
			ELSE 'secretxfer.%I t' END, k."table"),
		CASE WHEN bool_or(d."column" = 'case_no') THEN 't.case_no' WHEN bool_or(d."column" = 'handover') THEN 'owner.case_no'
			ELSE 'NULL::text COLLATE "C"' END
	FROM secretxfer.defined_keys() k
	JOIN secretxfer.defined_columns() d ON d."table" = k."table"
	GROUP BY k."table", k.columns
$$;
COMMENT ON FUNCTION secretxfer.defined_sources() IS
'How a query reads the entries of a table, t: the columns of their key, what stands in FROM, and the number of the '
'case. One row a table of entries.';

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
DO $make$
DECLARE
	t record;
	queries text[] := '{}';
	-- not unlawful: the server's clock may have been ahead, and set back
	ahead CONSTANT text := 'greatest(t.recorded_at, t.changed_at) > (SELECT clock_timestamp())';
	misstamped CONSTANT text := 'isfinite(t.recorded_at) IS NOT TRUE OR secretxfer.is_blank(t.recorded_by::text)'
		' OR t.changed_at < t.recorded_at'
		' OR num_nulls(t.changed_at, t.changed_by) = 1'
		' OR t.changed_by IS NOT NULL AND secretxfer.is_blank(t.changed_by::text) OR (t.entry_id > 0) IS NOT TRUE';
	-- the same, and every role whose name begins otherwise than with a printable ASCII character
	doubtful_stamps CONSTANT text := 'isfinite(t.recorded_at) IS NOT TRUE'
		' OR (t.recorded_by BETWEEN ''!'' AND ''~'') IS NOT TRUE OR t.changed_at < t.recorded_at'
		' OR (t.changed_at IS NULL) <> (t.changed_by IS NULL) OR NOT t.changed_by BETWEEN ''!'' AND ''~'''
		' OR (t.entry_id > 0) IS NOT TRUE';
	-- most numbers that are not plain are of ASCII and Cyrillic letters, with no space at the start or end
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
			SELECT c."table" AS name, c."column" AS field, c.type = 'text' AS is_text, c.type = 'date' AS is_date,
				c.mandatory AND c."column" <> ALL (coalesce(d.own_rule, '{}')) AS required,
				c."column" <> ALL (coalesce(d.planned, '{}')) AS past, refers.yes AS refers,
				c.type = 'text' AND (c."column" = ANY (k.columns) OR c."column" IN ('printed_no', 'account_no', 'copy_no'))
					AS is_number
			FROM secretxfer.defined_columns() c
			JOIN secretxfer.defined_keys() k ON k."table" = c."table"
			LEFT JOIN described d ON d.name = c."table"
			CROSS JOIN LATERAL (
				SELECT EXISTS (SELECT FROM secretxfer.defined_constraints() r
					WHERE r."table" = c."table" AND r.kind = 'FOREIGN KEY' AND c."column" = ANY (r.columns))) AS refers (yes)
			WHERE c."column" NOT IN ('recorded_at', 'recorded_by', 'entry_id')
		), conditions AS (
			SELECT c.*,
				CASE WHEN required THEN format(CASE WHEN is_text THEN 'secretxfer.is_blank(t.%I)' ELSE 't.%I IS NULL' END,
					field) END AS blank,
				CASE WHEN is_text THEN format('t.%I = ''not in the document''', field) END AS lacking,
				CASE WHEN is_number THEN format('(octet_length(t.%1$I) > 200 OR t.%1$I COLLATE "C" !~ %2$L)'
					' AND secretxfer.is_malformed(t.%1$I)', field, usual_number) END AS malformed,
				-- version 1.0 demanded no normal form; what refers to such a number is written like the number
				CASE WHEN is_number AND NOT refers AND getdatabaseencoding() = 'UTF8'
					THEN format('octet_length(t.%1$I) > length(t.%1$I) AND t.%1$I IS NOT NFC NORMALIZED', field) END
					AS decomposed,
				CASE WHEN is_date AND past THEN format('(t.%1$I > (SELECT secretxfer.today()) AND isfinite(t.%1$I))', field) END
					AS future,
				CASE WHEN is_date THEN format('NOT t.%I BETWEEN ''1991-12-16'' AND (SELECT secretxfer.today() + 36525)', field)
					END AS implausible
			FROM columns c
		)
		SELECT c.name, s.key, s.source, s.case_no, d.out_of_range, d.reversed, string_agg(blank, ' OR ') AS blank,
			string_agg(lacking, ' OR ') AS lacking, string_agg(malformed, ' OR ') AS malformed,
			string_agg(decomposed, ' OR ') AS decomposed, string_agg(future, ' OR ') AS future,
			'secretxfer.days_until_recorded(' || past.latest || ', greatest(t.recorded_at, t.changed_at)) < 0'
				|| coalesce(' OR secretxfer.days_until_recorded(t.' || d.day || ', t.recorded_at) < 0', '') AS foretold,
			string_agg(implausible, ' OR ') AS implausible,
			-- nearly all entries stand these quick tests, which leave out none that has a fault
			concat_ws(' OR ',
				string_agg(CASE WHEN is_number OR is_text AND refers THEN
					format('secretxfer.is_plain(t.%I) IS NOT TRUE AND (%s)', field,
						concat_ws(' OR ', blank, lacking, malformed, decomposed))
					WHEN is_date THEN concat_ws(' OR ', blank,
						CASE WHEN past THEN format('NOT t.%I BETWEEN ''1991-12-16'' AND (SELECT secretxfer.today())', field)
							ELSE implausible END)
					ELSE nullif(concat_ws(' OR ', blank, lacking), '') END, ' OR '),
				-- the day begins earlier in Almaty than in Greenwich, whose time takes less to tell
				past.latest || ' > greatest(t.recorded_at, t.changed_at) AT TIME ZONE INTERVAL ''0''',
				't.' || d.day || ' > t.recorded_at AT TIME ZONE INTERVAL ''0''') AS doubtful
		FROM conditions c
		JOIN secretxfer.defined_sources() s ON s."table" = c.name
		LEFT JOIN described d ON d.name = c.name
		CROSS JOIN LATERAL (
			SELECT 'greatest(' || string_agg(format('t.%I', o.field), ', ' ORDER BY o.field) || ')' AS latest
			FROM columns o WHERE o.name = c.name AND o.is_date AND o.past) AS past
		GROUP BY c.name, s.key, s.source, s.case_no, d.reversed, d.out_of_range, d.day, past.latest
		ORDER BY c.name
	LOOP
		queries := queries || format($query$
			SELECT coalesce(v.severity, 'unlawful')::secretxfer.severity, 'secretxfer_' || v.rule, %L, concat_ws(', ', %s),
				v.detail, %s
			FROM %s
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
				(NULL, %s, 'Its stamps lie in the future: the clock of the server was ahead.', 'warning'))
				AS v (rule, broken, detail, severity)
			WHERE (%s) AND v.broken
			$query$, t.name, t.key, t.case_no, t.source,
			t.blank, coalesce(t.lacking, 'false'), coalesce(t.malformed, 'false'), coalesce(t.decomposed, 'false'),
			coalesce(t.future, 'false'),
			coalesce(t.foretold, 'false'), coalesce(t.implausible, 'false'), coalesce(t.out_of_range, 'false'),
			coalesce(t.reversed, 'false'), misstamped, ahead,
			concat_ws(' OR ', t.doubtful, t.out_of_range, t.reversed, doubtful_stamps, ahead));
	END LOOP;
	EXECUTE format('CREATE FUNCTION secretxfer.verify_fields() RETURNS SETOF secretxfer.finding_of_case '
		'STABLE PARALLEL SAFE LANGUAGE sql AS %L', array_to_string(queries, ' UNION ALL '));
END
$make$;
COMMENT ON FUNCTION secretxfer.verify_fields() IS
'verify(), the register''s own discipline: the fields of each entry by themselves.';

DO $make$
BEGIN
	EXECUTE (
		SELECT format('CREATE FUNCTION secretxfer.entries() RETURNS SETOF secretxfer.entry '
				'STABLE PARALLEL SAFE LANGUAGE sql AS %L',
			string_agg(format('SELECT %L::text, concat_ws('', '', %s), t.entry_id, %s, t.recorded_at FROM %s', "table", key,
				case_no, source), ' UNION ALL '))
		FROM secretxfer.defined_sources());
END
$make$;
COMMENT ON FUNCTION secretxfer.entries() IS
'All entries of the register: table, key, entry_id, the case to which the entry belongs, or null, and when it was '
'recorded. One row an entry.';

-- A reference that leads nowhere, and a reference to an entry that was recorded after the last
-- change of the entry that refers to it: the former entry was withdrawn and entered anew.  The
-- references are the foreign keys of the definition.  One query for a table goes through its rows
-- once, with all that they refer to.  But a register has as many carriers as lines, and to make
-- them ready for a join is dear: so one query goes through all that refers to carriers.
DO $make$
DECLARE
	r record;
	queries text[] := ARRAY[(
		SELECT format($query$
			SELECT v.severity::secretxfer.severity, v.rule, v.name, v.key, v.detail, t.case_no
			FROM (%s) AS t (name, entry_id, carrier_id, stamped_at, case_no)
			LEFT JOIN secretxfer.carriers o ON o.carrier_id = t.carrier_id
			CROSS JOIN LATERAL (VALUES
				('unlawful', 'secretxfer_r00_reference', t.name, secretxfer.key_of_entry(t.name, t.entry_id),
					o.recorded_at IS NULL,
					'It refers to an entry of carriers that does not stand in the register.'),
				('warning', 'secretxfer_r00_settled', 'carriers', o.carrier_id::text, o.recorded_at > t.stamped_at,
					format('It was recorded after an entry of %%s that relies on it.', t.name)))
				AS v (severity, rule, name, key, broken, detail)
			WHERE t.carrier_id IS NOT NULL AND (o.recorded_at <= t.stamped_at) IS NOT TRUE AND v.broken
			$query$, string_agg(format('SELECT %L::text, t.entry_id, t.%I, greatest(t.recorded_at, t.changed_at), %s FROM %s',
				f."table", f.columns[1], own.case_no, own.source), ' UNION ALL '))
		FROM secretxfer.defined_constraints() f
		JOIN secretxfer.defined_sources() own ON own."table" = f."table"
		WHERE f.kind = 'FOREIGN KEY' AND f.to_table = 'carriers')];
BEGIN
	FOR r IN
		SELECT f."table" AS name, own.key AS own_key, own.source, own.case_no,
			string_agg(format('LEFT JOIN secretxfer.%I %s ON %s', f.to_table, f.alias, p.joined), ' ') AS joins,
			string_agg(format('(%s) <> (%s.recorded_at IS NOT NULL)', p.stated, f.alias), ' OR ') || format(
				' OR greatest(%s) > greatest(t.recorded_at, t.changed_at) OR t.recorded_at IS NULL',
				string_agg(f.alias || '.recorded_at', ', ')) AS doubtful,
			string_agg(format('(%L, %s.recorded_at, %s, concat_ws('', '', %s))', f.to_table, f.alias, p.stated, p.to_key),
				', ') AS referred
		FROM (
			SELECT *, 'o' || row_number() OVER () AS alias FROM secretxfer.defined_constraints()
			-- an annex without its contract: secretxfer_r06_contract_first
			WHERE kind = 'FOREIGN KEY' AND "constraint" <> 'contract_items_case_no_fkey' AND to_table <> 'carriers'
		) AS f
		JOIN secretxfer.defined_sources() own ON own."table" = f."table"
		JOIN secretxfer.defined_keys() there ON there."table" = f.to_table
		CROSS JOIN LATERAL (
			SELECT string_agg(format('%s.%I = t.%I', f.alias, c.there, c.here), ' AND ') AS joined,
				string_agg(format('t.%I IS NOT NULL', c.here), ' AND ') AS stated,
				secretxfer.columns_of(f.alias, there.columns) AS to_key
			FROM unnest(f.columns, f.to_columns) AS c (here, there)
		) AS p
		GROUP BY f."table", own.key, own.source, own.case_no
		ORDER BY f."table"
	LOOP
		queries := queries || format($query$
			SELECT v.severity::secretxfer.severity, v.rule, v.name, v.key, v.detail, %8$s
			FROM %7$s %2$s
			CROSS JOIN LATERAL (VALUES %3$s) AS o (name, recorded_at, stated, key)
			CROSS JOIN LATERAL (VALUES
				('unlawful', 'secretxfer_r00_reference', %1$L, concat_ws(', ', %4$s), o.recorded_at IS NULL,
					format('It refers to an entry of %%s that does not stand in the register.', o.name)),
				('warning', 'secretxfer_r00_settled', o.name, o.key, o.recorded_at > greatest(t.recorded_at, t.changed_at),
					%6$L)) AS v (severity, rule, name, key, broken, detail)
			WHERE (%5$s) AND o.stated AND v.broken
			$query$, r.name, r.joins, r.referred, r.own_key, r.doubtful,
			format('It was recorded after an entry of %s that relies on it.', r.name), r.source, r.case_no);
	END LOOP;
	EXECUTE format('CREATE FUNCTION secretxfer.verify_references() RETURNS SETOF secretxfer.finding_of_case '
		'STABLE PARALLEL SAFE LANGUAGE sql AS %L', array_to_string(queries, ' UNION ALL '));
END
$make$;
COMMENT ON FUNCTION secretxfer.verify_references() IS
'verify(), the register''s own discipline: what entries refer to.';

-- Where a unique index stands and is valid, nothing can stand twice.
DO $make$
BEGIN
	EXECUTE (
		SELECT format('CREATE FUNCTION secretxfer.unique_numbers() RETURNS TABLE ("table" text, key text, source text, '
				'case_no text, columns text[], written text, index text, rule text, says text) '
				'IMMUTABLE PARALLEL SAFE ROWS 40 LANGUAGE sql AS %L',
			'VALUES ' || string_agg(format('(%L, %L, %L, %L, %L::pg_catalog.text[], %L, %L, %L, %L)', s."table", s.key, s.source,
				s.case_no, u.columns, u.written, u.index, u.rule, u.says), ', '))
		FROM (
			SELECT c."table", c.columns, secretxfer.columns_of('t', c.columns) AS written, NULL AS index,
				CASE c."constraint" WHEN 'request_items_case_no_request_no_carrier_id_key' THEN 'secretxfer_r04_listed_once'
					ELSE 'secretxfer_r00_entered_once' END AS rule,
				CASE c.kind WHEN 'PRIMARY KEY' THEN 'It stands' ELSE 'Its number stands' END AS says
			FROM secretxfer.defined_constraints() c
			WHERE c.kind IN ('PRIMARY KEY', 'UNIQUE')
			UNION ALL
			SELECT i."table", NULL, i.columns, i.index, 'secretxfer_r00_entered_once', 'Its number stands'
			FROM secretxfer.defined_unique_indexes() i
		) AS u
		JOIN secretxfer.defined_sources() s ON s."table" = u."table");
END
$make$;
COMMENT ON FUNCTION secretxfer.unique_numbers() IS
'verify(): the keys and other unique numbers of the definition, with the columns of a constraint, or the expressions '
'and the name of an index; and what verify() says of a number that stands twice. One row a number.';
