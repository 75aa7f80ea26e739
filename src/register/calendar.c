/*
 * calendar.c
 *		Kazakhstan's working days.
 *
 * The week has five working days. Exceptions are data: calendar_days has the days that are off or worked against the
 * week, calendar_years has the years whose exceptions are complete. A question about another year raises an error with
 * a hint and gets no guess, because a wrong due day would be a breach for one side or a free day for the other.
 */
#include "prelude.h"

#include "access/xact.h"
#include "pgtime.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "register/calendar.h"

PG_FUNCTION_INFO_V1(secretxfer_is_working_day);
PG_FUNCTION_INFO_V1(secretxfer_add_working_days);
PG_FUNCTION_INFO_V1(secretxfer_working_days_between);

/* ---- days ---- */

/*
 * Today's date in Almaty, where the Rules apply, whatever the session's TimeZone is: the day on which the client's
 * statement began. Worked out once a minute, because days begin with a minute.
 */
DateADT
today_in_almaty(void)
{
	static pg_tz *almaty = NULL;
	static int64 last_minute = PG_INT64_MIN;
	static DateADT today = NO_DATE;
	int64 minute = GetCurrentStatementStartTimestamp() / USECS_PER_MINUTE;
	struct pg_tm parts;
	fsec_t fraction;
	int offset;

	if (minute == last_minute)
		return today;
	if (almaty == NULL)
		almaty = pg_tzset("Asia/Almaty");
	if (almaty == NULL ||
		timestamp2tm(GetCurrentStatementStartTimestamp(), &offset, &parts, &fraction, NULL, almaty) != 0)
		/* not covered: PostgreSQL or the operating system provides the time zones */
		ereport(ERROR, errcode(ERRCODE_CONFIG_FILE_ERROR),
				errmsg("could not determine today's date in time zone \"Asia/Almaty\""),
				errhint("%s", translated("Check the server's time zone data.")));
	today = date2j(parts.tm_year, parts.tm_mon, parts.tm_mday) - POSTGRES_EPOCH_JDATE;
	last_minute = minute;
	return today;
}

/* Whether a date is later than another. False if one of them is NO_DATE. */
bool
after(DateADT a, DateADT b)
{
	return a != NO_DATE && b != NO_DATE && a > b;
}

/*
 * Whether a permit or a clearance is valid on a day: the day is within its validity, and before its revocation. False
 * if the day is NO_DATE.
 */
bool
valid_on(DateADT issued_on, DateADT valid_until, DateADT revoked_on, DateADT day)
{
	return day != NO_DATE && issued_on <= day && day <= valid_until && (revoked_on == NO_DATE || revoked_on > day);
}

/* ---- working days ---- */

/* How many days are looked up at once: the term of an answer, with its weekends, has some fourteen. */
#define DAYS_AT_ONCE 32

/* What is known of the year asked for last, and of some of its days, within one calculation. */
typedef struct Calendar
{
	RowLock row_lock; /* lock for the years that are read */
	int year;
	bool known;
	bool has_days; /* exceptions are those of DAYS_AT_ONCE days from first on, of the year and of its neighbour */
	DateADT first;
	List *exceptions;
} Calendar;

static int
year_of(DateADT day)
{
	int year;
	int month;
	int day_of_month;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	return year;
}

/*
 * Whether the calendar has a day's year. A lock on the row of the year also protects its days: a session that changes a
 * day locks the row of the year first (lock_year_of_day()).
 */
static bool
calendar_knows(Calendar *calendar, DateADT day)
{
	int year = year_of(day);
	Lookup lookup = look_in(TABLE_calendar_years);

	if (calendar->year != year)
	{
		where_integer(&lookup, calendar_years_year, year);
		calendar->known = find_entry(&lookup, calendar->row_lock) != NULL;
		calendar->year = year;
		calendar->has_days = false; /* the days of a year are read after its row is locked */
	}
	return calendar->known;
}

/* The days that are off or worked against the week, near a day. */
static List *
exceptions_near(Calendar *calendar, DateADT day)
{
	DateADT first = day & ~(DAYS_AT_ONCE - 1);
	Lookup lookup = look_in(TABLE_calendar_days);

	if (!calendar->has_days || calendar->first != first)
	{
		where_in_period(&lookup, calendar_days_day, first, first + DAYS_AT_ONCE - 1);
		calendar->exceptions = find_entries(&lookup, ROW_LOCK_NONE);
		calendar->first = first;
		calendar->has_days = true;
	}
	return calendar->exceptions;
}

/* Whether a day is worked. The calendar must have the year of the day. */
static bool
is_worked(Calendar *calendar, DateADT day)
{
	const CalendarDay *exception;
	int weekday;

	foreach_entry (const CalendarDay, exception, exceptions_near(calendar, day))
	{
		if (exception->day == day)
			return exception->working;
	}
	weekday = j2day(day + POSTGRES_EPOCH_JDATE);
	return weekday != 0 && weekday != 6;
}

pg_noreturn static void
unknown_year(DateADT day)
{
	ereport(ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			errmsg("year %d is not in the calendar of working days", year_of(day)),
			errhint("%s", translated("Call secretxfer.propose_calendar() for the year and enter what no law fixes; "
									 "before 2024 enter all days, then the year.")));
}

static void
require_finite(DateADT day)
{
	if (DATE_NOT_FINITE(day))
		ereport(ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				errmsg("infinite dates are not in the calendar of working days"));
}

/*
 * Moves *day by a number of working days. The day itself is not counted; a negative count moves back.
 *
 * Returns false if the calendar does not reach that far: *day is then the first day of the missing year.
 */
static bool
move_working_days(Calendar *calendar, DateADT *day, int count)
{
	int step = count < 0 ? -1 : 1;

	while (count != 0)
	{
		CHECK_FOR_INTERRUPTS();
		*day += step;
		if (!calendar_knows(calendar, *day))
			return false;
		if (is_worked(calendar, *day))
			count -= step;
	}
	return true;
}

/*
 * Tells the last of so many working days after a day, in *last. The years that are read are locked with row_lock.
 *
 * Returns false, and NO_DATE in *last, if the calendar does not reach that far or the day is infinite.
 */
bool
last_working_day(DateADT day, int count, RowLock row_lock, DateADT *last)
{
	Calendar calendar = {.row_lock = row_lock};

	*last = day;
	if (!DATE_NOT_FINITE(day) && move_working_days(&calendar, last, count))
		return true;
	*last = NO_DATE;
	return false;
}

/*
 * Locks the row of the year of a day for a change of the day, so that no answer is judged by the old calendar
 * meanwhile.
 */
void
lock_year_of_day(DateADT day, RowLock row_lock)
{
	Lookup lookup = look_in(TABLE_calendar_years);

	if (day == NO_DATE || DATE_NOT_FINITE(day))
		return;
	where_integer(&lookup, calendar_years_year, year_of(day));
	find_entry(&lookup, row_lock);
}

/*
 * secretxfer.is_working_day(day) - is the day worked?
 */
Datum
secretxfer_is_working_day(PG_FUNCTION_ARGS)
{
	DateADT day = PG_GETARG_DATEADT(0);
	Calendar calendar = {.row_lock = ROW_LOCK_NONE};

	require_finite(day);
	if (!calendar_knows(&calendar, day))
		unknown_year(day);
	PG_RETURN_BOOL(is_worked(&calendar, day));
}

/*
 * secretxfer.add_working_days(day, count) - the working day that is count working days after the given day
 *
 * The given day is not counted.
 */
Datum
secretxfer_add_working_days(PG_FUNCTION_ARGS)
{
	DateADT day = PG_GETARG_DATEADT(0);
	Calendar calendar = {.row_lock = ROW_LOCK_NONE};

	require_finite(day);
	if (!calendar_knows(&calendar, day) || !move_working_days(&calendar, &day, PG_GETARG_INT32(1)))
		unknown_year(day);
	PG_RETURN_DATEADT(day);
}

/*
 * secretxfer.working_days_between(first, last) - the number of working days after the first day, up to and including
 * the last day
 *
 * Negative if the last day is before the first.
 */
Datum
secretxfer_working_days_between(PG_FUNCTION_ARGS)
{
	DateADT first = PG_GETARG_DATEADT(0);
	DateADT last = PG_GETARG_DATEADT(1);
	int sign = last < first ? -1 : 1;
	DateADT day = Min(first, last);
	DateADT end = Max(first, last);
	Calendar calendar = {.row_lock = ROW_LOCK_NONE};
	int count = 0;

	require_finite(first);
	require_finite(last);
	if (!calendar_knows(&calendar, day))
		unknown_year(day);
	while (day < end)
	{
		CHECK_FOR_INTERRUPTS();
		day++;
		if (!calendar_knows(&calendar, day))
			unknown_year(day);
		if (is_worked(&calendar, day))
			count++;
	}
	PG_RETURN_INT32(sign * count);
}
