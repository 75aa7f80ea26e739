/*
 * rule06.c
 *		Provision 6: the contract for joint secret works.
 *
 * Nothing is handed over without it (¶1).  It settles control and liability (1), financing
 * (2), permit or clearance (3) and, in an annex, the list (4); where the works are the
 * service of a protected information system, a statement takes the place of the list (¶3).
 * The customer's head designates the unit that answers for it (¶4).
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/authorization.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/* 3(2), 6 ¶1: what rests on the contract: the annex, hand-overs, access */
static void
contract_first(Judgement *judgement)
{
	DateADT day = judgement->transfer == NULL ? NO_DATE : judgement->transfer->on;

	if (contract_by(judgement, day) == NULL)
		note_broken(judgement, NO_COLUMN,
					N_("No contract for joint secret works was concluded by the day of this entry."),
					N_("Once the permission is there, conclude the contract and record it."));
}

static const Rule r06_contract_first = {
	"r06_contract_first",
	"6",
	{{REGISTER, ON(contract_items) | ON(handovers) | ON(system_accesses), ENTERED, .find = contract_first}},
	N_("No carrier is annexed or handed over and no access granted before the contract for joint secret works is concluded.")};

/* ---- (1), (2), (3): terms ---- */

static void
control_and_liability(Judgement *judgement)
{
	static const int columns[] = {contracts_control_during_works, contracts_control_after_works,
								  contracts_contractor_liability};

	require_texts(judgement, columns, lengthof(columns));
}

static const Rule r06_control_and_liability = {
	"r06_control_and_liability",
	"6(1)",
	{{FORM, ON(contracts), ENTERED, .find = control_and_liability}},
	N_("A contract settles the customer's control during and after the works and the contractor's liability."),
	N_("The contract does not settle these terms of control and liability: %s."),
	N_("Settle the missing terms in the contract and state them.")};

static void
financing(Judgement *judgement)
{
	static const int columns[] = {contracts_protection_financing};

	require_texts(judgement, columns, lengthof(columns));
}

static const Rule r06_financing = {"r06_financing",
								   "6(2)",
								   {{FORM, ON(contracts), ENTERED, .find = financing}},
								   N_("A contract settles how the protection of the secrets is financed."),
								   N_("The contract does not settle the financing of the protection: %s."),
								   N_("Settle the missing terms in the contract and state them.")};

static void
authorization(Judgement *judgement)
{
	check_authorization(judgement, contracts_permit_no, contracts_clearance_no,
						((Contract *) judgement->new_entry)->concluded_on);
}

static const Rule r06_authorization = {
	"r06_authorization",
	"6(3)",
	{{REGISTER, ON(contracts), ENTERED, .find = authorization}},
	N_("A contract states the contractor's own permit (of an organisation) or clearance (of a citizen), and all that it states is valid on the day of the contract.")};

/* ---- (4): the annex ---- */

/*
 * What is notified of, and handed over, is listed in the annex.  In information-system
 * service the statement stands in its place.  While there is no contract that is what stands
 * in the way; but of a step not yet taken all is told that is missing.
 */
static void
annex_first(Judgement *judgement)
{
	bool notice = judgement->table == TABLE_notices;
	DateADT day = notice ? ((Notice *) judgement->new_entry)->sent_on : ((Handover *) judgement->new_entry)->handed_on;

	if (judgement->facts->information_system_service ||
		(contract_by(judgement, day) == NULL && !judgement->hypothetical) ||
		(notice ? ((Notice *) judgement->new_entry)->kind != CONTRACT_NOTICE : judgement->transfer->covers != NIL))
		return;
	if (!annexed_by(judgement, day))
		note_broken(judgement, NO_COLUMN, N_("The annex to the contract lists no carrier by the day of this entry."),
					N_("Enter in the annex, line by line, what was permitted."));
}

static const Rule r06_annex_first = {
	"r06_annex_first",
	"6(4)",
	{{REGISTER, ON(notices) | ON(handovers), ENTERED, .find = annex_first}},
	N_("Except in information-system service, the annex lists at least one carrier by the day of a hand-over and by the day of the notice of the contract.")};

/* The annex is one to the contract: no line is older than it. */
static void
annex_after_contract(Judgement *judgement)
{
	ContractItem *line;
	Contract *contract;

	if (judgement->table == TABLE_contract_items)
	{
		line = (ContractItem *) judgement->new_entry;
		contract = case_contract(judgement->file);
		if (contract != NULL && after(contract->concluded_on, line->annexed_on))
			note_broken(judgement, contract_items_annexed_on, N_("The annex line is dated before the contract."),
						N_("Date the annex line on the day of the contract or later."));
		return;
	}
	contract = (Contract *) judgement->new_entry;
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
	{{REGISTER, ON(contract_items) | ON(contracts), ENTERED, .find = annex_after_contract}},
	N_("No line of the annex is dated before the contract.")};

/* ---- ¶3: service of protected information systems ---- */

static bool
states_statement(Judgement *judgement)
{
	switch (judgement->table)
	{
		case TABLE_requests:
			return !is_blank(((Request *) judgement->new_entry)->information_statement);
		case TABLE_contracts:
			return !is_blank(((Contract *) judgement->new_entry)->information_statement);
		default:
			return true; /* access is of this kind of works only */
	}
}

static void
information_system(Judgement *judgement)
{
	Case *facts = judgement->facts;

	if (facts->information_system_service || !states_statement(judgement))
		return;
	note_broken(
		judgement,
		judgement->table == TABLE_requests    ? requests_information_statement
		: judgement->table == TABLE_contracts ? contracts_information_statement
											  : NO_COLUMN,
		N_("The case is not one of servicing a protected information system."),
		N_("List and hand over carriers instead; if the case is such a one, correct information_system_service while nothing relies on the case."));
}

static const Rule r06_information_system = {
	"r06_information_system",
	"6",
	{{REGISTER, ON(requests) | ON(contracts) | ON(system_accesses), ENTERED, .find = information_system}},
	N_("Only in a case of information-system service does a statement take the place of the list, and access the place of carriers.")};

static void
information_statement(Judgement *judgement)
{
	Case *facts = judgement->facts;

	if (facts->information_system_service && is_blank(((Contract *) judgement->new_entry)->information_statement))
		note_broken(judgement, contracts_information_statement,
					N_("The statement describing the information in the serviced system is missing."),
					N_("Describe the circulating information in free form."));
}

static const Rule r06_information_statement = {
	"r06_information_statement",
	"6",
	{{REGISTER, ON(contracts), ENTERED, .find = information_statement}},
	N_("The contract in a case of information-system service bears a statement describing the information that circulates in the system.")};

/* ---- ¶4: who answers for the contract ---- */

static void
responsible_unit(Judgement *judgement)
{
	static const int columns[] = {contracts_responsible_unit, contracts_unit_designated_by};

	require_texts(judgement, columns, lengthof(columns));
}

static const Rule r06_responsible_unit = {
	"r06_responsible_unit",
	"6",
	{{FORM, ON(contracts), ENTERED, .find = responsible_unit}},
	N_("A contract names the unit responsible for it and the order by which the customer's head designated that unit."),
	N_("These data of the unit responsible for the contract are missing: %s."),
	N_("State the unit and the order by which the customer's head designated it.")};

const Rule *const rule06[] = {&r06_contract_first,     &r06_control_and_liability,
							  &r06_financing,          &r06_authorization,
							  &r06_annex_first,        &r06_annex_after_contract,
							  &r06_information_system, &r06_information_statement,
							  &r06_responsible_unit,   NULL};
