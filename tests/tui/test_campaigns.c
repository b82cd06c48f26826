#include <stdio.h>
#include <xueji/v1/campaigns.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define CAMPAIGNS "xueji.v1.Campaigns/"

enum { UNITS = 3 };

static void answer(struct stage *stage)
{
	static Xueji__V1__CampaignStage stage_one, *stages[] = {&stage_one};
	static Xueji__V1__Campaign campaign, *rows[] = {&campaign};
	static Xueji__V1__CampaignProgress units[UNITS], total, *progress[UNITS];
	Xueji__V1__ListCampaignsResponse list = XUEJI__V1__LIST_CAMPAIGNS_RESPONSE__INIT;
	Xueji__V1__GetCampaignResponse one = XUEJI__V1__GET_CAMPAIGN_RESPONSE__INIT;
	child_make();
	stage_one = (Xueji__V1__CampaignStage)XUEJI__V1__CAMPAIGN_STAGE__INIT;
	stage_one.stage = XUEJI__V1__STAGE__STAGE_PRIMARY;
	stage_one.until_day = CHILD_TEXT("2026-12-20");
	campaign = (Xueji__V1__Campaign)XUEJI__V1__CAMPAIGN__INIT;
	campaign.id = CHILD_TEXT("61"), campaign.title = CHILD_TEXT("2026 秋季学籍采集");
	campaign.kind = XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_COLLECTION;
	campaign.purpose = XUEJI__V1__COLLECTION_PURPOSE__COLLECTION_PURPOSE_INITIAL_LOAD;
	campaign.unit = &child_county, campaign.from_day = CHILD_TEXT("2026-11-01");
	campaign.stages = stages, campaign.n_stages = 1, campaign.is_running = true;
	for (int i = 0; i < UNITS; i++) {
		units[i] = (Xueji__V1__CampaignProgress)XUEJI__V1__CAMPAIGN_PROGRESS__INIT;
		units[i].unit = &child_school, units[i].percent = 8 + 40 * i;
		units[i].registered = 100 * (i + 1), units[i].under_way = 1100 - 100 * i;
		progress[i] = &units[i];
	}
	units[UNITS - 1].registered = units[UNITS - 1].under_way = 0; /* nobody: not complete */
	units[UNITS - 1].percent = 100;
	total = units[1], total.unit = &child_county;
	list.campaigns = rows, list.n_campaigns = 1;
	one.campaign = &campaign, one.days_left = 23, one.total = &total;
	one.units = progress, one.n_units = UNITS;
	fake_answer(stage->client, CAMPAIGNS "ListCampaigns", &list.base);
	fake_answer(stage->client, CAMPAIGNS "GetCampaign", &one.base);
}

static void look_scene(struct stage *stage)
{
	answer(stage);
	stage_sign_in(stage);
	stage_open(stage, "campaigns", "1001 0 0 campaign.running");
	stage_shot(stage, "campaigns");
	stage_type(stage, "c");
	ck_assert_uint_eq(fake_calls(stage->client, CAMPAIGNS "OpenCampaign"), 0);
	stage_type(stage, "\r");
	const Xueji__V1__GetCampaignRequest *sent =
		fake_request(stage->client, CAMPAIGNS "GetCampaign");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->campaign_id, "61");
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert(sent->ranked);
	stage_shot(stage, "campaign");
}

START_TEST(everyone_sees_how_far_a_campaign_is)
{
	stage_play(look_scene);
}
END_TEST

static void open_scene(struct stage *stage)
{
	Xueji__V1__OpenCampaignResponse done = XUEJI__V1__OPEN_CAMPAIGN_RESPONSE__INIT;
	answer(stage);
	stage_who(stage)->tier = XUEJI__V1__TIER__TIER_PROVINCE;
	fake_answer(stage->client, CAMPAIGNS "OpenCampaign", &done.base);
	stage_sign_in(stage);
	stage_open(stage, "campaigns", "");
	stage_type(stage, "c2026\t\t\t\t2026-12-20\t\t2026-12-31");
	stage_shot(stage, "campaign_open");
	stage_type(stage, "\x13\r");
	ck_assert_uint_eq(fake_calls(stage->client, CAMPAIGNS "OpenCampaign"), 0);
	fake_refuse_next(stage->client, CAMPAIGNS "OpenCampaign", "CAMPAIGN_DAYS", "bad",
		"stages[1].until_day");
	stage_type(stage, "\x13y");
	const Xueji__V1__OpenCampaignRequest *sent =
		fake_request(stage->client, CAMPAIGNS "OpenCampaign");
	ck_assert_ptr_nonnull(sent);
	ck_assert_uint_eq(sent->n_stages, 2);
	ck_assert_int_eq(sent->stages[1]->stage, XUEJI__V1__STAGE__STAGE_SENIOR);
	ck_assert_str_eq(sent->stages[1]->until_day, "2026-12-31");
	ck_assert_int_eq(sent->kind, XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_COLLECTION);
	ck_assert(stage_shows(stage, "! bad"));
	stage_type(stage, "\x13y");
	ck_assert_uint_eq(fake_calls(stage->client, CAMPAIGNS "OpenCampaign"), 2);
}

START_TEST(a_province_opens_one_for_stages_each_with_its_last_day)
{
	stage_play(open_scene);
}
END_TEST

static void settle_scene(struct stage *stage)
{
	Xueji__V1__ListCampaignsResponse list = XUEJI__V1__LIST_CAMPAIGNS_RESPONSE__INIT;
	Xueji__V1__Campaign one = XUEJI__V1__CAMPAIGN__INIT, *all[] = {&one};
	Xueji__V1__SummarizeProblemsResponse sums = XUEJI__V1__SUMMARIZE_PROBLEMS_RESPONSE__INIT;
	child_make();
	child_county.id = CHILD_TEXT("1007"), child_county.tier = XUEJI__V1__TIER__TIER_COUNTY;
	stage_who(stage)->tier = XUEJI__V1__TIER__TIER_PROVINCE;
	one.id = (char *)(uintptr_t) "62", one.unit = &child_county;
	one.kind = XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_PROBLEMS;
	list.campaigns = all, list.n_campaigns = 1;
	fake_answer(stage->client, CAMPAIGNS "ListCampaigns", &list.base);
	fake_answer(stage->client, "xueji.v1.Problems/SummarizeProblems", &sums.base);
	stage_sign_in(stage);
	stage_open(stage, "campaigns", "");
	stage_type(stage, "\r");
	ck_assert_uint_eq(fake_calls(stage->client, CAMPAIGNS "GetCampaign"), 0);
	const Xueji__V1__SummarizeProblemsRequest *sent =
		fake_request(stage->client, "xueji.v1.Problems/SummarizeProblems");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->unit_id, "1007");
}

START_TEST(how_far_a_campaign_of_problem_records_is_their_progress_says)
{
	stage_play_as(settle_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("campaigns", how_far_a_campaign_of_problem_records_is_their_progress_says,
	everyone_sees_how_far_a_campaign_is, a_province_opens_one_for_stages_each_with_its_last_day)
