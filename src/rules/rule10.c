/*
 * rule10.c
 *		Provision 10: a party changes, or ceases to be.
 *
 * ¶1, the customer: a supplement to the contract names the successor that has the powers,
 * and the national security body and the bodies whose secrets are used are notified; until
 * then nothing is handed over.  ¶2, the contractor: nothing is handed over any more, measures
 * of protection are taken, and everything is returned before the case is closed or the
 * change completed.
 *
 * A change is an event: it is recorded whoever it troubles.  It concerns the cases opened by
 * the day it takes effect.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/* ---- ¶1: the customer and its successors ---- */

/* Whether a party is, or was, the customer of the case. */
static bool
ever_customer(Judgement *judgement, const text *idn)
{
	Supplement *supplement;

	if (same_text(judgement->facts->customer, idn))
		return true;
	foreach_entry (Supplement, supplement, case_supplements(judgement->file))
	{
		if (same_text(supplement->successor, idn) &&
			!(judgement->table == TABLE_supplements && same_key(&supplement->head, judgement->new_entry)))
			return true;
	}
	return false;
}

static void
customer_changed(Judgement *judgement)
{
	if (succession_on(judgement, judgement->transfer->on).open_change)
		note_broken(
			judgement, NO_COLUMN,
			gettext_noop(
				"The customer has changed, and no supplement to the contract named its successor by the day of this entry."),
			gettext_noop(
				"Conclude a supplement with the successor that has the powers and send the notices; if there is no such successor, take back what was handed over."));
}

static void
succession_notices(Judgement *judgement)
{
	if (succession_on(judgement, judgement->transfer->on).notices_missing)
		note_broken(
			judgement, NO_COLUMN,
			gettext_noop(
				"Not all who must be notified of the change of the customer were notified by the day of this entry."),
			gettext_noop(
				"Notify the national security body and every body whose secrets are used, and record the notices."));
}

/* ---- the supplement ---- */

static void
supplement_names_change(Judgement *judgement)
{
	Supplement *supplement = (Supplement *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->referenced[supplements_change_no];
	Case *facts = judgement->facts;
	Contract *contract = case_contract(judgement->file);

	if (change == NULL)
		return;
	if (contract == NULL || after(contract->concluded_on, supplement->concluded_on))
		note_broken(judgement, NO_COLUMN, gettext_noop("There was no contract to supplement by the day of this entry."),
					gettext_noop("Record the contract first, and date the supplement on its day or later."));
	else if (!ever_customer(judgement, change->party) || !concerns(change, facts->opened_on))
		note_broken(judgement, NO_COLUMN, gettext_noop("The change does not concern the customer of this case."),
					gettext_noop("Name the change of this case's customer."));
	else if (after(change->effective_on, supplement->concluded_on))
		note_broken(judgement, NO_COLUMN, gettext_noop("The supplement is dated before the change took effect."),
					gettext_noop("State the day of the supplement, not before the change took effect."));
	else if (supplement_for(judgement, change) != NULL)
		note_broken(judgement, NO_COLUMN, gettext_noop("Another supplement already settles this change in this case."),
					gettext_noop("Correct the standing supplement if it may be corrected."));
}

static void
successor_powers(Judgement *judgement)
{
	if (is_blank(((Supplement *) judgement->new_entry)->successor_powers))
		note_broken(judgement, supplements_successor_powers,
					gettext_noop("The successor's powers to conduct works with these secrets are not stated."),
					gettext_noop("State what the powers are based on; without them the case can only be wound up."));
}

static void
successor(Judgement *judgement)
{
	Supplement *supplement = (Supplement *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->referenced[supplements_change_no];

	if (change != NULL && (change->kind == LIQUIDATION || change->kind == WORKS_TERMINATED) &&
		same_text(supplement->successor, change->party))
		note_broken(judgement, supplements_successor,
					gettext_noop("The customer or its works have ended, so it cannot be its own successor."),
					gettext_noop("Name another party that has the powers."));
}

/* ---- the notices of a succession ---- */

static bool
is_succession_notice(const Notice *notice)
{
	return notice->kind == SUCCESSION_SECURITY || notice->kind == SUCCESSION_AUTHORITY;
}

static void
notice_states_change(Judgement *judgement)
{
	Notice *notice = (Notice *) judgement->new_entry;
	List *columns = NIL;

	if (is_succession_notice(notice))
	{
		if (is_blank(notice->party))
			columns = lappend_int(columns, notices_party);
		if (is_blank(notice->change_no))
			columns = lappend_int(columns, notices_change_no);
		if (notice->kind == SUCCESSION_AUTHORITY && is_blank(notice->authority))
			columns = lappend_int(columns, notices_authority);
		note_broken_fields(judgement, columns, gettext_noop("A notice of a succession must state these fields: %s."),
						   gettext_noop("Name the change of the customer, and the body that is notified."));
		return;
	}
	if (notice->kind != UNSTATED && notice->party != NULL)
		columns = lappend_int(columns, notices_party);
	if (notice->kind != UNSTATED && notice->change_no != NULL)
		columns = lappend_int(columns, notices_change_no);
	note_broken_fields(judgement, columns, gettext_noop("A notice of this kind must not state these fields: %s."),
					   gettext_noop("Leave these fields out, or correct the kind of the notice."));
}

static void
notice_names_change(Judgement *judgement)
{
	Notice *notice = (Notice *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->referenced[notices_change_no];
	Case *facts = judgement->facts;

	if (!is_succession_notice(notice) || change == NULL)
		return;
	if (!ever_customer(judgement, change->party) || !concerns(change, facts->opened_on))
		note_broken(judgement, notices_party, gettext_noop("The change does not concern the customer of this case."),
					gettext_noop("Name the change of the customer that the notice is of."));
	else if (after(change->effective_on, notice->sent_on))
		note_broken(judgement, notices_sent_on, gettext_noop("The notice is dated before the change took effect."),
					gettext_noop("State the day on which the notice was sent."));
}

/* ---- who is no more ---- */

static bool
liquidated_by(const text *party, DateADT day)
{
	PartyChange *change;

	if (party == NULL || day == NO_DATE)
		return false;
	foreach_entry (PartyChange, change, changes_of_party(party))
	{
		if (change->kind == LIQUIDATION && !after(change->effective_on, day))
			return true;
	}
	return false;
}

/* A party in liquidation opens no case, sends no request, concludes no contract. */
static void
party_liquidated(Judgement *judgement)
{
	static const char *const hint =
		gettext_noop("Name a party that is not in liquidation; an existing case can only be wound up.");
	Case *facts = (Case *) judgement->new_entry;
	DateADT day;
	Party *customer;

	if (judgement->table == TABLE_cases)
	{
		if (liquidated_by(facts->customer, facts->opened_on))
			note_broken(judgement, cases_customer,
						gettext_noop("The customer is in liquidation on the day of this entry."), hint);
		if (liquidated_by(facts->contractor, facts->opened_on))
			note_broken(judgement, cases_contractor,
						gettext_noop("The contractor is in liquidation on the day of this entry."), hint);
		return;
	}
	if (judgement->table == TABLE_supplements)
	{
		Supplement *supplement = (Supplement *) judgement->new_entry;

		if (liquidated_by(supplement->successor, supplement->concluded_on))
			note_broken(judgement, supplements_successor,
						gettext_noop("The successor is in liquidation on the day of this entry."), hint);
		return;
	}
	facts = judgement->facts;
	day = judgement->table == TABLE_requests ? ((Request *) judgement->new_entry)->sent_on
											 : ((Contract *) judgement->new_entry)->concluded_on;
	customer = succession_on(judgement, day).customer;
	if (customer != NULL && liquidated_by(customer->idn, day))
		note_broken(judgement, NO_COLUMN, gettext_noop("The customer is in liquidation on the day of this entry."),
					hint);
	if (liquidated_by(facts->contractor, day))
		note_broken(judgement, NO_COLUMN, gettext_noop("The contractor is in liquidation on the day of this entry."),
					hint);
}

/* ---- ¶2: the contractor ---- */

static void
contractor_changed(Judgement *judgement)
{
	Case *facts = judgement->facts;
	PartyChange *change;

	foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
	{
		if (concerns(change, facts->opened_on) && !after(change->effective_on, judgement->transfer->on))
		{
			note_broken(
				judgement, NO_COLUMN,
				gettext_noop(
					"The contractor has changed by the day of this entry, so nothing more is handed over in this case."),
				gettext_noop(
					"Take measures of protection and take back what was handed over; if the contractor continues to exist, open a new case and begin with the request."));
			return;
		}
	}
}

/* Once a liquidation is completed nothing more is handed over, whatever date is written. */
static void
liquidation_completed(Judgement *judgement)
{
	Case *facts = judgement->facts;
	PartyChange *change;
	bool completed;

	completed = succession_on(judgement, judgement->transfer->on).liquidated;
	foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
		completed |= change->kind == LIQUIDATION && change->completed_on != NO_DATE;
	if (completed)
		note_broken(judgement, NO_COLUMN, gettext_noop("The liquidation of a party is completed."),
					gettext_noop("Record what has come back, then close the case."));
}

/* ---- what ends a case or a change: returns and measures ---- */

/* Whether something handed over in a case is still out on a day. */
static bool
outstanding_on(CaseFile *file, DateADT day)
{
	Handover *handover;
	SystemAccess *access;

	foreach_entry (Handover, handover, case_handovers(file))
	{
		if (handover->returned_on == NO_DATE || after(handover->returned_on, day))
			return true;
	}
	foreach_entry (SystemAccess, access, case_accesses(file))
	{
		if (access->ended_on == NO_DATE || after(access->ended_on, day))
			return true;
	}
	return false;
}

/* Whether measures are missing for a change of the contractor in a case. */
static bool
measures_missing(CaseFile *file, const Case *facts, const PartyChange *change, DateADT day)
{
	Lookup lookup = look_in(TABLE_protection_measures);
	ProtectionMeasures *measures;

	if (!concerns(change, facts->opened_on) || after(change->effective_on, facts->closed_on) ||
		(case_handovers(file) == NIL && case_accesses(file) == NIL))
		return false;
	where_text(&lookup, protection_measures_case_no, facts->case_no);
	where_text(&lookup, protection_measures_party, change->party);
	where_text(&lookup, protection_measures_change_no, change->change_no);
	measures = find_entry(&lookup, ROW_LOCK_NONE);
	return measures == NULL || after(measures->taken_on, day);
}

static const char *const return_hint =
	gettext_noop("Record the return of every carrier and the end of every access first.");
static const char *const measures_hint = gettext_noop(
	"Record in protection_measures what the customer and the contractor did together to protect the secrets.");

/* Whether a change of the customer of a case still leaves something out in it. */
static bool
customer_leaves_outstanding(const PartyChange *change, const text *case_no)
{
	CaseFile *file = open_case_file(case_no, true);
	Judgement of_case = {.table = change->head.table, .file = file, .facts = case_facts(file), .dry_run = true};
	Party *customer;

	/* The case may have been withdrawn meanwhile. */
	if (of_case.facts == NULL || after(of_case.facts->opened_on, change->effective_on))
		return false;
	customer = succession_on(&of_case, change->effective_on).customer;
	return customer != NULL && same_text(customer->idn, change->party) && supplement_for(&of_case, change) == NULL &&
		   outstanding_on(file, change->completed_on);
}

/* The cases in which a column of a table names the party. */
static List *
entries_naming(TableId table, int column, const text *party)
{
	Lookup lookup = look_in(table);

	where_text(&lookup, column, party);
	return find_entries(&lookup, ROW_LOCK_NONE);
}

static bool
change_leaves_outstanding(const PartyChange *change)
{
	Case *facts;
	Supplement *supplement;

	foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_contractor, change->party))
	{
		if (concerns(change, facts->opened_on) &&
			outstanding_on(open_case_file(facts->case_no, true), change->completed_on))
			return true;
	}
	foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_customer, change->party))
	{
		if (customer_leaves_outstanding(change, facts->case_no))
			return true;
	}
	foreach_entry (Supplement, supplement, entries_naming(TABLE_supplements, supplements_successor, change->party))
	{
		if (customer_leaves_outstanding(change, supplement->case_no))
			return true;
	}
	return false;
}

static void
all_returned(Judgement *judgement)
{
	Case *facts = (Case *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->new_entry;

	if (judgement->table == TABLE_cases && facts->closed_on != NO_DATE &&
		outstanding_on(judgement->file, facts->closed_on))
		note_broken(
			judgement, NO_COLUMN,
			gettext_noop("A carrier was not returned, or an access not ended, in this case by the day of the closing."),
			return_hint);
	if (judgement->table == TABLE_party_changes && change->completed_on != NO_DATE && change_leaves_outstanding(change))
		note_broken(
			judgement, NO_COLUMN,
			gettext_noop(
				"A carrier was not returned, or an access not ended, in a case of the party by the day of completion."),
			return_hint);
}

static void
measures_taken(Judgement *judgement)
{
	Case *facts = (Case *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->new_entry;
	bool missing = false;

	if (judgement->table == TABLE_cases && facts->closed_on != NO_DATE)
	{
		foreach_entry (PartyChange, change, changes_of_party(facts->contractor))
			missing |= measures_missing(judgement->file, facts, change, facts->closed_on);
	}
	else if (judgement->table == TABLE_party_changes && change->completed_on != NO_DATE)
	{
		foreach_entry (Case, facts, entries_naming(TABLE_cases, cases_contractor, change->party))
			missing |= measures_missing(open_case_file(facts->case_no, true), facts, change, change->completed_on);
	}
	if (missing)
		note_broken(
			judgement, NO_COLUMN,
			gettext_noop(
				"The measures of protection after the contractor's change are not recorded by the day of closing or completion."),
			measures_hint);
}

static void
measures_name_change(Judgement *judgement)
{
	ProtectionMeasures *measures = (ProtectionMeasures *) judgement->new_entry;
	PartyChange *change = (PartyChange *) judgement->referenced[protection_measures_change_no];
	Case *facts = judgement->facts;

	if (change == NULL)
		return;
	if (!same_text(facts->contractor, change->party) || !concerns(change, facts->opened_on))
		note_broken(judgement, protection_measures_party,
					gettext_noop("The change does not concern the contractor of this case."),
					gettext_noop("Name the change of the contractor that the measures are for."));
	else if (after(change->effective_on, measures->taken_on))
		note_broken(judgement, protection_measures_taken_on,
					gettext_noop("The measures are dated before the change took effect."),
					gettext_noop("State the day on which the measures were taken."));
}

#define TRANSFERS (ON(handovers) | ON(system_accesses))

const Rule rule10[] = {
	{"r10_party_liquidated",
	 "10",
	 {{REGISTER, ON(cases) | ON(requests) | ON(contracts) | ON(supplements), ENTERED, party_liquidated}},
	 "From the day the liquidation of a customer or a contractor takes effect, no case is opened, no request sent and no contract concluded with it, and it succeeds no customer.",
	 "Тапсырыс берушінің немесе орындаушының таратылуы күшіне енген күннен бастап оның қатысуымен іс ашылмайды, сұрау салу жіберілмейді, шарт жасалмайды және ол тапсырыс берушінің құқықтық мирасқоры болмайды.",
	 "Со дня вступления в силу ликвидации заказчика или исполнителя с его участием не открываются дела, не направляются запросы и не заключаются договоры, и он не становится правопреемником заказчика."},
	{"r10_customer_changed",
	 "10",
	 {{REGISTER, TRANSFERS, ENTERED, customer_changed}},
	 "From a change of the customer on, nothing is handed over and no access granted before the supplement to the contract.",
	 "Тапсырыс берушіде өзгеріс болған күннен бастап шартқа толықтыру жасалғанға дейін жеткізгіш берілмейді және жүйеге қол жеткізілмейді.",
	 "Со дня изменения у заказчика и до заключения дополнения к договору носители не передаются и доступ к системе не предоставляется."},
	{"r10_succession_notices",
	 "10",
	 {{REGISTER, TRANSFERS, ENTERED, succession_notices}},
	 "After a change of the customer, nothing is handed over and no access granted before the national security body and each body whose secrets are used have been notified.",
	 "Тапсырыс берушіде өзгеріс болғаннан кейін ұлттық қауіпсіздік органы мен мемлекеттік құпиялары пайдаланылатын әрбір орган хабардар етілмейінше, жеткізгіш берілмейді және жүйеге қол жеткізілмейді.",
	 "После изменения у заказчика носители не передаются и доступ к системе не предоставляется, пока не уведомлены орган национальной безопасности и каждый орган, чьи секреты используются."},
	{"r10_supplement_names_change",
	 "10",
	 {{REGISTER, ON(supplements), ENTERED, supplement_names_change}},
	 "A supplement to the contract is concluded for a change of the case's customer, on the day it took effect or later, and only once for each change.",
	 "Шартқа толықтыру осы істің тапсырыс берушісіндегі өзгеріс бойынша, ол күшіне енген күні немесе одан кейін және әрбір өзгеріс үшін бір рет қана жасалады.",
	 "Дополнение к договору заключается по изменению у заказчика этого дела, в день вступления изменения в силу или позже и только один раз по каждому изменению."},
	{"r10_successor_powers",
	 "10",
	 {{FORM, ON(supplements), ENTERED, successor_powers}},
	 "A supplement states the successor's powers to conduct works with the secrets.",
	 "Шартқа толықтыруда құқықтық мирасқордың мемлекеттік құпияларды пайдаланып жұмыс жүргізу өкілеттіктері көрсетіледі.",
	 "В дополнении к договору указываются полномочия правопреемника на проведение работ с этими секретами."},
	{"r10_successor",
	 "10",
	 {{REGISTER, ON(supplements), ENTERED, successor}},
	 "A customer that is liquidated or whose works are terminated is not its own successor.",
	 "Таратылған немесе жұмыстары тоқтатылған тапсырыс беруші өзіне өзі құқықтық мирасқор болмайды.",
	 "Заказчик, который ликвидирован или работы которого прекращены, не может быть собственным правопреемником."},
	{"r10_notice_names_change",
	 "10",
	 {{FORM, ON(notices), ENTERED, notice_states_change}, {REGISTER, ON(notices), ENTERED, notice_names_change}},
	 "A notice of a succession names the change of the case's customer and, where it goes to a state body, that body, and is not sent before the change; no other notice names a change.",
	 "Құқықтық мирасқорлық туралы хабарламада осы істің тапсырыс берушісіндегі өзгеріс, ал мемлекеттік органға жіберілсе, сол орган да көрсетіледі және хабарлама өзгерістен бұрын жіберілмейді; басқа хабарламаларда өзгеріс көрсетілмейді.",
	 "В уведомлении о правопреемстве указываются изменение у заказчика этого дела и, если оно направляется государственному органу, этот орган, и направляется оно не раньше изменения; в других уведомлениях изменение не указывается."},
	{"r10_contractor_changed",
	 "10",
	 {{REGISTER, TRANSFERS, ENTERED, contractor_changed}},
	 "From a change of the contractor on, nothing is handed over and no access granted in the cases opened by that day.",
	 "Орындаушыда өзгеріс болған күннен бастап сол күннен кешіктірілмей ашылған істер бойынша жеткізгіш берілмейді және жүйеге қол жеткізілмейді.",
	 "Со дня изменения у исполнителя по делам, открытым не позже этого дня, носители не передаются и доступ к системе не предоставляется."},
	{"r10_liquidation_completed",
	 "10",
	 {{REGISTER, TRANSFERS, ENTERED, liquidation_completed}},
	 "Once the liquidation of the contractor, or of a customer without a successor, is completed, nothing is handed over and no access granted, whatever the date.",
	 "Орындаушының немесе құқықтық мирасқоры жоқ тапсырыс берушінің таратылуы аяқталғаннан кейін, күні қандай болса да, жеткізгіш берілмейді және жүйеге қол жеткізілмейді.",
	 "После завершения ликвидации исполнителя или заказчика, не имеющего правопреемника, носители не передаются и доступ к системе не предоставляется, какая бы дата ни была указана."},
	{"r10_all_returned",
	 "10",
	 {{REGISTER, ON(cases) | ON(party_changes), ENTERED | CLOSED, all_returned}},
	 "No case is closed and no change of a party completed while a carrier or an access is outstanding.",
	 "Барлық жеткізгіш қайтарылып, жүйеге қол жеткізудің бәрі тоқтатылмайынша, іс жабылмайды және тараптағы өзгеріс аяқталмайды.",
	 "Дело не закрывается и изменение стороны не завершается, пока не возвращены все носители и не прекращён всякий доступ к системе."},
	{"r10_measures_taken",
	 "10",
	 {{REGISTER, ON(cases) | ON(party_changes), ENTERED | CLOSED, measures_taken}},
	 "After a change of the contractor, neither a case under which something was handed over is closed nor the change completed before the measures of protection are recorded.",
	 "Орындаушыда өзгеріс болғаннан кейін, қорғау шаралары жазылмайынша, жеткізгіш берілген немесе жүйеге қол жеткізілген іс жабылмайды және өзгеріс аяқталмайды.",
	 "После изменения у исполнителя дело, по которому передавались носители или предоставлялся доступ к системе, не закрывается и само изменение не завершается, пока не записаны меры защиты."},
	{"r10_measures_name_change",
	 "10",
	 {{REGISTER, ON(protection_measures), ENTERED, measures_name_change}},
	 "Measures of protection name a change of the case's contractor and are taken on the day it took effect or later.",
	 "Қорғау шараларында осы істің орындаушысындағы өзгеріс көрсетіледі және олар өзгеріс күшіне енген күні немесе одан кейін қабылданады.",
	 "В мерах защиты указывается изменение у исполнителя этого дела, и принимаются они в день вступления изменения в силу или позже."},
	{NULL}};
