#include <stdio.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define GET      "xueji.v1.Students/GetStudent"
#define UNMERGE  "xueji.v1.Students/UndoMerge"
#define UNDELETE "xueji.v1.Students/UndoDelete"

enum { MERGED = 2 };

static Xueji__V1__MergedRecord records[MERGED], *merged[MERGED];

/* A child into whose record so many were merged. */
static void answer_file(struct stage *stage, size_t n, const char *deleted_because)
{
	static const char *const names[] = {"刘嘉琪", "刘家琪"};
	static Google__Protobuf__Timestamp time;
	static char ids[MERGED][8];
	Xueji__V1__GetStudentResponse reply = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	time = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	time.seconds = 1795600000;
	reply.student = child_make(), reply.items = child_items_make();
	for (int i = 0; i < MERGED; i++) {
		records[i] = (Xueji__V1__MergedRecord)XUEJI__V1__MERGED_RECORD__INIT;
		snprintf(ids[i], sizeof ids[i], "910%d", i);
		records[i].student_id = ids[i], records[i].name = CHILD_TEXT(names[i]);
		records[i].school = &child_school, records[i].time = &time;
		merged[i] = &records[i];
	}
	reply.merged = merged, reply.n_merged = n;
	reply.deleted_because = CHILD_TEXT(deleted_because);
	fake_answer(stage->client, GET, &reply.base);
}

static void open_merges(struct stage *stage, size_t n, const char *deleted_because)
{
	answer_file(stage, n, deleted_because);
	stage_sign_in(stage);
	stage_open(stage, "student", "9001");
	stage_type(stage, "M");
	stage_wait(stage, 1);
}

static void part_scene(struct stage *stage)
{
	Xueji__V1__UndoMergeResponse done = XUEJI__V1__UNDO_MERGE_RESPONSE__INIT;
	open_merges(stage, 2, "");
	stage_type(stage, "jU\r"); /* no reason */
	ck_assert_uint_eq(fake_calls(stage->client, UNMERGE), 0);
	stage_type(stage, "U两名学生\r");
	stage_shot(stage, "merges_undo");
	stage_type(stage, "1\rU两名学生\ry"); /* another number, and a yes, are not enough */
	ck_assert_uint_eq(fake_calls(stage->client, UNMERGE), 0);
	done.student = done.survivor = child_make();
	fake_answer_next(stage->client, UNMERGE, &done.base);
	answer_file(stage, 1, "");
	stage_type(stage, "U两名学生\r2\r");
	stage_wait(stage, 1);
	const Xueji__V1__UndoMergeRequest *sent = fake_request(stage->client, UNMERGE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->student_id, "9101");
	ck_assert_str_eq(sent->reason, "两名学生");
	ck_assert(!stage_shows(stage, "9101"));
	stage_shot(stage, "merges");
}

START_TEST(two_records_are_parted_by_a_reason_and_a_typed_number)
{
	stage_play(part_scene);
}
END_TEST

static void refused_scene(struct stage *stage)
{
	open_merges(stage, 2, "");
	fake_refuse_next(stage->client, UNMERGE, "MERGE_RELIED_ON",
		"The merge can no longer be undone: case 812 was opened.", NULL);
	stage_type(stage, "U两名学生\r2\r");
	stage_wait(stage, 1);
	stage_type(stage, "j"); /* the message goes with the next key, what is relied on stays */
	ck_assert(stage_shows(stage, "! The merge can no longer be undone: case 812 was opened."));
}

START_TEST(what_relies_on_a_merge_is_named_and_stays_to_be_read)
{
	stage_play_as(refused_scene, LANG_EN, 24, 80);
}
END_TEST

static void deleted_scene(struct stage *stage)
{
	Xueji__V1__UndoDeleteResponse done = XUEJI__V1__UNDO_DELETE_RESPONSE__INIT;
	open_merges(stage, 0, "查无此人");
	ck_assert(stage_shows(stage, "已删除：查无此人"));
	done.student = child_make();
	fake_answer_next(stage->client, UNDELETE, &done.base);
	stage_type(stage, "U学生已找到\r1\r");
	stage_wait(stage, 1);
	const Xueji__V1__UndoDeleteRequest *sent = fake_request(stage->client, UNDELETE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->student_id, "9001");
	ck_assert_str_eq(sent->reason, "学生已找到");
	ck_assert(stage_shows(stage, "学籍已按原样恢复"));
}

START_TEST(a_deleted_record_is_brought_back)
{
	stage_play_as(deleted_scene, LANG_ZH, 24, 80);
}
END_TEST

static void none_scene(struct stage *stage)
{
	open_merges(stage, 0, "");
	ck_assert(stage_shows(stage, "No record was merged into this one"));
	stage_open(stage, "merges", "9001"); /* by a place that was kept */
	stage_type(stage, "jkU");
	ck_assert(stage_shows(stage, "nothing to undo"));
}

START_TEST(where_nothing_was_merged_nothing_is_undone)
{
	stage_play_as(none_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("merges", two_records_are_parted_by_a_reason_and_a_typed_number,
	what_relies_on_a_merge_is_named_and_stays_to_be_read, a_deleted_record_is_brought_back,
	where_nothing_was_merged_nothing_is_undone)
