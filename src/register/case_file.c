/*
 * case_file.c
 *		One case as the rules read it: its facts and everything entered for it.
 *
 * Opening the file of a case holds the case row, which puts the steps of one case one after
 * the other, whatever the isolation level; so what is read after that cannot change under
 * the reader.  Parts are looked up when a rule first asks for them, and remembered: entries
 * come case by case, and the rows of one statement should not look the same contract up
 * again and again.
 *
 * What is remembered is good for the client's running statement: the part of a table is
 * dropped when this transaction writes to that table, and the whole file when a
 * subtransaction is rolled back, because its locks end with it.  Each part has memory of its
 * own, because one statement (a function that imports) may enter millions of rows.
 */
#include "prelude.h"

#include "access/xact.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "register/case_file.h"

/* A part of the file that is looked up when first asked for. */
typedef struct Part
{
	bool known;
	List *entries;
	MemoryContext context; /* theirs, once there is one */
} Part;

struct CaseFile
{
	text *case_no;
	TimestampTz statement; /* when the statement began that opened the file */
	bool locked;           /* the case row is held: not so in a dry run */
	MemoryContext context;
	Part parts[TABLE_COUNT]; /* what each table holds of the case */
	Part contractor;
	Part customer;
};

/* The file that was opened last, in a context of its own. */
static CaseFile *current_file = NULL;
static MemoryContext file_context = NULL;

/* A table was written to: what the file holds of it may no longer be all. */
void
table_was_written(TableId table)
{
	if (current_file == NULL)
		return;
	if (table == TABLE_cases || table == TABLE_parties)
		current_file = NULL;
	else
		current_file->parts[table].known = false;
}

static void
forget_at_end(XactEvent event, void *arg)
{
	current_file = NULL;
}

static void
forget_at_end_of_subtransaction(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		current_file = NULL;
}

void
init_case_file(void)
{
	RegisterXactCallback(forget_at_end, NULL);
	RegisterSubXactCallback(forget_at_end_of_subtransaction, NULL);
}

static CaseFile *
new_case_file(const text *case_no, bool locked, MemoryContext context)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	CaseFile *file = palloc0(sizeof(CaseFile));

	file->case_no = (text *) PG_DETOAST_DATUM_COPY(PointerGetDatum(case_no));
	file->statement = GetCurrentStatementStartTimestamp();
	file->locked = locked;
	file->context = context;
	MemoryContextSwitchTo(caller);
	return file;
}

/* Whether the file of a case was opened by the client's running statement. */
static bool
is_open(const text *case_no)
{
	return current_file != NULL && same_text(current_file->case_no, case_no) &&
		   current_file->statement == GetCurrentStatementStartTimestamp();
}

/*
 * The file of a case; of one that does not exist, too: its facts are NULL then.
 *
 * In a dry run nothing is held and nothing is remembered: the file then lives as long as
 * the current memory context.
 */
CaseFile *
open_case_file(const text *case_no, bool dry_run)
{
	if (is_open(case_no))
		return current_file;
	if (dry_run)
		return new_case_file(case_no, false, CurrentMemoryContext);

	if (file_context == NULL)
		file_context = AllocSetContextCreate(TopMemoryContext, "secretxfer case file", ALLOCSET_SMALL_SIZES);
	current_file = NULL;
	MemoryContextReset(file_context);
	current_file = new_case_file(case_no, true, file_context);
	/* Hold the case before anything else is looked at. */
	if (case_facts(current_file) == NULL)
	{
		/* There is nothing to hold, so somebody may enter the case at any time. */
		CaseFile *file = current_file;

		current_file = NULL;
		return file;
	}
	return current_file;
}

/* Looks a part up, in place of what was found before. */
static void
look_part_up(CaseFile *file, Part *part, const Lookup *lookup, RowLock row_lock)
{
	MemoryContext caller;

	if (part->context == NULL)
		part->context = AllocSetContextCreate(file->context, "part of a secretxfer case file", ALLOCSET_SMALL_SIZES);
	MemoryContextReset(part->context);
	caller = MemoryContextSwitchTo(part->context);
	part->entries = find_entries(lookup, row_lock);
	MemoryContextSwitchTo(caller);
	part->known = true;
}

/* Holds a case for what follows in it; of none, if none is stated. */
void
lock_case(const text *case_no, RowLock row_lock)
{
	Lookup lookup = look_in(TABLE_cases);

	if (case_no == NULL || is_open(case_no))
		return;
	if (row_lock == ROW_LOCK_NOWAIT)
	{
		where_text(&lookup, cases_case_no, case_no);
		find_entry(&lookup, row_lock);
	}
	else
		open_case_file(case_no, false);
}

/*
 * What a table holds of the case.  The annex and the hand-overs may be long: rules about one
 * carrier look that up instead.
 */
List *
case_entries(CaseFile *file, TableId table)
{
	/* The case itself is held, so that its steps follow one another. */
	RowLock row_lock = file->locked && table == TABLE_cases ? ROW_LOCK_UPDATE : ROW_LOCK_NONE;
	Part *part = &file->parts[table];
	Lookup lookup = look_in(table);

	if (part->known)
		return part->entries;
	/* In every table of a case its number is the first column. */
	where_text(&lookup, 0, file->case_no);
	look_part_up(file, part, &lookup, row_lock);
	return part->entries;
}

/* The same where a case has one at the most; NULL if none. */
void *
case_entry(CaseFile *file, TableId table)
{
	List *entries = case_entries(file, table);

	return entries == NIL ? NULL : linitial(entries);
}

Case *
case_facts(CaseFile *file)
{
	return case_entry(file, TABLE_cases);
}

/*
 * Holds a party: what belongs to it stays as it is, or is changed by this session alone.
 * NULL if there is no such party, or none is stated.
 */
Party *
lock_party(const text *idn, RowLock row_lock)
{
	Lookup lookup = look_in(TABLE_parties);

	where_text(&lookup, parties_idn, idn);
	return find_entry(&lookup, row_lock);
}

/* A party of the case, held as acts hold what many cases share. */
static Party *
party_of_case(CaseFile *file, Part *part, const text *idn)
{
	if (!part->known)
	{
		Lookup lookup = look_in(TABLE_parties);

		where_text(&lookup, parties_idn, idn);
		look_part_up(file, part, &lookup, file->locked ? ROW_LOCK_SHARE : ROW_LOCK_NONE);
	}
	return part->entries == NIL ? NULL : linitial(part->entries);
}

/* The contractor of a case that stands. */
Party *
case_contractor(CaseFile *file)
{
	Case *facts = case_facts(file);

	if (facts == NULL)
		elog(ERROR, "cannot look up a party of a case that does not exist");
	return party_of_case(file, &file->contractor, facts->contractor);
}

/* The customer that opened a case that stands; whether it still is one, succession_on() tells. */
Party *
case_customer(CaseFile *file)
{
	Case *facts = case_facts(file);

	if (facts == NULL)
		elog(ERROR, "cannot look up a party of a case that does not exist");
	return party_of_case(file, &file->customer, facts->customer);
}

Request *
case_request(CaseFile *file, const text *request_no)
{
	Request *request;

	foreach_entry (Request, request, case_requests(file))
	{
		if (same_text(request->request_no, request_no))
			return request;
	}
	return NULL;
}

/* The answer to a request of the case, or NULL. */
Decision *
case_decision(CaseFile *file, const text *request_no)
{
	Decision *decision;

	foreach_entry (Decision, decision, case_entries(file, TABLE_decisions))
	{
		if (same_text(decision->request_no, request_no))
			return decision;
	}
	return NULL;
}

/* Everything that ever happened to a party (provision 10); of none, if none is stated. */
List *
changes_of_party(const text *party)
{
	Lookup lookup = look_in(TABLE_party_changes);

	where_text(&lookup, party_changes_party, party);
	return find_entries(&lookup, ROW_LOCK_NONE);
}
