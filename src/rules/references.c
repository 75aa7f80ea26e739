/*
 * references.c
 *		What refers to what: referenced entries are looked up and locked before the rules are asked.
 *
 * The same list says what settles an entry: an entry that refers to another entry relies on that entry (settled.c).
 */
#include "prelude.h"

#include "utils/memutils.h"

#include "register/case_file.h"
#include "rules/references.h"

/*
 * A reference. Acts lock a party FOR SHARE with other acts, while a change of the party locks the party against them. A
 * carrier is locked by one hand-over or mark at a time. Rows below a parent row need no lock of their own: the parent
 * row is locked (lock_order.c).
 */
typedef struct Reference
{
	TableId from;
	int columns[MAX_KEY_COLUMNS]; /* columns that refer, in the order of the key referred to */
	int count;
	TableId to;
	RowLock row_lock;
	bool part;        /* the entry that refers is a part of the entry referred to, or names it: settles only its key */
	bool by_entry_id; /* refers to the number of the entry, not to its key */
	bool held;        /* the entry holds what it refers to until its end: locked also when an end is moved */
} Reference;

/* In the order in which the rows are locked, see open_register() in evaluate.c. */
static const Reference references[] = {
	{TABLE_cases, {cases_customer}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_cases, {cases_contractor}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_requests, {requests_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_requests, {requests_authority}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_requests, {requests_permit_no}, 1, TABLE_permits, ROW_LOCK_NONE},
	{TABLE_requests, {requests_clearance_no}, 1, TABLE_clearances, ROW_LOCK_SHARE},
	{TABLE_request_items,
	 {request_items_case_no, request_items_request_no},
	 2,
	 TABLE_requests,
	 ROW_LOCK_NONE,
	 .part = true},
	/* The list names the carrier, and so the key; what the entry says of the carrier is settled by the answer. */
	{TABLE_request_items, {request_items_carrier_id}, 1, TABLE_carriers, ROW_LOCK_SHARE, .part = true},
	{TABLE_decisions, {decisions_case_no, decisions_request_no}, 2, TABLE_requests, ROW_LOCK_NONE},
	{TABLE_contracts, {contracts_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_contracts, {contracts_permit_no}, 1, TABLE_permits, ROW_LOCK_NONE},
	{TABLE_contracts, {contracts_clearance_no}, 1, TABLE_clearances, ROW_LOCK_SHARE},
	{TABLE_contract_items, {contract_items_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_contract_items, {contract_items_case_no}, 1, TABLE_contracts, ROW_LOCK_NONE, .part = true},
	{TABLE_contract_items,
	 {contract_items_case_no, contract_items_request_no, contract_items_item_no},
	 3,
	 TABLE_request_items,
	 ROW_LOCK_NONE},
	{TABLE_contract_amendments, {contract_amendments_case_no}, 1, TABLE_contracts, ROW_LOCK_NONE},
	{TABLE_contract_amendments, {contract_amendments_permit_no}, 1, TABLE_permits, ROW_LOCK_NONE},
	{TABLE_contract_amendments, {contract_amendments_clearance_no}, 1, TABLE_clearances, ROW_LOCK_SHARE},
	{TABLE_notices, {notices_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_notices, {notices_party, notices_change_no}, 2, TABLE_party_changes, ROW_LOCK_NONE},
	{TABLE_notices, {notices_authority}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_protections, {protections_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_protections, {protections_organizer}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_protections, {protections_contractor_permit_no}, 1, TABLE_permits, ROW_LOCK_NONE},
	{TABLE_protections, {protections_provider_permit_no}, 1, TABLE_permits, ROW_LOCK_NONE},
	{TABLE_handovers, {handovers_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_handovers, {handovers_case_no, handovers_loss_violation_no}, 2, TABLE_violations, ROW_LOCK_NONE},
	{TABLE_handovers, {handovers_permit_no}, 1, TABLE_permits, ROW_LOCK_NONE},
	{TABLE_handovers, {handovers_received_by}, 1, TABLE_clearances, ROW_LOCK_SHARE},
	{TABLE_handovers, {handovers_carrier_id}, 1, TABLE_carriers, ROW_LOCK_UPDATE, .held = true},
	{TABLE_system_accesses, {system_accesses_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_system_accesses, {system_accesses_clearance_no}, 1, TABLE_clearances, ROW_LOCK_SHARE},
	{TABLE_violations, {violations_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_suspensions, {suspensions_case_no, suspensions_violation_no}, 2, TABLE_violations, ROW_LOCK_NONE},
	{TABLE_annulments, {annulments_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_supplements, {supplements_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_supplements, {supplements_party, supplements_change_no}, 2, TABLE_party_changes, ROW_LOCK_NONE},
	{TABLE_supplements, {supplements_successor}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_protection_measures, {protection_measures_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_protection_measures,
	 {protection_measures_party, protection_measures_change_no},
	 2,
	 TABLE_party_changes,
	 ROW_LOCK_NONE},
	{TABLE_affiliations, {affiliations_party}, 1, TABLE_parties, ROW_LOCK_UPDATE},
	{TABLE_affiliations, {affiliations_quasi_state}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_permits, {permits_holder}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_clearances, {clearances_party}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_carriers, {carriers_owner}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_carriers, {carriers_entered_for}, 1, TABLE_parties, ROW_LOCK_SHARE},
	{TABLE_party_changes, {party_changes_party}, 1, TABLE_parties, ROW_LOCK_UPDATE},
	{TABLE_party_changes, {party_changes_case_no}, 1, TABLE_cases, ROW_LOCK_NONE},
	{TABLE_carrier_marks, {carrier_marks_carrier_id}, 1, TABLE_carriers, ROW_LOCK_UPDATE},
	{TABLE_disposal_successions, {disposal_successions_body}, 1, TABLE_parties, ROW_LOCK_UPDATE},
	{TABLE_disposal_successions, {disposal_successions_successor}, 1, TABLE_parties, ROW_LOCK_SHARE},
	/* Names the carrier; what the entry says of the carrier, but its owner, is settled by the answer (settled.c). */
	{TABLE_disposal_successions, {disposal_successions_carrier_id}, 1, TABLE_carriers, ROW_LOCK_UPDATE, .part = true},
	{TABLE_holders, {holders_handover}, 1, TABLE_handovers, ROW_LOCK_NONE, .by_entry_id = true},
	{TABLE_holders, {holders_held_by}, 1, TABLE_clearances, ROW_LOCK_SHARE},
};

/* The column to which one of the columns of a reference refers. */
static int
column_referred_to(const Reference *reference, int at)
{
	return reference->by_entry_id ? register_tables[reference->to].column_count - 1 : at;
}

/* Whether an entry states a reference; if so, the lookup is for what the entry refers to. */
static bool
states_reference(const Entry *entry, const Reference *reference, Lookup *lookup)
{
	int at;

	Assert(reference->count <= MAX_KEY_COLUMNS);
	for (at = 0; at < reference->count; at++)
	{
		if (!where_same(lookup, column_referred_to(reference, at), entry, reference->columns[at]))
			return false;
	}
	return true;
}

/* Looks one reference up and locks it. Returns false if the entry does not state the reference. */
static bool
follow(Judgement *judgement, const Reference *reference, Entry **found)
{
	Lookup lookup = look_in(reference->to);

	if (!states_reference(judgement->new_entry, reference, &lookup))
		return false;
	if (reference->to == TABLE_party_changes)
		lock_party(FIELD(judgement->new_entry, reference->columns[0], text *),
				   lock_unless_dry_run(judgement, ROW_LOCK_SHARE));
	if (reference->to == TABLE_cases && belongs_to_case(judgement->table))
		*found = (Entry *) judgement->facts;
	else if (reference->to == TABLE_requests && judgement->file != NULL)
		*found = (Entry *) case_request(judgement->file, FIELD(judgement->new_entry, reference->columns[1], text *));
	else
		*found = find_entry(&lookup, lock_unless_dry_run(judgement, reference->row_lock));
	return true;
}

/*
 * Whether the server stated a reference: of what it has just looked up (completion.c).  No rule looks at that column.
 */
static bool
is_stated_by_server(const Judgement *judgement, int column)
{
	return (register_tables[judgement->table].columns[column].flags & (KEY | SERVER)) == SERVER;
}

/* The references of a table's entries, in the order in which they are locked; gathered once in a session. */
static List *
references_of(TableId table)
{
	static List *known[TABLE_COUNT];
	List *gathered = NIL;
	MemoryContext caller;
	int at;

	if (known[table] != NIL)
		return known[table];
	caller = MemoryContextSwitchTo(TopMemoryContext);
	for (at = 0; at < lengthof(references); at++)
	{
		if (references[at].from == table)
			gathered = lappend(gathered, unconstify(Reference *, &references[at]));
	}
	MemoryContextSwitchTo(caller);
	known[table] = gathered;
	return gathered;
}

/*
 * Looks up and locks what the entry refers to, for the rules to read in judgement->referenced and judgement->dangling.
 * A reference of several columns stands at its last column.
 */
void
lock_references(Judgement *judgement)
{
	const Reference *reference;

	memset(judgement->referenced, 0, sizeof(judgement->referenced));
	memset(judgement->dangling, 0, sizeof(judgement->dangling));
	foreach_entry (const Reference, reference, references_of(judgement->table))
	{
		int column = reference->columns[reference->count - 1];
		Entry *found;

		if (is_stated_by_server(judgement, column) ||
			((judgement->occasions & ENTERED) == 0 && !(reference->held && end_is_moved(judgement)) &&
			 (register_tables[judgement->table].columns[column].flags & CLOSING) == 0) ||
			!follow(judgement, reference, &found))
			continue;
		judgement->referenced[column] = found;
		judgement->dangling[column] |= found == NULL;
	}
}

/* Whether a column is one of those that refer. */
static bool
refers_by(const Reference *reference, int column)
{
	int at;

	for (at = 0; at < reference->count; at++)
	{
		if (reference->columns[at] == column)
			return true;
	}
	return false;
}

/* Whether a column belongs to a reference to an entry that stands. Locks nothing. */
bool
refers_to_standing_entry(const Judgement *judgement, int column)
{
	int at;

	for (at = 0; at < lengthof(references); at++)
	{
		const Reference *reference = &references[at];
		Lookup lookup = look_in(reference->to);

		if (reference->from == judgement->table && refers_by(reference, column) &&
			states_reference(judgement->new_entry, reference, &lookup) && find_entry(&lookup, ROW_LOCK_NONE) != NULL)
			return true;
	}
	return false;
}

/* An entry that refers to an existing entry by a reference, or NULL. */
static const Entry *
who_refers_by(const Reference *reference, const Entry *entry)
{
	Lookup lookup = look_in(reference->from);
	bool stated = true;
	int column;

	for (column = 0; column < reference->count; column++)
		stated &= where_same(&lookup, reference->columns[column], entry, column_referred_to(reference, column));
	return stated ? find_entry(&lookup, ROW_LOCK_NONE) : NULL;
}

/* An entry that refers to an existing entry: one of its own parts if by_parts, another entry otherwise; or NULL. */
const Entry *
who_refers_to(const Entry *entry, bool by_parts)
{
	const Entry *referring = NULL;
	int at;

	for (at = 0; at < lengthof(references) && referring == NULL; at++)
	{
		if (references[at].to == entry->table && references[at].part == by_parts)
			referring = who_refers_by(&references[at], entry);
	}
	return referring;
}

/* Whether a reference leads to an entry that is corrected as to the entry before; new_entry is NULL for a withdrawal. */
static bool
still_leads_to(const Reference *reference, const Entry *old_entry, const Entry *new_entry)
{
	int column;

	for (column = 0; column < reference->count; column++)
	{
		if (new_entry == NULL || !same_value(old_entry, new_entry, column_referred_to(reference, column)))
			return false;
	}
	return true;
}

/* An entry that would refer to nothing once an entry is corrected, or withdrawn (new_entry NULL); or NULL. */
const Entry *
who_would_refer_to_nothing(const Entry *old_entry, const Entry *new_entry)
{
	const Entry *referring = NULL;
	int at;

	for (at = 0; at < lengthof(references) && referring == NULL; at++)
	{
		if (references[at].to == old_entry->table && !still_leads_to(&references[at], old_entry, new_entry))
			referring = who_refers_by(&references[at], old_entry);
	}
	return referring;
}
