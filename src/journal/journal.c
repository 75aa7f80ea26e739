/*
 * journal.c
 *		Remembers what the register accepts: one line of the journal for each entry, change and withdrawal.
 *
 * docs/journal.md says what a line holds, and in which chain it stands. A change that changes nothing that the journal
 * remembers has no line.
 */
#include "prelude.h"

#include "storage/proc.h"
#include "utils/fmgrprotos.h"
#include "utils/guc_tables.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "journal/contents.h"
#include "journal/journal.h"
#include "register/case_file.h"
#include "register/entered.h"
#include "register/storage.h"

/* ---- the end user ---- */

/*
 * secretxfer.end_user: for whom a program writes that all its users share. Behind a pool the setting of a session
 * outlives its client, so the setting counts only in the transaction that set it.
 */
#define END_USER "secretxfer.end_user"
static char *end_user = NULL;

/* The transaction that set the present value; kept by the setting together with the value. */
static const LocalTransactionId *end_user_set_in = NULL;

/* Whether the setting is being defined: values that were set before the library was loaded are set again. */
static bool defining = false;

static bool
note_transaction(char **value, void **extra, GucSource source)
{
	LocalTransactionId *transaction = guc_malloc(LOG, sizeof(LocalTransactionId));

	if (transaction == NULL)
		return false;
	*transaction = defining || MyProc == NULL ? InvalidLocalTransactionId : local_transaction(MyProc);
	*extra = transaction;
	return true;
}

static void
take_transaction(const char *value, void *extra)
{
	end_user_set_in = extra;
}

/*
 * Dates the values that were set before the library was loaded. The stack of a setting holds what the present
 * transaction covered by other values, level by level; only the value at the bottom is of an earlier transaction.
 */
static void
date_earlier_values(void)
{
	struct config_generic *setting = find_option(END_USER, false, true, DEBUG5);
	LocalTransactionId *transaction = setting->extra;
	const GucStack *level;

	for (level = setting->stack; level != NULL; level = level->prev)
	{
		if (transaction != NULL)
			*transaction = local_transaction(MyProc);
		if (level->state == GUC_SET_LOCAL && level->masked.extra != NULL)
			*(LocalTransactionId *) level->masked.extra = local_transaction(MyProc);
		transaction = level->prior.extra;
	}
}

static const char *
present_end_user(void)
{
	if (end_user == NULL || *end_user == '\0' || end_user_set_in == NULL ||
		*end_user_set_in == InvalidLocalTransactionId || *end_user_set_in != local_transaction(MyProc))
		return NULL;
	return end_user;
}

void
init_journal(void)
{
	defining = true;
	DefineCustomStringVariable(END_USER, "The person for whom a program writes to the register.",
							   "Kept in the journal if set in the same transaction.", &end_user, "", PGC_USERSET, 0,
							   note_transaction, take_transaction, NULL);
	defining = false;
	date_earlier_values();
	init_heads();
}

/* ---- who ---- */

static const char *
name_of_role(Oid role)
{
	const char *name = GetUserNameFromId(role, true);

	return name != NULL ? name : psprintf("%u", role); /* a role that was dropped meanwhile */
}

/* The address of the client; NULL for a local socket and for a process without a client. */
static const char *
client_address(void)
{
	static const char *address = NULL;
	static bool is_known = false;
	LOCAL_FCINFO(call, 0);
	Datum value;

	if (is_known)
		return address;
	InitFunctionCallInfoData(*call, NULL, 0, InvalidOid, NULL, NULL);
	value = inet_client_addr(call);
	if (!call->isnull)
		address = MemoryContextStrdup(TopMemoryContext, DatumGetCString(DirectFunctionCall1(inet_out, value)));
	is_known = true;
	return address;
}

/* Says in a line who writes, and when. */
static void
sign(JournalLine *line)
{
	line->recorded_at = GetCurrentTimestamp();
	line->login_role = name_of_role(GetAuthenticatedUserId());
	line->effective_role = name_of_role(recorder());
	line->end_user = present_end_user();
	line->application_name = application_name == NULL || *application_name == '\0' ? NULL : application_name;
	line->client_address = client_address();
}

/* ---- what ---- */

/* Draws the salt of a line. Random bytes are fetched for many lines at once, because each fetch has its price. */
static void
draw_salt(uint8 *salt)
{
	static uint8 drawn[64 * SALT_LENGTH];
	static int used = sizeof(drawn);

	if (used == sizeof(drawn))
	{
		if (!pg_strong_random(drawn, sizeof(drawn)))
			ereport(ERROR, errcode(ERRCODE_INTERNAL_ERROR), errmsg("could not generate random values"));
		used = 0;
	}
	memcpy(salt, drawn + used, SALT_LENGTH);
	used += SALT_LENGTH;
}

static void
state_values(JournalLine *line, const char *values)
{
	line->values = values;
	line->is_salted = true;
	draw_salt(line->salt);
	line->values_digest = salted_digest(line->salt, SALT_LENGTH, values);
}

/* The entry whose chain an entry of a table stands in; for the tables whose entries have no chain of their own. */
static const Entry *
owner_of_chain(const Entry *entry, Snapshot as_of)
{
	RowLock row_lock = as_of == NULL ? ROW_LOCK_UPDATE : ROW_LOCK_NONE;
	Lookup lookup;

	switch (entry->table)
	{
		case TABLE_affiliations:
		case TABLE_party_changes:
		case TABLE_disposal_successions:
			lookup = look_in(TABLE_parties);
			where_same(&lookup, parties_idn, entry, 0);
			break;
		case TABLE_carrier_marks:
			lookup = look_in(TABLE_carriers);
			where_same(&lookup, carriers_carrier_id, entry, carrier_marks_carrier_id);
			break;
		case TABLE_holders:
			lookup = look_in(TABLE_handovers);
			where_same(&lookup, handovers_entry_id, entry, holders_handover);
			break;
		default:
			lookup = look_in(TABLE_cases);
			where_same(&lookup, cases_case_no, entry, 0);
			break;
	}
	lookup.as_of = as_of;
	return find_entry_or_withdrawn(&lookup, row_lock);
}

/* The chain of a step of a case: the case is locked, and read, before anything else that is written of the case. */
static int64
chain_of_step(const Entry *entry, Snapshot as_of)
{
	const Case *facts = as_of == NULL ? case_facts(open_case_file(FIELD(entry, 0, text *), false)) : NULL;
	const Entry *owner = facts == NULL ? owner_of_chain(entry, as_of) : &facts->head;

	return owner == NULL ? -1 : number_of_entry(owner);
}

/*
 * The number of the chain in which the lines of an entry stand, or -1 if the entry belongs to nothing.
 *
 * as_of is NULL for a line that is to be written: what the chain is of is then locked, until the end of the
 * transaction.
 */
int64
chain_of(const Entry *entry, Snapshot as_of)
{
	const Entry *owner;

	switch (entry->table)
	{
		case TABLE_cases:
		case TABLE_parties:
		case TABLE_permits:
		case TABLE_clearances:
		case TABLE_carriers:
		case TABLE_calendar_days:
		case TABLE_calendar_years:
			return number_of_entry(entry);
		default:
			break;
	}
	if (belongs_to_case(entry->table))
		return chain_of_step(entry, as_of);
	owner = owner_of_chain(entry, as_of);
	if (owner == NULL)
		return -1;
	return owner->table == TABLE_handovers ? chain_of_step(owner, as_of) : number_of_entry(owner);
}

static int64
chain_to_append(const Entry *entry)
{
	int64 chain = chain_of(entry, NULL);

	if (chain < 0)
		elog(ERROR, "an entry of \"%s\" belongs to nothing", register_tables[entry->table].name);
	return chain;
}

/* Writes a line about an entry into a chain that is locked. */
static void
remember_in(int64 chain, JournalAct act, const Entry *entry, const char *values, const char *basis, List *set_aside)
{
	JournalLine line = {.chain = chain,
						.table = register_tables[entry->table].name,
						.entry = number_of_entry(entry),
						.act = act,
						.basis = basis,
						.set_aside = set_aside};

	sign(&line);
	state_values(&line, values);
	line.has_entry_digest = act == ACT_CHANGED;
	if (line.has_entry_digest)
		line.entry_digest = salted_digest(line.salt, SALT_LENGTH, whole_entry(entry));
	append_line(&line);
}

/*
 * Remembers an accepted entry (old_entry is NULL), change or withdrawal (new_entry is NULL). basis and set_aside are
 * of a rectification, else NULL and NIL. An entry that a change moves to another chain is withdrawn there and entered
 * here.
 */
void
remember(const Entry *old_entry, const Entry *new_entry, const char *basis, List *set_aside)
{
	const char *change = NULL;
	int64 old_chain = 0;
	int64 new_chain = 0;

	if (old_entry != NULL && new_entry != NULL)
	{
		change = change_of_entry(old_entry, new_entry);
		if (change == NULL)
			return;
	}
	if (old_entry != NULL)
		old_chain = chain_to_append(old_entry);
	if (new_entry != NULL)
		new_chain = chain_to_append(new_entry);
	if (change != NULL && old_chain == new_chain)
	{
		remember_in(new_chain, ACT_CHANGED, new_entry, change, basis, set_aside);
		return;
	}
	if (old_entry != NULL)
		remember_in(old_chain, ACT_WITHDRAWN, old_entry, whole_entry(old_entry), basis, set_aside);
	if (new_entry != NULL)
		remember_in(new_chain, ACT_ENTERED, new_entry, whole_entry(new_entry), basis, set_aside);
}

/*
 * Remembers an entry as it is found, in a journal that was empty before this transaction. The caller has locked the
 * journal against other writers.
 */
void
remember_opening(int64 chain, const Entry *entry, const char *basis)
{
	JournalLine line = {.chain = chain,
						.table = register_tables[entry->table].name,
						.entry = number_of_entry(entry),
						.act = ACT_ADOPTED,
						.basis = basis,
						.is_opening = true};

	sign(&line);
	state_values(&line, whole_entry(entry));
	append_line(&line);
}

/* Remembers what is no entry: an admission or its end, a call of rectify(). effective_role NULL: who writes. */
void
remember_act(int64 chain, const char *table, int64 entry, JournalAct act, const char *effective_role,
			 const char *values, const char *basis)
{
	JournalLine line = {.chain = chain, .table = table, .entry = entry, .act = act, .basis = basis};

	sign(&line);
	if (effective_role != NULL)
		line.effective_role = effective_role;
	state_values(&line, values);
	append_line(&line);
}

/*
 * Remembers in a chain how an entry is found: act is ACT_ADOPTED, or ACT_BLANKED if values were taken out of other
 * lines. entry is NULL if there is no entry of that number. An entry that belongs to another chain is gone from this
 * one. The caller has locked the journal against other writers, so nothing else is locked.
 */
void
remember_found(int64 chain, TableId table, int64 number, const Entry *entry, const char *basis, JournalAct act)
{
	bool stands = entry != NULL && chain_of(entry, lookup_snapshot()) == chain;
	JournalLine line = {.chain = chain,
						.table = register_tables[table].name,
						.entry = number,
						.act = stands || act == ACT_BLANKED ? act : ACT_GONE,
						.basis = basis};

	sign(&line);
	state_values(&line, stands ? whole_entry(entry) : "{}");
	append_line(&line);
}
