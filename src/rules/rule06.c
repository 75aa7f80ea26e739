/*
 * rule06.c
 *		Provision 6: the contract for joint secret works.
 *
 * ¶1 makes the contract the basis of every transfer, ¶2 says what the contract settles (items 1 to 4), ¶3 what is
 * different where a protected information system is serviced, ¶4 who is responsible for the contract.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/authorization.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/*
 * 6 ¶1, 3(2): state secrets are transferred on the basis of a contract between customer and contractor.  An annex line
 * needs the contract, too, because the annex is one to the contract (6(4)).
 */
static bool
is_under_contract(Judgement *judgement)
{
	return contract_by(judgement, judgement->transfer == NULL ? NO_DATE : judgement->transfer->on) != NULL;
}

static const Rule r06_contract_first = {
	"r06_contract_first",
	"6 ¶1",
	{{OTHER_ENTRIES, ON(contract_items) | TRANSFERS, ENTERED, is_under_contract}},
	N_("No carrier is annexed or handed over and no access granted before the contract is concluded."),
	N_("No contract for joint secret works was concluded by the day of this entry."),
	N_("Once the permission is there, conclude the contract and record it; what follows has its day or a later one.")};

/* 6 ¶2: the contract settles the following "as the civil legislation demands": nothing to check in these words. */

/*
 * 6(1): the contract settles how the customer controls the protection of the secrets, during the works and after them,
 * and the contractor's liability.
 */
static void
note_missing_control_and_liability(Judgement *judgement)
{
	static const int columns[] = {contracts_control_during_works, contracts_control_after_works,
								  contracts_contractor_liability};

	require_texts(judgement, columns, lengthof(columns));
}

static const Rule r06_control_and_liability = {
	"r06_control_and_liability",
	"6(1)",
	{{FORM, ON(contracts), ENTERED, .find = note_missing_control_and_liability}},
	N_("A contract settles the customer's control during and after the works and the contractor's liability."),
	N_("The contract does not settle these terms of control and liability: %s."),
	N_("Settle the missing terms in the contract and state them."),
	.set_aside = NEVER_SET_ASIDE};

/* 6(2): the contract settles how the works or services that protect the secrets are financed. */
static bool
financing_is_settled(Judgement *judgement)
{
	return !is_blank(((const Contract *) judgement->new_entry)->protection_financing);
}

static const Rule r06_financing = {
	"r06_financing",
	"6(2)",
	{{FORM, ON(contracts), ENTERED, financing_is_settled, COLUMN_NAME(contracts, protection_financing)}},
	N_("A contract settles how the protection of the secrets is financed."),
	N_("The contract does not settle the financing of the protection: protection_financing."),
	N_("Settle the missing terms in the contract and state them."),
	.set_aside = NEVER_SET_ASIDE};

/*
 * 6(3): the contract states the permit of the national security body or the person's clearance, with number, date,
 * validity and issuer: the data of the permit or clearance that the contract names.
 */
static void
note_missing_authorization(Judgement *judgement)
{
	check_authorization(judgement, contracts_permit_no, contracts_clearance_no,
						((const Contract *) judgement->new_entry)->concluded_on);
}

/* An amendment of the contract need not state any; what it states replaces what the contract stated. */
static void
note_wrong_new_authorization(Judgement *judgement)
{
	check_stated_authorization(judgement, contract_amendments_permit_no, contract_amendments_clearance_no,
							   ((const ContractAmendment *) judgement->new_entry)->concluded_on);
}

static const Rule r06_authorization = {
	"r06_authorization",
	"6(3)",
	{{OTHER_ENTRIES, ON(contracts), ENTERED, .find = note_missing_authorization},
	 {OTHER_ENTRIES, ON(contract_amendments), ENTERED, .find = note_wrong_new_authorization}},
	N_("A contract states the contractor's permit or, of a citizen, clearance; all that is stated is valid that day.")};

/*
 * Whether the annex lists any carrier by a day.  In information-system service nothing need be listed (¶3).  While the
 * contract is missing, only its own rule speaks; but of a step not taken yet, all that is missing is told.
 */
static bool
annex_lists_carriers_by(Judgement *judgement, DateADT day)
{
	return judgement->facts->information_system_service ||
		   (!judgement->hypothetical && contract_by(judgement, day) == NULL) || annexed_by(judgement, day);
}

/*
 * 6(4): the secrets to be transferred are listed in an annex to the contract.  So the annex is there by the notice of
 * the contract and of the transfer (3(3)), and by the hand-over; r07_within_annex asks for the carrier itself.
 *
 * The list's data (names, marks, registration numbers, copies, sheets) are the carriers' own: r04_carrier_data.
 */
static bool
annex_precedes_notice(Judgement *judgement)
{
	const Notice *notice = (const Notice *) judgement->new_entry;

	return notice->kind != CONTRACT_NOTICE || annex_lists_carriers_by(judgement, notice->sent_on);
}

static bool
annex_precedes_handover(Judgement *judgement)
{
	return judgement->transfer->covers != NIL || annex_lists_carriers_by(judgement, judgement->transfer->on);
}

static const Rule r06_annex_first = {
	"r06_annex_first",
	"6(4)",
	{{OTHER_ENTRIES, ON(notices), ENTERED, annex_precedes_notice},
	 {OTHER_ENTRIES, ON(handovers), ENTERED, annex_precedes_handover}},
	N_("A contract notice or a hand-over needs an annex line by its day, except in information-system service."),
	N_("The annex to the contract lists no carrier by the day of this entry."),
	N_("Enter in the annex, line by line, what was permitted.")};

/* 6(4): the list is an annex to the contract: so no line is older than the contract. */
static void
note_line_before_contract(Judgement *judgement)
{
	const ContractItem *line = (const ContractItem *) judgement->new_entry;
	const Contract *contract = case_contract(judgement->file);

	if (contract != NULL && after(contract->concluded_on, line->annexed_on))
		note_broken(judgement, contract_items_annexed_on, N_("The annex line is dated before the contract."),
					N_("Date the annex line on the day of the contract or later."));
}

/* Such a line stands only under a basis, and nothing is handed over by it, in the period of its request. */
static bool
covers_follow_contract(Judgement *judgement)
{
	const Transfer *transfer = judgement->transfer;
	const Contract *contract = contract_by(judgement, transfer->on);
	const Cover *cover;

	foreach_entry (const Cover, cover, transfer->covers)
	{
		if (rests_on(transfer, cover) && (contract == NULL || !after(contract->concluded_on, cover->line->annexed_on)))
			return true;
	}
	return transfer->covers == NIL;
}

/* The same where the day of the contract is corrected. */
static void
note_contract_after_lines(Judgement *judgement)
{
	const Contract *contract = (const Contract *) judgement->new_entry;
	const ContractItem *line;

	foreach_entry (ContractItem, line, case_annex(judgement->file))
	{
		if (after(contract->concluded_on, line->annexed_on))
		{
			note_broken(judgement, contracts_concluded_on, N_("The annex has lines dated before the contract."),
						N_("Withdraw those lines, correct the contract, and enter them again."));
			return;
		}
	}
}

static const Rule r06_annex_after_contract = {
	"r06_annex_after_contract",
	"6(4)",
	{{OTHER_ENTRIES, ON(contract_items), ENTERED, .find = note_line_before_contract},
	 {OTHER_ENTRIES, ON(contracts), ENTERED, .find = note_contract_after_lines},
	 {OTHER_ENTRIES, ON(handovers), ENTERED, covers_follow_contract}},
	N_("No line of the annex is dated before the contract."),
	N_("The annex line of the carrier is dated before the contract."),
	N_("Correct the day of the line or of the contract, whichever is wrong. Where other entries rely on it, a registrar "
	   "does so under a basis: secretxfer.rectify().")};

/*
 * 6 ¶3: where the contract is for the service of the customer's protected and classified information systems, a
 * statement takes the place of the carriers' names.  So only there does a request or a contract bear a statement, and
 * only there is access granted.  That the systems are the customer's, protected and classified is what the case says
 * with information_system_service.
 */
static bool
statement_is_for_system_service(Judgement *judgement)
{
	const Entry *entry = judgement->new_entry;
	const text *statement;

	if (entry->table == TABLE_requests)
		statement = ((const Request *) entry)->information_statement;
	else if (entry->table == TABLE_contracts)
		statement = ((const Contract *) entry)->information_statement;
	else
		statement = ((const ContractAmendment *) entry)->information_statement;
	return judgement->facts->information_system_service || is_blank(statement);
}

static bool
access_is_for_system_service(Judgement *judgement)
{
	return judgement->facts->information_system_service;
}

static const Rule r06_information_system = {
	"r06_information_system",
	"6 ¶3",
	{{OTHER_ENTRIES, ON(requests) | ON(contracts) | ON(contract_amendments), ENTERED, statement_is_for_system_service,
	  COLUMN_NAME(contracts, information_statement)},
	 {OTHER_ENTRIES, ON(system_accesses), ENTERED, access_is_for_system_service}},
	N_("Only in information-system service does a statement replace the list, and access the hand-over of carriers."),
	N_("The case is not one of servicing a protected information system."),
	N_("List and hand over carriers, or correct information_system_service while nothing relies on the case.")};

/*
 * 6 ¶3, 11: permit and clearance are of a degree, and in place of the carriers' marks stands the degree of the system.
 * So the case states it.  A case of version 1.0 states none, and may go on without until somebody states it.
 */
static void
note_system_mark_out_of_place(Judgement *judgement)
{
	const Case *old_case = (const Case *) judgement->old_entry;
	const Case *new_case = (const Case *) judgement->new_entry;

	if (!new_case->information_system_service && new_case->system_mark != UNSTATED)
	{
		note_broken(judgement, cases_system_mark, N_("A mark is stated, but the works service no information system."),
					N_("Leave system_mark out, or state that the works service an information system."));
		/* the native constraint cases_system_marked says the same */
		((Finding *) llast(judgement->findings))->set_aside = NEVER_SET_ASIDE;
	}
	if (new_case->information_system_service && new_case->system_mark == UNSTATED &&
		(old_case == NULL || !old_case->information_system_service || old_case->system_mark != UNSTATED))
		note_broken(judgement, cases_system_mark, N_("The mark of the serviced information system is not stated."),
					N_("State the highest mark of the information that circulates in the system."));
}

static const Rule r06_system_mark = {
	"r06_system_mark",
	"6 ¶3",
	{{FORM, ON(cases), ENTERED | CLOSED, .find = note_system_mark_out_of_place}},
	N_("A case of information-system service, and no other case, states the secrecy mark of the system."),
	.set_aside = SET_ASIDE_IN_PART};

/* 6 ¶3: there, a statement in free form that briefly describes the circulating information comes with the contract. */
static bool
contract_has_statement(Judgement *judgement)
{
	const Contract *contract = judgement->table == TABLE_contracts ? (const Contract *) judgement->new_entry
																   : contract_by(judgement, judgement->transfer->on);

	return !judgement->facts->information_system_service || contract == NULL ||
		   !is_blank(contract->information_statement);
}

static const Rule r06_information_statement = {
	"r06_information_statement",
	"6 ¶3",
	{{OTHER_ENTRIES, ON(contracts), ENTERED, contract_has_statement, COLUMN_NAME(contracts, information_statement)},
	 {OTHER_ENTRIES, ON(system_accesses), ENTERED, contract_has_statement}},
	N_("In information-system service the contract bears a statement describing the information in the system."),
	N_("The statement describing the information in the serviced system is missing."),
	N_("Describe the circulating information in free form."),
	.hints_of_tables = {
		{ON(system_accesses), N_("Describe the circulating information in an amendment of the contract.")}}};

/* 6 ¶4: the customer's head designates the unit responsible for concluding the contract and for its control. */
static void
note_missing_responsible_unit(Judgement *judgement)
{
	static const int columns[] = {contracts_responsible_unit, contracts_unit_designated_by};

	require_texts(judgement, columns, lengthof(columns));
}

static const Rule r06_responsible_unit = {
	"r06_responsible_unit",
	"6 ¶4",
	{{FORM, ON(contracts), ENTERED, .find = note_missing_responsible_unit}},
	N_("A contract names the unit responsible for it and the order by which the customer's head designated that unit."),
	N_("These data of the unit responsible for the contract are missing: %s."),
	N_("State the unit and the order by which the customer's head designated it."),
	.set_aside = NEVER_SET_ASIDE};

/* ---- amendments of the contract ---- */

/* Whether an amendment states a term, by the number of the column. */
static bool
amends(const Entry *amendment, int term)
{
	return is_stated(amendment, term) && !is_blank(FIELD(amendment, term, text *));
}

/* An amendment replaces terms of the contract: at least one, and none by nothing. */
static void
note_amendment_without_terms(Judgement *judgement)
{
	const Entry *amendment = judgement->new_entry;
	List *blank = NIL;
	bool any = false;
	bool names_unit;
	int term;

	for (term = contract_amendments_control_during_works; term <= contract_amendments_information_statement; term++)
	{
		any |= is_stated(amendment, term);
		if (is_stated(amendment, term) && !amends(amendment, term))
			blank = lappend_int(blank, term);
	}
	if (!any)
	{
		note_broken(judgement, NO_COLUMN, N_("The amendment changes no term of the contract."),
					N_("State the terms that the amendment replaces."));
		/* the native constraint contract_amendments_term says the same */
		((Finding *) llast(judgement->findings))->set_aside = NEVER_SET_ASIDE;
	}
	note_broken_fields(judgement, blank, N_("These terms of the contract are replaced by nothing: %s."),
					   N_("State the new term, or leave the field out."));
	/* 6 ¶4: the customer's head designates the unit by an order. */
	names_unit = amends(amendment, contract_amendments_responsible_unit);
	if (names_unit != amends(amendment, contract_amendments_unit_designated_by))
		note_broken_fields(judgement,
						   list_make1_int(names_unit ? (int) contract_amendments_unit_designated_by
													 : (int) contract_amendments_responsible_unit),
						   N_("The unit and the order that designates the unit go together: %s."),
						   N_("State the unit and the order by which the customer's head designated it."));
}

static const Rule r06_amended_terms = {
	"r06_amended_terms",
	"6 ¶2",
	{{FORM, ON(contract_amendments), ENTERED, .find = note_amendment_without_terms}},
	N_("An amendment replaces at least one term of the contract; unit and order are replaced together (6 ¶4)."),
	.set_aside = SET_ASIDE_IN_PART};

/* The contract is amended once it is concluded. */
static bool
amendment_follows_contract(Judgement *judgement)
{
	const ContractAmendment *amendment = (const ContractAmendment *) judgement->new_entry;
	const Contract *contract = case_contract(judgement->file);

	return contract == NULL || !after(contract->concluded_on, amendment->concluded_on);
}

static const Rule r06_amendment_after_contract = {
	"r06_amendment_after_contract",
	"6 ¶1",
	{{OTHER_ENTRIES, ON(contract_amendments), ENTERED, amendment_follows_contract,
	  COLUMN_NAME(contract_amendments, concluded_on)}},
	N_("No amendment of a contract is dated before the contract."),
	N_("The amendment is dated before the contract."),
	N_("Date the amendment on the day of the contract or later.")};

/* Which of two amendments of one day counts, nothing tells: so each term is replaced once on a day. */
static void
note_terms_amended_twice(Judgement *judgement)
{
	const ContractAmendment *amendment = (const ContractAmendment *) judgement->new_entry;
	const ContractAmendment *other;
	List *twice = NIL;
	int term;

	foreach_entry (const ContractAmendment, other, case_amendments(judgement->file))
	{
		if (other->concluded_on != amendment->concluded_on || same_key(&other->head, &amendment->head) ||
			(judgement->old_entry != NULL && same_key(&other->head, judgement->old_entry)))
			continue;
		for (term = contract_amendments_control_during_works; term <= contract_amendments_information_statement; term++)
		{
			if (amends(&amendment->head, term) && amends(&other->head, term))
				twice = list_append_unique_int(twice, term);
		}
	}
	require_fields(judgement, twice);
}

static const Rule r06_amended_once_a_day = {
	"r06_amended_once_a_day",
	"6 ¶2",
	{{OTHER_ENTRIES, ON(contract_amendments), ENTERED, .find = note_terms_amended_twice}},
	N_("On one day each term of a contract is amended once."),
	N_("Another amendment of this day replaces these terms: %s."),
	N_("State each term in one of the amendments of the day.")};

const Rule *const rule06[] = {&r06_contract_first,
							  &r06_control_and_liability,
							  &r06_financing,
							  &r06_authorization,
							  &r06_annex_first,
							  &r06_annex_after_contract,
							  &r06_information_system,
							  &r06_system_mark,
							  &r06_information_statement,
							  &r06_responsible_unit,
							  &r06_amended_terms,
							  &r06_amendment_after_contract,
							  &r06_amended_once_a_day,
							  NULL};
