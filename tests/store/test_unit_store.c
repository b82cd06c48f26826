#include "server/store/unit_store.h"

#include <string.h>

#include "server/store/unit_change_store.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { NATION = 1, PROVINCE = 110000, COUNTY = 110105 };
#define SCHOOL INT64_C(2111000001)

static struct fixture *fixture;
static struct ctx *ctx;

static struct unit unit(int64_t id, int64_t parent, enum tier tier, const char *code)
{
	return (struct unit){.id = id,
		.parent = parent,
		.bureau = id,
		.tier = tier,
		.code = code,
		.name = "名",
		.initials = "m"};
}

static void insert(struct unit row)
{
	ck_assert_int_eq(unit_insert(ctx, &row), OK);
}

static void set_up(void)
{
	fixture = fixture_open();
	ctx = fixture_ctx(fixture);
	insert(unit(NATION, 0, TIER_NATION, "000000"));
	insert(unit(PROVINCE, NATION, TIER_PROVINCE, "110000"));
	insert(unit(COUNTY, PROVINCE, TIER_COUNTY, "110105"));
	struct unit school = unit(SCHOOL, COUNTY, TIER_SCHOOL, "2111000001");
	school.bureau = COUNTY;
	school.programme.years[STAGE_PRIMARY] = 6;
	insert(school);
}

static void tear_down(void)
{
	fixture_close(fixture);
}

static struct unit *get(int64_t id)
{
	struct unit *found = NULL;
	ck_assert_int_eq(unit_get(ctx, id, &found), OK);
	return found;
}

START_TEST(a_unit_is_read_as_written)
{
	const struct unit *school = get(SCHOOL);
	ck_assert_int_eq(school->parent, COUNTY);
	ck_assert_int_eq(school->bureau, COUNTY);
	ck_assert_int_eq(school->tier, TIER_SCHOOL);
	ck_assert_str_eq(school->code, "2111000001");
	ck_assert_int_eq(school->programme.years[STAGE_PRIMARY], 6);
	ck_assert_int_eq(school->programme.years[STAGE_JUNIOR], 0);
	ck_assert_int_eq(school->closed, 0);
	ck_assert_int_eq(school->rev, 1);
	ck_assert_ptr_null(get(99));
}
END_TEST

START_TEST(of_two_editors_the_second_is_told)
{
	struct unit first = *get(COUNTY), second = *get(COUNTY);
	first.name = "先";
	second.name = "后";
	ck_assert_int_eq(unit_update(ctx, &first), OK);
	ck_assert_int_eq(first.rev, 2);
	ck_assert_int_eq(unit_update(ctx, &second), ERR_STALE);
	ck_assert_str_eq(get(COUNTY)->name, "先");
	ck_assert_int_eq(unit_update(ctx, &first), OK);
	ck_assert_int_eq(get(COUNTY)->rev, 3);
}
END_TEST

/* What the schema itself refuses, each in a transaction of its own. */
START_TEST(the_schema_refuses_what_cannot_be)
{
	struct unit strange[] = {
		unit(2, 0, TIER_NATION, "990000"),               /* a second nation */
		unit(PROVINCE, NATION, TIER_PROVINCE, "120000"), /* the id is taken */
		unit(5, NATION, TIER_PROVINCE, "110000"),        /* the code is taken */
		unit(5, 0, TIER_PROVINCE, "120000"),             /* under nothing */
		unit(5, 5, TIER_PROVINCE, "120000"),             /* under itself */
		unit(5, 77, TIER_COUNTY, "110106"),              /* under what is not there */
		unit(5, COUNTY, TIER_SCHOOL, "211100"),       /* a school with a division's code */
		unit(5, PROVINCE, TIER_COUNTY, "2111000002"), /* and the other way round */
		unit(5, PROVINCE, 6, "110106"),
		unit(5, PROVINCE, TIER_COUNTY, "110106"),
		unit(5, PROVINCE, TIER_COUNTY, "110106"),
		unit(5, PROVINCE, TIER_COUNTY, "110106"),
	};
	enum { N = sizeof strange / sizeof *strange };
	strange[N - 3].bureau = PROVINCE; /* a bureau is its own */
	strange[N - 2].name = "";
	strange[N - 1].keeper = PROVINCE; /* kept files of an open unit */
	fixture_commit(fixture);
	for (size_t i = 0; i < N; i++) {
		ctx = fixture_ctx(fixture);
		ck_assert_msg(unit_insert(ctx, &strange[i]) != OK, "row %zu", i);
		fixture_rollback(fixture);
	}
}
END_TEST

START_TEST(a_code_is_never_given_out_again)
{
	struct unit closed = *get(SCHOOL);
	closed.closed = 20000;
	closed.keeper = COUNTY;
	ck_assert_int_eq(unit_update(ctx, &closed), OK);
	struct unit again = unit(5, COUNTY, TIER_SCHOOL, "2111000001");
	ck_assert_int_eq(unit_insert(ctx, &again), ERR_EXISTS);
}
END_TEST

START_TEST(children_and_schools_of_a_bureau_are_listed_by_code)
{
	struct unit_list list;
	struct unit second = unit(2111000000, COUNTY, TIER_SCHOOL, "2111000000");
	second.bureau = PROVINCE;
	insert(second);
	ck_assert_int_eq(unit_children(ctx, COUNTY, &list), OK);
	ck_assert_uint_eq(list.n, 2);
	ck_assert_str_eq(list.units[0].code, "2111000000");
	ck_assert_int_eq(unit_run_by(ctx, PROVINCE, &list), OK);
	ck_assert_uint_eq(list.n, 1);
	ck_assert_int_eq(list.units[0].id, second.id);
	ck_assert_int_eq(unit_children(ctx, SCHOOL, &list), OK);
	ck_assert_uint_eq(list.n, 0);
}
END_TEST

START_TEST(classes_are_replaced_and_paged)
{
	static const struct school_class before[] = {{1, 1}, {1, 2}, {2, 1}};
	static const struct school_class after[] = {{6, 2}, {1, 10}, {1, 9}, {6, 1}};
	int32_t counts[GRADE_LAST + 1];
	struct school_class *page;
	size_t n;
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, before, 3), OK);
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, after, 4), OK);
	ck_assert_int_eq(unit_class_counts(ctx, SCHOOL, counts), OK);
	ck_assert_int_eq(counts[1], 2);
	ck_assert_int_eq(counts[2], 0);
	ck_assert_int_eq(counts[6], 2);
	ck_assert_int_eq(
		unit_classes(ctx, SCHOOL, 0, (struct school_class){1, 9}, 2, &page, &n), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert(page[0].grade == 1 && page[0].number == 10);
	ck_assert(page[1].grade == 6 && page[1].number == 1);
	ck_assert_int_eq(
		unit_classes(ctx, SCHOOL, 6, (struct school_class){0, 0}, 9, &page, &n), OK);
	ck_assert_uint_eq(n, 2);
}
END_TEST

static int64_t change(enum unit_change_kind kind, int64_t from, int64_t to, enum unit_part to_part)
{
	struct unit_change row = {.kind = kind, .effective = 20000, .reason = "批文"};
	struct unit_change_part before = {.unit = from,
		.part = UNIT_BEFORE,
		.before = {.name = "旧", .parent = PROVINCE},
		.after = {.name = "旧"}};
	struct unit_change_part after = {.unit = to, .part = to_part, .after = {.name = "新"}};
	ck_assert_int_eq(unit_change_insert(ctx, &row), OK);
	ck_assert_int_eq(unit_change_part_insert(ctx, row.id, &before), OK);
	if (to != 0)
		ck_assert_int_eq(unit_change_part_insert(ctx, row.id, &after), OK);
	return row.id;
}

START_TEST(history_is_read_newest_first_with_its_parts)
{
	struct unit_change *changes;
	struct unit_change_part *parts;
	size_t n;
	int64_t older = change(UNIT_RENAME, COUNTY, 0, 0);
	int64_t newer = change(UNIT_MERGE, COUNTY, PROVINCE, UNIT_AFTER);
	ck_assert_int_eq(unit_changes(ctx, COUNTY, INT64_MAX, 10, &changes, &n), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(changes[0].id, newer);
	ck_assert_int_eq(changes[0].kind, UNIT_MERGE);
	ck_assert_int_eq(changes[0].effective, 20000);
	ck_assert_str_eq(changes[0].reason, "批文");
	ck_assert_int_eq(changes[1].id, older);
	ck_assert_int_eq(unit_changes(ctx, COUNTY, newer, 10, &changes, &n), OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(unit_change_parts(ctx, newer, COUNTY, &parts, &n), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(parts[0].code, "110105");
	ck_assert_str_eq(parts[0].before.name, "旧");
	ck_assert_int_eq(parts[0].before.parent, PROVINCE);
	ck_assert_ptr_null(parts[1].before.name);
}
END_TEST

START_TEST(those_that_followed_are_counted_but_not_listed)
{
	struct unit_change *changes;
	struct unit_change_part *parts;
	size_t n;
	int64_t id = change(UNIT_MERGE, COUNTY, SCHOOL, UNIT_FOLLOWED);
	ck_assert_int_eq(unit_changes(ctx, COUNTY, INT64_MAX, 10, &changes, &n), OK);
	ck_assert_int_eq(changes[0].n_followed, 1);
	ck_assert_int_eq(unit_change_parts(ctx, id, COUNTY, &parts, &n), OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(unit_change_parts(ctx, id, SCHOOL, &parts, &n), OK);
	ck_assert_uint_eq(n, 2);
}
END_TEST

START_TEST(successors_and_predecessors_are_two_ends_of_one_thing)
{
	int64_t *ids;
	size_t n;
	change(UNIT_MERGE, COUNTY, PROVINCE, UNIT_AFTER);
	ck_assert_int_eq(unit_successors(ctx, COUNTY, &ids, &n), OK);
	ck_assert(n == 1 && ids[0] == PROVINCE);
	ck_assert_int_eq(unit_predecessors(ctx, PROVINCE, &ids, &n), OK);
	ck_assert(n == 1 && ids[0] == COUNTY);
	ck_assert_int_eq(unit_successors(ctx, PROVINCE, &ids, &n), OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(unit_predecessors(ctx, COUNTY, &ids, &n), OK);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(the_tree_is_built_from_the_store)
{
	struct unit_cache *cache = unit_cache_new();
	ck_assert_int_eq(unit_cache_load(cache, ctx), OK);
	const struct unit_tree *tree = unit_tree_pin(cache);
	ck_assert_uint_eq(unit_tree_size(tree), 4);
	ck_assert(unit_tree_is_under(tree, SCHOOL, PROVINCE));
	ck_assert_str_eq(unit_tree_get(tree, SCHOOL)->initials, "m");
	unit_tree_unpin(tree);
	unit_cache_free(cache);
}
END_TEST

SUITE_WITH("unit_store", set_up, tear_down, a_unit_is_read_as_written,
	of_two_editors_the_second_is_told, the_schema_refuses_what_cannot_be,
	a_code_is_never_given_out_again, children_and_schools_of_a_bureau_are_listed_by_code,
	classes_are_replaced_and_paged, history_is_read_newest_first_with_its_parts,
	those_that_followed_are_counted_but_not_listed,
	successors_and_predecessors_are_two_ends_of_one_thing, the_tree_is_built_from_the_store)
