/*
 * findings.h
 *		Puts the findings of a judgement into the columns of a result.
 */
#ifndef SECRETXFER_DOORS_FINDINGS_H
#define SECRETXFER_DOORS_FINDINGS_H

#include "rules/judgement.h"

extern char *lines_of_rule(List *findings, const Rule *rule);
extern char *fields_of_rule(List *findings, const Rule *rule);

#endif /* SECRETXFER_DOORS_FINDINGS_H */
