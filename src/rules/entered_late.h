/*
 * entered_late.h
 *		Provision 10 ¶1: what is entered late makes nothing unlawful that stands.
 */
#ifndef SECRETXFER_RULES_ENTERED_LATE_H
#define SECRETXFER_RULES_ENTERED_LATE_H

#include "rules/judgement.h"

extern bool supplement_keeps_entries(Judgement *judgement);
extern bool succession_stays_notified(Judgement *judgement, DateADT day);

#endif /* SECRETXFER_RULES_ENTERED_LATE_H */
