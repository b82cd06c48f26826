/* Problems go where their child goes: to another school, where what the old one has answered is
 * answered anew (R45), and with a school that comes under another county, or is merged (R12). */
#include <stdlib.h>
#include <string.h>

#include "domain/roles.h"
#include "domain/roll.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "tests/calls/changing.h"
#include "tests/calls/settling.h"

static struct moving *m;
static struct mover child;
static const Xueji__V1__Case *transfer;
static const Xueji__V1__Problem *problem;

/* A child that is on its way to the second school when another turns up with its number; its old
 * school says that it never came, and the bureau is to agree. */
static void set_up(void)
{
	m = moving_open();
	house = m->house;
	child = mover_new(m, "陈小明");
	transfer = applied(m, &child, SECOND_SCHOOL, m->same.registrar);
	faulty_new(m, "林小花", SCHOOL, child.id_number);
	problem = problem_of(m, child.id, KIND(DUP_ID));
	ck_assert_ptr_nonnull(problem);
	problem = problem_done(m, m->old.officer, EVENT(DISPATCH), problem);
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, problem, m->old.registrar, ANSWER(DELETE), true);
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_NEVER_CAME;
	in.note = "从未到校";
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	problem = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	ck_assert_int_eq(problem->state, STATE(BUREAU_REVIEW));
}

static void tear_down(void)
{
	moving_close(m);
}

static void arrived(void)
{
	carried(m, transfer, XUEJI__V1__CASE_STATE__CASE_STATE_PAPER_OUT);
	ck_assert_int_eq(mover_now(m, child.id).row.school, SECOND_SCHOOL);
}

static size_t to_answer(const struct person *person)
{
	Xueji__V1__ListProblemsRequest in = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	in.waiting_for = XUEJI__V1__CASE_PARTY__CASE_PARTY_REGISTRAR;
	struct answer a =
		call(m->house, person->token, &problems_service, "ListProblems", &in.base);
	ck_assert_int_eq(a.err, OK);
	return ((const Xueji__V1__ListProblemsResponse *)a.reply)->n_problems;
}

/* The second school has it to answer, and is told who had answered what. */
static void answered_anew(void)
{
	const Xueji__V1__GetProblemResponse *now = problem_whole(m, m->same.registrar, problem->id);
	const Xueji__V1__CaseStep *last = now->steps[now->n_steps - 1];
	ck_assert_int_eq(now->summary->state, STATE(SCHOOL_TODO));
	ck_assert_str_eq(now->summary->turn_unit->id, id_text(m->house, SECOND_SCHOOL));
	ck_assert_int_eq(last->event, EVENT(MOVED));
	ck_assert_ptr_nonnull(strstr(last->reason, "从未到校"));
	ck_assert_ptr_nonnull(strstr(last->reason, "删除"));
	ck_assert_uint_eq(now->n_attachment_ids, SUBSTANTIATE_WITH);
	ck_assert_int_eq(to_answer(m->same.registrar), 1);
	problem_refused(m, m->old.officer, EVENT(APPROVE), now->summary, "CASE_NO_SUCH_STEP");
	ck_assert_int_eq(mover_now(m, child.id).row.status, ROLL_ENROLLED);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM journal WHERE action = "
					       "'case.step' AND summary LIKE '%problem moved%'"),
		1);
}

START_TEST(the_old_schools_wish_to_delete_waits_no_longer_when_the_child_has_moved)
{
	arrived();
	answered_anew();
}
END_TEST

/* ---- with their school ---- */

static void administrate(void)
{
	token = person_make(m->house, "zhou", PROVINCE, ROLE_SYSTEM)->token;
}

/* Ids of the problems that he sees of children of a school (by its name), in the order of his
 * list; "" of none. */
static const char *seen_by(const struct person *person, const char *school, bool is_settled)
{
	Xueji__V1__ListProblemsRequest in = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	in.settled = is_settled;
	struct answer a = call(house, person->token, &problems_service, "ListProblems", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__ListProblemsResponse *list = a.reply;
	const char *ids = "";
	ck_assert_int_eq(list->n_problems, list->total);
	for (size_t i = 0; i < list->n_problems; i++)
		if (strcmp(list->problems[i]->school->name, school) == 0)
			ids = arena_printf(house->arena, "%s%s ", ids, list->problems[i]->id);
	return ids;
}

/* Counted, drawn as a burn-down, and listed: it is the same number. */
static int64_t open_at(const struct person *person)
{
	Xueji__V1__SummarizeProblemsRequest in = XUEJI__V1__SUMMARIZE_PROBLEMS_REQUEST__INIT;
	Xueji__V1__ListProblemsRequest of = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	in.by = XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_KIND;
	in.from_date = "2026-01-01";
	struct answer a =
		call(house, person->token, &problems_service, "SummarizeProblems", &in.base);
	struct answer b = call(house, person->token, &problems_service, "ListProblems", &of.base);
	ck_assert_int_eq(a.err, OK);
	ck_assert_int_eq(b.err, OK);
	const Xueji__V1__SummarizeProblemsResponse *sums = a.reply;
	const Xueji__V1__ListProblemsResponse *list = b.reply;
	int64_t of_kinds = 0;
	for (size_t i = 0; i < sums->n_counts; i++)
		of_kinds += sums->counts[i]->open;
	ck_assert_int_eq(sums->total->open, list->total);
	ck_assert_int_eq(sums->total->open, list->n_problems);
	ck_assert_int_eq(sums->total->open, of_kinds);
	ck_assert_int_eq(sums->total->open, sums->n_days ? sums->days[sums->n_days - 1]->open : 0);
	return sums->total->open;
}

static size_t waiting_for_bureau(const struct person *officer)
{
	Xueji__V1__ListProblemsRequest in = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	in.waiting_for = XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU;
	struct answer a = call(house, officer->token, &problems_service, "ListProblems", &in.base);
	ck_assert_int_eq(a.err, OK);
	return ((const Xueji__V1__ListProblemsResponse *)a.reply)->n_problems;
}

/* One that was settled at the first school, by its bureau. */
static const char *settled_one(void)
{
	int64_t pupil = faulty_new(m, "陈小红", SCHOOL, "");
	const Xueji__V1__Problem *one = problem_of(m, pupil, KIND(NO_ID));
	one = problem_done(m, m->old.officer, EVENT(DISPATCH), one);
	one = problem_answered(m, one, m->old.registrar, ANSWER(APPLY_J));
	one = problem_done(m, m->old.approver, EVENT(APPROVE), one);
	one = problem_done(m, m->old.officer, EVENT(APPROVE), one);
	one = problem_done(m, m->province, EVENT(APPROVE), one);
	ck_assert_int_eq(one->state, STATE(SETTLED));
	return one->id;
}

START_TEST(problems_of_a_school_that_moves_are_those_of_its_new_county)
{
	administrate();
	const char *settled = settled_one();
	faulty_new(m, "赵小刚", SCHOOL, number_wrong(m));
	faulty_new(m, "孙小兰", SECOND_SCHOOL, number_wrong(m));
	const char *open = seen_by(m->old.officer, "第一小学", false);
	const char *others = seen_by(m->old.officer, "第二小学", false);
	const char *closed = seen_by(m->old.officer, "第一小学", true);
	size_t waiting = waiting_for_bureau(m->old.officer);
	int64_t in_city = open_at(m->city);
	ck_assert_ptr_nonnull(strstr(open, problem->id));
	ck_assert_ptr_nonnull(strstr(closed, settled));
	move_unit(SCHOOL, NEIGHBOUR);
	children_followed();
	ck_assert_str_eq(seen_by(m->near.officer, "第一小学", false), open);
	ck_assert_str_eq(seen_by(m->old.officer, "第一小学", false), "");
	ck_assert_str_eq(seen_by(m->old.officer, "第二小学", false), others);
	/* What is over those see who settled it, and whose child it is now. */
	ck_assert_str_eq(seen_by(m->near.officer, "第一小学", true), closed);
	ck_assert_str_eq(seen_by(m->old.officer, "第一小学", true), closed);
	problem_whole(m, m->near.officer, settled);
	problem_whole(m, m->old.officer, settled);
	ck_assert_int_eq(open_at(m->near.officer) + open_at(m->old.officer), in_city);
	ck_assert_int_eq(open_at(m->city), in_city);
	ck_assert_uint_gt(waiting_for_bureau(m->near.officer), 0);
	ck_assert_uint_eq(
		waiting_for_bureau(m->near.officer) + waiting_for_bureau(m->old.officer), waiting);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(a_problem_between_two_counties_is_the_citys_from_then_on)
{
	char *number = number_new(m);
	int64_t sides[] = {faulty_new(m, "赵小刚", SCHOOL, number),
		faulty_new(m, "孙小兰", SECOND_SCHOOL, number)};
	administrate();
	for (int i = 0; i < 2; i++)
		ck_assert_str_eq(problem_of(m, sides[i], KIND(DUP_ID))->turn_unit->id,
			id_text(house, COUNTY));
	move_unit(SECOND_SCHOOL, NEIGHBOUR);
	children_followed();
	for (int i = 0; i < 2; i++)
		ck_assert_str_eq(
			problem_of(m, sides[i], KIND(DUP_ID))->turn_unit->id, id_text(house, CITY));
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(problems_of_a_county_that_moves_are_those_of_its_new_city)
{
	administrate();
	settled_one();
	const char *open = seen_by(m->city, "第一小学", false);
	const char *closed = seen_by(m->city, "第一小学", true);
	int64_t in_city = open_at(m->city);
	move_unit(COUNTY, OTHER_CITY);
	children_followed();
	ck_assert_str_eq(seen_by(m->other_city, "第一小学", false), open);
	ck_assert_str_eq(seen_by(m->other_city, "第一小学", true), closed);
	ck_assert_str_eq(seen_by(m->old.officer, "第一小学", false), open);
	ck_assert_str_eq(seen_by(m->city, "第一小学", false), "");
	ck_assert_str_eq(seen_by(m->city, "第一小学", true), closed);
	ck_assert_int_eq(open_at(m->other_city), in_city);
	ck_assert_int_eq(open_at(m->city), 0);
	ck_assert_int_eq(open_at(m->old.officer), in_city);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(a_school_with_problems_and_no_pupil_left_brings_them_along)
{
	administrate();
	const char *settled = settled_one();
	arrived();
	open_at(m->old.registrar);
	open_at(m->same.registrar);
	move_unit(SCHOOL, NEIGHBOUR);
	children_followed();
	ck_assert_ptr_nonnull(strstr(seen_by(m->near.officer, "第一小学", true), settled));
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(a_child_that_goes_to_another_county_takes_them_out_of_the_old_ones_list)
{
	const struct mover pupil = mover_new(m, "周小平");
	const Xueji__V1__Case *going = applied(m, &pupil, NEIGHBOUR_SCHOOL, m->near.registrar);
	faulty_new(m, "吴小英", SCHOOL, pupil.id_number);
	const char *id = problem_of(m, pupil.id, KIND(DUP_ID))->id;
	int64_t before = open_at(m->old.officer);
	carried(m, going, XUEJI__V1__CASE_STATE__CASE_STATE_PAPER_OUT);
	ck_assert_ptr_nonnull(strstr(seen_by(m->near.officer, "邻区小学", false), id));
	ck_assert_str_eq(seen_by(m->old.officer, "邻区小学", false), "");
	ck_assert_int_eq(open_at(m->old.officer), before - 1);
	open_at(m->near.officer);
}
END_TEST

/* ---- merged schools ---- */

static void be_merged(void)
{
	administrate();
	case_done(house, m->same.registrar, WITHDRAW, transfer, "");
	merge_units(SCHOOL, SECOND_SCHOOL);
}

START_TEST(a_merged_schools_wish_to_delete_is_put_to_its_successor)
{
	be_merged();
	answered_anew();
}
END_TEST

START_TEST(problems_of_a_merged_school_are_its_successors_whatever_is_written_meanwhile)
{
	const char *settled = settled_one();
	be_merged();
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_child_changed(ctx, child.id), OK);
	settling_commit(m, ctx);
	answered_anew();
	int64_t in_county = open_at(m->old.officer);
	children_followed();
	answered_anew();
	ck_assert_int_eq(mover_now(m, child.id).row.school, SECOND_SCHOOL);
	ck_assert_ptr_nonnull(strstr(seen_by(m->same.registrar, "第一小学", true), settled));
	problem_whole(m, m->same.registrar, settled);
	ck_assert_int_eq(open_at(m->same.registrar), in_county);
	ck_assert_int_eq(open_at(m->old.officer), in_county);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

/* What the school said of a child that is not there stands at its successor. */
START_TEST(what_a_merged_school_reported_stays_reported_whatever_is_written_meanwhile)
{
	const struct mover pupil = mover_new(m, "周小平");
	Xueji__V1__ReportProblemRequest in = XUEJI__V1__REPORT_PROBLEM_REQUEST__INIT;
	in.student_id = id_text(house, pupil.id);
	in.kind = KIND(GHOST);
	ck_assert_int_eq(
		call(house, m->old.registrar->token, &problems_service, "ReportProblem", &in.base)
			.err,
		OK);
	be_merged();
	for (int i = 0; i < 2; i++) {
		struct ctx *ctx = settling_begin(m);
		ck_assert_int_eq(problem_child_changed(ctx, pupil.id), OK);
		settling_commit(m, ctx);
		const Xueji__V1__Problem *now = problem_of(m, pupil.id, KIND(GHOST));
		ck_assert_ptr_nonnull(now);
		ck_assert_str_eq(now->school->id, id_text(house, SECOND_SCHOOL));
		children_followed();
	}
}
END_TEST

START_TEST(what_is_found_between_a_merger_and_its_end_comes_along)
{
	const struct mover pupil = mover_new(m, "周小平");
	be_merged();
	faulty_new(m, "吴小英", SECOND_SCHOOL, pupil.id_number);
	const Xueji__V1__Problem *now = problem_of(m, pupil.id, KIND(DUP_ID));
	ck_assert_ptr_nonnull(now);
	children_followed();
	now = problem_of(m, pupil.id, KIND(DUP_ID));
	ck_assert_str_eq(now->school->id, id_text(house, SECOND_SCHOOL));
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(a_merger_into_another_county_takes_problems_to_its_bureau)
{
	administrate();
	case_done(house, m->same.registrar, WITHDRAW, transfer, "");
	faulty_new(m, "赵小刚", SCHOOL, number_wrong(m));
	faulty_new(m, "孙小兰", SECOND_SCHOOL, number_wrong(m));
	int64_t in_county = open_at(m->old.officer), of_school = open_at(m->old.registrar);
	merge_units(SCHOOL, NEIGHBOUR_SCHOOL);
	children_followed();
	ck_assert_int_eq(open_at(m->near.officer), of_school);
	ck_assert_int_eq(open_at(m->near.registrar), of_school);
	ck_assert_int_eq(open_at(m->old.officer), in_county - of_school);
	ck_assert_uint_eq(waiting_for_bureau(m->near.officer), of_school - 1);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(the_check_names_problems_that_are_listed_or_counted_wrongly)
{
	administrate();
	do_sql("UPDATE problem_seen SET is_turn = 1 - is_turn WHERE unit_id = 5");
	ck_assert_str_eq(checks_found(), "problem_sort problem_count ");
	do_sql("UPDATE problem_seen SET is_turn = 1 - is_turn WHERE unit_id = 5");
	do_sql("DELETE FROM problem_day WHERE unit_id = 3");
	ck_assert_str_eq(checks_found(), "problem_day ");
	move_unit(SCHOOL, NEIGHBOUR);
	do_sql("DELETE FROM school_moved");
	ck_assert_ptr_nonnull(strstr(checks_found(), "problem_place "));
}
END_TEST

SUITE_WITH("problem_moves", set_up, tear_down,
	the_old_schools_wish_to_delete_waits_no_longer_when_the_child_has_moved,
	problems_of_a_school_that_moves_are_those_of_its_new_county,
	a_problem_between_two_counties_is_the_citys_from_then_on,
	problems_of_a_county_that_moves_are_those_of_its_new_city,
	a_school_with_problems_and_no_pupil_left_brings_them_along,
	a_child_that_goes_to_another_county_takes_them_out_of_the_old_ones_list,
	a_merged_schools_wish_to_delete_is_put_to_its_successor,
	problems_of_a_merged_school_are_its_successors_whatever_is_written_meanwhile,
	what_a_merged_school_reported_stays_reported_whatever_is_written_meanwhile,
	what_is_found_between_a_merger_and_its_end_comes_along,
	a_merger_into_another_county_takes_problems_to_its_bureau,
	the_check_names_problems_that_are_listed_or_counted_wrongly)
