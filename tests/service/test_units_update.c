#include <string.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/journal_store.h"
#include "server/store/unit_store.h"
#include "tests/calls/schooling.h"

static struct house *house;
static const char *token; /* of the province's system administrator */

static void set_up(void)
{
	house = house_open();
	token = person_make(house, "zhou", PROVINCE, ROLE_SYSTEM)->token;
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer ask(const char *method, const ProtobufCMessage *request)
{
	return call(house, token, &units_service, method, request);
}

/* ---- requests ---- */

static const Xueji__V1__GetUnitResponse *get(const char *code)
{
	Xueji__V1__GetUnitRequest in = XUEJI__V1__GET_UNIT_REQUEST__INIT;
	in.code = (char *)code;
	return ask("GetUnit", &in.base).reply;
}

static int64_t rows(void)
{
	return house_count(house,
		"SELECT (SELECT count(*) FROM unit) + (SELECT count(*) FROM unit_change)"
		" + (SELECT count(*) FROM school_stage) + (SELECT count(*) FROM school_class)"
		" + (SELECT sum(rev) FROM unit)");
}

static Xueji__V1__UpdateSchoolRequest an_update(void)
{
	Xueji__V1__UpdateSchoolRequest in = XUEJI__V1__UPDATE_SCHOOL_REQUEST__INIT;
	in.unit_id = id_text(house, SCHOOL);
	in.rev = 1;
	in.bureau_id = id_text(house, COUNTY);
	in.stages = nine_years(house);
	in.n_stages = 1;
	in.reason = "批文";
	return in;
}

START_TEST(a_school_changes_what_it_teaches)
{
	Xueji__V1__UpdateSchoolRequest in = an_update();
	Xueji__V1__SchoolClass *classes[] = {class_of(house, 1, 1), class_of(house, 2, 1)};
	in.bureau_id = id_text(house, CITY);
	in.is_private = true;
	in.classes = classes;
	in.n_classes = 2;
	struct answer answer = ask("UpdateSchool", &in.base);
	ck_assert_int_eq(answer.err, OK);
	ck_assert_int_eq(((const Xueji__V1__Unit *)answer.reply)->rev, 2);
	in.rev = 2;
	in.n_classes = 1;
	in.is_private = false;
	ck_assert_int_eq(ask("UpdateSchool", &in.base).err, OK);
	const Xueji__V1__GetUnitResponse *out = get("2144000001");
	ck_assert_str_eq(out->bureau->code, "440300");
	ck_assert(!out->school->is_private);
	ck_assert_int_eq(out->school->grades[0]->class_count, 1);
	ck_assert_int_eq(out->school->grades[1]->class_count, 0);
	Xueji__V1__ListUnitChangesRequest changes = XUEJI__V1__LIST_UNIT_CHANGES_REQUEST__INIT;
	changes.unit_id = id_text(house, SCHOOL);
	const Xueji__V1__ListUnitChangesResponse *history =
		ask("ListUnitChanges", &changes.base).reply;
	ck_assert_uint_eq(history->n_changes, 2);
	const Xueji__V1__UnitChangePart *part = history->changes[1]->parts[0];
	ck_assert_str_eq(part->before->bureau->code, "440305");
	ck_assert_str_eq(part->after->bureau->code, "440300");
	ck_assert_uint_eq(part->before->n_stages, 0);
	ck_assert_uint_eq(part->after->n_stages, 1);
}
END_TEST

START_TEST(of_two_editors_the_second_is_told)
{
	Xueji__V1__UpdateSchoolRequest in = an_update();
	ck_assert_int_eq(ask("UpdateSchool", &in.base).err, OK);
	int64_t before = rows();
	struct answer answer = ask("UpdateSchool", &in.base);
	ck_assert_int_eq(answer.err, ERR_STALE);
	ck_assert_int_eq(rows(), before);
}
END_TEST

START_TEST(bad_updates_are_refused_with_all_their_faults)
{
	int64_t before = rows();
	Xueji__V1__UpdateSchoolRequest in = XUEJI__V1__UPDATE_SCHOOL_REQUEST__INIT;
	struct answer answer = ask("UpdateSchool", &in.base);
	ck_assert(has_fault(&answer, "unit_id", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "rev", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "bureau_id", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "reason", REASON_REQUIRED));
	in = an_update();
	in.n_stages = 2;
	answer = ask("UpdateSchool", &in.base);
	ck_assert(has_fault(&answer, "stages", REASON_STAGE_NOT_TAUGHT));
	in = an_update();
	in.unit_id = id_text(house, COUNTY);
	answer = ask("UpdateSchool", &in.base);
	ck_assert(has_fault(&answer, "unit_id", REASON_NOT_A_SCHOOL));
	in = an_update();
	in.bureau_id = id_text(house, NEIGHBOUR);
	answer = ask("UpdateSchool", &in.base);
	ck_assert(has_fault(&answer, "bureau_id", REASON_BUREAU_NOT_ABOVE));
	in = an_update();
	in.unit_id = id_text(house, CLOSED_SCHOOL);
	answer = ask("UpdateSchool", &in.base);
	ck_assert(has_fault(&answer, "unit_id", REASON_UNIT_IS_CLOSED));
	in = an_update();
	in.unit_id = "4711";
	ck_assert_int_eq(ask("UpdateSchool", &in.base).err, ERR_NOT_FOUND);
	ck_assert_int_eq(rows(), before);
}
END_TEST

START_TEST(a_school_elsewhere_is_out_of_reach)
{
	token = person_make(house, "wu", OTHER_PROVINCE, ROLE_SYSTEM)->token;
	Xueji__V1__UpdateSchoolRequest in = an_update();
	ck_assert_int_eq(ask("UpdateSchool", &in.base).err, ERR_DENIED);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM journal WHERE action = 'access.refused'"),
		1);
}
END_TEST

SUITE_WITH("units_update", set_up, tear_down, a_school_changes_what_it_teaches,
	of_two_editors_the_second_is_told, bad_updates_are_refused_with_all_their_faults,
	a_school_elsewhere_is_out_of_reach)
