/*
 * settled.h
 *		What settles an entry: what relies on what.
 */
#ifndef SECRETXFER_RULES_SETTLED_H
#define SECRETXFER_RULES_SETTLED_H

#include "rules/judgement.h"

extern bool relied_on(Judgement *judgement);
extern bool case_is_closed(const Entry *entry);
extern bool list_is_closed(const text *case_no, const text *request_no);

#endif /* SECRETXFER_RULES_SETTLED_H */
