-- calendar.sql
--
-- The calendar in which terms are counted now and soon, and the server's idea of the day in Almaty.

-- A calendar is published in the autumn before its year.  In December terms run into the next year.
CREATE FUNCTION secretxfer.verify_calendar() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'warning'::secretxfer.severity, NULL::text, 'calendar_years', needed.year::text,
		CASE WHEN y.year IS NULL
			THEN 'The calendar does not know the year: secretxfer.propose_calendar() enters what the law fixes.'
			ELSE 'The year was not compared with a published calendar: state confirmed_on.' END
	FROM (
		SELECT extract(year FROM t.today)::integer + n, t.today, n
		FROM (SELECT secretxfer.today()) AS t (today)
		CROSS JOIN generate_series(0, 1) AS n
	) AS needed (year, today, n)
	LEFT JOIN secretxfer.calendar_years y ON y.year = needed.year
	WHERE (n = 0 OR extract(month FROM needed.today) >= 10) AND y.confirmed_on IS NULL
	UNION ALL
	SELECT 'warning', NULL, NULL, 'Asia/Almaty',
		'The time zone data are older than 2024a, so that the day in Almaty begins an hour early: update them.'
	WHERE timestamptz '2024-03-01 12:00:00+05' AT TIME ZONE 'Asia/Almaty' <> timestamp '2024-03-01 12:00:00'
$$;
COMMENT ON FUNCTION secretxfer.verify_calendar() IS
'verify(), calendar: whether this year and, from October on, the next year are known and confirmed, and whether the '
'server knows that Almaty is at +05 since 1 March 2024.';
