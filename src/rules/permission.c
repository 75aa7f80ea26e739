/*
 * permission.c
 *		What a permission is, and what it covers (provisions 3(1), 5 and 7).
 *
 * Every act that rests on a permission asks for it here: the annex, and the hand-over again, because the permission may
 * have been entered wrong, or withdrawn, after the annex was.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/disposal.h"
#include "rules/party_change.h"
#include "rules/permission.h"

static int
compare_numbers(const void *a, const void *b)
{
	int32 left = *(const int32 *) a;
	int32 right = *(const int32 *) b;

	return left < right ? -1 : left > right;
}

/*
 * Tells the numbers of the excluded lines; none if the array contains a null.
 *
 * False if the array is not a simple list of numbers in which each stands once.
 */
bool
excluded_item_numbers(const Decision *decision, List **numbers)
{
	ArrayType *array;
	int32 *elements;
	bool is_simple;
	int count;
	int at;

	*numbers = NIL;
	if (decision->excluded_items == NULL)
		return true;
	array = DatumGetArrayTypeP(PointerGetDatum(decision->excluded_items));
	if (array_contains_nulls(array))
		return false;
	is_simple = ARR_NDIM(array) <= 1;
	count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	elements = palloc(count * sizeof(int32));
	memcpy(elements, ARR_DATA_PTR(array), count * sizeof(int32));
	qsort(elements, count, sizeof(int32), compare_numbers);
	for (at = 0; at < count; at++)
	{
		if (at > 0 && elements[at] == elements[at - 1])
			is_simple = false;
		*numbers = lappend_int(*numbers, elements[at]);
	}
	return is_simple;
}

/* Whether a permission leaves out a line of its request's list. */
static bool
excludes(const Decision *decision, int item_no)
{
	List *excluded;

	/* What cannot be read, with a null in it, leaves out every line: such an array stands only under a basis. */
	if (!excluded_item_numbers(decision, &excluded) && excluded == NIL)
		return true;
	return list_member_int(excluded, item_no);
}

const char *const listed_after_answer = N_("The carrier came into the list after the answer was entered.");

/*
 * Whether a line stood in the list, as it is, when the answer was entered.  Another line comes into an answered list
 * only under a basis, and its carrier is none that the body was asked for.  Whoever enters the answer anew says that
 * the answer is about the list as it is now.
 *
 * secretxfer.unpermitted_lines() says the same in SQL, as verify() does of the line.
 */
bool
was_listed_before(const RequestItem *item, const Decision *decision)
{
	return Max(item->head.recorded_at, item->head.changed_at) <= decision->head.recorded_at;
}

/*
 * Whether a permission is withdrawn by a day.  Our reading: without the permission nothing more has a ground (7), from
 * the day of the withdrawal on.
 */
bool
is_withdrawn_by(const Decision *decision, DateADT day)
{
	return decision->withdrawn_on != NO_DATE && !after(decision->withdrawn_on, day);
}

/*
 * Whether an answer is a permission by a day, withdrawn later or not: sent by then, by a body that had received the
 * request.
 */
bool
is_permission_by(const Request *request, const Decision *decision, DateADT day)
{
	return request != NULL && decision != NULL && decision->outcome == PERMITTED && request->received_on != NO_DATE &&
		   !after(request->received_on, decision->sent_on) && !after(decision->sent_on, day);
}

/*
 * Whether the body that answered was in liquidation on the day of the answer: then the body was vested with nothing,
 * and permitted nothing (5, 7), although the liquidation may be learnt of after the answer.
 */
bool
is_answer_in_liquidation(const Request *request, const Decision *decision)
{
	return is_in_liquidation(asked_body(request, decision->sent_on, ROW_LOCK_NONE), decision->sent_on);
}

/* Whether a body answered that may classify information as state secrets (4 ¶1): another body has none to permit. */
static bool
is_of_disposing_body(const Request *request, const Decision *decision)
{
	const Party *body = lock_party(asked_body(request, decision->sent_on, ROW_LOCK_NONE), ROW_LOCK_NONE);

	return body != NULL && has_classified(body);
}

/* Whether a permission leaves every line of the list out, or is not about it; without a list an access is asked for. */
static bool
leaves_all_out(const Request *request, const Decision *decision)
{
	Lookup lookup = look_in(TABLE_request_items);
	List *items;
	const RequestItem *item;

	where_text(&lookup, request_items_case_no, request->case_no);
	where_text(&lookup, request_items_request_no, request->request_no);
	items = find_entries(&lookup, ROW_LOCK_NONE);
	foreach_entry (const RequestItem, item, items)
	{
		if (!excludes(decision, item->item_no) && was_listed_before(item, decision))
			return false;
	}
	return items != NIL;
}

/*
 * Whether an answer permits nothing, whatever it says: the customer took the request back, the body was vested with
 * nothing, or nothing is left of the list.  Such an answer may stand under a basis, or the liquidation may be learnt of
 * after it.
 */
bool
permits_nothing(const Request *request, const Decision *decision)
{
	return request->withdrawn_on != NO_DATE || is_answer_in_liquidation(request, decision) ||
		   !is_of_disposing_body(request, decision) || leaves_all_out(request, decision);
}

/* Whether a permission stands on a day: sent by then, by a body that could permit, and not withdrawn by then. */
bool
is_permission_on(const Request *request, const Decision *decision, DateADT day)
{
	return is_permission_by(request, decision, day) && !is_withdrawn_by(decision, day) &&
		   !permits_nothing(request, decision);
}

/* The answer to a request that lists a carrier, by whatever body and whatever the answer is; NULL if there is none. */
const Entry *
answer_about_carrier(int64 carrier_id)
{
	Lookup lines = look_in(TABLE_request_items);
	const RequestItem *line;

	where_big(&lines, request_items_carrier_id, carrier_id);
	foreach_entry (const RequestItem, line, find_entries(&lines, ROW_LOCK_NONE))
	{
		Lookup lookup = look_in(TABLE_decisions);
		const Entry *answer;

		where_text(&lookup, decisions_case_no, line->case_no);
		where_text(&lookup, decisions_request_no, line->request_no);
		answer = find_entry(&lookup, ROW_LOCK_NONE);
		if (answer != NULL)
			return answer;
	}
	return NULL;
}

/*
 * Whether the body that answered a request disposed of a carrier on the day of the answer.  What it permitted stays
 * permitted when its secrets pass to another body.
 */
bool
answers_for_own_carrier(const Request *request, const Decision *decision, const Carrier *carrier)
{
	return same_text(disposing_body(carrier, decision->sent_on, ROW_LOCK_NONE),
					 asked_body(request, decision->sent_on, ROW_LOCK_NONE));
}

/* The carrier of a list line, if it is one of the secrets of the body that answered; else NULL. */
static Carrier *
carrier_of_body(const RequestItem *item, const Request *request, const Decision *decision)
{
	Carrier *carrier = carrier_of_id(item->carrier_id, ROW_LOCK_NONE);

	return carrier != NULL && answers_for_own_carrier(request, decision, carrier) ? carrier : NULL;
}

/* The carriers that a permission covers: the body's own secrets in the list, without what the permission leaves out. */
List *
permitted_carriers(const Request *request, const Decision *decision)
{
	Lookup lookup = look_in(TABLE_request_items);
	List *carriers = NIL;
	const RequestItem *item;

	where_text(&lookup, request_items_case_no, request->case_no);
	where_text(&lookup, request_items_request_no, request->request_no);
	foreach_entry (const RequestItem, item, find_entries(&lookup, ROW_LOCK_NONE))
	{
		Carrier *carrier = carrier_of_body(item, request, decision);

		if (carrier != NULL && !excludes(decision, item->item_no) && was_listed_before(item, decision))
			carriers = lappend(carriers, carrier);
	}
	return carriers;
}

/*
 * Why what a list line of the case names may not be used on a day, if the line was annexed on another or the same day;
 * NULL if a permission covers the line.
 */
const char *
why_not_permitted(CaseFile *file, const RequestItem *item, DateADT annexed_on, DateADT used_on)
{
	const Request *request = case_request(file, item->request_no);
	const Decision *decision = case_decision(file, item->request_no);

	if (request == NULL || decision == NULL || decision->outcome != PERMITTED)
		return N_("The request that lists the carrier has not been permitted.");
	if (request->withdrawn_on != NO_DATE)
		return N_("The customer took the request back.");
	if (after(decision->sent_on, annexed_on))
		return N_("The annex line is dated before the permission was sent.");
	if (!is_permission_by(request, decision, annexed_on))
		return N_("The permission was sent before the receipt of the request.");
	if (excludes(decision, item->item_no))
		return N_("The permission leaves this carrier out.");
	if (!was_listed_before(item, decision))
		return listed_after_answer;
	if (carrier_of_body(item, request, decision) == NULL || !is_of_disposing_body(request, decision))
		return N_("The permission comes from a body that does not own the carrier.");
	if (is_answer_in_liquidation(request, decision))
		return N_("The body that permitted the carrier was in liquidation on the day of its answer.");
	if (is_withdrawn_by(decision, used_on))
		return N_("The permission was withdrawn by this day.");
	return NULL;
}
