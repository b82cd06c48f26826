#include "tests/support/children.h"

#include "server/registry/unit_rules.h"
#include "server/store/stat_cache.h"
#include "server/store/unit_store.h"
#include "tests/support/suite.h"

#define DIVISION(its_id, above, its_tier, its_code, its_name)                            \
	{                                                                                \
		.id = (its_id), .parent = (above), .bureau = (its_id), .tier = its_tier, \
		.code = its_code, .name = its_name, .initials = "x",                     \
	}
#define PRIMARY(its_id, above, its_code, its_name)                                         \
	{                                                                                  \
		.id = (its_id), .parent = (above), .bureau = (above), .tier = TIER_SCHOOL, \
		.code = its_code, .name = its_name, .initials = "x",                       \
		.programme = {.years = {[STAGE_PRIMARY] = 6}},                             \
	}

static const struct unit units[] = {
	DIVISION(1, 0, TIER_NATION, "000000", "全国"),
	DIVISION(PROVINCE, 1, TIER_PROVINCE, "330000", "浙江省"),
	DIVISION(CITY, PROVINCE, TIER_CITY, "331000", "台州市"),
	DIVISION(COUNTY, CITY, TIER_COUNTY, "331002", "椒江区"),
	DIVISION(OTHER_COUNTY, CITY, TIER_COUNTY, "331003", "黄岩区"),
	DIVISION(OTHER_CITY, PROVINCE, TIER_CITY, "330100", "杭州市"),
	DIVISION(FAR_COUNTY, OTHER_CITY, TIER_COUNTY, "330102", "上城区"),
	DIVISION(FOREIGN_PROVINCE, 1, TIER_PROVINCE, "440000", "广东省"),
	DIVISION(440300, FOREIGN_PROVINCE, TIER_CITY, "440300", "深圳市"),
	DIVISION(FOREIGN_COUNTY, 440300, TIER_COUNTY, "440303", "罗湖区"),
	PRIMARY(SCHOOL_A, COUNTY, "2133000001", "甲小学"),
	PRIMARY(SCHOOL_B, COUNTY, "2133000002", "乙小学"),
	PRIMARY(SCHOOL_C, OTHER_COUNTY, "2133000003", "丙小学"),
	PRIMARY(SCHOOL_D, FAR_COUNTY, "2133000004", "丁小学"),
	PRIMARY(SCHOOL_FOREIGN, FOREIGN_COUNTY, "2144000001", "戊小学"),
};
enum { N_UNITS = sizeof units / sizeof *units };

static struct fixture *fixture;
static const struct unit_tree *tree;

const struct unit *children_units(size_t *n_out)
{
	*n_out = N_UNITS;
	return units;
}

static void insert_classes(struct ctx *ctx, const struct unit *unit)
{
	struct school_class classes[18];
	size_t n = 0;
	for (int grade = 1; grade <= 6; grade++)
		for (int number = 1; number <= 3; number++)
			classes[n++] = (struct school_class){grade, number};
	if (unit->tier == TIER_SCHOOL)
		ck_assert_int_eq(unit_set_classes(ctx, unit->id, classes, n), OK);
}

struct fixture *children_open(void)
{
	fixture = fixture_open();
	struct ctx *ctx = fixture_ctx(fixture);
	for (size_t i = 0; i < N_UNITS; i++) {
		struct unit unit = units[i];
		ck_assert_int_eq(unit_insert(ctx, &unit), OK);
		insert_classes(ctx, &unit);
	}
	fixture->app.units = unit_cache_new();
	fixture->app.stats = stat_cache_new();
	ck_assert_int_eq(unit_cache_load(fixture->app.units, ctx), OK);
	ck_assert_int_eq(stat_cache_load(fixture->app.stats, ctx), OK);
	fixture_commit(fixture);
	tree = unit_tree_pin(fixture->app.units);
	return fixture;
}

void children_close(void)
{
	unit_tree_unpin(tree);
	stat_cache_free(fixture->app.stats);
	unit_cache_free(fixture->app.units);
	fixture_close(fixture);
}

struct ctx *children_ctx(void)
{
	struct ctx *ctx = fixture_ctx(fixture);
	ctx->units = tree;
	return ctx;
}

struct student_record child_new(const char *name, const char *birth, int64_t school)
{
	return child_make(children_ctx()->arena, name, birth, school);
}

void child_create(struct student_record *child)
{
	child_create_in(children_ctx(), child);
}

struct student_enrolled child_enrol(struct student_record *child)
{
	return child_enrol_in(children_ctx(), child);
}

struct student_record child_read(int64_t id)
{
	struct student_record child;
	ck_assert_int_eq(student_read(children_ctx(), id, &child), OK);
	return child;
}
