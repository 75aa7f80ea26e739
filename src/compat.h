/*
 * compat.h
 *		What differs between the PostgreSQL versions that the extension is built for (13 to 19).
 *
 * The sources are written for the newest version. This header makes older versions look like the newest one, so that no
 * other file asks for a version.
 */
#ifndef SECRETXFER_COMPAT_H
#define SECRETXFER_COMPAT_H

#include "postgres.h"

#include "nodes/parsenodes.h"

/* 14 introduced infinite numbers. */
#if PG_VERSION_NUM < 140000
#define numeric_is_inf(number) false
#endif

/*
 * 14 shows the state of COPY FROM. Before, the relation and the line are cut out of the English text of COPY's error
 * context callback; in another language of the server's messages they are not known.
 */
#if PG_VERSION_NUM < 140000
#include "commands/copy.h"
#define relation_of_copy(copy) (line_of_copy(copy) == 0 ? "" : cut_out_of_copy(copy, "COPY ", ", line "))
#define line_of_copy(copy)     strtoull(cut_out_of_copy(copy, ", line ", ":"), NULL, 10)
static inline char *
cut_out_of_copy(void *copy, const char *before, const char *behind)
{
	ErrorContextCallback *stack = error_context_stack;
	ErrorContextCallback only = {NULL, CopyFromErrorCallback, copy};
	char *start;
	char *end;

	error_context_stack = &only;
	start = strstr(GetErrorContextStack(), before);
	error_context_stack = stack;
	if (start == NULL)
		return "";
	start += strlen(before);
	end = strstr(start, behind);
	return end == NULL ? start : pnstrdup(start, end - start);
}
#else
#include "commands/copyfrom_internal.h"
#define relation_of_copy(copy) (((const CopyFromStateData *) (copy))->cur_relname)
#define line_of_copy(copy)     (((const CopyFromStateData *) (copy))->cur_lineno)
#endif

/* 16 checks privileges on all kinds of objects by one function. Schemas are the only kind checked here. */
#if PG_VERSION_NUM < 160000
#include "utils/acl.h"
#define object_aclcheck(catalog, object, role, mode) pg_namespace_aclcheck(object, role, mode)
#endif

/* 18 renamed the mark of a function that does not return, and puts the mark first. */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* 18 dropped a parameter of ExecutorRun. */
#if PG_VERSION_NUM < 180000
#define EXECUTOR_RUN_PARAMETERS QueryDesc *query, ScanDirection direction, uint64 count, bool execute_once
#define EXECUTOR_RUN_ARGUMENTS  query, direction, count, execute_once
#else
#define EXECUTOR_RUN_PARAMETERS QueryDesc *query, ScanDirection direction, uint64 count
#define EXECUTOR_RUN_ARGUMENTS  query, direction, count
#endif

/* 19 added a parameter to the planner's hook. */
#if PG_VERSION_NUM < 190000
#define PLANNER_PARAMETERS Query *query, const char *text, int options, ParamListInfo parameters
#define PLANNER_ARGUMENTS  query, text, options, parameters
#else
#define PLANNER_PARAMETERS \
	Query *query, const char *text, int options, ParamListInfo parameters, ExplainState *explained
#define PLANNER_ARGUMENTS query, text, options, parameters, explained
#endif

/* 14 added a parameter to ProcessUtility. */
#if PG_VERSION_NUM < 140000
#define PROCESS_UTILITY_PARAMETERS                                                                     \
	PlannedStmt *statement, const char *text, ProcessUtilityContext context, ParamListInfo parameters, \
		QueryEnvironment *environment, DestReceiver *receiver, QueryCompletion *completion
#define PROCESS_UTILITY_ARGUMENTS statement, text, context, parameters, environment, receiver, completion
#else
#define PROCESS_UTILITY_PARAMETERS                                                                \
	PlannedStmt *statement, const char *text, bool read_only_tree, ProcessUtilityContext context, \
		ParamListInfo parameters, QueryEnvironment *environment, DestReceiver *receiver, QueryCompletion *completion
#define PROCESS_UTILITY_ARGUMENTS \
	statement, text, read_only_tree, context, parameters, environment, receiver, completion
#endif

/* 16 moved the privileges that a statement needs out of its range table. */
#if PG_VERSION_NUM < 160000
typedef RangeTblEntry PermissionOfStatement;
#define permissions_of(statement) ((statement)->rtable)
#else
typedef RTEPermissionInfo PermissionOfStatement;
#define permissions_of(statement) ((statement)->permInfos)
#endif

/* 19 keeps the entries of the range table that a statement writes in a set. */
#if PG_VERSION_NUM < 190000
#define is_written_entry(statement, at) list_member_int((statement)->resultRelations, at)
#else
#define is_written_entry(statement, at) bms_is_member(at, (statement)->resultRelationRelids)
#endif

/* 14 gave UPDATE and DELETE one plan for all tables of an inheritance tree. */
#if PG_VERSION_NUM < 140000
#define changed_table_count(change)    ((change)->mt_nplans)
#define plan_of_changed_rows(change)   ((change)->mt_plans[0])
#define row_identity_attribute(result) ((result)->ri_junkFilter->jf_junkAttNo)
#else
#define changed_table_count(change)    ((change)->mt_nrels)
#define plan_of_changed_rows(change)   outerPlanState(change)
#define row_identity_attribute(result) ((result)->ri_RowIdAttNo)
#endif

/* 14 put SHA-256 behind an API that uses OpenSSL if the server does; 15 asks for the length of the result. */
#include "common/sha2.h"
#if PG_VERSION_NUM < 140000
typedef pg_sha256_ctx sha256_context;
#define sha256_create()                      MemoryContextAlloc(TopMemoryContext, sizeof(pg_sha256_ctx))
#define sha256_init(context)                 (pg_sha256_init(context), 0)
#define sha256_update(context, data, length) (pg_sha256_update(context, data, length), 0)
#define sha256_final(context, digest)        (pg_sha256_final(context, digest), 0)
#define sha256_free(context)                 pfree(context)
#else
#include "common/cryptohash.h"
typedef pg_cryptohash_ctx sha256_context;
#define sha256_create()                      pg_cryptohash_create(PG_SHA256)
#define sha256_init(context)                 pg_cryptohash_init(context)
#define sha256_update(context, data, length) pg_cryptohash_update(context, data, length)
#if PG_VERSION_NUM < 150000
#define sha256_final(context, digest) pg_cryptohash_final(context, digest)
#else
#define sha256_final(context, digest) pg_cryptohash_final(context, digest, PG_SHA256_DIGEST_LENGTH)
#endif
#define sha256_free(context) pg_cryptohash_free(context)
#endif

/* 14, 16 and 19 changed the parameters of the functions that write index entries. */
#if PG_VERSION_NUM < 140000
#define insert_unique_entry(index, values, nulls, place, table, info) \
	index_insert(index, values, nulls, place, table, UNIQUE_CHECK_YES, info)
#else
#define insert_unique_entry(index, values, nulls, place, table, info) \
	index_insert(index, values, nulls, place, table, UNIQUE_CHECK_YES, false, info)
#endif
#if PG_VERSION_NUM < 140000
#define insert_index_entries(relation, slot, state, summary) ExecInsertIndexTuples(slot, state, false, NULL, NIL)
#elif PG_VERSION_NUM < 160000
#define insert_index_entries(relation, slot, state, summary) \
	ExecInsertIndexTuples(relation, slot, state, false, false, NULL, NIL)
#elif PG_VERSION_NUM < 190000
#define insert_index_entries(relation, slot, state, summary) \
	ExecInsertIndexTuples(relation, slot, state, false, false, NULL, NIL, summary)
#else
#define insert_index_entries(relation, slot, state, summary) \
	ExecInsertIndexTuples(relation, state, (summary) ? EIIT_ONLY_SUMMARIZING : 0, slot, NIL, NULL)
#endif

/* Before 14 the executor's state names the relation to which these functions write. */
#if PG_VERSION_NUM < 140000
#define name_result_relation(state, relation) ((state)->es_result_relation_info = (relation))
#else
#define name_result_relation(state, relation) ((void) 0)
#endif

/* 18 has generated columns that are not stored. */
#if PG_VERSION_NUM < 180000
#define has_generated_column(constraints) ((constraints)->has_generated_stored)
#else
#define has_generated_column(constraints) ((constraints)->has_generated_stored || (constraints)->has_generated_virtual)
#endif

/* 16 tells which indexes get an entry for a new version of a row: all, none, or those that only sum up blocks. */
#if PG_VERSION_NUM < 160000
typedef bool UpdatedIndexes;
#define is_summary_only(indexes) false
#else
#include "access/tableam.h"
typedef TU_UpdateIndexes UpdatedIndexes;
#define is_summary_only(indexes) ((indexes) == TU_Summarizing)
#endif

/* 18 counts what an index scan does for EXPLAIN, and 19 lets a scan say what may be done to the table. */
#if PG_VERSION_NUM < 180000
#define begin_index_scan(table, index, snapshot, keys) index_beginscan(table, index, snapshot, keys, 0)
#elif PG_VERSION_NUM < 190000
#define begin_index_scan(table, index, snapshot, keys) index_beginscan(table, index, snapshot, NULL, keys, 0)
#else
#define begin_index_scan(table, index, snapshot, keys) index_beginscan(table, index, snapshot, NULL, keys, 0, SO_NONE)
#endif
#if PG_VERSION_NUM < 190000
#define begin_index_fetch(table) table_index_fetch_begin(table)
#else
#define begin_index_fetch(table) table_index_fetch_begin(table, SO_NONE)
#endif

/* 18 asserts that whoever reads rows has registered the snapshot, even if an older snapshot keeps the rows. */
#if PG_VERSION_NUM < 180000
#define EACH_SNAPSHOT_IS_REGISTERED false
#else
#define EACH_SNAPSHOT_IS_REGISTERED true
#endif

/* 16 has functions of its own for memory that a setting keeps. */
#if PG_VERSION_NUM < 160000
#define guc_malloc(level, size) malloc(size)
#endif

/* 16 finds a setting by its name. */
#if PG_VERSION_NUM < 160000
#include "utils/guc.h"
#include "utils/guc_tables.h"
static inline struct config_generic *
find_option(const char *name, bool create_placeholders, bool skip_errors, int level)
{
	struct config_generic **settings = get_guc_variables();
	int at;

	for (at = 0; at < GetNumConfigOptions(); at++)
	{
		if (strcmp(settings[at]->name, name) == 0)
			return settings[at];
	}
	return NULL;
}
#endif

/* 16 declared the parameters of a walker. C23, which gcc compiles since 15, takes none declared for none at all. */
#if PG_VERSION_NUM < 160000
#define as_walker(walker) ((void *) (walker))
#else
#define as_walker(walker) walker
#endif

/* 17 moved the number of the transaction as other sessions see it. */
#if PG_VERSION_NUM < 170000
#define local_transaction(proc) ((proc)->lxid)
#else
#define local_transaction(proc) ((proc)->vxid.lxid)
#endif

/* 15 renamed parse_analyze(), and prints a query that belongs to no view. */
#if PG_VERSION_NUM < 150000
#define query_of_statement(statement, words) parse_analyze(statement, words, NULL, 0, NULL)
#define printed_query(query)                 ((void) (query), "")
#else
#define query_of_statement(statement, words) parse_analyze_fixedparams(statement, words, NULL, 0, NULL)
#define printed_query(query)                 pg_get_querydef(query, false)
#endif

/* Before 16 the range table of a view began with OLD and NEW. */
#if PG_VERSION_NUM < 160000
#define RULE_ENTRIES 2
#else
#define RULE_ENTRIES 0
#endif

#endif /* SECRETXFER_COMPAT_H */
