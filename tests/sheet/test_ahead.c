/* Blocks that are filled ahead of whoever takes them; what readers make of it stands in test_kept.c
 * and test_xlsx.c. */
#include "sheet/ahead.h"

#include <pthread.h>
#include <stdatomic.h>

#include "tests/support/suite.h"

enum { NUMBERS = 64, BLOCKS = 2000, AHEAD_MOST = 2 };

struct work {
	int last;
	pthread_t owner;
	atomic_int filled, taken, by_owner;
	atomic_bool is_far_ahead;
};

/* The whole block says which one it is. */
static bool fill(void *arg, void *block)
{
	struct work *work = arg;
	int *numbers = block, n = work->filled;
	for (int i = 0; i < NUMBERS; i++)
		numbers[i] = n;
	work->by_owner += pthread_equal(pthread_self(), work->owner) != 0;
	work->is_far_ahead = work->is_far_ahead || n > work->taken + AHEAD_MOST;
	work->filled++;
	return n < work->last;
}

static struct ahead *open_work(struct work *work, int last)
{
	*work = (struct work){.last = last, .owner = pthread_self()};
	return ahead_open(sizeof(int[NUMBERS]), fill, work);
}

static int take_all(struct ahead *ahead, struct work *work)
{
	const int *numbers;
	int n = 0;
	while ((numbers = ahead_take(ahead)) != NULL) {
		for (int i = 0; i < NUMBERS; i++)
			ck_assert_int_eq(numbers[i], n);
		work->taken = ++n;
	}
	ck_assert_ptr_null(ahead_take(ahead));
	return n;
}

START_TEST(blocks_come_in_their_order_and_few_are_filled_ahead)
{
	struct work work;
	struct ahead *ahead = open_work(&work, BLOCKS - 1);
	ck_assert_int_eq(take_all(ahead, &work), BLOCKS);
	ck_assert_int_lt(work.by_owner, BLOCKS);
	ck_assert(!work.is_far_ahead);
	ahead_close(ahead);
}
END_TEST

START_TEST(a_block_or_two_need_no_thread)
{
	for (int last = 0; last < 2; last++) {
		struct work work;
		struct ahead *ahead = open_work(&work, last);
		ck_assert_int_eq(take_all(ahead, &work), last + 1);
		ck_assert_int_eq(work.by_owner, last + 1);
		ahead_close(ahead);
	}
}
END_TEST

START_TEST(work_is_given_up_wherever_it_stands)
{
	for (int taken = 0; taken < 20; taken++) {
		struct work work;
		struct ahead *ahead = open_work(&work, BLOCKS - 1);
		for (int i = 0; i < taken; i++)
			ck_assert_int_eq(*(const int *)ahead_take(ahead), i);
		ahead_close(ahead);
		ck_assert_int_lt(work.filled, taken + 1 + AHEAD_MOST);
	}
	ahead_close(NULL);
}
END_TEST

/* No machine has room for such a stack. */
START_TEST(without_a_thread_the_blocks_come_all_the_same)
{
	struct work work;
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	ck_assert_int_eq(pthread_attr_setstacksize(&attributes, (size_t)1 << 50), 0);
	ck_assert_int_eq(pthread_setattr_default_np(&attributes), 0);
	struct ahead *ahead = open_work(&work, BLOCKS - 1);
	ck_assert_int_eq(take_all(ahead, &work), BLOCKS);
	ck_assert_int_eq(work.by_owner, BLOCKS);
	ahead_close(ahead);
	pthread_attr_destroy(&attributes);
}
END_TEST

SUITE("work done ahead", blocks_come_in_their_order_and_few_are_filled_ahead,
	a_block_or_two_need_no_thread, work_is_given_up_wherever_it_stands,
	without_a_thread_the_blocks_come_all_the_same)
