/*
 * statements.c
 *		Whether the running statement is the client's own.
 *
 * A rectification (rectification.c) holds for what its client writes, not for what functions, triggers and rules write
 * meanwhile: their author did not know of the basis. A statement is the client's own if no other statement runs it. So
 * the statements that run are counted: those of the executor, and utility statements, which the executor does not see.
 * EXECUTE is not counted, because the client prepared what EXECUTE runs. COPY FROM is a utility statement that writes
 * rows itself.
 *
 * Functions also run while no statement does: when a statement is planned, and for the parameters of EXECUTE or of the
 * protocol. So the outermost statement must be the one that the client's portal runs. The client's portal has no name,
 * or is not visible (EXECUTE); a portal of a function has a name and is visible.
 *
 * What a rewrite rule made of a statement is not the client's own either, not even for a view.
 *
 * One function writes what the client gave: import_entries(). Its statements are the client's own if the client's own
 * statement names the function. A view, a policy or a function of somebody else may call import_entries() within the
 * client's statement, too; so the call must stand in the text of this statement.
 *
 * Relies on every statement running through ExecutorRun_hook, ExecutorFinish_hook (its AFTER triggers) or
 * ProcessUtility_hook, tested by test/sql/rectify_misused.sql.
 */
#include "prelude.h"

#include "executor/executor.h"
#include "nodes/plannodes.h"
#include "parser/parsetree.h"
#include "tcop/pquery.h"
#include "tcop/utility.h"
#include "utils/acl.h"

#include "security/statements.h"

/*
 * How many statements run inside each other; at which level a statement may be the client's own (1, or that of what
 * execute_as_clients() runs), and whether the statement at this level is one that writes rows as the client wrote it.
 */
static int level = 0;
static int own_level = 1;
static bool is_own = false;

/* The text of the outermost statement of the executor; NULL if this is a utility statement. */
static const char *source = NULL;

/* Who the client was when its last statement began, and how often that changed. */
static Oid session_role = InvalidOid;
static Oid outer_role = InvalidOid;
static Oid current_role_id = InvalidOid;
static uint64 changes = 0;

static ExecutorRun_hook_type next_executor_run = NULL;
static ExecutorFinish_hook_type next_executor_finish = NULL;
static ProcessUtility_hook_type next_process_utility = NULL;

/* Whether the row that is written now is written by the client's own statement. */
bool
is_clients_statement(void)
{
	return level == own_level && is_own;
}

/* Returns a number that changes whenever the client's role has changed from one of its statements to the next. */
uint64
role_changes(void)
{
	return changes;
}

static void
note_roles(void)
{
	if (session_role == GetSessionUserId() && outer_role == GetOuterUserId() && current_role_id == GetUserId())
		return;
	session_role = GetSessionUserId();
	outer_role = GetOuterUserId();
	current_role_id = GetUserId();
	changes++;
}

/* A statement begins. text is its text, NULL for a utility statement. */
static void
begin_statement(bool own, const char *text)
{
	if (level == 0)
	{
		source = text;
		note_roles();
	}
	if (level == own_level - 1)
		is_own = own;
	level++;
}

/* Whether a relation is one of those that a statement writes. */
static bool
is_written(const PlannedStmt *statement, Oid relation)
{
	ListCell *cell;
	int at = 0;

	foreach (cell, statement->rtable)
	{
		if (is_written_entry(statement, ++at) && lfirst_node(RangeTblEntry, cell)->relid == relation)
			return true;
	}
	return false;
}

/* Whether a statement is one of those that the client's portal runs. */
static bool
is_of_client(PlannedStmt *statement)
{
	return ActivePortal != NULL && (!ActivePortal->visible || ActivePortal->name[0] == '\0') &&
		   list_member_ptr(ActivePortal->stmts, statement);
}

/*
 * Whether a statement was made by the rewriter: an additional statement of a rule, or the rewritten form of a write to
 * a view, for which the client needs a privilege on the view.
 */
static bool
is_rewritten(const PlannedStmt *statement)
{
	ListCell *cell;

	if (!statement->canSetTag && !statement->hasModifyingCTE)
		return true;
	foreach (cell, permissions_of(statement))
	{
		const PermissionOfStatement *permission = lfirst(cell);

		if ((permission->requiredPerms & (ACL_INSERT | ACL_UPDATE | ACL_DELETE)) != 0 &&
			!is_written(statement, permission->relid))
			return true;
	}
	return false;
}

/* Whether a statement writes as the client wrote it: in the client's portal, or what execute_as_clients() runs. */
static bool
is_as_client_wrote(PlannedStmt *statement)
{
	return (own_level > 1 || is_of_client(statement)) && !is_rewritten(statement);
}

static void
run_counted(EXECUTOR_RUN_PARAMETERS)
{
	begin_statement(is_as_client_wrote(query->plannedstmt), query->sourceText);
	PG_TRY();
	{
		if (next_executor_run != NULL)
			next_executor_run(EXECUTOR_RUN_ARGUMENTS);
		else
			standard_ExecutorRun(EXECUTOR_RUN_ARGUMENTS);
	}
	PG_FINALLY();
	{
		level--;
	}
	PG_END_TRY();
}

static void
finish_counted(QueryDesc *query)
{
	begin_statement(is_as_client_wrote(query->plannedstmt), query->sourceText);
	PG_TRY();
	{
		if (next_executor_finish != NULL)
			next_executor_finish(query);
		else
			standard_ExecutorFinish(query);
	}
	PG_FINALLY();
	{
		level--;
	}
	PG_END_TRY();
}

static void
process_counted(PROCESS_UTILITY_PARAMETERS)
{
	bool from_client = context == PROCESS_UTILITY_TOPLEVEL;
	bool counted = !from_client || !IsA(statement->utilityStmt, ExecuteStmt);

	if (counted)
		begin_statement(from_client && IsA(statement->utilityStmt, CopyStmt), NULL);
	PG_TRY();
	{
		if (next_process_utility != NULL)
			next_process_utility(PROCESS_UTILITY_ARGUMENTS);
		else
			standard_ProcessUtility(PROCESS_UTILITY_ARGUMENTS);
	}
	PG_FINALLY();
	{
		level -= counted ? 1 : 0;
	}
	PG_END_TRY();
}

/* ---- a function that writes what the client gave ---- */

/*
 * Whether the client's own statement calls a function by its name.
 *
 * Relies on the expression of a call having its place in the text of the statement, and on stored expressions having no
 * place, tested by test/sql/import_entries.sql.
 */
bool
is_called_by_client(const FmgrInfo *function, const char *name)
{
	const FuncExpr *call = (const FuncExpr *) function->fn_expr;
	const char *at;

	if (!is_clients_statement() || source == NULL || call == NULL || !IsA(call, FuncExpr) || call->location < 0 ||
		call->location >= strlen(source))
		return false;
	for (at = source + call->location; *at != '\0' && *at != '('; at++)
	{
		if (pg_strncasecmp(at, name, strlen(name)) == 0)
			return true;
	}
	return false;
}

/*
 * Executes a plan of SPI as the client's own statement. The caller is a function for which is_called_by_client() is
 * true.
 *
 * Returns the result of SPI_execute_plan().
 */
int
execute_as_clients(SPIPlanPtr plan, Datum *values, const char *nulls)
{
	int own_level_before = own_level;
	bool is_own_before = is_own;
	int result;

	own_level = level + 1;
	PG_TRY();
	{
		result = SPI_execute_plan(plan, values, nulls, false, 0);
	}
	PG_FINALLY();
	{
		own_level = own_level_before;
		is_own = is_own_before;
	}
	PG_END_TRY();
	return result;
}

void
init_statements(void)
{
	next_executor_run = ExecutorRun_hook;
	ExecutorRun_hook = run_counted;
	next_executor_finish = ExecutorFinish_hook;
	ExecutorFinish_hook = finish_counted;
	next_process_utility = ProcessUtility_hook;
	ProcessUtility_hook = process_counted;
}
