/*
 * direct_write.h
 *		Rows that are written without SQL.
 */
#ifndef SECRETXFER_REGISTER_DIRECT_WRITE_H
#define SECRETXFER_REGISTER_DIRECT_WRITE_H

#include "access/htup.h"
#include "utils/relcache.h"

typedef struct DirectWrite DirectWrite;

extern DirectWrite *begin_direct_write(Relation relation);
extern void insert_row(DirectWrite *write, HeapTuple tuple);
extern void end_direct_write(DirectWrite *write);
extern void insert_single_row(Relation relation, HeapTuple tuple);
extern void update_single_row(Relation relation, ItemPointer place, HeapTuple tuple);

#endif /* SECRETXFER_REGISTER_DIRECT_WRITE_H */
