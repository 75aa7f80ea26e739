/*
 * calendar.c
 *		Kazakhstan's working days.
 *
 * A five-day week, and what differs from it as data: calendar_days holds the days that are
 * off or worked against the week, calendar_years the years for which that is known.  A
 * question beyond them is an error with a hint, never a guess: a wrong due day is a breach
 * or a free day to somebody.
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
PG_FUNCTION_INFO_V1(secretxfer_answer_due);

/* Provision 5: an answer is due within ten working days from receipt. */
#define ANSWER_TERM 10

/* ---- days ---- */

/*
 * Today's date where the Rules apply, whatever the session's TimeZone: the day on which
 * the client's statement began.
 */
DateADT
today_in_almaty(void)
{
	static pg_tz *almaty = NULL;
	struct pg_tm parts;
	fsec_t fraction;
	int offset;

	if (almaty == NULL)
		almaty = pg_tzset("Asia/Almaty");
	if (almaty == NULL ||
		timestamp2tm(GetCurrentStatementStartTimestamp(), &offset, &parts, &fraction, NULL, almaty) != 0)
		/* not covered: the time zones come with PostgreSQL or the operating system */
		ereport(ERROR, errcode(ERRCODE_CONFIG_FILE_ERROR),
				errmsg("could not determine today's date in time zone \"Asia/Almaty\""),
				errhint("Check the server's time zone data."));
	return date2j(parts.tm_year, parts.tm_mon, parts.tm_mday) - POSTGRES_EPOCH_JDATE;
}

/* A date strictly after another, both being stated. */
bool
after(DateADT a, DateADT b)
{
	return a != NO_DATE && b != NO_DATE && a > b;
}

/* Whether a permit or clearance is valid on a day: within its validity, not yet revoked. */
bool
valid_on(DateADT issued_on, DateADT valid_until, DateADT revoked_on, DateADT day)
{
	return day != NO_DATE && issued_on <= day && day <= valid_until && (revoked_on == NO_DATE || revoked_on > day);
}

/* ---- working days ---- */

/* What was found of the last year asked for, within one count. */
typedef struct Calendar
{
	RowLock row_lock; /* how firmly to hold the years that are read */
	int year;
	bool known;
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
 * Whether the calendar knows a day's year.  Holding the year's row is what keeps its days
 * as they are: whoever changes a day holds its year (lock_year_of_day()).
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
	}
	return calendar->known;
}

/* Whether a day of a known year is worked. */
static bool
is_worked(DateADT day)
{
	Lookup lookup = look_in(TABLE_calendar_days);
	CalendarDay *exception;
	int weekday;

	where_date(&lookup, calendar_days_day, day);
	exception = find_entry(&lookup, ROW_LOCK_NONE);
	if (exception != NULL)
		return exception->working;
	weekday = j2day(day + POSTGRES_EPOCH_JDATE);
	return weekday != 0 && weekday != 6;
}

pg_noreturn static void
unknown_year(DateADT day)
{
	ereport(
		ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
		errmsg("year %d is not in the calendar of working days", year_of(day)),
		errhint(
			"Enter its holidays and moved days in secretxfer.calendar_days, then the year in secretxfer.calendar_years."));
}

static void
require_finite(DateADT day)
{
	if (DATE_NOT_FINITE(day))
		ereport(ERROR, errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				errmsg("infinite dates are not in the calendar of working days"));
}

/*
 * The day with so many working days after the given one, itself not counted; negative counts
 * go back.  False if the calendar does not reach that far: *day is then where it ended.
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
		if (is_worked(*day))
			count -= step;
	}
	return true;
}

/*
 * Provision 5: the last day for an answer to a request received on a day; false if the
 * calendar does not reach that far.
 */
bool
answer_due_on(DateADT received_on, RowLock row_lock, DateADT *due_on)
{
	Calendar calendar = {.row_lock = row_lock};

	if (DATE_NOT_FINITE(received_on))
		return false;
	*due_on = received_on;
	if (move_working_days(&calendar, due_on, ANSWER_TERM))
		return true;
	*due_on = NO_DATE;
	return false;
}

/* A change of a day has its year alone, against answers that are being judged by it. */
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
 * secretxfer.is_working_day(day) - whether a day is worked
 */
Datum
secretxfer_is_working_day(PG_FUNCTION_ARGS)
{
	DateADT day = PG_GETARG_DATEADT(0);
	Calendar calendar = {.row_lock = ROW_LOCK_NONE};

	require_finite(day);
	if (!calendar_knows(&calendar, day))
		unknown_year(day);
	PG_RETURN_BOOL(is_worked(day));
}

/*
 * secretxfer.add_working_days(day, count) - the day with count working days after the given
 * one, which is not counted itself
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
 * secretxfer.working_days_between(first, last) - the working days after the first day up to
 * and including the last; negative if the last lies before the first
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
		if (is_worked(day))
			count++;
	}
	PG_RETURN_INT32(sign * count);
}

/*
 * secretxfer.answer_due(received_on) - the last day for the answer to a request (provision 5)
 */
Datum
secretxfer_answer_due(PG_FUNCTION_ARGS)
{
	DateADT day = PG_GETARG_DATEADT(0);
	Calendar calendar = {.row_lock = ROW_LOCK_NONE};

	require_finite(day);
	if (!calendar_knows(&calendar, day) || !move_working_days(&calendar, &day, ANSWER_TERM))
		unknown_year(day);
	PG_RETURN_DATEADT(day);
}
