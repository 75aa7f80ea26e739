/*
 * enter.c
 *		The trigger door, first leaf: an entry comes in.
 *
 * BEFORE ROW: the server completes the entry (who recorded or changed it and when, the due
 * day of an answer, the day of an annex line) and refuses it here if its form is wrong, before
 * PostgreSQL's own NOT NULL and CHECK could print the row.  What the register must be asked
 * waits for judge.c: in a statement with ON CONFLICT it is not known yet whether the row
 * will be written at all.
 */
#include "secretxfer.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "commands/trigger.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "security/admissions.h"
#include "doors/trigger.h"

PG_FUNCTION_INFO_V1(secretxfer_enter_entry);

/* ---- what the server adds ---- */

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
complete_decision(const Decision *old, Decision *new, bool dry_run)
{
	DateADT due_on = NO_DATE;
	Request *request;

	if (old != NULL && occasions_of(&old->head, &new->head) == 0)
		due_on = old->due_on;
	else if (new->case_no != NULL &&new->request_no != NULL)
	{
		request = case_request(open_case_file(new->case_no, dry_run), new->request_no);
		if (request != NULL && request->received_on != NO_DATE)
			answer_due_on(request->received_on, dry_run ? HOLD_NOT : HOLD_SHARED,
						  &due_on);
	}
	state_date(&new->head, decisions_due_on, due_on);
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
	state_date(&line->head, contract_items_annexed_on,
			   contract != NULL ? contract->concluded_on : today_in_almaty());
}

/* Whether the answer to a request stands: so it is found without a look at the answers. */
static void
complete_request(Request *request, bool dry_run)
{
	request->answered = request->case_no != NULL && request->request_no != NULL &&
						case_decision(open_case_file(request->case_no, dry_run),
									  request->request_no) != NULL;
	request->head.stated |= UINT32_C(1) << requests_answered;
}

/*
 * Fills in what the server adds to an entry, for both doors.
 *
 * old is NULL for a new entry.
 */
void
complete_entry(const Entry *old, Entry *new, bool dry_run)
{
	if (new->table == TABLE_requests)
		complete_request((Request *) new, dry_run);
	else if (new->table == TABLE_decisions)
		complete_decision((const Decision *) old, (Decision *) new, dry_run);
	else if (new->table == TABLE_contract_items)
		complete_contract_item((ContractItem *) new, dry_run);
}

/* Whether the client tried to change who recorded an entry, or when. */
bool
stamps_differ(const Entry *old, const Entry *new)
{
	return old->recorded_at != new->recorded_at || old->recorded_by == NULL ||
		   new->recorded_by == NULL ||
		   strcmp(NameStr(*old->recorded_by), NameStr(*new->recorded_by)) != 0;
}

/* ---- the row ---- */

/* Attributes that the server fills in, gathered for one heap_modify_tuple_by_cols(). */
typedef struct Completion
{
	int count;
	int attributes[STAMP_COUNT + 1];
	Datum values[STAMP_COUNT + 1];
	bool nulls[STAMP_COUNT + 1];
} Completion;

static void
set_attribute(Completion *completion, int attribute, Datum value, bool null)
{
	completion->attributes[completion->count] = attribute;
	completion->values[completion->count] = value;
	completion->nulls[completion->count] = null;
	completion->count++;
}

static void
set_date(Completion *completion, const Entry *entry, int column)
{
	set_attribute(completion, attribute_of_column(entry->table, column),
				  DateADTGetDatum(FIELD(entry, column, DateADT)),
				  !is_stated(entry, column));
}

/*
 * Who records: the role the client acts as, also where a function writes with its owner's
 * rights.  In ANALYZE, REINDEX and the like the client is somebody else than whose function
 * is run, so there it is the latter.
 */
static Oid
recorder(void)
{
	return InSecurityRestrictedOperation() ? GetUserId() : GetOuterUserId();
}

/* One pair of stamps: when, and by whom, which is NULL where nobody did. */
static void
set_stamps(Completion *completion, TableId table, Stamp at, TimestampTz when, Name who)
{
	set_attribute(completion, attribute_of_stamp(table, at), TimestampTzGetDatum(when),
				  who == NULL);
	set_attribute(completion, attribute_of_stamp(table, at + 1), PointerGetDatum(who),
				  who == NULL);
}

/*
 * The stamps: who recorded the entry is set on entry and kept on a change, who changed it last
 * is told anew by each change, and by nothing else.
 */
static void
stamp(Completion *completion, const Entry *old, const Entry *new)
{
	TimestampTz now = GetCurrentTimestamp();
	Name client = DatumGetName(DirectFunctionCall1(
		namein, CStringGetDatum(GetUserNameFromId(recorder(), false))));

	if (old == NULL || old->recorded_by == NULL)
		set_stamps(completion, new->table, RECORDED_AT, now, client);
	else
		set_stamps(completion, new->table, RECORDED_AT, old->recorded_at,
				   old->recorded_by);
	if (old != NULL && occasions_of(old, new) != 0)
		set_stamps(completion, new->table, CHANGED_AT, now, client);
	else
		set_stamps(completion, new->table, CHANGED_AT, old != NULL ? old->changed_at : 0,
				   old != NULL ? old->changed_by : NULL);
}

/* The row as it is to be written: with all that the server adds. */
static HeapTuple
completed_row(const Entry *old, const Entry *new, HeapTuple tuple, TupleDesc descriptor)
{
	Completion completion = {0};

	stamp(&completion, old, new);
	if (new->table == TABLE_requests)
		set_attribute(&completion, attribute_of_column(TABLE_requests, requests_answered),
					  BoolGetDatum(((const Request *) new)->answered), false);
	else if (new->table == TABLE_decisions)
		set_date(&completion, new, decisions_due_on);
	else if (new->table == TABLE_contract_items)
		set_date(&completion, new, contract_items_annexed_on);
	return heap_modify_tuple_by_cols(tuple, descriptor, completion.count,
									 completion.attributes, completion.values,
									 completion.nulls);
}

/*
 * Turns away who may not write this row before its case is held and the rules are asked: a
 * refusal by them would tell of it.
 */
static void
require_own_row(const TriggerData *trigger, HeapTuple row, const Entry *old,
				const Entry *new)
{
	char act = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? TO_CHANGE : TO_ENTER;

	if (is_admitted() && !row_is_allowed(trigger->tg_relation, row, act, true))
		refuse_hidden_row(trigger->tg_relation);
	require_own_fields(trigger->tg_relation, old, new);
}

/*
 * secretxfer.enter_entry() - BEFORE INSERT OR UPDATE trigger of every register table
 *
 * Returns the completed row, or refuses one whose form is wrong.
 */
Datum
secretxfer_enter_entry(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_call(fcinfo, TRIGGER_EVENT_BEFORE | TRIGGER_EVENT_ROW);
	TableId table = guarded_table(trigger);
	TupleDesc descriptor = RelationGetDescr(trigger->tg_relation);
	HeapTuple tuple = trigger->tg_trigtuple;
	Entry *old = NULL;
	Entry *new;
	Judgement judgement;

	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		old = entry_from_tuple(table, tuple, descriptor);
		tuple = trigger->tg_newtuple;
	}
	new = entry_from_tuple(table, tuple, descriptor);

	/* What earlier statements, and earlier rows of this one, wrote is to be seen. */
	CommandCounterIncrement();
	require_own_row(trigger, tuple, old, new);
	/* Held before it is stamped: no stamp is older than that of a hand-over waited for. */
	hold_guards(old, new);
	complete_entry(old, new, false);
	begin_judgement(&judgement, table, old, new, false);
	judgement.stamps_changed = old != NULL && stamps_differ(old, new);
	replace_native_reports();
	evaluate(&judgement, FORM);
	if (judgement.findings != NIL)
	{
		/* It is refused anyhow: so say all that is wrong with it, not only its form. */
		evaluate(&judgement, FORM | REGISTER | DUPLICATE);
		refuse_if_broken(&judgement);
	}
	tuple = completed_row(old, new, tuple, descriptor);
	table_was_written(table);
	return PointerGetDatum(tuple);
}
