/*
 * catalogue.c
 *		The catalogue of the rules: their public names, for forms, logs and lawyers.
 *
 * It is read from the very list that the evaluator goes through, so that a name can neither
 * be missing here nor stand here for nothing.
 */
#include "secretxfer.h"

#include "mb/pg_wchar.h"

#include "srf.h"

PG_FUNCTION_INFO_V1(secretxfer_rule_catalogue);

/* The tables that a rule guards, over all its parts, as an array's text. */
static char *
guarded_tables(const Rule *rule)
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
			appendStringInfo(&names, "%s%s", names.len > 0 ? "," : "{",
							 register_tables[table].name);
	}
	appendStringInfoChar(&names, '}');
	return names.data;
}

/* The sources are in UTF-8, whatever the database is in. */
static const char *
in_database_encoding(const char *sentence)
{
	return pg_any_to_server(sentence, strlen(sentence), PG_UTF8);
}

/*
 * secretxfer.rule_catalogue() - every rule: its name, provision, tables and sentence
 */
Datum
secretxfer_rule_catalogue(PG_FUNCTION_ARGS)
{
	RowSink *sink = begin_rows(fcinfo);
	const Rule *const *chapter;
	const Rule *rule;

	for (chapter = rule_chapters; *chapter != NULL; chapter++)
	{
		for (rule = *chapter; rule->name != NULL; rule++)
		{
			const char *row[] = {psprintf(RULE_PREFIX "%s", rule->name),
								 rule->provision,
								 guarded_tables(rule),
								 rule->sentence_en,
								 in_database_encoding(rule->sentence_kk),
								 in_database_encoding(rule->sentence_ru)};

			put_row(sink, row);
		}
	}
	return (Datum) 0;
}
