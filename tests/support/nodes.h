/* Two nodes that know each other: the fixture's, which serves 330000, and another, which is here as
 * its keys alone and makes and reads parcels by them. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "server/store/parcel_store.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

struct other_node {
	struct app app; /* as the fixture's, but with its own keys and settings */
	struct settings settings;
	struct public_keys public, ours;
};

static inline struct keys *nodes_keys(struct fixture *f, const char *name)
{
	char why[WHY_SIZE];
	const char *path = arena_printf(f->ctx.arena, "%s/%s", f->directory, name);
	ck_assert_msg(keys_create(path, why), "%s", why);
	struct keys *keys = keys_load(path, why);
	ck_assert_msg(keys != NULL, "%s", why);
	return keys;
}

/* A node of that name, serving `unit`; end it with node_close. */
static inline void node_open(
	struct fixture *f, struct other_node *node, const char *name, const char *unit)
{
	node->app = f->app;
	node->app.keys = nodes_keys(f, name);
	node->settings = (struct settings){.unit = unit};
	node->app.settings = &node->settings;
	ck_assert(keys_public(node->app.keys, &node->public));
	ck_assert(keys_public(f->app.keys, &node->ours));
}

static inline void node_close(struct other_node *node)
{
	keys_free(node->app.keys);
}

/* The fixture's node trusts it; committed. */
static inline struct peer node_trusted(
	struct fixture *f, const struct other_node *node, const char *name, enum peer_kind kind)
{
	struct peer peer = {
		.name = name, .kind = kind, .unit_code = node->settings.unit, .keys = node->public};
	ck_assert_int_eq(peer_trust(fixture_ctx(f), &peer), OK);
	fixture_commit(f);
	return peer;
}

/* Bytes in the fixture's arena. */
struct bytes {
	uint8_t *at;
	size_t size;
};

static inline void bytes_add(struct bytes *bytes, const void *more, size_t size)
{
	uint8_t *longer = malloc(bytes->size + size);
	if (bytes->size > 0)
		memcpy(longer, bytes->at, bytes->size);
	memcpy(longer + bytes->size, more, size);
	free(bytes->at);
	bytes->at = longer;
	bytes->size += size;
}

/* A parcel of the node for the fixture's: `header` with kind and number; items of one block. To be
 * freed. */
static inline struct bytes node_parcel(struct fixture *f, const struct other_node *node,
	Xueji__V1__ParcelHeader header, const ProtobufCMessage *const *items, size_t n)
{
	struct ctx ctx;
	struct parcel_content content;
	struct parcel_digest *digest = parcel_digest_new(f->ctx.arena);
	struct bytes out = {NULL, 0};
	uint8_t *block = arena_alloc(f->ctx.arena, PARCEL_BLOCK_MOST), sum[DIGEST_SIZE];
	size_t size = 0, piece_size;
	void *piece;
	ctx_init(&ctx, &node->app, f->ctx.arena);
	header.sender_code = (char *)node->settings.unit;
	header.receiver_code = "330000";
	if (header.made_us == 0)
		header.made_us = FIXTURE_NOW;
	ck_assert_int_eq(
		parcel_make_head(&ctx, &node->ours, &header, &content, &piece, &piece_size), OK);
	bytes_add(&out, piece, piece_size);
	for (size_t i = 0; i < n; i++)
		ck_assert(parcel_put_item(block, &size, items[i]));
	piece = parcel_make_block(ctx.arena, &content, 0, block, size, &piece_size);
	bytes_add(&out, piece, piece_size);
	parcel_digest_add(digest, out.at, out.size);
	piece = parcel_make_end(ctx.arena, node->app.keys, digest, sum, &piece_size);
	bytes_add(&out, piece, piece_size);
	return out;
}
