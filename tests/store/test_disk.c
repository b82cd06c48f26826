/* A disk that fills up or fails while a batch is written: the batch is answered as not done and is
 * not there, readers go on, and so does the writer when the disk is well again. */
#include <semaphore.h>
#include <sqlite3.h>

#include "server/store/journal_store.h"
#include "server/store/writer.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { BATCH = 8 };

static const struct sql make = {"make", "CREATE TABLE thing(id BIGINT, filler BYTEA)"};
static const struct sql add = {"add", "INSERT INTO thing(id, filler) VALUES ($1, $2)"};
static const struct sql count = {"count", "SELECT count(*) FROM thing"};
static const struct sql check = {"check", "PRAGMA quick_check"};

/* ---- a disk that does as it is told ---- */

static sqlite3_vfs *real_vfs, own_vfs;
static sqlite3_io_methods of_log; /* as SQLite has them, but for two */
static int (*real_write)(sqlite3_file *, const void *, int, sqlite3_int64);
static int (*real_sync)(sqlite3_file *, int);
static _Atomic int write_code, sync_code; /* what goes wrong; 0: nothing */

static int own_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
	return write_code != 0 ? write_code : real_write(file, bytes, size, at);
}

static int own_sync(sqlite3_file *file, int flags)
{
	return sync_code != 0 ? sync_code : real_sync(file, flags);
}

static int own_open(
	sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out)
{
	(void)vfs;
	int code = real_vfs->xOpen(real_vfs, name, file, flags, flags_out);
	if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL) != 0) {
		of_log = *file->pMethods;
		real_write = of_log.xWrite;
		real_sync = of_log.xSync;
		of_log.xWrite = own_write;
		of_log.xSync = own_sync;
		file->pMethods = &of_log;
	}
	return code;
}

static void take_disk(void)
{
	real_vfs = sqlite3_vfs_find(NULL);
	own_vfs = *real_vfs;
	own_vfs.zName = "disk";
	own_vfs.xOpen = own_open;
	ck_assert_int_eq(sqlite3_vfs_register(&own_vfs, 1), SQLITE_OK);
}

/* ---- batches ---- */

struct job {
	struct work work; /* first, so that the one is the other */
	struct ctx ctx;
	size_t size;
	enum err result;
};

static struct fixture *f;
static struct writer *writer;
static struct job jobs[BATCH];
static sem_t answered;

static enum err apply(struct work *work)
{
	static const char filler[1 << 20];
	struct job *job = (struct job *)work;
	ctx_journal(work->ctx, &(struct note){.action = ACTION_SIGN_IN});
	enum err err = journal_write_notes(work->ctx);
	return err != OK ? err
			 : db_run(work->ctx, &add, ARGS(arg_int(1), arg_blob(filler, job->size)),
				   NULL);
}

static void done(struct work *work, enum err err)
{
	((struct job *)work)->result = err;
	sem_post(&answered);
}

static void write_batch(size_t size, enum err expected)
{
	for (int i = 0; i < BATCH; i++) {
		jobs[i].work = (struct work){.apply = apply, .done = done, .ctx = &jobs[i].ctx};
		jobs[i].size = size;
		ctx_init(&jobs[i].ctx, &f->app, f->ctx.arena);
		ck_assert(writer_submit(writer, &jobs[i].work));
	}
	for (int i = 0; i < BATCH; i++)
		sem_wait(&answered);
	for (int i = 0; i < BATCH; i++)
		ck_assert_int_eq(jobs[i].result, expected);
}

static void check_store(int64_t rows)
{
	int64_t n;
	struct ctx ctx;
	struct journal_verdict verdict;
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ck_assert_int_eq(db_number(&ctx, &count, NO_ARGS, -1, &n), OK);
	ck_assert_int_eq(n, rows);
	ck_assert_int_eq(journal_verify(&ctx, 1, 1000, &verdict), OK);
	ck_assert_int_eq(verdict.fault, JOURNAL_WHOLE);
	ck_assert_int_eq(verdict.n_checked, rows);
	struct cursor *c = db_open(&ctx, &check, NO_ARGS);
	ck_assert(cursor_next(c));
	ck_assert_str_eq(cursor_text(c, 0), "ok");
	ck_assert_int_eq(cursor_close(c), OK);
	db_close(ctx.db);
}

static void before(void)
{
	take_disk();
	f = fixture_open();
	sem_init(&answered, 0, 0);
	ck_assert_int_eq(db_run(fixture_ctx(f), &make, NO_ARGS, NULL), OK);
	fixture_commit(f);
	writer = writer_start(f->store);
}

static void after(void)
{
	writer_stop(writer);
	fixture_close(f);
}

/* A batch fails, another works, and it stays so after a restart. */
static void fail_and_go_on(_Atomic int *fault, int code, size_t size)
{
	write_batch(size, OK);
	*fault = code;
	write_batch(size, ERR_UNAVAILABLE);
	ck_assert_int_eq(jobs[0].ctx.failure.reason, REASON_NOT_STORED);
	check_store(BATCH);
	write_batch(size, ERR_UNAVAILABLE);
	*fault = 0;
	write_batch(size, OK);
	check_store(2 * BATCH);
	ck_assert_int_ge(writer_stats(writer).failed_commits, 2);
	writer_stop(writer);
	fixture_reopen(f);
	check_store(2 * BATCH);
	writer = writer_start(f->store);
}

START_TEST(a_full_disk_at_the_commit)
{
	fail_and_go_on(&write_code, SQLITE_FULL, 100);
}
END_TEST

START_TEST(a_write_that_fails)
{
	fail_and_go_on(&write_code, SQLITE_IOERR_WRITE, 100);
}
END_TEST

START_TEST(a_sync_that_fails)
{
	fail_and_go_on(&sync_code, SQLITE_IOERR_FSYNC, 100);
}
END_TEST

START_TEST(a_full_disk_under_large_work)
{
	fail_and_go_on(&write_code, SQLITE_FULL, 1 << 20);
}
END_TEST

SUITE_WITH("disk", before, after, a_full_disk_at_the_commit, a_write_that_fails, a_sync_that_fails,
	a_full_disk_under_large_work)
