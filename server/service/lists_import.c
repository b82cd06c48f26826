/* Verdicts in pieces: put together, verified, kept for the jobs that take them in. */
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/lists.h"
#include "server/store/ids.h"
#include "server/store/parcel_store.h"
#include "server/store/parcel_upload_store.h"

static enum err check(struct ctx *ctx, const Xueji__V1__ImportVerdictsRequest *in)
{
	if (in->upload_id[0] == '\0')
		field_number(ctx, "size", in->size, 1, PARCEL_MOST);
	field_number(ctx, "offset", in->offset, 0, PARCEL_MOST);
	field_number(ctx, "data", (int64_t)in->data.len, 1, PARCEL_UPLOAD_MOST);
	return ctx_faults(ctx);
}

static enum err open_upload(
	struct ctx *ctx, const Xueji__V1__ImportVerdictsRequest *in, struct parcel_upload *out)
{
	if (in->upload_id[0] == '\0')
		return parcel_upload_begin(ctx, in->size, out);
	int64_t id = field_id(ctx, "upload_id", in->upload_id);
	enum err err = ctx_faults(ctx);
	return err == OK ? parcel_upload_get(ctx, id, out) : err;
}

static enum err add(
	struct ctx *ctx, const Xueji__V1__ImportVerdictsRequest *in, struct parcel_upload *upload)
{
	int64_t end = in->offset + (int64_t)in->data.len;
	if (end > upload->size) {
		ctx_fault(ctx, "data", REASON_PIECE_TOO_LONG);
		return ctx_faults(ctx);
	}
	if (end <= upload->received)
		return OK; /* it came before */
	if (in->offset != upload->received)
		return ctx_fail(ctx, REASON_PIECE_NOT_NEXT,
			arena_printf(ctx->arena, "%lld", (long long)upload->received));
	return parcel_upload_add(ctx, upload, in->data.data, in->data.len);
}

static enum err arrive(struct ctx *ctx, const struct parcel_upload *upload, bool *is_new)
{
	struct parcel_row row;
	void *bytes;
	enum err err = parcel_upload_read(ctx, upload, &bytes);
	if (err == OK)
		err = parcel_arrive(ctx, bytes, (size_t)upload->size, &row, is_new);
	return err == OK ? parcel_upload_drop(ctx, upload->id) : err;
}

static void note_piece(struct ctx *ctx, const struct parcel_upload *upload)
{
	const struct right *right = access_right(ctx, ROLE_OFFICER, SCOPE_REGISTRY, 0);
	ctx_journal(ctx, &(struct note){.action = ACTION_VERDICTS_SENT,
				 .unit = right ? right->unit : 0,
				 .entity = "upload",
				 .entity_id = upload->id,
				 .summary = arena_printf(ctx->arena, "%lld of %lld bytes",
					 (long long)upload->received, (long long)upload->size)});
}

enum err lists_import(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ImportVerdictsRequest *in = request;
	Xueji__V1__ImportVerdictsResponse *out = reply;
	struct parcel_upload upload;
	bool is_new = true;
	enum err err = check(ctx, in);
	if (err == OK)
		err = open_upload(ctx, in, &upload);
	if (err == OK)
		err = add(ctx, in, &upload);
	if (err != OK)
		return err;
	out->upload_id = ids_format(ctx->arena, upload.id);
	out->received = upload.received;
	out->is_complete = upload.received == upload.size;
	note_piece(ctx, &upload);
	if (out->is_complete)
		err = arrive(ctx, &upload, &is_new);
	out->was_here_before = !is_new;
	return err;
}
