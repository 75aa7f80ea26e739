/*
 * refusal.c
 *		Reports refusals. No other file reports one.
 *
 * A refusal has the SQLSTATE of a broken constraint and the rule's public name as its constraint name, because most
 * clients recognize a broken integrity constraint by these and can read the fields. The primary message has the English
 * form that PostgreSQL has for a constraint of this kind, because some clients cut the constraint name out of the
 * message. DETAIL has a line for every broken rule, HINT has the next lawful step.
 *
 * A refusal never repeats what was written: this is a register of state secrets, and errors travel to logs and screens
 * that are not secret. The texts of the rules are constant sentences. CONTEXT lines would show the statement with its
 * values, so the context stack is cleared before the report, and errhidestmt() keeps the statement out of the server's
 * log. Only the number of a line of COPY is told (copied_lines.c).
 */
#include "prelude.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_index.h"
#include "executor/executor.h"
#include "nodes/value.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "rules/chapters.h"
#include "security/copied_lines.h"
#include "security/refusal.h"

/* What is reported: of the first broken rule, but detail of all. */
typedef struct Refusal
{
	TableId table;
	ReportedAs reported_as;
	const char *attempted;  /* what a report calls the rows of the attempted write */
	const char *constraint; /* public name of the rule, or name of a constraint that a user declared */
	const char *column;     /* the only field that can repair the entry, or NULL */
	const char *detail;
	const char *hint;
} Refusal;

/* Whether the row that is stored now changes an entry. Set before each row is stored. */
static bool is_change = false;

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
 * A line of DETAIL: the provision, the public name of the rule, and what is wrong, in the language that the session
 * asks for.
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

/* The primary message, in the form that PostgreSQL gives to a constraint of this kind. */
static char *
primary_message(const Refusal *refusal)
{
	switch (refusal->reported_as)
	{
		case AS_UNIQUE:
			return psprintf("duplicate key value violates unique constraint \"%s\"", refusal->constraint);
		case AS_FOREIGN_KEY:
			return psprintf("insert or update on table \"%s\" violates foreign key constraint \"%s\"",
							register_tables[refusal->table].name, refusal->constraint);
		default:
			return psprintf("%s for relation \"%s\" violates check constraint \"%s\"", refusal->attempted,
							register_tables[refusal->table].name, refusal->constraint);
	}
}

/* Raises the refusal. entry is the new entry that is refused, or NULL if it is not known or not new. */
pg_noreturn static void
report(const Refusal *refusal, const Entry *entry)
{
	static const int codes[] = {[AS_CHECK] = ERRCODE_CHECK_VIOLATION,
								[AS_UNIQUE] = ERRCODE_UNIQUE_VIOLATION,
								[AS_FOREIGN_KEY] = ERRCODE_FOREIGN_KEY_VIOLATION};
	const char *place = place_in_copy(entry);

	error_context_stack = NULL;
	ereport(ERROR, errcode(codes[refusal->reported_as]), errmsg_internal("%s", primary_message(refusal)),
			errdetail_internal("%s", refusal->detail), errhint("%s", refusal->hint),
			place != NULL ? errcontext("%s", place) : 0, errhidestmt(true),
			err_generic_string(PG_DIAG_SCHEMA_NAME, SCHEMA_NAME),
			err_generic_string(PG_DIAG_TABLE_NAME, register_tables[refusal->table].name),
			refusal->column != NULL ? err_generic_string(PG_DIAG_COLUMN_NAME, refusal->column) : 0,
			err_generic_string(PG_DIAG_CONSTRAINT_NAME, refusal->constraint));
}

/* ---- what the last refusal found ---- */

/*
 * A report has the hint of the first finding only, and no fields. So the findings of the last refusal are kept for a
 * function that catches the refusal and tells everything. As all texts of findings, they repeat nothing that was
 * written.
 */
static MemoryContext last_context = NULL;
static List *last_findings = NIL;
static const char *last_detail = NULL;

static void
keep_findings(List *findings, const char *detail)
{
	MemoryContext caller;
	Finding *finding;

	last_findings = NIL;
	if (last_context == NULL)
		last_context = AllocSetContextCreate(TopMemoryContext, "secretxfer refusal", ALLOCSET_SMALL_SIZES);
	MemoryContextReset(last_context);
	caller = MemoryContextSwitchTo(last_context);
	foreach_entry (Finding, finding, findings)
	{
		Finding *kept = palloc(sizeof(Finding));

		*kept = *finding;
		kept->fields = copyObject(finding->fields);
		kept->detail = pstrdup(finding->detail);
		kept->hint = pstrdup(finding->hint);
		last_findings = lappend(last_findings, kept);
	}
	last_detail = pstrdup(detail);
	MemoryContextSwitchTo(caller);
}

/* The findings of a refusal that was just caught; NIL if they are not known. They are valid until the next refusal. */
List *
findings_of(const ErrorData *refusal)
{
	if (last_findings == NIL || refusal->constraint_name == NULL || refusal->detail == NULL ||
		strcmp(refusal->constraint_name, public_name(((Finding *) linitial(last_findings))->rule)) != 0 ||
		strcmp(refusal->detail, last_detail) != 0)
		return NIL;
	return last_findings;
}

/*
 * Refuses the entry if the judgement found any rule broken. The first finding gives the constraint name, and with the
 * name the SQLSTATE and the hint.
 */
void
refuse_if_broken(const Judgement *judgement)
{
	StringInfoData detail;
	Finding *first;
	Finding *finding;
	Refusal refusal = {0};

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
	refusal.table = judgement->table;
	refusal.reported_as = first->rule->reported_as;
	refusal.attempted = what_was_attempted(judgement);
	refusal.constraint = public_name(first->rule);
	refusal.column = first->column;
	refusal.detail = detail.data;
	refusal.hint = first->hint;
	keep_findings(judgement->findings, detail.data);
	report(&refusal, judgement->old_entry == NULL ? judgement->new_entry : NULL);
}

/*
 * Refuses by one rule, in the words of the rule, where there is no entry that could be judged. fields are the names of
 * the fields that this is about.
 */
pg_noreturn static void
refuse_by_rule(TableId table, const Rule *rule, const char *attempted, List *fields)
{
	Finding finding = {.rule = rule,
					   .fields = fields,
					   .detail = translated(detail_of(rule, is_change)),
					   .hint = translated(hint_of(rule, table))};
	Refusal refusal = {0};

	refusal.table = table;
	refusal.reported_as = rule->reported_as;
	refusal.attempted = attempted;
	refusal.constraint = public_name(rule);
	refusal.column = rule->parts[0].column;
	refusal.detail = finding_line(&finding);
	refusal.hint = finding.hint;
	keep_findings(list_make1(&finding), refusal.detail);
	report(&refusal, NULL);
}

/* Refuses TRUNCATE, because TRUNCATE fires no row triggers. */
void
refuse_truncation(TableId table)
{
	refuse_by_rule(table, rule_named("r00_no_truncate"), "truncation", NIL);
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
	return schema != NULL && strcmp(schema, SCHEMA_NAME) == 0 ? table_of_name(relation) : TABLE_COUNT;
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

/* The names of the columns of a unique index of the register; NIL if there is no such index. */
static List *
columns_of_index(const char *index)
{
	Oid schema = get_namespace_oid(SCHEMA_NAME, true);
	HeapTuple tuple =
		SearchSysCache1(INDEXRELID, ObjectIdGetDatum(index == NULL ? InvalidOid : get_relname_relid(index, schema)));
	const FormData_pg_index *definition;
	List *columns = NIL;
	int at;

	if (!HeapTupleIsValid(tuple))
		return NIL; /* not covered: the index existed when it found the duplicate */
	definition = (Form_pg_index) GETSTRUCT(tuple);
	for (at = 0; at < definition->indnkeyatts; at++)
	{
		char *column = get_attname(definition->indrelid, definition->indkey.values[at], true);

		if (column != NULL)
			columns = lappend(columns, makeString(column));
	}
	ReleaseSysCache(tuple);
	return columns;
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
			errhint("%s", translated("The transaction might succeed if retried.")), errhidestmt(true));
}

/* Error context callback: replaces a report of a constraint on the register's tables by a refusal. */
static void
report_native_violation(void *arg)
{
	MemoryContext context;
	ErrorData *native;
	Refusal refusal = {0};
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
		refuse_by_rule(table, rule_of_duplicate(table, native->constraint_name), "new row",
					   columns_of_index(native->constraint_name));
	if (native->sqlerrcode == ERRCODE_FOREIGN_KEY_VIOLATION && IsolationUsesXactSnapshot())
		report_snapshot_too_old();
	refusal.table = table;
	refusal.attempted = "new row";
	refusal.constraint = native->constraint_name ? native->constraint_name : "not_null";
	refusal.column = native->column_name;
	refusal.detail = translated("A constraint declared on the table is violated.");
	refusal.hint = translated("Compare the entry with the constraints of the table.");
	report(&refusal, NULL);
}

/*
 * Puts the callback below all callbacks of a running statement that was started without the callback. The callback
 * stays on the stack until the next error resets the stack; the callback does not change errors of other tables.
 */
static void
put_callback_below(void)
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

/*
 * Replaces PostgreSQL's reports of constraints about the row that is stored next, also in a statement that was started
 * without the callback. PostgreSQL's report does not say whether the row is new, so this is noted here.
 */
void
replace_native_reports(const Judgement *judgement)
{
	put_callback_below();
	is_change = judgement->old_entry != NULL;
	if (!is_change)
		note_copied_line(judgement->new_entry);
}

/* Whether a plan is that of an INSERT with ON CONFLICT. Such a plan stands at the top of a statement, or of a WITH. */
static bool
has_on_conflict(const Plan *plan)
{
	return plan != NULL && IsA(plan, ModifyTable) && ((const ModifyTable *) plan)->onConflictAction != ONCONFLICT_NONE;
}

/*
 * Whether the running statement has ON CONFLICT: then an existing entry is no error of the new one. This is not known
 * of a statement that was started before the library was loaded.
 *
 * The innermost callback has the statement as its argument.
 */
bool
takes_duplicates(void)
{
	const ErrorContextCallback *place = error_context_stack;
	const PlannedStmt *statement;
	ListCell *plan;

	while (place != NULL && place->callback != report_native_violation)
		place = place->previous;
	if (place == NULL || place->arg == NULL)
		return false;
	statement = ((const QueryDesc *) place->arg)->plannedstmt;
	if (has_on_conflict(statement->planTree))
		return true;
	foreach (plan, statement->subplans)
	{
		if (has_on_conflict(lfirst(plan)))
			return true;
	}
	return false;
}

static void
run_with_reports_replaced(EXECUTOR_RUN_PARAMETERS)
{
	ErrorContextCallback callback = {error_context_stack, report_native_violation, query};

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
		put_callback_below();
}
