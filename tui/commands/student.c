/* xueji student …: children's records. */
#include <string.h>
#include <xueji/v1/cases.pb-c.h>
#include <xueji/v1/students.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/fields.h"
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

/* Many items from a file: the request's own fields. */
static enum exit_code send_file(struct invocation *invocation)
{
	const char *method = invocation->command->method;
	struct client_reply reply;
	char why[WHY_SIZE];
	ProtobufCMessage *request = call_read_request(invocation, method, operand(invocation, 0));
	if (request == NULL)
		return EXIT_FILES;
	if (option_value(invocation, "--submit") != NULL &&
		!fields_set(invocation->arena, request, "submit", "true", why))
		return fail(invocation, EXIT_USAGE, "%s.", why);
	enum exit_code code = call_send(invocation, method, request, &reply);
	if (code == EXIT_DONE)
		call_write(invocation, reply.message);
	client_reply_free(&reply);
	return code;
}

/* ---- placing in a class ---- */

/* The child as it stands now, or at the revision that was seen ("ID@REV"). */
static enum exit_code find_rev(
	struct invocation *invocation, const char *word, Xueji__V1__ClassPlacement *out)
{
	Xueji__V1__GetStudentRequest request = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	struct client_reply reply;
	char why[WHY_SIZE];
	const char *at = strchr(word, '@');
	out->student_id = arena_strndup(
		invocation->arena, word, at != NULL ? (size_t)(at - word) : strlen(word));
	if (at != NULL)
		return fields_set(invocation->arena, &out->base, "rev", at + 1, why)
			       ? EXIT_DONE
			       : fail(invocation, EXIT_USAGE, "%s: %s.", word, why);
	request.student_id = out->student_id;
	enum exit_code code =
		call_send(invocation, "xueji.v1.Students/GetStudent", &request.base, &reply);
	if (code == EXIT_DONE)
		out->rev = ((const Xueji__V1__GetStudentResponse *)reply.message)->student->rev;
	client_reply_free(&reply);
	return code;
}

static enum exit_code code_of_places(const Xueji__V1__ChangeClassResponse *reply)
{
	for (size_t i = 0; i < reply->n_results; i++)
		if (!reply->results[i]->is_done)
			return EXIT_PARTLY;
	return EXIT_DONE;
}

enum { FIRST_CHILD = 3 };

static enum exit_code place(struct invocation *invocation)
{
	Xueji__V1__ChangeClassRequest *request =
		(void *)call_request(invocation, invocation->command->method);
	Xueji__V1__ClassPlacement class = XUEJI__V1__CLASS_PLACEMENT__INIT;
	struct client_reply reply;
	char why[WHY_SIZE];
	enum exit_code code = call_fill(invocation, &request->base);
	if (code == EXIT_DONE && !fields_set(invocation->arena, &class.base, "class_number",
					 operand(invocation, 2), why))
		code = fail(invocation, EXIT_USAGE, "%s.", why);
	request->n_placements = invocation->n_operands - FIRST_CHILD;
	request->placements =
		arena_array(invocation->arena, Xueji__V1__ClassPlacement *, request->n_placements);
	for (size_t i = 0; code == EXIT_DONE && i < request->n_placements; i++) {
		request->placements[i] = arena_one(invocation->arena, Xueji__V1__ClassPlacement);
		*request->placements[i] = class;
		code = find_rev(
			invocation, operand(invocation, FIRST_CHILD + i), request->placements[i]);
	}
	if (code != EXIT_DONE)
		return code;
	code = call_send(invocation, invocation->command->method, &request->base, &reply);
	if (code == EXIT_DONE) {
		call_write(invocation, reply.message);
		code = code_of_places((const void *)reply.message);
	}
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
			{"--on-roll", "STATUS", "of the roll only those with this status",
				"roll_status"},
			{"--without-class", NULL, "of GRADE only those not in a class yet",
				"without_class"},
			{"--order", "ORDER",
				"name (in pinyin), sex, birth or class_name; without it, by class "
				"and registration",
				"order"}},
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
		.run = send_file},
	{.name = "student update",
		.operands = "FILE",
		.purpose = "correct a child's record from JSON: the fields of UpdateStudentRequest",
		.method = "xueji.v1.Students/UpdateStudent",
		.columns = {{"Name", "姓名", "student.name"},
			{"Changed", "变更项", "changed_items"}, {"Id", "编号", "student.id"},
			{"Revision", "版本", "student.rev"}},
		.run = send_file},
	{.name = "student change",
		.operands = "FILE",
		.purpose =
			"apply for new key data from JSON: the fields of SaveKeyDataChangeRequest",
		.method = "xueji.v1.Cases/SaveKeyDataChange",
		.options = {{"--submit", NULL, "submit it to the approver at once", NULL}},
		.columns = {{"Case", "编号", "summary.id"},
			{"State", "状态", "summary.state_title"},
			{"Name", "姓名", "summary.student_name"},
			{"Revision", "版本", "summary.rev"}},
		.run = send_file},
	{.name = "student place",
		.operands = "UNIT GRADE CLASS STUDENT…",
		.purpose = "put children of a grade into a class; STUDENT@REV: only as it was read",
		.method = "xueji.v1.Students/ChangeClass",
		.fields = {"unit_id", "grade"},
		.list = "results",
		.columns = {{"Id", "编号", "student_id"}, {"Name", "姓名", "student.name"},
			{"Done", "已办", "is_done"}, {"Class", "班级", "student.class_number"},
			{"Refusal", "原因代码", "refusal"}, {"Why", "原因", "refusal_text"}},
		.run = place},
};
const struct command_table student_commands = COMMAND_TABLE(rows);
