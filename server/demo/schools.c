#include "server/demo/schools.h"

#include <stdio.h>
#include <string.h>

#include "common/pinyin.h"
#include "domain/unit_code.h"
#include "server/demo/counties.h"
#include "server/demo/school_names.h"
#include "server/store/unit_store.h"

enum { PUPILS_PER_SCHOOL = 600 };

static const struct school_kind kinds[] = {
	[TOWN_PRIMARY] = {"21", {{0, 6, 0, 0}}, 1000, 45, .is_town = true},
	[VILLAGE_PRIMARY] = {"21", {{0, 6, 0, 0}}, 300, 40, .last_grade = 0},
	[TEACHING_POINT] = {"21", {{0, 6, 0, 0}}, 40, 20, .last_grade = 4},
	[FIVE_YEAR_PRIMARY] = {"21", {{0, 5, 0, 0}}, 700, 45, .is_town = true},
	[JUNIOR] = {"31", {{0, 0, 3, 0}}, 850, 50, .is_town = true},
	[TOWNSHIP_JUNIOR] = {"31", {{0, 0, 3, 0}}, 600, 50, .last_grade = 0},
	[FOUR_YEAR_JUNIOR] = {"31", {{0, 0, 4, 0}}, 800, 50, .is_town = true},
	[NINE_YEAR] = {"31", {{0, 6, 3, 0}}, 900, 45, .last_grade = 0},
	[COMPLETE] = {"34", {{0, 0, 3, 3}}, 1800, 50, .is_town = true},
	[SENIOR] = {"34", {{0, 0, 0, 3}}, 1700, 55, .is_town = true, .bureau = TIER_CITY},
	[PROVINCIAL_SENIOR] = {"34", {{0, 0, 0, 3}}, 2000, 50, .is_town = true,
		.bureau = TIER_PROVINCE},
	[PRIVATE_TWELVE] = {"34", {{0, 6, 3, 3}}, 1400, 40, .is_town = true, .is_private = true},
	[SPECIAL] = {"51", {{0, 6, 3, 0}}, 120, 12, .is_town = true, .is_special = true},
	[REFORM] = {"37", {{0, 0, 3, 0}}, 60, 25, .is_town = true, .bureau = TIER_CITY},
};

/* What the home county has: one of every kind at least. */
static const enum kind kit[] = {TOWN_PRIMARY, TOWN_PRIMARY, VILLAGE_PRIMARY, VILLAGE_PRIMARY,
	TEACHING_POINT, FIVE_YEAR_PRIMARY, JUNIOR, TOWNSHIP_JUNIOR, FOUR_YEAR_JUNIOR, NINE_YEAR,
	COMPLETE, SENIOR, PROVINCIAL_SENIOR, PRIVATE_TWELVE, SPECIAL, REFORM};
enum { KIT = sizeof kit / sizeof *kit };
/* And there are always other counties, to be compared with. */
enum { SCHOOLS_LEAST = KIT + 12 };

/* The schools of a county in the order in which it gets them, over and over: three quarters of them
 * teach primary, a fifth junior, as in the country. */
static const enum kind turns[] = {TOWN_PRIMARY, JUNIOR, VILLAGE_PRIMARY, SENIOR, VILLAGE_PRIMARY,
	TOWN_PRIMARY, NINE_YEAR, VILLAGE_PRIMARY, TOWNSHIP_JUNIOR, TEACHING_POINT, TOWN_PRIMARY,
	VILLAGE_PRIMARY, SPECIAL, VILLAGE_PRIMARY, COMPLETE, TOWN_PRIMARY, TOWNSHIP_JUNIOR,
	VILLAGE_PRIMARY, PRIVATE_TWELVE, TOWN_PRIMARY, TEACHING_POINT, VILLAGE_PRIMARY};
enum { TURNS = sizeof turns / sizeof *turns };

/* ---- what each county gets ---- */

static enum kind kind_of(const struct school_plan *plan, const struct demo_county *county, size_t i,
	struct dice *dice)
{
	if (county == plan->home && i < KIT)
		return kit[i];
	enum kind kind = turns[i % TURNS];
	bool is_primary = kind == TOWN_PRIMARY || kind == VILLAGE_PRIMARY;
	if (county->is_five_four && is_primary)
		return FIVE_YEAR_PRIMARY;
	if (county->is_five_four && (kind == JUNIOR || kind == TOWNSHIP_JUNIOR))
		return FOUR_YEAR_JUNIOR;
	/* One special school is enough, and private ones are rarer than their place in the row. */
	if (kind == SPECIAL && i > TURNS)
		return TOWN_PRIMARY;
	if (kind == PRIVATE_TWELVE && !dice_chance(dice, 30000))
		return JUNIOR;
	if (!county->is_rural && kind == VILLAGE_PRIMARY && dice_chance(dice, 60000))
		return TOWN_PRIMARY;
	return kind;
}

static int64_t bureau_of(
	struct ctx *ctx, const struct demo_county *county, const struct school_kind *kind)
{
	if (kind->bureau == 0)
		return county->unit->id;
	const struct unit_node *bureau =
		unit_tree_ancestor(ctx->units, county->unit->id, (enum tier)kind->bureau);
	return bureau != NULL ? bureau->id : county->unit->id;
}

static void plan_school(struct ctx *ctx, const struct facts *facts, const struct school_plan *plan,
	struct school_naming *naming, struct dice *dice, size_t in_county,
	struct demo_school *school)
{
	enum kind row = kind_of(plan, naming->county, in_county, dice);
	const struct school_kind *kind = &kinds[row];
	size_t serial = (size_t)(school - plan->schools) + 1;
	school->county = naming->county;
	school->code = arena_printf(
		ctx->arena, "%s%.2s%06zu", kind->category, naming->county->unit->code, serial);
	school->id = unit_code_id(school->code);
	school->category = kind->category;
	if (!kind->is_town)
		school->town = words_pick(&facts->places[PLACE_TOWN], dice);
	school->name = school_name(ctx->arena, facts, naming, row, school->town, dice);
	school->bureau = bureau_of(ctx, naming->county, kind);
	school->is_private = kind->is_private;
	school->is_special = kind->is_special;
	school->programme = kind->programme;
	school->class_size = kind->class_size;
	school->opened = dice_between(dice, -6000, 16000); /* days from 1970 */
	/* Its share of the children, until all are known. */
	school->n_pupils = kind->pupils * dice_between(dice, 60, 150);
	for (int grade = 1; grade <= GRADE_LAST; grade++)
		if (programme_stage_of(&school->programme, grade) != 0 &&
			(kind->last_grade == 0 || grade <= kind->last_grade))
			school->pupils[grade] = dice_between(dice, 88, 112);
}

static void plan_county(struct ctx *ctx, const struct facts *facts, const struct demo_wish *wish,
	struct school_plan *plan, struct demo_county *county)
{
	struct dice dice = dice_new(wish->seed, "schools", county->unit->id);
	struct school_naming naming = {.county = county};
	county->first_school = plan->n_schools;
	for (size_t i = 0; i < county->n_schools; i++)
		plan_school(ctx, facts, plan, &naming, &dice, i, &plan->schools[plan->n_schools++]);
}

/* ---- how many children ---- */

/* Shares of a whole, cut so that nothing is lost by rounding. */
struct cutting {
	int64_t whole, shares, so_far;
};

static int64_t cut(struct cutting *cutting, int64_t share)
{
	int64_t before = cutting->so_far;
	cutting->so_far += share;
	if (cutting->shares == 0)
		return 0;
	return cutting->so_far * cutting->whole / cutting->shares -
	       before * cutting->whole / cutting->shares;
}

static void divide_school(struct demo_school *school)
{
	struct cutting cutting = {.whole = school->n_pupils};
	for (int grade = 1; grade <= GRADE_LAST; grade++)
		cutting.shares += school->pupils[grade];
	for (int grade = 1; grade <= GRADE_LAST; grade++) {
		if (programme_stage_of(&school->programme, grade) == 0)
			continue;
		int n = (int)cut(&cutting, school->pupils[grade]);
		school->pupils[grade] = n;
		school->classes[grade] = (n + school->class_size - 1) / school->class_size;
		if (school->classes[grade] == 0)
			school->classes[grade] = 1;
	}
}

static void divide_children(struct school_plan *plan, int64_t students)
{
	struct cutting cutting = {.whole = students};
	for (size_t i = 0; i < plan->n_schools; i++)
		cutting.shares += plan->schools[i].n_pupils;
	for (size_t i = 0; i < plan->n_schools; i++) {
		plan->schools[i].n_pupils = cut(&cutting, plan->schools[i].n_pupils);
		divide_school(&plan->schools[i]);
	}
}

const struct school_plan *schools_plan(
	struct ctx *ctx, const struct facts *facts, const struct demo_wish *wish)
{
	struct school_plan *plan = arena_one(ctx->arena, struct school_plan);
	size_t n = (size_t)(wish->students / PUPILS_PER_SCHOOL);
	if (n < SCHOOLS_LEAST)
		n = SCHOOLS_LEAST;
	counties_plan(ctx, facts, wish, KIT, n, plan);
	plan->schools = arena_array(ctx->arena, struct demo_school, n);
	for (size_t i = 0; i < plan->n_counties; i++)
		plan_county(ctx, facts, wish, plan, &plan->counties[i]);
	divide_children(plan, wish->students);
	return plan;
}

int school_year_of(const struct demo_school *school, int grade, int *stage_out)
{
	*stage_out = programme_stage_of(&school->programme, grade);
	return grade -
	       stage_first_grade((enum stage) * stage_out, school->programme.years[*stage_out]) + 1;
}

/* ---- writing them ---- */

static enum err insert(struct ctx *ctx, struct pinyin *pinyin, const struct demo_school *school)
{
	enum { CLASSES = GRADE_LAST * 99, INITIALS_SIZE = 64 };
	struct school_class classes[CLASSES];
	char initials[INITIALS_SIZE];
	size_t n = 0;
	struct unit unit = {.id = school->id,
		.parent = school->county->unit->id,
		.bureau = school->bureau,
		.code = school->code,
		.name = school->name,
		.initials = pinyin_initials(pinyin, school->name, initials, sizeof initials),
		.tier = TIER_SCHOOL,
		.is_private = school->is_private,
		.opened = school->opened,
		.programme = school->programme};
	for (int grade = 1; grade <= GRADE_LAST; grade++)
		for (int number = 1; number <= school->classes[grade]; number++)
			classes[n++] = (struct school_class){grade, number};
	enum err err = unit_insert(ctx, &unit);
	return err == OK ? unit_set_classes(ctx, school->id, classes, n) : err;
}

enum err schools_insert(
	struct ctx *ctx, const struct school_plan *plan, const struct unit_node *province)
{
	enum err err = OK;
	struct pinyin *pinyin = pinyin_open();
	if (pinyin == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "ICU has no rules for Chinese");
	for (size_t i = 0; i < plan->n_schools && err == OK; i++)
		err = insert(ctx, pinyin, &plan->schools[i]);
	pinyin_close(pinyin);
	ctx_journal(ctx, &(struct note){.action = ACTION_UNITS_LOAD,
				 .unit = province->id,
				 .entity = "unit",
				 .entity_id = province->id,
				 .summary = arena_printf(ctx->arena,
					 "%zu schools of a demonstration", plan->n_schools)});
	return err;
}
