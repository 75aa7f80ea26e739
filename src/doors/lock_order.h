/*
 * lock_order.h
 *		What guards an entry is locked before its row is.
 */
#ifndef SECRETXFER_DOORS_LOCK_ORDER_H
#define SECRETXFER_DOORS_LOCK_ORDER_H

#include "register/tables.h"

extern void hold_guards(const Entry *old, const Entry *new);
extern void init_lock_order(void);

#endif /* SECRETXFER_DOORS_LOCK_ORDER_H */
