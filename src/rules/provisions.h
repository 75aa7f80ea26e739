/*
 * provisions.h
 *		The rules of each provision, in the order of the text.
 */
#ifndef SECRETXFER_RULES_PROVISIONS_H
#define SECRETXFER_RULES_PROVISIONS_H

#include "rules/judgement.h"

extern const Rule rule00[], rule02[], rule03[], rule04[], rule05[], rule06[], rule07[], rule08[], rule09[], rule10[],
	rule11[];

#endif /* SECRETXFER_RULES_PROVISIONS_H */
