/*
 * party_change.h
 *		Provision 10: whether a change of a party stands on a day.
 */
#ifndef SECRETXFER_RULES_PARTY_CHANGE_H
#define SECRETXFER_RULES_PARTY_CHANGE_H

#include "register/case_file.h"

extern bool called_off_by(const PartyChange *change, DateADT day);
extern bool stands_on(const PartyChange *change, DateADT day);
extern bool lives_on_after(const PartyChange *change);
extern bool is_in_liquidation(const text *party, DateADT day);

#endif /* SECRETXFER_RULES_PARTY_CHANGE_H */
