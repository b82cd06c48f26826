/* xueji case …: what is under way about children. */
#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/list.h"
#include "tui/commands/fields.h"
#include "tui/commands/ref.h"

static enum exit_code code_of_results(const Xueji__V1__DecideCasesResponse *reply)
{
	for (size_t i = 0; i < reply->n_results; i++)
		if (!reply->results[i]->is_done)
			return EXIT_PARTLY;
	return EXIT_DONE;
}

static enum exit_code decide_from(
	struct invocation *invocation, Xueji__V1__DecideCasesRequest *request, size_t first)
{
	const char *reason = option_value(invocation, "--reason");
	struct client_reply reply;
	enum exit_code code;
	if (reason != NULL)
		request->reason = (char *)reason;
	code = ref_read_all(invocation, first, "xueji.v1.Cases/GetCase", "case_id", &request->cases,
		&request->n_cases);
	if (code != EXIT_DONE)
		return code;
	code = call_send(invocation, "xueji.v1.Cases/DecideCases", &request->base, &reply);
	if (code == EXIT_DONE) {
		call_write(invocation, reply.message);
		code = code_of_results((const void *)reply.message);
	}
	client_reply_free(&reply);
	return code;
}

static enum exit_code decide(struct invocation *invocation)
{
	Xueji__V1__DecideCasesRequest request = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	char why[WHY_SIZE];
	const char *move = operand(invocation, 0), *ground = option_value(invocation, "--ground");
	if (!fields_set(invocation->arena, &request.base, "event", move, why))
		return fail(invocation, EXIT_USAGE, "%s; see: xueji help case decide", why);
	if (ground != NULL && !fields_set(invocation->arena, &request.base, "ground", ground, why))
		return fail(invocation, EXIT_USAGE, "%s; see: xueji help case decide", why);
	return decide_from(invocation, &request, 1);
}

static enum exit_code move_all(struct invocation *invocation, Xueji__V1__CaseEvent event)
{
	Xueji__V1__DecideCasesRequest request = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	request.event = event;
	return decide_from(invocation, &request, 0);
}

static enum exit_code submit(struct invocation *invocation)
{
	return move_all(invocation, XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT);
}

static enum exit_code revoke(struct invocation *invocation)
{
	return move_all(invocation, XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW);
}

#define RESULTS                                                                               \
	.list = "results",                                                                    \
	.columns = {{"Case", "编号", "case_id"}, {"Done", "已办", "is_done"},                 \
		{"State", "状态", "summary.state_title"}, {"Refusal", "原因代码", "refusal"}, \
		{"Why", "原因", "refusal_text"}}

static const struct command rows[] = {
	{.name = "case list",
		.operands = "[UNIT]",
		.purpose = "list the open cases of a unit; without it, of one's own",
		.method = "xueji.v1.Cases/ListCases",
		.fields = {"unit_id"},
		.options = {{"--waiting-for", "PARTY",
				    "only those that wait for this party of the unit: registrar, "
				    "approver, bureau, city or province; as the side that a child "
				    "leaves sending_registrar, sending_approver or sending_bureau",
				    "waiting_for"},
			{"--mine", NULL, "only those that wait for yourself: what your desk counts",
				"mine"},
			{"--type", "TYPE",
				"only registration, key_data, transfer, status or enrolment",
				"type"},
			{"--closed", NULL, "closed ones instead", "closed"},
			{"--filter", "TEXT", "only of children of this name or initials", "filter"},
			{"--order", "ORDER", "due, oldest or newest", "order"}},
		.list = "cases",
		.columns = {{"Case", "编号", "id"}, {"Type", "类型", "type"},
			{"State", "状态", "state_title"}, {"Name", "姓名", "student_name"},
			{"School", "学校", "school.name"}, {"Grade", "年级", "grade"},
			{"Waits for", "待办", "turn_unit.name"}, {"Due", "期限", "due_date"},
			{"Overdue", "已超期", "is_overdue"}, {"Opened", "发起", "opened_time"},
			{"Moved", "最近办理", "moved_time"}, {"Revision", "版本", "rev"}}},
	{.name = "case show",
		.operands = "CASE",
		.purpose = "show a case; the journal notes it. --output json has all",
		.method = "xueji.v1.Cases/GetCase",
		.fields = {"case_id"},
		.columns = {{"Case", "编号", "summary.id"}, {"Type", "类型", "summary.type"},
			{"State", "状态", "summary.state_title"},
			{"Name", "姓名", "summary.student_name"},
			{"School", "学校", "summary.school.name"},
			{"Waits for", "待办", "summary.turn_unit.name"},
			{"Opened", "发起", "summary.opened_time"},
			{"Moved", "最近办理", "summary.moved_time"}, {"Moves", "可办理", "moves"},
			{"Signed by", "已办", "steps.operator_name"},
			{"Student", "学籍编号", "summary.student_id"},
			{"Revision", "版本", "summary.rev"}}},
	{.name = "case submit",
		.operands = "CASE…",
		.purpose = "submit drafts",
		.method = "xueji.v1.Cases/DecideCases",
		RESULTS,
		.run = submit},
	{.name = "case decide",
		.operands = "MOVE CASE…",
		.purpose = "approve, return, refuse or withdraw cases, hand_over or receive paper "
			   "files, pull the file of a child of another province; CASE@REVISION: as "
			   "it was seen",
		.method = "xueji.v1.Cases/DecideCases",
		.words = {"submit, approve, return, refuse, withdraw, hand_over, receive, pull"},
		.options = {{"--reason", "TEXT",
				    "why; needed to return, and to refuse without a ground", NULL},
			{"--ground", "GROUND",
				"why the school or bureau that a child leaves refuses: "
				"not_our_pupil, guardian_denies or data_differ",
				NULL}},
		RESULTS,
		.run = decide},
	{.name = "case revoke",
		.operands = "CASE…",
		.purpose = "take back what one's school applied for, before it is finished",
		.method = "xueji.v1.Cases/DecideCases",
		RESULTS,
		.run = revoke},
};
const struct command_table case_commands = COMMAND_TABLE(rows);
