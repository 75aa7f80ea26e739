/*
 * disposal.h
 *		Provisions 3(1), 4, 5 and 7: which body disposes of secrets on a day.
 */
#ifndef SECRETXFER_RULES_DISPOSAL_H
#define SECRETXFER_RULES_DISPOSAL_H

#include "register/calendar.h"
#include "register/case_file.h"

extern bool may_classify(const Party *party);
extern bool has_classified(const Party *party);
extern text *disposing_body(const Carrier *carrier, DateADT day, RowLock row_lock);
extern text *asked_body(const Request *request, DateADT day, RowLock row_lock);
extern text *successor_in_disposal(text *body, DateADT earlier, DateADT day);
extern bool disposes_until(const Carrier *carrier, const DisposalSuccession *succession);
extern bool has_passed_on(const text *body);
extern List *successions_to(const text *body);
extern bool is_vested(const text *body, DateADT day);
extern bool disposes_of_any_carrier(text *body, DateADT day);
extern bool is_waited_for(text *body, DateADT day);
extern void lock_bodies_of_carrier(int64 carrier_id, RowLock row_lock);
extern void lock_disposing_bodies(const Entry *entry, CaseFile *file, RowLock row_lock);
extern List *predecessors_in_disposal(List *bodies);

#endif /* SECRETXFER_RULES_DISPOSAL_H */
