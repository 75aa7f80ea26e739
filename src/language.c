/*
 * language.c
 *		Texts in Kazakh and Russian, and the language that a session asks for.
 *
 * DETAIL, HINT and the texts of functions and views are in the language asked for; primary messages are English. The
 * sources, and therefore the translations, are in UTF-8. The encoding of a database, or of a client, may lack the
 * letters.
 */
#include "prelude.h"

#include <locale.h>

#include "access/xact.h"
#include "mb/pg_wchar.h"
#include "utils/guc.h"

/* The value of secretxfer.language that leaves the choice to lc_messages. Other values are those of Language. */
#define OF_MESSAGES (-1)

static int language_setting = OF_MESSAGES;

/* Whether an encoding has all characters of the texts in a language. */
static bool
has_letters(int encoding, Language language)
{
	switch (encoding)
	{
		case PG_UTF8:
		case PG_SQL_ASCII:
		case PG_GB18030:
			return true;
		case PG_WIN1251:
			return language != KAZAKH;
		default:
			return language == ENGLISH;
	}
}

static int
compare_by_english(const void *a, const void *b)
{
	return strcmp(((const Translation *) a)->english, ((const Translation *) b)->english);
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
	const Translation key = {english, NULL};
	const Translation *found;

	if (language == ENGLISH)
		return english;
	/* Outside of a transaction nothing can be converted. */
	if (!has_letters(GetDatabaseEncoding(), language) || (GetDatabaseEncoding() != PG_UTF8 && !IsTransactionState()))
		return NULL;
	found = language == KAZAKH
				? bsearch(&key, translations_kk, translation_count_kk, sizeof(Translation), compare_by_english)
				: bsearch(&key, translations_ru, translation_count_ru, sizeof(Translation), compare_by_english);
	if (found == NULL)
		return NULL; /* not covered: a test fails on a text without a translation */
	return pg_any_to_server(found->text, strlen(found->text), PG_UTF8);
}

/* The language of a locale's name, such as ru_RU.UTF-8. Every other language is English. */
static Language
language_of_locale(const char *locale)
{
	static const struct
	{
		const char *name;
		Language language;
	} languages[] = {{"kk", KAZAKH}, {"Kazakh", KAZAKH}, {"ru", RUSSIAN}, {"Russian", RUSSIAN}};
	int at;

	for (at = 0; locale != NULL && at < lengthof(languages); at++)
	{
		size_t length = strlen(languages[at].name);

		if (strncmp(locale, languages[at].name, length) == 0 && !isalpha((unsigned char) locale[length]))
			return languages[at].language;
	}
	return ENGLISH;
}

/* The language that the session asks for, by secretxfer.language or else by lc_messages. */
static Language
asked_language(void)
{
	return language_setting == OF_MESSAGES ? language_of_locale(setlocale(LC_MESSAGES, NULL))
										   : (Language) language_setting;
}

/*
 * Returns a text in the language that the session asks for. A text that the database or the client cannot write in this
 * language stays English: a report that cannot be converted for the client would not reach the client at all.
 */
const char *
translated(const char *english)
{
	Language language = asked_language();
	const char *text = has_letters(pg_get_client_encoding(), language) ? in_language(english, language) : NULL;

	return text != NULL ? text : english;
}

/*
 * Any role sets the language for itself. The empty value stands for lc_messages, because this is what PostgreSQL leaves
 * of a value that SET LOCAL set before the library was loaded.
 */
void
init_language(void)
{
	static const struct config_enum_entry values[] = {{"lc_messages", OF_MESSAGES, false},
													  {"en", ENGLISH, false},
													  {"kk", KAZAKH, false},
													  {"ru", RUSSIAN, false},
													  {"", OF_MESSAGES, true},
													  {NULL, 0, false}};

	DefineCustomEnumVariable("secretxfer.language", "Language of DETAIL, HINT and of the texts of functions and views.",
							 "lc_messages: the language of lc_messages, if this is en, kk or ru; else English.",
							 &language_setting, OF_MESSAGES, values, PGC_USERSET, 0, NULL, NULL, NULL);
}
