/*
 * verify_journal.c
 *		secretxfer_verify_journal: verifies the exported journal and its seals, without a server.
 *
 * Who doubts the server's administrator cannot ask the server. So this program needs no PostgreSQL, shares no code with
 * the extension, and has a SHA-256 of its own: it is written from docs/journal.md alone, and reads the two files that
 * journal_export() and journal_export_heads() give.
 *
 * Lines are read one by one. A line that gives the next hash is forgotten at once. From the first line of a chain that
 * does not, the rest of the chain is kept, because only the later lines tell whether a line was altered, left out,
 * inserted or swapped. After a wrong line its stored hash is taken for right, so that one fault is one finding.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define PROGRAM "secretxfer_verify_journal"

#define HASH_LENGTH   32
#define BLOCK_LENGTH  64
#define LENGTH_OFFSET 56 /* where the last block keeps the length of the message */

/* Hashes that are tried in one chain to tell what happened to a wrong line; then it just counts as altered. */
#define MAX_TRIALS 1000000
/* So many lines may be left out in one place, with the later places counted down, for this to be told. */
#define MAX_LOST 1000

#define MAX_MEMBERS 64
#define MAX_NATURAL (INT64_C(1) << 60)

typedef enum Status
{
	NOTHING_WRONG,
	SOMETHING_WRONG,
	NOT_READABLE
} Status;

/* Bytes of a line; start is NULL for null. */
typedef struct Bytes
{
	uint8_t *start;
	size_t length;
} Bytes;

typedef struct Sha256
{
	uint32_t state[8];
	uint64_t length;
	uint8_t block[BLOCK_LENGTH];
} Sha256;

typedef struct File
{
	const char *name;
	FILE *stream;
	int64_t line;
} File;

/* The fields of a line of the journal, and of the seals. */
enum
{
	CHAIN,
	PLACE,
	RECORDED_AT,
	LOGIN_ROLE,
	EFFECTIVE_ROLE,
	END_USER,
	APPLICATION_NAME,
	CLIENT_ADDRESS,
	TABLE,
	ENTRY,
	ACT,
	VALUES,
	SALT,
	VALUES_DIGEST,
	ENTRY_DIGEST,
	BASIS,
	SET_ASIDE,
	VERSION,
	HASH,
	JOURNAL_FIELDS
};

enum
{
	SEAL_NO,
	SEALED_AT,
	SEALED_BY,
	ROOT,
	HEAD_CHAIN,
	HEAD_PLACE,
	HEAD_HASH,
	SEAL_FIELDS
};

/* A line of the journal. The fields point into its text; digests and salt stand there as bytes. */
typedef struct Line
{
	char *text;
	size_t capacity;
	Bytes fields[JOURNAL_FIELDS];
	int64_t number; /* in the file */
	int64_t chain;
	int64_t place;
	int64_t recorded_at;
	int64_t entry;
	bool wrong; /* reported */
} Line;

/* A line of the seals. */
typedef struct SealLine
{
	char *text;
	size_t capacity;
	Bytes fields[SEAL_FIELDS];
	int64_t seal;
	int64_t sealed_at;
	int64_t chain;
	int64_t place;
} SealLine;

/* The head of a chain, as a seal keeps it. */
typedef struct Head
{
	int64_t chain;
	int64_t place;
	int64_t seal;
	int64_t last; /* of the first head of a chain: the last place that the journal has */
	uint8_t hash[HASH_LENGTH];
	bool reported; /* as found, or as missing */
} Head;

/*
 * What the lines of a chain say of an entry so far; without text if that is not known. taken is the place of a line
 * whose values are gone, until a line "blanked" of the entry says why; 0 if there is none.
 */
typedef struct Entry
{
	int64_t number;
	bool used;
	Bytes text;
	int64_t taken;
} Entry;

/* A hash table; its capacity is a power of two. */
typedef struct Entries
{
	Entry *slots;
	size_t capacity;
	size_t count;
} Entries;

typedef struct Chain
{
	int64_t number;
	int64_t next;  /* the place that the next line must have */
	int64_t shift; /* what is to be added to the places, once lines were inserted or left out */
	bool shifting; /* a line was just inserted, so the next right line tells the shift */
	bool known;    /* whether the hash before the next place is known */
	bool valued;   /* whether a line has values */
	uint8_t previous[HASH_LENGTH];
	Line *kept;
	size_t kept_count;
	size_t kept_capacity;
	long trials;
	size_t heads; /* the chain's heads: from here */
	size_t heads_end;
	size_t next_head;
} Chain;

typedef struct Digest
{
	bool given;
	int64_t seal;
	uint8_t root[HASH_LENGTH];
} Digest;

typedef struct Verifier
{
	Digest digest;
	Head *heads;
	size_t head_count;
	size_t head_capacity;
	Chain chain;
	Entries entries;
	bool valued;        /* whether a line has values */
	int64_t *valueless; /* chains in which none has */
	size_t valueless_count;
	size_t valueless_capacity;
	Bytes entry; /* an entry that is being put together */
	size_t entry_capacity;
	int64_t findings;
	int64_t lines;
	int64_t chains;
	int64_t highest; /* number of a chain so far */
	int64_t seals;
	int64_t unsealed;
	int64_t without_values;
} Verifier;

/* One "key":value of an object. */
typedef struct Member
{
	Bytes key;
	Bytes value;
} Member;

typedef struct Object
{
	Member members[MAX_MEMBERS];
	int count;
} Object;

/*
 * The columns of each table in the order of docs/register.md, without those that the journal leaves out. A column that
 * a change filled stands in the entry at its place among the others, and only this list tells where.
 */
static const struct
{
	const char *table;
	const char *columns;
} register_columns[] = {
	{"parties", "idn kind full_name head_name legal_address workplace position residence id_document_issuer settlement "
				"foreign_participation state_share quasi_state disposes_of_secrets protection_mandate"},
	{"affiliations", "party quasi_state since until"},
	{"permits", "permit_no holder issued_on valid_until issued_by highest_mark revoked_on printed_no"},
	{"clearances", "clearance_no party person_name issued_on valid_until issued_by highest_mark revoked_on printed_no"},
	{"carriers", "carrier_id owner title kind mark account_no copy_no sheets registered_on entered_for"},
	{"carrier_marks", "carrier_id marked_on mark document"},
	{"disposal_successions", "body effective_on carrier_id successor document"},
	{"cases", "case_no customer contractor subject works_settlement information_system_service opened_on closed_on "
			  "printed_no system_mark"},
	{"requests", "case_no request_no authority sent_on justification transfer_from transfer_until permit_no "
				 "clearance_no draft_contract information_statement received_on printed_no withdrawn_on"},
	{"request_items", "case_no request_no item_no carrier_id"},
	{"decisions", "case_no request_no decision_no sent_on outcome reasons signed_by signed_as excluded_items "
				  "late_reason withdrawn_on withdrawal_reasons"},
	{"contracts", "case_no contract_no concluded_on control_during_works control_after_works contractor_liability "
				  "protection_financing permit_no clearance_no responsible_unit unit_designated_by "
				  "information_statement"},
	{"contract_items", "case_no annex_no request_no item_no annexed_on"},
	{"contract_amendments", "case_no amendment_no concluded_on control_during_works control_after_works "
							"contractor_liability protection_financing permit_no clearance_no responsible_unit "
							"unit_designated_by information_statement"},
	{"notices", "case_no notice_no sent_on recipient kind authority party change_no"},
	{"protections", "case_no arranged_on kind organizer service_contract_no service_contract_on "
					"contractor_permit_marked_on provider_permit_marked_on unit_settlement contractor_permit_no "
					"provider_permit_no"},
	{"handovers", "case_no carrier_id handed_on act_no received_by returned_on return_act_no permit_no written_off_on "
				  "written_off_as write_off_act_no loss_violation_no"},
	{"holders", "handover held_since held_by"},
	{"system_accesses", "case_no clearance_no granted_on ended_on"},
	{"violations", "case_no violation_no found_on description remedied_on damage damage_recovered"},
	{"suspensions", "case_no suspended_on violation_no lifted_on"},
	{"annulments", "case_no raised_on addressed_to order_annulled_on rejected_on rejected_by"},
	{"party_changes", "party change_no kind effective_on document completed_on case_no called_off_on "
					  "call_off_document"},
	{"supplements", "case_no supplement_no party change_no successor successor_powers concluded_on"},
	{"protection_measures", "case_no party change_no taken_on measures"},
	{"calendar_days", "day working basis"},
	{"calendar_years", "year confirmed_on basis"}};

#define TABLE_COUNT (sizeof(register_columns) / sizeof(register_columns[0]))

/* Ends the program because something cannot be read; findings so far are told. */
__attribute__((noreturn, format(printf, 1, 2))) static void
give_up(const char *format, ...)
{
	va_list arguments;

	(void) fflush(stdout);
	(void) fputs(PROGRAM ": ", stderr);
	va_start(arguments, format);
	(void) vfprintf(stderr, format, arguments);
	va_end(arguments);
	(void) fputc('\n', stderr);
	exit(NOT_READABLE);
}

__attribute__((noreturn)) static void
unreadable(const File *file, const char *reason)
{
	give_up("%s, line %" PRId64 ": %s", file->name, file->line, reason);
}

/* Enlarges memory, or ends the program. */
static void *
enlarge(void *memory, size_t count, size_t size)
{
	void *enlarged = count > SIZE_MAX / size ? NULL : realloc(memory, count * size);

	if (enlarged == NULL)
		give_up("out of memory"); /* not covered: no test uses up the memory */
	return enlarged;
}

/* One finding in a chain, or of a seal: where, its name, what was found. */
__attribute__((format(printf, 5, 6))) static void
report(Verifier *verifier, int64_t chain, int64_t place, const char *name, const char *format, ...)
{
	va_list arguments;

	printf("chain %" PRId64 ", place %" PRId64 ": %s: ", chain, place, name);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	verifier->findings++;
}

static void
report_seal(Verifier *verifier, int64_t seal, const char *name, const char *what)
{
	printf("seal %" PRId64 ": %s: %s\n", seal, name, what);
	verifier->findings++;
}

/*
 * SHA-256, as in FIPS 180-4, sections 4 to 6.
 */

static const uint32_t sha256_constants[BLOCK_LENGTH] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static const uint32_t sha256_start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
										 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static void
put_big_endian(uint8_t *to, uint64_t number, int length)
{
	while (length-- > 0)
	{
		to[length] = (uint8_t) number;
		number >>= 8;
	}
}

static uint32_t
rotate(uint32_t word, int bits)
{
	return word >> bits | word << (32 - bits);
}

static void
sha256_schedule(const uint8_t *block, uint32_t *words)
{
	int t;

	for (t = 0; t < 16; t++)
		words[t] = (uint32_t) block[4 * t] << 24 | (uint32_t) block[4 * t + 1] << 16 |
				   (uint32_t) block[4 * t + 2] << 8 | block[4 * t + 3];
	for (; t < BLOCK_LENGTH; t++)
	{
		uint32_t two = words[t - 2];
		uint32_t fifteen = words[t - 15];

		words[t] = (rotate(two, 17) ^ rotate(two, 19) ^ two >> 10) + words[t - 7] +
				   (rotate(fifteen, 7) ^ rotate(fifteen, 18) ^ fifteen >> 3) + words[t - 16];
	}
}

/* The working variables a to h are v[0] to v[7]. */
static void
sha256_block(uint32_t *state, const uint8_t *block)
{
	uint32_t words[BLOCK_LENGTH];
	uint32_t v[8];
	int t;

	sha256_schedule(block, words);
	memcpy(v, state, sizeof(v));
	for (t = 0; t < BLOCK_LENGTH; t++)
	{
		uint32_t first = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) +
						 ((v[4] & v[5]) ^ (~v[4] & v[6])) + sha256_constants[t] + words[t];
		uint32_t second =
			(rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		v[7] = v[6];
		v[6] = v[5];
		v[5] = v[4];
		v[4] = v[3] + first;
		v[3] = v[2];
		v[2] = v[1];
		v[1] = v[0];
		v[0] = first + second;
	}
	for (t = 0; t < 8; t++)
		state[t] += v[t];
}

static void
sha256_begin(Sha256 *sha)
{
	memcpy(sha->state, sha256_start, sizeof(sha->state));
	sha->length = 0;
}

static void
sha256_add(Sha256 *sha, const void *bytes, size_t length)
{
	const uint8_t *from = bytes;

	while (length > 0)
	{
		size_t filled = sha->length % BLOCK_LENGTH;
		size_t taken = length < BLOCK_LENGTH - filled ? length : BLOCK_LENGTH - filled;

		memcpy(sha->block + filled, from, taken);
		sha->length += taken;
		from += taken;
		length -= taken;
		if (filled + taken == BLOCK_LENGTH)
			sha256_block(sha->state, sha->block);
	}
}

static void
sha256_end(Sha256 *sha, uint8_t *hash)
{
	uint64_t bits = sha->length * 8;
	size_t filled = sha->length % BLOCK_LENGTH;
	int i;

	sha->block[filled++] = 0x80;
	memset(sha->block + filled, 0, BLOCK_LENGTH - filled);
	if (filled > LENGTH_OFFSET)
	{
		sha256_block(sha->state, sha->block);
		memset(sha->block, 0, BLOCK_LENGTH);
	}
	put_big_endian(sha->block + LENGTH_OFFSET, bits, 8);
	sha256_block(sha->state, sha->block);
	for (i = 0; i < 8; i++)
		put_big_endian(hash + 4 * i, sha->state[i], 4);
}

/*
 * Hashes of the journal: docs/journal.md, "Bytes" and "Seals".
 */

static void
add_int8(Sha256 *sha, int64_t number)
{
	uint8_t bytes[8];

	put_big_endian(bytes, (uint64_t) number, sizeof(bytes));
	sha256_add(sha, bytes, sizeof(bytes));
}

/* text() or bytes() of the page; null has the length -1 and nothing more. */
static void
add_bytes(Sha256 *sha, Bytes bytes)
{
	uint8_t length[4];

	put_big_endian(length, bytes.start == NULL ? UINT32_MAX : bytes.length, sizeof(length));
	sha256_add(sha, length, sizeof(length));
	if (bytes.start != NULL)
		sha256_add(sha, bytes.start, bytes.length);
}

/* The hash of a line if it stood at this place, after this hash. */
static void
hash_line(const Line *line, const uint8_t *previous, int64_t place, uint8_t *hash)
{
	Sha256 sha;
	int field;

	sha256_begin(&sha);
	sha256_add(&sha, previous, HASH_LENGTH);
	add_int8(&sha, line->chain);
	add_int8(&sha, place);
	add_int8(&sha, line->recorded_at);
	for (field = LOGIN_ROLE; field <= TABLE; field++)
		add_bytes(&sha, line->fields[field]);
	add_int8(&sha, line->entry);
	add_bytes(&sha, line->fields[ACT]);
	for (field = VALUES_DIGEST; field <= VERSION; field++)
		add_bytes(&sha, line->fields[field]);
	sha256_end(&sha, hash);
}

static const uint8_t *
hash_of(const Line *line)
{
	return line->fields[HASH].start;
}

static bool
same_hash(const uint8_t *a, const uint8_t *b)
{
	return memcmp(a, b, HASH_LENGTH) == 0;
}

/* Whether a line gives its own hash if it stands at this place, after this hash. */
static bool
fits(const Line *line, const uint8_t *previous, int64_t place)
{
	uint8_t hash[HASH_LENGTH];

	hash_line(line, previous, place, hash);
	return same_hash(hash, hash_of(line));
}

/* Whether SHA-256(salt, text) is the digest. */
static bool
is_digest(Bytes salt, Bytes text, Bytes digest)
{
	Sha256 sha;
	uint8_t hash[HASH_LENGTH];

	sha256_begin(&sha);
	sha256_add(&sha, salt.start, salt.length);
	sha256_add(&sha, text.start, text.length);
	sha256_end(&sha, hash);
	return digest.start != NULL && same_hash(hash, digest.start);
}

static bool
same_bytes(Bytes a, Bytes b)
{
	return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

static bool
is_text(Bytes bytes, const char *text)
{
	return bytes.start != NULL && bytes.length == strlen(text) && memcmp(bytes.start, text, bytes.length) == 0;
}

/*
 * Files in COPY's text format.
 */

static File
open_file(const char *name)
{
	File file = {name, fopen(name, "r"), 0};

	if (file.stream == NULL)
		give_up("%s: %s", name, strerror(errno));
	return file;
}

/* Reads the next line, without its newline; false at the end of the file. */
static bool
read_line(File *file, char **text, size_t *capacity, size_t *length)
{
	ssize_t count;

	errno = 0;
	count = getline(text, capacity, file->stream);
	if (count < 0)
	{
		if (!feof(file->stream))
			give_up("%s: %s", file->name, strerror(errno));
		return false;
	}
	file->line++;
	*length = (size_t) count;
	if ((*text)[count - 1] == '\n')
		(*length)--;
	return true;
}

/* The character that a backslash and this letter stand for, or 0. */
static uint8_t
unescaped(uint8_t letter)
{
	static const char letters[] = "bfnrtv\\";
	static const char characters[] = "\b\f\n\r\t\v\\";
	const char *found = letter == 0 ? NULL : strchr(letters, letter);

	return found == NULL ? 0 : (uint8_t) characters[found - letters];
}

/* Takes the backslashes out of a field, in place. */
static void
unescape(const File *file, Bytes *field)
{
	uint8_t *end = field->start + field->length;
	uint8_t *from = memchr(field->start, '\\', field->length);
	uint8_t *to = from;

	if (from == NULL)
		return;
	for (; from < end; from++)
	{
		if (*from != '\\')
			*to++ = *from;
		else if (++from < end && unescaped(*from) != 0)
			*to++ = unescaped(*from);
		else
			unreadable(file, "a backslash that COPY does not write");
	}
	field->length = to - field->start;
}

/* Splits a line into its fields; their bytes stay in the line. */
static void
split_fields(const File *file, char *text, size_t length, Bytes *fields, int count)
{
	uint8_t *at = (uint8_t *) text;
	uint8_t *end = at + length;
	int i;

	for (i = 0; i < count; i++)
	{
		uint8_t *tab = memchr(at, '\t', end - at);

		if (i < count - 1 && tab == NULL)
			unreadable(file, "too few fields");
		if (i == count - 1 && tab != NULL)
			unreadable(file, "too many fields");
		if (tab == NULL)
			tab = end;
		fields[i].start = at;
		fields[i].length = tab - at;
		if (is_text(fields[i], "\\N"))
			fields[i].start = NULL;
		else
			unescape(file, &fields[i]);
		at = tab + 1;
	}
}

/* Reads a whole number as PostgreSQL prints it; false if it is none, or too large. */
static bool
parse_number(Bytes digits, int64_t *number)
{
	char text[24];
	const char *first;
	char *end;

	if (digits.start == NULL || digits.length == 0 || digits.length >= sizeof(text))
		return false;
	memcpy(text, digits.start, digits.length);
	text[digits.length] = '\0';
	first = text[0] == '-' ? text + 1 : text;
	if (strspn(first, "0123456789") != strlen(first) || strlen(text) != digits.length ||
		(first[0] == '0' && digits.length > 1))
		return false;
	errno = 0;
	*number = strtoll(text, &end, 10);
	return errno == 0 && *end == '\0';
}

static int64_t
number_in(const File *file, Bytes field)
{
	int64_t number;

	if (!parse_number(field, &number))
		unreadable(file, "a field that is to be a whole number is none");
	return number;
}

/* The value of a hexadecimal digit, or -1. */
static int
hex_digit(uint8_t digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Puts bytes in place of the hexadecimal digits that stand for them; false if they stand for none. */
static bool
parse_hex(Bytes *field)
{
	size_t i;

	if (field->length % 2 != 0)
		return false;
	field->length /= 2;
	for (i = 0; i < field->length; i++)
	{
		int high = hex_digit(field->start[2 * i]);
		int low = hex_digit(field->start[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		field->start[i] = (uint8_t) (high * 16 + low);
	}
	return true;
}

static void
read_hex(const File *file, Bytes *field)
{
	if (field->start != NULL && !parse_hex(field))
		unreadable(file, "a field that is to be hexadecimal is not");
}

static void
read_digest(const File *file, Bytes *field)
{
	read_hex(file, field);
	if (field->start != NULL && field->length != HASH_LENGTH)
		unreadable(file, "a digest does not have 64 digits");
}

/* A place or the number of a seal: so far from the largest number that sums of some of them are right. */
static int64_t
natural_in(const File *file, Bytes field)
{
	int64_t number = number_in(file, field);

	if (number < 1 || number > MAX_NATURAL)
		unreadable(file, "a place or the number of a seal is out of range");
	return number;
}

static void
need(const File *file, Bytes field)
{
	if (field.start == NULL)
		unreadable(file, "a mandatory field is null");
}

static bool
read_journal_line(File *file, Line *line)
{
	size_t length;

	if (!read_line(file, &line->text, &line->capacity, &length))
		return false;
	split_fields(file, line->text, length, line->fields, JOURNAL_FIELDS);
	line->number = file->line;
	line->chain = number_in(file, line->fields[CHAIN]);
	line->place = natural_in(file, line->fields[PLACE]);
	line->recorded_at = number_in(file, line->fields[RECORDED_AT]);
	line->entry = number_in(file, line->fields[ENTRY]);
	read_hex(file, &line->fields[SALT]);
	read_digest(file, &line->fields[VALUES_DIGEST]);
	read_digest(file, &line->fields[ENTRY_DIGEST]);
	read_digest(file, &line->fields[HASH]);
	need(file, line->fields[HASH]);
	line->wrong = false;
	return true;
}

static bool
read_seal_line(File *file, SealLine *line)
{
	Bytes *fields = line->fields;
	size_t length;

	if (!read_line(file, &line->text, &line->capacity, &length))
		return false;
	split_fields(file, line->text, length, fields, SEAL_FIELDS);
	line->seal = natural_in(file, fields[SEAL_NO]);
	line->sealed_at = number_in(file, fields[SEALED_AT]);
	need(file, fields[SEALED_BY]);
	read_digest(file, &fields[ROOT]);
	need(file, fields[ROOT]);
	if (fields[HEAD_CHAIN].start == NULL && fields[HEAD_PLACE].start == NULL && fields[HEAD_HASH].start == NULL)
		return true;
	line->chain = number_in(file, fields[HEAD_CHAIN]);
	line->place = natural_in(file, fields[HEAD_PLACE]);
	read_digest(file, &fields[HEAD_HASH]);
	need(file, fields[HEAD_HASH]);
	return true;
}

/*
 * Seals.
 */

static void
keep_head(Verifier *verifier, const SealLine *line)
{
	Head *head;

	if (verifier->head_count == verifier->head_capacity)
	{
		verifier->head_capacity = 2 * verifier->head_capacity + 1024;
		verifier->heads = enlarge(verifier->heads, verifier->head_capacity, sizeof(Head));
	}
	head = &verifier->heads[verifier->head_count++];
	head->chain = line->chain;
	head->place = line->place;
	head->seal = line->seal;
	head->last = 0;
	head->reported = false;
	memcpy(head->hash, line->fields[HEAD_HASH].start, HASH_LENGTH);
}

static int
compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
compare_heads(const void *a, const void *b)
{
	const Head *first = a;
	const Head *second = b;
	int order = compare_numbers(first->chain, second->chain);

	if (order == 0)
		order = compare_numbers(first->place, second->place);
	return order != 0 ? order : compare_numbers(first->seal, second->seal);
}

/* Whether two lines say the same of their seal. */
static bool
same_seal(const SealLine *a, const SealLine *b)
{
	return a->sealed_at == b->sealed_at && same_bytes(a->fields[SEALED_BY], b->fields[SEALED_BY]) &&
		   same_bytes(a->fields[ROOT], b->fields[ROOT]);
}

/* Adds a line's head to the root of its seal. */
static void
add_head(Verifier *verifier, Sha256 *sha, const SealLine *line)
{
	if (line->fields[HEAD_HASH].start == NULL)
		return;
	add_int8(sha, line->chain);
	add_int8(sha, line->place);
	sha256_add(sha, line->fields[HEAD_HASH].start, HASH_LENGTH);
	keep_head(verifier, line);
}

static void
check_digest(Verifier *verifier, const SealLine *seal)
{
	if (verifier->digest.given && seal->seal == verifier->digest.seal &&
		!same_hash(verifier->digest.root, seal->fields[ROOT].start))
		report_seal(verifier, seal->seal, "wrong root", "the root is not that of the digest");
}

/*
 * Reads the lines of one seal, of which the first is read already, and looks at its root; previous is the root before,
 * if that is known. The next seal's first line is then in next; false if there is none.
 */
static bool
read_seal(Verifier *verifier, File *file, const SealLine *seal, SealLine *next, const uint8_t *previous)
{
	Sha256 sha;
	uint8_t root[HASH_LENGTH] = {0};
	bool same = true;
	bool more;

	sha256_begin(&sha);
	sha256_add(&sha, previous != NULL ? previous : root, HASH_LENGTH);
	add_int8(&sha, seal->seal);
	add_int8(&sha, seal->sealed_at);
	add_bytes(&sha, seal->fields[SEALED_BY]);
	add_head(verifier, &sha, seal);
	while ((more = read_seal_line(file, next)) && next->seal == seal->seal)
	{
		same = same && same_seal(seal, next);
		add_head(verifier, &sha, next);
	}
	sha256_end(&sha, root);
	if (!same)
		report_seal(verifier, seal->seal, "wrong root", "the lines of the seal do not agree on the seal");
	else if (previous != NULL && !same_hash(root, seal->fields[ROOT].start))
		report_seal(verifier, seal->seal, "wrong root", "the root is not that of the heads and the root before");
	check_digest(verifier, seal);
	verifier->seals++;
	return more;
}

/* Tells which seals are not there between the last one and this one. Returns whether this is the next seal. */
static bool
check_seal_number(Verifier *verifier, int64_t last, int64_t seal)
{
	int64_t missing = last + 1;

	if (seal == missing)
		return true;
	if (seal <= last)
		report_seal(verifier, seal, "inserted", "a seal with a lower number than the seal before");
	else
	{
		printf("seal %" PRId64 ": seal missing: the next seal in the file is seal %" PRId64 "\n", missing, seal);
		verifier->findings++;
	}
	return false;
}

static void
read_seals(Verifier *verifier, const char *name)
{
	File file = open_file(name);
	SealLine seal = {0};
	SealLine next = {0};
	uint8_t root[HASH_LENGTH] = {0};
	int64_t last = 0;
	bool more = read_seal_line(&file, &next);

	while (more)
	{
		SealLine done = seal;
		bool in_turn = check_seal_number(verifier, last, next.seal);

		seal = next;
		next = done;
		more = read_seal(verifier, &file, &seal, &next, in_turn ? root : NULL);
		memcpy(root, seal.fields[ROOT].start, HASH_LENGTH);
		if (seal.seal > last)
			last = seal.seal;
	}
	if (verifier->digest.given && verifier->digest.seal > last)
		report_seal(verifier, verifier->digest.seal, "seal missing", "it is the seal of the digest");
	free(seal.text);
	free(next.text);
	(void) fclose(file.stream);
	if (verifier->head_count > 0)
		qsort(verifier->heads, verifier->head_count, sizeof(Head), compare_heads);
}

/* The first head of a chain with a number not below this one. */
static size_t
find_heads(const Verifier *verifier, int64_t chain)
{
	size_t from = 0;
	size_t to = verifier->head_count;

	while (from < to)
	{
		size_t middle = from + (to - from) / 2;

		if (verifier->heads[middle].chain < chain)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Where the heads of the chain end whose heads begin here. */
static size_t
end_of_heads(const Verifier *verifier, size_t from)
{
	size_t end = from;

	while (end < verifier->head_count && verifier->heads[end].chain == verifier->heads[from].chain)
		end++;
	return end;
}

/* Compares a line with the heads that seals keep of its place. */
static void
check_heads(Verifier *verifier, const Line *line)
{
	Chain *chain = &verifier->chain;

	for (; chain->next_head < chain->heads_end; chain->next_head++)
	{
		Head *head = &verifier->heads[chain->next_head];

		if (head->place > chain->next)
			return;
		if (head->place < chain->next)
			continue;
		head->reported = true;
		if (!line->wrong && !same_hash(head->hash, hash_of(line)))
			report(verifier, chain->number, chain->next, "altered",
				   "the hash is not the one that seal %" PRId64 " keeps", head->seal);
	}
	if (chain->heads == chain->heads_end || verifier->heads[chain->heads_end - 1].place < chain->next)
		verifier->unsealed++;
}

/* Tells which heads were not found: of places that the journal does not have, or no longer. */
static void
report_heads(Verifier *verifier)
{
	size_t from;
	size_t end;

	for (from = 0; from < verifier->head_count; from = end)
	{
		int64_t last = verifier->heads[from].last;
		size_t i;

		end = end_of_heads(verifier, from);
		for (i = from; i < end; i++)
		{
			const Head *head = &verifier->heads[i];

			if (!head->reported && head->place <= last)
				report(verifier, head->chain, head->place, "missing", "seal %" PRId64 " keeps this line", head->seal);
			else if (!head->reported && i == end - 1)
				report(verifier, head->chain, head->place, "cut off",
					   "seal %" PRId64 " keeps this line, the journal ends at place %" PRId64, head->seal, last);
		}
	}
}

/*
 * What the lines say of the entries.
 */

/* The slot of an entry, or the free slot where it would stand. */
static Entry *
find_slot(const Entries *entries, int64_t number)
{
	size_t at = (size_t) ((uint64_t) number * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (entries->capacity - 1);

	while (entries->slots[at].used && entries->slots[at].number != number)
		at = (at + 1) & (entries->capacity - 1);
	return &entries->slots[at];
}

static void
make_slots(Entries *entries, size_t capacity)
{
	entries->slots = enlarge(NULL, capacity, sizeof(Entry));
	memset(entries->slots, 0, capacity * sizeof(Entry));
	entries->capacity = capacity;
}

static void
double_slots(Entries *entries)
{
	Entries old = *entries;
	size_t i;

	make_slots(entries, old.capacity * 2);
	for (i = 0; i < old.capacity; i++)
	{
		if (old.slots[i].used)
			*find_slot(entries, old.slots[i].number) = old.slots[i];
	}
	free(old.slots);
}

static Entry *
find_entry(Entries *entries, int64_t number)
{
	Entry *entry = find_slot(entries, number);

	if (entry->used)
		return entry;
	if (++entries->count > entries->capacity / 2)
	{
		double_slots(entries);
		entry = find_slot(entries, number);
	}
	entry->number = number;
	entry->used = true;
	return entry;
}

static void
forget_entry(Entry *entry)
{
	free(entry->text.start);
	entry->text.start = NULL;
}

static void
remember_entry(Entry *entry, Bytes text)
{
	entry->text.start = enlarge(entry->text.start, text.length + 1, 1);
	entry->text.length = text.length;
	memcpy(entry->text.start, text.start, text.length);
}

#define FIRST_CAPACITY 64

static void
forget_entries(Entries *entries)
{
	size_t i;

	if (entries->count == 0)
		return;
	for (i = 0; i < entries->capacity; i++)
		free(entries->slots[i].text.start);
	free(entries->slots);
	make_slots(entries, FIRST_CAPACITY);
	entries->count = 0;
}

/* The end of the string whose first quotation mark is here, or NULL. */
static uint8_t *
skip_string(uint8_t *at, const uint8_t *end)
{
	for (at++; at < end && *at != '"'; at++)
	{
		if (*at == '\\')
			at++;
	}
	return at < end ? at + 1 : NULL;
}

/* The end of the value that starts here: a string, an array, or what stands up to the next comma or bracket. */
static uint8_t *
skip_value(uint8_t *at, const uint8_t *end)
{
	const uint8_t *start = at;
	int depth = 0;

	while (at < end && (depth > 0 || (*at != ',' && *at != ']' && *at != '}')))
	{
		if (*at == '"')
		{
			at = skip_string(at, end);
			if (at == NULL)
				return NULL;
			continue;
		}
		if (*at == '[')
			depth++;
		else if (*at == ']')
			depth--;
		at++;
	}
	return depth == 0 && at > start ? at : NULL;
}

/* Reads one "key":value; its end, or NULL. */
static uint8_t *
read_member(uint8_t *at, const uint8_t *end, Member *member)
{
	uint8_t *key_end;
	uint8_t *value_end;

	if (at == end || *at != '"')
		return NULL;
	key_end = skip_string(at, end);
	if (key_end == NULL || key_end == end || *key_end != ':')
		return NULL;
	value_end = skip_value(key_end + 1, end);
	if (value_end == NULL)
		return NULL;
	member->key = (Bytes){at + 1, key_end - at - 2};
	member->value = (Bytes){key_end + 1, value_end - key_end - 1};
	return value_end;
}

/* Reads an object as the page describes it; false if it is another one. */
static bool
read_object(Bytes text, Object *object)
{
	uint8_t *at = text.start;
	const uint8_t *end = text.start + text.length;

	object->count = 0;
	if (is_text(text, "{}"))
		return true;
	if (text.length < 2 || *at != '{' || end[-1] != '}')
		return false;
	for (end--; at < end && object->count < MAX_MEMBERS;)
	{
		/* Over the brace, or the comma. */
		at = read_member(at + 1, end, &object->members[object->count++]);
		if (at == NULL)
			return false;
		if (at == end)
			return true;
		if (*at != ',')
			return false;
	}
	return false;
}

static const Member *
find_member(const Object *object, Bytes key)
{
	int i;

	for (i = 0; i < object->count; i++)
	{
		if (same_bytes(object->members[i].key, key))
			return &object->members[i];
	}
	return NULL;
}

/* Splits [old,new]; false if it is something else. */
static bool
read_change(Bytes pair, Bytes *old, Bytes *new)
{
	uint8_t *end = pair.start + pair.length;
	uint8_t *comma;

	if (*pair.start != '[')
		return false;
	comma = skip_value(pair.start + 1, end);
	if (comma == NULL || *comma != ',')
		return false;
	*old = (Bytes){pair.start + 1, comma - pair.start - 1};
	*new = (Bytes){comma + 1, end - comma - 2};
	return skip_value(comma + 1, end) == end - 1;
}

static void
append(Verifier *verifier, const void *bytes, size_t length)
{
	if (verifier->entry.length + length > verifier->entry_capacity)
	{
		verifier->entry_capacity = 2 * (verifier->entry.length + length);
		verifier->entry.start = enlarge(verifier->entry.start, verifier->entry_capacity, 1);
	}
	memcpy(verifier->entry.start + verifier->entry.length, bytes, length);
	verifier->entry.length += length;
}

static void
append_member(Verifier *verifier, Bytes key, Bytes value)
{
	append(verifier, verifier->entry.length == 1 ? "\"" : ",\"", verifier->entry.length == 1 ? 1 : 2);
	append(verifier, key.start, key.length);
	append(verifier, "\":", 2);
	append(verifier, value.start, value.length);
}

static const char *
columns_of(Bytes table)
{
	size_t i;

	for (i = 0; i < TABLE_COUNT; i++)
	{
		if (is_text(table, register_columns[i].table))
			return register_columns[i].columns;
	}
	return NULL;
}

typedef enum Outcome
{
	CHANGED,
	UNKNOWN, /* a form or a column that this program does not know */
	DIFFERS  /* the old values are others than those of the entry */
} Outcome;

/* Puts one column of the changed entry behind those before. Counts the members that were used. */
static Outcome
change_column(Verifier *verifier, Bytes column, const Object *before, const Object *change, int *used)
{
	const Member *stood = find_member(before, column);
	const Member *changed = find_member(change, column);
	Bytes old;
	Bytes new;

	*used += (stood != NULL) + (changed != NULL);
	if (changed != NULL)
	{
		if (!read_change(changed->value, &old, &new))
			return UNKNOWN;
		if (stood == NULL ? !is_text(old, "null") : !same_bytes(old, stood->value))
			return DIFFERS;
		if (!is_text(new, "null"))
			append_member(verifier, column, new);
	}
	else if (stood != NULL)
		append_member(verifier, column, stood->value);
	return CHANGED;
}

/* Goes through a list of columns, and puts these behind those before. */
static Outcome
change_columns(Verifier *verifier, const char *columns, const Object *before, const Object *change, int *used)
{
	Outcome outcome = CHANGED;

	while (outcome == CHANGED && *columns != '\0')
	{
		size_t length = strcspn(columns, " ");

		outcome = change_column(verifier, (Bytes){(uint8_t *) columns, length}, before, change, used);
		columns += length;
		columns += strspn(columns, " ");
	}
	return outcome;
}

/* Puts the changed entry together, column by column in the order of the register. */
static Outcome
change_entry(Verifier *verifier, Bytes table, Bytes before, Bytes change)
{
	const char *columns = columns_of(table);
	Object old;
	Object changes;
	Outcome outcome;
	int used = 0;

	if (columns == NULL || !read_object(before, &old) || !read_object(change, &changes))
		return UNKNOWN;
	verifier->entry.length = 0;
	append(verifier, "{", 1);
	outcome = change_columns(verifier, columns, &old, &changes, &used);
	if (outcome == CHANGED)
		outcome = change_columns(verifier, "recorded_at recorded_by", &old, &changes, &used);
	append(verifier, "}", 1);
	return outcome == CHANGED && used != old.count + changes.count ? UNKNOWN : outcome;
}

/* A change: the lines before and the change give the entry, which must have the line's entry_digest. */
static void
follow_change(Verifier *verifier, const Line *line, Entry *entry)
{
	Outcome outcome;

	if (entry->text.start == NULL)
		return;
	outcome = change_entry(verifier, line->fields[TABLE], entry->text, line->fields[VALUES]);
	if (outcome == UNKNOWN)
		report(verifier, line->chain, verifier->chain.next, "unknown",
			   "the values have a form or a column that this program does not know");
	else if (outcome == DIFFERS)
		report(verifier, line->chain, verifier->chain.next, "differs",
			   "the old values are not those that the lines before leave");
	else if (!is_digest(line->fields[SALT], verifier->entry, line->fields[ENTRY_DIGEST]))
	{
		report(verifier, line->chain, verifier->chain.next, "differs",
			   "the entry is not what the lines before and this change make");
		outcome = DIFFERS;
	}
	if (outcome == CHANGED)
		remember_entry(entry, verifier->entry);
	else
		forget_entry(entry);
}

/* What a line with values, which are right, says of its entry. */
static void
follow_entry(Verifier *verifier, const Line *line, Entry *entry)
{
	Bytes act = line->fields[ACT];
	Bytes values = line->fields[VALUES];

	if (is_text(act, "changed"))
		follow_change(verifier, line, entry);
	else if (is_text(act, "withdrawn"))
	{
		if (entry->text.start != NULL && !same_bytes(entry->text, values))
			report(verifier, line->chain, verifier->chain.next, "differs",
				   "the withdrawn entry is not what the lines before leave");
		forget_entry(entry);
	}
	else if (is_text(act, "entered") || is_text(act, "adopted") || (is_text(act, "blanked") && !is_text(values, "{}")))
		remember_entry(entry, values);
	else
		forget_entry(entry);
}

/* Looks at the values of a line, and at its entry, as far as the values stand. */
static void
check_values(Verifier *verifier, Line *line)
{
	Bytes values = line->fields[VALUES];
	Bytes salt = line->fields[SALT];
	Entry *entry = find_entry(&verifier->entries, line->entry);

	if (is_text(line->fields[ACT], "blanked"))
		entry->taken = 0;
	if (values.start == NULL && salt.start == NULL)
	{
		verifier->without_values++;
		if (entry->taken == 0)
			entry->taken = verifier->chain.next;
	}
	else if (values.start == NULL || salt.start == NULL || !is_digest(salt, values, line->fields[VALUES_DIGEST]))
	{
		report(verifier, line->chain, verifier->chain.next, "altered", "the values do not have the digest of the line");
		line->wrong = true;
	}
	else
	{
		follow_entry(verifier, line, entry);
		return;
	}
	forget_entry(entry);
}

static void
keep_valueless(Verifier *verifier, int64_t chain)
{
	if (verifier->valueless_count == verifier->valueless_capacity)
	{
		verifier->valueless_capacity = 2 * verifier->valueless_capacity + 1024;
		verifier->valueless = enlarge(verifier->valueless, verifier->valueless_capacity, sizeof(int64_t));
	}
	verifier->valueless[verifier->valueless_count++] = chain;
}

/*
 * Tells of which entries of the chain values were taken out, with no line "blanked" to say why. In a chain without any
 * values that is no finding if the whole export is without values, which only its end tells.
 */
static void
check_taken(Verifier *verifier)
{
	const Entries *entries = &verifier->entries;
	size_t i;

	if (!verifier->chain.valued)
	{
		keep_valueless(verifier, verifier->chain.number);
		return;
	}
	verifier->valued = true;
	for (i = 0; i < entries->capacity; i++)
	{
		if (entries->slots[i].taken != 0)
			report(verifier, verifier->chain.number, entries->slots[i].taken, "taken out",
				   "the values, and no later line is the entry's line \"blanked\"");
	}
}

static void
report_valueless(Verifier *verifier)
{
	size_t i;

	for (i = 0; verifier->valued && i < verifier->valueless_count; i++)
		report(verifier, verifier->valueless[i], 1, "taken out", "the values of all lines of the chain");
}

/*
 * Chains.
 */

/* Takes a line for the one at the next place. */
static void
accept_line(Verifier *verifier, Line *line)
{
	Chain *chain = &verifier->chain;

	if (line->fields[VALUES].start != NULL)
		chain->valued = true;
	/* The wrong line may have been about any entry. */
	if (line->wrong)
		forget_entries(&verifier->entries);
	else
		check_values(verifier, line);
	check_heads(verifier, line);
	memcpy(chain->previous, hash_of(line), HASH_LENGTH);
	chain->known = true;
	chain->shifting = false;
	chain->next++;
}

/* Whether a line is right at the next place. */
static bool
is_next(const Chain *chain, const Line *line)
{
	return line->place + chain->shift == chain->next && (!chain->known || fits(line, chain->previous, chain->next));
}

/* Keeps a line until the chain is at its end. The line's text goes with it. */
static void
keep_line(Chain *chain, Line *line)
{
	if (chain->kept_count == chain->kept_capacity)
	{
		chain->kept_capacity = 2 * chain->kept_capacity + 16;
		chain->kept = enlarge(chain->kept, chain->kept_capacity, sizeof(Line));
	}
	chain->kept[chain->kept_count++] = *line;
	line->text = NULL;
	line->capacity = 0;
}

static int
compare_lines(const void *a, const void *b)
{
	const Line *first = a;
	const Line *second = b;
	int order = compare_numbers(first->place, second->place);

	return order != 0 ? order : compare_numbers(first->number, second->number);
}

/* Whether a hash may still be tried to tell what happened. */
static bool
may_try(Chain *chain)
{
	return chain->trials++ < MAX_TRIALS;
}

/* The first of the lines that is right at the next place, whatever place it has; their number if none is. */
static size_t
find_fitting(Chain *chain, const Line *lines, size_t count)
{
	size_t i;

	for (i = 0; chain->known && i < count && may_try(chain); i++)
	{
		if (fits(&lines[i], chain->previous, chain->next))
			return i;
	}
	return count;
}

/* How many lines are left out before the second line, if the places after them were counted down; 0 if none. */
static int64_t
find_lost(Chain *chain, const Line *lines, size_t count)
{
	int64_t lost;

	for (lost = 0; count > 1 && lost <= MAX_LOST && may_try(chain); lost++)
	{
		if (fits(&lines[1], hash_of(&lines[0]), lines[1].place + chain->shift + lost))
			return lost;
	}
	return 0;
}

static void
swap_lines(Line *a, Line *b)
{
	Line line = *a;
	int64_t place = a->place;

	*a = *b;
	*b = line;
	b->place = a->place;
	a->place = place;
}

static void
report_inserted(Verifier *verifier, const Line *line)
{
	report(verifier, line->chain, line->place, "inserted", "line %" PRId64 " of the file", line->number);
	verifier->chain.shifting = true;
}

/*
 * The first line is wrong, and another one (at "fitting") is right at the next place. Returns false if the first line
 * is to be left out, or else the line at the next place is now the first.
 */
static bool
settle_misplaced(Verifier *verifier, Line *lines, size_t fitting)
{
	Chain *chain = &verifier->chain;
	Line *first = &lines[0];
	Line *right = &lines[fitting];
	const uint8_t *before = hash_of(fitting == 1 ? right : right - 1);

	if (fits(first, before, right->place + chain->shift))
	{
		report(verifier, chain->number, chain->next, "swapped", "with the line at place %" PRId64, right->place);
		swap_lines(first, right);
		return true;
	}
	if (fits(first, hash_of(right), chain->next + 1))
	{
		Line moved = *right;

		report(verifier, chain->number, chain->next, "swapped", "the line stands at place %" PRId64, right->place);
		chain->shift = chain->next + 1 - first->place;
		memmove(lines + 1, lines, fitting * sizeof(Line));
		lines[0] = moved;
		return true;
	}
	report_inserted(verifier, first);
	return false;
}

/* The lines at the next places are not there. What they said of entries is not known, nor is the hash before. */
static void
report_missing(Verifier *verifier, int64_t lost, const char *places)
{
	Chain *chain = &verifier->chain;

	report(verifier, chain->number, chain->next, "missing", "the lines up to place %" PRId64 "%s",
		   chain->next + lost - 1, places);
	chain->next += lost;
	chain->known = false;
	for (; chain->next_head < chain->heads_end && verifier->heads[chain->next_head].place < chain->next;
		 chain->next_head++)
		verifier->heads[chain->next_head].reported = true;
	forget_entries(&verifier->entries);
}

/* The first line is right at the next place, but has another place. */
static void
settle_place(Verifier *verifier, Line *line)
{
	Chain *chain = &verifier->chain;

	if (!chain->shifting && line->place != chain->next)
		report(verifier, chain->number, chain->next, "altered", "its place is %" PRId64, line->place);
	chain->shift = chain->next - line->place;
}

/* The first line stands at the next place, and neither this line nor a later one is right there. */
static void
settle_altered(Verifier *verifier, Line *lines, size_t count)
{
	Chain *chain = &verifier->chain;
	uint8_t hash[HASH_LENGTH];
	int64_t lost;

	hash_line(&lines[0], chain->previous, chain->next, hash);
	if (count > 1 && fits(&lines[1], hash, chain->next + 1))
	{
		report(verifier, chain->number, chain->next, "altered", "the hash alone, for the next line has the right one");
		memcpy(lines[0].fields[HASH].start, hash, HASH_LENGTH);
		lines[0].wrong = true;
		return;
	}
	lost = find_lost(chain, lines, count);
	if (lost > 0)
	{
		report_missing(verifier, lost, ", and later places are counted down");
		chain->shift += lost;
		return;
	}
	report(verifier, chain->number, chain->next, "altered", "the hash is not that of the line and the hash before");
	lines[0].wrong = true;
}

/*
 * The first of the lines that are left is not right at the next place. Tells what happened. Returns whether the line
 * that is then the first is to be accepted; otherwise it is to be left out.
 */
static bool
settle(Verifier *verifier, Line *lines, size_t count)
{
	Chain *chain = &verifier->chain;
	size_t fitting = find_fitting(chain, lines, count);
	int64_t place = lines[0].place + chain->shift;

	if (fitting == 0)
		settle_place(verifier, &lines[0]);
	else if (fitting < count)
		return settle_misplaced(verifier, lines, fitting);
	else if (place > chain->next)
		report_missing(verifier, place - chain->next, "");
	else if (place == chain->next)
		settle_altered(verifier, lines, count);
	else
	{
		report_inserted(verifier, &lines[0]);
		return false;
	}
	return true;
}

/* Tells which of the lines, which are all right, stand in the file behind a line of a later place. */
static void
report_order(Verifier *verifier)
{
	const Chain *chain = &verifier->chain;
	size_t i;

	for (i = 1; i < chain->kept_count; i++)
	{
		if (chain->kept[i].number < chain->kept[i - 1].number)
			report(verifier, chain->number, chain->kept[i - 1].place, "swapped",
				   "the line stands behind place %" PRId64, chain->kept[i].place);
	}
}

/* Goes through the lines that were kept since the first wrong one. */
static void
settle_kept(Verifier *verifier)
{
	Chain *chain = &verifier->chain;
	int64_t findings = verifier->findings;
	size_t i;

	if (chain->kept_count == 0)
		return;
	qsort(chain->kept, chain->kept_count, sizeof(Line), compare_lines);
	for (i = 0; i < chain->kept_count; i++)
	{
		Line *lines = &chain->kept[i];

		if (is_next(chain, lines) || settle(verifier, lines, chain->kept_count - i))
			accept_line(verifier, lines);
	}
	if (verifier->findings == findings)
		report_order(verifier);
	for (i = 0; i < chain->kept_count; i++)
		free(chain->kept[i].text);
	chain->kept_count = 0;
}

static void
begin_chain(Verifier *verifier, const Line *line)
{
	Chain *chain = &verifier->chain;
	bool in_order = verifier->chains == 0 || line->chain > verifier->highest;

	if (in_order)
		verifier->highest = line->chain;
	else
		report(verifier, line->chain, line->place, "swapped",
			   "line %" PRId64 " of the file is not in the order of the chains", line->number);
	chain->number = line->chain;
	/* The lines before may stand elsewhere, if the chains are in disorder. */
	chain->next = in_order ? 1 : line->place;
	chain->known = in_order;
	chain->valued = false;
	chain->shift = 0;
	chain->shifting = false;
	chain->trials = 0;
	memset(chain->previous, 0, HASH_LENGTH);
	chain->heads = find_heads(verifier, line->chain);
	chain->next_head = chain->heads;
	chain->heads_end = chain->heads;
	if (chain->heads < verifier->head_count && verifier->heads[chain->heads].chain == line->chain)
		chain->heads_end = end_of_heads(verifier, chain->heads);
	verifier->chains++;
}

static void
end_chain(Verifier *verifier)
{
	Chain *chain = &verifier->chain;

	settle_kept(verifier);
	if (verifier->chains > 0)
		check_taken(verifier);
	forget_entries(&verifier->entries);
	if (chain->heads < chain->heads_end && verifier->heads[chain->heads].last < chain->next)
		verifier->heads[chain->heads].last = chain->next - 1;
}

static void
read_journal(Verifier *verifier, const char *name)
{
	File file = {"standard input", stdin, 0};
	Line line = {0};

	if (strcmp(name, "-") != 0)
		file = open_file(name);
	make_slots(&verifier->entries, FIRST_CAPACITY);
	while (read_journal_line(&file, &line))
	{
		if (verifier->lines++ == 0 || line.chain != verifier->chain.number)
		{
			end_chain(verifier);
			begin_chain(verifier, &line);
		}
		if (verifier->chain.kept_count == 0 && is_next(&verifier->chain, &line))
			accept_line(verifier, &line);
		else
			keep_line(&verifier->chain, &line);
	}
	end_chain(verifier);
	free(line.text);
	free(verifier->chain.kept);
	free(verifier->entries.slots);
	free(verifier->entry.start);
	(void) fclose(file.stream);
}

/*
 * The program.
 */

static const char usage[] =
	"Verifies the exported journal of secretxfer, and its seals.\n"
	"\n"
	"Usage: " PROGRAM " [--digest DIGEST] JOURNAL [HEADS]\n"
	"\n"
	"JOURNAL  what journal_export() gave, in COPY's text format; - for standard input\n"
	"HEADS    what journal_export_heads() gave\n"
	"DIGEST   what journal_digest() gave, secretxfer:1:SEAL_NO:ROOT, kept outside of the server; needs HEADS\n"
	"\n"
	"Prints each finding in one line, then what was read. Exit status: 0 if nothing is wrong, 1 if something is\n"
	"wrong, 2 if something cannot be read.\n";

__attribute__((noreturn)) static void
wrong_usage(void)
{
	(void) fputs(usage, stderr);
	exit(NOT_READABLE);
}

/* Reads secretxfer:1:SEAL_NO:ROOT; the text is taken apart. */
static Digest
parse_digest(char *text)
{
	static const char start[] = "secretxfer:1:";
	Digest digest = {true, 0, {0}};
	char *colon = strrchr(text, ':');
	Bytes seal = {NULL, 0};
	Bytes root = {NULL, 0};

	if (strncmp(text, start, strlen(start)) == 0 && colon >= text + strlen(start))
	{
		seal = (Bytes){(uint8_t *) text + strlen(start), colon - text - strlen(start)};
		root = (Bytes){(uint8_t *) colon + 1, strlen(colon + 1)};
	}
	if (!parse_number(seal, &digest.seal) || digest.seal < 1 || root.length != 2 * HASH_LENGTH || !parse_hex(&root))
		give_up("the digest has another form than secretxfer:1:SEAL_NO:ROOT");
	memcpy(digest.root, root.start, HASH_LENGTH);
	return digest;
}

static void
print_summary(const Verifier *verifier, bool sealed)
{
	printf("lines: %" PRId64 ", chains: %" PRId64 ", lines without values: %" PRId64, verifier->lines, verifier->chains,
		   verifier->without_values);
	if (sealed)
		printf(", seals: %" PRId64 ", lines not sealed: %" PRId64, verifier->seals, verifier->unsealed);
	printf(", findings: %" PRId64 "\n", verifier->findings);
}

int
main(int argc, char **argv)
{
	Verifier verifier = {0};
	int argument = 1;
	int files;

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
	{
		(void) fputs(usage, stdout);
		return NOTHING_WRONG;
	}
	if (argc > 2 && strcmp(argv[1], "--digest") == 0)
	{
		verifier.digest = parse_digest(argv[2]);
		argument = 3;
	}
	files = argc - argument;
	if (files < (verifier.digest.given ? 2 : 1) || files > 2 || strncmp(argv[argument], "--", 2) == 0)
		wrong_usage();

	if (files == 2)
		read_seals(&verifier, argv[argument + 1]);
	read_journal(&verifier, argv[argument]);
	report_valueless(&verifier);
	report_heads(&verifier);
	print_summary(&verifier, files == 2);
	free(verifier.heads);
	free(verifier.valueless);
	if (fflush(stdout) != 0 || ferror(stdout))
		give_up("standard output: %s", strerror(errno));
	return verifier.findings == 0 ? NOTHING_WRONG : SOMETHING_WRONG;
}
