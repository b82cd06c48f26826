#include "server/store/parcel_store.h"

#include <assert.h>
#include <string.h>

#include "server/settings.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "sql/parcel.sql.h"

#define CONTENT_PLACE(id) ((struct seal_place){"parcel.sealed", (id)})

/* ---- rows ---- */

static enum err scan(struct ctx *ctx, const struct cursor *c, struct parcel_row *out)
{
	size_t sealed_size, size;
	*out = (struct parcel_row){
		.id = cursor_int(c, 0),
		.peer = cursor_int(c, 1),
		.is_incoming = cursor_int(c, 2) != 0,
		.number = cursor_int(c, 3),
		.kind = (int)cursor_int(c, 4),
		.state = (enum parcel_state)cursor_int(c, 5),
		.answers = cursor_int(c, 6),
		.is_last = cursor_int(c, 7) != 0,
		.made_us = cursor_int(c, 8),
		.moved_us = cursor_int(c, 9),
		.size = cursor_int(c, 10),
		.blocks = cursor_int(c, 11),
		.items = cursor_int(c, 12),
		.at_block = cursor_int(c, 13),
		.at_item = cursor_int(c, 14),
		.reason = cursor_text(c, 15),
	};
	const void *sealed = cursor_blob(c, 16, &sealed_size);
	if (sealed == NULL)
		return OK;
	const void *content = seal_open(
		ctx->arena, ctx->app->keys, CONTENT_PLACE(out->id), sealed, sealed_size, &size);
	if (content == NULL || size != sizeof out->content)
		return ctx_broken(ctx, ERR_INTERNAL, "the key of a parcel does not unseal");
	memcpy(&out->content, content, size);
	out->has_content = true;
	return OK;
}

static enum err find(struct ctx *ctx, const struct sql *sql, struct args args,
	struct parcel_row *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, sql, args);
	enum err err = OK;
	*found_out = cursor_next(c);
	if (*found_out)
		err = scan(ctx, c, out);
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}

static enum err find_or_refuse(
	struct ctx *ctx, const struct sql *sql, struct args args, struct parcel_row *out)
{
	bool is_found;
	enum err err = find(ctx, sql, args, out, &is_found);
	return err == OK && !is_found ? ctx_fail(ctx, REASON_NO_SUCH_PARCEL) : err;
}

enum err parcel_get(struct ctx *ctx, int64_t id, struct parcel_row *out)
{
	return find_or_refuse(ctx, &sql_parcel_get, ARGS(arg_int(id)), out);
}

enum err parcel_numbered(
	struct ctx *ctx, int64_t peer, bool is_incoming, int64_t number, struct parcel_row *out)
{
	return find_or_refuse(ctx, &sql_parcel_numbered,
		ARGS(arg_int(peer), arg_int(is_incoming), arg_int(number)), out);
}

enum err parcel_list_ready(struct ctx *ctx, const struct peer *peer, int64_t after, size_t limit,
	struct parcel_row **rows_out, size_t *n_out)
{
	size_t n = 0;
	int64_t from = after > peer->acknowledged ? after : peer->acknowledged;
	struct parcel_row *rows = arena_array(ctx->arena, struct parcel_row, limit);
	struct cursor *c = db_open(ctx, &sql_parcel_list_ready,
		ARGS(arg_int(peer->id), arg_int(from), arg_int((int64_t)limit)));
	enum err err = OK;
	while (err == OK && n < limit && cursor_next(c))
		err = scan(ctx, c, &rows[n++]);
	*rows_out = rows;
	*n_out = n;
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}

/* Puts a row in; `digest` NULL while it is being made, its content then being kept. */
static enum err insert(struct ctx *ctx, const struct parcel_row *row, const uint8_t *digest)
{
	size_t size = 0;
	void *sealed = NULL;
	if (row->state == PARCEL_BEING_MADE)
		sealed = seal(ctx->arena, ctx->app->keys, CONTENT_PLACE(row->id), &row->content,
			sizeof row->content, &size);
	return db_run(ctx, &sql_parcel_insert,
		ARGS(arg_int(row->id), arg_int(row->peer), arg_int(row->is_incoming),
			arg_int(row->number), arg_int(row->kind), arg_int(row->state),
			arg_int(row->answers), arg_int(row->is_last), arg_int(row->made_us),
			arg_int(ctx->now_us), arg_int(row->size), arg_int(row->blocks),
			arg_blob(digest, DIGEST_SIZE), arg_blob(sealed, size)),
		NULL);
}

/* ---- pieces ---- */

static enum err put_piece(
	struct ctx *ctx, int64_t parcel, int64_t seq, const void *bytes, size_t size)
{
	return db_run(ctx, &sql_parcel_piece_insert,
		ARGS(arg_int(parcel), arg_int(seq), arg_blob(bytes, size)), NULL);
}

enum err parcel_piece_at(struct ctx *ctx, int64_t parcel, int64_t seq, struct parcel_piece *out)
{
	struct cursor *c = db_open(ctx, &sql_parcel_piece_at, ARGS(arg_int(parcel), arg_int(seq)));
	*out = (struct parcel_piece){NULL, 0};
	if (cursor_next(c))
		out->bytes = cursor_blob(c, 0, &out->size);
	return cursor_close(c);
}

static void journal(struct ctx *ctx, enum action action, const struct parcel_row *row,
	const struct peer *peer, const char *more)
{
	const struct parcel_kind_row *kind = parcel_kind_row(row->kind);
	ctx_journal(ctx, &(struct note){.action = action,
				 .entity = "parcel",
				 .entity_id = row->id,
				 .summary = arena_printf(ctx->arena, "%s %lld, %s%s%s", peer->name,
					 (long long)row->number, kind ? kind->word : "unknown kind",
					 more[0] != '\0' ? ": " : "", more)});
}

/* ---- sending ---- */

enum err parcel_begin(struct ctx *ctx, struct peer *peer, const struct parcel_start *start,
	struct parcel_row *out)
{
	struct public_keys own;
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	void *head;
	size_t size;
	if (!keys_public(ctx->app->keys, &own))
		return ctx_fail(ctx, REASON_EXCHANGE_NO_KEYS);
	enum err err = peer_count_sent(ctx, peer);
	*out = (struct parcel_row){.peer = peer->id,
		.number = peer->sent,
		.kind = start->kind,
		.state = PARCEL_BEING_MADE,
		.answers = start->answers,
		.is_last = start->is_last,
		.made_us = ctx->now_us,
		.has_content = true};
	header.kind = (char *)parcel_kind_row(start->kind)->word;
	header.sender_code = (char *)ctx->app->settings->unit;
	header.receiver_code = (char *)peer->unit_code;
	header.number = out->number;
	header.made_us = out->made_us;
	header.acknowledges = peer->taken;
	header.answers = start->answers;
	header.is_last = start->is_last;
	if (err == OK)
		err = parcel_make_head(ctx, &peer->keys, &header, &out->content, &head, &size);
	if (err == OK)
		err = ids_next(ctx, &out->id);
	if (err != OK)
		return err;
	out->size = (int64_t)size;
	err = insert(ctx, out, NULL);
	return err == OK ? put_piece(ctx, out->id, 0, head, size) : err;
}

bool parcel_has_room(const struct parcel_row *row)
{
	enum { END_MOST = 1024, SEAL_MOST = 64 };
	return row->size + PARCEL_BLOCK_MOST + SEAL_MOST + END_MOST <= PARCEL_MOST &&
	       row->blocks < PARCEL_BLOCKS;
}

enum err parcel_add_block(
	struct ctx *ctx, struct parcel_row *row, const void *items, size_t size, int64_t n_items)
{
	size_t piece_size;
	assert(row->state == PARCEL_BEING_MADE && row->has_content && parcel_has_room(row));
	void *piece =
		parcel_make_block(ctx->arena, &row->content, row->blocks, items, size, &piece_size);
	row->size += (int64_t)piece_size;
	row->blocks++;
	row->items += n_items;
	enum err err = put_piece(ctx, row->id, row->blocks, piece, piece_size);
	if (err != OK)
		return err;
	return db_run(ctx, &sql_parcel_grow,
		ARGS(arg_int(row->id), arg_int(row->size), arg_int(row->blocks),
			arg_int(row->items)),
		NULL);
}

/* The digest of all pieces so far; memory for one of them at a time would be finer, but a parcel
 * fits into it whole. */
static enum err digest_pieces(
	struct ctx *ctx, const struct parcel_row *row, struct parcel_digest *digest)
{
	struct parcel_piece piece;
	enum err err = OK;
	for (int64_t seq = 0; err == OK && seq <= row->blocks; seq++) {
		err = parcel_piece_at(ctx, row->id, seq, &piece);
		if (err == OK)
			parcel_digest_add(digest, piece.bytes, piece.size);
	}
	return err;
}

enum err parcel_finish(struct ctx *ctx, struct parcel_row *row)
{
	struct parcel_digest *digest = parcel_digest_new(ctx->arena);
	uint8_t sum[DIGEST_SIZE];
	struct peer peer;
	size_t size;
	enum err err = row->blocks == 0 ? parcel_add_block(ctx, row, "", 0, 0) : OK;
	if (err == OK)
		err = peer_with_id(ctx, row->peer, &peer);
	if (err == OK)
		err = digest_pieces(ctx, row, digest);
	if (err != OK)
		return err;
	void *end = parcel_make_end(ctx->arena, ctx->app->keys, digest, sum, &size);
	err = put_piece(ctx, row->id, row->blocks + 1, end, size);
	row->size += (int64_t)size;
	row->state = PARCEL_READY;
	row->has_content = false;
	if (err == OK)
		err = db_run(ctx, &sql_parcel_ready,
			ARGS(arg_int(row->id), arg_int(row->size), arg_blob(sum, sizeof sum),
				arg_int(ctx->now_us)),
			NULL);
	if (err == OK)
		journal(ctx, ACTION_PARCEL_MADE, row, &peer,
			arena_printf(ctx->arena, "%lld items", (long long)row->items));
	return err;
}

enum err parcel_send(struct ctx *ctx, struct peer *peer, const struct parcel_start *start,
	const ProtobufCMessage *const *items, size_t n_items, struct parcel_row *out)
{
	uint8_t *block = arena_alloc(ctx->arena, PARCEL_BLOCK_MOST);
	size_t size = 0;
	for (size_t i = 0; i < n_items; i++)
		if (!parcel_put_item(block, &size, items[i]))
			return ctx_fail(ctx, REASON_PARCEL_ITEM_TOO_LARGE);
	enum err err = parcel_begin(ctx, peer, start, out);
	if (err == OK)
		err = parcel_add_block(ctx, out, block, size, (int64_t)n_items);
	return err == OK ? parcel_finish(ctx, out) : err;
}

/* ---- receiving ---- */

static enum err believe(struct ctx *ctx, const struct parcel *parcel, struct peer *peer)
{
	struct public_keys own;
	uint8_t own_id[PUBLIC_ID_SIZE];
	if (!keys_public(ctx->app->keys, &own))
		return ctx_fail(ctx, REASON_EXCHANGE_NO_KEYS);
	public_id(&own, own_id);
	if (memcmp(parcel->header->sender.data, own_id, PUBLIC_ID_SIZE) == 0)
		return ctx_fail(ctx, REASON_PARCEL_NOT_FOR_US); /* our own, in the same folder */
	enum err err = peer_with_keys(ctx, parcel->header->sender.data, peer);
	if (err != OK)
		return err;
	if (!parcel_is_signed(parcel, &peer->keys))
		return ctx_fail(ctx, REASON_PARCEL_FORGED, peer->name);
	if (memcmp(parcel->header->receiver.data, own_id, PUBLIC_ID_SIZE) != 0)
		return ctx_fail(ctx, REASON_PARCEL_NOT_FOR_US);
	return OK;
}

/* The number has come before: is it the same parcel? */
static enum err compare(struct ctx *ctx, const struct parcel_row *row, const struct parcel *parcel,
	const struct peer *peer)
{
	size_t size = 0;
	struct cursor *c = db_open(ctx, &sql_parcel_digest, ARGS(arg_int(row->id)));
	const void *digest = cursor_next(c) ? cursor_blob(c, 0, &size) : NULL;
	enum err err = cursor_close(c);
	if (err != OK)
		return err;
	if (size == DIGEST_SIZE && memcmp(digest, parcel->digest, DIGEST_SIZE) == 0)
		return OK;
	return ctx_fail(ctx, REASON_PARCEL_NUMBER_REUSED, peer->name,
		arena_printf(ctx->arena, "%lld", (long long)row->number));
}

static enum err keep(struct ctx *ctx, const struct parcel *parcel, const struct peer *peer,
	size_t size, struct parcel_row *out)
{
	const Xueji__V1__ParcelHeader *header = parcel->header;
	*out = (struct parcel_row){.peer = peer->id,
		.is_incoming = true,
		.number = header->number,
		.kind = parcel_kind_named(header->kind),
		.state = PARCEL_WAITS,
		.answers = header->answers,
		.is_last = header->is_last,
		.made_us = header->made_us,
		.moved_us = ctx->now_us,
		.size = (int64_t)size,
		.blocks = (int64_t)parcel->n_pieces - 2,
		.reason = ""};
	enum err err = ids_next(ctx, &out->id);
	if (err == OK)
		err = insert(ctx, out, parcel->digest);
	for (size_t i = 0; err == OK && i < parcel->n_pieces; i++)
		err = put_piece(
			ctx, out->id, (int64_t)i, parcel->pieces[i].bytes, parcel->pieces[i].size);
	if (err == OK)
		err = peer_acknowledge(ctx, peer->id, header->acknowledges);
	if (err == OK)
		journal(ctx, ACTION_PARCEL_ARRIVED, out, peer, "");
	return err;
}

/* All that is asked before anything is kept; *known_out: it came before. */
static enum err judge(struct ctx *ctx, const void *bytes, size_t size, struct parcel *parcel,
	struct peer *peer, struct parcel_row *row, bool *known_out)
{
	enum err err = parcel_parse(ctx, bytes, size, parcel);
	if (err == OK)
		err = believe(ctx, parcel, peer);
	if (err == OK)
		err = find(ctx, &sql_parcel_numbered,
			ARGS(arg_int(peer->id), arg_int(1), arg_int(parcel->header->number)), row,
			known_out);
	return err == OK && *known_out ? compare(ctx, row, parcel, peer) : err;
}

enum err parcel_verify(struct ctx *ctx, const void *bytes, size_t size, bool *is_new_out)
{
	struct parcel parcel;
	struct peer peer;
	struct parcel_row row;
	bool is_known = false;
	enum err err = judge(ctx, bytes, size, &parcel, &peer, &row, &is_known);
	*is_new_out = !is_known;
	return err;
}

enum err parcel_arrive(
	struct ctx *ctx, const void *bytes, size_t size, struct parcel_row *out, bool *is_new_out)
{
	struct parcel parcel;
	struct peer peer;
	bool is_known = false;
	enum err err = judge(ctx, bytes, size, &parcel, &peer, out, &is_known);
	*is_new_out = !is_known;
	return err == OK && !is_known ? keep(ctx, &parcel, &peer, size, out) : err;
}

enum err parcel_next(struct ctx *ctx, struct parcel_row *out, bool *found_out)
{
	return find(ctx, &sql_parcel_next, NO_ARGS, out, found_out);
}

enum err parcel_read_block(struct ctx *ctx, struct parcel_row *row, int64_t number,
	const uint8_t **items_out, size_t *size_out)
{
	struct parcel_piece piece;
	Xueji__V1__ParcelHeader *header;
	enum err err = OK;
	if (!row->has_content) {
		err = parcel_piece_at(ctx, row->id, 0, &piece);
		if (err == OK)
			err = parcel_content_of(ctx, &piece, &header, &row->content);
		row->has_content = err == OK;
	}
	if (err == OK)
		err = parcel_piece_at(ctx, row->id, number + 1, &piece);
	if (err != OK)
		return err;
	*items_out = parcel_open_block(ctx->arena, &row->content, number, &piece, size_out);
	return *items_out != NULL ? OK
				  : ctx_fail(ctx, REASON_PARCEL_BROKEN,
					    arena_printf(ctx->arena, "%lld", (long long)number));
}

enum err parcel_advance(struct ctx *ctx, const struct parcel_row *row)
{
	return db_run(ctx, &sql_parcel_advance,
		ARGS(arg_int(row->id), arg_int(row->items), arg_int(row->at_block),
			arg_int(row->at_item)),
		NULL);
}

enum err parcel_settle(struct ctx *ctx, struct parcel_row *row, const char *reason)
{
	struct peer peer;
	row->state = reason != NULL ? PARCEL_REFUSED : PARCEL_TAKEN;
	row->reason = reason != NULL ? reason : "";
	enum err err = peer_with_id(ctx, row->peer, &peer);
	if (err == OK)
		err = db_run(ctx, &sql_parcel_settle,
			ARGS(arg_int(row->id), arg_int(row->state), arg_text(row->reason),
				arg_int(ctx->now_us)),
			NULL);
	if (err == OK)
		err = peer_count_taken(ctx, &peer);
	if (err == OK)
		journal(ctx, ACTION_PARCEL_TAKEN, row, &peer, row->reason);
	return err;
}

/* ---- gaps ---- */

static const char *add_gap(struct ctx *ctx, const char *gaps, int64_t from, int64_t to)
{
	const char *comma = gaps[0] != '\0' ? ", " : "";
	if (from == to)
		return arena_printf(ctx->arena, "%s%s%lld", gaps, comma, (long long)from);
	return arena_printf(
		ctx->arena, "%s%s%lld-%lld", gaps, comma, (long long)from, (long long)to);
}

enum err parcel_missing(struct ctx *ctx, const struct peer *peer, const char **out)
{
	int64_t next = peer->taken + 1;
	struct cursor *c = db_open(ctx, &sql_parcel_waiting_numbers, ARGS(arg_int(peer->id)));
	*out = "";
	while (cursor_next(c)) {
		int64_t number = cursor_int(c, 0);
		if (number > next)
			*out = add_gap(ctx, *out, next, number - 1);
		next = number + 1;
	}
	return cursor_close(c);
}
