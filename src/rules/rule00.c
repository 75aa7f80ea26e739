/*
 * rule00.c
 *		The register's own discipline: what the Rules take for granted of any register.
 *
 * No provision of the Rules has these sentences.  An entry states every mandatory field and nothing impossible,
 * refers to entries that stand, follows the other entries in time, and stays as it is once a later entry relies on
 * the entry (settled.c).
 */
#include "prelude.h"

#include "nodes/value.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"

#include "register/calendar.h"
#include "register/entered.h"
#include "rules/custody.h"
#include "rules/provisions.h"
#include "rules/references.h"
#include "rules/settled.h"
#include "rules/transfer.h"

#define NEVER_DELETED                                                                                                 \
	(ON(handovers) | ON(system_accesses) | ON(violations) | ON(suspensions) | ON(party_changes) | ON(carrier_marks) | \
	 ON(disposal_successions) | ON(holders))

/* All columns of these events are identity, except the document and the end. So to correct one helps no other entry. */
#define NEVER_CORRECTED \
	(ON(system_accesses) | ON(suspensions) | ON(party_changes) | ON(carrier_marks) | ON(disposal_successions))

/* ---- the form of an entry ---- */

/* In the dry run of a new entry the numbers that the server gives are not there yet. */
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

/* Every mandatory field is stated and is not blank. */
static void
note_missing_fields(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	List *missing = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (is_mandatory(judgement, &table->columns[column]) && !states_something(judgement->new_entry, column))
			missing = lappend_int(missing, column);
	}
	require_fields(judgement, missing);
}

static const Rule r00_mandatory = {"r00_mandatory",
								   "register",
								   {{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, .find = note_missing_fields}},
								   N_("Every mandatory field is stated and is not blank."),
								   N_("These mandatory fields are missing or blank: %s."),
								   N_("State every mandatory field."),
								   .set_aside = NEVER_SET_ASIDE};

/* A text that the document lacks is replaced by the fixed words only where a rectification sets this rule aside. */
static void
note_texts_not_in_document(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	List *lacking = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type == COLUMN_TEXT &&
			says_not_in_document(FIELD(judgement->new_entry, column, text *)) &&
			(judgement->old_entry == NULL || !same_value(judgement->old_entry, judgement->new_entry, column)))
			lacking = lappend_int(lacking, column);
	}
	require_fields(judgement, lacking);
}

static const Rule r00_in_document = {
	"r00_in_document",
	"register",
	{{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, .find = note_texts_not_in_document}},
	N_("The words 'not in the document' take the place of a text only in a rectification."),
	N_("These fields say that the document lacks a text: %s."),
	N_("State what the document says. For a document that lacks it, a registrar enters these words under a basis.")};

/* An index must have room for the key, and for the other columns of the index. */
#define MAX_KEY_LENGTH 200

/* Whether a number on paper repeats the key, whose form is judged already. */
static bool
repeats_key(const Entry *entry, int column)
{
	const Table *table = &register_tables[entry->table];

	return (table->columns[column].flags & PRINTED) != 0 &&
		   same_text(FIELD(entry, column, text *), FIELD(entry, table->key_count - 1, text *));
}

/*
 * Whether the form of a column is judged: a key, a reference or a number is stated.  A number that a change leaves as
 * it is goes on working, whatever its form.
 */
static bool
has_form_to_judge(const Judgement *judgement, int column)
{
	const Column *definition = &register_tables[judgement->table].columns[column];
	const Entry *old_entry = judgement->old_entry;

	return definition->type == COLUMN_TEXT && (definition->flags & (KEY | INDEXED)) != 0 &&
		   states_something(judgement->new_entry, column) &&
		   (old_entry == NULL || !same_value(old_entry, judgement->new_entry, column)) &&
		   !repeats_key(judgement->new_entry, column);
}

/*
 * A key, a reference or a registration number is short and is what it looks like: same look, same number.  What refers
 * to an entry that stands is written as that entry is.
 */
static void
note_malformed_keys(Judgement *judgement)
{
	List *hidden = NIL;
	List *decomposed = NIL;
	List *too_long = NIL;
	int column;

	for (column = 0; column < register_tables[judgement->table].column_count; column++)
	{
		const text *number;
		bool hides;
		bool is_composed;

		if (!has_form_to_judge(judgement, column))
			continue;
		number = FIELD(judgement->new_entry, column, text *);
		if (is_longer(number, MAX_KEY_LENGTH))
		{
			too_long = lappend_int(too_long, column);
			continue;
		}
		hides = has_hidden_characters(number);
		is_composed = is_in_normal_form(number);
		if ((hides || !is_composed) && !refers_to_standing_entry(judgement, column))
		{
			hidden = hides ? lappend_int(hidden, column) : hidden;
			decomposed = is_composed ? decomposed : lappend_int(decomposed, column);
		}
	}
	note_broken_fields(judgement, hidden,
					   N_("These fields have white space around them, or a character that no document shows: %s."),
					   N_("Write the number as the document shows it."));
	note_broken_fields(judgement, decomposed, N_("These fields are not in Unicode normal form C: %s."),
					   N_("Write a letter and its mark as one character, as normalize() in SQL does (NFC)."));
	note_broken_fields(judgement, too_long, N_("These fields are longer than 200 characters: %s."),
					   N_("State the number as the document bears it."));
}

static const Rule r00_key_form = {
	"r00_key_form",
	"register",
	{{FORM, ALL_OF_REGISTER & ~WITH_PRINTED_NO, ENTERED, .find = note_malformed_keys},
	 {FORM, WITH_PRINTED_NO, ENTERED | CHANGED, .find = note_malformed_keys}},
	N_("Keys, references, registration numbers: up to 200 characters, in normal form C, none hidden, no space around."),
	.set_aside = NEVER_SET_ASIDE};

/* The columns whose stated date fails a test. */
static List *
failing_dates(const Judgement *judgement, bool (*fails)(const Column *column, DateADT date, DateADT today))
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

/* What an entry states has happened: no date is later than today, except dates that are planned. */
static void
note_future_dates(Judgement *judgement)
{
	require_fields(judgement, failing_dates(judgement, lies_in_future));
}

static const Rule r00_not_in_future = {
	"r00_not_in_future",
	"register",
	{{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, .find = note_future_dates}},
	N_("No date lies after today in Asia/Almaty, except ends of validity, planned periods, calendar days, due days."),
	N_("These dates lie after today in Asia/Almaty: %s."),
	N_("State the day on which it happened; what is still to happen is recorded afterwards."),
	.set_aside = NEVER_SET_ASIDE};

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

/* A date is one that a document can bear. */
static void
note_implausible_dates(Judgement *judgement)
{
	require_fields(judgement, failing_dates(judgement, is_implausible));
}

static const Rule r00_plausible_date = {
	"r00_plausible_date",
	"register",
	{{FORM, ALL_OF_REGISTER, ENTERED | CHANGED, .find = note_implausible_dates}},
	N_("A date is finite, not before 16 December 1991 and not more than a hundred years ahead."),
	N_("These dates are not possible on a document: %s."),
	N_("State a real date, from 16 December 1991 to a hundred years from now."),
	.set_aside = NEVER_SET_ASIDE};

/* Whether a stated number is NaN, infinite or negative. */
static bool
is_no_amount(Numeric value)
{
	Numeric number;

	if (value == NULL)
		return false;
	number = DatumGetNumeric(NumericGetDatum(value)); /* with a header that numeric_is_nan() can read */
	return numeric_is_nan(number) || numeric_is_inf(number) ||
		   DatumGetBool(DirectFunctionCall2(numeric_lt, NumericGetDatum(number),
											DirectFunctionCall1(int4_numeric, Int32GetDatum(0))));
}

static bool
is_more_than(Numeric value, Datum limit)
{
	return value != NULL && DatumGetBool(DirectFunctionCall2(numeric_gt, NumericGetDatum(value), limit));
}

static bool
is_impossible_share(Numeric share)
{
	return is_no_amount(share) || is_more_than(share, DirectFunctionCall1(int4_numeric, Int32GetDatum(100)));
}

/* Without damage nothing can be recovered. */
static bool
is_impossible_recovery(Numeric recovered, Numeric damage)
{
	return is_no_amount(recovered) ||
		   (recovered != NULL && (damage == NULL || is_more_than(recovered, NumericGetDatum(damage))));
}

/* Whether a stated whole number lies outside of its limits. */
static bool
lies_outside(const Entry *entry, int column, int least, int most)
{
	return is_stated(entry, column) && (FIELD(entry, column, int32) < least || FIELD(entry, column, int32) > most);
}

static void
note_impossible(Judgement *judgement, List *columns, const char *hint)
{
	note_broken_fields(judgement, columns, judgement->rule->detail, hint);
}

/* Both amounts together: the one can be right only with the other. */
static void
note_impossible_damage(Judgement *judgement)
{
	const Violation *violation = (const Violation *) judgement->new_entry;
	List *impossible = NIL;

	if (is_no_amount(violation->damage))
		impossible = lappend_int(impossible, violations_damage);
	if (is_impossible_recovery(violation->damage_recovered, violation->damage))
		impossible = lappend_int(impossible, violations_damage_recovered);
	note_impossible(judgement, impossible, N_("State damage of 0 or more, and no more recovered than the damage."));
}

/* A number lies within the range that is possible for what it counts. */
static void
note_impossible_values(Judgement *judgement)
{
	const Entry *entry = judgement->new_entry;

	switch (judgement->table)
	{
		case TABLE_parties:
			if (is_impossible_share(((const Party *) entry)->state_share))
				note_impossible(judgement, list_make1_int(parties_state_share), N_("State a share from 0 to 100."));
			break;
		case TABLE_carriers:
			if (lies_outside(entry, carriers_sheets, 1, PG_INT32_MAX))
				note_impossible(judgement, list_make1_int(carriers_sheets), N_("State a positive number of sheets."));
			break;
		case TABLE_request_items:
			if (lies_outside(entry, request_items_item_no, 1, PG_INT32_MAX))
				note_impossible(judgement, list_make1_int(request_items_item_no),
								N_("State a positive number of the list line."));
			break;
		case TABLE_violations:
			note_impossible_damage(judgement);
			break;
		case TABLE_calendar_years:
			if (lies_outside(entry, calendar_years_year, 1992, 2200))
				note_impossible(judgement, list_make1_int(calendar_years_year), N_("State a year from 1992 to 2200."));
			break;
		default: /* not covered: the rule guards no other table */
			break;
	}
}

static const Rule r00_value_range = {
	"r00_value_range",
	"register",
	{{FORM, ON(parties) | ON(carriers) | ON(request_items) | ON(violations) | ON(calendar_years), ENTERED | CHANGED,
	  .find = note_impossible_values}},
	N_("Shares are 0 to 100, sheets and list lines from 1, damage from 0, recovery up to damage, years 1992 to 2200."),
	N_("These values are not possible: %s."),
	.set_aside = NEVER_SET_ASIDE};

/* A permit, like a clearance, neither ends nor is revoked before the day of issue. */
static void
note_wrong_validity(Judgement *judgement)
{
	const Entry *entry = judgement->new_entry;
	bool is_permit = judgement->table == TABLE_permits;
	int issued_on = is_permit ? (int) permits_issued_on : (int) clearances_issued_on;
	int valid_until = is_permit ? (int) permits_valid_until : (int) clearances_valid_until;
	int revoked_on = is_permit ? (int) permits_revoked_on : (int) clearances_revoked_on;

	if (after(FIELD(entry, issued_on, DateADT), FIELD(entry, valid_until, DateADT)))
		note_broken(judgement, valid_until, N_("The validity ends before it starts."),
					N_("State the last day of validity as the document does."));
	if (after(FIELD(entry, issued_on, DateADT), FIELD(entry, revoked_on, DateADT)))
		note_broken(judgement, revoked_on, N_("The revocation is dated before the day of issue."),
					N_("State the day of the revocation as the document does."));
}

static const Rule r00_validity_period = {
	"r00_validity_period",
	"register",
	{{FORM, ON(permits) | ON(clearances), ENTERED | CHANGED, .find = note_wrong_validity}},
	N_("A permit or a clearance neither ends nor is revoked before its day of issue."),
	.set_aside = NEVER_SET_ASIDE};

/* ---- references ---- */

/*
 * Whether a provision says itself that the entry must name an entry of the same case: the breach of a suspension
 * (9 ¶2), the contract and the list line of an annex line (6 ¶1, 7).
 */
static bool
provision_demands(const Judgement *judgement, int column)
{
	return judgement->facts != NULL && ((judgement->table == TABLE_suspensions && column == suspensions_violation_no) ||
										(judgement->table == TABLE_contract_items &&
										 (column == contract_items_case_no || column == contract_items_item_no)));
}

/* What an entry refers to stands in the register. */
static void
note_dangling_references(Judgement *judgement)
{
	List *dangling = NIL;
	int column;

	for (column = 0; column < register_tables[judgement->table].column_count; column++)
	{
		if (judgement->dangling[column] && !provision_demands(judgement, column))
			dangling = lappend_int(dangling, column);
	}
	require_fields(judgement, dangling);
}

/* Tables with a closing field that refers to another entry: the permit of a mark, the breach that a loss is. */
#define CLOSED_BY_REFERENCE (ON(protections) | ON(handovers))

static const Rule r00_reference = {
	"r00_reference",
	"register",
	{{OTHER_ENTRIES, ALL_OF_REGISTER & ~CLOSED_BY_REFERENCE, ENTERED, .find = note_dangling_references},
	 {OTHER_ENTRIES, CLOSED_BY_REFERENCE, ENTERED | CLOSED, .find = note_dangling_references}},
	N_("An entry refers only to entries that stand in the register."),
	N_("These fields refer to an entry that is not in the register: %s."),
	N_("Check the number; if it is right, first record the entry it refers to."),
	.reported_as = AS_FOREIGN_KEY,
	.set_aside = NEVER_SET_ASIDE};

/*
 * A number that, beside the key, tells entries of a table apart; of two entries without the day the numbers are equal.
 */
typedef struct Number
{
	TableId table;
	int count;
	int columns[MAX_KEY_COLUMNS];
	int day; /* one more column, which may be null; NO_COLUMN if there is none */
} Number;

static bool
number_stands(const Judgement *judgement, const Number *number)
{
	Lookup lookup = look_in(judgement->table);
	const Entry *standing;
	int at;

	for (at = 0; at < number->count; at++)
	{
		if (!where_same(&lookup, number->columns[at], judgement->new_entry, number->columns[at]))
			return false;
	}
	foreach_entry (const Entry, standing, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if ((judgement->old_entry == NULL || !same_key(standing, judgement->old_entry)) &&
			(number->day == NO_COLUMN || same_value(standing, judgement->new_entry, number->day)))
			return true;
	}
	return false;
}

static const Number *
number_that_stands(const Judgement *judgement)
{
	static const Number numbers[] = {
		{TABLE_permits, 3, {permits_printed_no, permits_issued_on, permits_issued_by}, NO_COLUMN},
		{TABLE_clearances,
		 4,
		 {clearances_printed_no, clearances_issued_on, clearances_issued_by, clearances_party},
		 NO_COLUMN},
		{TABLE_carriers, 3, {carriers_owner, carriers_account_no, carriers_copy_no}, carriers_registered_on},
		{TABLE_contract_items,
		 3,
		 {contract_items_case_no, contract_items_request_no, contract_items_item_no},
		 NO_COLUMN}};
	int at;

	for (at = 0; at < lengthof(numbers); at++)
	{
		if (numbers[at].table == judgement->table && number_stands(judgement, &numbers[at]))
			return &numbers[at];
	}
	return NULL;
}

static bool
same_key_stands(const Judgement *judgement)
{
	const Entry *standing = find_by_key(judgement->new_entry, ROW_LOCK_NONE);

	return standing != NULL && (judgement->old_entry == NULL || !same_key(standing, judgement->old_entry));
}

static List *
columns_of_key(TableId table)
{
	List *columns = NIL;
	int column;

	for (column = 0; column < register_tables[table].column_count && is_of_key(table, column); column++)
		columns = lappend_int(columns, column);
	return columns;
}

static List *
columns_of_number(const Number *number)
{
	List *columns = NIL;
	int at;

	for (at = 0; at < number->count; at++)
		columns = lappend_int(columns, number->columns[at]);
	return number->day == NO_COLUMN ? columns : lappend_int(columns, number->day);
}

/*
 * Nothing is entered twice.  The rule is asked in a dry run; when an entry is written, the unique indexes find the
 * duplicate, and refusal.c replaces their report.
 */
static void
note_second_entry(Judgement *judgement)
{
	const Number *number;

	if (same_key_stands(judgement))
		note_rule_broken_about(judgement, NULL, columns_of_key(judgement->table));
	else if ((number = number_that_stands(judgement)) != NULL)
		note_rule_broken_about(judgement, NULL, columns_of_number(number));
}

static const Rule r00_entered_once = {
	"r00_entered_once",
	"register",
	{{DUPLICATE, ALL_OF_REGISTER & ~WITH_PRINTED_NO, ENTERED, .find = note_second_entry},
	 {DUPLICATE, WITH_PRINTED_NO, ENTERED | CHANGED, .find = note_second_entry}},
	N_("No two entries have the same key, carriers the same owner, number and copy, annex lines the same list line."),
	N_("An entry with the same key or number already exists."),
	N_("Look up that entry, and correct it if it may be corrected. If a number is used again, write in the key what "
	   "tells the papers apart (12/KNB Pavlodar, 1/2027), and in printed_no, where there is one, the number as "
	   "printed."),
	.reported_as = AS_UNIQUE,
	.detail_of_change = N_("The change would make two entries with the same key or number."),
	.hints_of_tables =
		{{ON(holders),
		  N_("Correct held_by in the entry of that day: of each day the register keeps who has the carrier at "
			 "the end of it. A registrar can put a settled entry right under a basis: "
			 "secretxfer.rectify().")},
		 /* events whose day is of the key: neither corrected nor entered again */
		 {ON(carrier_marks) | ON(disposal_successions) | ON(system_accesses),
		  N_("Of each day one such entry counts. If it is wrong, a registrar withdraws it under a basis: "
			 "secretxfer.rectify(). What happened on another day is entered with that day.")},
		 {ON(protections) | ON(annulments),
		  N_("Correct the entry of that day, if nothing settles it, or state the day of the other paper.")},
		 {ON(carriers),
		  N_("Look up that entry, and correct it if it may be corrected. Another carrier with the same numbers states "
			 "registered_on, the day of its registration; carrier_id is left to the server.")},
		 {ON(request_items), N_("Look up that line. A line for another carrier gets an item_no of its own.")},
		 {ON(contract_items),
		  N_("Look up that line: each list line is annexed once. Another list line gets an annex_no of its own.")},
		 /* keys that name what there is only one of */
		 {ON(parties) | ON(affiliations) | ON(decisions) | ON(contracts) | ON(protection_measures) | ON(calendar_days) |
			  ON(calendar_years),
		  N_("Look up that entry, and correct it if it may be corrected: there is only one with this key.")}},
	.set_aside = NEVER_SET_ASIDE};

/* ---- the order in time ---- */

static void
note_out_of_order(Judgement *judgement, int column, const char *detail)
{
	note_broken(judgement, column, detail, judgement->rule->hint);
}

/*
 * The last date of an entry is not before the first: no return before the hand-over, no remedy before the breach.  But
 * letters cross: a request that is taken back may reach the body on a later day.
 */
static void
note_end_before_start(Judgement *judgement)
{
	static const struct
	{
		TableId table;
		int first;
		int last;
		const char *detail;
	} pairs[] = {
		{TABLE_cases, cases_opened_on, cases_closed_on, N_("The closing is dated before the case was opened.")},
		{TABLE_requests, requests_sent_on, requests_received_on,
		 N_("The receipt is dated before the request was sent.")},
		{TABLE_requests, requests_sent_on, requests_withdrawn_on, N_("The request is taken back before it was sent.")},
		{TABLE_decisions, decisions_sent_on, decisions_withdrawn_on,
		 N_("The permission is withdrawn before it was sent.")},
		{TABLE_handovers, handovers_handed_on, handovers_returned_on,
		 N_("The return is dated before the carrier was handed over.")},
		{TABLE_handovers, handovers_handed_on, handovers_written_off_on,
		 N_("The write-off is dated before the carrier was handed over.")},
		{TABLE_handovers, handovers_written_off_on, handovers_returned_on,
		 N_("The return is dated before the write-off, so the carrier was not out any more.")},
		{TABLE_system_accesses, system_accesses_granted_on, system_accesses_ended_on,
		 N_("The end is dated before the access was granted.")},
		{TABLE_violations, violations_found_on, violations_remedied_on,
		 N_("The remedy is dated before the breach was found.")},
		{TABLE_suspensions, suspensions_suspended_on, suspensions_lifted_on,
		 N_("The lifting is dated before the suspension began.")},
		{TABLE_annulments, annulments_raised_on, annulments_order_annulled_on,
		 N_("The annulment is dated before the question was raised.")},
		{TABLE_annulments, annulments_raised_on, annulments_rejected_on,
		 N_("The rejection is dated before the question was raised.")},
		{TABLE_party_changes, party_changes_effective_on, party_changes_completed_on,
		 N_("The completion is dated before the change took effect.")},
		{TABLE_party_changes, party_changes_effective_on, party_changes_called_off_on,
		 N_("The calling off is dated before the change took effect.")},
		{TABLE_affiliations, affiliations_since, affiliations_until, N_("The affiliation ends before it begins.")},
	};
	const Entry *entry = judgement->new_entry;
	int at;

	for (at = 0; at < lengthof(pairs); at++)
	{
		if (pairs[at].table == judgement->table &&
			after(FIELD(entry, pairs[at].first, DateADT), FIELD(entry, pairs[at].last, DateADT)))
		{
			note_out_of_order(judgement, pairs[at].last, pairs[at].detail);
			((Finding *) llast(judgement->findings))->set_aside = NEVER_SET_ASIDE;
		}
	}
}

/*
 * Whether a date may lie before the opening of the case: a planned one, and those of a provider's service (8(4)), whose
 * contract, marks and notices may be older than the case that comes under it.
 */
static bool
may_precede_case(const Entry *entry, int column)
{
	if (entry->table == TABLE_protections)
		return column != protections_arranged_on;
	if (entry->table == TABLE_notices)
		return is_service_notice((const Notice *) entry);
	return (register_tables[entry->table].columns[column].flags & PLANNED) != 0;
}

/* No other date of an entry lies before the day on which the case was opened. */
static void
note_step_before_opening(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	const Case *facts = judgement->facts;
	int column;

	if (facts == NULL)
		return;
	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type != COLUMN_DATE || may_precede_case(judgement->new_entry, column))
			continue;
		if (after(facts->opened_on, FIELD(judgement->new_entry, column, DateADT)))
		{
			note_out_of_order(judgement, column, N_("The entry is dated before the case was opened."));
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

/* A mark is of a carrier that is registered: none is older than its registration. */
static void
note_mark_before_registration(Judgement *judgement)
{
	const CarrierMark *mark = (const CarrierMark *) judgement->new_entry;
	const Carrier *carrier = (const Carrier *) judgement->referenced[carrier_marks_carrier_id];

	if (carrier != NULL && carrier->registered_on != NO_DATE && after(carrier->registered_on, mark->marked_on))
		note_out_of_order(judgement, carrier_marks_marked_on,
						  N_("The mark is dated before the carrier was registered."));
}

/* A carrier is passed on while it is out. */
static void
note_passing_on_outside(Judgement *judgement)
{
	const Holder *holder = (const Holder *) judgement->new_entry;
	const Handover *handover = (const Handover *) judgement->referenced[holders_handover];

	if (handover == NULL || holder->held_since == NO_DATE)
		return;
	if (after(handover->handed_on, holder->held_since))
		note_out_of_order(judgement, holders_held_since,
						  N_("The passing on is dated before the carrier was handed over."));
	if (after(holder->held_since, ended_on(handover)))
		note_out_of_order(judgement, holders_held_since, N_("The passing on is dated after the carrier came back."));
}

/* The same where the carrier comes back, or is written off. */
static void
note_end_before_passing_on(Judgement *judgement)
{
	const Handover *handover = (const Handover *) judgement->new_entry;
	const Holder *holder;

	if (judgement->old_entry == NULL || ended_on(handover) == NO_DATE)
		return;
	foreach_entry (const Holder, holder, holders_of(handover))
	{
		if (!after(holder->held_since, ended_on(handover)))
			continue;
		note_out_of_order(
			judgement, handover->returned_on == ended_on(handover) ? handovers_returned_on : handovers_written_off_on,
			N_("The day is before the day on which somebody took the carrier over."));
		return;
	}
}

static void
note_custody_out_of_order(Judgement *judgement)
{
	if (judgement->table == TABLE_carrier_marks)
		note_mark_before_registration(judgement);
	else if (judgement->table == TABLE_holders)
		note_passing_on_outside(judgement);
	else
		note_end_before_passing_on(judgement);
}

/* A case is not closed before a step of the case.  A breach is no step: it may be found after the works. */
static void
note_closing_before_step(Judgement *judgement)
{
	static const TableId steps[] = {
		TABLE_requests,    TABLE_decisions,           TABLE_contracts,          TABLE_contract_items, TABLE_notices,
		TABLE_protections, TABLE_handovers,           TABLE_system_accesses,    TABLE_suspensions,    TABLE_annulments,
		TABLE_supplements, TABLE_protection_measures, TABLE_contract_amendments};
	DateADT closed_on = ((const Case *) judgement->new_entry)->closed_on;
	const Entry *entry;
	const PartyChange *end;
	int at;

	if (!is_closing(judgement, cases_closed_on) || judgement->file == NULL)
		return;
	for (at = 0; at < lengthof(steps); at++)
	{
		foreach_entry (Entry, entry, case_entries(judgement->file, steps[at]))
		{
			if (!happened_after(entry, closed_on))
				continue;
			note_out_of_order(judgement, cases_closed_on,
							  N_("The closing is dated before a step recorded in the case."));
			return;
		}
	}
	foreach_entry (const PartyChange, end, changes_of_case(((const Case *) judgement->new_entry)->case_no))
	{
		if (after(end->effective_on, closed_on))
			note_out_of_order(judgement, cases_closed_on,
							  N_("The closing is dated before the end of the works of the case."));
	}
}

static const Rule r00_date_order = {
	"r00_date_order",
	"register",
	{{FORM, CASE_TABLES | ON(cases) | ON(party_changes) | ON(affiliations), ENTERED | CLOSED,
	  .find = note_end_before_start},
	 {OTHER_ENTRIES, CASE_TABLES, ENTERED, .find = note_step_before_opening},
	 {OTHER_ENTRIES, ON(carrier_marks) | ON(holders) | ON(handovers), ENTERED | CLOSED,
	  .find = note_custody_out_of_order},
	 {OTHER_ENTRIES, ON(cases), ENTERED | CLOSED, .find = note_closing_before_step}},
	N_("The documents and steps of a case follow each other in time, from its opening to its closing."),
	NULL,
	N_("State the day that the document bears; if this day is right, correct the wrong day of the earlier step."),
	.set_aside = SET_ASIDE_IN_PART};

/* ---- what stands, stays ---- */

/*
 * A closed case takes no more acts, whatever the date of the act.  Events are still recorded: a breach found, damage
 * recovered.
 */
static bool
case_is_open(Judgement *judgement)
{
	return judgement->facts == NULL || judgement->facts->closed_on == NO_DATE;
}

/* Lifting a suspension is an act, too.  A suspension that is entered lifted was judged as an entry. */
static bool
case_is_open_at_lifting(Judgement *judgement)
{
	return (judgement->occasions & ENTERED) != 0 || case_is_open(judgement);
}

/* Taking a request back is an act, too; the receipt is an event. */
static bool
case_is_open_at_taking_back(Judgement *judgement)
{
	return (judgement->occasions & ENTERED) != 0 || case_is_open(judgement) ||
		   !is_stated(judgement->new_entry, requests_withdrawn_on) ||
		   same_value(judgement->old_entry, judgement->new_entry, requests_withdrawn_on);
}

static const Rule r00_case_open = {
	"r00_case_open",
	"register",
	{{OTHER_ENTRIES, (CASE_TABLES & ~(ON(violations) | ON(protection_measures))) | ON(holders), ENTERED, case_is_open},
	 {OTHER_ENTRIES, ON(suspensions), CLOSED, case_is_open_at_lifting},
	 {OTHER_ENTRIES, ON(requests), CLOSED, case_is_open_at_taking_back}},
	N_("A closed case takes no further act, whatever its date."),
	N_("The case is closed."),
	N_("Nothing more can be entered in it; for further works open a new case and begin with the request. "
	   "A registrar can enter it under a basis: secretxfer.rectify().")};

/* Facts that change in life never settle; but where the works of a closed case were is settled with the case. */
static int
never_settled(const Entry *entry)
{
	if (entry->table == TABLE_cases && is_stated(entry, cases_closed_on))
		return CLOSING | SERVER | PRINTED;
	return CLOSING | LIVING | SERVER | PRINTED;
}

/* Whether a correction touches fields other than closing fields and facts that change in life. */
static bool
touches_settled_fields(const Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		int flags = table->columns[column].flags;

		if (((flags & KEY) != 0 || (flags & never_settled(judgement->old_entry)) == 0) &&
			!same_value(judgement->old_entry, judgement->new_entry, column))
			return true;
	}
	return false;
}

/* The closing days that an entry states, as a list of names. */
static char *
closing_days(const Entry *entry)
{
	const Table *table = &register_tables[entry->table];
	List *names = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if (table->columns[column].type == COLUMN_DATE && (table->columns[column].flags & CLOSING) != 0 &&
			is_stated(entry, column))
			names = lappend(names, makeString(unconstify(char *, table->columns[column].name)));
	}
	return joined(names, ", ");
}

static const char settled_by_another[] = N_("This entry is settled by another entry: %s.");

/* Whether a request is withdrawn that the customer may take back: it was received, and is not answered. */
static bool
may_be_taken_back(Judgement *judgement)
{
	const Request *request = (const Request *) judgement->old_entry;

	return judgement->table == TABLE_requests && judgement->new_entry == NULL && request->received_on != NO_DATE &&
		   request->withdrawn_on == NO_DATE && !was_entered_now(judgement->old_entry) &&
		   case_decision(judgement->file, request->request_no) == NULL && case_is_open(judgement);
}

/* Notes that the entry has ended, or that its case has. other_way is the hint if there is another way, or NULL. */
static void
note_ended(Judgement *judgement, const Entry *end, const char *other_way)
{
	const char *hint = other_way != NULL ? other_way
					   : end->table == TABLE_requests
						   ? N_("For anything else send a further request. "
								"A registrar can put this entry right under a basis: secretxfer.rectify().")
						   : N_("Leave the entry as it is. "
								"A registrar can put it right under a basis: secretxfer.rectify().");

	if (end == judgement->old_entry)
		note_broken(judgement, NO_COLUMN,
					psprintf(translated("This entry is settled by what it states itself: %s."), closing_days(end)),
					hint);
	else if (end->table == TABLE_cases)
		note_broken(judgement, NO_COLUMN, N_("This entry is settled by the closing of the case."), hint);
	else
		note_broken_by(judgement, end, settled_by_another, hint);
}

/* Notes what settles an entry: who is to be asked next is whoever entered that. */
static void
note_settled(Judgement *judgement)
{
	const Entry *other = what_settles(judgement);
	const char *of_table = hint_of(judgement->rule, judgement->table);
	const char *hint =
		changes_number_on_paper(judgement)
			? N_("The number stays as it is. If it was mistyped, correct printed_no, the number on paper.")
		: may_be_taken_back(judgement) ? N_("The customer takes back a request that was received: state withdrawn_on. "
											"A registrar can put this entry right under a basis: secretxfer.rectify().")
									   : NULL;
	bool ends_case;

	if (other == NULL)
		return;
	/* a case refers to parties alone, so anything else is settled by its closing */
	ends_case = other->table == TABLE_cases && judgement->table != TABLE_parties;
	if (other == judgement->old_entry || ends_case ||
		(other->table == TABLE_requests && judgement->table == TABLE_request_items))
		note_ended(judgement, other, hint);
	else if (hint != NULL)
		note_broken_by(judgement, other, settled_by_another, hint);
	else if (judgement->new_entry != NULL && of_table != judgement->rule->hint)
		note_broken_by(judgement, other, settled_by_another, of_table);
	else
		note_broken_by(
			judgement, other, settled_by_another,
			IS_ON(NEVER_CORRECTED, other->table)
				? N_("That entry is neither corrected nor withdrawn. A registrar can put this entry right, or "
					 "withdraw that one, under a basis: secretxfer.rectify().")
			: IS_ON(NEVER_DELETED, other->table)
				? N_("If that entry is wrong, correct it first; it is never withdrawn. "
					 "A registrar can put this entry right under a basis: secretxfer.rectify().")
				: N_("First correct or withdraw that entry, if it is not settled. "
					 "A registrar can put this entry right under a basis: secretxfer.rectify()."));
}

/* An entry is corrected, beyond its closing fields, only until a later entry relies on the entry. */
static void
note_correction_of_settled(Judgement *judgement)
{
	if (touches_settled_fields(judgement))
		note_settled(judgement);
}

/* An entry is withdrawn only until a later entry relies on the entry. */
static const Rule r00_settled = {
	"r00_settled",
	"register",
	{{OTHER_ENTRIES, ALL_OF_REGISTER, CHANGED, .find = note_correction_of_settled},
	 {OTHER_ENTRIES, ALL_OF_REGISTER & ~NEVER_DELETED, WITHDRAWN, .find = note_settled}},
	N_("An entry that a later entry relies on is neither corrected nor withdrawn."),
	N_("This entry is settled by an entry that your role does not see."),
	N_("Leave the entry as it is. "
	   "A registrar can put it right under a basis: secretxfer.rectify()."),
	/* what changes in life is an event, which has its own table */
	.hints_of_tables = {
		{ON(handovers) | ON(holders),
		 N_("Who takes the carrier over next inside the contractor is entered in holders. "
			"What was recorded wrongly a registrar can put right under a basis: secretxfer.rectify().")},
		{ON(carriers), N_("A mark that changed since is entered in carrier_marks, a passing to another "
						  "body in disposal_successions. What was registered wrongly is put right once "
						  "nothing relies on it, or by a registrar under a basis: "
						  "secretxfer.rectify().")},
		{ON(contracts), N_("A term that changed since is entered in contract_amendments. What was "
						   "recorded wrongly is put right once nothing relies on it, or by a registrar "
						   "under a basis: secretxfer.rectify().")}}};

/*
 * An event is fixed in what it is of: a hand-over of a carrier does not become one of another carrier, nor a
 * liquidation that of another party.
 */
static void
note_changed_identity(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	List *changed = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if ((table->columns[column].flags & IDENTITY) != 0 &&
			!same_value(judgement->old_entry, judgement->new_entry, column))
			changed = lappend_int(changed, column);
	}
	require_fields(judgement, changed);
}

static const Rule r00_identity = {
	"r00_identity",
	"register",
	{{OTHER_ENTRIES, NEVER_DELETED, CHANGED, .find = note_changed_identity}},
	N_("What an event is of, such as its case, carrier, party or kind, is never changed."),
	N_("These fields say what the entry is of, and so stay as they are: %s."),
	N_("Leave these fields as they are, and enter the other event as an entry of its own. "
	   "A registrar can withdraw this one under a basis: secretxfer.rectify()."),
	.hints_of_tables =
		{{ON(handovers),
		  N_("Leave these fields as they are. Who takes the carrier over inside the contractor is entered in holders, "
			 "another hand-over as an entry of its own. A registrar can withdraw this one under a basis: "
			 "secretxfer.rectify().")},
		 /* of each day one entry counts, so the other event may not be entered beside this one */
		 {ON(carrier_marks) | ON(disposal_successions),
		  N_("Leave these fields as they are. What happened on another day is entered with that day. If this entry is "
			 "wrong, a registrar withdraws it under a basis: secretxfer.rectify().")}},
	.set_aside = NEVER_SET_ASIDE};

/*
 * Whether a closing field that is set stays as it is.  The day of a receipt may be corrected until the answer, or until
 * the request is taken back, but the receipt is not undone; the marks in the permits may be corrected while nothing
 * relies on them.
 */
static bool
is_final(Judgement *judgement, int column)
{
	if (judgement->table == TABLE_requests && column == requests_received_on)
		return (!is_stated(judgement->new_entry, column) && !was_entered_now(judgement->old_entry)) ||
			   is_stated(judgement->old_entry, requests_withdrawn_on) ||
			   who_refers_to(judgement->old_entry, false) != NULL || closed_case_of(judgement->old_entry) != NULL;
	/* what version 1.0 did not ask for may be stated later, and corrected as long as the entry is not settled */
	if (judgement->table == TABLE_protections || (judgement->table == TABLE_cases && column == cases_system_mark))
		return what_settles(judgement) != NULL;
	return true;
}

/* A closing field is set only once. */
static void
note_reset_fields(Judgement *judgement)
{
	const Table *table = &register_tables[judgement->table];
	List *reset = NIL;
	int column;

	for (column = 0; column < table->column_count; column++)
	{
		if ((table->columns[column].flags & CLOSING) != 0 && is_stated(judgement->old_entry, column) &&
			!same_value(judgement->old_entry, judgement->new_entry, column) && is_final(judgement, column))
			reset = lappend_int(reset, column);
	}
	require_fields(judgement, reset);
}

static const Rule r00_set_once = {
	"r00_set_once",
	"register",
	{{OTHER_ENTRIES, ALL_OF_REGISTER, CHANGED, .find = note_reset_fields}},
	N_("A closing field of an event, or of an entry that others rely on, is set only once."),
	N_("These fields are set only once and are already set: %s."),
	N_("Leave these fields as they are. "
	   "A registrar can put them right under a basis: secretxfer.rectify().")};

/* What happened in a case is never deleted. */
static bool
entry_is_kept(Judgement *judgement)
{
	return judgement->new_entry != NULL;
}

static const Rule r00_never_deleted = {
	"r00_never_deleted",
	"register",
	{{OTHER_ENTRIES, NEVER_DELETED, WITHDRAWN, entry_is_kept}},
	N_("Hand-overs, accesses, breaches, suspensions and changes of parties are never deleted."),
	N_("What happened in a case is never deleted."),
	N_("Correct the entry while nothing relies on it; later record its return, end, remedy, lifting or completion. "
	   "A registrar can withdraw it under a basis: secretxfer.rectify()."),
	.hints_of_tables = {
		{ON(carrier_marks) | ON(disposal_successions),
		 N_("What changed again since is entered with its own day. If this entry is wrong, a registrar withdraws it "
			"under a basis: secretxfer.rectify().")},
		{ON(holders),
		 N_("Correct held_by while nothing relies on the entry; who takes the carrier over next is entered "
			"with that day. A registrar can withdraw the entry under a basis: secretxfer.rectify().")},
		{ON(system_accesses) | ON(suspensions) | ON(party_changes),
		 N_("When it ends, is lifted, is completed or is called off, record that. If this entry is wrong, a registrar "
			"withdraws it under a basis: secretxfer.rectify().")}}};

/* TRUNCATE leaves no entry to judge, so refuse_truncation() reports this rule, and no occasion asks the rule. */
static const Rule r00_no_truncate = {"r00_no_truncate",
									 "register",
									 {{OTHER_ENTRIES, ALL_OF_REGISTER, 0}},
									 N_("No table of the register is emptied by TRUNCATE."),
									 N_("A table of the register cannot be truncated."),
									 N_("Withdraw entries one by one, as far as nothing relies on them."),
									 .set_aside = NEVER_SET_ASIDE};

/* A carrier that is out is not handed over again, but handed on by the contractor that has it. */
static void
note_carrier_out(Judgement *judgement)
{
	const Handover *other = elsewhere(judgement);

	if (other == NULL)
		return;
	if (other->written_off_on <= ((const Handover *) judgement->new_entry)->handed_on)
		note_broken(
			judgement, handovers_carrier_id, N_("The carrier is written off at that time."),
			other->written_off_as == DESTROYED
				? N_("What was destroyed is not handed over: name the carrier that was. "
					 "A write-off that is wrong a registrar puts right under a basis: secretxfer.rectify().")
				: N_("What was lost and is found is returned first, under the hand-over in which it was lost."));
	else
		note_broken(judgement, handovers_carrier_id, N_("The carrier is out at that time."),
					N_("Record the return under the other hand-over, or state in this one when the carrier came back. "
					   "Who takes the carrier over inside the contractor is entered in holders."));
}

/* A contractor returns what it handed on only once the carrier is back from there. */
static void
note_carrier_handed_on(Judgement *judgement)
{
	const Handover *outer = (const Handover *) judgement->new_entry;
	const Handover *inner;

	if ((judgement->occasions & ENTERED) != 0 || outer->returned_on == NO_DATE)
		return;
	inner = handed_on_under(judgement);
	if (inner == NULL)
		return;
	if (inner->returned_on == NO_DATE && inner->written_off_on != NO_DATE)
		note_broken(judgement, handovers_returned_on, N_("The carrier was handed on, and was destroyed or lost there."),
					N_("Write the carrier off in this case, too; what was lost and is found is first returned where it "
					   "was handed on."));
	else
		note_broken(judgement, handovers_returned_on,
					N_("The carrier was handed on, and is not back by the day of the return."),
					N_("First record the return in the case in which the carrier was handed on."));
}

/*
 * A carrier that was handed on is out in several cases, and is destroyed once: the write-off is entered in each of
 * these cases, and in none of them does the carrier come back after the day of its destruction.
 */
static void
note_return_after_destruction(Judgement *judgement)
{
	const Handover *handover = (const Handover *) judgement->new_entry;
	const Handover *other;

	if (handover->returned_on == NO_DATE && handover->written_off_as != DESTROYED)
		return;
	foreach_entry (const Handover, other, handovers_of_carrier(judgement))
	{
		if (other == handover)
			continue;
		if (other->written_off_as == DESTROYED && handover->returned_on != NO_DATE &&
			after(handover->returned_on, other->written_off_on))
			note_broken(judgement, handovers_returned_on,
						N_("The carrier was destroyed under another hand-over before this day."),
						N_("State in this hand-over, too, that the carrier was destroyed; "
						   "a write-off that is wrong a registrar puts right under a basis."));
		if (handover->written_off_as == DESTROYED && other->returned_on != NO_DATE &&
			after(other->returned_on, handover->written_off_on))
			note_broken(judgement, handovers_written_off_on,
						N_("The carrier came back under another hand-over after this day."),
						N_("State the day on which the carrier was destroyed."));
	}
}

/* An end that is taken back or moved leaves the carrier out for longer; an end that is entered does not. */
static void
note_carrier_out_for_longer(Judgement *judgement)
{
	if ((judgement->occasions & ENTERED) == 0 && end_is_moved(judgement))
		note_carrier_out(judgement);
}

static const Rule r00_carrier_out = {
	"r00_carrier_out",
	"register",
	{{OTHER_ENTRIES, ON(handovers), ENTERED, .find = note_carrier_out},
	 {OTHER_ENTRIES, ON(handovers), CLOSED, .find = note_carrier_handed_on},
	 {OTHER_ENTRIES, ON(handovers), CLOSED, .find = note_carrier_out_for_longer},
	 {OTHER_ENTRIES, ON(handovers), ENTERED | CLOSED, .find = note_return_after_destruction}},
	N_("A carrier that is out is not handed over again before it is back, but handed on by the contractor that has "
	   "it."),
	.tells_of_carrier = true,
	.set_aside = SET_ASIDE_UNTIL_COMMIT};

/* r00_entered_once stands first, because a client that finds the existing entry waits for the report of this rule. */
const Rule *const rule00[] = {&r00_entered_once, &r00_mandatory,       &r00_in_document,
							  &r00_key_form,     &r00_not_in_future,   &r00_plausible_date,
							  &r00_value_range,  &r00_validity_period, &r00_reference,
							  &r00_date_order,   &r00_case_open,       &r00_settled,
							  &r00_identity,     &r00_set_once,        &r00_never_deleted,
							  &r00_no_truncate,  &r00_carrier_out,     NULL};
