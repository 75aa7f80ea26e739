/*
 * secretxfer.c
 *		The library as PostgreSQL loads it.
 */
#include "secretxfer.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(secretxfer_recorder);

void _PG_init(void);

void
_PG_init(void)
{
	pg_bindtextdomain(TEXTDOMAIN);
	init_storage();
	init_refusal();
	init_case_file();
}

/*
 * secretxfer.recorder() - default of recorded_by
 *
 * Always null: the trigger puts the role in.  That the planner evaluates it loads this
 * library before the first statement of a session is executed (see refusal.c).
 */
Datum
secretxfer_recorder(PG_FUNCTION_ARGS)
{
	PG_RETURN_NULL();
}
