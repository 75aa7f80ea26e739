/*
 * references.h
 *		What refers to what.
 */
#ifndef SECRETXFER_RULES_REFERENCES_H
#define SECRETXFER_RULES_REFERENCES_H

#include "rules/judgement.h"

extern void lock_references(Judgement *judgement);
extern bool refers_to_standing_entry(const Judgement *judgement, int column);
extern const Entry *who_refers_to(const Entry *entry, bool by_parts);
extern const Entry *who_would_refer_to_nothing(const Entry *old_entry, const Entry *new_entry);

#endif /* SECRETXFER_RULES_REFERENCES_H */
