#include <string.h>
#include <xueji/v1/cases.pb-c.h>
#include <xueji/v1/console.pb-c.h>
#include <xueji/v1/students.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define SAVE     "xueji.v1.Console/SaveDraft"
#define GET      "xueji.v1.Console/GetDraft"
#define DROP     "xueji.v1.Console/DropDraft"
#define REGISTER "xueji.v1.Cases/SaveRegistration"
#define UPDATE   "xueji.v1.Students/UpdateStudent"

/* A record whose ordinary items are open, and a server that keeps drafts. */
static void begin(struct stage *stage)
{
	Xueji__V1__GetStudentResponse file = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	Xueji__V1__SaveDraftResponse saved = XUEJI__V1__SAVE_DRAFT_RESPONSE__INIT;
	Xueji__V1__DropDraftResponse dropped = XUEJI__V1__DROP_DRAFT_RESPONSE__INIT;
	Xueji__V1__WhoAmIResponse *who = stage_who(stage);
	who->methods[who->n_methods++] = CHILD_TEXT(SAVE);
	who->methods[who->n_methods++] = CHILD_TEXT(GET);
	who->methods[who->n_methods++] = CHILD_TEXT(DROP);
	file.student = child_make(), file.items = child_items_make();
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &file.base);
	fake_answer(stage->client, SAVE, &saved.base);
	fake_answer(stage->client, DROP, &dropped.base);
}

static void open_edit(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "edit", "9001");
	stage_wait(stage, 1);
}

static void keep_draft(struct stage *stage, const char *content)
{
	Xueji__V1__GetDraftResponse reply = XUEJI__V1__GET_DRAFT_RESPONSE__INIT;
	Xueji__V1__Draft draft = XUEJI__V1__DRAFT__INIT;
	Google__Protobuf__Timestamp then = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	then.seconds = 1788242520; /* 2026-09-01 14:02 in Beijing */
	draft.key = CHILD_TEXT("edit/9001"), draft.saved_time = &then;
	reply.draft = &draft;
	reply.content.data = (uint8_t *)CHILD_TEXT(content);
	reply.content.len = strlen(content);
	fake_answer(stage->client, GET, &reply.base);
}

static void answer_update(struct stage *stage)
{
	Xueji__V1__UpdateStudentResponse reply = XUEJI__V1__UPDATE_STUDENT_RESPONSE__INIT;
	reply.student = child_make(), reply.items = child_items_make();
	fake_answer(stage->client, UPDATE, &reply.base);
}

static void check_kept(struct stage *stage)
{
	const Xueji__V1__SaveDraftRequest *sent = fake_request(stage->client, SAVE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->key, "edit/9001");
	ck_assert_uint_eq(sent->content.len, strlen("items.native_place=河北石家庄\n"));
	ck_assert_mem_eq(sent->content.data, "items.native_place=河北石家庄\n", sent->content.len);
}

static void hang_up_scene(struct stage *stage)
{
	begin(stage);
	open_edit(stage);
	app_hang_up(stage->app);
	ck_assert_uint_eq(fake_calls(stage->client, SAVE), 0); /* nothing was typed */
	stage_type(stage, "\t河北石家庄");
	app_hang_up(stage->app);
	check_kept(stage);
}

START_TEST(what_was_typed_and_nothing_else_is_kept_when_the_line_goes)
{
	stage_play_as(hang_up_scene, LANG_ZH, 24, 80);
}
END_TEST

static void lock_scene(struct stage *stage)
{
	begin(stage);
	open_edit(stage);
	stage_type(stage, "\t河北石家庄");
	stage_wait(stage, 11 * 60 * 1000);
	check_kept(stage);
}

START_TEST(what_was_typed_is_kept_when_the_console_locks)
{
	stage_play_as(lock_scene, LANG_EN, 24, 80);
}
END_TEST

static void take_scene(struct stage *stage)
{
	begin(stage);
	answer_update(stage);
	keep_draft(stage, "items.native_place=河北石家庄\nitems.ethnic_group=\nitems.gone=1\n");
	open_edit(stage);
	ck_assert(stage_shows(stage, "What was typed here 2026-09-01 14:02 is kept"));
	ck_assert(!stage_shows(stage, "河北石家庄"));
	stage_type(stage, "\r");
	ck_assert(stage_shows(stage, "河北石家庄"));
	ck_assert_uint_eq(fake_calls(stage->client, DROP), 0);
	stage_key(stage, CTRL('S'));
	stage_wait(stage, 1);
	const Xueji__V1__UpdateStudentRequest *sent = fake_request(stage->client, UPDATE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->items->native_place, "河北石家庄");
	ck_assert_uint_eq(sent->n_clear_items, 1);
	const Xueji__V1__DropDraftRequest *dropped = fake_request(stage->client, DROP);
	ck_assert_ptr_nonnull(dropped);
	ck_assert_str_eq(dropped->key, "edit/9001");
}

START_TEST(enter_takes_up_what_is_kept_and_once_sent_it_is_gone)
{
	stage_play_as(take_scene, LANG_EN, 24, 80);
}
END_TEST

static void refuse_scene(struct stage *stage)
{
	begin(stage);
	keep_draft(stage, "items.native_place=河北石家庄\n");
	open_edit(stage);
	stage_type(stage, "\t\r"); /* any other key goes on without it */
	ck_assert(!stage_shows(stage, "河北石家庄"));
	stage_type(stage, "\033");
	ck_assert_uint_eq(fake_calls(stage->client, DROP), 0);
	stage_open(stage, "edit", "9001");
	stage_wait(stage, 1);
	stage_type(stage, "\r\033y"); /* taken up, and given up */
	ck_assert_uint_eq(fake_calls(stage->client, DROP), 1);
}

START_TEST(what_is_not_taken_up_stays_until_it_is_given_up)
{
	stage_play_as(refuse_scene, LANG_ZH, 24, 80);
}
END_TEST

/* Types what the server takes as a draft of its own, and loses the line. */
static void lose_registration(struct stage *stage)
{
	begin(stage);
	stage_sign_in(stage);
	stage_open(stage, "register", "");
	stage_type(stage, "\t\t\t刘佳琪\t2\t2018-13-02");
	app_hang_up(stage->app);
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, REGISTER), 1);
	ck_assert_uint_eq(fake_calls(stage->client, SAVE), 1);
}

static void refused_scene(struct stage *stage)
{
	fake_refuse_next(
		stage->client, REGISTER, "INVALID", "出生日期不是日期", "items.birth_date");
	lose_registration(stage);
	ck_assert_uint_eq(fake_calls(stage->client, DROP), 0);
}

static void taken_scene(struct stage *stage)
{
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	Xueji__V1__Case one = XUEJI__V1__CASE__INIT;
	child_make();
	one.id = CHILD_TEXT("810"), one.rev = 1, one.school = &child_school;
	reply.summary = &one, reply.items = child_items_make();
	fake_answer(stage->client, REGISTER, &reply.base);
	lose_registration(stage);
	ck_assert_uint_eq(fake_calls(stage->client, DROP), 1);
}

START_TEST(a_registration_is_kept_as_a_form_unless_the_server_takes_it_as_a_case)
{
	stage_play_as(refused_scene, LANG_ZH, 24, 80);
	stage_play_as(taken_scene, LANG_ZH, 24, 80);
}
END_TEST

static void none_scene(struct stage *stage)
{
	begin(stage);
	fake_refuse_next(stage->client, GET, "NO_SUCH_DRAFT", "There is no draft edit/9001.", NULL);
	open_edit(stage);
	ck_assert_uint_eq(fake_calls(stage->client, GET), 1);
	ck_assert(!stage_shows(stage, "no draft"));
}

START_TEST(that_nothing_is_kept_for_a_form_is_no_news)
{
	stage_play_as(none_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("drafts", that_nothing_is_kept_for_a_form_is_no_news,
	what_was_typed_and_nothing_else_is_kept_when_the_line_goes,
	what_was_typed_is_kept_when_the_console_locks,
	enter_takes_up_what_is_kept_and_once_sent_it_is_gone,
	what_is_not_taken_up_stays_until_it_is_given_up,
	a_registration_is_kept_as_a_form_unless_the_server_takes_it_as_a_case)
