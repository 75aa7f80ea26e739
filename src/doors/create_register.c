/*
 * create_register.c
 *		create_register(): creates the register, or completes an existing register.
 *
 * The tables of the register belong to their user, who may add columns, disable triggers and change comments. So
 * create_register() goes through the definition, secretxfer.register_definition(), statement by statement, and runs
 * only the statements that create a missing object, with the rights of the caller. No existing object is altered, not
 * even for repair, because the user decides about repairs.
 *
 * A register that version 1.0 made is the exception: it is taken to this version. What is altered there is said in
 * sql/extension/35_from_1_0.sql; this file says in which order, under which locks and with whose rights.
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

#include "doors/rows.h"
#include "register/storage.h"
#include "register/characters.h"
#include "security/access.h"

/* What is known of the register during a call. The lists hold names of tables. */
typedef struct Construction
{
	Oid schema;
	List *created;    /* by this call */
	List *incomplete; /* existed before and lack a column */
	bool is_upgrade;  /* of a register that version 1.0 made */
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
		/* What the dry run of an upgrade looks at still lacks the columns of this version. */
		if (construction->is_upgrade)
			return;
		construction->incomplete = list_append_unique(construction->incomplete, makeString(pstrdup(table)));
		ereport(WARNING, (errcode(ERRCODE_UNDEFINED_COLUMN),
						  errmsg("table \"%s\" of the register lacks column \"%s\"", table, column->colname),
						  errhint("%s", translated("Existing tables are not altered. Add the column by hand."))));
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

/*
 * A view is left out, with a warning, if any table lacks a column, because the view may need that column. An upgrade
 * makes all views anew.
 */
static bool
is_view_missing(const Construction *construction, const ViewStmt *definition)
{
	const char *view = definition->view->relname;

	if (construction->is_upgrade)
		return true;
	if (exists(construction, view))
		return false;
	if (construction->incomplete == NIL)
		return true;
	ereport(WARNING, (errcode(ERRCODE_UNDEFINED_COLUMN), errmsg("view \"%s\" of the register was not created", view),
					  errhint("%s", translated("Add the missing columns, then run create_register() again."))));
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

/*
 * The text of one statement of the definition, without the comment lines before the statement. The last statement has
 * no length. A view replaces the view of that name, so that the views of users that read it stay.
 */
static char *
statement_text(const char *definition, const RawStmt *statement)
{
	static const char create_view[] = "CREATE VIEW ";
	const char *start = definition + statement->stmt_location;
	char *text = statement->stmt_len > 0 ? pnstrdup(start, statement->stmt_len) : pstrdup(start);

	while (*text == '\n' || strncmp(text, "--", 2) == 0)
		text = strchr(text, '\n') + 1;
	if (strncmp(text, create_view, strlen(create_view)) == 0)
		return psprintf("CREATE OR REPLACE VIEW %s", text + strlen(create_view));
	return text;
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

/* Refuses a caller without the privilege to create tables before the first statement runs. */
static void
check_privilege(Oid schema)
{
	if (object_aclcheck(NamespaceRelationId, schema, GetUserId(), ACL_CREATE) != ACLCHECK_OK)
		ereport(ERROR, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
						errmsg("permission denied to create the register in schema \"%s\"", SCHEMA_NAME),
						errhint("%s", psprintf(translated("The owner of the schema has to GRANT CREATE ON SCHEMA %s."),
											   SCHEMA_NAME))));
}

/* ---- grants to the owner ---- */

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
 *
 * For an upgrade everything is granted once more, before the upgrade begins: the functions that are new were not
 * granted, and the upgrade runs with the rights of the owner.
 */
static void
grant_to_owner(const Construction *construction, Oid create_register)
{
	Oid owner = owner_of_table(get_relname_relid("cases", construction->schema));
	const char *role = quote_identifier(GetUserNameFromId(owner, false));
	Oid caller;
	int context;

	if (!has_privs_of_role(GetUserId(), owner) || superuser_arg(owner) ||
		!(construction->is_upgrade || lacks_privilege(owner)))
		return;
	GetUserIdAndSecContext(&caller, &context);
	SetUserIdAndSecContext(owner_of_function(create_register), context | SECURITY_LOCAL_USERID_CHANGE);
	SPI_execute(psprintf("GRANT USAGE ON SCHEMA " SCHEMA_NAME " TO %s", role), false, 0);
	SPI_execute(psprintf("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA " SCHEMA_NAME " TO %s", role), false, 0);
	SetUserIdAndSecContext(caller, context);
}

/* ---- a register of version 1.0 ---- */

/*
 * Locks the views and then the tables of the register, in the order of the definition, before anything is altered. A
 * query that reads a view locks the view before the tables below, so that no query of this kind can wait for this
 * transaction while this transaction waits for the query.
 */
static void
lock_register(const Construction *construction)
{
	List *statements = pg_parse_query(register_definition());
	NodeTag kinds[] = {T_ViewStmt, T_CreateStmt};
	int kind;

	for (kind = 0; kind < lengthof(kinds); kind++)
	{
		ListCell *cell;

		foreach (cell, statements)
		{
			Node *statement = lfirst_node(RawStmt, cell)->stmt;
			const RangeVar *name = IsA(statement, ViewStmt) ? ((ViewStmt *) statement)->view : NULL;
			Oid relation;

			if (nodeTag(statement) != kinds[kind])
				continue;
			if (name == NULL)
				name = ((CreateStmt *) statement)->relation;
			relation = get_relname_relid(name->relname, construction->schema);
			if (OidIsValid(relation))
				LockRelationOid(relation, AccessExclusiveLock);
		}
	}
}

/* Runs a query that returns one value, with at most one argument. */
static Datum
query_value(const char *query, Oid type, Datum argument)
{
	int count = OidIsValid(type) ? 1 : 0;
	bool null;

	if (SPI_execute_with_args(query, count, &type, &argument, NULL, false, 0) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not carry out: %s", query);
	return SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &null);
}

/* What admit() grants of the extension: as the extension's owner, for each admitted role that exists. */
static void
grant_of_extension(Oid extension_owner)
{
	SPITupleTable *admitted;
	uint64 row;

	if (SPI_execute("SELECT a.role, pg_catalog.array_agg(DISTINCT a.duty) FROM " SCHEMA_NAME ".admissions a "
					"JOIN pg_catalog.pg_roles r ON r.rolname OPERATOR(pg_catalog.=) a.role GROUP BY a.role",
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the admissions");
	admitted = SPI_tuptable;
	SetUserIdAndSecContext(extension_owner, SECURITY_LOCAL_USERID_CHANGE);
	for (row = 0; row < admitted->numvals; row++)
	{
		Oid types[] = {NAMEOID, SPI_gettypeid(admitted->tupdesc, 2)};
		Datum values[lengthof(types)];
		bool null;

		values[0] = SPI_getbinval(admitted->vals[row], admitted->tupdesc, 1, &null);
		values[1] = SPI_getbinval(admitted->vals[row], admitted->tupdesc, 2, &null);
		if (SPI_execute_with_args("SELECT " SCHEMA_NAME ".grant_of_extension($1, NULL, $2)", lengthof(types), types,
								  values, NULL, false, 0) != SPI_OK_SELECT)
			elog(ERROR, "could not grant what the duties need");
	}
}

/*
 * Takes a register of version 1.0 to this version, with the rights of its owner, whoever calls: what is new belongs to
 * the owner of the rest, and code that the owner attached to the tables never runs with the rights of a superuser.
 */
static void
upgrade(Construction *construction, Oid create_register)
{
	Oid owner = owner_of_table(get_relname_relid("cases", construction->schema));
	/* The comments on what finish_upgrade() made are missing in a register of this version. */
	Construction commented = {.schema = construction->schema};
	Oid caller;
	int context;
	Datum put_back;

	if (!has_privs_of_role(GetUserId(), owner))
		ereport(ERROR, errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("must be owner of the register"));
	GetUserIdAndSecContext(&caller, &context);
	SetUserIdAndSecContext(owner, context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
	check_privilege(construction->schema);
	lock_register(construction);
	put_back = query_value("SELECT " SCHEMA_NAME ".begin_upgrade()", InvalidOid, 0);
	carry_out(construction);
	query_value("SELECT " SCHEMA_NAME ".finish_upgrade($1)", TEXTARRAYOID, put_back);
	carry_out(&commented);
	grant_of_extension(owner_of_function(create_register));
	SetUserIdAndSecContext(caller, context);
}

/* ---- the functions ---- */

PG_FUNCTION_INFO_V1(secretxfer_create_register_1_1);
PG_FUNCTION_INFO_V1(secretxfer_missing_statements);
PG_FUNCTION_INFO_V1(secretxfer_register_is_earlier);

/* Sets a setting until the end of the function. */
static void
set_locally(const char *setting, const char *value)
{
	(void) set_config_option(setting, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}

/*
 * secretxfer.create_register() - creates what the register lacks
 *
 * Two concurrent callers would both find the first table missing, so the second caller waits for the first. search_path
 * is fixed, because the search_path of the caller must not decide what a name in the definition means. row_security is
 * off, so that an upgrade that policies would hide rows from ends with an error.
 */
Datum
secretxfer_create_register_1_1(PG_FUNCTION_ARGS)
{
	Construction construction = {.schema = get_namespace_oid(SCHEMA_NAME, false)};
	int settings = NewGUCNestLevel();

	check_privilege(construction.schema);
	LockDatabaseObject(NamespaceRelationId, construction.schema, 0, ShareUpdateExclusiveLock);
	set_locally("search_path", "pg_catalog, pg_temp");
	construction.is_upgrade = register_is_earlier();
	if (!exists(&construction, "cases"))
		require_utf8_for_new_register();

	SPI_connect();
	if (construction.is_upgrade)
	{
		set_locally("row_security", "off");
		grant_to_owner(&construction, fcinfo->flinfo->fn_oid);
		upgrade(&construction, fcinfo->flinfo->fn_oid);
	}
	else
	{
		carry_out(&construction);
		grant_to_owner(&construction, fcinfo->flinfo->fn_oid);
	}
	SPI_finish();

	AtEOXact_GUC(true, settings);
	PG_RETURN_VOID();
}

/* secretxfer.missing_statements() - what create_register() would carry out of the definition */
Datum
secretxfer_missing_statements(PG_FUNCTION_ARGS)
{
	Construction construction = {.schema = get_namespace_oid(SCHEMA_NAME, false), .is_upgrade = register_is_earlier()};
	RowSink *sink = begin_rows(fcinfo);
	char *definition;
	ListCell *cell;

	SPI_connect();
	definition = register_definition();
	foreach (cell, pg_parse_query(definition))
	{
		RawStmt *statement = lfirst_node(RawStmt, cell);
		const char *row[2];

		if (!is_missing(&construction, statement->stmt))
			continue;
		row[0] = psprintf("%d", foreach_current_index(cell) + 1);
		row[1] = statement_text(definition, statement);
		put_row(sink, row, lengthof(row));
	}
	SPI_finish();
	return (Datum) 0;
}

/* secretxfer.register_is_earlier() - whether the register is as an earlier version made it */
Datum
secretxfer_register_is_earlier(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(register_is_earlier());
}
