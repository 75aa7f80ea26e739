/*
 * scan.c
 *		How rows are found: scans of indexes that are begun once, and asked again and again.
 *
 * Rules ask many small questions, and to begin and end a scan of an index is a good part of the price of each. So a
 * scan is begun once in a session and kept. Nothing is held between two searches: no reference to the table or the
 * index, no page, no snapshot. What stays is memory. So a kept scan hinders nobody, and needs no end: not with the
 * statement, not with the transaction, not after an error. The relcache tells when a table or an index has become
 * another one; the scan is then begun anew.
 *
 * A lock on a table is kept until the end of the transaction, as for any query, and is not asked for twice. A lock on
 * an index is kept from the second search in a transaction on: PostgreSQL has a short way for the first sixteen locks
 * of a session, and an index that is asked once should not take one of these places.
 *
 * Relies on index_rescan() to make a new scan of a kept one, and on btree to hold nothing after it; tested by
 * test/sql/kept_scans.sql. Relies on heap tables, where a row stays at its place (look_at_known_place()); tested by
 * test/specs/place_taken.spec.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/index.h"
#include "lib/ilist.h"
#include "storage/bufmgr.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "register/scan.h"

struct KeptScan
{
	dlist_node node;
	MemoryContext context; /* of the scan, and of what the index access method remembers of the scan */
	Oid table;
	Oid index;
	bool is_good; /* neither table nor index has been altered since */
	IndexScanDesc scan;
	TupleTableSlot *slot;
	uint64 measured;    /* the period in which the table was measured */
	BlockNumber blocks; /* at least so many has the table had since */
};

/* All kept scans of this session. */
static dlist_head kept_scans = DLIST_STATIC_INIT(kept_scans);

/* The scan of the running search. There is one at most: no search begins another one. */
static KeptScan *at_work = NULL;

/* Grows whenever locks of this session end: with a transaction, or with a subtransaction that is rolled back. */
static uint64 period = 1;

/* ---- locks ---- */

static void
end_period(XactEvent event, void *arg)
{
	period++;
}

static void
end_period_of_subtransaction(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		period++;
}

/* Opens a table, and locks the table until the end of the transaction. */
Relation
open_known_table(Oid table, LOCKMODE mode, KnownLock *lock)
{
	Relation relation;

	if (lock->period == period && lock->mode >= mode)
		return table_open(table, NoLock);
	relation = table_open(table, mode);
	*lock = (KnownLock){period, mode};
	return relation;
}

/* Opens the index of a search. */
static void
open_known_index(Search *search)
{
	KnownLock *lock = &search->known->lock;

	search->release = NoLock;
	if (lock->period == period && lock->mode != NoLock)
	{
		search->index = index_open(search->known->oid, NoLock);
		return;
	}
	search->index = index_open(search->known->oid, AccessShareLock);
	if (lock->period == period)
		lock->mode = AccessShareLock;
	else
	{
		search->release = AccessShareLock;
		*lock = (KnownLock){period, NoLock};
	}
}

/* ---- scans ---- */

/* Relcache callback: the scans of an altered table or index, or all scans, are not asked again. */
static void
invalidate_scans(Datum arg, Oid relation)
{
	dlist_iter iter;

	dlist_foreach(iter, &kept_scans)
	{
		KeptScan *scan = dlist_container(KeptScan, node, iter.cur);

		if (relation == InvalidOid || relation == scan->table || relation == scan->index)
			scan->is_good = false;
	}
}

void
init_scan(void)
{
	CacheRegisterRelcacheCallback(invalidate_scans, (Datum) 0);
	RegisterXactCallback(end_period, NULL);
	RegisterSubXactCallback(end_period_of_subtransaction, NULL);
}

/* Frees a scan. The relations that the scan points to may be gone, so the scan is not ended by its own function. */
static void
free_scan(KeptScan *scan)
{
	dlist_delete(&scan->node);
	MemoryContextDelete(scan->context);
}

/* Forgets what is known of an index. */
void
forget_index(KnownIndex *known)
{
	if (known->scan != NULL)
		free_scan(known->scan);
	*known = (KnownIndex){0};
}

/* Begins a scan that can be kept. */
static KeptScan *
new_scan(Relation table, Relation index, Snapshot snapshot, int count)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "secretxfer scan", ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	KeptScan *scan = palloc0(sizeof(KeptScan));

	scan->context = context;
	scan->table = RelationGetRelid(table);
	scan->index = RelationGetRelid(index);
	scan->is_good = true;
	dlist_push_head(&kept_scans, &scan->node);
	/* With a description of its own, because that of the table would be pinned. */
	scan->slot = MakeSingleTupleTableSlot(CreateTupleDescCopy(RelationGetDescr(table)), table_slot_callbacks(table));
	scan->scan = begin_index_scan(table, index, snapshot, count);
	/* The search has the index open, and the scan is asked while a search has. */
	RelationDecrementReferenceCount(index);
	table_index_fetch_end(scan->scan->xs_heapfetch);
	MemoryContextSwitchTo(caller);
	return scan;
}

/* The scan that is kept for an index, or a new one. Until the search ends, the scan belongs to the search alone. */
static KeptScan *
take_scan(KnownIndex *known, Relation table, Relation index, Snapshot snapshot, int count)
{
	KeptScan *scan = known->scan;

	known->scan = NULL;
	if (scan != NULL && (!scan->is_good || scan->scan->heapRelation != table || scan->scan->indexRelation != index ||
						 scan->scan->numberOfKeys != count))
	{
		free_scan(scan);
		scan = NULL;
	}
	at_work = scan != NULL ? scan : new_scan(table, index, snapshot, count);
	return at_work;
}

/* ---- places ---- */

/* Whether a place is in a table. Nobody cuts off the end of a table as long as we have locked the table. */
static bool
is_in_table(KeptScan *scan, Relation table, ItemPointer place)
{
	if (scan->measured != period)
	{
		scan->blocks = RelationGetNumberOfBlocks(table);
		scan->measured = period;
	}
	return ItemPointerGetBlockNumberNoCheck(place) < scan->blocks;
}

/*
 * Whether a row is the version of a row that is known: the same transaction wrote the same bytes. What follows the
 * first part of the header never changes in a version; another row that has got the place differs.
 */
static bool
is_same_version(HeapTuple row, HeapTuple known)
{
	size_t start = offsetof(HeapTupleHeaderData, t_hoff);

	return row->t_len == known->t_len &&
		   HeapTupleHeaderGetRawXmin(row->t_data) == HeapTupleHeaderGetRawXmin(known->t_data) &&
		   memcmp((char *) row->t_data + start, (char *) known->t_data + start, row->t_len - start) == 0;
}

/*
 * Looks for a row of a key where that row was found before. The parties, the case and the carriers of a statement are
 * those of the statements before it, and a look at the row costs a fifth of what the way through the index costs.
 *
 * Nothing tells when a row has changed, and nothing needs to. A version that was found by the key, and that the
 * snapshot shows, is what the index would lead to, because the index is unique. Otherwise the index is asked.
 */
static bool
look_at_known_place(Search *search, Snapshot snapshot, HeapTuple known)
{
	KeptScan *scan = search->known->scan;

	if (!search->is_of_key || known == NULL || scan == NULL || !scan->is_good ||
		scan->scan->heapRelation != search->table || !is_in_table(scan, search->table, &known->t_self))
		return false;
	search->known->scan = NULL;
	at_work = scan;
	search->at_known_place = table_tuple_fetch_row_version(search->table, &known->t_self, snapshot, scan->slot) &&
							 is_same_version(ExecFetchSlotHeapTuple(scan->slot, false, NULL), known);
	if (search->at_known_place)
	{
		search->scan = scan;
		search->slot = scan->slot;
		return true;
	}
	ExecClearTuple(scan->slot);
	at_work = NULL;
	search->known->scan = scan;
	return false;
}

/* ---- searches ---- */

/* Lets conditions name the attributes of an index in the place of those of its table. */
static void
name_attributes_of_index(Relation index, ScanKeyData *keys, int count)
{
	int at;

	for (at = 0; at < count; at++)
	{
		int position = 0;

		while (index->rd_index->indkey.values[position] != keys[at].sk_attno)
			position++;
		keys[at].sk_attno = position + 1;
	}
}

/*
 * Begins a search for the rows of a table that meet the conditions, which are in the order of the index.
 *
 * The caller has opened the table, has locked the table until the end of the transaction, and keeps the snapshot until
 * the end of the search. is_of_key: the index is unique, and the snapshot shows one moment. known is a row that such a
 * search found before by these conditions, or NULL.
 */
void
begin_search(Search *search, Relation table, KnownIndex *index, Snapshot snapshot, ScanKeyData *keys, int count,
			 bool is_of_key, HeapTuple known)
{
	MemoryContext caller;
	IndexScanDesc scan;

	*search = (Search){.table = table, .known = index, .is_of_key = is_of_key};
	if (!OidIsValid(index->oid) || ReindexIsProcessingIndex(index->oid))
	{
		search->sequential = systable_beginscan(table, InvalidOid, false, snapshot, count, keys);
		search->slot = search->sequential->slot;
		return;
	}
	/* An error has ended a search. PostgreSQL has released the pages of that search; the scan still names them. */
	if (at_work != NULL)
		free_scan(at_work);
	at_work = NULL;

	if (look_at_known_place(search, snapshot, known))
		return;
	open_known_index(search);
	search->scan = take_scan(index, table, search->index, snapshot, count);
	search->slot = search->scan->slot;
	name_attributes_of_index(search->index, keys, count);
	scan = search->scan->scan;
	caller = MemoryContextSwitchTo(search->scan->context);
	scan->xs_snapshot = snapshot;
	scan->xs_heapfetch = begin_index_fetch(table);
	index_rescan(scan, keys, count, NULL, 0);
	MemoryContextSwitchTo(caller);
}

/* The next row of a search, or NULL. The row is good until the next call. */
HeapTuple
next_row(Search *search)
{
	MemoryContext caller;
	bool found;

	if (search->sequential != NULL)
		return systable_getnext(search->sequential);
	if (search->ended)
		return NULL;
	search->ended = search->is_of_key;
	if (!search->at_known_place)
	{
		/* What btree allocates belongs to the scan. */
		caller = MemoryContextSwitchTo(search->scan->context);
		found = index_getnext_slot(search->scan->scan, ForwardScanDirection, search->slot);
		MemoryContextSwitchTo(caller);
		if (!found)
			return NULL;
	}
	return ExecFetchSlotHeapTuple(search->slot, false, NULL);
}

/* Lets go all that a scan holds, so that the scan can be kept. */
static void
put_scan_at_rest(KeptScan *kept)
{
	IndexScanDesc scan = kept->scan;

	ExecClearTuple(kept->slot);
	table_index_fetch_end(scan->xs_heapfetch);
	scan->xs_heapfetch = NULL;
	index_rescan(scan, NULL, scan->numberOfKeys, NULL, 0);
	scan->xs_snapshot = InvalidSnapshot;
}

void
end_search(Search *search)
{
	if (search->sequential != NULL)
	{
		systable_endscan(search->sequential);
		return;
	}
	if (search->at_known_place)
		ExecClearTuple(search->slot);
	else
	{
		put_scan_at_rest(search->scan);
		index_close(search->index, search->release);
	}
	at_work = NULL;
	/* What is not good any more was perhaps forgotten by the table, too. */
	if (search->scan->is_good)
		search->known->scan = search->scan;
	else
		free_scan(search->scan);
}
