#include "server/store/seal.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/file.h"
#include "common/memory.h"

enum {
	KEY_SIZE = 32,
	VERSIONS_MOST = 1000,
	FILE_MOST = 1 << 17,
	VERSION_SIZE = 2,
	NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES
};
_Static_assert(VERSION_SIZE + NONCE_SIZE + TAG_SIZE == (int)SEAL_OVERHEAD, "overhead");
_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");

/* In memory of libsodium's own, which is kept out of swap and core dumps. */
struct keys {
	uint8_t index[KEY_SIZE], chain[KEY_SIZE];
	uint8_t sealing[VERSIONS_MOST][KEY_SIZE]; /* version v at v - 1 */
	int newest;
	bool can_exchange;
	uint8_t seed[KEY_SIZE]; /* of the pair to sign with: what the file holds */
	uint8_t sign[crypto_sign_SECRETKEYBYTES], unwrap[crypto_box_SECRETKEYBYTES];
	struct public_keys public;
};
_Static_assert(KEY_SIZE == crypto_sign_SEEDBYTES && KEY_SIZE == crypto_box_SECRETKEYBYTES &&
		       PUBLIC_KEY_SIZE == crypto_sign_PUBLICKEYBYTES &&
		       PUBLIC_KEY_SIZE == crypto_box_PUBLICKEYBYTES &&
		       SIGNATURE_SIZE == crypto_sign_BYTES &&
		       WRAPPED_SIZE == KEY_SIZE + crypto_box_SEALBYTES &&
		       CONTENT_KEY_SIZE == crypto_sign_SEEDBYTES,
	"sizes of the exchange");

static const char heading[] =
	"# Keys of a student registry. Whoever has this file can read every sealed item; without\n"
	"# it none can be read. Keep a copy in a safe, apart from the backups. Never edit it.\n";

/* ---- the file ---- */

static bool start(char why[WHY_SIZE])
{
	return sodium_init() >= 0 || why_set(why, "The system has no source of randomness.");
}

static bool take_key(const char *hex, uint8_t key[KEY_SIZE])
{
	size_t size;
	return sodium_hex2bin(key, KEY_SIZE, hex, strlen(hex), NULL, &size, NULL) == 0 &&
	       size == KEY_SIZE;
}

/* "index HEX", "chain HEX", "sign HEX", "unwrap HEX", or "seal N HEX", where N counts from 1. */
static bool take_line(struct keys *keys, const char *line)
{
	int version, at = 0;
	if (strncmp(line, "index ", 6) == 0)
		return take_key(line + 6, keys->index);
	if (strncmp(line, "chain ", 6) == 0)
		return take_key(line + 6, keys->chain);
	if (strncmp(line, "sign ", 5) == 0)
		return take_key(line + 5, keys->seed);
	if (strncmp(line, "unwrap ", 7) == 0)
		return take_key(line + 7, keys->unwrap);
	if (sscanf(line, "seal %d %n", &version, &at) != 1 || at == 0 ||
		version != keys->newest + 1 || version > VERSIONS_MOST)
		return false;
	return take_key(line + at, keys->sealing[keys->newest++]);
}

/* The public halves follow from the secret ones; a file from before there was exchange has none. */
static bool derive_pairs(struct keys *keys)
{
	bool has_sign = !sodium_is_zero(keys->seed, KEY_SIZE);
	bool has_unwrap = !sodium_is_zero(keys->unwrap, KEY_SIZE);
	keys->can_exchange = has_sign && has_unwrap;
	if (!keys->can_exchange)
		return has_sign == has_unwrap;
	return crypto_sign_seed_keypair(keys->public.sign, keys->sign, keys->seed) == 0 &&
	       crypto_scalarmult_base(keys->public.seal, keys->unwrap) == 0;
}

static bool parse(struct keys *keys, char *text)
{
	char *rest;
	for (char *line = strtok_r(text, "\n", &rest); line != NULL;
		line = strtok_r(NULL, "\n", &rest)) {
		if (line[0] != '#' && !take_line(keys, line))
			return false;
	}
	return keys->newest > 0 && !sodium_is_zero(keys->index, KEY_SIZE) &&
	       !sodium_is_zero(keys->chain, KEY_SIZE) && derive_pairs(keys);
}

static bool is_private(const char *path, char why[WHY_SIZE])
{
	struct stat st;
	if (stat(path, &st) != 0 || (st.st_mode & 077) == 0)
		return true; /* missing: reading it says so */
	return why_set(why, "Others can read the key file %s; run: chmod 600 %s", path, path);
}

static bool read_into(struct keys *keys, const char *path, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	size_t size;
	char *text = file_read(arena, path, FILE_MOST, &size, why);
	bool is_read =
		text != NULL && (parse(keys, text) || why_set(why, "%s is not a key file.", path));
	if (text != NULL)
		sodium_memzero(text, size);
	arena_free(arena);
	return is_read;
}

struct keys *keys_load(const char *path, char why[WHY_SIZE])
{
	if (!start(why) || !is_private(path, why))
		return NULL;
	struct keys *keys = sodium_malloc(sizeof *keys);
	if (keys == NULL)
		memory_exhausted();
	sodium_memzero(keys, sizeof *keys);
	if (read_into(keys, path, why) && sodium_mprotect_readonly(keys) == 0)
		return keys;
	keys_free(keys);
	return NULL;
}

static char *put_key(char *out, const char *name, const uint8_t *key)
{
	out = stpcpy(stpcpy(out, name), " ");
	sodium_bin2hex(out, 2 * KEY_SIZE + 1, key, KEY_SIZE);
	return stpcpy(out + 2 * KEY_SIZE, "\n");
}

static bool put(const struct keys *keys, const char *path, bool replaces, char why[WHY_SIZE])
{
	char name[32], *text = sodium_malloc(FILE_MOST);
	if (text == NULL)
		memory_exhausted();
	char *end = put_key(stpcpy(text, heading), "index", keys->index);
	end = put_key(end, "chain", keys->chain);
	if (keys->can_exchange) {
		end = put_key(end, "sign", keys->seed);
		end = put_key(end, "unwrap", keys->unwrap);
	}
	for (int i = 0; i < keys->newest; i++) {
		snprintf(name, sizeof name, "seal %d", i + 1);
		end = put_key(end, name, keys->sealing[i]);
	}
	size_t size = (size_t)(end - text);
	bool is_put = replaces ? file_replace(path, 0600, text, size, why)
			       : file_create(path, 0600, text, size, why);
	sodium_free(text);
	return is_put;
}

static void draw_pairs(struct keys *keys)
{
	randombytes_buf(keys->seed, KEY_SIZE);
	randombytes_buf(keys->unwrap, KEY_SIZE);
	keys->can_exchange = true;
}

bool keys_create(const char *path, char why[WHY_SIZE])
{
	if (!start(why))
		return false;
	struct keys *keys = sodium_malloc(sizeof *keys);
	if (keys == NULL)
		memory_exhausted();
	randombytes_buf(keys->index, KEY_SIZE);
	randombytes_buf(keys->chain, KEY_SIZE);
	randombytes_buf(keys->sealing[0], KEY_SIZE);
	keys->newest = 1;
	draw_pairs(keys);
	bool is_made = put(keys, path, false, why);
	keys_free(keys);
	return is_made;
}

bool keys_add(const char *path, char why[WHY_SIZE])
{
	struct keys *keys = keys_load(path, why);
	if (keys == NULL)
		return false;
	bool is_added = keys->newest < VERSIONS_MOST ||
			why_set(why, "%s holds %d keys; it takes no more.", path, VERSIONS_MOST);
	if (is_added && sodium_mprotect_readwrite(keys) == 0) {
		randombytes_buf(keys->sealing[keys->newest++], KEY_SIZE);
		is_added = put(keys, path, true, why);
	}
	keys_free(keys);
	return is_added;
}

bool keys_add_exchange(const char *path, char why[WHY_SIZE])
{
	struct keys *keys = keys_load(path, why);
	if (keys == NULL)
		return false;
	bool is_there = keys->can_exchange;
	if (!is_there && sodium_mprotect_readwrite(keys) == 0) {
		draw_pairs(keys);
		is_there = put(keys, path, true, why);
	}
	keys_free(keys);
	return is_there;
}

void keys_free(struct keys *keys)
{
	sodium_free(keys);
}

int keys_newest(const struct keys *keys)
{
	return keys->newest;
}

/* ---- sealing ---- */

/* What is sealed along: version, id and table. */
struct bound {
	uint8_t bytes[VERSION_SIZE + 8 + 62];
	size_t size;
};

static void put_number(uint8_t *out, uint64_t value, int size)
{
	for (int i = size - 1; i >= 0; i--, value >>= 8)
		out[i] = (uint8_t)value;
}

static struct bound bind_place(struct seal_place place, int version)
{
	struct bound bound;
	size_t n = strlen(place.table);
	assert(n <= sizeof bound.bytes - VERSION_SIZE - 8);
	put_number(bound.bytes, (uint64_t)version, VERSION_SIZE);
	put_number(bound.bytes + VERSION_SIZE, (uint64_t)place.id, 8);
	memcpy(bound.bytes + VERSION_SIZE + 8, place.table, n);
	bound.size = VERSION_SIZE + 8 + n;
	return bound;
}

void *seal(struct arena *arena, const struct keys *keys, struct seal_place place, const void *plain,
	size_t size, size_t *size_out)
{
	uint8_t *out = arena_alloc(arena, size + SEAL_OVERHEAD), *nonce = out + VERSION_SIZE;
	struct bound bound = bind_place(place, keys->newest);
	put_number(out, (uint64_t)keys->newest, VERSION_SIZE);
	randombytes_buf(nonce, NONCE_SIZE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE_SIZE, NULL, plain, size,
		bound.bytes, bound.size, NULL, nonce, keys->sealing[keys->newest - 1]);
	*size_out = size + SEAL_OVERHEAD;
	return out;
}

int seal_version(const void *sealed, size_t size)
{
	const uint8_t *bytes = sealed;
	return size < SEAL_OVERHEAD ? 0 : bytes[0] << 8 | bytes[1];
}

void *seal_open(struct arena *arena, const struct keys *keys, struct seal_place place,
	const void *sealed, size_t size, size_t *size_out)
{
	int version = seal_version(sealed, size);
	if (version < 1 || version > keys->newest)
		return NULL;
	const uint8_t *nonce = (const uint8_t *)sealed + VERSION_SIZE;
	struct bound bound = bind_place(place, version);
	uint8_t *plain =
		arena_alloc(arena, size - SEAL_OVERHEAD + 1); /* a NUL behind it, for text */
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, nonce + NONCE_SIZE,
		    size - VERSION_SIZE - NONCE_SIZE, bound.bytes, bound.size, nonce,
		    keys->sealing[version - 1]) != 0)
		return NULL;
	*size_out = size - SEAL_OVERHEAD;
	return plain;
}

/* ---- keyed hashes ---- */

void blind_index(const struct keys *keys, const char *table, const void *value, size_t size,
	uint8_t out[BLIND_SIZE])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, keys->index, KEY_SIZE, BLIND_SIZE);
	crypto_generichash_update(&state, (const uint8_t *)table, strlen(table) + 1);
	crypto_generichash_update(&state, value, size);
	crypto_generichash_final(&state, out, BLIND_SIZE);
}

void chain_digest(const struct keys *keys, const void *bytes, size_t size, uint8_t out[DIGEST_SIZE])
{
	crypto_generichash(out, DIGEST_SIZE, bytes, size, keys->chain, KEY_SIZE);
}

void plain_digest(const void *bytes, size_t size, uint8_t out[DIGEST_SIZE])
{
	crypto_generichash(out, DIGEST_SIZE, bytes, size, NULL, 0);
}

/* ---- exchange ---- */

bool keys_public(const struct keys *keys, struct public_keys *out)
{
	*out = keys->public;
	return keys->can_exchange;
}

void keys_sign(const struct keys *keys, const void *text, size_t size, uint8_t out[SIGNATURE_SIZE])
{
	assert(keys->can_exchange);
	crypto_sign_detached(out, NULL, text, size, keys->sign);
}

bool public_is_signed(const struct public_keys *by, const void *text, size_t size,
	const uint8_t signature[SIGNATURE_SIZE])
{
	return crypto_sign_verify_detached(signature, text, size, by->sign) == 0;
}

bool public_wrap(const struct public_keys *to, const uint8_t key[CONTENT_KEY_SIZE],
	uint8_t out[WRAPPED_SIZE])
{
	return crypto_box_seal(out, key, CONTENT_KEY_SIZE, to->seal) == 0;
}

bool keys_unwrap(
	const struct keys *keys, const void *wrapped, size_t size, uint8_t out[CONTENT_KEY_SIZE])
{
	return keys->can_exchange && size == WRAPPED_SIZE &&
	       crypto_box_seal_open(out, wrapped, size, keys->public.seal, keys->unwrap) == 0;
}

void public_id(const struct public_keys *public, uint8_t out[PUBLIC_ID_SIZE])
{
	crypto_generichash(out, PUBLIC_ID_SIZE, (const uint8_t *)public, sizeof *public, NULL, 0);
}
