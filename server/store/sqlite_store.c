/* The store of a directory: its file, its lock, its connections. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/log.h"
#include "common/memory.h"
#include "server/store/backup.h"
#include "server/store/store_file.h"
#include "server/store/migrate.h"
#include "server/store/sqlite.h"

/* Why these, by measurement: 4 KiB pages because the WAL writes whole pages; no mmap
 * because it gained nothing and turns a disk error into a signal; LIKE as PostgreSQL understands
 * it. */
static const char pragmas_common[] = "PRAGMA page_size = 4096;"
				     "PRAGMA synchronous = FULL;"
				     "PRAGMA foreign_keys = ON;"
				     "PRAGMA trusted_schema = OFF;"
				     "PRAGMA case_sensitive_like = ON;"
				     "PRAGMA temp_store = FILE;"
				     "PRAGMA mmap_size = 0;"
				     "PRAGMA journal_size_limit = 134217728;";
static const char pragmas_writer[] = "PRAGMA cache_size = -262144;";
static const char pragmas_reader[] = "PRAGMA cache_size = -65536; PRAGMA query_only = ON;";

enum store_problem store_problem_of(int code)
{
	return (code & 0xff) == SQLITE_FULL ? STORE_FULL : STORE_BROKEN;
}

enum store_problem store_failed(
	sqlite3 *handle, const char *subject, const char *done, char why[WHY_SIZE])
{
	why_set(why, "%s cannot be %s: %s.", subject, done, sqlite3_errmsg(handle));
	return store_problem_of(sqlite3_extended_errcode(handle));
}

static bool configure(sqlite3 *handle, enum db_kind kind)
{
	/* A misspelt column is an error, never a string; nobody rewrites the schema's own table. */
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* Plans do not depend on what is bound: without this, a statement with a pattern is
	 * prepared anew for each pattern, which costs several times what it does. */
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	sqlite3_busy_timeout(handle, DB_BUSY_MS);
	return sqlite3_exec(handle, pragmas_common, NULL, NULL, NULL) == SQLITE_OK &&
	       sqlite3_exec(handle, kind == DB_WRITER ? pragmas_writer : pragmas_reader, NULL, NULL,
		       NULL) == SQLITE_OK;
}

/* Of the engine as a whole, before its first connection; later it is refused, and nothing is lost.
 * Nobody asks how much memory is in use, so no allocation needs a lock to count it. */
static int configure_engine(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	return sqlite_undo_configure();
}

struct db *db_connect(
	const char *path, enum db_kind kind, enum store_problem *problem, char why[WHY_SIZE])
{
	struct db *db = memory_new(sizeof *db);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	if (configure_engine() == SQLITE_OK &&
		sqlite3_open_v2(path, &db->handle, flags, NULL) == SQLITE_OK &&
		configure(db->handle, kind) && sqlite_feed_register(db) == SQLITE_OK)
		return db;
	*problem = store_failed(db->handle, path, "opened", why);
	db_close(db);
	return NULL;
}

static struct store *new_store(const char *directory)
{
	struct store *store = memory_new(sizeof *store);
	store->arena = arena_new(0);
	store->directory = arena_strdup(store->arena, directory);
	store->path = file_path(store->arena, directory, "store.db");
	store->lock = -1;
	return store;
}

/* ---- the directory's lock ---- */

static void read_holder(int file, char *out, size_t size)
{
	ssize_t n = pread(file, out, size - 1, 0);
	out[n > 0 ? n : 0] = '\0';
	out[strspn(out, "0123456789")] = '\0';
}

/* flock rather than fcntl: the lock goes with this opening of the file, so that a second opening in
 * the same process is refused too. */
static enum store_problem hold(
	int file, const char *directory, const char *path, char why[WHY_SIZE])
{
	char pid[32];
	if (flock(file, LOCK_EX | LOCK_NB) != 0) {
		read_holder(file, pid, sizeof pid);
		why_set(why, "%s is in use by process %s; stop that one first.", directory,
			pid[0] != '\0' ? pid : "(unknown)");
		return STORE_IN_USE;
	}
	int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
	if (ftruncate(file, 0) != 0 || pwrite(file, pid, (size_t)n, 0) != n)
		return store_file_failed(path, "written", why);
	return STORE_OK;
}

static enum store_problem take_lock(struct store *store, char why[WHY_SIZE])
{
	char *path = arena_printf(store->arena, "%s/lock", store->directory);
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	enum store_problem problem = file < 0 ? store_file_failed(path, "opened", why)
					      : hold(file, store->directory, path, why);
	if (problem != STORE_OK && file >= 0)
		close(file);
	store->lock = problem == STORE_OK ? file : -1;
	return problem;
}

/* ---- making ---- */

static enum store_problem build(const char *part, void *unused, char why[WHY_SIZE])
{
	(void)unused;
	enum store_problem problem = store_file_new(part, why);
	if (problem != STORE_OK)
		return problem;
	struct db *db = db_connect(part, DB_WRITER, &problem, why);
	if (db == NULL)
		return problem;
	problem = migrate_apply(db, why);
	db_close(db);
	return problem;
}

/* Under another name until it is whole, so that a store.db is always one that opens. */
static enum store_problem make_locked(
	struct store *store, store_fill *fill, void *arg, char why[WHY_SIZE])
{
	if (access(store->path, F_OK) == 0) {
		why_set(why, "%s holds a store already; choose an empty directory.",
			store->directory);
		return STORE_BROKEN;
	}
	char *part = arena_printf(store->arena, "%s.part", store->path);
	enum store_problem problem = fill(part, arg, why);
	if (problem == STORE_OK)
		problem = store_file_put(part, store->path, why);
	if (problem != STORE_OK)
		unlink(part);
	return problem;
}

enum store_problem store_make(
	const char *directory, store_fill *fill, void *arg, char why[WHY_SIZE])
{
	struct store *store = new_store(directory);
	enum store_problem problem = take_lock(store, why);
	if (problem == STORE_OK)
		problem = make_locked(store, fill, arg, why);
	store_close(store);
	return problem;
}

enum store_problem store_create(const char *directory, char why[WHY_SIZE])
{
	return store_make(directory, build, NULL, why);
}

/* ---- opening ---- */

static enum store_problem find_file(const struct store *store, char why[WHY_SIZE])
{
	if (access(store->path, F_OK) == 0)
		return STORE_OK;
	if (errno != ENOENT && errno != ENOTDIR)
		return store_file_failed(store->path, "reached", why);
	why_set(why, "There is no store in %s; make one with: xuejid init %s", store->directory,
		store->directory);
	return STORE_MISSING;
}

static enum store_problem upgrade(struct store *store, int first, char why[WHY_SIZE])
{
	char *backup = arena_printf(store->arena, "%s/before-%04d.db", store->directory, first);
	char quoted[4200];
	enum store_problem problem = backup_copy(store->writer, backup, why);
	if (problem == STORE_OK) {
		log_info("store.upgrade", "first=%d newest=%d backup=%s", first, migrate_newest(),
			log_quote(backup, quoted, sizeof quoted));
		log_info("store.upgrade_undo",
			"how=\"stop the server; move store.db, store.db-wal and store.db-shm away; "
			"copy the backup to store.db; start the older program\"");
		problem = migrate_apply(store->writer, why);
	}
	return problem;
}

static enum store_problem use_wal(struct db *db, char why[WHY_SIZE])
{
	if (sqlite3_exec(db->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) == SQLITE_OK)
		return STORE_OK;
	return store_failed(db->handle, "The store", "given a write-ahead log", why);
}

static enum store_problem open_writer(struct store *store, char why[WHY_SIZE])
{
	enum store_problem problem = STORE_OK;
	store->writer = db_connect(store->path, DB_WRITER, &problem, why);
	if (store->writer == NULL)
		return problem;
	int first;
	problem = migrate_state(store->writer, &first, why);
	if (problem == STORE_OLDER)
		problem = upgrade(store, first, why);
	return problem == STORE_OK ? use_wal(store->writer, why) : problem;
}

enum store_problem store_open(const char *directory, struct store **out, char why[WHY_SIZE])
{
	struct store *store = new_store(directory);
	enum store_problem problem = find_file(store, why);
	if (problem == STORE_OK)
		problem = take_lock(store, why);
	if (problem == STORE_OK)
		problem = open_writer(store, why);
	*out = store;
	if (problem != STORE_OK) {
		store_close(store);
		*out = NULL;
	}
	return problem;
}

static enum store_problem look(const struct store *store, char why[WHY_SIZE])
{
	enum store_problem problem = find_file(store, why);
	if (problem != STORE_OK)
		return problem;
	struct db *db = db_connect(store->path, DB_READER, &problem, why);
	if (db == NULL)
		return problem;
	int first;
	problem = migrate_state(db, &first, why);
	db_close(db);
	return problem;
}

enum store_problem store_open_reader(const char *directory, struct store **out, char why[WHY_SIZE])
{
	struct store *store = new_store(directory);
	enum store_problem problem = look(store, why);
	*out = store;
	if (problem != STORE_OK) {
		store_close(store);
		*out = NULL;
	}
	return problem;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	db_close(store->writer);
	if (store->lock >= 0)
		close(store->lock);
	arena_free(store->arena);
	free(store);
}

void db_limit_cache(struct db *db, int mib)
{
	char sql[64];
	snprintf(sql, sizeof sql, "PRAGMA cache_size = %d;", -1024 * mib);
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		log_error("store.cache", "why=\"%s\"", sqlite3_errmsg(db->handle));
}

struct db *store_writer(struct store *store)
{
	return store->writer;
}

struct db *store_reader(struct store *store)
{
	char why[WHY_SIZE];
	enum store_problem problem;
	struct db *db = db_connect(store->path, DB_READER, &problem, why);
	if (db == NULL)
		log_error("store.no_reader", "why=\"%s\"", why);
	return db;
}
