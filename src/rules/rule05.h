/*
 * rule05.h
 *		The term of an answer: the server stamps its last day, and next_steps() tells it.
 */
#ifndef SECRETXFER_RULES_RULE05_H
#define SECRETXFER_RULES_RULE05_H

#include "register/storage.h"

extern bool answer_due_on(const Request *request, RowLock row_lock, DateADT *due_on);

#endif /* SECRETXFER_RULES_RULE05_H */
