/*
 * values.c
 *		Reads values that come as texts: from the fields of check_entry(), from the staging table of import_entries().
 */
#include "prelude.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "parser/scansup.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "doors/values.h"
#include "register/tables.h"

/* A value that is being read: the name of its column, and the type. */
typedef struct Reading
{
	const char *column;
	ColumnType type;
} Reading;

/* The type of a value list, looked up before a value is read: after an error no catalog may be read. */
static ColumnType
type_of_list(Oid type)
{
	HeapTuple row = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
	ColumnType list;

	if (!HeapTupleIsValid(row))
		elog(ERROR, "cache lookup failed for type %u", type);
	list = value_list_named(NameStr(((Form_pg_type) GETSTRUCT(row))->typname));
	ReleaseSysCache(row);
	return list;
}

static ColumnType
type_of_column(Form_pg_attribute attribute)
{
	switch (attribute->atttypid)
	{
		case DATEOID:
			return COLUMN_DATE;
		case INT4OID:
			return COLUMN_INTEGER;
		case INT8OID:
			return COLUMN_BIG;
		case NUMERICOID:
			return COLUMN_NUMBER;
		case BOOLOID:
			return COLUMN_FLAG;
		case INT4ARRAYOID:
			return COLUMN_INTEGERS;
		case TEXTOID:
			return COLUMN_TEXT;
		default:
			return type_of_list(attribute->atttypid);
	}
}

/* Tells of a value that cannot be read by its column and the form of its type, and not by the value. */
pg_noreturn static void
refuse_value(int code, const Reading *reading)
{
	error_context_stack = NULL;
	ereport(ERROR, errcode(code), errmsg("invalid value for column \"%s\"", reading->column),
			errhint("%s", expected_form(reading->type)), err_generic_string(PG_DIAG_COLUMN_NAME, reading->column),
			errhidestmt(true));
}

/*
 * Replaces the error of an input function, because that error shows the text that could not be read. arg is the
 * Reading.
 *
 * Relies on an error context callback being allowed to raise another error while a report is built, tested by
 * test/sql/no_leaks.sql.
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
	if (is_error)
		refuse_value(code, arg);
}

/* Whether a text is a date as ISO 8601 writes it: what date_out() would write under DateStyle ISO. */
static bool
is_iso_date(const char *value, DateADT date)
{
	char iso[MAXDATELEN + 1];
	struct pg_tm tm = {0};

	if (DATE_NOT_FINITE(date))
		EncodeSpecialDate(date, iso);
	else
	{
		j2date(date + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
		EncodeDateOnly(&tm, USE_ISO_DATES, iso);
	}
	while (scanner_isspace(*value))
		value++;
	return pg_strncasecmp(value, iso, strlen(iso)) == 0 &&
		   strspn(value + strlen(iso), " \t\n\r\f\v") == strlen(value) - strlen(iso);
}

/*
 * Reads a value with the input function of the type of its attribute. A date is read in one form only, whatever
 * DateStyle says: 03.04.2026 is two days, and the setting of a client must not decide which.
 */
Datum
read_value(Form_pg_attribute attribute, char *value)
{
	Reading reading = {NameStr(attribute->attname), type_of_column(attribute)};
	ErrorContextCallback callback = {error_context_stack, report_unreadable_value, &reading};
	Oid function;
	Oid parameter;
	Datum result;

	getTypeInputInfo(attribute->atttypid, &function, &parameter);
	error_context_stack = &callback;
	result = OidInputFunctionCall(function, value, parameter, attribute->atttypmod);
	error_context_stack = callback.previous;
	if (attribute->atttypid == DATEOID && !is_iso_date(value, DatumGetDateADT(result)))
		refuse_value(ERRCODE_INVALID_DATETIME_FORMAT, &reading);
	return result;
}
