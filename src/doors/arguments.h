/*
 * arguments.h
 *		Arguments of functions that are called from SQL.
 */
#ifndef SECRETXFER_DOORS_ARGUMENTS_H
#define SECRETXFER_DOORS_ARGUMENTS_H

#include "utils/relcache.h"

#include "register/tables.h"

extern void require_argument(FunctionCallInfo fcinfo, int argument, const char *name);
extern Relation open_relation(Oid relation);
extern Relation open_table_of_register(Oid relation, TableId *table);

#endif /* SECRETXFER_DOORS_ARGUMENTS_H */
