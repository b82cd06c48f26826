#include "server/node/exchange.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/log.h"
#include "server/node/crossings.h"
#include "server/node/verdicts.h"
#include "server/settings.h"
#include "server/unpack.h"
#include "server/wire.h"

/* ---- what arrives ---- */

static bool has_suffix(const char *name)
{
	size_t size = strlen(name), n = strlen(EXCHANGE_SUFFIX);
	return size > n && name[0] != '.' && strcmp(name + size - n, EXCHANGE_SUFFIX) == 0;
}

/* The first by name, which is the order of numbers; NULL when there is none. */
static const char *first_file(struct ctx *ctx)
{
	const char *inbox = file_path(ctx->arena, ctx->app->settings->directory, EXCHANGE_INBOX);
	const char *first = NULL;
	DIR *stream = opendir(inbox);
	for (struct dirent *entry; stream != NULL && (entry = readdir(stream)) != NULL;)
		if (has_suffix(entry->d_name) &&
			(first == NULL || strcmp(entry->d_name, first) < 0))
			first = arena_strdup(ctx->arena, entry->d_name);
	if (stream != NULL)
		closedir(stream);
	return first != NULL ? file_path(ctx->arena, inbox, first) : NULL;
}

static void remove_file(struct ctx *ctx, void *path)
{
	(void)ctx;
	unlink(path);
}

static void put_aside(struct ctx *ctx, const char *path, const char *why)
{
	char quoted[512], file[512];
	log_warn("exchange.refused", "file=%s why=%s", log_quote(path, file, sizeof file),
		log_quote(why, quoted, sizeof quoted));
	if (rename(path, arena_printf(ctx->arena, "%s.refused", path)) != 0)
		unlink(path); /* else it would be tried for ever */
}

/* After a refusal the ctx is as before it. */
static void forgive(struct ctx *ctx)
{
	ctx_forgive(ctx);
}

enum err exchange_arrival_step(struct ctx *ctx, bool *again_out)
{
	struct parcel_row row;
	bool is_new;
	size_t size;
	char why[WHY_SIZE];
	const char *path = first_file(ctx);
	*again_out = path != NULL;
	if (path == NULL)
		return OK;
	const void *bytes = file_read(ctx->arena, path, PARCEL_MOST, &size, why);
	if (bytes == NULL) {
		put_aside(ctx, path, why);
		return OK;
	}
	enum err err = parcel_arrive(ctx, bytes, size, &row, &is_new);
	if (err == OK) {
		ctx_on_commit(ctx, remove_file, (void *)path);
		return OK;
	}
	if (err != ERR_PRECONDITION)
		return err;
	put_aside(ctx, path,
		ctx_sentence(ctx, &reason_row(ctx->failure.reason)->sentence, ctx->failure.args));
	forgive(ctx);
	return OK;
}

/* ---- verdicts ---- */

static enum err open_verdicts(struct ctx *ctx, const struct parcel_row *row, void **state_out)
{
	struct list *list = arena_one(ctx->arena, struct list);
	struct parcel_row asked;
	enum err err = parcel_numbered(ctx, row->peer, false, row->answers, &asked);
	if (err == OK)
		err = list_of_parcel(ctx, asked.id, list);
	if (err == OK && list->state == LIST_BEING_MADE)
		err = ctx_fail(ctx, REASON_NO_SUCH_LIST);
	*state_out = list;
	return err;
}

static enum err take_verdict(struct ctx *ctx, void *state, const void *item)
{
	return verdict_take(ctx, state, item);
}

static enum err close_verdicts(
	struct ctx *ctx, const struct parcel_row *row, void *state, bool is_end)
{
	struct list *list = state;
	enum err err = OK;
	if (is_end && row->is_last) {
		err = list_release(ctx, list->id);
		list->state = LIST_ANSWERED;
		ctx_journal(ctx, &(struct note){.action = ACTION_LIST_ANSWERED,
					 .unit = list->unit,
					 .entity = "list",
					 .entity_id = list->id,
					 .summary = arena_printf(ctx->arena,
						 "%lld entries, %lld settled, %lld refused",
						 (long long)list->entries, (long long)list->settled,
						 (long long)list->refused)});
	}
	return err == OK ? list_save(ctx, list) : err;
}

/* ---- transfers between provinces ---- */

static enum err open_crossings(struct ctx *ctx, const struct parcel_row *row, void **state_out)
{
	struct peer *peer = arena_one(ctx->arena, struct peer);
	*state_out = peer;
	return peer_with_id(ctx, row->peer, peer);
}

static enum err take_crossing(struct ctx *ctx, void *state, const void *item)
{
	return crossing_take(ctx, state, item);
}

static enum err close_crossings(
	struct ctx *ctx, const struct parcel_row *row, void *state, bool is_end)
{
	(void)ctx, (void)row, (void)state, (void)is_end;
	return OK;
}

/* ---- kinds ---- */

/* How a kind of parcel is taken in. A step opens it, takes items, and closes it, at its end or on
 * the way. A refusal (ERR_PRECONDITION, ERR_NOT_FOUND) of open or take refuses the parcel. A step
 * takes 200 divided by `cost` items. */
static const struct taker {
	enum parcel_kind kind;
	int cost;
	enum err (*open)(struct ctx *ctx, const struct parcel_row *row, void **state_out);
	enum err (*take)(struct ctx *ctx, void *state, const void *item);
	enum err (*close)(struct ctx *ctx, const struct parcel_row *row, void *state, bool is_end);
} takers[] = {
	{PARCEL_VERDICTS, 1, open_verdicts, take_verdict, close_verdicts},
	{PARCEL_TRANSFER, 10, open_crossings, take_crossing, close_crossings},
};

/* NULL for lists, which are kept as they came, for `xuejid exchange read`. */
static const struct taker *taker_of(int kind)
{
	for (size_t i = 0; i < sizeof takers / sizeof *takers; i++)
		if (takers[i].kind == (enum parcel_kind)kind)
			return &takers[i];
	return NULL;
}

/* ---- one step ---- */

enum { STEP_COST = 200 }; /* at a time: calls wait behind a step in the same batch */

static const void *read_item(
	struct ctx *ctx, const struct parcel_row *row, const uint8_t *bytes, size_t size)
{
	const ProtobufCMessageDescriptor *type = parcel_kind_row(row->kind)->item;
	if (wire_check(ctx, type, bytes, size) != OK)
		return NULL;
	return unpack_message(ctx->arena, type, bytes, size);
}

static enum err broken(struct ctx *ctx, const struct parcel_row *row)
{
	forgive(ctx);
	return ctx_fail(ctx, REASON_PARCEL_BROKEN,
		arena_printf(ctx->arena, "%lld", (long long)row->items + 1));
}

/* The items of one block from row->at_item on, as many as the step has left. */
static enum err take_block(
	struct ctx *ctx, const struct taker *taker, struct parcel_row *row, void *state, int *left)
{
	const uint8_t *at, *item;
	size_t size, item_size;
	int64_t n = 0;
	enum err err = parcel_read_block(ctx, row, row->at_block, &at, &size);
	for (const uint8_t *end = at + size; err == OK && *left > 0; n++) {
		if (!parcel_next_item(&at, end, &item, &item_size)) {
			row->at_block++;
			row->at_item = 0;
			return at == end ? OK : broken(ctx, row);
		}
		if (n < row->at_item)
			continue;
		const void *message = read_item(ctx, row, item, item_size);
		if (message == NULL)
			return broken(ctx, row);
		err = taker->take(ctx, state, message);
		row->at_item++;
		row->items++;
		*left -= taker->cost;
	}
	return err;
}

/* A fault of the parcel itself, not of the store: what was taken in before it stands. */
static bool is_refusal(enum err err)
{
	return err == ERR_PRECONDITION || err == ERR_NOT_FOUND;
}

static enum err take_items(
	struct ctx *ctx, const struct taker *taker, struct parcel_row *row, int *left)
{
	void *state;
	enum err err = taker->open(ctx, row, &state);
	if (err != OK)
		return err;
	while (err == OK && *left > 0 && row->at_block < row->blocks)
		err = take_block(ctx, taker, row, state, left);
	bool is_end = err == OK && row->at_block == row->blocks;
	enum err closed = OK;
	if (err == OK || is_refusal(err))
		closed = taker->close(ctx, row, state, is_end);
	if (closed == OK && (err == OK || is_refusal(err)))
		closed = parcel_advance(ctx, row);
	if (closed != OK)
		return closed;
	return is_end ? parcel_settle(ctx, row, NULL) : err;
}

static bool is_taken_from(const struct parcel_row *row, const struct peer *peer)
{
	const struct parcel_kind_row *kind = parcel_kind_row(row->kind);
	return kind != NULL && (kind->senders & UINT32_C(1) << peer->kind) != 0;
}

static enum err take_parcel(struct ctx *ctx, int *left, bool *again_out)
{
	struct parcel_row row;
	struct peer peer;
	enum err err = parcel_next(ctx, &row, again_out);
	if (err != OK || !*again_out)
		return err;
	err = peer_with_id(ctx, row.peer, &peer);
	if (err != OK)
		return err;
	const struct taker *taker = taker_of(row.kind);
	if (!is_taken_from(&row, &peer))
		err = ctx_fail(ctx, REASON_PARCEL_KIND);
	else if (taker == NULL)
		return parcel_settle(ctx, &row, NULL);
	else
		err = take_items(ctx, taker, &row, left);
	if (!is_refusal(err))
		return err;
	const char *reason = reason_row(ctx->failure.reason)->name;
	forgive(ctx);
	return parcel_settle(ctx, &row, reason);
}

/* Small parcels share a step: each commit waits for the disk. */
enum err exchange_take_step(struct ctx *ctx, bool *again_out)
{
	int left = STEP_COST;
	bool is_more = true;
	enum err err = OK;
	*again_out = false;
	while (err == OK && left > 0) {
		err = take_parcel(ctx, &left, &is_more);
		if (err != OK || !is_more)
			break;
		*again_out = true;
		left--;
	}
	return err;
}
