/* The list widget, through the roll of a school. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/students.pb-c.h>

#include "common/memory.h"
#include "tests/support/suite.h"
#include "tests/tui/stage.h"
#include "tui/app.h"
#include "tui/widgets/list.h"

#define TEXT(text) ((char *)(uintptr_t)(text))
#define LIST       "xueji.v1.Students/ListStudents"

enum { PAGE = 100 };

/* Page n of children "0", "1", …; with `last` none follows. */
static void lay_page(struct stage *stage, int n, int size, bool is_last)
{
	Xueji__V1__ListStudentsResponse page = XUEJI__V1__LIST_STUDENTS_RESPONSE__INIT;
	Xueji__V1__Student rows[PAGE], *students[PAGE];
	char ids[PAGE][16], names[PAGE][16], token[16];
	for (int i = 0; i < size; i++) {
		snprintf(ids[i], sizeof ids[i], "%d", n * PAGE + i);
		snprintf(names[i], sizeof names[i], "child%d.", n * PAGE + i);
		rows[i] = (Xueji__V1__Student)XUEJI__V1__STUDENT__INIT;
		rows[i].id = ids[i], rows[i].name = names[i];
		students[i] = &rows[i];
	}
	snprintf(token, sizeof token, "t%d", n + 1);
	page.students = students, page.n_students = (size_t)size;
	page.next_page_token = is_last ? TEXT("") : token;
	fake_answer_next(stage->client, LIST, &page.base);
}

static const char *token_sent(struct stage *stage)
{
	return ((const Xueji__V1__ListStudentsRequest *)fake_request(stage->client, LIST))
		->page_token;
}

/* ---- a screen that is a list and nothing else, with marks */

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Student *)row)->id;
}

static const char *name_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Student *)row)->name;
}

static bool can_mark(struct app *app, const void *row, const char **why_out)
{
	*why_out = "an odd child";
	return strtol(id_of(app, row), NULL, 10) % 2 == 0;
}

static const struct list_column columns[] = {
	{.title = "Name", .width = 20, .cell = name_cell},
	{.title = "Wide", .width = 50, .cell = name_cell, .drop = 1},
	{.title = "Wider", .width = 60, .cell = name_cell, .drop = 2},
	{0},
};
static const struct list_spec spec = {.columns = columns,
	.rows = "students",
	.id = id_of,
	.can_mark = can_mark,
	.empty = "Nobody."};

static void open_list(struct app *app, void *state, const char *subject)
{
	Xueji__V1__ListStudentsRequest request = XUEJI__V1__LIST_STUDENTS_REQUEST__INIT;
	(void)subject;
	list_init(state, &spec);
	list_ask(state, app, LIST, &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	ck_assert(list_loaded(state, app, reply));
}

static void draw(struct app *app, void *state, struct area area)
{
	list_draw(state, app, area);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return list_key(state, app, key);
}

static void close_list(struct app *app, void *state)
{
	(void)app;
	list_free(state);
}

static void refresh(struct app *app, void *state)
{
	list_refresh(state, app);
}

static void filter(struct app *app, void *state, const char *text)
{
	Xueji__V1__ListStudentsRequest request = XUEJI__V1__LIST_STUDENTS_REQUEST__INIT;
	request.filter = TEXT(text);
	list_ask(state, app, LIST, &request.base);
}

static const struct action actions[] = {{VERB_REFRESH, .run = refresh}, {0}};
static const struct screen list_screen = {
	.name = "list",
	.title = "List",
	.state_size = sizeof(struct list),
	.open = open_list,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.filter = filter,
	.close = close_list,
	.actions = actions,
};

static void begin(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open_screen(stage, &list_screen, "");
	stage_wait(stage, 1);
}

static void page_scene(struct stage *stage)
{
	lay_page(stage, 0, PAGE, false);
	begin(stage);
	ck_assert(stage_shows(stage, "1/100+"));
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 1); /* only what is looked at */
	lay_page(stage, 1, PAGE, false);
	for (int pages = 0; pages < 5; pages++)
		stage_type(stage, " ");
	stage_wait(stage, 1);
	ck_assert_str_eq(token_sent(stage), "t1");
	ck_assert(stage_shows(stage, "/200+"));
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 2);
}

START_TEST(pages_are_fetched_when_their_end_nears)
{
	stage_play_as(page_scene, LANG_EN, 24, 80);
}
END_TEST

static void end_scene(struct stage *stage)
{
	lay_page(stage, 0, PAGE, false);
	lay_page(stage, 1, PAGE, false);
	lay_page(stage, 2, 7, true);
	begin(stage);
	stage_type(stage, "G");
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "207/207"));
	ck_assert(stage_shows(stage, "> child206."));
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 3);
}

START_TEST(the_last_row_is_the_last_though_its_page_is_still_to_come)
{
	stage_play_as(end_scene, LANG_EN, 24, 80);
}
END_TEST

static void elsewhere_scene(struct stage *stage)
{
	lay_page(stage, 0, PAGE, false);
	begin(stage);
	fake_hold(stage->client);
	lay_page(stage, 1, PAGE, false);
	stage_type(stage, "Gk");
	fake_release(stage->client);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "> child98."));
}

START_TEST(who_has_moved_on_meanwhile_is_not_taken_to_the_end)
{
	stage_play_as(elsewhere_scene, LANG_EN, 24, 80);
}
END_TEST

static void far_scene(struct stage *stage)
{
	for (int n = 0; n < 30; n++)
		lay_page(stage, n, PAGE, n == 29);
	begin(stage);
	for (int n = 0; n < 32; n++)
		stage_type(stage, "G");
	ck_assert(stage_shows(stage, "3,000/3,000"));
	size_t calls = fake_calls(stage->client, LIST);
	ck_assert_uint_eq(calls, 30);
	lay_page(stage, 0, PAGE, false);
	stage_type(stage, "g"); /* its page is no longer in memory */
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "> child0."));
	ck_assert_uint_eq(fake_calls(stage->client, LIST), calls + 1);
	ck_assert_str_eq(token_sent(stage), "");
	stage_type(stage, "j");
	ck_assert(stage_shows(stage, "2/3,000"));
}

START_TEST(pages_left_behind_are_fetched_again_by_their_own_token)
{
	stage_play_as(far_scene, LANG_EN, 24, 80);
}
END_TEST

static void hole_scene(struct stage *stage)
{
	lay_page(stage, 0, 3, false);
	lay_page(stage, 1, 0, false); /* short pages, though more follow */
	lay_page(stage, 2, 0, false);
	lay_page(stage, 3, 2, true);
	begin(stage);
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "1/5"));
	stage_type(stage, "G");
	ck_assert(stage_shows(stage, "> child301."));
}

START_TEST(empty_pages_are_passed_over)
{
	stage_play_as(hole_scene, LANG_EN, 24, 80);
}
END_TEST

static void refresh_scene(struct stage *stage)
{
	lay_page(stage, 0, 10, true);
	begin(stage);
	stage_type(stage, "jjjj");
	ck_assert(stage_shows(stage, "> child4."));
	lay_page(stage, 0, 5, true);
	stage_type(stage, "R");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "> child4."));
	lay_page(stage, 0, 3, true); /* it is gone: the nearest */
	stage_type(stage, "R");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "> child2."));
	lay_page(stage, 0, 0, true);
	stage_type(stage, "R");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "Nobody."));
	stage_type(stage, "jkGg tb"); /* nothing to move or mark */
}

START_TEST(the_cursor_stays_with_its_row)
{
	stage_play_as(refresh_scene, LANG_EN, 24, 80);
}
END_TEST

static void another_scene(struct stage *stage)
{
	lay_page(stage, 0, PAGE, true);
	begin(stage);
	stage_type(stage, "Gkk");
	ck_assert(stage_shows(stage, "> child97."));
	lay_page(stage, 0, 98, true);
	stage_type(stage, "/a\r");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "> child0.")); /* though the row is among these */
	stage_type(stage, "G");
	lay_page(stage, 0, 98, true);
	stage_type(stage, "R"); /* the same list */
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "> child97."));
}

START_TEST(another_list_begins_at_its_first_row)
{
	stage_play_as(another_scene, LANG_EN, 24, 80);
}
END_TEST

static void fewer_scene(struct stage *stage)
{
	lay_page(stage, 0, PAGE, true);
	begin(stage);
	stage_type(stage, "G");
	lay_page(stage, 0, 30, true);
	stage_type(stage, "R");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "> child29."));
	ck_assert(stage_shows(stage, "  child28.")); /* what stands before it is seen too */
	ck_assert(stage_shows(stage, "  child20."));
}

START_TEST(of_a_list_that_became_shorter_a_whole_page_is_seen)
{
	stage_play_as(fewer_scene, LANG_EN, 24, 80);
}
END_TEST

static void refused_scene(struct stage *stage)
{
	for (int n = 0; n < 3; n++)
		lay_page(stage, n, PAGE, false);
	begin(stage);
	stage_type(stage, "GG");
	fake_refuse_next(stage->client, LIST, "SERVER_BUSY", "busy", NULL);
	size_t calls = fake_calls(stage->client, LIST);
	stage_type(stage, "RGgG"); /* what is here stays, and nothing is mixed into it */
	ck_assert(stage_shows(stage, "300/300+"));
	ck_assert_uint_eq(fake_calls(stage->client, LIST), calls + 1);
	lay_page(stage, 0, 5, true);
	stage_type(stage, "R");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "/5"));
}

START_TEST(a_refused_refresh_leaves_what_was_there)
{
	stage_play_as(refused_scene, LANG_EN, 24, 80);
}
END_TEST

static void unknown_scene(struct stage *stage)
{
	fake_refuse_next(stage->client, LIST, "SERVER_BUSY", "busy", NULL);
	begin(stage);
	ck_assert(stage_shows(stage, "Not known: no answer came; ask again."));
	ck_assert(!stage_shows(stage, "Nobody."));
	lay_page(stage, 0, 0, true);
	stage_type(stage, "R");
	stage_wait(stage, 1);
	ck_assert(!stage_shows(stage, "Not known"));
	ck_assert(stage_shows(stage, "Nobody."));
}

START_TEST(a_list_that_did_not_come_is_not_called_empty)
{
	stage_play_as(unknown_scene, LANG_EN, 24, 80);
}
END_TEST

static void refuse_for_want_of_a_line(struct stage *stage)
{
	fake_set_line(stage->client, LINE_DOWN);
	fake_refuse_next(stage->client, LIST, "NO_LINE", "no line", NULL);
}

static void back_scene(struct stage *stage)
{
	stage_sign_in(stage);
	refuse_for_want_of_a_line(stage);
	stage_wait(stage, 1);
	stage_open_screen(stage, &list_screen, "");
	stage_wait(stage, 1000);
	ck_assert(stage_shows(stage, "Not known"));
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 1); /* not while it is down */
	lay_page(stage, 0, 3, true);
	fake_set_line(stage->client, LINE_UP);
	fake_hold(stage->client);
	stage_wait(stage, 1);
	stage_type(stage, "t"); /* for rows that are about to come */
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "child2."));
	ck_assert(stage_shows(stage, "1 marked"));
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 2); /* once */
}

START_TEST(a_list_that_did_not_come_is_asked_for_when_the_line_is_back)
{
	stage_play_as(back_scene, LANG_EN, 24, 80);
}
END_TEST

static void unseen_scene(struct stage *stage)
{
	lay_page(stage, 0, 10, true);
	begin(stage);
	refuse_for_want_of_a_line(stage);
	stage_wait(stage, 1);
	stage_type(stage, "R");
	stage_type(stage, "?"); /* something lies over it */
	fake_set_line(stage->client, LINE_UP);
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 2);
	lay_page(stage, 0, 3, true);
	stage_type(stage, "\033");
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 3);
	ck_assert(!stage_shows(stage, "child3."));
}

START_TEST(a_list_out_of_sight_is_asked_for_when_it_is_seen)
{
	stage_play_as(unseen_scene, LANG_EN, 24, 80);
}
END_TEST

static void further_scene(struct stage *stage)
{
	lay_page(stage, 0, PAGE, false);
	begin(stage);
	refuse_for_want_of_a_line(stage);
	stage_wait(stage, 1);
	stage_type(stage, "G");
	fake_set_line(stage->client, LINE_UP);
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, LIST), 2);
	ck_assert(stage_shows(stage, "> child99.")); /* and nothing moved under his hand */
	lay_page(stage, 1, 10, true);
	stage_type(stage, "j");
	stage_wait(stage, 1);
	ck_assert_str_eq(token_sent(stage), "t1");
}

START_TEST(a_further_page_that_did_not_come_waits_for_who_moves_on)
{
	stage_play_as(further_scene, LANG_EN, 24, 80);
}
END_TEST

static void mark_scene(struct stage *stage)
{
	lay_page(stage, 0, 10, true);
	begin(stage);
	stage_type(stage, "tt");
	ck_assert(stage_shows(stage, "an odd child"));
	ck_assert(stage_shows(stage, "1 marked  2/10"));
	ck_assert(stage_shows(stage, "*child0."));
	stage_type(stage, "jt");
	ck_assert(stage_shows(stage, "2 marked  4/10"));
	stage_type(stage, "kt");
	ck_assert(stage_shows(stage, "1 marked  4/10"));
	lay_page(stage, 0, 10, true);
	stage_type(stage, "R");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "1 marked")); /* outlives the refreshing */
}

START_TEST(rows_are_marked_and_counted)
{
	stage_play_as(mark_scene, LANG_EN, 24, 80);
}
END_TEST

static void narrow_scene(struct stage *stage)
{
	lay_page(stage, 0, 3, true);
	begin(stage);
	ck_assert(stage_shows(stage, "Wide"));
	ck_assert(!stage_shows(stage, "Wider"));
	stage_resize(stage, 24, 60);
	ck_assert(!stage_shows(stage, "Wide"));
	ck_assert(stage_shows(stage, "> child0."));
	stage_resize(stage, 24, 140);
	ck_assert(stage_shows(stage, "Wider"));
}

START_TEST(columns_go_by_rank_where_it_is_narrow)
{
	stage_play_as(narrow_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("list", pages_are_fetched_when_their_end_nears,
	the_last_row_is_the_last_though_its_page_is_still_to_come,
	who_has_moved_on_meanwhile_is_not_taken_to_the_end,
	pages_left_behind_are_fetched_again_by_their_own_token, empty_pages_are_passed_over,
	the_cursor_stays_with_its_row, another_list_begins_at_its_first_row,
	of_a_list_that_became_shorter_a_whole_page_is_seen,
	a_list_that_did_not_come_is_not_called_empty,
	a_list_that_did_not_come_is_asked_for_when_the_line_is_back,
	a_list_out_of_sight_is_asked_for_when_it_is_seen,
	a_further_page_that_did_not_come_waits_for_who_moves_on,
	a_refused_refresh_leaves_what_was_there, rows_are_marked_and_counted,
	columns_go_by_rank_where_it_is_narrow)
