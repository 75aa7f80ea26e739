/*
 * language.c
 *		Texts in Kazakh and Russian.
 *
 * The sources, and therefore the translations, are in UTF-8. The encoding of a database may lack the letters.
 */
#include "prelude.h"

#include "mb/pg_wchar.h"

#include "language.h"

/* Whether the encoding of the database has the letters of a language. */
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

/*
 * Returns a text in a language, in the encoding of the database. english is the text in English, which is the key of
 * the translation.
 *
 * Returns NULL if the encoding lacks the letters of the language, or if there is no translation.
 */
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
