/*
 * lock_order.c
 *		Locks the parent row of an entry before PostgreSQL locks the entry's own row.
 *
 * The parent row of a step is its case (of a passing on the case of its hand-over), of a permit and of a change of a
 * party the party, of a succession of disposal the body that passes its secrets on, of a mark its carrier, of a day of
 * the calendar the year. A session that has locked a parent row works on the rows below it. So the parent row must be
 * locked first: if one session has locked the parent row and another session the row, each would wait for the other.
 *
 * For a new entry the BEFORE ROW trigger locks the parent row, before the row is written. But UPDATE, DELETE and MERGE
 * lock the rows that they find before they call any trigger. So this file wraps the plan node that finds the rows: for
 * each row that the node returns, the parent row is locked, and then the executor continues. By then the row before is
 * changed or deleted, with no trigger of ours in between, so what was looked up in the table is forgotten.
 *
 * The first trigger that a session calls loads this library, unless the library was preloaded. For the statement that
 * called this trigger the wrapper comes too late; and a row may get another parent row between the snapshot and the
 * write. Then the row itself is already locked, and waiting for the parent row could end in a deadlock. So the triggers
 * lock the parent row NOWAIT: if another session has locked the parent row, the transaction fails with 40001 and must
 * be retried.
 *
 * Relies on the replacement of ExecProcNode in a plan that has been started, and on rows that are identified by ctid (a
 * heap table), tested by test/specs/lock_order.spec.
 */
#include "prelude.h"

#include "access/tableam.h"
#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "nodes/execnodes.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "doors/lock_order.h"
#include "register/calendar.h"
#include "register/case_file.h"
#include "register/remembered.h"
#include "rules/disposal.h"
#include "rules/transfer.h"

/* ---- parent rows ---- */

static bool
has_parent(TableId table)
{
	return belongs_to_case(table) || table == TABLE_permits || table == TABLE_affiliations ||
		   table == TABLE_party_changes || table == TABLE_carrier_marks || table == TABLE_holders ||
		   table == TABLE_disposal_successions || table == TABLE_calendar_days;
}

/* Who holds a carrier is a step of the case in which the carrier is handed over. */
static void
lock_case_of_holder(const Holder *holder, RowLock row_lock)
{
	const Handover *handover = handover_of(holder);

	if (handover != NULL)
		lock_case(handover->case_no, row_lock);
}

/*
 * Locks the parent row of an entry. The permits of one holder settle each other (settled.c), so their parent row is the
 * holder, like the parent row of a change of a party. The end of the works of one case has the case as well, which
 * comes before its parties as in a step of the case.  A mark has the body that disposes of the carrier as well, which
 * comes before the carrier: the liquidation of the body is completed once nothing that it disposes of is secret (7).
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
	{
		lock_case(((const PartyChange *) entry)->case_no, row_lock);
		lock_party(((const PartyChange *) entry)->party, row_lock);
	}
	else if (entry->table == TABLE_holders)
		lock_case_of_holder((const Holder *) entry, row_lock);
	else if (entry->table == TABLE_carrier_marks)
	{
		/* An existing mark keeps its day and its mark; only a withdrawal, which has waited here, concerns the body. */
		if (row_lock != ROW_LOCK_NOWAIT && is_stated(entry, carrier_marks_carrier_id))
			lock_bodies_of_carrier(((const CarrierMark *) entry)->carrier_id, ROW_LOCK_SHARE);
		lock_carrier(entry, carrier_marks_carrier_id, row_lock);
	}
	else if (entry->table == TABLE_disposal_successions)
		lock_party(((const DisposalSuccession *) entry)->body, row_lock);
	else if (entry->table == TABLE_calendar_days)
		lock_year_of_day(((const CalendarDay *) entry)->day, row_lock);
}

/*
 * Locks the parent rows of an entry, for the triggers. old_entry is NULL for a new entry, new_entry for a withdrawal.
 *
 * A new permit changes nothing for the other permits, so its holder is locked FOR SHARE only, like any other reference
 * (references.c). An existing row is already locked, so its parent rows are locked NOWAIT: raises 40001 if another
 * session has locked one of them.
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

/* A plan node that finds rows to change, and the function that returns these rows. */
typedef struct WatchedPlan
{
	struct WatchedPlan *next;
	PlanState *plan;
	ExecProcNodeMtd fetch;
	ModifyTableState *change;
	TableId table;
	TupleTableSlot *row; /* the version that was found */
	MemoryContextCallback forget;
} WatchedPlan;

/* The watched plan nodes of all running statements. */
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

/* Called when the memory of the statement is freed, after success and after an error. */
static void
forget_watched_plan(void *arg)
{
	WatchedPlan **place = &watched_plans;

	while (*place != arg)
		place = &(*place)->next;
	*place = (*place)->next;
}

/* The triggers of the row need not look for the parent row again. */
static void
lock_and_remember(const Entry *entry)
{
	begin_remembering();
	PG_TRY();
	{
		lock_parent(entry, ROW_LOCK_UPDATE);
	}
	PG_FINALLY();
	{
		end_remembering();
	}
	PG_END_TRY();
}

/* Locks the parent row of a fetched row. MERGE also fetches rows that match no target row. */
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
		/* Another part of the statement may have written to the parent row. */
		CommandCounterIncrement();
		tuple = ExecFetchSlotHeapTuple(watched->row, false, NULL);
		lock_and_remember(entry_from_tuple(watched->table, tuple, watched->row->tts_tupleDescriptor));
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
	/* By now the row that was fetched before is changed or deleted. No trigger of ours comes before a deletion. */
	if (watched->change->operation == CMD_UPDATE || TupIsNull(fetched))
		table_was_written(watched->table);
	else
		row_is_awaited(watched->table);
	if (has_parent(watched->table) && !TupIsNull(fetched))
		lock_parent_of_fetched(watched, fetched);
	return fetched;
}

/* Watches the rows that a ModifyTable node changes. */
static void
watch_changes(PlanState *part)
{
	ModifyTableState *change = (ModifyTableState *) part;
	WatchedPlan *watched;
	PlanState *plan;
	TableId table;

	/* The register creates no inheritance trees. If a user made one, the triggers lock NOWAIT. */
	if (!IsA(part, ModifyTableState) || change->operation == CMD_INSERT || changed_table_count(change) != 1)
		return;
	table = table_of_relation(change->resultRelInfo->ri_RelationDesc);
	plan = plan_of_changed_rows(change);
	/* The query of a user's DO ALSO rule is met twice: as the plan itself, and in es_auxmodifytables. */
	if (table == TABLE_COUNT || !is_guarded(change->resultRelInfo->ri_TrigDesc) || watched_plan(plan) != NULL)
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

/* The ExecutorStart hook: a statement may change rows itself and in each of its WITH queries. */
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
