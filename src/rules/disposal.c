/*
 * disposal.c
 *		Provisions 3(1), 4, 5 and 7: which body disposes of secrets on a day.
 *
 * A carrier keeps the owner under whose numbers it was registered, and a request keeps its addressee.  Where secrets
 * pass to another body (disposal_successions), the body that disposes of them on a day follows from these events.
 *
 * Our reading: the successor is vested with what the body before it disposed of, received and permitted.
 */
#include "prelude.h"

#include "register/standing.h"
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
 * carrier_id is not NULL, this carrier.  came_by_name: the carrier came to the body by name on the first day, so that
 * what else passes from the body on that day does not take the carrier along.
 */
static DisposalSuccession *
next_succession(const text *body, const int64 *carrier_id, DateADT since, bool came_by_name, DateADT day,
				const List *gone_through)
{
	DisposalSuccession *succession;
	DisposalSuccession *next = NULL;

	foreach_entry (DisposalSuccession, succession, successions_of(disposal_successions_body, body))
	{
		bool names_carrier = is_stated(&succession->head, disposal_successions_carrier_id);

		if (after(since, succession->effective_on) || after(succession->effective_on, day) ||
			(names_carrier ? carrier_id == NULL || succession->carrier_id != *carrier_id
						   : came_by_name && succession->effective_on == since) ||
			is_among(succession, gone_through))
			continue;
		if (next == NULL || comes_before(succession, next))
			next = succession;
	}
	return next;
}

/*
 * Follows the successions from a body that disposes of the secrets from a day on, and returns the body that does on a
 * later day.  Successions in gone_through are left out.  Each body on the way is locked with row_lock before its
 * successions are looked up.
 */
static text *
follow_successions(text *body, const int64 *carrier_id, DateADT since, DateADT day, List *gone_through,
				   RowLock row_lock)
{
	DisposalSuccession *next;
	bool came_by_name = false;

	for (;;)
	{
		if (row_lock != ROW_LOCK_NONE)
			lock_party(body, row_lock);
		next = next_succession(body, carrier_id, since, came_by_name, day, gone_through);
		if (next == NULL)
			return body;
		/* Each succession counts once, or else two bodies that succeed each other on one day would go on for ever. */
		gone_through = lappend(gone_through, next);
		body = next->successor;
		since = next->effective_on;
		came_by_name = is_stated(&next->head, disposal_successions_carrier_id);
	}
}

/* The successions by which secrets came to a body. */
List *
successions_to(const text *body)
{
	return successions_of(disposal_successions_successor, body);
}

/*
 * Which body disposes on a day of what another body disposed of on an earlier day, except of carriers that passed by
 * name.
 */
text *
successor_in_disposal(text *body, DateADT earlier, DateADT day)
{
	return earlier == NO_DATE ? body : follow_successions(body, NULL, earlier + 1, day, NIL, ROW_LOCK_NONE);
}

/* Whether any secrets have passed from a body, on whatever day. */
bool
has_passed_on(const text *body)
{
	return successions_of(disposal_successions_body, body) != NIL;
}

/*
 * Whether a body has passed all its secrets on, on whatever day: then it need be none any more that disposes of
 * secrets.
 */
static bool
has_passed_all_on(const text *body)
{
	const DisposalSuccession *succession;

	foreach_entry (const DisposalSuccession, succession, successions_of(disposal_successions_body, body))
	{
		if (!is_stated(&succession->head, disposal_successions_carrier_id))
			return true;
	}
	return false;
}

/*
 * Whether a party is a state body that may classify information as state secrets, and so disposes of them (4 ¶1; Law,
 * art. 15).  Whether a body from which all has passed on was such a body, its successions tell.
 */
bool
may_classify(const Party *party)
{
	return party->kind == STATE_BODY && (party->disposes_of_secrets || has_passed_all_on(party->idn));
}

/*
 * Whether a party is such a body, or was: it passed secrets on, or owns carriers.  Then what it permitted stays
 * permitted, also after disposes_of_secrets was taken back in its entry.
 */
bool
has_classified(const Party *party)
{
	Lookup lookup = look_in(TABLE_carriers);

	if (party->kind != STATE_BODY || party->disposes_of_secrets || has_passed_on(party->idn))
		return party->kind == STATE_BODY;
	where_text(&lookup, carriers_owner, party->idn);
	return find_entry(&lookup, ROW_LOCK_NONE) != NULL;
}

/*
 * Which body disposes of a carrier on a day: its owner, or the body to which the carrier has passed by then.
 *
 * secretxfer.disposing_body() says the same in SQL.
 */
text *
disposing_body(const Carrier *carrier, DateADT day, RowLock row_lock)
{
	const int64 *carrier_id = is_stated(&carrier->head, carriers_carrier_id) ? &carrier->carrier_id : NULL;

	return follow_successions(carrier->owner, carrier_id, DATEVAL_NOBEGIN, day, NIL, row_lock);
}

/* Whether a body disposes of a carrier when the succession that names the carrier takes effect. */
bool
disposes_until(const Carrier *carrier, const DisposalSuccession *succession)
{
	List *left_out = NIL;
	DisposalSuccession *other;

	/* What else passes from the body on that day says nothing about what the body had; nor does the changed entry. */
	foreach_entry (DisposalSuccession, other, successions_of(disposal_successions_body, succession->body))
	{
		if (other->effective_on == succession->effective_on || other->entry_id == succession->entry_id)
			left_out = lappend(left_out, other);
	}
	return same_text(follow_successions(carrier->owner, &carrier->carrier_id, DATEVAL_NOBEGIN, succession->effective_on,
										left_out, ROW_LOCK_NONE),
					 succession->body);
}

/*
 * Which body a request waits at, or was answered by, on a day: its addressee, or the body to which the addressee's
 * secrets have passed since the request was sent.  Carriers that passed by name do not take the request along.
 */
text *
asked_body(const Request *request, DateADT day, RowLock row_lock)
{
	if (request->sent_on == NO_DATE || DATE_NOT_FINITE(request->sent_on))
		return request->authority;
	return follow_successions(request->authority, NULL, request->sent_on + 1, day, NIL, row_lock);
}

/* Whether a body disposes on a day of a carrier that passed by name to another body on the way. */
static bool
disposes_of_named_carrier(const text *body, const text *on_the_way, DateADT day)
{
	const DisposalSuccession *succession;

	foreach_entry (const DisposalSuccession, succession, successions_to(on_the_way))
	{
		const Carrier *carrier = lock_carrier(&succession->head, disposal_successions_carrier_id, ROW_LOCK_NONE);

		if (carrier != NULL && mark_on(carrier, day) != UNSTATED &&
			same_text(disposing_body(carrier, day, ROW_LOCK_NONE), body))
			return true;
	}
	return false;
}

static void
lock_asked_body(CaseFile *file, const text *request_no, RowLock row_lock)
{
	const Request *request = case_request(file, request_no);

	if (request != NULL)
		asked_body(request, today_in_almaty(), row_lock);
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
	foreach_entry (const DisposalSuccession, succession, successions_to(body))
	{
		if (!after(succession->effective_on, day) && (came_on == NO_DATE || after(succession->effective_on, came_on)))
			came_on = succession->effective_on;
	}
	return came_on != NO_DATE && !after(passed_on, came_on);
}

/*
 * Whether a body disposes of a carrier on a day that is still secret then: of one that it owned from the beginning, or
 * of one that has come to it.
 *
 * Carriers may be many, so a body from which all has passed on is asked for single carriers only.
 */
bool
disposes_of_any_carrier(text *body, DateADT day)
{
	text *owner;

	foreach_entry (text, owner, predecessors_in_disposal(list_make1(body)))
	{
		bool has_all = same_text(follow_successions(owner, NULL, DATEVAL_NOBEGIN, day, NIL, ROW_LOCK_NONE), body);
		Lookup carriers = look_in(TABLE_carriers);
		const Carrier *carrier;

		if (disposes_of_named_carrier(body, owner, day))
			return true;
		if (!has_all)
			continue;
		where_text(&carriers, carriers_owner, owner);
		foreach_entry (const Carrier, carrier, find_entries(&carriers, ROW_LOCK_NONE))
		{
			if (mark_on(carrier, day) != UNSTATED && same_text(disposing_body(carrier, day, ROW_LOCK_NONE), body))
				return true;
		}
	}
	return false;
}

/* Whether a request waits at a body on a day: in an open case, neither answered nor taken back. */
bool
is_waited_for(text *body, DateADT day)
{
	text *addressee;

	foreach_entry (text, addressee, predecessors_in_disposal(list_make1(body)))
	{
		Lookup requests = look_in(TABLE_requests);
		const Request *request;

		where_text(&requests, requests_authority, addressee);
		foreach_entry (const Request, request, find_entries(&requests, ROW_LOCK_NONE))
		{
			CaseFile *file;

			if (request->withdrawn_on != NO_DATE || !same_text(asked_body(request, day, ROW_LOCK_NONE), body))
				continue;
			file = open_case_file(request->case_no, true);
			if (case_decision(file, request->request_no) == NULL && case_facts(file)->closed_on == NO_DATE)
				return true;
		}
	}
	return false;
}

/* Locks the body that disposes of a carrier, and all from which the carrier has passed to it. */
void
lock_bodies_of_carrier(int64 carrier_id, RowLock row_lock)
{
	const Carrier *carrier = carrier_of_id(carrier_id, ROW_LOCK_NONE);

	if (carrier != NULL)
		disposing_body(carrier, today_in_almaty(), row_lock);
}

/*
 * Locks the bodies that dispose of what an entry is about, in whatever place on the way: with a request or its answer
 * the body that is asked, with a contract or an access the bodies that are asked in the case, with an annex line or a
 * hand-over also the body that disposes of the carrier.  So a succession, or a liquidation, waits; or this entry waits,
 * and then sees the succession or the liquidation.
 */
void
lock_disposing_bodies(const Entry *entry, CaseFile *file, RowLock row_lock)
{
	const Handover *handover = (const Handover *) entry;
	const ContractItem *line = (const ContractItem *) entry;
	Lookup items = look_in(TABLE_request_items);
	const RequestItem *item;
	const Request *request;

	switch (entry->table)
	{
		case TABLE_requests:
			asked_body((const Request *) entry, today_in_almaty(), row_lock);
			return;
		case TABLE_decisions:
			lock_asked_body(file, ((const Decision *) entry)->request_no, row_lock);
			return;
		case TABLE_contracts:
		case TABLE_system_accesses:
			foreach_entry (const Request, request, case_requests(file))
				asked_body(request, today_in_almaty(), row_lock);
			return;
		case TABLE_contract_items:
			where_text(&items, request_items_case_no, line->case_no);
			where_text(&items, request_items_request_no, line->request_no);
			where_integer(&items, request_items_item_no, line->item_no);
			break;
		case TABLE_handovers:
			where_big(&items, request_items_carrier_id, handover->carrier_id);
			break;
		default:
			return;
	}
	foreach_entry (const RequestItem, item, find_entries(&items, ROW_LOCK_NONE))
	{
		if (!same_text(item->case_no, FIELD(entry, 0, text *)))
			continue;
		lock_bodies_of_carrier(item->carrier_id, row_lock);
		lock_asked_body(file, item->request_no, row_lock);
	}
}

/* Some bodies, and all bodies whose secrets may have passed to them, in whatever way. */
List *
predecessors_in_disposal(List *bodies)
{
	int at;

	for (at = 0; at < list_length(bodies); at++)
	{
		const DisposalSuccession *succession;

		foreach_entry (const DisposalSuccession, succession, successions_to(list_nth(bodies, at)))
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
