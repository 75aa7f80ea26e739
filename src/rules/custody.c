/*
 * custody.c
 *		Where a carrier is: in one place at a time, in whatever case.
 *
 * The times of the hand-overs of a carrier do not overlap.  But a contractor that is the customer of another case hands
 * on there what it received, under the permission of that case.  Such hand-overs lie one within the other: what was
 * handed on last comes back first.
 */
#include "prelude.h"

#include "register/calendar.h"
#include "rules/custody.h"
#include "rules/succession.h"

/*
 * Whether one hand-over is over when another begins: on the day of the return the carrier may go out again.  What is
 * written off does not come back, but for a lost carrier that is found and returned.
 */
static bool
is_over_before(const Handover *one, const Handover *next)
{
	return one->returned_on != NO_DATE && one->returned_on <= next->handed_on;
}

/* The customer of the case of a hand-over on its day, or NULL. */
static const text *
customer_of_handover(const Judgement *judgement, const Handover *handover)
{
	Judgement of_case = {.table = TABLE_handovers, .dry_run = true};
	const Party *customer;

	if (same_key(&handover->head, judgement->new_entry) && judgement->file != NULL)
		of_case.file = judgement->file;
	else
		of_case.file = open_case_file(handover->case_no, true);
	of_case.facts = case_facts(of_case.file);
	customer = of_case.facts == NULL ? NULL : succession_on(&of_case, handover->handed_on).customer;
	return customer == NULL ? NULL : customer->idn;
}

/*
 * Whether the contractor that received a carrier in one hand-over is the customer that hands it on in another one:
 * works of the one case are ordered from a further contractor.
 */
static bool
hands_on(const Judgement *judgement, const Handover *outer, const Handover *inner)
{
	const Case *facts = case_facts(open_case_file(outer->case_no, true));
	const text *customer = customer_of_handover(judgement, inner);

	return facts != NULL && customer != NULL && same_text(facts->contractor, customer);
}

/* Whether a carrier may have come on one day from a hand-over to another one, from hand to hand. */
static bool
leads_to(const Judgement *judgement, const Handover *from, const Handover *to, List *others)
{
	List *reached = list_make1(unconstify(Handover *, from));
	int at;

	for (at = 0; at < list_length(reached); at++)
	{
		const Handover *one = list_nth(reached, at);
		Handover *next;

		if (hands_on(judgement, one, to))
			return true;
		foreach_entry (Handover, next, others)
		{
			if (next->handed_on == from->handed_on && next != to && !list_member_ptr(reached, next) &&
				!is_over_before(one, next) && !is_over_before(next, to) && hands_on(judgement, one, next))
				reached = lappend(reached, next);
		}
	}
	return false;
}

/* Whether one hand-over was entered before another one; the one that is being entered is the last. */
static bool
was_entered_before(const Judgement *judgement, const Handover *one, const Handover *other)
{
	if (judgement->old_entry == NULL && (&one->head == judgement->new_entry || &other->head == judgement->new_entry))
		return &other->head == judgement->new_entry;
	return one->entry_id < other->entry_id;
}

/*
 * Whether a carrier was out in one hand-over when it was handed over in the other one, too.  Of hand-overs of one day
 * the parties tell which was first; where the carrier went round in a ring, the order of the entries does.
 */
static bool
begins_within(const Judgement *judgement, const Handover *inner, const Handover *outer, List *others)
{
	if (outer->handed_on != inner->handed_on)
		return outer->handed_on < inner->handed_on;
	return leads_to(judgement, outer, inner, others) &&
		   !(was_entered_before(judgement, inner, outer) && leads_to(judgement, inner, outer, others));
}

/* Whether a carrier that was handed on is back before the contractor returns it itself: in the reverse order. */
static bool
ends_within(const Handover *inner, const Handover *outer)
{
	return outer->returned_on == NO_DATE || (inner->returned_on != NO_DATE && inner->returned_on <= outer->returned_on);
}

/* The innermost of the hand-overs that a hand-over lies within, or NULL.  others are those of the same carrier. */
static const Handover *
outer_of(const Judgement *judgement, const Handover *inner, List *others)
{
	const Handover *outer = NULL;
	const Handover *other;

	foreach_entry (const Handover, other, others)
	{
		if (!same_key(&other->head, &inner->head) && !is_over_before(other, inner) &&
			begins_within(judgement, inner, other, others) &&
			(outer == NULL || begins_within(judgement, other, outer, others)))
			outer = other;
	}
	return outer;
}

/* The hand-overs of the carrier of a hand-over, with the hand-over as it is to be. */
List *
handovers_of_carrier(Judgement *judgement)
{
	Lookup lookup = look_in(TABLE_handovers);
	List *handovers = list_make1(judgement->new_entry);
	Handover *other;

	if (!where_same(&lookup, handovers_carrier_id, judgement->new_entry, handovers_carrier_id))
		return handovers;
	foreach_entry (Handover, other, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (!same_key(&other->head, judgement->new_entry) &&
			(judgement->old_entry == NULL || !same_key(&other->head, judgement->old_entry)))
			handovers = lappend(handovers, other);
	}
	return handovers;
}

/*
 * Whether one hand-over lies within another one: the carrier was handed on while it was out, by the party that had it,
 * and came back first.  What is lost or destroyed is not handed on.
 */
static bool
lies_within(const Judgement *judgement, const Handover *inner, const Handover *outer, List *others)
{
	return begins_within(judgement, inner, outer, others) && ends_within(inner, outer) &&
		   outer->written_off_on > inner->handed_on &&
		   (outer_of(judgement, inner, others) != outer || hands_on(judgement, outer, inner));
}

/*
 * The hand-over in which the carrier of the hand-over that is judged is out at that time, so that the carrier could not
 * be handed over; NULL if there is none.
 */
const Handover *
elsewhere(Judgement *judgement)
{
	const Handover *handover = (const Handover *) judgement->new_entry;
	List *handovers;
	const Handover *other;

	if (handover->handed_on == NO_DATE)
		return NULL;
	handovers = handovers_of_carrier(judgement);
	foreach_entry (const Handover, other, handovers)
	{
		bool is_inner;
		const Handover *inner;
		const Handover *outer;

		if (other == handover || is_over_before(handover, other) || is_over_before(other, handover))
			continue;
		is_inner = begins_within(judgement, handover, other, handovers);
		inner = is_inner ? handover : other;
		outer = is_inner ? other : handover;
		if (!lies_within(judgement, inner, outer, handovers))
			return other;
	}
	return NULL;
}

/*
 * The hand-over under which the carrier of the hand-over that is judged was handed on, and is not back by the day of
 * the return; NULL if there is none.
 */
const Handover *
handed_on_under(Judgement *judgement)
{
	const Handover *outer = (const Handover *) judgement->new_entry;
	List *handovers = handovers_of_carrier(judgement);
	const Handover *inner;

	foreach_entry (const Handover, inner, handovers)
	{
		if (inner != outer && !ends_within(inner, outer) && !after(inner->handed_on, outer->returned_on) &&
			begins_within(judgement, inner, outer, handovers))
			return inner;
	}
	return NULL;
}

/* The other hand-overs of the carrier of a hand-over in which the carrier is out at the same time. */
static List *
simultaneous(const Handover *handover)
{
	Lookup lookup = look_in(TABLE_handovers);
	List *found = NIL;
	Handover *other;

	where_big(&lookup, handovers_carrier_id, handover->carrier_id);
	foreach_entry (Handover, other, find_entries(&lookup, ROW_LOCK_NONE))
	{
		if (!same_key(&other->head, &handover->head) && !is_over_before(handover, other) &&
			!is_over_before(other, handover))
			found = lappend(found, other);
	}
	return found;
}

static int
compare_carriers(const ListCell *a, const ListCell *b)
{
	int64 left = ((const Handover *) lfirst(a))->carrier_id;
	int64 right = ((const Handover *) lfirst(b))->carrier_id;

	return left < right ? -1 : left > right;
}

/*
 * The hand-overs of a case in which a carrier is out that is out in another hand-over, too.
 *
 * Locks the carriers: who hands one on meanwhile relies on the parties of this case, and waits; or has been waited for,
 * and is found here.
 */
static List *
handed_on_in_case(const Judgement *judgement, const text *case_no)
{
	List *handovers = list_copy(case_handovers(open_case_file(case_no, true)));
	List *found = NIL;
	Handover *handover;

	list_sort(handovers, compare_carriers);
	foreach_entry (Handover, handover, handovers)
	{
		carrier_of_id(handover->carrier_id, lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
		if (simultaneous(handover) != NIL)
			found = lappend(found, handover);
	}
	return found;
}

/*
 * The hand-overs that may lie one within the other no more once the judged entry is another one: the parties of the
 * case are others, or what lay between two of them is gone.  Only a rectification corrects such an entry.
 */
List *
handovers_nested_by(const Judgement *judgement)
{
	const Entry *old_entry = judgement->old_entry;
	const Entry *new_entry = judgement->new_entry;
	List *found = NIL;

	if (judgement->table == TABLE_handovers && old_entry != NULL)
		return simultaneous((const Handover *) old_entry);
	if (!IS_ON(ON(cases) | ON(supplements), judgement->table))
		return NIL;
	if (old_entry != NULL)
		found = handed_on_in_case(judgement, FIELD(old_entry, 0, text *));
	if (new_entry != NULL && (old_entry == NULL || !same_value(old_entry, new_entry, 0)))
		found = list_concat(found, handed_on_in_case(judgement, FIELD(new_entry, 0, text *)));
	return found;
}
