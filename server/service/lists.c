#include "server/service/lists.h"

#include <string.h>

#include "server/store/peer_store.h"

static enum err check_receiver(struct ctx *ctx, enum parcel_kind kind)
{
	struct public_keys own;
	struct peer peer;
	if (!keys_public(ctx->app->keys, &own))
		return ctx_fail(ctx, REASON_EXCHANGE_NO_KEYS);
	return peer_in_place(ctx, parcel_kind_row(kind)->receiver, "", &peer);
}

/* Of the lists of cases it is known at once whether anybody waits. */
static enum err check_waiting(struct ctx *ctx, int64_t province, enum parcel_kind kind)
{
	int64_t n = 1, oldest;
	enum err err = OK;
	if (kind == PARCEL_LIST_WIDER_CHECK || kind == PARCEL_LIST_KEY_DATA ||
		kind == PARCEL_LIST_PROBLEMS)
		err = list_waiting(ctx, province, kind, &n, &oldest);
	return err == OK && n == 0 ? ctx_fail(ctx, REASON_LIST_NOTHING_WAITS) : err;
}

enum err list_ask_for(struct ctx *ctx, int64_t province, enum parcel_kind kind, const char *reason,
	struct list *out)
{
	*out = (struct list){.unit = province,
		.kind = kind,
		.made_by = ctx->actor.operator_id,
		.reason = reason};
	enum err err = check_receiver(ctx, kind);
	if (err == OK)
		err = check_waiting(ctx, province, kind);
	if (err == OK)
		err = list_insert(ctx, out);
	if (err == OK)
		ctx_journal(ctx, &(struct note){.action = ACTION_LIST_CREATED,
					 .unit = province,
					 .entity = "list",
					 .entity_id = out->id,
					 .summary = parcel_kind_row(kind)->word,
					 .sealed = reason,
					 .sealed_size = strlen(reason)});
	return err;
}
