/* Checks over a store: how long they take beside reading the same columns once, how much memory,
 *and what a desk notices of them.
 *
 *	bench_checks DIRECTORY [STUDENTS]
 *
 * DIRECTORY is made by `xuejid demo` when it is not there, and stays. Reading is done the way the
 * server does it, at the lowest priority; meanwhile a school's roll is asked for again and again,
 *as a desk would. All figures come from one run: trust the ratios rather than the times, which
 *depend on what else the machine does. With 10,000,000 students, which take nine minutes to be made
 *and 10 GB of disk, it takes some ten minutes. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/date.h"
#include "common/han_reading.h"
#include "domain/unit_code.h"
#include "server/service/check_find.h"
#include "server/store/db.h"
#include "server/store/policy_cache.h"
#include "server/store/stat_cache.h"
#include "server/store/student_store.h"
#include "server/store/unit_tree.h"

enum { ASKED = 1 << 16, CHILDREN = 1000, ASK_EVERY_US = 3000 };

struct bench {
	const char *directory;
	struct store *store;
	struct app app;
	struct ctx ctx; /* of the check */
	int64_t n, n_found;
	int64_t school;
	/* the desk */
	_Atomic bool is_over;
	float asked[ASKED];
	size_t n_asked;
};

static _Noreturn void stop(const char *what)
{
	fprintf(stderr, "bench_checks: %s\n", what);
	exit(1);
}

static void must(enum err err, const char *what)
{
	if (err != OK)
		stop(what);
}

static int64_t world_now(void *arg)
{
	(void)arg;
	return clock_now_us();
}

/* Of this thread: what the wall clock says beside it is the machine's other work. */
static double processor_seconds(void)
{
	struct timespec used;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

/* A stretch of work. */
struct watch {
	int64_t start_us;
	double processor;
};

static struct watch watch_start(void)
{
	return (struct watch){clock_monotonic_us(), processor_seconds()};
}

/* What it took, in the same members: microseconds, and seconds of processor. */
static struct watch watch_stop(const struct watch *watch)
{
	return (struct watch){
		clock_monotonic_us() - watch->start_us, processor_seconds() - watch->processor};
}

static int64_t memory_mib(void)
{
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	return used.ru_maxrss / 1024;
}

static void load(const char *directory, const char *students)
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		execl(XUEJID, XUEJID, "demo", directory, "--students", students, (char *)NULL);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
		stop("xuejid demo failed");
}

static void open_ctx(struct bench *bench, struct ctx *ctx)
{
	ctx_init(ctx, &bench->app, arena_new(0));
	ctx->db = store_reader(bench->store);
	if (ctx->db == NULL)
		stop("no connection");
}

static void pin(const struct bench *bench, struct ctx *ctx)
{
	ctx->units = unit_tree_pin(bench->app.units);
	ctx->policies = policies_pin(bench->app.policies);
}

static void open_all(struct bench *bench)
{
	char why[WHY_SIZE], keys[4096];
	snprintf(keys, sizeof keys, "%s/keys", bench->directory);
	if ((bench->app.keys = keys_load(keys, why)) == NULL ||
		store_open_reader(bench->directory, &bench->store, why) != STORE_OK)
		stop(why);
	bench->app.world = (struct world){.now_us = world_now};
	bench->app.units = unit_cache_new();
	bench->app.policies = policy_cache_new();
	bench->app.readings = han_readings_open();
	open_ctx(bench, &bench->ctx);
	must(unit_cache_load(bench->app.units, &bench->ctx), "no units");
	must(policy_cache_load(bench->app.policies, &bench->ctx), "no policies");
	bench->app.stats = stat_cache_new();
	must(stat_cache_load(bench->app.stats, &bench->ctx), "no totals");
	pin(bench, &bench->ctx);
}

/* ---- reading once ---- */

static sqlite3 *open_file(const struct bench *bench)
{
	sqlite3 *handle;
	char file[4096];
	snprintf(file, sizeof file, "%s/store.db", bench->directory);
	if (sqlite3_open_v2(file, &handle, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		stop("no database");
	return handle;
}

/* Of its own, as the tables lie. */
static struct watch read_once(const struct bench *bench, const char *const sql[], size_t n)
{
	struct watch watch = watch_start();
	sqlite3 *handle = open_file(bench);
	for (size_t i = 0; i < n; i++) {
		sqlite3_stmt *statement;
		if (sqlite3_prepare_v2(handle, sql[i], -1, &statement, NULL) != SQLITE_OK)
			stop(sqlite3_errmsg(handle));
		while (sqlite3_step(statement) == SQLITE_ROW)
			for (int c = 0; c < sqlite3_column_count(statement); c++)
				(void)sqlite3_column_bytes(statement, c);
		sqlite3_finalize(statement);
	}
	sqlite3_close(handle);
	return watch_stop(&watch);
}

/* ---- the desk ---- */

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

static void ask_once(struct bench *bench, struct ctx *ctx)
{
	struct student_row *rows;
	size_t n;
	const struct roster_page page = {.school = bench->school, .after_class = -1, .limit = 51};
	int64_t start = clock_monotonic_us();
	must(student_roster(ctx, &page, &rows, &n), "no roll");
	if (bench->n_asked < ASKED)
		bench->asked[bench->n_asked++] = (float)(clock_monotonic_us() - start) / 1000;
	arena_reset(ctx->arena);
}

static void *be_desk(void *arg)
{
	struct bench *bench = arg;
	struct ctx ctx;
	open_ctx(bench, &ctx);
	bench->n_asked = 0;
	while (!bench->is_over) {
		ask_once(bench, &ctx);
		usleep(ASK_EVERY_US);
	}
	db_close(ctx.db);
	arena_free(ctx.arena);
	return NULL;
}

static pthread_t open_desk(struct bench *bench)
{
	pthread_t thread;
	bench->is_over = false;
	if (pthread_create(&thread, NULL, be_desk, bench) != 0)
		stop("no thread");
	return thread;
}

static float close_desk(struct bench *bench, pthread_t thread, const char *when)
{
	bench->is_over = true;
	pthread_join(thread, NULL);
	size_t n = bench->n_asked;
	qsort(bench->asked, n, sizeof *bench->asked, by_size);
	printf("a roll %-24s p50 %6.2f ms, p99 %6.2f ms, worst %6.2f ms\n", when,
		bench->asked[n / 2], bench->asked[n * 99 / 100], bench->asked[n - 1]);
	return bench->asked[n * 99 / 100];
}

/* ---- the check ---- */

static void take(void *arg, const struct check_found *found)
{
	struct bench *bench = arg;
	(void)found;
	bench->n_found++;
}

static bool goes_on(void *arg, int done)
{
	(void)arg, (void)done;
	return true;
}

static void report(const char *what, const struct watch *took, const struct watch *once, int goal)
{
	double ratio = took->processor / once->processor;
	printf("%-28s %8.1f s, %7.1f s of processor: %5.2f times reading once", what,
		(double)took->start_us / 1e6, took->processor, ratio);
	if (goal > 0)
		printf("  (goal: <= %d%s)", goal, ratio > goal ? ", MISSED" : "");
	puts("");
	fflush(stdout);
}

static void measure_exact(struct bench *bench, const struct check_reading *reading)
{
	static const char *const columns[] = {"SELECT id, name, sex, birth FROM student",
		"SELECT student_id, idkey FROM identity"};
	bool is_whole;
	struct watch once = read_once(bench, columns, 2), watch = watch_start();
	bench->n_found = 0;
	must(check_find_exact(reading, &is_whole), "the exact check failed");
	struct watch took = watch_stop(&watch);
	report("exact", &took, &once, 3);
	printf("  sets found                 %8lld, memory %lld MiB\n", (long long)bench->n_found,
		(long long)memory_mib());
}

/* Who is faulty by himself, as `problem check --rule record` looks for them. */
static void measure_record(struct bench *bench, const struct check_reading *reading)
{
	static const char *const columns[] = {"SELECT id, name, sex, birth, school_id FROM student",
		"SELECT student_id, sealed FROM profile"};
	bool is_whole;
	struct watch once = read_once(bench, columns, 2), watch = watch_start();
	bench->n_found = 0;
	reading->run->rules = CHECK_RECORD;
	must(check_gather(reading, NULL, &is_whole), "reading records failed");
	struct watch took = watch_stop(&watch);
	report("record: read and judged", &took, &once, 0);
	printf("  faulty records found       %8lld, memory %lld MiB\n", (long long)bench->n_found,
		(long long)memory_mib());
}

static void measure_near(struct bench *bench, const struct check_reading *reading)
{
	static const char *const columns[] = {"SELECT id, name, sex, birth, school_id FROM student",
		"SELECT student_id, sealed FROM profile"};
	bool is_whole;
	struct watch once = read_once(bench, columns, 2), watch = watch_start();
	struct crowd *crowd = crowd_new(bench->app.readings);
	bench->n_found = 0;
	reading->run->rules = CHECK_NEAR;
	must(check_gather(reading, crowd, &is_whole), "reading failed");
	bench->n = reading->run->records;
	struct watch reading_took = watch_stop(&watch);
	report("probable: read and unsealed", &reading_took, &once, 0);
	watch = watch_start();
	if (!check_find_near(reading, crowd))
		stop("broken off");
	struct watch took = watch_stop(&watch);
	report("probable: compared", &took, &once, 0);
	printf("probable, in all             %8.1f s of %lld records, %.2f us of processor each\n",
		(double)(reading_took.start_us + took.start_us) / 1e6, (long long)bench->n,
		(reading_took.processor + took.processor) * 1e6 / (double)bench->n);
	printf("  pairs found                %8lld, memory %lld MiB\n", (long long)bench->n_found,
		(long long)memory_mib());
	crowd_free(crowd);
}

/* At even distances, over the whole province. */
static void pick_children(const struct bench *bench, int64_t ids[CHILDREN])
{
	sqlite3_stmt *statement;
	sqlite3 *handle = open_file(bench);
	int64_t every = bench->n / CHILDREN, row = 0;
	size_t n = 0;
	if (every == 0)
		stop("too few children");
	if (sqlite3_prepare_v2(handle,
		    "SELECT id FROM student WHERE status BETWEEN 2 AND 11 ORDER BY id", -1,
		    &statement, NULL) != SQLITE_OK)
		stop(sqlite3_errmsg(handle));
	for (; n < CHILDREN && sqlite3_step(statement) == SQLITE_ROW; row++)
		if (row % every == 0)
			ids[n++] = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(handle);
	if (n < CHILDREN)
		stop("too few children");
}

/* One child after a write. */
static void measure_child(struct bench *bench)
{
	struct letter_table *letters = letter_table_new(bench->app.readings);
	static float times[CHILDREN];
	int64_t ids[CHILDREN];
	pick_children(bench, ids);
	bench->n_found = 0;
	for (size_t i = 0; i < CHILDREN; i++) {
		double start = processor_seconds();
		arena_reset(bench->ctx.arena);
		must(finder_check_child(&bench->ctx, letters, ids[i], take, bench), "one child");
		times[i] = (float)(processor_seconds() - start) * 1000;
	}
	qsort(times, CHILDREN, sizeof *times, by_size);
	printf("one child after a write          p50 %6.2f ms, p99 %6.2f ms of processor, "
	       "%lld pairs of %d children\n",
		times[CHILDREN / 2], times[CHILDREN * 99 / 100], (long long)bench->n_found,
		CHILDREN);
	letter_table_free(letters);
}

static void find_school(struct bench *bench)
{
	struct check_child *children;
	size_t n;
	must(check_children(&bench->ctx, 0, 1, &children, &n), "no children");
	if (n == 0)
		stop("the store is empty");
	bench->school = children[0].row.school;
}

int main(int argc, char **argv)
{
	static struct bench bench;
	struct stat there;
	if (argc < 2)
		stop("DIRECTORY [STUDENTS]");
	bench.directory = argv[1];
	if (stat(bench.directory, &there) != 0)
		load(bench.directory, argc > 2 ? argv[2] : "1000000");
	open_all(&bench);
	find_school(&bench);
	pthread_t desk = open_desk(&bench);
	usleep(3000000);
	float idle = close_desk(&bench, desk, "while nothing runs");
	desk = open_desk(&bench);
	setpriority(PRIO_PROCESS, (id_t)gettid(), 19);
	struct check_run run = {
		.unit = unit_tree_by_code(bench.ctx.units, NATION_CODE)->id, .rules = CHECK_EXACT};
	const struct check_reading reading = {
		.ctx = &bench.ctx, .run = &run, .take = take, .goes_on = goes_on, .arg = &bench};
	measure_exact(&bench, &reading);
	measure_record(&bench, &reading);
	measure_near(&bench, &reading);
	measure_child(&bench);
	float busy = close_desk(&bench, desk, "while it runs");
	printf("a roll's p99 is %.1f times as long while it runs\n", busy / idle);
	return 0;
}
