#include "server/store/attachment_files.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/file_type.h"
#include "server/store/attachment_file.h"
#include "server/store/rekey.h"
#include "server/store/upload_file.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { CHILD = 11, SIZE = 70000 };

static struct fixture *f;
static uint8_t bytes[SIZE];
static char why[WHY_SIZE];

static void before(void)
{
	f = fixture_open();
	randombytes_buf(bytes, SIZE);
}

static void after(void)
{
	fixture_close(f);
}

/* One that is being sent, of `bytes` with another first byte. */
static struct attachment_row start(uint8_t first)
{
	struct ctx *ctx = fixture_ctx(f);
	Xueji__V1__AttachmentFacts *facts = arena_one(ctx->arena, Xueji__V1__AttachmentFacts);
	xueji__v1__attachment_facts__init(facts);
	bytes[0] = first;
	facts->sha256.len = crypto_hash_sha256_BYTES;
	facts->sha256.data = arena_alloc(ctx->arena, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(facts->sha256.data, bytes, SIZE);
	struct attachment_row row = {.student = CHILD, .kind = 1, .size = SIZE, .facts = facts};
	ck_assert_int_eq(attachment_insert(ctx, &row), OK);
	return row;
}

static struct attachment_row complete(uint8_t first)
{
	struct attachment_row row = start(first);
	ck_assert_msg(attachment_file_put(&f->app, &row, bytes, why), "%s", why);
	ck_assert_int_eq(attachment_complete(fixture_ctx(f), row.id, FILE_TYPE_JPEG), OK);
	return row;
}

static void send_some(const struct attachment_row *row)
{
	int64_t received;
	ck_assert_int_eq(
		upload_take(&f->app, row->id, 0, bytes, 1000, &received, why), UPLOAD_TAKEN);
}

static const char *path_of(const struct attachment_row *row)
{
	return attachment_file_path(f->ctx.arena, &f->app, row->content);
}

/* ---- checking ---- */

static int n_bad, n_stray;
static char last[4096];

static void count(void *arg, enum attachment_fault fault, const char *what)
{
	(void)arg;
	fault == ATTACHMENT_FILE_BAD ? n_bad++ : n_stray++;
	snprintf(last, sizeof last, "%s", what);
}

static void check(int bad, int stray)
{
	int64_t after = 0;
	n_bad = n_stray = 0;
	do
		ck_assert_int_eq(
			attachment_files_check(fixture_ctx(f), 2, &after, count, NULL), OK);
	while (after != 0);
	for (int folder = 0; folder >= 0;)
		ck_assert_int_eq(
			attachment_files_find_strays(fixture_ctx(f), &folder, count, NULL), OK);
	ck_assert_int_eq(n_bad, bad);
	ck_assert_int_eq(n_stray, stray);
}

START_TEST(without_attachments_there_is_nothing_to_find)
{
	check(0, 0);
}
END_TEST

START_TEST(files_and_rows_in_whatever_state_fit_each_other)
{
	struct attachment_row sent = start(1), dropped = complete(2), kept = complete(3);
	char *beside = arena_printf(f->ctx.arena, "%s.new", path_of(&kept));
	send_some(&sent);
	for (uint8_t i = 4; i < 9; i++)
		complete(i);
	ck_assert_int_eq(attachment_drop(fixture_ctx(f), dropped.id), OK);
	/* As after a crash: written, but not yet complete. */
	struct attachment_row half = start(10);
	ck_assert(attachment_file_put(&f->app, &half, bytes, why));
	ck_assert(file_create(beside, 0600, "x", 1, why));
	check(0, 0);
}
END_TEST

START_TEST(a_missing_and_a_damaged_file_are_named)
{
	struct attachment_row missing = complete(1);
	complete(2);
	ck_assert(attachment_file_remove(&f->app, missing.content, why));
	check(1, 0);
	ck_assert_str_eq(last, arena_printf(f->ctx.arena, "%lld", (long long)missing.id));
	struct attachment_row damaged = complete(3);
	ck_assert_int_eq(truncate(path_of(&damaged), 50000), 0);
	check(2, 0);
}
END_TEST

START_TEST(a_file_that_no_row_names_is_named)
{
	struct attachment_row row = complete(1);
	const char *names[] = {"ff/ffffffffffffffffffffffffffffffff", "ff/notes.txt", "odd",
		"sent/4711", "sent/readme", "ff/00ffffffffffffffffffffffffffffff"};
	send_some(&row);
	ck_assert(
		file_make_directory(arena_printf(f->ctx.arena, "%s/ff", f->app.attachments), why));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *path = file_path(f->ctx.arena, f->app.attachments, names[i]);
		ck_assert_msg(file_create(path, 0600, "x", 1, why), "%s", why);
		check(0, 1);
		ck_assert_str_eq(last, path);
		ck_assert_int_eq(unlink(path), 0);
	}
}
END_TEST

/* ---- a new key ---- */

START_TEST(a_new_key_reaches_the_files_too)
{
	struct rekey rekey = {0};
	struct attachment_row rows[5], twin, sent;
	for (uint8_t i = 0; i < 5; i++)
		rows[i] = complete(i);
	twin = complete(4);
	sent = start(9);
	send_some(&sent);
	fixture_commit(f);
	fixture_add_key(f);
	while (!rekey.is_finished) {
		ck_assert_int_eq(rekey_step(fixture_ctx(f), &rekey, 3), OK);
		fixture_commit(f);
	}
	ck_assert_int_eq(rekey.n_unreadable, 0);
	ck_assert_int_eq(rekey.n_seen, 14);   /* facts and files */
	ck_assert_int_eq(rekey.n_sealed, 12); /* the twins share a file; what is sent is apart */
	for (size_t i = 0; i < 5; i++)
		ck_assert_int_eq(attachment_file_version(&f->app, &rows[i]), 2);
	ck_assert_int_eq(attachment_file_version(&f->app, &twin), 2);
	ck_assert_int_eq(upload_received(&f->app, sent.id), 1000);
	check(0, 0);
}
END_TEST

START_TEST(a_damaged_file_does_not_stop_a_new_key)
{
	struct rekey rekey = {0};
	struct attachment_row damaged = complete(1), good = complete(2);
	ck_assert_int_eq(truncate(path_of(&damaged), 50000), 0);
	fixture_commit(f);
	fixture_add_key(f);
	while (!rekey.is_finished)
		ck_assert_int_eq(rekey_step(fixture_ctx(f), &rekey, 3), OK);
	ck_assert_int_eq(rekey.n_unreadable, 1);
	ck_assert_int_eq(attachment_file_version(&f->app, &good), 2);
}
END_TEST

SUITE_WITH("attachment_files", before, after, without_attachments_there_is_nothing_to_find,
	files_and_rows_in_whatever_state_fit_each_other, a_missing_and_a_damaged_file_are_named,
	a_file_that_no_row_names_is_named, a_new_key_reaches_the_files_too,
	a_damaged_file_does_not_stop_a_new_key)
