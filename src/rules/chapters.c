/*
 * chapters.c
 *		The Rules, provision by provision.
 *
 * The order of the chapters is the order in which findings are reported.
 */
#include "prelude.h"

#include "mb/pg_wchar.h"

#include "rules/chapters.h"
#include "rules/provisions.h"

/* The list of each provision ends with NULL, and so does the list of the lists. */
const Rule *const *const rule_chapters[] = {rule00, rule02, rule03, rule04, rule05, rule06,
											rule07, rule08, rule09, rule10, rule11, NULL};

/*
 * Returns the rule of a name without RULE_PREFIX, in its first wording: for the few rules that are reported outside the
 * evaluator.
 */
const Rule *
rule_named(const char *name)
{
	const Rule *const *const *chapter;
	const Rule *const *rule;

	for (chapter = rule_chapters; *chapter != NULL; chapter++)
	{
		for (rule = *chapter; *rule != NULL; rule++)
		{
			if (strcmp((*rule)->name, name) == 0)
				return *rule;
		}
	}
	elog(ERROR, "no rule is named \"%s\"", name);
	return NULL; /* keep compilers quiet */
}

/*
 * Whether a wording is in force on a day: from its own first day until the first day of the next wording.
 *
 * wording points into the list of its provision.
 */
bool
is_in_force(const Rule *const *wording, DateADT day)
{
	const Rule *next = wording[1];

	return (wording[0]->since == 0 || day >= wording[0]->since) &&
		   (next == NULL || next->since == 0 || day < next->since);
}

/*
 * Returns the provision of a rule as users read it. Not every encoding has the sign for a paragraph, so the sign is
 * replaced where the encoding of the database lacks it.
 */
char *
provision_of(const Rule *rule)
{
	const char *sign = strstr(rule->provision, "¶");

	if (sign == NULL || GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII)
		return pstrdup(rule->provision);
	return psprintf("%.*spar. %s", (int) (sign - rule->provision), rule->provision, sign + strlen("¶"));
}
