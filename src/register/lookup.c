/*
 * lookup.c
 *		What is asked of the tables, put together value by value.
 */
#include "prelude.h"

#include "register/lookup.h"

static void
where_value(Lookup *lookup, int column, Datum value)
{
	Assert(lookup->count < MAX_KEY_COLUMNS);
	lookup->columns[lookup->count] = column;
	lookup->values[lookup->count] = value;
	lookup->count++;
}

void
where_text(Lookup *lookup, int column, const text *value)
{
	lookup->nothing |= value == NULL;
	where_value(lookup, column, PointerGetDatum(value));
}

static void
where_date(Lookup *lookup, int column, DateADT value)
{
	lookup->nothing |= value == NO_DATE;
	where_value(lookup, column, DateADTGetDatum(value));
}

/* The column is a date in a period. No other column can be asked with it. */
void
where_in_period(Lookup *lookup, int column, DateADT first, DateADT last)
{
	Assert(lookup->count == 0);
	where_value(lookup, column, DateADTGetDatum(first));
	lookup->in_period = true;
	lookup->until = last;
}

void
where_big(Lookup *lookup, int column, int64 value)
{
	where_value(lookup, column, Int64GetDatum(value));
}

void
where_integer(Lookup *lookup, int column, int32 value)
{
	where_value(lookup, column, Int32GetDatum(value));
}

/*
 * Adds to a lookup: the column has the value that an entry states in one of its own columns of the same type.
 *
 * Returns false if the entry states nothing in that column; then the lookup finds nothing.
 */
bool
where_same(Lookup *lookup, int column, const Entry *entry, int entry_column)
{
	if (!is_stated(entry, entry_column))
	{
		lookup->nothing = true;
		return false;
	}
	switch (register_tables[entry->table].columns[entry_column].type)
	{
		case COLUMN_TEXT:
			where_text(lookup, column, FIELD(entry, entry_column, text *));
			return true;
		case COLUMN_BIG:
			where_big(lookup, column, FIELD(entry, entry_column, int64));
			return true;
		case COLUMN_DATE:
			where_date(lookup, column, FIELD(entry, entry_column, DateADT));
			return true;
		case COLUMN_INTEGER:
			where_integer(lookup, column, FIELD(entry, entry_column, int32));
			return true;
		default:
			elog(ERROR, "entries are not looked up by column \"%s\"",
				 register_tables[entry->table].columns[entry_column].name);
	}
	return false; /* keep compilers quiet */
}
