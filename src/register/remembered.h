/*
 * remembered.h
 *		What lookups found, as long as it cannot have changed.
 */
#ifndef SECRETXFER_REGISTER_REMEMBERED_H
#define SECRETXFER_REGISTER_REMEMBERED_H

#include "register/lookup.h"

extern void begin_remembering(void);
extern void end_remembering(void);
extern bool is_remembering(void);
extern uint64 running_statement(void);

/*
 * Finds in the table what a lookup asks for; what is found is put into the current memory context. found_last is what
 * the same lookup found before, and is returned if it is found again; NIL: not known.
 */
typedef List *(*FindInTable)(const Lookup *lookup, List *found_last, RowLock row_lock, bool first_only);

extern List *recall_or_find(const Lookup *lookup, RowLock row_lock, bool first_only, FindInTable find);

extern void note_empty_table(TableId table);
extern void row_was_locked(void);
extern void table_was_written(TableId table);
extern void row_is_awaited(TableId table);
extern void row_was_stored(TableId table);
extern uint64 times_forgotten(TableId table);
extern void forget_all_answers(void);
extern void init_remembered(void);

#endif /* SECRETXFER_REGISTER_REMEMBERED_H */
