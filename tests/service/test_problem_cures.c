/* What settles problems that no decision settles: the missing item, the number that the police
 * named (R40, R41, R50); and judgements that are taken back (Q14). */
#include <stdlib.h>

#include "server/service/problem_found.h"
#include "server/service/problem_rules.h"
#include "server/service/services.h"
#include "server/store/list_store.h"
#include "server/store/police_store.h"
#include "server/store/problem_store.h"
#include "tests/calls/settling.h"
#include "tests/support/pupil.h"
#include "xueji/v1/students.pb-c.h"

static struct moving *m;

static void set_up(void)
{
	m = moving_open();
}

static void tear_down(void)
{
	moving_close(m);
}

static const Xueji__V1__Problem *handed_down(int64_t student, Xueji__V1__ProblemKind kind)
{
	const Xueji__V1__Problem *problem = problem_of(m, student, kind);
	ck_assert_ptr_nonnull(problem);
	return problem_done(m, m->old.officer, EVENT(DISPATCH), problem);
}

static int state_of(const Xueji__V1__Problem *problem)
{
	return (int)problem_whole(m, m->province, problem->id)->summary->state;
}

/* ---- items ---- */

START_TEST(an_item_that_was_missing_settles_the_problem_once_it_is_there)
{
	const struct change none = {ITEM_POSTCODE, ""};
	int64_t child = pupil_put(m->house, SCHOOL, false, &none, 1).row.id;
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_check_child(ctx, child), OK);
	settling_commit(m, ctx);
	const Xueji__V1__Problem *one = handed_down(child, KIND(MISSING_ITEM));
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, one, m->old.registrar, ANSWER(SUBSTANTIATE), true);
	ck_assert_int_eq(REASON_PROBLEM_NOT_OFFERED, answer_give(m, m->old.registrar, &in).reason);
	Xueji__V1__UpdateStudentRequest update = XUEJI__V1__UPDATE_STUDENT_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	items.postcode = "050000";
	update.student_id = id_text(m->house, child);
	update.rev = mover_now(m, child).row.rev;
	update.items = &items;
	struct answer a = call(m->house, m->old.registrar->token, &students_service,
		"UpdateStudent", &update.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	ck_assert_int_eq(STATE(SETTLED), state_of(one));
}
END_TEST

/* ---- the police ---- */

/* They have replaced the child's number by this one. */
static void replaced(int64_t student, char *named)
{
	struct student_record child;
	Xueji__V1__Verdict verdict = XUEJI__V1__VERDICT__INIT;
	struct police_check check = {.student = student,
		.result = XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NUMBER_REPLACED,
		.verdict = &verdict};
	struct list list = {.unit = PROVINCE, .kind = PARCEL_LIST_POLICE, .reason = "比对"};
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(list_insert(ctx, &list), OK);
	check.list = list.id;
	verdict.id_number = named;
	ck_assert_int_eq(student_read(ctx, student, &child), OK);
	problem_police_facts(ctx, &child, check.facts);
	ck_assert_int_eq(police_put(ctx, &check), OK);
	ck_assert_int_eq(problem_police_says(ctx, student, check.result, check.facts), OK);
	settling_commit(m, ctx);
}

static const Xueji__V1__Problem *amended(
	const Xueji__V1__Problem *problem, Xueji__V1__StudentItems *items)
{
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, problem, m->old.registrar, ANSWER(AMEND), true);
	in.items = items;
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	problem = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	problem = problem_done(m, m->old.approver, EVENT(APPROVE), problem);
	return problem_done(m, m->old.officer, EVENT(APPROVE), problem);
}

START_TEST(the_number_that_the_police_named_settles_the_problem_at_once)
{
	int64_t child = faulty_new(m, "陈小明", SCHOOL, number_new(m));
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	items.id_number = number_new(m);
	replaced(child, items.id_number);
	const Xueji__V1__Problem *one = handed_down(child, KIND(ID_CHANGED));
	ck_assert_int_eq(STATE(SETTLED), amended(one, &items)->state);
}
END_TEST

START_TEST(another_number_than_the_police_named_waits_until_they_have_looked_again)
{
	int64_t child = faulty_new(m, "陈小明", SCHOOL, number_new(m));
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	replaced(child, number_new(m));
	const Xueji__V1__Problem *one = handed_down(child, KIND(ID_CHANGED));
	items.id_number = number_new(m);
	ck_assert_int_eq(STATE(RECHECK), amended(one, &items)->state);
}
END_TEST

START_TEST(another_name_does_not_settle_a_replaced_number)
{
	int64_t child = faulty_new(m, "陈小明", SCHOOL, number_new(m));
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	replaced(child, "");
	const Xueji__V1__Problem *one = handed_down(child, KIND(ID_CHANGED));
	items.name = "陈晓明";
	ck_assert_int_eq(STATE(RECHECK), amended(one, &items)->state);
}
END_TEST

/* ---- judgements ---- */

static bool is_judged(struct ctx *ctx, int64_t one, int64_t other)
{
	bool out;
	ck_assert_int_eq(problem_is_judged(ctx, one, other, &out), OK);
	return out;
}

/* Three records of one person, who is not a fourth; then one of them is taken out. */
static void take_out(size_t which)
{
	int64_t r[4];
	for (size_t i = 0; i < 4; i++)
		r[i] = faulty_new(m, "陈小明", SCHOOL, number_new(m));
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_judge_same(ctx, r[0], r[1]), OK);
	ck_assert_int_eq(problem_judge_same(ctx, r[1], r[2]), OK);
	ck_assert_int_eq(problem_judge_apart(ctx, r[0], r[3]), OK);
	int64_t one = r[which], two = r[(which + 1) % 3], three = r[(which + 2) % 3];
	ck_assert_int_eq(problem_judge_anew(ctx, one, two), OK);
	ck_assert(!is_judged(ctx, one, two));
	ck_assert(!is_judged(ctx, one, three));
	ck_assert(is_judged(ctx, two, three));
	ck_assert(is_judged(ctx, two, r[3]));
	ck_assert(is_judged(ctx, three, r[3]));
	/* who is none of them stays none */
	ck_assert_int_eq(problem_judge_anew(ctx, r[3], two), OK);
	ck_assert(is_judged(ctx, two, r[3]));
	settling_commit(m, ctx);
}

START_TEST(a_record_that_is_one_with_another_no_longer_is_judged_anew_and_alone)
{
	for (size_t which = 0; which < 3; which++)
		take_out(which);
}
END_TEST

SUITE_WITH("problem_cures", set_up, tear_down,
	an_item_that_was_missing_settles_the_problem_once_it_is_there,
	the_number_that_the_police_named_settles_the_problem_at_once,
	another_number_than_the_police_named_waits_until_they_have_looked_again,
	another_name_does_not_settle_a_replaced_number,
	a_record_that_is_one_with_another_no_longer_is_judged_anew_and_alone)
