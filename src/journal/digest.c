/*
 * digest.c
 *		SHA-256 digests, and the bytes that they cover.
 *
 * docs/journal.md specifies the bytes, for verifiers that are no PostgreSQL. Texts are covered in UTF-8, so that a
 * journal that is moved to a database of another encoding keeps its digests.
 */
#include "prelude.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "port/pg_bswap.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "journal/digest.h"

StaticAssertDecl(DIGEST_LENGTH == PG_SHA256_DIGEST_LENGTH, "the digest is SHA-256");

/* int8(number) */
void
cover_number(StringInfo bytes, int64 number)
{
	uint64 sent = pg_hton64((uint64) number);

	appendBinaryStringInfo(bytes, (char *) &sent, sizeof(sent));
}

/* bytes(data); data is NULL for null */
static void
cover_bytes(StringInfo bytes, const void *data, int length)
{
	uint32 sent = pg_hton32(data == NULL ? (uint32) -1 : (uint32) length);

	appendBinaryStringInfo(bytes, (char *) &sent, sizeof(sent));
	if (data != NULL)
		appendBinaryStringInfo(bytes, data, length);
}

/* In a database of the encoding SQL_ASCII nobody knows what the bytes mean, so they are covered as they are. */
static const char *
in_utf8(const char *words)
{
	return GetDatabaseEncoding() == PG_SQL_ASCII ? words : pg_server_to_any(words, strlen(words), PG_UTF8);
}

/* text(words); words is NULL for null */
void
cover_text(StringInfo bytes, const char *words)
{
	const char *sent = words == NULL ? NULL : in_utf8(words);

	cover_bytes(bytes, sent, sent == NULL ? 0 : strlen(sent));
}

/* bytes(digest); digest is NULL for null */
void
cover_digest(StringInfo bytes, const Digest *digest)
{
	cover_bytes(bytes, digest == NULL ? NULL : digest->bytes, DIGEST_LENGTH);
}

static DigestRun *
begin_digest_in(sha256_context *context)
{
	if (context == NULL || sha256_init(context) < 0)
		elog(ERROR, "could not begin a SHA-256 digest");
	return (DigestRun *) context;
}

/* A digest of bytes that come piece by piece. */
DigestRun *
begin_digest(void)
{
	return begin_digest_in(sha256_create());
}

/*
 * A digest of bytes that are all there. These digests share one context, so that none is created and freed for each.
 * The context outlives transactions, so it has an owner of its own; a server without OpenSSL allocates it where the
 * caller does.
 */
static DigestRun *
begin_short_digest(void)
{
	static sha256_context *context = NULL;

	if (context == NULL)
	{
		ResourceOwner owner = CurrentResourceOwner;
		MemoryContext caller = MemoryContextSwitchTo(TopMemoryContext);

		CurrentResourceOwner = ResourceOwnerCreate(NULL, "secretxfer digests");
		context = sha256_create();
		CurrentResourceOwner = owner;
		MemoryContextSwitchTo(caller);
	}
	return begin_digest_in(context);
}

void
add_to_digest(DigestRun *run, const void *data, int length)
{
	if (sha256_update((sha256_context *) run, data, length) < 0)
		elog(ERROR, "could not compute a SHA-256 digest");
}

/* int8(number) */
void
add_number_to_digest(DigestRun *run, int64 number)
{
	uint64 sent = pg_hton64((uint64) number);

	add_to_digest(run, &sent, sizeof(sent));
}

static Digest
end_short_digest(DigestRun *run)
{
	Digest digest;

	if (sha256_final((sha256_context *) run, digest.bytes) < 0)
		elog(ERROR, "could not end a SHA-256 digest");
	return digest;
}

Digest
end_digest(DigestRun *run)
{
	Digest digest = end_short_digest(run);

	sha256_free((sha256_context *) run);
	return digest;
}

Digest
digest_of(const StringInfoData *bytes)
{
	DigestRun *run = begin_short_digest();

	add_to_digest(run, bytes->data, bytes->len);
	return end_short_digest(run);
}

/* SHA-256(salt, words) */
Digest
salted_digest(const uint8 *salt, int salt_length, const char *words)
{
	const char *sent = in_utf8(words);
	DigestRun *run = begin_short_digest();

	add_to_digest(run, salt, salt_length);
	add_to_digest(run, sent, strlen(sent));
	return end_short_digest(run);
}

bool
same_digest(const Digest *a, const Digest *b)
{
	return memcmp(a->bytes, b->bytes, DIGEST_LENGTH) == 0;
}

bytea *
bytea_of_digest(const Digest *digest)
{
	bytea *bytes = palloc(VARHDRSZ + DIGEST_LENGTH);

	SET_VARSIZE(bytes, VARHDRSZ + DIGEST_LENGTH);
	memcpy(VARDATA(bytes), digest->bytes, DIGEST_LENGTH);
	return bytes;
}
