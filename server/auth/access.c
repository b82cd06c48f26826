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

uint32_t access_roles(const struct ctx *ctx)
{
	int32_t today = ctx_today(ctx);
	uint32_t roles = 0;
	for (size_t i = 0; i < ctx->actor.n_rights; i++)
		if (is_in_force(&ctx->actor.rights[i], today))
			roles |= ctx->actor.rights[i].roles;
	return roles;
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

static enum err refuse(struct ctx *ctx, const struct method *method)
{
	bool holds_role = method->who & WHO_SIGNED_IN || access_roles(ctx) & method->who;
	if (holds_role)
		return ctx_fail(ctx, REASON_OUTSIDE_SCOPE);
	return ctx_fail(ctx, REASON_NO_RIGHT,
		ctx->lang == LANG_EN ? method->purpose_en : method->purpose_zh);
}

enum err access_check(struct ctx *ctx, const struct method *method, int64_t place)
{
	if (method->who & WHO_PUBLIC || ctx->actor.operator_id == OPERATOR_SYSTEM)
		return OK;
	if (ctx->actor.operator_id == 0)
		return ctx_fail(ctx, REASON_NOT_SIGNED_IN);
	const struct right *right = access_right(ctx, method->who, method->scope, place);
	if (right == NULL)
		return refuse(ctx, method);
	ctx->actor.for_operator = right->for_operator;
	return OK;
}
