/* Statements, errors and transactions of one connection; the store of a directory. */
#include <stdio.h>

#include "server/store/db_feed.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static const struct sql make = {"make", "CREATE TABLE thing(id BIGINT NOT NULL PRIMARY KEY, "
					"name TEXT UNIQUE, bytes BYTEA, n BIGINT CHECK (n < 100))"};
static const struct sql add = {
	"add", "INSERT INTO thing(name, id, bytes, n) VALUES ($2, $1, $3, $4)"};
static const struct sql all = {"all", "SELECT id, name, bytes, n FROM thing ORDER BY id"};
static const struct sql between = {
	"between", "SELECT id FROM thing WHERE id >= $1 AND id <= $2 AND id >= $1 ORDER BY id"};
static const struct sql add_many = {
	"add_many", "INSERT INTO thing(id, name, bytes, n) SELECT c1, c2, c3, c4 FROM feed"};
static const struct sql count = {"count", "SELECT count(*) FROM thing"};
static const struct sql largest = {"largest", "SELECT max(n) FROM thing"};
static const struct sql total = {"total", "SELECT sum(n) FROM thing"};
static const struct sql raise_all = {"raise_all", "UPDATE thing SET n = n + $1"};
static const struct sql like = {"like", "SELECT count(*) FROM thing WHERE name LIKE $1"};
static const struct sql no_column = {"no_column", "SELECT \"nmae\" FROM thing"};

static struct fixture *f;
static struct ctx *ctx;

static void setup(void)
{
	f = fixture_open();
	ctx = fixture_ctx(f);
	ck_assert_int_eq(db_run(ctx, &make, NO_ARGS, NULL), OK);
}

static void teardown(void)
{
	fixture_close(f);
}

static enum err add_thing(int64_t id, const char *name, int64_t n)
{
	return db_run(ctx, &add, ARGS(arg_int(id), arg_text(name), arg_null(), arg_int(n)), NULL);
}

static int64_t number(const struct sql *sql)
{
	int64_t out;
	ck_assert_int_eq(db_number(ctx, sql, NO_ARGS, -1, &out), OK);
	return out;
}

START_TEST(values_come_back_as_they_were)
{
	ck_assert_int_eq(db_run(ctx, &add,
				 ARGS(arg_int(INT64_MAX), arg_text("学籍"), arg_blob("a\0b", 3),
					 arg_int(-1)),
				 NULL),
		OK);
	ck_assert_int_eq(
		db_run(ctx, &add, ARGS(arg_int(1), arg_text(NULL), arg_blob("", 0), arg_null()),
			NULL),
		OK);
	size_t size;
	struct cursor *c = db_open(ctx, &all, NO_ARGS);
	ck_assert(cursor_next(c));
	ck_assert(cursor_is_null(c, 1));
	ck_assert_str_eq(cursor_text(c, 1), "");
	ck_assert_ptr_nonnull(cursor_blob(c, 2, &size));
	ck_assert_uint_eq(size, 0);
	ck_assert(cursor_is_null(c, 3));
	ck_assert_int_eq(cursor_int(c, 3), 0);
	ck_assert(cursor_next(c));
	ck_assert_int_eq(cursor_int(c, 0), INT64_MAX);
	ck_assert_str_eq(cursor_text(c, 1), "学籍");
	ck_assert_mem_eq(cursor_blob(c, 2, &size), "a\0b", 3);
	ck_assert_uint_eq(size, 3);
	ck_assert_int_eq(cursor_int(c, 3), -1);
	ck_assert(!cursor_next(c));
	ck_assert(!cursor_next(c));
	ck_assert_int_eq(cursor_close(c), OK);
}
END_TEST

START_TEST(a_missing_number_is_what_the_caller_says)
{
	ck_assert_int_eq(number(&largest), -1);
	ck_assert_int_eq(add_thing(1, "a", 7), OK);
	ck_assert_int_eq(number(&largest), 7);
}
END_TEST

START_TEST(a_statement_nests_in_itself)
{
	for (int64_t i = 1; i <= 3; i++)
		ck_assert_int_eq(add_thing(i, NULL, 0), OK);
	int pairs = 0;
	struct cursor *outer = db_open(ctx, &between, ARGS(arg_int(1), arg_int(3)));
	while (cursor_next(outer)) {
		int64_t id = cursor_int(outer, 0);
		struct cursor *inner = db_open(ctx, &between, ARGS(arg_int(id), arg_int(3)));
		while (cursor_next(inner))
			pairs++;
		ck_assert_int_eq(cursor_close(inner), OK);
		ck_assert_int_eq(cursor_int(outer, 0), id);
	}
	ck_assert_int_eq(cursor_close(outer), OK);
	ck_assert_int_eq(pairs, 3 + 2 + 1);
}
END_TEST

START_TEST(a_second_of_its_kind_is_EXISTS)
{
	ck_assert_int_eq(add_thing(1, "a", 0), OK);
	ck_assert_int_eq(add_thing(1, "b", 0), ERR_EXISTS);
	ck_assert_int_eq(ctx->failure.reason, REASON_EXISTS);
	ck_assert_int_eq(add_thing(2, "a", 0), ERR_EXISTS);
	ck_assert_int_eq(number(&count), 1);
}
END_TEST

START_TEST(other_broken_constraints_are_our_fault)
{
	ck_assert_int_eq(add_thing(1, "a", 100), ERR_INTERNAL);
	ck_assert_int_eq(ctx->failure.reason, REASON_INTERNAL);
}
END_TEST

START_TEST(errors_stick_to_the_cursor)
{
	struct cursor *c = db_open(ctx, &no_column, NO_ARGS);
	ck_assert(!cursor_next(c));
	ck_assert_int_eq(cursor_close(c), ERR_INTERNAL);
}
END_TEST

START_TEST(changes_are_counted)
{
	int64_t changed, before = db_changes(ctx->db);
	ck_assert_int_eq(add_thing(1, "a", 0), OK);
	ck_assert_int_eq(add_thing(2, "b", 0), OK);
	ck_assert_int_eq(db_run(ctx, &raise_all, ARGS(arg_int(1)), &changed), OK);
	ck_assert_int_eq(changed, 2);
	ck_assert_int_eq(db_changes(ctx->db) - before, 4);
	number(&count);
	ck_assert_int_eq(db_changes(ctx->db) - before, 4);
}
END_TEST

static bool next_thing(void *arg, struct arg *row)
{
	int64_t *n = arg;
	static char name[32];
	if (++*n > 1000)
		return false;
	snprintf(name, sizeof name, "thing %lld", (long long)*n);
	row[0] = arg_int(*n);
	row[1] = arg_text(*n == 7 ? NULL : name);
	row[2] = arg_blob(name, 3);
	row[3] = arg_int(*n % 100);
	return true;
}

START_TEST(rows_by_the_thousand_go_in_with_one_statement)
{
	int64_t n = 0;
	size_t size;
	ck_assert_int_eq(db_insert_many(ctx, &add_many, next_thing, &n, NULL), OK);
	ck_assert_int_eq(number(&count), 1000);
	struct cursor *c = db_open(ctx, &all, NO_ARGS);
	for (n = 1; n <= 8; n++)
		ck_assert(cursor_next(c));
	ck_assert_int_eq(cursor_int(c, 0), 8);
	ck_assert_str_eq(cursor_text(c, 1), "thing 8");
	ck_assert_mem_eq(cursor_blob(c, 2, &size), "thi", 3);
	ck_assert_uint_eq(size, 3);
	ck_assert_int_eq(cursor_close(c), OK);
	n = 998;
	ck_assert_int_eq(db_insert_many(ctx, &add_many, next_thing, &n, NULL), ERR_EXISTS);
	ck_assert_int_eq(number(&count), 1000);
	ck_assert_int_eq(db_run(ctx, &add_many, NO_ARGS, NULL), OK); /* nothing feeds it */
	ck_assert_int_eq(number(&count), 1000);
}
END_TEST

START_TEST(like_knows_upper_from_lower_case)
{
	int64_t n;
	ck_assert_int_eq(add_thing(1, "abc", 0), OK);
	ck_assert_int_eq(db_number(ctx, &like, ARGS(arg_text("AB%")), -1, &n), OK);
	ck_assert_int_eq(n, 0);
	ck_assert_int_eq(db_number(ctx, &like, ARGS(arg_text("ab%")), -1, &n), OK);
	ck_assert_int_eq(n, 1);
}
END_TEST

START_TEST(a_savepoint_is_undone_alone)
{
	ck_assert_int_eq(db_savepoint(ctx), OK);
	ck_assert_int_eq(add_thing(1, "kept", 0), OK);
	ck_assert_int_eq(db_release(ctx), OK);
	ck_assert_int_eq(db_savepoint(ctx), OK);
	ck_assert_int_eq(add_thing(2, "undone", 0), OK);
	ck_assert(db_undo_savepoint(ctx));
	fixture_commit(f);
	ctx = fixture_ctx(f);
	ck_assert_int_eq(number(&count), 1);
}
END_TEST

/* What is kept for undoing it fits into memory no more, and lies in a file. */
START_TEST(a_savepoint_with_many_pages_is_undone_and_kept)
{
	enum { ROWS = 2500 };
	static const char filler[3500];
	for (int64_t id = 1; id <= ROWS; id++)
		ck_assert_int_eq(db_run(ctx, &add,
					 ARGS(arg_int(id), arg_null(),
						 arg_blob(filler, sizeof filler), arg_int(0)),
					 NULL),
			OK);
	fixture_commit(f);
	ctx = fixture_ctx(f);
	for (int64_t n = 1; n <= 2; n++) {
		ck_assert_int_eq(db_savepoint(ctx), OK);
		ck_assert_int_eq(db_run(ctx, &raise_all, ARGS(arg_int(n)), NULL), OK);
		ck_assert_int_eq(number(&total), n * ROWS);
		if (n == 1)
			ck_assert(db_undo_savepoint(ctx));
		else
			ck_assert_int_eq(db_release(ctx), OK);
	}
	ck_assert_int_eq(number(&total), 2 * ROWS);
	fixture_commit(f);
}
END_TEST

START_TEST(a_forgotten_cursor_does_not_stop_the_commit)
{
	ck_assert_int_eq(add_thing(1, "a", 0), OK);
	struct cursor *c = db_open(ctx, &all, NO_ARGS);
	ck_assert(cursor_next(c));
	fixture_commit(f);
	ctx = fixture_ctx(f);
	ck_assert_int_eq(number(&count), 1);
}
END_TEST

START_TEST(a_reader_sees_one_moment_and_cannot_write)
{
	fixture_commit(f);
	struct ctx reader;
	ctx_init(&reader, &f->app, f->ctx.arena);
	reader.db = store_reader(f->store);
	ck_assert_int_eq(db_begin_read(&reader), OK);
	int64_t n;
	ck_assert_int_eq(db_number(&reader, &count, NO_ARGS, -1, &n), OK);
	ctx = fixture_ctx(f);
	ck_assert_int_eq(add_thing(1, "a", 0), OK);
	fixture_commit(f);
	ck_assert_int_eq(db_number(&reader, &count, NO_ARGS, -1, &n), OK);
	ck_assert_int_eq(n, 0);
	db_rollback(&reader);
	ck_assert_int_eq(db_number(&reader, &count, NO_ARGS, -1, &n), OK);
	ck_assert_int_eq(n, 1);
	ck_assert_int_ne(db_run(&reader, &raise_all, ARGS(arg_int(1)), NULL), OK);
	db_close(reader.db);
}
END_TEST

/* Full as SQLite knows it: no page more than there are. */
START_TEST(a_full_disk_is_UNAVAILABLE_and_passes)
{
	static const struct sql stop = {"stop", "PRAGMA max_page_count = 1"};
	static const struct sql go = {"go", "PRAGMA max_page_count = 1000000"};
	static const char filler[64 * 1024];
	fixture_commit(f);
	ctx = fixture_ctx(f);
	ck_assert_int_eq(db_run(ctx, &stop, NO_ARGS, NULL), OK);
	struct args big =
		ARGS(arg_int(1), arg_text("a"), arg_blob(filler, sizeof filler), arg_int(0));
	ck_assert_int_eq(db_run(ctx, &add, big, NULL), ERR_UNAVAILABLE);
	ck_assert_int_eq(ctx->failure.reason, REASON_NOT_STORED);
	fixture_rollback(f);
	ctx = fixture_ctx(f);
	ck_assert_int_eq(db_run(ctx, &go, NO_ARGS, NULL), OK);
	ck_assert_int_eq(db_run(ctx, &add, big, NULL), OK);
	fixture_commit(f);
}
END_TEST

SUITE_WITH("sqlite", setup, teardown, values_come_back_as_they_were,
	a_missing_number_is_what_the_caller_says, a_statement_nests_in_itself,
	a_second_of_its_kind_is_EXISTS, other_broken_constraints_are_our_fault,
	errors_stick_to_the_cursor, changes_are_counted,
	rows_by_the_thousand_go_in_with_one_statement, like_knows_upper_from_lower_case,
	a_savepoint_is_undone_alone, a_savepoint_with_many_pages_is_undone_and_kept,
	a_forgotten_cursor_does_not_stop_the_commit, a_reader_sees_one_moment_and_cannot_write,
	a_full_disk_is_UNAVAILABLE_and_passes)
