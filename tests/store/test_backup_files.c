#include "server/store/backup_files.h"

#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/file_type.h"
#include "server/store/attachment_file.h"
#include "server/store/attachment_files.h"
#include "server/store/backup.h"
#include "server/store/upload_file.h"
#include "tests/support/fixture.h"
#include "tests/support/scratch.h"
#include "tests/support/suite.h"

enum { SIZE = 300000 };

static struct fixture *f;
static uint8_t bytes[SIZE];
static char why[WHY_SIZE];
static int64_t n_missing;

static void before(void)
{
	scratch_open();
	f = fixture_open();
	randombytes_buf(bytes, SIZE);
	ck_assert_int_eq(mkdir(scratch_path("restored"), 0700), 0);
}

static void after(void)
{
	struct rlimit no_limit = {RLIM_INFINITY, RLIM_INFINITY};
	setrlimit(RLIMIT_FSIZE, &no_limit);
	fixture_close(f);
	scratch_close();
}

static struct attachment_row complete(uint8_t first)
{
	struct ctx *ctx = fixture_ctx(f);
	Xueji__V1__AttachmentFacts *facts = arena_one(ctx->arena, Xueji__V1__AttachmentFacts);
	xueji__v1__attachment_facts__init(facts);
	bytes[0] = first;
	facts->sha256.len = crypto_hash_sha256_BYTES;
	facts->sha256.data = arena_alloc(ctx->arena, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(facts->sha256.data, bytes, SIZE);
	struct attachment_row row = {.student = 11, .kind = 1, .size = SIZE, .facts = facts};
	ck_assert_int_eq(attachment_insert(ctx, &row), OK);
	ck_assert_msg(attachment_file_put(&f->app, &row, bytes, why), "%s", why);
	ck_assert_int_eq(attachment_complete(ctx, row.id, FILE_TYPE_JPEG), OK);
	fixture_commit(f);
	return row;
}

static void take(int64_t missing)
{
	ck_assert_msg(backup_take(f->store, scratch_path("copy"), &n_missing, why) == STORE_OK,
		"%s", why);
	ck_assert_int_eq(n_missing, missing);
}

static void restore(void)
{
	const char *directory = scratch_path("restored");
	ck_assert_msg(backup_restore(directory, scratch_path("copy"), why) == STORE_OK, "%s", why);
	ck_assert_msg(
		backup_restore_files(directory, scratch_path("copy"), why) == STORE_OK, "%s", why);
}

static struct app restored_app(void)
{
	struct app app = f->app;
	app.attachments = arena_strdup(f->ctx.arena, scratch_path("restored/attachments"));
	return app;
}

static bool came_back(const struct attachment_row *row)
{
	struct app app = restored_app();
	return attachment_file_whole(&app, f->ctx.arena, row, why) != NULL;
}

START_TEST(the_files_come_back_with_the_store)
{
	struct attachment_row rows[] = {complete(1), complete(2), complete(3), complete(3)};
	take(0);
	struct attachment_row later = complete(4);
	restore();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert(came_back(&rows[i]));
	ck_assert(!came_back(&later));
}
END_TEST

START_TEST(the_restored_store_is_a_store_and_no_larger)
{
	struct stat copy, store;
	complete(1);
	complete(2);
	take(0);
	restore();
	ck_assert_int_eq(stat(scratch_path("copy"), &copy), 0);
	ck_assert_int_eq(stat(scratch_path("restored/store.db"), &store), 0);
	ck_assert_int_gt(copy.st_size - store.st_size, 2 * SIZE);
	sqlite3 *handle;
	ck_assert_int_eq(sqlite3_open(scratch_path("restored/store.db"), &handle), SQLITE_OK);
	ck_assert_int_eq(sqlite3_table_column_metadata(
				 handle, NULL, "backup_file", NULL, NULL, NULL, NULL, NULL, NULL),
		SQLITE_ERROR);
	sqlite3_close(handle);
}
END_TEST

START_TEST(a_file_that_is_gone_is_counted_and_the_rest_is_there)
{
	struct attachment_row gone = complete(1), kept = complete(2);
	ck_assert(attachment_file_remove(&f->app, gone.content, why));
	take(1);
	restore();
	ck_assert(came_back(&kept));
	ck_assert(!came_back(&gone));
}
END_TEST

START_TEST(what_is_still_being_sent_begins_anew)
{
	struct ctx *ctx = fixture_ctx(f);
	Xueji__V1__AttachmentFacts facts = XUEJI__V1__ATTACHMENT_FACTS__INIT;
	struct attachment_row row = {.student = 11, .kind = 1, .size = SIZE, .facts = &facts};
	int64_t received;
	ck_assert_int_eq(attachment_insert(ctx, &row), OK);
	fixture_commit(f);
	ck_assert_int_eq(
		upload_take(&f->app, row.id, 0, bytes, 1000, &received, why), UPLOAD_TAKEN);
	take(0);
	restore();
	struct app app = restored_app();
	ck_assert_int_eq(upload_received(&app, row.id), 0);
}
END_TEST

START_TEST(files_of_the_store_that_was_moved_away_are_kept_aside)
{
	struct attachment_row row = complete(1);
	take(0);
	for (int i = 0; i < 2; i++) {
		restore();
		ck_assert(came_back(&row));
		unlink(scratch_path("restored/store.db"));
	}
	ck_assert_int_eq(access(scratch_path("restored/attachments.before-1"), F_OK), 0);
	ck_assert_int_ne(access(scratch_path("restored/attachments.before-2"), F_OK), 0);
}
END_TEST

START_TEST(a_disk_that_fills_up_leaves_the_files_as_they_were)
{
	struct attachment_row row = complete(1);
	struct rlimit limit = {SIZE / 2, RLIM_INFINITY};
	take(0);
	restore();
	complete(2);
	take(0);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	enum store_problem problem =
		backup_restore_files(scratch_path("restored"), scratch_path("copy"), why);
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	ck_assert_int_eq(problem, STORE_FULL);
	ck_assert(came_back(&row));
	ck_assert_int_ne(access(scratch_path("restored/attachments.before-1"), F_OK), 0);
}
END_TEST

SUITE_WITH("backup_files", before, after, the_files_come_back_with_the_store,
	the_restored_store_is_a_store_and_no_larger,
	a_file_that_is_gone_is_counted_and_the_rest_is_there, what_is_still_being_sent_begins_anew,
	files_of_the_store_that_was_moved_away_are_kept_aside,
	a_disk_that_fills_up_leaves_the_files_as_they_were)
