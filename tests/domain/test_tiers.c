#include "domain/tiers.h"
#include "tests/support/suite.h"

START_TEST(a_tier_is_found_by_its_word)
{
	for (enum tier tier = TIER_NATION; tier <= TIER_SCHOOL; tier++) {
		ck_assert_int_eq(tier_row(tier)->tier, tier);
		ck_assert_ptr_eq(tier_find(tier_row(tier)->word), tier_row(tier));
	}
	ck_assert_ptr_null(tier_find("village"));
	ck_assert_ptr_null(tier_find(""));
}
END_TEST

SUITE("tiers", a_tier_is_found_by_its_word)
