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
		note_broken(judgement, suspensions_violation_no,
					gettext_noop("The suspension does not name a breach of this case."),
					gettext_noop("Record the breach in this case first, and name it."));
	if (violation != NULL && suspension->suspended_on != NO_DATE &&
		(after(violation->found_on, suspension->suspended_on) ||
		 after(suspension->suspended_on, violation->remedied_on)))
		note_broken(judgement, suspensions_suspended_on,
					gettext_noop("The breach was found after the day of the suspension, or remedied before it."),
					gettext_noop("Name a breach that was found and not yet remedied on the day of the suspension."));
}

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
						gettext_noop("A breach of the case was not remedied by the day of the lifting."),
						gettext_noop("Record the remedy of every breach, then lift the suspension."));
			return;
		}
	}
}

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
			note_broken(judgement, NO_COLUMN, gettext_noop("The works are suspended on the day of this entry."),
						gettext_noop("Wait until the breaches are remedied and the suspension is lifted."));
			return;
		}
	}
}

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
		note_broken(
			judgement, NO_COLUMN,
			gettext_noop(
				"Fewer than two breaches of the contractor are recorded in this case by the day of this entry."),
			gettext_noop("Record every breach that was found; after only one the works may be suspended."));
}

static void
annulled(Judgement *judgement)
{
	Annulment *annulment = case_annulment(judgement->file);

	if (annulment != NULL && annulment->order_annulled_on != NO_DATE &&
		!after(annulment->order_annulled_on, judgement->transfer->on))
		note_broken(judgement, NO_COLUMN, gettext_noop("The order was annulled by the day of this entry."),
					gettext_noop("Take back what was handed over, and close the case."));
}

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
					gettext_noop("The amount recovered is less than was recorded before."),
					gettext_noop("State all that has been recovered so far."));
}

const Rule rule09[] = {
	{"r09_suspension_names_breach",
	 "9",
	 {{REGISTER, ON(suspensions), ENTERED, suspension_names_breach}},
	 "The works are suspended only for a breach of the case that has been found and is not yet remedied.",
	 "Тапсырыстың орындалуы осы іс бойынша анықталған, бірақ әлі жойылмаған бұзушылық үшін ғана тоқтатыла тұрады.",
	 "Выполнение заказа приостанавливается только из-за нарушения по этому делу, которое выявлено и ещё не устранено."},
	{"r09_lifting_after_remedy",
	 "9",
	 {{REGISTER, ON(suspensions), ENTERED | CLOSED, lifting_after_remedy}},
	 "A suspension is lifted only when every breach of the case found by then is remedied.",
	 "Тапсырысты тоқтата тұру шарасы іс бойынша сол күнге қарай анықталған бұзушылықтардың бәрі жойылғанда ғана алынады.",
	 "Приостановление снимается, только когда устранены все нарушения по делу, выявленные к этому дню."},
	{"r09_suspended",
	 "9",
	 {{REGISTER, ON(handovers) | ON(system_accesses), ENTERED, suspended}},
	 "From the day of a suspension until the day it is lifted nothing is handed over and no access granted.",
	 "Тапсырыстың орындалуы тоқтатыла тұрған күннен бастап тоқтата тұру шарасы алынған күнге дейін жеткізгіш берілмейді және жүйеге қол жеткізілмейді.",
	 "Со дня приостановления до дня его снятия носители не передаются и доступ к системе не предоставляется."},
	{"r09_repeated_breach",
	 "9",
	 {{REGISTER, ON(annulments), ENTERED, repeated_breach}},
	 "The question of annulment is raised only when at least two breaches of the case have been found.",
	 "Тапсырыстың күшін жою туралы мәселе іс бойынша кемінде екі бұзушылық анықталғанда ғана қойылады.",
	 "Вопрос об аннулировании заказа ставится, только когда по делу выявлено не менее двух нарушений."},
	{"r09_annulled",
	 "9",
	 {{REGISTER, ON(handovers) | ON(system_accesses), ENTERED, annulled}},
	 "From the day on which the order was annulled nothing is handed over and no access granted.",
	 "Тапсырыстың күші жойылған күннен бастап жеткізгіш берілмейді және жүйеге қол жеткізілмейді.",
	 "Со дня аннулирования заказа носители не передаются и доступ к системе не предоставляется."},
	{"r09_damage_recovered",
	 "9",
	 {{FORM, ON(violations), CHANGED, damage_recovered}},
	 "Damage once recorded as recovered is not taken back.",
	 "Өндіріп алынды деп жазылған материалдық зиянның мөлшері кемітілмейді.",
	 "Записанная сумма взысканного материального ущерба не уменьшается."},
	{NULL}};
