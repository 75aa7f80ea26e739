/*
 * contents.h
 *		What a line of the journal says of an entry.
 */
#ifndef SECRETXFER_JOURNAL_CONTENTS_H
#define SECRETXFER_JOURNAL_CONTENTS_H

#include "register/tables.h"

extern bool is_remembered(TableId table, int column);
extern char *whole_entry(const Entry *entry);
extern char *change_of_entry(const Entry *old_entry, const Entry *new_entry);

#endif /* SECRETXFER_JOURNAL_CONTENTS_H */
