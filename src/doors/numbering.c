/*
 * numbering.c
 *		Numbers the entries of a register of version 1.0, while their tables are rewritten.
 *
 * An UPDATE of all rows would write each row, and each of its index entries, once more beside the old one. ALTER TABLE
 * rewrites a table and then builds its indexes in one go, but its expressions read nothing but the old row. So the
 * numbers are computed before (number_entries() in sql/extension/35_from_1_0.sql), by the place of each row, and this
 * function looks the numbers up.
 *
 * Relies on ALTER TABLE giving the ctid of the old row to the expression of USING, tested by test/t/097_from_1_0.pl.
 */
#include "prelude.h"

#include "executor/spi.h"
#include "storage/itemptr.h"

PG_FUNCTION_INFO_V1(secretxfer_number_of_entry);

#define FETCHED_AT_ONCE 10000

typedef struct NumberedRow
{
	ItemPointerData place;
	int64 number;
} NumberedRow;

/* The numbers of the rows of one table, in the order of the rows. */
typedef struct Numbers
{
	int64 count;
	int64 next; /* the row that is asked for next, if the rows are asked for in their order */
	NumberedRow *rows;
} Numbers;

/* Reads the numbers of the rows of a table. They live as long as the expression that asks for them. */
static Numbers *
read_numbers(Oid table, MemoryContext context)
{
	Numbers *numbers = MemoryContextAllocZero(context, sizeof(Numbers));
	Oid types[] = {OIDOID};
	Datum values[] = {ObjectIdGetDatum(table)};
	int64 capacity = 0;
	Portal cursor;

	SPI_connect();
	cursor = SPI_cursor_open_with_args(NULL,
									   "SELECT place, entry_id FROM " SCHEMA_NAME ".entries_of_1_0 WHERE of_table "
									   "OPERATOR(pg_catalog.=) $1 ORDER BY place",
									   lengthof(types), types, values, NULL, false, 0);
	do
	{
		uint64 row;

		SPI_cursor_fetch(cursor, true, FETCHED_AT_ONCE);
		if (numbers->count + SPI_processed > capacity)
		{
			capacity = 2 * capacity + FETCHED_AT_ONCE;
			numbers->rows = numbers->rows == NULL ? MemoryContextAllocHuge(context, capacity * sizeof(NumberedRow))
												  : repalloc_huge(numbers->rows, capacity * sizeof(NumberedRow));
		}
		for (row = 0; row < SPI_processed; row++)
		{
			NumberedRow *numbered = &numbers->rows[numbers->count++];
			bool null;

			numbered->place =
				*(ItemPointer) DatumGetPointer(SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1, &null));
			numbered->number = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 2, &null));
		}
		SPI_freetuptable(SPI_tuptable);
	} while (SPI_processed > 0);
	SPI_cursor_close(cursor);
	SPI_finish();
	return numbers;
}

static int
compare_places(const void *a, const void *b)
{
	return ItemPointerCompare((ItemPointer) & ((const NumberedRow *) a)->place,
							  (ItemPointer) & ((const NumberedRow *) b)->place);
}

/*
 * secretxfer.number_of_entry(table, ctid) - the number that was computed for a row
 *
 * Above READ COMMITTED a row may be missing: another session recorded the entry after the snapshot was taken, and
 * before the table was locked.
 */
Datum
secretxfer_number_of_entry(PG_FUNCTION_ARGS)
{
	Numbers *numbers = fcinfo->flinfo->fn_extra;
	NumberedRow wanted = {.place = *(ItemPointer) PG_GETARG_POINTER(1)};
	NumberedRow *row;

	if (numbers == NULL)
		fcinfo->flinfo->fn_extra = numbers = read_numbers(PG_GETARG_OID(0), fcinfo->flinfo->fn_mcxt);
	if (numbers->next < numbers->count && compare_places(&numbers->rows[numbers->next], &wanted) == 0)
		row = &numbers->rows[numbers->next];
	else
		row = bsearch(&wanted, numbers->rows, numbers->count, sizeof(NumberedRow), compare_places);
	if (row == NULL)
		ereport(ERROR, errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				errmsg("could not serialize access due to a concurrent entry"),
				errhint("%s", translated("The transaction might succeed if retried.")));
	numbers->next = row - numbers->rows + 1;
	PG_RETURN_INT64(row->number);
}
