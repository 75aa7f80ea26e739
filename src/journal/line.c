/*
 * line.c
 *		The lines of the journal: how they are stored, chained and read.
 *
 * No other file adds lines, and none changes a line but blank_lines() (remember.c), which takes values out. A line is
 * written without SQL (insertion.c).
 *
 * Whoever writes a line has locked what the chain is of until the end of the transaction: the case, the party or the
 * entry itself. So the head of a chain cannot change between two lines of one transaction, and the heads can be
 * remembered until the transaction ends or a subtransaction is rolled back, with which a lock may end. The primary key
 * is the last wall.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/index.h"
#include "catalog/namespace.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type_d.h"
#include "nodes/value.h"
#include "utils/array.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "journal/grown.h"
#include "journal/insertion.h"
#include "journal/line.h"
#include "register/direct_write.h"
#include "register/storage.h"

/* The version of the extension that writes a line. */
#define VERSION "1.1"

/* ---- reading ---- */

static const char *
text_of(Datum value, bool null)
{
	return null ? NULL : TextDatumGetCString(value);
}

static const char *
name_of(Datum value, bool null)
{
	return null ? NULL : pstrdup(NameStr(*DatumGetName(value)));
}

/* Copies bytes of a fixed length; nothing if they have another length. Returns whether the value is not null. */
static bool
copy_bytes(Datum value, bool null, uint8 *to, int length)
{
	bytea *bytes = null ? NULL : DatumGetByteaPP(value);

	if (bytes != NULL && VARSIZE_ANY_EXHDR(bytes) == length)
		memcpy(to, VARDATA_ANY(bytes), length);
	return bytes != NULL;
}

/* Names that are joined by commas have none. An array that the extension never writes reads as one empty name. */
static List *
names_of(Datum value, bool null)
{
	List *names = NIL;
	Datum *elements;
	bool *nulls;
	int count;
	int at;

	if (null)
		return NIL;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &count);
	for (at = 0; at < count && !nulls[at]; at++)
	{
		char *name = TextDatumGetCString(elements[at]);

		if (strchr(name, ',') != NULL)
			break;
		names = lappend(names, makeString(name));
	}
	return at == 0 || at < count ? list_make1(makeString("")) : names;
}

/* Returns the line in a tuple, in the current memory context. A digest or salt of another length reads as zeros. */
JournalLine *
line_from_tuple(HeapTuple tuple, TupleDesc descriptor)
{
	JournalLine *line = palloc0(sizeof(JournalLine));
	Datum *values = palloc(descriptor->natts * sizeof(Datum));
	bool *nulls = palloc(descriptor->natts * sizeof(bool));

#define VALUE(column) values[Anum_journal_##column - 1], nulls[Anum_journal_##column - 1]
	heap_deform_tuple(tuple, descriptor, values, nulls);
	line->chain = DatumGetInt64(values[Anum_journal_chain - 1]);
	line->place = DatumGetInt64(values[Anum_journal_place - 1]);
	line->recorded_at = DatumGetTimestampTz(values[Anum_journal_recorded_at - 1]);
	line->login_role = name_of(VALUE(login_role));
	line->effective_role = name_of(VALUE(effective_role));
	line->end_user = text_of(VALUE(end_user));
	line->application_name = text_of(VALUE(application_name));
	line->client_address = text_of(VALUE(client_address));
	line->table = text_of(VALUE(table));
	line->entry = DatumGetInt64(values[Anum_journal_entry - 1]);
	line->act = place_of_value(COLUMN_JOURNAL_ACT, DatumGetObjectId(values[Anum_journal_act - 1]));
	line->values = text_of(VALUE(values));
	line->is_salted = copy_bytes(VALUE(salt), line->salt, SALT_LENGTH);
	copy_bytes(VALUE(values_digest), line->values_digest.bytes, DIGEST_LENGTH);
	line->has_entry_digest = copy_bytes(VALUE(entry_digest), line->entry_digest.bytes, DIGEST_LENGTH);
	line->basis = text_of(VALUE(basis));
	line->set_aside = names_of(VALUE(set_aside));
	line->version = text_of(VALUE(version));
	copy_bytes(VALUE(hash), line->hash.bytes, DIGEST_LENGTH);
#undef VALUE
	pfree(values);
	pfree(nulls);
	return line;
}

/* ---- the hash ---- */

/* The hash of a line, as docs/journal.md specifies it. previous is the hash of the line before. */
Digest
hash_of_line(const JournalLine *line, const Digest *previous)
{
	StringInfoData bytes;
	Digest hash;

	initStringInfo(&bytes);
	appendBinaryStringInfo(&bytes, (const char *) previous->bytes, DIGEST_LENGTH);
	cover_number(&bytes, line->chain);
	cover_number(&bytes, line->place);
	cover_number(&bytes, line->recorded_at);
	cover_text(&bytes, line->login_role);
	cover_text(&bytes, line->effective_role);
	cover_text(&bytes, line->end_user);
	cover_text(&bytes, line->application_name);
	cover_text(&bytes, line->client_address);
	cover_text(&bytes, line->table);
	cover_number(&bytes, line->entry);
	cover_text(&bytes, value_list(COLUMN_JOURNAL_ACT)[line->act]);
	cover_digest(&bytes, &line->values_digest);
	cover_digest(&bytes, line->has_entry_digest ? &line->entry_digest : NULL);
	cover_text(&bytes, line->basis);
	cover_text(&bytes, joined(line->set_aside, ","));
	cover_text(&bytes, line->version);
	hash = digest_of(&bytes);
	pfree(bytes.data);
	return hash;
}

/* ---- the heads of the chains ---- */

typedef struct KnownHead
{
	int64 chain;
	Head head;
} KnownHead;

/*
 * The heads of the chains to which this transaction has appended, in memory of the transaction. A transaction that
 * writes many chains forgets all of them now and then.
 */
#define MAX_KNOWN_HEADS 10000

static HTAB *known_heads = NULL;

void
forget_heads(void)
{
	if (known_heads != NULL)
		hash_destroy(known_heads);
	known_heads = NULL;
}

static void
forget_heads_at_end(XactEvent event, void *arg)
{
	known_heads = NULL;
}

static void
forget_heads_at_end_of_subtransaction(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_heads();
}

void
init_heads(void)
{
	init_insertion();
	RegisterXactCallback(forget_heads_at_end, NULL);
	RegisterSubXactCallback(forget_heads_at_end_of_subtransaction, NULL);
}

/* The last line of a chain, as a snapshot shows the journal. key is the index of its primary key. */
Head
head_in_journal(Relation journal, Relation key, int64 chain, Snapshot snapshot)
{
	TupleDesc descriptor = RelationGetDescr(journal);
	Head head = {0};
	SysScanDesc scan;
	ScanKeyData condition;
	HeapTuple tuple;
	Datum hash;
	bool null;

	ScanKeyInit(&condition, Anum_journal_chain, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(chain));
	scan = systable_beginscan_ordered(journal, key, snapshot, 1, &condition);
	tuple = systable_getnext_ordered(scan, BackwardScanDirection);
	if (tuple != NULL)
	{
		head.place = DatumGetInt64(heap_getattr(tuple, Anum_journal_place, descriptor, &null));
		hash = heap_getattr(tuple, Anum_journal_hash, descriptor, &null);
		copy_bytes(hash, null, head.hash.bytes, DIGEST_LENGTH);
	}
	systable_endscan_ordered(scan);
	return head;
}

/* The last line of a chain, as it is committed now or written by this transaction. */
static Head
present_head(Relation journal, Relation key, int64 chain)
{
	Snapshot snapshot = RegisterSnapshot(GetLatestSnapshot());
	Head head = head_in_journal(journal, key, chain, snapshot);

	UnregisterSnapshot(snapshot);
	return head;
}

/*
 * The head of a chain, to be replaced by the line that is appended. A chain of which nothing is remembered is listed
 * for the next seal; while the journal is opened, only with its first line.
 */
static Head *
head_of_chain(Relation journal, Relation key, int64 chain, bool is_opening)
{
	KnownHead *known;
	bool found;

	if (known_heads != NULL && hash_get_num_entries(known_heads) >= MAX_KNOWN_HEADS)
		forget_heads();
	if (known_heads == NULL)
	{
		HASHCTL control = {.keysize = sizeof(int64), .entrysize = sizeof(KnownHead), .hcxt = TopTransactionContext};

		known_heads =
			hash_create("secretxfer heads of the journal", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	known = hash_search(known_heads, &chain, HASH_FIND, NULL);
	if (known == NULL)
	{
		Head head;

		/* Make visible what was written to the chain before its head was forgotten. */
		CommandCounterIncrement();
		head = present_head(journal, key, chain);
		if (!is_opening || head.place == 0)
			list_chain(chain);
		known = hash_search(known_heads, &chain, HASH_ENTER, &found);
		known->head = head;
	}
	return &known->head;
}

/* ---- writing ---- */

static Datum
act_value(TupleDesc descriptor, JournalAct act)
{
	Oid type = TupleDescAttr(descriptor, Anum_journal_act - 1)->atttypid;
	const char *label = value_list(COLUMN_JOURNAL_ACT)[act];
	HeapTuple tuple = SearchSysCache2(ENUMTYPOIDNAME, ObjectIdGetDatum(type), CStringGetDatum(label));
	Oid value;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "the value list of the journal lacks \"%s\"", label);
	value = ((Form_pg_enum) GETSTRUCT(tuple))->oid;
	ReleaseSysCache(tuple);
	return ObjectIdGetDatum(value);
}

static Datum
bytes_value(const uint8 *data, int length)
{
	bytea *bytes = palloc(VARHDRSZ + length);

	SET_VARSIZE(bytes, VARHDRSZ + length);
	memcpy(VARDATA(bytes), data, length);
	return PointerGetDatum(bytes);
}

static Datum
names_value(const List *names)
{
	Datum *elements = palloc(list_length(names) * sizeof(Datum));
	int count = 0;
	ListCell *cell;

	foreach (cell, names)
	{
		elements[count++] = CStringGetTextDatum(strVal(lfirst(cell)));
	}
	return PointerGetDatum(construct_array(elements, count, TEXTOID, -1, false, TYPALIGN_INT));
}

static HeapTuple
tuple_from_line(const JournalLine *line, TupleDesc descriptor)
{
	Datum *values = palloc0(descriptor->natts * sizeof(Datum));
	bool *nulls = palloc(descriptor->natts * sizeof(bool));

	memset(nulls, true, descriptor->natts * sizeof(bool));
#define SET(column, value)                         \
	do                                             \
	{                                              \
		values[Anum_journal_##column - 1] = value; \
		nulls[Anum_journal_##column - 1] = false;  \
	} while (0)
#define SET_TEXT(column)      \
	if (line->column != NULL) \
	SET(column, CStringGetTextDatum(line->column))
	SET(chain, Int64GetDatum(line->chain));
	SET(place, Int64GetDatum(line->place));
	SET(recorded_at, TimestampTzGetDatum(line->recorded_at));
	SET(login_role, DirectFunctionCall1(namein, CStringGetDatum(line->login_role)));
	SET(effective_role, DirectFunctionCall1(namein, CStringGetDatum(line->effective_role)));
	SET_TEXT(end_user);
	SET_TEXT(application_name);
	SET_TEXT(client_address);
	SET_TEXT(table);
	SET(entry, Int64GetDatum(line->entry));
	SET(act, act_value(descriptor, line->act));
	SET_TEXT(values);
	SET(salt, bytes_value(line->salt, SALT_LENGTH));
	SET(values_digest, bytes_value(line->values_digest.bytes, DIGEST_LENGTH));
	if (line->has_entry_digest)
		SET(entry_digest, bytes_value(line->entry_digest.bytes, DIGEST_LENGTH));
	SET_TEXT(basis);
	if (line->set_aside != NIL)
		SET(set_aside, names_value(line->set_aside));
	SET_TEXT(version);
	SET(hash, bytes_value(line->hash.bytes, DIGEST_LENGTH));
#undef SET_TEXT
#undef SET
	return heap_form_tuple(descriptor, values, nulls);
}

/* Writes the entry of a stored line in the primary key. */
static void
insert_into_key(Relation journal, Relation key, const JournalLine *line, HeapTuple tuple)
{
	IndexInfo *info = BuildIndexInfo(key);
	Datum values[INDEX_MAX_KEYS] = {Int64GetDatum(line->chain), Int64GetDatum(line->place)};
	bool nulls[INDEX_MAX_KEYS] = {false};

	insert_unique_entry(key, values, nulls, &tuple->t_self, journal, info);
}

/*
 * Stores a line with its index entries. Nearly all lines are in the primary key only: they have no basis, they tell of
 * no withdrawal, and the user has added no index. For these the executor's work is left out.
 */
static void
insert_line(Relation journal, Relation key, const JournalLine *line)
{
	HeapTuple tuple = tuple_from_line(line, RelationGetDescr(journal));

	if (line->basis == NULL && line->act != ACT_WITHDRAWN && has_own_indexes_only(JOURNAL_LINES))
	{
		simple_heap_insert(journal, tuple);
		insert_into_key(journal, key, line, tuple);
	}
	else
		insert_single_row(journal, tuple);
}

/*
 * Appends a line to its chain: gives the line its place, version and hash, and stores it. The caller has locked what
 * the chain is of.
 */
void
append_line(JournalLine *line)
{
	Relation journal = open_table_of_journal(JOURNAL_LINES, RowExclusiveLock);
	Relation key = open_key(JOURNAL_LINES, RowExclusiveLock);
	Head *head = head_of_chain(journal, key, line->chain, line->is_opening);

	line->place = head->place + 1;
	line->version = VERSION;
	line->hash = hash_of_line(line, &head->hash);
	insert_line(journal, key, line);
	head->place = line->place;
	head->hash = line->hash;
	/* The next line of the transaction finds both locks held. */
	index_close(key, NoLock);
	table_close(journal, NoLock);
}
