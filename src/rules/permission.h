/*
 * permission.h
 *		What a permission leaves out of the list of its request.
 */
#ifndef SECRETXFER_RULES_PERMISSION_H
#define SECRETXFER_RULES_PERMISSION_H

#include "register/case_file.h"

extern bool excluded_item_numbers(const Decision *decision, List **numbers);
extern bool is_permission_by(const Request *request, const Decision *decision, DateADT day);
extern const char *why_not_permitted(CaseFile *file, const RequestItem *item, DateADT annexed_on);

#endif /* SECRETXFER_RULES_PERMISSION_H */
