/*
 * line.h
 *		The lines of the journal, as they are stored.
 */
#ifndef SECRETXFER_JOURNAL_LINE_H
#define SECRETXFER_JOURNAL_LINE_H

#include "access/htup.h"
#include "access/tupdesc.h"
#include "utils/relcache.h"
#include "utils/snapshot.h"

#include "journal/digest.h"
#include "register/tables.h"

/* The columns (sql/register/12_journal.sql). */
#define Natts_journal                 19
#define Anum_journal_chain            1
#define Anum_journal_place            2
#define Anum_journal_recorded_at      3
#define Anum_journal_login_role       4
#define Anum_journal_effective_role   5
#define Anum_journal_end_user         6
#define Anum_journal_application_name 7
#define Anum_journal_client_address   8
#define Anum_journal_table            9
#define Anum_journal_entry            10
#define Anum_journal_act              11
#define Anum_journal_values           12
#define Anum_journal_salt             13
#define Anum_journal_values_digest    14
#define Anum_journal_entry_digest     15
#define Anum_journal_basis            16
#define Anum_journal_set_aside        17
#define Anum_journal_version          18
#define Anum_journal_hash             19

#define SALT_LENGTH 16

/* A line. A text that is null is NULL. */
typedef struct JournalLine
{
	int64 chain;
	int64 place;
	TimestampTz recorded_at;
	const char *login_role;
	const char *effective_role;
	const char *end_user;
	const char *application_name;
	const char *client_address;
	const char *table;
	int64 entry;
	JournalAct act;
	const char *values;
	bool is_salted; /* false once the values are blanked */
	uint8 salt[SALT_LENGTH];
	Digest values_digest;
	bool has_entry_digest;
	Digest entry_digest;
	const char *basis;
	List *set_aside; /* names of rules, as String nodes */
	const char *version;
	Digest hash;
	bool is_opening; /* of a journal that was empty before this transaction, whose lines are all of this transaction */
} JournalLine;

/* The last line of a chain; place 0 and a digest of zeros if the chain has none. */
typedef struct Head
{
	int64 place;
	Digest hash;
} Head;

extern JournalLine *line_from_tuple(HeapTuple tuple, TupleDesc descriptor);
extern Digest hash_of_line(const JournalLine *line, const Digest *previous);
extern Head head_in_journal(Relation journal, Relation key, int64 chain, Snapshot snapshot);
extern void append_line(JournalLine *line);
extern void forget_heads(void);
extern void init_heads(void);

#endif /* SECRETXFER_JOURNAL_LINE_H */
