#include "server/store/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "common/date.h"
#include "common/memory.h"
#include "server/store/checkpoint.h"
#include "server/store/db.h"

/* Enough for what a batch changes and for the upper pages of a province's indexes; more would only
 * hold what the system keeps as well, and grow with every sheet that is brought in. */
enum { WRITER_CACHE_MIB = 20 };
/* How often it is asked whether work that came too early has waited long enough. */
enum { EARLY_PAUSE_MS = 50 };

enum fate { FATE_DUE, FATE_DONE, FATE_SKIPPED, FATE_EARLY };

struct writer {
	struct checkpointer *checkpointer;
	pthread_t thread;
	pthread_mutex_t lock; /* guards the queue and is_stopping */
	pthread_cond_t wake;
	struct work *first, **last;
	size_t n_queued;
	bool is_stopping;

	/* Of the thread alone: the batch under way. */
	struct ctx ctx; /* for what belongs to no single work: begin, commit */
	struct work *batch[WRITER_BATCH];
	enum err results[WRITER_BATCH];
	enum fate fates[WRITER_BATCH];
	size_t n;
	/* What came too early goes into the next batch, behind what has arrived. */
	struct work *early[WRITER_EARLY];
	size_t n_early;
	bool is_last; /* no work comes any more: nothing can be too early */

	_Atomic int64_t queued, batches, works, failed_commits;
};

/* ---- the queue ---- */

bool writer_submit(struct writer *writer, struct work *work)
{
	pthread_mutex_lock(&writer->lock);
	bool is_taken = !writer->is_stopping && writer->n_queued < WRITER_QUEUE;
	if (is_taken) {
		work->next = NULL;
		*writer->last = work;
		writer->last = &work->next;
		writer->queued = (int64_t)++writer->n_queued;
		pthread_cond_signal(&writer->wake);
	}
	pthread_mutex_unlock(&writer->lock);
	return is_taken;
}

static int pause_for(struct writer *writer, int ms)
{
	struct timespec until = clock_in_ms(ms);
	return pthread_cond_timedwait(&writer->wake, &writer->lock, &until);
}

static void await_work(struct writer *writer)
{
	while (writer->first == NULL && !writer->is_stopping) {
		if (writer->n_early == 0)
			pthread_cond_wait(&writer->wake, &writer->lock);
		else if (pause_for(writer, EARLY_PAUSE_MS) == ETIMEDOUT)
			break;
	}
}

static bool is_given_up(const struct work *work)
{
	return work->is_stale != NULL && work->is_stale(work);
}

/* May it wait for what it goes behind? */
static bool is_patient(const struct writer *writer, const struct work *work)
{
	return !writer->is_last && !is_given_up(work) &&
	       clock_monotonic_us() - work->early_since_us <= WRITER_EARLY_US;
}

static void take_early(struct writer *writer)
{
	for (size_t i = 0; i < writer->n_early; i++) {
		struct work *work = writer->early[i];
		writer->fates[writer->n] = is_patient(writer, work) ? FATE_EARLY : FATE_DUE;
		writer->batch[writer->n++] = work;
	}
	writer->n_early = 0;
}

/* Waits for work and takes what is there, up to a batch. False when there will be no more. */
static bool take_batch(struct writer *writer)
{
	pthread_mutex_lock(&writer->lock);
	await_work(writer);
	writer->n = 0;
	while (writer->first != NULL && writer->n < WRITER_BATCH - WRITER_EARLY) {
		struct work *work = writer->first;
		writer->first = work->next;
		writer->fates[writer->n] = FATE_DUE;
		writer->batch[writer->n++] = work;
	}
	if (writer->first == NULL)
		writer->last = &writer->first;
	writer->n_queued -= writer->n;
	writer->queued = (int64_t)writer->n_queued;
	writer->is_last = writer->is_stopping && writer->n == 0;
	pthread_mutex_unlock(&writer->lock);
	take_early(writer);
	return writer->n > 0;
}

/* ---- one piece of work ---- */

static void forget_hooks(struct ctx *ctx)
{
	ctx->hooks = NULL;
	ctx->last_hook = &ctx->hooks;
}

static void run_hooks(struct ctx *ctx)
{
	for (struct commit_hook *hook = ctx->hooks; hook != NULL; hook = hook->next)
		hook->run(ctx, hook->arg);
}

/* Runs one step of the work in a savepoint. False when the engine has lost the transaction. */
static bool run_step(struct work *work, enum err (*step)(struct work *work), enum err *err_out)
{
	struct ctx *ctx = work->ctx;
	*err_out = db_savepoint(ctx);
	if (*err_out == OK)
		*err_out = step(work);
	if (*err_out == OK)
		*err_out = db_release(ctx);
	if (*err_out == OK)
		return true;
	forget_hooks(ctx);
	return db_undo_savepoint(ctx);
}

static bool has_room(const struct writer *writer, const struct work *work)
{
	size_t n = 0, own = 0;
	for (size_t i = 0; i < writer->n; i++) {
		if (writer->fates[i] != FATE_EARLY)
			continue;
		n++;
		own += writer->batch[i]->ctx->actor.operator_id == work->ctx->actor.operator_id;
	}
	return n < WRITER_EARLY && own < WRITER_EARLY_EACH;
}

static bool may_wait(const struct writer *writer, struct work *work)
{
	if (!work->ctx->failure.is_early)
		return false;
	if (work->early_since_us == 0)
		work->early_since_us = clock_monotonic_us();
	return is_patient(writer, work) && has_room(writer, work);
}

/* What goes behind it has its turn. */
static void call_those_behind(struct writer *writer, const struct work *work)
{
	for (size_t i = 0; work->ctx->turn != 0 && i < writer->n; i++)
		if (writer->fates[i] == FATE_EARLY &&
			writer->batch[i]->ctx->turn == work->ctx->turn)
			writer->fates[i] = FATE_DUE;
}

/* False when the engine has lost the transaction. */
static bool run_work(struct writer *writer, size_t i)
{
	struct work *work = writer->batch[i];
	struct arena_mark mark = arena_mark(work->ctx->arena);
	work->ctx->db = writer->ctx.db;
	bool stands = run_step(work, work->apply, &writer->results[i]);
	if (stands && writer->results[i] == OK)
		call_those_behind(writer, work);
	if (!stands || writer->results[i] == OK)
		return stands;
	if (may_wait(writer, work)) {
		ctx_restart(work->ctx);
		arena_rewind(work->ctx->arena, &mark);
		writer->fates[i] = FATE_EARLY;
		return true;
	}
	enum err ignored; /* the answer is why the work was refused, not how that was remembered */
	return work->refused == NULL || run_step(work, work->refused, &ignored);
}

/* ---- one batch ---- */

/* Skipped before anything of it was done: nobody waits for it. */
static bool is_skipped(struct writer *writer, size_t i)
{
	struct work *work = writer->batch[i];
	if (!is_given_up(work))
		return false;
	forget_hooks(work->ctx);
	writer->fates[i] = FATE_SKIPPED;
	writer->results[i] = ctx_fail(work->ctx, REASON_CALL_CANCELLED);
	return true;
}

/* Once, and those that came too early as often as one was done that they go behind. */
static bool run_due(struct writer *writer)
{
	bool stands = true, has_run = true;
	while (stands && has_run) {
		has_run = false;
		for (size_t i = 0; stands && i < writer->n; i++) {
			if (writer->fates[i] != FATE_DUE)
				continue;
			has_run = true;
			writer->fates[i] = FATE_DONE;
			stands = is_skipped(writer, i) || run_work(writer, i);
		}
	}
	return stands;
}

static bool apply_batch(struct writer *writer)
{
	if (db_begin_write(&writer->ctx) != OK)
		return false;
	if (run_due(writer))
		return db_commit(&writer->ctx) == OK;
	db_rollback(&writer->ctx);
	return false;
}

/* Nothing of the batch stands. */
static void refuse_all(struct writer *writer)
{
	writer->failed_commits++;
	for (size_t i = 0; i < writer->n; i++) {
		struct ctx *ctx = writer->batch[i]->ctx;
		if (writer->fates[i] == FATE_SKIPPED)
			continue;
		writer->fates[i] = FATE_DONE;
		forget_hooks(ctx);
		const char *number = arena_printf(ctx->arena, "%lld", (long long)ctx->call_id);
		writer->results[i] = ctx_fail(ctx, REASON_NOT_STORED, number);
	}
}

static void answer(struct writer *writer, size_t i)
{
	struct work *work = writer->batch[i];
	writer->works++;
	run_hooks(work->ctx);
	work->done(work, writer->results[i]);
}

static void run_batch(struct writer *writer)
{
	if (!apply_batch(writer))
		refuse_all(writer);
	for (size_t i = 0; i < writer->n; i++)
		if (writer->fates[i] == FATE_EARLY)
			writer->early[writer->n_early++] = writer->batch[i];
	writer->batches += writer->n_early < writer->n;
	for (size_t i = 0; i < writer->n; i++)
		if (writer->fates[i] != FATE_EARLY)
			answer(writer, i);
}

static void *run(void *arg)
{
	struct writer *writer = arg;
	while (take_batch(writer)) {
		run_batch(writer);
		checkpointer_after_batch(writer->checkpointer);
		arena_reset(writer->ctx.arena);
		ctx_restart(&writer->ctx);
	}
	return NULL;
}

/* ---- from outside ---- */

struct writer *writer_start(struct store *store)
{
	struct writer *writer = memory_new(sizeof *writer);
	writer->checkpointer = checkpointer_start(store);
	writer->last = &writer->first;
	pthread_mutex_init(&writer->lock, NULL);
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&writer->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	writer->ctx = (struct ctx){
		.arena = arena_new(0), .db = store_writer(store), .method = "store.writer"};
	db_limit_cache(writer->ctx.db, WRITER_CACHE_MIB);
	ctx_restart(&writer->ctx);
	if (pthread_create(&writer->thread, NULL, run, writer) != 0)
		memory_exhausted(); /* as when out of memory */
	return writer;
}

void writer_stop(struct writer *writer)
{
	if (writer == NULL)
		return;
	pthread_mutex_lock(&writer->lock);
	writer->is_stopping = true;
	pthread_cond_signal(&writer->wake);
	pthread_mutex_unlock(&writer->lock);
	pthread_join(writer->thread, NULL);
	checkpointer_stop(writer->checkpointer);
	pthread_cond_destroy(&writer->wake);
	pthread_mutex_destroy(&writer->lock);
	arena_free(writer->ctx.arena);
	free(writer);
}

struct writer_stats writer_stats(const struct writer *writer)
{
	return (struct writer_stats){
		.queued = writer->queued,
		.batches = writer->batches,
		.works = writer->works,
		.failed_commits = writer->failed_commits,
		.wal_bytes = checkpointer_wal_bytes(writer->checkpointer),
	};
}
