#include "server/auth/access.h"

#include "domain/roles.h"
#include "server/store/unit_tree.h"

static bool is_in_force(const struct right *right, int32_t day)
{
	return right->from_day <= day && day <= right->to_day;
}

static bool is_child(const struct unit_tree *tree, int64_t unit, int64_t parent)
{
	const struct unit_node *node = unit_tree_get(tree, unit);
	return node != NULL && node->parent == parent && node->id != parent;
}

/* The relation that each scope asks for between a posting's unit and the place. */
static bool reaches(const struct ctx *ctx, enum scope scope, int64_t unit, int64_t place)
{
	switch (scope) {
	case SCOPE_REGISTRY:
		return true;
	case SCOPE_SELF:
		return place == 0 || place == ctx->actor.operator_id;
	case SCOPE_UNIT:
		return unit == place && unit_tree_get(ctx->units, place) != NULL;
	case SCOPE_MANAGED:
		return (unit == place && unit_tree_get(ctx->units, place) != NULL) ||
		       is_child(ctx->units, place, unit);
	case SCOPE_SUBTREE:
	case SCOPE_EACH:
		return unit_tree_is_under(ctx->units, place, unit);
	case SCOPE_UNSET:
		break;
	}
	return false;
}

uint32_t rights_on(const struct right *rights, size_t n, int32_t day)
{
	uint32_t roles = 0;
	for (size_t i = 0; i < n; i++)
		if (is_in_force(&rights[i], day))
			roles |= rights[i].roles;
	return roles;
}

uint32_t access_roles(const struct ctx *ctx)
{
	return rights_on(ctx->actor.rights, ctx->actor.n_rights, ctx_today(ctx));
}

static bool holds_role(const struct ctx *ctx, const struct method *method)
{
	return method->who & WHO_SIGNED_IN || access_roles(ctx) & method->who;
}

/* His own postings come first in the list, so one's own right goes before a deputy's. */
const struct right *access_right(
	const struct ctx *ctx, uint32_t who, enum scope scope, int64_t place)
{
	int32_t today = ctx_today(ctx);
	uint32_t roles = who & WHO_SIGNED_IN ? ROLES_ALL : who & ROLES_ALL;
	for (size_t i = 0; i < ctx->actor.n_rights; i++) {
		const struct right *right = &ctx->actor.rights[i];
		if (right->roles & roles && is_in_force(right, today) &&
			reaches(ctx, scope, right->unit, place))
			return right;
	}
	return NULL;
}

/* NO_RIGHT names what the roles do not include. */
static enum err refuse(struct ctx *ctx, const struct method *method, enum reason reason)
{
	if (reason == REASON_NO_RIGHT)
		return ctx_fail(ctx, reason,
			ctx->lang == LANG_EN ? method->purpose_en : method->purpose_zh);
	return ctx_fail(ctx, reason);
}

static bool is_write(const struct method *method)
{
	return method->mode == METHOD_WRITE &&
	       !(method->flags & (METHOD_WHEN_EXPIRED | METHOD_WHILE_LIMITED));
}

static bool is_on_errand(const struct ctx *ctx, const struct method *method)
{
	return ctx->actor.errand == ERRAND_NONE ||
	       (method->errands & UINT32_C(1) << ctx->actor.errand) != 0;
}

enum reason access_hindrance(const struct ctx *ctx, const struct method *method)
{
	uint32_t limits = ctx->actor.limits;
	if (method->who & WHO_PUBLIC || ctx->actor.operator_id == OPERATOR_SYSTEM)
		return REASON_COUNT;
	if (ctx->actor.operator_id == 0)
		return REASON_NOT_SIGNED_IN;
	if (!is_on_errand(ctx, method))
		return REASON_NOT_THIS_ERRAND;
	if (!holds_role(ctx, method))
		return REASON_NO_RIGHT;
	if (limits & LIMIT_PASSWORD && !(method->flags & METHOD_WHILE_LIMITED))
		return REASON_MUST_CHANGE_PASSWORD;
	if (limits & LIMIT_SECOND_FACTOR && !(method->flags & METHOD_WHILE_LIMITED))
		return REASON_MUST_ENROL_SECOND_FACTOR;
	if (limits & LIMIT_READ_ONLY && is_write(method))
		return REASON_CERTIFICATE_EXPIRED;
	return REASON_COUNT;
}

enum err access_admit(struct ctx *ctx, const struct method *method)
{
	enum reason reason = access_hindrance(ctx, method);
	return reason == REASON_COUNT ? OK : refuse(ctx, method, reason);
}

enum err access_check(struct ctx *ctx, const struct method *method, int64_t place)
{
	if (method->who & WHO_PUBLIC || ctx->actor.operator_id == OPERATOR_SYSTEM)
		return OK;
	if (ctx->actor.operator_id == 0)
		return ctx_fail(ctx, REASON_NOT_SIGNED_IN);
	const struct right *right = access_right(ctx, method->who, method->scope, place);
	if (right == NULL)
		return refuse(ctx, method,
			holds_role(ctx, method) ? REASON_OUTSIDE_SCOPE : REASON_NO_RIGHT);
	ctx->actor.for_operator = right->for_operator;
	return OK;
}

enum err access_check_errand(struct ctx *ctx, const struct method *method, const void *request)
{
	int64_t object = 0;
	if (ctx->actor.errand == ERRAND_NONE || method->who & WHO_PUBLIC)
		return OK;
	if (!is_on_errand(ctx, method))
		return ctx_fail(ctx, REASON_NOT_THIS_ERRAND);
	if (method->errand_object == NULL)
		return OK; /* about the session itself */
	enum err err = method->errand_object(ctx, request, &object);
	if (err == OK && object != ctx->actor.errand_object)
		err = ctx_fail(ctx, REASON_NOT_THIS_ERRAND);
	return err;
}
