/*
 * rule02.c
 *		Provision 2: who takes part in joint secret works.
 *
 * The customer is a state body or an organisation, the contractor a non-state organisation
 * or a citizen.  Provision 1 defines the scope and demands nothing of an entry.
 */
#include "prelude.h"

#include "rules/provisions.h"

/* The party that orders the works: of a case its customer, of a supplement the successor. */
static Party *
ordering_party(Judgement *judgement, int *column)
{
	*column = judgement->table == TABLE_cases ? cases_customer : supplements_successor;
	return (Party *) judgement->referenced[*column];
}

/* 2(2) */
static void
customer_kind(Judgement *judgement)
{
	int column;
	Party *customer = ordering_party(judgement, &column);

	if (customer != NULL && customer->kind == CITIZEN)
		note_broken(judgement, column, N_("A citizen cannot order joint secret works."),
					N_("Name the state body or organisation that orders the works."));
}

static const Rule r02_customer_kind = {"r02_customer_kind",
									   "2(2)",
									   {{REGISTER, ON(cases) | ON(supplements), ENTERED, .find = customer_kind}},
									   N_("The customer, like its successor, is a state body or an organisation.")};

/* 2(3) */
static void
contractor_kind(Judgement *judgement)
{
	Party *contractor = (Party *) judgement->referenced[cases_contractor];

	if (contractor != NULL && contractor->kind == STATE_BODY)
		note_broken(judgement, cases_contractor, N_("A state body cannot be the contractor of joint secret works."),
					N_("Name the non-state organisation or the citizen that performs the works."));
}

static const Rule r02_contractor_kind = {"r02_contractor_kind",
										 "2(3)",
										 {{REGISTER, ON(cases), ENTERED, .find = contractor_kind}},
										 N_("The contractor is a non-state organisation or a citizen.")};

/* 2(2), 2(3): the definitions are of two sides */
static void
parties_differ(Judgement *judgement)
{
	Case *facts = judgement->table == TABLE_cases ? (Case *) judgement->new_entry : judgement->facts;
	const text *ordering =
		judgement->table == TABLE_cases ? facts->customer : ((Supplement *) judgement->new_entry)->successor;

	if (ordering != NULL && same_text(ordering, facts->contractor))
		note_broken(judgement, NO_COLUMN, N_("Customer and contractor are one and the same."),
					N_("Name a customer, or a successor, other than the contractor."));
}

static const Rule r02_parties_differ = {
	"r02_parties_differ",
	"2",
	{{FORM, ON(cases), ENTERED, .find = parties_differ}, {REGISTER, ON(supplements), ENTERED, .find = parties_differ}},
	N_("The customer, or its successor, and the contractor are different parties.")};

const Rule *const rule02[] = {&r02_customer_kind, &r02_contractor_kind, &r02_parties_differ, NULL};
