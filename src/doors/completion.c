/*
 * completion.c
 *		What the server adds to an entry: the due day of an answer, the day of an annex line, whether a request is
 *		answered, for which customer a carrier is entered.
 *
 * The triggers (enter.c) and the dry run (check_entry.c) share this file, so that both judge the same entry.
 */
#include "prelude.h"

#include "access/htup_details.h"

#include "doors/completion.h"
#include "register/calendar.h"
#include "register/case_file.h"
#include "register/entered.h"
#include "register/standing.h"
#include "rules/judgement.h"
#include "rules/rule05.h"
#include "rules/transfer.h"
#include "security/admissions.h"

/* Writes a date into a field of the entry. NO_DATE means that nothing is stated. */
static void
state_date(Entry *entry, int column, DateADT day)
{
	FIELD(entry, column, DateADT) = day;
	if (day == NO_DATE)
		entry->stated &= ~(UINT32_C(1) << column);
	else
		entry->stated |= UINT32_C(1) << column;
}

/*
 * Whether a changed answer keeps its due day: the day of sending and the request are the same ones. What else is
 * corrected, or the withdrawal, leaves the term as it was judged.
 */
static bool
keeps_due_day(const Decision *old_entry, const Decision *new_entry)
{
	if ((occasions_of(&old_entry->head, &new_entry->head) & ENTERED) == 0)
		return true;
	return old_entry->due_on != NO_DATE && same_key(&old_entry->head, &new_entry->head) &&
		   old_entry->sent_on == new_entry->sent_on;
}

/*
 * Provision 5: the due day by which the answer is judged. The due day is stored with the answer, because the calendar
 * may change later.
 */
static void
complete_decision(const Decision *old_entry, Decision *new_entry, bool dry_run)
{
	DateADT due_on = NO_DATE;
	Request *request;

	if (old_entry != NULL && keeps_due_day(old_entry, new_entry))
		due_on = old_entry->due_on;
	else if (new_entry->case_no != NULL && new_entry->request_no != NULL)
	{
		request = case_request(open_case_file(new_entry->case_no, dry_run), new_entry->request_no);
		if (request != NULL)
			answer_due_on(request, dry_run ? ROW_LOCK_NONE : ROW_LOCK_SHARE, &due_on);
	}
	state_date(&new_entry->head, decisions_due_on, due_on);
}

/*
 * Provision 6(4): a line of the annex has the date of the contract unless the line states another date. Without a
 * contract the date is today; the rules refuse such a line anyway.
 */
static void
complete_contract_item(ContractItem *line, bool dry_run)
{
	Contract *contract = NULL;

	if (line->annexed_on != NO_DATE)
		return;
	if (line->case_no != NULL)
		contract = case_contract(open_case_file(line->case_no, dry_run));
	state_date(&line->head, contract_items_annexed_on, contract != NULL ? contract->concluded_on : today_in_almaty());
}

/* Notes whether the request has an answer, so that unanswered requests are found without reading the answers. */
static void
complete_request(Request *request, bool dry_run)
{
	request->answered = request->case_no != NULL && request->request_no != NULL &&
						case_decision(open_case_file(request->case_no, dry_run), request->request_no) != NULL;
	request->head.stated |= UINT32_C(1) << requests_answered;
}

/*
 * A new carrier gets its number also where a client lists the column with null, as some do for every key that the
 * database gives: a default is not asked then. A dry run draws none.
 */
static void
complete_carrier(const Carrier *old_entry, Carrier *carrier, bool dry_run)
{
	if (old_entry != NULL || dry_run || is_stated(&carrier->head, carriers_carrier_id))
		return;
	carrier->carrier_id = draw_carrier_id();
	carrier->head.stated |= UINT32_C(1) << carriers_carrier_id;
}

/* The column of the register's own number; before it only the number of the case may stand. */
static int
numbered_by(TableId table)
{
	return register_tables[table].key_count - 1;
}

/* The column of the number on paper; NO_COLUMN if the table has none. */
int
printed_column(TableId table)
{
	int column;

	for (column = 0; column < register_tables[table].column_count; column++)
	{
		if ((register_tables[table].columns[column].flags & PRINTED) != 0)
			return column;
	}
	return NO_COLUMN;
}

/* Whether a number is another one with what tells papers of one number apart: 12/KNB Pavlodar, 1/2027. */
static bool
tells_apart(const text *number, const text *other)
{
	Size length = VARSIZE_ANY_EXHDR(other);

	return VARSIZE_ANY_EXHDR(number) > length && memcmp(VARDATA_ANY(number), VARDATA_ANY(other), length) == 0 &&
		   VARDATA_ANY(number)[length] == '/';
}

/*
 * Takes the number on paper out of a change that leaves it as it was, where it repeats a number of the register that is
 * corrected, so that it repeats the corrected number.  It stays where the number is now told apart from that of another
 * paper.
 */
void
release_printed_no(const Entry *old_entry, Entry *new_entry)
{
	int printed = printed_column(new_entry->table);
	int number = numbered_by(new_entry->table);

	if (!same_text(FIELD(old_entry, printed, text *), FIELD(old_entry, number, text *)) ||
		!same_value(old_entry, new_entry, printed) || same_value(old_entry, new_entry, number) ||
		(is_stated(new_entry, number) &&
		 tells_apart(FIELD(new_entry, number, text *), FIELD(old_entry, number, text *))))
		return;
	FIELD(new_entry, printed, text *) = NULL;
	new_entry->stated &= ~(UINT32_C(1) << printed);
}

/* The number on paper is the register's own unless the client states another one. */
static void
complete_printed_no(Entry *entry)
{
	int printed = printed_column(entry->table);
	int number = numbered_by(entry->table);

	if (printed == NO_COLUMN || !is_blank(FIELD(entry, printed, text *)) || !is_stated(entry, number))
		return;
	FIELD(entry, printed, text *) = FIELD(entry, number, text *);
	entry->stated |= UINT32_C(1) << printed;
}

/* The number of an entry in the register stays with the entry; a dry run takes none. */
static void
complete_entry_id(const Entry *old_entry, Entry *new_entry, bool dry_run)
{
	int column = register_tables[new_entry->table].column_count - 1;

	if (old_entry != NULL)
		FIELD(new_entry, column, int64) = FIELD(old_entry, column, int64);
	else if (!dry_run)
	{
		FIELD(new_entry, column, int64) = next_entry_id();
		note_entered(FIELD(new_entry, column, int64));
	}
	new_entry->stated |= UINT32_C(1) << column;
}

/*
 * The permit under which a hand-over is judged.  The carrier is locked before it is asked for its mark, and the parties
 * before the carrier, so that the rules judge by the same mark and the locks keep their order (evaluate.c).
 */
static text *
permit_of_handover(Handover *handover, CaseFile *file, bool dry_run)
{
	Judgement of_handover = {.table = TABLE_handovers,
							 .new_entry = &handover->head,
							 .file = file,
							 .facts = case_facts(file),
							 .dry_run = dry_run};
	const Carrier *carrier;
	const Permit *permit;

	lock_parties_of_transfer(&of_handover);
	carrier = lock_carrier(&handover->head, handovers_carrier_id, lock_unless_dry_run(&of_handover, ROW_LOCK_UPDATE));
	permit =
		serving_permit(file, handover->handed_on, carrier == NULL ? UNSTATED : mark_on(carrier, handover->handed_on));
	return permit == NULL ? NULL : permit->permit_no;
}

/*
 * Provision 11: the permit under which a hand-over is judged stays with the hand-over, and is only told anew when the
 * hand-over is.
 */
static void
complete_handover(const Handover *old_entry, Handover *new_entry, bool dry_run)
{
	CaseFile *file;

	new_entry->permit_no = old_entry == NULL ? NULL : old_entry->permit_no;
	if (new_entry->case_no != NULL &&
		(old_entry == NULL || (occasions_of(&old_entry->head, &new_entry->head) & ENTERED) != 0) &&
		case_facts(file = open_case_file(new_entry->case_no, dry_run)) != NULL && case_contractor(file) != NULL)
		new_entry->permit_no = permit_of_handover(new_entry, file, dry_run);
	if (new_entry->permit_no == NULL)
		new_entry->head.stated &= ~(UINT32_C(1) << handovers_permit_no);
	else
		new_entry->head.stated |= UINT32_C(1) << handovers_permit_no;
}

/*
 * The customer of the current role, if the role acts for one customer only. A role may be admitted for the same
 * customer by itself and by a group.
 */
static text *
only_customer(void)
{
	List *customers = own_parties(DUTY_CUSTOMER);
	text *customer;

	foreach_entry (text, customer, customers)
	{
		if (!same_text(customer, linitial(customers)))
			return NULL;
	}
	return customers == NIL ? NULL : linitial(customers);
}

/*
 * The customer for which a limited role enters a carrier, or has entered it; NULL for a carrier of the role's own body.
 *
 * Once entered, this only comes to an end: the owner takes the entry over.
 */
static text *
customer_of_carrier(const Carrier *before, const Carrier *carrier)
{
	bool by_owner = disposes_as_own_body(carrier, today_in_almaty());

	if (before != NULL)
		return by_owner && carrier->entered_for == NULL ? NULL : before->entered_for;
	if (carrier->entered_for != NULL && is_party_of(DUTY_CUSTOMER, carrier->entered_for))
		return carrier->entered_for;
	return by_owner ? NULL : only_customer();
}

/*
 * Adds to the row of a carrier the customer for which the carrier is entered, before the policies judge the row by it.
 * What a limited role states otherwise is dropped; the owner of the register may state what it likes.
 */
void
complete_customer(const Entry *old_entry, Entry *new_entry, TupleDesc descriptor)
{
	Carrier *carrier = (Carrier *) new_entry;
	int attribute;
	Datum value;
	bool null;

	if (new_entry->table != TABLE_carriers || !is_limited(TABLE_carriers))
		return;
	carrier->entered_for = customer_of_carrier((const Carrier *) old_entry, carrier);
	null = carrier->entered_for == NULL;
	if (null)
		new_entry->stated &= ~(UINT32_C(1) << carriers_entered_for);
	else
		new_entry->stated |= UINT32_C(1) << carriers_entered_for;
	attribute = attribute_of_column(TABLE_carriers, carriers_entered_for);
	value = PointerGetDatum(carrier->entered_for);
	new_entry->row = heap_modify_tuple_by_cols(new_entry->row, descriptor, 1, &attribute, &value, &null);
}

/*
 * Adds to an entry what the server fills in.
 *
 * old_entry is NULL for a new entry. dry_run: no row is locked.
 */
void
complete_entry(const Entry *old_entry, Entry *new_entry, bool dry_run)
{
	if (new_entry->table == TABLE_requests)
		complete_request((Request *) new_entry, dry_run);
	else if (new_entry->table == TABLE_carriers)
		complete_carrier((const Carrier *) old_entry, (Carrier *) new_entry, dry_run);
	else if (new_entry->table == TABLE_decisions)
		complete_decision((const Decision *) old_entry, (Decision *) new_entry, dry_run);
	else if (new_entry->table == TABLE_contract_items)
		complete_contract_item((ContractItem *) new_entry, dry_run);
	else if (new_entry->table == TABLE_handovers)
		complete_handover((const Handover *) old_entry, (Handover *) new_entry, dry_run);
	complete_printed_no(new_entry);
	complete_entry_id(old_entry, new_entry, dry_run);
}
