#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/operator_store.h"
#include "tests/calls/calls.h"
#include "xueji/v1/operators.pb-c.h"
#include "xueji/v1/sessions.pb-c.h"

static struct house *house;
static struct person *zhao; /* security administrator of the county */
static int32_t today;

static void set_up(void)
{
	house = house_open();
	zhao = person_make(house, "zhao", COUNTY, ROLE_SECURITY);
	today = date_of_instant(FIXTURE_NOW);
}

static void tear_down(void)
{
	house_close(house);
}

enum { NO_DAY = INT32_MIN };

/* The day so many days from today; NO_DAY: none. */
static char *day(int32_t days)
{
	char *text = arena_alloc(house->arena, DATE_TEXT_SIZE);
	if (days != NO_DAY)
		date_format(today + days, text);
	return text;
}

static struct answer post_as(const struct person *who, const struct person *whom, int64_t unit,
	uint32_t roles, int32_t first, int32_t last)
{
	Xueji__V1__Role list[8];
	Xueji__V1__AddPostingRequest in = XUEJI__V1__ADD_POSTING_REQUEST__INIT;
	in.operator_id = whom->id_text;
	in.rev = person_rev(house, whom);
	in.unit_id = id_text(house, unit);
	in.roles = list;
	for (int i = 0; i < 6; i++)
		if (roles >> i & 1)
			list[in.n_roles++] = (Xueji__V1__Role)(i + 1);
	in.first_day = day(first);
	in.last_day = day(last);
	return call(house, who->token, &operators_service, "AddPosting", &in.base);
}

static struct answer post(
	const struct person *whom, int64_t unit, uint32_t roles, int32_t first, int32_t last)
{
	return post_as(zhao, whom, unit, roles, first, last);
}

static const Xueji__V1__Operator *get(const struct person *whom)
{
	Xueji__V1__GetOperatorRequest in = XUEJI__V1__GET_OPERATOR_REQUEST__INIT;
	in.id = whom->id_text;
	return call(house, zhao->token, &operators_service, "GetOperator", &in.base).reply;
}

static char *posting_of(const struct person *whom)
{
	const Xueji__V1__Operator *now = get(whom);
	return now->postings[now->n_postings - 1]->id;
}

static struct answer end_posting(const struct person *whom, const char *posting, int32_t last)
{
	Xueji__V1__EndPostingRequest in = XUEJI__V1__END_POSTING_REQUEST__INIT;
	in.operator_id = whom->id_text;
	in.rev = person_rev(house, whom);
	in.posting_id = (char *)posting;
	in.last_day = day(last);
	return call(house, zhao->token, &operators_service, "EndPosting", &in.base);
}

static struct answer set_deputy(
	const struct person *whom, const struct person *deputy, int32_t first, int32_t last)
{
	Xueji__V1__SetDeputyRequest in = XUEJI__V1__SET_DEPUTY_REQUEST__INIT;
	in.operator_id = whom->id_text;
	in.rev = person_rev(house, whom);
	in.posting_id = posting_of(whom);
	in.deputy_id = deputy ? deputy->id_text : (char *)"";
	in.first_day = day(first);
	in.last_day = day(last);
	return call(house, zhao->token, &operators_service, "SetDeputy", &in.base);
}

/* How many duties he has today; -1 when he cannot even call. */
static int duties(const struct person *who)
{
	Xueji__V1__WhoAmIRequest in = XUEJI__V1__WHO_AM_IREQUEST__INIT;
	struct answer answer = call(house, who->token, &sessions_service, "WhoAmI", &in.base);
	const Xueji__V1__WhoAmIResponse *me = answer.reply;
	return me ? (int)me->n_duties : -1;
}

/* Lets days pass; sessions are shorter than that, so each person gets a new one. */
static void pass_days(int days, struct person *const people[], size_t n)
{
	house_wait(house, days * US_PER_DAY);
	for (size_t i = 0; i < n; i++)
		memcpy(people[i]->token, person_session(house, people[i]->id), TOKEN_SIZE + 1);
}

/* ---- AddPosting ---- */

static const struct {
	int64_t unit;
	uint32_t roles;
	int32_t first, last;
	const char *field;
	enum reason reason;
} bad_postings[] = {
	{SCHOOL, 0, NO_DAY, NO_DAY, "roles", REASON_REQUIRED},
	{SCHOOL, ROLE_OFFICER, NO_DAY, NO_DAY, "roles", REASON_ROLE_NOT_AT_TIER},
	{SCHOOL, ROLE_SYSTEM, NO_DAY, NO_DAY, "roles", REASON_ROLE_NOT_AT_TIER},
	{COUNTY, ROLE_REGISTRAR, NO_DAY, NO_DAY, "roles", REASON_ROLE_NOT_AT_TIER},
	{COUNTY, ROLE_SYSTEM, NO_DAY, NO_DAY, "roles", REASON_ROLE_NOT_AT_TIER},
	{SCHOOL, ROLE_REGISTRAR | ROLE_APPROVER, NO_DAY, NO_DAY, "roles", REASON_TWO_PERSONS},
	{COUNTY, ROLE_OFFICER | ROLE_AUDITOR, NO_DAY, NO_DAY, "roles", REASON_ROLES_APART},
	{COUNTY, ROLE_SECURITY | ROLE_AUDITOR, NO_DAY, NO_DAY, "roles", REASON_ROLES_APART},
	{SCHOOL, ROLE_REGISTRAR, -1, NO_DAY, "first_day", REASON_IN_THE_PAST},
	{SCHOOL, ROLE_REGISTRAR, NO_DAY, -1, "last_day", REASON_IN_THE_PAST},
	{SCHOOL, ROLE_REGISTRAR, 5, 4, "last_day", REASON_ENDS_BEFORE_START},
	{CLOSED_SCHOOL, ROLE_REGISTRAR, NO_DAY, NO_DAY, "unit_id", REASON_UNIT_IS_CLOSED},
};

START_TEST(bad_postings_are_not_made)
{
	struct person *li = person_make(house, "li", SCHOOL, 0);
	for (size_t i = 0; i < sizeof bad_postings / sizeof *bad_postings; i++) {
		struct answer answer = post(li, bad_postings[i].unit, bad_postings[i].roles,
			bad_postings[i].first, bad_postings[i].last);
		ck_assert_msg(has_fault(&answer, bad_postings[i].field, bad_postings[i].reason),
			"row %zu: %s", i, reason_row(answer.reason)->name);
	}
	struct answer all = post(li, SCHOOL, ROLE_OFFICER | ROLE_AUDITOR, -2, -3);
	ck_assert_uint_eq(all.failure.n_faults, 5);
	ck_assert_int_eq(post(li, NEIGHBOUR_SCHOOL, ROLE_REGISTRAR, NO_DAY, NO_DAY).reason,
		REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(post(li, CITY, ROLE_AUDITOR, NO_DAY, NO_DAY).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(person_rev(house, li), 1);
	ck_assert_uint_eq(get(li)->n_postings, 0);
}
END_TEST

START_TEST(postings_at_several_units_hold_on_their_days)
{
	struct person *li = person_make(house, "li", SCHOOL, 0);
	ck_assert_int_eq(duties(li), -1);
	ck_assert_int_eq(post(li, SCHOOL, ROLE_REGISTRAR, NO_DAY, 9).err, OK);
	ck_assert_int_eq(duties(li), 1); /* from the next call on, in the same session */
	ck_assert_int_eq(post(li, SECOND_SCHOOL, ROLE_APPROVER, 5, NO_DAY).err, OK);
	ck_assert_int_eq(duties(li), 1);
	pass_days(5, &li, 1);
	ck_assert_int_eq(duties(li), 2);
	pass_days(5, &li, 1);
	ck_assert_int_eq(duties(li), 1);
	const Xueji__V1__Operator *now = get(li);
	ck_assert_ptr_null(now); /* the administrator's own session has ended long ago */
}
END_TEST

START_TEST(two_postings_in_one_unit_do_not_overlap)
{
	struct person *li = person_make(house, "li", SCHOOL, 0);
	ck_assert_int_eq(post(li, SCHOOL, ROLE_REGISTRAR, 0, 9).err, OK);
	struct answer answer = post(li, SCHOOL, ROLE_REGISTRAR, 9, NO_DAY);
	ck_assert(has_fault(&answer, "unit_id", REASON_POSTED_ALREADY));
	ck_assert_int_eq(post(li, SCHOOL, ROLE_APPROVER, 10, NO_DAY).err, OK);
}
END_TEST

START_TEST(an_administrator_is_nothing_else)
{
	struct person *li = person_make(house, "li", COUNTY, ROLE_OFFICER);
	struct answer answer = post(li, SCHOOL, ROLE_AUDITOR, NO_DAY, NO_DAY);
	ck_assert(has_fault(&answer, "roles", REASON_ROLES_APART));
	struct person *sun = person_make(house, "sun", COUNTY, ROLE_AUDITOR);
	ck_assert_int_eq(post(sun, SCHOOL, ROLE_AUDITOR, NO_DAY, NO_DAY).err, OK);
	answer = post(sun, SECOND_SCHOOL, ROLE_SECURITY, NO_DAY, NO_DAY);
	ck_assert(has_fault(&answer, "roles", REASON_ROLES_APART));
}
END_TEST

/* ---- EndPosting ---- */

START_TEST(a_posting_ends_at_once_or_on_its_day)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct answer answer = end_posting(li, posting_of(li), -1);
	ck_assert(has_fault(&answer, "last_day", REASON_IN_THE_PAST));
	ck_assert_int_eq(end_posting(li, posting_of(li), 3).err, OK);
	ck_assert_str_eq(get(li)->postings[0]->last_day, day(3));
	ck_assert_int_eq(duties(li), 1);
	answer = end_posting(li, posting_of(li), 4); /* an end does not move away */
	ck_assert(has_fault(&answer, "last_day", REASON_AFTER_POSTING));
	ck_assert_int_eq(end_posting(li, posting_of(li), NO_DAY).err, OK);
	ck_assert_int_eq(duties(li), -1);
	ck_assert_int_eq(end_posting(li, posting_of(li), NO_DAY).reason, REASON_POSTING_OVER);
	ck_assert_int_eq(post(li, SCHOOL, ROLE_APPROVER, NO_DAY, NO_DAY).err, OK);
	ck_assert_int_eq(duties(li), 1);
	ck_assert_uint_eq(get(li)->n_postings, 2); /* the ended one is kept */
}
END_TEST

START_TEST(a_posting_is_ended_under_its_operator_only)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct person *sun = person_make(house, "sun", SCHOOL, ROLE_APPROVER);
	ck_assert_int_eq(end_posting(li, posting_of(sun), NO_DAY).reason, REASON_NO_SUCH_POSTING);
	ck_assert_int_eq(end_posting(li, "4711", NO_DAY).reason, REASON_NO_SUCH_POSTING);
	struct answer answer = end_posting(li, "", NO_DAY);
	ck_assert(has_fault(&answer, "posting_id", REASON_REQUIRED));
	ck_assert_int_eq(duties(sun), 1);
}
END_TEST

START_TEST(a_posting_to_come_may_be_taken_back)
{
	struct person *li = person_make(house, "li", SCHOOL, 0);
	ck_assert_int_eq(post(li, SCHOOL, ROLE_REGISTRAR, 5, NO_DAY).err, OK);
	ck_assert_int_eq(end_posting(li, posting_of(li), NO_DAY).err, OK);
	ck_assert_int_eq(post(li, SCHOOL, ROLE_APPROVER, NO_DAY, NO_DAY).err, OK);
	ck_assert_int_eq(duties(li), 1);
}
END_TEST

/* ---- SetDeputy ---- */

START_TEST(a_deputy_acts_between_his_days)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct person *sun = person_make(house, "sun", SECOND_SCHOOL, 0);
	struct person *people[] = {sun, zhao};
	ck_assert_int_eq(set_deputy(li, sun, 1, 2).err, OK);
	ck_assert_int_eq(duties(sun), -1);
	const Xueji__V1__Posting *posting = get(li)->postings[0];
	ck_assert_str_eq(posting->deputy_id, sun->id_text);
	ck_assert_str_eq(posting->deputy_name, "sun");
	ck_assert_str_eq(posting->deputy_first_day, day(1));
	ck_assert_str_eq(posting->deputy_last_day, day(2));
	pass_days(1, people, 2);
	ck_assert_int_eq(duties(sun), 1);
	pass_days(1, people, 2);
	ck_assert_int_eq(duties(sun), 1);
	pass_days(1, people, 2);
	ck_assert_int_eq(duties(sun), -1);
}
END_TEST

START_TEST(a_deputy_is_replaced_and_removed_at_once)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct person *sun = person_make(house, "sun", SCHOOL, 0);
	struct person *wu = person_make(house, "wu1", SCHOOL, 0);
	ck_assert_int_eq(set_deputy(li, sun, NO_DAY, 5).err, OK);
	ck_assert_int_eq(duties(sun), 1);
	ck_assert_int_eq(set_deputy(li, sun, NO_DAY, 9).err, OK); /* longer */
	ck_assert_int_eq(set_deputy(li, wu, NO_DAY, 5).err, OK);
	ck_assert_int_eq(duties(sun), -1);
	ck_assert_int_eq(duties(wu), 1);
	ck_assert_int_eq(set_deputy(li, NULL, NO_DAY, NO_DAY).err, OK);
	ck_assert_int_eq(duties(wu), -1);
	ck_assert_str_eq(get(li)->postings[0]->deputy_id, "");
	ck_assert_int_eq(set_deputy(li, wu, NO_DAY, 5).err, OK);
	ck_assert_int_eq(end_posting(li, posting_of(li), NO_DAY).err, OK);
	ck_assert_int_eq(duties(wu), -1); /* a right ends with the posting it comes from */
}
END_TEST

START_TEST(registrar_and_approver_stay_two_persons_through_deputies)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct person *sun = person_make(house, "sun", SCHOOL, ROLE_APPROVER);
	struct person *wu = person_make(house, "wu1", SECOND_SCHOOL, ROLE_APPROVER);
	struct answer answer = set_deputy(li, sun, NO_DAY, 5);
	ck_assert(has_fault(&answer, "deputy_id", REASON_TWO_PERSONS));
	answer = set_deputy(sun, li, NO_DAY, 5);
	ck_assert(has_fault(&answer, "deputy_id", REASON_TWO_PERSONS));
	ck_assert_int_eq(set_deputy(li, wu, 1, 5).err, OK); /* of another school: fine */
	answer = set_deputy(sun, wu, 5, 9);                 /* but not for both of this one */
	ck_assert(has_fault(&answer, "deputy_id", REASON_TWO_PERSONS));
	ck_assert_int_eq(set_deputy(sun, wu, 6, 9).err, OK);
	answer = post(wu, SCHOOL, ROLE_APPROVER, 3, NO_DAY); /* nor by a posting of his own */
	ck_assert(has_fault(&answer, "roles", REASON_TWO_PERSONS));
	answer = set_deputy(li, zhao, NO_DAY, 5); /* nor an administrator */
	ck_assert(has_fault(&answer, "deputy_id", REASON_ROLES_APART));
}
END_TEST

START_TEST(bad_deputies_are_told)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct person *sealed = person_make(house, "sun", SCHOOL, 0);
	struct person *far = person_make(house, "far", NEIGHBOUR_SCHOOL, 0);
	struct person nobody = {.id_text = (char *)"4711"};
	ck_assert_int_eq(operator_set_state(house_write(house), sealed->id, OPERATOR_SEALED), OK);
	house_commit(house);
	ck_assert_int_eq(end_posting(li, posting_of(li), 10).err, OK);
	const struct {
		const struct person *deputy;
		int32_t first, last;
		const char *field;
		enum reason reason;
	} bad[] = {
		{li, NO_DAY, 5, "deputy_id", REASON_SAME_PERSON},
		{sealed, NO_DAY, 5, "deputy_id", REASON_DEPUTY_SEALED},
		{&nobody, NO_DAY, 5, "deputy_id", REASON_NOT_AN_ID},
		{sealed, NO_DAY, NO_DAY, "last_day", REASON_REQUIRED},
		{sealed, -1, 5, "first_day", REASON_IN_THE_PAST},
		{sealed, 5, 4, "last_day", REASON_ENDS_BEFORE_START},
		{sealed, 5, 11, "last_day", REASON_AFTER_POSTING},
		{NULL, 1, NO_DAY, "first_day", REASON_NOTHING_GIVEN},
		{NULL, NO_DAY, 5, "last_day", REASON_NOTHING_GIVEN},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct answer answer = set_deputy(li, bad[i].deputy, bad[i].first, bad[i].last);
		ck_assert_msg(has_fault(&answer, bad[i].field, bad[i].reason), "row %zu: %s", i,
			reason_row(answer.reason)->name);
	}
	ck_assert_int_eq(set_deputy(li, far, NO_DAY, 5).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_str_eq(get(li)->postings[0]->deputy_id, "");
}
END_TEST

START_TEST(a_deputy_acts_in_his_own_name_for_the_other)
{
	struct person *qian = person_make(house, "qian", COUNTY, ROLE_SECURITY);
	struct person *deputy = person_make(house, "deputy", COUNTY, 0);
	struct person *li = person_make(house, "li", SCHOOL, 0);
	ck_assert_int_eq(set_deputy(qian, deputy, NO_DAY, 5).err, OK);
	ck_assert_int_eq(post_as(deputy, li, SCHOOL, ROLE_REGISTRAR, NO_DAY, NO_DAY).err, OK);
	ck_assert_int_eq(
		1, house_count(house, arena_printf(house->arena,
					      "SELECT count(*) FROM journal WHERE "
					      "action = 'operator.posted' AND "
					      "actor = %lld AND for_operator = %lld",
					      (long long)deputy->id, (long long)qian->id)));
}
END_TEST

SUITE_WITH("postings", set_up, tear_down, bad_postings_are_not_made,
	postings_at_several_units_hold_on_their_days, two_postings_in_one_unit_do_not_overlap,
	an_administrator_is_nothing_else, a_posting_ends_at_once_or_on_its_day,
	a_posting_is_ended_under_its_operator_only, a_posting_to_come_may_be_taken_back,
	a_deputy_acts_between_his_days, a_deputy_is_replaced_and_removed_at_once,
	registrar_and_approver_stay_two_persons_through_deputies, bad_deputies_are_told,
	a_deputy_acts_in_his_own_name_for_the_other)
