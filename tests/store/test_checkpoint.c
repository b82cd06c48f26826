/* The write-ahead log does not grow without end while work comes in, reader or not. */
#include "server/store/checkpoint.h"

#include <semaphore.h>

#include "server/store/writer.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { PIECE = 1 << 20 };

static const struct sql make = {"make", "CREATE TABLE thing(id BIGINT, filler BYTEA)"};
static const struct sql put = {"put", "INSERT INTO thing(id, filler) VALUES ($1, $2)"};
static const struct sql clear = {"clear", "DELETE FROM thing"};
static const struct sql count = {"count", "SELECT count(*) FROM thing"};
static const struct sql check = {"check", "PRAGMA quick_check"};

static struct fixture *f;
static struct writer *writer;
static sem_t answered;

static void before(void)
{
	f = fixture_open();
	ck_assert_int_eq(db_run(fixture_ctx(f), &make, NO_ARGS, NULL), OK);
	fixture_commit(f);
	sem_init(&answered, 0, 0);
	writer = writer_start(f->store);
}

static void after(void)
{
	writer_stop(writer);
	fixture_close(f);
}

static enum err put_piece(struct work *work)
{
	static const char filler[PIECE];
	enum err err = db_run(work->ctx, &clear, NO_ARGS, NULL);
	return err != OK ? err
			 : db_run(work->ctx, &put,
				   ARGS(arg_int(1), arg_blob(filler, sizeof filler)), NULL);
}

static void done(struct work *work, enum err err)
{
	(void)work;
	ck_assert_int_eq(err, OK);
	sem_post(&answered);
}

/* Writes n MiB, a commit each; returns the largest size that the log had. */
static int64_t write_mib(int n)
{
	int64_t largest = 0;
	struct ctx ctx;
	ctx_init(&ctx, &f->app, f->ctx.arena);
	for (int i = 0; i < n; i++) {
		struct work work = {.apply = put_piece, .done = done, .ctx = &ctx};
		ck_assert(writer_submit(writer, &work));
		sem_wait(&answered);
		int64_t size = writer_stats(writer).wal_bytes;
		largest = size > largest ? size : largest;
	}
	return largest;
}

START_TEST(the_log_starts_anew_while_work_comes_in)
{
	int64_t largest = write_mib(250);
	ck_assert_int_gt(largest, INT64_C(1) << 20);
	ck_assert_int_lt(largest, INT64_C(180) << 20);
}
END_TEST

START_TEST(a_reader_holds_nobody_up)
{
	int64_t n;
	struct ctx reader;
	ctx_init(&reader, &f->app, f->ctx.arena);
	reader.db = store_reader(f->store);
	ck_assert_int_eq(db_begin_read(&reader), OK);
	ck_assert_int_eq(db_number(&reader, &count, NO_ARGS, -1, &n), OK);
	ck_assert_int_eq(n, 0);
	int64_t held = write_mib(100);
	ck_assert_int_gt(held, INT64_C(99) << 20);
	ck_assert_int_eq(db_number(&reader, &count, NO_ARGS, -1, &n), OK);
	ck_assert_int_eq(n, 0);
	db_rollback(&reader);
	write_mib(150);
	ck_assert_int_lt(writer_stats(writer).wal_bytes, held);
	ck_assert_int_eq(db_number(&reader, &count, NO_ARGS, -1, &n), OK);
	ck_assert_int_eq(n, 1);
	struct cursor *c = db_open(&reader, &check, NO_ARGS);
	ck_assert(cursor_next(c));
	ck_assert_str_eq(cursor_text(c, 0), "ok");
	ck_assert_int_eq(cursor_close(c), OK);
	db_close(reader.db);
}
END_TEST

SUITE_WITH("checkpoint", before, after, the_log_starts_anew_while_work_comes_in,
	a_reader_holds_nobody_up)
