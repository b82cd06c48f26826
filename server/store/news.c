#include "server/store/news.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/date.h"
#include "common/memory.h"

struct topics {
	uint64_t *list;
	size_t n, room;
};

struct news {
	void (*wake)(void *arg, uint64_t topic);
	void *arg;
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t stir;  /* on the monotonic clock */
	bool is_stopping;
	struct topics coming;
};

/* Topics of both kinds lie in one space; a number met twice wakes somebody for nothing. */
uint64_t news_topic_of_unit(int64_t unit)
{
	return (uint64_t)unit << 1;
}

uint64_t news_topic_of_operator(int64_t operator_id)
{
	return (uint64_t)operator_id << 1 | 1;
}

/* ---- gathering ---- */

static void add(struct topics *topics, uint64_t topic)
{
	for (size_t i = topics->n; i > 0 && i + 8 > topics->n; i--)
		if (topics->list[i - 1] == topic)
			return; /* the moves of one batch are often about the same unit */
	if (topics->n == topics->room) {
		size_t room = topics->room > 0 ? 2 * topics->room : 64;
		uint64_t *list = memory_array(room, sizeof *list);
		if (topics->n > 0)
			memcpy(list, topics->list, topics->n * sizeof *list);
		free(topics->list);
		topics->list = list;
		topics->room = room;
	}
	topics->list[topics->n++] = topic;
}

void news_wake(struct news *news, uint64_t topic)
{
	if (news == NULL)
		return;
	pthread_mutex_lock(&news->lock);
	if (news->coming.n == 0)
		pthread_cond_signal(&news->stir);
	if (!news->is_stopping)
		add(&news->coming, topic);
	pthread_mutex_unlock(&news->lock);
}

static void wake_unit(struct ctx *ctx, void *arg)
{
	const int64_t *unit = arg;
	news_wake(ctx->app->news, news_topic_of_unit(*unit));
}

void news_of_unit(struct ctx *ctx, int64_t unit)
{
	if (ctx->app->news != NULL && unit != 0)
		ctx_on_commit_once(ctx, wake_unit, &unit, sizeof unit);
}

/* ---- telling ---- */

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void tell(struct news *news, const struct topics *topics)
{
	qsort(topics->list, topics->n, sizeof *topics->list, compare);
	for (size_t i = 0; i < topics->n; i++)
		if (i == 0 || topics->list[i] != topics->list[i - 1])
			news->wake(news->arg, topics->list[i]);
}

/* Until the instant, or until it is to stop. */
static void rest(struct news *news, int64_t until_us)
{
	struct timespec until = {
		.tv_sec = until_us / US_PER_SECOND, .tv_nsec = until_us % US_PER_SECOND * 1000};
	while (!news->is_stopping && clock_monotonic_us() < until_us)
		pthread_cond_timedwait(&news->stir, &news->lock, &until);
}

static void *run(void *arg)
{
	struct news *news = arg;
	struct topics telling = {0};
	int64_t next_us = 0;
	pthread_mutex_lock(&news->lock);
	while (!news->is_stopping) {
		if (news->coming.n == 0) {
			pthread_cond_wait(&news->stir, &news->lock);
			continue;
		}
		rest(news, next_us);
		struct topics told = telling;
		telling = news->coming;
		news->coming = told;
		news->coming.n = 0;
		pthread_mutex_unlock(&news->lock);
		tell(news, &telling);
		next_us = clock_monotonic_us() + NEWS_APART_US;
		pthread_mutex_lock(&news->lock);
	}
	pthread_mutex_unlock(&news->lock);
	free(telling.list);
	return NULL;
}

/* ---- its life ---- */

struct news *news_new(void)
{
	struct news *news = memory_new(sizeof *news);
	pthread_condattr_t monotonic;
	pthread_mutex_init(&news->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&news->stir, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return news;
}

void news_start(struct news *news, void (*wake)(void *arg, uint64_t topic), void *arg)
{
	news->wake = wake;
	news->arg = arg;
	if (pthread_create(&news->thread, NULL, run, news) != 0)
		memory_exhausted(); /* as when out of memory */
	news->has_thread = true;
}

void news_stop(struct news *news)
{
	if (news == NULL)
		return;
	pthread_mutex_lock(&news->lock);
	news->is_stopping = true;
	pthread_cond_signal(&news->stir);
	pthread_mutex_unlock(&news->lock);
	if (news->has_thread)
		pthread_join(news->thread, NULL);
	news->has_thread = false;
}

void news_free(struct news *news)
{
	if (news == NULL)
		return;
	pthread_cond_destroy(&news->stir);
	pthread_mutex_destroy(&news->lock);
	free(news->coming.list);
	free(news);
}
