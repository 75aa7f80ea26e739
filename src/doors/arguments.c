/*
 * arguments.c
 *		Arguments of functions that are called from SQL.
 */
#include "prelude.h"

#include "access/relation.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "doors/arguments.h"
#include "register/storage.h"

/* Raises an error if an argument is null. */
void
require_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	if (PG_ARGISNULL(argument))
		ereport(ERROR, errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("argument \"%s\" must not be null", name));
}

/* Opens a relation that a regclass names: the number may be that of no relation. */
Relation
open_relation(Oid relation)
{
	if (get_rel_name(relation) == NULL)
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_TABLE), errmsg("relation with OID %u does not exist", relation));
	return relation_open(relation, AccessShareLock);
}

/* The same for a table of the register. */
Relation
open_table_of_register(Oid relation, TableId *table)
{
	Relation opened = open_relation(relation);

	*table = table_of_relation(opened);
	if (*table == TABLE_COUNT)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("relation \"%s\" is not a table of the register", RelationGetRelationName(opened)),
				errhint("%s", translated("Name a table of schema secretxfer, such as secretxfer.requests.")));
	return opened;
}
