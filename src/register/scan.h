/*
 * scan.h
 *		How rows are found: scans of indexes that are begun once, and asked again and again.
 */
#ifndef SECRETXFER_REGISTER_SCAN_H
#define SECRETXFER_REGISTER_SCAN_H

#include "access/skey.h"
#include "executor/tuptable.h"
#include "storage/lockdefs.h"
#include "utils/relcache.h"
#include "utils/snapshot.h"

/* A lock on a table or an index that this session knows to have. */
typedef struct KnownLock
{
	uint64 period; /* the lock is good in this period (scan.c) */
	LOCKMODE mode; /* NoLock: it was released */
} KnownLock;

typedef struct KeptScan KeptScan;

/* An index by which rows are found. */
typedef struct KnownIndex
{
	Oid oid; /* invalid: none, the table is read sequentially */
	KnownLock lock;
	KeptScan *scan; /* NULL: none is kept */
} KnownIndex;

/* One search for rows of a table. */
typedef struct Search
{
	Relation table;
	bool is_of_key;      /* no more than one row can meet the conditions */
	bool ended;          /* the row of the key was given */
	bool at_known_place; /* the row is the known one, and was found without the index */
	Relation index;
	LOCKMODE release; /* the lock on the index that ends with the search */
	KnownIndex *known;
	KeptScan *scan;
	struct SysScanDescData *sequential; /* where no index serves */
	TupleTableSlot *slot;               /* the row that was found last */
} Search;

extern Relation open_known_table(Oid table, LOCKMODE mode, KnownLock *lock);
extern void forget_index(KnownIndex *known);
extern void begin_search(Search *search, Relation table, KnownIndex *index, Snapshot snapshot, ScanKeyData *keys,
						 int count, bool is_of_key, HeapTuple known);
extern HeapTuple next_row(Search *search);
extern void end_search(Search *search);
extern void init_scan(void);

#endif /* SECRETXFER_REGISTER_SCAN_H */
