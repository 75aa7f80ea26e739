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
#include "prelude.h"

#include "access/htup_details.h"
#include "commands/trigger.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "doors/completion.h"
#include "doors/lock_order.h"
#include "doors/trigger.h"
#include "rules/evaluate.h"
#include "security/access.h"
#include "security/admissions.h"
#include "security/refusal.h"

PG_FUNCTION_INFO_V1(secretxfer_enter_entry);

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
	Assert(completion->count < lengthof(completion->attributes));
	completion->attributes[completion->count] = attribute;
	completion->values[completion->count] = value;
	completion->nulls[completion->count] = null;
	completion->count++;
}

static void
set_date(Completion *completion, const Entry *entry, int column)
{
	set_attribute(completion, attribute_of_column(entry->table, column), DateADTGetDatum(FIELD(entry, column, DateADT)),
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
	set_attribute(completion, attribute_of_stamp(table, at), TimestampTzGetDatum(when), who == NULL);
	set_attribute(completion, attribute_of_stamp(table, at + 1), PointerGetDatum(who), who == NULL);
}

/*
 * The stamps: who recorded the entry is set on entry and kept on a change, who changed it last
 * is told anew by each change, and by nothing else.
 */
static void
stamp(Completion *completion, const Entry *old_entry, const Entry *new_entry)
{
	TimestampTz now = GetCurrentTimestamp();
	Name client = DatumGetName(DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(recorder(), false))));

	if (old_entry == NULL || old_entry->recorded_by == NULL)
		set_stamps(completion, new_entry->table, RECORDED_AT, now, client);
	else
		set_stamps(completion, new_entry->table, RECORDED_AT, old_entry->recorded_at, old_entry->recorded_by);
	if (old_entry != NULL && occasions_of(old_entry, new_entry) != 0)
		set_stamps(completion, new_entry->table, CHANGED_AT, now, client);
	else
		set_stamps(completion, new_entry->table, CHANGED_AT, old_entry != NULL ? old_entry->changed_at : 0,
				   old_entry != NULL ? old_entry->changed_by : NULL);
}

/* The row as it is to be written: with all that the server adds. */
static HeapTuple
completed_row(const Entry *old_entry, const Entry *new_entry, HeapTuple tuple, TupleDesc descriptor)
{
	Completion completion = {0};

	stamp(&completion, old_entry, new_entry);
	if (new_entry->table == TABLE_requests)
		set_attribute(&completion, attribute_of_column(TABLE_requests, requests_answered),
					  BoolGetDatum(((const Request *) new_entry)->answered), false);
	else if (new_entry->table == TABLE_decisions)
		set_date(&completion, new_entry, decisions_due_on);
	else if (new_entry->table == TABLE_contract_items)
		set_date(&completion, new_entry, contract_items_annexed_on);
	return heap_modify_tuple_by_cols(tuple, descriptor, completion.count, completion.attributes, completion.values,
									 completion.nulls);
}

/*
 * Turns away who may not write this row before its case is held and the rules are asked: a
 * refusal by them would tell of it.
 */
static void
require_own_row(const TriggerData *trigger, HeapTuple row, const Entry *old_entry, const Entry *new_entry)
{
	char act = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? TO_CHANGE : TO_ENTER;

	if (is_admitted() && !row_is_allowed(trigger->tg_relation, row, act, true))
		refuse_hidden_row(trigger->tg_relation);
	require_own_fields(trigger->tg_relation, old_entry, new_entry);
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
	TableId table = table_of_trigger(trigger);
	TupleDesc descriptor = RelationGetDescr(trigger->tg_relation);
	HeapTuple tuple = trigger->tg_trigtuple;
	Entry *old_entry = NULL;
	Entry *new_entry;
	Judgement judgement;

	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		old_entry = entry_from_tuple(table, tuple, descriptor);
		tuple = trigger->tg_newtuple;
	}
	new_entry = entry_from_tuple(table, tuple, descriptor);

	/* What earlier statements, and earlier rows of this one, wrote is to be seen. */
	CommandCounterIncrement();
	require_own_row(trigger, tuple, old_entry, new_entry);
	/* Held before it is stamped: no stamp is older than that of a hand-over waited for. */
	lock_parents(old_entry, new_entry);
	complete_entry(old_entry, new_entry, false);
	begin_judgement(&judgement, table, old_entry, new_entry, false);
	judgement.stamps_changed = old_entry != NULL && stamps_differ(old_entry, new_entry);
	replace_native_reports();
	evaluate(&judgement, FORM);
	if (judgement.findings != NIL)
	{
		/* It is refused anyhow: so say all that is wrong with it, not only its form. */
		evaluate(&judgement, FORM | REGISTER | DUPLICATE);
		refuse_if_broken(&judgement);
	}
	tuple = completed_row(old_entry, new_entry, tuple, descriptor);
	table_was_written(table);
	return PointerGetDatum(tuple);
}
