/*
 * secretxfer.h
 *		What every file of the extension sees: one section per module.
 *
 *	 enter.c, judge.c		the trigger door		check_entry.c	the dry-run door
 *	 evaluate.c				goes through the rules	refusal.c		reports what they found
 *	 rule00*.c ... rule11.c	what must hold, provision by provision
 *	 server_log.c			what the log gets of other errors
 *	 settled.c				what relies on what, so that it stays as it is
 *	 case_file.c			one case as the rules read it
 *	 lock_order.c			holds what guards an entry before its row is locked
 *	 storage.c				the only module that touches tables and row locks
 *	 calendar.c				working days			identification.c	BIN and IIN
 *	 admissions.c, admit.c	who acts for whom		row_security.c			what is hidden from whom
 */
#ifndef SECRETXFER_H
#define SECRETXFER_H

#include "postgres.h"

#include "access/htup.h"
#include "access/tupdesc.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/relcache.h"
#include "utils/snapshot.h"

#include "compat.h"
#include "register/tables.h"

#define SCHEMA_NAME "secretxfer"
#define RULE_PREFIX "secretxfer_"
#undef TEXTDOMAIN
#define TEXTDOMAIN PG_TEXTDOMAIN("secretxfer")

/* A text for users: found by xgettext, translated where it is reported. */
#define translated(message) dgettext(TEXTDOMAIN, message)

/* ---- storage.c: looking entries up and holding them ---- */

/* Which entries: those of a table with these values in these columns. */
typedef struct Lookup
{
	TableId table;
	int count;
	int columns[MAX_KEY_COLUMNS];
	Datum values[MAX_KEY_COLUMNS];
	bool nothing; /* a wanted value is missing, so nothing has it */
} Lookup;

/*
 * How firmly a found entry is held until the transaction ends.  An act holds SHARED what
 * many cases share (a party, a clearance); an event, and the steps of one case among
 * themselves, hold EXCLUSIVE.  Neither collides with a foreign key's own lock.  AT_ONCE is
 * EXCLUSIVE without waiting: it ends in a serialization failure instead.
 */
typedef enum Hold
{
	HOLD_NOT,
	HOLD_SHARED,
	HOLD_EXCLUSIVE,
	HOLD_AT_ONCE
} Hold;

extern Lookup look_in(TableId table);
extern void where_text(Lookup *lookup, int column, const text *value);
extern void where_date(Lookup *lookup, int column, DateADT value);
extern void where_big(Lookup *lookup, int column, int64 value);
extern void where_integer(Lookup *lookup, int column, int32 value);
extern bool where_same(Lookup *lookup, int column, const Entry *entry, int entry_column);

extern void *find_entry(const Lookup *lookup, Hold hold);
extern List *find_entries(const Lookup *lookup, Hold hold);
extern void *find_by_key(const Entry *entry, Hold hold);

extern Snapshot lookup_snapshot(void);
extern TableId table_of_relation(Relation relation);
extern Oid relation_of_table(TableId table);
extern int attribute_of_column(TableId table, int column);
extern int attribute_of_stamp(TableId table, Stamp stamp);
extern void clear_field(Entry *entry, int column);
extern Entry *entry_from_tuple(TableId table, HeapTuple tuple, TupleDesc descriptor);
extern int place_of_value(ColumnType type, Oid value);
extern void mark_answered(const Request *request, bool answered);
extern void init_storage(void);

/* The list is asked for once: an expression that looks it up could find another one each time. */
#define foreach_entry(type, entry, list)                                            \
	for (ForEachState entry##__state = {(list), 0};                                 \
		 entry##__state.i < list_length(entry##__state.l) &&                        \
		 ((entry) = (type *) list_nth(entry##__state.l, entry##__state.i)) != NULL; \
		 entry##__state.i++)

/* ---- evaluate.c: judging an entry by the rules ---- */

typedef struct Judgement Judgement;
typedef struct CaseFile CaseFile;

/* On what occasion a rule is asked. */
#define ENTERED   0x01 /* a new entry, or a corrected one: judged as a whole */
#define CLOSED    0x02 /* a closing field was set */
#define CHANGED   0x04 /* any change to an entry that stood */
#define WITHDRAWN 0x08 /* a deletion */

/* What a rule needs to know to be answered. */
#define FORM      0x01 /* the entry alone: answered before it is written */
#define REGISTER  0x02 /* the register: answered at the end of the statement */
#define AT_COMMIT 0x04 /* what the rest of the transaction may still bring */
#define DUPLICATE 0x08 /* what the unique indexes answer when the entry is written */

/* What a rule asks of some tables on some occasions. */
typedef struct RulePart
{
	int scope;
	uint32 tables;
	int occasions;
	void (*check)(Judgement *judgement);
} RulePart;

#define MAX_RULE_PARTS 3

typedef struct Rule
{
	const char *name; /* without RULE_PREFIX */
	const char *provision;
	RulePart parts[MAX_RULE_PARTS]; /* as many as have a check */
	const char *sentence_en;
	const char *sentence_kk;
	const char *sentence_ru;
} Rule;

/* A rule that the entry breaks. */
typedef struct Finding
{
	const Rule *rule;
	const char *column; /* the one field that can repair it, or NULL */
	const char *detail;
	const char *hint;
} Finding;

/*
 * A hand-over of a carrier or a grant of access to a system: the same rules hold for both,
 * so they are put to the rules in this one shape.
 */
typedef struct Transfer
{
	DateADT on;
	Carrier *carrier;     /* NULL for access */
	Clearance *clearance; /* of the person who receives */
	List *permits;        /* of the contractor */
	Party *organizer;     /* whose unit protects the secrets, where it is stated */
	List *covers;         /* of Cover: what of the case covers the carrier or access */
} Transfer;

typedef struct Cover
{
	Request *request;
	ContractItem *line; /* NULL for access */
} Cover;

struct Judgement
{
	TableId table;
	Entry *old; /* NULL for a new entry */
	Entry *new; /* NULL for a withdrawal */
	int occasions;
	bool dry_run;      /* asked only: nothing is locked */
	bool hypothetical; /* a step not written down yet: its form is not judged */
	DateADT today;
	bool stamps_changed; /* the client tried to change who recorded the entry, or when */
	Case *facts;         /* of the entry's case; NULL if there is none */
	CaseFile *file;      /* of the entry's case, if it belongs to one */
	Entry *referenced[MAX_COLUMNS]; /* what the columns refer to, as far as it stands */
	bool dangling[MAX_COLUMNS];     /* the column refers to nothing that stands */
	Transfer *transfer;             /* for handovers and system_accesses */
	const Rule *rule;               /* the one being asked */
	List *findings;
	List *passed; /* of Rule */
};

#define NO_COLUMN (-1)

extern const Rule rule00[], rule02[], rule03[], rule04[], rule05[], rule06[], rule07[],
	rule08[], rule09[], rule10[], rule11[];
extern const Rule *const rule_chapters[];

extern int occasions_of(const Entry *old, const Entry *new);
extern void begin_judgement(Judgement *judgement, TableId table, Entry *old, Entry *new,
							bool dry_run);
extern void evaluate(Judgement *judgement, int scopes);
extern Hold holding(const Judgement *judgement, Hold hold);
extern void
broken(Judgement *judgement, int column, const char *detail, const char *hint);
extern void
broken_fields(Judgement *judgement, List *columns, const char *detail, const char *hint);
extern void require_texts(Judgement *judgement, const int *columns, int count,
						  const char *detail, const char *hint);
extern DateADT today_in_almaty(void);

/* rule00.c, rule11.c: what is looked up, and held, before the rules are asked */
extern void hold_references(Judgement *judgement);
extern void hold_parties_of_transfer(Judgement *judgement);
extern void describe_transfer(Judgement *judgement);

/* Rules that are named outside their chapter. */
extern const Rule *rule_named(const char *name);

/* ---- refusal.c: the only place that reports a refusal ---- */

extern void refuse_if_broken(const Judgement *judgement);
pg_noreturn extern void refuse_truncation(TableId table);
extern char *finding_line(const Finding *finding);
pg_noreturn extern void report_held_elsewhere(void);
extern void replace_native_reports(void);
extern void init_refusal(void);

/* ---- server_log.c: keeps what is entered out of the server's log ---- */

extern void note_use_of_register(void);
extern void init_server_log(void);

/* ---- case_file.c: one case as the rules read it ---- */

extern CaseFile *open_case_file(const text *case_no, bool dry_run);
extern void hold_case(const text *case_no, Hold hold);
extern void table_was_written(TableId table);
extern void init_case_file(void);

extern Case *case_facts(CaseFile *file);
extern Party *case_contractor(CaseFile *file);
extern Party *case_customer(CaseFile *file);
extern Request *case_request(CaseFile *file, const text *request_no);
extern Decision *case_decision(CaseFile *file, const text *request_no);
extern List *case_entries(CaseFile *file, TableId table);
extern void *case_entry(CaseFile *file, TableId table);

/* What the tables hold of the case: many entries, */
#define case_requests(file)    case_entries(file, TABLE_requests)
#define case_annex(file)       case_entries(file, TABLE_contract_items)
#define case_notices(file)     case_entries(file, TABLE_notices)
#define case_handovers(file)   case_entries(file, TABLE_handovers)
#define case_accesses(file)    case_entries(file, TABLE_system_accesses)
#define case_violations(file)  case_entries(file, TABLE_violations)
#define case_suspensions(file) case_entries(file, TABLE_suspensions)
#define case_supplements(file) case_entries(file, TABLE_supplements)
/* or one at the most. */
#define case_contract(file)   ((Contract *) case_entry(file, TABLE_contracts))
#define case_protection(file) ((Protection *) case_entry(file, TABLE_protections))
#define case_annulment(file)  ((Annulment *) case_entry(file, TABLE_annulments))

extern List *changes_of_party(const text *party);

/* ---- lock_order.c: what guards an entry ---- */

extern void hold_guards(const Entry *old, const Entry *new);
extern Party *hold_party(const text *idn, Hold hold);
extern void init_lock_order(void);

/* ---- what several provisions share ---- */

extern bool
valid_on(DateADT issued_on, DateADT valid_until, DateADT revoked_on, DateADT day);
extern bool after(DateADT a, DateADT b);

/* rule04.c, shared with rule 6(3) */
extern void check_authorization(Judgement *judgement, int permit_column,
								int clearance_column, DateADT day);

/* rule05.c, shared with rule 7 */
extern bool excluded_item_numbers(const Decision *decision, List **numbers);

/* rule06.c, shared with rules 3, 7 and 11 */
extern Contract *contract_by(Judgement *judgement, DateADT day);
extern bool annexed_by(Judgement *judgement, DateADT day);

/* rule07.c, shared with rules 3, 4 and 11 */
extern List *covers_of_transfer(Judgement *judgement);

/* rule10.c, shared with rule 8 */
typedef struct Succession
{
	Party *customer;  /* who is the customer on the day */
	bool open_change; /* a change without a supplement stands in the way */
	bool notices_missing;
	bool liquidated; /* by a completed liquidation without successor */
} Succession;

extern Succession succession_on(Judgement *judgement, DateADT day);
extern text *present_customer(const Case *facts);
extern void hold_customers(Judgement *judgement);

/* settled.c */
extern bool relied_on(Judgement *judgement);
extern bool list_is_closed(const text *case_no, const text *request_no);

/* ---- admissions.c ---- */

extern void init_admissions(void);

/* ---- calendar.c ---- */

extern bool answer_due_on(DateADT received_on, Hold hold, DateADT *due_on);
extern void hold_year_of_day(DateADT day, Hold hold);

/* ---- identification.c ---- */

extern bool number_fits_kind(const text *number, int party_kind);

/* ---- enter.c: what the server adds to an entry ---- */

extern void complete_entry(const Entry *old, Entry *new, bool dry_run);
extern bool stamps_differ(const Entry *old, const Entry *new);

#endif /* SECRETXFER_H */
