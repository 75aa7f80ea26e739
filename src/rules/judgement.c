/*
 * judgement.c
 *		What a rule works with: the entry that is judged, and the findings so far.
 */
#include "prelude.h"

#include "lib/stringinfo.h"

#include "register/calendar.h"
#include "rules/judgement.h"

/*
 * The occasions of a change: whether closing fields, other fields or no fields changed. Columns that only the server
 * writes do not count.
 */
static int
occasions_of_change(const Entry *old_entry, const Entry *new_entry)
{
	const Table *table = &register_tables[new_entry->table];
	int occasions = 0;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if ((table->columns[column].flags & (KEY | SERVER)) == SERVER || same_value(old_entry, new_entry, column))
			continue;
		occasions |= CHANGED;
		if ((table->columns[column].flags & PRINTED) != 0)
			continue;
		if ((table->columns[column].flags & CLOSING) == 0)
			occasions |= ENTERED;
		else if (is_stated(new_entry, column))
			occasions |= CLOSED;
	}
	return occasions;
}

/* Whether a new entry comes with a closing field set. */
static int
occasions_of_entry(const Entry *new_entry)
{
	const Table *table = &register_tables[new_entry->table];
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if ((table->columns[column].flags & CLOSING) != 0 && is_stated(new_entry, column))
			return ENTERED | CLOSED;
	}
	return ENTERED;
}

/*
 * Returns the occasions on which an entry is judged (ENTERED, CLOSED, CHANGED, WITHDRAWN). old_entry is NULL for a new
 * entry, new_entry for a withdrawal.
 */
int
occasions_of(const Entry *old_entry, const Entry *new_entry)
{
	if (new_entry == NULL)
		return WITHDRAWN;
	return old_entry == NULL ? occasions_of_entry(new_entry) : occasions_of_change(old_entry, new_entry);
}

/*
 * Prepares the judgement of an entry.
 *
 * old_entry is NULL for a new entry, new_entry for a withdrawal. dry_run: no row is locked.
 */
void
begin_judgement(Judgement *judgement, TableId table, Entry *old_entry, Entry *new_entry, bool dry_run)
{
	memset(judgement, 0, sizeof(Judgement));
	judgement->table = table;
	judgement->old_entry = old_entry;
	judgement->new_entry = new_entry;
	judgement->dry_run = dry_run;
	judgement->today = today_in_almaty();
	judgement->occasions = occasions_of(old_entry, new_entry);
}

/* Returns the lock that a rule takes: no lock in a dry run. */
RowLock
lock_unless_dry_run(const Judgement *judgement, RowLock row_lock)
{
	return judgement->dry_run ? ROW_LOCK_NONE : row_lock;
}

/* Adds a finding of the rule that is being asked. */
static void
add_finding(Judgement *judgement, const char *column, const char *detail, const char *hint)
{
	Finding *finding = palloc(sizeof(Finding));

	finding->rule = judgement->rule;
	finding->column = column;
	finding->detail = translated(detail);
	finding->hint = translated(hint);
	judgement->findings = lappend(judgement->findings, finding);
}

/*
 * Notes that the rule that is being asked is broken, with the detail and hint of the rule.
 *
 * column is the name of the only field that can repair the entry, or NULL.
 */
void
note_rule_broken(Judgement *judgement, const char *column)
{
	add_finding(judgement, column, judgement->rule->detail, judgement->rule->hint);
}

/*
 * Notes that the rule that is being asked is broken.
 *
 * column is the number of the only field that can repair the entry, or NO_COLUMN. detail says what is wrong, and hint
 * says the next lawful step. Both are whole sentences in English, which are translated here and which repeat nothing of
 * what was written.
 */
void
note_broken(Judgement *judgement, int column, const char *detail, const char *hint)
{
	add_finding(judgement, column == NO_COLUMN ? NULL : register_tables[judgement->table].columns[column].name, detail,
				hint);
}

/*
 * Notes that the rule that is being asked is broken in several fields. detail has a %s for the names of the fields.
 * columns is a list of column numbers; if the list is empty, nothing is broken.
 */
void
note_broken_fields(Judgement *judgement, List *columns, const char *detail, const char *hint)
{
	StringInfoData names;
	int at;

	if (columns == NIL)
		return;
	initStringInfo(&names);
	for (at = 0; at < list_length(columns); at++)
		appendStringInfo(&names, "%s%s", at > 0 ? ", " : "",
						 register_tables[judgement->table].columns[list_nth_int(columns, at)].name);
	note_broken(judgement, list_length(columns) == 1 ? linitial_int(columns) : NO_COLUMN,
				psprintf(translated(detail), names.data), hint);
}

/* The same with the detail and hint of the rule. */
void
require_fields(Judgement *judgement, List *missing)
{
	note_broken_fields(judgement, missing, judgement->rule->detail, judgement->rule->hint);
}

/* Notes as one finding which of the columns, all of type text, state nothing, with the detail and hint of the rule. */
void
require_texts(Judgement *judgement, const int *columns, int count)
{
	List *missing = NIL;
	int at;

	for (at = 0; at < count; at++)
	{
		if (is_blank(FIELD(judgement->new_entry, columns[at], text *)))
			missing = lappend_int(missing, columns[at]);
	}
	require_fields(judgement, missing);
}
