/* One connection to the store, and the only way to run SQL.
 *
 * SQL stands in server/store/sql/<entity>.sql as named blocks; the build makes "sql/<entity>.sql.h"
 * of it, with one `struct sql` a block, which only <entity>_store.c includes. Parameters are $1 …
 *$n (numbered, so the same text runs on PostgreSQL). Statements are prepared once a connection.
 *
 *	struct cursor *c = db_open(ctx, &sql_unit_children, ARGS(arg_int(parent)));
 *	while (cursor_next(c))
 *		add(cursor_int(c, 0), cursor_text(c, 1));
 *	return cursor_close(c);
 *
 * Errors are sticky: after one, cursor_next is false and cursor_close says what it was. After a
 * store error a handler may only return (on PostgreSQL the transaction is dead): say "if it is not
 * there yet" in SQL (ON CONFLICT), not in C. A connection belongs to one thread at a time. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/why.h"
#include "server/ctx.h"

struct sql {
	const char *name, *text;
};

enum arg_kind { ARG_NULL, ARG_INT, ARG_TEXT, ARG_BLOB };
struct arg {
	enum arg_kind kind;
	int64_t number;    /* ARG_INT: the value; ARG_BLOB: the size */
	const void *bytes; /* borrowed until the statement is closed */
};
static inline struct arg arg_int(int64_t value)
{
	return (struct arg){.kind = ARG_INT, .number = value};
}
static inline struct arg arg_text(const char *text) /* NULL binds NULL */
{
	return (struct arg){.kind = text ? ARG_TEXT : ARG_NULL, .bytes = text};
}
static inline struct arg arg_blob(const void *bytes, size_t size) /* NULL binds NULL */
{
	return (struct arg){
		.kind = bytes ? ARG_BLOB : ARG_NULL, .number = (int64_t)size, .bytes = bytes};
}
static inline struct arg arg_null(void)
{
	return (struct arg){.kind = ARG_NULL};
}
/* The arguments of a statement, $1 first. */
struct args {
	const struct arg *values;
	size_t n;
};
#define ARGS(...)                                         \
	((struct args){(const struct arg[]){__VA_ARGS__}, \
		sizeof((const struct arg[]){__VA_ARGS__}) / sizeof(struct arg)})
#define NO_ARGS ((struct args){NULL, 0})

struct cursor;
struct cursor *db_open(struct ctx *ctx, const struct sql *sql, struct args args);
bool cursor_next(struct cursor *cursor);
int cursor_columns(const struct cursor *cursor);             /* how many a row has */
int64_t cursor_int(const struct cursor *cursor, int column); /* NULL reads as 0 */
bool cursor_is_null(const struct cursor *cursor, int column);
/* Copied into the ctx's arena. NULL reads as "" (text) or NULL with size 0 (blob). */
char *cursor_text(const struct cursor *cursor, int column);
void *cursor_blob(const struct cursor *cursor, int column, size_t *size_out);
enum err cursor_close(struct cursor *cursor) MUST_CHECK;

/* Runs a statement that returns nothing of interest. *changed_out (may be NULL) is how many rows it
 * changed. A broken uniqueness constraint is ERR_EXISTS (reason EXISTS, until the caller says it
 * better), a full disk ERR_UNAVAILABLE. */
enum err db_run(
	struct ctx *ctx, const struct sql *sql, struct args args, int64_t *changed_out) MUST_CHECK;

/* The first column of the first row as a number; `missing` when there is no row, or NULL in it. */
enum err db_number(struct ctx *ctx, const struct sql *sql, struct args args, int64_t missing,
	int64_t *out) MUST_CHECK;

/* ---- connections: for rpc, jobs, commands and tests, not for handlers ---- */

/* The store of a data directory: one writing connection, any number of reading ones. */
struct store;
enum store_problem {
	STORE_OK,
	STORE_MISSING, /* no database in this directory */
	STORE_NEWER,   /* written by a newer program */
	STORE_OLDER,   /* needs a migration: store_open does it, after a backup */
	STORE_IN_USE,  /* another server holds the directory */
	STORE_FULL,    /* no room on the disk */
	STORE_BROKEN,  /* anything else: `why` says */
};
/* Creates an empty store with the newest schema. `why` is a sentence, always set on failure. */
enum store_problem store_create(const char *directory, char why[WHY_SIZE]);
/* Opens for serving or for a writing command: takes the directory's lock, migrates if needed. */
enum store_problem store_open(const char *directory, struct store **out, char why[WHY_SIZE]);
/* Opens for reading beside a running server (check, dump, backup): no lock, no migration. */
enum store_problem store_open_reader(const char *directory, struct store **out, char why[WHY_SIZE]);
void store_close(struct store *store);

struct db *store_writer(struct store *store); /* the one; owned by the store */
void db_limit_cache(struct db *db, int mib);  /* of pages that it keeps in memory */
struct db *store_reader(struct store *store); /* a new one; db_close it. NULL: the log says why */
void db_close(struct db *db);

enum err db_begin_read(struct ctx *ctx) MUST_CHECK;  /* a snapshot on ctx->db */
enum err db_begin_write(struct ctx *ctx) MUST_CHECK; /* ctx->db is the writer */
enum err db_commit(struct ctx *ctx) MUST_CHECK;
void db_rollback(struct ctx *ctx);
enum err db_savepoint(struct ctx *ctx) MUST_CHECK;
enum err db_release(struct ctx *ctx) MUST_CHECK;
/* False when the engine has undone the whole transaction (full disk): nothing of the batch stands.
 */
bool db_undo_savepoint(struct ctx *ctx);
/* Rows changed on this connection since it was opened: the engine sees by it that a WRITE changed
 * something without journalling it. */
int64_t db_changes(const struct db *db);
