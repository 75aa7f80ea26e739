/*
 * rule10.h
 *		Measures that are owed after a change of the contractor: next_steps() tells them of a closed case.
 */
#ifndef SECRETXFER_RULES_RULE10_H
#define SECRETXFER_RULES_RULE10_H

#include "register/case_file.h"

extern bool measures_are_owed(CaseFile *file);

#endif /* SECRETXFER_RULES_RULE10_H */
