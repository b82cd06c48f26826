#include "server/service/unit_seed.h"

#include <string.h>

#include "domain/unit_code.h"
#include "server/store/unit_store.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static struct fixture *fixture;
static struct unit_cache *cache;
static const struct unit_tree *tree;

static void set_up(void)
{
	fixture = fixture_open();
	struct ctx *ctx = fixture_ctx(fixture);
	ck_assert_int_eq(units_load_divisions(ctx), OK);
	ck_assert_ptr_nonnull(ctx->notes);
	cache = unit_cache_new();
	ck_assert_int_eq(unit_cache_load(cache, ctx), OK);
	tree = unit_tree_pin(cache);
}

static void tear_down(void)
{
	unit_tree_unpin(tree);
	unit_cache_free(cache);
	fixture_close(fixture);
}

static const struct unit_node *at(const char *code)
{
	const struct unit_node *node = unit_tree_by_code(tree, code);
	ck_assert_msg(node != NULL, "%s", code);
	return node;
}

START_TEST(the_whole_country_is_there)
{
	size_t of_tier[TIER_SCHOOL + 1] = {0}, directly = 0, without = 0;
	for (uint32_t i = 0; i < unit_tree_size(tree); i++) {
		const struct unit_node *node = unit_tree_at(tree, i);
		const struct unit_node *parent = unit_tree_get(tree, node->parent);
		of_tier[node->tier]++;
		directly += node->tier == TIER_COUNTY && parent->tier == TIER_PROVINCE;
		without += node->tier == TIER_CITY && node->n_children == 0;
		ck_assert_int_eq(node->id, unit_code_id(node->code));
		ck_assert_int_eq(node->bureau, node->id);
		ck_assert_msg(strlen(node->initials) >= 2, "%s: %s", node->name, node->initials);
	}
	ck_assert_uint_eq(of_tier[TIER_NATION], 1);
	ck_assert_uint_eq(of_tier[TIER_PROVINCE], 32); /* with the Production Corps */
	ck_assert_uint_eq(of_tier[TIER_CITY], 333);
	ck_assert_uint_eq(of_tier[TIER_COUNTY], 2975);
	ck_assert_uint_eq(directly, 118);
	ck_assert_uint_eq(without, 3);
}
END_TEST

START_TEST(the_three_cities_without_counties_are_cities)
{
	static const char *const cities[] = {"441900", "442000", "460400"};
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(at(cities[i])->tier, TIER_CITY);
		ck_assert_ptr_null(unit_tree_ancestor(tree, at(cities[i])->id, TIER_COUNTY));
	}
}
END_TEST

START_TEST(counties_may_hang_under_a_province)
{
	ck_assert_int_eq(at("429004")->parent, at("420000")->id);
	ck_assert_int_eq(at("110105")->parent, at("110000")->id);
	ck_assert_ptr_null(unit_tree_ancestor(tree, at("429004")->id, TIER_CITY));
	ck_assert(unit_tree_is_under(tree, at("429004")->id, at("420000")->id));
}
END_TEST

START_TEST(every_unit_lies_under_the_nation)
{
	ck_assert_int_eq(at(NATION_CODE)->id, UNIT_NATION);
	ck_assert_str_eq(at(CORPS_CODE)->name, "新疆生产建设兵团");
	ck_assert_int_eq(at(CORPS_CODE)->parent, UNIT_NATION);
	ck_assert_uint_eq(at(NATION_CODE)->n_children, 32);
	ck_assert_uint_eq(at(NATION_CODE)->last, unit_tree_size(tree) - 1);
}
END_TEST

SUITE_WITH("unit_seed", set_up, tear_down, the_whole_country_is_there,
	the_three_cities_without_counties_are_cities, counties_may_hang_under_a_province,
	every_unit_lies_under_the_nation)
