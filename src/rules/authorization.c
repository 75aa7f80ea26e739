/*
 * authorization.c
 *		The contractor's permit or clearance that a request (4(5)) or a contract (6(3)) states.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/authorization.h"

/* A stated permit must be the contractor's and valid on the day. */
static void
check_permit(Judgement *judgement, const Permit *permit, int column, const Party *contractor, DateADT day)
{
	if (permit == NULL)
		return; /* not in the register: r00_reference says so */
	if (!same_text(permit->holder, contractor->idn))
		note_broken(judgement, column, N_("The permit is not the contractor's."),
					N_("State the contractor's own permit."));
	else if (!valid_on(permit->issued_on, permit->valid_until, permit->revoked_on, day))
		note_broken(judgement, column, N_("The permit is not valid on the day of the document."),
					N_("State a permit that is valid on the day of the document."));
}

/* A stated clearance must be of the contractor's staff, or of the contracting citizen, and valid on the day. */
static void
check_clearance(Judgement *judgement, const Clearance *clearance, int column, const Party *contractor, DateADT day)
{
	if (clearance == NULL)
		return; /* not in the register: r00_reference says so */
	if (!same_text(clearance->party, contractor->idn))
		note_broken(judgement, column, N_("The clearance is not that of a person of the contractor."),
					N_("State the clearance of a person of the contractor's staff, or of the contracting citizen."));
	else if (!valid_on(clearance->issued_on, clearance->valid_until, clearance->revoked_on, day))
		note_broken(judgement, column, N_("The clearance is not valid on the day of the document."),
					N_("State a clearance that is valid on the day of the document."));
}

/*
 * 4(5), 6(3): "the permit and (or) the clearance of an official or a citizen".  An organisation states its permit,
 * a citizen states his clearance; what is stated beyond that must be the contractor's and valid, too.
 *
 * day is the day of the document.  The four data (number, date, validity, issuer) stand in the entry of the permit or
 * clearance, where r00_mandatory demands them.
 */
void
check_authorization(Judgement *judgement, int permit_column, int clearance_column, DateADT day)
{
	const Party *contractor = case_contractor(judgement->file);
	bool citizen = contractor->kind == CITIZEN;
	int needed = citizen ? clearance_column : permit_column;

	if (is_blank(FIELD(judgement->new_entry, needed, text *)))
		note_broken(judgement, needed,
					citizen ? N_("The citizen's clearance is not stated.")
							: N_("The organisation's permit is not stated."),
					citizen ? N_("State the number of the citizen's clearance.")
							: N_("State the number of the organisation's permit."));
	check_stated_authorization(judgement, permit_column, clearance_column, day);
}

/* The same of what is stated alone, where nothing need be stated. */
void
check_stated_authorization(Judgement *judgement, int permit_column, int clearance_column, DateADT day)
{
	const Party *contractor = case_contractor(judgement->file);

	check_permit(judgement, (const Permit *) judgement->referenced[permit_column], permit_column, contractor, day);
	check_clearance(judgement, (const Clearance *) judgement->referenced[clearance_column], clearance_column,
					contractor, day);
}
