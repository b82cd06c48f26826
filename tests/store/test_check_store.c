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

/* How many share an identity with the one before, read so many claims at a time; and how many
 * claims there are. */
static size_t sharers(size_t limit, int64_t *sum_out, size_t *claims_out)
{
	struct check_at at = {.has_begun = false};
	size_t n_sharers = 0;
	*sum_out = 0;
	*claims_out = 0;
	while (!at.is_over) {
		struct check_claim *claims;
		size_t n;
		ck_assert_int_eq(check_claims(fixture_ctx(fixture), &at, limit, &claims, &n), OK);
		for (size_t i = 0; i < n; i++) {
			n_sharers += claims[i].is_of_same;
			*sum_out += claims[i].is_of_same ? claims[i].student : 0;
		}
		*claims_out += n;
	}
	return n_sharers;
}

START_TEST(shared_identities_are_found_however_they_are_read)
{
	enum { NUMBERS = 40, LARGEST = 3 };
	char number[16];
	for (int i = 1; i <= NUMBERS; i++) {
		snprintf(number, sizeof number, "E%08d", i);
		claim(i, number);
		if (i > 20)
			claim(100 + i, number);
		if (i > 30)
			claim(200 + i, number);
	}
	int64_t sum, sum_of_few;
	size_t claims, n = sharers(1000, &sum, &claims);
	ck_assert_uint_eq(n, 30);
	ck_assert_uint_eq(claims, 70);
	ck_assert_int_eq(sum, 20 * (121 + 140) / 2 + 10 * (231 + 240) / 2);
	for (size_t limit = LARGEST + 1; limit < 75; limit++) {
		ck_assert_uint_eq(sharers(limit, &sum_of_few, &claims), n);
		ck_assert_uint_eq(claims, 70);
		ck_assert_int_eq(sum_of_few, sum);
	}
	sharers(1, &sum, &claims); /* too few for a set: it comes in parts, and to an end */
	ck_assert_uint_eq(claims, 70);
}
END_TEST

START_TEST(no_identities_are_no_sets)
{
	int64_t sum;
	size_t claims;
	ck_assert_uint_eq(sharers(10, &sum, &claims), 0);
	claim(1, "E00000001");
	ck_assert_uint_eq(sharers(10, &sum, &claims), 0);
	ck_assert_uint_eq(claims, 1);
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
