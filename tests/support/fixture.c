#include "tests/support/fixture.h"

#include "server/store/attachment_file.h"
#include "server/store/seal.h"
#include "tests/support/scratch.h"

static int64_t test_now(void *arg)
{
	const struct fixture *fixture = arg;
	return fixture->now_us;
}

/* splitmix64 */
static uint64_t next_random(struct fixture *fixture)
{
	uint64_t z = __atomic_add_fetch(&fixture->random, 0x9e3779b97f4a7c15, __ATOMIC_RELAXED);
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static void test_random(void *arg, void *bytes, size_t size)
{
	for (size_t at = 0; at < size; at += sizeof(uint64_t)) {
		uint64_t part = next_random(arg);
		memcpy((char *)bytes + at, &part,
			size - at < sizeof part ? size - at : sizeof part);
	}
}

static void open_store(struct fixture *fixture)
{
	char why[WHY_SIZE];
	if (store_open(fixture->directory, &fixture->store, why) != STORE_OK)
		ck_abort_msg("%s", why);
}

static const char *path_in(const struct fixture *fixture, const char *name)
{
	static char paths[2][PATH_MAX + 256];
	static unsigned next;
	char *path = paths[next++ % 2];
	snprintf(path, sizeof paths[0], "%s/%s", fixture->directory, name);
	return path;
}

static void load_keys(struct fixture *fixture)
{
	char why[WHY_SIZE];
	keys_free(fixture->app.keys);
	fixture->app.keys = keys_load(path_in(fixture, "keys"), why);
	if (fixture->app.keys == NULL)
		ck_abort_msg("%s", why);
}

void fixture_add_key(struct fixture *fixture)
{
	char why[WHY_SIZE];
	if (!keys_add(path_in(fixture, "keys"), why))
		ck_abort_msg("%s", why);
	load_keys(fixture);
}

struct fixture *fixture_open(void)
{
	char why[WHY_SIZE];
	struct fixture *fixture = calloc(1, sizeof *fixture);
	ck_assert_ptr_nonnull(fixture);
	scratch_open();
	memcpy(fixture->directory, scratch, sizeof scratch);
	if (store_create(fixture->directory, why) != STORE_OK)
		ck_abort_msg("%s", why);
	open_store(fixture);
	if (!keys_create(path_in(fixture, "keys"), why))
		ck_abort_msg("%s", why);
	load_keys(fixture);
	fixture->now_us = FIXTURE_NOW;
	fixture->app.world = (struct world){test_now, test_random, fixture};
	fixture->settings =
		(struct settings){.directory = fixture->directory, .unit = "330000", .node = 1};
	fixture->app.settings = &fixture->settings;
	fixture->app.node = 1;
	snprintf(fixture->attachments, sizeof fixture->attachments, "%s",
		path_in(fixture, ATTACHMENTS_DIRECTORY));
	fixture->app.attachments = fixture->attachments;
	fixture->ctx.arena = arena_new(0);
	return fixture;
}

void fixture_close(struct fixture *fixture)
{
	fixture_rollback(fixture);
	store_close(fixture->store);
	keys_free(fixture->app.keys);
	arena_free(fixture->ctx.arena);
	memcpy(scratch, fixture->directory, sizeof scratch);
	scratch_close();
	free(fixture);
}

struct ctx *fixture_ctx(struct fixture *fixture)
{
	struct ctx *ctx = &fixture->ctx;
	if (fixture->is_writing)
		return ctx;
	ctx_init(ctx, &fixture->app, ctx->arena);
	ctx->db = store_writer(fixture->store);
	ctx->actor.operator_id = OPERATOR_SYSTEM;
	ctx->lang = LANG_EN;
	ctx->method = "test";
	ck_assert_int_eq(db_begin_write(ctx), OK);
	fixture->is_writing = true;
	return ctx;
}

void fixture_commit(struct fixture *fixture)
{
	struct ctx *ctx = &fixture->ctx;
	ck_assert(fixture->is_writing);
	fixture->is_writing = false;
	ck_assert_int_eq(db_commit(ctx), OK);
	for (struct commit_hook *hook = ctx->hooks; hook != NULL; hook = hook->next)
		hook->run(ctx, hook->arg);
}

void fixture_rollback(struct fixture *fixture)
{
	if (fixture->is_writing)
		db_rollback(&fixture->ctx);
	fixture->is_writing = false;
}

void fixture_reopen(struct fixture *fixture)
{
	fixture_rollback(fixture);
	store_close(fixture->store);
	open_store(fixture);
}
