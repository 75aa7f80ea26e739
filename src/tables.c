/*
 * tables.c
 *		Descriptions of the register's tables, and what can be said of any entry.
 *
 * The descriptions follow from the lists in tables.h; nothing here names a table.
 */
#include "secretxfer.h"

#include "catalog/pg_collation_d.h"
#include "mb/pg_wchar.h"
#include "utils/fmgrprotos.h"

#define DESCRIPTION(table, type, column, flags) \
	{#column, COLUMN_##type, flags, offsetof(table##_entry, column)},
#define COLUMNS(table, entry) \
	static const Column table##_columns[] = {TABLE_##table(DESCRIPTION)};
ALL_TABLES(COLUMNS)

#define COUNT_KEY(table, type, column, flags) +(((flags) &KEY) != 0)
#define TABLE_DESCRIPTION(table, entry)                                          \
	{#table, sizeof(entry), lengthof(table##_columns), TABLE_##table(COUNT_KEY), \
	 table##_columns},
const Table register_tables[TABLE_COUNT] = {ALL_TABLES(TABLE_DESCRIPTION)};

/* Whether entries of a table belong to a case: their first column is its number then. */
bool
belongs_to_case(TableId table)
{
	return table != TABLE_cases &&
		   strcmp(register_tables[table].columns[0].name, "case_no") == 0;
}

/* Whether the entry states a value, not null, in the column. */
bool
is_stated(const Entry *entry, int column)
{
	return (entry->stated & (UINT32_C(1) << column)) != 0;
}

/*
 * Whether a character is white space: a no-break or an ideographic space fills a field no
 * more than a plain one does.  Only UTF-8 databases can hold the wide ones.
 */
static bool
is_space(const char *character, int length)
{
	pg_wchar code;

	if (length == 1)
		return *character == ' ' || (*character >= '\t' && *character <= '\r');
	if (GetDatabaseEncoding() != PG_UTF8)
		return false;
	code = utf8_to_unicode((const unsigned char *) character);
	return code == 0x0085 || code == 0x00A0 || code == 0x1680 ||
		   (code >= 0x2000 && code <= 0x200F) || code == 0x2028 || code == 0x2029 ||
		   code == 0x202F || code == 0x205F || code == 0x2060 || code == 0x3000 ||
		   code == 0xFEFF;
}

/* Whether a text is missing or consists of white space: such a text states nothing. */
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

		if (!is_space(at, length))
			return false;
		at += length;
	}
	return true;
}

/* Whether a text has white space before its first or after its last character. */
bool
has_blanks_around(const text *value)
{
	text *plain = pg_detoast_datum_packed(unconstify(text *, value));
	const char *at = VARDATA_ANY(plain);
	const char *end = at + VARSIZE_ANY_EXHDR(plain);
	bool space = true;
	bool first = true;

	while (at < end)
	{
		int length = Min(pg_mblen(at), end - at);

		space = is_space(at, length);
		if (first && space)
			return true;
		first = false;
		at += length;
	}
	return space;
}

/* Byte for byte, as the "C" collation of the keys has it; two missing texts are the same. */
bool
same_text(const text *a, const text *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return DatumGetBool(DirectFunctionCall2Coll(texteq, C_COLLATION_OID,
												PointerGetDatum(a), PointerGetDatum(b)));
}

/* Whether two entries of one table agree in a column. */
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
			return DatumGetBool(DirectFunctionCall2(
				numeric_eq, NumericGetDatum(FIELD(a, column, Numeric)),
				NumericGetDatum(FIELD(b, column, Numeric))));
		case COLUMN_INTEGERS:
		{
			ArrayType *left =
				DatumGetArrayTypeP(PointerGetDatum(FIELD(a, column, ArrayType *)));
			ArrayType *right =
				DatumGetArrayTypeP(PointerGetDatum(FIELD(b, column, ArrayType *)));

			return VARSIZE(left) == VARSIZE(right) &&
				   memcmp(left, right, VARSIZE(left)) == 0;
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

/* Takes a column's value over from another entry of the same table. */
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
