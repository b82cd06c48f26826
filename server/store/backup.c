#include "server/store/backup.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/store/backup_files.h"
#include "server/store/migrate.h"
#include "server/store/sqlite.h"
#include "server/store/store_file.h"

static enum store_problem copy_pages(
	sqlite3 *from, sqlite3 *to, const char *part, char why[WHY_SIZE])
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	if (backup != NULL) {
		bool is_done = sqlite3_backup_step(backup, -1) == SQLITE_DONE;
		if (sqlite3_backup_finish(backup) == SQLITE_OK && is_done)
			return STORE_OK;
	}
	return store_failed(to, part, "filled with a copy of the store", why);
}

/* The copy is one file, without a write-ahead log beside it. */
static enum store_problem finish(sqlite3 *copy, char why[WHY_SIZE])
{
	sqlite3_stmt *check;
	if (sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(copy, "PRAGMA quick_check(1)", -1, &check, NULL) != SQLITE_OK)
		return store_failed(copy, "The copy", "checked", why);
	bool is_ok = sqlite3_step(check) == SQLITE_ROW &&
		     strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
	if (!is_ok)
		why_set(why, "The store is damaged: its copy fails the integrity check.");
	sqlite3_finalize(check);
	return is_ok ? STORE_OK : STORE_BROKEN;
}

/* What is done to a copy before it is checked; may be NULL. */
typedef enum store_problem copy_step(sqlite3 *copy, void *arg, char why[WHY_SIZE]);

/* A copy under another name, which goes away again unless it is whole. */
static enum store_problem copy_to(
	sqlite3 *from, const char *part, copy_step *step, void *arg, char why[WHY_SIZE])
{
	enum store_problem problem = store_file_new(part, why);
	if (problem != STORE_OK)
		return problem;
	sqlite3 *to;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	if (sqlite3_open_v2(part, &to, flags, NULL) != SQLITE_OK)
		problem = store_failed(to, "The copy", "opened", why);
	else if ((problem = copy_pages(from, to, part, why)) == STORE_OK && step != NULL)
		problem = step(to, arg, why);
	if (problem == STORE_OK)
		problem = finish(to, why);
	sqlite3_close(to);
	return problem;
}

static enum store_problem copy_named(
	struct db *db, const char *file, copy_step *step, void *arg, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	char *part = arena_printf(arena, "%s.part", file);
	enum store_problem problem = copy_to(db->handle, part, step, arg, why);
	if (problem == STORE_OK)
		problem = store_file_put(part, file, why);
	if (problem != STORE_OK)
		unlink(part);
	arena_free(arena);
	return problem;
}

enum store_problem backup_copy(struct db *db, const char *file, char why[WHY_SIZE])
{
	return copy_named(db, file, NULL, NULL, why);
}

struct files {
	const char *directory;
	int64_t n_missing;
};

static enum store_problem add_files(sqlite3 *copy, void *arg, char why[WHY_SIZE])
{
	struct files *files = arg;
	return backup_files_add(copy, files->directory, &files->n_missing, why);
}

enum store_problem backup_take(
	struct store *store, const char *file, int64_t *n_missing_out, char why[WHY_SIZE])
{
	struct files files = {.directory = store->directory};
	enum store_problem problem = STORE_OK;
	struct db *db = db_connect(store->path, DB_READER, &problem, why);
	if (db != NULL)
		problem = copy_named(db, file, add_files, &files, why);
	*n_missing_out = files.n_missing;
	db_close(db);
	return problem;
}

/* ---- the way back ---- */

static enum store_problem judge_copy(const char *part, char why[WHY_SIZE])
{
	enum store_problem problem = STORE_OK;
	struct db *db = db_connect(part, DB_READER, &problem, why);
	int first;
	if (db != NULL)
		problem = migrate_state(db, &first, why);
	db_close(db);
	return problem == STORE_OLDER ? STORE_OK : problem;
}

static enum store_problem strip_files(sqlite3 *copy, void *unused, char why[WHY_SIZE])
{
	(void)unused;
	return backup_files_strip(copy, why);
}

static enum store_problem fill_from(const char *part, void *arg, char why[WHY_SIZE])
{
	sqlite3 *from;
	enum store_problem problem;
	const char *file = arg;
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	if (sqlite3_open_v2(file, &from, flags, NULL) != SQLITE_OK)
		problem = store_failed(from, file, "opened", why);
	else if (sqlite3_exec(from, "PRAGMA schema_version", NULL, NULL, NULL) != SQLITE_OK)
		problem = store_failed(from, file, "read", why);
	else
		problem = copy_to(from, part, strip_files, NULL, why);
	sqlite3_close(from);
	return problem == STORE_OK ? judge_copy(part, why) : problem;
}

enum store_problem backup_restore(const char *directory, const char *file, char why[WHY_SIZE])
{
	return store_make(directory, fill_from, (void *)file, why);
}
