/* What the files that read table kase share; nothing outside server/store includes it. */
#pragma once

#include "server/store/case_store.h"
#include "server/store/db.h"

/* A row of the columns in the order of sql/case.sql and case_list.sql. */
void case_scan(const struct cursor *cursor, struct case_row *out);
/* Days as that table holds them: DUE_NEVER is one. */
struct arg case_day_arg(struct ctx *ctx, int32_t day);
int32_t case_day_at(const struct cursor *cursor, int column);
