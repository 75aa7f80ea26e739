/*
 * remembered.c
 *		What lookups found, as long as it cannot have changed: each question is asked once.
 *
 * The rules of an entry ask the same questions again and again, and so do the rows of a statement. While a trigger
 * works, an answer is remembered here, and storage.c looks here before it looks into the table. An answer is one of two
 * kinds:
 *
 * held		A lock of this transaction holds what was found: the row itself was locked when it was found, or the row
 *			above it (its case, party or carrier) was locked before. Other sessions cannot change it, so the answer is
 *			good for the client's statement.
 * passing	Nothing holds what was found. The answer is good for one call of a trigger, and only until this session
 *			takes a further lock: it may have waited for the lock, and what was locked is to be read afterwards. Beyond
 *			that, the answer is good for the client's statement while no other transaction ends: the snapshot of now
 *			then shows what the snapshot of then has shown.
 *
 * What this transaction does itself ends answers of both kinds: a write to a table those of the table, a
 * subtransaction that is rolled back all answers, because its locks end with it, and so does a table that is altered.
 * An answer does not depend on who asks: lookups know no roles.
 *
 * Outside of triggers nothing is remembered. A dry run (check_entry(), next_steps()) locks nothing, and what it finds
 * belongs to the function that asks.
 */
#include "prelude.h"

#include "access/xact.h"
#include "common/hashfn.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "register/remembered.h"

/*
 * One statement of a client may write millions of rows, so there is an end to what is remembered: where the memory
 * is nearly full, the next trigger begins with an empty one. What is found before a row is stored is asked for again at
 * the end of the statement, so statements of some hundred rows are to fit.
 */
#define MAX_ANSWERS 4096
#define NEARLY_FULL (MAX_ANSWERS / 8 * 7)
#define BUCKETS     1024

typedef struct Answer
{
	Lookup lookup;
	uint32 hash;      /* of the lookup */
	int next;         /* in the same bucket; NONE: no other */
	RowLock row_lock; /* how the entries were locked when they were found */
	bool first_only;  /* only the first entry was looked for */
	uint64 forgotten; /* how often answers of the table had been forgotten */
	List *entries;
} Answer;

#define NONE (-1)

typedef struct Answers
{
	MemoryContext context;
	int count;
	int spent;            /* how many have been put into the memory, forgotten ones too */
	int buckets[BUCKETS]; /* the answer that was put into a bucket last; see first_in_bucket() */
	Answer answers[MAX_ANSWERS];
} Answers;

static Answers held;
static Answers passing;

/* More transactions that run at a time are not compared: it is as if one of them had ended. */
#define MAX_RUNNING 256

/* Which transactions of others have ended, as a snapshot shows. */
typedef struct Ended
{
	bool known;
	TransactionId xmin;
	TransactionId xmax;
	uint32 running_count;
	TransactionId running[MAX_RUNNING];
} Ended;

/* Before the first of the passing answers was found. */
static Ended ended;

/* Whether another transaction may have ended since, so that the passing answers may be outdated. */
static bool passing_is_doubtful = true;

/* The client's statement to which the answers belong. */
static TimestampTz statement = 0;

/* How many triggers work, one within the other. */
static int depth = 0;

/* How often the answers of each table were forgotten. Never 0, so that 0 is a number of the past. */
static uint64 forgotten[TABLE_COUNT];
static uint64 forgotten_all = 1;

/* ---- forgetting ---- */

/* Forgets all answers. What was found stays in memory: a trigger may be at work with it. */
void
forget_all_answers(void)
{
	held.count = passing.count = 0;
	forgotten_all++;
}

/* Forgets what was found in a table, because this transaction writes to the table. */
void
table_was_written(TableId table)
{
	forgotten[table]++;
}

/*
 * A number that grows whenever answers of a table are forgotten; for what is put together from answers (case_file.c).
 */
uint64
times_forgotten(TableId table)
{
	return forgotten[table] + forgotten_all;
}

/* Nobody works with what was found any more. */
static void
free_answers(void)
{
	forget_all_answers();
	MemoryContextReset(held.context);
	MemoryContextReset(passing.context);
	passing.spent = 0;
}

static void
forget_at_end(XactEvent event, void *arg)
{
	free_answers();
}

static void
forget_at_end_of_subtransaction(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_all_answers();
}

void
init_remembered(void)
{
	held.context = AllocSetContextCreate(TopMemoryContext, "secretxfer answers held", ALLOCSET_DEFAULT_SIZES);
	passing.context = AllocSetContextCreate(TopMemoryContext, "secretxfer answers passing", ALLOCSET_DEFAULT_SIZES);
	RegisterXactCallback(forget_at_end, NULL);
	RegisterSubXactCallback(forget_at_end_of_subtransaction, NULL);
}

/* ---- remembering ---- */

/*
 * A trigger begins its work. The end has to follow, also after an error.
 *
 * Until now other sessions, or the executor itself, may have done anything that no lock of ours prevents.
 *
 * What was found before a rollback is still in memory (forget_all_answers()), and one statement may roll back many times,
 * so memory is also freed where nothing is held.
 */
void
begin_remembering(void)
{
	if (depth == 0 && (statement != GetCurrentStatementStartTimestamp() || held.count == 0 || held.count > NEARLY_FULL))
	{
		free_answers();
		statement = GetCurrentStatementStartTimestamp();
	}
	passing_is_doubtful = true;
	if (depth == 0 && passing.spent > NEARLY_FULL)
	{
		passing.count = passing.spent = 0;
		MemoryContextReset(passing.context);
	}
	depth++;
}

void
end_remembering(void)
{
	depth--;
}

bool
is_remembering(void)
{
	return depth > 0;
}

/*
 * Whether a lookup asks the tables as they are now: not for entries as an older snapshot shows them, nor as the
 * snapshot of a parallel query does, which a user's trigger may run (lookup_snapshot()).
 */
static bool
is_of_present(const Lookup *lookup)
{
	return depth > 0 && lookup->as_of == NULL && !IsInParallelMode();
}

static uint32
hash_of(const Lookup *lookup)
{
	uint32 hash = hash_combine(lookup->table, lookup->until);
	int at;

	for (at = 0; at < lookup->count; at++)
	{
		Datum value = lookup->values[at];
		uint32 hash_of_value = (uint32) value;

		if (register_tables[lookup->table].columns[lookup->columns[at]].type == COLUMN_TEXT)
		{
			const text *words = DatumGetTextPP(value);

			hash_of_value = hash_bytes((const unsigned char *) VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words));
		}
		hash = hash_combine(hash_combine(hash, lookup->columns[at]), hash_of_value);
	}
	return hash;
}

static bool
is_same_lookup(const Lookup *a, const Lookup *b)
{
	int at;

	if (a->table != b->table || a->count != b->count || a->in_period != b->in_period || a->until != b->until)
		return false;
	for (at = 0; at < a->count; at++)
	{
		if (a->columns[at] != b->columns[at])
			return false;
		if (register_tables[a->table].columns[a->columns[at]].type == COLUMN_TEXT
				? !same_text(DatumGetTextPP(a->values[at]), DatumGetTextPP(b->values[at]))
				: a->values[at] != b->values[at])
			return false;
	}
	return true;
}

/* FOR NO KEY UPDATE is the same lock whether or not it was waited for. */
static bool
is_locked_enough(RowLock taken, RowLock wanted)
{
	return Min(taken, ROW_LOCK_UPDATE) >= Min(wanted, ROW_LOCK_UPDATE);
}

/*
 * The answer that was put last into the bucket of a hash, or NONE. Answers are forgotten by their count alone, so a
 * bucket may name one of the past: that is beyond the count, or its place has an answer of another bucket.
 */
static int
first_in_bucket(const Answers *answers, uint32 hash)
{
	int at = answers->buckets[hash % BUCKETS];

	return at < answers->count && answers->answers[at].hash % BUCKETS == hash % BUCKETS ? at : NONE;
}

static const Answer *
answer_among(const Answers *answers, uint32 hash, const Lookup *lookup, RowLock row_lock, bool first_only)
{
	const Answer *answer;
	int at;

	for (at = first_in_bucket(answers, hash); at != NONE; at = answer->next)
	{
		answer = &answers->answers[at];
		if (answer->hash == hash && answer->forgotten == forgotten[lookup->table] &&
			is_locked_enough(answer->row_lock, row_lock) && (first_only || !answer->first_only) &&
			is_same_lookup(&answer->lookup, lookup))
			return answer;
	}
	return NULL;
}

/* Whether a snapshot shows the same transactions as ended that were known to have ended, and no others. */
static bool
shows_same_ended(Snapshot snapshot)
{
	return ended.known && ended.xmin == snapshot->xmin && ended.xmax == snapshot->xmax &&
		   ended.running_count == snapshot->xcnt &&
		   memcmp(ended.running, snapshot->xip, snapshot->xcnt * sizeof(TransactionId)) == 0;
}

static void
note_ended(Snapshot snapshot)
{
	ended.known = snapshot->xcnt <= MAX_RUNNING;
	if (!ended.known)
		return;
	ended.xmin = snapshot->xmin;
	ended.xmax = snapshot->xmax;
	ended.running_count = snapshot->xcnt;
	memcpy(ended.running, snapshot->xip, snapshot->xcnt * sizeof(TransactionId));
}

/* Forgets the passing answers if another transaction has ended since. */
static void
resolve_doubt(void)
{
	Snapshot now;

	if (!passing_is_doubtful)
		return;
	now = GetLatestSnapshot();
	if (!shows_same_ended(now))
	{
		passing.count = 0;
		note_ended(now);
	}
	passing_is_doubtful = false;
}

/* The remembered answer to a lookup, from a lookup that locked as strongly or more, or NULL. */
static const Answer *
remembered_answer(uint32 hash, const Lookup *lookup, RowLock row_lock, bool first_only)
{
	const Answer *answer = answer_among(&held, hash, lookup, row_lock, first_only);

	/* What was locked is held. */
	if (answer != NULL || row_lock != ROW_LOCK_NONE)
		return answer;
	resolve_doubt();
	return answer_among(&passing, hash, lookup, row_lock, first_only);
}

/*
 * The rows above the others, and the columns that name them. Whoever writes a row locks the row above it FOR NO KEY
 * UPDATE (lock_order.c), so that a lock FOR SHARE on that row holds all rows below. A new permit of a holder does not:
 * it changes nothing for the others.
 */
static bool
is_below(const Lookup *lookup, int column, TableId *above)
{
	static const struct
	{
		TableId table;
		int column;
		TableId above;
	} rows[] = {{TABLE_party_changes, party_changes_party, TABLE_parties},
				{TABLE_affiliations, affiliations_party, TABLE_parties},
				{TABLE_disposal_successions, disposal_successions_body, TABLE_parties},
				{TABLE_carrier_marks, carrier_marks_carrier_id, TABLE_carriers},
				{TABLE_handovers, handovers_carrier_id, TABLE_carriers}};
	int at;

	for (at = 0; at < lengthof(rows); at++)
	{
		if (rows[at].table == lookup->table && rows[at].column == column)
		{
			*above = rows[at].above;
			return true;
		}
	}
	*above = TABLE_cases;
	return belongs_to_case(lookup->table) && column == 0;
}

/* Whether this statement has locked a row above all that a lookup may find. */
static bool
is_held_from_above(const Lookup *lookup)
{
	int at;

	for (at = 0; at < lookup->count; at++)
	{
		Lookup above = {.count = 1, .columns = {0}};

		/* The first column of the tables above is their key. */
		above.values[0] = lookup->values[at];
		if (is_below(lookup, lookup->columns[at], &above.table) &&
			answer_among(&held, hash_of(&above), &above, ROW_LOCK_SHARE, true) != NULL)
			return true;
	}
	return false;
}

/* Remembers what a lookup found in the memory of these answers. */
static void
keep_answer(Answers *answers, uint32 hash, const Lookup *lookup, RowLock row_lock, bool first_only, List *entries)
{
	MemoryContext caller;
	Answer *answer;
	int at;

	answers->spent++;
	if (answers->count == MAX_ANSWERS)
		return;
	answer = &answers->answers[answers->count];
	answer->lookup = *lookup;
	answer->row_lock = row_lock;
	answer->hash = hash;
	answer->next = first_in_bucket(answers, hash);
	answer->first_only = first_only;
	answer->forgotten = forgotten[lookup->table];
	answer->entries = entries;
	caller = MemoryContextSwitchTo(answers->context);
	for (at = 0; at < lookup->count; at++)
	{
		if (register_tables[lookup->table].columns[lookup->columns[at]].type == COLUMN_TEXT)
			answer->lookup.values[at] = PointerGetDatum(PG_DETOAST_DATUM_COPY(lookup->values[at]));
	}
	MemoryContextSwitchTo(caller);
	answers->buckets[hash % BUCKETS] = answers->count++;
}

/*
 * Returns what a lookup finds: what is remembered or, if nothing is, what the function finds in the table, which is then
 * remembered. The list and its entries are everybody's: nobody changes them.
 */
List *
recall_or_find(const Lookup *lookup, RowLock row_lock, bool first_only, FindInTable find)
{
	uint64 forgotten_before = forgotten_all;
	bool held_from_above;
	const Answer *answer;
	MemoryContext caller;
	List *entries;
	uint32 hash;

	if (!is_of_present(lookup))
		return find(lookup, row_lock, first_only);
	hash = hash_of(lookup);
	answer = remembered_answer(hash, lookup, row_lock, first_only);
	if (answer != NULL)
		return answer->entries;

	held_from_above = is_held_from_above(lookup);
	caller = MemoryContextSwitchTo(row_lock != ROW_LOCK_NONE || held_from_above ? held.context : passing.context);
	entries = find(lookup, row_lock, first_only);
	MemoryContextSwitchTo(caller);
	/* What was read before the lock was taken is read again, unless no other transaction has ended. */
	if (row_lock != ROW_LOCK_NONE)
		passing_is_doubtful = true;
	/* Rows that are locked are looked up by their key, so none can be added. */
	if ((row_lock != ROW_LOCK_NONE && entries != NIL) || (held_from_above && forgotten_all == forgotten_before))
		keep_answer(&held, hash, lookup, row_lock, first_only, entries);
	else
		keep_answer(&passing, hash, lookup, row_lock, first_only, entries);
	return entries;
}
