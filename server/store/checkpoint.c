#include "server/store/checkpoint.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "common/date.h"
#include "common/log.h"
#include "common/memory.h"
#include "server/store/sqlite.h"

enum {
	FRAME_SIZE = PAGE_SIZE + 24,
	FRAMES_PER_MIB = (1 << 20) / FRAME_SIZE,
	PAUSE_MS = 20,         /* between two passes */
	RESTART_WAIT_MS = 200, /* for the writer to come by */
	RESTART_BUSY_MS = 5,   /* how long the writer waits for readers */
	FORCE_BUSY_MS = 250,   /* the same when the log is far too large */
	FORCE_EVERY_MS = 5000,
	LAST_PASSES = 2, /* before the restart, so that little is left for it */
	SQLITE_PAGES = 1000
};

struct checkpointer {
	struct db *writer;
	struct db *db; /* the thread's own */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake; /* the log has grown, the writer came by, or it is over */
	bool is_stopping;
	_Atomic bool is_idle, wants_restart;
	int copied; /* of the thread: frames in the log when all of it had been copied */

	/* Of the writer. */
	int64_t forced_at_us;
	bool is_large;
	/* Of either. */
	_Atomic bool is_failing;
};

static int note_frames(void *arg, sqlite3 *handle, const char *name, int frames)
{
	struct db *db = arg;
	(void)handle, (void)name;
	db->wal_frames = frames;
	return SQLITE_OK;
}

/* One line when it begins to fail, not one a pass. A reader in the way is no failure. */
static void note_result(struct checkpointer *checkpointer, sqlite3 *handle, int code)
{
	bool is_failing = code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY;
	if (is_failing && !checkpointer->is_failing)
		log_warn("store.checkpoint_fails", "why=\"%s\"", sqlite3_errmsg(handle));
	checkpointer->is_failing = is_failing;
}

/* ---- the thread ---- */

static void copy(struct checkpointer *checkpointer)
{
	int in_log, in_file;
	sqlite3 *handle = checkpointer->db->handle;
	int code = sqlite3_wal_checkpoint_v2(
		handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log, &in_file);
	note_result(checkpointer, handle, code);
	if (code == SQLITE_OK && in_log == in_file)
		checkpointer->copied = in_log;
}

/* With the lock held. */
static void pause_ms(struct checkpointer *checkpointer, int ms)
{
	struct timespec until = clock_in_ms(ms);
	while (!checkpointer->is_stopping && pthread_cond_timedwait(&checkpointer->wake,
						     &checkpointer->lock, &until) != ETIMEDOUT)
		;
}

static void await_restart(struct checkpointer *checkpointer)
{
	checkpointer->wants_restart = true;
	for (int waited = 0; waited < RESTART_WAIT_MS; waited += PAUSE_MS) {
		if (!checkpointer->wants_restart || checkpointer->is_stopping)
			break;
		pause_ms(checkpointer, PAUSE_MS);
	}
	checkpointer->wants_restart = false;
}

static bool has_work(const struct checkpointer *checkpointer)
{
	int frames = checkpointer->writer->wal_frames;
	return frames >= WAL_COPY_MIB * FRAMES_PER_MIB && frames != checkpointer->copied;
}

static void *run(void *arg)
{
	struct checkpointer *checkpointer = arg;
	pthread_mutex_lock(&checkpointer->lock);
	while (!checkpointer->is_stopping) {
		if (!has_work(checkpointer)) {
			checkpointer->is_idle = true;
			pthread_cond_wait(&checkpointer->wake, &checkpointer->lock);
			checkpointer->is_idle = false;
			continue;
		}
		pthread_mutex_unlock(&checkpointer->lock);
		bool is_long = checkpointer->writer->wal_frames >= WAL_RESTART_MIB * FRAMES_PER_MIB;
		for (int i = 0; i < (is_long ? LAST_PASSES : 1); i++)
			copy(checkpointer);
		pthread_mutex_lock(&checkpointer->lock);
		if (is_long)
			await_restart(checkpointer);
		else
			pause_ms(checkpointer, PAUSE_MS);
	}
	pthread_mutex_unlock(&checkpointer->lock);
	return NULL;
}

/* ---- the writer's part ---- */

static void restart(struct checkpointer *checkpointer, int busy_ms)
{
	sqlite3 *handle = checkpointer->writer->handle;
	sqlite3_busy_timeout(handle, busy_ms);
	int code = sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
	sqlite3_busy_timeout(handle, DB_BUSY_MS);
	note_result(checkpointer, handle, code);
	if (code == SQLITE_OK)
		checkpointer->writer->wal_frames = 0;
}

static void force(struct checkpointer *checkpointer)
{
	int64_t now = clock_monotonic_us();
	if (!checkpointer->is_large)
		log_warn("store.wal_large", "mib=%lld why=\"a reader has held on for too long\"",
			(long long)(checkpointer_wal_bytes(checkpointer) >> 20));
	checkpointer->is_large = true;
	if (now - checkpointer->forced_at_us < FORCE_EVERY_MS * INT64_C(1000))
		return;
	checkpointer->forced_at_us = now;
	restart(checkpointer, FORCE_BUSY_MS);
}

void checkpointer_after_batch(struct checkpointer *checkpointer)
{
	int frames = checkpointer->writer->wal_frames;
	if (frames >= WAL_FORCE_MIB * FRAMES_PER_MIB)
		force(checkpointer);
	else
		checkpointer->is_large = false;
	if (atomic_exchange(&checkpointer->wants_restart, false))
		restart(checkpointer, RESTART_BUSY_MS);
	if (!checkpointer->is_idle || frames < WAL_COPY_MIB * FRAMES_PER_MIB)
		return;
	pthread_mutex_lock(&checkpointer->lock);
	pthread_cond_signal(&checkpointer->wake);
	pthread_mutex_unlock(&checkpointer->lock);
}

int64_t checkpointer_wal_bytes(const struct checkpointer *checkpointer)
{
	return (int64_t)checkpointer->writer->wal_frames * FRAME_SIZE;
}

/* ---- from outside ---- */

struct checkpointer *checkpointer_start(struct store *store)
{
	struct checkpointer *checkpointer = memory_new(sizeof *checkpointer);
	pthread_condattr_t attributes;
	checkpointer->writer = store->writer;
	checkpointer->db = store_reader(store);
	if (checkpointer->db == NULL)
		memory_exhausted(); /* descriptors: the same for a server that is starting */
	pthread_mutex_init(&checkpointer->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&checkpointer->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	sqlite3_wal_hook(store->writer->handle, note_frames, store->writer);
	if (pthread_create(&checkpointer->thread, NULL, run, checkpointer) != 0)
		memory_exhausted();
	return checkpointer;
}

void checkpointer_stop(struct checkpointer *checkpointer)
{
	if (checkpointer == NULL)
		return;
	pthread_mutex_lock(&checkpointer->lock);
	checkpointer->is_stopping = true;
	pthread_cond_signal(&checkpointer->wake);
	pthread_mutex_unlock(&checkpointer->lock);
	pthread_join(checkpointer->thread, NULL);
	sqlite3_wal_autocheckpoint(checkpointer->writer->handle, SQLITE_PAGES);
	pthread_cond_destroy(&checkpointer->wake);
	pthread_mutex_destroy(&checkpointer->lock);
	db_close(checkpointer->db);
	free(checkpointer);
}
