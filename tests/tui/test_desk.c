#include <string.h>
#include <xueji/v1/desk.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/stage.h"

#define TEXT(text) ((char *)(uintptr_t)(text))
#define GET        "xueji.v1.Desk/GetDesk"
#define WATCH      "xueji.v1.Desk/WatchDesk"

enum { ROWS = 4 };

struct answer {
	Xueji__V1__GetDeskResponse reply;
	Xueji__V1__DeskRow rows[ROWS], *row_list[ROWS];
	Xueji__V1__DeskCount counts[ROWS];
	Xueji__V1__UnitName unit;
	Xueji__V1__LateUnit late, *late_list[1];
};

static void make_row(struct answer *a, int i, const char *key, const char *zh, const char *en,
	enum lang lang, Xueji__V1__DeskKind kind)
{
	a->counts[i] = (Xueji__V1__DeskCount)XUEJI__V1__DESK_COUNT__INIT;
	a->rows[i] = (Xueji__V1__DeskRow)XUEJI__V1__DESK_ROW__INIT;
	a->rows[i].number = i + 1, a->rows[i].key = TEXT(key);
	a->rows[i].title = TEXT(lang == LANG_ZH ? zh : en), a->rows[i].kind = kind;
	a->rows[i].unit = &a->unit, a->rows[i].count = &a->counts[i];
	a->rows[i].method = TEXT("xueji.v1.Cases/ListCases");
	a->row_list[i] = &a->rows[i];
}

static void make_desk(struct answer *a, enum lang lang)
{
	*a = (struct answer){.reply = XUEJI__V1__GET_DESK_RESPONSE__INIT};
	a->unit = (Xueji__V1__UnitName)XUEJI__V1__UNIT_NAME__INIT;
	a->unit.id = TEXT("1001"), a->unit.name = TEXT("长安区教育局");
	a->late = (Xueji__V1__LateUnit)XUEJI__V1__LATE_UNIT__INIT;
	a->late.unit = &a->unit, a->late.overdue = 3, a->late_list[0] = &a->late;
	make_row(a, 0, "registration.confirm", "学籍注册待核准", "Registrations to confirm", lang,
		XUEJI__V1__DESK_KIND__DESK_KIND_MINE);
	make_row(a, 1, "key_data.confirm", "关键数据变更待核准", "Key-data changes to confirm",
		lang, XUEJI__V1__DESK_KIND__DESK_KIND_MINE);
	make_row(a, 2, "registration.waiting", "等待学校补充", "Waiting for schools", lang,
		XUEJI__V1__DESK_KIND__DESK_KIND_WAITING);
	make_row(a, 3, "class.unplaced", "未分班学生", "Children without a class", lang,
		XUEJI__V1__DESK_KIND__DESK_KIND_NOTICE);
	a->counts[0].count = 1000, a->counts[0].due_today = 5, a->counts[0].overdue = 2;
	a->counts[0].earliest_due_day = TEXT("2026-11-25");
	a->counts[1].count = 12, a->counts[1].earliest_due_day = TEXT("2026-12-01");
	a->reply.rows = a->row_list, a->reply.n_rows = ROWS;
	a->reply.late = a->late_list, a->reply.n_late = 1;
	a->reply.layout = 77;
}

static void begin(struct stage *stage)
{
	struct answer a;
	make_desk(&a, stage->lang);
	fake_answer(stage->client, GET, &a.reply.base);
	stage_sign_in(stage);
	stage_wait(stage, 1);
}

static void look_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "j");
	stage_shot(stage, "desk");
	stage_type(stage, "\r");
	ck_assert_uint_eq(fake_calls(stage->client, WATCH), 0); /* lean: nothing is watched */
}

START_TEST(the_desk_says_what_waits_and_until_when)
{
	stage_play(look_scene);
}
END_TEST

static void news_scene(struct stage *stage)
{
	Xueji__V1__DeskCount count = XUEJI__V1__DESK_COUNT__INIT, *counts[] = {&count};
	Xueji__V1__WatchDeskResponse item = XUEJI__V1__WATCH_DESK_RESPONSE__INIT;
	count.row = 2, count.count = 13;
	item.changes = counts, item.n_changes = 1;
	app_set_lean(stage->app, false);
	fake_item_next(stage->client, WATCH, &item.base);
	begin(stage);
	ck_assert_uint_eq(
		((const Xueji__V1__WatchDeskRequest *)fake_request(stage->client, WATCH))->layout,
		77);
	ck_assert(!stage_shows(stage, "news")); /* the first item only says how it stands */
	fake_item_next(stage->client, WATCH, &item.base);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "[news: R shows them]"));
	ck_assert(stage_shows(stage, "12")); /* and nothing moved under the reader's eyes */
	stage_type(stage, "R");
	stage_wait(stage, 1);
	ck_assert(!stage_shows(stage, "news"));
	ck_assert_uint_eq(fake_calls(stage->client, WATCH), 2);
	ck_assert_uint_eq(fake_calls(stage->client, GET), 2);
}

START_TEST(news_are_said_and_not_drawn)
{
	stage_play_as(news_scene, LANG_EN, 24, 80);
}
END_TEST

static void lock_scene(struct stage *stage)
{
	app_set_lean(stage->app, false);
	begin(stage);
	stage_wait(stage, 11 * 60 * 1000);
	stage_type(stage, "Secret-9\r");
	ck_assert(stage_shows(stage, "[1 Desk]"));
	/* the watch began in the session that was behind the lock, and ends with it */
	fake_refuse_next(stage->client, WATCH, "SESSION_ENDED", "ended", NULL);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "[1 Desk]"));
	ck_assert_uint_eq(fake_calls(stage->client, WATCH), 2);
}

START_TEST(the_end_of_a_session_before_does_not_end_this_one)
{
	stage_play_as(lock_scene, LANG_EN, 24, 80);
}
END_TEST

static void own_scene(struct stage *stage)
{
	struct answer a;
	make_desk(&a, stage->lang);
	a.rows[0].method = TEXT("xueji.v1.Sessions/WhoAmI");
	fake_answer(stage->client, GET, &a.reply.base);
	stage_sign_in(stage);
	stage_type(stage, "\r");
	ck_assert(stage_shows(stage, "Settings"));
}

START_TEST(the_row_of_one_s_own_certificate_opens_what_is_one_s_own)
{
	stage_play_as(own_scene, LANG_EN, 24, 80);
}
END_TEST

static void certificate_scene(struct stage *stage)
{
	stage_who(stage)->certificate_state =
		XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRED;
	begin(stage);
	ck_assert(stage_shows(stage, "Without a valid certificate you can read, not change."));
}

START_TEST(an_expired_certificate_is_said)
{
	stage_play_as(certificate_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("desk", the_row_of_one_s_own_certificate_opens_what_is_one_s_own,
	the_desk_says_what_waits_and_until_when, news_are_said_and_not_drawn,
	the_end_of_a_session_before_does_not_end_this_one, an_expired_certificate_is_said)
