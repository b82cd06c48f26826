#include <stdio.h>

#include "server/registry/case_table.h"
#include "tests/support/suite.h"

/* Every (state, event, party) that some facts allow, with the facts that decide, as text. */
static void print_table(FILE *out, const struct case_table *table)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct case_transition *row = &table->rows[i];
		fprintf(out, "%s %s: %s by %s needs %03x lacks %03x", table->word,
			case_state_row(row->from)->word, case_event_word(row->event),
			case_party_title(row->by)->en, row->needs, row->lacks);
		if (row->is_refusal)
			fprintf(out, " refused %s", reason_row(row->refusal)->name);
		else
			fprintf(out, " -> %s effects %x", case_state_row(row->to)->word,
				row->effects);
		fprintf(out, " (%s)\n", row->rule);
	}
}

START_TEST(each_change_of_a_table_is_a_visible_diff)
{
	FILE *now = fopen("cases.txt.new", "w+"),
	     *golden = fopen(SOURCE_DIR "/tests/golden/cases.txt", "r");
	for (int type = 1; type < CASE_TYPE_COUNT; type++)
		print_table(now, case_table((enum case_type)type));
	rewind(now);
	ck_assert_ptr_nonnull(golden);
	char wanted[256], line[256];
	while (fgets(line, sizeof line, now) != NULL) {
		ck_assert_msg(fgets(wanted, sizeof wanted, golden) != NULL, "new: %s", line);
		ck_assert_str_eq(wanted, line);
	}
	ck_assert_msg(fgets(wanted, sizeof wanted, golden) == NULL, "gone: %s", wanted);
	fclose(now);
	fclose(golden);
}
END_TEST

START_TEST(whoever_is_not_on_turn_is_refused_in_every_open_state)
{
	for (int type = 1; type < CASE_TYPE_COUNT; type++)
		for (int state = CASE_DRAFT; state < CASE_STATE_COUNT; state++)
			for (int party = CASE_REGISTRAR; party < CASE_CLOCK; party++) {
				const struct case_state_row *row = case_state_row(state);
				enum reason why;
				if (row->is_open && row->turn == (enum case_party)party)
					continue;
				ck_assert_ptr_null(case_step(
					case_table(type), state, CASE_APPROVE, party, 0, &why));
				ck_assert(why == REASON_CASE_NOT_YOUR_MOVE ||
					  why == REASON_CASE_NO_SUCH_STEP);
			}
}
END_TEST

/* The registrar of the school that a child leaves hands on; what others do there is not his. */
START_TEST(whoever_is_on_turn_is_not_told_that_he_is_not)
{
	for (int type = 1; type < CASE_TYPE_COUNT; type++)
		for (int state = CASE_DRAFT; state < CASE_STATE_COUNT; state++)
			for (int event = 0; event < CASE_EVENT_COUNT; event++) {
				enum reason why;
				case_step(case_table(type), state, event,
					case_state_row(state)->turn, 0, &why);
				ck_assert_int_ne(why, REASON_CASE_NOT_YOUR_MOVE);
			}
}
END_TEST

START_TEST(nobody_moves_a_case_that_waits_for_nobody)
{
	for (int type = 1; type < CASE_TYPE_COUNT; type++)
		for (int state = CASE_DRAFT; state < CASE_STATE_COUNT; state++)
			for (int party = 0; party < CASE_PARTY_COUNT; party++)
				if (case_state_row(state)->turn == CASE_NOBODY)
					ck_assert_uint_eq(
						0, case_moves(case_table(type), state, party));
}
END_TEST

static enum case_state go(enum case_state from, enum case_event event, enum case_party by,
	uint32_t facts, uint32_t *effects)
{
	enum reason why;
	const struct case_transition *row =
		case_step(case_table(CASE_REGISTRATION), from, event, by, facts, &why);
	ck_assert_msg(row != NULL, "refused: %s", reason_row(why)->name);
	*effects |= row->effects;
	return row->to;
}

START_TEST(a_first_grader_is_entered_signed_and_confirmed)
{
	uint32_t effects = 0;
	enum case_state state = go(CASE_NEW, CASE_SAVE, CASE_REGISTRAR, 0, &effects);
	state = go(state, CASE_SUBMIT, CASE_REGISTRAR, 0, &effects);
	state = go(state, CASE_APPROVE, CASE_APPROVER, 0, &effects);
	ck_assert_uint_eq(0, effects);
	state = go(state, CASE_APPROVE, CASE_BUREAU, 0, &effects);
	ck_assert_int_eq(CASE_DONE, state);
	ck_assert_uint_eq(EFFECT_ENROL, effects);
}
END_TEST

START_TEST(a_child_without_document_goes_up_to_the_province)
{
	uint32_t effects = 0, facts = FACT_NO_DOCUMENT;
	enum case_state state = go(CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, facts, &effects);
	ck_assert_int_eq(CASE_CITY_REVIEW, state);
	state = go(state, CASE_APPROVE, CASE_CITY, facts, &effects);
	ck_assert_int_eq(CASE_PROVINCE_REVIEW, state);
	ck_assert_int_eq(CASE_DONE, go(state, CASE_APPROVE, CASE_PROVINCE, facts, &effects));
	/* a county directly under its province has no city to ask */
	ck_assert_int_eq(CASE_PROVINCE_REVIEW,
		go(CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, facts | FACT_NO_CITY, &effects));
}
END_TEST

START_TEST(a_later_grade_waits_for_the_wider_check)
{
	uint32_t effects = 0;
	ck_assert_int_eq(CASE_WAIT_NATIONAL,
		go(CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, FACT_LATER_GRADE, &effects));
	ck_assert_uint_eq(0, effects);
	/* a hit is no end: the registrar sees it and starts a transfer, or mends a slip */
	ck_assert_int_eq(CASE_DRAFT, go(CASE_WAIT_NATIONAL, CASE_FAIL, CASE_NATION, 0, &effects));
	ck_assert_int_eq(CASE_DONE, go(CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, 0, &effects));
	ck_assert_uint_eq(EFFECT_ENROL, effects);
}
END_TEST

START_TEST(a_second_record_is_refused_at_every_gate)
{
	const struct {
		enum case_state state;
		enum case_event event;
		enum case_party by;
	} gates[] = {
		{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR},
		{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER},
		{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU},
		{CASE_PROVINCE_REVIEW, CASE_APPROVE, CASE_PROVINCE},
	};
	for (size_t i = 0; i < sizeof gates / sizeof *gates; i++) {
		enum reason why;
		ck_assert_ptr_null(case_step(case_table(CASE_REGISTRATION), gates[i].state,
			gates[i].event, gates[i].by, FACT_IDENTITY_HELD, &why));
		ck_assert_int_eq(REASON_IDENTITY_HELD, why);
	}
}
END_TEST

/* ---- across provinces ---- */

/* Both sides of one transfer; what one does the other is told, and follows. */
static enum case_state new_side, old_side;

static bool moves(enum case_state *side, enum case_event event, enum case_party by, uint32_t facts,
	uint32_t *effects)
{
	enum reason why;
	const struct case_transition *row =
		case_step(case_table(CASE_TRANSFER), *side, event, by, facts, &why);
	if (row == NULL)
		return false;
	*side = row->to;
	*effects |= row->effects;
	return true;
}

static uint32_t new_moves(enum case_event event, enum case_party by)
{
	uint32_t effects = 0;
	ck_assert(moves(&new_side, event, by, FACT_FROM_ABROAD, &effects));
	return effects;
}

static uint32_t old_moves(enum case_event event, enum case_party by)
{
	uint32_t effects = 0;
	ck_assert(moves(&old_side, event, by, FACT_TO_ABROAD, &effects));
	return effects;
}

static void both_asked(void)
{
	new_side = old_side = CASE_NEW;
	new_moves(CASE_SAVE, CASE_REGISTRAR);
	new_moves(CASE_SUBMIT, CASE_REGISTRAR);
	new_moves(CASE_APPROVE, CASE_APPROVER);
	new_moves(CASE_APPROVE, CASE_BUREAU);
	ck_assert_int_eq(new_side, CASE_ROUTING);
	old_moves(CASE_SUBMIT, CASE_ABROAD);
	new_moves(CASE_PASS, CASE_ABROAD);
	ck_assert_int_eq(old_side, CASE_OUT_SCHOOL);
	ck_assert_int_eq(new_side, CASE_OUT_SCHOOL);
}

static void old_and_told(enum case_event event, enum case_party by)
{
	old_moves(event, by);
	new_moves(event, CASE_ABROAD);
	ck_assert_int_eq(old_side, new_side);
}

static void both_signed(void)
{
	both_asked();
	old_and_told(CASE_SUBMIT, CASE_SENDING_REGISTRAR);
	old_and_told(CASE_APPROVE, CASE_SENDING_APPROVER);
	old_and_told(CASE_APPROVE, CASE_SENDING_BUREAU);
	ck_assert_int_eq(old_side, CASE_AWAIT_PULL);
}

START_TEST(between_provinces_the_old_side_lets_go_before_the_new_one_begins)
{
	both_signed();
	ck_assert_uint_eq(new_moves(CASE_PULL, CASE_REGISTRAR), 0);
	ck_assert_uint_eq(old_moves(CASE_PULL, CASE_ABROAD), EFFECT_LET_GO);
	ck_assert_uint_eq(new_moves(CASE_FILE, CASE_ABROAD), EFFECT_ARRIVE);
	ck_assert_uint_eq(old_moves(CASE_FILE, CASE_ABROAD), 0);
	ck_assert_int_eq(old_side, CASE_PAPER_OUT);
	old_and_told(CASE_HAND_OVER, CASE_SENDING_REGISTRAR);
	new_moves(CASE_RECEIVE, CASE_REGISTRAR);
	old_moves(CASE_RECEIVE, CASE_ABROAD);
	ck_assert_int_eq(old_side, CASE_CLOSED);
	ck_assert_int_eq(new_side, CASE_CLOSED);
}
END_TEST

START_TEST(a_pull_that_is_repeated_lets_nobody_go_twice_and_there_is_no_way_back)
{
	uint32_t effects = 0;
	both_signed();
	new_moves(CASE_PULL, CASE_REGISTRAR);
	old_moves(CASE_PULL, CASE_ABROAD);
	new_moves(CASE_PULL, CASE_REGISTRAR);
	ck_assert_uint_eq(old_moves(CASE_PULL, CASE_ABROAD), 0);
	ck_assert_int_eq(old_side, CASE_FILE_SENT);
	for (int event = 0; event < CASE_EVENT_COUNT; event++)
		for (int party = 0; party < CASE_PARTY_COUNT; party++) {
			enum case_state to = CASE_FILE_SENT;
			if (event == CASE_FILE || event == CASE_PULL)
				continue;
			ck_assert(!moves(&to, event, party, FACT_TO_ABROAD, &effects));
			to = CASE_PULLING;
			if (party != CASE_ABROAD)
				ck_assert(!moves(&to, event, party, FACT_FROM_ABROAD, &effects));
		}
}
END_TEST

START_TEST(what_the_other_province_decides_nobody_decides_here)
{
	const struct {
		enum case_state state;
		enum case_event event;
		enum case_party by;
	} steps[] = {
		{CASE_OUT_SCHOOL, CASE_SUBMIT, CASE_SENDING_REGISTRAR},
		{CASE_OUT_SIGN, CASE_APPROVE, CASE_SENDING_APPROVER},
		{CASE_OUT_SIGN, CASE_REFUSE, CASE_SENDING_APPROVER},
		{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU},
		{CASE_OUT_BUREAU, CASE_REFUSE, CASE_SENDING_BUREAU},
		{CASE_PAPER_OUT, CASE_HAND_OVER, CASE_SENDING_REGISTRAR},
	};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		enum reason why;
		ck_assert_ptr_null(case_step(case_table(CASE_TRANSFER), steps[i].state,
			steps[i].event, steps[i].by, FACT_FROM_ABROAD, &why));
		ck_assert_int_eq(why, REASON_CASE_DECIDED_ABROAD);
		ck_assert(!(case_step(case_table(CASE_TRANSFER), steps[i].state, steps[i].event,
			CASE_ABROAD, FACT_TO_ABROAD, &why)));
	}
}
END_TEST

START_TEST(the_old_side_checks_and_the_new_one_withdraws_what_failed)
{
	static const struct {
		uint32_t fact;
		enum reason why;
	} checks[] = {{FACT_NOT_THERE, REASON_CHILD_NOT_THERE},
		{FACT_DATA_DIFFER, REASON_DATA_DIFFER_2001},
		{FACT_CASE_OPEN, REASON_CASE_OPEN_2002}, {FACT_OTHER_STAGE, REASON_OTHER_STAGE},
		{FACT_BARRED, REASON_TRANSFER_BARRED}};
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		enum reason why;
		ck_assert_ptr_null(case_step(case_table(CASE_TRANSFER), CASE_NEW, CASE_SUBMIT,
			CASE_ABROAD, FACT_TO_ABROAD | checks[i].fact, &why));
		ck_assert_int_eq(why, checks[i].why);
	}
	new_side = CASE_ROUTING;
	new_moves(CASE_FAIL, CASE_ABROAD);
	new_moves(CASE_WITHDRAW, CASE_REGISTRAR);
	ck_assert_int_eq(new_side, CASE_WITHDRAWN);
}
END_TEST

START_TEST(a_refusal_and_a_withdrawal_end_both_sides)
{
	both_asked();
	old_and_told(CASE_SUBMIT, CASE_SENDING_REGISTRAR);
	enum reason why;
	ck_assert_ptr_null(case_step(case_table(CASE_TRANSFER), old_side, CASE_REFUSE,
		CASE_SENDING_APPROVER, FACT_TO_ABROAD | FACT_NO_GROUND, &why));
	old_and_told(CASE_REFUSE, CASE_SENDING_APPROVER);
	ck_assert_int_eq(old_side, CASE_REFUSED);
	both_signed();
	new_moves(CASE_WITHDRAW, CASE_REGISTRAR);
	old_moves(CASE_WITHDRAW, CASE_ABROAD);
	ck_assert_int_eq(old_side, CASE_WITHDRAWN);
}
END_TEST

START_TEST(a_child_that_is_gone_by_the_hour_of_the_file_ends_the_transfer)
{
	uint32_t effects = 0;
	both_signed();
	new_moves(CASE_PULL, CASE_REGISTRAR);
	ck_assert(moves(
		&old_side, CASE_PULL, CASE_ABROAD, FACT_TO_ABROAD | FACT_NOT_THERE, &effects));
	ck_assert_int_eq(old_side, CASE_REFUSED);
	ck_assert_uint_eq(effects, 0);
	new_moves(CASE_FAIL, CASE_ABROAD);
	ck_assert_int_eq(new_side, CASE_REFUSED);
}
END_TEST

SUITE("case_table", each_change_of_a_table_is_a_visible_diff,
	whoever_is_not_on_turn_is_refused_in_every_open_state,
	whoever_is_on_turn_is_not_told_that_he_is_not, nobody_moves_a_case_that_waits_for_nobody,
	a_first_grader_is_entered_signed_and_confirmed,
	a_child_without_document_goes_up_to_the_province, a_later_grade_waits_for_the_wider_check,
	a_second_record_is_refused_at_every_gate,
	between_provinces_the_old_side_lets_go_before_the_new_one_begins,
	a_pull_that_is_repeated_lets_nobody_go_twice_and_there_is_no_way_back,
	what_the_other_province_decides_nobody_decides_here,
	the_old_side_checks_and_the_new_one_withdraws_what_failed,
	a_refusal_and_a_withdrawal_end_both_sides,
	a_child_that_is_gone_by_the_hour_of_the_file_ends_the_transfer)
