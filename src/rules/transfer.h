/*
 * transfer.h
 *		What a hand-over or an access is judged by.
 */
#ifndef SECRETXFER_RULES_TRANSFER_H
#define SECRETXFER_RULES_TRANSFER_H

#include "rules/judgement.h"

/*
 * A hand-over of a carrier, or access to a system.  The same rules ask about both, so both have this one shape; and so
 * has the passing on of a carrier inside the contractor, as far as the same rules ask about it.
 */
struct Transfer
{
	DateADT on;                /* the day of the hand-over or of the access */
	Carrier *carrier;          /* NULL for access */
	int mark;                  /* of the carrier on that day, or of the system; UNSTATED if there is none */
	Clearance *clearance;      /* of the person who receives */
	List *permits;             /* of the contractor */
	Protection *arrangement;   /* that stands on the day, or NULL */
	DateADT notices_from;      /* notices of a provider's services count from this day on (8 ¶2) */
	Party *organizer;          /* whose unit protects the secrets, where the arrangement states the organizer */
	const char *not_permitted; /* why an annex line of the carrier does not cover it, if one does not */
	List *covers;              /* of Cover */
};

/* What of the case covers the carrier or the access: a request of the case, and the annex line made from it. */
typedef struct Cover
{
	Request *request;
	ContractItem *line; /* NULL for access */
} Cover;

extern Handover *handover_of(const Holder *holder);
extern List *holders_of(const Handover *handover);
extern Clearance *clearance_of_number(const text *clearance_no);
extern int column_of_receiver(TableId table);
extern DateADT ended_on(const Handover *handover);
extern Contract *contract_on(CaseFile *file, DateADT day);
extern Contract *contract_by(Judgement *judgement, DateADT day);
extern ContractItem *annexed(const RequestItem *item);
extern bool annexed_by(Judgement *judgement, DateADT day);
extern bool any_within_period(const Transfer *transfer);
extern bool rests_on(const Transfer *transfer, const Cover *cover);
extern Protection *arrangement_on(CaseFile *file, DateADT day);
extern DateADT next_arrangement(const Judgement *judgement, const Protection *arrangement);
extern const Protection *earlier_service(List *arrangements, const Protection *arrangement);
extern const Protection *first_of_service(List *arrangements, const Protection *arrangement);
extern DateADT notices_count_from(List *arrangements, const Protection *arrangement);
extern bool may_receive(Judgement *judgement, const Protection *arrangement, const Clearance *clearance, DateADT day);
extern bool is_covered_on(CaseFile *file, const int64 *carrier_id, DateADT day);
extern bool lost_permission(CaseFile *file, const int64 *carrier_id, DateADT day);
extern bool is_out_by_another_body(CaseFile *file, const Handover *handover);
extern bool is_service_notice(const Notice *notice);
extern Permit *permit_of_number(const text *permit_no);
extern const Permit *serving_permit(CaseFile *file, DateADT day, int mark);
extern bool has_outlived_permit(CaseFile *file, int mark);
extern bool has_outlived_clearance(Judgement *judgement, const text *clearance_no, int mark);
extern void lock_parties_of_transfer(Judgement *judgement);
extern void describe_transfer(Judgement *judgement);

#endif /* SECRETXFER_RULES_TRANSFER_H */
