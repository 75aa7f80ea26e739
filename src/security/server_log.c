/*
 * server_log.c
 *		Keeps what is entered out of the server's log.
 *
 * Refusals repeat nothing by themselves (refusal.c).  But much else can end a statement: a
 * value that cannot be read, a missing privilege, a deadlock, a cancellation, or that a
 * refusal has already broken off the transaction.  PostgreSQL then tells the client, which
 * knows its own statement, and writes the statement into the log, where others read it.
 *
 * So the reports of a session that uses the register go to the log without the statement and
 * whatever else repeats it, and to the client as they are.  A session uses the register from
 * the moment one of its queries concerns a relation of the schema, one of our functions is
 * called, or a statement or the search_path names the schema; that is all that can be known
 * of a statement that fails before its tables are looked up.  Other sessions' reports are
 * not touched.
 */
#include "prelude.h"

#include "access/parallel.h"
#include "catalog/namespace.h"
#include "access/transam.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/planner.h"
#include "tcop/tcopprot.h"
#include "utils/lsyscache.h"

#include "register/storage.h"
#include "security/server_log.h"

static emit_log_hook_type next_emit_log = NULL;
static planner_hook_type next_planner = NULL;

static bool session_uses_register = false;

/* ---- which sessions ---- */

/* Whether a text, which may be missing, names the schema, in letters of either case. */
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
 * Whether a report is about the register.  It must be told without a look into the catalogs,
 * which is not safe after an error.
 *
 * The postmaster reports the crash of another's session, and a deadlock's victim tells what
 * the others were about; hence the texts of the report itself.  What a parallel worker meets
 * its leader reports again, and knows.
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

/* Whether a query concerns a relation of the schema, by whatever views it comes. */
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
		return query_tree_walker((Query *) node, reads_schema, schema, QTW_EXAMINE_RTES_BEFORE);
	return expression_tree_walker(node, reads_schema, schema);
}

/*
 * Before a query is planned: the planner calculates constants, and in newer releases it
 * looks at privileges.
 */
static PlannedStmt *
plan_and_note_use(Query *query, const char *text, int options, ParamListInfo parameters)
{
	if (!session_uses_register)
	{
		Oid schema = get_namespace_oid(SCHEMA_NAME, true);

		session_uses_register = OidIsValid(schema) && reads_schema((Node *) query, &schema);
	}
	if (next_planner != NULL)
		return next_planner(query, text, options, parameters);
	return standard_planner(query, text, options, parameters);
}

/* ---- what is left of a report ---- */

/* Since 17 COPY can pass over rows that it cannot read, and tells of each in a notice. */
static bool
tells_of_skipped_row(const ErrorData *report)
{
	static const char *const beginning = "skipping row";

	return report->elevel == NOTICE && report->message_id != NULL &&
		   strncmp(report->message_id, beginning, strlen(beginning)) == 0;
}

/*
 * Whether a message shows what was written: values that cannot be read, and words of a
 * statement that is not understood.  Messages that functions raise are their authors'.
 */
static bool
message_shows_values(const ErrorData *report)
{
	int code = report->sqlerrcode;

	return ERRCODE_TO_CATEGORY(code) == ERRCODE_DATA_EXCEPTION ||
		   (ERRCODE_TO_CATEGORY(code) == ERRCODE_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION &&
			code != ERRCODE_INSUFFICIENT_PRIVILEGE) ||
		   tells_of_skipped_row(report);
}

/* The same of DETAIL, which has the rows and keys that a constraint does not take as well. */
static bool
detail_shows_values(const ErrorData *report)
{
	return message_shows_values(report) ||
		   ERRCODE_TO_CATEGORY(report->sqlerrcode) == ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION ||
		   names_register(report->detail);
}

/* The message as its author wrote it, with dots where a value was put in. */
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

/* Takes out of a report what it repeats of statements, and says so. */
static void
shorten(ErrorData *report)
{
	report->hide_stmt = true;
	report->hide_ctx = true;
	report->internalquery = NULL;
	report->detail_log = NULL;
	if (message_shows_values(report))
		report->message = message_without_values(report);
	if (detail_shows_values(report) || (report->detail == NULL && report->elevel >= ERROR))
		report->detail = translated(
			"The statement and its values are kept out of the log: they may concern the register of secretxfer.");
}

/*
 * Has a report that is on its way to the log shortened there.
 *
 * The client is to get the same report as it is.  So the log is served from here with the
 * shortened one, which comes by once more and is told by hide_stmt.  Reports that hide the
 * statement from the start are our own, which repeat nothing, and those that the settings
 * for the logging of statements ask for.
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
	report->output_to_server = false;
}

/*
 * A library that a statement brings along is needed by it; one that is there from the
 * session's start, or that a parallel worker takes over, waits and sees.
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
