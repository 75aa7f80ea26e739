/*
 * tables.c
 *		Descriptions of the register's tables, and functions for entries of any table.
 *
 * The descriptions follow from the lists in tables.h; no function here names a table.
 */
#include "prelude.h"

#include "catalog/pg_collation_d.h"
#include "mb/pg_wchar.h"
#include "utils/fmgrprotos.h"

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

/* Whether the entries of a table belong to a case. The first column of such a table is the number of the case. */
bool
belongs_to_case(TableId table)
{
	return IS_ON(CASE_TABLES, table);
}

/* Whether the entry has a value, not null, in a column. */
bool
is_stated(const Entry *entry, int column)
{
	return (entry->stated & (UINT32_C(1) << column)) != 0;
}

/* Ranges of Unicode characters that are invisible: white space, controls, joiners, fillers and tags. */
static const pg_wchar invisible_ranges[][2] = {
	{0x0000, 0x0020}, {0x007F, 0x00A0},   {0x00AD, 0x00AD},  {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},
	{0x1680, 0x1680}, {0x17B4, 0x17B5},   {0x180B, 0x180F},  {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
	{0x2800, 0x2800}, {0x3000, 0x3000},   {0x3164, 0x3164},  {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
	{0xFFF9, 0xFFFB}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

/*
 * Whether a character is invisible. A no-break space or a joiner fills a field no more than a plain space does; within
 * a number it would make two different numbers look the same. Only UTF-8 databases can contain the multibyte characters
 * of the list.
 */
static bool
is_invisible(const char *character, int length)
{
	pg_wchar code = (unsigned char) *character;
	int at;

	if (length > 1)
	{
		if (GetDatabaseEncoding() != PG_UTF8)
			return false;
		code = utf8_to_unicode((const unsigned char *) character);
	}
	else if (code > 0x7F)
		return false; /* a letter of a one-byte encoding */
	for (at = 0; at < lengthof(invisible_ranges); at++)
	{
		if (code >= invisible_ranges[at][0] && code <= invisible_ranges[at][1])
			return true;
	}
	return false;
}

/* Whether a text is NULL or has only invisible characters: such a text states nothing. */
bool
is_blank(const text *value)
{
	text *plain;
	const char *at;
	const char *end;

	if (value == NULL)
		return true;
	plain = pg_detoast_datum_packed(unconstify(text *, value));
	at = VARDATA_ANY(plain);
	end = at + VARSIZE_ANY_EXHDR(plain);
	while (at < end)
	{
		int length = Min(pg_mblen(at), end - at);

		if (!is_invisible(at, length))
			return false;
		at += length;
	}
	return true;
}

/*
 * Whether a text has hidden characters: white space at its start or end, or within it an invisible character other than
 * a plain space.
 */
bool
has_hidden_characters(const text *value)
{
	text *plain = pg_detoast_datum_packed(unconstify(text *, value));
	const char *start = VARDATA_ANY(plain);
	const char *end = start + VARSIZE_ANY_EXHDR(plain);
	const char *at = start;

	while (at < end)
	{
		int length = Min(pg_mblen(at), end - at);

		if (is_invisible(at, length) && (*at != ' ' || at == start || at + 1 == end))
			return true;
		at += length;
	}
	return false;
}

/* Whether two texts are the same byte for byte, as in the "C" collation of the keys. Two NULL texts are the same. */
bool
same_text(const text *a, const text *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return DatumGetBool(DirectFunctionCall2Coll(texteq, C_COLLATION_OID, PointerGetDatum(a), PointerGetDatum(b)));
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

	for (column = 0; column < register_tables[a->table].key_count; column++)
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
