/* Service Attachments: looking at them, reading them, dropping them. */
#include "server/service/attachments.h"

#include <string.h>

#include "common/date.h"
#include "domain/attachment_kind.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/case_route.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/store/attachment_file.h"
#include "server/store/ids.h"
#include "server/store/seal_text.h"
#include "server/store/student_store.h"
#include "server/store/upload_file.h"

#define READING_US (INT64_C(3600) * US_PER_SECOND)

/* ---- whose they are ---- */

static bool sees_school(struct ctx *ctx, int64_t school)
{
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, school);
	if (right != NULL)
		ctx->actor.for_operator = right->for_operator;
	return right != NULL;
}

static enum err sees_by_case(struct ctx *ctx, int64_t id, bool *out)
{
	struct attachment_use *uses;
	struct case_row row;
	size_t n;
	enum err err = attachment_users(ctx, id, &uses, &n);
	*out = false;
	for (size_t i = 0; err == OK && !*out && i < n; i++) {
		if (uses[i].user != ATTACHMENT_OF_CASE)
			continue;
		err = case_get(ctx, uses[i].user_id, &row);
		*out = err == OK && case_caller_sees(ctx, &row);
	}
	return err;
}

enum err attachments_find(struct ctx *ctx, const char *text, struct attachment_row *out)
{
	struct student_row child;
	bool is_seen = false;
	int64_t id = field_id(ctx, "attachment_id", text);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = attachment_get(ctx, id, out);
	if (err == OK)
		err = student_get(ctx, out->student, &child);
	if (err != OK)
		return err;
	if (!sees_school(ctx, child.school))
		err = sees_by_case(ctx, id, &is_seen);
	else
		is_seen = true;
	return err == OK && !is_seen ? ctx_fail(ctx, REASON_NO_SUCH_ATTACHMENT, text) : err;
}

enum err attachments_place(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__GetAttachmentRequest *in = request; /* the field is the first of each */
	struct attachment_row row;
	struct student_row child;
	int64_t id = field_id(ctx, "attachment_id", in->attachment_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = attachment_get(ctx, id, &row);
	if (err == OK)
		err = student_get(ctx, row.student, &child);
	if (err == OK)
		*place_out = child.school;
	return err;
}

enum err attachment_journal(struct ctx *ctx, enum action action, const struct attachment_row *row)
{
	struct student_row child;
	enum err err = student_get(ctx, row->student, &child);
	if (err != OK)
		return err;
	ctx_journal(ctx,
		&(struct note){.action = action,
			.unit = child.school,
			.entity = "attachment",
			.entity_id = row->id,
			.summary = arena_printf(ctx->arena, "%s of student %lld",
				attachment_kind_row(row->kind)->word, (long long)row->student)});
	return OK;
}

/* ---- messages ---- */

static Xueji__V1__AttachmentFacts *facts_message(struct ctx *ctx, const struct attachment_row *row)
{
	Xueji__V1__AttachmentFacts *out = arena_dup(ctx->arena, row->facts, sizeof *row->facts);
	if (attachment_kind_row(row->kind)->is_identity) {
		size_t size = strlen(out->document_no) + 1;
		char *masked = arena_alloc(ctx->arena, size);
		id_number_mask(out->document_no, masked, size);
		out->document_no = masked;
	}
	return out;
}

enum err attachment_message(
	struct ctx *ctx, const struct attachment_row *row, Xueji__V1__Attachment *out)
{
	bool is_complete = row->state == ATTACHMENT_COMPLETE, is_relied_on;
	enum err err = attachment_is_relied_on(ctx, row->id, &is_relied_on);
	if (err != OK)
		return err;
	out->id = ids_format(ctx->arena, row->id);
	out->student_id = ids_format(ctx->arena, row->student);
	out->kind = (Xueji__V1__AttachmentKind)row->kind;
	out->state = (Xueji__V1__AttachmentState)row->state;
	out->facts = facts_message(ctx, row);
	out->file_type = (Xueji__V1__FileType)row->file_type;
	out->received = is_complete ? row->size : upload_received(ctx->app, row->id);
	out->made_by = ids_format(ctx->arena, row->made_by);
	out->made_time = message_time(ctx->arena, row->made_us);
	out->complete_time = is_complete ? message_time(ctx->arena, row->moved_us) : NULL;
	out->is_relied_on = is_relied_on;
	return OK;
}

enum err attachments_get(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetAttachmentRequest *in = request;
	struct attachment_row row;
	enum err err = attachments_find(ctx, in->attachment_id, &row);
	return err == OK ? attachment_message(ctx, &row, reply) : err;
}

/* ---- lists ---- */

static enum err add_message(
	struct ctx *ctx, const struct attachment_row *row, Xueji__V1__ListAttachmentsResponse *out)
{
	Xueji__V1__Attachment *message = arena_one(ctx->arena, Xueji__V1__Attachment);
	xueji__v1__attachment__init(message);
	out->attachments =
		arena_grow(ctx->arena, out->attachments, out->n_attachments, sizeof(void *));
	out->attachments[out->n_attachments++] = message;
	return attachment_message(ctx, row, message);
}

static enum err list_of_case(
	struct ctx *ctx, const char *case_id, Xueji__V1__ListAttachmentsResponse *out)
{
	struct case_row kase;
	struct attachment_row row;
	int64_t id = field_id(ctx, "case_id", case_id), *ids;
	size_t n;
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = case_get(ctx, id, &kase);
	if (err == OK && !case_caller_sees(ctx, &kase))
		err = ctx_fail(ctx, REASON_NO_SUCH_CASE, case_id);
	if (err == OK)
		err = attachment_relied_on(ctx, ATTACHMENT_OF_CASE, id, &ids, &n);
	for (size_t i = 0; err == OK && i < n; i++) {
		err = attachment_get(ctx, ids[i], &row);
		if (err == OK)
			err = add_message(ctx, &row, out);
	}
	return err;
}

static enum err list_of_child(struct ctx *ctx, const Xueji__V1__ListAttachmentsRequest *in,
	const struct page *page, Xueji__V1__ListAttachmentsResponse *out)
{
	struct student_row child;
	struct attachment_row *rows = NULL;
	size_t n = 0;
	int64_t id = field_id(ctx, "student_id", in->student_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = student_get(ctx, id, &child);
	if (err == OK && !sees_school(ctx, child.school))
		err = ctx_fail(ctx, REASON_OUTSIDE_SCOPE);
	if (err == OK)
		err = attachment_list(ctx, id, page->number[0], page->size + 1, &rows, &n);
	for (size_t i = 0; err == OK && i < n && i < page->size; i++)
		err = add_message(ctx, &rows[i], out);
	if (err == OK && n > page->size)
		out->next_page_token = page_next(page, rows[page->size - 1].id, 0, NULL);
	return err;
}

enum err attachments_list(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListAttachmentsRequest *in = request;
	bool is_of_case = in->case_id[0] != '\0';
	struct page page;
	page_read(ctx, &in->base, &page);
	if (is_of_case == (in->student_id[0] != '\0'))
		ctx_fault(ctx, "student_id", REASON_ONE_OF_TWO, "case_id");
	enum err err = ctx_faults(ctx);
	if (err != OK)
		return err;
	return is_of_case ? list_of_case(ctx, in->case_id, reply)
			  : list_of_child(ctx, in, &page, reply);
}

/* ---- reading ---- */

/* What goes out as `reading`: whose it is, and until when it serves. */
struct reading {
	int64_t operator_id, until_us;
};

static struct seal_place reading_of(const struct attachment_row *row)
{
	return (struct seal_place){"attachment.reading", row->id};
}

static char *new_reading(struct ctx *ctx, const struct attachment_row *row)
{
	struct reading reading = {ctx->actor.operator_id, ctx->now_us + READING_US};
	return seal_text(ctx->arena, ctx->app->keys, reading_of(row), &reading, sizeof reading);
}

static bool goes_on(struct ctx *ctx, const struct attachment_row *row, const char *text)
{
	size_t size = 0;
	const struct reading *reading =
		seal_open_text(ctx->arena, ctx->app->keys, reading_of(row), text, &size);
	return reading != NULL && size == sizeof *reading &&
	       reading->operator_id == ctx->actor.operator_id && reading->until_us > ctx->now_us;
}

enum err attachments_read(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ReadAttachmentRequest *in = request;
	Xueji__V1__ReadAttachmentResponse *out = reply;
	struct attachment_row row;
	char why[WHY_SIZE];
	enum err err = attachments_find(ctx, in->attachment_id, &row);
	if (err == OK && row.state != ATTACHMENT_COMPLETE)
		err = ctx_fail(ctx, REASON_ATTACHMENT_NOT_COMPLETE, in->attachment_id);
	if (err == OK && !field_number(ctx, "offset", in->offset, 0, row.size - 1))
		err = ctx_faults(ctx);
	if (err != OK)
		return err;
	bool is_same = in->reading[0] != '\0' && goes_on(ctx, &row, in->reading);
	out->size = row.size;
	out->reading = is_same ? in->reading : new_reading(ctx, &row);
	out->data.data = (uint8_t *)attachment_file_piece(
		ctx->app, ctx->arena, &row, in->offset, &out->data.len, why);
	if (out->data.data == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "%s", why);
	return is_same ? OK : attachment_journal(ctx, ACTION_ATTACHMENT_READ, &row);
}

/* ---- dropping ---- */

static enum err refuse_drop(struct ctx *ctx, const struct attachment_use *use)
{
	if (use->user == ATTACHMENT_OF_RECORD)
		return ctx_fail(ctx, REASON_ATTACHMENT_OF_RECORD);
	return ctx_fail(ctx, REASON_ATTACHMENT_OF_CASE, ids_format(ctx->arena, use->user_id));
}

enum err attachments_drop(struct ctx *ctx, const void *request, void *reply)
{
	(void)reply;
	const Xueji__V1__DropAttachmentRequest *in = request;
	struct attachment_row row;
	struct attachment_use *uses;
	size_t n;
	enum err err = attachments_find(ctx, in->attachment_id, &row);
	if (err == OK)
		err = attachment_users(ctx, row.id, &uses, &n);
	if (err == OK && n > 0)
		err = refuse_drop(ctx, &uses[0]);
	if (err == OK)
		err = attachment_drop(ctx, row.id);
	return err == OK ? attachment_journal(ctx, ACTION_ATTACHMENT_DROPPED, &row) : err;
}
