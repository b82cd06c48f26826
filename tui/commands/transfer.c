/* xueji transfer …: children that come from other schools. */
#include <xueji/v1/cases.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/list.h"
#include "tui/contact_form.h"

/* For paper, so in any other form than a table it is the case itself. */
static enum exit_code form(struct invocation *invocation)
{
	Xueji__V1__GetCaseRequest request = XUEJI__V1__GET_CASE_REQUEST__INIT;
	struct client_reply reply;
	request.case_id = (char *)operand(invocation, 0);
	enum exit_code code =
		call_send(invocation, "xueji.v1.Cases/GetCase", &request.base, &reply);
	const Xueji__V1__GetCaseResponse *one = (const void *)reply.message;
	if (code == EXIT_DONE && one->transfer == NULL)
		code = fail(invocation, EXIT_NOT_NOW, "Case %s is no transfer.", request.case_id);
	else if (code == EXIT_DONE && invocation->output != OUTPUT_TABLE)
		call_write(invocation, reply.message);
	else if (code == EXIT_DONE)
		fputs(contact_form_text(invocation->arena, one, invocation->start.lang), stdout);
	client_reply_free(&reply);
	return code;
}

static const struct command rows[] = {
	{.name = "transfer find",
		.operands = "UNIT NAME",
		.purpose = "look a child of another school up, as its guardian names it; the "
			   "journal notes it",
		.method = "xueji.v1.Transfers/FindChild",
		.fields = {"school_id", "name"},
		.options = {{"--student-no", "NUMBER", "the student number, or a former one",
				    "student_no"},
			{"--id-number", "NUMBER", "the ID number", "id_number"},
			{"--type", "TYPE", "what for: transfer, or enrolment of a graduate",
				"type"}},
		.columns = {{"Name", "姓名", "name"}, {"Sex", "性别", "sex"},
			{"Student no", "学籍号", "student_no_masked"}, {"Status", "状态", "status"},
			{"School", "学校", "school.name"}, {"Place", "所在地", "place"},
			{"Grade", "年级", "grade"}, {"Case open", "有未结业务", "has_open_case"}}},
	{.name = "transfer apply",
		.operands = "UNIT NAME GRADE",
		.purpose = "apply for a child of another school; of a refused application, what "
			   "is not given is taken",
		.method = "xueji.v1.Transfers/ApplyTransfer",
		.fields = {"school_id", "name", "grade"},
		.options = {{"--student-no", "NUMBER", "the student number, or a former one",
				    "student_no"},
			{"--id-number", "NUMBER", "the ID number", "id_number"},
			{"--class", "CLASS", "into this class; without it, to be placed later",
				"class_number"},
			{"--cause", "TEXT", "why it moves, in the guardian's words", "cause"},
			{"--province", "CODE",
				"the child is of this other province, which is asked (R23)",
				"province_code"},
			{"--keeps-record", NULL,
				"the record stays: special and reform schools alone (R8, R32)",
				"keeps_record"},
			{"--type", "TYPE",
				"transfer, or enrolment: a graduate enters the next stage (R36)",
				"type"},
			{"--copy-of", "CASE", "a refused application of this school",
				"copy_of_case_id"}},
		.columns = {{"Case", "编号", "summary.id"},
			{"State", "状态", "summary.state_title"},
			{"Name", "姓名", "summary.student_name"},
			{"From", "转出学校", "summary.from_school.name"},
			{"To", "转入学校", "summary.school.name"},
			{"Waits for", "待办", "summary.turn_unit.name"},
			{"Due", "期限", "summary.due_date"}, {"Revision", "版本", "summary.rev"}}},
	{.name = "transfer form",
		.operands = "CASE",
		.purpose = "print the contact form of a transfer as text; the journal notes it",
		.method = "xueji.v1.Cases/GetCase",
		.fields = {"case_id"},
		.run = form},
};
const struct command_table transfer_commands = COMMAND_TABLE(rows);
