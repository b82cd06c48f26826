/* xueji desk: what waits. */
#include "tui/commands/call.h"
#include "tui/commands/list.h"

static enum exit_code watch(struct invocation *invocation)
{
	static const char *const method = "xueji.v1.Desk/WatchDesk";
	return call_stream(invocation, method, call_request(invocation, method));
}

static const struct command rows[] = {
	{.name = "desk watch",
		.operands = "",
		.purpose = "print what changes of the desk, in JSON, a line an item, until it is "
			   "ended",
		.method = "xueji.v1.Desk/WatchDesk",
		.run = watch},
	{.name = "desk late",
		.operands = "",
		.purpose = "list the units below that are late",
		.method = "xueji.v1.Desk/GetDesk",
		.list = "late",
		.columns = {{"Code", "代码", "unit.code"}, {"Unit", "单位", "unit.name"},
			{"Overdue", "已超期", "overdue"}}},
	{.name = "desk",
		.operands = "",
		.purpose = "list what waits for the caller, and what keeps him waiting",
		.method = "xueji.v1.Desk/GetDesk",
		.list = "rows",
		.columns = {{"What", "事项", "title"}, {"Kind", "类别", "kind"},
			{"Unit", "单位", "unit.name"}, {"Count", "件数", "count.count"},
			{"Due today", "今日到期", "count.due_today"},
			{"Overdue", "已超期", "count.overdue"},
			{"Earliest", "最早期限", "count.earliest_due_day"},
			{"Key", "代号", "key"}}},
};
const struct command_table desk_commands = COMMAND_TABLE(rows);
