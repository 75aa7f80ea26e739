/*
 * prove.c
 *		Reads the journal: proves that nothing was changed behind its back, and tells the history of an entry.
 *
 * journal_walk() goes through the lines in the order of the primary key, chain by chain, with one snapshot. Of each
 * chain it remembers what the last line of each entry says, and compares that with the entry. So a walk needs memory
 * for one chain only.
 */
#include "prelude.h"

#include "access/table.h"
#include "nodes/value.h"
#include "utils/hsearch.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/rls.h"
#include "utils/timestamp.h"

#include "doors/rows.h"
#include "journal/contents.h"
#include "journal/grown.h"
#include "journal/insertion.h"
#include "journal/journal.h"
#include "journal/lines.h"
#include "journal/seal.h"
#include "register/storage.h"
#include "rules/succession.h"
#include "security/access.h"
#include "security/admissions.h"

PG_FUNCTION_INFO_V1(secretxfer_journal_chain);
PG_FUNCTION_INFO_V1(secretxfer_journal_walk);
PG_FUNCTION_INFO_V1(secretxfer_journal_knows);
PG_FUNCTION_INFO_V1(secretxfer_history_of_chain);

/* After so many lines a NOTICE tells how far the walk is. */
#define LINES_BETWEEN_NOTICES 1000000

/* ---- the lines, in the order of the chains ---- */

/* Begins to read the lines of one chain, or of all chains if chain is NULL. */
static void
begin_chain(LineScan *lines, const int64 *chain)
{
	Relation journal = open_table_of_journal(JOURNAL_LINES, AccessShareLock);

	begin_lines(lines, journal, open_key(JOURNAL_LINES, AccessShareLock), chain);
}

/*
 * Whether the caller may read the whole journal: has the privilege, and no duty limits the caller to some rows of the
 * register.
 */
static bool
reads_journal(Relation journal)
{
	return pg_class_aclcheck(RelationGetRelid(journal), GetUserId(), ACL_SELECT) == ACLCHECK_OK &&
		   (!is_admitted() || acts_as(DUTY_SECURITY) || acts_as(DUTY_AUDITOR) || is_registrar_of_all() ||
			check_enable_rls(relation_of_table(TABLE_cases), InvalidOid, true) != RLS_ENABLED);
}

/* The chain of an entry that stands; -1 if the entry belongs to nothing. */
static int64
present_chain(const Entry *entry)
{
	return chain_of(entry, GetActiveSnapshot());
}

/* ---- the walk ---- */

/* What the last line of an entry says. */
typedef struct LastLine
{
	int64 entry;
	int64 place;
	TableId table;
	int64 blank_place; /* the first line without values that no later line accounts for; 0 if there is none */
	bool stands;
	uint8 salt[SALT_LENGTH];
	Digest digest;
} LastLine;

typedef struct Walk
{
	RowSink *findings;
	Relation heads;
	Relation key_of_heads;
	Chains grown; /* that the next seal will look at */
	int64 lines;
	int64 chain;
	Head head;       /* the line before */
	bool is_suspect; /* a line of this chain has a wrong hash */
	MemoryContext of_chain;
	HTAB *entries; /* LastLine by entry; NULL before the first */
} Walk;

static void
find_wrong(const Walk *walk, int64 place, const char *table, int64 entry, const char *what)
{
	const char *values[] = {psprintf(INT64_FORMAT, walk->chain), place == 0 ? NULL : psprintf(INT64_FORMAT, place),
							table, entry == 0 ? NULL : psprintf(INT64_FORMAT, entry), what};

	put_row(walk->findings, values, lengthof(values));
}

/* An entry has no line in the chain to which it belongs; chain is -1 if the entry belongs to nothing. */
static void
find_unknown(const Walk *walk, int64 chain, const char *table, int64 entry)
{
	const char *values[] = {chain < 0 ? NULL : psprintf(INT64_FORMAT, chain), NULL, table,
							psprintf(INT64_FORMAT, entry), "the entry has no line"};

	put_row(walk->findings, values, lengthof(values));
}

/* Whether a line leaves its entry standing in the chain. */
static bool
leaves_standing(const JournalLine *line)
{
	return line->act == ACT_ENTERED || line->act == ACT_CHANGED || line->act == ACT_ADOPTED ||
		   (line->act == ACT_BLANKED && (line->values == NULL || strcmp(line->values, "{}") != 0));
}

/* What a further line of an entry says. */
static void
note_line(LastLine *last, const JournalLine *line)
{
	last->place = line->place;
	last->stands = leaves_standing(line);
	memcpy(last->salt, line->salt, SALT_LENGTH);
	last->digest = line->act == ACT_CHANGED ? line->entry_digest : line->values_digest;
}

static void
note_last_line(Walk *walk, const JournalLine *line)
{
	TableId table = table_of_name(line->table);
	LastLine *last;
	bool found;

	if (table == TABLE_COUNT)
		return;
	if (walk->entries == NULL)
	{
		HASHCTL control = {.keysize = sizeof(int64), .entrysize = sizeof(LastLine), .hcxt = walk->of_chain};

		walk->entries = hash_create("entries of a chain", 16, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	last = hash_search(walk->entries, &line->entry, HASH_ENTER, &found);
	if (!found || line->act == ACT_BLANKED)
		last->blank_place = 0;
	if (line->values == NULL && last->blank_place == 0)
		last->blank_place = line->place;
	last->table = table;
	note_line(last, line);
}

/* Whether an entry is as its last line says. */
static bool
is_as_remembered(const Entry *entry, const LastLine *last)
{
	Digest digest = salted_digest(last->salt, SALT_LENGTH, whole_entry(entry));

	return same_digest(&digest, &last->digest);
}

/* Whether an entry stands in a chain by the lines of that chain. */
static bool
stands_in_chain(int64 chain, const Entry *entry)
{
	bool stands = false;
	LineScan lines;
	const JournalLine *line;

	begin_chain(&lines, &chain);
	while ((line = next_line(&lines)) != NULL)
	{
		if (line->entry == number_of_entry(entry) && table_of_name(line->table) == entry->table)
			stands = leaves_standing(line);
	}
	end_lines(&lines);
	return stands;
}

/* Compares an entry with its last line in the chain. */
static void
compare_entry(Walk *walk, const LastLine *last)
{
	const char *table = register_tables[last->table].name;
	const Entry *entry = entry_of_number(last->table, last->entry, GetActiveSnapshot());
	int64 chain = entry == NULL ? -1 : present_chain(entry);

	if (last->blank_place != 0)
		find_wrong(walk, last->blank_place, table, last->entry,
				   "the values of the line were taken out, and no line says so");
	if (entry == NULL)
	{
		if (last->stands)
			find_wrong(walk, last->place, table, last->entry, "the entry is missing");
	}
	else if (chain == walk->chain)
	{
		if (!last->stands)
			find_wrong(walk, last->place, table, last->entry, "the entry stands, but was withdrawn");
		else if (last->blank_place == 0 && !is_as_remembered(entry, last))
			find_wrong(walk, last->place, table, last->entry, "the entry differs from its last line");
	}
	else
	{
		/* Whoever moves an entry to another chain withdraws the entry here and enters it there. */
		if (last->stands)
			find_wrong(walk, last->place, table, last->entry, "the entry belongs to another chain");
		if (chain < 0 || !stands_in_chain(chain, entry))
			find_unknown(walk, chain, table, last->entry);
	}
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
	const char *explanation =
		wrong->place == 1 ? "the line was altered" : "the line was altered, or the line before was replaced";
	Digest previous = {{0}};
	LineScan lines;
	JournalLine *line;

	begin_chain(&lines, &walk->chain);
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

	if (line->place < 1)
		find_wrong(walk, line->place, line->table, line->entry, "the line was inserted");
	else if (line->place != walk->head.place + 1)
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
	else if (table_of_name(line->table) == TABLE_COUNT)
		find_wrong(walk, line->place, line->table, line->entry,
				   "the values of the line were taken out, and no line says so");
}

/* A chain that grew and is not listed would grow unsealed until it is written again. */
static void
check_end_of_chain(const Walk *walk)
{
	if (walk->head.place > 0 && !is_among(&walk->grown, walk->chain) &&
		walk->head.place > sealed_place(walk->heads, walk->key_of_heads, walk->chain, GetActiveSnapshot()))
		find_wrong(walk, walk->head.place, NULL, 0, "the chain grew, and no seal would cover its end");
}

static void
end_chain(Walk *walk)
{
	MemoryContext caller = MemoryContextSwitchTo(walk->of_chain);
	HASH_SEQ_STATUS scan;
	LastLine *last;

	check_end_of_chain(walk);
	if (walk->entries != NULL)
	{
		hash_seq_init(&scan, walk->entries);
		while ((last = hash_seq_search(&scan)) != NULL)
			compare_entry(walk, last);
	}
	walk->entries = NULL;
	walk->is_suspect = false;
	walk->head = (Head){0};
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
	if (line->place >= 1)
		walk->head = (Head){.place = line->place, .hash = line->hash};
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
	Walk walk = {.findings = begin_rows(fcinfo)};
	MemoryContext caller;
	LineScan lines;
	JournalLine *line;

	walk.of_chain = AllocSetContextCreate(CurrentMemoryContext, "chain of the journal", ALLOCSET_DEFAULT_SIZES);
	begin_chain(&lines, NULL);
	if (!reads_journal(lines.journal))
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(lines.journal));
	walk.heads = open_table_of_journal(JOURNAL_HEADS, AccessShareLock);
	walk.key_of_heads = open_key(JOURNAL_HEADS, AccessShareLock);
	walk.grown = listed_chains(GetActiveSnapshot(), false);
	caller = MemoryContextSwitchTo(lines.of_line);
	while ((line = next_line(&lines)) != NULL)
		take_line(&walk, line);
	end_chain(&walk);
	MemoryContextSwitchTo(caller);
	index_close(walk.key_of_heads, NoLock);
	table_close(walk.heads, NoLock);
	end_lines(&lines);
	MemoryContextDelete(walk.of_chain);
	return (Datum) 0;
}

/* ---- one entry ---- */

/*
 * secretxfer.journal_knows(table, entry) - whether the journal saw an entry entered, or found it so, and its last line
 * says what the entry is
 */
Datum
secretxfer_journal_knows(PG_FUNCTION_ARGS)
{
	TableId table = table_of_name(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	const Entry *entry = table == TABLE_COUNT ? NULL : entry_of_number(table, PG_GETARG_INT64(1), GetActiveSnapshot());
	int64 chain = entry == NULL ? -1 : present_chain(entry);
	LastLine last = {0};
	bool was_entered = false;
	LineScan lines;
	const JournalLine *line;

	if (chain < 0)
		PG_RETURN_BOOL(false);
	begin_chain(&lines, &chain);
	if (!reads_journal(lines.journal))
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(lines.journal));
	while ((line = next_line(&lines)) != NULL)
	{
		if (line->entry != number_of_entry(entry) || table_of_name(line->table) != table)
			continue;
		was_entered |= line->act == ACT_ENTERED || line->act == ACT_ADOPTED;
		note_line(&last, line);
	}
	end_lines(&lines);
	PG_RETURN_BOOL(was_entered && last.stands && is_as_remembered(entry, &last));
}

/* ---- history ---- */

/* Whether the caller's privileges and the policies show an entry to the caller. */
static bool
entry_is_visible(const Entry *entry)
{
	Relation relation = table_open(relation_of_table(entry->table), AccessShareLock);
	bool visible;

	visible =
		(pg_class_aclcheck(RelationGetRelid(relation), GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
		 pg_attribute_aclcheck_all(RelationGetRelid(relation), GetUserId(), ACL_SELECT, ACLMASK_ANY) == ACLCHECK_OK) &&
		row_is_allowed(relation, entry->row, TO_SEE, false);
	table_close(relation, NoLock);
	return visible;
}

/*
 * Whether the caller may see that there is a line: sees its entry, which stands in the chain. Lines that the entry
 * left in another chain are of what it was there.
 */
static bool
line_is_visible(const JournalLine *line)
{
	TableId table = table_of_name(line->table);
	const Entry *entry = table == TABLE_COUNT ? NULL : entry_of_number(table, line->entry, GetActiveSnapshot());

	return entry != NULL && present_chain(entry) == line->chain && entry_is_visible(entry);
}

/*
 * Whether a chain is of a case for whose present customer the caller is registrar. Who puts right what is settled there
 * sees what was put right, and what was withdrawn.
 */
static bool
is_registrar_of_case(int64 chain)
{
	Case *facts = acts_as(DUTY_REGISTRAR) ? entry_of_number(TABLE_cases, chain, GetActiveSnapshot()) : NULL;

	return facts != NULL && is_party_of(DUTY_REGISTRAR, present_customer(facts));
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
	return names == NIL ? NULL : psprintf("{%s}", joined(names, ","));
}

/* The columns that a line tells of, as the text of an array. */
static char *
columns_of_line(const JournalLine *line)
{
	TableId table = table_of_name(line->table);
	List *columns = NIL;
	int column;

	for (column = 0; line->values != NULL && table < TABLE_COUNT && column < register_tables[table].column_count;
		 column++)
	{
		const char *name = register_tables[table].columns[column].name;

		if (has_column(line->values, name))
			columns = lappend(columns, makeString((char *) name));
	}
	return array_of_names(columns);
}

/*
 * secretxfer.journal_chain(table, entry) - the chain of an entry that stands; null if there is no such entry, or none
 * that the caller may see
 */
Datum
secretxfer_journal_chain(PG_FUNCTION_ARGS)
{
	const char *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	TableId table = table_of_name(name);
	Relation journal = open_table_of_journal(JOURNAL_LINES, AccessShareLock);
	const Entry *entry;
	int64 chain = -1;

	if (table == TABLE_COUNT)
		ereport(ERROR, errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("\"%s\" is not a table of the register", name));
	entry = entry_of_number(table, PG_GETARG_INT64(1), GetActiveSnapshot());
	if (entry != NULL && (reads_journal(journal) || entry_is_visible(entry)))
		chain = present_chain(entry);
	table_close(journal, NoLock);
	if (chain < 0)
		PG_RETURN_NULL();
	PG_RETURN_INT64(chain);
}

/*
 * secretxfer.history_of_chain(chain, entry) - the lines of a chain, or of one of its entries
 *
 * Who may read the journal sees everything. Others see of entries that they see who changed which columns when, and no
 * values; a party's registrar the basis too, and in cases of the party this of all entries.
 */
Datum
secretxfer_history_of_chain(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	int64 chain = PG_ARGISNULL(0) ? -1 : PG_GETARG_INT64(0);
	LineScan lines;
	MemoryContext caller;
	JournalLine *line;
	bool sees_all;
	bool sees_case = is_registrar_of_case(chain);

	begin_chain(&lines, &chain);
	sees_all = reads_journal(lines.journal);
	caller = MemoryContextSwitchTo(lines.of_line);
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
								sees_all || acts_as(DUTY_REGISTRAR) ? line->basis : NULL,
								array_of_names(line->set_aside)};

		if ((PG_ARGISNULL(1) || line->entry == PG_GETARG_INT64(1)) && (sees_all || sees_case || line_is_visible(line)))
			put_row(sink, values, lengthof(values));
	}
	MemoryContextSwitchTo(caller);
	end_lines(&lines);
	return (Datum) 0;
}
