/*
 * rule09.c
 *		Provision 9: breaches, and what the customer may do about them.
 *
 * Control is the customer's, by the unit of provision 6.  On a breach it may suspend the
 * works until the breaches are remedied; on a repeated one it may raise the question of
 * annulling the order.  These are rights: nothing here happens by itself.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/* ---- suspension ---- */

static void
suspension_names_breach(Judgement *judgement)
{
	Suspension *suspension = (Suspension *) judgement->new_entry;
	Violation *violation = (Violation *) judgement->referenced[suspensions_violation_no];

	if (judgement->dangling[suspensions_violation_no])
		note_broken(judgement, suspensions_violation_no, N_("The suspension does not name a breach of this case."),
					N_("Record the breach in this case first, and name it."));
	if (violation != NULL && suspension->suspended_on != NO_DATE &&
		(after(violation->found_on, suspension->suspended_on) ||
		 after(suspension->suspended_on, violation->remedied_on)))
		note_broken(judgement, suspensions_suspended_on,
					N_("The breach was found after the day of the suspension, or remedied before it."),
					N_("Name a breach that was found and not yet remedied on the day of the suspension."));
}

static const Rule r09_suspension_names_breach = {
	"r09_suspension_names_breach",
	"9",
	{{REGISTER, ON(suspensions), ENTERED, .find = suspension_names_breach}},
	N_("The works are suspended only for a breach of the case that has been found and is not yet remedied.")};

/* Our reading of the plural in the text: the lifting waits for every breach found by then. */
static void
lifting_after_remedy(Judgement *judgement)
{
	Suspension *suspension = (Suspension *) judgement->new_entry;
	Violation *violation;

	if (suspension->lifted_on == NO_DATE)
		return;
	foreach_entry (Violation, violation, case_violations(judgement->file))
	{
		if (after(violation->found_on, suspension->lifted_on))
			continue;
		if (violation->remedied_on == NO_DATE || after(violation->remedied_on, suspension->lifted_on))
		{
			note_broken(judgement, suspensions_lifted_on,
						N_("A breach of the case was not remedied by the day of the lifting."),
						N_("Record the remedy of every breach, then lift the suspension."));
			return;
		}
	}
}

static const Rule r09_lifting_after_remedy = {
	"r09_lifting_after_remedy",
	"9",
	{{REGISTER, ON(suspensions), ENTERED | CLOSED, .find = lifting_after_remedy}},
	N_("A suspension is lifted only when every breach of the case found by then is remedied.")};

static void
suspended(Judgement *judgement)
{
	DateADT day = judgement->transfer->on;
	Suspension *suspension;

	foreach_entry (Suspension, suspension, case_suspensions(judgement->file))
	{
		if (!after(suspension->suspended_on, day) &&
			(suspension->lifted_on == NO_DATE || after(suspension->lifted_on, day)))
		{
			note_broken(judgement, NO_COLUMN, N_("The works are suspended on the day of this entry."),
						N_("Wait until the breaches are remedied and the suspension is lifted."));
			return;
		}
	}
}

static const Rule r09_suspended = {
	"r09_suspended",
	"9",
	{{REGISTER, ON(handovers) | ON(system_accesses), ENTERED, .find = suspended}},
	N_("From the day of a suspension until the day it is lifted nothing is handed over and no access granted.")};

/* ---- annulment ---- */

static void
repeated_breach(Judgement *judgement)
{
	Annulment *annulment = (Annulment *) judgement->new_entry;
	Violation *violation;
	int breaches = 0;

	foreach_entry (Violation, violation, case_violations(judgement->file))
	{
		if (!after(violation->found_on, annulment->raised_on))
			breaches++;
	}
	if (breaches < 2)
		note_broken(judgement, NO_COLUMN,
					N_("Fewer than two breaches of the contractor are recorded in this case by the day of this entry."),
					N_("Record every breach that was found; after only one the works may be suspended."));
}

static const Rule r09_repeated_breach = {
	"r09_repeated_breach",
	"9",
	{{REGISTER, ON(annulments), ENTERED, .find = repeated_breach}},
	N_("The question of annulment is raised only when at least two breaches of the case have been found.")};

static void
annulled(Judgement *judgement)
{
	Annulment *annulment = case_annulment(judgement->file);

	if (annulment != NULL && annulment->order_annulled_on != NO_DATE &&
		!after(annulment->order_annulled_on, judgement->transfer->on))
		note_broken(judgement, NO_COLUMN, N_("The order was annulled by the day of this entry."),
					N_("Take back what was handed over, and close the case."));
}

static const Rule r09_annulled = {
	"r09_annulled",
	"9",
	{{REGISTER, ON(handovers) | ON(system_accesses), ENTERED, .find = annulled}},
	N_("From the day on which the order was annulled nothing is handed over and no access granted.")};

/* ---- damage ---- */

static void
damage_recovered(Judgement *judgement)
{
	Violation *old_entry = (Violation *) judgement->old_entry;
	Violation *new_entry = (Violation *) judgement->new_entry;

	if (old_entry->damage_recovered != NULL &&
		(new_entry->damage_recovered == NULL ||
		 DatumGetBool(DirectFunctionCall2(numeric_lt, NumericGetDatum(new_entry->damage_recovered),
										  NumericGetDatum(old_entry->damage_recovered)))))
		note_broken(judgement, violations_damage_recovered,
					N_("The amount recovered is less than was recorded before."),
					N_("State all that has been recovered so far."));
}

static const Rule r09_damage_recovered = {"r09_damage_recovered",
										  "9",
										  {{FORM, ON(violations), CHANGED, .find = damage_recovered}},
										  N_("Damage once recorded as recovered is not taken back.")};

const Rule *const rule09[] = {&r09_suspension_names_breach,
							  &r09_lifting_after_remedy,
							  &r09_suspended,
							  &r09_repeated_breach,
							  &r09_annulled,
							  &r09_damage_recovered,
							  NULL};
