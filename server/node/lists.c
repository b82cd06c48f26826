#include "server/node/lists.h"

#include <string.h>

#include "server/node/asked.h"
#include "server/store/parcel_store.h"

/* A step's share of a list. */
struct share {
	uint8_t *block;
	size_t size;
	int64_t n;
	bool is_full; /* the block takes no more: the rest comes with the next step */
};

static enum err add_entry(
	struct ctx *ctx, struct list *list, const struct list_candidate *who, struct asked *asked)
{
	struct list_entry entry = {.list = list->id,
		.row = asked->row.row,
		.kind = list->kind,
		.student = who->student,
		.kase = who->kase,
		.kase_rev = who->kase_rev};
	memcpy(entry.facts, asked->facts, sizeof entry.facts);
	list->entries++;
	return list_entry_insert(ctx, &entry);
}

static enum err add(
	struct ctx *ctx, struct list *list, const struct list_candidate *who, struct share *share)
{
	struct asked asked;
	bool belongs;
	enum err err = asked_read(ctx, list->kind, who->student, who->kase, &asked);
	if (err == OK)
		err = asked_belongs(ctx, list, &asked, &belongs);
	if (err != OK)
		return err;
	asked.row.row = list->entries + 1;
	if (belongs && !parcel_put_item(share->block, &share->size, &asked.row.base)) {
		share->is_full = true;
		return OK;
	}
	list->after_id = who->id;
	share->n += belongs;
	return belongs ? add_entry(ctx, list, who, &asked) : OK;
}

/* ---- the parcel ---- */

static enum err begin_parcel(struct ctx *ctx, struct list *list, struct parcel_row *out)
{
	struct peer peer;
	enum err err = peer_in_place(ctx, parcel_kind_row(list->kind)->receiver, "", &peer);
	if (err == OK)
		err = parcel_begin(ctx, &peer, &(struct parcel_start){.kind = list->kind}, out);
	if (err == OK)
		list->parcel = out->id;
	return err;
}

static enum err put_share(
	struct ctx *ctx, struct list *list, const struct share *share, struct parcel_row *parcel)
{
	enum err err = OK;
	if (share->n == 0 && list->parcel == 0)
		return OK;
	err = list->parcel == 0 ? begin_parcel(ctx, list, parcel)
				: parcel_get(ctx, list->parcel, parcel);
	if (err == OK && share->n > 0)
		err = parcel_add_block(ctx, parcel, share->block, share->size, share->n);
	return err;
}

/* The list is whole; with more to come, the next one begins where it ends. */
static enum err finish(struct ctx *ctx, struct list *list, struct parcel_row *parcel, bool has_more)
{
	struct list next = {.unit = list->unit,
		.kind = list->kind,
		.after_id = list->after_id,
		.made_by = list->made_by,
		.reason = list->reason};
	enum err err = list->parcel != 0 ? parcel_finish(ctx, parcel) : OK;
	list->state = list->parcel != 0 ? LIST_MADE : LIST_EMPTY;
	if (err == OK)
		err = list_save(ctx, list);
	return err == OK && has_more ? list_insert(ctx, &next) : err;
}

/* Without a receiver (its trust was taken back) the list waits until there is one again. */
static enum err has_receiver(struct ctx *ctx, const struct list *list, bool *out)
{
	struct peer peer;
	enum err err = peer_in_place(ctx, parcel_kind_row(list->kind)->receiver, "", &peer);
	*out = err == OK;
	if (err != ERR_PRECONDITION)
		return err;
	ctx_forgive(ctx);
	return OK;
}

enum err list_make_step(struct ctx *ctx, int64_t most, bool *again_out)
{
	struct list list;
	struct parcel_row parcel = {0};
	struct list_candidate who[LIST_STEP];
	struct share share = {.block = arena_alloc(ctx->arena, PARCEL_BLOCK_MOST)};
	size_t n = 0;
	enum err err = list_being_made(ctx, &list, again_out);
	if (err == OK && *again_out)
		err = has_receiver(ctx, &list, again_out);
	if (err != OK || !*again_out)
		return err;
	err = list_candidates(ctx, &list, LIST_STEP, who, &n);
	size_t i = 0;
	for (; err == OK && i < n && !share.is_full && list.entries < most; i++)
		err = add(ctx, &list, &who[i], &share);
	if (err == OK)
		err = put_share(ctx, &list, &share, &parcel);
	if (err != OK)
		return err;
	bool has_more = n == LIST_STEP || i < n || share.is_full;
	bool is_full = list.entries >= most || (list.parcel != 0 && !parcel_has_room(&parcel));
	*again_out = has_more;
	return has_more && !is_full ? list_save(ctx, &list) : finish(ctx, &list, &parcel, has_more);
}
