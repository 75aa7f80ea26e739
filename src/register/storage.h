/*
 * storage.h
 *		Looking entries up and locking them.
 */
#ifndef SECRETXFER_REGISTER_STORAGE_H
#define SECRETXFER_REGISTER_STORAGE_H

#include "access/htup.h"
#include "access/tupdesc.h"
#include "utils/relcache.h"
#include "utils/snapshot.h"

#include "register/tables.h"

/* Which entries: those of a table with these values in these columns. */
typedef struct Lookup
{
	TableId table;
	int count;
	int columns[MAX_KEY_COLUMNS];
	Datum values[MAX_KEY_COLUMNS];
	bool nothing; /* a wanted value is missing, so nothing has it */
} Lookup;

/*
 * How firmly a found entry is held until the transaction ends.  An act holds SHARED what
 * many cases share (a party, a clearance); an event, and the steps of one case among
 * themselves, hold EXCLUSIVE.  Neither collides with a foreign key's own lock.  AT_ONCE is
 * EXCLUSIVE without waiting: it ends in a serialization failure instead.
 */
typedef enum RowLock
{
	ROW_LOCK_NONE,
	ROW_LOCK_SHARE,
	ROW_LOCK_UPDATE,
	ROW_LOCK_NOWAIT
} RowLock;

extern Lookup look_in(TableId table);
extern void where_text(Lookup *lookup, int column, const text *value);
extern void where_date(Lookup *lookup, int column, DateADT value);
extern void where_big(Lookup *lookup, int column, int64 value);
extern void where_integer(Lookup *lookup, int column, int32 value);
extern bool where_same(Lookup *lookup, int column, const Entry *entry, int entry_column);

extern void *find_entry(const Lookup *lookup, RowLock row_lock);
extern List *find_entries(const Lookup *lookup, RowLock row_lock);
extern void *find_by_key(const Entry *entry, RowLock row_lock);

extern Snapshot lookup_snapshot(void);
extern TableId table_of_relation(Relation relation);
extern bool register_was_read(void);
extern Oid relation_of_table(TableId table);
extern int attribute_of_column(TableId table, int column);
extern int attribute_of_stamp(TableId table, Stamp stamp);
extern Datum value_of_field(const Entry *entry, int column);
extern int64 next_entry_id(void);
extern void clear_field(Entry *entry, int column);
extern Entry *entry_from_tuple(TableId table, HeapTuple tuple, TupleDesc descriptor);
extern int place_of_value(ColumnType type, Oid value);
extern void mark_answered(const Request *request, bool answered);
extern void init_storage(void);

#endif /* SECRETXFER_REGISTER_STORAGE_H */
