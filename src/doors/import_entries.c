/*
 * import_entries.c
 *		Enters the rows of a staging table, and tells of each row that is not entered what is wrong.
 *
 * The staging table is the user's own: its columns have the names of the register's columns, and its values are texts.
 * So a value that cannot be read is a finding like any other, and not an error of the program that filled the table.
 *
 * Each row is one INSERT, as the client could have sent it: privileges, row-level security, the user's triggers and the
 * register's triggers see nothing special. Rows are entered in batches, each in a subtransaction. If a row is refused,
 * the batch is given up; the rows before the refused row are then entered by themselves, and the refused row is
 * reported and left out. So the usual batch costs one subtransaction, and each row is judged after the rows before it.
 */
#include "prelude.h"

#include "access/relation.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "nodes/value.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "doors/arguments.h"
#include "doors/attempts.h"
#include "doors/findings.h"
#include "doors/rows.h"
#include "doors/values.h"
#include "register/storage.h"
#include "security/access.h"
#include "security/refusal.h"
#include "security/statements.h"

PG_FUNCTION_INFO_V1(secretxfer_import_entries);

/* The column of a staging table that numbers its rows. */
#define NUMBER_OF_ROW "line"

#define ROWS_OF_BATCH 100

/* A row of the staging table. */
typedef struct StagedRow
{
	char *line;   /* what numbers the row; NULL if the number cannot be read */
	char **texts; /* one for each column of the import; NULL stands for null */
} StagedRow;

/* An import. The columns of the import are those that the staging table and the table of the register share. */
typedef struct Import
{
	Relation table;   /* of the register */
	Relation staging; /* the staging table */
	bool is_numbered; /* the staging table numbers its rows */
	int column_count;
	int *attributes; /* of the table of the register, counted from 0 */
	SPIPlanPtr insert;
	bool as_clients; /* what is entered counts as the client's own statement */
	RowSink *sink;

	/* the batch, and where it stands */
	StagedRow rows[ROWS_OF_BATCH];
	int row_count;
	int row;
	int column;
	bool reading; /* a value of the row is being read */
	MemoryContext row_context;
} Import;

/* ---- what is imported ---- */

/* Finds the column of the register for each column of the staging table. */
static void
match_columns(Import *import)
{
	TupleDesc staged = RelationGetDescr(import->staging);
	int at;

	import->attributes = palloc(staged->natts * sizeof(int));
	for (at = 0; at < staged->natts; at++)
	{
		const char *name = NameStr(TupleDescAttr(staged, at)->attname);
		int attribute;

		if (TupleDescAttr(staged, at)->attisdropped)
			continue;
		if (strcmp(name, NUMBER_OF_ROW) == 0)
		{
			import->is_numbered = true;
			continue;
		}
		attribute = get_attnum(RelationGetRelid(import->table), name);
		if (attribute <= 0)
			ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
					errmsg("column \"%s\" of relation \"%s\" is not a column of table \"%s\"", name,
						   RelationGetRelationName(import->staging), RelationGetRelationName(import->table)),
					errhint("%s", translated(
									  "Name the columns as the table's columns, and \"line\" what numbers the rows.")));
		import->attributes[import->column_count++] = attribute - 1;
	}
	if (import->column_count == 0)
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
				errmsg("relation \"%s\" has no column of table \"%s\"", RelationGetRelationName(import->staging),
					   RelationGetRelationName(import->table)));
}

static const char *
quoted_name(Relation relation)
{
	return quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
									  RelationGetRelationName(relation));
}

/* The column of the register that a column of the import is. */
static Form_pg_attribute
attribute_of(const Import *import, int column)
{
	return TupleDescAttr(RelationGetDescr(import->table), import->attributes[column]);
}

static const char *
quoted_column(const Import *import, int column)
{
	return quote_identifier(NameStr(attribute_of(import, column)->attname));
}

/*
 * The query of the staged rows: what numbers the row, then the values, all as texts. What numbers a row may be a text,
 * too, and need not be a number. Operators and types are named with their schema, because search_path is the client's.
 */
static char *
query_of_rows(const Import *import)
{
	StringInfoData query;
	int column;

	initStringInfo(&query);
	appendStringInfoString(&query, import->is_numbered ? "SELECT CASE WHEN s." NUMBER_OF_ROW
														 "::pg_catalog.text OPERATOR(pg_catalog.~) "
														 "'^ *[0-9]{1,18} *$' THEN s." NUMBER_OF_ROW
														 "::pg_catalog.text::pg_catalog.int8 END"
													   : "SELECT NULL::pg_catalog.int8");
	for (column = 0; column < import->column_count; column++)
		appendStringInfo(&query, ", s.%s::pg_catalog.text", quoted_column(import, column));
	appendStringInfo(&query, " FROM %s AS s%s", quoted_name(import->staging), import->is_numbered ? " ORDER BY 1" : "");
	return query.data;
}

static SPIPlanPtr
plan_of_insert(const Import *import)
{
	StringInfoData statement;
	Oid *types = palloc(import->column_count * sizeof(Oid));
	SPIPlanPtr plan;
	int column;

	initStringInfo(&statement);
	appendStringInfo(&statement, "INSERT INTO %s (", quoted_name(import->table));
	for (column = 0; column < import->column_count; column++)
	{
		types[column] = attribute_of(import, column)->atttypid;
		appendStringInfo(&statement, "%s%s", column > 0 ? ", " : "", quoted_column(import, column));
	}
	appendStringInfoString(&statement, ") VALUES (");
	for (column = 0; column < import->column_count; column++)
		appendStringInfo(&statement, "%s$%d", column > 0 ? ", " : "", column + 1);
	appendStringInfoChar(&statement, ')');
	plan = SPI_prepare(statement.data, import->column_count, types);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	return plan;
}

/* ---- one attempt ---- */

/* How a report calls the row at which the import stands. */
static const char *
place_of_row(const Import *import)
{
	const char *line = import->row < import->row_count ? import->rows[import->row].line : NULL;

	return psprintf("import_entries, relation \"%s\", line %s", RelationGetRelationName(import->staging),
					line != NULL ? line : "?");
}

/* Runs a step whose error may be a finding. Any other error ends the import, and tells the line. */
static ErrorData *
attempt(Import *import, Attempt step)
{
	ErrorData *error = run_in_subtransaction(step, import, true);

	if (error != NULL && !is_finding(error->sqlerrcode))
	{
		error->context = unconstify(char *, place_of_row(import));
		ReThrowError(error);
	}
	return error;
}

static Datum
read_column(Import *import, int column, bool *null)
{
	char *value = import->rows[import->row].texts[column];

	*null = value == NULL;
	return value == NULL ? (Datum) 0 : read_value(attribute_of(import, column), value);
}

/* Step: enters the row at which the import stands. */
static void
enter_row(Import *import)
{
	Datum *values = palloc(import->column_count * sizeof(Datum));
	char *nulls = palloc(import->column_count);
	int column;
	int result;

	import->reading = true;
	for (column = 0; column < import->column_count; column++)
	{
		bool null;

		values[column] = read_column(import, column, &null);
		nulls[column] = null ? 'n' : ' ';
	}
	import->reading = false;
	result = import->as_clients ? execute_as_clients(import->insert, values, nulls)
								: SPI_execute_plan(import->insert, values, nulls, false, 0);
	if (result < 0)
		elog(ERROR, "SPI_execute_plan failed: %s", SPI_result_code_string(result));
	if (SPI_processed == 0)
		ereport(ERROR, errcode(ERRCODE_TRIGGERED_ACTION_EXCEPTION), errmsg("row was left out"));
}

/* Step: enters the rest of the batch. */
static void
enter_rows(void *arg)
{
	Import *import = arg;
	MemoryContext caller = MemoryContextSwitchTo(import->row_context);

	for (; import->row < import->row_count; import->row++)
	{
		MemoryContextReset(import->row_context);
		enter_row(import);
	}
	MemoryContextSwitchTo(caller);
}

/* Step: reads a value. */
static void
try_column(void *arg)
{
	Import *import = arg;
	bool null;

	read_column(import, import->column, &null);
}

/* ---- what is told ---- */

/* Tells of a finding about the row at which the import stands. */
static void
put_finding(const Import *import, const char *rule, const char *fields, const char *detail, const char *hint)
{
	const char *row[] = {import->rows[import->row].line, rule, fields, detail, hint};

	put_row(import->sink, row, lengthof(row));
}

/* A name as the text of an array with this name only. */
static const char *
array_of(const char *name)
{
	return name == NULL ? NULL : psprintf("{%s}", quote_identifier(name));
}

/* Tells which values of the row cannot be read, one by one: a single read shows the first one only. */
static void
put_unreadable(Import *import)
{
	for (import->column = 0; import->column < import->column_count; import->column++)
	{
		ErrorData *error = attempt(import, try_column);

		if (error != NULL)
			put_finding(import, unpack_sql_state(error->sqlerrcode),
						array_of(NameStr(attribute_of(import, import->column)->attname)),
						translated(N_("The value cannot be read.")), error->hint);
	}
}

/* What is wrong, of an error that the register did not raise. Its DETAIL, and the message of class 22, show values. */
static const char *
detail_of_error(const ErrorData *error)
{
	if (error->sqlerrcode == ERRCODE_TRIGGERED_ACTION_EXCEPTION)
		return translated(N_("A trigger or a rule of the table left the row out."));
	if (ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_DATA_EXCEPTION)
		return translated(N_("A trigger or a default of the table cannot compute a value."));
	return error->message;
}

/* Tells of a refusal, rule by rule. */
static void
put_refusal(Import *import, const ErrorData *error)
{
	List *findings = findings_of(error);
	bool is_refusal = error->schema_name != NULL && strcmp(error->schema_name, SCHEMA_NAME) == 0;
	const Rule *previous = NULL;
	Finding *finding;

	foreach_entry (Finding, finding, findings)
	{
		if (finding->rule != previous)
			put_finding(import, psprintf(RULE_PREFIX "%s", finding->rule->name),
						fields_of_rule(findings, finding->rule), lines_of_rule(findings, finding->rule), finding->hint);
		previous = finding->rule;
	}
	if (findings == NIL)
		put_finding(import,
					error->constraint_name != NULL ? error->constraint_name : unpack_sql_state(error->sqlerrcode),
					array_of(error->column_name), is_refusal ? error->detail : detail_of_error(error),
					is_refusal || error->sqlerrcode == ERRCODE_RAISE_EXCEPTION ? error->hint : NULL);
}

/* ---- the import ---- */

/* Takes the next batch from the cursor. first is the number of its first row, as read. */
static void
fetch_batch(Import *import, Portal cursor, int64 first)
{
	int row;
	int column;

	SPI_cursor_fetch(cursor, true, ROWS_OF_BATCH);
	import->row_count = (int) SPI_processed;
	for (row = 0; row < import->row_count; row++)
	{
		HeapTuple tuple = SPI_tuptable->vals[row];
		StagedRow *staged = &import->rows[row];

		staged->line =
			import->is_numbered ? SPI_getvalue(tuple, SPI_tuptable->tupdesc, 1) : psprintf(INT64_FORMAT, first + row);
		staged->texts = palloc(import->column_count * sizeof(char *));
		for (column = 0; column < import->column_count; column++)
			staged->texts[column] = SPI_getvalue(tuple, SPI_tuptable->tupdesc, column + 2);
	}
	SPI_freetuptable(SPI_tuptable);
	import->row = 0;
}

/* Enters what can be entered of a batch, and tells of the rest. */
static void
enter_batch(Import *import)
{
	int row_count = import->row_count;
	int from = 0;

	while (from < row_count)
	{
		ErrorData *error;

		import->row = from;
		if (import->rows[from].line == NULL)
		{
			put_finding(import, unpack_sql_state(ERRCODE_INVALID_TEXT_REPRESENTATION), array_of(NUMBER_OF_ROW),
						translated(N_("The value cannot be read.")), expected_form(COLUMN_BIG));
			from++;
			continue;
		}
		error = attempt(import, enter_rows);
		if (error == NULL)
			from = import->row_count;
		else if (import->row > from)
		{
			/* What was rolled back with the refused row is entered again without it. */
			import->row_count = import->row;
			continue;
		}
		else
		{
			if (import->reading)
				put_unreadable(import);
			else
				put_refusal(import, error);
			from++;
		}
		import->row_count = row_count;
	}
}

/* Step: imports all rows of the staging table. */
static void
enter_all(void *arg)
{
	Import *import = arg;
	MemoryContext caller;
	MemoryContext batch;
	Portal cursor;
	SPIPlanPtr query;
	int64 first = 1;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	import->insert = plan_of_insert(import);
	query = SPI_prepare(query_of_rows(import), 0, NULL);
	if (query == NULL)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	cursor = SPI_cursor_open(NULL, query, NULL, NULL, true);
	import->row_context = AllocSetContextCreate(CurrentMemoryContext, "staged row", ALLOCSET_DEFAULT_SIZES);
	batch = AllocSetContextCreate(CurrentMemoryContext, "staged rows", ALLOCSET_DEFAULT_SIZES);
	caller = MemoryContextSwitchTo(batch);
	for (;;)
	{
		fetch_batch(import, cursor, first);
		if (import->row_count == 0)
			break;
		first += import->row_count;
		enter_batch(import);
		MemoryContextReset(batch);
	}
	MemoryContextSwitchTo(caller);
	SPI_cursor_close(cursor);
	SPI_finish();
}

/* The same, with everything that was entered rolled back. */
static void
enter_and_undo_all(Import *import)
{
	ErrorData *error = run_in_subtransaction(enter_all, import, false);

	if (error != NULL)
		ReThrowError(error);
}

/*
 * secretxfer.import_entries(table, staging, dry_run) - enters the rows of a staging table
 *
 * Returns a row for every rule that a row of the staging table breaks and for every value that cannot be read: the
 * line, the name of the rule, the fields, what is wrong and the next lawful step. A row of the staging table about
 * which nothing is returned was entered, or would be.
 */
Datum
secretxfer_import_entries(PG_FUNCTION_ARGS)
{
	Import *import = palloc0(sizeof(Import));
	TableId table;

	require_argument(fcinfo, 0, "table");
	require_argument(fcinfo, 1, "staging");
	require_argument(fcinfo, 2, "dry_run");
	import->table = open_table_of_register(PG_GETARG_OID(0), &table);
	require_access(RelationGetRelid(import->table), ACL_INSERT);
	require_present_version(table);
	import->staging = open_relation(PG_GETARG_OID(1));
	import->sink = begin_rows(fcinfo);
	import->as_clients = is_called_by_client(fcinfo->flinfo, "import_entries");
	match_columns(import);
	if (PG_GETARG_BOOL(2))
		enter_and_undo_all(import);
	else
		enter_all(import);
	relation_close(import->staging, NoLock);
	relation_close(import->table, NoLock);
	return (Datum) 0;
}
