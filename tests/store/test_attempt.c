#include "server/store/attempt.h"

#include "server/store/db.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static const struct sql make = {"make", "CREATE TABLE thing(id BIGINT NOT NULL PRIMARY KEY)"};
static const struct sql add = {"add", "INSERT INTO thing(id) VALUES ($1)"};
static const struct sql count = {"count", "SELECT count(*) FROM thing"};

static struct fixture *f;
static struct ctx *ctx;
static struct failure refused;

static void before(void)
{
	f = fixture_open();
	ctx = fixture_ctx(f);
	ck_assert_int_eq(db_run(ctx, &make, NO_ARGS, NULL), OK);
}

static void after(void)
{
	fixture_close(f);
}

/* What a piece of work does before it ends so. */
struct piece {
	bool writes, notes;
	enum reason end; /* REASON_COUNT: well */
};

static enum err run(struct ctx *in, void *arg)
{
	const struct piece *piece = arg;
	if (piece->writes)
		ck_assert_int_eq(db_run(in, &add, ARGS(arg_int(1)), NULL), OK);
	if (piece->notes)
		ctx_journal(in, &(struct note){.entity = "thing"});
	return piece->end == REASON_COUNT ? OK : ctx_fail(in, piece->end);
}

static int64_t things(void)
{
	int64_t n;
	ck_assert_int_eq(db_number(ctx, &count, NO_ARGS, -1, &n), OK);
	return n;
}

START_TEST(what_is_refused_leaves_no_trace)
{
	struct piece piece = {.writes = true, .notes = true, .end = REASON_NUMBER_TAKEN};
	ck_assert_int_eq(attempt(ctx, run, &piece, &refused), OK);
	ck_assert_int_eq(refused.reason, REASON_NUMBER_TAKEN);
	ck_assert_int_eq(ctx->failure.err, OK);
	ck_assert_ptr_null(ctx->notes);
	ck_assert_int_eq(things(), 0);
}
END_TEST

START_TEST(what_is_done_stays)
{
	struct piece piece = {.writes = true, .notes = true, .end = REASON_COUNT};
	ck_assert_int_eq(attempt(ctx, run, &piece, &refused), OK);
	ck_assert_int_eq(refused.err, OK);
	ck_assert_ptr_nonnull(ctx->notes);
	ck_assert_int_eq(things(), 1);
}
END_TEST

START_TEST(what_is_judged_before_it_writes_is_refused_or_done_without_a_savepoint)
{
	struct piece bad = {.end = REASON_NUMBER_TAKEN};
	ck_assert_int_eq(attempt_judged(ctx, run, &bad, &refused), OK);
	ck_assert_int_eq(refused.reason, REASON_NUMBER_TAKEN);
	ck_assert_int_eq(ctx->failure.err, OK);
	struct piece good = {.writes = true, .notes = true, .end = REASON_COUNT};
	ck_assert_int_eq(attempt_judged(ctx, run, &good, &refused), OK);
	ck_assert_int_eq(refused.err, OK);
	ck_assert_int_eq(things(), 1);
}
END_TEST

START_TEST(what_refuses_after_it_wrote_or_noted_ends_the_call)
{
	struct piece wrote = {.writes = true, .end = REASON_NUMBER_TAKEN};
	struct piece noted = {.notes = true, .end = REASON_NUMBER_TAKEN};
	ck_assert_int_eq(attempt_judged(ctx, run, &wrote, &refused), ERR_INTERNAL);
	ck_assert_int_eq(ctx->failure.reason, REASON_INTERNAL);
	ctx_forgive(ctx);
	ck_assert_int_eq(attempt_judged(ctx, run, &noted, &refused), ERR_INTERNAL);
}
END_TEST

START_TEST(what_is_no_refusal_of_the_one_ends_all)
{
	struct piece piece = {.end = REASON_OUTSIDE_SCOPE};
	ck_assert_int_eq(attempt(ctx, run, &piece, &refused), ERR_DENIED);
	ctx_forgive(ctx);
	ck_assert_int_eq(attempt_judged(ctx, run, &piece, &refused), ERR_DENIED);
	ck_assert_int_eq(refused.err, OK);
}
END_TEST

SUITE_WITH("attempt", before, after, what_is_refused_leaves_no_trace, what_is_done_stays,
	what_is_judged_before_it_writes_is_refused_or_done_without_a_savepoint,
	what_refuses_after_it_wrote_or_noted_ends_the_call, what_is_no_refusal_of_the_one_ends_all)
