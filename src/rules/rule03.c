/*
 * rule03.c
 *		Provision 3: permission, contract, notice, in this sequence.
 *
 * ¶1 calls the three steps a sequence.  So our reading: the notice precedes the first hand-over, although 3(3) names
 * no day for the notice.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/disposal.h"
#include "rules/provisions.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/*
 * 3(1): the customer has the written permission of the body that disposes of the secrets under article 15 of the Law,
 * for no more than the works need.  So the owner of a carrier is such a body.  Provision 7 says the rest of the
 * demand: r07_permission_first, and r07_within_permission and r07_within_annex for "no more than the works need".
 *
 * A body from which all has passed to another body stays the owner by whose numbers its carriers are known.
 */
static bool
owner_disposes_of_secrets(Judgement *judgement)
{
	const Party *owner = (const Party *) judgement->referenced[carriers_owner];

	return owner == NULL || may_classify(owner);
}

static const Rule r03_owner_disposes = {
	"r03_owner_disposes",
	"3(1)",
	{{OTHER_ENTRIES, ON(carriers), ENTERED, owner_disposes_of_secrets, COLUMN_NAME(carriers, owner)}},
	N_("The owner of a carrier is a state body that disposes of state secrets."),
	N_("The owner of the carrier is not a body that disposes of state secrets."),
	N_("Name the state body whose secrets the carrier holds, or set disposes_of_secrets in the entry of that party.")};

/*
 * 3(1), 4 ¶1, 7: the secrets are those of the body that is vested with them, and this may change.  Our reading: the
 * successor is such a body, too, and there on that day.
 */
static void
note_same_body(Judgement *judgement)
{
	const DisposalSuccession *succession = (const DisposalSuccession *) judgement->new_entry;

	if (succession->body == NULL || !same_text(succession->body, succession->successor))
		return;
	note_broken(judgement, disposal_successions_successor, N_("The secrets pass from a body to the same body."),
				N_("Name the body to which the secrets pass."));
	((Finding *) llast(judgement->findings))->set_aside = NEVER_SET_ASIDE;
}

static void
note_unfit_successor(Judgement *judgement)
{
	const DisposalSuccession *succession = (const DisposalSuccession *) judgement->new_entry;
	const Party *successor = (const Party *) judgement->referenced[disposal_successions_successor];

	if (successor == NULL)
		return;
	if (!successor->disposes_of_secrets || successor->kind != STATE_BODY)
		note_broken(judgement, disposal_successions_successor,
					N_("The successor is not a body that disposes of state secrets."),
					N_("Name the state body that disposes of the secrets now, or set disposes_of_secrets in its party "
					   "entry."));
	if (is_in_liquidation(successor->idn, succession->effective_on))
		note_broken(judgement, disposal_successions_successor,
					N_("The successor is in liquidation on the day on which the secrets pass."),
					N_("Name the body that disposes of the secrets now."));
}

static const Rule r03_successor_disposes = {
	"r03_successor_disposes",
	"3(1)",
	{{FORM, ON(disposal_successions), ENTERED, .find = note_same_body},
	 {OTHER_ENTRIES, ON(disposal_successions), ENTERED, .find = note_unfit_successor}},
	N_("Secrets pass to another state body that disposes of state secrets and is not in liquidation on that day."),
	.set_aside = SET_ASIDE_IN_PART};

/* 3(1): nobody passes on what it does not dispose of. */
static void
note_secrets_of_others(Judgement *judgement)
{
	const DisposalSuccession *succession = (const DisposalSuccession *) judgement->new_entry;
	const Party *body = (const Party *) judgement->referenced[disposal_successions_body];
	const Carrier *carrier = (const Carrier *) judgement->referenced[disposal_successions_carrier_id];

	if (body != NULL && body->kind != STATE_BODY)
		note_broken(judgement, disposal_successions_body, N_("Only a state body disposes of state secrets."),
					N_("Name the state body from which the secrets pass."));
	else if (carrier != NULL && succession->body != NULL && succession->effective_on != NO_DATE &&
			 !disposes_until(carrier, succession))
		note_broken(judgement, disposal_successions_carrier_id,
					N_("The body does not dispose of this carrier until that day."),
					N_("Name the body that disposes of the carrier until that day."));
}

static const Rule r03_body_disposes = {
	"r03_body_disposes",
	"3(1)",
	{{OTHER_ENTRIES, ON(disposal_successions), ENTERED, .find = note_secrets_of_others}},
	N_("A state body passes on only secrets of which it disposes until that day.")};

/* 3(2): the customer concludes the contract with the contractor: r06_contract_first, by 6 ¶1. */

/*
 * 3(3): the customer sends the written notice of the concluded contract: so the contract comes first.
 *
 * "At the place of the contractor's activity": nothing to check, because the register does not know which body of
 * national security is competent for which place.
 */
static void
note_notice_before_contract(Judgement *judgement)
{
	const Notice *notice = (const Notice *) judgement->new_entry;
	const Contract *contract = case_contract(judgement->file);

	if (notice->kind != CONTRACT_NOTICE)
		return;
	if (contract == NULL)
		note_rule_broken(judgement, NULL);
	else if (after(contract->concluded_on, notice->sent_on))
		note_rule_broken(judgement, COLUMN_NAME(notices, sent_on));
}

static const Rule r03_notice_after_contract = {
	"r03_notice_after_contract",
	"3(3)",
	{{OTHER_ENTRIES, ON(notices), ENTERED, .find = note_notice_before_contract}},
	N_("A notice of the contract is sent on the day the contract is concluded or later."),
	N_("No contract was concluded by the day of the notice."),
	N_("Record the contract, then the notice of it.")};

/*
 * Whether a notice is of the transfer: sent on the day of the annex line or later, of the line whose period the
 * transfer keeps to.  A further period has a further line, of which the old notice did not tell.
 */
static bool
notifies_of(const Notice *notice, const Transfer *transfer)
{
	const Cover *cover;

	foreach_entry (const Cover, cover, transfer->covers)
	{
		if (rests_on(transfer, cover) && (cover->line == NULL || !after(cover->line->annexed_on, notice->sent_on)))
			return true;
	}
	return transfer->covers == NIL;
}

/* Whether a notice of the contract that stands, and of the transfer, was sent by the day of the transfer. */
static bool
was_notified(const Judgement *judgement)
{
	const Contract *contract = case_contract(judgement->file);
	const Transfer *transfer = judgement->transfer;
	const Notice *notice;

	foreach_entry (Notice, notice, case_notices(judgement->file))
	{
		if (notice->kind == CONTRACT_NOTICE && !after(notice->sent_on, transfer->on) &&
			(contract == NULL || !after(contract->concluded_on, notice->sent_on)) && notifies_of(notice, transfer))
			return true;
	}
	return false;
}

/*
 * 3(3): the notice is of the contract and of the transfer of the secrets, so a carrier that is annexed later needs a
 * notice on the day of the annex line or later.
 *
 * While contract or annex line are missing, only their own rules speak; but of a step not taken yet, all that is
 * missing is told.
 */
static void
note_transfer_without_notice(Judgement *judgement)
{
	const Transfer *transfer = judgement->transfer;

	if (!judgement->hypothetical && (contract_by(judgement, transfer->on) == NULL || transfer->covers == NIL))
		return;
	if (was_notified(judgement))
		return;
	if (judgement->table == TABLE_handovers)
		note_broken(
			judgement, NO_COLUMN,
			N_("The national security body was not notified of the contract and this carrier by the day of the "
			   "hand-over."),
			N_("Once the carrier is in the annex, send the national security body a written notice and record the "
			   "notice; hand over from its day on."));
	else
		note_broken(judgement, NO_COLUMN,
					N_("The national security body was not notified of the contract by the day of the access."),
					N_("Send the national security body a written notice of the contract and record the notice; "
					   "grant access from its day on."));
}

static const Rule r03_notice_first = {
	"r03_notice_first",
	"3(3)",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, .find = note_transfer_without_notice}},
	N_("The national security body is notified in writing of contract and annex line before a hand-over or access.")};

const Rule *const rule03[] = {&r03_owner_disposes,        &r03_successor_disposes, &r03_body_disposes,
							  &r03_notice_after_contract, &r03_notice_first,       NULL};
