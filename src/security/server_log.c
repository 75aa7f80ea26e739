/*
 * server_log.c
 *		Keeps what is entered out of the server's log.
 *
 * Refusals repeat nothing by themselves (refusal.c). But many other errors end a statement: a value that cannot be
 * read, a missing privilege, a deadlock, a cancellation, or a transaction that a refusal has already aborted.
 * PostgreSQL then writes the statement into the log, where others read it. (The client gets the report too, but knows
 * its own statement.)
 *
 * So the reports of a session that uses the register go to the log without the statement and without anything else that
 * repeats the statement, and to the client unchanged. A session uses the register from the moment when one of its
 * queries concerns a relation of the schema, when a function of the extension is called, or when a statement or the
 * search_path names the schema. More is not known of a statement that fails before its tables are looked up. Reports of
 * other sessions are not changed.
 *
 * Relies on emit_log_hook being allowed to change a report and to send a changed copy of the report to the log, tested
 * by test/t/030_server_log.pl.
 */
#include "prelude.h"

#include "access/parallel.h"
#include "catalog/namespace.h"
#include "access/transam.h"
#include "nodes/nodeFuncs.h"
#include "mb/pg_wchar.h"
#include "optimizer/planner.h"
#include "tcop/tcopprot.h"
#include "utils/lsyscache.h"

#include "register/storage.h"
#include "security/server_log.h"

static emit_log_hook_type next_emit_log = NULL;
static planner_hook_type next_planner = NULL;

static bool session_uses_register = false;

/* ---- sessions that use the register ---- */

/* Whether a text names the schema, in upper or lower case. The text may be NULL. */
static bool
names_register(const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
	{
		if (pg_strncasecmp(text, SCHEMA_NAME, strlen(SCHEMA_NAME)) == 0)
			return true;
	}
	return false;
}

/*
 * Whether a report is about the register. No catalog may be read here, because that is not safe after an error.
 *
 * The texts of the report itself are searched because the postmaster reports the crash of another session, and the
 * victim of a deadlock reports the statements of the other sessions. Reports of a parallel worker always count: the
 * leader of the worker repeats them, and knows whether it uses the register.
 */
static bool
concerns_register(const ErrorData *report)
{
	bool named =
		(debug_query_string != NULL && (names_register(debug_query_string) || names_register(namespace_search_path))) ||
		names_register(report->schema_name) || names_register(report->context) ||
		names_register(report->internalquery) || names_register(report->detail) || names_register(report->detail_log);

	if (named && IsUnderPostmaster)
		session_uses_register = true;
	return named || session_uses_register || register_was_read() || IsParallelWorker();
}

/*
 * Whether a query reads a relation of the schema, directly or through views. schema is a pointer to the OID of the
 * schema.
 */
static bool
reads_schema(Node *node, void *schema)
{
	if (node == NULL)
		return false;
	if (IsA(node, RangeTblEntry))
	{
		RangeTblEntry *entry = (RangeTblEntry *) node;

		return entry->rtekind == RTE_RELATION && entry->relid >= FirstNormalObjectId &&
			   get_rel_namespace(entry->relid) == *(Oid *) schema;
	}
	if (IsA(node, Query))
		return query_tree_walker((Query *) node, as_walker(reads_schema), schema, QTW_EXAMINE_RTES_BEFORE);
	return expression_tree_walker(node, as_walker(reads_schema), schema);
}

/*
 * The planner hook: notes the use of the register before a query is planned, because the planner evaluates constants,
 * and newer versions check privileges there: both may raise errors.
 */
static PlannedStmt *
plan_and_note_use(PLANNER_PARAMETERS)
{
	if (!session_uses_register)
	{
		Oid schema = get_namespace_oid(SCHEMA_NAME, true);

		session_uses_register = OidIsValid(schema) && reads_schema((Node *) query, &schema);
	}
	if (next_planner != NULL)
		return next_planner(PLANNER_ARGUMENTS);
	return standard_planner(PLANNER_ARGUMENTS);
}

/* ---- shortening a report ---- */

static bool
begins_with(const char *text, const char *beginning)
{
	return strncmp(text, beginning, strlen(beginning)) == 0;
}

/*
 * Whether a report is the notice about a value that COPY could not read and passed over. Since 17 COPY can skip such a
 * row, since 19 it can write null instead, and it reports each of them.
 */
static bool
tells_of_unreadable_value(const ErrorData *report)
{
	return report->elevel == NOTICE && report->message_id != NULL &&
		   (begins_with(report->message_id, "skipping row") || begins_with(report->message_id, "setting to null"));
}

/*
 * Whether a message shows what was written: a value that cannot be read, or words of a statement with a syntax error.
 * Messages that a user's function raises are left as they are.
 */
static bool
message_shows_values(const ErrorData *report)
{
	int code = report->sqlerrcode;

	return ERRCODE_TO_CATEGORY(code) == ERRCODE_DATA_EXCEPTION ||
		   (ERRCODE_TO_CATEGORY(code) == ERRCODE_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION &&
			code != ERRCODE_INSUFFICIENT_PRIVILEGE) ||
		   tells_of_unreadable_value(report);
}

/* Whether DETAIL shows what was written. DETAIL also shows the rows and keys that violate a constraint. */
static bool
detail_shows_values(const ErrorData *report)
{
	return message_shows_values(report) ||
		   ERRCODE_TO_CATEGORY(report->sqlerrcode) == ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION ||
		   names_register(report->detail);
}

/* The message with dots in place of the values: the format string with each conversion replaced. */
static char *
message_without_values(const ErrorData *report)
{
	const char *at = report->message_id ? report->message_id : "%s";
	StringInfoData message;

	initStringInfo(&message);
	while (*at != '\0')
	{
		if (*at == '%' && at[1] != '%')
		{
			at++;
			at += strspn(at, "0123456789$*.-+ #hlzjtq");
			at += *at != '\0'; /* the letter of the conversion */
			appendStringInfoString(&message, "...");
			continue;
		}
		if (*at == '%')
			at++;
		appendStringInfoChar(&message, *at++);
	}
	return message.data;
}

/* Removes from a report what repeats the statement, and says so in DETAIL, which is for administrators: in English. */
static void
shorten(ErrorData *report)
{
	static char kept_out[] =
		"The statement and its values are kept out of the log: they may concern the register of secretxfer.";

	report->hide_stmt = true;
	report->hide_ctx = true;
	report->internalquery = NULL;
	report->detail_log = NULL;
	if (message_shows_values(report))
		report->message = message_without_values(report);
	if (detail_shows_values(report) || (report->detail == NULL && report->elevel >= ERROR))
		report->detail = kept_out;
}

/* The type that a message names before the value: "invalid input syntax for type date: ...", in any language. */
static ColumnType
type_before_value(const char *message)
{
	static const struct
	{
		const char *name;
		ColumnType type;
	} types[] = {{"numeric", COLUMN_NUMBER},
				 {"integer", COLUMN_INTEGER},
				 {"bigint", COLUMN_BIG},
				 {"date", COLUMN_DATE},
				 {"boolean", COLUMN_FLAG}};
	const char *value = strstr(message, ": \"");
	int at;

	for (at = 0; value != NULL && at < lengthof(types); at++)
	{
		size_t length = strlen(types[at].name);
		const char *name = value - length;

		if (name > message && name[-1] == ' ' && strncmp(name, types[at].name, length) == 0)
			return types[at].type;
	}
	return COLUMN_TYPE_COUNT;
}

/* The value list that a message names before the value. */
static ColumnType
list_before_value(const char *message)
{
	const char *at;

	for (at = message; *at != '\0' && *at != '"'; at++)
	{
		if (value_list_named(at) != COLUMN_TYPE_COUNT && (at == message || strchr(" .", at[-1]) != NULL))
			return value_list_named(at);
	}
	return COLUMN_TYPE_COUNT;
}

/*
 * The hint on a value that PostgreSQL itself could not read, before any trigger: which values a list has, or how a
 * number, a date or a flag is written. Other reports keep their hint. The column is not known here.
 *
 * Relies on the messages of the input functions, tested by test/sql/bad_values.sql.
 */
static const char *
hint_on_value(const ErrorData *report)
{
	ColumnType type = COLUMN_TYPE_COUNT;

	/* A translation is not converted after an error. */
	if (report->hint != NULL || report->message_id == NULL || GetDatabaseEncoding() != PG_UTF8)
		return report->hint;
	if (strcmp(report->message_id, "invalid input syntax for type %s: \"%s\"") == 0)
		type = type_before_value(report->message);
	else if (strcmp(report->message_id, "invalid input value for enum %s: \"%s\"") == 0)
		type = list_before_value(report->message);
	else if (strcmp(report->message_id, "date/time field value out of range: \"%s\"") == 0)
		type = COLUMN_DATE;
	return type == COLUMN_TYPE_COUNT ? NULL : expected_form(type);
}

/*
 * The emit_log hook: shortens a report for the log.
 *
 * The client must get what the report says. So this function sends a shortened copy of the report to the log only:
 * EmitErrorReport() calls this hook again, which recognizes the copy by hide_stmt. Then the report is restored and sent
 * to the client only, with a hint where the report has none and is about a value that cannot be read. Reports that hide
 * the statement from the start are left as they are: the extension's own, which repeat nothing, and those of
 * log_statement and similar settings, whose purpose is to log statements.
 */
static void
shorten_for_log(ErrorData *report)
{
	ErrorData whole = *report;

	if (report->hide_stmt || !concerns_register(report))
	{
		if (next_emit_log != NULL)
			next_emit_log(report);
		return;
	}
	shorten(report);
	report->output_to_client = false;
	EmitErrorReport();
	*report = whole;
	report->hint = unconstify(char *, hint_on_value(report));
	report->output_to_server = false;
}

/*
 * A library that is loaded by a statement is needed by this statement, so the session uses the register. A library that
 * is preloaded, or loaded in a parallel worker, waits for the first use.
 */
void
init_server_log(void)
{
	session_uses_register = debug_query_string != NULL && !IsParallelWorker();
	next_emit_log = emit_log_hook;
	emit_log_hook = shorten_for_log;
	next_planner = planner_hook;
	planner_hook = plan_and_note_use;
}
