#include "tests/calls/importing.h"

#include <stdlib.h>
#include <string.h>

#include "common/han_reading.h"
#include "common/memory.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "tests/calls/registering.h"

struct importing *importing_open(void)
{
	struct importing *m = memory_new(sizeof *m);
	m->house = house_open();
	m->house->fixture->app.readings = han_readings_open();
	case_classes(m->house, SCHOOL);
	case_classes(m->house, SECOND_SCHOOL);
	m->registrar = person_make(m->house, "reg", SCHOOL, ROLE_REGISTRAR);
	m->approver = person_make(m->house, "app", SCHOOL, ROLE_APPROVER);
	m->officer = person_make(m->house, "off", COUNTY, ROLE_OFFICER);
	m->neighbour = person_make(m->house, "near", SECOND_SCHOOL, ROLE_REGISTRAR);
	return m;
}

void importing_close(struct importing *m)
{
	han_readings_close(m->house->fixture->app.readings);
	house_close(m->house);
	free(m);
}

struct answer import_ask(const struct importing *m, const struct person *person, const char *method,
	const ProtobufCMessage *request)
{
	return call(m->house, person->token, &imports_service, method, request);
}

/* ---- sheets ---- */

Xueji__V1__ImportRow *import_row(const struct importing *m, int64_t at)
{
	Xueji__V1__ImportRow *row = arena_one(m->house->arena, Xueji__V1__ImportRow);
	xueji__v1__import_row__init(row);
	row->row = at;
	row->items = pupil_items(m->house);
	row->items->birth_date = "20200802"; /* as sheets have it */
	row->items->sex = "女";
	row->items->ethnic_group = "汉";
	row->items->nationality = "中国";
	row->items->id_type = "1 居民身份证";
	row->items->grade = "一年级";
	row->items->class_name = "1班";
	return row;
}

struct answer import_start(
	const struct importing *m, const struct person *person, char mark, bool is_dry)
{
	Xueji__V1__StartImportRequest in = XUEJI__V1__START_IMPORT_REQUEST__INIT;
	uint8_t *digest = arena_alloc(m->house->arena, 32);
	memset(digest, mark, 32);
	in.title = "一年级新生.xlsx";
	in.sha256 = (ProtobufCBinaryData){32, digest};
	in.form = XUEJI__V1__SHEET_FORM__SHEET_FORM_SCHOOL;
	in.is_dry_run = is_dry;
	return import_ask(m, person, "StartImport", &in.base);
}

const Xueji__V1__Import *import_started(
	const struct importing *m, const struct person *person, char mark, bool is_dry)
{
	struct answer a = import_start(m, person, mark, is_dry);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__StartImportResponse *)a.reply)->import;
}

struct answer import_send(const struct importing *m, const struct person *person,
	const char *import, int64_t after, Xueji__V1__ImportRow **rows, size_t n)
{
	Xueji__V1__ImportRowsRequest in = XUEJI__V1__IMPORT_ROWS_REQUEST__INIT;
	in.import_id = (char *)import;
	in.after_row = after;
	in.rows = rows;
	in.n_rows = n;
	return import_ask(m, person, "ImportRows", &in.base);
}

const Xueji__V1__ImportRowsResponse *imported(const struct importing *m,
	const struct person *person, char mark, bool is_dry, Xueji__V1__ImportRow **rows, size_t n)
{
	const Xueji__V1__Import *import = import_started(m, person, mark, is_dry);
	struct answer a = import_send(m, person, import->id, 0, rows, n);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__ImportRowsResponse *out = a.reply;
	ck_assert_uint_eq(out->n_verdicts, n);
	return out;
}

const Xueji__V1__RowVerdict *imported_one(
	const struct importing *m, char mark, Xueji__V1__ImportRow *row)
{
	return imported(m, m->registrar, mark, false, &row, 1)->verdicts[0];
}

/* ---- what became of it ---- */

bool verdict_has(const Xueji__V1__RowVerdict *verdict, const char *item, const char *reason)
{
	for (size_t i = 0; i < verdict->n_faults; i++)
		if (strcmp(verdict->faults[i]->item, item) == 0 &&
			strcmp(verdict->faults[i]->reason, reason) == 0)
			return true;
	return false;
}

const Xueji__V1__DecideBatchResponse *batch_decided(struct house *house,
	const struct person *person, const char *import, Xueji__V1__CaseParty party,
	Xueji__V1__CaseEvent event)
{
	Xueji__V1__DecideBatchRequest in = XUEJI__V1__DECIDE_BATCH_REQUEST__INIT;
	in.import_id = (char *)import;
	in.waiting_for = party;
	in.event = event;
	in.reason = event == RETURN ? "名字" : "";
	struct answer a = call(house, person->token, &imports_service, "DecideBatch", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}
