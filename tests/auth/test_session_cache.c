#include "server/auth/session_cache.h"

#include <pthread.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/store/operator_store.h"
#include "server/store/session_store.h"
#include "server/store/sign_in_store.h"
#include "tests/calls/calls.h"

#define MINUTE (60 * US_PER_SECOND)

static struct house *house;
static struct person *wang;
static struct ctx ctx;

static void set_up(void)
{
	house = house_open();
	wang = person_make(house, "wang", COUNTY, ROLE_OFFICER);
}

static void tear_down(void)
{
	house_close(house);
}

/* Identifies and lets go again; what it found is in ctx.actor, but for the rights. */
static enum err identify(const char *token, size_t size)
{
	struct session_cache *cache = house->fixture->app.sessions;
	struct session_pin *pin;
	ctx_init(&ctx, &house->fixture->app, house->arena);
	enum err err = session_identify(cache, &ctx, token, size, &pin);
	if (pin != NULL)
		session_release(cache, pin);
	return err;
}

static enum err identify_wang(void)
{
	return identify(wang->token, TOKEN_SIZE);
}

START_TEST(a_token_is_its_operator)
{
	struct session_cache *cache = house->fixture->app.sessions;
	struct session_pin *pin;
	ctx_init(&ctx, &house->fixture->app, house->arena);
	ck_assert_int_eq(session_identify(cache, &ctx, wang->token, TOKEN_SIZE, &pin), OK);
	ck_assert_int_eq(ctx.actor.operator_id, wang->id);
	ck_assert_uint_eq(ctx.actor.limits, 0);
	ck_assert_uint_eq(ctx.actor.n_rights, 1);
	ck_assert_int_eq(ctx.actor.rights[0].unit, COUNTY);
	/* a pinned snapshot outlives the session */
	ck_assert_int_eq(session_delete_others(house_write(house), wang->id, 0, NULL), OK);
	session_follow(house_write(house), wang->id);
	house_commit(house);
	ck_assert_uint_eq(session_cache_size(cache), 0);
	ck_assert_int_eq(ctx.actor.rights[0].unit, COUNTY);
	session_release(cache, pin);
}
END_TEST

START_TEST(nothing_else_is_a_token)
{
	char forged[TOKEN_SIZE + 1];
	memcpy(forged, wang->token, sizeof forged);
	forged[0] = forged[0] == 'A' ? 'B' : 'A';
	ck_assert_int_eq(identify(NULL, 0), OK); /* a stranger */
	ck_assert_int_eq(ctx.actor.operator_id, 0);
	const struct {
		const char *token;
		size_t size;
	} bad[] = {{forged, TOKEN_SIZE}, {"", 0}, {wang->token, TOKEN_SIZE - 1},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 45}, {"\0\0\0", 3}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ck_assert_int_eq(identify(bad[i].token, bad[i].size), ERR_UNAUTHENTICATED);
		ck_assert_int_eq(ctx.failure.reason, REASON_SESSION_ENDED);
		ck_assert_int_eq(ctx.actor.operator_id, 0);
	}
}
END_TEST

START_TEST(an_idle_session_ends)
{
	for (int i = 0; i < 4; i++) { /* use keeps it alive */
		house_wait(house, 29 * MINUTE);
		ck_assert_int_eq(identify_wang(), OK);
	}
	int64_t ids[4];
	ck_assert_uint_eq(
		session_cache_ended(house->fixture->app.sessions, house->fixture->now_us, ids, 4),
		0);
	house_wait(house, 30 * MINUTE);
	ck_assert_int_eq(identify_wang(), ERR_UNAUTHENTICATED);
	ck_assert_uint_eq(
		session_cache_ended(house->fixture->app.sessions, house->fixture->now_us, ids, 4),
		1);
}
END_TEST

START_TEST(use_does_not_move_the_absolute_end)
{
	for (int i = 0; i < 12 * 3 - 1; i++) {
		house_wait(house, 20 * MINUTE);
		ck_assert_int_eq(identify_wang(), OK);
	}
	house_wait(house, 20 * MINUTE);
	ck_assert_int_eq(identify_wang(), ERR_UNAUTHENTICATED);
}
END_TEST

START_TEST(sessions_survive_a_restart_to_their_absolute_end)
{
	house_wait(house, 29 * MINUTE);
	house_restart(house);
	ck_assert_int_eq(identify_wang(), OK);
	house_wait(house, 29 * MINUTE); /* the idle clock began anew */
	ck_assert_int_eq(identify_wang(), OK);
	house_wait(house, 12 * 60 * MINUTE);
	house_restart(house);
	ck_assert_int_eq(identify_wang(), ERR_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_seal_holds_from_the_next_call_on)
{
	struct ctx *write = house_write(house);
	ck_assert_int_eq(operator_set_state(write, wang->id, OPERATOR_SEALED), OK);
	session_follow(write, wang->id);
	house_commit(house);
	ck_assert_int_eq(identify_wang(), ERR_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_change_that_is_undone_changes_nothing)
{
	struct ctx *write = house_write(house);
	ck_assert_int_eq(operator_set_state(write, wang->id, OPERATOR_SEALED), OK);
	session_follow(write, wang->id);
	house_rollback(house);
	ck_assert_int_eq(identify_wang(), OK);
}
END_TEST

START_TEST(midnight_needs_no_event)
{
	struct person *li = person_make(house, "li", COUNTY, 0);
	struct ctx *write = house_write(house);
	int32_t today = ctx_today(write);
	struct posting_row posting = {.operator_id = li->id,
		.unit = COUNTY,
		.roles = ROLE_OFFICER,
		.from_day = today,
		.to_day = today};
	ck_assert_int_eq(posting_insert(write, &posting), OK);
	session_follow(write, li->id);
	house_commit(house);
	/* 10:02 in Beijing; the day ends in 13 h 58 min, a session in 12 */
	house_wait(house, 13 * 60 * MINUTE);
	const char *token = person_session(house, li->id);
	ck_assert_int_eq(identify(token, TOKEN_SIZE), OK);
	house_wait(house, 29 * MINUTE);
	ck_assert_int_eq(identify(token, TOKEN_SIZE), OK);
	house_wait(house, 29 * MINUTE);
	ck_assert_int_eq(date_of_instant(house->fixture->now_us), today + 1);
	ck_assert_int_eq(identify(token, TOKEN_SIZE), ERR_UNAUTHENTICATED);
}
END_TEST

static uint32_t limits_with(uint32_t roles, int32_t certified_days)
{
	static int n;
	struct person *li =
		person_make(house, arena_printf(house->arena, "li-%d", n++), SCHOOL, roles);
	struct ctx *write = house_write(house);
	int32_t until = certified_days == INT32_MIN ? DAY_NONE : ctx_today(write) + certified_days;
	ck_assert_int_eq(operator_set_certificate(write, li->id, "XJ-2", until), OK);
	session_follow(write, li->id);
	house_commit(house);
	ck_assert_int_eq(identify(li->token, TOKEN_SIZE), OK);
	return ctx.actor.limits;
}

START_TEST(who_enters_or_decides_needs_a_certificate)
{
	ck_assert_uint_eq(limits_with(ROLE_REGISTRAR, 0), 0); /* its last day */
	ck_assert_uint_eq(limits_with(ROLE_REGISTRAR, -1), LIMIT_READ_ONLY);
	ck_assert_uint_eq(limits_with(ROLE_REGISTRAR, INT32_MIN), LIMIT_READ_ONLY);
	ck_assert_uint_eq(limits_with(ROLE_SECURITY, INT32_MIN), 0);
	ck_assert_uint_eq(limits_with(ROLE_SECURITY, -1), LIMIT_READ_ONLY);
}
END_TEST

START_TEST(a_one_time_password_limits)
{
	struct ctx *write = house_write(house);
	ck_assert_int_eq(password_set(write, wang->id, "x", true), OK);
	session_follow(write, wang->id);
	house_commit(house);
	ck_assert_int_eq(identify_wang(), OK);
	ck_assert_uint_eq(ctx.actor.limits, LIMIT_PASSWORD);
}
END_TEST

START_TEST(the_table_grows_with_its_sessions)
{
	enum { PEOPLE = 20, EACH = 100, N = PEOPLE * EACH };
	static char tokens[N][TOKEN_SIZE + 1];
	struct person *people[PEOPLE];
	for (int i = 0; i < PEOPLE; i++) {
		people[i] = person_make(
			house, arena_printf(house->arena, "p-%d", i), COUNTY, ROLE_OFFICER);
		person_sessions(house, people[i]->id, EACH - 1, &tokens[i * EACH]);
		memcpy(tokens[i * EACH + EACH - 1], people[i]->token, TOKEN_SIZE + 1);
	}
	ck_assert_uint_eq(session_cache_size(house->fixture->app.sessions), N + 1);
	for (int i = 0; i < N; i++) {
		ck_assert_int_eq(identify(tokens[i], TOKEN_SIZE), OK);
		ck_assert_int_eq(ctx.actor.operator_id, people[i / EACH]->id);
	}
}
END_TEST

/* Calls on other threads while the writer replaces what they use: for the sanitizers. */
static void *identify_often(void *arg)
{
	struct session_cache *cache = house->fixture->app.sessions;
	struct arena *arena = arena_new(0);
	int *seen = arg;
	for (int i = 0; i < 20000; i++) {
		struct ctx own;
		struct session_pin *pin;
		ctx_init(&own, &house->fixture->app, arena);
		if (session_identify(cache, &own, wang->token, TOKEN_SIZE, &pin) == OK)
			*seen += own.actor.rights[0].unit == COUNTY;
		if (pin != NULL)
			session_release(cache, pin);
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

START_TEST(rights_are_replaced_under_running_calls)
{
	pthread_t threads[2];
	int seen[2] = {0};
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, identify_often, &seen[i]), 0);
	for (int i = 0; i < 20; i++) {
		session_follow(house_write(house), wang->id);
		house_commit(house);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(threads[i], NULL);
		ck_assert_int_eq(seen[i], 20000);
	}
}
END_TEST

SUITE_WITH("session_cache", set_up, tear_down, a_token_is_its_operator, nothing_else_is_a_token,
	an_idle_session_ends, use_does_not_move_the_absolute_end,
	sessions_survive_a_restart_to_their_absolute_end, a_seal_holds_from_the_next_call_on,
	a_change_that_is_undone_changes_nothing, midnight_needs_no_event,
	who_enters_or_decides_needs_a_certificate, a_one_time_password_limits,
	the_table_grows_with_its_sessions, rights_are_replaced_under_running_calls)
