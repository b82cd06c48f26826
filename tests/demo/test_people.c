#include "server/demo/people.h"

#include <string.h>

#include "common/text.h"
#include "domain/name_text.h"
#include "tests/support/findings.h"
#include "tests/support/suite.h"

#define DOT "·"

static struct arena *arena;
static const struct facts *facts;
static struct dice dice;

static void set_up(void)
{
	arena = arena_new(0);
	facts = facts_read(arena);
	dice = dice_new(1, "people", 0);
}

static void tear_down(void)
{
	arena_free(arena);
}

static void name_of(int group, int sex, char out[PERSON_NAME_SIZE])
{
	char family[PERSON_NAME_SIZE];
	people_family(facts, &dice, group, false, family);
	people_name(facts, &dice, group, family, sex, 2015, out);
}

START_TEST(every_name_can_be_registered)
{
	struct found found;
	for (int group = 1; group < GROUP_CODES; group++)
		for (int i = 0; i < 60; i++) {
			char name[PERSON_NAME_SIZE];
			name_of(group, 1 + i % 2, name);
			ck_assert_str_eq(name_tidy(arena, name), name);
			struct findings *findings = found_start(&found);
			ck_assert_msg(name_check(name, findings), "%s: %s", name, found.text);
			ck_assert_str_eq(found.text, "");
		}
}
END_TEST

START_TEST(common_surnames_are_as_common_as_in_life)
{
	int wang = 0, compound = 0;
	for (int i = 0; i < 50000; i++) {
		char family[PERSON_NAME_SIZE];
		people_family(facts, &dice, GROUP_HAN, false, family);
		wang += strcmp(family, "王") == 0;
		compound += strlen(family) > strlen("王");
	}
	ck_assert_int_gt(wang, 4500);
	ck_assert_int_lt(wang, 6500);
	ck_assert_int_gt(compound, 5);
}
END_TEST

START_TEST(parents_have_the_names_of_their_time)
{
	int old = 0, young = 0;
	for (int i = 0; i < 5000; i++) {
		char name[PERSON_NAME_SIZE];
		people_name(facts, &dice, GROUP_HAN, "李", 1, 1972, name);
		old += strstr(name, "建") != NULL;
		ck_assert_ptr_null(strstr(name, "梓"));
		people_name(facts, &dice, GROUP_HAN, "李", 1, 2016, name);
		young += strstr(name, "梓") != NULL;
		ck_assert_ptr_null(strstr(name, "建"));
	}
	ck_assert_int_gt(old, 100);
	ck_assert_int_gt(young, 100);
}
END_TEST

START_TEST(uygur_children_bear_their_fathers_name_behind_a_dot)
{
	enum { UYGUR = 5 };
	char grandfather[PERSON_NAME_SIZE], father[PERSON_NAME_SIZE], passed[PERSON_NAME_SIZE];
	char child[PERSON_NAME_SIZE];
	people_family(facts, &dice, UYGUR, false, grandfather);
	people_name(facts, &dice, UYGUR, grandfather, 1, 1985, father);
	people_passes_on(facts, UYGUR, father, grandfather, passed);
	people_name(facts, &dice, UYGUR, passed, 2, 2015, child);
	ck_assert_ptr_nonnull(strstr(father, DOT));
	ck_assert_ptr_null(strstr(passed, DOT));
	ck_assert_int_eq(strncmp(father, passed, strlen(passed)), 0);
	ck_assert_str_eq(strstr(child, DOT) + strlen(DOT), passed);
}
END_TEST

START_TEST(yi_children_bear_their_clans_name_before_it)
{
	enum { YI = 7 };
	char clan[PERSON_NAME_SIZE], child[PERSON_NAME_SIZE], passed[PERSON_NAME_SIZE];
	people_family(facts, &dice, YI, true, clan);
	people_name(facts, &dice, YI, clan, 1, 2015, child);
	people_passes_on(facts, YI, child, clan, passed);
	ck_assert_str_eq(passed, clan);
	ck_assert_int_eq(strncmp(child, clan, strlen(clan)), 0);
	ck_assert_int_eq(strncmp(child + strlen(clan), DOT, strlen(DOT)), 0);
}
END_TEST

START_TEST(rare_characters_occur)
{
	int rare = 0;
	for (int i = 0; i < 50000; i++) {
		char name[PERSON_NAME_SIZE];
		name_of(GROUP_HAN, 1 + i % 2, name);
		const char *at = name;
		for (uint32_t c; (c = text_next(&at)) != 0;)
			rare += c > 0xffff;
	}
	ck_assert_int_gt(rare, 5);
	ck_assert_int_lt(rare, 200);
}
END_TEST

SUITE_WITH("people", set_up, tear_down, every_name_can_be_registered,
	common_surnames_are_as_common_as_in_life, parents_have_the_names_of_their_time,
	uygur_children_bear_their_fathers_name_behind_a_dot,
	yi_children_bear_their_clans_name_before_it, rare_characters_occur)
