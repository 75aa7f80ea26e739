/*
 * rule00.c
 *		The register's own discipline: what the Rules take for granted of any register.
 *
 * An entry states what it must and nothing impossible, refers to entries that stand, follows
 * the others in time, and once a later one relies on it stays as it is (settled.c).
 */
#include "prelude.h"

#include "utils/datetime.h"
#include "utils/fmgrprotos.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/settled.h"

#define NEVER_DELETED (ON(handovers) | ON(system_accesses) | ON(violations) | ON(suspensions) | ON(party_changes))

/* ---- the form of an entry ---- */

/* The server's own numbers are not there yet in a dry run of a new entry. */
static bool
is_mandatory(const Judgement *judgement, const Column *column)
{
	return (column->flags & (KEY | MANDATORY)) != 0 &&
		   ((column->flags & SERVER) == 0 || judgement->old_entry != NULL || !judgement->dry_run);
}

/* Whether a column states something: a blank text does not. */
static bool
states_something(const Entry *entry, int column)
{
	if (!is_stated(entry, column))
		return false;
	return register_tables[entry->table].columns[column].type != COLUMN_TEXT || !is_blank(FIELD(entry, column, text *));
}

static void
mandatory(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	List *missing = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (is_mandatory(judgement, &table->columns[column]) && !states_something(judgement->new_entry, column))
			missing = lappend_int(missing, column);
	}
	note_broken_fields(judgement, missing, N_("These mandatory fields are missing or blank: %s."),
					   N_("State every mandatory field."));
}

static const Rule r00_mandatory = {"r00_mandatory",
								   "register",
								   {{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, .find = mandatory}},
								   N_("Every mandatory field is stated and is not blank.")};

/* Keys, and what an index holds besides, must fit into an index. */
#define MAX_KEY_LENGTH 200

static int
length_of(const text *value)
{
	return DatumGetInt32(DirectFunctionCall1(textlen, PointerGetDatum(value)));
}

static void
key_form(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	List *unclean = NIL;
	List *too_long = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		int flags = table->columns[column].flags;

		if (table->columns[column].type != COLUMN_TEXT || (flags & (KEY | INDEXED)) == 0 ||
			!states_something(judgement->new_entry, column))
			continue;
		if (length_of(FIELD(judgement->new_entry, column, text *)) > MAX_KEY_LENGTH)
			too_long = lappend_int(too_long, column);
		else if (has_hidden_characters(FIELD(judgement->new_entry, column, text *)))
			unclean = lappend_int(unclean, column);
	}
	note_broken_fields(judgement, unclean,
					   N_("These fields have white space around them, or a character that does not show: %s."),
					   N_("Write the number as the document shows it."));
	note_broken_fields(judgement, too_long, N_("These fields are longer than 200 characters: %s."),
					   N_("State the number as the document bears it."));
}

static const Rule r00_key_form = {
	"r00_key_form",
	"register",
	{{FORM, ALL_OF_REGISTER, ENTERED, .find = key_form}},
	N_("A key, a reference or a registration number has no white space around it and no character that does not show, and is at most 200 characters long.")};

/* The columns whose stated date fails a test. */
static List *
failing_dates(Judgement *judgement, bool (*fails)(const Column *column, DateADT date, DateADT today))
{
	const Table *table = &register_tables[judgement->table];
	List *failing = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type == COLUMN_DATE && is_stated(judgement->new_entry, column) &&
			fails(&table->columns[column], FIELD(judgement->new_entry, column, DateADT), judgement->today))
			failing = lappend_int(failing, column);
	}
	return failing;
}

static bool
lies_in_future(const Column *column, DateADT date, DateADT today)
{
	return (column->flags & PLANNED) == 0 && date > today && !DATE_NOT_FINITE(date);
}

static void
not_in_future(Judgement *judgement)
{
	note_broken_fields(judgement, failing_dates(judgement, lies_in_future),
					   N_("These dates lie after today in Asia/Almaty: %s."),
					   N_("State the day on which it happened; what is still to happen is recorded afterwards."));
}

static const Rule r00_not_in_future = {
	"r00_not_in_future",
	"register",
	{{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, .find = not_in_future}},
	N_("No date lies after today in Asia/Almaty, except the end of a validity, a planned period, a day of the calendar and a due day.")};

/* Infinite, before the republic's independence, or more than a hundred years ahead. */
static bool
is_implausible(const Column *column, DateADT date, DateADT today)
{
	const DateADT independence = date2j(1991, 12, 16) - POSTGRES_EPOCH_JDATE;
	int year;
	int month;
	int day;

	if (DATE_NOT_FINITE(date))
		return true;
	j2date(today + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return date < independence || date > date2j(year + 100, month, day) - POSTGRES_EPOCH_JDATE;
}

static void
plausible_date(Judgement *judgement)
{
	note_broken_fields(judgement, failing_dates(judgement, is_implausible),
					   N_("These dates are not possible on a document: %s."),
					   N_("State a real date, from 16 December 1991 to a hundred years from now."));
}

static const Rule r00_plausible_date = {
	"r00_plausible_date",
	"register",
	{{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, .find = plausible_date}},
	N_("A date is finite, not before 16 December 1991 and not more than a hundred years ahead.")};

/* Whether a number is NaN or infinite, or lies outside of limits; NULL is no limit. */
static bool
outside(Numeric value, const int *least, const int *most)
{
	Datum number = NumericGetDatum(value);

	if (value == NULL)
		return false;
	value = DatumGetNumeric(number);
	if (numeric_is_nan(value) || numeric_is_inf(value))
		return true;
	return (least != NULL && DatumGetBool(DirectFunctionCall2(
								 numeric_lt, number, DirectFunctionCall1(int4_numeric, Int32GetDatum(*least))))) ||
		   (most != NULL && DatumGetBool(DirectFunctionCall2(numeric_gt, number,
															 DirectFunctionCall1(int4_numeric, Int32GetDatum(*most)))));
}

static void
value_range(Judgement *judgement)
{
	const int zero = 0;
	const int hundred = 100;
	List *wrong = NIL;

	switch (judgement->table)
	{
		case TABLE_parties:
			if (outside(((Party *) judgement->new_entry)->state_share, &zero, &hundred))
				wrong = lappend_int(wrong, parties_state_share);
			break;
		case TABLE_carriers:
			if (is_stated(judgement->new_entry, carriers_sheets) && ((Carrier *) judgement->new_entry)->sheets <= 0)
				wrong = lappend_int(wrong, carriers_sheets);
			break;
		case TABLE_request_items:
			if (is_stated(judgement->new_entry, request_items_item_no) &&
				((RequestItem *) judgement->new_entry)->item_no <= 0)
				wrong = lappend_int(wrong, request_items_item_no);
			break;
		case TABLE_violations:
		{
			Violation *violation = (Violation *) judgement->new_entry;

			if (outside(violation->damage, &zero, NULL))
				wrong = lappend_int(wrong, violations_damage);
			if (outside(violation->damage_recovered, &zero, NULL) ||
				(violation->damage_recovered != NULL &&
				 (violation->damage == NULL ||
				  DatumGetBool(DirectFunctionCall2(numeric_gt, NumericGetDatum(violation->damage_recovered),
												   NumericGetDatum(violation->damage))))))
				wrong = lappend_int(wrong, violations_damage_recovered);
			break;
		}
		case TABLE_calendar_years:
			if (is_stated(judgement->new_entry, calendar_years_year) &&
				(((CalendarYear *) judgement->new_entry)->year < 1992 ||
				 ((CalendarYear *) judgement->new_entry)->year > 2200))
				wrong = lappend_int(wrong, calendar_years_year);
			break;
		default: /* not covered: the rule guards no other table */
			break;
	}
	note_broken_fields(
		judgement, wrong, N_("These values are not possible: %s."),
		N_("State a share from 0 to 100, a positive number of sheets or of a list line, damage of 0 or more with no more recovered, or a year from 1992 to 2200."));
}

static const Rule r00_value_range = {
	"r00_value_range",
	"register",
	{{FORM, ON(parties) | ON(carriers) | ON(request_items) | ON(violations) | ON(calendar_years), ENTERED | CHANGED,
	  .find = value_range}},
	N_("A number lies within its possible range: a state share from 0 to 100, a positive number of sheets or of a list line, damage not negative and not recovered beyond its amount, a calendar year from 1992 to 2200.")};

/* permits and clearances have the same three days. */
static void
validity_period(Judgement *judgement)
{
	Permit *permit = (Permit *) judgement->new_entry;
	Clearance *clearance = (Clearance *) judgement->new_entry;
	bool is_permit = judgement->table == TABLE_permits;
	DateADT issued_on = is_permit ? permit->issued_on : clearance->issued_on;
	DateADT valid_until = is_permit ? permit->valid_until : clearance->valid_until;
	DateADT revoked_on = is_permit ? permit->revoked_on : clearance->revoked_on;

	if (after(issued_on, valid_until))
		note_broken(judgement, is_permit ? permits_valid_until : clearances_valid_until,
					N_("The validity ends before it starts."),
					N_("State the last day of validity as the document does."));
	if (after(issued_on, revoked_on))
		note_broken(judgement, is_permit ? permits_revoked_on : clearances_revoked_on,
					N_("The revocation is dated before the day of issue."),
					N_("State the day of the revocation as the document does."));
}

static const Rule r00_validity_period = {
	"r00_validity_period",
	"register",
	{{FORM, ON(permits) | ON(clearances), ENTERED | CHANGED, .find = validity_period}},
	N_("A permit or a clearance neither ends nor is revoked before its day of issue.")};

/* ---- references ---- */

/*
 * Whether a provision says itself that the entry must name one of its own case: the breach
 * that a suspension is for (9), the list line that is annexed (7).
 */
static bool
provision_demands(const Judgement *judgement, int column)
{
	return judgement->facts != NULL && ((judgement->table == TABLE_suspensions && column == suspensions_violation_no) ||
										(judgement->table == TABLE_contract_items && column == contract_items_item_no));
}

static void
reference_stands(Judgement *judgement)
{
	List *dangling = NIL;
	int column;

	for (column = 0; column < register_tables[judgement->table].column_count; column++)
	{
		if (judgement->dangling[column] && !provision_demands(judgement, column))
			dangling = lappend_int(dangling, column);
	}
	note_broken_fields(judgement, dangling, N_("These fields refer to an entry that is not in the register: %s."),
					   N_("Check the number; if it is right, first record the entry it refers to."));
}

static const Rule r00_reference = {"r00_reference",
								   "register",
								   {{REGISTER, ALL_OF_REGISTER, ENTERED, .find = reference_stands}},
								   N_("An entry refers only to entries that stand in the register.")};

/* Whether another entry than those being judged is found. */
static bool
stands_already(Judgement *judgement, const Lookup *lookup)
{
	Entry *standing = find_entry(lookup, ROW_LOCK_NONE);

	return standing != NULL && (judgement->old_entry == NULL || !same_key(standing, judgement->old_entry));
}

/* The numbers that, beside the key, tell entries of a table apart. */
static bool
same_number_stands(Judgement *judgement)
{
	static const struct
	{
		TableId table;
		int columns[MAX_KEY_COLUMNS];
	} numbers[] = {{TABLE_carriers, {carriers_owner, carriers_account_no, carriers_copy_no}},
				   {TABLE_contract_items, {contract_items_case_no, contract_items_request_no, contract_items_item_no}}};
	int at;

	for (at = 0; at < lengthof(numbers); at++)
	{
		Lookup lookup = look_in(judgement->table);

		if (numbers[at].table == judgement->table &&
			where_same(&lookup, numbers[at].columns[0], judgement->new_entry, numbers[at].columns[0]) &&
			where_same(&lookup, numbers[at].columns[1], judgement->new_entry, numbers[at].columns[1]) &&
			where_same(&lookup, numbers[at].columns[2], judgement->new_entry, numbers[at].columns[2]) &&
			stands_already(judgement, &lookup))
			return true;
	}
	return false;
}

/*
 * A second entry with the same key or number.  When an entry is written the indexes see to
 * that, and refusal.c replaces their report; this is asked in a dry run.
 */
static void
entered_once(Judgement *judgement)
{
	Lookup key = look_in(judgement->table);
	bool stated = true;
	int column;

	for (column = 0; column < register_tables[judgement->table].key_count; column++)
		stated &= where_same(&key, column, judgement->new_entry, column);
	if ((stated && stands_already(judgement, &key)) || same_number_stands(judgement))
		note_broken(judgement, NO_COLUMN, N_("An entry with the same key or number already exists."),
					N_("Look up that entry, and correct it if it may be corrected."));
}

static const Rule r00_entered_once = {
	"r00_entered_once",
	"register",
	{{DUPLICATE, ALL_OF_REGISTER, ENTERED, .find = entered_once}},
	N_("No second entry has the same key, the same owner, registration number and copy number of a carrier, or the same list line in an annex.")};

/* ---- the order in time ---- */

static void
out_of_order(Judgement *judgement, int column, const char *detail)
{
	note_broken(
		judgement, column, detail,
		N_("State the day that the document bears; if it is right, correct the earlier step, which then has a wrong day."));
}

/* The first date of an entry of a case: none lies before the case was opened. */
static void
order_after_opening(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	Case *facts = judgement->facts;
	int column;

	if (facts == NULL || (judgement->occasions & ENTERED) == 0)
		return;
	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type != COLUMN_DATE || (table->columns[column].flags & PLANNED) != 0)
			continue;
		if (is_stated(judgement->new_entry, column) &&
			after(facts->opened_on, FIELD(judgement->new_entry, column, DateADT)))
		{
			out_of_order(judgement, column, N_("The entry is dated before the case was opened."));
			return;
		}
	}
}

/* Whether an entry bears a date, not a planned one, after a day. */
static bool
happened_after(const Entry *entry, DateADT day)
{
	const Table *table = &register_tables[entry->table];
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type == COLUMN_DATE && (table->columns[column].flags & PLANNED) == 0 &&
			after(FIELD(entry, column, DateADT), day))
			return true;
	}
	return false;
}

/* A case is not closed before a step of it; a breach may be found after the works. */
static void
order_of_closing(Judgement *judgement)
{
	static const TableId steps[] = {TABLE_requests,    TABLE_decisions,   TABLE_contracts,   TABLE_contract_items,
									TABLE_notices,     TABLE_protections, TABLE_handovers,   TABLE_system_accesses,
									TABLE_suspensions, TABLE_annulments,  TABLE_supplements, TABLE_protection_measures};
	DateADT closed_on = ((Case *) judgement->new_entry)->closed_on;
	Entry *entry;
	int at;

	if (closed_on == NO_DATE || judgement->file == NULL)
		return;
	for (at = 0; at < lengthof(steps); at++)
	{
		foreach_entry (Entry, entry, case_entries(judgement->file, steps[at]))
		{
			if (!happened_after(entry, closed_on))
				continue;
			out_of_order(judgement, cases_closed_on, N_("The closing is dated before a step recorded in the case."));
			return;
		}
	}
}

/* Among the dates of one entry. */
static void
own_order(Judgement *judgement)
{
	Entry *entry = judgement->new_entry;

	switch (judgement->table)
	{
		case TABLE_cases:
			if (after(((Case *) entry)->opened_on, ((Case *) entry)->closed_on))
				out_of_order(judgement, cases_closed_on, N_("The closing is dated before the case was opened."));
			break;
		case TABLE_requests:
			if (after(((Request *) entry)->sent_on, ((Request *) entry)->received_on))
				out_of_order(judgement, requests_received_on, N_("The receipt is dated before the request was sent."));
			break;
		case TABLE_handovers:
			if (after(((Handover *) entry)->handed_on, ((Handover *) entry)->returned_on))
				out_of_order(judgement, handovers_returned_on,
							 N_("The return is dated before the carrier was handed over."));
			break;
		case TABLE_system_accesses:
			if (after(((SystemAccess *) entry)->granted_on, ((SystemAccess *) entry)->ended_on))
				out_of_order(judgement, system_accesses_ended_on,
							 N_("The end is dated before the access was granted."));
			break;
		case TABLE_violations:
			if (after(((Violation *) entry)->found_on, ((Violation *) entry)->remedied_on))
				out_of_order(judgement, violations_remedied_on, N_("The remedy is dated before the breach was found."));
			break;
		case TABLE_suspensions:
			if (after(((Suspension *) entry)->suspended_on, ((Suspension *) entry)->lifted_on))
				out_of_order(judgement, suspensions_lifted_on, N_("The lifting is dated before the suspension began."));
			break;
		case TABLE_annulments:
			if (after(((Annulment *) entry)->raised_on, ((Annulment *) entry)->order_annulled_on))
				out_of_order(judgement, annulments_order_annulled_on,
							 N_("The annulment is dated before the question was raised."));
			break;
		case TABLE_party_changes:
			if (after(((PartyChange *) entry)->effective_on, ((PartyChange *) entry)->completed_on))
				out_of_order(judgement, party_changes_completed_on,
							 N_("The completion is dated before the change took effect."));
			break;
		default:
			break;
	}
}

/* Among the entries of a case. */
static void
order_in_case(Judgement *judgement)
{
	if (judgement->table == TABLE_cases)
		order_of_closing(judgement);
	else
		order_after_opening(judgement);
}

static const Rule r00_date_order = {
	"r00_date_order",
	"register",
	{{FORM, CASE_TABLES | ON(cases) | ON(party_changes), ENTERED | CLOSED, .find = own_order},
	 {REGISTER, CASE_TABLES | ON(cases), ENTERED | CLOSED, .find = order_in_case}},
	N_("The documents and steps of a case follow each other in time, from its opening to its closing.")};

/* ---- what stands, stays ---- */

/*
 * A closed case takes no more acts, whatever their date.  Events are still recorded: a
 * breach found, damage recovered.
 */
static void
case_open(Judgement *judgement)
{
	Case *facts = judgement->facts;

	if (facts != NULL && facts->closed_on != NO_DATE)
		note_broken(
			judgement, NO_COLUMN, N_("The case is closed."),
			N_("Nothing more can be entered in it; for further works open a new case and begin with the request."));
}

/* The fields that a correction touches beyond closing ones and facts that change in life. */
static bool
touches_settled_fields(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		int flags = table->columns[column].flags;

		if (((flags & KEY) != 0 || (flags & (CLOSING | LIVING | SERVER)) == 0) &&
			!same_value(judgement->old_entry, judgement->new_entry, column))
			return true;
	}
	return false;
}

/* Lifting a suspension is an act, too; on entry it has been judged with the rest. */
static void
lifting_in_open_case(Judgement *judgement)
{
	if ((judgement->occasions & ENTERED) == 0)
		case_open(judgement);
}

static const Rule r00_case_open = {
	"r00_case_open",
	"register",
	{{REGISTER, CASE_TABLES & ~(ON(violations) | ON(protection_measures)), ENTERED, .find = case_open},
	 {REGISTER, ON(suspensions), CLOSED, .find = lifting_in_open_case}},
	N_("A closed case takes no further act, whatever its date.")};

static void
settled(Judgement *judgement)
{
	if (judgement->new_entry != NULL ? !touches_settled_fields(judgement) : IS_ON(NEVER_DELETED, judgement->table))
		return;
	if (relied_on(judgement))
		note_broken(
			judgement, NO_COLUMN,
			judgement->new_entry == NULL
				? N_("This entry is settled, by a later entry or by its own closing or that of the case, so it cannot be withdrawn.")
				: N_("This entry is settled, by a later entry or by its own closing or that of the case, so it cannot be corrected."),
			N_("If a later entry relies on this one and is itself not settled, correct or withdraw that one first; otherwise the entry stays as it is."));
}

static const Rule r00_settled = {"r00_settled",
								 "register",
								 {{REGISTER, ALL_OF_REGISTER, CHANGED | WITHDRAWN, .find = settled}},
								 N_("An entry that a later entry relies on is neither corrected nor withdrawn.")};

/* received_on and the marks in the permits may be corrected while nothing relies on them. */
static bool
closes_for_good(Judgement *judgement)
{
	return (judgement->table != TABLE_requests && judgement->table != TABLE_protections) || relied_on(judgement);
}

static void
set_once(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	List *reset = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if ((table->columns[column].flags & CLOSING) != 0 && is_stated(judgement->old_entry, column) &&
			!same_value(judgement->old_entry, judgement->new_entry, column))
			reset = lappend_int(reset, column);
	}
	if (reset != NIL && closes_for_good(judgement))
		note_broken_fields(judgement, reset, N_("These fields are set only once and are already set: %s."),
						   N_("Leave these fields as they are."));
}

static const Rule r00_set_once = {
	"r00_set_once",
	"register",
	{{REGISTER, ALL_OF_REGISTER, CHANGED, .find = set_once}},
	N_("A closing field of an event, or of an entry that others rely on, is set only once.")};

static void
never_deleted(Judgement *judgement)
{
	note_broken(
		judgement, NO_COLUMN, N_("What happened in a case is never deleted."),
		N_("Correct the entry while nothing relies on it; afterwards record its return, end, remedy, lifting or completion."));
}

static const Rule r00_never_deleted = {
	"r00_never_deleted",
	"register",
	{{REGISTER, NEVER_DELETED, WITHDRAWN, .find = never_deleted}},
	N_("Hand-overs, accesses, breaches, suspensions and changes of parties are never deleted.")};

/* not covered: refuse_truncation() reports it, for there is no entry to judge */
static void
no_truncate(Judgement *judgement)
{
	(void) judgement;
}

static const Rule r00_no_truncate = {"r00_no_truncate",
									 "register",
									 {{REGISTER, ALL_OF_REGISTER, 0, .find = no_truncate}},
									 N_("No table of the register is emptied by TRUNCATE.")};

static void
stamped_by_server(Judgement *judgement)
{
	if (judgement->stamps_changed)
		note_broken(judgement, NO_COLUMN, N_("Who recorded an entry, and when, is stamped by the server."),
					N_("Leave recorded_at and recorded_by out of the statement."));
}

static const Rule r00_stamped_by_server = {
	"r00_stamped_by_server",
	"register",
	{{FORM, ALL_OF_REGISTER, CHANGED, .find = stamped_by_server}},
	N_("Who recorded an entry, and when, is stamped by the server and never changed.")};

/*
 * A carrier is in one place at a time, in whatever case: the times for which it was handed
 * over do not overlap.  It may be handed over again on the day it came back.
 */
static void
carrier_out(Judgement *judgement)
{
	Handover *handover = (Handover *) judgement->new_entry;
	Handover *other;
	Lookup lookup = look_in(TABLE_handovers);

	if (handover->handed_on == NO_DATE ||
		!where_same(&lookup, handovers_carrier_id, judgement->new_entry, handovers_carrier_id))
		return;
	foreach_entry (Handover, other, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (same_key(&other->head, judgement->new_entry) ||
			(judgement->old_entry != NULL && same_key(&other->head, judgement->old_entry)))
			continue;
		if ((handover->returned_on == NO_DATE || other->handed_on < handover->returned_on) &&
			(other->returned_on == NO_DATE || handover->handed_on < other->returned_on))
		{
			note_broken(
				judgement, handovers_carrier_id, N_("The carrier is out at that time."),
				N_("Record the return under the other hand-over, or state in this one when the carrier came back."));
			return;
		}
	}
}

static const Rule r00_carrier_out = {
	"r00_carrier_out",
	"register",
	{{REGISTER, ON(handovers), ENTERED, .find = carrier_out}},
	N_("A carrier that is out, in whatever case, is not handed over again before it is back.")};

const Rule *const rule00[] = {&r00_mandatory,
							  &r00_key_form,
							  &r00_not_in_future,
							  &r00_plausible_date,
							  &r00_value_range,
							  &r00_validity_period,
							  &r00_stamped_by_server,
							  &r00_entered_once,
							  &r00_reference,
							  &r00_date_order,
							  &r00_case_open,
							  &r00_settled,
							  &r00_set_once,
							  &r00_never_deleted,
							  &r00_no_truncate,
							  &r00_carrier_out,
							  NULL};
