/*
 * rectification.c
 *		Rules that are set aside under a basis, so that what is settled can be put right.
 *
 * secretxfer.rectify() begins a rectification in the running transaction. From then on a rule that an entry breaks is
 * set aside instead of refusing the entry, if the catalogue allows that for the rule. The evaluator asks every rule and
 * takes every lock as always; only the outcome differs. What was set aside is kept with the line of the journal.
 *
 * A rectification is a state of a transaction, not a setting: nobody can leave it behind for another client of a pool.
 * It holds for the client's own statements (statements.c), as long as session, outer and current role are those of the
 * call. It ends with the transaction, or with the savepoint before the call.
 */
#include "prelude.h"

#include "access/xact.h"
#include "nodes/value.h"
#include "utils/acl.h"
#include "utils/memutils.h"

#include "rules/chapters.h"
#include "rules/custody.h"
#include "rules/references.h"
#include "rules/settled.h"
#include "security/access.h"
#include "security/admissions.h"
#include "security/rectification.h"
#include "security/statements.h"

/* The rectification of the running transaction. Its memory is that of the transaction. */
typedef struct Rectification
{
	const char *basis;
	Oid session_role;
	Oid outer_role;
	Oid current_role_id;
	uint64 role_changes;
	int nest_level;  /* of the subtransaction with whose rollback the rectification ends */
	List *to_commit; /* of ToCommit */
} Rectification;

static Rectification *present = NULL;

static void
end_with_transaction(XactEvent event, void *arg)
{
	if (event != XACT_EVENT_PRE_COMMIT && event != XACT_EVENT_PRE_PREPARE && event != XACT_EVENT_PARALLEL_PRE_COMMIT)
		present = NULL;
}

static void
end_with_subtransaction(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *arg)
{
	int nest_level = GetCurrentTransactionNestLevel();

	if (present == NULL || present->nest_level < nest_level)
		return;
	if (event == SUBXACT_EVENT_ABORT_SUB)
		present = NULL;
	else if (event == SUBXACT_EVENT_COMMIT_SUB)
		present->nest_level = nest_level - 1;
}

void
init_rectification(void)
{
	RegisterXactCallback(end_with_transaction, NULL);
	RegisterSubXactCallback(end_with_subtransaction, NULL);
}

/* ---- who ---- */

static bool
is_owner_of_register(void)
{
	return has_privs_of_role(GetUserId(), owner_of_table(relation_of_table(TABLE_cases)));
}

/*
 * Whether the current role may rectify anything: the owner of the register, or a registrar. Who is customer or
 * authority, by whatever group, would put right its own acts. A superuser has the privileges of every role, so that
 * this says nothing of a superuser.
 */
bool
may_rectify(void)
{
	if (!superuser() && (acts_as(DUTY_CUSTOMER) || acts_as(DUTY_AUTHORITY)))
		return false;
	return is_owner_of_register() || acts_as(DUTY_REGISTRAR);
}

/*
 * Whether the current role may rectify entries of a table. A party's registrar puts right the steps of the party's
 * cases and its answers; the policies choose the rows. What cases share is for the registrar of the whole register.
 */
static bool
may_rectify_in(TableId table)
{
	if (!may_rectify())
		return false;
	return is_owner_of_register() || is_registrar_of_all() || IS_ON(CASE_TABLES | ON(cases) | ON(holders), table);
}

/* ---- the rectification ---- */

/* Begins a rectification. The caller has checked who calls, and when. */
void
begin_rectification(const char *basis)
{
	Rectification *rectification = MemoryContextAllocZero(TopTransactionContext, sizeof(Rectification));

	rectification->basis = MemoryContextStrdup(TopTransactionContext, basis);
	rectification->session_role = GetSessionUserId();
	rectification->outer_role = GetOuterUserId();
	rectification->current_role_id = GetUserId();
	rectification->role_changes = role_changes();
	rectification->nest_level = GetCurrentTransactionNestLevel();
	present = rectification;
}

/* Whether a rectification was begun in the running transaction, be it for the running statement or not. */
bool
is_rectification_begun(void)
{
	return present != NULL;
}

/* The basis of the statement that is running; NULL if no rectification holds for this statement. */
const char *
present_basis(void)
{
	if (present == NULL || !is_clients_statement() || present->role_changes != role_changes() ||
		present->session_role != GetSessionUserId() || present->outer_role != GetOuterUserId() ||
		present->current_role_id != GetUserId())
		return NULL;
	return present->basis;
}

/* Notes an entry that is judged once more at COMMIT. */
static void
take_to_commit(const Entry *entry)
{
	MemoryContext caller = MemoryContextSwitchTo(TopTransactionContext);
	ToCommit *noted = palloc(sizeof(ToCommit));

	noted->table = entry->table;
	noted->entry = number_of_entry(entry);
	present->to_commit = lappend(present->to_commit, noted);
	MemoryContextSwitchTo(caller);
}

/* The entries to be judged once more at COMMIT, as a list of ToCommit. */
List *
taken_to_commit(void)
{
	return present == NULL ? NIL : present->to_commit;
}

/* An entry that would refer to nothing after the judged write, or NULL. Such a reference is never set aside. */
static const Entry *
what_would_refer_to_nothing(const Judgement *judgement)
{
	return judgement->old_entry == NULL ? NULL : who_would_refer_to_nothing(judgement->old_entry, judgement->new_entry);
}

/* Whether the entry refers to what does not stand, also where a provision says so in place of r00_reference. */
static bool
refers_to_nothing(const Judgement *judgement)
{
	int column;

	for (column = 0; column < register_tables[judgement->table].column_count; column++)
	{
		if (judgement->dangling[column])
			return true;
	}
	return false;
}

/* Whether what is wrong with the judged entry is set aside, as far as no reference to the entry is left. */
static bool
may_be_set_aside(const Judgement *judgement, const Finding *finding)
{
	return finding->set_aside != NEVER_SET_ASIDE && present_basis() != NULL && may_rectify_in(judgement->table) &&
		   !refers_to_nothing(judgement);
}

/* Whether what is wrong with the judged entry is set aside. */
bool
is_set_aside(const Judgement *judgement, const Finding *finding)
{
	return may_be_set_aside(judgement, finding) && what_would_refer_to_nothing(judgement) == NULL;
}

/*
 * The rules that keep an entry send to a registrar. A registrar who has come under a basis is told what is in the way
 * instead.
 */
static void
tell_what_is_in_the_way(const Judgement *judgement, Finding *finding)
{
	if (!may_be_set_aside(judgement, finding) ||
		(finding->rule != rule_named("r00_settled") && finding->rule != rule_named("r00_never_deleted")))
		return;
	name_cause(finding, what_would_refer_to_nothing(judgement), N_("Another entry refers to this one: %s."));
	if (!changes_number_on_paper(judgement))
		finding->hint = translated("First withdraw or correct that entry, in the same rectification.");
}

/*
 * Sets aside what may be set aside of the findings. What remains in judgement->findings refuses the entry.
 *
 * Returns the names of the rules that are set aside, without repetitions.
 */
List *
set_broken_aside(Judgement *judgement)
{
	List *names = NIL;
	List *remaining = NIL;
	Finding *finding;
	bool at_commit = false;

	foreach_entry (Finding, finding, judgement->findings)
	{
		if (!is_set_aside(judgement, finding))
		{
			tell_what_is_in_the_way(judgement, finding);
			remaining = lappend(remaining, finding);
			continue;
		}
		names = list_append_unique(names, makeString(psprintf(RULE_PREFIX "%s", finding->rule->name)));
		at_commit |= finding->set_aside == SET_ASIDE_UNTIL_COMMIT;
	}
	judgement->findings = remaining;
	if (names != NIL && remaining == NIL)
	{
		const Entry *handover;

		if (at_commit && judgement->new_entry != NULL)
			take_to_commit(judgement->new_entry);
		foreach_entry (const Entry, handover, handovers_nested_by(judgement))
			take_to_commit(handover);
	}
	return names;
}
