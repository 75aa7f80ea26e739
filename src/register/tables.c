/*
 * tables.c
 *		Descriptions of the register's tables, and functions for entries of any table.
 *
 * The descriptions follow from the lists in tables.h; no function here names a table.
 */
#include "prelude.h"

#include "lib/stringinfo.h"
#include "nodes/value.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "register/tables.h"

#define DESCRIPTION(table, type, column, flags) {#column, COLUMN_##type, flags, offsetof(table##_entry, column)},
#define COLUMNS(table, entry)                   static const Column table##_columns[] = {TABLE_##table(DESCRIPTION)};
ALL_TABLES(COLUMNS)

#define COUNT_KEY(table, type, column, flags) +(((flags) &KEY) != 0)
#define TABLE_DESCRIPTION(table, entry) \
	{#table, sizeof(entry), lengthof(table##_columns), TABLE_##table(COUNT_KEY), table##_columns},
const Table register_tables[TABLE_COUNT] = {ALL_TABLES(TABLE_DESCRIPTION)};

/* Arrays have an element for each column of any table; sets of columns and sets of tables have a bit for each. */
#define ASSERT_SIZES(table, entry)                                                                         \
	StaticAssertDecl(lengthof(table##_columns) <= MAX_COLUMNS, "MAX_COLUMNS is less than " #table " has"); \
	StaticAssertDecl(0 TABLE_##table(COUNT_KEY) <= MAX_KEY_COLUMNS, "MAX_KEY_COLUMNS is less than the key of " #table);
ALL_TABLES(ASSERT_SIZES)
StaticAssertDecl(MAX_COLUMNS <= 32, "sets of columns have 32 bits");
StaticAssertDecl(TABLE_COUNT <= 32, "sets of tables have 32 bits");

/*
 * Returns the labels of a column's value list in the order of its SQL type, followed by NULL. Returns NULL for other
 * types.
 */
const char *const *
value_list(ColumnType type)
{
#define LABEL(value, label) label,
#define LABELS(list, type)  static const char *const labels_##list[] = {VALUES_##list(LABEL) NULL};
	ALL_VALUE_LISTS(LABELS)
#define LABELS_OF_TYPE(list, type) [COLUMN_##list] = labels_##list,
	static const char *const *const lists[COLUMN_TYPE_COUNT] = {ALL_VALUE_LISTS(LABELS_OF_TYPE)};

	return lists[type];
}

/*
 * The type of the value list whose SQL type a text begins with; COLUMN_TYPE_COUNT if the text begins with the name of
 * none.
 */
ColumnType
value_list_named(const char *text)
{
	static const struct
	{
		const char *name; /* in capitals */
		ColumnType type;
	} lists[] = {
#define NAME_OF_LIST(list, type) {#list, COLUMN_##list},
		ALL_VALUE_LISTS(NAME_OF_LIST)};
	int at;

	for (at = 0; at < lengthof(lists); at++)
	{
		size_t length = strlen(lists[at].name);

		if (pg_strncasecmp(text, lists[at].name, length) == 0 && !isalnum((unsigned char) text[length]) &&
			text[length] != '_')
			return lists[at].type;
	}
	return COLUMN_TYPE_COUNT;
}

/* How a value of a type is written, for clients whose value cannot be read. COLUMN_TYPE_COUNT is a type of others. */
const char *
expected_form(ColumnType type)
{
	const char *const *labels;
	StringInfoData values;

	switch (type)
	{
		case COLUMN_DATE:
			return translated("Write the date as YYYY-MM-DD.");
		case COLUMN_INTEGER:
		case COLUMN_BIG:
			return translated("Write the number as digits, without blanks.");
		case COLUMN_NUMBER:
			return translated("Write the number as digits, without blanks, with a point before the fraction.");
		case COLUMN_FLAG:
			return translated("Write true or false.");
		case COLUMN_INTEGERS:
			return translated("Write whole numbers in braces, such as {1,2}.");
		case COLUMN_TEXT:
		case COLUMN_TYPE_COUNT:
			return translated("Write the value as the type of the column demands.");
		default:
			break;
	}
	initStringInfo(&values);
	for (labels = value_list(type); *labels != NULL; labels++)
		appendStringInfo(&values, "%s%s", values.len > 0 ? ", " : "", *labels);
	return psprintf(translated("The values are: %s."), values.data);
}

/* The table of a name; TABLE_COUNT if the name, which may be NULL, is of no table of the register. */
TableId
table_of_name(const char *name)
{
	int table = 0;

	while (table < TABLE_COUNT && (name == NULL || strcmp(register_tables[table].name, name) != 0))
		table++;
	return table;
}

/* Marks one field of an entry as not stated. The other fields are zero from the start: no text, no number, false. */
static void
clear_field(Entry *entry, int column)
{
	ColumnType type = register_tables[entry->table].columns[column].type;

	if (type == COLUMN_DATE)
		FIELD(entry, column, DateADT) = NO_DATE;
	else if (value_list(type) != NULL)
		FIELD(entry, column, int) = UNSTATED;
}

/* A new entry that states nothing; a copy of one that is made once in a session for each table. */
Entry *
blank_entry(TableId table)
{
	static Entry *blank[TABLE_COUNT];
	size_t size = register_tables[table].entry_size;
	int column;

	if (blank[table] == NULL)
	{
		blank[table] = MemoryContextAllocZero(TopMemoryContext, size);
		blank[table]->table = table;
		for (column = 0; column < register_tables[table].column_count; column++)
			clear_field(blank[table], column);
	}
	return memcpy(palloc(size), blank[table], size);
}

/* The number of an entry in the whole register: entry_id, the last column of every table. */
int64
number_of_entry(const Entry *entry)
{
	return FIELD(entry, register_tables[entry->table].column_count - 1, int64);
}

/* Whether a column is part of the natural key. */
bool
is_of_key(TableId table, int column)
{
	return (register_tables[table].columns[column].flags & (KEY | NULLABLE)) != 0;
}

/* Returns names (String nodes) in one text, with a separator between each two; NULL if there are none. */
char *
joined(const List *names, const char *separator)
{
	StringInfoData text;
	int at;

	if (names == NIL)
		return NULL;
	initStringInfo(&text);
	for (at = 0; at < list_length(names); at++)
		appendStringInfo(&text, "%s%s", at > 0 ? separator : "", strVal(list_nth(names, at)));
	return text.data;
}

/*
 * Whether two texts are the same byte for byte, as in the "C" collation of the keys. Two NULL texts are the same.
 *
 * Asked hundreds of times in the life of a case, so not by texteq().
 */
bool
same_text(const text *a, const text *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	/* Most texts are as short ones stand in a row: one byte of length, then the text. */
	if (VARATT_IS_SHORT(a) && VARATT_IS_SHORT(b) && !VARATT_IS_EXTERNAL(a) && !VARATT_IS_EXTERNAL(b))
		return VARSIZE_SHORT(a) == VARSIZE_SHORT(b) && memcmp(a, b, VARSIZE_SHORT(a)) == 0;
	if (VARATT_IS_COMPRESSED(a) || VARATT_IS_EXTERNAL(a))
		a = pg_detoast_datum_packed(unconstify(text *, a));
	if (VARATT_IS_COMPRESSED(b) || VARATT_IS_EXTERNAL(b))
		b = pg_detoast_datum_packed(unconstify(text *, b));
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		   memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

/* A copy of a text in the current memory context, with as short a header as the text has. */
text *
copy_of_text(const text *words)
{
	text *packed = pg_detoast_datum_packed(unconstify(text *, words));

	return memcpy(palloc(VARSIZE_ANY(packed)), packed, VARSIZE_ANY(packed));
}

/* Whether two entries of one table have the same value, or both none, in a column. */
bool
same_value(const Entry *a, const Entry *b, int column)
{
	if (!is_stated(a, column) || !is_stated(b, column))
		return is_stated(a, column) == is_stated(b, column);

	switch (register_tables[a->table].columns[column].type)
	{
		case COLUMN_TEXT:
			return same_text(FIELD(a, column, text *), FIELD(b, column, text *));
		case COLUMN_NUMBER:
			return DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(FIELD(a, column, Numeric)),
													NumericGetDatum(FIELD(b, column, Numeric))));
		case COLUMN_INTEGERS:
		{
			ArrayType *left = DatumGetArrayTypeP(PointerGetDatum(FIELD(a, column, ArrayType *)));
			ArrayType *right = DatumGetArrayTypeP(PointerGetDatum(FIELD(b, column, ArrayType *)));

			return VARSIZE(left) == VARSIZE(right) && memcmp(left, right, VARSIZE(left)) == 0;
		}
		case COLUMN_FLAG:
			return FIELD(a, column, bool) == FIELD(b, column, bool);
		case COLUMN_BIG:
			return FIELD(a, column, int64) == FIELD(b, column, int64);
		default: /* dates, integers and the value lists */
			return FIELD(a, column, int32) == FIELD(b, column, int32);
	}
}

/* Whether two entries of one table have the same key. */
bool
same_key(const Entry *a, const Entry *b)
{
	int column;

	for (column = 0; column < register_tables[a->table].column_count && is_of_key(a->table, column); column++)
	{
		if (!same_value(a, b, column))
			return false;
	}
	return true;
}

/* Copies the value of a column from another entry of the same table. */
void
copy_field(Entry *to, const Entry *from, int column)
{
	uint32 bit = UINT32_C(1) << column;

	switch (register_tables[to->table].columns[column].type)
	{
		case COLUMN_TEXT:
		case COLUMN_NUMBER:
		case COLUMN_INTEGERS:
			FIELD(to, column, void *) = FIELD(from, column, void *);
			break;
		case COLUMN_FLAG:
			FIELD(to, column, bool) = FIELD(from, column, bool);
			break;
		case COLUMN_BIG:
			FIELD(to, column, int64) = FIELD(from, column, int64);
			break;
		default: /* dates, integers and the value lists */
			FIELD(to, column, int32) = FIELD(from, column, int32);
			break;
	}
	to->stated = (to->stated & ~bit) | (from->stated & bit);
}
