/*
 * rows.h
 *		Returns rows of texts from SQL functions.
 */
#ifndef SECRETXFER_DOORS_ROWS_H
#define SECRETXFER_DOORS_ROWS_H

typedef struct RowSink RowSink;

extern RowSink *begin_rows(FunctionCallInfo fcinfo);
extern void put_row(RowSink *sink, const char **values, int count);

#endif /* SECRETXFER_DOORS_ROWS_H */
