#include <string.h>
#include <xueji/v1/attachments.pb-c.h>
#include <xueji/v1/cases.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define APPLY "xueji.v1.Cases/ApplyStatusChange"

static Xueji__V1__StatusChange change;
static Xueji__V1__Case one;

static void answer_case(struct stage *stage)
{
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	xueji__v1__case__init(&one);
	xueji__v1__status_change__init(&change);
	child_make();
	one.id = CHILD_TEXT("820"), one.rev = 4, one.student_name = CHILD_TEXT("刘佳琪");
	one.student_id = CHILD_TEXT("9001"), one.school = &child_school, one.grade = 3;
	one.type = XUEJI__V1__CASE_TYPE__CASE_TYPE_STATUS;
	one.status_change = change.kind = XUEJI__V1__STATUS_CHANGE_KIND__STATUS_CHANGE_KIND_SUSPEND;
	one.title = CHILD_TEXT("休学"), one.state_title = CHILD_TEXT("草稿");
	change.from_day = CHILD_TEXT("2026-11-20"), change.until_day = CHILD_TEXT("2027-05-20");
	change.cause = CHILD_TEXT("因病住院");
	reply.summary = &one, reply.status_change = &change;
	fake_answer(stage->client, APPLY, &reply.base);
	fake_answer(stage->client, "xueji.v1.Cases/GetCase", &reply.base);
}

static void answer_files(struct stage *stage)
{
	Xueji__V1__ListAttachmentsResponse reply = XUEJI__V1__LIST_ATTACHMENTS_RESPONSE__INIT;
	Xueji__V1__Attachment file = XUEJI__V1__ATTACHMENT__INIT, *files[] = {&file};
	file.id = CHILD_TEXT("556");
	file.kind = XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_GUARDIAN_APPLICATION;
	reply.attachments = files, reply.n_attachments = 1;
	fake_answer(stage->client, "xueji.v1.Attachments/ListAttachments", &reply.base);
}

/* A pupil of a primary school who attends. */
static void apply_scene(struct stage *stage)
{
	answer_case(stage);
	answer_files(stage);
	stage_sign_in(stage);
	stage_open(stage, "standing", "9001 2 1");
	stage_type(stage, "\t\t2027-05-20\t\t\t因病住院\t1");
	stage_shot(stage, "standing");
	fake_refuse_next(stage->client, APPLY, "INVALID", "超过期限", "change.until_day");
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "超过期限"));
	stage_key(stage, CTRL('S'));
	const Xueji__V1__ApplyStatusChangeRequest *sent = fake_request(stage->client, APPLY);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->student_id, "9001");
	ck_assert_int_eq(
		sent->change->kind, XUEJI__V1__STATUS_CHANGE_KIND__STATUS_CHANGE_KIND_SUSPEND);
	ck_assert_str_eq(sent->change->until_day, "2027-05-20");
	ck_assert_str_eq(sent->change->cause, "因病住院");
	ck_assert_int_eq(sent->change->grade, 0);
	ck_assert_uint_eq(sent->n_attachment_ids, 1);
	ck_assert_str_eq(sent->attachment_ids[0], "556");
	ck_assert(sent->submit);
}

START_TEST(a_change_is_applied_for_with_its_proof)
{
	stage_play(apply_scene);
}
END_TEST

static void case_scene(struct stage *stage)
{
	answer_case(stage);
	stage_sign_in(stage);
	stage_open(stage, "case", "820");
	stage_shot(stage, "standing_case");
}

START_TEST(a_case_shows_what_is_applied_for)
{
	stage_play(case_scene);
}
END_TEST

static void choices_scene(struct stage *stage)
{
	answer_files(stage);
	stage_sign_in(stage);
	stage_open(stage, "standing", "9001 4 1"); /* abroad */
	ck_assert(stage_shows(stage, "回国（境）复学"));
	stage_key(stage, KEY_RIGHT);
	ck_assert(stage_shows(stage, "死亡证明"));
	stage_key(stage, KEY_RIGHT); /* there are only these two */
	ck_assert(stage_shows(stage, "回国（境）复学"));
	stage_open(stage, "standing", "9001 8 1"); /* graduated */
	ck_assert(stage_shows(stage, "没有可办理的变动"));
}

START_TEST(only_what_follows_from_the_status_is_offered)
{
	stage_play_as(choices_scene, LANG_ZH, 24, 80);
}
END_TEST

static void draft_scene(struct stage *stage)
{
	answer_case(stage);
	answer_files(stage);
	stage_sign_in(stage);
	stage_open(stage, "standing", "case 820");
	ck_assert(stage_shows(stage, "因病住院"));
	stage_key(stage, CTRL('S'));
	const Xueji__V1__ApplyStatusChangeRequest *sent = fake_request(stage->client, APPLY);
	ck_assert_str_eq(sent->case_id, "820");
	ck_assert_int_eq(sent->rev, 4);
	ck_assert_str_eq(sent->student_id, "");
	ck_assert_str_eq(sent->change->from_day, "2026-11-20");
}

START_TEST(a_returned_one_is_mended_as_what_it_is)
{
	stage_play_as(draft_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("standing", a_change_is_applied_for_with_its_proof, a_case_shows_what_is_applied_for,
	only_what_follows_from_the_status_is_offered, a_returned_one_is_mended_as_what_it_is)
