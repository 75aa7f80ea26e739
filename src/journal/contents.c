/*
 * contents.c
 *		What a line of the journal says of an entry: a JSON object of the register's own columns.
 *
 * The text is part of what the digests cover (docs/journal.md). So no setting of the session may change the text, and
 * no later version of PostgreSQL or of this extension: the JSON is written here, not by PostgreSQL's to_json().
 */
#include "prelude.h"

#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/datetime.h"
#include "utils/json.h"
#include "utils/timestamp.h"

#include "journal/contents.h"

/* Whether the journal remembers a column: not what follows from other entries, and not the number of the entry. */
bool
is_remembered(TableId table, int column)
{
	return column < register_tables[table].column_count - 1 &&
		   (register_tables[table].columns[column].flags & DERIVED) == 0;
}

/* A string without a character that JSON escapes. */
static void
write_quoted(StringInfo json, const char *words)
{
	appendStringInfoChar(json, '"');
	appendStringInfoString(json, words);
	appendStringInfoChar(json, '"');
}

static void
write_date(StringInfo json, DateADT date)
{
	char words[MAXDATELEN + 1];
	struct pg_tm day;

	if (DATE_NOT_FINITE(date))
		EncodeSpecialDate(date, words);
	else
	{
		j2date(date + POSTGRES_EPOCH_JDATE, &day.tm_year, &day.tm_mon, &day.tm_mday);
		EncodeDateOnly(&day, USE_ISO_DATES, words);
	}
	write_quoted(json, words);
}

/* Equal numbers are written alike (1.50 and 1.5). What JSON does not have as a number is written as a string. */
static void
write_number(StringInfo json, Numeric number)
{
	/* In a stored row the number may be packed. */
	const char *words = numeric_normalize(DatumGetNumeric(NumericGetDatum(number)));

	appendStringInfo(json, isdigit((unsigned char) words[strlen(words) - 1]) ? "%s" : "\"%s\"", words);
}

static void
write_integers(StringInfo json, ArrayType *array)
{
	Datum *elements;
	bool *nulls;
	int count;
	int at;

	deconstruct_array(DatumGetArrayTypeP(PointerGetDatum(array)), INT4OID, sizeof(int32), true, TYPALIGN_INT, &elements,
					  &nulls, &count);
	appendStringInfoChar(json, '[');
	for (at = 0; at < count; at++)
	{
		appendStringInfoString(json, at > 0 ? "," : "");
		if (nulls[at])
			appendStringInfoString(json, "null");
		else
			appendStringInfo(json, "%d", DatumGetInt32(elements[at]));
	}
	appendStringInfoChar(json, ']');
}

static void
write_integer(StringInfo json, int64 number)
{
	char digits[MAXINT8LEN + 1];

	pg_lltoa(number, digits);
	appendStringInfoString(json, digits);
}

static void
write_value(StringInfo json, const Entry *entry, int column)
{
	ColumnType type = register_tables[entry->table].columns[column].type;

	if (!is_stated(entry, column))
	{
		appendStringInfoString(json, "null");
		return;
	}
	switch (type)
	{
		case COLUMN_TEXT:
			escape_json(json, text_to_cstring(FIELD(entry, column, text *)));
			break;
		case COLUMN_NUMBER:
			write_number(json, FIELD(entry, column, Numeric));
			break;
		case COLUMN_INTEGERS:
			write_integers(json, FIELD(entry, column, ArrayType *));
			break;
		case COLUMN_DATE:
			write_date(json, FIELD(entry, column, DateADT));
			break;
		case COLUMN_FLAG:
			appendStringInfoString(json, FIELD(entry, column, bool) ? "true" : "false");
			break;
		case COLUMN_INTEGER:
			write_integer(json, FIELD(entry, column, int32));
			break;
		case COLUMN_BIG:
			write_integer(json, FIELD(entry, column, int64));
			break;
		default:
			escape_json(json, value_list(type)[FIELD(entry, column, int)]);
			break;
	}
}

static void
write_name(StringInfo json, TableId table, int column)
{
	if (json->len > 1)
		appendStringInfoChar(json, ',');
	write_quoted(json, register_tables[table].columns[column].name);
	appendStringInfoChar(json, ':');
}

/* In UTC, as PostgreSQL writes a time there with the date style ISO. */
static void
write_time(StringInfo json, TimestampTz time)
{
	char words[MAXDATELEN + 1];
	struct pg_tm moment;
	fsec_t fraction;

	if (TIMESTAMP_NOT_FINITE(time))
		EncodeSpecialTimestamp(time, words);
	else
	{
		if (timestamp2tm(time, NULL, &moment, &fraction, NULL, NULL) != 0)
			elog(ERROR, "timestamp out of range");
		moment.tm_isdst = 0; /* the zone is known */
		EncodeDateTime(&moment, fraction, true, 0, NULL, USE_ISO_DATES, words);
	}
	write_quoted(json, words);
}

/*
 * Who recorded the entry, and when, as the entry says. The line of its entering says nearly the same, but an entry that
 * was changed outside of the rules would not be compared with that line.
 */
static void
write_stamps(StringInfo json, const Entry *entry)
{
	appendStringInfoString(json, json->len > 1 ? ",\"recorded_at\":" : "\"recorded_at\":");
	write_time(json, entry->recorded_at);
	if (entry->recorded_by == NULL)
		return;
	appendStringInfoString(json, ",\"recorded_by\":");
	escape_json(json, NameStr(*entry->recorded_by));
}

/* All remembered columns of an entry that are not null, and who recorded the entry. */
char *
whole_entry(const Entry *entry)
{
	StringInfoData json;
	int column;

	initStringInfo(&json);
	appendStringInfoChar(&json, '{');
	for (column = 0; column < register_tables[entry->table].column_count; column++)
	{
		if (!is_remembered(entry->table, column) || !is_stated(entry, column))
			continue;
		write_name(&json, entry->table, column);
		write_value(&json, entry, column);
	}
	write_stamps(&json, entry);
	appendStringInfoChar(&json, '}');
	return json.data;
}

/* The remembered columns in which two versions of an entry differ, old and new. Returns NULL if there are none. */
char *
change_of_entry(const Entry *old_entry, const Entry *new_entry)
{
	StringInfoData json;
	int column;

	initStringInfo(&json);
	appendStringInfoChar(&json, '{');
	for (column = 0; column < register_tables[new_entry->table].column_count; column++)
	{
		if (!is_remembered(new_entry->table, column) || same_value(old_entry, new_entry, column))
			continue;
		write_name(&json, new_entry->table, column);
		appendStringInfoChar(&json, '[');
		write_value(&json, old_entry, column);
		appendStringInfoChar(&json, ',');
		write_value(&json, new_entry, column);
		appendStringInfoChar(&json, ']');
	}
	appendStringInfoChar(&json, '}');
	return json.len == 2 ? NULL : json.data;
}
