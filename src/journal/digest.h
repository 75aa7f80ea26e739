/*
 * digest.h
 *		SHA-256 digests, and the bytes that they cover.
 */
#ifndef SECRETXFER_JOURNAL_DIGEST_H
#define SECRETXFER_JOURNAL_DIGEST_H

#include "lib/stringinfo.h"

#define DIGEST_LENGTH 32

typedef struct Digest
{
	uint8 bytes[DIGEST_LENGTH];
} Digest;

typedef struct DigestRun DigestRun;

extern void cover_number(StringInfo bytes, int64 number);
extern void cover_text(StringInfo bytes, const char *words);
extern void cover_digest(StringInfo bytes, const Digest *digest);
extern DigestRun *begin_digest(void);
extern void add_to_digest(DigestRun *run, const void *data, int length);
extern void add_number_to_digest(DigestRun *run, int64 number);
extern Digest end_digest(DigestRun *run);
extern Digest digest_of(const StringInfoData *bytes);
extern Digest salted_digest(const uint8 *salt, int salt_length, const char *words);
extern bool same_digest(const Digest *a, const Digest *b);
extern bytea *bytea_of_digest(const Digest *digest);

#endif /* SECRETXFER_JOURNAL_DIGEST_H */
