/*
 * check_entry.c
 *		The dry-run door: what would recording this entry now meet?
 *
 * Nothing is written, locked or waited for.  The entry comes as jsonb, field by field as a
 * form has it; an entry whose key stands already is taken for a change of it, the fields
 * left out staying as they are.
 */
#include "prelude.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "executor/executor.h"
#include "rewrite/rewriteHandler.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "doors/completion.h"
#include "doors/rows.h"
#include "rules/evaluate.h"
#include "security/access.h"
#include "security/admissions.h"
#include "security/refusal.h"

PG_FUNCTION_INFO_V1(secretxfer_check_entry);

/* ---- reading the entry ---- */

/*
 * An input function's error shows the text that it could not read.  As in refusal.c, the
 * report is replaced while it is being put together.
 */
static void
report_unreadable_value(void *arg)
{
	int code = geterrcode();
	MemoryContext context = MemoryContextSwitchTo(CurTransactionContext);
	ErrorData *original = CopyErrorData();
	bool is_error = original->elevel == ERROR;

	FreeErrorData(original);
	MemoryContextSwitchTo(context);
	if (!is_error)
		return;

	error_context_stack = NULL;
	ereport(ERROR, errcode(code), errmsg("invalid value for column \"%s\"", (const char *) arg),
			errhint("Write dates as YYYY-MM-DD, numbers as digits, and value lists as \\dT+ secretxfer.* shows them."),
			errhidestmt(true));
}

/* Reads a value by the input function of its attribute. */
static Datum
read_value(Form_pg_attribute attribute, char *value)
{
	ErrorContextCallback callback = {error_context_stack, report_unreadable_value, NameStr(attribute->attname)};
	Oid function;
	Oid parameter;
	Datum result;

	getTypeInputInfo(attribute->atttypid, &function, &parameter);
	error_context_stack = &callback;
	result = OidInputFunctionCall(function, value, parameter, attribute->atttypmod);
	error_context_stack = callback.previous;
	return result;
}

/* The text of a field, or NULL; a list of numbers in the form that arrays are read in. */
static char *
field_text(JsonbValue *field, Oid type)
{
	char *plain;

	switch (field->type)
	{
		case jbvNull:
			return NULL;
		case jbvString:
			return pnstrdup(field->val.string.val, field->val.string.len);
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(field->val.numeric)));
		case jbvBool:
			return pstrdup(field->val.boolean ? "true" : "false");
		default:
			plain = JsonbToCString(NULL, field->val.binary.data, field->val.binary.len);
			if (OidIsValid(get_element_type(type)))
			{
				plain[0] = '{';
				plain[strlen(plain) - 1] = '}';
			}
			return plain;
	}
}

/* What a column has when an INSERT leaves it out. */
static Datum
default_value(Relation relation, int attribute, bool *null)
{
	Node *expression;
	EState *estate;
	Datum value;

	*null = true;
	if (!TupleDescAttr(RelationGetDescr(relation), attribute)->atthasdef ||
		TupleDescAttr(RelationGetDescr(relation), attribute)->attgenerated != '\0')
		return (Datum) 0;
	expression = build_column_default(relation, attribute + 1);
	estate = CreateExecutorState();
	value = ExecEvalExpr(ExecPrepareExpr((Expr *) expression, estate), GetPerTupleExprContext(estate), null);
	if (!*null)
		value = datumCopy(value, TupleDescAttr(RelationGetDescr(relation), attribute)->attbyval,
						  TupleDescAttr(RelationGetDescr(relation), attribute)->attlen);
	FreeExecutorState(estate);
	return value;
}

/* A field that is no column is a typing error, not something to pass over. */
static void
require_known_fields(Jsonb *fields, Relation relation)
{
	JsonbIterator *iterator = JsonbIteratorInit(&fields->root);
	JsonbIteratorToken token;
	JsonbValue value;
	bool inside = false;

	while ((token = JsonbIteratorNext(&iterator, &value, inside)) != WJB_DONE)
	{
		inside = true; /* the values of the fields are not looked into */
		if (token == WJB_KEY &&
			get_attnum(RelationGetRelid(relation), pnstrdup(value.val.string.val, value.val.string.len)) <= 0)
			ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
					errmsg("entry has a field that is not a column of table \"%s\"", RelationGetRelationName(relation)),
					errhint("Name the fields as the table's columns."), errhidestmt(true));
	}
}

static JsonbValue *
find_field(Jsonb *fields, const char *name)
{
	return getKeyJsonValueFromContainer(&fields->root, name, strlen(name), NULL);
}

/*
 * The new entry that the fields make up.  Left out ones have their defaults, but only where
 * the register reads them: a default of the user's own column may take a number from a
 * sequence, which nobody asked for and a standby cannot do.
 */
static Entry *
read_entry(TableId table, Relation relation, Jsonb *fields)
{
	TupleDesc descriptor = RelationGetDescr(relation);
	Datum *values = palloc0(descriptor->natts * sizeof(Datum));
	bool *nulls = palloc(descriptor->natts * sizeof(bool));
	int attribute;
	int column;

	for (attribute = 0; attribute < descriptor->natts; attribute++)
	{
		Form_pg_attribute form = TupleDescAttr(descriptor, attribute);
		JsonbValue *field;
		char *value;

		nulls[attribute] = true;
		if (form->attisdropped)
			continue;
		field = find_field(fields, NameStr(form->attname));
		if (field != NULL && (value = field_text(field, form->atttypid)) != NULL)
		{
			values[attribute] = read_value(form, value);
			nulls[attribute] = false;
		}
	}
	for (column = 0; column < register_tables[table].column_count; column++)
	{
		attribute = attribute_of_column(table, column) - 1;
		if (find_field(fields, register_tables[table].columns[column].name) == NULL)
			values[attribute] = default_value(relation, attribute, &nulls[attribute]);
	}
	return entry_from_tuple(table, heap_form_tuple(descriptor, values, nulls), descriptor);
}

/* Takes over from the standing entry what the fields leave out. */
static void
keep_left_out(Entry *new_entry, Entry *old_entry, Jsonb *fields)
{
	const Table *table = &register_tables[new_entry->table];
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (find_field(fields, table->columns[column].name) == NULL)
			copy_field(new_entry, old_entry, column);
	}
	if (find_field(fields, "recorded_at") == NULL)
		new_entry->recorded_at = old_entry->recorded_at;
	if (find_field(fields, "recorded_by") == NULL)
		new_entry->recorded_by = old_entry->recorded_by;
}

/* ---- what the asker may write ---- */

/* The row of the standing entry as the fields would change it. */
static HeapTuple
changed_row(Relation relation, const Entry *new_entry, const Entry *old_entry, Jsonb *fields)
{
	TupleDesc descriptor = RelationGetDescr(relation);
	Datum *values = palloc(descriptor->natts * sizeof(Datum));
	bool *nulls = palloc(descriptor->natts * sizeof(bool));
	bool *given = palloc(descriptor->natts * sizeof(bool));
	int attribute;

	heap_deform_tuple(new_entry->row, descriptor, values, nulls);
	for (attribute = 0; attribute < descriptor->natts; attribute++)
		given[attribute] = find_field(fields, NameStr(TupleDescAttr(descriptor, attribute)->attname)) != NULL;
	return heap_modify_tuple(old_entry->row, descriptor, values, nulls, given);
}

/* Whether a field is of the key, which tells an entry that stands and does not change it. */
static bool
is_key_field(TableId table, const char *name)
{
	int column;

	for (column = 0; column < register_tables[table].key_count; column++)
	{
		if (strcmp(register_tables[table].columns[column].name, name) == 0)
			return true;
	}
	return false;
}

/*
 * An answer tells of what stands in the register, so it is for who may write the entry: with
 * the privilege on the table, or on every column that is given.
 */
static void
require_privilege(Relation relation, TableId table, Jsonb *fields, const Entry *old_entry)
{
	AclMode privilege = old_entry == NULL ? ACL_INSERT : ACL_UPDATE;
	TupleDesc descriptor = RelationGetDescr(relation);
	Oid oid = RelationGetRelid(relation);
	int attribute;

	if (pg_class_aclcheck(oid, GetUserId(), privilege) == ACLCHECK_OK)
		return;
	require_access(oid, privilege);
	for (attribute = 0; attribute < descriptor->natts; attribute++)
	{
		const char *name = NameStr(TupleDescAttr(descriptor, attribute)->attname);

		if (find_field(fields, name) == NULL || (old_entry != NULL && is_key_field(table, name)))
			continue;
		if (pg_attribute_aclcheck(oid, attribute + 1, GetUserId(), privilege) != ACLCHECK_OK)
			aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(relation));
	}
}

/* As the write would be, it is turned away where row-level security hides the entry. */
static void
require_own_entry(Relation relation, const Entry *new_entry, const Entry *old_entry, Jsonb *fields)
{
	if (old_entry == NULL
			? row_is_allowed(relation, new_entry->row, TO_ENTER, true)
			: row_is_allowed(relation, old_entry->row, TO_CHANGE, false) &&
				  row_is_allowed(relation, changed_row(relation, new_entry, old_entry, fields), TO_CHANGE, true))
		return;
	refuse_hidden_row(relation);
}

/* ---- the answer ---- */

/* All that was found wrong by one rule, a line each. */
static char *
lines_of_rule(const Judgement *judgement, const Rule *rule)
{
	StringInfoData lines;
	Finding *finding;

	initStringInfo(&lines);
	foreach_entry (Finding, finding, judgement->findings)
	{
		if (finding->rule == rule)
			appendStringInfo(&lines, "%s%s", lines.len > 0 ? "\n" : "", finding_line(finding));
	}
	return lines.data;
}

/* One row a broken rule, then one a rule that was met. */
static void
put_verdicts(RowSink *sink, const Judgement *judgement)
{
	const Rule *previous = NULL;
	Finding *finding;
	Rule *rule;

	foreach_entry (Finding, finding, judgement->findings)
	{
		const char *row[] = {psprintf(RULE_PREFIX "%s", finding->rule->name), "failed",
							 lines_of_rule(judgement, finding->rule), finding->hint};

		/* What one rule finds stands together. */
		if (finding->rule != previous)
			put_row(sink, row, lengthof(row));
		previous = finding->rule;
	}
	foreach_entry (Rule, rule, judgement->passed)
	{
		const char *row[] = {psprintf(RULE_PREFIX "%s", rule->name), "passed", rule->sentence, NULL};

		put_row(sink, row, lengthof(row));
	}
}

/*
 * Judges as a write would be: an entry of a wrong form by all rules, then a duplicate, which
 * the index finds first, and else the whole by the register.
 */
static void
judge_as_written(Judgement *judgement)
{
	evaluate(judgement, FORM);
	if (judgement->findings != NIL)
	{
		evaluate(judgement, FORM | REGISTER | DUPLICATE);
		return;
	}
	evaluate(judgement, DUPLICATE);
	if (judgement->findings == NIL)
		evaluate(judgement, FORM | REGISTER);
}

static void
require_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	if (PG_ARGISNULL(argument))
		ereport(ERROR, errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("argument \"%s\" must not be null", name));
}

/*
 * secretxfer.check_entry(table, entry) - judges an entry without writing it
 *
 * Returns a row for every rule that recording the entry now would meet: its name, whether it
 * passed, what is wrong and the next lawful step.  What waits for COMMIT is not foretold.
 */
Datum
secretxfer_check_entry(PG_FUNCTION_ARGS)
{
	Relation relation;
	TableId table;
	Jsonb *fields;
	Entry *old_entry;
	Entry *new_entry;
	Judgement judgement;

	require_argument(fcinfo, 0, "table");
	require_argument(fcinfo, 1, "entry");
	if (get_rel_name(PG_GETARG_OID(0)) == NULL)
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_TABLE),
				errmsg("relation with OID %u does not exist", PG_GETARG_OID(0)));
	relation = relation_open(PG_GETARG_OID(0), AccessShareLock);
	table = table_of_relation(relation);
	if (table == TABLE_COUNT)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("relation \"%s\" is not a table of the register", RelationGetRelationName(relation)),
				errhint("Name a table of schema secretxfer, such as secretxfer.requests."));
	require_access(RelationGetRelid(relation), ACL_INSERT | ACL_UPDATE);
	fields = PG_GETARG_JSONB_P(1);
	if (!JB_ROOT_IS_OBJECT(fields))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("entry must be a JSON object"),
				errhint("Give an object with a field for each column."));
	require_known_fields(fields, relation);
	new_entry = read_entry(table, relation, fields);
	old_entry = find_by_key(new_entry, ROW_LOCK_NONE);
	/* What is hidden stands in the way of a new entry, as it would in the unique index. */
	if (old_entry != NULL && !row_is_allowed(relation, old_entry->row, TO_SEE, false))
		old_entry = NULL;
	require_privilege(relation, table, fields, old_entry);
	require_own_entry(relation, new_entry, old_entry, fields);
	if (old_entry != NULL)
		keep_left_out(new_entry, old_entry, fields);
	require_own_fields(relation, old_entry, new_entry);
	relation_close(relation, NoLock);

	complete_entry(old_entry, new_entry, true);
	begin_judgement(&judgement, table, old_entry, new_entry, true);
	judgement.stamps_changed = old_entry != NULL && stamps_differ(old_entry, new_entry);
	judge_as_written(&judgement);
	put_verdicts(begin_rows(fcinfo), &judgement);
	return (Datum) 0;
}
