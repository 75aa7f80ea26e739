/*
 * lock_order.h
 *		Locks the parent row of an entry before the entry's own row.
 */
#ifndef SECRETXFER_DOORS_LOCK_ORDER_H
#define SECRETXFER_DOORS_LOCK_ORDER_H

#include "register/tables.h"

extern void lock_parents(const Entry *old_entry, const Entry *new_entry);
extern void init_lock_order(void);

#endif /* SECRETXFER_DOORS_LOCK_ORDER_H */
