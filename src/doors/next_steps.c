/*
 * next_steps.c
 *		next_steps(): what is missing before the next carrier can be handed over.
 *
 * The evaluator judges steps that nobody has entered: a contract of today, then a hand-over of today. The findings are
 * what is missing. If nothing can be handed over in the case any more, the evaluator judges the closing of the case
 * instead.
 */
#include "prelude.h"

#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/rel.h"

#include "doors/rows.h"
#include "register/calendar.h"
#include "register/entered.h"
#include "register/standing.h"
#include "rules/chapters.h"
#include "rules/disposal.h"
#include "rules/evaluate.h"
#include "rules/rule05.h"
#include "rules/transfer.h"
#include "rules/succession.h"
#include "security/access.h"
#include "security/admissions.h"

PG_FUNCTION_INFO_V1(secretxfer_next_steps);

/* ---- entries that nobody has entered ---- */

/* An empty entry of a table of a case. Its first column is the number of the case. */
static Entry *
blank_entry(TableId table, const Case *facts)
{
	Entry *entry = palloc0(register_tables[table].entry_size);
	int column;

	entry->table = table;
	for (column = 0; column < register_tables[table].column_count; column++)
		clear_field(entry, column);
	FIELD(entry, 0, text *) = facts->case_no;
	entry->stated = 1;
	return entry;
}

static void
state_text(Entry *entry, int column, text *value)
{
	FIELD(entry, column, text *) = value;
	if (value != NULL)
		entry->stated |= UINT32_C(1) << column;
}

static void
state_today(Entry *entry, int column)
{
	FIELD(entry, column, DateADT) = today_in_almaty();
	entry->stated |= UINT32_C(1) << column;
}

/* The number of a permit of the contractor that is valid today, or NULL. */
static text *
valid_permit(const Case *facts)
{
	Lookup lookup = look_in(TABLE_permits);
	Permit *permit;

	where_text(&lookup, permits_holder, facts->contractor);
	foreach_entry (Permit, permit, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (valid_on(permit->issued_on, permit->valid_until, permit->revoked_on, today_in_almaty()))
			return permit->permit_no;
	}
	return NULL;
}

/* Of the clearances at a party, and of another one, the one that is valid today and has the highest mark, or NULL. */
static Clearance *
best_clearance(const text *party, Clearance *best)
{
	Lookup lookup = look_in(TABLE_clearances);
	Clearance *clearance;

	where_text(&lookup, clearances_party, party);
	foreach_entry (Clearance, clearance, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (valid_on(clearance->issued_on, clearance->valid_until, clearance->revoked_on, today_in_almaty()) &&
			(best == NULL || clearance->highest_mark > best->highest_mark))
			best = clearance;
	}
	return best;
}

static text *
number_of_clearance(const Clearance *clearance)
{
	return clearance == NULL ? NULL : clearance->clearance_no;
}

/*
 * The number of the best clearance under which somebody may receive today: at the contractor, or at the party whose
 * unit protects the secrets (8(2) to 8(4)).
 */
static text *
best_receiver(CaseFile *file)
{
	const Case *facts = case_facts(file);
	const Protection *protection = arrangement_on(file, today_in_almaty());
	Clearance *best = best_clearance(facts->contractor, NULL);

	if (protection != NULL && protection->kind != BY_CONTRACTOR)
		best = best_clearance(protection->kind == BY_CUSTOMER ? present_customer(facts) : protection->organizer, best);
	return number_of_clearance(best);
}

static Entry *
contract_of_today(const Case *facts, bool citizen)
{
	Entry *contract = blank_entry(TABLE_contracts, facts);

	state_today(contract, contracts_concluded_on);
	if (citizen)
		state_text(contract, contracts_clearance_no, number_of_clearance(best_clearance(facts->contractor, NULL)));
	else
		state_text(contract, contracts_permit_no, valid_permit(facts));
	if (facts->information_system_service)
		state_text(contract, contracts_information_statement, cstring_to_text("to be written"));
	return contract;
}

/* Whether a carrier is handed over and not returned, in this case or another. */
static bool
is_out(int64 carrier_id)
{
	Lookup lookup = look_in(TABLE_handovers);
	Handover *handover;

	where_big(&lookup, handovers_carrier_id, carrier_id);
	foreach_entry (Handover, handover, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (handover->returned_on == NO_DATE)
			return true;
	}
	return false;
}

/* Whether a carrier bears a secrecy mark today. */
static bool
is_secret_today(int64 carrier_id)
{
	Lookup lookup = look_in(TABLE_carriers);
	const Carrier *carrier;

	where_big(&lookup, carriers_carrier_id, carrier_id);
	carrier = find_entry(&lookup, ROW_LOCK_NONE);
	return carrier != NULL && mark_on(carrier, today_in_almaty()) != UNSTATED;
}

/*
 * The list line of the next carrier: a secret carrier in the annex that was never handed over in this case. A carrier
 * that is not handed over in another case comes first. NULL if there is no such carrier.
 */
static RequestItem *
next_carrier(CaseFile *file)
{
	RequestItem *next = NULL;
	ContractItem *line;

	foreach_entry (ContractItem, line, case_annex(file))
	{
		Lookup items = look_in(TABLE_request_items);
		Lookup handovers = look_in(TABLE_handovers);
		RequestItem *item;

		where_text(&items, request_items_case_no, line->case_no);
		where_text(&items, request_items_request_no, line->request_no);
		where_integer(&items, request_items_item_no, line->item_no);
		item = find_entry(&items, ROW_LOCK_NONE);
		if (item == NULL || !is_secret_today(item->carrier_id))
			continue;
		where_text(&handovers, handovers_case_no, line->case_no);
		where_big(&handovers, handovers_carrier_id, item->carrier_id);
		if (find_entry(&handovers, ROW_LOCK_NONE) != NULL)
			continue;
		if (!is_out(item->carrier_id))
			return item;
		if (next == NULL)
			next = item;
	}
	return next;
}

/*
 * A hand-over of today, of the next carrier if there is one. For information-system services without a next carrier: an
 * access of today.
 */
static Entry *
transfer_of_today(CaseFile *file)
{
	Case *facts = case_facts(file);
	Entry *transfer;
	RequestItem *line = next_carrier(file);

	if (facts->information_system_service && line == NULL)
	{
		transfer = blank_entry(TABLE_system_accesses, facts);
		state_today(transfer, system_accesses_granted_on);
		state_text(transfer, system_accesses_clearance_no, best_receiver(file));
		return transfer;
	}
	transfer = blank_entry(TABLE_handovers, facts);
	state_today(transfer, handovers_handed_on);
	state_text(transfer, handovers_received_by, best_receiver(file));
	if (line != NULL)
	{
		((Handover *) transfer)->carrier_id = line->carrier_id;
		transfer->stated |= UINT32_C(1) << handovers_carrier_id;
	}
	return transfer;
}

/* ---- what is missing ---- */

/* A missing step. */
typedef struct Step
{
	const Rule *rule; /* the rule that is broken without the step */
	int place;        /* position in the order of the steps */
	int found;        /* number of steps found earlier */
	const char *who;
	const char *what;
	DateADT due_on;
} Step;

/*
 * Sets who takes the step, and the position of the step: first the steps that events require, because they stop
 * everything else; then the steps of a case in the order of the Rules, from the request to the clearance of the
 * receiver. Steps that do not wait for each other have the same position.
 */
static void
place_step(Step *step)
{
	static const struct
	{
		const char *prefix;
		int place;
		const char *who;
	} places[] = {{"r10_succession_notices", 2, "customer"},
				  {"r10_all_returned", 1, "contractor"},
				  {"r10_measures_taken", 1, "customer and contractor"},
				  {"r10", 1, "customer"},
				  {"r09", 3, "customer"},
				  {"r04", 4, "customer"},
				  {"r07_permission_first", 4, "customer"},
				  {"r07_within_permission", 4, "customer"},
				  {"r05", 5, "disposing body"},
				  {"r06_annex_first", 7, "customer"},
				  {"r07_within_annex", 7, "customer"},
				  {"r06", 6, "customer"},
				  {"r03", 8, "customer"},
				  {"r08_permits_marked", 10, "contractor and provider"},
				  {"r08_service_notices", 10, "provider"},
				  {"r08", 9, "contractor"},
				  {"r11", 11, "contractor"},
				  {"", 12, "customer"}};
	int at = 0;

	while (strncmp(step->rule->name, places[at].prefix, strlen(places[at].prefix)) != 0)
		at++;
	step->place = places[at].place;
	step->who = places[at].who;
}

#define LAST_PLACE 13 /* after all places of rules */

static void
add_step(List **steps, const Rule *rule, const char *what, DateADT due_on)
{
	Step *step = palloc0(sizeof(Step));

	step->rule = rule;
	step->found = list_length(*steps);
	step->what = what;
	step->due_on = due_on;
	place_step(step);
	*steps = lappend(*steps, step);
}

static int
compare_steps(const ListCell *a, const ListCell *b)
{
	const Step *one = (const Step *) lfirst(a);
	const Step *other = (const Step *) lfirst(b);

	return one->place != other->place ? one->place - other->place : one->found - other->found;
}

/* Returns the steps in their order, numbered from 1. Steps with number 1 can be taken now. */
static void
put_steps(RowSink *sink, List *steps)
{
	Step *step;
	int place = 0;
	int number = 0;

	list_sort(steps, compare_steps);
	foreach_entry (Step, step, steps)
	{
		const char *due = step->due_on == NO_DATE
							  ? NULL
							  : DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(step->due_on)));
		const char *row[] = {
			psprintf(RULE_PREFIX "%s", step->rule->name),  provision_of(step->rule), step->who, step->what, due,
			psprintf("%d", number += step->place != place)};

		place = step->place;
		put_row(sink, row, lengthof(row));
	}
}

/* Judges a step that nobody has entered, by the rules that need other entries. */
static void
judge_step(Judgement *judgement, Entry *old_entry, Entry *step)
{
	begin_judgement(judgement, step->table, old_entry, step, true);
	judgement->hypothetical = true;
	evaluate(judgement, OTHER_ENTRIES);
}

static void
add_findings(List **steps, const Judgement *judgement)
{
	Finding *finding;

	foreach_entry (Finding, finding, judgement->findings)
		add_step(steps, finding->rule, finding->hint, NO_DATE);
}

/*
 * Whether the papers of the contractor are told: before a permission in the case the customer sees neither permits nor
 * clearances, and must not learn, by opening a case with whatever firm, whether the firm has any.
 */
static bool
papers_are_told(CaseFile *file)
{
	const Request *request;

	if (sees_every_case())
		return true;
	foreach_entry (const Request, request, case_requests(file))
	{
		const Decision *decision = case_decision(file, request->request_no);

		if (decision != NULL && decision->outcome == PERMITTED && !was_written_now(&decision->head))
			return true;
	}
	return false;
}

/* Leaves out of a judgement the findings that follow from the papers that the contractor has. */
static void
withhold_papers(Judgement *judgement)
{
	static const char *const of_papers[] = {"r06_authorization", "r11_permit_degree", "r11_clearance",
											"r11_clearance_degree"};
	List *told = NIL;
	Finding *finding;

	foreach_entry (Finding, finding, judgement->findings)
	{
		bool of_paper = false;
		int at;

		for (at = 0; at < lengthof(of_papers); at++)
			of_paper |= strcmp(finding->rule->name, of_papers[at]) == 0;
		if (!of_paper)
			told = lappend(told, finding);
	}
	judgement->findings = told;
}

/* Whether a judgement broke one of the rules after which nothing is handed over any more. */
static bool
found_end(const Judgement *judgement)
{
	static const char *const ends[] = {"r09_annulled", "r10_contractor_changed", "r10_liquidation_completed"};
	Finding *finding;

	foreach_entry (Finding, finding, judgement->findings)
	{
		int at;

		for (at = 0; at < lengthof(ends); at++)
		{
			if (strcmp(finding->rule->name, ends[at]) == 0)
				return true;
		}
	}
	return false;
}

/*
 * Adds the waiting requests: they wait for their receipt, or for their answer within the term (provision 5).
 *
 * Returns false if no request waits.
 */
static bool
add_waiting_requests(List **steps, CaseFile *file)
{
	Request *request;
	bool any = false;

	foreach_entry (Request, request, case_requests(file))
	{
		DateADT due_on;

		if (case_decision(file, request->request_no) != NULL || request->withdrawn_on != NO_DATE)
			continue;
		any = true;
		if (request->received_on == NO_DATE)
			add_step(steps, rule_named("r05_received_first"),
					 translated("Record the day on which the body received the request."), NO_DATE);
		else
		{
			answer_due_on(request, ROW_LOCK_NONE, &due_on);
			if (is_in_liquidation(asked_body(request, today_in_almaty(), ROW_LOCK_NONE), today_in_almaty()))
				add_step(
					steps, rule_named("r04_addressee_exists"),
					translated("The body is in liquidation: take the request back, and address another one to the body "
							   "in its place."),
					NO_DATE);
			else
				add_step(steps, rule_named("r05_in_time"), translated("Send the written answer to the request."),
						 due_on);
		}
	}
	return any;
}

/*
 * Adds the steps before the contract, above all the permission: if a request waits for it, the answer to that request
 * is the step; if there is no request, the request is the step.
 */
static void
add_steps_to_contract(List **steps, CaseFile *file, Case *facts)
{
	Party *contractor = case_contractor(file);
	Judgement judgement;
	Finding *finding;

	judge_step(&judgement, NULL, contract_of_today(facts, contractor != NULL && contractor->kind == CITIZEN));
	if (!papers_are_told(file))
		withhold_papers(&judgement);
	foreach_entry (Finding, finding, judgement.findings)
	{
		if (strcmp(finding->rule->name, "r07_permission_first") != 0)
			add_step(steps, finding->rule, finding->hint, NO_DATE);
		else if (!add_waiting_requests(steps, file))
			add_step(steps, finding->rule, translated("Send the disposing body a written request for its permission."),
					 NO_DATE);
	}
}

/* Whether something is out in a case although all permissions for it are withdrawn. */
static bool
is_out_without_permission(CaseFile *file)
{
	Handover *handover;
	SystemAccess *access;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (ended_on(handover) == NO_DATE && lost_permission(file, &handover->carrier_id, today_in_almaty()))
			return true;
	}
	foreach_entry (SystemAccess, access, case_accesses(file))
	{
		if (access->ended_on == NO_DATE && lost_permission(file, NULL, today_in_almaty()))
			return true;
	}
	return false;
}

/* What is out without a permission is due back (7), whatever else is handed over. */
static void
add_returns_without_permission(List **steps, CaseFile *file)
{
	Step *step;

	if (!is_out_without_permission(file))
		return;
	add_step(steps, rule_named("r07_within_permission"),
			 translated("Return the carriers, and give up the accesses, whose permission was withdrawn."), NO_DATE);
	step = llast(*steps);
	step->place = 1;
	step->who = "contractor";
}

/* Adds what prevents the closing of the case today. */
static void
add_steps_to_closing(List **steps, Case *facts)
{
	Case *closed = palloc(sizeof(Case));
	Judgement judgement;

	memcpy(closed, facts, sizeof(Case));
	state_today(&closed->head, cases_closed_on);
	judge_step(&judgement, &facts->head, &closed->head);
	add_findings(steps, &judgement);
}

/*
 * The last day of the period for which a carrier was requested in the case, the latest of several; NO_DATE if none is.
 */
static DateADT
end_of_period(CaseFile *file, int64 carrier_id)
{
	Lookup lookup = look_in(TABLE_request_items);
	DateADT end = NO_DATE;
	const RequestItem *item;

	where_big(&lookup, request_items_carrier_id, carrier_id);
	foreach_entry (const RequestItem, item, find_entries(&lookup, ROW_LOCK_NONE))
	{
		const Request *request =
			same_text(item->case_no, case_facts(file)->case_no) ? case_request(file, item->request_no) : NULL;
		Lookup annex = look_in(TABLE_contract_items);

		if (request == NULL)
			continue;
		where_text(&annex, contract_items_case_no, item->case_no);
		where_text(&annex, contract_items_request_no, item->request_no);
		where_integer(&annex, contract_items_item_no, item->item_no);
		if (find_entry(&annex, ROW_LOCK_NONE) != NULL && (end == NO_DATE || after(request->transfer_until, end)))
			end = request->transfer_until;
	}
	return end;
}

/*
 * Adds the carriers that are out past the period for which they were requested (4(4)), as one step after all others. To
 * keep them is no breach, because the period is of the transfer.
 */
static void
add_carriers_past_period(List **steps, CaseFile *file)
{
	DateADT first_end = NO_DATE;
	const Handover *handover;

	foreach_entry (const Handover, handover, case_handovers(file))
	{
		DateADT end = ended_on(handover) == NO_DATE ? end_of_period(file, handover->carrier_id) : NO_DATE;

		if (end < today_in_almaty() && !DATE_NOT_FINITE(end) && (first_end == NO_DATE || end < first_end))
			first_end = end;
	}
	if (first_end == NO_DATE)
		return;
	add_step(steps, rule_named("r04_within_period"),
			 translated("Take back what is out past the period of its request, or request a further period."),
			 first_end);
	((Step *) llast(*steps))->place = LAST_PLACE;
}

/*
 * Whether the current role may see the whole case. A disposing body sees the row of the case, but not all entries that
 * the steps follow from.
 */
static bool
may_see_case(const Case *facts)
{
	return may_see_entry(&facts->head) && (sees_every_case() || is_own_case(facts->case_no));
}

/* A role that does not see every case must not learn whether the case exists. */
pg_noreturn static void
report_no_case(void)
{
	if (sees_every_case())
		ereport(ERROR, errcode(ERRCODE_NO_DATA_FOUND), errmsg("case does not exist in the register"),
				errhint("Look it up in secretxfer.cases."), errhidestmt(true));
	ereport(ERROR, errcode(ERRCODE_NO_DATA_FOUND), errmsg("case does not exist, or you do not act for its customer"),
			errhint("The steps of a case are for its customer. See secretxfer.answers_due for the requests to answer."),
			errhidestmt(true));
}

/*
 * secretxfer.next_steps(case_no) - the missing steps, who takes them, and in what order
 *
 * Returns no row if the next carrier may be handed over, if a case that nothing can be handed over in may be closed,
 * and if the case is closed.
 */
Datum
secretxfer_next_steps(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	List *steps = NIL;
	CaseFile *file;
	Case *facts;
	Judgement judgement;

	if (PG_ARGISNULL(0))
		ereport(ERROR, errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("argument \"%s\" must not be null", "case_no"));
	require_access(relation_of_table(TABLE_cases), ACL_SELECT);
	file = open_case_file(PG_GETARG_TEXT_PP(0), true);
	facts = case_facts(file);
	if (facts == NULL || !may_see_case(facts))
		report_no_case();
	if (facts->closed_on != NO_DATE)
		return (Datum) 0;
	judge_step(&judgement, NULL, transfer_of_today(file));
	if (found_end(&judgement))
		add_steps_to_closing(&steps, facts);
	else
	{
		if (case_contract(file) == NULL)
			add_steps_to_contract(&steps, file, facts);
		if (!papers_are_told(file))
			withhold_papers(&judgement);
		add_findings(&steps, &judgement);
		add_returns_without_permission(&steps, file);
		add_carriers_past_period(&steps, file);
	}
	put_steps(sink, steps);
	return (Datum) 0;
}
