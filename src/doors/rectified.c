/*
 * rectified.c
 *		What the view breaches asks of the journal: what was put right, and which texts a document lacks.
 *
 * The view serves roles that read neither the journal nor texts. So the journal is read here, and only the names of
 * tables and columns and the numbers of entries are told, of entries that the current role sees.
 *
 * Relies on the indexes journal_rectified_idx and journal_papers_put_right_idx (sql/register/12_journal.sql), which
 * have only lines of rectifications.
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
#include "journal/insertion.h"
#include "journal/line.h"
#include "register/storage.h"
#include "security/access.h"

PG_FUNCTION_INFO_V1(secretxfer_has_rectification);
PG_FUNCTION_INFO_V1(secretxfer_papers_put_right);
PG_FUNCTION_INFO_V1(secretxfer_texts_not_in_document);

#define RECTIFIED        "journal_rectified_idx"
#define PAPERS_PUT_RIGHT "journal_papers_put_right_idx"

/* A scan of the lines that rectifications wrote, in the order of an index. */
typedef struct Rectified
{
	Relation journal;
	Relation index;
	SysScanDesc scan;
} Rectified;

/* Begins a scan of the lines of an index in one chain, or in all chains if chain is NULL. */
static Rectified
begin_rectified(const char *name, const int64 *chain)
{
	Oid oid = get_relname_relid(name, get_namespace_oid(SCHEMA_NAME, false));
	Rectified lines = {open_table_of_journal(JOURNAL_LINES, AccessShareLock)};
	ScanKeyData key;

	if (!OidIsValid(oid))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_OBJECT), errmsg("index \"%s.%s\" does not exist", SCHEMA_NAME, name),
				errhint("%s", translated("Create it with SELECT secretxfer.create_register().")));
	lines.index = index_open(oid, AccessShareLock);
	if (chain != NULL)
		ScanKeyInit(&key, Anum_journal_chain, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(*chain));
	lines.scan =
		systable_beginscan_ordered(lines.journal, lines.index, GetActiveSnapshot(), chain == NULL ? 0 : 1, &key);
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
 * secretxfer.has_rectification(chain) - whether a rectification wrote into a chain, or, for null, into any
 */
Datum
secretxfer_has_rectification(PG_FUNCTION_ARGS)
{
	int64 chain = PG_ARGISNULL(0) ? 0 : PG_GETARG_INT64(0);
	Rectified lines = begin_rectified(RECTIFIED, PG_ARGISNULL(0) ? NULL : &chain);
	bool found = next_rectified(&lines) != NULL;

	end_rectified(&lines);
	PG_RETURN_BOOL(found);
}

/*
 * secretxfer.papers_put_right() - where a rectification changed or withdrew what cases rely on: chain of the party,
 * permit, clearance or carrier, and table, each pair once
 */
Datum
secretxfer_papers_put_right(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	Rectified lines = begin_rectified(PAPERS_PUT_RIGHT, NULL);
	JournalLine *previous = NULL;
	HeapTuple tuple;

	while ((tuple = next_rectified(&lines)) != NULL)
	{
		JournalLine *line = line_from_tuple(tuple, RelationGetDescr(lines.journal));

		if (previous == NULL || line->chain != previous->chain || strcmp(line->table, previous->table) != 0)
		{
			const char *row[] = {psprintf(INT64_FORMAT, line->chain), line->table};

			put_row(sink, row, lengthof(row));
		}
		previous = line;
	}
	end_rectified(&lines);
	return (Datum) 0;
}

/* The entry of a number, if the entry stands and the current role sees the entry; else NULL. */
static Entry *
seen_entry(TableId table, int64 number)
{
	Entry *entry = entry_of_number(table, number, GetActiveSnapshot());
	Relation relation = table_open(relation_of_table(table), AccessShareLock);

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
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		const char *row[] = {table->name, psprintf(INT64_FORMAT, number_of_entry(entry)), table->columns[column].name};

		if (table->columns[column].type == COLUMN_TEXT && says_not_in_document(FIELD(entry, column, text *)))
			put_row(sink, row, lengthof(row));
	}
}

/* Whether an entry of a table stands in the chain of a case. */
static bool
stands_in_case(TableId table)
{
	return IS_ON(CASE_TABLES | ON(cases) | ON(holders), table);
}

/*
 * secretxfer.texts_not_in_document(chain) - the texts that documents lack, as they stand now, in entries that a
 * rectification wrote into a chain; for null into chains that are of no case: table, number of the entry, column
 */
Datum
secretxfer_texts_not_in_document(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	int64 chain = PG_ARGISNULL(0) ? 0 : PG_GETARG_INT64(0);
	Rectified lines = begin_rectified(RECTIFIED, PG_ARGISNULL(0) ? NULL : &chain);
	int64 previous = 0;
	HeapTuple tuple;

	while ((tuple = next_rectified(&lines)) != NULL)
	{
		const JournalLine *line = line_from_tuple(tuple, RelationGetDescr(lines.journal));
		TableId table = table_of_name(line->table);
		const Entry *entry = NULL;

		if (table != TABLE_COUNT && line->entry != previous && !(PG_ARGISNULL(0) && stands_in_case(table)))
			entry = seen_entry(table, line->entry);
		if (entry != NULL)
			put_texts_not_in_document(sink, entry);
		previous = line->entry;
	}
	end_rectified(&lines);
	return (Datum) 0;
}
