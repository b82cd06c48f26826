/* xueji problem …: what is wrong with records of children, and what becomes of it. */
#include <xueji/v1/problems.pb-c.h>

#include "tui/commands/list.h"

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
};
const struct command_table problem_commands = COMMAND_TABLE(rows);
