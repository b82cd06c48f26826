#include <xueji/v1/transfers.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define FIND  "xueji.v1.Transfers/FindChild"
#define APPLY "xueji.v1.Transfers/ApplyTransfer"

static Xueji__V1__UnitName far_school;

static void lay_found(struct stage *stage)
{
	Xueji__V1__FindChildResponse reply = XUEJI__V1__FIND_CHILD_RESPONSE__INIT;
	child_make();
	far_school = (Xueji__V1__UnitName)XUEJI__V1__UNIT_NAME__INIT;
	far_school.id = CHILD_TEXT("3001"), far_school.name = CHILD_TEXT("林州市第一小学");
	reply.name = CHILD_TEXT("刘佳琪"), reply.sex = CHILD_TEXT("2");
	reply.student_no_masked = CHILD_TEXT("G****************14");
	reply.status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_ENROLLED;
	reply.school = &far_school, reply.place = CHILD_TEXT("河南省 安阳市 林州市");
	reply.stage = XUEJI__V1__STAGE__STAGE_PRIMARY, reply.grade = 3;
	fake_answer(stage->client, FIND, &reply.base);
}

static void apply_scene(struct stage *stage)
{
	lay_found(stage);
	stage_sign_in(stage);
	stage_open(stage, "transfer", "");
	stage_type(stage, "G410581201301010014\t\t刘佳琪");
	stage_key(stage, CTRL('S'));
	ck_assert_uint_eq(fake_calls(stage->client, APPLY), 0); /* first it is looked up */
	ck_assert_uint_eq(fake_calls(stage->client, FIND), 0);
	stage_key(stage, CTRL('F'));
	const Xueji__V1__FindChildRequest *asked = fake_request(stage->client, FIND);
	ck_assert_ptr_nonnull(asked);
	ck_assert_str_eq(asked->school_id, "1001");
	ck_assert_str_eq(asked->student_no, "G410581201301010014");
	ck_assert_str_eq(asked->name, "刘佳琪");
	stage_type(stage, "2\t随父母迁居");
	stage_shot(stage, "transfer");
	fake_refuse_next(stage->client, APPLY, "INVALID", "没有这个班", "class_number");
	stage_key(stage, CTRL('S'));
	const Xueji__V1__ApplyTransferRequest *sent = fake_request(stage->client, APPLY);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->student_no, "G410581201301010014");
	ck_assert_int_eq(sent->grade, 3);
	ck_assert_int_eq(sent->class_number, 2);
	ck_assert_str_eq(sent->cause, "随父母迁居");
	ck_assert(!sent->keeps_record);
	ck_assert(stage_shows(stage, "没有这个班"));
	ck_assert(stage_shows(stage, "随父母迁居"));
}

START_TEST(a_child_is_looked_up_before_it_is_applied_for_and_faults_stand_at_their_fields)
{
	stage_play(apply_scene);
}
END_TEST

static void abroad_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "transfer", "");
	stage_type(stage, "G410581201301010014\t\t刘佳琪\t3\t2\t随父母迁居\t3\t410000");
	stage_key(stage, CTRL('S'));
	ck_assert_uint_eq(fake_calls(stage->client, APPLY), 0); /* there is no third choice */
	stage_key(stage, CTRL('U'));
	stage_type(stage, "2");
	stage_key(stage, CTRL('F'));
	ck_assert_uint_eq(fake_calls(stage->client, FIND), 0); /* that province looks */
	stage_key(stage, CTRL('S'));
	const Xueji__V1__ApplyTransferRequest *sent = fake_request(stage->client, APPLY);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->province_code, "410000");
	ck_assert(sent->keeps_record);
	ck_assert_str_eq(sent->student_no, "G410581201301010014");
	ck_assert_int_eq(sent->grade, 3);
}

START_TEST(a_child_of_another_province_is_applied_for_without_a_look)
{
	stage_play(abroad_scene);
}
END_TEST

static void other_scene(struct stage *stage)
{
	lay_found(stage);
	stage_sign_in(stage);
	stage_open(stage, "transfer", "");
	stage_type(stage, "G410581201301010014\t\t刘佳琪");
	stage_key(stage, CTRL('F'));
	ck_assert(stage_shows(stage, "林州市第一小学"));
	stage_key(stage, KEY_UP);
	stage_key(stage, KEY_UP);
	stage_type(stage, "二");
	ck_assert(!stage_shows(stage, "林州市第一小学"));
	stage_key(stage, CTRL('S'));
	ck_assert_uint_eq(fake_calls(stage->client, APPLY), 0);
}

START_TEST(what_was_found_is_not_applied_for_under_another_name)
{
	stage_play_as(other_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("transfer_in", a_child_of_another_province_is_applied_for_without_a_look,
	a_child_is_looked_up_before_it_is_applied_for_and_faults_stand_at_their_fields,
	what_was_found_is_not_applied_for_under_another_name)
