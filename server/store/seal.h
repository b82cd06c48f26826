/* Keys, sealing and blind indexes (libsodium).
 *
 * The key file stands apart from the data (setting key_file), is never in a backup, and holds: a
 * blind-index key, a journal-chain key, the two secret halves for exchange with other nodes, and
 * one or more numbered sealing keys, the last of which seals. Losing it loses every sealed item; it
 * is a few lines of text that can be printed and put into a safe. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/why.h"

struct keys;

/* Makes a new key file with mode 0600; fails if one is there. `why` is a sentence on failure. */
bool keys_create(const char *path, char why[WHY_SIZE]) MUST_CHECK;
/* NULL and a sentence when it is missing, unreadable, readable by others, or not a key file. */
struct keys *keys_load(const char *path, char why[WHY_SIZE]);
/* Adds a sealing key that becomes the newest; writes the file anew, atomically. */
bool keys_add(const char *path, char why[WHY_SIZE]) MUST_CHECK;
void keys_free(struct keys *keys); /* wipes them; NULL is fine */
int keys_newest(const struct keys *keys);

/* What a blob belongs to, bound into the seal: it opens nowhere else. */
struct seal_place {
	const char *table; /* "journal.sealed" */
	int64_t id;
};
/* XChaCha20-Poly1305 under the newest key: version (2 bytes), nonce, text, tag. From the arena. */
void *seal(struct arena *arena, const struct keys *keys, struct seal_place place, const void *plain,
	size_t size, size_t *size_out);
/* NULL when it is not ours, was tampered with, or its key is missing. A NUL follows the text. */
void *seal_open(struct arena *arena, const struct keys *keys, struct seal_place place,
	const void *sealed, size_t size, size_t *size_out);
/* What sealing adds to a text, in bytes. */
enum { SEAL_OVERHEAD = 42 };
/* Which key sealed it; 0 when it is too short to be sealed. */
int seal_version(const void *sealed, size_t size);

enum { BLIND_SIZE = 16, DIGEST_SIZE = 32 };
/* Keyed BLAKE2b of a value that must be found but not read; `table` keeps two columns apart. */
void blind_index(const struct keys *keys, const char *table, const void *value, size_t size,
	uint8_t out[BLIND_SIZE]);
/* BLAKE2b-256 without a key, for comparing texts where no key is shared. */
void plain_digest(const void *bytes, size_t size, uint8_t out[DIGEST_SIZE]);
/* Keyed BLAKE2b-256 for the journal's chain. */
void chain_digest(
	const struct keys *keys, const void *bytes, size_t size, uint8_t out[DIGEST_SIZE]);

/* ---- exchange with other nodes (server/store/parcel.h) ---- */

/* What others know of a node: the half by which its signature is verified (Ed25519), and the half
 * for which content is sealed so that the node alone opens it (X25519). */
enum {
	PUBLIC_KEY_SIZE = 32,
	PUBLIC_ID_SIZE = 16,
	SIGNATURE_SIZE = 64,
	CONTENT_KEY_SIZE = 32,
	WRAPPED_SIZE = 80
};
struct public_keys {
	uint8_t sign[PUBLIC_KEY_SIZE], seal[PUBLIC_KEY_SIZE];
};
/* Our own; false when the key file is older than exchange and has none. */
bool keys_public(const struct keys *keys, struct public_keys *out) MUST_CHECK;
/* Adds the two halves to a key file that has none; leaves those that are there. */
bool keys_add_exchange(const char *path, char why[WHY_SIZE]) MUST_CHECK;
/* A name for the pair that people can compare: the hash of both. */
void public_id(const struct public_keys *public, uint8_t out[PUBLIC_ID_SIZE]);

/* The keys must have an exchange half. */
void keys_sign(const struct keys *keys, const void *text, size_t size, uint8_t out[SIGNATURE_SIZE]);
bool public_is_signed(const struct public_keys *by, const void *text, size_t size,
	const uint8_t signature[SIGNATURE_SIZE]) MUST_CHECK;
/* A content key, for the owner of `to` alone; false when `to` is no key at all. */
bool public_wrap(const struct public_keys *to, const uint8_t key[CONTENT_KEY_SIZE],
	uint8_t out[WRAPPED_SIZE]) MUST_CHECK;
/* False when it was not wrapped for us. */
bool keys_unwrap(const struct keys *keys, const void *wrapped, size_t size,
	uint8_t out[CONTENT_KEY_SIZE]) MUST_CHECK;
