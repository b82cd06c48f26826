/* A campaign hands problems down with its dates (Q8), and counts follow. */
#include "server/service/problem_dispatch.h"

#include <string.h>

#include "common/date.h"
#include "server/service/services.h"
#include "server/store/campaign_store.h"
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

static char *day(const struct ctx *ctx, int ahead)
{
	char *text = arena_alloc(m->house->arena, DATE_TEXT_SIZE);
	date_format(ctx_today(ctx) + ahead, text);
	return text;
}

static void dispatch(void)
{
	bool again;
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problems_dispatch(ctx, 500, &again), OK);
	ck_assert(!again);
	settling_commit(m, ctx);
}

START_TEST(what_is_found_is_handed_down_while_a_campaign_runs_and_no_longer)
{
	int64_t before = faulty_new(m, "陈小明", SCHOOL, number_wrong(m));
	dispatch();
	ck_assert_int_eq(STATE(FOUND), problem_of(m, before, KIND(ID_FORMAT))->state);
	struct ctx *ctx = settling_begin(m);
	struct campaign campaign = {.unit = PROVINCE,
		.kind = CAMPAIGN_PROBLEMS,
		.title = "问题学籍清理",
		.from_day = day(ctx, 0)};
	const char *until = day(ctx, 30);
	campaign.until_day[STAGE_PRIMARY] = until;
	ck_assert_int_eq(campaign_insert(ctx, &campaign), OK);
	settling_commit(m, ctx);
	dispatch();
	const Xueji__V1__Problem *one = problem_of(m, before, KIND(ID_FORMAT));
	ck_assert_int_eq(STATE(SCHOOL_TODO), one->state);
	ck_assert_str_eq(until, one->due_date);
	ck_assert(!one->is_overdue);
	ctx = settling_begin(m);
	ck_assert_int_eq(campaign_close(ctx, &campaign), OK);
	settling_commit(m, ctx);
	int64_t later = faulty_new(m, "陈小红", SCHOOL, number_wrong(m));
	dispatch();
	ck_assert_int_eq(STATE(FOUND), problem_of(m, later, KIND(ID_FORMAT))->state);
	ck_assert_str_eq(until, problem_of(m, before, KIND(ID_FORMAT))->due_date);
}
END_TEST

START_TEST(counts_and_days_follow_each_step)
{
	char *number = number_new(m);
	faulty_new(m, "陈小明", SCHOOL, number);
	faulty_new(m, "陈小红", SECOND_SCHOOL, number);
	Xueji__V1__SummarizeProblemsRequest in = XUEJI__V1__SUMMARIZE_PROBLEMS_REQUEST__INIT;
	in.by = XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_UNIT;
	in.kind = KIND(DUP_ID);
	in.from_date = "2026-01-01";
	struct answer a = call(
		m->house, m->old.officer->token, &problems_service, "SummarizeProblems", &in.base);
	ck_assert_msg(a.err == OK, "%s", a.failure.faults ? a.failure.faults->field : "");
	const Xueji__V1__SummarizeProblemsResponse *out = a.reply;
	ck_assert_int_eq(2, out->total->open);
	ck_assert_uint_eq(2, out->n_counts);
	ck_assert_int_eq(1, out->counts[0]->open);
	ck_assert_uint_eq(1, out->n_days);
	ck_assert_int_eq(2, out->days[0]->found);
	ck_assert_int_eq(2, out->days[0]->open);
	in.by = XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_STATE;
	a = call(m->house, m->province->token, &problems_service, "SummarizeProblems", &in.base);
	out = a.reply;
	ck_assert_uint_eq(1, out->n_counts);
	ck_assert_int_eq(STATE(FOUND), out->counts[0]->state);
}
END_TEST

static struct answer own_list(const struct person *person, Xueji__V1__ListProblemsRequest in)
{
	in.mine = true;
	return call(m->house, person->token, &problems_service, "ListProblems", &in.base);
}

/* Of children without a number one at each step, the last before the province; and of two numbers
 * two before the city and two before the province. All of them lack items too. */
static void problems_everywhere(void)
{
	static const char *const names[] = {"陈一", "陈二", "陈三", "陈四", "陈五"};
	struct person *const signers[] = {m->old.approver, m->old.officer};
	char *near = number_new(m), *far = number_new(m);
	for (int step = 0; step < 5; step++) {
		int64_t child = faulty_new(m, names[step], SCHOOL, "");
		const Xueji__V1__Problem *one = problem_of(m, child, KIND(NO_ID));
		if (step > 0)
			one = problem_done(m, m->old.officer, EVENT(DISPATCH), one);
		if (step > 1)
			one = problem_answered(m, one, m->old.registrar, ANSWER(APPLY_J));
		for (int i = 0; i < step - 2; i++)
			one = problem_done(m, signers[i], EVENT(APPROVE), one);
	}
	faulty_new(m, "陈六", SCHOOL, near);
	faulty_new(m, "陈七", NEIGHBOUR_SCHOOL, near);
	faulty_new(m, "陈八", SCHOOL, far);
	faulty_new(m, "陈九", FAR_SCHOOL, far);
}

START_TEST(what_waits_for_one_is_what_his_desk_counts)
{
	problems_everywhere();
	const struct {
		const struct person *who;
		uint32_t n;
	} all[] = {{m->old.registrar, 1}, {m->old.approver, 1}, {m->old.officer, 2 + 7},
		{m->city, 2}, {m->province, 3}, {m->near.officer, 1}};
	Xueji__V1__ListProblemsRequest in = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct answer a = own_list(all[i].who, in);
		ck_assert_int_eq(a.err, OK);
		const Xueji__V1__ListProblemsResponse *own = a.reply;
		ck_assert_msg(own->n_problems == all[i].n, "%zu: %zu", i, own->n_problems);
		ck_assert_int_eq(own->found, all[i].n);
		ck_assert_int_eq(desk_counts(m->house, all[i].who, "problem."), all[i].n);
	}
	in.waiting_for = XUEJI__V1__CASE_PARTY__CASE_PARTY_PROVINCE;
	ck_assert_int_eq(
		((Xueji__V1__ListProblemsResponse *)own_list(m->province, in).reply)->found, 1);
	in.waiting_for = XUEJI__V1__CASE_PARTY__CASE_PARTY_UNSPECIFIED;
	in.unit_id = id_text(m->house, COUNTY); /* where he signs nothing */
	ck_assert_int_eq(
		((Xueji__V1__ListProblemsResponse *)own_list(m->city, in).reply)->found, 0);
	in.settled = true;
	ck_assert_int_eq(own_list(m->city, in).err, ERR_INVALID);
}
END_TEST

SUITE_WITH("problem_dispatch", set_up, tear_down,
	what_is_found_is_handed_down_while_a_campaign_runs_and_no_longer,
	counts_and_days_follow_each_step, what_waits_for_one_is_what_his_desk_counts)
