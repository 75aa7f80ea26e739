/*
 * rectified.c
 *		What the view breaches asks of the journal: what was put right, and which texts a document lacks.
 *
 * The view serves roles that read neither the journal nor texts. So the journal is read here, and only the names of
 * tables and columns and the numbers of entries are told, of entries that the current role sees.
 *
 * Relies on the index journal_rectified_idx (sql/register/12_journal.sql), which has only lines of rectifications.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "doors/rows.h"
#include "journal/line.h"
#include "register/storage.h"
#include "security/access.h"

PG_FUNCTION_INFO_V1(secretxfer_has_rectification);
PG_FUNCTION_INFO_V1(secretxfer_texts_not_in_document);

/* A scan of the lines that rectifications wrote into one chain, in the order of tables and entries. */
typedef struct Rectified
{
	Relation journal;
	Relation index;
	SysScanDesc scan;
} Rectified;

static Rectified
begin_rectified(int64 chain)
{
	Oid oid = get_relname_relid("journal_rectified_idx", get_namespace_oid(SCHEMA_NAME, false));
	Rectified lines = {open_journal(AccessShareLock)};
	ScanKeyData key;

	if (!OidIsValid(oid))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_OBJECT),
				errmsg("index \"%s.%s\" does not exist", SCHEMA_NAME, "journal_rectified_idx"),
				errhint("Create it with SELECT secretxfer.create_register()."));
	lines.index = index_open(oid, AccessShareLock);
	ScanKeyInit(&key, Anum_journal_chain, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(chain));
	lines.scan = systable_beginscan_ordered(lines.journal, lines.index, GetActiveSnapshot(), 1, &key);
	return lines;
}

static HeapTuple
next_rectified(const Rectified *lines)
{
	return systable_getnext_ordered(lines->scan, ForwardScanDirection);
}

static void
end_rectified(const Rectified *lines)
{
	systable_endscan_ordered(lines->scan);
	index_close(lines->index, NoLock);
	table_close(lines->journal, NoLock);
}

/*
 * secretxfer.has_rectification(chain) - whether a rectification wrote into a chain
 */
Datum
secretxfer_has_rectification(PG_FUNCTION_ARGS)
{
	Rectified lines = begin_rectified(PG_GETARG_INT64(0));
	bool found = next_rectified(&lines) != NULL;

	end_rectified(&lines);
	PG_RETURN_BOOL(found);
}

/* The entry that a line of the journal is about, if the entry stands and the current role sees the entry; else NULL. */
static Entry *
seen_entry(const char *table_name, int64 number)
{
	Relation relation;
	Lookup lookup;
	Entry *entry;
	int table = 0;

	while (table < TABLE_COUNT && strcmp(register_tables[table].name, table_name) != 0)
		table++;
	if (table == TABLE_COUNT)
		return NULL;
	lookup = look_in(table);
	where_big(&lookup, register_tables[table].column_count - 1, number);
	lookup.as_of = GetActiveSnapshot();
	entry = find_entry(&lookup, ROW_LOCK_NONE);
	relation = table_open(relation_of_table(table), AccessShareLock);
	if (entry != NULL && !row_is_allowed(relation, entry->row, TO_SEE, false))
		entry = NULL;
	table_close(relation, NoLock);
	return entry;
}

/* Returns a row for each column of an entry that has the fixed words. */
static void
put_texts_not_in_document(RowSink *sink, const Entry *entry)
{
	const Table *table = &register_tables[entry->table];
	text *words = cstring_to_text(NOT_IN_DOCUMENT);
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		const char *row[] = {table->name, psprintf(INT64_FORMAT, number_of_entry(entry)), table->columns[column].name};

		if (table->columns[column].type == COLUMN_TEXT && same_text(FIELD(entry, column, text *), words))
			put_row(sink, row, lengthof(row));
	}
}

/*
 * secretxfer.texts_not_in_document(chain) - the texts that documents lack, as they stand now, in entries that a
 * rectification wrote: table, number of the entry, column
 */
Datum
secretxfer_texts_not_in_document(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	Rectified lines = begin_rectified(PG_GETARG_INT64(0));
	int64 previous = 0;
	HeapTuple tuple;

	while ((tuple = next_rectified(&lines)) != NULL)
	{
		const JournalLine *line = line_from_tuple(tuple, RelationGetDescr(lines.journal));
		const Entry *entry = line->entry == previous ? NULL : seen_entry(line->table, line->entry);

		if (entry != NULL)
			put_texts_not_in_document(sink, entry);
		previous = line->entry;
	}
	end_rectified(&lines);
	return (Datum) 0;
}
