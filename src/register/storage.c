/*
 * storage.c
 *		Looks entries up and locks them. Rules read the tables of the register in no other way.
 *
 * Two other files read the tables themselves: remember.c reads a whole table when a journal is opened, and lock_order.c
 * fetches the row that a statement is about to write.
 *
 * Entries are looked up by index scans on the OIDs of the tables, not by SQL. Such a scan is faster, and a writer
 * cannot influence the scan: a direct lookup uses no search_path, no operators of other roles, no privileges and no
 * row-level security policies.
 *
 * Every lookup uses the latest snapshot, also in a transaction with an older snapshot (REPEATABLE READ), because a rule
 * must be judged on what is committed now. So what must not change is locked first and read afterwards. A caller that
 * has written must make the writes visible with CommandCounterIncrement() before a lookup.
 *
 * Relies on heap tables: rows have a ctid by which they can be locked and updated, and an xmin. Tested by
 * test/sql/r05_answer.sql (ctid) and test/sql/r04_request.sql (xmin).
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_collation_d.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_index.h"
#include "catalog/pg_type_d.h"
#include "commands/defrem.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "executor/tuptable.h"
#include "storage/bufmgr.h"
#include "utils/fmgroids.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "register/remembered.h"
#include "register/scan.h"
#include "register/storage.h"

/*
 * The maximum number of different sets of columns by which one table is looked up. More sets would still work, but
 * would search for an index each time.
 */
#define MAX_ACCESS_PATHS 8

/* The index that serves a lookup, with the positions of its columns. */
typedef struct AccessPath
{
	uint32 columns; /* a bit for each column of the lookup */
	bool is_unique; /* no more than one row has the same values in these columns */
	KnownIndex index;
	int order[MAX_KEY_COLUMNS];      /* the columns of the lookup, in the order of the index */
	Oid collations[MAX_KEY_COLUMNS]; /* of the index */
} AccessPath;

/* The column of parties that version 1.0 had in the place of the table affiliations. */
#define EARLIER_AFFILIATION "affiliated_with"

/* What is known of a table of this database, until the table is altered. */
typedef struct KnownTable
{
	Oid relation; /* invalid: not looked up yet */
	KnownLock lock;
	bool is_earlier; /* the table is as an earlier version made it */
	bool is_guarded; /* the guard is in force */
	bool has_blocks; /* a row was stored there once */
	AttrNumber attributes[MAX_COLUMNS];
	AttrNumber stamps[STAMP_COUNT];
	int path_count;
	AccessPath paths[MAX_ACCESS_PATHS];
} KnownTable;

static KnownTable known_tables[TABLE_COUNT];

/* The sequence of the numbers of entries, until the sequence is altered. Invalid: not looked up yet. */
static Oid known_sequence = InvalidOid;

/* Whether this session has looked anything up in the register. */
static bool was_read = false;

/* ---- what is known of the tables ---- */

/* Relcache callback: invalidates what is known of an altered relation, or of all relations if relation is invalid. */
static void
invalidate_relation(Datum arg, Oid relation)
{
	int table;

	if (relation == InvalidOid || relation == known_sequence)
		known_sequence = InvalidOid;
	for (table = 0; table < TABLE_COUNT; table++)
	{
		if (relation != InvalidOid && known_tables[table].relation != relation)
			continue;
		known_tables[table].relation = InvalidOid;
		forget_all_answers();
	}
}

/* A value of a value list that was looked up before, until a value list is altered. */
typedef struct KnownValue
{
	const char *const *list;
	Oid value; /* invalid: none */
	int place; /* in the list */
} KnownValue;

/* PostgreSQL numbers the values of an enum type one after the other, most of them by even numbers. */
#define KNOWN_VALUE_COUNT 64
static KnownValue known_values[KNOWN_VALUE_COUNT];

/* Syscache callback: a value list was altered. */
static void
invalidate_values(Datum arg, int cache, uint32 hash)
{
	memset(known_values, 0, sizeof(known_values));
}

void
init_storage(void)
{
	CacheRegisterRelcacheCallback(invalidate_relation, (Datum) 0);
	CacheRegisterSyscacheCallback(ENUMOID, invalidate_values, (Datum) 0);
}

bool
register_was_read(void)
{
	return was_read;
}

/* Whether an attribute still has the type in which the values of its column are read. */
static bool
type_fits(ColumnType type, Oid attribute_type)
{
	switch (type)
	{
		case COLUMN_TEXT:
			return attribute_type == TEXTOID;
		case COLUMN_NUMBER:
			return attribute_type == NUMERICOID;
		case COLUMN_INTEGERS:
			return attribute_type == INT4ARRAYOID;
		case COLUMN_DATE:
			return attribute_type == DATEOID;
		case COLUMN_FLAG:
			return attribute_type == BOOLOID;
		case COLUMN_INTEGER:
			return attribute_type == INT4OID;
		case COLUMN_BIG:
			return attribute_type == INT8OID;
		default:
			return get_typtype(attribute_type) == TYPTYPE_ENUM;
	}
}

/*
 * Whether the register is still as version 1.0 made it: the extension was updated, or a backup restored, and
 * create_register() has not been called since. Such a register is read, but not written.
 *
 * 1.0 had no numbers of entries, and its parties had a column that 1.1 has not. Both are asked, because a user may have
 * a column of that name, and may have dropped the sequence.
 */
bool
register_is_earlier(void)
{
	Oid schema = get_namespace_oid(SCHEMA_NAME, true);
	Oid parties;

	if (!OidIsValid(schema) || OidIsValid(get_relname_relid("entry_ids", schema)))
		return false;
	parties = get_relname_relid(register_tables[TABLE_parties].name, schema);
	return OidIsValid(parties) && get_attnum(parties, EARLIER_AFFILIATION) != InvalidAttrNumber;
}

/* Returns the attribute of a column of a table, or InvalidAttrNumber. */
static AttrNumber
find_attribute(Relation relation, const char *name, Oid *type)
{
	TupleDesc descriptor = RelationGetDescr(relation);
	int attribute;

	for (attribute = 0; attribute < descriptor->natts; attribute++)
	{
		Form_pg_attribute form = TupleDescAttr(descriptor, attribute);

		if (form->attisdropped || strcmp(NameStr(form->attname), name) != 0)
			continue;
		*type = form->atttypid;
		return attribute + 1;
	}
	return InvalidAttrNumber;
}

/* Returns the attribute of a column of a table. Raises an error if the column is missing. */
static AttrNumber
require_attribute(Relation relation, const char *name, Oid *type)
{
	AttrNumber attribute = find_attribute(relation, name, type);

	if (attribute == InvalidAttrNumber)
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
				errmsg("column \"%s\" of table \"%s.%s\" does not exist", name, SCHEMA_NAME,
					   RelationGetRelationName(relation)),
				errhint("%s", translated("The rules cannot be checked without this column. Restore the column.")));
	return attribute;
}

/*
 * Whether entries of a table with these triggers are judged when they are written. create_register() puts the triggers
 * out of force.
 */
bool
is_guarded(const TriggerDesc *triggers)
{
	int at;

	for (at = 0; triggers != NULL && at < triggers->numtriggers; at++)
	{
		if (strcmp(triggers->triggers[at].tgname, "A_secretxfer_judge") == 0)
			return triggers->triggers[at].tgenabled == TRIGGER_FIRES_ON_ORIGIN ||
				   triggers->triggers[at].tgenabled == TRIGGER_FIRES_ALWAYS;
	}
	return false;
}

/* Finds the attributes behind the columns of a table that was just opened. */
static void
know_table(KnownTable *known, TableId table, Relation relation)
{
	static const char *const stamps[STAMP_COUNT] = {"recorded_at", "recorded_by", "changed_at", "changed_by"};
	Oid type;
	int column;
	int stamp;
	int path;

	was_read = true;
	known->lock = (KnownLock){0};
	known->has_blocks = false;
	for (path = 0; path < known->path_count; path++)
		forget_index(&known->paths[path].index);
	known->path_count = 0;
	known->is_earlier = register_is_earlier();
	known->is_guarded = is_guarded(relation->trigdesc);
	for (column = 0; column < register_tables[table].column_count; column++)
	{
		const Column *wanted = &register_tables[table].columns[column];

		/* A column that an earlier version did not have is stated in no entry. */
		if (known->is_earlier)
		{
			known->attributes[column] = find_attribute(relation, wanted->name, &type);
			if (known->attributes[column] != InvalidAttrNumber && !type_fits(wanted->type, type))
				known->attributes[column] = InvalidAttrNumber;
			continue;
		}
		known->attributes[column] = require_attribute(relation, wanted->name, &type);
		if (!type_fits(wanted->type, type))
			ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
					errmsg("column \"%s\" of table \"%s.%s\" has an unexpected data type", wanted->name, SCHEMA_NAME,
						   register_tables[table].name),
					errhint("%s", translated("The rules cannot be checked without this column. Restore the column.")));
	}
	for (stamp = 0; stamp < STAMP_COUNT; stamp++)
		known->stamps[stamp] = require_attribute(relation, stamps[stamp], &type);
	known->relation = RelationGetRelid(relation);
}

/*
 * Looks a table of the register up. Raises an error if the table is missing, or if one of its columns is missing or has
 * another type. What an earlier version did not have stays unknown.
 */
static void
look_table_up(TableId table)
{
	Oid schema = get_namespace_oid(SCHEMA_NAME, false);
	Oid oid = get_relname_relid(register_tables[table].name, schema);
	Relation relation;

	if (!OidIsValid(oid) && register_is_earlier())
		return;
	if (!OidIsValid(oid))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_TABLE),
				errmsg("table \"%s.%s\" does not exist", SCHEMA_NAME, register_tables[table].name),
				errhint("%s", translated("Create the register with SELECT secretxfer.create_register().")));
	relation = table_open(oid, AccessShareLock);
	know_table(&known_tables[table], table, relation);
	table_close(relation, NoLock);
}

/* What is known of a table of the register; see look_table_up(). */
static inline KnownTable *
known_table(TableId table)
{
	if (!OidIsValid(known_tables[table].relation))
		look_table_up(table);
	return &known_tables[table];
}

/*
 * Returns the OID of a table of the register. Raises an error if the table is missing, or if one of its columns is
 * missing or has another type. A table that an earlier version did not have is InvalidOid as long as the register is as
 * that version made it.
 */
Oid
relation_of_table(TableId table)
{
	return known_table(table)->relation;
}

/* Returns which table of the register a relation is; TABLE_COUNT if none. */
TableId
table_of_relation(Relation relation)
{
	int table;

	for (table = 0; table < TABLE_COUNT; table++)
	{
		if (known_tables[table].relation == RelationGetRelid(relation))
			return table;
	}
	if (RelationGetNamespace(relation) != get_namespace_oid(SCHEMA_NAME, true))
		return TABLE_COUNT;
	table = table_of_name(RelationGetRelationName(relation));
	if (table != TABLE_COUNT)
		know_table(&known_tables[table], table, relation);
	return table;
}

/*
 * Requires a table as this version makes it. The rules cannot judge an entry whose new facts have no place, and an
 * entry without a number could not be told from others later.
 */
void
require_present_version(TableId table)
{
	const KnownTable *known = known_table(table);

	if (!OidIsValid(known->relation) || known->is_earlier)
		refuse_earlier_register();
}

/* Refuses a write to a register that is as an earlier version made it. */
void
refuse_earlier_register(void)
{
	error_context_stack = NULL;
	ereport(
		ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
		errmsg("the register is as version 1.0 of the extension made it, and cannot be written"),
		errdetail("%s", translated("Reading goes on.")),
		errhint("%s",
				translated(
					"The owner of the register has to take it to this version: SELECT secretxfer.create_register();")),
		errhidestmt(true));
}

/* The attribute number behind a column. */
int
attribute_of_column(TableId table, int column)
{
	return known_table(table)->attributes[column];
}

/* The attribute number of a stamp. */
int
attribute_of_stamp(TableId table, Stamp stamp)
{
	return known_table(table)->stamps[stamp];
}

/* ---- entries ---- */

/* Reports a value that somebody added to a value list, or gave another name. */
pg_noreturn static void
refuse_altered_value_list(Oid type)
{
	ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
			errmsg("value list \"%s\" was altered and has a value that the rules do not know",
				   format_type_be_qualified(type)),
			errhint("%s",
					translated(
						"The rules cannot judge this value. Restore the value list; secretxfer.verify() names what was "
						"altered.")));
}

/* The position of a value in its value list, by the name of the value. */
static int
find_in_list(const char *const *list, Oid value)
{
	HeapTuple tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));
	int place;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for enum value %u", value);
	for (place = 0; list[place] != NULL; place++)
	{
		if (strcmp(list[place], NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel)) == 0)
			break;
	}
	if (list[place] == NULL)
		refuse_altered_value_list(((Form_pg_enum) GETSTRUCT(tuple))->enumtypid);
	ReleaseSysCache(tuple);
	return place;
}

/* The position of a value in its value list. */
static int
place_in_list(const char *const *list, Oid value)
{
	KnownValue *known = &known_values[value / 2 % KNOWN_VALUE_COUNT];

	if (list == NULL)
		elog(ERROR, "the column has no value list");
	if (known->value != value || known->list != list)
	{
		/* The catalog may tell of an altered value list only while it is read. */
		int place = find_in_list(list, value);

		*known = (KnownValue){list, value, place};
	}
	return known->place;
}

/* Puts one value into its field. */
static void
set_field(Entry *entry, int column, Datum value)
{
	ColumnType type = register_tables[entry->table].columns[column].type;

	switch (type)
	{
		case COLUMN_TEXT:
		case COLUMN_NUMBER:
		case COLUMN_INTEGERS:
			FIELD(entry, column, void *) = DatumGetPointer(value);
			break;
		case COLUMN_FLAG:
			FIELD(entry, column, bool) = DatumGetBool(value);
			break;
		case COLUMN_BIG:
			FIELD(entry, column, int64) = DatumGetInt64(value);
			break;
		case COLUMN_DATE:
		case COLUMN_INTEGER:
			FIELD(entry, column, int32) = DatumGetInt32(value);
			break;
		default:
			FIELD(entry, column, int) = place_in_list(value_list(type), DatumGetObjectId(value));
			break;
	}
}

/* The value of a field as its attribute has it; for the columns that the server fills in. */
Datum
value_of_field(const Entry *entry, int column)
{
	switch (register_tables[entry->table].columns[column].type)
	{
		case COLUMN_TEXT:
			return PointerGetDatum(FIELD(entry, column, text *));
		case COLUMN_DATE:
			return DateADTGetDatum(FIELD(entry, column, DateADT));
		case COLUMN_FLAG:
			return BoolGetDatum(FIELD(entry, column, bool));
		case COLUMN_BIG:
			return Int64GetDatum(FIELD(entry, column, int64));
		default:
			elog(ERROR, "the server fills in no column like \"%s\"",
				 register_tables[entry->table].columns[column].name);
	}
	return (Datum) 0; /* keep compilers quiet */
}

/* Puts the stamps of a row into its entry. */
static void
set_stamps(Entry *entry, const AttributeValues *row)
{
	const Datum *values = row->values;
	const bool *nulls = row->nulls;

	const AttrNumber *stamps = known_tables[entry->table].stamps;

	if (!nulls[stamps[RECORDED_AT] - 1])
		entry->recorded_at = DatumGetTimestampTz(values[stamps[RECORDED_AT] - 1]);
	if (!nulls[stamps[RECORDED_BY] - 1])
		entry->recorded_by = DatumGetName(values[stamps[RECORDED_BY] - 1]);
	if (!nulls[stamps[CHANGED_AT] - 1])
		entry->changed_at = DatumGetTimestampTz(values[stamps[CHANGED_AT] - 1]);
	if (!nulls[stamps[CHANGED_BY] - 1])
		entry->changed_by = DatumGetName(values[stamps[CHANGED_BY] - 1]);
}

/*
 * Returns the entry in a tuple of a table of the register, and the values of the tuple in row. The texts of the entry
 * point into a copy of the tuple, so the entry lives in the current memory context.
 */
Entry *
entry_and_values(TableId table, HeapTuple tuple, TupleDesc descriptor, AttributeValues *row)
{
	const Table *description = &register_tables[table];
	Entry *entry = blank_entry(table);
	HeapTuple copy = heap_copytuple(tuple);
	const KnownTable *known = known_table(table);
	int column;

	heap_deform_tuple(copy, descriptor, row->values, row->nulls);
	entry->place = tuple->t_self;
	entry->row = copy;
	entry->xmin = HeapTupleHeaderGetRawXmin(tuple->t_data);
	for (column = 0; column < description->column_count; column++)
	{
		int attribute = known->attributes[column] - 1;

		if (attribute < 0 || row->nulls[attribute])
			continue;
		set_field(entry, column, row->values[attribute]);
		entry->stated |= UINT32_C(1) << column;
	}
	set_stamps(entry, row);
	return entry;
}

/* Returns the entry in a tuple alone; see entry_and_values(). */
Entry *
entry_from_tuple(TableId table, HeapTuple tuple, TupleDesc descriptor)
{
	AttributeValues row;

	return entry_and_values(table, tuple, descriptor, &row);
}

/*
 * Returns the position of a value in the value list of a column type, which is the value of the C enum. value is the
 * OID of the enum value.
 */
int
place_of_value(ColumnType type, Oid value)
{
	return place_in_list(value_list(type), value);
}

/* The next number of an entry of the register. */
int64
next_entry_id(void)
{
	if (!OidIsValid(known_sequence))
		known_sequence = get_relname_relid("entry_ids", get_namespace_oid(SCHEMA_NAME, false));
	if (!OidIsValid(known_sequence))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_TABLE),
				errmsg("sequence \"%s.%s\" does not exist", SCHEMA_NAME, "entry_ids"),
				errhint("%s", translated("Create it with SELECT secretxfer.create_register().")));
	return nextval_internal(known_sequence, false);
}

/*
 * Programs that read numbers as floating point, as JavaScript does, know whole numbers of 53 bits. Among a million
 * carriers one number in nine thousand million is taken.
 */
#define BITS_OF_CARRIER_ID 53

/* A number for a new carrier, drawn by lot (carrier_numbers.c). */
int64
draw_carrier_id(void)
{
	uint64 drawn;

	if (!pg_strong_random(&drawn, sizeof(drawn)))
		elog(ERROR, "could not draw a number for a carrier");
	return (int64) (drawn >> (64 - BITS_OF_CARRIER_ID));
}

/* ---- lookups ---- */

/* The equality function for lookups by a column of a type. */
static RegProcedure
equality_of(ColumnType type)
{
	switch (type)
	{
		case COLUMN_TEXT:
			return F_TEXTEQ;
		case COLUMN_BIG:
			return F_INT8EQ;
		case COLUMN_DATE:
			return F_DATE_EQ;
		case COLUMN_INTEGER:
			return F_INT4EQ;
		default:
			elog(ERROR, "no lookup compares columns of type %d", type);
	}
	return InvalidOid; /* keep compilers quiet */
}

/*
 * Whether the first columns of an index are the columns of the lookup, with the default ordering. Texts are equal byte
 * by byte in every deterministic collation. On success path gets the order and the collations of the index.
 */
static bool
index_serves(Relation index, const KnownTable *known, const Lookup *lookup, AccessPath *path)
{
	Form_pg_index form = index->rd_index;
	int position;

	if (index->rd_rel->relam != BTREE_AM_OID || !form->indisvalid || !form->indisready ||
		form->indnkeyatts < lookup->count || !heap_attisnull(index->rd_indextuple, Anum_pg_index_indpred, NULL))
		return false;
	/* An index that was built over broken HOT chains may miss rows that older snapshots must see. */
	if (form->indcheckxmin &&
		!TransactionIdPrecedes(HeapTupleHeaderGetXmin(index->rd_indextuple->t_data), TransactionXmin))
		return false;

	for (position = 0; position < lookup->count; position++)
	{
		int wanted;

		for (wanted = 0; wanted < lookup->count; wanted++)
		{
			if (known->attributes[lookup->columns[wanted]] == form->indkey.values[position])
				break;
		}
		if (wanted == lookup->count)
			return false;
		if (OidIsValid(index->rd_indcollation[position]) &&
			!get_collation_isdeterministic(index->rd_indcollation[position]))
			return false;
		if (index->rd_opcintype[position] != TupleDescAttr(RelationGetDescr(index), position)->atttypid ||
			get_opclass_family(GetDefaultOpClass(index->rd_opcintype[position], BTREE_AM_OID)) !=
				index->rd_opfamily[position])
			return false;
		path->order[position] = wanted;
		path->collations[position] = index->rd_indcollation[position];
	}
	path->is_unique = form->indisunique && form->indimmediate && form->indnkeyatts == lookup->count;
	return true;
}

/* Returns the best index for a lookup. The index is searched once and then remembered until the table is altered. */
static AccessPath *
access_path(Relation relation, const Lookup *lookup)
{
	KnownTable *known = &known_tables[lookup->table];
	AccessPath *path;
	uint32 columns = 0;
	List *indexes;
	int at;

	for (at = 0; at < lookup->count; at++)
		columns |= UINT32_C(1) << lookup->columns[at];
	for (at = 0; at < known->path_count; at++)
	{
		if (known->paths[at].columns == columns)
			return &known->paths[at];
	}

	/* If all places are taken, the new set of columns replaces the last one. This is correct, but slow. */
	Assert(known->path_count < MAX_ACCESS_PATHS);
	if (known->path_count < MAX_ACCESS_PATHS)
		known->path_count++;
	path = &known->paths[known->path_count - 1];
	path->columns = columns;
	path->is_unique = false;
	forget_index(&path->index);

	indexes = RelationGetIndexList(relation);
	for (at = 0; at < list_length(indexes) && !OidIsValid(path->index.oid); at++)
	{
		Relation index = index_open(list_nth_oid(indexes, at), AccessShareLock);

		if (index_serves(index, known, lookup, path))
			path->index.oid = RelationGetRelid(index);
		index_close(index, AccessShareLock);
	}
	list_free(indexes);
	for (at = 0; at < lookup->count && !OidIsValid(path->index.oid); at++)
	{
		path->order[at] = at;
		path->collations[at] = C_COLLATION_OID;
	}
	return path;
}

/* Another session has locked the parent row, and this session must not wait. */
pg_noreturn static void
report_locked_elsewhere(void)
{
	error_context_stack = NULL;
	ereport(ERROR, errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			errmsg("could not serialize access due to a concurrent step"),
			errhint("%s", translated("The transaction might succeed if retried.")), errhidestmt(true));
}

/*
 * Locks the version of a row that a search has just found. Waits for a session that has locked the row, unless
 * row_lock is ROW_LOCK_NOWAIT.
 *
 * Returns false if the row has changed meanwhile, so that the lookup must be repeated.
 */
static bool
lock_row(const Search *search, ItemPointer tid, Snapshot snapshot, RowLock row_lock)
{
	Relation relation = search->table;
	LockTupleMode mode = row_lock == ROW_LOCK_SHARE ? LockTupleShare : LockTupleNoKeyExclusive;
	TM_FailureData failure;
	TM_Result result;

	result = table_tuple_lock(relation, tid, snapshot, search->slot, GetCurrentCommandId(false), mode,
							  row_lock == ROW_LOCK_NOWAIT ? LockWaitSkip : LockWaitBlock, 0, &failure);
	row_was_locked();
	switch (result)
	{
		case TM_Ok:
			return true;
		case TM_Updated:
		case TM_Deleted:
			return false;
		case TM_WouldBlock:
			report_locked_elsewhere();
		default:
			elog(ERROR, "unexpected result %d of locking a row of \"%s\"", result, RelationGetRelationName(relation));
	}
	return false; /* keep compilers quiet */
}

/*
 * Returns the snapshot for a lookup: the latest snapshot. Policies may be evaluated in a parallel query, where
 * PostgreSQL does not allow the latest snapshot. Nothing is written in a parallel query, so there the snapshot of the
 * query is good enough.
 */
Snapshot
lookup_snapshot(void)
{
	return IsInParallelMode() ? GetActiveSnapshot() : GetLatestSnapshot();
}

/* Whether a lookup is by a column that the table does not have yet, as an earlier version made it. */
static bool
asks_for_missing_column(const KnownTable *known, const Lookup *lookup)
{
	int at;

	for (at = 0; at < lookup->count; at++)
	{
		if (known->attributes[lookup->columns[at]] == InvalidAttrNumber)
			return true;
	}
	return false;
}

/* The conditions of a scan for the rows of a lookup. Returns how many there are. */
static int
conditions_of(const Lookup *lookup, const AccessPath *path, ScanKeyData *keys)
{
	const KnownTable *known = &known_tables[lookup->table];
	int at;

	if (lookup->in_period)
	{
		AttrNumber attribute = known->attributes[lookup->columns[0]];

		ScanKeyEntryInitialize(&keys[0], 0, attribute, BTGreaterEqualStrategyNumber, InvalidOid, InvalidOid, F_DATE_GE,
							   lookup->values[0]);
		ScanKeyEntryInitialize(&keys[1], 0, attribute, BTLessEqualStrategyNumber, InvalidOid, InvalidOid, F_DATE_LE,
							   DateADTGetDatum(lookup->until));
		return 2;
	}
	for (at = 0; at < lookup->count; at++)
	{
		int column = lookup->columns[path->order[at]];

		ScanKeyEntryInitialize(&keys[at], 0, known->attributes[column], BTEqualStrategyNumber, InvalidOid,
							   path->collations[at], equality_of(register_tables[lookup->table].columns[column].type),
							   lookup->values[path->order[at]]);
	}
	return lookup->count;
}

/* Begins to search a table for the rows of a lookup. known is a row that the same lookup found before, or NULL. */
static void
begin_lookup(Search *search, Relation relation, const Lookup *lookup, const Entry *known, Snapshot snapshot,
			 ScanKeyData *keys)
{
	AccessPath *path = access_path(relation, lookup);
	int count = conditions_of(lookup, path, keys);
	bool is_of_key = path->is_unique && !lookup->in_period && snapshot != SnapshotAny;

	begin_search(search, relation, &path->index, snapshot, keys, count, is_of_key, known == NULL ? NULL : known->row);
}

/*
 * Whether rows may be in a table. Most offices never enter a suspension or a supplement, and where no block has been
 * written, nothing needs to be searched.
 */
static bool
may_have_rows(KnownTable *known, TableId table, Relation relation)
{
	if (known->has_blocks)
		return true;
	known->has_blocks = RelationGetNumberOfBlocks(relation) > 0;
	if (!known->has_blocks)
		note_empty_table(table);
	return known->has_blocks;
}

/* Opens the table of a lookup, and locks the table until the end of the transaction. NULL: nothing can be found. */
static Relation
open_table_of(const Lookup *lookup, RowLock row_lock)
{
	KnownTable *known = known_table(lookup->table);
	Relation relation =
		open_known_table(known->relation, row_lock == ROW_LOCK_NONE ? AccessShareLock : RowShareLock, &known->lock);

	/* The table may have been altered while this session waited for the lock on the table. */
	if (!OidIsValid(known->relation))
		know_table(known, lookup->table, relation);
	if (!asks_for_missing_column(known, lookup) && may_have_rows(known, lookup->table, relation))
		return relation;
	table_close(relation, NoLock);
	return NULL;
}

/* Makes one attempt at a lookup. Returns false if a row to be locked has changed meanwhile. */
static bool
try_lookup(const Lookup *lookup, List *found_last, RowLock row_lock, bool first_only, List **entries)
{
	Relation relation = open_table_of(lookup, row_lock);
	/*
	 * The snapshot of the running statement is older, so it keeps every row that the latest one shows, and no search
	 * takes another latest snapshot.
	 */
	bool is_kept = ActiveSnapshotSet() && !EACH_SNAPSHOT_IS_REGISTERED;
	Snapshot snapshot;
	ScanKeyData keys[MAX_KEY_COLUMNS];
	Search search;
	HeapTuple tuple;
	bool steady = true;

	if (relation == NULL)
		return true;
	snapshot = lookup->as_of != NULL ? lookup->as_of : lookup_snapshot();
	if (!is_kept)
		snapshot = RegisterSnapshot(snapshot);
	begin_lookup(&search, relation, lookup, found_last == NIL ? NULL : linitial(found_last), snapshot, keys);
	while (steady && (tuple = next_row(&search)) != NULL)
	{
		if (row_lock != ROW_LOCK_NONE)
			steady = lock_row(&search, &tuple->t_self, snapshot, row_lock);
		if (steady && search.at_known_place)
			*entries = found_last;
		else if (steady)
			*entries = lappend(*entries, entry_from_tuple(lookup->table, tuple, RelationGetDescr(relation)));
		if (first_only)
			break;
	}
	end_search(&search);
	if (!is_kept)
		UnregisterSnapshot(snapshot);
	/* The lock on the table is kept until the end of the transaction, as for any query. */
	table_close(relation, NoLock);
	return steady;
}

/* What a lookup finds in a table of the register. found_last is what it found before. */
static List *
look_in_table(const Lookup *lookup, List *found_last, RowLock row_lock, bool first_only)
{
	List *entries = NIL;

	while (!try_lookup(lookup, found_last, row_lock, first_only, &entries))
	{
		CHECK_FOR_INTERRUPTS();
		entries = NIL;
	}
	return entries;
}

/*
 * The affiliation that a lookup asks for, in a register of version 1.0: there it was a column of the party. Returns
 * NULL if there is none.
 */
static Entry *
earlier_affiliation(const Lookup *lookup)
{
	Lookup by_idn = look_in(TABLE_parties);
	Affiliation *affiliation;
	const Party *party;
	List *parties_found;
	const text *wanted = NULL;
	Relation parties;
	Datum entity;
	bool null;
	int at;

	for (at = 0; at < lookup->count; at++)
	{
		if (lookup->columns[at] == affiliations_party)
			where_text(&by_idn, parties_idn, (text *) DatumGetPointer(lookup->values[at]));
		else
			wanted = (text *) DatumGetPointer(lookup->values[at]);
	}
	if (by_idn.count == 0 || wanted == NULL)
		return NULL;
	parties_found = look_in_table(&by_idn, NIL, ROW_LOCK_NONE, true);
	if (parties_found == NIL)
		return NULL;
	party = linitial(parties_found);
	parties = table_open(relation_of_table(TABLE_parties), AccessShareLock);
	entity = heap_getattr(party->head.row, get_attnum(RelationGetRelid(parties), EARLIER_AFFILIATION),
						  RelationGetDescr(parties), &null);
	table_close(parties, NoLock);
	if (null || !same_text(DatumGetTextPP(entity), wanted))
		return NULL;
	affiliation = palloc0(register_tables[TABLE_affiliations].entry_size);
	affiliation->head.table = TABLE_affiliations;
	affiliation->since = affiliation->until = NO_DATE;
	affiliation->party = party->idn;
	affiliation->quasi_state = DatumGetTextPP(entity);
	return &affiliation->head;
}

/* What a lookup finds in a table that an earlier version did not have. */
static List *
look_in_earlier(const Lookup *lookup)
{
	Entry *entry = lookup->table == TABLE_affiliations ? earlier_affiliation(lookup) : NULL;

	return entry == NULL ? NIL : list_make1(entry);
}

/*
 * What a lookup finds, or has found: while a trigger works, nothing is looked up twice (remembered.c). What is written
 * to a table without its guard is told by nobody, so nothing of such a table is remembered.
 */
static List *
look_up(const Lookup *lookup, RowLock row_lock, bool first_only)
{
	const KnownTable *known;

	if (lookup->nothing)
		return NIL;
	known = known_table(lookup->table);
	if (!OidIsValid(known->relation))
		return look_in_earlier(lookup);
	if (!known->is_guarded)
	{
		table_was_written(lookup->table); /* perhaps */
		return look_in_table(lookup, NIL, row_lock, first_only);
	}
	return recall_or_find(lookup, row_lock, first_only, look_in_table);
}

/*
 * Returns the first entry that a lookup finds, as it is committed now or written by this transaction, and locks the row
 * with row_lock. Returns NULL if there is no such entry.
 *
 * Raises 40001 if row_lock is ROW_LOCK_NOWAIT and another session has locked the row.
 */
void *
find_entry(const Lookup *lookup, RowLock row_lock)
{
	List *entries = look_up(lookup, row_lock, true);

	return entries == NIL ? NULL : linitial(entries);
}

/*
 * Returns all entries that a lookup finds, and locks the rows with row_lock. If an index serves the lookup, the entries
 * are in the order of the index.
 */
List *
find_entries(const Lookup *lookup, RowLock row_lock)
{
	return look_up(lookup, row_lock, false);
}

/* What a lookup finds among the rows that this transaction has deleted, or NULL. */
static void *
find_withdrawn_now(const Lookup *lookup)
{
	Relation relation = table_open(relation_of_table(lookup->table), AccessShareLock);
	ScanKeyData keys[MAX_KEY_COLUMNS];
	Entry *entry = NULL;
	Search search;
	HeapTuple tuple;

	begin_lookup(&search, relation, lookup, NULL, SnapshotAny, keys);
	while (entry == NULL && (tuple = next_row(&search)) != NULL)
	{
		if (TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetRawXmax(tuple->t_data)))
			entry = entry_from_tuple(lookup->table, tuple, RelationGetDescr(relation));
	}
	end_search(&search);
	table_close(relation, NoLock);
	return entry;
}

/*
 * As find_entry(), and if there is no such entry, the one that this transaction has withdrawn: a statement may withdraw
 * a case together with what belongs to the case.
 */
void *
find_entry_or_withdrawn(const Lookup *lookup, RowLock row_lock)
{
	void *entry = find_entry(lookup, row_lock);

	return entry != NULL || lookup->nothing ? entry : find_withdrawn_now(lookup);
}

/* Returns the entry of a number, as a snapshot shows the entry, or NULL. No snapshot: as it is committed now. */
void *
entry_of_number(TableId table, int64 number, Snapshot as_of)
{
	Lookup lookup = look_in(table);

	where_big(&lookup, register_tables[table].column_count - 1, number);
	lookup.as_of = as_of;
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* Returns the existing entry with the key of a given entry, or NULL. */
void *
find_by_key(const Entry *entry, RowLock row_lock)
{
	Lookup lookup = look_in(entry->table);
	Entry *found;
	int column;

	for (column = 0; column < register_tables[entry->table].key_count; column++)
	{
		if (!where_same(&lookup, column, entry, column))
			return NULL;
	}
	/* Part of the key may be null. */
	foreach_entry (Entry, found, find_entries(&lookup, row_lock))
	{
		if (same_key(found, entry))
			return found;
	}
	return NULL;
}
