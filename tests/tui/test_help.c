/* The page that ? opens, where it is longer than the screen. */
#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"
#include "tests/tui/problems.h"
#include "tests/tui/stage.h"

enum { ROW_BYTES = 1024 };

/* The rows between head and message, as they stand. */
static const char *page_of(struct stage *stage)
{
	static char text[100 * ROW_BYTES];
	text[0] = '\0';
	for (int row = 1; row < stage->canvas->rows - 2; row++)
		strncat(text, stage_row(stage, row), sizeof text - strlen(text) - 1);
	return text;
}

static void end_scene(struct stage *stage)
{
	static char end[100 * ROW_BYTES];
	problems_answer_list(stage);
	stage_sign_in(stage);
	stage_open(stage, "problems", "");
	stage_type(stage, "?");
	ck_assert(stage_shows(stage, "turn the page"));
	for (int i = 0; i < 10; i++)
		stage_type(stage, " ");
	snprintf(end, sizeof end, "%s", page_of(stage));
	ck_assert(strlen(end) > 0);
	stage_type(stage, " ");
	ck_assert_str_eq(page_of(stage), end);
	stage_type(stage, "b");
	ck_assert_str_ne(page_of(stage), end);
}

START_TEST(a_long_page_ends_at_its_end_and_turns_back_at_once)
{
	stage_play_as(end_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("help", a_long_page_ends_at_its_end_and_turns_back_at_once)
