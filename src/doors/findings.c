/*
 * findings.c
 *		Puts the findings of a judgement into the columns of a result. The findings of one rule stand together.
 */
#include "prelude.h"

#include "lib/stringinfo.h"

#include "doors/findings.h"
#include "security/refusal.h"

/* Returns what was found broken of one rule, one line for each finding. */
char *
lines_of_rule(List *findings, const Rule *rule)
{
	StringInfoData lines;
	Finding *finding;

	initStringInfo(&lines);
	foreach_entry (Finding, finding, findings)
	{
		if (finding->rule == rule)
			appendStringInfo(&lines, "%s%s", lines.len > 0 ? "\n" : "", finding_line(finding));
	}
	return lines.data;
}

/* Returns the fields that the findings of one rule are about, as the text of an array; NULL if there are none. */
char *
fields_of_rule(List *findings, const Rule *rule)
{
	List *fields = NIL;
	Finding *finding;

	foreach_entry (Finding, finding, findings)
	{
		if (finding->rule == rule)
			fields = list_union(fields, finding->fields);
	}
	return fields == NIL ? NULL : psprintf("{%s}", joined(fields, ","));
}
