/*
 * judgement.c
 *		What a rule works with: the entry that is judged, and the findings so far.
 */
#include "prelude.h"

#include "lib/stringinfo.h"
#include "nodes/value.h"

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
		occasions |= (table->columns[column].flags & CLOSING) != 0 ? CLOSED : ENTERED;
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

/*
 * Whether an entry is to be judged as closed on the day that a closing field states: the day is new, or the entry is
 * judged as a whole.
 */
bool
is_closing(const Judgement *judgement, int column)
{
	return is_stated(judgement->new_entry, column) &&
		   ((judgement->occasions & ENTERED) != 0 || !same_value(judgement->old_entry, judgement->new_entry, column));
}

/* Whether an end that the entry has is taken back, or moved to another day. */
bool
end_is_moved(const Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	int column;

	for (column = 0; judgement->old_entry != NULL && judgement->new_entry != NULL && column < table->column_count;
		 column++)
	{
		if ((table->columns[column].flags & CLOSING) != 0 && table->columns[column].type == COLUMN_DATE &&
			is_stated(judgement->old_entry, column) && !same_value(judgement->old_entry, judgement->new_entry, column))
			return true;
	}
	return false;
}

/* Returns the lock that a rule takes: no lock in a dry run. */
RowLock
lock_unless_dry_run(const Judgement *judgement, RowLock row_lock)
{
	return judgement->dry_run ? ROW_LOCK_NONE : row_lock;
}

/*
 * Returns the entries of the case in the table of the entry that is judged, with an entry in its place: the entry as it
 * is to be, or as it was. NULL: without the entry. An entry that was one of another case was not there, either.
 */
List *
case_entries_with(const Judgement *judgement, Entry *instead)
{
	bool is_of_case = instead != NULL && same_value(instead, judgement->new_entry, 0);
	List *entries = is_of_case ? list_make1(instead) : NIL;
	Entry *other;

	foreach_entry (Entry, other, case_entries(judgement->file, judgement->table))
	{
		if (!same_key(other, judgement->new_entry) &&
			(judgement->old_entry == NULL || !same_key(other, judgement->old_entry)))
			entries = lappend(entries, other);
	}
	return entries;
}

/* Returns what is wrong with an entry, or with a change, that breaks a rule, as far as the rule's row says so. */
const char *
detail_of(const Rule *rule, bool is_change)
{
	return is_change && rule->detail_of_change != NULL ? rule->detail_of_change : rule->detail;
}

/* Returns the next lawful step after an entry of a table that breaks a rule, as far as the rule's row says so. */
const char *
hint_of(const Rule *rule, TableId table)
{
	int at;

	for (at = 0; at < MAX_HINTS_OF_TABLES; at++)
	{
		if ((rule->hints_of_tables[at].tables & (UINT32_C(1) << table)) != 0)
			return rule->hints_of_tables[at].hint;
	}
	return rule->hint;
}

/* A name as a String node. */
static Node *
name_node(const char *name)
{
	return (Node *) makeString(unconstify(char *, name));
}

/* The names of columns, given by their numbers. */
static List *
names_of(TableId table, const List *columns)
{
	List *names = NIL;
	int at;

	for (at = 0; at < list_length(columns); at++)
		names = lappend(names, name_node(register_tables[table].columns[list_nth_int(columns, at)].name));
	return names;
}

/*
 * Adds a finding of the rule that is being asked. column is the name of the only field that can repair the entry, or
 * NULL; fields are the names of all fields that the finding is about.
 */
static void
add_finding(Judgement *judgement, const char *column, List *fields, const char *detail, const char *hint)
{
	Finding *finding = palloc0(sizeof(Finding));

	finding->rule = judgement->rule;
	finding->column = column;
	finding->fields = fields;
	finding->detail = translated(detail);
	finding->hint = translated(hint);
	finding->set_aside = judgement->rule->set_aside;
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
	add_finding(judgement, column, column == NULL ? NIL : list_make1(name_node(column)),
				detail_of(judgement->rule, judgement->old_entry != NULL), hint_of(judgement->rule, judgement->table));
}

/*
 * The same for a rule that is broken by several fields together. column is the name of the field that the hint asks to
 * change, or NULL if no field alone can repair the entry. columns is a list of column numbers.
 */
void
note_rule_broken_about(Judgement *judgement, const char *column, List *columns)
{
	add_finding(judgement, column, names_of(judgement->table, columns),
				detail_of(judgement->rule, judgement->old_entry != NULL), hint_of(judgement->rule, judgement->table));
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
	const char *name = column == NO_COLUMN ? NULL : register_tables[judgement->table].columns[column].name;

	add_finding(judgement, name, name == NULL ? NIL : list_make1(name_node(name)), detail, hint);
}

/*
 * Lets a finding say that another entry is the cause. detail has a %s for that entry, which is named by its table and
 * its number: these tell nothing of what was written.
 */
void
name_cause(Finding *finding, const Entry *other, const char *detail)
{
	const char *name =
		psprintf("%s (entry_id " INT64_FORMAT ")", register_tables[other->table].name, number_of_entry(other));

	finding->detail = psprintf(translated(detail), name);
	finding->named = other;
}

/* Notes that the rule that is being asked is broken because of another entry. detail is as for name_cause(). */
void
note_broken_by(Judgement *judgement, const Entry *other, const char *detail, const char *hint)
{
	note_broken(judgement, NO_COLUMN, detail, hint);
	name_cause(llast(judgement->findings), other, detail);
}

/*
 * Notes that the rule that is being asked is broken in several fields. detail has a %s for the names of the fields.
 * columns is a list of column numbers; if the list is empty, nothing is broken.
 */
void
note_broken_fields(Judgement *judgement, List *columns, const char *detail, const char *hint)
{
	List *fields = names_of(judgement->table, columns);

	if (columns == NIL)
		return;
	add_finding(judgement, list_length(fields) == 1 ? strVal(linitial(fields)) : NULL, fields,
				psprintf(translated(detail), joined(fields, ", ")), hint);
}

/* The same with the detail and hint of the rule. */
void
require_fields(Judgement *judgement, List *missing)
{
	note_broken_fields(judgement, missing, judgement->rule->detail, hint_of(judgement->rule, judgement->table));
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
