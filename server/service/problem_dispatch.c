#include "server/service/problem_dispatch.h"

#include <string.h>

#include "common/date.h"
#include "domain/unit_code.h"
#include "server/service/case_apply.h"
#include "server/store/campaign_store.h"
#include "server/store/enrolment_store.h"

enum { STEP_MOST = 500, CAMPAIGNS_MOST = 100 };

/* Whether the child is in the last year is fixed here, for the campaign (Q7, Q8). */
static enum err hand_down(
	struct ctx *ctx, const struct campaign *campaign, int stage, int64_t problem)
{
	struct case_file file;
	struct enrolment stay;
	bool is_enrolled;
	enum err err = case_open(ctx, problem, &file);
	if (err == OK)
		err = enrolment_get_open(ctx, file.row.student, &stay, &is_enrolled);
	if (err != OK)
		return err;
	if (is_enrolled)
		file.problem.is_graduating = enrolment_is_graduating(&stay);
	file.problem.campaign = campaign->id;
	date_parse(campaign->until_day[stage], &file.row.due);
	return case_decide_as(ctx, &file, CASE_DISPATCH, CASE_CLOCK, NULL);
}

static bool runs(const struct ctx *ctx, const struct campaign *campaign, int stage)
{
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	return campaign->kind == CAMPAIGN_PROBLEMS && campaign->closed_us == 0 &&
	       strcmp(campaign->from_day, today) <= 0 && campaign->until_day[stage] != NULL &&
	       strcmp(campaign->until_day[stage], today) >= 0;
}

static enum err hand_down_stage(
	struct ctx *ctx, const struct campaign *campaign, int stage, size_t most, bool *again_out)
{
	int64_t problems[STEP_MOST];
	size_t n, limit = most < STEP_MOST ? most : STEP_MOST;
	enum err err = problem_waiting(ctx, campaign->unit, stage, limit, problems, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		err = hand_down(ctx, campaign, stage, problems[i]);
	*again_out = n == limit;
	return err;
}

enum err problems_dispatch(struct ctx *ctx, size_t most, bool *again_out)
{
	struct campaign *campaigns;
	size_t n;
	enum err err = campaign_list(ctx, UNIT_NATION, true, CAMPAIGNS_MOST, &campaigns, &n);
	*again_out = false;
	for (size_t i = 0; err == OK && i < n && !*again_out; i++)
		for (int stage = STAGE_PRIMARY; err == OK && stage < STAGE_END && !*again_out;
			stage++)
			if (runs(ctx, &campaigns[i], stage))
				err = hand_down_stage(ctx, &campaigns[i], stage, most, again_out);
	return err;
}
