/*
 * succession.h
 *		Who is the customer of a case (provision 10 ¶1).
 */
#ifndef SECRETXFER_RULES_SUCCESSION_H
#define SECRETXFER_RULES_SUCCESSION_H

#include "rules/judgement.h"

typedef struct Succession
{
	Party *customer;  /* who is the customer on the day */
	bool open_change; /* a change without a supplement stands in the way */
	bool notices_missing;
	bool liquidated; /* by a completed liquidation without successor */
} Succession;

extern bool concerns(const PartyChange *change, DateADT since);
extern Supplement *supplement_for(Judgement *judgement, const PartyChange *change);
extern Succession succession_on(Judgement *judgement, DateADT day);
extern void lock_customers(Judgement *judgement);
extern text *present_customer(const Case *facts);

#endif /* SECRETXFER_RULES_SUCCESSION_H */
