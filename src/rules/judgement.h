/*
 * judgement.h
 *		What a rule is, and what it works with.
 */
#ifndef SECRETXFER_RULES_JUDGEMENT_H
#define SECRETXFER_RULES_JUDGEMENT_H

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
extern void note_broken(Judgement *judgement, int column, const char *detail, const char *hint);
extern void note_broken_fields(Judgement *judgement, List *columns, const char *detail, const char *hint);
extern void require_texts(Judgement *judgement, const int *columns, int count, const char *detail, const char *hint);

#endif /* SECRETXFER_RULES_JUDGEMENT_H */
