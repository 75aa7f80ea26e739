/*
 * foreseen.h
 *		Entries that nobody has entered: what next_steps() asks the rules about.
 */
#ifndef SECRETXFER_DOORS_FORESEEN_H
#define SECRETXFER_DOORS_FORESEEN_H

#include "rules/judgement.h"

extern Entry *request_of_today(CaseFile *file);
extern Entry *receipt_of_today(const Request *request);
extern Entry *answer_of_today(const Request *request);
extern Entry *contract_of_today(CaseFile *file);
extern Entry *supplement_of_today(CaseFile *file, const PartyChange *change);
extern Entry *access_of_today(CaseFile *file);
extern Entry *handover_of_today(CaseFile *file, const RequestItem *line);
extern Entry *return_of_today(const Handover *handover);
extern Entry *closing_of_today(const Case *facts);

extern void judge_foreseen(Judgement *judgement, Entry *old_entry, Entry *entry);
extern bool breaks(const Judgement *judgement, const char *rule);

#endif /* SECRETXFER_DOORS_FORESEEN_H */
