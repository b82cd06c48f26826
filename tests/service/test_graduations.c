/* A class of the last grade graduates (FSM6): who leaves, who stays, what holds it up, and back. */
#include <string.h>

#include "domain/roll.h"
#include "domain/roles.h"
#include "domain/stages.h"
#include "server/store/enrolment_store.h"
#include "server/store/policy_cache.h"
#include "tests/calls/graduating.h"
#include "tests/calls/standing.h"

#define STATE(word) XUEJI__V1__CASE_STATE__CASE_STATE_##word

enum { CLASS = 4 };

static struct moving *m;
static struct mover pupils[CLASS];

static void set_up(void)
{
	static const char *const names[CLASS] = {"陈小明", "林小花", "王大河", "李小花"};
	m = moving_open();
	junior_opens(m->house, NEIGHBOUR_SCHOOL);
	for (int i = 0; i < CLASS; i++)
		pupils[i] = sixth_grader(m, names[i]);
}

static void tear_down(void)
{
	moving_close(m);
}

/* ---- asking ---- */

static Xueji__V1__ApplyGraduationRequest whole_class(void)
{
	Xueji__V1__ApplyGraduationRequest in = XUEJI__V1__APPLY_GRADUATION_REQUEST__INIT;
	in.school_id = id_text(m->house, SCHOOL);
	in.grade = 6;
	in.class_number = 1;
	return in;
}

static struct answer ask(const Xueji__V1__ApplyGraduationRequest *in)
{
	return case_ask(m->house, m->old.registrar, "ApplyGraduation", &in->base);
}

static const Xueji__V1__GetCaseResponse *entered(const Xueji__V1__ApplyGraduationRequest *in)
{
	struct answer a = ask(in);
	ck_assert_msg(a.err == OK, "%s %s", reason_row(a.reason)->name,
		a.failure.args[0] != NULL ? a.failure.args[0] : "");
	return a.reply;
}

static const Xueji__V1__Case *entered_whole(void)
{
	Xueji__V1__ApplyGraduationRequest in = whole_class();
	return entered(&in)->summary;
}

static struct answer undo(const struct person *who, const Xueji__V1__Case *one)
{
	Xueji__V1__UndoGraduationRequest in = XUEJI__V1__UNDO_GRADUATION_REQUEST__INIT;
	in.case_id = one->id;
	in.rev = one->rev;
	in.reason = "班级有误";
	return case_ask(m->house, who, "UndoGraduation", &in.base);
}

static int status_of(int pupil)
{
	return mover_now(m, pupils[pupil].id).row.status;
}

static struct enrolment last_stay(int pupil)
{
	struct enrolment *stays;
	size_t n = 0;
	ck_assert_int_eq(enrolment_list(house_write(m->house), pupils[pupil].id, &stays, &n), OK);
	house_rollback(m->house);
	return stays[0];
}

/* ---- there ---- */

START_TEST(a_class_leaves_with_the_approvers_signature_but_for_those_who_are_named)
{
	Xueji__V1__ApplyGraduationRequest in = whole_class();
	char *completes[] = {"林小花"}, *stays[] = {id_text(m->house, pupils[2].id)};
	in.completes = completes;
	in.n_completes = 1;
	in.stays = stays;
	in.n_stays = 1;
	const Xueji__V1__GetCaseResponse *whole = entered(&in);
	ck_assert_int_eq(whole->summary->state, STATE(SCHOOL_REVIEW));
	ck_assert_int_eq(whole->graduation->graduate_count, 2);
	ck_assert_uint_eq(whole->graduation->n_children, CLASS);
	ck_assert_int_eq(status_of(0), ROLL_ENROLLED);
	carried(m, whole->summary, STATE(DONE));
	ck_assert_int_eq(status_of(0), ROLL_GRADUATED);
	ck_assert_int_eq(last_stay(0).ended, ROLL_END_GRADUATED);
	ck_assert_int_eq(status_of(1), ROLL_COMPLETED);
	ck_assert_int_eq(last_stay(1).ended, ROLL_END_COMPLETED);
	ck_assert_int_eq(status_of(2), ROLL_ENROLLED);
	ck_assert_int_eq(last_stay(2).ended, 0);
	ck_assert_int_eq(status_of(3), ROLL_GRADUATED);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM journal WHERE action = "
					       "'student.graduated'"),
		3);
	ck_assert_int_eq(house_count(m->house, "SELECT sum(boys + girls) FROM school_stat"), 1);
	/* and from there on */
	enrolment_applied(m, &pupils[0], NEIGHBOUR_SCHOOL, m->near.registrar);
	enrolment_applied(m, &pupils[1], NEIGHBOUR_SCHOOL, m->near.registrar);
}
END_TEST

START_TEST(who_is_away_stays_without_being_named)
{
	stand_as(m, pupils[1].id, ROLL_SUSPENDED);
	carried(m, entered_whole(), STATE(DONE));
	ck_assert_int_eq(status_of(1), ROLL_SUSPENDED);
	ck_assert_int_eq(status_of(0), ROLL_GRADUATED);
}
END_TEST

START_TEST(in_the_senior_stage_bureau_and_city_confirm)
{
	struct mover senior = senior_new(m, "陈小明", 12);
	Xueji__V1__ApplyGraduationRequest in = whole_class();
	in.school_id = id_text(m->house, SECOND_SCHOOL);
	in.grade = 12;
	in.class_number = 0;
	struct answer a = case_ask(m->house, m->same.registrar, "ApplyGraduation", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Case *one = ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
	one = case_done(m->house, m->same.approver, APPROVE, one, "");
	ck_assert_int_eq(one->state, STATE(BUREAU_REVIEW));
	one = case_done(m->house, m->same.officer, APPROVE, one, "");
	ck_assert_int_eq(one->state, STATE(CITY_REVIEW));
	ck_assert_int_eq(mover_now(m, senior.id).row.status, ROLL_ENROLLED);
	one = case_done(m->house, m->city, APPROVE, one, "");
	ck_assert_int_eq(mover_now(m, senior.id).row.status, ROLL_GRADUATED);
	ck_assert_int_eq(undo(m->same.approver, one).reason, REASON_CASE_NOT_YOUR_MOVE);
	ck_assert_int_eq(undo(m->city, one).err, OK);
}
END_TEST

/* ---- what holds it up ---- */

START_TEST(who_cannot_leave_is_named_and_nobody_does)
{
	const Xueji__V1__Case *one = entered_whole();
	const Xueji__V1__Case *transfer =
		change_applied(m, m->old.registrar, pupils[1].id, STATUS_SUSPEND);
	stand_as(m, pupils[2].id, ROLL_DROPPED_OUT);
	sixth_grader(m, "赵新来");
	const Xueji__V1__CaseResult *result = case_try(m->house, m->old.approver, APPROVE, one, "");
	ck_assert_str_eq(result->refusal, "GRADUATION_BLOCKED");
	ck_assert_ptr_nonnull(strstr(result->refusal_text,
		arena_printf(m->house->arena, "林小花 (case %s)", transfer->id)));
	ck_assert_ptr_nonnull(strstr(result->refusal_text, "王大河 (dropped out)"));
	ck_assert_ptr_nonnull(strstr(result->refusal_text, "赵新来 (came since)"));
	ck_assert_ptr_null(strstr(result->refusal_text, "陈小明"));
	ck_assert_int_eq(status_of(0), ROLL_ENROLLED);
	/* It goes back, and is entered anew as the class is by now. */
	one = case_done(m->house, m->old.approver, RETURN, one, "有变动");
	case_done(m->house, m->old.registrar, WITHDRAW, transfer, "");
	Xueji__V1__ApplyGraduationRequest in = whole_class();
	in.case_id = one->id;
	in.rev = one->rev;
	one = entered(&in)->summary;
	carried(m, one, STATE(DONE));
	ck_assert_int_eq(status_of(0), ROLL_GRADUATED);
	ck_assert_int_eq(status_of(2), ROLL_DROPPED_OUT);
}
END_TEST

START_TEST(only_a_last_grade_graduates_and_only_who_is_in_it_is_named)
{
	Xueji__V1__ApplyGraduationRequest in = whole_class();
	char *names[] = {"陈小明", "没有此人"}, *again[] = {"陈小明"};
	in.grade = 5;
	struct answer a = ask(&in);
	ck_assert(has_fault(&a, "grade", REASON_NOT_LAST_GRADE));
	in = whole_class();
	in.stays = names;
	in.n_stays = 2;
	in.completes = again;
	in.n_completes = 1;
	a = ask(&in);
	ck_assert(has_fault(&a, "stays[0]", REASON_NAMED_TWICE));
	ck_assert(has_fault(&a, "stays[1]", REASON_NOT_IN_GROUP));
	sixth_grader(m, "陈小明");
	in.n_stays = 0;
	a = ask(&in);
	ck_assert(has_fault(&a, "completes[0]", REASON_NAME_SHARED_HERE));
	in = whole_class();
	in.class_number = 7;
	ck_assert_int_eq(ask(&in).reason, REASON_GRADUATION_EMPTY);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM kase WHERE type <> 5"), 0);
}
END_TEST

/* ---- and back ---- */

START_TEST(within_a_day_it_is_undone_as_if_it_had_not_been)
{
	const struct student_record before = mover_now(m, pupils[0].id);
	const Xueji__V1__Case *one = carried(m, entered_whole(), STATE(DONE));
	ck_assert_int_eq(undo(m->near.approver, one).reason, REASON_NO_SUCH_CASE);
	struct answer a = undo(m->old.approver, one);
	ck_assert_int_eq(a.err, OK);
	ck_assert_int_eq(
		((const Xueji__V1__GetCaseResponse *)a.reply)->summary->state, STATE(WITHDRAWN));
	for (int i = 0; i < CLASS; i++) {
		ck_assert_int_eq(status_of(i), ROLL_ENROLLED);
		ck_assert_int_eq(last_stay(i).ended, 0);
		ck_assert_str_eq(last_stay(i).to_day, "");
	}
	const struct student_record after = mover_now(m, pupils[0].id);
	ck_assert_int_eq(after.row.class_no, before.row.class_no);
	one = ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
	ck_assert_int_eq(undo(m->old.approver, one).reason, REASON_NOT_UNDONE);
	carried(m, entered_whole(), STATE(DONE)); /* and again */
}
END_TEST

START_TEST(what_relies_on_it_and_a_day_that_is_over_bar_that)
{
	const Xueji__V1__Case *one = carried(m, entered_whole(), STATE(DONE));
	const Xueji__V1__Case *next =
		enrolment_applied(m, &pupils[3], NEIGHBOUR_SCHOOL, m->near.registrar);
	struct answer a = undo(m->old.approver, one);
	ck_assert_int_eq(a.reason, REASON_UNDO_RELIED_ON);
	ck_assert_ptr_nonnull(strstr(a.failure.args[0], "李小花"));
	case_done(m->house, m->near.registrar, WITHDRAW, next, "");
	days_pass(m->house, 2, m->all);
	ck_assert_int_eq(undo(m->old.approver, one).reason, REASON_UNDO_TOO_LATE);
	ck_assert_int_eq(status_of(3), ROLL_GRADUATED);
}
END_TEST

/* ---- every state, event and person ---- */

static char letter_of(const struct person *person)
{
	return person == m->old.registrar ? 'R' : person == m->old.approver ? 'A' : '-';
}

START_TEST(only_the_school_enters_signs_and_withdraws)
{
	static const struct {
		Xueji__V1__CaseState at;
		Xueji__V1__CaseEvent event;
		const char *who;
	} rows[] = {{STATE(SCHOOL_REVIEW), APPROVE, "A"}, {STATE(SCHOOL_REVIEW), RETURN, "A"},
		{STATE(SCHOOL_REVIEW), REFUSE, "A"}, {STATE(SCHOOL_REVIEW), WITHDRAW, "R"},
		{STATE(SCHOOL_REVIEW), SUBMIT, ""}, {STATE(DRAFT), SUBMIT, "R"},
		{STATE(DRAFT), APPROVE, ""}, {STATE(DRAFT), WITHDRAW, "R"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t who = 0; m->all[who] != NULL; who++) {
			const Xueji__V1__Case *one = entered_whole();
			if (rows[i].at == STATE(DRAFT))
				one = case_done(m->house, m->old.approver, RETURN, one, "补正");
			bool may = strchr(rows[i].who, letter_of(m->all[who])) != NULL;
			const Xueji__V1__CaseResult *result =
				case_try(m->house, m->all[who], rows[i].event, one, "原因");
			ck_assert_msg(result->is_done == may, "row %zu: %s", i, m->all[who]->name);
			if (may && rows[i].event == APPROVE)
				ck_assert_int_eq(undo(m->old.approver, result->summary).err, OK);
		}
}
END_TEST

SUITE_WITH("graduations", set_up, tear_down,
	a_class_leaves_with_the_approvers_signature_but_for_those_who_are_named,
	who_is_away_stays_without_being_named, in_the_senior_stage_bureau_and_city_confirm,
	who_cannot_leave_is_named_and_nobody_does,
	only_a_last_grade_graduates_and_only_who_is_in_it_is_named,
	within_a_day_it_is_undone_as_if_it_had_not_been,
	what_relies_on_it_and_a_day_that_is_over_bar_that,
	only_the_school_enters_signs_and_withdraws)
