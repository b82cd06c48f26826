#include "server/commands/caches.h"

#include "common/file.h"
#include "common/han_reading.h"
#include "domain/working_days.h"
#include "server/auth/session_cache.h"
#include "server/commands/write.h"
#include "server/store/policy_cache.h"
#include "server/store/stat_cache.h"
#include "server/store/unit_tree.h"

static enum err load_snapshots(struct ctx *ctx, void *arg)
{
	(void)arg;
	enum err err = unit_cache_load(ctx->app->units, ctx);
	if (err == OK)
		err = policy_cache_load(ctx->app->policies, ctx);
	return err == OK ? stat_cache_load(ctx->app->stats, ctx) : err;
}

static enum err load_sessions(struct ctx *ctx, void *arg)
{
	(void)arg;
	return session_cache_load(ctx->app->sessions, ctx);
}

enum exit_code caches_refresh(struct invocation *invocation)
{
	return write_apply(invocation, load_snapshots, NULL);
}

enum { HOLIDAYS_LIMIT = 1 << 20 };

/* The days off that deadlines are counted with. */
static enum exit_code open_calendar(struct invocation *invocation)
{
	const char *path = invocation->settings.holidays_file;
	char why[WHY_SIZE];
	invocation->app.calendar = &calendar_published;
	if (path == NULL || path[0] == '\0')
		return EXIT_DONE;
	struct calendar *calendar = arena_one(invocation->arena, struct calendar);
	const char *text = file_read(invocation->arena, path, HOLIDAYS_LIMIT, NULL, why);
	if (text == NULL)
		return fail(invocation, EXIT_SETTING, "%s", why);
	if (!calendar_read(invocation->arena, text, calendar, why))
		return fail(invocation, EXIT_SETTING, "%s: %s.", path, why);
	invocation->app.calendar = calendar;
	return EXIT_DONE;
}

enum exit_code caches_open(struct invocation *invocation)
{
	struct app *app = &invocation->app;
	enum exit_code code = open_calendar(invocation);
	if (code != EXIT_DONE)
		return code;
	app->units = unit_cache_new();
	app->policies = policy_cache_new();
	app->stats = stat_cache_new();
	code = caches_refresh(invocation);
	if (code != EXIT_DONE)
		return code;
	app->sessions = session_cache_new();
	app->readings = han_readings_open();
	if (app->readings == NULL)
		return fail(invocation, EXIT_FAILED, "ICU lacks the data by which names are read.");
	return write_apply(invocation, load_sessions, NULL);
}

void caches_close(struct invocation *invocation)
{
	struct app *app = &invocation->app;
	han_readings_close(app->readings);
	session_cache_free(app->sessions);
	stat_cache_free(app->stats);
	policy_cache_free(app->policies);
	unit_cache_free(app->units);
	app->readings = NULL;
	app->sessions = NULL;
	app->stats = NULL;
	app->policies = NULL;
	app->units = NULL;
}
