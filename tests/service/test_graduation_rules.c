/* Every state of a graduation in the senior stage, which bureau and city confirm, every event and
 * every person (FSM6): what is allowed is done, all else is refused and changes nothing. And of
 * each state who may undo it. */
#include "domain/roll.h"
#include "tests/calls/matrix.h"
#include "tests/calls/standing.h"

#define STATE(word) XUEJI__V1__CASE_STATE__CASE_STATE_##word
#define EVENT(word) XUEJI__V1__CASE_EVENT__CASE_EVENT_##word

static struct moving *m;

static void set_up(void)
{
	m = moving_open();
}

static void tear_down(void)
{
	moving_close(m);
}

/* ---- one at each state ---- */

static struct answer enter(const struct person *person, const Xueji__V1__Case *returned)
{
	Xueji__V1__ApplyGraduationRequest in = XUEJI__V1__APPLY_GRADUATION_REQUEST__INIT;
	if (returned != NULL) {
		in.case_id = returned->id;
		in.rev = returned->rev;
	} else {
		in.school_id = id_text(m->house, SECOND_SCHOOL);
		in.grade = 12;
	}
	return case_ask(m->house, person, "ApplyGraduation", &in.base);
}

/* Of one who came to the last grade just now. */
static const Xueji__V1__Case *entered(void)
{
	senior_new(m, "陈小明", 12);
	struct answer a = enter(m->same.registrar, NULL);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

enum { STATES = 7, EVENTS = 11 };
static const Xueji__V1__CaseState states[STATES] = {STATE(DRAFT), STATE(SCHOOL_REVIEW),
	STATE(BUREAU_REVIEW), STATE(CITY_REVIEW), STATE(DONE), STATE(REFUSED), STATE(WITHDRAWN)};
static const Xueji__V1__CaseEvent events[EVENTS] = {EVENT(SAVE), EVENT(SUBMIT), EVENT(APPROVE),
	EVENT(RETURN), EVENT(REFUSE), EVENT(WITHDRAW), EVENT(PASS), EVENT(FAIL), EVENT(HAND_OVER),
	EVENT(RECEIVE), EVENT(PULL)};

static const void *make(size_t state)
{
	const Xueji__V1__Case *one = entered();
	switch (states[state]) {
	case STATE(DRAFT):
		return case_done(m->house, m->same.approver, RETURN, one, "补正");
	case STATE(REFUSED):
		return case_done(m->house, m->same.approver, REFUSE, one, "不符");
	case STATE(WITHDRAWN):
		return case_done(m->house, m->same.registrar, WITHDRAW, one, "");
	default:
		return carried(m, one, states[state]);
	}
}

/* Who may do what: the school's registrar (R), its approver (A), its bureau (B), the city (C). All
 * else is refused. */
/* clang-format off */
static const char *const allowed[STATES][EVENTS] = {
	/*                SAVE SUBMIT APPROVE RETURN REFUSE WITHDRAW PASS FAIL HAND_OVER RECEIVE PULL */
	/* DRAFT */         {"R", "R", "",  "",  "",  "R", "", "", "", "", ""},
	/* SCHOOL_REVIEW */ {"",  "",  "A", "A", "A", "R", "", "", "", "", ""},
	/* BUREAU_REVIEW */ {"",  "",  "B", "B", "B", "R", "", "", "", "", ""},
	/* CITY_REVIEW */   {"",  "",  "C", "C", "C", "R", "", "", "", "", ""},
	/* DONE */          {"",  "",  "",  "",  "",  "",  "", "", "", "", ""},
	/* REFUSED */       {"",  "",  "",  "",  "",  "",  "", "", "", "", ""},
	/* WITHDRAWN */     {"",  "",  "",  "",  "",  "",  "", "", "", "", ""},
};
/* clang-format on */

/* Two are officers of its bureau. */
static char letter_of(const struct person *person)
{
	const struct person *const who[] = {
		m->same.registrar, m->same.approver, m->same.officer, m->old.officer, m->city};
	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		if (person == who[i])
			return "RABBC"[i];
	return '-';
}

static struct matrix_outcome outcome_of(struct answer a)
{
	const struct reason_row *why = reason_row(a.reason);
	return (struct matrix_outcome){a.err == OK, why->name, why->sentence.en};
}

/* Saving goes by a method of its own. */
static struct matrix_outcome attempt(
	const struct person *person, Xueji__V1__CaseEvent event, const void *one)
{
	if (event == EVENT(SAVE))
		return outcome_of(enter(person, one));
	const Xueji__V1__Case *graduation = one;
	struct answer a = case_decide_answer(
		m->house, person, event, graduation->id, graduation->rev, "经核实");
	if (a.err != OK)
		return outcome_of(a);
	return matrix_of_case(((const Xueji__V1__DecideCasesResponse *)a.reply)->results[0]);
}

static const struct matrix matrix = {
	states, STATES, events, EVENTS, allowed[0], letter_of, make, attempt};

START_TEST(each_state_is_where_it_says)
{
	for (size_t i = 0; i < STATES; i++)
		ck_assert_int_eq(((const Xueji__V1__Case *)make(i))->state, states[i]);
}
END_TEST

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

/* Whoever may give its last signature. */
START_TEST(only_what_is_done_is_undone_and_only_by_the_city)
{
	for (size_t state = 0; state < STATES; state++) {
		const Xueji__V1__Case *one = make(state);
		Xueji__V1__UndoGraduationRequest in = XUEJI__V1__UNDO_GRADUATION_REQUEST__INIT;
		in.case_id = one->id;
		in.rev = one->rev;
		in.reason = "班级有误";
		for (size_t who = 0; m->all[who] != NULL; who++)
			if (states[state] != STATE(DONE) || m->all[who] != m->city)
				ck_assert_int_ne(
					case_ask(m->house, m->all[who], "UndoGraduation", &in.base)
						.err,
					OK);
		struct answer a = case_ask(m->house, m->city, "UndoGraduation", &in.base);
		ck_assert_int_eq(a.err == OK, states[state] == STATE(DONE));
	}
}
END_TEST

SUITE_WITH("graduation_rules", set_up, tear_down, each_state_is_where_it_says,
	each_state_takes_what_its_row_says_from_whom_it_says_and_nothing_else,
	and_does_it_for_those_who_may, only_what_is_done_is_undone_and_only_by_the_city)
