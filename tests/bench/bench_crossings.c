/* Transfers between two provinces: how long one takes from the application to the end, without the
 * time that people and the carrier take; and how many messages are taken in in a second, when a
 * folder with those of many applications comes, each message kept and each step durable.
 *
 *	bench_crossings [CHILDREN]
 *
 * Rates depend on what else the machine does. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/office/provinces.h"

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void one_child(void)
{
	enum { TIMES = 10 };
	double begun = seconds();
	for (int i = 0; i < TIMES; i++) {
		struct mover child = child_of(&south, "陈小明");
		brought_to(&north, applied_abroad(&north, &child), STATE(CLOSED));
	}
	printf("one transfer, both sides, from application to end: %.0f ms\n",
		(seconds() - begun) * 1000 / TIMES);
}

static void ask_for(size_t n)
{
	struct mover *children = calloc(n, sizeof *children);
	house_hold(south.house);
	for (size_t i = 0; i < n; i++)
		children[i] = child_of(&south, "林小花");
	house_release(south.house);
	for (size_t i = 0; i < n; i++)
		moved_on(&north, moved_on(&north, applied_abroad(&north, &children[i])));
	free(children);
}

static void carry(struct province *from, const char *what, size_t most)
{
	struct letter *letters = calloc(most, sizeof *letters);
	double begun = seconds();
	size_t n = letters_of(from, letters, most);
	double read = seconds();
	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(letter_arrives(from->other, letters[i].bytes, letters[i].size),
			REASON_COUNT);
		free(letters[i].bytes);
	}
	double kept = seconds();
	takes_in(from->other);
	double taken = seconds();
	printf("%s: %zu out at %.0f/s, kept at %.0f/s, taken in at %.0f/s\n", what, n,
		(double)n / (read - begun), (double)n / (kept - read), (double)n / (taken - kept));
	free(letters);
}

static size_t n_children = 1000;

START_TEST(crossing)
{
	provinces_open();
	one_child();
	ask_for(n_children);
	carry(&north, "applications", n_children + 100);
	carry(&south, "answers", n_children + 100);
	provinces_close();
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("bench_crossings");
	TCase *tcase = tcase_create("crossing");
	if (argc > 1)
		n_children = strtoul(argv[1], NULL, 10);
	tcase_set_timeout(tcase, 0);
	tcase_add_test(tcase, crossing);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
