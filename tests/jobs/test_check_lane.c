/* Checks are asked for, carried out beside everything else, and come to an end whatever happens. */
#include "server/jobs/check_lane.h"

#include "server/service/services.h"
#include "server/store/check_store.h"
#include "server/store/db.h"
#include "tests/calls/checking.h"

static struct checking *c;

static void set_up(void)
{
	c = checking_open();
}

static void tear_down(void)
{
	checking_close(c);
}

static void work(void)
{
	check_lane_work(c->app, c->house->fixture->store, c->house->writer);
}

static void change_store(const struct sql *sql, struct args args)
{
	struct ctx *ctx = house_write(c->house);
	ck_assert_int_eq(db_run(ctx, sql, args, NULL), OK);
	house_commit(c->house);
}

/* Its sealed items open no more. */
static void spoil(int64_t student)
{
	static const struct sql sql = {
		"test_spoil", "UPDATE profile SET sealed = zeroblob(60) WHERE student_id = $1"};
	change_store(&sql, ARGS(arg_int(student)));
}

START_TEST(a_record_that_does_not_open_is_left_out_and_ends_no_check)
{
	spoil(checking_enrol(c, "赵宇轩", "2016-03-11", SCHOOL, NULL, "赵大山"));
	checking_enrol(c, "赵宇轩", "2016-03-11", SECOND_SCHOOL, NULL, "赵卫国");
	checking_enrol(c, "孙宇轩", "2016-04-11", SCHOOL, NULL, "孙大山");
	checking_enrol(c, "孙宇轩", "2016-04-11", SECOND_SCHOOL, NULL, "孙卫国");
	checking_nobody_waits(c);
	const char *id = checking_asked_rule(c, RULE(EXACT));
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_eq(checking_now(c, id)->left_out, 1);
	ck_assert_int_eq(checking_now(c, id)->exact, 1);
	id = checking_asked(c, c->province, 0);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_ge(
		checking_now(c, id)->left_out, 1); /* and what cannot be said of its namesake */
	ck_assert_int_eq(checking_now(c, id)->records, 3);
}
END_TEST

START_TEST(what_cannot_be_told_keeps_nothing_else)
{
	const char *number = checking_number(c, "2016-04-11");
	int64_t bad = checking_enrol(c, "孙宇轩", "2016-04-11", SCHOOL, number, "孙大山");
	checking_enrol(c, "李思涵", "2016-04-11", SECOND_SCHOOL, number, "李卫国");
	checking_enrol_some(c);
	checking_nobody_waits(c);
	spoil(bad);
	const char *id = checking_asked(c, c->province, 0);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_gt(checking_now(c, id)->left_out, 0);
	ck_assert_int_eq(checking_suspicions(c), 1);
}
END_TEST

static const struct sql refuse_for = {"test_refuse_for",
	"CREATE TRIGGER refuse_for BEFORE INSERT ON problem WHEN NEW.cause = 'variant' "
	"BEGIN SELECT RAISE(ABORT, 'no'); END"};

START_TEST(nobody_waits_behind_a_child_whose_findings_cannot_be_written)
{
	change_store(&refuse_for, NO_ARGS);
	checking_enrol(
		c, "张冉月", "2016-05-12", SCHOOL, checking_number(c, "2016-05-12"), "张大山");
	checking_enrol(c, "張冉月", "2016-05-12", NEIGHBOUR_SCHOOL, NULL, "张大山");
	checking_enrol_some(c);
	work();
	ck_assert_int_eq(checking_of_cause(c, "variant"), 0);
	ck_assert_int_eq(checking_of_cause(c, "homophone"), 1);
	ck_assert_int_eq(house_count(c->house, "SELECT count(*) FROM check_waiting"), 0);
	const char *id = checking_asked(c, c->province, 0);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_eq(checking_now(c, id)->left_out, 1);
}
END_TEST

START_TEST(a_check_over_a_full_disk_fails_or_waits_and_can_be_had_again)
{
	static const struct sql full = {"test_full", "PRAGMA max_page_count = 1"};
	static const struct sql room = {"test_room", "PRAGMA max_page_count = 1000000"};
	enum { PAIRS = 48, MONTHS = 12 };
	for (int i = 0; i < PAIRS; i++) {
		const char *birth = arena_printf(
			c->house->arena, "2016-%02d-%02d", i % MONTHS + 1, 11 + i / MONTHS);
		checking_enrol(c, "鄢冉月", birth, SCHOOL, checking_number(c, birth), "鄢大山");
		checking_enrol(c, "鄢冉悦", birth, NEIGHBOUR_SCHOOL, NULL, "鄢大山");
	}
	checking_nobody_waits(c);
	const char *id = checking_asked(c, c->province, 0);
	struct ctx *ctx = house_write(c->house);
	int64_t ignored;
	ck_assert_int_eq(db_number(ctx, &full, NO_ARGS, 0, &ignored), OK);
	house_commit(c->house);
	work();
	ck_assert_int_ne(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_lt(checking_suspicions(c), PAIRS);
	ctx = house_write(c->house);
	ck_assert_int_eq(db_number(ctx, &room, NO_ARGS, 0, &ignored), OK);
	house_commit(c->house);
	if (checking_now(c, id)->state == STATE(FAILED))
		id = checking_asked(c, c->province, 0);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_eq(checking_suspicions(c), PAIRS);
}
END_TEST

START_TEST(checks_of_two_units_follow_one_another)
{
	checking_enrol_some(c);
	checking_nobody_waits(c);
	const char *whole = checking_asked(c, c->province, 0),
		   *part = checking_asked(c, c->county, 0);
	work();
	ck_assert_int_eq(checking_now(c, whole)->state, STATE(DONE));
	ck_assert_int_eq(checking_now(c, part)->state, STATE(DONE));
	ck_assert_int_eq(checking_now(c, whole)->records, 4);
	ck_assert_int_eq(checking_now(c, part)->records, 3);
}
END_TEST

/* It looks for the bureau, not for him. */
START_TEST(a_check_goes_on_when_who_asked_for_it_is_sealed)
{
	static const struct sql seal_him = {
		"test_seal", "UPDATE operator SET state = 2 WHERE id = $1"};
	checking_enrol_some(c);
	checking_nobody_waits(c);
	const char *id = checking_asked(c, c->county, 0);
	change_store(&seal_him, ARGS(arg_int(c->county->id)));
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
}
END_TEST

START_TEST(a_check_that_was_broken_off_begins_anew)
{
	checking_enrol_some(c);
	const char *id = checking_asked(c, c->province, 0);
	struct ctx *ctx = house_write(c->house);
	struct check_run run;
	bool is_found;
	ck_assert_int_eq(check_run_next(ctx, &run, &is_found), OK);
	ck_assert(is_found);
	run.state = CHECK_TELLING;
	run.records = run.likely = 77;
	ck_assert_int_eq(check_run_save(ctx, &run), OK);
	house_commit(c->house);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_eq(checking_now(c, id)->records, 4);
	ck_assert_int_eq(checking_now(c, id)->likely + checking_now(c, id)->possible, 1);
}
END_TEST

START_TEST(a_check_whose_end_cannot_be_written_is_left_until_the_lane_is_woken)
{
	static const struct sql refuse = {"test_refuse",
		"CREATE TRIGGER refuse BEFORE UPDATE ON check_run "
		"BEGIN SELECT RAISE(ABORT, 'full'); END"};
	static const struct sql allow = {"test_allow", "DROP TRIGGER refuse"};
	checking_enrol_some(c);
	const char *id = checking_asked(c, c->province, 0);
	change_store(&refuse, NO_ARGS);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(WAITING));
	change_store(&allow, NO_ARGS);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_eq(checking_suspicions(c), 1);
}
END_TEST

START_TEST(one_check_of_a_unit_at_a_time_and_it_can_be_stopped)
{
	Xueji__V1__CancelCheckRequest cancel = XUEJI__V1__CANCEL_CHECK_REQUEST__INIT;
	checking_enrol_some(c);
	checking_nobody_waits(c);
	const char *id = checking_asked(c, c->province, 0);
	ck_assert_int_eq(checking_run(c, c->province, 0, NULL, 0).reason, REASON_CHECK_RUNS);
	cancel.check_id = (char *)id;
	ck_assert_int_eq(checking_ask(c, c->province, "CancelCheck", &cancel.base).err, OK);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(STOPPED));
	ck_assert_int_eq(checking_suspicions(c), 0);
	ck_assert_int_eq(checking_ask(c, c->province, "CancelCheck", &cancel.base).reason,
		REASON_CHECK_IS_OVER);
	checking_asked(c, c->province, 0);
}
END_TEST

START_TEST(who_watches_is_told_until_the_end)
{
	Xueji__V1__WatchCheckRequest in = XUEJI__V1__WATCH_CHECK_REQUEST__INIT;
	in.check_id = (char *)checking_asked(c, c->province, 0);
	struct watching *watching =
		watch_open(c->house, c->province->token, &checks_service, "WatchCheck", &in.base);
	struct answer a = watch_next(watching);
	ck_assert_int_eq(((const Xueji__V1__WatchCheckResponse *)a.reply)->state, STATE(WAITING));
	ck_assert_ptr_null(watch_next(watching).reply);
	work();
	a = watch_next(watching);
	ck_assert_int_eq(((const Xueji__V1__WatchCheckResponse *)a.reply)->state, STATE(DONE));
	watch_close(watching);
}
END_TEST

START_TEST(checks_are_listed_and_only_for_whom_they_concern)
{
	Xueji__V1__ListChecksRequest in = XUEJI__V1__LIST_CHECKS_REQUEST__INIT;
	for (int i = 0; i < 3; i++) {
		checking_asked(c, c->province, 0);
		work();
	}
	in.page_size = 2;
	const Xueji__V1__ListChecksResponse *page =
		checking_ask(c, c->province, "ListChecks", &in.base).reply;
	ck_assert_uint_eq(page->n_checks, 2);
	in.page_token = page->next_page_token;
	page = checking_ask(c, c->province, "ListChecks", &in.base).reply;
	ck_assert_uint_eq(page->n_checks, 1);
	ck_assert_str_eq(page->next_page_token, "");
	ck_assert_int_eq(
		checking_run(c, c->county, PROVINCE, NULL, 0).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(checking_run(c, c->registrar, SCHOOL, NULL, 0).reason, REASON_NO_RIGHT);
	struct answer a = checking_run(c, c->county, SCHOOL, NULL, 0);
	ck_assert(has_fault(&a, "unit_id", REASON_NOT_A_BUREAU));
}
END_TEST

START_TEST(the_lane_stops_and_leaves_what_it_has_not_done)
{
	checking_enrol_some(c);
	struct check_lane *lane =
		check_lane_start(c->app, c->house->fixture->store, c->house->writer);
	ck_assert_ptr_nonnull(lane);
	const char *id = checking_asked(c, c->province, 0);
	check_lane_stop(lane);
	ck_assert_ptr_null(c->app->check);
	work();
	ck_assert_int_eq(checking_now(c, id)->state, STATE(DONE));
	ck_assert_int_eq(checking_suspicions(c), 1);
}
END_TEST

SUITE_WITH("check_lane", set_up, tear_down,
	a_record_that_does_not_open_is_left_out_and_ends_no_check,
	what_cannot_be_told_keeps_nothing_else,
	nobody_waits_behind_a_child_whose_findings_cannot_be_written,
	a_check_over_a_full_disk_fails_or_waits_and_can_be_had_again,
	checks_of_two_units_follow_one_another, a_check_goes_on_when_who_asked_for_it_is_sealed,
	a_check_that_was_broken_off_begins_anew,
	a_check_whose_end_cannot_be_written_is_left_until_the_lane_is_woken,
	one_check_of_a_unit_at_a_time_and_it_can_be_stopped, who_watches_is_told_until_the_end,
	checks_are_listed_and_only_for_whom_they_concern,
	the_lane_stops_and_leaves_what_it_has_not_done)
