/*
 * withheld.h
 *		Keeps back findings about what the writer may not see.
 */
#ifndef SECRETXFER_SECURITY_WITHHELD_H
#define SECRETXFER_SECURITY_WITHHELD_H

#include "rules/judgement.h"

extern void withhold_findings(Judgement *judgement);

#endif /* SECRETXFER_SECURITY_WITHHELD_H */
