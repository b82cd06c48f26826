/* xueji transfer …: from one school to another. What comes of an application is a case. */
#include "tui/commands/list.h"

static const struct command rows[] = {
	{.name = "transfer find",
		.operands = "UNIT NAME",
		.purpose = "look a child up for one's school by name and a number; the journal "
			   "notes it",
		.method = "xueji.v1.Transfers/FindChild",
		.fields = {"school_id", "name"},
		.options = {{"--student-no", "NUMBER", "the student number", "student_no"},
			{"--id-number", "NUMBER", "the number of the identity document",
				"id_number"}}},
	{.name = "transfer apply",
		.operands = "UNIT NAME GRADE",
		.purpose = "apply for a child, to a school and grade; submits it to the approver",
		.method = "xueji.v1.Transfers/ApplyTransfer",
		.fields = {"school_id", "name", "grade"},
		.options = {{"--student-no", "NUMBER", "the student number", "student_no"},
			{"--id-number", "NUMBER", "the number of the identity document",
				"id_number"},
			{"--class", "NUMBER", "the class's number", "class_number"},
			{"--cause", "CAUSE", "why", "cause"}},
		.columns = {{"Case", "编号", "summary.id"},
			{"State", "状态", "summary.state_title"},
			{"Name", "姓名", "summary.student_name"},
			{"From", "转出学校", "summary.from_school.name"},
			{"To", "转入学校", "summary.school.name"},
			{"Due", "期限", "summary.due_date"}, {"Revision", "版本", "summary.rev"}}},
};
const struct command_table transfer_commands = COMMAND_TABLE(rows);
