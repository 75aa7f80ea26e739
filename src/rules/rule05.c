/*
 * rule05.c
 *		Provision 5: the disposing body's answer within ten working days.
 *
 * The first day is the working day after receipt, and the answer must be sent by the end of
 * the tenth.  A late answer is recorded if it says why it is late, and stays a breach for
 * ever; silence is never a permission.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/permission.h"
#include "rules/provisions.h"

static Request *
answered_request(Judgement *judgement)
{
	return (Request *) judgement->referenced[decisions_request_no];
}

static void
received_first(Judgement *judgement)
{
	Decision *decision = (Decision *) judgement->new_entry;
	Request *request = answered_request(judgement);

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
										{{REGISTER, ON(decisions), ENTERED, .find = received_first}},
										N_("An answer is sent on the day the request was received or later.")};

/*
 * The last day for the answer; false if it does not matter or cannot be told.  An answer
 * that stands keeps the day it was judged by (enter.c fills it in).
 */
static bool
due_day(Judgement *judgement, DateADT *due_on)
{
	Decision *decision = (Decision *) judgement->new_entry;
	Request *request = answered_request(judgement);

	if (request == NULL || request->received_on == NO_DATE)
		return false;
	*due_on = decision->due_on;
	return *due_on != NO_DATE ||
		   answer_due_on(request->received_on, lock_unless_dry_run(judgement, ROW_LOCK_SHARE), due_on);
}

static void
calendar_known(Judgement *judgement)
{
	Request *request = answered_request(judgement);
	DateADT due_on;

	if (request != NULL && request->received_on != NO_DATE && !due_day(judgement, &due_on))
		note_broken(
			judgement, NO_COLUMN,
			N_("The day by which the answer is due cannot be worked out, because the calendar does not reach that far."),
			N_("Enter the year's holidays and moved days in calendar_days, then the year in calendar_years."));
}

static const Rule r05_calendar_known = {
	"r05_calendar_known",
	"5",
	{{REGISTER, ON(decisions), ENTERED, .find = calendar_known}},
	N_("The calendar of working days reaches as far as the day by which the answer is due.")};

static void
in_time(Judgement *judgement)
{
	Decision *decision = (Decision *) judgement->new_entry;
	DateADT due_on;

	if (due_day(judgement, &due_on) && after(decision->sent_on, due_on) && is_blank(decision->late_reason))
		note_broken(judgement, decisions_late_reason,
					N_("The answer was sent after the tenth working day from receipt, and no reason is stated."),
					N_("State the reason for the delay; the answer is then recorded as late for good."));
}

static const Rule r05_in_time = {
	"r05_in_time",
	"5",
	{{REGISTER, ON(decisions), ENTERED, .find = in_time}},
	N_("An answer is sent by the tenth working day after the receipt of the request, or states why it is late.")};

static void
signature(Judgement *judgement)
{
	Decision *decision = (Decision *) judgement->new_entry;
	List *missing = NIL;

	if (is_blank(decision->signed_by))
		missing = lappend_int(missing, decisions_signed_by);
	if (decision->signed_as == UNSTATED)
		missing = lappend_int(missing, decisions_signed_as);
	note_broken_fields(judgement, missing, N_("These data of the signature are missing: %s."),
					   N_("State who signed, as the head or as the acting head."));
}

static const Rule r05_signature = {"r05_signature",
								   "5",
								   {{FORM, ON(decisions), ENTERED, .find = signature}},
								   N_("An answer is signed by the head of the body or by the acting head.")};

static void
reasons(Judgement *judgement)
{
	Decision *decision = (Decision *) judgement->new_entry;

	if (decision->outcome == REFUSED && is_blank(decision->reasons))
		note_broken(judgement, decisions_reasons, N_("The refusal gives no reasons."),
					N_("State the reasons that stand in the way of the transfer."));
}

static const Rule r05_reasons = {
	"r05_reasons", "5", {{FORM, ON(decisions), ENTERED, .find = reasons}}, N_("A refusal states its reasons.")};

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
	Lookup lookup = look_in(TABLE_request_items);

	where_text(&lookup, request_items_case_no, request->case_no);
	where_text(&lookup, request_items_request_no, request->request_no);
	where_integer(&lookup, request_items_item_no, item_no);
	return find_entry(&lookup, ROW_LOCK_NONE) != NULL;
}

static void
excluded_items(Judgement *judgement)
{
	Decision *decision = (Decision *) judgement->new_entry;
	Request *request = answered_request(judgement);
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
	{{REGISTER, ON(decisions), ENTERED, .find = excluded_items}},
	N_("The lines that an answer excludes are lines of its own request, and a permission does not exclude all of them.")};

const Rule *const rule05[] = {&r05_received_first, &r05_calendar_known, &r05_in_time, &r05_signature,
							  &r05_reasons,        &r05_excluded_items, NULL};
