/*
 * rectification.h
 *		Rules that are set aside under a basis.
 */
#ifndef SECRETXFER_SECURITY_RECTIFICATION_H
#define SECRETXFER_SECURITY_RECTIFICATION_H

#include "rules/judgement.h"

/* An entry that is judged once more at COMMIT. */
typedef struct ToCommit
{
	TableId table;
	int64 entry; /* its number */
} ToCommit;

extern bool may_rectify(void);
extern void begin_rectification(const char *basis);
extern bool is_rectification_begun(void);
extern const char *present_basis(void);
extern bool is_set_aside(const Judgement *judgement, const Finding *finding);
extern List *set_broken_aside(Judgement *judgement);
extern List *taken_to_commit(void);
extern void init_rectification(void);

#endif /* SECRETXFER_SECURITY_RECTIFICATION_H */
