-- 00_discipline.sql
--
-- The register's own discipline, which every provision needs: fields, references, numbers, order.

CREATE FUNCTION secretxfer.columns_of(alias text, columns text[]) RETURNS text
IMMUTABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT string_agg(format('%s.%I', alias, c.name), ', ' ORDER BY c.at)
	FROM unnest(columns) WITH ORDINALITY AS c (name, at)
$$;
COMMENT ON FUNCTION secretxfer.columns_of(text, text[]) IS
'Columns as a query writes them: with the alias of their table, separated by commas.';

CREATE TYPE secretxfer.entry AS (
	"table" text,
	key text,
	entry_id bigint,
	case_no text COLLATE "C",
	recorded_at timestamptz);
COMMENT ON TYPE secretxfer.entry IS
'An entry of the register; see entries().';

-- The keys and the other unique numbers of the definition.  Where a unique index stands and is
-- valid, nothing can stand twice, so only numbers without such an index are counted.  No index
-- compares the numbers of entries of several tables; but each table has them in order, and to merge these orders takes
-- a quarter of the time that counting by a hash takes.
-- min_parallel_table_scan_size: workers that share the merges have none of their own for a small table.
CREATE FUNCTION secretxfer.verify_numbers(of_case text) RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_hashagg = off
SET min_parallel_table_scan_size = '1TB' AS $$
#variable_conflict use_column
DECLARE
	n record;
	highest bigint;
	twice bigint[];
BEGIN
	FOR n IN
		SELECT * FROM secretxfer.unique_numbers() u
		WHERE (of_case IS NULL OR u.case_no NOT LIKE 'NULL%') AND NOT EXISTS (
			SELECT FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid
			WHERE i.indrelid = format('secretxfer.%I', u."table")::regclass
			  AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
			  AND CASE WHEN u.index IS NULL
				THEN u.columns = (SELECT array_agg(a.attname::text ORDER BY k.at)
					FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (n, at)
					JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n)
				ELSE c.relname = u.index END)
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT DISTINCT 'unlawful'::secretxfer.severity, %L, %L, key, concat(%L, ' ', times, ' times.')
			FROM (SELECT concat_ws(', ', %s) AS key, count(*) OVER (PARTITION BY %s) AS times, %s AS case_no FROM %s) AS e
			WHERE times > 1 AND ($1 IS NULL OR case_no = $1)
			$query$, n.rule, n."table", n.says, n.key, n.written, n.case_no, n.source) USING of_case;
	END LOOP;
	IF of_case IS NULL THEN
		-- a role without a privilege on a sequence does not see how far the sequence is
		RETURN QUERY
		SELECT 'warning'::secretxfer.severity, NULL::text, NULL::text, s.sequencename::text,
			'Half of all numbers are used up.'
		FROM pg_sequences s
		WHERE s.schemaname = 'secretxfer' AND s.sequencename = 'entry_ids' AND s.last_value > 4611686018427387904;
		-- Each merge is the work of one process, so parallel workers share four merges.  EXECUTE, because an
		-- assignment in PL/pgSQL has no workers.
		highest := coalesce((SELECT max(e.entry_id) FROM secretxfer.entries() e), 0);
		EXECUTE (
			SELECT format('SELECT coalesce(array_agg(q.entry_id), ''{}'') FROM (%s) AS q', string_agg(format(
				'SELECT e.entry_id FROM secretxfer.entries() e WHERE e.entry_id > %s AND e.entry_id <= %s'
				' GROUP BY e.entry_id HAVING count(*) > 1',
				highest / 4 * n, CASE n WHEN 3 THEN highest ELSE highest / 4 * (n + 1) END), ' UNION ALL '))
			FROM generate_series(0, 3) AS n) INTO twice;
	ELSE
		twice := ARRAY(SELECT e.entry_id FROM secretxfer.entries() e
			WHERE e.entry_id = ANY (ARRAY(SELECT o.entry_id FROM secretxfer.entries() o WHERE o.case_no = of_case))
			  AND e.entry_id > 0 GROUP BY e.entry_id HAVING count(*) > 1);
	END IF;
	IF twice = '{}' THEN
		RETURN;
	END IF;
	RETURN QUERY
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r00_entered_once', e."table", e.key,
		'Another entry of the register has the same entry_id.'
	FROM secretxfer.entries() e
	WHERE e.entry_id = ANY (twice) AND (of_case IS NULL OR e.case_no = of_case);
END
$$;
COMMENT ON FUNCTION secretxfer.verify_numbers(text) IS
'verify(), the register''s own discipline: numbers that stand once, of the entries of a case, or, for null, of all.';

CREATE FUNCTION secretxfer.verify_numbers() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT * FROM secretxfer.verify_numbers(NULL)
$$;
COMMENT ON FUNCTION secretxfer.verify_numbers() IS
'verify(), the register''s own discipline: numbers that stand once.';

-- Asked for findings alone.  In PL/pgSQL: the cost that PostgreSQL estimates for such a query, which names all tables,
-- would hide what parallel workers save.
CREATE FUNCTION secretxfer.key_of_entry("table" text, entry_id bigint) RETURNS text
STABLE PARALLEL SAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	RETURN (SELECT min(e.key) FROM secretxfer.entries() e
		WHERE e."table" = key_of_entry."table" AND e.entry_id = key_of_entry.entry_id);
END
$$;
COMMENT ON FUNCTION secretxfer.key_of_entry(text, bigint) IS
'The key of an entry of a table, told by its entry_id; null where no entry has it.';

-- Asked of few cases, and in PL/pgSQL for the same reason.
CREATE FUNCTION secretxfer.recorded_between(case_no text, since timestamptz, until timestamptz)
RETURNS TABLE ("table" text, key text)
STABLE PARALLEL SAFE ROWS 1
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	IF since < until THEN
		RETURN QUERY
		SELECT e."table", e.key FROM secretxfer.entries() e
		WHERE e.case_no = recorded_between.case_no
		  AND e."table" NOT IN ('cases', 'violations', 'party_changes', 'protection_measures')
		  AND e.recorded_at > since AND e.recorded_at <= until;
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.recorded_between(text, timestamptz, timestamptz) IS
'verify(): entries of a case that were recorded after one moment and until another, but for the case itself and what may '
'be entered in a closed case.';

-- The days of entries compared with those of their case.
CREATE FUNCTION secretxfer.verify_dates() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, e.entered_in, secretxfer.key_of_entry(e.entered_in, e.entry_id),
		v.detail, c.case_no
	FROM (
		SELECT 'cases', case_no, opened_on, recorded_at, entry_id FROM secretxfer.cases
		UNION ALL
		SELECT 'requests', case_no, sent_on, recorded_at, entry_id FROM secretxfer.requests
		UNION ALL
		SELECT 'request_items', case_no, NULL, recorded_at, entry_id FROM secretxfer.request_items
		UNION ALL
		SELECT 'decisions', case_no, sent_on, recorded_at, entry_id FROM secretxfer.decisions
		UNION ALL
		SELECT 'contracts', case_no, concluded_on, recorded_at, entry_id FROM secretxfer.contracts
		UNION ALL
		SELECT 'contract_items', case_no, annexed_on, recorded_at, entry_id FROM secretxfer.contract_items
		UNION ALL
		SELECT 'contract_amendments', case_no, concluded_on, recorded_at, entry_id FROM secretxfer.contract_amendments
		UNION ALL
		-- the notices of a provider's services may be older than the case
		SELECT 'notices', case_no, CASE WHEN kind IN ('courier_service', 'postal_service') THEN NULL ELSE sent_on END,
			recorded_at, entry_id
		FROM secretxfer.notices
		UNION ALL
		SELECT 'protections', case_no, arranged_on, recorded_at, entry_id FROM secretxfer.protections
		UNION ALL
		SELECT 'handovers', case_no, handed_on, recorded_at, entry_id FROM secretxfer.handovers
		UNION ALL
		SELECT 'system_accesses', case_no, granted_on, recorded_at, entry_id FROM secretxfer.system_accesses
		UNION ALL
		SELECT 'violations', case_no, found_on, recorded_at, entry_id FROM secretxfer.violations
		UNION ALL
		SELECT 'suspensions', case_no, suspended_on, recorded_at, entry_id FROM secretxfer.suspensions
		UNION ALL
		SELECT 'annulments', case_no, raised_on, recorded_at, entry_id FROM secretxfer.annulments
		UNION ALL
		SELECT 'supplements', case_no, concluded_on, recorded_at, entry_id FROM secretxfer.supplements
		UNION ALL
		SELECT 'protection_measures', case_no, taken_on, recorded_at, entry_id FROM secretxfer.protection_measures
	) AS e (entered_in, case_no, happened_on, recorded_at, entry_id)
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
		   OR c.closed_on IS NOT NULL AND e.recorded_at > greatest(c.recorded_at, c.changed_at)) AND v.broken
	UNION ALL
	-- few cases are changed after they were closed: the last line of the chain tells, or that the journal begins later
	SELECT 'unlawful', 'secretxfer_r00_case_open', e."table", e.key, 'It was recorded after the case was closed.',
		c.case_no
	FROM secretxfer.cases c
	LEFT JOIN LATERAL (
		SELECT j.recorded_at FROM secretxfer.journal j WHERE j.chain = c.entry_id AND j.place = 1 LIMIT 1
	) AS first ON true
	LEFT JOIN LATERAL (
		SELECT j."table" = 'cases' AND j."values" -> 'closed_on' IS NOT NULL AS is_closing
		FROM secretxfer.journal j WHERE j.chain = c.entry_id ORDER BY j.place DESC LIMIT 1) AS last ON true
	CROSS JOIN LATERAL secretxfer.recorded_between(c.case_no,
		secretxfer.closed_at(c.entry_id, c.recorded_at, c.changed_at), c.changed_at) AS e
	WHERE c.closed_on IS NOT NULL AND first.recorded_at < c.changed_at AND last.is_closing IS NOT TRUE
$$;
COMMENT ON FUNCTION secretxfer.verify_dates() IS
'verify(), the register''s own discipline: the days of entries compared with those of their case.';

-- Of hand-overs of one day the parties tell which was first; where the carrier went round in a ring, the order of the
-- entries does.
CREATE FUNCTION secretxfer.handed_on_in_turn(carrier_id bigint, day date)
RETURNS TABLE (outer_entry bigint, inner_entry bigint)
STABLE PARALLEL SAFE ROWS 1
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH RECURSIVE of_day AS (
		SELECT h.entry_id, h.returned_on, c.contractor,
			coalesce((SELECT s.successor FROM secretxfer.last_supplement(h.case_no, h.handed_on) s), c.customer) AS customer
		FROM secretxfer.handovers h
		JOIN secretxfer.cases c ON c.case_no = h.case_no
		WHERE h.carrier_id = handed_on_in_turn.carrier_id AND h.handed_on = handed_on_in_turn.day
	), turns AS (
		SELECT o.entry_id AS outer_entry, i.entry_id AS inner_entry
		FROM of_day o JOIN of_day i ON i.customer = o.contractor AND i.entry_id <> o.entry_id
		UNION
		SELECT t.outer_entry, i.entry_id
		FROM turns t
		JOIN of_day o ON o.entry_id = t.inner_entry AND (o.returned_on <= day) IS NOT TRUE
		JOIN of_day i ON i.customer = o.contractor AND i.entry_id NOT IN (o.entry_id, t.outer_entry)
	)
	SELECT t.outer_entry, t.inner_entry FROM turns t
	WHERE NOT (t.inner_entry < t.outer_entry AND EXISTS (
		SELECT FROM turns back WHERE (back.outer_entry, back.inner_entry) = (t.inner_entry, t.outer_entry)))
$$;
COMMENT ON FUNCTION secretxfer.handed_on_in_turn(bigint, date) IS
'Which hand-overs of a carrier on one day lie within which others, by entry_id: the contractor of the outer one handed '
'the carrier on in the inner one, directly or from hand to hand. One row a pair.';

-- Entries compared with others: the order in time, closed cases, validity, and where a carrier is.
CREATE FUNCTION secretxfer.verify_order() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r00_date_order', 'carrier_marks',
		concat_ws(', ', m.carrier_id, m.marked_on), 'It is dated before the carrier was registered.', NULL::text COLLATE "C"
	FROM secretxfer.carrier_marks m
	-- few carriers have other marks: each is looked up
	WHERE m.marked_on < (SELECT k.registered_on FROM secretxfer.carriers k WHERE k.carrier_id = m.carrier_id LIMIT 1)
	UNION ALL
	SELECT 'unlawful', v.rule, 'holders', concat_ws(', ', o.handover, o.held_since), v.detail, h.case_no
	FROM secretxfer.holders o
	JOIN secretxfer.handovers h ON h.entry_id = o.handover
	LEFT JOIN secretxfer.cases c ON c.case_no = h.case_no
	CROSS JOIN LATERAL (SELECT
		o.held_since < h.handed_on OR o.held_since > least(h.returned_on, h.written_off_on) AS not_meanwhile,
		c.closed_on IS NOT NULL AND o.recorded_at > greatest(c.recorded_at, c.changed_at) AS after_closing) AS is_
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r00_date_order', is_.not_meanwhile, 'It is dated before the hand-over or after its end.'),
		('secretxfer_r00_case_open', is_.after_closing, 'It was recorded after the case was closed.'))
		AS v (rule, broken, detail)
	WHERE (is_.not_meanwhile OR is_.after_closing) AND v.broken
	UNION ALL
	-- a mark that was recorded later may have made a secret of it again
	SELECT secretxfer.later(bool_or(m.since IS NULL
			OR m.known_at < secretxfer.closed_at(c.entry_id, c.recorded_at, c.changed_at))),
		'secretxfer_r00_date_order', 'cases', c.case_no, 'It is closed before something came back.',
		c.case_no
	FROM secretxfer.transfers() t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = t.carrier_id AND m.since <= c.closed_on
		AND c.closed_on < m.until
	WHERE t.ended_on > c.closed_on AND (m.since IS NULL OR m.mark IS NOT NULL)
	GROUP BY c.case_no
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_date_order', 'cases', c.case_no, 'It is closed before the end of its works.',
		c.case_no
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
	SELECT 'unlawful', 'secretxfer_r00_carrier_out', 'handovers',
		concat_ws(', ', h.case_no, h.carrier_id, h.handed_on, h.act_no),
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
			   OR o.handed_on = h.handed_on AND (
				SELECT coalesce(bool_or((t.outer_entry, t.inner_entry) = (o.entry_id, h.entry_id)), o.entry_id < h.entry_id)
				FROM secretxfer.handed_on_in_turn(h.carrier_id, h.handed_on) t
				WHERE (t.outer_entry, t.inner_entry) IN ((o.entry_id, h.entry_id), (h.entry_id, o.entry_id))))
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
