#include <xueji/v1/campaigns.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define SUM       "xueji.v1.Problems/SummarizeProblems"
#define LIST      "xueji.v1.Problems/ListProblems"
#define CAMPAIGNS "xueji.v1.Campaigns/ListCampaigns"

enum { ROWS = 3, DAYS = 4 };

static Xueji__V1__ProblemCount total, counts[ROWS], *rows[ROWS];
static Xueji__V1__ProblemDay days[DAYS], *burn_down[DAYS];

/* What came and went until today, 2026-11-27. */
static void answer_sum(struct stage *stage, int settled_last_week)
{
	Xueji__V1__ListCampaignsResponse none = XUEJI__V1__LIST_CAMPAIGNS_RESPONSE__INIT;
	if (!fake_has_answer(stage->client, CAMPAIGNS))
		fake_answer(stage->client, CAMPAIGNS, &none.base);
	static const char *const dates[DAYS] = {
		"2026-10-20", "2026-11-02", "2026-11-18", "2026-11-26"};
	Xueji__V1__SummarizeProblemsResponse reply = XUEJI__V1__SUMMARIZE_PROBLEMS_RESPONSE__INIT;
	const int settled[DAYS] = {0, 620, 400, settled_last_week};
	int open = 0;
	child_make();
	child_county.tier = XUEJI__V1__TIER__TIER_COUNTY;
	for (int i = 0; i < DAYS; i++) {
		days[i] = (Xueji__V1__ProblemDay)XUEJI__V1__PROBLEM_DAY__INIT;
		days[i].date = CHILD_TEXT(dates[i]), days[i].found = i == 0 ? 4812 : 20;
		days[i].settled = settled[i];
		days[i].open = open += (int)(days[i].found - days[i].settled);
		burn_down[i] = &days[i];
	}
	for (int i = 0; i < ROWS; i++) {
		counts[i] = (Xueji__V1__ProblemCount)XUEJI__V1__PROBLEM_COUNT__INIT;
		counts[i].unit = i == 0 ? &child_county : &child_school;
		counts[i].open = 3000 / (i + 1), counts[i].graduating = 40 * i;
		counts[i].settled = 100 * i;
		counts[i].kind = XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NEAR_DUP;
		counts[i].cause = CHILD_TEXT("swapped_digits");
		counts[i].cause_text = CHILD_TEXT("相邻数字颠倒");
		rows[i] = &counts[i];
	}
	total = (Xueji__V1__ProblemCount)XUEJI__V1__PROBLEM_COUNT__INIT;
	total.open = open, total.graduating = 120, total.settled = 1020 + settled_last_week;
	reply.total = &total, reply.counts = rows, reply.n_counts = ROWS;
	reply.days = burn_down, reply.n_days = DAYS;
	fake_answer(stage->client, SUM, &reply.base);
}

static void weeks_scene(struct stage *stage)
{
	answer_sum(stage, 900);
	stage_sign_in(stage);
	stage_open(stage, "progress", "");
	const Xueji__V1__SummarizeProblemsRequest *sent = fake_request(stage->client, SUM);
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert_int_eq(sent->by, XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_UNIT);
	ck_assert_str_eq(sent->from_date, "2026-10-17"); /* six weeks, today in them */
	stage_shot(stage, "progress");
}

START_TEST(progress_is_told_by_unit_and_week_by_week_until_none_is_left)
{
	stage_play(weeks_scene);
}
END_TEST

static void never_scene(struct stage *stage)
{
	answer_sum(stage, -380); /* more came than went in two weeks */
	stage_sign_in(stage);
	stage_open(stage, "progress", "");
	ck_assert(stage_shows(stage, "!! They do not become fewer."));
}

START_TEST(what_does_not_become_fewer_is_said)
{
	stage_play_as(never_scene, LANG_EN, 24, 80);
}
END_TEST

/* At the pace of the last two weeks it would be empty on the 30th. */
static void campaign_scene(struct stage *stage)
{
	Xueji__V1__ListCampaignsResponse reply = XUEJI__V1__LIST_CAMPAIGNS_RESPONSE__INIT;
	Xueji__V1__Campaign campaign = XUEJI__V1__CAMPAIGN__INIT, *campaigns[] = {&campaign};
	Xueji__V1__CampaignStage last = XUEJI__V1__CAMPAIGN_STAGE__INIT, *stages[] = {&last};
	last.until_day = CHILD_TEXT("2026-12-20");
	campaign.kind = XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_PROBLEMS;
	campaign.is_running = true, campaign.stages = stages, campaign.n_stages = 1;
	reply.campaigns = campaigns, reply.n_campaigns = 1;
	fake_answer(stage->client, CAMPAIGNS, &reply.base);
	answer_sum(stage, 900);
	stage_sign_in(stage);
	stage_open(stage, "progress", "");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "!! At this pace none is left on 2026-12-30"));
	ck_assert(stage_shows(stage, "the campaign ends on 2026-12-20"));
}

START_TEST(what_is_not_done_by_the_campaigns_day_is_said)
{
	stage_play_as(campaign_scene, LANG_EN, 24, 80);
}
END_TEST

static void down_scene(struct stage *stage)
{
	Xueji__V1__ListProblemsResponse none = XUEJI__V1__LIST_PROBLEMS_RESPONSE__INIT;
	answer_sum(stage, 900);
	fake_answer(stage->client, LIST, &none.base);
	stage_sign_in(stage);
	stage_open(stage, "progress", "");
	stage_type(stage, "j\r"); /* a school */
	const Xueji__V1__ListProblemsRequest *sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->unit_id, "2001");
	stage_type(stage, "\033mm\r");
	ck_assert_int_eq(
		((const Xueji__V1__SummarizeProblemsRequest *)fake_request(stage->client, SUM))->by,
		XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_CAUSE);
	sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert_str_eq(sent->cause, "swapped_digits");
	ck_assert_int_eq(sent->kind, XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NEAR_DUP);
}

START_TEST(a_school_or_a_cause_opens_its_list)
{
	stage_play_as(down_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("progress", progress_is_told_by_unit_and_week_by_week_until_none_is_left,
	what_does_not_become_fewer_is_said, what_is_not_done_by_the_campaigns_day_is_said,
	a_school_or_a_cause_opens_its_list)
