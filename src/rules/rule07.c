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
#include "rules/disposal.h"
#include "rules/permission.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/*
 * 7: no contract is concluded before the permission.  Our reading: the permission of one body is enough for the
 * contract, because each body permits its own secrets, and each annex line needs the permission of its carrier's owner.
 */
static void
note_contract_without_permission(Judgement *judgement)
{
	const Contract *contract = (const Contract *) judgement->new_entry;
	const Decision *withdrawn = NULL;
	const Decision *in_liquidation = NULL;
	const Request *taken_back = NULL;
	const Request *request;

	foreach_entry (Request, request, case_requests(judgement->file))
	{
		const Decision *decision = case_decision(judgement->file, request->request_no);

		if (!is_permission_by(request, decision, contract->concluded_on))
			continue;
		if (request->withdrawn_on != NO_DATE)
			taken_back = request;
		else if (is_answer_in_liquidation(request, decision))
			in_liquidation = decision;
		else if (is_withdrawn_by(decision, contract->concluded_on))
			withdrawn = decision;
		else if (!permits_nothing(request, decision))
			return;
	}
	if (withdrawn == NULL && in_liquidation == NULL && taken_back == NULL)
		note_broken(
			judgement, is_covered_on(judgement->file, NULL, judgement->today) ? contracts_concluded_on : NO_COLUMN,
			N_("No disposing body had given its written permission by the day of the contract."),
			N_("Wait for the permission; the contract may be concluded on the day the permission was sent, or later."));
	else
		note_broken(judgement, NO_COLUMN,
					withdrawn != NULL ? N_("The permission was withdrawn by the day of the contract.")
					: in_liquidation != NULL
						? N_("The body that gave the permission was in liquidation on the day of its answer.")
						: N_("The customer took the request back."),
					N_("Conclude the contract on the day on which a further permission is sent, or later; "
					   "if none stands, request it."));
}

/* Whether a permission was sent by the day of the contract, withdrawn later or not. */
static bool
contract_follows_permission(CaseFile *file)
{
	const Request *request;

	foreach_entry (const Request, request, case_requests(file))
	{
		if (request->withdrawn_on == NO_DATE &&
			is_permission_by(request, case_decision(file, request->request_no), case_contract(file)->concluded_on))
			return true;
	}
	return false;
}

/*
 * What follows the contract asks again: a contract of before the permission stands only under a basis, or past the
 * rules.  Of what is not permitted r07_within_permission speaks, of a missing contract r06_contract_first.  What became
 * of the permission after the contract is no matter: it may be learnt of late.
 */
static void
note_step_under_early_contract(Judgement *judgement)
{
	const ContractItem *line = (const ContractItem *) judgement->new_entry;
	const RequestItem *item = (const RequestItem *) judgement->referenced[contract_items_item_no];

	if (case_contract(judgement->file) == NULL || contract_follows_permission(judgement->file))
		return;
	if (judgement->table == TABLE_contract_items
			? item == NULL || why_not_permitted(judgement->file, item, line->annexed_on, line->annexed_on) != NULL
			: judgement->transfer->covers == NIL || contract_by(judgement, judgement->transfer->on) == NULL)
		return;
	note_broken(judgement, NO_COLUMN,
				N_("No disposing body had given its written permission by the day of the contract."),
				N_("Withdraw the contract, and enter the one that was concluded after the permission; if the day is "
				   "wrong, correct it. Where other entries rely on the contract, a registrar does so under a basis: "
				   "secretxfer.rectify()."));
}

static const Rule r07_permission_first = {
	"r07_permission_first",
	"7",
	{{OTHER_ENTRIES, ON(contracts), ENTERED, .find = note_contract_without_permission},
	 {OTHER_ENTRIES, ON(contract_items) | TRANSFERS, ENTERED, .find = note_step_under_early_contract}},
	N_("A contract is concluded on the day a disposing body sent its written permission or later.")};

/*
 * 7: what is permitted may be permitted no longer.  Our reading: the body that gives the permission, or that disposes
 * of all that it covers by now, may withdraw the permission, and says why, as for a refusal (5).  The withdrawal is an
 * event: what happened under the permission stays, and what is out is due back.
 */
static void
note_wrong_withdrawal(Judgement *judgement)
{
	const Decision *decision = (const Decision *) judgement->new_entry;

	if (decision->withdrawn_on == NO_DATE && decision->withdrawal_reasons == NULL)
		return;
	if (decision->withdrawn_on == NO_DATE)
		note_broken(judgement, decisions_withdrawn_on, N_("Reasons of a withdrawal are stated without its day."),
					N_("State the day and the reasons of the withdrawal together."));
	else if (is_blank(decision->withdrawal_reasons))
		note_broken(judgement, decisions_withdrawal_reasons, N_("The withdrawal of the permission gives no reasons."),
					N_("State the day and the reasons of the withdrawal together."));
	if (decision->outcome == REFUSED)
		note_broken(judgement, decisions_withdrawn_on, N_("A refusal permits nothing that could be withdrawn."),
					N_("Leave the withdrawal out; a new permission answers a new request."));
}

static const Rule r07_withdrawal = {
	"r07_withdrawal",
	"7",
	{{FORM, ON(decisions), ENTERED | CLOSED, .find = note_wrong_withdrawal}},
	N_("Only a permission is withdrawn, and the withdrawal states its day and its reasons."),
	.set_aside = NEVER_SET_ASIDE};

/* What to do where a carrier is not permitted: of a carrier that was listed later the answer may tell all the same. */
static const char *
hint_without_permission(const char *reason, const char *hint)
{
	if (reason == listed_after_answer)
		hint = N_("If the body answered for this carrier, too, a registrar enters the answer anew under a basis: "
				  "secretxfer.rectify(); if not, send a further request.");
	return hint;
}

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
	DateADT today = judgement->today;
	const char *detail;

	if (case_contract(judgement->file) == NULL)
		return;
	if (judgement->dangling[contract_items_item_no])
		note_broken(judgement, NO_COLUMN, N_("The line is not one of a list of this case's requests."),
					N_("Name a line of a request of this case."));
	if (item == NULL)
		return;
	detail = why_not_permitted(judgement->file, item, line->annexed_on, line->annexed_on);
	if (detail != NULL)
		note_broken(
			judgement,
			why_not_permitted(judgement->file, item, today, today) == NULL ? contract_items_annexed_on : NO_COLUMN,
			detail,
			hint_without_permission(detail, N_("Enter in the annex only carriers that their owner permitted, on the "
											   "day of the permission or later.")));
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
					hint_without_permission(
						transfer->not_permitted,
						N_("Hand over only carriers that their owner permitted, from the day of the permission on; "
						   "if none stands for this one, request it.")));
}

/* The access too; while the contract is missing, r06_contract_first alone speaks. */
static void
note_access_without_permission(Judgement *judgement)
{
	const Transfer *transfer = judgement->transfer;

	if (transfer->covers == NIL && judgement->facts->information_system_service &&
		contract_by(judgement, transfer->on) != NULL)
		note_broken(judgement,
					is_covered_on(judgement->file, NULL, judgement->today) ? system_accesses_granted_on : NO_COLUMN,
					lost_permission(judgement->file, NULL, transfer->on)
						? N_("The permission was withdrawn by this day.")
						: N_("No disposing body had given its written permission by the day of the access."),
					N_("Grant access only under a written permission, from its day on; "
					   "if none stands for this system, request it."));
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

/*
 * 7, 4 ¶1, 5: a body that is no more is vested with nothing.  Our reading: before its liquidation is completed, its
 * secrets pass to another body, and nobody waits for its answer.
 */
static bool
secrets_are_passed_on(Judgement *judgement)
{
	const PartyChange *change = (const PartyChange *) judgement->new_entry;

	return change->kind != LIQUIDATION || change->completed_on == NO_DATE ||
		   (!disposes_of_any_carrier(change->party, change->completed_on) &&
			!is_waited_for(change->party, change->completed_on));
}

static const Rule r07_secrets_passed_on = {
	"r07_secrets_passed_on",
	"7",
	{{OTHER_ENTRIES, ON(party_changes), ENTERED | CLOSED, secrets_are_passed_on}},
	N_("The liquidation of a body is completed once its secrets have passed on and no request waits at the body."),
	N_("The body still disposes of a carrier, or a request waits for its answer, on the day of the completion."),
	N_("Record in disposal_successions to which body the secrets pass; requests go along, or their customer takes them "
	   "back.")};

const Rule *const rule07[] = {&r07_permission_first, &r07_withdrawal,        &r07_within_permission,
							  &r07_within_annex,     &r07_secrets_passed_on, NULL};
