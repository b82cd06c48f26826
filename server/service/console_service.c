/* Service Console. */
#include "server/service/services.h"

#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/store/console_store.h"
#include "server/store/operator_store.h"
#include "server/store/policy_cache.h"
#include "xueji/v1/console.pb-c.h"

enum { KEY_MOST = 60, TITLE_MOST = 60 };

static void check_size(
	struct ctx *ctx, const char *field, const ProtobufCBinaryData *bytes, int most)
{
	if (bytes->len > (size_t)most)
		ctx_fault(ctx, field, REASON_TOO_MANY_BYTES, arena_printf(ctx->arena, "%d", most));
}

/* ---- places ---- */

static enum err get_place(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__GetPlaceResponse *out = reply;
	struct console_place place;
	(void)request;
	enum err err = console_place_get(ctx, ctx->actor.operator_id, &place);
	if (err != OK || place.place == NULL)
		return err;
	out->place = (ProtobufCBinaryData){place.size, (uint8_t *)place.place};
	out->saved_time = message_time(ctx->arena, place.saved_us);
	return OK;
}

static enum err save_place(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SavePlaceRequest *in = request;
	(void)reply;
	check_size(ctx, "place", &in->place, PLACE_MOST);
	enum err err = ctx_faults(ctx);
	return err == OK ? console_place_set(
				   ctx, ctx->actor.operator_id, in->place.data, in->place.len)
			 : err;
}

/* ---- drafts ---- */

static Xueji__V1__Draft *draft_message(struct ctx *ctx, const struct draft *draft)
{
	Xueji__V1__Draft *out = arena_one(ctx->arena, Xueji__V1__Draft);
	xueji__v1__draft__init(out);
	out->key = (char *)draft->key;
	out->title = (char *)draft->title;
	out->bytes = (int32_t)draft->size;
	out->saved_time = message_time(ctx->arena, draft->saved_us);
	return out;
}

static enum err list_drafts(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__ListDraftsResponse *out = reply;
	struct operator_account account;
	struct draft *drafts;
	size_t n;
	(void)request;
	enum err err = console_draft_list(ctx, ctx->actor.operator_id, &drafts, &n);
	if (err == OK)
		err = operator_account(ctx, ctx->actor.operator_id, &account);
	if (err != OK)
		return err;
	out->drafts = arena_array(ctx->arena, Xueji__V1__Draft *, n);
	for (; out->n_drafts < n; out->n_drafts++)
		out->drafts[out->n_drafts] = draft_message(ctx, &drafts[out->n_drafts]);
	out->kept_days = (int32_t)policy_number(ctx, POLICY_CONSOLE_DRAFT_DAYS, account.unit);
	return OK;
}

static enum err get_draft(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetDraftRequest *in = request;
	Xueji__V1__GetDraftResponse *out = reply;
	struct draft draft;
	field_line(ctx, "key", in->key, KEY_MOST);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = console_draft_get(ctx, ctx->actor.operator_id, in->key, &draft);
	if (err == ERR_NOT_FOUND)
		return ctx_fail(ctx, REASON_NO_SUCH_DRAFT, in->key);
	if (err != OK)
		return err;
	out->draft = draft_message(ctx, &draft);
	out->content = (ProtobufCBinaryData){draft.size, (uint8_t *)draft.content};
	return OK;
}

static enum err save_draft(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SaveDraftRequest *in = request;
	(void)reply;
	field_line(ctx, "key", in->key, KEY_MOST);
	field_line(ctx, "title", in->title, TITLE_MOST);
	check_size(ctx, "content", &in->content, DRAFT_MOST);
	enum err err = ctx_faults(ctx);
	if (err != OK)
		return err;
	return console_draft_save(ctx, ctx->actor.operator_id,
		&(struct draft){.key = in->key,
			.title = in->title,
			.content = in->content.len > 0 ? in->content.data : (const void *)"",
			.size = in->content.len});
}

static enum err drop_draft(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__DropDraftRequest *in = request;
	(void)reply;
	field_line(ctx, "key", in->key, KEY_MOST);
	enum err err = ctx_faults(ctx);
	return err == OK ? console_draft_drop(ctx, ctx->actor.operator_id, in->key) : err;
}

/* ---- preferences ---- */

static enum err get_preferences(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__Preferences *out = reply;
	struct console_place kept;
	(void)request;
	enum err err = console_place_get(ctx, ctx->actor.operator_id, &kept);
	out->language = (Xueji__V1__ConsoleLanguage)kept.language;
	out->look = (Xueji__V1__ConsoleLook)kept.look;
	out->lean = (Xueji__V1__ConsoleLean)kept.lean;
	return err;
}

static enum err save_preferences(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__Preferences *in = request;
	Xueji__V1__Preferences *out = reply;
	const struct console_place kept = {
		.language = (int)in->language, .look = (int)in->look, .lean = (int)in->lean};
	out->language = in->language;
	out->look = in->look;
	out->lean = in->lean;
	return console_preferences_set(ctx, ctx->actor.operator_id, &kept);
}

/* ---- the rows ---- */

/* An expired certificate hinders nobody from keeping what he was doing. */
#define OWN(method, how, more, handler)                                                         \
	{                                                                                       \
		.name = method, .who = WHO_SIGNED_IN, .scope = SCOPE_SELF, .mode = how,         \
		.flags = METHOD_WHEN_EXPIRED | (more), .purpose_en = "keep what one was doing", \
		.purpose_zh = "保存本人的界面与草稿", .run = handler                            \
	}

static const struct method methods[] = {
	OWN("GetPlace", METHOD_READ, 0, get_place),
	OWN("SavePlace", METHOD_WRITE, METHOD_UNRECORDED, save_place),
	OWN("ListDrafts", METHOD_READ, 0, list_drafts),
	OWN("GetDraft", METHOD_READ, 0, get_draft),
	OWN("SaveDraft", METHOD_WRITE, METHOD_UNRECORDED, save_draft),
	OWN("DropDraft", METHOD_WRITE, METHOD_UNRECORDED, drop_draft),
	OWN("GetPreferences", METHOD_READ, 0, get_preferences),
	OWN("SavePreferences", METHOD_WRITE, METHOD_UNRECORDED, save_preferences),
};
const struct service console_service = SERVICE(xueji__v1__console__descriptor, methods);
