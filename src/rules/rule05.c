/*
 * rule05.c
 *		Provision 5: the disposing body's answer to the request.
 *
 * Provision 5 is one sentence.  Rules stand in the order of its parts: receipt, term, signature, permission, refusal.
 *
 * "The state body whose head is empowered to classify" is the addressee of the request (r04_addressee): an answer has
 * no sender of its own.  "In the customer's name": the request's case has its customer (2(2)).  The body "considers"
 * the request: nothing to check.  "Written": each answer has a number and a day (r00_mandatory).  Silence is never
 * a permission (r07_permission_first).
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/disposal.h"
#include "rules/permission.h"
#include "rules/provisions.h"
#include "rules/rule05.h"

PG_FUNCTION_INFO_V1(secretxfer_answer_term);
PG_FUNCTION_INFO_V1(secretxfer_answer_due);

/* 5: the term of an answer, in working days from the receipt.  Stands here alone; SQL asks answer_term(). */
#define ANSWER_TERM 10

static const Request *
answered_request(const Judgement *judgement)
{
	return (const Request *) judgement->referenced[decisions_request_no];
}

/* 5: the body answers what "came in" to it: an answer is not sent before the receipt. */
static void
note_answer_before_receipt(Judgement *judgement)
{
	const Decision *decision = (const Decision *) judgement->new_entry;
	const Request *request = answered_request(judgement);

	if (request == NULL || decision->sent_on == NO_DATE)
		return;
	if (request->received_on == NO_DATE)
		note_broken(judgement, NO_COLUMN, N_("The receipt of the request is not recorded."),
					N_("Record the day on which the body received the request."));
	else if (after(request->received_on, decision->sent_on))
		note_broken(judgement, decisions_sent_on, N_("The answer is dated before the receipt of the request."),
					N_("State the day on which the answer was sent."));
}

static const Rule r05_received_first = {"r05_received_first",
										"5",
										{{OTHER_ENTRIES, ON(decisions), ENTERED, .find = note_answer_before_receipt}},
										N_("An answer is sent on the day the request was received or later.")};

/* 5: the body considers what came in to it, so nothing that the customer took back. */
static bool
request_stands(Judgement *judgement)
{
	const Request *request = answered_request(judgement);

	return request == NULL || request->withdrawn_on == NO_DATE;
}

static const Rule r05_request_stands = {"r05_request_stands",
										"5",
										{{OTHER_ENTRIES, ON(decisions), ENTERED, request_stands}},
										N_("A request that the customer took back is not answered."),
										N_("The customer took the request back."),
										N_("Leave the answer out; for the permission a further request is sent.")};

/*
 * 5, 7: the body answers that is empowered on the day of the answer: the addressee, or the body to which its secrets
 * have passed.  A body in liquidation is none any more.
 */
static bool
body_exists(Judgement *judgement)
{
	const Request *request = answered_request(judgement);

	return request == NULL || !is_answer_in_liquidation(request, (const Decision *) judgement->new_entry);
}

static const Rule r05_body_exists = {
	"r05_body_exists",
	"5",
	{{OTHER_ENTRIES, ON(decisions), ENTERED, body_exists, COLUMN_NAME(decisions, sent_on)}},
	N_("An answer is sent by a body that is not in liquidation on that day."),
	N_("The body is in liquidation on the day of the answer."),
	N_("State the day on which the answer was sent; if it is right, request the permission of the body in its place.")};

/*
 * secretxfer.answer_term() - the term of an answer in working days
 */
Datum
secretxfer_answer_term(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(ANSWER_TERM);
}

/*
 * secretxfer.answer_due(received_on) - the last day for the answer to a request that was received on a day
 */
Datum
secretxfer_answer_due(PG_FUNCTION_ARGS)
{
	return DirectFunctionCall2(secretxfer_add_working_days, PG_GETARG_DATUM(0), Int32GetDatum(ANSWER_TERM));
}

/*
 * Tells the last day for the answer to a request, in *due_on. The years that are read are locked with row_lock.
 *
 * Returns false, and NO_DATE in *due_on, if the request was not received or the calendar does not reach that far.
 */
bool
answer_due_on(const Request *request, RowLock row_lock, DateADT *due_on)
{
	return last_working_day(request->received_on, ANSWER_TERM, row_lock, due_on);
}

/*
 * Tells the last day for the answer; false if the day does not matter or cannot be told.  An answer that stands keeps
 * the day by which it was judged (completion.c fills it in).
 */
static bool
due_day(const Judgement *judgement, DateADT *due_on)
{
	const Request *request = answered_request(judgement);

	if (request == NULL || request->received_on == NO_DATE)
		return false;
	*due_on = ((const Decision *) judgement->new_entry)->due_on;
	return *due_on != NO_DATE || answer_due_on(request, lock_unless_dry_run(judgement, ROW_LOCK_SHARE), due_on);
}

/* 5: the term is counted in working days, so the calendar must know them. */
static bool
calendar_reaches_due_day(Judgement *judgement)
{
	const Request *request = answered_request(judgement);
	DateADT due_on;

	return request == NULL || request->received_on == NO_DATE || due_day(judgement, &due_on);
}

static const Rule r05_calendar_known = {
	"r05_calendar_known",
	"5",
	{{OTHER_ENTRIES, ON(decisions), ENTERED, calendar_reaches_due_day}},
	N_("The calendar of working days reaches as far as the day by which the answer is due."),
	N_("The day by which the answer is due cannot be worked out, because the calendar does not reach that far."),
	N_("Call secretxfer.propose_calendar() for the year and enter what no law fixes; "
	   "before 2024 enter all days, then the year."),
	.set_aside = NEVER_SET_ASIDE};

/*
 * 5: the answer is sent within the term from the receipt (answer_due_on() counts it: from the working day after the
 * receipt to the end of the last day).
 *
 * A late answer is still an answer, or the body's delay would harm the customer: the answer says why it is late, and
 * stays a breach for ever.
 */
static bool
answer_is_in_time(Judgement *judgement)
{
	const Decision *decision = (const Decision *) judgement->new_entry;
	DateADT due_on;

	return !due_day(judgement, &due_on) || !after(decision->sent_on, due_on) || !is_blank(decision->late_reason);
}

static const Rule r05_in_time = {
	"r05_in_time",
	"5",
	{{OTHER_ENTRIES, ON(decisions), ENTERED, answer_is_in_time, COLUMN_NAME(decisions, late_reason)}},
	N_("An answer is sent by the tenth working day after the receipt of the request, or states why it is late."),
	N_("The answer was sent after the last day of its term, and no reason is stated."),
	N_("State the reason for the delay; the answer is then recorded as late for good.")};

/* 5: the head of the body, or the person in the head's place, signs the answer, be it a permission or a refusal. */
static void
note_missing_signature(Judgement *judgement)
{
	const Decision *decision = (const Decision *) judgement->new_entry;
	List *missing = NIL;

	if (is_blank(decision->signed_by))
		missing = lappend_int(missing, decisions_signed_by);
	if (decision->signed_as == UNSTATED)
		missing = lappend_int(missing, decisions_signed_as);
	require_fields(judgement, missing);
}

static const Rule r05_signature = {"r05_signature",
								   "5",
								   {{FORM, ON(decisions), ENTERED, .find = note_missing_signature}},
								   N_("An answer is signed by the head of the body or by the acting head."),
								   N_("These data of the signature are missing: %s."),
								   N_("State who signed, as the head or as the acting head."),
								   .set_aside = NEVER_SET_ASIDE};

/* How many lines the list of the request has. */
static int
count_of_items(const Request *request)
{
	Lookup lookup = look_in(TABLE_request_items);

	where_text(&lookup, request_items_case_no, request->case_no);
	where_text(&lookup, request_items_request_no, request->request_no);
	return list_length(find_entries(&lookup, ROW_LOCK_NONE));
}

static bool
is_item_of(const Request *request, int item_no)
{
	return listed_item(request->case_no, request->request_no, item_no) != NULL;
}

/*
 * 5, 3(1): the answer says what of the requested secrets may be transferred: what it leaves out was requested, and
 * a permission leaves something to transfer.
 */
static void
note_wrong_exclusion(Judgement *judgement)
{
	const Decision *decision = (const Decision *) judgement->new_entry;
	const Request *request = answered_request(judgement);
	List *excluded;
	int at;

	if (request == NULL)
		return;
	if (!excluded_item_numbers(decision, &excluded))
	{
		note_broken(judgement, decisions_excluded_items,
					N_("The excluded lines are not a simple list of numbers in which each stands once."),
					N_("State the numbers of the excluded lines, each once."));
		return;
	}
	for (at = 0; at < list_length(excluded); at++)
	{
		CHECK_FOR_INTERRUPTS();
		if (is_item_of(request, list_nth_int(excluded, at)))
			continue;
		note_broken(judgement, decisions_excluded_items, N_("An excluded line is not in the list of the request."),
					N_("State the numbers of lines of this request."));
		return;
	}
	if (decision->outcome == PERMITTED && excluded != NIL && list_length(excluded) >= count_of_items(request))
		note_broken(judgement, decisions_excluded_items, N_("A permission that excludes every line is a refusal."),
					N_("Record the answer as a refusal, with its reasons."));
}

static const Rule r05_excluded_items = {
	"r05_excluded_items",
	"5",
	{{OTHER_ENTRIES, ON(decisions), ENTERED, .find = note_wrong_exclusion}},
	N_("An answer excludes only lines of its own request, and a permission does not exclude all of them.")};

/* 5: a refusal states the reasons that stand in the way of the transfer. */
static bool
refusal_has_reasons(Judgement *judgement)
{
	const Decision *decision = (const Decision *) judgement->new_entry;

	return decision->outcome != REFUSED || !is_blank(decision->reasons);
}

static const Rule r05_reasons = {"r05_reasons",
								 "5",
								 {{FORM, ON(decisions), ENTERED, refusal_has_reasons, COLUMN_NAME(decisions, reasons)}},
								 N_("A refusal states its reasons."),
								 N_("The refusal gives no reasons."),
								 N_("State the reasons that stand in the way of the transfer."),
								 .set_aside = NEVER_SET_ASIDE};

const Rule *const rule05[] = {&r05_received_first, &r05_request_stands, &r05_body_exists,
							  &r05_calendar_known, &r05_in_time,        &r05_signature,
							  &r05_reasons,        &r05_excluded_items, NULL};
