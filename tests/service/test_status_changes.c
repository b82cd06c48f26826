/* Changes of a child's standing: what each does to the record. Who may do what:
 * test_status_rules.c. */
#include <string.h>

#include "domain/stages.h"
#include "server/service/services.h"
#include "server/store/policy_cache.h"
#include "tests/calls/standing.h"
#include "tests/calls/whole.h"
#include "xueji/v1/desk.pb-c.h"
#include "xueji/v1/students.pb-c.h"

static struct moving *m;
static struct mover child;

static void set_up(void)
{
	m = moving_open();
	child = mover_new(m, "陈小明");
	days_pass(m->house, 2, m->all);
}

static void tear_down(void)
{
	moving_close(m);
}

static void change(enum status_change change)
{
	changed(m, m->old.registrar, child.id, change);
	whole_check(m->house);
	days_pass(m->house, 3, m->all);
}

static int status(void)
{
	return mover_now(m, child.id).row.status;
}

static size_t stays(struct enrolment **out)
{
	size_t n;
	ck_assert_int_eq(enrolment_list(house_write(m->house), child.id, out, &n), OK);
	house_commit(m->house);
	return n;
}

static int64_t sum(const char *column)
{
	return house_count(
		m->house, arena_printf(m->house->arena, "SELECT sum(%s) FROM school_stat", column));
}

START_TEST(a_suspended_child_stays_on_the_roll_and_comes_back)
{
	struct enrolment *rows;
	change(STATUS_SUSPEND);
	ck_assert_int_eq(status(), ROLL_SUSPENDED);
	ck_assert_int_eq(sum("boys"), 0);
	ck_assert_int_eq(sum("away"), 1);
	ck_assert_uint_eq(stays(&rows), 1);
	change(STATUS_EXTEND);
	ck_assert_int_eq(status(), ROLL_SUSPENDED);
	change(STATUS_RESUME);
	ck_assert_int_eq(status(), ROLL_ENROLLED);
	ck_assert_int_eq(sum("boys"), 1);
	ck_assert_int_eq(sum("away"), 0);
	ck_assert_uint_eq(stays(&rows), 2); /* in another class */
	ck_assert_int_eq(rows[0].class_no, 2);
	ck_assert_int_eq(rows[1].ended, ROLL_END_CLASS_CHANGED);
}
END_TEST

static const Xueji__V1__DeskCount *reminder(void)
{
	Xueji__V1__GetDeskRequest in = XUEJI__V1__GET_DESK_REQUEST__INIT;
	struct answer a =
		call(m->house, m->old.registrar->token, &desk_service, "GetDesk", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__GetDeskResponse *out = a.reply;
	for (size_t i = 0; i < out->n_rows; i++)
		if (strcmp(out->rows[i]->key, "student.suspension") == 0)
			return out->rows[i]->count;
	return NULL;
}

static const Xueji__V1__ListStudentsResponse *suspended(void)
{
	Xueji__V1__ListStudentsRequest in = XUEJI__V1__LIST_STUDENTS_REQUEST__INIT;
	in.unit_id = id_text(m->house, SCHOOL);
	in.roll_status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_SUSPENDED;
	struct answer a = call(
		m->house, m->old.registrar->token, &students_service, "ListStudents", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

START_TEST(the_desk_reminds_of_a_suspension_that_ends)
{
	mover_new(m, "林小花");
	ck_assert_uint_eq(suspended()->n_students, 0);
	change(STATUS_SUSPEND); /* for 180 days; three have passed */
	ck_assert_uint_eq(suspended()->n_students, 1);
	ck_assert_int_eq(suspended()->matching_count, 1);
	ck_assert_int_eq(suspended()->total_count, 2);
	ck_assert(reminder() == NULL || reminder()->count == 0);
	days_pass(m->house, 162, m->all);
	ck_assert_int_eq(reminder()->count, 1);
	ck_assert_int_eq(reminder()->overdue, 0);
	days_pass(m->house, 20, m->all);
	ck_assert_int_eq(reminder()->overdue, 1);
	change(STATUS_RESUME);
	ck_assert(reminder() == NULL || reminder()->count == 0);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM suspension"), 0);
}
END_TEST

static const Xueji__V1__ListStudentsResponse *dropouts(
	const struct person *person, int64_t unit, char *page)
{
	Xueji__V1__ListStudentsRequest in = XUEJI__V1__LIST_STUDENTS_REQUEST__INIT;
	in.unit_id = id_text(m->house, unit);
	in.roll_status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_DROPPED_OUT;
	in.page_size = 1;
	in.page_token = page;
	struct answer a =
		call(m->house, person->token, &students_service, "ListStudents", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

static int32_t on_desk(const struct person *person, const char *key)
{
	const Xueji__V1__DeskRow *row = desk_row(m->house, person, key);
	ck_assert_ptr_nonnull(row);
	return row->count->count;
}

START_TEST(school_and_county_see_who_dropped_out_until_he_is_back)
{
	ck_assert_int_eq(on_desk(m->old.officer, "student.dropouts"), 0);
	change(STATUS_DROP_OUT);
	stand_as(m, mover_new(m, "林小花").id, ROLL_DROPPED_OUT);
	ck_assert_int_eq(on_desk(m->old.officer, "student.dropouts"), 2);
	ck_assert_int_eq(on_desk(m->old.registrar, "student.dropped_out"), 2);
	ck_assert_int_eq(on_desk(m->same.registrar, "student.dropped_out"), 0);
	ck_assert_int_eq(on_desk(m->near.officer, "student.dropouts"), 0);
	const Xueji__V1__ListStudentsResponse *list = dropouts(m->old.officer, COUNTY, "");
	ck_assert_int_eq(list->total_count, 2);
	ck_assert_int_eq(list->matching_count, 2);
	ck_assert_uint_eq(list->n_students, 1);
	list = dropouts(m->old.officer, COUNTY, list->next_page_token);
	ck_assert_uint_eq(list->n_students, 1);
	ck_assert_str_eq(list->students[0]->name, "林小花");
	ck_assert_str_eq(list->next_page_token, "");
	ck_assert_uint_eq(dropouts(m->near.officer, NEIGHBOUR, "")->n_students, 0);
	change(STATUS_COME_BACK);
	ck_assert_int_eq(on_desk(m->old.officer, "student.dropouts"), 1);
}
END_TEST

START_TEST(who_comes_back_a_grade_below_repeats)
{
	struct enrolment *rows;
	struct ctx *ctx = house_write(m->house);
	struct student_record record;
	const struct student_move up = {.school = SCHOOL,
		.stage = STAGE_PRIMARY,
		.grade = 2,
		.years = 6,
		.year_in_stage = 2};
	ck_assert_int_eq(student_read(ctx, child.id, &record), OK);
	ck_assert_int_eq(student_move(ctx, &record, &up), OK);
	house_commit(m->house);
	change(STATUS_SUSPEND);
	change(STATUS_RESUME);
	stays(&rows);
	ck_assert_int_eq(rows[0].grade, 1);
	ck_assert_int_eq(rows[0].year_in_stage, 1);
	ck_assert_int_eq(rows[1].ended, ROLL_END_REPEATED);
}
END_TEST

START_TEST(who_goes_abroad_goes_on_with_the_same_record)
{
	const char *number = child.student_no;
	change(STATUS_GO_ABROAD);
	ck_assert_int_eq(status(), ROLL_ABROAD);
	change(STATUS_RETURN);
	ck_assert_int_eq(status(), ROLL_ENROLLED);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM number WHERE is_current = 1"), 1);
	ck_assert_str_eq(number, child.student_no);
}
END_TEST

START_TEST(a_dropout_is_kept_and_needs_no_bureau)
{
	const Xueji__V1__Case *one = change_applied(m, m->old.registrar, child.id, STATUS_DROP_OUT);
	one = case_done(m->house, m->old.approver, APPROVE, one, "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_DONE);
	ck_assert_int_eq(status(), ROLL_DROPPED_OUT);
	ck_assert_int_eq(sum("away"), 1);
	change(STATUS_COME_BACK);
	ck_assert_int_eq(status(), ROLL_ENROLLED);
}
END_TEST

START_TEST(death_ends_the_stay_and_keeps_the_identity)
{
	struct enrolment *rows;
	change(STATUS_DIE);
	ck_assert_int_eq(status(), ROLL_DECEASED);
	stays(&rows);
	ck_assert_int_eq(rows[0].ended, ROLL_END_DECEASED);
	ck_assert_int_eq(sum("boys + away"), 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM identity WHERE claimant = 0"), 1);
}
END_TEST

START_TEST(who_has_left_is_restored)
{
	struct enrolment *rows;
	change(STATUS_LEAVE);
	ck_assert_int_eq(status(), ROLL_LEFT_OTHER);
	change(STATUS_RESTORE);
	ck_assert_int_eq(status(), ROLL_ENROLLED);
	ck_assert_uint_eq(stays(&rows), 2);
	ck_assert_int_eq(rows[0].class_no, 2);
	ck_assert_int_eq(rows[1].ended, ROLL_END_LEFT_OTHER);
}
END_TEST

START_TEST(a_class_that_is_full_by_now_is_no_reason_against_a_child)
{
	change(STATUS_GO_ABROAD);
	const Xueji__V1__Case *one = change_applied(m, m->old.registrar, child.id, STATUS_RETURN);
	house_policy(m->house, POLICY_CLASS_SIZE, 0);
	carried(m, one, XUEJI__V1__CASE_STATE__CASE_STATE_DONE);
	ck_assert_int_eq(mover_now(m, child.id).row.class_no, 0);
}
END_TEST

START_TEST(senior_pupils_withdraw_and_the_city_confirms_it)
{
	child = senior_new(m, "林小花", 11);
	const Xueji__V1__Case *one =
		change_applied(m, m->same.registrar, child.id, STATUS_WITHDRAW);
	one = case_done(m->house, m->same.approver, APPROVE, one, "");
	one = case_done(m->house, m->same.officer, APPROVE, one, "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_CITY_REVIEW);
	one = case_done(m->house, m->city, APPROVE, one, "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_DONE);
	ck_assert_int_eq(status(), ROLL_WITHDRAWN);
	whole_check(m->house);
	child = senior_new(m, "吴花", 12);
	house_policy(m->house, POLICY_STATUS_CITY_SIGNS, 0);
	one = change_applied(m, m->same.registrar, child.id, STATUS_COMPLETE);
	one = case_done(m->house, m->same.approver, APPROVE, one, "");
	one = case_done(m->house, m->same.officer, APPROVE, one, "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_DONE);
	ck_assert_int_eq(status(), ROLL_COMPLETED);
}
END_TEST

START_TEST(the_case_says_what_it_is_and_what_it_applies_for)
{
	const Xueji__V1__Case *one = change_applied(m, m->old.registrar, child.id, STATUS_SUSPEND);
	ck_assert_str_eq(one->title, "suspension");
	ck_assert_int_eq(one->type, XUEJI__V1__CASE_TYPE__CASE_TYPE_STATUS);
	const Xueji__V1__GetCaseResponse *whole = case_get_whole(m->house, m->old.officer, one);
	ck_assert_ptr_nonnull(whole->status_change);
	ck_assert_str_eq(whole->status_change->cause, "因病");
	ck_assert_str_eq(whole->status_change->from_day, "2026-11-24");
	ck_assert_uint_eq(whole->n_attachment_ids, 1);
	ck_assert_ptr_null(whole->items);
	const Xueji__V1__ListCasesResponse *waiting =
		case_waiting(m->house, m->old.approver, XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER);
	ck_assert_uint_eq(waiting->n_cases, 1);
	ck_assert_int_eq(waiting->cases[0]->status_change,
		XUEJI__V1__STATUS_CHANGE_KIND__STATUS_CHANGE_KIND_SUSPEND);
}
END_TEST

static bool tells(const char *title)
{
	Xueji__V1__GetHistoryRequest in = XUEJI__V1__GET_HISTORY_REQUEST__INIT;
	in.student_id = id_text(m->house, child.id);
	struct answer a =
		call(m->house, m->old.registrar->token, &students_service, "GetHistory", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__GetHistoryResponse *out = a.reply;
	for (size_t i = 0; i < out->n_events; i++)
		if (strcmp(out->events[i]->title, title) == 0)
			return true;
	return false;
}

START_TEST(the_history_tells_it_in_words)
{
	change(STATUS_SUSPEND);
	ck_assert(tells("suspension, from 2026-11-24 until 2027-05-23"));
	ck_assert(tells("suspension: approve"));
	change(STATUS_RESUME);
	ck_assert(tells("resumption, from 2026-11-27"));
}
END_TEST

SUITE_WITH("status_changes", set_up, tear_down, a_suspended_child_stays_on_the_roll_and_comes_back,
	the_desk_reminds_of_a_suspension_that_ends,
	school_and_county_see_who_dropped_out_until_he_is_back,
	who_comes_back_a_grade_below_repeats, who_goes_abroad_goes_on_with_the_same_record,
	a_dropout_is_kept_and_needs_no_bureau, death_ends_the_stay_and_keeps_the_identity,
	who_has_left_is_restored, a_class_that_is_full_by_now_is_no_reason_against_a_child,
	senior_pupils_withdraw_and_the_city_confirms_it,
	the_case_says_what_it_is_and_what_it_applies_for, the_history_tells_it_in_words)
