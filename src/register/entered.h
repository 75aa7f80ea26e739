/*
 * entered.h
 *		What the running transaction entered, and who records.
 */
#ifndef SECRETXFER_REGISTER_ENTERED_H
#define SECRETXFER_REGISTER_ENTERED_H

#include "register/tables.h"

extern void note_entered(int64 entry_id);
extern bool was_entered_now(const Entry *entry);
extern bool was_written_now(const Entry *entry);
extern Oid recorder(void);
extern void init_entered(void);

#endif /* SECRETXFER_REGISTER_ENTERED_H */
