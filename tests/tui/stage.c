#include "tests/tui/stage.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/desk.pb-c.h>

#include "common/arena.h"
#include "common/memory.h"
#include "tests/support/suite.h"
#include "tui/app_state.h"
#include "tui/text.h"

/* Friday 2026-11-27, 08:52 in Beijing */
#define NOW_US (INT64_C(1795740720) * 1000000)

enum { TEXT = 64 * 1024, METHODS = 128 };

/* What WhoAmI says, with the methods that any screen needs. */
struct person {
	Xueji__V1__WhoAmIResponse who;
	Xueji__V1__Duty duty, *duties[1];
	Xueji__V1__Role roles[1];
	char *methods[METHODS];
};

struct played {
	struct stage stage;
	struct person person;
	char row[4096];
};

static struct played *played_of(struct stage *stage)
{
	return (struct played *)stage;
}

static void grant(struct person *person, const char *method)
{
	if (method == NULL)
		return;
	for (size_t i = 0; i < person->who.n_methods; i++)
		if (strcmp(person->methods[i], method) == 0)
			return;
	ck_assert_uint_lt(person->who.n_methods, METHODS);
	person->methods[person->who.n_methods++] = (char *)(uintptr_t)method;
}

static void make_person(struct person *person)
{
	person->who = (Xueji__V1__WhoAmIResponse)XUEJI__V1__WHO_AM_IRESPONSE__INIT;
	person->duty = (Xueji__V1__Duty)XUEJI__V1__DUTY__INIT;
	person->roles[0] = XUEJI__V1__ROLE__ROLE_OFFICER;
	person->duty.unit_name = person->who.unit_name = (char *)(uintptr_t) "长安区教育局";
	person->duty.unit_id = person->who.unit_id = (char *)(uintptr_t) "1001";
	person->duty.roles = person->roles, person->duty.n_roles = 1;
	person->duties[0] = &person->duty;
	person->who.duties = person->duties, person->who.n_duties = 1;
	person->who.operator_id = (char *)(uintptr_t) "7";
	person->who.name = (char *)(uintptr_t) "likezhang";
	person->who.full_name = (char *)(uintptr_t) "李科";
	person->who.tier = XUEJI__V1__TIER__TIER_COUNTY;
	person->who.methods = person->methods;
	grant(person, "xueji.v1.Units/SummarizeUnit");
	grant(person, "xueji.v1.Desk/GetDesk");
	for (size_t i = 0; i < screens_count; i++) {
		grant(person, screens[i]->need);
		const struct action *action = screens[i]->actions;
		for (; action != NULL && action->verb != VERB_NONE; action++)
			grant(person, action->need);
	}
}

void stage_play_as(stage_scene *scene, enum lang lang, int rows, int cols)
{
	struct played *played = memory_new(sizeof *played);
	struct stage *stage = &played->stage;
	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	text_init(LOCALE_DIR);
	make_person(&played->person);
	stage->client = fake_client_new();
	stage->canvas = canvas_new(rows, cols);
	stage->lang = lang;
	stage->now_us = NOW_US;
	stage->monotonic_us = 1000000;
	stage->app = app_new(&(struct frame_options){
		.client = stage->client,
		.lang = lang,
		.now_us = stage->now_us,
		.monotonic_us = stage->monotonic_us,
	});
	stage_wait(stage, 1);
	scene(stage);
	app_free(stage->app);
	canvas_free(stage->canvas);
	client_close(stage->client);
	free(played);
}

void stage_play(stage_scene *scene)
{
	static const int sizes[][2] = {{24, 80}, {40, 120}};
	for (int i = 0; i < 2; i++)
		for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
			stage_play_as(scene, lang, sizes[i][0], sizes[i][1]);
}

Xueji__V1__WhoAmIResponse *stage_who(struct stage *stage)
{
	return &played_of(stage)->person.who;
}

void stage_wait(struct stage *stage, int ms)
{
	stage->now_us += ms * 1000;
	stage->monotonic_us += ms * 1000;
	app_clock(stage->app, stage->now_us, stage->monotonic_us);
	app_take(stage->app);
	app_tick(stage->app);
	app_draw(stage->app, stage->canvas);
}

static void press(struct stage *stage, struct key key)
{
	app_key(stage->app, key);
	stage_wait(stage, 1);
}

void stage_key(struct stage *stage, uint32_t code)
{
	press(stage, (struct key){.code = code});
}

static void feed(struct stage *stage, const char *text, bool is_pasted)
{
	struct key_decoder *decoder = memory_new(sizeof *decoder);
	struct key key;
	for (const char *at = text; *at != '\0'; at++) {
		keys_feed(decoder, at, 1);
		while (keys_next(decoder, at[1] == '\0', &key)) {
			key.is_pasted = is_pasted;
			press(stage, key);
		}
	}
	free(decoder);
}

void stage_type(struct stage *stage, const char *text)
{
	feed(stage, text, false);
}

void stage_paste(struct stage *stage, const char *text)
{
	feed(stage, text, true);
}

void stage_sign_in(struct stage *stage)
{
	Xueji__V1__SignInResponse session = XUEJI__V1__SIGN_IN_RESPONSE__INIT;
	Xueji__V1__SignOutResponse out = XUEJI__V1__SIGN_OUT_RESPONSE__INIT;
	Google__Protobuf__Timestamp last = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	last.seconds = NOW_US / 1000000 - 86400;
	session.session_token = (char *)(uintptr_t) "0123456789abcdefghijkl";
	session.device = (char *)(uintptr_t) "device";
	session.last_sign_in = &last;
	session.last_sign_in_here = true;
	Xueji__V1__GetDeskResponse desk = XUEJI__V1__GET_DESK_RESPONSE__INIT;
	if (!fake_has_answer(stage->client, "xueji.v1.Desk/GetDesk"))
		fake_answer(stage->client, "xueji.v1.Desk/GetDesk", &desk.base);
	fake_answer(stage->client, "xueji.v1.Sessions/SignIn", &session.base);
	fake_answer(stage->client, "xueji.v1.Sessions/SignOut", &out.base);
	fake_answer(stage->client, "xueji.v1.Sessions/WhoAmI", &stage_who(stage)->base);
	stage_type(stage, "likezhang\rSecret-9\r\r");
	stage_wait(stage, 1);
}

void stage_open(struct stage *stage, const char *name, const char *subject)
{
	const struct screen *screen = screen_find(name);
	ck_assert_msg(screen != NULL, "no screen %s in tui/screens.c", name);
	stage_open_screen(stage, screen, subject);
}

void stage_open_screen(struct stage *stage, const struct screen *screen, const char *subject)
{
	app_open(stage->app, screen, subject);
	stage_wait(stage, 1);
}

void stage_resize(struct stage *stage, int rows, int cols)
{
	canvas_free(stage->canvas);
	stage->canvas = canvas_new(rows, cols);
	stage_wait(stage, 150);
}

const char *stage_row(struct stage *stage, int row)
{
	struct played *played = played_of(stage);
	canvas_row(stage->canvas, row, played->row, sizeof played->row);
	return played->row;
}

bool stage_shows(struct stage *stage, const char *text)
{
	for (int row = 0; row < stage->canvas->rows; row++)
		if (strstr(stage_row(stage, row), text) != NULL)
			return true;
	return false;
}

/* Of the tabs only the open one: which others there are is not the screen's business, and a new
 * module must not change every picture. */
static const char *open_tab(struct stage *stage)
{
	char *row = played_of(stage)->row;
	stage_row(stage, 1);
	char *from = strchr(row, '['), *to = strchr(row, ']');
	if (from == NULL || to == NULL)
		return row;
	to[1] = '\0';
	return from;
}

static void write_picture(struct stage *stage, bool is_whole, FILE *out)
{
	for (int row = 0; row < stage->canvas->rows; row++)
		fprintf(out, "%s\n",
			row == 1 && !is_whole ? open_tab(stage) : stage_row(stage, row));
	fprintf(out, "cursor %d %d\n", stage->canvas->cursor_row, stage->canvas->cursor_col);
}

static void shoot(struct stage *stage, const char *name, bool is_whole)
{
	char path[512], *golden = memory_new(TEXT), *shot = NULL;
	size_t size;
	snprintf(path, sizeof path, SOURCE_DIR "/tests/golden/screens/%s.%dx%d.%s.txt", name,
		stage->canvas->cols, stage->canvas->rows, stage->lang == LANG_ZH ? "zh" : "en");
	FILE *out = open_memstream(&shot, &size);
	write_picture(stage, is_whole, out);
	fclose(out);
	bool is_update = getenv("XUEJI_UPDATE") != NULL;
	FILE *file = fopen(path, is_update ? "w" : "r");
	ck_assert_msg(file != NULL, "no %s; write it with XUEJI_UPDATE=1", path);
	if (is_update)
		fputs(shot, file);
	else
		golden[fread(golden, 1, TEXT - 1, file)] = '\0';
	fclose(file);
	if (!is_update)
		ck_assert_msg(strcmp(golden, shot) == 0,
			"%s differs; the screen is now\n%s\nRight? Then XUEJI_UPDATE=1", path,
			shot);
	free(golden);
	free(shot);
}

void stage_shot(struct stage *stage, const char *name)
{
	shoot(stage, name, false);
}

void stage_shot_whole(struct stage *stage, const char *name)
{
	shoot(stage, name, true);
}
