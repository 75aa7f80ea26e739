/*
 * answered.c
 *		The mark of an answered request: the one column of the register that no statement of a client writes.
 *
 * requests.answered tells without reading the answers whether an answer exists. enter.c computes the column again,
 * whoever writes the row.
 *
 * The mark is written like any row of the register, by SQL, if something of the user's has a part in it: a trigger, a
 * rule, a CHECK, a generated column, a foreign key. Otherwise it is written directly, which costs a small part of that.
 * No index of the register reads the mark, so that mostly no index gets an entry for it.
 */
#include "prelude.h"

#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_trigger.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "optimizer/optimizer.h"
#include "utils/inval.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "register/answered.h"
#include "register/direct_write.h"
#include "register/remembered.h"
#include "register/storage.h"

/* The table requests, until the table is altered. */
static Oid known_table = InvalidOid;

/* Whether nothing of the user's has a part in the mark. */
static bool is_ours_alone;

/* Relcache callback: a table, or every table, was altered. */
static void
forget_table(Datum arg, Oid relation)
{
	if (relation == InvalidOid || relation == known_table)
		known_table = InvalidOid;
}

void
init_answered(void)
{
	CacheRegisterRelcacheCallback(forget_table, (Datum) 0);
}

/* Foreign keys are asked by is_in_key(). */
static bool
has_other_trigger(const TriggerDesc *triggers)
{
	int at;

	for (at = 0; at < triggers->numtriggers; at++)
	{
		const Trigger *trigger = &triggers->triggers[at];

		if (TRIGGER_FOR_UPDATE(trigger->tgtype) && strcmp(trigger->tgname, "zz_secretxfer_enter") != 0 &&
			strcmp(trigger->tgname, "A_secretxfer_judge") != 0 &&
			strcmp(trigger->tgname, "A_secretxfer_judge_at_commit") != 0 &&
			RI_FKey_trigger_type(trigger->tgfoid) == RI_TRIGGER_NONE)
			return true;
	}
	return false;
}

/* The mark in a set of attributes. */
static int
mark_in_set(void)
{
	return attribute_of_column(TABLE_requests, requests_answered) - FirstLowInvalidHeapAttributeNumber;
}

/* Whether the mark is in a foreign key of the table, or in a key to which one may refer: the others ignore it. */
static bool
is_in_key(Relation relation)
{
	const ForeignKeyCacheInfo *foreign_key;
	int at;

	foreach_entry (const ForeignKeyCacheInfo, foreign_key, RelationGetFKeyList(relation))
	{
		for (at = 0; at < foreign_key->nkeys; at++)
		{
			if (foreign_key->conkey[at] - FirstLowInvalidHeapAttributeNumber == mark_in_set())
				return true;
		}
	}
	return bms_is_member(mark_in_set(), RelationGetIndexAttrBitmap(relation, INDEX_ATTR_BITMAP_KEY));
}

/* Whether a CHECK or a generated column of the table reads the mark, or the row as a whole. */
static bool
is_read_by_table(TupleDesc descriptor)
{
	const TupleConstr *constraints = descriptor->constr;
	Bitmapset *read = NULL;
	int at;

	for (at = 0; at < constraints->num_check; at++)
		pull_varattnos(stringToNode(constraints->check[at].ccbin), 1, &read);
	return has_generated_column(constraints) || bms_is_member(mark_in_set(), read) ||
		   bms_is_member(InvalidAttrNumber - FirstLowInvalidHeapAttributeNumber, read);
}

/* Whether the mark may be written without SQL. */
static bool
may_be_written_directly(Relation relation)
{
	if (known_table != RelationGetRelid(relation))
	{
		is_ours_alone = !has_other_trigger(relation->trigdesc) && relation->rd_rules == NULL && !is_in_key(relation) &&
						!is_read_by_table(RelationGetDescr(relation));
		known_table = RelationGetRelid(relation);
	}
	return is_ours_alone;
}

static void
write_directly(Relation relation, const Request *request, bool answered)
{
	int attribute = attribute_of_column(TABLE_requests, requests_answered);
	Datum value = BoolGetDatum(answered);
	bool null = false;
	ItemPointerData place = request->head.place;
	HeapTuple row =
		heap_modify_tuple_by_cols(request->head.row, RelationGetDescr(relation), 1, &attribute, &value, &null);

	update_single_row(relation, &place, row);
	table_was_written(TABLE_requests);
	CommandCounterIncrement();
}

/*
 * Writes the mark as a foreign key would: with the rights of the owner of the table and without its policies, because a
 * role that enters an answer need not be allowed to change a request. The row is identified by the ctid that the latest
 * snapshot found, because the older snapshot of the transaction may not see that version.
 *
 * Raises an error if a user's own trigger or rule prevents the write.
 */
static void
write_by_sql(Relation relation, const Request *request, bool answered)
{
	static SPIPlanPtr statement = NULL;
	Oid types[] = {TIDOID, BOOLOID};
	/* The triggers of the write may drop the part of the case file that contains the request. */
	ItemPointerData place = request->head.place;
	Datum values[] = {PointerGetDatum(&place), BoolGetDatum(answered)};
	Oid user;
	int context;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(RelationGetForm(relation)->relowner,
						   context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	SPI_connect();
	if (statement == NULL)
	{
		SPIPlanPtr prepared =
			SPI_prepare("UPDATE ONLY " SCHEMA_NAME ".requests SET answered = $2 WHERE ctid OPERATOR(pg_catalog.=) $1",
						lengthof(types), types);

		if (prepared == NULL || SPI_keepplan(prepared) != 0)
			elog(ERROR, "could not prepare the update of a request: %s", SPI_result_code_string(SPI_result));
		statement = prepared;
	}
	if (SPI_execute_snapshot(statement, values, NULL, GetLatestSnapshot(), InvalidSnapshot, false, true, 0) !=
			SPI_OK_UPDATE ||
		SPI_processed != 1)
		ereport(ERROR, errcode(ERRCODE_TRIGGERED_DATA_CHANGE_VIOLATION),
				errmsg("could not mark the request as answered or unanswered"),
				errhint("%s", translated("A user-defined trigger or rule on secretxfer.requests prevents the update.")),
				errhidestmt(true));
	SPI_finish();
	SetUserIdAndSecContext(user, context);
}

/* Marks a request as answered or not. */
void
mark_answered(const Request *request, bool answered)
{
	Relation relation = table_open(relation_of_table(TABLE_requests), RowExclusiveLock);

	if (may_be_written_directly(relation))
		write_directly(relation, request, answered);
	else
		write_by_sql(relation, request, answered);
	table_close(relation, NoLock);
}
