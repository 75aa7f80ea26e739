/*
 * authorization.h
 *		The permit or clearance that a request or a contract states.
 */
#ifndef SECRETXFER_RULES_AUTHORIZATION_H
#define SECRETXFER_RULES_AUTHORIZATION_H

#include "rules/judgement.h"

extern void check_authorization(Judgement *judgement, int permit_column, int clearance_column, DateADT day);
extern void check_stated_authorization(Judgement *judgement, int permit_column, int clearance_column, DateADT day);

#endif /* SECRETXFER_RULES_AUTHORIZATION_H */
