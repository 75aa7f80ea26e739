/*
 * next_steps.c
 *		next_steps(): the steps up to the next hand-over or access or, if there will be none, up to the end.
 *
 * The evaluator judges steps that nobody has entered (foreseen.c). The findings about a hand-over of today are what is
 * missing. A missing step that is itself refused today is not named: what it lacks is named in its place. If nothing
 * can be handed over in the case any more, or all that is permitted was handed over, the closing of the case is judged
 * instead.
 */
#include "prelude.h"

#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/rel.h"

#include "doors/arguments.h"
#include "doors/foreseen.h"
#include "doors/rows.h"
#include "register/calendar.h"
#include "register/entered.h"
#include "register/standing.h"
#include "rules/chapters.h"
#include "rules/disposal.h"
#include "rules/permission.h"
#include "rules/rule05.h"
#include "rules/rule10.h"
#include "rules/succession.h"
#include "rules/transfer.h"
#include "security/access.h"
#include "security/admissions.h"

PG_FUNCTION_INFO_V1(secretxfer_next_steps);

/* ---- the next carrier ---- */

/* Where a carrier is. */
typedef enum Whereabouts
{
	NEVER_OUT, /* it was never handed over under the list line, and is not out in another case */
	OUT_ELSEWHERE,
	BACK, /* it was handed over in this case under the line, and is back */
	OUT_HERE,
	GONE /* destroyed, or lost and not found */
} Whereabouts;

/*
 * Where the carrier of a list line is.  A line that was annexed after all hand-overs of the carrier in the case, under
 * a further permission, is for a hand-over to come.
 */
static Whereabouts
where_is(const RequestItem *item)
{
	const ContractItem *line = annexed(item);
	Lookup lookup = look_in(TABLE_handovers);
	const Handover *handover;
	Whereabouts where = NEVER_OUT;
	bool out_elsewhere = false;

	where_big(&lookup, handovers_carrier_id, item->carrier_id);
	foreach_entry (const Handover, handover, find_entries(&lookup, ROW_LOCK_NONE))
	{
		bool out = ended_on(handover) == NO_DATE;

		if (handover->written_off_on != NO_DATE && handover->returned_on == NO_DATE)
			return GONE;
		if (!same_text(handover->case_no, item->case_no))
			out_elsewhere |= out;
		else if (out)
			where = OUT_HERE;
		else if (line != NULL && !after(line->annexed_on, handover->handed_on))
			where = Max(where, BACK);
	}
	return where == NEVER_OUT && out_elsewhere ? OUT_ELSEWHERE : where;
}

/* The secrecy mark of a carrier today; UNSTATED if it bears none. */
static int
mark_today(int64 carrier_id)
{
	const Carrier *carrier = carrier_of_id(carrier_id, ROW_LOCK_NONE);

	return carrier == NULL ? UNSTATED : mark_on(carrier, today_in_almaty());
}

static bool
is_secret_today(int64 carrier_id)
{
	return mark_today(carrier_id) != UNSTATED;
}

/* The lists of a case, line by line. */
static List *
listed_in(CaseFile *file)
{
	Lookup lookup = look_in(TABLE_request_items);

	where_text(&lookup, request_items_case_no, case_facts(file)->case_no);
	return find_entries(&lookup, ROW_LOCK_NONE);
}

/* Whether a list line can be annexed today, and its carrier be handed over today or later. */
static bool
may_be_annexed(CaseFile *file, const RequestItem *item)
{
	DateADT today = today_in_almaty();

	return why_not_permitted(file, item, today, today) == NULL &&
		   !after(today, case_request(file, item->request_no)->transfer_until);
}

/*
 * The list lines whose carrier, if it is secret and not gone, may be the next one. again: the carriers that were handed
 * over in this case and are back; else what is annexed and was not handed over since, first what is not out in another
 * case, and then what is permitted and can be annexed today.
 */
static List *
next_carriers(CaseFile *file, bool again)
{
	List *here = NIL;
	List *elsewhere = NIL;
	List *to_annex = NIL;
	RequestItem *item;

	foreach_entry (RequestItem, item, listed_in(file))
	{
		bool is_annexed = annexed(item) != NULL;
		Whereabouts where;

		if (!is_secret_today(item->carrier_id) || (!is_annexed && (again || !may_be_annexed(file, item))))
			continue;
		where = where_is(item);
		if (where == OUT_HERE || where == GONE || (is_annexed && (where == BACK) != again))
			continue;
		if (!is_annexed)
			to_annex = lappend(to_annex, item);
		else if (where == OUT_ELSEWHERE)
			elsewhere = lappend(elsewhere, item);
		else
			here = lappend(here, item);
	}
	return list_concat(list_concat(here, elsewhere), to_annex);
}

/* Whether a rule is one of a list of names. */
static bool
is_named(const Rule *rule, const char *const *names, int count)
{
	int at;

	for (at = 0; at < count; at++)
	{
		if (strcmp(rule->name, names[at]) == 0)
			return true;
	}
	return false;
}

/* Whether a broken rule is about the carrier, so that another carrier may be handed over. */
static bool
is_about_carrier(const Rule *rule)
{
	static const char *const names[] = {"r03_notice_first", "r04_within_period", "r06_annex_first", "r07_within_annex",
										"r07_within_permission"};

	return is_named(rule, names, lengthof(names)) || rule->tells_of_carrier;
}

/* Whether a hand-over of another carrier may be possible, while a judged one is not. */
static bool
depends_on_carrier(const Judgement *judgement)
{
	const Finding *finding;

	foreach_entry (const Finding, finding, judgement->findings)
	{
		if (!is_about_carrier(finding->rule))
			return false;
	}
	return judgement->findings != NIL;
}

/* A foreseen transfer: the list line of its carrier, or NULL, and what the rules find. */
typedef struct Outlook
{
	const RequestItem *line;
	bool to_annex;         /* the line is not in the annex yet */
	bool lacks_permission; /* a further permission is needed: of the carrier, for today, or of any carrier */
	Judgement judgement;
} Outlook;

static void
judge_transfer(Outlook *outlook, CaseFile *file, const RequestItem *line)
{
	bool access = line == NULL && case_facts(file)->information_system_service;
	Judgement *judgement = &outlook->judgement;

	outlook->line = line;
	outlook->to_annex = line != NULL && annexed(line) == NULL;
	judge_foreseen(judgement, NULL, access ? access_of_today(file) : handover_of_today(file, line));
	outlook->lacks_permission =
		!outlook->to_annex && ((line == NULL && !access) || breaks(judgement, "r04_within_period") ||
							   breaks(judgement, "r07_within_permission"));
}

/* Whether a transfer lacks less than another one: above all no permission. */
static bool
lacks_less(const Outlook *outlook, const Outlook *other)
{
	if (outlook->lacks_permission != other->lacks_permission)
		return other->lacks_permission;
	return list_length(outlook->judgement.findings) < list_length(other->judgement.findings);
}

/*
 * Judges a hand-over of today of the carrier that lacks least; of no carrier, if there is none. In information-system
 * service without a carrier: an access of today.
 */
static void
judge_next_transfer(Outlook *best, CaseFile *file, List *carriers)
{
	const RequestItem *first = carriers == NIL ? NULL : linitial(carriers);
	const RequestItem *line;
	Outlook outlook;

	judge_transfer(best, file, first);
	outlook = *best;
	foreach_entry (const RequestItem, line, carriers)
	{
		if (line == first)
			continue;
		if (!outlook.lacks_permission && !depends_on_carrier(&outlook.judgement))
			return;
		judge_transfer(&outlook, file, line);
		if (lacks_less(&outlook, best))
			*best = outlook;
	}
}

/* ---- what is missing ---- */

/* A step that is to be taken. */
typedef struct Step
{
	const Rule *rule; /* the rule that is broken without the step; NULL for the last step */
	int place;        /* position in the order of the steps */
	int found;        /* number of steps found earlier */
	bool aside;       /* nothing waits for the step, and it waits for nothing */
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
	} places[] = {{"r10_succession_notices", 2, N_("customer")},
				  {"r10_all_returned", 1, N_("contractor")},
				  {"r10_measures_taken", 1, N_("customer and contractor")},
				  {"r10", 1, N_("customer")},
				  {"r09_lifting_after_remedy", 3, N_("contractor")},
				  {"r09", 4, N_("customer")},
				  {"r04_authorization", 5, N_("contractor")},
				  {"r04_list_not_empty", 7, N_("customer")},
				  {"r04", 6, N_("customer")},
				  {"r07_permission_first", 6, N_("customer")},
				  {"r07_within_permission", 6, N_("customer")},
				  {"r05_calendar_known", 7, N_("security")},
				  {"r05_body_exists", 6, N_("customer")},
				  {"r05", 7, N_("disposing body")},
				  {"r06_authorization", 8, N_("contractor")},
				  {"r06_annex_first", 10, N_("customer")},
				  {"r07_within_annex", 10, N_("customer")},
				  {"r06", 9, N_("customer")},
				  {"r03", 11, N_("customer")},
				  {"r08_permits_marked", 13, N_("contractor and provider")},
				  {"r08_service_notices", 13, N_("provider")},
				  {"r08", 12, N_("contractor")},
				  {"r11", 14, N_("contractor")},
				  {"", 15, N_("customer")}};
	int at = 0;

	while (strncmp(step->rule->name, places[at].prefix, strlen(places[at].prefix)) != 0)
		at++;
	step->place = places[at].place;
	step->who = places[at].who;
}

#define LAST_PLACE 16 /* after all places of rules */

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

static void
add_step_of(List **steps, const char *rule, const char *what)
{
	add_step(steps, rule_named(rule), what, NO_DATE);
}

static bool
is_step_there(List *steps, const Rule *rule, const char *what)
{
	const Step *step;

	foreach_entry (const Step, step, steps)
	{
		if (step->rule == rule && strcmp(step->what, what) == 0)
			return true;
	}
	return false;
}

/* Adds the step that a finding asks for, unless it is there. */
static void
add_step_of_finding(List **steps, const Finding *finding)
{
	if (!is_step_there(*steps, finding->rule, finding->hint))
		add_step(steps, finding->rule, finding->hint, NO_DATE);
}

static int
compare_steps(const ListCell *a, const ListCell *b)
{
	const Step *one = (const Step *) lfirst(a);
	const Step *other = (const Step *) lfirst(b);

	return one->place != other->place ? one->place - other->place : one->found - other->found;
}

/* Puts the steps that wait for nothing, and for which nothing waits, behind the first of the others. */
static void
place_steps_aside(List *steps)
{
	int first = LAST_PLACE;
	Step *step;

	foreach_entry (Step, step, steps)
	{
		if (!step->aside)
			first = Min(first, step->place);
	}
	foreach_entry (Step, step, steps)
	{
		if (!step->aside)
			continue;
		step->place = first;
		step->found += list_length(steps);
	}
}

/* Returns the steps in their order, numbered from 1. Steps with number 1 can be taken now. */
static void
put_steps(RowSink *sink, List *steps)
{
	Step *step;
	int place = 0;
	int number = 0;

	place_steps_aside(steps);
	list_sort(steps, compare_steps);
	foreach_entry (Step, step, steps)
	{
		const char *due = step->due_on == NO_DATE
							  ? NULL
							  : DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(step->due_on)));
		const char *row[] = {psprintf(RULE_PREFIX "%s", step->rule->name),
							 provision_of(step->rule),
							 translated(step->who),
							 step->what,
							 due,
							 psprintf("%d", number += step->place != place)};

		place = step->place;
		put_row(sink, row, lengthof(row));
	}
}

/*
 * Returns the last row, which names no rule. The views of a register of version 1.0 expect none, so until
 * create_register() has replaced these views there is none.
 */
static void
put_last(RowSink *sink, const char *provision, const char *who, const char *what, const char *step)
{
	const char *row[] = {NULL, provision, who, what, NULL, step};

	if (!register_is_earlier())
		put_row(sink, row, lengthof(row));
}

/*
 * Returns the row of what can be done now, when nothing is missing. Provision 3 is that of a hand-over and an access,
 * no provision that of the closing.
 */
static void
put_end(RowSink *sink, const char *provision, const char *what)
{
	put_last(sink, provision, translated("customer"), what, "1");
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

/* ---- the request ---- */

/* Whether a foreseen step waits until another body is asked, because the body that was asked is in liquidation. */
static bool
body_is_gone(const Judgement *judgement)
{
	return breaks(judgement, "r04_addressee_exists") || breaks(judgement, "r05_body_exists");
}

/*
 * Whether a request waits at a body that has passed all its secrets on.  What passes after the request takes the
 * request along, so here the secrets had passed by the day of the request, which became known later.
 */
static bool
is_misaddressed(const Request *request)
{
	DateADT today = today_in_almaty();

	return !is_vested(asked_body(request, today, ROW_LOCK_NONE), today);
}

/* Judges what comes next of a waiting request: its receipt or its answer. */
static void
judge_request(Judgement *judgement, Request *request)
{
	if (request->received_on == NO_DATE)
		judge_foreseen(judgement, &request->head, receipt_of_today(request));
	else
		judge_foreseen(judgement, NULL, answer_of_today(request));
}

/* Whether nobody is left who could answer a waiting request so that the answer counts. */
static bool
waits_in_vain(Request *request)
{
	Judgement judgement;

	if (is_misaddressed(request))
		return true;
	judge_request(&judgement, request);
	return body_is_gone(&judgement);
}

/* Adds the next step of a waiting request: its list, its receipt or its answer. */
static void
add_step_of_request(List **steps, Request *request)
{
	Judgement judgement;
	DateADT due_on;

	judge_request(&judgement, request);
	if (breaks(&judgement, "r04_list_not_empty") && request->received_on == NO_DATE)
		add_step_of(steps, "r04_list_not_empty", translated("Enter the list of carriers of the request."));
	else if (request->received_on == NO_DATE)
		add_step_of(steps, "r05_received_first", translated("Record the day on which the body received the request."));
	else if (!answer_due_on(request, ROW_LOCK_NONE, &due_on))
		add_step_of(steps, "r05_calendar_known", translated(rule_named("r05_calendar_known")->hint));
	else
		add_step(steps, rule_named("r05_in_time"), translated("Send the written answer to the request."), due_on);
}

/* The requests of a case that are neither answered nor taken back. */
static List *
waiting_requests(CaseFile *file)
{
	List *waiting = NIL;
	Request *request;

	foreach_entry (Request, request, case_requests(file))
	{
		if (case_decision(file, request->request_no) == NULL && request->withdrawn_on == NO_DATE)
			waiting = lappend(waiting, request);
	}
	return waiting;
}

/*
 * Whether an answer of today could permit anything.  What the list names may be, or have become, the secrets of another
 * body: carriers that pass by name take no request along.  Of a carrier that the role does not see nothing is told.
 */
static bool
may_permit(CaseFile *file, const Request *request)
{
	DateADT today = today_in_almaty();
	const text *body = asked_body(request, today, ROW_LOCK_NONE);
	bool has_list = false;
	const RequestItem *item;

	foreach_entry (const RequestItem, item, listed_in(file))
	{
		const Carrier *carrier;

		if (!same_text(item->request_no, request->request_no))
			continue;
		has_list = true;
		carrier = carrier_of_id(item->carrier_id, ROW_LOCK_NONE);
		if (carrier == NULL || !may_see_entry(&carrier->head) ||
			same_text(disposing_body(carrier, today, ROW_LOCK_NONE), body))
			return true;
	}
	return !has_list || case_facts(file)->information_system_service;
}

/*
 * Adds the next steps of the waiting requests, first of those whose answer leads on. The answer to another one is owed
 * all the same (5). Where nobody is left whose permission would count, the request is taken back.
 *
 * Returns false if no answer leads on: no request waits, or what waits can permit nothing or waits in vain.
 */
static bool
add_waiting_requests(List **steps, CaseFile *file)
{
	List *leading_nowhere = NIL;
	Request *request;
	bool any = false;
	bool in_vain = false;

	foreach_entry (Request, request, waiting_requests(file))
	{
		if (waits_in_vain(request))
			in_vain = true;
		else if (!may_permit(file, request))
			leading_nowhere = lappend(leading_nowhere, request);
		else
		{
			add_step_of_request(steps, request);
			any = true;
		}
	}
	foreach_entry (Request, request, leading_nowhere)
	{
		if (request->received_on == NO_DATE)
			continue;
		add_step_of_request(steps, request);
		((Step *) llast(*steps))->aside = true;
	}
	if (in_vain)
		add_step_of(
			steps, "r05_body_exists",
			translated("Take back the request: its body is in liquidation, or had passed its secrets on, and permits "
					   "nothing."));
	return any;
}

/* Whether the period of a request that covers a transfer begins after today. */
static bool
period_is_to_come(const Judgement *transfer)
{
	const Cover *cover;

	foreach_entry (const Cover, cover, transfer->transfer->covers)
	{
		if (after(cover->request->transfer_from, transfer->today))
			return true;
	}
	return false;
}

/*
 * Adds the permission that a transfer lacks: the steps of the waiting requests or, if no request waits, a request. A
 * request states a permit or clearance that is valid.
 */
static void
add_steps_to_permission(List **steps, CaseFile *file, const Judgement *transfer, const char *rule)
{
	Judgement judgement;

	if (add_waiting_requests(steps, file))
		return;
	judge_foreseen(&judgement, NULL, request_of_today(file));
	if (papers_are_told(file) && breaks(&judgement, "r04_authorization"))
		add_step_of(steps, "r04_authorization",
					translated("Record a permit or, of a citizen, a clearance of the contractor that is valid."));
	if (breaks(transfer, "r04_within_period"))
		add_step_of(steps, "r04_within_period",
					period_is_to_come(transfer)
						? translated("Wait for the period of the request, or request the transfer for an earlier one.")
						: translated("Send the disposing body a written request for a further period."));
	else
		add_step_of(steps, rule, translated("Send the disposing body a written request for its permission."));
}

/* ---- up to the hand-over ---- */

/* Whether a finding about a transfer is told in another way: by permission, annex, or the steps of a suspension. */
static bool
is_told_otherwise(const Rule *rule)
{
	static const char *const names[] = {"r04_within_period", "r07_within_annex", "r07_within_permission",
										"r09_suspended"};

	return is_named(rule, names, lengthof(names));
}

/* Whether a finding about a transfer follows from the papers that the contractor has. */
static bool
is_of_papers(const Rule *rule)
{
	static const char *const names[] = {"r11_permit_degree", "r11_clearance", "r11_clearance_degree"};

	return is_named(rule, names, lengthof(names));
}

/* Adds what a suspension waits for: the remedies, then the lifting, unless it was lifted without them. */
static void
add_steps_to_lifting(List **steps, CaseFile *file)
{
	const Violation *violation;
	const Suspension *suspension;

	foreach_entry (const Violation, violation, case_violations(file))
	{
		if (violation->remedied_on == NO_DATE)
		{
			add_step_of(steps, "r09_lifting_after_remedy", translated("Record the remedy of every breach."));
			break;
		}
	}
	foreach_entry (const Suspension, suspension, case_suspensions(file))
	{
		if (suspension->lifted_on == NO_DATE)
		{
			add_step_of(steps, "r09_suspended", translated("Lift the suspension."));
			break;
		}
	}
}

/*
 * Adds the line of the annex that a carrier lacks, and the notice of the line: the notices so far are older. While the
 * annex is empty, r06_annex_first says so, and r03_notice_first.
 */
static void
add_annex_line(List **steps, const Outlook *outlook)
{
	if (!outlook->to_annex || breaks(&outlook->judgement, "r06_annex_first"))
		return;
	add_step_of(steps, "r07_within_annex", translated("Enter the carrier in the annex, as it is permitted."));
	if (!breaks(&outlook->judgement, "r03_notice_first"))
		add_step_of(steps, "r03_notice_first",
					translated("Send the national security body a written notice of the carrier in the annex."));
}

/*
 * Adds what a transfer of today lacks, but for the permission. Before a permission a customer is not told what follows
 * from the papers that the contractor has.
 */
static void
add_findings(List **steps, CaseFile *file, const Outlook *outlook)
{
	bool told = papers_are_told(file);
	const Finding *finding;

	if (breaks(&outlook->judgement, "r09_suspended"))
		add_steps_to_lifting(steps, file);
	add_annex_line(steps, outlook);
	foreach_entry (const Finding, finding, outlook->judgement.findings)
	{
		if (!is_told_otherwise(finding->rule) && (told || !is_of_papers(finding->rule)))
			add_step_of_finding(steps, finding);
	}
}

/* Judges a contract of today, if the case has none. */
static void
judge_missing_contract(Judgement *contract, CaseFile *file)
{
	contract->findings = NIL;
	if (case_contract(file) == NULL)
		judge_foreseen(contract, NULL, contract_of_today(file));
}

/* Adds the contractor's permit or clearance, if the contract lacks one and nothing before the contract does. */
static void
add_authorization_of_contract(List **steps, CaseFile *file, const Judgement *contract)
{
	const Step *step;

	if (!papers_are_told(file) || !breaks(contract, "r06_authorization"))
		return;
	foreach_entry (const Step, step, *steps)
	{
		if (strcmp(step->rule->name, "r04_authorization") == 0 || strcmp(step->rule->name, "r06_authorization") == 0)
			return;
	}
	add_step_of(steps, "r06_authorization",
				translated("Record a permit or, of a citizen, a clearance of the contractor that is valid."));
}

/* Adds what a transfer lacks under a permission. */
static void
add_steps_under_permission(List **steps, CaseFile *file, const Outlook *outlook, const Judgement *contract)
{
	add_authorization_of_contract(steps, file, contract);
	add_findings(steps, file, outlook);
}

/* Adds all steps up to a transfer. */
static void
add_steps_to_transfer(List **steps, CaseFile *file, const Outlook *outlook)
{
	bool lacks_permission = outlook->lacks_permission;
	const char *rule = "r07_within_permission";
	Judgement contract;

	judge_missing_contract(&contract, file);
	if (breaks(&contract, "r07_permission_first"))
	{
		lacks_permission = true;
		rule = "r07_permission_first";
	}
	if (lacks_permission)
		add_steps_to_permission(steps, file, &outlook->judgement, rule);
	add_steps_under_permission(steps, file, outlook, &contract);
}

/* ---- what is out ---- */

/* Adds a step that can be taken at once, unless it is there. */
static void
add_first_step(List **steps, const Rule *rule, const char *who, const char *what)
{
	Step *step;

	if (is_step_there(*steps, rule, what))
		return;
	add_step(steps, rule, what, NO_DATE);
	step = llast(*steps);
	step->place = 1;
	if (who != NULL)
		step->who = who;
}

/*
 * Whether a carrier of the case that is out can be returned today. If the carrier was handed on, and is not back from
 * there, or was destroyed, adds what is to be done instead.
 */
static bool
can_be_returned(List **steps, Handover *handover)
{
	Judgement judgement;
	const Finding *finding;

	judge_foreseen(&judgement, &handover->head, return_of_today(handover));
	foreach_entry (const Finding, finding, judgement.findings)
	{
		if (strcmp(finding->rule->name, "r00_carrier_out") != 0)
			continue;
		add_first_step(steps, finding->rule, N_("contractor"), finding->hint);
		return false;
	}
	return true;
}

/* Whether a hand-over is of a carrier that is out and secret. */
static bool
is_out(const Handover *handover)
{
	return ended_on(handover) == NO_DATE && is_secret_today(handover->carrier_id);
}

static bool
any_access_is_open(CaseFile *file)
{
	const SystemAccess *access;

	foreach_entry (const SystemAccess, access, case_accesses(file))
	{
		if (access->ended_on == NO_DATE)
			return true;
	}
	return false;
}

static bool
anything_is_out(CaseFile *file)
{
	const Handover *handover;

	foreach_entry (const Handover, handover, case_handovers(file))
	{
		if (is_out(handover))
			return true;
	}
	return any_access_is_open(file);
}

/* Whether a permission that stands covers a carrier that is not annexed under it yet. */
static bool
is_permitted_anew(CaseFile *file, int64 carrier_id)
{
	const RequestItem *item;
	DateADT today = today_in_almaty();

	foreach_entry (const RequestItem, item, listed_in(file))
	{
		if (item->carrier_id == carrier_id && annexed(item) == NULL &&
			why_not_permitted(file, item, today, today) == NULL)
			return true;
	}
	return false;
}

/* The clearance of the person who has the carrier of a hand-over: who took it over last, or who received it. */
static const text *
held_by(const Handover *handover)
{
	List *holders = holders_of(handover);
	const Holder *last = standing_on(holders, holders_held_since, holders_held_since, today_in_almaty());

	return last == NULL ? handover->received_by : last->held_by;
}

/*
 * Adds the annex line of a carrier that is out and is permitted anew. A contract that was withdrawn, under a basis, took
 * its annex along, and comes first.
 */
static void
add_line_anew(List **steps, CaseFile *file)
{
	const Rule *annex = rule_named("r06_annex_first");
	const Rule *first = rule_named("r06_contract_first");
	Judgement contract;

	if (case_contract(file) != NULL)
	{
		add_first_step(steps, rule_named("r07_within_annex"), NULL,
					   translated("Enter the carrier in the annex, as it is permitted."));
		return;
	}
	judge_missing_contract(&contract, file);
	add_authorization_of_contract(steps, file, &contract);
	add_first_step(steps, first, NULL, translated(first->hint));
	if (!is_step_there(*steps, annex, translated(annex->hint)))
		add_step(steps, annex, translated(annex->hint), NO_DATE);
}

/*
 * Adds the step that ends what a carrier is out without: its return, if the carrier can be returned.
 */
static void
add_return(List **steps, Handover *handover, const char *rule, const char *what)
{
	if (can_be_returned(steps, handover))
		add_first_step(steps, rule_named(rule), N_("contractor"), what);
}

/*
 * What is out without permission (7), permit or clearance (11) is due back, whatever else is handed over; unless it is
 * permitted anew and is put in the annex, or a permit or another person takes over.
 */
static void
add_returns_due(List **steps, CaseFile *file, Judgement *judgement)
{
	const char *without_permission =
		translated("Return the carriers, and give up the accesses, whose permission was withdrawn.");
	const char *never_permitted =
		translated("Return the carriers, and give up the accesses, that no permission covers any more.");
	const char *by_another_body =
		translated("Return the carriers whose permission is of another body, or request that of the right body.");
	const char *without_permit = translated("Return the carriers, and give up the accesses, for which the contractor "
											"has no sufficient permit, or record such a permit.");
	const char *without_clearance = translated("Return the carriers, and give up the accesses, of persons without a "
											   "sufficient clearance, or enter in holders under which other "
											   "clearance, a new one or another person's, each carrier is held.");
	DateADT today = today_in_almaty();
	Handover *handover;
	const SystemAccess *access;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		int mark = mark_today(handover->carrier_id);

		if (!is_out(handover))
			continue;
		if (!is_covered_on(file, &handover->carrier_id, today))
		{
			if (is_permitted_anew(file, handover->carrier_id))
				add_line_anew(steps, file);
			else
				add_return(steps, handover, "r07_within_permission",
						   lost_permission(file, &handover->carrier_id, today) ? without_permission
						   : is_out_by_another_body(file, handover)            ? by_another_body
																			   : never_permitted);
		}
		if (has_outlived_permit(file, mark))
			add_return(steps, handover, "r11_permit", without_permit);
		if (has_outlived_clearance(judgement, held_by(handover), mark))
			add_return(steps, handover, "r11_clearance", without_clearance);
	}
	foreach_entry (const SystemAccess, access, case_accesses(file))
	{
		int mark = judgement->facts->system_mark;

		if (access->ended_on != NO_DATE)
			continue;
		if (!is_covered_on(file, NULL, today))
			add_first_step(steps, rule_named("r07_within_permission"), N_("contractor"),
						   lost_permission(file, NULL, today) ? without_permission : never_permitted);
		if (has_outlived_permit(file, mark))
			add_first_step(steps, rule_named("r11_permit"), N_("contractor"), without_permit);
		if (has_outlived_clearance(judgement, access->clearance_no, mark))
			add_first_step(steps, rule_named("r11_clearance"), N_("contractor"), without_clearance);
	}
}

/* Adds what the arrangement lacks for a transfer and, unless the case winds up, the customer. */
static void
add_findings_while_out(List **steps, const Judgement *transfer, bool winding_up)
{
	const Finding *finding;

	foreach_entry (const Finding, finding, transfer->findings)
	{
		if (strncmp(finding->rule->name, "r08", 3) == 0 || (!winding_up && strncmp(finding->rule->name, "r10", 3) == 0))
			add_first_step(steps, finding->rule, NULL, finding->hint);
	}
}

/* Whether the list line is one of a carrier of the case that is out. */
static bool
is_line_of_what_is_out(CaseFile *file, const RequestItem *line)
{
	const Handover *handover;

	foreach_entry (const Handover, handover, case_handovers(file))
	{
		if (handover->carrier_id == line->carrier_id && is_out(handover))
			return true;
	}
	return false;
}

/*
 * While something is out, an arrangement that has lost a condition is replaced (8), and a change of the customer is
 * settled and notified (10 ¶1), whatever else is handed over.  Where the case winds up, the secrets are protected until
 * they are back.  Under a provider the mark of what is out matters, too (8(4)).
 */
static void
add_steps_while_out(List **steps, CaseFile *file, const Judgement *transfer, bool winding_up)
{
	const Protection *arrangement = arrangement_on(file, today_in_almaty());
	const RequestItem *line;

	if (!anything_is_out(file))
		return;
	add_findings_while_out(steps, transfer, winding_up);
	if (arrangement == NULL || arrangement->kind != BY_PROVIDER)
		return;
	foreach_entry (const RequestItem, line, listed_in(file))
	{
		Outlook outlook;

		if (annexed(line) == NULL || !is_line_of_what_is_out(file, line))
			continue;
		judge_transfer(&outlook, file, line);
		add_findings_while_out(steps, &outlook.judgement, winding_up);
	}
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

		if (request != NULL && annexed(item) != NULL && (end == NO_DATE || after(request->transfer_until, end)))
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

/* ---- up to the end ---- */

/* Adds the returns that a closing waits for, as far as the carriers can come back. */
static void
add_returns(List **steps, CaseFile *file, const Finding *finding)
{
	bool any = any_access_is_open(file);
	Handover *handover;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (is_out(handover))
			any |= can_be_returned(steps, handover);
	}
	if (any)
		add_step(steps, finding->rule, finding->hint, NO_DATE);
}

/* Adds what prevents the closing of the case today. Returns whether nothing does. */
static bool
add_steps_to_closing(List **steps, CaseFile *file)
{
	Case *facts = case_facts(file);
	Judgement judgement;
	const Finding *finding;

	judge_foreseen(&judgement, &facts->head, closing_of_today(facts));
	foreach_entry (const Finding, finding, judgement.findings)
	{
		if (strcmp(finding->rule->name, "r10_all_returned") == 0)
			add_returns(steps, file, finding);
		else
			add_step_of_finding(steps, finding);
	}
	return judgement.findings == NIL;
}

/*
 * Whether nothing is handed over in the case any more: after an annulment or a change of the contractor, and after a
 * change of the customer that no supplement can settle.
 */
static bool
is_winding_up(Judgement *transfer, CaseFile *file)
{
	Judgement supplement;
	const PartyChange *change;

	if (breaks(transfer, "r09_annulled") || breaks(transfer, "r10_contractor_changed") ||
		breaks(transfer, "r10_liquidation_completed"))
		return true;
	if (!breaks(transfer, "r10_customer_changed"))
		return false;
	change = succession_on(transfer, transfer->today).open_change;
	judge_foreseen(&supplement, NULL, supplement_of_today(file, change));
	return breaks(&supplement, "r10_supplement_names_change");
}

static void
put_end_of_transfer(RowSink *sink, const Outlook *outlook)
{
	put_end(sink, "3",
			outlook->judgement.table == TABLE_handovers ? translated("Hand over the next carrier.")
														: translated("Grant access to the system."));
}

/*
 * Adds what is owed about the waiting requests of a case that winds up.  Provision 5 knows no exception: what the body
 * received it answers, unless the customer takes the request back; but nothing waits for the answer.
 */
static void
add_answers_owed(List **steps, CaseFile *file)
{
	List *of_requests = NIL;
	Step *step;

	add_waiting_requests(&of_requests, file);
	foreach_entry (Step, step, of_requests)
	{
		/* a receipt and a list are nobody's duty */
		if (strcmp(step->rule->name, "r05_received_first") == 0 || strcmp(step->rule->name, "r04_list_not_empty") == 0)
			continue;
		step->aside = true;
		*steps = lappend(*steps, step);
	}
}

/* Adds what a transfer lacks by a rule, unless it is there: what is owed although nothing is handed over (10 ¶1). */
static void
add_finding_of(List **steps, const Judgement *transfer, const char *rule)
{
	const Finding *finding;

	foreach_entry (const Finding, finding, transfer->findings)
	{
		if (strcmp(finding->rule->name, rule) == 0)
			add_step_of_finding(steps, finding);
	}
}

/* Whether the permission of something secret that was handed over, or of an access, was withdrawn in the case. */
static bool
permission_was_lost(CaseFile *file)
{
	DateADT today = today_in_almaty();
	const Handover *handover;

	foreach_entry (const Handover, handover, case_handovers(file))
	{
		if (is_secret_today(handover->carrier_id) && lost_permission(file, &handover->carrier_id, today))
			return true;
	}
	return case_accesses(file) != NIL && lost_permission(file, NULL, today);
}

/* Whether the register would accept a request of today. */
static bool
may_request(CaseFile *file)
{
	Judgement request;

	judge_foreseen(&request, NULL, request_of_today(file));
	return request.findings == NIL;
}

/*
 * Adds what prevents the closing of a case in which something can be handed over again: neither waits for the other.
 * Returns whether nothing does.
 */
static bool
add_steps_to_closing_aside(List **steps, CaseFile *file)
{
	int others = list_length(*steps);
	bool may_close = add_steps_to_closing(steps, file);
	Step *step;

	foreach_entry (Step, step, *steps)
		step->aside |= others-- <= 0;
	return may_close;
}

/*
 * The steps of a case in which everything that may be handed over was: it is handed over again, once nothing is missing
 * for that, a request waits, or the case comes to its end. Where everything is back, whoever hands nothing over again
 * needs no new papers, so nothing but a suspension is told.
 */
static void
put_steps_of_started_case(RowSink *sink, CaseFile *file, List *steps)
{
	Outlook again;
	Judgement contract;
	bool is_permitted;
	bool may_transfer;
	bool waits;
	bool may_close;

	judge_next_transfer(&again, file, next_carriers(file, true));
	judge_missing_contract(&contract, file);
	is_permitted = !again.lacks_permission && !breaks(&contract, "r07_permission_first") &&
				   !breaks(&again.judgement, "r00_carrier_out");
	may_transfer = is_permitted && again.judgement.findings == NIL;
	add_finding_of(&steps, &again.judgement, "r10_succession_notices");
	waits = add_waiting_requests(&steps, file);
	if (is_permitted && anything_is_out(file))
		add_steps_under_permission(&steps, file, &again, &contract);
	else if (is_permitted || waits)
	{
		if (waits)
			add_finding_of(&steps, &again.judgement, "r10_customer_changed");
		if (breaks(&again.judgement, "r09_suspended"))
			add_steps_to_lifting(&steps, file);
	}
	if (may_transfer || waits)
		put_steps(sink, steps);
	if (may_transfer)
		put_end_of_transfer(sink, &again);
	if (waits)
		return;
	may_close = is_permitted ? add_steps_to_closing_aside(&steps, file) : add_steps_to_closing(&steps, file);
	if (!may_transfer)
		put_steps(sink, steps);
	if (may_close && !may_transfer && permission_was_lost(file) && may_request(file))
		put_end(sink, "7", translated("Send the disposing body a written request for its permission."));
	if (may_close)
		put_end(sink, NULL, translated("Close the case."));
}

/* Whether what is permitted in a case is no longer secret, all of it, so that nothing is to be handed over. */
static bool
has_nothing_secret(CaseFile *file, List *carriers)
{
	DateADT today = today_in_almaty();
	bool any = false;
	const RequestItem *item;

	if (carriers != NIL || case_facts(file)->information_system_service)
		return false;
	foreach_entry (const RequestItem, item, listed_in(file))
	{
		if (why_not_permitted(file, item, today, today) != NULL)
			continue;
		if (is_secret_today(item->carrier_id))
			return false;
		any = true;
	}
	return any;
}

static void
put_steps_of_open_case(RowSink *sink, CaseFile *file)
{
	List *steps = NIL;
	List *carriers = next_carriers(file, false);
	bool started = case_handovers(file) != NIL || case_accesses(file) != NIL;
	bool may_transfer;
	Outlook outlook;

	judge_next_transfer(&outlook, file, carriers);
	if (is_winding_up(&outlook.judgement, file))
	{
		bool may_close;

		add_finding_of(&steps, &outlook.judgement, "r10_succession_notices");
		add_steps_while_out(&steps, file, &outlook.judgement, true);
		add_answers_owed(&steps, file);
		may_close = add_steps_to_closing(&steps, file);
		put_steps(sink, steps);
		if (may_close)
			put_end(sink, NULL, translated("Close the case."));
		return;
	}
	add_returns_due(&steps, file, &outlook.judgement);
	add_carriers_past_period(&steps, file);
	if ((started && (carriers == NIL || outlook.lacks_permission)) || has_nothing_secret(file, carriers))
	{
		add_steps_while_out(&steps, file, &outlook.judgement, false);
		put_steps_of_started_case(sink, file, steps);
		return;
	}
	may_transfer = outlook.judgement.findings == NIL && !outlook.lacks_permission;
	if (!may_transfer)
		add_steps_to_transfer(&steps, file, &outlook);
	put_steps(sink, steps);
	if (may_transfer)
		put_end_of_transfer(sink, &outlook);
}

/*
 * A closed case: a carrier that was no secret and is marked again is due back, and what is out since a closing under a
 * basis.  Measures are owed for a change of the contractor that took effect before the closing and was learnt of later.
 */
static void
put_steps_of_closed_case(RowSink *sink, CaseFile *file)
{
	List *steps = NIL;
	Handover *handover;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (is_out(handover))
			add_return(&steps, handover, "r10_all_returned", translated("Return the carrier."));
	}
	if (any_access_is_open(file))
		add_first_step(&steps, rule_named("r10_all_returned"), N_("contractor"), translated("Give the access up."));
	if (measures_are_owed(file))
		add_step_of(&steps, "r10_measures_taken", translated(rule_named("r10_measures_taken")->hint));
	put_steps(sink, steps);
	put_last(sink, NULL, NULL, translated("The case is closed."), NULL);
}

/* ---- the door ---- */

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
				errhint("%s", translated("Look it up in secretxfer.cases.")), errhidestmt(true));
	ereport(
		ERROR, errcode(ERRCODE_NO_DATA_FOUND), errmsg("case does not exist, or you do not act for its customer"),
		errhint(
			"%s",
			translated(
				"The steps of a case are for its customer. See secretxfer.answers_due for the requests to answer.")),
		errhidestmt(true));
}

/*
 * secretxfer.next_steps(case_no) - the missing steps, who takes them, and in what order
 *
 * If nothing is missing, the last row says what can be done: hand over or grant access, or close the case; or that the
 * case is closed.
 */
Datum
secretxfer_next_steps(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	CaseFile *file;
	const Case *facts;

	require_argument(fcinfo, 0, "case_no");
	require_access(relation_of_table(TABLE_cases), ACL_SELECT);
	file = open_case_file(PG_GETARG_TEXT_PP(0), true);
	facts = case_facts(file);
	if (facts == NULL || !may_see_case(facts))
		report_no_case();
	if (facts->closed_on != NO_DATE)
		put_steps_of_closed_case(sink, file);
	else
		put_steps_of_open_case(sink, file);
	return (Datum) 0;
}
