#include <string.h>

#include "domain/items.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/imports.h"
#include "server/service/page.h"
#include "server/service/services.h"
#include "server/store/campaign_store.h"
#include "server/store/ids.h"
#include "server/store/unit_tree.h"

enum { TITLE_MOST = 100 };

/* ---- where the right must reach ---- */

int64_t imports_unit(struct ctx *ctx, const char *text)
{
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	return field_id_or(ctx, "unit_id", text, right != NULL ? right->unit : 0);
}

#define PLACE_OF_UNIT(function, Request)                                                          \
	static enum err function(struct ctx *ctx, const void *request, int64_t *place_out)        \
	{                                                                                         \
		*place_out = imports_unit(ctx, ((const Xueji__V1__##Request *)request)->unit_id); \
		return ctx_faults(ctx);                                                           \
	}
PLACE_OF_UNIT(place_start, StartImportRequest)
PLACE_OF_UNIT(place_list, ListImportsRequest)
PLACE_OF_UNIT(place_batches, ListBatchesRequest)
PLACE_OF_UNIT(place_batch_cases, ListBatchCasesRequest)
PLACE_OF_UNIT(place_decide, DecideBatchRequest)

static enum err find_import(struct ctx *ctx, const char *text, struct import *out)
{
	int64_t id;
	return ids_parse(text, &id) ? import_get(ctx, id, out)
				    : ctx_fail(ctx, REASON_NO_SUCH_IMPORT);
}

/* All these requests begin with the import's id. */
static enum err place_of_import(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct import import;
	enum err err = find_import(
		ctx, ((const Xueji__V1__GetImportRequest *)request)->import_id, &import);
	if (err == OK)
		*place_out = import.unit;
	return err;
}

/* ---- beginning and end ---- */

static void note_import(struct ctx *ctx, enum action action, const struct import *import)
{
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = import->unit,
				 .entity = "import",
				 .entity_id = import->id,
				 .summary = import->is_dry ? "dry run" : NULL});
}

static enum err check_start(
	struct ctx *ctx, const Xueji__V1__StartImportRequest *in, struct import *out)
{
	*out = (struct import){.unit = imports_unit(ctx, in->unit_id),
		.title = in->title,
		.form = (int)in->form,
		.is_dry = in->is_dry_run,
		.is_provisional = in->is_provisional};
	const struct unit_node *unit = unit_tree_get(ctx->units, out->unit);
	bool runs = true;
	enum err err = OK;
	if (unit == NULL || unit->tier == TIER_NATION)
		ctx_fault(ctx, "unit_id", REASON_NOT_A_SCHOOL);
	else if (unit->is_closed)
		ctx_fault(ctx, "unit_id", REASON_NO_OPEN_SCHOOL);
	else if (unit->tier != TIER_SCHOOL)
		err = campaign_runs(ctx, CAMPAIGN_COLLECTION, unit->id, 0, &runs);
	if (err != OK)
		return err;
	if (!runs)
		ctx_fault(ctx, "unit_id", REASON_NO_COLLECTION);
	field_line(ctx, "title", in->title, TITLE_MOST);
	if (in->form == XUEJI__V1__SHEET_FORM__SHEET_FORM_UNSPECIFIED)
		ctx_fault(ctx, "form", REASON_REQUIRED);
	if (in->sha256.len != sizeof out->digest)
		ctx_fault(ctx, "sha256", REASON_NOT_A_SHA256);
	else
		memcpy(out->digest, in->sha256.data, sizeof out->digest);
	return ctx_faults(ctx);
}

static enum err start(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__StartImportResponse *out = reply;
	struct import import;
	bool is_new = false;
	enum err err = check_start(ctx, request, &import);
	if (err == OK)
		err = import_begin(ctx, &import, &is_new);
	if (err != OK)
		return err;
	if (is_new)
		note_import(ctx, ACTION_IMPORT_BEGUN, &import);
	out->import = import_message(ctx, &import);
	return OK;
}

static enum err finish(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__FinishImportRequest *in = request;
	Xueji__V1__FinishImportResponse *out = reply;
	struct import import;
	enum err err = find_import(ctx, in->import_id, &import);
	if (err == OK && in->last_row != import.last_row)
		err = ctx_fail(ctx, REASON_ROWS_NOT_NEXT,
			arena_printf(ctx->arena, "%lld", (long long)import.last_row));
	if (err == OK && import.state == IMPORT_RUNNING) {
		import.state = IMPORT_FINISHED;
		note_import(ctx, ACTION_IMPORT_FINISHED, &import);
		err = import_move(ctx, &import);
	}
	if (err == OK)
		out->import = import_message(ctx, &import);
	return err;
}

/* ---- looking ---- */

static enum err get(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetImportRequest *in = request;
	Xueji__V1__GetImportResponse *out = reply;
	struct import import;
	enum err err = find_import(ctx, in->import_id, &import);
	if (err == OK)
		out->import = import_message(ctx, &import);
	return err;
}

static enum err list(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListImportsRequest *in = request;
	Xueji__V1__ListImportsResponse *out = reply;
	struct page page;
	struct import *imports;
	size_t found;
	page_read(ctx, &in->base, &page);
	int64_t unit = imports_unit(ctx, in->unit_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = import_page(ctx, unit, page.number[0], page.size + 1, &imports, &found);
	if (err != OK)
		return err;
	size_t n = found < page.size ? found : page.size;
	out->imports = arena_array(ctx->arena, Xueji__V1__Import *, n);
	for (; out->n_imports < n; out->n_imports++)
		out->imports[out->n_imports] = import_message(ctx, &imports[out->n_imports]);
	if (found > page.size)
		out->next_page_token = page_next(&page, imports[n - 1].id, 0, NULL);
	return OK;
}

static enum err refused_rows(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListRefusedRowsRequest *in = request;
	Xueji__V1__ListRefusedRowsResponse *out = reply;
	struct page page;
	struct import import;
	Xueji__V1__RefusedRowKept **refused;
	size_t found;
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = find_import(ctx, in->import_id, &import);
	if (err == OK)
		err = import_refusals(ctx, import.id,
			page.is_first ? in->after_row : page.number[0], page.size + 1, &refused,
			&found);
	if (err != OK)
		return err;
	size_t n = found < page.size ? found : page.size;
	out->verdicts = arena_array(ctx->arena, Xueji__V1__RowVerdict *, n);
	for (; out->n_verdicts < n; out->n_verdicts++)
		out->verdicts[out->n_verdicts] =
			imports_told(ctx, &import, refused[out->n_verdicts]);
	if (found > page.size)
		out->next_page_token = page_next(&page, out->verdicts[page.size - 1]->row, 0, NULL);
	return OK;
}

#define IMPORTS   .purpose_en = "bring in sheets of children", .purpose_zh = "导入学生信息表"
#define LOOKS     .purpose_en = "look at imported sheets", .purpose_zh = "查看导入的表格"
/* A ticket for a sheet is bound to the unit that brings it in. */
#define IMPORTING (UINT32_C(1) << ERRAND_IMPORT)
#define DECIDES   .purpose_en = "decide on imported batches", .purpose_zh = "办理导入批次"

static const struct method methods[] = {
	{.name = "StartImport",
		.who = ROLE_REGISTRAR | ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		IMPORTS,
		.place = place_start,
		.errands = IMPORTING,
		.errand_object = place_start,
		.run = start},
	{.name = "ImportRows",
		.who = ROLE_REGISTRAR | ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		IMPORTS,
		.place = place_of_import,
		.errands = IMPORTING,
		.errand_object = place_of_import,
		.prepare = imports_prepare_rows,
		.run = imports_rows},
	{.name = "FinishImport",
		.who = ROLE_REGISTRAR | ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		IMPORTS,
		.place = place_of_import,
		.errands = IMPORTING,
		.errand_object = place_of_import,
		.run = finish},
	{.name = "GetImport",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_UNIT,
		.mode = METHOD_READ,
		LOOKS,
		.place = place_of_import,
		.run = get},
	{.name = "ListImports",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_UNIT,
		.mode = METHOD_READ,
		LOOKS,
		.place = place_list,
		.run = list},
	{.name = "ListRefusedRows",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_UNIT,
		.mode = METHOD_READ,
		LOOKS,
		.place = place_of_import,
		.errands = IMPORTING,
		.errand_object = place_of_import,
		.run = refused_rows},
	{.name = "GetRefusedRow",
		.who = ROLE_REGISTRAR | ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_AUDITED,
		IMPORTS,
		.place = place_of_import,
		.run = imports_refused_row},
	{.name = "MendRow",
		.who = ROLE_REGISTRAR | ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		IMPORTS,
		.place = place_of_import,
		.run = imports_mend_row},
	{.name = "ListBatches",
		.who = ROLE_APPROVER | ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_READ,
		DECIDES,
		.place = place_batches,
		.run = imports_batches},
	{.name = "ListBatchCases",
		.who = ROLE_APPROVER | ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_READ,
		DECIDES,
		.place = place_batch_cases,
		.run = imports_batch_cases},
	{.name = "DecideBatch",
		.who = ROLE_APPROVER | ROLE_OFFICER,
		.scope = SCOPE_UNIT, /* and case_caller_is asks for the party of each case */
		.mode = METHOD_WRITE,
		DECIDES,
		.place = place_decide,
		.run = imports_decide_batch},
};
const struct service imports_service = SERVICE(xueji__v1__imports__descriptor, methods);
