/*
 * disposal.h
 *		Provisions 3(1), 4, 5 and 7: which body disposes of secrets on a day.
 */
#ifndef SECRETXFER_RULES_DISPOSAL_H
#define SECRETXFER_RULES_DISPOSAL_H

#include "register/calendar.h"
#include "register/storage.h"

extern text *disposing_body(const Carrier *carrier, DateADT day, RowLock row_lock);
extern text *asked_body(const Request *request, DateADT day, RowLock row_lock);
extern bool is_vested(const text *body, DateADT day);
extern List *predecessors_in_disposal(List *bodies);

#endif /* SECRETXFER_RULES_DISPOSAL_H */
