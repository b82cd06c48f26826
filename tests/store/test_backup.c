#include "server/store/backup.h"

#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <sys/stat.h>

#include "server/store/journal_store.h"
#include "server/store/writer.h"
#include "tests/support/fixture.h"
#include "tests/support/scratch.h"
#include "tests/support/suite.h"

static struct fixture *f;
static char why[WHY_SIZE];
static int64_t n_missing;
static struct writer *writer;
static sem_t answered;
static _Atomic bool is_over;

static void before(void)
{
	scratch_open();
	f = fixture_open();
	sem_init(&answered, 0, 0);
}

static void after(void)
{
	fixture_close(f);
	scratch_close();
}

static void write_entry(struct ctx *ctx)
{
	static const char filler[2000];
	ctx_journal(ctx,
		&(struct note){
			.action = ACTION_SIGN_IN, .sealed = filler, .sealed_size = sizeof filler});
	ck_assert_int_eq(journal_write_notes(ctx), OK);
}

static void write_entries(int n)
{
	for (int i = 0; i < n; i++) {
		write_entry(fixture_ctx(f));
		fixture_commit(f);
	}
}

/* Restores it into a directory of its own; how many entries the journal there has. */
static int64_t restored(const char *file)
{
	struct store *store;
	struct journal_verdict verdict;
	const char *directory = scratch_path("restored");
	ck_assert_int_eq(mkdir(directory, 0700), 0);
	ck_assert_msg(backup_restore(directory, file, why) == STORE_OK, "%s", why);
	ck_assert_msg(store_open(directory, &store, why) == STORE_OK, "%s", why);
	struct ctx ctx;
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_writer(store);
	ck_assert_int_eq(journal_verify(&ctx, 1, 1000000, &verdict), OK);
	ck_assert_int_eq(verdict.fault, JOURNAL_WHOLE);
	store_close(store);
	return verdict.n_checked;
}

START_TEST(what_was_backed_up_comes_back)
{
	struct stat st;
	write_entries(3);
	ck_assert_msg(backup_take(f->store, scratch_path("copy"), &n_missing, why) == STORE_OK,
		"%s", why);
	write_entries(1);
	ck_assert_int_eq(stat(scratch_path("copy"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_ne(access(scratch_path("copy.part"), F_OK), 0);
	ck_assert_int_ne(access(scratch_path("copy-wal"), F_OK), 0);
	ck_assert_int_eq(restored(scratch_path("copy")), 3);
}
END_TEST

/* ---- under a load of writes ---- */

static enum err apply(struct work *work)
{
	write_entry(work->ctx);
	ctx_restart(work->ctx);
	return OK;
}

static void done(struct work *work, enum err err)
{
	(void)work;
	ck_assert_int_eq(err, OK);
	sem_post(&answered);
}

static void *write_on(void *arg)
{
	int64_t *n = arg;
	struct ctx ctx;
	ctx_init(&ctx, &f->app, arena_new(0));
	for (; !is_over; (*n)++) {
		struct work work = {.apply = apply, .done = done, .ctx = &ctx};
		ck_assert(writer_submit(writer, &work));
		sem_wait(&answered);
		arena_reset(ctx.arena);
	}
	arena_free(ctx.arena);
	return NULL;
}

START_TEST(a_backup_under_a_load_of_writes_is_whole)
{
	pthread_t thread;
	int64_t n = 0;
	write_entries(500);
	writer = writer_start(f->store);
	ck_assert_int_eq(pthread_create(&thread, NULL, write_on, &n), 0);
	for (int i = 0; i < 3; i++)
		ck_assert_msg(
			backup_take(f->store, scratch_path("copy"), &n_missing, why) == STORE_OK,
			"%s", why);
	is_over = true;
	pthread_join(thread, NULL);
	writer_stop(writer);
	int64_t in_copy = restored(scratch_path("copy"));
	ck_assert_int_ge(in_copy, 500);
	ck_assert_int_le(in_copy, 500 + n);
	ck_assert_int_gt(n, 0);
}
END_TEST

START_TEST(a_failed_backup_leaves_the_old_one)
{
	write_entries(1);
	ck_assert_int_eq(backup_take(f->store, scratch_path("copy"), &n_missing, why), STORE_OK);
	write_entries(1);
	ck_assert_int_eq(mkdir(scratch_path("copy.part"), 0700), 0); /* in the way */
	ck_assert_int_eq(
		backup_take(f->store, scratch_path("copy"), &n_missing, why), STORE_BROKEN);
	ck_assert_str_ne(why, "");
	ck_assert_int_eq(
		backup_take(f->store, scratch_path("no/such"), &n_missing, why), STORE_BROKEN);
	ck_assert_int_eq(restored(scratch_path("copy")), 1);
}
END_TEST

START_TEST(a_store_is_never_restored_over_another)
{
	ck_assert_int_eq(backup_take(f->store, scratch_path("copy"), &n_missing, why), STORE_OK);
	ck_assert_int_eq(backup_restore(f->directory, scratch_path("copy"), why), STORE_IN_USE);
	store_close(f->store);
	f->store = NULL;
	ck_assert_int_eq(backup_restore(f->directory, scratch_path("copy"), why), STORE_BROKEN);
	ck_assert_ptr_nonnull(strstr(why, "holds a store already"));
}
END_TEST

START_TEST(what_is_no_whole_copy_is_refused)
{
	static const struct sql add_version = {"add_version",
		"INSERT INTO schema_version(version, name, at_us) VALUES (9000, 'x', 0)"};
	char *directory = arena_strdup(f->ctx.arena, scratch_path("new"));
	ck_assert_int_eq(mkdir(directory, 0700), 0);
	write_entries(200);
	ck_assert_int_eq(backup_take(f->store, scratch_path("copy"), &n_missing, why), STORE_OK);
	ck_assert_int_eq(truncate(scratch_path("copy"), 100000), 0);
	ck_assert_int_eq(backup_restore(directory, scratch_path("copy"), why), STORE_BROKEN);
	ck_assert_int_eq(backup_restore(directory, scratch_path("none"), why), STORE_BROKEN);
	scratch_write("text", "no database");
	ck_assert_int_eq(backup_restore(directory, scratch_path("text"), why), STORE_BROKEN);
	ck_assert_int_eq(db_run(fixture_ctx(f), &add_version, NO_ARGS, NULL), OK);
	fixture_commit(f);
	ck_assert_int_eq(backup_take(f->store, scratch_path("copy"), &n_missing, why), STORE_OK);
	ck_assert_int_eq(backup_restore(directory, scratch_path("copy"), why), STORE_NEWER);
	char *left = arena_printf(f->ctx.arena, "%s/store.db", directory);
	ck_assert_int_ne(access(left, F_OK), 0);
}
END_TEST

SUITE_WITH("backup", before, after, what_was_backed_up_comes_back,
	a_backup_under_a_load_of_writes_is_whole, a_failed_backup_leaves_the_old_one,
	a_store_is_never_restored_over_another, what_is_no_whole_copy_is_refused)
