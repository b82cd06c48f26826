/* Problem records as the server would send them, for tests of the screens that show them. */
#pragma once

#include <stdio.h>
#include <xueji/v1/problems.pb-c.h>

#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define PROBLEMS_LIST "xueji.v1.Problems/ListProblems"

enum { PROBLEMS = 4 };

static Xueji__V1__Problem problems[PROBLEMS], *problem_list[PROBLEMS];
static char problem_ids[PROBLEMS][8];

static const struct {
	const char *name, *born, *number, *cause, *cause_text;
	Xueji__V1__ProblemKind kind;
	Xueji__V1__Stage stage;
	int grade, left;
	bool is_graduating;
} problem_facts[PROBLEMS] = {
	{"刘佳琪", "2011-03-02", "****************18", "same_number", "证件号码相同",
		XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_DUP_ID, XUEJI__V1__STAGE__STAGE_JUNIOR, 9, -2,
		true},
	{"刘佳淇", "2011-02-03", "****************81", "swapped_digits", "相邻数字颠倒",
		XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NEAR_DUP, XUEJI__V1__STAGE__STAGE_PRIMARY, 6,
		0, true},
	{"刘家琪", "2011-03-02", "****************18", "not_found", "公安查无此号",
		XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_ID_NOT_FOUND, XUEJI__V1__STAGE__STAGE_PRIMARY,
		3, 21, false},
	{"买买提江·阿卜杜热合曼", "2011-03-12", "", "empty", "无证件号码",
		XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NO_ID, XUEJI__V1__STAGE__STAGE_PRIMARY, 3, 21,
		false},
};

static inline void problems_make(void)
{
	static const char *const dues[PROBLEMS] = {
		"2026-11-25", "2026-11-27", "2026-12-28", "2026-12-28"};
	child_make();
	for (int i = 0; i < PROBLEMS; i++) {
		Xueji__V1__Problem *one = &problems[i];
		*one = (Xueji__V1__Problem)XUEJI__V1__PROBLEM__INIT;
		snprintf(problem_ids[i], sizeof problem_ids[i], "90%d", i + 1);
		one->id = problem_ids[i], one->rev = 3 + i, one->group_id = CHILD_TEXT("77");
		one->kind = problem_facts[i].kind, one->kind_title = CHILD_TEXT("身份证号重复");
		one->cause = CHILD_TEXT(problem_facts[i].cause);
		one->cause_text = CHILD_TEXT(problem_facts[i].cause_text);
		one->cure = CHILD_TEXT("与证件核对：号码有误的变更，不在本校的删除，正确的佐证。");
		one->score = i == 1 ? 937 : 1000;
		one->state = XUEJI__V1__CASE_STATE__CASE_STATE_BUREAU_REVIEW;
		one->state_title = CHILD_TEXT("主管部门待核准");
		one->turn = XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU;
		one->turn_unit = &child_county;
		one->answer = i == 0 ? XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_SUBSTANTIATE
				     : XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_UNSPECIFIED;
		one->student_id = CHILD_TEXT("9001");
		one->student_name = CHILD_TEXT(problem_facts[i].name);
		one->sex = CHILD_TEXT("2"), one->birth_date = CHILD_TEXT(problem_facts[i].born);
		one->id_number_masked = CHILD_TEXT(problem_facts[i].number);
		one->student_no_kind = XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_FORMAL;
		one->school = &child_school, one->stage = problem_facts[i].stage;
		one->grade = problem_facts[i].grade, one->class_number = i + 1;
		one->is_graduating = problem_facts[i].is_graduating;
		one->due_date = CHILD_TEXT(dues[i]);
		one->working_days_left = problem_facts[i].left;
		one->is_overdue = problem_facts[i].left < 0;
		problem_list[i] = one;
	}
}

/* As they were made, and changed since. */
static inline void problems_answer(struct stage *stage)
{
	Xueji__V1__ListProblemsResponse reply = XUEJI__V1__LIST_PROBLEMS_RESPONSE__INIT;
	Xueji__V1__ProblemKindFound counts[PROBLEMS], *kinds[PROBLEMS];
	reply.problems = problem_list, reply.n_problems = PROBLEMS;
	reply.kinds = kinds, reply.n_kinds = PROBLEMS;
	for (int i = 0; i < PROBLEMS; i++) {
		counts[i] = (Xueji__V1__ProblemKindFound)XUEJI__V1__PROBLEM_KIND_FOUND__INIT;
		counts[i].kind = problem_facts[i].kind, counts[i].found = i == 0 ? 12345 : i;
		kinds[i] = &counts[i];
	}
	reply.found = 37, reply.total = 4812;
	fake_answer(stage->client, PROBLEMS_LIST, &reply.base);
}

static inline void problems_answer_list(struct stage *stage)
{
	problems_make();
	problems_answer(stage);
}
