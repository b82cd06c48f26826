#include "server/store/check_store.h"

#include <stdio.h>

#include "server/store/identity_store.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static struct fixture *fixture;

static void set_up(void)
{
	fixture = fixture_open();
}

static void tear_down(void)
{
	fixture_close(fixture);
}

static void claim(int64_t student, const char *number)
{
	struct ctx *ctx = fixture_ctx(fixture);
	struct identity_key key = identity_key(ctx->app->keys, "A", number);
	bool holds;
	ck_assert_int_eq(identity_claim(ctx, student, &key), OK);
	ck_assert_int_eq(identity_take(ctx, student, &key, &holds), OK);
}

/* How many sets there are, read so many claims at a time. */
static size_t sets(size_t limit, int64_t *sum_out)
{
	struct check_at at = {.has_begun = false};
	size_t n_sets = 0;
	*sum_out = 0;
	while (!at.is_over) {
		int64_t *students;
		size_t n;
		ck_assert_int_eq(
			check_shared_identities(fixture_ctx(fixture), &at, limit, &students, &n),
			OK);
		for (size_t i = 0; i < n; i++)
			*sum_out += students[i];
		n_sets += n;
	}
	return n_sets;
}

START_TEST(shared_identities_are_found_however_they_are_read)
{
	char number[16];
	for (int i = 1; i <= 40; i++) {
		snprintf(number, sizeof number, "E%08d", i);
		claim(i, number);
		if (i > 20)
			claim(100 + i, number);
	}
	int64_t sum, sum_of_few;
	size_t n = sets(1000, &sum);
	ck_assert_uint_eq(n, 20);
	ck_assert_int_eq(sum, 20 * (121 + 140) / 2);
	for (size_t limit = 1; limit < 45; limit++) {
		ck_assert_uint_eq(sets(limit, &sum_of_few), n);
		ck_assert_int_eq(sum_of_few, sum);
	}
}
END_TEST

START_TEST(no_identities_are_no_sets)
{
	int64_t sum;
	ck_assert_uint_eq(sets(10, &sum), 0);
	claim(1, "E00000001");
	ck_assert_uint_eq(sets(10, &sum), 0);
}
END_TEST

START_TEST(a_child_waits_once)
{
	struct ctx *ctx = fixture_ctx(fixture);
	int64_t student;
	ck_assert_int_eq(check_waiting_add(ctx, 7), OK);
	ck_assert_int_eq(check_waiting_add(ctx, 5), OK);
	ck_assert_int_eq(check_waiting_add(ctx, 7), OK);
	ck_assert_int_eq(check_waiting_first(ctx, &student), OK);
	ck_assert_int_eq(student, 5);
	ck_assert_int_eq(check_waiting_remove(ctx, 5), OK);
	ck_assert_int_eq(check_waiting_remove(ctx, 7), OK);
	ck_assert_int_eq(check_waiting_first(ctx, &student), OK);
	ck_assert_int_eq(student, 0);
}
END_TEST

SUITE_WITH("check_store", set_up, tear_down, shared_identities_are_found_however_they_are_read,
	no_identities_are_no_sets, a_child_waits_once)
