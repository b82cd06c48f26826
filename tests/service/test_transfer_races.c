/* What happens meanwhile: others are quicker, the child, the school, the bureau change, time
 * passes.
 */
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "domain/roll.h"
#include "server/service/case_purge.h"
#include "server/service/unit_moved.h"
#include "server/store/operator_store.h"
#include "server/store/policy_cache.h"
#include "server/store/session_store.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"
#include "tests/calls/moving.h"

static struct moving *m;
static struct mover child;

static void set_up(void)
{
	m = moving_open();
	child = mover_new(m, "陈小明");
}

static void tear_down(void)
{
	moving_close(m);
}

#define STATE(word) XUEJI__V1__CASE_STATE__CASE_STATE_##word

/* ---- two at once ---- */

START_TEST(of_two_officers_the_second_is_told_that_it_changed)
{
	struct person *second = person_make(m->house, "officer.second", COUNTY, ROLE_OFFICER);
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = carried(m, one, STATE(OUT_BUREAU));
	case_done(m->house, m->old.officer, APPROVE, one, "");
	const Xueji__V1__CaseResult *late =
		refuse_for(m, second, one, XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_DATA_DIFFER);
	ck_assert_str_eq(late->refusal, "STALE");
	ck_assert_int_eq(late->summary->state, STATE(PAPER_OUT));
}
END_TEST

START_TEST(enter_struck_twice_applies_once)
{
	Xueji__V1__ApplyTransferRequest in = application(m, &child, NEIGHBOUR_SCHOOL);
	m->house->key = "apply-once";
	const Xueji__V1__GetCaseResponse *first = apply(m, m->near.registrar, &in).reply;
	const Xueji__V1__GetCaseResponse *again = apply(m, m->near.registrar, &in).reply;
	ck_assert_str_eq(first->summary->id, again->summary->id);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM kase"), 1);
}
END_TEST

START_TEST(thirty_at_once_and_those_of_others_do_not_exist)
{
	enum { MANY = 30 };
	Xueji__V1__CaseRef refs[MANY], *at[MANY];
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	for (int i = 0; i < MANY; i++) {
		struct mover one_child = mover_new(m, "陈小明");
		bool is_ours = i % 3 != 0;
		const Xueji__V1__Case *one =
			applied(m, &one_child, is_ours ? NEIGHBOUR_SCHOOL : FAR_SCHOOL,
				is_ours ? m->near.registrar : m->far.registrar);
		xueji__v1__case_ref__init(&refs[i]);
		refs[i].case_id = one->id;
		refs[i].rev = one->rev;
		at[i] = &refs[i];
	}
	house_policy(m->house, POLICY_CLASS_SIZE, 100);
	in.event = APPROVE;
	in.n_cases = MANY;
	in.cases = at;
	const Xueji__V1__DecideCasesResponse *out =
		case_ask(m->house, m->near.approver, "DecideCases", &in.base).reply;
	for (int i = 0; i < MANY; i++) {
		ck_assert_int_eq(out->results[i]->is_done, i % 3 != 0);
		if (i % 3 == 0) {
			ck_assert_str_eq(out->results[i]->refusal, "NO_SUCH_CASE");
			ck_assert_ptr_null(out->results[i]->summary);
		}
	}
}
END_TEST

START_TEST(who_was_sealed_between_looking_and_signing_signs_nothing)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	struct ctx *ctx = house_write(m->house);
	ck_assert_int_eq(operator_set_state(ctx, m->near.approver->id, OPERATOR_SEALED), OK);
	ck_assert_int_eq(session_delete_others(ctx, m->near.approver->id, 0, NULL), OK);
	session_follow(ctx, m->near.approver->id);
	house_commit(m->house);
	struct answer a =
		case_decide_answer(m->house, m->near.approver, APPROVE, one->id, one->rev, "");
	ck_assert_int_eq(a.err, ERR_UNAUTHENTICATED);
}
END_TEST

/* ---- the child ---- */

static void set_status(int status)
{
	struct ctx *ctx = house_write(m->house);
	struct student_record before, after;
	ck_assert_int_eq(student_read(ctx, child.id, &before), OK);
	after = before;
	after.row.status = status;
	ck_assert_int_eq(student_rewrite(ctx, &before, &after), OK);
	house_commit(m->house);
}

START_TEST(a_child_that_dies_meanwhile_is_not_transferred)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = carried(m, one, STATE(OUT_BUREAU));
	set_status(ROLL_DECEASED);
	case_refused(m->house, m->old.officer, APPROVE, one, "CHILD_NOT_THERE");
	ck_assert(refuse_for(
		m, m->old.officer, one, XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_NOT_OUR_PUPIL)
			  ->is_done);
	Xueji__V1__ApplyTransferRequest in = application(m, &child, FAR_SCHOOL);
	ck_assert_int_eq(apply(m, m->far.registrar, &in).reason, REASON_CHILD_NOT_FOUND);
}
END_TEST

START_TEST(a_name_that_changes_meanwhile_stops_it_with_2001)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	struct ctx *ctx = house_write(m->house);
	struct student_record record;
	ck_assert_int_eq(student_read(ctx, child.id, &record), OK);
	Xueji__V1__StudentItems items = *record.items;
	items.name = "陈大明";
	ck_assert_int_eq(student_apply_items(ctx, &record, &items, "cdm"), OK);
	house_commit(m->house);
	case_refused(m->house, m->near.approver, APPROVE, one, "DATA_DIFFER_2001");
	one = case_done(m->house, m->near.approver, RETURN, one, "姓名已变更");
	Xueji__V1__ApplyTransferRequest in = application(m, &child, NEIGHBOUR_SCHOOL);
	in.case_id = one->id;
	in.rev = one->rev;
	in.name = "陈大明";
	ck_assert_int_eq(apply(m, m->near.registrar, &in).err, OK);
}
END_TEST

/* ---- schools and bureaus ---- */

static void close_unit(int64_t from, int64_t to)
{
	struct ctx *ctx = house_write(m->house);
	struct unit *unit;
	ctx->units = unit_tree_pin(m->house->fixture->app.units);
	ck_assert_int_eq(unit_get(ctx, from, &unit), OK);
	unit->closed = ctx_today(ctx);
	ck_assert_int_eq(unit_update(ctx, unit), OK);
	const struct unit_move move = {.from = from, .to = to, .day = ctx_today(ctx)};
	ck_assert_int_eq(cases_unit_moved(ctx, &move), OK);
	unit_tree_unpin(ctx->units);
	ctx_on_commit(ctx, unit_cache_reload, NULL);
	house_commit(m->house);
}

START_TEST(a_receiving_school_that_closes_lets_go_of_the_child)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = carried(m, one, STATE(OUT_BUREAU));
	close_unit(NEIGHBOUR_SCHOOL, 0);
	one = case_get_whole(m->house, m->old.officer, one)->summary;
	ck_assert_int_eq(one->state, STATE(WITHDRAWN));
	ck_assert_int_eq(mover_now(m, child.id).row.school, SCHOOL);
	applied(m, &child, FAR_SCHOOL, m->far.registrar);
}
END_TEST

START_TEST(a_grade_that_is_no_longer_taught_takes_nobody)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	const struct programme junior = {.years = {[STAGE_JUNIOR] = 3}};
	one = carried(m, one, STATE(OUT_BUREAU));
	ck_assert_int_eq(unit_set_programme(house_write(m->house), NEIGHBOUR_SCHOOL, &junior), OK);
	house_commit(m->house);
	case_refused(m->house, m->old.officer, APPROVE, one, "PLACE_GONE");
	ck_assert_int_eq(mover_now(m, child.id).row.school, SCHOOL);
}
END_TEST

START_TEST(for_a_sending_school_that_is_closed_its_bureau_answers)
{
	struct mover other = mover_new(m, "林小花");
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	const Xueji__V1__Case *two = applied(m, &other, NEIGHBOUR_SCHOOL, m->near.registrar);
	two = carried(m, two, STATE(OUT_SCHOOL));
	close_unit(SCHOOL, 0);
	one = carried(m, one, STATE(OUT_BUREAU)); /* past the school that is gone */
	carried(m, one, STATE(PAPER_OUT));
	ck_assert_int_eq(mover_now(m, child.id).row.school, NEIGHBOUR_SCHOOL);
	two = case_get_whole(m->house, m->old.officer, two)->summary;
	ck_assert_int_eq(two->state, STATE(OUT_BUREAU)); /* it was there already */
	case_done(m->house, m->old.officer, APPROVE, two, "");
}
END_TEST

START_TEST(a_successor_goes_on_with_what_is_under_way)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = carried(m, one, STATE(OUT_SCHOOL));
	close_unit(SCHOOL, SECOND_SCHOOL);
	one = case_get_whole(m->house, m->same.registrar, one)->summary;
	ck_assert_str_eq(one->turn_unit->id, id_text(m->house, SECOND_SCHOOL));
	carried(m, one, STATE(PAPER_OUT));
	ck_assert_int_eq(mover_now(m, child.id).row.school, NEIGHBOUR_SCHOOL);
}
END_TEST

START_TEST(what_is_under_way_is_counted_at_the_successor)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	close_unit(NEIGHBOUR_SCHOOL, SECOND_SCHOOL);
	ck_assert_int_eq(
		house_count(m->house, "SELECT open FROM open_work WHERE school_id = 10"), 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT open FROM open_work WHERE school_id = 9"), 1);
	one = case_get_whole(m->house, m->same.registrar, one)->summary;
	case_done(m->house, m->same.registrar, WITHDRAW, one, "");
	ck_assert_int_eq(house_count(m->house, "SELECT sum(open) FROM open_work"), 0);
}
END_TEST

/* Made by the very change that closes the other, so no list of units knows it yet. */
START_TEST(a_successor_that_is_new_has_them_on_its_list)
{
	enum { NEW_SCHOOL = 200 };
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	carried(m, one, STATE(OUT_SCHOOL));
	house_hold(m->house);
	struct ctx *ctx = house_write(m->house);
	struct unit school = {.id = NEW_SCHOOL,
		.code = "2144000200",
		.name = "合并小学",
		.initials = "x",
		.parent = COUNTY,
		.bureau = COUNTY,
		.tier = TIER_SCHOOL};
	ck_assert_int_eq(unit_insert(ctx, &school), OK);
	close_unit(SCHOOL, NEW_SCHOOL);
	house_release(m->house);
	struct person *registrar = person_make(m->house, "new", NEW_SCHOOL, ROLE_REGISTRAR);
	Xueji__V1__ListCasesRequest in = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	const Xueji__V1__ListCasesResponse *out =
		case_ask(m->house, registrar, "ListCases", &in.base).reply;
	ck_assert_uint_eq(out->n_cases, 1);
	ck_assert_str_eq(out->cases[0]->turn_unit->id, id_text(m->house, NEW_SCHOOL));
}
END_TEST

START_TEST(a_bureau_that_merges_hands_its_cases_over)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = carried(m, one, STATE(OUT_BUREAU));
	close_unit(COUNTY, NEIGHBOUR);
	one = case_get_whole(m->house, m->near.officer, one)->summary;
	case_done(m->house, m->near.officer, APPROVE, one, "");
	ck_assert_int_eq(house_count(m->house, "SELECT from_bureau_id FROM kase"), NEIGHBOUR);
}
END_TEST

/* ---- time ---- */

static void purge(void)
{
	bool more = true;
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

START_TEST(half_a_year_ends_it_and_that_is_announced)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	struct mover other = mover_new(m, "林小花");
	const Xueji__V1__Case *moved = applied(m, &other, SECOND_SCHOOL, m->same.registrar);
	carried(m, moved, STATE(PAPER_OUT));
	days_pass(m->house, 170, m->all); /* 11 May 2027; the day is 22 May */
	purge();
	one = case_get_whole(m->house, m->near.registrar, one)->summary;
	ck_assert_str_eq(one->purge_date, "");
	ck_assert(one->is_overdue);
	days_pass(m->house, 1, m->all);
	one = case_get_whole(m->house, m->near.registrar, one)->summary;
	ck_assert_str_eq(one->purge_date, "2027-05-22");
	days_pass(m->house, 9, m->all);
	purge();
	ck_assert_int_eq(case_get_whole(m->house, m->near.registrar, one)->summary->state,
		STATE(SCHOOL_REVIEW));
	days_pass(m->house, 1, m->all);
	purge();
	ck_assert_int_eq(
		case_get_whole(m->house, m->near.registrar, one)->summary->state, STATE(PURGED));
	ck_assert_int_eq(case_get_whole(m->house, m->same.registrar, moved)->summary->state,
		STATE(PAPER_OUT));
	ck_assert_int_eq(mover_now(m, child.id).row.school, SCHOOL);
	applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
}
END_TEST

START_TEST(a_clock_that_jumps_decides_nothing)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	days_pass(m->house, 100, m->all);
	one = carried(m, one, STATE(OUT_SCHOOL)); /* late, and done all the same */
	days_pass(m->house, -99, m->all);
	purge();
	one = case_get_whole(m->house, m->old.registrar, one)->summary;
	ck_assert(!one->is_overdue);
	ck_assert_int_gt(one->working_days_left, 10);
	carried(m, one, STATE(CLOSED));
}
END_TEST

SUITE_WITH("transfer_races", set_up, tear_down, of_two_officers_the_second_is_told_that_it_changed,
	enter_struck_twice_applies_once, thirty_at_once_and_those_of_others_do_not_exist,
	who_was_sealed_between_looking_and_signing_signs_nothing,
	a_child_that_dies_meanwhile_is_not_transferred,
	a_name_that_changes_meanwhile_stops_it_with_2001,
	a_receiving_school_that_closes_lets_go_of_the_child,
	a_grade_that_is_no_longer_taught_takes_nobody,
	for_a_sending_school_that_is_closed_its_bureau_answers,
	a_successor_goes_on_with_what_is_under_way, a_successor_that_is_new_has_them_on_its_list,
	what_is_under_way_is_counted_at_the_successor, a_bureau_that_merges_hands_its_cases_over,
	half_a_year_ends_it_and_that_is_announced, a_clock_that_jumps_decides_nothing)
