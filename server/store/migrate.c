#include "server/store/migrate.h"

#include "common/date.h"
#include "common/log.h"
#include "server/store/store_file.h"
#include "server/store/sqlite.h"
#include "sql/migrate.sql.h"

struct migration {
	int number;
	const char *name, *text;
};
#include "migrations.h"

enum { N_MIGRATIONS = sizeof migrations / sizeof *migrations };

static bool broken_references(sqlite3 *handle)
{
	sqlite3_stmt *check;
	if (sqlite3_prepare_v2(handle, "PRAGMA foreign_key_check", -1, &check, NULL) != SQLITE_OK)
		return true;
	bool is_broken = sqlite3_step(check) != SQLITE_DONE;
	sqlite3_finalize(check);
	return is_broken;
}

static enum err has(struct ctx *ctx, int number, bool *out)
{
	int64_t n;
	enum err err = db_number(ctx, &sql_migrate_has, ARGS(arg_int(number)), 0, &n);
	*out = n > 0;
	return err;
}

static enum store_problem apply(
	struct ctx *ctx, const struct migration *migration, char why[WHY_SIZE])
{
	sqlite3 *handle = ctx->db->handle;
	if (db_begin_write(ctx) != OK)
		return store_failed(handle, migration->name, "applied to the store", why);
	if (sqlite3_exec(handle, migration->text, NULL, NULL, NULL) != SQLITE_OK ||
		db_run(ctx, &sql_migrate_note,
			ARGS(arg_int(migration->number), arg_text(migration->name),
				arg_int(clock_now_us())),
			NULL) != OK) {
		enum store_problem problem =
			store_failed(handle, migration->name, "applied to the store", why);
		db_rollback(ctx);
		return problem;
	}
	if (broken_references(handle)) {
		why_set(why, "%s cannot be applied to the store: rows would refer to nothing.",
			migration->name);
		db_rollback(ctx);
		return STORE_BROKEN;
	}
	if (db_commit(ctx) != OK)
		return store_failed(handle, migration->name, "applied to the store", why);
	return STORE_OK;
}

static enum store_problem apply_missing(struct ctx *ctx, char why[WHY_SIZE])
{
	if (db_run(ctx, &sql_migrate_create, NO_ARGS, NULL) != OK)
		return store_failed(ctx->db->handle, "The store", "written", why);
	for (int i = 0; i < N_MIGRATIONS; i++) {
		bool is_applied;
		if (has(ctx, migrations[i].number, &is_applied) != OK)
			return store_failed(ctx->db->handle, "The store", "read", why);
		enum store_problem problem =
			is_applied ? STORE_OK : apply(ctx, &migrations[i], why);
		if (problem != STORE_OK)
			return problem;
	}
	return STORE_OK;
}

static enum store_problem judge(struct ctx *ctx, int *first_out, char why[WHY_SIZE])
{
	int64_t newest;
	if (sqlite3_table_column_metadata(ctx->db->handle, NULL, "schema_version", NULL, NULL, NULL,
		    NULL, NULL, NULL) != SQLITE_OK) {
		why_set(why, "store.db is not a store of this program.");
		return STORE_BROKEN;
	}
	if (db_number(ctx, &sql_migrate_newest, NO_ARGS, 0, &newest) != OK)
		return store_failed(ctx->db->handle, "The store", "read", why);
	if (newest > migrate_newest()) {
		why_set(why,
			"The store has schema %d, this program knows up to %d; use a newer "
			"program.",
			(int)newest, migrate_newest());
		return STORE_NEWER;
	}
	for (int i = 0; i < N_MIGRATIONS; i++) {
		bool is_applied;
		if (has(ctx, migrations[i].number, &is_applied) != OK)
			return store_failed(ctx->db->handle, "The store", "read", why);
		if (!is_applied) {
			*first_out = migrations[i].number;
			why_set(why, "The store has schema %d, this program needs %d.", (int)newest,
				migrate_newest());
			return STORE_OLDER;
		}
	}
	return STORE_OK;
}

int migrate_newest(void)
{
	return migrations[N_MIGRATIONS - 1].number;
}

static void start(struct ctx *ctx, struct db *db)
{
	*ctx = (struct ctx){.arena = arena_new(0), .db = db, .method = "store.migrate"};
	ctx_restart(ctx);
}

enum store_problem migrate_state(struct db *db, int *first_out, char why[WHY_SIZE])
{
	struct ctx ctx;
	start(&ctx, db);
	enum store_problem problem = judge(&ctx, first_out, why);
	arena_free(ctx.arena);
	return problem;
}

/* References are checked at the end of each migration rather than while it runs, so that it can
 * rebuild a table that others refer to. */
enum store_problem migrate_apply(struct db *db, char why[WHY_SIZE])
{
	struct ctx ctx;
	start(&ctx, db);
	sqlite3_exec(db->handle, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL);
	enum store_problem problem = apply_missing(&ctx, why);
	sqlite3_exec(db->handle, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
	arena_free(ctx.arena);
	return problem;
}
