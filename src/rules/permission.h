/*
 * permission.h
 *		What a permission leaves out of the list of its request.
 */
#ifndef SECRETXFER_RULES_PERMISSION_H
#define SECRETXFER_RULES_PERMISSION_H

#include "register/tables.h"

extern bool excluded_item_numbers(const Decision *decision, List **numbers);
extern bool excludes(const Decision *decision, int item_no);

#endif /* SECRETXFER_RULES_PERMISSION_H */
