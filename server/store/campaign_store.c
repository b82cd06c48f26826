#include "server/store/campaign_store.h"

#include "common/date.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "server/store/unit_tree.h"
#include "sql/campaign.sql.h"

enum err campaign_insert(struct ctx *ctx, struct campaign *campaign)
{
	enum err err = ids_next(ctx, &campaign->id);
	news_of_unit(ctx, campaign->unit); /* those below it are told when they ask */
	if (err == OK)
		err = db_run(ctx, &sql_campaign_insert,
			ARGS(arg_int(campaign->id), arg_int(campaign->unit),
				arg_int(campaign->kind), arg_int(campaign->purpose),
				arg_text(campaign->title), arg_text(campaign->from_day),
				arg_int(ctx->actor.operator_id), arg_int(ctx->now_us)),
			NULL);
	for (int stage = 1; err == OK && stage < STAGE_END; stage++)
		if (campaign->until_day[stage] != NULL)
			err = db_run(ctx, &sql_campaign_stage_insert,
				ARGS(arg_int(campaign->id), arg_int(stage),
					arg_text(campaign->until_day[stage])),
				NULL);
	return err;
}

static void scan(const struct cursor *c, struct campaign *out)
{
	*out = (struct campaign){
		.id = cursor_int(c, 0),
		.unit = cursor_int(c, 1),
		.kind = (enum campaign_kind)cursor_int(c, 2),
		.purpose = (int)cursor_int(c, 3),
		.title = cursor_text(c, 4),
		.from_day = cursor_text(c, 5),
		.closed_us = cursor_int(c, 6),
	};
}

static enum err read_stages(struct ctx *ctx, struct campaign *campaign)
{
	struct cursor *c = db_open(ctx, &sql_campaign_stages, ARGS(arg_int(campaign->id)));
	while (cursor_next(c))
		campaign->until_day[cursor_int(c, 0)] = cursor_text(c, 1);
	return cursor_close(c);
}

enum err campaign_get(struct ctx *ctx, int64_t id, struct campaign *out)
{
	struct cursor *c = db_open(ctx, &sql_campaign_get, ARGS(arg_int(id)));
	bool is_found = cursor_next(c);
	if (is_found)
		scan(c, out);
	enum err err = cursor_close(c);
	if (err == OK && !is_found)
		err = ctx_fail(ctx, REASON_NO_SUCH_CAMPAIGN);
	return err == OK ? read_stages(ctx, out) : err;
}

enum err campaign_list(struct ctx *ctx, int64_t unit, bool only_running, size_t limit,
	struct campaign **campaigns_out, size_t *n_out)
{
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	*campaigns_out = arena_array(ctx->arena, struct campaign, limit);
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_campaign_list,
		ARGS(arg_int(unit), arg_text(only_running ? today : ""), arg_int((int64_t)limit)));
	while (cursor_next(c))
		scan(c, &(*campaigns_out)[(*n_out)++]);
	enum err err = cursor_close(c);
	for (size_t i = 0; err == OK && i < *n_out; i++)
		err = read_stages(ctx, &(*campaigns_out)[i]);
	return err;
}

enum err campaign_close(struct ctx *ctx, struct campaign *campaign)
{
	campaign->closed_us = ctx->now_us;
	news_of_unit(ctx, campaign->unit);
	return db_run(
		ctx, &sql_campaign_close, ARGS(arg_int(campaign->id), arg_int(ctx->now_us)), NULL);
}

enum err campaign_runs(
	struct ctx *ctx, enum campaign_kind kind, int64_t unit, int stage, bool *runs_out)
{
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	*runs_out = false;
	struct cursor *c = db_open(
		ctx, &sql_campaign_units, ARGS(arg_text(today), arg_int(kind), arg_int(stage)));
	while (!*runs_out && cursor_next(c))
		*runs_out = unit_tree_is_under(ctx->units, unit, cursor_int(c, 0));
	return cursor_close(c);
}
