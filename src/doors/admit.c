/*
 * admit.c
 *		Admits roles to duties and dismisses roles from duties.
 *
 * sql/extension/45_duties.sql says what a duty gives, 47_admitting.sql which steps an admission has. This file says
 * only with whose rights the steps are done, because SQL cannot say that: the steps need the rights of the owner of
 * the register, but the caller is often a superuser.
 */
#include "prelude.h"

#include "access/table.h"
#include "catalog/indexing.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_class.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "storage/lmgr.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "doors/trigger.h"
#include "register/storage.h"
#include "security/access.h"
#include "security/admissions.h"

PG_FUNCTION_INFO_V1(secretxfer_renew_admissions_1_1);
PG_FUNCTION_INFO_V1(secretxfer_limit_to_rows);
PG_FUNCTION_INFO_V1(secretxfer_admit);
PG_FUNCTION_INFO_V1(secretxfer_dismiss);

/*
 * secretxfer.renew_admissions() - AFTER statement trigger of the table of admissions
 *
 * Every session forgets the admissions that it knew. Only the owner of the table may write admissions: GRANT ... ON ALL
 * TABLES includes this table, but only the owner decides whom the table admits.
 *
 * Relies on a relcache invalidation of the table as a message to all sessions (admissions.c), tested by
 * test/specs/admitted_meanwhile.spec.
 */
Datum
secretxfer_renew_admissions_1_1(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_call(fcinfo, TRIGGER_EVENT_AFTER);

	if (!has_privs_of_role(GetUserId(), trigger->tg_relation->rd_rel->relowner))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE, RelationGetRelationName(trigger->tg_relation));
	if (register_is_earlier())
		refuse_earlier_register();
	CacheInvalidateRelcache(trigger->tg_relation);
	return PointerGetDatum(NULL);
}

/* Returns the owner of the register. The caller must be that role, a member of that role or a superuser. */
static Oid
require_owner_of_register(void)
{
	Oid owner = owner_of_table(require_admissions());

	if (!has_privs_of_role(GetUserId(), owner))
		ereport(ERROR, errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("must be owner of the register"));
	return owner;
}

/*
 * Runs a query that returns one value, with the rights of another role. SECURITY_RESTRICTED_OPERATION forbids the query
 * to defer work until the end of the transaction, where that work would have the rights of the caller.
 */
static Datum
query_as(Oid role, const char *query, int count, Oid *types, Datum *values, const char *nulls, bool *null)
{
	Datum value;
	Oid caller;
	int context;

	GetUserIdAndSecContext(&caller, &context);
	SetUserIdAndSecContext(role, context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
	if (SPI_execute_with_args(query, count, types, values, nulls, false, 0) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not carry out: %s", query);
	value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, null);
	SetUserIdAndSecContext(caller, context);
	return value;
}

/*
 * Runs an admission or a dismissal with the rights of the owner of the register, whoever calls. So the owner makes the
 * grants, and code that the owner attached to the tables never runs with the rights of a superuser. The owner of the
 * extension makes the grants on the objects of the extension.
 *
 * query is a SELECT with the three arguments of the SQL function and the name of the caller as $4. taken tells a
 * dismissal from an admission.
 */
static void
carry_out(FunctionCallInfo fcinfo, const char *query, bool taken)
{
	Oid duty = get_fn_expr_argtype(fcinfo->flinfo, 2);
	Oid types[] = {NAMEOID, TEXTOID, duty, NAMEOID};
	Oid extension_types[] = {NAMEOID, duty, get_array_type(duty)};
	Oid owner = require_owner_of_register();
	Datum values[lengthof(types)];
	char nulls[] = "    ";
	Datum duties;
	bool null;
	int at;

	Assert(strlen(nulls) == lengthof(types));
	for (at = 0; at < 3; at++)
	{
		values[at] = PG_GETARG_DATUM(at);
		nulls[at] = PG_ARGISNULL(at) ? 'n' : ' ';
	}
	values[3] = DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(GetUserId(), false)));
	SPI_connect();
	duties = query_as(owner, query, lengthof(types), types, values, nulls, &null);
	if (!null)
	{
		Datum extension_values[] = {values[0], values[2], duties};

		query_as(owner_of_function(fcinfo->flinfo->fn_oid), "SELECT secretxfer.grant_of_extension($1, $2, $3)",
				 lengthof(extension_types), extension_types, extension_values, taken ? "   " : " n ", &null);
	}
	SPI_finish();
}

/*
 * secretxfer.limit_to_rows(table) - puts row-level security in force on a table
 *
 * ALTER TABLE would refuse a table that a query of the session reads, and a client admits many roles by a query over
 * the parties. Nothing stands against that here: with the lock no other session reads the table, and the running query
 * belongs to a caller that row-level security does not limit.
 *
 * Relies on pg_class.relrowsecurity, tested by test/sql/as_clients_write.sql.
 */
Datum
secretxfer_limit_to_rows(PG_FUNCTION_ARGS)
{
	Oid table = PG_GETARG_OID(0);
	Relation classes;
	HeapTuple row;

	LockRelationOid(table, AccessExclusiveLock);
	if (!has_privs_of_role(GetUserId(), owner_of_table(table)))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE, get_rel_name(table));
	classes = table_open(RelationRelationId, RowExclusiveLock);
	row = SearchSysCacheCopy1(RELOID, ObjectIdGetDatum(table));
	((Form_pg_class) GETSTRUCT(row))->relrowsecurity = true;
	CatalogTupleUpdate(classes, &row->t_self, row);
	InvokeObjectPostAlterHook(RelationRelationId, table, 0);
	table_close(classes, RowExclusiveLock);
	PG_RETURN_VOID();
}

/*
 * secretxfer.admit(role, party, duty) - lets a role do what a duty gives, for a party
 *
 * Raises an error unless the owner of the register calls. Of a role that has the duty, only the privileges are granted
 * again.
 */
Datum
secretxfer_admit(PG_FUNCTION_ARGS)
{
	carry_out(fcinfo, "SELECT secretxfer.enter_admission($1, $2, $3, $4)", false);
	PG_RETURN_VOID();
}

/*
 * secretxfer.dismiss(role, party, duty) - ends a duty of a role
 *
 * Raises an error unless the owner of the register calls, and no_data_found if the role has no such duty.
 */
Datum
secretxfer_dismiss(PG_FUNCTION_ARGS)
{
	carry_out(fcinfo, "SELECT secretxfer.end_admission($1, $2, $3, $4)", true);
	PG_RETURN_VOID();
}
