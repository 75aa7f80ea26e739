/*
 * admissions.h
 *		Who acts for whom (admissions.c, admit.c), and what is hidden from whom (row_security.c).
 */
#ifndef SECRETXFER_ADMISSIONS_H
#define SECRETXFER_ADMISSIONS_H

#include "secretxfer.h"

/* The table of admissions, and its columns (sql/register/12_admissions.sql). */
#define ADMISSIONS            "admissions"
#define Natts_admissions      5
#define Anum_admissions_role  1
#define Anum_admissions_duty  2
#define Anum_admissions_party 3

extern Oid require_admissions(void);
extern bool is_admitted(void);
extern bool sees_every_case(void);
extern bool is_own_case(const text *case_no);
extern void require_own_fields(Relation relation, const Entry *old, const Entry *new);

/* Whose something is (register.c). */
extern Oid owner_of_table(Oid table);
extern Oid owner_of_function(Oid function);

/* What is done to a row, as policies name it (pg_policy.polcmd). */
#define TO_SEE    'r'
#define TO_ENTER  'a'
#define TO_CHANGE 'w'

extern bool row_is_allowed(Relation relation, HeapTuple row, char act, bool as_written);
pg_noreturn extern void refuse_hidden_row(Relation relation);

#endif /* SECRETXFER_ADMISSIONS_H */
