/* The way of a registration without a document up the tiers (R17), wherever the school lies and
 * whoever its bureau is. */
#include <stdlib.h>
#include <string.h>

#include "common/han_reading.h"
#include "domain/roles.h"
#include "server/registry/student_items.h"
#include "server/service/services.h"
#include "server/store/db.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"
#include "tests/calls/attaching.h"
#include "tests/support/form.h"
#include "xueji/v1/cases.pb-c.h"

static struct house *house;
static struct person *registrar, *approver, *county, *direct_county, *city, *province;

static void set_up(void)
{
	static const struct school_class classes[] = {{1, 1}, {4, 1}};
	const struct programme primary = {.years = {[STAGE_PRIMARY] = 6}};
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(unit_set_programme(ctx, SCHOOL, &primary), OK);
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, classes, 2), OK);
	house_commit(house);
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	approver = person_make(house, "app", SCHOOL, ROLE_APPROVER);
	county = person_make(house, "county", COUNTY, ROLE_OFFICER);
	direct_county = person_make(house, "direct", DIRECT_COUNTY, ROLE_OFFICER);
	city = person_make(house, "city", CITY, ROLE_OFFICER);
	province = person_make(house, "prov", PROVINCE, ROLE_OFFICER);
}

static void tear_down(void)
{
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

/* The school lies in `lies_in`, and `bureau` is competent for it (R3). */
static void place_school(int64_t lies_in, int64_t bureau)
{
	static const struct sql move = {
		"test_move_school", "UPDATE unit SET parent = $2, bureau = $3 WHERE id = $1"};
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(
		db_run(ctx, &move, ARGS(arg_int(SCHOOL), arg_int(lies_in), arg_int(bureau)), NULL),
		OK);
	ck_assert_int_eq(unit_cache_load(house->fixture->app.units, ctx), OK);
	house_commit(house);
}

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &cases_service, method, request);
}

static Xueji__V1__StudentItems *items_without_document(void)
{
	Xueji__V1__StudentItems *items = arena_one(house->arena, Xueji__V1__StudentItems);
	student_items_from_values(form_good, items);
	items->birth_date = "2020-08-02";
	items->admission_month = "2026-09";
	items->id_type = "Z";
	items->id_number = "";
	items->family_1_id_type = "1";
	items->family_1_id_number = "11010519491231002X";
	return items;
}

static Xueji__V1__SaveRegistrationRequest form_new(Xueji__V1__StudentItems *items, int grade)
{
	Xueji__V1__SaveRegistrationRequest in = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	in.school_id = id_text(house, SCHOOL);
	in.grade = grade;
	in.class_number = 1;
	in.items = items;
	return in;
}

static const Xueji__V1__Case *saved(const Xueji__V1__SaveRegistrationRequest *in)
{
	struct answer a = ask(registrar, "SaveRegistration", &in->base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

/* Submitted with the proof of attendance that stands in for a document (R18). */
static const Xueji__V1__Case *registered(int grade)
{
	Xueji__V1__SaveRegistrationRequest in = form_new(items_without_document(), grade);
	const Xueji__V1__Case *draft = saved(&in);
	struct scan scan = scan_new(house, FILE_TYPE_JPEG, 1000);
	char *paper = attach(house, registrar, strtoll(draft->student_id, NULL, 10),
		ATTACHMENT_ATTENDANCE_CERTIFICATE, &scan);
	in.case_id = draft->id;
	in.rev = draft->rev;
	in.n_attachment_ids = 1;
	in.attachment_ids = &paper;
	in.submit = true;
	return saved(&in);
}

/* Approved by him; the case as it then stands. */
static const Xueji__V1__Case *approved(
	const struct person *person, const Xueji__V1__Case *one, Xueji__V1__CaseState expected)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	ref.case_id = one->id;
	ref.rev = one->rev;
	in.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE;
	in.n_cases = 1;
	in.cases = refs;
	struct answer a = ask(person, "DecideCases", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__DecideCasesResponse *out = a.reply;
	ck_assert_msg(out->results[0]->is_done, "%s", out->results[0]->refusal);
	ck_assert_int_eq(out->results[0]->summary->state, expected);
	return out->results[0]->summary;
}

#define STATE(word) XUEJI__V1__CASE_STATE__CASE_STATE_##word

START_TEST(a_countys_school_goes_by_county_city_and_province)
{
	const Xueji__V1__Case *one = approved(approver, registered(1), STATE(BUREAU_REVIEW));
	one = approved(county, one, STATE(CITY_REVIEW));
	one = approved(city, one, STATE(PROVINCE_REVIEW));
	approved(province, one, STATE(DONE));
}
END_TEST

START_TEST(a_county_directly_under_its_province_has_no_city_to_pass)
{
	place_school(DIRECT_COUNTY, DIRECT_COUNTY);
	const Xueji__V1__Case *one = approved(approver, registered(1), STATE(BUREAU_REVIEW));
	one = approved(direct_county, one, STATE(PROVINCE_REVIEW));
	approved(province, one, STATE(DONE));
}
END_TEST

START_TEST(a_citys_own_school_is_confirmed_by_the_city_once)
{
	place_school(COUNTY, CITY);
	const Xueji__V1__Case *one = approved(approver, registered(1), STATE(BUREAU_REVIEW));
	one = approved(city, one, STATE(PROVINCE_REVIEW));
	approved(province, one, STATE(DONE));
}
END_TEST

START_TEST(a_provinces_own_school_is_confirmed_by_the_province_once)
{
	place_school(COUNTY, PROVINCE);
	const Xueji__V1__Case *one = approved(approver, registered(1), STATE(BUREAU_REVIEW));
	approved(province, one, STATE(DONE));
}
END_TEST

START_TEST(a_later_grade_goes_all_the_way_up_and_then_to_the_nation)
{
	const Xueji__V1__Case *one = approved(approver, registered(4), STATE(BUREAU_REVIEW));
	one = approved(county, one, STATE(CITY_REVIEW));
	one = approved(city, one, STATE(PROVINCE_REVIEW));
	approved(province, one, STATE(WAIT_NATIONAL));
}
END_TEST

START_TEST(a_guardians_document_is_required_of_who_has_none)
{
	Xueji__V1__StudentItems *items = items_without_document();
	items->family_1_id_number = "";
	Xueji__V1__SaveRegistrationRequest in = form_new(items, 1);
	in.submit = true;
	struct answer a = ask(registrar, "SaveRegistration", &in.base);
	ck_assert_int_eq(a.err, ERR_INVALID);
	ck_assert(has_fault(&a, "items.family_1_id_number", REASON_GUARDIAN_ID_REQUIRED));
}
END_TEST

SUITE_WITH("case_route", set_up, tear_down, a_countys_school_goes_by_county_city_and_province,
	a_county_directly_under_its_province_has_no_city_to_pass,
	a_citys_own_school_is_confirmed_by_the_city_once,
	a_provinces_own_school_is_confirmed_by_the_province_once,
	a_later_grade_goes_all_the_way_up_and_then_to_the_nation,
	a_guardians_document_is_required_of_who_has_none)
