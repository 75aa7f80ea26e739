/*
 * entered_late.c
 *		Provision 10 ¶1: what is entered late makes nothing unlawful that stands.
 *
 * A step is judged by the customer of its day, and by the notices of a succession that are due then.  An act that is
 * entered later, under an earlier day, may tell of another customer, or of another body to notify.  So what stands is
 * judged twice: as it was without the act, and with it.  What was not lawful before does not hinder the act.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "register/characters.h"
#include "rules/custody.h"
#include "rules/entered_late.h"
#include "rules/succession.h"
#include "rules/transfer.h"

/* The case without the act that is judged, and with it. */
typedef struct Compared
{
	Judgement before;
	Judgement with;
	const Party *customer; /* on the day that is compared: before, */
	const Party *other;    /* and with the act */
} Compared;

/* The case as it is with an entry in the place of the one that is judged. */
static Judgement
case_with(const Judgement *judgement, Entry *instead)
{
	Judgement of_case = {.table = TABLE_cases, .facts = judgement->facts, .dry_run = true};

	of_case.file = case_file_with(judgement->file, judgement->table, case_entries_with(judgement, instead));
	return of_case;
}

static Compared
compare_cases(const Judgement *judgement)
{
	Compared compared = {.before = case_with(judgement, judgement->old_entry),
						 .with = case_with(judgement, judgement->new_entry)};

	return compared;
}

/* Looks up who is the customer on a day. Returns whether that differs. */
static bool
customer_differs(Compared *compared, DateADT day)
{
	compared->customer = succession_on(&compared->before, day).customer;
	compared->other = succession_on(&compared->with, day).customer;
	return compared->customer != NULL && compared->other != NULL &&
		   !same_text(compared->customer->idn, compared->other->idn);
}

static bool
hinders_transfers(Succession succession)
{
	return succession.open_change != NULL || succession.notices_missing || succession.liquidated;
}

/* Whether the succession does not newly stand against a hand-over or an access of a day. */
static bool
allows_transfer(Compared *compared, DateADT day)
{
	return hinders_transfers(succession_on(&compared->before, day)) ||
		   !hinders_transfers(succession_on(&compared->with, day));
}

/* 8(2): whether the unit of the other customer is at the place of the works, too. */
static bool
keeps_place(const Compared *compared, const Protection *arrangement)
{
	const text *works = compared->with.facts->works_settlement;

	return arrangement == NULL || arrangement->kind != BY_CUSTOMER || !is_blank(arrangement->unit_settlement) ||
		   !is_same_place(compared->customer->settlement, works) || is_same_place(compared->other->settlement, works);
}

/* 11: whether the person who received may receive with the other customer, too. */
static bool
keeps_receiver(Compared *compared, const text *clearance_no, DateADT day)
{
	const Protection *arrangement = arrangement_on(compared->with.file, day);
	const Clearance *clearance = clearance_of_number(clearance_no);

	return clearance == NULL || !may_receive(&compared->before, arrangement, clearance, day) ||
		   may_receive(&compared->with, arrangement, clearance, day);
}

/* Whether the carrier of a hand-over was not out elsewhere, as the case is. */
static bool
carrier_was_at_hand(const Judgement *of_case, Handover *handover)
{
	Judgement of_handover;

	begin_judgement(&of_handover, TABLE_handovers, &handover->head, &handover->head, true);
	of_handover.file = of_case->file;
	return elsewhere(&of_handover) == NULL;
}

/*
 * r00_carrier_out: whether a carrier that the customer handed on as the contractor of another case was not handed on by
 * somebody who never had it.  The carrier is locked, so that no other session enters its hand-over meanwhile.
 */
static bool
keeps_handing_on(const Judgement *judgement, const Compared *compared, Handover *handover)
{
	lock_carrier(&handover->head, handovers_carrier_id, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	return !carrier_was_at_hand(&compared->before, handover) || carrier_was_at_hand(&compared->with, handover);
}

/* Whether a hand-over, and those who took the carrier over, are lawful with the other customer from a day on. */
static bool
keeps_handover(const Judgement *judgement, Compared *compared, Handover *handover, DateADT since)
{
	DateADT day = handover->handed_on;
	const Holder *holder;

	if (!after(since, day) &&
		(!allows_transfer(compared, day) ||
		 (customer_differs(compared, day) &&
		  (!keeps_place(compared, arrangement_on(compared->with.file, day)) ||
		   !keeps_receiver(compared, handover->received_by, day) || !keeps_handing_on(judgement, compared, handover)))))
		return false;
	foreach_entry (const Holder, holder, holders_of(handover))
	{
		if (!after(since, holder->held_since) && !keeps_receiver(compared, holder->held_by, holder->held_since))
			return false;
	}
	return true;
}

static bool
keeps_access(Compared *compared, const SystemAccess *access)
{
	DateADT day = access->granted_on;

	return allows_transfer(compared, day) &&
		   (!customer_differs(compared, day) || (keeps_place(compared, arrangement_on(compared->with.file, day)) &&
												 keeps_receiver(compared, access->clearance_no, day)));
}

/* 8(2): whether an arrangement with the customer is one with the other customer, too. */
static bool
keeps_arrangement(Compared *compared, const Protection *arrangement)
{
	return arrangement->kind != BY_CUSTOMER || !customer_differs(compared, arrangement->arranged_on) ||
		   (keeps_place(compared, arrangement) &&
			(is_blank(arrangement->organizer) || !same_text(arrangement->organizer, compared->customer->idn)));
}

/* 10: whether a paper of the customer is not one of a customer in liquidation. */
static bool
keeps_paper(Compared *compared, DateADT day)
{
	return !customer_differs(compared, day) || !is_in_liquidation(compared->other->idn, day) ||
		   is_in_liquidation(compared->customer->idn, day);
}

static bool
keeps_papers(Compared *compared, DateADT since)
{
	const Contract *contract = case_contract(compared->with.file);
	const ContractAmendment *amendment;
	const Request *request;

	foreach_entry (const Request, request, case_requests(compared->with.file))
	{
		if (!after(since, request->sent_on) && !keeps_paper(compared, request->sent_on))
			return false;
	}
	foreach_entry (const ContractAmendment, amendment, case_amendments(compared->with.file))
	{
		if (!after(since, amendment->concluded_on) && !keeps_paper(compared, amendment->concluded_on))
			return false;
	}
	return contract == NULL || after(since, contract->concluded_on) || keeps_paper(compared, contract->concluded_on);
}

/* Whether what stands in the case from the day of a supplement on is lawful with the successor that it names. */
bool
supplement_keeps_entries(Judgement *judgement)
{
	DateADT since = ((const Supplement *) judgement->new_entry)->concluded_on;
	Compared compared = compare_cases(judgement);
	Handover *handover;
	const SystemAccess *access;
	const Protection *arrangement;

	/* Of a supplement that names nobody, or no change, r00_reference speaks. */
	if (judgement->referenced[supplements_successor] == NULL || judgement->referenced[supplements_change_no] == NULL)
		return true;
	foreach_entry (Handover, handover, case_handovers(judgement->file))
	{
		if (!keeps_handover(judgement, &compared, handover, since))
			return false;
	}
	foreach_entry (const SystemAccess, access, case_accesses(judgement->file))
	{
		if (!after(since, access->granted_on) && !keeps_access(&compared, access))
			return false;
	}
	foreach_entry (const Protection, arrangement, case_protections(judgement->file))
	{
		if (!after(since, arrangement->arranged_on) && !keeps_arrangement(&compared, arrangement))
			return false;
	}
	return keeps_papers(&compared, since);
}

/*
 * Whether what was handed over or granted after a supplement lacks no notice of the succession by an act of a day: a
 * body whose secrets were in use, or asked for, by the day of the supplement is notified.
 */
bool
succession_stays_notified(Judgement *judgement, DateADT day)
{
	DateADT since = NO_DATE;
	Compared compared;
	const Supplement *supplement;
	const Handover *handover;
	const SystemAccess *access;

	foreach_entry (const Supplement, supplement, case_supplements(judgement->file))
	{
		if (!after(day, supplement->concluded_on))
			since = Min(since, supplement->concluded_on);
	}
	if (since == NO_DATE)
		return true;
	compared = compare_cases(judgement);
	foreach_entry (const Handover, handover, case_handovers(judgement->file))
	{
		if (!after(since, handover->handed_on) && !allows_transfer(&compared, handover->handed_on))
			return false;
	}
	foreach_entry (const SystemAccess, access, case_accesses(judgement->file))
	{
		if (!after(since, access->granted_on) && !allows_transfer(&compared, access->granted_on))
			return false;
	}
	return true;
}
