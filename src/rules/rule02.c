/*
 * rule02.c
 *		Provision 2: who takes part in joint secret works.
 *
 * Provision 1 says what the Rules are about and demands nothing of an entry.  2(1) defines joint secret works: a case
 * of the register is one such work, so 2(1) demands nothing either.
 */
#include "prelude.h"

#include "rules/provisions.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/*
 * 2(2): the customer is a state body or an organisation; so is the successor that takes the customer's place.  A
 * hand-over asks again, because another party is customer or contractor only under a basis, which opens nothing.
 */
static bool
customer_is_no_citizen(Judgement *judgement)
{
	const Party *customer =
		judgement->transfer != NULL
			? succession_on(judgement, judgement->transfer->on).customer
			: (const Party *) judgement
				  ->referenced[judgement->table == TABLE_cases ? (int) cases_customer : (int) supplements_successor];

	return customer == NULL || customer->kind != CITIZEN;
}

static const Rule r02_customer_kind = {
	"r02_customer_kind",
	"2(2)",
	{{OTHER_ENTRIES, ON(cases), ENTERED, customer_is_no_citizen, COLUMN_NAME(cases, customer)},
	 {OTHER_ENTRIES, ON(supplements), ENTERED, customer_is_no_citizen, COLUMN_NAME(supplements, successor)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, customer_is_no_citizen}},
	N_("The customer, like its successor, is a state body or an organisation."),
	N_("A citizen cannot order joint secret works."),
	N_("Name the state body or organisation that orders the works.")};

/* 2(3): the contractor is a non-state organisation or a citizen of the Republic. */
static bool
contractor_is_no_state_body(Judgement *judgement)
{
	const Party *contractor = judgement->transfer != NULL ? case_contractor(judgement->file)
														  : (const Party *) judgement->referenced[cases_contractor];

	return contractor == NULL || contractor->kind != STATE_BODY;
}

static const Rule r02_contractor_kind = {
	"r02_contractor_kind",
	"2(3)",
	{{OTHER_ENTRIES, ON(cases), ENTERED, contractor_is_no_state_body, COLUMN_NAME(cases, contractor)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, contractor_is_no_state_body}},
	N_("The contractor is a non-state organisation or a citizen."),
	N_("A state body cannot be the contractor of joint secret works."),
	N_("Name the non-state organisation or the citizen that performs the works.")};

/* 2(2), 2(3): the two definitions are of two sides. */
static void
note_one_party(Judgement *judgement)
{
	bool of_case = judgement->table == TABLE_cases;
	const Case *facts = of_case ? (const Case *) judgement->new_entry : judgement->facts;
	const text *customer = of_case ? facts->customer : ((const Supplement *) judgement->new_entry)->successor;

	if (customer == NULL || !same_text(customer, facts->contractor))
		return;
	if (of_case)
		note_rule_broken_about(judgement, COLUMN_NAME(cases, customer),
							   list_make2_int(cases_customer, cases_contractor));
	else
		note_rule_broken(judgement, COLUMN_NAME(supplements, successor));
}

static const Rule r02_parties_differ = {"r02_parties_differ",
										"2",
										{{FORM, ON(cases), ENTERED, .find = note_one_party},
										 {OTHER_ENTRIES, ON(supplements), ENTERED, .find = note_one_party}},
										N_("The customer, or its successor, and the contractor are different parties."),
										N_("Customer and contractor are one and the same."),
										N_("Name a customer, or a successor, other than the contractor."),
										.set_aside = NEVER_SET_ASIDE};

const Rule *const rule02[] = {&r02_customer_kind, &r02_contractor_kind, &r02_parties_differ, NULL};
