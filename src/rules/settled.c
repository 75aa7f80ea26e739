/*
 * settled.c
 *		What relies on what: an entry is settled once a later entry relies on it.
 *
 * An entry that refers to another entry relies on that entry; this follows from the list of references (references.c).
 * This file says what relies on an entry without a reference to it, table by table, in the order of the life of a case.
 *
 * The lock of the row of the case protects all entries of the case. An entry that many cases share is locked FOR NO KEY
 * UPDATE by its own change, and FOR SHARE by entries that come to rely on it (references.c).
 */
#include "prelude.h"

#include "register/calendar.h"
#include "register/entered.h"
#include "register/standing.h"
#include "rules/permission.h"
#include "rules/references.h"
#include "rules/settled.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/* Whether no entry has the key any more: the entry is withdrawn, or gets another key. */
static bool
key_ends(const Judgement *judgement)
{
	return judgement->new_entry == NULL || !same_key(judgement->old_entry, judgement->new_entry);
}

/* ---- permits ---- */

/* The permit that the contract of a case states on a day, or NULL. */
static Permit *
permit_of_contract(CaseFile *file, DateADT day)
{
	const Contract *contract = contract_on(file, day);

	return contract == NULL ? NULL : permit_of_number(contract->permit_no);
}

/*
 * Whether a transfer that names no permit may rely on a permit: the permit is valid on the day, and the permit that the
 * contract states could not be used on the day for what has the mark.
 */
static bool
may_rest_on(const Permit *permit, CaseFile *file, int mark, DateADT day)
{
	const Permit *of_contract = permit_of_contract(file, day);

	return valid_on(permit->issued_on, permit->valid_until, NO_DATE, day) &&
		   (of_contract == NULL ||
			!valid_on(of_contract->issued_on, of_contract->valid_until, of_contract->revoked_on, day) ||
			of_contract->highest_mark < mark);
}

/*
 * Whether a transfer may rely on a permit without naming the permit: an access, or a hand-over of before version 1.1.
 */
static bool
permit_used_by_transfer(const Permit *permit)
{
	Lookup lookup = look_in(TABLE_cases);
	Case *facts;

	where_text(&lookup, cases_contractor, permit->holder);
	foreach_entry (Case, facts, find_entries(&lookup, ROW_LOCK_NONE))
	{
		CaseFile *file = open_case_file(facts->case_no, true);
		Handover *handover;
		SystemAccess *access;

		foreach_entry (Handover, handover, case_handovers(file))
		{
			Lookup carriers = look_in(TABLE_carriers);
			const Carrier *carrier;

			if (handover->permit_no != NULL)
				continue; /* a reference */
			where_big(&carriers, carriers_carrier_id, handover->carrier_id);
			carrier = find_entry(&carriers, ROW_LOCK_NONE);
			if (may_rest_on(permit, file, carrier == NULL ? UNSTATED : mark_on(carrier, handover->handed_on),
							handover->handed_on))
				return true;
		}
		foreach_entry (SystemAccess, access, case_accesses(file))
		{
			if (may_rest_on(permit, file, facts->system_mark, access->granted_on))
				return true;
		}
	}
	return false;
}

/* ---- carriers ---- */

/* A hand-over of the carrier relies on the mark of its day. */
static bool
carrier_mark_relied_on(const CarrierMark *mark)
{
	Lookup lookup = look_in(TABLE_handovers);
	const Handover *handover;

	where_big(&lookup, handovers_carrier_id, mark->carrier_id);
	foreach_entry (const Handover, handover, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (!after(mark->marked_on, handover->handed_on))
			return true;
	}
	return false;
}

/* Who held a carrier is settled when the next person takes it over, when it comes back, and when the case is closed. */
static bool
holder_relied_on(const Holder *holder)
{
	const Handover *handover = handover_of(holder);
	const Holder *other;

	if (handover == NULL)
		return false;
	if (ended_on(handover) != NO_DATE || case_is_closed(&handover->head))
		return true;
	foreach_entry (const Holder, other, holders_of(handover))
	{
		if (other->entry_id != holder->entry_id && after(other->held_since, holder->held_since))
			return true;
	}
	return false;
}

/* ---- the steps of a case ---- */

/*
 * A request is closed by its receipt, or when it is taken back; in the transaction that enters the request as a whole it
 * is still open.
 */
static bool
request_is_closed(const Request *request)
{
	return (request->received_on != NO_DATE || request->withdrawn_on != NO_DATE) && !was_entered_now(&request->head);
}

/*
 * Whether the list of a request is closed: the list of a request that was received or taken back is settled, unless the
 * request was inserted in this transaction, by a client that enters the request as a whole.
 */
bool
list_is_closed(const text *case_no, const text *request_no)
{
	Lookup lookup = look_in(TABLE_requests);
	Request *request;

	where_text(&lookup, requests_case_no, case_no);
	where_text(&lookup, requests_request_no, request_no);
	request = find_entry(&lookup, ROW_LOCK_NONE);
	return request != NULL && (request_is_closed(request) || is_referred_to(&request->head, false));
}

/* Whether the case has an access on or after a day, and before another day (NO_DATE: without an end). */
static bool
accessed_between(CaseFile *file, DateADT day, DateADT end)
{
	SystemAccess *access;

	foreach_entry (SystemAccess, access, case_accesses(file))
	{
		if (access->granted_on >= day && access->granted_on < end)
			return true;
	}
	return false;
}

/* The same of a hand-over or an access. */
static bool
transferred_between(const text *case_no, DateADT day, DateADT end)
{
	CaseFile *file = open_case_file(case_no, true);
	Handover *handover;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (handover->handed_on >= day && handover->handed_on < end)
			return true;
	}
	return accessed_between(file, day, end);
}

/* Whether the case has a hand-over or an access on or after a day. */
static bool
transferred_since(const text *case_no, DateADT day)
{
	return transferred_between(case_no, day, NO_DATE);
}

/*
 * Whether a carrier of the case was passed on, on or after a day and before another day, to a person who is not the
 * contractor's.  Such a person holds the carrier for the party whose unit protects the secrets (8(2) to 8(4)).
 */
static bool
passed_to_unit_between(const text *case_no, DateADT day, DateADT end)
{
	CaseFile *file = open_case_file(case_no, true);
	const Case *facts = case_facts(file);
	const Handover *handover;
	const Holder *holder;

	foreach_entry (const Handover, handover, case_handovers(file))
	{
		foreach_entry (const Holder, holder, holders_of(handover))
		{
			const Clearance *clearance = clearance_of_number(holder->held_by);

			if (holder->held_since >= day && holder->held_since < end && facts != NULL && clearance != NULL &&
				!same_text(clearance->party, facts->contractor))
				return true;
		}
	}
	return false;
}

/*
 * The day until which transfers rely on an arrangement: the day of the next arrangement.  Where the arrangement begins
 * another contract for services, notices count from its day, also under later arrangements of the same contract.
 */
static DateADT
relied_on_until(const Judgement *judgement, const Protection *protection)
{
	List *arrangements = case_protections(open_case_file(protection->case_no, true));
	DateADT end = next_arrangement(judgement, protection);
	const Protection *other;

	if (protection->kind != BY_PROVIDER || earlier_service(arrangements, protection) == NULL)
		return end;
	foreach_entry (const Protection, other, arrangements)
	{
		if (same_service_contract(other, protection) && after(other->arranged_on, protection->arranged_on))
			end = Max(end, next_arrangement(judgement, other));
	}
	return end;
}

/*
 * An arrangement is relied on by the transfers from its day on, until the day of the next arrangement; and by the
 * passings on to persons of the unit.
 */
static bool
arrangement_relied_on(const Judgement *judgement)
{
	const Protection *protection = (const Protection *) judgement->old_entry;

	return transferred_between(protection->case_no, protection->arranged_on, relied_on_until(judgement, protection)) ||
		   passed_to_unit_between(protection->case_no, protection->arranged_on,
								  next_arrangement(judgement, protection));
}

/*
 * A contract relies on the permissions that were sent by its day; an annex line relies on the permission of its
 * request; an access names no permission, so it may rely on each that was sent by its day.  The withdrawal of a
 * permission is an end of its own.
 */
static bool
decision_relied_on(const Decision *decision)
{
	CaseFile *file = open_case_file(decision->case_no, true);
	const Contract *contract = case_contract(file);
	ContractItem *line;

	if (decision->withdrawn_on != NO_DATE)
		return true;
	foreach_entry (ContractItem, line, case_annex(file))
	{
		if (same_text(line->request_no, decision->request_no))
			return true;
	}
	return decision->outcome == PERMITTED && ((contract != NULL && !after(decision->sent_on, contract->concluded_on)) ||
											  accessed_between(file, decision->sent_on, NO_DATE));
}

/* Whether a notice of a kind was sent in the case on or after a day. */
static bool
notified_since(const text *case_no, NoticeKind kind, DateADT day)
{
	Notice *notice;

	foreach_entry (Notice, notice, case_notices(open_case_file(case_no, true)))
	{
		if (notice->kind == (int) kind && notice->sent_on >= day)
			return true;
	}
	return false;
}

/*
 * A supplement of a later day is a supplement to the contract; of an earlier day, or of the same, the supplement names
 * who concludes the contract.
 */
static bool
contract_relied_on(const Contract *contract)
{
	Supplement *supplement;

	foreach_entry (Supplement, supplement, case_supplements(open_case_file(contract->case_no, true)))
	{
		if (after(supplement->concluded_on, contract->concluded_on))
			return true;
	}
	return notified_since(contract->case_no, CONTRACT_NOTICE, DATEVAL_NOBEGIN) ||
		   transferred_since(contract->case_no, DATEVAL_NOBEGIN);
}

static bool
contract_item_relied_on(const Entry *entry)
{
	const ContractItem *line = (const ContractItem *) entry;
	Lookup item_lookup = look_in(TABLE_request_items);
	Lookup lookup = look_in(TABLE_handovers);
	RequestItem *item;

	if (notified_since(line->case_no, CONTRACT_NOTICE, line->annexed_on))
		return true;
	where_text(&item_lookup, request_items_case_no, line->case_no);
	where_text(&item_lookup, request_items_request_no, line->request_no);
	where_integer(&item_lookup, request_items_item_no, line->item_no);
	item = find_entry(&item_lookup, ROW_LOCK_NONE);
	if (item == NULL)
		return false;
	where_text(&lookup, handovers_case_no, line->case_no);
	where_big(&lookup, handovers_carrier_id, item->carrier_id);
	return find_entry(&lookup, ROW_LOCK_NONE) != NULL;
}

/* A breach is relied on by its remedy, and by a question of annulment that counts the breach. */
static bool
violation_relied_on(const Violation *violation)
{
	const Annulment *annulment;

	foreach_entry (Annulment, annulment, case_annulments(open_case_file(violation->case_no, true)))
	{
		if (!after(violation->found_on, annulment->raised_on))
			return true;
	}
	return violation->remedied_on != NO_DATE;
}

/* ---- changes of a party ---- */

/*
 * Whether a change was completed: its completion relies on the measures that were recorded for the change. The party is
 * locked FOR SHARE, so that no other session completes the change meanwhile.
 */
static bool
measures_relied_on(Judgement *judgement)
{
	const ProtectionMeasures *measures = (const ProtectionMeasures *) judgement->old_entry;
	Lookup lookup = look_in(TABLE_party_changes);
	PartyChange *change;

	lock_party(measures->party, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	where_text(&lookup, party_changes_party, measures->party);
	where_text(&lookup, party_changes_change_no, measures->change_no);
	change = find_entry(&lookup, ROW_LOCK_NONE);
	return change != NULL && change->completed_on != NO_DATE;
}

/*
 * Whether only this supplement made its successor a customer of the case. A supplement by which a customer succeeds
 * itself makes nobody a customer.
 */
static bool
made_customer(CaseFile *file, const Supplement *supplement)
{
	Case *facts = case_facts(file);
	Supplement *other;

	if (facts == NULL || same_text(facts->customer, supplement->successor))
		return false;
	foreach_entry (Supplement, other, case_supplements(file))
	{
		if (same_text(other->successor, supplement->successor) && !same_text(other->party, other->successor) &&
			!same_key(&other->head, &supplement->head))
			return false;
	}
	return true;
}

/*
 * Whether an entry presupposes that the successor is the customer: a request that the successor sends, a contract or an
 * amendment that the successor concludes, its arrangement for protection, what follows from its own changes.
 */
static bool
successor_relied_on(const Supplement *supplement)
{
	CaseFile *file = open_case_file(supplement->case_no, true);
	const Contract *contract = case_contract(file);
	ContractAmendment *amendment;
	Protection *protection;
	Request *request;
	Notice *notice;
	Supplement *next;
	PartyChange *end;

	foreach_entry (Request, request, case_requests(file))
	{
		if (request->sent_on >= supplement->concluded_on)
			return true;
	}
	if (contract != NULL && contract->concluded_on >= supplement->concluded_on)
		return true;
	foreach_entry (ContractAmendment, amendment, case_amendments(file))
	{
		if (amendment->concluded_on >= supplement->concluded_on)
			return true;
	}
	foreach_entry (Protection, protection, case_protections(file))
	{
		/* An arrangement that names no organizer is with the customer of its day. */
		if (protection->kind == BY_CUSTOMER && protection->arranged_on >= supplement->concluded_on &&
			(is_blank(protection->organizer) || same_text(protection->organizer, supplement->successor)))
			return true;
	}
	if (!made_customer(file, supplement))
		return false;
	foreach_entry (Notice, notice, case_notices(file))
	{
		if (same_text(notice->party, supplement->successor))
			return true;
	}
	foreach_entry (Supplement, next, case_supplements(file))
	{
		if (same_text(next->party, supplement->successor))
			return true;
	}
	foreach_entry (PartyChange, end, changes_of_case(supplement->case_no))
	{
		if (same_text(end->party, supplement->successor))
			return true;
	}
	return false;
}

/* Whether a change that a supplement settles was completed: the change that the supplement names, or an earlier one. */
static bool
settled_change_completed(Judgement *judgement, const Supplement *supplement)
{
	PartyChange *change;
	List *changes;

	lock_party(supplement->party, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	changes = changes_of_party(supplement->party);
	foreach_entry (PartyChange, change, changes)
	{
		if (change->completed_on != NO_DATE && settles(supplement, change, changes))
			return true;
	}
	return false;
}

static bool
supplement_relied_on(Judgement *judgement)
{
	const Supplement *supplement = (const Supplement *) judgement->old_entry;

	return transferred_since(supplement->case_no, supplement->concluded_on) ||
		   passed_to_unit_between(supplement->case_no, supplement->concluded_on, NO_DATE) ||
		   successor_relied_on(supplement) || settled_change_completed(judgement, supplement);
}

/* Whether the case of the entry is closed. A closed case settles all its entries. */
bool
case_is_closed(const Entry *entry)
{
	Lookup lookup = look_in(TABLE_cases);
	Case *facts;

	if ((entry->table != TABLE_cases && !belongs_to_case(entry->table)) ||
		!where_same(&lookup, cases_case_no, entry, 0))
		return false;
	facts = entry->table == TABLE_cases ? (Case *) entry : find_entry(&lookup, ROW_LOCK_NONE);
	return facts != NULL && facts->closed_on != NO_DATE;
}

/* An arrangement by a quasi-state entity relies on the affiliation of the case's contractor. */
static bool
affiliation_relied_on(const Affiliation *affiliation)
{
	Lookup lookup = look_in(TABLE_protections);
	Protection *protection;

	where_text(&lookup, protections_organizer, affiliation->quasi_state);
	foreach_entry (Protection, protection, find_entries(&lookup, ROW_LOCK_NONE))
	{
		const Case *facts = case_facts(open_case_file(protection->case_no, true));

		if (protection->kind == BY_QUASI_STATE && facts != NULL && same_text(facts->contractor, affiliation->party))
			return true;
	}
	return false;
}

/* A carrier passed from its owner, if it passed by name. */
static bool
owner_relied_on(const Judgement *judgement)
{
	Lookup lookup = look_in(TABLE_disposal_successions);

	if (judgement->new_entry == NULL || same_value(judgement->old_entry, judgement->new_entry, carriers_owner))
		return false;
	where_big(&lookup, disposal_successions_carrier_id, ((const Carrier *) judgement->old_entry)->carrier_id);
	return find_entry(&lookup, ROW_LOCK_NONE) != NULL;
}

/* Whether another entry relies on an entry without a reference to it. */
static bool
is_relied_on_otherwise(Judgement *judgement)
{
	const Entry *entry = judgement->old_entry;

	switch (judgement->table)
	{
		case TABLE_affiliations:
			return affiliation_relied_on((const Affiliation *) entry);
		case TABLE_permits:
			return permit_used_by_transfer((const Permit *) entry);
		case TABLE_carriers:
			return carrier_is_answered(((const Carrier *) entry)->carrier_id) || owner_relied_on(judgement);
		case TABLE_carrier_marks:
			return carrier_mark_relied_on((const CarrierMark *) entry);
		case TABLE_requests:
			return request_is_closed((const Request *) entry);
		case TABLE_request_items:
			return list_is_closed(((const RequestItem *) entry)->case_no, ((const RequestItem *) entry)->request_no);
		case TABLE_decisions:
			return decision_relied_on((const Decision *) entry);
		case TABLE_contracts:
			return contract_relied_on((const Contract *) entry);
		case TABLE_contract_items:
			return contract_item_relied_on(entry);
		case TABLE_contract_amendments:
			return transferred_since(((const ContractAmendment *) entry)->case_no,
									 ((const ContractAmendment *) entry)->concluded_on);
		case TABLE_notices:
			return transferred_since(((const Notice *) entry)->case_no, ((const Notice *) entry)->sent_on);
		case TABLE_protections:
			return arrangement_relied_on(judgement);
		case TABLE_handovers:
			return ended_on((const Handover *) entry) != NO_DATE;
		case TABLE_holders:
			return holder_relied_on((const Holder *) entry);
		case TABLE_system_accesses:
			return ((const SystemAccess *) entry)->ended_on != NO_DATE;
		case TABLE_violations:
			return violation_relied_on((const Violation *) entry);
		case TABLE_suspensions:
			return ((const Suspension *) entry)->lifted_on != NO_DATE;
		case TABLE_annulments:
			return ((const Annulment *) entry)->order_annulled_on != NO_DATE ||
				   ((const Annulment *) entry)->rejected_on != NO_DATE;
		case TABLE_party_changes:
			return ((const PartyChange *) entry)->completed_on != NO_DATE ||
				   ((const PartyChange *) entry)->called_off_on != NO_DATE;
		case TABLE_supplements:
			return supplement_relied_on(judgement);
		case TABLE_protection_measures:
			return measures_relied_on(judgement);
		default: /* running terms follow the current calendar */
			return false;
	}
}

/* Whether a later entry relies on judgement->old_entry. The parts of an entry rely only on its key. */
bool
relied_on(Judgement *judgement)
{
	const Entry *entry = judgement->old_entry;

	return case_is_closed(entry) || is_referred_to(entry, false) ||
		   (key_ends(judgement) && is_referred_to(entry, true)) || is_relied_on_otherwise(judgement);
}
