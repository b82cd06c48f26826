/* A school closes while the file of a child that comes to it from another province is on its way.
 */
#include <string.h>

#include "domain/roles.h"
#include "tests/calls/changing.h"
#include "tests/office/provinces.h"

static struct mover child;
static struct person *founder;

static void set_up(void)
{
	provinces_open();
	child = child_of(&south, "陈小明");
	founder = person_make(north.house, "founder", OTHER_PROVINCE, ROLE_SYSTEM);
	house = north.house;
	token = founder->token;
}

static const Xueji__V1__Case *asked_for(void)
{
	const Xueji__V1__Case *one =
		brought_to(&north, applied_abroad(&north, &child), STATE(AWAIT_PULL));
	one = moved_on(&north, one);
	ck_assert_int_eq(one->state, STATE(PULLING));
	return one;
}

static int64_t of_child_there(const char *column)
{
	return count_in(
		&north, arena_printf(north.house->arena, "SELECT %s FROM student WHERE id = %lld",
				column, (long long)child.id));
}

START_TEST(at_a_closed_school_it_arrives_without_a_class_and_its_case_says_why)
{
	const Xueji__V1__Case *one = asked_for();
	struct units_change *change = a_change(CLOSE);
	from(change, north.school, 1);
	change->in.keeper_id = id_text(house, north.bureau);
	done(change);
	carry_all();
	const Xueji__V1__GetCaseResponse *all =
		case_get_whole(north.house, north.staff.officer, one);
	ck_assert_int_eq(all->summary->state, STATE(PAPER_OUT));
	ck_assert_ptr_nonnull(strstr(all->steps[all->n_steps - 1]->reason, "已撤销"));
	ck_assert_ptr_nonnull(strstr(all->steps[all->n_steps - 1]->reason, "1年级2班"));
	ck_assert_int_eq(of_child_there("class_no"), 0);
	ck_assert_int_eq(half_of(&south, one)->state, STATE(PAPER_OUT));
	both_are_clean();
}
END_TEST

START_TEST(into_a_school_that_was_merged_it_follows_to_where_that_went)
{
	const Xueji__V1__Case *one = asked_for();
	struct units_change *change = a_change(MERGE);
	int64_t next = add_school("2111000201", FAR_COUNTY, FAR_COUNTY);
	from(change, north.school, 1);
	into(change, next, 1);
	done(change);
	carry_all();
	const Xueji__V1__GetCaseResponse *all =
		case_get_whole(north.house, north.staff.officer, one);
	ck_assert_int_eq(all->summary->state, STATE(PAPER_OUT));
	ck_assert_int_eq(of_child_there("school_id"), next);
	both_are_clean();
}
END_TEST

SUITE_WITH("crossing_closed", set_up, provinces_close,
	at_a_closed_school_it_arrives_without_a_class_and_its_case_says_why,
	into_a_school_that_was_merged_it_follows_to_where_that_went)
