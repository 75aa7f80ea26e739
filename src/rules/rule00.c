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

#define CASE_TABLES                                                                                              \
	(ON(requests) | ON(request_items) | ON(decisions) | ON(contracts) | ON(contract_items) | ON(notices) |       \
	 ON(protections) | ON(handovers) | ON(system_accesses) | ON(violations) | ON(suspensions) | ON(annulments) | \
	 ON(supplements) | ON(protection_measures))

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
	note_broken_fields(judgement, missing, gettext_noop("These mandatory fields are missing or blank: %s."),
					   gettext_noop("State every mandatory field."));
}

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
	note_broken_fields(
		judgement, unclean,
		gettext_noop("These fields have white space around them, or a character that does not show: %s."),
		gettext_noop("Write the number as the document shows it."));
	note_broken_fields(judgement, too_long, gettext_noop("These fields are longer than 200 characters: %s."),
					   gettext_noop("State the number as the document bears it."));
}

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
	note_broken_fields(
		judgement, failing_dates(judgement, lies_in_future),
		gettext_noop("These dates lie after today in Asia/Almaty: %s."),
		gettext_noop("State the day on which it happened; what is still to happen is recorded afterwards."));
}

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
					   gettext_noop("These dates are not possible on a document: %s."),
					   gettext_noop("State a real date, from 16 December 1991 to a hundred years from now."));
}

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
		judgement, wrong, gettext_noop("These values are not possible: %s."),
		gettext_noop(
			"State a share from 0 to 100, a positive number of sheets or of a list line, damage of 0 or more with no more recovered, or a year from 1992 to 2200."));
}

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
					gettext_noop("The validity ends before it starts."),
					gettext_noop("State the last day of validity as the document does."));
	if (after(issued_on, revoked_on))
		note_broken(judgement, is_permit ? permits_revoked_on : clearances_revoked_on,
					gettext_noop("The revocation is dated before the day of issue."),
					gettext_noop("State the day of the revocation as the document does."));
}

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
	note_broken_fields(judgement, dangling,
					   gettext_noop("These fields refer to an entry that is not in the register: %s."),
					   gettext_noop("Check the number; if it is right, first record the entry it refers to."));
}

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
		note_broken(judgement, NO_COLUMN, gettext_noop("An entry with the same key or number already exists."),
					gettext_noop("Look up that entry, and correct it if it may be corrected."));
}

/* ---- the order in time ---- */

static void
out_of_order(Judgement *judgement, int column, const char *detail)
{
	note_broken(
		judgement, column, detail,
		gettext_noop(
			"State the day that the document bears; if it is right, correct the earlier step, which then has a wrong day."));
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
			out_of_order(judgement, column, gettext_noop("The entry is dated before the case was opened."));
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
			out_of_order(judgement, cases_closed_on,
						 gettext_noop("The closing is dated before a step recorded in the case."));
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
				out_of_order(judgement, cases_closed_on,
							 gettext_noop("The closing is dated before the case was opened."));
			break;
		case TABLE_requests:
			if (after(((Request *) entry)->sent_on, ((Request *) entry)->received_on))
				out_of_order(judgement, requests_received_on,
							 gettext_noop("The receipt is dated before the request was sent."));
			break;
		case TABLE_handovers:
			if (after(((Handover *) entry)->handed_on, ((Handover *) entry)->returned_on))
				out_of_order(judgement, handovers_returned_on,
							 gettext_noop("The return is dated before the carrier was handed over."));
			break;
		case TABLE_system_accesses:
			if (after(((SystemAccess *) entry)->granted_on, ((SystemAccess *) entry)->ended_on))
				out_of_order(judgement, system_accesses_ended_on,
							 gettext_noop("The end is dated before the access was granted."));
			break;
		case TABLE_violations:
			if (after(((Violation *) entry)->found_on, ((Violation *) entry)->remedied_on))
				out_of_order(judgement, violations_remedied_on,
							 gettext_noop("The remedy is dated before the breach was found."));
			break;
		case TABLE_suspensions:
			if (after(((Suspension *) entry)->suspended_on, ((Suspension *) entry)->lifted_on))
				out_of_order(judgement, suspensions_lifted_on,
							 gettext_noop("The lifting is dated before the suspension began."));
			break;
		case TABLE_annulments:
			if (after(((Annulment *) entry)->raised_on, ((Annulment *) entry)->order_annulled_on))
				out_of_order(judgement, annulments_order_annulled_on,
							 gettext_noop("The annulment is dated before the question was raised."));
			break;
		case TABLE_party_changes:
			if (after(((PartyChange *) entry)->effective_on, ((PartyChange *) entry)->completed_on))
				out_of_order(judgement, party_changes_completed_on,
							 gettext_noop("The completion is dated before the change took effect."));
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
			judgement, NO_COLUMN, gettext_noop("The case is closed."),
			gettext_noop(
				"Nothing more can be entered in it; for further works open a new case and begin with the request."));
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

static void
settled(Judgement *judgement)
{
	if (judgement->new_entry != NULL ? !touches_settled_fields(judgement)
									 : (NEVER_DELETED & (UINT32_C(1) << judgement->table)) != 0)
		return;
	if (relied_on(judgement))
		note_broken(
			judgement, NO_COLUMN,
			judgement->new_entry == NULL
				? gettext_noop(
					  "This entry is settled, by a later entry or by its own closing or that of the case, so it cannot be withdrawn.")
				: gettext_noop(
					  "This entry is settled, by a later entry or by its own closing or that of the case, so it cannot be corrected."),
			gettext_noop(
				"If a later entry relies on this one and is itself not settled, correct or withdraw that one first; otherwise the entry stays as it is."));
}

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
		note_broken_fields(judgement, reset, gettext_noop("These fields are set only once and are already set: %s."),
						   gettext_noop("Leave these fields as they are."));
}

static void
never_deleted(Judgement *judgement)
{
	note_broken(
		judgement, NO_COLUMN, gettext_noop("What happened in a case is never deleted."),
		gettext_noop(
			"Correct the entry while nothing relies on it; afterwards record its return, end, remedy, lifting or completion."));
}

/* not covered: refuse_truncation() reports it, for there is no entry to judge */
static void
no_truncate(Judgement *judgement)
{
	(void) judgement;
}

static void
stamped_by_server(Judgement *judgement)
{
	if (judgement->stamps_changed)
		note_broken(judgement, NO_COLUMN, gettext_noop("Who recorded an entry, and when, is stamped by the server."),
					gettext_noop("Leave recorded_at and recorded_by out of the statement."));
}

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
				judgement, handovers_carrier_id, gettext_noop("The carrier is out at that time."),
				gettext_noop(
					"Record the return under the other hand-over, or state in this one when the carrier came back."));
			return;
		}
	}
}

const Rule rule00[] = {
	{"r00_mandatory",
	 "register",
	 {{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, mandatory}},
	 "Every mandatory field is stated and is not blank.",
	 "Барлық міндетті өріс толтырылады және олардың ешқайсысы тек бос орындардан тұрмайды.",
	 "Все обязательные поля заполняются и не состоят из одних пробелов."},
	{"r00_key_form",
	 "register",
	 {{FORM, ALL_OF_REGISTER, ENTERED, key_form}},
	 "A key, a reference or a registration number has no white space around it and no character that does not show, and is at most 200 characters long.",
	 "Кілттің, сілтеменің және есептік нөмірдің басында да, соңында да бос орын, ішінде көрінбейтін таңба болмайды, олар 200 таңбадан аспайды.",
	 "Ключ, ссылка и учётный номер не имеют пробелов по краям и невидимых знаков внутри и не длиннее 200 знаков."},
	{"r00_not_in_future",
	 "register",
	 {{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, not_in_future}},
	 "No date lies after today in Asia/Almaty, except the end of a validity, a planned period, a day of the calendar and a due day.",
	 "Жарамдылық мерзімінің соңын, жоспарланған кезеңді, жұмыс күнтізбесінің күнін және жауап берудің соңғы күнін қоспағанда, ешбір күн Asia/Almaty уақыты бойынша бүгіннен кейін болмайды.",
	 "Ни одна дата не бывает позже сегодняшней по времени Asia/Almaty, кроме конца срока действия, планируемого периода, дня рабочего календаря и последнего дня для ответа."},
	{"r00_plausible_date",
	 "register",
	 {{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, plausible_date}},
	 "A date is finite, not before 16 December 1991 and not more than a hundred years ahead.",
	 "Күннің шексіз мәні болмайды, ол 1991 жылғы 16 желтоқсаннан ерте де, бүгіннен жүз жылдан аса кейін де болмайды.",
	 "Дата не бывает бесконечной, не предшествует 16 декабря 1991 года и не отстоит от сегодняшнего дня более чем на сто лет вперёд."},
	{"r00_value_range",
	 "register",
	 {{FORM, ON(parties) | ON(carriers) | ON(request_items) | ON(violations) | ON(calendar_years), ENTERED | CHANGED,
	   value_range}},
	 "A number lies within its possible range: a state share from 0 to 100, a positive number of sheets or of a list line, damage not negative and not recovered beyond its amount, a calendar year from 1992 to 2200.",
	 "Сан мүмкін болатын шекте болады: мемлекеттің үлесі 0-ден 100-ге дейін, парақтар саны мен тізбе жолының нөмірі нөлден артық, зиян теріс емес және одан өндіріп алынғаны зиянның өзінен аспайды, күнтізбе жылы 1992-ден 2200-ге дейін.",
	 "Число лежит в допустимых пределах: доля государства от 0 до 100, количество листов и номер строки перечня больше нуля, ущерб не отрицателен и взысканное не превышает его, год календаря от 1992 до 2200."},
	{"r00_validity_period",
	 "register",
	 {{FORM, ON(permits) | ON(clearances), ENTERED | CHANGED, validity_period}},
	 "A permit or a clearance neither ends nor is revoked before its day of issue.",
	 "Жұмыс жүргізуге ҰҚК рұқсатының не мемлекеттік құпияларға рұқсат етудің мерзімі берілген күнінен бұрын бітпейді және олар сол күннен бұрын қайтарып алынбайды.",
	 "Разрешение КНБ на проведение работ и допуск к государственным секретам не прекращают действовать и не отзываются раньше дня выдачи."},
	{"r00_stamped_by_server",
	 "register",
	 {{FORM, ALL_OF_REGISTER, CHANGED, stamped_by_server}},
	 "Who recorded an entry, and when, is stamped by the server and never changed.",
	 "Жазбаны кім және қашан енгізгенін сервер белгілейді, бұл белгі өзгертілмейді.",
	 "Кто и когда внёс запись, отмечает сервер, и эта отметка не изменяется."},
	{"r00_entered_once",
	 "register",
	 {{DUPLICATE, ALL_OF_REGISTER, ENTERED, entered_once}},
	 "No second entry has the same key, the same owner, registration number and copy number of a carrier, or the same list line in an annex.",
	 "Кілті бірдей, жеткізгіштің иесі, есептік нөмірі және дана нөмірі бірдей немесе тізбенің сол бір жолын қосымшада қайталайтын екінші жазба енгізілмейді.",
	 "Не вносится вторая запись с тем же ключом, с теми же владельцем, учётным номером и номером экземпляра носителя или с той же строкой перечня в приложении."},
	{"r00_reference",
	 "register",
	 {{REGISTER, ALL_OF_REGISTER, ENTERED, reference_stands}},
	 "An entry refers only to entries that stand in the register.",
	 "Жазба тізілімде бар жазбаларға ғана сілтеме жасайды.",
	 "Запись ссылается только на записи, внесённые в реестр."},
	{"r00_date_order",
	 "register",
	 {{FORM, CASE_TABLES | ON(cases) | ON(party_changes), ENTERED | CLOSED, own_order},
	  {REGISTER, CASE_TABLES | ON(cases), ENTERED | CLOSED, order_in_case}},
	 "The documents and steps of a case follow each other in time, from its opening to its closing.",
	 "Істің құжаттары мен қадамдары іс ашылғаннан ол жабылғанға дейін бірінен кейін бірі уақыт ретімен жүреді.",
	 "Документы и шаги дела следуют друг за другом во времени, от его открытия до закрытия."},
	{"r00_case_open",
	 "register",
	 {{REGISTER, CASE_TABLES & ~(ON(violations) | ON(protection_measures)), ENTERED, case_open},
	  {REGISTER, ON(suspensions), CLOSED, lifting_in_open_case}},
	 "A closed case takes no further act, whatever its date.",
	 "Жабылған іске, күні қандай болса да, жаңа әрекет енгізілмейді.",
	 "В закрытое дело не вносятся новые действия, какой бы датой они ни были помечены."},
	{"r00_settled",
	 "register",
	 {{REGISTER, ALL_OF_REGISTER, CHANGED | WITHDRAWN, settled}},
	 "An entry that a later entry relies on is neither corrected nor withdrawn.",
	 "Кейінгі жазба негізге алған жазба түзетілмейді және алып тасталмайды.",
	 "Запись, на которую опирается более поздняя запись, не исправляется и не удаляется."},
	{"r00_set_once",
	 "register",
	 {{REGISTER, ALL_OF_REGISTER, CHANGED, set_once}},
	 "A closing field of an event, or of an entry that others rely on, is set only once.",
	 "Оқиғаның немесе басқа жазбалар негізге алған жазбаның аяқтаушы өрісі бір рет қана толтырылады.",
	 "Завершающее поле события или записи, на которую опираются другие, заполняется только один раз."},
	{"r00_never_deleted",
	 "register",
	 {{REGISTER, NEVER_DELETED, WITHDRAWN, never_deleted}},
	 "Hand-overs, accesses, breaches, suspensions and changes of parties are never deleted.",
	 "Жеткізгішті беру, жүйеге қол жеткізу, бұзушылық, тоқтата тұру және тараптың өзгеруі туралы жазбалар ешқашан алып тасталмайды.",
	 "Записи о передаче носителей, доступе к системе, нарушениях, приостановлениях и изменениях сторон никогда не удаляются."},
	{"r00_no_truncate",
	 "register",
	 {{REGISTER, ALL_OF_REGISTER, 0, no_truncate}},
	 "No table of the register is emptied by TRUNCATE.",
	 "Тізілімнің ешбір кестесі TRUNCATE командасымен босатылмайды.",
	 "Ни одна таблица реестра не очищается командой TRUNCATE."},
	{"r00_carrier_out",
	 "register",
	 {{REGISTER, ON(handovers), ENTERED, carrier_out}},
	 "A carrier that is out, in whatever case, is not handed over again before it is back.",
	 "Кез келген іс бойынша берілген жеткізгіш қайтарылмайынша екінші рет берілмейді.",
	 "Носитель, переданный по какому бы то ни было делу, не передаётся снова, пока его не вернули."},
	{NULL}};
