#include "domain/roll.h"
#include "domain/stages.h"

#include <string.h>

#include "tests/support/sentence.h"

START_TEST(every_status_has_its_row)
{
	for (int status = ROLL_PENDING; status < ROLL_STATUS_END; status++) {
		const struct roll_status_row *row = roll_status_row(status);
		ck_assert_int_eq(row->status, status);
		sentence_check(row->word, &row->title);
		ck_assert_ptr_null(strchr(row->word, ' '));
	}
	ck_assert_ptr_null(roll_status_row(0));
	ck_assert_ptr_null(roll_status_row(ROLL_STATUS_END));
}
END_TEST

/* The schema's indexes and checks spell these ranges out. */
START_TEST(the_statuses_on_the_roll_stand_together)
{
	for (int status = ROLL_PENDING; status < ROLL_STATUS_END; status++)
		ck_assert_int_eq(roll_status_row(status)->is_on_roll, status >= 2 && status <= 5);
}
END_TEST

START_TEST(only_pending_and_deleted_records_hold_no_slot)
{
	for (int status = ROLL_PENDING; status < ROLL_STATUS_END; status++)
		ck_assert_int_eq(roll_status_row(status)->holds_identity,
			status != ROLL_PENDING && status != ROLL_DELETED);
}
END_TEST

START_TEST(every_end_has_its_row)
{
	for (int end = ROLL_END_PROMOTED; end < ROLL_END_END; end++) {
		ck_assert_int_eq(roll_end_row(end)->end, end);
		sentence_check(roll_end_row(end)->word, &roll_end_row(end)->title);
	}
	ck_assert_ptr_null(roll_end_row(0));
	ck_assert_ptr_null(roll_end_row(ROLL_END_END));
}
END_TEST

START_TEST(who_has_graduated_goes_on_and_in_the_compulsory_years_who_completed_too)
{
	for (int status = 0; status <= ROLL_STATUS_END; status++)
		for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++)
			ck_assert_int_eq(roll_may_go_on(status, stage),
				status == ROLL_GRADUATED ||
					(status == ROLL_COMPLETED && stage == STAGE_PRIMARY));
}
END_TEST

SUITE("roll", who_has_graduated_goes_on_and_in_the_compulsory_years_who_completed_too,
	every_status_has_its_row, the_statuses_on_the_roll_stand_together,
	only_pending_and_deleted_records_hold_no_slot, every_end_has_its_row)
