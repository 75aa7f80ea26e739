/*
 * transfer.h
 *		What a hand-over or an access is judged by.
 */
#ifndef SECRETXFER_RULES_TRANSFER_H
#define SECRETXFER_RULES_TRANSFER_H

#include "rules/judgement.h"

/*
 * A hand-over of a carrier or a grant of access to a system: the same rules hold for both,
 * so they are put to the rules in this one shape.
 */
struct Transfer
{
	DateADT on;
	Carrier *carrier;     /* NULL for access */
	Clearance *clearance; /* of the person who receives */
	List *permits;        /* of the contractor */
	Party *organizer;     /* whose unit protects the secrets, where it is stated */
	List *covers;         /* of Cover: what of the case covers the carrier or access */
};

typedef struct Cover
{
	Request *request;
	ContractItem *line; /* NULL for access */
} Cover;

extern Contract *contract_by(Judgement *judgement, DateADT day);
extern bool annexed_by(Judgement *judgement, DateADT day);
extern void lock_parties_of_transfer(Judgement *judgement);
extern void describe_transfer(Judgement *judgement);

#endif /* SECRETXFER_RULES_TRANSFER_H */
