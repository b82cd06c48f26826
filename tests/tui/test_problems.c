#include <stdio.h>
#include <string.h>
#include <xueji/v1/attachments.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/problems.h"
#include "tests/tui/stage.h"

#define LIST PROBLEMS_LIST

static void open_list(struct stage *stage)
{
	problems_answer_list(stage);
	stage_sign_in(stage);
	stage_open(stage, "problems", "");
}

static void list_scene(struct stage *stage)
{
	open_list(stage);
	const Xueji__V1__ListProblemsRequest *sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert(sent->mine); /* as the desk counts: as city or province too */
	ck_assert_int_eq(sent->waiting_for, 0);
	ck_assert(strstr(stage_row(stage, stage->canvas->rows - 1), " Tab ") != NULL);
	stage_type(stage, "jt");
	stage_shot(stage, "problems");
}

START_TEST(graduating_grades_stand_first_with_kind_cause_and_whose_move_it_is)
{
	stage_play(list_scene);
}
END_TEST

static const char *line_of(struct stage *stage, const char *name)
{
	for (int row = 0; row < stage->canvas->rows; row++)
		if (strstr(stage_row(stage, row), name) != NULL)
			return stage_row(stage, row);
	ck_abort_msg("%s is not shown", name);
}

static void schools_scene(struct stage *stage)
{
	Xueji__V1__UnitName beyond = XUEJI__V1__UNIT_NAME__INIT;
	beyond.id = CHILD_TEXT("2009"), beyond.name = CHILD_TEXT("桥西区一小");
	stage_sign_in(stage);
	problems_make();
	problems[1].turn_unit = &child_school;
	problems[2].school = problems[2].turn_unit = &beyond;
	problems[3].school = &beyond;
	problems[3].turn_unit = &child_school;
	problems_answer(stage);
	stage_open(stage, "problems", "");
	ck_assert(strstr(line_of(stage, "刘佳淇"), " 谈固小学 ") != NULL);
	ck_assert(strstr(line_of(stage, "刘佳淇"), "所在学校") != NULL);
	ck_assert(strstr(line_of(stage, "刘家琪"), " 桥西区") != NULL);
	ck_assert(strstr(line_of(stage, "刘家琪"), "所在学校") != NULL);
	ck_assert(strstr(line_of(stage, "买买提"), "所在学校") == NULL);
}

START_TEST(a_row_says_of_a_school_what_its_county_does_not_know_already)
{
	stage_play_as(schools_scene, LANG_ZH, 24, 80);
}
END_TEST

static void only_scene(struct stage *stage)
{
	open_list(stage);
	stage_type(stage, "jo4");
	const Xueji__V1__ListProblemsRequest *sent = fake_request(stage->client, LIST);
	ck_assert_int_eq(sent->kind, XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NEAR_DUP);
	ck_assert_str_eq(sent->cause, "");
	stage_type(stage, "jo5"); /* the narrowed list began at its first row */
	sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->cause, "swapped_digits");
	ck_assert(stage_shows(stage, "[相邻数字颠倒]"));
	stage_type(stage, "o2/刘\r");
	sent = fake_request(stage->client, LIST);
	ck_assert(sent->only_graduating);
	ck_assert_str_eq(sent->text, "刘");
	stage_type(stage, "o1");
	sent = fake_request(stage->client, LIST);
	ck_assert_int_eq(sent->kind, 0);
	ck_assert_str_eq(sent->cause, "");
	ck_assert(!sent->only_graduating);
}

/* Suspicions are few: no row need be one of them. */
static void kind_scene(struct stage *stage)
{
	open_list(stage);
	stage_type(stage, "o5");
	ck_assert_str_eq(
		((const Xueji__V1__ListProblemsRequest *)fake_request(stage->client, LIST))->cause,
		"same_number");
	stage_type(stage, "o3");
	stage_shot(stage, "problems_kind");
	stage_type(stage, "12");
	const Xueji__V1__ListProblemsRequest *sent = fake_request(stage->client, LIST);
	ck_assert_int_eq(sent->kind, XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NEAR_DUP);
	ck_assert_str_eq(sent->cause, "");
	stage_type(stage, "o31\r");
	sent = fake_request(stage->client, LIST);
	ck_assert_int_eq(sent->kind, XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_DUP_ID);
}

START_TEST(the_list_is_narrowed_to_a_kind_of_which_no_row_is_seen)
{
	stage_play(kind_scene);
}
END_TEST

static void papers_scene(struct stage *stage)
{
	open_list(stage);
	stage_type(stage, "jf");
	const Xueji__V1__ListAttachmentsRequest *sent =
		fake_request(stage->client, "xueji.v1.Attachments/ListAttachments");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->case_id, "902");
}

START_TEST(the_papers_of_a_row_open_from_the_list)
{
	stage_play_as(papers_scene, LANG_ZH, 24, 80);
}
END_TEST

START_TEST(the_list_is_narrowed_by_the_server_to_what_shares_something_with_a_row)
{
	stage_play_as(only_scene, LANG_ZH, 24, 80);
}
END_TEST

static void views_scene(struct stage *stage)
{
	open_list(stage);
	stage_type(stage, "t\t");
	const Xueji__V1__ListProblemsRequest *sent = fake_request(stage->client, LIST);
	ck_assert(!sent->mine);
	ck_assert_int_eq(sent->waiting_for, 0);
	ck_assert(!sent->settled);
	ck_assert(!stage_shows(stage, "已标记")); /* what is no longer seen is not marked */
	stage_type(stage, "\t");
	sent = fake_request(stage->client, LIST);
	ck_assert(sent->settled);
}

START_TEST(marks_do_not_outlive_the_rows_that_one_sees)
{
	stage_play_as(views_scene, LANG_ZH, 24, 80);
}
END_TEST

static void place_scene(struct stage *stage)
{
	problems_answer_list(stage);
	stage_sign_in(stage);
	stage_open(stage, "problems", "1005 0 4 - 12 swapped_digits");
	const Xueji__V1__ListProblemsRequest *sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->unit_id, "1005");
	ck_assert_int_eq(sent->waiting_for, 0);
	ck_assert_int_eq(sent->kind, XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NEAR_DUP);
	ck_assert_str_eq(sent->cause, "swapped_digits");
	stage_open(stage, "problems", "1001 3 5"); /* a row of the desk */
	sent = fake_request(stage->client, LIST);
	ck_assert(!sent->mine);
	ck_assert_int_eq(sent->waiting_for, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
}

START_TEST(a_place_in_the_list_is_told_by_its_subject)
{
	stage_play_as(place_scene, LANG_ZH, 24, 80);
}
END_TEST

static void school_scene(struct stage *stage)
{
	problems_answer_list(stage);
	stage_sign_in(stage);
	stage_open(stage, "problems", "2001 0 0");
	ck_assert(strstr(stage_row(stage, 0), "谈固小学") != NULL);
}

START_TEST(the_list_of_a_school_below_says_which_school)
{
	stage_play_as(school_scene, LANG_ZH, 24, 80);
}
END_TEST

static void none_scene(struct stage *stage)
{
	Xueji__V1__ListProblemsResponse none = XUEJI__V1__LIST_PROBLEMS_RESPONSE__INIT;
	fake_answer(stage->client, LIST, &none.base);
	stage_sign_in(stage);
	stage_open(stage, "problems", "");
	ck_assert(stage_shows(stage, "没有问题学籍。"));
	stage_type(stage, "o3");
	ck_assert(stage_shows(stage, "身份证号重复        0"));
}

START_TEST(a_list_without_problem_records_says_so)
{
	stage_play_as(none_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("problems", graduating_grades_stand_first_with_kind_cause_and_whose_move_it_is,
	a_row_says_of_a_school_what_its_county_does_not_know_already,
	the_list_is_narrowed_by_the_server_to_what_shares_something_with_a_row,
	the_list_is_narrowed_to_a_kind_of_which_no_row_is_seen,
	the_papers_of_a_row_open_from_the_list, marks_do_not_outlive_the_rows_that_one_sees,
	a_place_in_the_list_is_told_by_its_subject, the_list_of_a_school_below_says_which_school,
	a_list_without_problem_records_says_so)
