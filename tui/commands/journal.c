/* xueji journal …: who did what. */
#include <inttypes.h>
#include <xueji/v1/journal.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/list.h"

/* Piece by piece to the end of the chain, or to its first fault. */
static enum exit_code verify(struct invocation *invocation)
{
	Xueji__V1__VerifyJournalRequest request = XUEJI__V1__VERIFY_JOURNAL_REQUEST__INIT;
	for (;;) {
		struct client_reply reply;
		enum exit_code code = call_send(
			invocation, "xueji.v1.Journal/VerifyJournal", &request.base, &reply);
		const Xueji__V1__VerifyJournalResponse *piece = (const void *)reply.message;
		if (code == EXIT_DONE && piece->fault == 0 && piece->next_seq != 0) {
			request.from_seq = piece->next_seq;
			client_reply_free(&reply);
			continue;
		}
		if (code == EXIT_DONE) {
			call_write(invocation, reply.message);
			code = piece->fault == 0 ? EXIT_DONE : EXIT_SERVER;
		}
		client_reply_free(&reply);
		return code;
	}
}

static const struct command rows[] = {
	{.name = "journal list",
		.operands = "[UNIT]",
		.purpose = "list what was done, newest first",
		.method = "xueji.v1.Journal/ListEntries",
		.fields = {"unit_id"},
		.options = {{"--action", "WORD", "only this deed", "action"},
			{"--actor", "OPERATOR", "only by this operator", "actor_id"},
			{"--entity", "KIND", "only about this kind of thing", "entity"},
			{"--entity-id", "ID", "and this one", "entity_id"},
			{"--from", "DAY", "from this day on", "from_day"},
			{"--to", "DAY", "to this day", "to_day"}},
		.list = "entries",
		.columns = {{"Number", "序号", "seq"}, {"When", "时间", "at"},
			{"Action", "动作", "action"}, {"Title", "说明", "action_title"},
			{"Operator", "操作人", "actor_name"}, {"Unit", "单位", "unit_name"},
			{"About", "对象", "entity"}, {"Id", "编号", "entity_id"},
			{"Summary", "摘要", "summary"}, {"Operator id", "操作人编号", "actor_id"},
			{"For what", "用途", "purpose"}, {"Why not", "拒绝原因", "reason"}}},
	{.name = "journal access",
		.operands = "UNIT",
		.purpose = "list who looked at the files of a unit, newest first",
		.method = "xueji.v1.Journal/ListAccess",
		.fields = {"unit_id"},
		.options = {{"--actor", "OPERATOR", "only this operator", "actor_id"},
			{"--student", "STUDENT", "only at this child's file", "student_id"},
			{"--from", "DAY", "from this day on", "from_day"},
			{"--to", "DAY", "to this day", "to_day"}},
		.list = "entries",
		.columns = {{"When", "时间", "at"}, {"What", "事项", "action_title"},
			{"Operator", "操作人", "actor_name"}, {"Of", "所属单位", "actor_unit_name"},
			{"For", "代", "for_name"}, {"School", "学校", "unit_name"},
			{"Child", "学生", "student_name"}, {"About", "对象", "entity"},
			{"Id", "编号", "entity_id"}}},
	{.name = "journal verify",
		.operands = "",
		.purpose = "recompute the chain of the whole journal",
		.method = "xueji.v1.Journal/VerifyJournal",
		.columns = {{"Fault", "问题", "fault"}, {"At", "位置", "fault_seq"},
			{"What", "说明", "sentence"}, {"Last number", "末号", "head_seq"},
			{"Last hash", "末值", "head_hash"}},
		.run = verify},
};
const struct command_table journal_commands = COMMAND_TABLE(rows);
