/*
 * rule07.c
 *		Provision 7: no contract and no transfer before the permission.
 *
 * The one sentence of provision 7, in its order: until the body that disposes of the secrets has permitted the transfer
 * of its own secrets in writing, no contract is concluded and nothing is transferred.  3(1) adds: no more than the
 * works need.  So what is handed over is in the annex, what is in the annex was permitted, and what was permitted was
 * requested.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/permission.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/*
 * 7: no contract is concluded before the permission.  Our reading: the permission of one body is enough for the
 * contract, because each body permits its own secrets, and each annex line needs the permission of its carrier's owner.
 */
static bool
permission_precedes_contract(Judgement *judgement)
{
	const Contract *contract = (const Contract *) judgement->new_entry;
	const Request *request;

	foreach_entry (Request, request, case_requests(judgement->file))
	{
		const Decision *decision = case_decision(judgement->file, request->request_no);

		if (is_permission_by(request, decision, contract->concluded_on))
			return true;
	}
	return false;
}

static const Rule r07_permission_first = {
	"r07_permission_first",
	"7",
	{{OTHER_ENTRIES, ON(contracts), ENTERED, permission_precedes_contract}},
	N_("A contract is concluded on the day a disposing body sent its written permission or later."),
	N_("No disposing body had given its written permission by the day of the contract."),
	N_("Wait for the permission; the contract may be concluded on the day the permission was sent, or later.")};

/*
 * 7: nothing is transferred before the permission, which is for the body's own secrets; 3(1): nothing beyond the
 * permission.  Asked of the annex, because nothing is handed over outside the annex.  While the contract is missing,
 * only its own rule speaks.
 */
static void
note_line_without_permission(Judgement *judgement)
{
	const ContractItem *line = (const ContractItem *) judgement->new_entry;
	const RequestItem *item = (const RequestItem *) judgement->referenced[contract_items_item_no];
	const char *detail;

	if (case_contract(judgement->file) == NULL)
		return;
	if (judgement->dangling[contract_items_item_no])
		note_broken(judgement, NO_COLUMN, N_("The line is not one of a list of this case's requests."),
					N_("Name a line of a request of this case."));
	if (item == NULL)
		return;
	detail = why_not_permitted(judgement->file, item, line->annexed_on);
	if (detail != NULL)
		note_broken(
			judgement, NO_COLUMN, detail,
			N_("Enter in the annex only carriers that their owner permitted, on the day of the permission or later."));
}

/*
 * The hand-over asks for the permission again: what the annex once rested on may have been changed past the rules, or
 * set aside under a basis.
 */
static void
note_carrier_without_permission(Judgement *judgement)
{
	const Transfer *transfer = judgement->transfer;

	if (transfer->covers == NIL && transfer->not_permitted != NULL)
		note_broken(judgement, handovers_carrier_id, transfer->not_permitted,
					N_("Hand over only carriers that their owner permitted; request a permission for this one."));
}

/* The access too; while the contract is missing, r06_contract_first alone speaks. */
static void
note_access_without_permission(Judgement *judgement)
{
	const Transfer *transfer = judgement->transfer;

	if (transfer->covers == NIL && judgement->facts->information_system_service &&
		contract_by(judgement, transfer->on) != NULL)
		note_broken(judgement, NO_COLUMN,
					N_("No disposing body had given its written permission by the day of the access."),
					N_("Grant access only under a written permission; request one for this system."));
}

static const Rule r07_within_permission = {
	"r07_within_permission",
	"7",
	{{OTHER_ENTRIES, ON(contract_items), ENTERED, .find = note_line_without_permission},
	 {OTHER_ENTRIES, ON(handovers), ENTERED, .find = note_carrier_without_permission},
	 {OTHER_ENTRIES, ON(system_accesses), ENTERED, .find = note_access_without_permission}},
	N_("An annex line, a hand-over or an access needs the disposing body's written permission, sent by that day.")};

/*
 * 7, 3(1): nothing is handed over outside the annex, because the permission is asked for each annex line.  While the
 * contract is missing, only its own rule speaks; the same while the annex is empty, except in information-system
 * service, where no rule demands an annex.
 */
static bool
carrier_is_in_annex(Judgement *judgement)
{
	const Transfer *transfer = judgement->transfer;

	return transfer->covers != NIL || transfer->not_permitted != NULL || transfer->carrier == NULL ||
		   contract_by(judgement, transfer->on) == NULL ||
		   (!judgement->facts->information_system_service && !annexed_by(judgement, transfer->on));
}

static const Rule r07_within_annex = {
	"r07_within_annex",
	"7",
	{{OTHER_ENTRIES, ON(handovers), ENTERED, carrier_is_in_annex, COLUMN_NAME(handovers, carrier_id)}},
	N_("A carrier is handed over only if it stands in the annex by the day of the hand-over."),
	N_("The annex does not list the carrier by the day of the hand-over."),
	N_("Enter the carrier in the annex if it is permitted; otherwise request a further permission for it.")};

const Rule *const rule07[] = {&r07_permission_first, &r07_within_permission, &r07_within_annex, NULL};
