/*
 * standing.c
 *		What stands on a day, where a later entry replaces an earlier one: the mark of a carrier, who disposes of its
 *		secrets, a term of the contract, the arrangement for protection, who holds a carrier.
 *
 * All of these are entries with a day from which they hold, and nobody closes the earlier entry when a later one comes.
 * So "what stands on a day" is one question, asked here.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "register/standing.h"

/*
 * Returns the entry that stands on a day: of the entries that hold from that day or an earlier one, the latest.  NULL
 * if there is none.
 *
 * entries: entries of one table, in any order.
 * day_column: the column with the day from which an entry holds.
 * stating: only entries that state this column count; a column of the key if all count.
 */
void *
standing_on(List *entries, int day_column, int stating, DateADT day)
{
	Entry *entry;
	Entry *standing = NULL;

	foreach_entry (Entry, entry, entries)
	{
		DateADT since = FIELD(entry, day_column, DateADT);

		if (!is_stated(entry, stating) || after(since, day))
			continue;
		if (standing == NULL || after(since, FIELD(standing, day_column, DateADT)))
			standing = entry;
	}
	return standing;
}

/*
 * Returns the secrecy mark of a carrier on a day: that of its registration, until the mark is raised, lowered or
 * lifted. UNSTATED if the carrier is no longer secret.
 */
int
mark_on(const Carrier *carrier, DateADT day)
{
	Lookup lookup = look_in(TABLE_carrier_marks);
	const CarrierMark *standing;

	where_big(&lookup, carrier_marks_carrier_id, carrier->carrier_id);
	standing = standing_on(find_entries(&lookup, ROW_LOCK_NONE), carrier_marks_marked_on, carrier_marks_marked_on, day);
	return standing != NULL ? standing->mark : carrier->mark;
}
