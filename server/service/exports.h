/* What the files of service Exports share. */
#pragma once

#include "common/date.h"
#include "domain/items.h"
#include "server/service/page.h"
#include "server/store/export_store.h"
#include "xueji/v1/exports.pb-c.h"

enum { EXPORT_COLUMNS_MOST = 100, EXPORT_SCHOOLS_MOST = 200 };

/* For so long after its approval it may be fetched. */
#define EXPORT_FETCH_US (7 * US_PER_DAY)

/* What a column of children may be beside an item; those of totals: domain/totals.h. */
enum export_column { EXPORT_STUDENT_NO = ITEM_COUNT, EXPORT_SCHOOL_CODE, EXPORT_SCHOOL_NAME };
/* The item or column of a word; -1 for none that may leave the registry. */
int children_column_find(const char *word);
const char *children_column_heading(int column, enum lang lang);

/* It is the caller's own, approved, and not too old; else why not. */
enum err export_may_fetch(struct ctx *ctx, const struct export *export) MUST_CHECK;

enum err exports_fetch(struct ctx *ctx, const void *request, void *reply); /* exports_fetch.c */

/* An export that is being fetched, for what fills the page: rows, fetched, next_page_token. */
struct fetching {
	const struct export *export;
	const struct page *page;
	int columns[EXPORT_COLUMNS_MOST];
	size_t n_columns;
};
enum err children_fetch(struct ctx *ctx, const struct fetching *fetching,
	Xueji__V1__FetchExportResponse *out) MUST_CHECK; /* exports_children.c */
enum err totals_fetch(struct ctx *ctx, const struct fetching *fetching,
	Xueji__V1__FetchExportResponse *out) MUST_CHECK; /* exports_totals.c */
/* How they are rounded, in a sentence. NO_TOTALS when there are none that may leave. */
enum err totals_note(struct ctx *ctx, const char **note_out) MUST_CHECK;
/* The next row of the page, with room for its cells. */
Xueji__V1__ExportRow *export_row_add(
	struct ctx *ctx, const struct fetching *fetching, Xueji__V1__FetchExportResponse *out);
