-- 50_calendar.sql
--
-- Kazakhstan's working days, in which the term of provision 5 is counted.  The calendar is data
-- (tables calendar_days and calendar_years).  A day outside of the years in calendar_years is an
-- error, never a guess.  The functions read the calendar with the latest snapshot, in a parallel
-- query with the snapshot of the query (lookup_snapshot() in storage.c).  They are PARALLEL UNSAFE so
-- that the plan of a query does not decide which calendar is asked.

CREATE FUNCTION secretxfer.is_working_day(day date) RETURNS boolean
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_is_working_day';
COMMENT ON FUNCTION secretxfer.is_working_day(date) IS
'Whether the day is a working day: Monday to Friday unless calendar_days says otherwise. '
'Raises an error for a day outside the years in calendar_years.';

CREATE FUNCTION secretxfer.add_working_days(day date, days integer) RETURNS date
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_add_working_days';
COMMENT ON FUNCTION secretxfer.add_working_days(date, integer) IS
'The last of so many working days counted from the day after the given one (Civil Code, art. 173); backwards when '
'negative. Raises an error when the count leaves the years in calendar_years.';

CREATE FUNCTION secretxfer.working_days_between(from_day date, to_day date) RETURNS integer
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_working_days_between';
COMMENT ON FUNCTION secretxfer.working_days_between(date, date) IS
'The number of working days after from_day up to and including to_day; negative when to_day is earlier. '
'Raises an error for a day outside the years in calendar_years.';

-- What the law itself fixes.  Holidays (Law "On Holidays") that fall on a day off move that day off to the
-- next working day (art. 5); days off that are no holidays (Labour Code, art. 84(5)) never move.  Of
-- Constitution Day: on 30 August up to 2025, on 15 March from 2027, on neither day in 2026.  Before 2024
-- other holidays were in force.
CREATE FUNCTION secretxfer.lawful_days_off(year integer) RETURNS TABLE (day date, basis text)
IMMUTABLE STRICT PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH RECURSIVE fixed AS (
		SELECT make_date(year, month, day_of_month) AS day, name, basis, moves
		FROM (VALUES
			(1, 1, 'New Year', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(1, 2, 'New Year', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(1, 7, 'Orthodox Christmas, a day off that never moves', 'Labour Code, art. 84(5)', false, 2024, 2200),
			(3, 8, 'International Women''s Day', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(3, 15, 'Constitution Day (on 15 March from 2027)', 'Law "On Holidays"', true, 2027, 2200),
			(3, 21, 'Nauryz', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(3, 22, 'Nauryz', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(3, 23, 'Nauryz', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(5, 1, 'Holiday of the Unity of the People of Kazakhstan', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(5, 7, 'Defender of the Fatherland Day', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(5, 9, 'Victory Day', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(7, 6, 'Capital Day', 'Law "On Holidays", art. 3', true, 2024, 2200),
			(8, 30, 'Constitution Day (on 30 August up to 2025)', 'Law "On Holidays", art. 3', true, 2024, 2025),
			(10, 25, 'Republic Day', 'Law "On Holidays", art. 2', true, 2024, 2200),
			(12, 16, 'Independence Day', 'Law "On Holidays", art. 3', true, 2024, 2200)
		) AS h (month, day_of_month, name, basis, moves, first_year, last_year)
		WHERE year BETWEEN first_year AND last_year
	), on_weekends AS (
		SELECT row_number() OVER (ORDER BY f.day) AS no, f.day, f.name FROM fixed f
		WHERE f.moves AND extract(isodow FROM f.day) > 5
	), moved (no, day) AS (
		SELECT 0::bigint, NULL::date
		UNION ALL
		-- the first working day after the holiday that no earlier holiday has taken
		SELECT w.no, (
			SELECT d.day::date FROM generate_series(greatest(w.day, m.day) + 1, w.day + 14, interval '1 day') AS d (day)
			WHERE extract(isodow FROM d.day) <= 5 AND NOT EXISTS (SELECT FROM fixed f WHERE f.day = d.day)
			ORDER BY d.day LIMIT 1)
		FROM moved m JOIN on_weekends w ON w.no = m.no + 1
	)
	SELECT f.day, concat(f.basis, ': ', f.name) FROM fixed f
	UNION ALL
	SELECT m.day, format('Law "On Holidays", art. 5: day off moved from %s, %s',
			regexp_replace(split_part(w.name, ' (', 1), '^Holiday', 'the Holiday'),
			to_char(w.day, 'FMDay FMDD FMMonth'))
	FROM moved m JOIN on_weekends w USING (no)
	ORDER BY 1
$$;
COMMENT ON FUNCTION secretxfer.lawful_days_off(integer) IS
'The days off of a year that the law itself fixes, those to which a holiday on a weekend moves its day off among them. '
'No row for a year before 2024.';

-- An entry that somebody made is not overwritten: an order that moves a day may have been entered before.
-- A year that is known is left alone, because terms run through it already.
CREATE FUNCTION secretxfer.propose_calendar(year integer) RETURNS TABLE (day date, working boolean, basis text)
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF year IS NULL OR year NOT BETWEEN 2024 AND 2200 THEN
		RAISE invalid_parameter_value USING MESSAGE = 'no calendar can be proposed for this year',
			HINT = secretxfer.translated(
				'Name a year from 2024 to 2200; enter the days of earlier years from the calendars of those years.');
	ELSIF EXISTS (SELECT FROM secretxfer.calendar_years y WHERE y.year = propose_calendar.year) THEN
		RAISE duplicate_object USING MESSAGE = format('year %s is in the calendar of working days already', year),
			HINT = secretxfer.translated('Compare its days in secretxfer.calendar_days with the published calendar, '
				'then state confirmed_on in secretxfer.calendar_years.');
	END IF;
	INSERT INTO secretxfer.calendar_days (day, working, basis)
	SELECT d.day, false, d.basis FROM secretxfer.lawful_days_off(year) d
	ON CONFLICT DO NOTHING;
	INSERT INTO secretxfer.calendar_years (year, basis)
	VALUES (year, format('Proposed: Law "On Holidays" as known in %s; no published calendar compared yet',
		extract(year FROM secretxfer.today())));
	RETURN QUERY
		SELECT d.day, d.working, d.basis FROM secretxfer.calendar_days d
		WHERE d.day BETWEEN make_date(year, 1, 1) AND make_date(year, 12, 31) ORDER BY d.day;
	RETURN QUERY
		VALUES (NULL::date, NULL::boolean, 'Not fixed by law: the first day of Qurban Ait, a day off that never moves '
				'(Labour Code, art. 84(5)). Enter the day once it is announced.'),
			(NULL, NULL, 'Not fixed by law: days that are moved by order (Labour Code, art. 85(3)). '
				'Enter both days of a move once the order is published.'),
			(NULL, NULL, 'Not confirmed: once the calendar of the year is published, compare it '
				'and state confirmed_on in calendar_years.');
END
$$;
COMMENT ON FUNCTION secretxfer.propose_calendar(integer) IS
'Enters a year into the calendar, not confirmed, with the days off that the law itself fixes; days that were entered '
'before stay as they are. Result: the exceptions of the year, then, without a day, what no law fixes and is to be '
'entered when it is known. For roles that may write the calendar. Raises invalid_parameter_value (22023) for a year '
'outside of 2024 to 2200, duplicate_object (42710) for a year that is in the calendar.';
