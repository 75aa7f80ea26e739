/*
 * attempts.h
 *		Steps that may fail without ending the client's statement.
 */
#ifndef SECRETXFER_DOORS_ATTEMPTS_H
#define SECRETXFER_DOORS_ATTEMPTS_H

typedef void (*Attempt)(void *arg);

extern ErrorData *run_in_subtransaction(Attempt step, void *arg, bool keep);
extern bool is_finding(int code);

#endif /* SECRETXFER_DOORS_ATTEMPTS_H */
