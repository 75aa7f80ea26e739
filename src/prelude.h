/*
 * prelude.h
 *		What every source file includes first.
 */
#ifndef SECRETXFER_PRELUDE_H
#define SECRETXFER_PRELUDE_H

#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"

#include "compat.h"
#include "language.h"

#define SCHEMA_NAME "secretxfer"
#define RULE_PREFIX "secretxfer_"

/*
 * A domain of gettext of which there is no catalogue: so primary messages are English in every server. Other texts are
 * translated by translated().
 */
#undef TEXTDOMAIN
#define TEXTDOMAIN PG_TEXTDOMAIN("secretxfer")

/*
 * Iterates over a list of entries or other structs. The list expression is evaluated once, because an expression that
 * looks entries up could return another list each time.
 */
#define foreach_entry(type, entry, list)                                            \
	for (ForEachState entry##__state = {(list), 0};                                 \
		 entry##__state.i < list_length(entry##__state.l) &&                        \
		 ((entry) = (type *) list_nth(entry##__state.l, entry##__state.i)) != NULL; \
		 entry##__state.i++)

#endif /* SECRETXFER_PRELUDE_H */
