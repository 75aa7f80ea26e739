/*
 * entered.c
 *		What the running transaction entered, and who records.
 *
 * An entry is open until its transaction commits: a client that enters a request as a whole enters the list after the
 * receipt, and may correct what the entry is of.  Later the same change is one of the past.  Which of the two it is
 * follows from what this transaction did, and from nothing else: the transaction that wrote a row last need not be the
 * one that entered the row, and several transactions of one message have the same time.
 *
 * So the numbers of the entries (entry_id) are noted as they are given.  A number is given once, hence the number of an
 * entry that a savepoint rolled back can stay: no other entry will bear it.
 */
#include "prelude.h"

#include "access/xact.h"
#include "utils/memutils.h"

#include "register/entered.h"

/* Numbers that follow each other.  A transaction that enters a million rows alone needs one run. */
typedef struct Run
{
	int64 first;
	int64 last;
} Run;

static Run *runs = NULL; /* in ascending order */
static int run_count = 0;
static int run_capacity = 0;

/*
 * Notes the number that a new entry is given.
 *
 * A number below the others is not noted, so that its entry counts as an old one: somebody has set the sequence back.
 */
void
note_entered(int64 entry_id)
{
	if (run_count > 0 && entry_id <= runs[run_count - 1].last)
		return;
	if (run_count > 0 && entry_id == runs[run_count - 1].last + 1)
	{
		runs[run_count - 1].last = entry_id;
		return;
	}
	if (run_count == run_capacity)
	{
		run_capacity = Max(16, 2 * run_capacity);
		runs = runs == NULL ? MemoryContextAlloc(TopTransactionContext, run_capacity * sizeof(Run))
							: repalloc_huge(runs, run_capacity * sizeof(Run));
	}
	runs[run_count].first = runs[run_count].last = entry_id;
	run_count++;
}

/*
 * Whether the running transaction entered or changed an entry that was looked up, so that it may roll this back.
 *
 * Relies on xmin (a heap table), tested by test/sql/privileges.sql.
 */
bool
was_written_now(const Entry *entry)
{
	return TransactionIdIsCurrentTransactionId(entry->xmin);
}

/* Whether the running transaction entered an entry that stands, not merely changed it. */
bool
was_entered_now(const Entry *entry)
{
	int64 wanted = number_of_entry(entry);
	int low = 0;
	int high = run_count - 1;

	while (low <= high)
	{
		int middle = low + (high - low) / 2;

		if (wanted < runs[middle].first)
			high = middle - 1;
		else if (wanted > runs[middle].last)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

/*
 * Who records: the role that the client acts as, also when a SECURITY DEFINER function writes. During ANALYZE, REINDEX
 * and similar commands the client is not the owner of the function that runs, so there the recorder is that owner.
 */
Oid
recorder(void)
{
	return InSecurityRestrictedOperation() ? GetUserId() : GetOuterUserId();
}

/* The transaction has ended, in whatever way, and its memory with it. */
static void
forget_at_end(XactEvent event, void *arg)
{
	runs = NULL;
	run_count = run_capacity = 0;
}

void
init_entered(void)
{
	RegisterXactCallback(forget_at_end, NULL);
}
