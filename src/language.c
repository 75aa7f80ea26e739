/*
 * language.c
 *		Texts in Kazakh and Russian.
 *
 * The sources, and so the translations, are in UTF-8.  A database of another encoding may lack the letters.
 */
#include "prelude.h"

#include "mb/pg_wchar.h"

#include "language.h"

/* Whether the database's encoding has the letters of a language. */
static bool
has_letters(Language language)
{
	switch (GetDatabaseEncoding())
	{
		case PG_UTF8:
		case PG_SQL_ASCII:
			return true;
		case PG_WIN1251:
		case PG_KOI8R:
		case PG_WIN866:
		case PG_ISO_8859_5:
			return language != KAZAKH;
		default:
			return language == ENGLISH;
	}
}

/* A text in a language, in the database's encoding; NULL where that has no letters for it or no translation is there. */
const char *
in_language(const char *english, Language language)
{
	const Translation *translation = language == KAZAKH ? translations_kk : translations_ru;

	if (language == ENGLISH)
		return english;
	if (!has_letters(language))
		return NULL;
	for (; translation->english != NULL; translation++)
	{
		if (strcmp(translation->english, english) == 0)
			return pg_any_to_server(translation->text, strlen(translation->text), PG_UTF8);
	}
	return NULL; /* not covered: the catalogue's test fails on a text without a translation */
}
