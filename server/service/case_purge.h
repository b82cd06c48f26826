/* Transfers that are not finished after half a year are purged (R37), which is announced ten days
 * ahead (Q17). */
#pragma once

#include "server/store/case_store.h"

enum { PURGE_NOTICE_DAYS = 10 };

/* The day on which an open transfer is purged; DUE_NEVER for any other case. */
int32_t case_purge_day(const struct ctx *ctx, const struct case_row *row);
/* That day once it is announced, else 0. */
int32_t case_purge_announced(const struct ctx *ctx, const struct case_row *row);

/* Purges some of those whose day has come; *more_out: there may be others. */
enum err cases_purge(struct ctx *ctx, bool *more_out) MUST_CHECK;
