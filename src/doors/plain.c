/*
 * plain.c
 *		Whether a text is plain, so that verify() need not look at the text further.
 *
 * Nearly all numbers are one word of printable ASCII characters. To find this by a regular expression was the most
 * expensive question of verify(). It asks none of the rules' code, because verify() finds faults of that code.
 */
#include "prelude.h"

#include "fmgr.h"

PG_FUNCTION_INFO_V1(secretxfer_is_plain);

/* secretxfer.is_plain(text) - is a text one word of at most 200 printable ASCII characters? */
Datum
secretxfer_is_plain(PG_FUNCTION_ARGS)
{
	const text *value = PG_GETARG_TEXT_PP(0);
	const char *at = VARDATA_ANY(value);
	const char *end = at + VARSIZE_ANY_EXHDR(value);

	if (at == end || end - at > 200)
		PG_RETURN_BOOL(false);
	for (; at < end; at++)
		if (*at < '!' || *at > '~')
			PG_RETURN_BOOL(false);
	PG_RETURN_BOOL(true);
}
