#include "server/jobs/scheduler.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/date.h"
#include "common/log.h"
#include "common/memory.h"
#include "server/jobs/step.h"

/* A job and when it is due, on the monotonic clock; the thread's own. What others may ask is behind
 * the lock. */
struct entry {
	const struct job *job;
	int64_t due_us;
	struct status_job status; /* next_us on the monotonic clock */
};

struct scheduler {
	const struct app *app;
	struct writer *writer;
	struct entry *entries;
	size_t n;
	struct arena *arena; /* of the step under way */
	pthread_t thread;
	pthread_mutex_t lock; /* guards is_stopping, and the entries' status */
	pthread_cond_t wake;  /* on the monotonic clock */
	bool is_stopping;
};

/* ---- one step through the writer ---- */

struct turn {
	const struct job *job;
	bool again;
};

static enum err take_turn(struct ctx *ctx, void *arg)
{
	struct turn *turn = arg;
	return turn->job->step(ctx, &turn->again);
}

/* True when there is more to do at once. What the writer has no room for waits until next time. */
static bool run_step(struct scheduler *scheduler, const struct job *job, const char **error_out)
{
	struct step step;
	struct turn turn = {.job = job};
	step_open(&step, scheduler->app, scheduler->arena,
		arena_printf(scheduler->arena, "job.%s", job->name));
	if (job->prepare != NULL)
		job->prepare(&step.ctx);
	enum err err = step_run(&step, scheduler->writer, take_turn, &turn);
	if (err != OK)
		log_warn("job.failed", "job=%s why=%s reason=%s", job->name, err_name(err),
			reason_row(step.ctx.failure.reason)->name);
	if (err != OK)
		*error_out = err_name(err);
	step_close(&step);
	arena_reset(scheduler->arena);
	return err == OK && turn.again;
}

/* ---- the thread ---- */

static struct entry *next_entry(struct scheduler *scheduler)
{
	struct entry *next = &scheduler->entries[0];
	for (size_t i = 1; i < scheduler->n; i++)
		if (scheduler->entries[i].due_us < next->due_us)
			next = &scheduler->entries[i];
	return next;
}

/* False when it is time to stop. */
static bool wait_until(struct scheduler *scheduler, int64_t due_us)
{
	const struct timespec until = {.tv_sec = (time_t)(due_us / US_PER_SECOND),
		.tv_nsec = (long)(due_us % US_PER_SECOND) * 1000};
	pthread_mutex_lock(&scheduler->lock);
	while (!scheduler->is_stopping && clock_monotonic_us() < due_us)
		pthread_cond_timedwait(&scheduler->wake, &scheduler->lock, &until);
	bool goes_on = !scheduler->is_stopping;
	pthread_mutex_unlock(&scheduler->lock);
	return goes_on;
}

static int64_t wall_clock_us(const struct scheduler *scheduler)
{
	return scheduler->app->world.now_us(scheduler->app->world.arg);
}

static void run_entry(struct scheduler *scheduler, struct entry *entry)
{
	const struct job *job = entry->job;
	const char *error = NULL;
	int64_t begun_us = clock_monotonic_us(), wall_us = wall_clock_us(scheduler);
	bool again = false;
	if (job->step != NULL)
		again = run_step(scheduler, job, &error);
	else
		job->look(scheduler->app);
	entry->due_us = clock_monotonic_us() + (again ? 0 : job->every_us);
	pthread_mutex_lock(&scheduler->lock);
	entry->status.last_us = wall_us;
	entry->status.took_us = clock_monotonic_us() - begun_us;
	entry->status.next_us = entry->due_us;
	if (error != NULL) {
		entry->status.last_error = error;
		entry->status.last_error_us = wall_us;
	}
	pthread_mutex_unlock(&scheduler->lock);
}

static void *run(void *arg)
{
	struct scheduler *scheduler = arg;
	struct entry *entry = next_entry(scheduler);
	while (wait_until(scheduler, entry->due_us)) {
		run_entry(scheduler, entry);
		entry = next_entry(scheduler);
	}
	return NULL;
}

static void take_rows(struct scheduler *scheduler, const struct job_list *const lists[], size_t n)
{
	size_t n_rows = 0;
	for (size_t i = 0; i < n; i++)
		n_rows += lists[i]->n;
	scheduler->entries = memory_array(n_rows, sizeof *scheduler->entries);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			scheduler->entries[scheduler->n++] = (struct entry){
				.job = &lists[i]->rows[k],
				.status = {.name = lists[i]->rows[k].name, .last_error = ""}};
}

struct scheduler *scheduler_start(const struct app *app, struct writer *writer,
	const struct job_list *const lists[], size_t n_lists)
{
	struct scheduler *scheduler = memory_new(sizeof *scheduler);
	scheduler->app = app;
	scheduler->writer = writer;
	scheduler->arena = arena_new(0);
	take_rows(scheduler, lists, n_lists);
	pthread_mutex_init(&scheduler->lock, NULL);
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&scheduler->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	if (pthread_create(&scheduler->thread, NULL, run, scheduler) != 0)
		memory_exhausted(); /* as when out of memory */
	return scheduler;
}

size_t scheduler_status(struct scheduler *scheduler, struct status_job *out, size_t most)
{
	int64_t to_wall_us = wall_clock_us(scheduler) - clock_monotonic_us();
	size_t n = scheduler->n < most ? scheduler->n : most;
	pthread_mutex_lock(&scheduler->lock);
	for (size_t i = 0; i < n; i++) {
		out[i] = scheduler->entries[i].status;
		if (out[i].next_us != 0)
			out[i].next_us += to_wall_us;
	}
	pthread_mutex_unlock(&scheduler->lock);
	return n;
}

void scheduler_stop(struct scheduler *scheduler)
{
	if (scheduler == NULL)
		return;
	pthread_mutex_lock(&scheduler->lock);
	scheduler->is_stopping = true;
	pthread_cond_signal(&scheduler->wake);
	pthread_mutex_unlock(&scheduler->lock);
	pthread_join(scheduler->thread, NULL);
	pthread_cond_destroy(&scheduler->wake);
	pthread_mutex_destroy(&scheduler->lock);
	arena_free(scheduler->arena);
	free(scheduler->entries);
	free(scheduler);
}
