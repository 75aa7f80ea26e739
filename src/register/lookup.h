/*
 * lookup.h
 *		What is asked of the tables: which entries, and how strongly they are locked.
 */
#ifndef SECRETXFER_REGISTER_LOOKUP_H
#define SECRETXFER_REGISTER_LOOKUP_H

#include "utils/snapshot.h"

#include "register/tables.h"

/* A lookup: the entries of a table that have these values in these columns. */
typedef struct Lookup
{
	TableId table;
	int count;
	int columns[MAX_KEY_COLUMNS];
	Datum values[MAX_KEY_COLUMNS];
	bool in_period; /* the one column is a date from its value to until */
	DateADT until;
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

/* A lookup in a table; its conditions follow. */
static inline Lookup
look_in(TableId table)
{
	return (Lookup){.table = table};
}

extern void where_text(Lookup *lookup, int column, const text *value);
extern void where_in_period(Lookup *lookup, int column, DateADT first, DateADT last);
extern void where_big(Lookup *lookup, int column, int64 value);
extern void where_integer(Lookup *lookup, int column, int32 value);
extern bool where_same(Lookup *lookup, int column, const Entry *entry, int entry_column);

#endif /* SECRETXFER_REGISTER_LOOKUP_H */
