/*
 * completion.h
 *		What the server adds to an entry.
 */
#ifndef SECRETXFER_DOORS_COMPLETION_H
#define SECRETXFER_DOORS_COMPLETION_H

#include "access/tupdesc.h"

#include "register/tables.h"

extern void complete_customer(const Entry *old_entry, Entry *new_entry, TupleDesc descriptor);
extern int printed_column(TableId table);
extern void release_printed_no(const Entry *old_entry, Entry *new_entry);
extern void complete_entry(const Entry *old_entry, Entry *new_entry, bool dry_run);

#endif /* SECRETXFER_DOORS_COMPLETION_H */
