#include "server/service/operator_message.h"

#include <string.h>

#include "domain/roles.h"
#include "server/auth/session_cache.h"
#include "server/service/message.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

static char *code_of(const struct unit_node *unit)
{
	return (char *)(unit ? unit->code : "");
}

static char *name_of(const struct unit_node *unit)
{
	return (char *)(unit ? unit->name : "");
}

static Xueji__V1__Posting *posting_message(struct ctx *ctx, const struct posting_row *row)
{
	struct arena *arena = ctx->arena;
	const struct unit_node *unit = unit_tree_get(ctx->units, row->unit);
	Xueji__V1__Posting *out = arena_one(arena, Xueji__V1__Posting);
	xueji__v1__posting__init(out);
	out->id = ids_format(arena, row->id);
	out->unit_id = ids_format(arena, row->unit);
	out->unit_code = code_of(unit);
	out->unit_name = name_of(unit);
	out->roles = message_roles(arena, row->roles, &out->n_roles);
	out->first_day = message_day(arena, row->from_day);
	out->last_day = message_day(arena, row->to_day == DAY_OPEN ? DAY_NONE : row->to_day);
	if (row->deputy_id == 0)
		return out;
	out->deputy_id = ids_format(arena, row->deputy_id);
	out->deputy_name = (char *)row->deputy_name;
	out->deputy_full_name = (char *)row->deputy_full_name;
	out->deputy_first_day = message_day(arena, row->deputy_from);
	out->deputy_last_day = message_day(arena, row->deputy_to);
	return out;
}

static enum err add_postings(
	struct ctx *ctx, int64_t operator_id, int32_t since, Xueji__V1__Operator *out)
{
	struct posting_row *rows;
	size_t n;
	enum err err = posting_list(ctx, operator_id, since, &rows, &n);
	if (err != OK)
		return err;
	out->postings = arena_array(ctx->arena, Xueji__V1__Posting *, n);
	out->n_postings = n;
	for (size_t i = 0; i < n; i++)
		out->postings[i] = posting_message(ctx, &rows[i]);
	return OK;
}

enum err operator_message(
	struct ctx *ctx, const struct operator_row *row, int32_t since, Xueji__V1__Operator *out)
{
	struct arena *arena = ctx->arena;
	const struct unit_node *unit = unit_tree_get(ctx->units, row->unit);
	xueji__v1__operator__init(out);
	out->id = ids_format(arena, row->id);
	out->rev = row->rev;
	out->name = (char *)row->name;
	out->full_name = (char *)row->full_name;
	out->unit_id = ids_format(arena, row->unit);
	out->unit_code = code_of(unit);
	out->unit_name = name_of(unit);
	out->state = (Xueji__V1__OperatorState)row->state;
	out->phone = (char *)row->phone;
	out->certificate_no = (char *)row->certificate_no;
	out->certificate_until = message_day(arena, row->certificate_until);
	out->created = message_time(arena, row->created_us);
	out->last_sign_in = message_time(arena, row->signed_in_us);
	out->has_second_factor = row->has_second_factor;
	out->must_change_password = row->must_change_password;
	return add_postings(ctx, row->id, since, out);
}

enum err operator_read(struct ctx *ctx, int64_t id, struct operator_row *out)
{
	enum err err = operator_get(ctx, id, out);
	return err == ERR_NOT_FOUND ? ctx_fail(ctx, REASON_NO_SUCH_OPERATOR) : err;
}

enum err operator_message_of(struct ctx *ctx, int64_t id, Xueji__V1__Operator *out)
{
	struct operator_row row;
	enum err err = operator_read(ctx, id, &row);
	return err == OK ? operator_message(ctx, &row, DAY_NONE, out) : err;
}

Xueji__V1__CertificateState certificate_state(
	const struct ctx *ctx, int64_t unit, int32_t until, uint32_t roles)
{
	int32_t today = ctx_today(ctx);
	if (until == DAY_NONE)
		return roles & ROLES_BUSINESS
			       ? XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_MISSING
			       : XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_NOT_NEEDED;
	if (until < today)
		return XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRED;
	if (until - today <= policy_number(ctx, POLICY_CERTIFICATE_WARNING_DAYS, unit))
		return XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRING;
	return XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_VALID;
}

static Xueji__V1__Session *session_message(struct ctx *ctx, const struct session_row *row)
{
	int64_t used_us = session_cache_used(ctx->app->sessions, row->token_hash);
	Xueji__V1__Session *out = arena_one(ctx->arena, Xueji__V1__Session);
	xueji__v1__session__init(out);
	out->id = ids_format(ctx->arena, row->id);
	out->started = message_time(ctx->arena, row->started_us);
	out->last_used = message_time(ctx->arena, used_us ? used_us : row->started_us);
	out->expires = message_time(ctx->arena, row->expires_us);
	out->is_known_device = row->is_known_device;
	out->is_current = row->id == ctx->actor.session_id;
	return out;
}

enum err sessions_message(
	struct ctx *ctx, int64_t operator_id, Xueji__V1__ListSessionsResponse *out)
{
	struct session_row *rows;
	size_t n;
	enum err err = session_list(ctx, operator_id, &rows, &n);
	if (err != OK)
		return err;
	out->sessions = arena_array(ctx->arena, Xueji__V1__Session *, n);
	for (size_t i = 0; i < n; i++)
		out->sessions[i] = session_message(ctx, &rows[i]);
	out->n_sessions = n;
	return OK;
}

/* Accounts stand on the desks of the security administrators of the unit and of the tier above;
 * that somebody signs in or out does not. */
#define ABOUT_ACCOUNTS "operator."

static void tell_managers(struct ctx *ctx, int64_t unit)
{
	const struct unit_node *home = ctx->units ? unit_tree_get(ctx->units, unit) : NULL;
	news_of_unit(ctx, unit);
	news_of_unit(ctx, home != NULL ? home->parent : 0);
}

void note_operator(
	struct ctx *ctx, enum action action, int64_t id, int64_t unit, const char *summary)
{
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = unit,
				 .entity = "operator",
				 .entity_id = id,
				 .summary = summary});
	if (strncmp(action_row(action)->word, ABOUT_ACCOUNTS, strlen(ABOUT_ACCOUNTS)) == 0)
		tell_managers(ctx, unit);
}
