-- 50_calendar.sql
--
-- Kazakhstan's working days, in which the term of provision 5 is counted.  The calendar is data
-- (tables calendar_days and calendar_years).  A day outside of the years in calendar_years is an
-- error, never a guess.  The functions are PARALLEL UNSAFE because they read the calendar with the
-- latest snapshot, which a parallel query cannot take.

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
