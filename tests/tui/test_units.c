#include <stdio.h>
#include <string.h>
#include <xueji/v1/units.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/stage.h"

#define TEXT(text) ((char *)(uintptr_t)(text))

enum { CHILDREN = 23 };

struct answer {
	Xueji__V1__SummarizeUnitResponse reply;
	Xueji__V1__UnitName unit, names[CHILDREN];
	Xueji__V1__Totals totals, each[CHILDREN];
	Xueji__V1__ChildTotals children[CHILDREN], *rows[CHILDREN];
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
	*a = (struct answer){.reply = XUEJI__V1__SUMMARIZE_UNIT_RESPONSE__INIT};
	name(&a->unit, "1001", "长安区", XUEJI__V1__TIER__TIER_COUNTY);
	a->totals = (Xueji__V1__Totals)XUEJI__V1__TOTALS__INIT;
	a->reply.unit = &a->unit, a->reply.totals = &a->totals;
	for (int i = 0; i < CHILDREN; i++) {
		snprintf(a->ids[i], sizeof a->ids[i], "2%03d", i);
		snprintf(a->texts[i], sizeof a->texts[i], "长安区第%d中学", i + 1);
		name(&a->names[i], a->ids[i], a->texts[i], XUEJI__V1__TIER__TIER_SCHOOL);
		a->each[i] = (Xueji__V1__Totals)XUEJI__V1__TOTALS__INIT;
		a->each[i].pupils = 2316 - 97 * i, a->each[i].boarders = 10 * i;
		a->totals.pupils += a->each[i].pupils;
		a->totals.boarders += a->each[i].boarders;
		a->children[i] = (Xueji__V1__ChildTotals)XUEJI__V1__CHILD_TOTALS__INIT;
		a->children[i].unit = &a->names[i], a->children[i].totals = &a->each[i];
		a->children[i].pupils_by_grade = a->grades;
		a->children[i].n_pupils_by_grade = 12;
		a->rows[i] = &a->children[i];
	}
	for (int g = 6; g < 9; g++)
		a->grades[g] = 700 + 60 * g;
	a->reply.children = a->rows, a->reply.n_children = CHILDREN;
}

static void open_county(struct stage *stage)
{
	struct answer a;
	make_county(&a);
	fake_answer(stage->client, "xueji.v1.Units/SummarizeUnit", &a.reply.base);
	stage_sign_in(stage);
	stage_type(stage, "2");
	stage_wait(stage, 1);
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
	struct answer a;
	make_county(&a);
	a.each[5].pupils = 9000;
	fake_answer(stage->client, "xueji.v1.Units/SummarizeUnit", &a.reply.base);
	stage_sign_in(stage);
	stage_type(stage, "2");
	stage_wait(stage, 1);
	ck_assert_ptr_nonnull(strstr(stage_row(stage, 3), "第1中学"));
	stage_type(stage, "s");
	ck_assert_ptr_nonnull(strstr(stage_row(stage, 3), "第6中学"));
	ck_assert_ptr_nonnull(strstr(stage_row(stage, 4), "第1中学"));
	stage_type(stage, "s");
	stage_wait(stage, 1);
	ck_assert_ptr_nonnull(strstr(stage_row(stage, 3), "第1中学"));
}

START_TEST(units_are_ranked_by_the_measure_and_back_by_code)
{
	stage_play_as(rank_scene, LANG_ZH, 24, 80);
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
	a.names[0].name = TEXT("\x1b[2J\xe2\x80\xaeohno\x9b");
	fake_answer(stage->client, "xueji.v1.Units/SummarizeUnit", &a.reply.base);
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

SUITE("units", units_are_ranked_by_the_measure_and_back_by_code,
	a_county_shows_its_schools_with_bars, the_ends_of_a_list_are_a_key_away,
	a_name_cannot_move_the_cursor_or_turn_the_text)
