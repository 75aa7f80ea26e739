/*
 * journal.h
 *		Remembers what the register accepts.
 */
#ifndef SECRETXFER_JOURNAL_JOURNAL_H
#define SECRETXFER_JOURNAL_JOURNAL_H

#include "utils/snapshot.h"

#include "journal/line.h"

/* The tables of lines that are of no entry. */
#define OF_ADMISSIONS     "admissions"
#define OF_RECTIFICATIONS "rectifications"
#define ADMISSIONS_CHAIN  0

extern int64 chain_of(const Entry *entry, Snapshot as_of);
extern void remember(const Entry *old_entry, const Entry *new_entry, const char *basis, List *set_aside);
extern void remember_opening(int64 chain, const Entry *entry, const char *basis);
extern void remember_act(int64 chain, const char *table, int64 entry, JournalAct act, const char *effective_role,
						 const char *values, const char *basis);
extern void
remember_found(int64 chain, TableId table, int64 number, const Entry *entry, const char *basis, JournalAct act);
extern void init_journal(void);

#endif /* SECRETXFER_JOURNAL_JOURNAL_H */
