#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define LIST  "xueji.v1.Students/ListStudents"
#define PLACE "xueji.v1.Students/ChangeClass"

enum { CHILDREN = 4 };

static Xueji__V1__Student children[CHILDREN], *rows[CHILDREN];
static char ids[CHILDREN][8];

/* Two children of grade 7 without a class, one in class 1, and one of grade 8. */
static void make_roll(void)
{
	static const char *const names[CHILDREN] = {"刘佳琪", "买买提江", "张欣怡", "马子轩"};
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = *child_make();
		snprintf(ids[i], sizeof ids[i], "900%d", i);
		children[i].id = ids[i], children[i].rev = 3 + i;
		children[i].name = CHILD_TEXT(names[i]);
		children[i].grade = i == 3 ? 8 : 7, children[i].class_number = i == 2;
		rows[i] = &children[i];
	}
}

static void open_roll(struct stage *stage)
{
	Xueji__V1__ListStudentsResponse reply = XUEJI__V1__LIST_STUDENTS_RESPONSE__INIT;
	make_roll();
	reply.students = rows, reply.n_students = CHILDREN;
	fake_answer(stage->client, LIST, &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "roster", "2001");
}

static void answer_placed(struct stage *stage, size_t n, bool last_fails)
{
	Xueji__V1__ChangeClassResponse reply = XUEJI__V1__CHANGE_CLASS_RESPONSE__INIT;
	Xueji__V1__ClassPlacementResult results[CHILDREN], *list[CHILDREN];
	for (size_t i = 0; i < n; i++) {
		results[i] =
			(Xueji__V1__ClassPlacementResult)XUEJI__V1__CLASS_PLACEMENT_RESULT__INIT;
		results[i].student_id = ids[i], results[i].student = rows[i];
		results[i].is_done = !(last_fails && i == n - 1);
		if (!results[i].is_done)
			results[i].refusal_text = CHILD_TEXT("七年级(3)班已满。");
		list[i] = &results[i];
	}
	reply.results = list, reply.n_results = n;
	fake_answer(stage->client, PLACE, &reply.base);
}

static void list_scene(struct stage *stage)
{
	open_roll(stage);
	stage_type(stage, "ttl");
	stage_shot(stage, "roster");
}

START_TEST(a_roll_says_where_those_who_are_marked_shall_go)
{
	stage_play(list_scene);
}
END_TEST

static void filter_scene(struct stage *stage)
{
	Xueji__V1__ListStudentsResponse reply = XUEJI__V1__LIST_STUDENTS_RESPONSE__INIT;
	open_roll(stage);
	reply.students = rows, reply.n_students = 1;
	reply.total_count = 4812, reply.matching_count = 37;
	fake_answer(stage->client, LIST, &reply.base);
	stage_type(stage, "/刘\r");
	stage_wait(stage, 1);
	const Xueji__V1__ListStudentsRequest *sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->filter, "刘");
	ck_assert_str_eq(sent->unit_id, "2001");
	ck_assert(stage_shows(stage, "1/37，共 4,812"));
}

START_TEST(a_filter_is_the_servers_and_says_how_many_of_how_many)
{
	stage_play_as(filter_scene, LANG_ZH, 24, 80);
}
END_TEST

static Xueji__V1__RollOrder order_sent(struct stage *stage)
{
	stage_wait(stage, 1);
	return ((const Xueji__V1__ListStudentsRequest *)fake_request(stage->client, LIST))->order;
}

static void order_scene(struct stage *stage)
{
	open_roll(stage);
	ck_assert_int_eq(order_sent(stage), XUEJI__V1__ROLL_ORDER__ROLL_ORDER_UNSPECIFIED);
	ck_assert(stage_shows(stage, " Class^ "));
	stage_type(stage, "s");
	ck_assert_int_eq(order_sent(stage), XUEJI__V1__ROLL_ORDER__ROLL_ORDER_NAME);
	ck_assert(stage_shows(stage, " Name^ "));
	ck_assert(stage_shows(stage, "by name in pinyin"));
	stage_type(stage, "sss");
	ck_assert_int_eq(order_sent(stage), XUEJI__V1__ROLL_ORDER__ROLL_ORDER_CLASS_NAME);
	stage_open(stage, "roster", "2001 7 2"); /* another roll */
	ck_assert_int_eq(order_sent(stage), XUEJI__V1__ROLL_ORDER__ROLL_ORDER_CLASS_NAME);
	stage_type(stage, "ssss"); /* in one class there is nothing to say by class */
	ck_assert_int_eq(order_sent(stage), XUEJI__V1__ROLL_ORDER__ROLL_ORDER_BIRTH);
	ck_assert(stage_shows(stage, " Born^ "));
	stage_type(stage, "s");
	ck_assert_int_eq(order_sent(stage), XUEJI__V1__ROLL_ORDER__ROLL_ORDER_UNSPECIFIED);
	ck_assert(stage_shows(stage, "in the order of registration"));
	ck_assert(!stage_shows(stage, "^"));
}

START_TEST(the_order_is_the_servers_stands_in_the_heading_and_is_kept)
{
	stage_play_as(order_scene, LANG_EN, 24, 80);
}
END_TEST

static void desk_scene(struct stage *stage)
{
	open_roll(stage);
	stage_open(stage, "roster", "2001 0 0 student.provisional");
	const Xueji__V1__ListStudentsRequest *sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->unit_id, "2001");
	ck_assert(sent->only_provisional);
	stage_type(stage, "R");
	sent = fake_request(stage->client, LIST);
	ck_assert(sent->only_provisional);
	stage_open(stage, "roster", "2001 0 0 student.dropped_out");
	sent = fake_request(stage->client, LIST);
	ck_assert_int_eq(sent->roll_status, XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_DROPPED_OUT);
	stage_open(stage, "roster", "440305 0 0 student.dropouts");
	sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->unit_id, "440305");
	ck_assert_int_eq(sent->roll_status, XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_DROPPED_OUT);
	ck_assert_int_eq(sent->order, 0);
}

START_TEST(from_the_desk_only_those_stand_there_who_are_to_be_confirmed)
{
	stage_play_as(desk_scene, LANG_ZH, 24, 80);
}
END_TEST

static void one_scene(struct stage *stage)
{
	open_roll(stage);
	answer_placed(stage, 1, false);
	stage_type(stage, "l3\r");
	const Xueji__V1__ChangeClassRequest *sent = fake_request(stage->client, PLACE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->unit_id, "2001");
	ck_assert_int_eq(sent->grade, 7);
	ck_assert_uint_eq(sent->n_placements, 1);
	ck_assert_str_eq(sent->placements[0]->student_id, "9000");
	ck_assert_int_eq(sent->placements[0]->rev, 3);
	ck_assert_int_eq(sent->placements[0]->class_number, 3);
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 2);
}

START_TEST(one_child_is_placed_by_key_number_and_enter)
{
	stage_play_as(one_scene, LANG_ZH, 24, 80);
}
END_TEST

static void many_scene(struct stage *stage)
{
	open_roll(stage);
	answer_placed(stage, 2, true);
	stage_type(stage, "ttl3\r");
	ck_assert_uint_eq(fake_calls(stage->client, PLACE), 0);
	stage_type(stage, "\r");
	ck_assert_uint_eq(fake_calls(stage->client, PLACE), 0); /* Enter means No */
	stage_type(stage, "l3\ry");
	const Xueji__V1__ChangeClassRequest *sent = fake_request(stage->client, PLACE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_uint_eq(sent->n_placements, 2);
	ck_assert_str_eq(sent->placements[1]->student_id, "9001");
	ck_assert_int_eq(sent->placements[1]->rev, 4);
	ck_assert(stage_shows(stage, "买买提江"));
	ck_assert(stage_shows(stage, "七年级(3)班已满"));
}

START_TEST(many_are_placed_after_a_yes_and_who_found_no_room_is_listed)
{
	stage_play_as(many_scene, LANG_ZH, 24, 80);
}
END_TEST

static void wrong_scene(struct stage *stage)
{
	open_roll(stage);
	stage_type(stage, "l0\r");
	ck_assert(stage_shows(stage, "没有学生被分班"));
	stage_type(stage, "lx\r");
	ck_assert_uint_eq(fake_calls(stage->client, PLACE), 0);
	fake_refuse_next(
		stage->client, PLACE, "INVALID", "该年级没有 9 班", "placements[0].class_number");
	stage_type(stage, "l9\r");
	ck_assert(stage_shows(stage, "班级：该年级没有 9 班"));
	ck_assert(stage_shows(stage, "> 刘佳琪")); /* the same child, for another try */
	stage_type(stage, "tGt");
	ck_assert(stage_shows(stage, "已标记的学生是另一年级的"));
}

START_TEST(what_is_no_class_and_who_is_of_another_grade_is_said)
{
	stage_play_as(wrong_scene, LANG_ZH, 24, 80);
}
END_TEST

/* The child that was first is gone; its neighbour stands in its place. */
static void answer_without_first(struct stage *stage)
{
	Xueji__V1__ListStudentsResponse reply = XUEJI__V1__LIST_STUDENTS_RESPONSE__INIT;
	reply.students = rows + 1, reply.n_students = CHILDREN - 1;
	fake_answer(stage->client, LIST, &reply.base);
}

static void anew_scene(struct stage *stage)
{
	open_roll(stage);
	answer_placed(stage, 1, false);
	answer_without_first(stage);
	fake_hold(stage->client);
	stage_type(stage, "Rl");
	fake_release(stage->client);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "> 刘佳琪"));
	stage_type(stage, "3\r");
	const Xueji__V1__ChangeClassRequest *sent = fake_request(stage->client, PLACE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->placements[0]->student_id, "9000");
	ck_assert(!stage_shows(stage, "刘佳琪"));
}

START_TEST(the_child_that_was_asked_about_is_placed_though_the_roll_comes_anew)
{
	stage_play_as(anew_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("roster", the_order_is_the_servers_stands_in_the_heading_and_is_kept,
	from_the_desk_only_those_stand_there_who_are_to_be_confirmed,
	the_child_that_was_asked_about_is_placed_though_the_roll_comes_anew,
	a_filter_is_the_servers_and_says_how_many_of_how_many,
	a_roll_says_where_those_who_are_marked_shall_go,
	one_child_is_placed_by_key_number_and_enter,
	many_are_placed_after_a_yes_and_who_found_no_room_is_listed,
	what_is_no_class_and_who_is_of_another_grade_is_said)
