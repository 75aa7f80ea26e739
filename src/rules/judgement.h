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

/*
 * What a rule asks of some tables on some occasions: holds says whether the demand is met, and column names the
 * one field that can repair it, if there is one.  Where one check finds several things wrong, find notes each.
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

#define MAX_RULE_PARTS 3

/*
 * A rule, or one wording of it.  Wordings of a rule follow each other in the list of their provision, under the
 * same name.  The first holds for all earlier days, too, or else a date before it would escape the rule; each
 * further one has the day from which it takes the place of the one before it.
 */
typedef struct Rule
{
	const char *name;               /* without RULE_PREFIX */
	const char *provision;          /* paragraph and sentence of the Rules: 10 ¶2, 4(5) */
	RulePart parts[MAX_RULE_PARTS]; /* as many as have a check */
	const char *sentence;
	const char *detail; /* what is wrong, and the next lawful step, where every part finds the same */
	const char *hint;
	DateADT since; /* of a further wording; 0 for the first */
} Rule;

/* The first day of a further wording. */
#define FROM_DAY(year, month, day) (JULIAN_DAY(year, month, day) - POSTGRES_EPOCH_JDATE)

/* As date2j() counts, but constant: March is the first month of a year, and the year 4800 before ours the first. */
#define JULIAN_DAY(year, month, day) \
	JULIAN_DAY_OF((month) > 2 ? (year) + 4800 : (year) + 4799, (month) > 2 ? (month) + 1 : (month) + 13, day)
#define JULIAN_DAY_OF(year, month, day) \
	((year) *365 - 32167 + (year) / 4 - (year) / 100 + (year) / 400 + 7834 * (month) / 256 + (day))

/* The name of a column that is there, for RulePart.column. */
#define COLUMN_NAME(table, column) (&#column[0 * offsetof(table##_entry, column)])

/* A rule that the entry breaks. */
typedef struct Finding
{
	const Rule *rule;
	const char *column; /* the one field that can repair it, or NULL */
	const char *detail;
	const char *hint;
} Finding;

struct Judgement
{
	TableId table;
	Entry *old_entry; /* NULL for a new entry */
	Entry *new_entry; /* NULL for a withdrawal */
	int occasions;
	bool dry_run;      /* asked only: nothing is locked */
	bool hypothetical; /* a step not written down yet: its form is not judged */
	DateADT today;
	bool stamps_changed;            /* the client tried to change who recorded the entry, or when */
	Case *facts;                    /* of the entry's case; NULL if there is none */
	CaseFile *file;                 /* of the entry's case, if it belongs to one */
	Entry *referenced[MAX_COLUMNS]; /* what the columns refer to, as far as it stands */
	bool dangling[MAX_COLUMNS];     /* the column refers to nothing that stands */
	Transfer *transfer;             /* for handovers and system_accesses */
	const Rule *rule;               /* the one being asked */
	List *findings;
	List *passed; /* of Rule */
};

#define NO_COLUMN (-1)

extern int occasions_of(const Entry *old_entry, const Entry *new_entry);
extern void begin_judgement(Judgement *judgement, TableId table, Entry *old_entry, Entry *new_entry, bool dry_run);
extern RowLock lock_unless_dry_run(const Judgement *judgement, RowLock row_lock);
extern void note_rule_broken(Judgement *judgement, const char *column);
extern void note_broken(Judgement *judgement, int column, const char *detail, const char *hint);
extern void note_broken_fields(Judgement *judgement, List *columns, const char *detail, const char *hint);
extern void require_fields(Judgement *judgement, List *missing);
extern void require_texts(Judgement *judgement, const int *columns, int count);

#endif /* SECRETXFER_RULES_JUDGEMENT_H */
