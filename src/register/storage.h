/*
 * storage.h
 *		Looks entries up and locks them.
 */
#ifndef SECRETXFER_REGISTER_STORAGE_H
#define SECRETXFER_REGISTER_STORAGE_H

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "utils/relcache.h"
#include "utils/reltrigger.h"

#include "register/lookup.h"

/* A row, attribute by attribute, as heap_form_tuple() takes it. */
typedef struct AttributeValues
{
	Datum values[MaxTupleAttributeNumber];
	bool nulls[MaxTupleAttributeNumber];
} AttributeValues;

/* Sets the value of an attribute, which counts from 1. */
static inline void
set_attribute(AttributeValues *row, int attribute, Datum value, bool null)
{
	row->values[attribute - 1] = value;
	row->nulls[attribute - 1] = null;
}

extern void *find_entry(const Lookup *lookup, RowLock row_lock);
extern void *find_entry_or_withdrawn(const Lookup *lookup, RowLock row_lock);
extern List *find_entries(const Lookup *lookup, RowLock row_lock);
extern void *entry_of_number(TableId table, int64 number, Snapshot as_of);
extern void *find_by_key(const Entry *entry, RowLock row_lock);

extern Snapshot lookup_snapshot(void);
extern TableId table_of_relation(Relation relation);
extern bool register_was_read(void);
extern bool register_is_earlier(void);
extern bool is_guarded(const TriggerDesc *triggers);
extern void require_present_version(TableId table);
pg_noreturn extern void refuse_earlier_register(void);
extern Oid relation_of_table(TableId table);
extern int attribute_of_column(TableId table, int column);
extern int attribute_of_stamp(TableId table, Stamp stamp);
extern Datum value_of_field(const Entry *entry, int column);
extern int64 next_entry_id(void);
extern int64 draw_carrier_id(void);
extern Entry *entry_and_values(TableId table, HeapTuple tuple, TupleDesc descriptor, AttributeValues *row);
extern Entry *entry_from_tuple(TableId table, HeapTuple tuple, TupleDesc descriptor);
extern int place_of_value(ColumnType type, Oid value);
extern void init_storage(void);

#endif /* SECRETXFER_REGISTER_STORAGE_H */
