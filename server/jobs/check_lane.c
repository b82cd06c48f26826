#include "server/jobs/check_lane.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/date.h"
#include "common/log.h"
#include "common/memory.h"
#include "server/finder/pile.h"
#include "server/jobs/step.h"
#include "server/service/check_tell.h"
#include "server/store/db.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

/* Findings told in one step, and how often it says how far it is. */
enum { TOLD_AT_ONCE = 10, SAVE_EVERY_US = 1000000, LOWEST_PRIORITY = 19 };

struct check_lane {
	struct app *app;
	struct writer *writer;
	struct db *db;
	struct arena *arena, *of_step;
	struct letter_table *letters;
	pthread_t thread;
	pthread_mutex_t lock; /* guards the two below */
	pthread_cond_t wake;
	bool is_woken, is_stopping;
	/* the run under way */
	struct check_run run;
	struct pile found; /* of struct check_found */
	int64_t saved_us;
	bool is_cut_short;
};

/* ---- reading and writing ---- */

/* For reading: what is in it lives until the next. */
static void open_ctx(struct check_lane *lane, struct ctx *ctx)
{
	arena_reset(lane->arena);
	ctx_init(ctx, lane->app, lane->arena);
	ctx->actor.operator_id = OPERATOR_SYSTEM;
	ctx->method = "job.checks";
	ctx->db = lane->db;
	ctx->units = unit_tree_pin(lane->app->units);
	ctx->policies = policies_pin(lane->app->policies);
}

static void close_ctx(struct ctx *ctx)
{
	unit_tree_unpin(ctx->units);
	policies_unpin(ctx->policies);
}

static enum err write_step(
	struct check_lane *lane, enum err (*run)(struct ctx *ctx, void *arg), void *arg)
{
	struct step step;
	step_open(&step, lane->app, lane->of_step, "job.checks");
	enum err err = step_run(&step, lane->writer, run, arg);
	if (err != OK)
		log_warn("check.step_failed", "why=%s reason=%s", err_name(err),
			reason_row(step.ctx.failure.reason)->name);
	step_close(&step);
	arena_reset(lane->of_step);
	return err;
}

static bool is_stopping(struct check_lane *lane)
{
	pthread_mutex_lock(&lane->lock);
	bool is = lane->is_stopping;
	pthread_mutex_unlock(&lane->lock);
	return is;
}

/* ---- telling ---- */

/* Findings to be told in one step, and the child that then waits no longer (0: none). */
struct telling {
	struct check_lane *lane;
	int64_t student;
	struct check_found found[TOLD_AT_ONCE];
	size_t n;
};

static enum err tell_in_step(struct ctx *ctx, void *arg)
{
	const struct telling *telling = arg;
	enum err err = telling->student != 0 ? check_waiting_remove(ctx, telling->student) : OK;
	for (size_t i = 0; err == OK && i < telling->n; i++)
		err = check_tell(ctx, telling->lane->letters, &telling->found[i]);
	return err;
}

/* It would be no better with anything else: the disk is full, the server stops. */
static bool is_of_store(enum err err)
{
	return err == ERR_UNAVAILABLE || err == ERR_LIMITED;
}

/* What cannot be told keeps nothing else: then each is told by itself, and that is left out. */
static enum err tell(struct telling *telling, int64_t *left_out)
{
	struct check_lane *lane = telling->lane;
	enum err err = write_step(lane, tell_in_step, telling);
	if (err == OK || is_of_store(err))
		return err;
	err = OK;
	for (size_t i = 0; i < telling->n && !is_of_store(err); i++) {
		struct telling one = {.lane = lane, .found = {telling->found[i]}, .n = 1};
		err = write_step(lane, tell_in_step, &one);
		if (err == OK || is_of_store(err))
			continue;
		log_error("check.left_out", "student=%lld other=%lld",
			(long long)one.found[0].student, (long long)one.found[0].other);
		++*left_out;
	}
	struct telling none = {.lane = lane, .student = telling->student};
	return is_of_store(err) ? err : write_step(lane, tell_in_step, &none);
}

/* ---- one child ---- */

static void take_of_child(void *arg, const struct check_found *found)
{
	struct telling *child = arg;
	if (child->n < TOLD_AT_ONCE)
		child->found[child->n++] = *found;
}

/* The next child that waits; false when there is none, or none can be compared now. */
static bool compare_child(struct check_lane *lane)
{
	struct ctx ctx;
	struct telling child = {.lane = lane};
	int64_t left_out = 0;
	open_ctx(lane, &ctx);
	enum err err = check_waiting_first(&ctx, &child.student);
	if (err == OK && child.student != 0)
		err = finder_check_child(&ctx, lane->letters, child.student, take_of_child, &child);
	close_ctx(&ctx);
	if (err != OK)
		log_warn("check.child_failed", "student=%lld why=%s", (long long)child.student,
			err_name(err));
	if (child.student == 0 || is_of_store(err))
		return false;
	return tell(&child, &left_out) == OK;
}

/* ---- all of them ---- */

static enum err save_run(struct ctx *ctx, void *arg)
{
	const struct check_lane *lane = arg;
	return check_run_save(ctx, &lane->run);
}

/* The log has it when it fails, and the next one says the same. */
static bool save(struct check_lane *lane)
{
	lane->saved_us = clock_monotonic_us();
	return write_step(lane, save_run, lane) == OK;
}

/* Somebody may have stopped it. */
static bool is_wanted(struct check_lane *lane)
{
	struct ctx ctx;
	struct check_run now;
	struct arena *arena = arena_new(0);
	ctx_init(&ctx, lane->app, arena);
	ctx.db = lane->db;
	bool is = check_run_get(&ctx, lane->run.id, &now) == OK && !check_is_over(&now);
	arena_free(arena);
	return is;
}

/* Children who were written meanwhile do not wait for the end of it. */
static void compare_children(struct check_lane *lane)
{
	struct arena *arena = lane->arena;
	lane->arena = arena_new(0);
	while (!is_stopping(lane) && compare_child(lane))
		;
	arena_free(lane->arena);
	lane->arena = arena;
}

static bool was_woken(struct check_lane *lane)
{
	pthread_mutex_lock(&lane->lock);
	bool was = lane->is_woken;
	lane->is_woken = false;
	pthread_mutex_unlock(&lane->lock);
	return was;
}

static bool goes_on(void *arg, int done)
{
	struct check_lane *lane = arg;
	lane->run.done = done;
	if (is_stopping(lane))
		return false;
	if (was_woken(lane))
		compare_children(lane);
	if (clock_monotonic_us() - lane->saved_us < SAVE_EVERY_US)
		return true;
	save(lane);
	return is_wanted(lane);
}

static void take_found(void *arg, const struct check_found *found)
{
	struct check_lane *lane = arg;
	*(struct check_found *)pile_add(&lane->found, 1) = *found;
}

static const struct check_found *found_at(const struct check_lane *lane, size_t i)
{
	return pile_at(&lane->found, i);
}

static void enter(struct check_lane *lane, enum check_state state)
{
	lane->run.state = state;
	lane->run.done = 0;
	save(lane);
}

static enum err read_all(struct check_lane *lane, const struct check_reading *reading)
{
	bool is_whole;
	enum err err;
	struct crowd *crowd = crowd_new(lane->app->readings);
	enter(lane, CHECK_READING);
	err = check_gather(reading, crowd, &is_whole);
	if (err == OK && is_whole && lane->run.rules & CHECK_NEAR) {
		enter(lane, CHECK_COMPARING);
		is_whole = check_find_near(reading, crowd);
	}
	lane->is_cut_short = !is_whole;
	crowd_free(crowd);
	return err;
}

static void count_found(struct check_lane *lane, int likely)
{
	for (size_t i = 0; i < lane->found.n; i++)
		if (found_at(lane, i)->other == 0)
			lane->run.exact++;
		else if (found_at(lane, i)->permille >= likely)
			lane->run.likely++;
		else
			lane->run.possible++;
}

static enum err find(struct check_lane *lane)
{
	struct ctx ctx;
	bool is_whole = true;
	enum err err = OK;
	open_ctx(lane, &ctx);
	const struct check_reading reading = {.ctx = &ctx,
		.run = &lane->run,
		.take = take_found,
		.goes_on = goes_on,
		.arg = lane};
	if (lane->run.rules & CHECK_EXACT) {
		enter(lane, CHECK_READING);
		err = check_find_exact(&reading, &is_whole);
		lane->is_cut_short = !is_whole;
	}
	if (err == OK && !lane->is_cut_short && lane->run.rules & (CHECK_NEAR | CHECK_RECORD))
		err = read_all(lane, &reading);
	count_found(lane, (int)policy_number(&ctx, POLICY_CHECK_LIKELY, lane->run.unit) * 10);
	close_ctx(&ctx);
	return err;
}

static enum err tell_all(struct check_lane *lane)
{
	enter(lane, CHECK_TELLING);
	for (size_t i = 0; i < lane->found.n;) {
		struct telling some = {.lane = lane};
		int done = (int)(i * 1000 / lane->found.n);
		while (some.n < TOLD_AT_ONCE && i < lane->found.n)
			some.found[some.n++] = *found_at(lane, i++);
		enum err err = tell(&some, &lane->run.left_out);
		if (err != OK)
			return err;
		lane->is_cut_short = !goes_on(lane, done);
		if (lane->is_cut_short)
			return OK;
	}
	return OK;
}

/* False when its end could not be written: it would begin anew at once, and again. */
static bool end_run(struct check_lane *lane, enum err err)
{
	pile_wipe(&lane->found);
	if (lane->is_cut_short && err == OK)
		return true; /* stopped by somebody, or to be begun anew */
	lane->run.state = err == OK ? CHECK_DONE : CHECK_FAILED;
	lane->run.done = 1000;
	lane->run.ended_us = lane->app->world.now_us(lane->app->world.arg);
	bool is_saved = save(lane);
	log_info("check.ended",
		"check=%lld why=%s records=%lld exact=%lld likely=%lld possible=%lld "
		"left_out=%lld",
		(long long)lane->run.id, err_name(err), (long long)lane->run.records,
		(long long)lane->run.exact, (long long)lane->run.likely,
		(long long)lane->run.possible, (long long)lane->run.left_out);
	return is_saved;
}

/* The next check that is not over; false when there is none, or none can be carried out now. */
static bool carry_out(struct check_lane *lane)
{
	struct ctx ctx;
	bool is_found = false;
	open_ctx(lane, &ctx);
	enum err err = check_run_next(&ctx, &lane->run, &is_found);
	close_ctx(&ctx);
	if (err != OK || !is_found)
		return false;
	lane->run.records = lane->run.left_out = 0;
	lane->run.exact = lane->run.likely = lane->run.possible = 0;
	lane->run.began_us = lane->app->world.now_us(lane->app->world.arg);
	lane->is_cut_short = false;
	err = find(lane);
	if (err == OK && !lane->is_cut_short)
		err = tell_all(lane);
	return end_run(lane, err);
}

/* ---- the thread ---- */

static void work(struct check_lane *lane)
{
	bool goes = true;
	while (goes && !is_stopping(lane))
		goes = compare_child(lane) || carry_out(lane);
}

static void wake(void *arg)
{
	struct check_lane *lane = arg;
	pthread_mutex_lock(&lane->lock);
	lane->is_woken = true;
	pthread_cond_signal(&lane->wake);
	pthread_mutex_unlock(&lane->lock);
}

static void *run(void *arg)
{
	struct check_lane *lane = arg;
	setpriority(PRIO_PROCESS, (id_t)gettid(), LOWEST_PRIORITY);
	work(lane); /* what was left when the server ended */
	pthread_mutex_lock(&lane->lock);
	while (!lane->is_stopping) {
		if (!lane->is_woken) {
			pthread_cond_wait(&lane->wake, &lane->lock);
			continue;
		}
		lane->is_woken = false;
		pthread_mutex_unlock(&lane->lock);
		work(lane);
		pthread_mutex_lock(&lane->lock);
	}
	pthread_mutex_unlock(&lane->lock);
	return NULL;
}

static struct check_lane *make(struct app *app, struct store *store, struct writer *writer)
{
	struct check_lane *lane = memory_new(sizeof *lane);
	*lane = (struct check_lane){.app = app, .writer = writer, .db = store_reader(store)};
	lane->arena = arena_new(0);
	lane->of_step = arena_new(0);
	lane->letters = letter_table_new(app->readings);
	lane->found = pile_of(sizeof(struct check_found));
	pthread_mutex_init(&lane->lock, NULL);
	pthread_cond_init(&lane->wake, NULL);
	return lane;
}

static void unmake(struct check_lane *lane)
{
	db_close(lane->db);
	letter_table_free(lane->letters);
	arena_free(lane->arena);
	arena_free(lane->of_step);
	pthread_cond_destroy(&lane->wake);
	pthread_mutex_destroy(&lane->lock);
	free(lane);
}

struct check_lane *check_lane_start(struct app *app, struct store *store, struct writer *writer)
{
	struct check_lane *lane = make(app, store, writer);
	if (lane->db == NULL || pthread_create(&lane->thread, NULL, run, lane) != 0) {
		unmake(lane);
		return NULL;
	}
	app->check_arg = lane;
	app->check = wake;
	return lane;
}

void check_lane_stop(struct check_lane *lane)
{
	if (lane == NULL)
		return;
	pthread_mutex_lock(&lane->lock);
	lane->is_stopping = true;
	pthread_cond_signal(&lane->wake);
	pthread_mutex_unlock(&lane->lock);
	pthread_join(lane->thread, NULL);
	lane->app->check = NULL;
	unmake(lane);
}

void check_lane_work(struct app *app, struct store *store, struct writer *writer)
{
	struct check_lane *lane = make(app, store, writer);
	work(lane);
	unmake(lane);
}
