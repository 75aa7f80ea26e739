/*
 * prove.c
 *		Reads the journal: proves that nothing was changed behind its back, and tells the history of an entry.
 *
 * journal_walk() goes through the lines in the order of the primary key, chain by chain, with one snapshot. Of each chain
 * it remembers what the last line of each entry says, and compares that with the entry. So a walk needs memory for one
 * chain only.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/table.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "doors/rows.h"
#include "journal/contents.h"
#include "journal/journal.h"
#include "register/storage.h"
#include "security/access.h"

PG_FUNCTION_INFO_V1(secretxfer_journal_walk);
PG_FUNCTION_INFO_V1(secretxfer_history_of_chain);

/* After so many lines a NOTICE tells how far the walk is. */
#define LINES_BETWEEN_NOTICES 1000000

/* ---- the lines, in the order of the chains ---- */

typedef struct LineScan
{
	Relation journal;
	Relation index;
	SysScanDesc scan;
} LineScan;

/* Begins to read the lines of one chain, or of all chains if chain is negative. */
static void
begin_lines(LineScan *lines, int64 chain)
{
	ScanKeyData key;

	lines->journal = open_journal(AccessShareLock);
	lines->index = index_open(require_key_of_journal(lines->journal), AccessShareLock);
	ScanKeyInit(&key, Anum_journal_chain, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(chain));
	lines->scan =
		systable_beginscan_ordered(lines->journal, lines->index, GetActiveSnapshot(), chain < 0 ? 0 : 1, &key);
}

static JournalLine *
next_line(LineScan *lines)
{
	HeapTuple tuple = systable_getnext_ordered(lines->scan, ForwardScanDirection);

	return tuple == NULL ? NULL : line_from_tuple(tuple, RelationGetDescr(lines->journal));
}

static void
end_lines(LineScan *lines)
{
	systable_endscan_ordered(lines->scan);
	index_close(lines->index, AccessShareLock);
	table_close(lines->journal, NoLock);
}

/* ---- the walk ---- */

/* What the last line of an entry says. */
typedef struct LastLine
{
	int64 entry;
	int64 place;
	TableId table;
	bool stands;
	bool is_salted;
	uint8 salt[SALT_LENGTH];
	Digest digest;
} LastLine;

typedef struct Walk
{
	RowSink *findings;
	int64 lines;
	int64 chain;
	Head head;             /* the line before */
	bool is_suspect;       /* a line of this chain has a wrong hash */
	MemoryContext of_line; /* memory of the present line */
	MemoryContext of_chain;
	HTAB *entries; /* LastLine by entry; NULL before the first */
} Walk;

static void
find_wrong(const Walk *walk, int64 place, const char *table, int64 entry, const char *what)
{
	const char *values[] = {psprintf(INT64_FORMAT, walk->chain), place == 0 ? NULL : psprintf(INT64_FORMAT, place), table,
							entry == 0 ? NULL : psprintf(INT64_FORMAT, entry), what};

	put_row(walk->findings, values, lengthof(values));
}

/* The table of a line; TABLE_COUNT if the line is of no entry. */
static TableId
table_of_line(const JournalLine *line)
{
	int table;

	for (table = 0; table < TABLE_COUNT; table++)
	{
		if (line->table != NULL && strcmp(register_tables[table].name, line->table) == 0)
			break;
	}
	return table;
}

static void
note_last_line(Walk *walk, const JournalLine *line)
{
	TableId table = table_of_line(line);
	LastLine *last;

	if (table == TABLE_COUNT)
		return;
	if (walk->entries == NULL)
	{
		HASHCTL control = {.keysize = sizeof(int64), .entrysize = sizeof(LastLine), .hcxt = walk->of_chain};

		walk->entries = hash_create("entries of a chain", 16, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	last = hash_search(walk->entries, &line->entry, HASH_ENTER, NULL);
	last->place = line->place;
	last->table = table;
	last->stands = line->act == ACT_ENTERED || line->act == ACT_CHANGED || line->act == ACT_ADOPTED ||
				   (line->act == ACT_BLANKED && (line->values == NULL || strcmp(line->values, "{}") != 0));
	last->is_salted = line->is_salted;
	memcpy(last->salt, line->salt, SALT_LENGTH);
	last->digest = line->act == ACT_CHANGED ? line->entry_digest : line->values_digest;
}

/* Compares an entry with its last line. */
static void
compare_entry(const Walk *walk, const LastLine *last)
{
	Snapshot as_of = GetActiveSnapshot();
	const char *table = register_tables[last->table].name;
	Lookup lookup = look_in(last->table);
	const Entry *entry;
	Digest digest;

	where_big(&lookup, register_tables[last->table].column_count - 1, last->entry);
	lookup.as_of = as_of;
	entry = find_entry(&lookup, ROW_LOCK_NONE);
	if (!last->stands)
	{
		/* An entry that moved to another chain is withdrawn in this one. */
		if (entry != NULL && chain_of(entry, as_of) == walk->chain)
			find_wrong(walk, last->place, table, last->entry, "the entry stands, but was withdrawn");
		return;
	}
	if (entry == NULL)
	{
		find_wrong(walk, last->place, table, last->entry, "the entry is missing");
		return;
	}
	if (!last->is_salted)
		return;
	digest = salted_digest(last->salt, SALT_LENGTH, whole_entry(entry));
	if (!same_digest(&digest, &last->digest))
		find_wrong(walk, last->place, table, last->entry, "the entry differs from its last line");
}

/*
 * Says what is wrong with the first line of a chain that has a wrong hash, at a place whose line before is right.
 *
 * If another line of the chain has the right hash for this place, that line belongs here: the two were swapped, or the
 * line at this place was inserted before it.
 */
static const char *
explain(const Walk *walk, const JournalLine *wrong)
{
	const char *explanation = "the line was altered";
	Digest previous = {{0}};
	LineScan lines;
	JournalLine *line;

	begin_lines(&lines, walk->chain);
	while ((line = next_line(&lines)) != NULL)
	{
		JournalLine here = *line;
		JournalLine there = *wrong;
		Digest hash;

		here.place = wrong->place;
		hash = hash_of_line(&here, &walk->head.hash);
		if (line->place > wrong->place && same_digest(&hash, &line->hash))
		{
			/* The line before the other one is, if the two are neighbours, the other one itself. */
			there.place = line->place;
			hash = hash_of_line(&there, line->place == wrong->place + 1 ? &line->hash : &previous);
			explanation = same_digest(&hash, &wrong->hash)
							  ? psprintf("the line was swapped with that at place " INT64_FORMAT, line->place)
							  : "the line was inserted";
			break;
		}
		previous = line->hash;
	}
	end_lines(&lines);
	return explanation;
}

static void
check_line(Walk *walk, const JournalLine *line)
{
	Digest hash = hash_of_line(line, &walk->head.hash);

	if (line->place != walk->head.place + 1)
		find_wrong(walk, walk->head.place + 1, NULL, 0,
				   line->place == walk->head.place + 2
					   ? "the line is missing"
					   : psprintf("the lines up to place " INT64_FORMAT " are missing", line->place - 1));
	else if (!same_digest(&hash, &line->hash))
	{
		find_wrong(walk, line->place, line->table, line->entry,
				   walk->is_suspect ? "the line was altered" : explain(walk, line));
		walk->is_suspect = true;
	}
	else if (line->values != NULL && line->is_salted)
	{
		hash = salted_digest(line->salt, SALT_LENGTH, line->values);
		if (!same_digest(&hash, &line->values_digest))
			find_wrong(walk, line->place, line->table, line->entry, "the values of the line were altered");
	}
	else if (line->values != NULL || line->is_salted)
		find_wrong(walk, line->place, line->table, line->entry, "the values of the line were altered");
}

static void
end_chain(Walk *walk)
{
	MemoryContext caller = MemoryContextSwitchTo(walk->of_chain);
	HASH_SEQ_STATUS scan;
	LastLine *last;

	if (walk->entries != NULL)
	{
		hash_seq_init(&scan, walk->entries);
		while ((last = hash_seq_search(&scan)) != NULL)
			compare_entry(walk, last);
	}
	walk->entries = NULL;
	walk->is_suspect = false;
	walk->head = (Head) {0};
	MemoryContextSwitchTo(caller);
	MemoryContextReset(walk->of_chain);
}

static void
take_line(Walk *walk, const JournalLine *line)
{
	if (line->chain != walk->chain)
		end_chain(walk);
	walk->chain = line->chain;
	check_line(walk, line);
	note_last_line(walk, line);
	walk->head.place = line->place;
	walk->head.hash = line->hash;
	if (++walk->lines % LINES_BETWEEN_NOTICES == 0)
		ereport(NOTICE, errmsg("journal: " INT64_FORMAT " lines read", walk->lines));
}

/*
 * secretxfer.journal_walk() - every line whose hash, place or values are wrong, and every entry that differs from its
 * last line
 */
Datum
secretxfer_journal_walk(PG_FUNCTION_ARGS)
{
	Walk walk = {.findings = begin_rows(fcinfo), .chain = -1};
	MemoryContext caller;
	LineScan lines;
	JournalLine *line;

	walk.of_line = AllocSetContextCreate(CurrentMemoryContext, "line of the journal", ALLOCSET_DEFAULT_SIZES);
	walk.of_chain = AllocSetContextCreate(CurrentMemoryContext, "chain of the journal", ALLOCSET_DEFAULT_SIZES);
	begin_lines(&lines, -1);
	caller = MemoryContextSwitchTo(walk.of_line);
	while ((line = next_line(&lines)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		take_line(&walk, line);
		MemoryContextReset(walk.of_line);
	}
	end_chain(&walk);
	MemoryContextSwitchTo(caller);
	end_lines(&lines);
	MemoryContextDelete(walk.of_chain);
	MemoryContextDelete(walk.of_line);
	return (Datum) 0;
}

/* ---- history ---- */

/*
 * Whether the caller may see the entry of a line: the entry stands, and the caller's privileges and the policies show the
 * entry.
 */
static bool
entry_is_visible(const JournalLine *line)
{
	TableId table = table_of_line(line);
	Lookup lookup;
	const Entry *entry;
	Relation relation;
	bool visible;

	if (table == TABLE_COUNT)
		return false;
	lookup = look_in(table);
	where_big(&lookup, register_tables[table].column_count - 1, line->entry);
	lookup.as_of = GetActiveSnapshot();
	entry = find_entry(&lookup, ROW_LOCK_NONE);
	if (entry == NULL)
		return false;
	relation = table_open(relation_of_table(table), AccessShareLock);
	visible = (pg_class_aclcheck(RelationGetRelid(relation), GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
			   pg_attribute_aclcheck_all(RelationGetRelid(relation), GetUserId(), ACL_SELECT, ACLMASK_ANY) ==
				   ACLCHECK_OK) &&
			  row_is_allowed(relation, entry->row, TO_SEE, false);
	table_close(relation, NoLock);
	return visible;
}

/* Whether values have a column. */
static bool
has_column(const char *values, const char *column)
{
	LOCAL_FCINFO(call, 2);

	InitFunctionCallInfoData(*call, NULL, 2, InvalidOid, NULL, NULL);
	call->args[0].value = CStringGetTextDatum(values);
	call->args[0].isnull = false;
	call->args[1].value = CStringGetTextDatum(column);
	call->args[1].isnull = false;
	json_object_field(call);
	return !call->isnull;
}

/* Names as the text of an array; NULL if there are none. */
static char *
array_of_names(const List *names)
{
	StringInfoData array;
	ListCell *cell;

	if (names == NIL)
		return NULL;
	initStringInfo(&array);
	foreach (cell, names)
		appendStringInfo(&array, "%c%s", array.len == 0 ? '{' : ',', (const char *) lfirst(cell));
	appendStringInfoChar(&array, '}');
	return array.data;
}

/* The columns that a line tells of, as the text of an array. */
static char *
columns_of_line(const JournalLine *line)
{
	TableId table = table_of_line(line);
	List *columns = NIL;
	int column;

	for (column = 0; line->values != NULL && table < TABLE_COUNT && column < register_tables[table].column_count; column++)
	{
		const char *name = register_tables[table].columns[column].name;

		if (has_column(line->values, name))
			columns = lappend(columns, (char *) name);
	}
	return array_of_names(columns);
}

/*
 * secretxfer.history_of_chain(chain, entry) - the lines of a chain, or of one of its entries
 *
 * Who may read the journal sees everything. Others see of entries that they see who changed which columns when, and no
 * values.
 */
Datum
secretxfer_history_of_chain(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	LineScan lines;
	JournalLine *line;
	bool sees_all;

	begin_lines(&lines, PG_GETARG_INT64(0));
	sees_all = pg_class_aclcheck(RelationGetRelid(lines.journal), GetUserId(), ACL_SELECT) == ACLCHECK_OK;
	while ((line = next_line(&lines)) != NULL)
	{
		const char *values[] = {psprintf(INT64_FORMAT, line->place),
								DatumGetCString(DirectFunctionCall1(timestamptz_out, line->recorded_at)),
								sees_all ? line->login_role : NULL,
								line->effective_role,
								line->end_user,
								sees_all ? line->application_name : NULL,
								sees_all ? line->client_address : NULL,
								line->table,
								psprintf(INT64_FORMAT, line->entry),
								value_list(COLUMN_JOURNAL_ACT)[line->act],
								columns_of_line(line),
								sees_all ? line->values : NULL,
								sees_all ? line->basis : NULL,
								array_of_names(line->set_aside)};

		if ((PG_ARGISNULL(1) || line->entry == PG_GETARG_INT64(1)) && (sees_all || entry_is_visible(line)))
			put_row(sink, values, lengthof(values));
	}
	end_lines(&lines);
	return (Datum) 0;
}
