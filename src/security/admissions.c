/*
 * admissions.c
 *		Who acts for whom: what the policies on the register's tables ask.
 *
 * Roles are admitted to duties (sql/register/12_admissions.sql).  What a role may see and
 * write follows from that, row by row, in the policies that secretxfer.duty_matrix() states;
 * here are the questions that they put.  Like the rules, the answers see the whole register.
 *
 * A session asks often and the answer seldom changes, so it is remembered until a role, a
 * membership or the table of admissions changes.  The questions that have one answer for a
 * whole statement are answered when it is planned: then a role that sees everything pays
 * nothing for the policies, and a customer's go down to the indexes.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type_d.h"
#include "utils/acl.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "rules/judgement.h"
#include "rules/succession.h"
#include "security/admissions.h"

/* What one role is admitted to, by itself and by the groups it is in. */
typedef struct Admissions
{
	Oid role; /* invalid: to be read anew */
	bool any; /* or was admitted, and has the grants of that still */
	bool acts_as[COUNT_OF_DUTY];
	List *parties[COUNT_OF_DUTY]; /* of text, in a context of their own */
} Admissions;

static Admissions known = {.role = InvalidOid};
static MemoryContext known_context = NULL;
static Oid admissions_relation = InvalidOid;
static uint64 times_forgotten = 0;
static bool plans_hold_answers = false;

/* ---- what is known of the current role ---- */

/*
 * A role or a membership changed; or PostgreSQL missed changes, which it tells for every cache.  Where plans of this
 * session hold answers, they are made anew; nobody else's plans are touched.
 */
static void
forget_on_role(Datum arg, int cache, uint32 hash)
{
	known.role = InvalidOid;
	times_forgotten++;
	if (plans_hold_answers)
		ResetPlanCache();
}

/* A question was answered while a query was planned, so that the plan holds the answer. */
void
note_answer_in_plan(void)
{
	plans_hold_answers = true;
}

static void
forget_on_relation(Datum arg, Oid relation)
{
	if (relation == admissions_relation)
		forget_on_role(arg, AUTHOID, 0);
}

void
init_admissions(void)
{
	CacheRegisterRelcacheCallback(forget_on_relation, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHOID, forget_on_role, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHMEMMEMROLE, forget_on_role, (Datum) 0);
}

/* Notes one row of the table of admissions, if it counts for the role. */
static void
note_admission(Admissions *noted, HeapTuple row, TupleDesc descriptor)
{
	Datum values[Natts_admissions];
	bool nulls[Natts_admissions];
	Oid role;
	Duty duty;
	int at;

	for (at = 0; at < Natts_admissions; at++)
		values[at] = heap_getattr(row, at + 1, descriptor, &nulls[at]);
	if (nulls[Anum_admissions_role - 1] || nulls[Anum_admissions_duty - 1])
		return;
	role = get_role_oid(NameStr(*DatumGetName(values[Anum_admissions_role - 1])), true);
	if (!OidIsValid(role) || !has_privs_of_role(noted->role, role))
		return;
	duty = place_of_value(COLUMN_DUTY, DatumGetObjectId(values[Anum_admissions_duty - 1]));
	noted->any = true;
	noted->acts_as[duty] = true;
	if (!nulls[Anum_admissions_party - 1])
	{
		MemoryContext caller = MemoryContextSwitchTo(known_context);
		Datum party = PointerGetDatum(PG_DETOAST_DATUM_COPY(values[Anum_admissions_party - 1]));

		noted->parties[duty] = lappend(noted->parties[duty], DatumGetPointer(party));
		MemoryContextSwitchTo(caller);
	}
}

static Oid
find_admissions(void)
{
	return get_relname_relid(ADMISSIONS, get_namespace_oid(SCHEMA_NAME, false));
}

/* The table of admissions, which is there where there are policies and roles to admit. */
Oid
require_admissions(void)
{
	Oid oid = find_admissions();

	if (!OidIsValid(oid))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_TABLE),
				errmsg("table \"%s.%s\" does not exist", SCHEMA_NAME, ADMISSIONS),
				errhint("Create it with SELECT secretxfer.create_register()."));
	return oid;
}

/* Opens the table of admissions; NULL where there is none. */
static Relation
open_admissions(void)
{
	Oid oid = find_admissions();
	Relation relation;
	TupleDesc descriptor;

	if (!OidIsValid(oid))
		return NULL;
	relation = table_open(oid, AccessShareLock);
	descriptor = RelationGetDescr(relation);
	if (relation->rd_rel->relkind != RELKIND_RELATION || descriptor->natts < Natts_admissions ||
		TupleDescAttr(descriptor, Anum_admissions_role - 1)->atttypid != NAMEOID ||
		TupleDescAttr(descriptor, Anum_admissions_party - 1)->atttypid != TEXTOID)
		elog(ERROR, "\"%s.%s\" is not the table that the register made", SCHEMA_NAME, ADMISSIONS);
	admissions_relation = oid;
	return relation;
}

/* Reads what a role is admitted to; what was read before is gone. */
static Admissions
read_admissions(Relation relation, Oid role)
{
	Admissions noted = {.role = role};
	Snapshot snapshot = RegisterSnapshot(lookup_snapshot());
	SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, snapshot, 0, NULL);
	HeapTuple row;

	if (known_context == NULL)
		known_context = AllocSetContextCreate(TopMemoryContext, "secretxfer admissions", ALLOCSET_SMALL_SIZES);
	MemoryContextReset(known_context);
	while ((row = systable_getnext(scan)) != NULL)
		note_admission(&noted, row, RelationGetDescr(relation));
	systable_endscan(scan);
	UnregisterSnapshot(snapshot);

	/*
	 * Admissions name their roles.  A role that was renamed, or whose admission was deleted by
	 * hand, would not be limited any more, with all its grants; so among these is a mark.
	 */
	noted.any |=
		pg_attribute_aclcheck(RelationGetRelid(relation), Anum_admissions_role, role, ACL_REFERENCES) == ACLCHECK_OK;
	return noted;
}

/*
 * What the current role is admitted to; to nothing, where there is no such table.
 *
 * Nothing counts as known before all of it is read, and nothing of which something was heard
 * meanwhile.
 */
static const Admissions *
admissions(void)
{
	Relation relation;
	uint64 before;

	if (known.role == GetUserId())
		return &known;
	memset(&known, 0, sizeof(known));
	relation = open_admissions();
	if (relation == NULL)
		return &known;
	before = times_forgotten;
	known = read_admissions(relation, GetUserId());
	if (before != times_forgotten)
		known.role = InvalidOid;
	table_close(relation, NoLock);
	return &known;
}

/* Whether the current role is admitted to anything, and so is bound to what that gives. */
bool
is_admitted(void)
{
	return admissions()->any;
}

/* Whether the current role is admitted to a duty. */
bool
acts_as(Duty duty)
{
	return admissions()->acts_as[duty];
}

/* Whether nothing of any case is hidden from the current role by what it is admitted to. */
bool
sees_every_case(void)
{
	const Admissions *own = admissions();

	if (check_enable_rls(relation_of_table(TABLE_cases), InvalidOid, true) != RLS_ENABLED)
		return true;
	return !own->any || own->acts_as[DUTY_SECURITY] || own->acts_as[DUTY_AUDITOR] ||
		   (own->acts_as[DUTY_ANALYST] && !own->acts_as[DUTY_CUSTOMER] && !own->acts_as[DUTY_AUTHORITY]);
}

/*
 * The parties for which the current role has a duty: a copy, for while they are gone through
 * and looked up, the role's admissions may be read anew.
 */
List *
own_parties(Duty duty)
{
	List *copy = NIL;
	text *party;

	foreach_entry (text, party, admissions()->parties[duty])
		copy = lappend(copy, PG_DETOAST_DATUM_COPY(PointerGetDatum(party)));
	return copy;
}

bool
is_party_of(Duty duty, const text *party)
{
	text *own;

	foreach_entry (text, own, admissions()->parties[duty])
	{
		if (same_text(own, party))
			return true;
	}
	return false;
}

Case *
case_of_number(const text *case_no)
{
	Lookup lookup = look_in(TABLE_cases);

	where_text(&lookup, cases_case_no, case_no);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* Whether the current role acts for the present customer of a case. */
bool
is_own_case(const text *case_no)
{
	Case *facts;

	if (admissions()->parties[DUTY_CUSTOMER] == NIL)
		return false;
	facts = case_of_number(case_no);
	return facts != NULL && is_party_of(DUTY_CUSTOMER, present_customer(facts));
}

/*
 * Turns away who may not write these fields of a row; old is NULL for a new one.
 *
 * Of a request the receipt is the body's to record, and all else the customer's (provision
 * 5).  The privileges on columns see to that for who has one duty (duty_matrix()); who has
 * both has them all, but not on the rows of both.
 */
void
require_own_fields(Relation relation, const Entry *old_entry, const Entry *new_entry)
{
	const Request *request = (const Request *) new_entry;
	int occasions;

	if (new_entry->table != TABLE_requests || !is_admitted() ||
		check_enable_rls(RelationGetRelid(relation), InvalidOid, true) != RLS_ENABLED)
		return;
	occasions = occasions_of(old_entry, new_entry);
	if (((occasions & CLOSED) != 0 && !is_party_of(DUTY_AUTHORITY, request->authority)) ||
		((occasions & ENTERED) != 0 && !is_own_case(request->case_no)))
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(relation));
}
