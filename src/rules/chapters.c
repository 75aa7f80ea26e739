/*
 * chapters.c
 *		The Rules, provision by provision.
 *
 * The order of the chapters is the order in which findings are reported.
 */
#include "prelude.h"

#include "rules/chapters.h"
#include "rules/provisions.h"

/* Each chapter ends with a rule without a name, the list with NULL. */
const Rule *const rule_chapters[] = {rule00, rule02, rule03, rule04, rule05, rule06,
									 rule07, rule08, rule09, rule10, rule11, NULL};

/* The rule of a name, for the few that are reported from outside the evaluator. */
const Rule *
rule_named(const char *name)
{
	const Rule *const *chapter;
	const Rule *rule;

	for (chapter = rule_chapters; *chapter != NULL; chapter++)
	{
		for (rule = *chapter; rule->name != NULL; rule++)
		{
			if (strcmp(rule->name, name) == 0)
				return rule;
		}
	}
	elog(ERROR, "no rule is named \"%s\"", name);
	return NULL; /* keep compilers quiet */
}
