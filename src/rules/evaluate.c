/*
 * evaluate.c
 *		The evaluator: asks every rule of an entry's table about the entry.
 *
 * The triggers (doors/enter.c, doors/judge.c) and the dry run (doors/check_entry.c, doors/next_steps.c) both call this
 * evaluator, so that check_entry() foretells what a write meets. The rules are in rule00.c to rule11.c, in chapters.
 * Findings are reported in the order of the chapters.
 */
#include "prelude.h"

#include "utils/memutils.h"

#include "rules/chapters.h"
#include "rules/disposal.h"
#include "rules/evaluate.h"
#include "rules/provisions.h"
#include "rules/references.h"
#include "rules/transfer.h"

/* Whether an entry names the breach that the loss of a carrier is. */
static bool
names_loss(const Entry *entry)
{
	return entry->table == TABLE_handovers && is_stated(entry, handovers_loss_violation_no);
}

/* Whether the rules read the case. A return, an end of access and a remedy need nothing of the case; a loss does. */
static bool
reads_case(const Entry *entry, int occasions)
{
	if (entry->table == TABLE_handovers || entry->table == TABLE_system_accesses || entry->table == TABLE_violations)
		return (occasions & (ENTERED | WITHDRAWN)) != 0 || names_loss(entry);
	return entry->table == TABLE_cases || entry->table == TABLE_holders || belongs_to_case(entry->table);
}

/*
 * Steps of a case of which no rule asks who the contractor is, or what became of the contractor: whether the body
 * permits, what was breached, what was told to whom.
 */
#define APART_FROM_CONTRACTOR                                                                                  \
	(ON(request_items) | ON(decisions) | ON(contract_items) | ON(notices) | ON(violations) | ON(suspensions) | \
	 ON(annulments))

/* Whether the rules ask for the contractor of a case: not where a request is received or taken back, either. */
static bool
asks_for_contractor(const Judgement *judgement)
{
	if (judgement->table == TABLE_requests)
		return (judgement->occasions & ENTERED) != 0;
	return !IS_ON(APART_FROM_CONTRACTOR, judgement->table);
}

/* The number of the case that an entry belongs to, or NULL. A passing on belongs to the case of its hand-over. */
static const text *
case_of_entry(const Entry *entry)
{
	const Handover *handover;

	if (entry->table != TABLE_holders)
		return is_stated(entry, 0) ? FIELD(entry, 0, text *) : NULL;
	handover = handover_of((const Holder *) entry);
	return handover == NULL ? NULL : handover->case_no;
}

/*
 * Looks up what the rules read, and locks it in the one lock order: the parent row is already locked (lock_order.c),
 * then come parties, clearances, carriers. A hand-over locked its parties and its carrier before it was stored
 * (completion.c).
 */
static void
open_register(Judgement *judgement)
{
	Entry *entry = judgement->new_entry != NULL ? judgement->new_entry : judgement->old_entry;
	bool transfer = IS_ON(TRANSFERS | ON(holders), judgement->table);
	const text *case_no = reads_case(entry, judgement->occasions) ? case_of_entry(entry) : NULL;

	if (case_no != NULL)
	{
		judgement->file = open_case_file(case_no, judgement->dry_run);
		judgement->facts = case_facts(judgement->file);
	}
	/* Lock the contractor: what belongs to the contractor does not change from here on. */
	if (judgement->facts != NULL && judgement->new_entry != NULL && asks_for_contractor(judgement))
		case_contractor(judgement->file);
	if ((judgement->occasions & (ENTERED | CLOSED)) == 0)
		return;
	transfer &= (judgement->occasions & ENTERED) != 0;
	if (transfer)
		lock_parties_of_transfer(judgement);
	if (judgement->facts != NULL)
		lock_disposing_bodies(judgement->new_entry, judgement->file, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	lock_references(judgement);
	/* A return waits for those that hand the carrier on, and they for the return. */
	if (judgement->table == TABLE_handovers && !transfer)
		lock_carrier(judgement->new_entry, handovers_carrier_id, lock_unless_dry_run(judgement, ROW_LOCK_UPDATE));
	if (transfer)
		describe_transfer(judgement);
}

/* Whether an entry states the day on which it happened, if its table has such a column. */
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
 * Whether the entry has what every provision presupposes: its day; for a case, its number; for a step of a case, an
 * existing case with a contractor. Without these only the register's own rules (rule00.c) are asked, and report what is
 * missing.
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
	if (!belongs_to_case(judgement->table) && judgement->table != TABLE_holders)
		return true;
	return judgement->facts != NULL && (!asks_for_contractor(judgement) || case_contractor(judgement->file) != NULL);
}

/*
 * The day of an entry. The day of a list line is the day of its request. An entry without a day, such as a party or a
 * carrier, has the day of today.
 */
static DateADT
day_of(const Judgement *judgement, const Entry *entry)
{
	const Table *table = &register_tables[entry->table];
	int column;

	if (entry->table == TABLE_request_items && judgement->file != NULL)
	{
		const Request *request = case_request(judgement->file, ((const RequestItem *) entry)->request_no);

		return request != NULL ? request->sent_on : judgement->today;
	}
	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type == COLUMN_DATE && (table->columns[column].flags & (KEY | MANDATORY)) != 0 &&
			(table->columns[column].flags & PLANNED) == 0 && is_stated(entry, column))
			return FIELD(entry, column, DateADT);
	}
	return judgement->today;
}

/* Whether a wording is in force on a day that a closing field has. */
static bool
is_in_force_at_closing(const Entry *entry, const Rule *const *wording)
{
	const Table *table = &register_tables[entry->table];
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type == COLUMN_DATE && (table->columns[column].flags & CLOSING) != 0 &&
			is_stated(entry, column) && is_in_force(wording, FIELD(entry, column, DateADT)))
			return true;
	}
	return false;
}

/*
 * Whether the entry is judged by one of several wordings of a rule: by the wordings of its day and of its day before a
 * correction and, if the entry is closed, by the wording of the closing day.
 */
static bool
is_judged_by(const Judgement *judgement, const Rule *const *wording, int occasions)
{
	const Entry *old_entry = judgement->old_entry;
	const Entry *new_entry = judgement->new_entry;

	if ((occasions & ~CLOSED) != 0 && ((old_entry != NULL && is_in_force(wording, day_of(judgement, old_entry))) ||
									   (new_entry != NULL && is_in_force(wording, day_of(judgement, new_entry)))))
		return true;
	return (occasions & CLOSED) != 0 && new_entry != NULL &&
		   ((old_entry != NULL && is_in_force_at_closing(old_entry, wording)) ||
			is_in_force_at_closing(new_entry, wording));
}

/* Asks one part of a rule about the entry. */
static void
ask_part(Judgement *judgement, const RulePart *part)
{
	if (part->find != NULL)
		part->find(judgement);
	else if (!part->holds(judgement))
		note_rule_broken(judgement, part->column);
}

/* A rule that has a part for a table, some scopes and some occasions. */
typedef struct Asked
{
	const Rule *const *wording; /* in the list of its provision */
	bool is_only_wording;       /* for all days */
	bool is_of_register;        /* not of a provision of the Rules */
	int part_count;
	const RulePart *parts[MAX_RULE_PARTS];
} Asked;

/* Asks the parts of a rule that apply to this entry. A dry run also tells of the rules that the entry meets. */
static void
ask(Judgement *judgement, const Asked *asked, int scopes)
{
	const Rule *rule = *asked->wording;
	int findings = list_length(judgement->findings);
	bool applies = false;
	int at;

	judgement->rule = rule;
	for (at = 0; at < asked->part_count; at++)
	{
		const RulePart *part = asked->parts[at];

		if ((part->scope & scopes) == 0 ||
			(!asked->is_only_wording &&
			 !is_judged_by(judgement, asked->wording, part->occasions & judgement->occasions)))
			continue;
		ask_part(judgement, part);
		applies = true;
	}
	if (judgement->dry_run && applies && list_length(judgement->findings) == findings)
		judgement->passed = lappend(judgement->passed, unconstify(Rule *, rule));
}

/* Gathers the parts of a rule for a table, for any of the scopes and any of the occasions. */
static void
gather_parts(Asked *asked, TableId table, int scopes, int occasions)
{
	const Rule *rule = *asked->wording;
	int at;

	for (at = 0; at < MAX_RULE_PARTS; at++)
	{
		const RulePart *part = &rule->parts[at];

		if (IS_ON(part->tables, table) && (part->scope & scopes) != 0 && (part->occasions & occasions) != 0)
			asked->parts[asked->part_count++] = part;
	}
}

/* Gathers the rules that have such a part, in the order of the Rules. */
static List *
gather_rules(TableId table, int scopes, int occasions)
{
	const Rule *const *const *chapter;
	const Rule *const *wording;
	List *gathered = NIL;

	for (chapter = rule_chapters; *chapter != NULL; chapter++)
	{
		for (wording = *chapter; *wording != NULL; wording++)
		{
			Asked asked = {.wording = wording,
						   .is_only_wording = wording[0]->since == 0 && (wording[1] == NULL || wording[1]->since == 0),
						   .is_of_register = *chapter == rule00};

			gather_parts(&asked, table, scopes, occasions);
			if (asked.part_count > 0)
				gathered = lappend(gathered, memcpy(palloc(sizeof(Asked)), &asked, sizeof(Asked)));
		}
	}
	return gathered;
}

/* The rules that are asked; gathered once in a session for each table, set of scopes and set of occasions. */
static List *
rules_for(TableId table, int scopes, int occasions)
{
	static List *known[TABLE_COUNT][ALL_SCOPES + 1][ALL_OCCASIONS + 1];
	List **rules = &known[table][scopes][occasions];

	if (*rules == NIL)
	{
		MemoryContext caller = MemoryContextSwitchTo(TopMemoryContext);
		List *gathered = gather_rules(table, scopes, occasions);

		MemoryContextSwitchTo(caller);
		*rules = gathered;
	}
	return *rules;
}

/*
 * Asks every rule of the scopes that applies to the entry's table on this occasion. scopes is a set of FORM,
 * OTHER_ENTRIES, AT_COMMIT and DUPLICATE.
 *
 * The findings replace those of an earlier call in judgement->findings, in the order of the Rules; in a dry run the
 * rules that the entry meets replace those in judgement->passed. Raises no refusal: refuse_if_broken() does.
 */
void
evaluate(Judgement *judgement, int scopes)
{
	const Asked *asked;
	int provisions = scopes;

	judgement->findings = NIL;
	judgement->passed = NIL;
	if (judgement->occasions == 0)
		return;
	if ((scopes & (OTHER_ENTRIES | AT_COMMIT)) != 0)
	{
		open_register(judgement);
		if (!has_ground(judgement))
			provisions &= ~OTHER_ENTRIES;
	}
	foreach_entry (const Asked, asked, rules_for(judgement->table, scopes, judgement->occasions))
		ask(judgement, asked, asked->is_of_register ? scopes : provisions);
}
