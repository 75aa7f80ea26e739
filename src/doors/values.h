/*
 * values.h
 *		Reads values that come as texts.
 */
#ifndef SECRETXFER_DOORS_VALUES_H
#define SECRETXFER_DOORS_VALUES_H

#include "catalog/pg_attribute.h"

extern Datum read_value(Form_pg_attribute attribute, char *value);

#endif /* SECRETXFER_DOORS_VALUES_H */
