#include <string.h>

#include "domain/roles.h"
#include "domain/stages.h"
#include "domain/totals.h"
#include "server/auth/access.h"
#include "server/service/exports.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/service/roll_count.h"
#include "server/service/services.h"
#include "server/service/units.h"
#include "server/store/ids.h"
#include "server/store/total_store.h"
#include "server/store/unit_tree.h"

enum { PURPOSE_MOST = 200, REASON_MOST = 200 };

/* ---- where the right must reach ---- */

static int64_t own_unit(const struct ctx *ctx)
{
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	return right != NULL ? right->unit : 0;
}

static enum err place_ask(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__AskExportRequest *in = request;
	*place_out = field_id_or(ctx, "unit_id", in->unit_id, own_unit(ctx));
	return ctx_faults(ctx);
}

static enum err place_list(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ListExportsRequest *in = request;
	*place_out = field_id_or(ctx, "unit_id", in->unit_id, own_unit(ctx));
	return ctx_faults(ctx);
}

static enum err find_export(struct ctx *ctx, const char *text, struct export *out)
{
	int64_t id;
	return ids_parse(text, &id) ? export_get(ctx, id, out)
				    : ctx_fail(ctx, REASON_NO_SUCH_EXPORT);
}

static enum err place_decide(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct export export;
	enum err err = find_export(
		ctx, ((const Xueji__V1__DecideExportRequest *)request)->export_id, &export);
	if (err == OK)
		*place_out = export.bureau;
	return err;
}

static enum err place_fetch(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct export export;
	enum err err = find_export(
		ctx, ((const Xueji__V1__FetchExportRequest *)request)->export_id, &export);
	if (err == OK)
		*place_out = export.unit;
	return err;
}

static enum err object_fetch(struct ctx *ctx, const void *request, int64_t *object_out)
{
	*object_out = field_id(
		ctx, "export_id", ((const Xueji__V1__FetchExportRequest *)request)->export_id);
	return ctx_faults(ctx);
}

/* ---- messages ---- */

static void fill_columns(struct ctx *ctx, const char *columns, Xueji__V1__Export *out)
{
	char *text = arena_strdup(ctx->arena, columns);
	out->columns = arena_array(ctx->arena, char *, EXPORT_COLUMNS_MOST);
	for (char *word; (word = strsep(&text, " ")) != NULL;)
		out->columns[out->n_columns++] = word;
}

static bool may_fetch(struct ctx *ctx, const struct export *export)
{
	bool may = export_may_fetch(ctx, export) == OK;
	ctx->failure.err = OK;
	return may;
}

static Xueji__V1__Export *export_message(struct ctx *ctx, const struct export *export)
{
	Xueji__V1__Export *out = arena_one(ctx->arena, Xueji__V1__Export);
	xueji__v1__export__init(out);
	out->id = ids_format(ctx->arena, export->id);
	out->unit = unit_name_message(ctx, export->unit);
	out->grade = export->grade;
	fill_columns(ctx, export->columns, out);
	out->purpose = (char *)export->purpose;
	out->in_clear = export->in_clear;
	out->state = (Xueji__V1__ExportState) export->state;
	out->asked_by = (char *)export->asked_name;
	out->asked_for = unit_name_message(ctx, export->asked_for);
	out->asked_time = message_time(ctx->arena, export->asked_us);
	out->bureau = unit_name_message(ctx, export->bureau);
	out->decided_by = (char *)export->decided_name;
	out->decided_time = message_time(ctx->arena, export->decided_us);
	out->reason = (char *)export->reason;
	out->may_fetch = may_fetch(ctx, export);
	out->is_own = export->asked_by == ctx->actor.operator_id;
	out->kind = (Xueji__V1__ExportKind) export->kind;
	out->down_to = (Xueji__V1__Tier) export->down_to;
	return out;
}

static void journal(struct ctx *ctx, enum action action, const struct export *export,
	const char *summary, const char *sealed)
{
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = export->unit,
				 .entity = "export",
				 .entity_id = export->id,
				 .summary = summary,
				 .sealed = sealed,
				 .sealed_size = strlen(sealed)});
}

/* ---- asking ---- */

static const char *check_columns(struct ctx *ctx, const Xueji__V1__AskExportRequest *in)
{
	bool is_totals = in->kind == XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS;
	bool has[ITEM_COUNT + 3] = {false}; /* totals have fewer */
	const char *text = "";
	if (in->n_columns == 0)
		ctx_fault(ctx, "columns", REASON_REQUIRED);
	if (in->n_columns > EXPORT_COLUMNS_MOST)
		ctx_fault(ctx, "columns", REASON_TOO_MANY,
			arena_printf(ctx->arena, "%d", EXPORT_COLUMNS_MOST));
	for (size_t i = 0; i < in->n_columns && i < EXPORT_COLUMNS_MOST; i++) {
		const char *field = arena_printf(ctx->arena, "columns[%zu]", i);
		int column = is_totals ? total_column_find(in->columns[i])
				       : children_column_find(in->columns[i]);
		if (column < 0)
			ctx_fault(ctx, field, is_totals ? REASON_NOT_A_TOTAL : REASON_NOT_A_COLUMN);
		else if (has[column])
			ctx_fault(ctx, field, REASON_COLUMN_TWICE);
		else
			has[column] = true;
		text = arena_printf(ctx->arena, "%s%s%s", text, i > 0 ? " " : "", in->columns[i]);
	}
	return text;
}

/* What goes with the kind of export alone. */
static void check_kind(struct ctx *ctx, const Xueji__V1__AskExportRequest *in,
	const struct unit_node *unit, struct export *out)
{
	out->kind = in->kind == XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS ? EXPORT_TOTALS
									   : EXPORT_CHILDREN;
	out->down_to = (int)in->down_to;
	if (out->kind == EXPORT_TOTALS && in->in_clear)
		ctx_fault(ctx, "in_clear", REASON_NOT_FOR_TOTALS);
	if (out->kind == EXPORT_CHILDREN && in->down_to != 0)
		ctx_fault(ctx, "down_to", REASON_ONLY_FOR_TOTALS);
	else if (in->down_to != 0 && unit != NULL && out->down_to < unit->tier)
		ctx_fault(ctx, "down_to", REASON_TIER_ABOVE);
}

static enum err ask(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__AskExportRequest *in = request;
	Xueji__V1__AskExportResponse *out = reply;
	struct export export = {
		.grade = in->grade, .purpose = in->purpose, .in_clear = in->in_clear};
	enum err err = place_ask(ctx, request, &export.unit);
	const struct unit_node *unit = err == OK ? unit_tree_get(ctx->units, export.unit) : NULL;
	if (unit == NULL)
		ctx_fault(ctx, "unit_id", REASON_NOT_AN_ID);
	field_number(ctx, "grade", in->grade, 0, GRADE_LAST);
	field_line(ctx, "purpose", in->purpose, PURPOSE_MOST);
	check_kind(ctx, in, unit, &export);
	export.columns = check_columns(ctx, in);
	if ((err = ctx_faults(ctx)) != OK)
		return err;
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, export.unit);
	export.asked_for = right != NULL ? right->unit : export.unit;
	export.bureau = unit->tier == TIER_SCHOOL ? unit->bureau : unit->id;
	if ((err = export_ask(ctx, &export)) != OK)
		return err;
	journal(ctx, ACTION_EXPORT_ASKED, &export,
		export.kind == EXPORT_TOTALS ? "totals"
		: in->in_clear               ? "in clear"
					     : "masked",
		export.purpose);
	out->export = export_message(ctx, &export);
	return OK;
}

/* ---- deciding ---- */

static enum err decide(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__DecideExportRequest *in = request;
	Xueji__V1__DecideExportResponse *out = reply;
	struct export export;
	field_line_or_none(ctx, "reason", in->reason, REASON_MOST);
	if (!in->approve && in->reason[0] == '\0')
		ctx_fault(ctx, "reason", REASON_REQUIRED);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = find_export(ctx, in->export_id, &export);
	if (err == OK && export.asked_by == ctx->actor.operator_id)
		err = ctx_fail(ctx, REASON_EXPORT_OWN);
	if (err == OK)
		err = export_decide(
			ctx, &export, in->approve ? EXPORT_APPROVED : EXPORT_REFUSED, in->reason);
	if (err == OK && in->approve && export.kind == EXPORT_TOTALS)
		err = totals_settle(ctx);
	if (err != OK)
		return err;
	journal(ctx, ACTION_EXPORT_DECIDED, &export, in->approve ? "approved" : "refused",
		arena_printf(ctx->arena, "%s\n%s", export.purpose, in->reason));
	out->export = export_message(ctx, &export);
	return OK;
}

/* ---- listing ---- */

/* How many would leave, for who decides, and for who may see totals of the unit anyway. */
static enum err fill_children(struct ctx *ctx, const struct export *export, Xueji__V1__Export *out)
{
	if (export->state != EXPORT_WAITING ||
		(access_right(ctx, ROLE_OFFICER, SCOPE_UNIT, export->bureau) == NULL &&
			access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, export->unit) == NULL))
		return OK;
	return roll_count(ctx, export->unit, export->grade, &out->children_count);
}

static enum err list(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListExportsRequest *in = request;
	Xueji__V1__ListExportsResponse *out = reply;
	struct export *exports;
	struct page page;
	size_t found;
	int64_t unit;
	page_read(ctx, &in->base, &page);
	enum err err = place_list(ctx, request, &unit);
	if (err == OK)
		err = export_page(
			ctx, unit, in->waiting, page.number[0], page.size + 1, &exports, &found);
	if (err != OK)
		return err;
	size_t n = found < page.size ? found : page.size;
	out->exports = arena_array(ctx->arena, Xueji__V1__Export *, n);
	for (; err == OK && out->n_exports < n; out->n_exports++) {
		const struct export *one = &exports[out->n_exports];
		out->exports[out->n_exports] = export_message(ctx, one);
		err = fill_children(ctx, one, out->exports[out->n_exports]);
	}
	if (found > page.size)
		out->next_page_token = page_next(&page, exports[n - 1].id, 0, NULL);
	return err;
}

static const struct method methods[] = {
	{.name = "AskExport",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_WRITE,
		.purpose_en = "ask for exports",
		.purpose_zh = "申请导出数据",
		.place = place_ask,
		.run = ask},
	{.name = "DecideExport",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "decide on exports",
		.purpose_zh = "审批数据导出",
		.place = place_decide,
		.run = decide},
	{.name = "ListExports",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_UNIT,
		.mode = METHOD_READ,
		.purpose_en = "look at exports",
		.purpose_zh = "查看数据导出",
		.place = place_list,
		.run = list},
	{.name = "FetchExport",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_AUDITED,
		.purpose_en = "fetch exports",
		.purpose_zh = "下载导出数据",
		.place = place_fetch,
		.errands = UINT32_C(1) << ERRAND_FETCH_EXPORT,
		.errand_object = object_fetch,
		.run = exports_fetch},
};
const struct service exports_service = SERVICE(xueji__v1__exports__descriptor, methods);
