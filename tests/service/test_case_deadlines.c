#include "common/date.h"
#include "common/han_reading.h"
#include "domain/roles.h"
#include "server/store/policy_cache.h"
#include "tests/calls/registering.h"

static struct house *house;
static struct person *registrar, *approver, *officer;
static struct person *people[4];

static void set_up(void)
{
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	case_classes(house, SCHOOL);
	people[0] = registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	people[1] = approver = person_make(house, "app", SCHOOL, ROLE_APPROVER);
	people[2] = officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
}

static void tear_down(void)
{
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

static const Xueji__V1__Case *registered(Xueji__V1__StudentItems *items)
{
	Xueji__V1__SaveRegistrationRequest in = form_of(house, items);
	return form_saved(house, registrar, &in);
}

START_TEST(each_unit_has_ten_working_days_and_a_school_has_them_once)
{
	const Xueji__V1__Case *one = registered(pupil_items(house));
	ck_assert_str_eq(one->due_date, "2026-12-04"); /* entered on Sunday, 22 November */
	ck_assert_int_eq(one->working_days_left, 10);
	days_pass(house, 6, people);
	one = case_done(house, approver, RETURN, one, "名字");
	ck_assert_str_eq(one->due_date, "2026-12-11"); /* a new clock */
	days_pass(house, 3, people);
	one = case_done(house, registrar, SUBMIT, one, "");
	ck_assert_str_eq(one->due_date, "2026-12-11");
	one = case_done(house, approver, APPROVE, one, "");
	ck_assert_str_eq(one->due_date, "2026-12-15"); /* arrived on Tuesday, 1 December */
	days_pass(house, 15, people);
	one = case_get_whole(house, officer, one)->summary;
	ck_assert(one->is_overdue);
	ck_assert_int_eq(one->working_days_left, -1);
	one = case_done(
		house, officer, APPROVE, one, ""); /* late is reported; nothing happens by itself */
	ck_assert_str_eq(one->due_date, "");
}
END_TEST

START_TEST(an_untouched_draft_has_no_deadline)
{
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	in.submit = false;
	const Xueji__V1__GetCaseResponse *draft = form_save(house, registrar, &in).reply;
	ck_assert_str_eq(draft->summary->due_date, "");
}
END_TEST

START_TEST(the_days_are_the_provinces_to_set)
{
	house_policy(house, POLICY_CASE_DAYS, 3);
	ck_assert_str_eq(registered(pupil_items(house))->due_date, "2026-11-25");
}
END_TEST

START_TEST(what_waits_comes_late_first_and_the_days_to_come_are_counted)
{
	const Xueji__V1__Case *slow =
		case_done(house, approver, APPROVE, registered(pupil_items(house)), "");
	days_pass(house, 12, people);
	house_policy(house, POLICY_CASE_DAYS, 3);
	const Xueji__V1__Case *quick =
		case_done(house, approver, APPROVE, registered(pupil_items(house)), "");
	days_pass(house, 4, people); /* Tuesday, 8 December: slow is late, quick is due tomorrow */
	case_done(house, approver, APPROVE, registered(pupil_items(house)), "");
	const Xueji__V1__ListCasesResponse *out =
		case_waiting(house, officer, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	ck_assert_uint_eq(out->n_cases, 3);
	ck_assert_str_eq(out->cases[0]->id, slow->id);
	ck_assert_str_eq(out->cases[1]->id, quick->id);
	ck_assert_int_eq(out->load->waiting, 3);
	ck_assert_int_eq(out->load->late, 1);
	ck_assert_uint_eq(out->load->n_days, 2);
	ck_assert_str_eq(out->load->days[0]->date, "2026-12-09");
	ck_assert_int_eq(out->load->days[0]->working_days_left, 1);
	ck_assert_int_eq(out->load->days[0]->count, 1);
	ck_assert_str_eq(out->load->calendar_known_until, "2026-12-31");
	ck_assert(out->load->is_calendar_short);
}
END_TEST

SUITE_WITH("case_deadlines", set_up, tear_down,
	each_unit_has_ten_working_days_and_a_school_has_them_once,
	an_untouched_draft_has_no_deadline, the_days_are_the_provinces_to_set,
	what_waits_comes_late_first_and_the_days_to_come_are_counted)
