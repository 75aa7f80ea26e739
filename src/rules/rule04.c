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
			N_("The addressee is not a body empowered to classify information as state secrets."),
			N_("Address the request to the state body that disposes of the secrets; if it is the right one, set disposes_of_secrets in its party entry."));
}

static const Rule r04_addressee = {
	"r04_addressee",
	"4",
	{{REGISTER, ON(requests), ENTERED, .find = addressee}},
	N_("A request is addressed to a state body that is empowered to classify information as state secrets and so disposes of them.")};

static void
disposing_body(Judgement *judgement)
{
	Party *party = (Party *) judgement->new_entry;

	if (party->disposes_of_secrets && party->kind != UNSTATED && party->kind != STATE_BODY)
		note_broken(judgement, parties_disposes_of_secrets, N_("Only a state body disposes of state secrets."),
					N_("Set disposes_of_secrets to false, or correct the kind of the party."));
}

static const Rule r04_disposing_body = {"r04_disposing_body",
										"4",
										{{FORM, ON(parties), ENTERED, .find = disposing_body}},
										N_("Only a state body disposes of state secrets.")};

/* ---- (1): who the contractor is ---- */

static void
identification_number(Judgement *judgement)
{
	Party *party = (Party *) judgement->new_entry;

	if (!is_blank(party->idn) && !number_fits_kind(party->idn, party->kind))
		note_broken(judgement, parties_idn,
					party->kind == CITIZEN ? N_("The number is not a valid individual identification number (IIN).")
					: party->kind == UNSTATED
						? N_("The number is neither a business nor an individual identification number.")
						: N_("The number is not a valid business identification number (BIN)."),
					N_("Copy the twelve digits from the document: the last one checks the others."));
}

static const Rule r04_identification_number = {
	"r04_identification_number",
	"4(1)",
	{{FORM, ON(parties), ENTERED, .find = identification_number}},
	N_("A state body or an organisation has a valid BIN, a citizen a valid IIN.")};

static void
organization_data(Judgement *judgement)
{
	static const int columns[] = {parties_full_name, parties_head_name, parties_legal_address};

	if (((Party *) judgement->new_entry)->kind == STATE_BODY || ((Party *) judgement->new_entry)->kind == ORGANIZATION)
		require_texts(judgement, columns, lengthof(columns));
}

static const Rule r04_organization_data = {
	"r04_organization_data",
	"4(1)",
	{{FORM, ON(parties), ENTERED, .find = organization_data}},
	N_("For a state body or an organisation the full name, the head and the legal address are stated."),
	N_("These data of a state body or organisation are missing: %s."),
	N_("State the full name, the head and the legal address.")};

static void
citizen_data(Judgement *judgement)
{
	static const int columns[] = {parties_full_name, parties_workplace, parties_position, parties_residence,
								  parties_id_document_issuer};

	if (((Party *) judgement->new_entry)->kind == CITIZEN)
		require_texts(judgement, columns, lengthof(columns));
}

static const Rule r04_citizen_data = {
	"r04_citizen_data",
	"4(1)",
	{{FORM, ON(parties), ENTERED, .find = citizen_data}},
	N_("For a citizen the full name, the place of work or study, the position, the residence and the issuer of the identity document are stated."),
	N_("These data of a citizen are missing: %s."),
	N_("State the full name, the place of work or study, the position, the residence and the body that issued the identity document.")};

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
		judgement, missing, N_("These data of the carrier are missing: %s."),
		N_("State the name, secrecy mark, registration number and copy number, and for a document the number of sheets."));
}

static const Rule r04_carrier_data = {
	"r04_carrier_data",
	"4(2)",
	{{FORM, ON(carriers), ENTERED, .find = carrier_data}},
	N_("For a carrier the name, the secrecy mark, the registration number and the copy number are stated, and for a document also the number of sheets.")};

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
			note_broken(judgement, request_items_carrier_id, N_("The carrier is already in this list."),
						N_("List each carrier once."));
			return;
		}
	}
}

static const Rule r04_listed_once = {"r04_listed_once",
									 "4(2)",
									 {{DUPLICATE, ON(request_items), ENTERED, .find = listed_once}},
									 N_("A carrier stands only once in the list of a request.")};

/* The list is what the body receives and judges: it stands from the receipt on. */
static void
list_before_receipt(Judgement *judgement)
{
	RequestItem *item = (RequestItem *) judgement->new_entry;

	if (item->case_no != NULL && item->request_no != NULL && list_is_closed(item->case_no, item->request_no))
		note_broken(judgement, NO_COLUMN, N_("The request was received with its list, so the list is closed."),
					N_("Send a further request for further carriers."));
}

static const Rule r04_list_before_receipt = {
	"r04_list_before_receipt",
	"4(2)",
	{{REGISTER, ON(request_items), ENTERED, .find = list_before_receipt}},
	N_("No line is added to the list of a request, or changed in it, once the request was received (unless the receipt is recorded in the same transaction).")};

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
		judgement, NO_COLUMN, N_("The request lists no carrier, so it cannot count as received."),
		N_("Enter the list first and then the receipt; only a request entered as received may get its list later in the same transaction. In information-system service state the information statement instead."));
}

static void
list_at_receipt(Judgement *judgement)
{
	if (judgement->old_entry != NULL)
		list_not_empty(judgement);
}

static const Rule r04_list_not_empty = {
	"r04_list_not_empty",
	"4(2)",
	{{AT_COMMIT, ON(requests), ENTERED, .find = list_not_empty},
	 {REGISTER, ON(requests), ENTERED | CLOSED, .find = list_at_receipt},
	 {REGISTER, ON(decisions), ENTERED, .find = list_not_empty}},
	N_("A received request lists at least one carrier or, in information-system service, bears a statement instead of the list.")};

/* ---- (3), (4): justification and period ---- */

static void
justification(Judgement *judgement)
{
	if (is_blank(((Request *) judgement->new_entry)->justification))
		note_broken(judgement, requests_justification,
					N_("The request does not say why the secrets must be transferred."),
					N_("State the justification."));
}

static const Rule r04_justification = {"r04_justification",
									   "4(3)",
									   {{FORM, ON(requests), ENTERED, .find = justification}},
									   N_("A request justifies why the secrets must be transferred.")};

static void
transfer_period(Judgement *judgement)
{
	Request *request = (Request *) judgement->new_entry;
	List *missing = NIL;

	if (request->transfer_from == NO_DATE)
		missing = lappend_int(missing, requests_transfer_from);
	if (request->transfer_until == NO_DATE)
		missing = lappend_int(missing, requests_transfer_until);
	note_broken_fields(judgement, missing, N_("These days of the period planned for the transfer are missing: %s."),
					   N_("State the first and the last day planned for the transfer."));
	if (after(request->transfer_from, request->transfer_until))
		note_broken(judgement, requests_transfer_until,
					N_("The period planned for the transfer ends before it starts."),
					N_("State the first and the last day planned for the transfer."));
}

static const Rule r04_transfer_period = {
	"r04_transfer_period",
	"4(4)",
	{{FORM, ON(requests), ENTERED, .find = transfer_period}},
	N_("A request states the first and the last day planned for the transfer, the last not before the first.")};

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
	note_broken(judgement, NO_COLUMN, N_("The day lies outside the period stated in the request."),
				N_("State the day on the act of hand-over; if it is right, a request for a further period is needed."));
}

static const Rule r04_within_period = {
	"r04_within_period",
	"4(4)",
	{{REGISTER, ON(handovers) | ON(system_accesses), ENTERED, .find = within_period}},
	N_("A carrier is handed over, or access granted, within the period stated in the request that covers it.")};

/* ---- (5): permit and clearance ---- */

static void
authorization(Judgement *judgement)
{
	check_authorization(judgement, requests_permit_no, requests_clearance_no,
						((Request *) judgement->new_entry)->sent_on);
}

static const Rule r04_authorization = {
	"r04_authorization",
	"4(5)",
	{{REGISTER, ON(requests), ENTERED, .find = authorization}},
	N_("A request states the contractor's own permit (of an organisation) or clearance (of a citizen), and all that it states is valid on the day of the request.")};

/* ---- end: the draft ---- */

static void
draft_contract(Judgement *judgement)
{
	if (is_blank(((Request *) judgement->new_entry)->draft_contract))
		note_broken(judgement, requests_draft_contract, N_("The request does not name the attached draft contract."),
					N_("Attach the draft contract and state its reference."));
}

static const Rule r04_draft_contract = {"r04_draft_contract",
										"4",
										{{FORM, ON(requests), ENTERED, .find = draft_contract}},
										N_("A request refers to the draft contract attached to it.")};

const Rule *const rule04[] = {
	&r04_addressee,       &r04_disposing_body, &r04_identification_number, &r04_organization_data, &r04_citizen_data,
	&r04_carrier_data,    &r04_listed_once,    &r04_list_before_receipt,   &r04_list_not_empty,    &r04_justification,
	&r04_transfer_period, &r04_within_period,  &r04_authorization,         &r04_draft_contract,    NULL};
