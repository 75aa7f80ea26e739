/*
 * disposal.c
 *		Provisions 3(1), 4, 5 and 7: which body disposes of secrets on a day.
 *
 * A carrier keeps the owner under whose numbers it was registered, and a request keeps its addressee.  Where secrets pass
 * to another body (disposal_successions), the body that disposes of them on a day follows from these events.
 *
 * Our reading: the successor is vested with what the body before it disposed of, received and permitted.
 */
#include "prelude.h"

#include "register/case_file.h"
#include "rules/disposal.h"

/* Whether a succession is among those gone through. */
static bool
is_among(const DisposalSuccession *succession, const List *successions)
{
	const DisposalSuccession *other;

	foreach_entry (const DisposalSuccession, other, successions)
	{
		if (other->entry_id == succession->entry_id)
			return true;
	}
	return false;
}

static List *
successions_of(int column, const text *body)
{
	Lookup lookup = look_in(TABLE_disposal_successions);

	where_text(&lookup, column, body);
	return find_entries(&lookup, ROW_LOCK_NONE);
}

/*
 * Whether one succession comes before another: the earlier one; of one day, the one that names the carrier, because the
 * other is of all that is not named.
 */
static bool
comes_before(const DisposalSuccession *one, const DisposalSuccession *other)
{
	if (one->effective_on != other->effective_on)
		return after(other->effective_on, one->effective_on);
	return is_stated(&one->head, disposal_successions_carrier_id);
}

/*
 * The first succession by which secrets leave a body in a period, or NULL: all that the body disposes of or, if
 * carrier_id is not NULL, this carrier.
 */
static DisposalSuccession *
next_succession(const text *body, const int64 *carrier_id, DateADT since, DateADT day, const List *gone_through)
{
	DisposalSuccession *succession;
	DisposalSuccession *next = NULL;

	foreach_entry (DisposalSuccession, succession, successions_of(disposal_successions_body, body))
	{
		bool names_carrier = is_stated(&succession->head, disposal_successions_carrier_id);

		if (after(since, succession->effective_on) || after(succession->effective_on, day) ||
			(names_carrier && (carrier_id == NULL || succession->carrier_id != *carrier_id)) ||
			is_among(succession, gone_through))
			continue;
		if (next == NULL || comes_before(succession, next))
			next = succession;
	}
	return next;
}

/*
 * Follows the successions from a body that disposes of the secrets from a day on, and returns the body that does on a
 * later day.  Each body on the way is locked with row_lock before its successions are looked up.
 */
static text *
follow_successions(text *body, const int64 *carrier_id, DateADT since, DateADT day, RowLock row_lock)
{
	List *gone_through = NIL;
	DisposalSuccession *next;

	for (;;)
	{
		if (row_lock != ROW_LOCK_NONE)
			lock_party(body, row_lock);
		next = next_succession(body, carrier_id, since, day, gone_through);
		if (next == NULL)
			return body;
		/* Each succession counts once, or else two bodies that succeed each other on one day would go on for ever. */
		gone_through = lappend(gone_through, next);
		body = next->successor;
		since = next->effective_on;
	}
}

/*
 * Which body disposes of a carrier on a day: its owner, or the body to which the carrier has passed by then.
 *
 * secretxfer.disposing_body() says the same in SQL.
 */
text *
disposing_body(const Carrier *carrier, DateADT day, RowLock row_lock)
{
	return follow_successions(carrier->owner, &carrier->carrier_id, DATEVAL_NOBEGIN, day, row_lock);
}

/*
 * Which body a request waits at, or was answered by, on a day: its addressee, or the body to which the addressee's
 * secrets have passed since the request was sent.  Carriers that passed by name do not take the request along.
 */
text *
asked_body(const Request *request, DateADT day, RowLock row_lock)
{
	if (request->sent_on == NO_DATE)
		return request->authority;
	return follow_successions(request->authority, NULL, request->sent_on + 1, day, row_lock);
}

/*
 * Whether a body disposes of anything on a day, as far as successions tell: it has not passed all on, or secrets have
 * come to it since.
 */
bool
is_vested(const text *body, DateADT day)
{
	DateADT passed_on = NO_DATE;
	DateADT came_on = NO_DATE;
	const DisposalSuccession *succession;

	foreach_entry (const DisposalSuccession, succession, successions_of(disposal_successions_body, body))
	{
		if (!is_stated(&succession->head, disposal_successions_carrier_id) && !after(succession->effective_on, day) &&
			(passed_on == NO_DATE || after(succession->effective_on, passed_on)))
			passed_on = succession->effective_on;
	}
	if (passed_on == NO_DATE)
		return true;
	foreach_entry (const DisposalSuccession, succession, successions_of(disposal_successions_successor, body))
	{
		if (!after(succession->effective_on, day) && (came_on == NO_DATE || after(succession->effective_on, came_on)))
			came_on = succession->effective_on;
	}
	return came_on != NO_DATE && !after(passed_on, came_on);
}

/* Some bodies, and all bodies whose secrets may have passed to them, in whatever way. */
List *
predecessors_in_disposal(List *bodies)
{
	int at;

	for (at = 0; at < list_length(bodies); at++)
	{
		const DisposalSuccession *succession;

		foreach_entry (const DisposalSuccession, succession,
					   successions_of(disposal_successions_successor, list_nth(bodies, at)))
		{
			text *body;
			bool known = false;

			foreach_entry (text, body, bodies)
				known |= same_text(body, succession->body);
			if (!known)
				bodies = lappend(bodies, succession->body);
		}
	}
	return bodies;
}
