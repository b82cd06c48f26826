/* Parcels: files that carry messages from one node of the country to another, whatever carries the
 * files. A parcel shows who sends it to whom and what kind it is; all else is sealed for the
 * receiver, so that neither the carrier nor the officer who brings it can read it, nor the sender
 * once it is made. The sender's signature covers every byte: nothing of a stranger's is ever
 * opened.
 *
 *	"XUEJI-PARCEL 1\n"                  what it is, and the version of this form
 *	size, header                        a ParcelHeader
 *	{ size, block }…                    at least one, at most 1,000
 *	0                                   a size of 0: the end of the blocks
 *	signature                           64 bytes
 *
 * A size has 4 bytes, the highest first. The signature (Ed25519) is over "xueji parcel 1" and the
 * 32 bytes of BLAKE2b-256 of all that stands before it. The header wraps a key that was drawn for
 * this parcel alone (X25519, crypto_box_seal). A block is sealed with it (XChaCha20-Poly1305): its
 * nonce is its number, counted from 0, and bound to it is the hash of heading and header; so a
 * block opens nowhere but in its place, and nobody can sign another's blocks as his own. Opened, it
 * is a list of items { size, message } and never more than 256 KiB.
 *
 * A whole parcel has at most 16 MiB and is handled in memory; what is larger goes in several. Any
 * block can be opened by itself, so reading is taken up where it was left. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/store/seal.h"
#include "xueji/v1/parcels.pb-c.h"

enum { PARCEL_MOST = 16 << 20, PARCEL_BLOCK_MOST = 256 << 10, PARCEL_BLOCKS = 1000 };

/* What opens and seals the blocks of one parcel. */
struct parcel_content {
	uint8_t key[CONTENT_KEY_SIZE];
	uint8_t head[DIGEST_SIZE];
};

struct parcel_digest;

/* ---- making one, piece by piece: written one behind the other they are the file ---- */

/* Heading and header. Sender, receiver and wrapped_key are filled in; the rest is the caller's. The
 * keys must be able to exchange. REASON_PEER_KEY_BAD when nothing can be wrapped for `to`. */
enum err parcel_make_head(struct ctx *ctx, const struct public_keys *to,
	Xueji__V1__ParcelHeader *header, struct parcel_content *content_out, void **piece_out,
	size_t *size_out) MUST_CHECK;
/* A block of at most PARCEL_BLOCK_MOST bytes of items. */
void *parcel_make_block(struct arena *arena, const struct parcel_content *content, int64_t number,
	const void *items, size_t size, size_t *size_out);
/* The end of the blocks, and the signature over the digest of all pieces and this end's zero, which
 * is given too. */
void *parcel_make_end(struct arena *arena, const struct keys *keys, struct parcel_digest *digest,
	uint8_t sum_out[DIGEST_SIZE], size_t *size_out);

/* A digest of pieces, taken one by one. */
struct parcel_digest *parcel_digest_new(struct arena *arena);
void parcel_digest_add(struct parcel_digest *digest, const void *piece, size_t size);

/* Puts an item behind `*size` bytes of a block; false when the block has no room for it. */
bool parcel_put_item(uint8_t block[PARCEL_BLOCK_MOST], size_t *size, const ProtobufCMessage *item);
/* The next item of an opened block; false at its end, or when the rest is damaged (*at is then not
 * the end). */
bool parcel_next_item(
	const uint8_t **at, const uint8_t *end, const uint8_t **item_out, size_t *size_out);

/* ---- taking one apart ---- */

struct parcel_piece {
	const uint8_t *bytes; /* with the size in front */
	size_t size;
};

/* A parcel in memory; points into its bytes. Piece 0 is heading and header, the last the end. */
struct parcel {
	Xueji__V1__ParcelHeader *header; /* of the arena */
	struct parcel_piece *pieces;
	size_t n_pieces;
	uint8_t digest[DIGEST_SIZE]; /* what is signed, and what tells two parcels apart */
	const uint8_t *signature;
};

/* Any bytes at all may be given. PARCEL_BROKEN says what is wrong with them. Nothing is believed
 * yet but the form. */
enum err parcel_parse(
	struct ctx *ctx, const void *bytes, size_t size, struct parcel *out) MUST_CHECK;
bool parcel_is_signed(const struct parcel *parcel, const struct public_keys *by) MUST_CHECK;

/* From the first piece of a parcel that is for us. PARCEL_NOT_FOR_US when it does not unwrap. */
enum err parcel_content_of(struct ctx *ctx, const struct parcel_piece *head,
	Xueji__V1__ParcelHeader **header_out, struct parcel_content *out) MUST_CHECK;
/* A block, opened: NULL when it was damaged or stands in another's place. */
void *parcel_open_block(struct arena *arena, const struct parcel_content *content, int64_t number,
	const struct parcel_piece *block, size_t *size_out);
