/*
 * rule11.c
 *		Provision 11: no transfer without a permit and a clearance.
 *
 * Provision 11 is one sentence with two conditions: the permit of the national security bodies, "and" the clearance of
 * an official or a citizen.  Our reading: an organisation receives under its own permit, through a person of its staff
 * with a clearance; a citizen receives under a clearance alone, because permits are for bodies and organisations.
 * Both are of a degree (Law, art. 26 and 29), which is not below the secrecy mark that the carrier bears on the day, or
 * that of the system.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/* ---- "the permit of the national security bodies" ---- */

/* 11: permits are issued to bodies and organisations, clearances to persons (Law, art. 34). */
static bool
permit_holder_is_no_citizen(Judgement *judgement)
{
	const Party *holder = (const Party *) judgement->referenced[permits_holder];

	return holder == NULL || holder->kind != CITIZEN;
}

static const Rule r11_permit_holder = {
	"r11_permit_holder",
	"11",
	{{OTHER_ENTRIES, ON(permits), ENTERED, permit_holder_is_no_citizen, COLUMN_NAME(permits, holder)}},
	N_("A permit is held by a state body or an organisation, not by a citizen."),
	N_("A citizen cannot hold a permit for works."),
	N_("Record the citizen's clearance instead.")};

/* Whether the contractor needs a permit: an organisation does, once there is a contract, which states the permit. */
static bool
needs_permit(Judgement *judgement)
{
	return case_contractor(judgement->file)->kind != CITIZEN && contract_by(judgement, judgement->transfer->on) != NULL;
}

/*
 * The highest degree that a valid permit covers; UNSTATED if no permit is valid.
 *
 * Reading: any permit of the contractor that is valid on the day serves, whichever the contract states.
 */
static int
permitted_degree(Judgement *judgement)
{
	int degree = UNSTATED;
	Permit *permit;

	foreach_entry (Permit, permit, judgement->transfer->permits)
	{
		if (valid_on(permit->issued_on, permit->valid_until, permit->revoked_on, judgement->transfer->on))
			degree = Max(degree, permit->highest_mark);
	}
	return degree;
}

/* 11: nothing is transferred "without the permit", on the day of the transfer. */
static bool
permit_is_valid(Judgement *judgement)
{
	return !needs_permit(judgement) || permitted_degree(judgement) != UNSTATED;
}

static const Rule r11_permit = {
	"r11_permit",
	"11",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, permit_is_valid}},
	N_("An organisation receives only while a permit of its own is valid."),
	N_("No permit of the contractor is valid on the day of this entry."),
	N_("Record the contractor's renewed permit, if it has one; without a valid permit nothing is handed over.")};

/* 11, Law art. 26 and 29: the permit covers its degree and the lower ones.  r11_permit asks for a permit at all. */
static bool
permit_covers_mark(Judgement *judgement)
{
	int degree = needs_permit(judgement) ? permitted_degree(judgement) : UNSTATED;

	return degree == UNSTATED || degree >= judgement->transfer->mark;
}

static const Rule r11_permit_degree = {
	"r11_permit_degree",
	"11",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, permit_covers_mark}},
	N_("An organisation receives under a permit of a degree not below the secrecy mark of the carrier or the system."),
	N_("The contractor's permit is of a lower degree than the secrecy mark of the carrier or the system."),
	N_("Hand over only what the permit covers, or record the contractor's permit of the higher degree."),
	.tells_of_carrier = true};

/* ---- "the clearance of an official or a citizen" ---- */

/*
 * 11: the official is the contractor's, the citizen is the contractor.  Where another party's unit protects the secrets
 * at the contractor (8(2) to 8(4)), the unit receives them, so the official may be that party's.
 * Reading: who takes a carrier over inside the contractor (holders) needs the same clearance as who received it.
 */
static bool
receiver_is_of_contractor_or_unit(Judgement *judgement)
{
	const Transfer *transfer = judgement->transfer;

	return transfer->clearance == NULL ||
		   may_receive(judgement, transfer->arrangement, transfer->clearance, transfer->on);
}

static const Rule r11_receiver = {
	"r11_receiver",
	"11",
	{{OTHER_ENTRIES, ON(handovers), ENTERED, receiver_is_of_contractor_or_unit, COLUMN_NAME(handovers, received_by)},
	 {OTHER_ENTRIES, ON(holders), ENTERED, receiver_is_of_contractor_or_unit, COLUMN_NAME(holders, held_by)},
	 {OTHER_ENTRIES, ON(system_accesses), ENTERED, receiver_is_of_contractor_or_unit,
	  COLUMN_NAME(system_accesses, clearance_no)}},
	N_("The receiver is the contracting citizen, or a person of the contractor or of the party whose unit protects."),
	N_("The clearance is neither the citizen's nor that of a person of the contractor or of the protecting party."),
	N_("Hand over to a person of the contractor, or of the party whose unit protects the secrets.")};

/* 11: nothing is transferred "without the clearance", on the day of the transfer. */
static void
note_no_valid_clearance(Judgement *judgement)
{
	const Clearance *clearance = judgement->transfer->clearance;
	int column = column_of_receiver(judgement->table);

	/* A carrier that is no longer secret is passed on to whomever. */
	if (clearance != NULL && judgement->table == TABLE_holders && judgement->transfer->mark == UNSTATED)
		return;
	/* next_steps() names a person with a valid clearance, and nobody where there is no such person. */
	if (clearance == NULL
			? judgement->hypothetical
			: !valid_on(clearance->issued_on, clearance->valid_until, clearance->revoked_on, judgement->transfer->on))
		note_broken(judgement, column,
					N_("The clearance of the person who receives is not valid on the day of this entry."),
					clearance == NULL ? N_("Have a clearance issued to the person who is to receive.")
									  : N_("Hand over to a person whose clearance is valid."));
}

static const Rule r11_clearance = {
	"r11_clearance",
	"11",
	{{OTHER_ENTRIES, TRANSFERS | ON(holders), ENTERED, .find = note_no_valid_clearance}},
	N_("The clearance of the person who receives is valid on the day of the hand-over or the access.")};

/* 11, Law art. 26 and 29: the clearance covers its degree and the lower ones. */
static bool
clearance_covers_mark(Judgement *judgement)
{
	const Clearance *clearance = judgement->transfer->clearance;

	return clearance == NULL || clearance->highest_mark >= judgement->transfer->mark;
}

static const Rule r11_clearance_degree = {
	"r11_clearance_degree",
	"11",
	{{OTHER_ENTRIES, ON(handovers), ENTERED, clearance_covers_mark, COLUMN_NAME(handovers, received_by)},
	 {OTHER_ENTRIES, ON(holders), ENTERED, clearance_covers_mark, COLUMN_NAME(holders, held_by)},
	 {OTHER_ENTRIES, ON(system_accesses), ENTERED, clearance_covers_mark, COLUMN_NAME(system_accesses, clearance_no)}},
	N_("The receiver's clearance is of a degree not below the secrecy mark of the carrier or the information system."),
	N_("The clearance of the person who receives is of a lower degree than the mark of the carrier or the system."),
	N_("Hand over to a person whose clearance covers the mark."),
	.tells_of_carrier = true};

const Rule *const rule11[] = {&r11_permit_holder,    &r11_permit, &r11_permit_degree, &r11_receiver, &r11_clearance,
							  &r11_clearance_degree, NULL};
