#include "sheet/ahead.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "common/memory.h"

/* One is worked off, one filled, and one may wait between. What has no more than a few is over
 * before a thread is worth it. */
enum { BLOCKS = 3, FEW = 2 };

struct ahead {
	bool (*fill)(void *arg, void *block);
	void *arg;
	void *blocks[BLOCKS]; /* number n is in n % BLOCKS */
	bool has_thread;
	pthread_t thread;
	pthread_mutex_t lock; /* guards what is below */
	pthread_cond_t changed;
	size_t filled, taken; /* blocks, all in all */
	bool is_over;         /* the last is filled */
	bool is_closing;
};

/* ---- the thread ---- */

/* The block that was taken last is still in use. False: there is nothing more to do. */
static bool wait_for_room(struct ahead *ahead)
{
	pthread_mutex_lock(&ahead->lock);
	while (!ahead->is_closing && ahead->taken + BLOCKS - 1 <= ahead->filled)
		pthread_cond_wait(&ahead->changed, &ahead->lock);
	bool goes_on = !ahead->is_closing;
	pthread_mutex_unlock(&ahead->lock);
	return goes_on;
}

static bool fill_next(struct ahead *ahead)
{
	bool goes_on = ahead->fill(ahead->arg, ahead->blocks[ahead->filled % BLOCKS]);
	pthread_mutex_lock(&ahead->lock);
	ahead->filled++;
	ahead->is_over = !goes_on;
	pthread_cond_signal(&ahead->changed);
	pthread_mutex_unlock(&ahead->lock);
	return goes_on;
}

static void *work(void *arg)
{
	struct ahead *ahead = arg;
	while (wait_for_room(ahead) && fill_next(ahead))
		continue;
	return NULL;
}

/* ---- from outside ---- */

/* Signals are for the thread that waits for them. */
static void start(struct ahead *ahead)
{
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	ahead->has_thread = pthread_create(&ahead->thread, NULL, work, ahead) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

struct ahead *ahead_open(size_t block_size, bool (*fill)(void *arg, void *block), void *arg)
{
	struct ahead *ahead = memory_new(sizeof *ahead);
	ahead->fill = fill;
	ahead->arg = arg;
	for (size_t i = 0; i < BLOCKS; i++)
		ahead->blocks[i] = memory_new(block_size);
	pthread_mutex_init(&ahead->lock, NULL);
	pthread_cond_init(&ahead->changed, NULL);
	return ahead;
}

const void *ahead_take(struct ahead *ahead)
{
	if (!ahead->has_thread && !ahead->is_over) {
		fill_next(ahead);
		if (ahead->filled == FEW && !ahead->is_over)
			start(ahead);
	}
	pthread_mutex_lock(&ahead->lock);
	while (!ahead->is_over && ahead->filled == ahead->taken)
		pthread_cond_wait(&ahead->changed, &ahead->lock);
	bool is_there = ahead->filled > ahead->taken;
	const void *block = is_there ? ahead->blocks[ahead->taken++ % BLOCKS] : NULL;
	pthread_cond_signal(&ahead->changed);
	pthread_mutex_unlock(&ahead->lock);
	return block;
}

void ahead_close(struct ahead *ahead)
{
	if (ahead == NULL)
		return;
	pthread_mutex_lock(&ahead->lock);
	ahead->is_closing = true;
	pthread_cond_signal(&ahead->changed);
	pthread_mutex_unlock(&ahead->lock);
	if (ahead->has_thread)
		pthread_join(ahead->thread, NULL);
	pthread_cond_destroy(&ahead->changed);
	pthread_mutex_destroy(&ahead->lock);
	for (size_t i = 0; i < BLOCKS; i++)
		free(ahead->blocks[i]);
	free(ahead);
}
