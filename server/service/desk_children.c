#include "server/service/desk_children.h"

#include "common/date.h"
#include "server/service/message.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

void desk_fill(Xueji__V1__DeskCount *out, const struct desk_sum *sum)
{
	out->count = (int32_t)sum->count;
	out->oldest_seconds = sum->first_us / US_PER_SECOND;
}

enum err desk_count_provisional(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	(void)source;
	enum err err = desk_provisional(ctx, unit, &sum);
	desk_fill(out, &sum);
	return err;
}

/* Resumption is applied for before a suspension ends (R26). */
enum err desk_count_suspended(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	int32_t ahead = (int32_t)policy_number(ctx, POLICY_SUSPENSION_WARNING_DAYS, unit), first;
	int64_t count, over;
	(void)source;
	enum err err = desk_suspended(ctx, unit, ctx_today(ctx) + ahead, &count, &over, &first);
	if (err != OK)
		return err;
	out->count = (int32_t)count;
	out->overdue = (int32_t)over;
	if (count > 0)
		out->earliest_due_day = message_day(ctx->arena, first);
	return OK;
}

/* A record is kept through the compulsory years while school and county bring the child back
 * (R30). */
enum err desk_count_dropped_out(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	const struct unit_node *node = unit_tree_get(ctx->units, unit);
	struct desk_sum sum = {0};
	enum err err = OK;
	(void)source;
	if (node != NULL && node->tier == TIER_SCHOOL)
		err = desk_dropped_out(ctx, node->parent, unit, unit, &sum);
	else if (node != NULL)
		err = desk_dropped_out(ctx, unit, 0, INT64_MAX, &sum);
	desk_fill(out, &sum);
	return err;
}
