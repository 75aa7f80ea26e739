/*
 * custody.h
 *		Where a carrier is.
 */
#ifndef SECRETXFER_RULES_CUSTODY_H
#define SECRETXFER_RULES_CUSTODY_H

#include "rules/judgement.h"

extern const Handover *elsewhere(Judgement *judgement);
extern bool is_handed_on(Judgement *judgement);

#endif /* SECRETXFER_RULES_CUSTODY_H */
