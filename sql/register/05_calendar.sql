-- 05_calendar.sql
--
-- The working days, in which the term of provision 5 is counted.  The calendar is data, and each
-- row names its basis, because the calendar changes while terms run: days off have been ordered or
-- cancelled a few days before.

CREATE TABLE secretxfer.calendar_days (
	day date,
	working boolean NOT NULL,
	basis text NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT calendar_days_pkey PRIMARY KEY (day),
	CONSTRAINT calendar_days_entry_id_key UNIQUE (entry_id)
);

COMMENT ON TABLE secretxfer.calendar_days IS
'Exceptions to the five-day week, and all holidays by name (provision 5). One row a day; any other day works Monday '
'to Friday.';
COMMENT ON COLUMN secretxfer.calendar_days.day IS
'The day.';
COMMENT ON COLUMN secretxfer.calendar_days.working IS
'Whether the day is worked.';
COMMENT ON COLUMN secretxfer.calendar_days.basis IS
'Law, decree or order from which this follows.';

CREATE TABLE secretxfer.calendar_years (
	year integer,
	confirmed_on date,
	basis text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT calendar_years_pkey PRIMARY KEY (year),
	CONSTRAINT calendar_years_entry_id_key UNIQUE (entry_id),
	CONSTRAINT calendar_years_possible CHECK (year BETWEEN 1992 AND 2200)
);

COMMENT ON TABLE secretxfer.calendar_years IS
'Years whose exceptions are in calendar_days (provision 5). One row a year; a term that leaves them is an error, '
'never a guess.';
COMMENT ON COLUMN secretxfer.calendar_years.year IS
'The year, four digits.';
COMMENT ON COLUMN secretxfer.calendar_years.confirmed_on IS
'Date on which the year was compared with a published calendar; null while it follows from the law alone.';
COMMENT ON COLUMN secretxfer.calendar_years.basis IS
'From what the year''s days follow.';
COMMENT ON CONSTRAINT calendar_years_possible ON secretxfer.calendar_years IS
'A year since the independence of the republic, with four digits.';
