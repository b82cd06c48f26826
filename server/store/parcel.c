#include "server/store/parcel.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "server/unpack.h"
#include "server/wire.h"

static const char heading[] = "XUEJI-PARCEL 1\n";
static const char signed_as[] = "xueji parcel 1";

enum {
	HEADING_SIZE = sizeof heading - 1,
	LENGTH_SIZE = 4,
	HEADER_MOST = 4096,
	NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	SIGNED_SIZE = sizeof signed_as + DIGEST_SIZE,
};
_Static_assert(CONTENT_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");

static uint8_t *put_length(uint8_t *out, size_t size)
{
	for (int i = 0; i < LENGTH_SIZE; i++)
		out[i] = (uint8_t)(size >> 8 * (LENGTH_SIZE - 1 - i));
	return out + LENGTH_SIZE;
}

static size_t get_length(const uint8_t *bytes)
{
	return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

/* ---- digests and signatures ---- */

struct parcel_digest {
	crypto_generichash_state state;
};

struct parcel_digest *parcel_digest_new(struct arena *arena)
{
	/* libsodium wants it at a multiple of 64; arenas give multiples of 16. */
	size_t step = _Alignof(struct parcel_digest);
	uintptr_t room = (uintptr_t)arena_alloc(arena, sizeof(struct parcel_digest) + step - 1);
	struct parcel_digest *digest = (void *)((room + step - 1) / step * step);
	crypto_generichash_init(&digest->state, NULL, 0, DIGEST_SIZE);
	return digest;
}

void parcel_digest_add(struct parcel_digest *digest, const void *piece, size_t size)
{
	crypto_generichash_update(&digest->state, piece, size);
}

static void write_signed(const uint8_t digest[DIGEST_SIZE], uint8_t out[SIGNED_SIZE])
{
	memcpy(out, signed_as, sizeof signed_as);
	memcpy(out + sizeof signed_as, digest, DIGEST_SIZE);
}

/* ---- making ---- */

static void fill_header(struct ctx *ctx, const struct public_keys *to,
	Xueji__V1__ParcelHeader *header, uint8_t wrapped[WRAPPED_SIZE])
{
	struct public_keys own;
	bool can_exchange = keys_public(ctx->app->keys, &own);
	assert(can_exchange);
	header->sender =
		(ProtobufCBinaryData){PUBLIC_ID_SIZE, arena_alloc(ctx->arena, PUBLIC_ID_SIZE)};
	header->receiver =
		(ProtobufCBinaryData){PUBLIC_ID_SIZE, arena_alloc(ctx->arena, PUBLIC_ID_SIZE)};
	public_id(&own, header->sender.data);
	public_id(to, header->receiver.data);
	header->wrapped_key = (ProtobufCBinaryData){WRAPPED_SIZE, wrapped};
}

enum err parcel_make_head(struct ctx *ctx, const struct public_keys *to,
	Xueji__V1__ParcelHeader *header, struct parcel_content *content_out, void **piece_out,
	size_t *size_out)
{
	size_t size;
	uint8_t *wrapped = arena_alloc(ctx->arena, WRAPPED_SIZE);
	randombytes_buf(content_out->key, sizeof content_out->key);
	if (!public_wrap(to, content_out->key, wrapped))
		return ctx_fail(ctx, REASON_PEER_KEY_BAD);
	fill_header(ctx, to, header, wrapped);
	const void *packed = pack_message(ctx->arena, &header->base, &size);
	uint8_t *out = arena_alloc(ctx->arena, HEADING_SIZE + LENGTH_SIZE + size);
	memcpy(out, heading, HEADING_SIZE);
	memcpy(put_length(out + HEADING_SIZE, size), packed, size);
	*piece_out = out;
	*size_out = HEADING_SIZE + LENGTH_SIZE + size;
	plain_digest(out, *size_out, content_out->head);
	return OK;
}

static void write_nonce(int64_t number, uint8_t out[NONCE_SIZE])
{
	memset(out, 0, NONCE_SIZE);
	for (int i = NONCE_SIZE - 1; number > 0; i--, number >>= 8)
		out[i] = (uint8_t)number;
}

void *parcel_make_block(struct arena *arena, const struct parcel_content *content, int64_t number,
	const void *items, size_t size, size_t *size_out)
{
	uint8_t nonce[NONCE_SIZE], *out = arena_alloc(arena, LENGTH_SIZE + size + TAG_SIZE);
	assert(size <= PARCEL_BLOCK_MOST);
	write_nonce(number, nonce);
	crypto_aead_xchacha20poly1305_ietf_encrypt(put_length(out, size + TAG_SIZE), NULL, items,
		size, content->head, DIGEST_SIZE, NULL, nonce, content->key);
	*size_out = LENGTH_SIZE + size + TAG_SIZE;
	return out;
}

void *parcel_make_end(struct arena *arena, const struct keys *keys, struct parcel_digest *digest,
	uint8_t sum_out[DIGEST_SIZE], size_t *size_out)
{
	uint8_t text[SIGNED_SIZE];
	uint8_t *out = arena_alloc(arena, LENGTH_SIZE + SIGNATURE_SIZE);
	uint8_t *signature = put_length(out, 0);
	parcel_digest_add(digest, out, LENGTH_SIZE);
	crypto_generichash_final(&digest->state, sum_out, DIGEST_SIZE);
	write_signed(sum_out, text);
	keys_sign(keys, text, sizeof text, signature);
	*size_out = LENGTH_SIZE + SIGNATURE_SIZE;
	return out;
}

bool parcel_put_item(uint8_t block[PARCEL_BLOCK_MOST], size_t *size, const ProtobufCMessage *item)
{
	size_t n = protobuf_c_message_get_packed_size(item);
	if (n > PARCEL_BLOCK_MOST - LENGTH_SIZE || *size > PARCEL_BLOCK_MOST - LENGTH_SIZE - n)
		return false;
	protobuf_c_message_pack(item, put_length(block + *size, n));
	*size += LENGTH_SIZE + n;
	return true;
}

bool parcel_next_item(
	const uint8_t **at, const uint8_t *end, const uint8_t **item_out, size_t *size_out)
{
	if (end - *at < LENGTH_SIZE)
		return false;
	size_t size = get_length(*at);
	if ((size_t)(end - *at) - LENGTH_SIZE < size)
		return false;
	*item_out = *at + LENGTH_SIZE;
	*size_out = size;
	*at += LENGTH_SIZE + size;
	return true;
}

/* ---- taking apart ---- */

static enum err broken(struct ctx *ctx, const struct sentence *what)
{
	return ctx_fail(ctx, REASON_PARCEL_BROKEN, sentence_in(what, ctx->lang));
}

static const struct sentence no_heading = {"it does not begin like one", "开头不符"};
static const struct sentence cut_off = {"it is cut off", "内容不完整"};
static const struct sentence too_large = {"it is too large", "过大"};
static const struct sentence bad_header = {"its header cannot be read", "报头无法读取"};
static const struct sentence bad_end = {"something stands behind its end", "结尾之后还有内容"};
static const struct sentence no_block = {"it holds nothing", "内容为空"};

static bool is_header_good(const Xueji__V1__ParcelHeader *header)
{
	return header->kind[0] != '\0' && header->sender.len == PUBLIC_ID_SIZE &&
	       header->receiver.len == PUBLIC_ID_SIZE && header->number > 0 &&
	       header->made_us > 0 && header->acknowledges >= 0 && header->answers >= 0 &&
	       header->wrapped_key.len == WRAPPED_SIZE && strlen(header->kind) <= 40 &&
	       strlen(header->sender_code) == 6 && strlen(header->receiver_code) == 6;
}

/* From the first piece; NULL when it is none. */
static Xueji__V1__ParcelHeader *read_header(struct ctx *ctx, const struct parcel_piece *head)
{
	const ProtobufCMessageDescriptor *type = &xueji__v1__parcel_header__descriptor;
	const uint8_t *bytes = head->bytes + HEADING_SIZE + LENGTH_SIZE;
	size_t size = head->size - HEADING_SIZE - LENGTH_SIZE;
	struct failure before = ctx->failure;
	bool is_good = wire_check(ctx, type, bytes, size) == OK;
	ctx->failure = before; /* its faults are told as one */
	Xueji__V1__ParcelHeader *header =
		is_good ? unpack_message(ctx->arena, type, bytes, size) : NULL;
	return header != NULL && is_header_good(header) ? header : NULL;
}

/* The piece that begins at `at` with its length; false when it does not end before `end`. */
static bool take_piece(
	const uint8_t *at, const uint8_t *end, size_t before, size_t most, struct parcel_piece *out)
{
	if ((size_t)(end - at) < before + LENGTH_SIZE)
		return false;
	size_t size = get_length(at + before);
	if (size > most || (size_t)(end - at) - before - LENGTH_SIZE < size)
		return false;
	*out = (struct parcel_piece){at, before + LENGTH_SIZE + size};
	return true;
}

static enum err take_blocks(
	struct ctx *ctx, const uint8_t *at, const uint8_t *end, struct parcel *out)
{
	struct parcel_piece piece;
	bool is_end = false;
	while (!is_end) {
		if (!take_piece(at, end, 0, PARCEL_BLOCK_MOST + TAG_SIZE, &piece))
			return broken(ctx, &cut_off);
		is_end = piece.size == LENGTH_SIZE;
		if (!is_end && out->n_pieces > PARCEL_BLOCKS)
			return broken(ctx, &too_large);
		if (is_end)
			piece.size += SIGNATURE_SIZE;
		if ((size_t)(end - at) < piece.size)
			return broken(ctx, &cut_off);
		out->pieces[out->n_pieces++] = piece;
		at += piece.size;
	}
	if (at != end)
		return broken(ctx, &bad_end);
	out->signature = end - SIGNATURE_SIZE;
	return out->n_pieces > 2 ? OK : broken(ctx, &no_block);
}

enum err parcel_parse(struct ctx *ctx, const void *bytes, size_t size, struct parcel *out)
{
	const uint8_t *at = bytes, *end = at + size;
	*out = (struct parcel){
		.pieces = arena_array(ctx->arena, struct parcel_piece, PARCEL_BLOCKS + 2)};
	if (size > PARCEL_MOST)
		return broken(ctx, &too_large);
	if (size < HEADING_SIZE || memcmp(at, heading, HEADING_SIZE) != 0)
		return broken(ctx, &no_heading);
	if (!take_piece(at, end, HEADING_SIZE, HEADER_MOST, &out->pieces[0]))
		return broken(ctx, &cut_off);
	out->n_pieces = 1;
	out->header = read_header(ctx, &out->pieces[0]);
	if (out->header == NULL)
		return broken(ctx, &bad_header);
	enum err err = take_blocks(ctx, at + out->pieces[0].size, end, out);
	if (err == OK)
		plain_digest(bytes, size - SIGNATURE_SIZE, out->digest);
	return err;
}

bool parcel_is_signed(const struct parcel *parcel, const struct public_keys *by)
{
	uint8_t text[SIGNED_SIZE];
	write_signed(parcel->digest, text);
	return public_is_signed(by, text, sizeof text, parcel->signature);
}

enum err parcel_content_of(struct ctx *ctx, const struct parcel_piece *head,
	Xueji__V1__ParcelHeader **header_out, struct parcel_content *out)
{
	*header_out = read_header(ctx, head);
	if (*header_out == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "the header of a stored parcel is damaged");
	const ProtobufCBinaryData *wrapped = &(*header_out)->wrapped_key;
	if (!keys_unwrap(ctx->app->keys, wrapped->data, wrapped->len, out->key))
		return ctx_fail(ctx, REASON_PARCEL_NOT_FOR_US);
	plain_digest(head->bytes, head->size, out->head);
	return OK;
}

void *parcel_open_block(struct arena *arena, const struct parcel_content *content, int64_t number,
	const struct parcel_piece *block, size_t *size_out)
{
	uint8_t nonce[NONCE_SIZE];
	if (block->size < LENGTH_SIZE + TAG_SIZE)
		return NULL;
	*size_out = block->size - LENGTH_SIZE - TAG_SIZE;
	uint8_t *out = arena_alloc(arena, *size_out + 1);
	write_nonce(number, nonce);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, block->bytes + LENGTH_SIZE,
		    block->size - LENGTH_SIZE, content->head, DIGEST_SIZE, nonce,
		    content->key) != 0)
		return NULL;
	return out;
}
