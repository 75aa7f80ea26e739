/*
 * party_change.c
 *		Provision 10: whether a change of a party stands on a day.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/party_change.h"

/* Whether a change was called off by a day. */
bool
called_off_by(const PartyChange *change, DateADT day)
{
	return change->called_off_on != NO_DATE && !after(change->called_off_on, day);
}

/* Whether a change has taken effect by a day and was not called off by then. */
bool
stands_on(const PartyChange *change, DateADT day)
{
	return !after(change->effective_on, day) && !called_off_by(change, day);
}

/*
 * 10 ¶1: whether a party goes on with such works after a change, and not after a liquidation or the end of the works.
 */
bool
lives_on_after(const PartyChange *change)
{
	return change->kind != LIQUIDATION && change->kind != WORKS_TERMINATED;
}

/* Whether a party is in liquidation on a day: the liquidation has taken effect and was not called off by then. */
bool
is_in_liquidation(const text *party, DateADT day)
{
	PartyChange *change;

	if (party == NULL || day == NO_DATE)
		return false;
	foreach_entry (PartyChange, change, changes_of_party(party))
	{
		if (change->kind == LIQUIDATION && stands_on(change, day))
			return true;
	}
	return false;
}
