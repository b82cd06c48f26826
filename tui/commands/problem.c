/* xueji problem …: what is wrong with records of children, and what becomes of it. */
#include <xueji/v1/checks.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/commands/problem_counts.h"
#include "tui/commands/ref.h"

#define GET "xueji.v1.Problems/GetProblem"

/* ---- answers and decisions */

static enum exit_code answer(struct invocation *invocation)
{
	Xueji__V1__AnswerProblemRequest request = XUEJI__V1__ANSWER_PROBLEM_REQUEST__INIT;
	Xueji__V1__CaseRef ref;
	struct client_reply reply;
	enum exit_code code = call_fill(invocation, &request.base);
	if (code == EXIT_DONE)
		code = ref_read(invocation, operand(invocation, 0), GET, "problem_id", &ref);
	if (code != EXIT_DONE)
		return code;
	request.problem_id = ref.case_id, request.rev = ref.rev;
	code = call_send(invocation, "xueji.v1.Problems/AnswerProblem", &request.base, &reply);
	if (code == EXIT_DONE)
		call_write(invocation, reply.message);
	client_reply_free(&reply);
	return code;
}

static enum exit_code code_of_results(const Xueji__V1__DecideProblemsResponse *reply)
{
	for (size_t i = 0; i < reply->n_results; i++)
		if (!reply->results[i]->is_done)
			return EXIT_PARTLY;
	return EXIT_DONE;
}

static enum exit_code decide(struct invocation *invocation)
{
	Xueji__V1__DecideProblemsRequest request = XUEJI__V1__DECIDE_PROBLEMS_REQUEST__INIT;
	const char *reason = option_value(invocation, "--reason");
	struct client_reply reply;
	char why[WHY_SIZE];
	if (!fields_set(invocation->arena, &request.base, "event", operand(invocation, 0), why))
		return fail(invocation, EXIT_USAGE, "%s; see: xueji help %s", why,
			invocation->command->name);
	enum exit_code code = ref_read_all(
		invocation, 1, GET, "problem_id", &request.problems, &request.n_problems);
	if (code != EXIT_DONE)
		return code;
	if (reason != NULL)
		request.reason = (char *)reason;
	code = call_send(invocation, "xueji.v1.Problems/DecideProblems", &request.base, &reply);
	if (code == EXIT_DONE) {
		call_write(invocation, reply.message);
		code = code_of_results((const void *)reply.message);
	}
	client_reply_free(&reply);
	return code;
}

static enum exit_code summarize(struct invocation *invocation)
{
	Xueji__V1__SummarizeProblemsRequest request = XUEJI__V1__SUMMARIZE_PROBLEMS_REQUEST__INIT;
	enum exit_code code = call_fill(invocation, &request.base);
	return code == EXIT_DONE ? problem_counts_show(invocation, &request) : code;
}

/* ---- checks */

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

#define CHECK_COLUMNS(prefix)                                                                    \
	{"Check", "编号", prefix "id"}, {"Unit", "单位", prefix "unit.name"},                    \
		{"State", "状态", prefix "state"}, {"Done", "进度", prefix "done"},              \
		{"Records", "学籍数", prefix "records"}, {"Same", "相同", prefix "exact"},       \
		{"Likely", "很可能", prefix "likely"}, {"Perhaps", "疑似", prefix "possible"},   \
		{"Left out", "未查", prefix "left_out"}, {"Asked", "发起", prefix "asked_time"}, \
	{                                                                                        \
		"Ended", "结束", prefix "ended_time"                                             \
	}

#define SUMMARY_COLUMNS                                                            \
	{"Problem", "编号", "summary.id"}, {"Kind", "问题", "summary.kind_title"}, \
		{"Name", "姓名", "summary.student_name"},                          \
		{"State", "状态", "summary.state_title"},                          \
		{"Answer", "处理意见", "summary.answer"},                          \
		{"Waits for", "待办", "summary.turn_unit.name"},                   \
	{                                                                          \
		"Revision", "版本", "summary.rev"                                  \
	}

static const struct command rows[] = {
	{.name = "problem list",
		.operands = "[UNIT]",
		.purpose = "list the open problem records of a unit and below it, in the desk's "
			   "order: graduating grades first; without it, of one's own",
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
			{"--state", "STATE",
				"only those that stand here: found, school_todo, school_review, "
				"bureau_review, province_review, arbitration, recheck, "
				"wait_national; of settled ones settled or deleted",
				"state"},
			{"--graduating", NULL, "only children of graduating grades",
				"only_graduating"},
			{"--waiting-for", "PARTY",
				"only those that wait for this party of the unit: registrar, "
				"approver, bureau, city or province",
				"waiting_for"},
			{"--mine", NULL, "only those that wait for yourself: what your desk counts",
				"mine"},
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
	{.name = "problem answer",
		.operands = "PROBLEM ANSWER",
		.purpose = "answer for the school: substantiate, amend, delete or apply_j; "
			   "PROBLEM@REVISION: as it was seen",
		.method = "xueji.v1.Problems/AnswerProblem",
		.fields = {"problem_id", "answer"},
		.options = {{"--name", "TEXT", "of amend: the right name", "items.name"},
			{"--sex", "CODE", "of amend: the right sex", "items.sex"},
			{"--birth-date", "DAY", "of amend: the right birth date",
				"items.birth_date"},
			{"--id-type", "CODE", "of amend: the right kind of identity document",
				"items.id_type"},
			{"--id-number", "NUMBER", "of amend: the right ID number",
				"items.id_number"},
			{"--ground", "GROUND",
				"of delete: recorded_twice, never_came, elsewhere, dropped_out, "
				"abroad or deceased",
				"delete_ground"},
			{"--guardian", "CHOICE",
				"of a child recorded twice: moves (the old record comes here) or "
				"stays",
				"guardian_choice"},
			{"--paper", "ATTACHMENT", "that proves it; may be given several times",
				"attachment_ids"},
			{"--note", "TEXT", "in the school's words", "note"}},
		.columns = {SUMMARY_COLUMNS},
		.run = answer},
	{.name = "problem decide",
		.operands = "MOVE PROBLEM…",
		.purpose = "dispatch (hand down to the school), approve, return, refuse, withdraw, "
			   "refer, maintain, give_up; of a suspicion same or apart; "
			   "PROBLEM@REVISION: as it was seen",
		.method = "xueji.v1.Problems/DecideProblems",
		.words = {"dispatch, approve, return, refuse, withdraw, refer, maintain, give_up, "
			  "same, apart"},
		.options = {{"--reason", "TEXT", "why; needed to return, refuse, refer and give up",
			NULL}},
		.list = "results",
		.columns = {{"Problem", "编号", "problem_id"}, {"Done", "已办", "is_done"},
			{"State", "状态", "summary.state_title"},
			{"Refusal", "原因代码", "refusal"}, {"Why", "原因", "refusal_text"}},
		.run = decide},
	{.name = "problem message",
		.operands = "PROBLEM TEXT",
		.purpose = "write to the other sides of a problem record",
		.method = "xueji.v1.Problems/AddProblemMessage",
		.fields = {"problem_id", "text"},
		.columns = {SUMMARY_COLUMNS}},
	{.name = "problem report",
		.operands = "STUDENT KIND",
		.purpose = "report what the school finds itself: ghost, separated or no_record",
		.method = "xueji.v1.Problems/ReportProblem",
		.fields = {"student_id", "kind"},
		.words = {NULL, "ghost, separated, no_record"},
		.columns = {SUMMARY_COLUMNS}},
	{.name = "problem summary",
		.operands = "[UNIT]",
		.purpose =
			"count the problem records of a unit and below it, by the units directly "
			"under it; without it, of one's own. --output json has the days of --from "
			"too",
		.method = "xueji.v1.Problems/SummarizeProblems",
		.fields = {"unit_id"},
		.options = {{"--by", "WAY", "by unit, kind, cause, stage or state", "by"},
			{"--kind", "KIND", "only this kind", "kind"},
			{"--from", "DAY", "what came and went each day, from this one on",
				"from_date"},
			{"--to", "DAY", "to this one; without it, to today", "to_date"}},
		.run = summarize},
	{.name = "problem check",
		.operands = "[UNIT]",
		.purpose = "look at all records of a unit for second ones, in the background; "
			   "without it, of one's own",
		.method = "xueji.v1.Checks/RunCheck",
		.fields = {"unit_id"},
		.options = {{"--rule", "RULE",
				    "look only for exact (what agrees outright), near (what a slip "
				    "parts) or record (what is wrong with one by itself)",
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
