/*
 * case_file.c
 *		One case as the rules read it: the row of the case and all entries of the case.
 *
 * Opening the case file locks the row of the case, so that the steps of one case run one after the other at every
 * isolation level. After that no other session changes what is read. A part of the file is looked up when a rule first
 * asks for the part, and is then remembered: entries come case by case, and the rows of one statement should not look
 * up the same contract again and again.
 *
 * The remembered parts are valid for the client's running statement. The part of a table is dropped when this
 * transaction writes to the table. The whole file is dropped when a subtransaction is rolled back, because the lock of
 * the case ends with the subtransaction. Each part has its own memory context, because one statement (a function that
 * imports) may write millions of rows.
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
	MemoryContext context; /* memory of the entries; NULL before the first lookup */
} Part;

struct CaseFile
{
	text *case_no;
	TimestampTz statement; /* start of the statement that opened the file */
	bool locked;           /* the row of the case is locked; false in a dry run */
	MemoryContext context;
	Part parts[TABLE_COUNT]; /* the entries of the case in each table */
	Part contractor;
	Part customer;
};

/* The file that was opened last. Its memory is file_context. */
static CaseFile *current_file = NULL;
static MemoryContext file_context = NULL;

/* Called when this transaction wrote to a table: drops what the file remembers of the table. */
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

/* Whether the running statement of the client has opened the file of the case. */
static bool
is_open(const text *case_no)
{
	return current_file != NULL && same_text(current_file->case_no, case_no) &&
		   current_file->statement == GetCurrentStatementStartTimestamp();
}

/*
 * Returns the file of a case. The case need not exist: case_facts() of the file is NULL then.
 *
 * dry_run: the case is not locked and the file is not remembered, unless this statement has already opened the file.
 * The file then lives in the current memory context.
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
	/* Lock the case before anything else is read. */
	if (case_facts(current_file) == NULL)
	{
		/* There is no row to lock, so another session may enter the case at any time: do not remember the file. */
		CaseFile *file = current_file;

		current_file = NULL;
		return file;
	}
	return current_file;
}

/* Looks a part up and replaces what was remembered. */
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

/*
 * Returns a file of the same case in which the entries of one table are others, for the question what would be if these
 * stood. Lives in the current memory context.
 */
CaseFile *
case_file_with(const CaseFile *file, TableId table, List *entries)
{
	CaseFile *other = palloc(sizeof(CaseFile));
	int at;

	*other = *file;
	other->context = CurrentMemoryContext;
	/* A part that is not known yet is looked up into memory of its own. */
	for (at = 0; at < TABLE_COUNT; at++)
		other->parts[at].context = NULL;
	other->contractor.context = other->customer.context = NULL;
	other->parts[table].known = true;
	other->parts[table].entries = entries;
	return other;
}

/*
 * Locks a case for the steps that follow. Does nothing if case_no is NULL or if this statement has already locked the
 * case.
 *
 * With ROW_LOCK_NOWAIT raises 40001 if another session has locked the case.
 */
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
 * Returns the entries of the case in a table, as a list of entries. The annex and the hand-overs may be long, so rules
 * about one carrier look up the carrier instead.
 */
List *
case_entries(CaseFile *file, TableId table)
{
	/* The steps of a case lock the row of the case, so that they run one after the other. */
	RowLock row_lock = file->locked && table == TABLE_cases ? ROW_LOCK_UPDATE : ROW_LOCK_NONE;
	Part *part = &file->parts[table];
	Lookup lookup = look_in(table);

	if (part->known)
		return part->entries;
	/* The first column of every table of a case is the number of the case. */
	where_text(&lookup, 0, file->case_no);
	look_part_up(file, part, &lookup, row_lock);
	return part->entries;
}

/* Returns the entry of the case in a table that has at most one entry for each case, or NULL. */
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
 * Locks a party: the entries below the party stay as they are (FOR SHARE), or only this session changes them.
 *
 * Returns NULL if there is no such party, or if idn is NULL.
 */
Party *
lock_party(const text *idn, RowLock row_lock)
{
	Lookup lookup = look_in(TABLE_parties);

	where_text(&lookup, parties_idn, idn);
	return find_entry(&lookup, row_lock);
}

/*
 * Locks a carrier: the marks of the carrier and its hand-overs stay as they are, or only this session changes them.
 *
 * Returns NULL if there is no such carrier, or if the column of the entry states none.
 */
Carrier *
lock_carrier(const Entry *entry, int column, RowLock row_lock)
{
	Lookup lookup = look_in(TABLE_carriers);

	where_same(&lookup, carriers_carrier_id, entry, column);
	return find_entry(&lookup, row_lock);
}

/* A party of the case. The party is locked FOR SHARE, because many cases share the party. */
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

/* The contractor of an existing case. */
Party *
case_contractor(CaseFile *file)
{
	Case *facts = case_facts(file);

	if (facts == NULL)
		elog(ERROR, "cannot look up a party of a case that does not exist");
	return party_of_case(file, &file->contractor, facts->contractor);
}

/* The customer that opened an existing case. succession_on() tells whether that party still is the customer. */
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

/* Returns all changes of a party (provision 10), in no particular order. An empty list if party is NULL. */
List *
changes_of_party(const text *party)
{
	Lookup lookup = look_in(TABLE_party_changes);

	where_text(&lookup, party_changes_party, party);
	return find_entries(&lookup, ROW_LOCK_NONE);
}

/* Returns the ends of works that concern one case alone, in no particular order. */
List *
changes_of_case(const text *case_no)
{
	Lookup lookup = look_in(TABLE_party_changes);

	where_text(&lookup, party_changes_case_no, case_no);
	return find_entries(&lookup, ROW_LOCK_NONE);
}
