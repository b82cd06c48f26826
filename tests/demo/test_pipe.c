#include "server/demo/pipe.h"

#include "tests/demo/nation.h"

struct taken {
	size_t n, schools, most;
	const struct demo_school *last;
	char name[64];
};

struct last {
	size_t n;
	const char *name;
};

static void *prepare(void *arg, struct arena *arena, const struct demo_school *school,
	struct demo_child *children, size_t n)
{
	(void)arg;
	struct last *last = arena_one(arena, struct last);
	ck_assert_int_eq(school->n_pupils, (int64_t)n);
	*last = (struct last){n, n > 0 ? children[n - 1].items.name : ""};
	return last;
}

static enum err take(void *arg, const struct demo_school *school, void *prepared)
{
	struct taken *taken = arg;
	const struct last *last = prepared;
	ck_assert(taken->last == NULL || school == taken->last + 1);
	taken->last = school;
	taken->n += last->n;
	taken->schools++;
	if (last->n > 0)
		snprintf(taken->name, sizeof taken->name, "%s", last->name);
	return taken->schools < taken->most ? OK : ERR_UNAVAILABLE;
}

START_TEST(all_children_come_out_in_order)
{
	struct taken taken = {.most = 1000}, again = {.most = 1000};
	struct demo demo = demo_plan("440000", 9000, 1), same = demo_plan("440000", 9000, 1);
	ck_assert_int_eq(pipe_run(demo.population, prepare, take, &taken), OK);
	ck_assert_uint_eq(taken.n, 9000);
	ck_assert_uint_eq(taken.schools, demo.plan->n_schools);
	ck_assert_int_eq(pipe_run(same.population, prepare, take, &again), OK);
	ck_assert_str_eq(taken.name, again.name);
	population_free(demo.population);
	population_free(same.population);
}
END_TEST

START_TEST(who_takes_them_may_stop)
{
	struct taken taken = {.most = 3};
	struct demo demo = demo_plan("440000", 9000, 1);
	ck_assert_int_eq(pipe_run(demo.population, prepare, take, &taken), ERR_UNAVAILABLE);
	ck_assert_uint_eq(taken.schools, 3);
	population_free(demo.population);
}
END_TEST

SUITE_WITH(
	"pipe", nation_open, nation_close, all_children_come_out_in_order, who_takes_them_may_stop)
