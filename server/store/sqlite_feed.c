/* A table that is there without having been made (an eponymous virtual table): its rows are what a
 * function of ours gives, once, from first to last. */
#include "server/store/sqlite.h"

#include <stdlib.h>

#include "common/memory.h"
#include "sql/sqlite_feed.sql.h"

struct feed_table {
	sqlite3_vtab base; /* first */
	const struct feed *feed;
};

struct feed_cursor {
	sqlite3_vtab_cursor base; /* first */
	struct arg row[FEED_COLUMNS];
	sqlite3_int64 number;
	bool is_over;
};

static int connect(sqlite3 *handle, void *feed, int n, const char *const *words, sqlite3_vtab **out,
	char **error)
{
	(void)n, (void)words, (void)error;
	int code = sqlite3_declare_vtab(handle, sql_sqlite_feed.text);
	struct feed_table *table = memory_new(sizeof *table);
	table->feed = feed;
	*out = &table->base;
	/* It may not be named by a stored view or trigger. */
	sqlite3_vtab_config(handle, SQLITE_VTAB_DIRECTONLY);
	return code;
}

static int disconnect(sqlite3_vtab *table)
{
	free(table);
	return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedCost = 1e6;
	return SQLITE_OK;
}

static int open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	(void)table;
	struct feed_cursor *cursor = memory_new(sizeof *cursor);
	*out = &cursor->base;
	return SQLITE_OK;
}

static int shut(sqlite3_vtab_cursor *cursor)
{
	free(cursor);
	return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
	struct feed_cursor *cursor = (struct feed_cursor *)base;
	const struct feed *feed = ((struct feed_table *)base->pVtab)->feed;
	cursor->is_over = feed->next == NULL || !feed->next(feed->arg, cursor->row);
	cursor->number++;
	return SQLITE_OK;
}

static int begin(
	sqlite3_vtab_cursor *base, int plan_no, const char *text, int n, sqlite3_value **values)
{
	(void)plan_no, (void)text, (void)n, (void)values;
	return next(base);
}

static int is_over(sqlite3_vtab_cursor *base)
{
	return ((struct feed_cursor *)base)->is_over;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *out, int i)
{
	const struct arg *arg = &((struct feed_cursor *)base)->row[i];
	switch (arg->kind) {
	case ARG_INT:
		sqlite3_result_int64(out, arg->number);
		break;
	case ARG_TEXT:
		sqlite3_result_text(out, arg->bytes, -1, SQLITE_STATIC);
		break;
	case ARG_BLOB:
		sqlite3_result_blob64(out, arg->bytes, (sqlite3_uint64)arg->number, SQLITE_STATIC);
		break;
	case ARG_NULL:
		sqlite3_result_null(out);
		break;
	}
	return SQLITE_OK;
}

static int row_number(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
	*out = ((struct feed_cursor *)base)->number;
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.xConnect = connect,
	.xBestIndex = plan,
	.xDisconnect = disconnect,
	.xDestroy = disconnect,
	.xOpen = open,
	.xClose = shut,
	.xFilter = begin,
	.xNext = next,
	.xEof = is_over,
	.xColumn = column,
	.xRowid = row_number,
};

int sqlite_feed_register(struct db *db)
{
	return sqlite3_create_module(db->handle, "feed", &module, &db->feed);
}

enum err db_insert_many(
	struct ctx *ctx, const struct sql *sql, db_feed *next_row, void *arg, int64_t *changed_out)
{
	ctx->db->feed = (struct feed){next_row, arg};
	enum err err = db_run(ctx, sql, NO_ARGS, changed_out);
	ctx->db->feed = (struct feed){NULL, NULL};
	return err;
}
