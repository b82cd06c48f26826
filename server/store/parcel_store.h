/* Parcels as they are kept: those made for peers, and those that came from them, in pieces
 * (server/store/parcel.h). What is made stays until the peer has said that it has it, so it can be
 * carried again. What came is believed only after its signature was verified against a trusted
 * peer, and is taken in strictly by the sender's numbers: a parcel that came before its turn waits,
 * one that came twice is known again, and a number that is used for two parcels is refused.
 *
 * Sending a message is a write like any other:
 *
 *	err = peer_in_place(ctx, PEER_PROVINCE, "440000", &peer);
 *	if (err == OK)
 *		err = parcel_send(ctx, &peer, &(struct parcel_start){.kind = PARCEL_…}, items, n,
 *			&row); */
#pragma once

#include "server/registry/parcel_table.h"
#include "server/store/parcel.h"
#include "server/store/peer_store.h"

/* Stored; never change one. */
enum parcel_state {
	PARCEL_BEING_MADE = 1,
	PARCEL_READY,  /* to be carried, until the peer acknowledges it */
	PARCEL_WAITS,  /* came, and waits for its turn or is being taken in */
	PARCEL_TAKEN,  /* all of it is taken in */
	PARCEL_REFUSED /* as a whole; `reason` says why. Its number is used up all the same */
};

struct parcel_row {
	int64_t id, peer;
	bool is_incoming;
	int64_t number;
	int kind; /* enum parcel_kind; 0: a kind that this program does not know */
	enum parcel_state state;
	int64_t answers; /* the number, in the other direction, that it answers; 0: none */
	bool is_last;    /* of those that answer it */
	int64_t made_us; /* by its maker's clock */
	int64_t moved_us;
	int64_t size, blocks;      /* so far */
	int64_t items;             /* put in, or taken in, so far */
	int64_t at_block, at_item; /* where taking in goes on */
	const char *reason;        /* a word of domain/reasons.def; "" */
	bool has_content;          /* .content is set: for the functions below */
	struct parcel_content content;
};

/* What the maker of a parcel decides. */
struct parcel_start {
	enum parcel_kind kind;
	int64_t answers;
	bool is_last;
};

/* ---- sending ---- */

/* All at once, for what fits into one block: PARCEL_ITEM_TOO_LARGE when it does not. */
enum err parcel_send(struct ctx *ctx, struct peer *peer, const struct parcel_start *start,
	const ProtobufCMessage *const *items, size_t n_items, struct parcel_row *out) MUST_CHECK;

/* In steps, each perhaps another call's. `peer` gets its next number. EXCHANGE_NO_KEYS when the key
 * file has none for exchange. */
enum err parcel_begin(struct ctx *ctx, struct peer *peer, const struct parcel_start *start,
	struct parcel_row *out) MUST_CHECK;
/* A block of n_items items, made with parcel_put_item. */
enum err parcel_add_block(struct ctx *ctx, struct parcel_row *row, const void *items, size_t size,
	int64_t n_items) MUST_CHECK;
bool parcel_has_room(const struct parcel_row *row); /* for one more block? */
/* Signs it. One without items gets an empty block. */
enum err parcel_finish(struct ctx *ctx, struct parcel_row *row) MUST_CHECK;

/* ---- receiving ---- */

/* Verifies and keeps it. *is_new_out is false when this very parcel came before: nothing changes.
 * Refuses PARCEL_BROKEN, PARCEL_STRANGER, PARCEL_FORGED, PARCEL_NOT_FOR_US, PARCEL_NUMBER_REUSED.
 */
enum err parcel_arrive(struct ctx *ctx, const void *bytes, size_t size, struct parcel_row *out,
	bool *is_new_out) MUST_CHECK;
/* The same without keeping it: on a connection that only reads. */
enum err parcel_verify(
	struct ctx *ctx, const void *bytes, size_t size, bool *is_new_out) MUST_CHECK;
/* One whose turn it is; *found_out false when there is none. */
enum err parcel_next(struct ctx *ctx, struct parcel_row *out, bool *found_out) MUST_CHECK;
/* The items of a block; PARCEL_BROKEN when it does not open. */
enum err parcel_read_block(struct ctx *ctx, struct parcel_row *row, int64_t number,
	const uint8_t **items_out, size_t *size_out) MUST_CHECK;
/* at_block, at_item and items are written. */
enum err parcel_advance(struct ctx *ctx, const struct parcel_row *row) MUST_CHECK;
/* It is taken in, or refused for `reason` (NULL: not); the next number's turn begins. */
enum err parcel_settle(struct ctx *ctx, struct parcel_row *row, const char *reason) MUST_CHECK;

/* ---- looking ---- */

/* NO_SUCH_PARCEL when there is none. */
enum err parcel_get(struct ctx *ctx, int64_t id, struct parcel_row *out) MUST_CHECK;
enum err parcel_numbered(struct ctx *ctx, int64_t peer, bool is_incoming, int64_t number,
	struct parcel_row *out) MUST_CHECK;
/* Ready ones that the peer does not have yet, by number, behind `after`. */
enum err parcel_list_ready(struct ctx *ctx, const struct peer *peer, int64_t after, size_t limit,
	struct parcel_row **rows_out, size_t *n_out) MUST_CHECK;
/* A piece as it is; size 0 behind the last. */
enum err parcel_piece_at(
	struct ctx *ctx, int64_t parcel, int64_t seq, struct parcel_piece *out) MUST_CHECK;
/* The numbers that must come before what waits of this peer can be taken in: "4, 7-9"; "". */
enum err parcel_missing(struct ctx *ctx, const struct peer *peer, const char **out) MUST_CHECK;
