/*
 * rule03.c
 *		Provision 3: permission, contract, notice, in that order.
 *
 * 3(1), the permission, is worked out in rule07.c and 3(2), the contract, in rule06.c, where
 * provisions 7 and 6 say it in full.  What is left here: whose secrets they are, and 3(3),
 * the written notice to the national security body.  Our reading: the notice precedes the
 * hand-over, because the Rules call the three steps a sequence.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/* 3(1): the secrets are those of the body that disposes of them */
static void
owner_disposes(Judgement *judgement)
{
	Party *owner = (Party *) judgement->referenced[carriers_owner];

	if (owner != NULL && !owner->disposes_of_secrets)
		note_broken(
			judgement, carriers_owner, N_("The owner of the carrier is not a body that disposes of state secrets."),
			N_("Name the state body whose secrets the carrier holds; if it is the right one, set disposes_of_secrets in its party entry."));
}

static const Rule r03_owner_disposes = {"r03_owner_disposes",
										"3(1)",
										{{REGISTER, ON(carriers), ENTERED, .find = owner_disposes}},
										N_("The owner of a carrier is a state body that disposes of state secrets.")};

/* 3(3): there must be a contract to notify of */
static void
notice_after_contract(Judgement *judgement)
{
	Notice *notice = (Notice *) judgement->new_entry;
	Contract *contract = case_contract(judgement->file);

	if (notice->kind != CONTRACT_NOTICE)
		return;
	if (contract == NULL || after(contract->concluded_on, notice->sent_on))
		note_broken(judgement, contract == NULL ? NO_COLUMN : notices_sent_on,
					N_("No contract was concluded by the day of the notice."),
					N_("Record the contract, then the notice of it."));
}

static const Rule r03_notice_after_contract = {
	"r03_notice_after_contract",
	"3(3)",
	{{REGISTER, ON(notices), ENTERED, .find = notice_after_contract}},
	N_("A notice of the contract is sent on the day the contract is concluded or later.")};

/* Whether a notice is not older than the line of the annex that covers the transfer. */
static bool
notifies_of(const Notice *notice, const Transfer *transfer)
{
	Cover *cover;

	foreach_entry (Cover, cover, transfer->covers)
	{
		if (cover->line == NULL || !after(cover->line->annexed_on, notice->sent_on))
			return true;
	}
	return transfer->covers == NIL;
}

/*
 * 3(3): the notice of the contract, and of the transfer of what the annex lists.
 *
 * Without contract or annex their absence is what stands in the way; but of a step not yet
 * taken all is told that is missing.
 */
static void
notice_first(Judgement *judgement)
{
	Transfer *transfer = judgement->transfer;
	Notice *notice;

	if (!judgement->hypothetical && (contract_by(judgement, transfer->on) == NULL || transfer->covers == NIL))
		return;
	foreach_entry (Notice, notice, case_notices(judgement->file))
	{
		if (notice->kind == CONTRACT_NOTICE && !after(notice->sent_on, transfer->on) && notifies_of(notice, transfer))
			return;
	}
	note_broken(
		judgement, NO_COLUMN,
		N_("No notice of the contract that also covers this carrier or access was sent to the national security body by the day of this entry."),
		N_("Send the national security body a written notice (for a carrier, once it is in the annex), record the notice, and then hand over."));
}

static const Rule r03_notice_first = {
	"r03_notice_first",
	"3(3)",
	{{REGISTER, ON(handovers) | ON(system_accesses), ENTERED, .find = notice_first}},
	N_("No carrier is handed over and no access granted until the national security body has been notified in writing of the contract, on or after the day of the carrier's line in the annex.")};

const Rule *const rule03[] = {&r03_owner_disposes, &r03_notice_after_contract, &r03_notice_first, NULL};
