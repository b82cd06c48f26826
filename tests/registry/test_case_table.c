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

SUITE("case_table", each_change_of_a_table_is_a_visible_diff,
	whoever_is_not_on_turn_is_refused_in_every_open_state,
	nobody_moves_a_case_that_waits_for_nobody, a_first_grader_is_entered_signed_and_confirmed,
	a_child_without_document_goes_up_to_the_province, a_later_grade_waits_for_the_wider_check,
	a_second_record_is_refused_at_every_gate)
