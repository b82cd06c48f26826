#include "server/store/peer_store.h"

#include <sodium.h>
#include <string.h>

#include "server/store/db.h"
#include "server/store/ids.h"
#include "sql/peer.sql.h"

/* ---- reading ---- */

static void scan_key(const struct cursor *c, int column, uint8_t out[PUBLIC_KEY_SIZE])
{
	size_t size;
	const void *bytes = cursor_blob(c, column, &size);
	memcpy(out, bytes, PUBLIC_KEY_SIZE); /* the schema says so */
}

static void scan(const struct cursor *c, struct peer *out)
{
	out->id = cursor_int(c, 0);
	out->name = cursor_text(c, 1);
	out->kind = (enum peer_kind)cursor_int(c, 2);
	out->unit_code = cursor_text(c, 3);
	scan_key(c, 4, out->keys.sign);
	scan_key(c, 5, out->keys.seal);
	out->trusted_us = cursor_int(c, 6);
	out->revoked_us = cursor_int(c, 7);
	out->sent = cursor_int(c, 8);
	out->acknowledged = cursor_int(c, 9);
	out->taken = cursor_int(c, 10);
}

enum err peer_list(struct ctx *ctx, struct peer **peers_out, size_t *n_out)
{
	struct peer *peers = NULL;
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_peer_list, NO_ARGS);
	while (cursor_next(c)) {
		peers = arena_grow(ctx->arena, peers, n, sizeof *peers);
		scan(c, &peers[n++]);
	}
	*peers_out = peers;
	*n_out = n;
	return cursor_close(c);
}

static enum err find(
	struct ctx *ctx, const struct sql *sql, struct args args, struct peer *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, sql, args);
	*found_out = cursor_next(c);
	if (*found_out)
		scan(c, out);
	return cursor_close(c);
}

enum err peer_named(struct ctx *ctx, const char *name, struct peer *out)
{
	bool is_found;
	enum err err = find(ctx, &sql_peer_named, ARGS(arg_text(name)), out, &is_found);
	if (err == OK && (!is_found || out->revoked_us != 0))
		err = ctx_fail(ctx, REASON_NO_SUCH_PEER, name);
	return err;
}

enum err peer_with_id(struct ctx *ctx, int64_t id, struct peer *out)
{
	bool is_found;
	enum err err = find(ctx, &sql_peer_with_id, ARGS(arg_int(id)), out, &is_found);
	if (err == OK && (!is_found || out->revoked_us != 0))
		err = ctx_fail(ctx, REASON_NO_SUCH_PEER, is_found ? out->name : "");
	return err;
}

enum err peer_with_keys(struct ctx *ctx, const uint8_t key_id[PUBLIC_ID_SIZE], struct peer *out)
{
	bool is_found;
	enum err err = find(
		ctx, &sql_peer_with_keys, ARGS(arg_blob(key_id, PUBLIC_ID_SIZE)), out, &is_found);
	if (err == OK && (!is_found || out->revoked_us != 0))
		err = ctx_fail(ctx, REASON_PARCEL_STRANGER);
	return err;
}

enum err peer_in_place(
	struct ctx *ctx, enum peer_kind kind, const char *province_code, struct peer *out)
{
	bool is_found;
	enum err err = find(ctx, &sql_peer_in_place, ARGS(arg_int(kind), arg_text(province_code)),
		out, &is_found);
	if (err == OK && !is_found)
		err = ctx_fail(ctx, REASON_PEER_MISSING,
			sentence_in(&peer_kind_row(kind)->title, ctx->lang), province_code);
	return err;
}

/* ---- trusting ---- */

static enum err check_others(struct ctx *ctx, const struct peer *peer, const uint8_t *key_id)
{
	struct peer other;
	bool is_found;
	enum err err = find(ctx, &sql_peer_with_keys, ARGS(arg_blob(key_id, PUBLIC_ID_SIZE)),
		&other, &is_found);
	if (err == OK && is_found && strcmp(other.name, peer->name) != 0)
		err = ctx_fail(ctx, REASON_PEER_KEYS_KNOWN, other.name);
	if (err != OK)
		return err;
	err = find(ctx, &sql_peer_in_place, ARGS(arg_int(peer->kind), arg_text(peer->unit_code)),
		&other, &is_found);
	if (err == OK && is_found && strcmp(other.name, peer->name) != 0)
		err = ctx_fail(ctx, REASON_PEER_PLACE_TAKEN, other.name);
	return err;
}

static void journal(struct ctx *ctx, enum action action, const struct peer *peer)
{
	uint8_t id[PUBLIC_ID_SIZE];
	char hex[2 * PUBLIC_ID_SIZE + 1];
	public_id(&peer->keys, id);
	sodium_bin2hex(hex, sizeof hex, id, sizeof id);
	ctx_journal(
		ctx, &(struct note){.action = action,
			     .entity = "peer",
			     .entity_id = peer->id,
			     .summary = arena_printf(ctx->arena, "%s (%s %s), keys %s", peer->name,
				     peer_kind_row(peer->kind)->word, peer->unit_code, hex)});
}

enum err peer_trust(struct ctx *ctx, struct peer *peer)
{
	uint8_t key_id[PUBLIC_ID_SIZE];
	struct peer before;
	bool is_known;
	public_id(&peer->keys, key_id);
	enum err err = check_others(ctx, peer, key_id);
	if (err == OK)
		err = find(ctx, &sql_peer_named, ARGS(arg_text(peer->name)), &before, &is_known);
	if (err == OK && !is_known)
		err = ids_next(ctx, &peer->id);
	if (err != OK)
		return err;
	struct arg sign = arg_blob(peer->keys.sign, PUBLIC_KEY_SIZE);
	struct arg seal = arg_blob(peer->keys.seal, PUBLIC_KEY_SIZE);
	struct arg id = arg_blob(key_id, PUBLIC_ID_SIZE);
	if (is_known) {
		peer->id = before.id;
		err = db_run(ctx, &sql_peer_renew,
			ARGS(arg_int(peer->id), arg_int(peer->kind), arg_text(peer->unit_code),
				sign, seal, id, arg_int(ctx->now_us)),
			NULL);
	} else {
		err = db_run(ctx, &sql_peer_insert,
			ARGS(arg_int(peer->id), arg_text(peer->name), arg_int(peer->kind),
				arg_text(peer->unit_code), sign, seal, id, arg_int(ctx->now_us)),
			NULL);
	}
	if (err == OK)
		journal(ctx, ACTION_PEER_TRUSTED, peer);
	return err;
}

enum err peer_revoke(struct ctx *ctx, const char *name)
{
	struct peer peer;
	enum err err = peer_named(ctx, name, &peer);
	if (err == OK)
		err = db_run(
			ctx, &sql_peer_revoke, ARGS(arg_int(peer.id), arg_int(ctx->now_us)), NULL);
	if (err == OK)
		journal(ctx, ACTION_PEER_REVOKED, &peer);
	return err;
}

/* ---- counting ---- */

enum err peer_count_sent(struct ctx *ctx, struct peer *peer)
{
	peer->sent++;
	return db_run(ctx, &sql_peer_count_sent, ARGS(arg_int(peer->id)), NULL);
}

enum err peer_count_taken(struct ctx *ctx, struct peer *peer)
{
	peer->taken++;
	return db_run(ctx, &sql_peer_count_taken, ARGS(arg_int(peer->id)), NULL);
}

enum err peer_acknowledge(struct ctx *ctx, int64_t peer, int64_t number)
{
	return db_run(ctx, &sql_peer_acknowledge, ARGS(arg_int(peer), arg_int(number)), NULL);
}
