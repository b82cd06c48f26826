/* xuejid exchange out, in: parcels into a folder and out of it. Who carries the folder need not be
 * trusted: server/store/parcel.h.
 *
 * `out` only reads, beside a running server too. `in` takes parcels in itself when no server has
 * the directory open; a running server owns the one writer, so then they are verified and left in
 * its inbox, from where its jobs take them within seconds. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "server/commands/caches.h"
#include "server/commands/command.h"
#include "server/commands/exchange_steps.h"
#include "server/commands/write.h"
#include "server/node/exchange.h"
#include "server/store/db.h"

/* ---- out ---- */

enum { OUT_PAGE = 50 };

/* The whole of a parcel, in memory. */
static enum err assemble(struct ctx *ctx, const struct parcel_row *row, uint8_t **bytes_out)
{
	struct parcel_piece piece;
	uint8_t *bytes = arena_alloc(ctx->arena, (size_t)row->size);
	size_t size = 0;
	for (int64_t seq = 0;; seq++) {
		enum err err = parcel_piece_at(ctx, row->id, seq, &piece);
		if (err != OK || piece.size == 0) {
			*bytes_out = bytes;
			return err;
		}
		if (size + piece.size > (size_t)row->size)
			return ctx_broken(ctx, ERR_INTERNAL, "parcel %lld is longer than it says",
				(long long)row->id);
		memcpy(bytes + size, piece.bytes, piece.size);
		size += piece.size;
	}
}

static enum exit_code write_parcel(struct invocation *invocation, struct ctx *ctx,
	const struct peer *peer, const struct parcel_row *row)
{
	char why[WHY_SIZE];
	uint8_t *bytes = NULL;
	const char *name = arena_printf(ctx->arena, "%s-%s-%010lld" EXCHANGE_SUFFIX,
		invocation->settings.unit, peer->name, (long long)row->number);
	const char *path = file_path(ctx->arena, invocation->operands[1], name);
	if (access(path, F_OK) == 0)
		return EXIT_DONE; /* carried out before, and not yet acknowledged */
	enum err err = assemble(ctx, row, &bytes);
	if (err != OK)
		return write_refused(invocation, ctx, err);
	if (!file_create(path, 0600, bytes, (size_t)row->size, why))
		return fail(invocation, errno == ENOSPC ? EXIT_DISK_FULL : EXIT_FAILED, "%s", why);
	printf("%s  %s, %lld items\n", name, parcel_kind_row(row->kind)->word,
		(long long)row->items);
	return EXIT_DONE;
}

static enum exit_code write_all(
	struct invocation *invocation, struct ctx *ctx, const struct peer *peer)
{
	struct parcel_row *rows;
	size_t n = OUT_PAGE;
	int64_t after = 0;
	enum exit_code code = EXIT_DONE;
	while (code == EXIT_DONE && n == OUT_PAGE) {
		enum err err = parcel_list_ready(ctx, peer, after, OUT_PAGE, &rows, &n);
		if (err != OK)
			return write_refused(invocation, ctx, err);
		for (size_t i = 0; code == EXIT_DONE && i < n; i++) {
			struct ctx one = *ctx; /* its memory goes with it: 16 MiB are possible */
			one.arena = arena_new(0);
			code = write_parcel(invocation, &one, peer, &rows[i]);
			arena_free(one.arena);
			after = rows[i].number;
		}
	}
	return code;
}

static enum exit_code out(struct invocation *invocation)
{
	struct ctx ctx;
	struct db *db = store_reader(invocation->store);
	struct peer *peers;
	size_t n = 0;
	write_ctx(invocation, &ctx, db);
	enum err err = peer_list(&ctx, &peers, &n);
	enum exit_code code = err == OK ? EXIT_DONE : write_refused(invocation, &ctx, err);
	for (size_t i = 0; code == EXIT_DONE && i < n; i++)
		if (peers[i].revoked_us == 0)
			code = write_all(invocation, &ctx, &peers[i]);
	db_close(db);
	return code;
}

const struct command exchange_out_command = {
	.name = "exchange out",
	.operands = "DIR FOLDER",
	.purpose = "write the parcels that other nodes do not have yet into a folder",
	.needs = NEEDS_READER,
	.run = out,
};

/* ---- in ---- */

/* A parcel of the folder, and what becomes of it. */
struct incoming {
	const void *bytes;
	size_t size;
	bool is_new;
	enum reason refusal; /* REASON_COUNT: none */
	const char *sentence;
};

static enum err note_refusal(struct ctx *ctx, struct incoming *incoming, enum err err)
{
	incoming->refusal = REASON_COUNT;
	if (err != ERR_PRECONDITION)
		return err;
	incoming->refusal = ctx->failure.reason;
	incoming->sentence =
		ctx_sentence(ctx, &reason_row(incoming->refusal)->sentence, ctx->failure.args);
	return OK; /* nothing was written */
}

static enum err arrive(struct ctx *ctx, void *arg)
{
	struct incoming *incoming = arg;
	struct parcel_row row;
	enum err err = parcel_arrive(ctx, incoming->bytes, incoming->size, &row, &incoming->is_new);
	return note_refusal(ctx, incoming, err);
}

static enum exit_code take_one(
	struct invocation *invocation, const char *name, struct incoming *incoming)
{
	(void)name;
	return write_apply(invocation, arrive, incoming);
}

/* A server has the store: verified here, so that its sender's fault is told at once; kept there. */
static enum exit_code leave_one(
	struct invocation *invocation, const char *name, struct incoming *incoming)
{
	struct ctx ctx;
	char why[WHY_SIZE];
	struct db *db = store_reader(invocation->store);
	write_ctx(invocation, &ctx, db);
	enum err err = parcel_verify(&ctx, incoming->bytes, incoming->size, &incoming->is_new);
	err = note_refusal(&ctx, incoming, err);
	enum exit_code code = err == OK ? EXIT_DONE : write_refused(invocation, &ctx, err);
	db_close(db);
	if (code != EXIT_DONE || incoming->refusal != REASON_COUNT || !incoming->is_new)
		return code;
	const char *inbox =
		file_path(invocation->arena, invocation->settings.directory, EXCHANGE_INBOX);
	if (mkdir(inbox, 0700) != 0 && errno != EEXIST)
		return fail(
			invocation, EXIT_FAILED, "%s cannot be made: %s.", inbox, strerror(errno));
	return file_replace(file_path(invocation->arena, inbox, name), 0600, incoming->bytes,
		       incoming->size, why)
		       ? EXIT_DONE
		       : fail(invocation, errno == ENOSPC ? EXIT_DISK_FULL : EXIT_FAILED, "%s",
				 why);
}

typedef enum exit_code take_fn(
	struct invocation *invocation, const char *name, struct incoming *incoming);

static enum exit_code read_and_take(
	struct invocation *invocation, const char *name, take_fn *take, bool *refused)
{
	char why[WHY_SIZE];
	struct incoming incoming = {.refusal = REASON_COUNT};
	const char *path = file_path(invocation->arena, invocation->operands[1], name);
	incoming.bytes = file_read(invocation->arena, path, PARCEL_MOST, &incoming.size, why);
	if (incoming.bytes == NULL)
		return fail(invocation, EXIT_FAILED, "%s", why);
	enum exit_code code = take(invocation, name, &incoming);
	if (code != EXIT_DONE)
		return code;
	if (incoming.refusal == REASON_PARCEL_NOT_FOR_US) /* a folder may serve both directions */
		return EXIT_DONE;
	*refused |= incoming.refusal != REASON_COUNT;
	if (incoming.refusal != REASON_COUNT)
		printf("%s  refused: %s\n", name, incoming.sentence);
	else if (!incoming.is_new)
		printf("%s  was here before\n", name);
	else
		printf("%s  %s\n", name, take == take_one ? "taken in" : "left to the server");
	return EXIT_DONE;
}

static int is_parcel(const struct dirent *entry)
{
	const char *suffix = strrchr(entry->d_name, '.');
	return entry->d_name[0] != '.' && suffix != NULL && strcmp(suffix, EXCHANGE_SUFFIX) == 0;
}

/* By name, which is the order of their numbers. */
static enum exit_code take_folder(struct invocation *invocation, take_fn *take)
{
	struct dirent **entries;
	struct arena *kept = invocation->arena;
	const char *folder = invocation->operands[1];
	enum exit_code code = EXIT_DONE;
	bool refused = false;
	int n = scandir(folder, &entries, is_parcel, alphasort);
	if (n < 0)
		return fail(invocation, EXIT_NOT_FOUND, "%s cannot be read: %s.", folder,
			strerror(errno));
	invocation->arena = arena_new(0);
	for (int i = 0; i < n; i++) {
		if (code == EXIT_DONE)
			code = read_and_take(invocation, entries[i]->d_name, take, &refused);
		arena_reset(invocation->arena);
		free(entries[i]);
	}
	free(entries);
	arena_free(invocation->arena);
	invocation->arena = kept;
	return code == EXIT_DONE && refused ? EXIT_FAILED : code;
}

static enum exit_code take_in(struct invocation *invocation)
{
	enum exit_code code = caches_open(invocation), worked = EXIT_DONE;
	if (code == EXIT_DONE) {
		code = take_folder(invocation, take_one);
		worked = exchange_run(invocation, exchange_take_step);
	}
	caches_close(invocation);
	return code != EXIT_DONE ? code : worked;
}

static enum exit_code in(struct invocation *invocation)
{
	char why[WHY_SIZE];
	const char *directory = invocation->settings.directory;
	enum store_problem problem = store_open(directory, &invocation->store, why);
	if (problem == STORE_OK)
		return take_in(invocation);
	if (problem == STORE_IN_USE)
		problem = store_open_reader(directory, &invocation->store, why);
	return problem == STORE_OK ? take_folder(invocation, leave_one)
				   : fail(invocation, exit_of_store(problem), "%s", why);
}

const struct command exchange_in_command = {
	.name = "exchange in",
	.operands = "DIR FOLDER",
	.purpose = "take in the parcels in a folder; a running server does it for itself",
	.needs = NEEDS_KEYS,
	.run = in,
};
