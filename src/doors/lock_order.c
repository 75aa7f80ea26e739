/*
 * lock_order.c
 *		What guards an entry is held before the entry's own row is locked.
 *
 * A step is guarded by its case, a permit and a change of a party by the party, a day of the
 * calendar by its year.  Who has the guard works on what it guards alone, so the guard must
 * come first: of two sessions of which one has the guard and the other the row, each would
 * wait for the other.
 *
 * A new entry has its guard held by the trigger, before the row is written.  But UPDATE,
 * DELETE and MERGE lock the row that they found before any trigger is called.  So the plan
 * that finds the rows for them is looked over the shoulder here: of each row that it fetches
 * the guard is held before the executor goes on.
 *
 * This library is loaded by the first trigger that a session calls, which is too late for the
 * statement that called it, unless it was preloaded; and a row may have come to another guard
 * in between.  Then the row is locked already, and waiting could be for ever, so that the
 * guard is only tried for; if somebody has it, the transaction must be tried again.
 */
#include "prelude.h"

#include "access/tableam.h"
#include "access/xact.h"
#include "executor/executor.h"
#include "nodes/execnodes.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "doors/lock_order.h"
#include "register/calendar.h"
#include "register/case_file.h"

/* ---- what guards what ---- */

static bool
has_parent(TableId table)
{
	return belongs_to_case(table) || table == TABLE_permits || table == TABLE_affiliations ||
		   table == TABLE_party_changes || table == TABLE_calendar_days;
}

/*
 * Holds what guards an entry.  The permits of one holder settle each other (settled.c), and
 * hand-overs share the holder against changes of them all.
 */
static void
lock_parent(const Entry *entry, RowLock row_lock)
{
	if (belongs_to_case(entry->table))
		lock_case(FIELD(entry, 0, text *), row_lock);
	else if (entry->table == TABLE_permits)
		lock_party(((const Permit *) entry)->holder, row_lock);
	else if (entry->table == TABLE_affiliations)
		lock_party(((const Affiliation *) entry)->party, row_lock);
	else if (entry->table == TABLE_party_changes)
		lock_party(((const PartyChange *) entry)->party, row_lock);
	else if (entry->table == TABLE_calendar_days)
		lock_year_of_day(((const CalendarDay *) entry)->day, row_lock);
}

/*
 * For the triggers.  old is NULL for a new entry, new for a withdrawal.  A new permit changes
 * nothing for the others, so it shares its holder, as a reference to it (rule00.c).
 */
void
lock_parents(const Entry *old_entry, const Entry *new_entry)
{
	if (old_entry != NULL)
		lock_parent(old_entry, ROW_LOCK_NOWAIT);
	if (new_entry != NULL && (old_entry != NULL || new_entry->table != TABLE_permits))
		lock_parent(new_entry, old_entry != NULL ? ROW_LOCK_NOWAIT : ROW_LOCK_UPDATE);
}

/* ---- the rows that a statement is about to change ---- */

/* A plan that finds rows to change, and the function that fetches them. */
typedef struct WatchedPlan
{
	struct WatchedPlan *next;
	PlanState *plan;
	ExecProcNodeMtd fetch;
	ModifyTableState *change;
	TableId table;
	TupleTableSlot *row; /* as it was found */
	MemoryContextCallback forget;
} WatchedPlan;

/* Those of all statements that are running. */
static WatchedPlan *watched_plans = NULL;
static ExecutorStart_hook_type next_executor_start = NULL;

static WatchedPlan *
watched_plan(const PlanState *plan)
{
	WatchedPlan *watched = watched_plans;

	while (watched != NULL && watched->plan != plan)
		watched = watched->next;
	return watched;
}

/* The statement has ended, in whatever way. */
static void
forget_watched_plan(void *arg)
{
	WatchedPlan **place = &watched_plans;

	while (*place != arg)
		place = &(*place)->next;
	*place = (*place)->next;
}

/* Holds what guards the row that a fetched one is about; MERGE also fetches ones without. */
static void
lock_parent_of_fetched(const WatchedPlan *watched, TupleTableSlot *fetched)
{
	ResultRelInfo *result = watched->change->resultRelInfo;
	MemoryContext caller;
	Datum place;
	HeapTuple tuple;
	bool null;

	place = ExecGetJunkAttribute(fetched, row_identity_attribute(result), &null);
	if (null)
		return;
	caller = MemoryContextSwitchTo(GetPerTupleMemoryContext(watched->change->ps.state));
	if (table_tuple_fetch_row_version(result->ri_RelationDesc, (ItemPointer) DatumGetPointer(place), SnapshotAny,
									  watched->row))
	{
		/* A part of the statement may have written to what is to be held. */
		CommandCounterIncrement();
		tuple = ExecFetchSlotHeapTuple(watched->row, false, NULL);
		lock_parent(entry_from_tuple(watched->table, tuple, watched->row->tts_tupleDescriptor), ROW_LOCK_UPDATE);
		ExecClearTuple(watched->row);
	}
	MemoryContextSwitchTo(caller);
}

static TupleTableSlot *
fetch_and_lock(PlanState *plan)
{
	const WatchedPlan *watched = watched_plan(plan);
	TupleTableSlot *fetched;

	if (watched == NULL)
		elog(ERROR, "the plan is not watched");
	fetched = watched->fetch(plan);
	if (!TupIsNull(fetched))
		lock_parent_of_fetched(watched, fetched);
	return fetched;
}

/* Has the rows watched that a part of a statement changes, if they are guarded. */
static void
watch_changes(PlanState *part)
{
	ModifyTableState *change = (ModifyTableState *) part;
	WatchedPlan *watched;
	PlanState *plan;
	TableId table;

	/* A table of several parts is not as the register made it: the triggers see to it. */
	if (!IsA(part, ModifyTableState) || change->operation == CMD_INSERT || changed_table_count(change) != 1)
		return;
	table = table_of_relation(change->resultRelInfo->ri_RelationDesc);
	plan = plan_of_changed_rows(change);
	/* What a rule of the user's does also is met twice: as a statement, and as a part of it. */
	if (table == TABLE_COUNT || !has_parent(table) || watched_plan(plan) != NULL)
		return;

	watched = MemoryContextAllocZero(part->state->es_query_cxt, sizeof(WatchedPlan));
	watched->plan = plan;
	watched->fetch = plan->ExecProcNodeReal;
	watched->change = change;
	watched->table = table;
	watched->row = table_slot_create(change->resultRelInfo->ri_RelationDesc, &part->state->es_tupleTable);
	watched->forget.func = forget_watched_plan;
	watched->forget.arg = watched;
	MemoryContextRegisterResetCallback(part->state->es_query_cxt, &watched->forget);
	watched->next = watched_plans;
	watched_plans = watched;
	ExecSetExecProcNode(plan, fetch_and_lock);
}

/* A statement starts: it may change rows itself, and in each WITH that it has. */
static void
start_and_watch(QueryDesc *query, int flags)
{
	PlanState *part;

	if (next_executor_start != NULL)
		next_executor_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
	watch_changes(query->planstate);
	foreach_entry (PlanState, part, query->estate->es_auxmodifytables)
		watch_changes(part);
}

void
init_lock_order(void)
{
	next_executor_start = ExecutorStart_hook;
	ExecutorStart_hook = start_and_watch;
}
