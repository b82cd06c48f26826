#include "server/demo/pipe.h"

#include <pthread.h>

/* One is being made, one taken, and one lies between. */
enum { BATCHES = 3 };

struct batch {
	struct arena *arena;
	const struct demo_school *school; /* NULL: there are no more */
	void *prepared;
	bool is_full;
};

struct pipe {
	struct population *population;
	pipe_prepare *prepare;
	pipe_take *take;
	void *arg;
	pthread_mutex_t lock; /* around is_full and is_stopped */
	pthread_cond_t changed;
	bool is_stopped;
	struct batch batches[BATCHES];
};

/* Waits until the batch is full, or empty; false when the other side has stopped. */
static bool wait_until(struct pipe *pipe, const struct batch *batch, bool is_full)
{
	pthread_mutex_lock(&pipe->lock);
	while (batch->is_full != is_full && !pipe->is_stopped)
		pthread_cond_wait(&pipe->changed, &pipe->lock);
	bool goes_on = !pipe->is_stopped;
	pthread_mutex_unlock(&pipe->lock);
	return goes_on;
}

static void hand_over(struct pipe *pipe, struct batch *batch, bool is_full)
{
	pthread_mutex_lock(&pipe->lock);
	batch->is_full = is_full;
	pthread_cond_signal(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
}

static void stop(struct pipe *pipe)
{
	pthread_mutex_lock(&pipe->lock);
	pipe->is_stopped = true;
	pthread_cond_signal(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
}

static void fill(struct pipe *pipe, struct batch *batch)
{
	struct demo_child *children;
	size_t n;
	arena_reset(batch->arena);
	batch->school = population_next(pipe->population, batch->arena, &children, &n);
	if (batch->school != NULL)
		batch->prepared =
			pipe->prepare(pipe->arg, batch->arena, batch->school, children, n);
}

static void *make_all(void *arg)
{
	struct pipe *pipe = arg;
	struct batch *batch;
	for (size_t i = 0;; i++) {
		batch = &pipe->batches[i % BATCHES];
		if (!wait_until(pipe, batch, false))
			return NULL;
		fill(pipe, batch);
		bool is_last = batch->school == NULL;
		hand_over(pipe, batch, true);
		if (is_last)
			return NULL;
	}
}

static enum err take_all(struct pipe *pipe)
{
	enum err err = OK;
	for (size_t i = 0; err == OK; i++) {
		struct batch *batch = &pipe->batches[i % BATCHES];
		wait_until(pipe, batch, true);
		if (batch->school == NULL)
			return OK;
		err = pipe->take(pipe->arg, batch->school, batch->prepared);
		hand_over(pipe, batch, false);
	}
	stop(pipe);
	return err;
}

enum err pipe_run(struct population *population, pipe_prepare *prepare, pipe_take *take, void *arg)
{
	struct pipe pipe = {.population = population, .prepare = prepare, .take = take, .arg = arg};
	pthread_t maker;
	pthread_mutex_init(&pipe.lock, NULL);
	pthread_cond_init(&pipe.changed, NULL);
	for (int i = 0; i < BATCHES; i++)
		pipe.batches[i].arena = arena_new(0);
	enum err err = ERR_UNAVAILABLE;
	if (pthread_create(&maker, NULL, make_all, &pipe) == 0) {
		err = take_all(&pipe);
		pthread_join(maker, NULL);
	}
	for (int i = 0; i < BATCHES; i++)
		arena_free(pipe.batches[i].arena);
	pthread_cond_destroy(&pipe.changed);
	pthread_mutex_destroy(&pipe.lock);
	return err;
}
