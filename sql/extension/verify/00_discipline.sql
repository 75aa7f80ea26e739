-- 00_discipline.sql
--
-- The register's own discipline, under every provision: fields, references, numbers, order.

-- What the tables demand of their own fields.  "order" names pairs of dates of which the first
-- does not come after the second.
CREATE FUNCTION secretxfer.verify_fields() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	t record;
	blank text;
	untrimmed text;
	future text;
	implausible text;
	reversed text;
	misstamped CONSTANT text := 'greatest(t.recorded_at, t.changed_at) > clock_timestamp() OR num_nulls(t.changed_at, t.changed_by) = 1';
BEGIN
	FOR t IN
		SELECT *, (SELECT string_agg(format('t.%I', k), ', ') FROM unnest(v.key) AS k) AS key_columns
		FROM (VALUES
			('parties', '{idn}'::text[], '{kind,settlement,foreign_participation,quasi_state,disposes_of_secrets}'::text[],
				'{}'::text[], '{}'::text[], '{}'::text[],
				'NOT t.state_share BETWEEN 0 AND 100'),
			('permits', '{permit_no}', '{holder,issued_on,valid_until,issued_by,highest_mark}',
				'{issued_on,revoked_on}', '{valid_until}', '{}', NULL),
			('clearances', '{clearance_no}', '{party,person_name,issued_on,valid_until,issued_by,highest_mark}',
				'{issued_on,revoked_on}', '{valid_until}', '{}', NULL),
			('carriers', '{carrier_id}', '{owner,kind}', '{}', '{}', '{}', 't.sheets <= 0'),
			('cases', '{case_no}', '{customer,contractor,subject,works_settlement,information_system_service,opened_on}',
				'{opened_on,closed_on}', '{}', '{opened_on,closed_on}', NULL),
			('requests', '{case_no,request_no}', '{authority,sent_on}',
				'{sent_on,received_on}', '{transfer_from,transfer_until}', '{sent_on,received_on}', NULL),
			('request_items', '{case_no,request_no,item_no}', '{carrier_id}', '{}', '{}', '{}', 't.item_no <= 0'),
			('decisions', '{case_no,request_no}', '{decision_no,sent_on,outcome}', '{sent_on}', '{}', '{}', NULL),
			('contracts', '{case_no}', '{contract_no,concluded_on}', '{concluded_on}', '{}', '{}', NULL),
			('contract_items', '{case_no,annex_no}', '{request_no,item_no,annexed_on}', '{annexed_on}', '{}', '{}', NULL),
			('notices', '{case_no,notice_no}', '{kind,recipient,sent_on}', '{sent_on}', '{}', '{}', NULL),
			('protections', '{case_no}', '{kind,arranged_on}',
				'{arranged_on,service_contract_on,contractor_permit_marked_on,provider_permit_marked_on}', '{}', '{}', NULL),
			('handovers', '{case_no,carrier_id,handed_on}', '{act_no,received_by}',
				'{handed_on,returned_on}', '{}', '{handed_on,returned_on}', NULL),
			('system_accesses', '{case_no,clearance_no,granted_on}', '{}',
				'{granted_on,ended_on}', '{}', '{granted_on,ended_on}', NULL),
			('violations', '{case_no,violation_no}', '{found_on,description}',
				'{found_on,remedied_on}', '{}', '{found_on,remedied_on}',
				't.damage < 0 OR t.damage = ''NaN'' OR t.damage_recovered < 0 OR t.damage_recovered > coalesce(t.damage, 0)'),
			('suspensions', '{case_no,suspended_on}', '{violation_no}',
				'{suspended_on,lifted_on}', '{}', '{suspended_on,lifted_on}', NULL),
			('annulments', '{case_no}', '{raised_on,addressed_to}',
				'{raised_on,order_annulled_on}', '{}', '{raised_on,order_annulled_on}', NULL),
			('party_changes', '{party,change_no}', '{kind,effective_on,document}',
				'{effective_on,completed_on}', '{}', '{effective_on,completed_on}', NULL),
			('supplements', '{case_no,supplement_no}', '{party,change_no,successor,concluded_on}',
				'{concluded_on}', '{}', '{}', NULL),
			('protection_measures', '{case_no,party,change_no}', '{taken_on,measures}', '{taken_on}', '{}', '{}', NULL),
			('calendar_days', '{day}', '{working,basis}', '{}', '{day}', '{}', NULL),
			('calendar_years', '{year}', '{}', '{confirmed_on}', '{}', '{}', 'NOT t.year BETWEEN 1992 AND 2200')
		) AS v (name, key, mandatory, past, planned, "order", out_of_range)
	LOOP
		SELECT string_agg(format(CASE WHEN a.atttypid = 'text'::regtype THEN 'secretxfer.is_blank(t.%1$I)' ELSE 't.%1$I IS NULL' END, f), ' OR '),
			string_agg(format('(ascii(t.%1$I) BETWEEN 33 AND 126 AND ascii(right(t.%1$I, 1)) BETWEEN 33 AND 126) IS NOT TRUE AND t.%1$I ~ ''^\s|\s$''', f), ' OR ')
				FILTER (WHERE a.atttypid = 'text'::regtype AND f = ANY (t.key))
		INTO blank, untrimmed
		FROM unnest(t.key || t.mandatory) AS f
		JOIN pg_attribute a ON a.attrelid = format('secretxfer.%I', t.name)::regclass AND a.attname = f;
		SELECT string_agg(format('(t.%1$I > %2$L AND isfinite(t.%1$I))', f, secretxfer.today()), ' OR ') INTO future FROM unnest(t.past) AS f;
		SELECT string_agg(format('NOT t.%I BETWEEN ''1991-12-16'' AND %L', f, secretxfer.today() + 36525), ' OR ')
		INTO implausible FROM unnest(t.past || t.planned) AS f;
		reversed := CASE WHEN t."order" <> '{}' THEN format('t.%I > t.%I', t."order"[1], t."order"[2]) END;

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
			blank, coalesce(untrimmed, 'false'), coalesce(future, 'false'), coalesce(implausible, 'false'),
			coalesce(t.out_of_range, 'false'), coalesce(reversed, 'false'), misstamped,
			concat_ws(' OR ', blank, untrimmed, future, implausible, t.out_of_range, reversed, misstamped));
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_fields() IS
'verify(), the register''s own discipline: the fields of each entry by themselves.';

-- A reference that leads nowhere, and one to an entry that was recorded later than what relies
-- on it was recorded or changed: that one was withdrawn and entered anew.
CREATE FUNCTION secretxfer.verify_references() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	r record;
BEGIN
	-- a table is gone through once, with all that it refers to
	FOR r IN
		SELECT v.name,
			(SELECT string_agg(format('t.%I', a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
			 WHERE a.attrelid = format('secretxfer.%I', v.name)::regclass AND a.attnum BETWEEN 1 AND min(v.key_count)) AS key_columns,
			string_agg(format('LEFT JOIN secretxfer.%I o%s ON %s', v.to_name, v.at,
				(SELECT string_agg(format('o%s.%I = t.%I', v.at, o, f), ' AND ') FROM unnest(v.columns, v.to_columns) AS c (f, o))), ' ') AS joins,
			string_agg(format('%s AND (o%s.recorded_at <= greatest(t.recorded_at, t.changed_at)) IS NOT TRUE',
				(SELECT string_agg(format('t.%I IS NOT NULL', f), ' AND ') FROM unnest(v.columns) AS f), v.at), ' OR ') AS suspicious,
			string_agg(format('(%L, o%s.recorded_at, %s, concat_ws('', '', %s))', v.to_name, v.at,
				(SELECT string_agg(format('t.%I IS NOT NULL', f), ' AND ') FROM unnest(v.columns) AS f),
				(SELECT string_agg(format('o%s.%I', v.at, c), ', ') FROM unnest(v.to_columns) AS c)), ', ') AS referred
		FROM (SELECT *, row_number() OVER () AS at FROM (VALUES
			('parties', 1, '{affiliated_with}'::text[], 'parties', '{idn}'::text[]),
			('permits', 1, '{holder}', 'parties', '{idn}'),
			('clearances', 1, '{party}', 'parties', '{idn}'),
			('carriers', 1, '{owner}', 'parties', '{idn}'),
			('cases', 1, '{customer}', 'parties', '{idn}'),
			('cases', 1, '{contractor}', 'parties', '{idn}'),
			('requests', 2, '{case_no}', 'cases', '{case_no}'),
			('requests', 2, '{authority}', 'parties', '{idn}'),
			('requests', 2, '{permit_no}', 'permits', '{permit_no}'),
			('requests', 2, '{clearance_no}', 'clearances', '{clearance_no}'),
			('request_items', 3, '{case_no,request_no}', 'requests', '{case_no,request_no}'),
			('request_items', 3, '{carrier_id}', 'carriers', '{carrier_id}'),
			('decisions', 2, '{case_no,request_no}', 'requests', '{case_no,request_no}'),
			('contracts', 1, '{case_no}', 'cases', '{case_no}'),
			('contracts', 1, '{permit_no}', 'permits', '{permit_no}'),
			('contracts', 1, '{clearance_no}', 'clearances', '{clearance_no}'),
			('contract_items', 2, '{case_no,request_no,item_no}', 'request_items', '{case_no,request_no,item_no}'),
			('notices', 2, '{case_no}', 'cases', '{case_no}'),
			('notices', 2, '{authority}', 'parties', '{idn}'),
			('notices', 2, '{party,change_no}', 'party_changes', '{party,change_no}'),
			('protections', 1, '{case_no}', 'cases', '{case_no}'),
			('protections', 1, '{organizer}', 'parties', '{idn}'),
			('handovers', 3, '{case_no}', 'cases', '{case_no}'),
			('handovers', 3, '{carrier_id}', 'carriers', '{carrier_id}'),
			('handovers', 3, '{received_by}', 'clearances', '{clearance_no}'),
			('system_accesses', 3, '{case_no}', 'cases', '{case_no}'),
			('system_accesses', 3, '{clearance_no}', 'clearances', '{clearance_no}'),
			('violations', 2, '{case_no}', 'cases', '{case_no}'),
			('suspensions', 2, '{case_no,violation_no}', 'violations', '{case_no,violation_no}'),
			('annulments', 1, '{case_no}', 'cases', '{case_no}'),
			('party_changes', 2, '{party}', 'parties', '{idn}'),
			('supplements', 2, '{case_no}', 'cases', '{case_no}'),
			('supplements', 2, '{party,change_no}', 'party_changes', '{party,change_no}'),
			('supplements', 2, '{successor}', 'parties', '{idn}'),
			('protection_measures', 3, '{case_no}', 'cases', '{case_no}'),
			('protection_measures', 3, '{party,change_no}', 'party_changes', '{party,change_no}')
		) AS v (name, key_count, columns, to_name, to_columns)) AS v
		GROUP BY v.name
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

-- Where a unique index stands and is valid, nothing can stand twice.
CREATE FUNCTION secretxfer.verify_numbers() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	n record;
BEGIN
	FOR n IN
		SELECT v.name, v.rule, string_agg(format('t.%I', c.name), ', ' ORDER BY c.at) AS columns
		FROM (VALUES
			('parties', '{idn}'::text[], 'r00_entered_once'), ('permits', '{permit_no}', 'r00_entered_once'),
			('clearances', '{clearance_no}', 'r00_entered_once'), ('carriers', '{carrier_id}', 'r00_entered_once'),
			('carriers', '{owner,account_no,copy_no}', 'r00_entered_once'), ('cases', '{case_no}', 'r00_entered_once'),
			('requests', '{case_no,request_no}', 'r00_entered_once'), ('request_items', '{case_no,request_no,item_no}', 'r00_entered_once'),
			('request_items', '{case_no,request_no,carrier_id}', 'r04_listed_once'), ('decisions', '{case_no,request_no}', 'r00_entered_once'),
			('contracts', '{case_no}', 'r00_entered_once'), ('contract_items', '{case_no,annex_no}', 'r00_entered_once'),
			('contract_items', '{case_no,request_no,item_no}', 'r00_entered_once'), ('notices', '{case_no,notice_no}', 'r00_entered_once'),
			('protections', '{case_no}', 'r00_entered_once'), ('handovers', '{case_no,carrier_id,handed_on}', 'r00_entered_once'),
			('system_accesses', '{case_no,clearance_no,granted_on}', 'r00_entered_once'), ('violations', '{case_no,violation_no}', 'r00_entered_once'),
			('suspensions', '{case_no,suspended_on}', 'r00_entered_once'), ('annulments', '{case_no}', 'r00_entered_once'),
			('party_changes', '{party,change_no}', 'r00_entered_once'), ('supplements', '{case_no,supplement_no}', 'r00_entered_once'),
			('protection_measures', '{case_no,party,change_no}', 'r00_entered_once'), ('calendar_days', '{day}', 'r00_entered_once'),
			('calendar_years', '{year}', 'r00_entered_once')
		) AS v (name, columns, rule)
		CROSS JOIN LATERAL unnest(v.columns) WITH ORDINALITY AS c (name, at)
		WHERE NOT EXISTS (
			SELECT FROM pg_index i
			WHERE i.indrelid = format('secretxfer.%I', v.name)::regclass AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
			  AND v.columns = (SELECT array_agg(a.attname::text ORDER BY k.at)
				  FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (n, at)
				  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n))
		GROUP BY v.name, v.columns, v.rule
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT 'unlawful'::secretxfer.severity, 'secretxfer_' || %L, %L, concat_ws(', ', %s), 'It stands ' || count(*) || ' times.'
			FROM secretxfer.%I t GROUP BY %s HAVING count(*) > 1
			$query$, n.rule, n.name, n.columns, n.name, n.columns);
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_numbers() IS
'verify(), the register''s own discipline: numbers that stand once.';

-- Among the entries: the order in time, closed cases, validity, and where a carrier is.
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
				PARTITION BY carrier_id ORDER BY handed_on, returned_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS back_on
		FROM secretxfer.handovers
		WHERE carrier_id IN (SELECT carrier_id FROM secretxfer.handovers GROUP BY carrier_id HAVING count(*) > 1)
	) AS h
	WHERE h.handed_on < h.back_on
$$;
COMMENT ON FUNCTION secretxfer.verify_order() IS
'verify(), the register''s own discipline: entries among each other.';
