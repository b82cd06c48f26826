/* Checks are asked for, carried out beside everything else, and become problem records. */
#include "server/jobs/check_lane.h"

#include <string.h>

#include "common/han_reading.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/registry/problem_kinds.h"
#include "server/service/services.h"
#include "server/store/check_store.h"
#include "server/store/db.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "xueji/v1/checks.pb-c.h"

#define STATE(word) XUEJI__V1__CHECK_STATE__CHECK_STATE_##word
#define RULE(word)  XUEJI__V1__CHECK_RULE__CHECK_RULE_##word

static struct house *house;
static struct person *province, *county, *registrar;
static struct app *app;
static int serial;

static void set_up(void)
{
	house = house_open();
	app = &house->fixture->app;
	app->readings = han_readings_open();
	province = person_make(house, "prov", PROVINCE, ROLE_OFFICER);
	county = person_make(house, "off", COUNTY, ROLE_OFFICER);
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	serial = 1;
}

static void tear_down(void)
{
	han_readings_close(app->readings);
	house_close(house);
}

static void work(void)
{
	check_lane_work(app, house->fixture->store, house->writer);
}

/* ---- children ---- */

static const char *number_of(const char *birth)
{
	char *text = arena_printf(
		house->arena, "510104%.4s%.2s%.2s%03dX", birth, birth + 5, birth + 8, serial);
	serial += 2;
	text[17] = id_number_check_character(text);
	return text;
}

/* A boy with two guardians, or ("") none; `number` NULL: none. */
static int64_t enrol(
	const char *name, const char *birth, int64_t school, const char *number, const char *father)
{
	struct ctx *ctx = house_write(house);
	ctx->units = unit_tree_pin(app->units);
	struct student_record child = child_make(house->arena, name, birth, school);
	child.items->id_type = number != NULL ? ID_TYPE_RESIDENT : ID_TYPE_OTHER;
	child.items->id_number = number != NULL ? (char *)number : "";
	child.items->family_1_name = (char *)father;
	child.items->family_1_is_guardian = "1";
	child.items->family_2_name =
		*father != '\0' ? arena_printf(house->arena, "柏%s", father) : "";
	child.items->family_2_is_guardian = "1";
	child_create_in(ctx, &child);
	child_enrol_in(ctx, &child);
	unit_tree_unpin(ctx->units);
	ctx->units = NULL;
	house_commit(house);
	return child.row.id;
}

/* One child twice, a slip apart, and namesakes of other families. */
static void enrol_some(void)
{
	enrol("鄢冉月", "2016-03-11", SCHOOL, number_of("2016-03-11"), "鄢大山");
	enrol("鄢冉悦", "2016-03-11", NEIGHBOUR_SCHOOL, NULL, "鄢大山");
	enrol("王浩宇", "2016-05-01", SCHOOL, number_of("2016-05-01"), "王建国");
	enrol("王浩宇", "2016-09-21", SECOND_SCHOOL, number_of("2016-09-21"), "王卫东");
}

static void nobody_waits(void)
{
	struct ctx *ctx = house_write(house);
	for (int64_t student = 1; student != 0;) {
		ck_assert_int_eq(check_waiting_first(ctx, &student), OK);
		ck_assert_int_eq(check_waiting_remove(ctx, student), OK);
	}
	house_commit(house);
}

/* ---- calls ---- */

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &checks_service, method, request);
}

static struct answer run_check_for(
	const struct person *person, int64_t unit, Xueji__V1__CheckRule *rules, size_t n_rules)
{
	Xueji__V1__RunCheckRequest in = XUEJI__V1__RUN_CHECK_REQUEST__INIT;
	in.unit_id = unit != 0 ? id_text(house, unit) : "";
	in.rules = rules;
	in.n_rules = n_rules;
	return ask(person, "RunCheck", &in.base);
}

static struct answer run_check(const struct person *person, int64_t unit)
{
	return run_check_for(person, unit, NULL, 0);
}

static const Xueji__V1__Check *check_now(const char *id)
{
	Xueji__V1__GetCheckRequest in = XUEJI__V1__GET_CHECK_REQUEST__INIT;
	in.check_id = (char *)id;
	struct answer a = ask(province, "GetCheck", &in.base);
	ck_assert_int_eq(a.err, OK);
	return ((const Xueji__V1__GetCheckResponse *)a.reply)->check;
}

static const char *id_of(struct answer a)
{
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Check *check = ((const Xueji__V1__RunCheckResponse *)a.reply)->check;
	ck_assert_int_eq(check->state, STATE(WAITING));
	return arena_strdup(house->arena, check->id);
}

static const char *asked_for(const struct person *person, int64_t unit)
{
	return id_of(run_check(person, unit));
}

/* Of one rule alone, over the whole province. */
static const char *asked_for_rule(Xueji__V1__CheckRule rule)
{
	return id_of(run_check_for(province, 0, &rule, 1));
}

static int64_t of_kind(int kind)
{
	return house_count(house,
		arena_printf(house->arena, "SELECT count(*) FROM problem WHERE kind = %d", kind));
}

static int64_t suspicions(void)
{
	return house_count(house, "SELECT count(*) FROM problem_group WHERE kind = 12");
}

static int64_t of_cause(const char *cause)
{
	return house_count(house,
		arena_printf(house->arena,
			"SELECT count(*) FROM problem_group WHERE kind = 12 AND cause = '%s'",
			cause));
}

/* ---- tests ---- */

START_TEST(a_check_finds_what_a_slip_parts)
{
	enrol_some();
	nobody_waits();
	const char *id = asked_for(province, 0);
	work();
	const Xueji__V1__Check *check = check_now(id);
	ck_assert_int_eq(check->state, STATE(DONE));
	ck_assert_int_eq(check->done, 1000);
	ck_assert_int_eq(check->records, 4);
	ck_assert_int_eq(check->likely + check->possible, 1);
	ck_assert_ptr_nonnull(check->ended_time);
	ck_assert_int_eq(suspicions(), 1);
	ck_assert_int_eq(of_cause("homophone"), 1);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM problem WHERE kind = 12"), 2);
	asked_for(province, 0);
	work();
	ck_assert_int_eq(suspicions(), 1);
}
END_TEST

START_TEST(a_check_finds_what_agrees_outright)
{
	const char *number = number_of("2016-03-11");
	enrol("鄢冉月", "2016-03-11", SCHOOL, number, "鄢大山");
	enrol("李思涵", "2016-03-11", NEIGHBOUR_SCHOOL, number, "李卫国");
	enrol("赵宇轩", "2016-03-11", SCHOOL, NULL, "赵大山");
	enrol("赵宇轩", "2016-03-11", SECOND_SCHOOL, NULL, "赵卫国");
	nobody_waits();
	const char *id = asked_for_rule(RULE(EXACT));
	work();
	ck_assert_int_eq(check_now(id)->exact, 2);
	ck_assert_int_eq(of_kind(PROBLEM_DUP_ID), 2);
	ck_assert_int_eq(of_kind(PROBLEM_DUP_PERSON), 2);
	ck_assert_int_eq(suspicions(), 0);
}
END_TEST

/* As data that was loaded whole brings it: nothing looked at it when it came. */
START_TEST(a_check_finds_what_is_wrong_with_a_record_by_itself)
{
	char *wrong = arena_strdup(house->arena, number_of("2016-03-11"));
	wrong[17] = wrong[17] == '1' ? '2' : '1';
	enrol("鄢冉月", "2016-03-11", SCHOOL, number_of("2016-03-11"), "鄢大山");
	enrol("李思涵", "2016-03-12", NEIGHBOUR_SCHOOL, wrong, "李卫国");
	enrol("赵宇轩", "2016-03-13", SCHOOL, NULL, "赵大山");
	const char *id = asked_for_rule(RULE(RECORD));
	work();
	const Xueji__V1__Check *check = check_now(id);
	ck_assert_int_eq(check->state, STATE(DONE));
	ck_assert_int_eq(check->records, 3);
	ck_assert_int_eq(check->exact, 3); /* child_make leaves items out */
	ck_assert_int_eq(of_kind(PROBLEM_ID_FORMAT), 1);
	ck_assert_int_eq(of_kind(PROBLEM_NO_ID), 1);
	ck_assert_int_eq(of_kind(PROBLEM_MISSING_ITEM), 3);
	ck_assert_int_eq(suspicions(), 0);
	asked_for_rule(RULE(RECORD));
	work();
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM problem"), 5);
}
END_TEST

START_TEST(a_check_stays_within_its_unit)
{
	enrol_some();
	nobody_waits();
	const char *id = asked_for(county, 0);
	work();
	ck_assert_int_eq(check_now(id)->records, 3);
	ck_assert_int_eq(suspicions(), 0);
}
END_TEST

START_TEST(who_is_written_is_compared_at_once)
{
	enrol_some();
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM check_waiting"), 4);
	work();
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM check_waiting"), 0);
	ck_assert_int_eq(suspicions(), 1);
	enrol("鄢思琪", "2016-03-11", SECOND_SCHOOL, NULL, "鄢大山");
	work();
	ck_assert_int_ge(of_cause("renamed"), 1);
}
END_TEST

START_TEST(who_is_written_meets_what_a_slip_parts_from_it)
{
	static const struct {
		const char *name, *birth, *cause;
	} slips[] = {
		{"章冉月", "2016-03-12", "homophone"}, /* of the surname */
		{"張冉月", "2016-03-12", "variant"},
		{"张冉悦", "2016-03-12", "homophone"},
		{"李冉月", "2016-03-12", "other_letter"}, /* a mother's surname */
		{"张冉", "2016-03-12", "extra_letter"},
		{"冉月张", "2016-03-12", "order"},
		{"张冉月", "2016-12-03", "day_and_month"},
		{"张冉月", "2015-03-12", "birth_digit"},
		{"张冉月", "2016-03-21", "birth_swapped"},
	};
	int64_t first = enrol("张冉月", "2016-03-12", SCHOOL, number_of("2016-03-12"), "");
	work();
	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
		int64_t second = enrol(slips[i].name, slips[i].birth, NEIGHBOUR_SCHOOL, NULL, "");
		work();
		ck_assert_msg(
			house_count(house,
				arena_printf(house->arena,
					"SELECT count(*) FROM problem p JOIN problem_group g "
					"ON g.id = p.group_id WHERE g.kind = 12 AND g.cause "
					"= '%s' AND p.student_id IN (%lld, %lld)",
					slips[i].cause, (long long)first, (long long)second)) >= 2,
			"%s, %s", slips[i].name, slips[i].birth);
	}
}
END_TEST

START_TEST(a_guardian_whose_name_many_share_leads_to_the_child)
{
	enum { OTHERS = 60 };
	for (int i = 0; i < OTHERS; i++)
		enrol(arena_printf(house->arena, "王%c", 'A' + i),
			arena_printf(house->arena, "2015-%02d-11", 1 + i % 12), SCHOOL, NULL,
			"王建国");
	enrol("鄢冉月", "2016-03-11", SCHOOL, number_of("2016-03-11"), "王建国");
	nobody_waits();
	enrol("柏思琪", "2016-03-11", NEIGHBOUR_SCHOOL, NULL, "王建国");
	work();
	ck_assert_int_eq(of_cause("renamed"), 1);
}
END_TEST

START_TEST(a_guardian_leads_to_the_child_when_its_birth_date_was_amended)
{
	int64_t first = enrol("鄢冉月", "2016-03-11", SCHOOL, number_of("2016-03-12"), "王建国");
	struct ctx *ctx = house_write(house);
	struct student_record child;
	ctx->units = unit_tree_pin(app->units);
	ck_assert_int_eq(student_read(ctx, first, &child), OK);
	Xueji__V1__StudentItems items = *child.items;
	items.birth_date = "2016-03-12";
	ck_assert_int_eq(student_apply_items(ctx, &child, &items, NULL), OK);
	unit_tree_unpin(ctx->units);
	ctx->units = NULL;
	house_commit(house);
	nobody_waits();
	enrol("柏思琪", "2016-03-12", NEIGHBOUR_SCHOOL, NULL, "王建国");
	work();
	ck_assert_int_eq(of_cause("renamed"), 1);
}
END_TEST

START_TEST(twins_are_left_alone)
{
	enrol("鄢冉月", "2016-03-11", SCHOOL, number_of("2016-03-11"), "鄢大山");
	enrol("鄢冉星", "2016-03-11", SCHOOL, number_of("2016-03-11"), "鄢大山");
	work();
	asked_for(province, 0);
	work();
	ck_assert_int_eq(suspicions(), 0);
}
END_TEST

START_TEST(a_check_that_was_broken_off_begins_anew)
{
	enrol_some();
	const char *id = asked_for(province, 0);
	struct ctx *ctx = house_write(house);
	struct check_run run;
	bool is_found;
	ck_assert_int_eq(check_run_next(ctx, &run, &is_found), OK);
	ck_assert(is_found);
	run.state = CHECK_TELLING;
	run.records = run.likely = 77;
	ck_assert_int_eq(check_run_save(ctx, &run), OK);
	house_commit(house);
	work();
	ck_assert_int_eq(check_now(id)->state, STATE(DONE));
	ck_assert_int_eq(check_now(id)->records, 4);
	ck_assert_int_eq(check_now(id)->likely + check_now(id)->possible, 1);
}
END_TEST

static void change_store(const struct sql *sql)
{
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(db_run(ctx, sql, NO_ARGS, NULL), OK);
	house_commit(house);
}

START_TEST(a_check_whose_end_cannot_be_written_is_left_until_the_lane_is_woken)
{
	static const struct sql refuse = {"test_refuse",
		"CREATE TRIGGER refuse BEFORE UPDATE ON check_run "
		"BEGIN SELECT RAISE(ABORT, 'full'); END"};
	static const struct sql allow = {"test_allow", "DROP TRIGGER refuse"};
	enrol_some();
	const char *id = asked_for(province, 0);
	change_store(&refuse);
	work();
	ck_assert_int_eq(check_now(id)->state, STATE(WAITING));
	change_store(&allow);
	work();
	ck_assert_int_eq(check_now(id)->state, STATE(DONE));
	ck_assert_int_eq(suspicions(), 1);
}
END_TEST

START_TEST(one_check_of_a_unit_at_a_time_and_it_can_be_stopped)
{
	Xueji__V1__CancelCheckRequest cancel = XUEJI__V1__CANCEL_CHECK_REQUEST__INIT;
	enrol_some();
	nobody_waits();
	const char *id = asked_for(province, 0);
	ck_assert_int_eq(run_check(province, 0).reason, REASON_CHECK_RUNS);
	cancel.check_id = (char *)id;
	ck_assert_int_eq(ask(province, "CancelCheck", &cancel.base).err, OK);
	work();
	ck_assert_int_eq(check_now(id)->state, STATE(STOPPED));
	ck_assert_int_eq(suspicions(), 0);
	ck_assert_int_eq(ask(province, "CancelCheck", &cancel.base).reason, REASON_CHECK_IS_OVER);
	asked_for(province, 0);
}
END_TEST

START_TEST(who_watches_is_told_until_the_end)
{
	Xueji__V1__WatchCheckRequest in = XUEJI__V1__WATCH_CHECK_REQUEST__INIT;
	in.check_id = (char *)asked_for(province, 0);
	struct watching *watching =
		watch_open(house, province->token, &checks_service, "WatchCheck", &in.base);
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
		asked_for(province, 0);
		work();
	}
	in.page_size = 2;
	const Xueji__V1__ListChecksResponse *page = ask(province, "ListChecks", &in.base).reply;
	ck_assert_uint_eq(page->n_checks, 2);
	in.page_token = page->next_page_token;
	page = ask(province, "ListChecks", &in.base).reply;
	ck_assert_uint_eq(page->n_checks, 1);
	ck_assert_str_eq(page->next_page_token, "");
	ck_assert_int_eq(run_check(county, PROVINCE).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(run_check(registrar, SCHOOL).reason, REASON_NO_RIGHT);
	struct answer a = run_check(county, SCHOOL);
	ck_assert(has_fault(&a, "unit_id", REASON_NOT_A_BUREAU));
}
END_TEST

START_TEST(the_lane_stops_and_leaves_what_it_has_not_done)
{
	enrol_some();
	struct check_lane *lane = check_lane_start(app, house->fixture->store, house->writer);
	ck_assert_ptr_nonnull(lane);
	const char *id = asked_for(province, 0);
	check_lane_stop(lane);
	ck_assert_ptr_null(app->check);
	work();
	ck_assert_int_eq(check_now(id)->state, STATE(DONE));
	ck_assert_int_eq(suspicions(), 1);
}
END_TEST

SUITE_WITH("check_lane", set_up, tear_down, a_check_finds_what_a_slip_parts,
	a_check_finds_what_agrees_outright, a_check_finds_what_is_wrong_with_a_record_by_itself,
	a_check_stays_within_its_unit, who_is_written_is_compared_at_once,
	who_is_written_meets_what_a_slip_parts_from_it,
	a_guardian_whose_name_many_share_leads_to_the_child,
	a_guardian_leads_to_the_child_when_its_birth_date_was_amended, twins_are_left_alone,
	a_check_that_was_broken_off_begins_anew,
	a_check_whose_end_cannot_be_written_is_left_until_the_lane_is_woken,
	one_check_of_a_unit_at_a_time_and_it_can_be_stopped, who_watches_is_told_until_the_end,
	checks_are_listed_and_only_for_whom_they_concern,
	the_lane_stops_and_leaves_what_it_has_not_done)
