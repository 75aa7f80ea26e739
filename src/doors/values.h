/*
 * values.h
 *		Reads values that come as texts.
 */
#ifndef SECRETXFER_DOORS_VALUES_H
#define SECRETXFER_DOORS_VALUES_H

#include "catalog/pg_attribute.h"

#define HINT_ON_VALUES \
	N_("Write dates as YYYY-MM-DD, numbers as digits, and value lists as \\dT+ secretxfer.* shows them.")

extern Datum read_value(Form_pg_attribute attribute, char *value);

#endif /* SECRETXFER_DOORS_VALUES_H */
