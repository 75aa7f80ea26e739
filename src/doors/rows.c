/*
 * rows.c
 *		Returns rows of texts from SQL functions.
 *
 * Each value is given as text and read by the input function of the result's column, so that value lists and dates need
 * no code of their own.
 */
#include "prelude.h"

#include "funcapi.h"
#include "utils/tuplestore.h"

#include "doors/rows.h"

struct RowSink
{
	Tuplestorestate *store;
	AttInMetadata *columns;
};

/*
 * Prepares a function to return rows. The rows are materialized, because there are few of them.
 *
 * Raises an error if the function was called where no set can be returned.
 */
RowSink *
begin_rows(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext caller;
	TupleDesc descriptor;
	RowSink *sink;

	if (result == NULL || !IsA(result, ReturnSetInfo) || (result->allowedModes & SFRM_Materialize) == 0)
		ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				errmsg("set-valued function called in context that cannot accept a set"));
	caller = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
	if (get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	sink = palloc(sizeof(RowSink));
	sink->store = tuplestore_begin_heap(true, false, work_mem);
	sink->columns = TupleDescGetAttInMetadata(descriptor);
	result->returnMode = SFRM_Materialize;
	result->setResult = sink->store;
	result->setDesc = descriptor;
	MemoryContextSwitchTo(caller);
	return sink;
}

/* Adds one row to the result. values has count texts, one for each column of the result; NULL stands for null. */
void
put_row(RowSink *sink, const char **values, int count)
{
	Assert(count == sink->columns->tupdesc->natts);
	tuplestore_puttuple(sink->store, BuildTupleFromCStrings(sink->columns, (char **) values));
}
