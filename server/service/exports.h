/* What the files of service Exports share. */
#pragma once

#include "common/date.h"
#include "domain/items.h"
#include "server/store/export_store.h"
#include "xueji/v1/exports.pb-c.h"

enum { EXPORT_COLUMNS_MOST = 100, EXPORT_SCHOOLS_MOST = 200 };

/* For so long after its approval it may be fetched. */
#define EXPORT_FETCH_US (7 * US_PER_DAY)

/* What a column may be beside an item. */
enum export_column { EXPORT_STUDENT_NO = ITEM_COUNT, EXPORT_SCHOOL_CODE, EXPORT_SCHOOL_NAME };
/* The item or column of a word; -1 for none that may leave the registry. */
int export_column_find(const char *word);
const char *export_column_heading(int column, enum lang lang);

/* It is the caller's own, approved, and not too old; else why not. */
enum err export_may_fetch(struct ctx *ctx, const struct export *export) MUST_CHECK;

enum err exports_fetch(struct ctx *ctx, const void *request, void *reply); /* exports_fetch.c */
