/*
 * remember.c
 *		How the journal is written otherwise than by an entry: admissions, seals, repairs; and its guard.
 *
 * The journal's triggers refuse every statement of a client. What this file does by SQL it does for the owner of the
 * register, and says so to the guard.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type_d.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "utils/acl.h"
#include "utils/json.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "doors/rows.h"
#include "doors/trigger.h"
#include "journal/contents.h"
#include "journal/grown.h"
#include "journal/insertion.h"
#include "journal/journal.h"
#include "journal/seal.h"
#include "register/storage.h"
#include "security/access.h"

PG_FUNCTION_INFO_V1(secretxfer_guard_journal_1_1);
PG_FUNCTION_INFO_V1(secretxfer_journal_admission);
PG_FUNCTION_INFO_V1(secretxfer_journal_columns);
PG_FUNCTION_INFO_V1(secretxfer_adopt_entry);
PG_FUNCTION_INFO_V1(secretxfer_adopt_chain);
PG_FUNCTION_INFO_V1(secretxfer_open_journal);
PG_FUNCTION_INFO_V1(secretxfer_blank_lines);
PG_FUNCTION_INFO_V1(secretxfer_journal_root);
PG_FUNCTION_INFO_V1(secretxfer_journal_seal);

/* Whether a function of this file is writing the journal by SQL. */
static bool is_writing = false;

/*
 * secretxfer.guard_journal() - BEFORE statement trigger of the tables of the journal
 *
 * Refuses all statements but those of this file.
 */
Datum
secretxfer_guard_journal_1_1(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_call(fcinfo, TRIGGER_EVENT_BEFORE);

	if (!is_writing)
	{
		error_context_stack = NULL;
		ereport(
			ERROR, errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("the journal is written by the extension only"),
			errdetail(
				"%s",
				psprintf(translated(
							 "Table \"%s\" remembers what the register accepted. Nobody changes or deletes its lines."),
						 RelationGetRelationName(trigger->tg_relation))),
			errhint("%s", translated("Values that must not stay are taken out by secretxfer.journal_blank().")),
			errhidestmt(true));
	}
	return PointerGetDatum(NULL);
}

/* Refuses a caller who may not act as the owner of the register. */
static void
require_owner_of_journal(void)
{
	Relation journal = open_table_of_journal(JOURNAL_LINES, AccessShareLock);

	if (!has_privs_of_role(GetUserId(), journal->rd_rel->relowner))
		ereport(ERROR, errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("must be owner of the register"));
	table_close(journal, NoLock);
}

/* Runs a statement that writes the journal's tables. */
static void
write_journal(const char *statement, int expected, int count, Oid *types, Datum *values)
{
	PG_TRY();
	{
		is_writing = true;
		if (SPI_execute_with_args(statement, count, types, values, NULL, false, 0) != expected)
			elog(ERROR, "could not carry out: %s", statement);
	}
	PG_FINALLY();
	{
		is_writing = false;
	}
	PG_END_TRY();
}

/*
 * secretxfer.journal_admission(act, role, duty, party, by, basis) - remembers an admission or its end
 *
 * The caller has locked the admissions, or the journal against other writers. basis is that of an adoption, else null.
 */
Datum
secretxfer_journal_admission(PG_FUNCTION_ARGS)
{
	StringInfoData json;

	require_owner_of_journal();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(4))
		ereport(ERROR, errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				errmsg("act, role, duty and who records must be named"));
	initStringInfo(&json);
	appendStringInfoString(&json, "{\"role\":");
	escape_json(&json, NameStr(*PG_GETARG_NAME(1)));
	appendStringInfoString(&json, ",\"duty\":");
	escape_json(&json, text_to_cstring(PG_GETARG_TEXT_PP(2)));
	if (!PG_ARGISNULL(3))
	{
		appendStringInfoString(&json, ",\"party\":");
		escape_json(&json, text_to_cstring(PG_GETARG_TEXT_PP(3)));
	}
	appendStringInfoChar(&json, '}');
	remember_act(ADMISSIONS_CHAIN, OF_ADMISSIONS, 0, place_of_value(COLUMN_JOURNAL_ACT, PG_GETARG_OID(0)),
				 NameStr(*PG_GETARG_NAME(4)), json.data,
				 PG_ARGISNULL(5) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(5)));
	PG_RETURN_VOID();
}

/* secretxfer.journal_columns() - the columns that the journal remembers, in the order of its values */
Datum
secretxfer_journal_columns(PG_FUNCTION_ARGS)
{
	static const char *const stamps[] = {"recorded_at", "recorded_by"};
	RowSink *sink = begin_rows(fcinfo);
	int table;
	int column;
	int stamp;

	for (table = 0; table < TABLE_COUNT; table++)
	{
		for (column = 0; column < register_tables[table].column_count; column++)
		{
			const char *values[] = {register_tables[table].name, psprintf("%d", column + 1),
									register_tables[table].columns[column].name};

			if (is_remembered(table, column))
				put_row(sink, values, lengthof(values));
		}
		for (stamp = 0; stamp < lengthof(stamps); stamp++)
		{
			const char *values[] = {register_tables[table].name, psprintf("%d", column + stamp + 1), stamps[stamp]};

			put_row(sink, values, lengthof(values));
		}
	}
	return (Datum) 0;
}

/* ---- repairs ---- */

static TableId
table_named(const char *name)
{
	TableId table = table_of_name(name);

	if (table == TABLE_COUNT)
		ereport(ERROR, errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("\"%s\" is not a table of the register", name));
	return table;
}

/*
 * secretxfer.adopt_entry(chain, table, entry, basis) - remembers in a chain how an entry is found
 *
 * The caller has locked the journal against other writers.
 */
Datum
secretxfer_adopt_entry(PG_FUNCTION_ARGS)
{
	TableId table = table_named(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	int64 number = PG_GETARG_INT64(2);

	require_owner_of_journal();
	remember_found(PG_GETARG_INT64(0), table, number, entry_of_number(table, number, NULL),
				   text_to_cstring(PG_GETARG_TEXT_PP(3)), ACT_ADOPTED);
	PG_RETURN_VOID();
}

/* secretxfer.adopt_chain(chain) - lists a chain for the next seal */
Datum
secretxfer_adopt_chain(PG_FUNCTION_ARGS)
{
	require_owner_of_journal();
	list_chain(PG_GETARG_INT64(0));
	PG_RETURN_VOID();
}

pg_noreturn static void
refuse_to_adopt(TableId table, int64 entry)
{
	ereport(ERROR, errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
			errmsg("entry " INT64_FORMAT " of table \"%s\" belongs to nothing", entry, register_tables[table].name),
			errhint("%s", translated("Restore what the entry belongs to, or delete the entry; then adopt again.")));
}

/* Remembers all entries of a table as they are found, in a journal without lines of theirs. */
static int64
open_journal_of_table(TableId table, const char *basis)
{
	Relation relation = table_open(relation_of_table(table), AccessShareLock);
	SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, GetActiveSnapshot(), 0, NULL);
	MemoryContext of_entry =
		AllocSetContextCreate(CurrentMemoryContext, "entry for the journal", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = CurrentMemoryContext;
	int64 count = 0;
	HeapTuple tuple;

	while ((tuple = systable_getnext(scan)) != NULL)
	{
		Entry *entry;
		int64 chain;

		CHECK_FOR_INTERRUPTS();
		MemoryContextSwitchTo(of_entry);
		entry = entry_from_tuple(table, tuple, RelationGetDescr(relation));
		chain = chain_of(entry, GetActiveSnapshot());
		if (chain < 0)
			refuse_to_adopt(table, number_of_entry(entry));
		remember_opening(chain, entry, basis);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(of_entry);
		count++;
	}
	MemoryContextDelete(of_entry);
	systable_endscan(scan);
	table_close(relation, NoLock);
	return count;
}

/*
 * secretxfer.open_journal(basis) - remembers all entries of a register that had no journal
 *
 * Returns the number of lines. The caller has locked the register.
 */
Datum
secretxfer_open_journal(PG_FUNCTION_ARGS)
{
	const char *basis = text_to_cstring(PG_GETARG_TEXT_PP(0));
	int64 count = 0;
	int table;

	require_owner_of_journal();
	for (table = 0; table < TABLE_COUNT; table++)
	{
		int64 of_table = open_journal_of_table(table, basis);

		if (of_table > 0)
			ereport(NOTICE, errmsg("table \"%s\": " INT64_FORMAT " entries remembered in the journal",
								   register_tables[table].name, of_table));
		count += of_table;
	}
	PG_RETURN_INT64(count);
}

/*
 * secretxfer.blank_lines(chain, table, entry, places, basis) - takes the values out of lines of an entry
 *
 * The lines are of one chain. The entry is remembered there anew as it stands, so that it can be compared with its last
 * line.
 */
Datum
secretxfer_blank_lines(PG_FUNCTION_ARGS)
{
	TableId table = table_named(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	int64 number = PG_GETARG_INT64(2);
	Oid types[] = {INT8OID, INT8ARRAYOID};
	Datum values[] = {PG_GETARG_DATUM(0), PG_GETARG_DATUM(3)};

	require_owner_of_journal();
	SPI_connect();
	write_journal("UPDATE " SCHEMA_NAME ".journal SET \"values\" = NULL, salt = NULL "
				  "WHERE chain OPERATOR(pg_catalog.=) $1 AND place OPERATOR(pg_catalog.=) ANY ($2)",
				  SPI_OK_UPDATE, lengthof(types), types, values);
	SPI_finish();
	CommandCounterIncrement();
	remember_found(PG_GETARG_INT64(0), table, number, entry_of_number(table, number, NULL),
				   text_to_cstring(PG_GETARG_TEXT_PP(4)), ACT_BLANKED);
	PG_RETURN_VOID();
}

/* ---- seals ---- */

/* Adds the heads of a seal to its digest, in the order of the chains. There may be millions of them. */
static void
cover_heads(DigestRun *run, int64 seal_no)
{
	Oid type = INT8OID;
	Datum value = Int64GetDatum(seal_no);
	Portal cursor = SPI_cursor_open_with_args(NULL,
											  "SELECT chain, place, hash FROM " SCHEMA_NAME ".journal_heads "
											  "WHERE seal_no OPERATOR(pg_catalog.=) $1 ORDER BY chain",
											  1, &type, &value, NULL, true, 0);

	do
	{
		uint64 row;

		SPI_cursor_fetch(cursor, true, 10000);
		for (row = 0; row < SPI_processed; row++)
		{
			HeapTuple head = SPI_tuptable->vals[row];
			bytea *hash;
			bool null;

			hash = DatumGetByteaPP(SPI_getbinval(head, SPI_tuptable->tupdesc, 3, &null));
			cover_head(run, DatumGetInt64(SPI_getbinval(head, SPI_tuptable->tupdesc, 1, &null)),
					   DatumGetInt64(SPI_getbinval(head, SPI_tuptable->tupdesc, 2, &null)), VARDATA_ANY(hash),
					   VARSIZE_ANY_EXHDR(hash));
		}
		SPI_freetuptable(SPI_tuptable);
	} while (SPI_processed > 0);
	SPI_cursor_close(cursor);
}

/* Begins the root of a seal, as docs/journal.md specifies it: what comes before the heads. */
static DigestRun *
begin_root(int64 seal_no, TimestampTz sealed_at, const char *sealed_by, bytea *previous)
{
	DigestRun *run = begin_digest();
	StringInfoData bytes;

	initStringInfo(&bytes);
	appendBinaryStringInfo(&bytes, VARDATA_ANY(previous), VARSIZE_ANY_EXHDR(previous));
	cover_number(&bytes, seal_no);
	cover_number(&bytes, sealed_at);
	cover_text(&bytes, sealed_by);
	add_to_digest(run, bytes.data, bytes.len);
	return run;
}

/* secretxfer.journal_root(seal_no, sealed_at, sealed_by, previous) - the root of a seal, computed from its heads */
Datum
secretxfer_journal_root(PG_FUNCTION_ARGS)
{
	DigestRun *run =
		begin_root(PG_GETARG_INT64(0), PG_GETARG_TIMESTAMPTZ(1), NameStr(*PG_GETARG_NAME(2)), PG_GETARG_BYTEA_PP(3));
	Digest root;

	SPI_connect();
	cover_heads(run, PG_GETARG_INT64(0));
	SPI_finish();
	root = end_digest(run);
	PG_RETURN_BYTEA_P(bytea_of_digest(&root));
}

/*
 * secretxfer.journal_seal() - keeps the heads of the chains that grew since the last seal, under a new root
 *
 * Two seals wait for each other.
 */
Datum
secretxfer_journal_seal(PG_FUNCTION_ARGS)
{
	Oid types[] = {INT8OID, TIMESTAMPTZOID, NAMEOID, BYTEAOID};
	Datum values[lengthof(types)];
	const char *sealed_by = GetUserNameFromId(GetUserId(), false);
	TimestampTz sealed_at = GetCurrentTimestamp();
	static const Digest before_first = {{0}};
	int64 seal_no = 1;
	bytea *previous = bytea_of_digest(&before_first);
	DigestRun *run;
	Digest root;
	bool null;

	require_owner_of_journal();
	SPI_connect();
	write_journal("LOCK TABLE " SCHEMA_NAME ".journal_seals IN EXCLUSIVE MODE", SPI_OK_UTILITY, 0, NULL, NULL);
	if (SPI_execute("SELECT seal_no, root FROM " SCHEMA_NAME ".journal_seals ORDER BY seal_no DESC LIMIT 1", false,
					1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the seals");
	if (SPI_processed > 0)
	{
		HeapTuple last = SPI_tuptable->vals[0];

		seal_no = DatumGetInt64(SPI_getbinval(last, SPI_tuptable->tupdesc, 1, &null)) + 1;
		previous = DatumGetByteaPCopy(SPI_getbinval(last, SPI_tuptable->tupdesc, 2, &null));
	}
	run = begin_root(seal_no, sealed_at, sealed_by, previous);
	keep_heads(seal_no, run);
	root = end_digest(run);
	values[0] = Int64GetDatum(seal_no);
	values[1] = TimestampTzGetDatum(sealed_at);
	values[2] = DirectFunctionCall1(namein, CStringGetDatum(sealed_by));
	values[3] = PointerGetDatum(bytea_of_digest(&root));
	write_journal("INSERT INTO " SCHEMA_NAME ".journal_seals (seal_no, sealed_at, sealed_by, root) "
				  "VALUES ($1, $2, $3, $4)",
				  SPI_OK_INSERT, lengthof(types), types, values);
	SPI_finish();
	PG_RETURN_INT64(seal_no);
}
