/*
 * insertion.h
 *		The tables of the journal, opened to be read or to be written without SQL.
 */
#ifndef SECRETXFER_JOURNAL_INSERTION_H
#define SECRETXFER_JOURNAL_INSERTION_H

#include "utils/relcache.h"

typedef enum JournalTable
{
	JOURNAL_LINES,
	JOURNAL_HEADS,
	JOURNAL_GROWN,
} JournalTable;
#define JOURNAL_TABLE_COUNT (JOURNAL_GROWN + 1)

extern Relation open_table_of_journal(JournalTable table, LOCKMODE lockmode);
extern Relation open_key(JournalTable table, LOCKMODE lockmode);
extern bool has_own_indexes_only(JournalTable table);
extern void init_insertion(void);

#endif /* SECRETXFER_JOURNAL_INSERTION_H */
