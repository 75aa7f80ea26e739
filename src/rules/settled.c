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

/*
 * Whether a change gives an entry another number where what stands on the paper is kept beside the number: then
 * printed_no is corrected, and the number that others refer to stays.
 */
bool
changes_number_on_paper(const Judgement *judgement)
{
	return IS_ON(WITH_PRINTED_NO, judgement->table) && judgement->old_entry != NULL && judgement->new_entry != NULL &&
		   !same_value(judgement->old_entry, judgement->new_entry, register_tables[judgement->table].key_count - 1);
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

/* A transfer that may rely on a permit without naming the permit: an access, or a hand-over of before version 1.1. */
static const Entry *
transfer_under_permit(const Permit *permit)
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
			const Carrier *carrier;

			if (handover->permit_no != NULL)
				continue; /* a reference */
			carrier = carrier_of_id(handover->carrier_id, ROW_LOCK_NONE);
			if (may_rest_on(permit, file, carrier == NULL ? UNSTATED : mark_on(carrier, handover->handed_on),
							handover->handed_on))
				return &handover->head;
		}
		foreach_entry (SystemAccess, access, case_accesses(file))
		{
			if (may_rest_on(permit, file, facts->system_mark, access->granted_on))
				return &access->head;
		}
	}
	return NULL;
}

/* ---- carriers ---- */

/* A hand-over of the carrier relies on the mark of its day. */
static const Entry *
relies_on_mark(const CarrierMark *mark)
{
	Lookup lookup = look_in(TABLE_handovers);
	const Handover *handover;

	where_big(&lookup, handovers_carrier_id, mark->carrier_id);
	foreach_entry (const Handover, handover, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (!after(mark->marked_on, handover->handed_on))
			return &handover->head;
	}
	return NULL;
}

/* Who held a carrier is settled when the next person takes it over, when it comes back, and when the case is closed. */
static const Entry *
relies_on_holder(const Holder *holder)
{
	const Handover *handover = handover_of(holder);
	const Holder *other;

	if (handover == NULL)
		return NULL;
	if (ended_on(handover) != NO_DATE)
		return &handover->head;
	foreach_entry (const Holder, other, holders_of(handover))
	{
		if (other->entry_id != holder->entry_id && after(other->held_since, holder->held_since))
			return &other->head;
	}
	return closed_case_of(&handover->head);
}

/* ---- the steps of a case ---- */

/*
 * A request is closed by its receipt, or when it is taken back; in the transaction that enters the request as a whole
 * it is still open.
 */
static bool
request_is_closed(const Request *request)
{
	return (request->received_on != NO_DATE || request->withdrawn_on != NO_DATE) && !was_entered_now(&request->head);
}

/*
 * What closes the list of a request, or NULL: the request, once it was received or taken back, unless the request was
 * inserted in this transaction, by a client that enters the request as a whole; or what refers to the request.
 */
const Entry *
what_closes_list(const text *case_no, const text *request_no)
{
	Lookup lookup = look_in(TABLE_requests);
	Request *request;

	where_text(&lookup, requests_case_no, case_no);
	where_text(&lookup, requests_request_no, request_no);
	request = find_entry(&lookup, ROW_LOCK_NONE);
	if (request == NULL)
		return NULL;
	return request_is_closed(request) ? &request->head : who_refers_to(&request->head, false);
}

/* An access of the case on or after a day, and before another day (NO_DATE: without an end); or NULL. */
static const Entry *
accessed_between(CaseFile *file, DateADT day, DateADT end)
{
	SystemAccess *access;

	foreach_entry (SystemAccess, access, case_accesses(file))
	{
		if (access->granted_on >= day && access->granted_on < end)
			return &access->head;
	}
	return NULL;
}

/* The same of a hand-over or an access. */
static const Entry *
transferred_between(const text *case_no, DateADT day, DateADT end)
{
	CaseFile *file = open_case_file(case_no, true);
	Handover *handover;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (handover->handed_on >= day && handover->handed_on < end)
			return &handover->head;
	}
	return accessed_between(file, day, end);
}

/* A hand-over or an access of the case on or after a day, or NULL. */
const Entry *
transferred_since(const text *case_no, DateADT day)
{
	return transferred_between(case_no, day, NO_DATE);
}

/*
 * A passing on in the case, on or after a day and before another day, to a person who is not the contractor's; or NULL.
 * Such a person holds the carrier for the party whose unit protects the secrets (8(2) to 8(4)).
 */
static const Entry *
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
				return &holder->head;
		}
	}
	return NULL;
}

/* What is in a list of entries of the table of the entry that is judged, but for that entry. */
static List *
other_entries(const Judgement *judgement, List *entries)
{
	List *others = NIL;
	Entry *other;

	foreach_entry (Entry, other, entries)
	{
		if (!same_key(other, judgement->old_entry) &&
			(judgement->new_entry == NULL || !same_key(other, judgement->new_entry)))
			others = lappend(others, other);
	}
	return others;
}

/* The arrangements of the case of the entry that is judged, an arrangement, with the entry as it was. */
static List *
arrangements_as_before(const Judgement *judgement)
{
	CaseFile *file = open_case_file(((Protection *) judgement->old_entry)->case_no, true);

	return lcons(judgement->old_entry, other_entries(judgement, case_protections(file)));
}

/*
 * An arrangement is relied on by the transfers from its day on, until the day of the next arrangement; and by the
 * passings on to persons of the unit.  Where notices to the services count from its day, because it is the first one
 * under another contract for services, the transfers under later arrangements of the same contract rely on it, too.
 */
static const Entry *
relies_on_arrangement(const Judgement *judgement)
{
	const Protection *protection = (const Protection *) judgement->old_entry;
	List *arrangements = arrangements_as_before(judgement);
	const Protection *other;

	foreach_entry (const Protection, other, arrangements)
	{
		const Entry *transfer = NULL;

		if (other == protection || first_of_service(arrangements, other) == protection)
			transfer = transferred_between(protection->case_no, other->arranged_on, next_arrangement(judgement, other));
		if (transfer != NULL)
			return transfer;
	}
	return passed_to_unit_between(protection->case_no, protection->arranged_on,
								  next_arrangement(judgement, protection));
}

/*
 * A contract relies on the permissions that were sent by its day; an annex line relies on the permission of its
 * request; an access names no permission, so it may rely on each that was sent by its day.  The withdrawal of a
 * permission is an end of its own.
 */
static const Entry *
relies_on_decision(const Decision *decision)
{
	CaseFile *file = open_case_file(decision->case_no, true);
	const Contract *contract = case_contract(file);
	ContractItem *line;

	if (decision->withdrawn_on != NO_DATE)
		return &decision->head;
	foreach_entry (ContractItem, line, case_annex(file))
	{
		if (same_text(line->request_no, decision->request_no))
			return &line->head;
	}
	if (decision->outcome != PERMITTED)
		return NULL;
	if (contract != NULL && !after(decision->sent_on, contract->concluded_on))
		return &contract->head;
	return accessed_between(file, decision->sent_on, NO_DATE);
}

/* A notice of a kind that was sent in the case on or after a day, or NULL. */
static const Entry *
notified_since(const text *case_no, NoticeKind kind, DateADT day)
{
	Notice *notice;

	foreach_entry (Notice, notice, case_notices(open_case_file(case_no, true)))
	{
		if (notice->kind == (int) kind && notice->sent_on >= day)
			return &notice->head;
	}
	return NULL;
}

/*
 * A supplement of a later day is a supplement to the contract; of an earlier day, or of the same, the supplement names
 * who concludes the contract.
 */
static const Entry *
relies_on_contract(const Contract *contract)
{
	const Entry *notice = notified_since(contract->case_no, CONTRACT_NOTICE, DATEVAL_NOBEGIN);
	Supplement *supplement;

	foreach_entry (Supplement, supplement, case_supplements(open_case_file(contract->case_no, true)))
	{
		if (after(supplement->concluded_on, contract->concluded_on))
			return &supplement->head;
	}
	return notice != NULL ? notice : transferred_since(contract->case_no, DATEVAL_NOBEGIN);
}

static const Entry *
relies_on_annex_line(const Entry *entry)
{
	const ContractItem *line = (const ContractItem *) entry;
	const Entry *notice = notified_since(line->case_no, CONTRACT_NOTICE, line->annexed_on);
	Lookup lookup = look_in(TABLE_handovers);
	RequestItem *item;

	if (notice != NULL)
		return notice;
	item = listed_item(line->case_no, line->request_no, line->item_no);
	if (item == NULL)
		return NULL;
	where_text(&lookup, handovers_case_no, line->case_no);
	where_big(&lookup, handovers_carrier_id, item->carrier_id);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* A breach is relied on by its remedy, and by a question of annulment that counts the breach. */
static const Entry *
relies_on_violation(const Violation *violation)
{
	const Annulment *annulment;

	foreach_entry (Annulment, annulment, case_annulments(open_case_file(violation->case_no, true)))
	{
		if (!after(violation->found_on, annulment->raised_on))
			return &annulment->head;
	}
	return violation->remedied_on != NO_DATE ? &violation->head : NULL;
}

/* ---- changes of a party ---- */

/*
 * A change that was completed, or NULL: its completion relies on the measures that were recorded for the change. The
 * party is locked FOR SHARE, so that no other session completes the change meanwhile.
 */
static const Entry *
relies_on_measures(Judgement *judgement)
{
	const ProtectionMeasures *measures = (const ProtectionMeasures *) judgement->old_entry;
	Lookup lookup = look_in(TABLE_party_changes);
	PartyChange *change;

	lock_party(measures->party, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	where_text(&lookup, party_changes_party, measures->party);
	where_text(&lookup, party_changes_change_no, measures->change_no);
	change = find_entry(&lookup, ROW_LOCK_NONE);
	return change != NULL && change->completed_on != NO_DATE ? &change->head : NULL;
}

/* The case of the supplement that is judged, without the supplement. */
static Judgement
case_without_supplement(const Judgement *judgement)
{
	CaseFile *file = open_case_file(((const Supplement *) judgement->old_entry)->case_no, true);
	Judgement of_case = {.table = TABLE_cases, .facts = case_facts(file), .dry_run = true};

	of_case.file = case_file_with(file, TABLE_supplements, other_entries(judgement, case_supplements(file)));
	return of_case;
}

/* Whether a change that an entry of a day names is one of the customer, as the case is. */
static bool
names_change_of_customer(Judgement *of_case, const text *party, const text *change_no, DateADT day)
{
	PartyChange *change;

	foreach_entry (PartyChange, change, changes_of_party(party))
	{
		if (same_text(change->change_no, change_no))
			return is_change_of_customer(of_case, change, day);
	}
	return true; /* of an entry that names no change nothing follows */
}

/*
 * What follows from the changes of the successor, and would not be lawful without the supplement that is judged; or
 * NULL.  The successor may have been the customer before, by another supplement or because it ordered the works.
 */
static const Entry *
relies_on_change_of_successor(const Judgement *judgement)
{
	const text *successor = ((const Supplement *) judgement->old_entry)->successor;
	Judgement without = case_without_supplement(judgement);
	const Notice *notice;
	const Supplement *next;
	const PartyChange *end;

	if (without.facts == NULL)
		return NULL;
	foreach_entry (const Notice, notice, case_notices(without.file))
	{
		if (same_text(notice->party, successor) &&
			!names_change_of_customer(&without, notice->party, notice->change_no, notice->sent_on))
			return &notice->head;
	}
	foreach_entry (const Supplement, next, case_supplements(without.file))
	{
		if (same_text(next->party, successor) &&
			!names_change_of_customer(&without, next->party, next->change_no, next->concluded_on))
			return &next->head;
	}
	foreach_entry (const PartyChange, end, changes_of_case(without.facts->case_no))
	{
		const Party *customer = succession_on(&without, end->effective_on).customer;

		if (same_text(end->party, successor) && customer != NULL && !same_text(customer->idn, successor))
			return &end->head;
	}
	return NULL;
}

/*
 * An entry that presupposes that the successor is the customer, or NULL: a request that the successor sends, a contract
 * or an amendment that the successor concludes, its arrangement for protection, what follows from its own changes.
 */
static const Entry *
relies_on_successor(const Judgement *judgement)
{
	const Supplement *supplement = (const Supplement *) judgement->old_entry;
	CaseFile *file = open_case_file(supplement->case_no, true);
	const Contract *contract = case_contract(file);
	ContractAmendment *amendment;
	Protection *protection;
	Request *request;

	foreach_entry (Request, request, case_requests(file))
	{
		if (request->sent_on >= supplement->concluded_on)
			return &request->head;
	}
	if (contract != NULL && contract->concluded_on >= supplement->concluded_on)
		return &contract->head;
	foreach_entry (ContractAmendment, amendment, case_amendments(file))
	{
		if (amendment->concluded_on >= supplement->concluded_on)
			return &amendment->head;
	}
	foreach_entry (Protection, protection, case_protections(file))
	{
		/* An arrangement that names no organizer is with the customer of its day. */
		if (protection->kind == BY_CUSTOMER && protection->arranged_on >= supplement->concluded_on &&
			(is_blank(protection->organizer) || same_text(protection->organizer, supplement->successor)))
			return &protection->head;
	}
	return relies_on_change_of_successor(judgement);
}

/* A change that a supplement settles and that was completed, or NULL: what the supplement names, or an earlier one. */
static const Entry *
settled_and_completed(Judgement *judgement, const Supplement *supplement)
{
	PartyChange *change;
	List *changes;

	lock_party(supplement->party, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	changes = changes_of_party(supplement->party);
	foreach_entry (PartyChange, change, changes)
	{
		if (change->completed_on != NO_DATE && settles(supplement, change, changes))
			return &change->head;
	}
	return NULL;
}

static const Entry *
relies_on_supplement(Judgement *judgement)
{
	const Supplement *supplement = (const Supplement *) judgement->old_entry;
	const Entry *found = transferred_since(supplement->case_no, supplement->concluded_on);

	if (found == NULL)
		found = passed_to_unit_between(supplement->case_no, supplement->concluded_on, NO_DATE);
	if (found == NULL)
		found = relies_on_successor(judgement);
	return found != NULL ? found : settled_and_completed(judgement, supplement);
}

/* The case of the entry, if it is closed, or NULL. A closed case settles all its entries. */
const Entry *
closed_case_of(const Entry *entry)
{
	Lookup lookup = look_in(TABLE_cases);
	Case *facts;

	if ((entry->table != TABLE_cases && !belongs_to_case(entry->table)) ||
		!where_same(&lookup, cases_case_no, entry, 0))
		return NULL;
	facts = entry->table == TABLE_cases ? (Case *) entry : find_entry(&lookup, ROW_LOCK_NONE);
	return facts != NULL && facts->closed_on != NO_DATE ? &facts->head : NULL;
}

/* An arrangement by a quasi-state entity relies on the affiliation of the case's contractor. */
static const Entry *
relies_on_affiliation(const Affiliation *affiliation)
{
	Lookup lookup = look_in(TABLE_protections);
	Protection *protection;

	where_text(&lookup, protections_organizer, affiliation->quasi_state);
	foreach_entry (Protection, protection, find_entries(&lookup, ROW_LOCK_NONE))
	{
		const Case *facts = case_facts(open_case_file(protection->case_no, true));

		if (protection->kind == BY_QUASI_STATE && facts != NULL && same_text(facts->contractor, affiliation->party))
			return &protection->head;
	}
	return NULL;
}

/* What the entry says of a carrier is settled by an answer; the owner also by a passing on of the carrier by name. */
static const Entry *
relies_on_carrier(const Judgement *judgement)
{
	const Carrier *carrier = (const Carrier *) judgement->old_entry;
	const Entry *answer = answer_about_carrier(carrier->carrier_id);
	Lookup lookup = look_in(TABLE_disposal_successions);

	if (answer != NULL)
		return answer;
	if (judgement->new_entry == NULL || same_value(judgement->old_entry, judgement->new_entry, carriers_owner))
		return NULL;
	where_big(&lookup, disposal_successions_carrier_id, carrier->carrier_id);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* Whether an entry is settled by an end of its own: a receipt, a return, a completion. */
static bool
has_ended(const Entry *entry)
{
	switch (entry->table)
	{
		case TABLE_requests:
			return request_is_closed((const Request *) entry);
		case TABLE_handovers:
			return ended_on((const Handover *) entry) != NO_DATE;
		case TABLE_system_accesses:
			return ((const SystemAccess *) entry)->ended_on != NO_DATE;
		case TABLE_suspensions:
			return ((const Suspension *) entry)->lifted_on != NO_DATE;
		case TABLE_annulments:
			return ((const Annulment *) entry)->order_annulled_on != NO_DATE ||
				   ((const Annulment *) entry)->rejected_on != NO_DATE;
		case TABLE_party_changes:
			return ((const PartyChange *) entry)->completed_on != NO_DATE ||
				   ((const PartyChange *) entry)->called_off_on != NO_DATE;
		default: /* what else has an end is asked with what relies on the entry */
			return false;
	}
}

/* An entry that relies on the entry without a reference to it, the entry itself if it has ended, or NULL. */
static const Entry *
relies_otherwise(Judgement *judgement)
{
	const Entry *entry = judgement->old_entry;

	switch (judgement->table)
	{
		case TABLE_affiliations:
			return relies_on_affiliation((const Affiliation *) entry);
		case TABLE_permits:
			return transfer_under_permit((const Permit *) entry);
		case TABLE_carriers:
			return relies_on_carrier(judgement);
		case TABLE_carrier_marks:
			return relies_on_mark((const CarrierMark *) entry);
		case TABLE_request_items:
			return what_closes_list(((const RequestItem *) entry)->case_no, ((const RequestItem *) entry)->request_no);
		case TABLE_decisions:
			return relies_on_decision((const Decision *) entry);
		case TABLE_contracts:
			return relies_on_contract((const Contract *) entry);
		case TABLE_contract_items:
			return relies_on_annex_line(entry);
		case TABLE_contract_amendments:
			return transferred_since(((const ContractAmendment *) entry)->case_no,
									 ((const ContractAmendment *) entry)->concluded_on);
		case TABLE_notices:
			return transferred_since(((const Notice *) entry)->case_no, ((const Notice *) entry)->sent_on);
		case TABLE_protections:
			return relies_on_arrangement(judgement);
		case TABLE_holders:
			return relies_on_holder((const Holder *) entry);
		case TABLE_violations:
			return relies_on_violation((const Violation *) entry);
		case TABLE_supplements:
			return relies_on_supplement(judgement);
		case TABLE_protection_measures:
			return relies_on_measures(judgement);
		default: /* running terms follow the current calendar */
			return has_ended(entry) ? entry : NULL;
	}
}

/*
 * What settles judgement->old_entry: the closed case, an entry that relies on the entry, or the entry itself, if it has
 * ended; NULL if it is not settled.  The parts of an entry rely only on its key.
 */
const Entry *
what_settles(Judgement *judgement)
{
	const Entry *entry = judgement->old_entry;
	const Entry *found = closed_case_of(entry);

	if (found == NULL)
		found = who_refers_to(entry, false);
	if (found == NULL && key_ends(judgement))
		found = who_refers_to(entry, true);
	return found != NULL ? found : relies_otherwise(judgement);
}
