#include <stdlib.h>

#include "server/store/unit_tree.h"
#include "tests/support/suite.h"

#define UNIT(number, above, competent, its_tier, its_code, closed)                             \
	{                                                                                      \
		.id = (number), .parent = (above), .bureau = (competent), .tier = its_tier,    \
		.code = its_code, .name = "名" its_code, .initials = "m", .is_closed = closed, \
		.rev = 1,                                                                      \
	}

#define OPEN(number, above, tier, code) UNIT(number, above, number, tier, code, false)

/* Ragged, and not in order: a county under a province, a city without counties, closed units. */
static const struct unit_node units[] = {
	UNIT(40, 31, 31, TIER_SCHOOL, "2111000002", false),
	OPEN(1, 0, TIER_NATION, "000000"),
	OPEN(30, 10, TIER_COUNTY, "110101"),
	OPEN(20, 11, TIER_CITY, "441900"),
	OPEN(11, 1, TIER_PROVINCE, "440000"),
	OPEN(31, 10, TIER_COUNTY, "110105"),
	OPEN(10, 1, TIER_PROVINCE, "110000"),
	UNIT(41, 31, 10, TIER_SCHOOL, "2111000001", false),
	UNIT(42, 20, 20, TIER_SCHOOL, "3444000001", false),
	UNIT(32, 10, 32, TIER_COUNTY, "110103", true),
};
enum { N_UNITS = sizeof units / sizeof *units };

static struct unit_cache *cache;
static const struct unit_tree *tree;

static void set_up(void)
{
	cache = unit_cache_new();
	ck_assert_ptr_null(unit_tree_pin(cache));
	unit_cache_publish(cache, unit_tree_build(units, N_UNITS));
	tree = unit_tree_pin(cache);
}

static void tear_down(void)
{
	unit_tree_unpin(tree);
	unit_cache_free(cache);
}

START_TEST(units_stand_in_tree_order)
{
	static const int64_t expected[] = {1, 10, 30, 32, 31, 41, 40, 11, 20, 42};
	ck_assert_uint_eq(unit_tree_size(tree), N_UNITS);
	for (uint32_t i = 0; i < N_UNITS; i++) {
		const struct unit_node *node = unit_tree_at(tree, i);
		ck_assert_int_eq(node->id, expected[i]);
		ck_assert_uint_eq(node->first, i);
		ck_assert_ptr_eq(unit_tree_get(tree, node->id), node);
		ck_assert_ptr_eq(unit_tree_by_code(tree, node->code), node);
	}
}
END_TEST

START_TEST(a_subtree_is_an_interval)
{
	ck_assert_uint_eq(unit_tree_get(tree, 1)->last, N_UNITS - 1);
	ck_assert_uint_eq(unit_tree_get(tree, 10)->last, 6);
	ck_assert_uint_eq(unit_tree_get(tree, 42)->last, unit_tree_get(tree, 42)->first);
}
END_TEST

START_TEST(a_division_knows_between_which_ids_those_under_it_lie)
{
	static const int64_t expected[][3] = {
		{1, 1, 32}, {10, 10, 32}, {11, 11, 20}, {31, 31, 31}, {20, 20, 20}, {40, 1, 0}};
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		const struct unit_node *node = unit_tree_get(tree, expected[i][0]);
		ck_assert_int_eq(node->lowest, expected[i][1]);
		ck_assert_int_eq(node->highest, expected[i][2]);
	}
}
END_TEST

START_TEST(closed_units_are_not_counted_as_children)
{
	ck_assert_uint_eq(unit_tree_get(tree, 10)->n_children, 2);
	ck_assert_uint_eq(unit_tree_get(tree, 31)->n_children, 2);
	ck_assert_uint_eq(unit_tree_get(tree, 30)->n_children, 0);
}
END_TEST

/* By walking up, which is slow and plainly right. */
static bool is_under(int64_t unit, int64_t above)
{
	const struct unit_node *node = unit_tree_get(tree, unit);
	while (node != NULL && node->id != above)
		node = unit_tree_get(tree, node->parent);
	return node != NULL;
}

START_TEST(under_is_what_walking_up_says)
{
	for (size_t i = 0; i < N_UNITS; i++)
		for (size_t k = 0; k < N_UNITS; k++)
			ck_assert_int_eq(unit_tree_is_under(tree, units[i].id, units[k].id),
				is_under(units[i].id, units[k].id));
}
END_TEST

START_TEST(what_does_not_exist_is_under_nothing)
{
	static const int64_t strange[] = {0, -1, 99, INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
		ck_assert_ptr_null(unit_tree_get(tree, strange[i]));
		ck_assert(!unit_tree_is_under(tree, strange[i], 1));
		ck_assert(!unit_tree_is_under(tree, 1, strange[i]));
		ck_assert(!unit_tree_is_under(tree, strange[i], strange[i]));
	}
	ck_assert_ptr_null(unit_tree_by_code(tree, ""));
	ck_assert_ptr_null(unit_tree_by_code(tree, "11010"));
}
END_TEST

START_TEST(an_ancestor_of_a_missing_tier_is_missing)
{
	ck_assert_int_eq(unit_tree_ancestor(tree, 40, TIER_COUNTY)->id, 31);
	ck_assert_ptr_null(unit_tree_ancestor(tree, 40, TIER_CITY));
	ck_assert_ptr_null(unit_tree_ancestor(tree, 42, TIER_COUNTY));
	ck_assert_int_eq(unit_tree_ancestor(tree, 42, TIER_CITY)->id, 20);
	ck_assert_int_eq(unit_tree_ancestor(tree, 42, TIER_NATION)->id, 1);
	ck_assert_int_eq(unit_tree_ancestor(tree, 10, TIER_PROVINCE)->id, 10);
	ck_assert_ptr_null(unit_tree_ancestor(tree, 10, TIER_COUNTY));
	ck_assert_ptr_null(unit_tree_ancestor(tree, 99, TIER_NATION));
}
END_TEST

START_TEST(a_pinned_tree_stays_as_it_was)
{
	unit_cache_publish(cache, unit_tree_build(units + 1, 1));
	const struct unit_tree *later = unit_tree_pin(cache);
	ck_assert_uint_eq(unit_tree_size(later), 1);
	ck_assert_uint_eq(unit_tree_size(tree), N_UNITS);
	ck_assert_str_eq(unit_tree_get(tree, 42)->name, "名3444000001");
	unit_tree_unpin(later);
}
END_TEST

START_TEST(units_adrift_are_left_out)
{
	const struct unit_node adrift[] = {
		OPEN(1, 0, TIER_NATION, "000000"),
		OPEN(5, 77, TIER_COUNTY, "110101"), /* its parent does not exist */
		OPEN(6, 7, TIER_COUNTY, "110102"),  /* a cycle */
		OPEN(7, 6, TIER_COUNTY, "110103"),
	};
	struct unit_tree *small = unit_tree_build(adrift, 4);
	unit_cache_publish(cache, small);
	ck_assert_uint_eq(unit_tree_size(small), 1);
	ck_assert_ptr_null(unit_tree_get(small, 5));
	ck_assert_ptr_null(unit_tree_by_code(small, "110102"));
}
END_TEST

START_TEST(an_empty_tree_holds_nothing)
{
	struct unit_tree *empty = unit_tree_build(NULL, 0);
	unit_cache_publish(cache, empty);
	ck_assert_uint_eq(unit_tree_size(empty), 0);
	ck_assert_ptr_null(unit_tree_get(empty, 1));
}
END_TEST

SUITE_WITH("unit_tree", set_up, tear_down, units_stand_in_tree_order, a_subtree_is_an_interval,
	a_division_knows_between_which_ids_those_under_it_lie,
	closed_units_are_not_counted_as_children, under_is_what_walking_up_says,
	what_does_not_exist_is_under_nothing, an_ancestor_of_a_missing_tier_is_missing,
	a_pinned_tree_stays_as_it_was, units_adrift_are_left_out, an_empty_tree_holds_nothing)
