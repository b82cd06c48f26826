/* Identity documents, as keyed hashes: who claims which, and who holds its slot. At most one live
 * record holds the slot of a document; a second claimant is stored without it (Q4). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/store/seal.h"

struct identity_key {
	bool is_empty; /* no number: no document, or one without (R18) */
	uint8_t bytes[BLIND_SIZE];
};
/* The key of a document: `type` is a code of CODES_ID_TYPE, `number` canonical
 * (domain/id_number.h). A national number has one key, whatever document it stands in, in its old
 * form of 15 digits too.
 */
struct identity_key identity_key(const struct keys *keys, const char *type, const char *number);
/* All keys that a number typed anyhow and without its type may have, for searching: at most `most`.
 */
size_t identity_keys_of(
	const struct keys *keys, const char *typed, struct identity_key *out, size_t most);

/* Stores the claim, which may be there already; or that of a record that has claimed nothing yet.
 * An empty key stores nothing. */
enum err identity_claim(
	struct ctx *ctx, int64_t student, const struct identity_key *key) MUST_CHECK;
enum err identity_claim_first(
	struct ctx *ctx, int64_t student, const struct identity_key *key) MUST_CHECK;
/* Gives a claimant the slot if nobody has it; *holds_out says whether he has it now. */
enum err identity_take(struct ctx *ctx, int64_t student, const struct identity_key *key,
	bool *holds_out) MUST_CHECK;
/* Takes the claim away, with the slot if it had it. Nobody else gets the slot by this. */
enum err identity_release(
	struct ctx *ctx, int64_t student, const struct identity_key *key) MUST_CHECK;
/* Takes the slot away and leaves the claim. */
enum err identity_yield(
	struct ctx *ctx, int64_t student, const struct identity_key *key) MUST_CHECK;

enum { IDENTITY_CLAIMS = 20 };
struct identity_claims {
	size_t n; /* at most IDENTITY_CLAIMS, the holder first */
	struct {
		int64_t student;
		bool holds;
	} of[IDENTITY_CLAIMS];
};
enum err identity_find(
	struct ctx *ctx, const struct identity_key *key, struct identity_claims *out) MUST_CHECK;
