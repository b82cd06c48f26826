/* What one school has answered binds no other: where the child comes to, it is answered anew
 * (R45). */
#include <stdlib.h>
#include <string.h>

#include "domain/roles.h"
#include "domain/roll.h"
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

START_TEST(a_merged_schools_wish_to_delete_is_put_to_its_successor)
{
	house = m->house;
	token = person_make(m->house, "zhou", PROVINCE, ROLE_SYSTEM)->token;
	case_done(m->house, m->same.registrar, WITHDRAW, transfer, "");
	struct units_change *change = a_change(MERGE);
	from(change, SCHOOL, 1);
	into(change, SECOND_SCHOOL, 1);
	done(change);
	answered_anew();
}
END_TEST

SUITE_WITH("problem_moves", set_up, tear_down,
	the_old_schools_wish_to_delete_waits_no_longer_when_the_child_has_moved,
	a_merged_schools_wish_to_delete_is_put_to_its_successor)
