-- 79_disposal.sql
--
-- Which body disposes of secrets on a day (provisions 3(1), 4, 5 and 7).

-- Views of 1.0 ask for it until create_register() has made the table.
CREATE FUNCTION secretxfer.disposals()
RETURNS TABLE (body text, effective_on date, carrier_id bigint, successor text, entry_id bigint, recorded_at timestamptz)
STABLE PARALLEL SAFE ROWS 10
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF to_regclass('secretxfer.disposal_successions') IS NOT NULL THEN
		RETURN QUERY SELECT s.body, s.effective_on, s.carrier_id, s.successor, s.entry_id, s.recorded_at
			FROM secretxfer.disposal_successions s;
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.disposals() IS
'The successions of disposal that the current role sees: which secrets passed from which body to which, and when. '
'carrier_id is null for all that no other row of the body and day names.';

CREATE FUNCTION secretxfer.disposing_body(body text, since date, carrier_id bigint, day date) RETURNS text
STABLE PARALLEL SAFE COST 1000
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH RECURSIVE passed AS MATERIALIZED (
		SELECT * FROM secretxfer.disposals() s
		WHERE s.effective_on <= disposing_body.day
		  AND (s.carrier_id IS NULL OR s.carrier_id = disposing_body.carrier_id)
	), series (place, body, since, by_name, gone) AS (
		SELECT 0, disposing_body.body, coalesce(disposing_body.since, '-infinity'), false, '{}'::bigint[]
		UNION ALL
		SELECT b.place + 1, next.successor, next.effective_on, next.carrier_id IS NOT NULL, b.gone || next.entry_id
		FROM series b
		CROSS JOIN LATERAL (
			SELECT p.* FROM passed p
			WHERE p.body = b.body AND p.effective_on >= b.since AND p.entry_id <> ALL (b.gone)
			  -- what came by name on that day is not taken along by what else passes on it
			  AND NOT (b.by_name AND p.carrier_id IS NULL AND p.effective_on = b.since)
			ORDER BY p.effective_on, p.carrier_id IS NULL
			LIMIT 1) AS next
	)
	SELECT s.body FROM series s ORDER BY s.place DESC LIMIT 1
$$;
COMMENT ON FUNCTION secretxfer.disposing_body(text, date, bigint, date) IS
'Which body disposes of secrets on a day, that a body disposed of since a day (null: from the beginning): the body '
'itself, or the body to which they have passed by then. carrier_id names the carrier; null means what passes unnamed.';

CREATE FUNCTION secretxfer.asked_body(authority text, sent_on date, day date) RETURNS text
STABLE PARALLEL SAFE COST 1000
LANGUAGE sql AS $$
	SELECT secretxfer.disposing_body(authority,
		CASE WHEN sent_on < '5874897-12-31' AND isfinite(sent_on) THEN sent_on + 1 ELSE sent_on END, NULL, day)
$$;
COMMENT ON FUNCTION secretxfer.asked_body(text, date, date) IS
'Which body a request waits at, or was answered by, on a day: its addressee, or the body to which the secrets of the '
'addressee have passed since the request was sent.';

CREATE FUNCTION secretxfer.nobody_answers_since(authority text, sent_on date, day date) RETURNS date
STABLE PARALLEL SAFE COST 1000
LANGUAGE sql AS $$
	SELECT min(x.effective_on)
	FROM secretxfer.party_changes x
	WHERE x.kind OPERATOR(pg_catalog.=) 'liquidation' AND secretxfer.stands_on(x.effective_on, x.called_off_on, day)
	  AND x.party = CASE WHEN authority = ANY (ARRAY(SELECT s.body FROM secretxfer.disposals() s))
		THEN secretxfer.asked_body(authority, sent_on, day) ELSE authority END
$$;
COMMENT ON FUNCTION secretxfer.nobody_answers_since(text, date, date) IS
'Since when nobody answers a request that waits on a day: the first day of the liquidation of the body at which it waits '
'(provisions 4, 5); null while a body is vested.';
