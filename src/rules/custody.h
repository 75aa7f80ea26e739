/*
 * custody.h
 *		Where a carrier is.
 */
#ifndef SECRETXFER_RULES_CUSTODY_H
#define SECRETXFER_RULES_CUSTODY_H

#include "rules/judgement.h"

extern const Handover *elsewhere(Judgement *judgement);
extern const Handover *handed_on_under(Judgement *judgement);
extern List *handovers_of_carrier(Judgement *judgement);
extern List *handovers_nested_by(const Judgement *judgement);

#endif /* SECRETXFER_RULES_CUSTODY_H */
