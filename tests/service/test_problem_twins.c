/* Which record a deletion joins when a child was recorded twice (R52, Q13): never another child's.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/roll.h"
#include "server/service/case_apply.h"
#include "server/service/services.h"
#include "tests/calls/settling.h"
#include "tests/calls/standing.h"

static struct moving *m;
static char *number;

static void set_up(void)
{
	m = moving_open();
	number = number_new(m);
}

static void tear_down(void)
{
	moving_close(m);
}

static const Xueji__V1__Problem *handed_down(int64_t student)
{
	const Xueji__V1__Problem *problem = problem_of(m, student, KIND(DUP_ID));
	ck_assert_ptr_nonnull(problem);
	return problem_done(m, m->old.officer, EVENT(DISPATCH), problem);
}

/* Its school says that it is of a child who was recorded twice, and the old record shall come. */
static struct answer recorded_twice(int64_t student)
{
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, handed_down(student), m->same.registrar, ANSWER(DELETE), false);
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_RECORDED_TWICE;
	in.guardian_choice = XUEJI__V1__GUARDIAN_CHOICE__GUARDIAN_CHOICE_MOVES;
	return answer_give(m, m->same.registrar, &in);
}

static int64_t survivor_of(int64_t gone)
{
	return house_count(m->house, arena_printf(m->house->arena,
					     "SELECT coalesce(max(survivor_id), 0) FROM tombstone "
					     "WHERE student_id = %lld",
					     (long long)gone));
}

/* Who signed it, who has to now (?), and who comes after, as its track says. */
static const char *track_of(const struct person *person, const Xueji__V1__Problem *one)
{
	static const char *const words[CASE_PARTY_COUNT] = {[CASE_REGISTRAR] = "school",
		[CASE_APPROVER] = "approver",
		[CASE_BUREAU] = "bureau",
		[CASE_PROVINCE] = "province",
		[CASE_NATION] = "nation"};
	const Xueji__V1__GetProblemResponse *whole = problem_whole(m, person, one->id);
	const char *text = "";
	for (size_t i = 0; i < whole->n_track; i++) {
		const Xueji__V1__CaseStation *at = whole->track[i];
		text = arena_printf(m->house->arena, "%s%s%s%s", text, i > 0 ? " " : "",
			words[at->party],
			at->is_done      ? "+"
			: at->is_current ? "?"
					 : "");
	}
	return text;
}

START_TEST(of_several_records_of_a_number_it_joins_the_one_of_the_same_child)
{
	int64_t stranger = faulty_new(m, "林小花", SCHOOL, number);
	int64_t first = faulty_new(m, "陈小明", SCHOOL, number);
	int64_t second = faulty_new(m, "陈小明", SECOND_SCHOOL, number);
	struct answer a = recorded_twice(second);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	ck_assert_int_eq(survivor_of(second), first);
	ck_assert_int_eq(mover_now(m, stranger).row.school, SCHOOL);
}
END_TEST

START_TEST(a_record_of_another_name_is_joined_only_when_the_bureau_agrees)
{
	int64_t first = faulty_new(m, "陈晓明", SCHOOL, number);
	int64_t second = faulty_new(m, "陈小明", SECOND_SCHOOL, number);
	struct answer a = recorded_twice(second);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__Problem *one = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	ck_assert_int_eq(one->state, STATE(BUREAU_REVIEW));
	ck_assert_str_eq(track_of(m->same.officer, one), "school+ bureau?");
	ck_assert_int_eq(survivor_of(second), 0);
	one = problem_done(m, m->same.officer, EVENT(APPROVE), one);
	ck_assert_int_eq(one->state, STATE(DELETED));
	ck_assert_str_eq(track_of(m->same.officer, one), "school+ bureau+");
	ck_assert_int_eq(survivor_of(second), first);
}
END_TEST

START_TEST(where_several_might_be_meant_none_is_joined)
{
	faulty_new(m, "陈晓明", SCHOOL, number);
	faulty_new(m, "林小花", SCHOOL, number);
	int64_t third = faulty_new(m, "陈小明", SECOND_SCHOOL, number);
	ck_assert_int_eq(recorded_twice(third).reason, REASON_PROBLEM_TWIN_UNCLEAR);
	ck_assert_int_eq(survivor_of(third), 0);
	ck_assert_int_eq(mover_now(m, third).row.status, ROLL_ENROLLED);
}
END_TEST

/* While the nation was asked about a formal number's record, others of the number came. */
START_TEST(a_deletion_that_the_nation_approves_and_no_longer_fits_goes_back_to_the_school)
{
	faulty_new(m, "陈晓明", SCHOOL, number);
	int64_t second = faulty_new(m, "陈小明", SECOND_SCHOOL, number);
	struct case_file file;
	give_g(m, second, number);
	struct answer a = recorded_twice(second);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__Problem *one = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	ck_assert_str_eq(track_of(m->same.officer, one), "school+ province? nation");
	one = problem_done(m, m->province, EVENT(APPROVE), one);
	ck_assert_int_eq(one->state, STATE(WAIT_NATIONAL));
	faulty_new(m, "林小花", SCHOOL, number);
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(case_open(ctx, strtoll(one->id, NULL, 10), &file), OK);
	ck_assert_int_eq(case_decide_as(ctx, &file, CASE_PASS, CASE_NATION, NULL), OK);
	settling_commit(m, ctx);
	ck_assert_int_eq(file.row.state, CASE_SCHOOL_TODO);
	ck_assert_str_eq(track_of(m->same.officer, one), "school? approver bureau");
	ck_assert_int_eq(mover_now(m, second).row.status, ROLL_ENROLLED);
}
END_TEST

/* Where its open problems are with which school. */
static int64_t elsewhere(int64_t student, int64_t school)
{
	return house_count(m->house, arena_printf(m->house->arena,
					     "SELECT count(*) FROM problem p JOIN kase k ON k.id = "
					     "p.id WHERE p.is_open = "
					     "1 AND p.student_id = %lld AND k.school_id <> %lld",
					     (long long)student, (long long)school));
}

START_TEST(what_else_is_wrong_with_the_survivor_goes_with_it_to_its_new_school_and_back)
{
	int64_t first = faulty_new(m, "陈小明", SCHOOL, number);
	int64_t second = faulty_new(m, "陈小明", SECOND_SCHOOL, number);
	ck_assert_ptr_nonnull(problem_of(m, first, KIND(MISSING_ITEM)));
	ck_assert_int_eq(recorded_twice(second).err, OK);
	ck_assert_int_eq(mover_now(m, first).row.school, SECOND_SCHOOL);
	ck_assert_ptr_nonnull(problem_of(m, first, KIND(MISSING_ITEM)));
	ck_assert_int_eq(elsewhere(first, SECOND_SCHOOL), 0);
	Xueji__V1__UndoMergeRequest in = XUEJI__V1__UNDO_MERGE_REQUEST__INIT;
	in.student_id = id_text(m->house, second);
	in.reason = "两名学生";
	struct answer a =
		call(m->house, m->province->token, &students_service, "UndoMerge", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	ck_assert_int_eq(elsewhere(first, SCHOOL), 0);
	ck_assert_int_eq(elsewhere(second, SECOND_SCHOOL), 0);
}
END_TEST

SUITE_WITH("problem_twins", set_up, tear_down,
	of_several_records_of_a_number_it_joins_the_one_of_the_same_child,
	a_record_of_another_name_is_joined_only_when_the_bureau_agrees,
	where_several_might_be_meant_none_is_joined,
	a_deletion_that_the_nation_approves_and_no_longer_fits_goes_back_to_the_school,
	what_else_is_wrong_with_the_survivor_goes_with_it_to_its_new_school_and_back)
