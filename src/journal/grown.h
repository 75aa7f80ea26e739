/*
 * grown.h
 *		Which chains of the journal grew since the last seal.
 */
#ifndef SECRETXFER_JOURNAL_GROWN_H
#define SECRETXFER_JOURNAL_GROWN_H

#include "utils/snapshot.h"

typedef struct Chains
{
	size_t count;
	int64 *numbers; /* in their order, each once */
} Chains;

extern void list_chain(int64 chain);
extern Chains listed_chains(Snapshot snapshot, bool take);
extern bool is_among(const Chains *chains, int64 chain);

#endif /* SECRETXFER_JOURNAL_GROWN_H */
