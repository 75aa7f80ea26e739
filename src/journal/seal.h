/*
 * seal.h
 *		The heads of the chains that a seal keeps.
 */
#ifndef SECRETXFER_JOURNAL_SEAL_H
#define SECRETXFER_JOURNAL_SEAL_H

#include "utils/relcache.h"
#include "utils/snapshot.h"

#include "journal/digest.h"

extern int64 sealed_place(Relation heads, Relation key, int64 chain, Snapshot snapshot);
extern void cover_head(DigestRun *run, int64 chain, int64 place, const void *hash, int length);
extern void keep_heads(int64 seal_no, DigestRun *run);

#endif /* SECRETXFER_JOURNAL_SEAL_H */
