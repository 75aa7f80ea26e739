/*
 * evaluate.c
 *		The one evaluator: puts an entry to every rule that guards its table.
 *
 * Both doors come through here, the triggers (enter.c, judge.c) and the dry run
 * (check_entry.c, next_steps.c), so that what check_entry() foretells is what the write
 * meets.  The rules themselves stand in rule00*.c to rule11.c, in chapters; the order of
 * the chapters is the order in which findings are reported.
 */
#include "secretxfer.h"

#include "access/xact.h"
#include "pgtime.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

/* Each chapter ends with a rule without a name, the list with NULL. */
const Rule *const rule_chapters[] = {rule00, rule02, rule03, rule04, rule05, rule06,
									 rule07, rule08, rule09, rule10, rule11, NULL};

/*
 * Today's date where the Rules apply, whatever the session's TimeZone: the day on which
 * the client's statement began.
 */
DateADT
today_in_almaty(void)
{
	static pg_tz *almaty = NULL;
	struct pg_tm parts;
	fsec_t fraction;
	int offset;

	if (almaty == NULL)
		almaty = pg_tzset("Asia/Almaty");
	if (almaty == NULL || timestamp2tm(GetCurrentStatementStartTimestamp(), &offset,
									   &parts, &fraction, NULL, almaty) != 0)
		/* not covered: the time zones come with PostgreSQL or the operating system */
		ereport(ERROR, errcode(ERRCODE_CONFIG_FILE_ERROR),
				errmsg("today's date in Asia/Almaty cannot be told"),
				errhint("Check the server's time zone data."));
	return date2j(parts.tm_year, parts.tm_mon, parts.tm_mday) - POSTGRES_EPOCH_JDATE;
}

/*
 * Whether a change is of closing fields only, of others too, or of nothing at all.  What the
 * server keeps by itself is no change of the entry.
 */
static int
occasions_of_change(const Entry *old, const Entry *new)
{
	const Table *table = &register_tables[new->table];
	int occasions = 0;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if ((table->columns[column].flags & (KEY | SERVER)) == SERVER ||
			same_value(old, new, column))
			continue;
		occasions |= CHANGED;
		if ((table->columns[column].flags & CLOSING) == 0)
			occasions |= ENTERED;
		else if (is_stated(new, column))
			occasions |= CLOSED;
	}
	return occasions;
}

/* Whether a new entry comes with a closing field set. */
static int
occasions_of_entry(const Entry *new)
{
	const Table *table = &register_tables[new->table];
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if ((table->columns[column].flags & CLOSING) != 0 && is_stated(new, column))
			return ENTERED | CLOSED;
	}
	return ENTERED;
}

/* On what occasions an entry is judged: old is NULL for a new one, new for a withdrawal. */
int
occasions_of(const Entry *old, const Entry *new)
{
	if (new == NULL)
		return WITHDRAWN;
	return old == NULL ? occasions_of_entry(new) : occasions_of_change(old, new);
}

/*
 * Prepares the judgement of an entry.
 *
 * old is NULL for a new entry, new for a withdrawal.  In a dry run nothing is locked.
 */
void
begin_judgement(Judgement *judgement, TableId table, Entry *old, Entry *new, bool dry_run)
{
	memset(judgement, 0, sizeof(Judgement));
	judgement->table = table;
	judgement->old = old;
	judgement->new = new;
	judgement->dry_run = dry_run;
	judgement->today = today_in_almaty();
	judgement->occasions = occasions_of(old, new);
}

/* Whether the case is read.  A return, an end of access and a remedy ask nothing of it. */
static bool
reads_case(TableId table, int occasions)
{
	if (table == TABLE_handovers || table == TABLE_system_accesses ||
		table == TABLE_violations)
		return (occasions & (ENTERED | WITHDRAWN)) != 0;
	return table == TABLE_cases || belongs_to_case(table);
}

/*
 * Opens what the rules of the register read, in the one lock order: what guards the entry is
 * held by now (lock_order.c), then come parties, clearances, carriers.
 */
static void
open_register(Judgement *judgement)
{
	Entry *entry = judgement->new != NULL ? judgement->new : judgement->old;
	bool transfer =
		judgement->table == TABLE_handovers || judgement->table == TABLE_system_accesses;

	if (reads_case(judgement->table, judgement->occasions) && is_stated(entry, 0))
	{
		judgement->file = open_case_file(FIELD(entry, 0, text *), judgement->dry_run);
		judgement->facts = case_facts(judgement->file);
	}
	/* What belongs to the contractor stays as it is from here on. */
	if (judgement->facts != NULL && judgement->new != NULL)
		case_contractor(judgement->file);
	if ((judgement->occasions & ENTERED) == 0)
		return;
	if (transfer)
		hold_parties_of_transfer(judgement);
	hold_references(judgement);
	if (transfer)
		describe_transfer(judgement);
}

/* Whether an entry states the day on which it happened, if it is of one. */
static bool
states_its_day(const Entry *entry)
{
	const Table *table = &register_tables[entry->table];
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type == COLUMN_DATE &&
			(table->columns[column].flags & (KEY | MANDATORY)) != 0 &&
			!is_stated(entry, column))
			return false;
	}
	return true;
}

/*
 * Whether the entry has what every provision presupposes: the day it is of; a case, its
 * number; a step of a case, the case with its contractor.  Without that only the register's own rules are asked,
 * and say so.
 */
static bool
has_ground(const Judgement *judgement)
{
	if (judgement->new == NULL)
		return true;
	if (!states_its_day(judgement->new))
		return false;
	if (judgement->table == TABLE_cases)
		return judgement->file != NULL;
	if (!belongs_to_case(judgement->table))
		return true;
	return judgement->facts != NULL && case_contractor(judgement->file) != NULL;
}

/* Asks the parts of a rule that are for this entry, and notes if they were all met. */
static void
ask(Judgement *judgement, const Rule *rule, int scopes)
{
	uint32 table = UINT32_C(1) << judgement->table;
	int findings = list_length(judgement->findings);
	bool asked = false;
	int at;

	judgement->rule = rule;
	for (at = 0; at < MAX_RULE_PARTS && rule->parts[at].check != NULL; at++)
	{
		const RulePart *part = &rule->parts[at];

		if ((part->scope & scopes) == 0 || (part->tables & table) == 0 ||
			(part->occasions & judgement->occasions) == 0)
			continue;
		part->check(judgement);
		asked = true;
	}
	if (asked && list_length(judgement->findings) == findings)
		judgement->passed = lappend(judgement->passed, unconstify(Rule *, rule));
}

/*
 * Puts the entry to every rule of the scopes that guards its table on this occasion.
 * What they find is added to judgement->findings, in the order of the Rules.
 */
void
evaluate(Judgement *judgement, int scopes)
{
	const Rule *const *chapter;
	const Rule *rule;
	int provisions = scopes;

	judgement->findings = NIL;
	judgement->passed = NIL;
	if (judgement->stamps_changed)
		judgement->occasions |= CHANGED;
	if (judgement->occasions == 0)
		return;
	if ((scopes & (REGISTER | AT_COMMIT)) != 0)
	{
		open_register(judgement);
		if (!has_ground(judgement))
			provisions &= ~REGISTER;
	}
	for (chapter = rule_chapters; *chapter != NULL; chapter++)
	{
		for (rule = *chapter; rule->name != NULL; rule++)
			ask(judgement, rule, *chapter == rule00 ? scopes : provisions);
	}
}

/* The rule of a name, for the few that are reported from outside the evaluator. */
const Rule *
rule_named(const char *name)
{
	const Rule *const *chapter;
	const Rule *rule;

	for (chapter = rule_chapters; *chapter != NULL; chapter++)
	{
		for (rule = *chapter; rule->name != NULL; rule++)
		{
			if (strcmp(rule->name, name) == 0)
				return rule;
		}
	}
	elog(ERROR, "no rule is named \"%s\"", name);
	return NULL; /* keep compilers quiet */
}

/* The hold a rule takes: none in a dry run. */
Hold
holding(const Judgement *judgement, Hold hold)
{
	return judgement->dry_run ? HOLD_NOT : hold;
}

/*
 * Notes that the rule being asked is broken.
 *
 * column is the one field that can repair it, or NO_COLUMN.  detail says what is wrong and
 * hint the next lawful step: whole sentences, to be translated, that repeat nothing of what
 * was written.
 */
void
broken(Judgement *judgement, int column, const char *detail, const char *hint)
{
	Finding *finding = palloc(sizeof(Finding));

	finding->rule = judgement->rule;
	finding->column = column == NO_COLUMN
						  ? NULL
						  : register_tables[judgement->table].columns[column].name;
	finding->detail = translated(detail);
	finding->hint = translated(hint);
	judgement->findings = lappend(judgement->findings, finding);
}

/*
 * The same for several fields at once: detail has a %s for their names.  columns is a list
 * of column numbers; an empty one means that nothing is broken.
 */
void
broken_fields(Judgement *judgement, List *columns, const char *detail, const char *hint)
{
	StringInfoData names;
	int at;

	if (columns == NIL)
		return;
	initStringInfo(&names);
	for (at = 0; at < list_length(columns); at++)
		appendStringInfo(
			&names, "%s%s", at > 0 ? ", " : "",
			register_tables[judgement->table].columns[list_nth_int(columns, at)].name);
	broken(judgement, list_length(columns) == 1 ? linitial_int(columns) : NO_COLUMN,
		   psprintf(translated(detail), names.data), hint);
}

/* The texts among the columns that state nothing, as one finding. */
void
require_texts(Judgement *judgement, const int *columns, int count, const char *detail,
			  const char *hint)
{
	List *missing = NIL;
	int at;

	for (at = 0; at < count; at++)
	{
		if (is_blank(FIELD(judgement->new, columns[at], text *)))
			missing = lappend_int(missing, columns[at]);
	}
	broken_fields(judgement, missing, detail, hint);
}
