/* A store that any earlier program left is brought up to date, after a copy of it was put aside. */
#include "server/store/migrate.h"

#include <dirent.h>
#include <sqlite3.h>
#include <string.h>

#include "common/file.h"
#include "tests/support/scratch.h"
#include "tests/support/suite.h"

#define DIRECTORY SOURCE_DIR "/server/store/migrations"
enum { MOST = 200 };

static const char create_versions[] =
	"CREATE TABLE schema_version(version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
	"at_us BIGINT NOT NULL)";
/* All that makes the schema, in an order of its own. */
static const char describe[] = "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema "
			       "WHERE sql IS NOT NULL ORDER BY type, name";

static struct arena *arena;
static char why[WHY_SIZE];
static char *files[MOST]; /* names, in order */
static int n_files;

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void before(void)
{
	scratch_open();
	arena = arena_new(0);
	DIR *directory = opendir(DIRECTORY);
	ck_assert_ptr_nonnull(directory);
	for (struct dirent *entry; (entry = readdir(directory)) != NULL && n_files < MOST;) {
		if (strstr(entry->d_name, ".sql") != NULL)
			files[n_files++] = arena_strdup(arena, entry->d_name);
	}
	closedir(directory);
	qsort(files, (size_t)n_files, sizeof *files, by_name);
}

static void after(void)
{
	arena_free(arena);
	scratch_close();
}

static char *replace(char *text, const char *token, const char *by)
{
	for (char *at; (at = strstr(text, token)) != NULL;)
		text = arena_printf(
			arena, "%.*s%s%s", (int)(at - text), text, by, at + strlen(token));
	return text;
}

/* The build leaves out lines that are comments or blank; the schema keeps the text that it got. */
static char *without_comments(char *text)
{
	char *rest, *out = "";
	for (char *line = strtok_r(text, "\n", &rest); line != NULL;
		line = strtok_r(NULL, "\n", &rest)) {
		size_t indent = strspn(line, " \t");
		if (line[indent] != '\0' && strncmp(line + indent, "--", 2) != 0)
			out = arena_printf(arena, "%s%s\n", out, line);
	}
	return out;
}

static void run(sqlite3 *handle, const char *sql)
{
	ck_assert_msg(sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK, "%s",
		sqlite3_errmsg(handle));
}

static void apply(sqlite3 *handle, const char *name)
{
	char *path = arena_printf(arena, "%s/%s", DIRECTORY, name);
	char *text = file_read(arena, path, 1 << 20, NULL, why);
	ck_assert_msg(text != NULL, "%s", why);
	text = without_comments(text);
	run(handle, replace(replace(text, "@ID@", "INTEGER PRIMARY KEY"), "@KV@", "WITHOUT ROWID"));
	run(handle, arena_printf(arena, "INSERT INTO schema_version VALUES (%d, 'x', 0)",
			    (int)strtol(name, NULL, 10)));
}

/* As the program left it that knew the first n. */
static void make_old(int n)
{
	sqlite3 *handle;
	remove(scratch_path("store.db"));
	ck_assert_int_eq(sqlite3_open(scratch_path("store.db"), &handle), SQLITE_OK);
	run(handle,
		"PRAGMA synchronous = OFF; BEGIN"); /* a commit each waits long on a busy disk */
	run(handle, create_versions);
	for (int i = 0; i < n; i++)
		apply(handle, files[i]);
	run(handle, "INSERT INTO idempotency(id, request_hash, reply, at_us) "
		    "VALUES (7, zeroblob(32), '', 0)");
	run(handle, "COMMIT");
	sqlite3_close(handle);
}

static int add_line(void *arg, int n, char **values, char **names)
{
	char **text = arg;
	(void)n, (void)names;
	*text = arena_printf(arena, "%s%s\n", *text, values[0]);
	return 0;
}

static char *schema_of(const char *name)
{
	sqlite3 *handle;
	char *text = "";
	ck_assert_int_eq(sqlite3_open(scratch_path(name), &handle), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(handle, describe, add_line, &text, NULL), SQLITE_OK);
	sqlite3_close(handle);
	return text;
}

static int rows_of(const char *name)
{
	sqlite3 *handle;
	char *text = "";
	ck_assert_int_eq(sqlite3_open(scratch_path(name), &handle), SQLITE_OK);
	ck_assert_int_eq(
		sqlite3_exec(handle, "SELECT count(*) FROM idempotency", add_line, &text, NULL),
		SQLITE_OK);
	sqlite3_close(handle);
	return (int)strtol(text, NULL, 10);
}

START_TEST(every_older_store_is_upgraded)
{
	struct store *store;
	char *newest = NULL;
	for (int n = n_files; n >= 1; n--) {
		make_old(n);
		char *old = schema_of("store.db");
		ck_assert_msg(store_open(scratch, &store, why) == STORE_OK, "%s", why);
		store_close(store);
		newest = newest != NULL ? newest : schema_of("store.db");
		ck_assert_msg(strcmp(schema_of("store.db"), newest) == 0,
			"from %d: another schema than a new one", n);
		ck_assert_int_eq(rows_of("store.db"), 1);
		if (n == n_files)
			continue;
		const char *copy =
			arena_printf(arena, "before-%04d.db", (int)strtol(files[n], NULL, 10));
		ck_assert_msg(strcmp(schema_of(copy), old) == 0, "%s is not as it was", copy);
		ck_assert_int_eq(rows_of(copy), 1);
	}
	ck_assert_int_gt(n_files, 1);
}
END_TEST

START_TEST(the_newest_known_is_the_last_of_them)
{
	ck_assert_int_eq(migrate_newest(), (int)strtol(files[n_files - 1], NULL, 10));
}
END_TEST

SUITE_WITH("migrate", before, after, every_older_store_is_upgraded,
	the_newest_known_is_the_last_of_them)
