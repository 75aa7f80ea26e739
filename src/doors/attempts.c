/*
 * attempts.c
 *		Steps that may fail without ending the client's statement.
 */
#include "prelude.h"

#include "access/xact.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "doors/attempts.h"

/*
 * Whether an error is a finding about a row: a broken constraint (class 23), a value that cannot be read or computed
 * (class 22), what a trigger of the user raises (P0001), or a row that a trigger left out. Everything else ends the
 * statement: a missing privilege, a deadlock, a cancellation.
 */
bool
is_finding(int code)
{
	int category = ERRCODE_TO_CATEGORY(code);

	return category == ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION || category == ERRCODE_DATA_EXCEPTION ||
		   code == ERRCODE_RAISE_EXCEPTION || code == ERRCODE_TRIGGERED_ACTION_EXCEPTION;
}

/*
 * Runs a step in a subtransaction, which is rolled back if the step fails or keep is false.
 *
 * Returns the error of the step, or NULL. PostgreSQL wants the subtransaction to have ended before an error goes on.
 */
ErrorData *
run_in_subtransaction(Attempt step, void *arg, bool keep)
{
	MemoryContext caller = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	ErrorData *volatile error = NULL;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(caller);
	PG_TRY();
	{
		step(arg);
		if (keep)
			ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(caller);
		error = CopyErrorData();
		FlushErrorState();
	}
	PG_END_TRY();
	if (error != NULL || !keep)
		RollbackAndReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(caller);
	CurrentResourceOwner = owner;
	return error;
}
