/*
 * chapters.h
 *		The Rules, provision by provision.
 */
#ifndef SECRETXFER_RULES_CHAPTERS_H
#define SECRETXFER_RULES_CHAPTERS_H

#include "rules/judgement.h"

extern const Rule *const *const rule_chapters[];

/* A rule that is named outside its provision. */
extern const Rule *rule_named(const char *name);

/* The provision of a rule, as users read it. */
extern char *provision_of(const Rule *rule);

extern bool is_in_force(const Rule *const *wording, DateADT day);

#endif /* SECRETXFER_RULES_CHAPTERS_H */
