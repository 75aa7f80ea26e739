/*
 * insertion.h
 *		The tables of the journal: opened by name, and written without SQL.
 */
#ifndef SECRETXFER_JOURNAL_INSERTION_H
#define SECRETXFER_JOURNAL_INSERTION_H

#include "access/htup.h"
#include "utils/relcache.h"

typedef struct Insertion Insertion;

extern Relation open_table_of_journal(const char *table, int columns, LOCKMODE lockmode);
extern Oid require_key(Relation relation);
extern Insertion *begin_insertion(Relation relation);
extern void insert_row(Insertion *insertion, HeapTuple tuple);
extern void end_insertion(Insertion *insertion);

#endif /* SECRETXFER_JOURNAL_INSERTION_H */
