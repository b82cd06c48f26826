#include <string.h>
#include <xueji/v1/attachments.pb-c.h>
#include <xueji/v1/cases.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define SAVE   "xueji.v1.Cases/SaveRegistration"
#define UPDATE "xueji.v1.Students/UpdateStudent"
#define CHANGE "xueji.v1.Cases/SaveKeyDataChange"

static void answer_case(struct stage *stage, const char *method)
{
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	Xueji__V1__Case one = XUEJI__V1__CASE__INIT;
	child_make();
	one.id = CHILD_TEXT("810"), one.rev = 1, one.student_name = CHILD_TEXT("刘佳琪");
	one.school = &child_school, one.grade = 1;
	one.state_title = CHILD_TEXT("草稿");
	reply.summary = &one, reply.items = child_items_make();
	fake_answer(stage->client, method, &reply.base);
	fake_answer(stage->client, "xueji.v1.Cases/GetCase", &reply.base);
}

static void registration_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "register", "");
	stage_type(stage, "1\t\t\t刘佳琪\t");
	stage_shot(stage, "register");
}

START_TEST(the_form_follows_the_national_one)
{
	stage_play(registration_scene);
}
END_TEST

static void language_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "register", "");
	ck_assert(stage_shows(stage, "出生地"));
	stage_key(stage, KEY_F1 + 1);
	ck_assert(stage_shows(stage, "birthplace"));
	ck_assert(!stage_shows(stage, "出生地"));
	stage_key(stage, KEY_F1 + 1);
	ck_assert(stage_shows(stage, "出生地"));
}

START_TEST(an_open_form_changes_its_language_whole)
{
	stage_play_as(language_scene, LANG_ZH, 24, 80);
}
END_TEST

static void label_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "register", "");
	ck_assert(stage_shows(stage, "Hong Kong, Macao, Taiwan,~"));
	for (int i = 0; i < 20 && !stage_shows(stage, ", overseas Chinese"); i++)
		stage_key(stage, KEY_DOWN);
	ck_assert(stage_shows(stage, "> Hong Kong, Macao, Taiwan,~"));
	ck_assert(stage_shows(stage, ", overseas Chinese"));
}

START_TEST(a_label_without_room_stands_whole_below_the_form)
{
	stage_play_as(label_scene, LANG_EN, 24, 80);
}
END_TEST

static void fault_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "register", "");
	stage_type(stage, "\t\t");
	stage_key(stage, KEY_RIGHT);
	stage_key(stage, KEY_RIGHT); /* papers to follow: yes */
	stage_type(stage, "\t刘佳琪\t2\t2018-13-02\t");
	fake_refuse_next(stage->client, SAVE, "INVALID", "出生日期不是日期", "items.birth_date");
	stage_key(stage, CTRL('S'));
	const Xueji__V1__SaveRegistrationRequest *sent = fake_request(stage->client, SAVE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->items->name, "刘佳琪");
	ck_assert_str_eq(sent->items->birth_date, "2018-13-02");
	ck_assert_int_eq(sent->grade, 1);
	ck_assert(sent->is_provisional);
	ck_assert_str_eq(sent->school_id, "1001");
	ck_assert(sent->submit);
	ck_assert(stage_shows(stage, "出生日期不是日期"));
	ck_assert(stage_shows(stage, "2018-13-02"));
}

START_TEST(a_fault_stands_at_its_field_and_nothing_typed_is_lost)
{
	stage_play_as(fault_scene, LANG_ZH, 24, 80);
}
END_TEST

static void draft_scene(struct stage *stage)
{
	answer_case(stage, SAVE);
	stage_sign_in(stage);
	stage_open(stage, "register", "");
	stage_type(stage, "\t\t\t刘佳琪\t");
	stage_key(stage, CTRL('D'));
	const Xueji__V1__SaveRegistrationRequest *sent = fake_request(stage->client, SAVE);
	ck_assert(!sent->submit);
	ck_assert_str_eq(sent->case_id, "");
	stage_key(stage, CTRL('S'));
	sent = fake_request(stage->client, SAVE);
	ck_assert(sent->submit);
	ck_assert_str_eq(sent->case_id, "810");
	ck_assert_int_eq(sent->rev, 1);
}

START_TEST(a_draft_is_kept_and_handed_on_later_as_the_same_case)
{
	stage_play_as(draft_scene, LANG_ZH, 24, 80);
}
END_TEST

static void edit_scene(struct stage *stage)
{
	Xueji__V1__GetStudentResponse file = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	Xueji__V1__UpdateStudentResponse reply = XUEJI__V1__UPDATE_STUDENT_RESPONSE__INIT;
	char *changed[] = {CHILD_TEXT("native_place")};
	file.student = child_make(), file.items = child_items_make();
	reply.student = file.student, reply.items = file.items;
	reply.changed_items = changed, reply.n_changed_items = 1;
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &file.base);
	fake_answer(stage->client, UPDATE, &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "edit", "9001");
	stage_type(stage, "\t河北石家庄\t");
	stage_key(stage, CTRL('U')); /* the ethnic group is emptied */
	stage_key(stage, CTRL('S'));
	const Xueji__V1__UpdateStudentRequest *sent = fake_request(stage->client, UPDATE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->rev, 3);
	ck_assert_str_eq(sent->items->native_place, "河北石家庄");
	ck_assert_str_eq(sent->items->present_address, "");
	ck_assert_uint_eq(sent->n_clear_items, 1);
	ck_assert_str_eq(sent->clear_items[0], "ethnic_group");
}

START_TEST(only_what_was_changed_is_sent_and_what_was_emptied_is_named)
{
	stage_play_as(edit_scene, LANG_ZH, 24, 80);
}
END_TEST

static void answer_files(struct stage *stage)
{
	Xueji__V1__ListAttachmentsResponse reply = XUEJI__V1__LIST_ATTACHMENTS_RESPONSE__INIT;
	Xueji__V1__Attachment file = XUEJI__V1__ATTACHMENT__INIT, *files[] = {&file};
	file.id = CHILD_TEXT("555");
	file.kind = XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_HOUSEHOLD_PAGE;
	reply.attachments = files, reply.n_attachments = 1;
	fake_answer(stage->client, "xueji.v1.Attachments/ListAttachments", &reply.base);
}

static void key_data_scene(struct stage *stage)
{
	answer_files(stage);
	answer_case(stage, CHANGE);
	stage_sign_in(stage);
	stage_open(stage, "key-data", "9001");
	stage_type(stage, "2\t刘嘉琪");
	stage_shot(stage, "key_data");
	stage_key(stage, CTRL('S'));
	ck_assert_uint_eq(fake_calls(stage->client, CHANGE), 0); /* there is no second file */
	stage_key(stage, KEY_UP);
	stage_key(stage, CTRL('U'));
	stage_type(stage, "1");
	stage_key(stage, CTRL('S'));
	const Xueji__V1__SaveKeyDataChangeRequest *sent = fake_request(stage->client, CHANGE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->student_id, "9001");
	ck_assert_str_eq(sent->items->name, "刘嘉琪");
	ck_assert_str_eq(sent->items->sex, "");
	ck_assert_uint_eq(sent->n_attachment_ids, 1);
	ck_assert_str_eq(sent->attachment_ids[0], "555");
	ck_assert(sent->submit);
}

START_TEST(a_change_of_key_data_names_its_proofs_by_number)
{
	stage_play(key_data_scene);
}
END_TEST

SUITE("forms", an_open_form_changes_its_language_whole, the_form_follows_the_national_one,
	a_label_without_room_stands_whole_below_the_form,
	a_fault_stands_at_its_field_and_nothing_typed_is_lost,
	a_draft_is_kept_and_handed_on_later_as_the_same_case,
	only_what_was_changed_is_sent_and_what_was_emptied_is_named,
	a_change_of_key_data_names_its_proofs_by_number)
