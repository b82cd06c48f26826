#include <string.h>

#include "server/registry/policy_table.h"
#include "tests/support/suite.h"

START_TEST(every_row_is_whole)
{
	for (enum policy policy = 0; policy < POLICY_COUNT; policy++) {
		const struct policy_row *row = policy_row(policy);
		ck_assert_int_eq(row->policy, policy);
		ck_assert_ptr_eq(policy_find(row->key), row);
		ck_assert_msg(row->low <= row->fallback && row->fallback <= row->high,
			"%s: default", row->key);
		ck_assert_msg(row->type != POLICY_YES_NO || (row->low == 0 && row->high == 1),
			"%s: bounds", row->key);
		ck_assert_msg((row->type == POLICY_YES_NO) == (row->measure.en[0] == '\0'),
			"%s: a number has a unit of measure", row->key);
		ck_assert_msg(strlen(row->title.en) > 10 && strlen(row->title.zh) > 10,
			"%s: sentence", row->key);
		ck_assert(row->owner == TIER_NATION || row->owner == TIER_PROVINCE);
		ck_assert(row->role == ROLE_OFFICER || row->role == ROLE_SECURITY);
	}
}
END_TEST

START_TEST(an_unknown_key_has_no_row)
{
	ck_assert_ptr_null(policy_find("session.idle_minute"));
	ck_assert_ptr_null(policy_find(""));
}
END_TEST

SUITE("policy_table", every_row_is_whole, an_unknown_key_has_no_row)
