/* A school with its people, and sheets that are brought in for it: for tests of imports. */
#pragma once

#include <string.h>

#include "common/han_reading.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/registry/student_items.h"
#include "server/service/services.h"
#include "server/store/policy_cache.h"
#include "tests/calls/importing.h"
#include "tests/support/form.h"
#include "xueji/v1/imports.pb-c.h"

#define CREATED   XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED
#define UPDATED   XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UPDATED
#define UNCHANGED XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UNCHANGED
#define REFUSED   XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED
#define BEFORE    XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_TAKEN_BEFORE

static struct house *house;
static struct person *registrar, *approver, *officer, *neighbour;
static int next_serial;

static void set_up(void)
{
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	case_classes(house, SCHOOL);
	case_classes(house, SECOND_SCHOOL);
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	approver = person_make(house, "app", SCHOOL, ROLE_APPROVER);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	neighbour = person_make(house, "near", SECOND_SCHOOL, ROLE_REGISTRAR);
	next_serial = 100;
}

static void tear_down(void)
{
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

/* ---- sheets ---- */

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &imports_service, method, request);
}

/* The cells of a six-year-old, with a right document of her own. */
static Xueji__V1__ImportRow *row_new(int64_t at)
{
	char *number = arena_printf(house->arena, "41058120200802%03dX", 2 * next_serial++);
	Xueji__V1__ImportRow *row = arena_one(house->arena, Xueji__V1__ImportRow);
	xueji__v1__import_row__init(row);
	row->row = at;
	row->items = arena_one(house->arena, Xueji__V1__StudentItems);
	student_items_from_values(form_good, row->items);
	row->items->birth_date = "20200802";
	number[17] = id_number_check_character(number);
	row->items->id_number = number;
	row->items->admission_month = "2026-09";
	row->items->sex = "女";
	row->items->ethnic_group = "汉";
	row->items->nationality = "中国";
	row->items->id_type = "1 居民身份证";
	row->items->grade = "一年级";
	row->items->class_name = "1班";
	return row;
}

static const Xueji__V1__Import *started_by(const struct person *person, char mark, bool is_dry)
{
	Xueji__V1__StartImportRequest in = XUEJI__V1__START_IMPORT_REQUEST__INIT;
	uint8_t *digest = arena_alloc(house->arena, 32);
	memset(digest, mark, 32);
	in.title = "一年级新生.xlsx";
	in.sha256 = (ProtobufCBinaryData){32, digest};
	in.form = XUEJI__V1__SHEET_FORM__SHEET_FORM_SCHOOL;
	in.is_dry_run = is_dry;
	struct answer a = ask(person, "StartImport", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__StartImportResponse *)a.reply)->import;
}

static struct answer send(const char *import, int64_t after, Xueji__V1__ImportRow **rows, size_t n)
{
	Xueji__V1__ImportRowsRequest in = XUEJI__V1__IMPORT_ROWS_REQUEST__INIT;
	in.import_id = (char *)import;
	in.after_row = after;
	in.rows = rows;
	in.n_rows = n;
	return ask(registrar, "ImportRows", &in.base);
}

/* One sheet of these rows, sent at once; the verdicts. */
static const Xueji__V1__ImportRowsResponse *brought(
	char mark, bool is_dry, Xueji__V1__ImportRow **rows, size_t n)
{
	const Xueji__V1__Import *import = started_by(registrar, mark, is_dry);
	struct answer a = send(import->id, 0, rows, n);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__ImportRowsResponse *out = a.reply;
	ck_assert_uint_eq(out->n_verdicts, n);
	return out;
}

static inline const Xueji__V1__RowVerdict *brought_one(char mark, Xueji__V1__ImportRow *row)
{
	return brought(mark, false, &row, 1)->verdicts[0];
}

#define APPROVER XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER
#define BUREAU   XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU
