/*
 * access.c
 *		Checks privileges and row-level security of a single row, before anything else is told about the row.
 *
 * PostgreSQL checks a new row against the policies of its table only after the BEFORE triggers, and checks nothing when
 * a function looks rows up by itself. But a refusal names every rule that a row breaks, and check_entry() and
 * next_steps() answer from the whole register. So a role that may not see a case must be refused before the rules are
 * asked.
 *
 * This file checks a single row against the same policies, with the rights of the current role. The check does not
 * replace PostgreSQL's own: PostgreSQL checks again whatever passes here.
 *
 * Relies on the policies in the relcache (rd_rsdesc), which PostgreSQL provides to its rewriter only, tested by
 * test/sql/privileges.sql.
 */
#include "prelude.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_class.h"
#include "catalog/pg_proc.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "rewrite/rowsecurity.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/syscache.h"

#include "security/access.h"

/* Whether a policy applies to the current role. */
static bool
is_for_current_role(const RowSecurityPolicy *policy)
{
	const Oid *roles = (const Oid *) ARR_DATA_PTR(policy->roles);
	int at;

	for (at = 0; at < ARR_DIMS(policy->roles)[0]; at++)
	{
		if (roles[at] == ACL_ID_PUBLIC || has_privs_of_role(GetUserId(), roles[at]))
			return true;
	}
	return false;
}

/*
 * Whether a row meets the condition of a policy. A condition with a subquery would need the planner. The register's
 * policies have no subqueries, so such a policy is the user's own, and PostgreSQL alone checks it.
 */
static bool
meets(const RowSecurityPolicy *policy, Expr *condition, EState *state, TupleTableSlot *row)
{
	ExprContext *context = GetPerTupleExprContext(state);

	if (policy->hassublinks)
		return true;
	context->ecxt_scantuple = row;
	return ExecQual(ExecPrepareQual(make_ands_implicit(condition), state), context);
}

/*
 * Whether the policies of a table allow the current role an act on a row.
 *
 * act is TO_SEE, TO_ENTER or TO_CHANGE. as_written: the row is checked as a row to be written (WITH CHECK), not as an
 * existing row (USING).
 */
bool
row_is_allowed(Relation relation, HeapTuple row, char act, bool as_written)
{
	EState *state;
	TupleTableSlot *slot;
	bool permitted = false;
	bool restricted = false;
	RowSecurityPolicy *policy;

	if (check_enable_rls(RelationGetRelid(relation), InvalidOid, true) != RLS_ENABLED)
		return true;
	state = CreateExecutorState();
	slot = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsHeapTuple);
	ExecStoreHeapTuple(row, slot, false);
	foreach_entry (RowSecurityPolicy, policy, relation->rd_rsdesc->policies)
	{
		Expr *condition = as_written && policy->with_check_qual != NULL ? policy->with_check_qual : policy->qual;

		/* A policy without a condition allows nothing and forbids nothing. */
		if (condition == NULL || (policy->polcmd != '*' && policy->polcmd != act) || !is_for_current_role(policy))
			continue;
		if (!policy->permissive)
			restricted |= !meets(policy, condition, state, slot);
		else if (!permitted)
			permitted = meets(policy, condition, state, slot);
	}
	ExecDropSingleTupleTableSlot(slot);
	FreeExecutorState(state);
	return permitted && !restricted;
}

/* Whether the policies let the current role see an entry that was looked up. */
bool
may_see_entry(const Entry *entry)
{
	Relation relation = table_open(relation_of_table(entry->table), AccessShareLock);
	bool seen = row_is_allowed(relation, entry->row, TO_SEE, false);

	table_close(relation, NoLock);
	return seen;
}

/* Raises PostgreSQL's own error, so that a client cannot tell this check from PostgreSQL's. */
void
refuse_hidden_row(Relation relation)
{
	error_context_stack = NULL;
	ereport(ERROR, errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			errmsg("new row violates row-level security policy for table \"%s\"", RelationGetRelationName(relation)),
			errhidestmt(true));
}

/* ---- privileges and owners ---- */

/*
 * Requires that the current role has at least one of the privileges on the table or on a column of the table, because
 * the rules see the whole register, whoever asks. Raises PostgreSQL's "permission denied" otherwise.
 */
void
require_access(Oid relation, AclMode privileges)
{
	if (pg_class_aclmask(relation, GetUserId(), privileges, ACLMASK_ANY) == 0 &&
		pg_attribute_aclcheck_all(relation, GetUserId(), privileges, ACLMASK_ANY) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, get_rel_name(relation));
}

Oid
owner_of_table(Oid table)
{
	HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));
	Oid owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", table);
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

Oid
owner_of_function(Oid function)
{
	HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	Oid owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", function);
	owner = ((Form_pg_proc) GETSTRUCT(tuple))->proowner;
	ReleaseSysCache(tuple);
	return owner;
}
