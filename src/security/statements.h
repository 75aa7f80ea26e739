/*
 * statements.h
 *		Whether the running statement is the client's own.
 */
#ifndef SECRETXFER_SECURITY_STATEMENTS_H
#define SECRETXFER_SECURITY_STATEMENTS_H

extern bool is_clients_statement(void);
extern uint64 role_changes(void);
extern void init_statements(void);

#endif /* SECRETXFER_SECURITY_STATEMENTS_H */
