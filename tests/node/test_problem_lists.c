/* Problem records that the nation decides go out on a list of their own, and its verdicts carry
 * them on (R42, R51, Q6). */
#include <string.h>

#include "domain/roll.h"
#include "server/service/case_apply.h"
#include "server/service/problem_found.h"
#include "server/unpack.h"
#include "tests/office/office.h"
#include "xueji/v1/problems.pb-c.h"

static struct student_record child;
static int64_t problem;

/* The school's answer is given, and the province has sent it on. */
static void wait_for_nation(struct ctx *ctx, enum problem_answer answer)
{
	struct case_file file;
	Xueji__V1__ProblemAnswerGiven given = XUEJI__V1__PROBLEM_ANSWER_GIVEN__INIT;
	given.answer = (Xueji__V1__ProblemAnswer)answer;
	given.delete_ground = (Xueji__V1__DeleteGround)DELETE_NEVER_CAME;
	given.note = "查无此人";
	ck_assert_int_eq(case_open(ctx, problem, &file), OK);
	file.problem.answer = answer;
	file.row.payload = pack_message(ctx->arena, &given.base, &file.row.payload_size);
	file.row.state = CASE_WAIT_NATIONAL;
	file.row.turn = CASE_NATION;
	file.row.turn_unit = PROVINCE;
	ck_assert_int_eq(case_move(ctx, &file.row), OK);
	ck_assert_int_eq(case_note_step(ctx, &file.row,
				 &(struct case_step_row){.from = CASE_PROVINCE_REVIEW,
					 .event = CASE_APPROVE,
					 .party = CASE_PROVINCE,
					 .unit = PROVINCE}),
		OK);
	ck_assert_int_eq(problem_follow(ctx, &file.problem, &file.row), OK);
}

/* A holder of a G of whom the school says that there is no such child. */
static void set_up(void)
{
	office_open();
	child = pupil("陈小明");
	struct ctx *ctx = office_ctx();
	struct problem_list list;
	const struct problem_finding finding = {.kind = PROBLEM_GHOST,
		.cause = "no_pupil",
		.score = 1000,
		.students = &child.row.id,
		.n = 1};
	ck_assert_int_eq(student_give_g(ctx, &child, g_of(&child)), OK);
	ck_assert_int_eq(problem_found(ctx, &finding, NULL), OK);
	ck_assert_int_eq(problem_list_child(ctx, child.row.id, &list), OK);
	ck_assert_uint_ge(list.n, 1);
	for (size_t i = 0; i < list.n; i++)
		if (list.rows[i].problem.kind == PROBLEM_GHOST)
			problem = list.rows[i].problem.id;
	wait_for_nation(ctx, ANSWER_DELETE);
	office_commit();
}

static int64_t state(void)
{
	return count(arena_printf(
		office->arena, "SELECT state FROM kase WHERE id = %lld", (long long)problem));
}

static int64_t status(void)
{
	return count(arena_printf(office->arena, "SELECT status FROM student WHERE id = %lld",
		(long long)child.row.id));
}

START_TEST(the_nation_is_told_what_is_asked)
{
	Xueji__V1__ListRow *rows[2];
	struct list list = made_list(PARCEL_LIST_PROBLEMS);
	ck_assert_uint_eq(node_reads(&nation, &list, rows, 2), 1);
	ck_assert_str_eq(rows[0]->name, "陈小明");
	ck_assert_str_eq(rows[0]->asked, "delete");
	ck_assert_int_eq(rows[0]->student_no[0], 'G');
}
END_TEST

START_TEST(what_it_approves_is_deleted)
{
	struct list list = made_list(PARCEL_LIST_PROBLEMS);
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(PASSED), "");
	answered(&list, &verdict, 1, true);
	ck_assert_int_eq(state(), CASE_DELETED);
	ck_assert_int_eq(status(), ROLL_DELETED);
	ck_assert_int_eq(count("SELECT count(*) FROM tombstone"), 1);
	ck_assert_int_eq(list_now(list.id).settled, 1);
}
END_TEST

START_TEST(what_it_refuses_goes_back_to_the_school)
{
	struct list list = made_list(PARCEL_LIST_PROBLEMS);
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(FAILED), "证据不足");
	answered(&list, &verdict, 1, true);
	ck_assert_int_eq(state(), CASE_SCHOOL_TODO);
	ck_assert_int_eq(status(), ROLL_ENROLLED);
	ck_assert_int_eq(count("SELECT count(*) FROM tombstone"), 0);
}
END_TEST

START_TEST(nobody_is_asked_about_twice)
{
	struct list again;
	made_list(PARCEL_LIST_PROBLEMS);
	ck_assert_int_eq(ask_for(PARCEL_LIST_PROBLEMS, &again), ERR_PRECONDITION);
}
END_TEST

SUITE_WITH("problem_lists", set_up, office_close, the_nation_is_told_what_is_asked,
	what_it_approves_is_deleted, what_it_refuses_goes_back_to_the_school,
	nobody_is_asked_about_twice)
