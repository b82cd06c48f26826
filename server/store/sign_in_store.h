/* What signing in reads and must remember: passwords, second factors, consoles, and the counts that
 * slow down guessing. Passwords stand here as argon2id strings only, secrets sealed, tokens as
 * hashes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/registry/operator_rules.h"
#include "server/store/operator_store.h"
#include "server/store/seal.h"

enum { DEVICE_HASH_SIZE = 32, DEVICES_KEPT = 8 };

struct sign_in_row {
	int64_t id, unit;
	const char *name;
	enum operator_state state;
	const char *password_hash;
	bool is_one_time;
	int64_t password_set_us;
	const void *totp_secret, *totp_pending; /* opened; NULL: none */
	size_t totp_secret_size, totp_pending_size;
	int64_t totp_step; /* the newest time step whose code was used */
	int64_t signed_in_us;
	const void *signed_in_device; /* its hash, or NULL */
	int64_t failed_tries;
};
/* ERR_NOT_FOUND without a reason when there is nobody. */
enum err sign_in_find(struct ctx *ctx, const char *name, struct sign_in_row *out) MUST_CHECK;
enum err sign_in_get(struct ctx *ctx, int64_t id, struct sign_in_row *out) MUST_CHECK;

/* Sets the time, the console and no failed tries. */
enum err sign_in_done(
	struct ctx *ctx, int64_t id, const uint8_t device[DEVICE_HASH_SIZE]) MUST_CHECK;
enum err sign_in_failed(struct ctx *ctx, int64_t id) MUST_CHECK;

/* The same password under today's cost: no change that anyone made. */
enum err password_rehash(struct ctx *ctx, int64_t id, const char *hash) MUST_CHECK;
/* A new password; those beyond the newest PASSWORDS_BEFORE are forgotten. */
enum err password_set(struct ctx *ctx, int64_t id, const char *hash, bool is_one_time) MUST_CHECK;
/* Newest first; PASSWORDS_BEFORE at most, a one-time password not among them. */
enum err password_list(struct ctx *ctx, int64_t id, const char *hashes_out[PASSWORDS_BEFORE],
	size_t *n_out) MUST_CHECK;

/* A second factor that is not in use before it is confirmed. */
enum err totp_begin(struct ctx *ctx, int64_t id, const void *secret, size_t size) MUST_CHECK;
enum err totp_confirm(struct ctx *ctx, int64_t id, int64_t step) MUST_CHECK;
enum err totp_used(struct ctx *ctx, int64_t id, int64_t step) MUST_CHECK;
enum err totp_remove(struct ctx *ctx, int64_t id) MUST_CHECK;

enum err device_is_known(struct ctx *ctx, int64_t id, const uint8_t device[DEVICE_HASH_SIZE],
	bool *known_out) MUST_CHECK;
/* Notes the console as used now and forgets those beyond the newest DEVICES_KEPT. */
enum err device_keep(
	struct ctx *ctx, int64_t id, const uint8_t device[DEVICE_HASH_SIZE]) MUST_CHECK;

struct guard_row {
	int64_t failures; /* in a row; 0: no row */
	int64_t next_us;  /* no try is looked at before */
};
enum err guard_get(
	struct ctx *ctx, const uint8_t key[BLIND_SIZE], struct guard_row *out) MUST_CHECK;
enum err guard_put(
	struct ctx *ctx, const uint8_t key[BLIND_SIZE], const struct guard_row *row) MUST_CHECK;
enum err guard_delete(struct ctx *ctx, const uint8_t key[BLIND_SIZE]) MUST_CHECK;
/* Forgets at most `limit` whose last failure lies before `before_us`. */
enum err guard_purge(
	struct ctx *ctx, int64_t before_us, int64_t limit, int64_t *purged_out) MUST_CHECK;
