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

extern bool recall(const Lookup *lookup, RowLock row_lock, bool first_only, List **entries);
extern MemoryContext memory_of_answer(const Lookup *lookup, RowLock row_lock);
extern void keep_answer(const Lookup *lookup, RowLock row_lock, bool first_only, List *entries);

extern void table_was_written(TableId table);
extern uint64 times_forgotten(TableId table);
extern void forget_all_answers(void);
extern void init_remembered(void);

#endif /* SECRETXFER_REGISTER_REMEMBERED_H */
