/*
 * evaluate.h
 *		Judges an entry by the rules.
 */
#ifndef SECRETXFER_RULES_EVALUATE_H
#define SECRETXFER_RULES_EVALUATE_H

#include "rules/judgement.h"

extern void evaluate(Judgement *judgement, int scopes);

#endif /* SECRETXFER_RULES_EVALUATE_H */
