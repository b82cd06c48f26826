/* Every state of a problem record, every event and every person (FSM4): what is allowed is done,
 * all else is refused and changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "server/service/case_apply.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "tests/calls/matrix.h"
#include "tests/calls/settling.h"

static struct moving *m;

static void set_up(void)
{
	m = moving_open();
}

static void tear_down(void)
{
	moving_close(m);
}

/* ---- one at each state ---- */

static const Xueji__V1__Problem *down(int64_t student, Xueji__V1__ProblemKind kind)
{
	return problem_done(m, m->old.officer, EVENT(DISPATCH), problem_of(m, student, kind));
}

/* Its school upholds it, and the approver has signed. */
static const Xueji__V1__Problem *upheld_by(
	const struct staff *staff, const Xueji__V1__Problem *problem)
{
	problem = problem_answered(m, problem, staff->registrar, ANSWER(SUBSTANTIATE));
	return problem_done(m, staff->approver, EVENT(APPROVE), problem);
}

/* Two records of one number, both upheld, within one bureau. */
static const Xueji__V1__Problem *disputed(void)
{
	char *number = number_new(m);
	int64_t one = faulty_new(m, "陈小明", SCHOOL, number);
	int64_t other = faulty_new(m, "林小军", SECOND_SCHOOL, number);
	const Xueji__V1__Problem *ours = down(one, KIND(DUP_ID));
	upheld_by(&m->same, down(other, KIND(DUP_ID)));
	return upheld_by(&m->old, ours);
}

static const Xueji__V1__Problem *denied(const Xueji__V1__Problem *problem)
{
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, problem, m->old.registrar, ANSWER(DELETE), false);
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_NEVER_CAME;
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
}

/* Of a formal number, which the province lets go. */
static const Xueji__V1__Problem *for_province(void)
{
	char *number = number_new(m);
	int64_t one = faulty_new(m, "陈小明", SCHOOL, number);
	give_g(m, one, number);
	faulty_new(m, "林小军", SECOND_SCHOOL, number);
	return denied(down(one, KIND(DUP_ID)));
}

/* The police did not know the number; it was amended. */
static const Xueji__V1__Problem *rechecked(void)
{
	int64_t one = faulty_new(m, "陈小明", SCHOOL, number_new(m));
	uint8_t facts[BLIND_SIZE] = {0};
	memcpy(facts, &one, sizeof one);
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_police_says(ctx, one,
				 XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NOT_FOUND, facts),
		OK);
	settling_commit(m, ctx);
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, down(one, KIND(ID_NOT_FOUND)), m->old.registrar, ANSWER(AMEND), true);
	items.id_number = number_new(m);
	in.items = &items;
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__Problem *problem =
		((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	problem = problem_done(m, m->old.approver, EVENT(APPROVE), problem);
	return problem_done(m, m->old.officer, EVENT(APPROVE), problem);
}

static const Xueji__V1__Problem *suspected(void)
{
	int64_t pair[] = {faulty_new(m, "陈小明", SCHOOL, number_new(m)),
		faulty_new(m, "陈晓明", SECOND_SCHOOL, number_new(m))};
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_found(ctx,
				 &(struct problem_finding){.kind = PROBLEM_NEAR_DUP,
					 .cause = "homophone",
					 .score = 870,
					 .students = pair,
					 .n = 2},
				 NULL),
		OK);
	settling_commit(m, ctx);
	return problem_of(m, pair[0], KIND(NEAR_DUP));
}

/* An ID number that is none: nobody else has a part in it. */
static int64_t wrong(void)
{
	return faulty_new(m, "陈小明", SCHOOL, number_wrong(m));
}

/* ---- every state, event and person ---- */

enum { STATES = 11, EVENTS = 11 };
static const Xueji__V1__CaseState states[STATES] = {STATE(FOUND), STATE(SCHOOL_TODO),
	STATE(SCHOOL_REVIEW), STATE(BUREAU_REVIEW), STATE(PROVINCE_REVIEW), STATE(WAIT_NATIONAL),
	STATE(RECHECK), STATE(ARBITRATION), STATE(SETTLED), STATE(DELETED),
	STATE(FOUND) /* a suspicion */};
static const Xueji__V1__CaseEvent events[EVENTS] = {EVENT(DISPATCH), EVENT(SUBMIT), EVENT(APPROVE),
	EVENT(RETURN), EVENT(REFUSE), EVENT(WITHDRAW), EVENT(REFER), EVENT(MAINTAIN),
	EVENT(GIVE_UP), EVENT(SAME), EVENT(APART)};

/* Who may do what: the school's registrar (R), its approver (A), its bureau (B), the province (P).
 * All else is refused. */
/* clang-format off */
static const char *const allowed[STATES][EVENTS] = {
	/*               DISPATCH SUBMIT APPROVE RETURN REFUSE WITHDRAW REFER MAINTAIN GIVE_UP SAME APART */
	/* FOUND */           {"B", "",  "",     "",    "",    "",      "",   "",      "",     "",  ""},
	/* SCHOOL_TODO */     {"",  "R", "",     "",    "",    "",      "",   "",      "",     "",  ""},
	/* SCHOOL_REVIEW */   {"",  "",  "A",    "A",   "",    "R",     "",   "",      "",     "",  ""},
	/* BUREAU_REVIEW */   {"",  "",  "B",    "",    "B",   "R",     "B",  "",      "",     "",  ""},
	/* PROVINCE_REVIEW */ {"",  "",  "P",    "",    "P",   "",      "",   "",      "",     "",  ""},
	/* WAIT_NATIONAL */   {"",  "",  "",     "",    "",    "",      "",   "",      "",     "",  ""},
	/* RECHECK */         {"",  "",  "",     "",    "",    "",      "",   "",      "",     "",  ""},
	/* ARBITRATION */     {"",  "",  "",     "",    "",    "",      "",   "P",     "P",    "",  ""},
	/* SETTLED */         {"",  "",  "",     "",    "",    "",      "",   "",      "",     "",  ""},
	/* DELETED */         {"",  "",  "",     "",    "",    "",      "",   "",      "",     "",  ""},
	/* a suspicion */     {"",  "",  "",     "",    "",    "",      "",   "",      "",     "B", "B"},
};
/* clang-format on */

static const void *make(size_t state)
{
	const Xueji__V1__Problem *one;
	switch (state) {
	case 0:
		return problem_of(m, wrong(), KIND(ID_FORMAT));
	case 1:
		return down(wrong(), KIND(ID_FORMAT));
	case 2:
		return problem_answered(m, down(faulty_new(m, "陈小明", SCHOOL, ""), KIND(NO_ID)),
			m->old.registrar, ANSWER(APPLY_J));
	case 3:
		return disputed();
	case 4:
		return for_province();
	case 5:
		return problem_done(m, m->province, EVENT(APPROVE), for_province());
	case 6:
		return rechecked();
	case 7:
		return problem_done(m, m->old.officer, EVENT(REFER), disputed());
	case 8:
		return problem_done(m, m->old.officer, EVENT(APPROVE), disputed());
	case 9:
		one = denied(down(wrong(), KIND(ID_FORMAT)));
		return problem_done(m, m->old.officer, EVENT(APPROVE), one);
	default:
		return suspected();
	}
}

static char letter_of(const struct person *person)
{
	const struct person *const who[] = {
		m->old.registrar, m->old.approver, m->old.officer, m->province};
	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		if (person == who[i])
			return "RABP"[i];
	return person == m->same.officer ? 'B' : '-'; /* of the same bureau */
}

/* Answers go by a method of their own. */
static struct matrix_outcome attempt(
	const struct person *person, Xueji__V1__CaseEvent event, const void *one)
{
	if (event == EVENT(SUBMIT)) {
		Xueji__V1__AnswerProblemRequest in =
			answer_new(m, one, person, ANSWER(DELETE), false);
		in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_NEVER_CAME;
		struct answer a = answer_give(m, person, &in);
		const struct reason_row *why = reason_row(a.reason);
		return (struct matrix_outcome){a.err == OK, why->name, why->sentence.en};
	}
	const Xueji__V1__ProblemResult *result = problem_try(m, person, event, one, "经核实");
	return (struct matrix_outcome){result->is_done, result->refusal, result->refusal_text};
}

static const struct matrix matrix = {
	states, STATES, events, EVENTS, allowed[0], letter_of, make, attempt};

START_TEST(each_state_is_where_it_says)
{
	for (size_t i = 0; i < STATES; i++)
		ck_assert_int_eq(((const Xueji__V1__Problem *)make(i))->state, states[i]);
}
END_TEST

START_TEST(each_state_takes_what_its_row_says_from_whom_it_says_and_nothing_else)
{
	matrix_refuses_all_others(m, &matrix);
}
END_TEST

START_TEST(and_does_it_for_those_who_may)
{
	matrix_does_what_it_allows(m, &matrix);
}
END_TEST

SUITE_WITH("problem_rules", set_up, tear_down, each_state_is_where_it_says,
	each_state_takes_what_its_row_says_from_whom_it_says_and_nothing_else,
	and_does_it_for_those_who_may)
