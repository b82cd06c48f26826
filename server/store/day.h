/* Days in columns that many rows have: whole days since 1970 in SQL, which take 2 bytes instead of
 * 10; ISO text, or "" for NULL, in C. */
#pragma once

#include "server/store/db.h"

struct arg arg_day(const char *iso); /* a date, or "" */
char *cursor_day(struct ctx *ctx, const struct cursor *cursor, int column);
