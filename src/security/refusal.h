/*
 * refusal.h
 *		Reports refusals.
 */
#ifndef SECRETXFER_SECURITY_REFUSAL_H
#define SECRETXFER_SECURITY_REFUSAL_H

#include "rules/judgement.h"

extern void refuse_if_broken(const Judgement *judgement);
pg_noreturn extern void refuse_truncation(TableId table);
extern char *finding_line(const Finding *finding);
extern List *findings_of(const ErrorData *refusal);
extern void replace_native_reports(const Judgement *judgement);
extern bool takes_duplicates(void);
extern void init_refusal(void);

#endif /* SECRETXFER_SECURITY_REFUSAL_H */
