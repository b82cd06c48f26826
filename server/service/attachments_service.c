/* Service Attachments: the rows of its methods. The handlers stand in attachments_*.c. */
#include "domain/roles.h"
#include "server/service/attachments.h"
#include "server/service/fields.h"
#include "server/service/services.h"
#include "server/service/students.h"

#define LOOK_EN "look at attachments"
#define LOOK_ZH "查看附件"
#define SEND_EN "attach proofs to children's records"
#define SEND_ZH "上传学籍附件"

#define SENDING (UINT32_C(1) << ERRAND_SEND_ATTACHMENT)

/* ---- what a ticket is bound to ---- */

static enum err object_child(struct ctx *ctx, const void *request, int64_t *object_out)
{
	(void)ctx;
	*object_out = students_asked(request);
	return OK;
}

/* The attachment's id is the first field of each of these requests. */
static enum err object_attachment(struct ctx *ctx, const void *request, int64_t *object_out)
{
	const Xueji__V1__GetAttachmentRequest *in = request;
	*object_out = field_id(ctx, "attachment_id", in->attachment_id);
	return ctx_faults(ctx);
}

static enum err object_child_of(struct ctx *ctx, const void *request, int64_t *object_out)
{
	struct attachment_row row;
	int64_t id;
	enum err err = object_attachment(ctx, request, &id);
	if (err == OK)
		err = attachment_get(ctx, id, &row);
	if (err == OK)
		*object_out = row.student;
	return err;
}

static const struct method methods[] = {
	{.name = "BeginAttachment",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = SEND_EN,
		.purpose_zh = SEND_ZH,
		.place = students_place,
		.errands = SENDING,
		.errand_object = object_child,
		.run = attachments_begin},
	{.name = "SendChunk",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = SEND_EN,
		.purpose_zh = SEND_ZH,
		.place = attachments_place,
		.errands = SENDING,
		.errand_object = object_child_of,
		.prepare = attachments_before_send,
		.run = attachments_send},
	{.name = "FinishAttachment",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = SEND_EN,
		.purpose_zh = SEND_ZH,
		.place = attachments_place,
		.errands = SENDING,
		.errand_object = object_child_of,
		.prepare = attachments_before_finish,
		.run = attachments_finish},
	{.name = "GetAttachment",
		.who = ROLES_BUSINESS,
		.scope =
			SCOPE_REGISTRY, /* attachments_find hides what is not the caller's to see */
		.mode = METHOD_READ,
		.purpose_en = LOOK_EN,
		.purpose_zh = LOOK_ZH,
		.run = attachments_get},
	{.name = "ListAttachments",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_REGISTRY, /* of a child in his subtree, or of a case that he sees */
		.mode = METHOD_READ,
		.purpose_en = LOOK_EN,
		.purpose_zh = LOOK_ZH,
		.run = attachments_list},
	{.name = "ReadAttachment",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_REGISTRY, /* as GetAttachment */
		.mode = METHOD_AUDITED,
		.purpose_en = LOOK_EN,
		.purpose_zh = LOOK_ZH,
		.errands = UINT32_C(1) << ERRAND_FETCH_ATTACHMENT,
		.errand_object = object_attachment,
		.run = attachments_read},
	{.name = "DropAttachment",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = SEND_EN,
		.purpose_zh = SEND_ZH,
		.place = attachments_place,
		.run = attachments_drop},
};

const struct service attachments_service = SERVICE(xueji__v1__attachments__descriptor, methods);
