#include "server/store/news.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

#include "common/date.h"
#include "tests/support/suite.h"

static struct news *news;
static sem_t came;
static uint64_t heard[8];
static _Atomic int n_heard;
static int64_t last_us;

static void note(void *arg, uint64_t topic)
{
	(void)arg;
	int at = atomic_fetch_add(&n_heard, 1);
	if (at < 8)
		heard[at] = topic;
	last_us = clock_monotonic_us();
	sem_post(&came);
}

static void await(void)
{
	struct timespec limit;
	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += 10;
	ck_assert_int_eq(sem_timedwait(&came, &limit), 0);
}

static void before(void)
{
	sem_init(&came, 0, 0);
	n_heard = 0;
	news = news_new();
}

static void after(void)
{
	news_stop(news);
	news_free(news);
}

START_TEST(what_came_together_is_told_once)
{
	for (int i = 0; i < 100; i++) {
		news_wake(news, 9);
		news_wake(news, 7);
	}
	news_start(news, note, NULL);
	await();
	await();
	ck_assert_int_eq(n_heard, 2);
	ck_assert_uint_eq(heard[0], 7);
	ck_assert_uint_eq(heard[1], 9);
}
END_TEST

START_TEST(the_first_is_told_at_once_and_the_next_a_second_later)
{
	news_start(news, note, NULL);
	news_wake(news, 1);
	await();
	int64_t first_us = last_us;
	for (int i = 0; i < 50; i++)
		news_wake(news, 2);
	await();
	ck_assert_int_eq(n_heard, 2);
	ck_assert_uint_eq(heard[1], 2);
	ck_assert_int_ge(last_us - first_us, NEWS_APART_US);
}
END_TEST

START_TEST(nobody_is_woken_after_the_end)
{
	news_start(news, note, NULL);
	news_stop(news);
	news_wake(news, 1);
	ck_assert_int_eq(n_heard, 0);
	news_wake(NULL, 1);
}
END_TEST

START_TEST(units_and_operators_have_topics_apart)
{
	ck_assert_uint_ne(news_topic_of_unit(5), news_topic_of_operator(5));
}
END_TEST

SUITE_WITH("news", before, after, what_came_together_is_told_once,
	the_first_is_told_at_once_and_the_next_a_second_later, nobody_is_woken_after_the_end,
	units_and_operators_have_topics_apart)
