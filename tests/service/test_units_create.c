#include <string.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/journal_store.h"
#include "server/store/unit_store.h"
#include "tests/calls/schooling.h"

#define SIXTY_ONE                                                                                    \
	"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十" \
	"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"

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

/* A good primary school in COUNTY; tests spoil it. */
static Xueji__V1__NewUnit *a_school(void)
{
	Xueji__V1__NewUnit *unit = arena_one(house->arena, Xueji__V1__NewUnit);
	xueji__v1__new_unit__init(unit);
	unit->code = "2144000100";
	unit->name = "南山实验小学";
	unit->parent_id = id_text(house, COUNTY);
	unit->stages = nine_years(house);
	unit->n_stages = 1;
	return unit;
}

static Xueji__V1__NewUnit *a_division(const char *code, int64_t parent)
{
	Xueji__V1__NewUnit *unit = a_school();
	unit->code = (char *)code;
	unit->name = "新区";
	unit->parent_id = id_text(house, parent);
	unit->n_stages = 0;
	return unit;
}

static struct answer create(Xueji__V1__NewUnit *unit)
{
	Xueji__V1__CreateUnitRequest in = XUEJI__V1__CREATE_UNIT_REQUEST__INIT;
	in.unit = unit;
	in.effective_day = "2026-09-01";
	in.reason = "深教〔2026〕7号";
	return ask("CreateUnit", &in.base);
}

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

/* ---- CreateUnit ---- */

START_TEST(a_school_is_added)
{
	Xueji__V1__NewUnit *unit = a_school();
	Xueji__V1__SchoolClass *classes[] = {class_of(house, 1, 1), class_of(house, 6, 2)};
	unit->bureau_id = id_text(house, CITY);
	unit->is_private = true;
	unit->classes = classes;
	unit->n_classes = 2;
	struct answer answer = create(unit);
	ck_assert_int_eq(answer.err, OK);
	ck_assert_str_eq(((const Xueji__V1__Unit *)answer.reply)->initials, "nssyxx");
	const Xueji__V1__GetUnitResponse *out = get("2144000100");
	ck_assert_str_eq(out->unit->name, "南山实验小学");
	ck_assert_str_eq(out->unit->parent_id, id_text(house, COUNTY));
	ck_assert_str_eq(out->bureau->code, "440300");
	ck_assert_str_eq(out->opened_day, "2026-09-01");
	ck_assert(out->school->is_private);
	ck_assert_int_eq(out->school->grades[5]->class_count, 1);
	ck_assert_int_eq(out->unit->rev, 1);
}
END_TEST

START_TEST(without_a_bureau_the_nearest_division_runs_it)
{
	ck_assert_int_eq(create(a_school()).err, OK);
	ck_assert_str_eq(get("2144000100")->bureau->code, "440305");
}
END_TEST

START_TEST(divisions_are_added_where_they_belong)
{
	ck_assert_int_eq(create(a_division("440399", CITY)).err, OK);
	ck_assert_int_eq(create(a_division("449002", PROVINCE)).err, OK);
	ck_assert_int_eq(create(a_division("449900", PROVINCE)).err, OK);
	ck_assert_int_eq(get("440399")->unit->tier, XUEJI__V1__TIER__TIER_COUNTY);
	ck_assert_int_eq(get("449900")->unit->tier, XUEJI__V1__TIER__TIER_CITY);
	ck_assert_str_eq(get("440399")->bureau->code, "440399");
}
END_TEST

START_TEST(schools_of_a_city_without_counties_lie_under_the_city)
{
	Xueji__V1__NewUnit *unit = a_school();
	unit->parent_id = id_text(house, OTHER_CITY);
	ck_assert_int_eq(create(unit).err, OK);
	ck_assert_str_eq(get("2144000100")->bureau->code, "441300");
}
END_TEST

START_TEST(what_was_done_stands_in_journal_and_history)
{
	create(a_school());
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM journal WHERE action = 'unit.create'"), 1);
	Xueji__V1__ListUnitChangesRequest in = XUEJI__V1__LIST_UNIT_CHANGES_REQUEST__INIT;
	in.unit_id = get("2144000100")->unit->id;
	const Xueji__V1__ListUnitChangesResponse *out = ask("ListUnitChanges", &in.base).reply;
	ck_assert_uint_eq(out->n_changes, 1);
	const Xueji__V1__UnitChange *change = out->changes[0];
	ck_assert_int_eq(change->kind, XUEJI__V1__UNIT_CHANGE_KIND__UNIT_CHANGE_KIND_CREATE);
	ck_assert_str_eq(change->reason, "深教〔2026〕7号");
	ck_assert_str_eq(change->effective_day, "2026-09-01");
	ck_assert_uint_eq(change->n_parts, 1);
	ck_assert_ptr_null(change->parts[0]->before);
	ck_assert_str_eq(change->parts[0]->after->name, "南山实验小学");
	ck_assert_uint_eq(change->parts[0]->after->n_stages, 1);
}
END_TEST

/* One text of a good school spoiled; where `id` is given, it is the id of that unit. */
static const struct {
	size_t at;
	const char *text;
	int64_t id;
	const char *field;
	enum reason reason;
} faults[] = {
#define CODE   offsetof(Xueji__V1__NewUnit, code)
#define NAME   offsetof(Xueji__V1__NewUnit, name)
#define PARENT offsetof(Xueji__V1__NewUnit, parent_id)
#define BUREAU offsetof(Xueji__V1__NewUnit, bureau_id)
	{CODE, "", 0, "unit.code", REASON_REQUIRED},
	{CODE, "214400010", 0, "unit.code", REASON_NOT_A_UNIT_CODE},
	{CODE, "21440001000", 0, "unit.code", REASON_NOT_A_UNIT_CODE},
	{CODE, "2344000100", 0, "unit.code", REASON_NOT_A_UNIT_CODE}, /* no such category */
	{CODE, "000000", 0, "unit.code", REASON_NOT_A_UNIT_CODE},
	{CODE, "1144000100", 0, "unit.code", REASON_NOT_KEPT}, /* a kindergarten */
	{CODE, "3644000100", 0, "unit.code", REASON_NOT_KEPT}, /* vocational */
	{CODE, "2144000001", 0, "unit.code", REASON_CODE_TAKEN},
	{CODE, "2144000004", 0, "unit.code", REASON_CODE_TAKEN}, /* of a closed school */
	{CODE, "2111000100", 0, "unit.parent_id", REASON_WRONG_PROVINCE},
	{NAME, "", 0, "unit.name", REASON_REQUIRED},
	{NAME, "　", 0, "unit.name", REASON_REQUIRED},
	{NAME, " 小学", 0, "unit.name", REASON_LOOSE_SPACE},
	{NAME, "小\a学", 0, "unit.name", REASON_FORBIDDEN_CHARACTER},
	{NAME, "小\xe2\x80\xae学", 0, "unit.name", REASON_FORBIDDEN_CHARACTER},
	{NAME, "小\xff学", 0, "unit.name", REASON_NOT_UTF8},
	{NAME, SIXTY_ONE, 0, "unit.name", REASON_TOO_LONG},
	{PARENT, "", 0, "unit.parent_id", REASON_REQUIRED},
	{PARENT, "abc", 0, "unit.parent_id", REASON_NOT_AN_ID},
	{PARENT, NULL, CITY, "unit.parent_id", REASON_HAS_DIVISIONS},
	{PARENT, NULL, PROVINCE, "unit.parent_id", REASON_HAS_DIVISIONS},
	{PARENT, NULL, SCHOOL, "unit.parent_id", REASON_WRONG_PLACE},
	{PARENT, NULL, CLOSED_SCHOOL, "unit.parent_id", REASON_UNIT_IS_CLOSED},
	{BUREAU, "abc", 0, "unit.bureau_id", REASON_NOT_AN_ID},
	{BUREAU, "4711", 0, "unit.bureau_id", REASON_BUREAU_NOT_ABOVE},
	{BUREAU, NULL, NEIGHBOUR, "unit.bureau_id", REASON_BUREAU_NOT_ABOVE},
	{BUREAU, NULL, SCHOOL, "unit.bureau_id", REASON_BUREAU_NOT_ABOVE},
	{BUREAU, NULL, NATION, "unit.bureau_id", REASON_BUREAU_NOT_ABOVE},
};

START_TEST(each_fault_of_a_school_is_named)
{
	int64_t before = rows();
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		Xueji__V1__NewUnit *unit = a_school();
		*(const char **)((char *)unit + faults[i].at) =
			faults[i].id != 0 ? id_text(house, faults[i].id) : faults[i].text;
		struct answer answer = create(unit);
		ck_assert_msg(has_fault(&answer, faults[i].field, faults[i].reason), "row %zu: %s",
			i, reason_row(answer.reason)->name);
		ck_assert_int_eq(answer.err, reason_row(faults[i].reason)->err);
	}
	ck_assert_int_eq(rows(), before);
}
END_TEST

/* The stages and classes of a school: stage and years twice, then two classes; 0 stages or classes
 * stand for none. */
static const struct {
	int n_stages, stage[2], years[2], n_classes, grade[2], number[2];
	const char *field;
	enum reason reason;
} teaching[] = {
	{.n_stages = 0, .field = "unit.stages", .reason = REASON_STAGE_MISSING},
	{2, {1, 2}, {6, 3}, .field = "unit.stages", .reason = REASON_STAGE_NOT_TAUGHT},
	{1, {1}, {7}, .field = "unit.stages[0].years", .reason = REASON_BAD_YEARS},
	{1, {1}, {0}, .field = "unit.stages[0].years", .reason = REASON_BAD_YEARS},
	{1, {1}, {-6}, .field = "unit.stages[0].years", .reason = REASON_BAD_YEARS},
	{1, {1}, {262}, .field = "unit.stages[0].years", .reason = REASON_BAD_YEARS},
	{1, {0}, {6}, .field = "unit.stages[0].stage", .reason = REASON_REQUIRED},
	{1, {9}, {6}, .field = "unit.stages[0].stage", .reason = REASON_UNKNOWN_VALUE},
	{2, {1, 1}, {6, 6}, .field = "unit.stages[1].stage", .reason = REASON_TWICE},
	{1, {1}, {6}, 1, {7}, {1}, "unit.classes[0].grade", REASON_NOT_TAUGHT},
	{1, {1}, {6}, 1, {0}, {1}, "unit.classes[0].grade", REASON_NOT_TAUGHT},
	{1, {1}, {5}, 1, {6}, {1}, "unit.classes[0].grade", REASON_NOT_TAUGHT},
	{1, {1}, {6}, 2, {1, -1}, {1, 1}, "unit.classes[1].grade", REASON_NOT_TAUGHT},
	{1, {1}, {6}, 1, {1}, {0}, "unit.classes[0].number", REASON_OUT_OF_RANGE},
	{1, {1}, {6}, 1, {1}, {100}, "unit.classes[0].number", REASON_OUT_OF_RANGE},
	{1, {1}, {6}, 2, {1, 1}, {1, 1}, "unit.classes[1]", REASON_TWICE},
};

START_TEST(each_fault_of_teaching_is_named)
{
	int64_t before = rows();
	for (size_t i = 0; i < sizeof teaching / sizeof *teaching; i++) {
		Xueji__V1__NewUnit *unit = a_school();
		Xueji__V1__SchoolStage *both[2];
		Xueji__V1__SchoolClass *classes[2];
		for (int k = 0; k < 2; k++) {
			both[k] = stage_of(house, teaching[i].stage[k], teaching[i].years[k]);
			classes[k] = class_of(house, teaching[i].grade[k], teaching[i].number[k]);
		}
		unit->stages = both;
		unit->n_stages = (size_t)teaching[i].n_stages;
		unit->classes = classes;
		unit->n_classes = (size_t)teaching[i].n_classes;
		struct answer answer = create(unit);
		ck_assert_msg(has_fault(&answer, teaching[i].field, teaching[i].reason),
			"row %zu: %s", i, reason_row(answer.reason)->name);
	}
	ck_assert_int_eq(rows(), before);
}
END_TEST

START_TEST(all_faults_come_at_once)
{
	Xueji__V1__CreateUnitRequest in = XUEJI__V1__CREATE_UNIT_REQUEST__INIT;
	Xueji__V1__NewUnit *unit = a_division("44", PROVINCE);
	in.unit = unit;
	unit->name = " ";
	unit->parent_id = "x";
	in.effective_day = "1 September";
	struct answer answer = ask("CreateUnit", &in.base);
	ck_assert_uint_eq(answer.failure.n_faults, 5);
	ck_assert(has_fault(&answer, "unit.code", REASON_NOT_A_UNIT_CODE));
	ck_assert(has_fault(&answer, "unit.name", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "unit.parent_id", REASON_NOT_AN_ID));
	ck_assert(has_fault(&answer, "effective_day", REASON_NOT_A_DATE));
	ck_assert(has_fault(&answer, "reason", REASON_REQUIRED));
	Xueji__V1__CreateUnitRequest nothing = XUEJI__V1__CREATE_UNIT_REQUEST__INIT;
	answer = ask("CreateUnit", &nothing.base);
	ck_assert(has_fault(&answer, "unit", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "effective_day", REASON_REQUIRED));
}
END_TEST

START_TEST(a_division_has_nothing_of_a_school)
{
	Xueji__V1__NewUnit *unit = a_division("440399", CITY);
	Xueji__V1__SchoolClass *classes[] = {class_of(house, 1, 1)};
	unit->bureau_id = id_text(house, CITY);
	unit->is_private = true;
	unit->stages = nine_years(house);
	unit->n_stages = 1;
	unit->classes = classes;
	unit->n_classes = 1;
	struct answer answer = create(unit);
	ck_assert(has_fault(&answer, "unit.bureau_id", REASON_ONLY_SCHOOLS));
	ck_assert(has_fault(&answer, "unit.is_private", REASON_ONLY_SCHOOLS));
	ck_assert(has_fault(&answer, "unit.stages", REASON_ONLY_SCHOOLS));
	ck_assert(has_fault(&answer, "unit.classes", REASON_ONLY_SCHOOLS));
}
END_TEST

START_TEST(tomorrow_is_refused_and_today_is_not)
{
	Xueji__V1__CreateUnitRequest in = XUEJI__V1__CREATE_UNIT_REQUEST__INIT;
	in.unit = a_school();
	in.reason = "批文";
	in.effective_day = "2026-11-23";
	struct answer answer = ask("CreateUnit", &in.base);
	ck_assert(has_fault(&answer, "effective_day", REASON_IN_FUTURE));
	in.effective_day = "2026-11-22";
	ck_assert_int_eq(ask("CreateUnit", &in.base).err, OK);
}
END_TEST

START_TEST(too_many_classes_are_refused)
{
	Xueji__V1__NewUnit *unit = a_school();
	unit->n_classes = 601;
	unit->classes = arena_array(house->arena, Xueji__V1__SchoolClass *, 601);
	for (size_t i = 0; i < 601; i++)
		unit->classes[i] = class_of(house, 1, 1);
	struct answer answer = create(unit);
	ck_assert(has_fault(&answer, "unit.classes", REASON_TOO_MANY));
}
END_TEST

/* ---- who may ---- */

static const struct {
	int64_t unit;
	uint32_t roles;
	enum err err;
} people[] = {
	{NATION, ROLE_SYSTEM, OK},
	{PROVINCE, ROLE_SYSTEM, OK},
	{OTHER_PROVINCE, ROLE_SYSTEM, ERR_DENIED},
	{CITY, ROLE_SYSTEM, ERR_DENIED}, /* not the whole province */
	{COUNTY, ROLE_SYSTEM, ERR_DENIED},
	{PROVINCE, ROLE_OFFICER, ERR_DENIED},
	{PROVINCE, ROLE_SECURITY, ERR_DENIED},
	{PROVINCE, ROLE_AUDITOR, ERR_DENIED},
	{COUNTY, ROLE_OFFICER, ERR_DENIED},
	{SCHOOL, ROLE_REGISTRAR, ERR_DENIED},
	{SCHOOL, ROLE_APPROVER, ERR_DENIED},
};

START_TEST(only_system_administrators_of_the_province_change_units)
{
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		Xueji__V1__NewUnit *unit = a_school();
		char *code = unit->code = arena_printf(house->arena, "21440002%02zu", i);
		char *name = arena_printf(house->arena, "person%zu", i);
		token = person_make(house, name, people[i].unit, people[i].roles)->token;
		int64_t before = rows();
		ck_assert_msg(create(unit).err == people[i].err, "row %zu", i);
		ck_assert_int_eq(rows() != before, people[i].err == OK);
		ck_assert_int_eq(get(code) != NULL, people[i].err == OK);
	}
	token = NULL;
	ck_assert_int_eq(create(a_school()).err, ERR_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_province_cannot_add_a_province)
{
	Xueji__V1__NewUnit *unit = a_division("450000", NATION);
	ck_assert_int_eq(create(unit).err, ERR_DENIED);
	token = person_make(house, "gu", NATION, ROLE_SYSTEM)->token;
	ck_assert_int_eq(create(unit).err, OK);
}
END_TEST

START_TEST(an_unknown_parent_is_not_found)
{
	Xueji__V1__NewUnit *unit = a_school();
	unit->parent_id = "4711";
	ck_assert_int_eq(create(unit).err, ERR_NOT_FOUND);
}
END_TEST

SUITE_WITH("units_create", set_up, tear_down, a_school_is_added,
	without_a_bureau_the_nearest_division_runs_it, divisions_are_added_where_they_belong,
	schools_of_a_city_without_counties_lie_under_the_city,
	what_was_done_stands_in_journal_and_history, each_fault_of_a_school_is_named,
	each_fault_of_teaching_is_named, all_faults_come_at_once,
	a_division_has_nothing_of_a_school, tomorrow_is_refused_and_today_is_not,
	too_many_classes_are_refused, only_system_administrators_of_the_province_change_units,
	a_province_cannot_add_a_province, an_unknown_parent_is_not_found)
