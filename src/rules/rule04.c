/*
 * rule04.c
 *		Provision 4: the written request for permission.
 *
 * Rules stand in the order of the law's text: the addressee (¶1), what the request states (¶2 with (1) to (5)), and
 * the draft contract (¶3). Only r04_taken_back, our reading of ¶1, stands among the rules of ¶2(2).
 *
 * 4 ¶1: "to obtain the written permission" is provision 7 (r07_permission_first); "the customer sends" a request in
 * a case, and the case has its customer (2(2)).
 */
#include "prelude.h"

#include "register/calendar.h"
#include "register/entered.h"
#include "register/identification.h"
#include "rules/authorization.h"
#include "rules/disposal.h"
#include "rules/provisions.h"
#include "rules/settled.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/*
 * 4 ¶1: the request goes to the state body that is empowered to classify information as state secrets.  What another
 * body answers permits nothing (permission.c).
 */
static void
note_addressee_without_secrets(Judgement *judgement)
{
	const Request *request = (const Request *) judgement->new_entry;
	const Party *authority = (const Party *) judgement->referenced[requests_authority];

	if (authority == NULL)
		return;
	if (!may_classify(authority))
		note_broken(
			judgement, requests_authority,
			N_("The addressee is not a body empowered to classify information as state secrets."),
			N_("Name the body that disposes of the secrets; if this one does, set disposes_of_secrets in its party "
			   "entry."));
	else if (!is_vested(request->authority, request->sent_on))
		note_broken(judgement, requests_authority,
					N_("The addressee had passed its secrets to another body by the day of the request."),
					N_("Address the request to the body that disposes of the secrets on this day."));
}

static const Rule r04_addressee = {
	"r04_addressee",
	"4 ¶1",
	{{OTHER_ENTRIES, ON(requests), ENTERED, .find = note_addressee_without_secrets}},
	N_("A request goes to a state body that may classify information as state secrets and so disposes of them.")};

/*
 * 4 ¶1: the body is empowered on the days of the request.  A body in liquidation is none any more: it neither is asked
 * nor receives.  Where its secrets have passed since the request was sent, another body receives.  A liquidation that
 * is learnt of later hinders neither the receipt by that body nor the customer that takes the request back.
 */
static bool
addressee_exists(Judgement *judgement)
{
	const Request *request = (const Request *) judgement->new_entry;

	return !((judgement->occasions & ENTERED) != 0 && is_in_liquidation(request->authority, request->sent_on)) &&
		   !(is_closing(judgement, requests_received_on) &&
			 is_in_liquidation(asked_body(request, request->received_on, ROW_LOCK_NONE), request->received_on));
}

static const Rule r04_addressee_exists = {
	"r04_addressee_exists",
	"4 ¶1",
	{{OTHER_ENTRIES, ON(requests), ENTERED | CLOSED, addressee_exists, COLUMN_NAME(requests, authority)}},
	N_("A request is sent to, and received by, a body that is not in liquidation on that day."),
	N_("The addressee is in liquidation on the day of the request or of its receipt."),
	N_("Address the request to the body that disposes of the secrets now.")};

/* 4 ¶1: the body that is empowered to classify, and so disposes, is a state body (Law, art. 15). */
static bool
only_state_body_disposes(Judgement *judgement)
{
	const Party *party = (const Party *) judgement->new_entry;

	return !party->disposes_of_secrets || party->kind == UNSTATED || party->kind == STATE_BODY;
}

static const Rule r04_disposing_body = {
	"r04_disposing_body",
	"4 ¶1",
	{{FORM, ON(parties), ENTERED, only_state_body_disposes, COLUMN_NAME(parties, disposes_of_secrets)}},
	N_("Only a state body disposes of state secrets."),
	N_("Only a state body disposes of state secrets."),
	N_("Set disposes_of_secrets to false, or correct the kind of the party.")};

/*
 * 4(1): of an organisation the head's surname, name and patronymic (if any), the full name, the BIN (next rule) and
 * the legal address.
 */
static void
note_missing_organization_data(Judgement *judgement)
{
	static const int columns[] = {parties_full_name, parties_head_name, parties_legal_address};
	const Party *party = (const Party *) judgement->new_entry;

	if (party->kind == STATE_BODY || party->kind == ORGANIZATION)
		require_texts(judgement, columns, lengthof(columns));
}

static const Rule r04_organization_data = {
	"r04_organization_data",
	"4(1)",
	{{FORM, ON(parties), ENTERED, .find = note_missing_organization_data}},
	N_("For a state body or an organisation the full name, the head and the legal address are stated."),
	N_("These data of a state body or organisation are missing: %s."),
	N_("State the full name, the head and the legal address."),
	.set_aside = NEVER_SET_ASIDE};

/* 4(1): of an organisation the BIN, of a citizen the IIN.  r00_mandatory demands that the number is stated. */
static void
note_invalid_number(Judgement *judgement)
{
	const Party *party = (const Party *) judgement->new_entry;

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
	{{FORM, ON(parties), ENTERED, .find = note_invalid_number}},
	N_("A state body or an organisation has a valid BIN, a citizen a valid IIN."),
	.set_aside = NEVER_SET_ASIDE};

/*
 * 4(1): of a citizen the IIN (rule before), the place of work or study, the position, the residence, the body that
 * issued the identity document, and the surname, name and patronymic (if any).
 */
static void
note_missing_citizen_data(Judgement *judgement)
{
	static const int columns[] = {parties_full_name, parties_workplace, parties_position, parties_residence,
								  parties_id_document_issuer};
	const Party *party = (const Party *) judgement->new_entry;

	if (party->kind == CITIZEN)
		require_texts(judgement, columns, lengthof(columns));
}

static const Rule r04_citizen_data = {
	"r04_citizen_data",
	"4(1)",
	{{FORM, ON(parties), ENTERED, .find = note_missing_citizen_data}},
	N_("A citizen's full name, place of work or study, position, residence and identity document's issuer are stated."),
	N_("These data of a citizen are missing: %s."),
	N_("State the full name, place of work or study, position, residence and the identity document's issuer."),
	.set_aside = NEVER_SET_ASIDE};

static int
compare_carriers(const ListCell *a, const ListCell *b)
{
	int64 left = ((const RequestItem *) lfirst(a))->carrier_id;
	int64 right = ((const RequestItem *) lfirst(b))->carrier_id;

	return left < right ? -1 : left > right;
}

/*
 * The body receives and answers a list with the data of its carriers, so a correction of a carrier comes before the
 * receipt or the answer, or sees it (answer_about_carrier()).
 */
static void
lock_listed_carriers(const Judgement *judgement, const List *list)
{
	List *lines = list_copy(list);
	const RequestItem *line;

	list_sort(lines, compare_carriers);
	foreach_entry (const RequestItem, line, lines)
		carrier_of_id(line->carrier_id, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
}

/*
 * 4(2): the request lists the secrets to be transferred.  In information-system service the statement takes the
 * list's place (6 ¶3).
 *
 * A request is received with its list, so the list is demanded from the receipt on.  In the transaction that enters the
 * request the list may still come, whatever is changed in the request meanwhile, and COMMIT is waited for; a receipt
 * recorded later is judged at once.
 *
 * numbered bears the number under which the list stands.
 */
static void
note_empty_list_of(Judgement *judgement, const Entry *request, const Entry *numbered)
{
	bool may_bear_statement = judgement->facts != NULL && judgement->facts->information_system_service;
	Lookup lookup = look_in(TABLE_request_items);
	List *lines;

	if (request == NULL || ((const Request *) request)->received_on == NO_DATE ||
		((const Request *) request)->request_no == NULL ||
		!where_same(&lookup, request_items_case_no, numbered, requests_case_no) ||
		!where_same(&lookup, request_items_request_no, numbered, requests_request_no))
		return;
	lines = find_entries(&lookup, ROW_LOCK_NONE);
	lock_listed_carriers(judgement, lines);
	if (lines != NIL || !is_blank(((const Request *) request)->information_statement))
		return;
	note_broken(
		judgement, NO_COLUMN, N_("The request lists no carrier, so it cannot count as received."),
		may_bear_statement
			? N_("Enter the list or state information_statement; a request entered as received gets its list by "
				 "COMMIT.")
			: N_("Enter the list first and then the receipt; a request entered as received gets its list by COMMIT."));
}

static void
note_empty_list(Judgement *judgement)
{
	const Entry *request =
		judgement->table == TABLE_requests ? judgement->new_entry : judgement->referenced[decisions_request_no];

	note_empty_list_of(judgement, request, request);
}

/* The list keeps the old number, while the request is given another one: that the number stays, r00_settled says. */
static void
note_empty_list_at_receipt(Judgement *judgement)
{
	/* A receipt that is foreseen is one of a later transaction. */
	if (judgement->old_entry != NULL && (judgement->hypothetical || !was_entered_now(judgement->old_entry)))
		note_empty_list_of(judgement, judgement->new_entry, judgement->old_entry);
}

static const Rule r04_list_not_empty = {
	"r04_list_not_empty",
	"4(2)",
	{{AT_COMMIT, ON(requests), ENTERED, .find = note_empty_list},
	 {OTHER_ENTRIES, ON(requests), ENTERED | CLOSED, .find = note_empty_list_at_receipt},
	 {OTHER_ENTRIES, ON(decisions), ENTERED, .find = note_empty_list}},
	N_("A received request lists at least one carrier or, in information-system service, bears a statement instead."),
	.set_aside = NEVER_SET_ASIDE};

/* 4(2): a list names each carrier once. */
static bool
carrier_is_listed_once(Judgement *judgement)
{
	const RequestItem *item = (const RequestItem *) judgement->new_entry;
	RequestItem *other;
	Lookup lookup = look_in(TABLE_request_items);

	if (!where_same(&lookup, request_items_case_no, judgement->new_entry, request_items_case_no) ||
		!where_same(&lookup, request_items_request_no, judgement->new_entry, request_items_request_no) ||
		!where_same(&lookup, request_items_carrier_id, judgement->new_entry, request_items_carrier_id))
		return true;
	foreach_entry (RequestItem, other, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (other->item_no != item->item_no &&
			(judgement->old_entry == NULL || !same_key(&other->head, judgement->old_entry)))
			return false;
	}
	return true;
}

static const Rule r04_listed_once = {
	"r04_listed_once",
	"4(2)",
	{{DUPLICATE, ON(request_items), ENTERED, carrier_is_listed_once, COLUMN_NAME(request_items, carrier_id)}},
	N_("A carrier stands only once in the list of a request."),
	N_("The carrier is already in this list."),
	N_("List each carrier once."),
	.reported_as = AS_UNIQUE,
	.detail_of_change = N_("The change would list the carrier twice."),
	.set_aside = NEVER_SET_ASIDE};

/* 4(2), 5: the list is what the body receives and considers, so the receipt closes the list. */
static void
note_line_of_closed_list(Judgement *judgement)
{
	const RequestItem *item = (const RequestItem *) judgement->new_entry;
	const Request *request = case_request(judgement->file, item->request_no);

	if (item->request_no == NULL || what_closes_list(item->case_no, item->request_no) == NULL)
		return;
	note_broken(judgement, NO_COLUMN,
				request != NULL && request->withdrawn_on != NO_DATE
					? N_("The customer took the request back, so the list is closed.")
					: N_("The request was received with its list, so the list is closed."),
				N_("Send a further request for further carriers."));
}

static const Rule r04_list_before_receipt = {
	"r04_list_before_receipt",
	"4(2)",
	{{OTHER_ENTRIES, ON(request_items), ENTERED, .find = note_line_of_closed_list}},
	N_("After the receipt no line of the list is added or changed, except in the transaction that enters the "
	   "request.")};

/*
 * 4(2): of each carrier the name, secrecy mark, registration number, copy number and number of sheets.  Material other
 * than a document may have no sheets.
 */
static void
note_missing_carrier_data(Judgement *judgement)
{
	const Carrier *carrier = (const Carrier *) judgement->new_entry;
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
	require_fields(judgement, missing);
}

static const Rule r04_carrier_data = {
	"r04_carrier_data",
	"4(2)",
	{{FORM, ON(carriers), ENTERED, .find = note_missing_carrier_data}},
	N_("A carrier's name, secrecy mark, registration and copy number are stated, and a document's number of sheets."),
	N_("These data of the carrier are missing: %s."),
	N_("State the name, secrecy mark, registration number and copy number, and for a document the number of sheets."),
	.set_aside = NEVER_SET_ASIDE};

/*
 * 4 ¶1: the customer sends the request, so the customer may take the request back, as long as the body has not
 * answered. What was taken back is not received any more.
 */
static void
note_wrong_taking_back(Judgement *judgement)
{
	const Request *before = (const Request *) judgement->old_entry;
	const Request *request = (const Request *) judgement->new_entry;
	const Decision *decision;

	if (request->withdrawn_on == NO_DATE)
		return;
	decision = case_decision(judgement->file, request->request_no);
	if (decision != NULL)
		note_broken(
			judgement, requests_withdrawn_on, N_("The request is answered, so it cannot be taken back."),
			decision->outcome == PERMITTED
				? N_("Leave withdrawn_on out; a permission that is no longer needed is withdrawn by its body.")
				: N_("Leave withdrawn_on out: the refusal has ended the request. A further request may be sent."));
	if (before != NULL && before->withdrawn_on != NO_DATE && before->received_on == NO_DATE &&
		request->received_on != NO_DATE)
		note_broken(
			judgement, requests_received_on, N_("The customer took the request back."),
			N_("Leave received_on out: the body need not answer. For the permission a further request is sent."));
}

static const Rule r04_taken_back = {
	"r04_taken_back",
	"4 ¶1",
	{{OTHER_ENTRIES, ON(requests), ENTERED | CLOSED, .find = note_wrong_taking_back}},
	N_("A request is taken back only while no answer stands, and is then not received any more.")};

/*
 * 4(2): what is transferred under these Rules bears a secrecy mark.  Reading: a carrier whose mark was lifted is no
 * secret any more, so the Rules do not govern its transfer, and the register does not record the transfer.
 */
static bool
carrier_is_secret(Judgement *judgement)
{
	return judgement->transfer->carrier == NULL || judgement->transfer->mark != UNSTATED;
}

static const Rule r04_no_longer_secret = {
	"r04_no_longer_secret",
	"4(2)",
	{{OTHER_ENTRIES, ON(handovers), ENTERED, carrier_is_secret, COLUMN_NAME(handovers, carrier_id)}},
	N_("A carrier whose secrecy mark is lifted is not handed over under these Rules."),
	N_("The carrier bears no secrecy mark on the day of the hand-over."),
	N_("Leave the hand-over out: what is no longer secret goes its way without this register."),
	.tells_of_carrier = true};

/* 4(3): the request justifies that the secrets must be transferred. */
static bool
justification_is_stated(Judgement *judgement)
{
	return !is_blank(((const Request *) judgement->new_entry)->justification);
}

static const Rule r04_justification = {
	"r04_justification",
	"4(3)",
	{{FORM, ON(requests), ENTERED, justification_is_stated, COLUMN_NAME(requests, justification)}},
	N_("A request justifies why the secrets must be transferred."),
	N_("The request does not say why the secrets must be transferred."),
	N_("State the justification."),
	.set_aside = NEVER_SET_ASIDE};

/* 4(4): the request states the period in which the transfer is planned. */
static void
note_wrong_period(Judgement *judgement)
{
	const Request *request = (const Request *) judgement->new_entry;
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
	{{FORM, ON(requests), ENTERED, .find = note_wrong_period}},
	N_("A request states the first and the last day planned for the transfer, the last not before the first."),
	.set_aside = NEVER_SET_ASIDE};

/* 4(4): the transfer keeps to the planned period, of any of the requests that cover the carrier or access. */
static bool
transfer_is_within_period(Judgement *judgement)
{
	/* where nothing covers the transfer, r06 and r07 say what is missing */
	return judgement->transfer->covers == NIL || any_within_period(judgement->transfer);
}

static const Rule r04_within_period = {
	"r04_within_period",
	"4(4)",
	{{OTHER_ENTRIES, ON(handovers), ENTERED, transfer_is_within_period, COLUMN_NAME(handovers, handed_on)},
	 {OTHER_ENTRIES, ON(system_accesses), ENTERED, transfer_is_within_period,
	  COLUMN_NAME(system_accesses, granted_on)}},
	N_("A carrier is handed over, or access granted, within the period stated in the request that covers it."),
	N_("The day lies outside the period stated in the request."),
	N_("State the day on the act of hand-over; if it is right, a request for a further period is needed.")};

/*
 * 4(5): the request states the permit or clearance of the contractor.  The four data of each (number, date, validity,
 * issuer) stand in its own entry, where r00_mandatory demands them.
 */
static void
note_wrong_authorization(Judgement *judgement)
{
	check_authorization(judgement, requests_permit_no, requests_clearance_no,
						((const Request *) judgement->new_entry)->sent_on);
}

static const Rule r04_authorization = {
	"r04_authorization",
	"4(5)",
	{{OTHER_ENTRIES, ON(requests), ENTERED, .find = note_wrong_authorization}},
	N_("A request states the contractor's own permit or, if a citizen, clearance; what it states is valid on its "
	   "day.")};

/* 4 ¶3: the draft contract between customer and contractor is attached to the request. */
static bool
draft_contract_is_stated(Judgement *judgement)
{
	return !is_blank(((const Request *) judgement->new_entry)->draft_contract);
}

static const Rule r04_draft_contract = {
	"r04_draft_contract",
	"4 ¶3",
	{{FORM, ON(requests), ENTERED, draft_contract_is_stated, COLUMN_NAME(requests, draft_contract)}},
	N_("A request refers to the draft contract attached to it."),
	N_("The request does not name the attached draft contract."),
	N_("Attach the draft contract and state its reference."),
	.set_aside = NEVER_SET_ASIDE};

const Rule *const rule04[] = {&r04_addressee,           &r04_addressee_exists,
							  &r04_disposing_body,      &r04_identification_number,
							  &r04_organization_data,   &r04_citizen_data,
							  &r04_carrier_data,        &r04_listed_once,
							  &r04_list_before_receipt, &r04_list_not_empty,
							  &r04_taken_back,          &r04_no_longer_secret,
							  &r04_justification,       &r04_transfer_period,
							  &r04_within_period,       &r04_authorization,
							  &r04_draft_contract,      NULL};
