/* What the files of the SQLite driver share; nothing outside server/store includes it. */
#pragma once

#include <sqlite3.h>
#include <stdatomic.h>

#include "server/store/db_feed.h"
#include "server/store/ids.h"

enum { STATEMENT_BUCKETS = 256, PAGE_SIZE = 4096, DB_BUSY_MS = 5000 };

/* One prepared instance of a named statement. A statement that is already open when it is opened
 * again (a query inside a loop over the same query) gets another instance. */
struct statement {
	struct statement *next; /* in its bucket */
	const struct sql *sql;
	sqlite3_stmt *prepared;
	uint8_t *numbers; /* numbers[i] is the n of the $n that stands at SQLite's position i + 1 */
	int n_parameters;
	size_t n_args; /* the highest n */
	bool is_open;
};

/* What the table "feed" of a connection gives at present (sqlite_feed.c). */
struct feed {
	db_feed *next;
	void *arg;
};

struct db {
	sqlite3 *handle;
	struct feed feed;
	struct statement *buckets[STATEMENT_BUCKETS]; /* by the address of struct sql */
	int n_open;
	struct id_counters ids;
	_Atomic int wal_frames; /* of the writer: frames in the WAL after its last commit */
};

struct store {
	struct arena *arena; /* of the two paths */
	const char *directory, *path;
	int lock; /* -1: opened for reading only */
	struct db *writer;
};

/* Makes the table feed known to a connection; an SQLite code. */
int sqlite_feed_register(struct db *db);

/* How much there may be to undo, of the engine as a whole (sqlite_undo.c); an SQLite code. */
int sqlite_undo_configure(void);

enum db_kind { DB_WRITER, DB_READER };

/* NULL and a problem with its sentence when the file cannot be opened as a database. */
struct db *db_connect(
	const char *path, enum db_kind kind, enum store_problem *problem, char why[WHY_SIZE]);
/* Makes the store of a directory that has none: `fill` makes it under another name, and only then
 * does it get its own. */
typedef enum store_problem store_fill(const char *part, void *arg, char why[WHY_SIZE]);
enum store_problem store_make(
	const char *directory, store_fill *fill, void *arg, char why[WHY_SIZE]);
/* What an engine's result code means to somebody who opens a store. */
enum store_problem store_problem_of(int code);
/* "SUBJECT cannot be DONE: …" from the connection's last error. */
enum store_problem store_failed(
	sqlite3 *handle, const char *subject, const char *done, char why[WHY_SIZE]);
