#include "server/demo/scans.h"

#include "common/date.h"
#include "common/file_type.h"
#include "server/service/attachments.h"
#include "server/service/services.h"
#include "server/store/attachment_file.h"
#include "server/store/ids.h"

enum { ISSUED_DAYS_AGO = 20 };

/* A white page of 62 by 88 points, a PNG. */
static const uint8_t page[] = {
	0x89,
	0x50,
	0x4e,
	0x47,
	0x0d,
	0x0a,
	0x1a,
	0x0a,
	0x00,
	0x00,
	0x00,
	0x0d,
	0x49,
	0x48,
	0x44,
	0x52,
	0x00,
	0x00,
	0x00,
	0x3e,
	0x00,
	0x00,
	0x00,
	0x58,
	0x01,
	0x00,
	0x00,
	0x00,
	0x00,
	0x85,
	0x17,
	0x79,
	0xae,
	0x00,
	0x00,
	0x00,
	0x14,
	0x49,
	0x44,
	0x41,
	0x54,
	0x78,
	0xda,
	0x63,
	0xf8,
	0x0f,
	0x05,
	0x0c,
	0xa3,
	0x8c,
	0x51,
	0xc6,
	0x28,
	0x03,
	0xc6,
	0x00,
	0x00,
	0x01,
	0xab,
	0xbd,
	0x5f,
	0x32,
	0x54,
	0xdb,
	0xfb,
	0x00,
	0x00,
	0x00,
	0x00,
	0x49,
	0x45,
	0x4e,
	0x44,
	0xae,
	0x42,
	0x60,
	0x82,
};

/* What is typed with a paper: only what its kind asks for. */
static void fill_facts(struct ctx *ctx, enum attachment_kind kind, Xueji__V1__AttachmentFacts *out)
{
	const struct attachment_kind_row *row = attachment_kind_row((int)kind);
	xueji__v1__attachment_facts__init(out);
	if (row->number == NEED_MUST)
		out->document_no = row->is_resident_id ? "11010519491231002X" : "2026-0417";
	if (row->issuer == NEED_MUST)
		out->issuer = "城关派出所";
	if (row->day == NEED_MUST) {
		out->issue_date = arena_alloc(ctx->arena, DATE_TEXT_SIZE);
		date_format(ctx_today(ctx) - ISSUED_DAYS_AGO, out->issue_date);
	}
	out->size = sizeof page;
	out->sha256.len = DIGEST_SIZE;
	out->sha256.data = arena_alloc(ctx->arena, DIGEST_SIZE);
	attachment_digest(page, sizeof page, out->sha256.data);
}

/* Nobody is served yet, so that the disk may be waited for here. */
static enum err complete(struct ctx *ctx, int64_t id)
{
	struct attachment_row row;
	char why[WHY_SIZE];
	enum err err = attachment_get(ctx, id, &row);
	if (err == OK && !attachment_file_put(ctx->app, &row, page, why))
		return ctx_broken(ctx, ERR_UNAVAILABLE, "%s", why);
	if (err == OK)
		err = attachment_complete(ctx, id, FILE_TYPE_PNG);
	return err == OK ? attachment_journal(ctx, ACTION_ATTACHMENT_COMPLETED, &row) : err;
}

enum err scan_attach(struct ctx *ctx, int64_t student, enum attachment_kind kind, char **id_out)
{
	Xueji__V1__BeginAttachmentRequest in = XUEJI__V1__BEGIN_ATTACHMENT_REQUEST__INIT;
	Xueji__V1__Attachment out = XUEJI__V1__ATTACHMENT__INIT;
	Xueji__V1__AttachmentFacts facts;
	int64_t id;
	fill_facts(ctx, kind, &facts);
	in.student_id = ids_format(ctx->arena, student);
	in.kind = (Xueji__V1__AttachmentKind)kind;
	in.facts = &facts;
	enum err err = deed_call(ctx, &attachments_service, "BeginAttachment", &in, &out);
	if (err == OK && !ids_parse(out.id, &id))
		err = ctx_broken(ctx, ERR_INTERNAL, "no id: %s", out.id);
	*id_out = out.id;
	return err == OK ? complete(ctx, id) : err;
}
