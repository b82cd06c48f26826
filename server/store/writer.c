#include "server/store/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/date.h"
#include "common/memory.h"
#include "server/store/checkpoint.h"
#include "server/store/db.h"

/* Enough for what a batch changes and for the upper pages of a province's indexes; more would only
 * hold what the system keeps as well, and grow with every sheet that is brought in. */
enum { WRITER_CACHE_MIB = 32 };
/* How often work that came too early is tried again when nothing else happens. */
enum { EARLY_PAUSE_MS = 50 };

enum fate { FATE_ANSWERED, FATE_SKIPPED, FATE_EARLY };

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
	bool has_moved; /* something was done since they were tried */

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
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += (long)ms * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	return pthread_cond_timedwait(&writer->wake, &writer->lock, &until);
}

static void await_work(struct writer *writer)
{
	while (writer->first == NULL && !writer->is_stopping) {
		if (writer->n_early == 0)
			pthread_cond_wait(&writer->wake, &writer->lock);
		else if (writer->has_moved || pause_for(writer, EARLY_PAUSE_MS) == ETIMEDOUT)
			break;
	}
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
		writer->batch[writer->n++] = work;
	}
	if (writer->first == NULL)
		writer->last = &writer->first;
	writer->n_queued -= writer->n;
	writer->queued = (int64_t)writer->n_queued;
	pthread_mutex_unlock(&writer->lock);
	for (size_t i = 0; i < writer->n_early; i++)
		writer->batch[writer->n++] = writer->early[i];
	writer->n_early = 0;
	writer->has_moved = false;
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

/* May it wait for what it needs? */
static bool may_wait(struct writer *writer, struct work *work)
{
	int64_t now = clock_monotonic_us();
	if (work->early_since_us == 0)
		work->early_since_us = now;
	if (writer->n_early == WRITER_EARLY || now - work->early_since_us > WRITER_EARLY_US)
		return false;
	pthread_mutex_lock(&writer->lock);
	bool is_stopping = writer->is_stopping;
	pthread_mutex_unlock(&writer->lock);
	return !is_stopping;
}

/* False when the engine has lost the transaction. */
static bool run_work(struct writer *writer, size_t i)
{
	struct work *work = writer->batch[i];
	work->ctx->db = writer->ctx.db;
	bool stands = run_step(work, work->apply, &writer->results[i]);
	if (!stands || writer->results[i] == OK)
		return stands;
	if (work->ctx->failure.is_early && may_wait(writer, work)) {
		ctx_restart(work->ctx);
		writer->fates[i] = FATE_EARLY;
		writer->n_early++;
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
	if (work->is_stale == NULL || !work->is_stale(work))
		return false;
	forget_hooks(work->ctx);
	writer->fates[i] = FATE_SKIPPED;
	writer->results[i] = ctx_fail(work->ctx, REASON_CALL_CANCELLED);
	return true;
}

/* Those that came too early once more, now that others are done. */
static bool run_early(struct writer *writer)
{
	bool stands = true;
	for (size_t before = 0; stands && writer->n_early > 0 && writer->n_early != before;) {
		before = writer->n_early;
		for (size_t i = 0; i < writer->n && stands; i++) {
			if (writer->fates[i] != FATE_EARLY)
				continue;
			writer->fates[i] = FATE_ANSWERED;
			writer->n_early--;
			stands = run_work(writer, i);
		}
	}
	return stands;
}

static bool apply_batch(struct writer *writer)
{
	bool stands = db_begin_write(&writer->ctx) == OK;
	if (!stands)
		return false;
	for (size_t i = 0; stands && i < writer->n; i++)
		stands = is_skipped(writer, i) || run_work(writer, i);
	if (stands && run_early(writer))
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
		writer->fates[i] = FATE_ANSWERED;
		forget_hooks(ctx);
		const char *number = arena_printf(ctx->arena, "%lld", (long long)ctx->call_id);
		writer->results[i] = ctx_fail(ctx, REASON_NOT_STORED, number);
	}
}

static void answer(struct writer *writer, size_t i)
{
	struct work *work = writer->batch[i];
	writer->works++;
	writer->has_moved |= writer->results[i] == OK;
	run_hooks(work->ctx);
	work->done(work, writer->results[i]);
}

static void run_batch(struct writer *writer)
{
	memset(writer->fates, 0, sizeof writer->fates);
	if (!apply_batch(writer))
		refuse_all(writer);
	writer->batches++;
	writer->n_early = 0;
	for (size_t i = 0; i < writer->n; i++) {
		if (writer->fates[i] == FATE_EARLY)
			writer->early[writer->n_early++] = writer->batch[i];
		else
			answer(writer, i);
	}
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
	pthread_cond_init(&writer->wake, NULL);
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
