/* Service Attachments: announcing, sending, completing. What touches a file is .prepare, on the
 * slow lane: the writer never waits for the disk but for its own. */
#include "server/service/attachments.h"

#include <string.h>

#include "common/date.h"
#include "common/file_type.h"
#include "common/log.h"
#include "domain/attachment_kind.h"
#include "domain/id_number.h"
#include "server/service/fields.h"
#include "server/store/ids.h"
#include "server/store/student_store.h"
#include "server/store/upload_file.h"

enum { NUMBER_MOST = 40, ISSUER_MOST = 60, OF_CHILD_MOST = 100, HEAD_SURE = 16 };

static const char *number_text(struct ctx *ctx, int64_t number)
{
	return arena_printf(ctx->arena, "%lld", (long long)number);
}

static const char *title_of(const struct ctx *ctx, const struct attachment_kind_row *kind)
{
	return sentence_in(&kind->title, ctx->lang);
}

/* ---- announcing ---- */

/* True when there is a text to look at. */
static bool is_given(struct ctx *ctx, const char *field, const char *text,
	enum attachment_need need, const struct attachment_kind_row *kind)
{
	if (text[0] == '\0' && need == NEED_MUST)
		ctx_fault(ctx, field, REASON_REQUIRED);
	if (text[0] != '\0' && need == NEED_NOTHING)
		ctx_fault(ctx, field, REASON_ATTACHMENT_FACT_UNWANTED, title_of(ctx, kind));
	return text[0] != '\0' && need != NEED_NOTHING;
}

static void report_number(void *to, const struct finding *finding)
{
	if (!finding->is_warning)
		ctx_fault_args(to, "facts.document_no", finding->reason,
			(const char *const[]){
				finding->args[0], finding->args[1], finding->args[2], NULL});
}

static void check_number(
	struct ctx *ctx, Xueji__V1__AttachmentFacts *facts, const struct attachment_kind_row *kind)
{
	static const char field[] = "facts.document_no";
	struct findings findings = {.report = report_number, .to = ctx};
	struct id_claim claim = {.type = ID_TYPE_RESIDENT,
		.number = facts->document_no,
		.birth_date = "",
		.sex = "",
		.today = ctx_today(ctx)};
	struct id_number number;
	if (!is_given(ctx, field, facts->document_no, kind->number, kind) ||
		!field_line(ctx, field, facts->document_no, NUMBER_MOST))
		return;
	if (kind->is_resident_id && id_number_check(&claim, &findings, &number))
		facts->document_no = arena_strdup(ctx->arena, number.text);
}

static void check_day(struct ctx *ctx, const Xueji__V1__AttachmentFacts *facts,
	const struct attachment_kind_row *kind)
{
	static const char field[] = "facts.issue_date";
	if (is_given(ctx, field, facts->issue_date, kind->day, kind) &&
		field_day(ctx, field, facts->issue_date) > ctx_today(ctx))
		ctx_fault(ctx, field, REASON_FUTURE_DATE);
}

static void check_facts(
	struct ctx *ctx, Xueji__V1__AttachmentFacts *facts, const struct attachment_kind_row *kind)
{
	check_number(ctx, facts, kind);
	if (is_given(ctx, "facts.issuer", facts->issuer, kind->issuer, kind))
		field_line(ctx, "facts.issuer", facts->issuer, ISSUER_MOST);
	check_day(ctx, facts, kind);
	if (facts->size > ATTACHMENT_SIZE_MOST)
		ctx_fault(ctx, "facts.size", REASON_ATTACHMENT_TOO_LARGE,
			number_text(ctx, ATTACHMENT_SIZE_MOST));
	else if (facts->size < 1)
		ctx_fault(ctx, "facts.size", REASON_OUT_OF_RANGE, "1",
			number_text(ctx, ATTACHMENT_SIZE_MOST));
	if (facts->sha256.len != DIGEST_SIZE)
		ctx_fault(ctx, "facts.sha256", REASON_NOT_A_SHA256);
}

static enum err read_begin(
	struct ctx *ctx, const Xueji__V1__BeginAttachmentRequest *in, struct attachment_row *row)
{
	const struct attachment_kind_row *kind = attachment_kind_row((int)in->kind);
	*row = (struct attachment_row){.student = field_id(ctx, "student_id", in->student_id),
		.kind = (int)in->kind,
		.made_by = ctx->actor.operator_id};
	if (kind == NULL)
		ctx_fault(ctx, "kind", REASON_REQUIRED);
	if (in->facts == NULL)
		ctx_fault(ctx, "facts", REASON_REQUIRED);
	if (kind != NULL && in->facts != NULL) {
		row->facts = arena_dup(ctx->arena, in->facts, sizeof *in->facts);
		row->size = in->facts->size;
		check_facts(ctx, row->facts, kind);
	}
	return ctx_faults(ctx);
}

enum err attachments_begin(struct ctx *ctx, const void *request, void *reply)
{
	struct attachment_row row;
	int64_t n = 0;
	enum err err = read_begin(ctx, request, &row);
	if (err == OK)
		err = attachment_count(ctx, row.student, &n);
	if (err == OK && n >= OF_CHILD_MOST)
		err = ctx_fail(ctx, REASON_TOO_MANY_ATTACHMENTS, number_text(ctx, OF_CHILD_MOST));
	if (err == OK)
		err = attachment_insert(ctx, &row);
	if (err == OK)
		err = attachment_journal(ctx, ACTION_ATTACHMENT_BEGUN, &row);
	return err == OK ? attachment_message(ctx, &row, reply) : err;
}

/* ---- what it is by its content ---- */

static const char *types_text(struct ctx *ctx, uint32_t types)
{
	const char *text = "";
	for (enum file_type type = FILE_TYPE_NONE + 1; type < FILE_TYPE_END; type++)
		if (types & UINT32_C(1) << type)
			text = arena_printf(ctx->arena, "%s%s%s", text, text[0] ? "/" : "",
				file_type_name(type));
	return text;
}

/* A fault of `field` unless the bytes begin, or are, as a file of the attachment's kind. */
static void check_type(struct ctx *ctx, const char *field, const struct attachment_row *row,
	const void *bytes, size_t size, bool is_whole)
{
	const struct attachment_kind_row *kind = attachment_kind_row(row->kind);
	enum file_type type = file_type_of_head(bytes, size);
	bool is_good = type != FILE_TYPE_NONE && kind->file_types & UINT32_C(1) << type &&
		       (!is_whole || file_type_is_whole(type, bytes, size));
	if (!is_good)
		ctx_fault(ctx, field, REASON_NOT_A_SCAN, title_of(ctx, kind),
			types_text(ctx, kind->file_types));
}

/* ---- sending ---- */

static enum err get_asked(struct ctx *ctx, const char *text, struct attachment_row *out)
{
	int64_t id = field_id(ctx, "attachment_id", text);
	enum err err = ctx_faults(ctx);
	return err == OK ? attachment_get(ctx, id, out) : err;
}

static enum err check_chunk(
	struct ctx *ctx, const Xueji__V1__SendChunkRequest *in, const struct attachment_row *row)
{
	size_t size = in->data.len;
	bool is_placed = field_number(ctx, "offset", in->offset, 0, row->size - 1);
	if (size == 0)
		ctx_fault(ctx, "data", REASON_REQUIRED);
	else if (size > ATTACHMENT_PIECE)
		ctx_fault(ctx, "data", REASON_CHUNK_TOO_LARGE, number_text(ctx, ATTACHMENT_PIECE));
	else if (is_placed && (int64_t)size > row->size - in->offset)
		ctx_fault(ctx, "data", REASON_CHUNK_BEYOND_END, number_text(ctx, row->size));
	else if (in->offset == 0 && size >= HEAD_SURE)
		check_type(ctx, "data", row, in->data.data, size, false);
	return ctx_faults(ctx);
}

static enum err answer_chunk(
	struct ctx *ctx, enum upload_verdict verdict, int64_t received, const char *why)
{
	switch (verdict) {
	case UPLOAD_TAKEN:
		ctx->prepared = arena_dup(ctx->arena, &received, sizeof received);
		return OK;
	case UPLOAD_OUT_OF_PLACE:
		ctx_fault(ctx, "offset", REASON_CHUNK_OUT_OF_PLACE, number_text(ctx, received));
		return ctx_faults(ctx);
	case UPLOAD_DIFFERS:
		ctx_fault(ctx, "data", REASON_CHUNK_DIFFERS);
		return ctx_faults(ctx);
	case UPLOAD_TOO_MANY:
		return ctx_fail(ctx, REASON_TOO_MANY_CHUNKS, number_text(ctx, UPLOAD_RECORDS_MOST));
	case UPLOAD_FAILED:
		break;
	}
	return ctx_broken(ctx, ERR_UNAVAILABLE, "%s", why);
}

enum err attachments_before_send(struct ctx *ctx, const void *request)
{
	const Xueji__V1__SendChunkRequest *in = request;
	struct attachment_row row;
	int64_t received;
	char why[WHY_SIZE];
	enum err err = get_asked(ctx, in->attachment_id, &row);
	if (err != OK || row.state == ATTACHMENT_COMPLETE)
		return err; /* the writer says what that means */
	if ((err = check_chunk(ctx, in, &row)) != OK)
		return err;
	enum upload_verdict verdict = upload_take(
		ctx->app, row.id, in->offset, in->data.data, in->data.len, &received, why);
	return answer_chunk(ctx, verdict, received, why);
}

enum err attachments_send(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SendChunkRequest *in = request;
	Xueji__V1__SendChunkResponse *out = reply;
	struct attachment_row row;
	enum err err = get_asked(ctx, in->attachment_id, &row);
	if (err == OK && (row.state == ATTACHMENT_COMPLETE || ctx->prepared == NULL))
		err = ctx_fail(ctx, REASON_ATTACHMENT_IS_COMPLETE, in->attachment_id);
	if (err == OK)
		out->received = *(const int64_t *)ctx->prepared;
	return err;
}

/* ---- completing ---- */

static void forget_upload(const struct app *app, int64_t id)
{
	char why[WHY_SIZE], quoted[2 * WHY_SIZE];
	if (!upload_remove(app, id, why))
		log_error(
			"attachment.not_removed", "why=%s", log_quote(why, quoted, sizeof quoted));
}

/* What arrived, judged; NULL after a refusal. */
static const void *read_arrived(
	struct ctx *ctx, const struct attachment_row *row, enum err *err_out)
{
	char why[WHY_SIZE], quoted[2 * WHY_SIZE];
	size_t size;
	const void *bytes = upload_read(ctx->app, ctx->arena, row->id, &size, why);
	if (bytes == NULL)
		log_error("attachment.unreadable", "why=%s", log_quote(why, quoted, sizeof quoted));
	else if ((int64_t)size == row->size && attachment_is_as_stated(row, bytes))
		return bytes;
	if (bytes != NULL && (int64_t)size < row->size) {
		*err_out = ctx_fail(
			ctx, REASON_ATTACHMENT_NOT_COMPLETE, ids_format(ctx->arena, row->id));
		return NULL;
	}
	forget_upload(ctx->app, row->id);
	*err_out = ctx_fail(ctx, REASON_NOT_AS_ANNOUNCED);
	return NULL;
}

enum err attachments_before_finish(struct ctx *ctx, const void *request)
{
	const Xueji__V1__FinishAttachmentRequest *in = request;
	struct attachment_row row;
	char why[WHY_SIZE];
	enum err err = get_asked(ctx, in->attachment_id, &row);
	if (err != OK || row.state == ATTACHMENT_COMPLETE)
		return err;
	const void *bytes = read_arrived(ctx, &row, &err);
	if (bytes == NULL)
		return err;
	check_type(ctx, "attachment_id", &row, bytes, (size_t)row.size, true);
	if ((err = ctx_faults(ctx)) != OK)
		return err;
	if (!attachment_file_put(ctx->app, &row, bytes, why))
		return ctx_broken(ctx, ERR_UNAVAILABLE, "%s", why);
	int type = (int)file_type_of_head(bytes, (size_t)row.size);
	ctx->prepared = arena_dup(ctx->arena, &type, sizeof type);
	return OK;
}

static void after_finish(struct ctx *ctx, void *arg)
{
	forget_upload(ctx->app, *(const int64_t *)arg);
}

static enum err complete(struct ctx *ctx, const struct attachment_row *row)
{
	if (ctx->prepared == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "attachment %lld is not complete any more",
			(long long)row->id);
	enum err err = attachment_complete(ctx, row->id, *(const int *)ctx->prepared);
	if (err == OK)
		err = attachment_journal(ctx, ACTION_ATTACHMENT_COMPLETED, row);
	if (err == OK)
		ctx_on_commit(ctx, after_finish, arena_dup(ctx->arena, &row->id, sizeof row->id));
	return err;
}

enum err attachments_finish(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__FinishAttachmentRequest *in = request;
	struct attachment_row row;
	enum err err = get_asked(ctx, in->attachment_id, &row);
	if (err == OK && row.state == ATTACHMENT_BEING_SENT) {
		err = complete(ctx, &row);
		if (err == OK)
			err = attachment_get(ctx, row.id, &row);
	}
	return err == OK ? attachment_message(ctx, &row, reply) : err;
}
