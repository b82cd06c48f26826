#include "server/node/crossing_papers.h"

#include <string.h>

#include "common/file_type.h"
#include "common/log.h"
#include "domain/attachment_kind.h"
#include "server/service/attachments.h"
#include "server/store/attachment_file.h"
#include "server/store/attachment_store.h"
#include "server/store/ids.h"
#include "server/store/profile_store.h"
#include "server/store/upload_file.h"

static bool is_piece(const Xueji__V1__CrossingPiece *piece)
{
	const Xueji__V1__AttachmentFacts *facts = piece->facts;
	return piece->attachment_id > 0 && facts != NULL && facts->sha256.len == DIGEST_SIZE &&
	       facts->size > 0 && facts->size <= ATTACHMENT_SIZE_MOST && piece->offset >= 0 &&
	       attachment_kind_row((int)piece->kind) != NULL && piece->data.len > 0 &&
	       piece->data.len <= ATTACHMENT_PIECE && piece->offset < facts->size &&
	       (int64_t)piece->data.len <= facts->size - piece->offset;
}

/* Its row; with the first piece one is made. *wanted_out false: it is here, or is another's. */
static enum err find_row(struct ctx *ctx, int64_t student, const Xueji__V1__CrossingPiece *piece,
	struct attachment_row *row, bool *wanted_out)
{
	int64_t state;
	enum err err = attachment_state_of(ctx, piece->attachment_id, &state);
	*wanted_out = false;
	if (err != OK)
		return err;
	if (state == ATTACHMENT_BEING_SENT) {
		err = attachment_get(ctx, piece->attachment_id, row);
		*wanted_out = err == OK && row->student == student;
		return err;
	}
	if (state != 0 || piece->offset != 0)
		return OK;
	*row = (struct attachment_row){.id = piece->attachment_id,
		.student = student,
		.kind = (int)piece->kind,
		.size = piece->facts->size,
		.facts = piece->facts,
		.made_by = ctx->actor.operator_id};
	*wanted_out = true;
	return attachment_insert(ctx, row);
}

static void forget_upload(struct ctx *ctx, void *arg)
{
	char why[WHY_SIZE], quoted[2 * WHY_SIZE];
	if (!upload_remove(ctx->app, *(const int64_t *)arg, why))
		log_error(
			"attachment.not_removed", "why=%s", log_quote(why, quoted, sizeof quoted));
}

/* The record names its photo by the id that it keeps. */
static enum err keep_photo(struct ctx *ctx, const struct attachment_row *row)
{
	Xueji__V1__StudentItems *items;
	int64_t photo;
	enum err err = profile_get(ctx, row->student, &items);
	if (err != OK || !ids_parse(items->photo, &photo) || photo != row->id)
		return err;
	return attachment_rely(ctx, ATTACHMENT_OF_RECORD, row->student, &photo, 1);
}

static enum err complete(struct ctx *ctx, const struct attachment_row *row)
{
	char why[WHY_SIZE];
	size_t size;
	const void *bytes = upload_read(ctx->app, ctx->arena, row->id, &size, why);
	if (bytes == NULL || (int64_t)size != row->size || !attachment_is_as_stated(row, bytes))
		return attachment_drop(ctx, row->id);
	if (!attachment_file_put(ctx->app, row, bytes, why))
		return ctx_broken(ctx, ERR_UNAVAILABLE, "%s", why);
	enum err err = attachment_complete(ctx, row->id, (int)file_type_of_head(bytes, size));
	if (err == OK)
		err = attachment_journal(ctx, ACTION_ATTACHMENT_COMPLETED, row);
	if (err == OK)
		err = keep_photo(ctx, row);
	ctx_on_commit(ctx, forget_upload, arena_dup(ctx->arena, &row->id, sizeof row->id));
	return err;
}

enum err crossing_paper_take(
	struct ctx *ctx, int64_t student, const Xueji__V1__CrossingPiece *piece)
{
	struct attachment_row row;
	char why[WHY_SIZE];
	int64_t received = 0;
	bool is_wanted = false;
	enum err err = is_piece(piece) ? find_row(ctx, student, piece, &row, &is_wanted) : OK;
	if (err != OK || !is_wanted)
		return err;
	enum upload_verdict verdict = upload_take(
		ctx->app, row.id, piece->offset, piece->data.data, piece->data.len, &received, why);
	if (verdict == UPLOAD_FAILED)
		return ctx_broken(ctx, ERR_UNAVAILABLE, "%s", why);
	return verdict == UPLOAD_TAKEN && received == row.size ? complete(ctx, &row) : OK;
}
