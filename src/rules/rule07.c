/*
 * rule07.c
 *		Provision 7: no contract and no transfer before the permission.
 *
 * A disposing body permits the transfer of its own secrets, and only as far as the works
 * need (3(1)): what is handed over stands in the annex, what is annexed was permitted, what
 * was permitted was requested.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/permission.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/* ---- the permission and the contract ---- */

static void
permission_first(Judgement *judgement)
{
	Contract *contract = (Contract *) judgement->new_entry;
	Request *request;
	Decision *decision;

	foreach_entry (Request, request, case_requests(judgement->file))
	{
		decision = case_decision(judgement->file, request->request_no);
		if (decision != NULL && decision->outcome == PERMITTED && !after(decision->sent_on, contract->concluded_on))
			return;
	}
	note_broken(
		judgement, NO_COLUMN, N_("No disposing body had given its written permission by the day of the contract."),
		N_("Wait for the permission; the contract may be concluded on the day the permission was sent, or later."));
}

static const Rule r07_permission_first = {
	"r07_permission_first",
	"7",
	{{REGISTER, ON(contracts), ENTERED, .find = permission_first}},
	N_("A contract is concluded on the day a disposing body sent its written permission or later.")};

/* ---- the permission and the annex ---- */

/* Whether the carrier of a list line is one of the secrets of the body that was asked. */
static bool
owned_by_addressee(const RequestItem *item, const Request *request)
{
	Lookup lookup = look_in(TABLE_carriers);
	Carrier *carrier;

	where_big(&lookup, carriers_carrier_id, item->carrier_id);
	carrier = find_entry(&lookup, ROW_LOCK_NONE);
	return carrier != NULL && same_text(carrier->owner, request->authority);
}

static void
within_permission(Judgement *judgement)
{
	ContractItem *line = (ContractItem *) judgement->new_entry;
	RequestItem *item = (RequestItem *) judgement->referenced[contract_items_item_no];
	Request *request;
	Decision *decision;
	const char *detail = NULL;

	if (case_contract(judgement->file) == NULL)
		return;
	if (judgement->dangling[contract_items_item_no])
		note_broken(judgement, NO_COLUMN, N_("The line is not one of a list of this case's requests."),
					N_("Name a line of a request of this case."));
	if (item == NULL)
		return;
	request = case_request(judgement->file, item->request_no);
	decision = case_decision(judgement->file, item->request_no);
	if (decision == NULL || decision->outcome != PERMITTED)
		detail = N_("The request that lists the carrier has not been permitted.");
	else if (after(decision->sent_on, line->annexed_on))
		detail = N_("The annex line is dated before the permission was sent.");
	else if (excludes(decision, item->item_no))
		detail = N_("The permission leaves this carrier out.");
	else if (request != NULL && !owned_by_addressee(item, request))
		detail = N_("The permission comes from a body that does not own the carrier.");
	if (detail != NULL)
		note_broken(
			judgement, NO_COLUMN, detail,
			N_("Enter in the annex only carriers that their owner permitted, on the day of the permission or later."));
}

static const Rule r07_within_permission = {
	"r07_within_permission",
	"7",
	{{REGISTER, ON(contract_items), ENTERED, .find = within_permission}},
	N_("A carrier is entered in the annex only if a permission of its owner, sent on that day or earlier, covers and does not exclude it.")};

/* ---- the annex and the hand-over ---- */

static void
within_annex(Judgement *judgement)
{
	if (judgement->transfer->covers != NIL || judgement->transfer->carrier == NULL ||
		contract_by(judgement, judgement->transfer->on) == NULL ||
		(!judgement->facts->information_system_service && !annexed_by(judgement, judgement->transfer->on)))
		return;
	note_broken(
		judgement, handovers_carrier_id, N_("The annex does not list the carrier by the day of the hand-over."),
		N_("Enter the carrier in the annex if it is permitted; otherwise request a further permission for it."));
}

static const Rule r07_within_annex = {
	"r07_within_annex",
	"7",
	{{REGISTER, ON(handovers), ENTERED, .find = within_annex}},
	N_("A carrier is handed over only if it stands in the annex by the day of the hand-over.")};

const Rule *const rule07[] = {&r07_permission_first, &r07_within_permission, &r07_within_annex, NULL};
