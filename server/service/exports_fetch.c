/* A page of an export, with its mark and its journal entry. */
#include <string.h>

#include "common/date.h"
#include "domain/totals.h"
#include "server/service/exports.h"
#include "server/store/ids.h"
#include "server/store/unit_tree.h"

/* ---- columns ---- */

static void read_columns(struct ctx *ctx, struct fetching *fetching)
{
	bool is_totals = fetching->export->kind == EXPORT_TOTALS;
	char *text = arena_strdup(ctx->arena, fetching->export->columns);
	for (char *word; (word = strsep(&text, " ")) != NULL;)
		fetching->columns[fetching->n_columns++] =
			is_totals ? total_column_find(word) : children_column_find(word);
}

static void fill_headings(
	struct ctx *ctx, const struct fetching *fetching, Xueji__V1__FetchExportResponse *out)
{
	bool is_totals = fetching->export->kind == EXPORT_TOTALS;
	out->headings = arena_array(ctx->arena, char *, fetching->n_columns);
	out->is_number = arena_array(ctx->arena, protobuf_c_boolean, fetching->n_columns);
	for (size_t i = 0; i < fetching->n_columns; i++) {
		int column = fetching->columns[i];
		out->headings[i] = (char *)(is_totals ? total_column_heading(column, ctx->lang)
						      : children_column_heading(column, ctx->lang));
		out->is_number[i] = is_totals && total_column_is_number(column);
	}
	out->n_headings = out->n_is_number = fetching->n_columns;
}

Xueji__V1__ExportRow *export_row_add(
	struct ctx *ctx, const struct fetching *fetching, Xueji__V1__FetchExportResponse *out)
{
	Xueji__V1__ExportRow *row = arena_one(ctx->arena, Xueji__V1__ExportRow);
	xueji__v1__export_row__init(row);
	row->cells = arena_array(ctx->arena, char *, fetching->n_columns);
	out->rows[out->n_rows++] = row;
	return row;
}

/* ---- the page ---- */

static char *watermark(struct ctx *ctx, const struct export *export)
{
	static const struct sentence words = {
		.en = "Taken from the student registry by {0} on {1} for: {2}",
		.zh = "本表由{0}于{1}自学籍系统导出，用途：{2}"};
	char today[DATE_TEXT_SIZE];
	const struct unit_node *unit = unit_tree_get(ctx->units, export->asked_for);
	date_format(ctx_today(ctx), today);
	const char *who = arena_printf(ctx->arena, "%s (%s, %s)", export->asked_name,
		unit != NULL ? unit->name : "", ids_format(ctx->arena, export->id));
	return (char *)ctx_sentence(
		ctx, &words, (const char *const[]){who, today, export->purpose, NULL});
}

static enum err fill_mark(
	struct ctx *ctx, const struct export *export, Xueji__V1__FetchExportResponse *out)
{
	static const struct sentence both = {.en = "{0}. {1}", .zh = "{0}。{1}"};
	const char *note;
	out->watermark = watermark(ctx, export);
	if (export->kind != EXPORT_TOTALS)
		return OK;
	enum err err = totals_note(ctx, &note);
	if (err == OK)
		out->watermark = (char *)ctx_sentence(
			ctx, &both, (const char *const[]){out->watermark, note, NULL});
	return err;
}

static void journal_page(
	struct ctx *ctx, const struct export *export, const Xueji__V1__FetchExportResponse *page)
{
	ctx_journal(ctx,
		&(struct note){.action = ACTION_EXPORT_FETCHED,
			.unit = export->unit,
			.entity = "export",
			.entity_id = export->id,
			.summary = arena_printf(ctx->arena, "%zu %s, %lld so far%s", page->n_rows,
				export->kind == EXPORT_TOTALS ? "rows of totals" : "children",
				(long long)page->fetched, export->in_clear ? ", in clear" : ""),
			.sealed = export->purpose,
			.sealed_size = strlen(export->purpose)});
}

enum err export_may_fetch(struct ctx *ctx, const struct export *export)
{
	if (export->asked_by != ctx->actor.operator_id)
		return ctx_fail(ctx, REASON_NO_SUCH_EXPORT);
	if (export->state != EXPORT_APPROVED)
		return ctx_fail(ctx, REASON_EXPORT_NOT_APPROVED);
	return ctx->now_us - export->decided_us <= EXPORT_FETCH_US
		       ? OK
		       : ctx_fail(ctx, REASON_EXPORT_TOO_OLD);
}

enum err exports_fetch(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__FetchExportRequest *in = request;
	Xueji__V1__FetchExportResponse *out = reply;
	struct export export;
	struct page page;
	struct fetching fetching = {.export = &export, .page = &page};
	int64_t id;
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = ids_parse(in->export_id, &id) ? export_get(ctx, id, &export)
						    : ctx_fail(ctx, REASON_NO_SUCH_EXPORT);
	if (err == OK)
		err = export_may_fetch(ctx, &export);
	if (err == OK)
		err = fill_mark(ctx, &export, out);
	if (err != OK)
		return err;
	read_columns(ctx, &fetching);
	fill_headings(ctx, &fetching, out);
	out->rows = arena_array(ctx->arena, Xueji__V1__ExportRow *, page.size);
	err = export.kind == EXPORT_TOTALS ? totals_fetch(ctx, &fetching, out)
					   : children_fetch(ctx, &fetching, out);
	if (err == OK)
		journal_page(ctx, &export, out);
	return err;
}
