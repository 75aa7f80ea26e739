/*
 * statements.h
 *		Whether the running statement is the client's own.
 */
#ifndef SECRETXFER_SECURITY_STATEMENTS_H
#define SECRETXFER_SECURITY_STATEMENTS_H

#include "executor/spi.h"

extern bool is_clients_statement(void);
extern uint64 role_changes(void);
extern bool is_called_by_client(const FmgrInfo *function, const char *name);
extern int execute_as_clients(SPIPlanPtr plan, Datum *values, const char *nulls);
extern void init_statements(void);

#endif /* SECRETXFER_SECURITY_STATEMENTS_H */
