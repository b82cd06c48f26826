#include "server/store/ticket_store.h"

#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/seal.h"
#include "sql/ticket.sql.h"

#define DETAILS_PLACE(id) ((struct seal_place){"ticket.details", (id)})

enum err ticket_insert(
	struct ctx *ctx, const uint8_t hash[TICKET_HASH_SIZE], struct ticket_row *row)
{
	size_t size;
	enum err err = ids_next(ctx, &row->id);
	if (err != OK)
		return err;
	const void *sealed = seal(ctx->arena, ctx->app->keys, DETAILS_PLACE(row->id),
		row->details_size > 0 ? row->details : "", row->details_size, &size);
	return db_run(ctx, &sql_ticket_insert,
		ARGS(arg_int(row->id), arg_int(row->operator_id), arg_blob(hash, TICKET_HASH_SIZE),
			arg_int(row->purpose), arg_int(row->object), arg_blob(sealed, size),
			arg_int(row->issuing_session), arg_int(row->expires_us)),
		NULL);
}

enum err ticket_find(struct ctx *ctx, const uint8_t hash[TICKET_HASH_SIZE], struct ticket_row *out)
{
	size_t size;
	struct cursor *c = db_open(ctx, &sql_ticket_find, ARGS(arg_blob(hash, TICKET_HASH_SIZE)));
	bool found = cursor_next(c);
	if (found) {
		const void *sealed = cursor_blob(c, 4, &size);
		*out = (struct ticket_row){
			.id = cursor_int(c, 0),
			.operator_id = cursor_int(c, 1),
			.purpose = (enum errand)cursor_int(c, 2),
			.object = cursor_int(c, 3),
			.issuing_session = cursor_int(c, 5),
			.expires_us = cursor_int(c, 6),
			.errand_session = cursor_int(c, 7),
		};
		out->details = seal_open(ctx->arena, ctx->app->keys, DETAILS_PLACE(out->id), sealed,
			size, &out->details_size);
	}
	enum err err = cursor_close(c);
	if (err != OK || !found)
		return err != OK ? err : ERR_NOT_FOUND;
	return out->details != NULL ? OK
				    : ctx_broken(ctx, ERR_INTERNAL, "ticket.details does not open");
}

enum err ticket_count_open(struct ctx *ctx, int64_t operator_id, int64_t *n_out)
{
	return db_number(
		ctx, &sql_ticket_open, ARGS(arg_int(operator_id), arg_int(ctx->now_us)), 0, n_out);
}

enum err ticket_spend(struct ctx *ctx, int64_t id, int64_t errand_session)
{
	return db_run(ctx, &sql_ticket_spend, ARGS(arg_int(id), arg_int(errand_session)), NULL);
}

enum err ticket_purge(struct ctx *ctx, int64_t before_us, int64_t limit, int64_t *purged_out)
{
	return db_run(ctx, &sql_ticket_purge, ARGS(arg_int(before_us), arg_int(limit)), purged_out);
}
