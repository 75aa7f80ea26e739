/*
 * admissions.h
 *		Who acts for whom: the duties to which roles are admitted.
 */
#ifndef SECRETXFER_SECURITY_ADMISSIONS_H
#define SECRETXFER_SECURITY_ADMISSIONS_H

#include "register/storage.h"

/* The table of admissions, and its columns (sql/register/12_admissions.sql). */
#define ADMISSIONS            "admissions"
#define Natts_admissions      5
#define Anum_admissions_role  1
#define Anum_admissions_duty  2
#define Anum_admissions_party 3

extern void init_admissions(void);
extern Oid require_admissions(void);
extern void note_answer_in_plan(void);
extern bool is_admitted(void);
extern bool is_limited(TableId table);
extern bool acts_as(Duty duty);
extern bool writes_as(Duty duty);
extern bool is_registrar_of_all(void);
extern bool sees_every_case(void);
extern List *own_parties(Duty duty);
extern bool is_party_of(Duty duty, const text *party);
extern Case *case_of_number(const text *case_no);
extern Request *request_of_number(const text *case_no, const text *request_no);
extern bool may_see_as_before(const Entry *entry);
extern void *find_whose(const Lookup *lookup);
extern bool is_own_case(const text *case_no);
extern bool is_asked_as_own_body(const Request *request);
extern bool disposes_as_own_body(const Carrier *carrier, DateADT day);
extern bool permits_as_own_body(const Request *request, DateADT day);
extern void require_own_fields(Relation relation, const Entry *old_entry, const Entry *new_entry, HeapTuple row);

#endif /* SECRETXFER_SECURITY_ADMISSIONS_H */
