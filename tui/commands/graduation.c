/* xueji graduation …: last grades that leave. */
#include "tui/commands/list.h"

#define CASE_COLUMNS                                                                      \
	{                                                                                 \
		{"Case", "编号", "summary.id"}, {"State", "状态", "summary.state_title"}, \
			{"Class", "年级班级", "summary.student_name"},                    \
			{"Graduate", "毕业人数", "graduation.graduate_count"},            \
			{"Waits for", "待办", "summary.turn_unit.name"},                  \
			{"Due", "期限", "summary.due_date"},                              \
		{                                                                         \
			"Revision", "版本", "summary.rev"                                 \
		}                                                                         \
	}

static const struct command rows[] = {
	{.name = "graduation apply",
		.operands = "UNIT GRADE",
		.purpose = "graduate the last grade of a stage, or one class of it, but for those "
			   "who are named",
		.method = "xueji.v1.Cases/ApplyGraduation",
		.fields = {"school_id", "grade"},
		.options = {{"--class", "CLASS", "this class; without it, the whole grade",
				    "class_number"},
			{"--completes", "NAME",
				"completes without graduating: a name or an id; may be repeated",
				"completes"},
			{"--stays", "NAME", "stays on the roll: likewise", "stays"}},
		.columns = CASE_COLUMNS},
	{.name = "graduation undo",
		.operands = "CASE REVISION REASON",
		.purpose = "take a graduation back, within a day and while nothing relies on it",
		.method = "xueji.v1.Cases/UndoGraduation",
		.fields = {"case_id", "rev", "reason"},
		.columns = CASE_COLUMNS},
};
const struct command_table graduation_commands = COMMAND_TABLE(rows);
