/* What checks find, of a unit and of a child that was written. */
#include "server/jobs/check_lane.h"

#include "server/registry/problem_kinds.h"
#include "server/store/unit_tree.h"
#include "tests/calls/checking.h"
#include "tests/support/child.h"

static struct checking *c;

static void set_up(void)
{
	c = checking_open();
}

static void tear_down(void)
{
	checking_close(c);
}

static void work(void)
{
	check_lane_work(c->app, c->house->fixture->store, c->house->writer);
}

START_TEST(a_check_finds_what_a_slip_parts)
{
	checking_enrol_some(c);
	checking_nobody_waits(c);
	const char *id = checking_asked(c, c->province, 0);
	work();
	const Xueji__V1__Check *check = checking_now(c, id);
	ck_assert_int_eq(check->state, STATE(DONE));
	ck_assert_int_eq(check->done, 1000);
	ck_assert_int_eq(check->records, 4);
	ck_assert_int_eq(check->likely + check->possible, 1);
	ck_assert_ptr_nonnull(check->ended_time);
	ck_assert_int_eq(checking_suspicions(c), 1);
	ck_assert_int_eq(checking_of_cause(c, "homophone"), 1);
	ck_assert_int_eq(house_count(c->house, "SELECT count(*) FROM problem WHERE kind = 12"), 2);
	checking_asked(c, c->province, 0);
	work();
	ck_assert_int_eq(checking_suspicions(c), 1);
}
END_TEST

START_TEST(a_check_finds_what_agrees_outright)
{
	const char *number = checking_number(c, "2016-03-11");
	checking_enrol(c, "鄢冉月", "2016-03-11", SCHOOL, number, "鄢大山");
	checking_enrol(c, "李思涵", "2016-03-11", NEIGHBOUR_SCHOOL, number, "李卫国");
	checking_enrol(c, "赵宇轩", "2016-03-11", SCHOOL, NULL, "赵大山");
	checking_enrol(c, "赵宇轩", "2016-03-11", SECOND_SCHOOL, NULL, "赵卫国");
	checking_nobody_waits(c);
	const char *id = checking_asked_rule(c, RULE(EXACT));
	work();
	ck_assert_int_eq(checking_now(c, id)->exact, 2);
	ck_assert_int_eq(checking_of_kind(c, PROBLEM_DUP_ID), 2);
	ck_assert_int_eq(checking_of_kind(c, PROBLEM_DUP_PERSON), 2);
	ck_assert_int_eq(checking_suspicions(c), 0);
}
END_TEST

/* As data that was loaded whole brings it: nothing looked at it when it came. */
START_TEST(a_check_finds_what_is_wrong_with_a_record_by_itself)
{
	char *wrong = arena_strdup(c->house->arena, checking_number(c, "2016-03-11"));
	wrong[17] = wrong[17] == '1' ? '2' : '1';
	checking_enrol(
		c, "鄢冉月", "2016-03-11", SCHOOL, checking_number(c, "2016-03-11"), "鄢大山");
	checking_enrol(c, "李思涵", "2016-03-12", NEIGHBOUR_SCHOOL, wrong, "李卫国");
	checking_enrol(c, "赵宇轩", "2016-03-13", SCHOOL, NULL, "赵大山");
	const char *id = checking_asked_rule(c, RULE(RECORD));
	work();
	const Xueji__V1__Check *check = checking_now(c, id);
	ck_assert_int_eq(check->state, STATE(DONE));
	ck_assert_int_eq(check->records, 3);
	ck_assert_int_eq(check->exact, 3); /* child_make leaves items out */
	ck_assert_int_eq(checking_of_kind(c, PROBLEM_ID_FORMAT), 1);
	ck_assert_int_eq(checking_of_kind(c, PROBLEM_NO_ID), 1);
	ck_assert_int_eq(checking_of_kind(c, PROBLEM_MISSING_ITEM), 3);
	ck_assert_int_eq(checking_suspicions(c), 0);
	checking_asked_rule(c, RULE(RECORD));
	work();
	ck_assert_int_eq(house_count(c->house, "SELECT count(*) FROM problem"), 5);
}
END_TEST

/* What the county's child shares with a child elsewhere, whichever of them came first. */
START_TEST(a_check_of_a_county_finds_what_its_children_share_with_others)
{
	const char *number = checking_number(c, "2016-03-11"),
		   *other = checking_number(c, "2016-03-12");
	checking_enrol(c, "鄢冉月", "2016-03-11", SCHOOL, number, "鄢大山");
	checking_enrol(c, "李思涵", "2016-03-11", NEIGHBOUR_SCHOOL, number, "李卫国");
	checking_enrol(c, "鄢冉星", "2016-03-12", NEIGHBOUR_SCHOOL, other, "鄢大山");
	checking_enrol(c, "李思源", "2016-03-12", SCHOOL, other, "李卫国");
	checking_enrol(c, "赵宇轩", "2016-03-11", SCHOOL, NULL, "赵大山");
	checking_enrol(c, "赵宇轩", "2016-03-11", NEIGHBOUR_SCHOOL, NULL, "赵卫国");
	checking_nobody_waits(c);
	Xueji__V1__CheckRule exact = RULE(EXACT);
	const char *id = checking_id(c, checking_run(c, c->county, 0, &exact, 1));
	work();
	ck_assert_int_eq(checking_now(c, id)->exact, 3);
	ck_assert_int_eq(checking_now(c, id)->records, 6);
	ck_assert_int_eq(checking_of_kind(c, PROBLEM_DUP_ID), 4);
	ck_assert_int_eq(checking_of_kind(c, PROBLEM_DUP_PERSON), 2);
}
END_TEST

START_TEST(what_others_share_is_not_the_countys)
{
	const char *number = checking_number(c, "2016-03-11");
	checking_enrol(c, "鄢冉月", "2016-03-11", NEIGHBOUR_SCHOOL, number, "鄢大山");
	checking_enrol(c, "李思涵", "2016-03-11", NEIGHBOUR_SCHOOL, number, "李卫国");
	checking_enrol(c, "赵宇轩", "2016-03-11", NEIGHBOUR_SCHOOL, NULL, "赵大山");
	checking_enrol(c, "赵宇轩", "2016-03-11", NEIGHBOUR_SCHOOL, NULL, "赵卫国");
	checking_nobody_waits(c);
	const char *id = checking_asked(c, c->county, 0);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_eq(checking_now(c, id)->exact, 0);
	ck_assert_int_eq(house_count(c->house, "SELECT count(*) FROM problem"), 0);
}
END_TEST

START_TEST(a_check_stays_within_its_unit)
{
	checking_enrol_some(c);
	checking_nobody_waits(c);
	const char *id = checking_asked(c, c->county, 0);
	work();
	ck_assert_int_eq(checking_now(c, id)->records, 3);
	ck_assert_int_eq(checking_suspicions(c), 0);
}
END_TEST

START_TEST(who_is_written_is_compared_at_once)
{
	checking_enrol_some(c);
	ck_assert_int_eq(house_count(c->house, "SELECT count(*) FROM check_waiting"), 4);
	work();
	ck_assert_int_eq(house_count(c->house, "SELECT count(*) FROM check_waiting"), 0);
	ck_assert_int_eq(checking_suspicions(c), 1);
	checking_enrol(c, "鄢思琪", "2016-03-11", SECOND_SCHOOL, NULL, "鄢大山");
	work();
	ck_assert_int_ge(checking_of_cause(c, "renamed"), 1);
}
END_TEST

START_TEST(who_is_written_meets_what_a_slip_parts_from_it)
{
	static const struct {
		const char *name, *birth, *cause;
	} slips[] = {
		{"章冉月", "2016-03-12", "homophone"}, /* of the surname */
		{"張冉月", "2016-03-12", "variant"},
		{"张冉悦", "2016-03-12", "homophone"},
		{"李冉月", "2016-03-12", "other_letter"}, /* a mother's surname */
		{"张冉", "2016-03-12", "extra_letter"},
		{"冉月张", "2016-03-12", "order"},
		{"张冉月", "2016-12-03", "day_and_month"},
		{"张冉月", "2015-03-12", "birth_digit"},
		{"张冉月", "2016-03-21", "birth_swapped"},
	};
	int64_t first = checking_enrol(
		c, "张冉月", "2016-03-12", SCHOOL, checking_number(c, "2016-03-12"), "");
	work();
	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
		int64_t second = checking_enrol(
			c, slips[i].name, slips[i].birth, NEIGHBOUR_SCHOOL, NULL, "");
		work();
		ck_assert_msg(
			house_count(c->house,
				arena_printf(c->house->arena,
					"SELECT count(*) FROM problem p JOIN problem_group g "
					"ON g.id = p.group_id WHERE g.kind = 12 AND g.cause "
					"= '%s' AND p.student_id IN (%lld, %lld)",
					slips[i].cause, (long long)first, (long long)second)) >= 2,
			"%s, %s", slips[i].name, slips[i].birth);
	}
}
END_TEST

START_TEST(a_guardian_whose_name_many_share_leads_to_the_child)
{
	enum { OTHERS = 60 };
	for (int i = 0; i < OTHERS; i++)
		checking_enrol(c, arena_printf(c->house->arena, "王%c", 'A' + i),
			arena_printf(c->house->arena, "2015-%02d-11", 1 + i % 12), SCHOOL, NULL,
			"王建国");
	checking_enrol(
		c, "鄢冉月", "2016-03-11", SCHOOL, checking_number(c, "2016-03-11"), "王建国");
	checking_nobody_waits(c);
	checking_enrol(c, "柏思琪", "2016-03-11", NEIGHBOUR_SCHOOL, NULL, "王建国");
	work();
	ck_assert_int_eq(checking_of_cause(c, "renamed"), 1);
}
END_TEST

START_TEST(a_guardian_leads_to_the_child_when_its_birth_date_was_amended)
{
	int64_t first = checking_enrol(
		c, "鄢冉月", "2016-03-11", SCHOOL, checking_number(c, "2016-03-12"), "王建国");
	struct ctx *ctx = house_write(c->house);
	struct student_record child;
	ctx->units = unit_tree_pin(c->app->units);
	ck_assert_int_eq(student_read(ctx, first, &child), OK);
	Xueji__V1__StudentItems items = *child.items;
	items.birth_date = "2016-03-12";
	ck_assert_int_eq(student_apply_items(ctx, &child, &items, NULL), OK);
	unit_tree_unpin(ctx->units);
	ctx->units = NULL;
	house_commit(c->house);
	checking_nobody_waits(c);
	checking_enrol(c, "柏思琪", "2016-03-12", NEIGHBOUR_SCHOOL, NULL, "王建国");
	work();
	ck_assert_int_eq(checking_of_cause(c, "renamed"), 1);
}
END_TEST

START_TEST(twins_are_left_alone)
{
	checking_enrol(
		c, "鄢冉月", "2016-03-11", SCHOOL, checking_number(c, "2016-03-11"), "鄢大山");
	checking_enrol(
		c, "鄢冉星", "2016-03-11", SCHOOL, checking_number(c, "2016-03-11"), "鄢大山");
	work();
	checking_asked(c, c->province, 0);
	work();
	ck_assert_int_eq(checking_suspicions(c), 0);
}
END_TEST

SUITE_WITH("check_findings", set_up, tear_down, a_check_finds_what_a_slip_parts,
	a_check_finds_what_agrees_outright, a_check_finds_what_is_wrong_with_a_record_by_itself,
	a_check_of_a_county_finds_what_its_children_share_with_others,
	what_others_share_is_not_the_countys, a_check_stays_within_its_unit,
	who_is_written_is_compared_at_once, who_is_written_meets_what_a_slip_parts_from_it,
	a_guardian_whose_name_many_share_leads_to_the_child,
	a_guardian_leads_to_the_child_when_its_birth_date_was_amended, twins_are_left_alone)
