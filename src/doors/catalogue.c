/*
 * catalogue.c
 *		The catalogue of the rules: their public names, for forms, logs and lawyers.
 *
 * The catalogue is read from the list that the evaluator uses (rules/chapters.c). So the catalogue lacks no rule and
 * names no rule that does not exist.
 */
#include "prelude.h"

#include "doors/rows.h"
#include "register/calendar.h"
#include "rules/chapters.h"

PG_FUNCTION_INFO_V1(secretxfer_rule_catalogue);

/* The tables on which a rule is asked, over all parts of the rule, as the text of an array. */
static char *
tables_of_rule(const Rule *rule)
{
	StringInfoData names;
	uint32 tables = 0;
	int table;
	int at;

	for (at = 0; at < MAX_RULE_PARTS; at++)
		tables |= rule->parts[at].tables;
	initStringInfo(&names);
	for (table = 0; table < TABLE_COUNT; table++)
	{
		if ((tables & (UINT32_C(1) << table)) != 0)
			appendStringInfo(&names, "%s%s", names.len > 0 ? "," : "{", register_tables[table].name);
	}
	appendStringInfoChar(&names, '}');
	return names.data;
}

static void
put_rule(RowSink *sink, const Rule *rule)
{
	static const char *const words[] = {[MAY_BE_SET_ASIDE] = "yes",
										[SET_ASIDE_UNTIL_COMMIT] = "until commit",
										[SET_ASIDE_IN_PART] = "in part",
										[NEVER_SET_ASIDE] = "never"};
	const char *row[] = {psprintf(RULE_PREFIX "%s", rule->name),
						 provision_of(rule),
						 tables_of_rule(rule),
						 rule->sentence,
						 in_language(rule->sentence, KAZAKH),
						 in_language(rule->sentence, RUSSIAN),
						 words[rule->set_aside]};

	put_row(sink, row, lengthof(row));
}

/*
 * Whether a wording stands in the catalogue: the wording of today, or the first wording of a rule that is still to
 * come, so that clients learn of the rule before the rule refuses something.
 */
static bool
is_in_catalogue(const Rule *const *chapter, const Rule *const *wording)
{
	DateADT today = today_in_almaty();
	bool first = wording == chapter || strcmp(wording[-1]->name, wording[0]->name) != 0;

	return is_in_force(wording, today) || (first && wording[0]->since > today);
}

/*
 * secretxfer.rule_catalogue() - every rule in its wording of today: name, provision, tables, sentence, and
 * whether a rectification sets the rule aside
 */
Datum
secretxfer_rule_catalogue(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	const Rule *const *const *chapter;
	const Rule *const *wording;

	for (chapter = rule_chapters; *chapter != NULL; chapter++)
	{
		for (wording = *chapter; *wording != NULL; wording++)
		{
			if (is_in_catalogue(*chapter, wording))
				put_rule(sink, *wording);
		}
	}
	return (Datum) 0;
}
