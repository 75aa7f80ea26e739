/*
 * judgement.h
 *		What a rule is, and what it works with.
 */
#ifndef SECRETXFER_RULES_JUDGEMENT_H
#define SECRETXFER_RULES_JUDGEMENT_H

#include "utils/datetime.h"

#include "register/case_file.h"

typedef struct Judgement Judgement;
typedef struct Transfer Transfer;

/* The occasions on which a rule is asked. */
#define ENTERED   0x01 /* a new entry or a corrected entry: judged as a whole */
#define CLOSED    0x02 /* a closing field was set or, where that is allowed, taken back */
#define CHANGED   0x04 /* any change of an existing entry */
#define WITHDRAWN 0x08 /* a deletion */

#define ALL_OCCASIONS (ENTERED | CLOSED | CHANGED | WITHDRAWN)

/* Scopes: what a rule needs to know. */
#define FORM          0x01 /* the entry alone: asked before the row is stored */
#define OTHER_ENTRIES 0x02 /* other entries: asked at the end of the statement */
#define AT_COMMIT     0x04 /* what later statements of the transaction may add: asked at COMMIT */
#define DUPLICATE     0x08 /* duplicates: asked by the unique indexes when the row is stored */

#define ALL_SCOPES (FORM | OTHER_ENTRIES | AT_COMMIT | DUPLICATE)

/*
 * One demand of a rule, for some tables on some occasions. holds says whether the demand is met, and column is the name
 * of the only field that can repair the entry, if there is one. A demand with several possible findings has find
 * instead, which notes each finding.
 */
typedef struct RulePart
{
	int scope;
	uint32 tables;
	int occasions;
	bool (*holds)(Judgement *judgement);
	const char *column;
	void (*find)(Judgement *judgement);
} RulePart;

#define MAX_RULE_PARTS 4

/*
 * The constraint as which a broken rule is reported: clients sort errors by the kind of the constraint, and what finds
 * an existing entry after a failed insert waits for the report of a unique constraint.
 */
typedef enum ReportedAs
{
	AS_CHECK,
	AS_UNIQUE,
	AS_FOREIGN_KEY
} ReportedAs;

/* What a rectification does with a broken rule (security/rectification.c). */
typedef enum SetAside
{
	MAY_BE_SET_ASIDE,
	SET_ASIDE_UNTIL_COMMIT, /* what cannot be, but may be between two statements */
	SET_ASIDE_IN_PART,      /* but for the findings that say themselves that they never are */
	NEVER_SET_ASIDE
} SetAside;

/* The next lawful step after an entry of some tables that breaks a rule, where this is not the hint of the rule. */
typedef struct HintOfTables
{
	uint32 tables;
	const char *hint;
} HintOfTables;

#define MAX_HINTS_OF_TABLES 7

/*
 * A rule, or one wording of a rule. The wordings of a rule follow each other in the list of their provision and have
 * the same name. The first wording also applies to all earlier days, because otherwise an earlier date would escape the
 * rule. Each further wording has the day from which it replaces the wording before it. A first wording with a day is a
 * demand that an amendment of the Rules adds.
 */
typedef struct Rule
{
	const char *name;               /* without RULE_PREFIX */
	const char *provision;          /* paragraph and sentence of the Rules: 10 ¶2, 4(5) */
	RulePart parts[MAX_RULE_PARTS]; /* as many as have a check (holds or find) */
	const char *sentence;
	const char *detail; /* what is wrong and the next lawful step, if all parts find the same */
	const char *hint;
	DateADT since; /* first day of a further wording or of an added rule; 0 for a rule that holds for all days */
	ReportedAs reported_as;
	bool tells_of_carrier;        /* a finding follows from the carrier itself, or from where the carrier is */
	const char *detail_of_change; /* what is wrong with a change, if this is not the detail */
	HintOfTables hints_of_tables[MAX_HINTS_OF_TABLES]; /* in place of the hint */
	SetAside set_aside;
} Rule;

/* The first day of a further wording or of an added rule. */
#define FROM_DAY(year, month, day) (JULIAN_DAY(year, month, day) - POSTGRES_EPOCH_JDATE)

/*
 * Counts like date2j(), but as a constant expression: the year starts in March, and years are counted from 4800 years
 * before year 0.
 */
#define JULIAN_DAY(year, month, day) \
	JULIAN_DAY_OF((month) > 2 ? (year) + 4800 : (year) + 4799, (month) > 2 ? (month) + 1 : (month) + 13, day)
#define JULIAN_DAY_OF(year, month, day) \
	((year) *365 - 32167 + (year) / 4 - (year) / 100 + (year) / 400 + 7834 * (month) / 256 + (day))

/* The name of a column, checked by the compiler, for RulePart.column. */
#define COLUMN_NAME(table, column) (&#column[0 * offsetof(table##_entry, column)])

/* A rule that the entry breaks. */
typedef struct Finding
{
	const Rule *rule;
	const char *column; /* the only field that can repair the entry, or NULL */
	List *fields;       /* names (String nodes) of all fields that the finding is about */
	const char *detail;
	const char *hint;
	SetAside set_aside; /* that of the rule, unless a native constraint says the same as this part of the rule */
	const Entry
		*named; /* the entry that the detail names, or NULL: who may not see it gets the rule's detail instead */
} Finding;

struct Judgement
{
	TableId table;
	Entry *old_entry; /* NULL for a new entry */
	Entry *new_entry; /* NULL for a withdrawal */
	int occasions;
	bool dry_run;      /* a dry run: no row is locked */
	bool hypothetical; /* a step that nobody has entered: its form is not judged */
	DateADT today;
	Case *facts;                    /* row of the entry's case; NULL if there is none */
	CaseFile *file;                 /* of the entry's case, if it belongs to one */
	Entry *referenced[MAX_COLUMNS]; /* the entries that the columns refer to, as far as they exist */
	bool dangling[MAX_COLUMNS];     /* the column refers to an entry that does not exist */
	Transfer *transfer;             /* only for handovers and system_accesses */
	const Rule *rule;               /* the rule that is being asked */
	List *findings;
	List *passed; /* of Rule; only in a dry run */
};

#define NO_COLUMN (-1)

extern int occasions_of(const Entry *old_entry, const Entry *new_entry);
extern void begin_judgement(Judgement *judgement, TableId table, Entry *old_entry, Entry *new_entry, bool dry_run);
extern bool is_closing(const Judgement *judgement, int column);
extern bool end_is_moved(const Judgement *judgement);
extern RowLock lock_unless_dry_run(const Judgement *judgement, RowLock row_lock);
extern List *case_entries_with(const Judgement *judgement, Entry *instead);
extern const char *detail_of(const Rule *rule, bool is_change);
extern const char *hint_of(const Rule *rule, TableId table);
extern void note_rule_broken(Judgement *judgement, const char *column);
extern void note_rule_broken_about(Judgement *judgement, const char *column, List *columns);
extern void note_broken(Judgement *judgement, int column, const char *detail, const char *hint);
extern void name_cause(Finding *finding, const Entry *other, const char *detail);
extern void note_broken_by(Judgement *judgement, const Entry *other, const char *detail, const char *hint);
extern void note_broken_fields(Judgement *judgement, List *columns, const char *detail, const char *hint);
extern void require_fields(Judgement *judgement, List *missing);
extern void require_texts(Judgement *judgement, const int *columns, int count);

#endif /* SECRETXFER_RULES_JUDGEMENT_H */
