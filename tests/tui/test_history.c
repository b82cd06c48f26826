#include <xueji/v1/cases.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define HISTORY "xueji.v1.Students/GetHistory"

enum { EVENTS = 5 };

struct life {
	Xueji__V1__GetHistoryResponse reply;
	Xueji__V1__HistoryEvent events[EVENTS], *rows[EVENTS];
	Google__Protobuf__Timestamp times[EVENTS];
	Xueji__V1__Enrolment stay;
	Xueji__V1__StudentNumber number;
	Xueji__V1__ItemChange change, *changes[1];
};

static Xueji__V1__HistoryEvent *add(
	struct life *life, Xueji__V1__HistoryKind kind, const char *title, const char *who)
{
	size_t i = life->reply.n_events++;
	Xueji__V1__HistoryEvent *event = &life->events[i];
	*event = (Xueji__V1__HistoryEvent)XUEJI__V1__HISTORY_EVENT__INIT;
	life->times[i] = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	life->times[i].seconds = 1795740000 - 86400 * 40 * (int64_t)i;
	event->kind = kind, event->title = CHILD_TEXT(title), event->time = &life->times[i];
	event->operator_name = CHILD_TEXT(who), event->unit = &child_school;
	life->rows[i] = event;
	return event;
}

static void make_life(struct life *life)
{
	*life = (struct life){.reply = XUEJI__V1__GET_HISTORY_RESPONSE__INIT,
		.stay = XUEJI__V1__ENROLMENT__INIT,
		.number = XUEJI__V1__STUDENT_NUMBER__INIT,
		.change = XUEJI__V1__ITEM_CHANGE__INIT};
	child_make();
	add(life, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_LOOK, "查看完整号码", "李科")->reason =
		CHILD_TEXT("监护人来电核对");
	life->events[0].unit = &child_county;
	life->change.title = CHILD_TEXT("现住址"), life->change.old_value = CHILD_TEXT("石家庄");
	life->changes[0] = &life->change;
	add(life, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_CHANGE, "修改学籍信息", "秦老师");
	life->events[1].changes = life->changes, life->events[1].n_changes = 1;
	life->events[1].for_name = CHILD_TEXT("赵老师");
	add(life, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_CASE_STEP, "学籍注册：同意", "赵老师")
		->case_id = CHILD_TEXT("810");
	life->number.masked = child_row.student_no_masked;
	life->number.kind = child_row.student_no_kind;
	life->number.from_day = CHILD_TEXT("2024-09-01");
	add(life, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_NUMBER, "取得临时学籍号", "")->number =
		&life->number;
	life->stay.school = &child_school, life->stay.grade = 1, life->stay.class_number = 2;
	life->stay.from_day = CHILD_TEXT("2024-09-01"),
	life->stay.to_day = CHILD_TEXT("2025-08-31");
	life->stay.ended = XUEJI__V1__ENROLMENT_END__ENROLMENT_END_PROMOTED;
	add(life, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_ENROLMENT, "就读", "")->enrolment =
		&life->stay;
	life->reply.events = life->rows;
}

static void open_life(struct stage *stage)
{
	struct life life;
	make_life(&life);
	fake_answer(stage->client, HISTORY, &life.reply.base);
	stage_sign_in(stage);
	stage_open(stage, "history", "9001");
}

static void list_scene(struct stage *stage)
{
	open_life(stage);
	stage_type(stage, "j");
	stage_shot(stage, "history");
}

START_TEST(a_life_is_one_list_with_the_event_below_it)
{
	stage_play(list_scene);
}
END_TEST

static void detail_scene(struct stage *stage)
{
	open_life(stage);
	ck_assert(stage_shows(stage, "监护人来电核对"));
	stage_type(stage, "jjj");
	ck_assert(stage_shows(stage, "L****************14"));
	stage_type(stage, "j");
	ck_assert(stage_shows(stage, "2024-09-01 - 2025-08-31"));
	ck_assert(stage_shows(stage, "一年级(2)班"));
	stage_type(stage, "i");
	ck_assert(!stage_shows(stage, "一年级(2)班"));
}

START_TEST(what_is_below_depends_on_the_event)
{
	stage_play_as(detail_scene, LANG_ZH, 24, 80);
}
END_TEST

static void way_scene(struct stage *stage)
{
	struct life life;
	Xueji__V1__GetStudentResponse file = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	make_life(&life);
	file.student = child_make(), file.items = child_items_make();
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &file.base);
	fake_answer(stage->client, HISTORY, &life.reply.base);
	stage_sign_in(stage);
	stage_open(stage, "student", "9001");
	stage_type(stage, "h\r");
	const Xueji__V1__GetHistoryRequest *sent = fake_request(stage->client, HISTORY);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->student_id, "9001");
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Cases/GetCase"), 0);
	stage_type(stage, "jj\r");
	const Xueji__V1__GetCaseRequest *opened =
		fake_request(stage->client, "xueji.v1.Cases/GetCase");
	ck_assert_ptr_nonnull(opened);
	ck_assert_str_eq(opened->case_id, "810");
}

START_TEST(h_opens_it_from_the_file_and_enter_opens_a_step_s_case)
{
	stage_play_as(way_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("history", a_life_is_one_list_with_the_event_below_it, what_is_below_depends_on_the_event,
	h_opens_it_from_the_file_and_enter_opens_a_step_s_case)
