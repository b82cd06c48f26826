#include <stdio.h>
#include <string.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/unit_store.h"
#include "tests/calls/schooling.h"
#include "xueji/v1/units.pb-c.h"

static struct house *house;
static const char *token; /* of someone far away from most of what he looks at */

static void set_up(void)
{
	house = house_open();
	token = person_make(house, "li", FAR_COUNTY, ROLE_OFFICER)->token;
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer ask(const char *method, const ProtobufCMessage *request)
{
	return call(house, token, &units_service, method, request);
}

static char *unit(int64_t id)
{
	return id == 0 ? "" : id_text(house, id);
}

/* ---- GetUnit ---- */

static struct answer get(const char *id, const char *code)
{
	Xueji__V1__GetUnitRequest in = XUEJI__V1__GET_UNIT_REQUEST__INIT;
	in.unit_id = (char *)id;
	in.code = (char *)code;
	return ask("GetUnit", &in.base);
}

START_TEST(a_unit_is_found_by_id_and_by_code)
{
	const Xueji__V1__GetUnitResponse *by_id = get(unit(SCHOOL), "").reply;
	const Xueji__V1__GetUnitResponse *by_code = get("", "2144000001").reply;
	ck_assert_str_eq(by_id->unit->name, "第一小学");
	ck_assert_str_eq(by_id->unit->id, by_code->unit->id);
	ck_assert_str_eq(by_id->unit->parent_id, unit(COUNTY));
	ck_assert_int_eq(by_id->unit->tier, XUEJI__V1__TIER__TIER_SCHOOL);
	ck_assert_int_eq(by_id->unit->rev, 1);
	ck_assert_str_eq(by_id->bureau->name, "南山区");
	ck_assert_uint_eq(by_id->n_path, 4);
	ck_assert_str_eq(by_id->path[0]->code, "000000");
	ck_assert_str_eq(by_id->path[3]->code, "440305");
}
END_TEST

START_TEST(a_path_is_as_ragged_as_the_tree)
{
	const Xueji__V1__GetUnitResponse *county = get(unit(DIRECT_COUNTY), "").reply;
	ck_assert_uint_eq(county->n_path, 2);
	ck_assert_str_eq(county->path[1]->code, "440000");
	const Xueji__V1__GetUnitResponse *nation = get(unit(NATION), "").reply;
	ck_assert_uint_eq(nation->n_path, 0);
	ck_assert_str_eq(nation->unit->parent_id, "");
	ck_assert_int_eq(nation->unit->child_count, 2);
	ck_assert_ptr_null(nation->school);
}
END_TEST

START_TEST(a_school_tells_its_stages_and_who_graduates)
{
	struct ctx *ctx = house_write(house);
	static const struct school_class classes[] = {{5, 1}, {5, 2}, {6, 1}};
	const struct programme nine = {{[STAGE_PRIMARY] = 5, [STAGE_JUNIOR] = 4}};
	ck_assert_int_eq(unit_set_programme(ctx, SCHOOL, &nine), OK);
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, classes, 3), OK);
	house_commit(house);
	const Xueji__V1__GetUnitResponse *out = get(unit(SCHOOL), "").reply;
	const Xueji__V1__School *school = out->school;
	ck_assert_str_eq(school->category, "21");
	ck_assert_uint_eq(school->n_stages, 2);
	ck_assert_int_eq(school->stages[1]->years, 4);
	ck_assert_uint_eq(school->n_grades, 9);
	for (int grade = 1; grade <= 9; grade++) {
		const Xueji__V1__SchoolGrade *one = school->grades[grade - 1];
		ck_assert_int_eq(one->grade, grade);
		ck_assert_int_eq(one->stage, grade <= 5 ? 1 : 2);
		ck_assert_int_eq(one->year, grade <= 5 ? grade : grade - 5);
		ck_assert_int_eq(one->is_graduating, grade == 5 || grade == 9);
	}
	ck_assert_int_eq(school->grades[4]->class_count, 2);
	ck_assert_int_eq(school->grades[5]->class_count, 1);
	ck_assert_int_eq(school->grades[6]->class_count, 0);
}
END_TEST

START_TEST(a_closed_unit_stays_readable)
{
	const Xueji__V1__GetUnitResponse *out = get(unit(CLOSED_SCHOOL), "").reply;
	ck_assert(out->unit->is_closed);
	ck_assert_str_eq(out->closed_day, "2020-01-01");
}
END_TEST

static const struct {
	const char *id, *code, *field;
	enum reason reason;
	enum err err;
} bad_gets[] = {
	{"", "", "unit_id", REASON_REQUIRED, ERR_INVALID},
	{"x", "", "unit_id", REASON_NOT_AN_ID, ERR_INVALID},
	{"-1", "", "unit_id", REASON_NOT_AN_ID, ERR_INVALID},
	{"1 OR 1=1", "", "unit_id", REASON_NOT_AN_ID, ERR_INVALID},
	{"99999999999999999999", "", "unit_id", REASON_NOT_AN_ID, ERR_INVALID},
	{"1", "000000", "code", REASON_ID_OR_CODE, ERR_INVALID},
	{"", "44030", "code", REASON_NOT_A_UNIT_CODE, ERR_INVALID},
	{"", "44030x", "code", REASON_NOT_A_UNIT_CODE, ERR_INVALID},
	{"", "深圳", "code", REASON_NOT_A_UNIT_CODE, ERR_INVALID},
	{"", "9944000001", "code", REASON_NOT_A_UNIT_CODE, ERR_INVALID},
	{"4711", "", NULL, REASON_NO_SUCH_UNIT, ERR_NOT_FOUND},
	{"9223372036854775807", "", NULL, REASON_NO_SUCH_UNIT, ERR_NOT_FOUND},
	{"", "120000", NULL, REASON_NO_SUCH_UNIT, ERR_NOT_FOUND},
	{"", "2144999999", NULL, REASON_NO_SUCH_UNIT, ERR_NOT_FOUND},
};

START_TEST(what_is_no_unit_is_refused)
{
	for (size_t i = 0; i < sizeof bad_gets / sizeof *bad_gets; i++) {
		struct answer answer = get(bad_gets[i].id, bad_gets[i].code);
		ck_assert_msg(answer.err == bad_gets[i].err && answer.reason == bad_gets[i].reason,
			"%s %s", bad_gets[i].id, bad_gets[i].code);
		if (bad_gets[i].field != NULL)
			ck_assert(has_fault(&answer, bad_gets[i].field, bad_gets[i].reason));
	}
}
END_TEST

START_TEST(a_stranger_sees_nothing)
{
	static const char *const tokens[] = {NULL, "", "AAAAAAAAAAAAAAAAAAAAAA", "x"};
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
		token = tokens[i];
		ck_assert_int_eq(get(unit(SCHOOL), "").err, ERR_UNAUTHENTICATED);
	}
}
END_TEST

/* ---- ListUnits ---- */

static Xueji__V1__ListUnitsRequest list_of(int64_t parent)
{
	Xueji__V1__ListUnitsRequest in = XUEJI__V1__LIST_UNITS_REQUEST__INIT;
	in.parent_id = unit(parent);
	return in;
}

/* All pages of a list, as "code code …". */
static const char *walk(Xueji__V1__ListUnitsRequest in, int *pages_out)
{
	char *codes = "";
	*pages_out = 0;
	do {
		const Xueji__V1__ListUnitsResponse *out = ask("ListUnits", &in.base).reply;
		ck_assert_ptr_nonnull(out);
		for (size_t i = 0; i < out->n_units; i++)
			codes = arena_printf(house->arena, "%s%s ", codes, out->units[i]->code);
		in.page_token = out->next_page_token;
		(*pages_out)++;
	} while (in.page_token[0] != '\0');
	return codes;
}

START_TEST(the_country_is_walked_from_the_top)
{
	int pages;
	ck_assert_str_eq(walk(list_of(0), &pages), "110000 440000 ");
	ck_assert_str_eq(walk(list_of(PROVINCE), &pages), "440300 441300 449001 ");
	ck_assert_str_eq(walk(list_of(CITY), &pages), "440304 440305 ");
	ck_assert_str_eq(walk(list_of(COUNTY), &pages), "2144000001 2144000002 ");
	ck_assert_str_eq(walk(list_of(OTHER_CITY), &pages), "");
	ck_assert_str_eq(walk(list_of(SCHOOL), &pages), "");
}
END_TEST

START_TEST(a_list_is_narrowed_by_tier_and_widened_by_closed_units)
{
	int pages;
	Xueji__V1__ListUnitsRequest in = list_of(PROVINCE);
	in.tier = XUEJI__V1__TIER__TIER_COUNTY;
	ck_assert_str_eq(walk(in, &pages), "449001 ");
	in.tier = XUEJI__V1__TIER__TIER_SCHOOL;
	ck_assert_str_eq(walk(in, &pages), "");
	in = list_of(COUNTY);
	in.include_closed = true;
	ck_assert_str_eq(walk(in, &pages), "2144000001 2144000002 2144000004 ");
}
END_TEST

START_TEST(pages_of_any_size_give_the_same_list)
{
	int pages, all_pages;
	add_schools(house, 205, DIRECT_COUNTY);
	Xueji__V1__ListUnitsRequest in = list_of(DIRECT_COUNTY);
	in.page_size = 200;
	const char *all = walk(in, &all_pages);
	ck_assert_int_eq(all_pages, 2);
	static const struct {
		int32_t size;
		int pages;
	} sizes[] = {{0, 5}, {1, 205}, {41, 5}, {50, 5}, {205, 2}, {INT32_MAX, 2}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		in.page_size = sizes[i].size;
		ck_assert_str_eq(walk(in, &pages), all);
		ck_assert_int_eq(pages, sizes[i].pages);
	}
}
END_TEST

START_TEST(a_page_goes_on_though_its_last_unit_moved_away)
{
	add_schools(house, 6, DIRECT_COUNTY);
	Xueji__V1__ListUnitsRequest in = list_of(DIRECT_COUNTY);
	in.page_size = 3;
	const Xueji__V1__ListUnitsResponse *first = ask("ListUnits", &in.base).reply;
	struct ctx *ctx = house_write(house);
	struct unit *moved;
	ck_assert_int_eq(unit_get(ctx, INT64_C(2144100002), &moved), OK);
	moved->parent = moved->bureau = COUNTY;
	ck_assert_int_eq(unit_update(ctx, moved), OK);
	ctx_on_commit(ctx, unit_cache_reload, NULL);
	house_commit(house);
	in.page_token = first->next_page_token;
	const Xueji__V1__ListUnitsResponse *second = ask("ListUnits", &in.base).reply;
	ck_assert_uint_eq(second->n_units, 3);
	ck_assert_str_eq(second->units[0]->code, "2144100003");
}
END_TEST

START_TEST(bad_lists_are_refused_with_all_their_faults)
{
	Xueji__V1__ListUnitsRequest in = list_of(0);
	in.parent_id = "county";
	in.page_size = -5;
	in.page_token = "forged";
	struct answer answer = ask("ListUnits", &in.base);
	ck_assert_int_eq(answer.err, ERR_INVALID);
	ck_assert(has_fault(&answer, "parent_id", REASON_NOT_AN_ID));
	ck_assert(has_fault(&answer, "page_size", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "page_token", REASON_NOT_A_PAGE_TOKEN));
	in = list_of(4711);
	ck_assert_int_eq(ask("ListUnits", &in.base).err, ERR_NOT_FOUND);
	in = list_of(0);
	in.tier = (Xueji__V1__Tier)99;
	answer = ask("ListUnits", &in.base);
	ck_assert(has_fault(&answer, "tier", REASON_UNKNOWN_VALUE));
	in.tier = (Xueji__V1__Tier)-1;
	ck_assert_int_eq(ask("ListUnits", &in.base).err, ERR_INVALID);
}
END_TEST

START_TEST(a_token_belongs_to_its_list)
{
	Xueji__V1__ListUnitsRequest in = list_of(PROVINCE);
	in.page_size = 1;
	const Xueji__V1__ListUnitsResponse *out = ask("ListUnits", &in.base).reply;
	Xueji__V1__ListUnitsRequest other = list_of(COUNTY);
	other.page_token = out->next_page_token;
	ck_assert_int_eq(ask("ListUnits", &other.base).reason, REASON_NOT_A_PAGE_TOKEN);
	Xueji__V1__SearchUnitsRequest search = XUEJI__V1__SEARCH_UNITS_REQUEST__INIT;
	search.query = "市";
	search.page_token = out->next_page_token;
	ck_assert_int_eq(ask("SearchUnits", &search.base).reason, REASON_NOT_A_PAGE_TOKEN);
}
END_TEST

/* ---- SearchUnits ---- */

static Xueji__V1__SearchUnitsRequest search_for(const char *query, int64_t within)
{
	Xueji__V1__SearchUnitsRequest in = XUEJI__V1__SEARCH_UNITS_REQUEST__INIT;
	in.query = (char *)query;
	in.within_id = unit(within);
	return in;
}

static const char *found(Xueji__V1__SearchUnitsRequest in)
{
	char *codes = "";
	do {
		const Xueji__V1__SearchUnitsResponse *out = ask("SearchUnits", &in.base).reply;
		ck_assert_ptr_nonnull(out);
		for (size_t i = 0; i < out->n_units; i++)
			codes = arena_printf(
				house->arena, "%s%s ", codes, out->units[i]->unit->code);
		in.page_token = out->next_page_token;
	} while (in.page_token[0] != '\0');
	return codes;
}

START_TEST(units_are_found_by_name_code_and_initials)
{
	add_schools(house, 12, DIRECT_COUNTY);
	ck_assert_str_eq(found(search_for("区", 0)), "110108 440304 2144000003 440305 ");
	ck_assert_str_eq(found(search_for("南山", 0)), "440305 ");
	ck_assert_str_eq(found(search_for("4403", 0)), "440300 440304 440305 ");
	ck_assert_str_eq(found(search_for("2144000001", 0)), "2144000001 ");
	ck_assert_str_eq(found(search_for("d10xx", 0)), "2144100010 ");
	ck_assert_str_eq(found(search_for("D10X", 0)), "2144100010 ");
	ck_assert_str_eq(found(search_for("11", 0)), "110000 110108 2144100011 ");
	ck_assert_str_eq(found(search_for("第一小学", 0)), "2144000001 ");
	ck_assert_str_eq(found(search_for("no such", 0)), "");
	ck_assert_str_eq(found(search_for("%", 0)), "");
	ck_assert_str_eq(found(search_for("_", 0)), "");
	ck_assert_str_eq(found(search_for("'", 0)), "");
}
END_TEST

START_TEST(a_search_stays_within_its_unit)
{
	ck_assert_str_eq(found(search_for("区", CITY)), "440304 2144000003 440305 ");
	ck_assert_str_eq(found(search_for("区", OTHER_PROVINCE)), "110108 ");
	ck_assert_str_eq(found(search_for("小学", COUNTY)), "2144000001 2144000002 ");
	ck_assert_str_eq(found(search_for("广东", CITY)), "");
	Xueji__V1__SearchUnitsRequest in = search_for("小学", COUNTY);
	in.include_closed = true;
	ck_assert_str_eq(found(in), "2144000001 2144000002 2144000004 ");
	in = search_for("44", PROVINCE);
	in.tier = XUEJI__V1__TIER__TIER_CITY;
	ck_assert_str_eq(found(in), "440300 441300 ");
}
END_TEST

START_TEST(what_is_found_says_where_it_lies)
{
	Xueji__V1__SearchUnitsRequest in = search_for("第一小学", 0);
	const Xueji__V1__SearchUnitsResponse *out = ask("SearchUnits", &in.base).reply;
	ck_assert_str_eq(out->units[0]->place, "广东省 深圳市 南山区");
}
END_TEST

START_TEST(a_search_is_paged)
{
	add_schools(house, 60, DIRECT_COUNTY);
	Xueji__V1__SearchUnitsRequest in = search_for("小学", DIRECT_COUNTY);
	const char *all = found(in);
	ck_assert_uint_eq(strlen(all), 60 * 11);
	for (in.page_size = 1; in.page_size <= 61; in.page_size += 6)
		ck_assert_str_eq(found(in), all);
}
END_TEST

static const struct {
	const char *query;
	enum reason reason;
} bad_queries[] = {
	{"", REASON_REQUIRED},
	{"   ", REASON_REQUIRED},
	{"\xe3\x80\x80", REASON_REQUIRED},
	{"南山 ", REASON_LOOSE_SPACE},
	{"a\nb", REASON_FORBIDDEN_CHARACTER},
	{"a\x1b[2J", REASON_FORBIDDEN_CHARACTER},
	{"\xe2\x80\xae"
	 "x",
		REASON_FORBIDDEN_CHARACTER},
	{"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	 "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一",
		REASON_TOO_LONG},
};

START_TEST(bad_queries_are_refused)
{
	for (size_t i = 0; i < sizeof bad_queries / sizeof *bad_queries; i++) {
		Xueji__V1__SearchUnitsRequest in = search_for(bad_queries[i].query, 0);
		struct answer answer = ask("SearchUnits", &in.base);
		ck_assert_msg(has_fault(&answer, "query", bad_queries[i].reason), "row %zu", i);
		ck_assert_int_eq(answer.err, ERR_INVALID);
	}
	Xueji__V1__SearchUnitsRequest in = search_for("\xff\xfe", 0);
	struct answer answer = ask("SearchUnits", &in.base);
	ck_assert(has_fault(&answer, "query", REASON_NOT_UTF8));
	in = search_for("区", 4711);
	ck_assert_int_eq(ask("SearchUnits", &in.base).err, ERR_NOT_FOUND);
}
END_TEST

/* ---- ListClasses ---- */

static struct answer classes_of(int64_t school, int32_t grade, int32_t size, const char *page)
{
	Xueji__V1__ListClassesRequest in = XUEJI__V1__LIST_CLASSES_REQUEST__INIT;
	in.unit_id = unit(school);
	in.grade = grade;
	in.page_size = size;
	in.page_token = (char *)page;
	return ask("ListClasses", &in.base);
}

START_TEST(classes_are_listed_in_pages)
{
	struct ctx *ctx = house_write(house);
	static const struct school_class classes[] = {{2, 1}, {1, 2}, {1, 1}, {1, 10}};
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, classes, 4), OK);
	house_commit(house);
	const Xueji__V1__ListClassesResponse *out = classes_of(SCHOOL, 0, 3, "").reply;
	ck_assert_uint_eq(out->n_classes, 3);
	ck_assert(out->classes[2]->grade == 1 && out->classes[2]->number == 10);
	out = classes_of(SCHOOL, 0, 3, out->next_page_token).reply;
	ck_assert_uint_eq(out->n_classes, 1);
	ck_assert_int_eq(out->classes[0]->grade, 2);
	ck_assert_str_eq(out->next_page_token, "");
	out = classes_of(SCHOOL, 1, 3, "").reply;
	ck_assert_uint_eq(out->n_classes, 3);
	ck_assert_str_eq(out->next_page_token, "");
}
END_TEST

START_TEST(bad_lists_of_classes_are_refused)
{
	struct answer answer = classes_of(0, 13, -1, "x");
	ck_assert(has_fault(&answer, "unit_id", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "grade", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "page_size", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "page_token", REASON_NOT_A_PAGE_TOKEN));
	answer = classes_of(COUNTY, 0, 0, "");
	ck_assert(has_fault(&answer, "unit_id", REASON_NOT_A_SCHOOL));
	ck_assert_int_eq(classes_of(4711, 0, 0, "").err, ERR_NOT_FOUND);
}
END_TEST

SUITE_WITH("units_read", set_up, tear_down, a_unit_is_found_by_id_and_by_code,
	a_path_is_as_ragged_as_the_tree, a_school_tells_its_stages_and_who_graduates,
	a_closed_unit_stays_readable, what_is_no_unit_is_refused, a_stranger_sees_nothing,
	the_country_is_walked_from_the_top, a_list_is_narrowed_by_tier_and_widened_by_closed_units,
	pages_of_any_size_give_the_same_list, a_page_goes_on_though_its_last_unit_moved_away,
	bad_lists_are_refused_with_all_their_faults, a_token_belongs_to_its_list,
	units_are_found_by_name_code_and_initials, a_search_stays_within_its_unit,
	what_is_found_says_where_it_lies, a_search_is_paged, bad_queries_are_refused,
	classes_are_listed_in_pages, bad_lists_of_classes_are_refused)
