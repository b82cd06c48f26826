/* xuejid demo, as somebody does who tries the registry out. */
#include "common/date.h"
#include "server/commands/exit.h"
#include "tests/commands/data.h"

static void before(void)
{
	scratch_open();
}

static void make(const char *place, const char *students, const char *seed)
{
	program_do("demo", place, "--students", students, "--seed", seed);
}

static char *dump_of(const char *place)
{
	struct outcome dump = program_run("dump", place, NULL);
	ck_assert_msg(dump.code == EXIT_DONE, "%s", dump.err);
	free(dump.err);
	return dump.out;
}

static size_t count_lines(const char *text, const char *begin)
{
	size_t n = 0, size = strlen(begin);
	for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		n += strncmp(line, begin, size) == 0;
	}
	return n;
}

/* Of this type, in how many different states. */
static size_t count_states(const char *dump, int type)
{
	bool seen[100] = {false};
	size_t n = 0;
	for (const char *line = dump; (line = strstr(line, "\nkase\t")) != NULL; line++) {
		int its_type, state;
		if (sscanf(line, "\nkase\t%*[^\t]\t%*[^\t]\t%*[^\t]\t%d\t%d", &its_type, &state) !=
				2 ||
			its_type != type || seen[state])
			continue;
		seen[state] = true;
		n++;
	}
	return n;
}

START_TEST(it_has_children_stands_the_check_and_serves)
{
	char directory_path[PATH_MAX];
	snprintf(directory_path, sizeof directory_path, "%s", scratch_path("demo"));
	struct outcome made = program_run("demo", directory_path, "--students", "2000", NULL);
	ck_assert_msg(made.code == EXIT_DONE, "%s", made.err);
	ck_assert_ptr_nonnull(strstr(made.out, " 2000 children in 28 schools"));
	ck_assert_str_eq(made.err, ""); /* progress is for terminals */
	outcome_free(&made);
	struct outcome check = program_run("check", directory_path, NULL);
	ck_assert_msg(check.code == EXIT_DONE, "%s%s", check.out, check.err);
	outcome_free(&check);
	char *dump = dump_of(directory_path);
	ck_assert_uint_gt(count_lines(dump, "student\t"), 2030); /* with those who register */
	ck_assert_uint_gt(count_lines(dump, "kase\t"), 30);
	ck_assert_uint_ge(count_states(dump, 1), 6);
	ck_assert_uint_ge(count_states(dump, 3), 6); /* transfers */
	ck_assert_uint_ge(count_states(dump, 4), 4); /* changes of status */
	ck_assert_uint_ge(count_states(dump, 5), 5); /* problem records */
	ck_assert_uint_ge(count_lines(dump, "problem\t"), 8);
	ck_assert_uint_ge(count_lines(dump, "police_check\t"), 5);
	ck_assert_uint_ge(count_lines(dump, "tombstone\t"), 2);
	ck_assert_uint_eq(count_lines(dump, "campaign\t"), 1);
	ck_assert_uint_gt(count_lines(dump, "school_stat\t"), 50);
	free(dump);
	struct running server =
		program_start(1, "serve", directory_path, "--listen", "127.0.0.1:0", NULL);
	ck_assert_int_eq(running_stop(&server, SIGTERM), EXIT_DONE);
}
END_TEST

/* What is made depends on the day: children are of age. */
START_TEST(a_seed_makes_the_same_on_the_same_day_and_another_one_another)
{
	char first[PATH_MAX], again[PATH_MAX], other[PATH_MAX];
	int32_t day;
	char *dumps[3] = {NULL, NULL, NULL};
	snprintf(first, sizeof first, "%s", scratch_path("first"));
	snprintf(again, sizeof again, "%s", scratch_path("again"));
	snprintf(other, sizeof other, "%s", scratch_path("other"));
	day = date_of_instant(clock_now_us());
	make(first, "300", "7");
	make(again, "300", "7");
	make(other, "300", "8");
	dumps[0] = dump_of(first);
	dumps[1] = dump_of(again);
	dumps[2] = dump_of(other);
	if (date_of_instant(clock_now_us()) == day)
		ck_assert(strcmp(dumps[0], dumps[1]) == 0);
	ck_assert(strcmp(dumps[0], dumps[2]) != 0);
	for (int i = 0; i < 3; i++)
		free(dumps[i]);
}
END_TEST

SUITE_WITH("demo", before, scratch_close, it_has_children_stands_the_check_and_serves,
	a_seed_makes_the_same_on_the_same_day_and_another_one_another)
