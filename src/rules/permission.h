/*
 * permission.h
 *		What an answer settles, and what a permission covers.
 */
#ifndef SECRETXFER_RULES_PERMISSION_H
#define SECRETXFER_RULES_PERMISSION_H

#include "register/case_file.h"

/* One of the reasons of why_not_permitted(). */
extern const char *const listed_after_answer;

extern bool excluded_item_numbers(const Decision *decision, List **numbers);
extern bool was_listed_before(const RequestItem *item, const Decision *decision);
extern bool is_withdrawn_by(const Decision *decision, DateADT day);
extern bool is_permission_by(const Request *request, const Decision *decision, DateADT day);
extern bool is_answer_in_liquidation(const Request *request, const Decision *decision);
extern bool permits_nothing(const Request *request, const Decision *decision);
extern bool is_permission_on(const Request *request, const Decision *decision, DateADT day);
extern const Entry *answer_about_carrier(int64 carrier_id);
extern bool answers_for_own_carrier(const Request *request, const Decision *decision, const Carrier *carrier);
extern List *permitted_carriers(const Request *request, const Decision *decision);
extern const char *why_not_permitted(CaseFile *file, const RequestItem *item, DateADT annexed_on, DateADT used_on);

#endif /* SECRETXFER_RULES_PERMISSION_H */
