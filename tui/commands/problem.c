/* xueji problem …: what is wrong with records of children, and what becomes of it. */
#include <xueji/v1/checks.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/list.h"

/* The check as it stands at last: its items say only what has changed. */
static enum exit_code wait_for(struct invocation *invocation, const char *id)
{
	Xueji__V1__WatchCheckRequest watch = XUEJI__V1__WATCH_CHECK_REQUEST__INIT;
	Xueji__V1__GetCheckRequest get = XUEJI__V1__GET_CHECK_REQUEST__INIT;
	struct client_reply reply;
	watch.check_id = get.check_id = (char *)id;
	uint64_t call = client_call(invocation->client, "xueji.v1.Checks/WatchCheck", &watch.base);
	enum exit_code code;
	bool is_item;
	do {
		client_wait(invocation->client, call, &reply);
		is_item = reply.outcome == CLIENT_ITEM;
		code = call_complain(invocation, &reply);
		client_reply_free(&reply);
	} while (is_item);
	if (code != EXIT_DONE)
		return code;
	code = call_send(invocation, "xueji.v1.Checks/GetCheck", &get.base, &reply);
	if (code == EXIT_DONE) {
		call_write(invocation, reply.message);
		if (((const Xueji__V1__GetCheckResponse *)reply.message)->check->state !=
			XUEJI__V1__CHECK_STATE__CHECK_STATE_DONE)
			code = fail(invocation, EXIT_FAILED, "Check %s did not reach its end.", id);
	}
	client_reply_free(&reply);
	return code;
}

static enum exit_code check(struct invocation *invocation)
{
	Xueji__V1__RunCheckRequest request = XUEJI__V1__RUN_CHECK_REQUEST__INIT;
	struct client_reply reply;
	enum exit_code code = call_fill(invocation, &request.base);
	if (code == EXIT_DONE)
		code = call_send(invocation, "xueji.v1.Checks/RunCheck", &request.base, &reply);
	if (code != EXIT_DONE)
		return code;
	const Xueji__V1__RunCheckResponse *in = (const void *)reply.message;
	if (option_value(invocation, "--wait") != NULL)
		code = wait_for(invocation, in->check->id);
	else
		call_write(invocation, reply.message);
	client_reply_free(&reply);
	return code;
}

#define CHECK_COLUMNS(prefix)                                                                  \
	{"Check", "编号", prefix "id"}, {"Unit", "单位", prefix "unit.name"},                  \
		{"State", "状态", prefix "state"}, {"Done", "进度", prefix "done"},            \
		{"Records", "学籍数", prefix "records"}, {"Same", "相同", prefix "exact"},     \
		{"Likely", "很可能", prefix "likely"}, {"Perhaps", "疑似", prefix "possible"}, \
		{"Asked", "发起", prefix "asked_time"},                                        \
	{                                                                                      \
		"Ended", "结束", prefix "ended_time"                                           \
	}

static const struct command rows[] = {
	{.name = "problem list",
		.operands = "[UNIT]",
		.purpose = "list the open problem records of a unit and below it, in the desk's "
			   "order: leavers first; without it, of one's own",
		.method = "xueji.v1.Problems/ListProblems",
		.fields = {"unit_id"},
		.options = {{"--kind", "KIND",
				    "only dup_id, dup_person, id_format, id_not_found, "
				    "id_name_mismatch, id_changed, no_id, ghost, separated, "
				    "no_record, missing_item or near_dup",
				    "kind"},
			{"--cause", "CAUSE", "only this cause, by its word: swapped_digits",
				"cause"},
			{"--stage", "STAGE", "only primary, junior or senior", "stage"},
			{"--state", "STATE", "only those that stand here: school_todo", "state"},
			{"--graduating", NULL, "only children in the last year of their stage",
				"only_graduating"},
			{"--waiting-for", "PARTY",
				"only those that wait for this party of the unit: registrar, "
				"approver, bureau, city or province",
				"waiting_for"},
			{"--text", "TEXT", "only children whose name contains this", "text"},
			{"--settled", NULL, "settled ones instead", "settled"}},
		.list = "problems",
		.columns = {{"Problem", "编号", "id"}, {"Graduating", "毕业年级", "is_graduating"},
			{"Due", "期限", "due_date"}, {"Kind", "问题", "kind"},
			{"Cause", "原因", "cause"}, {"Name", "姓名", "student_name"},
			{"School", "学校", "school.name"}, {"Grade", "年级", "grade"},
			{"Answer", "处理意见", "answer"}, {"State", "状态", "state_title"},
			{"Waits for", "待办", "turn_unit.name"}, {"Revision", "版本", "rev"}}},
	{.name = "problem show",
		.operands = "PROBLEM",
		.purpose = "show a problem record; the journal notes it. --output json has all, "
			   "the other children of the finding too",
		.method = "xueji.v1.Problems/GetProblem",
		.fields = {"problem_id"},
		.columns = {{"Problem", "编号", "summary.id"}, {"Kind", "问题", "kind.title"},
			{"Cause", "原因", "summary.cause_text"},
			{"Cure", "建议处理", "summary.cure"},
			{"Graduating", "毕业年级", "summary.is_graduating"},
			{"Due", "期限", "summary.due_date"},
			{"Children", "学生", "parties.problem.student_name"},
			{"State", "状态", "summary.state_title"},
			{"Waits for", "待办", "summary.turn_unit.name"},
			{"Answers", "可选处理意见", "answers.answer"}, {"Moves", "可办理", "moves"},
			{"Revision", "版本", "summary.rev"}}},
	{.name = "problem check",
		.operands = "[UNIT]",
		.purpose = "look at all records of a unit for second ones, in the background; "
			   "without it, of one's own",
		.method = "xueji.v1.Checks/RunCheck",
		.fields = {"unit_id"},
		.options = {{"--rule", "RULE",
				    "look only for exact (what agrees outright) or near (what a "
				    "slip parts)",
				    "rules"},
			{"--wait", NULL,
				"wait until it is over; fails if it was stopped or broken off",
				NULL}},
		.columns = {CHECK_COLUMNS("check.")},
		.run = check},
	{.name = "problem checks",
		.operands = "[UNIT]",
		.purpose = "list the checks of a unit, newest first; without it, of one's own",
		.method = "xueji.v1.Checks/ListChecks",
		.fields = {"unit_id"},
		.list = "checks",
		.columns = {CHECK_COLUMNS("")}},
	{.name = "problem stop",
		.operands = "CHECK",
		.purpose = "stop a check; what it has found stands",
		.method = "xueji.v1.Checks/CancelCheck",
		.fields = {"check_id"},
		.columns = {CHECK_COLUMNS("check.")}},
	{.name = "problem compare",
		.operands = "STUDENT STUDENT",
		.purpose = "compare two records: what differs, and what each difference looks "
			   "like; the journal notes it",
		.method = "xueji.v1.Checks/CompareStudents",
		.fields = {"student_id", "other_id"},
		.list = "results",
		.columns = {{"Field", "项目", "field"}, {"Cause", "原因", "cause"},
			{"Means", "说明", "cause_text"}}},
};
const struct command_table problem_commands = COMMAND_TABLE(rows);
