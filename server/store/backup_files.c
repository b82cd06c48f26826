#include "server/store/backup_files.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "domain/attachment_kind.h"
#include "server/store/attachment_file.h"
#include "server/store/backup.h"
#include "server/store/store_file.h"
#include "sql/backup.sql.h"

/* Plain text with what each piece of 64 KiB needs beside it. */
enum { FILE_MOST = ATTACHMENT_SIZE_MOST + (1 << 16), FILES_ASIDE_MOST = 1000 };

static struct app app_of(struct arena *arena, const char *directory)
{
	return (struct app){.attachments = file_path(arena, directory, ATTACHMENTS_DIRECTORY)};
}

static bool has_table(sqlite3 *handle, const char *name)
{
	return sqlite3_table_column_metadata(
		       handle, NULL, name, NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static bool run(sqlite3 *handle, const char *text)
{
	return sqlite3_exec(handle, text, NULL, NULL, NULL) == SQLITE_OK;
}

static bool prepare(sqlite3 *handle, const struct sql *sql, sqlite3_stmt **out)
{
	return sqlite3_prepare_v2(handle, sql->text, -1, out, NULL) == SQLITE_OK;
}

/* ---- into a backup ---- */

struct filling {
	sqlite3 *copy;
	sqlite3_stmt *next, *add;
	struct app app;
	int64_t n_missing;
};

/* False when the copy takes no more. */
static bool add_file(struct filling *filling)
{
	char why[WHY_SIZE];
	size_t size;
	struct arena *arena = arena_new(0);
	const void *content = sqlite3_column_blob(filling->next, 0);
	const char *path = attachment_file_path(arena, &filling->app, content);
	const char *bytes = file_read(arena, path, FILE_MOST, &size, why);
	bool ok = true;
	if (bytes == NULL) {
		filling->n_missing++;
	} else {
		sqlite3_bind_blob(filling->add, 1, content, BLIND_SIZE, SQLITE_TRANSIENT);
		sqlite3_bind_blob(filling->add, 2, bytes, (int)size, SQLITE_STATIC);
		ok = sqlite3_step(filling->add) == SQLITE_DONE;
		sqlite3_reset(filling->add);
		sqlite3_clear_bindings(filling->add);
	}
	arena_free(arena);
	return ok;
}

static bool add_files(struct filling *filling)
{
	bool ok = true;
	int code = SQLITE_DONE;
	while (ok && (code = sqlite3_step(filling->next)) == SQLITE_ROW)
		ok = add_file(filling);
	return ok && code == SQLITE_DONE;
}

/* No journal: the copy has no name yet, and goes away unless it is whole. */
static bool fill(struct filling *filling)
{
	bool ok = run(filling->copy, "PRAGMA journal_mode = OFF") &&
		  run(filling->copy, "PRAGMA synchronous = OFF") && run(filling->copy, "BEGIN") &&
		  run(filling->copy, sql_backup_make.text) &&
		  prepare(filling->copy, &sql_backup_contents, &filling->next) &&
		  prepare(filling->copy, &sql_backup_add, &filling->add) && add_files(filling);
	sqlite3_finalize(filling->next);
	sqlite3_finalize(filling->add);
	return ok && run(filling->copy, "COMMIT");
}

enum store_problem backup_files_add(
	sqlite3 *copy, const char *directory, int64_t *n_missing_out, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	struct filling filling = {.copy = copy, .app = app_of(arena, directory)};
	bool ok = !has_table(copy, "attachment") || fill(&filling);
	arena_free(arena);
	*n_missing_out = filling.n_missing;
	return ok ? STORE_OK
		  : store_failed(copy, "The copy", "filled with the attachments' files", why);
}

/* ---- out of it ---- */

enum store_problem backup_files_strip(sqlite3 *copy, char why[WHY_SIZE])
{
	if (!has_table(copy, "backup_file") ||
		(run(copy, "PRAGMA journal_mode = OFF") && run(copy, sql_backup_strip.text) &&
			run(copy, "VACUUM")))
		return STORE_OK;
	return store_failed(copy, "The copy", "freed of the attachments' files", why);
}

static bool write_all(const char *path, const void *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	ssize_t put = fd >= 0 ? write(fd, bytes, size) : -1;
	if (put >= 0 && put != (ssize_t)size)
		errno = ENOSPC;
	int problem = errno;
	if (fd >= 0)
		close(fd);
	errno = problem;
	return put == (ssize_t)size;
}

static enum store_problem put_file(
	const struct app *app, struct arena *arena, sqlite3_stmt *row, char why[WHY_SIZE])
{
	if (sqlite3_column_bytes(row, 0) != BLIND_SIZE) {
		why_set(why, "The backup holds a file without a name.");
		return STORE_BROKEN;
	}
	const char *path = attachment_file_path(arena, app, sqlite3_column_blob(row, 0));
	size_t size = (size_t)sqlite3_column_bytes(row, 1);
	if (!file_make_directory(file_directory(arena, path), why))
		return errno == ENOSPC ? STORE_FULL : STORE_BROKEN;
	if (!write_all(path, sqlite3_column_blob(row, 1), size))
		return store_file_failed(path, "written", why);
	return STORE_OK;
}

static enum store_problem put_files(const struct app *app, sqlite3 *from, char why[WHY_SIZE])
{
	sqlite3_stmt *row;
	enum store_problem problem = STORE_OK;
	int code = SQLITE_DONE;
	if (!prepare(from, &sql_backup_files, &row))
		return store_failed(from, "The backup", "read", why);
	while (problem == STORE_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
		struct arena *arena = arena_new(0);
		problem = put_file(app, arena, row, why);
		arena_free(arena);
	}
	if (problem == STORE_OK && code != SQLITE_DONE)
		problem = store_failed(from, "The backup", "read", why);
	sqlite3_finalize(row);
	return problem;
}

/* All at once: file by file it would take hours. */
static enum store_problem make_durable(const struct app *app, char why[WHY_SIZE])
{
	int fd = open(app->attachments, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && syncfs(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok ? STORE_OK : store_file_failed(app->attachments, "made durable", why);
}

/* What lies there belongs to the store that was moved away: it is kept under another name. */
static enum store_problem move_aside(
	struct arena *arena, const struct app *app, const char **aside_out, char why[WHY_SIZE])
{
	*aside_out = NULL;
	if (access(app->attachments, F_OK) != 0)
		return STORE_OK;
	for (int i = 1; i < FILES_ASIDE_MOST; i++) {
		char *aside = arena_printf(arena, "%s.before-%d", app->attachments, i);
		if (access(aside, F_OK) == 0)
			continue;
		*aside_out = aside;
		return rename(app->attachments, aside) == 0
			       ? STORE_OK
			       : store_file_failed(app->attachments, "moved aside", why);
	}
	why_set(why, "%s.before-1 and on are all there; move them away.", app->attachments);
	return STORE_BROKEN;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
	(void)st, (void)flag, (void)at;
	return remove(path);
}

void backup_remove_files(const char *directory)
{
	struct arena *arena = arena_new(0);
	nftw(app_of(arena, directory).attachments, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	arena_free(arena);
}

static enum store_problem restore_from(sqlite3 *from, const char *directory, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	struct app app = app_of(arena, directory);
	const char *aside;
	enum store_problem problem = move_aside(arena, &app, &aside, why);
	if (problem == STORE_OK && !file_make_directory(app.attachments, why))
		problem = errno == ENOSPC ? STORE_FULL : STORE_BROKEN;
	if (problem == STORE_OK && has_table(from, "backup_file"))
		problem = put_files(&app, from, why);
	if (problem == STORE_OK)
		problem = make_durable(&app, why);
	if (problem != STORE_OK) {
		backup_remove_files(directory);
		if (aside != NULL && rename(aside, app.attachments) != 0)
			why_set(why, "The files of attachments are now in %s.", aside);
	}
	arena_free(arena);
	return problem;
}

enum store_problem backup_restore_files(const char *directory, const char *file, char why[WHY_SIZE])
{
	sqlite3 *from;
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	enum store_problem problem = sqlite3_open_v2(file, &from, flags, NULL) == SQLITE_OK
					     ? restore_from(from, directory, why)
					     : store_failed(from, file, "opened", why);
	sqlite3_close(from);
	return problem;
}
