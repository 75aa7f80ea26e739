/*
 * rule10.c
 *		Provision 10: a customer or a contractor changes, or comes to its end.
 *
 * ¶1 is about the customer, ¶2 about the contractor.  Both begin with the same four events: functions change, forms
 * of ownership change, liquidation, end of the works.  The events are the kinds of party_changes.  No rule here
 * refuses an event: rules refuse what the event makes unlawful.  Which cases a change concerns: concerns().
 */
#include "prelude.h"

#include "register/calendar.h"
#include "register/standing.h"
#include "rules/entered_late.h"
#include "rules/permission.h"
#include "rules/provisions.h"
#include "rules/rule10.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/*
 * 10 ¶1, 10 ¶2, "is liquidated": with a party in liquidation no works begin.  Our reading: whoever is in liquidation
 * opens no case, sends no request, concludes no contract and succeeds nobody.
 */
static void
note_case_with_liquidated_party(Judgement *judgement)
{
	const Case *facts = (const Case *) judgement->new_entry;

	if (is_in_liquidation(facts->customer, facts->opened_on))
		note_broken(judgement, cases_customer, N_("The customer is in liquidation on the day of this entry."),
					judgement->rule->hint);
	if (is_in_liquidation(facts->contractor, facts->opened_on))
		note_broken(judgement, cases_contractor, N_("The contractor is in liquidation on the day of this entry."),
					judgement->rule->hint);
}

static void
note_paper_with_liquidated_party(Judgement *judgement)
{
	DateADT day;
	const Party *customer;

	if (judgement->table == TABLE_requests)
		day = ((const Request *) judgement->new_entry)->sent_on;
	else if (judgement->table == TABLE_contracts)
		day = ((const Contract *) judgement->new_entry)->concluded_on;
	else
		day = ((const ContractAmendment *) judgement->new_entry)->concluded_on;
	customer = succession_on(judgement, day).customer;

	if (customer != NULL && is_in_liquidation(customer->idn, day))
		note_broken(judgement, NO_COLUMN, N_("The customer is in liquidation on the day of this entry."),
					N_("Conclude a supplement with the successor that has the powers, or wind the case up."));
	if (is_in_liquidation(judgement->facts->contractor, day))
		note_broken(judgement, NO_COLUMN, N_("The contractor is in liquidation on the day of this entry."),
					N_("Wind the case up: nothing more is concluded with this contractor or handed over to it."));
}

static void
note_liquidated_successor(Judgement *judgement)
{
	const Supplement *supplement = (const Supplement *) judgement->new_entry;

	if (is_in_liquidation(supplement->successor, supplement->concluded_on))
		note_broken(judgement, supplements_successor, N_("The successor is in liquidation on the day of this entry."),
					judgement->rule->hint);
}

static const Rule r10_party_liquidated = {
	"r10_party_liquidated",
	"10",
	{{OTHER_ENTRIES, ON(cases), ENTERED, .find = note_case_with_liquidated_party},
	 {OTHER_ENTRIES, ON(requests) | ON(contracts) | ON(contract_amendments), ENTERED,
	  .find = note_paper_with_liquidated_party},
	 {OTHER_ENTRIES, ON(supplements), ENTERED, .find = note_liquidated_successor}},
	N_("A party in liquidation is no side of a new case, request or contract, and succeeds no customer."),
	.hint = N_("Name a party that is not in liquidation; an existing case can only be wound up.")};

/* ---- the events themselves ---- */

/*
 * 10 ¶1, 10 ¶2, "works are terminated": the works of one contract may end while others of the same party go on.  Our
 * reading: such an end concerns the case of that contract alone.  The text knows no other event of one case.
 */
static bool
only_works_end_in_one_case(Judgement *judgement)
{
	const PartyChange *change = (const PartyChange *) judgement->new_entry;

	return change->case_no == NULL || change->kind == WORKS_TERMINATED || change->kind == UNSTATED;
}

/* Whether the case was open on the day of the event, and the party a side of it. */
static void
note_party_of_no_side(Judgement *judgement)
{
	const PartyChange *change = (const PartyChange *) judgement->new_entry;
	Case *facts = (Case *) judgement->referenced[party_changes_case_no];
	Judgement of_case = {.table = TABLE_party_changes, .dry_run = true};
	const Party *customer;

	if (facts == NULL || change->party == NULL)
		return;
	if (after(facts->opened_on, change->effective_on) || after(change->effective_on, facts->closed_on))
	{
		note_broken(judgement, party_changes_effective_on, N_("The case was not open on the day of the event."),
					N_("State the day on which the works of this case ended."));
		return;
	}
	of_case.file = open_case_file(facts->case_no, true);
	of_case.facts = facts;
	customer = succession_on(&of_case, change->effective_on).customer;
	if (!same_text(facts->contractor, change->party) && (customer == NULL || !same_text(customer->idn, change->party)))
		note_broken(judgement, party_changes_party,
					N_("The party was neither the customer nor the contractor of the case on the day of the event."),
					N_("Name a side of the case, or leave the case out if the event concerns all works of the party."));
}

static const Rule r10_works_of_one_case = {
	"r10_works_of_one_case",
	"10",
	{{FORM, ON(party_changes), ENTERED, only_works_end_in_one_case, COLUMN_NAME(party_changes, kind)},
	 {OTHER_ENTRIES, ON(party_changes), ENTERED, .find = note_party_of_no_side}},
	N_("Of one case only the works end, on a day on which the case is open and the party its customer or contractor."),
	N_("Only the end of the works concerns one case."),
	N_("Leave the case out, or state that the works were terminated."),
	.set_aside = NEVER_SET_ASIDE};

/*
 * 10 is silent about a liquidation or a reorganisation that a court or the founders call off.  Our reading: from the
 * day of the document that calls the event off the event blocks nothing, and what lies between stays as it was.
 */
static void
note_incomplete_call_off(Judgement *judgement)
{
	const PartyChange *change = (const PartyChange *) judgement->new_entry;

	if (change->called_off_on != NO_DATE && is_blank(change->call_off_document))
		note_broken(judgement, party_changes_call_off_document, N_("No document is stated that calls the event off."),
					N_("State the document of the court or of the founders."));
	if (change->called_off_on == NO_DATE && change->call_off_document != NULL)
		note_broken(judgement, party_changes_called_off_on, N_("The day is missing on which the event was called off."),
					N_("State the day from which the event was called off."));
	if (change->called_off_on != NO_DATE && change->completed_on != NO_DATE)
		note_broken(judgement, NO_COLUMN, N_("A change of a party was completed, or called off, but not both."),
					N_("State what happened; what was completed by mistake a registrar puts right under a basis."));
}

static const Rule r10_called_off = {
	"r10_called_off",
	"10",
	{{FORM, ON(party_changes), ENTERED | CLOSED, .find = note_incomplete_call_off}},
	N_("A change of a party is called off by a document, and is then never completed; nor is a completed one called "
	   "off."),
	.set_aside = NEVER_SET_ASIDE};

/* ---- ¶1, first sentence: the supplement that names the customer's successor ---- */

/* 10 ¶1: "if the successor has the powers" to conduct works with these secrets. */
static bool
successor_powers_are_stated(Judgement *judgement)
{
	return !is_blank(((const Supplement *) judgement->new_entry)->successor_powers);
}

static const Rule r10_successor_powers = {
	"r10_successor_powers",
	"10 ¶1",
	{{FORM, ON(supplements), ENTERED, successor_powers_are_stated, COLUMN_NAME(supplements, successor_powers)}},
	N_("A supplement states the successor's powers to conduct works with the secrets."),
	N_("The successor's powers to conduct works with these secrets are not stated."),
	N_("State what the powers are based on; without them the case can only be wound up."),
	.set_aside = NEVER_SET_ASIDE};

/* Whether a liquidation or an end of the works of a customer stands on a day, and no supplement settles it by then. */
static bool
has_ended_without_successor(Judgement *judgement, const text *customer, DateADT day)
{
	Succession succession = succession_on(judgement, day);
	const PartyChange *change;

	foreach_entry (const PartyChange, change, succession.changes)
	{
		const Supplement *supplement;

		if (!same_text(change->party, customer) || lives_on_after(change) || !stands_on(change, day))
			continue;
		supplement = supplement_for(judgement, change);
		if (supplement == NULL || after(supplement->concluded_on, day))
			return true;
	}
	return false;
}

/*
 * 10 ¶1: a successor.  Our reading: after a change of functions or ownership the customer lives on, and may be its
 * own successor; after a liquidation or the end of the works it cannot, whichever change the supplement names.
 */
static bool
successor_lives_on(Judgement *judgement)
{
	const Supplement *supplement = (const Supplement *) judgement->new_entry;
	const PartyChange *change = (const PartyChange *) judgement->referenced[supplements_change_no];

	if (change == NULL || !same_text(supplement->successor, change->party))
		return true;
	return lives_on_after(change) &&
		   !has_ended_without_successor(judgement, supplement->successor, supplement->concluded_on);
}

static const Rule r10_successor = {
	"r10_successor",
	"10 ¶1",
	{{OTHER_ENTRIES, ON(supplements), ENTERED, successor_lives_on, COLUMN_NAME(supplements, successor)}},
	N_("A customer that is liquidated or whose works are terminated is not its own successor."),
	N_("The customer or its works have ended, so it cannot be its own successor."),
	N_("Name another party that has the powers.")};

/*
 * Whether a supplement of a later day is for a change that the supplement settles, too.  Our reading: the supplements
 * of a case follow each other as the changes do, because each settles what happened before.
 */
static bool
is_overtaken(Judgement *judgement)
{
	const Supplement *supplement = (const Supplement *) judgement->new_entry;
	List *changes = changes_of_party(supplement->party);
	const Supplement *later;
	const PartyChange *change;

	foreach_entry (const Supplement, later, case_entries_with(judgement, NULL))
	{
		if (!same_text(later->party, supplement->party) || !after(later->concluded_on, supplement->concluded_on))
			continue;
		foreach_entry (const PartyChange, change, changes)
		{
			if (same_text(change->change_no, later->change_no) && settles(supplement, change, changes))
				return true;
		}
	}
	return false;
}

/*
 * 10 ¶1: the supplement is made when the customer has changed.  "To the contract": before the contract the supplement
 * names who concludes the contract.  "With the contractor": the contract's other side is the contractor of the case, so
 * the words ask nothing more of the entry.
 */
static void
note_wrong_change_of_supplement(Judgement *judgement)
{
	const Supplement *supplement = (const Supplement *) judgement->new_entry;
	const PartyChange *change = (const PartyChange *) judgement->referenced[supplements_change_no];

	if (change == NULL)
		return;
	if (!is_change_of_customer(judgement, change, supplement->concluded_on))
		note_broken(judgement, NO_COLUMN, N_("The change does not concern the customer of this case."),
					N_("Name the change of this case's customer."));
	else if (after(change->effective_on, supplement->concluded_on))
		note_broken(judgement, NO_COLUMN, N_("The supplement is dated before the change took effect."),
					N_("State the day of the supplement, not before the change took effect."));
	else if (called_off_by(change, supplement->concluded_on))
		note_broken(judgement, NO_COLUMN, N_("The change was called off by the day of the supplement."),
					N_("From that day the case goes on with its customer, without a supplement."));
	else if (supplement_for(judgement, change) != NULL)
		note_broken(judgement, NO_COLUMN, N_("Another supplement already settles this change in this case."),
					N_("Correct the standing supplement if it may be corrected."));
	else if (is_overtaken(judgement))
		note_broken(judgement, NO_COLUMN,
					N_("A supplement of a later day is for a change that this supplement would settle, too."),
					N_("Correct the standing supplement if it may be corrected."));
}

static const Rule r10_supplement_names_change = {
	"r10_supplement_names_change",
	"10 ¶1",
	{{OTHER_ENTRIES, ON(supplements), ENTERED, .find = note_wrong_change_of_supplement}},
	N_("A change of the case's customer has one supplement, dated on the day the change took effect or later.")};

/*
 * 10 ¶1: from the supplement on the successor is the customer.  Our reading: of what stands in the case, too, so a
 * supplement that is entered late, or moved to an earlier day, is one with which that is lawful.
 */
static const Rule r10_earlier_supplement = {
	"r10_earlier_supplement",
	"10 ¶1",
	{{OTHER_ENTRIES, ON(supplements), ENTERED, supplement_keeps_entries, COLUMN_NAME(supplements, concluded_on)}},
	N_("A supplement of an earlier day is one with which the later entries of the case are lawful, too."),
	N_("What stands in the case since that day is not lawful with this successor as the customer."),
	N_("State the day from which the successor is the customer; what stands before keeps to the customer of before. "
	   "A registrar can enter the supplement as it is under a basis: secretxfer.rectify().")};

/*
 * 10 ¶1: "a supplement to the contract is made".  Our reading: nothing is handed over before.  The text does not say
 * what follows without an empowered successor; the safe reading is that the case is wound up.
 */
static bool
customer_change_has_supplement(Judgement *judgement)
{
	return succession_on(judgement, judgement->transfer->on).open_change == NULL;
}

/*
 * Before the contract a supplement names who concludes the contract.  Our reading: so where the customer's works have
 * ended, the customer concludes none.  Of a liquidation r10_party_liquidated speaks.
 */
static void
note_contract_after_end_of_works(Judgement *judgement)
{
	const PartyChange *open =
		succession_on(judgement, ((const Contract *) judgement->new_entry)->concluded_on).open_change;

	if (open != NULL && open->kind == WORKS_TERMINATED)
		note_broken(
			judgement, NO_COLUMN,
			N_("The customer's works have ended by the day of the contract, and no supplement names a successor."),
			N_("Conclude a supplement with the successor that has the powers; then conclude the contract with it."));
}

static const Rule r10_customer_changed = {
	"r10_customer_changed",
	"10 ¶1",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, customer_change_has_supplement},
	 {OTHER_ENTRIES, ON(contracts), ENTERED, .find = note_contract_after_end_of_works}},
	N_("From a change of the customer on, nothing is handed over and no access granted before the supplement; nor, "
	   "from the end of its works on, a contract concluded."),
	N_("The customer has changed, and no supplement to the contract named its successor by the day of this entry."),
	N_("Hand over and grant access from the day of the supplement on; if there is none, conclude it with the "
	   "successor that has the powers and send the notices, or wind the case up.")};

/* ---- ¶1, second sentence: the notices of a succession ---- */

static bool
is_succession_notice(const Notice *notice)
{
	return notice->kind == SUCCESSION_SECURITY || notice->kind == SUCCESSION_AUTHORITY;
}

/*
 * 10 ¶1: the notice is of the change, and to the national security body or to a state body whose secrets are used.
 * "In writing": notices holds written notices only.  "At the place of the contractor's activity": the recipient is a
 * name in plain text, which no rule can compare with a place.
 */
static void
note_missing_fields_of_notice(Judgement *judgement)
{
	const Notice *notice = (const Notice *) judgement->new_entry;
	List *missing = NIL;

	if (!is_succession_notice(notice))
		return;
	if (is_blank(notice->party))
		missing = lappend_int(missing, notices_party);
	if (is_blank(notice->change_no))
		missing = lappend_int(missing, notices_change_no);
	if (notice->kind == SUCCESSION_AUTHORITY && is_blank(notice->authority))
		missing = lappend_int(missing, notices_authority);
	note_broken_fields(judgement, missing, N_("A notice of a succession must state these fields: %s."),
					   N_("Name the change of the customer, and the body that is notified."));
}

static void
note_needless_fields_of_notice(Judgement *judgement)
{
	const Notice *notice = (const Notice *) judgement->new_entry;
	List *needless = NIL;

	if (is_succession_notice(notice) || notice->kind == UNSTATED)
		return;
	if (notice->party != NULL)
		needless = lappend_int(needless, notices_party);
	if (notice->change_no != NULL)
		needless = lappend_int(needless, notices_change_no);
	note_broken_fields(judgement, needless, N_("A notice of this kind must not state these fields: %s."),
					   N_("Leave these fields out, or correct the kind of the notice."));
}

static void
note_wrong_change_of_notice(Judgement *judgement)
{
	const Notice *notice = (const Notice *) judgement->new_entry;
	const PartyChange *change = (const PartyChange *) judgement->referenced[notices_change_no];

	if (!is_succession_notice(notice) || change == NULL)
		return;
	if (!is_change_of_customer(judgement, change, notice->sent_on))
		note_broken(judgement, notices_party, N_("The change does not concern the customer of this case."),
					N_("Name the change of the customer that the notice is of."));
	else if (after(change->effective_on, notice->sent_on))
		note_broken(judgement, notices_sent_on, N_("The notice is dated before the change took effect."),
					N_("State the day on which the notice was sent."));
}

static const Rule r10_notice_names_change = {
	"r10_notice_names_change",
	"10 ¶1",
	{{FORM, ON(notices), ENTERED, .find = note_missing_fields_of_notice},
	 {FORM, ON(notices), ENTERED, .find = note_needless_fields_of_notice},
	 {OTHER_ENTRIES, ON(notices), ENTERED, .find = note_wrong_change_of_notice}},
	N_("A succession notice names an earlier change of the customer and the body notified; others name no change."),
	.set_aside = NEVER_SET_ASIDE};

/* 10 ¶1: the bodies "are notified" without fail.  Our reading: before the next hand-over. */
static bool
succession_is_notified(Judgement *judgement)
{
	return !succession_on(judgement, judgement->transfer->on).notices_missing;
}

/*
 * Who is notified follows from what was used, or asked for, by the day of the supplement.  So nothing is entered late
 * by which what was handed over since would lack a notice.  Of a line that is not permitted, r07_within_permission
 * speaks.
 */
static void
note_body_not_notified(Judgement *judgement)
{
	const ContractItem *line = (const ContractItem *) judgement->new_entry;
	const RequestItem *item = (const RequestItem *) judgement->referenced[contract_items_item_no];
	DateADT day = judgement->table == TABLE_requests    ? ((const Request *) judgement->new_entry)->sent_on
				  : judgement->table == TABLE_decisions ? ((const Decision *) judgement->new_entry)->sent_on
														: line->annexed_on;

	if (judgement->table == TABLE_contract_items &&
		(item == NULL || why_not_permitted(judgement->file, item, day, day) != NULL))
		return;
	if (!succession_stays_notified(judgement, day))
		note_broken(
			judgement, NO_COLUMN,
			N_("By this entry, what was handed over or granted since a supplement would lack a notice of the "
			   "succession."),
			N_("First record the notice of the succession to the body whose secrets these are, or state a later day."));
}

static const Rule r10_succession_notices = {
	"r10_succession_notices",
	"10 ¶1",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, succession_is_notified},
	 {OTHER_ENTRIES, ON(requests) | ON(decisions) | ON(contract_items), ENTERED, .find = note_body_not_notified}},
	N_("The national security body and disposing bodies are notified of a succession before a hand-over or access."),
	N_("Not all who must be notified of the change of the customer were notified by the day of this entry."),
	N_("Notify the national security body and every body whose secrets are used of the change that the supplement "
	   "names, and record the notices.")};

/* ---- ¶2: the contractor ---- */

/*
 * 10 ¶2: what the contractor has is protected and returned.  Our reading: so nothing more is handed over in the cases
 * that the change concerns.
 */
static bool
contractor_has_changed(const Case *facts, DateADT day)
{
	PartyChange *change;

	foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
	{
		if (concerns(change, facts->case_no, facts->opened_on) && stands_on(change, day))
			return true;
	}
	return false;
}

static bool
contractor_is_unchanged(Judgement *judgement)
{
	return !contractor_has_changed(judgement->facts, judgement->transfer->on);
}

/*
 * So no contract is concluded under which nothing could be handed over: the permission was for the contractor of
 * before.
 */
static void
note_contract_with_changed_contractor(Judgement *judgement)
{
	if (contractor_has_changed(judgement->facts, ((const Contract *) judgement->new_entry)->concluded_on))
		note_broken(judgement, NO_COLUMN, N_("The contractor has changed by the day of the contract."),
					N_("With a contractor that still exists, open a new case and begin with the request."));
}

static const Rule r10_contractor_changed = {
	"r10_contractor_changed",
	"10 ¶2",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, contractor_is_unchanged},
	 {OTHER_ENTRIES, ON(contracts), ENTERED, .find = note_contract_with_changed_contractor}},
	N_("From a change of the contractor on, no contract, hand-over or access takes place in cases opened by then."),
	N_("The contractor has changed by the day of this entry, so nothing more is handed over in this case."),
	N_("Take protection measures and take everything back; with a contractor that still exists, open a new case.")};

/* 10 ¶2, first sentence: customer and contractor take the measures after the contractor's change. */
static void
note_wrong_change_of_measures(Judgement *judgement)
{
	const ProtectionMeasures *measures = (const ProtectionMeasures *) judgement->new_entry;
	const PartyChange *change = (const PartyChange *) judgement->referenced[protection_measures_change_no];
	const Case *facts = judgement->facts;

	if (change == NULL)
		return;
	if (!same_text(facts->contractor, change->party) || !concerns(change, facts->case_no, facts->opened_on))
		note_broken(judgement, protection_measures_party,
					N_("The change does not concern the contractor of this case."),
					N_("Name the change of the contractor that the measures are for."));
	else if (after(change->effective_on, measures->taken_on))
		note_broken(judgement, protection_measures_taken_on,
					N_("The measures are dated before the change took effect."),
					N_("State the day on which the measures were taken."));
}

static const Rule r10_measures_name_change = {
	"r10_measures_name_change",
	"10 ¶2",
	{{OTHER_ENTRIES, ON(protection_measures), ENTERED, .find = note_wrong_change_of_measures}},
	N_("Measures of protection name a change of the case's contractor and are not taken before it took effect.")};

/* The entries of a table that name a party in a column. */
static List *
entries_naming(TableId table, int column, const text *party)
{
	Lookup lookup = look_in(table);

	where_text(&lookup, column, party);
	return find_entries(&lookup, ROW_LOCK_NONE);
}

/*
 * Whether a hand-over is of a carrier that is secret on a day: what is no longer secret need not come back.  A carrier
 * that bears no mark is locked with row_lock, so that no new mark is entered meanwhile.
 */
static bool
is_secret_on(const Handover *handover, DateADT day, RowLock row_lock)
{
	const Carrier *carrier = carrier_of_id(handover->carrier_id, ROW_LOCK_NONE);

	if (carrier != NULL && mark_on(carrier, day) == UNSTATED && row_lock != ROW_LOCK_NONE)
	{
		carrier = carrier_of_id(handover->carrier_id, row_lock);
		return carrier != NULL && mark_on(carrier, day) != UNSTATED;
	}
	return carrier == NULL || mark_on(carrier, day) != UNSTATED;
}

/* Whether an access of a case that was granted before another day (NO_DATE: whenever) lasts after a day. */
static bool
access_lasts_after(CaseFile *file, DateADT day, DateADT before)
{
	SystemAccess *access;

	foreach_entry (SystemAccess, access, case_accesses(file))
	{
		if (access->granted_on >= before)
			continue;
		if (access->ended_on == NO_DATE || after(access->ended_on, day))
			return true;
	}
	return false;
}

static bool
is_out_after(const Handover *handover, DateADT day)
{
	return ended_on(handover) == NO_DATE || after(ended_on(handover), day);
}

/* Whether something handed over in a case was out after a day, secret or not. */
static bool
anything_was_out_after(CaseFile *file, DateADT day)
{
	Handover *handover;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (is_out_after(handover, day))
			return true;
	}
	return access_lasts_after(file, day, NO_DATE);
}

/*
 * Whether something handed over in a case before another day (NO_DATE: whenever) is still out on a day, and must come
 * back.
 */
static bool
is_outstanding_on(CaseFile *file, DateADT day, DateADT before, RowLock row_lock)
{
	Handover *handover;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (handover->handed_on < before && is_out_after(handover, day) && is_secret_on(handover, day, row_lock))
			return true;
	}
	return access_lasts_after(file, day, before);
}

/*
 * Whether the measures for a change of the contractor are missing in a case, where anything was out on its day or
 * later, and the change was not called off by the day of the closing.
 */
static bool
lacks_measures(CaseFile *file, const Case *facts, const PartyChange *change, DateADT day)
{
	Lookup lookup = look_in(TABLE_protection_measures);
	const ProtectionMeasures *measures;

	if (!concerns(change, facts->case_no, facts->opened_on) || after(change->effective_on, facts->closed_on) ||
		called_off_by(change, day) || !anything_was_out_after(file, change->effective_on))
		return false;
	where_text(&lookup, protection_measures_case_no, facts->case_no);
	where_text(&lookup, protection_measures_party, change->party);
	where_text(&lookup, protection_measures_change_no, change->change_no);
	measures = find_entry(&lookup, ROW_LOCK_NONE);
	return measures == NULL || after(measures->taken_on, day) || after(change->effective_on, measures->taken_on);
}

/*
 * 10 ¶2, first sentence: "customer and contractor together take measures".  The text names no day: the last one is
 * that on which the case is closed or the change completed.  Where nothing was out on the day of the change or later,
 * nothing is to protect; what came back on the very day was back.
 */
static bool
measures_precede_closing(Judgement *judgement)
{
	const Case *facts = (const Case *) judgement->new_entry;
	PartyChange *change;

	if (!is_closing(judgement, cases_closed_on))
		return true;
	foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
	{
		if (lacks_measures(judgement->file, facts, change, facts->closed_on))
			return false;
	}
	return true;
}

/* Whether measures are owed in a case for a change of its contractor that is neither completed nor called off. */
bool
measures_are_owed(CaseFile *file)
{
	const Case *facts = case_facts(file);
	PartyChange *change;

	foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
	{
		if (change->completed_on == NO_DATE && change->called_off_on == NO_DATE &&
			lacks_measures(file, facts, change, NO_DATE))
			return true;
	}
	return false;
}

static bool
measures_precede_completion(Judgement *judgement)
{
	const PartyChange *change = (const PartyChange *) judgement->new_entry;
	Case *facts;

	if (change->completed_on == NO_DATE)
		return true;
	foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_contractor, change->party))
	{
		if (lacks_measures(open_case_file(facts->case_no, true), facts, change, change->completed_on))
			return false;
	}
	return true;
}

static const Rule r10_measures_taken = {
	"r10_measures_taken",
	"10 ¶2",
	{{OTHER_ENTRIES, ON(cases), ENTERED | CLOSED, measures_precede_closing},
	 {OTHER_ENTRIES, ON(party_changes), ENTERED | CLOSED, measures_precede_completion}},
	N_("After a contractor's change, neither the change nor a case with hand-overs ends before protection measures."),
	N_("The measures of protection after the contractor's change are missing on the day of closing or completion."),
	N_("Record in protection_measures what the customer and the contractor did together to protect the secrets.")};

static bool
is_customer_on(Judgement *of_case, const text *party, DateADT day)
{
	const Party *customer = succession_on(of_case, day).customer;

	return customer != NULL && same_text(customer->idn, party);
}

/* The day of the first supplement after the completion of a change of the customer; NO_DATE if there is none. */
static DateADT
supplemented_after(CaseFile *file, const PartyChange *change)
{
	DateADT first = NO_DATE;
	const Supplement *supplement;

	foreach_entry (const Supplement, supplement, case_supplements(file))
	{
		if (same_text(supplement->party, change->party) && after(supplement->concluded_on, change->completed_on))
			first = Min(first, supplement->concluded_on);
	}
	return first;
}

/*
 * Whether a change of the customer of a case, without a supplement by the day of its completion, leaves something out
 * in the case: not what was handed over after a later supplement.  A liquidation may be learnt of after its party
 * became the customer, so who is the customer is asked for the day of its completion alone.
 */
static bool
customer_leaves_outstanding(const PartyChange *change, const text *case_no, RowLock row_lock)
{
	CaseFile *file = open_case_file(case_no, true);
	Judgement of_case = {.table = change->head.table, .file = file, .facts = case_facts(file), .dry_run = true};
	const Supplement *supplement;

	/* The case may have been withdrawn meanwhile. */
	if (of_case.facts == NULL || !concerns(change, case_no, of_case.facts->opened_on) ||
		!is_customer_on(&of_case, change->party, change->completed_on) ||
		(change->kind != LIQUIDATION && !is_customer_on(&of_case, change->party, change->effective_on)))
		return false;
	supplement = supplement_for(&of_case, change);
	return (supplement == NULL || after(supplement->concluded_on, change->completed_on)) &&
		   asks_for_supplement(&of_case, change) &&
		   is_outstanding_on(file, change->completed_on, supplemented_after(file, change), row_lock);
}

/*
 * 10 ¶2, second sentence: what was handed over "is returned to the customer".  The text names no day: the last one is
 * that on which the case is closed or the change completed.  Our reading of 10 ¶1: the same holds for a change of the
 * customer that no supplement follows.  A carrier that is no longer secret on that day is not due.
 */
static bool
returns_precede_closing(Judgement *judgement)
{
	const Case *facts = (const Case *) judgement->new_entry;

	return !is_closing(judgement, cases_closed_on) ||
		   !is_outstanding_on(judgement->file, facts->closed_on, NO_DATE,
							  lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
}

static bool
returns_precede_completion(Judgement *judgement)
{
	const PartyChange *change = (const PartyChange *) judgement->new_entry;
	RowLock row_lock = lock_unless_dry_run(judgement, ROW_LOCK_SHARE);
	Case *facts;
	Supplement *supplement;

	if (change->completed_on == NO_DATE)
		return true;
	foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_contractor, change->party))
	{
		if (concerns(change, facts->case_no, facts->opened_on) &&
			is_outstanding_on(open_case_file(facts->case_no, true), change->completed_on, NO_DATE, row_lock))
			return false;
	}
	foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_customer, change->party))
	{
		if (customer_leaves_outstanding(change, facts->case_no, row_lock))
			return false;
	}
	foreach_entry (Supplement, supplement, entries_naming(TABLE_supplements, supplements_successor, change->party))
	{
		if (customer_leaves_outstanding(change, supplement->case_no, row_lock))
			return false;
	}
	return true;
}

static const Rule r10_all_returned = {
	"r10_all_returned",
	"10 ¶2",
	{{OTHER_ENTRIES, ON(cases), ENTERED | CLOSED, returns_precede_closing},
	 {OTHER_ENTRIES, ON(party_changes), ENTERED | CLOSED, returns_precede_completion}},
	N_("No case is closed and no change of a party completed while a carrier or an access is outstanding."),
	N_("In a case, a carrier was not returned or an access not ended by the day of closing or completion."),
	N_("Record the return of every carrier and the end of every access first.")};

/*
 * 10 ¶2: what was handed over "is returned".  Reading: what was destroyed under an act of the customer, or is lost,
 * cannot come back, so a write-off ends the hand-over, too.  A write-off states its day, what became of the carrier,
 * and the act.
 */
static void
note_missing_fields_of_write_off(Judgement *judgement)
{
	static const int columns[] = {handovers_written_off_on, handovers_written_off_as, handovers_write_off_act_no};
	List *missing = NIL;
	bool any = false;
	int at;

	for (at = 0; at < lengthof(columns); at++)
	{
		bool stated = is_stated(judgement->new_entry, columns[at]);

		any |= stated;
		if (!stated || (columns[at] == handovers_write_off_act_no &&
						is_blank(((const Handover *) judgement->new_entry)->write_off_act_no)))
			missing = lappend_int(missing, columns[at]);
	}
	if (any)
		require_fields(judgement, missing);
}

static const Rule r10_write_off = {
	"r10_write_off",
	"10 ¶2",
	{{FORM, ON(handovers), ENTERED | CLOSED, .find = note_missing_fields_of_write_off}},
	N_("A write-off of a carrier states its day, whether the carrier was destroyed or lost, and the act."),
	N_("These fields of the write-off are missing: %s."),
	N_("State the day, what became of the carrier, and the number of the act."),
	.set_aside = NEVER_SET_ASIDE};

/* 10 ¶2: what was destroyed does not come back; a lost carrier may be found and returned. */
static bool
destroyed_stays_away(Judgement *judgement)
{
	const Handover *handover = (const Handover *) judgement->new_entry;

	return handover->written_off_as != DESTROYED ||
		   (handover->returned_on == NO_DATE && handover->return_act_no == NULL);
}

static const Rule r10_destroyed = {
	"r10_destroyed",
	"10 ¶2",
	{{FORM, ON(handovers), ENTERED | CLOSED, destroyed_stays_away, COLUMN_NAME(handovers, returned_on)}},
	N_("A carrier that was destroyed is not returned, and one that was returned is not destroyed in that hand-over."),
	N_("The entry says that the carrier was destroyed and that it came back."),
	N_("State the one that happened."),
	.set_aside = NEVER_SET_ASIDE};

/*
 * 10 ¶1, 10 ¶2, "is liquidated": who is no more receives nothing and hands over nothing, whatever date is written.
 * Completion means that all is returned, so a hand-over entered later would contradict it.
 */
static bool
no_liquidation_is_completed(Judgement *judgement)
{
	PartyChange *change;

	if (succession_on(judgement, judgement->transfer->on).liquidated)
		return false;
	foreach_entry (PartyChange, change, changes_of_party(judgement->facts->contractor))
	{
		if (change->kind == LIQUIDATION && change->completed_on != NO_DATE)
			return false;
	}
	return true;
}

static const Rule r10_liquidation_completed = {
	"r10_liquidation_completed",
	"10",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, no_liquidation_is_completed}},
	N_("Once the liquidation of a party without successor is completed, no hand-over or access is entered any more."),
	N_("The liquidation of a party is completed."),
	N_("Record what has come back, then close the case.")};

const Rule *const rule10[] = {&r10_party_liquidated,
							  &r10_works_of_one_case,
							  &r10_called_off,
							  &r10_customer_changed,
							  &r10_succession_notices,
							  &r10_supplement_names_change,
							  &r10_successor_powers,
							  &r10_successor,
							  &r10_earlier_supplement,
							  &r10_notice_names_change,
							  &r10_contractor_changed,
							  &r10_liquidation_completed,
							  &r10_write_off,
							  &r10_destroyed,
							  &r10_all_returned,
							  &r10_measures_taken,
							  &r10_measures_name_change,
							  NULL};
