/*
 * provisions.h
 *		The rules of each provision, in the order of the text.
 */
#ifndef SECRETXFER_RULES_PROVISIONS_H
#define SECRETXFER_RULES_PROVISIONS_H

#include "rules/judgement.h"

extern const Rule *const rule00[];
extern const Rule *const rule02[];
extern const Rule *const rule03[];
extern const Rule *const rule04[];
extern const Rule *const rule05[];
extern const Rule *const rule06[];
extern const Rule *const rule07[];
extern const Rule *const rule08[];
extern const Rule *const rule09[];
extern const Rule *const rule10[];
extern const Rule *const rule11[];

#endif /* SECRETXFER_RULES_PROVISIONS_H */
