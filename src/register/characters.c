/*
 * characters.c
 *		What the characters of a text show: whether the text states something, and whether it is what it looks like.
 *
 * Two keys that look the same must be the same. So a key has no character that does not show, and a letter with a mark
 * is written in one way only: in Unicode normal form C. Letters of different scripts that look the same, such as Latin
 * A and Cyrillic А, stay different letters, because numbers of documents mix them.
 *
 * A database in an encoding other than UTF-8 has only ASCII characters looked at: its other characters are letters of
 * one form. No new register is created there.
 */
#include "prelude.h"

#include "common/unicode_norm.h"
#include "mb/pg_wchar.h"

#include "register/characters.h"
#include "register/hidden_characters.h"

/* A text without its header, and not compressed. */
typedef struct Characters
{
	const char *start;
	const char *end;
} Characters;

static Characters
characters_of(const text *value)
{
	const text *plain = pg_detoast_datum_packed(unconstify(text *, value));
	Characters characters = {VARDATA_ANY(plain)};

	characters.end = characters.start + VARSIZE_ANY_EXHDR(plain);
	return characters;
}

/* The number of bytes of the character at a place. */
static int
length_at(const char *at, const char *end)
{
	return IS_HIGHBIT_SET(*at) ? Min(pg_mblen(at), end - at) : 1;
}

/*
 * Whether a character does not show, by the table: among the numbers up to the character, a hidden range is the last.
 */
static bool
is_hidden_code(pg_wchar code)
{
	int from = 0;
	int to = lengthof(hidden_and_shown);

	while (from < to)
	{
		int middle = (from + to) / 2;

		if (hidden_and_shown[middle] <= code)
			from = middle + 1;
		else
			to = middle;
	}
	return from % 2 == 1;
}

/*
 * Whether the character at a place does not show. A no-break space or a joiner fills a field no more than a plain space
 * does.
 */
static bool
is_hidden(const char *at)
{
	if (!IS_HIGHBIT_SET(*at))
		return *at <= ' ' || *at == 0x7F;
	return GetDatabaseEncoding() == PG_UTF8 && is_hidden_code(utf8_to_unicode((const unsigned char *) at));
}

/* Whether a text is NULL or has only characters that do not show: such a text states nothing. */
bool
is_blank(const text *value)
{
	Characters characters;
	const char *at;

	if (value == NULL)
		return true;
	characters = characters_of(value);
	for (at = characters.start; at < characters.end; at += length_at(at, characters.end))
	{
		if (!is_hidden(at))
			return false;
	}
	return true;
}

/*
 * Whether a text has hidden characters: white space at its start or end, or within it a character other than a plain
 * space that does not show.
 */
bool
has_hidden_characters(const text *value)
{
	Characters characters = characters_of(value);
	const char *at;

	for (at = characters.start; at < characters.end; at += length_at(at, characters.end))
	{
		if (is_hidden(at) && (*at != ' ' || at == characters.start || at + 1 == characters.end))
			return true;
	}
	return false;
}

static bool
is_ascii(Characters characters)
{
	const char *at;

	for (at = characters.start; at < characters.end; at++)
	{
		if (IS_HIGHBIT_SET(*at))
			return false;
	}
	return true;
}

static bool
same_codes(const pg_wchar *a, const pg_wchar *b)
{
	while (*a == *b && *a != 0)
	{
		a++;
		b++;
	}
	return *a == *b;
}

/* Whether a text is in Unicode normal form C: a letter and its marks are one character wherever Unicode has one. */
bool
is_in_normal_form(const text *value)
{
	Characters characters = characters_of(value);
	int length = (int) (characters.end - characters.start);
	pg_wchar *codes;

	if (GetDatabaseEncoding() != PG_UTF8 || is_ascii(characters))
		return true;
	codes = palloc((length + 1) * sizeof(pg_wchar));
	pg_mb2wchar_with_len(characters.start, codes, length);
	switch (unicode_is_normalized_quickcheck(UNICODE_NFC, codes))
	{
		case UNICODE_NORM_QC_YES:
			return true;
		case UNICODE_NORM_QC_NO:
			return false;
		default:
			return same_codes(codes, unicode_normalize(UNICODE_NFC, codes));
	}
}

/*
 * Refuses to create a register in a database whose encoding cannot hold Kazakh. A register that was created there by
 * version 1.0 stays in use.
 */
void
require_utf8_for_new_register(void)
{
	if (GetDatabaseEncoding() != PG_UTF8)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the encoding of this database is %s, but a register needs UTF8", GetDatabaseEncodingName()),
				 errdetail("Only in UTF8 does the server know all letters of Kazakh."),
				 errhint("Create a database with ENCODING 'UTF8' and TEMPLATE template0, and the register there.")));
}
