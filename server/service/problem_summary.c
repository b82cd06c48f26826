/* How many problems there are, by what, and whether they become fewer. */
#include "server/service/problems.h"

#include <stdlib.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/problem_message.h"
#include "server/service/unit_walk.h"
#include "server/service/units.h"
#include "server/store/problem_counts.h"
#include "server/store/unit_tree.h"

enum { DAYS_MOST = 400 };

enum err problems_place_summary(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__SummarizeProblemsRequest *in = request;
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	*place_out = field_id_or(ctx, "unit_id", in->unit_id, right != NULL ? right->unit : 0);
	return ctx_faults(ctx);
}

static Xueji__V1__ProblemCount *count_message(struct ctx *ctx, const struct problem_sum *sum)
{
	Xueji__V1__ProblemCount *out = arena_one(ctx->arena, Xueji__V1__ProblemCount);
	xueji__v1__problem_count__init(out);
	out->kind = (Xueji__V1__ProblemKind)sum->kind;
	out->cause = (char *)sum->cause;
	out->cause_text = problem_cause_text(ctx, sum->cause);
	out->stage = (Xueji__V1__Stage)sum->stage;
	out->state = (Xueji__V1__CaseState)sum->state;
	out->open = sum->open;
	out->graduating = sum->graduating;
	out->settled = sum->settled;
	return out;
}

static enum err total_of(struct ctx *ctx, int64_t unit, int kind, Xueji__V1__ProblemCount **out)
{
	struct problem_sum *sums, none = {.cause = ""};
	size_t n;
	enum err err = problem_sums(ctx, unit, SUM_ALL, kind, &sums, &n);
	if (err == OK)
		*out = count_message(ctx, n > 0 ? &sums[0] : &none);
	return err;
}

static int by_open(const void *a, const void *b)
{
	const Xueji__V1__ProblemCount *const *x = a, *const *y = b;
	return ((*x)->open < (*y)->open) - ((*x)->open > (*y)->open);
}

/* A county's schools, a city's counties: one range of the counters each. */
static enum err add_units(
	struct ctx *ctx, int64_t unit, int kind, Xueji__V1__SummarizeProblemsResponse *out)
{
	const struct unit_node *node = unit_tree_get(ctx->units, unit), *child;
	struct unit_walk walk = unit_walk_children(ctx->units, node, NULL);
	enum err err = OK;
	out->counts = arena_array(ctx->arena, Xueji__V1__ProblemCount *, node->n_children);
	while (err == OK && (child = unit_walk_next(&walk)) != NULL) {
		Xueji__V1__ProblemCount *count = NULL;
		if (child->is_closed)
			continue;
		err = total_of(ctx, child->id, kind, &count);
		if (err != OK || (count->open == 0 && count->settled == 0))
			continue;
		count->unit = unit_name_message(ctx, child->id);
		out->counts[out->n_counts++] = count;
	}
	if (out->n_counts > 0)
		qsort(out->counts, out->n_counts, sizeof *out->counts, by_open);
	return err;
}

int64_t problems_viewer(const struct ctx *ctx, int64_t unit)
{
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, unit);
	const struct unit_node *own = right != NULL ? unit_tree_get(ctx->units, right->unit) : NULL;
	if (own == NULL)
		return unit;
	return own->tier > TIER_PROVINCE ? own->id : 0;
}

static enum err add_counts(struct ctx *ctx, int64_t unit,
	const Xueji__V1__SummarizeProblemsRequest *in, Xueji__V1__SummarizeProblemsResponse *out)
{
	static const enum problem_sum_by ways[] = {
		[XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_KIND] = SUM_BY_KIND,
		[XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_CAUSE] = SUM_BY_CAUSE,
		[XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_STAGE] = SUM_BY_STAGE,
		[XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_STATE] = SUM_BY_STATE,
	};
	struct problem_sum *sums;
	size_t n;
	if (in->by == XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_UNSPECIFIED)
		return OK;
	if (in->by == XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_UNIT)
		return add_units(ctx, unit, (int)in->kind, out);
	int64_t viewer = ways[in->by] == SUM_BY_CAUSE ? problems_viewer(ctx, unit) : 0;
	enum err err = viewer != 0
			       ? problem_sums_veiled(ctx, unit, viewer, (int)in->kind, &sums, &n)
			       : problem_sums(ctx, unit, ways[in->by], (int)in->kind, &sums, &n);
	if (err != OK)
		return err;
	out->counts = arena_array(ctx->arena, Xueji__V1__ProblemCount *, n);
	for (; out->n_counts < n; out->n_counts++)
		out->counts[out->n_counts] = count_message(ctx, &sums[out->n_counts]);
	return OK;
}

static enum err add_days(struct ctx *ctx, int64_t unit, int kind, int32_t from, int32_t to,
	Xueji__V1__SummarizeProblemsResponse *out)
{
	struct problem_day *days;
	size_t n;
	enum err err = problem_days(ctx, unit, kind, from, to, &days, &n);
	if (err != OK)
		return err;
	out->days = arena_array(ctx->arena, Xueji__V1__ProblemDay *, n);
	for (; out->n_days < n; out->n_days++) {
		Xueji__V1__ProblemDay *day = arena_one(ctx->arena, Xueji__V1__ProblemDay);
		xueji__v1__problem_day__init(day);
		day->date = message_day(ctx->arena, days[out->n_days].day);
		day->found = days[out->n_days].found;
		day->settled = days[out->n_days].settled;
		day->open = days[out->n_days].open;
		out->days[out->n_days] = day;
	}
	return OK;
}

enum err problems_summarize(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SummarizeProblemsRequest *in = request;
	Xueji__V1__SummarizeProblemsResponse *out = reply;
	int64_t unit;
	int32_t from = field_day_or(ctx, "from_date", in->from_date, 0);
	int32_t to = field_day_or(ctx, "to_date", in->to_date, ctx_today(ctx));
	if (from != 0)
		field_number(ctx, "from_date", to - from, 0, DAYS_MOST);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = problems_place_summary(ctx, in, &unit);
	if (err == OK)
		err = total_of(ctx, unit, (int)in->kind, &out->total);
	if (err == OK)
		err = add_counts(ctx, unit, in, out);
	return err == OK && from != 0 ? add_days(ctx, unit, (int)in->kind, from, to, out) : err;
}
