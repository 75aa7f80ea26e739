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
					gettext_noop("No contract for joint secret works was concluded by the day of this entry."),
					gettext_noop("Once the permission is there, conclude the contract and record it."));
}

/* ---- (1), (2), (3): terms ---- */

static const char *const terms_hint = gettext_noop("Settle the missing terms in the contract and state them.");

static void
control_and_liability(Judgement *judgement)
{
	static const int columns[] = {contracts_control_during_works, contracts_control_after_works,
								  contracts_contractor_liability};

	require_texts(judgement, columns, lengthof(columns),
				  gettext_noop("The contract does not settle these terms of control and liability: %s."), terms_hint);
}

static void
financing(Judgement *judgement)
{
	static const int columns[] = {contracts_protection_financing};

	require_texts(judgement, columns, lengthof(columns),
				  gettext_noop("The contract does not settle the financing of the protection: %s."), terms_hint);
}

static void
authorization(Judgement *judgement)
{
	check_authorization(judgement, contracts_permit_no, contracts_clearance_no,
						((Contract *) judgement->new_entry)->concluded_on);
}

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
		note_broken(judgement, NO_COLUMN,
					gettext_noop("The annex to the contract lists no carrier by the day of this entry."),
					gettext_noop("Enter in the annex, line by line, what was permitted."));
}

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
			note_broken(judgement, contract_items_annexed_on,
						gettext_noop("The annex line is dated before the contract."),
						gettext_noop("Date the annex line on the day of the contract or later."));
		return;
	}
	contract = (Contract *) judgement->new_entry;
	foreach_entry (ContractItem, line, case_annex(judgement->file))
	{
		if (after(contract->concluded_on, line->annexed_on))
		{
			note_broken(judgement, contracts_concluded_on,
						gettext_noop("The annex has lines dated before the contract."),
						gettext_noop("Withdraw those lines, correct the contract, and enter them again."));
			return;
		}
	}
}

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
		gettext_noop("The case is not one of servicing a protected information system."),
		gettext_noop(
			"List and hand over carriers instead; if the case is such a one, correct information_system_service while nothing relies on the case."));
}

static void
information_statement(Judgement *judgement)
{
	Case *facts = judgement->facts;

	if (facts->information_system_service && is_blank(((Contract *) judgement->new_entry)->information_statement))
		note_broken(judgement, contracts_information_statement,
					gettext_noop("The statement describing the information in the serviced system is missing."),
					gettext_noop("Describe the circulating information in free form."));
}

/* ---- ¶4: who answers for the contract ---- */

static void
responsible_unit(Judgement *judgement)
{
	static const int columns[] = {contracts_responsible_unit, contracts_unit_designated_by};

	require_texts(judgement, columns, lengthof(columns),
				  gettext_noop("These data of the unit responsible for the contract are missing: %s."),
				  gettext_noop("State the unit and the order by which the customer's head designated it."));
}

const Rule rule06[] = {
	{"r06_contract_first",
	 "6",
	 {{REGISTER, ON(contract_items) | ON(handovers) | ON(system_accesses), ENTERED, contract_first}},
	 "No carrier is annexed or handed over and no access granted before the contract for joint secret works is concluded.",
	 "Бірлескен құпия жұмыстарды жүргізуге арналған шарт жасалмайынша, жеткізгіш қосымшаға енгізілмейді және берілмейді, жүйеге де қол жеткізілмейді.",
	 "До заключения договора на проведение совместных секретных работ носители не вносятся в приложение и не передаются, а доступ к системе не предоставляется."},
	{"r06_control_and_liability",
	 "6(1)",
	 {{FORM, ON(contracts), ENTERED, control_and_liability}},
	 "A contract settles the customer's control during and after the works and the contractor's liability.",
	 "Шартта тапсырыс берушінің жұмыстар кезіндегі және олар біткеннен кейінгі бақылауы мен орындаушының жауапкершілігі белгіленеді.",
	 "Договор определяет контроль заказчика во время работ и после них, а также ответственность исполнителя."},
	{"r06_financing",
	 "6(2)",
	 {{FORM, ON(contracts), ENTERED, financing}},
	 "A contract settles how the protection of the secrets is financed.",
	 "Шартта мемлекеттік құпияларды қорғаудың қалай қаржыландырылатыны белгіленеді.",
	 "Договор определяет, как финансируется защита государственных секретов."},
	{"r06_authorization",
	 "6(3)",
	 {{REGISTER, ON(contracts), ENTERED, authorization}},
	 "A contract states the contractor's own permit (of an organisation) or clearance (of a citizen), and all that it states is valid on the day of the contract.",
	 "Шартта орындаушы ұйымның жұмыс жүргізуге ҰҚК рұқсаты не орындаушы азаматқа ресімделген мемлекеттік құпияларға рұқсат ету көрсетіледі және көрсетілгеннің бәрі шарт жасалған күні жарамды болады.",
	 "В договоре указывается разрешение КНБ на проведение работ, выданное исполнителю-организации, либо допуск к государственным секретам, оформленный исполнителю-гражданину, и всё указанное действительно в день заключения договора."},
	{"r06_annex_first",
	 "6(4)",
	 {{REGISTER, ON(notices) | ON(handovers), ENTERED, annex_first}},
	 "Except in information-system service, the annex lists at least one carrier by the day of a hand-over and by the day of the notice of the contract.",
	 "Ақпараттық жүйеге қызмет көрсетуді қоспағанда, жеткізгіш берілетін күнге қарай да, шарт туралы хабарлама жіберілетін күнге қарай да қосымшада кемінде бір жеткізгіш көрсетіледі.",
	 "Кроме обслуживания информационной системы, ко дню передачи носителя и ко дню уведомления о договоре в приложении указан хотя бы один носитель."},
	{"r06_annex_after_contract",
	 "6(4)",
	 {{REGISTER, ON(contract_items) | ON(contracts), ENTERED, annex_after_contract}},
	 "No line of the annex is dated before the contract.",
	 "Қосымшаның ешбір жолының күні шарт жасалған күннен бұрын болмайды.",
	 "Ни одна строка приложения не датируется раньше договора."},
	{"r06_information_system",
	 "6",
	 {{REGISTER, ON(requests) | ON(contracts) | ON(system_accesses), ENTERED, information_system}},
	 "Only in a case of information-system service does a statement take the place of the list, and access the place of carriers.",
	 "Ақпараттық жүйеге қызмет көрсету ісінде ғана тізбенің орнына анықтама беріледі, ал жеткізгіштердің орнына жүйеге қол жеткізіледі.",
	 "Только в деле об обслуживании информационной системы справка заменяет перечень, а доступ к системе заменяет передачу носителей."},
	{"r06_information_statement",
	 "6",
	 {{REGISTER, ON(contracts), ENTERED, information_statement}},
	 "The contract in a case of information-system service bears a statement describing the information that circulates in the system.",
	 "Ақпараттық жүйеге қызмет көрсету ісіндегі шартта жүйеде айналымда жүрген мәліметтерді сипаттайтын анықтама болады.",
	 "Договор в деле об обслуживании информационной системы содержит справку с описанием сведений, обращающихся в системе."},
	{"r06_responsible_unit",
	 "6",
	 {{FORM, ON(contracts), ENTERED, responsible_unit}},
	 "A contract names the unit responsible for it and the order by which the customer's head designated that unit.",
	 "Шартта оған жауапты құрылымдық бөлімше және тапсырыс беруші басшысының сол бөлімшені айқындаған бұйрығы көрсетіледі.",
	 "В договоре указываются ответственное за него структурное подразделение и приказ руководителя заказчика, которым оно определено."},
	{NULL}};
