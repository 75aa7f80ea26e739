/*
 * standing.h
 *		What stands on a day.
 */
#ifndef SECRETXFER_REGISTER_STANDING_H
#define SECRETXFER_REGISTER_STANDING_H

#include "utils/date.h"

#include "register/storage.h"

extern void *standing_on(List *entries, int day_column, int stating, DateADT day);
extern int mark_on(const Carrier *carrier, DateADT day);

#endif /* SECRETXFER_REGISTER_STANDING_H */
