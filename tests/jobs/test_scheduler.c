#include "server/jobs/scheduler.h"

#include <pthread.h>
#include <stdio.h>

#include "common/date.h"
#include "server/auth/session_cache.h"
#include "server/store/idempotency_store.h"
#include "server/store/journal_store.h"
#include "server/store/unit_tree.h"
#include "server/store/writer.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static struct fixture *f;
static struct writer *writer;
static struct scheduler *scheduler;

/* What the jobs below saw, counted under a lock: they run on other threads. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int n_steps, n_looks, n_refused;
static char method[64];
static int64_t actor;

static void before(void)
{
	f = fixture_open();
	writer = writer_start(f->store);
}

static void after(void)
{
	scheduler_stop(scheduler);
	writer_stop(writer);
	fixture_close(f);
}

static void count(int *counter)
{
	pthread_mutex_lock(&lock);
	++*counter;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

static void wait_for(const int *counter, int n)
{
	pthread_mutex_lock(&lock);
	while (*counter < n)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

static enum err step(struct ctx *ctx, bool *again_out)
{
	snprintf(method, sizeof method, "%s", ctx->method);
	actor = ctx->actor.operator_id;
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_OUT, .summary = "by a job"});
	*again_out = n_steps < 2;
	count(&n_steps);
	return OK;
}

static enum err refuse(struct ctx *ctx, bool *again_out)
{
	(void)again_out;
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_IN, .summary = "never"});
	count(&n_refused);
	return ctx_fail(ctx, REASON_STALE);
}

static void look(const struct app *app)
{
	ck_assert_ptr_eq(app, &f->app);
	count(&n_looks);
}

static int n_prepared;

static void prepare(struct ctx *ctx)
{
	ck_assert_ptr_null(ctx->db); /* not on the writer */
	ctx->prepared = arena_dup(ctx->arena, &(int){++n_prepared}, sizeof(int));
}

/* Once more for each look that came before it. */
static enum err step_prepared(struct ctx *ctx, bool *again_out)
{
	int looks = *(const int *)ctx->prepared;
	*again_out = looks < 3;
	ck_assert_int_eq(looks, n_prepared);
	count(&n_steps);
	return OK;
}

#define HOUR (3600 * US_PER_SECOND)

static void start(const struct job *rows, size_t n)
{
	const struct job_list list = {rows, n};
	const struct job_list *const lists[] = {&list};
	scheduler = scheduler_start(&f->app, writer, lists, 1);
}

/* The journal as the store shows it once nothing writes any more. */
static struct journal_entry *read_journal(size_t *n_out)
{
	struct journal_entry *entries;
	scheduler_stop(scheduler);
	scheduler = NULL;
	writer_stop(writer);
	writer = NULL;
	ck_assert_int_eq(journal_list(fixture_ctx(f), &(struct journal_filter){.limit = 100},
				 &entries, n_out),
		OK);
	return entries;
}

START_TEST(a_step_is_a_journalled_write_of_the_system)
{
	static const struct job rows[] = {{.name = "test.step", .every_us = HOUR, .step = step}};
	size_t n;
	start(rows, 1);
	wait_for(&n_steps, 3); /* twice it asked for more at once */
	struct journal_entry *entries = read_journal(&n);
	ck_assert_str_eq(method, "job.test.step");
	ck_assert_int_eq(actor, OPERATOR_SYSTEM);
	ck_assert_uint_eq(n, 3);
	ck_assert_int_eq(entries[0].actor, OPERATOR_SYSTEM);
	ck_assert_str_eq(entries[0].summary, "by a job");
	ck_assert_int_eq(n_steps, 3);
}
END_TEST

START_TEST(a_step_that_fails_leaves_nothing_and_stops_no_other)
{
	static const struct job rows[] = {
		{.name = "test.refuse", .every_us = 1000, .step = refuse},
		{.name = "test.look", .every_us = 1000, .look = look},
	};
	size_t n;
	start(rows, 2);
	wait_for(&n_refused, 3);
	wait_for(&n_looks, 3);
	read_journal(&n);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(a_job_waits_for_its_time)
{
	static const struct job rows[] = {
		{.name = "test.hourly", .every_us = HOUR, .step = refuse},
		{.name = "test.often", .every_us = 1000, .look = look},
	};
	start(rows, 2);
	wait_for(&n_looks, 20);
	scheduler_stop(scheduler);
	scheduler = NULL;
	ck_assert_int_eq(n_refused, 1);
}
END_TEST

START_TEST(stopping_does_not_wait_for_what_is_not_due)
{
	static const struct job rows[] = {{.name = "test.look", .every_us = HOUR, .look = look}};
	start(rows, 1);
	wait_for(&n_looks, 1);
	int64_t began = clock_monotonic_us();
	scheduler_stop(scheduler);
	scheduler = NULL;
	ck_assert_int_lt(clock_monotonic_us() - began, 10 * US_PER_SECOND);
}
END_TEST

static void keep_reply(int64_t at_us, const char *key)
{
	static const uint8_t hash[REQUEST_HASH_SIZE];
	f->now_us = at_us;
	ck_assert_int_eq(idempotency_keep(fixture_ctx(f), key, hash, "reply", 5), OK);
	fixture_commit(f);
}

static bool is_kept(const char *key)
{
	static const uint8_t hash[REQUEST_HASH_SIZE];
	bool found;
	void *reply;
	size_t size;
	ck_assert_int_eq(idempotency_find(fixture_ctx(f), key, hash, &found, &reply, &size), OK);
	fixture_rollback(f);
	return found;
}

/* What the server's own jobs look at. */
static void load_caches(void)
{
	f->app.units = unit_cache_new();
	f->app.sessions = session_cache_new();
	ck_assert_int_eq(unit_cache_load(f->app.units, fixture_ctx(f)), OK);
	fixture_rollback(f);
}

static void free_caches(void)
{
	session_cache_free(f->app.sessions);
	unit_cache_free(f->app.units);
}

START_TEST(replies_are_forgotten_after_a_week)
{
	static const struct job rows[] = {{.name = "test.look", .every_us = 1000, .look = look}};
	const struct job_list list = {rows, 1};
	const struct job_list *const lists[] = {&jobs, &list};
	keep_reply(FIXTURE_NOW, "old-key");
	keep_reply(FIXTURE_NOW + 6 * US_PER_DAY, "new-key");
	load_caches();
	f->now_us = FIXTURE_NOW + 8 * US_PER_DAY;
	scheduler = scheduler_start(&f->app, writer, lists, 2);
	wait_for(&n_looks, 2); /* every job has had its first turn by then */
	scheduler_stop(scheduler);
	scheduler = NULL;
	ck_assert(!is_kept("old-key"));
	ck_assert(is_kept("new-key"));
	free_caches();
}
END_TEST

START_TEST(every_row_is_one_or_the_other)
{
	ck_assert_uint_gt(jobs.n, 0);
	for (size_t i = 0; i < jobs.n; i++) {
		ck_assert_int_gt(jobs.rows[i].every_us, 0);
		ck_assert((jobs.rows[i].step == NULL) != (jobs.rows[i].look == NULL));
	}
}
END_TEST

START_TEST(a_step_finds_what_was_looked_for_before_it)
{
	static const struct job rows[] = {{.name = "test.prepared",
		.every_us = HOUR,
		.step = step_prepared,
		.prepare = prepare}};
	start(rows, 1);
	wait_for(&n_steps, 3);
	scheduler_stop(scheduler);
	scheduler = NULL;
	ck_assert_int_eq(n_prepared, 3); /* before each step, not once */
}
END_TEST

SUITE_WITH("scheduler", before, after, a_step_is_a_journalled_write_of_the_system,
	a_step_that_fails_leaves_nothing_and_stops_no_other, a_job_waits_for_its_time,
	stopping_does_not_wait_for_what_is_not_due, replies_are_forgotten_after_a_week,
	every_row_is_one_or_the_other, a_step_finds_what_was_looked_for_before_it)
