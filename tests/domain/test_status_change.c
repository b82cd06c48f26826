#include "domain/status_change.h"

#include <limits.h>

#include "domain/roll.h"
#include "domain/stages.h"
#include "tests/support/suite.h"

START_TEST(a_change_follows_from_its_statuses_alone)
{
	const struct status_change_row *suspend = status_change_find("suspend");
	ck_assert_ptr_nonnull(suspend);
	ck_assert(status_change_fits(suspend, ROLL_ENROLLED, STAGE_JUNIOR));
	ck_assert(!status_change_fits(suspend, ROLL_SUSPENDED, STAGE_JUNIOR));
}
END_TEST

START_TEST(a_number_that_is_no_status_and_no_stage_fits_nothing)
{
	static const int numbers[] = {-1, 32, INT_MIN, INT_MAX};
	for (int change = 1; change < STATUS_CHANGE_END; change++)
		for (int i = 0; i < 4; i++) {
			const struct status_change_row *row = status_change_row(change);
			ck_assert(!status_change_fits(row, numbers[i], STAGE_JUNIOR));
			ck_assert(!status_change_fits(row, ROLL_ENROLLED, numbers[i]));
		}
}
END_TEST

SUITE("status_change", a_change_follows_from_its_statuses_alone,
	a_number_that_is_no_status_and_no_stage_fits_nothing)
