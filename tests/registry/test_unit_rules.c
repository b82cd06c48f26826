#include "server/registry/unit_rules.h"

#include <string.h>

#include "tests/support/suite.h"

static const struct unit nation = {.id = 1, .code = "000000", .tier = TIER_NATION};
static const struct unit hebei = {.id = 130000, .code = "130000", .tier = TIER_PROVINCE};
static const struct unit city = {.id = 130100, .code = "130100", .tier = TIER_CITY};
static const struct unit county = {.id = 130102, .code = "130102", .tier = TIER_COUNTY};
static const struct unit school = {.id = 2113000001, .code = "2113000001", .tier = TIER_SCHOOL};

static const struct {
	const char *code;
	const struct unit *parent;
	bool holds_divisions;
	enum reason reason;
} places[] = {
	{"130000", &nation, true, NO_REASON},
	{"130100", &hebei, true, NO_REASON},
	{"139001", &hebei, true, NO_REASON}, /* a county directly under the province */
	{"130102", &city, true, NO_REASON},
	{"2113000001", &county, false, NO_REASON},
	{"2113000001", &city, false, NO_REASON}, /* a city without counties */
	{"2113000001", &hebei, false, NO_REASON},
	{"2113000001", &city, true, REASON_HAS_DIVISIONS},
	{"2113000001", &hebei, true, REASON_HAS_DIVISIONS},
	{"2113000001", &nation, true, REASON_WRONG_PLACE},
	{"2113000002", &school, false, REASON_WRONG_PLACE},
	{"130102", &nation, true, REASON_WRONG_PLACE},
	{"130100", &nation, true, REASON_WRONG_PLACE},
	{"130200", &city, true, REASON_WRONG_PLACE},
	{"130103", &county, false, REASON_WRONG_PLACE},
	{"000000", &nation, true, REASON_WRONG_PLACE},
	{"140100", &hebei, true, REASON_WRONG_PROVINCE},
	{"2114000001", &county, false, REASON_WRONG_PROVINCE},
};

START_TEST(a_unit_hangs_where_it_belongs)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		ck_assert_msg(unit_place_fault(places[i].code, places[i].parent,
				      places[i].holds_divisions) == places[i].reason,
			"%s under %s", places[i].code, places[i].parent->code);
}
END_TEST

static const struct {
	const char *category, *stages;
	enum reason reason;
	int stage; /* the one at fault */
} programmes[] = {
	{"21", "1:6", NO_REASON, 0},
	{"21", "1:5", NO_REASON, 0},
	{"31", "2:3", NO_REASON, 0},
	{"31", "2:4", NO_REASON, 0},
	{"31", "1:6 2:3", NO_REASON, 0}, /* nine years */
	{"31", "1:5 2:4", NO_REASON, 0},
	{"34", "3:3", NO_REASON, 0},
	{"34", "2:3 3:3", NO_REASON, 0}, /* complete secondary */
	{"34", "1:6 2:3 3:3", NO_REASON, 0},
	{"51", "1:6 2:3", NO_REASON, 0},
	{"51", "1:6", NO_REASON, 0},
	{"37", "2:3", NO_REASON, 0},
	{"21", "", REASON_STAGE_MISSING, STAGE_PRIMARY},
	{"21", "1:6 2:3", REASON_STAGE_NOT_TAUGHT, STAGE_JUNIOR},
	{"31", "1:6", REASON_STAGE_MISSING, STAGE_JUNIOR},
	{"31", "2:3 3:3", REASON_STAGE_NOT_TAUGHT, STAGE_SENIOR},
	{"34", "2:3", REASON_STAGE_MISSING, STAGE_SENIOR},
	{"51", "", REASON_NO_STAGES, 0},
	{"21", "1:4", REASON_BAD_YEARS, STAGE_PRIMARY},
	{"21", "1:7", REASON_BAD_YEARS, STAGE_PRIMARY},
	{"31", "2:5", REASON_BAD_YEARS, STAGE_JUNIOR},
	{"34", "3:4", REASON_BAD_YEARS, STAGE_SENIOR},
	{"31", "1:6 2:4", REASON_STAGES_APART, 0}, /* grade 6 twice */
	{"31", "1:5 2:3", REASON_STAGES_APART, 0}, /* grade 6 nowhere */
	{"34", "1:6 3:3", REASON_STAGES_APART, 0},
	{"11", "1:6", REASON_STAGE_NOT_TAUGHT, STAGE_PRIMARY},
};

START_TEST(a_school_teaches_what_its_category_allows)
{
	for (size_t i = 0; i < sizeof programmes / sizeof *programmes; i++) {
		const struct school_category *category = school_category(programmes[i].category);
		struct programme programme;
		int stage = 0;
		ck_assert(programme_parse(programmes[i].stages, &programme));
		enum reason reason = unit_programme_fault(category, &programme, &stage);
		ck_assert_msg(reason == programmes[i].reason, "%s %s: %d", programmes[i].category,
			programmes[i].stages, (int)reason);
		if (programmes[i].stage != 0)
			ck_assert_int_eq(stage, programmes[i].stage);
	}
}
END_TEST

START_TEST(a_moved_school_keeps_its_bureau_or_gets_the_one_of_that_tier)
{
	const struct unit other_city = {.id = 130200, .code = "130200", .tier = TIER_CITY};
	const struct unit other_county = {.id = 130202, .code = "130202", .tier = TIER_COUNTY};
	const struct unit *above[] = {&other_county, &other_city, &hebei};
	const struct unit *directly[] = {&other_county, &hebei};
	ck_assert_int_eq(unit_bureau_after(&hebei, above, 3), hebei.id);
	ck_assert_int_eq(unit_bureau_after(&city, above, 3), other_city.id);
	ck_assert_int_eq(unit_bureau_after(&county, above, 3), other_county.id);
	ck_assert_int_eq(unit_bureau_after(&other_city, above, 3), other_city.id);
	/* the new county has no city: the city's school becomes the county's */
	ck_assert_int_eq(unit_bureau_after(&city, directly, 2), other_county.id);
}
END_TEST

START_TEST(only_five_kinds_can_be_asked_for)
{
	for (int kind = UNIT_RENAME; kind <= UNIT_CLOSE; kind++)
		ck_assert_int_eq(unit_change_rule(kind)->kind, kind);
	ck_assert_ptr_null(unit_change_rule(0));
	ck_assert_ptr_null(unit_change_rule(UNIT_CREATE));
	ck_assert_ptr_null(unit_change_rule(UNIT_UPDATE));
	ck_assert_ptr_null(unit_change_rule(99));
}
END_TEST

SUITE("unit_rules", a_unit_hangs_where_it_belongs, a_school_teaches_what_its_category_allows,
	a_moved_school_keeps_its_bureau_or_gets_the_one_of_that_tier,
	only_five_kinds_can_be_asked_for)
