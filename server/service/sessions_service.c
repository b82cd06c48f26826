#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "server/auth/access.h"
#include "server/auth/session_cache.h"
#include "server/service/credentials.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/operator_message.h"
#include "server/service/services.h"
#include "server/service/sign_in.h"
#include "server/store/ids.h"
#include "server/store/session_store.h"
#include "server/store/unit_tree.h"

static enum err read_session(struct ctx *ctx, int64_t id, struct session_row *out)
{
	enum err err = session_get(ctx, id, out);
	if (err == ERR_NOT_FOUND || (err == OK && out->operator_id != ctx->actor.operator_id))
		return ctx_fail(ctx, REASON_NO_SUCH_SESSION);
	return err;
}

/* ---- WhoAmI ---- */

static Xueji__V1__Duty *duty_message(struct ctx *ctx, const struct right *right)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, right->unit);
	Xueji__V1__Duty *out = arena_one(ctx->arena, Xueji__V1__Duty);
	xueji__v1__duty__init(out);
	out->unit_id = ids_format(ctx->arena, right->unit);
	if (unit != NULL) {
		out->unit_code = (char *)unit->code;
		out->unit_name = (char *)unit->name;
		out->tier = (Xueji__V1__Tier)unit->tier;
	}
	out->roles = message_roles(ctx->arena, right->roles, &out->n_roles);
	out->last_day =
		message_day(ctx->arena, right->to_day == DAY_OPEN ? DAY_NONE : right->to_day);
	return out;
}

static enum err name_absent(struct ctx *ctx, int64_t operator_id, Xueji__V1__Duty *out)
{
	struct operator_row row;
	if (operator_id == 0)
		return OK;
	enum err err = operator_read(ctx, operator_id, &row);
	if (err != OK)
		return err;
	out->for_operator_id = ids_format(ctx->arena, operator_id);
	out->for_operator_full_name = (char *)row.full_name;
	return OK;
}

static enum err add_duties(struct ctx *ctx, Xueji__V1__WhoAmIResponse *out)
{
	int32_t today = ctx_today(ctx);
	enum err err = OK;
	out->duties = arena_array(ctx->arena, Xueji__V1__Duty *, ctx->actor.n_rights);
	for (size_t i = 0; err == OK && i < ctx->actor.n_rights; i++) {
		const struct right *right = &ctx->actor.rights[i];
		if (right->from_day > today || today > right->to_day)
			continue;
		Xueji__V1__Duty *duty = duty_message(ctx, right);
		err = name_absent(ctx, right->for_operator, duty);
		out->duties[out->n_duties++] = duty;
	}
	return err;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_methods(struct ctx *ctx, Xueji__V1__WhoAmIResponse *out)
{
	size_t n = 0;
	for (size_t i = 0; i < services_count; i++)
		n += services[i]->n_methods;
	out->methods = arena_array(ctx->arena, char *, n);
	for (size_t i = 0; i < services_count; i++)
		for (size_t j = 0; j < services[i]->n_methods; j++)
			if (access_hindrance(ctx, &services[i]->methods[j]) == REASON_COUNT)
				out->methods[out->n_methods++] = arena_printf(ctx->arena, "%s/%s",
					services[i]->descriptor->name,
					services[i]->methods[j].name);
	qsort(out->methods, out->n_methods, sizeof *out->methods, compare);
}

static void add_operator(
	struct ctx *ctx, const struct operator_row *row, Xueji__V1__WhoAmIResponse *out)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, row->unit);
	out->operator_id = ids_format(ctx->arena, row->id);
	out->name = (char *)row->name;
	out->full_name = (char *)row->full_name;
	out->unit_id = ids_format(ctx->arena, row->unit);
	if (unit != NULL) {
		out->unit_code = (char *)unit->code;
		out->unit_name = (char *)unit->name;
		out->tier = (Xueji__V1__Tier)unit->tier;
	}
	out->must_change_password = (ctx->actor.limits & LIMIT_PASSWORD) != 0;
	out->must_enrol_second_factor = (ctx->actor.limits & LIMIT_SECOND_FACTOR) != 0;
	out->has_second_factor = row->has_second_factor;
	out->certificate_state =
		certificate_state(ctx, row->unit, row->certificate_until, access_roles(ctx));
	out->certificate_until = message_day(ctx->arena, row->certificate_until);
}

static enum err who_am_i(struct ctx *ctx, const void *request, void *reply)
{
	(void)request;
	Xueji__V1__WhoAmIResponse *out = reply;
	struct operator_row row;
	struct session_row session;
	enum err err = read_session(ctx, ctx->actor.session_id, &session);
	if (err == OK)
		err = operator_read(ctx, ctx->actor.operator_id, &row);
	if (err != OK)
		return err;
	add_operator(ctx, &row, out);
	add_methods(ctx, out);
	out->now = message_time(ctx->arena, ctx->now_us);
	out->expires = message_time(ctx->arena, session.expires_us);
	out->idle_seconds = session.idle_us / US_PER_SECOND;
	return add_duties(ctx, out);
}

/* ---- sessions ---- */

static enum err end(struct ctx *ctx, int64_t id, enum action action)
{
	struct session_row session;
	struct operator_row owner;
	enum err err = read_session(ctx, id, &session);
	if (err == OK)
		err = operator_read(ctx, session.operator_id, &owner);
	if (err == OK)
		err = session_delete(ctx, id);
	if (err != OK)
		return err;
	note_operator(ctx, action, owner.id, owner.unit, NULL);
	session_follow(ctx, owner.id);
	return OK;
}

static enum err sign_out(struct ctx *ctx, const void *request, void *reply)
{
	(void)request, (void)reply;
	return end(ctx, ctx->actor.session_id, ACTION_SIGN_OUT);
}

static enum err list_sessions(struct ctx *ctx, const void *request, void *reply)
{
	(void)request;
	return sessions_message(ctx, ctx->actor.operator_id, reply);
}

static enum err end_session(struct ctx *ctx, const void *request, void *reply)
{
	(void)reply;
	const Xueji__V1__EndSessionRequest *in = request;
	int64_t id = field_id(ctx, "session_id", in->session_id);
	enum err err = ctx_faults(ctx);
	return err == OK ? end(ctx, id, ACTION_SESSION_ENDED) : err;
}

enum { OWN = METHOD_WHILE_LIMITED };

static const struct method methods[] = {
	{.name = "SignIn",
		.who = WHO_PUBLIC,
		.scope = SCOPE_REGISTRY,
		.mode = METHOD_WRITE,
		.flags = METHOD_SECRET,
		.purpose_en = "sign in",
		.purpose_zh = "登录",
		.prepare = sign_in_prepare,
		.run = sign_in_run,
		.on_refusal = sign_in_refused},
	{.name = "SignOut",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_SELF,
		.mode = METHOD_WRITE,
		.flags = OWN,
		.purpose_en = "sign out",
		.purpose_zh = "退出",
		.errands = UINT32_MAX,
		.run = sign_out},
	{.name = "WhoAmI",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_SELF,
		.mode = METHOD_READ,
		.flags = OWN,
		.purpose_en = "look at one's own account",
		.purpose_zh = "查看本人账号",
		.run = who_am_i},
	{.name = "ChangePassword",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_SELF,
		.mode = METHOD_WRITE,
		.flags = OWN | METHOD_SECRET,
		.purpose_en = "change one's password",
		.purpose_zh = "修改本人密码",
		.prepare = change_password_prepare,
		.run = change_password_run,
		.on_refusal = change_password_refused},
	{.name = "EnrolSecondFactor",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_SELF,
		.mode = METHOD_WRITE,
		.flags = OWN | METHOD_SECRET,
		.purpose_en = "set up one's second factor",
		.purpose_zh = "设置本人的第二因素",
		.run = enrol_second_factor},
	{.name = "ConfirmSecondFactor",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_SELF,
		.mode = METHOD_WRITE,
		.flags = OWN,
		.purpose_en = "set up one's second factor",
		.purpose_zh = "设置本人的第二因素",
		.run = confirm_second_factor},
	{.name = "ListSessions",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_SELF,
		.mode = METHOD_READ,
		.flags = OWN,
		.purpose_en = "look at one's own sessions",
		.purpose_zh = "查看本人会话",
		.run = list_sessions},
	{.name = "EndSession",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_SELF,
		.mode = METHOD_WRITE,
		.flags = OWN,
		.purpose_en = "end one's own sessions",
		.purpose_zh = "结束本人会话",
		.run = end_session},
};
const struct service sessions_service = SERVICE(xueji__v1__sessions__descriptor, methods);
