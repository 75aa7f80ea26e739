/*
 * calendar.h
 *		Dates, and Kazakhstan's working days.
 */
#ifndef SECRETXFER_REGISTER_CALENDAR_H
#define SECRETXFER_REGISTER_CALENDAR_H

#include "utils/date.h"

#include "register/storage.h"

extern DateADT today_in_almaty(void);
extern bool after(DateADT a, DateADT b);
extern bool valid_on(DateADT issued_on, DateADT valid_until, DateADT revoked_on, DateADT day);
extern bool last_working_day(DateADT day, int count, RowLock row_lock, DateADT *last);
extern void lock_year_of_day(DateADT day, RowLock row_lock);
extern Datum secretxfer_add_working_days(PG_FUNCTION_ARGS);

#endif /* SECRETXFER_REGISTER_CALENDAR_H */
