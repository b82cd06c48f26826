/* xueji status …: how children stand with their schools, and records that were wrong. */
#include "tui/commands/list.h"

static const struct command rows[] = {
	{.name = "status apply",
		.operands = "STUDENT CHANGE CAUSE",
		.purpose =
			"apply for a change of status: suspend, extend, resume, go_abroad, return, "
			"drop_out, come_back, withdraw, complete, partial, die, leave, restore",
		.method = "xueji.v1.Cases/ApplyStatusChange",
		.fields = {"student_id", "change.kind", "change.cause"},
		.options = {{"--from", "DAY", "from this day; without it, today",
				    "change.from_day"},
			{"--until", "DAY", "of a suspension: until this day", "change.until_day"},
			{"--grade", "GRADE", "of who comes back: into this grade", "change.grade"},
			{"--class", "CLASS", "and this class; without it, to be placed later",
				"change.class_number"},
			{"--proof", "ATTACHMENT", "a scan that proves it; may be repeated",
				"attachment_ids"},
			{"--submit", NULL, "hand it to the approver; without it, a draft",
				"submit"}},
		.columns = {{"Case", "编号", "summary.id"}, {"Change", "变动", "summary.title"},
			{"State", "状态", "summary.state_title"},
			{"Name", "姓名", "summary.student_name"},
			{"Waits for", "待办", "summary.turn_unit.name"},
			{"Due", "期限", "summary.due_date"}, {"Revision", "版本", "summary.rev"}}},
	{.name = "status unmerge",
		.operands = "STUDENT REASON",
		.purpose = "part a record again from the one into which it was merged; for the "
			   "province",
		.method = "xueji.v1.Students/UndoMerge",
		.fields = {"student_id", "reason"},
		.columns = {{"Record", "学籍", "student.id"}, {"Name", "姓名", "student.name"},
			{"School", "学校", "student.school.name"},
			{"Parted from", "原并入学籍", "survivor.id"}}},
	{.name = "status undelete",
		.operands = "STUDENT REASON",
		.purpose = "bring a deleted record back as it was; for the province",
		.method = "xueji.v1.Students/UndoDelete",
		.fields = {"student_id", "reason"},
		.columns = {{"Record", "学籍", "student.id"}, {"Name", "姓名", "student.name"},
			{"School", "学校", "student.school.name"}}},
};
const struct command_table status_commands = COMMAND_TABLE(rows);
