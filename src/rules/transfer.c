/*
 * transfer.c
 *		What a hand-over or an access is judged by, looked up and locked before the rules are asked.
 */
#include "prelude.h"

#include "catalog/pg_collation_d.h"
#include "utils/fmgrprotos.h"

#include "register/calendar.h"
#include "register/standing.h"
#include "rules/disposal.h"
#include "rules/permission.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/* The hand-over of the carrier that is passed on, or NULL. */
Handover *
handover_of(const Holder *holder)
{
	Lookup lookup = look_in(TABLE_handovers);

	where_same(&lookup, handovers_entry_id, &holder->head, holders_handover);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* Who took a carrier over after a hand-over, in any order. */
List *
holders_of(const Handover *handover)
{
	Lookup lookup = look_in(TABLE_holders);

	where_big(&lookup, holders_handover, handover->entry_id);
	return find_entries(&lookup, ROW_LOCK_NONE);
}

/* The column that names the clearance of the person who receives. */
int
column_of_receiver(TableId table)
{
	return table == TABLE_handovers ? (int) handovers_received_by
		   : table == TABLE_holders ? (int) holders_held_by
									: (int) system_accesses_clearance_no;
}

/* The day on which a carrier came back, or was destroyed or found lost; NO_DATE while the carrier is out. */
DateADT
ended_on(const Handover *handover)
{
	return Min(handover->returned_on, handover->written_off_on);
}

/* ---- contract and annex ---- */

StaticAssertDecl((int) contracts_control_during_works == (int) contract_amendments_control_during_works &&
					 (int) contracts_information_statement == (int) contract_amendments_information_statement,
				 "a term of the contract and its amendment are columns of one number");

/*
 * The contract of a case as it stands on a day: as concluded, with the terms that amendments have replaced by then.
 * NULL before the contract was concluded; with NO_DATE, the contract as it stands last.
 */
Contract *
contract_on(CaseFile *file, DateADT day)
{
	Contract *contract = case_contract(file);
	Contract *amended;
	int term;

	if (contract == NULL || after(contract->concluded_on, day))
		return NULL;
	if (case_amendments(file) == NIL)
		return contract;
	amended = palloc(sizeof(Contract));
	memcpy(amended, contract, sizeof(Contract));
	for (term = contracts_control_during_works; term <= contracts_information_statement; term++)
	{
		Entry *amendment = standing_on(case_amendments(file), contract_amendments_concluded_on, term, day);

		if (amendment == NULL)
			continue;
		FIELD(&amended->head, term, text *) = FIELD(amendment, term, text *);
		amended->head.stated |= UINT32_C(1) << term;
	}
	return amended;
}

/* The contract of the judged entry's case, if it was concluded by a day; with NO_DATE, on any day. */
Contract *
contract_by(Judgement *judgement, DateADT day)
{
	return contract_on(judgement->file, day);
}

/* Whether the annex has any line dated on or before a day. */
bool
annexed_by(Judgement *judgement, DateADT day)
{
	const ContractItem *line;

	foreach_entry (ContractItem, line, case_annex(judgement->file))
	{
		if (!after(line->annexed_on, day))
			return true;
	}
	return false;
}

/* ---- what covers the carrier or the access ---- */

/* The line of the annex that takes up a line of a request's list, or NULL. */
ContractItem *
annexed(const RequestItem *item)
{
	Lookup lookup = look_in(TABLE_contract_items);

	where_text(&lookup, contract_items_case_no, item->case_no);
	where_text(&lookup, contract_items_request_no, item->request_no);
	where_integer(&lookup, contract_items_item_no, item->item_no);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

static List *
add_cover(List *covers, Request *request, ContractItem *line)
{
	Cover *cover = palloc(sizeof(Cover));

	cover->request = request;
	cover->line = line;
	return lappend(covers, cover);
}

/* The annex lines of this case for a carrier, dated on or before the day, that a permission covers. */
static List *
covers_of_carrier(Judgement *judgement, int64 carrier_id, DateADT day)
{
	List *covers = NIL;
	const RequestItem *item;
	Lookup lookup = look_in(TABLE_request_items);

	where_big(&lookup, request_items_carrier_id, carrier_id);
	foreach_entry (RequestItem, item, find_entries(&lookup, ROW_LOCK_NONE))
	{
		Request *request;
		ContractItem *line;
		const char *detail;

		if (!same_text(item->case_no, judgement->facts->case_no))
			continue;
		request = case_request(judgement->file, item->request_no);
		line = annexed(item);
		if (request == NULL || line == NULL || after(line->annexed_on, day))
			continue;
		detail = why_not_permitted(judgement->file, item, line->annexed_on, day);
		if (detail == NULL)
			covers = add_cover(covers, request, line);
		else
			judgement->transfer->not_permitted = detail;
	}
	return covers;
}

/* The line of a carrier in the list of a request, or NULL. */
static const RequestItem *
item_of_carrier(const Request *request, int64 carrier_id)
{
	Lookup lookup = look_in(TABLE_request_items);

	where_text(&lookup, request_items_case_no, request->case_no);
	where_text(&lookup, request_items_request_no, request->request_no);
	where_big(&lookup, request_items_carrier_id, carrier_id);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/*
 * Whether the annex names a carrier by a line of the list of a request, under the permission of this request: also
 * where the permission was withdrawn as of the day of the line, because the line may be older than the withdrawal.
 */
static bool
was_annexed_under(CaseFile *file, const Request *request, int64 carrier_id)
{
	const RequestItem *item = item_of_carrier(request, carrier_id);
	const ContractItem *line = item == NULL ? NULL : annexed(item);

	return line != NULL && why_not_permitted(file, item, line->annexed_on, DATEVAL_NOBEGIN) == NULL;
}

/* Access to the serviced system is covered by any permitted request of the case (6 ¶3). */
static List *
covers_of_access(Judgement *judgement, DateADT day)
{
	List *covers = NIL;
	Request *request;

	foreach_entry (Request, request, case_requests(judgement->file))
	{
		const Decision *decision = case_decision(judgement->file, request->request_no);

		if (is_permission_on(request, decision, day))
			covers = add_cover(covers, request, NULL);
	}
	return covers;
}

/*
 * Whether what is out in a case lost its ground by a day: permissions covered the carrier or, if carrier_id is NULL,
 * the access, and all of them are withdrawn.
 */
bool
lost_permission(CaseFile *file, const int64 *carrier_id, DateADT day)
{
	bool was_permitted = false;
	Request *request;

	foreach_entry (Request, request, case_requests(file))
	{
		const Decision *decision = case_decision(file, request->request_no);

		if (!is_permission_by(request, decision, day) || permits_nothing(request, decision) ||
			(carrier_id != NULL && !was_annexed_under(file, request, *carrier_id)))
			continue;
		if (!is_withdrawn_by(decision, day))
			return false;
		was_permitted = true;
	}
	return was_permitted;
}

/* Whether a permission covers on a day what is out in a case: a carrier or, if carrier_id is NULL, an access. */
bool
is_covered_on(CaseFile *file, const int64 *carrier_id, DateADT day)
{
	Request *request;

	foreach_entry (Request, request, case_requests(file))
	{
		if (is_permission_on(request, case_decision(file, request->request_no), day) &&
			(carrier_id == NULL || was_annexed_under(file, request, *carrier_id)))
			return true;
	}
	return false;
}

/*
 * Whether a carrier was handed over under a permission of a body that did not dispose of the carrier, as a passing that
 * was recorded later tells, and is in the annex under no permission of the right body since.
 *
 * secretxfer.unpermitted_transfers() says the same in SQL.
 */
bool
is_out_by_another_body(CaseFile *file, const Handover *handover)
{
	const Carrier *carrier = carrier_of_id(handover->carrier_id, ROW_LOCK_NONE);
	bool listed = false;
	const Request *request;

	if (carrier == NULL || !has_passed_on(carrier->owner))
		return false;
	foreach_entry (const Request, request, case_requests(file))
	{
		const RequestItem *item = item_of_carrier(request, handover->carrier_id);
		const ContractItem *line = item == NULL ? NULL : annexed(item);

		if (line == NULL)
			continue;
		if (was_annexed_under(file, request, handover->carrier_id))
			return false;
		listed |= !after(line->annexed_on, handover->handed_on);
	}
	return listed;
}

/*
 * What of the case covers a hand-over or an access: lines of the annex with their permitted requests, or permitted
 * requests alone.  After a further permission there may be several.
 */
static List *
covers_of_transfer(Judgement *judgement)
{
	if (judgement->table == TABLE_system_accesses)
		return covers_of_access(judgement, ((SystemAccess *) judgement->new_entry)->granted_on);
	if (!is_stated(judgement->new_entry, handovers_carrier_id))
		return NIL;
	return covers_of_carrier(judgement, ((Handover *) judgement->new_entry)->carrier_id,
							 ((Handover *) judgement->new_entry)->handed_on);
}

/* Whether a transfer on a day keeps to the period of the request that covers the carrier or the access (4(4)). */
static bool
is_within_period(const Cover *cover, DateADT day)
{
	return !after(cover->request->transfer_from, day) && !after(day, cover->request->transfer_until);
}

/* The same of a transfer: within the period of one of the requests that cover the carrier or the access. */
bool
any_within_period(const Transfer *transfer)
{
	const Cover *cover;

	foreach_entry (const Cover, cover, transfer->covers)
	{
		if (is_within_period(cover, transfer->on))
			return true;
	}
	return false;
}

/* Whether a transfer rests on a cover: on one that keeps to the period, where there is any. */
bool
rests_on(const Transfer *transfer, const Cover *cover)
{
	return is_within_period(cover, transfer->on) || !any_within_period(transfer);
}

/* ---- who protects, and who receives ---- */

/* The arrangement for protection that stands on a day, or NULL; with NO_DATE, the latest one. */
Protection *
arrangement_on(CaseFile *file, DateADT day)
{
	return standing_on(case_protections(file), protections_arranged_on, protections_case_no, day);
}

/*
 * The day of the next arrangement after an arrangement, on which the next one takes its place; NO_DATE if there is
 * none. The entry that is judged does not count, neither as it was nor as it is to be.
 */
DateADT
next_arrangement(const Judgement *judgement, const Protection *arrangement)
{
	const Entry *protection;
	DateADT next = NO_DATE;

	foreach_entry (const Entry, protection, case_protections(open_case_file(arrangement->case_no, true)))
	{
		DateADT day = ((const Protection *) protection)->arranged_on;

		if (day > arrangement->arranged_on && day < next &&
			(judgement->old_entry == NULL || !same_key(protection, judgement->old_entry)) &&
			(judgement->new_entry == NULL || !same_key(protection, judgement->new_entry)))
			next = day;
	}
	return next;
}

/* Whether two arrangements are under one contract for the services of a provider (8(4)). */
static bool
same_service_contract(const Protection *a, const Protection *b)
{
	return a->kind == BY_PROVIDER && b->kind == BY_PROVIDER && same_text(a->organizer, b->organizer) &&
		   same_text(a->service_contract_no, b->service_contract_no) &&
		   a->service_contract_on == b->service_contract_on;
}

/* The last arrangement that stood before an arrangement, under another contract for services; NULL if there is none. */
const Protection *
earlier_service(List *arrangements, const Protection *arrangement)
{
	const Protection *other;
	const Protection *last = NULL;

	foreach_entry (const Protection, other, arrangements)
	{
		if (other->kind == BY_PROVIDER && !same_service_contract(other, arrangement) &&
			after(arrangement->arranged_on, other->arranged_on) &&
			(last == NULL || after(other->arranged_on, last->arranged_on)))
			last = other;
	}
	return last;
}

/*
 * The arrangement from whose day notices to the services count for an arrangement with a provider: the first one under
 * its contract for services since another one stood in the case, if the contract was concluded by the arrangement of
 * then.  NULL if notices count from the day of the contract.
 */
const Protection *
first_of_service(List *arrangements, const Protection *arrangement)
{
	const Protection *before = arrangement->kind == BY_PROVIDER ? earlier_service(arrangements, arrangement) : NULL;
	const Protection *first = arrangement;
	const Protection *other;

	if (before == NULL || after(arrangement->service_contract_on, before->arranged_on))
		return NULL;
	foreach_entry (const Protection, other, arrangements)
	{
		if (same_service_contract(other, arrangement) && after(other->arranged_on, before->arranged_on) &&
			after(first->arranged_on, other->arranged_on))
			first = other;
	}
	return first;
}

/*
 * The day from which notices to the services count for an arrangement with a provider (8 ¶2): the day of its contract
 * for services.  A notice names no contract, so where another contract for services stood in the case before, and the
 * new one is no later than the arrangement of then, what was sent may be a notice of that one.  Our reading: then
 * notices count from the first arrangement under the new contract on.
 */
DateADT
notices_count_from(List *arrangements, const Protection *arrangement)
{
	const Protection *first = first_of_service(arrangements, arrangement);

	return first == NULL ? arrangement->service_contract_on : Max(first->arranged_on, arrangement->service_contract_on);
}

/* The party whose unit protects the secrets under an arrangement on a day (8 ¶1), by its number, or NULL. */
static const text *
protecting_party(Judgement *judgement, const Protection *arrangement, DateADT day)
{
	const Party *customer;

	if (arrangement == NULL)
		return NULL;
	if (arrangement->kind == BY_CONTRACTOR)
		return judgement->facts->contractor;
	if (arrangement->kind != BY_CUSTOMER)
		return arrangement->organizer;
	customer = succession_on(judgement, day).customer;
	return customer == NULL ? NULL : customer->idn;
}

/*
 * Whether a clearance is one under which its person may have carriers of the case on a day: the contracting citizen's,
 * or that of a person of the contractor's staff; or that of a person of the party whose unit protects the secrets at
 * the contractor (8(2) to 8(4)), because that unit receives them.
 *
 * judgement needs the case and its file; arrangement is the arrangement of the day, or NULL.
 */
bool
may_receive(Judgement *judgement, const Protection *arrangement, const Clearance *clearance, DateADT day)
{
	return same_text(clearance->party, judgement->facts->contractor) ||
		   same_text(clearance->party, protecting_party(judgement, arrangement, day));
}

/* Whether a notice tells the courier or the special postal service of a provider's services (8 ¶2). */
bool
is_service_notice(const Notice *notice)
{
	return notice->kind == COURIER_SERVICE || notice->kind == POSTAL_SERVICE;
}

/* ---- the transfer ---- */

/* Returns the permit with a number, or NULL. */
Permit *
permit_of_number(const text *permit_no)
{
	Lookup lookup = look_in(TABLE_permits);

	where_text(&lookup, permits_permit_no, permit_no);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* Returns the clearance with a number, or NULL. */
Clearance *
clearance_of_number(const text *clearance_no)
{
	Lookup lookup = look_in(TABLE_clearances);

	where_text(&lookup, clearances_clearance_no, clearance_no);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* The permits of the contractor; a citizen has none. */
static List *
permits_of(const Party *contractor)
{
	Lookup lookup = look_in(TABLE_permits);

	if (contractor == NULL || contractor->kind == CITIZEN)
		return NIL;
	where_text(&lookup, permits_holder, contractor->idn);
	return find_entries(&lookup, ROW_LOCK_NONE);
}

/*
 * Whether one of two serving permits comes before the other: the later issued one; of one day, the one whose number is
 * the first byte by byte, so that what is stamped does not depend on the order of rows.
 */
static bool
serves_before(const Permit *permit, const Permit *other)
{
	if (permit->issued_on != other->issued_on)
		return after(permit->issued_on, other->issued_on);
	return DatumGetBool(DirectFunctionCall2Coll(text_lt, C_COLLATION_OID, PointerGetDatum(permit->permit_no),
												PointerGetDatum(other->permit_no)));
}

/*
 * The permit that stands before all others if it serves: under a provider the one that bears the mark (8(4)), else the
 * contract's.
 */
static const text *
preferred_permit(CaseFile *file, DateADT day)
{
	const Protection *arrangement = arrangement_on(file, day);
	const Contract *contract = contract_on(file, day);

	if (arrangement != NULL && arrangement->kind == BY_PROVIDER && arrangement->contractor_permit_no != NULL)
		return arrangement->contractor_permit_no;
	return contract == NULL ? NULL : contract->permit_no;
}

/*
 * The permit under which a hand-over of a day is judged: the preferred one if it serves, else the first by
 * serves_before() that does; NULL if none serves.  A permit serves that is valid on the day and covers the mark
 * (UNSTATED: any mark).
 *
 * Locks the contractor, whose permits do not change from here on.
 */
const Permit *
serving_permit(CaseFile *file, DateADT day, int mark)
{
	const text *preferred = preferred_permit(file, day);
	const Permit *permit;
	const Permit *serving = NULL;

	foreach_entry (const Permit, permit, permits_of(case_contractor(file)))
	{
		if (!valid_on(permit->issued_on, permit->valid_until, permit->revoked_on, day) || permit->highest_mark < mark)
			continue;
		if (same_text(preferred, permit->permit_no))
			return permit;
		if (serving == NULL || serves_before(permit, serving))
			serving = permit;
	}
	return serving;
}

/*
 * Whether what is out today is out without a permit: the contractor is no citizen, and none of its permits serves.
 *
 * secretxfer.lost_authorizations() says the same in SQL, of every day; so of the clearance below.
 */
bool
has_outlived_permit(CaseFile *file, int mark)
{
	const Party *contractor = case_contractor(file);

	return contractor != NULL && contractor->kind != CITIZEN && serving_permit(file, today_in_almaty(), mark) == NULL;
}

/*
 * Whether what a person has today is held without a clearance: it is not valid any more, does not cover the mark, or is
 * of a party whose unit protects the secrets no more.  judgement needs the case and its file.
 */
bool
has_outlived_clearance(Judgement *judgement, const text *clearance_no, int mark)
{
	const Clearance *clearance = clearance_of_number(clearance_no);
	DateADT today = today_in_almaty();

	return clearance != NULL &&
		   (!valid_on(clearance->issued_on, clearance->valid_until, clearance->revoked_on, today) ||
			clearance->highest_mark < mark ||
			!may_receive(judgement, arrangement_on(judgement->file, today), clearance, today));
}

static DateADT
day_of_transfer(const Entry *entry)
{
	if (entry->table == TABLE_handovers)
		return ((const Handover *) entry)->handed_on;
	if (entry->table == TABLE_holders)
		return ((const Holder *) entry)->held_since;
	return ((const SystemAccess *) entry)->granted_on;
}

/*
 * The carrier that is handed over or passed on; NULL for access.  A hand-over has locked the carrier.  A passing on
 * locks it against a change of the mark, which the passing on is judged by.
 */
static Carrier *
carrier_of_transfer(const Judgement *judgement)
{
	const Handover *handover;

	if (judgement->table == TABLE_handovers)
		return (Carrier *) judgement->referenced[handovers_carrier_id];
	handover = judgement->table == TABLE_holders ? (const Handover *) judgement->referenced[holders_handover] : NULL;
	return handover == NULL
			   ? NULL
			   : lock_carrier(&handover->head, handovers_carrier_id, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
}

/*
 * Locks the parties of a hand-over or an access.  In the lock order, parties come before permits, clearances and
 * carriers.  So an event that changes one of the parties waits; or this entry waits, and then sees the event.
 */
void
lock_parties_of_transfer(Judgement *judgement)
{
	Transfer *transfer = palloc0(sizeof(Transfer));

	judgement->transfer = transfer;
	transfer->on = day_of_transfer(judgement->new_entry);
	if (judgement->facts == NULL)
		return;
	case_contractor(judgement->file);
	lock_customers(judgement);
	transfer->arrangement = arrangement_on(judgement->file, transfer->on);
	if (transfer->arrangement != NULL)
	{
		transfer->notices_from = notices_count_from(case_protections(judgement->file), transfer->arrangement);
		transfer->organizer =
			lock_party(transfer->arrangement->organizer, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	}
}

/* Gathers the rest of what the rules ask of a hand-over or an access. */
void
describe_transfer(Judgement *judgement)
{
	Transfer *transfer = judgement->transfer;

	transfer->carrier = carrier_of_transfer(judgement);
	if (judgement->table == TABLE_system_accesses)
		transfer->mark = judgement->facts == NULL ? UNSTATED : judgement->facts->system_mark;
	else
		transfer->mark = transfer->carrier == NULL ? UNSTATED : mark_on(transfer->carrier, transfer->on);
	transfer->clearance = (Clearance *) judgement->referenced[column_of_receiver(judgement->table)];
	if (judgement->table == TABLE_holders || judgement->facts == NULL)
		return;
	transfer->permits = permits_of(case_contractor(judgement->file));
	transfer->covers = covers_of_transfer(judgement);
}
