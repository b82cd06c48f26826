#include <string.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

static void answer_file(struct stage *stage)
{
	Xueji__V1__GetStudentResponse reply = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	Xueji__V1__StudentNumber number = XUEJI__V1__STUDENT_NUMBER__INIT, *numbers[] = {&number};
	Xueji__V1__Enrolment stay = XUEJI__V1__ENROLMENT__INIT;
	Xueji__V1__UnitName *path[] = {&child_county};
	reply.student = child_make();
	reply.items = child_items_make();
	number.kind = child_row.student_no_kind, number.is_current = true;
	number.masked = child_row.student_no_masked, number.from_day = CHILD_TEXT("2024-09-01");
	reply.numbers = numbers, reply.n_numbers = 1;
	stay.school = &child_school, stay.years = 6, stay.year_in_stage = 3;
	stay.from_day = CHILD_TEXT("2026-09-01"), stay.grade = 3, stay.class_number = 2;
	reply.enrolment = &stay;
	reply.path = path, reply.n_path = 1;
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &reply.base);
}

static void open_file(struct stage *stage)
{
	answer_file(stage);
	stage_sign_in(stage);
	stage_open(stage, "student", "9001");
}

static void file_scene(struct stage *stage)
{
	open_file(stage);
	stage_shot(stage, "student");
}

START_TEST(a_file_shows_the_child_and_the_basic_items)
{
	stage_play(file_scene);
}
END_TEST

/* Two records of the child were made one, and the file says so. */
static void merged_scene(struct stage *stage)
{
	Xueji__V1__GetStudentResponse reply = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	Xueji__V1__MergedRecord merged = XUEJI__V1__MERGED_RECORD__INIT, *all[] = {&merged};
	reply.student = child_make(), reply.items = child_items_make();
	reply.is_followed = true;
	merged.student_id = CHILD_TEXT("9002"), merged.name = CHILD_TEXT("刘嘉琪");
	merged.school = &child_school;
	reply.merged = all, reply.n_merged = 1;
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "student", "9002");
	ck_assert(stage_shows(stage, "所查学籍已并入本学籍"));
	stage_type(stage, "\t\t\t\t\t\t\t\t");
	ck_assert(stage_shows(stage, "刘嘉琪"));
	reply.is_followed = false, reply.merged_into = &merged, reply.n_merged = 0;
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &reply.base);
	stage_open(stage, "student", "9002");
	ck_assert(stage_shows(stage, "已并入刘嘉琪在"));
	reply.merged_into = NULL, reply.deleted_because = CHILD_TEXT("查无此人");
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &reply.base);
	stage_open(stage, "student", "9003");
	ck_assert(stage_shows(stage, "已删除：查无此人"));
}

START_TEST(a_record_that_was_merged_or_deleted_says_so)
{
	stage_play_as(merged_scene, LANG_ZH, 24, 80);
}
END_TEST

static void pages_scene(struct stage *stage)
{
	open_file(stage);
	stage_type(stage, "\t\t\t");
	ck_assert(stage_shows(stage, "建华北大街 77 号 3 栋 2 单元 501"));
	stage_type(stage, "\t\t\t");
	ck_assert(stage_shows(stage, "刘国强"));
	stage_type(stage, "\t\t");
	ck_assert(stage_shows(stage, "2024-09-01"));
	stage_type(stage, "\t");
	ck_assert(stage_shows(stage, "汉族"));
}

START_TEST(tab_turns_through_all_groups_and_back_to_the_first)
{
	stage_play_as(pages_scene, LANG_ZH, 24, 80);
}
END_TEST

static void reveal_scene(struct stage *stage)
{
	Xueji__V1__RevealIdentityResponse reply = XUEJI__V1__REVEAL_IDENTITY_RESPONSE__INIT;
	Xueji__V1__RevealedNumber number = XUEJI__V1__REVEALED_NUMBER__INIT, *numbers[] = {&number};
	number.number = CHILD_TEXT("13010220180302XXXX"), number.id_type = CHILD_TEXT("1");
	number.holder_name = CHILD_TEXT("刘佳琪"), number.is_current = true;
	reply.numbers = numbers, reply.n_numbers = 1;
	fake_answer(stage->client, "xueji.v1.Students/RevealIdentity", &reply.base);
	open_file(stage);
	stage_type(stage, "v17");
	stage_type(stage, "\r");
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Students/RevealIdentity"), 0);
	stage_type(stage, "来电核对\r");
	const Xueji__V1__RevealIdentityRequest *sent =
		fake_request(stage->client, "xueji.v1.Students/RevealIdentity");
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->numbers, XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_ID);
	ck_assert_int_eq(sent->reason, XUEJI__V1__REVEAL_REASON__REVEAL_REASON_GUARDIAN);
	ck_assert_str_eq(sent->reason_text, "来电核对");
	ck_assert_str_eq(sent->student_id, "9001");
	ck_assert(stage_shows(stage, "13010220180302XXXX"));
	stage_type(stage, "q");
	ck_assert(!stage_shows(stage, "13010220180302XXXX"));
}

START_TEST(whole_numbers_are_shown_for_a_reason_in_words_only)
{
	stage_play_as(reveal_scene, LANG_ZH, 24, 80);
}
END_TEST

static void refused_scene(struct stage *stage)
{
	stage_sign_in(stage);
	fake_refuse_next(stage->client, "xueji.v1.Students/GetStudent", "OUT_OF_SCOPE",
		"This lies outside the units that you are posted to.", NULL);
	stage_open(stage, "student", "9001");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "This lies outside"));
	ck_assert(!stage_shows(stage, "reveal")); /* no keys of a file that is not there */
}

START_TEST(of_a_file_that_one_may_not_see_there_is_no_empty_page)
{
	stage_play_as(refused_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("student", of_a_file_that_one_may_not_see_there_is_no_empty_page,
	a_file_shows_the_child_and_the_basic_items, a_record_that_was_merged_or_deleted_says_so,
	tab_turns_through_all_groups_and_back_to_the_first,
	whole_numbers_are_shown_for_a_reason_in_words_only)
