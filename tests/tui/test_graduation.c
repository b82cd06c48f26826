/* Entering a graduation, and what its case shows. */
#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define APPLY         "xueji.v1.Cases/ApplyGraduation"
#define OUTCOME(word) XUEJI__V1__GRADUATION_OUTCOME__GRADUATION_OUTCOME_##word

static void lay_case(struct stage *stage)
{
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	Xueji__V1__Case one = XUEJI__V1__CASE__INIT;
	Xueji__V1__Graduation graduation = XUEJI__V1__GRADUATION__INIT;
	Xueji__V1__GraduationChild children[3], *list[3];
	static const char *const names[] = {"刘佳琪", "陈小明", "王大河"};
	static const Xueji__V1__GraduationOutcome outcomes[] = {
		OUTCOME(GRADUATES), OUTCOME(COMPLETES), OUTCOME(GRADUATES)};
	child_make();
	for (size_t i = 0; i < 3; i++) {
		xueji__v1__graduation_child__init(&children[i]);
		children[i].student_name = CHILD_TEXT(names[i]);
		children[i].status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_ENROLLED;
		children[i].outcome = outcomes[i];
		list[i] = &children[i];
	}
	children[2].obstacle = CHILD_TEXT("在办业务 812");
	graduation.graduate_count = 2;
	graduation.children = list, graduation.n_children = 3;
	one.id = CHILD_TEXT("830"), one.rev = 2, one.student_name = CHILD_TEXT("6年级1班");
	one.school = &child_school, one.grade = one.to_grade = 6, one.class_number = 1;
	one.to_class = 1, one.type = XUEJI__V1__CASE_TYPE__CASE_TYPE_GRADUATION;
	one.state = XUEJI__V1__CASE_STATE__CASE_STATE_SCHOOL_REVIEW;
	one.state_title = CHILD_TEXT("学校待核办");
	reply.summary = &one, reply.graduation = &graduation;
	fake_answer(stage->client, APPLY, &reply.base);
	fake_answer(stage->client, "xueji.v1.Cases/GetCase", &reply.base);
}

static void apply_scene(struct stage *stage)
{
	lay_case(stage);
	stage_sign_in(stage);
	stage_open(stage, "graduation", "");
	stage_type(stage, "6\t1\t陈小明\t李雷  韩梅梅");
	fake_refuse_next(
		stage->client, APPLY, "INVALID", "不是该年级（班级）的在籍学生", "stays[1]");
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "stays[1]: 不是该年级（班级）的在籍学生"));
	const Xueji__V1__ApplyGraduationRequest *sent = fake_request(stage->client, APPLY);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->school_id, "1001");
	ck_assert_int_eq(sent->grade, 6);
	ck_assert_int_eq(sent->class_number, 1);
	ck_assert_uint_eq(sent->n_completes, 1);
	ck_assert_uint_eq(sent->n_stays, 2);
	ck_assert_str_eq(sent->stays[1], "韩梅梅");
	stage_key(stage, CTRL('S'));
	stage_shot(stage, "graduation");
}

START_TEST(a_class_is_named_with_those_who_do_not_graduate_and_its_case_shows_who_holds_it_up)
{
	stage_play(apply_scene);
}
END_TEST

static void again_scene(struct stage *stage)
{
	lay_case(stage);
	stage_sign_in(stage);
	stage_open(stage, "graduation", "830");
	ck_assert(stage_shows(stage, "陈小明")); /* who was named stays named */
	stage_key(stage, CTRL('S'));
	const Xueji__V1__ApplyGraduationRequest *sent = fake_request(stage->client, APPLY);
	ck_assert_str_eq(sent->case_id, "830");
	ck_assert_int_eq(sent->rev, 2);
	ck_assert_str_eq(sent->school_id, "");
	ck_assert_uint_eq(sent->n_completes, 1);
}

START_TEST(one_that_was_returned_is_entered_anew)
{
	stage_play_as(again_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("graduation",
	a_class_is_named_with_those_who_do_not_graduate_and_its_case_shows_who_holds_it_up,
	one_that_was_returned_is_entered_anew)
