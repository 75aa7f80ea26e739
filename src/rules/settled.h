/*
 * settled.h
 *		What settles an entry: what relies on what.
 */
#ifndef SECRETXFER_RULES_SETTLED_H
#define SECRETXFER_RULES_SETTLED_H

#include "rules/judgement.h"

extern const Entry *what_settles(Judgement *judgement);
extern bool changes_number_on_paper(const Judgement *judgement);
extern const Entry *closed_case_of(const Entry *entry);
extern const Entry *transferred_since(const text *case_no, DateADT day);
extern const Entry *what_closes_list(const text *case_no, const text *request_no);

#endif /* SECRETXFER_RULES_SETTLED_H */
