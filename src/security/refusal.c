/*
 * refusal.c
 *		Reports refusals. No other file reports one.
 *
 * A refusal has SQLSTATE 23514 and the rule's public name as its constraint name, because most clients recognize a
 * broken integrity constraint by these and can read the fields. The primary message has one fixed English form, because
 * some clients cut the constraint name out of the message. DETAIL has a line for every broken rule, HINT has the next
 * lawful step.
 *
 * A refusal never repeats what was written: this is a register of state secrets, and errors travel to logs and screens
 * that are not secret. The texts of the rules are constant sentences. CONTEXT lines would show the statement with its
 * values, so the context stack is cleared before the report, and errhidestmt() keeps the statement out of the server's
 * log.
 */
#include "prelude.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_constraint.h"
#include "executor/executor.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "rules/chapters.h"
#include "security/refusal.h"

/* What a report calls the rows of the attempted write. */
static const char *
what_was_attempted(const Judgement *judgement)
{
	if (judgement->new_entry == NULL)
		return "deleted row";
	return judgement->old_entry == NULL ? "new row" : "updated row";
}

/* The public name of a rule. */
static const char *
public_name(const Rule *rule)
{
	return psprintf(RULE_PREFIX "%s", rule->name);
}

/*
 * A line of DETAIL: the provision, the public name of the rule, and what is wrong, in the language of the server's
 * messages.
 */
char *
finding_line(const Finding *finding)
{
	if (strncmp(finding->rule->name, "r00", 3) == 0)
		/* translator: constraint name, what is wrong */
		return psprintf(translated("Register (%s): %s"), public_name(finding->rule), finding->detail);
	/* translator: provision of the Rules, constraint name, what is wrong */
	return psprintf(translated("Provision %s (%s): %s"), provision_of(finding->rule), public_name(finding->rule),
					finding->detail);
}

/*
 * Raises the refusal. constraint is the public name of the rule, or the name of a constraint that a user declared.
 * column may be NULL.
 */
pg_noreturn static void
report(const char *attempted, TableId table, const char *constraint, const char *column, const char *detail,
	   const char *hint)
{
	error_context_stack = NULL;
	ereport(ERROR, errcode(ERRCODE_CHECK_VIOLATION),
			errmsg_internal("%s for relation \"%s\" violates check constraint \"%s\"", attempted,
							register_tables[table].name, constraint),
			errdetail_internal("%s", detail), errhint("%s", hint), errhidestmt(true),
			err_generic_string(PG_DIAG_SCHEMA_NAME, SCHEMA_NAME),
			err_generic_string(PG_DIAG_TABLE_NAME, register_tables[table].name),
			column != NULL ? err_generic_string(PG_DIAG_COLUMN_NAME, column) : 0,
			err_generic_string(PG_DIAG_CONSTRAINT_NAME, constraint));
}

/*
 * Refuses the entry if the judgement found any rule broken. The first finding gives the constraint name and the hint.
 */
void
refuse_if_broken(const Judgement *judgement)
{
	StringInfoData detail;
	Finding *first;
	Finding *finding;

	if (judgement->findings == NIL)
		return;
	first = linitial(judgement->findings);
	initStringInfo(&detail);
	foreach_entry (Finding, finding, judgement->findings)
	{
		if (finding != first)
			appendStringInfoChar(&detail, '\n');
		appendStringInfoString(&detail, finding_line(finding));
	}
	report(what_was_attempted(judgement), judgement->table, public_name(first->rule), first->column, detail.data,
		   first->hint);
}

/* Refuses TRUNCATE, because TRUNCATE fires no row triggers. */
void
refuse_truncation(TableId table)
{
	Finding finding = {0};

	finding.rule = rule_named("r00_no_truncate");
	finding.detail = translated("A table of the register cannot be truncated.");
	report("truncation", table, public_name(finding.rule), NULL, finding_line(&finding),
		   translated("Withdraw entries one by one, as far as nothing relies on them."));
}

/* ---- PostgreSQL's own constraints ---- */

/*
 * The extension's checks run before PostgreSQL's own constraints, except for a duplicate key. A duplicate key is left
 * to the unique index, because ON CONFLICT must be able to find the duplicate, and because two sessions may write the
 * same key at the same time. But PostgreSQL's report of a duplicate prints the key, and a registration number is a
 * secret.
 *
 * So every run of the executor gets an error context callback. PostgreSQL calls the callback while it builds a report,
 * and the callback raises another error in place of the report. Two kinds of statements run without the callback: COPY
 * is no run of the executor, and a session's first statement on the register is already running when a trigger loads
 * this library. For these statements _PG_init() and the trigger put the callback below the callbacks that the statement
 * already has.
 *
 * Relies on an error context callback being allowed to raise another error while a report is built, tested by
 * test/sql/r00_discipline.sql; and on the callbacks being a list that can be extended at its end, tested by
 * test/t/030_server_log.pl.
 */
static ExecutorRun_hook_type next_executor_run = NULL;
static ExecutorFinish_hook_type next_executor_finish = NULL;

/* The table of the register with a name; TABLE_COUNT if there is none. */
static int
table_named(const char *schema, const char *relation)
{
	int table;

	if (schema == NULL || relation == NULL || strcmp(schema, SCHEMA_NAME) != 0)
		return TABLE_COUNT;
	for (table = 0; table < TABLE_COUNT; table++)
	{
		if (strcmp(register_tables[table].name, relation) == 0)
			break;
	}
	return table;
}

/*
 * The table of the register whose row is still referred to by a table of the user's own; TABLE_COUNT if there is none.
 * Such a report names the user's table, but prints the key of the register's row.
 */
static int
table_still_referred_to(const ErrorData *native)
{
	Oid schema;
	Oid constraint;
	HeapTuple tuple;
	Oid referred;

	if (native->sqlerrcode != ERRCODE_FOREIGN_KEY_VIOLATION || native->schema_name == NULL ||
		native->table_name == NULL || native->constraint_name == NULL || native->message_id == NULL ||
		strncmp(native->message_id, "update or delete", strlen("update or delete")) != 0)
		return TABLE_COUNT;
	schema = get_namespace_oid(native->schema_name, true);
	constraint =
		get_relation_constraint_oid(get_relname_relid(native->table_name, schema), native->constraint_name, true);
	tuple = SearchSysCache1(CONSTROID, ObjectIdGetDatum(constraint));
	if (!HeapTupleIsValid(tuple))
		return TABLE_COUNT; /* not covered: the constraint existed when it was violated */
	referred = ((Form_pg_constraint) GETSTRUCT(tuple))->confrelid;
	ReleaseSysCache(tuple);
	return table_named(get_namespace_name(get_rel_namespace(referred)), get_rel_name(referred));
}

/* The table of the register that a report of PostgreSQL is about; TABLE_COUNT if the report is about another table. */
static int
table_of_report(const ErrorData *native)
{
	int table = table_named(native->schema_name, native->table_name);

	return table == TABLE_COUNT ? table_still_referred_to(native) : table;
}

/* The rule that a duplicate key breaks: a list names a carrier once, everything else is entered once. */
static const Rule *
rule_of_duplicate(TableId table, const char *constraint)
{
	const char *key = psprintf("%s_pkey", register_tables[table].name);

	return rule_named(table == TABLE_request_items && constraint != NULL && strcmp(constraint, key) != 0
						  ? "r04_listed_once"
						  : "r00_entered_once");
}

/*
 * The rules have just found the entry that is referred to, or found that nothing refers to the entry. So a foreign key
 * that disagrees uses the older snapshot of the transaction.
 */
static void
report_snapshot_too_old(void)
{
	error_context_stack = NULL;
	ereport(ERROR, errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			errmsg("could not serialize access due to an entry recorded meanwhile"),
			errhint("The transaction might succeed if retried."), errhidestmt(true));
}

/* Error context callback: replaces a report of a constraint on the register's tables by a refusal. */
static void
report_native_violation(void *arg)
{
	MemoryContext context;
	ErrorData *native;
	Finding finding = {0};
	int table;

	if (ERRCODE_TO_CATEGORY(geterrcode()) != ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION)
		return;
	context = MemoryContextSwitchTo(CurTransactionContext);
	native = CopyErrorData();
	table = native->elevel == ERROR ? table_of_report(native) : TABLE_COUNT;
	if (table == TABLE_COUNT)
	{
		FreeErrorData(native);
		MemoryContextSwitchTo(context);
		return;
	}

	if (native->sqlerrcode == ERRCODE_UNIQUE_VIOLATION)
	{
		finding.rule = rule_of_duplicate(table, native->constraint_name);
		finding.detail = translated("An entry with the same key or number already exists.");
		report("new row", table, public_name(finding.rule), NULL, finding_line(&finding),
			   translated("Look up that entry, and correct it if it may be corrected."));
	}
	if (native->sqlerrcode == ERRCODE_FOREIGN_KEY_VIOLATION && IsolationUsesXactSnapshot())
		report_snapshot_too_old();
	report("new row", table, native->constraint_name ? native->constraint_name : "not_null", native->column_name,
		   translated("A constraint declared on the table is violated."),
		   translated("Compare the entry with the constraints of the table."));
}

/*
 * Replaces reports of constraints also for a running statement that was started without the callback: puts the callback
 * below all callbacks of the statement. The callback stays on the stack until the next error resets the stack; the
 * callback does not change errors of other tables.
 */
void
replace_native_reports(void)
{
	static ErrorContextCallback lowest = {NULL, report_native_violation, NULL};
	ErrorContextCallback *place = error_context_stack;

	if (place == NULL)
		error_context_stack = &lowest;
	while (place != NULL && place->callback != report_native_violation)
	{
		if (place->previous == NULL)
			place->previous = &lowest;
		place = place->previous;
	}
}

static void
run_with_reports_replaced(EXECUTOR_RUN_PARAMETERS)
{
	ErrorContextCallback callback = {error_context_stack, report_native_violation, NULL};

	error_context_stack = &callback;
	if (next_executor_run != NULL)
		next_executor_run(EXECUTOR_RUN_ARGUMENTS);
	else
		standard_ExecutorRun(EXECUTOR_RUN_ARGUMENTS);
	error_context_stack = callback.previous;
}

/* The foreign keys of a statement are checked when the statement is finished. */
static void
finish_with_reports_replaced(QueryDesc *query)
{
	ErrorContextCallback callback = {error_context_stack, report_native_violation, NULL};

	error_context_stack = &callback;
	if (next_executor_finish != NULL)
		next_executor_finish(query);
	else
		standard_ExecutorFinish(query);
	error_context_stack = callback.previous;
}

void
init_refusal(void)
{
	next_executor_run = ExecutorRun_hook;
	ExecutorRun_hook = run_with_reports_replaced;
	next_executor_finish = ExecutorFinish_hook;
	ExecutorFinish_hook = finish_with_reports_replaced;
	if (IsTransactionState())
		replace_native_reports();
}
