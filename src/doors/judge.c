/*
 * judge.c
 *		The AFTER ROW triggers: judge an entry by the rules, and remember what is accepted.
 *
 * AFTER ROW triggers run at the end of the statement. By then the result of ON CONFLICT and MERGE is certain, and all
 * rows of the statement are in place, so that their order within the statement does not matter.
 *
 * At COMMIT only one thing is judged that cannot be known earlier: that the list of a request is not empty.
 */
#include "prelude.h"

#include "access/xact.h"
#include "catalog/pg_trigger.h"
#include "commands/trigger.h"
#include "utils/rel.h"

#include "doors/judge.h"
#include "doors/lock_order.h"
#include "doors/trigger.h"
#include "journal/journal.h"
#include "register/answered.h"
#include "register/entered.h"
#include "register/remembered.h"
#include "rules/evaluate.h"
#include "security/admissions.h"
#include "security/rectification.h"
#include "security/refusal.h"
#include "security/withheld.h"

PG_FUNCTION_INFO_V1(secretxfer_judge_entry_1_1);
PG_FUNCTION_INFO_V1(secretxfer_judge_at_commit_1_1);
PG_FUNCTION_INFO_V1(secretxfer_refuse_truncate_1_1);

/* Updates requests.answered when an answer is added, changed or withdrawn. */
static void
mark_request_of(const Decision *decision)
{
	CaseFile *file = open_case_file(decision->case_no, false);
	Request *request = case_request(file, decision->request_no);
	bool answered = case_decision(file, decision->request_no) != NULL;

	if (request != NULL && request->answered != answered)
		mark_answered(request, answered);
}

/*
 * Whether the form of a row was judged before the row was stored (enter.c), and the row was stored as it was judged:
 * our trigger was the last one before the row. Triggers are in the order of their names.
 */
static bool
form_was_judged(const TriggerData *trigger)
{
	const TriggerDesc *triggers = trigger->tg_relation->trigdesc;
	int event = TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ? TRIGGER_TYPE_INSERT : TRIGGER_TYPE_UPDATE;
	bool judged = false;
	int at;

	if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		return false;
	for (at = 0; at < triggers->numtriggers; at++)
	{
		const Trigger *other = &triggers->triggers[at];

		if (TRIGGER_TYPE_MATCHES(other->tgtype, TRIGGER_TYPE_ROW, TRIGGER_TYPE_BEFORE, event) &&
			other->tgenabled != TRIGGER_DISABLED)
			judged =
				strcmp(other->tgname, "zz_secretxfer_enter") == 0 && other->tgenabled == trigger->tg_trigger->tgenabled;
	}
	return judged;
}

/*
 * What a row is judged by at the end of the statement. Of a rectification it is to be known which rules were set aside,
 * of the form as well.
 */
static int
scopes_at_end(const TriggerData *trigger)
{
	return form_was_judged(trigger) && !is_rectification_begun() ? OTHER_ENTRIES : FORM | OTHER_ENTRIES;
}

/* Judges a row as it is at the end of the statement, and remembers what is accepted. */
static Datum
judge(TriggerData *trigger, TableId table)
{
	TupleDesc descriptor = RelationGetDescr(trigger->tg_relation);
	Entry *row = entry_from_tuple(table, trigger->tg_trigtuple, descriptor);
	Judgement judgement;
	List *set_aside;

	CommandCounterIncrement();
	if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		table_was_written(table);
	else
		row_was_stored(table);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
	{
		require_own_fields(trigger->tg_relation, NULL, row, trigger->tg_trigtuple); /* of an upsert nobody asked yet */
		begin_judgement(&judgement, table, NULL, row, false);
	}
	else if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		begin_judgement(&judgement, table, row, entry_from_tuple(table, trigger->tg_newtuple, descriptor), false);
	else
	{
		lock_parents(row, NULL);
		begin_judgement(&judgement, table, row, NULL, false);
	}
	evaluate(&judgement, scopes_at_end(trigger));
	set_aside = set_broken_aside(&judgement);
	withhold_findings(&judgement);
	refuse_if_broken(&judgement);
	remember(judgement.old_entry, judgement.new_entry, present_basis(), set_aside);
	if (table == TABLE_decisions)
	{
		if (judgement.old_entry != NULL)
			mark_request_of((Decision *) judgement.old_entry);
		if (judgement.new_entry != NULL)
			mark_request_of((Decision *) judgement.new_entry);
	}
	return PointerGetDatum(NULL);
}

/*
 * secretxfer.judge_entry() - AFTER INSERT OR UPDATE OR DELETE trigger of every table of the register
 *
 * Refuses the entry, the change or the withdrawal if a rule is broken.
 *
 * Relies on triggers firing in the order of their names ("A_secretxfer_judge" before PostgreSQL's
 * "RI_ConstraintTrigger_...", whose report would print the key), tested by test/sql/r00_discipline.sql.
 */
Datum
secretxfer_judge_entry_1_1(PG_FUNCTION_ARGS)
{
	return do_remembering(trigger_call(fcinfo, TRIGGER_EVENT_AFTER | TRIGGER_EVENT_ROW), judge);
}

/*
 * Whether a list may be missing at COMMIT: of a request that this transaction entered, and that counts as received; or
 * of any request from whose list a line was taken. The receipt of a request that stood before was judged at once, and
 * each further change of a request comes here by itself.
 */
static bool
may_lack_list(const TriggerData *trigger, const Entry *row)
{
	return row->table != TABLE_requests || (is_stated(row, requests_received_on) &&
											(TRIGGER_FIRED_BY_INSERT(trigger->tg_event) || was_entered_now(row)));
}

/*
 * Judges a request as it is when the transaction commits: the request that was written, by the number that it got, or
 * the one from whose list a line was taken. That row may no longer exist then.
 */
static Datum
judge_at_commit(TriggerData *trigger, TableId table)
{
	bool is_as_written = table == TABLE_requests && TRIGGER_FIRED_BY_UPDATE(trigger->tg_event);
	HeapTuple tuple = is_as_written ? trigger->tg_newtuple : trigger->tg_trigtuple;
	Entry *row = entry_from_tuple(table, tuple, RelationGetDescr(trigger->tg_relation));
	Lookup lookup = look_in(TABLE_requests);
	Request *request;
	Judgement judgement;

	if (!may_lack_list(trigger, row))
		return PointerGetDatum(NULL);
	CommandCounterIncrement();
	/* The first two columns of both tables are the key of the request. */
	where_same(&lookup, requests_case_no, row, 0);
	where_same(&lookup, requests_request_no, row, 1);
	request = find_entry(&lookup, ROW_LOCK_NONE);
	if (request != NULL)
	{
		begin_judgement(&judgement, TABLE_requests, NULL, &request->head, false);
		evaluate(&judgement, AT_COMMIT);
		refuse_if_broken(&judgement);
	}
	return PointerGetDatum(NULL);
}

/*
 * secretxfer.judge_at_commit() - deferred constraint trigger of requests and request_items
 */
Datum
secretxfer_judge_at_commit_1_1(PG_FUNCTION_ARGS)
{
	return do_remembering(trigger_call(fcinfo, TRIGGER_EVENT_AFTER | TRIGGER_EVENT_ROW), judge_at_commit);
}

/* What a rectification set aside until COMMIT is refused, if it still cannot be. */
static void
judge_what_was_taken_to_commit(XactEvent event, void *arg)
{
	ToCommit *noted;

	if (event != XACT_EVENT_PRE_COMMIT && event != XACT_EVENT_PRE_PREPARE)
		return;
	foreach_entry (ToCommit, noted, taken_to_commit())
	{
		List *findings = NIL;
		Judgement judgement;
		Finding *finding;
		Entry *entry = entry_of_number(noted->table, noted->entry, NULL);

		if (entry == NULL)
			continue;
		begin_judgement(&judgement, noted->table, NULL, entry, false);
		if (!was_entered_now(entry))
			judgement.old_entry = entry;
		evaluate(&judgement, OTHER_ENTRIES);
		foreach_entry (Finding, finding, judgement.findings)
		{
			if (finding->rule->set_aside == SET_ASIDE_UNTIL_COMMIT)
				findings = lappend(findings, finding);
		}
		judgement.findings = findings;
		refuse_if_broken(&judgement);
	}
}

void
init_judge(void)
{
	RegisterXactCallback(judge_what_was_taken_to_commit, NULL);
}

/*
 * secretxfer.refuse_truncate() - BEFORE TRUNCATE trigger of every table of the register
 */
Datum
secretxfer_refuse_truncate_1_1(PG_FUNCTION_ARGS)
{
	refuse_truncation(table_of_trigger(trigger_call(fcinfo, TRIGGER_EVENT_BEFORE)));
}
