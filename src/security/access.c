/*
 * access.c
 *		What row-level security will say of a row, before anything else is told of it.
 *
 * PostgreSQL asks a table's policies about a new row after the BEFORE triggers, and asks them
 * nothing when a function looks rows up by itself.  But a refusal names every rule that the
 * row breaks, and check_entry() and next_steps() answer from all of the register: so who may
 * not see a case must be turned away before the rules are asked.
 *
 * Here the same policies are put to a single row, with the rights of the current role.  It is
 * no second guard: what is let through here PostgreSQL judges again.
 */
#include "prelude.h"

#include "access/htup_details.h"
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

/* Whether a policy is for the current role. */
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
 * Whether a row meets the condition of a policy.  One that holds a query needs a planner; it
 * is none of ours, and is left to PostgreSQL.
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
 * Whether the policies of a table let the current role do this to a row: to one that stands,
 * or to one as it would be written.
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

		/* A policy without a condition neither gives rows nor takes them. */
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

/* The words of PostgreSQL, so that nothing but these can be told from them. */
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
 * The rules see the whole register, whoever asks; so who asks must have at least one of the
 * privileges on the table, or on a column of it.
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
