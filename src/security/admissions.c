/*
 * admissions.c
 *		Who acts for whom: the duties to which roles are admitted.
 *
 * Roles are admitted to duties (sql/register/12_admissions.sql). The duties decide row by row what a role may see and
 * write: secretxfer.duty_matrix() states the policies, and the functions in policies.c answer the questions of these
 * policies from here. Like the rules, the answers see the whole register.
 *
 * A session asks often and the answers seldom change, so the session remembers the answers until a role, a membership
 * or the table of admissions changes. Questions that have one answer for a whole statement are answered when the
 * statement is planned (secretxfer_answered_when_planned()). Then the policies cost nothing for a role that sees
 * everything, and the planner can use indexes for a customer's conditions.
 *
 * Relies on a relcache invalidation of the table of admissions as a message between sessions, tested by
 * test/specs/admission_rewritten.spec; and on ResetPlanCache() to have plans made again, tested by the same spec and
 * test/sql/privileges.sql.
 */
#include "prelude.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type_d.h"
#include "utils/acl.h"
#include "utils/datum.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "register/calendar.h"
#include "rules/disposal.h"
#include "rules/permission.h"
#include "rules/judgement.h"
#include "rules/succession.h"
#include "security/access.h"
#include "security/admissions.h"

/* The admissions of one role: its own and those of the groups that the role is a member of. */
typedef struct Admissions
{
	Oid role; /* invalid: must be read */
	bool any; /* admitted to something, or still has the grants of an admission */
	bool acts_as[COUNT_OF_DUTY];
	bool is_registrar_of_all;
	List *parties[COUNT_OF_DUTY]; /* lists of text, in known_context */
} Admissions;

static Admissions known = {.role = InvalidOid};
static MemoryContext known_context = NULL;
static Oid admissions_relation = InvalidOid;
static uint64 invalidation_count = 0;
static bool plans_hold_answers = false;

/* ---- what is known of the current role ---- */

/*
 * Syscache callback: a role or a membership changed, or invalidation messages were lost, which PostgreSQL signals for
 * every cache. If plans of this session contain answers, all plans of this session are made again; plans without
 * answers are not reset for nothing.
 */
static void
invalidate_on_role(Datum arg, int cache, uint32 hash)
{
	known.role = InvalidOid;
	invalidation_count++;
	if (plans_hold_answers)
		ResetPlanCache();
}

/* Notes that a question was answered while a query was planned, so that the plan contains the answer. */
void
note_answer_in_plan(void)
{
	plans_hold_answers = true;
}

/* Relcache callback: the table of admissions was written (secretxfer_renew_admissions()) or altered. */
static void
invalidate_on_relation(Datum arg, Oid relation)
{
	if (relation == admissions_relation)
		invalidate_on_role(arg, AUTHOID, 0);
}

void
init_admissions(void)
{
	CacheRegisterRelcacheCallback(invalidate_on_relation, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHOID, invalidate_on_role, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHMEMMEMROLE, invalidate_on_role, (Datum) 0);
}

/* Notes one row of the table of admissions, if the row applies to the role. */
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
	noted->is_registrar_of_all |= duty == DUTY_REGISTRAR && nulls[Anum_admissions_party - 1];
	if (!nulls[Anum_admissions_party - 1])
	{
		MemoryContext caller = MemoryContextSwitchTo(known_context);
		Datum party = PointerGetDatum(PG_DETOAST_DATUM_COPY(values[Anum_admissions_party - 1]));

		noted->parties[duty] = lappend(noted->parties[duty], DatumGetPointer(party));
		/* A party's registrar writes what the party writes as a customer and as a body. */
		if (duty == DUTY_REGISTRAR)
		{
			noted->parties[DUTY_CUSTOMER] = lappend(noted->parties[DUTY_CUSTOMER], DatumGetPointer(party));
			noted->parties[DUTY_AUTHORITY] = lappend(noted->parties[DUTY_AUTHORITY], DatumGetPointer(party));
		}
		MemoryContextSwitchTo(caller);
	}
}

static Oid
find_admissions(void)
{
	return get_relname_relid(ADMISSIONS, get_namespace_oid(SCHEMA_NAME, false));
}

/*
 * The OID of the table of admissions. Raises an error with a hint if there is no such table: policies and roles to
 * admit need the table.
 */
Oid
require_admissions(void)
{
	Oid oid = find_admissions();

	if (!OidIsValid(oid))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_TABLE),
				errmsg("table \"%s.%s\" does not exist", SCHEMA_NAME, ADMISSIONS),
				errhint("%s", translated("Create it with SELECT secretxfer.create_register().")));
	return oid;
}

/* Opens the table of admissions. Returns NULL if there is no such table. */
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

/* Reads the admissions of a role. The lists of the admissions read before are freed. */
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
	 * Admissions contain the names of roles. A role that was renamed, or whose admission was deleted by hand, would
	 * have all its grants without any limit. So the grants of an admission include a mark: the privilege REFERENCES on
	 * a column of this table.
	 */
	noted.any |=
		pg_attribute_aclcheck(RelationGetRelid(relation), Anum_admissions_role, role, ACL_REFERENCES) == ACLCHECK_OK;
	return noted;
}

/*
 * The admissions of the current role; no admissions if there is no table of admissions.
 *
 * The admissions are remembered only after all rows have been read, and only if no invalidation arrived during the
 * reading.
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
	before = invalidation_count;
	known = read_admissions(relation, GetUserId());
	if (before != invalidation_count)
		known.role = InvalidOid;
	table_close(relation, NoLock);
	return &known;
}

/* Whether the current role is admitted to any duty, so that duties limit what the role may do. */
bool
is_admitted(void)
{
	return admissions()->any;
}

/*
 * Whether duties and policies limit what the current role may do to the rows of a table: not the table's owner, and not
 * the registrar of the whole register.
 */
bool
is_limited(TableId table)
{
	return is_admitted() && !is_registrar_of_all() &&
		   check_enable_rls(relation_of_table(table), InvalidOid, true) == RLS_ENABLED;
}

/* Whether the current role is admitted to a duty. */
bool
acts_as(Duty duty)
{
	return admissions()->acts_as[duty];
}

/* Whether the current role writes what a duty writes: because of this duty, or as registrar of a party. */
bool
writes_as(Duty duty)
{
	return acts_as(duty) ||
		   ((duty == DUTY_CUSTOMER || duty == DUTY_AUTHORITY) && admissions()->parties[DUTY_REGISTRAR] != NIL);
}

/* Whether the current role is registrar of the whole register, not of one party. */
bool
is_registrar_of_all(void)
{
	return admissions()->is_registrar_of_all;
}

/* Whether the duties of the current role hide nothing of any case. */
bool
sees_every_case(void)
{
	const Admissions *own = admissions();

	if (check_enable_rls(relation_of_table(TABLE_cases), InvalidOid, true) != RLS_ENABLED)
		return true;
	return !own->any || own->acts_as[DUTY_SECURITY] || own->acts_as[DUTY_AUDITOR] || own->is_registrar_of_all ||
		   (own->acts_as[DUTY_ANALYST] && !own->acts_as[DUTY_CUSTOMER] && !own->acts_as[DUTY_AUTHORITY]);
}

/*
 * The parties for which the current role has a duty, as a list of text. The list is a copy, because the remembered
 * admissions may be read again while the caller uses the list.
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

/* A request of a case by its numbers, or NULL. */
Request *
request_of_number(const text *case_no, const text *request_no)
{
	Lookup lookup = look_in(TABLE_requests);

	where_text(&lookup, requests_case_no, case_no);
	where_text(&lookup, requests_request_no, request_no);
	return find_entry(&lookup, ROW_LOCK_NONE);
}

/* Whether what this transaction has withdrawn, or has given another key, still counts. */
static bool withdrawn_counts = false;

/*
 * Whether the policies let the current role see an entry, as before the running statement: whose the entry is follows
 * from its case, hand-over or carrier, which is gone when the withdrawal of just that one is refused.
 */
bool
may_see_as_before(const Entry *entry)
{
	volatile bool seen;

	withdrawn_counts = true;
	PG_TRY();
	{
		seen = may_see_entry(entry);
	}
	PG_FINALLY();
	{
		withdrawn_counts = false;
	}
	PG_END_TRY();
	return seen;
}

/* The case, hand-over or carrier that tells whose an entry is, or NULL. */
void *
find_whose(const Lookup *lookup)
{
	return withdrawn_counts ? find_entry_or_withdrawn(lookup, ROW_LOCK_NONE) : find_entry(lookup, ROW_LOCK_NONE);
}

/* Whether the current role acts for the present customer of a case (provision 10). */
bool
is_own_case(const text *case_no)
{
	Lookup lookup = look_in(TABLE_cases);
	Case *facts;

	if (admissions()->parties[DUTY_CUSTOMER] == NIL)
		return false;
	where_text(&lookup, cases_case_no, case_no);
	facts = find_whose(&lookup);
	return facts != NULL && is_party_of(DUTY_CUSTOMER, present_customer(facts));
}

/* Whether the current role acts for the body at which a request waits, or which answered the request, as of today. */
bool
is_asked_as_own_body(const Request *request)
{
	return admissions()->parties[DUTY_AUTHORITY] != NIL &&
		   is_party_of(DUTY_AUTHORITY, asked_body(request, today_in_almaty(), ROW_LOCK_NONE));
}

/* Whether the current role acts for the body that disposes of a carrier on a day. */
bool
disposes_as_own_body(const Carrier *carrier, DateADT day)
{
	return carrier->owner != NULL && admissions()->parties[DUTY_AUTHORITY] != NIL &&
		   is_party_of(DUTY_AUTHORITY, disposing_body(carrier, day, ROW_LOCK_NONE));
}

/*
 * Whether the current role acts for the body to which all that an answer permits had passed by name on a day: for
 * whatever body disposes of each of the carriers.  Where an information system is serviced, the permission is of more
 * than carriers.
 */
bool
permits_as_own_body(const Request *request, DateADT day)
{
	Lookup answer = look_in(TABLE_decisions);
	const Case *facts;
	const Decision *decision;
	List *carriers;
	const Carrier *carrier;

	if (admissions()->parties[DUTY_AUTHORITY] == NIL)
		return false;
	where_text(&answer, decisions_case_no, request->case_no);
	where_text(&answer, decisions_request_no, request->request_no);
	decision = find_entry(&answer, ROW_LOCK_NONE);
	facts = case_of_number(request->case_no);
	if (decision == NULL || decision->outcome != PERMITTED || facts == NULL || facts->information_system_service)
		return false;
	carriers = permitted_carriers(request, decision);
	foreach_entry (const Carrier, carrier, carriers)
	{
		if (!disposes_as_own_body(carrier, day))
			return false;
	}
	return carriers != NIL;
}

/*
 * Whether the receipt of a request is entered, corrected, taken back, or becomes that of another body; before is NULL
 * for a new request.
 */
static bool
receipt_differs(const Request *before, const Request *request)
{
	if (before == NULL)
		return request->received_on != NO_DATE;
	return request->received_on != before->received_on ||
		   (request->received_on != NO_DATE && !same_text(request->authority, before->authority));
}

/* Whether a column is the register's own: one that its rules know, or a stamp. */
static bool
is_of_register(TableId table, int attribute)
{
	int column;
	int stamp;

	for (column = 0; column < register_tables[table].column_count; column++)
	{
		if (attribute_of_column(table, column) == attribute)
			return true;
	}
	for (stamp = 0; stamp < STAMP_COUNT; stamp++)
	{
		if (attribute_of_stamp(table, stamp) == attribute)
			return true;
	}
	return false;
}

/* Whether two rows of a table differ in a column that a user added. What the server computes from other columns counts
 * with those. */
static bool
users_columns_differ(TableId table, TupleDesc descriptor, HeapTuple before, HeapTuple row)
{
	int attribute;

	for (attribute = 1; attribute <= descriptor->natts; attribute++)
	{
		Form_pg_attribute form = TupleDescAttr(descriptor, attribute - 1);
		Datum values[2];
		bool nulls[2];

		if (form->attisdropped || form->attgenerated != '\0' || is_of_register(table, attribute))
			continue;
		values[0] = heap_getattr(before, attribute, descriptor, &nulls[0]);
		values[1] = heap_getattr(row, attribute, descriptor, &nulls[1]);
		if (nulls[0] != nulls[1] || (!nulls[0] && !datum_image_eq(values[0], values[1], form->attbyval, form->attlen)))
			return true;
	}
	return false;
}

/* Whether a change of a request is of more than its receipt. row is the row that is to be written. */
static bool
more_than_receipt_differs(const Request *before, const Request *request, TupleDesc descriptor, HeapTuple row)
{
	const Table *table = &register_tables[TABLE_requests];
	int column;

	for (column = 0; before != NULL && column < table->column_count; column++)
	{
		if (column != requests_received_on && (table->columns[column].flags & SERVER) == 0 &&
			!same_value(&before->head, &request->head, column))
			return true;
	}
	return before == NULL || users_columns_differ(TABLE_requests, descriptor, before->head.row, row);
}

/* Of a request the disposing body records the receipt, and the customer everything else (provision 5). */
static bool
is_own_part_of_request(const Request *before, const Request *request, TupleDesc descriptor, HeapTuple row)
{
	if (receipt_differs(before, request) &&
		!(is_asked_as_own_body(request) && (before == NULL || is_asked_as_own_body(before))))
		return false;
	return !more_than_receipt_differs(before, request, descriptor, row) ||
		   (is_own_case(request->case_no) && (before == NULL || is_own_case(before->case_no)));
}

/*
 * A body to which the carriers of a permission have passed by name withdraws the permission, and changes nothing else
 * of the answer, which is another body's letter.
 */
static bool
is_own_part_of_answer(const Decision *before, const Decision *decision, TupleDesc descriptor, HeapTuple row)
{
	const Table *table = &register_tables[TABLE_decisions];
	const Request *request = request_of_number(decision->case_no, decision->request_no);
	int column;

	if (before == NULL || request == NULL || is_asked_as_own_body(request))
		return true;
	for (column = 0; column < table->column_count; column++)
	{
		if (column != decisions_withdrawn_on && column != decisions_withdrawal_reasons &&
			(table->columns[column].flags & SERVER) == 0 && !same_value(&before->head, &decision->head, column))
			return false;
	}
	return !users_columns_differ(TABLE_decisions, descriptor, before->head.row, row);
}

/* The end of the works of its case is entered by the customer, too; what calls an event off, by security alone. */
static bool
is_own_part_of_change(const PartyChange *before, const PartyChange *change)
{
	return acts_as(DUTY_SECURITY) ||
		   (before == NULL ? change->called_off_on == NO_DATE && change->call_off_document == NULL
						   : same_value(&before->head, &change->head, party_changes_called_off_on) &&
								 same_value(&before->head, &change->head, party_changes_call_off_document));
}

/*
 * Whether duties limit which fields of a table the current role writes: not for the owner, nor who acts as the owner.
 */
static bool
is_limited_to_fields(Relation relation)
{
	return is_admitted() && !is_registrar_of_all() && !has_privs_of_role(GetUserId(), relation->rd_rel->relowner) &&
		   !has_bypassrls_privilege(GetUserId());
}

/*
 * Refuses a writer who may not write the changed fields of a row. old_entry is NULL for a new row; row is the row that
 * is to be written.
 *
 * Privileges on columns cannot say that: many clients list every column of a row, the unchanged ones, too. So who may
 * write a table may list all its columns (grants_of_duty()), and what counts is what would change (duty_matrix()).
 */
void
require_own_fields(Relation relation, const Entry *old_entry, const Entry *new_entry, HeapTuple row)
{
	bool is_own = true;

	if ((new_entry->table != TABLE_requests && new_entry->table != TABLE_decisions &&
		 new_entry->table != TABLE_party_changes) ||
		!is_limited_to_fields(relation))
		return;
	if (new_entry->table == TABLE_requests)
		is_own = is_own_part_of_request((const Request *) old_entry, (const Request *) new_entry,
										RelationGetDescr(relation), row);
	else if (new_entry->table == TABLE_decisions)
		is_own = is_own_part_of_answer((const Decision *) old_entry, (const Decision *) new_entry,
									   RelationGetDescr(relation), row);
	else
		is_own = is_own_part_of_change((const PartyChange *) old_entry, (const PartyChange *) new_entry);
	if (!is_own)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(relation));
}
