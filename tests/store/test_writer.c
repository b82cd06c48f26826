/* The writer as its callers see it: pieces of work go in, each is answered once, after the commit.
 */
#include "server/store/writer.h"

#include <pthread.h>
#include <stdatomic.h>

#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { MOST = 160 };
enum { LAST = MOST - 1, TURN = 7, TRY_BYTES = 100000 };

static const struct sql make = {
	"make", "CREATE TABLE thing(id BIGINT NOT NULL PRIMARY KEY, filler BYTEA)"};
static const struct sql add = {"add", "INSERT INTO thing(id, filler) VALUES ($1, $2)"};
static const struct sql count = {"count", "SELECT count(*) FROM thing"};
static const struct sql count_below = {"count_below", "SELECT count(*) FROM thing WHERE id < $1"};
static const struct sql count_of = {"count_of", "SELECT count(*) FROM thing WHERE id = $1"};
static const struct sql set_full = {"set_full", "PRAGMA max_page_count = 1"};
static const struct sql set_roomy = {"set_roomy", "PRAGMA max_page_count = 1000000"};

/* One piece of work: adds its rows, then ends as it is told. */
struct job {
	struct work work; /* first, so that the one is the other */
	struct ctx ctx;
	int64_t id;
	enum err end; /* what apply returns */
	_Atomic bool is_stale;
	bool is_big, has_hook;
	int64_t turn, needs; /* the row of a piece that it goes behind; 0: none */
	int64_t seen_by_hook;
	enum err result;
	int n_done, n_applied;
};

static struct fixture *f;
static struct writer *writer;
static struct job jobs[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static int n_answered;
static int n_held, n_released; /* pieces of work that keep the writer busy */

static struct job *job_of(const struct work *work)
{
	return (struct job *)work;
}

static void note_rows(struct ctx *ctx, void *arg)
{
	struct job *job = arg;
	ck_assert_int_eq(db_number(ctx, &count, NO_ARGS, -1, &job->seen_by_hook), OK);
}

static enum err add_row(struct ctx *ctx, int64_t id, size_t size)
{
	static const char filler[64 * 1024];
	return db_run(ctx, &add, ARGS(arg_int(id), arg_blob(filler, size)), NULL);
}

static enum err apply(struct work *work)
{
	struct job *job = job_of(work);
	job->n_applied++;
	work->ctx->turn = job->turn;
	int64_t n = 0;
	if (job->needs != 0)
		ck_assert_int_eq(
			db_number(work->ctx, &count_of, ARGS(arg_int(job->needs)), -1, &n), OK);
	if (job->needs != 0 && n == 0) {
		arena_alloc(work->ctx->arena, TRY_BYTES);
		ctx_on_commit(work->ctx, note_rows, job);
		ctx_journal(work->ctx, &(struct note){.entity = "thing"});
		ck_assert_int_eq(add_row(work->ctx, 2000 + job->id, 0), OK);
		enum err early = ctx_fail(work->ctx, REASON_OUTSIDE_SCOPE);
		work->ctx->failure.is_early = true;
		return early;
	}
	enum err err = add_row(work->ctx, job->id, job->is_big ? 64 * 1024 : 0);
	if (err != OK)
		return err;
	if (job->has_hook)
		ctx_on_commit(work->ctx, note_rows, job);
	return job->end == OK ? OK : ctx_fail(work->ctx, REASON_OUTSIDE_SCOPE);
}

static enum err refused(struct work *work)
{
	return add_row(work->ctx, 1000 + job_of(work)->id, 0);
}

static bool is_stale(const struct work *work)
{
	return job_of(work)->is_stale;
}

static void done(struct work *work, enum err err)
{
	struct job *job = job_of(work);
	pthread_mutex_lock(&lock);
	job->result = err;
	job->n_done++;
	n_answered++;
	pthread_cond_broadcast(&wake);
	pthread_mutex_unlock(&lock);
}

static void wait_for(int n)
{
	pthread_mutex_lock(&lock);
	while (n_answered < n)
		pthread_cond_wait(&wake, &lock);
	pthread_mutex_unlock(&lock);
}

static struct job *start(int64_t id)
{
	struct job *job = &jobs[id];
	job->id = id;
	ctx_init(&job->ctx, &f->app, arena_new(0));
	job->work = (struct work){
		.apply = apply, .refused = refused, .done = done, .is_stale = is_stale};
	job->work.ctx = &job->ctx;
	return job;
}

static bool submit(struct job *job)
{
	return writer_submit(writer, &job->work);
}

/* A piece of work that keeps the writer busy until release_writer, so that what is submitted
 * meanwhile makes one batch. */
static enum err hold(struct work *work)
{
	(void)work;
	pthread_mutex_lock(&lock);
	int own = ++n_held;
	pthread_cond_broadcast(&wake);
	while (n_released < own)
		pthread_cond_wait(&wake, &lock);
	pthread_mutex_unlock(&lock);
	return OK;
}

/* Held already, it is held behind what was submitted since, in the same batch: no second passes
 * while a slow disk commits. */
static void hold_writer(void)
{
	int n = n_held;
	struct job *job = start(n == 0 ? 0 : LAST);
	job->work.apply = hold;
	ck_assert(submit(job));
	pthread_mutex_lock(&lock);
	n_released = n;
	pthread_cond_broadcast(&wake);
	while (n_held == n)
		pthread_cond_wait(&wake, &lock);
	pthread_mutex_unlock(&lock);
}

static void release_writer(void)
{
	pthread_mutex_lock(&lock);
	n_released = n_held;
	pthread_cond_broadcast(&wake);
	pthread_mutex_unlock(&lock);
}

static int64_t rows_below(int64_t id)
{
	int64_t n;
	struct ctx ctx;
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ck_assert_int_eq(db_number(&ctx, &count_below, ARGS(arg_int(id)), -1, &n), OK);
	db_close(ctx.db);
	return n;
}

static void before(void)
{
	f = fixture_open();
	ck_assert_int_eq(db_run(fixture_ctx(f), &make, NO_ARGS, NULL), OK);
	fixture_commit(f);
	writer = writer_start(f->store);
}

static void after(void)
{
	writer_stop(writer);
	for (int i = 0; i < MOST; i++)
		arena_free(jobs[i].ctx.arena);
	fixture_close(f);
}

START_TEST(work_is_durable_when_it_is_answered)
{
	ck_assert(submit(start(1)));
	wait_for(1);
	ck_assert_int_eq(jobs[1].result, OK);
	ck_assert_int_eq(rows_below(1000), 1);
}
END_TEST

START_TEST(one_that_is_refused_leaves_the_others)
{
	hold_writer();
	for (int i = 1; i <= 5; i++) {
		struct job *job = start(i);
		job->end = i == 3 ? ERR_DENIED : OK;
		ck_assert(submit(job));
	}
	release_writer();
	wait_for(6);
	for (int i = 1; i <= 5; i++)
		ck_assert_int_eq(jobs[i].result, i == 3 ? ERR_DENIED : OK);
	ck_assert_int_eq(jobs[3].ctx.failure.reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(rows_below(1000), 4);
	ck_assert_int_eq(rows_below(2000), 5); /* what it left by `refused` */
}
END_TEST

START_TEST(what_waits_is_committed_together)
{
	hold_writer();
	for (int i = 1; i <= 40; i++)
		ck_assert(submit(start(i)));
	release_writer();
	wait_for(41);
	ck_assert_int_eq(writer_stats(writer).batches, 2);
	ck_assert_int_eq(writer_stats(writer).works, 41);
	ck_assert_int_eq(rows_below(1000), 40);
}
END_TEST

START_TEST(work_that_nobody_waits_for_is_skipped)
{
	hold_writer();
	start(1)->is_stale = true;
	ck_assert(submit(&jobs[1]));
	ck_assert(submit(start(2)));
	release_writer();
	wait_for(3);
	ck_assert_int_eq(jobs[1].result, ERR_CANCELLED);
	ck_assert_int_eq(jobs[1].n_applied, 0);
	ck_assert_int_eq(jobs[2].result, OK);
	ck_assert_int_eq(rows_below(2000), 1);
}
END_TEST

START_TEST(hooks_run_after_the_commit_of_what_stands)
{
	hold_writer();
	for (int i = 1; i <= 3; i++) {
		struct job *job = start(i);
		job->has_hook = true;
		job->work.refused = NULL;
		job->seen_by_hook = -1;
		job->end = i == 2 ? ERR_DENIED : OK;
		ck_assert(submit(job));
	}
	release_writer();
	wait_for(4);
	ck_assert_int_eq(jobs[1].seen_by_hook, 2);
	ck_assert_int_eq(jobs[2].seen_by_hook, -1);
	ck_assert_int_eq(jobs[3].seen_by_hook, 2);
}
END_TEST

/* ---- out of turn ---- */

static struct job *start_behind(int64_t id, int64_t needs)
{
	struct job *job = start(id);
	job->needs = needs;
	job->turn = TURN;
	return job;
}

START_TEST(what_came_too_early_is_done_behind_what_it_needs)
{
	hold_writer();
	for (int i = 5; i > 1; i--)
		ck_assert(submit(start_behind(i, i - 1)));
	hold_writer();
	ck_assert(submit(start_behind(1, 0)));
	release_writer();
	wait_for(7);
	for (int i = 1; i <= 5; i++)
		ck_assert_int_eq(jobs[i].result, OK);
	ck_assert_int_eq(rows_below(3000), 5); /* and nobody was told of a refusal */
}
END_TEST

START_TEST(what_came_too_early_is_tried_again_only_behind_one_of_its_turn)
{
	hold_writer();
	ck_assert(submit(start_behind(2, 1)));
	for (int i = 1; i <= 20; i++) {
		start(100 + i)->turn = i % 2 == 0 ? 0 : TURN + 1;
		ck_assert(submit(&jobs[100 + i]));
	}
	hold_writer();
	ck_assert(submit(start_behind(1, 0)));
	release_writer();
	wait_for(24);
	ck_assert_int_eq(jobs[2].result, OK);
	ck_assert_int_eq(jobs[2].n_applied, 2);
}
END_TEST

START_TEST(a_try_leaves_nothing_in_memory)
{
	hold_writer();
	ck_assert(submit(start_behind(2, 1)));
	ck_assert(submit(start_behind(1, 110)));
	for (int i = 110; i > 100; i--)
		ck_assert(submit(start_behind(i, i > 101 ? i - 1 : 0)));
	release_writer();
	wait_for(13);
	ck_assert_int_eq(jobs[2].result, OK);
	ck_assert_int_gt(jobs[2].n_applied, 10);
	ck_assert_ptr_null(jobs[2].ctx.notes);
	ck_assert_int_eq(jobs[2].seen_by_hook, 0);
	ck_assert_uint_lt(arena_used(jobs[2].ctx.arena), TRY_BYTES);
}
END_TEST

START_TEST(what_came_too_early_for_good_is_refused)
{
	ck_assert(submit(start_behind(2, 1)));
	ck_assert(submit(start(3)));
	wait_for(2);
	ck_assert_int_eq(jobs[3].result, OK);
	ck_assert_int_eq(jobs[2].result, ERR_DENIED);
	ck_assert_int_eq(jobs[2].ctx.failure.reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(rows_below(1000), 1);
	ck_assert_int_eq(rows_below(2000), 2); /* what it left by `refused` */
}
END_TEST

START_TEST(no_more_wait_for_others_than_the_writer_has_room_for)
{
	enum { SENT = WRITER_EARLY + 10 };
	for (int i = 1; i <= SENT; i++) {
		start_behind(i, 900)->ctx.actor.operator_id = i % 6;
		ck_assert(submit(&jobs[i]));
	}
	wait_for(SENT - WRITER_EARLY);
	writer_stop(writer); /* nobody who waits is left without an answer */
	writer = NULL;
	for (int i = 1; i <= SENT; i++)
		ck_assert_int_eq(jobs[i].n_done, 1);
	ck_assert_int_eq(n_answered, SENT);
}
END_TEST

START_TEST(nobody_takes_the_room_of_others_who_wait)
{
	hold_writer();
	for (int i = 10; i < 110; i++) {
		start_behind(i, 900)->ctx.actor.operator_id = 1;
		ck_assert(submit(&jobs[i]));
	}
	start_behind(2, 1)->ctx.actor.operator_id = 2;
	ck_assert(submit(&jobs[2]));
	ck_assert(submit(start_behind(1, 0)));
	release_writer();
	wait_for(1 + 100 - WRITER_EARLY_EACH + 2);
	ck_assert_int_eq(jobs[2].result, OK);
}
END_TEST

START_TEST(nobody_waits_for_one_that_is_given_up_meanwhile)
{
	hold_writer();
	ck_assert(submit(start_behind(2, 1)));
	hold_writer();
	jobs[2].is_stale = true;
	release_writer();
	wait_for(3);
	ck_assert_int_eq(jobs[2].result, ERR_CANCELLED);
	ck_assert_int_eq(jobs[2].n_applied, 1);
	ck_assert_int_eq(rows_below(3000), 0);
}
END_TEST

static enum err run_pragma(struct work *work)
{
	const struct sql *sql = job_of(work)->id == 61 ? &set_full : &set_roomy;
	int64_t ignored;
	return db_number(work->ctx, sql, NO_ARGS, 0, &ignored);
}

static void set_disk(int64_t id)
{
	struct job *job = start(id);
	job->work.apply = run_pragma;
	int n = n_answered + 1;
	ck_assert(submit(job));
	wait_for(n);
	ck_assert_int_eq(job->result, OK);
}

START_TEST(on_a_full_disk_nothing_is_done_and_then_it_goes_on)
{
	set_disk(61);
	hold_writer();
	for (int i = 1; i <= 3; i++) {
		struct job *job = start(i);
		job->is_big = job->has_hook = true;
		job->work.refused = NULL;
		job->seen_by_hook = -1;
		ck_assert(submit(job));
	}
	release_writer();
	wait_for(5);
	for (int i = 1; i <= 3; i++) {
		ck_assert_int_eq(jobs[i].result, ERR_UNAVAILABLE);
		ck_assert_int_eq(jobs[i].ctx.failure.reason, REASON_NOT_STORED);
		ck_assert_int_eq(jobs[i].seen_by_hook, -1);
	}
	ck_assert_int_eq(rows_below(2000), 0);
	set_disk(62);
	start(4)->is_big = true;
	ck_assert(submit(&jobs[4]));
	wait_for(7);
	ck_assert_int_eq(jobs[4].result, OK);
	ck_assert_int_eq(rows_below(2000), 1);
}
END_TEST

START_TEST(stopping_finishes_what_was_taken_and_takes_no_more)
{
	hold_writer();
	for (int i = 1; i <= 10; i++)
		ck_assert(submit(start(i)));
	release_writer();
	writer_stop(writer);
	writer = NULL;
	ck_assert_int_eq(n_answered, 11);
	for (int i = 1; i <= 10; i++)
		ck_assert_int_eq(jobs[i].result, OK);
	ck_assert_int_eq(rows_below(1000), 10);
}
END_TEST

/* ---- many at once ---- */

static void *submit_ten(void *arg)
{
	int first = *(int *)arg;
	for (int i = first; i < first + 10; i++)
		ck_assert(submit(&jobs[i]));
	return NULL;
}

START_TEST(each_of_many_is_answered_once)
{
	pthread_t threads[6];
	int firsts[6];
	for (int i = 0; i < 60; i++)
		start(i);
	for (int i = 0; i < 6; i++) {
		firsts[i] = 10 * i;
		ck_assert_int_eq(pthread_create(&threads[i], NULL, submit_ten, &firsts[i]), 0);
	}
	for (int i = 0; i < 6; i++)
		pthread_join(threads[i], NULL);
	wait_for(60);
	writer_stop(writer);
	writer = NULL;
	for (int i = 0; i < 60; i++)
		ck_assert_int_eq(jobs[i].n_done, 1);
	ck_assert_int_eq(rows_below(1000), 60);
}
END_TEST

SUITE_WITH("writer", before, after, work_is_durable_when_it_is_answered,
	one_that_is_refused_leaves_the_others, what_waits_is_committed_together,
	work_that_nobody_waits_for_is_skipped, hooks_run_after_the_commit_of_what_stands,
	on_a_full_disk_nothing_is_done_and_then_it_goes_on,
	stopping_finishes_what_was_taken_and_takes_no_more, each_of_many_is_answered_once,
	what_came_too_early_is_done_behind_what_it_needs,
	what_came_too_early_is_tried_again_only_behind_one_of_its_turn,
	a_try_leaves_nothing_in_memory, what_came_too_early_for_good_is_refused,
	nobody_takes_the_room_of_others_who_wait,
	no_more_wait_for_others_than_the_writer_has_room_for,
	nobody_waits_for_one_that_is_given_up_meanwhile)
