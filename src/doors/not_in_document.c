/*
 * not_in_document.c
 *		Which texts are replaced by the fixed words, because the document lacks them.
 *
 * The view breaches shows these texts also to analysts, who may not read texts. So the columns are searched here, and
 * only the names of tables and columns and the numbers of entries are told, of entries that the current role sees.
 */
#include "prelude.h"

#include "access/relation.h"
#include "utils/acl.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "doors/rows.h"
#include "register/storage.h"
#include "security/access.h"

PG_FUNCTION_INFO_V1(secretxfer_texts_not_in_document);

/* Returns a row for each entry of a table whose column has the fixed words. */
static void
put_entries_without_text(RowSink *sink, Relation relation, TableId table, int column)
{
	Lookup lookup = look_in(table);
	Entry *entry;

	where_text(&lookup, column, cstring_to_text(NOT_IN_DOCUMENT));
	lookup.as_of = GetActiveSnapshot();
	foreach_entry (Entry, entry, find_entries(&lookup, ROW_LOCK_NONE))
	{
		const char *row[] = {register_tables[table].name, psprintf(INT64_FORMAT, number_of_entry(entry)),
							 register_tables[table].columns[column].name};

		if (row_is_allowed(relation, entry->row, TO_SEE, false))
			put_row(sink, row, lengthof(row));
	}
}

/*
 * secretxfer.texts_not_in_document() - table, number of the entry and column of each text that the document lacks
 */
Datum
secretxfer_texts_not_in_document(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	int table;
	int column;

	for (table = 0; table < TABLE_COUNT; table++)
	{
		Oid oid = relation_of_table(table);
		Relation relation;

		if (pg_class_aclcheck(oid, GetUserId(), ACL_SELECT) != ACLCHECK_OK &&
			pg_attribute_aclcheck_all(oid, GetUserId(), ACL_SELECT, ACLMASK_ANY) != ACLCHECK_OK)
			continue;
		relation = relation_open(oid, AccessShareLock);
		for (column = 0; column < register_tables[table].column_count; column++)
		{
			if (register_tables[table].columns[column].type == COLUMN_TEXT)
				put_entries_without_text(sink, relation, table, column);
		}
		relation_close(relation, NoLock);
	}
	return (Datum) 0;
}
