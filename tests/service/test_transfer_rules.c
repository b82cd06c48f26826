/* What may not be: each refusal with its rule, and nothing changed by it. */
#include <string.h>

#include "server/store/policy_cache.h"
#include "tests/calls/matrix.h"

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

enum { STATES = 8, EVENTS = 7 };
static const Xueji__V1__CaseState states[STATES] = {STATE(DRAFT), STATE(SCHOOL_REVIEW),
	STATE(BUREAU_REVIEW), STATE(OUT_SCHOOL), STATE(OUT_SIGN), STATE(OUT_BUREAU),
	STATE(PAPER_OUT), STATE(PAPER_IN)};
static const Xueji__V1__CaseEvent events[EVENTS] = {
	SUBMIT, APPROVE, RETURN, REFUSE, WITHDRAW, HAND_OVER, RECEIVE};

/* Who may do what: of the receiving school (R), its approver (A), its bureau (B), and r, a, b of
 * the school that is left. All else is refused. */
static const char *const allowed[STATES][EVENTS] = {
	/*                  SUBMIT APPROVE RETURN REFUSE WITHDRAW HAND_OVER RECEIVE */
	/* DRAFT */ {"R", "", "", "", "R", "", ""},
	/* SCHOOL_REVIEW */ {"", "A", "A", "A", "R", "", ""},
	/* BUREAU_REVIEW */ {"", "B", "B", "B", "R", "", ""},
	/* OUT_SCHOOL */ {"r", "", "", "", "R", "", ""},
	/* OUT_SIGN */ {"", "a", "", "a", "R", "", ""},
	/* OUT_BUREAU */ {"", "b", "", "b", "R", "", ""},
	/* PAPER_OUT */ {"", "", "", "", "", "r", "R"},
	/* PAPER_IN */ {"", "", "", "", "", "", "R"},
};

static char letter_of(const struct person *person)
{
	const struct person *const who[] = {m->near.registrar, m->near.approver, m->near.officer,
		m->old.registrar, m->old.approver, m->old.officer};
	for (size_t i = 0; i < 6; i++)
		if (person == who[i])
			return "RABrab"[i];
	return person == m->same.officer ? 'b' : '-'; /* of the same bureau */
}

static const void *make(size_t at)
{
	const Xueji__V1__CaseState state = states[at];
	struct mover mover = mover_new(m, "陈小明");
	const Xueji__V1__Case *one = applied(m, &mover, NEIGHBOUR_SCHOOL, m->near.registrar);
	if (state != STATE(DRAFT))
		return carried(m, one, state);
	return case_done(m->house, m->near.approver, RETURN, one, "补正");
}

static struct matrix_outcome attempt(
	const struct person *person, Xueji__V1__CaseEvent event, const void *one)
{
	if (event == REFUSE)
		return matrix_of_case(refuse_for(
			m, person, one, XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_NOT_OUR_PUPIL));
	return matrix_of_case(
		case_try(m->house, person, event, one, event == RETURN ? "补正" : ""));
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

/* ---- refusing ---- */

START_TEST(the_sending_side_refuses_only_for_what_is_on_the_list)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = carried(m, one, STATE(OUT_SIGN));
	const Xueji__V1__CaseResult *result = refuse_for(m, m->old.approver, one, 0);
	ck_assert_str_eq(result->refusal, "GROUND_MISSING");
	result = refuse_for(
		m, m->old.approver, one, XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_GUARDIAN_DENIES);
	ck_assert(result->is_done);
	ck_assert_int_eq(result->summary->state, STATE(REFUSED));
	const Xueji__V1__GetCaseResponse *whole =
		case_get_whole(m->house, m->near.registrar, result->summary);
	ck_assert_int_eq(whole->steps[whole->n_steps - 1]->ground,
		XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_GUARDIAN_DENIES);
	ck_assert_int_eq(mover_now(m, child.id).row.school, SCHOOL);
}
END_TEST

START_TEST(what_was_refused_is_copied_to_a_new_application)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = case_done(m->house, m->near.approver, REFUSE, one, "无学位");
	Xueji__V1__ApplyTransferRequest in = XUEJI__V1__APPLY_TRANSFER_REQUEST__INIT;
	in.school_id = id_text(m->house, NEIGHBOUR_SCHOOL);
	in.copy_of_case_id = one->id;
	in.class_number = 1;
	in.grade = 1;
	struct answer a = apply(m, m->near.registrar, &in);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__GetCaseResponse *whole = a.reply;
	ck_assert_str_ne(whole->summary->id, one->id);
	ck_assert_str_eq(whole->transfer->cause, "家庭迁居");
	ck_assert_int_eq(whole->summary->to_class, 1);
	in.copy_of_case_id = whole->summary->id; /* under way */
	a = apply(m, m->near.registrar, &in);
	ck_assert(has_fault(&a, "copy_of_case_id", REASON_NOT_REFUSED));
	in.school_id = id_text(m->house, FAR_SCHOOL); /* to others it does not exist */
	ck_assert_int_eq(apply(m, m->far.registrar, &in).reason, REASON_NO_SUCH_CASE);
}
END_TEST

START_TEST(what_is_returned_is_mended_and_goes_on)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	one = case_done(m->house, m->near.approver, RETURN, one, "班级有误");
	Xueji__V1__ApplyTransferRequest in = application(m, &child, NEIGHBOUR_SCHOOL);
	in.case_id = one->id;
	in.rev = one->rev;
	in.class_number = 1;
	struct answer a = apply(m, m->near.registrar, &in);
	ck_assert_int_eq(a.err, OK);
	ck_assert_int_eq(apply(m, m->near.registrar, &in).reason, REASON_STALE);
	one = ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
	ck_assert_int_eq(one->state, STATE(SCHOOL_REVIEW));
	ck_assert_int_eq(one->to_class, 1);
	house_policy(m->house, POLICY_TRANSFER_RETURN, 0);
	const Xueji__V1__CaseResult *result =
		case_try(m->house, m->near.approver, RETURN, one, "又有误");
	ck_assert_str_eq(result->refusal, "NO_RETURN");
}
END_TEST

/* ---- 2001, 2002 ---- */

START_TEST(one_case_at_a_time_and_the_other_is_named)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	Xueji__V1__ApplyTransferRequest in = application(m, &child, FAR_SCHOOL);
	struct answer a = apply(m, m->far.registrar, &in);
	ck_assert_int_eq(a.reason, REASON_CASE_OPEN);
	ck_assert_str_eq(a.failure.args[0], one->id);
	case_done(m->house, m->near.registrar, WITHDRAW, one, "");
	ck_assert_int_eq(apply(m, m->far.registrar, &in).err, OK);
}
END_TEST

START_TEST(what_differs_from_the_record_is_named)
{
	struct mover other = mover_new(m, "林小花");
	Xueji__V1__ApplyTransferRequest in = application(m, &child, NEIGHBOUR_SCHOOL);
	in.name = "陈晓明";
	struct answer a = apply(m, m->near.registrar, &in);
	ck_assert_int_eq(a.reason, REASON_DATA_DIFFER_2001);
	ck_assert_str_eq(a.failure.args[0], "name");
	in.name = "陈小明";
	in.id_number = (char *)other.id_number;
	ck_assert_str_eq(apply(m, m->near.registrar, &in).failure.args[0], "ID number");
	in.student_no = "";
	in.id_number = "";
	a = apply(m, m->near.registrar, &in);
	ck_assert(has_fault(&a, "student_no", REASON_REQUIRED_WITHOUT));
	in.id_number = (char *)child.id_number;
	ck_assert_int_eq(apply(m, m->near.registrar, &in).err, OK);
}
END_TEST

/* ---- the place ---- */

START_TEST(there_must_be_such_a_place_and_room_in_it)
{
	static const struct {
		int grade, class_no;
		enum reason why;
	} places[] = {
		{7, 0, REASON_PLACE_GONE}, /* a primary school */
		{1, 9, REASON_PLACE_GONE},
		{4, 1, REASON_TRANSFER_BARRED}, /* another grade */
		{1, 1, REASON_CLASS_FULL},
	};
	house_policy(m->house, POLICY_CLASS_SIZE, 1);
	Xueji__V1__ApplyTransferRequest in = application(m, &child, SECOND_SCHOOL);
	in.class_number = 1;
	struct answer a = apply(m, m->same.registrar, &in);
	ck_assert_int_eq(a.err, OK);
	carried(m, ((const Xueji__V1__GetCaseResponse *)a.reply)->summary, STATE(CLOSED));
	struct mover other = mover_new(m, "林小花");
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		in = application(m, &other, SECOND_SCHOOL);
		in.grade = places[i].grade;
		in.class_number = places[i].class_no;
		ck_assert_int_eq(apply(m, m->same.registrar, &in).reason, places[i].why);
	}
	in = application(m, &other, SCHOOL);
	ck_assert_int_eq(apply(m, m->old.registrar, &in).reason, REASON_SAME_SCHOOL);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM kase WHERE is_open = 1 AND type <> 5"),
		0);
}
END_TEST

/* ---- windows and bars ---- */

START_TEST(the_freeze_bars_new_ones_and_lets_those_under_way_go_on)
{
	const Xueji__V1__Case *one = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	struct mover other = mover_new(m, "林小花");
	Xueji__V1__ApplyTransferRequest in = application(m, &other, NEIGHBOUR_SCHOOL);
	days_pass(m->house, 250, m->all); /* 30 July 2027 */
	struct answer a = apply(m, m->near.registrar, &in);
	ck_assert_int_eq(a.reason, REASON_TRANSFERS_FROZEN);
	ck_assert_str_eq(a.failure.args[0], "07-15");
	ck_assert_str_eq(a.failure.args[1], "08-14");
	carried(m, one, STATE(PAPER_OUT));
	days_pass(m->house, 16, m->all); /* 15 August */
	ck_assert_int_eq(apply(m, m->near.registrar, &in).err, OK);
}
END_TEST

START_TEST(the_province_may_bar_by_term_year_grade_and_place)
{
	static const struct {
		int policy;
		int64_t school; /* where such a transfer would go */
	} bars[] = {
		{POLICY_TRANSFER_BAR_FIRST_TERM, NEIGHBOUR_SCHOOL},
		{POLICY_TRANSFER_BAR_WITHIN_CITY, NEIGHBOUR_SCHOOL},
		{POLICY_TRANSFER_BAR_WITHIN_COUNTY, SECOND_SCHOOL},
	};
	for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
		bool is_same = bars[i].school == SECOND_SCHOOL;
		Xueji__V1__ApplyTransferRequest in = application(m, &child, bars[i].school);
		const struct person *registrar = is_same ? m->same.registrar : m->near.registrar;
		house_policy(m->house, bars[i].policy, 1);
		struct answer a = apply(m, registrar, &in);
		ck_assert_int_eq(a.reason, REASON_TRANSFER_BARRED);
		house_policy(m->house, bars[i].policy, 0);
		a = apply(m, registrar, &in);
		ck_assert_int_eq(a.err, OK);
		case_done(m->house, registrar, WITHDRAW,
			((const Xueji__V1__GetCaseResponse *)a.reply)->summary, "");
	}
	house_policy(m->house, POLICY_TRANSFER_BAR_WITHIN_CITY, 1);
	applied(m, &child, FAR_SCHOOL, m->far.registrar); /* another city */
}
END_TEST

SUITE_WITH("transfer_rules", set_up, tear_down,
	each_state_takes_what_its_row_says_from_whom_it_says_and_nothing_else,
	and_does_it_for_those_who_may, the_sending_side_refuses_only_for_what_is_on_the_list,
	what_was_refused_is_copied_to_a_new_application, what_is_returned_is_mended_and_goes_on,
	one_case_at_a_time_and_the_other_is_named, what_differs_from_the_record_is_named,
	there_must_be_such_a_place_and_room_in_it,
	the_freeze_bars_new_ones_and_lets_those_under_way_go_on,
	the_province_may_bar_by_term_year_grade_and_place)
