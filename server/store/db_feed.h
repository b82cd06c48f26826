/* Inserting rows by the thousand with one statement. */
#pragma once

#include "server/store/db.h"

/* The statement names the table feed for where the rows come from: INSERT INTO t(a, b) SELECT c1,
 * c2 FROM feed. `next` fills in the columns of the next row, FEED_COLUMNS at most, whose bytes are
 * borrowed until it is called again; false: there are no more. It may not use the connection. On
 * PostgreSQL this is what COPY is for. *changed_out (may be NULL) is how many rows went in. */
enum { FEED_COLUMNS = 19 };
typedef bool db_feed(void *arg, struct arg *row);
enum err db_insert_many(struct ctx *ctx, const struct sql *sql, db_feed *next, void *arg,
	int64_t *changed_out) MUST_CHECK;
