#include <stdio.h>
#include <string.h>
#include <xueji/v1/students.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define TEXT(text) ((char *)(uintptr_t)(text))

enum { CHILDREN = 23 };

#define BROWSE    "xueji.v1.Units/BrowseUnits"
#define SUMMARIZE "xueji.v1.Units/SummarizeUnit"

struct answer {
	Xueji__V1__BrowseUnitsResponse reply;
	Xueji__V1__UnitName unit;
	Xueji__V1__UnitMeasures all, each[CHILDREN];
	Xueji__V1__BrowsedUnit units[CHILDREN], *rows[CHILDREN];
	int64_t grades[12];
	char ids[CHILDREN][16], texts[CHILDREN][64];
};

static void name(Xueji__V1__UnitName *unit, const char *id, const char *text, Xueji__V1__Tier tier)
{
	*unit = (Xueji__V1__UnitName)XUEJI__V1__UNIT_NAME__INIT;
	unit->id = TEXT(id), unit->name = TEXT(text), unit->tier = tier;
}

/* A county with schools of falling size. */
static void make_county(struct answer *a)
{
	*a = (struct answer){.reply = XUEJI__V1__BROWSE_UNITS_RESPONSE__INIT};
	name(&a->unit, "1001", "长安区", XUEJI__V1__TIER__TIER_COUNTY);
	a->all = (Xueji__V1__UnitMeasures)XUEJI__V1__UNIT_MEASURES__INIT;
	a->reply.unit = &a->unit, a->reply.measures = &a->all;
	for (int i = 0; i < CHILDREN; i++) {
		snprintf(a->ids[i], sizeof a->ids[i], "2%03d", i);
		snprintf(a->texts[i], sizeof a->texts[i], "长安区第%d中学", i + 1);
		a->each[i] = (Xueji__V1__UnitMeasures)XUEJI__V1__UNIT_MEASURES__INIT;
		a->each[i].pupils = 2316 - 97 * i, a->each[i].meals = 10 * i;
		a->all.pupils += a->each[i].pupils;
		a->all.meals += a->each[i].meals;
		a->units[i] = (Xueji__V1__BrowsedUnit)XUEJI__V1__BROWSED_UNIT__INIT;
		a->units[i].id = a->ids[i], a->units[i].name = a->texts[i];
		a->units[i].tier = XUEJI__V1__TIER__TIER_SCHOOL;
		a->units[i].measures = &a->each[i];
		a->units[i].pupils_by_grade = a->grades;
		a->units[i].n_pupils_by_grade = 12;
		a->rows[i] = &a->units[i];
	}
	for (int g = 6; g < 9; g++)
		a->grades[g] = 700 + 60 * g;
	a->reply.greatest = 2316;
	a->reply.units = a->rows, a->reply.n_units = CHILDREN;
	a->reply.total_count = a->reply.matching_count = CHILDREN;
}

static void open_county(struct stage *stage)
{
	struct answer a;
	make_county(&a);
	fake_answer(stage->client, BROWSE, &a.reply.base);
	stage_sign_in(stage);
	stage_type(stage, "2");
	stage_wait(stage, 1);
}

static const Xueji__V1__BrowseUnitsRequest *sent(struct stage *stage)
{
	return fake_request(stage->client, BROWSE);
}

static void county_scene(struct stage *stage)
{
	open_county(stage);
	stage_type(stage, "jj");
	stage_shot(stage, "units");
}

START_TEST(a_county_shows_its_schools_with_bars)
{
	stage_play(county_scene);
}
END_TEST

static void rank_scene(struct stage *stage)
{
	open_county(stage);
	ck_assert_str_eq(sent(stage)->unit_id, "1001");
	ck_assert_int_eq(sent(stage)->sort, XUEJI__V1__UNIT_SORT__UNIT_SORT_PUPILS);
	stage_type(stage, "m");
	ck_assert_int_eq(sent(stage)->sort, XUEJI__V1__UNIT_SORT__UNIT_SORT_MEALS);
	stage_type(stage, "s");
	ck_assert_int_eq(sent(stage)->sort, XUEJI__V1__UNIT_SORT__UNIT_SORT_UNSPECIFIED);
	ck_assert(stage_shows(stage, "指标：营养餐  合计 2,530"));
}

START_TEST(units_are_ranked_by_the_measure_and_back_by_code)
{
	stage_play_as(rank_scene, LANG_ZH, 24, 80);
}
END_TEST

static void filter_scene(struct stage *stage)
{
	struct answer a;
	Xueji__V1__SearchUnitsResponse found = XUEJI__V1__SEARCH_UNITS_RESPONSE__INIT;
	Xueji__V1__FoundUnit row = XUEJI__V1__FOUND_UNIT__INIT, *rows[] = {&row};
	Xueji__V1__Unit unit = XUEJI__V1__UNIT__INIT;
	open_county(stage);
	make_county(&a);
	a.reply.n_units = a.reply.matching_count = 1;
	fake_answer(stage->client, BROWSE, &a.reply.base);
	stage_type(stage, "/第1\r");
	ck_assert_str_eq(sent(stage)->filter, "第1");
	ck_assert(stage_shows(stage, "1/1，共 23"));
	a.reply.n_units = a.reply.matching_count = 0;
	fake_answer(stage->client, BROWSE, &a.reply.base);
	unit.id = TEXT("3001"), unit.name = TEXT("谈固小学"), unit.code = TEXT("3613001234");
	unit.tier = XUEJI__V1__TIER__TIER_SCHOOL;
	row.unit = &unit, row.place = TEXT("石家庄市长安区");
	found.units = rows, found.n_units = 1;
	fake_answer(stage->client, "xueji.v1.Units/SearchUnits", &found.base);
	stage_key(stage, '/');
	stage_type(stage, "谈\r");
	stage_wait(stage, 1);
	const Xueji__V1__SearchUnitsRequest *asked =
		fake_request(stage->client, "xueji.v1.Units/SearchUnits");
	ck_assert_ptr_nonnull(asked);
	ck_assert_str_eq(asked->within_id, "1001");
	ck_assert(stage_shows(stage, "谈固小学"));
	ck_assert(stage_shows(stage, "石家庄市长安区"));
}

START_TEST(what_is_not_directly_below_is_looked_for_further_down)
{
	stage_play_as(filter_scene, LANG_ZH, 24, 80);
}
END_TEST

/* ---- the way that one came */

/* The next units asked for: `n` of a tier, called so with their number. */
static void lay_units(struct stage *stage, const char *id, const char *text, const char *below,
	Xueji__V1__Tier tier, size_t n)
{
	struct answer a;
	make_county(&a);
	name(&a.unit, id, text, tier - 1);
	for (size_t i = 0; i < n; i++) {
		snprintf(a.ids[i], sizeof a.ids[i], "%s%zu", id, i + 1);
		snprintf(a.texts[i], sizeof a.texts[i], "%s%zu", below, i + 1);
		a.units[i].tier = tier;
	}
	a.reply.n_units = n;
	fake_answer_next(stage->client, BROWSE, &a.reply.base);
}

static void lay_walk(struct stage *stage)
{
	for (int i = 0; i < 2; i++) /* again by another measure */
		lay_units(stage, "13", "河北省", "市", XUEJI__V1__TIER__TIER_CITY, 11);
	lay_units(stage, "132", "市2", "县", XUEJI__V1__TIER__TIER_COUNTY, 17);
	lay_units(stage, "1323", "县3", "学校", XUEJI__V1__TIER__TIER_SCHOOL, 23);
	stage_sign_in(stage);
	stage_type(stage, "2");
	stage_wait(stage, 1);
	stage_type(stage, "mj\r");
	stage_wait(stage, 1);
	stage_type(stage, "jj\r");
	stage_wait(stage, 1);
}

static void way_scene(struct stage *stage)
{
	lay_walk(stage);
	stage_type(stage, "j");
	stage_shot(stage, "units_way");
}

START_TEST(on_a_wide_terminal_the_tiers_stand_side_by_side)
{
	stage_play(way_scene);
}
END_TEST

static void still_scene(struct stage *stage)
{
	char before[24][512];
	lay_walk(stage);
	/* what is compared is so all the way down */
	ck_assert_int_eq(sent(stage)->sort, XUEJI__V1__UNIT_SORT__UNIT_SORT_MEALS);
	size_t asked = fake_calls(stage->client, BROWSE);
	for (int row = 0; row < 22; row++)
		snprintf(before[row], sizeof before[row], "%.40s", stage_row(stage, row));
	stage_type(stage, "jjjjGgj");
	stage_wait(stage, 10000);
	for (int row = 0; row < 22; row++) /* nothing beside the list moves, and nothing is asked */
		ck_assert_int_eq(strncmp(before[row], stage_row(stage, row), 40), 0);
	ck_assert_uint_eq(fake_calls(stage->client, BROWSE), asked);
	stage_resize(stage, 24, 100); /* room for one tier */
	ck_assert(stage_shows(stage, "county"));
	ck_assert(!stage_shows(stage, "city"));
	stage_resize(stage, 24, 80);
	ck_assert(!stage_shows(stage, "county"));
}

START_TEST(beside_the_list_nothing_moves_with_the_cursor)
{
	stage_play_as(still_scene, LANG_EN, 24, 120);
}
END_TEST

static void rest_scene(struct stage *stage)
{
	open_county(stage);
	stage_key(stage, verb_key(VERB_LOOK)); /* full */
	stage_type(stage, "j");
	ck_assert(!stage_shows(stage, "Left-behind"));
	stage_wait(stage, 700);
	ck_assert(stage_shows(stage, "Left-behind"));
	ck_assert(stage_shows(stage, "Meals            10"));
	stage_type(stage, "j");
	ck_assert(stage_shows(stage, "Meals            10")); /* no key repaints it */
	stage_wait(stage, 700);
	ck_assert(stage_shows(stage, "Meals            20"));
	stage_resize(stage, 24, 120); /* no room */
	ck_assert(!stage_shows(stage, "Left-behind"));
	stage_resize(stage, 40, 120);
	stage_key(stage, verb_key(VERB_LOOK)); /* lean: nothing that can be left out */
	stage_wait(stage, 700);
	ck_assert(!stage_shows(stage, "Left-behind"));
}

START_TEST(where_the_cursor_rests_all_measures_stand_below_if_there_is_room)
{
	stage_play_as(rest_scene, LANG_EN, 40, 120);
}
END_TEST

/* ---- a school */

enum { CLASSES = 12 };

/* Four classes in each of three grades, and three children of grade 9 without one. */
static void answer_school(struct stage *stage)
{
	Xueji__V1__SummarizeUnitResponse school = XUEJI__V1__SUMMARIZE_UNIT_RESPONSE__INIT;
	Xueji__V1__ClassSize sizes[CLASSES + 1], *classes[CLASSES + 1];
	Xueji__V1__UnitName unit;
	Xueji__V1__Totals totals = XUEJI__V1__TOTALS__INIT;
	name(&unit, "2000", "长安区第1中学", XUEJI__V1__TIER__TIER_SCHOOL);
	for (int i = 0; i < CLASSES; i++) {
		sizes[i] = (Xueji__V1__ClassSize)XUEJI__V1__CLASS_SIZE__INIT;
		sizes[i].grade = 7 + i / 4, sizes[i].number = 1 + i % 4;
		sizes[i].on_roll = 44 + i;
		classes[i] = &sizes[i];
	}
	sizes[CLASSES] = (Xueji__V1__ClassSize)XUEJI__V1__CLASS_SIZE__INIT;
	sizes[CLASSES].grade = 9, sizes[CLASSES].on_roll = 3;
	classes[CLASSES] = &sizes[CLASSES];
	totals.pupils = 594, totals.boarders = 77;
	school.unit = &unit, school.totals = &totals;
	school.classes = classes, school.n_classes = CLASSES + 1;
	fake_answer(stage->client, SUMMARIZE, &school.base);
}

static void school_scene(struct stage *stage)
{
	answer_school(stage);
	open_county(stage);
	stage_type(stage, "\r");
	stage_wait(stage, 1);
	stage_type(stage, "jj");
	stage_key(stage, KEY_RIGHT);
	stage_type(stage, "i");
	stage_shot(stage, "school");
}

START_TEST(a_school_shows_its_classes_as_a_table)
{
	stage_play(school_scene);
}
END_TEST

static void class_scene(struct stage *stage)
{
	answer_school(stage);
	open_county(stage);
	size_t browsed = fake_calls(stage->client, BROWSE);
	stage_type(stage, "\r");
	stage_wait(stage, 1);
	ck_assert_uint_eq(
		fake_calls(stage->client, BROWSE), browsed); /* it is known for a school */
	ck_assert(stage_shows(stage, "[44]"));
	stage_type(stage, "kjjj"); /* up from the first and down from the last there is nothing */
	for (int i = 0; i < 9; i++)
		stage_key(stage, KEY_RIGHT);
	ck_assert(stage_shows(stage, "[3]")); /* those without a class come last */
	stage_key(stage, KEY_LEFT);
	ck_assert(stage_shows(stage, "[55]"));
	stage_type(stage, "\r");
	const Xueji__V1__ListStudentsRequest *roll =
		fake_request(stage->client, "xueji.v1.Students/ListStudents");
	ck_assert_ptr_nonnull(roll);
	ck_assert_str_eq(roll->unit_id, "2000");
	ck_assert_int_eq(roll->grade, 9);
	ck_assert_int_eq(roll->class_number, 4);
}

START_TEST(arrows_choose_a_class_and_enter_opens_its_roll)
{
	stage_play_as(class_scene, LANG_EN, 24, 80);
}
END_TEST

static void outside_scene(struct stage *stage)
{
	struct answer a;
	make_county(&a);
	a.reply.measures = NULL, a.reply.greatest = -1;
	for (int i = 0; i < CHILDREN; i++)
		a.units[i].measures = NULL, a.units[i].n_pupils_by_grade = 0;
	fake_answer(stage->client, BROWSE, &a.reply.base);
	stage_sign_in(stage);
	stage_open(stage, "units", "9");
	ck_assert(stage_shows(stage, "长安区第1中学"));
	ck_assert(!stage_shows(stage, "#"));
	ck_assert(stage_shows(stage, "all: -")); /* not nobody: not told */
	stage_type(stage, "i");
	ck_assert_uint_eq(fake_calls(stage->client, SUMMARIZE), 0);
	ck_assert(stage_shows(stage, "outside the units"));
}

START_TEST(outside_one_s_units_there_are_names_and_no_numbers)
{
	stage_play_as(outside_scene, LANG_EN, 24, 80);
}
END_TEST

static void page_scene(struct stage *stage)
{
	open_county(stage);
	stage_type(stage, "G");
	ck_assert(stage_shows(stage, ">"));
	ck_assert(stage_shows(stage, "第23中学"));
	ck_assert(!stage_shows(stage, "第1中学"));
	stage_type(stage, "g");
	ck_assert(stage_shows(stage, "第1中学"));
}

START_TEST(the_ends_of_a_list_are_a_key_away)
{
	stage_play_as(page_scene, LANG_ZH, 24, 80);
}
END_TEST

static void hostile_scene(struct stage *stage)
{
	struct answer a;
	make_county(&a);
	a.units[0].name = TEXT("\x1b[2J\xe2\x80\xaeohno\x9b");
	fake_answer(stage->client, BROWSE, &a.reply.base);
	stage_sign_in(stage);
	stage_type(stage, "2");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "<U+001B>[2J<U+202E>"));
}

START_TEST(a_name_cannot_move_the_cursor_or_turn_the_text)
{
	stage_play_as(hostile_scene, LANG_ZH, 24, 120);
}
END_TEST

SUITE("units", on_a_wide_terminal_the_tiers_stand_side_by_side,
	beside_the_list_nothing_moves_with_the_cursor,
	where_the_cursor_rests_all_measures_stand_below_if_there_is_room,
	what_is_not_directly_below_is_looked_for_further_down,
	a_school_shows_its_classes_as_a_table, arrows_choose_a_class_and_enter_opens_its_roll,
	outside_one_s_units_there_are_names_and_no_numbers,
	units_are_ranked_by_the_measure_and_back_by_code, a_county_shows_its_schools_with_bars,
	the_ends_of_a_list_are_a_key_away, a_name_cannot_move_the_cursor_or_turn_the_text)
