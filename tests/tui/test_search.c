#include <string.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define SEARCH "xueji.v1.Students/SearchStudents"
#define CHECK  "xueji.v1.Students/CheckIdentity"

static void answer_found(struct stage *stage, bool is_found)
{
	Xueji__V1__SearchStudentsResponse reply = XUEJI__V1__SEARCH_STUDENTS_RESPONSE__INIT;
	Xueji__V1__FoundStudent found = XUEJI__V1__FOUND_STUDENT__INIT, *rows[] = {&found};
	found.student = child_make();
	found.place = CHILD_TEXT("河北省 石家庄市 长安区");
	reply.students = rows, reply.n_students = is_found;
	reply.by = XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME_PREFIX;
	fake_answer(stage->client, SEARCH, &reply.base);
}

static void found_scene(struct stage *stage)
{
	answer_found(stage, true);
	stage_sign_in(stage);
	stage_type(stage, "4刘佳\r");
	stage_wait(stage, 1);
	const Xueji__V1__SearchStudentsRequest *sent = fake_request(stage->client, SEARCH);
	ck_assert_str_eq(sent->query, "刘佳");
	stage_shot(stage, "search");
}

START_TEST(a_name_finds_children_and_says_where_they_are)
{
	stage_play(found_scene);
}
END_TEST

static void again_scene(struct stage *stage)
{
	Xueji__V1__GetStudentResponse file = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	answer_found(stage, true);
	file.student = child_make(), file.items = child_items_make();
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &file.base);
	stage_sign_in(stage);
	stage_type(stage, "4刘佳\r");
	stage_wait(stage, 1);
	stage_type(stage, "\r");
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Students/GetStudent"), 1);
	stage_type(stage, "4王芳\r");
	stage_wait(stage, 1);
	const Xueji__V1__SearchStudentsRequest *sent = fake_request(stage->client, SEARCH);
	ck_assert_str_eq(sent->query, "王芳");
	stage_type(stage, "4李\r"); /* from the list, too */
	stage_wait(stage, 1);
	sent = fake_request(stage->client, SEARCH);
	ck_assert_str_eq(sent->query, "李");
}

START_TEST(the_digit_of_the_search_begins_another_wherever_one_is_in_it)
{
	stage_play_as(again_scene, LANG_ZH, 24, 80);
}
END_TEST

static void guardian_scene(struct stage *stage)
{
	answer_found(stage, true);
	stage_sign_in(stage);
	stage_open(stage, "search", "刘国强");
	for (int i = 0; i < 6; i++)
		stage_type(stage, "\t");
	const Xueji__V1__SearchStudentsRequest *sent = fake_request(stage->client, SEARCH);
	ck_assert_int_eq(sent->by, XUEJI__V1__SEARCH_BY__SEARCH_BY_GUARDIAN);
	ck_assert(!sent->include_off_roll);
	stage_type(stage, "m");
	sent = fake_request(stage->client, SEARCH);
	ck_assert(sent->include_off_roll);
}

START_TEST(tab_turns_to_the_guardian_and_m_brings_in_who_left)
{
	stage_play_as(guardian_scene, LANG_ZH, 24, 80);
}
END_TEST

static void prompt_scene(struct stage *stage)
{
	answer_found(stage, false);
	stage_sign_in(stage);
	stage_type(stage, "4刘国");
	for (int i = 0; i < 6; i++)
		stage_type(stage, "\t");
	ck_assert(stage_shows(stage, "监护人姓名"));
	stage_type(stage, "强\r");
	stage_wait(stage, 1);
	const Xueji__V1__SearchStudentsRequest *sent = fake_request(stage->client, SEARCH);
	ck_assert_str_eq(sent->query, "刘国强");
	ck_assert_int_eq(sent->by, XUEJI__V1__SEARCH_BY__SEARCH_BY_GUARDIAN);
	ck_assert(stage_shows(stage, "刘国强")); /* nobody: who was asked for still stands there */
	stage_type(stage, "4王芳\r");            /* another search begins as it looks */
	stage_wait(stage, 1);
	sent = fake_request(stage->client, SEARCH);
	ck_assert_int_eq(sent->by, XUEJI__V1__SEARCH_BY__SEARCH_BY_UNSPECIFIED);
}

START_TEST(tab_turns_what_is_looked_for_while_it_is_typed)
{
	stage_play_as(prompt_scene, LANG_ZH, 24, 80);
}
END_TEST

static void elsewhere_scene(struct stage *stage)
{
	Xueji__V1__CheckIdentityResponse reply = XUEJI__V1__CHECK_IDENTITY_RESPONSE__INIT;
	Xueji__V1__UnitName *path[] = {&child_county};
	answer_found(stage, false);
	reply.match = XUEJI__V1__IDENTITY_MATCH__IDENTITY_MATCH_EXISTS;
	reply.path = path, reply.n_path = 1;
	reply.student_no_kind = XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_FORMAL;
	reply.advice = CHILD_TEXT("已有学籍，请由转入学校发起转学。");
	fake_answer(stage->client, CHECK, &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "search", "刘佳琪");
	stage_type(stage, "c13010220180302123X\r刘佳琪\r\r\r");
	const Xueji__V1__CheckIdentityRequest *sent = fake_request(stage->client, CHECK);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->id_type, "1");
	ck_assert_str_eq(sent->id_number, "13010220180302123X");
	ck_assert_str_eq(sent->name, "刘佳琪");
	stage_shot(stage, "check");
}

START_TEST(a_child_who_is_elsewhere_is_answered_with_what_to_do)
{
	stage_play(elsewhere_scene);
}
END_TEST

static void unsent_scene(struct stage *stage)
{
	stage_sign_in(stage);
	fake_set_line(stage->client, LINE_DOWN);
	fake_refuse_next(stage->client, SEARCH, "NO_LINE", "no line", NULL);
	stage_wait(stage, 1);
	stage_open(stage, "search", "刘佳琪");
	stage_wait(stage, 1);
	ck_assert(!stage_shows(stage, "1/1"));
	answer_found(stage, true);
	fake_set_line(stage->client, LINE_UP);
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "1/1"));
	ck_assert_uint_eq(fake_calls(stage->client, SEARCH), 2);
}

START_TEST(a_search_that_could_not_be_asked_is_asked_when_the_line_is_back)
{
	stage_play_as(unsent_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("search", a_search_that_could_not_be_asked_is_asked_when_the_line_is_back,
	a_name_finds_children_and_says_where_they_are,
	the_digit_of_the_search_begins_another_wherever_one_is_in_it,
	tab_turns_to_the_guardian_and_m_brings_in_who_left,
	tab_turns_what_is_looked_for_while_it_is_typed,
	a_child_who_is_elsewhere_is_answered_with_what_to_do)
