/*
 * insertion.c
 *		The tables of the journal, opened to be read or to be written without SQL.
 *
 * A client cannot write a row of its own, because the tables' triggers refuse every statement.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "executor/executor.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "journal/insertion.h"

/* No table of the journal has more indexes beside its primary key. */
#define MAX_INDEXES 3

/* A table of the journal (sql/register/12_journal.sql). */
typedef struct TableDescription
{
	const char *name;
	int columns;
	const char *indexes[MAX_INDEXES]; /* beside the primary key; a table without any has no primary key, either */
} TableDescription;

static const TableDescription descriptions[JOURNAL_TABLE_COUNT] = {
	[JOURNAL_LINES] = {"journal",
					   19,
					   {"journal_rectified_idx", "journal_papers_put_right_idx", "journal_withdrawn_idx"}},
	[JOURNAL_HEADS] = {"journal_heads", 4, {"journal_heads_seal_idx"}},
	[JOURNAL_GROWN] = {"journal_grown", 1, {NULL}},
};

/* What is known of a table of this database, until the table or an index is altered. */
typedef struct KnownTable
{
	Oid relation;             /* invalid: not looked up yet */
	Oid key;                  /* the index of the primary key; invalid if there is none */
	Oid indexes[MAX_INDEXES]; /* beside the primary key; invalid: no more */
	bool has_own_indexes_only;
} KnownTable;

static KnownTable known_tables[JOURNAL_TABLE_COUNT];

/* Relcache callback: forgets what is known of an altered relation, or of all relations if relation is invalid. */
static void
forget_table(Datum arg, Oid relation)
{
	KnownTable *known;

	for (known = known_tables; known < known_tables + JOURNAL_TABLE_COUNT; known++)
	{
		int at;

		if (relation == InvalidOid || relation == known->relation || relation == known->key)
			known->relation = InvalidOid;
		for (at = 0; at < MAX_INDEXES; at++)
		{
			if (relation == known->indexes[at])
				known->relation = InvalidOid;
		}
	}
}

void
init_insertion(void)
{
	CacheRegisterRelcacheCallback(forget_table, (Datum) 0);
}

static void
know_table(KnownTable *known, Relation relation, const TableDescription *description)
{
	List *indexes = RelationGetIndexList(relation);
	bool are_there = description->indexes[0] == NULL || OidIsValid(relation->rd_pkindex);
	int count = description->indexes[0] == NULL ? 0 : 1; /* the primary key */
	int at;

	known->key = relation->rd_pkindex;
	for (at = 0; at < MAX_INDEXES; at++)
	{
		known->indexes[at] = InvalidOid;
		if (description->indexes[at] == NULL)
			continue;
		known->indexes[at] = get_relname_relid(description->indexes[at], RelationGetNamespace(relation));
		are_there &= list_member_oid(indexes, known->indexes[at]);
		count++;
	}
	known->has_own_indexes_only = are_there && list_length(indexes) == count;
	list_free(indexes);
	known->relation = RelationGetRelid(relation);
}

/*
 * Rows are written past triggers. pg_repack rebuilds a table while others write, and learns of what they write by a
 * trigger for each row: without this check the rebuilt table would lack their lines.
 */
static void
require_no_row_trigger(Relation relation)
{
	const TriggerDesc *triggers = relation->trigdesc;

	if (triggers != NULL && (triggers->trig_insert_before_row || triggers->trig_insert_after_row))
		ereport(
			ERROR, errcode(ERRCODE_OBJECT_IN_USE),
			errmsg("table \"%s.%s\" has a trigger that would miss a row", SCHEMA_NAME,
				   RelationGetRelationName(relation)),
			errhint("%s",
					translated(
						"Repeat the transaction once the program that rebuilds the table has ended. A trigger that is "
						"there for another reason must be dropped.")));
}

/*
 * Opens a table of the journal. Raises an error if the register has none, or none with so many columns, or if the table
 * is to be written and has a trigger that would miss a row.
 */
Relation
open_table_of_journal(JournalTable table, LOCKMODE lockmode)
{
	const TableDescription *description = &descriptions[table];
	KnownTable *known = &known_tables[table];
	Oid oid = known->relation;
	Relation relation;

	if (!OidIsValid(oid))
		oid = get_relname_relid(description->name, get_namespace_oid(SCHEMA_NAME, false));
	if (!OidIsValid(oid))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_TABLE),
				errmsg("table \"%s.%s\" does not exist", SCHEMA_NAME, description->name),
				errhint("%s", translated("Create it with SELECT secretxfer.create_register().")));
	relation = table_open(oid, lockmode);
	if (RelationGetDescr(relation)->natts < description->columns)
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
				errmsg("table \"%s.%s\" lacks columns", SCHEMA_NAME, description->name));
	if (lockmode != AccessShareLock)
		require_no_row_trigger(relation);
	if (!OidIsValid(known->relation))
		know_table(known, relation, description);
	return relation;
}

/* Opens the index of the primary key of a table that is open. */
Relation
open_key(JournalTable table, LOCKMODE lockmode)
{
	if (!OidIsValid(known_tables[table].key))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_OBJECT),
				errmsg("table \"%s.%s\" lacks its primary key", SCHEMA_NAME, descriptions[table].name));
	return index_open(known_tables[table].key, lockmode);
}

/* Whether a table that is open has no index but those of sql/register/12_journal.sql. */
bool
has_own_indexes_only(JournalTable table)
{
	return known_tables[table].has_own_indexes_only;
}
