/*
 * direct_write.c
 *		Rows that are written without SQL.
 *
 * A row is written as a heap tuple with its entries in all indexes, those that a user has added as well: no trigger,
 * rule, policy, CHECK or privilege of the writer has a part in the write.
 */
#include "prelude.h"

#include "access/heapam.h"
#include "access/tableam.h"
#include "executor/executor.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "register/direct_write.h"

/* Rows that are written into one table. */
struct DirectWrite
{
	Relation relation;
	EState *state;
	ResultRelInfo *result;
	TupleTableSlot *slot;
};

DirectWrite *
begin_direct_write(Relation relation)
{
	DirectWrite *write = palloc(sizeof(DirectWrite));

	write->relation = relation;
	write->state = CreateExecutorState();
	write->result = makeNode(ResultRelInfo);
	write->slot = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsHeapTuple);
	InitResultRelInfo(write->result, relation, 0, NULL, 0);
	ExecOpenIndices(write->result, false);
	name_result_relation(write->state, write->result);
	return write;
}

void
insert_row(DirectWrite *write, HeapTuple tuple)
{
	simple_heap_insert(write->relation, tuple);
	ExecStoreHeapTuple(tuple, write->slot, false);
	list_free(insert_index_entries(write->result, write->slot, write->state, false));
	ExecClearTuple(write->slot);
	ResetPerTupleExprContext(write->state);
}

void
end_direct_write(DirectWrite *write)
{
	ExecCloseIndices(write->result);
	ExecDropSingleTupleTableSlot(write->slot);
	FreeExecutorState(write->state);
	pfree(write);
}

void
insert_single_row(Relation relation, HeapTuple tuple)
{
	DirectWrite *write = begin_direct_write(relation);

	insert_row(write, tuple);
	end_direct_write(write);
}

/*
 * Writes a new version of the row at a place. The caller keeps other sessions away from the row.
 *
 * Mostly the version has room beside the one before, and no index needs an entry.
 */
void
update_single_row(Relation relation, ItemPointer place, HeapTuple tuple)
{
	TupleTableSlot *slot = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsHeapTuple);
	UpdatedIndexes indexes;

	ExecStoreHeapTuple(tuple, slot, false);
	simple_table_tuple_update(relation, place, slot, GetLatestSnapshot(), &indexes);
	if (indexes)
	{
		DirectWrite *write = begin_direct_write(relation);

		list_free(insert_index_entries(write->result, slot, write->state, is_summary_only(indexes)));
		end_direct_write(write);
	}
	ExecDropSingleTupleTableSlot(slot);
}
