/*
 * completion.c
 *		What the server adds to an entry: the due day of an answer, the day of an annex line,
 *		whether a request is answered.
 */
#include "prelude.h"

#include "doors/completion.h"
#include "register/calendar.h"
#include "register/case_file.h"
#include "rules/judgement.h"

/* Puts a date into a field of the entry. */
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
 * Provision 5: the due day that the answer is judged by.  It is kept with the answer for
 * ever, also when the calendar changes later, and only told anew when the answer is.
 */
static void
complete_decision(const Decision *old_entry, Decision *new_entry, bool dry_run)
{
	DateADT due_on = NO_DATE;
	Request *request;

	if (old_entry != NULL && occasions_of(&old_entry->head, &new_entry->head) == 0)
		due_on = old_entry->due_on;
	else if (new_entry->case_no != NULL && new_entry->request_no != NULL)
	{
		request = case_request(open_case_file(new_entry->case_no, dry_run), new_entry->request_no);
		if (request != NULL && request->received_on != NO_DATE)
			answer_due_on(request->received_on, dry_run ? ROW_LOCK_NONE : ROW_LOCK_SHARE, &due_on);
	}
	state_date(&new_entry->head, decisions_due_on, due_on);
}

/*
 * Provision 6(4): a line of the annex is dated as the contract unless it says otherwise.
 * Where there is no contract to take the day from, today stands in until the line is refused
 * for that.
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

/* Whether the answer to a request stands: so it is found without a look at the answers. */
static void
complete_request(Request *request, bool dry_run)
{
	request->answered = request->case_no != NULL && request->request_no != NULL &&
						case_decision(open_case_file(request->case_no, dry_run), request->request_no) != NULL;
	request->head.stated |= UINT32_C(1) << requests_answered;
}

/* The number on paper is the register's own unless the client states another one. */
static void
complete_printed_no(Entry *entry)
{
	const Table *table = &register_tables[entry->table];
	int key = table->key_count - 1; /* before it only the number of the case may stand */
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if ((table->columns[column].flags & PRINTED) != 0 && is_blank(FIELD(entry, column, text *)) &&
			is_stated(entry, key))
		{
			FIELD(entry, column, text *) = FIELD(entry, key, text *);
			entry->stated |= UINT32_C(1) << column;
		}
	}
}

/* The number of an entry in the register stays with the entry; a dry run takes none. */
static void
complete_entry_id(const Entry *old_entry, Entry *new_entry, bool dry_run)
{
	int column = register_tables[new_entry->table].column_count - 1;

	if (old_entry != NULL)
		FIELD(new_entry, column, int64) = FIELD(old_entry, column, int64);
	else if (!dry_run)
		FIELD(new_entry, column, int64) = next_entry_id();
	new_entry->stated |= UINT32_C(1) << column;
}

/* The permit under which a hand-over was judged stays with the hand-over. */
static void
complete_handover(const Handover *old_entry, Handover *new_entry)
{
	new_entry->permit_no = old_entry == NULL ? NULL : old_entry->permit_no;
	if (new_entry->permit_no == NULL)
		new_entry->head.stated &= ~(UINT32_C(1) << handovers_permit_no);
}

/*
 * Fills in what the server adds to an entry, for both doors.
 *
 * old is NULL for a new entry.
 */
void
complete_entry(const Entry *old_entry, Entry *new_entry, bool dry_run)
{
	if (new_entry->table == TABLE_requests)
		complete_request((Request *) new_entry, dry_run);
	else if (new_entry->table == TABLE_decisions)
		complete_decision((const Decision *) old_entry, (Decision *) new_entry, dry_run);
	else if (new_entry->table == TABLE_contract_items)
		complete_contract_item((ContractItem *) new_entry, dry_run);
	else if (new_entry->table == TABLE_handovers)
		complete_handover((const Handover *) old_entry, (Handover *) new_entry);
	complete_printed_no(new_entry);
	complete_entry_id(old_entry, new_entry, dry_run);
}

/* Whether the client tried to change who recorded an entry, or when. */
bool
stamps_differ(const Entry *old_entry, const Entry *new_entry)
{
	return old_entry->recorded_at != new_entry->recorded_at || old_entry->recorded_by == NULL ||
		   new_entry->recorded_by == NULL ||
		   strcmp(NameStr(*old_entry->recorded_by), NameStr(*new_entry->recorded_by)) != 0;
}
