/*
 * srf.h
 *		Returning rows of texts: what the functions that answer with a table share.
 */
#ifndef SECRETXFER_SRF_H
#define SECRETXFER_SRF_H

#include "secretxfer.h"

#include "utils/acl.h"

typedef struct RowSink RowSink;

extern void require_access(Oid relation, AclMode privileges);
extern RowSink *begin_rows(FunctionCallInfo fcinfo);
extern void put_row(RowSink *sink, const char **values);

#endif /* SECRETXFER_SRF_H */
