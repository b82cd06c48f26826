#include "server/store/db_gather.h"

#include <assert.h>
#include <string.h>

#include "server/store/db_feed.h"

/* The rows of one table, one behind the other. */
struct gathered_rows {
	struct gathered_rows *next;
	const struct sql *many;
	size_t n_columns, n;
	struct arg *values;
};

struct gathered_sum {
	struct gathered_sum *next;
	db_add *add;
	int64_t key[GATHER_KEYS], deltas[GATHER_DELTAS];
};

/* In memory of its own, which is let go when all is written: the call's waits for its reply. */
struct gather {
	struct arena *arena;
	struct gathered_rows *rows, **last_rows;
	struct gathered_sum *sums, **last_sum;
};

void db_gather(struct ctx *ctx)
{
	assert(ctx->gather == NULL);
	struct arena *arena = arena_new(0);
	struct gather *gather = ctx->gather = arena_one(arena, struct gather);
	gather->arena = arena;
	gather->last_rows = &gather->rows;
	gather->last_sum = &gather->sums;
}

/* ---- rows ---- */

static struct gathered_rows *rows_of(struct ctx *ctx, const struct sql *many, size_t n_columns)
{
	struct gathered_rows *rows = ctx->gather->rows;
	while (rows != NULL && rows->many != many)
		rows = rows->next;
	if (rows != NULL)
		return rows;
	rows = *ctx->gather->last_rows = arena_one(ctx->gather->arena, struct gathered_rows);
	ctx->gather->last_rows = &rows->next;
	rows->many = many;
	rows->n_columns = n_columns;
	return rows;
}

static struct arg keep(struct arena *arena, const struct arg *arg)
{
	struct arg kept = *arg;
	if (arg->kind == ARG_TEXT)
		kept.bytes = arena_strdup(arena, arg->bytes);
	else if (arg->kind == ARG_BLOB)
		kept.bytes = arena_dup(arena, arg->bytes, (size_t)arg->number);
	return kept;
}

enum err db_insert(struct ctx *ctx, const struct sql *one, const struct sql *many, struct args args)
{
	if (ctx->gather == NULL)
		return db_run(ctx, one, args, NULL);
	struct arena *arena = ctx->gather->arena;
	struct gathered_rows *rows = rows_of(ctx, many, args.n);
	assert(rows->n_columns == args.n);
	rows->values =
		arena_grow(arena, rows->values, rows->n, rows->n_columns * sizeof *rows->values);
	struct arg *row = rows->values + rows->n++ * rows->n_columns;
	for (size_t i = 0; i < args.n; i++)
		row[i] = keep(arena, &args.values[i]);
	return OK;
}

struct walk {
	const struct gathered_rows *rows;
	size_t at;
};

static bool next_row(void *arg, struct arg *row)
{
	struct walk *walk = arg;
	const struct gathered_rows *rows = walk->rows;
	if (walk->at == rows->n)
		return false;
	memcpy(row, rows->values + walk->at++ * rows->n_columns, rows->n_columns * sizeof *row);
	return true;
}

/* ---- counters ---- */

enum err db_count(struct ctx *ctx, db_add *add, const int64_t *key, size_t n_keys,
	const int64_t *deltas, size_t n_deltas)
{
	assert(n_keys <= GATHER_KEYS && n_deltas <= GATHER_DELTAS);
	if (ctx->gather == NULL)
		return add(ctx, key, deltas);
	struct gathered_sum *sum = ctx->gather->sums;
	while (sum != NULL && (sum->add != add || memcmp(sum->key, key, n_keys * sizeof *key) != 0))
		sum = sum->next;
	if (sum == NULL) {
		sum = *ctx->gather->last_sum = arena_one(ctx->gather->arena, struct gathered_sum);
		ctx->gather->last_sum = &sum->next;
		sum->add = add;
		memcpy(sum->key, key, n_keys * sizeof *key);
	}
	for (size_t i = 0; i < n_deltas; i++)
		sum->deltas[i] += deltas[i];
	return OK;
}

/* ---- all of it ---- */

enum err db_gathered(struct ctx *ctx, enum err err)
{
	const struct gather *gather = ctx->gather;
	ctx->gather = NULL;
	for (const struct gathered_rows *rows = gather->rows; err == OK && rows != NULL;
		rows = rows->next)
		err = db_insert_many(ctx, rows->many, next_row, &(struct walk){rows, 0}, NULL);
	for (const struct gathered_sum *sum = gather->sums; err == OK && sum != NULL;
		sum = sum->next)
		err = sum->add(ctx, sum->key, sum->deltas);
	arena_free(gather->arena);
	return err;
}
