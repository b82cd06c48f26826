#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/auth/password.h"
#include "server/auth/session_cache.h"
#include "server/registry/operator_rules.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/operator_change.h"
#include "server/service/operator_message.h"
#include "server/service/operator_request.h"
#include "server/service/page.h"
#include "server/service/postings.h"
#include "server/service/services.h"
#include "server/store/console_store.h"
#include "server/store/policy_cache.h"
#include "server/store/session_store.h"
#include "server/store/sign_in_store.h"
#include "xueji/v1/operators.pb-c.h"

#define US_PER_HOUR (3600 * US_PER_SECOND)

/* ---- one-time passwords ---- */

struct one_time {
	char password[ONE_TIME_SIZE];
	const char *hash;
};

/* .prepare of whatever answers with one: the hash takes its time off the writer. */
static enum err make_one_time(struct ctx *ctx, const void *request)
{
	(void)request;
	struct one_time *made = arena_one(ctx->arena, struct one_time);
	password_one_time(ctx, made->password);
	ctx->prepared = made;
	return password_hash(ctx, made->password, PASSWORD_STANDARD, &made->hash);
}

static Google__Protobuf__Timestamp *one_time_expires(struct ctx *ctx, int64_t unit)
{
	int64_t hours = policy_number(ctx, POLICY_ONE_TIME_HOURS, unit);
	return message_time(ctx->arena, ctx->now_us + hours * US_PER_HOUR);
}

/* ---- creating and reading ---- */

static enum err check_name_is_free(struct ctx *ctx, const char *name)
{
	int64_t taken;
	enum err err = operator_find(ctx, name, &taken);
	return err == OK && taken != 0 ? ctx_fail(ctx, REASON_NAME_TAKEN, name) : err;
}

static enum err create_operator(struct ctx *ctx, const void *request, void *reply)
{
	const struct one_time *made = ctx->prepared;
	Xueji__V1__CreateOperatorResponse *out = reply;
	struct operator_request in;
	enum err err = operator_request_read(ctx, request, &in);
	if (err == OK)
		err = check_name_is_free(ctx, in.name);
	if (err != OK)
		return err;
	struct operator_row row = {
		.name = in.name, .full_name = in.full_name, .phone = in.phone, .unit = in.unit};
	err = operator_insert(ctx, &row);
	if (err == OK)
		err = password_set(ctx, row.id, made->hash, true);
	if (err != OK)
		return err;
	note_operator(ctx, ACTION_OPERATOR_CREATED, row.id, row.unit, NULL);
	out->one_time_password = (char *)made->password;
	out->one_time_password_expires = one_time_expires(ctx, row.unit);
	out->operator_ = arena_one(ctx->arena, Xueji__V1__Operator);
	return operator_change_end(ctx, row.id, out->operator_);
}

static bool may_see_phone(struct ctx *ctx, const struct operator_row *row)
{
	return row->id == ctx->actor.operator_id ||
	       access_right(ctx, ROLE_SECURITY, SCOPE_MANAGED, row->unit) != NULL;
}

static enum err get_operator(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	enum err err = operator_request_read(ctx, request, &in);
	if (err == OK)
		err = operator_read(ctx, in.operator_id, &row);
	if (err != OK)
		return err;
	if (!may_see_phone(ctx, &row))
		row.phone = "";
	return operator_message(ctx, &row, DAY_NONE, reply);
}

/* ---- lists ---- */

static enum err read_filter(struct ctx *ctx, const Xueji__V1__ListOperatorsRequest *in,
	struct operator_filter *filter, struct page *page)
{
	page_read(ctx, &in->base, page);
	*filter = (struct operator_filter){
		.unit = field_id(ctx, "unit_id", in->unit_id),
		.whole_subtree = in->whole_subtree,
		.state = (enum operator_state)in->state,
		.prefix = in->name_prefix,
		.certificate_until =
			field_day_or(ctx, "certificate_until", in->certificate_until, DAY_NONE),
		.only_one_time = in->only_one_time,
		.order = (enum operator_order)in->order,
		.after = page->text,
		.after_sign_in_us = page->number[0],
		.after_certificate = (int32_t)page->number[1],
	};
	field_line_or_none(ctx, "name_prefix", in->name_prefix, FULL_NAME_MAX);
	return ctx_faults(ctx);
}

static enum err place_of_list(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct operator_filter filter;
	struct page page;
	enum err err = read_filter(ctx, request, &filter, &page);
	*place_out = filter.unit;
	return err;
}

static enum err add_counts(struct ctx *ctx, const struct operator_filter *filter,
	Xueji__V1__ListOperatorsResponse *out)
{
	const struct operator_filter all = {
		.unit = filter->unit, .whole_subtree = filter->whole_subtree, .prefix = ""};
	int64_t matching, total = 0;
	enum err err = operator_count(ctx, filter, &matching);
	if (err == OK)
		err = operator_count(ctx, &all, &total);
	out->matching_count = err == OK ? (int32_t)matching : 0;
	out->total_count = (int32_t)total;
	return err;
}

static enum err list_operators(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__ListOperatorsResponse *out = reply;
	struct operator_filter filter;
	struct operator_row *rows;
	struct page page;
	size_t n;
	enum err err = read_filter(ctx, request, &filter, &page);
	if (err != OK || (err = operator_list(ctx, &filter, page.size + 1, &rows, &n)) != OK)
		return err;
	if (n > page.size) {
		n = page.size;
		const struct operator_row *last = &rows[n - 1];
		out->next_page_token =
			page_next(&page, last->signed_in_us, last->certificate_until, last->name);
	}
	if (page.is_first)
		err = add_counts(ctx, &filter, out);
	out->operators = arena_array(ctx->arena, Xueji__V1__Operator *, n);
	out->n_operators = n;
	for (size_t i = 0; err == OK && i < n; i++) {
		out->operators[i] = arena_one(ctx->arena, Xueji__V1__Operator);
		err = operator_message(ctx, &rows[i], ctx_today(ctx), out->operators[i]);
	}
	return err;
}

/* ---- changing ---- */

static enum err update_operator(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err == OK)
		err = operator_set_person(ctx, row.id, in.full_name, in.phone);
	if (err != OK)
		return err;
	const char *before = arena_printf(ctx->arena, "%s\n%s", row.full_name, row.phone);
	ctx_journal(ctx, &(struct note){.action = ACTION_OPERATOR_UPDATED,
				 .unit = row.unit,
				 .entity = "operator",
				 .entity_id = row.id,
				 .sealed = before,
				 .sealed_size = strlen(before)});
	return operator_change_end(ctx, row.id, reply);
}

static enum err certify_operator(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	char until[DATE_TEXT_SIZE];
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err == OK)
		err = operator_set_certificate(
			ctx, row.id, in.certificate_no, in.certificate_until);
	if (err != OK)
		return err;
	date_format(in.certificate_until, until);
	note_operator(ctx, ACTION_OPERATOR_CERTIFIED, row.id, row.unit,
		arena_printf(ctx->arena, "number %s, until %s", in.certificate_no, until));
	return operator_change_end(ctx, row.id, reply);
}

static enum err seal_operator(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err == OK && row.state != OPERATOR_ACTIVE)
		return ctx_fail(ctx, REASON_IS_SEALED);
	if (err == OK)
		err = operator_set_state(ctx, row.id, OPERATOR_SEALED);
	if (err == OK)
		err = console_forget(ctx, row.id);
	if (err == OK)
		err = session_delete_others(ctx, row.id, 0, NULL);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_OPERATOR_SEALED,
				 .unit = row.unit,
				 .entity = "operator",
				 .entity_id = row.id,
				 .sealed = in.reason,
				 .sealed_size = strlen(in.reason)});
	return operator_change_end(ctx, row.id, reply);
}

static enum err unseal_operator(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err == OK && row.state == OPERATOR_ACTIVE)
		return ctx_fail(ctx, REASON_NOT_SEALED);
	if (err == OK)
		err = operator_set_state(ctx, row.id, OPERATOR_ACTIVE);
	if (err != OK)
		return err;
	note_operator(ctx, ACTION_OPERATOR_UNSEALED, row.id, row.unit, NULL);
	return operator_change_end(ctx, row.id, reply);
}

static enum err reset_password(struct ctx *ctx, const void *request, void *reply)
{
	const struct one_time *made = ctx->prepared;
	Xueji__V1__ResetPasswordResponse *out = reply;
	struct operator_request in;
	struct operator_row row;
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err == OK)
		err = password_set(ctx, row.id, made->hash, true);
	if (err == OK)
		err = session_delete_others(ctx, row.id, 0, NULL);
	if (err != OK)
		return err;
	note_operator(ctx, ACTION_PASSWORD_RESET, row.id, row.unit, NULL);
	out->one_time_password = (char *)made->password;
	out->one_time_password_expires = one_time_expires(ctx, row.unit);
	out->operator_ = arena_one(ctx->arena, Xueji__V1__Operator);
	return operator_change_end(ctx, row.id, out->operator_);
}

static enum err reset_second_factor(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err == OK && !row.has_second_factor)
		return ctx_fail(ctx, REASON_NO_SECOND_FACTOR);
	if (err == OK)
		err = totp_remove(ctx, row.id);
	if (err == OK)
		err = session_delete_others(ctx, row.id, 0, NULL);
	if (err != OK)
		return err;
	note_operator(ctx, ACTION_SECOND_FACTOR_RESET, row.id, row.unit, NULL);
	return operator_change_end(ctx, row.id, reply);
}

/* ---- sessions ---- */

static enum err list_operator_sessions(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	enum err err = operator_request_read(ctx, request, &in);
	return err == OK ? sessions_message(ctx, in.operator_id, reply) : err;
}

static enum err end_operator_sessions(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__EndOperatorSessionsResponse *out = reply;
	struct operator_request in;
	struct operator_row row;
	int64_t ended = 0;
	enum err err = operator_request_read(ctx, request, &in);
	if (err == OK)
		err = operator_read(ctx, in.operator_id, &row);
	if (err == OK)
		err = session_delete_others(ctx, row.id, 0, &ended);
	if (err != OK)
		return err;
	out->ended = (int32_t)ended;
	if (ended > 0)
		note_operator(ctx, ACTION_SESSION_ENDED, row.id, row.unit,
			arena_printf(ctx->arena, "%lld by an administrator", (long long)ended));
	session_follow(ctx, row.id);
	return OK;
}

enum { READERS = ROLE_SECURITY | ROLE_AUDITOR | ROLE_OFFICER };

static const struct method methods[] = {
	{.name = "CreateOperator",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.flags = METHOD_SECRET,
		.purpose_en = "create operators",
		.purpose_zh = "新建用户",
		.place = operator_request_unit,
		.prepare = make_one_time,
		.run = create_operator},
	{.name = "GetOperator",
		.who = READERS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "look at operators",
		.purpose_zh = "查看用户",
		.place = operator_request_home,
		.run = get_operator},
	{.name = "ListOperators",
		.who = READERS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "look at operators",
		.purpose_zh = "查看用户",
		.place = place_of_list,
		.run = list_operators},
	{.name = "UpdateOperator",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "correct operators",
		.purpose_zh = "修改用户资料",
		.place = operator_request_home,
		.run = update_operator},
	{.name = "CertifyOperator",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "enter certificates",
		.purpose_zh = "登记上岗证书",
		.place = operator_request_home,
		.run = certify_operator},
	{.name = "SealOperator",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "seal accounts",
		.purpose_zh = "封存账号",
		.place = operator_request_home,
		.run = seal_operator},
	{.name = "UnsealOperator",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "open sealed accounts",
		.purpose_zh = "解封账号",
		.place = operator_request_home,
		.run = unseal_operator},
	{.name = "ResetPassword",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.flags = METHOD_SECRET,
		.purpose_en = "reset passwords",
		.purpose_zh = "重置密码",
		.place = operator_request_home,
		.prepare = make_one_time,
		.run = reset_password},
	{.name = "ResetSecondFactor",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "reset second factors",
		.purpose_zh = "重置第二因素",
		.place = operator_request_home,
		.run = reset_second_factor},
	{.name = "AddPosting",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "post operators",
		.purpose_zh = "登记任职",
		.place = operator_request_home,
		.run = add_posting},
	{.name = "EndPosting",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "end postings",
		.purpose_zh = "结束任职",
		.place = operator_request_home,
		.run = end_posting},
	{.name = "SetDeputy",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "name deputies",
		.purpose_zh = "指定代理人",
		.place = operator_request_home,
		.run = set_deputy},
	{.name = "ListOperatorSessions",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_READ,
		.purpose_en = "look at operators' sessions",
		.purpose_zh = "查看用户会话",
		.place = operator_request_home,
		.run = list_operator_sessions},
	{.name = "EndOperatorSessions",
		.who = ROLE_SECURITY,
		.scope = SCOPE_MANAGED,
		.mode = METHOD_WRITE,
		.purpose_en = "end operators' sessions",
		.purpose_zh = "结束用户会话",
		.place = operator_request_home,
		.run = end_operator_sessions},
};
const struct service operators_service = SERVICE(xueji__v1__operators__descriptor, methods);
