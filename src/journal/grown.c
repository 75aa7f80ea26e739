/*
 * grown.c
 *		Which chains of the journal grew since the last seal.
 *
 * Each transaction that appends to a chain lists the chain in journal_grown, and a seal takes from the list what its
 * snapshot shows. So a seal reads what grew, and not the whole journal. The entry of the list and the lines become
 * visible together, however late their transaction commits: no number, no time and no transaction ID is compared, so
 * neither a clock set back nor a restore nor a copy to another server can hide a chain.
 *
 * The list may have too much, a chain twice, or one that did not grow: a seal looks at each chain. That the list lacks
 * nothing is verified by journal_verify().
 *
 * The list has no key, because an index would cost each writer more than the list itself. So a logical replica does
 * not learn what a seal took; the replica's list has too much until it is sealed there.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "lib/qunique.h"
#include "utils/rel.h"

#include "journal/grown.h"
#include "journal/insertion.h"
#include "register/direct_write.h"

/* The column (sql/register/12_journal.sql). */
#define Anum_journal_grown_chain 1

/* Lists a chain to which this transaction appends. */
void
list_chain(int64 chain)
{
	Relation grown = open_table_of_journal(JOURNAL_GROWN, RowExclusiveLock);
	Datum *values = palloc0(RelationGetDescr(grown)->natts * sizeof(Datum));
	bool *nulls = palloc(RelationGetDescr(grown)->natts * sizeof(bool));
	HeapTuple tuple;

	memset(nulls, true, RelationGetDescr(grown)->natts * sizeof(bool));
	values[Anum_journal_grown_chain - 1] = Int64GetDatum(chain);
	nulls[Anum_journal_grown_chain - 1] = false;
	tuple = heap_form_tuple(RelationGetDescr(grown), values, nulls);
	if (has_own_indexes_only(JOURNAL_GROWN))
		simple_heap_insert(grown, tuple);
	else
		insert_single_row(grown, tuple); /* the user has added an index */
	table_close(grown, NoLock);
}

static int
compare_chains(const void *a, const void *b)
{
	int64 left = *(const int64 *) a;
	int64 right = *(const int64 *) b;

	return (left > right) - (left < right);
}

/* The chains of the list that a snapshot shows. take: they are taken from the list. */
Chains
listed_chains(Snapshot snapshot, bool take)
{
	Relation grown = open_table_of_journal(JOURNAL_GROWN, take ? RowExclusiveLock : AccessShareLock);
	SysScanDesc scan = systable_beginscan(grown, InvalidOid, false, snapshot, 0, NULL);
	size_t room = 1024;
	Chains chains = {.numbers = palloc(room * sizeof(int64))};
	HeapTuple tuple;
	bool null;

	while ((tuple = systable_getnext(scan)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		if (chains.count == room)
		{
			room *= 2;
			chains.numbers = repalloc_huge(chains.numbers, room * sizeof(int64));
		}
		chains.numbers[chains.count++] =
			DatumGetInt64(heap_getattr(tuple, Anum_journal_grown_chain, RelationGetDescr(grown), &null));
		if (take)
			simple_heap_delete(grown, &tuple->t_self);
	}
	systable_endscan(scan);
	table_close(grown, NoLock);
	qsort(chains.numbers, chains.count, sizeof(int64), compare_chains);
	chains.count = qunique(chains.numbers, chains.count, sizeof(int64), compare_chains);
	return chains;
}

bool
is_among(const Chains *chains, int64 chain)
{
	return bsearch(&chain, chains->numbers, chains->count, sizeof(int64), compare_chains) != NULL;
}
