/*
 * case_file.h
 *		One case as the rules read it.
 */
#ifndef SECRETXFER_REGISTER_CASE_FILE_H
#define SECRETXFER_REGISTER_CASE_FILE_H

#include "register/storage.h"

typedef struct CaseFile CaseFile;

extern CaseFile *open_case_file(const text *case_no, bool dry_run);
extern CaseFile *case_file_with(const CaseFile *file, TableId table, List *entries);
extern void lock_case(const text *case_no, RowLock row_lock);

extern Case *case_facts(CaseFile *file);
extern Party *case_contractor(CaseFile *file);
extern Party *case_customer(CaseFile *file);
extern Request *case_request(CaseFile *file, const text *request_no);
extern Decision *case_decision(CaseFile *file, const text *request_no);
extern List *case_entries(CaseFile *file, TableId table);
extern void *case_entry(CaseFile *file, TableId table);

/* The entries of the case in tables with many entries for each case, */
#define case_requests(file)    case_entries(file, TABLE_requests)
#define case_annex(file)       case_entries(file, TABLE_contract_items)
#define case_notices(file)     case_entries(file, TABLE_notices)
#define case_handovers(file)   case_entries(file, TABLE_handovers)
#define case_accesses(file)    case_entries(file, TABLE_system_accesses)
#define case_violations(file)  case_entries(file, TABLE_violations)
#define case_suspensions(file) case_entries(file, TABLE_suspensions)
#define case_annulments(file)  case_entries(file, TABLE_annulments)
#define case_supplements(file) case_entries(file, TABLE_supplements)
#define case_protections(file) case_entries(file, TABLE_protections)
#define case_amendments(file)  case_entries(file, TABLE_contract_amendments)
/* or with at most one entry. */
#define case_contract(file) ((Contract *) case_entry(file, TABLE_contracts))

extern Party *lock_party(const text *idn, RowLock row_lock);
extern Carrier *carrier_of_id(int64 carrier_id, RowLock row_lock);
extern Carrier *lock_carrier(const Entry *entry, int column, RowLock row_lock);
extern RequestItem *listed_item(const text *case_no, const text *request_no, int item_no);
extern List *changes_of_party(const text *party);
extern List *changes_of_case(const text *case_no);

#endif /* SECRETXFER_REGISTER_CASE_FILE_H */
