/*
 * succession.h
 *		Provision 10 ¶1: who is the customer of a case.
 */
#ifndef SECRETXFER_RULES_SUCCESSION_H
#define SECRETXFER_RULES_SUCCESSION_H

#include "rules/judgement.h"
#include "rules/party_change.h"

typedef struct Succession
{
	Party *customer;                /* on the day */
	const PartyChange *open_change; /* the first change of the customer without a supplement, or NULL */
	List *changes;                  /* of the customers, as far as they count in the case */
	List *supplements;              /* by which one customer followed the other */
	bool notices_missing;           /* a change with a supplement lacks a notice */
	bool liquidated;                /* the customer's liquidation is completed, and nobody succeeded */
} Succession;

extern bool asks_for_supplement(Judgement *judgement, const PartyChange *change);
extern bool concerns(const PartyChange *change, const text *case_no, DateADT since);
extern bool settles(const Supplement *supplement, const PartyChange *change, List *changes);
extern Supplement *supplement_for(Judgement *judgement, const PartyChange *change);
extern Succession succession_on(Judgement *judgement, DateADT day);
extern bool is_change_of_customer(Judgement *judgement, const PartyChange *change, DateADT day);
extern void lock_customers(Judgement *judgement);
extern const text *present_customer(Case *facts);

#endif /* SECRETXFER_RULES_SUCCESSION_H */
