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
#include "secretxfer.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type_d.h"
#include "nodes/makefuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "security/admissions.h"
#include "doors/rows.h"

PG_FUNCTION_INFO_V1(secretxfer_acts_as);
PG_FUNCTION_INFO_V1(secretxfer_unlimited);
PG_FUNCTION_INFO_V1(secretxfer_admitted_for);
PG_FUNCTION_INFO_V1(secretxfer_answered_when_planned);
PG_FUNCTION_INFO_V1(secretxfer_own_case);
PG_FUNCTION_INFO_V1(secretxfer_cases_taken_over);
PG_FUNCTION_INFO_V1(secretxfer_cases_passed_on);
PG_FUNCTION_INFO_V1(secretxfer_own_contractors);
PG_FUNCTION_INFO_V1(secretxfer_permitted_carrier);
PG_FUNCTION_INFO_V1(secretxfer_asked_in_case);
PG_FUNCTION_INFO_V1(secretxfer_asked_by);
PG_FUNCTION_INFO_V1(secretxfer_asked_under_permit);
PG_FUNCTION_INFO_V1(secretxfer_asked_under_clearance);
PG_FUNCTION_INFO_V1(secretxfer_same_person);

/* The duties, in the order of the SQL type. */
typedef enum Duty
{
	DUTY_CUSTOMER,
	DUTY_AUTHORITY,
	DUTY_SECURITY,
	DUTY_ANALYST,
	DUTY_AUDITOR,
	DUTY_COUNT
} Duty;

/* What one role is admitted to, by itself and by the groups it is in. */
typedef struct Admissions
{
	Oid role; /* invalid: to be read anew */
	bool any; /* or was admitted, and has the grants of that still */
	bool acts_as[DUTY_COUNT];
	List *parties[DUTY_COUNT]; /* of text, in a context of their own */
} Admissions;

static Admissions known = {.role = InvalidOid};
static MemoryContext known_context = NULL;
static Oid admissions_relation = InvalidOid;
static uint64 times_forgotten = 0;

/* ---- what is known of the current role ---- */

/*
 * A role or a membership changed; or changes were missed, which PostgreSQL tells for every
 * cache.  Plans hold answers, too.
 */
static void
forget_on_role(Datum arg, int cache, uint32 hash)
{
	known.role = InvalidOid;
	times_forgotten++;
	ResetPlanCache();
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

static Duty
duty_of_value(Oid value)
{
	static const char *const names[] = {"customer", "authority", "security", "analyst",
										"auditor"};
	HeapTuple tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));
	int duty;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for enum value %u", value);
	for (duty = 0; duty < DUTY_COUNT; duty++)
	{
		if (strcmp(names[duty], NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel)) ==
			0)
			break;
	}
	ReleaseSysCache(tuple);
	if (duty == DUTY_COUNT)
		elog(ERROR, "enum value %u is no duty", value);
	return duty;
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
	duty = duty_of_value(DatumGetObjectId(values[Anum_admissions_duty - 1]));
	noted->any = true;
	noted->acts_as[duty] = true;
	if (!nulls[Anum_admissions_party - 1])
	{
		MemoryContext caller = MemoryContextSwitchTo(known_context);
		Datum party =
			PointerGetDatum(PG_DETOAST_DATUM_COPY(values[Anum_admissions_party - 1]));

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
	if (relation->rd_rel->relkind != RELKIND_RELATION ||
		descriptor->natts < Natts_admissions ||
		TupleDescAttr(descriptor, Anum_admissions_role - 1)->atttypid != NAMEOID ||
		TupleDescAttr(descriptor, Anum_admissions_party - 1)->atttypid != TEXTOID)
		elog(ERROR, "\"%s.%s\" is not the table that the register made", SCHEMA_NAME,
			 ADMISSIONS);
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
		known_context = AllocSetContextCreate(TopMemoryContext, "secretxfer admissions",
											  ALLOCSET_SMALL_SIZES);
	MemoryContextReset(known_context);
	while ((row = systable_getnext(scan)) != NULL)
		note_admission(&noted, row, RelationGetDescr(relation));
	systable_endscan(scan);
	UnregisterSnapshot(snapshot);

	/*
	 * Admissions name their roles.  A role that was renamed, or whose admission was deleted by
	 * hand, would not be limited any more, with all its grants; so among these is a mark.
	 */
	noted.any |= pg_attribute_aclcheck(RelationGetRelid(relation), Anum_admissions_role,
									   role, ACL_REFERENCES) == ACLCHECK_OK;
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

/* Whether nothing of any case is hidden from the current role by what it is admitted to. */
bool
sees_every_case(void)
{
	const Admissions *own = admissions();

	if (check_enable_rls(relation_of_table(TABLE_cases), InvalidOid, true) != RLS_ENABLED)
		return true;
	return !own->any || own->acts_as[DUTY_SECURITY] || own->acts_as[DUTY_AUDITOR] ||
		   (own->acts_as[DUTY_ANALYST] && !own->acts_as[DUTY_CUSTOMER] &&
			!own->acts_as[DUTY_AUTHORITY]);
}

/*
 * The parties for which the current role has a duty: a copy, for while they are gone through
 * and looked up, the role's admissions may be read anew.
 */
static List *
own_parties(Duty duty)
{
	List *copy = NIL;
	text *party;

	foreach_entry (text, party, admissions()->parties[duty])
		copy = lappend(copy, PG_DETOAST_DATUM_COPY(PointerGetDatum(party)));
	return copy;
}

static bool
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

/* ---- what has one answer for a whole statement ---- */

/* secretxfer.acts_as(duty) - is the current role admitted to the duty? */
Datum
secretxfer_acts_as(PG_FUNCTION_ARGS)
{
	Duty duty = duty_of_value(PG_GETARG_OID(0));

	PG_RETURN_BOOL(admissions()->acts_as[duty]);
}

/*
 * secretxfer.unlimited(table, privilege) - may the current role do this to every row?
 *
 * It may if nobody admitted it and the privilege on the table was granted to it.  That the
 * grant must be its own is for views: their rows are chosen for who reads them, but the
 * privilege asked for is their owner's.
 */
Datum
secretxfer_unlimited(PG_FUNCTION_ARGS)
{
	if (admissions()->any)
		PG_RETURN_BOOL(false);
	require_admissions();
	PG_RETURN_DATUM(DirectFunctionCall2(has_table_privilege_id, PG_GETARG_DATUM(0),
										PG_GETARG_DATUM(1)));
}

/* An array of texts. */
static Datum
array_of_texts(List *texts)
{
	Datum *values = palloc(Max(list_length(texts), 1) * sizeof(Datum));
	int at;

	for (at = 0; at < list_length(texts); at++)
		values[at] = PointerGetDatum(list_nth(texts, at));
	return PointerGetDatum(
		construct_array(values, list_length(texts), TEXTOID, -1, false, TYPALIGN_INT));
}

/* secretxfer.admitted_for(duty) - the parties for which the current role has the duty */
Datum
secretxfer_admitted_for(PG_FUNCTION_ARGS)
{
	Duty duty = duty_of_value(PG_GETARG_OID(0));

	PG_RETURN_DATUM(array_of_texts(admissions()->parties[duty]));
}

/*
 * Planner support: puts the answer in the place of the question.
 *
 * Only in a query under row-level security: that is planned anew when the role changes, and
 * forget_on_...() see to it that it is when the answer does.
 */
Datum
secretxfer_answered_when_planned(PG_FUNCTION_ARGS)
{
	SupportRequestSimplify *request = (SupportRequestSimplify *) PG_GETARG_POINTER(0);
	Datum arguments[2] = {0};
	FuncExpr *call;
	Datum answer;
	int16 length;
	bool by_value;
	int at;

	if (!IsA(request, SupportRequestSimplify) || request->root == NULL ||
		!request->root->parse->hasRowSecurity)
		PG_RETURN_POINTER(NULL);
	call = request->fcall;
	Assert(list_length(call->args) <= lengthof(arguments));
	for (at = 0; at < list_length(call->args); at++)
	{
		Const *argument = (Const *) list_nth(call->args, at);

		if (!IsA(argument, Const))
			PG_RETURN_POINTER(NULL);
		Assert(!argument->constisnull); /* the functions are strict */
		arguments[at] = argument->constvalue;
	}
	answer = OidFunctionCall2(call->funcid, arguments[0], arguments[1]);
	get_typlenbyval(call->funcresulttype, &length, &by_value);
	PG_RETURN_POINTER(makeConst(call->funcresulttype, -1, call->funccollid, length,
								answer, false, by_value));
}

/* ---- the cases of a customer ---- */

static Case *
case_of_number(const text *case_no)
{
	Lookup lookup = look_in(TABLE_cases);

	where_text(&lookup, cases_case_no, case_no);
	return find_entry(&lookup, HOLD_NOT);
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

/* Texts in the order of their bytes, each once, to be found quickly. */
typedef struct SortedTexts
{
	int count;
	text **values;
} SortedTexts;

static int
compare_texts(const void *a, const void *b)
{
	const text *left = *(const text *const *) a;
	const text *right = *(const text *const *) b;
	int length = Min(VARSIZE_ANY_EXHDR(left), VARSIZE_ANY_EXHDR(right));
	int order = memcmp(VARDATA_ANY(left), VARDATA_ANY(right), length);

	return order != 0 ? order
					  : (int) VARSIZE_ANY_EXHDR(left) - (int) VARSIZE_ANY_EXHDR(right);
}

static SortedTexts
sorted_texts(List *texts)
{
	SortedTexts sorted = {.values = palloc(Max(list_length(texts), 1) * sizeof(text *))};
	text *each;
	int count = 0;
	int at;

	foreach_entry (text, each, texts)
		sorted.values[count++] = pg_detoast_datum_packed(each);
	qsort(sorted.values, count, sizeof(text *), compare_texts);
	for (at = 0; at < count; at++)
	{
		if (at == 0 || compare_texts(&sorted.values[at], &sorted.values[at - 1]) != 0)
			sorted.values[sorted.count++] = sorted.values[at];
	}
	return sorted;
}

static bool
is_among(const SortedTexts *texts, text *wanted)
{
	const text *plain = pg_detoast_datum_packed(wanted);

	return bsearch(&plain, texts->values, texts->count, sizeof(text *), compare_texts) !=
		   NULL;
}

/*
 * The cases that supplements took from own parties, or gave to them: those where the party of
 * the column is own and whether the present customer is.
 */
static List *
succeeded_cases(int column, bool own_now)
{
	List *parties = own_parties(DUTY_CUSTOMER);
	List *numbers = NIL;
	text *party;

	foreach_entry (text, party, parties)
	{
		Lookup lookup = look_in(TABLE_supplements);
		List *supplements;
		Supplement *supplement;

		where_text(&lookup, column, party);
		supplements = find_entries(&lookup, HOLD_NOT);
		foreach_entry (Supplement, supplement, supplements)
		{
			Case *facts = case_of_number(supplement->case_no);

			if (facts != NULL &&
				is_party_of(DUTY_CUSTOMER, present_customer(facts)) == own_now)
				numbers = lappend(numbers, supplement->case_no);
		}
	}
	return numbers;
}

static List *
cases_taken_over(void)
{
	return succeeded_cases(supplements_successor, true);
}

static List *
cases_passed_on(void)
{
	return succeeded_cases(supplements_party, false);
}

/* All cases whose present customer the current role acts for; of Case, some perhaps twice. */
static List *
own_cases(void)
{
	List *parties = own_parties(DUTY_CUSTOMER);
	SortedTexts passed_on = sorted_texts(cases_passed_on());
	List *taken_over = cases_taken_over();
	List *own = NIL;
	text *party;
	text *case_no;

	foreach_entry (text, party, parties)
	{
		Lookup lookup = look_in(TABLE_cases);
		List *ordered;
		Case *facts;

		where_text(&lookup, cases_customer, party);
		ordered = find_entries(&lookup, HOLD_NOT);
		foreach_entry (Case, facts, ordered)
		{
			if (!is_among(&passed_on, facts->case_no))
				own = lappend(own, facts);
		}
	}
	foreach_entry (text, case_no, taken_over)
		own = lappend(own, case_of_number(case_no));
	return own;
}

/* What a query remembers of own cases that asks for one after the other. */
typedef struct OwnCases
{
	int asked;
	CommandId command; /* as of which the numbers are known */
	SortedTexts numbers;
} OwnCases;

/* After so many questions all own cases are looked up at once. */
#define QUESTIONS_ONE_BY_ONE 20

static void
remember_own_cases(OwnCases *remembered, MemoryContext context)
{
	List *cases = own_cases();
	List *numbers = NIL;
	MemoryContext caller = MemoryContextSwitchTo(context);
	Case *facts;

	foreach_entry (Case, facts, cases)
		numbers =
			lappend(numbers, PG_DETOAST_DATUM_COPY(PointerGetDatum(facts->case_no)));
	remembered->numbers = sorted_texts(numbers);
	remembered->command = GetCurrentCommandId(false);
	MemoryContextSwitchTo(caller);
}

/*
 * secretxfer.own_case(case_no) - does the current role act for the present customer?
 *
 * A step of one case asks once or twice; a query that goes through a table asks for every row.
 */
Datum
secretxfer_own_case(PG_FUNCTION_ARGS)
{
	FmgrInfo *function = fcinfo->flinfo;
	text *case_no = PG_GETARG_TEXT_PP(0);
	OwnCases *remembered = function->fn_extra;

	if (remembered == NULL)
		remembered = function->fn_extra =
			MemoryContextAllocZero(function->fn_mcxt, sizeof(OwnCases));
	if (++remembered->asked <= QUESTIONS_ONE_BY_ONE)
		PG_RETURN_BOOL(is_own_case(case_no));
	if (remembered->numbers.values == NULL)
		remember_own_cases(remembered, function->fn_mcxt);
	/* The statement writes: there may be more of them by now. */
	if (remembered->command != GetCurrentCommandId(false))
		PG_RETURN_BOOL(is_own_case(case_no));
	PG_RETURN_BOOL(is_among(&remembered->numbers, case_no));
}

/* Remembers an array for as long as the query runs that asks for it row by row. */
static Datum
remembered(FunctionCallInfo fcinfo, List *(*texts)(void) )
{
	FmgrInfo *function = fcinfo->flinfo;

	if (function->fn_extra == NULL)
	{
		List *found = texts();
		MemoryContext caller = MemoryContextSwitchTo(function->fn_mcxt);

		function->fn_extra = DatumGetPointer(array_of_texts(found));
		MemoryContextSwitchTo(caller);
	}
	return PointerGetDatum(function->fn_extra);
}

/* secretxfer.cases_taken_over() - cases of which a supplement made an own party the customer */
Datum
secretxfer_cases_taken_over(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(remembered(fcinfo, cases_taken_over));
}

/* secretxfer.cases_passed_on() - cases of which a supplement made another the customer */
Datum
secretxfer_cases_passed_on(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(remembered(fcinfo, cases_passed_on));
}

static List *
own_contractors(void)
{
	List *cases = own_cases();
	List *contractors = NIL;
	List *distinct = NIL;
	SortedTexts sorted;
	Case *facts;
	int at;

	foreach_entry (Case, facts, cases)
		contractors = lappend(contractors, facts->contractor);
	sorted = sorted_texts(contractors);
	for (at = 0; at < sorted.count; at++)
		distinct = lappend(distinct, sorted.values[at]);
	return distinct;
}

/* secretxfer.own_contractors() - the contractors of the cases of an own party */
Datum
secretxfer_own_contractors(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(remembered(fcinfo, own_contractors));
}

/* Whether the body permitted what a line of a list asks for. */
static bool
is_permitted(const RequestItem *line)
{
	Lookup lookup = look_in(TABLE_decisions);
	Decision *decision;
	List *excluded;

	where_text(&lookup, decisions_case_no, line->case_no);
	where_text(&lookup, decisions_request_no, line->request_no);
	decision = find_entry(&lookup, HOLD_NOT);
	return decision != NULL && decision->outcome == PERMITTED &&
		   excluded_item_numbers(decision, &excluded) &&
		   !list_member_int(excluded, line->item_no);
}

/*
 * secretxfer.permitted_carrier(carrier_id) - does a permission cover the carrier in an own case?
 *
 * That a list names it is not enough: lists are the customer's own writing, and by naming one
 * number after the other it would get to read every title.
 */
Datum
secretxfer_permitted_carrier(PG_FUNCTION_ARGS)
{
	Lookup lookup = look_in(TABLE_request_items);
	List *lines;
	RequestItem *line;

	where_big(&lookup, request_items_carrier_id, PG_GETARG_INT64(0));
	lines = find_entries(&lookup, HOLD_NOT);
	foreach_entry (RequestItem, line, lines)
	{
		if (is_own_case(line->case_no) && is_permitted(line))
			PG_RETURN_BOOL(true);
	}
	PG_RETURN_BOOL(false);
}

/* ---- what a disposing body is asked ---- */

/* Whether one of the requests with this text in this column is addressed to an own party. */
static bool
is_asked(int column, const text *value)
{
	Lookup lookup = look_in(TABLE_requests);
	List *requests;
	Request *request;

	where_text(&lookup, column, value);
	requests = find_entries(&lookup, HOLD_NOT);
	foreach_entry (Request, request, requests)
	{
		if (is_party_of(DUTY_AUTHORITY, request->authority))
			return true;
	}
	return false;
}

/* secretxfer.asked_in_case(case_no) */
Datum
secretxfer_asked_in_case(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_asked(requests_case_no, PG_GETARG_TEXT_PP(0)));
}

/* secretxfer.asked_under_permit(permit_no) */
Datum
secretxfer_asked_under_permit(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_asked(requests_permit_no, PG_GETARG_TEXT_PP(0)));
}

/* secretxfer.asked_under_clearance(clearance_no) */
Datum
secretxfer_asked_under_clearance(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_asked(requests_clearance_no, PG_GETARG_TEXT_PP(0)));
}

/* secretxfer.asked_by(case_no, request_no) - is the request addressed to an own party? */
Datum
secretxfer_asked_by(PG_FUNCTION_ARGS)
{
	Lookup lookup = look_in(TABLE_requests);
	Request *request;

	where_text(&lookup, requests_case_no, PG_GETARG_TEXT_PP(0));
	where_text(&lookup, requests_request_no, PG_GETARG_TEXT_PP(1));
	request = find_entry(&lookup, HOLD_NOT);
	PG_RETURN_BOOL(request != NULL && is_party_of(DUTY_AUTHORITY, request->authority));
}

/*
 * Turns away who may not write these fields of a row; old is NULL for a new one.
 *
 * Of a request the receipt is the body's to record, and all else the customer's (provision
 * 5).  The privileges on columns see to that for who has one duty (duty_matrix()); who has
 * both has them all, but not on the rows of both.
 */
void
require_own_fields(Relation relation, const Entry *old, const Entry *new)
{
	const Request *request = (const Request *) new;
	int occasions;

	if (new->table != TABLE_requests || !is_admitted() ||
		check_enable_rls(RelationGetRelid(relation), InvalidOid, true) != RLS_ENABLED)
		return;
	occasions = occasions_of(old, new);
	if (((occasions & CLOSED) != 0 && !is_party_of(DUTY_AUTHORITY, request->authority)) ||
		((occasions & ENTERED) != 0 && !is_own_case(request->case_no)))
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(relation));
}

/* ---- for who may not read names ---- */

/* Whose a clearance is, if the current role may see the clearance. */
static text *
person_of_clearance(const text *clearance_no)
{
	Lookup lookup = look_in(TABLE_clearances);
	Relation relation;
	Clearance *clearance;
	bool seen;

	where_text(&lookup, clearances_clearance_no, clearance_no);
	clearance = find_entry(&lookup, HOLD_NOT);
	if (clearance == NULL || sees_every_case())
		return clearance == NULL ? NULL : clearance->person_name;
	relation = table_open(relation_of_table(TABLE_clearances), AccessShareLock);
	seen = row_is_allowed(relation, clearance->head.row, TO_SEE, false);
	table_close(relation, NoLock);
	return seen ? clearance->person_name : NULL;
}

/* secretxfer.same_person(clearance_no, clearance_no) - are both clearances one person's? */
Datum
secretxfer_same_person(PG_FUNCTION_ARGS)
{
	text *one;
	text *other;

	require_access(relation_of_table(TABLE_clearances), ACL_SELECT);
	one = person_of_clearance(PG_GETARG_TEXT_PP(0));
	other = person_of_clearance(PG_GETARG_TEXT_PP(1));
	PG_RETURN_BOOL(one != NULL && same_text(one, other));
}
