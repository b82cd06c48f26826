#include <semaphore.h>
#include <string.h>
#include <time.h>

#include "common/date.h"
#include "common/han_reading.h"
#include "domain/roles.h"
#include "server/service/desk_source.h"
#include "server/service/services.h"
#include "server/store/news.h"
#include "server/store/operator_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "tests/calls/registering.h"
#include "tests/support/child.h"
#include "xueji/v1/operators.pb-c.h"
#include "xueji/v1/policies.pb-c.h"
#include "xueji/v1/sessions.pb-c.h"

static struct house *house;
static struct person *registrar, *approver, *officer;

static void before(void)
{
	static const struct school_class classes[] = {{1, 1}};
	const struct programme primary = {.years = {[STAGE_PRIMARY] = 6}};
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	ck_assert_int_eq(unit_set_programme(house_write(house), SCHOOL, &primary), OK);
	ck_assert_int_eq(unit_set_classes(house_write(house), SCHOOL, classes, 1), OK);
	house_commit(house);
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	approver = person_make(house, "app", SCHOOL, ROLE_APPROVER);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
}

static void after(void)
{
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

/* ---- asking ---- */

static const Xueji__V1__GetDeskResponse *desk_by(const char *token)
{
	Xueji__V1__GetDeskRequest in = XUEJI__V1__GET_DESK_REQUEST__INIT;
	struct answer a = call(house, token, &desk_service, "GetDesk", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

static const Xueji__V1__GetDeskResponse *desk(const struct person *person)
{
	return desk_by(person->token);
}

/* NULL: it is not on the desk. */
static const Xueji__V1__DeskRow *row_at(
	const Xueji__V1__GetDeskResponse *desk, const char *key, int64_t unit)
{
	for (size_t i = 0; i < desk->n_rows; i++)
		if (strcmp(desk->rows[i]->key, key) == 0 &&
			strcmp(desk->rows[i]->unit->id, id_text(house, unit)) == 0)
			return desk->rows[i];
	return NULL;
}

static int count(const struct person *person, const char *key, int64_t unit)
{
	const Xueji__V1__DeskRow *row = row_at(desk(person), key, unit);
	return row != NULL ? row->count->count : -1;
}

static const Xueji__V1__Case *save(bool submit)
{
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	in.submit = submit;
	return form_saved(house, registrar, &in);
}

static const Xueji__V1__Case *decide(
	const struct person *person, Xueji__V1__CaseEvent event, const Xueji__V1__Case *one)
{
	return case_done(house, person, event, one, "材料不全");
}

/* ---- GetDesk ---- */

START_TEST(a_registration_goes_from_desk_to_desk)
{
	save(false);
	const Xueji__V1__Case *one = save(true);
	ck_assert_int_eq(count(registrar, "registration.draft", SCHOOL), 1);
	ck_assert_int_eq(count(registrar, "registration.waiting", SCHOOL), 0);
	ck_assert_int_eq(count(approver, "registration.sign", SCHOOL), 1);
	ck_assert_int_eq(count(officer, "registration.confirm", COUNTY), 0);
	one = decide(approver, APPROVE, one);
	ck_assert_int_eq(count(approver, "registration.sign", SCHOOL), 0);
	ck_assert_int_eq(count(registrar, "registration.waiting", SCHOOL), 1);
	ck_assert_int_eq(count(officer, "registration.confirm", COUNTY), 1);
	one = decide(officer, RETURN, one);
	ck_assert_int_eq(count(officer, "registration.confirm", COUNTY), 0);
	ck_assert_int_eq(count(registrar, "registration.draft", SCHOOL), 2);
}
END_TEST

START_TEST(a_row_says_what_it_is_where_and_who_lists_it)
{
	save(true);
	const Xueji__V1__GetDeskResponse *mine = desk(approver);
	const Xueji__V1__DeskRow *row = row_at(mine, "registration.sign", SCHOOL);
	ck_assert_str_eq(row->title, "Registrations to sign");
	ck_assert_str_eq(row->unit->name, "第一小学");
	ck_assert_int_eq(row->kind, XUEJI__V1__DESK_KIND__DESK_KIND_MINE);
	ck_assert_str_eq(row->method, "xueji.v1.Cases/ListCases");
	ck_assert_int_eq(row->case_party, XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER);
	ck_assert_int_eq(row->case_type, XUEJI__V1__CASE_TYPE__CASE_TYPE_REGISTRATION);
	ck_assert_int_eq(row->count->oldest_seconds, house->fixture->now_us / US_PER_SECOND);
	ck_assert_int_eq(row->number, row->count->row);
	ck_assert_str_eq(row->for_operator_id, "");
	ck_assert_str_eq(mine->today, "2026-11-22");
	ck_assert_uint_ne(mine->layout, 0);
}
END_TEST

START_TEST(nobody_sees_the_rows_of_others)
{
	save(true);
	ck_assert_int_eq(count(registrar, "registration.sign", SCHOOL), -1);
	ck_assert_int_eq(count(approver, "registration.draft", SCHOOL), -1);
	ck_assert_int_eq(count(officer, "registration.sign", SCHOOL), -1);
	struct person *auditor = person_make(house, "aud", COUNTY, ROLE_AUDITOR);
	const Xueji__V1__GetDeskResponse *his = desk(auditor);
	ck_assert_uint_eq(his->n_rows, 1);
	ck_assert_str_eq(his->rows[0]->key, "own.certificate");
	ck_assert_uint_eq(his->n_late, 0);
	struct person *elsewhere = person_make(house, "far", SECOND_SCHOOL, ROLE_APPROVER);
	ck_assert_int_eq(count(elsewhere, "registration.sign", SCHOOL), -1);
	ck_assert_int_eq(count(elsewhere, "registration.sign", SECOND_SCHOOL), 0);
	Xueji__V1__GetDeskRequest in = XUEJI__V1__GET_DESK_REQUEST__INIT;
	ck_assert_int_eq(
		call(house, NULL, &desk_service, "GetDesk", &in.base).reason, REASON_NOT_SIGNED_IN);
}
END_TEST

static void post_deputy(const struct person *person, int64_t unit, const struct person *deputy)
{
	struct ctx *ctx = house_write(house);
	int32_t today = ctx_today(ctx);
	struct posting_row row = {.operator_id = person->id,
		.unit = unit,
		.roles = ROLE_OFFICER,
		.from_day = today,
		.to_day = DAY_OPEN};
	ck_assert_int_eq(posting_insert(ctx, &row), OK);
	row.deputy_id = deputy->id;
	row.deputy_from = today;
	row.deputy_to = today + 3;
	ck_assert_int_eq(posting_update(ctx, &row), OK);
	session_follow(ctx, deputy->id);
	house_commit(house);
}

START_TEST(a_deputy_has_the_rows_of_whom_he_stands_in_for)
{
	struct person *absent = person_make(house, "absent", NEIGHBOUR, 0);
	post_deputy(absent, NEIGHBOUR, officer);
	const Xueji__V1__GetDeskResponse *both = desk(officer);
	ck_assert_str_eq(
		row_at(both, "registration.confirm", NEIGHBOUR)->for_operator_id, absent->id_text);
	ck_assert_str_eq(row_at(both, "registration.confirm", COUNTY)->for_operator_id, "");
	house_wait(house, 4 * US_PER_DAY);
	const char *later = person_session(house, officer->id);
	ck_assert_ptr_null(row_at(desk_by(later), "registration.confirm", NEIGHBOUR));
}
END_TEST

START_TEST(a_registration_is_shown_before_its_month_is_over)
{
	save(false);
	const char *token = person_session(house, registrar->id);
	ck_assert_int_eq(row_at(desk_by(token), "registration.month", SCHOOL)->count->count, 0);
	static const struct {
		int days, shown, due_today, overdue;
	} steps[] = {{19, 0, 0, 0}, {20, 1, 0, 0}, {29, 1, 0, 0}, {30, 1, 1, 0}, {31, 1, 0, 1}};
	int gone = 0;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		house_wait(house, (steps[i].days - gone) * US_PER_DAY);
		gone = steps[i].days;
		token = person_session(house, registrar->id);
		const Xueji__V1__DeskCount *found =
			row_at(desk_by(token), "registration.month", SCHOOL)->count;
		ck_assert_int_eq(found->count, steps[i].shown);
		ck_assert_int_eq(found->due_today, steps[i].due_today);
		ck_assert_int_eq(found->overdue, steps[i].overdue);
		ck_assert_str_eq(found->earliest_due_day, steps[i].shown ? "2026-12-22" : "");
	}
}
END_TEST

/* Ten working days from Sunday 22 November end on Friday 4 December. */
START_TEST(what_is_not_signed_in_time_is_late)
{
	save(true);
	const Xueji__V1__DeskCount *found =
		row_at(desk(approver), "registration.sign", SCHOOL)->count;
	ck_assert_str_eq(found->earliest_due_day, "2026-12-04");
	ck_assert_int_eq(found->due_today, 0);
	ck_assert_uint_eq(desk(officer)->n_late, 0);
	house_wait(house, 12 * US_PER_DAY);
	const char *signer = person_session(house, approver->id);
	ck_assert_int_eq(row_at(desk_by(signer), "registration.sign", SCHOOL)->count->due_today, 1);
	house_wait(house, US_PER_DAY);
	signer = person_session(house, approver->id);
	found = row_at(desk_by(signer), "registration.sign", SCHOOL)->count;
	ck_assert_int_eq(found->overdue, 1);
	ck_assert_int_eq(found->due_today, 0);
	const Xueji__V1__GetDeskResponse *late = desk_by(person_session(house, officer->id));
	ck_assert_uint_eq(late->n_late, 1);
	ck_assert_str_eq(late->late[0]->unit->name, "第一小学");
	ck_assert_int_eq(late->late[0]->overdue, 1);
	/* the county has its schools in view; the city has its counties, who are not late */
	ck_assert_uint_eq(desk(person_make(house, "city", CITY, ROLE_OFFICER))->n_late, 0);
}
END_TEST

START_TEST(records_to_be_confirmed_are_counted_at_their_school)
{
	struct ctx *ctx = house_write(house);
	struct student_record child = child_make(ctx->arena, "甲", "2019-03-04", SCHOOL);
	child.row.is_provisional = true;
	child_enrol_in(ctx, &child);
	house_commit(house);
	ck_assert_int_eq(count(registrar, "student.provisional", SCHOOL), 1);
}
END_TEST

START_TEST(a_policy_waits_for_a_second_person_only)
{
	struct person *one = person_make(house, "one", PROVINCE, ROLE_OFFICER);
	struct person *two = person_make(house, "two", PROVINCE, ROLE_OFFICER);
	struct person *guard = person_make(house, "guard", PROVINCE, ROLE_SECURITY);
	Xueji__V1__ProposePolicyRequest in = XUEJI__V1__PROPOSE_POLICY_REQUEST__INIT;
	in.unit_id = id_text(house, PROVINCE);
	in.key = "class.size";
	in.value = 50;
	in.from_day = "2026-12-01";
	in.reason = "班额";
	struct answer a = call(house, one->token, &policies_service, "ProposePolicy", &in.base);
	ck_assert_int_eq(a.err, OK);
	ck_assert_int_eq(count(one, "policy.decide", PROVINCE), 0);
	ck_assert_int_eq(count(two, "policy.decide", PROVINCE), 1);
	ck_assert_int_eq(count(guard, "policy.decide_security", PROVINCE), 0);
}
END_TEST

START_TEST(the_security_administrator_sees_what_becomes_of_accounts)
{
	struct person *guard = person_make(house, "guard", COUNTY, ROLE_SECURITY);
	struct ctx *ctx = house_write(house);
	int32_t today = ctx_today(ctx);
	ck_assert_int_eq(operator_set_certificate(ctx, registrar->id, "XJ-2", today + 30), OK);
	ck_assert_int_eq(operator_set_certificate(ctx, approver->id, "XJ-3", today - 1), OK);
	ck_assert_int_eq(operator_set_certificate(ctx, officer->id, "XJ-4", today + 31), OK);
	ck_assert_int_eq(operator_set_state(ctx, officer->id, OPERATOR_IDLE), OK);
	house_commit(house);
	const Xueji__V1__DeskCount *found =
		row_at(desk(guard), "operator.certificate", COUNTY)->count;
	ck_assert_int_eq(found->count, 2);
	ck_assert_int_eq(found->overdue, 1);
	ck_assert_str_eq(found->earliest_due_day, "2026-11-21");
	ck_assert_int_eq(count(guard, "operator.idle", COUNTY), 1);
	ck_assert_int_eq(count(guard, "operator.one_time", COUNTY), 0);
	Xueji__V1__CreateOperatorRequest in = XUEJI__V1__CREATE_OPERATOR_REQUEST__INIT;
	in.name = "newcomer";
	in.full_name = "新人";
	in.unit_id = id_text(house, SCHOOL);
	ck_assert_int_eq(
		call(house, guard->token, &operators_service, "CreateOperator", &in.base).err, OK);
	ck_assert_int_eq(count(guard, "operator.one_time", COUNTY), 1);
	session_follow(house_write(house), registrar->id);
	house_commit(house);
	found = row_at(desk(registrar), "own.certificate", SCHOOL)->count;
	ck_assert_int_eq(found->count, 1);
	ck_assert_str_eq(found->earliest_due_day, "2026-12-22");
}
END_TEST

/* ---- WatchDesk ---- */

static struct watching *watch(const struct person *person)
{
	Xueji__V1__WatchDeskRequest in = XUEJI__V1__WATCH_DESK_REQUEST__INIT;
	in.layout = desk(person)->layout;
	return watch_open(house, person->token, &desk_service, "WatchDesk", &in.base);
}

START_TEST(a_watcher_is_told_all_rows_and_then_only_what_changes)
{
	struct watching *w = watch(approver);
	const Xueji__V1__WatchDeskResponse *item = watch_next(w).reply;
	ck_assert_uint_eq(item->n_changes, desk(approver)->n_rows);
	ck_assert_uint_eq(item->layout, 0);
	ck_assert_ptr_null(watch_next(w).reply);
	save(true);
	item = watch_next(w).reply;
	ck_assert_uint_eq(item->n_changes, 1);
	ck_assert_int_eq(item->changes[0]->count, 1);
	ck_assert_int_eq(
		item->changes[0]->row, row_at(desk(approver), "registration.sign", SCHOOL)->number);
	ck_assert_uint_le(protobuf_c_message_get_packed_size(&item->base), 32);
	ck_assert_ptr_null(watch_next(w).reply);
	watch_close(w);
}
END_TEST

START_TEST(another_posting_means_other_rows)
{
	struct watching *w = watch(officer);
	ck_assert_ptr_nonnull(watch_next(w).reply);
	struct person *absent = person_make(house, "absent", NEIGHBOUR, 0);
	post_deputy(absent, NEIGHBOUR, officer);
	const Xueji__V1__WatchDeskResponse *item = watch_next(w).reply;
	ck_assert_uint_eq(item->layout, desk(officer)->layout);
	ck_assert_uint_eq(item->n_changes, desk(officer)->n_rows);
	ck_assert(watch_hears(w, news_topic_of_unit(NEIGHBOUR)));
	watch_close(w);
}
END_TEST

START_TEST(a_watch_ends_with_its_session_and_is_no_use_of_it)
{
	struct watching *w = watch(approver);
	ck_assert_ptr_nonnull(watch_next(w).reply);
	ck_assert(watch_hears(w, news_topic_of_operator(approver->id)));
	for (int i = 0; i < 2; i++) {
		house_wait(house, 14 * 60 * US_PER_SECOND);
		ck_assert_int_eq(watch_next(w).err, OK);
	}
	house_wait(house, 3 * 60 * US_PER_SECOND);
	ck_assert_int_eq(watch_next(w).reason, REASON_SESSION_ENDED);
	watch_close(w);
}
END_TEST

/* ---- the news that wake it ---- */

static uint64_t woken[64];
static int n_woken;
static sem_t came;

static void note_wake(void *arg, uint64_t topic)
{
	(void)arg;
	if (n_woken < 64)
		woken[n_woken++] = topic;
	sem_post(&came);
}

static bool was_woken(uint64_t topic)
{
	for (int i = 0; i < n_woken; i++)
		if (woken[i] == topic)
			return true;
	return false;
}

START_TEST(whoever_has_a_part_in_a_move_is_woken)
{
	const Xueji__V1__Case *one = save(true);
	struct news *news = house->fixture->app.news = news_new();
	sem_init(&came, 0, 0);
	n_woken = 0;
	decide(approver, APPROVE, one);
	news_start(news, note_wake, NULL);
	struct timespec soon;
	clock_gettime(CLOCK_REALTIME, &soon);
	soon.tv_sec += 5;
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(sem_timedwait(&came, &soon), 0);
	house->fixture->app.news = NULL;
	news_stop(news);
	news_free(news);
	ck_assert(was_woken(news_topic_of_unit(SCHOOL)));
	ck_assert(was_woken(news_topic_of_unit(COUNTY)));
	ck_assert(!was_woken(news_topic_of_unit(CITY)));
}
END_TEST

START_TEST(a_title_is_read_whole_on_a_screen_of_80_columns)
{
	enum { ROOM = 39 /* cells beside the four columns of counts */ };
	for (size_t i = 0; i < desk_sources_count; i++)
		ck_assert_msg(
			strlen(desk_sources[i].title.en) <= ROOM, "%s", desk_sources[i].title.en);
}
END_TEST

SUITE_WITH("desk", before, after, a_registration_goes_from_desk_to_desk,
	a_row_says_what_it_is_where_and_who_lists_it, nobody_sees_the_rows_of_others,
	a_deputy_has_the_rows_of_whom_he_stands_in_for,
	a_registration_is_shown_before_its_month_is_over, what_is_not_signed_in_time_is_late,
	records_to_be_confirmed_are_counted_at_their_school,
	a_policy_waits_for_a_second_person_only,
	the_security_administrator_sees_what_becomes_of_accounts,
	a_watcher_is_told_all_rows_and_then_only_what_changes, another_posting_means_other_rows,
	a_watch_ends_with_its_session_and_is_no_use_of_it, whoever_has_a_part_in_a_move_is_woken,
	a_title_is_read_whole_on_a_screen_of_80_columns)
