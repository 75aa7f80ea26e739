/*
 * rule08.c
 *		Provision 8: whose unit protects the secrets at the contractor.
 *
 * 8 ¶1 lists four kinds of protection units, 8(1) to 8(4).  Their conditions are checked when the arrangement is
 * entered and again at each transfer (a hand-over or an access), because the parties may have changed since.
 */
#include "prelude.h"

#include "utils/fmgrprotos.h"

#include "register/calendar.h"
#include "register/standing.h"
#include "rules/provisions.h"
#include "rules/settled.h"
#include "rules/succession.h"
#include "rules/transfer.h"

#define ANOTHER_ARRANGEMENT N_("Arrange the protection with a unit that may protect, or correct the data of the party.")

/* The arrangement to be checked: the entry itself, or the arrangement that stands on the day of the transfer. */
static const Protection *
arrangement_of(const Judgement *judgement)
{
	if (judgement->table == TABLE_protections)
		return (const Protection *) judgement->new_entry;
	return judgement->transfer->arrangement;
}

/* The same, or NULL if the arrangement is of another kind. */
static const Protection *
arrangement_of_kind(const Judgement *judgement, ProtectionKind kind)
{
	const Protection *protection = arrangement_of(judgement);

	return protection != NULL && protection->kind == (int) kind ? protection : NULL;
}

/* The organizer of the arrangement, or NULL if the arrangement is of another kind. */
static const Party *
organizer_of_kind(const Judgement *judgement, ProtectionKind kind)
{
	if (arrangement_of_kind(judgement, kind) == NULL)
		return NULL;
	if (judgement->table == TABLE_protections)
		return (const Party *) judgement->referenced[protections_organizer];
	return judgement->transfer->organizer;
}

/* The day on which the arrangement is checked: its own, or that of the transfer. */
static DateADT
day_of_check(const Judgement *judgement)
{
	if (judgement->table == TABLE_protections)
		return ((const Protection *) judgement->new_entry)->arranged_on;
	return judgement->transfer->on;
}

/*
 * 8 ¶1: the protection of the secrets at the contractor is assigned to a protection unit.  Reading: before anything is
 * handed over.  A later arrangement takes the place of the one before, from its day on.
 */
static bool
protection_is_arranged(Judgement *judgement)
{
	return arrangement_of(judgement) != NULL;
}

static const Rule r08_arrangement_first = {
	"r08_arrangement_first",
	"8 ¶1",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, protection_is_arranged}},
	N_("By the day of a hand-over or an access, the protection of the secrets at the contractor is arranged."),
	N_("The protection of the secrets at the contractor was not arranged by the day of this entry."),
	N_("Record whose unit protects the secrets; hand over from the day of the arrangement on.")};

/*
 * 8 ¶1: the unit belongs to the party that 8(1), 8(2), 8(3) or 8(4) says.  A party that is neither contractor nor
 * customer must be named.
 */
static void
note_organizer_missing(Judgement *judgement)
{
	const Protection *protection = (const Protection *) judgement->new_entry;

	if ((protection->kind == BY_QUASI_STATE || protection->kind == BY_PROVIDER) && is_blank(protection->organizer))
		note_broken(judgement, protections_organizer,
					N_("The organisation whose unit protects the secrets is not named."),
					N_("Name the quasi-state entity or the provider."));
}

static void
note_organizer_of_other_kind(Judgement *judgement)
{
	const Protection *protection = (const Protection *) judgement->new_entry;
	const Party *customer;

	if (is_blank(protection->organizer))
		return;
	customer = succession_on(judgement, protection->arranged_on).customer;
	if ((protection->kind == BY_CONTRACTOR && !same_text(protection->organizer, judgement->facts->contractor)) ||
		(protection->kind == BY_CUSTOMER && (customer == NULL || !same_text(protection->organizer, customer->idn))))
		note_broken(judgement, protections_organizer,
					N_("The organizer is not the contractor or customer that the kind of arrangement calls for."),
					N_("Name that party as the organizer, or leave the organizer out."));
}

static const Rule r08_organizer = {
	"r08_organizer",
	"8 ¶1",
	{{FORM, ON(protections), ENTERED, .find = note_organizer_missing},
	 {OTHER_ENTRIES, ON(protections), ENTERED, .find = note_organizer_of_other_kind}},
	N_("The organizer fits the kind of arrangement: contractor, customer, or a named quasi-state entity or provider."),
	.set_aside = NEVER_SET_ASIDE};

/*
 * 8(3), 8(4): the unit of a party that exists.  Our reading: as in provision 10, a party in liquidation takes nothing
 * on, and from that day on protects nothing more; contractor and customer are left to provision 10.
 */
static bool
organizer_exists(Judgement *judgement)
{
	const Protection *protection = arrangement_of(judgement);

	return protection == NULL || (protection->kind != BY_QUASI_STATE && protection->kind != BY_PROVIDER) ||
		   !is_in_liquidation(protection->organizer, day_of_check(judgement));
}

static const Rule r08_organizer_exists = {
	"r08_organizer_exists",
	"8 ¶1",
	{{OTHER_ENTRIES, ON(protections), ENTERED, organizer_exists, COLUMN_NAME(protections, organizer)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, organizer_exists}},
	N_("The quasi-state entity or the provider that protects the secrets is not in liquidation on that day."),
	N_("The quasi-state entity or the provider is in liquidation on the day of this entry."),
	N_("Arrange the protection with a unit of another party.")};

/*
 * 8(1): the contractor's own protection unit.  Reading: a citizen has no unit, so the secrets at a citizen are
 * protected under 8(2) or 8(3).  Asked again at each transfer: version 1.0 accepted such arrangements.
 */
static bool
contractor_has_unit(Judgement *judgement)
{
	return arrangement_of_kind(judgement, BY_CONTRACTOR) == NULL || case_contractor(judgement->file)->kind != CITIZEN;
}

static const Rule r08_contractor_has_unit = {
	"r08_contractor_has_unit",
	"8(1)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, contractor_has_unit, COLUMN_NAME(protections, kind)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, contractor_has_unit}},
	N_("Only an organisation protects the secrets with its own unit; a citizen has none."),
	N_("The contractor is a citizen, who has no protection unit."),
	N_("Choose the customer's unit at the place of the works, or a quasi-state entity affiliated with the citizen.")};

/* 8(1): the contractor's own unit, if the contractor works without foreign participation. */
static bool
contractor_has_no_foreign_participation(Judgement *judgement)
{
	return arrangement_of_kind(judgement, BY_CONTRACTOR) == NULL ||
		   !case_contractor(judgement->file)->foreign_participation;
}

static const Rule r08_contractor_without_foreign_participation = {
	"r08_contractor_without_foreign_participation",
	"8(1)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, contractor_has_no_foreign_participation, COLUMN_NAME(protections, kind)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, contractor_has_no_foreign_participation}},
	N_("Only a contractor without foreign participation protects the secrets with its own unit."),
	N_("The contractor works with foreign participation."),
	ANOTHER_ARRANGEMENT};

/*
 * 8(2): the customer's unit, at the place where the works are performed.  Reading: the settlement of the unit is the
 * settlement of the works; the unit is where the customer is, unless the arrangement says where (a branch).  After a
 * succession (10 ¶1) the customer is the successor.
 */
static bool
customer_is_at_place_of_works(Judgement *judgement)
{
	const Protection *protection = arrangement_of_kind(judgement, BY_CUSTOMER);
	const Party *customer;

	if (protection == NULL)
		return true;
	customer = succession_on(judgement, day_of_check(judgement)).customer;
	return customer == NULL ||
		   is_same_place(is_blank(protection->unit_settlement) ? customer->settlement : protection->unit_settlement,
						 judgement->facts->works_settlement);
}

static const Rule r08_customer_at_place = {
	"r08_customer_at_place",
	"8(2)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, customer_is_at_place_of_works, COLUMN_NAME(protections, kind)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, customer_is_at_place_of_works}},
	N_("The customer's unit protects the secrets only if the unit is where the works are carried out."),
	N_("The settlement of the customer, or of the unit that is stated, is not that of the works."),
	N_("Arrange the protection with a unit that is where the works are (unit_settlement), or with another unit that "
	   "may protect. If the works are in another place than the case states, correct works_settlement of the case.")};

/* 8(3): the unit of an entity of the quasi-state sector.  "As the legislative acts demand": nothing to check. */
static bool
organizer_is_quasi_state(Judgement *judgement)
{
	const Party *entity = organizer_of_kind(judgement, BY_QUASI_STATE);

	return entity == NULL || entity->quasi_state;
}

static const Rule r08_quasi_state = {
	"r08_quasi_state",
	"8(3)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, organizer_is_quasi_state, COLUMN_NAME(protections, organizer)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, organizer_is_quasi_state}},
	N_("Under provision 8(3) the organizer of the protection is an entity of the quasi-state sector."),
	N_("The organizer is not an entity of the quasi-state sector."),
	ANOTHER_ARRANGEMENT};

/* Whether a party is affiliated with a quasi-state entity on a day; a limit that is not stated is not known. */
static bool
is_affiliated_on(const Party *party, const Party *entity, DateADT day)
{
	Lookup lookup = look_in(TABLE_affiliations);
	const Affiliation *affiliation;

	where_text(&lookup, affiliations_party, party->idn);
	where_text(&lookup, affiliations_quasi_state, entity->idn);
	foreach_entry (const Affiliation, affiliation, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (!after(affiliation->since, day) && !after(day, affiliation->until))
			return true;
	}
	return false;
}

/*
 * 8(3): for the legal and natural persons affiliated with the entity.  The contractor is locked, and with it what the
 * contractor is affiliated with.
 */
static bool
contractor_is_affiliated(Judgement *judgement)
{
	const Party *entity = organizer_of_kind(judgement, BY_QUASI_STATE);

	return entity == NULL || is_affiliated_on(case_contractor(judgement->file), entity, day_of_check(judgement));
}

/* No entity is its own affiliate. */
static void
note_own_affiliate(Judgement *judgement)
{
	const Affiliation *affiliation = (const Affiliation *) judgement->new_entry;

	if (affiliation->party != NULL && same_text(affiliation->party, affiliation->quasi_state))
	{
		note_broken(judgement, affiliations_quasi_state, N_("The party is named as its own affiliate."),
					N_("State the quasi-state entity with which the party is affiliated."));
		/* the native constraint affiliations_two_parties says the same */
		((Finding *) llast(judgement->findings))->set_aside = NEVER_SET_ASIDE;
	}
}

static const Rule r08_affiliated = {
	"r08_affiliated",
	"8(3)",
	{{FORM, ON(affiliations), ENTERED, .find = note_own_affiliate},
	 {OTHER_ENTRIES, ON(protections), ENTERED, contractor_is_affiliated, COLUMN_NAME(protections, organizer)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, contractor_is_affiliated}},
	N_("A quasi-state entity organises the protection only for a contractor affiliated with it."),
	N_("The contractor is not affiliated with the organizer."),
	N_("Record the affiliation of that day, or arrange the protection with a unit that may protect."),
	.set_aside = SET_ASIDE_IN_PART};

/* 8(4): the unit of a provider that is in the same city or settlement as the contractor. */
static bool
provider_is_in_settlement_of_contractor(Judgement *judgement)
{
	const Party *provider = organizer_of_kind(judgement, BY_PROVIDER);

	return provider == NULL || is_same_place(provider->settlement, case_contractor(judgement->file)->settlement);
}

static const Rule r08_provider_settlement = {
	"r08_provider_settlement",
	"8(4)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, provider_is_in_settlement_of_contractor,
	  COLUMN_NAME(protections, organizer)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, provider_is_in_settlement_of_contractor}},
	N_("The provider is in the same city or settlement as the contractor."),
	N_("The provider is not in the contractor's city or settlement."),
	ANOTHER_ARRANGEMENT};

/* 8(4): the provider works without foreign participation. */
static bool
provider_has_no_foreign_participation(Judgement *judgement)
{
	const Party *provider = organizer_of_kind(judgement, BY_PROVIDER);

	return provider == NULL || !provider->foreign_participation;
}

static const Rule r08_provider_foreign_participation = {
	"r08_provider_foreign_participation",
	"8(4)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, provider_has_no_foreign_participation,
	  COLUMN_NAME(protections, organizer)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, provider_has_no_foreign_participation}},
	N_("The provider works without foreign participation."),
	N_("The provider works with foreign participation."),
	ANOTHER_ARRANGEMENT};

/* 8(4): the state holds one hundred per cent of the provider's charter capital. */
static bool
provider_is_wholly_state_owned(Judgement *judgement)
{
	const Party *provider = organizer_of_kind(judgement, BY_PROVIDER);

	return provider == NULL ||
		   (provider->state_share != NULL &&
			DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(provider->state_share),
											 DirectFunctionCall1(int4_numeric, Int32GetDatum(100)))));
}

static const Rule r08_provider_state_owned = {
	"r08_provider_state_owned",
	"8(4)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, provider_is_wholly_state_owned, COLUMN_NAME(protections, organizer)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, provider_is_wholly_state_owned}},
	N_("The state holds exactly one hundred per cent of the provider's charter capital."),
	N_("The provider's state share is not stated as 100 per cent."),
	N_("State the share in the provider's party entry, or choose another arrangement.")};

/* 8(4): the Government has empowered the provider to offer services of protecting state secrets. */
static bool
provider_is_empowered(Judgement *judgement)
{
	const Party *provider = organizer_of_kind(judgement, BY_PROVIDER);

	return provider == NULL || !is_blank(provider->protection_mandate);
}

static const Rule r08_provider_mandate = {
	"r08_provider_mandate",
	"8(4)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, provider_is_empowered, COLUMN_NAME(protections, organizer)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, provider_is_empowered}},
	N_("The act of the Government that empowers the provider to offer services of protecting state secrets is stated."),
	N_("No act of the Government is stated that empowers the provider to protect the secrets of others."),
	N_("State the act in protection_mandate of the provider's party entry, or choose another arrangement.")};

/* 8(4): "other organisations".  Reading: not the contractor itself, and neither a state body nor a citizen. */
static bool
provider_is_another_organization(Judgement *judgement)
{
	const Party *provider = organizer_of_kind(judgement, BY_PROVIDER);

	return provider == NULL ||
		   (provider->kind == ORGANIZATION && !same_text(provider->idn, case_contractor(judgement->file)->idn));
}

static const Rule r08_provider_other_organization = {
	"r08_provider_other_organization",
	"8(4)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, provider_is_another_organization, COLUMN_NAME(protections, organizer)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, provider_is_another_organization}},
	N_("The provider is an organisation other than the contractor."),
	N_("The provider is the contractor itself, or is not an organisation."),
	N_("Name another organisation that may protect the secrets of others, or choose another arrangement.")};

/* 8(4), in brackets: the contractor concludes a contract for the services of the provider's unit. */
static void
note_service_contract_incomplete(Judgement *judgement)
{
	const Protection *protection = (const Protection *) judgement->new_entry;
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
	{{FORM, ON(protections), ENTERED, .find = note_service_contract_incomplete}},
	N_("An arrangement with a provider states number and day of the contract for services, concluded by then.")};

/*
 * 8(4), in brackets: "in the permits of both parties".  Reading: a citizen has no permit in which the contract for
 * services could be marked, so a provider serves organisations only.
 */
static bool
provider_serves_no_citizen(Judgement *judgement)
{
	return arrangement_of_kind(judgement, BY_PROVIDER) == NULL || case_contractor(judgement->file)->kind != CITIZEN;
}

static const Rule r08_provider_serves_organization = {
	"r08_provider_serves_organization",
	"8(4)",
	{{OTHER_ENTRIES, ON(protections), ENTERED, provider_serves_no_citizen, COLUMN_NAME(protections, kind)},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, provider_serves_no_citizen}},
	N_("A provider serves only a contractor that is an organisation, because a citizen has no permit to mark."),
	N_("A citizen has no permit in which the service could be marked."),
	N_("Choose another kind of arrangement: providers serve organisations only.")};

/*
 * 8(4), in brackets: the contract for services is marked in the permits of both parties, contractor and provider.
 * Reading: not before the contract for services, and before anything is handed over.
 */
static bool
is_marked_before_contract(const Protection *protection)
{
	return protection->kind == BY_PROVIDER &&
		   (after(protection->service_contract_on, protection->contractor_permit_marked_on) ||
			after(protection->service_contract_on, protection->provider_permit_marked_on));
}

static void
note_mark_before_contract(Judgement *judgement, const Protection *protection)
{
	if (is_marked_before_contract(protection))
		note_broken(judgement, NO_COLUMN, N_("A permit was marked before the contract for the provider's services."),
					N_("State the days on which the permits were marked, not before the contract for services."));
}

/*
 * Whether a mark and its permit are stated together. A mark that version 1.0 recorded names no permit, and a change
 * that leaves the mark as it was does not ask for the permit.
 */
static bool
mark_names_permit(const Judgement *judgement, int marked_on, int permit_no)
{
	const Entry *old_entry = judgement->old_entry;
	const Entry *entry = judgement->new_entry;
	bool is_marked = is_stated(entry, marked_on);

	return is_marked == !is_blank(FIELD(entry, permit_no, text *)) ||
		   (is_marked && old_entry != NULL && same_value(old_entry, entry, marked_on) &&
			same_value(old_entry, entry, permit_no));
}

/* The mark is in a permit, so each mark names its permit, and a permit is named for its mark. */
static void
note_mark_without_permit(Judgement *judgement)
{
	List *columns = NIL;

	if (!mark_names_permit(judgement, protections_contractor_permit_marked_on, protections_contractor_permit_no))
		columns = lappend_int(columns, protections_contractor_permit_no);
	if (!mark_names_permit(judgement, protections_provider_permit_marked_on, protections_provider_permit_no))
		columns = lappend_int(columns, protections_provider_permit_no);
	note_broken_fields(judgement, columns, N_("A mark and the permit that bears the mark go together: %s."),
					   N_("State for each mark its day and the number of the permit."));
}

static void
note_marks_of_arrangement(Judgement *judgement)
{
	note_mark_before_contract(judgement, (const Protection *) judgement->new_entry);
	note_mark_without_permit(judgement);
}

/* Whether a permit that bears a mark is the party's and valid on a day; a mark of before 1.1 names no permit. */
static bool
bears_mark(const Permit *permit, const text *permit_no, const text *party, DateADT day)
{
	if (permit_no == NULL)
		return true;
	return permit != NULL && (party == NULL || same_text(permit->holder, party)) &&
		   valid_on(permit->issued_on, permit->valid_until, permit->revoked_on, day);
}

/* Reading: a permit that bears a mark is valid on the later of the mark and the arrangement. */
static bool
bears_mark_of(const Protection *protection, const Permit *permit, DateADT marked_on, const text *party)
{
	return permit == NULL || marked_on == NO_DATE ||
		   bears_mark(permit, permit->permit_no, party, Max(marked_on, protection->arranged_on));
}

static void
note_permit_without_force(Judgement *judgement)
{
	const Protection *protection = (const Protection *) judgement->new_entry;
	const Permit *of_contractor = (const Permit *) judgement->referenced[protections_contractor_permit_no];
	const Permit *of_provider = (const Permit *) judgement->referenced[protections_provider_permit_no];
	List *columns = NIL;

	lock_party(protection->organizer, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	if (!bears_mark_of(protection, of_contractor, protection->contractor_permit_marked_on,
					   judgement->facts->contractor))
		columns = lappend_int(columns, protections_contractor_permit_no);
	if (!bears_mark_of(protection, of_provider, protection->provider_permit_marked_on, protection->organizer))
		columns = lappend_int(columns, protections_provider_permit_no);
	note_broken_fields(judgement, columns, N_("These permits are not the party's, or not valid on the day: %s."),
					   N_("Name a permit of the contractor, or of the provider, that is valid on that day."));
}

static bool
is_marked_by(DateADT marked_on, DateADT day)
{
	return marked_on != NO_DATE && !after(marked_on, day);
}

/*
 * The marks are in the permits on the day of the transfer, and the permits in force.  What is handed over is handed
 * over under the permit that bears the mark, so that permit reaches the mark of the carrier or the system (11).
 */
static void
note_mark_missing(Judgement *judgement)
{
	const Protection *protection = arrangement_of_kind(judgement, BY_PROVIDER);
	DateADT day = judgement->transfer->on;
	const Permit *of_contractor;

	if (protection == NULL)
		return;
	if (is_marked_before_contract(protection))
	{
		note_mark_before_contract(judgement, protection);
		return;
	}
	if (!(is_marked_by(protection->contractor_permit_marked_on, day) &&
		  is_marked_by(protection->provider_permit_marked_on, day)))
	{
		note_broken(
			judgement, NO_COLUMN,
			N_("The permits of the contractor and the provider were not both marked by the day of this entry."),
			N_("Have the service marked in the contractor's and in the provider's permit, and record both days."));
		return;
	}
	of_contractor = permit_of_number(protection->contractor_permit_no);
	if (!bears_mark(of_contractor, protection->contractor_permit_no, judgement->facts->contractor, day) ||
		!bears_mark(permit_of_number(protection->provider_permit_no), protection->provider_permit_no,
					protection->organizer, day))
		note_broken(judgement, NO_COLUMN, N_("A permit that bears the mark is not valid on the day of this entry."),
					N_("Have the service marked in the renewed permits, and record an arrangement of that day."));
	else if (of_contractor != NULL && of_contractor->highest_mark < judgement->transfer->mark)
		note_broken(
			judgement, NO_COLUMN,
			N_("The contractor's permit that bears the mark is of a lower degree than what is handed over."),
			N_("Have the service marked in the permit of the higher degree, and record an arrangement of that day."));
}

static const Rule r08_permits_marked = {
	"r08_permits_marked",
	"8(4)",
	{{FORM, ON(protections), ENTERED | CLOSED | CHANGED, .find = note_marks_of_arrangement},
	 {OTHER_ENTRIES, ON(protections), ENTERED | CLOSED, .find = note_permit_without_force},
	 {OTHER_ENTRIES, TRANSFERS, ENTERED, .find = note_mark_missing}},
	N_("By the day of a hand-over or access, not before the contract for services, both parties' permits are marked."),
	.tells_of_carrier = true};

/* Whether a notice of a kind was sent by the day of the transfer that counts for the contract for services. */
static bool
is_notified(const Judgement *judgement, NoticeKind kind)
{
	Notice *notice;

	foreach_entry (Notice, notice, case_notices(judgement->file))
	{
		if (notice->kind == (int) kind && !after(notice->sent_on, judgement->transfer->on) &&
			!after(judgement->transfer->notices_from, notice->sent_on))
			return true;
	}
	return false;
}

/*
 * 8 ¶2: the provider notifies the branches of the state courier service and of the special postal service in writing.
 * Reading: before anything is handed over, and anew of each contract for services (notices_count_from()).
 */
static bool
both_services_are_notified(Judgement *judgement)
{
	return arrangement_of_kind(judgement, BY_PROVIDER) == NULL ||
		   (is_notified(judgement, COURIER_SERVICE) && is_notified(judgement, POSTAL_SERVICE));
}

static const Rule r08_service_notices = {
	"r08_service_notices",
	"8 ¶2",
	{{OTHER_ENTRIES, TRANSFERS, ENTERED, both_services_are_notified}},
	N_("By the day of a hand-over or access the provider notifies the courier and special postal services in writing."),
	N_("The courier and the special postal service were not both notified of this contract by the day of this entry."),
	N_("Record the provider's written notices to both services.")};

/*
 * 8 ¶2: these notices say that the contract for services is concluded.  Under an arrangement of before a hand-over that
 * stands, the hand-over needs its notices at once (r08_earlier_arrangement), so they come before the arrangement.
 */
static bool
service_contract_precedes_notice(Judgement *judgement)
{
	const Notice *notice = (const Notice *) judgement->new_entry;
	const Protection *protection;

	if (!is_service_notice(notice) || transferred_since(notice->case_no, notice->sent_on) != NULL)
		return true;
	foreach_entry (const Protection, protection, case_protections(judgement->file))
	{
		if (protection->kind == BY_PROVIDER && !after(protection->service_contract_on, notice->sent_on))
			return true;
	}
	return false;
}

static const Rule r08_notice_after_service_contract = {
	"r08_notice_after_service_contract",
	"8 ¶2",
	{{OTHER_ENTRIES, ON(notices), ENTERED, service_contract_precedes_notice}},
	N_("A notice to the courier or special postal service is sent on or after the day of the contract for services."),
	N_("No contract for a provider's services was concluded by the day of the notice."),
	N_("Record the arrangement with the provider first, then its notices.")};

/* The rules of this provision that a transfer breaks. */
static List *
rules_broken(Judgement *transfer)
{
	const Rule *const *rule;
	List *broken = NIL;

	for (rule = rule08; *rule != NULL; rule++)
	{
		int at;

		transfer->rule = *rule;
		for (at = 0; at < MAX_RULE_PARTS; at++)
		{
			const RulePart *part = &(*rule)->parts[at];

			if (!IS_ON(part->tables, transfer->table))
				continue;
			if (part->find != NULL)
				part->find(transfer);
			if (transfer->findings != NIL || (part->holds != NULL && !part->holds(transfer)))
				broken = lappend(broken, unconstify(Rule *, *rule));
			transfer->findings = NIL;
		}
	}
	return broken;
}

/* The rules of this provision that a transfer of the case breaks under an arrangement. */
static List *
rules_broken_under(const Judgement *judgement, List *arrangements, Protection *arrangement, Entry *entry, DateADT day)
{
	Transfer transfer = {.on = day, .arrangement = arrangement, .mark = judgement->facts->system_mark};
	Judgement of_transfer;

	if (arrangement != NULL)
	{
		transfer.notices_from = notices_count_from(arrangements, arrangement);
		transfer.organizer = lock_party(arrangement->organizer, ROW_LOCK_NONE);
	}
	begin_judgement(&of_transfer, entry->table, NULL, entry, true);
	of_transfer.facts = judgement->facts;
	of_transfer.file = judgement->file;
	of_transfer.transfer = &transfer;
	if (entry->table == TABLE_handovers)
	{
		transfer.carrier = carrier_of_id(((const Handover *) entry)->carrier_id, ROW_LOCK_NONE);
		transfer.mark = transfer.carrier == NULL ? UNSTATED : mark_on(transfer.carrier, day);
	}
	return rules_broken(&of_transfer);
}

/* The arrangement that stands on a day without what is judged: the entry as it was, or without a new entry. */
static Protection *
arrangement_before(const Judgement *judgement, DateADT day)
{
	return standing_on(case_entries_with(judgement, judgement->old_entry), protections_arranged_on, protections_case_no,
					   day);
}

/* 11: whether a person may have a carrier under the arrangement that is judged, or might not before. */
static bool
keeps_receiver(Judgement *judgement, const text *clearance_no, DateADT day)
{
	const Clearance *clearance = clearance_of_number(clearance_no);

	return clearance == NULL || may_receive(judgement, (const Protection *) judgement->new_entry, clearance, day) ||
		   !may_receive(judgement, arrangement_before(judgement, day), clearance, day);
}

/* Whether a transfer of the case breaks no rule under the arrangement that is judged but those that it broke before. */
static bool
keeps_transfer(Judgement *judgement, Entry *entry, DateADT day, const text *clearance_no)
{
	List *broken = rules_broken_under(judgement, case_entries_with(judgement, judgement->new_entry),
									  (Protection *) judgement->new_entry, entry, day);

	if (broken != NIL)
		broken = list_difference_ptr(broken,
									 rules_broken_under(judgement, case_entries_with(judgement, judgement->old_entry),
														arrangement_before(judgement, day), entry, day));
	return broken == NIL && keeps_receiver(judgement, clearance_no, day);
}

/*
 * Whether the notices still count for a transfer that stands under a later arrangement than the one that is judged,
 * which may be under another contract for services.
 */
static bool
keeps_its_notices(const Judgement *judgement, DateADT day)
{
	List *arrangements = case_entries_with(judgement, judgement->new_entry);
	Transfer transfer = {.on = day};
	Judgement of_transfer = {.file = judgement->file, .transfer = &transfer};
	const Protection *arrangement = standing_on(arrangements, protections_arranged_on, protections_case_no, day);

	if (arrangement->kind != BY_PROVIDER ||
		earlier_service(arrangements, arrangement) != (const Protection *) judgement->new_entry)
		return true;
	transfer.notices_from = notices_count_from(arrangements, arrangement);
	return is_notified(&of_transfer, COURIER_SERVICE) && is_notified(&of_transfer, POSTAL_SERVICE);
}

/* Whether those who took a carrier over on or after a day, and before another day, may have it under an arrangement. */
static bool
keeps_holders(Judgement *judgement, const Handover *handover, DateADT day, DateADT end)
{
	const Holder *holder;

	foreach_entry (const Holder, holder, holders_of(handover))
	{
		if (holder->held_since >= day && holder->held_since < end &&
			!keeps_receiver(judgement, holder->held_by, holder->held_since))
			return false;
	}
	return true;
}

/*
 * 8 ¶1: a transfer is judged by the arrangement of its day.  An arrangement that is entered, or moved, to a day before
 * transfers that stand becomes the arrangement of these, until the next arrangement, so they must be lawful under it;
 * and so must the passings on.  What was not lawful before does not hinder the arrangement.  Of what was handed over
 * since the next arrangement, only the notices of a contract for services are concerned.
 */
static bool
earlier_transfers_keep_to_arrangement(Judgement *judgement)
{
	DateADT day = ((const Protection *) judgement->new_entry)->arranged_on;
	DateADT end;
	Handover *handover;
	SystemAccess *access;

	if (case_handovers(judgement->file) == NIL && case_accesses(judgement->file) == NIL)
		return true;
	end = next_arrangement(judgement, (const Protection *) judgement->new_entry);
	foreach_entry (Handover, handover, case_handovers(judgement->file))
	{
		if (!keeps_holders(judgement, handover, day, end) ||
			(handover->handed_on >= end && !keeps_its_notices(judgement, handover->handed_on)) ||
			(handover->handed_on >= day && handover->handed_on < end &&
			 !keeps_transfer(judgement, &handover->head, handover->handed_on, handover->received_by)))
			return false;
	}
	foreach_entry (SystemAccess, access, case_accesses(judgement->file))
	{
		if (access->granted_on >= day && access->granted_on < end &&
			!keeps_transfer(judgement, &access->head, access->granted_on, access->clearance_no))
			return false;
		if (access->granted_on >= end && !keeps_its_notices(judgement, access->granted_on))
			return false;
	}
	return true;
}

static const Rule r08_earlier_arrangement = {
	"r08_earlier_arrangement",
	"8 ¶1",
	{{OTHER_ENTRIES, ON(protections), ENTERED, earlier_transfers_keep_to_arrangement,
	  COLUMN_NAME(protections, arranged_on)}},
	N_("An arrangement of an earlier day is one under which the later hand-overs and accesses are lawful, too."),
	N_("What was handed over or granted since that day is not lawful under this arrangement."),
	N_("State the day from which the arrangement stands, or first record its notices that were sent by then; what was "
	   "handed over before keeps to the arrangement before. A registrar can enter the arrangement as it is under a "
	   "basis: secretxfer.rectify().")};

/* In the order in which findings are reported. */
const Rule *const rule08[] = {&r08_arrangement_first,
							  &r08_organizer,
							  &r08_organizer_exists,
							  &r08_contractor_has_unit,
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
							  &r08_earlier_arrangement,
							  NULL};
