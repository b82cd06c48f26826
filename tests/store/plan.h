/* How the engine would run a block of a .sql file: for tests that ask what it costs. */
#pragma once

#include <sqlite3.h>
#include <string.h>

#include "common/file.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

/* To be closed with sqlite3_close. */
static inline sqlite3 *plan_open(const struct fixture *f)
{
	sqlite3 *handle;
	char *path = arena_printf(f->ctx.arena, "%s/store.db", f->directory);
	ck_assert_int_eq(sqlite3_open(path, &handle), SQLITE_OK);
	return handle;
}

/* One line a step. */
static inline char *plan_of(
	const struct fixture *f, sqlite3 *handle, const char *blocks, const char *name)
{
	char why[WHY_SIZE], *plan = "";
	const char *rest;
	sqlite3_stmt *statement;
	char *text = file_read(f->ctx.arena, blocks, 1 << 20, NULL, why);
	ck_assert_msg(text != NULL, "%s", why);
	const char *block = strstr(text, arena_printf(f->ctx.arena, "-- name: %s\n", name));
	ck_assert_msg(block != NULL, "%s", name);
	const char *sql =
		arena_printf(f->ctx.arena, "EXPLAIN QUERY PLAN %s", strchr(block, '\n') + 1);
	ck_assert_int_eq(sqlite3_prepare_v2(handle, sql, -1, &statement, &rest), SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		plan = arena_printf(f->ctx.arena, "%s%s\n", plan,
			(const char *)sqlite3_column_text(statement, 3));
	sqlite3_finalize(statement);
	return plan;
}
