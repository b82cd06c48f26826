#include "server/demo/dice.h"

#include <math.h>

#include "tests/support/suite.h"

START_TEST(the_same_seed_throws_the_same)
{
	struct dice a = dice_new(7, "x", 1), b = dice_new(7, "x", 1);
	struct dice other[] = {dice_new(8, "x", 1), dice_new(7, "y", 1), dice_new(7, "x", 2)};
	uint64_t first = dice_next(&a);
	ck_assert_uint_eq(first, dice_next(&b));
	for (int i = 0; i < 3; i++)
		ck_assert_uint_ne(first, dice_next(&other[i]));
}
END_TEST

START_TEST(every_number_in_reach_is_thrown_about_as_often)
{
	struct dice dice = dice_new(1, "even", 0);
	int count[6] = {0};
	for (int i = 0; i < 60000; i++)
		count[dice_between(&dice, 5, 10) - 5]++;
	for (int i = 0; i < 6; i++) {
		ck_assert_int_gt(count[i], 9500);
		ck_assert_int_lt(count[i], 10500);
	}
}
END_TEST

START_TEST(chances_come_true_as_often_as_they_say)
{
	struct dice dice = dice_new(1, "chance", 0);
	int rare = 0, sure = 0, never = 0;
	for (int i = 0; i < 200000; i++) {
		rare += dice_chance(&dice, 350);
		sure += dice_chance(&dice, 100000);
		never += dice_chance(&dice, 0);
	}
	ck_assert_int_gt(rare, 600);
	ck_assert_int_lt(rare, 800);
	ck_assert_int_eq(sure, 200000);
	ck_assert_int_eq(never, 0);
}
END_TEST

START_TEST(what_lies_around_a_mean_keeps_near_it)
{
	struct dice dice = dice_new(1, "around", 0);
	double sum = 0, squares = 0;
	for (int i = 0; i < 20000; i++) {
		double thrown = dice_around(&dice, 27, 4);
		ck_assert(thrown >= 15 && thrown <= 39);
		sum += thrown;
		squares += (thrown - 27) * (thrown - 27);
	}
	ck_assert(fabs(sum / 20000 - 27) < 0.2);
	ck_assert(fabs(sqrt(squares / 20000) - 4) < 0.2);
}
END_TEST

SUITE("dice", the_same_seed_throws_the_same, every_number_in_reach_is_thrown_about_as_often,
	chances_come_true_as_often_as_they_say, what_lies_around_a_mean_keeps_near_it)
