#include "tui/commands/problem_counts.h"

#include "tui/commands/call.h"

#define BY(way) XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_##way
#define COUNTED                                                               \
	{"Open", "未解决", "open"}, {"Graduating", "毕业年级", "graduating"}, \
	{                                                                     \
		"Settled", "已解决", "settled"                                \
	}

/* A row of a reply says only by what it was counted. */
static const struct command shapes[] = {
	[BY(UNIT)] = {.list = "counts",
		.columns = {{"Code", "代码", "unit.code"}, {"Unit", "单位", "unit.name"}, COUNTED}},
	[BY(KIND)] = {.list = "counts", .columns = {{"Kind", "问题", "kind"}, COUNTED}},
	[BY(CAUSE)] = {.list = "counts",
		.columns = {{"Kind", "问题", "kind"}, {"Cause", "原因", "cause"}, COUNTED}},
	[BY(STAGE)] = {.list = "counts", .columns = {{"Stage", "学段", "stage"}, COUNTED}},
	[BY(STATE)] = {.list = "counts", .columns = {{"State", "状态", "state"}, COUNTED}},
};

enum exit_code problem_counts_show(
	struct invocation *invocation, Xueji__V1__SummarizeProblemsRequest *request)
{
	struct invocation shown = *invocation;
	struct client_reply reply;
	if (request->by == BY(UNSPECIFIED))
		request->by = BY(UNIT);
	enum exit_code code = call_send(
		invocation, "xueji.v1.Problems/SummarizeProblems", &request->base, &reply);
	shown.command = &shapes[request->by];
	if (code == EXIT_DONE)
		call_write(&shown, reply.message);
	client_reply_free(&reply);
	return code;
}
