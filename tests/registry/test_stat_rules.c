#include "server/registry/stat_rules.h"

#include "domain/roll.h"
#include "tests/support/suite.h"

static Xueji__V1__StudentItems items;

static void before(void)
{
	xueji__v1__student_items__init(&items);
}

static int64_t total(const struct stat_counts *counts)
{
	int64_t n = 0;
	for (int i = 0; i < STAT_COUNT; i++)
		n += counts->of[i];
	return n;
}

START_TEST(a_child_of_whom_little_is_known_is_a_pupil_and_no_more)
{
	struct stat_counts boy = stat_of_child(ROLL_ENROLLED, 1, &items);
	struct stat_counts girl = stat_of_child(ROLL_ENROLLED, 2, &items);
	ck_assert_int_eq(boy.of[STAT_BOYS], 1);
	ck_assert_int_eq(total(&boy), 1);
	ck_assert_int_eq(girl.of[STAT_GIRLS], 1);
	ck_assert_int_eq(total(&girl), 1);
}
END_TEST

START_TEST(codes_that_mean_no_count_nothing)
{
	items.attendance = "1";
	items.left_behind = items.is_migrant_child = items.disability = "0";
	items.needs_aid = items.receives_subsidy = items.has_school_meals = "0";
	items.needs_school_bus = "0";
	items.ethnic_group = "01";
	struct stat_counts counts = stat_of_child(ROLL_ENROLLED, 1, &items);
	ck_assert_int_eq(total(&counts), 1);
}
END_TEST

START_TEST(each_item_counts_in_its_place)
{
	const struct {
		char **item;
		char *code;
		enum stat_kind stat;
	} rows[] = {
		{&items.attendance, "2", STAT_BOARDERS},
		{&items.left_behind, "1", STAT_LEFT_BEHIND},
		{&items.left_behind, "2", STAT_LEFT_BEHIND},
		{&items.is_migrant_child, "1", STAT_MIGRANT},
		{&items.disability, "3", STAT_DISABLED},
		{&items.needs_aid, "1", STAT_AID},
		{&items.receives_subsidy, "1", STAT_AID},
		{&items.has_school_meals, "1", STAT_MEALS},
		{&items.needs_school_bus, "1", STAT_BUS},
		{&items.ethnic_group, "11", STAT_MINORITY},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		before();
		*rows[i].item = rows[i].code;
		struct stat_counts counts = stat_of_child(ROLL_ENROLLED, 1, &items);
		ck_assert_msg(counts.of[rows[i].stat] == 1, "row %zu", i);
		ck_assert_msg(total(&counts) == 2, "row %zu", i);
	}
}
END_TEST

START_TEST(who_is_not_enrolled_is_no_pupil)
{
	items.attendance = "2";
	for (int status = ROLL_PENDING; status < ROLL_STATUS_END; status++) {
		struct stat_counts counts = stat_of_child(status, 1, &items);
		bool is_away = status == ROLL_SUSPENDED || status == ROLL_ABROAD ||
			       status == ROLL_DROPPED_OUT;
		ck_assert_int_eq(stat_pupils(&counts), status == ROLL_ENROLLED);
		ck_assert_int_eq(counts.of[STAT_BOARDERS], status == ROLL_ENROLLED);
		ck_assert_int_eq(counts.of[STAT_AWAY], is_away);
		ck_assert_int_eq(counts.of[STAT_PENDING], status == ROLL_PENDING);
	}
}
END_TEST

SUITE_WITH("stat_rules", before, NULL, a_child_of_whom_little_is_known_is_a_pupil_and_no_more,
	codes_that_mean_no_count_nothing, each_item_counts_in_its_place,
	who_is_not_enrolled_is_no_pupil)
