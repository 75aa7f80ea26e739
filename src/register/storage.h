/*
 * storage.h
 *		Looks entries up and locks them.
 */
#ifndef SECRETXFER_REGISTER_STORAGE_H
#define SECRETXFER_REGISTER_STORAGE_H

#include "access/htup.h"
#include "access/tupdesc.h"
#include "utils/relcache.h"
#include "utils/snapshot.h"

#include "register/tables.h"

/* A lookup: the entries of a table that have these values in these columns. */
typedef struct Lookup
{
	TableId table;
	int count;
	int columns[MAX_KEY_COLUMNS];
	Datum values[MAX_KEY_COLUMNS];
	bool nothing;   /* a value is NULL, so no entry is found */
	Snapshot as_of; /* NULL: what is committed now; only for a lookup without a lock */
} Lookup;

/*
 * How a found row is locked until the end of the transaction. An act locks FOR SHARE what many cases share (a party, a
 * clearance). An event, and the steps of one case, lock FOR NO KEY UPDATE. Neither lock conflicts with the lock of a
 * foreign key.
 */
typedef enum RowLock
{
	ROW_LOCK_NONE,   /* no lock: the row is only read, as in a dry run */
	ROW_LOCK_SHARE,  /* FOR SHARE */
	ROW_LOCK_UPDATE, /* FOR NO KEY UPDATE */
	ROW_LOCK_NOWAIT  /* FOR NO KEY UPDATE NOWAIT: raises 40001 if another session has locked the row */
} RowLock;

extern Lookup look_in(TableId table);
extern void where_text(Lookup *lookup, int column, const text *value);
extern void where_date(Lookup *lookup, int column, DateADT value);
extern void where_big(Lookup *lookup, int column, int64 value);
extern void where_integer(Lookup *lookup, int column, int32 value);
extern bool where_same(Lookup *lookup, int column, const Entry *entry, int entry_column);

extern void *find_entry(const Lookup *lookup, RowLock row_lock);
extern void *find_entry_or_withdrawn(const Lookup *lookup, RowLock row_lock);
extern List *find_entries(const Lookup *lookup, RowLock row_lock);
extern void *entry_of_number(TableId table, int64 number, Snapshot as_of);
extern void *find_by_key(const Entry *entry, RowLock row_lock);

extern Snapshot lookup_snapshot(void);
extern TableId table_of_relation(Relation relation);
extern bool register_was_read(void);
extern bool register_is_earlier(void);
extern void require_present_version(TableId table);
pg_noreturn extern void refuse_earlier_register(void);
extern Oid relation_of_table(TableId table);
extern int attribute_of_column(TableId table, int column);
extern int attribute_of_stamp(TableId table, Stamp stamp);
extern Datum value_of_field(const Entry *entry, int column);
extern int64 next_entry_id(void);
extern int64 draw_carrier_id(void);
extern void clear_field(Entry *entry, int column);
extern Entry *entry_from_tuple(TableId table, HeapTuple tuple, TupleDesc descriptor);
extern int place_of_value(ColumnType type, Oid value);
extern void mark_answered(const Request *request, bool answered);
extern void init_storage(void);

#endif /* SECRETXFER_REGISTER_STORAGE_H */
