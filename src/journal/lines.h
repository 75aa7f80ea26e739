/*
 * lines.h
 *		The lines of the journal, read one by one.
 */
#ifndef SECRETXFER_JOURNAL_LINES_H
#define SECRETXFER_JOURNAL_LINES_H

#include "access/genam.h"
#include "utils/relcache.h"

#include "journal/line.h"

/* Lines that are read in the order of an index. */
typedef struct LineScan
{
	Relation journal;
	Relation index;
	SysScanDesc scan;
	MemoryContext context; /* of the scan, which allocates memory when it meets dead index entries */
	MemoryContext of_line; /* of the present line, and of what is worked out of it; reset for the next one */
} LineScan;

extern void begin_lines(LineScan *lines, Relation journal, Relation index, const int64 *chain);
extern HeapTuple next_tuple_of_line(LineScan *lines);
extern JournalLine *next_line(LineScan *lines);
extern void end_lines(LineScan *lines);

#endif /* SECRETXFER_JOURNAL_LINES_H */
