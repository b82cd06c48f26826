/* Rows of many things of one kind that are written together: table by table with one statement
 * each, which costs half of writing them thing by thing.
 *
 * From db_gather to db_gathered what db_insert is given waits, and is then inserted in the order of
 * the tables' first rows: so a row that another refers to still comes before it, if it does so for
 * each thing. Until then no statement sees the rows. Whoever gathers has judged everything before,
 * because one row that breaks a constraint ends all. Nothing may be undone meanwhile (savepoints).
 */
#pragma once

#include "server/store/db.h"

/* After db_gather comes db_gathered, whatever happened: with an error it writes nothing, and
 * returns that error. */
void db_gather(struct ctx *ctx);
enum err db_gathered(struct ctx *ctx, enum err err) MUST_CHECK;

/* One row: by `one`, which takes it as $1 …, or, while rows are gathered, with the others by
 * `many`, which takes them from the table feed (server/store/db_feed.h); the bytes are copied. */
enum err db_insert(struct ctx *ctx, const struct sql *one, const struct sql *many,
	struct args args) MUST_CHECK;

/* Adds to a counter by `add`: now, or once for each key when the rows are written. */
typedef enum err db_add(struct ctx *ctx, const int64_t *key, const int64_t *deltas);
enum { GATHER_KEYS = 3, GATHER_DELTAS = 16 }; /* at most */
enum err db_count(struct ctx *ctx, db_add *add, const int64_t *key, size_t n_keys,
	const int64_t *deltas, size_t n_deltas) MUST_CHECK;
