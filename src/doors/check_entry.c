/*
 * check_entry.c
 *		The dry run: which rules would a write of this entry meet now?
 *
 * Nothing is written, no row is locked, and no other session is waited for. The entry comes as jsonb, with a field for
 * each column, as a form has it. An entry whose key already exists counts as a change of the existing entry; columns
 * without a field stay as they are.
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

#include "doors/arguments.h"
#include "doors/attempts.h"
#include "doors/completion.h"
#include "doors/findings.h"
#include "doors/rows.h"
#include "doors/values.h"
#include "rules/evaluate.h"
#include "security/access.h"
#include "security/admissions.h"
#include "security/rectification.h"
#include "security/refusal.h"
#include "security/withheld.h"

PG_FUNCTION_INFO_V1(secretxfer_check_entry_1_1);

/* ---- reading the entry ---- */

/* The text of a field for an input function, or NULL for a JSON null. A JSON array becomes the text of an array. */
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

/* The default of a column, which an INSERT without this column writes. */
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

/* Raises an error for a field that is not a column: such a field is a typing error. */
static void
require_known_fields(Jsonb *fields, Relation relation)
{
	JsonbIterator *iterator = JsonbIteratorInit(&fields->root);
	JsonbIteratorToken token;
	JsonbValue value;
	bool inside = false;

	while ((token = JsonbIteratorNext(&iterator, &value, inside)) != WJB_DONE)
	{
		inside = true; /* skip the values of the fields */
		if (token == WJB_KEY &&
			get_attnum(RelationGetRelid(relation), pnstrdup(value.val.string.val, value.val.string.len)) <= 0)
			ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
					errmsg("entry has a field that is not a column of table \"%s\"", RelationGetRelationName(relation)),
					errhint("%s", translated("Name the fields as the table's columns.")), errhidestmt(true));
	}
}

static JsonbValue *
find_field(Jsonb *fields, const char *name)
{
	return getKeyJsonValueFromContainer(&fields->root, name, strlen(name), NULL);
}

/* The fields as they are read into the columns of a row. */
typedef struct ReadFields
{
	Relation relation;
	Jsonb *fields;
	Datum *values;
	bool *nulls;
	int attribute; /* which is read alone */
} ReadFields;

static void
read_field(ReadFields *read, int attribute)
{
	Form_pg_attribute form = TupleDescAttr(RelationGetDescr(read->relation), attribute);
	JsonbValue *field;
	char *value;

	read->nulls[attribute] = true;
	if (form->attisdropped)
		return;
	field = find_field(read->fields, NameStr(form->attname));
	if (field != NULL && (value = field_text(field, form->atttypid)) != NULL)
	{
		read->values[attribute] = read_value(form, value);
		read->nulls[attribute] = false;
	}
}

static void
try_field(void *arg)
{
	ReadFields *read = arg;

	read_field(read, read->attribute);
}

static void
try_fields(void *arg)
{
	ReadFields *read = arg;
	int attribute;

	for (attribute = 0; attribute < RelationGetDescr(read->relation)->natts; attribute++)
		read_field(read, attribute);
}

/* Runs a step, and returns what is wrong with a value; any other error goes on. */
static ErrorData *
attempt(ReadFields *read, Attempt step)
{
	ErrorData *error = run_in_subtransaction(step, read, true);

	if (error != NULL && !is_finding(error->sqlerrcode))
		ReThrowError(error);
	return error;
}

/* Returns one row for each value that cannot be read: a single read shows the first one only. */
static void
put_unreadable(RowSink *sink, ReadFields *read)
{
	TupleDesc descriptor = RelationGetDescr(read->relation);

	for (read->attribute = 0; read->attribute < descriptor->natts; read->attribute++)
	{
		ErrorData *error = attempt(read, try_field);

		if (error != NULL)
		{
			const char *name = NameStr(TupleDescAttr(descriptor, read->attribute)->attname);
			const char *row[] = {unpack_sql_state(error->sqlerrcode), "failed",
								 translated(N_("The value cannot be read.")), error->hint,
								 psprintf("{%s}", quote_identifier(name))};

			put_row(sink, row, lengthof(row));
		}
	}
}

/*
 * The new entry that the fields describe. Columns without a field get their defaults, but only the columns of the
 * register: a default of a user's own column may take a number from a sequence, which a dry run must not do and a
 * standby cannot do.
 *
 * Returns NULL if a value cannot be read, and puts one row for each such value. The rules are not asked then: they
 * would take the value for missing.
 */
static Entry *
read_entry(TableId table, Relation relation, Jsonb *fields, RowSink *sink)
{
	TupleDesc descriptor = RelationGetDescr(relation);
	ReadFields read = {relation, fields, palloc0(descriptor->natts * sizeof(Datum)),
					   palloc(descriptor->natts * sizeof(bool))};
	int column;

	if (attempt(&read, try_fields) != NULL)
	{
		put_unreadable(sink, &read);
		return NULL;
	}
	for (column = 0; column < register_tables[table].column_count; column++)
	{
		int attribute = attribute_of_column(table, column) - 1;

		if (find_field(fields, register_tables[table].columns[column].name) == NULL)
			read.values[attribute] = default_value(relation, attribute, &read.nulls[attribute]);
	}
	return entry_from_tuple(table, heap_form_tuple(descriptor, read.values, read.nulls), descriptor);
}

/* Copies from the existing entry the columns that have no field. */
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
}

/* ---- what the asker may write ---- */

/* The row of the existing entry as the fields would change it. */
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

/* Whether a field is part of the key. The key identifies an existing entry and does not change the entry. */
static bool
is_key_field(TableId table, const char *name)
{
	int column;

	for (column = 0; column < register_tables[table].column_count && is_of_key(table, column); column++)
	{
		if (strcmp(register_tables[table].columns[column].name, name) == 0)
			return true;
	}
	return false;
}

/*
 * Requires the privilege to write the entry, on the table or on every given column, because the answer tells about the
 * contents of the register. old_entry is NULL for a new entry.
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

/* Requires what row-level security requires of the write. */
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

/* What a broken rule says: it is set aside if all its findings are. */
static const char *
verdict_of_rule(const Judgement *judgement, const Rule *rule)
{
	Finding *finding;

	foreach_entry (Finding, finding, judgement->findings)
	{
		if (finding->rule == rule && !is_set_aside(judgement, finding))
			return "failed";
	}
	return "set_aside";
}

/* Returns one row for each broken rule, then one row for each rule that the entry meets. */
static void
put_verdicts(RowSink *sink, const Judgement *judgement)
{
	const Rule *previous = NULL;
	Finding *finding;
	Rule *rule;

	foreach_entry (Finding, finding, judgement->findings)
	{
		const char *row[] = {psprintf(RULE_PREFIX "%s", finding->rule->name), verdict_of_rule(judgement, finding->rule),
							 lines_of_rule(judgement->findings, finding->rule), finding->hint,
							 fields_of_rule(judgement->findings, finding->rule)};

		/* The findings of one rule stand together. */
		if (finding->rule != previous)
			put_row(sink, row, lengthof(row));
		previous = finding->rule;
	}
	foreach_entry (Rule, rule, judgement->passed)
	{
		const char *row[] = {psprintf(RULE_PREFIX "%s", rule->name), "passed", translated(rule->sentence), NULL, NULL};

		put_row(sink, row, lengthof(row));
	}
}

/*
 * Judges in the order of a write. An entry of a wrong form is judged by all rules at once, because the write is refused
 * before the row is stored. Otherwise a duplicate comes first, because the unique index finds a duplicate before the
 * AFTER ROW triggers run.
 */
static void
judge_as_written(Judgement *judgement)
{
	evaluate(judgement, FORM);
	if (judgement->findings != NIL)
	{
		evaluate(judgement, FORM | OTHER_ENTRIES | DUPLICATE);
		return;
	}
	evaluate(judgement, DUPLICATE);
	if (judgement->findings == NIL)
		evaluate(judgement, FORM | OTHER_ENTRIES);
}

/*
 * secretxfer.check_entry(table, entry) - judges an entry without writing the entry
 *
 * Returns a row for every rule that a write of the entry would meet now: the name of the rule, whether the entry meets
 * the rule, what is wrong, the next lawful step and the fields that this is about. Rules that are judged at COMMIT are
 * not included. If values cannot be read, a row for each of them, with the SQLSTATE in place of the rule.
 */
Datum
secretxfer_check_entry_1_1(PG_FUNCTION_ARGS)
{
	Relation relation;
	TableId table;
	Jsonb *fields;
	Entry *old_entry;
	Entry *new_entry;
	Judgement judgement;
	RowSink *sink;

	require_argument(fcinfo, 0, "table");
	require_argument(fcinfo, 1, "entry");
	relation = open_table_of_register(PG_GETARG_OID(0), &table);
	require_access(RelationGetRelid(relation), ACL_INSERT | ACL_UPDATE);
	require_present_version(table);
	fields = PG_GETARG_JSONB_P(1);
	if (!JB_ROOT_IS_OBJECT(fields))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("entry must be a JSON object"),
				errhint("%s", translated("Give an object with a field for each column.")));
	require_known_fields(fields, relation);
	sink = begin_rows(fcinfo);
	new_entry = read_entry(table, relation, fields, sink);
	if (new_entry == NULL)
	{
		relation_close(relation, NoLock);
		return (Datum) 0;
	}
	old_entry = find_by_key(new_entry, ROW_LOCK_NONE);
	/* A hidden entry is treated as a duplicate of a new entry, as the unique index would treat it. */
	if (old_entry != NULL && !row_is_allowed(relation, old_entry->row, TO_SEE, false))
		old_entry = NULL;
	require_privilege(relation, table, fields, old_entry);
	if (old_entry != NULL)
		keep_left_out(new_entry, old_entry, fields);
	complete_customer(old_entry, new_entry, RelationGetDescr(relation));
	require_own_entry(relation, new_entry, old_entry, fields);
	require_own_fields(relation, old_entry, new_entry,
					   old_entry == NULL ? new_entry->row : changed_row(relation, new_entry, old_entry, fields));
	relation_close(relation, NoLock);

	complete_entry(old_entry, new_entry, true);
	begin_judgement(&judgement, table, old_entry, new_entry, true);
	judge_as_written(&judgement);
	withhold_findings(&judgement);
	put_verdicts(sink, &judgement);
	return (Datum) 0;
}
