/*
 * insertion.h
 *		The tables of the journal: opened, and written without SQL.
 */
#ifndef SECRETXFER_JOURNAL_INSERTION_H
#define SECRETXFER_JOURNAL_INSERTION_H

#include "access/htup.h"
#include "utils/relcache.h"

typedef enum JournalTable
{
	JOURNAL_LINES,
	JOURNAL_HEADS,
	JOURNAL_GROWN,
} JournalTable;
#define JOURNAL_TABLE_COUNT (JOURNAL_GROWN + 1)

typedef struct Insertion Insertion;

extern Relation open_table_of_journal(JournalTable table, LOCKMODE lockmode);
extern Relation open_key(JournalTable table, LOCKMODE lockmode);
extern bool has_own_indexes_only(JournalTable table);
extern void init_insertion(void);
extern Insertion *begin_insertion(Relation relation);
extern void insert_row(Insertion *insertion, HeapTuple tuple);
extern void end_insertion(Insertion *insertion);
extern void insert_single_row(Relation relation, HeapTuple tuple);

#endif /* SECRETXFER_JOURNAL_INSERTION_H */
