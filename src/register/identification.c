/*
 * identification.c
 *		Business and individual identification numbers (BIN, IIN).
 *
 * A number has twelve digits; the last digit is a check digit. In a BIN the third and fourth digit are a month, and the
 * fifth and sixth a kind of entity. The digits of an IIN used to be the date of birth; since 2013 they need not be, so
 * no IIN is rejected for them.
 */
#include "prelude.h"

#include "register/identification.h"
#include "register/storage.h"
#include "register/tables.h"

#define NUMBER_LENGTH 12

PG_FUNCTION_INFO_V1(secretxfer_idn_valid);
PG_FUNCTION_INFO_V1(secretxfer_idn_valid_for_kind);

/* The weighted sum of the first eleven digits, modulo 11. */
static int
weighted_sum(const int *digits, const int *weights)
{
	int sum = 0;
	int at;

	for (at = 0; at < NUMBER_LENGTH - 1; at++)
		sum += digits[at] * weights[at];
	return sum % 11;
}

/*
 * Reads twelve digits with a correct check digit. Returns false for any other text. If the sum with the first weights
 * is 10, the second weights decide; if that sum is 10 too, no such number exists.
 */
static bool
read_number(const text *number, int *digits)
{
	static const int first_weights[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
	static const int second_weights[] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};
	StaticAssertDecl(lengthof(first_weights) == NUMBER_LENGTH - 1, "each digit but the last has a first weight");
	StaticAssertDecl(lengthof(second_weights) == NUMBER_LENGTH - 1, "each digit but the last has a second weight");
	text *plain = pg_detoast_datum_packed(unconstify(text *, number));
	const char *characters = VARDATA_ANY(plain);
	bool zero = true;
	int check;
	int at;

	if (VARSIZE_ANY_EXHDR(plain) != NUMBER_LENGTH)
		return false;
	for (at = 0; at < NUMBER_LENGTH; at++)
	{
		if (characters[at] < '0' || characters[at] > '9')
			return false;
		digits[at] = characters[at] - '0';
		zero &= digits[at] == 0;
	}
	check = weighted_sum(digits, first_weights);
	if (check == 10)
		check = weighted_sum(digits, second_weights);
	return !zero && check != 10 && check == digits[NUMBER_LENGTH - 1];
}

/* A month of registration, the kind of entity (4 to 6), its mark (0 to 3). */
static bool
shaped_as_bin(const int *digits)
{
	int month = digits[2] * 10 + digits[3];

	return month >= 1 && month <= 12 && digits[4] >= 4 && digits[4] <= 6 && digits[5] <= 3;
}

/* A date of birth, or at least a digit for sex and century, as most IINs have. */
static bool
shaped_as_iin(const int *digits)
{
	int month = digits[2] * 10 + digits[3];
	int day = digits[4] * 10 + digits[5];

	return (month >= 1 && month <= 12 && day >= 1 && day <= 31) || (digits[6] >= 1 && digits[6] <= 6);
}

/*
 * Whether a number can be the number of a party of a kind: an IIN for a citizen, a BIN for the other kinds. party_kind
 * is a PartyKind, or UNSTATED for any kind.
 *
 * If the kind is unknown, a number that looks neither like a BIN nor like an IIN is rejected: the number is more
 * probably a mistyped BIN than one of the rare IINs without a date of birth.
 */
bool
number_fits_kind(const text *number, int party_kind)
{
	int digits[NUMBER_LENGTH];

	if (!read_number(number, digits))
		return false;
	switch (party_kind)
	{
		case CITIZEN:
			return true;
		case STATE_BODY:
		case ORGANIZATION:
			return shaped_as_bin(digits);
		default:
			return shaped_as_bin(digits) || shaped_as_iin(digits);
	}
}

/*
 * secretxfer.idn_valid(number) - can the text be a BIN or an IIN?
 */
Datum
secretxfer_idn_valid(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(number_fits_kind(PG_GETARG_TEXT_PP(0), UNSTATED));
}

/*
 * secretxfer.idn_valid(number, kind) - can the text be the number of a party of the kind?
 */
Datum
secretxfer_idn_valid_for_kind(PG_FUNCTION_ARGS)
{
	int kind = place_of_value(COLUMN_PARTY_KIND, PG_GETARG_OID(1));

	PG_RETURN_BOOL(number_fits_kind(PG_GETARG_TEXT_PP(0), kind));
}
