/*
 * seal.c
 *		The heads of the chains that a seal keeps.
 *
 * One snapshot says which lines there are: a line of a smaller number or an earlier time may still be committed later,
 * and is then of a later seal.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "journal/grown.h"
#include "journal/insertion.h"
#include "journal/line.h"
#include "journal/seal.h"
#include "register/direct_write.h"

/* The columns (sql/register/12_journal.sql). */
#define Natts_journal_heads        4
#define Anum_journal_heads_chain   1
#define Anum_journal_heads_seal_no 2
#define Anum_journal_heads_place   3
#define Anum_journal_heads_hash    4

/* After so many chains a NOTICE tells how far the seal is. */
#define CHAINS_BETWEEN_NOTICES 100000

/* The last place of a chain that a seal keeps; 0 if none does. */
int64
sealed_place(Relation heads, Relation key, int64 chain, Snapshot snapshot)
{
	int64 place = 0;
	SysScanDesc scan;
	ScanKeyData condition;
	HeapTuple tuple;
	bool null;

	ScanKeyInit(&condition, Anum_journal_heads_chain, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(chain));
	scan = systable_beginscan_ordered(heads, key, snapshot, 1, &condition);
	tuple = systable_getnext_ordered(scan, BackwardScanDirection);
	if (tuple != NULL)
		place = DatumGetInt64(heap_getattr(tuple, Anum_journal_heads_place, RelationGetDescr(heads), &null));
	systable_endscan_ordered(scan);
	return place;
}

/* Adds a head to the digest that becomes the root of its seal. */
void
cover_head(DigestRun *run, int64 chain, int64 place, const void *hash, int length)
{
	add_number_to_digest(run, chain);
	add_number_to_digest(run, place);
	add_to_digest(run, hash, length);
}

static HeapTuple
tuple_of_head(Relation heads, int64 seal_no, int64 chain, const Head *head)
{
	TupleDesc descriptor = RelationGetDescr(heads);
	Datum *values = palloc0(descriptor->natts * sizeof(Datum));
	bool *nulls = palloc(descriptor->natts * sizeof(bool));

	memset(nulls, true, descriptor->natts * sizeof(bool));
	memset(nulls, false, Natts_journal_heads * sizeof(bool));
	values[Anum_journal_heads_chain - 1] = Int64GetDatum(chain);
	values[Anum_journal_heads_seal_no - 1] = Int64GetDatum(seal_no);
	values[Anum_journal_heads_place - 1] = Int64GetDatum(head->place);
	values[Anum_journal_heads_hash - 1] = PointerGetDatum(bytea_of_digest(&head->hash));
	return heap_form_tuple(descriptor, values, nulls);
}

/*
 * Keeps the heads of the chains that grew since the seal before, and adds them to the digest in the order of the
 * chains. The caller holds the lock under which seals follow one another.
 */
void
keep_heads(int64 seal_no, DigestRun *run)
{
	Relation journal = open_table_of_journal(JOURNAL_LINES, AccessShareLock);
	Relation key_of_journal = open_key(JOURNAL_LINES, AccessShareLock);
	Relation heads = open_table_of_journal(JOURNAL_HEADS, RowExclusiveLock);
	Relation key_of_heads = open_key(JOURNAL_HEADS, RowExclusiveLock);
	DirectWrite *write = begin_direct_write(heads);
	MemoryContext of_chain = AllocSetContextCreate(CurrentMemoryContext, "chain to be sealed", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = CurrentMemoryContext;
	Snapshot snapshot;
	Chains grown;
	size_t at;

	CommandCounterIncrement();
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	grown = listed_chains(snapshot, true);
	MemoryContextSwitchTo(of_chain);
	for (at = 0; at < grown.count; at++)
	{
		int64 chain = grown.numbers[at];
		Head head = head_in_journal(journal, key_of_journal, chain, snapshot);

		CHECK_FOR_INTERRUPTS();
		if (head.place > sealed_place(heads, key_of_heads, chain, snapshot))
		{
			insert_row(write, tuple_of_head(heads, seal_no, chain, &head));
			cover_head(run, chain, head.place, head.hash.bytes, DIGEST_LENGTH);
		}
		MemoryContextReset(of_chain);
		if ((at + 1) % CHAINS_BETWEEN_NOTICES == 0)
			ereport(NOTICE, errmsg("journal: %zu of %zu chains sealed", at + 1, grown.count));
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(of_chain);
	UnregisterSnapshot(snapshot);
	end_direct_write(write);
	index_close(key_of_heads, NoLock);
	table_close(heads, NoLock);
	index_close(key_of_journal, NoLock);
	table_close(journal, NoLock);
	/* What this transaction still appends is not sealed, so its chains are listed again. */
	forget_heads();
}
