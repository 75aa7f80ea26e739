/*
 * policies.c
 *		The SQL functions that the policies on the register's tables call.
 */
#include "prelude.h"

#include "access/xact.h"
#include "catalog/pg_type_d.h"
#include "nodes/makefuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "register/calendar.h"
#include "register/entered.h"
#include "rules/disposal.h"
#include "rules/permission.h"
#include "rules/succession.h"
#include "rules/transfer.h"
#include "security/access.h"
#include "security/admissions.h"

PG_FUNCTION_INFO_V1(secretxfer_acts_as);
PG_FUNCTION_INFO_V1(secretxfer_registrar_of_all);
PG_FUNCTION_INFO_V1(secretxfer_unlimited);
PG_FUNCTION_INFO_V1(secretxfer_admitted_for);
PG_FUNCTION_INFO_V1(secretxfer_answered_when_planned);
PG_FUNCTION_INFO_V1(secretxfer_own_case);
PG_FUNCTION_INFO_V1(secretxfer_cases_taken_over);
PG_FUNCTION_INFO_V1(secretxfer_cases_passed_on);
PG_FUNCTION_INFO_V1(secretxfer_own_contractors);
PG_FUNCTION_INFO_V1(secretxfer_permitted_carrier);
PG_FUNCTION_INFO_V1(secretxfer_answered_carrier);
PG_FUNCTION_INFO_V1(secretxfer_relied_on_carrier);
PG_FUNCTION_INFO_V1(secretxfer_permit_of_own_request);
PG_FUNCTION_INFO_V1(secretxfer_permit_of_own_arrangement);
PG_FUNCTION_INFO_V1(secretxfer_held_in_own_case);
PG_FUNCTION_INFO_V1(secretxfer_bodies_of_own_secrets);
PG_FUNCTION_INFO_V1(secretxfer_asked_now);
PG_FUNCTION_INFO_V1(secretxfer_permits_own_carriers);
PG_FUNCTION_INFO_V1(secretxfer_disposes_now);
PG_FUNCTION_INFO_V1(secretxfer_own_carrier);
PG_FUNCTION_INFO_V1(secretxfer_own_carrier_on);
PG_FUNCTION_INFO_V1(secretxfer_own_handover);
PG_FUNCTION_INFO_V1(secretxfer_asked_in_case);
PG_FUNCTION_INFO_V1(secretxfer_asked_by);
PG_FUNCTION_INFO_V1(secretxfer_asked_under_permit);
PG_FUNCTION_INFO_V1(secretxfer_asked_under_clearance);
PG_FUNCTION_INFO_V1(secretxfer_same_person);
PG_FUNCTION_INFO_V1(secretxfer_has_mandate);

/* ---- what has one answer for a whole statement ---- */

/*
 * secretxfer.acts_as(duty) - does the current role see and write what the duty gives?
 */
Datum
secretxfer_acts_as(PG_FUNCTION_ARGS)
{
	Duty duty = place_of_value(COLUMN_DUTY, PG_GETARG_OID(0));

	PG_RETURN_BOOL(writes_as(duty));
}

/* secretxfer.registrar_of_all() - is the current role registrar of the whole register? */
Datum
secretxfer_registrar_of_all(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_registrar_of_all());
}

/*
 * secretxfer.unlimited(table, privilege) - may the current role do this to every row?
 *
 * The role may if nobody admitted it to a duty and the privilege on the table was granted to the role itself. The
 * role's own grant is required because of views: PostgreSQL chooses the rows of a view for the role that reads the
 * view, but checks the privileges of the view's owner.
 */
Datum
secretxfer_unlimited(PG_FUNCTION_ARGS)
{
	if (is_admitted())
		PG_RETURN_BOOL(false);
	require_admissions();
	PG_RETURN_DATUM(DirectFunctionCall2(has_table_privilege_id, PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)));
}

/* An array of texts. */
static Datum
array_of_texts(List *texts)
{
	Datum *values = palloc(Max(list_length(texts), 1) * sizeof(Datum));
	int at;

	for (at = 0; at < list_length(texts); at++)
		values[at] = PointerGetDatum(list_nth(texts, at));
	return PointerGetDatum(construct_array(values, list_length(texts), TEXTOID, -1, false, TYPALIGN_INT));
}

/* secretxfer.admitted_for(duty) - the parties for which the current role has the duty */
Datum
secretxfer_admitted_for(PG_FUNCTION_ARGS)
{
	Duty duty = place_of_value(COLUMN_DUTY, PG_GETARG_OID(0));

	PG_RETURN_DATUM(array_of_texts(own_parties(duty)));
}

/*
 * Planner support function: replaces the question by its answer while the query is planned.
 *
 * Only in a query with row-level security, because PostgreSQL plans such a query again when the role changes. When the
 * answer changes, invalidate_on_role() and invalidate_on_relation() have the query planned again (admissions.c).
 *
 * Relies on plans that contain answers from the session's state, which planner support functions are not meant to give,
 * tested by test/sql/privileges.sql.
 */
Datum
secretxfer_answered_when_planned(PG_FUNCTION_ARGS)
{
	SupportRequestSimplify *request = (SupportRequestSimplify *) PG_GETARG_POINTER(0);
	Datum arguments[2] = {0};
	FuncExpr *call;
	Datum answer;
	int16 length;
	bool by_value;
	int at;

	if (!IsA(request, SupportRequestSimplify) || request->root == NULL || !request->root->parse->hasRowSecurity)
		PG_RETURN_POINTER(NULL);
	call = request->fcall;
	Assert(list_length(call->args) <= lengthof(arguments));
	for (at = 0; at < list_length(call->args); at++)
	{
		Const *argument = (Const *) list_nth(call->args, at);

		if (!IsA(argument, Const))
			PG_RETURN_POINTER(NULL);
		Assert(!argument->constisnull); /* the planner calls no strict function with a null */
		arguments[at] = argument->constvalue;
	}
	note_answer_in_plan();
	answer = OidFunctionCall2(call->funcid, arguments[0], arguments[1]);
	get_typlenbyval(call->funcresulttype, &length, &by_value);
	PG_RETURN_POINTER(makeConst(call->funcresulttype, -1, call->funccollid, length, answer, false, by_value));
}

/* ---- the cases of a customer ---- */

/* Distinct texts in the order of their bytes, for binary search. */
typedef struct SortedTexts
{
	int count;
	text **values;
} SortedTexts;

static int
compare_texts(const void *a, const void *b)
{
	const text *left = *(const text *const *) a;
	const text *right = *(const text *const *) b;
	int length = Min(VARSIZE_ANY_EXHDR(left), VARSIZE_ANY_EXHDR(right));
	int order = memcmp(VARDATA_ANY(left), VARDATA_ANY(right), length);

	return order != 0 ? order : (int) VARSIZE_ANY_EXHDR(left) - (int) VARSIZE_ANY_EXHDR(right);
}

static SortedTexts
sorted_texts(List *texts)
{
	SortedTexts sorted = {.values = palloc(Max(list_length(texts), 1) * sizeof(text *))};
	text *each;
	int count = 0;
	int at;

	foreach_entry (text, each, texts)
		sorted.values[count++] = pg_detoast_datum_packed(each);
	qsort(sorted.values, count, sizeof(text *), compare_texts);
	for (at = 0; at < count; at++)
	{
		if (at == 0 || compare_texts(&sorted.values[at], &sorted.values[at - 1]) != 0)
			sorted.values[sorted.count++] = sorted.values[at];
	}
	return sorted;
}

static bool
is_among(const SortedTexts *texts, text *wanted)
{
	const text *plain = pg_detoast_datum_packed(wanted);

	return bsearch(&plain, texts->values, texts->count, sizeof(text *), compare_texts) != NULL;
}

/*
 * The numbers of the cases that supplements moved to own parties or away from them (provision 10): those cases of which
 * the given column of supplements has an own party, and of which the present customer is an own party or not, as
 * own_now says.
 */
static List *
succeeded_cases(int column, bool own_now)
{
	List *parties = own_parties(DUTY_CUSTOMER);
	List *numbers = NIL;
	text *party;

	foreach_entry (text, party, parties)
	{
		Lookup lookup = look_in(TABLE_supplements);
		List *supplements;
		Supplement *supplement;

		where_text(&lookup, column, party);
		supplements = find_entries(&lookup, ROW_LOCK_NONE);
		foreach_entry (Supplement, supplement, supplements)
		{
			Case *facts = case_of_number(supplement->case_no);

			if (facts != NULL && is_party_of(DUTY_CUSTOMER, present_customer(facts)) == own_now)
				numbers = lappend(numbers, supplement->case_no);
		}
	}
	return numbers;
}

static List *
cases_taken_over(void)
{
	return succeeded_cases(supplements_successor, true);
}

static List *
cases_passed_on(void)
{
	return succeeded_cases(supplements_party, false);
}

/* All cases whose present customer the current role acts for, as a list of Case. A case may be in the list twice. */
static List *
own_cases(void)
{
	List *parties = own_parties(DUTY_CUSTOMER);
	SortedTexts passed_on = sorted_texts(cases_passed_on());
	List *taken_over = cases_taken_over();
	List *own = NIL;
	text *party;
	text *case_no;

	foreach_entry (text, party, parties)
	{
		Lookup lookup = look_in(TABLE_cases);
		List *ordered;
		Case *facts;

		where_text(&lookup, cases_customer, party);
		ordered = find_entries(&lookup, ROW_LOCK_NONE);
		foreach_entry (Case, facts, ordered)
		{
			if (!is_among(&passed_on, facts->case_no))
				own = lappend(own, facts);
		}
	}
	foreach_entry (text, case_no, taken_over)
		own = lappend(own, case_of_number(case_no));
	return own;
}

/* What a query remembers of own cases when it asks for one case after the other. */
typedef struct OwnCases
{
	int asked;
	CommandId command; /* the command for which the numbers are valid */
	SortedTexts numbers;
} OwnCases;

/* After this number of questions all own cases are looked up at once. */
#define QUESTIONS_ONE_BY_ONE 20

static void
remember_own_cases(OwnCases *remembered, MemoryContext context)
{
	List *cases = own_cases();
	List *numbers = NIL;
	MemoryContext caller = MemoryContextSwitchTo(context);
	Case *facts;

	foreach_entry (Case, facts, cases)
		numbers = lappend(numbers, PG_DETOAST_DATUM_COPY(PointerGetDatum(facts->case_no)));
	remembered->numbers = sorted_texts(numbers);
	remembered->command = GetCurrentCommandId(false);
	MemoryContextSwitchTo(caller);
}

/*
 * secretxfer.own_case(case_no) - does the current role act for the present customer?
 *
 * A step of one case asks once or twice. A query that reads a table asks for every row.
 */
Datum
secretxfer_own_case(PG_FUNCTION_ARGS)
{
	FmgrInfo *function = fcinfo->flinfo;
	text *case_no = PG_GETARG_TEXT_PP(0);
	OwnCases *remembered = function->fn_extra;

	if (remembered == NULL)
		remembered = function->fn_extra = MemoryContextAllocZero(function->fn_mcxt, sizeof(OwnCases));
	if (++remembered->asked <= QUESTIONS_ONE_BY_ONE)
		PG_RETURN_BOOL(is_own_case(case_no));
	if (remembered->numbers.values == NULL)
		remember_own_cases(remembered, function->fn_mcxt);
	/* The statement writes, so the number of own cases may have changed. */
	if (remembered->command != GetCurrentCommandId(false))
		PG_RETURN_BOOL(is_own_case(case_no));
	PG_RETURN_BOOL(is_among(&remembered->numbers, case_no));
}

/* Remembers an array while the query runs that asks for the array row by row. */
static Datum
remembered(FunctionCallInfo fcinfo, List *(*texts)(void) )
{
	FmgrInfo *function = fcinfo->flinfo;

	if (function->fn_extra == NULL)
	{
		List *found = texts();
		MemoryContext caller = MemoryContextSwitchTo(function->fn_mcxt);

		function->fn_extra = DatumGetPointer(array_of_texts(found));
		MemoryContextSwitchTo(caller);
	}
	return PointerGetDatum(function->fn_extra);
}

/*
 * secretxfer.cases_taken_over() - cases of which a supplement made an own party the customer
 */
Datum
secretxfer_cases_taken_over(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(remembered(fcinfo, cases_taken_over));
}

/*
 * secretxfer.cases_passed_on() - cases of which a supplement made another party the customer
 */
Datum
secretxfer_cases_passed_on(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(remembered(fcinfo, cases_passed_on));
}

/*
 * What a role sees of others must not follow from an entry that the role may still roll back (was_written_now()): no
 * trace of the look would stay.
 */

/* The permission for a request of a case, or NULL; request_no is NULL for a permission of any request. */
static const Decision *
committed_permission(const text *case_no, const text *request_no)
{
	Lookup lookup = look_in(TABLE_decisions);
	const Decision *decision;

	where_text(&lookup, decisions_case_no, case_no);
	if (request_no != NULL)
		where_text(&lookup, decisions_request_no, request_no);
	foreach_entry (const Decision, decision, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (decision->outcome == PERMITTED && !was_written_now(&decision->head))
			return decision;
	}
	return NULL;
}

/* The contractors of own cases, once the works are permitted: before that nobody has let the customer look. */
static List *
own_contractors(void)
{
	List *cases = own_cases();
	List *contractors = NIL;
	List *distinct = NIL;
	SortedTexts sorted;
	Case *facts;
	int at;

	foreach_entry (Case, facts, cases)
	{
		if (!was_written_now(&facts->head) && committed_permission(facts->case_no, NULL) != NULL)
			contractors = lappend(contractors, facts->contractor);
	}
	sorted = sorted_texts(contractors);
	for (at = 0; at < sorted.count; at++)
		distinct = lappend(distinct, sorted.values[at]);
	return distinct;
}

/*
 * secretxfer.own_contractors() - the contractors of the permitted cases of own parties
 */
Datum
secretxfer_own_contractors(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(remembered(fcinfo, own_contractors));
}

/* Whether the owner of the carrier permitted what a line of a list asks for. */
static bool
is_permitted_by_owner(const RequestItem *line)
{
	const Decision *decision = committed_permission(line->case_no, line->request_no);
	const Request *request;
	const Carrier *carrier;
	List *excluded;

	if (decision == NULL || was_written_now(&line->head))
		return false;
	request = request_of_number(line->case_no, line->request_no);
	carrier = carrier_of_id(line->carrier_id, ROW_LOCK_NONE);
	return request != NULL && carrier != NULL && !was_written_now(&request->head) && !was_written_now(&carrier->head) &&
		   answers_for_own_carrier(request, decision, carrier) && excluded_item_numbers(decision, &excluded) &&
		   !list_member_int(excluded, line->item_no) && was_listed_before(line, decision);
}

/*
 * secretxfer.permitted_carrier(carrier_id) - does a permission cover the carrier in an own case?
 *
 * A line in a list is not enough: the customer writes the lists, and could read every title by listing one number after
 * the other.
 */
Datum
secretxfer_permitted_carrier(PG_FUNCTION_ARGS)
{
	Lookup lookup = look_in(TABLE_request_items);
	List *lines;
	RequestItem *line;

	where_big(&lookup, request_items_carrier_id, PG_GETARG_INT64(0));
	lines = find_entries(&lookup, ROW_LOCK_NONE);
	foreach_entry (RequestItem, line, lines)
	{
		if (is_own_case(line->case_no) && is_permitted_by_owner(line))
			PG_RETURN_BOOL(true);
	}
	PG_RETURN_BOOL(false);
}

/*
 * Whether a customer of the current role entered a carrier. The functions below answer for such carriers alone, because
 * a customer that finds a carrier by its numbers must not learn by asking them whether others asked for it.
 */
static bool
entered_by_own_customer(int64 carrier_id)
{
	const Carrier *carrier = carrier_of_id(carrier_id, ROW_LOCK_NONE);

	return carrier != NULL && carrier->entered_for != NULL && is_party_of(DUTY_CUSTOMER, carrier->entered_for);
}

/*
 * secretxfer.answered_carrier(carrier_id) - was a request that lists an own customer's carrier answered?
 *
 * Until then the customer that entered the carrier sees its own entry.
 */
Datum
secretxfer_answered_carrier(PG_FUNCTION_ARGS)
{
	int64 carrier_id = PG_GETARG_INT64(0);

	PG_RETURN_BOOL(entered_by_own_customer(carrier_id) && answer_about_carrier(carrier_id) != NULL);
}

/*
 * secretxfer.relied_on_carrier(carrier_id) - is an own customer's carrier listed in a received request, or by others?
 *
 * From then on the customer that entered the carrier changes it no more: the body reads the list with its carriers, and
 * another customer's list must not come to name another paper.
 */
Datum
secretxfer_relied_on_carrier(PG_FUNCTION_ARGS)
{
	Lookup lines = look_in(TABLE_request_items);
	const RequestItem *line;

	if (!entered_by_own_customer(PG_GETARG_INT64(0)))
		PG_RETURN_BOOL(false);
	where_big(&lines, request_items_carrier_id, PG_GETARG_INT64(0));
	foreach_entry (const RequestItem, line, find_entries(&lines, ROW_LOCK_NONE))
	{
		const Request *request = request_of_number(line->case_no, line->request_no);

		if (request == NULL || request->received_on != NO_DATE || !is_own_case(line->case_no))
			PG_RETURN_BOOL(true);
	}
	PG_RETURN_BOOL(false);
}

/*
 * secretxfer.permit_of_own_request(permit_no) - does a request of an own case name the permit?
 *
 * Whoever names a permit by its full number has seen the permit.
 */
Datum
secretxfer_permit_of_own_request(PG_FUNCTION_ARGS)
{
	Lookup lookup = look_in(TABLE_requests);
	const Request *request;

	where_text(&lookup, requests_permit_no, PG_GETARG_TEXT_PP(0));
	foreach_entry (const Request, request, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (!was_written_now(&request->head) && is_own_case(request->case_no))
			PG_RETURN_BOOL(true);
	}
	PG_RETURN_BOOL(false);
}

/*
 * secretxfer.permit_of_own_arrangement(permit_no) - does an arrangement of an own case name the permit as the
 * provider's?
 *
 * The customer is told when the permit ends: the secrets are its own to control (9).
 */
Datum
secretxfer_permit_of_own_arrangement(PG_FUNCTION_ARGS)
{
	Lookup lookup = look_in(TABLE_protections);
	const Protection *arrangement;

	where_text(&lookup, protections_provider_permit_no, PG_GETARG_TEXT_PP(0));
	foreach_entry (const Protection, arrangement, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (!was_written_now(&arrangement->head) && is_own_case(arrangement->case_no))
			PG_RETURN_BOOL(true);
	}
	PG_RETURN_BOOL(false);
}

/* Whether an entry of an own case names a clearance in a column. */
static bool
names_clearance(TableId table, int column, const text *clearance_no)
{
	Lookup lookup = look_in(table);
	const Entry *entry;

	where_text(&lookup, column, clearance_no);
	foreach_entry (const Entry, entry, find_entries(&lookup, ROW_LOCK_NONE))
	{
		const Handover *handover = table == TABLE_holders ? handover_of((const Holder *) entry) : NULL;

		if (!was_written_now(entry) && (table != TABLE_holders || handover != NULL) &&
			is_own_case(handover != NULL ? handover->case_no : FIELD(entry, 0, text *)))
			return true;
	}
	return false;
}

/*
 * secretxfer.held_in_own_case(clearance_no) - does somebody have, or had, something of an own case under the clearance?
 *
 * Whoever it is of whose party: the customer controls who has its secrets (9 ¶1).
 */
Datum
secretxfer_held_in_own_case(PG_FUNCTION_ARGS)
{
	const text *clearance_no = PG_GETARG_TEXT_PP(0);

	PG_RETURN_BOOL(names_clearance(TABLE_handovers, handovers_received_by, clearance_no) ||
				   names_clearance(TABLE_holders, holders_held_by, clearance_no) ||
				   names_clearance(TABLE_system_accesses, system_accesses_clearance_no, clearance_no));
}

/* secretxfer.own_handover(handover) - does the current role act for the customer of its case? */
Datum
secretxfer_own_handover(PG_FUNCTION_ARGS)
{
	Lookup lookup = look_in(TABLE_handovers);
	Handover *handover;

	where_big(&lookup, handovers_entry_id, PG_GETARG_INT64(0));
	handover = find_whose(&lookup);
	PG_RETURN_BOOL(handover != NULL && is_own_case(handover->case_no));
}

/* ---- what a disposing body owns, and is asked ---- */

static List *
bodies_of_own_secrets(void)
{
	return predecessors_in_disposal(own_parties(DUTY_AUTHORITY));
}

/*
 * secretxfer.bodies_of_own_secrets() - own bodies, and bodies from which secrets may have passed to them
 *
 * For the index: which of their secrets did, the two functions below tell.
 */
Datum
secretxfer_bodies_of_own_secrets(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(remembered(fcinfo, bodies_of_own_secrets));
}

/* secretxfer.asked_now(authority, sent_on) - does a request wait at an own party today, or did it answer? */
Datum
secretxfer_asked_now(PG_FUNCTION_ARGS)
{
	Request request = {.authority = PG_GETARG_TEXT_PP(0), .sent_on = PG_GETARG_DATEADT(1)};

	PG_RETURN_BOOL(is_asked_as_own_body(&request));
}

/*
 * secretxfer.permits_own_carriers(case_no, request_no, day) - did own parties dispose on a day of all that was
 * permitted?
 *
 * A carrier that passes by name takes no request along; but what was permitted of it is the new body's to withdraw, and
 * so to see.  Where no day is stated, today's body is asked.
 */
Datum
secretxfer_permits_own_carriers(PG_FUNCTION_ARGS)
{
	const Request *request;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_BOOL(false);
	request = request_of_number(PG_GETARG_TEXT_PP(0), PG_GETARG_TEXT_PP(1));
	PG_RETURN_BOOL(request != NULL &&
				   permits_as_own_body(request, PG_ARGISNULL(2) ? today_in_almaty() : PG_GETARG_DATEADT(2)));
}

/* secretxfer.disposes_now(owner, carrier_id) - does an own party dispose of a carrier of an owner today? */
Datum
secretxfer_disposes_now(PG_FUNCTION_ARGS)
{
	Carrier carrier = {0};

	carrier.owner = PG_ARGISNULL(0) ? NULL : PG_GETARG_TEXT_PP(0);
	if (!PG_ARGISNULL(1))
	{
		carrier.carrier_id = PG_GETARG_INT64(1);
		carrier.head.stated = UINT32_C(1) << carriers_carrier_id;
	}
	PG_RETURN_BOOL(disposes_as_own_body(&carrier, today_in_almaty()));
}

static bool
is_own_carrier_on(int64 carrier_id, DateADT day)
{
	Lookup lookup = look_in(TABLE_carriers);
	Carrier *carrier;

	where_big(&lookup, carriers_carrier_id, carrier_id);
	carrier = find_whose(&lookup);
	return carrier != NULL && disposes_as_own_body(carrier, day);
}

/* secretxfer.own_carrier(carrier_id) - does an own party dispose of the carrier today? */
Datum
secretxfer_own_carrier(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_own_carrier_on(PG_GETARG_INT64(0), today_in_almaty()));
}

/*
 * secretxfer.own_carrier_on(carrier_id, day) - did an own party dispose of the carrier on a day?
 *
 * Where no day is stated, today's body is asked: the rules say that the day is missing.
 */
Datum
secretxfer_own_carrier_on(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!PG_ARGISNULL(0) &&
				   is_own_carrier_on(PG_GETARG_INT64(0), PG_ARGISNULL(1) ? today_in_almaty() : PG_GETARG_DATEADT(1)));
}

/*
 * Whether one of the requests with this text in this column waits at an own party, or was answered by it, or all that
 * was permitted on it is an own party's now; a request that this transaction may roll back shows nothing of what it
 * names.
 */
static bool
is_asked(int column, const text *value)
{
	Lookup lookup = look_in(TABLE_requests);
	List *requests;
	Request *request;

	where_text(&lookup, column, value);
	requests = find_entries(&lookup, ROW_LOCK_NONE);
	foreach_entry (Request, request, requests)
	{
		if ((is_asked_as_own_body(request) || permits_as_own_body(request, today_in_almaty())) &&
			(column == requests_case_no || !was_written_now(&request->head)))
			return true;
	}
	return false;
}

/* secretxfer.asked_in_case(case_no) - does a request of the case wait at an own party, or was it answered by it? */
Datum
secretxfer_asked_in_case(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_asked(requests_case_no, PG_GETARG_TEXT_PP(0)));
}

/* secretxfer.asked_under_permit(permit_no) - does such a request name the permit? */
Datum
secretxfer_asked_under_permit(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_asked(requests_permit_no, PG_GETARG_TEXT_PP(0)));
}

/* secretxfer.asked_under_clearance(clearance_no) - does such a request name the clearance? */
Datum
secretxfer_asked_under_clearance(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_asked(requests_clearance_no, PG_GETARG_TEXT_PP(0)));
}

/* secretxfer.asked_by(case_no, request_no) - does the request wait at an own party, or was it answered by it? */
Datum
secretxfer_asked_by(PG_FUNCTION_ARGS)
{
	const Request *request = request_of_number(PG_GETARG_TEXT_PP(0), PG_GETARG_TEXT_PP(1));

	PG_RETURN_BOOL(request != NULL && is_asked_as_own_body(request));
}

/* ---- persons of clearances ---- */

/* The name of the person of a clearance, if the current role may see the clearance. */
static text *
person_of_clearance(const text *clearance_no)
{
	Lookup lookup = look_in(TABLE_clearances);
	Clearance *clearance;

	where_text(&lookup, clearances_clearance_no, clearance_no);
	clearance = find_entry(&lookup, ROW_LOCK_NONE);
	return clearance != NULL && (sees_every_case() || may_see_entry(&clearance->head)) ? clearance->person_name : NULL;
}

/*
 * secretxfer.same_person(clearance_no, clearance_no) - do both clearances belong to one person?
 *
 * For roles that may not read names.
 */
Datum
secretxfer_same_person(PG_FUNCTION_ARGS)
{
	text *one;
	text *other;

	require_access(relation_of_table(TABLE_clearances), ACL_SELECT);
	one = person_of_clearance(PG_GETARG_TEXT_PP(0));
	other = person_of_clearance(PG_GETARG_TEXT_PP(1));
	PG_RETURN_BOOL(one != NULL && same_text(one, other));
}

/*
 * secretxfer.has_mandate(idn) - does a party state the act by which it protects the secrets of others (8(4))?
 *
 * For roles that may not read what texts tell.
 */
Datum
secretxfer_has_mandate(PG_FUNCTION_ARGS)
{
	const Party *party;

	require_access(relation_of_table(TABLE_parties), ACL_SELECT);
	party = lock_party(PG_GETARG_TEXT_PP(0), ROW_LOCK_NONE);
	PG_RETURN_BOOL(party != NULL && !is_blank(party->protection_mandate));
}
