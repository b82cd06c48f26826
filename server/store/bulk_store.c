#include "server/store/bulk_store.h"

#include <stdlib.h>

#include "common/memory.h"
#include "server/store/sqlite.h"
#include "server/store/store_file.h"
#include "sql/bulk_store.sql.h"

/* Those whose keys come in the order of insertion, or seldom, stay. */
static const char *const unordered[] = {
	"student_name",
	"student_county_name",
	"student_initials",
	"student_birth",
	"number_key",
};
enum { N_UNORDERED = sizeof unordered / sizeof *unordered };

struct bulk_store {
	struct store *store;
	struct arena *arena;
	char *definitions[N_UNORDERED];
};

/* References were checked where the rows came from, and profiles come before their students. */
static const char without_journal[] = "PRAGMA journal_mode = OFF;"
				      "PRAGMA synchronous = OFF;"
				      "PRAGMA locking_mode = EXCLUSIVE;"
				      "PRAGMA foreign_keys = OFF;";
/* Runs of that size are sorted faster than bigger ones, and while the next one is read. */
static const char for_sorting[] = "PRAGMA threads = 2;"
				  "PRAGMA cache_size = -32768;";
static const char as_usual[] =
	"PRAGMA threads = 0;"
	"PRAGMA cache_size = -262144;"
	"PRAGMA foreign_keys = ON;"
	"PRAGMA synchronous = FULL;"
	"PRAGMA locking_mode = NORMAL;"
	"PRAGMA user_version;" /* it is this reading that gives up the lock */
	"PRAGMA journal_mode = WAL;";

static enum store_problem run(sqlite3 *handle, const char *text, const char *done, char *why)
{
	if (sqlite3_exec(handle, text, NULL, NULL, NULL) == SQLITE_OK)
		return STORE_OK;
	return store_failed(handle, "The store", done, why);
}

static enum store_problem find_definition(struct bulk_store *bulk, int i, char why[WHY_SIZE])
{
	struct ctx ctx = {.arena = bulk->arena, .db = bulk->store->writer, .method = "store.bulk"};
	ctx_restart(&ctx);
	struct cursor *c = db_open(&ctx, &sql_bulk_store_index, ARGS(arg_text(unordered[i])));
	bulk->definitions[i] = cursor_next(c) ? cursor_text(c, 0) : NULL;
	if (cursor_close(c) != OK)
		return store_failed(ctx.db->handle, "The store", "read", why);
	if (bulk->definitions[i] != NULL)
		return STORE_OK;
	why_set(why, "The store has no index %s.", unordered[i]);
	return STORE_BROKEN;
}

static enum store_problem take_away(struct bulk_store *bulk, int i, char why[WHY_SIZE])
{
	enum store_problem problem = find_definition(bulk, i, why);
	if (problem != STORE_OK)
		return problem;
	return run(bulk->store->writer->handle,
		arena_printf(bulk->arena, "DROP INDEX %s", unordered[i]), "filled", why);
}

struct bulk_store *bulk_store_open(
	struct store *store, enum store_problem *problem_out, char why[WHY_SIZE])
{
	struct bulk_store *bulk = memory_new(sizeof *bulk);
	sqlite3 *handle = store->writer->handle;
	bulk->store = store;
	bulk->arena = arena_new(0);
	/* A defensive connection refuses to do without a journal. */
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	*problem_out = run(handle, without_journal, "filled", why);
	for (int i = 0; i < N_UNORDERED && *problem_out == STORE_OK; i++)
		*problem_out = take_away(bulk, i, why);
	if (*problem_out == STORE_OK)
		return bulk;
	bulk_store_free(bulk);
	return NULL;
}

enum store_problem bulk_store_close(struct bulk_store *bulk, char why[WHY_SIZE])
{
	sqlite3 *handle = bulk->store->writer->handle;
	enum store_problem problem = run(handle, for_sorting, "indexed", why);
	for (int i = 0; i < N_UNORDERED && problem == STORE_OK; i++)
		problem = run(handle, bulk->definitions[i], "indexed", why);
	if (problem == STORE_OK)
		problem = store_file_sync(bulk->store->path, why);
	if (problem == STORE_OK)
		problem = run(handle, as_usual, "used", why);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	bulk_store_free(bulk);
	return problem;
}

void bulk_store_free(struct bulk_store *bulk)
{
	if (bulk == NULL)
		return;
	arena_free(bulk->arena);
	free(bulk);
}
