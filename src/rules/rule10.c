/*
 * rule10.c
 *		Provision 10: a party changes, or ceases to be.
 *
 * ¶1, the customer: a supplement to the contract names the successor that has the powers,
 * and the national security body and the bodies whose secrets are used are notified; until
 * then nothing is handed over.  ¶2, the contractor: nothing is handed over any more, measures
 * of protection are taken, and everything is returned before the case is closed or the
 * change completed.
 *
 * A change is an event: it is recorded whoever it troubles.  It concerns the cases opened by
 * the day it takes effect.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/* ---- ¶1: the customer and its successors ---- */

/* Whether a party is, or was, the customer of the case. */
static bool
ever_customer(Judgement *judgement, const text *idn)
{
	Supplement *supplement;

	if (same_text(judgement->facts->customer, idn))
		return true;
	foreach_entry (Supplement, supplement, case_supplements(judgement->file))
	{
		if (same_text(supplement->successor, idn) &&
			!(judgement->table == TABLE_supplements && same_key(&supplement->head, judgement->new_entry)))
			return true;
	}
	return false;
}

static void
customer_changed(Judgement *judgement)
{
	if (succession_on(judgement, judgement->transfer->on).open_change)
		note_broken(
			judgement, NO_COLUMN,
			N_("The customer has changed, and no supplement to the contract named its successor by the day of this entry."),
			N_("Conclude a supplement with the successor that has the powers and send the notices; if there is no such successor, take back what was handed over."));
}

static const Rule r10_customer_changed = {
	"r10_customer_changed",
	"10",
	{{REGISTER, TRANSFERS, ENTERED, .find = customer_changed}},
	N_("From a change of the customer on, nothing is handed over and no access granted before the supplement to the contract.")};

static void
succession_notices(Judgement *judgement)
{
	if (succession_on(judgement, judgement->transfer->on).notices_missing)
		note_broken(
			judgement, NO_COLUMN,
			N_("Not all who must be notified of the change of the customer were notified by the day of this entry."),
			N_("Notify the national security body and every body whose secrets are used, and record the notices."));
}

static const Rule r10_succession_notices = {
	"r10_succession_notices",
	"10",
	{{REGISTER, TRANSFERS, ENTERED, .find = succession_notices}},
	N_("After a change of the customer, nothing is handed over and no access granted before the national security body and each body whose secrets are used have been notified.")};

/* ---- the supplement ---- */

static void
supplement_names_change(Judgement *judgement)
{
	Supplement *supplement = (Supplement *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->referenced[supplements_change_no];
	Case *facts = judgement->facts;
	Contract *contract = case_contract(judgement->file);

	if (change == NULL)
		return;
	if (contract == NULL || after(contract->concluded_on, supplement->concluded_on))
		note_broken(judgement, NO_COLUMN, N_("There was no contract to supplement by the day of this entry."),
					N_("Record the contract first, and date the supplement on its day or later."));
	else if (!ever_customer(judgement, change->party) || !concerns(change, facts->opened_on))
		note_broken(judgement, NO_COLUMN, N_("The change does not concern the customer of this case."),
					N_("Name the change of this case's customer."));
	else if (after(change->effective_on, supplement->concluded_on))
		note_broken(judgement, NO_COLUMN, N_("The supplement is dated before the change took effect."),
					N_("State the day of the supplement, not before the change took effect."));
	else if (supplement_for(judgement, change) != NULL)
		note_broken(judgement, NO_COLUMN, N_("Another supplement already settles this change in this case."),
					N_("Correct the standing supplement if it may be corrected."));
}

static const Rule r10_supplement_names_change = {
	"r10_supplement_names_change",
	"10",
	{{REGISTER, ON(supplements), ENTERED, .find = supplement_names_change}},
	N_("A supplement to the contract is concluded for a change of the case's customer, on the day it took effect or later, and only once for each change.")};

static void
successor_powers(Judgement *judgement)
{
	if (is_blank(((Supplement *) judgement->new_entry)->successor_powers))
		note_broken(judgement, supplements_successor_powers,
					N_("The successor's powers to conduct works with these secrets are not stated."),
					N_("State what the powers are based on; without them the case can only be wound up."));
}

static const Rule r10_successor_powers = {
	"r10_successor_powers",
	"10",
	{{FORM, ON(supplements), ENTERED, .find = successor_powers}},
	N_("A supplement states the successor's powers to conduct works with the secrets.")};

static void
successor(Judgement *judgement)
{
	Supplement *supplement = (Supplement *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->referenced[supplements_change_no];

	if (change != NULL && (change->kind == LIQUIDATION || change->kind == WORKS_TERMINATED) &&
		same_text(supplement->successor, change->party))
		note_broken(judgement, supplements_successor,
					N_("The customer or its works have ended, so it cannot be its own successor."),
					N_("Name another party that has the powers."));
}

static const Rule r10_successor = {
	"r10_successor",
	"10",
	{{REGISTER, ON(supplements), ENTERED, .find = successor}},
	N_("A customer that is liquidated or whose works are terminated is not its own successor.")};

/* ---- the notices of a succession ---- */

static bool
is_succession_notice(const Notice *notice)
{
	return notice->kind == SUCCESSION_SECURITY || notice->kind == SUCCESSION_AUTHORITY;
}

static void
notice_states_change(Judgement *judgement)
{
	Notice *notice = (Notice *) judgement->new_entry;
	List *columns = NIL;

	if (is_succession_notice(notice))
	{
		if (is_blank(notice->party))
			columns = lappend_int(columns, notices_party);
		if (is_blank(notice->change_no))
			columns = lappend_int(columns, notices_change_no);
		if (notice->kind == SUCCESSION_AUTHORITY && is_blank(notice->authority))
			columns = lappend_int(columns, notices_authority);
		note_broken_fields(judgement, columns, N_("A notice of a succession must state these fields: %s."),
						   N_("Name the change of the customer, and the body that is notified."));
		return;
	}
	if (notice->kind != UNSTATED && notice->party != NULL)
		columns = lappend_int(columns, notices_party);
	if (notice->kind != UNSTATED && notice->change_no != NULL)
		columns = lappend_int(columns, notices_change_no);
	note_broken_fields(judgement, columns, N_("A notice of this kind must not state these fields: %s."),
					   N_("Leave these fields out, or correct the kind of the notice."));
}

static void
notice_names_change(Judgement *judgement)
{
	Notice *notice = (Notice *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->referenced[notices_change_no];
	Case *facts = judgement->facts;

	if (!is_succession_notice(notice) || change == NULL)
		return;
	if (!ever_customer(judgement, change->party) || !concerns(change, facts->opened_on))
		note_broken(judgement, notices_party, N_("The change does not concern the customer of this case."),
					N_("Name the change of the customer that the notice is of."));
	else if (after(change->effective_on, notice->sent_on))
		note_broken(judgement, notices_sent_on, N_("The notice is dated before the change took effect."),
					N_("State the day on which the notice was sent."));
}

static const Rule r10_notice_names_change = {
	"r10_notice_names_change",
	"10",
	{{FORM, ON(notices), ENTERED, .find = notice_states_change},
	 {REGISTER, ON(notices), ENTERED, .find = notice_names_change}},
	N_("A notice of a succession names the change of the case's customer and, where it goes to a state body, that body, and is not sent before the change; no other notice names a change.")};

/* ---- who is no more ---- */

static bool
liquidated_by(const text *party, DateADT day)
{
	PartyChange *change;

	if (party == NULL || day == NO_DATE)
		return false;
	foreach_entry (PartyChange, change, changes_of_party(party))
	{
		if (change->kind == LIQUIDATION && !after(change->effective_on, day))
			return true;
	}
	return false;
}

/* A party in liquidation opens no case, sends no request, concludes no contract. */
static void
party_liquidated(Judgement *judgement)
{
	static const char *const hint =
		N_("Name a party that is not in liquidation; an existing case can only be wound up.");
	Case *facts = (Case *) judgement->new_entry;
	DateADT day;
	Party *customer;

	if (judgement->table == TABLE_cases)
	{
		if (liquidated_by(facts->customer, facts->opened_on))
			note_broken(judgement, cases_customer, N_("The customer is in liquidation on the day of this entry."),
						hint);
		if (liquidated_by(facts->contractor, facts->opened_on))
			note_broken(judgement, cases_contractor, N_("The contractor is in liquidation on the day of this entry."),
						hint);
		return;
	}
	if (judgement->table == TABLE_supplements)
	{
		Supplement *supplement = (Supplement *) judgement->new_entry;

		if (liquidated_by(supplement->successor, supplement->concluded_on))
			note_broken(judgement, supplements_successor,
						N_("The successor is in liquidation on the day of this entry."), hint);
		return;
	}
	facts = judgement->facts;
	day = judgement->table == TABLE_requests ? ((Request *) judgement->new_entry)->sent_on
											 : ((Contract *) judgement->new_entry)->concluded_on;
	customer = succession_on(judgement, day).customer;
	if (customer != NULL && liquidated_by(customer->idn, day))
		note_broken(judgement, NO_COLUMN, N_("The customer is in liquidation on the day of this entry."), hint);
	if (liquidated_by(facts->contractor, day))
		note_broken(judgement, NO_COLUMN, N_("The contractor is in liquidation on the day of this entry."), hint);
}

static const Rule r10_party_liquidated = {
	"r10_party_liquidated",
	"10",
	{{REGISTER, ON(cases) | ON(requests) | ON(contracts) | ON(supplements), ENTERED, .find = party_liquidated}},
	N_("From the day the liquidation of a customer or a contractor takes effect, no case is opened, no request sent and no contract concluded with it, and it succeeds no customer.")};

/* ---- ¶2: the contractor ---- */

static void
contractor_changed(Judgement *judgement)
{
	Case *facts = judgement->facts;
	PartyChange *change;

	foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
	{
		if (concerns(change, facts->opened_on) && !after(change->effective_on, judgement->transfer->on))
		{
			note_broken(
				judgement, NO_COLUMN,
				N_("The contractor has changed by the day of this entry, so nothing more is handed over in this case."),
				N_("Take measures of protection and take back what was handed over; if the contractor continues to exist, open a new case and begin with the request."));
			return;
		}
	}
}

static const Rule r10_contractor_changed = {
	"r10_contractor_changed",
	"10",
	{{REGISTER, TRANSFERS, ENTERED, .find = contractor_changed}},
	N_("From a change of the contractor on, nothing is handed over and no access granted in the cases opened by that day.")};

/* Once a liquidation is completed nothing more is handed over, whatever date is written. */
static void
liquidation_completed(Judgement *judgement)
{
	Case *facts = judgement->facts;
	PartyChange *change;
	bool completed;

	completed = succession_on(judgement, judgement->transfer->on).liquidated;
	foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
		completed |= change->kind == LIQUIDATION && change->completed_on != NO_DATE;
	if (completed)
		note_broken(judgement, NO_COLUMN, N_("The liquidation of a party is completed."),
					N_("Record what has come back, then close the case."));
}

static const Rule r10_liquidation_completed = {
	"r10_liquidation_completed",
	"10",
	{{REGISTER, TRANSFERS, ENTERED, .find = liquidation_completed}},
	N_("Once the liquidation of the contractor, or of a customer without a successor, is completed, nothing is handed over and no access granted, whatever the date.")};

/* ---- what ends a case or a change: returns and measures ---- */

/* Whether something handed over in a case is still out on a day. */
static bool
outstanding_on(CaseFile *file, DateADT day)
{
	Handover *handover;
	SystemAccess *access;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (handover->returned_on == NO_DATE || after(handover->returned_on, day))
			return true;
	}
	foreach_entry (SystemAccess, access, case_accesses(file))
	{
		if (access->ended_on == NO_DATE || after(access->ended_on, day))
			return true;
	}
	return false;
}

/* Whether measures are missing for a change of the contractor in a case. */
static bool
measures_missing(CaseFile *file, const Case *facts, const PartyChange *change, DateADT day)
{
	Lookup lookup = look_in(TABLE_protection_measures);
	ProtectionMeasures *measures;

	if (!concerns(change, facts->opened_on) || after(change->effective_on, facts->closed_on) ||
		(case_handovers(file) == NIL && case_accesses(file) == NIL))
		return false;
	where_text(&lookup, protection_measures_case_no, facts->case_no);
	where_text(&lookup, protection_measures_party, change->party);
	where_text(&lookup, protection_measures_change_no, change->change_no);
	measures = find_entry(&lookup, ROW_LOCK_NONE);
	return measures == NULL || after(measures->taken_on, day);
}

static const char *const return_hint = N_("Record the return of every carrier and the end of every access first.");
static const char *const measures_hint =
	N_("Record in protection_measures what the customer and the contractor did together to protect the secrets.");

/* Whether a change of the customer of a case still leaves something out in it. */
static bool
customer_leaves_outstanding(const PartyChange *change, const text *case_no)
{
	CaseFile *file = open_case_file(case_no, true);
	Judgement of_case = {.table = change->head.table, .file = file, .facts = case_facts(file), .dry_run = true};
	Party *customer;

	/* The case may have been withdrawn meanwhile. */
	if (of_case.facts == NULL || after(of_case.facts->opened_on, change->effective_on))
		return false;
	customer = succession_on(&of_case, change->effective_on).customer;
	return customer != NULL && same_text(customer->idn, change->party) && supplement_for(&of_case, change) == NULL &&
		   outstanding_on(file, change->completed_on);
}

/* The cases in which a column of a table names the party. */
static List *
entries_naming(TableId table, int column, const text *party)
{
	Lookup lookup = look_in(table);

	where_text(&lookup, column, party);
	return find_entries(&lookup, ROW_LOCK_NONE);
}

static bool
change_leaves_outstanding(const PartyChange *change)
{
	Case *facts;
	Supplement *supplement;

	foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_contractor, change->party))
	{
		if (concerns(change, facts->opened_on) &&
			outstanding_on(open_case_file(facts->case_no, true), change->completed_on))
			return true;
	}
	foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_customer, change->party))
	{
		if (customer_leaves_outstanding(change, facts->case_no))
			return true;
	}
	foreach_entry (Supplement, supplement, entries_naming(TABLE_supplements, supplements_successor, change->party))
	{
		if (customer_leaves_outstanding(change, supplement->case_no))
			return true;
	}
	return false;
}

static void
all_returned(Judgement *judgement)
{
	Case *facts = (Case *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->new_entry;

	if (judgement->table == TABLE_cases && facts->closed_on != NO_DATE &&
		outstanding_on(judgement->file, facts->closed_on))
		note_broken(judgement, NO_COLUMN,
					N_("A carrier was not returned, or an access not ended, in this case by the day of the closing."),
					return_hint);
	if (judgement->table == TABLE_party_changes && change->completed_on != NO_DATE && change_leaves_outstanding(change))
		note_broken(
			judgement, NO_COLUMN,
			N_("A carrier was not returned, or an access not ended, in a case of the party by the day of completion."),
			return_hint);
}

static const Rule r10_all_returned = {
	"r10_all_returned",
	"10",
	{{REGISTER, ON(cases) | ON(party_changes), ENTERED | CLOSED, .find = all_returned}},
	N_("No case is closed and no change of a party completed while a carrier or an access is outstanding.")};

static void
measures_taken(Judgement *judgement)
{
	Case *facts = (Case *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->new_entry;
	bool missing = false;

	if (judgement->table == TABLE_cases && facts->closed_on != NO_DATE)
	{
		foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
			missing |= measures_missing(judgement->file, facts, change, facts->closed_on);
	}
	else if (judgement->table == TABLE_party_changes && change->completed_on != NO_DATE)
	{
		foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_contractor, change->party))
			missing |= measures_missing(open_case_file(facts->case_no, true), facts, change, change->completed_on);
	}
	if (missing)
		note_broken(
			judgement, NO_COLUMN,
			N_("The measures of protection after the contractor's change are not recorded by the day of closing or completion."),
			measures_hint);
}

static const Rule r10_measures_taken = {
	"r10_measures_taken",
	"10",
	{{REGISTER, ON(cases) | ON(party_changes), ENTERED | CLOSED, .find = measures_taken}},
	N_("After a change of the contractor, neither a case under which something was handed over is closed nor the change completed before the measures of protection are recorded.")};

static void
measures_name_change(Judgement *judgement)
{
	ProtectionMeasures *measures = (ProtectionMeasures *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->referenced[protection_measures_change_no];
	Case *facts = judgement->facts;

	if (change == NULL)
		return;
	if (!same_text(facts->contractor, change->party) || !concerns(change, facts->opened_on))
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
	"10",
	{{REGISTER, ON(protection_measures), ENTERED, .find = measures_name_change}},
	N_("Measures of protection name a change of the case's contractor and are taken on the day it took effect or later.")};

const Rule *const rule10[] = {&r10_party_liquidated,
							  &r10_customer_changed,
							  &r10_succession_notices,
							  &r10_supplement_names_change,
							  &r10_successor_powers,
							  &r10_successor,
							  &r10_notice_names_change,
							  &r10_contractor_changed,
							  &r10_liquidation_completed,
							  &r10_all_returned,
							  &r10_measures_taken,
							  &r10_measures_name_change,
							  NULL};
