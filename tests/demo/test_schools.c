#include "server/demo/schools.h"

#include "domain/school_code.h"
#include "server/registry/unit_rules.h"
#include "tests/demo/nation.h"

static int64_t count_children(const struct school_plan *plan)
{
	int64_t n = 0;
	for (size_t i = 0; i < plan->n_schools; i++)
		for (int grade = 1; grade <= GRADE_LAST; grade++)
			n += plan->schools[i].pupils[grade];
	return n;
}

START_TEST(there_is_room_for_exactly_so_many_children)
{
	static const int64_t wished[] = {1, 300, 20000, 777777, 10000000};
	for (size_t i = 0; i < sizeof wished / sizeof *wished; i++) {
		struct demo demo = demo_plan("440000", wished[i], 1);
		ck_assert_int_eq(count_children(demo.plan), wished[i]);
		population_free(demo.population);
	}
}
END_TEST

START_TEST(schools_are_what_their_codes_say)
{
	struct demo demo = demo_plan("370000", 300000, 1);
	for (size_t i = 0; i < demo.plan->n_schools; i++) {
		const struct demo_school *school = &demo.plan->schools[i];
		int stage;
		ck_assert_int_eq(unit_code_tier(school->code), TIER_SCHOOL);
		ck_assert(unit_code_same_province("370000", school->code));
		ck_assert_int_eq(unit_programme_fault(
					 school_category(school->code), &school->programme, &stage),
			NO_REASON);
		ck_assert(unit_tree_is_under(
			nation_ctx.units, school->county->unit->id, school->bureau));
		for (int grade = 1; grade <= GRADE_LAST; grade++) {
			ck_assert_int_le(school->classes[grade], 99);
			ck_assert_int_le(
				school->pupils[grade], school->classes[grade] * school->class_size);
		}
	}
	population_free(demo.population);
}
END_TEST

START_TEST(the_home_county_has_every_kind_of_programme)
{
	/* primary, junior, senior */
	static const uint8_t kinds[][3] = {{6, 0, 0}, {5, 0, 0}, {0, 3, 0}, {0, 4, 0}, {0, 0, 3},
		{6, 3, 0}, {0, 3, 3}, {6, 3, 3}};
	struct demo demo = demo_plan("440000", 20000, 1);
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		int found = 0;
		for (size_t i = 0; i < demo.plan->n_schools; i++) {
			const struct demo_school *school = &demo.plan->schools[i];
			found += school->county == demo.plan->home && school->n_pupils > 0 &&
				 memcmp(school->programme.years + 1, kinds[k], 3) == 0;
		}
		ck_assert_msg(found > 0, "no school with programme %zu", k);
	}
	population_free(demo.population);
}
END_TEST

START_TEST(names_of_schools_in_a_county_differ)
{
	struct demo demo = demo_plan("460000", 200000, 1);
	const struct school_plan *plan = demo.plan;
	for (size_t i = 0; i < plan->n_schools; i++)
		for (size_t k = 0; k < i; k++)
			ck_assert_msg(
				plan->schools[i].county != plan->schools[k].county ||
					strcmp(plan->schools[i].name, plan->schools[k].name) != 0,
				"%s twice", plan->schools[i].name);
	population_free(demo.population);
}
END_TEST

START_TEST(many_children_fill_every_county)
{
	struct demo demo = demo_plan("440000", 1000000, 1);
	for (size_t i = 0; i < demo.plan->n_counties; i++)
		ck_assert_uint_gt(demo.plan->counties[i].n_schools, 0);
	ck_assert_uint_gt(demo.plan->n_counties, 100);
	population_free(demo.population);
}
END_TEST

START_TEST(any_province_will_do)
{
	for (uint32_t i = 1; i < unit_tree_size(nation_ctx.units);
		i = unit_tree_at(nation_ctx.units, i)->last + 1) {
		const struct unit_node *province = unit_tree_at(nation_ctx.units, i);
		struct demo demo = demo_plan(province->code, 15000, 1);
		ck_assert_msg(demo.plan->n_counties > 0, "%s", province->name);
		ck_assert_int_eq(count_children(demo.plan), 15000);
		population_free(demo.population);
	}
}
END_TEST

SUITE_WITH("schools", nation_open, nation_close, there_is_room_for_exactly_so_many_children,
	schools_are_what_their_codes_say, the_home_county_has_every_kind_of_programme,
	names_of_schools_in_a_county_differ, many_children_fill_every_county, any_province_will_do)
