/* Statements and transactions on one SQLite connection. */
#include "server/store/sqlite.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/memory.h"

enum { ARGS_MOST = 64 };

struct cursor {
	struct ctx *ctx;
	struct statement *statement; /* NULL: could not be opened */
	enum err err;
	bool is_done;
};

static const struct sql begin_read = {"begin_read", "BEGIN"};
static const struct sql begin_write = {"begin_write", "BEGIN IMMEDIATE"};
static const struct sql commit = {"commit", "COMMIT"};
static const struct sql rollback = {"rollback", "ROLLBACK"};
static const struct sql savepoint = {"savepoint", "SAVEPOINT work"};
static const struct sql release = {"release", "RELEASE work"};
static const struct sql undo = {"undo", "ROLLBACK TO work"};

/* ---- errors ---- */

static enum err err_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_NOMEM:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
		return ERR_UNAVAILABLE;
	default:
		return ERR_INTERNAL;
	}
}

/* The engine's message names tables and columns, never values. */
static enum err failed(struct ctx *ctx, const struct sql *sql, int code)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return ctx_fail(ctx, REASON_EXISTS);
	default:
		return ctx_broken(ctx, err_of(code), "%s: %s (%d)", sql->name,
			sqlite3_errmsg(ctx->db->handle), code);
	}
}

/* ---- prepared statements ---- */

static void number_parameters(struct statement *statement)
{
	statement->n_parameters = sqlite3_bind_parameter_count(statement->prepared);
	statement->numbers = memory_array((size_t)statement->n_parameters, 1);
	for (int i = 0; i < statement->n_parameters; i++) {
		const char *name = sqlite3_bind_parameter_name(statement->prepared, i + 1);
		long n = name != NULL && name[0] == '$' ? strtol(name + 1, NULL, 10) : 0;
		assert(n >= 1 && n <= ARGS_MOST); /* parameters are written $1 … */
		statement->numbers[i] = (uint8_t)n;
		if ((size_t)n > statement->n_args)
			statement->n_args = (size_t)n;
	}
}

static struct statement *prepare(struct ctx *ctx, const struct sql *sql, struct statement **bucket)
{
	sqlite3_stmt *prepared;
	int code = sqlite3_prepare_v3(
		ctx->db->handle, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL);
	if (code != SQLITE_OK)
		return NULL;
	struct statement *statement = memory_new(sizeof *statement);
	statement->sql = sql;
	statement->prepared = prepared;
	number_parameters(statement);
	statement->next = *bucket;
	*bucket = statement;
	return statement;
}

static struct statement *find_statement(struct ctx *ctx, const struct sql *sql)
{
	size_t hash = (uintptr_t)sql / sizeof *sql % STATEMENT_BUCKETS;
	struct statement **bucket = &ctx->db->buckets[hash];
	for (struct statement *each = *bucket; each != NULL; each = each->next) {
		if (each->sql == sql && !each->is_open)
			return each;
	}
	return prepare(ctx, sql, bucket);
}

static int bind(sqlite3_stmt *prepared, int position, const struct arg *arg)
{
	switch (arg->kind) {
	case ARG_INT:
		return sqlite3_bind_int64(prepared, position, arg->number);
	case ARG_TEXT:
		return sqlite3_bind_text(prepared, position, arg->bytes, -1, SQLITE_STATIC);
	case ARG_BLOB:
		return sqlite3_bind_blob64(
			prepared, position, arg->bytes, (sqlite3_uint64)arg->number, SQLITE_STATIC);
	case ARG_NULL:
		break;
	}
	return sqlite3_bind_null(prepared, position);
}

static int bind_all(const struct statement *statement, struct args args)
{
	assert(args.n == statement->n_args);
	int code = SQLITE_OK;
	for (int i = 0; i < statement->n_parameters && code == SQLITE_OK; i++)
		code = bind(statement->prepared, i + 1, &args.values[statement->numbers[i] - 1]);
	return code;
}

static void shut(struct db *db, struct statement *statement)
{
	sqlite3_reset(statement->prepared);
	sqlite3_clear_bindings(statement->prepared);
	statement->is_open = false;
	db->n_open--;
}

/* A handler that returned from the middle of a loop has left its cursor open; it would hold a
 * snapshot for ever. */
static void shut_forgotten(struct db *db)
{
	for (size_t i = 0; i < STATEMENT_BUCKETS && db->n_open > 0; i++) {
		for (struct statement *each = db->buckets[i]; each != NULL; each = each->next) {
			if (!each->is_open)
				continue;
			log_error("store.cursor_left_open", "sql=%s", each->sql->name);
			shut(db, each);
		}
	}
}

/* ---- cursors ---- */

struct cursor *db_open(struct ctx *ctx, const struct sql *sql, struct args args)
{
	struct cursor *cursor = arena_one(ctx->arena, struct cursor);
	cursor->ctx = ctx;
	struct statement *statement = find_statement(ctx, sql);
	if (statement == NULL) {
		cursor->err = failed(ctx, sql, sqlite3_extended_errcode(ctx->db->handle));
		return cursor;
	}
	statement->is_open = true;
	ctx->db->n_open++;
	cursor->statement = statement;
	int code = bind_all(statement, args);
	if (code != SQLITE_OK)
		cursor->err = failed(ctx, sql, code);
	return cursor;
}

bool cursor_next(struct cursor *cursor)
{
	if (cursor->err != OK || cursor->is_done)
		return false;
	int code = sqlite3_step(cursor->statement->prepared);
	if (code == SQLITE_ROW)
		return true;
	cursor->is_done = true;
	if (code != SQLITE_DONE)
		cursor->err = failed(cursor->ctx, cursor->statement->sql, code);
	return false;
}

int cursor_columns(const struct cursor *cursor)
{
	return sqlite3_column_count(cursor->statement->prepared);
}

int64_t cursor_int(const struct cursor *cursor, int column)
{
	return sqlite3_column_int64(cursor->statement->prepared, column);
}

bool cursor_is_null(const struct cursor *cursor, int column)
{
	return sqlite3_column_type(cursor->statement->prepared, column) == SQLITE_NULL;
}

char *cursor_text(const struct cursor *cursor, int column)
{
	const void *text = sqlite3_column_text(cursor->statement->prepared, column);
	size_t size = (size_t)sqlite3_column_bytes(cursor->statement->prepared, column);
	return arena_strndup(cursor->ctx->arena, text != NULL ? text : "", size);
}

void *cursor_blob(const struct cursor *cursor, int column, size_t *size_out)
{
	const void *bytes = sqlite3_column_blob(cursor->statement->prepared, column);
	*size_out = (size_t)sqlite3_column_bytes(cursor->statement->prepared, column);
	if (cursor_is_null(cursor, column))
		return NULL;
	return arena_dup(cursor->ctx->arena, bytes != NULL ? bytes : "", *size_out);
}

enum err cursor_close(struct cursor *cursor)
{
	if (cursor->statement != NULL)
		shut(cursor->ctx->db, cursor->statement);
	cursor->statement = NULL;
	return cursor->err;
}

enum err db_run(struct ctx *ctx, const struct sql *sql, struct args args, int64_t *changed_out)
{
	struct cursor *cursor = db_open(ctx, sql, args);
	while (cursor_next(cursor))
		;
	if (changed_out != NULL)
		*changed_out = cursor->err == OK ? sqlite3_changes64(ctx->db->handle) : 0;
	return cursor_close(cursor);
}

enum err db_number(
	struct ctx *ctx, const struct sql *sql, struct args args, int64_t missing, int64_t *out)
{
	struct cursor *cursor = db_open(ctx, sql, args);
	*out = missing;
	if (cursor_next(cursor) && !cursor_is_null(cursor, 0))
		*out = cursor_int(cursor, 0);
	return cursor_close(cursor);
}

/* ---- transactions ---- */

static bool is_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->handle) == 0;
}

enum err db_begin_read(struct ctx *ctx)
{
	return db_run(ctx, &begin_read, NO_ARGS, NULL);
}

enum err db_begin_write(struct ctx *ctx)
{
	return db_run(ctx, &begin_write, NO_ARGS, NULL);
}

enum err db_commit(struct ctx *ctx)
{
	shut_forgotten(ctx->db);
	enum err err = ids_settle(ctx);
	if (err == OK)
		err = db_run(ctx, &commit, NO_ARGS, NULL);
	ids_forget(ctx->db);
	if (err != OK)
		db_rollback(ctx);
	return err;
}

void db_rollback(struct ctx *ctx)
{
	shut_forgotten(ctx->db);
	ids_forget(ctx->db);
	if (!is_in_transaction(ctx->db))
		return;
	struct failure why = ctx->failure; /* of what is being undone; ours goes to the log */
	if (db_run(ctx, &rollback, NO_ARGS, NULL) != OK)
		ctx->failure = why;
}

enum err db_savepoint(struct ctx *ctx)
{
	enum err err = ids_settle(ctx);
	return err == OK ? db_run(ctx, &savepoint, NO_ARGS, NULL) : err;
}

enum err db_release(struct ctx *ctx)
{
	shut_forgotten(ctx->db);
	return db_run(ctx, &release, NO_ARGS, NULL);
}

bool db_undo_savepoint(struct ctx *ctx)
{
	shut_forgotten(ctx->db);
	ids_forget(ctx->db);
	if (!is_in_transaction(ctx->db))
		return false;
	struct failure why = ctx->failure;
	bool is_undone = db_run(ctx, &undo, NO_ARGS, NULL) == OK && db_release(ctx) == OK;
	if (!is_undone) {
		db_rollback(ctx);
		ctx->failure = why;
	}
	return is_undone;
}

struct id_counters *db_id_counters(struct db *db)
{
	return &db->ids;
}

int64_t db_changes(const struct db *db)
{
	return sqlite3_total_changes64(db->handle);
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; i < STATEMENT_BUCKETS; i++) {
		while (db->buckets[i] != NULL) {
			struct statement *statement = db->buckets[i];
			db->buckets[i] = statement->next;
			sqlite3_finalize(statement->prepared);
			free(statement->numbers);
			free(statement);
		}
	}
	int code = sqlite3_close(db->handle);
	assert(code == SQLITE_OK); /* every statement is one of ours */
	(void)code;
	free(db);
}
