/*
 * srf.h
 *		Returning rows of texts: what the functions that answer with a table share.
 */
#ifndef SECRETXFER_SRF_H
#define SECRETXFER_SRF_H

#include "secretxfer.h"

typedef struct RowSink RowSink;

extern RowSink *begin_rows(FunctionCallInfo fcinfo);
extern void put_row(RowSink *sink, const char **values);

#endif /* SECRETXFER_SRF_H */
