/*
 * evaluate.c
 *		The one evaluator: puts an entry to every rule that guards its table.
 *
 * Both doors come through here, the triggers (enter.c, judge.c) and the dry run
 * (check_entry.c, next_steps.c), so that what check_entry() foretells is what the write
 * meets.  The rules themselves stand in rule00*.c to rule11.c, in chapters; the order of
 * the chapters is the order in which findings are reported.
 */
#include "prelude.h"

#include "rules/chapters.h"
#include "rules/evaluate.h"
#include "rules/provisions.h"
#include "rules/references.h"
#include "rules/transfer.h"

/* Whether the case is read.  A return, an end of access and a remedy ask nothing of it. */
static bool
reads_case(TableId table, int occasions)
{
	if (table == TABLE_handovers || table == TABLE_system_accesses || table == TABLE_violations)
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
	Entry *entry = judgement->new_entry != NULL ? judgement->new_entry : judgement->old_entry;
	bool transfer = judgement->table == TABLE_handovers || judgement->table == TABLE_system_accesses;

	if (reads_case(judgement->table, judgement->occasions) && is_stated(entry, 0))
	{
		judgement->file = open_case_file(FIELD(entry, 0, text *), judgement->dry_run);
		judgement->facts = case_facts(judgement->file);
	}
	/* What belongs to the contractor stays as it is from here on. */
	if (judgement->facts != NULL && judgement->new_entry != NULL)
		case_contractor(judgement->file);
	if ((judgement->occasions & ENTERED) == 0)
		return;
	if (transfer)
		lock_parties_of_transfer(judgement);
	lock_references(judgement);
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
		if (table->columns[column].type == COLUMN_DATE && (table->columns[column].flags & (KEY | MANDATORY)) != 0 &&
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
	if (judgement->new_entry == NULL)
		return true;
	if (!states_its_day(judgement->new_entry))
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

		if ((part->scope & scopes) == 0 || (part->tables & table) == 0 || (part->occasions & judgement->occasions) == 0)
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
