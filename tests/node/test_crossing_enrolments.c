/* A graduate is enrolled in another province (R36): its record follows it, and nothing is enrolled
 * twice. */
#include <string.h>

#include "domain/roll.h"
#include "domain/stages.h"
#include "server/store/enrolment_store.h"
#include "server/store/policy_cache.h"
#include "tests/office/provinces.h"

#define ENROLMENT XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT

static struct mover child;

static void set_up(void)
{
	provinces_open();
	stages_open();
	child = child_of(&south, "陈小明");
}

static struct student_record record_in(struct province *p)
{
	struct student_record record;
	ck_assert_int_eq(student_read(house_write(p->house), child.id, &record), OK);
	house_rollback(p->house);
	return record;
}

static const Xueji__V1__Case *enrolled_abroad(int grade)
{
	struct answer a = apply_abroad_as(&north, &child, ENROLMENT, grade);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

static const char *last_reason(const Xueji__V1__Case *one)
{
	const Xueji__V1__GetCaseResponse *all =
		case_get_whole(north.house, north.staff.officer, one);
	return all->steps[all->n_steps - 1]->reason;
}

/* The other province says no, with these words among its own. */
static void is_refused_there(int grade, const char *words)
{
	const Xueji__V1__Case *one =
		brought_to(&north, enrolled_abroad(grade), STATE(CHECK_FAILED));
	ck_assert_msg(strstr(last_reason(one), words) != NULL, "%s", last_reason(one));
	ck_assert_ptr_null(half_of(&south, one));
}

START_TEST(a_graduate_goes_over_into_the_next_stage_with_all_that_it_was)
{
	graduates_in(&south, &child);
	const Xueji__V1__Case *one = brought_to(&north, enrolled_abroad(7), STATE(OUT_BUREAU));
	ck_assert_int_eq(half_of(&south, one)->type, ENROLMENT);
	one = brought_to(&north, one, STATE(CLOSED));
	struct student_record here = record_in(&north), there = record_in(&south);
	struct enrolment *stays;
	size_t n = 0;
	ck_assert_int_eq(here.row.status, ROLL_ENROLLED);
	ck_assert_int_eq(here.row.stage, STAGE_JUNIOR);
	ck_assert_int_eq(here.row.grade, 7);
	ck_assert_int_eq(here.row.class_no, 2);
	ck_assert_str_eq(here.items->id_number, child.id_number);
	ck_assert_int_eq(there.row.status, ROLL_MOVED_OUT);
	ck_assert_int_eq(enrolment_list(house_write(north.house), child.id, &stays, &n), OK);
	house_rollback(north.house);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(stays[0].years, 3);
	ck_assert_int_eq(half_of(&south, one)->state, STATE(CLOSED));
	ck_assert_int_gt(count_in(&north, "SELECT count(*) FROM student_past"), 0);
	both_are_clean();
}
END_TEST

START_TEST(only_a_graduate_is_let_go_and_only_into_what_follows)
{
	is_refused_there(7, "在读"); /* on the roll */
	graduates_in(&south, &child);
	is_refused_there(10, "FSM6"); /* a stage is left out */
	struct answer a = apply_abroad_as(&north, &child, ENROLMENT, 1);
	ck_assert_int_eq(a.reason, REASON_NOT_ENTRY); /* that is seen on this side */
	both_are_clean();
}
END_TEST

START_TEST(two_provinces_do_not_both_enrol_it)
{
	graduates_in(&south, &child);
	const Xueji__V1__Case *one = brought_to(&north, enrolled_abroad(7), STATE(OUT_BUREAU));
	is_refused_there(7, "2002"); /* another case is open */
	brought_to(&north, one, STATE(CLOSED));
	struct answer a = apply_abroad_as(&south, &child, ENROLMENT, 7);
	ck_assert_int_eq(a.err, OK); /* its own graduate, which is gone: the other one is asked */
	one = ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
	one = brought_to(&south, one, STATE(CHECK_FAILED));
	both_are_clean();
}
END_TEST

START_TEST(it_is_started_in_autumn_and_in_spring_alone)
{
	graduates_in(&south, &child);
	house_policy(north.house, POLICY_ENROLMENT_ABROAD_UNTIL, 1031); /* it is November */
	struct answer a = apply_abroad_as(&north, &child, ENROLMENT, 7);
	ck_assert_int_eq(a.reason, REASON_ENROLMENT_CLOSED);
	ck_assert_str_eq(a.failure.args[0], "08-15 – 10-31, 03-01 – 05-31");
	house_policies(north.house, 2,
		(const int64_t[][2]){
			{POLICY_ENROLMENT_ABROAD_FROM, 0}, {POLICY_ENROLMENT_SPRING_FROM, 0}});
	a = apply_abroad_as(&north, &child, ENROLMENT, 7);
	ck_assert_int_eq(a.reason, REASON_ENROLMENT_CLOSED);
	house_policies(north.house, 0, NULL);
	ck_assert_int_eq(apply_abroad_as(&north, &child, ENROLMENT, 7).err, OK);
}
END_TEST

START_TEST(the_source_bureau_refuses_and_the_graduate_stays_one)
{
	graduates_in(&south, &child);
	const Xueji__V1__Case *one = brought_to(&north, enrolled_abroad(7), STATE(OUT_BUREAU));
	struct moving there = {.house = south.house};
	refuse_for(&there, south.staff.officer, half_of(&south, one),
		XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_GUARDIAN_DENIES);
	carry_all();
	ck_assert_int_eq(case_now(&north, one)->state, STATE(REFUSED));
	ck_assert_int_eq(record_in(&south).row.status, ROLL_GRADUATED);
	both_are_clean();
}
END_TEST

SUITE_WITH("crossing_enrolments", set_up, provinces_close,
	a_graduate_goes_over_into_the_next_stage_with_all_that_it_was,
	only_a_graduate_is_let_go_and_only_into_what_follows, two_provinces_do_not_both_enrol_it,
	it_is_started_in_autumn_and_in_spring_alone,
	the_source_bureau_refuses_and_the_graduate_stays_one)
