/*
 * rule09.c
 *		Provision 9: control, and what the customer may do about breaches.
 *
 * 9 ¶1: the customer organises the control of the protection, as the contract says.  Nothing to check here: what the
 * contract must say about control, and the unit that controls, are checked by r06_control_and_liability (6(1)) and
 * r06_responsible_unit (6 ¶4).
 *
 * 9 ¶2 gives the customer rights.  The guard takes no such step by itself, and a breach alone blocks nothing.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/transfer.h"

/* 9 ¶2, first sentence: if the contractor breaks its obligations to protect the secrets, the customer may suspend. */
static void
note_suspension_without_breach(Judgement *judgement)
{
	const Suspension *suspension = (const Suspension *) judgement->new_entry;
	const Violation *violation = (const Violation *) judgement->referenced[suspensions_violation_no];

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
	"9 ¶2",
	{{OTHER_ENTRIES, ON(suspensions), ENTERED, .find = note_suspension_without_breach}},
	N_("The works are suspended only for a breach of the case that has been found and is not yet remedied.")};

/*
 * 9 ¶2, first sentence: "until the breaches are remedied".  Reading: the text has the plural, so the lifting waits for
 * every breach that was found by then.
 */
static bool
lifting_follows_every_remedy(Judgement *judgement)
{
	const Suspension *suspension = (const Suspension *) judgement->new_entry;
	Violation *violation;

	if (suspension->lifted_on == NO_DATE)
		return true;
	foreach_entry (Violation, violation, case_violations(judgement->file))
	{
		if (after(violation->found_on, suspension->lifted_on))
			continue;
		if (violation->remedied_on == NO_DATE || after(violation->remedied_on, suspension->lifted_on))
			return false;
	}
	return true;
}

static const Rule r09_lifting_after_remedy = {
	"r09_lifting_after_remedy",
	"9 ¶2",
	{{OTHER_ENTRIES, ON(suspensions), ENTERED | CLOSED, lifting_follows_every_remedy,
	  COLUMN_NAME(suspensions, lifted_on)}},
	N_("A suspension is lifted only when every breach of the case found by then is remedied."),
	N_("A breach of the case was not remedied by the day of the lifting."),
	N_("Record the remedy of every breach, then lift the suspension.")};

/* The breach that a suspension names, or NULL. */
static const Violation *
breach_of_suspension(CaseFile *file, const Suspension *suspension)
{
	const Violation *violation;

	foreach_entry (const Violation, violation, case_violations(file))
	{
		if (same_text(violation->violation_no, suspension->violation_no))
			return violation;
	}
	return NULL;
}

/*
 * Whether the works are suspended on a day by a suspension.  A lifting ends it; but one that was entered under a basis,
 * although the breach that the suspension names was not remedied, does so only with the remedy.  Other breaches are not
 * asked for, because they may be learnt of after the lifting.
 */
static bool
suspends_on(CaseFile *file, const Suspension *suspension, DateADT day)
{
	const Violation *violation;

	if (after(suspension->suspended_on, day))
		return false;
	if (suspension->lifted_on == NO_DATE || after(suspension->lifted_on, day))
		return true;
	violation = breach_of_suspension(file, suspension);
	return violation != NULL && (violation->remedied_on == NO_DATE || after(violation->remedied_on, day));
}

/* 9 ¶2, first sentence: "suspend the performance of the order".  Reading: then nothing is handed over. */
static bool
works_are_not_suspended(Judgement *judgement)
{
	const Suspension *suspension;

	foreach_entry (const Suspension, suspension, case_suspensions(judgement->file))
	{
		if (suspends_on(judgement->file, suspension, judgement->transfer->on))
			return false;
	}
	return true;
}

static const Rule r09_suspended = {
	"r09_suspended",
	"9 ¶2",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, works_are_not_suspended}},
	N_("From the day of a suspension until the day it is lifted nothing is handed over and no access granted."),
	N_("The works are suspended on the day of this entry."),
	N_("Wait until the breaches are remedied and the suspension is lifted; "
	   "from the day of the lifting on hand over and grant access.")};

/*
 * 9 ¶2, first sentence: if the breaches are repeated, the customer may raise the question of annulling the order and
 * the permit.  Reading: repeated means two breaches in the case.
 */
static bool
breach_is_repeated(Judgement *judgement)
{
	const Annulment *annulment = (const Annulment *) judgement->new_entry;
	Violation *violation;
	int breaches = 0;

	foreach_entry (Violation, violation, case_violations(judgement->file))
	{
		if (!after(violation->found_on, annulment->raised_on))
			breaches++;
	}
	return breaches >= 2;
}

static const Rule r09_repeated_breach = {
	"r09_repeated_breach",
	"9 ¶2",
	{{OTHER_ENTRIES, ON(annulments), ENTERED, breach_is_repeated}},
	N_("The question of annulment is raised only when at least two breaches of the case have been found."),
	N_("Fewer than two breaches of the contractor are recorded in this case by the day of this entry."),
	N_("Record every breach that was found; after only one the works may be suspended.")};

/*
 * 9 ¶2, first sentence: "raise the question".  The text does not say that the question is answered with a yes.  Our
 * reading: a rejection ends this question, and the customer may raise another one.
 */
static void
note_wrong_outcome(Judgement *judgement)
{
	const Annulment *annulment = (const Annulment *) judgement->new_entry;

	if (annulment->rejected_on != NO_DATE && is_blank(annulment->rejected_by))
		note_broken(judgement, annulments_rejected_by, N_("The rejection does not say who rejected."),
					N_("State who rejected the annulment."));
	if (annulment->rejected_on == NO_DATE && annulment->rejected_by != NULL)
		note_broken(judgement, annulments_rejected_on, N_("The day of the rejection is missing."),
					N_("State the day on which the annulment was rejected."));
	if (annulment->rejected_on != NO_DATE && annulment->order_annulled_on != NO_DATE)
		note_broken(judgement, NO_COLUMN, N_("To one question there is one answer: the order is annulled, or not."),
					N_("Record the other answer under the question to which it was given."));
}

static const Rule r09_annulment_rejected = {
	"r09_annulment_rejected",
	"9 ¶2",
	{{FORM, ON(annulments), ENTERED | CLOSED, .find = note_wrong_outcome}},
	N_("A rejection of an annulment has a day and says who rejected, and excludes the annulment of the order."),
	.set_aside = NEVER_SET_ASIDE};

/*
 * 9 ¶2, first sentence: "annulling the order".  Once the order is annulled, nothing is handed over.
 *
 * "and the permit": a permit that the national security body revoked is no valid permit (r11_permit).
 * "and of calling the guilty to account": part of the same question; nothing more to check.
 */
static bool
order_is_not_annulled(Judgement *judgement)
{
	const Annulment *annulment;

	foreach_entry (Annulment, annulment, case_annulments(judgement->file))
	{
		if (annulment->order_annulled_on != NO_DATE && !after(annulment->order_annulled_on, judgement->transfer->on))
			return false;
	}
	return true;
}

static const Rule r09_annulled = {
	"r09_annulled",
	"9 ¶2",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, order_is_not_annulled}},
	N_("From the day on which the order was annulled nothing is handed over and no access granted."),
	N_("The order was annulled by the day of this entry."),
	N_("Take back what was handed over, and close the case.")};

static int
compare_amounts(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a), NumericGetDatum(b)));
}

/* Whether something was recovered, and all that was to be. */
static bool
is_recovered(const Violation *violation)
{
	Numeric nothing = DatumGetNumeric(DirectFunctionCall1(int4_numeric, Int32GetDatum(0)));

	return violation->damage_recovered != NULL && violation->damage != NULL &&
		   compare_amounts(violation->damage_recovered, nothing) > 0 &&
		   compare_amounts(violation->damage_recovered, violation->damage) >= 0;
}

/*
 * 9 ¶2, second sentence: the material damage is recovered.  The text has no day for the recovery, so the views show
 * what is still to be recovered; the amount recovered so far may only grow.  Damage is estimated first and assessed
 * later: it may be raised and lowered until all of it is recovered.
 */
static void
note_damage_taken_back(Judgement *judgement)
{
	const Violation *before = (const Violation *) judgement->old_entry;
	const Violation *violation = (const Violation *) judgement->new_entry;

	if (before->damage_recovered != NULL &&
		(violation->damage_recovered == NULL ||
		 compare_amounts(violation->damage_recovered, before->damage_recovered) < 0))
		note_broken(judgement, violations_damage_recovered,
					N_("The amount recovered is less than was recorded before."),
					N_("State all that has been recovered so far. "
					   "A registrar can put the amount right under a basis: secretxfer.rectify()."));
	if (is_recovered(before) && (violation->damage == NULL || compare_amounts(violation->damage, before->damage) != 0))
		note_broken(judgement, violations_damage, N_("All of the damage was recovered, so the damage stands."),
					N_("Record further damage as a breach of its own. "
					   "A registrar can put the damage right under a basis: secretxfer.rectify()."));
}

static const Rule r09_damage_recovered = {
	"r09_damage_recovered",
	"9 ¶2",
	{{FORM, ON(violations), CHANGED, .find = note_damage_taken_back}},
	N_("What was recovered is not taken back, and damage is not changed once all of it is recovered.")};

/*
 * 9: a contractor that loses a carrier has broken its obligations to protect the secrets.  Reading: so the loss names a
 * breach of the case, found on or before the day on which the carrier is written off; a destroyed carrier names none.
 */
static void
note_wrong_breach_of_loss(Judgement *judgement)
{
	const Handover *handover = (const Handover *) judgement->new_entry;

	if (handover->written_off_as == LOST && is_blank(handover->loss_violation_no))
		note_broken(judgement, handovers_loss_violation_no, N_("The loss does not name a breach of the case."),
					N_("Record the loss as a breach of this case first, and name the breach."));
	else if (handover->written_off_as != LOST && handover->loss_violation_no != NULL)
		note_broken(judgement, handovers_loss_violation_no, N_("Only a loss names a breach."),
					N_("Leave loss_violation_no out, or state that the carrier was lost."));
	else
		return;
	((Finding *) llast(judgement->findings))->set_aside = NEVER_SET_ASIDE;
}

static void
note_loss_before_breach(Judgement *judgement)
{
	const Handover *handover = (const Handover *) judgement->new_entry;
	const Violation *violation = (const Violation *) judgement->referenced[handovers_loss_violation_no];

	if (violation != NULL && after(violation->found_on, handover->written_off_on))
		note_broken(judgement, handovers_written_off_on,
					N_("The breach that the loss is was found after the write-off."),
					N_("State the day of the act; it is not before the day on which the loss was found."));
}

static const Rule r09_loss_is_breach = {
	"r09_loss_is_breach",
	"9 ¶2",
	{{FORM, ON(handovers), ENTERED | CLOSED, .find = note_wrong_breach_of_loss},
	 {OTHER_ENTRIES, ON(handovers), ENTERED | CLOSED, .find = note_loss_before_breach}},
	N_("A lost carrier, and no other, names a breach of the case that was found by the day of the write-off."),
	.set_aside = SET_ASIDE_IN_PART};

const Rule *const rule09[] = {&r09_suspension_names_breach, &r09_lifting_after_remedy, &r09_suspended,
							  &r09_repeated_breach,         &r09_annulment_rejected,   &r09_annulled,
							  &r09_damage_recovered,        &r09_loss_is_breach,       NULL};
