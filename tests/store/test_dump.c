#include "server/store/dump.h"

#include <string.h>

#include "server/store/ids.h"
#include "server/store/operator_store.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static const struct sql add_unit = {"add_unit",
	"INSERT INTO unit(id, parent, bureau, code, name, initials, tier, is_private, rev) "
	"VALUES ($1, $2, $1, $3, $4, '', $5, 0, $6)"};
static const struct sql drop_operators = {"drop_operators", "DELETE FROM operator"};
static const struct sql drop_units = {"drop_units", "DELETE FROM unit WHERE tier = $1"};
static const struct sql spoil = {"spoil", "UPDATE operator SET phone = zeroblob(60)"};

static struct fixture *f;

static void before(void)
{
	f = fixture_open();
}

static void after(void)
{
	fixture_close(f);
}

static void put_unit(int64_t parent, const char *code, int tier, int64_t rev, int64_t *id)
{
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(ids_next(ctx, id), OK);
	ck_assert_int_eq(
		db_run(ctx, &add_unit,
			ARGS(arg_int(*id), parent != 0 ? arg_int(parent) : arg_null(),
				arg_text(code), arg_text("甲"), arg_int(tier), arg_int(rev)),
			NULL),
		OK);
}

static void put_operator(const char *name, int64_t unit, const char *phone)
{
	struct operator_row row = {.unit = unit,
		.name = name,
		.full_name = "张三",
		.phone = phone,
		.certificate_no = "C1"};
	ck_assert_int_eq(operator_insert(fixture_ctx(f), &row), OK);
}

static void fill(int64_t rev, const char *phone)
{
	int64_t nation, province;
	put_unit(0, "000000", 1, rev, &nation);
	put_unit(nation, "330000", 2, rev, &province);
	put_operator("b", province, phone);
	put_operator("a", nation, phone);
	fixture_commit(f);
}

static void clear(void)
{
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(db_run(ctx, &drop_operators, NO_ARGS, NULL), OK);
	for (int tier = 2; tier >= 1; tier--)
		ck_assert_int_eq(db_run(ctx, &drop_units, ARGS(arg_int(tier)), NULL), OK);
	fixture_commit(f);
}

static char *dump(void)
{
	char *text;
	size_t size;
	struct ctx ctx;
	FILE *out = open_memstream(&text, &size);
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ck_assert_int_eq(dump_write(&ctx, out), OK);
	db_close(ctx.db);
	fclose(out);
	char *copy = arena_strdup(f->ctx.arena, text);
	free(text);
	return copy;
}

START_TEST(what_is_the_same_looks_the_same)
{
	fill(1, "13800000000");
	char *first = dump();
	clear();
	f->now_us += 1000000;
	fixture_add_key(f);
	fill(5, "13800000000"); /* other ids, revisions, instants and key */
	ck_assert_str_eq(dump(), first);
}
END_TEST

START_TEST(what_differs_shows)
{
	fill(1, "13800000000");
	char *first = dump();
	clear();
	fill(1, "13800000001");
	ck_assert_str_ne(dump(), first);
}
END_TEST

START_TEST(rows_stand_in_their_order_with_codes_for_ids)
{
	fill(1, "13800000000");
	char *text = dump();
	ck_assert_ptr_nonnull(
		strstr(text, "unit\t330000\t000000\t330000\t2\t甲\t\t0\t\\N\t\\N\t\\N\n"));
	char *a = strstr(text, "operator\ta\t张三\t000000\t"), *b = strstr(text, "operator\tb\t");
	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(b);
	ck_assert(a < b);
	ck_assert_ptr_null(strstr(text, "13800000000"));
}
END_TEST

START_TEST(what_does_not_open_is_said_so)
{
	fill(1, "13800000000");
	ck_assert_int_eq(db_run(fixture_ctx(f), &spoil, NO_ARGS, NULL), OK);
	fixture_commit(f);
	ck_assert_ptr_nonnull(strstr(dump(), "\tunreadable\n"));
}
END_TEST

START_TEST(an_output_that_is_full_is_an_error)
{
	struct ctx ctx;
	fill(1, "13800000000");
	FILE *out = fopen("/dev/full", "w");
	ck_assert_ptr_nonnull(out);
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ck_assert_int_eq(dump_write(&ctx, out), ERR_UNAVAILABLE);
	db_close(ctx.db);
	fclose(out);
}
END_TEST

SUITE_WITH("dump", before, after, what_is_the_same_looks_the_same, what_differs_shows,
	rows_stand_in_their_order_with_codes_for_ids, what_does_not_open_is_said_so,
	an_output_that_is_full_is_an_error)
