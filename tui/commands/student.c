/* xueji student …: children's records. */
#include <xueji/v1/cases.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/list.h"

#define STUDENT(path)                                                                       \
	{"Name", "姓名", path "name"}, {"Sex", "性别", path "sex"},                         \
		{"Born", "出生日期", path "birth_date"}, {"Status", "状态", path "status"}, \
		{"School", "学校", path "school.name"}, {"Grade", "年级", path "grade"},    \
		{"Class", "班级", path "class_number"},                                     \
		{"Student no", "学籍号", path "student_no_masked"},                         \
		{"ID number", "身份证件号", path "id_number_masked"},                       \
	{                                                                                   \
		"Id", "编号", path "id"                                                     \
	}

/* A registration from a file: the request's own fields. */
static enum exit_code register_student(struct invocation *invocation)
{
	static const char *const method = "xueji.v1.Cases/SaveRegistration";
	struct client_reply reply;
	ProtobufCMessage *request = call_read_request(invocation, method, operand(invocation, 0));
	if (request == NULL)
		return EXIT_FILES;
	if (option_value(invocation, "--submit") != NULL)
		((Xueji__V1__SaveRegistrationRequest *)request)->submit = true;
	enum exit_code code = call_send(invocation, method, request, &reply);
	if (code == EXIT_DONE)
		call_write(invocation, reply.message);
	client_reply_free(&reply);
	return code;
}

static const struct command rows[] = {
	{.name = "student list",
		.operands = "UNIT [GRADE CLASS]",
		.purpose = "list the roll of a school, a grade or a class",
		.method = "xueji.v1.Students/ListStudents",
		.fields = {"unit_id", "grade", "class_number"},
		.options = {{"--status", "STATUS", "those off the roll with this status instead",
				    "off_roll_status"},
			{"--without-class", NULL, "only those not in a class yet",
				"without_class"}},
		.list = "students",
		.columns = {STUDENT("")}},
	{.name = "student find",
		.operands = "TEXT",
		.purpose = "find children by name, initials, number or guardian",
		.method = "xueji.v1.Students/SearchStudents",
		.fields = {"query"},
		.options = {{"--by", "HOW",
				    "name, name_prefix, name_part, initials, number or guardian",
				    "by"},
			{"--unit", "UNIT", "only this unit and below", "unit_id"},
			{"--born", "DAY", "only those born on this day", "birth_date"},
			{"--off-roll", NULL, "also those who have left", "include_off_roll"}},
		.list = "students",
		.columns = {STUDENT("student."), {"Place", "所在地", "place"}}},
	{.name = "student show",
		.operands = "STUDENT",
		.purpose = "show a child's file; the journal notes it. --output json has all items",
		.method = "xueji.v1.Students/GetStudent",
		.fields = {"student_id"},
		.columns = {STUDENT("student."), {"Place", "所在地", "path.name"},
			{"Since", "本班起始", "enrolment.from_day"}}},
	{.name = "student numbers",
		.operands = "STUDENT",
		.purpose = "list the numbers that a child has and had; the journal notes it",
		.method = "xueji.v1.Students/GetStudent",
		.fields = {"student_id"},
		.list = "numbers",
		.columns = {{"Kind", "类别", "kind"}, {"Number", "号码", "masked"},
			{"Current", "现用", "is_current"}, {"From", "起", "from_day"},
			{"To", "止", "to_day"}}},
	{.name = "student history",
		.operands = "STUDENT",
		.purpose = "list what became of a child, newest first; the journal notes it",
		.method = "xueji.v1.Students/GetHistory",
		.fields = {"student_id"},
		.list = "events",
		.columns = {{"When", "时间", "time"}, {"What", "事项", "title"},
			{"Unit", "单位", "unit.name"}, {"By", "经办人", "operator_name"},
			{"Grade", "年级", "enrolment.grade"},
			{"Class", "班级", "enrolment.class_number"},
			{"Number", "号码", "number.masked"}, {"Items", "变更项", "changes.item"},
			{"Reason", "原因", "reason"}, {"Case", "办理编号", "case_id"}}},
	{.name = "student check",
		.operands = "ID_TYPE ID_NUMBER [NAME]",
		.purpose = "ask whether a child has a record somewhere (R7); the journal notes it",
		.method = "xueji.v1.Students/CheckIdentity",
		.fields = {"id_type", "id_number", "name"},
		.options = {{"--sex", "CODE", "1 or 2", "sex"},
			{"--born", "DAY", "the day of birth", "birth_date"}},
		.columns = {{"Match", "结果", "match"}, {"Where", "所在地", "path.name"},
			{"Number", "学籍号类别", "student_no_kind"},
			{"Advice", "办理建议", "advice"}, {"Id", "编号", "student_id"}}},
	{.name = "student reveal",
		.operands = "STUDENT NUMBERS REASON TEXT",
		.purpose = "show whole numbers, for a reason that the journal keeps",
		.method = "xueji.v1.Students/RevealIdentity",
		.fields = {"student_id", "numbers", "reason", "reason_text"},
		.list = "numbers",
		.columns = {{"Number", "号码", "number"}, {"Holder", "姓名", "holder_name"},
			{"Kind", "学籍号类别", "kind"}, {"ID type", "证件类型", "id_type"},
			{"Current", "现用", "is_current"}}},
	{.name = "student register",
		.operands = "FILE",
		.purpose = "enter a registration from JSON: the fields of SaveRegistrationRequest",
		.method = "xueji.v1.Cases/SaveRegistration",
		.options = {{"--submit", NULL, "submit it to the approver at once", NULL}},
		.columns = {{"Case", "编号", "summary.id"},
			{"State", "状态", "summary.state_title"},
			{"Name", "姓名", "summary.student_name"},
			{"Student", "学籍编号", "summary.student_id"},
			{"Revision", "版本", "summary.rev"}},
		.run = register_student},
};
const struct command_table student_commands = COMMAND_TABLE(rows);
