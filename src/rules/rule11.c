/*
 * rule11.c
 *		Provision 11: no transfer without a permit and a clearance.
 *
 * An organisation receives under a valid permit of its own, by the hands of a person of its
 * staff with a valid clearance; a citizen under a valid clearance of his own.  Both cover
 * the degree of the carrier and the lower ones (Law, art. 26 and 29).
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/* Permits go to bodies and organisations, clearances to persons (Law, art. 34). */
static void
permit_holder(Judgement *judgement)
{
	Party *holder = (Party *) judgement->referenced[permits_holder];

	if (holder != NULL && holder->kind == CITIZEN)
		note_broken(judgement, permits_holder, N_("A citizen cannot hold a permit for works."),
					N_("Record the citizen's clearance instead."));
}

static const Rule r11_permit_holder = {"r11_permit_holder",
									   "11",
									   {{REGISTER, ON(permits), ENTERED, .find = permit_holder}},
									   N_("A permit is held by a state body or an organisation, not by a citizen.")};

/* ---- the organisation's permit ---- */

/* An organisation does, once there is a contract that states it. */
static bool
needs_permit(Judgement *judgement)
{
	return case_contractor(judgement->file)->kind != CITIZEN && contract_by(judgement, judgement->transfer->on) != NULL;
}

/*
 * Whether a permit serves on the day: the contract's or a later one, since permits are
 * renewed.
 */
static bool
permit_serves(Judgement *judgement, const Permit *permit)
{
	Contract *contract = contract_by(judgement, judgement->transfer->on);
	Permit *stated;

	if (!valid_on(permit->issued_on, permit->valid_until, permit->revoked_on, judgement->transfer->on))
		return false;
	if (same_text(contract->permit_no, permit->permit_no))
		return true;
	foreach_entry (Permit, stated, judgement->transfer->permits)
	{
		if (same_text(stated->permit_no, contract->permit_no))
			return !after(stated->issued_on, permit->issued_on);
	}
	return true;
}

/* The highest degree that a serving permit covers; UNSTATED if none serves. */
static int
permitted_degree(Judgement *judgement)
{
	int degree = UNSTATED;
	Permit *permit;

	foreach_entry (Permit, permit, judgement->transfer->permits)
	{
		if (permit_serves(judgement, permit))
			degree = Max(degree, permit->highest_mark);
	}
	return degree;
}

static void
permit(Judgement *judgement)
{
	if (needs_permit(judgement) && permitted_degree(judgement) == UNSTATED)
		note_broken(
			judgement, NO_COLUMN,
			N_("Neither the contract's permit nor a later one of the contractor is valid on the day of this entry."),
			N_("Record the contractor's renewed permit, if it has one; without a valid permit nothing is handed over."));
}

static const Rule r11_permit = {
	"r11_permit",
	"11",
	{{REGISTER, TRANSFERS, ENTERED, .find = permit}},
	N_("An organisation receives only while its own permit, the one in the contract or a later one, is valid.")};

static void
permit_degree(Judgement *judgement)
{
	int degree = needs_permit(judgement) ? permitted_degree(judgement) : UNSTATED;

	if (degree != UNSTATED && judgement->transfer->carrier != NULL && degree < judgement->transfer->carrier->mark)
		note_broken(
			judgement, NO_COLUMN,
			N_("The contractor's permit is of a lower degree than the secrecy mark of the carrier."),
			N_("Hand over only what the permit covers, or record the contractor's permit of the higher degree."));
}

static const Rule r11_permit_degree = {
	"r11_permit_degree",
	"11",
	{{REGISTER, ON(handovers), ENTERED, .find = permit_degree}},
	N_("The permit under which an organisation receives a carrier is of a degree not below the carrier's secrecy mark.")};

/* ---- the person's clearance ---- */

static int
receiver_column(Judgement *judgement)
{
	return judgement->table == TABLE_handovers ? (int) handovers_received_by : (int) system_accesses_clearance_no;
}

static void
receiver(Judgement *judgement)
{
	Clearance *clearance = judgement->transfer->clearance;
	Case *facts = judgement->facts;

	if (clearance != NULL && !same_text(clearance->party, facts->contractor))
		note_broken(
			judgement, receiver_column(judgement),
			N_("The clearance is not that of the contracting citizen or of a person of the contractor's staff."),
			N_("Hand over to a person of the contractor who has a valid clearance."));
}

static const Rule r11_receiver = {
	"r11_receiver",
	"11",
	{{REGISTER, TRANSFERS, ENTERED, .find = receiver}},
	N_("The clearance of the person who receives is that of one of the contractor's own staff or the contracting citizen's own.")};

static void
clearance(Judgement *judgement)
{
	Clearance *stated = judgement->transfer->clearance;

	/* Asked for the next step, nobody is named where nobody could be. */
	if (stated == NULL && judgement->hypothetical)
		note_broken(judgement, receiver_column(judgement), N_("Nobody at the contractor has a valid clearance."),
					N_("Have a clearance issued to the person who is to receive."));
	if (stated != NULL &&
		!valid_on(stated->issued_on, stated->valid_until, stated->revoked_on, judgement->transfer->on))
		note_broken(judgement, receiver_column(judgement),
					N_("The clearance of the person who receives is not valid on the day of this entry."),
					N_("Hand over to a person whose clearance is valid."));
}

static const Rule r11_clearance = {
	"r11_clearance",
	"11",
	{{REGISTER, TRANSFERS, ENTERED, .find = clearance}},
	N_("The clearance of the person who receives is valid on the day of the hand-over or the access.")};

static void
clearance_degree(Judgement *judgement)
{
	Clearance *stated = judgement->transfer->clearance;
	Carrier *carrier = judgement->transfer->carrier;

	if (stated != NULL && carrier != NULL && stated->highest_mark < carrier->mark)
		note_broken(
			judgement, receiver_column(judgement),
			N_("The clearance of the person who receives is of a lower degree than the secrecy mark of the carrier."),
			N_("Hand over to a person whose clearance covers the mark."));
}

static const Rule r11_clearance_degree = {
	"r11_clearance_degree",
	"11",
	{{REGISTER, ON(handovers), ENTERED, .find = clearance_degree}},
	N_("The clearance of the person who receives is of a degree not below the carrier's secrecy mark.")};

const Rule *const rule11[] = {&r11_permit_holder,    &r11_permit, &r11_permit_degree, &r11_receiver, &r11_clearance,
							  &r11_clearance_degree, NULL};
