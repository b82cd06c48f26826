/* A child goes to another school: the ways through, and what is there afterwards. */
#include <string.h>

#include "server/service/services.h"
#include "server/store/db.h"
#include "server/store/enrolment_store.h"
#include "server/store/policy_cache.h"
#include "tests/calls/moving.h"

static struct moving *m;
static struct mover child;

static void set_up(void)
{
	m = moving_open();
	child = mover_new(m, "陈小明");
}

static void tear_down(void)
{
	moving_close(m);
}

#define STATE(word) XUEJI__V1__CASE_STATE__CASE_STATE_##word

/* Its way, as the states that it came by. */
static void way(const Xueji__V1__Case *one, size_t n, const Xueji__V1__CaseState *states)
{
	const Xueji__V1__GetCaseResponse *whole = case_get_whole(m->house, m->old.officer, one);
	ck_assert_uint_eq(whole->n_steps, n);
	for (size_t i = 0; i < n; i++)
		ck_assert_int_eq(whole->steps[i]->to_state, states[i]);
}
#define WAY(one, ...)                                                 \
	way(one,                                                      \
		sizeof((const Xueji__V1__CaseState[]){__VA_ARGS__}) / \
			sizeof(Xueji__V1__CaseState),                 \
		(const Xueji__V1__CaseState[]){__VA_ARGS__})

START_TEST(between_schools_of_one_bureau_it_confirms_once_at_the_end)
{
	const Xueji__V1__Case *one = applied(m, &child, SECOND_SCHOOL, m->same.registrar);
	ck_assert_int_eq(one->state, STATE(SCHOOL_REVIEW));
	one = carried(m, one, STATE(PAPER_OUT));
	WAY(one, STATE(DRAFT), STATE(SCHOOL_REVIEW), STATE(OUT_SCHOOL), STATE(OUT_SIGN),
		STATE(OUT_BUREAU), STATE(PAPER_OUT));
	ck_assert_int_eq(mover_now(m, child.id).row.school, SECOND_SCHOOL);
}
END_TEST

START_TEST(between_two_bureaus_both_confirm)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = carried(m, one, STATE(OUT_BUREAU));
	ck_assert_int_eq(mover_now(m, child.id).row.school, SCHOOL);
	one = carried(m, one, STATE(CLOSED));
	WAY(one, STATE(DRAFT), STATE(SCHOOL_REVIEW), STATE(BUREAU_REVIEW), STATE(OUT_SCHOOL),
		STATE(OUT_SIGN), STATE(OUT_BUREAU), STATE(PAPER_OUT), STATE(PAPER_IN),
		STATE(CLOSED));
}
END_TEST

START_TEST(city_and_province_sign_where_the_province_wants_it)
{
	/* from the other city, whose own schools have the city for a bureau, back into a county */
	const Xueji__V1__Case *one = applied(m, &child, FAR_SCHOOL, m->far.registrar);
	one = carried(m, one, STATE(PAPER_OUT));
	house_policy(m->house, POLICY_TRANSFER_CITY_SIGNS, 1);
	child.student_no = "";
	Xueji__V1__ApplyTransferRequest in = application(m, &child, NEIGHBOUR_SCHOOL);
	in.id_number = (char *)child.id_number;
	one = ((const Xueji__V1__GetCaseResponse *)apply(m, m->near.registrar, &in).reply)->summary;
	one = carried(m, one, STATE(CITY_REVIEW));
	house_policy(m->house, POLICY_TRANSFER_PROVINCE_SIGNS, 1);
	one = carried(m, one, STATE(PROVINCE_REVIEW));
	one = carried(m, one, STATE(OUT_SCHOOL));
	ck_assert_str_eq(one->turn_unit->id, id_text(m->house, FAR_SCHOOL));
}
END_TEST

START_TEST(the_record_stands_at_the_new_school_whole_in_one_instant)
{
	struct enrolment *stays;
	size_t n;
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	carried(m, one, STATE(PAPER_OUT));
	struct student_record now = mover_now(m, child.id);
	ck_assert_int_eq(now.row.school, NEIGHBOUR_SCHOOL);
	ck_assert_int_eq(now.row.county, NEIGHBOUR);
	ck_assert_int_eq(now.row.class_no, 2);
	ck_assert_int_eq(enrolment_list(house_write(m->house), child.id, &stays, &n), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(stays[0].to_day, "");
	ck_assert_int_eq(stays[0].school, NEIGHBOUR_SCHOOL);
	ck_assert_str_eq(stays[1].to_day, "2026-11-22");
	ck_assert_int_eq(stays[1].ended, 3); /* transferred */
	house_rollback(m->house);
	const char *const sums[] = {
		"SELECT count(*) FROM school_stat WHERE school_id = 8 AND boys + girls > 0",
		"SELECT count(*) FROM name_gram WHERE county_id = 5",
		"SELECT count(*) FROM guardian WHERE county_id = 5",
	};
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		ck_assert_int_eq(house_count(m->house, sums[i]), 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT boys FROM school_stat WHERE school_id = 10"), 1);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM number WHERE is_current = 1"), 1);
}
END_TEST

START_TEST(the_new_side_opens_the_file_and_the_old_keeps_what_it_was)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	Xueji__V1__GetStudentRequest in = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	in.student_id = id_text(m->house, child.id);
#define OPENS(person) call(m->house, (person)->token, &students_service, "GetStudent", &in.base).err
	ck_assert_int_ne(OPENS(m->near.registrar), OK);
	ck_assert_int_eq(OPENS(m->old.registrar), OK);
	one = carried(m, one, STATE(PAPER_OUT));
	ck_assert_int_eq(OPENS(m->near.registrar), OK);
	ck_assert_int_ne(OPENS(m->old.registrar), OK);
	const Xueji__V1__TransferApplication *kept =
		case_get_whole(m->house, m->old.officer, one)->transfer;
	ck_assert_ptr_nonnull(kept->file_kept);
	ck_assert_str_eq(kept->file_kept->name, "陈小明");
	ck_assert_uint_eq(strspn(kept->file_kept->id_number, "*"), 16);
	ck_assert_ptr_null(case_get_whole(m->house, m->near.officer, one)->transfer->file_kept);
}
END_TEST

START_TEST(the_track_says_who_signed_and_whose_move_it_is)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = carried(m, one, STATE(OUT_SIGN));
	const Xueji__V1__GetCaseResponse *whole = case_get_whole(m->house, m->city, one);
	ck_assert_uint_eq(whole->n_stations, 6);
	for (size_t i = 0; i < 6; i++) {
		ck_assert(whole->stations[i]->is_done == (i < 4));
		ck_assert(whole->stations[i]->is_current == (i == 4));
		ck_assert((whole->stations[i]->operator_name[0] != '\0') == (i < 4));
	}
	ck_assert_uint_eq(whole->n_moves, 0); /* the city looks on (Q1) */
	ck_assert_int_eq(case_get_whole(m->house, m->old.approver, one)->n_moves, 2);
	ck_assert_uint_eq(strspn(whole->transfer->student_no, "*"), 17);
	ck_assert_str_eq(whole->transfer->cause, "家庭迁居");
}
END_TEST

START_TEST(a_child_is_found_by_number_and_name_and_little_is_said_of_it)
{
	Xueji__V1__FindChildRequest in = XUEJI__V1__FIND_CHILD_REQUEST__INIT;
	in.school_id = id_text(m->house, FAR_SCHOOL);
	in.student_no = (char *)child.student_no;
#define FIND() call(m->house, m->far.registrar->token, &transfers_service, "FindChild", &in.base)
	in.name = "陈 小明";
	struct answer a = FIND();
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__FindChildResponse *found = a.reply;
	ck_assert_str_eq(found->school->name, "第一小学");
	ck_assert_str_eq(found->place, "广东省 深圳市 南山区");
	ck_assert_uint_eq(strspn(found->student_no_masked + 1, "*"), 16);
	ck_assert(!found->has_open_case);
	in.id_number = (char *)mover_new(m, "林小花").id_number;
	a = FIND();
	ck_assert_int_eq(a.reason, REASON_DATA_DIFFER_2001);
	ck_assert_str_eq(a.failure.args[0], "ID number");
	in.id_number = "";
	in.name = "陈小军";
	ck_assert_str_eq(FIND().failure.args[0], "name");
	in.student_no = "L44030520200304999X";
	ck_assert_int_eq(FIND().reason, REASON_CHILD_NOT_FOUND);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM journal WHERE action = "
					       "'transfer.looked_up'"),
		4);
	in.school_id = id_text(m->house, SCHOOL);
	ck_assert_int_eq(FIND().err, ERR_DENIED);
}
END_TEST

START_TEST(who_guesses_has_to_wait)
{
	Xueji__V1__ApplyTransferRequest in = application(m, &child, FAR_SCHOOL);
	in.name = "陈小军";
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(apply(m, m->far.registrar, &in).reason, REASON_DATA_DIFFER_2001);
	in.name = "陈小明";
	struct answer a = apply(m, m->far.registrar, &in);
	ck_assert_int_eq(a.reason, REASON_TRY_LATER);
	ck_assert_int_gt(a.failure.retry_after_us, 0);
	ck_assert_int_eq(apply(m, m->near.registrar, &in).err, ERR_DENIED);
	house_wait(m->house, a.failure.retry_after_us);
	ck_assert_int_eq(apply(m, m->far.registrar, &in).err, OK);
}
END_TEST

START_TEST(each_unit_has_its_ten_days_and_the_paper_a_month)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	ck_assert_str_eq(one->due_date, "2026-12-04");
	one = carried(m, one, STATE(OUT_SCHOOL));
	days_pass(m->house, 3, m->all);
	one = case_done(m->house, m->old.registrar, SUBMIT, one, "");
	ck_assert_str_eq(one->due_date, "2026-12-04"); /* the school's days, not its approver's */
	one = case_done(m->house, m->old.approver, APPROVE, one, "");
	ck_assert_str_eq(one->due_date, "2026-12-09");
	one = carried(m, one, STATE(PAPER_OUT));
	ck_assert_str_eq(one->due_date, "2026-12-25");
	days_pass(m->house, 1, m->all);
	one = case_done(m->house, m->old.registrar, HAND_OVER, one, "");
	ck_assert_str_eq(one->due_date, "2026-12-25");
	ck_assert_int_eq(case_waiting(m->house, m->near.registrar,
				 XUEJI__V1__CASE_PARTY__CASE_PARTY_REGISTRAR)
				 ->load->waiting,
		1);
	one = case_done(m->house, m->near.registrar, RECEIVE, one, "");
	ck_assert_int_eq(one->state, STATE(CLOSED));
	ck_assert_str_eq(one->due_date, "");
}
END_TEST

START_TEST(a_full_class_at_the_end_leaves_the_child_to_be_placed)
{
	struct mover other = mover_new(m, "林小花");
	house_policy(m->house, POLICY_CLASS_SIZE, 1);
	const Xueji__V1__Case *one = applied(m, &child, SECOND_SCHOOL, m->same.registrar);
	const Xueji__V1__Case *two = applied(m, &other, SECOND_SCHOOL, m->same.registrar);
	one = carried(m, one, STATE(OUT_BUREAU));
	two = carried(m, two, STATE(OUT_BUREAU));
	carried(m, one, STATE(PAPER_OUT));
	carried(m, two, STATE(PAPER_OUT));
	ck_assert_int_eq(mover_now(m, child.id).row.class_no, 2);
	ck_assert_int_eq(mover_now(m, other.id).row.class_no, 0);
}
END_TEST

START_TEST(who_signs_sees_the_last_year_a_full_class_and_what_differs)
{
	static const struct sql meanwhile[] = {
		{"test_last_year", "UPDATE enrolment SET year_in_stage = years"},
		{"test_full", "UPDATE student SET school_id = 10, class_no = 2"
			      " WHERE name = '林小花'"},
		{"test_renamed", "UPDATE student SET name = '陈晓明' WHERE name = '陈小明'"},
	};
	house_policy(m->house, POLICY_CLASS_SIZE, 1);
	struct mover other = mover_new(m, "林小花");
	carried(m, applied(m, &other, NEIGHBOUR_SCHOOL, m->near.registrar), STATE(OUT_SIGN));
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	const Xueji__V1__GetCaseResponse *whole = case_get_whole(m->house, m->near.approver, one);
	ck_assert(!whole->summary->is_graduating && !whole->summary->is_class_full);
	ck_assert_uint_eq(whole->n_differs, 0);
	for (size_t i = 0; i < sizeof meanwhile / sizeof *meanwhile; i++) {
		ck_assert_int_eq(db_run(house_write(m->house), &meanwhile[i], NO_ARGS, NULL), OK);
		house_commit(m->house);
	}
	const Xueji__V1__ListCasesResponse *list = case_waiting(
		m->house, m->near.approver, XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER);
	ck_assert_uint_eq(list->n_cases, 1);
	ck_assert(list->cases[0]->is_graduating && list->cases[0]->is_class_full);
	whole = case_get_whole(m->house, m->near.approver, one);
	ck_assert(whole->summary->is_graduating && whole->summary->is_class_full);
	ck_assert_uint_eq(whole->n_differs, 1);
	ck_assert_str_eq(whole->differs[0], "name");
}
END_TEST

START_TEST(without_paper_files_it_is_closed_at_once)
{
	house_policy(m->house, POLICY_TRANSFER_PAPER_DAYS, 0);
	const Xueji__V1__Case *one = applied(m, &child, SECOND_SCHOOL, m->same.registrar);
	carried(m, one, STATE(CLOSED));
	ck_assert_int_eq(mover_now(m, child.id).row.school, SECOND_SCHOOL);
}
END_TEST

START_TEST(a_child_of_a_special_school_may_leave_its_record_where_it_is)
{
	struct person *registrar =
		person_make(m->house, "registrar.special", FAR_SPECIAL, ROLE_REGISTRAR);
	struct person *approver =
		person_make(m->house, "approver.special", FAR_SPECIAL, ROLE_APPROVER);
	Xueji__V1__ApplyTransferRequest in = application(m, &child, FAR_SPECIAL);
	in.keeps_record = true;
	struct answer a = apply(m, registrar, &in);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Case *one = ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
	one = case_done(m->house, approver, APPROVE, one, "");
	one = case_done(m->house, m->far.officer, APPROVE, one, "");
	one = carried(m, one, STATE(DONE));
	ck_assert_int_eq(mover_now(m, child.id).row.school, SCHOOL);
	in = application(m, &child, FAR_SCHOOL);
	in.keeps_record = true;
	ck_assert_int_eq(apply(m, m->far.registrar, &in).reason, REASON_KEEP_BARRED);
}
END_TEST

static const Xueji__V1__ListCasesResponse *own_list(
	const struct person *person, Xueji__V1__CaseParty party)
{
	Xueji__V1__ListCasesRequest in = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	in.mine = true, in.waiting_for = party;
	struct answer a = case_ask(m->house, person, "ListCases", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

START_TEST(what_waits_for_one_is_what_his_desk_counts_on_either_side)
{
	struct mover second = mover_new(m, "王小红");
	const Xueji__V1__Case *out = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	const Xueji__V1__Case *in = applied(m, &second, NEIGHBOUR_SCHOOL, m->near.registrar);
	carried(m, in, STATE(BUREAU_REVIEW));
	out = carried(m, out, STATE(OUT_BUREAU));
	const struct person *people[] = {m->old.officer, m->near.officer, m->near.registrar};
	for (size_t i = 0; i < 3; i++) {
		const Xueji__V1__ListCasesResponse *own = own_list(people[i], 0);
		ck_assert_int_eq((int32_t)own->n_cases, desk_counts(m->house, people[i], ""));
		ck_assert_int_eq((int32_t)own->load->waiting, desk_counts(m->house, people[i], ""));
		ck_assert_int_eq(own->matching_count, desk_counts(m->house, people[i], ""));
	}
	const Xueji__V1__ListCasesResponse *own = own_list(m->old.officer, 0);
	ck_assert_uint_eq(own->n_cases, 1);
	ck_assert_str_eq(own->cases[0]->id, out->id);
	own = own_list(m->old.officer, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	ck_assert_uint_eq(own->n_cases, 0);
}
END_TEST

SUITE_WITH("transfers", set_up, tear_down,
	between_schools_of_one_bureau_it_confirms_once_at_the_end, between_two_bureaus_both_confirm,
	city_and_province_sign_where_the_province_wants_it,
	the_record_stands_at_the_new_school_whole_in_one_instant,
	the_new_side_opens_the_file_and_the_old_keeps_what_it_was,
	the_track_says_who_signed_and_whose_move_it_is,
	a_child_is_found_by_number_and_name_and_little_is_said_of_it, who_guesses_has_to_wait,
	each_unit_has_its_ten_days_and_the_paper_a_month,
	a_full_class_at_the_end_leaves_the_child_to_be_placed,
	who_signs_sees_the_last_year_a_full_class_and_what_differs,
	without_paper_files_it_is_closed_at_once,
	a_child_of_a_special_school_may_leave_its_record_where_it_is,
	what_waits_for_one_is_what_his_desk_counts_on_either_side)
