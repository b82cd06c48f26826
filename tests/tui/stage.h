/* A console on a stage: the whole frame without a terminal, in a given language and size, at a
 * given time, with a server that answers what the test laid ready.
 *
 *	static void scene(struct stage *stage)
 *	{
 *		fake_answer(stage->client, "xueji.v1.Students/ListStudents", &reply.base);
 *		stage_sign_in(stage);
 *		stage_open(stage, "roster", "1001 7 3");
 *		stage_type(stage, "jj");
 *		stage_shot(stage, "roster");
 *	}
 *	START_TEST(a_roll_lists_its_children) { stage_play(scene); } END_TEST
 *
 * stage_play plays the scene four times: 80x24 and 120x40, in Chinese and in English.
 * `XUEJI_UPDATE=1 ctest --test-dir build -R ^tui/` writes the golden files anew. */
#pragma once

#include "tests/tui/fake_client.h"
#include "tui/frame.h"

struct stage {
	struct app *app;
	struct client *client;
	struct canvas *canvas;
	enum lang lang;
	int64_t now_us, monotonic_us;
};

typedef void stage_scene(struct stage *stage);
void stage_play(stage_scene *scene);
/* Once, in one language and size. */
void stage_play_as(stage_scene *scene, enum lang lang, int rows, int cols);

/* Who WhoAmI says is there: an officer of a county who may call whatever the screens need; a test
 * may change it before stage_sign_in. */
Xueji__V1__WhoAmIResponse *stage_who(struct stage *stage);
/* Types name and password into the sign-in form; afterwards the first module stands there. */
void stage_sign_in(struct stage *stage);
/* As from the command line; a screen that cannot be named there is opened all the same. */
void stage_open(struct stage *stage, const char *screen, const char *subject);
/* A screen of the test's own. */
void stage_open_screen(struct stage *stage, const struct screen *screen, const char *subject);

void stage_key(struct stage *stage, uint32_t code);
void stage_type(struct stage *stage, const char *text); /* "\r" is Enter, "\033" Esc */
void stage_paste(struct stage *stage, const char *text);
/* Time passes, replies come. */
void stage_wait(struct stage *stage, int ms);
void stage_resize(struct stage *stage, int rows, int cols);

/* The picture, for asserts: row by row; and whether a text stands anywhere on it. */
const char *stage_row(struct stage *stage, int row);
bool stage_shows(struct stage *stage, const char *text);
/* Compares with tests/golden/screens/NAME.80x24.zh.txt and so on. */
void stage_shot(struct stage *stage, const char *name);
/* The same with all tabs: for the test of menus, not of a screen. */
void stage_shot_whole(struct stage *stage, const char *name);
