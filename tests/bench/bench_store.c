/* Durable writes: what group commit gains over a commit for each request, and what a write costs
 * beside a bare fdatasync. A request updates one row and writes a journal entry.
 *
 *	bench_store [DIRECTORY [SECONDS]]
 *
 * DIRECTORY (the working directory by default) must lie on the disk in question, not in memory. All
 * figures come from one run: trust the ratios at its end rather than the rates. */
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/date.h"
#include "server/store/db.h"
#include "server/store/journal_store.h"
#include "server/store/writer.h"

enum { CLIENTS = 64, ROWS = 100000, SAMPLES = 1 << 18 };

static const struct sql make = {"make",
	"CREATE TABLE thing(id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL, filler TEXT)"};
static const struct sql fill = {"fill",
	"WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < $1) "
	"INSERT INTO thing SELECT i, 0, 'eighty bytes of something that a row may hold beside "
	"its number and its counter' FROM c"};
static const struct sql raise_one = {"raise_one", "UPDATE thing SET n = n + 1 WHERE id = $1"};

/* ---- the disk: syncs are counted, and can be made slower ---- */

static int (*real_sync)(sqlite3_file *file, int flags);
static sqlite3_io_methods of_database, of_log; /* as SQLite has them, but for the sync */
static sqlite3_vfs *real_vfs, own_vfs;
static _Atomic int64_t n_syncs;
static _Atomic int added_us;

static void wait_added(void)
{
	struct timespec time = {.tv_nsec = added_us * 1000L};
	if (added_us > 0)
		nanosleep(&time, NULL);
}

static int own_sync(sqlite3_file *file, int flags)
{
	n_syncs++;
	wait_added();
	return real_sync(file, flags);
}

static int own_open(
	sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out)
{
	(void)vfs;
	int code = real_vfs->xOpen(real_vfs, name, file, flags, flags_out);
	if (code == SQLITE_OK && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0) {
		sqlite3_io_methods *own = (flags & SQLITE_OPEN_WAL) != 0 ? &of_log : &of_database;
		real_sync = file->pMethods->xSync;
		*own = *file->pMethods;
		own->xSync = own_sync;
		file->pMethods = own;
	}
	return code;
}

static void take_disk(void)
{
	real_vfs = sqlite3_vfs_find(NULL);
	own_vfs = *real_vfs;
	own_vfs.zName = "bench";
	own_vfs.xOpen = own_open;
	if (sqlite3_vfs_register(&own_vfs, 1) != SQLITE_OK)
		abort();
}

/* ---- one measurement ---- */

struct client {
	struct work work; /* first, so that the one is the other */
	struct ctx ctx;
	struct run *run;
	uint64_t random;
	bool is_waiting;
	pthread_mutex_t lock;
	pthread_cond_t wake;
};

/* What the writer is measured against: one thread too, but a commit for each request. */
struct clerk {
	struct run *run;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct work *first, **last;
	bool is_stopping;
};

struct result {
	double rate, p50_ms, p99_ms, worst_ms, syncs_per_write;
};

struct run {
	struct app app;
	struct store *store;
	struct writer *writer;
	struct clerk *clerk;
	int64_t until_us;
	_Atomic int n_samples;
	float samples[SAMPLES]; /* ms */
	struct client clients[CLIENTS];
};

static int64_t world_now(void *arg)
{
	(void)arg;
	return clock_now_us();
}

static enum err apply(struct work *work)
{
	struct client *client = (struct client *)work;
	struct ctx *ctx = work->ctx;
	client->random = client->random * 6364136223846793005u + 1442695040888963407u;
	int64_t id = 1 + (int64_t)(client->random >> 33) % ROWS;
	enum err err = db_run(ctx, &raise_one, ARGS(arg_int(id)), NULL);
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_IN,
				 .entity = "thing",
				 .entity_id = id,
				 .summary = "raised",
				 .sealed = "before: 1",
				 .sealed_size = 9});
	return err == OK ? journal_write_notes(ctx) : err;
}

static void done(struct work *work, enum err err)
{
	struct client *client = (struct client *)work;
	if (err != OK)
		abort();
	pthread_mutex_lock(&client->lock);
	client->is_waiting = false;
	pthread_cond_signal(&client->wake);
	pthread_mutex_unlock(&client->lock);
}

static void commit_alone(struct clerk *clerk, struct work *work)
{
	work->ctx->db = store_writer(clerk->run->store);
	if (db_begin_write(work->ctx) != OK || apply(work) != OK || db_commit(work->ctx) != OK)
		abort();
	done(work, OK);
}

static void *be_clerk(void *arg)
{
	struct clerk *clerk = arg;
	pthread_mutex_lock(&clerk->lock);
	while (!clerk->is_stopping || clerk->first != NULL) {
		struct work *work = clerk->first;
		if (work == NULL) {
			pthread_cond_wait(&clerk->wake, &clerk->lock);
			continue;
		}
		clerk->first = work->next;
		if (clerk->first == NULL)
			clerk->last = &clerk->first;
		pthread_mutex_unlock(&clerk->lock);
		commit_alone(clerk, work);
		pthread_mutex_lock(&clerk->lock);
	}
	pthread_mutex_unlock(&clerk->lock);
	return NULL;
}

static struct clerk *clerk_start(struct run *run)
{
	struct clerk *clerk = calloc(1, sizeof *clerk);
	if (clerk == NULL)
		abort();
	clerk->run = run;
	clerk->last = &clerk->first;
	pthread_mutex_init(&clerk->lock, NULL);
	pthread_cond_init(&clerk->wake, NULL);
	if (pthread_create(&clerk->thread, NULL, be_clerk, clerk) != 0)
		abort();
	return clerk;
}

static void clerk_stop(struct clerk *clerk)
{
	if (clerk == NULL)
		return;
	pthread_mutex_lock(&clerk->lock);
	clerk->is_stopping = true;
	pthread_cond_signal(&clerk->wake);
	pthread_mutex_unlock(&clerk->lock);
	pthread_join(clerk->thread, NULL);
	free(clerk);
}

static void clerk_submit(struct clerk *clerk, struct work *work)
{
	pthread_mutex_lock(&clerk->lock);
	work->next = NULL;
	*clerk->last = work;
	clerk->last = &work->next;
	pthread_cond_signal(&clerk->wake);
	pthread_mutex_unlock(&clerk->lock);
}

static void write_one(struct client *client)
{
	client->is_waiting = true;
	if (client->run->clerk != NULL)
		clerk_submit(client->run->clerk, &client->work);
	else if (!writer_submit(client->run->writer, &client->work))
		abort();
	pthread_mutex_lock(&client->lock);
	while (client->is_waiting)
		pthread_cond_wait(&client->wake, &client->lock);
	pthread_mutex_unlock(&client->lock);
}

static void *be_client(void *arg)
{
	struct client *client = arg;
	struct run *run = client->run;
	struct arena *arena = arena_new(0);
	client->work = (struct work){.apply = apply, .done = done, .ctx = &client->ctx};
	while (clock_monotonic_us() < run->until_us) {
		int64_t began = clock_monotonic_us();
		ctx_init(&client->ctx, &run->app, arena);
		write_one(client);
		int at = run->n_samples++;
		if (at < SAMPLES)
			run->samples[at] = (float)(clock_monotonic_us() - began) / 1000;
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

static struct result result_of(float *samples, int n, double seconds)
{
	int kept = n < SAMPLES ? n : SAMPLES;
	qsort(samples, (size_t)kept, sizeof *samples, by_size);
	return (struct result){.rate = n / seconds,
		.p50_ms = samples[kept / 2],
		.p99_ms = samples[kept * 99 / 100],
		.worst_ms = samples[kept - 1]};
}

static struct result say(const char *what, struct result result)
{
	printf("%-44s %9.0f/s  p50 %8.2f ms  p99 %8.2f ms  worst %8.2f ms", what, result.rate,
		result.p50_ms, result.p99_ms, result.worst_ms);
	if (result.syncs_per_write > 0)
		printf("  %.3f fsyncs a write", result.syncs_per_write);
	puts("");
	fflush(stdout);
	return result;
}

static struct result measure(struct run *run, int n_clients, bool in_group, double seconds)
{
	pthread_t threads[CLIENTS];
	char what[64];
	run->writer = in_group ? writer_start(run->store) : NULL;
	run->clerk = in_group ? NULL : clerk_start(run);
	run->n_samples = 0;
	int64_t syncs = n_syncs, began = clock_monotonic_us();
	run->until_us = began + (int64_t)(seconds * 1e6);
	for (int i = 0; i < n_clients; i++)
		if (pthread_create(&threads[i], NULL, be_client, &run->clients[i]) != 0)
			abort();
	for (int i = 0; i < n_clients; i++)
		pthread_join(threads[i], NULL);
	double took = (double)(clock_monotonic_us() - began) / 1e6;
	syncs = n_syncs - syncs;
	writer_stop(run->writer);
	clerk_stop(run->clerk);
	struct result result = result_of(run->samples, run->n_samples, took);
	result.syncs_per_write = (double)syncs / run->n_samples;
	snprintf(what, sizeof what, "%s, %d client%s%s",
		in_group ? "group commit" : "a commit a request", n_clients,
		n_clients > 1 ? "s" : "", added_us > 0 ? ", fsync +2 ms" : "");
	return say(what, result);
}

static struct result measure_disk(const char *directory, float *samples, double seconds)
{
	static const char page[4096];
	char path[4096];
	int n = 0;
	snprintf(path, sizeof path, "%s/raw", directory);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int64_t began = clock_monotonic_us(), now = began;
	while (fd >= 0 && now < began + (int64_t)(seconds * 1e6)) {
		int64_t from = now;
		if (write(fd, page, sizeof page) != sizeof page || fdatasync(fd) != 0)
			abort();
		now = clock_monotonic_us();
		if (n < SAMPLES)
			samples[n++] = (float)(now - from) / 1000;
	}
	close(fd);
	unlink(path);
	return say("append 4 KiB + fdatasync", result_of(samples, n, (double)(now - began) / 1e6));
}

/* ---- all of them ---- */

static void open_all(struct run *run, const char *directory)
{
	char why[WHY_SIZE], keys[4096];
	snprintf(keys, sizeof keys, "%s/keys", directory);
	if (store_create(directory, why) != STORE_OK ||
		store_open(directory, &run->store, why) != STORE_OK || !keys_create(keys, why) ||
		(run->app.keys = keys_load(keys, why)) == NULL) {
		fprintf(stderr, "bench_store: %s\n", why);
		exit(1);
	}
	run->app.world = (struct world){.now_us = world_now};
	run->app.node = 1;
	for (int i = 0; i < CLIENTS; i++) {
		run->clients[i].run = run;
		run->clients[i].random = (uint64_t)i;
		pthread_mutex_init(&run->clients[i].lock, NULL);
		pthread_cond_init(&run->clients[i].wake, NULL);
	}
	struct ctx ctx;
	ctx_init(&ctx, &run->app, arena_new(0));
	ctx.db = store_writer(run->store);
	if (db_run(&ctx, &make, NO_ARGS, NULL) != OK ||
		db_run(&ctx, &fill, ARGS(arg_int(ROWS)), NULL) != OK)
		exit(1);
	arena_free(ctx.arena);
}

static void say_ratio(const char *what, double ratio, bool is_met, const char *goal)
{
	printf("%-64s %6.2f  (goal: %s%s)\n", what, ratio, goal, is_met ? "" : ", MISSED");
}

static void run_all(struct run *run, const char *directory, double seconds)
{
	struct result disk = measure_disk(directory, run->samples, seconds / 2);
	struct result one = measure(run, 1, true, seconds);
	measure(run, 16, true, seconds);
	struct result group = measure(run, CLIENTS, true, seconds);
	measure(run, 1, false, seconds);
	struct result alone = measure(run, CLIENTS, false, seconds);
	added_us = 2000;
	struct result slow_group = measure(run, CLIENTS, true, seconds);
	struct result slow_alone = measure(run, CLIENTS, false, seconds);
	added_us = 0;
	double gain = group.rate / alone.rate, slow_gain = slow_group.rate / slow_alone.rate;
	double cost = one.p50_ms / disk.p50_ms;
	say_ratio("64 clients: group commit / a commit a request", gain, gain >= 3.5, ">= 3.5");
	say_ratio("the same with 2 ms added to each fsync", slow_gain, slow_gain >= 10, ">= 10");
	say_ratio("1 client: a write / a bare fdatasync (p50)", cost, cost <= 2, "<= 2");
}

static void remove_all(const char *directory)
{
	static const char *const names[] = {
		"store.db", "store.db-wal", "store.db-shm", "lock", "keys"};
	char path[4096];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", directory, names[i]);
		unlink(path);
	}
	rmdir(directory);
}

int main(int argc, char **argv)
{
	char directory[4000];
	struct run *run = calloc(1, sizeof *run);
	double seconds = argc > 2 ? atof(argv[2]) : 4;
	snprintf(directory, sizeof directory, "%s/bench-XXXXXX", argc > 1 ? argv[1] : ".");
	if (run == NULL || seconds <= 0 || mkdtemp(directory) == NULL) {
		fprintf(stderr, "usage: bench_store [DIRECTORY [SECONDS]]\n");
		return 2;
	}
	take_disk();
	open_all(run, directory);
	run_all(run, directory, seconds);
	store_close(run->store);
	keys_free(run->app.keys);
	free(run);
	remove_all(directory);
	return 0;
}
