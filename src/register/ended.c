/*
 * ended.c
 *		Whether another transaction has ended: until one does, the register looks as it did.
 *
 * A snapshot shows the transactions that have ended. Two snapshots that show the same ones show the same rows, but for
 * what the session itself has written. What the session has committed is no news: its triggers have told of each write.
 * So this file compares the latest snapshot with the one before, and tells whether a transaction of another session has
 * ended. Where this cannot be told for little, the answer is yes.
 */
#include "prelude.h"

#include "access/transam.h"
#include "access/xact.h"
#include "utils/snapmgr.h"

#include "register/ended.h"

/* More transactions that run at a time, or that may have ended, are not compared: each is looked for among all. */
#define MAX_COMPARED 32

/* Transactions and subtransactions that this session has committed since the last comparison. */
#define MAX_OWN 16

/* What the last comparison has seen. */
static bool is_known = false;
static TransactionId next; /* all transactions from this one on had not begun, or not ended */
static uint32 running_count;
static TransactionId running[MAX_COMPARED];
static int own_count = 0;
static TransactionId own[MAX_OWN];

/* Notes that this session has just committed its transaction. */
void
note_own_commit(void)
{
	TransactionId *children;
	int count = xactGetCommittedChildren(&children);
	TransactionId id = GetTopTransactionIdIfAny();

	if (!TransactionIdIsValid(id))
		return;
	if (own_count + 1 + count > MAX_OWN)
	{
		is_known = false;
		return;
	}
	own[own_count++] = id;
	while (count > 0)
		own[own_count++] = children[--count];
}

/* Notes that this session has prepared its transaction for a commit in two phases, so that it is another's. */
void
note_own_preparation(void)
{
	is_known = false;
}

/* Whether a transaction is the running one of this session, or one that this session has committed. */
static bool
is_own(TransactionId id)
{
	int at;

	for (at = 0; at < own_count; at++)
	{
		if (own[at] == id)
			return true;
	}
	return TransactionIdIsCurrentTransactionId(id);
}

/* Whether a snapshot shows that a transaction has ended. Of a subtransaction nothing is asked: as if it had. */
static bool
has_ended(TransactionId id, Snapshot snapshot)
{
	uint32 at;

	if (TransactionIdFollowsOrEquals(id, snapshot->xmax))
		return false;
	for (at = 0; at < snapshot->xcnt; at++)
	{
		if (snapshot->xip[at] == id)
			return false;
	}
	return true;
}

/* Whether a snapshot shows that another transaction has ended since the last comparison. */
static bool
shows_another_end(Snapshot snapshot)
{
	TransactionId id;
	uint32 at;

	if (!is_known || snapshot->xmax - next > MAX_COMPARED)
		return true;
	for (at = 0; at < running_count; at++)
	{
		if (has_ended(running[at], snapshot))
			return true;
	}
	id = next;
	while (id != snapshot->xmax)
	{
		if (!is_own(id) && has_ended(id, snapshot))
			return true;
		TransactionIdAdvance(id);
	}
	return false;
}

static void
note_running(Snapshot snapshot)
{
	own_count = 0;
	is_known = snapshot->xcnt <= MAX_COMPARED;
	if (!is_known)
		return;
	next = snapshot->xmax;
	running_count = snapshot->xcnt;
	memcpy(running, snapshot->xip, snapshot->xcnt * sizeof(TransactionId));
}

/* Whether a transaction of another session may have ended since this function was called last. */
bool
another_has_ended(void)
{
	Snapshot now = GetLatestSnapshot();
	bool has = shows_another_end(now);

	note_running(now);
	return has;
}
