#include "server/demo/pipe.h"

#include <pthread.h>

/* One is being made, one prepared, one taken, and some lie between. */
enum { BATCHES = 5 };

enum state { EMPTY, MADE, PREPARED };

struct batch {
	struct arena *arena;
	const struct demo_school *school; /* NULL: there are no more */
	struct demo_child *children;
	size_t n;
	void *prepared;
	enum state state;
};

struct pipe {
	struct population *population;
	pipe_prepare *prepare;
	pipe_take *take;
	void *arg;
	pthread_mutex_t lock; /* around stages and is_stopped */
	pthread_cond_t changed;
	bool is_stopped;
	struct batch batches[BATCHES];
};

/* Waits until the batch is at that stage; false when who takes them has stopped. */
static bool wait_until(struct pipe *pipe, const struct batch *batch, enum state state)
{
	pthread_mutex_lock(&pipe->lock);
	while (batch->state != state && !pipe->is_stopped)
		pthread_cond_wait(&pipe->changed, &pipe->lock);
	bool goes_on = !pipe->is_stopped;
	pthread_mutex_unlock(&pipe->lock);
	return goes_on;
}

static void hand_over(struct pipe *pipe, struct batch *batch, enum state state)
{
	pthread_mutex_lock(&pipe->lock);
	batch->state = state;
	pthread_cond_broadcast(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
}

static void stop(struct pipe *pipe)
{
	pthread_mutex_lock(&pipe->lock);
	pipe->is_stopped = true;
	pthread_cond_broadcast(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
}

static void *make_all(void *arg)
{
	struct pipe *pipe = arg;
	for (size_t i = 0;; i++) {
		struct batch *batch = &pipe->batches[i % BATCHES];
		if (!wait_until(pipe, batch, EMPTY))
			return NULL;
		arena_reset(batch->arena);
		batch->school = population_next(
			pipe->population, batch->arena, &batch->children, &batch->n);
		bool is_last = batch->school == NULL;
		hand_over(pipe, batch, MADE);
		if (is_last)
			return NULL;
	}
}

static void *prepare_all(void *arg)
{
	struct pipe *pipe = arg;
	for (size_t i = 0;; i++) {
		struct batch *batch = &pipe->batches[i % BATCHES];
		if (!wait_until(pipe, batch, MADE))
			return NULL;
		bool is_last = batch->school == NULL;
		if (!is_last)
			batch->prepared = pipe->prepare(
				pipe->arg, batch->arena, batch->school, batch->children, batch->n);
		hand_over(pipe, batch, PREPARED);
		if (is_last)
			return NULL;
	}
}

static enum err take_all(struct pipe *pipe)
{
	enum err err = OK;
	for (size_t i = 0; err == OK; i++) {
		struct batch *batch = &pipe->batches[i % BATCHES];
		wait_until(pipe, batch, PREPARED);
		if (batch->school == NULL)
			return OK;
		err = pipe->take(pipe->arg, batch->school, batch->prepared);
		hand_over(pipe, batch, EMPTY);
	}
	stop(pipe);
	return err;
}

static enum err run_threads(struct pipe *pipe)
{
	pthread_t maker, preparer;
	if (pthread_create(&maker, NULL, make_all, pipe) != 0)
		return ERR_UNAVAILABLE;
	enum err err = ERR_UNAVAILABLE;
	if (pthread_create(&preparer, NULL, prepare_all, pipe) == 0) {
		err = take_all(pipe);
		pthread_join(preparer, NULL);
	} else {
		stop(pipe);
	}
	pthread_join(maker, NULL);
	return err;
}

enum err pipe_run(struct population *population, pipe_prepare *prepare, pipe_take *take, void *arg)
{
	struct pipe pipe = {.population = population, .prepare = prepare, .take = take, .arg = arg};
	pthread_mutex_init(&pipe.lock, NULL);
	pthread_cond_init(&pipe.changed, NULL);
	for (int i = 0; i < BATCHES; i++)
		pipe.batches[i].arena = arena_new(0);
	enum err err = run_threads(&pipe);
	for (int i = 0; i < BATCHES; i++)
		arena_free(pipe.batches[i].arena);
	pthread_cond_destroy(&pipe.changed);
	pthread_mutex_destroy(&pipe.lock);
	return err;
}
