/* Whatever anybody does in whatever order: each child is on one roll, has one open case at most,
 * and all that happened to it can be read. XUEJI_ROUNDS=4000 does it for longer
 * (at 5000 certificates begin to end), XUEJI_SEED=7 otherwise. */
#include <stdlib.h>
#include <string.h>

#include "server/service/case_purge.h"
#include "server/store/checks.h"
#include "server/store/ids.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "tests/calls/moving.h"

enum { CHILDREN = 100, ROUNDS = 300, MOST_CASES = 100000, BATCH = 40, WINDOW = 120 };

static struct moving *m;
static struct mover children[CHILDREN];
static const Xueji__V1__Case *cases[MOST_CASES]; /* as somebody saw them last */
static size_t n_cases;
static uint64_t state;

static uint32_t below(uint32_t n)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % n;
}

static long wanted(const char *name, long usual)
{
	const char *text = getenv(name);
	return text != NULL ? strtol(text, NULL, 10) : usual;
}

static void set_up(void)
{
	static const char *const names[] = {"陈小明", "林小花", "黄伟", "吴芳"};
	m = moving_open();
	house_policy(m->house, POLICY_CLASS_SIZE, 200);
	house_hold(m->house);
	for (int i = 0; i < CHILDREN; i++)
		children[i] = mover_new(m, names[i % 4]);
	house_release(m->house);
	n_cases = 0;
	state = (uint64_t)wanted("XUEJI_SEED", 12345);
}

static void tear_down(void)
{
	moving_close(m);
}

/* ---- anybody does anything ---- */

static struct person *anyone(void)
{
	size_t n = 0;
	while (m->all[n] != NULL)
		n++;
	return m->all[below((uint32_t)n)];
}

static void apply_somewhere(void)
{
	static const int64_t schools[] = {SCHOOL, SECOND_SCHOOL, NEIGHBOUR_SCHOOL, FAR_SCHOOL};
	const struct staff *staff[] = {&m->old, &m->same, &m->near, &m->far};
	uint32_t to = below(4);
	Xueji__V1__ApplyTransferRequest in =
		application(m, &children[below(CHILDREN)], schools[to]);
	in.class_number = (int32_t)below(3);
	struct answer a = apply(m, below(8) == 0 ? anyone() : staff[to]->registrar, &in);
	if (a.err == OK && n_cases < MOST_CASES)
		cases[n_cases++] = ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

static bool is_like(const Xueji__V1__Case *one, const Xueji__V1__Case *like)
{
	return like == NULL || (one->state == like->state && one->turn_unit != NULL &&
				       strcmp(one->turn_unit->id, like->turn_unit->id) == 0);
}

/* Some of the latest; of these such as stand like one, as far as is known. Some have moved since.
 */
static void decide_many(
	struct person *person, Xueji__V1__CaseEvent event, const Xueji__V1__Case *like)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef refs[BATCH], *at[BATCH];
	size_t which[BATCH], window = n_cases < WINDOW ? n_cases : WINDOW;
	in.event = event;
	in.ground = in.event == REFUSE ? (Xueji__V1__RefusalGround)below(4) : 0;
	in.reason = "原因";
	for (size_t i = 0; i < window && in.n_cases < BATCH; i++) {
		if (below(3) == 0 || !is_like(cases[n_cases - 1 - i], like))
			continue;
		which[in.n_cases] = n_cases - 1 - i;
		xueji__v1__case_ref__init(&refs[in.n_cases]);
		refs[in.n_cases].case_id = cases[which[in.n_cases]]->id;
		refs[in.n_cases].rev = cases[which[in.n_cases]]->rev;
		at[in.n_cases] = &refs[in.n_cases];
		in.n_cases++;
	}
	in.cases = at;
	if (in.n_cases == 0)
		return;
	struct answer a = case_ask(m->house, person, "DecideCases", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__DecideCasesResponse *out = a.reply;
	for (size_t i = 0; i < out->n_results; i++)
		if (out->results[i]->summary != NULL && below(4) != 0)
			cases[which[i]] = out->results[i]->summary;
}

/* Whose move one is makes it, mostly the one that brings it on, on all that stand like it. */
static void decide_well(void)
{
	if (n_cases == 0)
		return;
	uint32_t window = n_cases < WINDOW ? (uint32_t)n_cases : WINDOW;
	const Xueji__V1__Case *one = cases[n_cases - 1 - below(window)];
	if (one->turn_unit != NULL)
		decide_many(mover_turn(m, one), below(12) == 0 ? REFUSE : mover_event(one), one);
}

static void let_time_pass(void)
{
	bool more = true;
	house_hold(m->house);
	days_pass(m->house, (int)below(5), m->all);
	house_release(m->house);
	while (more) {
		struct ctx *ctx = house_write(m->house);
		ctx->units = unit_tree_pin(m->house->fixture->app.units);
		ctx->policies = policies_pin(m->house->fixture->app.policies);
		ck_assert_int_eq(cases_purge(ctx, &more), OK);
		unit_tree_unpin(ctx->units);
		policies_unpin(ctx->policies);
		house_commit(m->house);
	}
}

/* ---- and this holds ---- */

static void fault(void *arg, const char *check, const char *sentence)
{
	(void)arg;
	ck_abort_msg("%s: %s", check, sentence);
}

static void check_store(void)
{
	int64_t n;
	struct ctx ctx;
	ctx_init(&ctx, &m->house->fixture->app, m->house->arena);
	ctx.db = m->house->reader;
	ck_assert_int_eq(checks_run(&ctx, fault, NULL, &n), OK);
}

static void nobody(const char *what, const char *sql)
{
	int64_t n = house_count(m->house, sql);
	ck_assert_msg(n == 0, "%s: %lld", what, (long long)n);
}

static void check_children(void)
{
	nobody("children who are not on exactly one roll",
		"SELECT count(*) FROM student s WHERE (SELECT count(*) FROM enrolment e WHERE "
		"e.student_id = s.id AND e.to_day IS NULL) <> 1");
	nobody("children whose stay is not where their record is",
		"SELECT count(*) FROM student s JOIN enrolment e ON e.student_id = s.id AND "
		"e.to_day IS NULL WHERE e.school_id <> s.school_id OR e.class_no <> s.class_no");
	nobody("children with two open cases", "SELECT count(*) FROM (SELECT student_id FROM kase "
					       "WHERE is_open = 1 AND type <> 5 GROUP BY "
					       "student_id HAVING count(*) > 1)");
	nobody("gaps in a history",
		"SELECT count(*) FROM enrolment a JOIN enrolment b ON b.student_id = a.student_id "
		"AND b.seq = a.seq + 1 WHERE a.to_day <> b.from_day OR a.ended <> 3");
	/* from OUT_BUREAU to PAPER_OUT is the one step by which a child moves */
	nobody("children with other stays than their cases explain",
		"SELECT count(*) FROM student s WHERE (SELECT count(*) FROM enrolment e WHERE "
		"e.student_id = s.id) <> 1 + (SELECT count(*) FROM kase k JOIN case_step t ON "
		"t.case_id = k.id AND t.to_state = 13 WHERE k.student_id = s.id)");
	nobody("lost boys and girls", "SELECT sum(boys + girls) - 100 FROM school_stat");
}

static void check_cases(void)
{
	nobody("gaps in the steps of a case",
		"SELECT count(*) FROM case_step a WHERE number > 1 AND NOT EXISTS (SELECT 1 FROM "
		"case_step b WHERE b.case_id = a.case_id AND b.number = a.number - 1 AND "
		"b.to_state = a.from_state)");
	nobody("cases whose revisions their steps do not explain",
		"SELECT count(*) FROM kase k WHERE k.type <> 5 AND k.rev <> (SELECT count(*) FROM "
		"case_step t WHERE t.case_id = k.id)");
	nobody("cases that wait for somebody without a day",
		"SELECT count(*) FROM kase WHERE state BETWEEN 2 AND 14 AND turn_party > 0 AND "
		"due_day = '9999-12-31'");
	nobody("approvers who entered what they sign",
		"SELECT count(*) FROM case_step s JOIN case_step t ON t.case_id = s.case_id AND "
		"t.operator_id = s.operator_id WHERE s.party IN (1, 7) AND t.party IN (2, 8)");
}

/* Each step is noted for whoever audits either side; so is each move of a child. Those of the job
 * are not journalled here, where no engine runs it. */
static void check_journal(void)
{
	nobody("steps without their notes",
		"SELECT (SELECT count(*) FROM journal WHERE action = 'case.step' AND summary NOT "
		"LIKE 'problem %') - 2 * (SELECT count(*) FROM case_step t JOIN kase k ON k.id = "
		"t.case_id AND k.type <> 5 WHERE t.event NOT IN (0, 10))");
	nobody("moves without their notes",
		"SELECT (SELECT count(*) FROM journal WHERE action = 'student.transferred') - 2 * "
		"(SELECT count(*) FROM case_step WHERE to_state = 13)");
}

START_TEST(each_child_is_on_one_roll_whatever_anybody_does)
{
	static const Xueji__V1__CaseEvent events[] = {
		APPROVE, APPROVE, SUBMIT, RETURN, REFUSE, WITHDRAW, HAND_OVER, RECEIVE};
	long rounds = wanted("XUEJI_ROUNDS", ROUNDS);
	for (long i = 0; i < rounds; i++) {
		uint32_t what = below(10);
		if (what == 0)
			let_time_pass();
		else if (what < 4)
			for (int k = 0; k < 3; k++)
				apply_somewhere();
		else if (what < 8)
			decide_well();
		else
			decide_many(anyone(), events[below(sizeof events / sizeof *events)], NULL);
		if (i % 50 == 49)
			check_children();
	}
	check_children();
	check_cases();
	check_journal();
	check_store();
	ck_assert_int_gt(house_count(m->house, "SELECT count(*) FROM case_step"), rounds);
	ck_assert_int_gt(
		house_count(m->house, "SELECT count(*) FROM case_step WHERE to_state = 13"), 3);
}
END_TEST

SUITE_WITH("transfer_property", set_up, tear_down, each_child_is_on_one_roll_whatever_anybody_does)
