/*
 * case_file.c
 *		One case as the rules read it: the row of the case and all entries of the case.
 *
 * Opening the case file locks the row of the case, so that the steps of one case run one after the other at every
 * isolation level. After that no other session changes what is read. A part of the file is looked up when a rule first
 * asks for the part, and is then remembered: entries come case by case, and the rows of one statement should not look
 * up the same contract again and again.
 *
 * What is remembered is what lookups remember (remembered.c), and ends when that is forgotten. A file outside of
 * triggers, such as that of a dry run, is its caller's own.
 */
#include "prelude.h"

#include "access/xact.h"
#include "utils/memutils.h"

#include "register/case_file.h"
#include "register/remembered.h"

/* A part of the file that is looked up when first asked for. */
typedef struct Part
{
	uint64 as_of; /* times_forgotten() when the part was looked up; 0 before */
	List *entries;
} Part;

/* The part is not what lookups find, and is not looked up again. */
#define SUPPOSED UINT64_MAX

struct CaseFile
{
	text *case_no;
	uint64 statement; /* that opened the file */
	uint64 as_of;     /* of the case and the parties, when the file was opened */
	bool locked;      /* the row of the case is locked; false in a dry run */
	MemoryContext context;
	Part parts[TABLE_COUNT]; /* the entries of the case in each table */
	Part contractor;
	Part customer;
};

/* The file that was opened last. Its memory is file_context. */
static CaseFile *current_file = NULL;
static MemoryContext file_context = NULL;

/* A number that grows when the case or a party of the case may be another one. */
static uint64
version_of_file(void)
{
	return times_forgotten(TABLE_cases) + times_forgotten(TABLE_parties);
}

static CaseFile *
new_case_file(const text *case_no, bool locked, MemoryContext context)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	CaseFile *file = palloc0(sizeof(CaseFile));

	file->case_no = copy_of_text(case_no);
	file->statement = running_statement();
	file->as_of = version_of_file();
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
		   current_file->statement == running_statement() && current_file->as_of == version_of_file();
}

/*
 * Returns the file of a case. The case need not exist: case_facts() of the file is NULL then.
 *
 * dry_run: the case is not locked and the file is not remembered, unless this statement has already opened the file.
 * A file that is not remembered lives in the current memory context.
 */
CaseFile *
open_case_file(const text *case_no, bool dry_run)
{
	if (is_open(case_no))
		return current_file;
	if (dry_run || !is_remembering())
		return new_case_file(case_no, !dry_run, CurrentMemoryContext);

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

/* Whether the entries of a part are known. */
static bool
is_known(const Part *part, TableId table)
{
	return part->as_of == times_forgotten(table) || part->as_of == SUPPOSED;
}

/* Looks the entries of a part up. The memory of a remembered file is that of the remembered lookups. */
static void
look_part_up(CaseFile *file, Part *part, const Lookup *lookup, RowLock row_lock)
{
	MemoryContext caller = MemoryContextSwitchTo(file->context);

	/* What is forgotten while it is looked up is looked up again. */
	part->as_of = times_forgotten(lookup->table);
	part->entries = find_entries(lookup, row_lock);
	MemoryContextSwitchTo(caller);
}

/*
 * Returns a file of the same case in which the entries of one table are others, for the question what would be if these
 * stood. Lives in the current memory context.
 */
CaseFile *
case_file_with(const CaseFile *file, TableId table, List *entries)
{
	CaseFile *other = palloc(sizeof(CaseFile));

	*other = *file;
	other->context = CurrentMemoryContext;
	other->parts[table].as_of = SUPPOSED;
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
	Part *part = &file->parts[table];

	if (!is_known(part, table))
	{
		/* The steps of a case lock the row of the case, so that they run one after the other. */
		RowLock row_lock = file->locked && table == TABLE_cases ? ROW_LOCK_UPDATE : ROW_LOCK_NONE;
		Lookup lookup = look_in(table);

		/* The first column of every table of a case is the number of the case. */
		where_text(&lookup, 0, file->case_no);
		look_part_up(file, part, &lookup, row_lock);
	}
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
 * Returns a carrier, or NULL if there is none of this number. With a lock, the marks of the carrier and its hand-overs
 * stay as they are, or only this session changes them.
 */
Carrier *
carrier_of_id(int64 carrier_id, RowLock row_lock)
{
	Lookup lookup = look_in(TABLE_carriers);

	where_big(&lookup, carriers_carrier_id, carrier_id);
	return find_entry(&lookup, row_lock);
}

/* The same for the carrier in a column of an entry; NULL, too, if the column states none. */
Carrier *
lock_carrier(const Entry *entry, int column, RowLock row_lock)
{
	return is_stated(entry, column) ? carrier_of_id(FIELD(entry, column, int64), row_lock) : NULL;
}

/* Returns a line of the list of a request, or NULL. */
RequestItem *
listed_item(const text *case_no, const text *request_no, int item_no)
{
	Lookup lookup = look_in(TABLE_request_items);

	where_text(&lookup, request_items_case_no, case_no);
	where_text(&lookup, request_items_request_no, request_no);
	where_integer(&lookup, request_items_item_no, item_no);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* A party of the case. The party is locked FOR SHARE, because many cases share the party. */
static Party *
party_of_case(CaseFile *file, Part *part, const text *idn)
{
	if (!is_known(part, TABLE_parties))
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
