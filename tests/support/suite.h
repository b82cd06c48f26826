/* The main function of a Check program: one suite, one case, each test in a process of its own.
 *
 *	START_TEST(a_day_begins_at_midnight_in_beijing) { … } END_TEST
 *	SUITE("date", a_day_begins_at_midnight_in_beijing)
 *
 * SUITE_WITH takes fixture functions that run before and after each test (NULL: none), SUITE_ONCE
 * also two that run before the first and after the last. Names of tests say what a user could
 * notice. */
#pragma once

#include <check.h>
#include <stddef.h>
#include <stdlib.h>

#define SUITE(name, ...) SUITE_WITH(name, NULL, NULL, __VA_ARGS__)

#define SUITE_WITH(name, before, after, ...) \
	SUITE_ONCE(name, NULL, NULL, before, after, __VA_ARGS__)

#define SUITE_ONCE(name, first, last, before, after, ...)                               \
	int main(void)                                                                  \
	{                                                                               \
		const TTest *const tests[] = {__VA_ARGS__};                             \
		const struct suite_fixtures fixtures = {first, last, before, after};    \
		return suite_run(name, &fixtures, tests, sizeof tests / sizeof *tests); \
	}

struct suite_fixtures {
	void (*first)(void), (*last)(void);   /* once */
	void (*before)(void), (*after)(void); /* each test */
};

static inline int suite_run(const char *name, const struct suite_fixtures *fixtures,
	const TTest *const tests[], size_t n)
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	tcase_set_timeout(tcase, 60); /* generous: sanitizers and busy machines */
	tcase_add_unchecked_fixture(tcase, fixtures->first, fixtures->last);
	tcase_add_checked_fixture(tcase, fixtures->before, fixtures->after);
	for (size_t i = 0; i < n; i++)
		tcase_add_test(tcase, tests[i]);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
