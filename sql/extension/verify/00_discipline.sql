-- 00_discipline.sql
--
-- The register's own discipline, which every provision needs: fields, references, numbers, order.

-- The fields of each entry by themselves.  Which columns are mandatory, which are the key and
-- which are dates is read from the definition of the register.  Said here is only what the
-- definition does not tell of a table:
--
-- own_rule		mandatory columns for which a provision has a rule of its own: see that provision
-- planned		dates that may lie in the future
-- starts, ends		two dates of which the first does not come after the second
-- out_of_range	the numbers that are not possible
--
-- The rules are asked together: one query for a table goes through its rows once.
CREATE FUNCTION secretxfer.verify_fields() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	t record;
	misstamped CONSTANT text := 't.recorded_at IS NULL OR t.recorded_by IS NULL'
		' OR greatest(t.recorded_at, t.changed_at) > clock_timestamp() OR num_nulls(t.changed_at, t.changed_by) = 1';
BEGIN
	FOR t IN
		WITH described (name, own_rule, planned, starts, ends, out_of_range) AS (VALUES
			('parties', '{full_name}'::text[], '{}'::text[], NULL, NULL, 'NOT t.state_share BETWEEN 0 AND 100'),
			('permits', '{}', '{valid_until}', NULL, NULL, NULL),
			('clearances', '{}', '{valid_until}', NULL, NULL, NULL),
			('carriers', '{title,mark,account_no,copy_no}', '{}', NULL, NULL, 't.sheets <= 0'),
			('cases', '{}', '{}', 'opened_on', 'closed_on', NULL),
			('requests', '{justification,transfer_from,transfer_until,draft_contract}', '{transfer_from,transfer_until}',
				'sent_on', 'received_on', NULL),
			('request_items', '{}', '{}', NULL, NULL, 't.item_no <= 0'),
			('decisions', '{signed_by,signed_as}', '{due_on}', NULL, NULL, NULL),
			('contracts',
				'{control_during_works,control_after_works,contractor_liability,protection_financing,responsible_unit,'
				'unit_designated_by}', '{}', NULL, NULL, NULL),
			('handovers', '{}', '{}', 'handed_on', 'returned_on', NULL),
			('system_accesses', '{}', '{}', 'granted_on', 'ended_on', NULL),
			('violations', '{}', '{}', 'found_on', 'remedied_on',
				't.damage < 0 OR t.damage = ''NaN'' OR t.damage_recovered < 0'
				' OR t.damage_recovered > coalesce(t.damage, 0)'),
			('suspensions', '{}', '{}', 'suspended_on', 'lifted_on', NULL),
			('annulments', '{}', '{}', 'raised_on', 'order_annulled_on', NULL),
			('party_changes', '{}', '{}', 'effective_on', 'completed_on', NULL),
			('supplements', '{successor_powers}', '{}', NULL, NULL, NULL),
			('calendar_days', '{}', '{day}', NULL, NULL, NULL),
			('calendar_years', '{}', '{}', NULL, NULL, 'NOT t.year BETWEEN 1992 AND 2200')
		), columns AS (
			SELECT c."table" AS name, c."column" AS field, c.key_position,
				c.type = 'text' AS is_text, c.type = 'date' AS is_date,
				c.mandatory AND c."column" <> ALL (coalesce(d.own_rule, '{}')) AS required,
				c."column" <> ALL (coalesce(d.planned, '{}')) AS past
			FROM secretxfer.defined_columns() c
			LEFT JOIN described d ON d.name = c."table"
			WHERE c."table" <> 'admissions' AND c."column" NOT IN ('recorded_at', 'recorded_by')
		)
		SELECT c.name, d.out_of_range,
			CASE WHEN d.starts IS NOT NULL THEN format('t.%I > t.%I', d.starts, d.ends) END AS reversed,
			string_agg(format('t.%I', field), ', ' ORDER BY key_position) FILTER (WHERE key_position IS NOT NULL)
				AS key_columns,
			string_agg(format(CASE WHEN is_text THEN 'secretxfer.is_blank(t.%I)' ELSE 't.%I IS NULL' END, field), ' OR ')
				FILTER (WHERE required) AS blank,
			string_agg(format('(ascii(t.%1$I) BETWEEN 33 AND 126 AND ascii(right(t.%1$I, 1)) BETWEEN 33 AND 126)'
					' IS NOT TRUE AND t.%1$I ~ ''^\s|\s$''', field), ' OR ')
				FILTER (WHERE is_text AND key_position IS NOT NULL) AS untrimmed,
			string_agg(format('(t.%1$I > %2$L AND isfinite(t.%1$I))', field, secretxfer.today()), ' OR ')
				FILTER (WHERE is_date AND past) AS future,
			string_agg(format('NOT t.%I BETWEEN ''1991-12-16'' AND %L', field, secretxfer.today() + 36525), ' OR ')
				FILTER (WHERE is_date) AS implausible
		FROM columns c
		LEFT JOIN described d ON d.name = c.name
		GROUP BY c.name, d.starts, d.ends, d.out_of_range
		ORDER BY c.name
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT 'unlawful'::secretxfer.severity, 'secretxfer_' || v.rule, %L, concat_ws(', ', %s), v.detail
			FROM secretxfer.%I t
			CROSS JOIN LATERAL (VALUES
				('r00_mandatory', %s, 'A mandatory field is missing or blank.'),
				('r00_key_form', %s, 'White space stands before or after the key.'),
				('r00_not_in_future', %s, 'A date lies after today.'),
				('r00_plausible_date', %s, 'A date is none that a document can bear.'),
				('r00_value_range', %s, 'A number lies outside of its possible values.'),
				('r00_date_order', %s, 'It ends before it began.'),
				('r00_stamped_by_server', %s, 'Its stamps are not as the server sets them.')) AS v (rule, broken, detail)
			WHERE (%s) AND v.broken
			$query$, t.name, t.key_columns, t.name,
			t.blank, coalesce(t.untrimmed, 'false'), coalesce(t.future, 'false'), coalesce(t.implausible, 'false'),
			coalesce(t.out_of_range, 'false'), coalesce(t.reversed, 'false'), misstamped,
			concat_ws(' OR ', t.blank, t.untrimmed, t.future, t.implausible, t.out_of_range, t.reversed, misstamped));
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_fields() IS
'verify(), the register''s own discipline: the fields of each entry by themselves.';

-- A reference that leads nowhere, and a reference to an entry that was recorded after the last
-- change of the entry that refers to it: the former entry was withdrawn and entered anew.  The
-- references are the foreign keys of the definition.  One query for a table goes through its rows
-- once, with all that they refer to.
CREATE FUNCTION secretxfer.verify_references() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	r record;
BEGIN
	FOR r IN
		SELECT f."table" AS name, k.key_columns,
			string_agg(format('LEFT JOIN secretxfer.%I %s ON %s', f.to_table, f.alias, p.joined), ' ') AS joins,
			string_agg(format('%s AND (%s.recorded_at <= greatest(t.recorded_at, t.changed_at)) IS NOT TRUE',
				p.stated, f.alias), ' OR ') AS suspicious,
			string_agg(format('(%L, %s.recorded_at, %s, concat_ws('', '', %s))', f.to_table, f.alias, p.stated, p.key),
				', ') AS referred
		FROM (
			SELECT *, 'o' || row_number() OVER () AS alias FROM secretxfer.defined_constraints()
			-- an annex without its contract: secretxfer_r06_contract_first
			WHERE kind = 'FOREIGN KEY' AND "constraint" <> 'contract_items_case_no_fkey'
		) AS f
		CROSS JOIN LATERAL (
			SELECT string_agg(format('%s.%I = t.%I', f.alias, c.there, c.here), ' AND ') AS joined,
				string_agg(format('t.%I IS NOT NULL', c.here), ' AND ') AS stated,
				string_agg(format('%s.%I', f.alias, c.there), ', ') AS key
			FROM unnest(f.columns, f.to_columns) AS c (here, there)
		) AS p
		JOIN (
			SELECT "table", string_agg(format('t.%I', "column"), ', ' ORDER BY key_position) AS key_columns
			FROM secretxfer.defined_columns()
			WHERE key_position IS NOT NULL
			GROUP BY "table"
		) AS k ON k."table" = f."table"
		GROUP BY f."table", k.key_columns
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
			WHERE (%5$s) AND o.stated AND v.broken
			$query$, r.name, r.joins, r.referred, r.key_columns, r.suspicious,
			format('It was recorded after an entry of %s that relies on it.', r.name));
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_references() IS
'verify(), the register''s own discipline: what entries refer to.';

-- The keys and the other unique numbers of the definition.  Where a unique index stands and is
-- valid, nothing can stand twice, so only numbers without such an index are counted.
CREATE FUNCTION secretxfer.verify_numbers() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	n record;
BEGIN
	FOR n IN
		SELECT u."table" AS name,
			CASE u."constraint" WHEN 'request_items_case_no_request_no_carrier_id_key' THEN 'secretxfer_r04_listed_once'
				ELSE 'secretxfer_r00_entered_once' END AS rule,
			(SELECT string_agg(format('t.%I', c.name), ', ' ORDER BY c.at)
			 FROM unnest(u.columns) WITH ORDINALITY AS c (name, at)) AS columns
		FROM secretxfer.defined_constraints() u
		WHERE u.kind IN ('PRIMARY KEY', 'UNIQUE') AND NOT EXISTS (
			SELECT FROM pg_index i
			WHERE i.indrelid = format('secretxfer.%I', u."table")::regclass
			  AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
			  AND u.columns = (SELECT array_agg(a.attname::text ORDER BY k.at)
				  FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (n, at)
				  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n))
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT 'unlawful'::secretxfer.severity, %L, %L, concat_ws(', ', %s), 'It stands ' || count(*) || ' times.'
			FROM secretxfer.%I t GROUP BY %s HAVING count(*) > 1
			$query$, n.rule, n.name, n.columns, n.name, n.columns);
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_numbers() IS
'verify(), the register''s own discipline: numbers that stand once.';

-- Entries compared with others: the order in time, closed cases, validity, and where a carrier is.
CREATE FUNCTION secretxfer.verify_order() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, v.name, v.key, v.detail
	FROM secretxfer.dated_entries() e
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r00_date_order', e.entered_in, concat_ws(', ', e.case_no, e.entry), e.happened_on < c.opened_on,
			'It is dated before the case was opened.'),
		('secretxfer_r00_case_open', e.entered_in, concat_ws(', ', e.case_no, e.entry),
			e.happened_on > c.closed_on AND e.entered_in NOT IN ('violations', 'protection_measures'),
			'It is dated after the case was closed.')) AS v (rule, name, key, broken, detail)
	WHERE (e.happened_on < c.opened_on OR e.happened_on > c.closed_on) AND v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_date_order', 'cases', c.case_no, 'It is closed before something came back.'
	FROM secretxfer.transfers() t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	WHERE t.ended_on > c.closed_on
	GROUP BY c.case_no
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_validity_period', a.name, a.key, 'It ends, or is revoked, before its issue.'
	FROM (
		SELECT 'permits', permit_no, issued_on, valid_until, revoked_on FROM secretxfer.permits
		UNION ALL
		SELECT 'clearances', clearance_no, issued_on, valid_until, revoked_on FROM secretxfer.clearances
	) AS a (name, key, issued_on, valid_until, revoked_on)
	WHERE a.valid_until < a.issued_on OR a.revoked_on < a.issued_on
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_carrier_out', 'handovers', concat_ws(', ', h.case_no, h.carrier_id, h.handed_on),
		'The carrier was out at that time.'
	FROM (
		SELECT case_no, carrier_id, handed_on,
			max(coalesce(returned_on, 'infinity')) OVER (
				PARTITION BY carrier_id ORDER BY handed_on, returned_on
				ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS back_on
		FROM secretxfer.handovers
		WHERE carrier_id IN (SELECT carrier_id FROM secretxfer.handovers GROUP BY carrier_id HAVING count(*) > 1)
	) AS h
	WHERE h.handed_on < h.back_on
$$;
COMMENT ON FUNCTION secretxfer.verify_order() IS
'verify(), the register''s own discipline: entries compared with others.';
