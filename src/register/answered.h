/*
 * answered.h
 *		The mark of an answered request.
 */
#ifndef SECRETXFER_REGISTER_ANSWERED_H
#define SECRETXFER_REGISTER_ANSWERED_H

#include "register/tables.h"

extern void mark_answered(const Request *request, bool answered);
extern void init_answered(void);

#endif /* SECRETXFER_REGISTER_ANSWERED_H */
