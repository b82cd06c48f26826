#include "server/auth/password.h"

#include <string.h>

#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static struct fixture *fixture;
static struct ctx *ctx;

static void set_up(void)
{
	fixture = fixture_open();
	ctx = fixture_ctx(fixture);
}

static void tear_down(void)
{
	fixture_close(fixture);
}

START_TEST(a_hash_knows_its_password_only)
{
	const char *hash, *again;
	ck_assert_int_eq(password_hash(ctx, "学籍-Mountain7", PASSWORD_STANDARD, &hash), OK);
	ck_assert_int_eq(password_hash(ctx, "学籍-Mountain7", PASSWORD_STANDARD, &again), OK);
	ck_assert_str_ne(hash, again); /* a salt of its own */
	ck_assert(password_verify(hash, "学籍-Mountain7"));
	ck_assert(!password_verify(hash, "学籍-Mountain8"));
	ck_assert(!password_verify(hash, ""));
	ck_assert(!password_verify("", "学籍-Mountain7"));
}
END_TEST

START_TEST(a_cheap_hash_is_dated)
{
	const char *cheap, *standard;
	ck_assert_int_eq(password_hash(ctx, "x", PASSWORD_MINIMUM, &cheap), OK);
	ck_assert_int_eq(password_hash(ctx, "x", PASSWORD_STANDARD, &standard), OK);
	ck_assert(password_is_dated(cheap));
	ck_assert(!password_is_dated(standard));
	ck_assert(password_verify(cheap, "x"));
}
END_TEST

START_TEST(one_time_passwords_are_readable_and_differ)
{
	char one[ONE_TIME_SIZE], other[ONE_TIME_SIZE];
	password_one_time(ctx, one);
	password_one_time(ctx, other);
	ck_assert_str_ne(one, other);
	ck_assert_uint_eq(strlen(one), ONE_TIME_SIZE - 1);
	ck_assert_uint_eq(strspn(one, "abcdefghjkmnpqrstuvwxyz23456789-"), ONE_TIME_SIZE - 1);
	ck_assert_int_eq(one[4], '-');
	ck_assert_int_eq(one[14], '-');
}
END_TEST

SUITE_WITH("password", set_up, tear_down, a_hash_knows_its_password_only, a_cheap_hash_is_dated,
	one_time_passwords_are_readable_and_differ)
