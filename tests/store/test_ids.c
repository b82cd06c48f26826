#include "server/store/ids.h"

#include "server/store/db.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static struct fixture *f;

static void setup(void)
{
	f = fixture_open();
}

static void teardown(void)
{
	fixture_close(f);
}

START_TEST(ids_say_node_shard_and_sequence)
{
	int64_t a, b, c;
	f->app.node = 3;
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(ids_next(ctx, &a), OK);
	ck_assert_int_eq(ids_next_in(ctx, 331002, &b), OK);
	ck_assert_int_eq(ids_next_in(ctx, 331002, &c), OK);
	ck_assert_int_eq(a, (INT64_C(3) << 53) + 1);
	ck_assert_int_eq(b, (INT64_C(3) << 53) + (INT64_C(331002) << 32) + 1);
	ck_assert_int_eq(c, b + 1);
	ck_assert_int_eq(ids_shard(c), 331002);
}
END_TEST

START_TEST(ids_go_on_after_a_restart)
{
	int64_t a, b;
	ck_assert_int_eq(ids_next(fixture_ctx(f), &a), OK);
	fixture_commit(f);
	fixture_reopen(f);
	ck_assert_int_eq(ids_next(fixture_ctx(f), &b), OK);
	ck_assert_int_eq(b, a + 1);
}
END_TEST

START_TEST(what_is_undone_uses_up_no_id)
{
	int64_t a, b;
	ck_assert_int_eq(ids_next(fixture_ctx(f), &a), OK);
	fixture_rollback(f);
	ck_assert_int_eq(ids_next(fixture_ctx(f), &b), OK);
	ck_assert_int_eq(b, a);
}
END_TEST

START_TEST(what_a_savepoint_undid_is_given_out_again_and_no_more)
{
	int64_t before, within, after;
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(ids_next(ctx, &before), OK);
	ck_assert_int_eq(db_savepoint(ctx), OK);
	ck_assert_int_eq(ids_next(ctx, &within), OK);
	ck_assert(db_undo_savepoint(ctx));
	ck_assert_int_eq(ids_next(ctx, &after), OK);
	ck_assert_int_eq(within, before + 1);
	ck_assert_int_eq(after, within);
}
END_TEST

START_TEST(ids_of_more_shards_than_are_kept_go_on_all_the_same)
{
	enum { SHARDS = 3 * ID_COUNTERS };
	int64_t first[SHARDS], second;
	for (int i = 0; i < SHARDS; i++)
		ck_assert_int_eq(ids_next_in(fixture_ctx(f), 1 + i, &first[i]), OK);
	fixture_commit(f);
	fixture_reopen(f);
	for (int i = SHARDS; i-- > 0;) {
		ck_assert_int_eq(ids_next_in(fixture_ctx(f), 1 + i, &second), OK);
		ck_assert_int_eq(second, first[i] + 1);
	}
}
END_TEST

START_TEST(only_an_id_parses)
{
	static const char *const wrong[] = {"", "0", "-1", "+1", " 1", "1 ", "01", "1a", "0x1",
		"9223372036854775808", "99999999999999999999"};
	int64_t id = 42;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ck_assert_msg(!ids_parse(wrong[i], &id), "\"%s\" was taken for an id", wrong[i]);
	ck_assert_int_eq(id, 42);
	ck_assert(ids_parse("9223372036854775807", &id));
	ck_assert_int_eq(id, INT64_MAX);
	ck_assert_str_eq(ids_format(f->ctx.arena, id), "9223372036854775807");
}
END_TEST

SUITE_WITH("ids", setup, teardown, ids_say_node_shard_and_sequence, ids_go_on_after_a_restart,
	what_is_undone_uses_up_no_id, what_a_savepoint_undid_is_given_out_again_and_no_more,
	ids_of_more_shards_than_are_kept_go_on_all_the_same, only_an_id_parses)
