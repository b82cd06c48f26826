#include "server/service/operators_demo.h"

#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/registry/operator_rules.h"
#include "server/service/services.h"
#include "server/store/checks.h"
#include "server/store/journal_store.h"
#include "server/store/operator_store.h"
#include "tests/calls/calls.h"
#include "xueji/v1/sessions.pb-c.h"

enum { MOST = 200 };

static struct house *house;
static struct demo_operator made[MOST];
static size_t n_made;
static int64_t n_faults;

static void collect(void *arg, const struct demo_operator *one)
{
	(void)arg;
	ck_assert_uint_lt(n_made, MOST);
	made[n_made++] = *one;
}

static void make_demo(void)
{
	struct ctx *ctx = house_write(house);
	n_made = 0;
	ctx->units = unit_tree_pin(house->fixture->app.units);
	ck_assert_int_eq(operators_demo(ctx, unit_tree_get(ctx->units, PROVINCE), ctx_today(ctx),
				 collect, NULL),
		OK);
	ck_assert_int_eq(journal_write_notes(ctx), OK);
	unit_tree_unpin(ctx->units);
	house_commit(house);
}

static void set_up(void)
{
	house = house_open();
	make_demo();
}

static void tear_down(void)
{
	house_close(house);
}

static const struct demo_operator *find(const char *name)
{
	for (size_t i = 0; i < n_made; i++)
		if (strcmp(made[i].name, name) == 0)
			return &made[i];
	return NULL;
}

START_TEST(every_open_unit_of_the_province_has_its_people)
{
	static const char *const names[] = {"officer-000000", "auditor-000000", "security-000000",
		"system-000000", "officer-440000", "security2-440000", "officer-440300",
		"officer-440305", "officer2-440304", "security-449001", "registrar-2144000001",
		"approver-2144000001", "registrar-2144000003"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		ck_assert_msg(find(names[i]) != NULL, "%s", names[i]);
	ck_assert_ptr_null(find("registrar-2144000004")); /* closed */
	ck_assert_ptr_null(find("officer-110000"));       /* another province */
	for (size_t i = 0; i < n_made; i++) {
		ck_assert_msg(operator_name_is_valid(made[i].name), "%s", made[i].name);
		ck_assert_uint_eq(made[i].roles & ~roles_of_tier((enum tier)made[i].unit->tier), 0);
	}
}
END_TEST

START_TEST(every_bureau_has_a_second_officer_to_decide_what_the_first_asked_for)
{
	int n = 0;
	for (size_t i = 0; i < n_made; i++) {
		const char *code = made[i].unit->code;
		if (made[i].roles != ROLE_OFFICER)
			continue;
		n++;
		ck_assert_msg(find(arena_printf(house->arena, "officer-%s", code)) != NULL &&
				      find(arena_printf(house->arena, "officer2-%s", code)) != NULL,
			"%s", code);
	}
	ck_assert_int_gt(n, 0);
}
END_TEST

START_TEST(they_sign_in_with_their_passwords)
{
	static const char *const names[] = {"officer-000000", "security-440000", "officer-440300",
		"officer2-440305", "registrar-2144000001"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		Xueji__V1__SignInRequest in = XUEJI__V1__SIGN_IN_REQUEST__INIT;
		in.name = (char *)names[i];
		in.password = (char *)find(names[i])->password;
		struct answer answer = call(house, NULL, &sessions_service, "SignIn", &in.base);
		ck_assert_msg(answer.err == OK, "%s", names[i]);
		const Xueji__V1__SignInResponse *out = answer.reply;
		ck_assert(!out->must_change_password);
	}
}
END_TEST

START_TEST(one_stands_in_for_a_colleague_and_soon_needs_a_certificate)
{
	Xueji__V1__SignInRequest in = XUEJI__V1__SIGN_IN_REQUEST__INIT;
	in.name = (char *)"officer2-440304"; /* the first county by code */
	in.password = (char *)find(in.name)->password;
	struct answer answer = call(house, NULL, &sessions_service, "SignIn", &in.base);
	ck_assert_int_eq(answer.err, OK);
	const Xueji__V1__SignInResponse *out = answer.reply;
	ck_assert_int_eq(
		out->certificate_state, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRING);
	Xueji__V1__WhoAmIRequest who = XUEJI__V1__WHO_AM_IREQUEST__INIT;
	answer = call(house, out->session_token, &sessions_service, "WhoAmI", &who.base);
	const Xueji__V1__WhoAmIResponse *me = answer.reply;
	ck_assert_uint_eq(me->n_duties, 2);
	ck_assert_str_eq(me->duties[0]->for_operator_id, "");
	ck_assert_str_ne(me->duties[1]->for_operator_full_name, "");
}
END_TEST

START_TEST(each_run_makes_the_same)
{
	struct demo_operator before[MOST];
	size_t n = n_made;
	memcpy(before, made, sizeof made);
	for (size_t i = 0; i < n; i++) { /* the arena that holds them goes with the house */
		before[i].name = strdup(made[i].name);
		before[i].password = strdup(made[i].password);
	}
	house_close(house);
	house = house_open();
	make_demo();
	ck_assert_uint_eq(n_made, n);
	for (size_t i = 0; i < n; i++) {
		ck_assert_str_eq(made[i].name, before[i].name);
		ck_assert_str_eq(made[i].password, before[i].password);
		free((char *)before[i].name);
		free((char *)before[i].password);
	}
}
END_TEST

START_TEST(passwords_differ)
{
	for (size_t i = 0; i < n_made; i++)
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(made[i].password, made[j].password);
}
END_TEST

/* ---- what `xuejid check` finds ---- */

static void expect(void *arg, const char *check, const char *sentence)
{
	const char *expected = arg;
	n_faults++;
	ck_assert_msg(expected != NULL && strcmp(check, expected) == 0, "%s: %s", check, sentence);
}

static int64_t faults(const char *expected)
{
	struct ctx ctx;
	int64_t n;
	n_faults = 0;
	ctx_init(&ctx, &house->fixture->app, house->arena);
	ctx.db = house->reader;
	ck_assert_int_eq(checks_run(&ctx, expect, (void *)expected, &n), OK);
	ck_assert_int_eq(n, n_faults);
	return n;
}

static int64_t id_of(const char *name)
{
	return house_count(house,
		arena_printf(house->arena, "SELECT id FROM operator WHERE name = '%s'", name));
}

static void post(const char *name, int64_t unit, uint32_t roles)
{
	int64_t id = id_of(name);
	struct ctx *ctx = house_write(house);
	struct posting_row posting = {.operator_id = id,
		.unit = unit,
		.roles = roles,
		.from_day = ctx_today(ctx),
		.to_day = DAY_OPEN};
	ck_assert_int_eq(posting_insert(ctx, &posting), OK);
	house_commit(house);
}

START_TEST(a_demonstration_is_clean)
{
	ck_assert_int_eq(faults(NULL), 0);
}
END_TEST

START_TEST(a_registrar_who_is_approver_too_is_found)
{
	post("registrar-2144000001", SCHOOL, ROLE_APPROVER);
	ck_assert_int_eq(faults("two_persons"), 1);
}
END_TEST

START_TEST(an_administrator_with_another_role_is_found)
{
	post("security-440305", CITY, ROLE_OFFICER);
	ck_assert_int_eq(faults("roles_apart"), 1);
}
END_TEST

START_TEST(a_role_that_the_tier_does_not_have_is_found)
{
	post("officer-440305", CITY, ROLE_REGISTRAR);
	ck_assert_int_eq(faults("role_tier"), 1);
}
END_TEST

START_TEST(a_session_of_a_sealed_operator_is_found)
{
	int64_t id = id_of("officer-440305");
	person_session(house, id);
	ck_assert_int_eq(operator_set_state(house_write(house), id, OPERATOR_SEALED), OK);
	house_commit(house);
	ck_assert_int_eq(faults("sealed_session"), 1);
}
END_TEST

SUITE_WITH("operators_demo", set_up, tear_down, every_open_unit_of_the_province_has_its_people,
	every_bureau_has_a_second_officer_to_decide_what_the_first_asked_for,
	they_sign_in_with_their_passwords,
	one_stands_in_for_a_colleague_and_soon_needs_a_certificate, each_run_makes_the_same,
	passwords_differ, a_demonstration_is_clean, a_registrar_who_is_approver_too_is_found,
	an_administrator_with_another_role_is_found, a_role_that_the_tier_does_not_have_is_found,
	a_session_of_a_sealed_operator_is_found)
