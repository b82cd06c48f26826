/* Peers: the nodes of the country whose signature is believed and for whom can be sealed. Trusting
 * one is a decision of the administrator of the server, by the fingerprint of its keys; the journal
 * keeps it. A peer that gets new keys stays the same peer, and its numbers go on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/registry/parcel_table.h"
#include "server/store/seal.h"

struct peer {
	int64_t id;
	const char *name; /* given here: 1 to 32 small letters, digits, '-' */
	enum peer_kind kind;
	const char *unit_code; /* the division that it serves */
	struct public_keys keys;
	int64_t trusted_us, revoked_us; /* revoked_us 0: it is believed */
	int64_t sent;                   /* number of the last parcel made for it; 0: none */
	int64_t acknowledged;           /* it has taken in all of ours up to this one */
	int64_t taken;                  /* all of its up to this one are taken in */
};

/* From now on, name, kind, unit_code and keys hold; a peer of that name gets them in place of its
 * own, whether revoked or not. REASON_PEER_KEYS_KNOWN when another has these keys,
 * REASON_PEER_PLACE_TAKEN when another is the nation, the police or that province. */
enum err peer_trust(struct ctx *ctx, struct peer *peer) MUST_CHECK;
/* NO_SUCH_PEER when there is none of that name. What it sent and is not taken in yet stays out. */
enum err peer_revoke(struct ctx *ctx, const char *name) MUST_CHECK;

/* All, the revoked last. */
enum err peer_list(struct ctx *ctx, struct peer **peers_out, size_t *n_out) MUST_CHECK;
/* Those that are believed; NO_SUCH_PEER where there is none. */
enum err peer_named(struct ctx *ctx, const char *name, struct peer *out) MUST_CHECK;
enum err peer_with_id(struct ctx *ctx, int64_t id, struct peer *out) MUST_CHECK;
/* PARCEL_STRANGER where there is none. */
enum err peer_with_keys(
	struct ctx *ctx, const uint8_t key_id[PUBLIC_ID_SIZE], struct peer *out) MUST_CHECK;
/* The nation, the police base, or the province with that code. PEER_MISSING where there is none. */
enum err peer_in_place(struct ctx *ctx, enum peer_kind kind, const char *province_code,
	struct peer *out) MUST_CHECK;

/* Takes the next number for a parcel to it; the row follows. */
enum err peer_count_sent(struct ctx *ctx, struct peer *peer) MUST_CHECK;
/* Its next parcel has been dealt with. */
enum err peer_count_taken(struct ctx *ctx, struct peer *peer) MUST_CHECK;
/* It says that it has all of ours up to `number`; never goes back, never beyond what was sent. */
enum err peer_acknowledge(struct ctx *ctx, int64_t peer, int64_t number) MUST_CHECK;
