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

#include "access/table.h"
#include "catalog/namespace.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "doors/rows.h"
#include "journal/insertion.h"
#include "journal/lines.h"
#include "register/storage.h"
#include "security/access.h"

PG_FUNCTION_INFO_V1(secretxfer_has_rectification);
PG_FUNCTION_INFO_V1(secretxfer_papers_put_right);
PG_FUNCTION_INFO_V1(secretxfer_texts_not_in_document);

#define RECTIFIED        "journal_rectified_idx"
#define PAPERS_PUT_RIGHT "journal_papers_put_right_idx"

/* Begins to read the lines of an index in one chain, or in all chains if chain is NULL. */
static void
begin_rectified(LineScan *lines, const char *name, const int64 *chain)
{
	Oid oid = get_relname_relid(name, get_namespace_oid(SCHEMA_NAME, false));
	Relation journal = open_table_of_journal(JOURNAL_LINES, AccessShareLock);

	if (!OidIsValid(oid))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_OBJECT), errmsg("index \"%s.%s\" does not exist", SCHEMA_NAME, name),
				errhint("%s", translated("Create it with SELECT secretxfer.create_register().")));
	begin_lines(lines, journal, index_open(oid, AccessShareLock), chain);
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

/*
 * Whether the current role sees what a chain is of. Each entry has a number of its own in the whole register, so it is
 * looked for where views ask: most of them ask for cases. What was withdrawn is told to nobody here.
 */
static bool
sees_chain(int64 chain)
{
	static const TableId tables[] = {TABLE_cases, TABLE_parties, TABLE_permits, TABLE_clearances, TABLE_carriers};
	int at;

	for (at = 0; at < lengthof(tables); at++)
	{
		if (seen_entry(tables[at], chain) != NULL)
			return true;
	}
	return false;
}

/*
 * secretxfer.has_rectification(chain) - whether a rectification wrote into a chain of an entry that the current role
 * sees, or, for null, into any
 *
 * The views ask this for every case, and few cases have such a line: only then it is asked what the role sees.
 */
Datum
secretxfer_has_rectification(PG_FUNCTION_ARGS)
{
	int64 chain = PG_ARGISNULL(0) ? 0 : PG_GETARG_INT64(0);
	LineScan lines;
	bool found;

	begin_rectified(&lines, RECTIFIED, PG_ARGISNULL(0) ? NULL : &chain);
	found = next_tuple_of_line(&lines) != NULL;
	end_lines(&lines);
	PG_RETURN_BOOL(found && (PG_ARGISNULL(0) || sees_chain(chain)));
}

/*
 * secretxfer.papers_put_right() - where a rectification changed or withdrew what cases rely on: chain of the party,
 * permit, clearance or carrier that the current role sees, and table, each pair once
 */
Datum
secretxfer_papers_put_right(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	NameData previous_table = {""};
	int64 previous_chain = 0;
	bool seen = false;
	LineScan lines;
	MemoryContext caller;
	const JournalLine *line;

	begin_rectified(&lines, PAPERS_PUT_RIGHT, NULL);
	caller = MemoryContextSwitchTo(lines.of_line);
	while ((line = next_line(&lines)) != NULL)
	{
		bool is_next_chain = line->chain != previous_chain;

		if (is_next_chain)
			seen = sees_chain(line->chain);
		if (seen && (is_next_chain || strcmp(line->table, NameStr(previous_table)) != 0))
		{
			const char *row[] = {psprintf(INT64_FORMAT, line->chain), line->table};

			put_row(sink, row, lengthof(row));
		}
		previous_chain = line->chain;
		namestrcpy(&previous_table, line->table);
	}
	MemoryContextSwitchTo(caller);
	end_lines(&lines);
	return (Datum) 0;
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
	int64 previous = 0;
	LineScan lines;
	MemoryContext caller;
	const JournalLine *line;

	begin_rectified(&lines, RECTIFIED, PG_ARGISNULL(0) ? NULL : &chain);
	caller = MemoryContextSwitchTo(lines.of_line);
	while ((line = next_line(&lines)) != NULL)
	{
		TableId table = table_of_name(line->table);
		const Entry *entry = NULL;

		if (table != TABLE_COUNT && line->entry != previous && !(PG_ARGISNULL(0) && stands_in_case(table)))
			entry = seen_entry(table, line->entry);
		if (entry != NULL)
			put_texts_not_in_document(sink, entry);
		previous = line->entry;
	}
	MemoryContextSwitchTo(caller);
	end_lines(&lines);
	return (Datum) 0;
}
