/*
 * access.h
 *		Checks privileges and row-level security before anything else is told.
 */
#ifndef SECRETXFER_SECURITY_ACCESS_H
#define SECRETXFER_SECURITY_ACCESS_H

#include "access/htup.h"
#include "utils/acl.h"
#include "utils/relcache.h"

#include "register/storage.h"

/* What is done to a row, with the letters of pg_policy.polcmd. */
#define TO_SEE    'r'
#define TO_ENTER  'a'
#define TO_CHANGE 'w'

extern bool row_is_allowed(Relation relation, HeapTuple row, char act, bool as_written);
extern bool may_see_entry(const Entry *entry);
pg_noreturn extern void refuse_hidden_row(Relation relation);

extern void require_access(Oid relation, AclMode privileges);

/* Owners of objects. */
extern Oid owner_of_table(Oid table);
extern Oid owner_of_function(Oid function);

#endif /* SECRETXFER_SECURITY_ACCESS_H */
