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

#include "fmgr.h"
#include "register/characters.h"
#include "register/hidden_characters.h"

PG_FUNCTION_INFO_V1(secretxfer_is_same_place);

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

/* Whether a text has more than so many characters. */
bool
is_longer(const text *value, int count)
{
	Characters characters = characters_of(value);
	const char *at = characters.start;

	/* No character is shorter than a byte. */
	if (characters.end - at <= count)
		return false;
	for (; at < characters.end && count > 0; count--)
		at += length_at(at, characters.end);
	return at < characters.end;
}

/* Whether a text, which may be NULL, says that the document lacks what is to be stated. */
bool
says_not_in_document(const text *value)
{
	Characters characters;

	if (value == NULL)
		return false;
	characters = characters_of(value);
	return characters.end - characters.start == strlen(NOT_IN_DOCUMENT) &&
		   memcmp(characters.start, NOT_IN_DOCUMENT, strlen(NOT_IN_DOCUMENT)) == 0;
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
 * The small letter of a letter, of the alphabets in which places of Kazakhstan are written: Latin and Cyrillic, with
 * the letters of Kazakh. Done here, because lower() follows the locale of the database, and in locale C it knows ASCII
 * only.
 */
static pg_wchar
small_letter(pg_wchar code)
{
	static const struct
	{
		pg_wchar first; /* of a block of capital letters */
		pg_wchar last;
		int step;     /* 2 where capital and small letters take turns */
		int distance; /* to the small letter */
	} capitals[] = {{'A', 'Z', 1, 32},       {0x00C0, 0x00D6, 1, 32}, {0x00D8, 0x00DE, 1, 32}, {0x0100, 0x012E, 2, 1},
					{0x0132, 0x0136, 2, 1},  {0x0139, 0x0147, 2, 1},  {0x014A, 0x0176, 2, 1},  {0x0179, 0x017D, 2, 1},
					{0x01CD, 0x01DB, 2, 1},  {0x01DE, 0x01EE, 2, 1},  {0x01F4, 0x01F4, 1, 1},  {0x0400, 0x040F, 1, 80},
					{0x0410, 0x042F, 1, 32}, {0x0460, 0x0480, 2, 1},  {0x048A, 0x04BE, 2, 1},  {0x04C0, 0x04C0, 1, 15},
					{0x04C1, 0x04CD, 2, 1},  {0x04D0, 0x052E, 2, 1}};
	int at;

	for (at = 0; at < lengthof(capitals); at++)
	{
		if (code >= capitals[at].first && code <= capitals[at].last &&
			(code - capitals[at].first) % capitals[at].step == 0)
			return code + capitals[at].distance;
	}
	return code;
}

/* The character at a place, as a small letter; of an encoding other than UTF-8, the byte. */
static pg_wchar
small_letter_at(const char *at)
{
	if (!IS_HIGHBIT_SET(*at))
		return small_letter(*at);
	return GetDatabaseEncoding() == PG_UTF8 ? small_letter(utf8_to_unicode((const unsigned char *) at))
											: (pg_wchar) (unsigned char) *at;
}

/* A text without the characters around it that do not show. */
static Characters
trimmed(const text *value)
{
	Characters characters = characters_of(value);
	const char *at = characters.start;
	const char *end = characters.end;

	while (at < end && is_hidden(at))
		at += length_at(at, end);
	characters.start = at;
	characters.end = at;
	for (; at < end; at += length_at(at, end))
	{
		if (!is_hidden(at))
			characters.end = at + length_at(at, end);
	}
	return characters;
}

/*
 * Whether two texts name the same city or settlement: capital and small letters, and white space around the name, make
 * no difference. A text that is NULL is the same as none.
 */
bool
is_same_place(const text *a, const text *b)
{
	Characters one;
	Characters other;

	if (a == NULL || b == NULL)
		return false;
	one = trimmed(a);
	other = trimmed(b);
	while (one.start < one.end && other.start < other.end && small_letter_at(one.start) == small_letter_at(other.start))
	{
		one.start += GetDatabaseEncoding() == PG_UTF8 ? length_at(one.start, one.end) : 1;
		other.start += GetDatabaseEncoding() == PG_UTF8 ? length_at(other.start, other.end) : 1;
	}
	return one.start == one.end && other.start == other.end;
}

/* secretxfer.is_same_place(text, text) - do two texts name the same city or settlement? */
Datum
secretxfer_is_same_place(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_same_place(PG_GETARG_TEXT_PP(0), PG_GETARG_TEXT_PP(1)));
}

/*
 * Refuses to create a register in a database whose encoding cannot hold Kazakh. A register that was created there by
 * version 1.0 stays in use.
 */
void
require_utf8_for_new_register(void)
{
	if (GetDatabaseEncoding() != PG_UTF8)
		ereport(
			ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("the encoding of this database is %s, but a register needs UTF8", GetDatabaseEncodingName()),
			 errdetail("%s", translated("Only in UTF8 does the server know all letters of Kazakh.")),
			 errhint("%s",
					 translated(
						 "Create a database with ENCODING 'UTF8' and TEMPLATE template0, and the register there."))));
}
