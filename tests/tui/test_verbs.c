#include "tests/support/suite.h"
#include "tui/screen.h"

START_TEST(no_key_means_two_things)
{
	for (int a = VERB_NONE + 1; a < VERB_COUNT; a++)
		for (int b = a + 1; b < VERB_COUNT; b++)
			ck_assert_msg(verb_key((enum verb)a) != verb_key((enum verb)b),
				"verbs %d and %d have the same key", a, b);
}
END_TEST

START_TEST(no_verb_takes_a_key_that_moves_or_switches)
{
	static const char taken[] = "jk gGbq12345678y";
	for (int v = VERB_NONE + 1; v < VERB_COUNT; v++)
		for (const char *key = taken; *key != '\0'; key++)
			ck_assert(v == VERB_QUIT || verb_key((enum verb)v) != (uint32_t)*key);
}
END_TEST

START_TEST(every_screen_can_be_drawn_and_named)
{
	for (size_t i = 0; i < screens_count; i++) {
		const struct screen *screen = screens[i];
		ck_assert_ptr_nonnull(screen->draw);
		ck_assert_ptr_nonnull(screen->title);
		ck_assert_ptr_eq(screen_find(screen->name), screen);
		ck_assert((screen->digit > 0) == (screen->tab != NULL));
		for (size_t j = 0; j < i; j++)
			ck_assert(screen->digit == 0 || screens[j]->digit != screen->digit ||
				  screen->need != screens[j]->need);
	}
}
END_TEST

START_TEST(a_screen_names_a_verb_once)
{
	for (size_t i = 0; i < screens_count; i++) {
		const struct action *rows = screens[i]->actions;
		for (size_t a = 0; rows != NULL && rows[a].verb != VERB_NONE; a++) {
			ck_assert_ptr_nonnull(rows[a].run);
			for (size_t b = 0; b < a; b++)
				ck_assert_int_ne(rows[a].verb, rows[b].verb);
		}
	}
}
END_TEST

SUITE("verbs", no_key_means_two_things, no_verb_takes_a_key_that_moves_or_switches,
	every_screen_can_be_drawn_and_named, a_screen_names_a_verb_once)
