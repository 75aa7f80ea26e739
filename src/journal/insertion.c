/*
 * insertion.c
 *		The tables of the journal: opened by name, and written without SQL.
 *
 * A row is written as a heap tuple with its index entries: no trigger, rule, policy or privilege of the writer has a part
 * in it. A client cannot write a row of its own, because the tables' triggers refuse every statement.
 */
#include "prelude.h"

#include "access/heapam.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "executor/executor.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "journal/insertion.h"

/* Opens a table of the journal. Raises an error if the register has none, or none with so many columns. */
Relation
open_table_of_journal(const char *table, int columns, LOCKMODE lockmode)
{
	Oid oid = get_relname_relid(table, get_namespace_oid(SCHEMA_NAME, false));
	Relation relation;

	if (!OidIsValid(oid))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_TABLE), errmsg("table \"%s.%s\" does not exist", SCHEMA_NAME, table),
				errhint("%s", translated("Create it with SELECT secretxfer.create_register().")));
	relation = table_open(oid, lockmode);
	if (RelationGetDescr(relation)->natts < columns)
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN), errmsg("table \"%s.%s\" lacks columns", SCHEMA_NAME, table));
	return relation;
}

/* The index of the primary key of a table of the journal. */
Oid
require_key(Relation relation)
{
	RelationGetIndexList(relation);
	if (!OidIsValid(relation->rd_pkindex))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_OBJECT),
				errmsg("table \"%s.%s\" lacks its primary key", SCHEMA_NAME, RelationGetRelationName(relation)));
	return relation->rd_pkindex;
}

/* Rows that are written into one table, with the entries in all its indexes. */
struct Insertion
{
	Relation relation;
	EState *state;
	ResultRelInfo *result;
	TupleTableSlot *slot;
};

Insertion *
begin_insertion(Relation relation)
{
	Insertion *insertion = palloc(sizeof(Insertion));

	insertion->relation = relation;
	insertion->state = CreateExecutorState();
	insertion->result = makeNode(ResultRelInfo);
	insertion->slot = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsHeapTuple);
	InitResultRelInfo(insertion->result, relation, 0, NULL, 0);
	ExecOpenIndices(insertion->result, false);
#if PG_VERSION_NUM < 140000
	insertion->state->es_result_relation_info = insertion->result;
#endif
	return insertion;
}

void
insert_row(Insertion *insertion, HeapTuple tuple)
{
	simple_heap_insert(insertion->relation, tuple);
	ExecStoreHeapTuple(tuple, insertion->slot, false);
	list_free(insert_index_entries(insertion->result, insertion->slot, insertion->state));
	ExecClearTuple(insertion->slot);
	ResetPerTupleExprContext(insertion->state);
}

void
end_insertion(Insertion *insertion)
{
	ExecCloseIndices(insertion->result);
	ExecDropSingleTupleTableSlot(insertion->slot);
	FreeExecutorState(insertion->state);
	pfree(insertion);
}
