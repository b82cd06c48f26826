#include "server/demo/problems.h"

#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/demo/settling.h"
#include "server/service/problem_dispatch.h"
#include "server/service/problem_found.h"
#include "server/service/problem_rules.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "server/store/journal_store.h"
#include "server/store/list_store.h"
#include "server/store/police_store.h"
#include "server/store/problem_list_store.h"
#include "server/store/student_record.h"
#include "xueji/v1/campaigns.pb-c.h"

#define US_PER_HOUR INT64_C(3600000000)

/* Days ago: the campaign is opened, the check runs, the lists go down, and the schools begin. */
enum {
	OPENED = 60,
	FOUND = 58,
	HANDED_DOWN = 57,
	SETTLED = 52,
	BEGUN = 50,
	STEP_MOST = 100,
	LIST_MOST = 2000
};

struct cleaning {
	const struct school_plan *plan;
	const struct unit_node *province;
	const struct demo_faults *faults;
	uint64_t seed;
	struct list police; /* what they said came on it */
};

/* ---- the campaign ---- */

static enum err open_campaign(struct ctx *ctx, void *of, int step)
{
	const struct cleaning *c = of;
	Xueji__V1__OpenCampaignRequest in = XUEJI__V1__OPEN_CAMPAIGN_REQUEST__INIT;
	Xueji__V1__OpenCampaignResponse out = XUEJI__V1__OPEN_CAMPAIGN_RESPONSE__INIT;
	Xueji__V1__CampaignStage stages[STAGE_END - 1], *list[STAGE_END - 1];
	char from[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE];
	(void)step;
	date_format(ctx_today(ctx), from);
	date_format(ctx_today(ctx) + OPENED + 30, until);
	for (int i = 0; i < STAGE_END - 1; i++) {
		xueji__v1__campaign_stage__init(&stages[i]);
		stages[i].stage = (Xueji__V1__Stage)(i + 1);
		stages[i].until_day = until;
		list[i] = &stages[i];
	}
	in.unit_id = ids_format(ctx->arena, c->province->id);
	in.kind = XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_PROBLEMS;
	in.title = "问题学籍清理";
	in.from_day = from;
	in.stages = list;
	in.n_stages = STAGE_END - 1;
	enum err err = acting_as(ctx, c->province->id, ROLE_OFFICER);
	return err == OK ? deed_call(ctx, &campaigns_service, "OpenCampaign", &in, &out) : err;
}

/* ---- what is found ---- */

/* The police gave a list of those about whom something is wrong, and no others. */
static enum err begin_list(struct ctx *ctx, struct cleaning *c)
{
	c->police = (struct list){.unit = c->province->id,
		.kind = PARCEL_LIST_POLICE,
		.state = LIST_BEING_MADE,
		.made_by = OPERATOR_SYSTEM,
		.reason = "公安机关反馈的问题名单"};
	return list_insert(ctx, &c->police);
}

static enum err end_list(struct ctx *ctx, struct cleaning *c)
{
	c->police.state = c->police.entries > 0 ? LIST_ANSWERED : LIST_EMPTY;
	return list_save(ctx, &c->police);
}

/* The police's word on a child, as a verdict from their list leaves it. */
static enum err police_say(
	struct ctx *ctx, struct cleaning *c, int64_t student, Xueji__V1__VerdictResult result)
{
	struct student_record child;
	Xueji__V1__Verdict verdict = XUEJI__V1__VERDICT__INIT;
	struct list_entry entry = {.list = c->police.id,
		.row = ++c->police.entries,
		.kind = PARCEL_LIST_POLICE,
		.student = student,
		.state = ENTRY_SETTLED,
		.result = (int)result};
	enum err err = student_read(ctx, student, &child);
	if (err != OK)
		return err;
	problem_police_facts(ctx, &child, entry.facts);
	c->police.settled++;
	verdict.row = entry.row;
	verdict.result = result;
	struct police_check check = {
		.student = student, .list = c->police.id, .result = result, .verdict = &verdict};
	memcpy(check.facts, entry.facts, sizeof check.facts);
	err = list_entry_insert(ctx, &entry);
	if (err == OK)
		err = list_entry_save(ctx, &entry);
	if (err == OK)
		err = police_put(ctx, &check);
	return err == OK ? problem_police_says(ctx, student, result, entry.facts) : err;
}

static enum err find_one(struct ctx *ctx, struct cleaning *c, const struct demo_fault *fault)
{
	switch (fault->defect) {
	case DEFECT_SAME_ID:
	case DEFECT_WRONG_ID:
	case DEFECT_ITEMS_MISSING:
		return problem_check_child(ctx, fault->student);
	case DEFECT_NOT_FOUND:
		return police_say(ctx, c, fault->student,
			XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NOT_FOUND);
	case DEFECT_OTHER_NAME:
		return police_say(ctx, c, fault->student,
			XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NAME_DIFFERS);
	case DEFECT_NONE:
	case DEFECTS:
		break;
	}
	return OK;
}

/* Some of the older data was loaded after that: the next check finds it. */
static bool came_since(const struct demo_fault *fault, size_t i)
{
	return i % 3 == 0 &&
	       (fault->defect == DEFECT_WRONG_ID || fault->defect == DEFECT_ITEMS_MISSING);
}

static void as_system(struct ctx *ctx)
{
	ctx->actor = (struct actor){.operator_id = OPERATOR_SYSTEM};
}

/* There are thousands, and each leaves its notes behind: memory is let go after each. */
static enum err find_all(struct ctx *ctx, void *of, int step)
{
	struct cleaning *c = of;
	struct arena *arena = ctx->arena, *scratch = arena_new(0);
	(void)step;
	as_system(ctx);
	enum err err = begin_list(ctx, c);
	ctx->arena = scratch;
	for (size_t i = 0; err == OK && i < c->faults->n; i++) {
		if (came_since(&c->faults->rows[i], i))
			continue;
		err = find_one(ctx, c, &c->faults->rows[i]);
		if (err == OK)
			err = journal_write_notes(ctx);
		ctx_restart(ctx);
		arena_reset(scratch);
	}
	ctx->arena = arena;
	arena_free(scratch);
	if (err == OK)
		err = end_list(ctx, c);
	return err == OK ? OK : ctx_broken(ctx, err, "a problem could not be planted");
}

static enum err hand_down(struct ctx *ctx, void *of, int step)
{
	struct arena *arena = ctx->arena, *scratch = arena_new(0);
	bool again = true;
	enum err err = OK;
	(void)of, (void)step;
	as_system(ctx);
	ctx->arena = scratch;
	while (err == OK && again) {
		err = problems_dispatch(ctx, STEP_MOST, &again);
		if (err == OK)
			err = journal_write_notes(ctx);
		ctx_restart(ctx);
		arena_reset(scratch);
	}
	ctx->arena = arena;
	arena_free(scratch);
	return err == OK ? OK : ctx_broken(ctx, err, "problems could not be handed down");
}

/* ---- what is done ---- */

static enum err work_on(struct ctx *ctx, struct dice *dice, const struct problem_entry *entry)
{
	int thrown = dice_between(dice, 1, 100);
	bool is_done = false;
	/* What the police found wants papers, which take longer. */
	if (thrown > (problem_kind_row(entry->problem.kind)->is_by_police ? 12 : 45))
		return OK;
	enum err err = settling_deny(ctx, entry, &is_done);
	if (err != OK || !is_done || thrown > 8)
		return err;
	return settling_decide(ctx, entry->problem.id, thrown > 4 ? CASE_REFUSE : CASE_APPROVE);
}

/* Each day between the lists and today some of the home county's. */
static enum err work_a_day(struct ctx *ctx, void *of, int step)
{
	const struct cleaning *c = of;
	struct dice dice = dice_new(c->seed, "problems", step);
	struct problem_list list;
	const struct problem_filter filter = {.unit = c->plan->home->unit->id,
		.is_open = true,
		.state = CASE_SCHOOL_TODO,
		.cause = "",
		.name = ""};
	enum err err = problem_list_seen(ctx, &filter, 0, 0, LIST_MOST, &list);
	for (size_t i = 0; err == OK && i < list.n; i++)
		if ((i + (size_t)step) % BEGUN == 0)
			err = work_on(ctx, &dice, &list.rows[i]);
	return err;
}

/* ---- the plan ---- */

void problems_plan(struct ctx *ctx, const struct school_plan *plan,
	const struct unit_node *province, const struct demo_faults *faults, uint64_t seed,
	struct deeds *deeds)
{
	struct cleaning *c = arena_one(ctx->arena, struct cleaning);
	const struct {
		int days_ago;
		enum err (*run)(struct ctx *ctx, void *of, int step);
	} steps[] = {{OPENED, open_campaign}, {FOUND, find_all}, {HANDED_DOWN, hand_down}};
	*c = (struct cleaning){plan, province, faults, seed, {.id = 0}};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		deeds_add(ctx, deeds,
			&(struct deed){ctx->now_us - steps[i].days_ago * 24 * US_PER_HOUR +
					       9 * US_PER_HOUR,
				steps[i].run, c, 0});
	settling_plan(ctx, plan, province, seed, SETTLED, deeds);
	for (int day = BEGUN; day > 1 && plan->home != NULL; day--)
		deeds_add(ctx, deeds,
			&(struct deed){ctx->now_us - day * 24 * US_PER_HOUR + 10 * US_PER_HOUR,
				work_a_day, c, day});
}
