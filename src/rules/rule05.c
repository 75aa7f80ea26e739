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
		note_broken(judgement, NO_COLUMN, gettext_noop("The receipt of the request is not recorded."),
					gettext_noop("Record the day on which the body received the request."));
	else if (after(request->received_on, decision->sent_on))
		note_broken(judgement, decisions_sent_on,
					gettext_noop("The answer is dated before the receipt of the request."),
					gettext_noop("State the day on which the answer was sent."));
}

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
			gettext_noop(
				"The day by which the answer is due cannot be worked out, because the calendar does not reach that far."),
			gettext_noop(
				"Enter the year's holidays and moved days in calendar_days, then the year in calendar_years."));
}

static void
in_time(Judgement *judgement)
{
	Decision *decision = (Decision *) judgement->new_entry;
	DateADT due_on;

	if (due_day(judgement, &due_on) && after(decision->sent_on, due_on) && is_blank(decision->late_reason))
		note_broken(
			judgement, decisions_late_reason,
			gettext_noop("The answer was sent after the tenth working day from receipt, and no reason is stated."),
			gettext_noop("State the reason for the delay; the answer is then recorded as late for good."));
}

static void
signature(Judgement *judgement)
{
	Decision *decision = (Decision *) judgement->new_entry;
	List *missing = NIL;

	if (is_blank(decision->signed_by))
		missing = lappend_int(missing, decisions_signed_by);
	if (decision->signed_as == UNSTATED)
		missing = lappend_int(missing, decisions_signed_as);
	note_broken_fields(judgement, missing, gettext_noop("These data of the signature are missing: %s."),
					   gettext_noop("State who signed, as the head or as the acting head."));
}

static void
reasons(Judgement *judgement)
{
	Decision *decision = (Decision *) judgement->new_entry;

	if (decision->outcome == REFUSED && is_blank(decision->reasons))
		note_broken(judgement, decisions_reasons, gettext_noop("The refusal gives no reasons."),
					gettext_noop("State the reasons that stand in the way of the transfer."));
}

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
					gettext_noop("The excluded lines are not a simple list of numbers in which each stands once."),
					gettext_noop("State the numbers of the excluded lines, each once."));
		return;
	}
	for (at = 0; at < list_length(excluded); at++)
	{
		CHECK_FOR_INTERRUPTS();
		if (is_item_of(request, list_nth_int(excluded, at)))
			continue;
		note_broken(judgement, decisions_excluded_items,
					gettext_noop("An excluded line is not in the list of the request."),
					gettext_noop("State the numbers of lines of this request."));
		return;
	}
	if (decision->outcome == PERMITTED && excluded != NIL && list_length(excluded) >= count_of_items(request))
		note_broken(judgement, decisions_excluded_items,
					gettext_noop("A permission that excludes every line is a refusal."),
					gettext_noop("Record the answer as a refusal, with its reasons."));
}

const Rule rule05[] = {
	{"r05_received_first",
	 "5",
	 {{REGISTER, ON(decisions), ENTERED, received_first}},
	 "An answer is sent on the day the request was received or later.",
	 "Жауап сұрау салу алынған күні немесе одан кейін жіберіледі.",
	 "Ответ направляется в день получения запроса или позже."},
	{"r05_calendar_known",
	 "5",
	 {{REGISTER, ON(decisions), ENTERED, calendar_known}},
	 "The calendar of working days reaches as far as the day by which the answer is due.",
	 "Жұмыс күндерінің күнтізбесі жауап берудің соңғы күніне дейінгі уақытты қамтиды.",
	 "Календарь рабочих дней охватывает время до последнего дня для ответа."},
	{"r05_in_time",
	 "5",
	 {{REGISTER, ON(decisions), ENTERED, in_time}},
	 "An answer is sent by the tenth working day after the receipt of the request, or states why it is late.",
	 "Жауап сұрау салу алынғаннан кейінгі оныншы жұмыс күнінен кешіктірілмей жіберіледі немесе кешігу себебі көрсетіледі.",
	 "Ответ направляется не позднее десятого рабочего дня после получения запроса, или указывается причина опоздания."},
	{"r05_signature",
	 "5",
	 {{FORM, ON(decisions), ENTERED, signature}},
	 "An answer is signed by the head of the body or by the acting head.",
	 "Жауапқа органның басшысы немесе оны алмастыратын адам қол қояды.",
	 "Ответ подписывает руководитель органа или лицо, его замещающее."},
	{"r05_reasons",
	 "5",
	 {{FORM, ON(decisions), ENTERED, reasons}},
	 "A refusal states its reasons.",
	 "Бас тартуда оның себептері көрсетіледі.",
	 "В отказе указываются его причины."},
	{"r05_excluded_items",
	 "5",
	 {{REGISTER, ON(decisions), ENTERED, excluded_items}},
	 "The lines that an answer excludes are lines of its own request, and a permission does not exclude all of them.",
	 "Жауапта алып тасталған жолдар сол сұрау салудың жолдары болады, ал билік ететін органның рұқсаты олардың бәрін алып тастамайды.",
	 "Исключённые в ответе строки принадлежат тому же запросу, а разрешение органа, распоряжающегося секретами, не исключает их все."},
	{NULL}};
