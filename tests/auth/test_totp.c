#include "server/auth/totp.h"

#include <string.h>

#include "common/date.h"
#include "tests/support/suite.h"

/* RFC 6238, appendix B, SHA-1: the last six of its eight digits. */
static const char secret[] = "12345678901234567890";
static const struct {
	int64_t second;
	const char *code;
} vectors[] = {
	{59, "287082"},
	{1111111109, "081804"},
	{1111111111, "050471"},
	{1234567890, "005924"},
	{2000000000, "279037"},
	{20000000000, "353130"},
};

static int64_t check(int64_t second, int64_t used_step, const char *code)
{
	return totp_check(secret, sizeof secret - 1, second * US_PER_SECOND, used_step, code);
}

START_TEST(codes_are_those_of_the_standard)
{
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
		ck_assert_int_eq(check(vectors[i].second, 0, vectors[i].code),
			vectors[i].second / TOTP_STEP_SECONDS);
}
END_TEST

START_TEST(a_clock_may_be_one_step_slow_or_fast)
{
	ck_assert_int_eq(check(1234567890 + 30, 0, "005924"), 1234567890 / 30);
	ck_assert_int_eq(check(1234567890 - 30, 0, "005924"), 1234567890 / 30);
	ck_assert_int_eq(check(1234567890 + 60, 0, "005924"), 0);
	ck_assert_int_eq(check(1234567890 - 60, 0, "005924"), 0);
}
END_TEST

START_TEST(a_code_serves_once)
{
	int64_t step = check(1234567890, 0, "005924");
	ck_assert_int_eq(check(1234567890, step, "005924"), 0);
	ck_assert_int_eq(check(1234567890, step - 1, "005924"), step);
}
END_TEST

START_TEST(what_is_no_code_is_wrong)
{
	static const char *const bad[] = {
		"", "00592", "0059245", "00592a", "005923", " 05924", "５"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(check(1234567890, 0, bad[i]) == 0, "%s", bad[i]);
}
END_TEST

START_TEST(the_secret_can_be_typed_and_scanned)
{
	struct arena *arena = arena_new(0);
	const char *text = totp_base32(arena, secret, sizeof secret - 1);
	ck_assert_str_eq(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	ck_assert_str_eq(totp_uri(arena, "wang.li", text),
		"otpauth://totp/Xueji:wang.li?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
		"&issuer=Xueji");
	arena_free(arena);
}
END_TEST

SUITE("totp", codes_are_those_of_the_standard, a_clock_may_be_one_step_slow_or_fast,
	a_code_serves_once, what_is_no_code_is_wrong, the_secret_can_be_typed_and_scanned)
