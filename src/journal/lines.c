/*
 * lines.c
 *		Reads lines of the journal one by one, in the order of an index, so that only one is in memory at a time.
 */
#include "prelude.h"

#include "access/table.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "journal/lines.h"

/*
 * Begins to read the lines of one chain, or of all chains if chain is NULL, with the active snapshot. index is an open
 * index of the journal whose first column is the chain. end_lines() closes both.
 */
void
begin_lines(LineScan *lines, Relation journal, Relation index, const int64 *chain)
{
	ScanKeyData key;

	lines->context = CurrentMemoryContext;
	lines->of_line = AllocSetContextCreate(CurrentMemoryContext, "line of the journal", ALLOCSET_DEFAULT_SIZES);
	lines->journal = journal;
	lines->index = index;
	ScanKeyInit(&key, Anum_journal_chain, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(chain == NULL ? 0 : *chain));
	lines->scan = systable_beginscan_ordered(journal, index, GetActiveSnapshot(), chain == NULL ? 0 : 1, &key);
}

/* Returns the next line as it is stored, or NULL. */
HeapTuple
next_tuple_of_line(LineScan *lines)
{
	MemoryContext caller = MemoryContextSwitchTo(lines->context);
	HeapTuple tuple = systable_getnext_ordered(lines->scan, ForwardScanDirection);

	MemoryContextSwitchTo(caller);
	return tuple;
}

/* Returns the next line, or NULL. The line before is freed, and all that was allocated in lines->of_line with it. */
JournalLine *
next_line(LineScan *lines)
{
	HeapTuple tuple = next_tuple_of_line(lines);
	MemoryContext caller;
	JournalLine *line;

	CHECK_FOR_INTERRUPTS();
	MemoryContextReset(lines->of_line);
	if (tuple == NULL)
		return NULL;
	caller = MemoryContextSwitchTo(lines->of_line);
	line = line_from_tuple(tuple, RelationGetDescr(lines->journal));
	MemoryContextSwitchTo(caller);
	return line;
}

void
end_lines(LineScan *lines)
{
	systable_endscan_ordered(lines->scan);
	index_close(lines->index, AccessShareLock);
	table_close(lines->journal, NoLock);
	MemoryContextDelete(lines->of_line);
}
