/*
 * completion.h
 *		What the server adds to an entry.
 */
#ifndef SECRETXFER_DOORS_COMPLETION_H
#define SECRETXFER_DOORS_COMPLETION_H

#include "register/tables.h"

extern void complete_entry(const Entry *old, Entry *new, bool dry_run);
extern bool stamps_differ(const Entry *old, const Entry *new);

#endif /* SECRETXFER_DOORS_COMPLETION_H */
