/* Rows and counters that wait and are written together. */
#include "server/store/db_gather.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static const struct sql make_owner = {"make_owner",
	"CREATE TABLE gather_owner(id BIGINT NOT NULL PRIMARY KEY, name TEXT UNIQUE)"};
static const struct sql make_thing = {"make_thing",
	"CREATE TABLE gather_thing(id BIGINT NOT NULL PRIMARY KEY, "
	"owner BIGINT NOT NULL REFERENCES gather_owner(id), bytes BYTEA)"};
static const struct sql make_total = {"make_total",
	"CREATE TABLE gather_total(kind BIGINT NOT NULL PRIMARY KEY, n BIGINT, times BIGINT)"};
static const struct sql owner_one = {
	"owner_one", "INSERT INTO gather_owner(id, name) VALUES ($1, $2)"};
static const struct sql owner_rows = {
	"owner_rows", "INSERT INTO gather_owner(id, name) SELECT c1, c2 FROM feed"};
static const struct sql thing_one = {
	"thing_one", "INSERT INTO gather_thing(id, owner, bytes) VALUES ($1, $2, $3)"};
static const struct sql thing_rows = {
	"thing_rows", "INSERT INTO gather_thing(id, owner, bytes) SELECT c1, c2, c3 FROM feed"};
static const struct sql total_add = {"total_add",
	"INSERT INTO gather_total(kind, n, times) VALUES ($1, $2, 1) "
	"ON CONFLICT (kind) DO UPDATE SET n = gather_total.n + excluded.n, times = "
	"gather_total.times + 1"};
static const struct sql owners = {"owners", "SELECT count(*) FROM gather_owner"};
static const struct sql things = {"things", "SELECT count(*) FROM gather_thing"};
static const struct sql total = {"total", "SELECT n FROM gather_total WHERE kind = $1"};
static const struct sql times = {"times", "SELECT times FROM gather_total WHERE kind = $1"};
static const struct sql named = {"named", "SELECT id FROM gather_owner WHERE name = $1"};
static const struct sql bytes_of = {"bytes_of", "SELECT bytes FROM gather_thing WHERE id = $1"};

static struct fixture *f;
static struct ctx *ctx;

static void before(void)
{
	f = fixture_open();
	ctx = fixture_ctx(f);
	ck_assert_int_eq(db_run(ctx, &make_owner, NO_ARGS, NULL), OK);
	ck_assert_int_eq(db_run(ctx, &make_thing, NO_ARGS, NULL), OK);
	ck_assert_int_eq(db_run(ctx, &make_total, NO_ARGS, NULL), OK);
}

static void after(void)
{
	fixture_close(f);
}

/* An owner and what is his, from memory that is used again at once. */
static enum err add_owner(int64_t id)
{
	char name[32];
	snprintf(name, sizeof name, "owner %lld", (long long)id);
	enum err err = db_insert(ctx, &owner_one, &owner_rows, ARGS(arg_int(id), arg_text(name)));
	if (err == OK)
		err = db_insert(ctx, &thing_one, &thing_rows,
			ARGS(arg_int(10 * id), arg_int(id), arg_blob(name, strlen(name))));
	memset(name, 'x', sizeof name);
	return err;
}

static enum err add_total(struct ctx *at, const int64_t *key, const int64_t *delta)
{
	return db_run(at, &total_add, ARGS(arg_int(key[0]), arg_int(delta[0])), NULL);
}

static enum err count(int64_t kind, int64_t delta)
{
	return db_count(ctx, add_total, &kind, 1, &delta, 1);
}

static int64_t number(const struct sql *sql, struct args args)
{
	int64_t out;
	ck_assert_int_eq(db_number(ctx, sql, args, -1, &out), OK);
	return out;
}

START_TEST(gathered_rows_wait_and_go_in_each_behind_what_it_refers_to)
{
	size_t size = 0;
	db_gather(ctx);
	for (int64_t id = 1; id <= 300; id++)
		ck_assert_int_eq(add_owner(id), OK);
	ck_assert_int_eq(number(&owners, NO_ARGS), 0);
	ck_assert_int_eq(db_gathered(ctx, OK), OK);
	ck_assert_int_eq(number(&owners, NO_ARGS), 300);
	ck_assert_int_eq(number(&things, NO_ARGS), 300);
	ck_assert_int_eq(number(&named, ARGS(arg_text("owner 217"))), 217);
	struct cursor *c = db_open(ctx, &bytes_of, ARGS(arg_int(30)));
	ck_assert(cursor_next(c));
	ck_assert_mem_eq(cursor_blob(c, 0, &size), "owner 3", 7);
	ck_assert_uint_eq(size, 7);
	ck_assert_int_eq(cursor_close(c), OK);
}
END_TEST

START_TEST(when_nothing_gathers_a_row_goes_in_at_once)
{
	ck_assert_int_eq(add_owner(1), OK);
	ck_assert_int_eq(number(&things, NO_ARGS), 1);
	db_gather(ctx);
	ck_assert_int_eq(db_gathered(ctx, OK), OK);
	ck_assert_int_eq(add_owner(1), ERR_EXISTS);
}
END_TEST

START_TEST(one_row_that_breaks_a_constraint_is_told_of_when_all_are_written)
{
	ck_assert_int_eq(db_savepoint(ctx), OK);
	db_gather(ctx);
	for (int64_t id = 1; id <= 3; id++)
		ck_assert_int_eq(add_owner(id), OK);
	ck_assert_int_eq(add_owner(2), OK);
	ck_assert_int_eq(db_gathered(ctx, OK), ERR_EXISTS);
	ck_assert(db_undo_savepoint(ctx));
	ck_assert_int_eq(number(&owners, NO_ARGS), 0);
	ctx_restart(ctx);
	ck_assert_int_eq(add_owner(2), OK);
}
END_TEST

START_TEST(after_an_error_nothing_is_written)
{
	db_gather(ctx);
	ck_assert_int_eq(add_owner(1), OK);
	ck_assert_int_eq(count(1, 5), OK);
	ck_assert_int_eq(db_gathered(ctx, ERR_STALE), ERR_STALE);
	ck_assert_int_eq(number(&total, ARGS(arg_int(1))), -1);
	ck_assert_int_eq(add_owner(2), OK);
	ck_assert_int_eq(number(&owners, NO_ARGS), 1);
}
END_TEST

/* ---- counters ---- */

START_TEST(a_counter_is_written_once_for_all_that_is_added_to_it)
{
	ck_assert_int_eq(count(1, 5), OK);
	ck_assert_int_eq(number(&total, ARGS(arg_int(1))), 5);
	db_gather(ctx);
	for (int i = 0; i < 10; i++) {
		ck_assert_int_eq(count(1, 2), OK);
		ck_assert_int_eq(count(2, -1), OK);
	}
	ck_assert_int_eq(number(&total, ARGS(arg_int(1))), 5);
	ck_assert_int_eq(db_gathered(ctx, OK), OK);
	ck_assert_int_eq(number(&total, ARGS(arg_int(1))), 25);
	ck_assert_int_eq(number(&times, ARGS(arg_int(1))), 2);
	ck_assert_int_eq(number(&total, ARGS(arg_int(2))), -10);
	ck_assert_int_eq(number(&times, ARGS(arg_int(2))), 1);
}
END_TEST

SUITE_WITH("db_gather", before, after, gathered_rows_wait_and_go_in_each_behind_what_it_refers_to,
	when_nothing_gathers_a_row_goes_in_at_once,
	one_row_that_breaks_a_constraint_is_told_of_when_all_are_written,
	after_an_error_nothing_is_written, a_counter_is_written_once_for_all_that_is_added_to_it)
