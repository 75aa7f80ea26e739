/*
 * create_register.c
 *		create_register(): creates the register, or completes an existing register.
 *
 * The tables of the register belong to their user, who may add columns, disable triggers and change comments. So
 * create_register() goes through the definition, secretxfer.register_definition(), statement by statement, and runs
 * only the statements that create a missing object, with the rights of the caller. No existing object is altered, not
 * even for repair, because the user decides about repairs.
 */
#include "prelude.h"

#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/objectaddress.h"
#include "catalog/pg_namespace.h"
#include "commands/comment.h"
#include "commands/policy.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "storage/lmgr.h"
#include "tcop/tcopprot.h"
#include "utils/acl.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

#include "security/access.h"

/* What is known of the register during a call. The lists hold names of tables. */
typedef struct Construction
{
	Oid schema;
	List *created;    /* by this call */
	List *incomplete; /* existed before and lack a column */
} Construction;

static bool
exists(const Construction *construction, const char *relation)
{
	return OidIsValid(get_relname_relid(relation, construction->schema));
}

/*
 * Warns about each column that an existing table lacks. The columns are not added: only the user knows their values for
 * the existing rows.
 */
static void
check_columns(Construction *construction, const CreateStmt *definition)
{
	const char *table = definition->relation->relname;
	Oid relation = get_relname_relid(table, construction->schema);
	ListCell *cell;

	foreach (cell, definition->tableElts)
	{
		const ColumnDef *column = (const ColumnDef *) lfirst(cell);

		if (!IsA(column, ColumnDef) || get_attnum(relation, column->colname) != InvalidAttrNumber)
			continue;
		construction->incomplete = list_append_unique(construction->incomplete, makeString(pstrdup(table)));
		ereport(WARNING, (errcode(ERRCODE_UNDEFINED_COLUMN),
						  errmsg("table \"%s\" of the register lacks column \"%s\"", table, column->colname),
						  errhint("Existing tables are not altered. Add the column by hand.")));
	}
}

/* Whether a table is missing. An existing table is checked for its columns. */
static bool
is_table_missing(Construction *construction, const CreateStmt *definition)
{
	char *table = definition->relation->relname;

	if (exists(construction, table))
	{
		check_columns(construction, definition);
		return false;
	}
	construction->created = lappend(construction->created, makeString(table));
	return true;
}

/* An index is left out if its table lacks a column, because the index may need that column. */
static bool
is_index_missing(const Construction *construction, const IndexStmt *definition)
{
	return !exists(construction, definition->idxname) &&
		   !list_member(construction->incomplete, makeString(definition->relation->relname));
}

/* A view is left out, with a warning, if any table lacks a column, because the view may need that column. */
static bool
is_view_missing(const Construction *construction, const ViewStmt *definition)
{
	const char *view = definition->view->relname;

	if (exists(construction, view))
		return false;
	if (construction->incomplete == NIL)
		return true;
	ereport(WARNING, (errcode(ERRCODE_UNDEFINED_COLUMN), errmsg("view \"%s\" of the register was not created", view),
					  errhint("Add the missing columns, then run create_register() again.")));
	return false;
}

static bool
is_trigger_missing(const Construction *construction, const CreateTrigStmt *definition)
{
	Oid relation = get_relname_relid(definition->relation->relname, construction->schema);

	return !OidIsValid(get_trigger_oid(relation, definition->trigname, true));
}

/* A policy is left out if its table lacks a column, as an index is. */
static bool
is_policy_missing(const Construction *construction, const CreatePolicyStmt *definition)
{
	Oid relation = get_relname_relid(definition->table->relname, construction->schema);

	return !list_member(construction->incomplete, makeString(definition->table->relname)) &&
		   !OidIsValid(get_relation_policy_oid(relation, definition->policy_name, true));
}

/* Whether an existing object lacks its comment. A missing object needs no comment. */
static bool
is_comment_missing(const Construction *construction, const CommentStmt *definition)
{
	Relation relation = NULL;
	ObjectAddress object;
	bool missing;

	/* get_object_address() accepts a missing column, but not a missing relation. */
	if (definition->objtype == OBJECT_COLUMN && !exists(construction, strVal(lsecond((List *) definition->object))))
		return false;
	object = get_object_address(definition->objtype, definition->object, &relation, AccessShareLock, true);
	missing = OidIsValid(object.objectId) && GetComment(object.objectId, object.classId, object.objectSubId) == NULL;
	if (relation != NULL)
		relation_close(relation, NoLock);
	return missing;
}

/* Whether a statement of the definition creates something that the register lacks. */
static bool
is_missing(Construction *construction, Node *statement)
{
	switch (nodeTag(statement))
	{
		case T_CreateStmt:
			return is_table_missing(construction, (CreateStmt *) statement);
		case T_CreateSeqStmt:
			return !exists(construction, ((CreateSeqStmt *) statement)->sequence->relname);
		case T_IndexStmt:
			return is_index_missing(construction, (IndexStmt *) statement);
		case T_ViewStmt:
			return is_view_missing(construction, (ViewStmt *) statement);
		case T_CreateTrigStmt:
			return is_trigger_missing(construction, (CreateTrigStmt *) statement);
		case T_CreatePolicyStmt:
			return is_policy_missing(construction, (CreatePolicyStmt *) statement);
		case T_CommentStmt:
			return is_comment_missing(construction, (CommentStmt *) statement);
		case T_AlterTableStmt:
			/* Only new tables get these settings; the settings of an existing table are its owner's. */
			return list_member(construction->created, makeString(((AlterTableStmt *) statement)->relation->relname));
		case T_InsertStmt:
			/*
			 * Only new tables get their first rows; rows that the user deleted from an existing table do not come back.
			 */
			return list_member(construction->created, makeString(((InsertStmt *) statement)->relation->relname));
		default:
			elog(ERROR, "unexpected statement in the definition of the register: %d", (int) nodeTag(statement));
			return false;
	}
}

static char *
register_definition(void)
{
	if (SPI_execute("SELECT " SCHEMA_NAME ".register_definition()", true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not read the definition of the register");
	return SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
}

/* The text of one statement of the definition. The last statement has no length. */
static char *
statement_text(const char *definition, const RawStmt *statement)
{
	const char *start = definition + statement->stmt_location;

	return statement->stmt_len > 0 ? pnstrdup(start, statement->stmt_len) : pstrdup(start);
}

static void
carry_out(Construction *construction)
{
	char *definition = register_definition();
	ListCell *cell;

	foreach (cell, pg_parse_query(definition))
	{
		RawStmt *statement = lfirst_node(RawStmt, cell);
		int result;

		if (!is_missing(construction, statement->stmt))
			continue;
		result = SPI_execute(statement_text(definition, statement), false, 0);
		if (result < 0)
			elog(ERROR, "could not carry out the definition of the register: %s", SPI_result_code_string(result));
	}
}

/* Whether a role lacks a privilege on the schema or on one of its functions. */
static bool
lacks_privilege(Oid role)
{
	const char *query = psprintf(
		"SELECT WHERE NOT pg_catalog.has_schema_privilege(%u, '" SCHEMA_NAME
		"', 'USAGE') OR EXISTS (SELECT FROM pg_catalog.pg_proc WHERE pronamespace OPERATOR(pg_catalog.=) '" SCHEMA_NAME
		"'::regnamespace AND NOT pg_catalog.has_function_privilege(%u, oid, 'EXECUTE'))",
		role, role);

	return SPI_execute(query, true, 1) == SPI_OK_SELECT && SPI_processed > 0;
}

/*
 * Grants the owner of the register the use of the extension's functions. A superuser needs no grant. Only these grants
 * are made with the rights of the extension's owner.
 */
static void
grant_to_owner(Oid schema, Oid create_register)
{
	Oid owner = owner_of_table(get_relname_relid("cases", schema));
	const char *role = quote_identifier(GetUserNameFromId(owner, false));
	Oid caller;
	int context;

	if (!has_privs_of_role(GetUserId(), owner) || !lacks_privilege(owner))
		return;
	GetUserIdAndSecContext(&caller, &context);
	SetUserIdAndSecContext(owner_of_function(create_register), context | SECURITY_LOCAL_USERID_CHANGE);
	SPI_execute(psprintf("GRANT USAGE ON SCHEMA " SCHEMA_NAME " TO %s", role), false, 0);
	SPI_execute(psprintf("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA " SCHEMA_NAME " TO %s", role), false, 0);
	SetUserIdAndSecContext(caller, context);
}

/* Refuses a caller without the privilege to create tables before the first statement runs. */
static void
check_privilege(Oid schema)
{
	if (object_aclcheck(NamespaceRelationId, schema, GetUserId(), ACL_CREATE) != ACLCHECK_OK)
		ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
						errmsg("permission denied to create the register in schema \"%s\"", SCHEMA_NAME),
						errhint("The owner of the schema has to GRANT CREATE ON SCHEMA %s.", SCHEMA_NAME)));
}

PG_FUNCTION_INFO_V1(secretxfer_create_register);

/*
 * secretxfer.create_register() - creates what the register lacks
 *
 * Two concurrent callers would both find the first table missing, so the second caller waits for the first. search_path
 * is fixed, because the search_path of the caller must not decide what a name in the definition means.
 */
Datum
secretxfer_create_register(PG_FUNCTION_ARGS)
{
	Construction construction = {.schema = get_namespace_oid(SCHEMA_NAME, false)};
	int settings = NewGUCNestLevel();

	check_privilege(construction.schema);
	LockDatabaseObject(NamespaceRelationId, construction.schema, 0, ShareUpdateExclusiveLock);
	(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0,
							 false);

	SPI_connect();
	carry_out(&construction);
	grant_to_owner(construction.schema, fcinfo->flinfo->fn_oid);
	SPI_finish();

	AtEOXact_GUC(true, settings);
	PG_RETURN_VOID();
}
