/* A graduate goes on to a school of the next stage (FSM6): the ways through, what is there
 * afterwards, and what may not be. */
#include <string.h>

#include "domain/stages.h"
#include "server/store/enrolment_store.h"
#include "server/store/policy_cache.h"
#include "tests/calls/graduating.h"

static struct moving *m;
static struct mover child;

static void set_up(void)
{
	m = moving_open();
	junior_opens(m->house, SECOND_SCHOOL);
	junior_opens(m->house, NEIGHBOUR_SCHOOL);
	child = graduate_new(m, "陈小明");
}

static void tear_down(void)
{
	moving_close(m);
}

#define STATE(word) XUEJI__V1__CASE_STATE__CASE_STATE_##word

static const Xueji__V1__Case *applied_near(const struct mover *mover)
{
	return enrolment_applied(m, mover, NEIGHBOUR_SCHOOL, m->near.registrar);
}

static struct answer ask_near(const Xueji__V1__ApplyTransferRequest *in)
{
	return apply(m, m->near.registrar, in);
}

/* ---- the ways through ---- */

START_TEST(the_source_bureau_signs_last_and_the_child_sits_in_its_new_class)
{
	struct student_record before = mover_now(m, child.id);
	struct enrolment *stays;
	size_t n = 0;
	const Xueji__V1__Case *one = carried(m, applied_near(&child), STATE(OUT_BUREAU));
	ck_assert_int_eq(mover_now(m, child.id).row.status, ROLL_GRADUATED);
	one = carried(m, one, STATE(CLOSED));
	struct student_record after = mover_now(m, child.id);
	ck_assert_int_eq(after.row.status, ROLL_ENROLLED);
	ck_assert_int_eq(after.row.school, NEIGHBOUR_SCHOOL);
	ck_assert_int_eq(after.row.stage, STAGE_JUNIOR);
	ck_assert_int_eq(after.row.grade, 7);
	ck_assert_int_eq(after.row.class_no, 1);
	ck_assert_int_eq(after.row.number_kind, before.row.number_kind);
	ck_assert_str_eq(after.items->admission_month, "2026-11");
	ck_assert_int_eq(enrolment_list(house_write(m->house), child.id, &stays, &n), OK);
	house_rollback(m->house);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(stays[0].year_in_stage, 1);
	ck_assert_int_eq(stays[0].years, 3);
	ck_assert_int_eq(stays[1].ended, ROLL_END_GRADUATED);
}
END_TEST

START_TEST(within_one_bureau_it_confirms_once)
{
	const Xueji__V1__Case *one = enrolment_applied(m, &child, SECOND_SCHOOL, m->same.registrar);
	one = carried(m, one, STATE(PAPER_OUT));
	const Xueji__V1__GetCaseResponse *whole = case_get_whole(m->house, m->old.officer, one);
	ck_assert_uint_eq(whole->n_steps, 4);
	ck_assert_int_eq(whole->steps[2]->to_state, STATE(BUREAU_REVIEW));
	ck_assert_int_eq(mover_now(m, child.id).row.school, SECOND_SCHOOL);
}
END_TEST

START_TEST(a_school_of_both_stages_enrols_its_own_graduates)
{
	junior_opens(m->house, SCHOOL);
	const Xueji__V1__Case *one = enrolment_applied(m, &child, SCHOOL, m->old.registrar);
	carried(m, one, STATE(CLOSED));
	ck_assert_int_eq(mover_now(m, child.id).row.grade, 7);
}
END_TEST

START_TEST(who_completed_primary_school_without_graduating_goes_on_too)
{
	struct ctx *ctx = house_write(m->house);
	struct student_record record;
	ck_assert_int_eq(student_read(ctx, child.id, &record), OK);
	ck_assert_int_eq(student_end(ctx, &record, ROLL_COMPLETED, ROLL_END_COMPLETED), OK);
	house_commit(m->house);
	carried(m, applied_near(&child), STATE(PAPER_OUT));
	ck_assert_int_eq(mover_now(m, child.id).row.status, ROLL_ENROLLED);
}
END_TEST

/* ---- who may, and when ---- */

START_TEST(only_a_graduate_is_enrolled_and_a_graduate_only_so)
{
	struct mover pupil = mover_new(m, "林小花");
	Xueji__V1__ApplyTransferRequest in = enrolment_of(m, &pupil, NEIGHBOUR_SCHOOL);
	struct answer a = ask_near(&in);
	ck_assert_int_eq(a.reason, REASON_NOT_GRADUATE);
	ck_assert_str_eq(a.failure.args[0], "enrolled");
	in = application(m, &child, NEIGHBOUR_SCHOOL);
	ck_assert_int_eq(ask_near(&in).reason, REASON_OTHER_STAGE);
	in.type = XUEJI__V1__CASE_TYPE__CASE_TYPE_STATUS;
	a = ask_near(&in);
	ck_assert(has_fault(&a, "type", REASON_NOT_A_MOVE_TYPE));
	in = enrolment_of(m, &child, NEIGHBOUR_SCHOOL);
	in.keeps_record = true;
	a = ask_near(&in);
	ck_assert(has_fault(&a, "keeps_record", REASON_KEEPS_ENROLMENT));
}
END_TEST

START_TEST(it_begins_where_the_stage_begins_and_where_there_is_room)
{
	static const struct {
		int grade, class_no;
		enum reason why;
	} places[] = {{8, 0, REASON_NOT_ENTRY}, {1, 1, REASON_NOT_ENTRY}, {6, 0, REASON_NOT_ENTRY},
		{10, 0, REASON_PLACE_GONE}, {7, 9, REASON_PLACE_GONE}, {7, 1, REASON_CLASS_FULL}};
	house_policy(m->house, POLICY_CLASS_SIZE, 1);
	struct mover first = graduate_new(m, "林小花");
	carried(m, applied_near(&first), STATE(CLOSED));
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		Xueji__V1__ApplyTransferRequest in = enrolment_of(m, &child, NEIGHBOUR_SCHOOL);
		in.grade = places[i].grade;
		in.class_number = places[i].class_no;
		ck_assert_int_eq(ask_near(&in).reason, places[i].why);
	}
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM kase WHERE is_open = 1 AND type <> 5"),
		0);
}
END_TEST

START_TEST(a_graduate_is_enrolled_once_and_the_other_is_named)
{
	const Xueji__V1__Case *one = applied_near(&child);
	Xueji__V1__ApplyTransferRequest in = enrolment_of(m, &child, SECOND_SCHOOL);
	struct answer a = apply(m, m->same.registrar, &in);
	ck_assert_int_eq(a.reason, REASON_CASE_OPEN);
	ck_assert_str_eq(a.failure.args[0], one->id);
	carried(m, one, STATE(CLOSED));
	a = apply(m, m->same.registrar, &in);
	ck_assert_int_eq(a.reason, REASON_ENROLLED_ELSEWHERE);
	ck_assert_str_eq(a.failure.args[0],
		mover_now(m, child.id).row.school == NEIGHBOUR_SCHOOL
			? case_get_whole(m->house, m->near.officer, one)->summary->school->name
			: "");
}
END_TEST

START_TEST(the_province_may_set_days_for_its_own_graduates)
{
	Xueji__V1__ApplyTransferRequest in = enrolment_of(m, &child, NEIGHBOUR_SCHOOL);
	house_policies(m->house, 2,
		(const int64_t[][2]){{POLICY_ENROLMENT_FROM, 811}, {POLICY_ENROLMENT_UNTIL, 930}});
	struct answer a = ask_near(&in); /* it is November */
	ck_assert_int_eq(a.reason, REASON_ENROLMENT_CLOSED);
	ck_assert_str_eq(a.failure.args[0], "08-11 – 09-30");
	house_policies(m->house, 2,
		(const int64_t[][2]){{POLICY_ENROLMENT_FROM, 811}, {POLICY_ENROLMENT_UNTIL, 1130}});
	ck_assert_int_eq(ask_near(&in).err, OK);
}
END_TEST

START_TEST(what_differs_from_the_record_is_named)
{
	Xueji__V1__ApplyTransferRequest in = enrolment_of(m, &child, NEIGHBOUR_SCHOOL);
	in.name = "陈晓明";
	ck_assert_int_eq(ask_near(&in).reason, REASON_DATA_DIFFER_2001);
}
END_TEST

START_TEST(what_was_refused_is_copied_as_what_it_was)
{
	const Xueji__V1__Case *one = applied_near(&child);
	one = case_done(m->house, m->near.approver, REFUSE, one, "无学位");
	Xueji__V1__ApplyTransferRequest in = XUEJI__V1__APPLY_TRANSFER_REQUEST__INIT;
	in.school_id = id_text(m->house, NEIGHBOUR_SCHOOL);
	in.copy_of_case_id = one->id;
	struct answer a = ask_near(&in);
	ck_assert_int_eq(a.err, OK);
	ck_assert_int_eq(((const Xueji__V1__GetCaseResponse *)a.reply)->summary->type,
		XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT);
}
END_TEST

/* ---- every state, event and person ---- */

enum { STATES = 6, EVENTS = 7 };
static const Xueji__V1__CaseState states[STATES] = {STATE(DRAFT), STATE(SCHOOL_REVIEW),
	STATE(BUREAU_REVIEW), STATE(OUT_BUREAU), STATE(PAPER_OUT), STATE(PAPER_IN)};
static const Xueji__V1__CaseEvent events[EVENTS] = {
	SUBMIT, APPROVE, RETURN, REFUSE, WITHDRAW, HAND_OVER, RECEIVE};

/* Who may do what: of the receiving school (R), its approver (A), its bureau (B), and r, b of the
 * school that is left and its bureau. All else is refused. */
static const char *const allowed[STATES][EVENTS] = {
	/*                  SUBMIT APPROVE RETURN REFUSE WITHDRAW HAND_OVER RECEIVE */
	/* DRAFT */ {"R", "", "", "", "R", "", ""},
	/* SCHOOL_REVIEW */ {"", "A", "A", "A", "R", "", ""},
	/* BUREAU_REVIEW */ {"", "B", "B", "B", "R", "", ""},
	/* OUT_BUREAU */ {"", "b", "", "b", "R", "", ""},
	/* PAPER_OUT */ {"", "", "", "", "", "r", "R"},
	/* PAPER_IN */ {"", "", "", "", "", "", "R"},
};

static bool is_allowed(int state, int event, const struct person *person)
{
	const struct {
		const struct person *person;
		char letter;
	} who[] = {{m->near.registrar, 'R'}, {m->near.approver, 'A'}, {m->near.officer, 'B'},
		{m->old.registrar, 'r'}, {m->old.officer, 'b'}, {m->same.officer, 'b'}};
	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		if (person == who[i].person)
			return strchr(allowed[state][event], who[i].letter) != NULL;
	return false;
}

static const Xueji__V1__Case *case_at(Xueji__V1__CaseState state)
{
	struct mover mover = graduate_new(m, "陈小明");
	const Xueji__V1__Case *one = applied_near(&mover);
	return state == STATE(DRAFT) ? case_done(m->house, m->near.approver, RETURN, one, "补正")
				     : carried(m, one, state);
}

static const Xueji__V1__CaseResult *attempt(
	const struct person *person, Xueji__V1__CaseEvent event, const Xueji__V1__Case *one)
{
	if (event == REFUSE)
		return refuse_for(
			m, person, one, XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_NOT_OUR_PUPIL);
	return case_try(m->house, person, event, one, event == RETURN ? "补正" : "");
}

START_TEST(each_state_takes_what_its_row_says_from_whom_it_says_and_nothing_else)
{
	static const char written[] = "SELECT sum(rev) + (SELECT count(*) FROM case_step) + "
				      "(SELECT sum(rev) FROM student) FROM kase";
	for (int state = 0; state < STATES; state++) {
		const Xueji__V1__Case *one = case_at(states[state]);
		for (int event = 0; event < EVENTS; event++)
			for (size_t who = 0; m->all[who] != NULL; who++) {
				bool may = is_allowed(state, event, m->all[who]);
				const Xueji__V1__Case *at = may ? case_at(states[state]) : one;
				int64_t before = house_count(m->house, written);
				ck_assert_msg(
					attempt(m->all[who], events[event], at)->is_done == may,
					"state %d, event %d: %s", states[state], events[event],
					m->all[who]->name);
				ck_assert(may == (before != house_count(m->house, written)));
			}
	}
}
END_TEST

SUITE_WITH("enrolments", set_up, tear_down,
	the_source_bureau_signs_last_and_the_child_sits_in_its_new_class,
	within_one_bureau_it_confirms_once, a_school_of_both_stages_enrols_its_own_graduates,
	who_completed_primary_school_without_graduating_goes_on_too,
	only_a_graduate_is_enrolled_and_a_graduate_only_so,
	it_begins_where_the_stage_begins_and_where_there_is_room,
	a_graduate_is_enrolled_once_and_the_other_is_named,
	the_province_may_set_days_for_its_own_graduates, what_differs_from_the_record_is_named,
	what_was_refused_is_copied_as_what_it_was,
	each_state_takes_what_its_row_says_from_whom_it_says_and_nothing_else)
