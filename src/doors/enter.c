/*
 * enter.c
 *		The BEFORE ROW trigger: completes an entry and judges its form.
 *
 * The server completes the entry: who recorded or changed the entry and when, the due day of an answer, the day of an
 * annex line. An entry of a wrong form is refused here, because PostgreSQL's own NOT NULL and CHECK would print the
 * row. Rules that need other entries wait for the AFTER ROW trigger (judge.c): in a statement with ON CONFLICT nobody
 * knows yet whether the row will be written.
 */
#include "prelude.h"

#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/xact.h"
#include "catalog/pg_authid.h"
#include "commands/trigger.h"
#include "utils/rel.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "doors/completion.h"
#include "doors/lock_order.h"
#include "doors/trigger.h"
#include "register/entered.h"
#include "register/remembered.h"
#include "rules/evaluate.h"
#include "security/access.h"
#include "security/admissions.h"
#include "security/rectification.h"
#include "security/refusal.h"
#include "security/withheld.h"

PG_FUNCTION_INFO_V1(secretxfer_enter_entry_1_1);

/* ---- the row ---- */

/* Sets a pair of stamps: the time and the role. who is NULL if nobody did the act. */
static void
set_stamps(AttributeValues *row, TableId table, Stamp at, TimestampTz when, Name who)
{
	set_attribute(row, attribute_of_stamp(table, at), TimestampTzGetDatum(when), who == NULL);
	set_attribute(row, attribute_of_stamp(table, at + 1), PointerGetDatum(who), who == NULL);
}

/* The name of the role that records. */
static Name
name_of_recorder(void)
{
	HeapTuple role = SearchSysCache1(AUTHOID, ObjectIdGetDatum(recorder()));
	Name name = palloc(NAMEDATALEN);

	if (!HeapTupleIsValid(role))
		elog(ERROR, "cache lookup failed for role %u", recorder());
	memcpy(name, &((Form_pg_authid) GETSTRUCT(role))->rolname, NAMEDATALEN);
	ReleaseSysCache(role);
	return name;
}

/*
 * Sets all stamps. recorded_at and recorded_by are set on entry and kept on a change. changed_at and changed_by are set
 * by each change of the register's columns, and by nothing else.
 */
static void
stamp(AttributeValues *row, const Judgement *judgement)
{
	const Entry *old_entry = judgement->old_entry;
	TableId table = judgement->table;
	TimestampTz now = GetCurrentTimestamp();
	Name client = name_of_recorder();

	if (old_entry == NULL || old_entry->recorded_by == NULL)
		set_stamps(row, table, RECORDED_AT, now, client);
	else
		set_stamps(row, table, RECORDED_AT, old_entry->recorded_at, old_entry->recorded_by);
	if (old_entry != NULL && judgement->occasions != 0)
		/* not before the entry, also after the server's clock was set back */
		set_stamps(row, table, CHANGED_AT, Max(now, old_entry->recorded_at), client);
	else
		set_stamps(row, table, CHANGED_AT, old_entry != NULL ? old_entry->changed_at : 0,
				   old_entry != NULL ? old_entry->changed_by : NULL);
}

/* The row that is written: the given row with all that the server adds. */
static HeapTuple
completed_row(AttributeValues *row, const Judgement *judgement, TupleDesc descriptor)
{
	const Table *table = &register_tables[judgement->table];
	int column;

	stamp(row, judgement);
	for (column = 0; column < table->column_count; column++)
	{
		int flags = table->columns[column].flags;

		if ((flags & (FILLED | SERVER)) != 0)
			set_attribute(row, attribute_of_column(judgement->table, column),
						  value_of_field(judgement->new_entry, column), !is_stated(judgement->new_entry, column));
	}
	return heap_form_tuple(descriptor, row->values, row->nulls);
}

/*
 * Refuses a writer whom row-level security forbids this row, before the case is locked and the rules are asked: a
 * refusal by the rules would tell about the row.
 */
static void
require_own_row(const TriggerData *trigger, HeapTuple row, const Entry *old_entry, const Entry *new_entry)
{
	char act = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? TO_CHANGE : TO_ENTER;

	if (is_admitted() && !row_is_allowed(trigger->tg_relation, row, act, true))
		refuse_hidden_row(trigger->tg_relation);
	/* Of an upsert nobody knows yet whether the fields are new: judge_entry() asks then. */
	if (old_entry != NULL || !takes_duplicates())
		require_own_fields(trigger->tg_relation, old_entry, new_entry, row);
}

/* Whether an UPDATE names a column of the register. */
static bool
is_named_column(const TriggerData *trigger, TableId table, int column)
{
	return bms_is_member(attribute_of_column(table, column) - FirstLowInvalidHeapAttributeNumber,
						 trigger->tg_updatedcols);
}

/* A number on paper that nobody stated follows the number of the entry, if the UPDATE does not name the former. */
static void
follow_number(const TriggerData *trigger, const Entry *old_entry, Entry *new_entry)
{
	int printed = printed_column(new_entry->table);

	if (old_entry != NULL && printed != NO_COLUMN && !is_named_column(trigger, new_entry->table, printed))
		release_printed_no(old_entry, new_entry);
}

/* Completes a row and judges its form. Returns the completed row. */
static Datum
enter(TriggerData *trigger, TableId table)
{
	TupleDesc descriptor = RelationGetDescr(trigger->tg_relation);
	HeapTuple tuple = trigger->tg_trigtuple;
	Entry *old_entry = NULL;
	Entry *new_entry;
	AttributeValues row;
	Judgement judgement;

	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		old_entry = entry_from_tuple(table, tuple, descriptor);
		tuple = trigger->tg_newtuple;
	}
	new_entry = entry_and_values(table, tuple, descriptor, &row);

	/* Make visible what earlier statements, and earlier rows of this statement, wrote. */
	CommandCounterIncrement();
	table_was_written(table);
	complete_customer(old_entry, new_entry, descriptor);
	require_own_row(trigger, new_entry->row, old_entry, new_entry);
	/*
	 * The parent row is locked before the entry is stamped, so that the entry is not stamped earlier than a hand-over
	 * that this session waited for.
	 */
	lock_parents(old_entry, new_entry);
	follow_number(trigger, old_entry, new_entry);
	complete_entry(old_entry, new_entry, false);
	begin_judgement(&judgement, table, old_entry, new_entry, false);
	replace_native_reports(&judgement);
	evaluate(&judgement, FORM);
	set_broken_aside(&judgement);
	if (judgement.findings != NIL)
	{
		/*
		 * The entry is refused anyway, so ask all rules: one refusal then tells everything that is wrong. To ON
		 * CONFLICT an existing entry is nothing wrong.
		 */
		evaluate(&judgement, FORM | OTHER_ENTRIES | (takes_duplicates() ? 0 : DUPLICATE));
		set_broken_aside(&judgement);
		withhold_findings(&judgement);
		refuse_if_broken(&judgement);
	}
	row_is_awaited(table);
	return PointerGetDatum(completed_row(&row, &judgement, descriptor));
}

/*
 * secretxfer.enter_entry() - BEFORE INSERT OR UPDATE trigger of every table of the register
 *
 * Returns the completed row, or refuses a row of a wrong form.
 *
 * Relies on triggers firing in the order of their names (zz_secretxfer_enter after a user's own BEFORE triggers),
 * tested by test/sql/ways_of_writing.sql.
 */
Datum
secretxfer_enter_entry_1_1(PG_FUNCTION_ARGS)
{
	return do_remembering(trigger_call(fcinfo, TRIGGER_EVENT_BEFORE | TRIGGER_EVENT_ROW), enter);
}
