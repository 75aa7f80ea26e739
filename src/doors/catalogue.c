/*
 * catalogue.c
 *		The catalogue of the rules: their public names, for forms, logs and lawyers.
 *
 * It is read from the very list that the evaluator goes through, so that a name can neither
 * be missing here nor stand here for nothing.
 */
#include "prelude.h"

#include "mb/pg_wchar.h"

#include "doors/rows.h"
#include "rules/chapters.h"

PG_FUNCTION_INFO_V1(secretxfer_rule_catalogue);

/* The tables that a rule guards, over all its parts, as an array's text. */
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

/*
 * A sentence in the database's encoding: the sources are in UTF-8.  NULL where the encoding
 * has no letters for its language.
 */
static const char *
in_database_encoding(const char *sentence, bool russian)
{
	switch (GetDatabaseEncoding())
	{
		case PG_UTF8:
		case PG_SQL_ASCII:
			return sentence;
		case PG_WIN1251:
		case PG_KOI8R:
		case PG_WIN866:
		case PG_ISO_8859_5:
			return russian ? pg_any_to_server(sentence, strlen(sentence), PG_UTF8) : NULL;
		default:
			return NULL;
	}
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
								 tables_of_rule(rule),
								 rule->sentence_en,
								 in_database_encoding(rule->sentence_kk, false),
								 in_database_encoding(rule->sentence_ru, true)};

			put_row(sink, row);
		}
	}
	return (Datum) 0;
}
