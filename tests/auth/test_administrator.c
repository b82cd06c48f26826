#include "server/auth/administrator.h"

#include "domain/roles.h"
#include "server/registry/policy_table.h"
#include "server/service/services.h"
#include "server/store/operator_store.h"
#include "server/store/sign_in_store.h"
#include "tests/calls/calls.h"
#include "xueji/v1/sessions.pb-c.h"

static struct house *house;

static void set_up(void)
{
	house = house_open();
}

static void tear_down(void)
{
	house_close(house);
}

static enum err sign_in(const char *name, char *password)
{
	Xueji__V1__SignInRequest in = XUEJI__V1__SIGN_IN_REQUEST__INIT;
	in.name = (char *)name;
	in.password = password;
	return call(house, NULL, &sessions_service, "SignIn", &in.base).err;
}

START_TEST(the_first_administrator_signs_in)
{
	char password[ONE_TIME_SIZE];
	ck_assert_int_eq(administrator_create(house_write(house), "admin", NATION, password), OK);
	house_commit(house);
	ck_assert_int_eq(sign_in("admin", password), OK);
	ck_assert_int_eq(house_count(house, "SELECT roles FROM posting"), ROLE_SECURITY);
}
END_TEST

START_TEST(a_name_is_checked_and_taken_once)
{
	char password[ONE_TIME_SIZE];
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(administrator_create(ctx, "Admin!", NATION, password), ERR_INVALID);
	ck_assert_int_eq(administrator_create(ctx, "admin", NATION, password), OK);
	ck_assert_int_eq(administrator_create(ctx, "admin", NATION, password), ERR_EXISTS);
	ck_assert_int_eq(ctx->failure.reason, REASON_NAME_TAKEN);
	house_commit(house);
}
END_TEST

START_TEST(the_last_administrator_comes_back_in)
{
	char password[ONE_TIME_SIZE];
	struct person *wang = person_make(house, "wang", PROVINCE, ROLE_SECURITY);
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(operator_set_state(ctx, wang->id, OPERATOR_SEALED), OK);
	ck_assert_int_eq(totp_begin(ctx, wang->id, "12345678901234567890", 20), OK);
	ck_assert_int_eq(totp_confirm(ctx, wang->id, 1), OK);
	ck_assert_int_eq(administrator_reset(ctx, "wang", password), OK);
	house_commit(house);
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD), ERR_UNAUTHENTICATED);
	ck_assert_int_eq(sign_in("wang", password), OK);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM session"), 1); /* the new one */
}
END_TEST

START_TEST(only_a_security_administrator_is_reset)
{
	char password[ONE_TIME_SIZE];
	person_make(house, "wang", PROVINCE, ROLE_AUDITOR);
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(administrator_reset(ctx, "wang", password), ERR_DENIED);
	ck_assert_int_eq(administrator_reset(ctx, "nobody", password), ERR_NOT_FOUND);
	house_commit(house);
}
END_TEST

SUITE_WITH("administrator", set_up, tear_down, the_first_administrator_signs_in,
	a_name_is_checked_and_taken_once, the_last_administrator_comes_back_in,
	only_a_security_administrator_is_reset)
