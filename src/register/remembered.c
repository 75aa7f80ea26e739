/*
 * remembered.c
 *		What lookups found, as long as it cannot have changed: each question is asked once.
 *
 * The rules of an entry ask the same questions again and again, so do the rows of a statement, and the statements of a
 * session. While a trigger works, an answer is remembered here, and storage.c looks here before it looks into the
 * table. An answer is good for one of two reasons:
 *
 * held		A lock of this transaction holds what was found: the row itself was locked when it was found, or the row
 *			above it (its case, party or carrier) was locked before. Other sessions cannot change it, so the answer is
 *			good for the client's statement.
 * passing	No other transaction has ended since the answer was found: the snapshot of now then shows what the snapshot
 *			of then has shown (ended.c). This holds beyond the statement and the transaction, so a session that enters
 *			alone, as an import does at night, looks up only what it has not seen yet. Whether another transaction has
 *			ended is asked anew in each trigger and after each lock: the session may have waited for the lock, and
 *			what was locked is to be read afterwards. A row that is to be locked is always looked up.
 *
 * What this session does itself ends answers of both kinds: a write to a table those of the table; all answers end with
 * a transaction or a subtransaction that is rolled back, because what it wrote is gone, with a table that is altered,
 * and while session_replication_role is "replica", because triggers do not tell then what is written.
 * Between the BEFORE trigger of a row and the storing of the row others may look for the row, which is not there yet,
 * and before a deletion for a row that is still there: what is found in this table meanwhile is good for one trigger.
 * An answer does not depend on who asks: lookups know no roles.
 *
 * An answer that is good no more still tells where a row was found. A row that has not changed is then found again
 * without the index, and is not decoded again (look_at_known_place() in scan.c).
 *
 * Most registers have tables of rare facts in which nothing was ever written: there a lookup finds nothing without a
 * search. That such a table is empty is remembered in one place for all lookups, and is good while it is passing.
 *
 * Outside of triggers nothing is remembered. A dry run (check_entry(), next_steps()) locks nothing, and what it finds
 * belongs to the function that asks.
 */
#include "prelude.h"

#include "access/xact.h"
#include "commands/trigger.h"
#include "common/hashfn.h"
#include "executor/executor.h"
#include "tcop/utility.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "register/ended.h"
#include "register/remembered.h"

/*
 * One statement of a client may write millions of rows, so there is an end to what is remembered: where the memory
 * is nearly full, the next trigger begins with an empty one. What is found before a row is stored is asked for again at
 * the end of the statement, so statements of some hundred rows are to fit.
 */
#define MAX_ANSWERS 8192
#define NEARLY_FULL (MAX_ANSWERS / 8 * 7)
#define BUCKETS     2048

/* In an answer with more entries than this, no narrower answer is looked for. */
#define MAX_SIFTED 32

/* More than this is not kept for the next statement: a session may stay for days. In bytes. */
#define MAX_KEPT (1024 * 1024)

/* What a lookup has found. */
typedef struct Found
{
	List *entries;
	RowLock row_lock; /* how the entries were locked when they were found */
	bool first_only;  /* only the first entry was looked for */
	uint64 forgotten; /* how often answers of the table had been forgotten */
	uint64 held_in;   /* the statement whose locks hold what was found; NOT_HELD: none */
	uint64 found_in;  /* the period; see present_period */
} Found;

/* A lookup, and what it found last, good or not. There is one answer at most to each lookup. */
typedef struct Answer
{
	Lookup lookup;
	uint32 hash; /* of the lookup */
	int next;    /* in the same bucket; NONE: no other */
	Found found;
} Answer;

#define NONE     (-1)
#define NOT_HELD 0

static Answer answers[MAX_ANSWERS];
static int answer_count = 0;
static MemoryContext answers_context;

/* How many answers have been put into the memory, forgotten ones too. */
static int spent = 0;

/* The answer that was put into a bucket last; see first_in_bucket(). */
static int buckets[BUCKETS];

/* Grows when another transaction has ended: only locks make the answers of earlier periods good. */
static uint64 present_period = 1;

/* Whether another transaction may have ended since, so that the passing answers may be outdated. */
static bool passing_is_doubtful = true;

/* The client's statement whose locks hold answers, by its start and by its number in the session. */
static TimestampTz statement = 0;
static uint64 statement_number = NOT_HELD + 1;

/* How many triggers work, one within the other. */
static int depth = 0;

/* How often the answers of each table were forgotten. Never 0, so that 0 is a number of the past. */
static uint64 forgotten[TABLE_COUNT];
static uint64 forgotten_all = 1;

/* How many rows of each table are about to be stored, and the tables of these, a bit each; see row_is_awaited(). */
static uint32 awaited_rows[TABLE_COUNT];
static uint32 awaited_tables = 0;

/* The statement that awaits them. */
static uint64 awaited_in = 0;

/* Where a table was found without rows: times_forgotten() then, and the period. */
static struct
{
	uint64 forgotten;
	uint64 found_in;
} found_empty[TABLE_COUNT];

static ExecutorStart_hook_type next_executor_start = NULL;
static ProcessUtility_hook_type next_process_utility = NULL;

/* ---- forgetting ---- */

/* Forgets all answers. What was found stays in memory: a trigger may be at work with it. */
void
forget_all_answers(void)
{
	answer_count = 0;
	forgotten_all++;
}

/* Lets no answer in a table be good, because this transaction writes to the table. */
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

/* A statement that is over stores no more rows. */
static void
await_no_rows_of_earlier_statement(void)
{
	if (awaited_in == running_statement())
		return;
	awaited_in = statement_number;
	memset(awaited_rows, 0, sizeof(awaited_rows));
	awaited_tables = 0;
}

/*
 * A row of a table is about to be stored, changed or deleted. Until this has happened, a lookup shows the table as it
 * was: that of a user's trigger behind ours, or of a policy. So nothing of the table is remembered beyond one trigger,
 * until row_was_stored() is called for each row. A row that is not stored in the end, as by ON CONFLICT DO NOTHING or
 * because it is deleted, is awaited until the statement of the client ends.
 */
void
row_is_awaited(TableId table)
{
	await_no_rows_of_earlier_statement();
	awaited_rows[table]++;
	awaited_tables |= UINT32_C(1) << table;
	table_was_written(table);
}

/* A row that was awaited has been stored, and all rows of its statement. */
void
row_was_stored(TableId table)
{
	if (awaited_rows[table] > 0 && --awaited_rows[table] == 0)
		awaited_tables &= ~(UINT32_C(1) << table);
	table_was_written(table);
}

/* Forgets what was found in tables while rows were awaited there. */
static void
forget_what_is_awaited(void)
{
	int table;

	for (table = 0; awaited_tables != 0 && table < TABLE_COUNT; table++)
	{
		if (awaited_rows[table] > 0)
			table_was_written(table);
	}
}

/* Nobody works with what was found any more. */
static void
free_answers(void)
{
	forget_all_answers();
	MemoryContextReset(answers_context);
	spent = 0;
}

/* While the guard is out of force for a session, nobody tells what the session writes. */
static void
forget_without_guard(void)
{
	if (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA)
		forget_all_answers();
}

/*
 * The locks end with the transaction. What was written is committed, or is gone; what was prepared for a commit in two
 * phases is no longer seen, and is another's to commit.
 */
static void
forget_at_end(XactEvent event, void *arg)
{
	switch (event)
	{
		case XACT_EVENT_COMMIT:
			forget_without_guard();
			note_own_commit();
			statement_number++;
			break;
		case XACT_EVENT_PREPARE:
			note_own_preparation();
			free_answers();
			break;
		case XACT_EVENT_ABORT:
			free_answers();
			break;
		default:
			break;
	}
}

static void
forget_at_end_of_subtransaction(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_all_answers();
}

/* The ExecutorStart hook. */
static void
start_and_forget(QueryDesc *query, int flags)
{
	forget_without_guard();
	if (next_executor_start != NULL)
		next_executor_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
}

/* The ProcessUtility hook: COPY writes without the executor. */
static void
process_and_forget(PROCESS_UTILITY_PARAMETERS)
{
	forget_without_guard();
	if (next_process_utility != NULL)
		next_process_utility(PROCESS_UTILITY_ARGUMENTS);
	else
		standard_ProcessUtility(PROCESS_UTILITY_ARGUMENTS);
}

void
init_remembered(void)
{
	answers_context = AllocSetContextCreate(TopMemoryContext, "secretxfer answers", ALLOCSET_DEFAULT_SIZES);
	RegisterXactCallback(forget_at_end, NULL);
	RegisterSubXactCallback(forget_at_end_of_subtransaction, NULL);
	next_executor_start = ExecutorStart_hook;
	ExecutorStart_hook = start_and_forget;
	next_process_utility = ProcessUtility_hook;
	ProcessUtility_hook = process_and_forget;
}

/* ---- remembering ---- */

/*
 * The number of the client's statement, whose locks hold what it found. The locks end with the transaction, so a
 * statement that commits and goes on counts as another one, and so do the transactions of one message, which begin at
 * one time.
 */
uint64
running_statement(void)
{
	if (statement != GetCurrentStatementStartTimestamp())
	{
		statement = GetCurrentStatementStartTimestamp();
		statement_number++;
	}
	return statement_number;
}

/*
 * A trigger begins its work. The end has to follow, also after an error.
 *
 * Until now other sessions, or the executor itself, may have done anything that no lock of ours prevents.
 *
 * What was found before a rollback is still in memory (forget_all_answers()), and one statement may roll back many
 * times, so memory is also freed where no answer is good.
 */
void
begin_remembering(void)
{
	static uint64 last_statement = 0;
	bool is_next = running_statement() != last_statement;

	last_statement = statement_number;
	await_no_rows_of_earlier_statement();
	forget_what_is_awaited();
	if (depth == 0 && (spent > NEARLY_FULL || answer_count == 0 ||
					   (is_next && MemoryContextMemAllocated(answers_context, false) > MAX_KEPT)))
		free_answers();
	/* Some triggers may be in force without the guard, and what is replicated comes without a statement. */
	forget_without_guard();
	passing_is_doubtful = true;
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
				? !same_text((text *) DatumGetPointer(a->values[at]), (text *) DatumGetPointer(b->values[at]))
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
first_in_bucket(uint32 hash)
{
	int at = buckets[hash % BUCKETS];

	return at < answer_count && answers[at].hash % BUCKETS == hash % BUCKETS ? at : NONE;
}

/* The answer to a lookup, good or not; NULL: nothing was found yet. */
static Answer *
answer_to(const Lookup *lookup, uint32 hash)
{
	int at;

	for (at = first_in_bucket(hash); at != NONE; at = answers[at].next)
	{
		if (answers[at].hash == hash && is_same_lookup(&answers[at].lookup, lookup))
			return &answers[at];
	}
	return NULL;
}

/* Whether nothing was written since to the table in which an answer was found. */
static bool
is_unwritten(const Answer *answer)
{
	return answer->found.forgotten == forgotten[answer->lookup.table];
}

/* Whether a lock of this statement, as strong as wanted, holds what was found. */
static bool
is_held(const Answer *answer, RowLock wanted)
{
	return answer->found.held_in == statement_number && is_locked_enough(answer->found.row_lock, wanted);
}

/*
 * A row was locked, and this session may have waited for it: what was read before is read again, unless no other
 * transaction has ended.
 */
void
row_was_locked(void)
{
	passing_is_doubtful = true;
}

/* Lets no passing answer be good if another transaction has ended since. */
static void
resolve_doubt(void)
{
	if (!passing_is_doubtful)
		return;
	if (another_has_ended())
		present_period++;
	passing_is_doubtful = false;
}

/* A lookup has found a table without rows. */
void
note_empty_table(TableId table)
{
	found_empty[table].forgotten = times_forgotten(table);
	found_empty[table].found_in = present_period;
}

/* Whether a table still is without rows: nothing was written there since, and no other transaction has ended. */
static bool
is_known_empty(TableId table)
{
	if (found_empty[table].forgotten != times_forgotten(table))
		return false;
	resolve_doubt();
	return found_empty[table].found_in == present_period;
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

/* Whether this statement has locked the row of a key. The first column of the tables above others is their key. */
static bool
is_row_held(TableId table, Datum key)
{
	Lookup lookup = {.table = table, .count = 1, .columns = {0}, .values = {key}};
	const Answer *answer = answer_to(&lookup, hash_of(&lookup));

	return answer != NULL && is_unwritten(answer) && is_held(answer, ROW_LOCK_SHARE);
}

/* Whether this statement has locked a row above all that a lookup may find. */
static bool
is_held_from_above(const Lookup *lookup)
{
	int at;

	for (at = 0; at < lookup->count; at++)
	{
		TableId above;

		if (is_below(lookup, lookup->columns[at], &above) && is_row_held(above, lookup->values[at]))
			return true;
	}
	return false;
}

/*
 * Whether an answer is good for its lookup. Only what this statement has locked as strongly, or more, can answer a
 * lookup that locks.
 */
static bool
is_good(Answer *answer, RowLock row_lock, bool first_only)
{
	if (!is_unwritten(answer) || (answer->found.first_only && !first_only))
		return false;
	if (is_held(answer, row_lock))
		return true;
	if (row_lock != ROW_LOCK_NONE)
		return false;
	resolve_doubt();
	if (answer->found.found_in != present_period)
		return false;
	/* Nothing has changed so far, and from now on nothing can. A lock on the row itself has ended. */
	if (is_held_from_above(&answer->lookup))
	{
		answer->found.held_in = statement_number;
		answer->found.row_lock = ROW_LOCK_NONE;
	}
	return true;
}

/* An answer to a lookup that nothing was found for yet. Returns NULL if there is no room. */
static Answer *
new_answer(const Lookup *lookup, uint32 hash)
{
	Answer *answer;
	int at;

	if (answer_count == MAX_ANSWERS)
		return NULL;
	answer = &answers[answer_count];
	answer->lookup = *lookup;
	answer->hash = hash;
	answer->next = first_in_bucket(hash);
	for (at = 0; at < lookup->count; at++)
	{
		if (register_tables[lookup->table].columns[lookup->columns[at]].type == COLUMN_TEXT)
			answer->lookup.values[at] = PointerGetDatum(copy_of_text((text *) DatumGetPointer(lookup->values[at])));
	}
	buckets[hash % BUCKETS] = answer_count++;
	return answer;
}

/* Whether an entry has the values that a lookup asks for. */
static bool
is_asked_for(const Entry *entry, const Lookup *lookup)
{
	int at;

	for (at = 0; at < lookup->count; at++)
	{
		int column = lookup->columns[at];
		Datum value = lookup->values[at];

		if (!is_stated(entry, column))
			return false;
		switch (register_tables[entry->table].columns[column].type)
		{
			case COLUMN_TEXT:
				if (!same_text(FIELD(entry, column, text *), DatumGetTextPP(value)))
					return false;
				break;
			case COLUMN_BIG:
				if (FIELD(entry, column, int64) != DatumGetInt64(value))
					return false;
				break;
			default: /* a date or an integer */
				if (FIELD(entry, column, int32) != DatumGetInt32(value))
					return false;
		}
	}
	return true;
}

/*
 * Finds the entries in a short answer to a lookup by fewer columns: one line in the list of a request, say. What is
 * found is as good as that answer. Returns false if no such answer is remembered.
 */
static bool
sift(const Lookup *lookup, Found *found)
{
	Lookup wider = *lookup;

	while (--wider.count > 0)
	{
		Answer *answer = answer_to(&wider, hash_of(&wider));
		Entry *entry;

		if (answer == NULL || list_length(answer->found.entries) > MAX_SIFTED || !is_good(answer, ROW_LOCK_NONE, false))
			continue;
		*found = answer->found;
		found->entries = NIL;
		found->row_lock = ROW_LOCK_NONE;
		foreach_entry (Entry, entry, answer->found.entries)
		{
			if (is_asked_for(entry, lookup))
				found->entries = lappend(found->entries, entry);
		}
		return true;
	}
	return false;
}

/* Looks into the table. answer is what the same lookup found before, or NULL. */
static Found
find_anew(const Lookup *lookup, const Answer *answer, RowLock row_lock, bool first_only, FindInTable find)
{
	bool held_from_above = row_lock == ROW_LOCK_NONE && is_held_from_above(lookup);
	Found found = {.row_lock = row_lock, .first_only = first_only};

	found.entries = find(lookup, answer == NULL ? NIL : answer->found.entries, row_lock, first_only);
	found.forgotten = forgotten[lookup->table];
	found.found_in = present_period;
	/* Rows that are locked are looked up by their key, so none can be added. */
	if (held_from_above || (row_lock != ROW_LOCK_NONE && found.entries != NIL))
		found.held_in = statement_number;
	return found;
}

/*
 * Returns what a lookup finds: what is remembered or, if nothing is, what the function finds in the table, which is
 * then remembered. The list and its entries are everybody's: nobody changes them.
 */
List *
recall_or_find(const Lookup *lookup, RowLock row_lock, bool first_only, FindInTable find)
{
	uint64 forgotten_before = forgotten_all;
	MemoryContext caller;
	Answer *answer;
	Found found;
	uint32 hash;

	if (!is_of_present(lookup))
		return find(lookup, NIL, row_lock, first_only);
	if (row_lock == ROW_LOCK_NONE && is_known_empty(lookup->table))
		return NIL;
	hash = hash_of(lookup);
	answer = answer_to(lookup, hash);
	if (answer != NULL && is_good(answer, row_lock, first_only))
		return answer->found.entries;

	caller = MemoryContextSwitchTo(answers_context);
	if (row_lock != ROW_LOCK_NONE || !sift(lookup, &found))
		found = find_anew(lookup, answer, row_lock, first_only, find);
	if (forgotten_all == forgotten_before)
	{
		if (answer == NULL)
			answer = new_answer(lookup, hash);
		if (answer != NULL)
			answer->found = found;
		spent++;
	}
	MemoryContextSwitchTo(caller);
	return found.entries;
}
