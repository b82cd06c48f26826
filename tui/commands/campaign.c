/* xueji campaign …: what is collected, or settled, by a day. */
#include <xueji/v1/campaigns.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/commands/problem_counts.h"

/* STAGE and DAY come in pairs, which no row can say. */
static enum exit_code open_campaign(struct invocation *invocation)
{
	enum { FIRST_STAGE = 3 };
	Xueji__V1__OpenCampaignRequest *request =
		(void *)call_request(invocation, invocation->command->method);
	struct client_reply reply;
	char why[WHY_SIZE];
	enum exit_code code = call_fill(invocation, &request->base);
	size_t n = (invocation->n_operands - FIRST_STAGE) / 2;
	if (code != EXIT_DONE)
		return code;
	if ((invocation->n_operands - FIRST_STAGE) % 2 != 0)
		return fail(invocation, EXIT_USAGE, "each stage has its last day behind it.");
	request->stages = arena_array(invocation->arena, Xueji__V1__CampaignStage *, n);
	for (size_t i = 0; i < n; i++) {
		Xueji__V1__CampaignStage *stage =
			arena_one(invocation->arena, Xueji__V1__CampaignStage);
		xueji__v1__campaign_stage__init(stage);
		if (!fields_set(invocation->arena, &stage->base, "stage",
			    operand(invocation, FIRST_STAGE + 2 * i), why))
			return fail(invocation, EXIT_USAGE, "%s.", why);
		stage->until_day = (char *)operand(invocation, FIRST_STAGE + 2 * i + 1);
		request->stages[request->n_stages++] = stage;
	}
	code = call_send(invocation, invocation->command->method, &request->base, &reply);
	if (code == EXIT_DONE)
		call_write(invocation, reply.message);
	client_reply_free(&reply);
	return code;
}

/* What a campaign of problem records settles, the records themselves tell. */
static enum exit_code show_campaign(struct invocation *invocation)
{
	Xueji__V1__GetCampaignRequest request = XUEJI__V1__GET_CAMPAIGN_REQUEST__INIT;
	Xueji__V1__SummarizeProblemsRequest count = XUEJI__V1__SUMMARIZE_PROBLEMS_REQUEST__INIT;
	struct client_reply reply;
	enum exit_code code = call_fill(invocation, &request.base);
	if (code != EXIT_DONE)
		return code;
	code = call_send(invocation, invocation->command->method, &request.base, &reply);
	const Xueji__V1__GetCampaignResponse *in = (const void *)reply.message;
	if (code == EXIT_DONE &&
		in->campaign->kind == XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_PROBLEMS) {
		count.unit_id = in->total->unit->id;
		code = problem_counts_show(invocation, &count);
	} else if (code == EXIT_DONE) {
		call_write(invocation, reply.message);
	}
	client_reply_free(&reply);
	return code;
}

#define CAMPAIGN(path)                                                                 \
	{"Campaign", "编号", path "id"}, {"Kind", "类别", path "kind"},                \
		{"Purpose", "性质", path "purpose"}, {"Title", "名称", path "title"},  \
		{"Unit", "单位", path "unit.name"}, {"From", "开始", path "from_day"}, \
		{"Stages", "学段", path "stages.stage"},                               \
		{"Until", "截止", path "stages.until_day"},                            \
	{                                                                              \
		"Runs", "进行中", path "is_running"                                    \
	}

static const struct command rows[] = {
	{.name = "campaign list",
		.operands = "[UNIT]",
		.purpose = "list the campaigns that concern a unit; without it, one's own",
		.method = "xueji.v1.Campaigns/ListCampaigns",
		.fields = {"unit_id"},
		.options = {{"--all", NULL, "those too that are over", "all"}},
		.list = "campaigns",
		.columns = {CAMPAIGN("")}},
	{.name = "campaign show",
		.operands = "CAMPAIGN [UNIT]",
		.purpose = "list how far a campaign is, by the units directly under one; without "
			   "it, under one's own, or the campaign's where that is lower; of one of "
			   "problem records, as problem summary counts them",
		.method = "xueji.v1.Campaigns/GetCampaign",
		.fields = {"campaign_id", "unit_id"},
		.list = "units",
		.columns = {{"Code", "代码", "unit.code"}, {"Unit", "单位", "unit.name"},
			{"Registered", "已建籍", "registered"},
			{"Under way", "办理中", "under_way"}, {"Percent", "完成%", "percent"}},
		.run = show_campaign},
	{.name = "campaign open",
		.operands = "UNIT KIND TITLE STAGE…",
		.purpose = "open a campaign: problems (while it runs, what is found is handed down "
			   "to schools, due on the last day) or collection (while it runs, lists "
			   "are imported), for stages (primary, junior, senior), each with its "
			   "last day behind it",
		.method = "xueji.v1.Campaigns/OpenCampaign",
		.fields = {"unit_id", "kind", "title"},
		.options = {{"--purpose", "PURPOSE",
				    "of a collection: initial_load, supplement or check",
				    "purpose"},
			{"--from", "DAY", "the first day; without it, today", "from_day"}},
		.columns = {CAMPAIGN("campaign.")},
		.run = open_campaign},
	{.name = "campaign close",
		.operands = "CAMPAIGN",
		.purpose = "end a campaign before its time",
		.method = "xueji.v1.Campaigns/CloseCampaign",
		.fields = {"campaign_id"},
		.columns = {CAMPAIGN("campaign.")}},
};
const struct command_table campaign_commands = COMMAND_TABLE(rows);
