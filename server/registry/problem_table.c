#include "server/registry/problem_table.h"

#include <string.h>

#include "domain/stages.h"

#define ANSWER(a) (UINT32_C(1) << ANSWER_##a)
#define CASES(t)  (UINT32_C(1) << CASE_##t)
#define MOVES     (CASES(TRANSFER) | CASES(ENROLMENT))
#define ALL_THREE (ANSWER(SUBSTANTIATE) | ANSWER(AMEND) | ANSWER(DELETE))

/* clang-format off */
static const struct problem_kind_row kinds[PROBLEM_KIND_COUNT] = {
	[PROBLEM_DUP_ID] = {PROBLEM_DUP_ID, "DUP_ID", SEVERITY_GRAVE,
		{.en = "Same ID number", .zh = "身份证号重复"},
		{.en = "Several records have one ID number; at most one of them can be right.",
		 .zh = "多条学籍使用同一身份证号，至多一条正确。"},
		{.en = "Compare with the documents: amend the record with the wrong number, delete the one without a pupil, substantiate the one that is right.",
		 .zh = "与证件核对：号码有误的变更，不在本校的删除，正确的佐证。"},
		.answers = ALL_THREE, .g_answers = ALL_THREE, .blocks = MOVES,
		.cured_by = CASES(KEY_DATA), .is_shared = true, .rule = "R44, R47"},
	[PROBLEM_DUP_PERSON] = {PROBLEM_DUP_PERSON, "DUP_PERSON", SEVERITY_FAULT,
		{.en = "Same name, sex and birth", .zh = "姓名+性别+出生日期重复"},
		{.en = "Records without an ID number agree in name, sex and birth date: perhaps one child recorded twice.",
		 .zh = "无身份证号的学籍姓名、性别、出生日期相同，疑为同一人重复建籍。"},
		{.en = "If they are two children, substantiate both; if it is one, its guardian chooses which record goes on.",
		 .zh = "确为不同学生的，分别佐证；为同一人的，由监护人选择保留的学籍。"},
		.answers = ALL_THREE, .g_answers = ALL_THREE, .blocks = MOVES,
		.cured_by = CASES(KEY_DATA), .is_shared = true, .rule = "R47, R52"},
	[PROBLEM_ID_FORMAT] = {PROBLEM_ID_FORMAT, "ID_FORMAT", SEVERITY_GRAVE,
		{.en = "ID number is faulty", .zh = "身份证号校验错误"},
		{.en = "The ID number breaks the rule by which such numbers are made, so it is nobody's.",
		 .zh = "身份证号不符合编码规则，不可能存在。"},
		{.en = "Type the number anew from the household register or the ID card.",
		 .zh = "按户口簿或身份证重新录入号码。"},
		.answers = ANSWER(AMEND) | ANSWER(DELETE), .g_answers = ANSWER(AMEND) | ANSWER(DELETE),
		.blocks = MOVES, .cured_by = CASES(KEY_DATA), .rule = "R48"},
	[PROBLEM_ID_NOT_FOUND] = {PROBLEM_ID_NOT_FOUND, "ID_NOT_FOUND", SEVERITY_GRAVE,
		{.en = "ID number not found", .zh = "身份证号不存在"},
		{.en = "The police's base of residents does not know the ID number.",
		 .zh = "公安人口库中查无此身份证号。"},
		{.en = "Compare with the household register; amend a slip, or attach a receipt of the police where the number is right.",
		 .zh = "与户口簿核对；录入有误的变更，号码无误的附派出所证明佐证。"},
		.answers = ALL_THREE, .g_answers = ALL_THREE, .later_answers = ANSWER(SUBSTANTIATE),
		.blocks = MOVES, .cured_by = CASES(KEY_DATA), .is_by_police = true,
		.rule = "R48"},
	[PROBLEM_ID_NAME_MISMATCH] = {PROBLEM_ID_NAME_MISMATCH, "ID_NAME_MISMATCH", SEVERITY_GRAVE,
		{.en = "Name and ID do not agree", .zh = "姓名不匹配"},
		{.en = "The police know the ID number under another name.",
		 .zh = "公安人口库中该身份证号的姓名与学籍不符。"},
		{.en = "Compare with the household register; amend name or number, whichever is wrong.",
		 .zh = "与户口簿核对，变更有误的姓名或号码。"},
		.answers = ALL_THREE, .g_answers = ALL_THREE, .later_answers = ANSWER(SUBSTANTIATE),
		.blocks = MOVES, .cured_by = CASES(KEY_DATA), .is_by_police = true,
		.rule = "R48"},
	[PROBLEM_ID_CHANGED] = {PROBLEM_ID_CHANGED, "ID_CHANGED", SEVERITY_FAULT,
		{.en = "ID number was replaced", .zh = "身份证号已变更"},
		{.en = "The police have given the child another ID number since.",
		 .zh = "公安机关已变更该生的身份证号。"},
		{.en = "Amend the number by the new page of the household register.",
		 .zh = "按新的户口簿页变更身份证号。"},
		.answers = ANSWER(AMEND), .g_answers = ANSWER(AMEND), .cured_by = CASES(KEY_DATA),
		.is_by_police = true, .rule = "R41"},
	[PROBLEM_NO_ID] = {PROBLEM_NO_ID, "NO_ID", SEVERITY_FAULT,
		{.en = "No ID number", .zh = "无居民身份证"},
		{.en = "Without an ID number the child cannot get a formal number G.",
		 .zh = "没有身份证号，不能取得正式学籍号。"},
		{.en = "Enter the number when the family has it; if there will be none, apply for a J.",
		 .zh = "取得后补录号码；确无法取得的，申请 J 号。"},
		.answers = ANSWER(AMEND) | ANSWER(APPLY_J), .g_answers = ANSWER(AMEND),
		.cured_by = CASES(KEY_DATA), .rule = "R17, R73"},
	[PROBLEM_GHOST] = {PROBLEM_GHOST, "GHOST", SEVERITY_GRAVE,
		{.en = "Record without a pupil", .zh = "空挂学籍"},
		{.en = "The school has found nobody who belongs to the record.",
		 .zh = "学校核实该学籍无在读学生。"},
		{.en = "Record what became of the child (dropped out, abroad, died), or delete the record.",
		 .zh = "办理相应异动（辍学、出国、死亡），或删除学籍。"},
		.blocks = CASES(GRADUATION), .answers = ANSWER(DELETE), .g_answers = ANSWER(DELETE), .is_reported = true, .rule = "Q11, R30"},
	[PROBLEM_SEPARATED] = {PROBLEM_SEPARATED, "SEPARATED", SEVERITY_GRAVE,
		{.en = "Pupil at another school", .zh = "人籍分离"},
		{.en = "The pupil is at another school than the record.",
		 .zh = "学生实际就读学校与学籍所在学校不一致。"},
		{.en = "The school where the pupil is applies for a transfer; that settles the problem.",
		 .zh = "由实际就读学校发起转学，办结后问题消除。"},
		.blocks = CASES(GRADUATION), .answers = ANSWER(DELETE), .cured_by = CASES(TRANSFER), .is_reported = true, .rule = "R8, R52"},
	[PROBLEM_NO_RECORD] = {PROBLEM_NO_RECORD, "NO_RECORD", SEVERITY_GRAVE,
		{.en = "Pupil without a record", .zh = "有人无籍"},
		{.en = "A pupil sits in class whose registration is not finished.",
		 .zh = "学生在校就读，学籍尚未建立。"},
		{.en = "Finish the registration; in a later grade it waits for the wider check.",
		 .zh = "办结学籍注册；非起始年级须经全国查重。"},
		.answers = 0, .g_answers = 0, .cured_by = CASES(REGISTRATION), .is_reported = true, .rule = "R16"},
	[PROBLEM_MISSING_ITEM] = {PROBLEM_MISSING_ITEM, "MISSING_ITEM", SEVERITY_FAULT,
		{.en = "Items missing", .zh = "信息缺项"},
		{.en = "Mandatory items of the form are empty.", .zh = "必填信息项为空。"},
		{.en = "Complete the record; that settles the problem.", .zh = "补全信息后问题自动消除。"},
		.answers = 0, .g_answers = 0, .cured_by = CASES(KEY_DATA), .rule = "R10, R40"},
	[PROBLEM_NEAR_DUP] = {PROBLEM_NEAR_DUP, "NEAR_DUP", SEVERITY_SUSPICION,
		{.en = "Perhaps the same child", .zh = "疑似重复"},
		{.en = "Two records differ as one child's would by a slip of the hand.",
		 .zh = "两条学籍的差异像是录入笔误，疑为同一人。"},
		{.en = "The bureau above both compares, and judges: one person, or two.",
		 .zh = "由共同主管部门比对，认定为同一人或不同人。"},
		.answers = 0, .g_answers = 0, .is_shared = true, .rule = "Q14"},
};
/* clang-format on */

static const struct sentence answers[ANSWER_COUNT] = {
	[ANSWER_NONE] = {"", ""},
	[ANSWER_SUBSTANTIATE] = {"Substantiate: the record is right", "佐证：在本校且信息无误"},
	[ANSWER_AMEND] = {"Amend: these items are wrong", "变更：在本校但信息有误"},
	[ANSWER_DELETE] = {"Delete: the child is not here", "删除：不在本校就读"},
	[ANSWER_APPLY_J] = {"Apply for a J number", "申请 J 学籍号"},
};

static const struct problem_cause_row causes[] = {
#define PROBLEM_CAUSE(word, english, chinese) {word, {.en = (english), .zh = (chinese)}},
#include "server/registry/problem_cause.def"
#undef PROBLEM_CAUSE
};

const struct problem_kind_row *problem_kind_row(int kind)
{
	return kind > 0 && kind < PROBLEM_KIND_COUNT ? &kinds[kind] : NULL;
}

const struct sentence *problem_answer_title(enum problem_answer answer)
{
	return &answers[answer];
}

uint32_t problem_answers(const struct problem_kind_row *row, bool has_g, int phase)
{
	uint32_t offered = has_g ? row->g_answers : row->answers;
	return phase < 2 ? offered & ~row->later_answers : offered;
}

bool problem_blocks(const struct problem_kind_row *row, enum case_type type)
{
	uint32_t bit = UINT32_C(1) << type;
	return (row->blocks & bit) != 0 && (row->cured_by & bit) == 0;
}

const struct problem_cause_row *problem_cause_row(const char *word)
{
	for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
		if (strcmp(causes[i].word, word) == 0)
			return &causes[i];
	return NULL;
}

int problem_rank(int stage, bool is_graduating)
{
	if (!is_graduating)
		return 3;
	return stage == STAGE_PRIMARY ? 2 : 1;
}
