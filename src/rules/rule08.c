/*
 * rule08.c
 *		Provision 8: whose unit protects the secrets at the contractor.
 *
 * One arrangement a case: the contractor's own unit (1), the customer's (2), a quasi-state
 * entity's (3) or a provider's (4).  The conditions are judged when the arrangement is
 * entered and again at each hand-over, because the parties may have changed since.
 */
#include "prelude.h"

#include "utils/fmgrprotos.h"

#include "register/calendar.h"
#include "rules/provisions.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/* When the arrangement is entered, and again at each transfer. */
#define AT_EACH_MOMENT (ON(protections) | TRANSFERS)

/*
 * The arrangement that a condition is about: the entry itself, or the case's, if it was made
 * by the day of the hand-over.
 */
static Protection *
arrangement(Judgement *judgement)
{
	Protection *protection;

	if (judgement->table == TABLE_protections)
		return (Protection *) judgement->new_entry;
	protection = case_protection(judgement->file);
	if (protection != NULL && judgement->transfer != NULL && after(protection->arranged_on, judgement->transfer->on))
		return NULL;
	return protection;
}

/* The arrangement, if it is of the kind that a condition is for. */
static Protection *
arrangement_of_kind(Judgement *judgement, ProtectionKind kind)
{
	Protection *protection = arrangement(judgement);

	return protection != NULL && protection->kind == (int) kind ? protection : NULL;
}

static Party *
organizer(Judgement *judgement)
{
	if (judgement->table == TABLE_protections)
		return (Party *) judgement->referenced[protections_organizer];
	return judgement->transfer->organizer;
}

/* The organizer, if the arrangement is of the kind that a condition is for. */
static Party *
organizer_of_kind(Judgement *judgement, ProtectionKind kind)
{
	return arrangement_of_kind(judgement, kind) == NULL ? NULL : organizer(judgement);
}

static Party *
contractor_of(Judgement *judgement)
{
	return case_contractor(judgement->file);
}

/* A condition repaired by a column of the arrangement, when that is what is entered. */
static void
note_condition_broken(Judgement *judgement, int column, const char *detail, const char *hint)
{
	note_broken(judgement, judgement->table == TABLE_protections ? column : NO_COLUMN, detail, hint);
}

static const char *const another_arrangement =
	N_("Choose a unit that may protect these secrets, or correct the data of the party.");

/* ---- one arrangement, before the hand-over ---- */

static void
arrangement_first(Judgement *judgement)
{
	if (arrangement(judgement) == NULL)
		note_broken(judgement, NO_COLUMN,
					N_("The protection of the secrets at the contractor was not arranged by the day of this entry."),
					N_("Record whose unit protects the secrets, then hand over."));
}

static const Rule r08_arrangement_first = {
	"r08_arrangement_first",
	"8",
	{{REGISTER, TRANSFERS, ENTERED, .find = arrangement_first}},
	N_("By the day of a hand-over or an access, the protection of the secrets at the contractor is arranged.")};

/* Who may stand as the organizer of each kind; those that serve others must be named. */
static void
organizer_stated(Judgement *judgement)
{
	Protection *protection = (Protection *) judgement->new_entry;

	if ((protection->kind == BY_QUASI_STATE || protection->kind == BY_PROVIDER) && is_blank(protection->organizer))
		note_broken(judgement, protections_organizer,
					N_("The organisation whose unit protects the secrets is not named."),
					N_("Name the quasi-state entity or the provider."));
}

static void
organizer_fits(Judgement *judgement)
{
	Protection *protection = (Protection *) judgement->new_entry;
	Case *facts = judgement->facts;
	Party *customer;

	if (is_blank(protection->organizer))
		return;
	customer = succession_on(judgement, protection->arranged_on).customer;
	if ((protection->kind == BY_CONTRACTOR && !same_text(protection->organizer, facts->contractor)) ||
		(protection->kind == BY_CUSTOMER && (customer == NULL || !same_text(protection->organizer, customer->idn))))
		note_broken(judgement, protections_organizer,
					N_("The organizer is not the contractor or customer that the kind of arrangement calls for."),
					N_("Name that party as the organizer, or leave the organizer out."));
}

static const Rule r08_organizer = {
	"r08_organizer",
	"8",
	{{FORM, ON(protections), ENTERED, .find = organizer_stated},
	 {REGISTER, ON(protections), ENTERED, .find = organizer_fits}},
	N_("The organizer fits the kind of the arrangement: the contractor itself, the customer itself, a named quasi-state entity or a named provider.")};

/* ---- (1): the contractor's own unit ---- */

static void
contractor_without_foreign_participation(Judgement *judgement)
{
	Party *contractor = contractor_of(judgement);

	if (arrangement_of_kind(judgement, BY_CONTRACTOR) != NULL && contractor != NULL &&
		contractor->foreign_participation)
		note_condition_broken(judgement, protections_kind, N_("The contractor works with foreign participation."),
							  another_arrangement);
}

static const Rule r08_contractor_without_foreign_participation = {
	"r08_contractor_without_foreign_participation",
	"8(1)",
	{{REGISTER, AT_EACH_MOMENT, ENTERED, .find = contractor_without_foreign_participation}},
	N_("Only a contractor without foreign participation protects the secrets with its own unit.")};

/* ---- (2): the customer's unit, at the place of the works ---- */

static void
customer_at_place(Judgement *judgement)
{
	Protection *protection = arrangement_of_kind(judgement, BY_CUSTOMER);
	Case *facts = judgement->facts;
	Party *customer;

	if (protection == NULL)
		return;
	customer = succession_on(judgement, judgement->transfer != NULL ? judgement->transfer->on : protection->arranged_on)
				   .customer;
	if (customer != NULL && !same_text(customer->settlement, facts->works_settlement))
		note_condition_broken(judgement, protections_kind, N_("The customer's settlement is not that of the works."),
							  another_arrangement);
}

static const Rule r08_customer_at_place = {
	"r08_customer_at_place",
	"8(2)",
	{{REGISTER, AT_EACH_MOMENT, ENTERED, .find = customer_at_place}},
	N_("The customer's unit protects the secrets only if the customer is settled where the works are carried out.")};

/* ---- (3): a quasi-state entity, for those affiliated with it ---- */

static void
quasi_state(Judgement *judgement)
{
	Party *entity = organizer_of_kind(judgement, BY_QUASI_STATE);

	if (entity != NULL && !entity->quasi_state)
		note_condition_broken(judgement, protections_organizer,
							  N_("The organizer is not an entity of the quasi-state sector."), another_arrangement);
}

static const Rule r08_quasi_state = {
	"r08_quasi_state",
	"8(3)",
	{{REGISTER, AT_EACH_MOMENT, ENTERED, .find = quasi_state}},
	N_("Under provision 8(3) the organizer of the protection is an entity of the quasi-state sector.")};

static void
affiliated(Judgement *judgement)
{
	Party *entity = organizer_of_kind(judgement, BY_QUASI_STATE);
	Party *contractor = contractor_of(judgement);

	if (entity != NULL && contractor != NULL &&
		(!same_text(contractor->affiliated_with, entity->idn) || same_text(contractor->idn, entity->idn)))
		note_condition_broken(judgement, protections_organizer,
							  N_("The contractor is not affiliated with the organizer."), another_arrangement);
}

static const Rule r08_affiliated = {
	"r08_affiliated",
	"8(3)",
	{{REGISTER, AT_EACH_MOMENT, ENTERED, .find = affiliated}},
	N_("A quasi-state entity organises the protection only for a contractor affiliated with it.")};

/* ---- (4): a provider ---- */

static void
provider_serves_organization(Judgement *judgement)
{
	Party *contractor = contractor_of(judgement);

	if (arrangement_of_kind(judgement, BY_PROVIDER) != NULL && contractor != NULL && contractor->kind == CITIZEN)
		note_broken(judgement, protections_kind, N_("A citizen has no permit in which the service could be marked."),
					N_("Choose another kind of arrangement: providers serve organisations only."));
}

static const Rule r08_provider_serves_organization = {
	"r08_provider_serves_organization",
	"8(4)",
	{{REGISTER, ON(protections), ENTERED, .find = provider_serves_organization}},
	N_("A provider serves only a contractor that is an organisation, because a citizen has no permit to mark.")};

static void
provider_other_organization(Judgement *judgement)
{
	Party *provider = organizer_of_kind(judgement, BY_PROVIDER);
	Party *contractor = contractor_of(judgement);

	if (provider != NULL && contractor != NULL &&
		(provider->kind != ORGANIZATION || same_text(provider->idn, contractor->idn)))
		note_broken(judgement, protections_organizer,
					N_("The provider is the contractor itself, or is not an organisation."), another_arrangement);
}

static const Rule r08_provider_other_organization = {
	"r08_provider_other_organization",
	"8(4)",
	{{REGISTER, ON(protections), ENTERED, .find = provider_other_organization}},
	N_("The provider is an organisation other than the contractor.")};

static void
provider_settlement(Judgement *judgement)
{
	Party *provider = organizer_of_kind(judgement, BY_PROVIDER);
	Party *contractor = contractor_of(judgement);

	if (provider != NULL && contractor != NULL && !same_text(provider->settlement, contractor->settlement))
		note_condition_broken(judgement, protections_organizer,
							  N_("The provider is not in the contractor's city or settlement."), another_arrangement);
}

static const Rule r08_provider_settlement = {"r08_provider_settlement",
											 "8(4)",
											 {{REGISTER, AT_EACH_MOMENT, ENTERED, .find = provider_settlement}},
											 N_("The provider is in the same city or settlement as the contractor.")};

static void
provider_foreign_participation(Judgement *judgement)
{
	Party *provider = organizer_of_kind(judgement, BY_PROVIDER);

	if (provider != NULL && provider->foreign_participation)
		note_condition_broken(judgement, protections_organizer, N_("The provider works with foreign participation."),
							  another_arrangement);
}

static const Rule r08_provider_foreign_participation = {
	"r08_provider_foreign_participation",
	"8(4)",
	{{REGISTER, AT_EACH_MOMENT, ENTERED, .find = provider_foreign_participation}},
	N_("The provider works without foreign participation.")};

static void
provider_state_owned(Judgement *judgement)
{
	Party *provider = organizer_of_kind(judgement, BY_PROVIDER);

	if (provider != NULL && (provider->state_share == NULL ||
							 !DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(provider->state_share),
															   DirectFunctionCall1(int4_numeric, Int32GetDatum(100))))))
		note_condition_broken(judgement, protections_organizer,
							  N_("The provider's state share is not stated as 100 per cent."),
							  N_("State the share in the provider's party entry, or choose another arrangement."));
}

static const Rule r08_provider_state_owned = {
	"r08_provider_state_owned",
	"8(4)",
	{{REGISTER, AT_EACH_MOMENT, ENTERED, .find = provider_state_owned}},
	N_("The state holds exactly one hundred per cent of the provider's charter capital.")};

static void
provider_mandate(Judgement *judgement)
{
	Party *provider = organizer_of_kind(judgement, BY_PROVIDER);

	if (provider != NULL && is_blank(provider->protection_mandate))
		note_condition_broken(
			judgement, protections_organizer,
			N_("No act of the Government is stated that empowers the provider to protect the secrets of others."),
			N_("State the act in protection_mandate of the provider's party entry, or choose another arrangement."));
}

static const Rule r08_provider_mandate = {
	"r08_provider_mandate",
	"8(4)",
	{{REGISTER, AT_EACH_MOMENT, ENTERED, .find = provider_mandate}},
	N_("The act of the Government that empowers the provider to offer services of protecting state secrets is stated.")};

static void
service_contract(Judgement *judgement)
{
	Protection *protection = (Protection *) judgement->new_entry;
	List *missing = NIL;

	if (protection->kind != BY_PROVIDER)
		return;
	if (is_blank(protection->service_contract_no))
		missing = lappend_int(missing, protections_service_contract_no);
	if (protection->service_contract_on == NO_DATE)
		missing = lappend_int(missing, protections_service_contract_on);
	note_broken_fields(judgement, missing,
					   N_("These data of the contract for the provider's services are missing: %s."),
					   N_("State the number and the day of the contract for services."));
	if (after(protection->service_contract_on, protection->arranged_on))
		note_broken(judgement, protections_arranged_on,
					N_("The protection is arranged before the contract for the provider's services."),
					N_("State the day from which the provider protects the secrets."));
}

static const Rule r08_service_contract = {
	"r08_service_contract",
	"8(4)",
	{{FORM, ON(protections), ENTERED, .find = service_contract}},
	N_("An arrangement with a provider states the number and the day of the contract for services, which is not later than the arrangement.")};

/* The marks follow the contract for services; both stand before the hand-over. */
static void
permits_marked(Judgement *judgement)
{
	Protection *protection = arrangement_of_kind(judgement, BY_PROVIDER);
	DateADT contractor_mark;
	DateADT provider_mark;
	bool unmarked;

	if (protection == NULL)
		return;
	contractor_mark = protection->contractor_permit_marked_on;
	provider_mark = protection->provider_permit_marked_on;
	if (judgement->transfer == NULL)
		unmarked = after(protection->service_contract_on, contractor_mark) ||
				   after(protection->service_contract_on, provider_mark);
	else
		unmarked = contractor_mark == NO_DATE || provider_mark == NO_DATE ||
				   after(contractor_mark, judgement->transfer->on) || after(provider_mark, judgement->transfer->on);
	if (unmarked)
		note_broken(
			judgement, NO_COLUMN,
			judgement->transfer == NULL
				? N_("A permit was marked before the contract for the provider's services.")
				: N_("The permits of the contractor and the provider were not both marked by the day of this entry."),
			judgement->transfer == NULL
				? N_("State the days on which the permits were marked, not before the contract for services.")
				: N_("Have the service marked in the contractor's and in the provider's permit, and record both days."));
}

static const Rule r08_permits_marked = {
	"r08_permits_marked",
	"8(4)",
	{{FORM, ON(protections), ENTERED | CLOSED, .find = permits_marked},
	 {REGISTER, TRANSFERS, ENTERED, .find = permits_marked}},
	N_("By the day of a hand-over or an access, but not before the contract for services, the service is marked in the permits of both parties.")};

/* ---- ¶2: the provider notifies the courier service and the special postal service ---- */

static bool
notified(Judgement *judgement, NoticeKind kind)
{
	Notice *notice;

	foreach_entry (Notice, notice, case_notices(judgement->file))
	{
		if (notice->kind == (int) kind && !after(notice->sent_on, judgement->transfer->on))
			return true;
	}
	return false;
}

static void
service_notices(Judgement *judgement)
{
	if (arrangement_of_kind(judgement, BY_PROVIDER) != NULL &&
		(!notified(judgement, COURIER_SERVICE) || !notified(judgement, POSTAL_SERVICE)))
		note_broken(
			judgement, NO_COLUMN,
			N_("The courier service and the special postal service were not both notified by the day of this entry."),
			N_("Record the provider's written notices to both services."));
}

static const Rule r08_service_notices = {
	"r08_service_notices",
	"8",
	{{REGISTER, TRANSFERS, ENTERED, .find = service_notices}},
	N_("By the day of a hand-over or an access, the provider has notified the courier service and the special postal service in writing.")};

static void
notice_after_service_contract(Judgement *judgement)
{
	Notice *notice = (Notice *) judgement->new_entry;
	Protection *protection = arrangement_of_kind(judgement, BY_PROVIDER);

	if ((notice->kind == COURIER_SERVICE || notice->kind == POSTAL_SERVICE) &&
		(protection == NULL || after(protection->service_contract_on, notice->sent_on)))
		note_broken(judgement, NO_COLUMN,
					N_("No contract for a provider's services was concluded by the day of the notice."),
					N_("Record the arrangement with the provider first, then its notices."));
}

static const Rule r08_notice_after_service_contract = {
	"r08_notice_after_service_contract",
	"8",
	{{REGISTER, ON(notices), ENTERED, .find = notice_after_service_contract}},
	N_("A notice to the courier service or the special postal service is sent on the day of the contract for the provider's services or later.")};

const Rule *const rule08[] = {&r08_arrangement_first,
							  &r08_organizer,
							  &r08_contractor_without_foreign_participation,
							  &r08_customer_at_place,
							  &r08_quasi_state,
							  &r08_affiliated,
							  &r08_provider_serves_organization,
							  &r08_provider_other_organization,
							  &r08_provider_settlement,
							  &r08_provider_foreign_participation,
							  &r08_provider_state_owned,
							  &r08_provider_mandate,
							  &r08_service_contract,
							  &r08_permits_marked,
							  &r08_service_notices,
							  &r08_notice_after_service_contract,
							  NULL};
