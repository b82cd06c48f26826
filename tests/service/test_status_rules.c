/* Changes of status that may not be: each refusal with its rule, and nothing changed by it. */
#include <string.h>

#include "common/date.h"
#include "domain/stages.h"
#include "server/store/policy_cache.h"
#include "tests/calls/matrix.h"
#include "tests/calls/standing.h"

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

/* ---- every state, event and person ---- */

enum { STATES = 4, EVENTS = 5 };
static const Xueji__V1__CaseState states[STATES] = {
	STATE(DRAFT), STATE(SCHOOL_REVIEW), STATE(BUREAU_REVIEW), STATE(CITY_REVIEW)};
static const Xueji__V1__CaseEvent events[EVENTS] = {SUBMIT, APPROVE, RETURN, REFUSE, WITHDRAW};

/* Who may do what: the school's registrar (R), its approver (A), its bureau (B), the city (C). */
static const char *const allowed[STATES][EVENTS] = {
	/*                  SUBMIT APPROVE RETURN REFUSE WITHDRAW */
	/* DRAFT */ {"R", "", "", "", "R"},
	/* SCHOOL_REVIEW */ {"", "A", "A", "A", "R"},
	/* BUREAU_REVIEW */ {"", "B", "B", "B", "R"},
	/* CITY_REVIEW */ {"", "C", "C", "C", ""},
};

static char letter_of(const struct person *person)
{
	const struct person *const who[] = {
		m->same.registrar, m->same.approver, m->same.officer, m->city};
	for (size_t i = 0; i < 4; i++)
		if (person == who[i])
			return "RABC"[i];
	return person == m->old.officer ? 'B' : '-'; /* of the same bureau */
}

static const void *make(size_t at)
{
	const Xueji__V1__CaseState state = states[at];
	struct mover mover = senior_new(m, "陈小明", 11);
	const Xueji__V1__Case *one =
		change_applied(m, m->same.registrar, mover.id, STATUS_WITHDRAW);
	if (state != STATE(DRAFT))
		return carried(m, one, state);
	return case_done(m->house, m->same.approver, RETURN, one, "补正");
}

static struct matrix_outcome attempt(
	const struct person *person, Xueji__V1__CaseEvent event, const void *one)
{
	return matrix_of_case(case_try(m->house, person, event, one,
		event == RETURN || event == REFUSE ? "材料不符" : ""));
}

static const struct matrix matrix = {
	states, STATES, events, EVENTS, allowed[0], letter_of, make, attempt};

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

/* ---- from what to what ---- */

static enum reason asked(const struct person *registrar, int64_t student, int change, int grade)
{
	Xueji__V1__ApplyStatusChangeRequest *in =
		change_new(m, student, (enum status_change)change);
	if (in->change->grade != 0)
		in->change->grade = grade;
	in->submit = false;
	struct answer a = change_apply(m, registrar, in);
	if (a.err == OK)
		case_done(m->house, registrar, WITHDRAW,
			((const Xueji__V1__GetCaseResponse *)a.reply)->summary, "");
	return a.err == OK ? REASON_COUNT : a.reason;
}

static enum reason wanted(int change, int status, int stage)
{
	const struct status_change_row *row = status_change_row(change);
	if (!(row->stages & UINT32_C(1) << stage))
		return REASON_STATUS_STAGE;
	return status_change_fits(row, status, stage) ? REASON_COUNT : REASON_STATUS_WRONG;
}

START_TEST(each_change_follows_from_its_own_statuses_and_stages_only)
{
	struct mover senior = senior_new(m, "林小花", 11);
	for (int status = ROLL_ENROLLED; status < ROLL_DELETED; status++) {
		stand_as(m, child.id, (enum roll_status)status);
		stand_as(m, senior.id, (enum roll_status)status);
		for (int change = 1; change < STATUS_CHANGE_END; change++) {
			ck_assert_int_eq(asked(m->old.registrar, child.id, change, 1),
				wanted(change, status, STAGE_PRIMARY));
			ck_assert_int_eq(asked(m->same.registrar, senior.id, change, 11),
				wanted(change, status, STAGE_SENIOR));
		}
	}
}
END_TEST

/* ---- what is asked for ---- */

START_TEST(the_proof_that_a_change_asks_for_is_named)
{
	Xueji__V1__ApplyStatusChangeRequest *in = change_new(m, child.id, STATUS_DIE);
	struct answer a = change_apply(m, m->old.registrar, in);
	ck_assert_int_eq(a.reason, REASON_STATUS_PROOF);
	ck_assert_str_eq(a.failure.args[0], "receipt of the police, certificate of death");
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM kase"), 0);
	change_prove(m, m->old.registrar, in);
	ck_assert_int_eq(change_apply(m, m->old.registrar, in).err, OK);
}
END_TEST

START_TEST(all_faults_of_the_form_come_at_once)
{
	Xueji__V1__ApplyStatusChangeRequest *in = change_new(m, child.id, STATUS_SUSPEND);
	in->change->cause = "";
	in->change->until_day = "2030-01-01";
	in->change->grade = 1;
	struct answer a = change_apply(m, m->old.registrar, in);
	ck_assert(has_fault(&a, "change.cause", REASON_REQUIRED));
	ck_assert(has_fault(&a, "change.until_day", REASON_STATUS_DAY_FAR));
	ck_assert(has_fault(&a, "change.grade", REASON_STATUS_PLACE_MISSING));
	in->change->until_day = "2026-11-22";
	a = change_apply(m, m->old.registrar, in);
	ck_assert(has_fault(&a, "change.until_day", REASON_ENDS_BEFORE_START));
	in->change->from_day = "2026-12-22";
	a = change_apply(m, m->old.registrar, in);
	ck_assert(has_fault(&a, "change.from_day", REASON_IN_FUTURE));
	in->change->kind = XUEJI__V1__STATUS_CHANGE_KIND__STATUS_CHANGE_KIND_UNSPECIFIED;
	a = change_apply(m, m->old.registrar, in);
	ck_assert(has_fault(&a, "change.kind", REASON_REQUIRED));
	in = change_new(m, child.id, STATUS_DROP_OUT);
	in->change->until_day = "2027-01-01";
	a = change_apply(m, m->old.registrar, in);
	ck_assert(has_fault(&a, "change.until_day", REASON_STATUS_DAY_MISSING));
	in->change = NULL;
	a = change_apply(m, m->old.registrar, in);
	ck_assert(has_fault(&a, "change", REASON_REQUIRED));
}
END_TEST

START_TEST(who_comes_back_needs_a_place_that_is_there)
{
	static const struct {
		int grade, class_no;
		enum reason why;
	} places[] = {{3, 0, REASON_STATUS_GRADE}, {7, 0, REASON_STATUS_GRADE},
		{1, 9, REASON_STATUS_PLACE}, {1, 2, REASON_CLASS_FULL}};
	stand_as(m, child.id, ROLL_SUSPENDED);
	house_policy(m->house, POLICY_CLASS_SIZE, 0);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		Xueji__V1__ApplyStatusChangeRequest *in = change_new(m, child.id, STATUS_RESUME);
		in->change->grade = places[i].grade;
		in->change->class_number = places[i].class_no;
		change_prove(m, m->old.registrar, in);
		ck_assert_int_eq(change_apply(m, m->old.registrar, in).reason, places[i].why);
	}
	stand_as(m, child.id, ROLL_ABROAD);
	Xueji__V1__ApplyStatusChangeRequest *in = change_new(m, child.id, STATUS_RETURN);
	in->change->grade = 7;
	ck_assert_int_eq(change_apply(m, m->old.registrar, in).reason, REASON_STATUS_PLACE);
	/* its own class is never too full for it */
	stand_as(m, child.id, ROLL_SUSPENDED);
	in = change_new(m, child.id, STATUS_RESUME);
	in->change->class_number = 1;
	change_prove(m, m->old.registrar, in);
	ck_assert_int_eq(change_apply(m, m->old.registrar, in).err, OK);
}
END_TEST

START_TEST(only_the_last_year_completes_a_programme)
{
	struct mover senior = senior_new(m, "林小花", 11);
	Xueji__V1__ApplyStatusChangeRequest *in = change_new(m, senior.id, STATUS_COMPLETE);
	ck_assert_int_eq(change_apply(m, m->same.registrar, in).reason, REASON_STATUS_EARLY);
	senior = senior_new(m, "吴花", 12);
	in = change_new(m, senior.id, STATUS_COMPLETE);
	ck_assert_int_eq(change_apply(m, m->same.registrar, in).err, OK);
}
END_TEST

/* ---- drafts ---- */

START_TEST(a_draft_is_mended_but_stays_what_it_is)
{
	Xueji__V1__ApplyStatusChangeRequest *in = change_new(m, child.id, STATUS_SUSPEND);
	in->submit = false;
	struct answer a = change_apply(m, m->old.registrar, in);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Case *one = ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
	struct answer second = change_apply(m, m->old.registrar, in);
	ck_assert_int_eq(second.reason, REASON_CASE_OPEN);
	in->case_id = one->id;
	in->rev = one->rev + 1;
	ck_assert_int_eq(change_apply(m, m->old.registrar, in).reason, REASON_STALE);
	in->rev = one->rev;
	in->change->kind = XUEJI__V1__STATUS_CHANGE_KIND__STATUS_CHANGE_KIND_EXTEND;
	a = change_apply(m, m->old.registrar, in);
	ck_assert(has_fault(&a, "change.kind", REASON_STATUS_NOT_CHILDS));
	in->change->kind = XUEJI__V1__STATUS_CHANGE_KIND__STATUS_CHANGE_KIND_SUSPEND;
	in->change->cause = "因伤";
	in->submit = true;
	change_prove(m, m->old.registrar, in);
	a = change_apply(m, m->old.registrar, in);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__GetCaseResponse *whole = a.reply;
	ck_assert_int_eq(whole->summary->state, STATE(SCHOOL_REVIEW));
	ck_assert_str_eq(whole->status_change->cause, "因伤");
}
END_TEST

START_TEST(the_registrar_never_signs_what_he_entered)
{
	const Xueji__V1__Case *one = change_applied(m, m->old.registrar, child.id, STATUS_DROP_OUT);
	const Xueji__V1__CaseResult *result =
		case_try(m->house, m->old.registrar, APPROVE, one, "");
	ck_assert_str_eq(result->refusal, "CASE_NOT_YOUR_MOVE");
	ck_assert_int_eq(mover_now(m, child.id).row.status, ROLL_ENROLLED);
}
END_TEST

SUITE_WITH("status_rules", set_up, tear_down,
	each_state_takes_what_its_row_says_from_whom_it_says_and_nothing_else,
	and_does_it_for_those_who_may, each_change_follows_from_its_own_statuses_and_stages_only,
	the_proof_that_a_change_asks_for_is_named, all_faults_of_the_form_come_at_once,
	who_comes_back_needs_a_place_that_is_there, only_the_last_year_completes_a_programme,
	a_draft_is_mended_but_stays_what_it_is, the_registrar_never_signs_what_he_entered)
