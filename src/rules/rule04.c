/*
 * rule04.c
 *		Provision 4: the written request for permission.
 *
 * To whom it goes, and what it must state: who the contractor is (1), the list (2), the
 * justification (3), the period (4), the permit or clearance (5), and the draft contract.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "register/identification.h"
#include "rules/authorization.h"
#include "rules/provisions.h"
#include "rules/settled.h"
#include "rules/transfer.h"

/* ---- ¶1: the addressee ---- */

static void
addressee(Judgement *judgement)
{
	Party *authority = (Party *) judgement->referenced[requests_authority];

	if (authority != NULL && !authority->disposes_of_secrets)
		note_broken(
			judgement, requests_authority,
			gettext_noop("The addressee is not a body empowered to classify information as state secrets."),
			gettext_noop(
				"Address the request to the state body that disposes of the secrets; if it is the right one, set disposes_of_secrets in its party entry."));
}

static void
disposing_body(Judgement *judgement)
{
	Party *party = (Party *) judgement->new_entry;

	if (party->disposes_of_secrets && party->kind != UNSTATED && party->kind != STATE_BODY)
		note_broken(judgement, parties_disposes_of_secrets,
					gettext_noop("Only a state body disposes of state secrets."),
					gettext_noop("Set disposes_of_secrets to false, or correct the kind of the party."));
}

/* ---- (1): who the contractor is ---- */

static void
identification_number(Judgement *judgement)
{
	Party *party = (Party *) judgement->new_entry;

	if (!is_blank(party->idn) && !number_fits_kind(party->idn, party->kind))
		note_broken(judgement, parties_idn,
					party->kind == CITIZEN
						? gettext_noop("The number is not a valid individual identification number (IIN).")
					: party->kind == UNSTATED
						? gettext_noop("The number is neither a business nor an individual identification number.")
						: gettext_noop("The number is not a valid business identification number (BIN)."),
					gettext_noop("Copy the twelve digits from the document: the last one checks the others."));
}

static void
organization_data(Judgement *judgement)
{
	static const int columns[] = {parties_full_name, parties_head_name, parties_legal_address};

	if (((Party *) judgement->new_entry)->kind == STATE_BODY || ((Party *) judgement->new_entry)->kind == ORGANIZATION)
		require_texts(judgement, columns, lengthof(columns),
					  gettext_noop("These data of a state body or organisation are missing: %s."),
					  gettext_noop("State the full name, the head and the legal address."));
}

static void
citizen_data(Judgement *judgement)
{
	static const int columns[] = {parties_full_name, parties_workplace, parties_position, parties_residence,
								  parties_id_document_issuer};

	if (((Party *) judgement->new_entry)->kind == CITIZEN)
		require_texts(
			judgement, columns, lengthof(columns), gettext_noop("These data of a citizen are missing: %s."),
			gettext_noop(
				"State the full name, the place of work or study, the position, the residence and the body that issued the identity document."));
}

/* ---- (2): the list ---- */

static void
carrier_data(Judgement *judgement)
{
	Carrier *carrier = (Carrier *) judgement->new_entry;
	List *missing = NIL;

	if (is_blank(carrier->title))
		missing = lappend_int(missing, carriers_title);
	if (carrier->mark == UNSTATED)
		missing = lappend_int(missing, carriers_mark);
	if (is_blank(carrier->account_no))
		missing = lappend_int(missing, carriers_account_no);
	if (is_blank(carrier->copy_no))
		missing = lappend_int(missing, carriers_copy_no);
	if (carrier->kind == DOCUMENT && !is_stated(judgement->new_entry, carriers_sheets))
		missing = lappend_int(missing, carriers_sheets);
	note_broken_fields(
		judgement, missing, gettext_noop("These data of the carrier are missing: %s."),
		gettext_noop(
			"State the name, secrecy mark, registration number and copy number, and for a document the number of sheets."));
}

static void
listed_once(Judgement *judgement)
{
	RequestItem *item = (RequestItem *) judgement->new_entry;
	RequestItem *other;
	Lookup lookup = look_in(TABLE_request_items);

	if (!where_same(&lookup, request_items_case_no, judgement->new_entry, request_items_case_no) ||
		!where_same(&lookup, request_items_request_no, judgement->new_entry, request_items_request_no) ||
		!where_same(&lookup, request_items_carrier_id, judgement->new_entry, request_items_carrier_id))
		return;
	foreach_entry (RequestItem, other, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (other->item_no != item->item_no &&
			(judgement->old_entry == NULL || !same_key(&other->head, judgement->old_entry)))
		{
			note_broken(judgement, request_items_carrier_id, gettext_noop("The carrier is already in this list."),
						gettext_noop("List each carrier once."));
			return;
		}
	}
}

/* The list is what the body receives and judges: it stands from the receipt on. */
static void
list_before_receipt(Judgement *judgement)
{
	RequestItem *item = (RequestItem *) judgement->new_entry;

	if (item->case_no != NULL && item->request_no != NULL && list_is_closed(item->case_no, item->request_no))
		note_broken(judgement, NO_COLUMN,
					gettext_noop("The request was received with its list, so the list is closed."),
					gettext_noop("Send a further request for further carriers."));
}

/*
 * A request counts as received with a list only, or (6 ¶3) with the statement that takes its
 * place.  On entry the list cannot stand yet, so that waits for COMMIT; a receipt recorded
 * later is judged at once.
 */
static void
list_not_empty(Judgement *judgement)
{
	Entry *request =
		judgement->table == TABLE_requests ? judgement->new_entry : judgement->referenced[decisions_request_no];
	Lookup lookup = look_in(TABLE_request_items);

	if (request == NULL || ((Request *) request)->received_on == NO_DATE ||
		!is_blank(((Request *) request)->information_statement) ||
		!where_same(&lookup, request_items_case_no, request, requests_case_no) ||
		!where_same(&lookup, request_items_request_no, request, requests_request_no) ||
		find_entry(&lookup, ROW_LOCK_NONE) != NULL)
		return;
	note_broken(
		judgement, NO_COLUMN, gettext_noop("The request lists no carrier, so it cannot count as received."),
		gettext_noop(
			"Enter the list first and then the receipt; only a request entered as received may get its list later in the same transaction. In information-system service state the information statement instead."));
}

static void
list_at_receipt(Judgement *judgement)
{
	if (judgement->old_entry != NULL)
		list_not_empty(judgement);
}

/* ---- (3), (4): justification and period ---- */

static void
justification(Judgement *judgement)
{
	if (is_blank(((Request *) judgement->new_entry)->justification))
		note_broken(judgement, requests_justification,
					gettext_noop("The request does not say why the secrets must be transferred."),
					gettext_noop("State the justification."));
}

static void
transfer_period(Judgement *judgement)
{
	Request *request = (Request *) judgement->new_entry;
	List *missing = NIL;

	if (request->transfer_from == NO_DATE)
		missing = lappend_int(missing, requests_transfer_from);
	if (request->transfer_until == NO_DATE)
		missing = lappend_int(missing, requests_transfer_until);
	note_broken_fields(judgement, missing,
					   gettext_noop("These days of the period planned for the transfer are missing: %s."),
					   gettext_noop("State the first and the last day planned for the transfer."));
	if (after(request->transfer_from, request->transfer_until))
		note_broken(judgement, requests_transfer_until,
					gettext_noop("The period planned for the transfer ends before it starts."),
					gettext_noop("State the first and the last day planned for the transfer."));
}

/* What is handed over keeps to the period of a request that covers it. */
static void
within_period(Judgement *judgement)
{
	Transfer *transfer = judgement->transfer;
	Cover *cover;

	if (transfer->covers == NIL)
		return;
	foreach_entry (Cover, cover, transfer->covers)
	{
		if (!after(cover->request->transfer_from, transfer->on) && !after(transfer->on, cover->request->transfer_until))
			return;
	}
	note_broken(
		judgement, NO_COLUMN, gettext_noop("The day lies outside the period stated in the request."),
		gettext_noop(
			"State the day on the act of hand-over; if it is right, a request for a further period is needed."));
}

/* ---- (5): permit and clearance ---- */

static void
authorization(Judgement *judgement)
{
	check_authorization(judgement, requests_permit_no, requests_clearance_no,
						((Request *) judgement->new_entry)->sent_on);
}

/* ---- end: the draft ---- */

static void
draft_contract(Judgement *judgement)
{
	if (is_blank(((Request *) judgement->new_entry)->draft_contract))
		note_broken(judgement, requests_draft_contract,
					gettext_noop("The request does not name the attached draft contract."),
					gettext_noop("Attach the draft contract and state its reference."));
}

const Rule rule04[] = {
	{"r04_addressee",
	 "4",
	 {{REGISTER, ON(requests), ENTERED, addressee}},
	 "A request is addressed to a state body that is empowered to classify information as state secrets and so disposes of them.",
	 "Сұрау салу мәліметтерді мемлекеттік құпияларға жатқызуға өкілетті, сондықтан оларға билік ететін мемлекеттік органға жіберіледі.",
	 "Запрос направляется государственному органу, который уполномочен относить сведения к государственным секретам и потому распоряжается ими."},
	{"r04_disposing_body",
	 "4",
	 {{FORM, ON(parties), ENTERED, disposing_body}},
	 "Only a state body disposes of state secrets.",
	 "Мемлекеттік құпияларға мемлекеттік орган ғана билік етеді.",
	 "Государственными секретами распоряжается только государственный орган."},
	{"r04_identification_number",
	 "4(1)",
	 {{FORM, ON(parties), ENTERED, identification_number}},
	 "A state body or an organisation has a valid BIN, a citizen a valid IIN.",
	 "Мемлекеттік орган мен ұйым үшін дұрыс БСН, азамат үшін дұрыс ЖСН көрсетіледі.",
	 "Для государственного органа и организации указывается правильный БИН, для гражданина – правильный ИИН."},
	{"r04_organization_data",
	 "4(1)",
	 {{FORM, ON(parties), ENTERED, organization_data}},
	 "For a state body or an organisation the full name, the head and the legal address are stated.",
	 "Мемлекеттік орган мен ұйымның толық атауы, басшысы және заңды мекенжайы көрсетіледі.",
	 "Для государственного органа и организации указываются полное наименование, руководитель и юридический адрес."},
	{"r04_citizen_data",
	 "4(1)",
	 {{FORM, ON(parties), ENTERED, citizen_data}},
	 "For a citizen the full name, the place of work or study, the position, the residence and the issuer of the identity document are stated.",
	 "Азаматтың тегі, аты, әкесінің аты (бар болса), жұмыс (оқу) орны, лауазымы, тұрғылықты жері және жеке басын куәландыратын құжатын берген орган көрсетіледі.",
	 "Для гражданина указываются фамилия, имя, отчество (при наличии), место работы или учёбы, должность, место жительства и орган, выдавший документ, удостоверяющий личность."},
	{"r04_carrier_data",
	 "4(2)",
	 {{FORM, ON(carriers), ENTERED, carrier_data}},
	 "For a carrier the name, the secrecy mark, the registration number and the copy number are stated, and for a document also the number of sheets.",
	 "Жеткізгіштің атауы, құпиялылық белгісі, есептік нөмірі мен дана нөмірі, ал құжаттың парақтарының саны да көрсетіледі.",
	 "Для носителя указываются наименование, гриф секретности, учётный номер и номер экземпляра, а для документа также количество листов."},
	{"r04_listed_once",
	 "4(2)",
	 {{DUPLICATE, ON(request_items), ENTERED, listed_once}},
	 "A carrier stands only once in the list of a request.",
	 "Сұрау салудың тізбесінде жеткізгіш бір рет қана көрсетіледі.",
	 "В перечне запроса каждый носитель указывается только один раз."},
	{"r04_list_before_receipt",
	 "4(2)",
	 {{REGISTER, ON(request_items), ENTERED, list_before_receipt}},
	 "No line is added to the list of a request, or changed in it, once the request was received (unless the receipt is recorded in the same transaction).",
	 "Сұрау салу алынғаннан кейін оның тізбесіне жол қосылмайды және тізбедегі жолдар өзгертілмейді (алынғаны сол транзакцияда жазылатын жағдайды қоспағанда).",
	 "После получения запроса в его перечень не добавляются строки и имеющиеся не изменяются (если только получение не записывается в той же транзакции)."},
	{"r04_list_not_empty",
	 "4(2)",
	 {{AT_COMMIT, ON(requests), ENTERED, list_not_empty},
	  {REGISTER, ON(requests), ENTERED | CLOSED, list_at_receipt},
	  {REGISTER, ON(decisions), ENTERED, list_not_empty}},
	 "A received request lists at least one carrier or, in information-system service, bears a statement instead of the list.",
	 "Алынған сұрау салудың тізбесінде кемінде бір жеткізгіш болады немесе, ақпараттық жүйеге қызмет көрсету кезінде, тізбенің орнына анықтама келтіріледі.",
	 "В перечне полученного запроса есть хотя бы один носитель либо, при обслуживании информационной системы, вместо перечня приводится справка."},
	{"r04_justification",
	 "4(3)",
	 {{FORM, ON(requests), ENTERED, justification}},
	 "A request justifies why the secrets must be transferred.",
	 "Сұрау салуда мемлекеттік құпиялардың не үшін берілуі керек екені негізделеді.",
	 "В запросе обосновывается необходимость передачи государственных секретов."},
	{"r04_transfer_period",
	 "4(4)",
	 {{FORM, ON(requests), ENTERED, transfer_period}},
	 "A request states the first and the last day planned for the transfer, the last not before the first.",
	 "Сұрау салуда мемлекеттік құпияларды беруге жоспарланған алғашқы және соңғы күн көрсетіледі, соңғысы алғашқысынан бұрын болмайды.",
	 "В запросе указываются первый и последний день планируемой передачи, причём последний не раньше первого."},
	{"r04_within_period",
	 "4(4)",
	 {{REGISTER, ON(handovers) | ON(system_accesses), ENTERED, within_period}},
	 "A carrier is handed over, or access granted, within the period stated in the request that covers it.",
	 "Жеткізгіш оны қамтитын сұрау салуда көрсетілген мерзім ішінде беріледі, жүйеге қол жеткізу де сондай мерзім ішінде болады.",
	 "Носитель передаётся, а доступ к системе предоставляется в пределах периода, указанного в запросе, который их охватывает."},
	{"r04_authorization",
	 "4(5)",
	 {{REGISTER, ON(requests), ENTERED, authorization}},
	 "A request states the contractor's own permit (of an organisation) or clearance (of a citizen), and all that it states is valid on the day of the request.",
	 "Сұрау салуда орындаушы ұйымның жұмыс жүргізуге ҰҚК рұқсаты не орындаушы азаматқа ресімделген мемлекеттік құпияларға рұқсат ету көрсетіледі және көрсетілгеннің бәрі сұрау салу күні жарамды болады.",
	 "В запросе указывается разрешение КНБ на проведение работ, выданное исполнителю-организации, либо допуск к государственным секретам, оформленный исполнителю-гражданину, и всё указанное действительно в день запроса."},
	{"r04_draft_contract",
	 "4",
	 {{FORM, ON(requests), ENTERED, draft_contract}},
	 "A request refers to the draft contract attached to it.",
	 "Сұрау салуда оған қоса берілген шарт жобасы көрсетіледі.",
	 "В запросе указывается приложенный к нему проект договора."},
	{NULL}};
