/*
 * succession.c
 *		Provision 10 ¶1: who is the customer of a case on a day, and what a change of the customer leaves open.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/disposal.h"
#include "rules/permission.h"
#include "rules/succession.h"

/*
 * Whether a change of a party concerns a case in which the party takes part since a day: the contractor, and the
 * customer that ordered the works, since the opening; a successor since its supplement.
 *
 * Our reading: a change concerns the cases of which the party was a side by the day on which the change takes effect.
 * A liquidation concerns the later ones, too, because nobody is left for them.  The end of the works of one case
 * concerns this case alone.
 */
bool
concerns(const PartyChange *change, const text *case_no, DateADT since)
{
	if (change->case_no != NULL && !same_text(change->case_no, case_no))
		return false;
	return change->kind == LIQUIDATION || !after(since, change->effective_on);
}

/*
 * Whether a supplement settles a change: the change that the supplement names, or one of the same party of that day or
 * an earlier one that is not the end of the works of another case.  Several changes of one day are one event, of one
 * decree.  But a supplement that names the customer as its own successor settles none after which it does not live on,
 * and one that is dated before the change that it names, under a basis, settles nothing.
 */
bool
settles(const Supplement *supplement, const PartyChange *change, List *changes)
{
	const PartyChange *named;

	if (!same_text(supplement->party, change->party) ||
		(same_text(supplement->successor, change->party) && !lives_on_after(change)) ||
		(change->case_no != NULL && !same_text(change->case_no, supplement->case_no)))
		return false;
	foreach_entry (const PartyChange, named, changes)
	{
		if (same_text(named->change_no, supplement->change_no))
			return !after(change->effective_on, named->effective_on) &&
				   !after(named->effective_on, supplement->concluded_on);
	}
	return false;
}

/*
 * The supplement that settles a change in the case, or NULL: the first supplement for the change itself, if there is
 * one; under a basis there may be several. The entry that is judged does not count.
 *
 * secretxfer.settled_changes() says the same in SQL.
 */
Supplement *
supplement_for(Judgement *judgement, const PartyChange *change)
{
	List *supplements = case_supplements(judgement->file);
	List *changes = supplements == NIL ? NIL : changes_of_party(change->party);
	Supplement *supplement;
	Supplement *settling = NULL;
	bool is_named = false;

	foreach_entry (Supplement, supplement, supplements)
	{
		bool names_change = same_text(supplement->change_no, change->change_no);

		if (judgement->table == TABLE_supplements &&
			(same_key(&supplement->head, judgement->new_entry) ||
			 (judgement->old_entry != NULL && same_key(&supplement->head, judgement->old_entry))))
			continue;
		if (!settles(supplement, change, changes))
			continue;
		if (settling == NULL || names_change > is_named ||
			(names_change == is_named && after(settling->concluded_on, supplement->concluded_on)))
		{
			settling = supplement;
			is_named = names_change;
		}
	}
	return settling;
}

/*
 * 10 ¶1, "a supplement to the contract": whether a change of the customer asks for one.
 *
 * Our reading: where the customer lives on, a change before the day of the contract asks for nothing, because the
 * contract is concluded with the customer as it is by then.
 */
bool
asks_for_supplement(Judgement *judgement, const PartyChange *change)
{
	const Contract *contract = case_contract(judgement->file);

	return !lives_on_after(change) || (contract != NULL && !after(contract->concluded_on, change->effective_on));
}

/*
 * Whether a notice to a body reached who disposes of what an authority disposed of on the day of the supplement: the
 * body did on the day of the notice, or the secrets came to the body afterwards, by a day.  Our reading: who was
 * notified of the succession knows of it, whatever comes to the body later.
 */
static bool
reached_who_disposes(const Notice *notice, text *authority, DateADT supplemented_on, DateADT day)
{
	const DisposalSuccession *succession;

	if (same_text(notice->authority, successor_in_disposal(authority, supplemented_on, notice->sent_on)))
		return true;
	foreach_entry (const DisposalSuccession, succession, successions_to(notice->authority))
	{
		if (after(succession->effective_on, notice->sent_on) && !after(succession->effective_on, day) &&
			same_text(notice->authority, successor_in_disposal(authority, supplemented_on, succession->effective_on)))
			return true;
	}
	return false;
}

/*
 * Whether a notice of the change that a supplement names was sent by a day: to an authority of the day of the
 * supplement, or to the body to which its secrets have passed; with NULL to the national security body.
 */
static bool
notice_sent(Judgement *judgement, const Supplement *supplement, text *authority, DateADT day)
{
	int kind = authority == NULL ? SUCCESSION_SECURITY : SUCCESSION_AUTHORITY;
	Notice *notice;

	foreach_entry (Notice, notice, case_notices(judgement->file))
	{
		if (notice->kind == kind && same_text(notice->party, supplement->party) &&
			same_text(notice->change_no, supplement->change_no) && !after(notice->sent_on, day) &&
			(authority == NULL || reached_who_disposes(notice, authority, supplement->concluded_on, day)))
			return true;
	}
	return false;
}

/* Whether the secrets that the answer to a request permits are used in the case by a day. */
static bool
secrets_used(Judgement *judgement, const Request *request, DateADT day)
{
	const Decision *decision = case_decision(judgement->file, request->request_no);
	ContractItem *line;

	if (!is_permission_by(request, decision, day))
		return false;
	if (judgement->facts->information_system_service)
		return true;
	foreach_entry (ContractItem, line, case_annex(judgement->file))
	{
		if (same_text(line->request_no, request->request_no) && !after(line->annexed_on, day))
			return true;
	}
	return false;
}

/* Whether the body that disposes of the carrier of an annex line on the day of a supplement was notified by a day. */
static bool
body_of_line_notified(Judgement *judgement, const Supplement *supplement, const ContractItem *line, DateADT day)
{
	const RequestItem *item = listed_item(line->case_no, line->request_no, line->item_no);
	const Carrier *carrier = item == NULL ? NULL : carrier_of_id(item->carrier_id, ROW_LOCK_NONE);

	return carrier == NULL ||
		   notice_sent(judgement, supplement, disposing_body(carrier, supplement->concluded_on, ROW_LOCK_NONE), day);
}

/*
 * Whether the bodies were notified by a day whose secrets the answer to a request permitted: the body that answered or,
 * where its secrets have passed by the day of the supplement, the bodies that dispose of them then.
 */
static bool
bodies_notified(Judgement *judgement, const Supplement *supplement, const Request *request, DateADT day)
{
	const Decision *decision = case_decision(judgement->file, request->request_no);
	text *body = asked_body(request, decision->sent_on, ROW_LOCK_NONE);
	ContractItem *line;

	if (!has_passed_on(body))
		return notice_sent(judgement, supplement, body, day);
	if (judgement->facts->information_system_service &&
		!notice_sent(judgement, supplement, asked_body(request, supplement->concluded_on, ROW_LOCK_NONE), day))
		return false;
	foreach_entry (ContractItem, line, case_annex(judgement->file))
	{
		if (same_text(line->request_no, request->request_no) && !after(line->annexed_on, supplement->concluded_on) &&
			!body_of_line_notified(judgement, supplement, line, day))
			return false;
	}
	return true;
}

/* Whether it is settled by a day what is used in the case: by the annex or, for a system, by the contract (6 ¶3). */
static bool
use_is_settled(Judgement *judgement, DateADT day)
{
	const Contract *contract = case_contract(judgement->file);
	ContractItem *line;

	if (judgement->facts->information_system_service)
		return contract != NULL && !after(contract->concluded_on, day);
	foreach_entry (ContractItem, line, case_annex(judgement->file))
	{
		if (!after(line->annexed_on, day))
			return true;
	}
	return false;
}

/* Whether a request had been sent by a day, and not been taken back by then. */
static bool
was_sent_by(const Request *request, DateADT day)
{
	return !after(request->sent_on, day) && (request->withdrawn_on == NO_DATE || after(request->withdrawn_on, day));
}

/*
 * 10 ¶1, second sentence: whether all notices of the change that a supplement names were sent by a day, to the national
 * security body and to each body whose secrets were in use when the supplement was concluded.  Our reading: as long as
 * there is no annex, these are the bodies that the secrets are asked of.
 */
static bool
all_notified(Judgement *judgement, const Supplement *supplement, DateADT day)
{
	bool settled = use_is_settled(judgement, supplement->concluded_on);
	Request *request;

	if (!notice_sent(judgement, supplement, NULL, day))
		return false;
	foreach_entry (Request, request, case_requests(judgement->file))
	{
		if (settled ? secrets_used(judgement, request, supplement->concluded_on) &&
						  !bodies_notified(judgement, supplement, request, day)
					: was_sent_by(request, supplement->concluded_on) &&
						  !notice_sent(judgement, supplement,
									   asked_body(request, supplement->concluded_on, ROW_LOCK_NONE), day))
			return false;
	}
	return true;
}

/*
 * Whether a change comes before another one. The changes of one day are one event: of these, one after which the
 * customer does not live on comes first, because it asks for a supplement whether there is a contract or not.
 */
static bool
comes_before(const PartyChange *change, const PartyChange *other)
{
	return after(other->effective_on, change->effective_on) ||
		   (other->effective_on == change->effective_on && lives_on_after(other) && !lives_on_after(change));
}

/*
 * The first of the changes from a day on that are not among those gone through, or NULL; a liquidation counts whenever
 * it took effect, also where it is learnt of late.
 */
static PartyChange *
next_change(List *changes, const text *case_no, DateADT since, List *gone_through)
{
	PartyChange *change;
	PartyChange *next = NULL;

	foreach_entry (PartyChange, change, changes)
	{
		PartyChange *other;
		bool gone = false;

		foreach_entry (PartyChange, other, gone_through)
			gone |= same_key(&other->head, &change->head);
		if (!gone && concerns(change, case_no, since) && (next == NULL || comes_before(change, next)))
			next = change;
	}
	return next;
}

/*
 * 10 ¶1: whether a customer whose liquidation is completed goes without a successor on a day.  What was handed over had
 * come back by the completion, so a supplement of a later day does not open the days before the supplement again.
 */
static bool
ended_without_successor(const PartyChange *change, const Supplement *supplement, DateADT day)
{
	return change->kind == LIQUIDATION && change->completed_on != NO_DATE &&
		   (supplement == NULL ||
			(after(supplement->concluded_on, change->completed_on) && after(supplement->concluded_on, day)));
}

static bool
is_among(const Supplement *supplement, const List *supplements)
{
	const Supplement *other;

	foreach_entry (const Supplement, other, supplements)
	{
		if (same_key(&other->head, &supplement->head))
			return true;
	}
	return false;
}

/*
 * Begins with the customer that opened the case, and goes from change to change.  A change without a supplement by
 * the day is open until it is called off.  A change with a supplement makes the successor the customer, whose own
 * changes count from the day of the supplement on; the supplement of a change that was called off stands.
 */
static Succession
follow_changes(Judgement *judgement, DateADT day)
{
	Succession succession = {.customer = case_customer(judgement->file)};
	DateADT since = judgement->facts->opened_on;
	List *changes;
	PartyChange *change;

	if (succession.customer == NULL || day == NO_DATE)
		return succession;
	changes = changes_of_party(succession.customer->idn);
	while ((change = next_change(changes, judgement->facts->case_no, since, succession.changes)) != NULL)
	{
		Supplement *supplement = supplement_for(judgement, change);

		/* Each change counts once, or else two parties that succeed each other would go on for ever. */
		succession.changes = lappend(succession.changes, change);
		succession.liquidated |= ended_without_successor(change, supplement, day);
		/* After an open change the customer stays the same, and of later changes only a liquidation counts. */
		if (succession.open_change != NULL || after(change->effective_on, day))
			continue;
		/* A supplement is gone through once, also where it settles several changes of one day. */
		if (supplement != NULL && is_among(supplement, succession.supplements))
			continue;
		if (supplement == NULL || after(supplement->concluded_on, day))
		{
			if (!called_off_by(change, day) && asks_for_supplement(judgement, change))
				succession.open_change = change;
			continue;
		}
		succession.supplements = lappend(succession.supplements, supplement);
		if (!same_text(supplement->successor, succession.customer->idn))
		{
			succession.customer = lock_party(supplement->successor, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
			if (succession.customer == NULL)
				return succession;
			since = supplement->concluded_on;
			changes = changes_of_party(succession.customer->idn);
		}
	}
	return succession;
}

/* 10 ¶1: who is the customer of the case on a day, and what stands in the way of a hand-over. */
Succession
succession_on(Judgement *judgement, DateADT day)
{
	Succession succession = follow_changes(judgement, day);
	const Supplement *supplement;

	foreach_entry (const Supplement, supplement, succession.supplements)
		succession.notices_missing |= !all_notified(judgement, supplement, day);
	return succession;
}

/*
 * Whether a change is one of the customer of the case: of the customer on a day, or of one before that a supplement
 * settles.  What happens to a party that is the customer no more, or happened before it was, concerns other cases.
 */
bool
is_change_of_customer(Judgement *judgement, const PartyChange *change, DateADT day)
{
	Succession succession = follow_changes(judgement, day);
	List *changes = changes_of_party(change->party);
	DateADT since = judgement->facts->opened_on;
	const PartyChange *other;
	const Supplement *supplement;

	foreach_entry (const PartyChange, other, succession.changes)
	{
		if (same_key(&other->head, &change->head))
			return true;
	}
	foreach_entry (const Supplement, supplement, succession.supplements)
	{
		if (settles(supplement, change, changes) && concerns(change, judgement->facts->case_no, since))
			return true;
		if (!same_text(supplement->successor, supplement->party))
			since = supplement->concluded_on;
	}
	return false;
}

/* Locks the customer of the case and all its successors, so that no change of them is entered meanwhile. */
void
lock_customers(Judgement *judgement)
{
	Supplement *supplement;

	case_customer(judgement->file);
	foreach_entry (Supplement, supplement, case_supplements(judgement->file))
		lock_party(supplement->successor, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
}

/*
 * Who is the customer of a case now: the last successor, or the party that ordered the works.
 *
 * secretxfer.present_customer() says the same in SQL, for many cases.
 */
const text *
present_customer(Case *facts)
{
	Judgement of_case = {.table = TABLE_cases, .facts = facts, .dry_run = true};
	const Party *customer;

	of_case.file = open_case_file(facts->case_no, true);
	if (case_supplements(of_case.file) == NIL)
		return facts->customer;
	if (case_facts(of_case.file) == NULL) /* the case is being withdrawn, or gets another number */
		of_case.file = case_file_with(of_case.file, TABLE_cases, list_make1(facts));
	customer = follow_changes(&of_case, DATEVAL_NOEND).customer;
	return customer == NULL ? facts->customer : customer->idn;
}
