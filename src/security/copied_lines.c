/*
 * copied_lines.c
 *		Which line of a COPY an entry comes from.
 *
 * A refusal inside COPY names the line, as PostgreSQL's own reports do, but shows nothing of the line. The number of
 * the line stands in the state of the COPY, which is the argument of COPY's error context callback. The callback itself
 * is not called, because it prints the line.
 *
 * Most rules are asked when COPY has stored all rows; the callback is gone by then. So the BEFORE ROW trigger notes the
 * line of each entry. The entries are known by their entry_id. As both numbers rise together, a run of entries takes
 * the memory of one.
 *
 * Relies on CopyFromErrorCallback() having the state of the COPY as its argument, and on cur_lineno in the state,
 * tested by test/sql/copied_lines.sql.
 */
#include "prelude.h"

#include "access/xact.h"
#include "commands/copy.h"
#include "utils/memutils.h"

#include "security/copied_lines.h"

/* Entries with consecutive numbers that stand in consecutive lines. */
typedef struct Run
{
	int64 entry_id;
	uint64 line;
	int64 length;
} Run;

/* The runs of this transaction, in the order of entry_id. */
static Run *runs = NULL;
static Size run_count = 0;
static Size run_space = 0;

/* The state of the innermost COPY FROM that stores a row now, or NULL. */
static void *
running_copy(void)
{
	const ErrorContextCallback *place;

	for (place = error_context_stack; place != NULL; place = place->previous)
	{
		if (place->callback == CopyFromErrorCallback)
			return place->arg;
	}
	return NULL;
}

static Run *
new_run(void)
{
	if (runs == NULL)
	{
		run_space = 64;
		runs = MemoryContextAlloc(TopTransactionContext, run_space * sizeof(Run));
	}
	else if (run_count == run_space)
	{
		run_space *= 2;
		runs = repalloc_huge(runs, run_space * sizeof(Run));
	}
	return &runs[run_count++];
}

/* Notes the line of a new entry that COPY is about to store in the entry's table. */
void
note_copied_line(const Entry *entry)
{
	void *copy = running_copy();
	Run *run = run_count > 0 ? &runs[run_count - 1] : NULL;
	uint64 line;

	if (copy == NULL || strcmp(relation_of_copy(copy), register_tables[entry->table].name) != 0)
		return;
	line = line_of_copy(copy);
	if (run != NULL && run->entry_id + run->length == number_of_entry(entry) && run->line + run->length == line)
	{
		run->length++;
		return;
	}
	if (run != NULL && number_of_entry(entry) < run->entry_id + run->length)
		run_count = 0; /* the numbers were set back, and the search wants them in order */
	run = new_run();
	run->entry_id = number_of_entry(entry);
	run->line = line;
	run->length = 1;
}

/* The line that was noted for an entry; 0 if the entry was not copied in this transaction. */
static uint64
noted_line(const Entry *entry)
{
	int64 entry_id = number_of_entry(entry);
	Size low = 0;
	Size high = run_count;

	while (low < high)
	{
		Size middle = low + (high - low) / 2;

		if (entry_id < runs[middle].entry_id)
			high = middle;
		else if (entry_id >= runs[middle].entry_id + runs[middle].length)
			low = middle + 1;
		else
			return runs[middle].line + (entry_id - runs[middle].entry_id);
	}
	return 0;
}

/*
 * Returns the place in a COPY to which a refusal belongs, in the words of PostgreSQL, or NULL if the refusal belongs to
 * no COPY. entry is the new entry that is refused, or NULL if it is not known or not new.
 */
char *
place_in_copy(const Entry *entry)
{
	void *copy = running_copy();
	const char *relation = NULL;
	uint64 line = 0;

	if (copy != NULL)
	{
		relation = relation_of_copy(copy);
		line = line_of_copy(copy);
	}
	else if (entry != NULL)
	{
		relation = register_tables[entry->table].name;
		line = noted_line(entry);
	}
	return line == 0 ? NULL : psprintf("COPY %s, line " UINT64_FORMAT, relation, line);
}

static void
forget_lines(XactEvent event, void *arg)
{
	runs = NULL;
	run_count = 0;
}

void
init_copied_lines(void)
{
	RegisterXactCallback(forget_lines, NULL);
}
